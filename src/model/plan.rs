//! What a synchronisation would do with one pair: a plain value, made by the engine without any input or output.

use super::fields::Fields;
use super::ids::{Etag, FieldName, MappingName};
use super::reason::Reason;
use super::value::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One field that a write would change, in the terms of the side that is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field on the side that is written.
    pub field: FieldName,
    /// What it holds now.
    pub before: Value,
    /// What it would hold.
    pub after: Value,
}

/// A write to one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SideWrite {
    /// A new record; `id` was chosen here and is journaled before it is sent.
    Create {
        /// The id that the new record shall have.
        id: Uuid,
        /// Its fields.
        fields: Fields,
    },
    /// Changed fields of an existing record, guarded by the version they were planned from.
    Update {
        /// The record.
        id: Uuid,
        /// The version the plan was made from.
        etag: Option<Etag>,
        /// Only what changes.
        changes: Vec<FieldChange>,
    },
    /// A deletion, guarded likewise.
    Delete {
        /// The record.
        id: Uuid,
        /// The version the plan was made from.
        etag: Option<Etag>,
    },
}

/// One line of `plan --json`: what would be done with one side of one pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActionLine {
    /// The mapping.
    pub mapping: MappingName,
    /// The Business Central record, if it is known.
    pub bc_id: Option<Uuid>,
    /// The Dataverse row, if it is known.
    pub dv_id: Option<Uuid>,
    /// How people call the record; empty if nothing names it.
    pub label: String,
    /// `insert`, `modify`, `delete`, `couple`, `uncouple`, `conflict`, `skip` or `fail`.
    pub action: String,
    /// The side that would be written, as `to_dataverse` or `to_business_central`.
    pub direction: super::mapping::Direction,
    /// The fields that would change.
    pub fields: Vec<ActionField>,
    /// Why.
    pub reason: Reason,
}

/// One field of an [`ActionLine`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActionField {
    /// The field on the side that would be written.
    pub name: FieldName,
    /// Its value before, as JSON for scripts.
    pub before: serde_json::Value,
    /// Its value after, as JSON for scripts.
    pub after: serde_json::Value,
}

impl SideWrite {
    /// The record that is written.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Create { id, .. } | Self::Update { id, .. } | Self::Delete { id, .. } => *id,
        }
    }
}
