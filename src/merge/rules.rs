//! A table mapping made ready for merging many records: directions worked out and kinds looked up once.

use super::name;
use super::record::FieldProblem;
use super::transfer::{Resolve, Transferred, convert, is_unresolved, refer, transfer};
use crate::model::filter::Filter;
use crate::model::mapping::{FieldSource, OnUnresolved, Template};
use crate::model::plan::FieldChange;
use crate::model::reason::{Cause, Problem};
use crate::model::{
    Direction, EntitySchema, FieldKind, FieldMapping, FieldName, Fields, MappingName, Side, Sides,
    TableMapping, Value,
};
use std::borrow::Cow;
use uuid::Uuid;

/// One field mapping with what merging needs to know about it.
#[derive(Clone, Debug)]
pub struct FieldRule<'a> {
    /// Its position in the table mapping.
    pub index: usize,
    /// The field mapping.
    pub field: &'a FieldMapping,
    name: &'a FieldName,
    /// The direction in which it really flows: its own within its table's.
    pub direction: Direction,
    /// The sides that a person's decision may write: those that the table's direction reaches.
    pub reachable: Sides<bool>,
    /// The sides whose service wants a value in every record.
    required: Sides<bool>,
    /// The sides whose service refuses to have the field written.
    pub read_only: Sides<bool>,
    /// The kinds of a name's parts.
    pub(super) part_kinds: [Option<&'a FieldKind>; 2],
    kinds: Sides<Option<Cow<'a, FieldKind>>>,
}

impl<'a> FieldRule<'a> {
    fn compile(
        mapping: &'a TableMapping,
        index: usize,
        field: &'a FieldMapping,
        schemas: Sides<Option<&'a EntitySchema>>,
    ) -> Option<Self> {
        let direction = match &field.source {
            FieldSource::Constant { side, .. } => {
                mapping.direction.within(Direction::towards(*side))?
            }
            FieldSource::Pair(_) | FieldSource::Name { .. } => mapping.direction_of(field)?,
        };
        let schema_of = |side: Side, name: &FieldName| {
            schemas
                .get(side)
                .and_then(|schema| schema.field(name.as_str()))
        };
        let fields = Sides::from_fn(|side| field.fields_of(side));
        let read_only = Sides::from_fn(|side| {
            let mut own = fields.get(side).iter();
            own.any(|name| schema_of(side, name).is_some_and(|schema| schema.read_only))
        });
        let required = Sides::from_fn(|side| {
            let mut own = fields.get(side).iter();
            own.any(|name| schema_of(side, name).is_some_and(|schema| schema.required))
        });
        let kind_of = |side, name| schema_of(side, name).map(|schema| &schema.kind);
        let (dv_kind, part_kinds) = match &field.source {
            FieldSource::Name { first, last, .. } => {
                let parts = [kind_of(Side::Dv, first), kind_of(Side::Dv, last)];
                (whole_name_kind(parts).map(Cow::Owned), parts)
            }
            FieldSource::Pair(_) | FieldSource::Constant { .. } => {
                let own = fields.dv.first().and_then(|name| kind_of(Side::Dv, name));
                (own.map(Cow::Borrowed), [None, None])
            }
        };
        let bc_kind = fields.bc.first().and_then(|name| kind_of(Side::Bc, name));
        Some(Self {
            index,
            field,
            name: field.name(),
            direction,
            reachable: Sides::from_fn(|side| mapping.direction.writes(side)),
            required,
            read_only,
            part_kinds,
            kinds: Sides::new(bc_kind.map(Cow::Borrowed), dv_kind),
        })
    }

