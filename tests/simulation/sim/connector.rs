//! The engine's way to a simulated service: the same promises as the real connectors, the same faults, no wire.

use super::ledger::{Actor, view};
use super::office::Office;
use super::sabotage::Sabotage;
use super::stage::Stage;
use super::story::Fault;
use super::{reading, wire};
use async_trait::async_trait;
use raccord::model::reason::{Cause, Problem};
use raccord::model::report::RequestCounts;
use raccord::model::{EntitySchema, FieldName, Fields, Record, SetName, Side, Value};
use raccord::remote::{
    Changes, Deletions, Identity, Page, ReadRequest, Remote, WayReason, Ways, Write, WriteOutcome,
    WriteProgress,
};
use raccord::sandbox::system::given::IfMatch;
use raccord::sandbox::system::refusal::Refusal;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use uuid::Uuid;

pub(crate) struct Connector {
    pub(crate) side: Side,
    pub(crate) stage: Rc<Stage>,
    counts: RefCell<RequestCounts>,
    schemas: RefCell<BTreeMap<String, Rc<EntitySchema>>>,
    /// What was asked of a set, which writes are answered with.
    observed: RefCell<BTreeMap<String, Vec<FieldName>>>,
}

impl Connector {
    pub(crate) fn new(side: Side, stage: &Rc<Stage>) -> Rc<Self> {
        Rc::new(Self {
            side,
            stage: Rc::clone(stage),
            counts: RefCell::default(),
            schemas: RefCell::default(),
            observed: RefCell::default(),
        })
    }

    fn remember(&self, set: &SetName, fields: &[FieldName]) {
        let mut observed = self.observed.borrow_mut();
        let known = observed.entry(set.to_string()).or_default();
        for field in fields {
            if !known.contains(field) {
                known.push(field.clone());
            }
        }
    }

    /// The refusal of a request that names a column which was taken away.
    fn names_nothing(&self, set: &SetName, fields: &[FieldName]) -> Option<Problem> {
        let office = self.stage.office.borrow();
        let field = fields
            .iter()
            .find(|field| office.reshaped.is_missing(self.side, set, field))?;
        let problem = Problem::new(Cause::UnknownField).on(self.side);
        Some(problem.with("field", field))
    }

    /// What stops a read, if anything does.
    fn stopped(&self, fault: Option<Fault>) -> Option<Problem> {
        let cause = match fault? {
            Fault::LostBefore | Fault::LostAfter | Fault::LostHalf | Fault::Late => Cause::Timeout,
            Fault::ThrottledOut => Cause::Throttled,
            Fault::Unavailable => Cause::ServiceUnavailable,
            Fault::Malformed => Cause::MalformedAnswer,
            Fault::SignedOut => Cause::NotRegistered,
            Fault::Throttled | Fault::Refused | Fault::OneUnanswered | Fault::TokensExpired => {
                return None;
            }
        };
        Some(Problem::new(cause).on(self.side))
    }

    fn records(
        &self,
        set: &SetName,
        fields: &[FieldName],
        wanted: impl Fn(&Record) -> bool,
    ) -> Vec<Record> {
        let office = self.stage.office.borrow();
        let (_, table) = view(&office.world, self.side, set.as_str());
        let all = table
            .scan(None)
            .map(|row| wire::record(self.side, &row, fields));
        all.filter(|record| wanted(record)).collect()
    }

    fn record(&self, set: &SetName, id: Uuid) -> Option<Record> {
        let observed = self.observed.borrow();
        let fields = observed.get(set.as_str()).cloned().unwrap_or_default();
        let office = self.stage.office.borrow();
        let (_, table) = view(&office.world, self.side, set.as_str());
        let row = table.get(id)?;
        Some(wire::record(self.side, &row, &fields))
    }

    /// The service carries a write out, and says what became of it.
    fn carry_out(&self, set: &SetName, write: &Write) -> WriteOutcome {
        let kind = match write {
            Write::Create { .. } => "create",
            Write::Update { .. } => "update",
            Write::Delete { .. } => "delete",
        };
        self.stage.count("writes", kind);
        if let (true, Write::Create { .. } | Write::Update { .. }) =
            (self.stage.shape.represents, write)
        {
            // Such a write names the columns that it is to be answered with.
            let observed = self.observed.borrow();
            let fields = observed.get(set.as_str()).map(Vec::as_slice);
            if let Some(problem) = self.names_nothing(set, fields.unwrap_or_default()) {
                return WriteOutcome::Refused(problem);
            }
        }
        let done = {
            let mut office = self.stage.office.borrow_mut();
            let events = office.ledger.events.len();
            let done = perform(&mut office, self.side, set, write, self.stage.sabotage);
            if let (Ok(_), Write::Update { fields, .. }) = (&done, write)
                && office.ledger.events.len() == events
                && self.holds(&office, set, write)
            {
                let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
                let words = format!("{set} of {:?} was written in vain: {names:?}", self.side);
                self.stage.in_vain.borrow_mut().push(words);
            }
            done
        };
        match done {
            Ok(id) => match write {
                Write::Delete { .. } => WriteOutcome::Deleted,
                Write::Create { .. } if !self.stage.shape.represents => WriteOutcome::Created(id),
                Write::Update { .. } if !self.stage.shape.represents => WriteOutcome::Done(None),
                Write::Create { .. } | Write::Update { .. } => {
                    WriteOutcome::Done(self.record(set, id))
                }
            },
            Err(refusal) => self.judge(set, write, &refusal),
        }
    }

