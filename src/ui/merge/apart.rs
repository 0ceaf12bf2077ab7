//! The merge editor in a window of its own.

use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::Merging;
use crate::model::SkippedId;
use crate::ui::design::DesignExt as _;
use crate::ui::shell;
use crate::ui::shortcuts;
use crate::ui::state::{Covered, UiState};
use eframe::egui::{
    CentralPanel, Context, Frame, Id, Margin, ViewportBuilder, ViewportClass, ViewportCommand,
    ViewportId,
};

/// Size of the window until somebody drags it, in points.
const SIZE: [f32; 2] = [1100.0, 760.0];
/// Its least size, in points.
const LEAST: [f32; 2] = [560.0, 420.0];

/// Where it is kept whether the person is in that window.
const FOCUSED: &str = "merge-apart-focused";

/// Draws the window, while there is one.
pub(in crate::ui) fn show(ctx: &Context, app: &mut App, state: &mut UiState) {
    let Some(id) = app.apart else {
        ctx.data_mut(|data| data.remove::<bool>(Id::unique(FOCUSED)));
        return;
    };
    let title = app.merging.as_ref().map(Merging::title);
    let title = title.map_or("Raccord".to_owned(), |title| format!("{title} – Raccord"));
    let builder = ViewportBuilder::default()
        .with_title(title)
        .with_app_id("raccord")
        .with_inner_size(SIZE)
        .with_min_inner_size(LEAST);
    let own = ViewportId::from_hash_of("merge-apart");
    let covered = state.covered == Some(Covered::Main);
    ctx.show_viewport_immediate(own, builder, |ui, class| {
        let canvas = Frame::new()
            .fill(ui.tokens().surface.canvas)
            .inner_margin(Margin::same(16));
        let focused = ui.input(|input| input.focused);
        ui.data_mut(|data| data.insert_temp(Id::unique(FOCUSED), focused));
        // Inside the main window its keys are heard there.
        let is_own = class != ViewportClass::EmbeddedWindow;
        if is_own {
            shortcuts::listen(&ui.ctx().clone(), app);
        }
        CentralPanel::default().frame(canvas).show(ui, |ui| {
            if is_own {
                shell::bars(ui, app);
            }
            super::show(ui, app);
        });
        if state.covered == Some(Covered::Apart) {
            shell::over(ui, app, state, &[]);
        }
        // Where the system has only one window it lies inside that, and is left by its own buttons.
        if is_own && ui.input(|input| input.viewport().close_requested()) {
            app.send(Command::Merge(MergeCommand::Leave));
        }
    });
    if app.has_commands() {
        ctx.request_repaint();
    }
    raise(ctx, own, id, covered);
}

/// Whether the person is in that window; what it said last, for whoever draws before it.
pub(in crate::ui) fn is_focused(ctx: &Context) -> bool {
    let focused = ctx.data(|data| data.get_temp(Id::unique(FOCUSED)));
    focused.unwrap_or(false)
}

/// Brings the window forward that the person has to do with next: the main one when it asks something, this one when another
/// conflict is opened in it.
fn raise(ctx: &Context, own: ViewportId, id: SkippedId, covered: bool) {
    let key = Id::unique("merge-apart-raised");
    let before: Option<(SkippedId, bool)> = ctx.data(|data| data.get_temp(key));
    ctx.data_mut(|data| data.insert_temp(key, (id, covered)));
    let Some((shown, was_covered)) = before else {
        return;
    };
    if covered && !was_covered {
        ctx.send_viewport_cmd_to(ViewportId::ROOT, ViewportCommand::Focus);
    } else if shown != id {
        ctx.send_viewport_cmd_to(own, ViewportCommand::Focus);
    }
}
