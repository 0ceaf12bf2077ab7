//! What a run leaves behind: jobs with counters, errors, skipped records, history.

use super::fields::Fields;
use super::ids::{CouplingId, ErrorId, FieldName, HistoryId, JobId, MappingName, SkippedId};
use super::mapping::Direction;
use super::reason::Problem;
use super::side::{Side, Sides};
use super::value::Value;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What one job did, in records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Records created on the destination.
    pub inserted: u64,
    /// Records changed on the destination.
    pub modified: u64,
    /// Records deleted on the destination.
    pub deleted: u64,
    /// Records read that needed no write.
    pub unchanged: u64,
    /// Records left alone since they are skipped records.
    pub skipped: u64,
    /// Records that failed.
    pub failed: u64,
    /// Pairs found in conflict.
    pub conflicts: u64,
    /// Couplings made.
    pub coupled: u64,
    /// Couplings removed.
    pub uncoupled: u64,
    /// Fields merged from both sides without a conflict.
    pub merged_fields: u64,
}

impl Counters {
    /// Adds another job's counts.
    pub fn add(&mut self, other: &Self) {
        let Self {
            inserted,
            modified,
            deleted,
            unchanged,
            skipped,
            failed,
            conflicts,
            coupled,
            uncoupled,
            merged_fields,
        } = other;
        self.inserted += inserted;
        self.modified += modified;
        self.deleted += deleted;
        self.unchanged += unchanged;
        self.skipped += skipped;
        self.failed += failed;
        self.conflicts += conflicts;
        self.coupled += coupled;
        self.uncoupled += uncoupled;
        self.merged_fields += merged_fields;
    }

    /// Whether anything was written, coupled, uncoupled or failed.
    pub fn is_quiet(&self) -> bool {
        let Self {
            inserted,
            modified,
            deleted,
            failed,
            conflicts,
            coupled,
            uncoupled,
            ..
        } = self;
        inserted + modified + deleted + failed + conflicts + coupled + uncoupled == 0
    }
}

/// One run of one mapping in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// The mapping.
    pub mapping: MappingName,
    /// The direction, always one-way.
    pub direction: Direction,
    /// What kind of work it was.
    pub kind: JobKind,
    /// What it did.
    #[serde(flatten)]
    pub counters: Counters,
    /// When it started, by this machine's clock.
    pub started: Timestamp,
    /// When it ended; nothing while it runs or if it was cut off.
    pub finished: Option<Timestamp>,
    /// What ended it early, if something did.
    pub problem: Option<Problem>,
}

/// What kind of work a job was.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum JobKind {
    /// A synchronisation.
    Synchronization,
    /// Coupling, by match or by hand.
    Coupling,
    /// Uncoupling.
    Uncoupling,
    /// A person's decision was applied.
    Resolution,
    /// A revert from the history.
    Revert,
}

/// One end of an error: the record that values came from or went to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorEnd {
    /// The side.
    pub side: Side,
    /// The record, if it exists.
    pub id: Option<Uuid>,
    /// How people call it (key and name).
    pub label: String,
    /// The address that opens it in the browser, if it is known.
    pub url: Option<String>,
}

/// An integration error: one record that could not be synchronised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrationError {
    /// Its id.
    pub id: ErrorId,
    /// The job that first met it.
    pub job: Option<JobId>,
    /// The mapping.
    pub mapping: MappingName,
    /// The direction, always one-way.
    pub direction: Direction,
    /// When it last happened, by this machine's clock.
    pub time: Timestamp,
    /// What happened.
    pub problem: Problem,
    /// Where values came from.
    pub source: ErrorEnd,
    /// Where they were to go.
    pub destination: ErrorEnd,
    /// How often it was tried.
    pub attempts: u32,
    /// Whether it still stands; a later success closes it.
    pub open: bool,
    /// What a person did about it, if a person closed it.
    pub handled: Option<Handled>,
}

/// That a person has taken care of an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    /// When, by this machine's clock.
    pub at: Timestamp,
    /// What the person noted; may be empty.
    pub note: String,
}

