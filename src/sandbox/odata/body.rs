//! JSON bodies of writes.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde_json::Value;

use crate::sandbox::system::cell::Cell;

/// The members of an object, in the order sent.
pub type Members = serde_json::Map<String, Value>;

/// A body that is not a JSON object.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// Nothing was sent.
    #[error("The request body is empty.")]
    Empty,
    /// Not JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}

/// Reads a body that must be an object; its members keep their order and its numbers their digits.
pub fn read(body: &[u8]) -> Result<Members, BodyError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.trim_ascii().is_empty() {
        return Err(BodyError::Empty);
    }
    Ok(serde_json::from_slice(body)?)
}

/// A plain JSON value as a cell; `None` for objects, arrays and numbers too large for either service.
pub fn cell(value: &Value) -> Option<Cell> {
    match value {
        Value::Null => Some(Cell::Null),
        Value::Bool(flag) => Some(Cell::Bool(*flag)),
        Value::Number(number) => number_cell(&number.to_string()),
        Value::String(text) => Some(Cell::text(text)),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn number_cell(digits: &str) -> Option<Cell> {
    if let Ok(whole) = digits.parse() {
        return Some(Cell::Int(whole));
    }
    let exact = if digits.contains(['e', 'E']) {
        Decimal::from_scientific(digits).ok()
    } else {
        // More digits than a decimal holds are rounded, as .NET does.
        Decimal::from_str(digits).ok()
    };
    exact.map(Cell::Decimal)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn members_keep_order_and_digits() {
        let members = read(br#"{"b":12.50,"a":1e2,"c":-7,"d":"x"}"#).unwrap();
        let cells: Vec<_> = members
            .iter()
            .map(|(name, value)| (name.as_str(), cell(value).unwrap()))
            .collect();
        assert_eq!(
            cells,
            [
                ("b", Cell::Decimal("12.50".parse().unwrap())),
                ("a", Cell::Decimal("100".parse().unwrap())),
                ("c", Cell::Int(-7)),
                ("d", Cell::from("x")),
            ]
        );
        let Cell::Decimal(first) = &cells[0].1 else {
            panic!()
        };
        assert_eq!(first.to_string(), "12.50");
    }

    #[test]
    fn only_objects_are_bodies() {
        assert!(matches!(read(b" "), Err(BodyError::Empty)));
        assert!(matches!(read(b"[1]"), Err(BodyError::Json(_))));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..100), text in any::<String>()) {
            let _ = read(&bytes);
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                let _ = cell(&value);
            }
        }

        #[test]
        fn any_number_is_read_or_refused(digits in "-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,4})?") {
            let _ = number_cell(&digits);
        }
    }
}
