//! The fields: a row each, with the last agreement, both sides, and the result beside them; cards where there is no width.

use super::{editor, header, long, words};
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::{Merging, can_be_decided};
use crate::app::merging_edit::Editor;
use crate::app::merging_money::Moment;
use crate::app::merging_sections::{Section, caption_of};
use crate::i18n::{Arg, Texts};
use crate::merge::{Equality, FieldMerge, Pick, State};
use crate::model::{Side, SkippedId, Value};
use crate::ui::design::{DesignExt as _, Icon, icon, side_color, space, text};
use crate::ui::widgets::{Button, CellContent, RadioCell, SideBadge, in_lines, marked_value};
use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align, Id, Label, Layout, Rect, Response, RichText, ScrollArea, Sense, Separator, Stroke,
    TextStyle, Ui, UiBuilder, Vec2, pos2, vec2,
};

/// Height of a row, in points.
const ROW: f32 = 36.0;
/// Height of a section's title, in points.
const TITLE: f32 = 32.0;
/// Height of the column titles, in points.
const HEADING: f32 = 20.0;
/// Height of a card with three lines.
const CARD: f32 = 4.0 * ROW + 8.0;
/// What keeps the outline of a taken value in a card from the edge, in points.
const EDGE: f32 = 4.0;
/// Shares of the width: field, last synced, Business Central, Dataverse, result.
const SHARES: [f32; 5] = [0.17, 0.17, 0.23, 0.23, 0.20];
/// The same where there is little room: the detail pane shows what was last synced.
const NARROW_SHARES: [f32; 5] = [0.22, 0.0, 0.27, 0.27, 0.24];
/// Below this width, in points, there is little room.
const NARROW: f32 = 820.0;
/// Below this width, in points, a field is a card.
const CARDS: f32 = 560.0;
/// How far the words of each column stand from its left edge, in points.
const INDENTS: [f32; 5] = [space::S, 0.0, space::S, space::S, space::S];

/// How the fields are laid out.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Rows([f32; 5]),
    Cards,
}

fn form(width: f32) -> Form {
    if width < CARDS {
        Form::Cards
    } else if width < NARROW {
        Form::Rows(NARROW_SHARES)
    } else {
        Form::Rows(SHARES)
    }
}

/// Draws the grid, with its titles kept in sight.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    // The same with and without a scroll bar, so that titles stand above what they name.
    let width = ui.available_width() - ui.spacing().scroll.allocated_width();
    headings(ui, app, width);
    ScrollArea::vertical()
        .id_salt("merge-grid")
        .auto_shrink([false, false])
        .show(ui, |ui| body(ui, app, merging, width));
}

/// Draws the grid as a part of something that scrolls.
pub(super) fn rows(ui: &mut Ui, app: &mut App, merging: &Merging) {
    // Room that is kept for a scroll bar is cut off.
    let seen = ui.clip_rect().right() - ui.cursor().left();
    let width = ui.available_width().min(seen) - space::S;
    headings(ui, app, width);
    body(ui, app, merging, width);
}

fn headings(ui: &mut Ui, app: &mut App, width: f32) {
    let texts = app.texts;
    let Form::Rows(shares) = form(width) else {
        return;
    };
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = HEADING;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let keys = [
                "merge-field",
                "merge-last-synced",
                "word-bc",
                "word-dv",
                "merge-result",
            ];
            for ((key, share), indent) in keys.into_iter().zip(shares).zip(INDENTS) {
                if share == 0.0 {
                    continue;
                }
                sized_cell(ui, vec2(width * share, HEADING), |ui| {
                    ui.add_space(indent);
                    ui.add(Label::new(text::small(texts.t(key))).truncate());
                });
            }
        });
    });
    ui.add(Separator::default().spacing(space::XS));
}

