//! From what a client sent to what a field holds: types, lengths, codes, enum members.
//!
//! A field that is empty, or holds what the service shows for "empty", is stored as nothing.

use std::borrow::Cow;

use jiff::{RoundMode, Timestamp, TimestampRound, Unit, civil::Date};
use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{FieldDef, FieldKind},
    refusal::Refusal,
};

use super::{refusals, show};

/// Reads a value for a field.
///
/// # Errors
/// The value is of another type, too long, or no member.
pub(super) fn read(field: &FieldDef, sent: &Cell) -> Result<Cell, Refusal> {
    if sent.is_null() {
        return Ok(Cell::Null);
    }
    let cell = typed(field, sent)?;
    Ok(if cell == show::empty(field) {
        Cell::Null
    } else {
        cell
    })
}

fn typed(field: &FieldDef, sent: &Cell) -> Result<Cell, Refusal> {
    let wrong = || refusals::wrong_type(field, &sent.words());
    match &field.kind {
        FieldKind::Text { max } | FieldKind::Memo { max } => {
            let text = sent.as_text().ok_or_else(wrong)?;
            fits(field, text, *max)?;
            Ok(sent.clone())
        }
        FieldKind::Code { max } => {
            let text = sent.as_text().ok_or_else(wrong)?;
            let code = text.trim().to_uppercase();
            fits(field, &code, *max)?;
            Ok(if code == text {
                sent.clone()
            } else {
                Cell::text(code)
            })
        }
        FieldKind::Bool => sent.as_bool().map(Cell::Bool).ok_or_else(wrong),
        FieldKind::Int => {
            let number = sent.as_int().ok_or_else(wrong)?;
            i32::try_from(number).map_err(|_outside| wrong())?;
            Ok(Cell::Int(number))
        }
        FieldKind::BigInt => sent.as_int().map(Cell::Int).ok_or_else(wrong),
        FieldKind::Decimal | FieldKind::Double | FieldKind::Money => {
            sent.as_decimal().map(Cell::Decimal).ok_or_else(wrong)
        }
        FieldKind::Guid => guid(field, sent).map(Cell::Guid),
        FieldKind::Date => match sent {
            Cell::Date(date) => Ok(Cell::Date(*date)),
            Cell::Text(text) if text.is_empty() => Ok(Cell::Null),
            Cell::Text(text) => text
                .parse::<Date>()
                .map(Cell::Date)
                .map_err(|_unreadable| wrong()),
            _ => Err(wrong()),
        },
        FieldKind::DateTime => match sent {
            Cell::Instant(at) => Ok(Cell::Instant(millis(*at))),
            Cell::Text(text) => text
                .parse::<Timestamp>()
                .map(|at| Cell::Instant(millis(at)))
                .map_err(|_unreadable| wrong()),
            _ => Err(wrong()),
        },
        FieldKind::Enum { members, .. } => {
            let text = sent.as_text().ok_or_else(wrong)?;
            let plain = unescape(text);
            members
                .iter()
                .find(|member| {
                    let known = unescape(member);
                    known.eq_ignore_ascii_case(&plain) || (plain.is_empty() && known == " ")
                })
                .map(Cell::text)
                .ok_or_else(|| refusals::bad_member(field, members.iter().map(Cow::as_ref), text))
        }
        FieldKind::Picklist { .. }
        | FieldKind::State { .. }
        | FieldKind::Status { .. }
        | FieldKind::Lookup { .. }
        | FieldKind::Customer
        | FieldKind::Owner
        | FieldKind::EntityName
        | FieldKind::RowVersion => Err(wrong()),
    }
}

/// Reads an id.
///
/// # Errors
/// It is none.
pub(super) fn guid(field: &FieldDef, sent: &Cell) -> Result<Uuid, Refusal> {
    match sent {
        Cell::Guid(id) => Ok(*id),
        Cell::Text(text) if text.is_empty() => Ok(Uuid::nil()),
        Cell::Text(text) => {
            Uuid::try_parse(text).map_err(|_malformed| refusals::bad_guid(field, text))
        }
        _ => Err(refusals::wrong_type(field, &sent.words())),
    }
}

