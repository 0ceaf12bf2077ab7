//! Lookups through couplings: which record of the other side stands for a record of this one.

use super::columns::{Id, SideNo};
use super::handle::Reader;
use crate::model::reason::Problem;
use crate::model::{MappingName, Side, Sides};
use rusqlite::{OptionalExtension as _, params};
use std::collections::HashMap;
use uuid::Uuid;

impl Reader<'_> {
    /// The partners of coupled records of one side. Records that are not coupled, and partners that are deleted, are left out.
    pub fn partners(
        &self,
        name: &MappingName,
        from: Side,
        ids: &[Uuid],
    ) -> Result<HashMap<Uuid, Uuid>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(HashMap::new());
        };
        let mut find = self.db.prepare_cached(match from {
            Side::Bc => {
                "SELECT p.record_id FROM record r JOIN coupling c ON c.id = r.coupling JOIN record p ON p.id = c.dv
                 WHERE r.mapping = ?1 AND r.side = 0 AND r.record_id = ?2 AND p.state <> 2"
            }
            Side::Dv => {
                "SELECT p.record_id FROM record r JOIN coupling c ON c.id = r.coupling JOIN record p ON p.id = c.bc
                 WHERE r.mapping = ?1 AND r.side = 1 AND r.record_id = ?2 AND p.state <> 2"
            }
        })?;
        let mut partners = HashMap::with_capacity(ids.len());
        for id in ids {
            let found = find
                .query_row(params![mapping, Id(*id)], |row| row.get::<_, Id>(0))
                .optional()?;
            if let Some(Id(partner)) = found {
                partners.insert(*id, partner);
            }
        }
        Ok(partners)
    }

    /// The coupled pair of which one side has this business key; nothing if none has, or more than one.
    pub fn partner_by_key(
        &self,
        name: &MappingName,
        from: Side,
        key: &str,
    ) -> Result<Option<Sides<Uuid>>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(None);
        };
        let mut find = self.db.prepare_cached(
            "SELECT b.record_id, d.record_id FROM record r
             JOIN coupling c ON c.id = r.coupling JOIN record b ON b.id = c.bc JOIN record d ON d.id = c.dv
             WHERE r.mapping = ?1 AND r.side = ?2 AND r.key = ?3 AND r.coupling IS NOT NULL
               AND b.state <> 2 AND d.state <> 2
             LIMIT 2",
        )?;
        let mut pairs = find.query_map(params![mapping, SideNo(from), key], |row| {
            Ok(Sides::new(row.get::<_, Id>(0)?.0, row.get::<_, Id>(1)?.0))
        })?;
        let first = pairs.next().transpose()?;
        Ok(first.filter(|_| pairs.next().is_none()))
    }

    /// The business key of a record, as far as it is known.
    pub fn key_of(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<Option<String>, Problem> {
        Ok(self.naming_of(name, side, id)?.and_then(|(key, _)| key))
    }

    /// What people call a record, as far as it is known.
    pub fn label_of(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<Option<String>, Problem> {
        let label = self.naming_of(name, side, id)?.map(|(_, label)| label);
        Ok(label.filter(|label| !label.is_empty()))
    }

    fn naming_of(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<Option<(Option<String>, String)>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(None);
        };
        let mut find = self.db.prepare_cached(
            "SELECT key, label FROM record WHERE mapping = ?1 AND side = ?2 AND record_id = ?3",
        )?;
        Ok(find
            .query_row(params![mapping, SideNo(side), Id(id)], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?)
    }
}

#[cfg(test)]
#[path = "partners_tests.rs"]
mod tests;
