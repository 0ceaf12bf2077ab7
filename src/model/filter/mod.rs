//! A mapping's filter, applied here when the service refuses to apply it (Dataverse change tracking takes no `$filter`).
//!
//! Understands what the default mappings and most people's filters use: comparisons, `and`, `or`, `not`, parentheses,
//! `startswith`, `endswith`, `contains`. A filter it does not understand is no error: [`Filter::parse`] says so, and the caller
//! asks the service instead.
//!
//! - `lexer`: text to tokens; `parser`: tokens to a tree; here: the tree and how it is applied

mod lexer;
mod parser;

use super::fields::Fields;
use super::ids::FieldName;
use super::value::Value;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// A filter that can be applied to fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// Both hold.
    And(Box<Filter>, Box<Filter>),
    /// One holds.
    Or(Box<Filter>, Box<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// A field compared with a literal.
    Compare(FieldName, Comparison, Literal),
    /// A text test of a field.
    Text(TextTest, FieldName, String),
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Equal.
    Eq,
    /// Different.
    Ne,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
}

/// A test of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextTest {
    /// Begins with.
    StartsWith,
    /// Ends with.
    EndsWith,
    /// Contains.
    Contains,
}

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// A quoted text.
    Text(String),
    /// An unquoted id, date or moment, in neutral form.
    Plain(String),
}

/// Whether the quotes and parentheses of a filter are closed: without that no service can read it.
pub fn is_closed(text: &str) -> bool {
    let mut quoted = false;
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            // A doubled quote inside a text closes and opens it.
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return false,
            },
            _ => {}
        }
    }
    !quoted && depth == 0
}

impl Filter {
    /// Reads a filter; nothing if it uses what is not understood here.
    pub fn parse(text: &str) -> Option<Self> {
        parser::parse(&lexer::tokens(text)?)
    }

    /// The fields that must be read so that the filter can be applied.
    pub fn fields(&self) -> Vec<FieldName> {
        match self {
            Self::And(a, b) | Self::Or(a, b) => {
                let mut names = a.fields();
                names.extend(
                    b.fields()
                        .into_iter()
                        .filter(|name| !a.fields().contains(name)),
                );
                names
            }
            Self::Not(inner) => inner.fields(),
            Self::Compare(name, ..) | Self::Text(_, name, _) => vec![name.clone()],
        }
    }

    /// Whether a record with these fields passes. Text is compared without case, as Dataverse does.
    pub fn matches(&self, fields: &Fields) -> bool {
        match self {
            Self::And(a, b) => a.matches(fields) && b.matches(fields),
            Self::Or(a, b) => a.matches(fields) || b.matches(fields),
            Self::Not(inner) => !inner.matches(fields),
            Self::Compare(name, comparison, literal) => {
                compare(value_of(fields, name), *comparison, literal)
            }
            Self::Text(test, name, wanted) => {
                let text = value_of(fields, name).to_plain().to_lowercase();
                let wanted = wanted.to_lowercase();
                match test {
                    TextTest::StartsWith => text.starts_with(&wanted),
                    TextTest::EndsWith => text.ends_with(&wanted),
                    TextTest::Contains => text.contains(&wanted),
                }
            }
        }
    }
}

/// A field's value; a lookup is filtered by its bare name and may have been read under the name of one of its targets.
fn value_of<'f>(fields: &'f Fields, name: &FieldName) -> &'f Value {
    if let Some(value) = fields.get(name.as_str()) {
        return value;
    }
    let targets = fields.iter().filter(|(read, _)| {
        read.as_str()
            .strip_prefix(name.as_str())
            .is_some_and(|rest| rest.starts_with('_'))
    });
    targets
        .map(|(_, value)| value)
        .find(|value| !value.is_empty())
        .unwrap_or(&Value::Empty)
}

fn compare(value: &Value, comparison: Comparison, literal: &Literal) -> bool {
    let ordering = match (value, literal) {
        (Value::Empty, Literal::Null) => Some(Ordering::Equal),
        // Business Central's blank member of an enumeration is nothing, too.
        (Value::Empty, Literal::Text(text)) if text.is_empty() || text == "_x0020_" => {
            Some(Ordering::Equal)
        }
        (Value::Bool(yes), Literal::Bool(wanted)) => Some(yes.cmp(wanted)),
        (value, Literal::Number(number)) => value.as_decimal().map(|own| own.cmp(number)),
        (Value::Empty, _) | (_, Literal::Null | Literal::Bool(_)) => None,
        (value, Literal::Text(text) | Literal::Plain(text)) => {
            Some(value.to_plain().to_lowercase().cmp(&text.to_lowercase()))
        }
    };
    match comparison {
        Comparison::Eq => ordering == Some(Ordering::Equal),
        Comparison::Ne => ordering != Some(Ordering::Equal),
        Comparison::Gt => ordering == Some(Ordering::Greater),
        Comparison::Ge => matches!(ordering, Some(Ordering::Greater | Ordering::Equal)),
        Comparison::Lt => ordering == Some(Ordering::Less),
        Comparison::Le => matches!(ordering, Some(Ordering::Less | Ordering::Equal)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn account() -> Fields {
        [
            ("statecode", Value::Choice(0)),
            ("customertypecode", Value::Choice(3)),
            ("name", Value::text("O'Neill & Fils")),
            (
                "parentcustomerid_account",
                Value::Guid(uuid::Uuid::from_u128(5)),
            ),
            ("creditlimit", Value::Decimal("1500.50".parse().unwrap())),
            ("blocked", Value::text("_x0020_")),
        ]
        .into_iter()
        .map(|(name, value)| (FieldName::new(name), value))
        .collect()
    }

    fn passes(filter: &str) -> bool {
        Filter::parse(filter).unwrap().matches(&account())
    }

    #[test]
    fn comparisons_and_logic() {
        assert!(passes("statecode eq 0 and customertypecode eq 3"));
        assert!(!passes("statecode eq 1 or customertypecode ne 3"));
        assert!(passes("not (statecode eq 1)"));
        assert!(passes("creditlimit gt 1500 and creditlimit le 1500.5"));
        assert!(passes("blocked eq '_x0020_'"));
    }

    #[test]
    fn quotes_are_doubled_and_case_does_not_matter() {
        assert!(passes("name eq 'o''neill & FILS'"));
        assert!(passes("startswith(name,'O''N') and contains(name, 'fils')"));
    }

    #[test]
    fn a_lookup_is_found_under_its_value_name_and_its_targets_name() {
        assert!(passes("_parentcustomerid_value ne null"));
        assert!(passes(
            "parentcustomerid eq 00000000-0000-0000-0000-000000000005"
        ));
        assert!(passes("_ownerid_value eq null"));
    }

    #[test]
    fn what_is_not_understood_is_left_to_the_service() {
        for filter in [
            "contacts/any(c: c/name eq 'x')",
            "name eq",
            "(name eq 'x'",
            "length(name) gt 3",
            "name in ('a')",
        ] {
            assert_eq!(Filter::parse(filter), None, "{filter}");
        }
    }

    #[test]
    fn fields_are_named_once() {
        let filter = Filter::parse("a eq 1 and (b eq 2 or a eq 3)").unwrap();
        assert_eq!(filter.fields(), ["a".into(), "b".into()] as [FieldName; 2]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}") {
            let _parsed = Filter::parse(&text);
        }
    }
}
