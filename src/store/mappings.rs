//! Table mappings, and how far each of their sides has been read.

use super::columns::{SideNo, from_json, signed, to_json};
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use crate::model::{MappingName, Side, TableMapping};
use rusqlite::{OptionalExtension as _, Row, params};

/// Where a read that was interrupted goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The page token, as text that only the engine understands.
    pub token: String,
    /// The generation that the read stamps on what it sees.
    pub generation: i64,
    /// Whether the whole set is being read, so that what is not stamped in the end is gone.
    pub complete: bool,
}

impl Reader<'_> {
    /// All mappings in their stored order.
    pub fn mappings(&self) -> Result<Vec<TableMapping>, Problem> {
        let mut list = self.db.prepare_cached(
            "SELECT definition, enabled FROM mapping WHERE removed = 0 ORDER BY position, id",
        )?;
        let rows = list.query_map([], to_mapping)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The mapping of that name.
    pub fn mapping(&self, name: &MappingName) -> Result<Option<TableMapping>, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT definition, enabled FROM mapping WHERE name = ?1 AND removed = 0",
        )?;
        Ok(find.query_row([name.as_str()], to_mapping).optional()?)
    }

    /// Up to where changes of one side have been seen, in the form in which the engine stored it.
    pub fn watermark(&self, name: &MappingName, side: Side) -> Result<Option<String>, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT r.watermark FROM reading r JOIN mapping m ON m.id = r.mapping
             WHERE m.name = ?1 AND m.removed = 0 AND r.side = ?2",
        )?;
        let found = find
            .query_row(params![name.as_str(), SideNo(side)], |row| row.get(0))
            .optional()?;
        Ok(found.flatten())
    }

    /// What else the engine remembers of one side, in the form in which it stored it.
    pub fn coverage(&self, name: &MappingName, side: Side) -> Result<Option<String>, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT r.coverage FROM reading r JOIN mapping m ON m.id = r.mapping
             WHERE m.name = ?1 AND m.removed = 0 AND r.side = ?2",
        )?;
        let found = find
            .query_row(params![name.as_str(), SideNo(side)], |row| row.get(0))
            .optional()?;
        Ok(found.flatten())
    }

    /// Where an interrupted read of one side goes on.
    pub fn cursor(&self, name: &MappingName, side: Side) -> Result<Option<Cursor>, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT r.token, r.token_generation, r.token_complete
             FROM reading r JOIN mapping m ON m.id = r.mapping
             WHERE m.name = ?1 AND m.removed = 0 AND r.side = ?2 AND r.token IS NOT NULL",
        )?;
        Ok(find
            .query_row(params![name.as_str(), SideNo(side)], |row| {
                Ok(Cursor {
                    token: row.get(0)?,
                    generation: row.get(1)?,
                    complete: row.get(2)?,
                })
            })
            .optional()?)
    }

    /// The newest generation of one side; 0 before the first whole read.
    pub fn generation(&self, name: &MappingName, side: Side) -> Result<i64, Problem> {
        match self.mapping_no(name)? {
            Some(mapping) => self.generation_of(mapping, side),
            None => Ok(0),
        }
    }
}

fn to_mapping(row: &Row<'_>) -> rusqlite::Result<TableMapping> {
    let definition: String = row.get(0)?;
    let mut mapping: TableMapping = from_json(&definition)?;
    mapping.enabled = row.get(1)?;
    Ok(mapping)
}

