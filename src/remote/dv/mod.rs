//! Dataverse: Web API v9.2, and any OData v4 service that stands in for it.
//!
//! - `definitions`: which tables there are, from `EntityDefinitions` or `$metadata`
//! - `attributes`: one table with its columns, option sets and lookups
//! - `metadata`: the metadata of columns as it is sent
//! - `declared`: tables of services that have `$metadata` only
//! - `options`: option sets seen as entity sets
//! - `survey`: what the checks of a connection ask
//! - `wire`: how writes are spelt and what their answers mean

mod attributes;
mod captions;
mod declared;
mod definitions;
mod metadata;
mod options;
mod survey;
mod wire;

use super::budget::Waiting;
use super::connection::DvEndpoint;
use super::http::Call;
use super::learnt::Learnt;
use super::odata::client::Client;
use super::odata::notes::Note;
use super::odata::paging::{self, Reading};
use super::odata::read::{self, CountForm, Manners};
use super::odata::table::Table;
use super::odata::trail::Trail;
use super::odata::versions::Versions;
use super::odata::write::{self, Observed, Showing};
use super::survey::Survey;
use super::{
    Changes, Deletions, Identity, Page, ReadFrom, ReadRequest, Remote, Watermark, WayReason, Ways,
    Write, WriteOutcome, WriteProgress,
};
use crate::model::reason::{Cause, Problem};
use crate::model::report::RequestCounts;
use crate::model::schema::Captions;
use crate::model::{EntitySchema, FieldName, Fields, Record, SetName, Side};
use async_trait::async_trait;
use definitions::Definitions;
use options::Column;
use serde::Deserialize;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Dataverse joins any conditions with `or`, and says what a lookup refers to only when asked.
const MANNERS: Manners = Manners {
    or_across_fields: true,
    annotations: Some("odata.include-annotations=\"Microsoft.Dynamics.CRM.lookuplogicalname\""),
    count: CountForm::Segment { limit: 5_000 },
};

/// The connector.
pub struct Dv {
    client: Client,
    endpoint: DvEndpoint,
    definitions: OnceCell<Rc<Definitions>>,
    tables: RefCell<HashMap<SetName, Rc<Table>>>,
    /// Tables that an earlier process learnt; one that lacks a field is asked for again.
    restored: RefCell<HashSet<SetName>>,
    /// Whether anything was learnt that the next process does not know yet.
    has_news: Cell<bool>,
    /// Entity types by entity set, as far as option sets needed them.
    entities: RefCell<HashMap<SetName, String>>,
    observed: Observed,
    versions: Versions,
    trail: Trail,
    /// Where rows are created many at a time, and where not.
    bulk: RefCell<HashMap<SetName, wire::BulkUse>>,
    /// Set once the service refused to create under a stated id by `PATCH`.
    creates_by_post: Cell<bool>,
}

impl Dv {
    /// A connector that has asked for nothing yet.
    pub fn new(client: Client, endpoint: DvEndpoint) -> Self {
        Self {
            client,
            endpoint,
            definitions: OnceCell::new(),
            tables: RefCell::default(),
            restored: RefCell::default(),
            has_news: Cell::new(false),
            entities: RefCell::default(),
            observed: Observed::default(),
            versions: Versions::default(),
            trail: Trail::default(),
            bulk: RefCell::default(),
            creates_by_post: Cell::new(false),
        }
    }

    /// Takes over what an earlier process learnt.
    pub fn restore(&self, learnt: Learnt) {
        let tables = learnt.apply(&self.client);
        self.creates_by_post.set(learnt.creates_by_post);
        *self.entities.borrow_mut() = learnt.entities;
        for table in tables {
            let set = table.set().clone();
            self.restored.borrow_mut().insert(set.clone());
            self.tables.borrow_mut().insert(set, table);
        }
    }

    /// Makes sure that tables are known, with as few requests as possible; one that does not exist is left out.
    async fn load(&self, sets: &[SetName]) -> Result<(), Problem> {
        let missing: Vec<SetName> = {
            let tables = self.tables.borrow();
            let mut missing: Vec<SetName> = Vec::new();
            for set in sets {
                if !tables.contains_key(set) && !missing.contains(set) {
                    missing.push(set.clone());
                }
            }
            missing
        };
        if missing.is_empty() {
            return Ok(());
        }
        for (set, table) in attributes::tables(self, &missing).await? {
            self.know(set, table?);
        }
        Ok(())
    }

