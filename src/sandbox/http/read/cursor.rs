//! Where a page ended, as a text that a link can carry.

use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::sandbox::system::cell::Cell;

/// The last row of a page: the values that it is sorted by, and its id.
///
/// It holds values instead of a position, so that rows deleted meanwhile do no harm.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    /// Sort values, first first.
    pub keys: Vec<Cell>,
    /// The row's id.
    pub id: Uuid,
}

impl Cursor {
    /// A text for a link: the bare id where rows are in the order of their ids.
    pub fn to_text(&self) -> String {
        if self.keys.is_empty() {
            return self.id.to_string();
        }
        let keys: Vec<Value> = self.keys.iter().map(tagged).collect();
        json!([keys, self.id]).to_string()
    }

    /// Reads the text back, wanting so many sort values.
    pub fn from_text(text: &str, keys: usize) -> Option<Self> {
        let cursor = if let Ok(id) = text.parse() {
            Self {
                keys: Vec::new(),
                id,
            }
        } else {
            let (values, id): (Vec<Value>, Uuid) = serde_json::from_str(text).ok()?;
            Self {
                keys: values.iter().map(untagged).collect::<Option<_>>()?,
                id,
            }
        };
        (cursor.keys.len() == keys).then_some(cursor)
    }
}

fn tagged(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Bool(flag) => json!(flag),
        Cell::Int(number) => json!({"i": number.to_string()}),
        Cell::Decimal(number) => json!({"n": number.to_string()}),
        Cell::Text(text) => json!({"s": &**text}),
        Cell::Guid(id) | Cell::Reference { id, .. } => json!({"g": id}),
        Cell::Date(date) => json!({"d": date.to_string()}),
        Cell::Instant(at) => json!({"t": at.to_string()}),
    }
}

fn untagged(value: &Value) -> Option<Cell> {
    match value {
        Value::Null => Some(Cell::Null),
        Value::Bool(flag) => Some(Cell::Bool(*flag)),
        Value::Object(members) => {
            let (tag, text) = members.iter().next()?;
            let text = text.as_str()?;
            match tag.as_str() {
                "i" => text.parse().ok().map(Cell::Int),
                "n" => text.parse::<Decimal>().ok().map(Cell::Decimal),
                "s" => Some(Cell::text(text)),
                "g" => text.parse().ok().map(Cell::Guid),
                "d" => text.parse().ok().map(Cell::Date),
                "t" => text.parse().ok().map(Cell::Instant),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_link() {
        let keys = vec![
            Cell::from("é\"/&"),
            Cell::Null,
            Cell::Int(3),
            Cell::Decimal("1.50".parse().unwrap()),
            Cell::Instant("2026-11-22T10:00:00.123Z".parse().unwrap()),
        ];
        let cursor = Cursor {
            keys,
            id: Uuid::from_u128(7),
        };
        assert_eq!(
            Cursor::from_text(&cursor.to_text(), 5),
            Some(cursor.clone())
        );
        assert_eq!(Cursor::from_text(&cursor.to_text(), 1), None);
        let bare = Cursor {
            keys: Vec::new(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(bare.to_text(), Uuid::from_u128(7).to_string());
        assert_eq!(Cursor::from_text("nonsense", 0), None);
    }
}
