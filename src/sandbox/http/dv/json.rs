//! Rows as JSON with annotations.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::super::exchange::Preferences;
use super::super::read::shape::{Shape, related};
use crate::sandbox::odata::writer::{self, Object};
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::def::{FieldDef, FieldKind, Join, TableDef};
use crate::sandbox::system::dv::Dv;
use crate::sandbox::system::dv::tables::PRINCIPALS;
use crate::sandbox::system::view::{RowView, Through};

/// Which annotations `Prefer: odata.include-annotations` asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotations(Vec<String>);

/// The caption of an option, the name of a referenced row, an amount with its currency.
pub const FORMATTED: &str = "OData.Community.Display.V1.FormattedValue";
/// The table that a reference leads to.
pub const LOOKUP_NAME: &str = "Microsoft.Dynamics.CRM.lookuplogicalname";
/// The navigation property that a reference belongs to.
pub const NAVIGATION: &str = "Microsoft.Dynamics.CRM.associatednavigationproperty";

impl Annotations {
    /// Reads the preference.
    pub fn asked(preferences: &Preferences) -> Self {
        let list = preferences.get("include-annotations").unwrap_or_default();
        Self(
            list.split(',')
                .map(|term| term.trim().to_owned())
                .filter(|term| !term.is_empty())
                .collect(),
        )
    }

    /// Whether none are wanted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a term is wanted; a pattern ends in `*`, and `-` before one takes it out again.
    pub fn wants(&self, term: &str) -> bool {
        let fits = |pattern: &str| match pattern.strip_suffix('*') {
            Some(start) => term.starts_with(start),
            None => term == pattern,
        };
        let excluded = self
            .0
            .iter()
            .any(|pattern| pattern.strip_prefix('-').is_some_and(fits));
        !excluded && self.0.iter().any(|pattern| fits(pattern))
    }
}

/// Writes a row; `context` stands first where it is one by itself.
pub fn row(
    out: &mut Vec<u8>,
    row: &RowView<'_>,
    shape: &Shape<'_>,
    annotations: &Annotations,
    context: Option<&str>,
) {
    let Through::Dv(dv) = row.through() else {
        return;
    };
    let mut object = Object::begin(out);
    if let Some(context) = context {
        object.text("@odata.context", context);
    }
    let def = row.def();
    if def.set == PRINCIPALS {
        let kind = match dv.get("teams", row.id()) {
            Ok(_) => "#Microsoft.Dynamics.CRM.team",
            Err(_) => "#Microsoft.Dynamics.CRM.systemuser",
        };
        object.text("@odata.type", kind);
    }
    object.text("@odata.etag", &row.etag());
    shape.each(row, |field, value| {
        member(&mut object, dv, row, def, field, value, annotations);
    });
    for item in &shape.expand {
        let page = related(row, item.nav, &item.wanted);
        let out = object.name(&item.nav.name);
        if let Join::Holds { .. } = item.nav.join {
            match page.rows.first() {
                Some(other) => self::row(out, other, &item.shape, annotations, None),
                None => out.extend(b"null"),
            }
        } else {
            out.push(b'[');
            for (at, other) in page.rows.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                self::row(out, other, &item.shape, annotations, None);
            }
            out.push(b']');
        }
    }
    object.end();
}

/// The name of a column on the wire.
pub fn wire_name(field: &FieldDef) -> String {
    if field.is_reference() {
        format!("_{}_value", field.name)
    } else {
        field.name.to_string()
    }
}

fn member(
    object: &mut Object<'_>,
    dv: &Dv,
    row: &RowView<'_>,
    def: &TableDef,
    field: &FieldDef,
    value: &Cell,
    annotations: &Annotations,
) {
    if !field.is_reference() {
        if !annotations.is_empty()
            && annotations.wants(FORMATTED)
            && let Some(text) = formatted(dv, row, field, value)
        {
            writer::text(object.annotation(&field.name, FORMATTED), &text);
        }
        cell(object.name(&field.name), value);
        return;
    }
    let name = wire_name(field);
    if !annotations.is_empty()
        && let Some((id, other)) = target(dv, field, value)
    {
        if annotations.wants(FORMATTED)
            && let Some(text) = name_of(dv, other, id)
        {
            writer::text(object.annotation(&name, FORMATTED), &text);
        }
        if annotations.wants(NAVIGATION)
            && let Some(nav) = def.navigation.iter().find(|nav| {
                (nav.target == other.set || nav.target == PRINCIPALS)
                    && matches!(&nav.join, Join::Holds { field: held } if *held == field.name)
            })
        {
            writer::text(object.annotation(&name, NAVIGATION), &nav.name);
        }
        if annotations.wants(LOOKUP_NAME) {
            writer::text(object.annotation(&name, LOOKUP_NAME), &other.entity);
        }
    }
    cell(object.name(&name), value);
}

