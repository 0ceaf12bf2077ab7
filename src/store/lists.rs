//! Tables for the window and the terminal: filtered, sorted, a page at a time.
//!
//! Nothing here reads more rows than the page asks for, except a search in labels, which must look at every row of the
//! filter. Pages are told by offset, since a table on screen jumps anywhere.

use super::columns::{Id, Micros, StateNo, Word, to_count};
use super::conditions::{Conditions, blob, word};
use super::handle::Reader;
use super::mark;
use super::skipped::to_skipped;
use crate::model::reason::{Cause, Problem};
use crate::model::report::{
    HistoryEntry, IntegrationError, Job, JobKind, SkipReason, SkippedRecord,
};
use crate::model::{CouplingId, JobId, MappingName, PairState, Side, Sides};
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use uuid::Uuid;

/// Which rows of a list are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// How many rows are left out before the first.
    pub offset: usize,
    /// How many rows are wanted at most.
    pub limit: usize,
}

impl Slice {
    /// Every row.
    pub const ALL: Self = Self {
        offset: 0,
        limit: usize::MAX,
    };

    /// The first rows.
    pub fn first(limit: usize) -> Self {
        Self { offset: 0, limit }
    }
}

/// Which couplings are listed; empty means any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CouplingFilter {
    /// Of this mapping.
    pub mapping: Option<MappingName>,
    /// In one of these states.
    pub states: Vec<PairState>,
    /// With this text in a label, upper or lower case, or with this record id.
    pub search: Option<String>,
}

/// How couplings are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CouplingSort {
    /// In the order in which they were made.
    #[default]
    Made,
    /// By what the Business Central record is called.
    BcLabel,
    /// By what the Dataverse row is called.
    DvLabel,
    /// By the time of the last agreement; never first.
    LastSynced,
    /// By state: in step, pending, conflict, skipped, error, broken.
    State,
}

impl CouplingSort {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Made => "c.id",
            Self::BcLabel => BC_LABEL,
            Self::DvLabel => DV_LABEL,
            Self::LastSynced => "c.last_synced",
            Self::State => "c.state",
        }
    }
}

/// Whether a record is there, as far as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Nothing was read yet.
    Unread,
    /// It exists.
    Exists,
    /// It is gone.
    Deleted,
    /// It exists outside the mapping's filter.
    OutOfFilter,
}

/// One line of the list of couplings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouplingRow {
    /// The coupling.
    pub id: CouplingId,
    /// Its mapping.
    pub mapping: MappingName,
    /// The ids of both records.
    pub ids: Sides<Uuid>,
    /// The business keys of both records.
    pub keys: Sides<Option<String>>,
    /// What people call both records.
    pub labels: Sides<String>,
    /// Whether both records are there.
    pub presence: Sides<Presence>,
    /// When each side's own clock says the record was last changed.
    pub modified: Sides<Option<Timestamp>>,
    /// Where the pair stands.
    pub state: PairState,
    /// Whether the next run looks at it.
    pub pending: bool,
    /// When both sides last agreed.
    pub last_synced: Option<Timestamp>,
    /// The job that last touched the pair.
    pub last_job: Option<JobId>,
    /// The cause of its newest open error.
    pub error: Option<Cause>,
}

/// Which skipped records are listed; empty means any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SkippedFilter {
    /// Of this mapping.
    pub mapping: Option<MappingName>,
    /// For one of these reasons.
    pub reasons: Vec<SkipReason>,
    /// With this text in a label, upper or lower case, or with this record id.
    pub search: Option<String>,
    /// Only those with a half-done decision.
    pub drafts_only: bool,
}

/// One line of the list of skipped records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedRow {
    /// The skipped record.
    pub record: SkippedRecord,
    /// The half-done decisions of a person.
    pub draft: Option<String>,
    /// When each side's own clock says the record was last changed.
    pub modified: Sides<Option<Timestamp>>,
    /// When both sides last agreed.
    pub last_synced: Option<Timestamp>,
}

/// Which errors are listed; empty means any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ErrorFilter {
    /// Of this mapping.
    pub mapping: Option<MappingName>,
    /// Of this cause.
    pub cause: Option<Cause>,
    /// Only those that still stand.
    pub open_only: bool,
    /// Only those that a person has handled.
    pub handled_only: bool,
    /// With this text in a label, upper or lower case, or with this record id.
    pub search: Option<String>,
}

