//! Reaches the language from anything that draws, so that small widgets need no extra argument.
//!
//! Ask for a text before `widget_info(…)` or `accesskit_node_builder(…)`, never inside: egui is locked there, and
//! the program would wait for itself.

use eframe::egui::Context;
use eframe::egui::Id;
use eframe::egui::Ui;

use crate::i18n::{Arg, Texts};

/// Sets the language that widgets speak, from the next widget on.
pub fn set_texts(ctx: &Context, texts: Texts) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, Spoken(texts)));
}

/// The language in egui's memory.
#[derive(Clone, Copy, Default)]
struct Spoken(Texts);

/// What is counted, in one line, by the key of each count; what there is nothing of is left out.
pub(super) fn counted<const N: usize>(texts: Texts, parts: [(&str, u64); N]) -> String {
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| texts.t_args(key, &[("count", Arg::from(count))]))
        .collect();
    if said.is_empty() {
        return texts.t("full-nothing").into_owned();
    }
    said.join(" · ")
}

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
