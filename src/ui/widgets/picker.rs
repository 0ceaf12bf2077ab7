//! A field that is chosen by typing part of its name.

use eframe::egui::Align2;
use eframe::egui::CornerRadius;
use eframe::egui::FontSelection;
use eframe::egui::Id;
use eframe::egui::Key;
use eframe::egui::Margin;
use eframe::egui::Modifiers;
use eframe::egui::Popup;
use eframe::egui::PopupCloseBehavior;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::Role;
use eframe::egui::ScrollArea;
use eframe::egui::Sense;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::TextEdit;
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
use crate::ui::design::text;
use crate::ui::words::WordsExt as _;

use super::focus::paint_focus_ring;

/// One thing that can be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pickable {
    /// What is picked.
    pub value: String,
    /// What it is, in a few words behind it.
    pub note: String,
    /// Whether it is offered before the others, as the likely one.
    pub suggested: bool,
}

/// How many entries are drawn; typing finds the others.
const DRAWN: usize = 200;
/// Height of the list in points.
const HEIGHT: f32 = 300.0;
/// Width of the list in points.
const WIDTH: f32 = 380.0;

/// A button of a given width that opens a list with a search field; answers what was picked.
///
/// `finds` says whether an entry is found by what is typed. What is typed can be picked as it is too, with Enter, when nothing
/// is found: tables that could not be read have no list.
pub fn picker(
    ui: &mut Ui,
    name: &str,
    shown: &str,
    width: f32,
    entries: impl FnOnce() -> Vec<Pickable>,
    finds: impl Fn(&Pickable, &str) -> bool,
) -> Option<String> {
    let button = face(ui, name, shown, width);
    let popup = button.id.with("popup");
    let mut picked = None;
    Popup::menu(&button)
        .id(popup)
        .gap(space::XS)
        .width(WIDTH)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_min_width(WIDTH);
            picked = list(ui, button.id, &entries(), finds);
            if picked.is_some() {
                ui.close();
            }
        });
    if picked.is_some() {
        button.request_focus();
    }
    picked
}

fn face(ui: &mut Ui, name: &str, shown: &str, width: f32) -> Response {
    let tokens = ui.tokens();
    let hint = ui.texts().t("picker-choose");
    let (rect, response) = ui.allocate_exact_size(vec2(width, space::TARGET), Sense::click());
    let words = if shown.is_empty() {
        hint.as_ref()
    } else {
        shown
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(words);
        node.set_has_popup(HasPopup::Listbox);
    });
    if ui.is_rect_visible(rect) {
        let lit = response.hovered() || response.has_focus();
        let fill = if lit {
            tokens.surface.hover
        } else {
            tokens.surface.raised
        };
        let edge = if shown.is_empty() {
            tokens.mark.open
        } else {
            tokens.line.edge
        };
        let radius = CornerRadius::same(space::RADIUS - 2);
        ui.painter().rect(
            rect,
            radius,
            fill,
            Stroke::new(1.0, edge),
            StrokeKind::Inside,
        );
        let ink = if shown.is_empty() {
            tokens.text.weak
        } else {
            tokens.text.body
        };
        let room = width - space::ICON - 3.0 * space::S;
        let galley = WidgetText::from(words).into_galley(
            ui,
            Some(TextWrapMode::Truncate),
            room,
            FontSelection::Style(TextStyle::Button),
        );
        let at = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect);
        ui.painter()
            .galley(pos2(rect.left() + space::S, at.top()), galley, ink);
        let sign = Rect::from_min_size(
            pos2(
                rect.right() - space::ICON - space::XS,
                rect.center().y - space::ICON / 2.0,
            ),
            Vec2::splat(space::ICON),
        );
        Icon::ChevronDown.paint(ui.painter(), sign, tokens.text.weak);
        paint_focus_ring(ui, &response, rect);
    }
    if shown.is_empty() {
        response
    } else {
        response.on_hover_text(shown)
    }
}

/// What is typed, and which entry the keyboard stands on.
#[derive(Clone, Debug, Default)]
struct Typing {
    text: String,
    at: usize,
    /// Grows with each opening, so that the field gets the keyboard once.
    frame: u64,
}

