//! Buttons: one primary per page, quiet ones beside it, plain ones in toolbars and rows, danger only in dialogs.

use std::sync::Arc;

use eframe::egui::Align2;
use eframe::egui::Color32;
use eframe::egui::CornerRadius;
use eframe::egui::FontSelection;
use eframe::egui::Galley;
use eframe::egui::KeyboardShortcut;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::TextStyle;
use eframe::egui::TextWrapMode;
use eframe::egui::Ui;
use eframe::egui::Vec2;
use eframe::egui::Widget;
use eframe::egui::WidgetInfo;
use eframe::egui::WidgetText;
use eframe::egui::vec2;

use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::Tokens;
use crate::ui::design::space;
use crate::ui::design::text;

use super::focus::paint_focus_ring;
use super::key_hint::key_words;

/// Between a sign and the label, in points.
const GAP: f32 = 6.0;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Primary,
    Quiet,
    Plain,
    Danger,
}

/// A button. Its label is a verb; `…` at the end when it asks for more.
#[must_use = "add it with ui.add(…)"]
pub struct Button {
    kind: Kind,
    label: String,
    label_shown: bool,
    icon: Option<Icon>,
    trailing: Option<Icon>,
    enabled: bool,
    why_disabled: Option<String>,
    selected: Option<bool>,
    shortcut: Option<KeyboardShortcut>,
    help: Option<String>,
    small: bool,
    ink: Option<Color32>,
    most: f32,
}

impl Button {
    /// The one action that the page is for.
    pub fn primary(label: impl Into<String>) -> Self {
        Self::new(Kind::Primary, label)
    }

    /// Any other action.
    pub fn quiet(label: impl Into<String>) -> Self {
        Self::new(Kind::Quiet, label)
    }

    /// An action without a frame, in toolbars, rows and notices.
    pub fn plain(label: impl Into<String>) -> Self {
        Self::new(Kind::Plain, label)
    }

    /// The action of a dialog that destroys something.
    pub fn danger(label: impl Into<String>) -> Self {
        Self::new(Kind::Danger, label)
    }

    /// A plain button that shows only a sign; `name` is read aloud and shown as its tooltip.
    pub fn icon_only(icon: Icon, name: impl Into<String>) -> Self {
        Self {
            icon: Some(icon),
            label_shown: false,
            ..Self::new(Kind::Plain, name)
        }
    }

    fn new(kind: Kind, label: impl Into<String>) -> Self {
        Self {
            kind,
            label: label.into(),
            label_shown: true,
            icon: None,
            trailing: None,
            enabled: true,
            why_disabled: None,
            selected: None,
            shortcut: None,
            help: None,
            small: false,
            ink: None,
            most: f32::INFINITY,
        }
    }

    /// Puts a sign before the label.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Puts a sign after the label, such as the arrow of a menu.
    pub fn trailing(mut self, icon: Icon) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// Greys the button out; prefer [`Self::disabled_because`].
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Greys the button out when there is a reason, and says the reason when asked.
    pub fn disabled_because(mut self, reason: Option<impl Into<String>>) -> Self {
        self.why_disabled = reason.map(Into::into);
        self.enabled &= self.why_disabled.is_none();
        self
    }

    /// Makes a button that is on or off, as in a toolbar.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// Shows the key that does the same in the tooltip. The key itself is handled where commands are.
    pub fn shortcut(mut self, shortcut: KeyboardShortcut) -> Self {
        self.shortcut = Some(shortcut);
        self
    }

    /// Shortens the label so that the button is no wider, in points. Say the whole in [`Self::help`].
    pub fn at_most(mut self, width: f32) -> Self {
        self.most = width;
        self
    }

    /// Explains the button in its tooltip.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Makes the button lower, for rows and notices.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// Colours the sign and label of a quiet or plain button with one of the tokens.
    pub fn ink(mut self, ink: Color32) -> Self {
        self.ink = Some(ink);
        self
    }

    fn galley(&self, ui: &Ui) -> Option<Arc<Galley>> {
        let style = match self.kind {
            Kind::Primary | Kind::Danger => text::strong_style(),
            Kind::Quiet | Kind::Plain => TextStyle::Button,
        };
        self.label_shown.then(|| {
            let (wrap, room) = if self.most.is_finite() {
                let padding = if self.small { space::S } else { space::M };
                let signs = u8::from(self.icon.is_some()) + u8::from(self.trailing.is_some());
                let signs = f32::from(signs) * (space::ICON + GAP);
                let room = self.most - 2.0 * padding - signs;
                (TextWrapMode::Truncate, room.max(0.0))
            } else {
                (TextWrapMode::Extend, f32::INFINITY)
            };
            WidgetText::from(self.label.as_str()).into_galley(
                ui,
                Some(wrap),
                room,
                FontSelection::Style(style),
            )
        })
    }

