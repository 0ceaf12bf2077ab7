//! The setup wizard: steps at the left, the step that is shown beside them, the way on below.
//!
//! Not here: what a step needs and what may follow it (`app::wizard`).
//!
//! - here: what stands around every step; `form`: fields that know what is wrong with them
//! - `start`, `access` (both services), `checks`, `tables`, `plan`, `schedule`: the steps
//! - `signing_in`: what a person must do to sign in, and the passphrase; `bars`: what other pages say about the connection;
//!   `connection`: its part of the settings

mod access;
mod bars;
mod checks;
mod connection;
mod form;
mod plan;
mod schedule;
mod signing_in;
mod start;
mod tables;

pub(super) use bars::bars;
pub(super) use connection::show as show_connection;
pub(super) use plan::pace;
pub(super) use signing_in::show as show_questions;
pub(super) use start::move_button;

use super::design::{DesignExt as _, Icon, Tone, icon, space, text};
use super::widgets::{Button, ProgressLine, card, follow_focus, scroll_keys};
use crate::app::App;
use crate::app::command::Command;
use crate::app::wizard::command::WizardCommand;
use crate::app::wizard::{Standing, Step, Work};
use crate::i18n::Arg;
use crate::model::reason::Problem;
use crate::worker::explain::{explain, waiting_words};
use eframe::egui::{
    Align, Frame, Key, KeyboardShortcut, Label, Layout, Margin, Modifiers, Panel, Role, ScrollArea,
    Ui, UiBuilder,
};

/// Below this width, in points, the steps stand above the page as one line.
const WIDE: f32 = 660.0;
/// Width of what is asked, in points, at most.
const WIDTH: f32 = 760.0;
/// Width of the list of steps.
const STEPS: f32 = 190.0;
/// The key that goes on.
const NEXT: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Enter);

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    if app.layer.is_none() && ui.input_mut(|input| input.consume_shortcut(&NEXT)) {
        send(app, WizardCommand::Next);
    }
    let wide = ui.available_width() >= WIDE;
    if wide {
        let frame = Frame::new().inner_margin(Margin {
            left: 0,
            right: 16,
            top: 0,
            bottom: 0,
        });
        Panel::left("wizard-steps")
            .exact_size(STEPS)
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| {
                ui.label(text::title(texts.t("wizard-title")));
                ui.add_space(space::M);
                for step in Step::ALL {
                    step_line(ui, app, step);
                }
            });
    } else {
        let args = [
            ("number", Arg::from(app.wizard.step().number() as u64)),
            ("count", Arg::from(Step::ALL.len() as u64)),
        ];
        ui.label(text::small(texts.t_args("wizard-step-of", &args)));
    }
    Panel::bottom("wizard-footer")
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new().inner_margin(Margin::symmetric(0, 8)))
        .show(ui, |ui| {
            // Whoever reads what is asked finds the way on below it, not at the far edge of the window.
            let mut place = ui.available_rect_before_wrap();
            place.set_width(place.width().min(WIDTH));
            ui.scope_builder(UiBuilder::new().max_rect(place), |ui| footer(ui, app));
        });
    let step = app.wizard.step();
    let title = texts.t(&step.label_key()).into_owned();
    ui.label(text::title(title));
    let name: &'static str = step.into();
    let sentence = texts.t(&format!("wizard-sentence-{name}"));
    ui.add(Label::new(text::weak(sentence)).wrap());
    ui.add_space(space::M);
    ScrollArea::vertical()
        .id_salt(("wizard", name))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(WIDTH));
            ui.scope(|ui| problem(ui, app));
            match step {
                Step::Start => start::show(ui, app),
                Step::BusinessCentral => access::business_central(ui, app),
                Step::Dataverse => access::dataverse(ui, app),
                Step::Checks => checks::show(ui, app),
                Step::Tables => tables::show(ui, app),
                Step::Plan => plan::show(ui, app),
                Step::Schedule => schedule::show(ui, app),
            }
            ui.add_space(space::L);
            follow_focus(ui, name);
            scroll_keys(ui);
        });
}

fn send(app: &mut App, command: WizardCommand) {
    app.send(Command::Wizard(command));
}

/// One step of the list: its sign, number and name; those that were reached can be gone to.
fn step_line(ui: &mut Ui, app: &mut App, step: Step) {
    let texts = app.texts;
    let standing = app.wizard.standing(step);
    let (sign, ink) = match standing {
        Standing::Done => (Icon::CheckCircle, Tone::Success.color(ui.tokens())),
        Standing::Here => (Icon::Dot, ui.tokens().accent.ink),
        Standing::Open => (Icon::Ring, ui.tokens().text.weak),
        Standing::Failed => (Icon::Error, Tone::Error.color(ui.tokens())),
    };
    let here = step == app.wizard.step();
    let label = format!("{}. {}", step.number(), texts.t(&step.label_key()));
    let can = step <= app.wizard.reached && app.wizard.work.is_none();
    let button = Button::plain(&label).icon(sign).selected(here);
    let button = if can { button.ink(ink) } else { button };
    let response = ui.add(button.enabled(can));
    let word: &'static str = standing.into();
    let spoken = texts.t(&format!("wizard-standing-{word}"));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(spoken.into_owned());
    });
    if response.clicked() && !here {
        send(app, WizardCommand::To(step));
    }
}

