//! Creates: the dangerous write, because its answer can get lost.
//!
//! Each create is journaled before it is sent, under an id chosen here. A create without an answer is looked up, never
//! repeated blindly: by that id, else by what the mapping matches on, else by the fields that were sent
//! (`docs/semantics.md` §8). Invariant: while a record's create stands in the journal, no other create is sent for it.

use super::Engine;
use super::apply::overlay;
use super::context::{Phase, Progress};
use super::lines;
use super::naming::naming_of;
use super::observe::observed_fields;
use super::tally::Tally;
use super::trace;
use crate::merge::MergeRules;
use crate::model::reason::{Cause, Problem};
use crate::model::{
    Fields, JournalId, Observation, PairState, Record, Side, Sides, TableMapping, Value,
};
use crate::remote::{Write, WriteOutcome};
use crate::store::{JournalEntry, NewJournal, NewPair, Writer};
use std::collections::HashMap;
use std::rc::Rc;
use uuid::Uuid;

/// A create under way.
#[derive(Clone, Debug)]
struct Creating {
    source: Uuid,
    id: Uuid,
    fields: Fields,
    journal: JournalId,
    outcome: Option<WriteOutcome>,
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
            loop {
                self.check_cancel()?;
                let source = side.other();
                let records = self.store.read().uncoupled(
                    &mapping.name,
                    source,
                    after,
                    self.options.chunk,
                )?;
                let Some((last, _)) = records.last() else {
                    break;
                };
                after = Some(*last);
                let ids: Vec<Uuid> = records.iter().map(|(id, _)| *id).collect();
                let ids = self.without_doubtful(mapping, source, ids)?;
                self.create_for(mapping, side, &ids, tally).await?;
            }
        }
        Ok(())
    }

    /// Leaves out records that match several others, since creating one would make a duplicate, and those that were parted
    /// from their partner, since creating that again would undo what somebody wanted.
    fn without_doubtful(
        &self,
        mapping: &TableMapping,
        side: Side,
        ids: Vec<Uuid>,
    ) -> Result<Vec<Uuid>, Problem> {
        let mut sure = Vec::with_capacity(ids.len());
        let any_parted = self.store.read().any_parted(&mapping.name, side)?;
        for id in ids {
            if any_parted && self.store.read().is_parted(&mapping.name, side, id)? {
                continue;
            }
            if !self.store.read().is_ambiguous(&mapping.name, side, id)? {
                sure.push(id);
            }
        }
        Ok(sure)
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
        sources: &[Uuid],
    ) -> Result<Vec<(Uuid, Result<Fields, Problem>)>, Problem> {
        let mut seen = Vec::new();
        for source in sources {
            if let Some(Observation::Seen { fields, .. }) =
                self.store
                    .read()
                    .uncoupled_one(&mapping.name, side.other(), *source)?
            {
                seen.push((*source, fields));
            }
        }
        let schemas = self.schemas(mapping).await?;
        let lookups = self
            .prepare_lookups(
                mapping,
                seen.iter().map(|(_, fields)| (side.other(), fields)),
            )
            .await?;
        let rules = MergeRules::new(mapping, Sides::new(Some(&*schemas.bc), Some(&*schemas.dv)));
        let planned = seen.iter().filter_map(|(source, fields)| {
            let new = rules.new_record(side, fields, &lookups);
            if new.waits_for.is_some() {
                return None;
            }
            let made = match new.problems.into_iter().next() {
                Some(problem) => {
                    let problem = lookups.explain(problem.problem.on(side).of(&mapping.name));
                    Err(rate_or(problem, mapping, fields))
                }
                None => Ok(new.fields),
            };
            Some((*source, made))
        });
        Ok(planned.collect())
    }

    /// Creates a record on `side` for each of these records of the other side.
    pub(super) async fn create_for(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        sources: &[Uuid],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let planned = self.new_records(mapping, side, sources).await?;
        if tally.is_telling() {
            for (source, new) in &planned {
                let label = self.label_of_uncoupled(mapping, side.other(), *source)?;
                tally.tell(|lines| {
                    lines.push(lines::of_create(mapping, side, *source, label, new));
                });
            }
        }
        let mut creating = self.journal(mapping, side, planned, tally)?;
        if creating.is_empty() {
            return Ok(());
        }
        let writes = creating
            .iter()
            .map(|c| Write::Create {
                id: c.id,
                fields: c.fields.clone(),
            })
            .collect();
        let total = creating.len() as u64;
        let remote = Rc::clone(self.remotes.get(side));
        let cancel = self.cancel.clone();
        let mut failure = None;
        let mut done = 0;
        {
            let mut progress = |first: usize, outcomes: Vec<WriteOutcome>| {
                done += outcomes.len() as u64;
                let slots = creating.iter_mut().skip(first);
                let stored = self.store_created(mapping, side, slots, outcomes, tally);
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
        if let Some(problem) = failure {
            return Err(problem);
        }
        self.look_up_created(mapping, side, creating, tally).await
    }

    /// Journals what can be created; what cannot becomes an integration error.
    fn journal(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        planned: Vec<(Uuid, Result<Fields, Problem>)>,
        tally: &mut Tally,
    ) -> Result<Vec<Creating>, Problem> {
        let now = self.env.now();
        let job = tally.job(&mapping.name, side);
        let context = trace::Context {
            mapping,
            job,
            now,
            remotes: &self.remotes,
            options: &self.options,
        };
        let env = self.env;
        let reporter = &mut *self.reporter;
        // What is about to be sent must be on the disk first: a journal that a power cut takes away protects nothing.
        self.store.write_durably(|w| {
            let mut creating = Vec::new();
            for (source, planned) in planned {
                match planned {
                    Ok(fields) => {
                        // A create that was looked up in vain may still arrive late: it is sent again under the same id, which
                        // the service accepts only once.
                        let earlier = w.journal_of(&mapping.name, side, source)?;
                        let id = earlier
                            .first()
                            .map_or_else(|| env.new_id(), |entry| entry.record);
                        for entry in earlier {
                            w.journal_close(entry.id)?;
                        }
                        let entry = NewJournal {
                            mapping: mapping.name.clone(),
                            side,
                            id,
                            source,
                            fields: fields.clone(),
                            job,
                            now,
                        };
                        let journal = w.journal_create(&entry)?;
                        creating.push(Creating {
                            source,
                            id,
                            fields,
                            journal,
                            outcome: None,
                        });
                    }
                    Err(problem) => {
                        trace::fail_record(w, &context, side, source, &problem)?;
                        tally.count(&mapping.name, side, |c| c.failed += 1);
                        reporter.problem(&mapping.name, &problem);
                    }
                }
            }
            Ok(creating)
        })
    }

    /// Stores the outcomes of one request; those that need a look-up are kept for it.
    fn store_created<'c>(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        slots: impl Iterator<Item = &'c mut Creating>,
        outcomes: Vec<WriteOutcome>,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let now = self.env.now();
        let job = tally.job(&mapping.name, side);
        let context = trace::Context {
            mapping,
            job,
            now,
            remotes: &self.remotes,
            options: &self.options,
        };
        let reporter = &mut *self.reporter;
        self.store.write(|w| {
            for (creating, outcome) in slots.zip(outcomes) {
                match outcome {
                    WriteOutcome::Done(Some(record)) => {
                        created(
                            w,
                            &context,
                            side,
                            creating.source,
                            &creating.fields,
                            record,
                            tally,
                        )?;
                        w.journal_close(creating.journal)?;
                    }
                    WriteOutcome::Refused(problem) => {
                        w.journal_close(creating.journal)?;
                        let problem = problem.on(side).of(&mapping.name);
                        trace::fail_record(w, &context, side, creating.source, &problem)?;
                        tally.count(&mapping.name, side, |c| c.failed += 1);
                        reporter.problem(&mapping.name, &problem);
                        creating.outcome = Some(WriteOutcome::Refused(problem));
                    }
                    WriteOutcome::NotSent(problem) => {
                        w.journal_close(creating.journal)?;
                        creating.outcome = Some(WriteOutcome::NotSent(problem));
                    }
                    unclear => creating.outcome = Some(unclear),
                }
            }
            Ok(())
        })
    }

    /// After the writes of a chunk: reads what was created without an answer that shows it, looks up what got no answer.
    async fn look_up_created(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        creating: Vec<Creating>,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let mut unclear = HashMap::new();
        let mut stop = None;
        for one in &creating {
            match &one.outcome {
                Some(WriteOutcome::NotSent(problem)) => stop = stop.or(Some(problem.clone())),
                Some(WriteOutcome::Refused(problem)) if problem.cause.stops_the_run() => {
                    stop = stop.or(Some(problem.clone()));
                }
                None | Some(WriteOutcome::Refused(_)) => {}
                Some(WriteOutcome::Created(id)) => {
                    unclear.insert(one.journal, *id);
                }
                Some(_) => {
                    unclear.insert(one.journal, one.id);
                }
            }
        }
        if !unclear.is_empty() {
            let open = self.store.read().journal_open(Some(&mapping.name))?;
            let entries = open.into_iter().filter_map(|mut entry| {
                entry.record = *unclear.get(&entry.id)?;
                Some(entry)
            });
            let entries: Vec<JournalEntry> = entries.collect();
            self.look_up(mapping, side, entries, tally).await?;
        }
        stop.map_or(Ok(()), Err)
    }

    /// Looks up all creates that an earlier run left without an answer.
    pub(super) async fn recover_creates(
        &mut self,
        mappings: &[TableMapping],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        for mapping in mappings {
            for side in Side::BOTH {
                let open = self.store.read().journal_open(Some(&mapping.name))?;
                let open: Vec<JournalEntry> = open
                    .into_iter()
                    .filter(|entry| entry.side == side)
                    .collect();
                for chunk in open.chunks(self.options.chunk.max(1)) {
                    self.look_up(mapping, side, chunk.to_vec(), tally).await?;
                }
            }
        }
        Ok(())
    }

    async fn look_up(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        entries: Vec<JournalEntry>,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let set = mapping.sets.get(side);
        let fields = observed_fields(mapping, side);
        let ids: Vec<Uuid> = entries.iter().map(|entry| entry.record).collect();
        let by_id = self
            .remotes
            .get(side)
            .read_by_ids(set, &fields, &ids)
            .await?;
        for entry in entries {
            let found = match by_id.iter().find(|record| record.id == entry.record) {
                Some(record) => vec![record.clone()],
                None => self.look_up_by_values(mapping, side, &entry).await?,
            };
            self.conclude_create(mapping, side, &entry, found, tally)?;
        }
        Ok(())
    }

    /// Records that could be the one that was created, by what the mapping matches on, else by all that was sent.
    async fn look_up_by_values(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        entry: &JournalEntry,
    ) -> Result<Vec<Record>, Problem> {
        let matched = mapping
            .active_fields()
            .filter(|field| field.matching.is_some());
        let keys: Fields = matched
            .flat_map(|field| field.fields_of(side))
            .filter_map(|name| Some((name.clone(), entry.fields.get(name.as_str())?.clone())))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let texts = entry
            .fields
            .iter()
            .filter(|(_, value)| matches!(value, Value::Text(_)));
        let texts: Fields = texts
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let wanted = if keys.is_empty() { texts } else { keys };
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let fields = observed_fields(mapping, side);
        let found = self
            .remotes
            .get(side)
            .find(mapping.sets.get(side), &fields, &[wanted], 3)
            .await?;
        let mut free = Vec::new();
        for record in found {
            if self
                .store
                .read()
                .coupling_of(&mapping.name, side, record.id)?
                .is_none()
            {
                free.push(record);
            }
        }
        Ok(free)
    }

    fn conclude_create(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        entry: &JournalEntry,
        found: Vec<Record>,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        let now = self.env.now();
        let job = tally.job(&mapping.name, side);
        let context = trace::Context {
            mapping,
            job,
            now,
            remotes: &self.remotes,
            options: &self.options,
        };
        self.store.write(|w| {
            let mut found = found.into_iter();
            match (found.next(), found.next()) {
                (Some(record), None) => {
                    if w.coupling_of(&mapping.name, side.other(), entry.source)?
                        .is_none()
                    {
                        created(
                            w,
                            &context,
                            side,
                            entry.source,
                            &entry.fields,
                            record,
                            tally,
                        )?;
                    }
                    w.journal_close(entry.id)
                }
                (None, _)
                    if w.uncoupled_one(&mapping.name, side.other(), entry.source)?
                        .is_none() =>
                {
                    w.journal_close(entry.id)
                }
                // Not there, or not there yet: the entry stays, so that it is created again under the same id only.
                (None, _) => w.journal_unknown(entry.id),
                (Some(_), Some(_)) => {
                    let problem = Problem::new(Cause::CreateUncertain)
                        .on(side)
                        .of(&mapping.name);
                    trace::fail_record(w, &context, side, entry.source, &problem)?;
                    tally.count(&mapping.name, side, |c| c.failed += 1);
                    w.journal_close(entry.id)
                }
            }
        })
    }
}

