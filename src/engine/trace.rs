//! What a run leaves behind for people: history, integration errors, skipped records. Called inside the transaction that
//! stores what it reports.

use super::EngineOptions;
use super::apply::PairWork;
use super::naming::{SideNames, naming_of};
use crate::model::plan::FieldChange;
use crate::model::reason::{Problem, Reason};
use crate::model::report::{ErrorEnd, HistoryAction, SkipReason};
use crate::model::{
    Coupling, Direction, ErrorId, FieldName, Fields, JobId, MappingName, Observation, PairState,
    Side, Sides, TableMapping, Value,
};
use crate::remote::Remote;
use crate::store::{Naming, NewError, NewHistory, NewSkipped, Writer};
use jiff::Timestamp;
use std::cell::OnceCell;
use std::rc::Rc;
use uuid::Uuid;

/// What every trace of one job has in common.
pub(super) struct Context<'c> {
    pub(super) mapping: &'c TableMapping,
    pub(super) job: Option<JobId>,
    pub(super) now: Timestamp,
    pub(super) remotes: &'c Sides<Rc<dyn Remote>>,
    pub(super) options: &'c EngineOptions,
    /// The names of each side's fields, once somebody asked.
    names: Sides<OnceCell<SideNames>>,
    /// The other mappings that read a set of this one, once somebody asked.
    beside: OnceCell<Vec<(MappingName, Side)>>,
}

impl<'c> Context<'c> {
    pub(super) fn new(
        mapping: &'c TableMapping,
        job: Option<JobId>,
        now: Timestamp,
        remotes: &'c Sides<Rc<dyn Remote>>,
        options: &'c EngineOptions,
    ) -> Self {
        Self {
            mapping,
            job,
            now,
            remotes,
            options,
            names: Sides::default(),
            beside: OnceCell::new(),
        }
    }

    /// The other mappings that read a set of this one, each with the side on which they do.
    pub(super) fn beside(&self, w: &Writer<'_>) -> Result<&[(MappingName, Side)], Problem> {
        if let Some(known) = self.beside.get() {
            return Ok(known);
        }
        let mut found = Vec::new();
        for other in w.mappings()? {
            let shares = |side: &Side| other.sets.get(*side) == self.mapping.sets.get(*side);
            if other.name != self.mapping.name {
                let sides = Side::BOTH.into_iter().filter(shares);
                found.extend(sides.map(|side| (other.name.clone(), side)));
            }
        }
        Ok(self.beside.get_or_init(|| found))
    }

    /// The names of a side's fields.
    pub(super) fn names(&self, side: Side) -> &SideNames {
        let names = self.names.get(side);
        names.get_or_init(|| SideNames::of(self.mapping, side))
    }

    fn naming(&self, side: Side, fields: &Fields) -> Naming {
        self.names(side).naming(fields)
    }

    fn label(&self, side: Side, seen: &Observation) -> String {
        seen.fields()
            .map(|fields| self.naming(side, fields).label)
            .unwrap_or_default()
    }

    /// What a record of a pair is called. One that left its filter is not seen any more; it is called as it was then.
    pub(super) fn label_in(&self, side: Side, coupling: &Coupling) -> String {
        match (coupling.seen.get(side), &coupling.base) {
            (Observation::OutOfFilter, Some(base)) => self.naming(side, base.get(side)).label,
            (seen, _) => self.label(side, seen),
        }
    }

    fn end(&self, side: Side, id: Option<Uuid>, seen: Option<&Observation>) -> ErrorEnd {
        let id = id.filter(|_| seen.is_none_or(|seen| *seen != Observation::Deleted));
        let fields = seen.and_then(Observation::fields);
        let url = id.and_then(|id| {
            self.remotes
                .get(side)
                .record_url(self.mapping.sets.get(side), id, fields)
        });
        let label = seen.map(|seen| self.label(side, seen)).unwrap_or_default();
        ErrorEnd {
            side,
            id,
            label,
            url,
        }
    }
}

/// Both sides agree now: remembers it, closes errors and the skipped record.
pub(super) fn settle(
    w: &Writer<'_>,
    context: &Context<'_>,
    coupling: &Coupling,
    base: &Sides<Fields>,
) -> Result<(), Problem> {
    let seen = Sides::from_fn(|side| seen_with_name(context, coupling, side));
    w.settle(coupling.id, &seen, Some(base), context.job, context.now)
}

