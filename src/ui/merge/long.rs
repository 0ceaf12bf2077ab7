//! Texts of several lines: what each side changed in them, the sides beside each other.

use super::words;
use crate::app::merging::Merging;
use crate::app::merging_texts::Compared;
use crate::i18n::{Arg, Texts};
use crate::merge::FieldMerge;
use crate::merge::side_by_side::{LineState, Place, SideBySide};
use crate::merge::text::Piece;
use crate::model::Side;
use crate::ui::design::{DesignExt as _, side_color, space, text};
use crate::ui::widgets::{SideBadge, marked_value};
use eframe::egui::{Align, Label, Layout, RichText, ScrollArea, Spinner, Ui, vec2};

/// How many places are shown in the detail pane; the whole text has the others.
const PLACES: usize = 12;
/// How many lines of a place are shown there.
const LINES: usize = 12;
/// Height of a line of the whole text, in points.
const ROW: f32 = 22.0;
/// Width of the numbers before the lines, in points.
const NUMBERS: f32 = 56.0;

/// How many lines of a long text its cells show.
const IN_A_CELL: usize = 3;

/// How many lines the cells of a field show.
pub(super) fn lines_of(merging: &Merging, field: &FieldMerge) -> usize {
    if merging.long.get(field.index).is_some() {
        IN_A_CELL
    } else {
        1
    }
}

/// The line of a long text in which a side first differs from what both held; the first if neither does.
pub(super) fn first_change(field: &FieldMerge) -> usize {
    let Some(base) = &field.values.base else {
        return 0;
    };
    let first = |side: Side| {
        let before = base.get(side).as_text()?;
        let now = field.values.now(side).as_text()?;
        let (mut before, mut now) = (before.lines(), now.lines());
        let mut line = 0;
        loop {
            match (before.next(), now.next()) {
                (None, None) => return None,
                (before, now) if before != now => return Some(line),
                _ => line += 1,
            }
        }
    };
    let changes = Side::BOTH.into_iter().filter_map(first);
    changes.min().unwrap_or(0)
}

/// Some lines of a text as its cell shows them, from a line on; a sign says that there are others above.
pub(super) fn excerpt(text: &str, from: usize) -> String {
    let lines: Vec<&str> = text.lines().skip(from).take(IN_A_CELL).collect();
    let shown = lines.join("\n");
    if from > 0 {
        format!("… {shown}")
    } else {
        shown
    }
}

/// Draws what each side changed, place by place; while the text is being compared, it says so.
pub(super) fn places(ui: &mut Ui, texts: Texts, compared: &Compared) {
    let shown = match compared {
        Compared::Coming => return comparing(ui, texts),
        Compared::Ready(shown) => shown,
    };
    if !shown.is_compared() {
        ui.add(Label::new(text::weak(texts.t("merge-text-too-long"))).wrap());
        return;
    }
    let places = shown.places();
    for (number, place) in places.iter().take(PLACES).enumerate() {
        ui.label(text::small(heading(texts, number, place)));
        ui.push_id(("place", place.at), |ui| sides(ui, texts, place.piece));
        ui.add_space(space::XS);
    }
    if let Some(more) = places.len().checked_sub(PLACES).filter(|more| *more > 0) {
        let args = [("count", Arg::from(more as u64))];
        ui.label(text::weak(texts.t_args("merge-more-places", &args)));
    }
}

/// Says that a text is being compared.
pub(super) fn comparing(ui: &mut Ui, texts: Texts) {
    ui.horizontal(|ui| {
        ui.add(Spinner::new().size(16.0));
        ui.label(text::weak(texts.t("merge-comparing")));
    });
}

/// What a place is called.
pub(super) fn heading(texts: Texts, number: usize, place: &Place<'_>) -> String {
    let args = [
        ("n", Arg::from(number as u64 + 1)),
        ("line", Arg::from(place.line as u64)),
    ];
    texts.t_args("merge-place", &args)
}

/// What both sides have at a place, beside each other, each against what both held.
pub(super) fn sides(ui: &mut Ui, texts: Texts, piece: &Piece) {
    let width = (ui.available_width() - space::M) / 2.0;
    ui.horizontal_top(|ui| {
        for side in Side::BOTH {
            let layout = Layout::top_down(Align::Min);
            ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
                ui.set_width(width);
                one_side(ui, texts, piece, side);
            });
        }
    });
}

