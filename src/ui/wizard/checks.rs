//! Step 4: the checks, each with side, status, cause and next step.

use super::send;
use crate::app::App;
use crate::app::about::check_line;
use crate::app::wizard::Work;
use crate::app::wizard::command::WizardCommand;
use crate::i18n::{Arg, Texts};
use crate::ui::design::{Icon, Tone, space, text};
use crate::ui::widgets::{Button, Notice, PageState, SideBadge, StateChip, card};
use crate::worker::checks::words::words;
use crate::worker::checks::{Check, CheckStatus};
use crate::worker::explain::side_name;
use eframe::egui::{Label, Ui};

/// Draws the step.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let Some(checks) = app.wizard.checks.clone() else {
        if app.wizard.work == Some(Work::Check) {
            PageState::Loading.show(ui);
        } else {
            let again = Button::quiet(texts.t("wizard-check-all")).icon(Icon::Shield);
            if ui.add(again).clicked() {
                send(app, WizardCommand::Check(None));
            }
        }
        return;
    };
    summary(ui, app);
    // Where storing was refused, the question stands beside the refusal.
    if app.wizard.problem.is_none() && app.wizard.leads_elsewhere() {
        card(ui, |ui| super::elsewhere(ui, app));
    }
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        let idle = app.wizard.work.is_none();
        let again = Button::quiet(texts.t("wizard-check-all")).icon(Icon::Retry);
        if ui.add(again.enabled(idle)).clicked() {
            send(app, WizardCommand::Check(None));
        }
        let copy = Button::quiet(texts.t("wizard-copy-checks")).icon(Icon::Copy);
        if ui.add(copy).clicked() {
            let lines: Vec<String> = checks.iter().map(|one| check_line(texts, one)).collect();
            ui.ctx().copy_text(lines.join("\n"));
        }
    });
    ui.add_space(space::S);
    card(ui, |ui| list(ui, app, &checks, true));
}

fn summary(ui: &mut Ui, app: &App) {
    let texts = app.texts;
    let (failed, warnings) = (app.wizard.failed_checks(), app.wizard.warnings());
    let (tone, key, count) = if failed > 0 {
        (Tone::Error, "wizard-checks-failed", failed)
    } else if warnings > 0 {
        (Tone::Warning, "wizard-checks-warnings", warnings)
    } else {
        (Tone::Success, "wizard-checks-passed", 0)
    };
    let args = [("count", Arg::from(count as u64))];
    Notice::new(tone, texts.t_args(key, &args)).show(ui);
}

/// Lists checks, those that need somebody first; `whole` offers to make each again.
pub(super) fn list(ui: &mut Ui, app: &mut App, checks: &[Check], whole: bool) {
    let order = |check: &Check| match check.status {
        CheckStatus::Failed => 0,
        CheckStatus::Warning => 1,
        CheckStatus::Unknown | CheckStatus::Ok => 2,
    };
    let mut places: Vec<(usize, &Check)> = checks.iter().enumerate().collect();
    places.sort_by_key(|(_, check)| order(check));
    for (place, check) in places {
        one(ui, app, place, check, whole);
    }
}

fn one(ui: &mut Ui, app: &mut App, place: usize, check: &Check, whole: bool) {
    let texts = app.texts;
    let said = words(texts, check);
    let needs = matches!(check.status, CheckStatus::Failed | CheckStatus::Warning);
    ui.horizontal_wrapped(|ui| {
        ui.add(status(texts, check.status));
        ui.label(text::strong(&said.name));
        if let Some(side) = check.side.filter(|_| whole) {
            ui.add(SideBadge::new(side));
        }
        if !needs {
            ui.add(Label::new(text::weak(&said.message)).wrap());
        }
    });
    if !needs {
        return;
    }
    ui.indent(("wizard-check", place), |ui| {
        ui.add(Label::new(&said.message).wrap());
        if let Some(next) = &said.next_step {
            ui.label(text::strong(texts.t("state-error-next")));
            ui.add(Label::new(next).wrap());
        }
        let code = check.problem.as_ref().map(|problem| problem.cause.code());
        let code = [("code", Arg::from(code.unwrap_or_default()))];
        let who = said.who.clone().unwrap_or_default();
        let code = texts.t_args("state-error-code", &code);
        ui.label(text::small(format!("{who} · {code}")));
        ui.horizontal_wrapped(|ui| {
            if whole {
                let side = check.side.map(|side| side_name(texts, side));
                let name = match &side {
                    Some(side) => format!("{} ({side})", said.name),
                    None => said.name.clone(),
                };
                let name = [("name", Arg::from(name))];
                let again = Button::quiet(texts.t_args("wizard-check-again", &name));
                let again = again.icon(Icon::Retry).small();
                if ui.add(again.enabled(app.wizard.work.is_none())).clicked() {
                    send(app, WizardCommand::Check(Some(check.check)));
                }
                if said.said.is_some() {
                    let shown = app.wizard.raw.contains(&place);
                    let key = if shown {
                        "wizard-raw-hide"
                    } else {
                        "wizard-raw"
                    };
                    let raw = Button::plain(texts.t(key)).small();
                    if ui.add(raw).clicked() {
                        send(app, WizardCommand::Raw(place));
                    }
                }
            }
            let copy = Button::plain(texts.t("action-copy-details")).small();
            if ui.add(copy.icon(Icon::Copy)).clicked() {
                let raw = said.said.clone().unwrap_or_default();
                let line = check_line(texts, check);
                ui.ctx().copy_text(format!("{line}\n{raw}"));
            }
        });
        if let Some(raw) = said
            .said
            .as_ref()
            .filter(|_| app.wizard.raw.contains(&place))
        {
            ui.add(Label::new(text::mono(raw)).wrap());
        }
    });
    ui.add_space(space::S);
}

fn status(texts: Texts, status: CheckStatus) -> StateChip {
    let (tone, sign, key) = match status {
        CheckStatus::Ok => (Tone::Success, Icon::Check, "about-check-ok"),
        CheckStatus::Unknown => (Tone::Info, Icon::Minus, "about-check-unknown"),
        CheckStatus::Warning => (Tone::Warning, Icon::Warning, "about-check-warning"),
        CheckStatus::Failed => (Tone::Error, Icon::Cross, "about-check-failed"),
    };
    StateChip::tone(tone, texts.t(key)).icon(sign)
}
