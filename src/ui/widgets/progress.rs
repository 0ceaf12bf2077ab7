//! Progress of something that runs.

use eframe::egui::CornerRadius;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Ui;
use eframe::egui::Widget;
use eframe::egui::WidgetInfo;
use eframe::egui::vec2;

use crate::ui::design::DesignExt as _;
use crate::ui::words::WordsExt as _;

/// A thin bar. With an unknown total it stands still at a third, hatched: nothing moves that would keep the
/// window drawing.
#[must_use = "add it with ui.add(…)"]
pub struct ProgressLine {
    name: String,
    done: u64,
    total: Option<u64>,
    width: f32,
}

impl ProgressLine {
    /// The progress of something named, counted in records.
    pub fn new(name: impl Into<String>, done: u64, total: Option<u64>) -> Self {
        Self {
            name: name.into(),
            done,
            total,
            width: 120.0,
        }
    }

    /// Sets the width in points.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    fn share(&self) -> Option<f32> {
        let total = self.total.filter(|total| *total > 0)?;
        Some((self.done as f32 / total as f32).clamp(0.0, 1.0))
    }
}

impl Widget for ProgressLine {
    fn ui(self, ui: &mut Ui) -> Response {
        let tokens = ui.tokens();
        let texts = ui.texts();
        let (rect, response) = ui.allocate_exact_size(vec2(self.width, 8.0), Sense::hover());
        let spoken = match self.total {
            Some(total) => texts.t_args(
                "status-progress",
                &[("done", self.done.into()), ("total", total.into())],
            ),
            None => texts.t_args("status-progress-open", &[("done", self.done.into())]),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &self.name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_value(spoken.as_str());
            if let Some(share) = self.share() {
                node.set_numeric_value(f64::from(share));
                node.set_min_numeric_value(0.0);
                node.set_max_numeric_value(1.0);
            }
        });
        if ui.is_rect_visible(rect) {
            let painter = ui.painter();
            let radius = CornerRadius::same(4);
            painter.rect_filled(rect, radius, tokens.line.hairline);
            match self.share() {
                Some(share) if share > 0.0 => {
                    let width = (rect.width() * share).max(rect.height());
                    let bar = Rect::from_min_size(rect.min, vec2(width, rect.height()));
                    painter.rect_filled(bar, radius, tokens.accent.ink);
                }
                Some(_) => {}
                None => {
                    let bar =
                        Rect::from_min_size(rect.min, vec2(rect.width() / 3.0, rect.height()));
                    painter.rect_filled(bar, radius, tokens.line.control);
                }
            }
        }
        response.on_hover_text(spoken)
    }
}
