//! The transformation rules on the way to one side: each a kind with its texts, in order.

use super::Drawn;
use super::words;
use crate::app::mapping::rule_form::{RuleKind, form_of};
use crate::i18n::{Arg, Texts};
use crate::model::schema::caption_of;
use crate::model::transform::Rule;
use crate::model::{FieldKind, FieldMapping, Side};
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, MenuItem, menu_button, typed};
use crate::worker::explain::side_name;
use eframe::egui::{Label, ScrollArea, Ui};
use strum::IntoEnumIterator as _;

/// Draws the rules of the row on the way to a side.
pub(super) fn show(
    ui: &mut Ui,
    drawn: &mut Drawn<'_>,
    index: usize,
    field: &FieldMapping,
    to: Side,
) {
    let texts = drawn.texts;
    let own = field.rules.get(to);
    let mut new: Option<Vec<Rule>> = None;
    let side = side_name(texts, to);
    let title = texts.t_args("mappings-rules-to", &[("side", Arg::from(side.as_ref()))]);
    ui.horizontal_wrapped(|ui| {
        ui.label(text::strong(title));
        let add = Button::quiet(texts.t("mappings-add-rule"))
            .trailing(Icon::ChevronDown)
            .small();
        menu_button(ui, add, |ui| {
            ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
                for kind in RuleKind::iter() {
                    let item = MenuItem::new(texts.t(&kind.label_key()));
                    if ui.add(item).clicked()
                        && let Some(rule) = begun(drawn, field, kind, to)
                    {
                        let mut rules = own.clone();
                        rules.push(rule);
                        new = Some(rules);
                    }
                }
            });
        });
    });
    for (place, rule) in own.iter().enumerate() {
        if let Some(rules) = one(ui, drawn, index, field, to, place, rule) {
            new = Some(rules);
        }
    }
    if let Some(rules) = new {
        drawn.change(|draft| {
            if let Some(field) = draft.fields.get_mut(index) {
                *field.rules.get_mut(to) = rules;
            }
        });
    }
}

/// A new rule; a list of values begins with those that the field has.
fn begun(drawn: &Drawn<'_>, field: &FieldMapping, kind: RuleKind, to: Side) -> Option<Rule> {
    if kind == RuleKind::Map {
        let from = members(drawn, field, to.other());
        let into = members(drawn, field, to);
        if !from.is_empty() {
            let pairs = from.iter().map(|(value, label)| {
                let same = into
                    .iter()
                    .find(|(_, other)| other.trim().to_lowercase() == label.trim().to_lowercase());
                let partner = same.map(|(value, _)| value.clone()).unwrap_or_default();
                (value.clone(), partner)
            });
            return Some(Rule::Map(pairs.collect(), None));
        }
    }
    kind.example()
}

/// The values that a field may have, with what people call them.
fn members(drawn: &Drawn<'_>, field: &FieldMapping, side: Side) -> Vec<(String, String)> {
    let schema = drawn.editor.schemas.get(side).ready();
    let name = field
        .fields_of(side)
        .first()
        .map(|name| name.as_str().to_owned());
    let own = schema
        .zip(name)
        .and_then(|(schema, name)| schema.field(&name).cloned());
    match own.map(|own| own.kind) {
        Some(FieldKind::OptionSet { options }) => options
            .into_iter()
            .map(|option| (option.value.to_string(), option.label))
            .collect(),
        Some(FieldKind::Enum { members }) => members
            .into_iter()
            .map(|member| (member.clone(), caption_of(&member)))
            .collect(),
        _ => Vec::new(),
    }
}