/// Why a record is skipped.
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
pub enum SkipReason {
    /// Both sides changed the same field.
    Conflict,
    /// Deleted in Business Central, and no policy says what to do.
    DeletedInBc,
    /// Deleted in Dataverse, and no policy says what to do.
    DeletedInDv,
    /// Failed alike more often than the policy allows.
    RepeatedFailure,
    /// Something it refers to cannot be resolved.
    Blocked,
    /// Its values cannot be written to the other side.
    Invalid,
}

/// A record that takes no part until it is resolved; conflicts among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedRecord {
    /// Its id, stable while it stands.
    pub id: SkippedId,
    /// The mapping.
    pub mapping: MappingName,
    /// Its coupling; nothing for a record that is not coupled.
    pub coupling: Option<CouplingId>,
    /// The ids of both records, as far as they are known.
    pub ids: Sides<Option<Uuid>>,
    /// How people call them.
    pub labels: Sides<String>,
    /// Why.
    pub reason: SkipReason,
    /// The problem behind it, if there is one.
    pub problem: Option<Problem>,
    /// Since when, by this machine's clock.
    pub since: Timestamp,
    /// The fields a person must decide.
    pub open_fields: Vec<FieldName>,
}

/// What a write did, for the history.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum HistoryAction {
    /// A record was created.
    Insert,
    /// Fields were changed.
    Modify,
    /// A record was deleted.
    Delete,
    /// Two records were coupled.
    Couple,
    /// A coupling was removed.
    Uncouple,
    /// A decision gave up a value that a side had; nothing was written there by it.
    Decide,
}

/// One write, with what was there before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// Its id.
    pub id: HistoryId,
    /// The job it belongs to.
    pub job: Option<JobId>,
    /// When, by this machine's clock.
    pub time: Timestamp,
    /// The mapping.
    pub mapping: MappingName,
    /// The side that was written.
    pub side: Side,
    /// The ids of both records, as far as they are known.
    pub ids: Sides<Option<Uuid>>,
    /// How people call the written record.
    pub label: String,
    /// What was done.
    pub action: HistoryAction,
    /// Written fields with their values before.
    pub before: Fields,
    /// Written fields with their values after.
    pub after: Fields,
    /// A value of the other side that lost a decision, by field.
    pub lost: Vec<(FieldName, Value)>,
    /// Why, as a stable code.
    pub reason: String,
}

impl HistoryEntry {
    /// The written fields with their values before and after; of a deleted record, what it held.
    pub fn changes(&self) -> impl Iterator<Item = (&FieldName, &Value, &Value)> {
        let written = self
            .after
            .iter()
            .map(|(name, after)| (name, self.before.value(name.as_str()), after));
        let gone = self
            .before
            .iter()
            .filter(|(_, before)| self.action == HistoryAction::Delete && !before.is_empty());
        written.chain(gone.map(|(name, before)| (name, before, &Value::Empty)))
    }
}

/// How many requests a run made on one side; the services ration them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestCounts {
    /// Reads.
    pub get: u64,
    /// Single creates and actions.
    pub post: u64,
    /// Single updates.
    pub patch: u64,
    /// Single deletions.
    pub delete: u64,
    /// Batches.
    pub batch: u64,
    /// Operations inside batches.
    pub batch_operations: u64,
    /// Answers that asked for fewer requests.
    pub throttled: u64,
}

impl RequestCounts {
    /// All requests on the wire.
    pub fn total(&self) -> u64 {
        self.get + self.post + self.patch + self.delete + self.batch
    }

    /// What was added since an earlier count.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            get: self.get.saturating_sub(earlier.get),
            post: self.post.saturating_sub(earlier.post),
            patch: self.patch.saturating_sub(earlier.patch),
            delete: self.delete.saturating_sub(earlier.delete),
            batch: self.batch.saturating_sub(earlier.batch),
            batch_operations: self
                .batch_operations
                .saturating_sub(earlier.batch_operations),
            throttled: self.throttled.saturating_sub(earlier.throttled),
        }
    }
}
