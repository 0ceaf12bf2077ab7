//! Where a person gives a value: one line, several lines with a choice for each piece, an option, or a coupled record.

use super::{long, words};
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::Merging;
use crate::app::merging_edit::{Editing, Editor};
use crate::app::merging_names::Candidate;
use crate::app::merging_sections::caption_of;
use crate::app::merging_texts::Compared;
use crate::i18n::Arg;
use crate::merge::FieldMerge;
use crate::merge::side_by_side::Place;
use crate::merge::text::{Piece, TakePiece};
use crate::ui::design::{DesignExt as _, Mark, space, text};
use crate::ui::widgets::{Button, Choice, StateChip};
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{
    Align2, FontSelection, Id, Key, Modifiers, Response, Role, ScrollArea, Sense, TextEdit,
    TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText, pos2, vec2,
};

/// Most height that a list of offers takes, in points.
const LIST: f32 = 150.0;
/// Rows of a text of several lines.
const LINES: usize = 4;
/// How many places can be chosen one by one; with more, the text is typed or taken whole.
const PLACES: usize = 60;

/// One line: a text, an amount, a day.
pub(super) fn line(ui: &mut Ui, app: &mut App, field: &FieldMerge, editing: &Editing) {
    let mut typed = editing.text.clone();
    let hint = hint(app, field);
    let input = ui.add(
        TextEdit::singleline(&mut typed)
            .desired_width(ui.available_width())
            .align(Align2::LEFT_CENTER)
            .hint_text(hint.clone()),
    );
    name(&input, &hint);
    keep(ui, app, editing, &input, typed);
    let (enter, escape) = ui.input(|input| {
        (
            input.key_pressed(Key::Enter),
            input.key_pressed(Key::Escape),
        )
    });
    if escape {
        app.send(Command::Merge(MergeCommand::CancelEdit));
    } else if enter || input.lost_focus() && editing.wrong.is_none() {
        app.send(Command::Merge(MergeCommand::CommitEdit));
    }
}

/// Whether the editor that is open takes the room of the values.
pub(super) fn is_large(merging: &Merging) -> bool {
    let editing = merging.editing.as_ref();
    editing.is_some_and(|editing| {
        !matches!(editing.editor, Editor::Line | Editor::Number | Editor::Day)
    })
}

/// The editors that need more room than a cell; and what is wrong with what is typed.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge) {
    let Some(editing) = merging
        .editing
        .as_ref()
        .filter(|editing| editing.index == field.index)
    else {
        return;
    };
    match &editing.editor {
        Editor::Line | Editor::Number | Editor::Day => {
            ui.label(text::weak(app.texts.t(match editing.editor {
                Editor::Number => "merge-type-number",
                Editor::Day => "merge-type-day",
                _ => "merge-type-text",
            })));
        }
        Editor::Lines { pieces } => lines(ui, app, merging, field, editing, pieces),
        Editor::Options { options, at } => {
            let labels: Vec<String> = options
                .iter()
                .map(|(_, label)| words::visible(label))
                .collect();
            list(ui, app, &labels, *at);
        }
        Editor::Record { found, at } => record(ui, app, field, editing, found, *at),
    }
    if let Some(wrong) = &editing.wrong {
        let said = ui.add(StateChip::mark(
            Mark::Invalid,
            words::wrong(app.texts, wrong),
        ));
        ui.ctx().accesskit_node_builder(said.id, |node| {
            node.set_live(eframe::egui::accesskit::Live::Assertive);
        });
    }
}

fn hint(app: &App, field: &FieldMerge) -> String {
    let caption = caption_of(app.texts, field);
    app.texts
        .t_args("merge-type-value", &[("field", Arg::from(caption))])
}

fn name(input: &Response, hint: &str) {
    input.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint));
}

/// Sends what is typed, and gives a fresh editor the keyboard.
fn keep(ui: &Ui, app: &mut App, editing: &Editing, input: &Response, typed: String) {
    if editing.fresh {
        input.request_focus();
        select_all(ui, input.id, &editing.text);
    }
    if input.changed() {
        app.send(Command::Merge(MergeCommand::Typed(typed)));
    } else if editing.fresh {
        app.send(Command::Merge(MergeCommand::Typed(editing.text.clone())));
    }
}

