//! Choosing one of a few, and switching something on or off.

use eframe::egui::Align2;
use eframe::egui::CornerRadius;
use eframe::egui::FontSelection;
use eframe::egui::Popup;
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
use eframe::egui::WidgetInfo;
use eframe::egui::WidgetText;
use eframe::egui::accesskit::HasPopup;
use eframe::egui::pos2;
use eframe::egui::vec2;

use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::space;

use super::button::Button;
use super::focus::paint_focus_ring;
use super::menu::MenuItem;

/// Least width of a choice that opens a list, in points.
const NARROWEST: f32 = 120.0;

/// One of a few options below each other, each with a sentence; tells whether it was chosen now.
pub fn radio<T: PartialEq>(ui: &mut Ui, chosen: &mut T, option: T, label: &str) -> bool {
    let raised = ui.tokens().surface.raised;
    let response = ui
        .scope(|ui| {
            let widgets = &mut ui.visuals_mut().widgets;
            for widget in [
                &mut widgets.inactive,
                &mut widgets.hovered,
                &mut widgets.active,
            ] {
                widget.bg_fill = raised;
            }
            ui.radio_value(chosen, option, label)
        })
        .inner;
    paint_focus_ring(ui, &response, response.rect);
    response.clicked()
}

/// A row of two to five options of which one is chosen.
#[must_use = "show it with .show(ui)"]
pub struct Choice<'a, T> {
    name: String,
    chosen: &'a mut T,
    options: Vec<(T, String)>,
}

impl<'a, T: PartialEq + Clone> Choice<'a, T> {
    /// A choice with a name that is read aloud.
    pub fn new(name: impl Into<String>, chosen: &'a mut T) -> Self {
        Self {
            name: name.into(),
            chosen,
            options: Vec::new(),
        }
    }

    /// Adds an option.
    pub fn option(mut self, value: T, label: impl Into<String>) -> Self {
        self.options.push((value, label.into()));
        self
    }

    /// Shows the options side by side; true when another one was chosen.
    pub fn show(self, ui: &mut Ui) -> bool {
        let tokens = ui.tokens();
        let galleys: Vec<_> = self
            .options
            .iter()
            .map(|(_, label)| {
                WidgetText::from(label.as_str()).into_galley(
                    ui,
                    Some(TextWrapMode::Extend),
                    f32::INFINITY,
                    FontSelection::Style(TextStyle::Button),
                )
            })
            .collect();
        let widths: Vec<f32> = galleys
            .iter()
            .map(|g| (g.size().x + 2.0 * space::M).ceil())
            .collect();
        let size = vec2(widths.iter().sum::<f32>() + 4.0, space::CONTROL);
        // Where they do not fit side by side they are chosen from a list.
        if size.x > ui.max_rect().width() {
            return select(ui, &self.name, self.chosen, &self.options);
        }
        let (rect, group) = ui.allocate_exact_size(size, Sense::hover());
        ui.ctx().accesskit_node_builder(group.id, |node| {
            node.set_role(Role::RadioGroup);
            node.set_label(self.name.clone());
        });
        ui.painter().rect(
            rect,
            CornerRadius::same(space::RADIUS),
            tokens.surface.raised,
            Stroke::new(1.0, tokens.line.edge),
            StrokeKind::Inside,
        );
        let mut changed = false;
        let mut left = rect.left() + 2.0;
        for (((value, label), galley), width) in self.options.into_iter().zip(galleys).zip(widths) {
            let part = Rect::from_min_size(
                pos2(left, rect.top() + 2.0),
                vec2(width, space::CONTROL - 4.0),
            );
            left += width;
            let response = ui.interact(part, group.id.with(&label), Sense::click());
            let chosen = *self.chosen == value;
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &label));
            if response.clicked() && !chosen {
                *self.chosen = value;
                changed = true;
            }
            let (fill, ink) = match (chosen, response.hovered()) {
                (true, _) => (tokens.accent.fill, tokens.accent.on_fill),
                (false, true) => (tokens.surface.hover, tokens.text.body),
                (false, false) => (tokens.surface.none, tokens.text.body),
            };
            ui.painter()
                .rect_filled(part, CornerRadius::same(space::RADIUS - 2), fill);
            ui.painter()
                .galley(part.center() - galley.size() / 2.0, galley, ink);
            paint_focus_ring(ui, &response, part);
        }
        changed
    }
}

/// Shows a list that folds out, named for those who do not see what stands beside it; true when changed.
pub fn select<T: PartialEq + Clone>(
    ui: &mut Ui,
    name: &str,
    chosen: &mut T,
    options: &[(T, String)],
) -> bool {
    let shown = options
        .iter()
        .find(|(value, _)| value == chosen)
        .map(|(_, label)| label.clone())
        .unwrap_or_default();
    // A long choice is shortened before it makes the page wider than the window.
    let widest = ui.max_rect().width().max(NARROWEST);
    let button = Button::quiet(&shown).trailing(Icon::ChevronDown);
    let button = ui.add(button.at_most(widest));
    ui.ctx().accesskit_node_builder(button.id, |node| {
        node.set_role(Role::ComboBox);
        node.set_label(name);
        node.set_value(shown);
        node.set_has_popup(HasPopup::Listbox);
    });
    let before = chosen.clone();
    Popup::menu(&button).gap(space::XS).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (value, label) in options {
            if ui
                .add(MenuItem::new(label).checked(value == chosen))
                .clicked()
            {
                *chosen = value.clone();
            }
        }
    });
    *chosen != before
}

