//! One row per field mapping: on or off, both fields, direction, rules, what becomes of a real record.

use super::Drawn;
use super::detail;
use super::list::arrow;
use super::words;
use crate::app::command::MappingCommand;
use crate::app::mapping::editor::{Schemas, new_field};
use crate::app::mapping::findings::Example;
use crate::app::mapping::rule_form::form_of;
use crate::app::mapping::suggest;
use crate::i18n::{Arg, Texts};
use crate::model::mapping::FieldSource;
use crate::model::{Direction, FieldMapping, FieldName, FieldSchema, Side, Sides};
use crate::ui::design::{DesignExt as _, Icon, icon, space, text};
use crate::ui::widgets::{Button, Pickable, card, paint_focus_ring, picker, switch};
use eframe::egui::{
    CornerRadius, CursorIcon, Key, Label, Layout, Modifiers, Role, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, vec2,
};

/// Height of a row in points.
const ROW: f32 = 36.0;
/// Widths of the grip with the switch, and of the direction, in points.
const SWITCH: f32 = 60.0;
const DIRECTION: f32 = 36.0;
/// Below this width, in points, rules and examples are shown only in the detail.
const WIDE: f32 = 620.0;

/// Widths of the flexible columns: each side, rules, example.
fn widths(room: f32) -> (f32, f32, f32) {
    let left = room - SWITCH - DIRECTION - 5.0 * space::S;
    if room < WIDE {
        return (left / 2.0, 0.0, 0.0);
    }
    (left * 0.30, left * 0.17, left * 0.23 - space::S)
}

/// Draws the grid.
pub(super) fn show(ui: &mut Ui, drawn: &mut Drawn<'_>) {
    let texts = drawn.texts;
    card(ui, |ui| {
        head(ui, drawn);
        let room = ui.available_width();
        let (side, rules, example) = widths(room);
        columns(ui, texts, side, rules, example);
        ui.spacing_mut().item_spacing.y = 2.0;
        for (index, field) in drawn.editor.draft.fields.iter().enumerate() {
            row(ui, drawn, index, field);
            if drawn.editor.focus == Some(index) {
                detail::show(ui, drawn, index);
            }
        }
        ui.add_space(space::S);
        let add = Button::quiet(texts.t("mappings-add-field")).icon(Icon::Plus);
        if ui.add(add).clicked() {
            let at = drawn.editor.draft.fields.len();
            drawn.change(|draft| {
                let blank = Sides::new(FieldName::new(""), FieldName::new(""));
                draft.fields.push(new_field(blank));
            });
            drawn.send(MappingCommand::Focus(Some(at)));
        }
    });
}

/// Which record the example column shows, and the way to another.
fn head(ui: &mut Ui, drawn: &mut Drawn<'_>) {
    let (texts, editor) = (drawn.texts, drawn.editor);
    ui.horizontal_wrapped(|ui| {
        ui.label(text::strong(texts.t("mappings-fields")));
        ui.add_space(space::M);
        let Some(sample) = editor.samples.get(editor.shown) else {
            ui.label(text::small(texts.t("mappings-no-example")));
            return;
        };
        let args = [
            ("record", Arg::from(sample.label.as_str())),
            ("place", Arg::from(editor.shown + 1)),
            ("count", Arg::from(editor.samples.len())),
        ];
        for (icon, key, forward) in [
            (Icon::ChevronLeft, "mappings-example-before", false),
            (Icon::ChevronRight, "mappings-example-next", true),
        ] {
            if ui
                .add(Button::icon_only(icon, texts.t(key)).small())
                .clicked()
            {
                drawn.send(MappingCommand::Example { forward });
            }
        }
        ui.add(Label::new(text::small(texts.t_args("mappings-example-of", &args))).truncate());
    });
}

fn columns(ui: &mut Ui, texts: Texts, side: f32, rules: f32, example: f32) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let names = [
            (SWITCH, ""),
            (side, "word-bc"),
            (DIRECTION, ""),
            (side, "word-dv"),
            (rules, "mappings-column-rules"),
            (example, "mappings-column-example"),
        ];
        for (width, key) in names {
            if width > 0.0 {
                cell(ui, width, 16.0, |ui| {
                    if !key.is_empty() {
                        ui.add(Label::new(text::small(texts.t(key))).truncate());
                    }
                });
            }
        }
    });
}

