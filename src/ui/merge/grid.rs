//! The fields: a row each, with the last agreement, both sides, and the result beside them.

use super::words;
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::{Merging, can_be_decided};
use crate::i18n::{Arg, Texts};
use crate::merge::{FieldMerge, Pick, State};
use crate::model::{Side, Value};
use crate::ui::design::{DesignExt as _, Icon, icon, space, text};
use crate::ui::widgets::{CellContent, RadioCell, marked_value};
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{
    Align, Id, Key, Label, Layout, RichText, ScrollArea, Sense, Separator, TextEdit, Ui, Vec2, vec2,
};

/// Height of a row, in points.
const ROW: f32 = 36.0;
/// Height of the column titles, in points.
const HEADING: f32 = 20.0;
/// Shares of the width: field, last synced, Business Central, Dataverse, result.
const SHARES: [f32; 5] = [0.17, 0.17, 0.23, 0.23, 0.20];
/// The same where there is little room; the detail pane shows the value that was last synced.
const NARROW_SHARES: [f32; 5] = [0.21, 0.14, 0.22, 0.22, 0.21];
/// Below this width, in points, there is little room.
const NARROW: f32 = 860.0;
/// How far the words of each column stand from its left edge, in points.
const INDENTS: [f32; 5] = [space::S, 0.0, space::S, space::S, space::S];

fn shares(width: f32) -> [f32; 5] {
    if width < NARROW {
        NARROW_SHARES
    } else {
        SHARES
    }
}

/// Draws the grid.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let width = ui.available_width() - space::S;
    headings(ui, app, width);
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            for field in merging.shown() {
                row(ui, app, merging, field, width);
            }
        });
}

fn headings(ui: &mut Ui, app: &mut App, width: f32) {
    let texts = app.texts;
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
        for ((key, share), indent) in keys.into_iter().zip(shares(width)).zip(INDENTS) {
            sized_cell(ui, vec2(width * share, HEADING), |ui| {
                ui.add_space(indent);
                ui.add(Label::new(text::small(texts.t(key))).truncate());
            });
        }
    });
    ui.add(Separator::default().spacing(space::XS));
}

fn cell<R>(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    sized_cell(ui, vec2(width, ROW), content)
}

fn sized_cell<R>(ui: &mut Ui, size: Vec2, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.set_max_width(size.x);
        content(ui)
    })
    .inner
}

fn row(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge, width: f32) {
    let focused = merging.focus == field.index;
    let tokens = ui.tokens();
    let at = ui.available_rect_before_wrap();
    if focused {
        let place = eframe::egui::Rect::from_min_size(at.min, vec2(width, ROW));
        ui.painter().rect_filled(place, 4.0, tokens.surface.hover);
    }
    let response = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let [name, base, bc, dv, result] = shares(width).map(|share| width * share);
        cell(ui, name, |ui| field_name(ui, app, field));
        cell(ui, base, |ui| last_synced(ui, app, merging, field));
        cell(ui, bc, |ui| side_cell(ui, app, merging, field, Side::Bc));
        cell(ui, dv, |ui| side_cell(ui, app, merging, field, Side::Dv));
        cell(ui, result, |ui| result_cell(ui, app, merging, field));
    });
    if focused && ui.is_rect_visible(response.response.rect) {
        response.response.scroll_to_me(None);
    }
}

fn field_name(ui: &mut Ui, app: &mut App, field: &FieldMerge) {
    let mark = words::mark(field);
    let color = mark.color(ui.tokens());
    ui.add_space(space::S);
    ui.add(icon(mark.icon()).color(color));
    ui.add_space(space::S);
    let name = field.name.to_string();
    let words = if field.state() == State::Open {
        text::strong(name.clone())
    } else {
        RichText::new(name.clone())
    };
    let label = ui.add(Label::new(words).truncate().sense(Sense::click()));
    let state = app.texts.t(mark.text_key());
    if label.on_hover_text(state).clicked() {
        app.send(Command::Merge(MergeCommand::Focus(field.index)));
    }
}