impl Writer<'_> {
    /// Stores a mapping at a place in the order, in the stead of one of the same name; what is known of its records stays.
    pub fn put_mapping(&self, mapping: &TableMapping, position: usize) -> Result<(), Problem> {
        self.db
            .prepare_cached(
                "INSERT INTO mapping (name, position, enabled, definition) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO UPDATE SET position = excluded.position, enabled = excluded.enabled,
                     definition = excluded.definition, removed = 0",
            )?
            .execute(params![
                mapping.name.as_str(),
                signed(position),
                mapping.enabled,
                to_json(mapping)?
            ])?;
        let id = self.known_mapping(&mapping.name)?;
        for side in Side::BOTH {
            self.db
                .prepare_cached(
                    "INSERT INTO reading (mapping, side) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                )?
                .execute(params![id, SideNo(side)])?;
        }
        self.mark_keyed()
    }

    /// Removes a mapping with its couplings and everything seen of its records; whether there was one.
    ///
    /// Jobs, history and closed errors stay, and so do unanswered creates: if the mapping comes back they are looked up.
    pub fn remove_mapping(&self, name: &MappingName) -> Result<bool, Problem> {
        let Some(id) = self.mapping_no(name)? else {
            return Ok(false);
        };
        self.forget_records_of(id)?;
        self.db
            .prepare_cached("UPDATE mapping SET removed = 1 WHERE id = ?1")?
            .execute([id])?;
        self.memory.forget_names();
        Ok(true)
    }

    /// Forgets a mapping's couplings and everything seen of its records.
    pub(super) fn forget_records_of(&self, id: i64) -> Result<(), Problem> {
        self.keep_history_of_mapping(id)?;
        for statement in [
            "DELETE FROM skipped WHERE mapping = ?1",
            "UPDATE error SET open = 0 WHERE mapping = ?1 AND open = 1",
            "DELETE FROM coupling WHERE mapping = ?1",
            "DELETE FROM record WHERE mapping = ?1",
            "UPDATE reading SET watermark = NULL, token = NULL, token_generation = NULL, token_complete = NULL,
                 coverage = NULL WHERE mapping = ?1",
            "UPDATE tally SET n = 0 WHERE mapping = ?1",
        ] {
            self.db.prepare_cached(statement)?.execute([id])?;
        }
        self.memory.calm.forget_tallies(id);
        Ok(())
    }

    /// Switches a mapping on or off; whether there is one.
    pub fn set_enabled(&self, name: &MappingName, enabled: bool) -> Result<bool, Problem> {
        let changed = self
            .db
            .prepare_cached("UPDATE mapping SET enabled = ?2 WHERE name = ?1 AND removed = 0")?
            .execute(params![name.as_str(), enabled])?;
        Ok(changed > 0)
    }

    /// Moves the watermark of one side; nothing makes the next read a whole one.
    ///
    /// Belongs into the transaction that stores the page which it covers.
    pub fn set_watermark(
        &self,
        name: &MappingName,
        side: Side,
        watermark: Option<&str>,
    ) -> Result<(), Problem> {
        let mapping = self.known_mapping(name)?;
        self.db
            .prepare_cached(
                "UPDATE reading SET watermark = ?3 WHERE mapping = ?1 AND side = ?2 AND watermark IS NOT ?3",
            )?
            .execute(params![mapping, SideNo(side), watermark])?;
        Ok(())
    }

    /// Remembers what else the engine wants to know of one side.
    pub fn set_coverage(
        &self,
        name: &MappingName,
        side: Side,
        coverage: Option<&str>,
    ) -> Result<(), Problem> {
        let mapping = self.known_mapping(name)?;
        self.db
            .prepare_cached(
                "UPDATE reading SET coverage = ?3 WHERE mapping = ?1 AND side = ?2 AND coverage IS NOT ?3",
            )?
            .execute(params![mapping, SideNo(side), coverage])?;
        Ok(())
    }

    /// Remembers where an interrupted read would go on; nothing when a read has ended.
    pub fn set_cursor(
        &self,
        name: &MappingName,
        side: Side,
        cursor: Option<&Cursor>,
    ) -> Result<(), Problem> {
        let mapping = self.known_mapping(name)?;
        self.db
            .prepare_cached(
                "UPDATE reading SET token = ?3, token_generation = ?4, token_complete = ?5
                 WHERE mapping = ?1 AND side = ?2 AND (token IS NOT ?3 OR token_generation IS NOT ?4 OR token_complete IS NOT ?5)",
            )?
            .execute(params![
                mapping,
                SideNo(side),
                cursor.map(|cursor| cursor.token.as_str()),
                cursor.map(|cursor| cursor.generation),
                cursor.map(|cursor| cursor.complete),
            ])?;
        Ok(())
    }

    /// Begins a whole read of one side: records that it does not stamp with this number were not among what was read.
    pub fn next_generation(&self, name: &MappingName, side: Side) -> Result<i64, Problem> {
        let mapping = self.known_mapping(name)?;
        self.memory.calm.forget_generations();
        let mut next = self.db.prepare_cached(
            "UPDATE reading SET generation = generation + 1 WHERE mapping = ?1 AND side = ?2
             RETURNING generation",
        )?;
        Ok(next.query_row(params![mapping, SideNo(side)], |row| row.get(0))?)
    }
}

#[cfg(test)]
#[path = "mappings_tests.rs"]
mod tests;
