//! What happened, in words: each notification, and the way back where there is one.

use super::design::Tone;
use super::widgets::Note;
use crate::app::Happening;
use crate::app::command::{Command, MappingCommand, MatchCommand};
use crate::app::route::Route;
use crate::i18n::{Arg, Texts};
use crate::model::TableMapping;

/// What is said of something that happened: what kind of news, the sentence, and what can be done about it.
type Said = (Tone, String, Option<(String, Command)>);

/// A notification in a language.
pub(super) fn note(texts: Texts, happening: &Happening, when: String) -> Note<Command> {
    let (tone, message, action) = said(texts, happening.clone());
    Note {
        tone,
        message,
        action,
        when,
    }
}

fn said(texts: Texts, happening: Happening) -> Said {
    let counted = |key: &str, count: u64| {
        let words = texts.t_args(key, &[("count", Arg::from(count))]);
        (Tone::Success, words, None)
    };
    match happening {
        Happening::Synced { written, waiting } => {
            let tone = if waiting > 0 {
                Tone::Info
            } else {
                Tone::Success
            };
            let args = [
                ("written", Arg::from(written)),
                ("waiting", Arg::from(waiting)),
            ];
            (tone, texts.t_args("toast-synced", &args), None)
        }
        Happening::Resolved(record) => about(texts, Tone::Success, "toast-resolved", &record),
        Happening::ResolvedOutside(record) => {
            about(texts, Tone::Info, "toast-resolved-outside", &record)
        }
        Happening::ResolvedPartly(record) => {
            about(texts, Tone::Success, "toast-resolved-partly", &record)
        }
        Happening::ResolvedMany(count) => counted("toast-resolved-many", count),
        Happening::MovedOn => (Tone::Info, texts.t("toast-moved-on").into_owned(), None),
        Happening::Skipped(count) => counted("toast-skipped", count),
        Happening::Coupled {
            count,
            created,
            mapping,
            records,
        } => {
            let args = [("count", Arg::from(count)), ("created", Arg::from(created))];
            let undo = (!records.is_empty()).then(|| {
                let undo = MatchCommand::Undo(mapping, records);
                (texts.t("action-undo").into_owned(), Command::Match(undo))
            });
            (Tone::Success, texts.t_args("toast-coupled", &args), undo)
        }
        Happening::MappingSaved { name, before } => {
            let args = [("mapping", Arg::from(name.as_str()))];
            let words = texts.t_args("toast-mapping-saved", &args);
            (Tone::Success, words, put_back(texts, before))
        }
        Happening::Imported { count, before } => {
            let words = texts.t_args("toast-imported", &[("count", Arg::from(count))]);
            (Tone::Success, words, put_back(texts, before))
        }
        Happening::SettingKept { before } => {
            let words = texts.t("toast-setting-kept").into_owned();
            (Tone::Success, words, put_back(texts, before))
        }
        Happening::Written(file) => {
            let path = file.display().to_string();
            let args = [("path", Arg::from(path))];
            (Tone::Success, texts.t_args("toast-written", &args), None)
        }
        Happening::Uncoupled(count) => counted("toast-uncoupled", count),
        Happening::Reverted => (Tone::Success, texts.t("toast-reverted").into_owned(), None),
        happening @ (Happening::Cleared(..)
        | Happening::RevertedTogether { .. }
        | Happening::Uncleared(_)
        | Happening::Handled(_)
        | Happening::ReopenedErrors(_)
        | Happening::Copied(_)
        | Happening::Parted(_)
        | Happening::CoupledAgain(_)
        | Happening::Exported(..)) => of_lists(texts, happening),
        Happening::Connected(name) => (
            Tone::Success,
            texts.t_args("toast-connected", &[("name", Arg::from(name.as_str()))]),
            None,
        ),
        Happening::SignedIn(user) => (Tone::Success, signed_in(texts, &user), None),
        Happening::SignedOut => (
            Tone::Success,
            texts.t("toast-signed-out").into_owned(),
            None,
        ),
        Happening::Moved(folder) => (
            Tone::Success,
            texts.t_args("toast-moved", &[("path", Arg::from(folder.as_str()))]),
            None,
        ),
        Happening::DemoReady(count) => {
            let review = (
                texts.t("action-review").into_owned(),
                Command::Go(Route::Skipped),
            );
            (
                Tone::Info,
                texts.t_args("toast-demo-ready", &[("count", Arg::from(count))]),
                Some(review),
            )
        }
    }
}

