//! The fields of a record: values under a list of names.
//!
//! Records come by the hundred thousand and nearly all of one mapping have the same names in the same order. The list of
//! names is therefore shared: to copy the fields of a record is to copy its values, and two records with the same list are
//! told to be so by one comparison of addresses.

use super::ids::FieldName;
use super::value::Value;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::{Arc, LazyLock};

static NO_NAMES: LazyLock<FieldNames> = LazyLock::new(|| FieldNames(Arc::new(Vec::new())));
static EMPTY: Value = Value::Empty;

/// A list of field names, none of them twice, to be shared by many records.
#[derive(Clone)]
pub struct FieldNames(Arc<Vec<FieldName>>);

impl FieldNames {
    /// The names in their order.
    pub fn as_slice(&self) -> &[FieldName] {
        &self.0
    }

    /// Whether this is the very same list; two different ones may hold the same names all the same.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Where a name stands, counted from 0.
    pub fn position(&self, name: &str) -> Option<usize> {
        // Lists are short: comparing lengths is quicker than hashing.
        self.0.iter().position(|own| own.as_str() == name)
    }
}

impl PartialEq for FieldNames {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.0 == other.0
    }
}

impl Eq for FieldNames {}

impl FromIterator<FieldName> for FieldNames {
    fn from_iter<I: IntoIterator<Item = FieldName>>(names: I) -> Self {
        let names = names.into_iter().map(|name| (name, Value::Empty));
        names.collect::<Fields>().names
    }
}

impl fmt::Debug for FieldNames {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// Lists of names that occurred lately, so that records that come one after the other share theirs.
#[derive(Clone, Debug, Default)]
pub struct KnownNames(Vec<FieldNames>);

impl KnownNames {
    /// So many different lists are remembered.
    const MOST: usize = 16;

    /// Gives fields a list of names that is known already, or remembers theirs.
    pub fn share(&mut self, fields: &mut Fields) {
        if let Some(known) = self.0.iter().find(|known| **known == fields.names) {
            fields.names = known.clone();
            return;
        }
        if self.0.len() == Self::MOST {
            self.0.remove(0);
        }
        self.0.push(fields.names.clone());
    }
}

/// Field values by name, in the order in which they were mapped or read.
///
/// The order is kept because Business Central validates fields in the order in which a body names them; it makes no
/// difference when fields are compared.
///
/// Invariant: there are as many values as names.
#[derive(Clone)]
pub struct Fields {
    names: FieldNames,
    values: Vec<Value>,
}

impl Fields {
    /// No fields.
    pub fn new() -> Self {
        Self::with_capacity(0)
    }

    /// No fields yet, with room for the values of some.
    pub fn with_capacity(fields: usize) -> Self {
        Self {
            names: NO_NAMES.clone(),
            values: Vec::with_capacity(fields),
        }
    }

    /// Values under their names; nothing if they are not equally many.
    pub fn of(names: &FieldNames, values: Vec<Value>) -> Option<Self> {
        (names.0.len() == values.len()).then(|| Self {
            names: names.clone(),
            values,
        })
    }

    /// The value of a field; empty if the field is not there.
    pub fn value(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(&EMPTY)
    }

    /// The value of a field, or nothing if the field was not read.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.at(self.names.position(name)?)
    }

    /// The value at a position of the names.
    pub fn at(&self, position: usize) -> Option<&Value> {
        self.values.get(position)
    }

    /// Sets a field; a new one comes last.
    pub fn set(&mut self, name: FieldName, value: Value) {
        let at = self.names.position(name.as_str());
        if let Some(place) = at.and_then(|at| self.values.get_mut(at)) {
            *place = value;
        } else {
            Arc::make_mut(&mut self.names.0).push(name);
            self.values.push(value);
        }
    }

    /// Removes a field.
    pub fn remove(&mut self, name: &str) {
        if let Some(at) = self.names.position(name) {
            Arc::make_mut(&mut self.names.0).remove(at);
            self.values.remove(at);
        }
    }

    /// Removes the fields for which `keep` says no.
    pub fn retain(&mut self, keep: impl Fn(&FieldName, &Value) -> bool) {
        if !self.iter().all(|(name, value)| keep(name, value)) {
            let kept = std::mem::take(self).into_iter();
            *self = kept.filter(|(name, value)| keep(name, value)).collect();
        }
    }

