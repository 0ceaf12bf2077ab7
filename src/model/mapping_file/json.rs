//! The same mapping file as JSON: the keys and values of the TOML form, for programs that make or read mappings.

use super::fault::{Fault, FileFault};
use super::{read, write};
use crate::model::mapping::TableMapping;
use serde_json::Value;

/// Writes mappings as JSON, which [`read_json`] reads back as they were.
pub fn write_json<'m>(mappings: impl IntoIterator<Item = &'m TableMapping>) -> String {
    let table = toml::from_str::<toml::Table>(&write(mappings)).unwrap_or_default();
    let mut text = serde_json::to_string_pretty(&table).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads mappings from JSON. A fault of the JSON itself has its line; one of what it says has only its mapping and field.
pub fn read_json(text: &str) -> Result<Vec<TableMapping>, Vec<FileFault>> {
    let syntax = |line: usize, said: String| {
        vec![FileFault {
            line,
            mapping: None,
            field: None,
            fault: Fault::Syntax(said),
        }]
    };
    let value: Value =
        serde_json::from_str(text).map_err(|error| syntax(error.line(), error.to_string()))?;
    let Value::Object(fields) = value else {
        return Err(syntax(1, "a mapping file is an object".to_owned()));
    };
    let table: toml::Table = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, to_toml(value)?)))
        .collect();
    let text = toml::to_string(&table).map_err(|error| syntax(0, error.to_string()))?;
    read(&text).map_err(|faults| {
        // The lines are those of the text that was made here, which nobody sees.
        let faults = faults.into_iter();
        faults.map(|fault| FileFault { line: 0, ..fault }).collect()
    })
}

/// A value as TOML has it; nothing for null, which TOML says by leaving it out.
fn to_toml(value: Value) -> Option<toml::Value> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(yes) => toml::Value::Boolean(yes),
        Value::String(text) => toml::Value::String(text),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => toml::Value::Integer(whole),
            (None, Some(broken)) => toml::Value::Float(broken),
            (None, None) => toml::Value::String(number.to_string()),
        },
        Value::Array(values) => {
            toml::Value::Array(values.into_iter().filter_map(to_toml).collect())
        }
        Value::Object(fields) => toml::Value::Table(
            fields
                .into_iter()
                .filter_map(|(name, value)| Some((name, to_toml(value)?)))
                .collect(),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::defaults::default_mappings;
    use pretty_assertions::assert_eq;

    #[test]
    fn every_default_mapping_comes_back_from_json_as_it_was() {
        let mappings = default_mappings().unwrap();
        let text = write_json(&mappings);
        assert!(text.starts_with('{'), "{text}");
        assert_eq!(read_json(&text), Ok(mappings));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let faults = read_json("{\n \"mapping\": [,]\n}").unwrap_err();
        assert_eq!((faults[0].line, faults[0].fault.code()), (2, "syntax"));
        assert_eq!(read_json("[]").unwrap_err()[0].fault.code(), "syntax");
        let text = write_json(&default_mappings().unwrap());
        let wrong = text.replacen("\"customers\"", "\"\"", 1);
        let faults = read_json(&wrong).unwrap_err();
        assert_eq!(faults[0].line, 0);
        assert!(
            faults.iter().any(|fault| fault.mapping.is_some()),
            "{faults:?}"
        );
    }
}