/// What stands in the way of the step: cause, next step, and the service's own words.
fn problem(ui: &mut Ui, app: &mut App) {
    if let Some(problem) = app.wizard.problem.clone() {
        show_problem(ui, app, &problem);
        ui.add_space(space::M);
    }
}

fn show_problem(ui: &mut Ui, app: &mut App, problem: &Problem) {
    let texts = app.texts;
    let words = explain(texts, problem);
    let shown = card(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.add(icon(Icon::Error).color(Tone::Error.color(ui.tokens())));
            ui.vertical(|ui| {
                ui.add(Label::new(text::strong(&words.title)).wrap());
                ui.add(Label::new(&words.message).wrap());
                ui.add(Label::new(&words.next_step).wrap());
                let code = [("code", Arg::from(problem.cause.code()))];
                let code = texts.t_args("state-error-code", &code);
                ui.label(text::small(format!("{} · {code}", words.who)));
                if let Some(raw) = problem.raw.as_ref().filter(|raw| !raw.is_empty()) {
                    ui.collapsing(texts.t("wizard-raw").into_owned(), |ui| {
                        ui.add(Label::new(text::mono(raw)).wrap());
                    });
                }
                let copy = Button::quiet(texts.t("action-copy-details")).icon(Icon::Copy);
                if ui.add(copy.small()).clicked() {
                    let raw = problem.raw.clone().unwrap_or_default();
                    let said = format!("{}\n{}\n{raw}", problem.cause.code(), words.message);
                    ui.ctx().copy_text(said);
                }
            });
        });
        if app.wizard.leads_elsewhere() {
            elsewhere(ui, app);
        }
    });
    ui.ctx().accesskit_node_builder(shown.response.id, |node| {
        node.set_role(Role::Alert);
        node.set_label(words.title.clone());
    });
}

/// Couplings of another environment: a person says what becomes of them.
pub(super) fn elsewhere(ui: &mut Ui, app: &mut App) {
    use crate::worker::protocol::Couplings;
    let texts = app.texts;
    ui.add_space(space::S);
    ui.add(Label::new(texts.t("wizard-elsewhere")).wrap());
    ui.horizontal_wrapped(|ui| {
        for (key, couplings) in [
            ("wizard-elsewhere-anew", Couplings::StartAnew),
            ("wizard-elsewhere-same", Couplings::Keep),
        ] {
            let why = app.wizard.why_not_elsewhere();
            let why = why.map(|key| texts.t(key).into_owned());
            let button = Button::quiet(texts.t(key)).disabled_because(why);
            if ui.add(button).clicked() {
                send(app, WizardCommand::Store(couplings));
            }
        }
    });
}

fn footer(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    if app.wizard.work.is_some() {
        working(ui, app);
    }
    let step = app.wizard.step();
    let idle = app.wizard.work.is_none();
    ui.horizontal_wrapped(|ui| {
        let exit = if app.wizard.amends() {
            "action-cancel"
        } else {
            "wizard-exit"
        };
        if ui.add(Button::quiet(texts.t(exit))).clicked() {
            send(app, WizardCommand::Exit);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let why = app.wizard.why_not_on().map(|key| texts.t(key).into_owned());
            let key = match step {
                Step::Schedule => "wizard-finish",
                Step::Checks if app.wizard.amends() => "action-save",
                _ => "action-continue",
            };
            let next = Button::primary(texts.t(key)).shortcut(NEXT);
            if ui.add(next.disabled_because(why)).clicked() {
                send(app, WizardCommand::Next);
            }
            if step != Step::Start {
                let back = Button::quiet(texts.t("action-back")).enabled(idle);
                if ui.add(back).clicked() {
                    send(app, WizardCommand::Back);
                }
            }
            if step == Step::Checks && app.wizard.blocking_checks() > 0 && idle {
                let only = Button::quiet(texts.t("wizard-read-only"));
                let only = only.help(texts.t("wizard-read-only-help"));
                if ui.add(only).clicked() {
                    send(app, WizardCommand::ReadOnly);
                }
            }
        });
    });
}

/// What is being done, how far it is, and the way to stop it.
fn working(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let key = match app.wizard.work {
        Some(Work::Try(_)) => "wizard-working-try",
        Some(Work::Check) => "wizard-working-check",
        Some(Work::Store) => "wizard-working-store",
        Some(Work::Count) => "wizard-working-count",
        Some(Work::Plan) => "wizard-working-plan",
        Some(Work::Run) => "wizard-working-run",
        Some(Work::Tables | Work::Schedule) | None => return,
    };
    let mut words = texts.t(key).into_owned();
    let (mut done, mut total) = (0, None);
    if let Some(running) = &app.running {
        if let Some(waiting) = &running.waiting {
            words = waiting_words(texts, waiting);
        } else if let Some(progress) = &running.progress {
            (done, total) = (progress.done, progress.total);
            let mapping = progress.mapping.to_string();
            words = texts.t_args(running.phase_key(), &[("mapping", Arg::from(mapping))]);
        }
        if running.stopping {
            words = texts.t("status-stopping").into_owned();
        }
    }
    ui.horizontal_wrapped(|ui| {
        ui.add(ProgressLine::new(words.clone(), done, total).width(160.0));
        ui.label(text::small(words));
        let stopping = app.running.as_ref().is_some_and(|running| running.stopping);
        let stop = Button::quiet(texts.t("action-stop")).icon(Icon::Stop);
        if ui.add(stop.small().enabled(!stopping)).clicked() {
            app.send(Command::Stop);
        }
    });
}
