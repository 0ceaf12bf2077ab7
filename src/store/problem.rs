//! SQLite's errors as problems: the one place where they are told apart.

use crate::model::reason::{Cause, Problem};
use rusqlite::ErrorCode;
use rusqlite::types::Type;

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(cause_of(&error)).saying(error.to_string())
    }
}

fn cause_of(error: &rusqlite::Error) -> Cause {
    use rusqlite::Error as E;
    match error {
        E::SqliteFailure(failure, _) => cause_of_code(failure.code),
        // What is stored has a form that this program never writes.
        E::FromSqlConversionFailure(..)
        | E::IntegralValueOutOfRange(..)
        | E::InvalidColumnType(..)
        | E::Utf8Error(..) => Cause::CacheDamaged,
        E::InvalidPath(_) | E::NulError(_) => Cause::FileProblem,
        _ => Cause::Unknown,
    }
}

fn cause_of_code(code: ErrorCode) -> Cause {
    match code {
        ErrorCode::DiskFull => Cause::DiskFull,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Cause::CacheDamaged,
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::FileLockingProtocolFailed => Cause::CacheLocked,
        ErrorCode::CannotOpen
        | ErrorCode::PermissionDenied
        | ErrorCode::ReadOnly
        | ErrorCode::SystemIoFailure
        | ErrorCode::NoLargeFileSupport => Cause::FileProblem,
        _ => Cause::Unknown,
    }
}

/// A stored value that cannot be understood, in the form in which row readers report it.
pub(super) fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}

/// A stored number or word that stands for nothing known.
#[derive(Debug, thiserror::Error)]
#[error("the cache holds `{0}` where that has no meaning")]
pub(super) struct Meaningless(pub(super) String);

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    fn problem(code: i32) -> Cause {
        Problem::from(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)).cause
    }

    #[test]
    fn failures_of_the_machine_are_told_apart() {
        assert_eq!(problem(ffi::SQLITE_FULL), Cause::DiskFull);
        assert_eq!(problem(ffi::SQLITE_CORRUPT), Cause::CacheDamaged);
        assert_eq!(problem(ffi::SQLITE_NOTADB), Cause::CacheDamaged);
        assert_eq!(problem(ffi::SQLITE_BUSY), Cause::CacheLocked);
        assert_eq!(problem(ffi::SQLITE_READONLY), Cause::FileProblem);
        assert_eq!(problem(ffi::SQLITE_CANTOPEN), Cause::FileProblem);
        assert_eq!(problem(ffi::SQLITE_IOERR), Cause::FileProblem);
        assert_eq!(problem(ffi::SQLITE_CONSTRAINT), Cause::Unknown);
    }

    #[test]
    fn what_sqlite_said_is_kept() {
        let said = Problem::from(rusqlite::Error::InvalidQuery).raw;
        assert_eq!(said.as_deref(), Some("Query is not read-only"));
    }
}
