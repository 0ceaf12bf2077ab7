//! Creates: the dangerous write, because its answer can get lost.
//!
//! Each create is journaled before it is sent, under an id chosen here. A create without an answer is looked up, never
//! repeated blindly: by that id, else by what the mapping matches on, else by the fields that were sent
//! (`docs/semantics.md` §8, `unanswered`). Invariant: while a record's create stands in the journal, no other create is sent for it.

use super::Engine;
use super::as_sent::{AsSent, is_blank};
use super::context::{Phase, Progress};
use super::gather::Gathered;
use super::lines;
use super::naming::{SideNames, naming_of};
use super::several::Sorted;
use super::tally::Tally;
use super::trace;
use super::unanswered::left_out;
use super::untaken::{lacks_something, not_given};
use crate::merge::MergeRules;
use crate::merge::normalize::on_one_side;
use crate::model::reason::{Cause, Problem};
use crate::model::{
    EntitySchema, FieldName, Fields, JournalId, KnownNames, MappingName, Observation, PairState,
    Record, Side, Sides, TableMapping, Value,
};
use crate::remote::{Note, Write, WriteOutcome, unread_version};
use crate::store::{JournalEntry, NewCreate, NewJournal, NewPair, Writer};
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;
use uuid::Uuid;

/// How often a create is sent again in one run that was looked up in vain.
const LOST_ATTEMPTS: u32 = 5;

/// A record that is to be created, or why it cannot be.
pub(super) struct Planned {
    source: Uuid,
    /// What the source holds.
    made_from: Fields,
    pub(super) made: Result<Fields, Problem>,
    /// The mappings that must couple a record before all references can be carried.
    awaited: Vec<MappingName>,
}

/// A create under way.
#[derive(Clone, Debug)]
pub(super) struct Creating {
    pub(super) source: Uuid,
    pub(super) id: Uuid,
    pub(super) fields: Fields,
    /// The mappings of references of the source that could not be carried, so that the pair is looked at again.
    awaited: Vec<MappingName>,
    pub(super) journal: JournalId,
    pub(super) outcome: Option<WriteOutcome>,
}

impl Creating {
    /// The record that came of it, as the answer showed it.
    fn made(&self, record: Record) -> Made<'_> {
        Made {
            source: self.source,
            sent: &self.fields,
            record,
            shown: Shown::InAnswer {
                awaited: &self.awaited,
            },
        }
    }
}

/// A record without a partner, with what it was last seen with.
pub(super) type Alone = (Uuid, Fields);

fn alone((id, seen): (Uuid, Observation)) -> Option<Alone> {
    match seen {
        Observation::Seen { fields, .. } => Some((id, fields)),
        Observation::Unread | Observation::Deleted | Observation::OutOfFilter => None,
    }
}

/// Adds to a record that is made again what it held in fields that do not flow to it.
fn give_back(
    mapping: &TableMapping,
    side: Side,
    schema: &EntitySchema,
    held: &Fields,
    made: &mut Fields,
) {
    for field in mapping.active_fields() {
        let flows = mapping.direction_of(field);
        if field.matching.is_some() || flows.is_none_or(|flows| flows.writes(side)) {
            continue;
        }
        for name in field.fields_of(side) {
            let (known, value) = (schema.field(name.as_str()), held.value(name.as_str()));
            let can_be_given = known.is_some_and(|field| !field.read_only) && !value.is_empty();
            if can_be_given && made.value(name.as_str()).is_empty() {
                made.set(name.clone(), value.clone());
            }
        }
    }
}