    /// The name under which the field is known to people and scripts, unique in its table mapping.
    ///
    /// A Business Central field that is mapped twice keeps its name for the first row; the second goes by its Dataverse name.
    pub fn name(&self) -> &'a FieldName {
        self.name
    }

    /// Whether Business Central keeps the field as a code: in upper case, without blanks around it.
    ///
    /// Its metadata shows codes as texts, so that those of the default mappings are known by name.
    pub(super) fn is_code(&self) -> bool {
        let FieldSource::Pair(pair) = &self.field.source else {
            return false;
        };
        let name = pair.bc.as_str();
        matches!(
            name,
            "number"
                | "code"
                | "country"
                | "postalCode"
                | "externalDocumentNumber"
                | "salespersonCode"
        ) || ["PostCode", "Country"]
            .iter()
            .any(|end| name.ends_with(end))
    }

    /// What the field holds on a side; nothing if the schema does not say. A name counts as one text.
    pub fn kind(&self, side: Side) -> Option<&FieldKind> {
        self.kinds.get(side).as_deref()
    }

    /// The kinds of both sides.
    pub fn kinds(&self) -> Sides<Option<&FieldKind>> {
        Sides::from_fn(|side| self.kind(side))
    }

    /// The side from which values flow, if they flow one way only.
    pub fn one_way_from(&self) -> Option<Side> {
        match self.direction {
            Direction::Both => None,
            Direction::ToDataverse => Some(Side::Bc),
            Direction::ToBusinessCentral => Some(Side::Dv),
        }
    }

    /// What a side holds; nothing if the field was not read there. A name is read as one text.
    pub fn read(&self, side: Side, fields: &Fields) -> Option<Value> {
        match (&self.field.source, side) {
            (FieldSource::Pair(pair), side) => fields.get(pair.get(side).as_str()).cloned(),
            (FieldSource::Name { bc, .. }, Side::Bc) => fields.get(bc.as_str()).cloned(),
            (FieldSource::Name { .. }, Side::Dv) => {
                let [first, last] = self.parts(fields)?;
                Some(name::join(&first, &last))
            }
            (
                FieldSource::Constant {
                    side: own, field, ..
                },
                side,
            ) => (*own == side).then(|| fields.get(field.as_str()).cloned())?,
        }
    }

    /// The parts of a name in Dataverse.
    pub(super) fn parts(&self, fields: &Fields) -> Option<[Value; 2]> {
        match &self.field.source {
            FieldSource::Name { first, last, .. } => Some([
                fields.get(first.as_str())?.clone(),
                fields.get(last.as_str())?.clone(),
            ]),
            FieldSource::Pair(_) | FieldSource::Constant { .. } => None,
        }
    }

    /// What is written so that a side holds `after` instead of `before`; a name becomes its parts.
    pub(super) fn changes(
        &self,
        side: Side,
        before: &Value,
        after: &Value,
        parts: Option<&[Value; 2]>,
    ) -> Vec<FieldChange> {
        if before == after {
            return Vec::new();
        }
        let change = |field: &FieldName, before: &Value, after: &Value| FieldChange {
            field: field.clone(),
            before: before.clone(),
            after: after.clone(),
        };
        match (&self.field.source, side) {
            (FieldSource::Pair(pair), side) => vec![change(pair.get(side), before, after)],
            (FieldSource::Constant { field, .. }, _) => vec![change(field, before, after)],
            (FieldSource::Name { bc, .. }, Side::Bc) => vec![change(bc, before, after)],
            (FieldSource::Name { first, last, .. }, Side::Dv) => {
                let nothing = [Value::Empty, Value::Empty];
                let now = parts.unwrap_or(&nothing);
                let then = name::split(&after.to_plain(), now.each_ref());
                [first, last]
                    .into_iter()
                    .zip(now.iter().zip(&then))
                    .filter(|(_, (before, after))| before != after)
                    .map(|(name, (before, after))| change(name, before, after))
                    .collect()
            }
        }
    }

    /// The mapping that a new record waits for, where the field mapping says that it waits.
    fn waits_for(&self, transferred: &Transferred) -> Option<MappingName> {
        let lookup = self.field.lookup.as_ref()?;
        let waits = lookup.on_unresolved == OnUnresolved::Wait
            && matches!(transferred, Transferred::Unresolved { .. });
        waits.then(|| lookup.mapping.clone())
    }

    /// What is wrong with a new record that gets nothing for a field that must have something on both accounts: the
    /// service requires it, and the mapping never transfers an empty value.
    fn missing(
        &self,
        to: Side,
        transferred: &Transferred,
        given: &[&FieldName],
    ) -> Option<Problem> {
        let needed = *self.required.get(to) && self.field.not_null;
        let own = self.field.fields_of(to);
        let given = given.iter().any(|name| own.contains(name));
        let missing = needed && !given && *transferred == Transferred::Keep;
        missing.then(|| {
            Problem::new(Cause::RequiredMissing)
                .on(to)
                .with("field", self.name())
        })
    }

    /// A value that the mapping states, as the side's field holds it; a stated reference names a record of the other side.
    pub(super) fn stated(&self, side: Side, value: &Value, resolver: &dyn Resolve) -> Transferred {
        match &self.field.lookup {
            Some(lookup) => refer(self, lookup, side.other(), value, resolver),
            None => Transferred::Value(stated(self.kind(side), side, value)),
        }
    }

    /// A value that a person typed, as Business Central's field holds it.
    ///
    /// Where the schema does not say what the field holds, it is what the field holds now.
    pub(super) fn parse(&self, typed: &Value, now: &Value) -> Result<Value, Problem> {
        match self.kind(Side::Bc).cloned().or_else(|| kind_like(now)) {
            Some(kind) => convert(typed, None, &kind, Side::Bc)
                .map_err(|problem| problem.on(Side::Bc).with("field", self.name())),
            None => Ok(typed.clone()),
        }
    }
}