/// What a side holds is not known any more: it is read before anything else is done with the pair.
pub(super) fn forget_seen(
    w: &Writer<'_>,
    mapping: &TableMapping,
    coupling: &Coupling,
    side: Side,
) -> Result<(), Problem> {
    let fields = coupling.seen.get(side).fields();
    let naming = fields
        .map(|fields| naming_of(mapping, side, fields))
        .unwrap_or_default();
    w.set_seen(coupling.id, side, &Observation::Unread, &naming)?;
    w.set_state(coupling.id, PairState::Pending, true)
}

/// Stores what a side holds now while the other half of the pair is still to be written.
pub(super) fn keep_seen(
    w: &Writer<'_>,
    context: &Context<'_>,
    coupling: &Coupling,
    side: Side,
) -> Result<(), Problem> {
    match seen_with_name(context, coupling, side) {
        Some((seen, naming)) => w.set_seen(coupling.id, side, &seen, &naming),
        None => Ok(()),
    }
}

fn seen_with_name(
    context: &Context<'_>,
    coupling: &Coupling,
    side: Side,
) -> Option<(Observation, Naming)> {
    let seen = coupling.seen.get(side);
    let naming = context.naming(side, seen.fields()?);
    Some((seen.clone(), naming))
}

/// History of a write to one side of a pair.
pub(super) fn wrote(
    w: &Writer<'_>,
    context: &Context<'_>,
    side: Side,
    work: &PairWork,
    action: HistoryAction,
    changes: &[FieldChange],
) -> Result<(), Problem> {
    w.add_history(&entry_of(context, side, work, action, changes))?;
    Ok(())
}

/// The history entry of a write to one side of a pair.
pub(super) fn entry_of(
    context: &Context<'_>,
    side: Side,
    work: &PairWork,
    action: HistoryAction,
    changes: &[FieldChange],
) -> NewHistory {
    let lost = work.lost.iter().filter(|(own, ..)| *own == side);
    let lost = lost
        .map(|(_, field, value)| (field.clone(), value.clone()))
        .collect();
    let coupling = &work.coupling;
    changed(context, side, coupling, action, changes, lost, &work.reason)
}

/// The history entry of changed fields.
pub(super) fn changed(
    context: &Context<'_>,
    side: Side,
    coupling: &Coupling,
    action: HistoryAction,
    changes: &[FieldChange],
    lost: Vec<(FieldName, Value)>,
    reason: &Reason,
) -> NewHistory {
    let seen = coupling.seen.get(side);
    let (before, after) = match action {
        HistoryAction::Delete => (seen.fields().cloned().unwrap_or_default(), Fields::new()),
        _ => (
            changes
                .iter()
                .map(|change| (change.field.clone(), change.before.clone()))
                .collect(),
            changes
                .iter()
                .map(|change| (change.field.clone(), change.after.clone()))
                .collect(),
        ),
    };
    NewHistory {
        job: context.job,
        time: context.now,
        mapping: context.mapping.name.clone(),
        side,
        ids: coupling.ids.map(Some),
        label: context.label(side, seen),
        action,
        before,
        after,
        lost,
        reason: reason_code(reason).to_owned(),
    }
}

/// History of a created record.
pub(super) fn created(
    w: &Writer<'_>,
    context: &Context<'_>,
    side: Side,
    ids: Sides<Uuid>,
    label: String,
    written: Fields,
) -> Result<(), Problem> {
    w.add_history(&NewHistory {
        job: context.job,
        time: context.now,
        mapping: context.mapping.name.clone(),
        side,
        ids: ids.map(Some),
        label,
        action: HistoryAction::Insert,
        before: Fields::new(),
        after: written,
        lost: Vec::new(),
        reason: reason_code(&Reason::New { side: side.other() }).to_owned(),
    })?;
    Ok(())
}

/// History of a coupling made or removed.
pub(super) fn linked(
    w: &Writer<'_>,
    context: &Context<'_>,
    ids: Sides<Uuid>,
    action: HistoryAction,
) -> Result<(), Problem> {
    w.add_history(&NewHistory::link(
        context.job,
        context.now,
        &context.mapping.name,
        ids,
        action,
    ))?;
    Ok(())
}

