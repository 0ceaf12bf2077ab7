//! One side in memory, with a change log, version marks, and faults that a test asks for.

use crate::model::reason::{Cause, Problem};
use crate::model::report::RequestCounts;
use crate::model::schema::{FieldKind, FieldSchema};
use crate::model::{EntitySchema, Etag, FieldName, Fields, Record, SetName, Side, Value};
use crate::remote::survey::Survey;
use crate::remote::{
    Identity, Page, PageToken, ReadFrom, ReadRequest, Remote, Watermark, Write, WriteOutcome,
    WriteProgress,
};
use async_trait::async_trait;
use jiff::Timestamp;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use uuid::Uuid;

/// What happens to one coming write.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// It is done and the answer is lost.
    LostAfter,
    /// The request is lost before anything is done.
    LostBefore,
    /// It is refused for this cause.
    Refuse(Cause),
    /// The service says to come back later.
    Busy,
    /// It is done, and its answer never comes.
    Silence,
}

/// A side in memory; every set shares one table.
pub(crate) struct Fake {
    side: Side,
    names: Vec<&'static str>,
    rows: RefCell<BTreeMap<Uuid, (u64, Fields)>>,
    log: RefCell<Vec<(u64, Uuid)>>,
    clock: Cell<u64>,
    faults: RefCell<VecDeque<Option<Fault>>>,
    counts: RefCell<RequestCounts>,
    /// Whether ids chosen by the client are honoured.
    pub(crate) honours_ids: Cell<bool>,
    /// The number a service gives to new records that have none.
    pub(crate) number_field: Cell<Option<&'static str>>,
    pub(crate) page: Cell<usize>,
    /// Whether it has a change log; without one it tells times of last change, and counts if it is asked to.
    pub(crate) tracks: Cell<bool>,
    /// By how much its counts are off, always.
    pub(crate) counts_oddly: Cell<i64>,
    /// Whether it counts where it is asked to.
    pub(crate) counts_at_all: Cell<bool>,
    /// How many seconds its clock is ahead of the engine's; unknown if nothing is said.
    pub(crate) ahead: Cell<Option<i64>>,
    /// Whether it is away when single records are asked for.
    pub(crate) finds_nobody: Cell<bool>,
    /// Whether it never answers when records are looked for.
    pub(crate) is_silent: Cell<bool>,
    /// Fields whose new values it forgets, although it takes them.
    pub(crate) forgets: RefCell<Vec<&'static str>>,
    /// Whether its schema says so once it is asked for anew.
    pub(crate) tells_read_only: Cell<bool>,
    /// Whether it forgets nothing any more, which it tells once its schema is asked for anew.
    pub(crate) forgets_no_more: Cell<bool>,
    /// How often its schema was asked for anew.
    pub(crate) schemas_anew: Cell<u32>,
    /// Whether it answers writes with the record.
    pub(crate) represents: Cell<bool>,
    /// Every request for a page: where it began, with how many fields.
    pub(crate) asked: RefCell<Vec<(ReadFrom, usize)>>,
}

