//! Versions of the schema, and the step from each to the next.

use super::problem::Meaningless;
use crate::model::reason::{Cause, Problem};
use rusqlite::Connection;
use rusqlite_migration::{Error, M, Migrations};

/// What marks a SQLite file as a cache of this program ("RCRD").
pub(super) const APPLICATION_ID: i32 = 0x5243_5244;

/// Every step from an empty file to the newest version, in order; released steps are never edited.
const STEPS: &[M<'_>] = &[M::up(include_str!("schema/v1.sql"))];

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

    #[test]
    fn the_steps_are_valid() {
        Migrations::from_slice(STEPS).validate().unwrap();
    }
}
