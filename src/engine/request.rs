//! What the engine may be asked to do.

use crate::model::{FieldName, HistoryId, JobId, MappingName, Side, Sides, SkippedId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Which records a synchronisation covers, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncRequest {
    /// Only these mappings; all enabled ones if empty. Dependencies come first either way.
    pub mappings: Vec<MappingName>,
    /// Reads everything again instead of what changed since the watermarks.
    pub full: bool,
    /// Only these records.
    pub records: Vec<RecordRef>,
    /// Takes this side's values wherever the sides differ, for the named records.
    pub take: Option<Side>,
    /// Goes on although the safety brake would stop the run.
    pub ignore_brake: bool,
    /// Couples what matches also in mappings that leave new records alone: the first synchronisation of two systems.
    pub couple: bool,
}

/// One record of one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecordRef {
    /// The side.
    pub side: Side,
    /// Its id.
    pub id: Uuid,
}

/// What happens to a pair right after it was coupled by hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterCoupling {
    /// Nothing is written; equal fields settle, differing ones open as a conflict at the next synchronisation.
    #[default]
    Nothing,
    /// This side's values are written to the other.
    Take(Side),
}

/// Coupling of two records by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoupleRequest {
    /// The mapping.
    pub mapping: MappingName,
    /// Both records.
    pub ids: Sides<Uuid>,
    /// What happens to them then.
    pub after: AfterCoupling,
    /// Gives up the couplings that either record has now. Couplings whose other record is gone give way anyway.
    pub instead: bool,
}

/// Match-based coupling of one mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchRequest {
    /// The mapping.
    pub mapping: MappingName,
    /// Creates what finds no partner.
    pub create: bool,
    /// Only says what would be coupled.
    pub preview: bool,
    /// What a person chose among what a preview showed.
    pub choice: MatchChoice,
}

/// What a person chose among the pairs of a preview; everything that matches if nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatchChoice {
    /// Business Central records that match and shall stay alone. Nothing is created beside them either, since a new record
    /// would be the duplicate that a person just refused to decide on.
    pub except: BTreeSet<Uuid>,
    /// Pairs that do not match by themselves and are coupled anyway, as far as both records are still alone.
    pub also: Vec<Sides<Uuid>>,
}

/// Partners for single records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateRequest {
    /// The mapping.
    pub mapping: MappingName,
    /// The records that get a partner.
    pub records: Vec<RecordRef>,
    /// Only says what would be created.
    pub preview: bool,
}

/// Couplings that are removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UncoupleRequest {
    /// The mapping.
    pub mapping: MappingName,
    /// Those of these records; all of the mapping if nothing is given.
    pub records: Option<Vec<RecordRef>>,
    /// Leaves the pairs alone that belong to them: the persons of a company, the lines of a document.
    pub alone: bool,
}

impl UncoupleRequest {
    /// The couplings of these records and nothing else.
    pub fn only(mapping: MappingName, records: Vec<RecordRef>) -> Self {
        Self {
            mapping,
            records: Some(records),
            alone: true,
        }
    }
}

/// One field's decision, by the field's name in the conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDecision {
    /// The field.
    pub field: FieldName,
    /// What is chosen.
    pub pick: PickRequest,
}

/// What a person chooses for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickRequest {
    /// One side's value.
    Side(Side),
    /// What both held when they last agreed.
    Base,
    /// Both texts, merged.
    Both,
    /// A typed value, in neutral form (point decimals, ISO dates).
    Value(String),
}

/// The decision on one skipped record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolveRequest {
    /// The skipped record.
    pub id: SkippedId,
    /// The choice for all open fields that are not named.
    pub all: Option<PickRequest>,
    /// Choices per field.
    pub fields: Vec<FieldDecision>,
    /// Only says what would be written.
    pub preview: bool,
    /// The versions that the person saw; if a side has moved on since, nothing is written and the fields reopen.
    pub seen: Option<Sides<Option<crate::model::Etag>>>,
    /// Writes the decided fields although others are open; these stay a conflict. Only where both sides once agreed.
    pub decided_only: bool,
}

/// What is done with skipped records apart from deciding fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkippedAction {
    /// They take part in synchronisation again.
    Retry(Vec<SkippedId>),
    /// All of them do.
    RetryAll,
    /// The missing side is created again.
    Restore(Vec<SkippedId>),
    /// The remaining side is deleted.
    Delete(Vec<SkippedId>),
    /// Pairs whose record is gone or outside its filter are looked for.
    FindDeleted(Option<MappingName>),
}

/// Taking back one write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevertRequest {
    /// The write.
    pub id: HistoryId,
    /// Only says what would be written.
    pub preview: bool,
}

/// Taking back several writes that were made together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevertAllRequest {
    /// Which.
    pub of: RevertAll,
    /// Only says what would be written.
    pub preview: bool,
}

/// Which writes are taken back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevertAll {
    /// All of a job.
    Job(JobId),
    /// All of a pair that one run made, to both sides: this write and those beside it.
    Merge(HistoryId),
}
