//! A rehearsal: the same run on a cache that is put back afterwards, against services that are read but never written.
//!
//! What a plan says is therefore what a run does, step by step: matches couple, new records count as coupled for whatever
//! refers to them, failures are found where they would be met. What the services are known to add is pretended too:
//! numbers, company contacts, first units, drafts. Their other rules are not known before they are asked: a refusal, a city
//! from a post code.
//!
//! Invariant: no write reaches a service, and nothing that was written to the cache stays.

use super::Engine;
use super::moved::may_pass;
use super::naming::SideNames;
use super::observe::Depth;
use super::order::in_order;
use super::outcome::SyncReport;
use super::request::SyncRequest;
use super::store_pages::store_record;
use super::tally::Tally;
use crate::model::ids::option_record_id;
use crate::model::reason::Problem;
use crate::model::report::{JobKind, RequestCounts};
use crate::model::{
    EntitySchema, Etag, FieldName, Fields, Record, SetName, Side, Sides, TableMapping, Value,
};
use crate::remote::{
    Identity, Note, Page, ReadRequest, Remote, Ways, Write, WriteOutcome, WriteProgress,
};
use async_trait::async_trait;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use uuid::Uuid;

/// Stands for a number that a service will give by itself; what follows tells one from the other.
const TO_BE_GIVEN: &str = "…";
/// Business Central's field for the number that it gives.
const NUMBER: &str = "number";
/// The entity set of Business Central that says which customer a company contact belongs to.
const COMPANY_CONTACTS: &str = "contactsInformation";
/// Dataverse's unit groups, each of which makes its first unit by itself.
const UNIT_GROUPS: &str = "uomschedules";
const UNITS: &str = "uoms";
/// Dataverse's products, which begin as drafts.
const PRODUCTS: &str = "products";
/// The state of a product that is a draft.
const DRAFT: i32 = 2;

