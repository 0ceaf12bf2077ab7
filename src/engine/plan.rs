//! Step two: what follows from three observations. A pure function; every rule of `docs/semantics.md` §§4–7 is here or in `merge`.

use crate::merge::{FirstSync, MergeInput, MergeRules, RecordMerge, Resolve};
use crate::model::mapping::DeletionPolicy;
use crate::model::plan::{FieldChange, SideWrite};
use crate::model::reason::{Cause, Problem, Reason};
use crate::model::report::SkipReason;
use crate::model::{Coupling, Observation, Side, Sides, TableMapping};

/// What is to be done with one coupled pair.
#[derive(Clone, Debug)]
pub struct PairPlan {
    /// What.
    pub step: Step,
    /// Why.
    pub reason: Reason,
    /// The merge it follows from, if both records exist.
    pub merge: Option<RecordMerge>,
}

/// The step that a pair takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Both sides agree: only what is remembered moves on.
    Settle,
    /// Writes one side or both.
    Write(Sides<Option<SideWrite>>),
    /// The coupling is removed; what exists stays.
    Uncouple,
    /// The record that is missing on this side is created again.
    Restore(Side),
    /// A person must decide.
    Ask(SkipReason),
    /// It cannot be done now.
    Fail {
        /// The side that cannot be written.
        written: Side,
        /// Why.
        problem: Problem,
    },
    /// A side left the mapping's filter: the pair rests until it is back.
    Rest,
}

/// What happens to fields that never agreed before: what only one side has is filled in, what differs is asked.
const FIRST: FirstSync = FirstSync {
    take: None,
    fill_empty: true,
};

/// Plans one pair. `take` forces one side's values wherever the sides differ.
///
/// Both sides must have been read ([`Observation::Unread`] plans as resting).
pub fn plan_pair(
    mapping: &TableMapping,
    rules: &MergeRules<'_>,
    coupling: &Coupling,
    take: Option<Side>,
    resolver: &dyn Resolve,
) -> PairPlan {
    if let Some(plan) = plan_gone(mapping, coupling) {
        return plan;
    }
    match (&coupling.seen.bc, &coupling.seen.dv) {
        (Observation::Seen { fields: bc, .. }, Observation::Seen { fields: dv, .. }) => {
            let input = MergeInput {
                base: coupling.base.as_ref(),
                seen: Sides::new(bc, dv),
                modified: coupling.seen.as_ref().map(Observation::modified),
                first: FIRST,
            };
            let merge = rules.merge(&input, resolver);
            match take {
                Some(side) => plan_taken(coupling, rules.take(&merge, side, resolver), side),
                None => plan_merge(coupling, merge),
            }
        }
        _ => PairPlan {
            step: Step::Rest,
            reason: Reason::Merged,
            merge: None,
        },
    }
}

/// Plans a pair of which a record is gone; nothing if none is.
pub fn plan_gone(mapping: &TableMapping, coupling: &Coupling) -> Option<PairPlan> {
    let gone = coupling
        .seen
        .as_ref()
        .map(|seen| *seen == Observation::Deleted);
    match (gone.bc, gone.dv) {
        (true, true) => Some(PairPlan {
            step: Step::Uncouple,
            reason: Reason::Deleted { side: Side::Bc },
            merge: None,
        }),
        (true, false) => Some(plan_deleted(mapping, coupling, Side::Bc)),
        (false, true) => Some(plan_deleted(mapping, coupling, Side::Dv)),
        (false, false) => None,
    }
}

fn plan_deleted(mapping: &TableMapping, coupling: &Coupling, gone: Side) -> PairPlan {
    let left = gone.other();
    let is_seen = matches!(coupling.seen.get(left), Observation::Seen { .. });
    let ask = Step::Ask(match gone {
        Side::Bc => SkipReason::DeletedInBc,
        Side::Dv => SkipReason::DeletedInDv,
    });
    let step = match mapping.on_deletion {
        DeletionPolicy::Uncouple => Step::Uncouple,
        DeletionPolicy::Restore if mapping.direction.writes(gone) && is_seen => Step::Restore(gone),
        DeletionPolicy::Delete if mapping.direction.writes(left) && is_seen => {
            let delete = SideWrite::Delete {
                id: *coupling.ids.get(left),
                etag: coupling.seen.get(left).etag().cloned(),
            };
            let mut writes = Sides::default();
            *writes.get_mut(left) = Some(delete);
            Step::Write(writes)
        }
        // A one-way mapping never writes its source, and what left the filter is none of the mapping's business: a person
        // decides.
        DeletionPolicy::Ask | DeletionPolicy::Restore | DeletionPolicy::Delete => ask,
    };
    PairPlan {
        step,
        reason: Reason::Deleted { side: gone },
        merge: None,
    }
}

fn plan_taken(coupling: &Coupling, merge: RecordMerge, winner: Side) -> PairPlan {
    let plan = plan_merge(coupling, merge);
    match plan.step {
        Step::Write(_) => PairPlan {
            reason: Reason::Taken { winner },
            ..plan
        },
        _ => plan,
    }
}

/// Plans what follows from a merge whose fields may have been decided by a person.
pub fn plan_merge(coupling: &Coupling, merge: RecordMerge) -> PairPlan {
    let reason = merge.reason().unwrap_or(Reason::Merged);
    if merge.is_open() {
        return PairPlan {
            step: Step::Ask(SkipReason::Conflict),
            reason,
            merge: Some(merge),
        };
    }
    let problem = merge.problems().into_iter().next();
    if let Some(problem) = problem.map(|field| field.problem) {
        let written = problem.side.unwrap_or(Side::Dv);
        return PairPlan {
            step: Step::Fail { written, problem },
            reason,
            merge: Some(merge),
        };
    }
    let changes = merge.writes();
    let step = if changes.bc.is_empty() && changes.dv.is_empty() {
        Step::Settle
    } else {
        Step::Write(guarded_updates(coupling, changes))
    };
    PairPlan {
        step,
        reason,
        merge: Some(merge),
    }
}

/// Updates of both sides, each guarded by the version that was seen.
pub fn guarded_updates(
    coupling: &Coupling,
    changes: Sides<Vec<FieldChange>>,
) -> Sides<Option<SideWrite>> {
    let Sides { bc, dv } = changes;
    let update = |side: Side, changes: Vec<FieldChange>| {
        (!changes.is_empty()).then(|| SideWrite::Update {
            id: *coupling.ids.get(side),
            etag: coupling.seen.get(side).etag().cloned(),
            changes,
        })
    };
    Sides::new(update(Side::Bc, bc), update(Side::Dv, dv))
}

/// The problem of a pair one of whose records does not exist any more.
pub fn gone_problem(side: Side) -> Problem {
    Problem::new(match side {
        Side::Bc => Cause::DeletedInBc,
        Side::Dv => Cause::DeletedInDv,
    })
    .on(side)
}
