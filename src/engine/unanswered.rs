//! Creates whose answer was lost: looked up, never repeated blindly.
//!
//! By the id that was chosen, else by what the mapping matches on, else by the fields that were sent
//! (`docs/semantics.md` §8). A whole batch that got lost costs a few requests, not one for each record.

use super::Engine;
use super::create::Creating;
use super::made::{Made, Shown, created, differing};
use super::naming::naming_of;
use super::observe::observed_fields;
use super::tally::Tally;
use super::trace;
use crate::merge::normalize::match_key;
use crate::model::filter::Filter;
use crate::model::mapping::OnUnresolved;
use crate::model::reason::{Cause, Problem};
use crate::model::report::HistoryAction;
use crate::model::{
    Coupling, EntitySchema, FieldName, Fields, MappingName, Observation, Record, Side, Sides,
    TableMapping, Value,
};
use crate::remote::WriteOutcome;
use crate::store::{JournalEntry, Writer};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use uuid::Uuid;

/// So many candidates for each create are enough to tell one from several.
const CANDIDATES: usize = 3;

impl Engine<'_> {
    /// After the writes of a chunk: reads what was created without an answer that shows it, looks up what got no answer.
    /// Answers the records whose create was looked up in vain.
    pub(super) async fn look_up_created(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        creating: Vec<Creating>,
        tally: &mut Tally,
    ) -> Result<Vec<Uuid>, Problem> {
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
        drop(creating);
        let mut lost = Vec::new();
        if !unclear.is_empty() {
            let open = self.store.read().journal_open(Some(&mapping.name))?;
            let entries = open.into_iter().filter_map(|mut entry| {
                entry.record = *unclear.get(&entry.id)?;
                Some(entry)
            });
            let entries: Vec<JournalEntry> = entries.collect();
            lost = self.look_up(mapping, side, entries, tally).await?;
        }
        stop.map_or(Ok(lost), Err)
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

    /// Looks up creates; answers the records whose create is not there, or not there yet.
    async fn look_up(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        entries: Vec<JournalEntry>,
        tally: &mut Tally,
    ) -> Result<Vec<Uuid>, Problem> {
        let remote = Rc::clone(self.remotes.get(side));
        let set = mapping.sets.get(side);
        let fields = observed_fields(mapping, side);
        let ids: Vec<Uuid> = entries.iter().map(|entry| entry.record).collect();
        let by_id = remote.read_by_ids(set, &fields, &ids).await?;
        let mut by_id: HashMap<Uuid, Record> = by_id
            .into_iter()
            .map(|record| (record.id, record))
            .collect();
        let (there, missing): (Vec<_>, Vec<_>) = entries
            .into_iter()
            .map(|entry| {
                let found: Vec<Record> = by_id.remove(&entry.record).into_iter().collect();
                (entry, found)
            })
            .partition(|(_, found)| !found.is_empty());
        let missing = missing.into_iter().map(|(entry, _)| entry).collect();
        let missing = self.look_up_by_values(mapping, side, missing).await?;
        let schema = remote.schema(set).await?;
        self.conclude_creates(
            mapping,
            side,
            &schema,
            there.into_iter().chain(missing),
            tally,
        )
    }

    /// Records that could be those that were created, by what the mapping matches on, else by all that was sent.
    async fn look_up_by_values(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        entries: Vec<JournalEntry>,
    ) -> Result<Vec<(JournalEntry, Vec<Record>)>, Problem> {
        let wanted: Vec<Fields> = entries
            .iter()
            .map(|entry| wanted_of(mapping, side, entry))
            .collect();
        let among: Vec<Fields> = wanted.iter().filter(|w| !w.is_empty()).cloned().collect();
        let mut found = Vec::new();
        if !among.is_empty() {
            let fields = observed_fields(mapping, side);
            let set = mapping.sets.get(side);
            let limit = among.len() * CANDIDATES;
            found = self
                .remotes
                .get(side)
                .find(set, &fields, &among, limit)
                .await?;
            if found.len() == limit && among.len() > 1 {
                // Some are so common that they leave no room for others: each is asked for by itself.
                found.clear();
                for one in &among {
                    let one = std::slice::from_ref(one);
                    let some = self.remotes.get(side).find(set, &fields, one, CANDIDATES);
                    found.extend(some.await?);
                }
            }
        }
        // Services compare without regard to case, and so must whoever sorts their answers.
        let forms: HashSet<Vec<&FieldName>> = among
            .iter()
            .map(|wanted| wanted.iter().map(|(name, _)| name).collect())
            .collect();
        let mut free: HashMap<Vec<String>, Vec<Record>> = HashMap::new();
        for record in found {
            let reader = self.store.read();
            if reader
                .coupling_of(&mapping.name, side, record.id)?
                .is_some()
            {
                continue;
            }
            for form in &forms {
                let key = key_of(
                    form.iter()
                        .map(|name| (*name, record.fields.value(name.as_str()))),
                );
                let some = free.entry(key).or_default();
                if !some.iter().any(|other| other.id == record.id) {
                    some.push(record.clone());
                }
            }
        }
        Ok(entries
            .into_iter()
            .zip(wanted)
            .map(|(entry, wanted)| {
                let found = free.get(&key_of(wanted.iter())).cloned();
                (
                    entry,
                    found.filter(|_| !wanted.is_empty()).unwrap_or_default(),
                )
            })
            .collect())
    }

    fn conclude_creates(
        &mut self,
        mapping: &TableMapping,
        side: Side,
        schema: &EntitySchema,
        looked_up: impl Iterator<Item = (JournalEntry, Vec<Record>)>,
        tally: &mut Tally,
    ) -> Result<Vec<Uuid>, Problem> {
        let context = trace::Context::new(
            mapping,
            tally.job(&mapping.name, side),
            self.env.now(),
            &self.remotes,
            &self.options,
        );
        let mut lost = Vec::new();
        self.store.write(|w| {
            for (entry, found) in looked_up {
                if !conclude(w, &context, side, schema, &entry, found, tally)? {
                    lost.push(entry.source);
                }
            }
            Ok(())
        })?;
        Ok(lost)
    }
}