impl Engine<'_> {
    /// What [`Engine::sync`] would do. Reads both services and stores what it saw; writes nothing on either side.
    pub async fn plan(&mut self, request: &SyncRequest) -> Result<SyncReport, Problem> {
        let before = self.request_counts();
        let mappings = in_order(self.store.read().mappings()?, &request.mappings)?;
        self.know_all(&request.records, &mappings)?;
        let mut tally = Tally::telling();
        // What is read now is newer than what an earlier run wrote and got no answer to.
        self.recover_writes(&mappings).await?;
        let failed = if request.records.is_empty() {
            let depth = Depth::of(request.full);
            self.observe_all(&mappings, depth, &mut tally).await?
        } else {
            HashMap::new()
        };
        let stopped = if request.records.is_empty() {
            self.too_much(&super::sync::readable(&mappings, &failed))
                .await?
        } else {
            Vec::new()
        };
        let (jobs, needs_attention) = self
            .rehearse(async |engine| {
                engine.open_jobs(&mappings, JobKind::Synchronization, &mut tally)?;
                engine.recover_creates(&mappings, &mut tally).await?;
                engine.recover_restoring(&mappings)?;
                let result = engine
                    .run_mappings(request, &mappings, failed, &mut tally)
                    .await;
                let jobs = engine.close_jobs(&mappings, &mut tally, &result)?;
                result?;
                Ok((jobs, engine.needs_attention()?))
            })
            .await?;
        Ok(SyncReport {
            jobs,
            requests: self.requests_since(&before),
            needs_attention,
            actions: tally.take_lines(),
            stopped,
        })
    }

    /// What [`Engine::sync`] would do with one mapping if it were this one, enabled or not. Reads both services; what it sees
    /// is forgotten with the rest, since it was read for a mapping that does not exist yet.
    pub async fn plan_as(&mut self, mapping: &TableMapping) -> Result<SyncReport, Problem> {
        let before = self.request_counts();
        let mapping = TableMapping {
            enabled: true,
            ..mapping.clone()
        };
        let mut tally = Tally::telling();
        let (jobs, needs_attention, stopped) = self
            .rehearse(async |engine| {
                let known = engine.store.read().mappings()?;
                let place = known.iter().position(|one| one.name == mapping.name);
                let place = place.unwrap_or(known.len());
                engine.store.write(|w| w.put_mapping(&mapping, place))?;
                let only = std::slice::from_ref(&mapping.name);
                let mappings = in_order(engine.store.read().mappings()?, only)?;
                let depth = Depth::of(false);
                let failed = engine.observe_all(&mappings, depth, &mut tally).await?;
                if let Some(problem) = failed.get(&mapping.name) {
                    return Err(problem.clone());
                }
                let readable = super::sync::readable(&mappings, &failed);
                let stopped = engine.too_much(&readable).await?;
                engine.open_jobs(&mappings, JobKind::Synchronization, &mut tally)?;
                let request = SyncRequest::default();
                let result = engine
                    .run_mappings(&request, &mappings, failed, &mut tally)
                    .await;
                let jobs = engine.close_jobs(&mappings, &mut tally, &result)?;
                result?;
                Ok((jobs, engine.needs_attention()?, stopped))
            })
            .await?;
        Ok(SyncReport {
            jobs,
            requests: self.requests_since(&before),
            needs_attention,
            actions: tally.take_lines(),
            stopped,
        })
    }

    /// Does something without leaving a trace on either side or in the cache.
    pub(super) async fn rehearse<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let shared = self.shared_sets()?;
        let pretended = Sides::from_fn(|side| {
            let (real, shared) = (Rc::clone(self.remotes.get(side)), shared.get(side).clone());
            Rc::new(Pretended::new(real, shared))
        });
        let remotes = pretended
            .as_ref()
            .map(|remote| -> Rc<dyn Remote> { Rc::clone(remote) as _ });
        let real = std::mem::replace(&mut self.remotes, remotes);
        self.pretended = Some(pretended);
        let done = match self.store.begin_rehearsal() {
            Ok(()) => work(self).await,
            Err(problem) => Err(problem),
        };
        self.pretended = None;
        self.remotes = real;
        self.store.end_rehearsal()?;
        done
    }

    /// The sets of which records may be written through several mappings in one run.
    fn shared_sets(&self) -> Result<Sides<HashSet<SetName>>, Problem> {
        let mut shared = Sides::<HashSet<SetName>>::default();
        let all = self.store.read().mappings()?;
        for mapping in all.iter().filter(|mapping| mapping.enabled) {
            if self.others(mapping)?.is_empty() {
                continue;
            }
            for side in Side::BOTH {
                let set = mapping.sets.get(side).clone();
                shared.get_mut(side).insert(set);
            }
        }
        Ok(shared)
    }

    /// In a rehearsal, stores what the services would have made by themselves in the sets of a mapping, and what other mappings
    /// would have written to its records.
    pub(super) async fn observe_made(&mut self, mapping: &TableMapping) -> Result<(), Problem> {
        let Some(pretended) = self.pretended.clone() else {
            return Ok(());
        };
        for side in Side::BOTH {
            let mut made = pretended.get(side).take_made(mapping.sets.get(side));
            for record in pretended.get(side).created_in(mapping.sets.get(side)) {
                let reader = self.store.read();
                let known = reader
                    .coupling_id_of(&mapping.name, side, record.id)?
                    .is_some();
                made.extend((!known && may_pass(mapping, side, &record)).then_some(record));
            }
            let names = SideNames::of(mapping, side);
            self.store.write(|w| {
                for record in &made {
                    store_record(w, mapping, side, &names, record, None)?;
                }
                Ok(())
            })?;
            let mut changed = Vec::new();
            for id in pretended.get(side).changed_in(mapping.sets.get(side)) {
                let reader = self.store.read();
                let known = reader.coupling_id_of(&mapping.name, side, id)?.is_some()
                    || reader.uncoupled_one(&mapping.name, side, id)?.is_some();
                changed.extend(known.then_some(id));
            }
            for some in changed.chunks(self.options.chunk.max(1)) {
                self.observe_ids(mapping, side, some).await?;
            }
        }
        Ok(())
    }
}

/// A service that is read for real, and believes what it is told to write.
pub(super) struct Pretended {
    real: Rc<dyn Remote>,
    /// The records that it was told to create.
    created: RefCell<HashMap<Uuid, Record>>,
    /// Records that it would make by itself beside those, by their set, until they were asked for.
    made: RefCell<Vec<(SetName, Record)>>,
    /// How many numbers it would have given.
    numbers: Cell<u32>,
    /// The sets that several mappings look at.
    shared: HashSet<SetName>,
    /// What it was told to change in records of these: the mapping that comes second saw an older version.
    changed: RefCell<HashMap<Uuid, Fields>>,
    /// The records that it was told to create there, by their set.
    shared_created: RefCell<Vec<(SetName, Uuid)>>,
}

