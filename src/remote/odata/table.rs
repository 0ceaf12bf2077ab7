//! One entity set as it is spelt on the wire.

use crate::model::reason::{Cause, Problem};
use crate::model::{EntitySchema, FieldKind, FieldName, SetName, Side};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use uuid::Uuid;

/// How a service says "empty" in bodies and filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blank {
    /// By a zero value: `""`, a zero GUID, `0001-01-01`, `0` (Business Central).
    Zero,
    /// By `null`.
    Null,
}

/// How one field is spelt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireField {
    /// Its name in mappings.
    pub name: FieldName,
    /// What it holds.
    pub kind: FieldKind,
    /// The property in answers, `$select` and `$filter` (`_primarycontactid_value`).
    pub property: String,
    /// The entity type that a polymorphic lookup must refer to, to be this field.
    pub target: Option<String>,
    /// How a reference is written; nothing if it is a plain property.
    pub bind: Option<Bind>,
    /// Whether ids in this field are text to the service (`'…'` in filters).
    pub quoted: bool,
}

/// How a reference is written: `"primarycontactid@odata.bind":"/contacts(…)"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bind {
    /// The navigation property, spelt as the metadata spells it.
    pub navigation: String,
    /// The entity set of the target.
    pub set: String,
}

/// One entity set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What others see of it.
    pub schema: Rc<EntitySchema>,
    /// The name of its entity type.
    pub entity: String,
    /// Its path below the service root, for example `companies(…)/customers`; the whole address in another API.
    pub path: String,
    /// The key property.
    pub key: String,
    /// Whether the key is text that holds a GUID.
    pub key_is_text: bool,
    /// The property with the time of the last change.
    pub modified: Option<String>,
    /// The property with who changed it last.
    pub modified_by: Option<String>,
    /// How "empty" is said.
    pub blank: Blank,
    /// The fields as they are spelt, in the order of the schema.
    pub fields: Vec<WireField>,
}

impl Table {
    /// The entity set.
    pub fn set(&self) -> &SetName {
        &self.schema.set
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&WireField> {
        self.fields.iter().find(|field| field.name.as_str() == name)
    }

    /// The fields of those names.
    ///
    /// # Errors
    /// [`Cause::UnknownField`] for the first that does not exist.
    pub fn wire_fields(&self, side: Side, names: &[FieldName]) -> Result<Vec<&WireField>, Problem> {
        names
            .iter()
            .map(|name| {
                self.field(name.as_str()).ok_or_else(|| {
                    Problem::new(Cause::UnknownField)
                        .on(side)
                        .with("field", name.as_str())
                        .with("table", self.set().as_str())
                })
            })
            .collect()
    }

    /// The key of a record as it stands in parentheses.
    pub fn key_literal(&self, id: Uuid) -> String {
        if self.key_is_text {
            format!("'{}'", id.hyphenated())
        } else {
            id.hyphenated().to_string()
        }
    }

    /// The path of one record.
    pub fn record_path(&self, id: Uuid) -> String {
        format!("{}({})", self.path, self.key_literal(id))
    }

    /// The properties to select for those fields, the key and the marks of version and time among them, without repeats.
    pub fn select(&self, fields: &[&WireField]) -> String {
        let mut properties: Vec<&str> = vec![&self.key];
        let marks = self.modified.iter().chain(&self.modified_by);
        let wanted = fields.iter().map(|field| &field.property);
        for property in marks.chain(wanted) {
            if !properties.contains(&property.as_str()) {
                properties.push(property);
            }
        }
        properties.join(",")
    }
}