fn fits(field: &FieldDef, text: &str, max: usize) -> Result<(), Refusal> {
    // The service counts UTF-16 units.
    if text.len() > max && text.encode_utf16().count() > max {
        return Err(refusals::too_long(field, max, text));
    }
    Ok(())
}

fn millis(at: Timestamp) -> Timestamp {
    let round = TimestampRound::new()
        .smallest(Unit::Millisecond)
        .mode(RoundMode::Floor);
    at.round(round).unwrap_or(at)
}

/// A wire name with `_xHHHH_` turned back into the letters that it stands for.
pub(super) fn unescape(wire: &str) -> Cow<'_, str> {
    if !wire.contains("_x") {
        return Cow::Borrowed(wire);
    }
    let mut plain = String::new();
    let mut rest = wire;
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        let letter = after.split_once('_').and_then(|(hex, after)| {
            let code = (hex.len() == 4).then(|| u32::from_str_radix(hex, 16).ok())??;
            Some((char::from_u32(code)?, after))
        });
        if let Some((letter, after)) = letter {
            plain.push(letter);
            rest = after;
        } else {
            plain.push_str("_x");
            rest = after;
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::system::bc::tables;

    fn field(set: &str, name: &str) -> FieldDef {
        let defs = tables::all();
        let def = defs.iter().find(|def| def.set == set).unwrap();
        def.field(name).unwrap().clone()
    }

    #[test]
    fn codes_are_trimmed_and_upper_cased() {
        let read = read(&field("customers", "number"), &Cell::from("  ab-1 ")).unwrap();
        assert_eq!(read, Cell::from("AB-1"));
    }

    #[test]
    fn enum_members_are_taken_escaped_and_plain() {
        let kind = field("items", "type");
        for sent in ["Non_x002D_Inventory", "Non-Inventory"] {
            assert_eq!(
                read(&kind, &Cell::from(sent)).unwrap(),
                Cell::from("Non_x002D_Inventory")
            );
        }
        let blocked = field("customers", "blocked");
        for sent in [" ", "", "_x0020_"] {
            assert_eq!(read(&blocked, &Cell::from(sent)).unwrap(), Cell::Null);
        }
        let refusal = read(&blocked, &Cell::from("Never")).unwrap_err();
        assert_eq!(refusal.code, "BadRequest");
        assert!(refusal.message.contains("_x0020_,Ship,Invoice,All"));
    }

    #[test]
    fn the_service_s_own_empty_values_are_nothing() {
        for (name, sent) in [
            ("city", Cell::from("")),
            ("creditLimit", Cell::Int(0)),
            (
                "currencyId",
                Cell::from("00000000-0000-0000-0000-000000000000"),
            ),
            ("taxLiable", Cell::Bool(false)),
        ] {
            assert_eq!(read(&field("customers", name), &sent).unwrap(), Cell::Null);
        }
        let date = field("salesOrders", "orderDate");
        assert_eq!(read(&date, &Cell::from("0001-01-01")).unwrap(), Cell::Null);
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_with_its_length() {
        let long = "é".repeat(31);
        let refusal = read(&field("customers", "city"), &Cell::from(long.as_str())).unwrap_err();
        assert_eq!(refusal.code, "Application_StringExceededLength");
        assert!(refusal.message.contains("31"));
        assert!(
            read(
                &field("customers", "city"),
                &Cell::from("é".repeat(30).as_str())
            )
            .is_ok()
        );
    }

    #[test]
    fn names_are_unescaped_only_where_they_are_escaped() {
        assert_eq!(unescape("G_x002F_L_x0020_Account"), "G/L Account");
        assert_eq!(unescape("a_xyz_b"), "a_xyz_b");
    }
}
