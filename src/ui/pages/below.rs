//! What is known of the row under the keyboard, below its table; in a low window, in the table's place once asked for.

use crate::app::App;
use crate::ui::design::{Icon, space, text};
use crate::ui::state::UiState;
use crate::ui::widgets::{Button, card};
use eframe::egui::{Align, Frame, Key, Label, Layout, Modifiers, Panel, Ui};

/// From this height on, in points, the pane takes its share of it.
const HIGH: f32 = 420.0;
/// From this height on, in points, table and pane both have room, if little.
const LOW: f32 = 330.0;
/// Height of the filters above a table, in points, at most.
const FILTERS: f32 = 90.0;
/// Height of the pane where there is little room, in points.
const SMALL: f32 = 176.0;
/// Height of the line that stands for the pane where there is none, in points.
const LINE: f32 = 36.0;

/// How a page shows the pane.
pub(super) struct Below {
    /// The stable name of the pane.
    pub(super) id: &'static str,
    /// Its share of the height.
    pub(super) share: f32,
    /// Its least and most height in points, where the window has room.
    pub(super) heights: (f32, f32),
}

impl Below {
    /// Tells whether the pane stands in the table's place, so that the filters above it have nothing to filter.
    pub(super) fn is_in_place(&self, state: &UiState) -> bool {
        state.in_place == Some(self.id)
    }
}

/// Draws the pane; true where it stands in the table's place, which is then not drawn. `line` says in a few words what the pane
/// tells.
pub(super) fn show(
    ui: &mut Ui,
    app: &mut App,
    state: &mut UiState,
    below: &Below,
    line: &str,
    content: impl FnOnce(&mut Ui, &mut App, &mut UiState),
) -> bool {
    let room = ui.available_height();
    // Another page's pane is not asked for here.
    state.in_place = state.in_place.filter(|id| *id == below.id);
    // In the table's place the pane has the room of the filters too, and keeps it until there is more than that.
    let enough = if state.in_place.is_some() {
        LOW + FILTERS
    } else {
        LOW
    };
    if room >= enough {
        state.in_place = None;
        let (least, most) = below.heights;
        let height = if room >= HIGH {
            (room * below.share).clamp(least, most)
        } else {
            SMALL
        };
        bottom(ui, below.id, height, |ui| framed(ui, app, state, content));
        return false;
    }
    let key = |key| {
        let free = app.layer.is_none() && app.question.is_none() && !ui.ctx().text_edit_focused();
        free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
    };
    if state.in_place.is_none() {
        if key(Key::D) {
            state.in_place = Some(below.id);
        }
        bottom(ui, below.id, LINE, |ui| {
            if strip(ui, app, line) {
                state.in_place = Some(below.id);
            }
        });
        return false;
    }
    let back = Button::plain(app.texts.t("list-back")).icon(Icon::ChevronLeft);
    if key(Key::D) || key(Key::Escape) || ui.add(back.small()).clicked() {
        state.in_place = None;
    }
    framed(ui, app, state, content);
    true
}

fn bottom(ui: &mut Ui, id: &'static str, height: f32, content: impl FnOnce(&mut Ui)) {
    Panel::bottom(id)
        .exact_size(height)
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new())
        .show(ui, |ui| {
            ui.add_space(space::S);
            content(ui);
        });
}

fn framed(
    ui: &mut Ui,
    app: &mut App,
    state: &mut UiState,
    content: impl FnOnce(&mut Ui, &mut App, &mut UiState),
) {
    card(ui, |ui| {
        ui.set_height(ui.available_height());
        content(ui, app, state);
    });
}

/// One line with the way to the rest; true when it is asked for.
fn strip(ui: &mut Ui, app: &App, line: &str) -> bool {
    let mut asked = false;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let details = Button::quiet(app.texts.t("list-details")).small();
        asked = ui.add(details).clicked();
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(Label::new(text::weak(line)).truncate())
                .on_hover_text(line);
        });
    });
    asked
}
