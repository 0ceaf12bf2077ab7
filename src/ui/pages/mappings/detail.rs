//! Everything about the field mapping that is looked at.

use super::Drawn;
use super::grid::{pick, row_name};
use super::{rules, words};
use crate::app::mapping::findings::Example;
use crate::i18n::Arg;
use crate::merge::transfer::convert;
use crate::model::mapping::{FieldSource, Lookup, LookupKey, MatchRule, OnUnresolved};
use crate::model::{FieldKind, FieldMapping, FieldName, MappingName, Side, Sides, Value};
use crate::ui::design::{DesignExt as _, Icon, space, text};
use crate::ui::widgets::{Button, SideBadge, check, select, toggle, typed};
use crate::worker::explain::explain;
use eframe::egui::{CornerRadius, Frame, Label, Margin, Ui};

/// Draws it.
pub(super) fn show(ui: &mut Ui, drawn: &mut Drawn<'_>, index: usize) {
    let Some(field) = drawn.editor.draft.fields.get(index).cloned() else {
        return;
    };
    let texts = drawn.texts;
    let mut new = field.clone();
    let frame = Frame::new()
        .fill(ui.tokens().surface.canvas)
        .corner_radius(CornerRadius::same(space::RADIUS))
        .inner_margin(Margin::same(12));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::S;
        ui.horizontal_wrapped(|ui| {
            ui.label(text::heading(row_name(texts, &field)));
            let remove = Button::quiet(texts.t("mappings-remove-field"))
                .icon(Icon::Trash)
                .small();
            if ui.add(remove).clicked() {
                drawn.change(|draft| {
                    draft.fields.remove(index);
                });
            }
        });
        kinds(ui, drawn, &field);
        example(ui, drawn, index);
        ui.add_space(space::S);
        source(ui, drawn, index, &mut new);
        switches(ui, drawn, index, &mut new);
        lookup(ui, drawn, &mut new);
        if new != field {
            drawn.change(|draft| {
                if let Some(own) = draft.fields.get_mut(index) {
                    *own = new;
                }
            });
        }
        if matches!(field.source, FieldSource::Constant { .. }) {
            return;
        }
        for to in [Side::Dv, Side::Bc] {
            let flows = drawn.editor.draft.direction_of(&field);
            let writes = flows.is_some_and(|direction| direction.writes(to));
            if writes || !field.rules.get(to).is_empty() {
                ui.add_space(space::S);
                rules::show(ui, drawn, index, &field, to);
            }
        }
    });
}

/// What both fields hold, as their services say.
fn kinds(ui: &mut Ui, drawn: &Drawn<'_>, field: &FieldMapping) {
    for side in Side::BOTH {
        let Some(schema) = drawn.editor.schemas.get(side).ready() else {
            continue;
        };
        let names = field.fields_of(side);
        let known = names.iter().filter_map(|name| schema.field(name.as_str()));
        for own in known {
            ui.horizontal_wrapped(|ui| {
                ui.add(SideBadge::new(side));
                ui.label(own.name.as_str());
                if let Some(caption) = words::caption(drawn, side, own.name.as_str()) {
                    ui.label(caption);
                }
                ui.add(Label::new(text::weak(words::field(drawn.texts, own))).wrap());
            });
        }
    }
}

fn example(ui: &mut Ui, drawn: &Drawn<'_>, index: usize) {
    let texts = drawn.texts;
    let own = drawn.editor.examples.get(index);
    let words = words::example(texts, own);
    ui.horizontal_wrapped(|ui| {
        ui.label(text::weak(texts.t("mappings-column-example")));
        ui.add(Label::new(words).wrap());
    });
    if let Some(Example::Refused(_, problem)) = own {
        let said = explain(texts, problem);
        let line = format!("{} {}", said.message, said.next_step);
        ui.add(Label::new(text::small(line)).wrap());
    }
}

/// What the row is made of: two fields, a stated value, a name in two parts.
#[derive(Clone, Copy, PartialEq)]
enum Make {
    Pair,
    Constant(Side),
    Name,
}

fn source(ui: &mut Ui, drawn: &Drawn<'_>, index: usize, new: &mut FieldMapping) {
    let texts = drawn.texts;
    let make = match &new.source {
        FieldSource::Pair(_) => Make::Pair,
        FieldSource::Constant { side, .. } => Make::Constant(*side),
        FieldSource::Name { .. } => Make::Name,
    };
    let t = |key: &str| texts.t(key).into_owned();
    let options = [
        (Make::Pair, t("mappings-make-pair")),
        (Make::Constant(Side::Dv), t("mappings-make-constant-dv")),
        (Make::Constant(Side::Bc), t("mappings-make-constant-bc")),
        (Make::Name, t("mappings-make-name")),
    ];
    let mut chosen = make;
    ui.horizontal_wrapped(|ui| {
        ui.label(text::weak(t("mappings-make")));
        select(ui, &t("mappings-make"), &mut chosen, &options);
    });
    if chosen != make {
        let name = |side: Side| {
            let first = new.fields_of(side).first().map(|name| (*name).clone());
            first.unwrap_or_else(|| FieldName::new(""))
        };
        new.source = match chosen {
            Make::Pair => FieldSource::Pair(Sides::from_fn(name)),
            Make::Constant(side) => FieldSource::Constant {
                side,
                field: name(side),
                value: Value::Empty,
            },
            Make::Name => FieldSource::Name {
                bc: name(Side::Bc),
                first: FieldName::new(""),
                last: name(Side::Dv),
            },
        };
        return;
    }
    match &mut new.source {
        FieldSource::Pair(_) => {}
        FieldSource::Name { first, last, .. } => {
            ui.horizontal_wrapped(|ui| {
                for (own, key) in [(first, "mappings-first-part"), (last, "mappings-last-part")] {
                    ui.label(text::weak(t(key)));
                    if let Some(picked) = pick(ui, drawn, index, Side::Dv, own, 180.0) {
                        *own = FieldName::new(picked);
                    }
                }
            });
        }
        FieldSource::Constant { side, field, value } => {
            constant(ui, drawn, index, *side, field, value);
        }
    }
}