    /// The list of names, to be shared.
    pub fn names(&self) -> &FieldNames {
        &self.names
    }

    /// Fields in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&FieldName, &Value)> {
        self.names.0.iter().zip(&self.values)
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

impl Default for Fields {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        if self.names == other.names {
            return self.values == other.values;
        }
        let has = |(name, value): (&FieldName, &Value)| other.get(name.as_str()) == Some(value);
        self.len() == other.len() && self.iter().all(has)
    }
}

impl Eq for Fields {}

impl fmt::Debug for Fields {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_map().entries(self.iter()).finish()
    }
}

impl IntoIterator for Fields {
    type Item = (FieldName, Value);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<FieldName>, std::vec::IntoIter<Value>>;

    fn into_iter(self) -> Self::IntoIter {
        let names = Arc::unwrap_or_clone(self.names.0);
        names.into_iter().zip(self.values)
    }
}

impl Extend<(FieldName, Value)> for Fields {
    fn extend<I: IntoIterator<Item = (FieldName, Value)>>(&mut self, fields: I) {
        for (name, value) in fields {
            self.set(name, value);
        }
    }
}

impl FromIterator<(FieldName, Value)> for Fields {
    fn from_iter<I: IntoIterator<Item = (FieldName, Value)>>(fields: I) -> Self {
        let fields = fields.into_iter();
        let mut all = Self::with_capacity(fields.size_hint().0);
        all.extend(fields);
        all
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;

        impl<'de> Visitor<'de> for Map {
            type Value = Fields;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("fields by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Fields::with_capacity(map.size_hint().unwrap_or(0));
                while let Some((name, value)) = map.next_entry()? {
                    fields.set(name, value);
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(Map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let field = |(name, value): &(&str, &str)| (FieldName::new(name), Value::text(*value));
        pairs.iter().map(field).collect()
    }

    #[test]
    fn the_order_is_kept_and_makes_no_difference() {
        let one = fields(&[("a", "1"), ("b", "2")]);
        let other = fields(&[("b", "2"), ("a", "1")]);
        assert_eq!(one, other);
        assert_ne!(one, fields(&[("a", "1"), ("c", "2")]));
        assert_ne!(one, fields(&[("a", "1")]));
        let names = |fields: &Fields| fields.names().as_slice().to_vec();
        assert_eq!(names(&one), ["a", "b"].map(FieldName::new));
        assert_eq!(names(&other), ["b", "a"].map(FieldName::new));
    }

    #[test]
    fn the_last_value_of_a_name_counts() {
        let twice = fields(&[("a", "1"), ("b", "2"), ("a", "3")]);
        assert_eq!(twice, fields(&[("a", "3"), ("b", "2")]));
        let names: FieldNames = ["a", "b", "a"].map(FieldName::new).into_iter().collect();
        assert_eq!(names.as_slice(), ["a", "b"].map(FieldName::new));
    }

    #[test]
    fn a_copy_shares_its_names_until_it_gets_others() {
        let one = fields(&[("a", "1"), ("b", "2")]);
        let mut copy = one.clone();
        copy.set(FieldName::new("a"), Value::Empty);
        assert!(copy.names().is_same(one.names()));
        copy.set(FieldName::new("c"), Value::Bool(true));
        copy.remove("a");
        assert_eq!(one, fields(&[("a", "1"), ("b", "2")]));
        assert_eq!(copy.get("a"), None);
        assert_eq!(copy.value("c"), &Value::Bool(true));
        copy.retain(|name, _| name.as_str() != "c");
        assert_eq!(copy, fields(&[("b", "2")]));
    }

    #[test]
    fn equal_lists_become_one() {
        let mut known = KnownNames::default();
        let mut one = fields(&[("a", "1")]);
        let (mut same, mut other) = (fields(&[("a", "2")]), fields(&[("b", "2")]));
        for fields in [&mut one, &mut other, &mut same] {
            known.share(fields);
        }
        assert!(same.names().is_same(one.names()));
        assert!(!other.names().is_same(one.names()));
        assert_eq!(same, fields(&[("a", "2")]));
        assert_eq!(Fields::of(one.names(), Vec::new()), None);
    }

    #[test]
    fn fields_survive_as_json() {
        let one = fields(&[("b", "1"), ("a", "")]);
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(text, r#"{"b":{"s":"1"},"a":"0"}"#);
        assert_eq!(serde_json::from_str::<Fields>(&text).unwrap(), one);
    }
}
