//! Couplings and what is remembered of both sides.

use super::fields::Fields;
use super::ids::{CouplingId, Etag, JobId, MappingName};
use super::record::Record;
use super::side::Sides;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What was last seen of one side of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Observation {
    /// Nothing was read yet (a coupling made by hand before its first run).
    Unread,
    /// The record as last read.
    Seen {
        /// Its version mark.
        etag: Option<Etag>,
        /// When its own service says it was last changed.
        modified: Option<Timestamp>,
        /// Who changed it last, if the service says so.
        modified_by: Option<String>,
        /// Its mapped fields and the fields that name it.
        fields: Fields,
    },
    /// The record is gone, or no longer readable.
    Deleted,
    /// The record exists but no longer fits the mapping's filter.
    OutOfFilter,
}

impl Observation {
    /// The fields last read, if the record exists.
    pub fn fields(&self) -> Option<&Fields> {
        match self {
            Self::Seen { fields, .. } => Some(fields),
            Self::Unread | Self::Deleted | Self::OutOfFilter => None,
        }
    }

    /// The version mark last read.
    pub fn etag(&self) -> Option<&Etag> {
        match self {
            Self::Seen { etag, .. } => etag.as_ref(),
            Self::Unread | Self::Deleted | Self::OutOfFilter => None,
        }
    }

    /// When the side's own clock says the record was last changed.
    pub fn modified(&self) -> Option<Timestamp> {
        match self {
            Self::Seen { modified, .. } => *modified,
            Self::Unread | Self::Deleted | Self::OutOfFilter => None,
        }
    }
}

impl From<Record> for Observation {
    fn from(record: Record) -> Self {
        let Record {
            id: _,
            etag,
            modified,
            modified_by,
            fields,
        } = record;
        Self::Seen {
            etag,
            modified,
            modified_by,
            fields,
        }
    }
}

/// Where a pair stands. The engine derives it when it plans; the cache keeps it for lists and counts.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PairState {
    /// Both sides hold what they last agreed on.
    InStep,
    /// There is something to do that no run has done yet.
    Pending,
    /// Both sides changed the same field and a person must decide.
    Conflict,
    /// Skipped for another reason; see the skipped record.
    Skipped,
    /// The last attempt failed; it is tried again.
    Error,
    /// One side was deleted or left its filter.
    Broken,
}

/// A persistent one-to-one link between a Business Central record and a Dataverse row.
///
/// Invariant: a record takes part in at most one coupling of a mapping, on either side; the cache enforces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupling {
    /// Its id in the cache.
    pub id: CouplingId,
    /// The table mapping it belongs to.
    pub mapping: MappingName,
    /// The ids of both records.
    pub ids: Sides<Uuid>,
    /// What was last seen of both.
    pub seen: Sides<Observation>,
    /// What both held when they last agreed, each in its own terms; nothing before the first agreement.
    ///
    /// A side has changed if and only if it differs from its own base (`docs/semantics.md` §4).
    pub base: Option<Sides<Fields>>,
    /// Where the pair stands.
    pub state: PairState,
    /// When both sides last agreed, by this machine's clock.
    pub last_synced: Option<Timestamp>,
    /// The job that last touched the pair.
    pub last_job: Option<JobId>,
}
