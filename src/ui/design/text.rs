//! Letter sizes. A page says what a text is, not how large it is.

use std::sync::LazyLock;

use eframe::egui::FontFamily;
use eframe::egui::FontId;
use eframe::egui::RichText;
use eframe::egui::TextStyle;

use super::fonts;

static TITLE: LazyLock<TextStyle> = LazyLock::new(|| TextStyle::Name("title".into()));
static STRONG: LazyLock<TextStyle> = LazyLock::new(|| TextStyle::Name("strong".into()));

/// Gives the style of emphasised body text, for layouts made by hand.
pub fn strong_style() -> TextStyle {
    STRONG.clone()
}

/// Gives the style of page titles, for layouts made by hand.
pub fn title_style() -> TextStyle {
    TITLE.clone()
}

/// Height of a line of body text: five steps of the grid, also where a text breaks over lines.
const LINE: f32 = 20.0;

/// A page's title, once per page.
pub fn title(text: impl Into<String>) -> RichText {
    RichText::new(text)
        .text_style(TITLE.clone())
        .strong()
        .line_height(Some(28.0))
}

/// A heading of a section or a card.
pub fn heading(text: impl Into<String>) -> RichText {
    RichText::new(text)
        .heading()
        .strong()
        .line_height(Some(24.0))
}

/// Body text on a line with emphasised or secondary text: all three then stand on one base line.
pub fn body(text: impl Into<String>) -> RichText {
    RichText::new(text).line_height(Some(LINE))
}

/// Emphasised body text.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text)
        .text_style(STRONG.clone())
        .strong()
        .line_height(Some(LINE))
}

/// Secondary text in body size.
pub fn weak(text: impl Into<String>) -> RichText {
    RichText::new(text).weak().line_height(Some(LINE))
}

/// Small secondary text: hints, captions, times.
pub fn small(text: impl Into<String>) -> RichText {
    RichText::new(text).small().weak().line_height(Some(16.0))
}

/// Code, ids, payloads.
pub fn mono(text: impl Into<String>) -> RichText {
    RichText::new(text).monospace().line_height(Some(LINE))
}

/// Lists the letter sizes for egui's style.
pub(super) fn styles() -> std::collections::BTreeMap<TextStyle, FontId> {
    let regular = |size| FontId::new(size, FontFamily::Proportional);
    let semibold = |size| FontId::new(size, fonts::semibold());
    [
        (TextStyle::Small, regular(12.0)),
        (TextStyle::Body, regular(14.0)),
        (TextStyle::Button, regular(14.0)),
        (
            TextStyle::Monospace,
            FontId::new(13.0, FontFamily::Monospace),
        ),
        (TextStyle::Heading, semibold(16.0)),
        (STRONG.clone(), semibold(14.0)),
        (TITLE.clone(), semibold(22.0)),
    ]
    .into()
}
