//! Records without a partner, each with what the cache knows of why it has none.

use super::columns::{Id, SideNo, Word, signed};
use super::handle::Reader;
use super::names;
use crate::model::reason::{Cause, Problem};
use crate::model::{MappingName, Side};
use rusqlite::params;
use uuid::Uuid;

/// A record that exists, passes its mapping's filter and is not coupled there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alone {
    /// The record.
    pub id: Uuid,
    /// What people call it.
    pub label: String,
    /// Whether it is a skipped record.
    pub skipped: bool,
    /// The cause of its newest open error.
    pub error: Option<Cause>,
    /// Whether a person or a policy removed its coupling.
    pub parted: bool,
    /// Whether another mapping on the same two sets has coupled it.
    pub elsewhere: bool,
}

impl Reader<'_> {
    /// A page of the records of one side that have no partner, in the order in which they were first seen. `after` is the last
    /// one of the page before.
    pub fn alone(
        &self,
        name: &MappingName,
        side: Side,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Alone>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(Vec::new());
        };
        let from = match after {
            Some(id) => self.record_no(mapping, side, id)?.unwrap_or(i64::MAX),
            None => 0,
        };
        let id = match side {
            Side::Bc => "bc_id",
            Side::Dv => "dv_id",
        };
        let beside = self.mappings_beside(name)?;
        let mut list = self.db.prepare_cached(&format!(
            "SELECT r.record_id, r.name, r.fields,
                 EXISTS (SELECT 1 FROM skipped s WHERE s.record = r.id),
                 (SELECT e.cause FROM error e WHERE e.mapping = r.mapping AND e.{id} = r.record_id AND e.open = 1
                  ORDER BY e.id DESC LIMIT 1),
                 EXISTS (SELECT 1 FROM parted p WHERE p.mapping = r.mapping AND p.side = r.side AND p.record_id = r.record_id),
                 EXISTS (SELECT 1 FROM coupling c WHERE c.{id} = r.record_id AND c.mapping IN ({beside}))
             FROM record r WHERE r.mapping = ?1 AND r.side = ?2 AND r.id > ?3 ORDER BY r.id LIMIT ?4"
        ))?;
        let rows = list.query_map(params![mapping, SideNo(side), from, signed(limit)], |row| {
            let name: Option<Vec<u8>> = row.get(1)?;
            let fields: Option<Vec<u8>> = row.get(2)?;
            let naming = names::naming(name.as_deref(), fields.as_deref(), None, side)?;
            let error: Option<Word<Cause>> = row.get(4)?;
            Ok(Alone {
                id: row.get::<_, Id>(0)?.0,
                label: naming.label,
                skipped: row.get(3)?,
                error: error.map(|Word(cause)| cause),
                parted: row.get(5)?,
                elsewhere: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The numbers of the other mappings on the same two sets, for a list in a statement. Options of two option sets may have
    /// the same ids, and an item takes part in more than one table: a partner of another kind is none.
    fn mappings_beside(&self, name: &MappingName) -> Result<String, Problem> {
        let all = self.mappings()?;
        let sets = all
            .iter()
            .find(|mapping| mapping.name == *name)
            .map(|mapping| &mapping.sets);
        let mut beside = Vec::new();
        for other in &all {
            if other.name != *name && Some(&other.sets) == sets {
                beside.extend(self.mapping_no(&other.name)?.map(|no| no.to_string()));
            }
        }
        Ok(beside.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{customer, id, ids, mapping, store};

    #[test]
    fn a_partner_in_a_mapping_on_other_sets_is_none() {
        let store = store();
        let name = |text| MappingName::new(text);
        store
            .write(|w| {
                let beside = mapping("BESIDE");
                let mut apart = mapping("APART");
                apart.sets.dv = crate::model::SetName::new("leads");
                w.put_mapping(&beside, 1)?;
                w.put_mapping(&apart, 2)?;
                w.couple(&name("BESIDE"), ids(1, 1001))?;
                w.couple(&name("APART"), ids(2, 1002))?;
                w.see_record(Side::Bc, 1, "Adatum", 1)?;
                w.see_record(Side::Bc, 2, "Miel", 1)
            })
            .unwrap();
        let alone = store.read().alone(&customer(), Side::Bc, None, 9).unwrap();
        let elsewhere: Vec<_> = alone.iter().map(|one| one.elsewhere).collect();
        assert_eq!(elsewhere, [true, false]);
    }

    #[test]
    fn records_that_were_parted_are_told_from_those_that_wait() {
        let store = store();
        let alone = |side, after| store.read().alone(&customer(), side, after, 1).unwrap();
        assert_eq!(alone(Side::Bc, None), []);
        store
            .write(|w| {
                let coupling = w.settled_pair(1, "Adatum")?;
                w.part(coupling)?;
                w.see_record(Side::Bc, 2, "Miel", 1)
            })
            .unwrap();
        let first = alone(Side::Bc, None).remove(0);
        let second = alone(Side::Bc, Some(first.id)).remove(0);
        assert_eq!((first.label.as_str(), first.parted), ("C1 Adatum", true));
        assert_eq!((second.label.as_str(), second.parted), ("C2 Miel", false));
        assert_eq!(alone(Side::Bc, Some(second.id)), []);
        assert_eq!(alone(Side::Dv, None).remove(0).id, id(1001));
    }
}
