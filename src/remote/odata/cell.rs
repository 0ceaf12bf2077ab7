//! One value from and to JSON, exactly: numbers never pass through floating point.

use super::table::{Blank, WireField};
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldKind, Value};
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::borrow::Cow;
use uuid::Uuid;

/// A value that is not what the schema says; the text is what it was expected to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotA(pub &'static str);

/// Business Central's empty moment and the start of its empty date.
const EMPTY_DAY: &str = "0001-01-01";

/// Reads one JSON value of a known kind; every service's way of saying "empty" becomes [`Value::Empty`].
///
/// # Errors
/// What the value was expected to be.
pub fn read(raw: &str, kind: &FieldKind) -> Result<Value, NotA> {
    if raw == "null" {
        return Ok(Value::Empty);
    }
    match kind {
        FieldKind::Text { .. } | FieldKind::Enum { .. } => {
            let text = string(raw).ok_or(NotA("text"))?;
            Ok(Value::text(text))
        }
        FieldKind::Boolean => match raw {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(NotA("true or false")),
        },
        FieldKind::Integer => integer(raw).map(Value::Int).ok_or(NotA("whole number")),
        FieldKind::Decimal { .. } => decimal(raw).map(Value::Decimal).ok_or(NotA("number")),
        FieldKind::OptionSet { .. } => integer(raw)
            .and_then(|number| i32::try_from(number).ok())
            .map(Value::Choice)
            .ok_or(NotA("option value")),
        FieldKind::Date => {
            let text = string(raw).ok_or(NotA("date"))?;
            // A day without a time zone stays the day that is written, whatever zone this machine is in.
            let day = text.split('T').next().unwrap_or_default();
            if day.is_empty() || day == EMPTY_DAY {
                return Ok(Value::Empty);
            }
            day.parse::<Date>()
                .map(Value::Date)
                .map_err(|_no_date| NotA("date"))
        }
        FieldKind::DateTime => {
            let text = string(raw).ok_or(NotA("date and time"))?;
            if text.is_empty() || text.starts_with(EMPTY_DAY) {
                return Ok(Value::Empty);
            }
            moment(&text)
                .map(Value::Instant)
                .ok_or(NotA("date and time"))
        }
        FieldKind::Guid | FieldKind::Lookup { .. } => {
            let text = string(raw).ok_or(NotA("id"))?;
            if text.is_empty() {
                return Ok(Value::Empty);
            }
            match guid(&text) {
                Some(id) if id.is_nil() => Ok(Value::Empty),
                Some(id) => Ok(Value::Guid(id)),
                None => Err(NotA("id")),
            }
        }
    }
}

/// The text of a JSON string, borrowed where it has no escapes.
pub fn string(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str::<String>(raw).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

/// A GUID with or without braces.
pub fn guid(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text.trim_start_matches('{').trim_end_matches('}')).ok()
}

/// A moment; one without an offset is UTC, as both services mean it.
pub fn moment(text: &str) -> Option<Timestamp> {
    text.parse::<Timestamp>().ok().or_else(|| {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        civil
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp())
    })
}

/// A number, also one that the service wrote as text so that clients keep its digits.
fn decimal(raw: &str) -> Option<Decimal> {
    let text = string(raw).unwrap_or(Cow::Borrowed(raw));
    Decimal::from_str_exact(&text)
        .or_else(|_| Decimal::from_scientific(&text))
        .or_else(|_| text.parse::<Decimal>())
        .ok()
}

fn integer(raw: &str) -> Option<i64> {
    if let Ok(number) = raw.parse() {
        return Some(number);
    }
    let number = decimal(raw)?;
    if number.fract().is_zero() {
        i64::try_from(number).ok()
    } else {
        None
    }
}

/// Writes one value as JSON, as the field's service expects it.
///
/// # Errors
/// [`Cause::ValueRefused`] if the value cannot be one of the field's.
pub fn write(value: &Value, field: &WireField, blank: Blank) -> Result<String, Problem> {
    let refused = || {
        Problem::new(Cause::ValueRefused)
            .with("field", field.name.as_str())
            .with("value", &value.to_plain())
    };
    if value.is_empty() {
        return Ok(empty_json(&field.kind, blank).to_owned());
    }
    let quoted = |text: &str| serde_json::to_string(text).map_err(|_unwritable| refused());
    match &field.kind {
        FieldKind::Text { .. } | FieldKind::Enum { .. } => quoted(&value.to_plain()),
        FieldKind::Boolean => match value {
            Value::Bool(yes) => Ok(yes.to_string()),
            Value::Text(text) if text == "true" || text == "false" => Ok(text.to_string()),
            Value::Int(0) | Value::Choice(0) => Ok("false".to_owned()),
            Value::Int(1) | Value::Choice(1) => Ok("true".to_owned()),
            _ => Err(refused()),
        },
        FieldKind::Integer | FieldKind::OptionSet { .. } => {
            let number = number_of(value).ok_or_else(refused)?;
            if number.fract().is_zero() {
                Ok(number.trunc().normalize().to_string())
            } else {
                Err(refused())
            }
        }
        FieldKind::Decimal { .. } => number_of(value)
            .map(|number| number.to_string())
            .ok_or_else(refused),
        FieldKind::Date => match value {
            Value::Date(day) => quoted(&day.to_string()),
            Value::Instant(moment) => {
                let zoned = moment.to_zoned(jiff::tz::TimeZone::UTC);
                quoted(&zoned.date().to_string())
            }
            Value::Text(text) => match text.parse::<Date>() {
                Ok(day) => quoted(&day.to_string()),
                Err(_) => Err(refused()),
            },
            _ => Err(refused()),
        },
        FieldKind::DateTime => match value {
            Value::Instant(moment) => quoted(&moment.to_string()),
            Value::Date(day) => quoted(&format!("{day}T00:00:00Z")),
            Value::Text(text) => match moment(text) {
                Some(moment) => quoted(&moment.to_string()),
                None => Err(refused()),
            },
            _ => Err(refused()),
        },
        FieldKind::Guid | FieldKind::Lookup { .. } => match value {
            Value::Guid(id) => quoted(&id.hyphenated().to_string()),
            Value::Text(text) => match guid(text) {
                Some(id) => quoted(&id.hyphenated().to_string()),
                None => Err(refused()),
            },
            _ => Err(refused()),
        },
    }
}