/// Ends a create whose answer was lost. Answers whether it did end.
fn conclude(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    side: Side,
    schema: &EntitySchema,
    entry: &JournalEntry,
    found: Vec<Record>,
    tally: &mut Tally,
) -> Result<bool, Problem> {
    let name = &context.mapping.name;
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(record), None) => {
            let former = w.coupling_of(name, side.other(), entry.source)?;
            let is_gone = |pair: &Coupling| *pair.seen.get(side) == Observation::Deleted;
            // A pair that was put back, since nobody knew that its missing record had been made again.
            if let Some(former) = former.as_ref().filter(|former| is_gone(former)) {
                w.uncouple(former.id)?;
                trace::linked(w, context, former.ids, HistoryAction::Uncouple)?;
            }
            if former.as_ref().is_none_or(is_gone) {
                let JournalEntry { source, fields, .. } = entry;
                // Found by what it holds, and not even holding what was sent: it may have been there before.
                let doubtful = record.id != entry.record
                    && !differing(schema, fields, &record.fields).is_empty();
                if doubtful {
                    coupled(w, context, side, *source, &record, tally)?;
                } else {
                    let (id, left) = (record.id, has_left(context.mapping, side, &record));
                    let made = Made {
                        source: *source,
                        sent: fields,
                        record,
                        shown: Shown::Later {
                            schema,
                            made_from: entry.made_from.as_ref(),
                        },
                    };
                    created(w, context, side, made, tally)?;
                    if left {
                        w.observe_out_of_filter(name, side, id)?;
                    }
                }
            }
            w.journal_close(entry.id)?;
            Ok(true)
        }
        (None, _) if !lacks_partner(w, name, side, entry.source)? => {
            w.journal_close(entry.id)?;
            Ok(true)
        }
        // Not there, or not there yet: the entry stays, so that it is created again under the same id only.
        (None, _) => {
            w.journal_unknown(entry.id)?;
            Ok(false)
        }
        (Some(_), Some(_)) => {
            let problem = Problem::new(Cause::CreateUncertain).on(side).of(name);
            // What it is called stands in the list of errors.
            trace::fail_record(w, context, side, entry.source, &problem)?;
            tally.count(name, side, |c| c.failed += 1);
            w.journal_close(entry.id)?;
            Ok(true)
        }
    }
}

