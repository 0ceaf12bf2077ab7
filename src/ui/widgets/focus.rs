//! The ring around what has the keyboard.

use eframe::egui::CornerRadius;
use eframe::egui::Id;
use eframe::egui::Key;
use eframe::egui::Modifiers;
use eframe::egui::Popup;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::ScrollArea;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::Ui;
use eframe::egui::vec2;

use crate::ui::design::DesignExt as _;
use crate::ui::design::space;

/// By how much an arrow scrolls, in points.
const LINE: f32 = 40.0;

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

/// Scrolls by the keys that scroll pages everywhere; for the end of what is drawn inside of the area that a page consists of.
///
/// Not while something is typed, and not below what lies over the page. Tables and the merge editor take these keys first.
pub fn scroll_keys(ui: &Ui) {
    let ctx = ui.ctx();
    let over = ctx.memory(|memory| memory.is_above_modal_layer(ui.layer_id()));
    if !over || ctx.text_edit_focused() || Popup::is_any_open(ctx) {
        return;
    }
    let (seen, content) = (ui.clip_rect(), ui.min_rect());
    let up = (seen.top() - content.top()).max(0.0);
    let down = (content.bottom() - seen.bottom()).max(0.0);
    let page = seen.height() * 0.9;
    let mut ways = vec![
        (Key::PageDown, -page.min(down)),
        (Key::PageUp, page.min(up)),
        (Key::Home, up),
        (Key::End, -down),
    ];
    if ctx.memory(|memory| memory.focused().is_none()) {
        // Else the arrows go from one control to the next.
        ways.extend([
            (Key::ArrowDown, -LINE.min(down)),
            (Key::ArrowUp, LINE.min(up)),
        ]);
    }
    for (key, by) in ways {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            ui.scroll_with_delta(vec2(0.0, by));
        }
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
            scroll_keys(ui);
            shown
        });
    shown.inner
}