impl Engine<'_> {
    /// Creates what exists on one side only, on every side that the mapping writes.
    pub(super) async fn create_missing(
        &mut self,
        mapping: &TableMapping,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        for side in [Side::Dv, Side::Bc] {
            if !mapping.direction.writes(side) {
                continue;
            }
            let mut after = None;
            let mut as_sent = AsSent::default();
            let mut lost = Vec::new();
            let source = side.other();
            let matched = self.matched_beside(mapping, source).await?;
            loop {
                self.check_cancel()?;
                // What many records at once save is waiting; the first ones show how the service takes them.
                let limit = if as_sent.is_proven() {
                    self.options.creates
                } else {
                    self.options.chunk
                };
                let records = self
                    .store
                    .read()
                    .uncoupled(&mapping.name, source, after, limit)?;
                let Some((last, _)) = records.last() else {
                    break;
                };
                after = Some(*last);
                let records = records.into_iter().filter_map(alone).collect();
                let Sorted {
                    sure,
                    several,
                    partnered,
                } = self.sort_out(mapping, source, records, &matched)?;
                self.list_several(mapping, side, &several, tally)?;
                self.unlist(mapping, source, &partnered)?;
                let some = self
                    .create_some(mapping, side, sure, &mut as_sent, tally)
                    .await?;
                lost.extend(some);
            }
            self.create_lost(mapping, side, lost, &mut as_sent, tally)
                .await?;
        }
        Ok(())
    }

    /// Sends creates again that were looked up in vain, under the ids under which they were sent before, which the service
    /// accepts only once. One that chooses ids itself might carry out both: there, only the next run tries again.
    async fn create_lost(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        mut lost: Vec<Uuid>,
        as_sent: &mut AsSent,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        for _attempt in 0..LOST_ATTEMPTS {
            if lost.is_empty() || self.ignores_ids(mapping, side) {
                break;
            }
            self.check_cancel()?;
            let mut again = Vec::new();
            for some in lost.chunks(self.options.chunk.max(1)) {
                let some = self.still_there(mapping, side.other(), some)?;
                let still = self
                    .create_some(mapping, side, some, as_sent, tally)
                    .await?;
                again.extend(still);
            }
            lost = again;
        }
        Ok(())
    }

    fn ignores_ids(&self, mapping: &TableMapping, side: Side) -> bool {
        let set = mapping.sets.get(side).as_str();
        let notes = self.remotes.get(side).notes();
        notes
            .iter()
            .any(|(note, of)| *note == Note::IdsIgnored && of.as_deref() == Some(set))
    }

    /// What these records hold; those that have a partner or do not exist any more are left out.
    fn still_there(
        &self,
        mapping: &TableMapping,
        side: Side,
        ids: &[Uuid],
    ) -> Result<Vec<Alone>, Problem> {
        let reader = self.store.read();
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let seen = reader.uncoupled_one(&mapping.name, side, *id)?;
            found.extend(seen.and_then(|seen| alone((*id, seen))));
        }
        Ok(found)
    }

    /// How people call a record that has no partner yet; empty if nothing names it.
    pub(super) fn label_of_uncoupled(
        &self,
        mapping: &TableMapping,
        side: Side,
        id: Uuid,
    ) -> Result<String, Problem> {
        let seen = self.store.read().uncoupled_one(&mapping.name, side, id)?;
        let label = seen
            .as_ref()
            .and_then(Observation::fields)
            .map(|fields| naming_of(mapping, side, fields).label);
        Ok(label.unwrap_or_default())
    }

    /// Works out the records that are to be created on a side for these records of the other side.
    async fn new_records(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        seen: Vec<Alone>,
    ) -> Result<Vec<Planned>, Problem> {
        let schemas = self.schemas(mapping).await?;
        let lookups = self
            .prepare_lookups(
                mapping,
                seen.iter().map(|(_, fields)| (side.other(), fields)),
            )
            .await?;
        let rules = MergeRules::new(mapping, Sides::new(Some(&*schemas.bc), Some(&*schemas.dv)));
        let mut known = KnownNames::default();
        let planned = seen.into_iter().filter_map(|(source, fields)| {
            let mut new = rules.new_record(side, &fields, &lookups);
            known.share(&mut new.fields);
            if new.waits_for.is_some() {
                return None;
            }
            let made = match new.problems.into_iter().next() {
                Some(problem) => {
                    let problem = lookups.explain(problem.problem.on(side).of(&mapping.name));
                    Err(rate_or(problem, mapping, &fields))
                }
                None => Ok(new.fields),
            };
            let awaited = rules.unresolved(side.other(), &fields, &lookups);
            let awaited = awaited.into_iter().cloned().collect();
            Some(Planned {
                source,
                made_from: fields,
                made,
                awaited,
            })
        });
        let planned: Vec<Planned> = planned.collect();
        if self.renew_for_new(mapping, side, &planned).await? {
            let seen = planned.into_iter().map(|one| (one.source, one.made_from));
            return Box::pin(self.new_records(mapping, side, seen.collect())).await;
        }
        Ok(planned)
    }

    /// Creates a record on `side` for each of these records of the other side.
    pub(super) async fn create_for(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        sources: &[Uuid],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let sources = self.still_there(mapping, side.other(), sources)?;
        self.create_some(mapping, side, sources, &mut AsSent::default(), tally)
            .await
            .map(|_| ())
    }

    /// Creates a record again that is gone from `side`. `held` is what it held when both sides last agreed: what flows only
    /// from there the other side cannot give back, so it is taken from there. Its key is not: the service gives a new one.
    ///
    /// Unless the side was `read` in this run, the service is asked first whether somebody entered the record anew.
    pub(super) async fn create_again(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        (source, held): (Uuid, &Fields),
        read: bool,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let sources = self.still_there(mapping, side.other(), &[source])?;
        let mut planned = self.new_records(mapping, side, sources).await?;
        for one in planned.iter().filter(|_| !read) {
            let Ok(made) = &one.made else { continue };
            let remaining = (one.source, one.made_from.clone());
            if self
                .succeed_unread(mapping, side, &remaining, made, tally)
                .await?
            {
                return Ok(());
            }
        }
        let schemas = self.schemas(mapping).await?;
        for made in planned.iter_mut().filter_map(|one| one.made.as_mut().ok()) {
            give_back(mapping, side, schemas.get(side), held, made);
        }
        self.create_planned(mapping, side, planned, &mut AsSent::default(), tally)
            .await
            .map(|_| ())
    }

    /// The same; answers those whose create was looked up in vain.
    async fn create_some(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        sources: Vec<Alone>,
        as_sent: &mut AsSent,
        tally: &mut Tally,
    ) -> Result<Vec<Uuid>, Problem> {
        let planned = self.new_records(mapping, side, sources).await?;
        self.create_planned(mapping, side, planned, as_sent, tally)
            .await
    }

    async fn create_planned(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        planned: Vec<Planned>,
        as_sent: &mut AsSent,
        tally: &mut Tally,
    ) -> Result<Vec<Uuid>, Problem> {
        if tally.is_telling() {
            for Planned {
                source, made: new, ..
            } in &planned
            {
                let label = self.label_of_uncoupled(mapping, side.other(), *source)?;
                tally.tell(|lines| {
                    lines.push(lines::of_create(mapping, side, *source, label, new));
                });
            }
        }
        let mut creating = self.journal(mapping, side, planned, tally)?;
        if creating.is_empty() {
            return Ok(Vec::new());
        }
        let schema = self
            .remotes
            .get(side)
            .schema(mapping.sets.get(side))
            .await?;
        let writes = creating
            .iter()
            .map(|c| Write::Create {
                id: c.id,
                fields: c.fields.clone(),
            })
            .collect();
        let total = creating.len() as u64;
        let names = SideNames::of(mapping, side);
        let remote = Rc::clone(self.remotes.get(side));
        let cancel = self.cancel.clone();
        let unseen = as_sent.is_proven();
        let mut failure = None;
        let mut done = 0;
        let mut gathered = Gathered::since(self.env.now());
        {
            let mut progress = |first: usize, outcomes: Vec<WriteOutcome>| {
                done += outcomes.len() as u64;
                for (one, outcome) in creating.iter().skip(first).zip(&outcomes) {
                    if let WriteOutcome::Done(Some(record)) = outcome {
                        as_sent.learn(mapping, &schema, side, &names, &one.fields, record);
                    }
                }
                let answers = gathered.add(self.env.now(), first, outcomes);
                let expected = unseen.then_some(&*as_sent);
                let stored =
                    self.store_created(mapping, side, &mut creating, answers, expected, tally);
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
            let set = mapping.sets.get(side);
            if unseen {
                remote.write_unseen(set, writes, &mut progress).await;
            } else {
                remote.write(set, writes, &mut progress).await;
            }
        }
        let expected = unseen.then_some(&*as_sent);
        let rest = gathered.rest();
        let stored = self.store_created(mapping, side, &mut creating, rest, expected, tally);
        if let Some(problem) = failure {
            return Err(problem);
        }
        stored?;
        self.look_up_created(mapping, side, creating, tally).await
    }

    /// Journals what can be created; what cannot becomes an integration error.
    fn journal(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        planned: Vec<Planned>,
        tally: &mut Tally,
    ) -> Result<Vec<Creating>, Problem> {
        let now = self.env.now();
        let job = tally.job(&mapping.name, side);
        let context = trace::Context::new(mapping, job, now, &self.remotes, &self.options);
        let env = self.env;
        let reporter = &mut *self.reporter;
        // What an earlier run sent without an answer: mostly nothing.
        let mut earlier: HashMap<Uuid, Vec<JournalEntry>> = HashMap::new();
        for entry in self.store.read().journal_open(Some(&mapping.name))? {
            if entry.side == side {
                earlier.entry(entry.source).or_default().push(entry);
            }
        }
        // What is about to be sent must be on the disk first: a journal that a power cut takes away protects nothing.
        self.store.write_durably(|w| {
            let mut sure = Vec::with_capacity(planned.len());
            for Planned {
                source,
                made_from,
                made,
                awaited,
            } in planned
            {
                match made {
                    Ok(fields) => {
                        // A create that was looked up in vain may still arrive late: it is sent again under the same id, which
                        // the service accepts only once.
                        let earlier = earlier.remove(&source).unwrap_or_default();
                        let id = earlier
                            .first()
                            .map_or_else(|| env.new_id(), |entry| entry.record);
                        for entry in earlier {
                            w.journal_close(entry.id)?;
                        }
                        sure.push((id, source, fields, made_from, awaited));
                    }
                    Err(problem) => {
                        let label = trace::fail_record(w, &context, side, source, &problem)?;
                        tally.count(&mapping.name, side, |c| c.failed += 1);
                        reporter.record_problem(&mapping.name, (side.other(), &label), &problem);
                    }
                }
            }
            let creates: Vec<_> = sure
                .iter()
                .map(|(id, source, fields, made_from, _)| NewCreate {
                    id: *id,
                    source: *source,
                    fields,
                    made_from,
                })
                .collect();
            let ids = w.journal(&NewJournal {
                mapping: &mapping.name,
                side,
                job,
                now,
                creates: &creates,
            })?;
            let creating = sure.into_iter().zip(ids);
            let creating = creating.map(|((id, source, fields, _, awaited), journal)| Creating {
                source,
                id,
                fields,
                awaited,
                journal,
                outcome: None,
            });
            Ok(creating.collect())
        })
    }

    /// Stores the outcomes of some creates, each with its place; those that need a look-up are kept for it. Records that were
    /// created without being shown are stored as they are expected to be.
    fn store_created(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        creating: &mut [Creating],
        answers: Vec<(usize, WriteOutcome)>,
        expected: Option<&AsSent>,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        if answers.is_empty() {
            return Ok(());
        }
        let now = self.env.now();
        let job = tally.job(&mapping.name, side);
        let context = trace::Context::new(mapping, job, now, &self.remotes, &self.options);
        let reporter = &mut *self.reporter;
        self.store.write(|w| {
            let mut closed = Vec::with_capacity(answers.len());
            for (place, outcome) in answers {
                let Some(creating) = creating.get_mut(place) else {
                    continue;
                };
                match outcome {
                    WriteOutcome::Done(Some(record)) => {
                        let made = creating.made(record);
                        created(w, &context, side, made, tally)?;
                        closed.push(creating.journal);
                    }
                    WriteOutcome::Created(id) if expected.is_some() => {
                        // It is as it was sent, as far as anybody knows.
                        let record = Record {
                            id,
                            etag: Some(unread_version()),
                            modified: None,
                            modified_by: None,
                            fields: expected
                                .map(|as_sent| {
                                    as_sent.expected(context.names(side), &creating.fields)
                                })
                                .unwrap_or_default(),
                        };
                        let made = creating.made(record);
                        created(w, &context, side, made, tally)?;
                        closed.push(creating.journal);
                    }
                    WriteOutcome::Refused(problem) => {
                        closed.push(creating.journal);
                        let problem = problem.on(side).of(&mapping.name);
                        let label =
                            trace::fail_record(w, &context, side, creating.source, &problem)?;
                        tally.count(&mapping.name, side, |c| c.failed += 1);
                        reporter.record_problem(&mapping.name, (side.other(), &label), &problem);
                        creating.outcome = Some(WriteOutcome::Refused(problem));
                    }
                    WriteOutcome::Deferred(problem) => {
                        // The journal has nothing to look up: it was certainly not done, and the next run tries again.
                        closed.push(creating.journal);
                        let problem = problem.on(side).of(&mapping.name);
                        let label =
                            trace::fail_record(w, &context, side, creating.source, &problem)?;
                        tally.count(&mapping.name, side, |c| c.failed += 1);
                        reporter.record_problem(&mapping.name, (side.other(), &label), &problem);
                    }
                    WriteOutcome::NotSent(problem) => {
                        closed.push(creating.journal);
                        creating.outcome = Some(WriteOutcome::NotSent(problem));
                    }
                    unclear => creating.outcome = Some(unclear),
                }
            }
            w.journal_close_all(&closed)
        })
    }
}

