//! Step 6: what the first synchronisation would do, before it does it.

use super::send;
use crate::app::App;
use crate::app::cost::{READ_MILLIS, WRITE_MILLIS};
use crate::app::wizard::Work;
use crate::app::wizard::command::WizardCommand;
use crate::app::wizard::plan::{FirstPlan, Mode, PlanLine, problem_of};
use crate::i18n::{Arg, Texts, visible};
use crate::model::MappingName;
use crate::model::plan::ActionLine;
use crate::ui::design::{DesignExt as _, Icon, Tone, icon, space, text};
use crate::ui::widgets::{Button, Notice, PageState, card, select};
use crate::ui::words::counted;
use crate::worker::explain::explain;
use eframe::egui::{Label, Ui};
use jiff::SignedDuration;

/// Records of one cause that are named at once, and when a person wants to see them all; the file has every one.
const FEW: usize = 3;
const MOST: usize = 200;

/// Draws the step.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    if let Some((written, waiting)) = app.wizard.ran {
        let args = [
            ("written", Arg::from(written)),
            ("waiting", Arg::from(waiting)),
        ];
        Notice::new(Tone::Success, texts.t_args("wizard-ran", &args)).show(ui);
        ui.add_space(space::M);
    }
    let plan = app.wizard.plan.clone();
    match &plan {
        Some(plan) => figures(ui, app, plan),
        None if app.wizard.work == Some(Work::Plan) => {
            PageState::Loading.show(ui);
        }
        None if app.wizard.ran.is_none() => {
            let make = Button::quiet(texts.t("wizard-plan-make")).icon(Icon::Search);
            if ui.add(make.enabled(app.wizard.work.is_none())).clicked() {
                send(app, WizardCommand::Plan);
            }
        }
        None => {}
    }
    ui.add_space(space::M);
    let mappings = app.wizard.mappings.clone();
    for mapping in &mappings {
        let line = plan
            .as_ref()
            .and_then(|plan| plan.lines.iter().find(|line| line.mapping == mapping.name));
        card(ui, |ui| {
            table(ui, app, &mapping.name, line);
            if let Some(plan) = &plan {
                troubles(ui, app, &mapping.name, plan);
            }
        });
        ui.add_space(space::S);
    }
}

fn figures(ui: &mut Ui, app: &mut App, plan: &FirstPlan) {
    let texts = app.texts;
    let total = plan.total();
    card(ui, |ui| {
        ui.add(Label::new(text::strong(words_of(texts, &total))).wrap());
        // What was to come is of no interest once it has happened.
        if app.wizard.ran.is_none() {
            let args = [
                ("duration", Arg::from(texts.duration(plan.duration))),
                ("bc", Arg::from(texts.count(plan.requests.bc))),
                ("dv", Arg::from(texts.count(plan.requests.dv))),
            ];
            ui.add(Label::new(texts.t_args("wizard-plan-cost", &args)).wrap());
            ui.add(Label::new(text::small(pace(texts))).wrap());
            ui.add(Label::new(text::small(texts.t("wizard-plan-nothing"))).wrap());
        }
        if let Some(problem) = &plan.stopped {
            let words = explain(texts, problem);
            ui.add_space(space::S);
            Notice::new(Tone::Warning, words.message).show(ui);
        }
        ui.add_space(space::S);
        ui.horizontal_wrapped(|ui| {
            let ran = app.wizard.ran.is_some();
            let why = if app.wizard.draft.read_only {
                Some("wizard-why-read-only")
            } else if app.wizard.work.is_some() {
                Some("why-running")
            } else {
                None
            };
            let why = why.map(|key| texts.t(key).into_owned());
            let anyway = plan.stopped.is_some();
            let key = if anyway {
                "wizard-run-anyway"
            } else {
                "wizard-run"
            };
            let args = [("count", Arg::from(total.writes()))];
            let run = Button::quiet(texts.t_args(key, &args)).icon(Icon::Sync);
            if !ran && ui.add(run.disabled_because(why)).clicked() {
                send(app, WizardCommand::Run { anyway });
            }
            let again = Button::plain(texts.t("wizard-plan-again")).icon(Icon::Retry);
            if ui.add(again.enabled(app.wizard.work.is_none())).clicked() {
                send(app, WizardCommand::Plan);
            }
            let export = Button::plain(texts.t("wizard-plan-export")).icon(Icon::Copy);
            if ui.add(export.enabled(!plan.actions.is_empty())).clicked() {
                send(app, WizardCommand::ExportPlan);
            }
        });
    });
}

/// The pace that the estimate is made from, in words.
pub(in crate::ui) fn pace(texts: Texts) -> String {
    let seconds = |millis: u64| {
        let millis = i64::try_from(millis).unwrap_or(i64::MAX);
        texts.duration(SignedDuration::from_millis(millis))
    };
    let args = [
        ("read", Arg::from(seconds(READ_MILLIS))),
        ("bc", Arg::from(seconds(WRITE_MILLIS.bc))),
        ("dv", Arg::from(seconds(WRITE_MILLIS.dv))),
    ];
    texts.t_args("wizard-plan-pace", &args)
}