/// A pair failed: an integration error, and a skipped record if it failed alike too often.
pub(super) fn fail_pair(
    w: &Writer<'_>,
    context: &Context<'_>,
    written: Side,
    coupling: &Coupling,
    problem: &Problem,
) -> Result<(), Problem> {
    let source = written.other();
    let end = |side: Side| {
        context.end(
            side,
            Some(*coupling.ids.get(side)),
            Some(coupling.seen.get(side)),
        )
    };
    // A pair has one error, the last one: what failed on the way to the other side went through since, or was not tried.
    w.close_errors_towards(
        &context.mapping.name,
        coupling.ids,
        Direction::towards(source),
    )?;
    let error = w.put_error(&NewError {
        job: context.job,
        mapping: context.mapping.name.clone(),
        direction: Direction::towards(written),
        time: context.now,
        problem: problem.clone(),
        source: end(source),
        destination: end(written),
    })?;
    if let Some(job) = context.job {
        // The log of a failure is kept as long as the pair is skipped for it.
        w.set_last_job(coupling.id, job)?;
    }
    if too_often(context, problem, attempts_of(w, error)?) {
        return skip_pair(
            w,
            context,
            coupling,
            SkipReason::RepeatedFailure,
            Some(problem),
            &[],
        );
    }
    w.set_state(coupling.id, PairState::Error, true)
}

/// A record that is not coupled failed; gives what it is called.
pub(super) fn fail_record(
    w: &Writer<'_>,
    context: &Context<'_>,
    written: Side,
    source: Uuid,
    problem: &Problem,
) -> Result<String, Problem> {
    let from = written.other();
    let name = &context.mapping.name;
    let seen = w.uncoupled_one(name, from, source)?;
    let source_end = context.end(from, Some(source), seen.as_ref());
    let label = source_end.label.clone();
    let labels = Sides::from_fn(|side| {
        if side == from {
            label.clone()
        } else {
            String::new()
        }
    });
    let error = w.put_error(&NewError {
        job: context.job,
        mapping: name.clone(),
        direction: Direction::towards(written),
        time: context.now,
        problem: problem.clone(),
        source: source_end,
        destination: context.end(written, None, None),
    })?;
    if too_often(context, problem, attempts_of(w, error)?) {
        let mut ids = Sides::default();
        *ids.get_mut(from) = Some(source);
        w.put_skipped(&NewSkipped {
            mapping: name.clone(),
            coupling: None,
            ids,
            labels,
            reason: SkipReason::RepeatedFailure,
            problem: Some(problem.clone()),
            since: context.now,
            open_fields: Vec::new(),
        })?;
    }
    Ok(label)
}

/// How often this failure was met in a row.
fn attempts_of(w: &Writer<'_>, error: ErrorId) -> Result<u32, Problem> {
    Ok(w.error(error)?.map_or(1, |error| error.attempts))
}

fn too_often(context: &Context<'_>, problem: &Problem, attempts: u32) -> bool {
    let policy = &context.mapping.running.skip;
    let after = policy.after.unwrap_or(context.options.equal_failures);
    !problem.cause.heals_by_itself()
        && !problem.cause.stops_the_run()
        && !policy.never.contains(&problem.cause)
        && after > 0
        && attempts >= after
}

/// A pair becomes a skipped record, or stays one with what is known now.
pub(super) fn skip_pair(
    w: &Writer<'_>,
    context: &Context<'_>,
    coupling: &Coupling,
    reason: SkipReason,
    problem: Option<&Problem>,
    open_fields: &[FieldName],
) -> Result<(), Problem> {
    w.put_skipped(&NewSkipped {
        mapping: context.mapping.name.clone(),
        coupling: Some(coupling.id),
        ids: coupling.ids.map(Some),
        labels: Sides::from_fn(|side| context.label_in(side, coupling)),
        reason,
        problem: problem.cloned(),
        since: context.now,
        open_fields: open_fields.to_vec(),
    })?;
    let state = match reason {
        SkipReason::Conflict => PairState::Conflict,
        SkipReason::DeletedInBc | SkipReason::DeletedInDv => PairState::Broken,
        SkipReason::RepeatedFailure | SkipReason::Blocked | SkipReason::Invalid => {
            PairState::Skipped
        }
    };
    w.set_state(coupling.id, state, false)
}

/// The stable code of a reason, for the history.
fn reason_code(reason: &Reason) -> &'static str {
    match reason {
        Reason::Changed { .. } => "changed",
        Reason::Merged => "merged",
        Reason::New { .. } => "new",
        Reason::Matched => "matched",
        Reason::Conflict { .. } => "conflict",
        Reason::Policy { .. } => "policy",
        Reason::Decided => "decided",
        Reason::Taken { .. } => "taken",
        Reason::Deleted { .. } => "deleted",
        Reason::Restored { .. } => "restored",
        Reason::Reverted => "reverted",
        Reason::Problem(_) => "problem",
    }
}
