//! The pages that are one long table: skipped records, errors, couplings, jobs, history.

use super::rows::Rows;
use crate::model::MappingName;
use crate::model::reason::{Cause, Problem};
use crate::model::report::{HistoryEntry, IntegrationError, Job};
use crate::store::{
    CouplingFilter, CouplingRow, CouplingSort, ErrorFilter, HistoryFilter, JobFilter, Reader,
    SkippedFilter, SkippedRow, Slice,
};
use std::ops::Range;

/// The skipped records.
#[derive(Clone, Debug, Default)]
pub struct SkippedList {
    /// Which are shown.
    pub filter: SkippedFilter,
    /// The rows in sight.
    pub rows: Rows<SkippedRow>,
}

/// The integration errors.
#[derive(Clone, Debug)]
pub struct ErrorList {
    /// Which are shown.
    pub filter: ErrorFilter,
    /// The rows in sight.
    pub rows: Rows<IntegrationError>,
}

impl Default for ErrorList {
    fn default() -> Self {
        Self {
            filter: ErrorFilter {
                open_only: true,
                ..ErrorFilter::default()
            },
            rows: Rows::default(),
        }
    }
}

/// The couplings.
#[derive(Clone, Debug, Default)]
pub struct CouplingList {
    /// Which are shown.
    pub filter: CouplingFilter,
    /// How they are sorted, and whether the other way round.
    pub sort: (CouplingSort, bool),
    /// The rows in sight.
    pub rows: Rows<CouplingRow>,
}

/// The jobs, newest first.
#[derive(Clone, Debug, Default)]
pub struct JobList {
    /// The rows in sight.
    pub rows: Rows<Job>,
}

/// The history, newest first.
#[derive(Clone, Debug, Default)]
pub struct HistoryList {
    /// The rows in sight.
    pub rows: Rows<HistoryEntry>,
}

/// A list whose rows come from the cache.
pub trait CacheList {
    /// Counts again and forgets what is held.
    fn reset(&mut self, reader: &Reader<'_>);

    /// Makes rows ready.
    fn prepare(&mut self, reader: &Reader<'_>, rows: Range<u64>);
}

macro_rules! cache_list {
    ($list:ident, |$own:ident, $reader:ident| $count:expr, |$slice:ident| $page:expr) => {
        impl CacheList for $list {
            fn reset(&mut self, $reader: &Reader<'_>) {
                let $own = &*self;
                let total: Result<u64, Problem> = $count;
                self.rows.reset(total);
            }

            fn prepare(&mut self, $reader: &Reader<'_>, rows: Range<u64>) {
                let mut held = std::mem::take(&mut self.rows);
                let $own = &*self;
                held.prepare(rows, |$slice: Slice| $page);
                self.rows = held;
            }
        }
    };
}

cache_list!(
    SkippedList,
    |list, reader| reader.count_skipped(&list.filter),
    |slice| reader.list_skipped(&list.filter, slice)
);
cache_list!(
    ErrorList,
    |list, reader| reader.count_errors(&list.filter),
    |slice| reader.list_errors(&list.filter, slice)
);
cache_list!(
    CouplingList,
    |list, reader| reader.count_couplings(&list.filter),
    |slice| reader.list_couplings(&list.filter, list.sort.0, list.sort.1, slice)
);
cache_list!(
    JobList,
    |_list, reader| reader.count_jobs(&JobFilter::default()),
    |slice| reader.list_jobs(&JobFilter::default(), slice)
);
cache_list!(
    HistoryList,
    |_list, reader| reader.count_history(&HistoryFilter::default()),
    |slice| reader.list_history(&HistoryFilter::default(), slice)
);

/// The filter of the errors page for a cause.
pub fn errors_of(cause: Option<Cause>, mapping: Option<MappingName>) -> ErrorFilter {
    ErrorFilter {
        mapping,
        cause,
        open_only: true,
        search: None,
    }
}