    /// Gives the tooltip: the name of a button without words, its help, its key, or why it is greyed out.
    fn tooltip(&self, ui: &Ui) -> Option<String> {
        let mut lines: Vec<String> = Vec::new();
        if let Some(shortcut) = &self.shortcut {
            lines.push(format!("{}  ({})", self.label, key_words(ui, *shortcut)));
        } else if !self.label_shown {
            lines.push(self.label.clone());
        }
        lines.extend(self.help.clone());
        lines.extend(self.why_disabled.clone());
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

impl Widget for Button {
    fn ui(self, ui: &mut Ui) -> Response {
        let tokens = ui.tokens();
        let galley = self.galley(ui);
        let height = if self.small {
            space::TARGET
        } else {
            space::CONTROL
        };
        let padding = match (self.label_shown, self.small) {
            (false, _) => (height - space::ICON) / 2.0,
            (true, true) => space::S,
            (true, false) => space::M,
        };
        let words = galley.as_ref().map_or(0.0, |galley| galley.size().x.ceil());
        let icons = f32::from(u8::from(self.icon.is_some()) + u8::from(self.trailing.is_some()));
        let gap = if self.label_shown { GAP } else { 0.0 };
        let width = 2.0 * padding + words + icons * (space::ICON + gap);

        let enabled = self.enabled && ui.is_enabled();
        let sense = if enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
        response.widget_info(|| match self.selected {
            Some(selected) => WidgetInfo::selected(Role::Button, enabled, selected, &self.label),
            None => WidgetInfo::labeled(Role::Button, enabled, &self.label),
        });
        if ui.is_rect_visible(rect) {
            let look = Look::of(&self, tokens, &response, enabled);
            let mut painter = ui.painter().clone();
            if !enabled {
                painter.multiply_opacity(ui.visuals().disabled_alpha);
            }
            painter.rect(
                rect,
                CornerRadius::same(space::RADIUS),
                look.fill,
                look.edge,
                StrokeKind::Inside,
            );
            let mut x = rect.left() + padding;
            let sign = |icon: Icon, x: f32| {
                let place = Rect::from_min_size(
                    eframe::egui::pos2(x, rect.center().y - space::ICON / 2.0),
                    Vec2::splat(space::ICON),
                );
                icon.paint(&painter, place, look.ink);
            };
            if let Some(icon) = self.icon {
                sign(icon, x);
                x += space::ICON + gap;
            }
            if let Some(icon) = self.trailing {
                sign(icon, rect.right() - padding - space::ICON);
            }
            if let Some(galley) = galley {
                let place = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect);
                painter.galley(eframe::egui::pos2(x, place.top()), galley, look.ink);
            }
            paint_focus_ring(ui, &response, rect);
        }
        match self.tooltip(ui) {
            Some(tooltip) => response.on_hover_text(tooltip),
            None => response,
        }
    }
}

struct Look {
    fill: Color32,
    edge: Stroke,
    ink: Color32,
}

impl Look {
    fn of(button: &Button, tokens: &Tokens, response: &Response, enabled: bool) -> Self {
        let pressed = enabled && response.is_pointer_button_down_on();
        let hovered = enabled && response.hovered();
        let pick = |rest, hover, press| match (pressed, hovered) {
            (true, _) => press,
            (false, true) => hover,
            (false, false) => rest,
        };
        let surface = &tokens.surface;
        let ink = button.ink.unwrap_or(tokens.text.body);
        let high = tokens.scheme.is_high_contrast();
        match button.kind {
            Kind::Primary | Kind::Danger => {
                let hue = if button.kind == Kind::Primary {
                    &tokens.accent
                } else {
                    &tokens.danger
                };
                Self {
                    fill: pick(hue.fill, hue.hover, hue.pressed),
                    edge: Stroke::NONE,
                    ink: hue.on_fill,
                }
            }
            Kind::Quiet => Self {
                fill: pick(surface.raised, surface.hover, surface.pressed),
                edge: Stroke::new(
                    1.0,
                    if high {
                        tokens.line.control
                    } else {
                        tokens.line.edge
                    },
                ),
                ink,
            },
            Kind::Plain if button.selected == Some(true) => Self {
                fill: pick(tokens.accent.wash, surface.hover, surface.pressed),
                edge: Stroke::new(1.0, tokens.accent.ink),
                ink: button.ink.unwrap_or(tokens.accent.ink),
            },
            Kind::Plain => Self {
                fill: pick(surface.none, surface.hover, surface.pressed),
                edge: Stroke::NONE,
                ink,
            },
        }
    }
}
