//! Notifications of the system.

/// Asks the system to show a notification. It may take its time or be absent (a server without a desktop): nobody waits for
/// it, and what it says stands in the window as well.
pub fn notify(title: String, text: String) {
    let told = std::thread::Builder::new()
        .name("notification".to_owned())
        .spawn(move || {
            let shown = notify_rust::Notification::new()
                .appname("Raccord")
                .icon("raccord")
                .summary(&title)
                .body(&text)
                .show();
            if let Err(error) = shown {
                tracing::warn!(%error, "the system shows no notification");
            }
        });
    if let Err(error) = told {
        tracing::warn!(%error, "the system shows no notification");
    }
}