    /// Whether a record holds just what a write sent; a service may also have made that of something else.
    fn holds(&self, office: &Office, set: &SetName, write: &Write) -> bool {
        let Write::Update { id, fields, .. } = write else {
            return false;
        };
        let (_, table) = view(&office.world, self.side, set.as_str());
        table.get(*id).is_some_and(|row| {
            fields
                .iter()
                .all(|(name, value)| wire::shown(&row, name.as_str()) == *value)
        })
    }

    fn judge(&self, set: &SetName, write: &Write, refusal: &Refusal) -> WriteOutcome {
        let problem = problem_of(self.side, refusal);
        self.stage.tell(format!(
            "      {:?} says {} {}",
            self.side, refusal.status, refusal.code
        ));
        match write {
            Write::Create { id, .. } => match self.record(set, *id) {
                Some(record) => WriteOutcome::Done(Some(record)),
                None => WriteOutcome::Refused(problem),
            },
            Write::Update { .. } | Write::Delete { .. } => match problem.cause {
                Cause::Stale => WriteOutcome::Stale,
                Cause::RecordGone => WriteOutcome::Gone,
                Cause::Unknown if refusal.status == 412 => WriteOutcome::Stale,
                _ if refusal.status == 404 => WriteOutcome::Gone,
                _ => WriteOutcome::Refused(problem),
            },
        }
    }

    /// One request with a few writes.
    async fn write_some(&self, set: &SetName, writes: &[Write]) -> Vec<WriteOutcome> {
        let fault = self.stage.send(self.side, "write").await;
        self.counts.borrow_mut().batch += 1;
        let lost = || WriteOutcome::Unknown(Problem::new(Cause::AnswerLost).on(self.side));
        let unsent = |cause| WriteOutcome::NotSent(Problem::new(cause).on(self.side));
        let all = |outcome: WriteOutcome| vec![outcome; writes.len()];
        let before = self.stage.so_far();
        let mut outcomes = match fault {
            Some(Fault::LostBefore) => all(lost()),
            Some(Fault::Late) => {
                self.send_late(set, writes);
                all(lost())
            }
            Some(Fault::LostAfter | Fault::Malformed) => {
                for write in writes {
                    self.carry_out(set, write);
                }
                all(lost())
            }
            Some(Fault::LostHalf) => {
                for write in writes.iter().take(writes.len().div_ceil(2)) {
                    self.carry_out(set, write);
                }
                all(lost())
            }
            Some(Fault::ThrottledOut) => all(unsent(Cause::Throttled)),
            Some(Fault::Unavailable) => all(unsent(Cause::ServiceUnavailable)),
            Some(Fault::SignedOut) => all(unsent(Cause::NotRegistered)),
            Some(Fault::Refused) => {
                let which = self.stage.script.borrow_mut().dice.below(100) as usize % writes.len();
                let each = writes.iter().enumerate().map(|(at, write)| {
                    if at == which {
                        let cause = Problem::new(Cause::BusinessRule).on(self.side);
                        WriteOutcome::Refused(cause.saying("The simulated service says no."))
                    } else {
                        self.carry_out(set, write)
                    }
                });
                each.collect()
            }
            Some(Fault::OneUnanswered) => {
                let (which, done) = {
                    let mut script = self.stage.script.borrow_mut();
                    (
                        script.dice.below(100) as usize % writes.len(),
                        script.dice.chance(50),
                    )
                };
                let each = writes.iter().enumerate().map(|(at, write)| {
                    if at != which {
                        return self.carry_out(set, write);
                    }
                    if done {
                        self.carry_out(set, write);
                    }
                    lost()
                });
                each.collect()
            }
            Some(Fault::Throttled | Fault::TokensExpired) | None => writes
                .iter()
                .map(|write| self.carry_out(set, write))
                .collect(),
        };
        let is_lost = |outcome: &WriteOutcome| matches!(outcome, WriteOutcome::Unknown(_));
        if outcomes.iter().any(is_lost) {
            self.stage.no_answer_since(before);
        }
        if self.stage.sabotage == Some(Sabotage::RepeatCreate) {
            for (write, outcome) in writes.iter().zip(&mut outcomes) {
                if let (Write::Create { id, fields }, WriteOutcome::Unknown(_)) = (write, &*outcome)
                {
                    let id = Uuid::from_u128(id.as_u128() ^ 0xffff);
                    let again = Write::Create {
                        id,
                        fields: fields.clone(),
                    };
                    *outcome = self.carry_out(set, &again);
                }
            }
        }
        self.stage.answer().await;
        outcomes
    }