/// A table mapping made ready for merging.
#[derive(Clone, Debug)]
pub struct MergeRules<'a> {
    /// The mapping.
    pub mapping: &'a TableMapping,
    /// Its enabled fields that can flow at all, in mapping order.
    pub fields: Vec<FieldRule<'a>>,
    /// The templates for new records, in the order in which they are tried.
    templates: Vec<(&'a Template, Option<Filter>)>,
    schemas: Sides<Option<&'a EntitySchema>>,
}

/// The fields of a record that is to be created, and what stands against it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRecord {
    /// The fields to send; empty ones are left out.
    pub fields: Fields,
    /// Why it cannot be created, if it cannot.
    pub problems: Vec<FieldProblem>,
    /// The mapping that must couple a record first, before this one is created or is a problem.
    pub waits_for: Option<MappingName>,
}

impl<'a> MergeRules<'a> {
    /// Makes a mapping ready; without schemas, kinds and limits are not checked.
    pub fn new(mapping: &'a TableMapping, schemas: Sides<Option<&'a EntitySchema>>) -> Self {
        let enabled = mapping
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| field.enabled);
        let mut fields: Vec<FieldRule<'a>> = Vec::new();
        for (index, field) in enabled {
            let Some(mut rule) = FieldRule::compile(mapping, index, field, schemas) else {
                continue;
            };
            if fields.iter().any(|other| other.name == rule.name) {
                rule.name = field
                    .fields_of(Side::Dv)
                    .last()
                    .copied()
                    .unwrap_or(rule.name);
            }
            fields.push(rule);
        }
        let mut templates: Vec<(&Template, Option<Filter>)> = mapping
            .templates
            .iter()
            .map(|template| (template, template.when.as_deref().and_then(Filter::parse)))
            .collect();
        templates.sort_by_key(|(template, _)| template.priority);
        Self {
            mapping,
            fields,
            templates,
            schemas,
        }
    }

    /// The template for a new record of a side that is made from these fields of the other: the first whose condition holds.
    ///
    /// A condition that is not understood holds for no record; mapping files with one are refused.
    fn template(&self, to: Side, from: &Fields) -> Option<&'a Template> {
        let fits = |template: &Template, when: &Option<Filter>| {
            template.side == to
                && match (&template.when, when) {
                    (None, _) => true,
                    (Some(_), Some(when)) => when.matches(from),
                    (Some(_), None) => false,
                }
        };
        let mut tried = self.templates.iter();
        tried
            .find(|(template, when)| fits(template, when))
            .map(|(template, _)| *template)
    }

    /// The rule of the field mapping at that position.
    pub fn field(&self, index: usize) -> Option<&FieldRule<'a>> {
        self.fields.iter().find(|rule| rule.index == index)
    }

    /// The mappings that must couple a record before a reference of this one can be carried: references that keep or clear
    /// what the other side has until then, and are no problem meanwhile.
    pub fn unresolved(
        &self,
        from: Side,
        fields: &Fields,
        resolver: &dyn Resolve,
    ) -> Vec<&'a MappingName> {
        let mut targets = Vec::new();
        for rule in self.patient(from) {
            let value = rule.read(from, fields);
            if let (Some(lookup), Some(value)) = (&rule.field.lookup, value)
                && !targets.contains(&&lookup.mapping)
                && is_unresolved(rule, lookup, from, &value, resolver)
            {
                targets.push(&lookup.mapping);
            }
        }
        targets
    }

    /// Forgets what both sides agreed on in these fields, by their places in the table mapping, wherever the two values do not
    /// say the same; whether that was anywhere.
    pub fn forget_difference(
        &self,
        base: &mut Sides<Fields>,
        fields: &[usize],
        resolver: &dyn Resolve,
    ) -> bool {
        let mut forgot = false;
        for rule in fields.iter().filter_map(|index| self.field(*index)) {
            let agreed = |side| rule.read(side, base.get(side));
            let (Some(bc), Some(dv)) = (agreed(Side::Bc), agreed(Side::Dv)) else {
                continue;
            };
            if super::compare::agreed(rule, &Sides::new(bc, dv), resolver) {
                continue;
            }
            forgot = true;
            for side in Side::BOTH {
                for name in rule.field.fields_of(side) {
                    base.get_mut(side).remove(name.as_str());
                }
            }
        }
        forgot
    }

    /// Lets references count as changed that could not be carried when both sides agreed last, and can be now.
    pub fn reopen_references(
        &self,
        base: &mut Sides<Fields>,
        seen: Sides<&Fields>,
        resolver: &dyn Resolve,
    ) {
        for from in Side::BOTH {
            for rule in self.patient(from) {
                let Some(lookup) = &rule.field.lookup else {
                    continue;
                };
                let agreed = |side| rule.read(side, base.get(side));
                let (Some(bc), Some(dv)) = (agreed(Side::Bc), agreed(Side::Dv)) else {
                    continue;
                };
                let was = Sides::new(bc, dv);
                let value = was.get(from);
                let other = was.get(from.other());
                if *other == held_by_nobody(other) {
                    // Opened already, for the other side to be followed.
                    continue;
                }
                if rule.read(from, seen.get(from)).as_ref() == Some(value)
                    && !value.is_empty()
                    && !is_unresolved(rule, lookup, from, value, resolver)
                    && !super::compare::agreed(rule, &was, resolver)
                {
                    for name in rule.field.fields_of(from) {
                        base.get_mut(from).set(name.clone(), Value::Empty);
                    }
                }
            }
        }
    }

    /// References of a side that flow to the other one and wait in silence until they can be resolved.
    fn patient(&self, from: Side) -> impl Iterator<Item = &FieldRule<'a>> {
        self.fields.iter().filter(move |rule| {
            let waits = rule.field.lookup.as_ref().is_some_and(|lookup| {
                matches!(
                    lookup.on_unresolved,
                    OnUnresolved::Keep | OnUnresolved::Clear
                )
            });
            waits
                && rule.direction.writes(from.other())
                && matches!(rule.field.source, FieldSource::Pair(_))
        })
    }

    /// What a new record on the side `to` shall hold, given the record it stands for.
    ///
    /// Fields flow by their direction; constants, then the mapping's values for new records, then those of the template whose
    /// condition holds win over them.
    pub fn new_record(&self, to: Side, from: &Fields, resolver: &dyn Resolve) -> NewRecord {
        let mut new = NewRecord::default();
        let template = self.template(to, from).map(|template| &template.values);
        let given: Vec<&(FieldName, Value)> = (self.mapping.on_create.get(to).iter())
            .chain(template.into_iter().flatten())
            .collect();
        let stated_names: Vec<&FieldName> = given.iter().map(|(name, _)| name).collect();
        for rule in &self.fields {
            if !rule.direction.writes(to) {
                continue;
            }
            // What replaces only certain values waits for the service to give the record one of them.
            if !rule.field.replaces.is_empty() {
                continue;
            }
            let transferred = if let FieldSource::Constant { value, .. } = &rule.field.source {
                rule.stated(to, value, resolver)
            } else {
                let Some(value) = rule.read(to.other(), from) else {
                    continue;
                };
                transfer(rule, to.other(), &value, resolver)
            };
            if let Some(target) = rule.waits_for(&transferred) {
                new.waits_for = Some(target);
                continue;
            }
            let missing = rule.missing(to, &transferred, &stated_names);
            for problem in [missing, transferred.problem(rule, to)]
                .into_iter()
                .flatten()
            {
                let field = rule.name().clone();
                new.problems.push(FieldProblem { field, problem });
            }
            let Transferred::Value(value) = transferred else {
                continue;
            };
            let changes = rule.changes(to, &Value::Empty, &value, None);
            if *rule.read_only.get(to) && !changes.is_empty() {
                // The service would take the record and forget the value, which would then look like the other side's own.
                let problem = Problem::new(Cause::ReadOnlyField).on(to);
                new.problems.push(FieldProblem {
                    field: rule.name().clone(),
                    problem: problem.with("field", rule.name()),
                });
                continue;
            }
            for change in changes {
                new.fields.set(change.field, change.after);
            }
        }
        for (field, value) in given {
            let schema = self
                .schemas
                .get(to)
                .and_then(|schema| schema.field(field.as_str()));
            let value = stated(schema.map(|schema| &schema.kind), to, value);
            new.fields.set(field.clone(), value);
        }
        new
    }
}