impl Pretended {
    fn new(real: Rc<dyn Remote>, shared: HashSet<SetName>) -> Self {
        Self {
            real,
            shared,
            changed: RefCell::default(),
            shared_created: RefCell::default(),
            created: RefCell::default(),
            made: RefCell::default(),
            numbers: Cell::new(0),
        }
    }

    /// What it made by itself in a set since this was last asked.
    fn take_made(&self, set: &SetName) -> Vec<Record> {
        let mut made = self.made.borrow_mut();
        let (taken, left) = std::mem::take(&mut *made)
            .into_iter()
            .partition(|(of, _)| of == set);
        *made = left;
        let taken: Vec<(SetName, Record)> = taken;
        taken.into_iter().map(|(_, record)| record).collect()
    }

    /// The records that it was told to create in a set that several mappings look at.
    fn created_in(&self, set: &SetName) -> Vec<Record> {
        let ids = self.shared_created.borrow();
        let created = self.created.borrow();
        let ids = ids.iter().filter(|(of, _)| of == set);
        ids.filter_map(|(_, id)| created.get(id).cloned()).collect()
    }

    /// The records that it was told to change in a set that several mappings look at.
    fn changed_in(&self, set: &SetName) -> Vec<Uuid> {
        if self.shared.contains(set) {
            self.changed.borrow().keys().copied().collect()
        } else {
            Vec::new()
        }
    }

    /// A number like none before.
    fn next_number(&self) -> Value {
        let given = self.numbers.get() + 1;
        self.numbers.set(given);
        Value::text(format!("{TO_BE_GIVEN}{given}"))
    }

    /// What the service adds to a new record by itself, and what it makes beside it.
    fn complete(&self, set: &SetName, is_numbered: bool, id: Uuid, fields: &mut Fields) {
        match (self.real.side(), set.as_str()) {
            (Side::Bc, _) if is_numbered && fields.value(NUMBER).is_empty() => {
                fields.set(FieldName::new(NUMBER), self.next_number());
            }
            (Side::Dv, PRODUCTS) if fields.value("statecode").is_empty() => {
                fields.set(FieldName::new("statecode"), Value::Choice(DRAFT));
            }
            (Side::Dv, UNIT_GROUPS) => {
                let unit = Fields::from_iter([
                    (FieldName::new("name"), fields.value("baseuomname").clone()),
                    (FieldName::new("uomscheduleid"), Value::Guid(id)),
                    (FieldName::new("isschedulebaseuom"), Value::Bool(true)),
                ]);
                // The id says nothing that lasts: a rehearsal leaves nothing behind.
                let first = pretended(Uuid::from_u128(!id.as_u128()), unit);
                self.made.borrow_mut().push((SetName::new(UNITS), first));
            }
            _ => {}
        }
    }

    fn outcome(&self, set: &SetName, is_numbered: bool, write: Write) -> WriteOutcome {
        match write {
            Write::Create { id, mut fields } => {
                // Dataverse numbers options itself; no real one is negative.
                let id = if self.real.side() == Side::Dv && set.as_str().contains('.') {
                    let made = self.created.borrow().len();
                    option_record_id(i32::try_from(made).map_or(i32::MIN, |made| -1 - made))
                } else {
                    id
                };
                self.complete(set, is_numbered, id, &mut fields);
                let record = pretended(id, fields);
                self.created.borrow_mut().insert(id, record.clone());
                if self.shared.contains(set) {
                    self.shared_created.borrow_mut().push((set.clone(), id));
                }
                WriteOutcome::Done(Some(record))
            }
            Write::Update { id, etag, fields } => {
                if self.shared.contains(set) {
                    let mut changed = self.changed.borrow_mut();
                    if changed.contains_key(&id) && etag != pretended(id, Fields::new()).etag {
                        return WriteOutcome::Stale;
                    }
                    set_all(changed.entry(id).or_default(), &fields);
                }
                WriteOutcome::Done(Some(pretended(id, fields)))
            }
            Write::Delete { .. } => WriteOutcome::Deleted,
        }
    }