    /// The writes arrive when nobody expects them any more.
    fn send_late(&self, set: &SetName, writes: &[Write]) {
        for write in writes {
            // A create under an id that is not honoured could never be recognised: no client can be safe from that.
            if matches!(write, Write::Create { .. })
                && self.side == Side::Bc
                && !self.stage.shape.client_ids
            {
                continue;
            }
            let due = self.stage.ticks.get()
                + 5
                + u64::from(self.stage.script.borrow_mut().dice.below(30));
            let mut late = self.stage.late.borrow_mut();
            late.push((due, self.side, set.clone(), write.clone()));
        }
    }
}

/// A write as the service takes it. Answers with the record's id.
pub(crate) fn perform(
    office: &mut Office,
    side: Side,
    set: &SetName,
    write: &Write,
    sabotage: Option<Sabotage>,
) -> Result<Uuid, Refusal> {
    let guard = |etag: &Option<raccord::model::Etag>| match etag {
        Some(etag) if sabotage != Some(Sabotage::SkipEtag) => IfMatch::Etag(etag.0.clone()),
        _ => IfMatch::Any,
    };
    let set = set.as_str();
    match write {
        Write::Create { id, fields } => office.create(Actor::Raccord, side, set, Some(*id), fields),
        Write::Update { id, etag, fields } => office
            .update(Actor::Raccord, side, set, *id, &guard(etag), fields)
            .map(|()| *id),
        Write::Delete { id, etag } => office
            .delete(Actor::Raccord, side, set, *id, &guard(etag))
            .map(|()| *id),
    }
}

fn problem_of(side: Side, refusal: &Refusal) -> Problem {
    let body = serde_json::json!({"error": {"code": refusal.code, "message": refusal.message}});
    let answer = raccord::remote::http::Answer {
        status: refusal.status,
        headers: Vec::new(),
        body: body.to_string().into(),
    };
    raccord::remote::errors::problem_of(side, &answer)
}

#[async_trait(?Send)]
impl Remote for Connector {
    fn side(&self) -> Side {
        self.side
    }

    fn requests(&self) -> RequestCounts {
        *self.counts.borrow()
    }

    async fn identify(&self) -> Result<Identity, Problem> {
        Err(Problem::new(Cause::Unknown))
    }

    async fn entity_sets(&self) -> Result<Vec<SetName>, Problem> {
        Err(Problem::new(Cause::Unknown))
    }

