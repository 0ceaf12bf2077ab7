//! The merge editor in a window of its own.

use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::Merging;
use crate::model::SkippedId;
use crate::ui::design::DesignExt as _;
use eframe::egui::{
    CentralPanel, Context, Frame, Id, Margin, ViewportBuilder, ViewportClass, ViewportCommand,
    ViewportId,
};

/// Size of the window until somebody drags it, in points.
const SIZE: [f32; 2] = [1100.0, 760.0];
/// Its least size, in points.
const LEAST: [f32; 2] = [560.0, 420.0];

/// Draws the window, while there is one.
pub(in crate::ui) fn show(ctx: &Context, app: &mut App) {
    let Some(id) = app.apart else {
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
    let covered = is_covered(app);
    ctx.show_viewport_immediate(own, builder, |ui, class| {
        let canvas = Frame::new()
            .fill(ui.tokens().surface.canvas)
            .inner_margin(Margin::same(16));
        CentralPanel::default()
            .frame(canvas)
            .show(ui, |ui| super::show(ui, app));
        // Where the system has only one window it lies inside that, and is left by its own buttons.
        let is_own = class != ViewportClass::EmbeddedWindow;
        if is_own && ui.input(|input| input.viewport().close_requested()) {
            app.send(Command::Merge(MergeCommand::Leave));
        }
    });
    if app.has_commands() {
        ctx.request_repaint();
    }
    raise(ctx, own, id, covered);
}

/// Whether something lies over the main window that waits for the person.
fn is_covered(app: &App) -> bool {
    app.layer.is_some() || app.question.is_some() || app.rules.is_some()
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
