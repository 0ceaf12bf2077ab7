//! Writes the bodies of creates and updates, fields in the order in which they are given.

use super::cell;
use super::table::Table;
use crate::model::reason::{Cause, Problem};
use crate::model::{Fields, Value};
use std::io::Write as _;
use uuid::Uuid;

/// Appends a body; the type is named first, and `id` is put next under the key's name.
///
/// # Errors
/// [`Cause::UnknownField`] and [`Cause::ValueRefused`]: the write must not be sent, and half of it was appended.
pub fn write(
    body: &mut Vec<u8>,
    table: &Table,
    type_name: Option<&str>,
    id: Option<Uuid>,
    fields: &Fields,
) -> Result<(), Problem> {
    body.push(b'{');
    let mut first = true;
    let mut push = |name: &str, json: &str| {
        if !std::mem::take(&mut first) {
            body.push(b',');
        }
        // Writing to memory cannot fail.
        serde_json::to_writer(&mut *body, name).ok();
        write!(body, ":{json}").ok();
    };
    if let Some(name) = type_name {
        push("@odata.type", &format!("\"{name}\""));
    }
    if let Some(id) = id {
        push(&table.key, &format!("\"{}\"", id.hyphenated()));
    }
    for (name, value) in fields.iter() {
        let field = table.field(name.as_str()).ok_or_else(|| {
            Problem::new(Cause::UnknownField)
                .with("field", name.as_str())
                .with("table", table.set().as_str())
        })?;
        match (&field.bind, value) {
            (Some(bind), Value::Empty) => push(&format!("{}@odata.bind", bind.navigation), "null"),
            (Some(bind), Value::Guid(id)) => push(
                &format!("{}@odata.bind", bind.navigation),
                &format!("\"/{}({})\"", bind.set, id.hyphenated()),
            ),
            (Some(_), other) => {
                return Err(Problem::new(Cause::ValueRefused)
                    .with("field", name.as_str())
                    .with("value", &other.to_plain()));
            }
            (None, value) => push(&field.property, &cell::write(value, field, table.blank)?),
        }
    }
    body.push(b'}');
    Ok(())
}
