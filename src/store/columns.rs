//! How values are written in columns: ids as 16 bytes, times as microseconds, words and numbers of enums.

use super::problem::{Meaningless, damaged};
use crate::model::{Direction, PairState, Side};
use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::str::FromStr;
use uuid::Uuid;

/// A record id as 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(pub(super) Uuid);

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.as_bytes())))
    }
}

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Uuid::from_slice(value.as_blob()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

/// A moment as microseconds since 1970, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Micros(pub(super) Timestamp);

impl ToSql for Micros {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_microsecond().into())
    }
}

impl FromSql for Micros {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Timestamp::from_microsecond(value.as_i64()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

/// A side as 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SideNo(pub(super) Side);

impl ToSql for SideNo {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let number: i64 = match self.0 {
            Side::Bc => 0,
            Side::Dv => 1,
        };
        Ok(number.into())
    }
}

impl FromSql for SideNo {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_i64()? {
            0 => Ok(Self(Side::Bc)),
            1 => Ok(Self(Side::Dv)),
            other => Err(FromSqlError::OutOfRange(other)),
        }
    }
}

/// The state of a pair as a number from 0 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StateNo(pub(super) PairState);

impl StateNo {
    pub(super) fn number(self) -> i64 {
        match self.0 {
            PairState::InStep => 0,
            PairState::Pending => 1,
            PairState::Conflict => 2,
            PairState::Skipped => 3,
            PairState::Error => 4,
            PairState::Broken => 5,
        }
    }
}

impl ToSql for StateNo {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.number().into())
    }
}

impl FromSql for StateNo {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let state = match value.as_i64()? {
            0 => PairState::InStep,
            1 => PairState::Pending,
            2 => PairState::Conflict,
            3 => PairState::Skipped,
            4 => PairState::Error,
            5 => PairState::Broken,
            other => return Err(FromSqlError::OutOfRange(other)),
        };
        Ok(Self(state))
    }
}

/// A direction as its word in files and JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DirectionWord(pub(super) Direction);

impl ToSql for DirectionWord {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let word = match self.0 {
            Direction::Both => "both",
            Direction::ToDataverse => "to_dataverse",
            Direction::ToBusinessCentral => "to_business_central",
        };
        Ok(word.into())
    }
}

impl FromSql for DirectionWord {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "both" => Ok(Self(Direction::Both)),
            "to_dataverse" => Ok(Self(Direction::ToDataverse)),
            "to_business_central" => Ok(Self(Direction::ToBusinessCentral)),
            other => Err(FromSqlError::other(Meaningless(other.to_owned()))),
        }
    }
}

/// A member of an enum that has stable words, as its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<T>(pub(super) T);

impl<T: Copy + Into<&'static str>> ToSql for Word<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let word: &'static str = self.0.into();
        Ok(word.into())
    }
}

impl<T: FromStr> FromSql for Word<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let word = value.as_str()?;
        T::from_str(word)
            .map(Self)
            .ok()
            .ok_or_else(|| FromSqlError::other(Meaningless(word.to_owned())))
    }
}

/// Reads a value from JSON text of a column.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(damaged)
}

/// Writes a value as JSON text for a column.
pub(super) fn to_json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// A count that SQLite keeps as a signed number.
pub(super) fn to_count(number: i64) -> rusqlite::Result<u64> {
    u64::try_from(number)
        .ok()
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(0, number))
}

/// A limit or count in SQLite's signed numbers; what does not fit means "all".
pub(super) fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