fn one_side(ui: &mut Ui, texts: Texts, piece: &Piece, side: Side) {
    let own = match side {
        Side::Bc => &piece.bc,
        Side::Dv => &piece.dv,
    };
    ui.add(SideBadge::new(side));
    if *own == piece.base {
        ui.label(text::weak(texts.t("merge-cell-unchanged")));
        return;
    }
    let (before, now) = (joined(&piece.base), joined(own));
    let marked = marked_value(ui, &before, &now, side, true);
    let shown = ui.add(Label::new(marked).wrap());
    // Marks are for the eye; whoever hears it is told what became of what.
    let or_nothing = |text: &str| {
        if text.is_empty() {
            texts.t("merge-piece-removed").into_owned()
        } else {
            text.to_owned()
        }
    };
    let args = [
        ("before", Arg::from(or_nothing(&before))),
        ("now", Arg::from(or_nothing(&now))),
    ];
    let spoken = texts.t_args("merge-place-said", &args);
    ui.ctx()
        .accesskit_node_builder(shown.id, |node| node.set_value(spoken));
}

fn joined(lines: &[String]) -> String {
    let mut shown = words::visible(
        &lines
            .iter()
            .take(LINES)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n"),
    );
    if lines.len() > LINES {
        shown.push_str("\n…");
    }
    shown
}

/// Draws the whole text of the field that is looked at, in so much height.
pub(in crate::ui) fn whole(ui: &mut Ui, texts: Texts, merging: &Merging, height: f32) {
    match merging.long.get(merging.focus) {
        None => {
            ui.label(text::weak(texts.t("merge-nothing-shown")));
        }
        Some(Compared::Coming) => comparing(ui, texts),
        Some(Compared::Ready(shown)) => rows(ui, texts, shown, height),
    }
}

fn rows(ui: &mut Ui, texts: Texts, shown: &SideBySide, height: f32) {
    let places = shown.places().len() as u64;
    let words = if shown.is_compared() {
        texts.t_args("merge-whole-places", &[("count", Arg::from(places))])
    } else {
        texts.t("merge-text-too-long").into_owned()
    };
    ui.add(Label::new(text::weak(words)).wrap());
    ui.add_space(space::XS);
    let width = ((ui.available_width() - NUMBERS - space::L) / 2.0).max(80.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        column(ui, NUMBERS, |ui| {
            ui.label("");
        });
        for side in Side::BOTH {
            column(ui, width, |ui| {
                ui.add(SideBadge::new(side));
            });
        }
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("merge-whole")
        .max_height(height - 2.0 * ROW)
        .auto_shrink([false, true])
        .show_rows(ui, ROW, shown.rows(), |ui, range| {
            for row in range {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = space::XS;
                    column(ui, NUMBERS, |ui| {
                        ui.label(text::small(texts.count(row as u64 + 1)));
                    });
                    for side in Side::BOTH {
                        column(ui, width, |ui| line(ui, texts, shown.line(row, side), side));
                    }
                });
            }
        });
}

fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, ROW), layout, |ui| {
        ui.set_min_size(vec2(width, ROW));
        ui.set_max_width(width);
        content(ui);
    });
}

/// A line with a sign before it where it changed: the colour alone would not tell.
fn line(ui: &mut Ui, texts: Texts, line: Option<(LineState, &str)>, side: Side) {
    let Some((state, own)) = line else {
        ui.label("");
        return;
    };
    let own = words::cut(texts, own);
    let tokens = ui.tokens();
    let (sign, key) = match state {
        LineState::Same => ("", None),
        LineState::Gone => ("− ", Some("merge-line-gone")),
        LineState::New => ("+ ", Some("merge-line-new")),
    };
    let words = RichText::new(format!("{sign}{own}"));
    let words = match state {
        LineState::Same => words.color(tokens.text.body),
        LineState::Gone => words.strikethrough().color(tokens.text.weak),
        LineState::New => words.underline().color(side_color(tokens, side)),
    };
    let shown = ui.add(Label::new(words).truncate());
    if let Some(key) = key {
        let spoken = texts.t_args(key, &[("line", Arg::from(own.as_str()))]);
        ui.ctx()
            .accesskit_node_builder(shown.id, |node| node.set_value(spoken));
    }
    shown.on_hover_text(own);
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn a_cell_begins_where_something_changed() {
        let text = "one\ntwo\nthree\nfour\nfive";
        assert_eq!(excerpt(text, 0), "one\ntwo\nthree");
        assert_eq!(excerpt(text, 3), "… four\nfive");
        assert_eq!(excerpt("", 2), "… ");
    }
}
