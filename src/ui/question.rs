//! Questions before something that cannot be undone, or that is large.

use super::state::UiState;
use super::widgets::{Answer, Confirm, check};
use crate::app::command::{ClearErrorsWish, Command};
use crate::app::{App, Question};
use crate::i18n::{Arg, Texts};
use crate::model::plan::ActionLine;
use crate::worker::explain::{explain, side_name};
use eframe::egui::Ui;

/// From so many deletions on a person types their number first.
const TYPED_FROM: u64 = 100;

/// The beginning of a plan, one line per record.
fn first_lines(texts: Texts, plan: &[ActionLine]) -> String {
    let mut lines: Vec<String> = plan
        .iter()
        .take(PLAN_LINES)
        .map(|line| plan_line(texts, line))
        .collect();
    if let Some(more) = plan.len().checked_sub(PLAN_LINES).filter(|more| *more > 0) {
        let count = [("count", Arg::from(more as u64))];
        lines.push(texts.t_args("question-brake-more", &count));
    }
    lines.join("\n")
}

fn plan_line(texts: Texts, line: &ActionLine) -> String {
    let plain = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let fields = line.fields.iter().map(|field| {
        let (before, after) = (plain(&field.before), plain(&field.after));
        texts.named(field.name.as_str(), &format!("{before} → {after}"))
    });
    let fields: Vec<String> = fields.collect();
    if fields.is_empty() {
        let id = line.dv_id.or(line.bc_id);
        let id = id.map(|id| id.hyphenated().to_string()).unwrap_or_default();
        return format!("{} {id}", line.action);
    }
    fields.join(", ")
}

/// How many records of a plan the question about it names.
const PLAN_LINES: usize = 10;

/// A question in words.
struct Words {
    title: String,
    consequence: String,
    verb: String,
    /// Records that are deleted on a service.
    deleted: u64,
}

/// Asks what is to be asked.
pub(super) fn question(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    let Some(question) = app.question.clone() else {
        state.typed_number.clear();
        return;
    };
    let Words {
        title,
        consequence,
        verb,
        deleted,
    } = words(app, &question);
    let mut confirm = Confirm::new(title, consequence, verb);
    if !matches!(question, Question::StartFull { .. } | Question::Handle(_)) {
        confirm = confirm.danger();
    }
    if deleted > TYPED_FROM {
        confirm = confirm.type_number(deleted, &mut state.typed_number);
    }
    if is_nothing(&question) {
        confirm = confirm.impossible();
    }
    let mut include = None;
    let mut export = false;
    let mut minimize = false;
    let texts = app.texts;
    let mut confirmed = Command::Confirm;
    let answer = match &question {
        Question::ClearErrors {
            open, include_open, ..
        } => {
            let (include, export) = (&mut include, &mut export);
            confirm
                .with(move |ui| {
                    if *open > 0 {
                        let mut too = *include_open;
                        let args = [("open", Arg::from(*open))];
                        let label = texts.t_args("question-clear-include", &args);
                        if check(ui, &label, &mut too).changed() {
                            *include = Some(too);
                        }
                    }
                    let button = super::widgets::Button::quiet(texts.t("question-clear-export"));
                    *export = ui.add(button.icon(super::design::Icon::Export)).clicked();
                    ui.label(super::design::text::small(texts.t("question-clear-back")));
                })
                .show(ui)
        }
        Question::Quit => {
            let minimize = &mut minimize;
            confirm
                .with(move |ui| {
                    let go_on = super::widgets::Button::quiet(texts.t("question-quit-go-on"));
                    *minimize = ui.add(go_on).clicked();
                    ui.label(super::design::text::small(
                        texts.t("question-quit-go-on-help"),
                    ));
                })
                .show(ui)
        }
        Question::ClearJobs { .. } => confirm
            .with(move |ui| {
                ui.label(super::design::text::small(texts.t("question-clear-back")));
            })
            .show(ui),
        Question::Handle(ids) => {
            let note = &mut state.typed_note;
            let answer = confirm
                .with(|ui| {
                    let field = super::widgets::Field::new(texts.t("question-handle-note"));
                    field
                        .help(texts.t("question-handle-note-help"))
                        .text(ui, note);
                })
                .show(ui);
            if answer == Answer::Confirmed {
                confirmed = Command::HandleErrors(ids.clone(), std::mem::take(note));
            }
            answer
        }
        _ => confirm.show(ui),
    };
    match answer {
        Answer::Waiting => {}
        Answer::Confirmed => app.send(confirmed),
        Answer::Cancelled => {
            state.typed_note.clear();
            app.send(Command::Decline);
        }
    }
    if let Some(too) = include {
        app.send(Command::IncludeOpen(too));
    }
    if minimize {
        app.send(Command::Minimize);
    }
    if export {
        app.send(Command::Export(error_columns(app.texts)));
    }
}