    fn know(&self, set: SetName, table: Table) {
        if !table.schema.change_tracking {
            let note = if table.modified.is_some() {
                Note::NoChangeTracking
            } else {
                Note::ReadWhole
            };
            self.client.notes.take(note, Some(set.as_str()));
        }
        self.restored.borrow_mut().remove(&set);
        self.has_news.set(true);
        self.tables.borrow_mut().insert(set, Rc::new(table));
    }

    /// An entity set, looked up once.
    async fn table(&self, set: &SetName) -> Result<Rc<Table>, Problem> {
        self.load(std::slice::from_ref(set)).await?;
        let tables = self.tables.borrow();
        let unknown = || problem(Cause::UnknownTable).with("table", set.as_str());
        tables.get(set).map(Rc::clone).ok_or_else(unknown)
    }

    /// An entity set that has these fields, asked for again if what was learnt earlier lacks one.
    async fn table_with(&self, set: &SetName, fields: &[FieldName]) -> Result<Rc<Table>, Problem> {
        let table = self.table(set).await?;
        let lacks = fields
            .iter()
            .any(|name| table.field(name.as_str()).is_none());
        if lacks && self.restored.borrow_mut().remove(set) {
            self.tables.borrow_mut().remove(set);
            return self.table(set).await;
        }
        Ok(table)
    }

    /// Reads a table without its change log from now on.
    fn without_tracking(&self, table: &Table) -> Rc<Table> {
        let set = table.set().clone();
        self.client
            .notes
            .take(Note::NoChangeTracking, Some(set.as_str()));
        let plain = Rc::new(Table {
            schema: Rc::new(EntitySchema {
                change_tracking: false,
                ..(*table.schema).clone()
            }),
            ..table.clone()
        });
        self.tables.borrow_mut().insert(set, Rc::clone(&plain));
        plain
    }

    fn remember(&self, set: &SetName, fields: &[FieldName]) {
        let mut observed = self.observed.borrow_mut();
        let known = observed.entry(set.as_str().to_owned()).or_default();
        for field in fields {
            if !known.contains(field) {
                known.push(field.clone());
            }
        }
    }

    async fn prepare(&self, request: &ReadRequest) -> Result<Reading, Problem> {
        let table = self.table_with(&request.set, &request.fields).await?;
        self.remember(&request.set, &request.fields);
        let sorts = !self.client.notes.has(Note::NoSorting);
        paging::prepare(&self.client, table, MANNERS, request, sorts)
    }

    /// Reads again where the change log is of no use: too old, switched off, or not there after all.
    async fn fall_back(
        &self,
        request: &ReadRequest,
        page: Result<Page, Problem>,
        reading: Option<Reading>,
    ) -> Result<Page, Problem> {
        let Some(reading) = reading.filter(|reading| reading.course.is_tracked()) else {
            return page;
        };
        let again = match &page {
            Err(problem) if super::errors::delta_is_over(problem) => {
                if matches!(request.from, ReadFrom::Since(Watermark::Delta(_))) {
                    let set = request.set.as_str();
                    self.client.notes.take(Note::DeltaExpired, Some(set));
                } else {
                    self.without_tracking(&reading.table);
                }
                true
            }
            // Refused for a reason that only tracking can have given.
            Err(problem)
                if request.from == ReadFrom::Start
                    && problem
                        .status
                        .is_some_and(|status| matches!(status, 400 | 501))
                    && problem.cause == Cause::Unknown =>
            {
                self.without_tracking(&reading.table);
                true
            }
            Ok(page) if page.next.is_none() && page.watermark.is_none() => {
                // Tracking was asked for and ignored: what was read is right, but the next read goes by time.
                self.without_tracking(&reading.table);
                request.filter.is_some() || reading.table.modified.is_some()
            }
            _ => false,
        };
        if !again {
            return page;
        }
        let request = ReadRequest {
            from: ReadFrom::Start,
            ..request.clone()
        };
        let reading = self.prepare(&request).await;
        let (mut pages, _) = paging::read(&self.client, vec![reading], &[]).await;
        match pages.pop() {
            Some((Err(problem), Some(reading)))
                if super::errors::delta_is_over(&problem) && reading.course.is_tracked() =>
            {
                self.without_tracking(&reading.table);
                let reading = self.prepare(&request).await;
                let (mut pages, _) = paging::read(&self.client, vec![reading], &[]).await;
                pages.pop().map_or(page, |(page, _)| page)
            }
            Some((page, _)) => page,
            None => page,
        }
    }