    async fn schema(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem> {
        if let Some(known) = self.schemas.borrow().get(set.as_str()) {
            return Ok(Rc::clone(known));
        }
        let place = (self.side, set.to_string());
        if let Some(known) = self.stage.schemas.borrow().get(&place) {
            return Ok(Rc::clone(known));
        }
        let fault = self.stage.send(self.side, "schema").await;
        if let Some(problem) = self.stopped(fault) {
            return Err(problem);
        }
        let schema = {
            let office = self.stage.office.borrow();
            let (_, table) = view(&office.world, self.side, set.as_str());
            Rc::new(wire::schema(
                self.side,
                table.def(),
                self.stage.shape.tracking,
            ))
        };
        let mut schemas = self.schemas.borrow_mut();
        schemas.insert(set.to_string(), Rc::clone(&schema));
        if self.stage.shape.keeps_schemas {
            let mut kept = self.stage.schemas.borrow_mut();
            kept.insert(place, Rc::clone(&schema));
        }
        Ok(schema)
    }

    async fn schema_anew(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem> {
        self.schemas.borrow_mut().remove(set.as_str());
        let place = (self.side, set.to_string());
        self.stage.schemas.borrow_mut().remove(&place);
        self.stage.count("asked", "what a table is like, anew");
        self.schema(set).await
    }

    async fn read_pages(&self, requests: &[ReadRequest]) -> Vec<Result<Page, Problem>> {
        self.counts.borrow_mut().get += 1;
        for request in requests {
            self.remember(&request.set, &request.fields);
        }
        let fault = self.stage.send(self.side, "read pages").await;
        if let Some(problem) = self.stopped(fault) {
            return requests.iter().map(|_| Err(problem.clone())).collect();
        }
        let pages: Vec<Result<Page, Problem>> = requests
            .iter()
            .map(
                |request| match self.names_nothing(&request.set, &request.fields) {
                    Some(problem) => Err(problem),
                    None => Ok(reading::page(&self.stage, self.side, request)),
                },
            )
            .collect();
        self.stage.answer().await;
        pages
            .into_iter()
            .map(|page| Ok(reading::sabotaged(&self.stage, self.side, page?)))
            .collect()
    }

    async fn read_by_ids(
        &self,
        set: &SetName,
        fields: &[FieldName],
        ids: &[Uuid],
    ) -> Result<Vec<Record>, Problem> {
        self.counts.borrow_mut().get += 1;
        self.remember(set, fields);
        let fault = self.stage.send(self.side, "read by id").await;
        if let Some(problem) = self.stopped(fault) {
            return Err(problem);
        }
        if let Some(problem) = self.names_nothing(set, fields) {
            return Err(problem);
        }
        let found = self.records(set, fields, |record| ids.contains(&record.id));
        self.stage.answer().await;
        Ok(found)
    }

    async fn find(
        &self,
        set: &SetName,
        fields: &[FieldName],
        among: &[Fields],
        limit: usize,
    ) -> Result<Vec<Record>, Problem> {
        self.counts.borrow_mut().get += 1;
        let fault = self.stage.send(self.side, "find").await;
        if let Some(problem) = self.stopped(fault) {
            return Err(problem);
        }
        let mut all = fields.to_vec();
        for wanted in among {
            all.extend(wanted.iter().map(|(name, _)| name.clone()));
        }
        if let Some(problem) = self.names_nothing(set, &all) {
            return Err(problem);
        }
        let same = |one: &Value, other: &Value| match (one, other) {
            (Value::Text(one), Value::Text(other)) if self.side == Side::Dv => {
                one.to_lowercase() == other.to_lowercase()
            }
            _ => one == other,
        };
        let mut found = self.records(set, &all, |record| {
            among.iter().any(|wanted| {
                wanted
                    .iter()
                    .all(|(name, value)| same(record.fields.value(name.as_str()), value))
            })
        });
        found.truncate(limit);
        self.stage.answer().await;
        Ok(found)
    }

    async fn write(&self, set: &SetName, writes: Vec<Write>, progress: &mut WriteProgress<'_>) {
        let mut stopped: Option<Problem> = None;
        let size = self.stage.shape.batch.max(1);
        let group = size * self.stage.shape.at_once.max(1);
        let mut next = 0;
        while next < writes.len() && stopped.is_none() {
            let end = (next + group).min(writes.len());
            let mut answers = Vec::new();
            for (at, chunk) in writes[next..end].chunks(size).enumerate() {
                answers.push((next + at * size, self.write_some(set, chunk).await));
            }
            // Answers come in any order.
            let turn = self.stage.script.borrow_mut().dice.below(8) as usize % answers.len();
            answers.rotate_left(turn);
            next = end;
            for (first, outcomes) in answers {
                let fatal = outcomes.iter().find_map(|outcome| match outcome {
                    WriteOutcome::NotSent(problem) if problem.cause.stops_the_run() => {
                        Some(problem.clone())
                    }
                    _ => None,
                });
                if !progress(first, outcomes) && stopped.is_none() {
                    stopped = Some(Problem::new(Cause::Cancelled).on(self.side));
                }
                self.stage.live().await;
                stopped = stopped.or(fatal);
            }
        }
        if let Some(problem) = stopped
            && next < writes.len()
        {
            let rest = writes[next..].iter();
            let outcomes = rest
                .map(|_| WriteOutcome::NotSent(problem.clone()))
                .collect();
            progress(next, outcomes);
        }
    }

    fn ways(&self, request: &ReadRequest) -> Ways {
        let is_tracked = self.side == Side::Dv && self.stage.shape.tracking;
        if is_tracked && !request.fields.is_empty() {
            return Ways {
                changes: Changes::DeltaToken,
                deletions: Deletions::Tombstones,
                reason: WayReason::ChangeLog,
                alone: false,
            };
        }
        Ways {
            changes: Changes::ModifiedSince,
            deletions: Deletions::CountAndSweep,
            reason: WayReason::NoChangeLog,
            alone: false,
        }
    }

    fn record_url(&self, _: &SetName, id: Uuid, _: Option<&Fields>) -> Option<String> {
        Some(format!("https://{:?}.example.com/{id}", self.side))
    }
}
