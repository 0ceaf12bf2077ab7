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
mod words;

use super::widgets::PageState;
use crate::app::App;
use eframe::egui::{CentralPanel, Frame, Panel, Ui};

/// Height of the detail pane, in points.
const DETAIL: f32 = 156.0;

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
        .frame(Frame::new())
        .show(ui, |ui| footer::show(ui, app, &merging));
    Panel::bottom("merge-detail")
        .exact_size(DETAIL)
        .resizable(false)
        .frame(Frame::new())
        .show(ui, |ui| {
            detail::show(ui, app, &merging);
        });
    CentralPanel::default()
        .frame(Frame::new())
        .show(ui, |ui| grid::show(ui, app, &merging));
    app.merging = Some(merging);
}
