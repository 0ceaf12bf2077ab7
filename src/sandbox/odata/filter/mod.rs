//! `$filter`: from text to a test that a row passes or fails.
//!
//! Parsing knows no table. Binding replaces each path by whatever the caller finds rows' values with, and gives each
//! literal the type of the field beside it. Testing is a pure function of the bound tree and a row.
//! No input makes it panic, and nesting is bounded by [`MAX_DEPTH`].
//!
//! - `ast`: the filter as written.
//! - `parser`: text to tree.
//! - `query_functions`: Dataverse's named functions, rewritten in terms of comparisons.
//! - `rules`: what each service refuses or ignores although it is valid.
//! - `bind`: paths and literal types.
//! - `test`: the bound tree, and what a row must do to pass.

pub mod ast;
pub mod bind;
pub mod parser;
pub mod query_functions;
pub mod rules;
pub mod test;

pub use ast::{Comparison, Expr, Function, LambdaKind};
pub use bind::{Binder, Kind, TypeMismatch, bind};
pub use parser::{FilterError, parse};
pub use test::{CellSet, Test};

/// Parentheses, negations and calls inside one another; deeper filters are refused.
pub const MAX_DEPTH: usize = 100;