/// A cell as high as a row.
fn row_cell(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    let height = ui.row_height(ROW);
    cell(ui, width, height, content);
}

fn cell(ui: &mut Ui, width: f32, height: f32, content: impl FnOnce(&mut Ui)) {
    let layout = Layout::left_to_right(eframe::egui::Align::Center);
    ui.allocate_ui_with_layout(vec2(width, height), layout, |ui| {
        ui.set_min_width(width);
        ui.set_max_width(width);
        content(ui);
    });
}

/// A field mapping in a few words, for those who hear it.
pub(super) fn row_name(texts: Texts, field: &FieldMapping) -> String {
    let names = Side::BOTH.map(|side| {
        let own: Vec<&str> = field
            .fields_of(side)
            .iter()
            .map(|name| name.as_str())
            .collect();
        if own.is_empty() {
            texts.t("value-none").into_owned()
        } else {
            own.join(" + ")
        }
    });
    let [bc, dv] = names;
    let sign = match field.direction {
        Direction::Both => "⇄",
        Direction::ToDataverse => "→",
        Direction::ToBusinessCentral => "←",
    };
    format!("{bc} {sign} {dv}")
}

fn row(ui: &mut Ui, drawn: &mut Drawn<'_>, index: usize, field: &FieldMapping) {
    let (texts, tokens) = (drawn.texts, ui.tokens());
    let editor = drawn.editor;
    let current = editor.focus == Some(index);
    let name = row_name(texts, field);
    let (rect, response) = ui.allocate_exact_size(
        vec2(ui.available_width(), ui.row_height(ROW)),
        Sense::click(),
    );
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, current, &name));
    let fill = match (current, response.hovered()) {
        (true, _) => tokens.table.selected,
        (false, true) => tokens.surface.hover,
        (false, false) => tokens.surface.none,
    };
    let radius = CornerRadius::same(space::RADIUS - 2);
    ui.painter().rect_filled(rect, radius, fill);
    paint_focus_ring(ui, &response, rect.shrink(2.0));
    if response.clicked() {
        drawn.send(MappingCommand::Focus((!current).then_some(index)));
    }
    if response.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Delete)) {
        drawn.change(|draft| {
            draft.fields.remove(index);
        });
    }
    let after = |from: usize| {
        if from < index {
            rect.bottom()
        } else {
            rect.top()
        }
    };
    if let Some(from) = response.dnd_hover_payload::<Carried>() {
        let stroke = Stroke::new(2.0, tokens.accent.ink);
        ui.painter().hline(rect.x_range(), after(from.0), stroke);
    }
    if let Some(from) = response.dnd_release_payload::<Carried>() {
        put(drawn, from.0, index);
    }
    let room = rect.width();
    let (side_width, rules, example) = widths(room);
    let inside = UiBuilder::new()
        .max_rect(rect)
        .layout(Layout::left_to_right(eframe::egui::Align::Center));
    let mut inner = ui.new_child(inside);
    let ui = &mut inner;
    // A click on the words is a click on the row.
    ui.style_mut().interaction.selectable_labels = false;
    ui.spacing_mut().item_spacing.x = space::S;
    row_cell(ui, SWITCH, |ui| {
        grip(ui, texts, index);
        let mut on = field.enabled;
        let words = texts.t_args("mappings-row-on", &[("field", Arg::from(name.as_str()))]);
        if switch(ui, &words, &mut on).changed() {
            drawn.change(|draft| {
                if let Some(field) = draft.fields.get_mut(index) {
                    field.enabled = on;
                }
            });
        }
    });
    field_cell(ui, drawn, index, field, Side::Bc, side_width);
    direction(ui, drawn, index, field);
    field_cell(ui, drawn, index, field, Side::Dv, side_width);
    if rules > 0.0 {
        row_cell(ui, rules, |ui| {
            let words = summary(texts, field);
            ui.add(Label::new(text::small(&words)).truncate())
                .on_hover_text(words);
        });
        row_cell(ui, example, |ui| {
            let own = editor.examples.get(index);
            let words = words::example(texts, own);
            let refused = matches!(own, Some(Example::Refused(..)));
            if refused {
                ui.add(icon(Icon::Warning).color(tokens.mark.open));
            }
            ui.add(Label::new(text::small(&words)).truncate())
                .on_hover_text(words);
        });
    }
}

