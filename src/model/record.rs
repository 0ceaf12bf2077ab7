//! Records as they are read from a service.

use super::ids::{Etag, FieldName};
use super::value::Value;
use foldhash::fast::RandomState;
use indexmap::IndexMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Field values by name, in the order in which they were mapped or read.
///
/// The order is kept because Business Central validates fields in the order in which a body names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(pub IndexMap<FieldName, Value, RandomState>);

impl Fields {
    /// No fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// No fields yet, with room for some.
    pub fn with_capacity(fields: usize) -> Self {
        Self(IndexMap::with_capacity_and_hasher(
            fields,
            RandomState::default(),
        ))
    }

    /// The value of a field; empty if the field is not there.
    pub fn value(&self, name: &str) -> &Value {
        static EMPTY: Value = Value::Empty;
        self.0.get(name).unwrap_or(&EMPTY)
    }

    /// The value of a field, or nothing if the field was not read.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Sets a field.
    pub fn set(&mut self, name: FieldName, value: Value) {
        self.0.insert(name, value);
    }

    /// Fields in order.
    pub fn iter(&self) -> impl Iterator<Item = (&FieldName, &Value)> {
        self.0.iter()
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(FieldName, Value)> for Fields {
    fn from_iter<I: IntoIterator<Item = (FieldName, Value)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

/// One record of one side, as last read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Business Central's `id`, Dataverse's primary key, or the id standing for an option value.
    pub id: Uuid,
    /// The version mark; some foreign services have none.
    pub etag: Option<Etag>,
    /// When its own service says it was last changed: ms precision in Business Central, seconds in Dataverse.
    pub modified: Option<Timestamp>,
    /// Who changed it last, if the service says so.
    pub modified_by: Option<String>,
    /// The fields that were asked for.
    pub fields: Fields,
}