    /// The company contacts that new customers will have: Business Central makes them together.
    fn company_contacts(&self, set: &SetName, among: &[Fields]) -> Vec<Record> {
        if self.real.side() != Side::Bc || set.as_str() != COMPANY_CONTACTS {
            return Vec::new();
        }
        let created = self.created.borrow();
        let customers = among
            .iter()
            .filter_map(|wanted| wanted.value("relatedId").as_guid())
            .filter(|customer| created.contains_key(customer));
        customers
            .map(|customer| {
                let fields = Fields::from_iter([
                    (FieldName::new("contactNumber"), self.next_number()),
                    (FieldName::new("relatedId"), Value::Guid(customer)),
                    (FieldName::new("relatedType"), Value::text("Customer")),
                ]);
                pretended(customer, fields)
            })
            .collect()
    }
}

fn set_all(fields: &mut Fields, values: &Fields) {
    for (name, value) in values.iter() {
        fields.set(name.clone(), value.clone());
    }
}

fn pretended(id: Uuid, fields: Fields) -> Record {
    Record {
        id,
        etag: Some(Etag("pretended".to_owned())),
        modified: None,
        modified_by: None,
        fields,
    }
}

#[async_trait(?Send)]
impl Remote for Pretended {
    fn side(&self) -> Side {
        self.real.side()
    }

    fn requests(&self) -> RequestCounts {
        self.real.requests()
    }

    async fn identify(&self) -> Result<Identity, Problem> {
        self.real.identify().await
    }

    async fn entity_sets(&self) -> Result<Vec<SetName>, Problem> {
        self.real.entity_sets().await
    }

    async fn entity_sets_of(&self, api: &str) -> Result<Vec<SetName>, Problem> {
        self.real.entity_sets_of(api).await
    }

    async fn schema(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem> {
        self.real.schema(set).await
    }

    async fn schema_anew(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem> {
        self.real.schema_anew(set).await
    }

    async fn read_pages(&self, requests: &[ReadRequest]) -> Vec<Result<Page, Problem>> {
        self.real.read_pages(requests).await
    }

    async fn read_by_ids(
        &self,
        set: &SetName,
        fields: &[FieldName],
        ids: &[Uuid],
    ) -> Result<Vec<Record>, Problem> {
        let mut found: Vec<Record> = {
            let created = self.created.borrow();
            ids.iter()
                .filter_map(|id| created.get(id).cloned())
                .collect()
        };
        let known: HashSet<Uuid> = found.iter().map(|record| record.id).collect();
        let others: Vec<Uuid> = ids
            .iter()
            .filter(|id| !known.contains(id))
            .copied()
            .collect();
        if !others.is_empty() {
            found.extend(self.real.read_by_ids(set, fields, &others).await?);
        }
        let changed = self.changed.borrow();
        for record in &mut found {
            if let Some(changed) = changed.get(&record.id) {
                set_all(&mut record.fields, changed);
                record.etag = pretended(record.id, Fields::new()).etag;
            }
        }
        Ok(found)
    }

    async fn find(
        &self,
        set: &SetName,
        fields: &[FieldName],
        among: &[Fields],
        limit: usize,
    ) -> Result<Vec<Record>, Problem> {
        let mut found = self.company_contacts(set, among);
        let known: HashSet<Uuid> = found.iter().map(|record| record.id).collect();
        let others: Vec<Fields> = among
            .iter()
            .filter(|wanted| {
                let customer = wanted.value("relatedId").as_guid();
                customer.is_none_or(|customer| !known.contains(&customer))
            })
            .cloned()
            .collect();
        if !others.is_empty() {
            found.extend(self.real.find(set, fields, &others, limit).await?);
        }
        Ok(found)
    }

    async fn write(&self, set: &SetName, writes: Vec<Write>, progress: &mut WriteProgress<'_>) {
        // A schema that cannot be read was told of before anything was to be written.
        let is_numbered = self.real.side() == Side::Bc
            && (self.real.schema(set).await).is_ok_and(|schema| schema.field(NUMBER).is_some());
        let outcomes = writes
            .into_iter()
            .map(|write| self.outcome(set, is_numbered, write));
        progress(0, outcomes.collect());
    }

    fn ways(&self, request: &ReadRequest) -> Ways {
        self.real.ways(request)
    }

    fn notes(&self) -> Vec<(Note, Option<String>)> {
        self.real.notes()
    }

    fn waiting(&self) -> Option<crate::remote::budget::Waiting> {
        self.real.waiting()
    }

    fn clock_ahead(&self) -> Option<jiff::SignedDuration> {
        self.real.clock_ahead()
    }

    fn record_url(&self, set: &SetName, id: Uuid, fields: Option<&Fields>) -> Option<String> {
        self.real.record_url(set, id, fields)
    }
}
