//! Boxes around content, and the head of a page.

use eframe::egui::CornerRadius;
use eframe::egui::Frame;
use eframe::egui::InnerResponse;
use eframe::egui::Margin;
use eframe::egui::Stroke;
use eframe::egui::Ui;

use crate::ui::design::DesignExt as _;
use crate::ui::design::space;
use crate::ui::design::text;

use super::chip::from_right;

/// Shows content on a card over the page's whole width.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let tokens = ui.tokens();
    Frame::new()
        .fill(tokens.surface.card)
        .stroke(Stroke::new(1.0, tokens.line.hairline))
        .corner_radius(CornerRadius::same(space::RADIUS_LARGE))
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            content(ui)
        })
}

/// Shows a page's title, one sentence about its state, and its actions at the right, primary one first.
pub fn page_header(
    ui: &mut Ui,
    title: impl Into<String>,
    sentence: impl Into<String>,
    actions: impl FnOnce(&mut Ui),
) {
    ui.horizontal(|ui| {
        ui.label(text::title(title));
        from_right(ui, actions);
    });
    ui.add_space(-space::XS);
    ui.label(text::weak(sentence));
    ui.add_space(space::M);
}
