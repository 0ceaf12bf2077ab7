//! Skipped records: pairs and single records that take no part until they are resolved; conflicts and their drafts among them.

use super::calm::Rare;
use super::columns::{Id, Micros, Word, from_json, to_json};
use super::handle::{Reader, Writer};
use crate::model::reason::{Cause, Problem};
use crate::model::report::{SkipReason, SkippedRecord};
use crate::model::{CouplingId, FieldName, MappingName, Side, Sides, SkippedId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};
use uuid::Uuid;

/// A record that is to be skipped from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSkipped {
    /// The mapping.
    pub mapping: MappingName,
    /// Its coupling; nothing for a record that is not coupled.
    pub coupling: Option<CouplingId>,
    /// The ids of both records, as far as they are known; one of them for a record that is not coupled.
    pub ids: Sides<Option<Uuid>>,
    /// How people call them.
    pub labels: Sides<String>,
    /// Why.
    pub reason: SkipReason,
    /// The problem behind it, if there is one.
    pub problem: Option<Problem>,
    /// Since when, by this machine's clock.
    pub since: Timestamp,
    /// The fields a person must decide.
    pub open_fields: Vec<FieldName>,
}

/// The columns that [`to_skipped`] reads.
pub(super) const SELECT: &str =
    "SELECT s.id, m.name, s.coupling, s.bc_id, s.dv_id, s.bc_label, s.dv_label, s.reason,
    s.problem, s.since, s.open_fields, s.draft
    FROM skipped s JOIN mapping m ON m.id = s.mapping";

impl Reader<'_> {
    /// The skipped record of that id.
    pub fn skipped(&self, id: SkippedId) -> Result<Option<SkippedRecord>, Problem> {
        let mut find = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE s.id = ?1"))?;
        Ok(find.query_row([id.0], to_skipped).optional()?)
    }

    /// Why a record is skipped, and nothing else of it.
    pub fn skip_reason(&self, id: SkippedId) -> Result<Option<SkipReason>, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT reason FROM skipped WHERE id = ?1")?;
        let found = find.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(found.map(|Word(reason)| reason))
    }

    /// What is skipped of a pair.
    pub fn skipped_of(&self, coupling: CouplingId) -> Result<Option<SkippedRecord>, Problem> {
        let mut find = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE s.coupling = ?1"))?;
        Ok(find.query_row([coupling.0], to_skipped).optional()?)
    }

    /// What is skipped of a record that is not coupled.
    pub fn skipped_record(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<Option<SkippedRecord>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(None);
        };
        let Some(row) = self.record_no(mapping, side, id)? else {
            return Ok(None);
        };
        let mut find = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE s.record = ?1"))?;
        Ok(find.query_row([row], to_skipped).optional()?)
    }

    /// The half-done decisions of a person about a skipped record, as text that only the merge editor's room understands.
    pub fn draft(&self, id: SkippedId) -> Result<Option<String>, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT draft FROM skipped WHERE id = ?1")?;
        let found: Option<Option<String>> = find.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(found.flatten())
    }
}

pub(super) fn to_skipped(row: &Row<'_>) -> rusqlite::Result<SkippedRecord> {
    let name: String = row.get(1)?;
    let id = |column: usize| -> rusqlite::Result<Option<Uuid>> {
        Ok(row.get::<_, Option<Id>>(column)?.map(|Id(id)| id))
    };
    let Word(reason) = row.get(7)?;
    let problem: Option<String> = row.get(8)?;
    let Micros(since) = row.get(9)?;
    Ok(SkippedRecord {
        id: SkippedId(row.get(0)?),
        mapping: MappingName::new(name),
        coupling: row.get::<_, Option<i64>>(2)?.map(CouplingId),
        ids: Sides::new(id(3)?, id(4)?),
        labels: Sides::new(row.get(5)?, row.get(6)?),
        reason,
        problem: problem.as_deref().map(from_json).transpose()?,
        since,
        open_fields: from_json(row.get_ref(10)?.as_str()?)?,
    })
}

