//! What references of a conflict are called, and what else they could refer to; read from the couplings in the cache.

use crate::engine::decide::ConflictView;
use crate::merge::{MergeDraft, Pick};
use crate::model::ids::{option_record_id, option_value_of};
use crate::model::mapping::{Lookup, LookupKey};
use crate::model::{MappingName, Side, Sides, Value};
use crate::store::{CouplingFilter, CouplingRow, CouplingSort, Reader, Slice};
use std::collections::HashMap;
use uuid::Uuid;

/// How many records the lookup picker offers at once.
const OFFERED: usize = 50;

/// What references are called, by the mapping of their target, the side and the reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(HashMap<(MappingName, Side, Value), String>);

impl Names {
    /// What a reference of a side is called; nothing if its target is not coupled.
    pub fn get(&self, target: &MappingName, side: Side, value: &Value) -> Option<&str> {
        let key = (target.clone(), side, value.clone());
        self.0.get(&key).map(String::as_str)
    }

    /// Reads what the references of a conflict are called.
    pub fn read(reader: &Reader<'_>, view: &ConflictView) -> Self {
        let mut names = Self::default();
        for field in &view.merge.fields {
            let Some(lookup) = lookup_of(view, field.index) else {
                continue;
            };
            for side in Side::BOTH {
                let base = field.values.base.as_ref().map(|base| base.get(side));
                for value in [Some(field.values.now(side)), base].into_iter().flatten() {
                    if let Some(row) = target_of(reader, lookup, side, value) {
                        names.learn(lookup, side, value, &row);
                    }
                }
            }
        }
        names
    }

    fn learn(&mut self, lookup: &Lookup, side: Side, value: &Value, row: &CouplingRow) {
        self.0.insert(
            (lookup.mapping.clone(), side, value.clone()),
            name_of(row, side),
        );
    }

    /// Learns a record that a person picked, on both sides.
    pub fn learn_pair(&mut self, lookup: &Lookup, candidate: &Candidate) {
        for side in Side::BOTH {
            let value = candidate.values.get(side).clone();
            let name = candidate.names.get(side).clone();
            self.0.insert((lookup.mapping.clone(), side, value), name);
        }
    }
}

/// A record that a lookup could refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// How each side refers to it.
    pub values: Sides<Value>,
    /// What each side calls it.
    pub names: Sides<String>,
}

/// The lookup of a field, if it is one.
pub fn lookup_of(view: &ConflictView, index: usize) -> Option<&Lookup> {
    view.mapping.fields.get(index)?.lookup.as_ref()
}

/// Coupled records that a lookup could refer to, with these words in their names.
pub fn candidates(reader: &Reader<'_>, lookup: &Lookup, words: &str) -> Vec<Candidate> {
    let words = words.trim();
    let filter = CouplingFilter {
        mapping: Some(lookup.mapping.clone()),
        search: (!words.is_empty()).then(|| words.to_owned()),
        ..CouplingFilter::default()
    };
    let rows = reader
        .list_couplings(&filter, CouplingSort::BcLabel, false, Slice::first(OFFERED))
        .unwrap_or_default();
    rows.iter()
        .filter_map(|row| candidate(reader, lookup, row))
        .collect()
}

/// Teaches a conflict the references that its draft picked and that neither record holds.
pub fn teach(reader: &Reader<'_>, view: &mut ConflictView, draft: &MergeDraft, names: &mut Names) {
    for (index, pick) in draft.picks(&view.merge) {
        let (Some(Pick::Custom(value)), Some(lookup)) = (pick, lookup_of(view, index).cloned())
        else {
            continue;
        };
        let row = target_of(reader, &lookup, Side::Bc, &value);
        if let Some(candidate) = row.and_then(|row| candidate(reader, &lookup, &row)) {
            names.learn_pair(&lookup, &candidate);
            let Sides { bc, dv } = candidate.values;
            view.lookups.learn(&lookup, Side::Bc, bc, dv);
        }
    }
}

/// The numbers of both records of a conflict, where they have one.
pub fn keys_of(reader: &Reader<'_>, view: &ConflictView) -> Sides<Option<String>> {
    let row = row_of(reader, &view.mapping.name, Side::Bc, view.coupling.ids.bc);
    let keys = row.map(|row| row.keys).unwrap_or_default();
    keys.map(|key| key.filter(|key| !key.is_empty()))
}

fn candidate(reader: &Reader<'_>, lookup: &Lookup, row: &CouplingRow) -> Option<Candidate> {
    let target = reader.mapping(&lookup.mapping).ok()??;
    let dv = if target.is_option_set() {
        Value::Choice(option_value_of(row.ids.dv)?)
    } else {
        Value::Guid(row.ids.dv)
    };
    let bc = match lookup.key {
        LookupKey::Id => Value::Guid(row.ids.bc),
        LookupKey::Key => Value::text(row.keys.bc.clone()?),
        LookupKey::CompanyContact => {
            Value::text(reader.company_contact_of(row.ids.bc).ok().flatten()?)
        }
    };
    Some(Candidate {
        values: Sides::new(bc, dv),
        names: Sides::from_fn(|side| name_of(row, side)),
    })
}

/// The coupled record that a reference of a side means.
pub(super) fn target_of(
    reader: &Reader<'_>,
    lookup: &Lookup,
    side: Side,
    value: &Value,
) -> Option<CouplingRow> {
    let id: Uuid = match value {
        Value::Guid(id) => *id,
        Value::Choice(choice) => option_record_id(*choice),
        Value::Text(key) if lookup.key == LookupKey::CompanyContact => {
            reader.company_contact(key).ok().flatten()?
        }
        Value::Text(key) => {
            let pair = reader.partner_by_key(&lookup.mapping, side, key);
            *pair.ok().flatten()?.get(side)
        }
        _ => return None,
    };
    row_of(reader, &lookup.mapping, side, id)
}

/// The coupling of a record.
fn row_of(reader: &Reader<'_>, mapping: &MappingName, side: Side, id: Uuid) -> Option<CouplingRow> {
    let filter = CouplingFilter {
        mapping: Some(mapping.clone()),
        search: Some(id.hyphenated().to_string()),
        ..CouplingFilter::default()
    };
    let rows = reader.list_couplings(&filter, CouplingSort::Made, false, Slice::first(2));
    rows.ok()?.into_iter().find(|row| *row.ids.get(side) == id)
}

/// A record's name and, where it says more, its number.
fn name_of(row: &CouplingRow, side: Side) -> String {
    let label = row.labels.get(side);
    match row.keys.get(side) {
        Some(key) if label.is_empty() => key.clone(),
        Some(key) if key != label && !key.is_empty() => format!("{label} ({key})"),
        _ => label.clone(),
    }
}
