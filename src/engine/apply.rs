//! Step three: sends the writes of a chunk of pairs in the fewest requests, and stores what comes of them.
//!
//! Business Central is written first, Dataverse second, because Business Central is the stricter of the two. Every write is
//! guarded by the version that the plan was made from. What is stored after a write is what the service answered; a field that
//! the service changed by itself counts as that side's change and is planned again (`docs/semantics.md` §5).

use super::Engine;
use super::context::{Phase, Progress};
use super::gather::Gathered;
use super::made::differing;
use super::naming::SideNames;
use super::observe::observed_fields;
use super::overwrites::takes_something;
use super::tally::Tally;
use super::{trace, under_way, untaken};
use crate::model::plan::{FieldChange, SideWrite};
use crate::model::reason::{Cause, Problem, Reason};
use crate::model::report::HistoryAction;
use crate::model::{
    Coupling, EntitySchema, FieldName, Fields, Observation, PairState, Record, Side, Sides,
    TableMapping, Value,
};
use crate::remote::{Write, WriteOutcome};
use crate::store::Writer;
use std::collections::HashMap;
use std::rc::Rc;
use uuid::Uuid;

/// One pair with what is to be written to it.
#[derive(Clone, Debug)]
pub(super) struct PairWork {
    pub(super) coupling: Coupling,
    pub(super) writes: Sides<Option<SideWrite>>,
    pub(super) reason: Reason,
    /// Values that a decision or policy gives up, by the side that loses them and the field there.
    pub(super) lost: Vec<(Side, FieldName, Value)>,
    /// Fields merged from both sides.
    pub(super) merged_fields: u64,
    /// What was last agreed of fields that stay open: they keep it, so that they are still different afterwards.
    pub(super) kept: Vec<(Side, FieldName, Value)>,
    /// What a service accepted, and shows as it was before, until it is known why.
    pub(super) untaken: Vec<FieldChange>,
    /// The side that was written without an answer that shows it.
    pub(super) unshown: Option<Side>,
    /// What changed of a written side beside what was sent, with what was held before: that side's change, still to be followed.
    pub(super) by_itself: Sides<Vec<(FieldName, Value)>>,
    /// Whether the service said that something does not exist.
    pub(super) gone: bool,
    pub(super) state: WorkState,
}

/// How far a pair has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WorkState {
    /// Writes are still to be sent.
    Waiting,
    /// Everything was written and stored.
    Done,
    /// A side was changed or deleted meanwhile, or its state is not known: it is read and planned again.
    Again(Side),
    /// The service refused a write; an error was stored.
    Failed(Side, Problem),
    /// The service would not do it now; an error was stored, and the next run tries again.
    Deferred(Problem),
    /// Nothing was sent, for a reason that concerns more than this pair.
    NotSent(Problem),
}

