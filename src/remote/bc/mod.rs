//! Business Central: API v2.0, custom API pages, and any OData v4 service that stands in for it.
//!
//! - `company`: finds the company, and whether the service has companies at all
//! - `apis`: other APIs of the same service: custom pages
//! - `tables`: entity sets from `$metadata`, with what is known of them beyond it
//! - `rates`: the virtual field `exchangeRate` of `currencies`
//! - `contacts`: the virtual set `contactsInformation`
//! - `wire`: how writes are spelt and what their answers mean
//! - `links`: the addresses of the web client

mod apis;
mod captions;
mod company;
mod contacts;
mod links;
mod rates;
mod tables;
mod wire;

use super::budget::Waiting;
use super::connection::BcEndpoint;
use super::http::Call;
use super::learnt::{Learnt, LearntCompany};
use super::odata::client::Client;
use super::odata::csdl::Csdl;
use super::odata::notes::Note;
use super::odata::paging;
use super::odata::read::{self, CountForm, Manners};
use super::odata::table::Table;
use super::odata::trail::Trail;
use super::odata::versions::Versions;
use super::odata::write::{self, Observed};
use super::survey::Survey;
use super::{
    Identity, Page, ReadFrom, ReadRequest, Remote, WayReason, Ways, Write, WriteOutcome,
    WriteProgress,
};
use crate::model::reason::{Cause, Problem};
use crate::model::report::RequestCounts;
use crate::model::schema::Captions;
use crate::model::{EntitySchema, FieldName, Fields, Record, SetName, Side};
use async_trait::async_trait;
use company::Company;
use jiff::SignedDuration;
use jiff::civil::Date;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Business Central joins conditions on different fields with `or` never, on the same field always.
const MANNERS: Manners = Manners {
    or_across_fields: false,
    annotations: None,
    count: CountForm::Inline,
};

/// The connector.
pub struct Bc {
    client: Client,
    endpoint: BcEndpoint,
    today: Option<Date>,
    company: OnceCell<Rc<Company>>,
    csdl: OnceCell<Rc<Csdl>>,
    /// `$metadata` of other APIs, by `publisher/group/version`.
    custom: RefCell<HashMap<String, Rc<Csdl>>>,
    tables: RefCell<HashMap<SetName, Rc<Table>>>,
    /// Tables that an earlier process learnt; one that lacks a field is asked for again.
    restored: RefCell<HashSet<SetName>>,
    /// Whether anything was learnt that the next process does not know yet.
    has_news: Cell<bool>,
    observed: Observed,
    versions: Versions,
    trail: Trail,
}

impl Bc {
    /// A connector that has asked for nothing yet; `today` replaces the system's day in tests.
    pub fn new(client: Client, endpoint: BcEndpoint, today: Option<Date>) -> Self {
        Self {
            client,
            endpoint,
            today,
            company: OnceCell::new(),
            csdl: OnceCell::new(),
            custom: RefCell::default(),
            tables: RefCell::default(),
            restored: RefCell::default(),
            has_news: Cell::new(false),
            observed: Observed::default(),
            versions: Versions::default(),
            trail: Trail::default(),
        }
    }

    /// Takes over what an earlier process learnt.
    pub fn restore(&self, learnt: &Learnt) {
        let company = match (&learnt.company, &self.endpoint.company) {
            (Some(known), Some(wanted)) if known.wanted == *wanted => Some(Company::found(known)),
            (None, None) => None,
            // Another company is wanted now.
            _ => return,
        };
        for table in learnt.apply(&self.client) {
            let set = table.set().clone();
            if let (Some(_), _) = apis::split(&set)
                && let Some(root) = apis::root_of_path(&table.path)
            {
                self.client.add_root(root);
            }
            self.restored.borrow_mut().insert(set.clone());
            self.tables.borrow_mut().insert(set, table);
        }
        if let Some(company) = company {
            // A new connector knows no company yet.
            self.company.set(Rc::new(company)).ok();
        }
    }

    /// An entity set that has these fields, asked for again if what was learnt earlier lacks one.
    async fn table_with(&self, set: &SetName, fields: &[FieldName]) -> Result<Rc<Table>, Problem> {
        let table = tables::table(self, set).await?;
        let lacks = fields
            .iter()
            .any(|name| table.field(name.as_str()).is_none());
        if lacks && self.restored.borrow_mut().remove(set) {
            self.tables.borrow_mut().remove(set);
            return tables::table(self, set).await;
        }
        Ok(table)
    }

    fn today(&self) -> Date {
        self.today.unwrap_or_else(|| jiff::Zoned::now().date())
    }

