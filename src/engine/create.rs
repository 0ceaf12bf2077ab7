//! Creates: the dangerous write, because its answer can get lost.
//!
//! Each create is journaled before it is sent, under an id chosen here. A create without an answer is looked up, never
//! repeated blindly: by that id, else by what the mapping matches on, else by the fields that were sent
//! (`docs/semantics.md` §8, `unanswered`). Invariant: while a record's create stands in the journal, no other create is sent for it.

use super::Engine;
use super::as_sent::AsSent;
use super::context::{Phase, Progress};
use super::gather::Gathered;
use super::lines;
use super::made::{Made, Shown, created};
use super::naming::{SideNames, naming_of};
use super::several::Sorted;
use super::tally::Tally;
use super::trace;
use crate::merge::MergeRules;
use crate::model::reason::{Cause, Problem};
use crate::model::{
    EntitySchema, Fields, JournalId, KnownNames, MappingName, Observation, Record, Side, Sides,
    TableMapping,
};
use crate::remote::{Note, Write, WriteOutcome, unread_version};
use crate::store::{JournalEntry, NewCreate, NewJournal};
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
        let held_back = self.held_back(mapping)?;
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
                let (held, sure): (Vec<_>, Vec<_>) = sure
                    .into_iter()
                    .partition(|(id, _)| held_back.get(source).contains(id));
                let held: Vec<Uuid> = held.into_iter().map(|(id, _)| id).collect();
                self.list_alone(mapping, side, &several, Cause::SeveralMatches, tally)?;
                self.list_alone(mapping, side, &held, Cause::MayHavePartner, tally)?;
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
        if self.follow_beside(mapping, side, source, tally).await? {
            return Ok(());
        }
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