/// The row that is being dragged, by its place.
struct Carried(usize);

/// Where a row is taken hold of. The keyboard moves a row with Alt and the arrows.
fn grip(ui: &mut Ui, texts: Texts, index: usize) {
    let size = vec2(space::ICON, space::TARGET);
    let (rect, response) = ui.allocate_exact_size(size, Sense::DRAG);
    let ink = if response.hovered() || response.dragged() {
        ui.tokens().text.body
    } else {
        ui.tokens().text.weak
    };
    Icon::Grip.paint(ui.painter(), rect.shrink2(vec2(0.0, 6.0)), ink);
    response.dnd_set_drag_payload(Carried(index));
    response
        .on_hover_cursor(CursorIcon::Grab)
        .on_hover_text(texts.t("mappings-row-drag"));
}

/// Puts a row where another one stands; those between move up or down by one.
fn put(drawn: &mut Drawn<'_>, from: usize, to: usize) {
    let last = drawn.editor.draft.fields.len();
    if from == to || from >= last || to >= last {
        return;
    }
    drawn.change(|draft| {
        let field = draft.fields.remove(from);
        draft.fields.insert(to, field);
    });
    drawn.send(MappingCommand::Focus(Some(to)));
}

/// The direction; a click goes to the next one that the table allows.
fn direction(ui: &mut Ui, drawn: &mut Drawn<'_>, index: usize, field: &FieldMapping) {
    let texts = drawn.texts;
    let key = match field.direction {
        Direction::Both => "direction-both",
        Direction::ToDataverse => "direction-to-dv",
        Direction::ToBusinessCentral => "direction-to-bc",
    };
    let of = row_name(texts, field);
    let words = [
        ("field", Arg::from(of.as_str())),
        ("direction", Arg::from(texts.t(key))),
    ];
    let name = texts.t_args("mappings-row-direction", &words);
    let one_way = drawn.editor.draft.direction != Direction::Both;
    let next = match field.direction {
        Direction::Both => Direction::ToDataverse,
        Direction::ToDataverse => Direction::ToBusinessCentral,
        Direction::ToBusinessCentral => Direction::Both,
    };
    row_cell(ui, DIRECTION, |ui| {
        let why = one_way.then(|| texts.t("mappings-row-one-way").into_owned());
        let button = Button::icon_only(arrow(field.direction), name)
            .small()
            .disabled_because(why);
        if ui.add(button).clicked() {
            drawn.change(|draft| {
                if let Some(field) = draft.fields.get_mut(index) {
                    field.direction = next;
                }
            });
        }
    });
}

/// The rules of a row in a few words.
fn summary(texts: Texts, field: &FieldMapping) -> String {
    let mut words: Vec<String> = Vec::new();
    if field.matching.is_some() {
        words.push(texts.t("mappings-is-criterion").into_owned());
    }
    if let Some(lookup) = &field.lookup {
        words.push(texts.t_args(
            "mappings-is-lookup",
            &[("mapping", Arg::from(lookup.mapping.as_str()))],
        ));
    }
    for side in [Side::Dv, Side::Bc] {
        let own = field.rules.get(side);
        words.extend(
            own.iter()
                .map(|rule| texts.t(&form_of(rule).0.label_key()).into_owned()),
        );
    }
    if field.not_null {
        words.push(texts.t("word-not-null").into_owned());
    }
    if words.is_empty() {
        return texts.t("value-none").into_owned();
    }
    words.join(", ")
}

