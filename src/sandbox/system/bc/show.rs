//! What Business Central shows for a field: never nothing, and some of it worked out when asked for.

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{FieldDef, FieldKind, TableDef},
    row::Row,
};

use super::{Bc, flow};

/// The value shown for a field of a row.
pub fn cell(
    bc: &Bc,
    company: Uuid,
    def: &TableDef,
    id: Uuid,
    row: &Row,
    field: &FieldDef,
    stored: Cell,
) -> Cell {
    if field.name == "id" {
        return Cell::Guid(id);
    }
    let shown = if field.computed {
        flow::compute(bc, company, def, id, row, field)
    } else {
        stored
    };
    if !shown.is_null() {
        return shown;
    }
    // No currency means the local one, whose code is shown beside the zero id.
    if field.name == "currencyCode" && def.position("currencyId").is_some() {
        return Cell::text(bc.local_currency.as_str());
    }
    empty(field)
}

/// How the service writes "empty" for a field.
pub fn empty(field: &FieldDef) -> Cell {
    match &field.kind {
        FieldKind::Bool => Cell::Bool(false),
        FieldKind::Int | FieldKind::BigInt => Cell::Int(0),
        FieldKind::Decimal | FieldKind::Double | FieldKind::Money => Cell::Decimal(Decimal::ZERO),
        FieldKind::Guid => Cell::Guid(Uuid::nil()),
        FieldKind::Date => Cell::Date(zero_date()),
        FieldKind::DateTime => Cell::Instant(zero_instant()),
        FieldKind::Enum { members, .. } => members.first().map_or(Cell::Null, Cell::text),
        FieldKind::Text { .. }
        | FieldKind::Code { .. }
        | FieldKind::Memo { .. }
        | FieldKind::EntityName => Cell::text(""),
        FieldKind::Picklist { .. }
        | FieldKind::State { .. }
        | FieldKind::Status { .. }
        | FieldKind::Lookup { .. }
        | FieldKind::Customer
        | FieldKind::Owner
        | FieldKind::RowVersion => Cell::Null,
    }
}

/// The date that means "no date".
pub fn zero_date() -> Date {
    jiff::civil::date(1, 1, 1)
}

/// The point in time that means "never".
pub fn zero_instant() -> Timestamp {
    Timestamp::from_second(-62_135_596_800).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_is_the_first_of_january_of_the_year_one() {
        assert_eq!(zero_instant().to_string(), "0001-01-01T00:00:00Z");
    }
}
