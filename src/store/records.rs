//! What is seen of each record.
//!
//! One row per mapping, side and record. While a pair is in step its base is not stored: it *is* what is seen. The moment
//! something else is seen, the old fields move into the base in the same statement, so that no state in between exists.

use super::columns::{Id, Micros, SideNo, signed};
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use crate::model::{Etag, MappingName, Observation, Record, Side};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};
use std::cell::RefCell;
use uuid::Uuid;

/// How a record is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// Its business key, if its table has one.
    pub key: Option<String>,
    /// What people call it: key and name.
    pub label: String,
}

/// What an observation was, compared to what was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observed {
    /// The record was not known.
    New,
    /// Its fields are as they were.
    Unchanged,
    /// Its fields differ, or it was not known to exist.
    Changed,
}

/// The numbers that stand for the kinds of observations.
pub(super) mod state {
    pub(in crate::store) const UNREAD: i64 = 0;
    pub(in crate::store) const SEEN: i64 = 1;
    pub(in crate::store) const DELETED: i64 = 2;
    pub(in crate::store) const OUT_OF_FILTER: i64 = 3;
}

/// Reads an observation from the columns `state, etag, modified, modified_by, fields`, of which the first is number `first`.
pub(super) fn observation(
    reader: &Reader<'_>,
    row: &Row<'_>,
    first: usize,
) -> rusqlite::Result<Observation> {
    Ok(match row.get::<_, i64>(first)? {
        state::SEEN => Observation::Seen {
            etag: row.get::<_, Option<String>>(first + 1)?.map(Etag),
            modified: row
                .get::<_, Option<Micros>>(first + 2)?
                .map(|Micros(modified)| modified),
            modified_by: row.get(first + 3)?,
            fields: reader.unpack(row.get_ref(first + 4)?.as_str()?)?,
        },
        state::DELETED => Observation::Deleted,
        state::OUT_OF_FILTER => Observation::OutOfFilter,
        _ => Observation::Unread,
    })
}

/// A stored row, as far as writes must know it.
pub(super) struct Known {
    pub(super) id: i64,
    pub(super) coupling: Option<i64>,
    pub(super) state: i64,
    based: i64,
    generation: i64,
    etag: Option<String>,
    modified: Option<i64>,
    modified_by: Option<String>,
    fields: Option<String>,
    base: Option<String>,
}

/// What a row is to hold from now on.
pub(super) struct Seeing {
    state: i64,
    etag: Option<String>,
    modified: Option<i64>,
    modified_by: Option<String>,
    fields: Option<String>,
}

/// What becomes of the base when something else is seen.
pub(super) enum NewBase<'a> {
    /// It stays what it was.
    Keep,
    /// Both sides agree on what is seen now.
    AsSeen,
    /// These fields, in their compact form.
    Is(&'a str),
    /// There is none.
    Clear,
}