impl Fake {
    pub(crate) fn new(side: Side, names: &[&'static str]) -> Rc<Self> {
        Rc::new(Self {
            side,
            names: names.to_vec(),
            rows: RefCell::default(),
            log: RefCell::default(),
            clock: Cell::new(0),
            faults: RefCell::default(),
            counts: RefCell::default(),
            honours_ids: Cell::new(true),
            number_field: Cell::new(None),
            page: Cell::new(1000),
            tracks: Cell::new(true),
            counts_oddly: Cell::new(0),
            counts_at_all: Cell::new(true),
            ahead: Cell::new(None),
            finds_nobody: Cell::new(false),
            is_silent: Cell::new(false),
            forgets: RefCell::default(),
            tells_read_only: Cell::new(true),
            forgets_no_more: Cell::new(false),
            schemas_anew: Cell::new(0),
            represents: Cell::new(true),
            asked: RefCell::default(),
        })
    }

    /// Somebody adds a record.
    pub(crate) fn add(&self, id: u128, fields: Fields) -> Uuid {
        let id = Uuid::from_u128(id);
        self.put(id, fields);
        id
    }

    /// Somebody edits a field.
    pub(crate) fn edit(&self, id: Uuid, name: &str, text: &str) {
        let mut fields = self.row(id).expect("a row");
        fields.set(FieldName::new(name), Value::text(text));
        self.put(id, fields);
    }

    /// Somebody's edit is stamped with a moment that was read past already.
    pub(crate) fn edit_late(&self, id: Uuid, name: &str, text: &str) {
        let mut rows = self.rows.borrow_mut();
        let (version, fields) = rows.get_mut(&id).expect("a row");
        *version -= 1;
        fields.set(FieldName::new(name), Value::text(text));
    }

    /// Other tables change.
    pub(crate) fn tick_by(&self, ticks: u64) {
        self.clock.set(self.clock.get() + ticks);
    }

    /// Somebody deletes a record.
    pub(crate) fn remove(&self, id: Uuid) {
        self.rows.borrow_mut().remove(&id);
        let at = self.tick();
        self.log.borrow_mut().push((at, id));
    }

    pub(crate) fn row(&self, id: Uuid) -> Option<Fields> {
        self.rows
            .borrow()
            .get(&id)
            .map(|(_, fields)| fields.clone())
    }

    pub(crate) fn text(&self, id: Uuid, name: &str) -> String {
        self.row(id)
            .map(|fields| fields.value(name).to_plain())
            .unwrap_or_default()
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.borrow().len()
    }

    pub(crate) fn only(&self) -> Uuid {
        *self.rows.borrow().keys().next().expect("a row")
    }

    /// The next writes meet these faults, one each; `None` goes through.
    pub(crate) fn fail_next(&self, faults: impl IntoIterator<Item = Option<Fault>>) {
        self.faults.borrow_mut().extend(faults);
    }

    fn tick(&self) -> u64 {
        self.clock.set(self.clock.get() + 1);
        self.clock.get()
    }

    fn put(&self, id: Uuid, fields: Fields) {
        let at = self.tick();
        self.rows.borrow_mut().insert(id, (at, fields));
        self.log.borrow_mut().push((at, id));
    }

    fn record(&self, id: Uuid) -> Option<Record> {
        let rows = self.rows.borrow();
        let (version, fields) = rows.get(&id)?;
        let mut known: Fields = self
            .names
            .iter()
            .map(|name| (FieldName::new(name), Value::Empty))
            .collect();
        for (name, value) in fields.iter() {
            known.set(name.clone(), value.clone());
        }
        Some(Record {
            id,
            etag: Some(Etag(version.to_string())),
            modified: Timestamp::from_second(i64::try_from(*version).ok()?).ok(),
            modified_by: None,
            fields: known,
        })
    }

    fn carry_out(&self, write: &Write) -> WriteOutcome {
        match write {
            Write::Create { id, fields } => {
                let id = if self.honours_ids.get() {
                    *id
                } else {
                    Uuid::from_u128(u128::from(self.tick()) << 64)
                };
                if self.rows.borrow().contains_key(&id) {
                    return WriteOutcome::Created(id);
                }
                let mut fields = fields.clone();
                for name in self.forgets.borrow().iter() {
                    fields.remove(name);
                }
                if let Some(number) = self.number_field.get()
                    && fields.value(number).is_empty()
                {
                    fields.set(
                        FieldName::new(number),
                        Value::text(format!("N{}", self.len() + 1)),
                    );
                }
                self.put(id, fields);
                WriteOutcome::Done(self.record(id))
            }
            Write::Update { id, etag, fields } => {
                let Some(known) = self.record(*id) else {
                    return WriteOutcome::Gone;
                };
                if etag.is_some() && *etag != known.etag {
                    return WriteOutcome::Stale;
                }
                let mut now = known.fields;
                let forgets = self.forgets.borrow();
                let taken = fields
                    .iter()
                    .filter(|(name, _)| !forgets.contains(&name.as_str()));
                for (name, value) in taken {
                    now.set(name.clone(), value.clone());
                }
                self.put(*id, now);
                let shown = self.represents.get().then(|| self.record(*id));
                WriteOutcome::Done(shown.flatten())
            }
            Write::Delete { id, etag } => {
                let Some(known) = self.record(*id) else {
                    return WriteOutcome::Gone;
                };
                if etag.is_some() && *etag != known.etag {
                    return WriteOutcome::Stale;
                }
                self.remove(*id);
                WriteOutcome::Deleted
            }
        }
    }
}

#[async_trait(?Send)]
impl Survey for Fake {
    fn clock_ahead(&self) -> Option<jiff::SignedDuration> {
        self.ahead.get().map(jiff::SignedDuration::from_secs)
    }
}

#[async_trait(?Send)]
impl Remote for Fake {
    fn side(&self) -> Side {
        self.side
    }

