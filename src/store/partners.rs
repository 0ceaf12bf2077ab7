//! Lookups through couplings: which record of the other side stands for a record of this one.

use super::columns::Id;
use super::handle::Reader;
use super::names;
use super::records::Naming;
use super::seen::Known;
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
                "SELECT dv_id FROM coupling WHERE mapping = ?1 AND bc_id = ?2 AND dv_state <> 2"
            }
            Side::Dv => {
                "SELECT bc_id FROM coupling WHERE mapping = ?1 AND dv_id = ?2 AND bc_state <> 2"
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
        // Only mappings that others find by their keys have them stored apart; elsewhere every pair is looked at.
        let keyed = self.is_keyed(mapping)?;
        let mut find = self.db.prepare_cached(match (from, keyed) {
            (Side::Bc, true) => {
                "SELECT bc_id, dv_id FROM coupling WHERE mapping = ?1 AND bc_key = ?2 AND bc_state <> 2 AND dv_state <> 2 LIMIT 2"
            }
            (Side::Dv, true) => {
                "SELECT bc_id, dv_id FROM coupling WHERE mapping = ?1 AND dv_key = ?2 AND bc_state <> 2 AND dv_state <> 2 LIMIT 2"
            }
            (Side::Bc, false) => {
                "SELECT bc_id, dv_id FROM coupling WHERE mapping = ?1 AND key_of(bc_name, bc_fields, base, 0) = ?2
                   AND bc_state <> 2 AND dv_state <> 2 LIMIT 2"
            }
            (Side::Dv, false) => {
                "SELECT bc_id, dv_id FROM coupling WHERE mapping = ?1 AND key_of(dv_name, dv_fields, base, 1) = ?2
                   AND bc_state <> 2 AND dv_state <> 2 LIMIT 2"
            }
        })?;
        let mut pairs = find.query_map(params![mapping, key], |row| {
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
        Ok(self
            .naming_of(name, side, id)?
            .and_then(|naming| naming.key))
    }

    /// What people call a record, as far as it is known.
    pub fn label_of(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<Option<String>, Problem> {
        let label = self.naming_of(name, side, id)?.map(|naming| naming.label);
        Ok(label.filter(|label| !label.is_empty()))
    }

    fn naming_of(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<Option<Naming>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(None);
        };
        Ok(match self.known(mapping, side, id)? {
            None => None,
            Some(Known::Paired(pair)) => Some(pair.naming(side)?),
            Some(Known::Single(_, row)) => Some(names::naming(
                row.name.as_deref(),
                row.fields.as_deref(),
                None,
                side,
            )?),
        })
    }
}

#[cfg(test)]
#[path = "partners_tests.rs"]
mod tests;
