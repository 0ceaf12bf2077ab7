use super::*;
use crate::model::Side;
use crate::store::testing::{CUSTOMER, customer, id, ids, mapping, seen};
use crate::store::{CouplingFilter, CouplingSort, Observed, Store, StoreReader};
use pretty_assertions::assert_eq;
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder of its own, and where the cache is in it.
fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.db");
    (folder, path)
}

fn filled(path: &Path) -> Store {
    let store = Store::open(path).unwrap();
    store
        .write(|w| {
            w.put_mapping(&mapping(CUSTOMER), 0)?;
            w.settled_pair(1, "Adatum")
        })
        .unwrap();
    store
}

fn reason(problem: &Problem) -> Option<&str> {
    problem.params.get("reason").map(String::as_str)
}

#[test]
fn what_was_written_is_there_after_opening_again() {
    let (_folder, path) = place();
    drop(filled(&path));
    let store = Store::open(&path).unwrap();
    let pair = store
        .read()
        .coupling_of(&customer(), Side::Bc, id(1))
        .unwrap();
    assert_eq!(pair.unwrap().seen.bc, seen(1, "Adatum", 1));
    assert_eq!(store.read().check(), Ok(Vec::new()));
}

#[test]
fn the_file_is_marked_and_in_the_mode_that_readers_need() {
    let (_folder, path) = place();
    let store = filled(&path);
    let pragma = |name: &str| -> String {
        let sql = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
        store.db().query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(pragma("application_id"), APPLICATION_ID.to_string());
    assert_eq!(pragma("journal_mode"), "wal");
    assert_eq!(pragma("foreign_keys"), "1");
    assert_eq!(pragma("synchronous"), "1");
    store.write_durably(|w| w.set_fact("a", Some("b"))).unwrap();
    assert_eq!(pragma("synchronous"), "1", "back to normal");
}

#[test]
fn a_crash_in_the_middle_of_a_transaction_leaves_what_was_before() {
    let (_folder, path) = place();
    let store = filled(&path);
    // A crash runs no destructor; the file lock of a dead process is gone, which here takes closing the connection.
    store
        .db()
        .execute_batch("BEGIN IMMEDIATE; DELETE FROM coupling; DELETE FROM record")
        .unwrap();
    drop(store);
    let store = Store::open(&path).unwrap();
    assert!(
        store
            .read()
            .coupling_of(&customer(), Side::Bc, id(1))
            .unwrap()
            .is_some()
    );
    assert_eq!(store.read().check(), Ok(Vec::new()));
}

#[test]
fn a_copy_of_the_files_of_a_running_program_opens_with_what_was_committed() {
    // What a killed process leaves behind: the file and its log, as they are at that moment.
    let (_folder, path) = place();
    let store = filled(&path);
    store
        .db()
        .execute_batch("BEGIN IMMEDIATE; UPDATE coupling SET bc_name = x'0068616c66'")
        .unwrap();
    let (_other, copy) = place();
    for ending in ["", "-wal"] {
        let name = |path: &Path| PathBuf::from(format!("{}{ending}", path.display()));
        std::fs::copy(name(&path), name(&copy)).unwrap();
    }
    let revived = Store::open(&copy).unwrap();
    assert_eq!(
        revived
            .read()
            .label_of(&customer(), Side::Bc, id(1))
            .unwrap()
            .as_deref(),
        Some("C1 Adatum")
    );
    assert_eq!(revived.read().check(), Ok(Vec::new()));
}

#[test]
fn a_failed_transaction_is_undone_as_a_whole() {
    let (_folder, path) = place();
    let store = filled(&path);
    let before = store.read().revision().unwrap();
    let failed: Result<(), _> = store.write(|w| {
        w.see_record(Side::Bc, 2, "Fabrikam", 1)?;
        w.couple(&customer(), ids(2, 3))?;
        Err(Problem::new(Cause::Cancelled))
    });
    assert_eq!(failed.unwrap_err().cause, Cause::Cancelled);
    assert_eq!(store.read().count_uncoupled(&customer(), Side::Bc), Ok(0));
    assert_eq!(store.read().revision(), Ok(before));
    // The connection is as good as new.
    assert_eq!(
        store.write(|w| w.see_record(Side::Bc, 2, "Fabrikam", 1)),
        Ok(Observed::New)
    );
    assert_eq!(store.read().revision(), Ok(before + 1));
}

#[test]
fn a_panic_in_a_transaction_undoes_it() {
    let (_folder, path) = place();
    let store = filled(&path);
    let work = std::panic::AssertUnwindSafe(|| {
        store.write(|w| -> Result<(), Problem> {
            w.see_record(Side::Bc, 2, "Fabrikam", 1)?;
            panic!("on purpose");
        })
    });
    assert!(std::panic::catch_unwind(work).is_err());
    assert_eq!(store.read().count_uncoupled(&customer(), Side::Bc), Ok(0));
    assert!(store.write(|w| w.set_fact("a", None)).is_ok());
}

#[test]
fn transactions_cannot_be_nested() {
    let (_folder, path) = place();
    let store = filled(&path);
    let nested = store.write(|_| store.write(|w| w.set_fact("a", Some("b"))));
    assert_eq!(reason(&nested.unwrap_err()), Some("nested"));
}

#[test]
fn a_second_writer_is_told_that_the_cache_is_in_use_and_breaks_nothing() {
    let (_folder, path) = place();
    let store = filled(&path);
    let second = Store::open_patiently(&path, Duration::ZERO).unwrap();
    let refused = store.write(|w| {
        w.see_record(Side::Bc, 2, "Fabrikam", 1)?;
        Ok(second.write(|w| w.see_record(Side::Bc, 3, "Litware", 1)))
    });
    assert_eq!(refused.unwrap().unwrap_err().cause, Cause::CacheLocked);
    assert_eq!(
        second.write(|w| w.see_record(Side::Bc, 3, "Litware", 1)),
        Ok(Observed::New)
    );
    assert_eq!(store.read().count_uncoupled(&customer(), Side::Bc), Ok(2));
}

#[test]
fn a_reader_sees_what_is_committed_and_never_waits() {
    let (_folder, path) = place();
    let store = filled(&path);
    let reader = StoreReader::open(&path).unwrap();
    let before = reader.read().revision().unwrap();
    store
        .write(|w| {
            w.see_record(Side::Bc, 2, "Fabrikam", 1)?;
            assert_eq!(reader.read().count_uncoupled(&customer(), Side::Bc), Ok(0));
            assert_eq!(w.count_uncoupled(&customer(), Side::Bc), Ok(1));
            Ok(())
        })
        .unwrap();
    assert_eq!(reader.read().count_uncoupled(&customer(), Side::Bc), Ok(1));
    assert_eq!(reader.read().revision(), Ok(before + 1));
}

#[test]
fn a_snapshot_does_not_move_under_its_reader() {
    let (_folder, path) = place();
    let store = filled(&path);
    let reader = StoreReader::open(&path).unwrap();
    reader
        .snapshot(|r| {
            let before = r.revision()?;
            store.write(|w| w.see_record(Side::Bc, 2, "Fabrikam", 1))?;
            assert_eq!(r.revision()?, before);
            assert_eq!(r.count_uncoupled(&customer(), Side::Bc)?, 0);
            Ok(())
        })
        .unwrap();
    assert_eq!(reader.read().count_uncoupled(&customer(), Side::Bc), Ok(1));
}

#[test]
fn a_reader_cannot_write_and_needs_a_file() {
    let (_folder, path) = place();
    assert_eq!(
        StoreReader::open(&path).unwrap_err().cause,
        Cause::FileProblem
    );
    let _store = filled(&path);
    let reader = reading(&path).unwrap();
    let refused = reader.execute("DELETE FROM record", []);
    assert_eq!(
        Problem::from(refused.unwrap_err()).cause,
        Cause::FileProblem
    );
}

#[test]
fn a_file_of_something_else_is_refused_and_left_alone() {
    let (_folder, path) = place();
    let letter = "Dear customer, ".repeat(1000);
    std::fs::write(&path, &letter).unwrap();
    let problem = Store::open(&path).unwrap_err();
    assert_eq!(problem.cause, Cause::CacheDamaged);
    assert_eq!(
        problem.params.get("path"),
        Some(&path.display().to_string())
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), letter);
}

