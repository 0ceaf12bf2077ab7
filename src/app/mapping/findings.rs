//! What is wrong with a draft of a mapping, or deserves a look: the checks of the mapping file, those against what both
//! sides really offer, and the transfer of records that were really read.

use super::editor::{Sample, Schemas};
use crate::merge::rules::MergeRules;
use crate::merge::transfer::{Transferred, Unresolving, transfer};
use crate::model::mapping::FieldSource;
use crate::model::mapping_file;
use crate::model::reason::Problem;
use crate::model::{FieldKind, FieldMapping, Fields, Side, Sides, TableMapping, Value};
use std::collections::BTreeMap;

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The field mapping, by its position; nothing for what concerns the whole table.
    pub field: Option<usize>,
    /// What was found.
    pub kind: FindingKind,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// The mapping file would be refused, with the code of the fault and its details.
    Fault(&'static str, String),
    /// The side has no such field.
    NoField(Side, String),
    /// The field cannot be written.
    ReadOnly(Side, String),
    /// New records of the side must have the field, and nothing gives it a value.
    Required(Side, String),
    /// So many of the records that were looked at could not be transferred, the first for this reason.
    Refused {
        /// How many.
        failed: usize,
        /// Of how many.
        of: usize,
        /// The first problem.
        problem: Box<Problem>,
    },
}

impl FindingKind {
    /// Whether the mapping cannot be saved like this.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Fault(..))
    }
}

/// Everything that is found, faults first.
pub fn find(
    draft: &TableMapping,
    others: &[TableMapping],
    schemas: &Sides<Schemas>,
    samples: &[Sample],
) -> Vec<Finding> {
    let mut found = faults(draft, others);
    let known = schemas.as_ref().map(Schemas::ready);
    for side in Side::BOTH {
        if let Some(schema) = known.get(side).filter(|schema| !schema.fields.is_empty()) {
            for (index, field) in draft.fields.iter().enumerate().filter(|(_, f)| f.enabled) {
                against(draft, field, side, schema, |kind| {
                    found.push(Finding {
                        field: Some(index),
                        kind,
                    });
                });
            }
            found.extend(required(draft, side, schema));
        }
    }
    found.extend(refused(draft, known, samples));
    found
}

/// The faults that a mapping file with this draft would have.
fn faults(draft: &TableMapping, others: &[TableMapping]) -> Vec<Finding> {
    let all: Vec<&TableMapping> = others
        .iter()
        .filter(|other| other.name != draft.name)
        .chain(std::iter::once(draft))
        .collect();
    let Err(faults) = mapping_file::read(&mapping_file::write(all)) else {
        return Vec::new();
    };
    let own = faults.into_iter().filter(|fault| {
        let named = fault.mapping.as_deref();
        named.is_none_or(|name| name == draft.name.as_str() || name.is_empty())
    });
    own.map(|fault| Finding {
        field: fault
            .field
            .as_deref()
            .and_then(|name| position(draft, name)),
        kind: FindingKind::Fault(fault.fault.code(), fault.fault.to_string()),
    })
    .collect()
}

fn position(draft: &TableMapping, name: &str) -> Option<usize> {
    let names_it = |field: &FieldMapping| {
        Side::BOTH
            .into_iter()
            .any(|side| field.fields_of(side).iter().any(|own| own.as_str() == name))
    };
    draft
        .fields
        .iter()
        .position(|field| field.name().as_str() == name)
        .or_else(|| draft.fields.iter().position(names_it))
}

fn against(
    draft: &TableMapping,
    field: &FieldMapping,
    side: Side,
    schema: &crate::model::EntitySchema,
    mut tell: impl FnMut(FindingKind),
) {
    let writes = draft
        .direction_of(field)
        .is_some_and(|direction| direction.writes(side));
    for name in field.fields_of(side) {
        if name.as_str().is_empty() {
            continue;
        }
        match schema.field(name.as_str()) {
            None => tell(FindingKind::NoField(side, name.to_string())),
            Some(own) if own.read_only && writes => {
                tell(FindingKind::ReadOnly(side, name.to_string()));
            }
            Some(_) => {}
        }
    }
}

