//! Scratch tables of match-based coupling: which records of both sides have equal keys.
//!
//! They are temporary tables of the writing connection and spill to disk, so that a million records on each side need no more
//! memory than a thousand. Only records that are not coupled count, at the moment of the question: what one group of
//! criteria has coupled is out of play for the next.

use super::columns::{Id, SideNo, signed, to_count};
use super::handle::{Reader, Writer};
use super::records::Page;
use crate::model::reason::Problem;
use crate::model::{MappingName, Side, Sides};
use rusqlite::{OptionalExtension as _, params};
use uuid::Uuid;

const TABLES: &str = "
    CREATE TEMP TABLE IF NOT EXISTS match_key (
        grp INTEGER NOT NULL,
        side INTEGER NOT NULL,
        record INTEGER NOT NULL,
        key TEXT NOT NULL,
        PRIMARY KEY (record, grp)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS temp.match_key_by_key ON match_key (grp, key, side);
    CREATE TEMP TABLE IF NOT EXISTS match_run (mapping INTEGER NOT NULL);";

/// Another uncoupled record of the same side with the same key.
macro_rules! rival {
    ($of:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM temp.match_key x JOIN record r ON r.id = x.record WHERE x.grp = ", $of, ".grp AND x.key = ", $of, ".key
               AND x.side = ", $of, ".side AND x.record <> ", $of, ".record)"
        )
    };
}