impl Engine<'_> {
    /// Sends the writes of these pairs. Answers them with how far each has come.
    pub(super) async fn apply_pairs(
        &mut self,
        mapping: &TableMapping,
        mut works: Vec<PairWork>,
        tally: &mut Tally,
    ) -> Result<Vec<PairWork>, Problem> {
        if works.is_empty() {
            return Ok(works);
        }
        let ids = works.iter().map(|work| work.coupling.id);
        let mut is_open = self.begin_writing(&mapping.name, ids)?;
        for side in [Side::Bc, Side::Dv] {
            is_open |= self.write_side(mapping, side, &mut works, tally).await?;
            self.look_at_gone(mapping, side, &mut works, tally).await?;
            self.read_back(mapping, side, &mut works, tally).await?;
            self.look_at_untaken(mapping, side, &mut works, tally)
                .await?;
        }
        if !is_open {
            self.end_writing(&mapping.name)?;
        }
        Ok(works)
    }

    /// Sends the writes of one side; whether an answer was lost.
    async fn write_side(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        works: &mut [PairWork],
        tally: &mut Tally,
    ) -> Result<bool, Problem> {
        let waiting: Vec<usize> = (0..works.len())
            .filter(|index| {
                works
                    .get(*index)
                    .is_some_and(|w| w.state == WorkState::Waiting && w.writes.get(side).is_some())
            })
            .collect();
        if waiting.is_empty() {
            return Ok(false);
        }
        let writes = waiting
            .iter()
            .filter_map(|index| works.get(*index)?.writes.get(side).as_ref().map(to_wire))
            .collect();
        let contexts = Sides::from_fn(|side| {
            trace::Context::new(
                mapping,
                tally.job(&mapping.name, side),
                self.env.now(),
                &self.remotes,
                &self.options,
            )
        });
        let noted = waiting.iter().filter_map(|index| works.get(*index));
        self.note_overwrites(&contexts, side, noted)?;
        let total = waiting.len() as u64;
        let remote = Rc::clone(self.remotes.get(side));
        let cancel = self.cancel.clone();
        let mut failure = None;
        let mut done = 0;
        let mut lost = false;
        let mut gathered = Gathered::since(self.env.now());
        {
            let mut progress = |first: usize, outcomes: Vec<WriteOutcome>| {
                done += outcomes.len() as u64;
                lost |= outcomes.iter().any(under_way::is_lost);
                let answers = gathered.add(self.env.now(), first, outcomes);
                let stored = self.store_outcomes(mapping, side, works, &waiting, answers, tally);
                let at = Progress {
                    mapping: mapping.name.clone(),
                    phase: Phase::Writing(side),
                    done,
                    total: Some(total),
                };
                self.reporter.progress(&at);
                if let Err(problem) = stored {
                    failure.get_or_insert(problem);
                }
                failure.is_none() && !cancel.is_cancelled()
            };
            remote
                .write(mapping.sets.get(side), writes, &mut progress)
                .await;
        }
        let rest = gathered.rest();
        let stored = self.store_outcomes(mapping, side, works, &waiting, rest, tally);
        failure.map_or(Ok(()), Err).and(stored)?;
        Ok(lost)
    }

    /// Stores answers, each with its place among those that waited for one.
    fn store_outcomes(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        works: &mut [PairWork],
        waiting: &[usize],
        answers: Vec<(usize, WriteOutcome)>,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        if answers.is_empty() {
            return Ok(());
        }
        let context = trace::Context::new(
            mapping,
            tally.job(&mapping.name, side),
            self.env.now(),
            &self.remotes,
            &self.options,
        );
        let reporter = &mut *self.reporter;
        self.store.write(|w| {
            for (place, outcome) in answers {
                let work = waiting.get(place).and_then(|index| works.get_mut(*index));
                if let Some(work) = work {
                    store_outcome(w, &context, side, work, outcome, tally)?;
                    if let WorkState::Failed(_, problem) | WorkState::Deferred(problem) =
                        &work.state
                    {
                        let from = side.other();
                        let label = context.label_in(from, &work.coupling);
                        reporter.record_problem(&mapping.name, (from, &label), problem);
                    }
                }
            }
            Ok(())
        })
    }

    /// Reads what is said not to exist. What is there as it was planned from refers to something that is not: that is an
    /// error of the record, not its deletion.
    async fn look_at_gone(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        works: &mut [PairWork],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let gone = |work: &PairWork| work.gone && work.state == WorkState::Again(side);
        let ids: Vec<_> = works
            .iter()
            .filter(|work| gone(work))
            .map(|work| *work.coupling.ids.get(side))
            .collect();
        self.observe_ids(mapping, side, &ids).await?;
        for work in works.iter_mut().filter(|work| gone(work)) {
            let now = self.store.read().coupling(work.coupling.id)?;
            let Some(now) = now else { continue };
            let etag = now.seen.get(side).etag();
            if etag.is_none() || etag != work.coupling.seen.get(side).etag() {
                continue;
            }
            let Some(field) = reference_in(mapping, side, work) else {
                continue;
            };
            let context = trace::Context::new(
                mapping,
                tally.job(&mapping.name, side),
                self.env.now(),
                &self.remotes,
                &self.options,
            );
            let problem = Problem::new(Cause::ReferenceMissing)
                .on(side)
                .of(&mapping.name)
                .with("field", &field);
            self.store
                .write(|w| trace::fail_pair(w, &context, side, &work.coupling, &problem))?;
            tally.count(&mapping.name, side, |c| c.failed += 1);
            let label = context.label_in(side.other(), &work.coupling);
            self.reporter
                .record_problem(&mapping.name, (side.other(), &label), &problem);
            work.state = WorkState::Failed(side, problem);
        }
        Ok(())
    }

    /// Reads what a service wrote without answering with it.
    async fn read_back(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        works: &mut [PairWork],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let unread = |work: &PairWork| {
            matches!(work.state, WorkState::Waiting)
                && work.writes.get(side).is_some()
                && work.unshown == Some(side)
        };
        let ids: Vec<_> = works
            .iter()
            .filter(|work| unread(work))
            .map(|work| *work.coupling.ids.get(side))
            .collect();
        if ids.is_empty() {
            return Ok(());
        }
        let fields = observed_fields(mapping, side);
        let records = self
            .remotes
            .get(side)
            .read_by_ids(mapping.sets.get(side), &fields, &ids)
            .await?;
        let mut records: HashMap<Uuid, Record> = records
            .into_iter()
            .map(|record| (record.id, record))
            .collect();
        let shows_the_old = works.iter().filter(|work| unread(work)).any(|work| {
            let shown = records.get(work.coupling.ids.get(side));
            shown.is_some_and(|record| untaken::shows_the_old(work, side, &record.fields))
        });
        if shows_the_old {
            self.renew_schema(mapping, side).await?;
        }
        let set = mapping.sets.get(side);
        let schema = self.remotes.get(side).schema(set).await?;
        let context = trace::Context::new(
            mapping,
            tally.job(&mapping.name, side),
            self.env.now(),
            &self.remotes,
            &self.options,
        );
        self.store.write(|w| {
            for work in works.iter_mut().filter(|work| unread(work)) {
                match records.remove(work.coupling.ids.get(side)) {
                    Some(record) => {
                        if takes_something(work, side) {
                            w.close_overwrite(work.coupling.id, side)?;
                        }
                        let later = Some(&*schema);
                        written(w, &context, side, work, record, later, tally)?;
                    }
                    None => work.state = WorkState::Again(side),
                }
            }
            Ok(())
        })
    }
}

