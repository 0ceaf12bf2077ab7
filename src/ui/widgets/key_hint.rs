//! A key as it looks on a keyboard.

use eframe::egui::Context;
use eframe::egui::CornerRadius;
use eframe::egui::FontSelection;
use eframe::egui::KeyboardShortcut;
use eframe::egui::Response;
use eframe::egui::Role;
use eframe::egui::Sense;
use eframe::egui::Stroke;
use eframe::egui::StrokeKind;
use eframe::egui::TextStyle;
use eframe::egui::TextWrapMode;
use eframe::egui::Ui;
use eframe::egui::WidgetInfo;
use eframe::egui::WidgetText;
use eframe::egui::vec2;

use crate::ui::design::DesignExt as _;
use crate::ui::design::space;
use crate::ui::words::WordsExt as _;

/// Names a shortcut as this platform and the person's language name its keys.
pub(super) fn key_words(ui: &Ui, shortcut: KeyboardShortcut) -> String {
    let texts = ui.texts();
    let key = shortcut.logical_key;
    let own = format!("key-{}", key.name().to_lowercase());
    let key = match texts.try_t(&own) {
        Some(word) => word.into_owned(),
        None => key.name().to_owned(),
    };
    let modifiers = modifier_words(ui.ctx(), shortcut);
    let modifiers = modifiers.replace("Shift", &texts.t("key-shift"));
    format!("{modifiers}{key}")
}

/// What is held down meanwhile, with the sign that joins it to the key.
fn modifier_words(ctx: &Context, shortcut: KeyboardShortcut) -> String {
    let name = ctx.format_shortcut(&shortcut);
    let key = shortcut.logical_key;
    let bare = [key.symbol_or_name(), key.name()]
        .into_iter()
        .find_map(|key| name.strip_suffix(key));
    bare.unwrap_or_default().to_owned()
}

/// Shows a shortcut as key caps, named as this platform names its keys.
pub fn key_hint(ui: &mut Ui, shortcut: &KeyboardShortcut) -> Response {
    let name = key_words(ui, *shortcut);
    let tokens = ui.tokens();
    let galley = WidgetText::from(name.as_str()).into_galley(
        ui,
        Some(TextWrapMode::Extend),
        f32::INFINITY,
        FontSelection::Style(TextStyle::Small),
    );
    let size = vec2((galley.size().x + 2.0 * 6.0).max(20.0), 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    if ui.is_rect_visible(rect) {
        ui.painter().rect(
            rect,
            CornerRadius::same(space::RADIUS - 2),
            tokens.surface.raised,
            Stroke::new(1.0, tokens.line.edge),
            StrokeKind::Inside,
        );
        let at = rect.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, tokens.text.weak);
    }
    response
}