impl Reader<'_> {
    /// What is seen of a record that is not coupled and exists, skipped or not.
    pub fn uncoupled_one(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<Option<Observation>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(None);
        };
        let mut find = self.db.prepare_cached(
            "SELECT state, etag, modified, modified_by, fields FROM record
             WHERE mapping = ?1 AND side = ?2 AND record_id = ?3 AND coupling IS NULL AND state = 1",
        )?;
        Ok(find
            .query_row(params![mapping, SideNo(side), Id(id)], |row| {
                observation(self, row, 0)
            })
            .optional()?)
    }

    /// Records of one side that exist, are not coupled and not skipped, in the order in which they were first seen.
    ///
    /// `after` is the last record of the page before; the order survives that record's being coupled or removed meanwhile.
    pub fn uncoupled(
        &self,
        name: &MappingName,
        side: Side,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<(Uuid, Observation)>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(Vec::new());
        };
        let from = match after {
            Some(id) => self.place_of(mapping, side, id)?,
            None => 0,
        };
        let mut list = self.db.prepare_cached(
            "SELECT id, record_id, state, etag, modified, modified_by, fields FROM record r
             WHERE mapping = ?1 AND side = ?2 AND coupling IS NULL AND id > ?3 AND state = 1
               AND NOT EXISTS (SELECT 1 FROM skipped s WHERE s.record = r.id)
             ORDER BY id LIMIT ?4",
        )?;
        let mut rows = list.query(params![mapping, SideNo(side), from, signed(limit)])?;
        let mut found = Vec::new();
        let mut place = from;
        while let Some(row) = rows.next()? {
            place = row.get(0)?;
            let Id(id) = row.get(1)?;
            found.push((id, observation(self, row, 2)?));
        }
        if let Some((last, _)) = found.last() {
            self.places.remember(mapping, side, *last, place);
        }
        Ok(found)
    }

    /// How many records of one side exist and are not coupled, skipped ones included.
    pub fn count_uncoupled(&self, name: &MappingName, side: Side) -> Result<u64, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(0);
        };
        self.tally(mapping, tally_of(side))
    }

    /// Records of one side that are known to exist and do not bear this generation's stamp, coupled or not.
    pub fn unseen_since(
        &self,
        name: &MappingName,
        side: Side,
        generation: i64,
        limit: usize,
    ) -> Result<Vec<Uuid>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(Vec::new());
        };
        let mut list = self.db.prepare_cached(
            "SELECT record_id FROM record
             WHERE mapping = ?1 AND side = ?2 AND generation <> ?3 AND state IN (0, 1) LIMIT ?4",
        )?;
        let rows = list.query_map(
            params![mapping, SideNo(side), generation, signed(limit)],
            |row| row.get::<_, Id>(0).map(|Id(id)| id),
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The row of a record.
    pub(super) fn record_no(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
    ) -> Result<Option<i64>, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT id FROM record WHERE mapping = ?1 AND side = ?2 AND record_id = ?3",
        )?;
        Ok(find
            .query_row(params![mapping, SideNo(side), Id(id)], |row| row.get(0))
            .optional()?)
    }

    /// Where a page that ended with this record ended; the beginning if nobody knows any more.
    fn place_of(&self, mapping: i64, side: Side, id: Uuid) -> Result<i64, Problem> {
        if let Some(place) = self.places.recall(mapping, side, id) {
            return Ok(place);
        }
        Ok(self.record_no(mapping, side, id)?.unwrap_or(0))
    }
}

pub(super) fn tally_of(side: Side) -> i64 {
    match side {
        Side::Bc => 7,
        Side::Dv => 8,
    }
}

/// Where the last page of uncoupled records ended, so that paging goes on although its last record was removed meanwhile.
#[derive(Debug, Default)]
pub(super) struct Places(RefCell<Vec<Place>>);

#[derive(Debug)]
struct Place {
    mapping: i64,
    side: Side,
    last: Uuid,
    row: i64,
}

impl Places {
    fn remember(&self, mapping: i64, side: Side, last: Uuid, row: i64) {
        let mut places = self.0.borrow_mut();
        places.retain(|place| (place.mapping, place.side) != (mapping, side));
        places.push(Place {
            mapping,
            side,
            last,
            row,
        });
    }

    fn recall(&self, mapping: i64, side: Side, id: Uuid) -> Option<i64> {
        let places = self.0.borrow();
        let same = |place: &&Place| (place.mapping, place.side, place.last) == (mapping, side, id);
        places.iter().find(same).map(|place| place.row)
    }
}

