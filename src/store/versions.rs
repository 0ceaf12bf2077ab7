//! Versions of mappings: what each was, and since when.

use super::columns::{Micros, from_json, to_json};
use super::handle::{Reader, Writer};
use crate::model::reason::Problem;
use crate::model::{MappingName, TableMapping};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

/// How many versions of a mapping are kept.
const KEPT: i64 = 100;

/// A mapping as it once was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingVersion {
    /// Numbers versions in the order in which they were stored.
    pub id: i64,
    /// Since when it was so; nothing if it was so before versions were kept.
    pub since: Option<Timestamp>,
    /// The mapping.
    pub mapping: TableMapping,
}

impl Reader<'_> {
    /// The versions of a mapping, the newest first; the first one is what it is now.
    pub fn mapping_versions(&self, name: &MappingName) -> Result<Vec<MappingVersion>, Problem> {
        let mut list = self.db.prepare_cached(
            "SELECT v.id, v.since, v.definition FROM mapping_version v JOIN mapping m ON m.id = v.mapping
             WHERE m.name = ?1 AND m.removed = 0 ORDER BY v.id DESC",
        )?;
        let rows = list.query_map([name.as_str()], |row| {
            let definition: String = row.get(2)?;
            Ok(MappingVersion {
                id: row.get(0)?,
                since: row.get::<_, Option<Micros>>(1)?.map(|Micros(since)| since),
                mapping: from_json(&definition)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Keeps a mapping that is about to be stored as a version, unless it is the newest one already; what was stored before
    /// versions were kept becomes the first one.
    ///
    /// Call it before [`Writer::put_mapping`] for a mapping that is known, and after it for a new one.
    pub fn keep_version(&self, mapping: &TableMapping, now: Timestamp) -> Result<(), Problem> {
        let id = self.known_mapping(&mapping.name)?;
        let newest: Option<String> = self
            .db
            .prepare_cached(
                "SELECT definition FROM mapping_version WHERE mapping = ?1 ORDER BY id DESC LIMIT 1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let wanted = to_json(mapping)?;
        let mut insert = self.db.prepare_cached(
            "INSERT INTO mapping_version (mapping, since, definition) VALUES (?1, ?2, ?3)",
        )?;
        let mut before = newest;
        if before.is_none() {
            let stored: String = self
                .db
                .prepare_cached("SELECT definition FROM mapping WHERE id = ?1")?
                .query_row([id], |row| row.get(0))?;
            if stored != wanted {
                insert.execute(params![id, None::<i64>, stored])?;
            }
            before = (stored != wanted).then_some(stored);
        }
        // Whether it takes part is no change of what it is.
        let same = match before
            .as_deref()
            .map(from_json::<TableMapping>)
            .transpose()?
        {
            Some(before) => {
                let enabled = mapping.enabled;
                TableMapping { enabled, ..before } == *mapping
            }
            None => false,
        };
        if same {
            return Ok(());
        }
        insert.execute(params![id, Micros(now), wanted])?;
        self.db
            .prepare_cached(
                "DELETE FROM mapping_version WHERE mapping = ?1 AND id NOT IN
                     (SELECT id FROM mapping_version WHERE mapping = ?1 ORDER BY id DESC LIMIT ?2)",
            )?
            .execute(params![id, KEPT])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Direction, TableMapping};
    use crate::store::testing::{customer, store};
    use jiff::Timestamp;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn every_change_is_a_version_and_what_was_there_before_is_the_first() {
        let store = store();
        let first = store.read().mapping(&customer()).unwrap().unwrap();
        let keep = |mapping: &TableMapping, second: i64| {
            store
                .write(|w| {
                    w.keep_version(mapping, at(second))?;
                    w.put_mapping(mapping, 0)
                })
                .unwrap();
        };
        assert!(
            store
                .read()
                .mapping_versions(&customer())
                .unwrap()
                .is_empty()
        );
        let second = TableMapping {
            direction: Direction::ToDataverse,
            ..first.clone()
        };
        keep(&second, 10);
        // The same once more, and merely switched off: no versions.
        keep(&second, 11);
        keep(
            &TableMapping {
                enabled: !second.enabled,
                ..second.clone()
            },
            12,
        );
        keep(&first, 20);
        let versions = store.read().mapping_versions(&customer()).unwrap();
        let told: Vec<_> = versions
            .iter()
            .map(|version| (version.since, version.mapping.direction))
            .collect();
        assert_eq!(
            told,
            [
                (Some(at(20)), first.direction),
                (Some(at(10)), Direction::ToDataverse),
                (None, first.direction),
            ]
        );
        assert_eq!(versions[0].mapping, first);
    }
}
