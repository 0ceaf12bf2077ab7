//! Integration errors: records that could not be synchronised. One open row for a record and direction.

use super::calm::Rare;
use super::cleared::Cleared;
use super::columns::{DirectionWord, Id, Micros, SideNo, Word, from_json, to_json};
use super::handle::{Reader, Writer};
use super::seen::PairRow;
use crate::model::reason::{Cause, Problem};
use crate::model::report::{ErrorEnd, Handled, IntegrationError};
use crate::model::{CouplingId, Direction, ErrorId, JobId, MappingName, Side, Sides};
use jiff::Timestamp;
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension as _, Row, params};
use uuid::Uuid;

/// An error that has just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewError {
    /// The job that met it.
    pub job: Option<JobId>,
    /// The mapping.
    pub mapping: MappingName,
    /// The direction, always one-way.
    pub direction: Direction,
    /// When, by this machine's clock.
    pub time: Timestamp,
    /// What happened.
    pub problem: Problem,
    /// Where values came from.
    pub source: ErrorEnd,
    /// Where they were to go, on the other side.
    pub destination: ErrorEnd,
}

/// The columns that [`to_error`] reads.
pub(super) const SELECT: &str = "SELECT e.id, e.job, m.name, e.direction, e.time, e.problem, e.source_side, e.bc_id,
    e.dv_id, e.source_label, e.source_url, e.destination_label, e.destination_url, e.attempts, e.open, e.handled, e.note
    FROM error e JOIN mapping m ON m.id = e.mapping";

impl Reader<'_> {
    /// The error of that id.
    pub fn error(&self, id: ErrorId) -> Result<Option<IntegrationError>, Problem> {
        self.newest_error("e.id = ?1", params![id.0])
    }

    /// The newest open error of a record, in whichever direction.
    pub fn error_of(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<Option<IntegrationError>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(None);
        };
        let condition = match side {
            Side::Bc => "e.mapping = ?1 AND e.bc_id = ?2 AND e.open = 1",
            Side::Dv => "e.mapping = ?1 AND e.dv_id = ?2 AND e.open = 1",
        };
        self.newest_error(condition, params![mapping, Id(id)])
    }

    /// The newest open error of either record of a pair.
    pub fn error_of_coupling(&self, id: CouplingId) -> Result<Option<IntegrationError>, Problem> {
        self.newest_error(
            "e.id = (SELECT max(id) FROM (
                SELECT e.id FROM coupling c
                JOIN error e ON e.mapping = c.mapping AND e.bc_id = c.bc_id AND e.open = 1 WHERE c.id = ?1
                UNION ALL
                SELECT e.id FROM coupling c
                JOIN error e ON e.mapping = c.mapping AND e.dv_id = c.dv_id AND e.open = 1 WHERE c.id = ?1))",
            params![id.0],
        )
    }

    fn newest_error(
        &self,
        condition: &str,
        values: &[&dyn ToSql],
    ) -> Result<Option<IntegrationError>, Problem> {
        let mut find = self.db.prepare_cached(&format!(
            "{SELECT} WHERE {condition} ORDER BY e.id DESC LIMIT 1"
        ))?;
        Ok(find.query_row(values, to_error).optional()?)
    }
}

pub(super) fn to_error(row: &Row<'_>) -> rusqlite::Result<IntegrationError> {
    let name: String = row.get(2)?;
    let DirectionWord(direction) = row.get(3)?;
    let Micros(time) = row.get(4)?;
    let problem: String = row.get(5)?;
    let SideNo(from) = row.get(6)?;
    let id = |column: usize| -> rusqlite::Result<Option<Uuid>> {
        Ok(row.get::<_, Option<Id>>(column)?.map(|Id(id)| id))
    };
    let ids = Sides::new(id(7)?, id(8)?);
    Ok(IntegrationError {
        id: ErrorId(row.get(0)?),
        job: row.get::<_, Option<i64>>(1)?.map(JobId),
        mapping: MappingName::new(name),
        direction,
        time,
        problem: from_json(&problem)?,
        source: ErrorEnd {
            side: from,
            id: *ids.get(from),
            label: row.get(9)?,
            url: row.get(10)?,
        },
        destination: ErrorEnd {
            side: from.other(),
            id: *ids.get(from.other()),
            label: row.get(11)?,
            url: row.get(12)?,
        },
        attempts: row.get(13)?,
        open: row.get(14)?,
        handled: match row.get::<_, Option<Micros>>(15)? {
            Some(Micros(at)) => Some(Handled {
                at,
                note: row.get::<_, Option<String>>(16)?.unwrap_or_default(),
            }),
            None => None,
        },
    })
}

