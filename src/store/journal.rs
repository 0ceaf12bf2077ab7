//! Creates under way: written down before they are sent, so that an unanswered one is looked up and never repeated blindly.

use super::columns::{Id, Micros, SideNo};
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use crate::model::{Fields, JobId, JournalId, MappingName, Side};
use jiff::Timestamp;
use rusqlite::types::ToSql;
use rusqlite::{Row, params};
use uuid::Uuid;

/// Creates that are about to be sent.
#[derive(Clone, Copy, Debug)]
pub struct NewJournal<'a> {
    /// The mapping.
    pub mapping: &'a MappingName,
    /// The side on which records are created.
    pub side: Side,
    /// The job that does it.
    pub job: Option<JobId>,
    /// When, by this machine's clock.
    pub now: Timestamp,
    /// The creates, in the order in which they are sent.
    pub creates: &'a [NewCreate<'a>],
}

/// One of them.
#[derive(Clone, Copy, Debug)]
pub struct NewCreate<'a> {
    /// The id chosen for it.
    pub id: Uuid,
    /// The record of the other side that it is made from.
    pub source: Uuid,
    /// What is sent.
    pub fields: &'a Fields,
    /// What the source held, in its side's terms.
    pub made_from: &'a Fields,
}

/// What is known about a create without a stored answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalState {
    /// It was about to be sent; after a crash it may have been.
    Sent,
    /// The answer was lost, or did not tell.
    Unknown,
}

/// A create without a stored answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its id.
    pub id: JournalId,
    /// The mapping.
    pub mapping: MappingName,
    /// The side on which a record was to be created.
    pub side: Side,
    /// The id chosen for it.
    pub record: Uuid,
    /// The record of the other side that it was to be made from.
    pub source: Uuid,
    /// What was sent.
    pub fields: Fields,
    /// What the source held, in its side's terms; nothing in what an older version wrote.
    pub made_from: Option<Fields>,
    /// The job that did it.
    pub job: Option<JobId>,
    /// When, by this machine's clock.
    pub time: Timestamp,
    /// What is known about it.
    pub state: JournalState,
}

const SELECT: &str =
    "SELECT j.id, m.name, j.side, j.record_id, j.source, j.fields, j.job, j.time, j.state, j.made_from
    FROM journal j JOIN mapping m ON m.id = j.mapping";

impl Reader<'_> {
    /// Creates without a stored answer, of one mapping or all, oldest first.
    pub fn journal_open(&self, name: Option<&MappingName>) -> Result<Vec<JournalEntry>, Problem> {
        let found = |condition: &str, values: &[&dyn ToSql]| -> Result<_, Problem> {
            let mut found = self.journal_where(condition, values)?;
            found.extend(self.lots_where(condition, values)?);
            found.sort_by_key(|entry| entry.id);
            Ok(found)
        };
        match name {
            Some(name) => found("m.name = ?1", params![name.as_str()]),
            None => found("TRUE", &[]),
        }
    }

    fn journal_where(
        &self,
        condition: &str,
        values: &[&dyn ToSql],
    ) -> Result<Vec<JournalEntry>, Problem> {
        let mut list = self
            .db
            .prepare_cached(&format!("{SELECT} WHERE {condition} ORDER BY j.id"))?;
        let rows = list.query_map(values, |row| self.read_entry(row))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn read_entry(&self, row: &Row<'_>) -> rusqlite::Result<JournalEntry> {
        let name: String = row.get(1)?;
        let SideNo(side) = row.get(2)?;
        let Id(record) = row.get(3)?;
        let Id(source) = row.get(4)?;
        let Micros(time) = row.get(7)?;
        Ok(JournalEntry {
            id: JournalId(row.get(0)?),
            mapping: MappingName::new(name),
            side,
            record,
            source,
            fields: self.unpack(row.get_ref(5)?.as_blob()?)?,
            job: row.get::<_, Option<i64>>(6)?.map(JobId),
            time,
            state: match row.get(8)? {
                0 => JournalState::Sent,
                _ => JournalState::Unknown,
            },
            made_from: row
                .get_ref(9)?
                .as_blob_or_null()?
                .map(|packed| self.unpack(packed))
                .transpose()?,
        })
    }
}

impl Writer<'_> {
    /// Writes creates down; ids in the same order.
    ///
    /// Use [`super::Store::write_durably`], and send only after it has returned. What was written down before under the same id
    /// is to be closed first.
    pub fn journal(&self, new: &NewJournal<'_>) -> Result<Vec<JournalId>, Problem> {
        self.add_lots(new)
    }

    /// Stores that a create was answered, or certainly not done.
    pub fn journal_close(&self, id: JournalId) -> Result<(), Problem> {
        self.journal_close_all(&[id])
    }

    /// The same for many.
    pub fn journal_close_all(&self, ids: &[JournalId]) -> Result<(), Problem> {
        let mut remove = self
            .db
            .prepare_cached("DELETE FROM journal WHERE id = ?1")?;
        for id in self.close_in_lots(ids)? {
            remove.execute([id.0])?;
        }
        Ok(())
    }

    /// Stores that the answer of a create was lost.
    pub fn journal_unknown(&self, id: JournalId) -> Result<(), Problem> {
        self.take_out(id)?;
        self.db
            .prepare_cached("UPDATE journal SET state = 1 WHERE id = ?1")?
            .execute([id.0])?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