    fn survey(&self) -> Option<&dyn Survey> {
        Some(self)
    }

    fn requests(&self) -> RequestCounts {
        *self.counts.borrow()
    }

    async fn identify(&self) -> Result<Identity, Problem> {
        Ok(Identity {
            environment: self.side.as_str().to_owned(),
            name: "fake".to_owned(),
            user: None,
            version: None,
            local_currency: None,
        })
    }

    async fn entity_sets(&self) -> Result<Vec<SetName>, Problem> {
        Ok(Vec::new())
    }

    async fn schema(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem> {
        let is_known = self.tells_read_only.get() && self.schemas_anew.get() > 0;
        let forgets = self.forgets.borrow();
        let field = |name: &&'static str| FieldSchema {
            name: FieldName::new(name),
            kind: FieldKind::Text { max: Some(30) },
            read_only: is_known && forgets.contains(name),
            required: false,
        };
        Ok(Rc::new(EntitySchema {
            set: set.clone(),
            key: FieldName::new("id"),
            change_tracking: true,
            modified_field: None,
            fields: self.names.iter().map(field).collect(),
        }))
    }

    async fn schema_anew(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem> {
        self.schemas_anew.set(self.schemas_anew.get() + 1);
        if self.forgets_no_more.get() {
            self.forgets.borrow_mut().clear();
        }
        self.schema(set).await
    }

    async fn read_pages(&self, requests: &[ReadRequest]) -> Vec<Result<Page, Problem>> {
        self.counts.borrow_mut().get += 1;
        let moment = |at: u64| Timestamp::from_second(i64::try_from(at).unwrap()).unwrap();
        let now = || {
            if self.tracks.get() {
                return Some(Watermark::Delta(self.clock.get().to_string()));
            }
            let rows = self.rows.borrow();
            let newest = rows.values().map(|(version, _)| *version).max();
            Some(Watermark::Modified(moment(newest.unwrap_or(0))))
        };
        let count = |request: &ReadRequest| {
            let len = i64::try_from(self.len()).unwrap() + self.counts_oddly.get();
            let counts = request.count && !self.tracks.get() && self.counts_at_all.get();
            counts.then(|| u64::try_from(len).unwrap())
        };
        requests
            .iter()
            .map(|request| {
                let asked = (request.from.clone(), request.fields.len());
                self.asked.borrow_mut().push(asked);
                let after = match &request.from {
                    ReadFrom::Since(Watermark::Delta(since)) => {
                        let since: u64 = since.parse().unwrap();
                        let log = self.log.borrow();
                        let mut changed: Vec<Uuid> = log
                            .iter()
                            .filter(|(at, _)| *at > since)
                            .map(|(_, id)| *id)
                            .collect();
                        changed.sort_unstable();
                        changed.dedup();
                        let records = changed.iter().filter_map(|id| self.record(*id)).collect();
                        let deleted = changed
                            .into_iter()
                            .filter(|id| self.row(*id).is_none())
                            .collect();
                        return Ok(Page {
                            records,
                            deleted,
                            next: None,
                            watermark: now(),
                            complete: false,
                            unfiltered: true,
                            count: None,
                        });
                    }
                    ReadFrom::Since(Watermark::Modified(since)) => {
                        let rows = self.rows.borrow();
                        let mut changed: Vec<(u64, Uuid)> = rows
                            .iter()
                            .map(|(id, (version, _))| (*version, *id))
                            .filter(|(version, _)| moment(*version) >= *since)
                            .collect();
                        changed.sort_unstable();
                        let newest = changed.last().map(|(version, _)| moment(*version));
                        let records = changed.iter().filter_map(|(_, id)| self.record(*id));
                        return Ok(Page {
                            records: records.collect(),
                            deleted: Vec::new(),
                            next: None,
                            watermark: Some(Watermark::Modified(newest.unwrap_or(*since))),
                            complete: false,
                            unfiltered: false,
                            count: count(request),
                        });
                    }
                    ReadFrom::Start => 0,
                    ReadFrom::Next(token) => token.next_link.parse().unwrap(),
                };
                let ids: Vec<Uuid> = self
                    .rows
                    .borrow()
                    .keys()
                    .copied()
                    .skip(after)
                    .take(self.page.get())
                    .collect();
                let done = after + ids.len();
                let next = (done < self.len()).then(|| PageToken {
                    next_link: done.to_string(),
                    newest: None,
                });
                let watermark = if next.is_none() { now() } else { None };
                let records = ids.into_iter().filter_map(|id| self.record(id)).collect();
                Ok(Page {
                    records,
                    deleted: Vec::new(),
                    next,
                    watermark,
                    complete: true,
                    unfiltered: false,
                    count: if after == 0 && request.fields.is_empty() {
                        count(request)
                    } else {
                        None
                    },
                })
            })
            .collect()
    }

    async fn read_by_ids(
        &self,
        _: &SetName,
        _: &[FieldName],
        ids: &[Uuid],
    ) -> Result<Vec<Record>, Problem> {
        self.counts.borrow_mut().get += 1;
        if self.finds_nobody.get() {
            return Err(Problem::new(Cause::Unreachable).on(self.side));
        }
        Ok(ids.iter().filter_map(|id| self.record(*id)).collect())
    }

    async fn find(
        &self,
        _: &SetName,
        _: &[FieldName],
        among: &[Fields],
        limit: usize,
    ) -> Result<Vec<Record>, Problem> {
        self.counts.borrow_mut().get += 1;
        if self.is_silent.get() {
            std::future::pending::<()>().await;
        }
        let ids: Vec<Uuid> = self.rows.borrow().keys().copied().collect();
        let records = ids.into_iter().filter_map(|id| self.record(id));
        let fits = |record: &Record| {
            among.iter().any(|wanted| {
                wanted
                    .iter()
                    .all(|(name, value)| record.fields.value(name.as_str()) == value)
            })
        };
        Ok(records.filter(fits).take(limit).collect())
    }

    async fn write(&self, _: &SetName, writes: Vec<Write>, progress: &mut WriteProgress<'_>) {
        for (first, chunk) in writes.chunks(10).enumerate() {
            self.counts.borrow_mut().batch += 1;
            let is_silent = |fault: &Option<Fault>| matches!(fault, Some(Fault::Silence));
            if self.faults.borrow().front().is_some_and(is_silent) {
                self.faults.borrow_mut().clear();
                for write in chunk {
                    self.carry_out(write);
                }
                std::future::pending::<()>().await;
            }
            let outcomes =
                chunk.iter().map(
                    |write| match self.faults.borrow_mut().pop_front().flatten() {
                        None => self.carry_out(write),
                        Some(Fault::LostAfter) => {
                            self.carry_out(write);
                            WriteOutcome::Unknown(Problem::new(Cause::AnswerLost))
                        }
                        Some(Fault::LostBefore | Fault::Silence) => {
                            WriteOutcome::Unknown(Problem::new(Cause::AnswerLost))
                        }
                        Some(Fault::Refuse(cause)) => WriteOutcome::Refused(Problem::new(cause)),
                        Some(Fault::Busy) => WriteOutcome::NotSent(Problem::new(Cause::Throttled)),
                    },
                );
            if !progress(first * 10, outcomes.collect()) {
                break;
            }
        }
    }

    fn record_url(&self, _: &SetName, id: Uuid, _: Option<&Fields>) -> Option<String> {
        Some(format!("https://{}/{id}", self.side.as_str()))
    }
}
