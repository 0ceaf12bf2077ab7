//! The field that filters a page.

use eframe::egui::Key;
use eframe::egui::Margin;
use eframe::egui::Modifiers;
use eframe::egui::Rect;
use eframe::egui::Response;
use eframe::egui::TextEdit;
use eframe::egui::Ui;
use eframe::egui::Vec2;
use eframe::egui::WidgetText;
use eframe::egui::pos2;

use crate::ui::design::DesignExt as _;
use crate::ui::design::Icon;
use crate::ui::design::space;
use crate::ui::words::WordsExt as _;

use super::button::Button;

/// Shows a filter field with a sign and a button that empties it. Ctrl+F goes there, Esc empties it.
///
/// The response is changed whenever the text is another one; the caller filters where the rows are.
pub fn search_box(ui: &mut Ui, hint: &str, typed: &mut String, width: f32) -> Response {
    let tokens = ui.tokens();
    let texts = ui.texts();
    let margin = Margin {
        left: 32,
        right: 32,
        top: 6,
        bottom: 6,
    };
    let mut response = ui.add(
        TextEdit::singleline(typed)
            .hint_text(WidgetText::from(hint))
            .desired_width(width)
            .margin(margin),
    );
    response = response.accessible_name(hint);
    let rect = response.rect;
    let sign = Rect::from_min_size(
        pos2(rect.left() + 10.0, rect.center().y - space::ICON / 2.0),
        Vec2::splat(space::ICON),
    );
    Icon::Search.paint(ui.painter(), sign, tokens.text.weak);
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::F)) {
        response.request_focus();
    }
    // Esc has taken the keyboard away from the field by now.
    let own = response.has_focus() || response.lost_focus();
    let escaped = own && ui.input(|input| input.key_pressed(Key::Escape));
    let emptied = !typed.is_empty() && {
        let place = Rect::from_min_size(
            pos2(
                rect.right() - space::TARGET - 2.0,
                rect.center().y - space::TARGET / 2.0,
            ),
            Vec2::splat(space::TARGET),
        );
        ui.place(
            place,
            Button::icon_only(Icon::Cross, texts.t("action-clear")).small(),
        )
        .clicked()
    };
    if (emptied || escaped) && !typed.is_empty() {
        typed.clear();
        response.mark_changed();
    }
    response
}