/// Whether a record has no partner, or one that is gone from this side.
fn lacks_partner(
    w: &Writer<'_>,
    name: &MappingName,
    side: Side,
    source: Uuid,
) -> Result<bool, Problem> {
    Ok(match w.coupling_of(name, side.other(), source)? {
        Some(pair) => *pair.seen.get(side) == Observation::Deleted,
        None => w.uncoupled_one(name, side.other(), source)?.is_some(),
    })
}

/// Couples a record with one that may have been made from it, as if they had just been matched: what differs is nobody's change
/// yet, and no side gives way unasked.
fn coupled(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    side: Side,
    source: Uuid,
    record: &Record,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let name = &context.mapping.name;
    let mut ids = Sides::new(source, source);
    *ids.get_mut(side) = record.id;
    let naming = naming_of(context.mapping, side, &record.fields);
    w.observe(name, side, record, &naming, None)?;
    w.couple(name, ids)?;
    trace::linked(w, context, ids, HistoryAction::Couple)?;
    tally.count(name, side, |c| c.coupled += 1);
    Ok(())
}

/// The mappings of references that a record was sent without although the source has some. What they refer to may have been
/// coupled since it was sent, so they are looked at in any case.
pub(super) fn left_out<'m>(
    mapping: &'m TableMapping,
    side: Side,
    sent: &Fields,
    made_from: Option<&Fields>,
) -> Vec<&'m MappingName> {
    let fields = mapping.active_fields().filter_map(|field| {
        let lookup = field.lookup.as_ref()?;
        let patient = matches!(
            lookup.on_unresolved,
            OnUnresolved::Keep | OnUnresolved::Clear
        );
        let flows = mapping.direction_of(field)?.writes(side);
        let held = made_from.is_none_or(|held| {
            let own = field.fields_of(side.other());
            own.iter().any(|own| !held.value(own.as_str()).is_empty())
        });
        let there = field.fields_of(side);
        let unsent = there
            .iter()
            .all(|name| sent.value(name.as_str()).is_empty());
        (patient && flows && held && unsent).then_some(&lookup.mapping)
    });
    fields.collect()
}

/// What a record that was created can be told by: what the mapping matches on, else the texts that were sent.
fn wanted_of(mapping: &TableMapping, side: Side, entry: &JournalEntry) -> Fields {
    let matched = mapping
        .active_fields()
        .filter(|field| field.matching.is_some());
    let keys: Fields = matched
        .flat_map(|field| field.fields_of(side))
        .filter_map(|name| Some((name.clone(), entry.fields.get(name.as_str())?.clone())))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    if !keys.is_empty() {
        return keys;
    }
    let texts = entry
        .fields
        .iter()
        .filter(|(_, value)| matches!(value, Value::Text(_)));
    texts
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// A question, or a record as the answer to one, in a form that can be looked up.
fn key_of<'f>(fields: impl Iterator<Item = (&'f FieldName, &'f Value)>) -> Vec<String> {
    fields
        .map(|(name, value)| format!("{name}={}", match_key(value, false)))
        .collect()
}
/// Whether a record that was looked up by its id is outside the mapping's filter by now.
fn has_left(mapping: &TableMapping, side: Side, record: &Record) -> bool {
    let filter = mapping.filters.get(side).as_deref().and_then(Filter::parse);
    filter.is_some_and(|filter| !filter.matches(&record.fields))
}
