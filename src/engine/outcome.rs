//! What the engine answers.

use crate::model::plan::ActionLine;
use crate::model::reason::Problem;
use crate::model::report::{Job, RequestCounts};
use crate::model::{FieldName, HistoryId, Side, Sides, SkippedId};
use serde::{Serialize, Serializer};
use uuid::Uuid;

/// The result of a synchronisation or a plan, in the JSON form that scripts lean on (`docs/terminal.md`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SyncReport {
    /// One entry per mapping and direction, in the order in which they ran.
    pub jobs: Vec<Job>,
    /// Requests on each side.
    #[serde(serialize_with = "named_sides")]
    pub requests: Sides<RequestCounts>,
    /// What stands open afterwards, over all mappings.
    pub needs_attention: NeedsAttention,
    /// What would be done; only for a plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<ActionLine>>,
    /// What would stop the run before it writes; only for a plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stopped: Vec<Problem>,
}

/// What waits for a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NeedsAttention {
    /// Conflicts.
    pub conflicts: u64,
    /// Open integration errors.
    pub errors: u64,
    /// Skipped records, conflicts not among them.
    pub skipped: u64,
}

impl NeedsAttention {
    /// Whether anything waits.
    pub fn any(&self) -> bool {
        self.conflicts + self.errors + self.skipped > 0
    }
}

/// The result of match-based coupling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MatchReport {
    /// Pairs that were coupled, or would be.
    pub coupled: u64,
    /// Records created since nothing matched, or that would be, on each side.
    pub created: u64,
    /// Records that match several others, so that none was coupled.
    pub ambiguous: u64,
    /// Records of each side that match nothing.
    #[serde(serialize_with = "named_sides")]
    pub unmatched: Sides<u64>,
    /// Records that failed.
    pub failed: u64,
    /// Requests on each side.
    #[serde(serialize_with = "named_sides")]
    pub requests: Sides<RequestCounts>,
    /// The pairs, at most as many as were asked for; only for a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<MatchedPair>,
    /// Records that match several others, with those; only for a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubtful: Vec<Doubtful>,
    /// Pairs that nearly match, the likest first; only for a preview.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<NearMatch>,
}

/// A Business Central record that matches several rows, or shares its row with another record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubtful {
    /// The record.
    pub bc_id: Uuid,
    /// How people call it.
    pub bc_label: String,
    /// The rows that it matches.
    pub candidates: Vec<Candidate>,
}

/// A row that a record matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The row.
    pub dv_id: Uuid,
    /// How people call it.
    pub dv_label: String,
}

/// Two records that nearly match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NearMatch {
    /// The Business Central record.
    pub bc_id: Uuid,
    /// The Dataverse row.
    pub dv_id: Uuid,
    /// How people call the record.
    pub bc_label: String,
    /// How people call the row.
    pub dv_label: String,
    /// How like they are, from 0 to 100.
    pub score: u32,
    /// The same field by field, where both have something; the score of a field that tells records apart weighs more.
    pub fields: Vec<FieldLikeness>,
}

/// How much two records have in common in a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldLikeness {
    /// The field.
    pub field: FieldName,
    /// From 0 to 100.
    pub score: u32,
}

/// One pair of a match preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatchedPair {
    /// The Business Central record.
    pub bc_id: Uuid,
    /// The Dataverse row.
    pub dv_id: Uuid,
    /// How people call the Business Central record.
    pub bc_label: String,
    /// How people call the Dataverse row.
    pub dv_label: String,
    /// The fields that agreed.
    pub fields: Vec<FieldName>,
}

/// The result of a decision on a skipped record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum ResolveOutcome {
    /// Both sides now agree and the conflict is closed.
    Resolved {
        /// What was written to each side.
        writes: Vec<ActionLine>,
    },
    /// What was decided is written; other fields are still open.
    Partly {
        /// What was written to each side.
        writes: Vec<ActionLine>,
        /// The fields that are still open.
        open_fields: Vec<FieldName>,
        /// The skipped record that waits for them.
        skipped: SkippedId,
    },
    /// What would be written (a preview).
    Preview {
        /// What would be written to each side.
        writes: Vec<ActionLine>,
    },
    /// Fields are undecided; nothing was written.
    Open {
        /// The undecided fields.
        open_fields: Vec<FieldName>,
    },
    /// A side moved on since the person looked; nothing was written and the fields named here are open again.
    MovedOn {
        /// The side or sides that moved on.
        sides: Vec<Side>,
        /// The fields to decide again.
        open_fields: Vec<FieldName>,
    },
    /// One side was written, the other failed: the rest is an integration error that can be retried.
    HalfDone {
        /// The side that was written.
        written: Side,
    },
    /// Nothing was written; the problem stands.
    Failed {
        /// What happened.
        problem: Problem,
    },
}

/// The result of taking back several writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RevertReport {
    /// Writes that were taken back, or would be.
    pub reverted: u64,
    /// Writes that were not: somebody changed the fields since, the service refused, or it was no change of an existing record.
    pub left: u64,
    /// Each write with what became of it, the newest first.
    pub writes: Vec<Reverted>,
}

/// One write of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reverted {
    /// The write.
    pub id: HistoryId,
    /// How people call its record.
    pub label: String,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: ResolveOutcome,
}

/// Writes both sides by their JSON names, in one object.
fn named_sides<T: Serialize, S: Serializer>(
    sides: &Sides<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Named<'a, T> {
        business_central: &'a T,
        dataverse: &'a T,
    }
    Named {
        business_central: &sides.bc,
        dataverse: &sides.dv,
    }
    .serialize(serializer)
}

/// The result of an action on skipped records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SkippedReport {
    /// For how many it was done.
    pub done: u64,
    /// For which it was not, and why.
    pub failed: Vec<SkippedFailure>,
    /// Pairs that looking for deleted records found outside of their mapping's filter.
    pub outside: u64,
}

/// A skipped record for which an action failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SkippedFailure {
    /// The skipped record.
    pub id: SkippedId,
    /// Why.
    pub problem: Problem,
}

impl SkippedReport {
    /// Counts one result.
    pub(super) fn note(&mut self, id: SkippedId, result: Result<(), Problem>) {
        match result {
            Ok(()) => self.done += 1,
            Err(problem) => self.failed.push(SkippedFailure { id, problem }),
        }
    }
}