#[test]
fn a_database_of_another_program_is_refused_and_left_alone() {
    let (_folder, path) = place();
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE bookmark (url TEXT)")
        .unwrap();
    drop(other);
    let before = std::fs::read(&path).unwrap();
    let problem = Store::open(&path).unwrap_err();
    assert_eq!(
        (problem.cause, reason(&problem)),
        (Cause::CacheDamaged, Some("foreign"))
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_newer_cache_is_refused_and_left_alone() {
    let (_folder, path) = place();
    let store = filled(&path);
    store.db().pragma_update(None, "user_version", 99).unwrap();
    drop(store);
    let before = std::fs::read(&path).unwrap();
    for problem in [
        Store::open(&path).unwrap_err(),
        StoreReader::open(&path).unwrap_err(),
    ] {
        assert_eq!(
            (problem.cause, reason(&problem)),
            (Cause::CacheDamaged, Some("newer"))
        );
        assert_eq!(
            problem.params.get("version").map(String::as_str),
            Some("99")
        );
        assert_eq!(
            problem.params["supported"],
            schema::newest_version().to_string()
        );
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn damage_inside_the_file_is_a_problem_and_never_a_panic() {
    let (_folder, path) = place();
    let store = filled(&path);
    for number in 2..600 {
        store.write(|w| w.settled_pair(number, "Fabrikam")).unwrap();
    }
    drop(store);
    let whole = std::fs::read(&path).unwrap();
    let pages = whole.len() / 4096;
    let mut refused = 0;
    // Everything but the first page, of which the header would be refused at once.
    for page in 1..pages {
        let mut broken = whole.clone();
        broken[page * 4096..(page + 1) * 4096].fill(0xA5);
        std::fs::write(&path, &broken).unwrap();
        let read = Store::open(&path).and_then(|store| {
            store.read().couplings_after(&customer(), None, 1000)?;
            store.read().list_couplings(
                &CouplingFilter::default(),
                CouplingSort::default(),
                false,
                crate::store::Slice::ALL,
            )?;
            match store.read().check()?.first() {
                Some(finding) => Err(Problem::new(Cause::CacheDamaged).saying(finding)),
                None => Ok(()),
            }
        });
        if let Err(problem) = read {
            assert_eq!(problem.cause, Cause::CacheDamaged, "page {page}: {problem}");
            refused += 1;
        }
    }
    assert_eq!(refused, pages - 1, "every damage is found by the check");
}

#[test]
fn a_truncated_file_is_damaged() {
    let (_folder, path) = place();
    let store = filled(&path);
    for number in 2..200 {
        store.write(|w| w.settled_pair(number, "Fabrikam")).unwrap();
    }
    drop(store);
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let problem = Store::open(&path)
        .and_then(|store| store.read().couplings_after(&customer(), None, 1000))
        .unwrap_err();
    assert_eq!(problem.cause, Cause::CacheDamaged);
}

#[test]
fn a_full_disk_loses_nothing_that_was_there() {
    let (_folder, path) = place();
    let store = filled(&path);
    let pages: i64 = store
        .db()
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    let limit = |pages: i64| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        store.db().query_row(&sql, [], |_| Ok(())).unwrap();
    };
    limit(pages + 2);
    let full = store.write(|w| {
        for number in 100..2000 {
            w.see_record(Side::Bc, number, "A name that takes room", 1)?;
        }
        Ok(())
    });
    assert_eq!(full.unwrap_err().cause, Cause::DiskFull);
    assert_eq!(
        store.read().count_uncoupled(&customer(), Side::Bc),
        Ok(0),
        "the page as a whole is not there"
    );
    assert!(
        store
            .read()
            .coupling_of(&customer(), Side::Bc, id(1))
            .unwrap()
            .is_some()
    );
    assert_eq!(store.read().check(), Ok(Vec::new()));
    // With room again it goes on by itself.
    limit(1_000_000);
    assert_eq!(
        store.write(|w| w.see_record(Side::Bc, 100, "x", 1)),
        Ok(Observed::New)
    );
}

#[test]
fn a_folder_that_is_not_there_is_a_file_problem() {
    let (folder, _) = place();
    let problem = Store::open(&folder.path().join("missing").join("cache.db")).unwrap_err();
    assert_eq!(problem.cause, Cause::FileProblem);
}

#[test]
fn an_empty_file_becomes_a_cache() {
    let (_folder, path) = place();
    std::fs::write(&path, "").unwrap();
    drop(filled(&path));
    assert!(StoreReader::open(&path).is_ok());
}

#[test]
fn a_folder_in_the_place_of_the_file_is_a_file_problem() {
    let (_folder, path) = place();
    std::fs::create_dir(&path).unwrap();
    assert_eq!(Store::open(&path).unwrap_err().cause, Cause::FileProblem);
}
