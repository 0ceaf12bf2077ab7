//! References that could not be carried, because what they refer to is not coupled: as soon as something is coupled in that
//! mapping, or a coupled record of it is seen to bear another key, the pairs that wait for it are looked at again.

use super::calm::Rare;
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use crate::model::{CouplingId, MappingName};
use rusqlite::params;
use std::collections::HashSet;

impl Reader<'_> {
    /// The pairs of a mapping that wait for something of a mapping in which a record was coupled, or got another key, since.
    pub fn due_references(&self, name: &MappingName) -> Result<HashSet<CouplingId>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(HashSet::new());
        };
        let mut list = self.db.prepare_cached(
            "SELECT u.coupling FROM unresolved u JOIN coupling c ON c.id = u.coupling
             WHERE u.due = 1 AND c.mapping = ?1",
        )?;
        let rows = list.query_map([mapping], |row| Ok(CouplingId(row.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Stores that a pair has a reference that waits for a record of another mapping to be coupled.
    pub fn await_reference(&self, id: CouplingId, target: &MappingName) -> Result<(), Problem> {
        let Some(target) = self.mapping_no(target)? else {
            return Ok(());
        };
        self.memory.calm.disturb(Rare::Awaited);
        self.memory.calm.disturb(Rare::Waiting);
        self.db
            .prepare_cached("INSERT OR IGNORE INTO unresolved (coupling, target) VALUES (?1, ?2)")?
            .execute(params![id.0, target])?;
        Ok(())
    }

    /// Stores the same of a pair that is to be looked at in any case: what it refers to may be coupled already.
    pub fn owe_reference(&self, id: CouplingId, target: &MappingName) -> Result<(), Problem> {
        self.await_reference(id, target)?;
        self.db
            .prepare_cached("UPDATE unresolved SET due = 1 WHERE coupling = ?1")?
            .execute([id.0])?;
        Ok(())
    }

    /// A pair agreed, with everything in mind that had become due.
    pub(super) fn settle_references(&self, id: CouplingId) -> Result<(), Problem> {
        self.db
            .prepare_cached("DELETE FROM unresolved WHERE coupling = ?1 AND due = 1")?
            .execute([id.0])?;
        Ok(())
    }

    /// Something was coupled in a mapping, or bears another key: the pairs that waited for it are pending.
    pub(super) fn wake_references(&self, mapping: i64) -> Result<(), Problem> {
        if self.has_any(Rare::Awaited, mapping)? {
            self.memory.calm.disturb(Rare::Awaited);
            self.db
                .prepare_cached(
                    "UPDATE coupling SET pending = 1
                     WHERE id IN (SELECT coupling FROM unresolved WHERE target = ?1 AND due = 0)",
                )?
                .execute([mapping])?;
            self.db
                .prepare_cached("UPDATE unresolved SET due = 1 WHERE target = ?1 AND due = 0")?
                .execute([mapping])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Side;
    use crate::store::testing::{customer, ids, mapping, naming, record, store};
    use pretty_assertions::assert_eq;

    #[test]
    fn who_waits_for_a_mapping_is_due_once_something_is_coupled_there() {
        let store = store();
        let contact = MappingName::new("CONTACT");
        let waiting = store
            .write(|w| {
                w.put_mapping(&mapping("CONTACT"), 1)?;
                let id = w.couple(&contact, ids(1, 1001))?;
                w.await_reference(id, &customer())?;
                w.await_reference(id, &customer())?;
                Ok(id)
            })
            .unwrap();
        let due = || store.read().due_references(&contact).unwrap();
        assert!(due().is_empty());
        store
            .write(|w| w.couple(&customer(), ids(2, 1002)))
            .unwrap();
        assert_eq!(due(), HashSet::from([waiting]));
        assert!(
            store
                .read()
                .pending(&contact, None, 9)
                .unwrap()
                .iter()
                .any(|pair| pair.id == waiting)
        );
        store.write(|w| w.settle_references(waiting)).unwrap();
        assert!(due().is_empty());
    }

    #[test]
    fn who_waits_for_a_mapping_is_due_once_a_coupled_record_there_bears_another_key() {
        let store = store();
        let contact = MappingName::new("CONTACT");
        let referring = crate::model::mapping_file::read(
            r#"
[[mapping]]
name = "CONTACT"
bc = "contacts"
dv = "contacts"
direction = "both"
[[mapping.field]]
bc = "customerNumber"
dv = "customerid"
lookup = "CUSTOMER"
key = "key"
on_unresolved = "clear"
"#,
        );
        let referring = referring.unwrap().remove(0);
        let see = |w: &Writer<'_>, number: &str| {
            let mut record = record(2, "Adatum", 2);
            record.fields.set("number".into(), number.into());
            w.observe(&customer(), Side::Bc, &record, &naming(&record), None)
        };
        store
            .write(|w| {
                w.put_mapping(&referring, 1)?;
                w.settled_pair(2, "Adatum")?;
                let id = w.couple(&contact, ids(1, 1001))?;
                w.await_reference(id, &customer())
            })
            .unwrap();
        let due = || store.read().due_references(&contact).unwrap().len();
        store.write(|w| see(w, "C2")).unwrap();
        assert_eq!(due(), 0);
        store.write(|w| see(w, "C3")).unwrap();
        assert_eq!(due(), 1);
    }
}