    /// Begins a read again whose place was lost, and marks what has no version.
    async fn settle(
        &self,
        request: &ReadRequest,
        page: Result<Page, Problem>,
    ) -> Result<Page, Problem> {
        let (request, page) = match page {
            Err(problem) if self.trail.must_restart(request, &problem) => {
                let again = ReadRequest {
                    from: ReadFrom::Start,
                    ..request.clone()
                };
                let reading = self.prepare(&again).await;
                let (mut pages, _) = paging::read(&self.client, vec![reading], &[]).await;
                let (page, reading) = pages.pop().unwrap_or((Err(problem), None));
                let page = self.fall_back(&again, page, reading).await;
                (again, page?)
            }
            page => (request.clone(), page?),
        };
        let mut page = self.trail.follow(Side::Dv, &request, page)?;
        let table = self.table(&request.set).await?;
        self.versions
            .mark(&self.client, &table, &request.fields, &mut page.records);
        Ok(page)
    }
}

impl Dv {
    async fn write_showing(
        &self,
        set: &SetName,
        writes: &[Write],
        showing: Showing,
        progress: &mut WriteProgress<'_>,
    ) {
        if let Some(option_set) = options::split(set) {
            options::write(self, set, option_set, writes, progress).await;
            return;
        }
        match self.table_with(set, &write::fields_of(writes)).await {
            Ok(table) => {
                let wire = wire::DvWire(self);
                write::run(&self.client, &table, &wire, writes, showing, progress).await;
            }
            Err(problem) => {
                let none = writes
                    .iter()
                    .map(|_| WriteOutcome::NotSent(problem.clone()));
                progress(0, none.collect());
            }
        }
    }
}

#[async_trait(?Send)]
impl Remote for Dv {
    fn side(&self) -> Side {
        Side::Dv
    }

    fn requests(&self) -> RequestCounts {
        self.client.counts()
    }

    async fn identify(&self) -> Result<Identity, Problem> {
        // Whoever asks this wants to know how things are now.
        for set in self.restored.borrow_mut().drain() {
            self.tables.borrow_mut().remove(&set);
        }
        identify(self).await
    }

    async fn entity_sets(&self) -> Result<Vec<SetName>, Problem> {
        Ok(definitions::definitions(self).await?.sets())
    }