/// Which jobs are listed; empty means any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// Of this mapping.
    pub mapping: Option<MappingName>,
    /// Of this kind.
    pub kind: Option<JobKind>,
    /// Only those with failed records, or that ended early.
    pub troubled_only: bool,
}

/// Which history is listed; empty means any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct HistoryFilter {
    /// Of this mapping.
    pub mapping: Option<MappingName>,
    /// Of the pair that this record is in, on whichever side was written.
    pub record: Option<(Side, Uuid)>,
    /// Of this job.
    pub job: Option<JobId>,
    /// With this text in what the record was or is called, upper or lower case, or with this record id.
    pub search: Option<String>,
}

impl Reader<'_> {
    /// Couplings of a filter, sorted.
    pub fn list_couplings(
        &self,
        filter: &CouplingFilter,
        sort: CouplingSort,
        descending: bool,
        slice: Slice,
    ) -> Result<Vec<CouplingRow>, Problem> {
        let order = sort.column();
        let direction = if descending { "DESC" } else { "ASC" };
        let mut found = self.coupling_conditions(filter)?;
        let sql = format!(
            "{COUPLING_COLUMNS}
             WHERE c.id IN (SELECT c.id FROM coupling c WHERE {} ORDER BY {order} {direction}, c.id {direction}
                 LIMIT ? OFFSET ?)
             ORDER BY {order} {direction}, c.id {direction}",
            found.sql()
        );
        found.slice(slice);
        self.rows(&sql, found, to_coupling_row)
    }

    /// How many couplings a filter has; without a search this costs nothing.
    pub fn count_couplings(&self, filter: &CouplingFilter) -> Result<u64, Problem> {
        let found = self.coupling_conditions(filter)?;
        if filter.search.is_some() {
            let sql = format!("SELECT count(*) FROM coupling c WHERE {}", found.sql());
            return self.count(&sql, found);
        }
        let mut kept = Conditions::default();
        kept.plain("c.what <= 5");
        if let Some(name) = &filter.mapping {
            kept.value("c.mapping = ?", Value::Integer(self.number_or_none(name)?));
        }
        kept.among(
            "c.what",
            filter
                .states
                .iter()
                .map(|state| Value::Integer(StateNo(*state).number())),
        );
        self.count(
            &format!(
                "SELECT coalesce(sum(c.n), 0) FROM tally c WHERE {}",
                kept.sql()
            ),
            kept,
        )
    }

    pub(super) fn coupling_conditions(
        &self,
        filter: &CouplingFilter,
    ) -> Result<Conditions, Problem> {
        let mut found = Conditions::default();
        if let Some(name) = &filter.mapping {
            found.value("c.mapping = ?", Value::Integer(self.number_or_none(name)?));
        }
        let states = filter.states.iter().map(|state| StateNo(*state).number());
        if !filter.states.is_empty() && states.clone().all(|state| state > 1) {
            // In the very words of the index of the few pairs that are in trouble, or it would not be used.
            found.plain("c.state > 1");
        }
        found.among("c.state", states.map(Value::Integer));
        found.search(
            filter.search.as_deref(),
            [BC_LABEL, DV_LABEL],
            ["c.bc_id", "c.dv_id"],
        );
        Ok(found)
    }

    /// Skipped records of a filter, the newest first.
    pub fn list_skipped(
        &self,
        filter: &SkippedFilter,
        slice: Slice,
    ) -> Result<Vec<SkippedRow>, Problem> {
        self.order_skipped(filter, None, slice)
    }

    /// How many skipped records a filter has.
    pub fn count_skipped(&self, filter: &SkippedFilter) -> Result<u64, Problem> {
        let found = skipped_conditions(filter);
        let sql = format!("SELECT count(*) FROM skipped s WHERE {}", found.sql());
        self.count(&sql, found)
    }

    /// Errors of a filter, the newest first.
    pub fn list_errors(
        &self,
        filter: &ErrorFilter,
        slice: Slice,
    ) -> Result<Vec<IntegrationError>, Problem> {
        self.order_errors(filter, None, slice)
    }

    /// How many errors a filter has.
    pub fn count_errors(&self, filter: &ErrorFilter) -> Result<u64, Problem> {
        let found = error_conditions(filter);
        let sql = format!("SELECT count(*) FROM error e WHERE {}", found.sql());
        self.count(&sql, found)
    }

    /// How many errors last happened before a moment, all without one: open ones and others.
    pub fn count_errors_before(&self, before: Option<Timestamp>) -> Result<(u64, u64), Problem> {
        let mut count = self.db.prepare_cached(
            "SELECT coalesce(sum(open), 0), coalesce(sum(1 - open), 0) FROM error
             WHERE ?1 IS NULL OR time < ?1",
        )?;
        let (open, closed) = count.query_row([before.map(Micros)], |row| {
            Ok((to_count(row.get(0)?)?, to_count(row.get(1)?)?))
        })?;
        Ok((open, closed))
    }

    /// Jobs of a filter, the newest first.
    pub fn list_jobs(&self, filter: &JobFilter, slice: Slice) -> Result<Vec<Job>, Problem> {
        self.order_jobs(filter, None, slice)
    }

    /// How many jobs a filter has.
    pub fn count_jobs(&self, filter: &JobFilter) -> Result<u64, Problem> {
        let found = job_conditions(filter);
        let sql = format!("SELECT count(*) FROM job j WHERE {}", found.sql());
        self.count(&sql, found)
    }

    /// History of a filter, the newest first.
    pub fn list_history(
        &self,
        filter: &HistoryFilter,
        slice: Slice,
    ) -> Result<Vec<HistoryEntry>, Problem> {
        self.order_history(filter, None, slice)
    }

    /// How many history entries a filter has.
    pub fn count_history(&self, filter: &HistoryFilter) -> Result<u64, Problem> {
        let found = history_conditions(filter);
        let sql = format!("SELECT count(*) FROM history h WHERE {}", found.sql());
        self.count(&sql, found)
    }

    fn rows<T>(
        &self,
        sql: &str,
        found: Conditions,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Problem> {
        let mut list = self.db.prepare_cached(sql)?;
        let rows = list.query_map(params_from_iter(found.values), read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn count(&self, sql: &str, found: Conditions) -> Result<u64, Problem> {
        let mut count = self.db.prepare_cached(sql)?;
        let counted = count.query_row(params_from_iter(found.values), |row| row.get(0))?;
        Ok(to_count(counted)?)
    }

    /// The number of a mapping, or one that no mapping has.
    fn number_or_none(&self, name: &MappingName) -> Result<i64, Problem> {
        Ok(self.mapping_no(name)?.unwrap_or(0))
    }
}

/// The columns that [`to_coupling_row`] reads. The newest error is asked for side by side: with one condition for both, all open
/// errors of the mapping would be looked at for each row.
pub(super) const COUPLING_COLUMNS: &str =
    "SELECT c.id, m.name, c.bc_id, c.dv_id, key_of(c.bc_name, c.bc_fields, c.base, 0),
        key_of(c.dv_name, c.dv_fields, c.base, 1), label_of(c.bc_name, c.bc_fields, c.base, 0),
        label_of(c.dv_name, c.dv_fields, c.base, 1), c.bc_state, c.dv_state,
        c.bc_mark, c.dv_mark, c.state, c.pending, c.last_synced, c.last_job,
        (SELECT e.cause FROM error e WHERE e.id = max(
            coalesce((SELECT max(id) FROM error WHERE mapping = c.mapping AND open = 1 AND bc_id = c.bc_id), 0),
            coalesce((SELECT max(id) FROM error WHERE mapping = c.mapping AND open = 1 AND dv_id = c.dv_id), 0)))
     FROM coupling c JOIN mapping m ON m.id = c.mapping";
/// What the Business Central record of a coupling is called.
const BC_LABEL: &str = "label_of(c.bc_name, c.bc_fields, c.base, 0)";
/// What the Dataverse row of a coupling is called.
const DV_LABEL: &str = "label_of(c.dv_name, c.dv_fields, c.base, 1)";

pub(super) fn skipped_conditions(filter: &SkippedFilter) -> Conditions {
    let mut found = Conditions::default();
    found.mapping("s.mapping", filter.mapping.as_ref());
    found.among(
        "s.reason",
        filter.reasons.iter().map(|reason| word(*reason)),
    );
    found.search(
        filter.search.as_deref(),
        ["s.bc_label", "s.dv_label"],
        ["s.bc_id", "s.dv_id"],
    );
    if filter.drafts_only {
        found.plain("s.draft IS NOT NULL");
    }
    found
}

pub(super) fn error_conditions(filter: &ErrorFilter) -> Conditions {
    let mut found = Conditions::default();
    found.mapping("e.mapping", filter.mapping.as_ref());
    if let Some(cause) = filter.cause {
        found.value("e.cause = ?", word(cause));
    }
    if filter.open_only {
        found.plain("e.open = 1");
    }
    if filter.handled_only {
        found.plain("e.handled IS NOT NULL");
    }
    found.search(
        filter.search.as_deref(),
        ["e.source_label", "e.destination_label"],
        ["e.bc_id", "e.dv_id"],
    );
    found
}

pub(super) fn job_conditions(filter: &JobFilter) -> Conditions {
    let mut found = Conditions::default();
    found.mapping("j.mapping", filter.mapping.as_ref());
    if let Some(kind) = filter.kind {
        found.value("j.kind = ?", word(kind));
    }
    if filter.troubled_only {
        found.plain("(j.failed > 0 OR j.problem IS NOT NULL)");
    }
    found
}

pub(super) fn history_conditions(filter: &HistoryFilter) -> Conditions {
    let mut found = Conditions::default();
    found.mapping("h.mapping", filter.mapping.as_ref());
    if let Some((side, id)) = filter.record {
        let (own, pairs) = match side {
            Side::Bc => ("h.bc_id", "bc_id"),
            Side::Dv => ("h.dv_id", "dv_id"),
        };
        found.value(
            &format!("({own} = ? OR h.coupling IN (SELECT id FROM coupling WHERE {pairs} = ?))"),
            blob(id),
        );
        found.values.push(blob(id));
    }
    if let Some(job) = filter.job {
        found.value("h.job = ?", Value::Integer(job.0));
    }
    found.search(
        filter.search.as_deref(),
        [HISTORY_LABEL, "''"],
        ["h.bc_id", "h.dv_id"],
    );
    found
}

/// What the written record was called, or is called now.
const HISTORY_LABEL: &str =
    "coalesce(h.label, (SELECT iif(h.side = 0, label_of(c.bc_name, c.bc_fields, c.base, 0),
    label_of(c.dv_name, c.dv_fields, c.base, 1)) FROM coupling c WHERE c.id = h.coupling), '')";