    /// The fields that the service itself has, and whether the virtual exchange rate is among those wanted.
    fn without_virtual(table: &Table, fields: &[FieldName]) -> (Vec<FieldName>, bool) {
        let virtual_rate =
            rates::has_rate(table) && fields.iter().any(|name| name.as_str() == rates::FIELD);
        let mut real: Vec<FieldName> = fields
            .iter()
            .filter(|name| !virtual_rate || name.as_str() != rates::FIELD)
            .cloned()
            .collect();
        let code = FieldName::new(rates::CODE);
        if virtual_rate && !real.contains(&code) {
            real.push(code);
        }
        (real, virtual_rate)
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

    /// Reads records with a closure, virtual fields added.
    async fn records(
        &self,
        table: &Table,
        fields: &[FieldName],
        ask: impl AsyncFnOnce(&[&super::odata::table::WireField]) -> Result<Vec<Record>, Problem>,
    ) -> Result<Vec<Record>, Problem> {
        let (real, with_rate) = Self::without_virtual(table, fields);
        let wire = table.wire_fields(Side::Bc, &real)?;
        let mut records = ask(&wire).await?;
        self.versions.mark(&self.client, table, &real, &mut records);
        if with_rate {
            let asking = rates::ask(self).await?;
            let answer = self.client.read(&asking.call).await?;
            let rates = rates::read(self, &asking, &answer).await?;
            rates::add(&mut records, &rates, fields);
        }
        Ok(records)
    }

    /// Reads one page for each request.
    async fn pages(&self, requests: &[ReadRequest]) -> Vec<Result<Page, Problem>> {
        let mut readings = Vec::with_capacity(requests.len());
        let mut with_rates = false;
        for request in requests {
            match self.prepare(request).await {
                Ok((reading, with_rate)) => {
                    with_rates |= with_rate;
                    readings.push(Ok(reading));
                }
                Err(problem) => readings.push(Err(problem)),
            }
        }
        let asking = if with_rates {
            Some(rates::ask(self).await)
        } else {
            None
        };
        let beside: Vec<Call> = match &asking {
            Some(Ok(asking)) => vec![asking.call.clone()],
            Some(Err(_)) | None => Vec::new(),
        };
        let (pages, answers) = paging::read(&self.client, readings, &beside).await;
        let rates = match (asking, answers.into_iter().next()) {
            (Some(Ok(asking)), Some(Ok(answer))) => Some(rates::read(self, &asking, &answer).await),
            (Some(Err(problem)), _) | (Some(Ok(_)), Some(Err(problem))) => Some(Err(problem)),
            (Some(Ok(_)), None) | (None, _) => None,
        };
        let mut results = Vec::with_capacity(requests.len());
        for ((page, reading), request) in pages.into_iter().zip(requests) {
            let finished = match (page, reading) {
                (Ok(mut page), Some(reading)) => {
                    let read = &reading.fields;
                    self.versions
                        .mark(&self.client, &reading.table, read, &mut page.records);
                    let with_rate = Self::without_virtual(&reading.table, &request.fields).1;
                    match &rates {
                        Some(Ok(rates)) if with_rate => {
                            rates::add(&mut page.records, rates, &request.fields);
                            Ok(page)
                        }
                        Some(Err(problem)) if with_rate => Err(problem.clone()),
                        Some(_) | None => Ok(page),
                    }
                }
                (page, _) => page,
            };
            results.push(finished);
        }
        results
    }

    async fn prepare(&self, request: &ReadRequest) -> Result<(paging::Reading, bool), Problem> {
        let table = self.table_with(&request.set, &request.fields).await?;
        self.remember(&request.set, &request.fields);
        let (fields, with_rate) = Self::without_virtual(&table, &request.fields);
        // A new exchange rate moves no currency's time of last change: currencies are few and read whole.
        let from = match &request.from {
            ReadFrom::Since(_) if with_rate => ReadFrom::Start,
            from => from.clone(),
        };
        let request = ReadRequest {
            fields,
            from,
            ..request.clone()
        };
        let sorts = !self.client.notes.has(Note::NoSorting);
        let reading = paging::prepare(&self.client, table, MANNERS, &request, sorts)?;
        Ok((reading, with_rate))
    }
}

#[async_trait(?Send)]
impl Remote for Bc {
    fn side(&self) -> Side {
        Side::Bc
    }

    fn requests(&self) -> RequestCounts {
        self.client.counts()
    }

    async fn identify(&self) -> Result<Identity, Problem> {
        // Whoever asks this wants to know how things are now.
        for set in self.restored.borrow_mut().drain() {
            self.tables.borrow_mut().remove(&set);
        }
        company::identify(self).await
    }

    async fn entity_sets(&self) -> Result<Vec<SetName>, Problem> {
        Ok(tables::csdl(self).await?.sets())
    }

