//! The command palette: every command, found by typing a part of its name.

use crate::app::App;
use crate::app::command::Command;
use crate::app::offers::Offer;
use crate::ui::design::{space, text};
use crate::ui::shortcuts::shortcut_of;
use crate::ui::state::UiState;
use crate::ui::widgets::MenuItem;
use eframe::egui::{Id, Key, Modifiers, ScrollArea, TextEdit, Ui, Widget as _, vec2};

/// What was typed and which command the keyboard stands on.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct Palette {
    typed: String,
    at: usize,
}

/// Draws the palette.
pub(super) fn show(ui: &Ui, app: &mut App, state: &mut UiState, here: &[Offer]) {
    let texts = app.texts;
    let name = texts.t("palette-title");
    let mut chosen = None;
    let palette = &mut state.palette;
    let closed = super::over(ui, &name, 560.0, |ui| {
        let (mut moved, mut enter) = (0_i64, false);
        ui.input_mut(|input| {
            for (key, rows) in [
                (Key::ArrowDown, 1),
                (Key::ArrowUp, -1),
                (Key::PageDown, 8),
                (Key::PageUp, -8),
            ] {
                if input.consume_key(Modifiers::NONE, key) {
                    moved = rows;
                }
            }
            enter = input.consume_key(Modifiers::NONE, Key::Enter);
        });
        let id = Id::unique("palette");
        let field = TextEdit::singleline(&mut palette.typed)
            .id(id)
            .hint_text(texts.t("palette-hint").as_ref())
            .margin(vec2(space::S, 6.0))
            .desired_width(ui.available_width())
            .ui(ui)
            .accessible_name(name.as_ref());
        if !field.has_focus() {
            field.request_focus();
        }
        if field.changed() {
            palette.at = 0;
        }
        ui.add_space(space::S);
        let everywhere = app.offers();
        let found = ranked(here.iter().chain(&everywhere), &palette.typed);
        let last = found.len().saturating_sub(1);
        let at = i64::try_from(palette.at).unwrap_or(0) + moved;
        palette.at = usize::try_from(at.max(0)).unwrap_or(0).min(last);
        if found.is_empty() {
            ui.label(text::weak(texts.t("palette-nothing")));
            ui.add_space(space::S);
        }
        let height = (ui.ctx().content_rect().height() - 200.0).clamp(120.0, 400.0);
        ScrollArea::vertical()
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (number, offer) in found.into_iter().enumerate() {
                    let here = number == palette.at;
                    let row = entry(offer, here).ui(ui);
                    if here && (moved != 0 || field.changed()) {
                        row.scroll_to_me(None);
                    }
                    let wanted = row.clicked() || (here && enter);
                    if wanted && offer.why_not.is_none() {
                        chosen = Some(offer.command.clone());
                    }
                }
            });
        false
    });
    if let Some(command) = chosen {
        app.send(Command::CloseLayer);
        app.send(command);
    } else if closed {
        app.send(Command::CloseLayer);
    }
}

fn entry(offer: &Offer, here: bool) -> MenuItem {
    let label = match &offer.why_not {
        Some(why) => format!("{} · {why}", offer.label),
        None => offer.label.clone(),
    };
    let item = MenuItem::new(label)
        .enabled(offer.why_not.is_none())
        .wide()
        .lit(here);
    match shortcut_of(&offer.command) {
        Some(keys) => item.shortcut(keys),
        None => item,
    }
}

/// The offers that have every typed word in their name, those first that begin with it; what can be done goes before what
/// cannot.
fn ranked<'o>(offers: impl Iterator<Item = &'o Offer>, typed: &str) -> Vec<&'o Offer> {
    let typed = folded(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mut found: Vec<(bool, usize, &Offer)> = offers
        .filter_map(|offer| {
            let label = folded(&offer.label);
            let mut place = 0;
            for word in &words {
                place += label.find(word)?;
            }
            Some((offer.why_not.is_some(), place, offer))
        })
        .collect();
    found.sort_by_key(|(cannot, place, _)| (*cannot, *place));
    found.into_iter().map(|(_, _, offer)| offer).collect()
}

/// Lower case, and without the accents of French.
fn folded(words: &str) -> String {
    words
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'à' | 'â' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            '’' => '\'',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(label: &str, can: bool) -> Offer {
        Offer {
            command: Command::Refresh,
            label: label.to_owned(),
            why_not: (!can).then(|| "no".to_owned()),
        }
    }

    #[test]
    fn typing_finds_by_part_and_without_accents() {
        let offers = [
            offer("Aller à : Conflits", true),
            offer("Tout réessayer", true),
            offer("Réessayer", false),
        ];
        let found = |typed: &str| -> Vec<&str> {
            ranked(offers.iter(), typed)
                .into_iter()
                .map(|offer| offer.label.as_str())
                .collect()
        };
        assert_eq!(found("reess"), ["Tout réessayer", "Réessayer"]);
        assert_eq!(found("confl all"), ["Aller à : Conflits"]);
        assert_eq!(found("").len(), 3);
        assert!(found("zz").is_empty());
    }
}
