//! What is seen of each record.
//!
//! One row per mapping, side and record, coupled or not.

use super::columns::{Id, SideNo, signed, to_count};
use super::handle::{Reader, Writer};
use super::seen::{NewBase, Seeing, observation, state};
use crate::model::reason::Problem;
use crate::model::{MappingName, Observation, Record, Side};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};
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
            self.memory.places.remember(mapping, side, *last, place);
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

    /// How many records of one side are known to exist within its filter, coupled or not.
    pub fn count_seen(&self, name: &MappingName, side: Side) -> Result<u64, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(0);
        };
        // Every coupling has one record on each side, so that all records are the coupled and the uncoupled ones.
        let mut all = self.tally(mapping, tally_of(side))?;
        for state in 0..=5 {
            all += self.tally(mapping, state)?;
        }
        let mut absent = self.db.prepare_cached(
            "SELECT count(*) FROM record WHERE mapping = ?1 AND side = ?2 AND state <> 1",
        )?;
        let absent = absent.query_row(params![mapping, SideNo(side)], |row| row.get(0))?;
        Ok(all.saturating_sub(to_count(absent)?))
    }

    /// The records of one side that are believed to exist, if they are at most so many.
    pub fn few_known(
        &self,
        name: &MappingName,
        side: Side,
        most: usize,
    ) -> Result<Option<Vec<Uuid>>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(Some(Vec::new()));
        };
        let mut list = self.db.prepare_cached(
            "SELECT record_id FROM record
             WHERE mapping = ?1 AND side = ?2 AND state IN (0, 1) LIMIT ?3",
        )?;
        let rows = list.query_map(
            params![mapping, SideNo(side), signed(most.saturating_add(1))],
            |row| row.get::<_, Id>(0).map(|Id(id)| id),
        )?;
        let known: Vec<Uuid> = rows.collect::<rusqlite::Result<_>>()?;
        Ok((known.len() <= most).then_some(known))
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
        if let Some(place) = self.memory.places.recall(mapping, side, id) {
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
        let seeing = Seeing::read(self, record)?;
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

    /// Stamps a record as seen in a whole read without saying what it holds; whether it is known as it is.
    ///
    /// For reads of keys alone: what is not known, or was changed at another `modified` time than the one known, must be
    /// read by its id.
    pub fn stamp(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
        modified: Option<Timestamp>,
        generation: i64,
    ) -> Result<bool, Problem> {
        let mapping = self.known_mapping(name)?;
        let Some(known) = self.known(mapping, side, id)? else {
            return Ok(false);
        };
        let modified = modified.map(Timestamp::as_microsecond);
        let is_current = modified.is_none() || known.modified == modified;
        if known.generation != generation {
            self.db
                .prepare_cached("UPDATE record SET generation = ?2 WHERE id = ?1")?
                .execute([known.id, generation])?;
        }
        Ok(known.state == state::SEEN && is_current)
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
}

#[cfg(test)]
#[path = "records_tests.rs"]
mod tests;