fn field_cell(
    ui: &mut Ui,
    drawn: &mut Drawn<'_>,
    index: usize,
    field: &FieldMapping,
    side: Side,
    width: f32,
) {
    let texts = drawn.texts;
    match (&field.source, side) {
        (FieldSource::Pair(pair), side) => {
            let now = pair.get(side).clone();
            if let Some(picked) = pick(ui, drawn, index, side, &now, width) {
                drawn.change(|draft| {
                    if let Some(FieldSource::Pair(pair)) =
                        draft.fields.get_mut(index).map(|field| &mut field.source)
                    {
                        *pair.get_mut(side) = FieldName::new(picked);
                    }
                });
            }
        }
        (
            FieldSource::Constant {
                side: own,
                field: name,
                value,
            },
            side,
        ) => {
            if *own == side {
                if let Some(picked) = pick(ui, drawn, index, side, name, width) {
                    drawn.change(|draft| {
                        if let Some(FieldSource::Constant { field, .. }) =
                            draft.fields.get_mut(index).map(|field| &mut field.source)
                        {
                            *field = FieldName::new(picked);
                        }
                    });
                }
            } else {
                row_cell(ui, width, |ui| {
                    let value = words::value(texts, value, None);
                    let words = texts.t_args("mappings-constant", &[("value", Arg::from(value))]);
                    ui.add(Label::new(text::weak(words)).truncate());
                });
            }
        }
        (FieldSource::Name { bc, .. }, Side::Bc) => {
            if let Some(picked) = pick(ui, drawn, index, Side::Bc, bc, width) {
                drawn.change(|draft| {
                    if let Some(FieldSource::Name { bc, .. }) =
                        draft.fields.get_mut(index).map(|field| &mut field.source)
                    {
                        *bc = FieldName::new(picked);
                    }
                });
            }
        }
        (FieldSource::Name { first, last, .. }, Side::Dv) => {
            row_cell(ui, width, |ui| {
                ui.add(Label::new(format!("{first} + {last}")).truncate());
            });
        }
    }
}

/// A picker over the fields of a side, the likely partners of the other side's field first.
pub(super) fn pick(
    ui: &mut Ui,
    drawn: &Drawn<'_>,
    index: usize,
    side: Side,
    now: &FieldName,
    width: f32,
) -> Option<String> {
    let (texts, editor) = (drawn.texts, drawn.editor);
    let key = match side {
        Side::Bc => "mappings-pick-bc",
        Side::Dv => "mappings-pick-dv",
    };
    let row = (index + 1).to_string();
    let name = texts.t_args(key, &[("row", Arg::from(row))]);
    let schema = |side: Side| editor.schemas.get(side).ready();
    let partner = || -> Option<FieldSchema> {
        let FieldSource::Pair(pair) = &editor.draft.fields.get(index)?.source else {
            return None;
        };
        let other = pair.get(side.other()).as_str();
        schema(side.other())?.field(other).cloned()
    };
    let entries = || -> Vec<Pickable> {
        let fields = schema(side)
            .map(|schema| schema.fields.as_slice())
            .unwrap_or_default();
        let used = editor.used(side, index);
        let known = drawn.page.defaults();
        suggest::candidates(fields, side, partner().as_ref(), &used, known)
            .into_iter()
            .map(|one| {
                let mut note = words::field(texts, &one.field);
                if let Some(caption) = words::caption(drawn, side, one.field.name.as_str()) {
                    note = format!("{caption} · {note}");
                }
                if one.used {
                    note.push_str(" · ");
                    note.push_str(&texts.t("mappings-used"));
                }
                Pickable {
                    value: one.field.name.to_string(),
                    note,
                    suggested: one.score >= suggest::WORTH && !one.used,
                }
            })
            .collect()
    };
    let hint = match editor.schemas.get(side) {
        Schemas::Loading if now.as_str().is_empty() => texts.t("state-loading").into_owned(),
        _ => match words::caption(drawn, side, now.as_str()) {
            Some(caption) => format!("{now} · {caption}"),
            None => now.to_string(),
        },
    };
    let finds = |entry: &Pickable, typed: &str| {
        suggest::is_named_so(&entry.value, typed)
            || entry
                .note
                .to_lowercase()
                .contains(&typed.trim().to_lowercase())
    };
    picker(ui, &name, &hint, width, entries, finds)
}
