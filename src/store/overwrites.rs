//! Writes under way that take a value from somebody: written down before they are sent, so that what was lost is known even
//! if their answer is not.

use super::columns::{SideNo, from_json, to_json};
use super::handle::{Reader, Writer};
use super::history::NewHistory;
use crate::model::reason::Problem;
use crate::model::{CouplingId, MappingName, Side};
use rusqlite::params;

/// A write whose answer is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overwrite {
    /// The pair.
    pub coupling: CouplingId,
    /// The side that is written.
    pub side: Side,
    /// The history entry that it is, should it have been done.
    pub entry: NewHistory,
    /// Whether it may have been done. Otherwise it is still to come, and the values in the entry are those that it takes.
    pub sent: bool,
}

impl Reader<'_> {
    /// The writes of a mapping whose answer is not stored, by coupling.
    pub fn overwrites(&self, name: &MappingName) -> Result<Vec<Overwrite>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(Vec::new());
        };
        let mut list = self.db.prepare_cached(
            "SELECT coupling, side, entry, sent FROM overwrite WHERE mapping = ?1 ORDER BY coupling, side",
        )?;
        let rows = list.query_map([mapping], |row| {
            let SideNo(side) = row.get(1)?;
            Ok(Overwrite {
                coupling: CouplingId(row.get(0)?),
                side,
                entry: from_json(row.get_ref(2)?.as_str()?)?,
                sent: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Writes down a write that is about to be sent; one of the same side of the same pair takes the place of an earlier one.
    ///
    /// Use [`super::Store::write_durably`], and send only after it has returned.
    pub fn put_overwrite(&self, overwrite: &Overwrite) -> Result<(), Problem> {
        let Overwrite {
            coupling,
            side,
            entry,
            sent,
        } = overwrite;
        let mapping = self.known_mapping(&entry.mapping)?;
        self.db
            .prepare_cached(
                "INSERT INTO overwrite (coupling, side, mapping, entry, sent) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET entry = excluded.entry, sent = excluded.sent",
            )?
            .execute(params![coupling.0, SideNo(*side), mapping, to_json(entry)?, sent])?;
        Ok(())
    }

    /// Stores that a write was certainly not done; it is still to come.
    pub fn postpone_overwrite(&self, coupling: CouplingId, side: Side) -> Result<(), Problem> {
        self.db
            .prepare_cached("UPDATE overwrite SET sent = 0 WHERE coupling = ?1 AND side = ?2")?
            .execute(params![coupling.0, SideNo(side)])?;
        Ok(())
    }

    /// Stores that a write was answered, or looked up.
    pub fn close_overwrite(&self, coupling: CouplingId, side: Side) -> Result<(), Problem> {
        self.db
            .prepare_cached("DELETE FROM overwrite WHERE coupling = ?1 AND side = ?2")?
            .execute(params![coupling.0, SideNo(side)])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::report::HistoryAction;
    use crate::model::{FieldName, Fields, Value};
    use crate::store::testing::{customer, ids, store};
    use jiff::Timestamp;

    #[test]
    fn a_write_under_way_is_kept_with_all_that_it_takes() {
        let store = store();
        let price = Value::Decimal("12500.0010".parse().unwrap());
        let before = Fields::from_iter([(FieldName::new("creditlimit"), price.clone())]);
        let overwrite = Overwrite {
            coupling: CouplingId(7),
            side: Side::Dv,
            entry: NewHistory {
                job: None,
                time: Timestamp::UNIX_EPOCH,
                mapping: customer(),
                side: Side::Dv,
                ids: ids(1, 2).map(Some),
                label: "Adèle".to_owned(),
                action: HistoryAction::Modify,
                before,
                after: Fields::new(),
                lost: vec![(FieldName::new("creditlimit"), price)],
                reason: "policy".to_owned(),
            },
            sent: true,
        };
        let put = || store.write(|w| w.put_overwrite(&overwrite));
        put().unwrap();
        put().unwrap();
        let open = || store.read().overwrites(&customer()).unwrap();
        assert_eq!(open(), std::slice::from_ref(&overwrite));
        store
            .write(|w| w.postpone_overwrite(CouplingId(7), Side::Dv))
            .unwrap();
        assert!(!open()[0].sent);
        store
            .write(|w| w.close_overwrite(CouplingId(7), Side::Bc))
            .unwrap();
        assert_eq!(open().len(), 1);
        store
            .write(|w| w.close_overwrite(CouplingId(7), Side::Dv))
            .unwrap();
        assert!(open().is_empty());
    }
}
