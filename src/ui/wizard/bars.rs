//! What every page says about the connection: secrets that are locked, a wizard that was left before its end.

use super::send;
use crate::app::App;
use crate::app::route::Route;
use crate::app::wizard::Lock;
use crate::app::wizard::command::WizardCommand;
use crate::i18n::Arg;
use crate::ui::design::{Tone, space};
use crate::ui::widgets::Notice;
use eframe::egui::Ui;

/// Draws the bars above a page.
pub(in crate::ui) fn bars(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    if app.way.here() == Route::Wizard {
        return;
    }
    if app.lock == Lock::Later {
        let mut clicked = false;
        Notice::new(Tone::Warning, texts.t("wizard-bar-locked"))
            .action(texts.t("wizard-unlock"), &mut clicked)
            .show(ui);
        ui.add_space(space::M);
        if clicked {
            send(app, WizardCommand::AskUnlock);
        }
    }
    let kept = app.wizard.kept.as_ref().filter(|_| !app.is_demo());
    if let Some(step) = kept.map(|kept| kept.step) {
        let name = texts.t(&step.label_key());
        let args = [
            ("number", Arg::from(step.number() as u64)),
            ("step", Arg::from(name.as_ref())),
        ];
        let (mut clicked, mut dismissed) = (false, false);
        Notice::new(Tone::Info, texts.t_args("wizard-bar-kept", &args))
            .action(texts.t("wizard-go-on"), &mut clicked)
            .dismiss(&mut dismissed)
            .show(ui);
        ui.add_space(space::M);
        if clicked {
            send(app, WizardCommand::Resume);
        } else if dismissed {
            send(app, WizardCommand::Forget);
        }
    }
}