    async fn entity_sets_of(&self, api: &str) -> Result<Vec<SetName>, Problem> {
        let csdl = tables::csdl_of(self, Some(api)).await?;
        let sets = csdl.sets().into_iter();
        let sets = sets.filter(|set| set.as_str() != "companies");
        Ok(sets
            .map(|set| SetName::new(format!("{api}/{}", set.as_str())))
            .collect())
    }

    async fn schema(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem> {
        if set.as_str() == contacts::SET {
            return Ok(contacts::schema());
        }
        Ok(Rc::clone(&tables::table(self, set).await?.schema))
    }

    async fn captions(&self, set: &SetName) -> Result<Captions, Problem> {
        captions::captions(self, set).await
    }

    async fn read_pages(&self, requests: &[ReadRequest]) -> Vec<Result<Page, Problem>> {
        let pages = self.pages(requests).await;
        let mut results = Vec::with_capacity(requests.len());
        for (request, page) in requests.iter().zip(pages) {
            results.push(match page {
                Ok(page) => self.trail.follow(Side::Bc, request, page),
                Err(problem) if self.trail.must_restart(request, &problem) => {
                    let again = ReadRequest {
                        from: ReadFrom::Start,
                        ..request.clone()
                    };
                    let page = self.pages(std::slice::from_ref(&again)).await.pop();
                    page.unwrap_or(Err(problem))
                        .and_then(|page| self.trail.follow(Side::Bc, &again, page))
                }
                Err(problem) => Err(problem),
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
        let table = self.table_with(set, fields).await?;
        self.remember(set, fields);
        self.records(&table, fields, async |wire| {
            read::by_ids(&self.client, &table, MANNERS, wire, ids).await
        })
        .await
    }

    async fn find(
        &self,
        set: &SetName,
        fields: &[FieldName],
        among: &[Fields],
        limit: usize,
    ) -> Result<Vec<Record>, Problem> {
        if set.as_str() == contacts::SET {
            return contacts::find(self, fields, among, limit).await;
        }
        let table = self.table_with(set, fields).await?;
        self.records(&table, fields, async |wire| {
            read::find(&self.client, &table, MANNERS, wire, among, limit).await
        })
        .await
    }

    async fn write(&self, set: &SetName, writes: Vec<Write>, progress: &mut WriteProgress<'_>) {
        match self.table_with(set, &write::fields_of(&writes)).await {
            Ok(table) => {
                let wire = wire::BcWire(self);
                let showing = write::Showing::Records;
                write::run(&self.client, &table, &wire, &writes, showing, progress).await;
            }
            Err(problem) => {
                let none = writes
                    .iter()
                    .map(|_| WriteOutcome::NotSent(problem.clone()));
                progress(0, none.collect());
            }
        }
    }

    fn waiting(&self) -> Option<Waiting> {
        self.client.waiting()
    }

    fn ways(&self, request: &ReadRequest) -> Ways {
        let tables = self.tables.borrow();
        let table = tables.get(&request.set);
        let computed = table.is_some_and(|table| Self::without_virtual(table, &request.fields).1);
        let whole = if computed {
            Some(WayReason::Computed)
        } else if table.is_some_and(|table| table.modified.is_none()) {
            Some(WayReason::NoModifiedTime)
        } else {
            None
        };
        self.client
            .ways(&request.set, whole, WayReason::NoChangeLog)
    }

    fn notes(&self) -> Vec<(Note, Option<String>)> {
        self.client.notes.all()
    }

    fn learnt(&self) -> Option<String> {
        if !self.has_news.replace(false) & !self.client.notes.has_news() {
            return None;
        }
        let tables = self.tables.borrow().values().cloned().collect();
        let company = self.company.get().and_then(|company| {
            Some(LearntCompany {
                wanted: self.endpoint.company.clone()?,
                id: company.id?,
                name: company.name.clone(),
            })
        });
        Learnt::new(&self.client, tables)
            .with_company(company)
            .write()
    }

    fn survey(&self) -> Option<&dyn Survey> {
        Some(self)
    }

    fn record_url(&self, set: &SetName, id: Uuid, fields: Option<&Fields>) -> Option<String> {
        links::record_url(self, set, id, fields)
    }
}

#[async_trait(?Send)]
impl Survey for Bc {
    fn clock_ahead(&self) -> Option<SignedDuration> {
        self.client.clock_ahead()
    }

    fn token_left(&self) -> Option<std::time::Duration> {
        self.client.token_left()
    }

    async fn token_tenant(&self) -> Option<String> {
        self.client.token_tenant().await
    }
}

/// A problem on this side.
fn problem(cause: Cause) -> Problem {
    Problem::new(cause).on(Side::Bc)
}