impl Writer<'_> {
    /// Skips a pair or a record that is not coupled. Skipped again it keeps its id and draft, and for the same reason also its time.
    ///
    /// # Errors
    /// [`Cause::RecordGone`] if the coupling, or a single record's row, is not there.
    pub fn put_skipped(&self, skipped: &NewSkipped) -> Result<SkippedId, Problem> {
        let NewSkipped {
            mapping,
            coupling,
            ids,
            labels,
            reason,
            problem,
            since,
            open_fields,
        } = skipped;
        let mapping = self.known_mapping(mapping)?;
        let record = match coupling {
            Some(_) => None,
            None => Some(self.single_skipped(mapping, ids)?),
        };
        let standing: Option<i64> = self
            .db
            .prepare_cached("SELECT id FROM skipped WHERE coupling = ?1 OR record = ?2")?
            .query_row(params![coupling.map(|id| id.0), record], |row| row.get(0))
            .optional()?;
        let words = (
            Word(*reason),
            problem.as_ref().map(to_json).transpose()?,
            to_json(open_fields)?,
        );
        if let Some(id) = standing {
            self.db
                .prepare_cached(
                    "UPDATE skipped SET bc_id = ?2, dv_id = ?3, bc_label = ?4, dv_label = ?5,
                         since = CASE reason WHEN ?6 THEN since ELSE ?7 END,
                         reason = ?6, problem = ?8, open_fields = ?9 WHERE id = ?1",
                )?
                .execute(params![
                    id,
                    ids.bc.map(Id),
                    ids.dv.map(Id),
                    labels.bc,
                    labels.dv,
                    words.0,
                    Micros(*since),
                    words.1,
                    words.2,
                ])?;
            return Ok(SkippedId(id));
        }
        if let Some(coupling) = coupling
            && self.pair(*coupling)?.is_none()
        {
            return Err(Problem::new(Cause::RecordGone).with("reason", "uncoupled"));
        }
        self.memory.calm.disturb(Rare::Skipped);
        self.db
            .prepare_cached(
                "INSERT INTO skipped (mapping, coupling, record, bc_id, dv_id, bc_label, dv_label, reason, problem,
                     since, open_fields)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                mapping,
                coupling.map(|id| id.0),
                record,
                ids.bc.map(Id),
                ids.dv.map(Id),
                labels.bc,
                labels.dv,
                words.0,
                words.1,
                Micros(*since),
                words.2,
            ])?;
        Ok(SkippedId(self.db.last_insert_rowid()))
    }

    /// Lets a skipped record take part again; whether it was skipped.
    ///
    /// Its pair becomes pending, so that the next run looks at it.
    pub fn clear_skipped(&self, id: SkippedId) -> Result<bool, Problem> {
        let found: Option<Option<i64>> = self
            .db
            .prepare_cached("DELETE FROM skipped WHERE id = ?1 RETURNING coupling")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        if let Some(Some(coupling)) = found {
            self.db
                .prepare_cached("UPDATE coupling SET pending = 1, state = 1 WHERE id = ?1")?
                .execute([coupling])?;
        }
        Ok(found.is_some())
    }

    /// Forgets that a pair was skipped, its state being stored otherwise; whether it was skipped.
    pub fn clear_skipped_of(&self, coupling: CouplingId) -> Result<bool, Problem> {
        let removed = self
            .db
            .prepare_cached("DELETE FROM skipped WHERE coupling = ?1")?
            .execute([coupling.0])?;
        Ok(removed > 0)
    }

    /// Stores the half-done decisions of a person; nothing discards them. Whether there is such a record.
    pub fn save_draft(&self, id: SkippedId, draft: Option<&str>) -> Result<bool, Problem> {
        let changed = self
            .db
            .prepare_cached("UPDATE skipped SET draft = ?2 WHERE id = ?1")?
            .execute(params![id.0, draft])?;
        Ok(changed > 0)
    }

    /// A record of which something new is known is no longer skipped for itself.
    pub(super) fn forgive(&self, row: i64) -> Result<(), Problem> {
        self.db
            .prepare_cached("DELETE FROM skipped WHERE record = ?1")?
            .execute([row])?;
        Ok(())
    }

    /// The row of the one record that is skipped without a coupling.
    fn single_skipped(&self, mapping: i64, ids: &Sides<Option<Uuid>>) -> Result<i64, Problem> {
        for side in Side::BOTH {
            if let Some(id) = ids.get(side)
                && let Some(row) = self.record_no(mapping, side, *id)?
            {
                return Ok(row);
            }
        }
        Err(Problem::new(Cause::RecordGone).with("reason", "not_seen"))
    }
}

#[cfg(test)]
#[path = "skipped_tests.rs"]
mod tests;
