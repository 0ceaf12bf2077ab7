//! What a side offers: entity sets, fields and their limits, read live from its metadata.

use super::ids::{FieldName, SetName};
use serde::{Deserialize, Serialize};

/// The kinds of values that a field may hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Text; Business Central's codes are text that is upper-cased.
    Text {
        /// The greatest length in characters; unknown for services that do not say.
        max: Option<u32>,
    },
    /// Text of a fixed list of members in wire form, for example `_x0020_`.
    Enum {
        /// The members in wire form.
        members: Vec<String>,
    },
    /// Yes or no.
    Boolean,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal {
        /// Digits after the point, if the service limits them.
        scale: Option<u32>,
    },
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// An id that is not known to be a reference.
    Guid,
    /// One value of an option set.
    OptionSet {
        /// The values with their labels.
        options: Vec<OptionLabel>,
    },
    /// A reference to a record of an entity set of the same side.
    Lookup {
        /// The entity set of the record that is referred to; unknown if the service does not say.
        target: Option<SetName>,
    },
}

/// One value of an option set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionLabel {
    /// The stored value.
    pub value: i32,
    /// The label in the user's language.
    pub label: String,
}

/// One field of an entity set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldSchema {
    /// Its name.
    pub name: FieldName,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether the service refuses to have it written.
    pub read_only: bool,
    /// Whether a new record must have it.
    pub required: bool,
}

/// One entity set with its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntitySchema {
    /// Its name.
    pub set: SetName,
    /// The name of its key field.
    pub key: FieldName,
    /// Whether the service reports changes and deletions by itself (Dataverse change tracking).
    pub change_tracking: bool,
    /// The field with the time of the last change, if there is one.
    pub modified_field: Option<FieldName>,
    /// The fields, in the service's order.
    pub fields: Vec<FieldSchema>,
}

impl EntitySchema {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&FieldSchema> {
        self.fields.iter().find(|field| field.name.as_str() == name)
    }
}
