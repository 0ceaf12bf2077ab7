//! What both records of a pair hold, and what they held when they last agreed, field by field.

use super::merging_sections::caption;
use crate::i18n::{Texts, visible};
use crate::model::mapping::FieldSource;
use crate::model::{CouplingId, FieldMapping, Side, Sides, Value};
use crate::store::Reader;

/// How many fields are shown at most.
const MOST: usize = 40;

/// A field of a pair; values in plain words, nothing for an empty one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairValues {
    /// The field, as Business Central calls it.
    pub field: String,
    /// What each side holds; nothing where the record was not read or is gone.
    pub now: Sides<Option<String>>,
    /// What each side held when both last agreed; nothing where they never have.
    pub base: Option<Sides<String>>,
    /// The sides that have changed since.
    pub moved: Vec<Side>,
}

impl PairValues {
    /// What people call the field.
    pub fn caption(&self, texts: Texts) -> String {
        caption(texts, &self.field).into_owned()
    }

    /// The one value that there is to show, where nothing has changed and both sides write it alike.
    pub fn alike(&self) -> Option<&str> {
        let base = self.base.as_ref()?;
        let same = self.moved.is_empty() && base.bc == base.dv;
        same.then_some(base.bc.as_str())
    }
}

/// The mapped fields of a pair, those that have changed first; fields that are empty everywhere are left out.
pub fn pair_values(reader: &Reader<'_>, id: CouplingId) -> Vec<PairValues> {
    let Ok(Some(pair)) = reader.coupling(id) else {
        return Vec::new();
    };
    let Ok(Some(mapping)) = reader.mapping(&pair.mapping) else {
        return Vec::new();
    };
    let seen = pair.seen.as_ref().map(|seen| seen.fields());
    let mut rows = Vec::new();
    for field in mapping.active_fields() {
        let FieldSource::Pair(names) = &field.source else {
            continue;
        };
        let now = Sides::from_fn(|side| {
            let fields = (*seen.get(side))?;
            fields.get(names.get(side).as_str())
        });
        let base = pair.base.as_ref().map(|base| {
            Sides::from_fn(|side| {
                let fields = base.get(side);
                fields.get(names.get(side).as_str())
            })
        });
        let moved = Side::BOTH.into_iter().filter(|side| {
            let before = base.as_ref().and_then(|base| *base.get(*side));
            base.is_some() && now.get(*side).is_some() && before != *now.get(*side)
        });
        let moved: Vec<Side> = moved.collect();
        let told = |side: Side, value: &Value| told(reader, field, side, value);
        let row = PairValues {
            field: names.bc.to_string(),
            now: Sides::from_fn(|side| now.get(side).map(|value| told(side, value))),
            base: base.map(|base| {
                Sides::from_fn(|side| {
                    let value = base.get(side).map(|value| told(side, value));
                    value.unwrap_or_default()
                })
            }),
            moved,
        };
        let now = Side::BOTH.map(|side| row.now.get(side).as_deref().unwrap_or_default());
        let base = row.base.as_ref().map(|base| [&*base.bc, &*base.dv]);
        let said = |values: &[&str]| values.iter().any(|value| !value.is_empty());
        if said(&now) || base.is_some_and(|base| said(&base)) {
            rows.push(row);
        }
    }
    rows.sort_by_key(|row| row.moved.is_empty());
    rows.truncate(MOST);
    rows
}

/// A value in plain words; a reference by the name of its record, where the cache has it.
fn told(reader: &Reader<'_>, field: &FieldMapping, side: Side, value: &Value) -> String {
    if let (Some(lookup), Value::Guid(id)) = (&field.lookup, value) {
        let label = reader.label_of(&lookup.mapping, side, *id).ok().flatten();
        if let Some(label) = label.filter(|label| !label.is_empty()) {
            return visible(&label).into_owned();
        }
    }
    visible(&value.to_plain()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(moved: Vec<Side>, base: Option<(&str, &str)>) -> PairValues {
        PairValues {
            field: "phoneNumber".to_owned(),
            now: Sides::new(Some("1".to_owned()), Some("1".to_owned())),
            base: base.map(|(bc, dv)| Sides::new(bc.to_owned(), dv.to_owned())),
            moved,
        }
    }

    #[test]
    fn one_value_is_shown_only_where_both_sides_have_it_and_nothing_changed() {
        assert_eq!(row(Vec::new(), Some(("1", "1"))).alike(), Some("1"));
        assert_eq!(row(Vec::new(), Some(("1", "one"))).alike(), None);
        assert_eq!(row(vec![Side::Dv], Some(("1", "1"))).alike(), None);
        assert_eq!(row(Vec::new(), None).alike(), None, "they never agreed");
    }
}
