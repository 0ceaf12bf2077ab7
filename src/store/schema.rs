//! Versions of the schema, and the step from each to the next.

use super::problem::Meaningless;
use crate::model::reason::{Cause, Problem};
use rusqlite::Connection;
use rusqlite_migration::{Error, M, Migrations};

/// What marks a SQLite file as a cache of this program ("RCRD").
pub(super) const APPLICATION_ID: i32 = 0x5243_5244;

/// Every step from an empty file to the newest version, in order; released steps are never edited.
const STEPS: &[M<'_>] = &[
    M::up(include_str!("schema/v1.sql")),
    M::up(include_str!("schema/v2.sql")),
    M::up(include_str!("schema/v3.sql")),
    M::up(include_str!("schema/v4.sql")),
    M::up(include_str!("schema/v5.sql")),
    M::up(include_str!("schema/v6.sql")),
    M::up(include_str!("schema/v7.sql")),
    M::up(include_str!("schema/v8.sql")),
    M::up(include_str!("schema/v9.sql")),
    M::up(include_str!("schema/v10.sql")),
    M::up(include_str!("schema/v11.sql")),
    M::up(include_str!("schema/v12.sql")),
    M::up(include_str!("schema/v13.sql")),
];

/// The newest schema version that this program knows.
pub(super) fn newest_version() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The schema version of a file; 0 for an empty one.
pub(super) fn version_of(db: &Connection) -> Result<i64, Problem> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings a file to the newest version; each step is one transaction.
pub(super) fn migrate(db: &mut Connection) -> Result<(), Problem> {
    Migrations::from_slice(STEPS)
        .to_latest(db)
        .map_err(|error| match error {
            Error::RusqliteError { err, .. } => err.into(),
            other => Problem::from(super::problem::damaged(Meaningless(other.to_string()))),
        })
}