fn body(ui: &mut Ui, app: &mut App, merging: &Merging, width: f32) {
    let form = form(width);
    ui.spacing_mut().item_spacing.y = 0.0;
    let shown = merging.shown();
    if shown.is_empty() {
        ui.add_space(space::S);
        ui.label(text::weak(app.texts.t("merge-nothing-shown")));
        return;
    }
    let several = shown.iter().any(|field| {
        Some(merging.section(field)) != shown.first().map(|first| merging.section(first))
    });
    let mut section = None;
    let moved_on = focus_moved(ui, merging);
    for field in shown {
        let own = merging.section(field);
        if section != Some(own) {
            section = Some(own);
            if several {
                title(ui, app, merging, own, form, width);
            }
        }
        let height = match form {
            Form::Rows(_) => row_height(ui, merging, field),
            Form::Cards => CARD,
        };
        let place = Rect::from_min_size(ui.cursor().min, vec2(width, height));
        let focused = merging.focus == field.index;
        if focused && moved_on {
            ui.scroll_to_rect(place, None);
        }
        // Rows out of sight take their room and nothing else, so that a record may have any number of fields.
        if !ui.is_rect_visible(place.expand2(vec2(0.0, 2.0 * height))) {
            ui.allocate_exact_size(place.size(), Sense::hover());
            continue;
        }
        if focused {
            let tokens = ui.tokens();
            ui.painter().rect_filled(place, 4.0, tokens.surface.hover);
            let edge = Rect::from_min_size(place.min, vec2(3.0, place.height()));
            ui.painter().rect_filled(edge, 1.5, tokens.accent.ink);
        }
        // The same id whatever stands above, or the cell that has the keyboard would lose it when a bar comes or goes.
        let same = UiBuilder::new()
            .scope_id(Id::unique(("merge-field", field.index)))
            .accessibility_role(Role::RadioGroup)
            .accessibility_label(caption_of(app.texts, field));
        ui.scope_builder(same, |ui| match form {
            Form::Rows(shares) => row(ui, app, merging, field, width, shares),
            Form::Cards => card(ui, app, merging, field, width),
        });
    }
}

/// Height of a field's row: long texts show some lines.
fn row_height(ui: &Ui, merging: &Merging, field: &FieldMerge) -> f32 {
    let more = long::lines_of(merging, field).saturating_sub(1);
    let line = ui.text_style_height(&TextStyle::Body);
    (0..more).fold(ui.row_height(ROW), |height, _| height + line)
}

/// Whether another field is looked at than in the frame before: only then is it scrolled into sight.
fn focus_moved(ui: &Ui, merging: &Merging) -> bool {
    let id = Id::unique("merge-grid-focus");
    // Where other fields come into sight or go, the same field stands elsewhere.
    // The same holds in a window of another size.
    let room = ui.ctx().content_rect().size().round();
    let now = (merging.id, merging.focus, merging.sight.unchanged, room);
    let before = ui.data(|data| data.get_temp::<(SkippedId, usize, bool, Vec2)>(id));
    ui.data_mut(|data| data.insert_temp(id, now));
    before != Some(now)
}

/// A section's title, with a choice for all of its contested fields above each column.
fn title(ui: &mut Ui, app: &mut App, merging: &Merging, section: Section, form: Form, width: f32) {
    let texts = app.texts;
    let name = texts.t(section.key());
    let contested = merging.contested(section);
    let mut take_all = |ui: &mut Ui, side: Side| {
        if contested.is_empty() {
            return;
        }
        let side_name = texts.t(match side {
            Side::Bc => "word-bc",
            Side::Dv => "word-dv",
        });
        let args = [
            ("section", Arg::from(name.clone())),
            ("side", Arg::from(side_name)),
        ];
        let sign = match (form, side) {
            (Form::Rows(_), _) => None,
            (Form::Cards, Side::Bc) => Some(Icon::SideBc),
            (Form::Cards, Side::Dv) => Some(Icon::SideDv),
        };
        let button = Button::plain(texts.t("merge-take-all"));
        let button = match sign {
            // Without columns above it the button says by its sign which side it means.
            Some(sign) => button.icon(sign),
            None => button,
        };
        let button = button
            .help(texts.t_args("merge-take-all-help", &args))
            .small();
        let button = ui.add(button.enabled(!merging.applying));
        let spoken = texts.t_args("merge-take-all-help", &args);
        ui.ctx()
            .accesskit_node_builder(button.id, |node| node.set_label(spoken));
        if button.clicked() {
            app.send(Command::Merge(MergeCommand::TakeSection(section, side)));
        }
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        match form {
            Form::Rows([own, base, bc, dv, _]) => {
                sized_cell(ui, vec2(width * (own + base), TITLE), |ui| {
                    ui.add_space(space::S);
                    ui.add(Label::new(text::small(name.clone())).truncate());
                });
                sized_cell(ui, vec2(width * bc, TITLE), |ui| take_all(ui, Side::Bc));
                sized_cell(ui, vec2(width * dv, TITLE), |ui| take_all(ui, Side::Dv));
            }
            Form::Cards => {
                sized_cell(ui, vec2(width, TITLE), |ui| {
                    ui.add_space(space::S);
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        for side in [Side::Dv, Side::Bc] {
                            take_all(ui, side);
                        }
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            ui.add(Label::new(text::small(name.clone())).truncate());
                        });
                    });
                });
            }
        }
    });
    let line = ui.cursor().min;
    let stroke = Stroke::new(1.0, ui.tokens().line.hairline);
    ui.painter().line_segment(
        [
            pos2(line.x, line.y - 1.0),
            pos2(line.x + width, line.y - 1.0),
        ],
        stroke,
    );
}