fn one(
    ui: &mut Ui,
    drawn: &Drawn<'_>,
    index: usize,
    field: &FieldMapping,
    to: Side,
    place: usize,
    rule: &Rule,
) -> Option<Vec<Rule>> {
    let texts = drawn.texts;
    let own = field.rules.get(to);
    let (kind, values) = form_of(rule);
    let mut new = None;
    let name = texts.t(&kind.label_key()).into_owned();
    ui.horizontal_wrapped(|ui| {
        ui.vertical(|ui| {
            ui.add_space(space::L);
            ui.label(format!("{}. {name}", place + 1));
        });
        let id = eframe::egui::Id::unique((drawn.editor.draft.name.as_str(), index, to, place));
        for (at, key) in kind.texts().iter().enumerate() {
            let now = values.get(at).cloned().unwrap_or_default();
            let build = |text: &str| replaced(kind, &values, at, text);
            ui.vertical(|ui| {
                let label = texts.t(key);
                let fits = |text: &str| build(text).is_some();
                if let Some(text) = typed(ui, id.with(at), &label, &now, 130.0, fits) {
                    new = build(&text).map(|rule| with(own, place, Some(rule)));
                }
            });
        }
        ui.vertical(|ui| {
            ui.add_space(space::M);
            ui.horizontal(|ui| {
                let about = |key: &str| {
                    let args = [("rule", Arg::from(name.as_str()))];
                    texts.t_args(key, &args)
                };
                let up = Button::icon_only(Icon::ChevronUp, about("mappings-rule-up"));
                if ui.add(up.small().enabled(place > 0)).clicked() {
                    let mut rules = own.clone();
                    rules.swap(place, place - 1);
                    new = Some(rules);
                }
                let remove = Button::icon_only(Icon::Trash, about("mappings-rule-remove"));
                if ui.add(remove.small()).clicked() {
                    new = Some(with(own, place, None));
                }
            });
        });
    });
    if kind == RuleKind::Map
        && let Some(rule) = pairs(ui, drawn, index, field, to, place, &values)
    {
        new = Some(with(own, place, Some(rule)));
    }
    new
}

fn replaced(kind: RuleKind, values: &[String], at: usize, text: &str) -> Option<Rule> {
    let mut values = values.to_vec();
    text.clone_into(values.get_mut(at)?);
    kind.build(&values)
}

fn with(rules: &[Rule], place: usize, rule: Option<Rule>) -> Vec<Rule> {
    let mut rules = rules.to_vec();
    match rule {
        Some(rule) => {
            if let Some(own) = rules.get_mut(place) {
                *own = rule;
            }
        }
        None => {
            rules.remove(place);
        }
    }
    rules
}

/// The pairs of a list of values, each with what people call both.
fn pairs(
    ui: &mut Ui,
    drawn: &Drawn<'_>,
    index: usize,
    field: &FieldMapping,
    to: Side,
    place: usize,
    values: &[String],
) -> Option<Rule> {
    let texts = drawn.texts;
    let (from, into) = (members(drawn, field, to.other()), members(drawn, field, to));
    let label = |of: &[(String, String)], value: &str| label_of(texts, of, value);
    let mut new = None;
    let id =
        eframe::egui::Id::unique((drawn.editor.draft.name.as_str(), index, to, place, "pairs"));
    for at in (1..values.len()).step_by(2) {
        ui.horizontal_wrapped(|ui| {
            ui.add_space(space::XL);
            for (own, members, key) in [
                (at, &from, "rule-text-from"),
                (at + 1, &into, "rule-text-to"),
            ] {
                let now = values.get(own).cloned().unwrap_or_default();
                let build = |text: &str| replaced(RuleKind::Map, values, own, text);
                ui.vertical(|ui| {
                    let fits = |text: &str| build(text).is_some();
                    let name = texts.t(key);
                    if let Some(text) = typed(ui, id.with(own), &name, &now, 150.0, fits) {
                        new = build(&text);
                    }
                    ui.add(Label::new(text::small(label(members, &now))).truncate());
                });
            }
            let remove = Button::icon_only(Icon::Trash, texts.t("mappings-pair-remove"));
            if ui.add(remove.small().enabled(values.len() > 3)).clicked() {
                let mut values = values.to_vec();
                values.drain(at..(at + 2).min(values.len()));
                new = RuleKind::Map.build(&values);
            }
        });
    }
    ui.horizontal(|ui| {
        ui.add_space(space::XL);
        let add = Button::quiet(texts.t("mappings-pair-add")).icon(Icon::Plus);
        if ui.add(add.small()).clicked() {
            let mut values = values.to_vec();
            values.extend([format!("…{}", values.len() / 2), String::new()]);
            new = RuleKind::Map.build(&values);
        }
    });
    new
}

fn label_of(texts: Texts, members: &[(String, String)], value: &str) -> String {
    let found = members.iter().find(|(own, _)| own == value);
    let label = found.map(|(_, label)| label.trim().to_owned());
    match label {
        Some(label) if label.is_empty() => words::value(texts, &crate::model::Value::Empty, None),
        Some(label) if label != value => label,
        _ => String::new(),
    }
}