/// Fields that new records of a side must have and get from nowhere.
fn required(draft: &TableMapping, side: Side, schema: &crate::model::EntitySchema) -> Vec<Finding> {
    if draft.only_coupled || !draft.direction.writes(side) || draft.is_option_set() {
        return Vec::new();
    }
    let given = |name: &str| {
        let mapped = draft.active_fields().any(|field| {
            draft
                .direction_of(field)
                .is_some_and(|direction| direction.writes(side))
                && field.fields_of(side).iter().any(|own| own.as_str() == name)
        });
        let stated = draft
            .on_create
            .get(side)
            .iter()
            .any(|(own, _)| own.as_str() == name);
        let template = draft.templates.iter().any(|template| {
            template.side == side && template.values.iter().any(|(own, _)| own.as_str() == name)
        });
        mapped || stated || template
    };
    schema
        .fields
        .iter()
        .filter(|field| field.required && !field.read_only && !given(field.name.as_str()))
        .filter(|field| field.name != schema.key)
        .map(|field| Finding {
            field: None,
            kind: FindingKind::Required(side, field.name.to_string()),
        })
        .collect()
}

/// What the transfer of real records says, field by field.
fn refused(
    draft: &TableMapping,
    schemas: Sides<Option<&crate::model::EntitySchema>>,
    samples: &[Sample],
) -> Vec<Finding> {
    let rules = MergeRules::new(draft, schemas);
    let mut failed: BTreeMap<usize, (usize, usize, Problem)> = BTreeMap::new();
    for (index, field) in draft.fields.iter().enumerate() {
        let Some(rule) = rules.field(index).filter(|_| field.lookup.is_none()) else {
            continue;
        };
        let Some(from) = source_of(draft, field) else {
            continue;
        };
        for sample in samples {
            let Some(value) = value_of(rule, from, sample.fields.get(from).as_ref()) else {
                continue;
            };
            let transferred = transfer(rule, from, &value, &Unresolving);
            let problem = transferred.problem(rule, from.other());
            match (failed.get_mut(&index), problem) {
                (Some((count, of, _)), problem) => {
                    *count += usize::from(problem.is_some());
                    *of += 1;
                }
                (None, Some(problem)) => {
                    failed.insert(index, (1, samples.len(), problem));
                }
                (None, None) => {}
            }
        }
    }
    failed
        .into_iter()
        .map(|(index, (count, _, problem))| Finding {
            field: Some(index),
            kind: FindingKind::Refused {
                failed: count,
                of: samples.len(),
                problem: Box::new(problem),
            },
        })
        .collect()
}

/// The side that a field's example is taken from.
fn source_of(draft: &TableMapping, field: &FieldMapping) -> Option<Side> {
    if matches!(field.source, FieldSource::Constant { .. }) {
        return None;
    }
    let direction = draft.direction_of(field)?;
    Some(if direction.writes(Side::Dv) {
        Side::Bc
    } else {
        Side::Dv
    })
}

fn value_of(
    rule: &crate::merge::rules::FieldRule<'_>,
    side: Side,
    fields: Option<&Fields>,
) -> Option<Value> {
    rule.read(side, fields?)
}

/// What becomes of one record's field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Example {
    /// A value, and what it is on the other side; both in the terms of their side.
    Value {
        /// Where it comes from.
        from: Side,
        /// What stands there, with the kind of its field.
        before: (Value, Option<FieldKind>),
        /// What it becomes.
        after: (Value, Option<FieldKind>),
    },
    /// The other side cannot hold it.
    Refused(Value, Box<Problem>),
    /// A reference, resolved through the couplings of another mapping.
    Through(Value, String),
    /// A stated value.
    Stated(Value),
    /// The field was not read yet, or the row is off.
    Unread,
}

/// What becomes of the field at a position, for one record.
pub fn example(
    draft: &TableMapping,
    schemas: Sides<Option<&crate::model::EntitySchema>>,
    index: usize,
    sample: Option<&Sample>,
) -> Example {
    let Some(field) = draft.fields.get(index) else {
        return Example::Unread;
    };
    if let FieldSource::Constant { value, .. } = &field.source {
        return Example::Stated(value.clone());
    }
    let rules = MergeRules::new(draft, schemas);
    let (Some(rule), Some(from), Some(sample)) =
        (rules.field(index), source_of(draft, field), sample)
    else {
        return Example::Unread;
    };
    let Some(value) = value_of(rule, from, sample.fields.get(from).as_ref()) else {
        return Example::Unread;
    };
    if let Some(lookup) = &field.lookup {
        return Example::Through(value, lookup.mapping.to_string());
    }
    let kind = |side| rule.kind(side).cloned();
    match transfer(rule, from, &value, &Unresolving) {
        Transferred::Value(after) => Example::Value {
            from,
            before: (value, kind(from)),
            after: (after, kind(from.other())),
        },
        Transferred::Keep => Example::Value {
            from,
            before: (value.clone(), kind(from)),
            after: (Value::Empty, None),
        },
        Transferred::Unresolved { target, .. } => Example::Through(value, target.to_string()),
        Transferred::Invalid { problem, .. } => Example::Refused(value, problem),
    }
}
