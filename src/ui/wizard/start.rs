//! Step 1: language, the data folder, the connection's name, where secrets are kept.

use super::form::{Form, Words, secret};
use super::send;
use crate::app::App;
use crate::app::command::Command;
use crate::app::wizard::KeyStore;
use crate::app::wizard::command::WizardCommand;
use crate::app::wizard::draft::Keep;
use crate::app::wizard::fields::FieldName;
use crate::i18n::Lang;
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, Choice, card, radio};
use eframe::egui::{Label, Ui};

/// Draws the step.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    card(ui, |ui| {
        ui.label(text::strong(texts.t("settings-language")));
        let mut lang = texts.lang();
        let choice = Choice::new(texts.t("settings-language"), &mut lang)
            .option(Lang::En, Lang::En.own_name())
            .option(Lang::Fr, Lang::Fr.own_name());
        if choice.show(ui) {
            app.send(Command::SetLang(lang));
        }
        ui.add_space(space::M);
        let mut form = Form::of(app);
        let words = Words {
            label: "wizard-name",
            help: Some("wizard-name-help"),
            hint: "Contoso",
        };
        form.text(ui, app, FieldName::Name, words, |draft| &mut draft.name);
        form.done(app);
        ui.label(text::strong(texts.t("settings-folder")));
        let folder = app.data_folder().map(|path| path.display().to_string());
        ui.add(Label::new(text::mono(folder.unwrap_or_default())).wrap());
        ui.add(Label::new(text::small(texts.t("wizard-folder-help"))).wrap());
        move_button(ui, app);
    });
    ui.add_space(space::M);
    card(ui, |ui| secrets(ui, app));
    ui.add_space(space::M);
    let fill = Button::quiet(texts.t("wizard-from-file")).icon(Icon::Folder);
    if ui.add(fill).clicked() {
        send(app, WizardCommand::ChooseFile);
    }
    ui.add(Label::new(text::small(texts.t("wizard-from-file-help"))).wrap());
}

/// The button that chooses another place for the data folder.
pub(in crate::ui) fn move_button(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let why = app.why_no_move().map(|key| texts.t(key).into_owned());
    let button = Button::quiet(texts.t("wizard-move")).icon(Icon::Folder);
    let button = button.help(texts.t("wizard-move-help"));
    if ui.add(button.disabled_because(why)).clicked() {
        send(app, WizardCommand::ChooseMove);
    }
}

/// Where secrets are kept.
fn secrets(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    ui.label(text::strong(texts.t("wizard-keep")));
    let mut form = Form::of(app);
    let there = app.wizard.key_store != KeyStore::Missing;
    for (keep, key, can) in [
        (Keep::KeyStore, "wizard-keep-key-store", there),
        (Keep::File, "wizard-keep-file", true),
        (Keep::Session, "wizard-keep-session", true),
    ] {
        ui.add_enabled_ui(can, |ui| {
            radio(ui, &mut form.draft.keep, keep, &texts.t(key));
        });
    }
    let keep = form.draft.keep;
    form.done(app);
    let key = match (keep, app.wizard.key_store) {
        (Keep::KeyStore, KeyStore::Asked) => "wizard-keep-asked",
        (Keep::KeyStore, _) => "wizard-keep-key-store-help",
        (Keep::File, KeyStore::Missing) => "wizard-keep-file-help-missing",
        (Keep::File, _) => "wizard-keep-file-help",
        (Keep::Session, _) => "wizard-keep-session-help",
    };
    ui.add(Label::new(text::small(texts.t(key))).wrap());
    if keep == Keep::File {
        ui.add_space(space::S);
        let words = Words {
            label: "wizard-passphrase",
            help: Some("wizard-passphrase-help"),
            hint: "",
        };
        let typed = app.wizard.passphrase.clone();
        if let Some(typed) = secret(ui, app, FieldName::Passphrase, words, &typed) {
            send(app, WizardCommand::Passphrase(typed));
        }
    }
}
