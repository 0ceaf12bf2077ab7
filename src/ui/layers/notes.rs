//! What happened in this session, newest first. Every message that went by itself stays here.

use crate::app::App;
use crate::app::command::Command;
use crate::ui::state::UiState;
use eframe::egui::Ui;

/// Draws the list.
pub(super) fn show(ui: &Ui, app: &mut App, state: &mut UiState) {
    let mut chosen = None;
    let title = app.texts.t("notifications");
    super::sheet(ui, app, &title, 520.0, |ui, _| {
        chosen = state.toasts.show_list(ui);
    });
    if let Some(command) = chosen {
        app.send(Command::CloseLayer);
        app.send(command);
    }
}
