//! Records that were parted from their partner, by a person or by a policy: no run gives them another by itself.

use super::calm::Rare;
use super::columns::{Id, SideNo};
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use crate::model::{CouplingId, MappingName, Observation, Side, Sides};
use rusqlite::params;
use uuid::Uuid;

impl Reader<'_> {
    /// Whether any record of one side of a mapping was parted; mostly none, which saves asking for each.
    pub fn any_parted(&self, name: &MappingName, side: Side) -> Result<bool, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(false);
        };
        let mut find = self
            .db
            .prepare_cached("SELECT 1 FROM parted WHERE mapping = ?1 AND side = ?2 LIMIT 1")?;
        Ok(find.exists(params![mapping, SideNo(side)])?)
    }

    /// Whether a record was parted from its partner and has none since.
    pub fn is_parted(&self, name: &MappingName, side: Side, id: Uuid) -> Result<bool, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(false);
        };
        let mut find = self.db.prepare_cached(
            "SELECT 1 FROM parted WHERE mapping = ?1 AND side = ?2 AND record_id = ?3",
        )?;
        Ok(find.exists(params![mapping, SideNo(side), Id(id)])?)
    }
}

impl Reader<'_> {
    /// Whether a record was parted from a partner that still exists: no run matches it with another one. One whose partner is
    /// gone may be matched with a record that comes later; it only gets none created.
    pub fn stays_alone(&self, name: &MappingName, side: Side, id: Uuid) -> Result<bool, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(false);
        };
        let mut find = self.db.prepare_cached(
            "SELECT 1 FROM parted WHERE mapping = ?1 AND side = ?2 AND record_id = ?3 AND widowed = 0",
        )?;
        Ok(find.exists(params![mapping, SideNo(side), Id(id)])?)
    }
}

impl Writer<'_> {
    /// Removes a coupling and lets both records stay alone; whether there was one.
    pub fn part(&self, id: CouplingId) -> Result<bool, Problem> {
        let Some(coupling) = self.coupling(id)? else {
            return Ok(false);
        };
        let ids: Sides<Uuid> = coupling.ids;
        let mapping = self.known_mapping(&coupling.mapping)?;
        self.memory.calm.disturb(Rare::Parted);
        for side in Side::BOTH {
            self.db
                .prepare_cached(
                    "INSERT INTO parted (mapping, side, record_id, widowed) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT DO UPDATE SET widowed = excluded.widowed",
                )?
                .execute(params![
                    mapping,
                    SideNo(side),
                    Id(*ids.get(side)),
                    *coupling.seen.get(side.other()) == Observation::Deleted
                ])?;
        }
        self.uncouple(id)
    }

    /// A record gets a partner.
    pub(super) fn join(&self, mapping: i64, side: Side, id: Uuid) -> Result<(), Problem> {
        if !self.has_any(Rare::Parted, mapping)? {
            return Ok(());
        }
        self.db
            .prepare_cached(
                "DELETE FROM parted WHERE mapping = ?1 AND side = ?2 AND record_id = ?3",
            )?
            .execute(params![mapping, SideNo(side), Id(id)])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Side;
    use crate::store::testing::{customer, id, ids, store};

    #[test]
    fn only_those_whose_partner_is_gone_may_be_matched_with_another_one() {
        let store = store();
        let (kept, gone) = store
            .write(|w| Ok((w.settled_pair(1, "Adatum")?, w.settled_pair(2, "Miel")?)))
            .unwrap();
        store
            .write(|w| {
                w.observe_deleted(&customer(), Side::Bc, id(2))?;
                w.part(kept)?;
                w.part(gone)
            })
            .unwrap();
        let reader = store.read();
        let alone = |number| reader.stays_alone(&customer(), Side::Dv, id(number));
        assert_eq!((alone(1001), alone(1002)), (Ok(true), Ok(false)));
        assert_eq!(reader.is_parted(&customer(), Side::Dv, id(1002)), Ok(true));
    }

    #[test]
    fn parted_records_stay_alone_until_they_are_coupled_again() {
        let store = store();
        let pair = ids(1, 1001);
        let coupling = store.write(|w| w.couple(&customer(), pair)).unwrap();
        assert!(!store.read().any_parted(&customer(), Side::Bc).unwrap());
        assert!(store.write(|w| w.part(coupling)).unwrap());
        for (side, id) in [(Side::Bc, id(1)), (Side::Dv, id(1001))] {
            assert!(store.read().is_parted(&customer(), side, id).unwrap());
        }
        store.write(|w| w.couple(&customer(), pair)).unwrap();
        assert!(!store.read().any_parted(&customer(), Side::Dv).unwrap());
    }
}
