//! Bars above the fields: what a side changed meanwhile, and the same answer for similar conflicts.

use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::{Alike, Merging, Moved};
use crate::app::merging_afresh::Looked;
use crate::app::merging_sections::caption;
use crate::i18n::{Arg, Texts};
use crate::model::{FieldName, Side};
use crate::ui::design::{Tone, space};
use crate::ui::widgets::Notice;
use crate::worker::explain::{explain, side_name};
use eframe::egui::{Key, KeyboardShortcut, Modifiers, Ui};

/// Draws the bars that there are.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    refused(ui, app, merging);
    not_read(ui, app, merging);
    if let Some(moved) = &merging.moved {
        let message = moved_words(app.texts, moved, merging.reopened.len());
        let (mut review, mut dismiss) = (false, false);
        Notice::new(Tone::Warning, message)
            .action(app.texts.t("action-review"), &mut review)
            .dismiss(&mut dismiss)
            .show(ui);
        ui.add_space(space::S);
        if review {
            app.send(Command::Merge(MergeCommand::ReviewMoved));
        } else if dismiss {
            app.send(Command::Merge(MergeCommand::DismissMoved));
        }
    }
    if let Some(alike) = &merging.alike {
        let (mut offer, mut dismiss) = (false, false);
        let message = alike_words(app.texts, alike);
        Notice::new(Tone::Info, message)
            .action(app.texts.t("merge-alike-action"), &mut offer)
            .key(KeyboardShortcut::new(Modifiers::NONE, Key::A))
            .dismiss(&mut dismiss)
            .show(ui);
        ui.add_space(space::S);
        if offer {
            app.send(Command::Merge(MergeCommand::OfferAlike));
        } else if dismiss {
            app.send(Command::Merge(MergeCommand::DismissAlike));
        }
    }
}

/// A side that takes no changes: only what it already has can win.
fn refused(ui: &mut Ui, app: &mut App, merging: &Merging) {
    for side in Side::BOTH {
        let Some(refusal) = merging.refused(side) else {
            continue;
        };
        let args = [
            ("side", Arg::from(side_name(app.texts, side))),
            (
                "why",
                Arg::from(explain(app.texts, &refusal.problem).message),
            ),
        ];
        let message = app.texts.t_args("merge-refused", &args);
        let mut again = false;
        Notice::new(Tone::Warning, message)
            .action(app.texts.t("action-try-again"), &mut again)
            .show(ui);
        ui.add_space(space::S);
        if again {
            app.send(Command::Merge(MergeCommand::Doubt(side)));
        }
    }
}

/// Both services were asked for the records, and one did not answer.
fn not_read(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let Looked::Failed(problem) = &merging.looked else {
        return;
    };
    let why = explain(app.texts, problem).message;
    let args = [("why", Arg::from(why))];
    let mut again = false;
    Notice::new(Tone::Info, app.texts.t_args("merge-not-read-again", &args))
        .action(app.texts.t("action-try-again"), &mut again)
        .show(ui);
    ui.add_space(space::S);
    if again {
        app.send(Command::Merge(MergeCommand::LookAgain));
    }
}

fn alike_words(texts: Texts, alike: &Alike) -> String {
    let side = match alike.side {
        Side::Bc => texts.t("word-bc"),
        Side::Dv => texts.t("word-dv"),
    };
    let args = [
        ("count", Arg::from(alike.others.len() as u64)),
        ("field", Arg::from(caption(texts, alike.field.as_str()))),
        ("side", Arg::from(side)),
    ];
    texts.t_args("merge-alike", &args)
}

fn moved_words(texts: Texts, moved: &Moved, reopened: usize) -> String {
    let names = |fields: &[FieldName]| {
        let names: Vec<String> = fields
            .iter()
            .map(|name| caption(texts, name.as_str()).into_owned())
            .collect();
        names.join(", ")
    };
    let (bc, dv) = (&moved.fields.bc, &moved.fields.dv);
    let (key, fields) = match (bc.is_empty(), dv.is_empty()) {
        (false, true) => ("merge-moved-bc", names(bc)),
        (true, false) => ("merge-moved-dv", names(dv)),
        _ => {
            let mut all = bc.clone();
            all.extend(dv.iter().filter(|name| !bc.contains(name)).cloned());
            ("merge-moved-both", names(&all))
        }
    };
    let args = [
        ("fields", Arg::from(fields.as_str())),
        ("reopened", Arg::from(reopened as u64)),
    ];
    texts.t_args(key, &args)
}