fn to_wire(write: &SideWrite) -> Write {
    match write {
        SideWrite::Create { id, fields } => Write::Create {
            id: *id,
            fields: fields.clone(),
        },
        SideWrite::Update { id, etag, changes } => Write::Update {
            id: *id,
            etag: etag.clone(),
            fields: changes
                .iter()
                .map(|change| (change.field.clone(), change.after.clone()))
                .collect(),
        },
        SideWrite::Delete { id, etag } => Write::Delete {
            id: *id,
            etag: etag.clone(),
        },
    }
}

/// A reference that a write was to set.
fn reference_in(mapping: &TableMapping, side: Side, work: &PairWork) -> Option<FieldName> {
    let Some(SideWrite::Update { changes, .. }) = work.writes.get(side) else {
        return None;
    };
    let references = mapping
        .active_fields()
        .filter(|field| field.lookup.is_some());
    references
        .flat_map(|field| field.fields_of(side))
        .find(|name| changes.iter().any(|change| change.field == **name))
        .cloned()
}

fn store_outcome(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    side: Side,
    work: &mut PairWork,
    outcome: WriteOutcome,
    tally: &mut Tally,
) -> Result<(), Problem> {
    if takes_something(work, side) {
        let id = work.coupling.id;
        match &outcome {
            WriteOutcome::Unknown(_) | WriteOutcome::Done(None) | WriteOutcome::Created(_) => {}
            WriteOutcome::Done(Some(_)) | WriteOutcome::Deleted => w.close_overwrite(id, side)?,
            WriteOutcome::Gone
            | WriteOutcome::Stale
            | WriteOutcome::Refused(_)
            | WriteOutcome::Deferred(_)
            | WriteOutcome::NotSent(_) => w.postpone_overwrite(id, side)?,
        }
    }
    match outcome {
        WriteOutcome::Done(Some(record)) => written(w, context, side, work, record, None, tally)?,
        WriteOutcome::Done(None) | WriteOutcome::Created(_) => {
            // What was seen before stays known: only against it can it be told what the service changed by itself.
            work.unshown = Some(side);
        }
        WriteOutcome::Deleted => deleted(w, context, side, work, tally)?,
        WriteOutcome::Gone => {
            // This record, or one that it refers to: a read tells.
            trace::forget_seen(w, context.mapping, &work.coupling, side)?;
            work.gone = true;
            work.state = WorkState::Again(side);
        }
        WriteOutcome::Stale | WriteOutcome::Unknown(_) => {
            // What the record holds now is not known: it is read before anything else is done with it.
            trace::forget_seen(w, context.mapping, &work.coupling, side)?;
            work.state = WorkState::Again(side);
        }
        WriteOutcome::Refused(problem) => {
            let problem = problem.on(side).of(&context.mapping.name);
            trace::fail_pair(w, context, side, &work.coupling, &problem)?;
            tally.count(&context.mapping.name, side, |c| c.failed += 1);
            work.state = WorkState::Failed(side, problem);
        }
        WriteOutcome::Deferred(problem) => {
            let problem = problem.on(side).of(&context.mapping.name);
            trace::fail_pair(w, context, side, &work.coupling, &problem)?;
            tally.count(&context.mapping.name, side, |c| c.failed += 1);
            work.state = WorkState::Deferred(problem);
        }
        WriteOutcome::NotSent(problem) => work.state = WorkState::NotSent(problem),
    }
    Ok(())
}