impl Writer<'_> {
    /// Stores a record as it was read.
    ///
    /// With a generation the record is stamped with it; without, a known record keeps its stamp. If only version mark
    /// or times differ they are refreshed and the record counts as unchanged. A changed record makes its coupling pending;
    /// a changed record that is not coupled is no longer skipped.
    pub fn observe(
        &self,
        name: &MappingName,
        side: Side,
        record: &Record,
        naming: &Naming,
        generation: Option<i64>,
    ) -> Result<Observed, Problem> {
        let mapping = self.known_mapping(name)?;
        let fields = self.pack(&record.fields)?;
        let seeing = Seeing {
            state: state::SEEN,
            etag: record.etag.as_ref().map(|Etag(etag)| etag.clone()),
            modified: record.modified.map(Timestamp::as_microsecond),
            modified_by: record.modified_by.clone(),
            fields: Some(fields),
        };
        let Some(known) = self.known(mapping, side, record.id)? else {
            let generation = match generation {
                Some(generation) => generation,
                None => self.generation_of(mapping, side)?,
            };
            self.insert(mapping, side, record.id, &seeing, naming, generation)?;
            return Ok(Observed::New);
        };
        let generation = generation.unwrap_or(known.generation);
        if self.same(known.fields.as_deref(), seeing.fields.as_deref())? {
            self.refresh(&known, &seeing, generation)?;
            return Ok(Observed::Unchanged);
        }
        self.see(&known, &seeing, Some(naming), &NewBase::Keep, generation)?;
        match known.coupling {
            Some(coupling) => self.make_pending(coupling)?,
            None => self.forgive(known.id)?,
        }
        Ok(Observed::Changed)
    }

    /// Stores that a record is gone; whether that was news. What is not coupled is forgotten with its errors.
    pub fn observe_deleted(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<bool, Problem> {
        self.observe_absent(name, side, id, state::DELETED)
    }

    /// Stores that a record no longer fits its filter; whether that was news. What is not coupled is forgotten with its errors.
    pub fn observe_out_of_filter(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<bool, Problem> {
        self.observe_absent(name, side, id, state::OUT_OF_FILTER)
    }

    /// Stamps a record as seen in a whole read without saying what it holds; whether it is known and believed to exist.
    ///
    /// For reads of keys alone: what is not known must be read by its id.
    pub fn stamp(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
        generation: i64,
    ) -> Result<bool, Problem> {
        let mapping = self.known_mapping(name)?;
        let Some(known) = self.known(mapping, side, id)? else {
            return Ok(false);
        };
        if known.generation != generation {
            self.db
                .prepare_cached("UPDATE record SET generation = ?2 WHERE id = ?1")?
                .execute([known.id, generation])?;
        }
        Ok(known.state == state::SEEN)
    }

    fn observe_absent(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
        state: i64,
    ) -> Result<bool, Problem> {
        let mapping = self.known_mapping(name)?;
        let Some(known) = self.known(mapping, side, id)? else {
            return Ok(false);
        };
        match known.coupling {
            None => {
                self.close_errors_of_record(mapping, side, id)?;
                self.remove_record(known.id)?;
            }
            Some(_) if known.state == state => return Ok(false),
            Some(coupling) => {
                let seeing = Seeing::nothing(state);
                self.see(&known, &seeing, None, &NewBase::Keep, known.generation)?;
                self.make_pending(coupling)?;
            }
        }
        Ok(true)
    }

    pub(super) fn known(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
    ) -> Result<Option<Known>, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT id, coupling, state, based, generation, etag, modified, modified_by, fields, base
             FROM record WHERE mapping = ?1 AND side = ?2 AND record_id = ?3",
        )?;
        Ok(find
            .query_row(params![mapping, SideNo(side), Id(id)], to_known)
            .optional()?)
    }

    pub(super) fn known_row(&self, id: i64) -> Result<Known, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT id, coupling, state, based, generation, etag, modified, modified_by, fields, base
             FROM record WHERE id = ?1",
        )?;
        Ok(find.query_row([id], to_known)?)
    }

    /// Adds a record of which nothing was read yet.
    pub(super) fn insert_unread(&self, mapping: i64, side: Side, id: Uuid) -> Result<i64, Problem> {
        let generation = self.generation_of(mapping, side)?;
        let seeing = Seeing::nothing(state::UNREAD);
        self.insert(mapping, side, id, &seeing, &Naming::default(), generation)
    }

    fn insert(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
        seeing: &Seeing,
        naming: &Naming,
        generation: i64,
    ) -> Result<i64, Problem> {
        self.db
            .prepare_cached(
                "INSERT INTO record (mapping, side, state, based, generation, modified, record_id, key, label,
                     etag, modified_by, fields)
                 VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                mapping,
                SideNo(side),
                seeing.state,
                generation,
                seeing.modified,
                Id(id),
                naming.key,
                naming.label,
                seeing.etag,
                seeing.modified_by,
                seeing.fields,
            ])?;
        Ok(self.db.last_insert_rowid())
    }

    /// Takes over what is new about an unchanged record, and writes nothing if nothing is.
    fn refresh(&self, known: &Known, seeing: &Seeing, generation: i64) -> Result<(), Problem> {
        let same = known.etag == seeing.etag
            && known.modified == seeing.modified
            && known.modified_by == seeing.modified_by;
        if same && known.generation == generation {
            return Ok(());
        }
        if same {
            self.db
                .prepare_cached("UPDATE record SET generation = ?2 WHERE id = ?1")?
                .execute([known.id, generation])?;
            return Ok(());
        }
        self.db
            .prepare_cached(
                "UPDATE record SET generation = ?2, etag = ?3, modified = ?4, modified_by = ?5 WHERE id = ?1",
            )?
            .execute(params![
                known.id,
                generation,
                seeing.etag,
                seeing.modified,
                seeing.modified_by
            ])?;
        Ok(())
    }

    /// Stores what is seen now, and the base that follows from it.
    pub(super) fn see(
        &self,
        known: &Known,
        seeing: &Seeing,
        naming: Option<&Naming>,
        base: &NewBase<'_>,
        generation: i64,
    ) -> Result<(), Problem> {
        let wanted = match base {
            NewBase::AsSeen => seeing.fields.as_deref(),
            NewBase::Is(fields) => Some(*fields),
            NewBase::Clear => None,
            NewBase::Keep => known.base(),
        };
        let (based, base) = match wanted {
            None => (0, None),
            Some(base) if self.same(Some(base), seeing.fields.as_deref())? => (1, None),
            Some(base) => (2, Some(base)),
        };
        self.db
            .prepare_cached(
                "UPDATE record SET state = ?2, etag = ?3, modified = ?4, modified_by = ?5, fields = ?6, based = ?7,
                     base = ?8, generation = ?9 WHERE id = ?1",
            )?
            .execute(params![
                known.id,
                seeing.state,
                seeing.etag,
                seeing.modified,
                seeing.modified_by,
                seeing.fields,
                based,
                base,
                generation,
            ])?;
        if let Some(Naming { key, label }) = naming {
            self.db
                .prepare_cached(
                    "UPDATE record SET key = ?2, label = ?3 WHERE id = ?1 AND (key IS NOT ?2 OR label <> ?3)",
                )?
                .execute(params![known.id, key, label])?;
        }
        Ok(())
    }

    /// Removes a row, and with it what was skipped of it.
    pub(super) fn remove_record(&self, row: i64) -> Result<(), Problem> {
        self.db
            .prepare_cached("DELETE FROM record WHERE id = ?1")?
            .execute([row])?;
        Ok(())
    }

    /// Whether two compact forms hold equal fields. Equal text settles it; otherwise the values are compared.
    fn same(&self, one: Option<&str>, other: Option<&str>) -> Result<bool, Problem> {
        match (one, other) {
            (Some(one), Some(other)) => {
                Ok(one == other || self.unpack(one)? == self.unpack(other)?)
            }
            (None, None) => Ok(true),
            (None, Some(_)) | (Some(_), None) => Ok(false),
        }
    }
}

