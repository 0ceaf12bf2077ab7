//! One file per group of verbs: its arguments, and what it does with them.

mod alone;
pub mod backup;
pub mod connect;
pub mod couple;
pub mod couplings;
pub mod described;
pub mod diagnostics;
pub mod doctor;
pub mod errors;
pub mod folder;
pub mod full;
pub mod history;
pub mod jobs;
pub mod mappings;
mod reading;
pub mod sandbox;
pub mod schedule;
pub mod schema;
pub mod signing_in;
pub mod skipped;
pub mod status;
pub mod sync;

use crate::i18n::Texts;
use crate::model::{Side, Value};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

/// A moment as people read it in lists, in this machine's time zone.
fn moment(texts: Texts, at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, |at| {
        texts.moment(at, Timestamp::now(), &TimeZone::system())
    })
}

/// An id as people and scripts read it, or nothing.
fn id(id: Option<Uuid>) -> String {
    id.map_or_else(String::new, |id| id.hyphenated().to_string())
}

/// A value as people read it in lists.
fn value(texts: Texts, value: &Value) -> String {
    if value.is_empty() {
        texts.t("value-empty").into_owned()
    } else {
        value.to_plain()
    }
}

/// A JSON value without quotes around text.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A record named on the command line: `bc:ID` or `dv:ID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedRecord {
    /// The side.
    pub side: Side,
    /// The id.
    pub id: Uuid,
}

impl std::str::FromStr for NamedRecord {
    type Err = NotARecord;

    fn from_str(text: &str) -> Result<Self, NotARecord> {
        let (side, id) = text.split_once(':').ok_or(NotARecord)?;
        Ok(Self {
            side: side.parse().map_err(|_unknown| NotARecord)?,
            id: id.parse().map_err(|_no_guid| NotARecord)?,
        })
    }
}

/// A text that names no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a record is named `bc:ID` or `dv:ID`")]
pub struct NotARecord;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_named_by_side_and_id() {
        let named: NamedRecord = "dv:6F9619FF-8B86-D011-B42D-00C04FC964FF".parse().unwrap();
        assert_eq!(named.side, Side::Dv);
        assert_eq!(id(Some(named.id)), "6f9619ff-8b86-d011-b42d-00c04fc964ff");
        for wrong in ["", "bc", "bc:1", "xx:6F9619FF-8B86-D011-B42D-00C04FC964FF"] {
            assert_eq!(wrong.parse::<NamedRecord>(), Err(NotARecord), "{wrong}");
        }
    }
}