fn cell<R>(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let height = ui.row_height(ROW);
    sized_cell(ui, vec2(width, height), content)
}

fn sized_cell<R>(ui: &mut Ui, size: Vec2, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.set_max_width(size.x);
        content(ui)
    })
    .inner
}

fn row(
    ui: &mut Ui,
    app: &mut App,
    merging: &Merging,
    field: &FieldMerge,
    width: f32,
    shares: [f32; 5],
) {
    let height = row_height(ui, merging, field);
    let lines = long::lines_of(merging, field);
    let cell = |ui: &mut Ui, width: f32, content: &mut dyn FnMut(&mut Ui)| {
        sized_cell(ui, vec2(width, height), |ui| content(ui));
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let [name, base, bc, dv, result] = shares.map(|share| width * share);
        cell(ui, name, &mut |ui| field_name(ui, app, merging, field));
        if base > 0.0 {
            cell(ui, base, &mut |ui| {
                last_synced(ui, app, merging, field, lines);
            });
        }
        for (width, side) in [(bc, Side::Bc), (dv, Side::Dv)] {
            cell(ui, width, &mut |ui| {
                side_cell(ui, app, merging, field, side, lines);
            });
        }
        cell(ui, result, &mut |ui| {
            result_cell(ui, app, merging, field, lines);
        });
    });
}

/// A field where there is no room for columns: its name with the result, then a line for each side.
fn card(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge, width: f32) {
    ui.allocate_ui_with_layout(vec2(width, CARD), Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(vec2(width, CARD));
        ui.set_max_width(width);
        cell(ui, width, |ui| field_name(ui, app, merging, field));
        for side in Side::BOTH {
            cell(ui, width - EDGE, |ui| {
                // No column title says here which side is which.
                ui.add_space(space::S);
                ui.add(SideBadge::new(side).folded(true));
                side_cell(ui, app, merging, field, side, 1);
            });
        }
        cell(ui, width, |ui| {
            ui.add_space(space::S);
            ui.label(text::small(app.texts.t("merge-result")));
            result_cell(ui, app, merging, field, 1);
        });
    });
}

fn field_name(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge) {
    let texts = app.texts;
    let mark = words::mark(field);
    let color = mark.color(ui.tokens());
    ui.add_space(space::S);
    ui.add(icon(mark.icon()).color(color));
    ui.add_space(space::S);
    let name = caption_of(texts, field).into_owned();
    let words = if field.state() == State::Open {
        text::strong(name)
    } else {
        RichText::new(name)
    };
    let state = if merging.was(field.index).is_some() {
        texts.t("merge-state-reopened")
    } else {
        texts.t(mark.text_key())
    };
    let about = format!(
        "{state} · {}\n{}",
        texts.t(words::class_key(field.class)),
        technical(merging, field)
    );
    let label = ui.add(Label::new(words).truncate().sense(Sense::click()));
    if label.on_hover_text(about).clicked() {
        app.send(Command::Merge(MergeCommand::Focus(field.index)));
    }
}

