//! Language, look, and where the data lies.

use crate::app::App;
use crate::app::command::Command;
use crate::app::settings::Theme;
use crate::i18n::Lang;
use crate::ui::design::{space, text};
use crate::ui::widgets::{Choice, card, page_header};
use eframe::egui::Ui;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    page_header(
        ui,
        texts.t("nav-settings"),
        texts.t("settings-sentence"),
        |_| {},
    );
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(text::strong(texts.t("settings-language")));
        let mut lang = texts.lang();
        let languages = Choice::new(texts.t("settings-language"), &mut lang)
            .option(Lang::En, Lang::En.own_name())
            .option(Lang::Fr, Lang::Fr.own_name());
        if languages.show(ui) {
            app.send(Command::SetLang(lang));
        }
        ui.add_space(space::M);
        ui.label(text::strong(texts.t("settings-theme")));
        let mut theme = app.settings.theme;
        let themes = Choice::new(texts.t("settings-theme"), &mut theme)
            .option(Theme::System, texts.t("settings-theme-system"))
            .option(Theme::Light, texts.t("settings-theme-light"))
            .option(Theme::Dark, texts.t("settings-theme-dark"))
            .option(Theme::HighContrast, texts.t("settings-theme-contrast"));
        if themes.show(ui) {
            app.send(Command::SetTheme(theme));
        }
    });
    ui.add_space(space::M);
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(text::strong(texts.t("settings-folder")));
        let folder = app
            .data_folder()
            .map(|folder| folder.display().to_string())
            .unwrap_or_default();
        ui.label(text::mono(folder));
        ui.add_space(space::M);
        ui.label(text::strong(texts.t("settings-version")));
        ui.label(env!("CARGO_PKG_VERSION"));
    });
}