fn last_synced(ui: &mut Ui, app: &App, merging: &Merging, field: &FieldMerge) {
    let texts = app.texts;
    let words = match &field.values.base {
        Some(base) => words::value(texts, merging, field, Side::Bc, &base.bc),
        None => texts.t("merge-never").into_owned(),
    };
    ui.add(Label::new(text::weak(words)).truncate());
}

fn side_cell(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge, side: Side) {
    let texts = app.texts;
    let now = field.values.now(side);
    let spoken = words::value(texts, merging, field, side, now);
    let content = if !words::moved(field, side) {
        CellContent::Unchanged
    } else if *now == Value::Empty {
        CellContent::Empty
    } else {
        let before = field
            .values
            .base
            .as_ref()
            .map(|base| words::value(texts, merging, field, side, base.get(side)));
        CellContent::Value(match before {
            Some(before) => marked_value(ui, &before, &spoken, side, false).into(),
            None => spoken.clone().into(),
        })
    };
    let taken = field.pick.taken() == Some(side);
    let choose = RadioCell::new(side, field.name.as_str(), spoken, content)
        .taken(taken)
        .can_take(can_be_decided(field) && !merging.applying)
        .number(matches!(now, Value::Decimal(_) | Value::Int(_)));
    ui.add_space(space::XS);
    if ui.add(choose).clicked() {
        app.send(Command::Merge(MergeCommand::Take(field.index, side)));
    }
}

fn result_cell(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge) {
    let texts = app.texts;
    ui.add_space(space::S);
    if let Some(editing) = merging
        .editing
        .as_ref()
        .filter(|editing| editing.index == field.index)
    {
        let mut typed = editing.text.clone();
        let hint = texts.t_args(
            "merge-type-value",
            &[("field", Arg::from(field.name.as_str()))],
        );
        let input = ui.add(
            TextEdit::singleline(&mut typed)
                .desired_width(ui.available_width())
                .hint_text(hint.clone()),
        );
        input.widget_info(|| {
            eframe::egui::WidgetInfo::labeled(eframe::egui::Role::TextInput, true, &hint)
        });
        if editing.fresh {
            input.request_focus();
            select_all(ui, input.id, &editing.text);
        }
        if input.changed() {
            app.send(Command::Merge(MergeCommand::Typed(typed)));
        } else if editing.fresh {
            app.send(Command::Merge(MergeCommand::Typed(editing.text.clone())));
        }
        let (enter, escape) = ui.input(|input| {
            (
                input.key_pressed(Key::Enter),
                input.key_pressed(Key::Escape),
            )
        });
        if escape {
            app.send(Command::Merge(MergeCommand::CancelEdit));
        } else if input.lost_focus() || enter {
            app.send(Command::Merge(MergeCommand::CommitEdit));
        }
        return;
    }
    let words = words::result(texts, merging, field);
    let color = words::mark(field).color(ui.tokens());
    let label = match (&words, field.problem.is_some()) {
        (Some(words), _) => RichText::new(words.clone()),
        (None, true) => RichText::new(impossible(texts, field)).color(color),
        (None, false) => RichText::new(texts.t("merge-choose")).color(color),
    };
    let sign = match &field.pick {
        Pick::Bc => Some(Icon::SideBc),
        Pick::Dv => Some(Icon::SideDv),
        Pick::Both => Some(Icon::Merge),
        Pick::Custom(_) => Some(Icon::Edit),
        Pick::Base => Some(Icon::History),
        Pick::Undecided | Pick::Leave => None,
    };
    if let Some(sign) = sign {
        ui.add(icon(sign).size(14.0));
        ui.add_space(space::XS);
    }
    let shown = ui.add(Label::new(label).truncate().sense(Sense::click()));
    if shown.double_clicked() {
        app.send(Command::Merge(MergeCommand::BeginEdit(field.index)));
    } else if shown.clicked() {
        app.send(Command::Merge(MergeCommand::Focus(field.index)));
    }
}

/// What a result that cannot be says: the value that was typed, if one was.
fn impossible(texts: Texts, field: &FieldMerge) -> String {
    match &field.pick {
        Pick::Custom(typed) => typed.to_plain(),
        _ => texts.t("merge-state-invalid").into_owned(),
    }
}

/// Marks all of a text, so that typing replaces it.
fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}