/// Shows a check box with a label; the response is changed when it was flipped.
pub fn check(ui: &mut Ui, label: &str, on: &mut bool) -> Response {
    check_as(ui, label, on, TextWrapMode::Wrap)
}

/// The same in one line, for rows of equal height: a long label is shortened, and whole when it is pointed at.
pub fn check_in_line(ui: &mut Ui, label: &str, on: &mut bool) -> Response {
    check_as(ui, label, on, TextWrapMode::Truncate).on_hover_text(label)
}

fn check_as(ui: &mut Ui, label: &str, on: &mut bool, wrap: TextWrapMode) -> Response {
    let galley = WidgetText::from(label).into_galley(
        ui,
        Some(wrap),
        (ui.available_width() - space::XL).max(80.0),
        FontSelection::Style(TextStyle::Body),
    );
    let size = vec2(
        space::ICON + space::S + galley.size().x,
        galley.size().y.max(space::TARGET),
    );
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), *on, label));
    if ui.is_rect_visible(rect) {
        let place = Align2::LEFT_CENTER.align_size_within_rect(Vec2::splat(space::ICON), rect);
        paint_check_box(ui, place, if *on { Checked::All } else { Checked::None });
        let at = pos2(
            place.right() + space::S,
            rect.center().y - galley.size().y / 2.0,
        );
        ui.painter().galley(at, galley, ui.visuals().text_color());
        paint_focus_ring(ui, &response, place.expand(1.0));
    }
    response
}

/// What the box of a selection shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Checked {
    /// Nothing is selected.
    None,
    /// Some of it is.
    Some,
    /// All of it is.
    All,
}

/// Paints the box of a check box; the caller makes it clickable and names it.
pub fn paint_check_box(ui: &Ui, place: Rect, checked: Checked) {
    let tokens = ui.tokens();
    let radius = CornerRadius::same(4);
    let sign = match checked {
        Checked::None => {
            let edge = Stroke::new(1.5, tokens.line.control);
            ui.painter().rect(
                place,
                radius,
                tokens.surface.sunken,
                edge,
                StrokeKind::Inside,
            );
            return;
        }
        Checked::Some => Icon::Minus,
        Checked::All => Icon::Check,
    };
    ui.painter().rect_filled(place, radius, tokens.accent.fill);
    sign.paint(ui.painter(), place.shrink(2.0), tokens.accent.on_fill);
}

/// Shows a switch with a label; true when it was flipped. Left is off, right is on.
pub fn toggle(ui: &mut Ui, label: &str, on: &mut bool) -> Response {
    let tokens = ui.tokens();
    let galley = WidgetText::from(label).into_galley(
        ui,
        Some(TextWrapMode::Wrap),
        (ui.available_width() - 48.0).max(80.0),
        FontSelection::Style(TextStyle::Body),
    );
    let size = vec2(
        36.0 + space::S + galley.size().x,
        galley.size().y.max(space::TARGET),
    );
    let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::Switch, ui.is_enabled(), *on, label));
    if ui.is_rect_visible(rect) {
        let track = paint_switch(ui, rect, &response, *on);
        let at = pos2(
            track.right() + space::S,
            rect.center().y - galley.size().y / 2.0,
        );
        ui.painter().galley(at, galley, tokens.text.body);
    }
    response
}

/// A switch without visible words, for rows whose words stand beside it.
pub fn switch(ui: &mut Ui, name: &str, on: &mut bool) -> Response {
    let (rect, mut response) = ui.allocate_exact_size(vec2(36.0, space::TARGET), Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::Switch, ui.is_enabled(), *on, name));
    if ui.is_rect_visible(rect) {
        paint_switch(ui, rect, &response, *on);
    }
    response
}

/// Paints the switch at the left of a place; answers where it stands.
fn paint_switch(ui: &Ui, rect: Rect, response: &Response, on: bool) -> Rect {
    let tokens = ui.tokens();
    let track = Rect::from_min_size(pos2(rect.left(), rect.center().y - 10.0), vec2(36.0, 20.0));
    let (fill, edge, knob) = if on {
        (
            tokens.accent.fill,
            tokens.accent.fill,
            tokens.accent.on_fill,
        )
    } else {
        (
            tokens.surface.sunken,
            tokens.line.control,
            tokens.line.control,
        )
    };
    let place = ui.ctx().animate_bool(response.id, on);
    let x = track.left() + 10.0 + place * 16.0;
    let painter = ui.painter();
    painter.rect(
        track,
        CornerRadius::same(10),
        fill,
        Stroke::new(1.5, edge),
        StrokeKind::Inside,
    );
    painter.circle_filled(pos2(x, track.center().y), 6.0, knob);
    paint_focus_ring(ui, response, track);
    track
}