/// Refuses a file of another program, or one that a newer version of this program has written.
pub(super) fn check_ours(db: &Connection) -> Result<(), Problem> {
    let application: i32 = db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION_ID && (application != 0 || tables > 0) {
        return Err(Problem::new(Cause::CacheDamaged).with("reason", "foreign"));
    }
    let version = version_of(db)?;
    if version > newest_version() {
        let problem = Problem::new(Cause::CacheDamaged).with("reason", "newer");
        return Err(problem
            .with("version", &version)
            .with("supported", &newest_version()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        CouplingId, ErrorId, HistoryId, JobId, JournalId, PairState, Side, SkippedId, Value,
    };
    use crate::store::testing::{customer, id, ids};
    use crate::store::{CouplingFilter, CouplingSort, Slice, Store, StoreReader};
    use pretty_assertions::assert_eq;
    use std::path::Path;

    /// The schema of every released version, and the content that it added.
    const RELEASED: [(&str, &str); 13] = [
        (
            include_str!("schema/v1.sql"),
            include_str!("schema/v1_data.sql"),
        ),
        (
            include_str!("schema/v2.sql"),
            include_str!("schema/v2_data.sql"),
        ),
        (
            include_str!("schema/v3.sql"),
            include_str!("schema/v3_data.sql"),
        ),
        (
            include_str!("schema/v4.sql"),
            include_str!("schema/v4_data.sql"),
        ),
        (
            include_str!("schema/v5.sql"),
            include_str!("schema/v5_data.sql"),
        ),
        (
            include_str!("schema/v6.sql"),
            include_str!("schema/v6_data.sql"),
        ),
        (
            include_str!("schema/v7.sql"),
            include_str!("schema/v7_data.sql"),
        ),
        (
            include_str!("schema/v8.sql"),
            include_str!("schema/v8_data.sql"),
        ),
        (
            include_str!("schema/v9.sql"),
            include_str!("schema/v9_data.sql"),
        ),
        (
            include_str!("schema/v10.sql"),
            include_str!("schema/v10_data.sql"),
        ),
        (
            include_str!("schema/v11.sql"),
            include_str!("schema/v11_data.sql"),
        ),
        (
            include_str!("schema/v12.sql"),
            include_str!("schema/v12_data.sql"),
        ),
        (
            include_str!("schema/v13.sql"),
            include_str!("schema/v13_data.sql"),
        ),
    ];

    /// Makes a file as that version left it.
    fn make_old(path: &Path, version: usize) {
        let db = Connection::open(path).unwrap();
        for (schema, content) in &RELEASED[..version] {
            db.execute_batch(schema).unwrap();
            db.execute_batch(content).unwrap();
        }
        db.pragma_update(None, "user_version", i64::try_from(version).unwrap())
            .unwrap();
        db.pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
    }

    #[test]
    fn the_steps_are_valid() {
        Migrations::from_slice(STEPS).validate().unwrap();
        assert_eq!(
            RELEASED.len(),
            STEPS.len(),
            "a new version needs an example of its content"
        );
    }

    #[test]
    fn a_cache_of_every_released_version_opens_with_everything_in_it() {
        for version in 1..=RELEASED.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("cache.db");
            make_old(&path, version);
            let store = Store::open(&path).unwrap();
            let read = store.read();
            assert_eq!(version_of(store.db()), Ok(newest_version()));
            assert_eq!(read.check(), Ok(Vec::new()));

            let pair = read.coupling(CouplingId(1)).unwrap().unwrap();
            assert_eq!((pair.ids, pair.state), (ids(1, 1001), PairState::Conflict));
            let limit = pair.seen.bc.fields().unwrap().value("creditLimit").clone();
            assert_eq!(limit, Value::Decimal("12500.00".parse().unwrap()));
            let base = pair.base.unwrap();
            assert_eq!(&base.bc, pair.seen.bc.fields().unwrap());
            assert_eq!(base.dv.value("name"), &Value::text("Adatum"));

            let mapping = read.mapping(&customer()).unwrap().unwrap();
            assert_eq!(mapping.on_create.dv.len(), 1);
            assert!(read.watermark(&customer(), Side::Bc).unwrap().is_some());
            assert_eq!(
                read.cursor(&customer(), Side::Dv)
                    .unwrap()
                    .unwrap()
                    .generation,
                3
            );
            assert_eq!(
                read.uncoupled(&customer(), Side::Bc, None, 9)
                    .unwrap()
                    .len(),
                1
            );
            assert_eq!(read.job(JobId(1)).unwrap().unwrap().counters.conflicts, 1);
            let journal = read.journal_open(None).unwrap();
            assert_eq!(journal[0].id, JournalId(1));
            if version >= 11 {
                assert_eq!(journal[1].id, JournalId(2 << 16));
                assert_eq!((journal[1].record, journal[1].source), (id(11), id(3)));
                assert_eq!(journal[1].made_from, Some(journal[1].fields.clone()));
            }
            assert_eq!(read.error(ErrorId(1)).unwrap().unwrap().attempts, 2);
            assert_eq!(
                read.skipped(SkippedId(1))
                    .unwrap()
                    .unwrap()
                    .open_fields
                    .len(),
                1
            );
            assert_eq!(
                read.draft(SkippedId(1)).unwrap().as_deref(),
                Some("{\"half\":\"done\"}")
            );
            let written = read.history(HistoryId(1)).unwrap().unwrap();
            assert_eq!(written.lost[0].1, Value::text("Adatum Corp"));
            assert_eq!(read.company_contact("CT1"), Ok(Some(id(1))));
            assert_eq!(read.connections().unwrap().len(), 1);
            assert_eq!(read.fact("local_currency").unwrap().as_deref(), Some("EUR"));
            assert_eq!(read.mapping_counts().unwrap()[0].conflict, 1);
            assert_eq!(
                read.list_couplings(
                    &CouplingFilter::default(),
                    CouplingSort::default(),
                    false,
                    Slice::ALL
                )
                .unwrap()
                .len(),
                1
            );
            assert!(read.revision().unwrap() >= 41);
            let parted = read.is_parted(&customer(), Side::Bc, id(2));
            assert_eq!(parted, Ok(version >= 2));
            let overwrites = read.overwrites(&customer()).unwrap();
            let lost: Vec<_> = overwrites.iter().flat_map(|one| &one.entry.lost).collect();
            assert_eq!(lost.len(), usize::from(version >= 4));
            let timeline = read.job_timeline(JobId(1)).unwrap();
            assert_eq!(
                timeline.map(|one| one.requests.dv.get),
                (version >= 9).then_some(2)
            );
            let versions = read.mapping_versions(&customer()).unwrap();
            assert_eq!(versions.len(), usize::from(version >= 9));
            assert_eq!(
                overwrites.iter().all(|one| one.sent),
                version < 5,
                "what was noted before is taken as sent"
            );
            let guarded = overwrites.iter().filter(|one| one.guard.is_some());
            assert_eq!(guarded.count(), usize::from(version >= 12));
            let newcomers = read.newcomers(&customer(), Side::Bc).unwrap();
            assert_eq!(newcomers.len(), usize::from(version >= 13));
        }
    }

    #[test]
    fn an_older_cache_is_restored_from_a_backup_too() {
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("backup.db");
        make_old(&old, 1);
        let mut store = Store::open(&folder.path().join("cache.db")).unwrap();
        store.restore(&old).unwrap();
        assert_eq!(version_of(store.db()), Ok(newest_version()));
        assert!(store.read().coupling(CouplingId(1)).unwrap().is_some());
    }

    #[test]
    fn a_reader_waits_for_the_writer_to_bring_the_file_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache.db");
        let db = Connection::open(&path).unwrap();
        db.pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        drop(db);
        let problem = StoreReader::open(&path).unwrap_err();
        assert_eq!(
            (problem.cause, problem.params["reason"].as_str()),
            (Cause::CacheDamaged, "not_migrated")
        );
    }
}