/// The row that a reference leads to.
pub fn target<'a>(dv: &'a Dv, field: &FieldDef, value: &Cell) -> Option<(Uuid, &'a TableDef)> {
    match value {
        Cell::Reference { id, table } => dv.def_coded(*table).map(|def| (*id, def)),
        Cell::Guid(id) => match &field.kind {
            FieldKind::Lookup { targets } => targets
                .first()
                .and_then(|name| dv.def_named(name))
                .map(|def| (*id, def)),
            _ => None,
        },
        _ => None,
    }
}

/// The name of a row, as it stands for the row in another one.
pub fn name_of(dv: &Dv, def: &TableDef, id: Uuid) -> Option<String> {
    let row = dv.table(&def.set).ok()?.get(id)?;
    row.get(&def.primary_name)?.as_text().map(str::to_owned)
}

/// A value as people see it, for those kinds of column where that differs.
pub fn formatted(dv: &Dv, row: &RowView<'_>, field: &FieldDef, value: &Cell) -> Option<String> {
    match (&field.kind, value) {
        (_, Cell::Null) => None,
        (
            FieldKind::Picklist { .. } | FieldKind::State { .. } | FieldKind::Status { .. },
            value,
        ) => {
            let number = value.as_int()?;
            let option = dv
                .options(field)
                .iter()
                .find(|option| i64::from(option.value) == number)?;
            Some(option.label.en.to_string())
        }
        (FieldKind::Bool, Cell::Bool(flag)) => Some(if *flag { "Yes" } else { "No" }.to_owned()),
        (FieldKind::Money, value) => {
            let amount = value.as_decimal()?;
            let symbol = row
                .get("transactioncurrencyid")
                .and_then(|cell| cell.as_guid())
                .and_then(|id| dv.get("transactioncurrencies", id).ok())
                .and_then(|currency| currency.get("currencysymbol"))
                .and_then(|cell| cell.as_text().map(str::to_owned))
                .unwrap_or_default();
            Some(format!("{symbol}{}", grouped(amount.round_dp(2), 2)))
        }
        (FieldKind::Decimal | FieldKind::Double, value) => {
            let number = value.as_decimal()?;
            Some(grouped(number, number.scale().min(10)))
        }
        (FieldKind::Int | FieldKind::BigInt | FieldKind::RowVersion, value) => {
            Some(grouped(value.as_decimal()?, 0))
        }
        (FieldKind::Date, Cell::Date(date)) => Some(date.strftime("%-m/%-d/%Y").to_string()),
        (FieldKind::DateTime, Cell::Instant(at)) => Some(
            at.to_zoned(jiff::tz::TimeZone::UTC)
                .strftime("%-m/%-d/%Y %-I:%M %p")
                .to_string(),
        ),
        _ => None,
    }
}

/// A number with a comma after every third digit before the point.
fn grouped(number: Decimal, places: u32) -> String {
    let text = format!("{:.*}", usize::try_from(places).unwrap_or(0), number.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    if number.is_sign_negative() && !number.is_zero() {
        format!("-{out}")
    } else {
        out
    }
}

/// Writes a value.
pub fn cell(out: &mut Vec<u8>, value: &Cell) {
    match value {
        Cell::Null => out.extend(b"null"),
        Cell::Bool(flag) => writer::flag(out, *flag),
        Cell::Int(number) => out.extend(number.to_string().into_bytes()),
        Cell::Decimal(number) => writer::number(out, *number),
        Cell::Text(text) => writer::text(out, text),
        Cell::Guid(id) | Cell::Reference { id, .. } => writer::id(out, *id),
        Cell::Date(date) => writer::text(out, &date.to_string()),
        Cell::Instant(at) => writer::instant(out, *at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_ask_for_annotations() {
        let asked = |list: &str| {
            Annotations::asked(&Preferences::parse(&format!(
                "odata.include-annotations=\"{list}\""
            )))
        };
        assert!(asked("*").wants(FORMATTED));
        assert!(asked("Microsoft.Dynamics.CRM.*").wants(LOOKUP_NAME));
        assert!(!asked("Microsoft.Dynamics.CRM.*").wants(FORMATTED));
        assert!(!asked("*,-Microsoft.Dynamics.CRM.lookuplogicalname").wants(LOOKUP_NAME));
        assert!(asked("").is_empty());
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped("1234567.5".parse().unwrap(), 2), "1,234,567.50");
        assert_eq!(grouped("-12".parse().unwrap(), 0), "-12");
    }
}