/// What both services call a field.
pub(super) fn technical(merging: &Merging, field: &FieldMerge) -> String {
    let Some(mapping) = merging.view.mapping.fields.get(field.index) else {
        return field.name.to_string();
    };
    let names = |side: Side| {
        let names: Vec<&str> = mapping
            .fields_of(side)
            .into_iter()
            .map(crate::model::FieldName::as_str)
            .collect();
        names.join(" + ")
    };
    format!("{} ↔ {}", names(Side::Bc), names(Side::Dv))
}

/// A value as a cell shows it: on one line, or some lines of a long text.
fn shown_in(words: &str, other: Option<&str>, field: &FieldMerge, lines: usize) -> String {
    if lines > 1 {
        long::excerpt(words, long::first_change(field))
    } else {
        words::on_one_line(words, other)
    }
}

fn last_synced(ui: &mut Ui, app: &App, merging: &Merging, field: &FieldMerge, lines: usize) {
    let texts = app.texts;
    let words = match &field.values.base {
        Some(base) => words::value(texts, merging, field, Side::Bc, &base.bc, Moment::Base),
        None => texts.t("merge-never").into_owned(),
    };
    let line = shown_in(&words, None, field, lines);
    let is_figure = field
        .values
        .base
        .as_ref()
        .is_some_and(|base| words::is_figure(&base.bc));
    figure(ui, is_figure, |ui| {
        let shown = in_lines(ui, text::weak(line).into(), ui.available_width(), lines);
        ui.add(Label::new(shown)).on_hover_text(words);
    });
}

/// Draws the rest of a cell; what is a figure stands at its right, as in the cells of both sides.
fn figure<R>(ui: &mut Ui, is_figure: bool, content: impl FnOnce(&mut Ui) -> R) -> R {
    if is_figure {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(space::S);
            content(ui)
        })
        .inner
    } else {
        content(ui)
    }
}

fn side_cell(
    ui: &mut Ui,
    app: &mut App,
    merging: &Merging,
    field: &FieldMerge,
    side: Side,
    lines: usize,
) {
    let texts = app.texts;
    let now = field.values.now(side);
    let spoken = words::value(texts, merging, field, side, now, Moment::Now);
    let base = field.values.base.as_ref().map(|base| base.get(side));
    let before = base.map(|base| words::value(texts, merging, field, side, base, Moment::Base));
    let content = if !words::moved(field, side) {
        CellContent::Unchanged
    } else if *now == Value::Empty {
        CellContent::Empty
    } else {
        let line = shown_in(&spoken, before.as_deref(), field, lines);
        CellContent::Value(match (&before, base) {
            // Of figures that have a digit in common nothing else is alike.
            (Some(before), Some(base)) if !base.is_empty() && !words::is_figure(now) => {
                let before = shown_in(before, Some(&spoken), field, lines);
                marked_value(ui, &before, &line, side, false).into()
            }
            // Without an agreement the sides are compared with each other.
            (None, None) if !words::is_figure(now) => {
                let other = words::value(
                    texts,
                    merging,
                    field,
                    side.other(),
                    field.values.now(side.other()),
                    Moment::Now,
                );
                let other = shown_in(&other, Some(&spoken), field, lines);
                marked_value(ui, &other, &line, side, false).into()
            }
            _ => line.into(),
        })
    };
    let taken = field.pick == Pick::side(side) || field.pick == Pick::Both;
    let barred = merging.barred(field.index, side);
    let can_take = can_be_decided(field) && !merging.applying && barred.is_none();
    let cell = RadioCell::new(side, caption_of(texts, field), spoken.clone(), content)
        .taken(taken)
        .can_take(can_take)
        .number(words::is_figure(now))
        .lines(lines)
        .stop(merging.focus == field.index);
    // The whole value, and where it comes from.
    let came = header::changed_words(app, merging, side);
    let cell = ui.add(cell).on_hover_ui(|ui| {
        ui.label(&spoken);
        if words::moved(field, side) {
            ui.label(text::weak(came));
        }
        if let Some(barred) = barred {
            ui.label(words::barred(texts, barred));
        } else if !can_be_decided(field) {
            ui.label(texts.t("merge-locked-why"));
        }
    });
    if let Some(barred) = barred {
        let why = words::barred(texts, barred);
        ui.ctx()
            .accesskit_node_builder(cell.id, |node| node.set_description(why));
    }
    hold_focus(ui, merging, field, side, &cell);
    if cell.clicked() {
        app.send(Command::Merge(MergeCommand::Take(field.index, side)));
    }
}

