//! From what a client sent to what a column holds: types, lengths, ranges, options, references.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{Access, FieldDef, FieldKind, Join, NavDef, TableDef},
    draft::Draft,
    given::{Given, Values},
    refusal::Refusal,
};

use super::{Dv, flow::round, refusals, show::whole_seconds, tables::PRINCIPALS};

/// Rows to be created together with a row.
#[derive(Debug, Default)]
pub(super) struct Nested {
    /// By single-valued navigation properties: created before the row, which then refers to them.
    pub(super) first: Vec<(NavDef, Values)>,
    /// By collection-valued ones: created after the row, which they refer to.
    pub(super) after: Vec<(NavDef, Values)>,
}

/// Reads the members of a body into a draft.
///
/// # Errors
/// Undeclared properties, values of the wrong type, references that lead nowhere.
pub(super) fn fill(dv: &Dv, draft: &mut Draft, values: Values) -> Result<Nested, Refusal> {
    let def = Arc::clone(&draft.def);
    let mut nested = Nested::default();
    for (name, given) in values {
        let undeclared = || refusals::undeclared(&def, &name);
        match given {
            Given::Value(cell) => {
                if let Some(field) = def.field(&name)
                    && !(field.is_reference() && def.nav(&name).is_some())
                {
                    plain(dv, draft, &def, field, &cell)?;
                } else if let Some(nav) = def.nav(&name)
                    && cell.is_null()
                {
                    unbind(dv, draft, nav)?;
                } else {
                    return Err(undeclared());
                }
            }
            Given::Bind { set, id } => {
                let nav = def.nav(&name).ok_or_else(undeclared)?;
                bind(dv, draft, nav, &set, id)?;
            }
            Given::Row(row) => {
                let nav = def.nav(&name).ok_or_else(undeclared)?;
                match nav.join {
                    Join::Holds { .. } if draft.is_new() => nested.first.push((nav.clone(), row)),
                    _ => return Err(undeclared()),
                }
            }
            Given::Rows(rows) => {
                let nav = def.nav(&name).ok_or_else(undeclared)?;
                if !nav.is_collection() || !draft.is_new() {
                    return Err(undeclared());
                }
                nested
                    .after
                    .extend(rows.into_iter().map(|row| (nav.clone(), row)));
            }
        }
    }
    Ok(nested)
}

fn plain(
    dv: &Dv,
    draft: &mut Draft,
    def: &TableDef,
    field: &FieldDef,
    sent: &Cell,
) -> Result<(), Refusal> {
    if field.name == def.key {
        let id = guid(def, field, sent)?;
        if !draft.is_new() && id != draft.id {
            return Err(refusals::wrong_type(def, field, &id.to_string()));
        }
        draft.id = id;
        return Ok(());
    }
    if field.is_reference() && sent.is_null() {
        draft.set(&field.name, Cell::Null);
        return Ok(());
    }
    let read = read(dv, def, field, sent)?;
    let writable = match field.access {
        Access::ReadWrite => true,
        Access::CreateOnly => draft.is_new(),
        Access::ReadOnly => false,
    };
    // The service takes a value for a column that cannot be written, and forgets it.
    if writable && !field.computed && !is_put_back(dv, draft, field) {
        draft.set(&field.name, read);
    }
    Ok(())
}

/// Whether a plug-in undoes changes of a column.
fn is_put_back(dv: &Dv, draft: &Draft, field: &FieldDef) -> bool {
    let named = (draft.def.set.to_string(), field.name.to_string());
    !draft.is_new() && dv.settings.put_back.contains(&named)
}

/// The table code and the set of the row that a reference may lead to.
fn target<'a>(dv: &'a Dv, nav: &NavDef, set: &str) -> Option<&'a TableDef> {
    let allowed = if nav.target == PRINCIPALS {
        matches!(set, "systemusers" | "teams")
    } else {
        nav.target == set
    };
    if allowed { dv.def(set) } else { None }
}

fn bind(dv: &Dv, draft: &mut Draft, nav: &NavDef, set: &str, id: Uuid) -> Result<(), Refusal> {
    let Join::Holds { field } = &nav.join else {
        return Err(refusals::undeclared(&draft.def, &nav.name));
    };
    let target = target(dv, nav, set).ok_or_else(|| refusals::wrong_target(&nav.name, set))?;
    if dv.table(set)?.get(id).is_none() {
        return Err(refusals::no_row(target, id));
    }
    let writable = draft
        .def
        .field(field)
        .is_some_and(|field| field.access != Access::ReadOnly && !field.computed);
    if writable {
        draft.set(
            field,
            Cell::Reference {
                id,
                table: target.object_type_code,
            },
        );
    }
    Ok(())
}

