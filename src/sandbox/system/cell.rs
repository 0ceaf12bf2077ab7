//! One value of one field, as a service holds it.

use std::{borrow::Cow, cmp::Ordering, sync::Arc};

use jiff::{Timestamp, civil::Date};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use uuid::Uuid;

/// A value of a field; what "empty" looks like on the wire is each service's own business.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// No value. Business Central never shows it: its fields fall back to `""`, `0`, the zero id.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number, also an option value.
    Int(i64),
    /// A decimal number; amounts never pass through floating point.
    Decimal(Decimal),
    /// Text, also the wire name of a Business Central enum member.
    Text(Arc<str>),
    /// An id.
    Guid(Uuid),
    /// A reference to a Dataverse row: its id and the object type code of its table.
    Reference {
        /// The row's id.
        id: Uuid,
        /// The object type code of the row's table.
        table: i32,
    },
    /// A calendar date without a time zone.
    Date(Date),
    /// A point in time.
    Instant(Timestamp),
}

/// How a service compares text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOrder {
    /// Letter by letter (Business Central).
    Exact,
    /// Upper and lower case are the same (Dataverse).
    CaseInsensitive,
}

impl Cell {
    /// Makes a text cell.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::Text(Arc::from(text.as_ref()))
    }

    /// Whether the cell holds nothing.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The id, if it is an id or a reference.
    pub fn as_guid(&self) -> Option<Uuid> {
        match self {
            Self::Guid(id) | Self::Reference { id, .. } => Some(*id),
            _ => None,
        }
    }

    /// The whole number, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Decimal(number) if number.fract().is_zero() => number.to_i64(),
            _ => None,
        }
    }

    /// The number as a decimal, if it is a number.
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Self::Int(number) => Some(Decimal::from(*number)),
            Self::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The point in time, if it is one.
    pub fn as_instant(&self) -> Option<Timestamp> {
        match self {
            Self::Instant(at) => Some(*at),
            _ => None,
        }
    }

    /// Orders two cells as a service sorts them: nothing first, then by value.
    ///
    /// Cells of different kinds are ordered by kind, so that the order is total.
    pub fn compare(&self, other: &Self, order: TextOrder) -> Ordering {
        match (self, other) {
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Bool(left), Self::Bool(right)) => left.cmp(right),
            (Self::Text(left), Self::Text(right)) => match order {
                TextOrder::Exact => left.cmp(right),
                TextOrder::CaseInsensitive => fold(left).cmp(&fold(right)),
            },
            (Self::Date(left), Self::Date(right)) => left.cmp(right),
            (Self::Instant(left), Self::Instant(right)) => left.cmp(right),
            (Self::Int(left), Self::Int(right)) => left.cmp(right),
            _ => match (self.as_decimal(), other.as_decimal()) {
                (Some(left), Some(right)) => left.cmp(&right),
                _ => match (self.as_guid(), other.as_guid()) {
                    (Some(left), Some(right)) => left.cmp(&right),
                    _ => self.rank().cmp(&other.rank()),
                },
            },
        }
    }

    /// Whether a service takes two cells for the same value.
    pub fn same(&self, other: &Self, order: TextOrder) -> bool {
        self.compare(other, order) == Ordering::Equal
    }

    /// The value as it is quoted in a message.
    pub fn words(&self) -> Arc<str> {
        match self {
            Self::Text(text) => Arc::clone(text),
            Self::Null => Arc::from("null"),
            Self::Bool(flag) => Arc::from(flag.to_string()),
            Self::Int(number) => Arc::from(number.to_string()),
            Self::Decimal(number) => Arc::from(number.to_string()),
            Self::Guid(id) | Self::Reference { id, .. } => Arc::from(id.to_string()),
            Self::Date(date) => Arc::from(date.to_string()),
            Self::Instant(at) => Arc::from(at.to_string()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Bool(_) => 1,
            Self::Int(_) | Self::Decimal(_) => 2,
            Self::Text(_) => 3,
            Self::Guid(_) | Self::Reference { .. } => 4,
            Self::Date(_) => 5,
            Self::Instant(_) => 6,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<Decimal> for Cell {
    fn from(number: Decimal) -> Self {
        Self::Decimal(number)
    }
}

impl From<Uuid> for Cell {
    fn from(id: Uuid) -> Self {
        Self::Guid(id)
    }
}

/// Text with case removed, without an allocation when it has none.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_uppercase) {
        Cow::Owned(text.to_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dataverse_takes_upper_and_lower_case_for_the_same() {
        let (left, right) = (Cell::from("Café"), Cell::from("CAFÉ"));
        assert!(left.same(&right, TextOrder::CaseInsensitive));
        assert!(!left.same(&right, TextOrder::Exact));
    }

    #[test]
    fn numbers_of_different_kinds_compare_by_value() {
        let half = Cell::Decimal(Decimal::new(5, 1));
        assert_eq!(
            Cell::Int(1).compare(&half, TextOrder::Exact),
            Ordering::Greater
        );
        assert!(Cell::Int(2).same(&Cell::Decimal(Decimal::new(200, 2)), TextOrder::Exact));
    }

    #[test]
    fn nothing_comes_first() {
        for other in [
            Cell::Bool(false),
            Cell::Int(-1),
            Cell::from(""),
            Cell::Guid(Uuid::nil()),
        ] {
            assert_eq!(Cell::Null.compare(&other, TextOrder::Exact), Ordering::Less);
        }
    }
}
