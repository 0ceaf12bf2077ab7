//! What a client sends: values by name, references, nested rows and conditions.

use uuid::Uuid;

use super::cell::Cell;

/// The members of a body, in the order in which they were sent.
pub type Values = Vec<(String, Given)>;

/// One member of a body.
///
/// Cells may be as loose as JSON: an id, a date or an enum member may come as text, a decimal as a
/// whole number. The service's rules turn them into what the field holds or refuse them.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A plain value; `Cell::Null` under a navigation property's name clears the reference.
    Value(Cell),
    /// `name@odata.bind`: a reference by navigation property to a row of an entity set.
    Bind {
        /// The entity set in the reference.
        set: String,
        /// The row's id.
        id: Uuid,
    },
    /// A nested row to be created with this one, by a single-valued navigation property.
    Row(Values),
    /// Nested rows to be created with this one, by a collection-valued navigation property.
    Rows(Vec<Values>),
}

impl<T: Into<Cell>> From<T> for Given {
    fn from(cell: T) -> Self {
        Self::Value(cell.into())
    }
}

/// The `If-Match` header as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// There was none.
    Absent,
    /// `*`.
    Any,
    /// Anything else, as sent; whether it is an etag at all is for the service to say.
    Etag(String),
}

/// The `If-None-Match` header of a write, as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfNoneMatch {
    /// There was none (or one that means nothing for a write).
    Absent,
    /// `*`: only if there is no such row yet.
    Any,
}

/// What a write that may create or change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The row's id.
    pub id: Uuid,
    /// Whether it is new.
    pub created: bool,
}

/// Makes [`Values`] from names and anything that can be a cell.
#[macro_export]
macro_rules! sandbox_values {
    ($($name:expr => $value:expr),* $(,)?) => {
        vec![$(($name.to_string(), $crate::sandbox::system::given::Given::from($value))),*]
    };
}