/// How a record is known that was created.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown<'s> {
    /// The answer to the create showed it, so that what differs from what was sent is the service's doing.
    InAnswer {
        /// The mappings of references of the source that could not be carried.
        awaited: &'s [MappingName],
    },
    /// It was read afterwards: what differs from what was sent may be somebody's change, and counts as one. The pair is
    /// looked at again in any case.
    Later {
        /// How values of its side compare.
        schema: &'s EntitySchema,
        /// What the source held when the record was made from it, if that is known; what differs now was changed since.
        made_from: Option<&'s Fields>,
    },
}

/// A record that was created.
#[derive(Debug)]
pub(super) struct Made<'c> {
    /// The record that it stands for.
    pub(super) source: Uuid,
    /// What was sent.
    pub(super) sent: &'c Fields,
    /// The record as it is known.
    pub(super) record: Record,
    /// How it is known.
    pub(super) shown: Shown<'c>,
}

/// A record was created: it is coupled with what it stands for.
pub(super) fn created(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    side: Side,
    made: Made<'_>,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let (mapping, names) = (context.mapping, context.names(side));
    let Made {
        source,
        sent,
        record,
        shown,
    } = made;
    let mut ids = Sides::new(source, source);
    *ids.get_mut(side) = record.id;
    let stored = as_it_is(sent, record, names);
    let after = &stored.fields;
    let naming = names.naming(after);
    // What the service filled in by itself (a number, a city from a post code) is its change and flows back.
    let filled: Vec<_> = after
        .iter()
        .filter(|(name, value)| {
            !is_blank(value) && sent.value(name.as_str()).is_empty() && names.mapped.contains(name)
        })
        .map(|(name, _)| name.clone())
        .collect();
    let filled = without_left_out(w, mapping, side, source, filled)?;
    let (changed, made_from) = match shown {
        Shown::InAnswer { .. } => (Vec::new(), None),
        Shown::Later { schema, made_from } => (differing(schema, sent, after), made_from),
    };
    let agreed = if filled.is_empty() && changed.is_empty() {
        Cow::Borrowed(after)
    } else {
        let mut agreed = after.clone();
        for name in &filled {
            agreed.set(name.clone(), Value::Empty);
        }
        for (name, value) in &changed {
            agreed.set((*name).clone(), (*value).clone());
        }
        Cow::Owned(agreed)
    };
    let left_out = match shown {
        Shown::InAnswer { .. } => Vec::new(),
        Shown::Later { made_from, .. } => left_out(mapping, side, sent, made_from),
    };
    let (is_plain, awaited) = match shown {
        Shown::InAnswer { awaited } => (awaited.is_empty(), awaited),
        Shown::Later { .. } => (false, [].as_slice()),
    };
    let owed = mapping.gives_constants(side.other());
    let short = match shown {
        Shown::InAnswer { .. } if lacks_something(sent, after) => {
            let held = w.uncoupled_one(&mapping.name, side.other(), source)?;
            let held = held.as_ref().and_then(Observation::fields);
            held.and_then(|held| not_given(mapping, side, (sent, after), held))
        }
        Shown::InAnswer { .. } | Shown::Later { .. } => None,
    };
    let made_from = short.as_ref().or(made_from);
    let pending = !filled.is_empty() || !is_plain || owed || short.is_some();
    let values = sent
        .iter()
        .map(|(name, _)| after.value(name.as_str()).clone());
    let written = Fields::of(sent.names(), values.collect()).unwrap_or_default();
    let pair = NewPair {
        mapping: &mapping.name,
        side,
        source,
        record: &stored,
        naming: &naming,
        base: &agreed,
        made_from,
        written: &written,
        pending,
        job: context.job,
        now: context.now,
    };
    let made = if let Some(made) = w.couple_created(&pair)? {
        made
    } else {
        w.observe(&mapping.name, side, &stored, &naming, None)?;
        let id = w.couple(&mapping.name, ids)?;
        let Some(coupling) = w.coupling(id)? else {
            return Ok(());
        };
        let mut base = Sides::from_fn(|s| super::apply::fields_of(&coupling, s));
        *base.get_mut(side) = agreed.into_owned();
        if let Some(was) = made_from {
            *base.get_mut(side.other()) = was.clone();
        }
        trace::settle(w, context, &coupling, &base)?;
        if pending {
            w.set_state(id, PairState::Pending, true)?;
        }
        trace::created(w, context, side, ids, naming.label, written)?;
        id
    };
    // What they refer to may be coupled before the pair is looked at again; then nothing would tell that it was left out.
    for target in awaited {
        w.await_reference(made, target)?;
    }
    for target in left_out {
        w.owe_reference(made, target)?;
    }
    w.close_errors(&mapping.name, ids.map(Some))?;
    tally.count(&mapping.name, side, |c| {
        c.inserted += 1;
        c.coupled += 1;
    });
    Ok(())
}

