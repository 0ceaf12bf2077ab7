//! Boxes around content, and the head of a page.

use eframe::egui::CornerRadius;
use eframe::egui::Frame;
use eframe::egui::InnerResponse;
use eframe::egui::Label;
use eframe::egui::Margin;
use eframe::egui::Stroke;
use eframe::egui::Ui;

use crate::ui::design::DesignExt as _;
use crate::ui::design::space;
use crate::ui::design::text;

use super::chip::from_right;

/// Below this height of the window, in points, a page's sentence is left out.
const LOW: f32 = 360.0;

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
    let title = title.into();
    let id = ui.scope_id().with(("page-actions", &title));
    let known = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(0.0);
    let font = text::title_style().resolve(ui.style());
    let color = ui.visuals().text_color();
    let words = ui
        .painter()
        .layout_no_wrap(title.clone(), font, color)
        .size()
        .x;
    let room = ui.available_width() - words - space::L;
    let beside = |actions: f32| actions <= room;
    let is_beside = beside(known);
    let needed = if is_beside {
        ui.horizontal(|ui| {
            ui.label(text::title(title));
            from_right(ui, |ui| {
                actions(ui);
                ui.min_rect().width()
            })
        })
        .inner
    } else {
        // Without room beside the title the actions stand below it.
        ui.add(Label::new(text::title(title)).wrap());
        let shown = ui.horizontal_wrapped(actions).response.rect;
        if shown.height() > 1.5 * space::CONTROL {
            known
        } else {
            shown.width()
        }
    };
    if (needed - known).abs() > 0.5 {
        let is_other = beside(needed) != is_beside;
        ui.data_mut(|data| data.insert_temp(id, needed));
        if is_other {
            ui.ctx()
                .request_discard("the actions of the page do not fit");
        }
    }
    ui.add_space(-space::XS);
    // Where there is hardly any height, what the page is about comes first.
    if ui.ctx().content_rect().height() >= LOW {
        ui.add(Label::new(text::weak(sentence)).wrap());
    }
    ui.add_space(space::M);
}