/// The same, for other statements.
pub(super) fn history_label() -> &'static str {
    HISTORY_LABEL
}

pub(super) fn to_skipped_row(row: &Row<'_>) -> rusqlite::Result<SkippedRow> {
    Ok(SkippedRow {
        record: to_skipped(row)?,
        draft: row.get(11)?,
        modified: Sides::new(modified(row, 12)?, modified(row, 13)?),
        last_synced: moment(row, 14)?,
    })
}

pub(super) fn to_coupling_row(row: &Row<'_>) -> rusqlite::Result<CouplingRow> {
    let name: String = row.get(1)?;
    let presence = |column: usize| -> rusqlite::Result<Presence> {
        Ok(match row.get::<_, i64>(column)? {
            0 => Presence::Unread,
            1 => Presence::Exists,
            2 => Presence::Deleted,
            _ => Presence::OutOfFilter,
        })
    };
    let StateNo(state) = row.get(12)?;
    Ok(CouplingRow {
        id: CouplingId(row.get(0)?),
        mapping: MappingName::new(name),
        ids: Sides::new(row.get::<_, Id>(2)?.0, row.get::<_, Id>(3)?.0),
        keys: Sides::new(row.get(4)?, row.get(5)?),
        labels: Sides::new(row.get(6)?, row.get(7)?),
        presence: Sides::new(presence(8)?, presence(9)?),
        modified: Sides::new(modified(row, 10)?, modified(row, 11)?),
        state,
        pending: row.get(13)?,
        last_synced: moment(row, 14)?,
        last_job: row.get::<_, Option<i64>>(15)?.map(JobId),
        error: row
            .get::<_, Option<Word<Cause>>>(16)?
            .map(|Word(cause)| cause),
    })
}

fn modified(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    mark::modified_of(row.get_ref(column)?.as_blob_or_null()?)
}

fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row
        .get::<_, Option<Micros>>(column)?
        .map(|Micros(moment)| moment))
}

#[cfg(test)]
#[path = "lists_tests.rs"]
mod tests;
