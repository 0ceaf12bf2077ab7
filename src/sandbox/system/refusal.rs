//! What a service says when it refuses: status, code and message, as they go over the wire.

/// A refused request.
///
/// Business Central's message still lacks its closing `CorrelationId`, which the wire adds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{status} {code}: {message}")]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The code in the error body.
    pub code: String,
    /// The message in the error body.
    pub message: String,
}

impl Refusal {
    /// A refusal from its three parts.
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
        }
    }
}
