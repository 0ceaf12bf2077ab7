//! Values as a mapping file writes them.
//!
//! Numbers with a point stay exact: they are read from the file's own text, never through a float. What TOML has no form
//! for is a small table: `{ guid = "…" }`, `{ option = 3 }`.

use super::fault::Fault;
use crate::model::Value;
use rust_decimal::Decimal;
use std::fmt::Write as _;
use std::ops::Range;
use toml::Value as Toml;

/// Makes a value of what stands at `span` of the file.
pub(super) fn read_value(text: &str, span: Range<usize>, value: &Toml) -> Result<Value, Fault> {
    let written = text.get(span).unwrap_or_default().trim();
    let refused = || Fault::Value(written.to_owned());
    match value {
        Toml::String(text) => Ok(Value::text(text.as_str())),
        Toml::Integer(number) => Ok(Value::Int(*number)),
        Toml::Float(_) => {
            let plain = written.replace('_', "");
            let number = plain.parse().or_else(|_| Decimal::from_scientific(&plain));
            number.map(Value::Decimal).ok().ok_or_else(refused)
        }
        Toml::Boolean(yes) => Ok(Value::Bool(*yes)),
        Toml::Datetime(moment) => {
            let plain = moment.to_string();
            let date = plain.parse().map(Value::Date);
            let read = if moment.time.is_none() {
                date
            } else {
                plain.parse().map(Value::Instant)
            };
            read.ok().ok_or_else(refused)
        }
        Toml::Table(table) => {
            let mut entries = table.iter();
            let read = match (entries.next(), entries.next()) {
                (Some((kind, Toml::String(id))), None) if kind == "guid" => {
                    id.parse().map(Value::Guid).ok()
                }
                (Some((kind, Toml::Integer(value))), None) if kind == "option" => {
                    i32::try_from(*value).map(Value::Choice).ok()
                }
                _ => None,
            };
            read.ok_or_else(refused)
        }
        Toml::Array(_) => Err(refused()),
    }
}

/// A text in quotes.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A list of quoted texts.
pub(super) fn quote_all<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let quoted: Vec<_> = texts.into_iter().map(quote).collect();
    format!("[{}]", quoted.join(", "))
}

/// A key, in quotes if it needs them.
pub(super) fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        quote(name)
    }
}

pub(super) fn write_value(value: &Value) -> String {
    match value {
        Value::Empty => quote(""),
        Value::Text(text) => quote(text),
        Value::Bool(_) | Value::Int(_) | Value::Date(_) | Value::Instant(_) => value.to_plain(),
        Value::Decimal(number) => {
            let mut plain = number.to_string();
            if !plain.contains('.') {
                plain.push_str(".0");
            }
            plain
        }
        Value::Guid(_) => format!("{{ guid = {} }}", quote(&value.to_plain())),
        Value::Choice(option) => format!("{{ option = {option} }}"),
    }
}
