//! Small signs with a word: states, sides, counts.

use eframe::egui::Align;
use eframe::egui::Color32;
use eframe::egui::CornerRadius;
use eframe::egui::FontSelection;
use eframe::egui::Layout;
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

use crate::model::Side;
use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::Mark;
use crate::ui::design::Tone;
use crate::ui::design::side_color;
use crate::ui::design::space;
use crate::ui::words::WordsExt as _;

/// A sign and a word in one colour.
fn sign_and_word(ui: &mut Ui, icon: Icon, word: &str, color: Color32, ink: Color32) -> Response {
    let room = (ui.available_width() - space::ICON - space::XS).max(0.0);
    let galley = WidgetText::from(word).into_galley(
        ui,
        Some(TextWrapMode::Truncate),
        room,
        FontSelection::Style(TextStyle::Body),
    );
    let size = vec2(
        space::ICON + 6.0 + galley.size().x,
        galley.size().y.max(space::ICON),
    );
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word));
    if ui.is_rect_visible(rect) {
        let sign = Rect::from_min_size(
            pos2(rect.left(), rect.center().y - space::ICON / 2.0),
            Vec2::splat(space::ICON),
        );
        icon.paint(ui.painter(), sign, color);
        let at = pos2(sign.right() + 6.0, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, ink);
    }
    response
}

/// A state: sign and word in the state's colour.
#[must_use = "add it with ui.add(…)"]
pub struct StateChip {
    icon: Icon,
    look: ChipLook,
    word: String,
}

enum ChipLook {
    Mark(Mark),
    Tone(Tone),
}

impl StateChip {
    /// The state of a field or record, with a word for it.
    pub fn mark(mark: Mark, word: impl Into<String>) -> Self {
        Self {
            icon: mark.icon(),
            look: ChipLook::Mark(mark),
            word: word.into(),
        }
    }

    /// The outcome of something, with a word for it.
    pub fn tone(tone: Tone, word: impl Into<String>) -> Self {
        Self {
            icon: tone.icon(),
            look: ChipLook::Tone(tone),
            word: word.into(),
        }
    }

    /// Replaces the sign, the colour stays.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = icon;
        self
    }
}

impl Widget for StateChip {
    fn ui(self, ui: &mut Ui) -> Response {
        let tokens = ui.tokens();
        let color = match self.look {
            ChipLook::Mark(mark) => mark.color(tokens),
            ChipLook::Tone(tone) => tone.color(tokens),
        };
        sign_and_word(ui, self.icon, &self.word, color, color)
    }
}

/// The badge of a system: half-filled square, name, in the system's colour. The same on every page.
#[must_use = "add it with ui.add(…)"]
pub struct SideBadge {
    side: Side,
    word: Option<String>,
    folded: bool,
}

impl SideBadge {
    /// The badge with the system's name.
    pub fn new(side: Side) -> Self {
        Self {
            side,
            word: None,
            folded: false,
        }
    }

    /// Shows only the sign, where there is no room for the name; it is still read aloud.
    pub fn folded(mut self, folded: bool) -> Self {
        self.folded = folded;
        self
    }

    /// The badge with other words than the name, such as the number of a record there.
    pub fn word(mut self, word: impl Into<String>) -> Self {
        self.word = Some(word.into());
        self
    }
}

impl Widget for SideBadge {
    fn ui(self, ui: &mut Ui) -> Response {
        let (icon, key) = match self.side {
            Side::Bc => (Icon::SideBc, "word-bc"),
            Side::Dv => (Icon::SideDv, "word-dv"),
        };
        let tokens = ui.tokens();
        let ink = if self.word.is_some() {
            tokens.text.body
        } else {
            tokens.text.strong
        };
        let word = self.word.unwrap_or_else(|| ui.texts().t(key).into_owned());
        if self.folded {
            let (rect, response) = ui.allocate_exact_size(Vec2::splat(space::ICON), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &word));
            icon.paint(ui.painter(), rect, side_color(tokens, self.side));
            return response.on_hover_text(word);
        }
        sign_and_word(ui, icon, &word, side_color(tokens, self.side), ink)
    }
}

/// Shows a count in a rounded box, in a tone when it needs somebody and weak when it is zero.
pub fn count_badge(ui: &mut Ui, count: u64, tone: Option<Tone>) -> Response {
    let tokens = ui.tokens();
    let number = ui.texts().count(count);
    let (fill, ink) = match tone {
        Some(tone) if count > 0 => (tone.wash(tokens), tone.color(tokens)),
        _ => (tokens.surface.hover, tokens.text.weak),
    };
    let galley = WidgetText::from(number.as_str()).into_galley(
        ui,
        Some(TextWrapMode::Extend),
        f32::INFINITY,
        FontSelection::Style(TextStyle::Small),
    );
    let size = vec2((galley.size().x + 2.0 * 6.0).max(20.0), 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &number));
    if ui.is_rect_visible(rect) {
        ui.painter().rect_filled(rect, CornerRadius::same(10), fill);
        let at = rect.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, ink);
    }
    response
}

/// Lays something out from the right edge, such as the counts of a row.
pub(super) fn from_right<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(Layout::right_to_left(Align::Center), content)
        .inner
}