/// A write was done and this is the record now. `later`: it was read afterwards, with this schema, so that what differs from
/// what was sent may be somebody's change and counts as one.
fn written(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    side: Side,
    work: &mut PairWork,
    record: Record,
    later: Option<&EntitySchema>,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let mapping = context.mapping;
    let Some(SideWrite::Update { changes, .. }) = work.writes.get_mut(side).take() else {
        return Ok(());
    };
    let before = seen_before(&work.coupling, side, &changes);
    let after = overlay(
        &before,
        &changes,
        &record.fields,
        context.names(side).observed.as_slice(),
    );
    work.untaken = untaken::not_taken(&changes, &after);
    if let Some(schema) = later {
        // Somebody may have put it back; only what cannot be written is known not to have been taken.
        let untaken = &mut work.untaken;
        untaken.retain(|change| !untaken::is_writable(schema, &change.field));
    }
    let not_taken: Vec<FieldName> = work.untaken.iter().map(|c| c.field.clone()).collect();
    let mut changes = changes;
    changes.retain(|change| !not_taken.contains(&change.field));
    let mut by_itself = changed_by_itself(context.names(side), &before, &after, &changes);
    by_itself.retain(|(name, _)| !not_taken.contains(name));
    if let Some(schema) = later {
        let sent = changes
            .iter()
            .map(|change| (change.field.clone(), change.after.clone()))
            .collect();
        let differing = differing(schema, &sent, &after);
        by_itself.extend(differing.into_iter().map(|(n, v)| (n.clone(), v.clone())));
    }
    let seen = Observation::Seen {
        etag: record.etag,
        modified: record.modified,
        modified_by: record.modified_by,
        fields: after.clone(),
    };
    if !changes.is_empty() {
        trace::wrote(w, context, side, work, HistoryAction::Modify, &changes)?;
        let merged = std::mem::take(&mut work.merged_fields);
        tally.count(&mapping.name, side, |c| {
            c.modified += 1;
            c.merged_fields += merged;
        });
    }
    if !not_taken.is_empty() {
        untaken::keep_open(mapping, side, work);
    }
    *work.coupling.seen.get_mut(side) = seen;
    *work.by_itself.get_mut(side) = by_itself;
    let other = side.other();
    if work.writes.get(other).is_some() {
        // The other half is still to be written. Should that fail, the decided fields must not open again: the other side's
        // present value is what was superseded, so it becomes its base.
        let mut base = work
            .coupling
            .base
            .clone()
            .unwrap_or_else(|| agreed_on(work));
        if let Some(SideWrite::Update { changes: rest, .. }) = work.writes.get(other) {
            agree_on_written(mapping, side, (&after, &changes), rest, work, &mut base);
            for change in rest {
                base.get_mut(other)
                    .set(change.field.clone(), change.before.clone());
                still_to_be_followed(mapping, side, &after, change, base.get_mut(side));
            }
        }
        trace::keep_seen(w, context, &work.coupling, side)?;
        w.set_base(work.coupling.id, Some(&base))?;
        work.coupling.base = Some(base);
        return Ok(());
    }
    let base = agreed_on(work);
    if !not_taken.is_empty() {
        // Nobody agreed on these: what is said of the pair stays until it is known why.
        trace::keep_seen(w, context, &work.coupling, side)?;
        w.set_base(work.coupling.id, Some(&base))?;
        w.set_state(work.coupling.id, PairState::Pending, true)?;
        work.coupling.base = Some(base);
        work.state = WorkState::Again(side);
        return Ok(());
    }
    trace::settle(w, context, &work.coupling, &base)?;
    let followed = Side::BOTH
        .into_iter()
        .find(|side| !work.by_itself.get(*side).is_empty())
        .or((!work.kept.is_empty()).then_some(side));
    if let Some(side) = followed {
        w.set_state(work.coupling.id, PairState::Pending, true)?;
        work.state = WorkState::Again(side);
    } else {
        work.state = WorkState::Done;
    }
    work.coupling.base = Some(base);
    Ok(())
}

/// What both sides hold, but for what changed of either beside what was written, and for fields that stay open: those are
/// still to be followed or decided.
pub(super) fn agreed_on(work: &PairWork) -> Sides<Fields> {
    let mut agreed = Sides::from_fn(|side| fields_of(&work.coupling, side));
    for side in Side::BOTH {
        for (name, was) in work.by_itself.get(side) {
            agreed.get_mut(side).set(name.clone(), was.clone());
        }
    }
    for (side, name, was) in &work.kept {
        agreed.get_mut(*side).set(name.clone(), was.clone());
    }
    agreed
}