    async fn schema(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem> {
        match options::split(set) {
            Some(option_set) => options::schema(self, set, option_set).await,
            None => Ok(Rc::clone(&self.table(set).await?.schema)),
        }
    }

    async fn schema_anew(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem> {
        self.restored.borrow_mut().remove(set);
        self.tables.borrow_mut().remove(set);
        self.schema(set).await
    }

    async fn captions(&self, set: &SetName) -> Result<Captions, Problem> {
        captions::captions(self, set).await
    }

    async fn read_pages(&self, requests: &[ReadRequest]) -> Vec<Result<Page, Problem>> {
        let columns: Vec<Option<Column>> = requests
            .iter()
            .map(|request| options::split(&request.set))
            .collect();
        let sets: Vec<SetName> = requests
            .iter()
            .zip(&columns)
            .filter(|(_, column)| column.is_none())
            .map(|(request, _)| request.set.clone())
            .collect();
        // What fails here fails again, set by set, where it belongs.
        self.load(&sets).await.ok();
        let mut readings = Vec::new();
        let mut beside = Vec::new();
        let mut refused: HashMap<usize, Problem> = HashMap::new();
        for (index, (request, column)) in requests.iter().zip(&columns).enumerate() {
            match column {
                None => readings.push(self.prepare(request).await),
                Some(column) => match options::ask(self, &request.set, column).await {
                    Ok(call) => beside.push(call),
                    Err(problem) => {
                        refused.insert(index, problem);
                    }
                },
            }
        }
        let (pages, answers) = paging::read(&self.client, readings, &beside).await;
        let (mut pages, mut answers) = (pages.into_iter(), answers.into_iter());
        let mut results = Vec::with_capacity(requests.len());
        for (index, (request, column)) in requests.iter().zip(&columns).enumerate() {
            let missing = problem(Cause::MalformedAnswer);
            results.push(match (column, refused.remove(&index)) {
                (_, Some(problem)) => Err(problem),
                (Some(column), None) => answers
                    .next()
                    .unwrap_or(Err(missing))
                    .and_then(|answer| options::page_from(&request.set, column, &answer)),
                (None, None) => match pages.next() {
                    Some((page, reading)) => {
                        let page = self.fall_back(request, page, reading).await;
                        self.settle(request, page).await
                    }
                    None => Err(missing),
                },
            });
        }
        results
    }

    async fn read_by_ids(
        &self,
        set: &SetName,
        fields: &[FieldName],
        ids: &[Uuid],
    ) -> Result<Vec<Record>, Problem> {
        if let Some(option_set) = options::split(set) {
            let page = options::page(self, set, &option_set).await?;
            let records = page.records.into_iter();
            return Ok(records.filter(|record| ids.contains(&record.id)).collect());
        }
        let table = self.table_with(set, fields).await?;
        self.remember(set, fields);
        let wire = table.wire_fields(Side::Dv, fields)?;
        let mut records = read::by_ids(&self.client, &table, MANNERS, &wire, ids).await?;
        self.versions
            .mark(&self.client, &table, fields, &mut records);
        Ok(records)
    }

    async fn find(
        &self,
        set: &SetName,
        fields: &[FieldName],
        among: &[Fields],
        limit: usize,
    ) -> Result<Vec<Record>, Problem> {
        if let Some(option_set) = options::split(set) {
            let page = options::page(self, set, &option_set).await?;
            let matching = page.records.into_iter().filter(|record| {
                among.iter().any(|wanted| {
                    let mut wanted = wanted.iter();
                    wanted.all(|(name, value)| record.fields.value(name.as_str()) == value)
                })
            });
            return Ok(matching.take(limit).collect());
        }
        let table = self.table_with(set, fields).await?;
        let wire = table.wire_fields(Side::Dv, fields)?;
        let mut records = read::find(&self.client, &table, MANNERS, &wire, among, limit).await?;
        self.versions
            .mark(&self.client, &table, fields, &mut records);
        Ok(records)
    }

    async fn write(&self, set: &SetName, writes: Vec<Write>, progress: &mut WriteProgress<'_>) {
        self.write_showing(set, &writes, Showing::Records, progress)
            .await;
    }

    async fn write_unseen(
        &self,
        set: &SetName,
        creates: Vec<Write>,
        progress: &mut WriteProgress<'_>,
    ) {
        self.write_showing(set, &creates, Showing::Nothing, progress)
            .await;
    }

    fn waiting(&self) -> Option<Waiting> {
        self.client.waiting()
    }

    fn ways(&self, request: &ReadRequest) -> Ways {
        let tables = self.tables.borrow();
        let table = tables.get(&request.set);
        if table.is_some_and(|table| table.schema.change_tracking) {
            return Ways {
                changes: Changes::DeltaToken,
                deletions: Deletions::Tombstones,
                reason: WayReason::ChangeLog,
                alone: self.client.reads_alone(),
            };
        }
        let whole = if options::split(&request.set).is_some() {
            Some(WayReason::OptionSet)
        } else if table.is_some_and(|table| table.modified.is_none()) {
            Some(WayReason::NoModifiedTime)
        } else {
            None
        };
        let lacks = if self.client.is_foreign() {
            WayReason::NoChangeLog
        } else {
            WayReason::TrackingOff
        };
        self.client.ways(&request.set, whole, lacks)
    }

    fn notes(&self) -> Vec<(Note, Option<String>)> {
        self.client.notes.all()
    }

    fn learnt(&self) -> Option<String> {
        if !self.has_news.replace(false) & !self.client.notes.has_news() {
            return None;
        }
        let tables = self.tables.borrow().values().cloned().collect();
        let entities = self.entities.borrow().clone();
        Learnt::new(&self.client, tables)
            .with_entities(entities, self.creates_by_post.get())
            .write()
    }

    /// Any service tells the time, one that has no answers to the checks too.
    fn clock_ahead(&self) -> Option<jiff::SignedDuration> {
        self.client.clock_ahead()
    }

    fn survey(&self) -> Option<&dyn Survey> {
        (!self.client.is_foreign()).then_some(self as &dyn Survey)
    }

    fn record_url(&self, set: &SetName, id: Uuid, _fields: Option<&Fields>) -> Option<String> {
        let set = options::split(set).map_or_else(|| set.clone(), |option_set| option_set.table);
        let tables = self.tables.borrow();
        let table = tables.get(&set)?;
        if self.client.is_foreign() {
            return Some(self.client.url(&table.record_path(id)));
        }
        Some(format!(
            "{}/main.aspx?pagetype=entityrecord&etn={}&id={}",
            self.endpoint.url.origin(),
            table.entity,
            id.hyphenated()
        ))
    }
}

/// A problem on this side.
fn problem(cause: Cause) -> Problem {
    Problem::new(cause).on(Side::Dv)
}

/// Whom the connector reached.
async fn identify(dv: &Dv) -> Result<Identity, Problem> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct WhoAmI {
        user_id: Uuid,
        organization_id: Uuid,
    }
    let who = Call::get(dv.client.url("WhoAmI"));
    let answer = dv.client.read_any(&who).await?;
    if matches!(answer.status, 400 | 404 | 405 | 501) {
        // Either nothing of Dataverse is here, or a service that has entity sets only.
        let root = definitions::definitions(dv)
            .await
            .map(|known| known.is_foreign().then(|| dv.client.root()))?;
        if let Some(root) = root {
            return Ok(Identity {
                environment: root.as_str().to_owned(),
                name: root.host().to_owned(),
                user: None,
                version: None,
                local_currency: None,
            });
        }
    }
    if !answer.is_success() {
        return Err(super::errors::problem_of(Side::Dv, &answer));
    }
    let who: WhoAmI = serde_json::from_slice(&answer.body).map_err(|error| {
        let address = dv.endpoint.url.as_str();
        super::errors::not_the_service(Side::Dv, &answer, address, "WhoAmI", &error.to_string())
    })?;
    let organization = organization(dv).await;
    Ok(Identity {
        environment: who.organization_id.hyphenated().to_string(),
        name: organization
            .as_ref()
            .and_then(|found| found.name.clone())
            .unwrap_or_else(|| dv.endpoint.url.host().to_owned()),
        user: Some(who.user_id.hyphenated().to_string()),
        version: version(dv).await,
        local_currency: organization.and_then(|found| found.currency),
    })
}

struct Organization {
    name: Option<String>,
    currency: Option<String>,
}

/// The organisation's name and base currency; a user may lack the privilege to read them.
async fn organization(dv: &Dv) -> Option<Organization> {
    #[derive(Deserialize)]
    struct List {
        value: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        name: Option<String>,
        #[serde(rename = "_basecurrencyid_value")]
        currency: Option<Uuid>,
    }
    #[derive(Deserialize)]
    struct Currency {
        isocurrencycode: Option<String>,
    }
    let url = dv
        .client
        .url("organizations?$select=name,_basecurrencyid_value");
    let answer = dv.client.read(&Call::get(url)).await.ok()?;
    let list: List = serde_json::from_slice(&answer.body).ok()?;
    let row = list.value.into_iter().next()?;
    let mut currency = None;
    if let Some(id) = row.currency {
        let path = format!(
            "transactioncurrencies({})?$select=isocurrencycode",
            id.hyphenated()
        );
        if let Ok(answer) = dv.client.read(&Call::get(dv.client.url(&path))).await {
            let found: Option<Currency> = serde_json::from_slice(&answer.body).ok();
            currency = found.and_then(|found| found.isocurrencycode);
        }
    }
    Some(Organization {
        name: row.name,
        currency,
    })
}

async fn version(dv: &Dv) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Version {
        version: String,
    }
    let call = Call::get(dv.client.url("RetrieveVersion()"));
    let answer = dv.client.read(&call).await.ok()?;
    let version: Version = serde_json::from_slice(&answer.body).ok()?;
    Some(version.version)
}
