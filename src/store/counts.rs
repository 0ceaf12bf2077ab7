//! Numbers for the window and the terminal, each cheap enough to be asked for many times a second.

use super::calm;
use super::columns::{SideNo, Word, to_count};
use super::handle::Reader;
use crate::model::reason::{Cause, Problem};
use crate::model::{MappingName, Sides};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

/// How the pairs and records of one mapping stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingCounts {
    /// The mapping.
    pub mapping: MappingName,
    /// Pairs in step.
    pub in_step: u64,
    /// Pairs with something to do that no run has done yet.
    pub pending: u64,
    /// Pairs in conflict.
    pub conflict: u64,
    /// Pairs skipped for another reason.
    pub skipped: u64,
    /// Pairs whose last attempt failed.
    pub error: u64,
    /// Pairs of which one side is gone or left its filter.
    pub broken: u64,
    /// Pairs of any state that the next run looks at.
    pub to_look_at: u64,
    /// Records without a partner.
    pub uncoupled: Sides<u64>,
    /// Open errors.
    pub open_errors: u64,
    /// Skipped records, coupled or not, conflicts among them.
    pub skipped_records: u64,
}

impl MappingCounts {
    /// All couplings.
    pub fn couplings(&self) -> u64 {
        self.in_step + self.pending + self.conflict + self.skipped + self.error + self.broken
    }
}

/// Open errors of one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseCount {
    /// The cause.
    pub cause: Cause,
    /// The mapping.
    pub mapping: MappingName,
    /// How many errors are open.
    pub errors: u64,
    /// When it last happened.
    pub newest: Timestamp,
}

/// What happened in one stretch of time, by the side that was written or was to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThroughputPoint {
    /// When the stretch begins.
    pub at: Timestamp,
    /// Records written on each side.
    pub written: Sides<u64>,
    /// Records that failed on their way to each side.
    pub failed: Sides<u64>,
}

impl Reader<'_> {
    /// The counts of every mapping, in their order.
    pub fn mapping_counts(&self) -> Result<Vec<MappingCounts>, Problem> {
        let mut list = self.db.prepare_cached(
            "SELECT id, name FROM mapping WHERE removed = 0 ORDER BY position, id",
        )?;
        let mut rows = list.query([])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            let name: String = row.get(1)?;
            counts.push(self.counts_of(row.get(0)?, MappingName::new(name))?);
        }
        Ok(counts)
    }

    fn counts_of(&self, id: i64, mapping: MappingName) -> Result<MappingCounts, Problem> {
        Ok(MappingCounts {
            mapping,
            in_step: self.tally(id, 0)?,
            pending: self.tally(id, 1)?,
            conflict: self.tally(id, 2)?,
            skipped: self.tally(id, 3)?,
            error: self.tally(id, 4)?,
            broken: self.tally(id, 5)?,
            to_look_at: self.tally(id, 6)?,
            uncoupled: Sides::new(self.tally(id, 7)?, self.tally(id, 8)?),
            open_errors: self.tally(id, 10)?,
            skipped_records: self.tally(id, 9)?,
        })
    }

    /// Open errors by cause and mapping, the most frequent first.
    pub fn error_causes(&self) -> Result<Vec<CauseCount>, Problem> {
        let mut list = self.db.prepare_cached(
            "SELECT e.cause, m.name, count(*) AS errors, max(e.time) FROM error e JOIN mapping m ON m.id = e.mapping
             WHERE e.open = 1 GROUP BY e.cause, e.mapping ORDER BY errors DESC, e.cause, e.mapping",
        )?;
        let rows = list.query_map([], |row| {
            let Word(cause) = row.get(0)?;
            let name: String = row.get(1)?;
            Ok(CauseCount {
                cause,
                mapping: MappingName::new(name),
                errors: to_count(row.get(2)?)?,
                newest: row.get::<_, super::columns::Micros>(3)?.0,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Writes and failures from one moment to before another, in stretches of some minutes; stretches without any are left out.
    pub fn throughput(
        &self,
        from: Timestamp,
        to: Timestamp,
        minutes: u32,
    ) -> Result<Vec<ThroughputPoint>, Problem> {
        let mut list = self.db.prepare_cached(
            "SELECT at / ?3 * ?3 AS bucket, side, sum(written), sum(failed) FROM minute
             WHERE at >= ?1 AND at < ?2 GROUP BY bucket, side ORDER BY bucket, side",
        )?;
        let mut rows = list.query(params![
            calm::minute_of(from),
            calm::minute_of(to),
            minutes.max(1)
        ])?;
        let mut points: Vec<ThroughputPoint> = Vec::new();
        while let Some(row) = rows.next()? {
            let at = Timestamp::from_second(row.get::<_, i64>(0)?.saturating_mul(60))
                .map_err(super::problem::damaged)?;
            let SideNo(side) = row.get(1)?;
            if points.last().is_none_or(|point| point.at != at) {
                points.push(ThroughputPoint {
                    at,
                    written: Sides::default(),
                    failed: Sides::default(),
                });
            }
            if let Some(point) = points.last_mut() {
                *point.written.get_mut(side) = to_count(row.get(2)?)?;
                *point.failed.get_mut(side) = to_count(row.get(3)?)?;
            }
        }
        Ok(points)
    }

    /// One of the counts that triggers keep.
    pub(super) fn tally(&self, mapping: i64, what: i64) -> Result<u64, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT n FROM tally WHERE mapping = ?1 AND what = ?2")?;
        let found = find
            .query_row([mapping, what], |row| row.get(0))
            .optional()?;
        // What a transaction counted that ended by a panic counts no more.
        let counted = if self.db.is_autocommit() {
            0
        } else {
            self.memory.calm.tallied(mapping, what)
        };
        Ok(to_count(found.unwrap_or(0) + counted)?)
    }
}

#[cfg(test)]
#[path = "counts_tests.rs"]
mod tests;