fn empty_json(kind: &FieldKind, blank: Blank) -> &'static str {
    match (blank, kind) {
        (Blank::Null, _) => "null",
        (Blank::Zero, FieldKind::Text { .. } | FieldKind::Enum { .. }) => "\"\"",
        (Blank::Zero, FieldKind::Guid | FieldKind::Lookup { .. }) => {
            "\"00000000-0000-0000-0000-000000000000\""
        }
        (Blank::Zero, FieldKind::Date) => "\"0001-01-01\"",
        (Blank::Zero, FieldKind::DateTime) => "\"0001-01-01T00:00:00Z\"",
        (
            Blank::Zero,
            FieldKind::Integer | FieldKind::Decimal { .. } | FieldKind::OptionSet { .. },
        ) => "0",
        (Blank::Zero, FieldKind::Boolean) => "false",
    }
}

fn number_of(value: &Value) -> Option<Decimal> {
    value.as_decimal().or_else(|| match value {
        Value::Text(text) => Decimal::from_str_exact(text.trim()).ok(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FieldName;
    use proptest::prelude::*;

    const TEXT: FieldKind = FieldKind::Text { max: None };
    const MONEY: FieldKind = FieldKind::Decimal { scale: None };

    fn field(kind: FieldKind) -> WireField {
        WireField {
            name: FieldName::new("f"),
            kind,
            property: "f".to_owned(),
            target: None,
            bind: None,
            quoted: false,
        }
    }

    #[test]
    fn every_way_of_saying_empty_is_empty() {
        for (raw, kind) in [
            ("null", TEXT),
            ("\"\"", TEXT),
            ("\"00000000-0000-0000-0000-000000000000\"", FieldKind::Guid),
            ("\"0001-01-01\"", FieldKind::Date),
            ("\"0001-01-01T00:00:00Z\"", FieldKind::DateTime),
            ("null", MONEY),
        ] {
            assert_eq!(read(raw, &kind), Ok(Value::Empty), "{raw}");
        }
    }

    #[test]
    fn decimals_keep_their_digits() {
        for text in [
            "0.1",
            "12345678901234567890.12",
            "-0.00000001",
            "1e3",
            "4.50",
        ] {
            let expected = Decimal::from_str_exact(text)
                .or_else(|_| Decimal::from_scientific(text))
                .unwrap();
            assert_eq!(read(text, &MONEY), Ok(Value::Decimal(expected)));
        }
        let quoted = read("\"79228162514264337593543950335\"", &MONEY);
        assert_eq!(quoted, Ok(Value::Decimal(Decimal::MAX)));
        assert!(read("\"NaN\"", &MONEY).is_err());
        assert!(read("1e99", &MONEY).is_err());
    }

    #[test]
    fn wrong_kinds_are_told() {
        assert_eq!(read("3", &TEXT), Err(NotA("text")));
        assert_eq!(read("{}", &FieldKind::Guid), Err(NotA("id")));
        assert_eq!(read("1.5", &FieldKind::Integer), Err(NotA("whole number")));
        assert_eq!(read("\"2026-13-01\"", &FieldKind::Date), Err(NotA("date")));
    }

    #[test]
    fn dates_without_zones_stay_so() {
        let day = Value::Date("2026-11-22".parse().unwrap());
        assert_eq!(read("\"2026-11-22\"", &FieldKind::Date), Ok(day.clone()));
        assert_eq!(read("\"2026-11-22T00:00:00Z\"", &FieldKind::Date), Ok(day));
    }

    #[test]
    fn empty_is_written_as_each_service_wants_it() {
        let empty = |kind, blank| write(&Value::Empty, &field(kind), blank).unwrap();
        assert_eq!(empty(TEXT, Blank::Zero), "\"\"");
        assert_eq!(empty(TEXT, Blank::Null), "null");
        assert_eq!(empty(FieldKind::Date, Blank::Zero), "\"0001-01-01\"");
        assert_eq!(empty(MONEY, Blank::Zero), "0");
        assert!(write(&Value::text("x"), &field(MONEY), Blank::Null).is_err());
    }

    proptest! {
        #[test]
        fn any_text_survives(text in "\\PC*") {
            let json = write(&Value::text(text.clone()), &field(TEXT), Blank::Null).unwrap();
            prop_assert_eq!(read(&json, &TEXT), Ok(Value::text(text)));
        }

        #[test]
        fn any_decimal_survives(number: i64, scale in 0u32..19) {
            let value = Value::Decimal(Decimal::new(number, scale));
            let json = write(&value, &field(MONEY), Blank::Null).unwrap();
            prop_assert_eq!(read(&json, &MONEY), Ok(value));
        }

        #[test]
        fn garbage_never_panics(raw in "\\PC{0,40}") {
            for kind in [TEXT, MONEY, FieldKind::Boolean, FieldKind::Integer, FieldKind::Date,
                FieldKind::DateTime, FieldKind::Guid, FieldKind::OptionSet { options: Vec::new() }] {
                read(&raw, &kind).ok();
            }
        }
    }
}
