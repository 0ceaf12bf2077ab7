//! History: every write with what was there before and after, and every value that lost a decision.

use super::columns::{Id, Micros, SideNo, Word, from_json, to_json};
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use crate::model::report::{HistoryAction, HistoryEntry};
use crate::model::{FieldName, Fields, HistoryId, JobId, MappingName, Side, Sides, Value};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A write that was just done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewHistory {
    /// The job it belongs to.
    pub job: Option<JobId>,
    /// When, by this machine's clock.
    pub time: Timestamp,
    /// The mapping.
    pub mapping: MappingName,
    /// The side that was written.
    pub side: Side,
    /// The ids of both records, as far as they are known.
    pub ids: Sides<Option<Uuid>>,
    /// How people call the written record.
    pub label: String,
    /// What was done.
    pub action: HistoryAction,
    /// Written fields with their values before.
    pub before: Fields,
    /// Written fields with their values after.
    pub after: Fields,
    /// A value of the other side that lost a decision, by field.
    pub lost: Vec<(FieldName, Value)>,
    /// Why, as a stable code.
    pub reason: String,
}

impl NewHistory {
    /// An entry about the coupling or uncoupling of two records, which writes to neither; stated from Business Central's side.
    pub fn link(
        job: impl Into<Option<JobId>>,
        time: Timestamp,
        mapping: &MappingName,
        ids: Sides<Uuid>,
        action: HistoryAction,
    ) -> Self {
        let word: &'static str = action.into();
        Self {
            job: job.into(),
            time,
            mapping: mapping.clone(),
            side: Side::Bc,
            ids: ids.map(Some),
            label: String::new(),
            action,
            before: Fields::new(),
            after: Fields::new(),
            lost: Vec::new(),
            reason: word.to_owned(),
        }
    }
}

/// The columns that [`Reader::read_history`] reads.
pub(super) const SELECT: &str =
    "SELECT h.id, h.job, h.time, m.name, h.side, h.bc_id, h.dv_id, h.label, h.action,
    h.before, h.after, h.lost, h.reason
    FROM history h JOIN mapping m ON m.id = h.mapping";

impl Reader<'_> {
    /// The history entry of that id.
    pub fn history(&self, id: HistoryId) -> Result<Option<HistoryEntry>, Problem> {
        let mut find = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE h.id = ?1"))?;
        Ok(find
            .query_row([id.0], |row| self.read_history(row))
            .optional()?)
    }

    pub(super) fn read_history(&self, row: &Row<'_>) -> rusqlite::Result<HistoryEntry> {
        let name: String = row.get(3)?;
        let Micros(time) = row.get(2)?;
        let SideNo(side) = row.get(4)?;
        let id = |column: usize| -> rusqlite::Result<Option<Uuid>> {
            Ok(row.get::<_, Option<Id>>(column)?.map(|Id(id)| id))
        };
        let Word(action) = row.get(8)?;
        let lost: Option<String> = row.get(11)?;
        Ok(HistoryEntry {
            id: HistoryId(row.get(0)?),
            job: row.get::<_, Option<i64>>(1)?.map(JobId),
            time,
            mapping: MappingName::new(name),
            side,
            ids: Sides::new(id(5)?, id(6)?),
            label: row.get(7)?,
            action,
            before: self.unpack(row.get_ref(9)?.as_str()?)?,
            after: self.unpack(row.get_ref(10)?.as_str()?)?,
            lost: lost
                .as_deref()
                .map(from_json)
                .transpose()?
                .unwrap_or_default(),
            reason: row.get(12)?,
        })
    }
}

impl Writer<'_> {
    /// Writes a write down. An empty label is filled in with what the record is called in the cache.
    pub fn add_history(&self, entry: &NewHistory) -> Result<HistoryId, Problem> {
        let NewHistory {
            job,
            time,
            mapping: name,
            side,
            ids,
            label,
            action,
            before,
            after,
            lost,
            reason,
        } = entry;
        let mapping = self.known_mapping(name)?;
        let known = match ids.get(*side) {
            Some(id) if label.is_empty() => self.label_of(name, *side, *id)?,
            _ => None,
        };
        let lost = match lost.as_slice() {
            [] => None,
            lost => Some(to_json(&lost)?),
        };
        self.db
            .prepare_cached(
                "INSERT INTO history (job, time, mapping, side, bc_id, dv_id, label, action, before, after, lost, reason)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                job.map(|job| job.0),
                Micros(*time),
                mapping,
                SideNo(*side),
                ids.bc.map(Id),
                ids.dv.map(Id),
                known.as_deref().unwrap_or(label),
                Word(*action),
                self.pack(before)?,
                self.pack(after)?,
                lost,
                reason,
            ])?;
        let id = HistoryId(self.db.last_insert_rowid());
        match action {
            HistoryAction::Insert | HistoryAction::Modify | HistoryAction::Delete => {
                self.count_write(*side, *time)?;
            }
            HistoryAction::Couple | HistoryAction::Uncouple | HistoryAction::Decide => {}
        }
        Ok(id)
    }

    /// Removes history from before a moment; how many entries.
    pub fn clear_history(&self, older_than: Timestamp) -> Result<u64, Problem> {
        let removed = self
            .db
            .prepare_cached("DELETE FROM history WHERE time < ?1")?
            .execute([Micros(older_than)])?;
        Ok(removed as u64)
    }
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
