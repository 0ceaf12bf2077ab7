//! Opening the file: settings of a connection, and what is checked before anything is written.

use super::conditions::holds;
use super::names;
use super::records::Naming;
use super::schema::{self, APPLICATION_ID};
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// How long a statement waits for another connection before it gives up.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 160;

/// Opens the connection that writes; makes the file if there is none.
pub(super) fn writing(path: &Path, patience: Duration) -> Result<Connection, Problem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> Result<Connection, Problem> {
        let mut db = Connection::open_with_flags(path, flags)?;
        db.busy_timeout(patience)?;
        // Before any setting: a file that is not ours must stay as it is.
        schema::check_ours(&db)?;
        prepare(&mut db)?;
        Ok(db)
    };
    open().map_err(|problem| about(problem, path))
}

/// A cache that lives as long as its connection.
pub(super) fn in_memory() -> Result<Connection, Problem> {
    let mut db = Connection::open_in_memory()?;
    prepare(&mut db)?;
    Ok(db)
}

/// Opens a connection that only reads a file which the writing one has made.
pub(super) fn reading(path: &Path) -> Result<Connection, Problem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> Result<Connection, Problem> {
        let db = Connection::open_with_flags(path, flags)?;
        db.busy_timeout(PATIENCE)?;
        schema::check_ours(&db)?;
        if schema::version_of(&db)? < schema::newest_version() {
            return Err(Problem::new(Cause::CacheDamaged).with("reason", "not_migrated"));
        }
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        add_functions(&db)?;
        Ok(db)
    };
    open().map_err(|problem| about(problem, path))
}

fn prepare(db: &mut Connection) -> Result<(), Problem> {
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    add_functions(db)?;
    // Readers must not wait for the writer. The answer is the mode in force, which memory and some network drives refuse.
    db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    // A commit survives a crash of the program; after a power cut the newest ones may be missing, never half a one.
    // `Store::write_durably` is for those that must survive that too.
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "trusted_schema", false)?;
    // In KiB when negative. Memory must not grow with the number of records.
    db.pragma_update(None, "cache_size", -24_576)?;
    // In pages: few and large moves from the log into the file. Most pages are written again and again within a run, and each
    // move waits for the disk.
    db.query_row("PRAGMA wal_autocheckpoint = 16000", [], |_| Ok(()))?;
    db.query_row("PRAGMA journal_size_limit = 67108864", [], |_| Ok(()))?;
    schema::migrate(db)?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    Ok(())
}

/// `label_of` and `key_of` (name, fields, base, side): what a record is called, from its stored parts.
///
/// `holds(text, needle)`: whether a text holds a lower-case one; SQLite's own functions only know the case of ASCII letters.
fn add_functions(db: &Connection) -> Result<(), Problem> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("holds", 2, flags, |values| {
        let text = values.get_raw(0).as_str_or_null()?;
        let needle = values.get_raw(1).as_str()?;
        Ok(text.is_some_and(|text| holds(text, needle)))
    })?;
    db.create_scalar_function("label_of", 4, flags, |values| Ok(named(values)?.label))?;
    db.create_scalar_function("key_of", 4, flags, |values| Ok(named(values)?.key))?;
    Ok(())
}

fn named(values: &Context<'_>) -> rusqlite::Result<Naming> {
    let side = match values.get(3)? {
        0 => Side::Bc,
        _ => Side::Dv,
    };
    let part = |at: usize| values.get_raw(at).as_blob_or_null();
    names::naming(part(0)?, part(1)?, part(2)?, side)
}

/// Says which file it is about.
pub(super) fn about(problem: Problem, path: &Path) -> Problem {
    problem.with("path", &path.display())
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
