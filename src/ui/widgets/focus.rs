//! The ring around what has the keyboard.

use eframe::egui::CornerRadius;
use eframe::egui::Id;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::ScrollArea;
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

/// Brings what has just got the keyboard into sight; for the end of what is drawn inside of a scrolled area.
///
/// Once for each move of the keyboard: whoever then turns the wheel is not pulled back.
pub fn follow_focus(ui: &Ui, area: &str) {
    let id = Id::unique(("followed-focus", area));
    let now = ui.memory(eframe::egui::Memory::focused);
    let before: Option<Id> = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if now == before {
        return;
    }
    ui.data_mut(|data| data.insert_temp(id, now));
    let Some(shown) = now.and_then(|now| ui.ctx().read_response(now)) else {
        return;
    };
    // What stands outside of the area is seen whole, always.
    if !shown.interact_rect.contains_rect(shown.rect) {
        ui.scroll_to_rect(shown.rect.expand(space::S), None);
    }
}

/// A page that scrolls as a whole, and brings into sight what the keyboard has reached.
pub fn scrolled<R>(ui: &mut Ui, area: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    let shown = ScrollArea::vertical()
        .id_salt(area)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let shown = content(ui);
            follow_focus(ui, area);
            shown
        });
    shown.inner
}