/// Whether saying yes would do nothing, as things are chosen.
fn is_nothing(question: &Question) -> bool {
    match question {
        Question::ClearErrors {
            open,
            closed,
            include_open,
            ..
        } => *closed == 0 && (*open == 0 || !include_open),
        Question::ClearJobs { count, .. } => *count == 0,
        _ => false,
    }
}

/// The columns of errors that are worth keeping in a file.
fn error_columns(texts: Texts) -> crate::app::export::ExportWish {
    let columns = [
        ("time", "errors-column-time"),
        ("open", "errors-column-state"),
        ("cause", "errors-column-cause"),
        ("message", "errors-column-message"),
        ("source", "word-source"),
        ("destination", "word-destination"),
        ("mapping", "word-table-mapping"),
        ("attempts", "errors-column-attempts"),
        ("status", "errors-column-status"),
        ("request", "errors-column-request"),
    ];
    let columns = columns.map(|(key, title)| (key.to_owned(), texts.t(title).into_owned()));
    crate::app::export::ExportWish {
        columns: columns.to_vec(),
        file: None,
    }
}

fn words(app: &App, question: &Question) -> Words {
    let texts = app.texts;
    let say = |title: &str, consequence: String, verb: String| Words {
        title: texts.t(title).into_owned(),
        consequence,
        verb,
        deleted: 0,
    };
    match question {
        Question::Delete(ids) => {
            let count = [("count", Arg::from(ids.len() as u64))];
            Words {
                deleted: ids.len() as u64,
                ..say(
                    "question-delete-title",
                    texts.t("question-delete-consequence").into_owned(),
                    texts.t_args("question-delete-verb", &count),
                )
            }
        }
        Question::Take(ids, side) => {
            let (side, other) = (side_name(texts, *side), side_name(texts, side.other()));
            let args = [
                ("side", Arg::from(side.as_ref())),
                ("other", Arg::from(other.as_ref())),
                ("count", Arg::from(ids.len() as u64)),
            ];
            say(
                "question-take-title",
                texts.t_args("question-take-consequence", &args),
                texts.t_args("question-take-verb", &args),
            )
        }
        Question::LetThrough { problem, plan } => {
            let message = explain(texts, problem).message;
            let count = problem.params.get("count");
            let count: u64 = count.and_then(|count| count.parse().ok()).unwrap_or(0);
            say(
                "question-brake-title",
                format!("{message}\n\n{}", first_lines(texts, plan)),
                texts.t_args("question-brake-verb", &[("count", Arg::from(count))]),
            )
        }
        Question::ClearErrors {
            wish,
            open,
            closed,
            include_open,
        } => clearing(texts, *wish, *open, *closed, *include_open),
        Question::Handle(ids) => {
            let count = [("count", Arg::from(ids.len() as u64))];
            say(
                "question-handle-title",
                texts.t("question-handle-consequence").into_owned(),
                texts.t_args("question-handle-verb", &count),
            )
        }
        Question::ClearJobs { days, count } => {
            let args = [
                ("days", Arg::from(u64::from(*days))),
                ("count", Arg::from(*count)),
            ];
            say(
                "question-jobs-title",
                texts.t_args("question-jobs-consequence", &args),
                texts.t_args("question-jobs-verb", &args),
            )
        }
        Question::RestoreBackup(file) => {
            let path = file.display().to_string();
            say(
                "question-restore-title",
                texts.t_args("question-restore-consequence", &[("path", Arg::from(path))]),
                texts.t("question-restore-verb").into_owned(),
            )
        }
        Question::StartFull { again } => {
            let all = app.full.rows.as_ref().map_or(0, |rows| rows.len() as u64);
            let count = if *again { all } else { app.full.open() };
            say(
                "question-full-title",
                texts.t("question-full-consequence").into_owned(),
                texts.t_args("question-full-verb", &[("count", Arg::from(count))]),
            )
        }
        Question::Quit => say(
            "question-quit-title",
            texts.t("question-quit-consequence").into_owned(),
            texts.t("question-quit-verb").into_owned(),
        ),
    }
}

/// The question before error entries are deleted.
fn clearing(
    texts: Texts,
    wish: ClearErrorsWish,
    open: u64,
    closed: u64,
    include_open: bool,
) -> Words {
    let going = closed + if include_open { open } else { 0 };
    let args = [("open", Arg::from(open)), ("count", Arg::from(going))];
    let consequence = if include_open {
        "question-clear-everything"
    } else {
        "question-clear-consequence"
    };
    Words {
        title: texts.t(wish.label_key()).into_owned(),
        consequence: texts.t_args(consequence, &args),
        verb: texts.t_args("question-clear-verb", &args),
        deleted: 0,
    }
}
