//! Records that stay alone: their partner was deleted and nobody wanted it back.

use super::columns::{Id, SideNo};
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use crate::model::{MappingName, Side};
use rusqlite::params;
use uuid::Uuid;

impl Reader<'_> {
    /// Whether nothing is to be created for a record by itself.
    pub fn is_alone(&self, name: &MappingName, side: Side, id: Uuid) -> Result<bool, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(false);
        };
        let mut find = self.db.prepare_cached(
            "SELECT 1 FROM alone WHERE record_id = ?1 AND mapping = ?2 AND side = ?3",
        )?;
        Ok(find.exists(params![Id(id), mapping, SideNo(side)])?)
    }
}

impl Writer<'_> {
    /// Leaves a record alone from now on: it may be coupled, but nothing is created for it unless a person asks.
    pub fn leave_alone(&self, name: &MappingName, side: Side, id: Uuid) -> Result<(), Problem> {
        let mapping = self.known_mapping(name)?;
        self.db
            .prepare_cached(
                "INSERT INTO alone (record_id, mapping, side) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?
            .execute(params![Id(id), mapping, SideNo(side)])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{customer, id, store};

    #[test]
    fn a_record_is_left_alone_on_its_side_and_in_its_mapping() {
        let store = store();
        let write = || {
            store.write(|w| {
                w.leave_alone(&customer(), Side::Bc, id(1))?;
                w.leave_alone(&customer(), Side::Bc, id(1))
            })
        };
        write().unwrap();
        let is_alone = |name: &str, side, id| store.read().is_alone(&name.into(), side, id);
        assert_eq!(is_alone(customer().as_str(), Side::Bc, id(1)), Ok(true));
        assert_eq!(is_alone(customer().as_str(), Side::Dv, id(1)), Ok(false));
        assert_eq!(is_alone(customer().as_str(), Side::Bc, id(2)), Ok(false));
        assert_eq!(is_alone("NONE", Side::Bc, id(1)), Ok(false));
    }
}
