//! What leaves the window: text for the clipboard, and notifications of the system, if a person wants them: what stops the link,
//! what waits, and how runs ended, while nobody looks at the window.

use crate::app::App;
use crate::app::system_notices::SystemNotice;
use crate::i18n::{Arg, Texts};
use crate::model::reason::Problem;
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
    while let Some(notice) = app.for_the_system.pop_front() {
        if !seen {
            let title = match &app.connection {
                Some(connection) => format!("Raccord – {}", connection.name),
                None => "Raccord".to_owned(),
            };
            notify(title, words(app.texts, notice));
        }
    }
}

/// A notification of the system in words.
fn words(texts: Texts, notice: SystemNotice) -> String {
    let explained = |problem: &Problem| {
        let words = explain(texts, problem);
        format!("{} {}", words.message, words.next_step)
    };
    match notice {
        SystemNotice::Link(problem) => explained(&problem),
        SystemNotice::Failed(problem) => {
            texts.named(&texts.t("notice-failed"), &explained(&problem))
        }
        SystemNotice::NeedsYou {
            conflicts,
            skipped,
            errors,
        } => {
            let counts = [
                ("conflicts", Arg::from(conflicts)),
                ("skipped", Arg::from(skipped)),
                ("errors", Arg::from(errors)),
            ];
            let needs = texts.t("home-needs-you");
            texts.named(&needs, &texts.t_args("home-waiting", &counts))
        }
        SystemNotice::Finished { written, waiting } => {
            let args = [
                ("written", Arg::from(written)),
                ("waiting", Arg::from(waiting)),
            ];
            texts.t_args("toast-synced", &args)
        }
    }
}