fn list(
    ui: &mut Ui,
    id: Id,
    entries: &[Pickable],
    finds: impl Fn(&Pickable, &str) -> bool,
) -> Option<String> {
    let texts = ui.texts();
    let id = id.with("typing");
    let frame = ui.ctx().cumulative_frame_nr();
    let mut typing: Typing = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let just_opened = typing.frame + 1 < frame;
    if just_opened {
        typing = Typing::default();
    }
    typing.frame = frame;
    let (down, up, enter) = ui.input_mut(|input| {
        (
            input.consume_key(Modifiers::NONE, Key::ArrowDown),
            input.consume_key(Modifiers::NONE, Key::ArrowUp),
            input.consume_key(Modifiers::NONE, Key::Enter),
        )
    });
    let hint = texts.t("picker-type");
    let input = ui.add(
        TextEdit::singleline(&mut typing.text)
            .hint_text(WidgetText::from(hint.as_ref()))
            .desired_width(WIDTH)
            .margin(Margin::symmetric(8, 6)),
    );
    let input = input.accessible_name(hint.as_ref());
    if just_opened {
        input.request_focus();
    }
    if input.changed() {
        typing.at = 0;
    }
    let found = found(entries, &typing.text, finds);
    let last = found.len().saturating_sub(1);
    if down {
        typing.at = (typing.at + 1).min(last);
    }
    if up {
        typing.at = typing.at.saturating_sub(1);
    }
    typing.at = typing.at.min(last);
    let moved = down || up || input.changed();
    let mut picked = None;
    if enter {
        picked = match found.get(typing.at) {
            Some(entry) => Some(entry.value.clone()),
            None => Some(typing.text.trim().to_owned()).filter(|text| !text.is_empty()),
        };
    }
    ui.add_space(space::XS);
    if found.is_empty() {
        ui.label(text::weak(texts.t("picker-nothing")));
    }
    ScrollArea::vertical()
        .max_height(HEIGHT)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (place, entry) in found.iter().enumerate() {
                let row = row(ui, entry, place == typing.at);
                if row.clicked() {
                    picked = Some(entry.value.clone());
                }
                if moved && place == typing.at {
                    row.scroll_to_me(None);
                }
            }
        });
    ui.data_mut(|data| data.insert_temp(id, typing));
    picked
}

/// What is found by what is typed: what is called exactly so first, then what begins so.
fn found<'e>(
    entries: &'e [Pickable],
    typed: &str,
    finds: impl Fn(&Pickable, &str) -> bool,
) -> Vec<&'e Pickable> {
    let wanted = typed.trim().to_lowercase();
    if wanted.is_empty() {
        return entries.iter().take(DRAWN).collect();
    }
    let mut found: Vec<&Pickable> = entries.iter().filter(|one| finds(one, typed)).collect();
    found.sort_by_key(|entry| {
        let name = entry.value.to_lowercase();
        (name != wanted, !name.starts_with(&wanted))
    });
    found.truncate(DRAWN);
    found
}

fn row(ui: &mut Ui, entry: &Pickable, current: bool) -> Response {
    let tokens = ui.tokens();
    let suggested = ui.texts().t("picker-suggested");
    let name = if entry.suggested {
        format!("{}, {}, {suggested}", entry.value, entry.note)
    } else {
        format!("{}, {}", entry.value, entry.note)
    };
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, space::TARGET), Sense::click());
    response
        .widget_info(|| WidgetInfo::selected(Role::ListBoxOption, ui.is_enabled(), current, &name));
    if ui.is_rect_visible(rect) {
        let fill = match (current, response.hovered()) {
            (true, _) => tokens.table.selected,
            (false, true) => tokens.surface.hover,
            (false, false) => tokens.surface.none,
        };
        let radius = CornerRadius::same(space::RADIUS - 2);
        ui.painter().rect_filled(rect, radius, fill);
        let layout = |words: &str, style, room| {
            WidgetText::from(words).into_galley(
                ui,
                Some(TextWrapMode::Truncate),
                room,
                FontSelection::Style(style),
            )
        };
        let note = layout(&entry.note, TextStyle::Small, width * 0.45);
        let sign_room = if entry.suggested {
            space::ICON + space::XS
        } else {
            0.0
        };
        let left = rect.left() + space::S + sign_room;
        let room = width - note.size().x - sign_room - 3.0 * space::S;
        let words = layout(&entry.value, TextStyle::Button, room);
        if entry.suggested {
            let sign = Rect::from_min_size(
                pos2(rect.left() + space::S, rect.center().y - space::ICON / 2.0),
                Vec2::splat(space::ICON),
            );
            Icon::Match.paint(ui.painter(), sign, tokens.mark.suggested);
        }
        let words_at = pos2(left, rect.center().y - words.size().y / 2.0);
        ui.painter().galley(words_at, words, tokens.text.body);
        let note_at = pos2(
            rect.right() - space::S - note.size().x,
            rect.center().y - note.size().y / 2.0,
        );
        ui.painter().galley(note_at, note, tokens.text.weak);
    }
    response
}