/// The fields of a first half that was written are agreed on, whatever becomes of the other half: else our own write would
/// count as a change of its side, and be in conflict with the next edit of the field that it came from.
fn agree_on_written(
    mapping: &TableMapping,
    side: Side,
    (after, written): (&Fields, &[FieldChange]),
    rest: &[FieldChange],
    work: &PairWork,
    base: &mut Sides<Fields>,
) {
    let other = side.other();
    let there = fields_of(&work.coupling, other);
    let is_in = |changes: &[FieldChange], names: &[&FieldName]| {
        let mut changes = changes.iter();
        changes.any(|change| names.contains(&&change.field))
    };
    for field in mapping.active_fields() {
        let (own, others) = (field.fields_of(side), field.fields_of(other));
        let by_itself = |name: &&FieldName| {
            let mut changed = work.by_itself.get(side).iter();
            changed.any(|(by_itself, _)| by_itself == *name)
        };
        if !is_in(written, &own) || is_in(rest, &others) || own.iter().any(by_itself) {
            continue;
        }
        for (side, names, holds) in [(side, own, after), (other, others, &there)] {
            for name in names {
                let value = holds.value(name.as_str()).clone();
                base.get_mut(side).set(name.clone(), value);
            }
        }
    }
}

/// While a change of the other side is not written, this side must count as changed there: otherwise nobody would think of it
/// again.
fn still_to_be_followed(
    mapping: &TableMapping,
    side: Side,
    after: &Fields,
    change: &FieldChange,
    base: &mut Fields,
) {
    let waits = mapping
        .active_fields()
        .filter(|field| field.fields_of(side.other()).contains(&&change.field));
    for name in waits.flat_map(|field| field.fields_of(side)) {
        if base.value(name.as_str()) == after.value(name.as_str()) {
            base.set(name.clone(), change.before.clone());
        }
    }
}

fn deleted(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    side: Side,
    work: &mut PairWork,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let name = &context.mapping.name;
    trace::wrote(w, context, side, work, HistoryAction::Delete, &[])?;
    for side in Side::BOTH {
        w.observe_deleted(name, side, *work.coupling.ids.get(side))?;
    }
    w.uncouple(work.coupling.id)?;
    // A mapping beside it that has seen the record must not make a partner for what is not there any more.
    for (other, own) in context.beside(w)? {
        w.observe_deleted(other, *own, *work.coupling.ids.get(*own))?;
    }
    tally.count(name, side, |c| {
        c.deleted += 1;
        c.uncoupled += 1;
    });
    work.state = WorkState::Done;
    Ok(())
}

pub(super) fn fields_of(coupling: &Coupling, side: Side) -> Fields {
    coupling
        .seen
        .get(side)
        .fields()
        .cloned()
        .unwrap_or_default()
}

/// What a side held before a write; where that is not stored any more, the plan knows the fields it changed.
fn seen_before(coupling: &Coupling, side: Side, changes: &[FieldChange]) -> Fields {
    let mut before = fields_of(coupling, side);
    if before.is_empty() {
        before.extend(
            changes
                .iter()
                .map(|change| (change.field.clone(), change.before.clone())),
        );
    }
    before
}

/// What a side holds after a write: what was there, what was sent, and above all what the service answered.
pub(super) fn overlay(
    before: &Fields,
    changes: &[FieldChange],
    answered: &Fields,
    observed: &[FieldName],
) -> Fields {
    let mut after = before.clone();
    for change in changes {
        after.set(change.field.clone(), change.after.clone());
    }
    for name in observed {
        if let Some(value) = answered.get(name.as_str()) {
            after.set(name.clone(), value.clone());
        }
    }
    after
}

/// Mapped fields that the service changed although nobody sent them, with what they held.
fn changed_by_itself(
    names: &SideNames,
    before: &Fields,
    after: &Fields,
    changes: &[FieldChange],
) -> Vec<(FieldName, Value)> {
    let was_sent = |name: &FieldName| changes.iter().any(|change| change.field == *name);
    let changed = after.iter().filter(|(name, value)| {
        before.value(name.as_str()) != *value && names.mapped.contains(name) && !was_sent(name)
    });
    changed
        .map(|(name, _)| (name.clone(), before.value(name.as_str()).clone()))
        .collect()
}

/// The first problem among works that concerns more than one pair.
pub(super) fn stopping_problem(works: &[PairWork]) -> Option<Problem> {
    works.iter().find_map(|work| match &work.state {
        WorkState::NotSent(problem) => Some(problem.clone()),
        WorkState::Failed(_, problem) if problem.cause.stops_the_run() => Some(problem.clone()),
        _ => None,
    })
}
