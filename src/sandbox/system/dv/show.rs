//! What Dataverse shows for a column: whole seconds, stamps from the row, some of it worked out when asked for.

use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{FieldDef, FieldKind, TableDef},
    row::Row,
};

use super::{Dv, flow};

/// The value shown for a column of a row.
pub fn cell(dv: &Dv, def: &TableDef, id: Uuid, row: &Row, field: &FieldDef, stored: Cell) -> Cell {
    if field.name == def.key {
        return Cell::Guid(id);
    }
    let shown = if field.computed {
        flow::compute(dv, def, row, field)
    } else {
        stored
    };
    match (&field.kind, shown) {
        (FieldKind::DateTime, Cell::Instant(at)) => Cell::Instant(whole_seconds(at)),
        (_, shown) => shown,
    }
}

/// A point in time without its fraction of a second.
pub fn whole_seconds(at: Timestamp) -> Timestamp {
    let round = TimestampRound::new()
        .smallest(Unit::Second)
        .mode(RoundMode::Floor);
    at.round(round).unwrap_or(at)
}
