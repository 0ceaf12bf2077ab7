//! Jobs: one run of one mapping in one direction, with its counters.

use super::columns::{DirectionWord, Micros, Word, from_json, to_count, to_json};
use super::handle::{Reader, Writer};
use crate::model::reason::{Cause, Problem};
use crate::model::report::{Counters, Job, JobKind};
use crate::model::{Direction, JobId, MappingName};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};

/// The columns that [`to_job`] reads.
pub(super) const SELECT: &str = "SELECT j.id, m.name, j.direction, j.kind, j.started, j.finished, j.problem,
    j.inserted, j.modified, j.deleted, j.unchanged, j.skipped, j.failed, j.conflicts, j.coupled, j.uncoupled,
    j.merged_fields
    FROM job j JOIN mapping m ON m.id = j.mapping";

impl Reader<'_> {
    /// The job of that id.
    pub fn job(&self, id: JobId) -> Result<Option<Job>, Problem> {
        let mut find = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE j.id = ?1"))?;
        Ok(find.query_row([id.0], to_job).optional()?)
    }

    /// The finished job of the same mapping, direction and kind before a job.
    pub fn job_before(&self, job: &Job) -> Result<Option<Job>, Problem> {
        let mut find = self.db.prepare_cached(&format!(
            "{SELECT} WHERE j.id < ?1 AND m.name = ?2 AND j.direction = ?3 AND j.kind = ?4 AND j.finished IS NOT NULL
             ORDER BY j.id DESC LIMIT 1"
        ))?;
        let (name, direction) = (job.mapping.as_str(), DirectionWord(job.direction));
        Ok(find
            .query_row(params![job.id.0, name, direction, Word(job.kind)], to_job)
            .optional()?)
    }

    /// How many jobs started before a moment and have ended.
    pub fn count_jobs_before(&self, before: Timestamp) -> Result<u64, Problem> {
        let mut count = self.db.prepare_cached(
            "SELECT count(*) FROM job WHERE started < ?1 AND (finished IS NOT NULL OR problem IS NOT NULL)",
        )?;
        Ok(to_count(
            count.query_row([Micros(before)], |row| row.get(0))?,
        )?)
    }

    /// The newest finished synchronisation of a mapping.
    pub fn last_finished_job(&self, name: &MappingName) -> Result<Option<Job>, Problem> {
        let mut find = self.db.prepare_cached(&format!(
            "{SELECT} WHERE m.name = ?1 AND j.finished IS NOT NULL AND j.kind = ?2 ORDER BY j.id DESC LIMIT 1"
        ))?;
        let kind = Word(JobKind::Synchronization);
        Ok(find
            .query_row(params![name.as_str(), kind], to_job)
            .optional()?)
    }
}

pub(super) fn to_job(row: &Row<'_>) -> rusqlite::Result<Job> {
    let name: String = row.get(1)?;
    let DirectionWord(direction) = row.get(2)?;
    let Word(kind) = row.get(3)?;
    let Micros(started) = row.get(4)?;
    let problem: Option<String> = row.get(6)?;
    let count = |column: usize| to_count(row.get(column)?);
    Ok(Job {
        id: JobId(row.get(0)?),
        mapping: MappingName::new(name),
        direction,
        kind,
        counters: Counters {
            inserted: count(7)?,
            modified: count(8)?,
            deleted: count(9)?,
            unchanged: count(10)?,
            skipped: count(11)?,
            failed: count(12)?,
            conflicts: count(13)?,
            coupled: count(14)?,
            uncoupled: count(15)?,
            merged_fields: count(16)?,
        },
        started,
        finished: row
            .get::<_, Option<Micros>>(5)?
            .map(|Micros(finished)| finished),
        problem: problem.as_deref().map(from_json).transpose()?,
    })
}

impl Writer<'_> {
    /// Writes down that a job begins.
    pub fn start_job(
        &self,
        name: &MappingName,
        direction: Direction,
        kind: JobKind,
        now: Timestamp,
    ) -> Result<JobId, Problem> {
        let mapping = self.known_mapping(name)?;
        self.db
            .prepare_cached(
                "INSERT INTO job (mapping, direction, kind, started) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                mapping,
                DirectionWord(direction),
                Word(kind),
                Micros(now)
            ])?;
        Ok(JobId(self.db.last_insert_rowid()))
    }

    /// Stores what a running job has done so far, so that a crash does not lose it.
    pub fn update_job(&self, id: JobId, counters: &Counters) -> Result<(), Problem> {
        let Counters {
            inserted,
            modified,
            deleted,
            unchanged,
            skipped,
            failed,
            conflicts,
            coupled,
            uncoupled,
            merged_fields,
        } = counters;
        let number = |count: &u64| i64::try_from(*count).unwrap_or(i64::MAX);
        self.db
            .prepare_cached(
                "UPDATE job SET inserted = ?2, modified = ?3, deleted = ?4, unchanged = ?5, skipped = ?6, failed = ?7,
                     conflicts = ?8, coupled = ?9, uncoupled = ?10, merged_fields = ?11 WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                number(inserted),
                number(modified),
                number(deleted),
                number(unchanged),
                number(skipped),
                number(failed),
                number(conflicts),
                number(coupled),
                number(uncoupled),
                number(merged_fields)
            ])?;
        Ok(())
    }

    /// Stores that a job has ended, with what it did and what ended it early.
    pub fn finish_job(
        &self,
        id: JobId,
        counters: &Counters,
        problem: Option<&Problem>,
        now: Timestamp,
    ) -> Result<(), Problem> {
        self.update_job(id, counters)?;
        self.db
            .prepare_cached("UPDATE job SET finished = ?2, problem = ?3 WHERE id = ?1")?
            .execute(params![
                id.0,
                Micros(now),
                problem.map(to_json).transpose()?
            ])?;
        Ok(())
    }

    /// Removes a job that did nothing worth keeping.
    pub fn drop_job(&self, id: JobId) -> Result<(), Problem> {
        self.db
            .prepare_cached("DELETE FROM job WHERE id = ?1")?
            .execute([id.0])?;
        Ok(())
    }

    /// Marks jobs that a crash has cut off; how many there were. Call when no job runs.
    ///
    /// They keep no end, since nobody knows when it was; their problem is [`Cause::Cancelled`] with `reason` = `cut_off`
    /// and `found` = `now`.
    pub fn close_abandoned_jobs(&self, now: Timestamp) -> Result<u64, Problem> {
        let problem = Problem::new(Cause::Cancelled)
            .with("reason", "cut_off")
            .with("found", &now);
        let closed = self
            .db
            .prepare_cached(
                "UPDATE job SET problem = ?1 WHERE finished IS NULL AND problem IS NULL",
            )?
            .execute([to_json(&problem)?])?;
        Ok(closed as u64)
    }

    /// Removes ended jobs, all or those that started before a moment; how many.
    ///
    /// A job with failures stays as long as a skipped pair refers to it as the last that touched it.
    pub fn clear_jobs(&self, older_than: Option<Timestamp>) -> Result<u64, Problem> {
        self.clear(
            super::cleared::Cleared::Jobs,
            "(finished IS NOT NULL OR problem IS NOT NULL)
               AND (?1 IS NULL OR started < ?1)
               AND (failed = 0 OR id NOT IN
                   (SELECT c.last_job FROM skipped s JOIN coupling c ON c.id = s.coupling
                    WHERE c.last_job IS NOT NULL))",
            params![older_than.map(Micros)],
        )
    }
}

#[cfg(test)]
#[path = "jobs_tests.rs"]
mod tests;