fn lines(
    ui: &mut Ui,
    app: &mut App,
    merging: &Merging,
    field: &FieldMerge,
    editing: &Editing,
    pieces: &[(Piece, TakePiece)],
) {
    let texts = app.texts;
    if matches!(merging.long.get(field.index), Some(Compared::Coming)) {
        long::comparing(ui, texts);
    }
    if let Some(shown) = merging
        .long
        .ready(field.index)
        .filter(|_| !pieces.is_empty())
    {
        let places = shown.places();
        for (number, place) in places.iter().take(PLACES).enumerate() {
            if let Some((_, take)) = pieces.get(place.at) {
                piece_choice(ui, app, number, place, *take);
            }
        }
        if let Some(more) = places.len().checked_sub(PLACES).filter(|more| *more > 0) {
            let args = [("count", Arg::from(more as u64))];
            ui.label(text::weak(texts.t_args("merge-more-places-typed", &args)));
        }
    }
    let mut typed = editing.text.clone();
    let hint = hint(app, field);
    let input = ui.add(
        TextEdit::multiline(&mut typed)
            .desired_width(ui.available_width())
            .desired_rows(LINES)
            .hint_text(hint.clone()),
    );
    name(&input, &hint);
    keep(ui, app, editing, &input, typed);
    ui.horizontal(|ui| {
        let take = Button::primary(texts.t("merge-take-text"))
            .small()
            .enabled(editing.wrong.is_none());
        let shortcut = ui.input(|input| {
            input.key_pressed(Key::Enter) && input.modifiers.matches_logically(Modifiers::COMMAND)
        });
        if ui.add(take).clicked() || shortcut {
            app.send(Command::Merge(MergeCommand::CommitEdit));
        }
        if ui
            .add(Button::quiet(texts.t("action-cancel")).small())
            .clicked()
        {
            app.send(Command::Merge(MergeCommand::CancelEdit));
        }
        ui.label(text::small(texts.t("merge-type-lines")));
    });
}

/// One place of a text that somebody changed: what each side made of it, and whose lines are taken.
fn piece_choice(ui: &mut Ui, app: &mut App, number: usize, place: &Place<'_>, take: TakePiece) {
    let texts = app.texts;
    ui.label(text::small(long::heading(texts, number, place)));
    let mut chosen = take;
    let changed = ui.push_id(place.at, |ui| {
        long::sides(ui, texts, place.piece);
        let name = [("n", Arg::from(number as u64 + 1))];
        let mut choice = Choice::new(texts.t_args("merge-piece", &name), &mut chosen)
            .option(TakePiece::Base, texts.t("merge-last-synced"))
            .option(TakePiece::Bc, texts.t("word-bc"))
            .option(TakePiece::Dv, texts.t("word-dv"));
        if place.piece.is_contested() {
            choice = choice.option(TakePiece::Both, texts.t("merge-piece-both"));
        }
        choice.show(ui)
    });
    if changed.inner {
        app.send(Command::Merge(MergeCommand::TakePiece(place.at, chosen)));
    }
    ui.add_space(space::XS);
}

fn record(
    ui: &mut Ui,
    app: &mut App,
    field: &FieldMerge,
    editing: &Editing,
    found: &[Candidate],
    at: usize,
) {
    let texts = app.texts;
    let mut typed = editing.text.clone();
    let caption = caption_of(texts, field);
    let hint = texts.t_args("merge-search-record", &[("field", Arg::from(caption))]);
    let input = ui.add(
        TextEdit::singleline(&mut typed)
            .desired_width(ui.available_width().min(420.0))
            .hint_text(hint.clone()),
    );
    name(&input, &hint);
    keep(ui, app, editing, &input, typed);
    if editing.is_searching() {
        ui.label(text::weak(texts.t("merge-searching")));
    }
    if ui.input(|input| input.key_pressed(Key::Enter)) && !found.is_empty() {
        app.send(Command::Merge(MergeCommand::CommitEdit));
    }
    if found.is_empty() {
        if !editing.is_searching() {
            ui.label(text::weak(texts.t("merge-no-record")));
        }
        return;
    }
    let labels: Vec<String> = found
        .iter()
        .map(|one| {
            let (bc, dv) = (&one.names.bc, &one.names.dv);
            words::visible(&if bc == dv {
                bc.clone()
            } else {
                format!("{bc} ↔ {dv}")
            })
        })
        .collect();
    list(ui, app, &labels, at);
}

/// Offers below each other; a click takes one, the arrows go through them and Enter takes the lit one.
fn list(ui: &mut Ui, app: &mut App, labels: &[String], at: usize) {
    ui.label(text::small(app.texts.t("merge-list-keys")));
    ScrollArea::vertical()
        .id_salt("merge-offers")
        .max_height(LIST)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (place, label) in labels.iter().enumerate() {
                let lit = place == at;
                let offer = offer(ui, label, lit);
                if lit {
                    offer.scroll_to_me(None);
                }
                if offer.clicked() {
                    app.send(Command::Merge(MergeCommand::Choose(place)));
                }
            }
        });
}

fn offer(ui: &mut Ui, label: &str, lit: bool) -> Response {
    let tokens = ui.tokens();
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), space::TARGET), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, lit, label));
    if ui.is_rect_visible(rect) {
        if lit || response.hovered() {
            ui.painter().rect_filled(rect, 4.0, tokens.surface.hover);
        }
        if lit {
            let edge = eframe::egui::Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
            ui.painter().rect_filled(edge, 1.5, tokens.accent.ink);
        }
        let words = WidgetText::from(label).into_galley(
            ui,
            Some(TextWrapMode::Truncate),
            rect.width() - 2.0 * space::S,
            FontSelection::Style(TextStyle::Body),
        );
        let place = pos2(
            rect.left() + space::S,
            rect.center().y - words.size().y / 2.0,
        );
        ui.painter().galley(place, words, tokens.text.body);
    }
    response
}

/// Marks all of a text, so that typing replaces it.
fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}