/// The records of a table that would fail or wait for a person, by cause, with what to do.
fn troubles(ui: &mut Ui, app: &mut App, name: &MappingName, plan: &FirstPlan) {
    let texts = app.texts;
    let troubles = plan.troubles(name);
    let all: usize = troubles.iter().map(|trouble| trouble.lines.len()).sum();
    if all == 0 {
        return;
    }
    let told = app.wizard.told.contains(name);
    let shown = if told { MOST } else { FEW };
    for trouble in &troubles {
        let action = trouble.lines.first().map_or("", |line| &line.action);
        let words = trouble.problem.map(|problem| explain(texts, problem));
        let key = if action == "fail" {
            "wizard-plan-group-fail"
        } else {
            "wizard-plan-group-wait"
        };
        let title = words.as_ref().map_or_else(
            || texts.t(&format!("cli-action-{action}")).into_owned(),
            |words| words.title.clone(),
        );
        let args = [
            ("count", Arg::from(trouble.lines.len())),
            ("cause", Arg::from(title)),
        ];
        ui.add_space(space::S);
        ui.horizontal_wrapped(|ui| {
            let (sign, tone) = if action == "fail" {
                (Icon::Error, Tone::Error)
            } else {
                (Icon::Warning, Tone::Warning)
            };
            ui.add(icon(sign).color(tone.color(ui.tokens())));
            ui.add(Label::new(text::strong(texts.t_args(key, &args))).wrap());
        });
        for line in trouble.lines.iter().take(shown) {
            ui.add(Label::new(line_words(texts, line)).wrap());
        }
        if let Some(words) = words {
            let next = texts.named(&texts.t("state-error-next"), &words.next_step);
            ui.add(Label::new(text::small(next)).wrap());
        }
    }
    let longest = troubles.iter().map(|trouble| trouble.lines.len()).max();
    if longest > Some(FEW) {
        let key = if told {
            "wizard-plan-fewer"
        } else {
            "wizard-plan-all"
        };
        let args = [("count", Arg::from(all))];
        let button = Button::quiet(texts.t_args(key, &args)).small();
        if ui.add(button).clicked() {
            send(app, WizardCommand::Troubles(name.clone()));
        }
    }
    if told && longest > Some(MOST) {
        ui.add(Label::new(text::small(texts.t("wizard-plan-rest"))).wrap());
    }
}

/// A record and why it cannot be done, or which of its fields a person decides.
fn line_words(texts: Texts, line: &ActionLine) -> String {
    let name = if line.label.is_empty() {
        let id = line.bc_id.or(line.dv_id);
        id.map_or_else(String::new, |id| id.to_string())
    } else {
        line.label.clone()
    };
    let why = if let Some(problem) = problem_of(line) {
        explain(texts, problem).message
    } else {
        let fields = line.fields.iter().map(|field| field.name.as_str());
        fields.collect::<Vec<_>>().join(", ")
    };
    let words = if why.is_empty() {
        name
    } else {
        texts.named(&name, &why)
    };
    visible(&words).into_owned()
}

fn table(ui: &mut Ui, app: &mut App, name: &MappingName, line: Option<&PlanLine>) {
    let texts = app.texts;
    ui.horizontal_wrapped(|ui| {
        ui.label(text::strong(name.as_str()));
        let mut mode = app.wizard.mode(name);
        let options = Mode::ALL.map(|mode| (mode, texts.t(&mode.label_key()).into_owned()));
        let label = [("mapping", Arg::from(name.as_str()))];
        let label = texts.t_args("wizard-mode-of", &label);
        ui.add_enabled_ui(app.wizard.work.is_none(), |ui| {
            if select(ui, &label, &mut mode, &options) {
                send(app, WizardCommand::Mode(name.clone(), mode));
            }
        });
    });
    if let Some(records) = app.wizard.records(name) {
        let counts = [
            ("bc", Arg::from(texts.count(records.bc))),
            ("dv", Arg::from(texts.count(records.dv))),
        ];
        ui.label(text::small(texts.t_args("full-records", &counts)));
    }
    if let Some(line) = line {
        ui.add(Label::new(words_of(texts, line)).wrap());
    }
}

/// What would be done, in one line.
fn words_of(texts: Texts, line: &PlanLine) -> String {
    let parts = [
        ("wizard-plan-coupled", line.coupled),
        ("wizard-plan-create-bc", line.created.bc),
        ("wizard-plan-create-dv", line.created.dv),
        ("wizard-plan-modify-bc", line.modified.bc),
        ("wizard-plan-modify-dv", line.modified.dv),
        ("wizard-plan-conflicts", line.conflicts),
        ("wizard-plan-failed", line.failed),
    ];
    counted(texts, parts)
}
