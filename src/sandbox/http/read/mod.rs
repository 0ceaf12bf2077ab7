//! Reading rows: what both services have in common between a query and the rows of a page.
//!
//! - `binder`: names in a query, found in a table.
//! - `cursor`: where a page ended, as a text that a link can carry.
//! - `rows`: which rows a page has, in which order.
//! - `shape`: which fields and related rows are shown of each.

pub mod binder;
pub mod cursor;
pub mod rows;
pub mod shape;

use crate::sandbox::odata::filter::rules::Refused;
use crate::sandbox::odata::filter::{FilterError, TypeMismatch};
use crate::sandbox::odata::query::QueryError;
use crate::sandbox::system::refusal::Refusal;

/// A query that a service refuses.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReadError {
    /// A name that the type does not have.
    #[error("Could not find a property named '{name}' on type '{type_name}'.")]
    UnknownProperty {
        /// The name.
        name: String,
        /// The qualified type name.
        type_name: String,
    },
    /// An option that cannot be read.
    #[error("{0}")]
    Query(#[from] QueryError),
    /// A filter that cannot be read.
    #[error("{0}")]
    Filter(#[from] FilterError),
    /// A filter that compares what cannot be compared.
    #[error("{0}")]
    Type(#[from] TypeMismatch),
    /// A filter that is valid but not for this service.
    #[error("{0}")]
    Refused(#[from] Refused),
    /// Something that the real service may do and this one does not.
    #[error("The sandbox does not support {0}.")]
    NotImplemented(String),
    /// What the service's rules say.
    #[error("{0}")]
    Rules(#[from] Refusal),
}
