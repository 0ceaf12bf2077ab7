//! What lies over a page until Esc: the command palette, the overview of keys, the notifications, the page's help.
//!
//! Not here: questions before something is done (`shell`) and messages that go by themselves (`widgets::Toasts`).
//!
//! Invariant: at most one of them is open, and while one is, the page below gets no key.
//!
//! - `palette`: every command, found by typing; `keys`: every key; `notes`: what happened; `help`: the page explained; `coupling`:
//!   another row for a record; `whole`: a long text of the open conflict

mod coupling;
mod help;
mod keys;
mod notes;
mod palette;
mod whole;

pub(super) use palette::Palette;

use super::design::{DesignExt as _, Icon, space, text};
use super::state::{Covered, UiState};
use super::widgets::{Button, follow_focus, scroll_keys};
use crate::app::App;
use crate::app::command::{Command, Layer};
use crate::app::offers::Offer;
use crate::app::route::Route;
use eframe::egui::{
    Align, CornerRadius, Frame, Id, Layout, Margin, Modal, Role, ScrollArea, Stroke, Ui, vec2,
};

/// Below this height of the window, in points, what lies over it begins at its top.
const LOW: f32 = 480.0;

/// Draws what lies over the page; `here` is what can be asked of the page and its chosen rows.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState, here: &[Offer]) {
    let Some(layer) = app.layer else {
        state.palette = Palette::default();
        return;
    };
    // A question goes before everything else.
    if app.question.is_some() {
        return;
    }
    let page = match app.apart {
        Some(id) if state.covered == Some(Covered::Apart) => Route::Merge(id),
        _ => app.way.here(),
    };
    match layer {
        Layer::Palette => palette::show(ui, app, state, here),
        Layer::Shortcuts => keys::show(ui, app, page),
        Layer::Notifications => notes::show(ui, app, state),
        Layer::Help => help::show(ui, app, page),
        Layer::WholeText => whole::show(ui, app),
        Layer::CouplingChoice => coupling::show(ui, app, state),
    }
}

/// A sheet over the page with a title and a button that closes it.
fn sheet(ui: &Ui, app: &mut App, title: &str, width: f32, content: impl FnOnce(&mut Ui, &mut App)) {
    let closed = over(ui, title, width, |ui| {
        let mut closed = false;
        ui.horizontal(|ui| {
            ui.label(text::heading(title));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = Button::icon_only(Icon::Cross, app.texts.t("action-close"));
                let close = ui.add(close);
                if ui.memory(|memory| memory.focused().is_none()) {
                    close.request_focus();
                }
                closed = close.clicked();
            });
        });
        ui.add_space(space::S);
        let height = ui.ctx().content_rect().height() - 160.0;
        ScrollArea::vertical()
            .max_height(height.max(120.0))
            .min_scrolled_height(height.max(120.0))
            .auto_shrink([false, true])
            .show(ui, |ui| {
                content(ui, app);
                follow_focus(ui, "sheet");
                scroll_keys(ui);
            });
        closed
    });
    if closed {
        app.send(Command::CloseLayer);
    }
}

/// A dialog of a width, as far as the window has room; true when it is to be closed.
fn over(ui: &Ui, name: &str, width: f32, content: impl FnOnce(&mut Ui) -> bool) -> bool {
    let tokens = ui.tokens();
    let frame = Frame::new()
        .fill(tokens.surface.raised)
        .stroke(Stroke::new(1.0, tokens.line.edge))
        .corner_radius(CornerRadius::same(space::RADIUS_LARGE))
        .shadow(ui.visuals().window_shadow)
        .inner_margin(Margin::same(16));
    let window = ui.ctx().content_rect();
    let margin = if window.width() < space::READING_WIDTH {
        2.0 * space::L
    } else {
        2.0 * space::XXL
    };
    let room = window.width() - margin - 32.0;
    let top = if window.height() < LOW {
        space::S
    } else {
        space::XXL
    };
    let id = Id::unique("layer");
    let modal = Modal::new(id)
        .area(Modal::default_area(id).anchor(eframe::egui::Align2::CENTER_TOP, vec2(0.0, top)))
        .frame(frame)
        .backdrop_color(tokens.backdrop)
        .show(ui.ctx(), |ui| {
            ui.set_width(width.min(room));
            content(ui)
        });
    ui.ctx().accesskit_node_builder(modal.response.id, |node| {
        node.set_role(Role::Dialog);
        node.set_label(name);
        node.set_modal();
    });
    modal.inner || modal.should_close()
}
