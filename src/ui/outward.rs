//! What leaves the window: text for the clipboard, and notifications of the system, if a person wants them: what stops the link
//! while nobody looks at the window.

use crate::app::App;
use crate::worker::explain::explain;
use eframe::egui::Context;

/// Gives the system a notification: its title and its text.
pub type Notify = Box<dyn Fn(String, String)>;

/// Gives the clipboard what was read for it.
pub(super) fn copy(app: &mut App, ctx: &Context) {
    if let Some(text) = app.to_copy.take() {
        ctx.copy_text(text);
    }
}

/// Tells what is new, unless the person sees it in the window anyway.
pub(super) fn tell(app: &mut App, ctx: &Context, notify: &Notify) {
    let seen = ctx.input(|input| input.focused);
    while let Some(problem) = app.for_the_system.pop_front() {
        if !seen {
            let words = explain(app.texts, &problem);
            let title = match &app.connection {
                Some(connection) => format!("Raccord – {}", connection.name),
                None => "Raccord".to_owned(),
            };
            notify(title, format!("{} {}", words.message, words.next_step));
        }
    }
}
