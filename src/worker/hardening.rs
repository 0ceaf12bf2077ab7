//! What the process denies itself before it holds a secret.

/// Lets the system write no image of this process' memory when it crashes: it would hold tokens and keys.
///
/// On Windows crash reports are the user's own choice, and nothing is done.
pub fn no_core_dumps() {
    #[cfg(unix)]
    if let Err(error) = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0) {
        tracing::debug!(%error, "core dumps could not be switched off");
    }
}
