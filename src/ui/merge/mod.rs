//! The merge editor: one conflict, field by field, with what will be written where.
//!
//! Five columns, always in this order: field, last synced, Business Central, Dataverse, result. The whole cell of a side is
//! the choice. Nothing is written before "Apply to both". Where there is little width the last agreement is only in the
//! detail pane, and with less still each field becomes a card; where there is little height everything but the last row
//! scrolls.
//!
//! - `header`: which record, who changed it when; `bars`: what happened meanwhile, and what is offered
//! - `grid`: the fields; `detail`: the field that is looked at; `editor`: where a value is given
//! - `long`: texts of several lines, what each side changed in them; `footer`: what will be written, and the button that writes it; `preview`: exactly what is sent
//! - `apart`: in a window of its own
//! - `gone`: a record that was deleted on one side; `rules`: many conflicts by one rule
//! - `keys`: the keyboard (explained in `ui::shortcuts`); `words`: values as people read them

mod apart;
mod bars;
mod detail;
mod editor;
mod footer;
mod gone;
mod grid;
mod header;
mod keys;
mod long;
mod preview;
mod rules;
pub(super) mod words;

pub(super) use apart::{is_focused as apart_is_focused, show as show_apart};
pub(super) use long::whole;
pub(super) use rules::show as show_rules;

use super::design::space;
use super::widgets::{PageState, follow_focus};
use crate::app::App;
use eframe::egui::{Align, CentralPanel, EventFilter, Frame, Id, Panel, ScrollArea, Ui};

/// Below this height, in points, panes of their own would leave no room for the fields.
const LOW: f32 = 580.0;
/// Height that the fields keep beside the detail pane, in points.
const FIELDS: f32 = 120.0;
/// Least height of the detail pane, in points.
const LEAST_DETAIL: f32 = 90.0;
/// Height that the detail pane has until somebody drags it, in points.
const DETAIL: f32 = 226.0;

/// The name under which the height of the detail pane is remembered.
const KEPT: &str = "merge-detail";

/// Draws the editor.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let Some(merging) = app.merging.take() else {
        PageState::Loading.show(ui);
        return;
    };
    keys::listen(ui, app, &merging);
    if merging.gone().is_some() {
        gone::show(ui, app, &merging);
    } else if ui.available_height() < LOW {
        low(ui, app, &merging);
    } else {
        high(ui, app, &merging);
    }
    keep_arrows(ui);
    app.merging = Some(merging);
}

fn high(ui: &mut Ui, app: &mut App, merging: &crate::app::merging::Merging) {
    header::bar(ui, app, merging);
    header::show(ui, app, merging);
    bars::show(ui, app, merging);
    Panel::bottom("merge-footer")
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new())
        .show(ui, |ui| footer::show(ui, app, merging));
    // What is being given needs its editor; else the fields come first where both have no room.
    let room = ui.available_height() - FIELDS;
    if merging.sight.detail && (room >= LEAST_DETAIL || merging.editing.is_some()) {
        let kept = app.table_layout(KEPT).and_then(|kept| kept.parse().ok());
        let shown = Panel::bottom("merge-detail")
            .resizable(true)
            .default_size(kept.unwrap_or(DETAIL))
            .size_range(LEAST_DETAIL..=room.max(LEAST_DETAIL + 60.0))
            .show_separator_line(false)
            .frame(Frame::new())
            .show(ui, |ui| {
                ui.add_space(space::S);
                ScrollArea::vertical()
                    .id_salt("merge-detail-scroll")
                    .auto_shrink([false, false])
                    .show(ui, |ui| detail::show(ui, app, merging));
            });
        keep_height(ui, app, room, shown.response.rect.height());
    }
    CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
        grid::show(ui, app, merging);
    });
}

/// Remembers the height that somebody gave the detail pane. What a smaller window takes from it is not meant to stay.
fn keep_height(ui: &Ui, app: &mut App, room: f32, height: f32) {
    let id = Id::unique("merge-detail-height");
    let before: Option<(f32, f32, bool)> = ui.data(|data| data.get_temp(id));
    let same = |one: f32, other: f32| (one - other).abs() < 0.5;
    let mut given = false;
    if let Some((old_room, old_height, unkept)) = before {
        given = same(old_room, room) && (unkept || !same(old_height, height));
    }
    if given && !ui.input(|input| input.pointer.any_down()) {
        app.keep_table_layout(KEPT, format!("{height:.0}"));
        given = false;
    }
    ui.data_mut(|data| data.insert_temp(id, (room, height, given)));
}

/// Everything in one column that scrolls, between the way back and the buttons, which stay in sight.
fn low(ui: &mut Ui, app: &mut App, merging: &crate::app::merging::Merging) {
    header::bar(ui, app, merging);
    Panel::bottom("merge-buttons")
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new())
        .show(ui, |ui| {
            ui.add_space(space::S);
            footer::actions(ui, app, merging);
        });
    CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
        ScrollArea::vertical()
            .id_salt("merge-all")
            .auto_shrink([false, false])
            .show(ui, |ui| {
                header::show(ui, app, merging);
                bars::show(ui, app, merging);
                grid::rows(ui, app, merging);
                // What will be written answers which value is lost: it stands nearer than what else is known of the field.
                ui.add_space(space::S);
                let words = ui.scope(|ui| footer::words(ui, app, merging));
                if newly_previewed(ui, merging) {
                    words.response.scroll_to_me(Some(Align::Min));
                }
                if merging.sight.detail {
                    ui.add_space(space::S);
                    detail::show(ui, app, merging);
                }
                follow_focus(ui, "merge-all");
            });
    });
}

/// Tells in one frame that the preview was just opened: it may stand below what is seen.
fn newly_previewed(ui: &Ui, merging: &crate::app::merging::Merging) -> bool {
    let id = Id::unique("merge-previewed");
    let now = merging.sight.preview;
    let before = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    ui.data_mut(|data| data.insert_temp(id, now));
    now && !before
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
