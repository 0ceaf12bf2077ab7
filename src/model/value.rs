//! What a field can hold.

use compact_str::CompactString;
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A field's value in its own side's terms.
///
/// Each service has its own way of saying "empty" (`""`, a zero GUID, `0001-01-01`, `null`); the connectors read all of
/// them as [`Value::Empty`] and write what their service expects, so that no rule has to know.
/// Decimals are exact; amounts never pass through a float.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Value {
    /// Nothing.
    #[default]
    #[serde(rename = "0")]
    Empty,
    /// Text, also an enum member in its wire form.
    #[serde(rename = "s")]
    Text(CompactString),
    /// Yes or no.
    #[serde(rename = "b")]
    Bool(bool),
    /// A whole number.
    #[serde(rename = "i")]
    Int(i64),
    /// An exact decimal number.
    #[serde(rename = "d")]
    Decimal(Decimal),
    /// A calendar day without a time zone.
    #[serde(rename = "y")]
    Date(Date),
    /// A moment, UTC.
    #[serde(rename = "t")]
    Instant(Timestamp),
    /// A reference to a record of the same side.
    #[serde(rename = "g")]
    Guid(Uuid),
    /// One value of an option set.
    #[serde(rename = "o")]
    Choice(i32),
}

impl Value {
    /// Text, or empty if there is none.
    pub fn text(text: impl Into<CompactString>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The reference, if it is one.
    pub fn as_guid(&self) -> Option<Uuid> {
        match self {
            Self::Guid(id) => Some(*id),
            _ => None,
        }
    }

    /// The number, whole or not, if it is one.
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Self::Decimal(number) => Some(*number),
            Self::Int(number) => Some(Decimal::from(*number)),
            Self::Choice(number) => Some(Decimal::from(*number)),
            _ => None,
        }
    }

    /// The value as plain text in one neutral form: ISO dates, point decimals, lower-case ids, `true`/`false`, empty text.
    ///
    /// Used where a value meets text (transformation rules, match keys, the terminal); the window formats by locale.
    pub fn to_plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.to_string(),
            Self::Bool(yes) => yes.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Decimal(number) => number.normalize().to_string(),
            Self::Date(date) => date.to_string(),
            Self::Instant(moment) => moment.to_string(),
            Self::Guid(id) => id.hyphenated().to_string(),
            Self::Choice(value) => value.to_string(),
        }
    }

    /// The value as JSON for people and scripts: a number for decimals and options, text for dates and ids, `null` for empty.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Self::Empty => Json::Null,
            Self::Bool(yes) => Json::Bool(*yes),
            Self::Int(number) => Json::from(*number),
            Self::Choice(number) => Json::from(*number),
            Self::Decimal(number) => {
                let plain = number.normalize().to_string();
                plain
                    .parse::<serde_json::Number>()
                    .map_or(Json::String(plain), Json::Number)
            }
            Self::Text(_) | Self::Date(_) | Self::Instant(_) | Self::Guid(_) => {
                Json::String(self.to_plain())
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_the_cache() {
        let values = [
            Value::Empty,
            Value::text("O'Neill & fils"),
            Value::Bool(true),
            Value::Int(-3),
            Value::Decimal("12500.0010".parse().unwrap()),
            Value::Date("2026-11-22".parse().unwrap()),
            Value::Instant("2026-11-22T10:02:03.045Z".parse().unwrap()),
            Value::Guid(Uuid::from_u128(7)),
            Value::Choice(3),
        ];
        let stored = serde_json::to_string(&values).unwrap();
        assert_eq!(
            serde_json::from_str::<Vec<Value>>(&stored).unwrap(),
            values,
            "{stored}"
        );
    }

    #[test]
    fn blank_text_is_empty() {
        assert_eq!(Value::text(""), Value::Empty);
    }
}
