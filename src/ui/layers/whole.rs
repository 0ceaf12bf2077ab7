//! A long text of the open conflict, line by line, both sides beside each other.

use crate::app::App;
use crate::app::command::Command;
use crate::app::merging_sections::caption_of;
use crate::i18n::Arg;
use crate::ui::design::{Icon, space, text};
use crate::ui::merge;
use crate::ui::widgets::Button;
use eframe::egui::{Align, Layout, Ui};

/// Width of the sheet, in points, where the window has it.
const WIDTH: f32 = 1200.0;

/// Draws it.
pub(super) fn show(ui: &Ui, app: &mut App) {
    let texts = app.texts;
    let Some(merging) = app.merging.take() else {
        app.send(Command::CloseLayer);
        return;
    };
    let caption = merging.focused().map(|field| caption_of(texts, field));
    let title = texts.t_args(
        "merge-whole-title",
        &[("field", Arg::from(caption.unwrap_or_default()))],
    );
    let closed = super::over(ui, &title, WIDTH, |ui| {
        let mut closed = false;
        ui.horizontal(|ui| {
            ui.label(text::heading(&title));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = Button::icon_only(Icon::Cross, texts.t("action-close"));
                let close = ui.add(close);
                if ui.memory(|memory| memory.focused().is_none()) {
                    close.request_focus();
                }
                closed = close.clicked();
            });
        });
        ui.add_space(space::S);
        let room = ui.ctx().content_rect().height() - 180.0;
        merge::whole(ui, texts, &merging, room.max(160.0));
        closed
    });
    app.merging = Some(merging);
    if closed {
        app.send(Command::CloseLayer);
    }
}
