//! What is seen of each record.
//!
//! One row per mapping, side and record, coupled or not.

use super::calm::Rare;
use super::columns::{Id, SideNo, signed, to_count};
use super::handle::{Reader, Writer};
use super::names;
use super::packed::leads_of_fields;
use super::seen::{Known, Seeing, SideRow, state};
use crate::model::reason::Problem;
use crate::model::{CouplingId, MappingName, Observation, Record, Side};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};
use std::cell::RefCell;
use std::collections::HashMap;
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
            "SELECT mark, fields FROM record WHERE record_id = ?1 AND mapping = ?2 AND side = ?3",
        )?;
        Ok(find
            .query_row(params![Id(id), mapping, SideNo(side)], |row| {
                self.single_seen(row, 0)
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
            "SELECT id, record_id, mark, fields FROM record r
             WHERE mapping = ?1 AND side = ?2 AND id > ?3
               AND NOT EXISTS (SELECT 1 FROM skipped s WHERE s.record = r.id)
             ORDER BY id LIMIT ?4",
        )?;
        let mut rows = list.query(params![mapping, SideNo(side), from, signed(limit)])?;
        let mut found = Vec::new();
        let mut page = Page::of(mapping, side);
        while let Some(row) = rows.next()? {
            let Id(id) = row.get(1)?;
            page.rows.insert(id, row.get(0)?);
            page.last = Some(id);
            found.push((id, self.single_seen(row, 2)?));
        }
        if page.last.is_some() {
            self.memory.places.remember(page);
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
        let mut absent = self.db.prepare_cached(match side {
            Side::Bc => "SELECT count(*) FROM coupling WHERE mapping = ?1 AND bc_state <> 1",
            Side::Dv => "SELECT count(*) FROM coupling WHERE mapping = ?1 AND dv_state <> 1",
        })?;
        let absent = absent.query_row([mapping], |row| row.get(0))?;
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
        let mut list = self.db.prepare_cached(match side {
            Side::Bc => {
                "SELECT bc_id FROM coupling WHERE mapping = ?1 AND bc_state IN (0, 1)
                 UNION ALL SELECT record_id FROM record WHERE mapping = ?1 AND side = ?2 LIMIT ?3"
            }
            Side::Dv => {
                "SELECT dv_id FROM coupling WHERE mapping = ?1 AND dv_state IN (0, 1)
                 UNION ALL SELECT record_id FROM record WHERE mapping = ?1 AND side = ?2 LIMIT ?3"
            }
        })?;
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
        let mut list = self.db.prepare_cached(match side {
            Side::Bc => {
                "SELECT bc_id FROM coupling WHERE mapping = ?1 AND bc_generation <> ?3 AND bc_state IN (0, 1)
                 UNION ALL SELECT record_id FROM record WHERE mapping = ?1 AND side = ?2 AND generation <> ?3 LIMIT ?4"
            }
            Side::Dv => {
                "SELECT dv_id FROM coupling WHERE mapping = ?1 AND dv_generation <> ?3 AND dv_state IN (0, 1)
                 UNION ALL SELECT record_id FROM record WHERE mapping = ?1 AND side = ?2 AND generation <> ?3 LIMIT ?4"
            }
        })?;
        let rows = list.query_map(
            params![mapping, SideNo(side), generation, signed(limit)],
            |row| row.get::<_, Id>(0).map(|Id(id)| id),
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Coupled records of one side that left the mapping's filter, each with its coupling, in the couplings' order.
    pub fn resting(
        &self,
        name: &MappingName,
        side: Side,
        after: Option<CouplingId>,
        limit: usize,
    ) -> Result<Vec<(CouplingId, Uuid)>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(Vec::new());
        };
        let mut list = self.db.prepare_cached(match side {
            Side::Bc => {
                "SELECT id, bc_id FROM coupling WHERE mapping = ?1 AND bc_state = ?2 AND id > ?3 ORDER BY id LIMIT ?4"
            }
            Side::Dv => {
                "SELECT id, dv_id FROM coupling WHERE mapping = ?1 AND dv_state = ?2 AND id > ?3 ORDER BY id LIMIT ?4"
            }
        })?;
        let after = after.map_or(0, |id| id.0);
        let rows = list.query_map(
            params![mapping, state::OUT_OF_FILTER, after, signed(limit)],
            |row| Ok((CouplingId(row.get(0)?), row.get::<_, Id>(1)?.0)),
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What is seen of a record that is not coupled, from the columns `mark, fields`.
    fn single_seen(&self, row: &Row<'_>, first: usize) -> rusqlite::Result<Observation> {
        let mark = row.get_ref(first)?.as_blob_or_null()?;
        let fields = self.unpack(row.get_ref(first + 1)?.as_blob()?)?;
        self.observation(state::SEEN, mark, Some(fields))
    }

    /// The row of a record that is not coupled.
    pub(super) fn record_no(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
    ) -> Result<Option<i64>, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT id FROM record WHERE record_id = ?1 AND mapping = ?2 AND side = ?3",
        )?;
        Ok(find
            .query_row(params![Id(id), mapping, SideNo(side)], |row| row.get(0))
            .optional()?)
    }

    /// Where a page that ended with this record ended; the beginning if nobody knows any more.
    pub(super) fn place_of(&self, mapping: i64, side: Side, id: Uuid) -> Result<i64, Problem> {
        if let Some(place) = self.memory.places.end(mapping, side, id) {
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

/// The last page of uncoupled records of each side: paging goes on although its last record was removed meanwhile, and who asks
/// for one of its records mostly finds it where it was.
#[derive(Debug, Default)]
pub(super) struct Places(RefCell<Vec<Page>>);

/// Rows of a page by the ids of their records, and its last record.
#[derive(Debug)]
pub(super) struct Page {
    mapping: i64,
    side: Side,
    last: Option<Uuid>,
    rows: HashMap<Uuid, i64>,
}

impl Page {
    fn of(mapping: i64, side: Side) -> Self {
        Self {
            mapping,
            side,
            last: None,
            rows: HashMap::new(),
        }
    }

    /// A page of which only the end is known.
    pub(super) fn ending(mapping: i64, side: Side, last: Uuid, row: i64) -> Self {
        Self {
            last: Some(last),
            rows: HashMap::from([(last, row)]),
            ..Self::of(mapping, side)
        }
    }
}

impl Places {
    pub(super) fn remember(&self, page: Page) {
        let mut pages = self.0.borrow_mut();
        pages.retain(|old| (old.mapping, old.side) != (page.mapping, page.side));
        pages.push(page);
    }

    /// Where a page ended, if this was its last record.
    fn end(&self, mapping: i64, side: Side, id: Uuid) -> Option<i64> {
        let pages = self.0.borrow();
        let same = |page: &&Page| (page.mapping, page.side, page.last) == (mapping, side, Some(id));
        pages.iter().find(same)?.rows.get(&id).copied()
    }

    /// Where a record stood in the last page: it may have gone from there since.
    pub(super) fn recall(&self, mapping: i64, side: Side, id: Uuid) -> Option<i64> {
        let pages = self.0.borrow();
        let same = |page: &&Page| (page.mapping, page.side) == (mapping, side);
        pages.iter().find(same)?.rows.get(&id).copied()
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
        if !self.has_any(Rare::Couplings, mapping)? {
            // A first read mostly brings what is not known: whether it is, the index tells while it is written.
            let stamp = match generation {
                Some(generation) => generation,
                None => self.current_generation(mapping, side)?,
            };
            let mark = seeing.mark.clone();
            let row = self.single_seeing(mapping, side, record, naming, mark, stamp)?;
            if self.insert_unknown(mapping, side, record.id, &row)? {
                return Ok(Observed::New);
            }
        }
        match self.known(mapping, side, record.id)? {
            None => {
                let generation = match generation {
                    Some(generation) => generation,
                    None => self.current_generation(mapping, side)?,
                };
                let row =
                    self.single_seeing(mapping, side, record, naming, seeing.mark, generation)?;
                self.insert_single(mapping, side, record.id, &row)?;
                Ok(Observed::New)
            }
            Some(Known::Single(number, old)) => {
                let generation = generation.unwrap_or(old.generation);
                let own = old.fields.as_deref().unwrap_or_default();
                if self.packed_has(own, mapping, side, &record.fields)? {
                    if (&old.mark, old.generation) != (&seeing.mark, generation) {
                        self.db
                            .prepare_cached(
                                "UPDATE record SET generation = ?2, mark = ?3 WHERE id = ?1",
                            )?
                            .execute(params![number, generation, seeing.mark])?;
                    }
                    return Ok(Observed::Unchanged);
                }
                let row =
                    self.single_seeing(mapping, side, record, naming, seeing.mark, generation)?;
                self.db
                    .prepare_cached(
                        "UPDATE record SET generation = ?2, mark = ?3, name = ?4, fields = ?5 WHERE id = ?1",
                    )?
                    .execute(params![number, row.generation, row.mark, row.name, row.fields])?;
                self.forgive(number)?;
                Ok(Observed::Changed)
            }
            Some(Known::Paired(pair)) => {
                let old = pair.sides.get(side);
                let generation = generation.unwrap_or(old.generation);
                if self.side_has(&pair, side, &record.fields)? {
                    let row = SideRow {
                        mark: seeing.mark,
                        generation,
                        ..old.clone()
                    };
                    self.put_side(&pair, side, &row, false)?;
                    return Ok(Observed::Unchanged);
                }
                // A side without fields of its own was compared with the base just now.
                let in_base = (old.state != state::SEEN || old.fields.is_some())
                    && self.base_has(&pair, side, &record.fields)?;
                let mut row = self.side_seeing_so(&pair, side, seeing, Some(naming), in_base)?;
                row.generation = generation;
                self.put_side(&pair, side, &row, true)?;
                Ok(Observed::Changed)
            }
        }
    }

    fn single_seeing(
        &self,
        mapping: i64,
        side: Side,
        record: &Record,
        naming: &Naming,
        mark: Option<Vec<u8>>,
        generation: i64,
    ) -> Result<SideRow, Problem> {
        let packed = self.pack_for(mapping, side, &record.fields)?;
        let leads = self.leads(mapping)?;
        Ok(SideRow {
            state: state::SEEN,
            generation,
            mark,
            name: names::beyond(naming, &leads_of_fields(&record.fields, leads.get(side))),
            key: None,
            fields: Some(packed),
        })
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
        let is_current = |row: &SideRow| -> Result<bool, Problem> {
            let known = super::mark::modified_of(row.mark.as_deref())?;
            let micros = |moment: Option<Timestamp>| moment.map(Timestamp::as_microsecond);
            Ok(modified.is_none() || micros(known) == micros(modified))
        };
        match self.known(mapping, side, id)? {
            None => Ok(false),
            Some(Known::Single(number, old)) => {
                if old.generation != generation {
                    self.db
                        .prepare_cached("UPDATE record SET generation = ?2 WHERE id = ?1")?
                        .execute([number, generation])?;
                }
                is_current(&old)
            }
            Some(Known::Paired(pair)) => {
                let row = SideRow {
                    generation,
                    ..pair.sides.get(side).clone()
                };
                self.put_side(&pair, side, &row, false)?;
                Ok(row.state == state::SEEN && is_current(&row)?)
            }
        }
    }

    fn observe_absent(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
        state: i64,
    ) -> Result<bool, Problem> {
        let mapping = self.known_mapping(name)?;
        match self.known(mapping, side, id)? {
            None => return Ok(false),
            Some(Known::Single(number, _)) => {
                self.close_errors_of_record(mapping, side, id)?;
                self.remove_single(mapping, side, number)?;
            }
            Some(Known::Paired(pair)) if pair.sides.get(side).state == state => return Ok(false),
            Some(Known::Paired(pair)) => {
                let row = self.side_seeing(&pair, side, Seeing::nothing(state), None)?;
                self.put_side(&pair, side, &row, true)?;
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
#[path = "records_tests.rs"]
mod tests;