/// Lets the keyboard follow to the row that is looked at: only its cells are stops.
fn hold_focus(ui: &Ui, merging: &Merging, field: &FieldMerge, side: Side, cell: &Response) {
    let id = Id::unique("merge-cell-with-focus");
    let here = merging.focus == field.index;
    let held: Option<(usize, Side)> = ui.data(|data| data.get_temp(id));
    let moved = held.is_some_and(|(index, own)| own == side && index != field.index);
    if here && moved && cell.sense.is_focusable() {
        cell.request_focus();
    }
    if cell.has_focus() || here && moved {
        ui.data_mut(|data| data.insert_temp(id, (field.index, side)));
    } else if here && held == Some((field.index, side)) {
        // It went elsewhere by Tab or by a click.
        ui.data_mut(|data| data.remove::<(usize, Side)>(id));
    }
}

fn result_cell(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge, lines: usize) {
    let texts = app.texts;
    ui.add_space(space::S);
    if let Some(editing) = merging
        .editing
        .as_ref()
        .filter(|editing| editing.index == field.index)
        && matches!(editing.editor, Editor::Line | Editor::Number | Editor::Day)
    {
        editor::line(ui, app, field, editing);
        return;
    }
    let words = words::result(texts, merging, field);
    let tokens = ui.tokens();
    let color = words::mark(field).color(tokens);
    let label = match (&words, field.problem.is_some()) {
        (Some(words), _) => RichText::new(shown_in(words, None, field, lines)),
        (None, true) => RichText::new(impossible(texts, field)).color(color),
        (None, false) => RichText::new(texts.t("merge-choose")).color(color),
    };
    let (sign, ink) = match &field.pick {
        Pick::Bc => (Some(Icon::SideBc), side_color(tokens, Side::Bc)),
        Pick::Dv => (Some(Icon::SideDv), side_color(tokens, Side::Dv)),
        Pick::Both => (Some(Icon::Merge), color),
        Pick::Custom(_) => (Some(Icon::Edit), color),
        Pick::Base => (Some(Icon::History), color),
        Pick::Undecided | Pick::Leave => (None, color),
    };
    if let Some(sign) = sign {
        ui.add(icon(sign).size(14.0).color(ink));
        ui.add_space(space::XS);
    }
    if field.equality == Equality::SameAfterNormalising {
        ui.label(text::weak("≈"))
            .on_hover_text(texts.t("merge-same-but-written"));
        ui.add_space(space::XS);
    }
    let was = merging.was(field.index);
    let is_figure = field
        .result
        .as_ref()
        .is_some_and(|result| words::is_figure(&result.bc));
    let shown = figure(ui, is_figure, |ui| {
        let label = in_lines(ui, label.into(), ui.available_width(), lines);
        ui.add(Label::new(label).sense(Sense::click()))
    });
    let mut about = words.clone().unwrap_or_default();
    if !about.is_empty() {
        about.push('\n');
    }
    about.push_str(&words::decider(texts, merging, field));
    if shown.double_clicked() {
        app.send(Command::Merge(MergeCommand::BeginEdit(field.index)));
    } else if shown.clicked() {
        app.send(Command::Merge(MergeCommand::Focus(field.index)));
    }
    shown.on_hover_text(about);
    if let Some(was) = was {
        // The old choice stays in sight, struck: it was made on values that are no longer there.
        let old = words::pick(texts, merging, field, was);
        ui.add_space(space::XS);
        ui.add(Label::new(RichText::new(old).strikethrough().color(tokens.text.weak)).truncate())
            .on_hover_text(texts.t("merge-state-reopened"));
    }
}

/// What a result that cannot be says: the value that was typed, if one was.
fn impossible(texts: Texts, field: &FieldMerge) -> String {
    match &field.pick {
        Pick::Custom(typed) => words::visible(&typed.to_plain()),
        _ => texts.t("merge-state-invalid").into_owned(),
    }
}