impl Writer<'_> {
    /// Stores an error. The same cause and text for the same record and direction counts as another attempt; another cause or text
    /// begins to count anew. A record is told by the source's id, else the destination's, else the source's label.
    pub fn put_error(&self, error: &NewError) -> Result<ErrorId, Problem> {
        let NewError {
            job,
            mapping,
            direction,
            time,
            problem,
            source,
            destination,
        } = error;
        let mapping = self.known_mapping(mapping)?;
        let subject: Vec<u8> = match source.id.or(destination.id) {
            Some(id) => id.as_bytes().to_vec(),
            None => source.label.as_bytes().to_vec(),
        };
        let mut ids = Sides::new(None, None);
        *ids.get_mut(source.side.other()) = destination.id;
        *ids.get_mut(source.side) = source.id;
        let mut find = self.db.prepare_cached(
            "SELECT problem, attempts FROM error WHERE mapping = ?1 AND direction = ?2 AND subject = ?3 AND open = 1",
        )?;
        let before: Option<(String, u32)> = find
            .query_row(
                params![mapping, DirectionWord(*direction), subject],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let attempts = match &before {
            Some((text, attempts)) if is_alike(&from_json(text)?, problem) => {
                attempts.saturating_add(1)
            }
            _ => 1,
        };
        let mut put = self.db.prepare_cached(
            "INSERT INTO error (job, mapping, direction, time, cause, problem, subject, source_side, bc_id, dv_id,
                 source_label, source_url, destination_label, destination_url, attempts, open)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 1)
             ON CONFLICT (mapping, direction, subject) WHERE open = 1 DO UPDATE SET time = excluded.time,
                 job = CASE excluded.attempts WHEN 1 THEN excluded.job ELSE job END,
                 cause = excluded.cause, problem = excluded.problem, source_side = excluded.source_side,
                 bc_id = excluded.bc_id, dv_id = excluded.dv_id, source_label = excluded.source_label,
                 source_url = excluded.source_url, destination_label = excluded.destination_label,
                 destination_url = excluded.destination_url, attempts = excluded.attempts
             RETURNING id",
        )?;
        let id = put.query_row(
            params![
                job.map(|job| job.0),
                mapping,
                DirectionWord(*direction),
                Micros(*time),
                Word(problem.cause),
                to_json(problem)?,
                subject,
                SideNo(source.side),
                ids.bc.map(Id),
                ids.dv.map(Id),
                source.label,
                source.url,
                destination.label,
                destination.url,
                attempts,
            ],
            |row| row.get(0),
        )?;
        self.memory.calm.disturb(Rare::Errors);
        self.memory.calm.count(destination.side, *time, 0, 1);
        Ok(ErrorId(id))
    }

    /// Closes the open errors of a record or a pair; how many.
    pub fn close_errors(
        &self,
        name: &MappingName,
        ids: Sides<Option<Uuid>>,
    ) -> Result<u64, Problem> {
        let mapping = self.known_mapping(name)?;
        if !self.has_any(Rare::Errors, mapping)? {
            return Ok(0);
        }
        let mut closed = 0;
        for side in Side::BOTH {
            if let Some(id) = ids.get(side) {
                closed += self.close_errors_of_record(mapping, side, *id)?;
            }
        }
        Ok(closed)
    }

    /// Closes the open errors of a pair in one direction; how many.
    pub fn close_errors_towards(
        &self,
        name: &MappingName,
        ids: Sides<Uuid>,
        direction: Direction,
    ) -> Result<u64, Problem> {
        let mapping = self.known_mapping(name)?;
        let mut closed = 0;
        for (statement, id) in [
            (
                "UPDATE error SET open = 0 WHERE mapping = ?1 AND bc_id = ?2 AND direction = ?3 AND open = 1",
                ids.bc,
            ),
            (
                "UPDATE error SET open = 0 WHERE mapping = ?1 AND dv_id = ?2 AND direction = ?3 AND open = 1",
                ids.dv,
            ),
        ] {
            let mut close = self.db.prepare_cached(statement)?;
            closed += close.execute(params![mapping, Id(id), DirectionWord(direction)])?;
        }
        Ok(closed as u64)
    }

    /// Closes one error (a person has handled it); whether it was open.
    pub fn close_error(&self, id: ErrorId) -> Result<bool, Problem> {
        let closed = self
            .db
            .prepare_cached("UPDATE error SET open = 0 WHERE id = ?1 AND open = 1")?
            .execute([id.0])?;
        Ok(closed > 0)
    }

    /// Closes errors since a person has handled them, and keeps the person's note with each; how many were open.
    pub fn handle_errors(
        &self,
        ids: &[ErrorId],
        note: &str,
        now: Timestamp,
    ) -> Result<u64, Problem> {
        let mut handle = self.db.prepare_cached(
            "UPDATE error SET open = 0, handled = ?2, note = ?3 WHERE id = ?1 AND open = 1",
        )?;
        let mut handled = 0;
        for id in ids {
            handled += handle.execute(params![id.0, Micros(now), note])?;
        }
        Ok(handled as u64)
    }

    /// Opens handled errors again, except where the record has failed anew since; how many.
    pub fn reopen_errors(&self, ids: &[ErrorId]) -> Result<u64, Problem> {
        let mut reopen = self.db.prepare_cached(
            "UPDATE OR IGNORE error SET open = 1, handled = NULL, note = NULL WHERE id = ?1 AND handled IS NOT NULL",
        )?;
        let mut opened = 0;
        for id in ids {
            opened += reopen.execute([id.0])?;
        }
        Ok(opened as u64)
    }

    /// Closes the open errors of a mapping that are about no record; how many. For a mapping that works again.
    pub fn close_general_errors(&self, name: &MappingName) -> Result<u64, Problem> {
        let mapping = self.known_mapping(name)?;
        let closed = self
            .db
            .prepare_cached(
                "UPDATE error SET open = 0 WHERE mapping = ?1 AND open = 1 AND bc_id IS NULL AND dv_id IS NULL",
            )?
            .execute([mapping])?;
        Ok(closed as u64)
    }

    /// Removes errors, all or those that last happened before a moment; how many. Open ones stay unless they are included.
    /// Until this connection ends they can be had back ([`Writer::restore_cleared`]).
    pub fn clear_errors(
        &self,
        older_than: Option<Timestamp>,
        include_open: bool,
    ) -> Result<u64, Problem> {
        self.clear(
            Cleared::Errors,
            "(?1 IS NULL OR time < ?1) AND (?2 OR open = 0)",
            params![older_than.map(Micros), include_open],
        )
    }

    pub(super) fn close_errors_of_record(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
    ) -> Result<u64, Problem> {
        let statement = match side {
            Side::Bc => "UPDATE error SET open = 0 WHERE mapping = ?1 AND bc_id = ?2 AND open = 1",
            Side::Dv => "UPDATE error SET open = 0 WHERE mapping = ?1 AND dv_id = ?2 AND open = 1",
        };
        let closed = self
            .db
            .prepare_cached(statement)?
            .execute(params![mapping, Id(id)])?;
        Ok(closed as u64)
    }

    /// Closes the open errors of a pair; mostly there are none in the whole mapping, which costs one look.
    pub(super) fn close_errors_of_pair(&self, pair: &PairRow) -> Result<(), Problem> {
        if !self.has_any(Rare::Errors, pair.mapping)? {
            return Ok(());
        }
        for side in Side::BOTH {
            self.close_errors_of_record(pair.mapping, side, *pair.ids.get(side))?;
        }
        Ok(())
    }
}

/// Whether two problems are the same one met again; ids of requests differ every time.
fn is_alike(one: &Problem, other: &Problem) -> bool {
    let told = |problem: &Problem| -> (Cause, _, _, _) {
        (
            problem.cause,
            problem.params.clone(),
            problem.raw.clone(),
            problem.service_code.clone(),
        )
    };
    told(one) == told(other)
}

#[cfg(test)]
#[path = "errors_tests.rs"]
mod tests;
