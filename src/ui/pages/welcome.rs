//! Where a new user begins.

use crate::app::App;
use crate::app::command::Command;
use crate::app::wizard::command::WizardCommand;
use crate::i18n::Lang;
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, Choice, card, scrolled};
use eframe::egui::Ui;

/// Width of the page, in points: the title keeps to one line.
const WIDTH: f32 = 620.0;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    scrolled(ui, "welcome", |ui| content(ui, app));
}

fn content(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let high = ui.clip_rect().height();
    ui.vertical_centered(|ui| {
        ui.add_space((high * 0.18).max(space::L));
        ui.set_max_width(WIDTH.min(ui.available_width()));
        ui.label(text::title(texts.t("welcome-title")));
        ui.add_space(space::S);
        ui.label(text::weak(texts.t("welcome-sentence")));
        ui.add_space(space::XL);
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            if ui
                .add(Button::quiet(texts.t("welcome-try-demo")).icon(Icon::Sync))
                .clicked()
            {
                app.send(Command::TryDemo);
            }
            ui.label(text::weak(texts.t("welcome-try-demo-help")));
        });
        ui.add_space(space::M);
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            if ui
                .add(Button::primary(texts.t("welcome-connect")).icon(Icon::Plug))
                .clicked()
            {
                app.send(Command::Wizard(WizardCommand::Open));
            }
            ui.label(text::weak(texts.t("welcome-connect-help")));
            if app.wizard.kept.is_some()
                && ui
                    .add(Button::plain(texts.t("wizard-anew")).small())
                    .clicked()
            {
                app.send(Command::Wizard(WizardCommand::Anew));
            }
        });
        ui.add_space(space::XL);
        let mut lang = texts.lang();
        let choice = Choice::new(texts.t("settings-language"), &mut lang)
            .option(Lang::En, Lang::En.own_name())
            .option(Lang::Fr, Lang::Fr.own_name());
        if choice.show(ui) {
            app.send(Command::SetLang(lang));
        }
        ui.add_space(space::L);
        ui.label(text::small(texts.t("welcome-never")));
    });
}