/// What the service filled in, but for references that the source holds too and that could not be carried: its own value
/// must not give way to a default. The two stay apart until the reference can be carried.
fn without_left_out(
    w: &Writer<'_>,
    mapping: &TableMapping,
    side: Side,
    source: Uuid,
    mut filled: Vec<FieldName>,
) -> Result<Vec<FieldName>, Problem> {
    let reference = |name: &FieldName| {
        let mut fields = mapping.active_fields();
        fields.find(|field| field.lookup.is_some() && field.fields_of(side).contains(&name))
    };
    if !filled.iter().any(|name| reference(name).is_some()) {
        return Ok(filled);
    }
    let seen = w.uncoupled_one(&mapping.name, side.other(), source)?;
    if let Some(held) = seen.as_ref().and_then(Observation::fields) {
        filled.retain(|name| {
            reference(name).is_none_or(|field| {
                let own = field.fields_of(side.other());
                own.iter().all(|own| held.value(own.as_str()).is_empty())
            })
        });
    }
    Ok(filled)
}

/// A record with what it holds: what was sent, and above all what the service answered.
fn as_it_is(sent: &Fields, answered: Record, names: &SideNames) -> Record {
    let tells_all = sent
        .iter()
        .all(|(name, _)| answered.fields.get(name.as_str()).is_some());
    if tells_all && answered.fields.names().is_same(&names.observed) {
        return answered;
    }
    let mut fields = sent.clone();
    for name in names.observed.as_slice() {
        if let Some(value) = answered.fields.get(name.as_str()) {
            fields.set(name.clone(), value.clone());
        }
    }
    Record { fields, ..answered }
}

/// The fields that hold something else than what was sent.
pub(super) fn differing<'s>(
    schema: &EntitySchema,
    sent: &'s Fields,
    now: &Fields,
) -> Vec<(&'s FieldName, &'s Value)> {
    sent.iter()
        .filter(|(name, value)| {
            let kind = schema.field(name.as_str()).map(|field| &field.kind);
            !on_one_side(kind, value, now.value(name.as_str())).is_same()
        })
        .collect()
}

/// A currency that lacks the rate which Dataverse requires is told in those words.
fn rate_or(problem: Problem, mapping: &TableMapping, currency: &Fields) -> Problem {
    let is_rate = problem
        .params
        .get("field")
        .is_some_and(|field| field == "exchangeRate");
    if problem.cause == Cause::RequiredMissing
        && mapping.sets.bc.as_str() == "currencies"
        && is_rate
    {
        let code = currency.value("code").to_plain();
        return Problem::new(Cause::MissingExchangeRate)
            .on(Side::Bc)
            .of(&mapping.name)
            .with("currency", &code);
    }
    problem
}
