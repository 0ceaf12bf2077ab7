//! Field-level three-way merge: what both sides of a pair shall hold, and why.
//!
//! Not here: tables, services, storage, clocks. Everything is a pure function of its arguments; what only storage knows
//! (who is coupled to whom) comes in through [`Resolve`].
//!
//! Invariants, each checked by a property test:
//! - a side has changed if and only if it differs from *its own* half of the base; the sides meet only through [`transfer`];
//! - a merge invents no value: every result is a value that was there, a transfer of one, or what a person typed;
//! - once a merge's results are on both sides and its base is remembered, merging again finds nothing to do;
//! - exchanging the sides exchanges the result.
//!
//! Files:
//! - `normalize`: when two values mean the same
//! - `transfer`: one side's value in the other side's terms
//! - `name`: whole names and their parts
//! - `three_way`: how one field moved, and the class that follows
//! - `rules`: a table mapping made ready for merging many records
//! - `compare`: how one field compares, before any policy
//! - `outcome`: what follows from a pick
//! - `field`, `record`: the merge of a field, and of a pair of records
//! - `policy`: who decides what the three-way comparison leaves open
//! - `text`: merging long text line by line; `side_by_side`: both sides of one, for the eye
//! - `marks`: what changed within a text, for the eye
//! - `draft`: a person's decisions, with undo

mod compare;
pub mod draft;
pub mod field;
pub mod marks;
pub mod name;
pub mod normalize;
mod outcome;
pub mod policy;
pub mod record;
pub mod rules;
pub mod side_by_side;
#[cfg(test)]
mod testing;
pub mod text;
pub mod three_way;
pub mod transfer;

pub use draft::{DraftProgress, MergeDraft};
pub use field::FieldMerge;
pub use marks::{Mark, MarkKind, marks};
pub use normalize::Equality;
pub use policy::{Decider, FirstSync, winner};
pub use record::{FieldProblem, MergeInput, RecordMerge, merge_record};
pub use rules::{FieldRule, MergeRules, NewRecord};
pub use three_way::{Class, Movement, Pick, State, ThreeWay};
pub use transfer::{Resolve, Resolved, Transferred, Unresolving};
