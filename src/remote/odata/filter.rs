//! Conditions for `$filter`: literals that cannot be mistaken for anything else.

use super::cell;
use super::table::{Blank, Table, WireField};
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldKind, Fields, Value};
use uuid::Uuid;

/// A text as a literal: in quotes, quotes in it doubled.
pub fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// `property eq literal`.
///
/// # Errors
/// [`Cause::ValueRefused`] if the value cannot be one of the field's.
pub fn equals(field: &WireField, value: &Value, blank: Blank) -> Result<String, Problem> {
    Ok(format!(
        "{} eq {}",
        field.property,
        literal(field, value, blank)?
    ))
}

fn literal(field: &WireField, value: &Value, blank: Blank) -> Result<String, Problem> {
    if value.is_empty() && blank == Blank::Null {
        return Ok("null".to_owned());
    }
    let json = cell::write(value, field, blank)?;
    let bare = || json.trim_matches('"').to_owned();
    Ok(match &field.kind {
        FieldKind::Text { .. } | FieldKind::Enum { .. } => text(&value.to_plain()),
        FieldKind::Guid | FieldKind::Lookup { .. } if field.quoted => text(&bare()),
        FieldKind::Guid
        | FieldKind::Lookup { .. }
        | FieldKind::Date
        | FieldKind::DateTime
        | FieldKind::Boolean
        | FieldKind::Integer
        | FieldKind::Decimal { .. }
        | FieldKind::OptionSet { .. } => bare(),
    })
}

/// All given fields equal the given values.
///
/// # Errors
/// [`Cause::UnknownField`], [`Cause::ValueRefused`], or that there is no condition at all.
pub fn all_equal(table: &Table, fields: &Fields) -> Result<String, Problem> {
    let mut terms = Vec::with_capacity(fields.len());
    for (name, value) in fields.iter() {
        let field = table.field(name.as_str()).ok_or_else(|| {
            Problem::new(Cause::UnknownField)
                .with("field", name.as_str())
                .with("table", table.set().as_str())
        })?;
        terms.push(equals(field, value, table.blank)?);
    }
    if terms.is_empty() {
        return Err(Problem::new(Cause::InvalidFilter).saying("there is nothing to look for"));
    }
    Ok(terms.join(" and "))
}

/// The key is one of these ids.
pub fn any_of(table: &Table, ids: &[Uuid]) -> String {
    let terms: Vec<String> = ids
        .iter()
        .map(|id| format!("{} eq {}", table.key, table.key_literal(*id)))
        .collect();
    terms.join(" or ")
}

/// Both conditions, if there are two.
pub fn both(first: Option<&str>, second: Option<&str>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) => Some(format!("({first}) and ({second})")),
        (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FieldName;

    fn field(name: &str, kind: FieldKind) -> WireField {
        WireField {
            name: FieldName::new(name),
            kind,
            property: name.to_owned(),
            target: None,
            bind: None,
            quoted: false,
        }
    }

    #[test]
    fn literals_cannot_break_out() {
        let name = field("name", FieldKind::Text { max: None });
        assert_eq!(
            equals(&name, &Value::text("O'Neill' or 1 eq 1"), Blank::Null).unwrap(),
            "name eq 'O''Neill'' or 1 eq 1'"
        );
        let id = field("id", FieldKind::Guid);
        assert!(equals(&id, &Value::text("x' or 1"), Blank::Null).is_err());
        assert_eq!(
            equals(&id, &Value::Empty, Blank::Zero).unwrap(),
            "id eq 00000000-0000-0000-0000-000000000000"
        );
        assert_eq!(
            equals(&name, &Value::Empty, Blank::Zero).unwrap(),
            "name eq ''"
        );
        assert_eq!(
            equals(&name, &Value::Empty, Blank::Null).unwrap(),
            "name eq null"
        );
    }

    /// Reads a text literal as a service does, and gives what stands behind it.
    fn read(literal: &str) -> Option<(String, &str)> {
        let mut rest = literal.strip_prefix('\'')?;
        let mut found = String::new();
        loop {
            let (before, after) = rest.split_once('\'')?;
            found.push_str(before);
            match after.strip_prefix('\'') {
                Some(more) => {
                    found.push('\'');
                    rest = more;
                }
                None => return Some((found, after)),
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_text_holds_it_stays_one_literal(
            value in proptest::prop_oneof![
                proptest::string::string_regex("[a-z' =()&%+#?/\\\\\"\\-]{0,40}").unwrap(),
                proptest::string::string_regex("\\PC{0,20}").unwrap(),
                proptest::strategy::Just("O'Brien' or 1 eq 1".to_owned()),
            ]
        ) {
            let literal = text(&value);
            let (found, behind) = read(&literal).unwrap();
            assert_eq!(found, value);
            assert_eq!(behind, "");
            if !value.is_empty() {
                let name = field("name", FieldKind::Text { max: None });
                let whole = equals(&name, &Value::text(&value), Blank::Null).unwrap();
                assert_eq!(whole, format!("name eq {literal}"));
            }
            // In the address nothing of it can begin another option, a fragment or another path.
            let encoded = crate::remote::address::encode_query(&literal);
            assert!(!encoded.contains(['&', '#', '+', '?', ' ', '\\', '"']), "{encoded}");
        }
    }
}
