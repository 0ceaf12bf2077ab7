//! History: every write with what was there before and after, and every value that lost a decision.

use super::columns::{Id, Micros, SideNo, Word, from_json, to_json};
use super::handle::{Reader, Writer};
use super::seen::PairRow;
use crate::model::reason::Problem;
use crate::model::report::{HistoryAction, HistoryEntry};
use crate::model::{
    CouplingId, FieldName, Fields, HistoryId, JobId, MappingName, Side, Sides, Value,
};
use jiff::Timestamp;
use rusqlite::types::{Value as Stored, ValueRef};
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
    "SELECT h.id, h.job, h.time, m.name, h.side, coalesce(h.bc_id, c.bc_id), coalesce(h.dv_id, c.dv_id),
    coalesce(h.label, iif(h.side = 0, label_of(c.bc_name, c.bc_fields, c.base, 0),
        label_of(c.dv_name, c.dv_fields, c.base, 1)), ''), h.action, h.before, h.after, h.lost, h.reason, c.base
    FROM history h JOIN mapping m ON m.id = h.mapping LEFT JOIN coupling c ON c.id = h.coupling";

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
        let action = match row.get::<_, Option<Word<HistoryAction>>>(8)? {
            Some(Word(action)) => action,
            None => HistoryAction::Insert,
        };
        let before = match row.get_ref(9)?.as_blob_or_null()? {
            Some(before) => self.unpack(before)?,
            None => Fields::new(),
        };
        let reason: Option<String> = row.get(12)?;
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
            before,
            after: self.after(row.get_ref(10)?, row.get_ref(13)?.as_blob_or_null()?, side)?,
            lost: lost
                .as_deref()
                .map(from_json)
                .transpose()?
                .unwrap_or_default(),
            reason: reason.unwrap_or_else(|| usual_reason(action).to_owned()),
        })
    }

    /// The fields after a write: as they are stored, or as far as they are left to the base of the pair.
    fn after(
        &self,
        stored: ValueRef<'_>,
        base: Option<&[u8]>,
        side: Side,
    ) -> rusqlite::Result<Fields> {
        match (stored, base) {
            (ValueRef::Integer(shape), Some(base)) => {
                let base = self.unpack_pair(base)?.into_side(side);
                let names = self.memory.shapes.names(self.db, shape)?;
                Ok(names
                    .into_iter()
                    .map(|name| {
                        let value = base.value(name.as_str()).clone();
                        (name, value)
                    })
                    .collect())
            }
            (ValueRef::Null | ValueRef::Integer(_), _) => Ok(Fields::new()),
            (stored, _) => self.unpack(stored.as_blob()?),
        }
    }
}

