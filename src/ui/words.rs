//! Reaches the language from anything that draws, so that small widgets need no extra argument.
//!
//! Ask for a text before `widget_info(…)` or `accesskit_node_builder(…)`, never inside: egui is locked there, and
//! the program would wait for itself.

use eframe::egui::Context;
use eframe::egui::Id;
use eframe::egui::Ui;

use crate::i18n::Texts;

/// Sets the language that widgets speak, from the next widget on.
pub fn set_texts(ctx: &Context, texts: Texts) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, Spoken(texts)));
}

/// The language in egui's memory.
#[derive(Clone, Copy, Default)]
struct Spoken(Texts);

/// Reaches the language.
pub trait WordsExt {
    /// Gives the language that is set, English before any is.
    fn texts(&self) -> Texts;
}

impl WordsExt for Ui {
    fn texts(&self) -> Texts {
        self.ctx().texts()
    }
}

impl WordsExt for Context {
    fn texts(&self) -> Texts {
        self.data(|data| data.get_temp::<Spoken>(Id::NULL))
            .unwrap_or_default()
            .0
    }
}
