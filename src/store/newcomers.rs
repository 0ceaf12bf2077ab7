//! What a cache that came back from a copy cannot know: which records got a partner after the copy was made.
//!
//! A copy that comes back notes which records stood alone in it. The first run that works through a mapping afterwards finds the
//! others, its newcomers; they are remembered until they are coupled or a person lets their partners be created
//! (`docs/semantics.md` §8).

use super::columns::{Id, SideNo};
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use crate::model::{MappingName, Side};
use rusqlite::{Connection, params};
use std::collections::HashSet;
use uuid::Uuid;

/// Notes what stands alone in a copy that has just come back.
pub(super) fn note_copy(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "DELETE FROM brought_back; DELETE FROM known_alone;
         INSERT INTO brought_back (mapping) SELECT id FROM mapping WHERE removed = 0;
         INSERT INTO known_alone (mapping, side, record_id) SELECT mapping, side, record_id FROM record
         WHERE mapping IN (SELECT mapping FROM brought_back);",
    )
}

impl Reader<'_> {
    /// Whether no run has worked through a mapping since the cache came back from a copy.
    pub fn is_brought_back(&self, name: &MappingName) -> Result<bool, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(false);
        };
        let mut find = self
            .db
            .prepare_cached("SELECT 1 FROM brought_back WHERE mapping = ?1")?;
        Ok(find.exists([mapping])?)
    }

    /// Newcomers of one side that stand alone: they may have a partner which the cache does not know.
    pub fn newcomers(&self, name: &MappingName, side: Side) -> Result<HashSet<Uuid>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(HashSet::new());
        };
        let mut list = self.db.prepare_cached(
            "SELECT d.record_id FROM newcomer d
             JOIN record r ON r.record_id = d.record_id AND r.mapping = d.mapping AND r.side = d.side
             WHERE d.mapping = ?1 AND d.side = ?2",
        )?;
        let rows = list.query_map(params![mapping, SideNo(side)], |row| {
            row.get::<_, Id>(0).map(|Id(id)| id)
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Remembers the records that stand alone now and did not in the copy; the copy's own are not needed any more.
    pub fn note_newcomers(&self, name: &MappingName) -> Result<(), Problem> {
        let mapping = self.known_mapping(name)?;
        self.db
            .prepare_cached(
                "INSERT INTO newcomer (mapping, side, record_id)
                 SELECT r.mapping, r.side, r.record_id FROM record r
                 WHERE r.mapping = ?1 AND NOT EXISTS (SELECT 1 FROM known_alone k
                       WHERE k.mapping = r.mapping AND k.side = r.side AND k.record_id = r.record_id)
                 ON CONFLICT DO NOTHING",
            )?
            .execute([mapping])?;
        self.trust_copy(mapping)
    }

    /// Lets a mapping's newcomers be records like all others.
    pub fn forget_newcomers(&self, name: &MappingName) -> Result<(), Problem> {
        let mapping = self.known_mapping(name)?;
        self.db
            .prepare_cached("DELETE FROM newcomer WHERE mapping = ?1")?
            .execute([mapping])?;
        self.trust_copy(mapping)
    }

    fn trust_copy(&self, mapping: i64) -> Result<(), Problem> {
        for statement in [
            "DELETE FROM brought_back WHERE mapping = ?1",
            "DELETE FROM known_alone WHERE mapping = ?1",
        ] {
            self.db.prepare_cached(statement)?.execute([mapping])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Side;
    use crate::store::testing::{customer, id, store};
    use std::collections::HashSet;

    #[test]
    fn what_came_after_the_copy_was_made_is_remembered_until_it_is_coupled_or_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        let mut store = store();
        store
            .write(|w| w.see_record(Side::Bc, 1, "Adatum", 1))
            .unwrap();
        store.backup(&copy).unwrap();
        assert_eq!(store.read().is_brought_back(&customer()), Ok(false));
        store.restore(&copy).unwrap();
        assert_eq!(store.read().is_brought_back(&customer()), Ok(true));
        store
            .write(|w| {
                w.see_record(Side::Bc, 2, "Miel", 1)?;
                w.see_record(Side::Dv, 1002, "Miel", 1)?;
                w.note_newcomers(&customer())
            })
            .unwrap();
        let read = store.read();
        assert_eq!(read.is_brought_back(&customer()), Ok(false));
        assert_eq!(
            read.newcomers(&customer(), Side::Bc),
            Ok(HashSet::from([id(2)]))
        );
        assert_eq!(
            read.newcomers(&customer(), Side::Dv),
            Ok(HashSet::from([id(1002)]))
        );
        store
            .write(|w| w.couple(&customer(), crate::store::testing::ids(2, 1002)))
            .unwrap();
        assert_eq!(
            store.read().newcomers(&customer(), Side::Bc),
            Ok(HashSet::new())
        );
        store.write(|w| w.forget_newcomers(&customer())).unwrap();
        assert_eq!(
            store.read().newcomers(&customer(), Side::Dv),
            Ok(HashSet::new())
        );
    }
}