/// The reason that goes without saying.
fn usual_reason(action: HistoryAction) -> &'static str {
    match action {
        HistoryAction::Insert => "new",
        other => other.into(),
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
        let pair = match (ids.bc, ids.dv) {
            (Some(bc), Some(dv)) => self
                .pair_of(mapping, Side::Bc, bc)?
                .filter(|pair| pair.ids.dv == dv),
            _ => None,
        };
        let (known, leaves) = match (&pair, ids.get(*side)) {
            (Some(pair), _) => (
                pair.naming(*side)?.label,
                matches!(action, HistoryAction::Insert | HistoryAction::Couple)
                    && pair.history.is_none(),
            ),
            (None, Some(id)) if label.is_empty() => {
                (self.label_of(name, *side, *id)?.unwrap_or_default(), false)
            }
            _ => (String::new(), false),
        };
        let said = if label.is_empty() { &known } else { label };
        let stored = match &pair {
            Some(pair) if leaves => self.left_to(pair, *side, after)?,
            _ => None,
        };
        let stored = match stored {
            Some(shape) => Stored::Integer(shape),
            None if after.is_empty() => Stored::Null,
            None => Stored::Blob(self.pack(after)?),
        };
        let lost = match lost.as_slice() {
            [] => None,
            lost => Some(to_json(&lost)?),
        };
        self.db
            .prepare_cached(
                "INSERT INTO history (job, time, mapping, side, action, coupling, bc_id, dv_id, label, before, after,
                     lost, reason)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                job.map(|job| job.0),
                Micros(*time),
                mapping,
                SideNo(*side),
                (*action != HistoryAction::Insert).then_some(Word(*action)),
                pair.as_ref().map(|pair| pair.id),
                ids.bc.filter(|_| pair.is_none()).map(Id),
                ids.dv.filter(|_| pair.is_none()).map(Id),
                (!(leaves && *said == known)).then_some(said),
                (!before.is_empty()).then(|| self.pack(before)).transpose()?,
                stored,
                lost,
                (reason != usual_reason(*action)).then_some(reason),
            ])?;
        let id = HistoryId(self.db.last_insert_rowid());
        if let Some(pair) = pair.filter(|_| leaves) {
            self.db
                .prepare_cached("UPDATE coupling SET history = ?2 WHERE id = ?1")?
                .execute([pair.id, id.0])?;
        }
        match action {
            HistoryAction::Insert | HistoryAction::Modify | HistoryAction::Delete => {
                self.memory.calm.count(*side, *time, 1, 0);
            }
            HistoryAction::Couple | HistoryAction::Uncouple | HistoryAction::Decide => {}
        }
        Ok(id)
    }

    /// The number that the next entry will have.
    pub(super) fn next_history(&self) -> Result<i64, Problem> {
        let mut last = self
            .db
            .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'history'")?;
        let last: Option<i64> = last.query_row([], |row| row.get(0)).optional()?;
        Ok(last.unwrap_or(0) + 1)
    }

    /// The entry of a coupling that names it already, as [`NewHistory::link`] states it.
    pub(super) fn add_link(
        &self,
        history: i64,
        pair: CouplingId,
        name: &MappingName,
        job: Option<JobId>,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let mapping = self.known_mapping(name)?;
        self.db
            .prepare_cached(
                "INSERT INTO history (id, job, time, mapping, side, action, coupling)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                history,
                job.map(|job| job.0),
                Micros(now),
                mapping,
                SideNo(Side::Bc),
                Word(HistoryAction::Couple),
                pair.0
            ])?;
        Ok(())
    }

    /// The shape of fields that the base of a pair holds just so.
    fn left_to(&self, pair: &PairRow, side: Side, fields: &Fields) -> Result<Option<i64>, Problem> {
        let Some(base) = pair
            .base
            .as_deref()
            .filter(|_| pair.agreed && !fields.is_empty())
        else {
            return Ok(None);
        };
        let base = self.unpack_pair(base)?.into_side(side);
        let held = fields
            .iter()
            .all(|(name, value)| base.get(name.as_str()) == Some(value));
        Ok(if held {
            Some(self.memory.shapes.number(self.db, fields)?)
        } else {
            None
        })
    }

    /// Before a pair changes: what its first entry left to it is stored with the entry.
    pub(super) fn keep_history(&self, pair: &PairRow) -> Result<(), Problem> {
        let Some(id) = pair.history else {
            return Ok(());
        };
        if let Some(entry) = self.history(HistoryId(id))? {
            let after = (!entry.after.is_empty())
                .then(|| self.pack(&entry.after))
                .transpose()?;
            self.db
                .prepare_cached("UPDATE history SET label = ?2, after = ?3 WHERE id = ?1")?
                .execute(params![id, entry.label, after])?;
        }
        self.db
            .prepare_cached("UPDATE coupling SET history = NULL WHERE id = ?1")?
            .execute([pair.id])?;
        Ok(())
    }

    /// Before a pair goes, or gets another record: its entries name the records themselves from now on.
    pub(super) fn keep_history_of(&self, pair: &PairRow) -> Result<(), Problem> {
        self.keep_history(pair)?;
        self.db
            .prepare_cached(
                "UPDATE history SET coupling = NULL, bc_id = ?2, dv_id = ?3,
                     label = coalesce(label, iif(side = 0, ?4, ?5)) WHERE coupling = ?1",
            )?
            .execute(params![
                pair.id,
                Id(pair.ids.bc),
                Id(pair.ids.dv),
                pair.naming(Side::Bc)?.label,
                pair.naming(Side::Dv)?.label,
            ])?;
        Ok(())
    }

    /// The same for all pairs of a mapping that is about to go.
    pub(super) fn keep_history_of_mapping(&self, mapping: i64) -> Result<(), Problem> {
        let mut after = 0;
        while let Some(pair) = self.pair_where(
            "c.mapping = ?1 AND c.id > ?2 AND EXISTS (SELECT 1 FROM history h WHERE h.coupling = c.id)
             ORDER BY c.id LIMIT 1",
            params![mapping, after],
        )? {
            self.keep_history_of(&pair)?;
            after = pair.id;
        }
        Ok(())
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
