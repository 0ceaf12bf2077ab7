//! Creates under way: written down before they are sent, so that an unanswered one is looked up and never repeated blindly.

use super::columns::{Id, Micros, SideNo};
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use crate::model::{Fields, JobId, JournalId, MappingName, Side};
use jiff::Timestamp;
use rusqlite::types::ToSql;
use rusqlite::{Row, params};
use uuid::Uuid;

/// A create that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJournal {
    /// The mapping.
    pub mapping: MappingName,
    /// The side on which a record is created.
    pub side: Side,
    /// The id chosen for it.
    pub id: Uuid,
    /// The record of the other side that it is made from.
    pub source: Uuid,
    /// What is sent.
    pub fields: Fields,
    /// What the source held, in its side's terms.
    pub made_from: Fields,
    /// The job that does it.
    pub job: Option<JobId>,
    /// When, by this machine's clock.
    pub now: Timestamp,
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
    /// Creates without a stored answer, oldest first, of one mapping or all.
    pub fn journal_open(&self, name: Option<&MappingName>) -> Result<Vec<JournalEntry>, Problem> {
        match name {
            Some(name) => self.journal_where("m.name = ?1", params![name.as_str()]),
            None => self.journal_where("TRUE", &[]),
        }
    }

    /// Creates without a stored answer that are made from a record.
    pub fn journal_of(
        &self,
        name: &MappingName,
        side: Side,
        source: Uuid,
    ) -> Result<Vec<JournalEntry>, Problem> {
        self.journal_where(
            "m.name = ?1 AND j.side = ?2 AND j.source = ?3",
            params![name.as_str(), SideNo(side), Id(source)],
        )
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
    /// Writes a create down; a second one under the same id takes the place of the first.
    ///
    /// Use [`super::Store::write_durably`], and send only after it has returned.
    pub fn journal_create(&self, entry: &NewJournal) -> Result<JournalId, Problem> {
        let NewJournal {
            mapping,
            side,
            id,
            source,
            fields,
            made_from,
            job,
            now,
        } = entry;
        let mapping = self.known_mapping(mapping)?;
        let fields = self.pack_quickly(fields)?;
        let made_from = self.pack_quickly(made_from)?;
        let values = params![
            mapping,
            SideNo(*side),
            Id(*id),
            Id(*source),
            fields,
            job.map(|job| job.0),
            Micros(*now),
            made_from,
        ];
        let mut insert = self.db.prepare_cached(
            "INSERT INTO journal (mapping, side, record_id, source, fields, job, time, made_from, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0) ON CONFLICT DO NOTHING",
        )?;
        if insert.execute(values)? > 0 {
            return Ok(JournalId(self.db.last_insert_rowid()));
        }
        let mut again = self.db.prepare_cached(
            "UPDATE journal SET source = ?4, fields = ?5, job = ?6, time = ?7, made_from = ?8, state = 0
             WHERE mapping = ?1 AND side = ?2 AND record_id = ?3 RETURNING id",
        )?;
        Ok(JournalId(again.query_row(values, |row| row.get(0))?))
    }

    /// Writes several creates down; ids in the same order.
    pub fn journal_creates(&self, entries: &[NewJournal]) -> Result<Vec<JournalId>, Problem> {
        entries
            .iter()
            .map(|entry| self.journal_create(entry))
            .collect()
    }

    /// Stores that a create was answered, or certainly not done.
    pub fn journal_close(&self, id: JournalId) -> Result<(), Problem> {
        self.db
            .prepare_cached("DELETE FROM journal WHERE id = ?1")?
            .execute([id.0])?;
        Ok(())
    }

    /// The same for many; those that were written down one after the other are removed at once.
    pub fn journal_close_all(&self, ids: &[JournalId]) -> Result<(), Problem> {
        let mut ids = ids.iter().map(|id| id.0).peekable();
        let mut remove = self
            .db
            .prepare_cached("DELETE FROM journal WHERE id BETWEEN ?1 AND ?2")?;
        while let Some(first) = ids.next() {
            let mut last = first;
            while let Some(next) = ids.next_if(|next| *next == last + 1) {
                last = next;
            }
            remove.execute([first, last])?;
        }
        Ok(())
    }

    /// Stores that the answer of a create was lost.
    pub fn journal_unknown(&self, id: JournalId) -> Result<(), Problem> {
        self.db
            .prepare_cached("UPDATE journal SET state = 1 WHERE id = ?1")?
            .execute([id.0])?;
        Ok(())
    }
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
