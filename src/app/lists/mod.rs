//! The pages that are one long table: skipped records, errors, couplings, jobs, history.
//!
//! A list is a [`Wish`] (which rows, in which order, in which groups) and the rows of it that are near those in sight. Memory
//! does not grow with the list. Short lists are read at once; long ones by the [`Clerk`], while what was read before stays.
//!
//! Not here: drawing, and the SQL behind the rows (`store::ordered`).
//!
//! - `wish`: what a person wants to see; `reading`: one look at the cache; `list`: the rows that are held
//! - `skipped`, `errors`, `couplings`, `jobs`, `history`: what differs from list to list, and their cells in words

mod couplings;
mod errors;
mod history;
mod jobs;
mod list;
mod reading;
mod skipped;
mod wish;

pub use couplings::{Couplings, pair_key};
pub use errors::Errors;
pub use history::{HistoryLog, action_key};
pub use jobs::{Jobs, direction_key, job_kind_key};
pub use list::{AnyList, Cache, List, Named};
pub use reading::{Line, Listing};
pub use skipped::{Skipped, brief_reason, by_index, reason_key, reason_words};
pub use wish::{GroupBy, Head, ListCommand, Place, Standing, Wish};

/// The skipped records.
pub type SkippedList = List<Skipped>;
/// The integration errors.
pub type ErrorList = List<Errors>;
/// The couplings.
pub type CouplingList = List<Couplings>;
/// The jobs, newest first.
pub type JobList = List<Jobs>;
/// The history, newest first.
pub type HistoryList = List<HistoryLog>;
