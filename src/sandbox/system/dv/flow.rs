//! Columns of Dataverse that are worked out when they are read.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::sandbox::system::{
    cell::Cell,
    def::{FieldDef, TableDef},
    row::Row,
};

use super::{Dv, show::whole_seconds};

const ACCOUNT: i32 = 1;
const CONTACT: i32 = 2;
const USER: i32 = 8;
const TEAM: i32 = 9;
const BUSINESS_UNIT: i32 = 10;
const ORGANIZATION: i32 = 1019;

/// The value of a worked-out column.
pub(super) fn compute(dv: &Dv, def: &TableDef, row: &Row, field: &FieldDef) -> Cell {
    let stamp = row.stamp;
    let held = |name: &str| def.position(name).map_or(Cell::Null, |at| row.get(at));
    match field.name.as_ref() {
        "createdon" => Cell::Instant(whole_seconds(stamp.created)),
        "modifiedon" => Cell::Instant(whole_seconds(stamp.modified)),
        "createdby" => reference(USER, stamp.created_by),
        "modifiedby" => reference(USER, stamp.modified_by),
        "versionnumber" => Cell::Int(i64::try_from(stamp.version).unwrap_or(i64::MAX)),
        "owninguser" => owner(&held("ownerid"), USER),
        "owningteam" => owner(&held("ownerid"), TEAM),
        "owningbusinessunit" => business_unit(dv, &held("ownerid")),
        "organizationid" => reference(ORGANIZATION, dv.places().organization),
        "fullname" => full_name(&[held("firstname"), held("middlename"), held("lastname")]),
        "yomifullname" => full_name(&[
            held("yomifirstname"),
            held("yomimiddlename"),
            held("yomilastname"),
        ]),
        "accountid" => party(&held, ACCOUNT),
        "contactid" | "parentcontactid" => party(&held, CONTACT),
        "salesorderstatecode" => state_of(dv, "salesorders", &held("salesorderid")),
        "invoicestatecode" => state_of(dv, "invoices", &held("invoiceid")),
        "quotestatecode" => state_of(dv, "quotes", &held("quoteid")),
        "opportunitystatecode" => state_of(dv, "opportunities", &held("opportunityid")),
        "owneridtype" => match held("ownerid") {
            Cell::Reference { table: TEAM, .. } => Cell::text("team"),
            Cell::Reference { .. } => Cell::text("systemuser"),
            _ => Cell::Null,
        },
        "activitytypecode" => Cell::text(def.entity.as_ref()),
        name => {
            if let Some(prefix) = name.strip_suffix("_composite") {
                return composite(&held, prefix);
            }
            name.strip_suffix("_base").map_or(Cell::Null, |amount| {
                base(dv, &held(amount), &held("exchangerate"))
            })
        }
    }
}

fn reference(table: i32, id: uuid::Uuid) -> Cell {
    Cell::Reference { id, table }
}

fn owner(owner: &Cell, kind: i32) -> Cell {
    match owner {
        Cell::Reference { table, .. } if *table == kind => owner.clone(),
        _ => Cell::Null,
    }
}

/// The state of the document that a line belongs to.
fn state_of(dv: &Dv, set: &str, document: &Cell) -> Cell {
    document
        .as_guid()
        .and_then(|id| dv.stored(set, id, "statecode"))
        .unwrap_or(Cell::Null)
}

/// Whom a row is about, if that is of one kind of table.
fn party(held: &impl Fn(&str) -> Cell, kind: i32) -> Cell {
    ["customerid", "parentcustomerid"]
        .into_iter()
        .map(held)
        .find(|cell| matches!(cell, Cell::Reference { table, .. } if *table == kind))
        .unwrap_or(Cell::Null)
}

fn business_unit(dv: &Dv, owner: &Cell) -> Cell {
    let set = match owner {
        Cell::Reference { table: USER, .. } => "systemusers",
        Cell::Reference { table: TEAM, .. } => "teams",
        _ => return Cell::Null,
    };
    let held = owner
        .as_guid()
        .and_then(|id| dv.stored(set, id, "businessunitid"));
    held.filter(|unit| !unit.is_null())
        .unwrap_or_else(|| reference(BUSINESS_UNIT, dv.places().business_unit))
}

/// First, middle and last name with single spaces; nothing when there is none.
pub(super) fn full_name(parts: &[Cell]) -> Cell {
    let parts: Vec<&str> = parts.iter().filter_map(Cell::as_text).collect();
    if parts.is_empty() {
        Cell::Null
    } else {
        Cell::text(parts.join(" "))
    }
}

/// An address in one text, as the service lays it out: street lines, then place, then country.
fn composite(held: &impl Fn(&str) -> Cell, prefix: &str) -> Cell {
    let part = |name: &str| {
        held(&format!("{prefix}_{name}"))
            .as_text()
            .map(str::to_owned)
    };
    let mut lines: Vec<String> = ["line1", "line2", "line3"]
        .into_iter()
        .filter_map(part)
        .collect();
    let place: Vec<String> = ["city", "stateorprovince", "postalcode"]
        .into_iter()
        .filter_map(part)
        .collect();
    if !place.is_empty() {
        lines.push(place.join(", "));
    }
    lines.extend(part("country"));
    if lines.is_empty() {
        Cell::Null
    } else {
        Cell::text(lines.join("\r\n"))
    }
}

/// An amount in the base currency: divided by the rate that was copied into the row when it was written.
fn base(dv: &Dv, amount: &Cell, rate: &Cell) -> Cell {
    let Some(amount) = amount.as_decimal() else {
        return Cell::Null;
    };
    let rate = rate
        .as_decimal()
        .filter(|rate| !rate.is_zero())
        .unwrap_or(Decimal::ONE);
    let precision = dv.currency_precision(dv.places().base_currency);
    amount
        .checked_div(rate)
        .map_or(Cell::Null, |base| Cell::Decimal(round(base, precision)))
}

/// Rounds as the service does: half away from zero.
pub(super) fn round(number: Decimal, precision: u32) -> Decimal {
    number.round_dp_with_strategy(precision, RoundingStrategy::MidpointAwayFromZero)
}