fn to_known(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: row.get(0)?,
        coupling: row.get(1)?,
        state: row.get(2)?,
        based: row.get(3)?,
        generation: row.get(4)?,
        etag: row.get(5)?,
        modified: row.get(6)?,
        modified_by: row.get(7)?,
        fields: row.get(8)?,
        base: row.get(9)?,
    })
}

impl Known {
    /// What both sides held when they last agreed, in compact form.
    pub(super) fn base(&self) -> Option<&str> {
        match self.based {
            1 => self.fields.as_deref(),
            2 => self.base.as_deref(),
            _ => None,
        }
    }

    pub(super) fn generation(&self) -> i64 {
        self.generation
    }

    /// What is seen, unchanged.
    pub(super) fn seeing(&self) -> Seeing {
        Seeing {
            state: self.state,
            etag: self.etag.clone(),
            modified: self.modified,
            modified_by: self.modified_by.clone(),
            fields: self.fields.clone(),
        }
    }
}

impl Seeing {
    fn nothing(state: i64) -> Self {
        Self {
            state,
            etag: None,
            modified: None,
            modified_by: None,
            fields: None,
        }
    }

    /// Whether the record exists and was read.
    pub(super) fn is_seen(&self) -> bool {
        self.state == state::SEEN
    }

    pub(super) fn of(writer: &Writer<'_>, observation: &Observation) -> Result<Self, Problem> {
        Ok(match observation {
            Observation::Unread => Self::nothing(state::UNREAD),
            Observation::Deleted => Self::nothing(state::DELETED),
            Observation::OutOfFilter => Self::nothing(state::OUT_OF_FILTER),
            Observation::Seen {
                etag,
                modified,
                modified_by,
                fields,
            } => Self {
                state: state::SEEN,
                etag: etag.as_ref().map(|Etag(etag)| etag.clone()),
                modified: modified.map(Timestamp::as_microsecond),
                modified_by: modified_by.clone(),
                fields: Some(writer.pack(fields)?),
            },
        })
    }
}

#[cfg(test)]
#[path = "records_tests.rs"]
mod tests;
