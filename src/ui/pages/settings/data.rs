//! What concerns what lies on this computer: the data folder, backups, old entries, the log.

use super::send;
use crate::app::App;
use crate::app::command::SettingCommand;
use crate::i18n::Arg;
use crate::ui::design::{Icon, text};
use crate::ui::widgets::{Button, toggle};
use eframe::egui::{Label, Ui};

pub(super) fn folder(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let folder = app
        .data_folder()
        .map(|folder| folder.display().to_string())
        .unwrap_or_default();
    ui.label(text::strong(texts.t("settings-folder")));
    ui.add(Label::new(text::mono(folder)).wrap());
    let size = [("size", Arg::from(texts.bytes(app.preferences.size)))];
    ui.add(Label::new(text::small(texts.t_args("settings-size", &size))).wrap());
    crate::ui::wizard::move_button(ui, app);
    let idle = app.running.is_none();
    ui.horizontal_wrapped(|ui| {
        for (key, icon, command, can) in [
            (
                "settings-open-folder",
                Icon::Folder,
                SettingCommand::OpenFolder,
                true,
            ),
            (
                "settings-backup",
                Icon::Export,
                SettingCommand::ChooseBackup,
                idle,
            ),
            (
                "settings-restore",
                Icon::Undo,
                SettingCommand::ChooseRestore,
                idle,
            ),
        ] {
            let button = Button::quiet(texts.t(key)).icon(icon).enabled(can);
            if ui.add(button).clicked() {
                send(app, command);
            }
        }
    });
}

pub(super) fn retention(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let idle = app.running.is_none();
    ui.label(text::strong(texts.t("settings-retention")));
    ui.horizontal_wrapped(|ui| {
        for (key, command) in [
            ("settings-forget-jobs", SettingCommand::ForgetJobs),
            ("settings-forget-errors", SettingCommand::ForgetErrors),
        ] {
            if ui.add(Button::quiet(texts.t(key)).enabled(idle)).clicked() {
                send(app, command);
            }
        }
    });
    ui.add(Label::new(text::small(texts.t("settings-retention-help"))).wrap());
}

/// How much the log keeps.
pub(super) fn log(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let mut detailed = app.settings.detailed_log;
    if toggle(ui, &texts.t("settings-detailed-log"), &mut detailed).changed() {
        send(app, SettingCommand::DetailedLog(detailed));
    }
    ui.add(Label::new(text::small(texts.t("settings-detailed-log-help"))).wrap());
}
