//! Writes under way that take a value from somebody: written down before they are sent, so that what was lost is known even
//! if their answer is not.

use super::columns::{SideNo, from_json, to_json};
use super::handle::{Reader, Writer};
use super::history::NewHistory;
use crate::model::reason::Problem;
use crate::model::report::HistoryAction;
use crate::model::{CouplingId, Etag, MappingName, Side};
use rusqlite::{OptionalExtension as _, params};

/// A write whose answer is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overwrite {
    /// The pair.
    pub coupling: CouplingId,
    /// The side that is written.
    pub side: Side,
    /// The history entry that it is, should it have been done.
    pub entry: NewHistory,
    /// The version of the record that it was planned from: as long as the record has it, a write without an answer may still
    /// arrive.
    pub guard: Option<Etag>,
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
            "SELECT coupling, side, entry, guard, sent FROM overwrite WHERE mapping = ?1 ORDER BY coupling, side",
        )?;
        let rows = list.query_map([mapping], |row| {
            let SideNo(side) = row.get(1)?;
            Ok(Overwrite {
                coupling: CouplingId(row.get(0)?),
                side,
                entry: from_json(row.get_ref(2)?.as_str()?)?,
                guard: row.get::<_, Option<String>>(3)?.map(Etag),
                sent: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Writes down a write that is about to be sent; one of the same side of the same pair takes the place of an earlier one.
    /// Where that one may still arrive, for it got no answer and was guarded by the same version, the entry says what either
    /// takes.
    ///
    /// Use [`super::Store::write_durably`], and send only after it has returned.
    pub fn put_overwrite(&self, overwrite: &Overwrite) -> Result<(), Problem> {
        let Overwrite {
            coupling,
            side,
            entry,
            guard,
            sent,
        } = overwrite;
        let mapping = self.known_mapping(&entry.mapping)?;
        let mut earlier = self.db.prepare_cached(
            "SELECT entry FROM overwrite WHERE coupling = ?1 AND side = ?2 AND sent = 1 AND guard = ?3",
        )?;
        let guard = guard.as_ref().map(|guard| guard.0.as_str());
        let under_way = earlier
            .query_row(params![coupling.0, SideNo(*side), guard], |row| {
                from_json::<NewHistory>(row.get_ref(0)?.as_str()?)
            })
            .optional()?;
        let is_earlier = under_way.is_some();
        let entry = under_way.map_or_else(|| entry.clone(), |earlier| either(earlier, entry));
        self.db
            .prepare_cached(
                "INSERT INTO overwrite (coupling, side, mapping, entry, guard, sent, earlier) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT DO UPDATE SET entry = excluded.entry, guard = excluded.guard, sent = excluded.sent,
                     earlier = excluded.earlier",
            )?
            .execute(params![
                coupling.0,
                SideNo(*side),
                mapping,
                to_json(&entry)?,
                guard,
                *sent || is_earlier,
                is_earlier
            ])?;
        Ok(())
    }

    /// Stores that a write was certainly not done; it is still to come, unless an earlier one may still arrive.
    pub fn postpone_overwrite(&self, coupling: CouplingId, side: Side) -> Result<(), Problem> {
        self.db
            .prepare_cached(
                "UPDATE overwrite SET sent = earlier, earlier = 0 WHERE coupling = ?1 AND side = ?2",
            )?
            .execute(params![coupling.0, SideNo(side)])?;
        Ok(())
    }

    /// Stores that nothing that was sent of it was done, or can be any more; it is still to come.
    pub fn take_back_overwrite(&self, coupling: CouplingId, side: Side) -> Result<(), Problem> {
        self.db
            .prepare_cached(
                "UPDATE overwrite SET sent = 0, earlier = 0 WHERE coupling = ?1 AND side = ?2",
            )?
            .execute(params![coupling.0, SideNo(side)])?;
        Ok(())
    }

    /// Stores that a write was certainly not done and is not to come either; an earlier one may still arrive.
    pub fn forget_overwrite(&self, coupling: CouplingId, side: Side) -> Result<(), Problem> {
        self.postpone_overwrite(coupling, side)?;
        self.db
            .prepare_cached("DELETE FROM overwrite WHERE coupling = ?1 AND side = ?2 AND sent = 0")?
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

/// What one of two writes takes that were planned from the same version of a record. Where they write different values, the
/// earlier one is told: of both it is the one that may have been done without anybody knowing.
fn either(mut earlier: NewHistory, later: &NewHistory) -> NewHistory {
    for (known, more) in [
        (&mut earlier.before, &later.before),
        (&mut earlier.after, &later.after),
    ] {
        for (name, value) in more.iter() {
            if known.get(name.as_str()).is_none() {
                known.set(name.clone(), value.clone());
            }
        }
    }
    if earlier.action == HistoryAction::Delete {
        earlier.action = later.action;
    }
    earlier.time = later.time;
    for lost in &later.lost {
        if !earlier.lost.contains(lost) {
            earlier.lost.push(lost.clone());
        }
    }
    earlier
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FieldName, Fields, Value};
    use crate::store::testing::{customer, ids, store};
    use jiff::Timestamp;

    /// A write that takes what a field holds.
    fn taking(name: &str, value: &Value, guard: Option<&str>) -> Overwrite {
        let before = Fields::from_iter([(FieldName::new(name), value.clone())]);
        Overwrite {
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
                lost: vec![(FieldName::new(name), value.clone())],
                reason: "policy".to_owned(),
            },
            guard: guard.map(|guard| Etag(guard.to_owned())),
            sent: true,
        }
    }

    #[test]
    fn what_may_still_arrive_is_kept_beside_what_is_sent_after_it() {
        let store = store();
        let (city, name) = (Value::text("Lyon"), Value::text("Dupont"));
        let put = |one: Overwrite| store.write(|w| w.put_overwrite(&one)).unwrap();
        let postpone = || {
            let done = store.write(|w| w.postpone_overwrite(CouplingId(7), Side::Dv));
            done.unwrap();
        };
        let open = || store.read().overwrites(&customer()).unwrap().remove(0);
        put(taking("city", &city, Some("1")));
        put(taking("name", &name, Some("1")));
        postpone();
        let kept = open();
        assert!(kept.sent, "the first one may arrive");
        assert_eq!(kept.entry.before.value("city"), &city);
        assert_eq!(kept.entry.lost.len(), 2);
        postpone();
        assert!(!open().sent, "nothing is under way any more");
        put(taking("city", &city, Some("1")));
        put(taking("name", &name, Some("2")));
        assert_eq!(open().entry.lost.len(), 1, "the first one is refused");
        postpone();
        assert!(!open().sent);
    }

    #[test]
    fn a_write_under_way_is_kept_with_all_that_it_takes() {
        let store = store();
        let price = Value::Decimal("12500.0010".parse().unwrap());
        let overwrite = taking("creditlimit", &price, None);
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
