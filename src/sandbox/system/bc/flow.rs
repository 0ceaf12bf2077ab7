//! Fields that are worked out when read.

use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{FieldDef, TableDef},
    row::Row,
};

use super::Bc;

/// The value of a worked-out field.
pub fn compute(
    _bc: &Bc,
    _company: Uuid,
    _def: &TableDef,
    _id: Uuid,
    row: &Row,
    field: &FieldDef,
) -> Cell {
    match field.name.as_ref() {
        "lastModifiedDateTime" => Cell::Instant(row.stamp.modified),
        _ => Cell::Null,
    }
}