/// What no record holds, of the kind of a reference: whatever is read there next counts as changed, also if somebody clears it.
pub fn held_by_nobody(reference: &Value) -> Value {
    match reference {
        Value::Guid(_) => Value::Guid(Uuid::max()),
        Value::Choice(_) => Value::Choice(i32::MIN),
        _ => Value::text("\u{fffd}"),
    }
}

/// A value stated in a mapping, as a field of that kind holds it; as stated if it does not fit, so that the service says why.
fn stated(kind: Option<&FieldKind>, side: Side, value: &Value) -> Value {
    kind.and_then(|kind| convert(value, None, kind, side).ok())
        .unwrap_or_else(|| value.clone())
}

/// The limits of a whole name that is kept in two parts.
fn whole_name_kind(parts: [Option<&FieldKind>; 2]) -> Option<FieldKind> {
    match parts {
        [
            Some(FieldKind::Text { max: Some(first) }),
            Some(FieldKind::Text { max: Some(last) }),
        ] => Some(FieldKind::Text {
            max: Some(first + 1 + last),
        }),
        [Some(FieldKind::Text { .. }), Some(FieldKind::Text { .. })] => {
            Some(FieldKind::Text { max: None })
        }
        _ => None,
    }
}

fn kind_like(value: &Value) -> Option<FieldKind> {
    match value {
        Value::Empty | Value::Text(_) => None,
        Value::Bool(_) => Some(FieldKind::Boolean),
        Value::Int(_) => Some(FieldKind::Integer),
        Value::Decimal(_) => Some(FieldKind::Decimal { scale: None }),
        Value::Date(_) => Some(FieldKind::Date),
        Value::Instant(_) => Some(FieldKind::DateTime),
        Value::Guid(_) => Some(FieldKind::Guid),
        Value::Choice(_) => Some(FieldKind::OptionSet {
            options: Vec::new(),
        }),
    }
}
