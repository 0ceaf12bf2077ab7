//! What both sides hold of the pair that an integration error is about, for whoever looks for its reason.

use crate::model::mapping::FieldSource;
use crate::model::report::IntegrationError;
use crate::model::{FieldName, Side, Sides, Value};
use crate::store::Reader;

/// How many fields are shown at most.
const MOST: usize = 24;

/// A field as both sides hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BothValues {
    /// The field, as Business Central calls it.
    pub field: FieldName,
    /// What each side holds; nothing where the record was not read or does not exist.
    pub values: Sides<Option<Value>>,
    /// Whether the error names this field.
    pub named: bool,
}

/// The mapped fields in which both sides differ, the one that the error names first; of a record without a partner only the
/// field that the error names.
pub fn both_values(reader: &Reader<'_>, error: &IntegrationError) -> Vec<BothValues> {
    let Ok(Some(mapping)) = reader.mapping(&error.mapping) else {
        return Vec::new();
    };
    let pair = [&error.source, &error.destination]
        .into_iter()
        .find_map(|end| {
            let id = end.id?;
            reader.coupling_of(&error.mapping, end.side, id).ok()?
        });
    let Some(pair) = pair else {
        return Vec::new();
    };
    let seen = pair.seen.as_ref().map(|seen| seen.fields());
    let named = error.problem.params.get("field");
    let mut rows: Vec<BothValues> = Vec::new();
    for field in mapping.active_fields() {
        let FieldSource::Pair(names) = &field.source else {
            continue;
        };
        let value = |side: Side| {
            let fields = (*seen.get(side))?;
            fields.get(names.get(side).as_str()).cloned()
        };
        let values = Sides::from_fn(value);
        let is_named = named.is_some_and(|named| {
            Side::BOTH
                .into_iter()
                .any(|side| names.get(side).as_str() == named)
        });
        let differ = match (&values.bc, &values.dv) {
            (Some(bc), Some(dv)) => bc.to_plain() != dv.to_plain(),
            (bc, dv) => bc.is_some() || dv.is_some(),
        };
        if is_named || differ {
            rows.push(BothValues {
                field: names.bc.clone(),
                values,
                named: is_named,
            });
        }
    }
    rows.sort_by_key(|row| !row.named);
    rows.truncate(MOST);
    rows
}