/// Clears a reference; of a polymorphic one only the half that is named.
fn unbind(dv: &Dv, draft: &mut Draft, nav: &NavDef) -> Result<(), Refusal> {
    let Join::Holds { field } = &nav.join else {
        return Err(refusals::undeclared(&draft.def, &nav.name));
    };
    let polymorphic = draft.def.nav(field).is_none();
    if polymorphic
        && let Cell::Reference { table, .. } = draft.value(field)
        && dv
            .def(&nav.target)
            .is_some_and(|def| def.object_type_code != table)
    {
        return Ok(());
    }
    draft.set(field, Cell::Null);
    Ok(())
}

/// Reads a value for a column.
///
/// # Errors
/// The value is of another type, too long, out of range, or no option.
pub(super) fn read(
    dv: &Dv,
    def: &TableDef,
    field: &FieldDef,
    sent: &Cell,
) -> Result<Cell, Refusal> {
    if sent.is_null() {
        return Ok(Cell::Null);
    }
    let wrong = || refusals::wrong_type(def, field, &sent.words());
    match &field.kind {
        FieldKind::Text { max } | FieldKind::Code { max } | FieldKind::Memo { max } => {
            let text = sent.as_text().ok_or_else(wrong)?;
            if text.len() > *max && text.encode_utf16().count() > *max {
                return Err(refusals::too_long(def, field, *max));
            }
            // An empty text is no text.
            Ok(if text.is_empty() {
                Cell::Null
            } else {
                sent.clone()
            })
        }
        FieldKind::Bool => sent.as_bool().map(Cell::Bool).ok_or_else(wrong),
        FieldKind::Int => {
            let number = sent.as_int().ok_or_else(wrong)?;
            let (least, most) = field.range.unwrap_or((-2_147_483_648, 2_147_483_647));
            if number < least || number > most {
                return Err(refusals::int_range(def, field));
            }
            Ok(Cell::Int(number))
        }
        FieldKind::BigInt | FieldKind::RowVersion => sent.as_int().map(Cell::Int).ok_or_else(wrong),
        FieldKind::Decimal | FieldKind::Double | FieldKind::Money => {
            let number = sent.as_decimal().ok_or_else(wrong)?;
            let widest = match field.kind {
                FieldKind::Money => 922_337_203_685_477,
                _ => 100_000_000_000,
            };
            let (least, most) = field.range.unwrap_or((-widest, widest));
            if number < Decimal::from(least) || number > Decimal::from(most) {
                return Err(refusals::decimal_range(def, field));
            }
            Ok(Cell::Decimal(round(number, 10)))
        }
        FieldKind::Date => date(sent).map(Cell::Date).ok_or_else(wrong),
        FieldKind::DateTime => instant(sent)
            .map(|at| Cell::Instant(whole_seconds(at)))
            .ok_or_else(wrong),
        FieldKind::Guid => guid(def, field, sent).map(Cell::Guid),
        FieldKind::Picklist { .. } | FieldKind::State { .. } | FieldKind::Status { .. } => {
            let number = sent.as_int().ok_or_else(wrong)?;
            if !dv
                .options(field)
                .iter()
                .any(|option| i64::from(option.value) == number)
            {
                return Err(refusals::bad_option(def, field, number));
            }
            Ok(Cell::Int(number))
        }
        FieldKind::EntityName => sent.as_text().map(|_| sent.clone()).ok_or_else(wrong),
        FieldKind::Enum { .. }
        | FieldKind::Lookup { .. }
        | FieldKind::Customer
        | FieldKind::Owner => {
            match sent {
                // Stored references come back like this when a rule reads a key.
                Cell::Reference { .. } => Ok(sent.clone()),
                _ => Err(wrong()),
            }
        }
    }
}

fn guid(def: &TableDef, field: &FieldDef, sent: &Cell) -> Result<Uuid, Refusal> {
    match sent {
        Cell::Guid(id) => Ok(*id),
        Cell::Text(text) => {
            Uuid::try_parse(text).map_err(|_malformed| refusals::wrong_type(def, field, text))
        }
        _ => Err(refusals::wrong_type(def, field, "")),
    }
}

fn date(sent: &Cell) -> Option<Date> {
    match sent {
        Cell::Date(date) => Some(*date),
        Cell::Instant(at) => Some(at.to_zoned(TimeZone::UTC).date()),
        Cell::Text(text) => text.parse().ok().or_else(|| {
            let at: Timestamp = text.parse().ok()?;
            Some(at.to_zoned(TimeZone::UTC).date())
        }),
        _ => None,
    }
}

fn instant(sent: &Cell) -> Option<Timestamp> {
    let midnight = |date: Date| Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp());
    match sent {
        Cell::Instant(at) => Some(*at),
        Cell::Date(date) => midnight(*date),
        Cell::Text(text) => text.parse().ok().or_else(|| midnight(text.parse().ok()?)),
        _ => None,
    }
}
