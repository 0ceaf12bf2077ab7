//! Step 7: when it happens by itself, and what was set up.

use super::send;
use crate::app::App;
use crate::app::wizard::command::WizardCommand;
use crate::i18n::Arg;
use crate::model::running::Interval;
use crate::ui::design::{Tone, space, text};
use crate::ui::widgets::{Notice, card, select, toggle};
use eframe::egui::{Label, Ui};

/// The pauses that are offered, in seconds.
const PAUSES: [u32; 7] = [300, 900, 1800, 3600, 14_400, 43_200, 86_400];

/// Draws the step.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    if app.wizard.draft.read_only {
        Notice::new(Tone::Warning, texts.t("wizard-read-only-end")).show(ui);
        ui.add_space(space::M);
    } else {
        card(ui, |ui| schedule(ui, app));
        ui.add_space(space::M);
    }
    card(ui, |ui| {
        ui.label(text::strong(texts.t("wizard-summary")));
        if let Some(info) = &app.connection {
            let ends = [&info.business_central, &info.dataverse];
            for end in ends {
                let name = end.name.clone().unwrap_or_default();
                ui.add(Label::new(format!("{name} · {}", end.url)).wrap());
            }
        }
        let on = app.wizard.mappings.iter().filter(|one| one.enabled).count();
        let args = [("count", Arg::from(on as u64))];
        ui.add(Label::new(texts.t_args("wizard-summary-tables", &args)).wrap());
        let key = if app.wizard.ran.is_some() {
            "wizard-summary-ran"
        } else {
            "wizard-summary-not-ran"
        };
        ui.add(Label::new(texts.t(key)).wrap());
    });
}

fn schedule(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let mut on = app.wizard.every.is_some();
    if toggle(ui, &texts.t("settings-schedule-on"), &mut on).changed() {
        let every = on.then_some(Interval { seconds: 1_800 });
        send(app, WizardCommand::Every(every));
    }
    if let Some(every) = app.wizard.every {
        let mut seconds = every.seconds;
        let options = PAUSES.map(|seconds| {
            let length = jiff::SignedDuration::from_secs(i64::from(seconds));
            (seconds, texts.duration(length))
        });
        let label = texts.t("settings-schedule-every");
        ui.horizontal_wrapped(|ui| {
            ui.label(text::weak(label.as_ref()));
            if select(ui, &label, &mut seconds, &options) {
                send(app, WizardCommand::Every(Some(Interval { seconds })));
            }
        });
    }
    ui.add(Label::new(text::small(texts.t("settings-schedule-help"))).wrap());
}