/// A stated value, in the terms of the field that gets it.
fn constant(
    ui: &mut Ui,
    drawn: &Drawn<'_>,
    index: usize,
    side: Side,
    field: &FieldName,
    value: &mut Value,
) {
    let texts = drawn.texts;
    let schema = drawn.editor.schemas.get(side).ready();
    let kind = schema.and_then(|schema| schema.field(field.as_str()));
    let kind = kind.map(|field| field.kind.clone());
    let label = texts.t("word-constant-value");
    if let Some(FieldKind::OptionSet { options }) = &kind {
        let mut chosen = value.clone();
        let options: Vec<(Value, String)> = options
            .iter()
            .map(|option| (Value::Choice(option.value), option.label.clone()))
            .collect();
        ui.horizontal_wrapped(|ui| {
            ui.label(text::weak(label.as_ref()));
            if select(ui, &label, &mut chosen, &options) {
                *value = chosen.clone();
            }
        });
        return;
    }
    let read = |text: &str| match &kind {
        Some(kind) => convert(&Value::text(text), None, kind, side).ok(),
        None => Some(Value::text(text)),
    };
    let id = eframe::egui::Id::unique((drawn.editor.draft.name.as_str(), index, "constant"));
    let fits = |text: &str| read(text).is_some();
    let now = value.to_plain();
    if let Some(text) = typed(ui, id, &label, &now, 260.0, fits)
        && let Some(read) = read(&text)
    {
        *value = read;
    }
}

/// Criterion, owner, group, what is never emptied.
fn switches(ui: &mut Ui, drawn: &Drawn<'_>, index: usize, new: &mut FieldMapping) {
    let texts = drawn.texts;
    let t = |key: &str| texts.t(key).into_owned();
    let name = drawn.editor.draft.name.to_string();
    ui.horizontal_wrapped(|ui| {
        let mut matches = new.matching.is_some();
        if toggle(ui, &t("mappings-match"), &mut matches).changed() {
            new.matching = matches.then_some(MatchRule {
                priority: 0,
                case_sensitive: false,
            });
        }
        if let Some(rule) = &mut new.matching {
            ui.label(text::weak(t("word-match-priority")));
            let priorities: Vec<(u32, String)> =
                (0..6_u32).map(|place| (place, place.to_string())).collect();
            select(
                ui,
                &t("word-match-priority"),
                &mut rule.priority,
                &priorities,
            );
            check(ui, &t("mappings-case"), &mut rule.case_sensitive);
        }
    });
    ui.horizontal_wrapped(|ui| {
        toggle(ui, &t("mappings-never-clear"), &mut new.not_null);
        ui.add_space(space::M);
        ui.label(text::weak(t("mappings-owner")));
        let owners = [
            (None, t("mappings-owner-nobody")),
            (Some(Side::Bc), t("word-bc")),
            (Some(Side::Dv), t("word-dv")),
        ];
        select(ui, &t("mappings-owner"), &mut new.owner, &owners);
    });
    let id = eframe::egui::Id::unique((name.as_str(), index, "group"));
    let now = new.group.clone().unwrap_or_default();
    if let Some(group) = typed(ui, id, &t("mappings-group"), &now, 220.0, |_| true) {
        let group = group.trim();
        new.group = (!group.is_empty()).then(|| group.to_owned());
    }
}

/// Through whose couplings a reference is resolved.
fn lookup(ui: &mut Ui, drawn: &Drawn<'_>, new: &mut FieldMapping) {
    let texts = drawn.texts;
    let t = |key: &str| texts.t(key).into_owned();
    let mut through = new.lookup.as_ref().map(|lookup| lookup.mapping.clone());
    let mut options: Vec<(Option<MappingName>, String)> = vec![(None, t("mappings-lookup-none"))];
    let names = drawn.page.lines.iter().map(|line| &line.mapping.name);
    options.extend(names.map(|name| (Some(name.clone()), name.to_string())));
    ui.horizontal_wrapped(|ui| {
        ui.label(text::weak(t("mappings-lookup")));
        if select(ui, &t("mappings-lookup"), &mut through, &options) {
            new.lookup = through.map(|mapping| Lookup {
                mapping,
                key: LookupKey::Id,
                on_unresolved: OnUnresolved::Fail,
            });
        }
        let Some(lookup) = &mut new.lookup else {
            return;
        };
        let keys = [
            (LookupKey::Id, t("lookup-key-id")),
            (LookupKey::Key, t("lookup-key-key")),
            (LookupKey::CompanyContact, t("lookup-key-company")),
        ];
        select(ui, &t("lookup-key"), &mut lookup.key, &keys);
        let unresolved = [
            (OnUnresolved::Fail, t("unresolved-fail")),
            (OnUnresolved::Clear, t("unresolved-clear")),
            (OnUnresolved::Keep, t("unresolved-keep")),
            (OnUnresolved::Wait, t("unresolved-wait")),
        ];
        ui.label(text::weak(t("unresolved")));
        select(ui, &t("unresolved"), &mut lookup.on_unresolved, &unresolved);
    });
    if new.owner.is_some() {
        let note = texts.t_args(
            "mappings-owner-note",
            &[("field", Arg::from(new.name().as_str()))],
        );
        ui.add(Label::new(text::small(note)).wrap());
    }
}
