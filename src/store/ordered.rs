//! Lists in the order that a person chose, the groups that they fall into, and the ids of all their rows.
//!
//! Rows are picked by id in the inner query, which reads nothing else, so that a page far down a long list costs the steps to
//! it and no more.

use super::conditions::Conditions;
use super::errors::{self, to_error};
use super::handle::Reader;
use super::history;
use super::jobs::{self, to_job};
use super::lists::{CouplingFilter, CouplingSort};
use super::lists::{
    ErrorFilter, HistoryFilter, JobFilter, SkippedFilter, SkippedRow, Slice, error_conditions,
    history_conditions, job_conditions, skipped_conditions, to_skipped_row,
};
use super::{columns::Word, columns::to_count, skipped};
use crate::model::reason::{Cause, Problem};
use crate::model::report::{HistoryEntry, IntegrationError, Job, SkipReason};
use crate::model::{CouplingId, ErrorId, HistoryId, JobId, MappingName, SkippedId};
use rusqlite::{Row, params_from_iter};

/// What rows are sorted by, and whether the largest comes first.
pub type Order<S> = Option<(S, bool)>;

/// How skipped records are sorted; without an order the newest come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SkippedSort {
    /// By what the record is called.
    Record,
    /// By why it waits.
    Reason,
    /// By mapping.
    Mapping,
    /// By how long it has waited.
    Since,
}

/// How errors are sorted; without an order the newest come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorSort {
    /// By when it last happened.
    Time,
    /// By cause.
    Cause,
    /// By what the source is called.
    Source,
    /// By what the destination is called.
    Destination,
    /// By mapping.
    Mapping,
    /// By how often it was tried.
    Attempts,
}

/// How jobs are sorted; without an order the newest come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobSort {
    /// By when it started.
    Started,
    /// By kind.
    Kind,
    /// By mapping.
    Mapping,
    /// By records inserted.
    Inserted,
    /// By records modified.
    Modified,
    /// By records left alone.
    Unchanged,
    /// By conflicts found.
    Conflicts,
    /// By records that failed.
    Failed,
}

/// How history is sorted; without an order the newest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HistorySort {
    /// By when it was written.
    Time,
    /// By what was done.
    Action,
    /// By mapping.
    Mapping,
}

/// The table that a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ListTable {
    /// Skipped records.
    Skipped,
    /// Integration errors.
    Errors,
    /// Couplings.
    Couplings,
    /// Jobs.
    Jobs,
    /// History.
    History,
}

impl ListTable {
    fn name(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Errors => "error",
            Self::Couplings => "coupling",
            Self::Jobs => "job",
            Self::History => "history",
        }
    }
}

const NEWEST_SKIPPED: &str = "s.since DESC, s.id DESC";
const NEWEST_ERRORS: &str = "e.time DESC, e.id DESC";
const NEWEST_JOBS: &str = "j.id DESC";
const NEWEST_HISTORY: &str = "h.id DESC";

impl SkippedSort {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Record => "iif(s.bc_label = '', s.dv_label, s.bc_label) COLLATE NOCASE",
            Self::Reason => "s.reason",
            Self::Mapping => "(SELECT name FROM mapping WHERE id = s.mapping)",
            Self::Since => "s.since",
        }
    }
}

impl ErrorSort {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Time => "e.time",
            Self::Cause => "e.cause",
            Self::Source => "e.source_label COLLATE NOCASE",
            Self::Destination => "e.destination_label COLLATE NOCASE",
            Self::Mapping => "(SELECT name FROM mapping WHERE id = e.mapping)",
            Self::Attempts => "e.attempts",
        }
    }
}

impl JobSort {
    fn column(self) -> &'static str {
        match self {
            Self::Started => "j.started",
            Self::Kind => "j.kind",
            Self::Mapping => "(SELECT name FROM mapping WHERE id = j.mapping)",
            Self::Inserted => "j.inserted",
            Self::Modified => "j.modified",
            Self::Unchanged => "j.unchanged",
            Self::Conflicts => "j.conflicts",
            Self::Failed => "j.failed",
        }
    }
}

impl HistorySort {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Time => "h.time",
            Self::Action => "coalesce(h.action, 'insert')",
            Self::Mapping => "(SELECT name FROM mapping WHERE id = h.mapping)",
        }
    }
}

/// The ORDER BY of a list; rows that are equal stand as they do without an order.
fn by<S: Copy>(order: Order<S>, column: impl Fn(S) -> &'static str, newest: &str) -> String {
    match order {
        Some((sort, true)) => format!("{} DESC, {newest}", column(sort)),
        Some((sort, false)) => format!("{} ASC, {newest}", column(sort)),
        None => newest.to_owned(),
    }
}

