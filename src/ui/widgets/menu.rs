//! Menus: a button that opens one, and the entries in it.

use eframe::egui::CornerRadius;
use eframe::egui::FontSelection;
use eframe::egui::InnerResponse;
use eframe::egui::KeyboardShortcut;
use eframe::egui::Popup;
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
use crate::ui::design::space;

use super::button::Button;
use super::focus::paint_focus_ring;
use super::key_hint::key_words;

/// Adds a button that opens a menu below itself; a click on an entry closes it.
pub fn menu_button<R>(
    ui: &mut Ui,
    button: Button,
    content: impl FnOnce(&mut Ui) -> R,
) -> Option<InnerResponse<R>> {
    let response = ui.add(button);
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_has_popup(eframe::egui::accesskit::HasPopup::Menu);
    });
    Popup::menu(&response).gap(space::XS).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        content(ui)
    })
}

/// An entry of a menu.
#[must_use = "add it with ui.add(…)"]
pub struct MenuItem {
    label: String,
    icon: Option<Icon>,
    shortcut: Option<KeyboardShortcut>,
    enabled: bool,
    help: Option<String>,
    checked: Option<bool>,
    danger: bool,
    lit: bool,
    room: Room,
}

/// How wide an entry is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// As wide as its words.
    Words,
    /// As wide as the list.
    List,
}

impl MenuItem {
    /// An entry with a verb.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            icon: None,
            shortcut: None,
            enabled: true,
            help: None,
            checked: None,
            danger: false,
            lit: false,
            room: Room::Words,
        }
    }

    /// Puts a sign before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Shows the key that does the same at the right.
    pub fn shortcut(mut self, shortcut: KeyboardShortcut) -> Self {
        self.shortcut = Some(shortcut);
        self
    }

    /// Greys the entry out.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Explains the entry, or why it is greyed out, in its tooltip.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Makes an entry that is on or off, shown by a tick.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// Lights the entry up as if it had the keyboard, for lists whose keyboard is in a field above.
    pub fn lit(mut self, lit: bool) -> Self {
        self.lit = lit;
        self
    }

    /// Takes the whole width of a list, and no more of it: what does not fit is shortened.
    pub fn wide(mut self) -> Self {
        self.room = Room::List;
        self
    }

    /// Marks an entry that destroys something.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

impl Widget for MenuItem {
    fn ui(self, ui: &mut Ui) -> Response {
        let tokens = ui.tokens();
        let layout = |ui: &Ui, words: &str, style, room: f32| {
            let wrap = if room.is_finite() {
                TextWrapMode::Truncate
            } else {
                TextWrapMode::Extend
            };
            WidgetText::from(words).into_galley(ui, Some(wrap), room, FontSelection::Style(style))
        };
        let keys = self.shortcut.map(|shortcut| {
            let keys = key_words(ui, shortcut);
            layout(ui, &keys, TextStyle::Small, f32::INFINITY)
        });
        let keys_width = keys.as_ref().map_or(0.0, |keys| keys.size().x + space::XL);
        // Where no entry of a list has a sign, its words stand under those of the field above.
        let signed = self.icon.is_some() || self.checked.is_some() || self.room == Room::Words;
        let start = if signed {
            space::S + space::ICON + space::S
        } else {
            space::S
        };
        let available = ui.available_width();
        let room = if self.room == Room::List {
            (available - start - keys_width - space::M).max(0.0)
        } else {
            f32::INFINITY
        };
        let words = layout(ui, &self.label, TextStyle::Button, room);
        let shortened = words.elided;
        let width = if self.room == Room::List {
            available
        } else {
            (start + words.size().x + keys_width + space::M).max(available.min(240.0))
        };
        let enabled = self.enabled && ui.is_enabled();
        let sense = if enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(vec2(width, space::TARGET), sense);
        response.widget_info(|| match self.checked {
            Some(checked) => {
                WidgetInfo::selected(Role::MenuItemCheckBox, enabled, checked, &self.label)
            }
            None => WidgetInfo::labeled(Role::MenuItem, enabled, &self.label),
        });
        if response.clicked() {
            ui.close();
        }
        if ui.is_rect_visible(rect) {
            let lit = self.lit || enabled && (response.hovered() || response.has_focus());
            let fill = if lit {
                tokens.surface.hover
            } else {
                tokens.surface.none
            };
            let ink = if self.danger {
                tokens.danger.ink
            } else {
                tokens.text.body
            };
            let mut painter = ui.painter().clone();
            if !enabled {
                painter.multiply_opacity(ui.visuals().disabled_alpha);
            }
            painter.rect_filled(rect, CornerRadius::same(space::RADIUS - 2), fill);
            let sign = match self.checked {
                Some(true) => Some(Icon::Check),
                Some(false) => None,
                None => self.icon,
            };
            let place = Rect::from_min_size(
                pos2(rect.left() + space::S, rect.center().y - space::ICON / 2.0),
                Vec2::splat(space::ICON),
            );
            if let Some(sign) = sign {
                sign.paint(&painter, place, ink);
            }
            painter.galley(
                pos2(rect.left() + start, rect.center().y - words.size().y / 2.0),
                words,
                ink,
            );
            if let Some(keys) = keys {
                let at = pos2(
                    rect.right() - space::S - keys.size().x,
                    rect.center().y - keys.size().y / 2.0,
                );
                painter.galley(at, keys, tokens.text.weak);
            }
            paint_focus_ring(ui, &response, rect.shrink(2.0));
        }
        match self.help {
            Some(help) => response.on_hover_text(help),
            None if shortened => response.on_hover_text(self.label),
            None => response,
        }
    }
}
