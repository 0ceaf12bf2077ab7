//! The ring around what has the keyboard.

use eframe::egui::CornerRadius;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::Ui;

use crate::ui::design::DesignExt as _;
use crate::ui::design::space;

/// Paints the focus ring around a widget that has the keyboard; nothing otherwise.
///
/// The ring stands two points outside of the widget, so that it is seen on coloured buttons too.
pub fn paint_focus_ring(ui: &Ui, response: &Response, rect: Rect) {
    if !response.has_focus() {
        return;
    }
    let stroke = Stroke::new(2.0, ui.tokens().line.focus);
    let radius = CornerRadius::same(space::RADIUS + 2);
    ui.painter()
        .rect_stroke(rect.expand(1.0), radius, stroke, StrokeKind::Outside);
}