impl Reader<'_> {
    /// Skipped records of a filter in an order.
    pub fn order_skipped(
        &self,
        filter: &SkippedFilter,
        order: Order<SkippedSort>,
        slice: Slice,
    ) -> Result<Vec<SkippedRow>, Problem> {
        let order = by(order, SkippedSort::column, NEWEST_SKIPPED);
        self.ordered(
            &select_skipped(),
            "skipped s",
            "s",
            &order,
            skipped_conditions(filter),
            slice,
            to_skipped_row,
        )
    }

    /// Errors of a filter in an order.
    pub fn order_errors(
        &self,
        filter: &ErrorFilter,
        order: Order<ErrorSort>,
        slice: Slice,
    ) -> Result<Vec<IntegrationError>, Problem> {
        let order = by(order, ErrorSort::column, NEWEST_ERRORS);
        self.ordered(
            errors::SELECT,
            "error e",
            "e",
            &order,
            error_conditions(filter),
            slice,
            to_error,
        )
    }

    /// Jobs of a filter in an order.
    pub fn order_jobs(
        &self,
        filter: &JobFilter,
        order: Order<JobSort>,
        slice: Slice,
    ) -> Result<Vec<Job>, Problem> {
        let order = by(order, JobSort::column, NEWEST_JOBS);
        self.ordered(
            jobs::SELECT,
            "job j",
            "j",
            &order,
            job_conditions(filter),
            slice,
            to_job,
        )
    }

    /// Jobs by their ids, in this order; nothing for one that is gone.
    pub fn jobs_at(&self, ids: &[i64]) -> Result<Vec<Option<Job>>, Problem> {
        let sql = format!("{} WHERE j.id = ?1", jobs::SELECT);
        self.rows_at(&sql, ids, to_job)
    }

    /// History of a filter in an order.
    pub fn order_history(
        &self,
        filter: &HistoryFilter,
        order: Order<HistorySort>,
        slice: Slice,
    ) -> Result<Vec<HistoryEntry>, Problem> {
        let order = by(order, HistorySort::column, NEWEST_HISTORY);
        self.ordered(
            history::SELECT,
            "history h",
            "h",
            &order,
            history_conditions(filter),
            slice,
            |row| self.read_history(row),
        )
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one statement")]
    fn ordered<T>(
        &self,
        select: &str,
        table: &str,
        short: &str,
        order: &str,
        mut found: Conditions,
        slice: Slice,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Problem> {
        let sql = format!(
            "{select} WHERE {short}.id IN (SELECT {short}.id FROM {table} WHERE {} ORDER BY {order} LIMIT ? OFFSET ?)
             ORDER BY {order}",
            found.sql()
        );
        found.slice(slice);
        let mut list = self.db.prepare_cached(&sql)?;
        let rows = list.query_map(params_from_iter(found.values), read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The ids of skipped records of a filter in an order.
    pub fn skipped_ids(
        &self,
        filter: &SkippedFilter,
        order: Order<SkippedSort>,
        slice: Slice,
    ) -> Result<Vec<SkippedId>, Problem> {
        let order = by(order, SkippedSort::column, NEWEST_SKIPPED);
        self.row_ids(
            "skipped s",
            "s",
            &order,
            skipped_conditions(filter),
            slice,
            SkippedId,
        )
    }

    /// The ids of errors of a filter in an order.
    pub fn error_ids(
        &self,
        filter: &ErrorFilter,
        order: Order<ErrorSort>,
        slice: Slice,
    ) -> Result<Vec<ErrorId>, Problem> {
        let order = by(order, ErrorSort::column, NEWEST_ERRORS);
        self.row_ids(
            "error e",
            "e",
            &order,
            error_conditions(filter),
            slice,
            ErrorId,
        )
    }

    /// The ids of jobs of a filter in an order.
    pub fn job_ids(
        &self,
        filter: &JobFilter,
        order: Order<JobSort>,
        slice: Slice,
    ) -> Result<Vec<JobId>, Problem> {
        let order = by(order, JobSort::column, NEWEST_JOBS);
        self.row_ids("job j", "j", &order, job_conditions(filter), slice, JobId)
    }

    /// The ids of history of a filter in an order.
    pub fn history_ids(
        &self,
        filter: &HistoryFilter,
        order: Order<HistorySort>,
        slice: Slice,
    ) -> Result<Vec<HistoryId>, Problem> {
        let order = by(order, HistorySort::column, NEWEST_HISTORY);
        self.row_ids(
            "history h",
            "h",
            &order,
            history_conditions(filter),
            slice,
            HistoryId,
        )
    }

    /// The ids of couplings of a filter, sorted.
    pub fn coupling_ids(
        &self,
        filter: &CouplingFilter,
        sort: CouplingSort,
        descending: bool,
        slice: Slice,
    ) -> Result<Vec<CouplingId>, Problem> {
        let direction = if descending { "DESC" } else { "ASC" };
        let order = format!("{} {direction}, c.id {direction}", sort.column());
        let found = self.coupling_conditions(filter)?;
        self.row_ids("coupling c", "c", &order, found, slice, CouplingId)
    }

    fn row_ids<I>(
        &self,
        table: &str,
        short: &str,
        order: &str,
        mut found: Conditions,
        slice: Slice,
        id: impl Fn(i64) -> I,
    ) -> Result<Vec<I>, Problem> {
        let sql = format!(
            "SELECT {short}.id FROM {table} WHERE {} ORDER BY {order} LIMIT ? OFFSET ?",
            found.sql()
        );
        found.slice(slice);
        let mut list = self.db.prepare_cached(&sql)?;
        let rows = list.query_map(params_from_iter(found.values), |row| Ok(id(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many skipped records of a filter each reason has.
    pub fn skipped_by_reason(
        &self,
        filter: &SkippedFilter,
    ) -> Result<Vec<(SkipReason, u64)>, Problem> {
        let found = skipped_conditions(filter);
        self.groups("s.reason", "skipped s", found, |row| {
            let Word(reason) = row.get(0)?;
            Ok(reason)
        })
    }

    /// How many skipped records of a filter each mapping has.
    pub fn skipped_by_mapping(
        &self,
        filter: &SkippedFilter,
    ) -> Result<Vec<(MappingName, u64)>, Problem> {
        let found = skipped_conditions(filter);
        let mapping = "(SELECT name FROM mapping WHERE id = s.mapping)";
        self.groups(mapping, "skipped s", found, to_mapping)
    }

    /// How many errors of a filter each cause has.
    pub fn errors_by_cause(&self, filter: &ErrorFilter) -> Result<Vec<(Cause, u64)>, Problem> {
        self.groups("e.cause", "error e", error_conditions(filter), |row| {
            let Word(cause) = row.get(0)?;
            Ok(cause)
        })
    }

    /// How many errors of a filter each mapping has.
    pub fn errors_by_mapping(
        &self,
        filter: &ErrorFilter,
    ) -> Result<Vec<(MappingName, u64)>, Problem> {
        let mapping = "(SELECT name FROM mapping WHERE id = e.mapping)";
        self.groups(mapping, "error e", error_conditions(filter), to_mapping)
    }

    /// The largest group first.
    fn groups<G>(
        &self,
        column: &str,
        table: &str,
        found: Conditions,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<G>,
    ) -> Result<Vec<(G, u64)>, Problem> {
        let sql = format!(
            "SELECT {column} AS own, count(*) AS n FROM {table} WHERE {} GROUP BY own ORDER BY n DESC, own",
            found.sql()
        );
        let mut list = self.db.prepare_cached(&sql)?;
        let rows = list.query_map(params_from_iter(found.values), |row| {
            Ok((read(row)?, to_count(row.get(1)?)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The most rows that a table can have, known at once: whether it is worth a look beside the window.
    pub fn at_most(&self, table: ListTable) -> Result<u64, Problem> {
        let sql = format!("SELECT coalesce(max(id), 0) FROM {}", table.name());
        let mut most = self.db.prepare_cached(&sql)?;
        Ok(to_count(most.query_row([], |row| row.get(0))?)?)
    }

    /// Whether a row of a table is still there.
    pub fn has_row(&self, table: ListTable, id: i64) -> Result<bool, Problem> {
        let sql = format!("SELECT 1 FROM {} WHERE id = ?1", table.name());
        Ok(self.db.prepare_cached(&sql)?.exists([id])?)
    }
}

/// The columns that `to_skipped_row` reads.
pub(super) fn select_skipped() -> String {
    let select = skipped::SELECT.replace(
        "s.draft",
        "s.draft, coalesce(c.bc_mark, iif(r.side = 0, r.mark, NULL)),
         coalesce(c.dv_mark, iif(r.side = 1, r.mark, NULL)), c.last_synced",
    );
    format!(
        "{select} LEFT JOIN coupling c ON c.id = s.coupling LEFT JOIN record r ON r.id = s.record"
    )
}

fn to_mapping(row: &Row<'_>) -> rusqlite::Result<MappingName> {
    Ok(MappingName::new(row.get::<_, String>(0)?))
}

#[cfg(test)]
#[path = "ordered_tests.rs"]
mod tests;
