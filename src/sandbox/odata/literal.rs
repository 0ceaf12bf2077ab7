//! Literals of OData URLs.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

/// A value written in a URL, before it is compared with a field of a known type.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number; its digits are kept exactly.
    Number(Decimal),
    /// `'text'`, with doubled quotes undone.
    Text(String),
    /// A GUID, written without quotes.
    Guid(Uuid),
    /// `2026-11-22`.
    Date(Date),
    /// `2026-11-22T08:30:00.123Z`.
    DateTime(Timestamp),
    /// `Namespace.Type'Member'`.
    Enum {
        /// The qualified type name before the quote.
        type_name: String,
        /// The member between the quotes.
        member: String,
    },
    /// `@p1`, whose value is another query option.
    Alias(String),
    /// A text that takes the type of the field it is compared with, as in the arrays of query functions.
    Untyped(String),
}

impl Literal {
    /// Writes the value the way an error text or a key shows it, without quotes.
    pub fn plain(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Text(text) | Self::Untyped(text) => text.clone(),
            Self::Guid(id) => id.to_string(),
            Self::Date(date) => date.to_string(),
            Self::DateTime(at) => at.to_string(),
            Self::Enum { member, .. } => member.clone(),
            Self::Alias(name) => format!("@{name}"),
        }
    }
}
