//! An entry of the navigation.

use eframe::egui::CornerRadius;
use eframe::egui::FontSelection;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::TextStyle;
use eframe::egui::TextWrapMode;
use eframe::egui::Ui;
use eframe::egui::Vec2;
use eframe::egui::Widget;
use eframe::egui::WidgetInfo;
use eframe::egui::WidgetText;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::Tone;
use crate::ui::design::space;
use crate::ui::design::text;
use crate::ui::words::WordsExt as _;

use super::focus::paint_focus_ring;

/// A page in the navigation, with a count of what waits there.
#[must_use = "add it with ui.add(…)"]
pub struct NavItem {
    icon: Icon,
    label: String,
    shown: bool,
    folded: bool,
    count: u64,
    tone: Tone,
}

impl NavItem {
    /// An entry; `shown` when its page is the one in sight.
    pub fn new(icon: Icon, label: impl Into<String>, shown: bool) -> Self {
        Self {
            icon,
            label: label.into(),
            shown,
            folded: false,
            count: 0,
            tone: Tone::Warning,
        }
    }

    /// Shows how many things wait on the page; zero is not shown.
    pub fn count(mut self, count: u64, tone: Tone) -> Self {
        self.count = count;
        self.tone = tone;
        self
    }

    /// Shows the sign only; the name becomes the tooltip.
    pub fn folded(mut self, folded: bool) -> Self {
        self.folded = folded;
        self
    }
}

impl Widget for NavItem {
    fn ui(self, ui: &mut Ui) -> Response {
        let tokens = ui.tokens();
        let texts = ui.texts();
        let count = (self.count > 0).then(|| texts.count(self.count));
        let name = match &count {
            Some(count) => texts.t_args(
                "nav-count",
                &[("page", (&self.label).into()), ("count", count.into())],
            ),
            None => self.label.clone(),
        };
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, self.shown, &name));
        if ui.is_rect_visible(rect) {
            let (fill, ink) = match (self.shown, response.hovered()) {
                (true, _) => (tokens.table.selected, tokens.text.strong),
                (false, true) => (tokens.surface.hover, tokens.text.strong),
                (false, false) => (tokens.surface.none, tokens.text.body),
            };
            let painter = ui.painter();
            painter.rect_filled(rect, CornerRadius::same(space::RADIUS), fill);
            if self.shown {
                let bar =
                    Rect::from_min_size(pos2(rect.left(), rect.center().y - 8.0), vec2(3.0, 16.0));
                painter.rect_filled(bar, CornerRadius::same(2), tokens.accent.ink);
            }
            let sign_left = if self.folded {
                rect.center().x - space::ICON / 2.0
            } else {
                rect.left() + space::M
            };
            let sign = Rect::from_min_size(
                pos2(sign_left, rect.center().y - space::ICON / 2.0),
                Vec2::splat(space::ICON),
            );
            self.icon.paint(
                painter,
                sign,
                if self.shown { tokens.accent.ink } else { ink },
            );
            let words = |words: &str, style, room| {
                WidgetText::from(words).into_galley(
                    ui,
                    Some(TextWrapMode::Truncate),
                    room,
                    FontSelection::Style(style),
                )
            };
            let mut right = rect.right() - space::S;
            match &count {
                Some(_) if self.folded => {
                    painter.circle_filled(
                        sign.right_top() + vec2(1.0, -1.0),
                        4.0,
                        self.tone.color(tokens),
                    );
                }
                Some(count) => {
                    let number = words(count, TextStyle::Small, f32::INFINITY);
                    let width = (number.size().x + 12.0).max(20.0);
                    let badge = Rect::from_min_size(
                        pos2(right - width, rect.center().y - 10.0),
                        vec2(width, 20.0),
                    );
                    painter.rect_filled(badge, CornerRadius::same(10), self.tone.wash(tokens));
                    painter.galley(
                        badge.center() - number.size() / 2.0,
                        number,
                        self.tone.color(tokens),
                    );
                    right = badge.left() - space::XS;
                }
                None => {}
            }
            if !self.folded {
                let left = sign.right() + space::M;
                let style = if self.shown {
                    text::strong_style()
                } else {
                    TextStyle::Body
                };
                let label = words(&self.label, style, right - left);
                painter.galley(
                    pos2(left, rect.center().y - label.size().y / 2.0),
                    label,
                    ink,
                );
            }
            paint_focus_ring(ui, &response, rect.shrink(2.0));
        }
        if self.folded {
            response.on_hover_text(name)
        } else {
            response
        }
    }
}
