//! The merge editor: one conflict, field by field, with what will be written where.
//!
//! Five columns, always in this order: field, last synced, Business Central, Dataverse, result. The whole cell of a side is
//! the choice. Nothing is written before "Apply to both".
//!
//! - `header`: which record, who changed it when; `grid`: the fields; `detail`: the field that is looked at
//! - `footer`: what will be written, and the button that writes it; `keys`: the keyboard; `words`: values as people read them

mod detail;
mod footer;
mod grid;
mod header;
mod keys;
pub(super) mod words;

use super::widgets::PageState;
use crate::app::App;
use eframe::egui::{CentralPanel, EventFilter, Frame, Panel, Ui};

/// Draws the editor.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let Some(merging) = app.merging.take() else {
        PageState::Loading.show(ui);
        return;
    };
    keys::listen(ui, app, &merging);
    header::show(ui, app, &merging);
    Panel::bottom("merge-footer")
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new())
        .show(ui, |ui| footer::show(ui, app, &merging));
    Panel::bottom("merge-detail")
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new())
        .show(ui, |ui| {
            detail::show(ui, app, &merging);
        });
    CentralPanel::default()
        .frame(Frame::new())
        .show(ui, |ui| grid::show(ui, app, &merging));
    keep_arrows(ui);
    app.merging = Some(merging);
}

/// Keeps the arrows and Esc for the editor's own meaning: egui would move the focus with them, or drop it.
fn keep_arrows(ui: &Ui) {
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| {
        if let Some(focused) = memory.focused() {
            memory.set_focus_lock_filter(focused, filter);
        }
    });
}
