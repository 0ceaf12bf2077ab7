//! WHERE clauses put together from what a filter asks for. Values are always parameters, never part of the text.

use super::columns::signed;
use super::lists::Slice;
use crate::model::MappingName;
use rusqlite::types::Value;
use uuid::Uuid;

/// What a WHERE clause asks for, with the values of its parameters in order.
#[derive(Default)]
pub(super) struct Conditions {
    parts: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Conditions {
    pub(super) fn sql(&self) -> String {
        if self.parts.is_empty() {
            return "TRUE".to_owned();
        }
        self.parts.join(" AND ")
    }

    pub(super) fn plain(&mut self, part: &str) {
        self.parts.push(part.to_owned());
    }

    pub(super) fn value(&mut self, part: &str, value: Value) {
        self.parts.push(part.to_owned());
        self.values.push(value);
    }

    /// Of a mapping, whose number stands in a column.
    pub(super) fn mapping(&mut self, column: &str, name: Option<&MappingName>) {
        if let Some(name) = name {
            let part = format!("{column} IN (SELECT id FROM mapping WHERE name = ?)");
            self.value(&part, Value::Text(name.as_str().to_owned()));
        }
    }

    /// One of several values; no values mean any.
    pub(super) fn among(&mut self, column: &str, values: impl Iterator<Item = Value>) {
        let before = self.values.len();
        self.values.extend(values);
        let marks = vec!["?"; self.values.len() - before];
        if !marks.is_empty() {
            self.parts
                .push(format!("{column} IN ({})", marks.join(", ")));
        }
    }

    /// Text in one of two labels, or one of two record ids.
    pub(super) fn search(&mut self, text: Option<&str>, labels: [&str; 2], ids: [&str; 2]) {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
            return;
        };
        if let Ok(id) = Uuid::parse_str(text) {
            let [bc, dv] = ids;
            self.parts.push(format!("({bc} = ? OR {dv} = ?)"));
            self.values.extend([blob(id), blob(id)]);
            return;
        }
        let needle = Value::Text(text.to_lowercase());
        let [bc, dv] = labels;
        self.parts
            .push(format!("(holds({bc}, ?) OR holds({dv}, ?))"));
        self.values.extend([needle.clone(), needle]);
    }

    pub(super) fn slice(&mut self, slice: Slice) {
        self.values.push(Value::Integer(signed(slice.limit)));
        self.values.push(Value::Integer(signed(slice.offset)));
    }
}

/// Whether a text holds a lower-case one.
pub(super) fn holds(text: &str, needle: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(needle);
    }
    // A million names are looked at while somebody types: nothing is copied.
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    needle.is_empty()
        || text
            .windows(needle.len())
            .any(|part| part.eq_ignore_ascii_case(needle))
}

pub(super) fn blob(id: Uuid) -> Value {
    Value::Blob(id.as_bytes().to_vec())
}

/// A word of an enum as a value of a condition.
pub(super) fn word<T: Copy + Into<&'static str>>(member: T) -> Value {
    let text: &'static str = member.into();
    Value::Text(text.to_owned())
}