impl Reader<'_> {
    /// Pairs of uncoupled records whose key in a group occurs exactly once on each side, in a stable order after a given pair.
    ///
    /// Only on the writing connection; nothing before [`Writer::clear_match_keys`].
    pub fn unique_matches(
        &self,
        group: u32,
        after: Option<&Sides<Uuid>>,
        limit: usize,
    ) -> Result<Vec<Sides<Uuid>>, Problem> {
        let Some(mapping) = self.matched_mapping()? else {
            return Ok(Vec::new());
        };
        let from = match after {
            Some(pair) => self.place_of(mapping, Side::Bc, pair.bc)?,
            None => 0,
        };
        // In the order of the records, so that a page costs what is on it: told to the planner by the joins and the plus.
        let mut list = self.db.prepare_cached(concat!(
            "SELECT rb.record_id, rd.record_id, b.record FROM temp.match_key b
             CROSS JOIN record rb ON rb.id = b.record
             CROSS JOIN temp.match_key d ON d.grp = b.grp AND d.key = b.key AND d.side = 1
             CROSS JOIN record rd ON rd.id = d.record
             WHERE +b.grp = ?1 AND b.side = 0 AND b.record > ?2
               AND NOT ",
            rival!("b"),
            " AND NOT ",
            rival!("d"),
            "
             ORDER BY b.record LIMIT ?3"
        ))?;
        let mut rows = list.query(params![group, from, signed(limit)])?;
        let mut found = Vec::new();
        let mut place = from;
        while let Some(row) = rows.next()? {
            found.push(Sides::new(row.get::<_, Id>(0)?.0, row.get::<_, Id>(1)?.0));
            place = row.get(2)?;
        }
        // The last pair may be coupled, and its records out of the table, when the next page is asked for.
        if let Some(last) = found.last() {
            let places = &self.memory.places;
            places.remember(Page::ending(mapping, Side::Bc, last.bc, place));
        }
        Ok(found)
    }

    /// The uncoupled record of one side that alone has this key in a group, if no uncoupled one of the other side has it.
    pub fn sole_match(&self, group: u32, side: Side, key: &str) -> Result<Option<Uuid>, Problem> {
        if self.matched_mapping()?.is_none() {
            return Ok(None);
        }
        let mut list = self.db.prepare_cached(
            "SELECT r.record_id, k.side FROM temp.match_key k CROSS JOIN record r ON r.id = k.record
             WHERE k.grp = ?1 AND k.key = ?2 LIMIT 2",
        )?;
        let rows = list.query_map(params![group, key], |row| {
            let SideNo(side) = row.get(1)?;
            Ok((row.get::<_, Id>(0)?.0, side))
        })?;
        let found = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(match found.as_slice() {
            [(id, of)] if *of == side => Some(*id),
            _ => None,
        })
    }

    /// Pairs of uncoupled records with the same key in a group, where the key occurs more than once on either side.
    pub fn ambiguous_pairs(
        &self,
        name: &MappingName,
        limit: usize,
    ) -> Result<Vec<Sides<Uuid>>, Problem> {
        if self.mapping_no(name)? != self.matched_mapping()? || self.matched_mapping()?.is_none() {
            return Ok(Vec::new());
        }
        let mut list = self.db.prepare_cached(concat!(
            "SELECT DISTINCT rb.record_id, rd.record_id FROM temp.match_key b
             JOIN record rb ON rb.id = b.record
             JOIN temp.match_key d ON d.grp = b.grp AND d.key = b.key AND d.side = 1
             JOIN record rd ON rd.id = d.record
             WHERE b.side = 0 AND (",
            rival!("b"),
            " OR ",
            rival!("d"),
            ")
             ORDER BY b.record, d.record LIMIT ?1"
        ))?;
        let rows = list.query_map([signed(limit)], |row| {
            Ok(Sides::new(row.get::<_, Id>(0)?.0, row.get::<_, Id>(1)?.0))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many uncoupled records have, in some group, a key that occurs on the other side too, but more than once on either.
    pub fn count_ambiguous(&self, name: &MappingName) -> Result<u64, Problem> {
        if self.mapping_no(name)? != self.matched_mapping()? || self.matched_mapping()?.is_none() {
            return Ok(0);
        }
        let mut count = self.db.prepare_cached(concat!(
            "SELECT count(DISTINCT a.record) FROM temp.match_key a JOIN record ra ON ra.id = a.record WHERE EXISTS (SELECT 1 FROM temp.match_key o JOIN record ro ON ro.id = o.record
                   WHERE o.grp = a.grp AND o.key = a.key AND o.side = 1 - a.side
                     AND (", rival!("a"), " OR ", rival!("o"), "))"
        ))?;
        Ok(to_count(count.query_row([], |row| row.get(0))?)?)
    }

    /// Whether an uncoupled record is among those that [`Reader::count_ambiguous`] counts: creating it would make a duplicate.
    pub fn is_ambiguous(&self, name: &MappingName, side: Side, id: Uuid) -> Result<bool, Problem> {
        let Some(mapping) = self.matched_mapping()? else {
            return Ok(false);
        };
        if self.mapping_no(name)? != Some(mapping) {
            return Ok(false);
        }
        let Some(row) = self.record_no(mapping, side, id)? else {
            return Ok(false);
        };
        let mut find =
            self.db.prepare_cached(concat!(
            "SELECT 1 FROM temp.match_run g JOIN temp.match_key a ON a.side = ?1 AND a.record = ?2
             WHERE EXISTS (SELECT 1 FROM temp.match_key o JOIN record ro ON ro.id = o.record
                   WHERE o.grp = a.grp AND o.key = a.key AND o.side = 1 - a.side
                     AND (", rival!("a"), " OR ", rival!("o"), "))"
        ))?;
        Ok(find.exists(params![SideNo(side), row])?)
    }

    /// Whether an uncoupled record has, in some group, a key that an uncoupled one of the other side has too.
    pub fn has_match(&self, name: &MappingName, side: Side, id: Uuid) -> Result<bool, Problem> {
        let Some(mapping) = self.matched_mapping()? else {
            return Ok(false);
        };
        if self.mapping_no(name)? != Some(mapping) {
            return Ok(false);
        }
        let Some(row) = self.record_no(mapping, side, id)? else {
            return Ok(false);
        };
        let mut find = self.db.prepare_cached(
            "SELECT 1 FROM temp.match_key a WHERE a.side = ?1 AND a.record = ?2
               AND EXISTS (SELECT 1 FROM temp.match_key o JOIN record ro ON ro.id = o.record
                   WHERE o.grp = a.grp AND o.key = a.key AND o.side = 1 - a.side)",
        )?;
        Ok(find.exists(params![SideNo(side), row])?)
    }

    /// Whether keys of this mapping's records are at hand, so that some may be ambiguous.
    pub fn is_matched(&self, name: &MappingName) -> Result<bool, Problem> {
        let matched = self.matched_mapping()?;
        Ok(matched.is_some() && self.mapping_no(name)? == matched)
    }

    /// The mapping that is being matched; nothing before the first time.
    fn matched_mapping(&self) -> Result<Option<i64>, Problem> {
        let made: bool = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM temp.sqlite_schema WHERE name = 'match_run')",
            )?
            .query_row([], |row| row.get(0))?;
        if !made {
            return Ok(None);
        }
        let mut find = self
            .db
            .prepare_cached("SELECT mapping FROM temp.match_run")?;
        Ok(find.query_row([], |row| row.get(0)).optional()?)
    }
}

impl Writer<'_> {
    /// Begins matching for a mapping: all keys of the time before are gone.
    pub fn clear_match_keys(&self, name: &MappingName) -> Result<(), Problem> {
        let mapping = self.known_mapping(name)?;
        self.db.execute_batch(TABLES)?;
        self.db
            .execute_batch("DELETE FROM temp.match_key; DELETE FROM temp.match_run")?;
        self.db.execute(
            "INSERT INTO temp.match_run (mapping) VALUES (?1)",
            [mapping],
        )?;
        Ok(())
    }

    /// Adds keys of records of one side, each in a group; records that the cache does not know are left out.
    pub fn put_match_keys(&self, side: Side, keys: &[(u32, String, Uuid)]) -> Result<(), Problem> {
        let Some(mapping) = self.matched_mapping()? else {
            return Ok(());
        };
        let mut put = self.db.prepare_cached(
            "INSERT INTO temp.match_key (grp, side, record, key)
             SELECT ?1, ?2, id, ?3 FROM record WHERE record_id = ?5 AND mapping = ?4 AND side = ?2
             ON CONFLICT DO UPDATE SET key = excluded.key",
        )?;
        for (group, key, id) in keys {
            put.execute(params![group, SideNo(side), key, mapping, Id(*id)])?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