/// A record was created: it is coupled with what it stands for.
fn created(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    side: Side,
    source: Uuid,
    sent: &Fields,
    record: Record,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let mapping = context.mapping;
    let mut ids = Sides::new(source, source);
    *ids.get_mut(side) = record.id;
    let observed = observed_fields(mapping, side);
    let after = overlay(sent, &[], &record.fields, &observed);
    let stored = Record {
        fields: after.clone(),
        ..record
    };
    let naming = naming_of(mapping, side, &after);
    // What the service filled in by itself (a number, a city from a post code) is its change and flows back.
    let mapped: Vec<_> = mapping
        .active_fields()
        .flat_map(|field| field.fields_of(side))
        .collect();
    let filled: Vec<_> = after
        .iter()
        .filter(|(name, value)| {
            mapped.contains(name) && sent.value(name.as_str()).is_empty() && !is_blank(value)
        })
        .map(|(name, _)| name.clone())
        .collect();
    let mut agreed = after.clone();
    for name in &filled {
        agreed.set(name.clone(), Value::Empty);
    }
    let pair = NewPair {
        mapping: &mapping.name,
        side,
        source,
        record: &stored,
        naming: &naming,
        base: &agreed,
        pending: !filled.is_empty(),
        job: context.job,
        now: context.now,
    };
    if w.couple_created(&pair)?.is_none() {
        w.observe(&mapping.name, side, &stored, &naming, None)?;
        let id = w.couple(&mapping.name, ids)?;
        let Some(coupling) = w.coupling(id)? else {
            return Ok(());
        };
        let mut base = Sides::from_fn(|s| super::apply::fields_of(&coupling, s));
        *base.get_mut(side) = agreed;
        trace::settle(w, context, &coupling, &base)?;
        if !filled.is_empty() {
            w.set_state(id, PairState::Pending, true)?;
        }
    }
    trace::created(w, context, side, ids, sent, &after)?;
    w.close_errors(&mapping.name, ids.map(Some))?;
    tally.count(&mapping.name, side, |c| {
        c.inserted += 1;
        c.coupled += 1;
    });
    Ok(())
}

/// Whether a value says no more than nothing: Business Central's numbers and flags are never empty.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Empty | Value::Bool(false) => true,
        other => other.as_decimal().is_some_and(|number| number.is_zero()),
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