/// That a person signed in, and who if that was told.
fn signed_in(texts: Texts, user: &str) -> String {
    if user.is_empty() {
        texts.t("toast-signed-in").into_owned()
    } else {
        texts.t_args("toast-signed-in-as", &[("user", Arg::from(user))])
    }
}

/// News of one record.
fn about(texts: Texts, tone: Tone, key: &str, record: &str) -> Said {
    let words = texts.t_args(key, &[("record", Arg::from(record))]);
    (tone, words, None)
}

/// The way back to mappings as they were before.
fn put_back(texts: Texts, before: Vec<TableMapping>) -> Option<(String, Command)> {
    let undo = texts.t("action-undo").into_owned();
    (!before.is_empty()).then(|| {
        let command = Command::Mapping(MappingCommand::Store(before));
        (undo, command)
    })
}

/// What happened to rows of lists, in words, and the way back.
fn of_lists(
    texts: crate::i18n::Texts,
    happening: Happening,
) -> (Tone, String, Option<(String, Command)>) {
    match happening {
        Happening::RevertedTogether { reverted, left } => {
            let args = [("count", Arg::from(reverted)), ("left", Arg::from(left))];
            let tone = if left > 0 {
                Tone::Warning
            } else {
                Tone::Success
            };
            (tone, texts.t_args("toast-reverted-together", &args), None)
        }
        Happening::Parted(pairs) => {
            let count = [("count", Arg::from(pairs.len() as u64))];
            let undo = texts.t("action-undo").into_owned();
            (
                Tone::Success,
                texts.t_args("toast-parted", &count),
                Some((undo, Command::CoupleAgain(pairs))),
            )
        }
        Happening::Cleared(count, what) => (
            Tone::Success,
            texts.t_args("toast-cleared", &[("count", Arg::from(count))]),
            (count > 0).then(|| {
                let undo = texts.t("action-undo").into_owned();
                (undo, Command::RestoreCleared(what))
            }),
        ),
        Happening::Uncleared(count) => (
            Tone::Success,
            texts.t_args("toast-uncleared", &[("count", Arg::from(count))]),
            None,
        ),
        Happening::Handled(ids) => {
            let words = texts.t_args("toast-handled", &[("count", Arg::from(ids.len() as u64))]);
            let undo = texts.t("action-undo").into_owned();
            (
                Tone::Success,
                words,
                Some((undo, Command::ReopenErrors(ids))),
            )
        }
        Happening::ReopenedErrors(count) => (
            Tone::Success,
            texts.t_args("toast-reopened-errors", &[("count", Arg::from(count))]),
            None,
        ),
        Happening::Copied(rows) => (
            Tone::Success,
            texts.t_args("toast-copied", &[("rows", Arg::from(rows))]),
            None,
        ),
        Happening::CoupledAgain(count) => (
            Tone::Success,
            texts.t_args("toast-coupled-again", &[("count", Arg::from(count))]),
            None,
        ),
        Happening::Exported(rows, file) => {
            let file = file.display().to_string();
            let args = [
                ("rows", Arg::from(rows)),
                ("file", Arg::from(file.as_str())),
            ];
            (Tone::Success, texts.t_args("toast-exported", &args), None)
        }
        // Everything else is told where it is met.
        _ => (Tone::Info, String::new(), None),
    }
}
