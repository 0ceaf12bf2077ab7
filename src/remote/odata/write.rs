//! Carries out many writes: in batches where the service takes them, several under way at once, each outcome exactly known.
//!
//! Nothing is sent again unless it was certainly not carried out. A create that meets a record under its own id is ours from
//! an earlier attempt whose answer got lost (ids are made here), which a read decides.

use super::batch::{Builder, Part};
use super::client::{Batched, Client, Effect};
use super::page::{self, RowPlan};
use super::table::Table;
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldName, Record, Value};
use crate::remote::errors;
use crate::remote::http::{Answer, Broken, Call, Method};
use crate::remote::retry::{Backoff, retry_after};
use crate::remote::{Write, WriteOutcome, WriteProgress};
use async_trait::async_trait;
use futures_util::future::{LocalBoxFuture, join_all};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// How many operations are risked in the first batch to a service of which nobody knows whether it takes batches.
const FIRST_BATCH: usize = 50;

/// How many single requests follow each other, for each of those under way at once, before results are told.
const SINGLES: usize = 4;

/// Bytes of a write besides its fields.
const OVERHEAD: usize = 400;

/// The content type of writes.
const JSON: &str = "application/json";

/// What a service says about one write.
pub enum Verdict {
    /// The outcome is known.
    Outcome(WriteOutcome),
    /// A record is there already, under the id or a key of a create; a read decides whether it is ours.
    Exists(Problem),
    /// It was certainly not carried out, and may be sent again after a pause.
    Again(Problem, Option<Duration>),
}

/// How one service wants writes.
#[async_trait(?Send)]
pub trait WriteWire {
    /// The call of one write without its body.
    fn head(&self, table: &Table, write: &Write) -> Head;

    /// Appends the body of one write that has a content type.
    ///
    /// # Errors
    /// The write cannot be expressed and is refused without being sent.
    fn body(&self, table: &Table, write: &Write, into: &mut Vec<u8>) -> Result<(), Problem>;

    /// The one message that carries out all these writes or none, if the service has it for them now.
    fn bulk(&self, _table: &Table, _writes: &[&Write]) -> Option<Call> {
        None
    }

    /// What became of such a message.
    fn judge_bulk(&self, _table: &Table, _writes: &[&Write], _answer: &Answer) -> Bulk {
        Bulk::Refused
    }

    /// Learns how creates went that did not go in such a message: whether one was refused with them before, and whether the
    /// service refused any now.
    fn after_creates(&self, _table: &Table, _after_bulk: bool, _any_refused: bool) {}

    /// Judges the answer to one write where this service differs from [`judge`].
    fn judge(&self, table: &Table, write: &Write, answer: &Answer) -> Verdict;

    /// Reads records by id, to decide what [`Verdict::Exists`] leaves open.
    async fn read_back(&self, table: &Table, ids: &[Uuid]) -> Result<Vec<Record>, Problem>;

    /// Looks at records right before they are written, for services without versions: the outcome of those that must not
    /// be sent.
    async fn guard(&self, table: &Table, writes: &[&Write]) -> Vec<Option<WriteOutcome>>;
}

/// The call of one write without its body.
#[derive(Clone, Debug)]
pub struct Head {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Headers beyond those that every request has.
    pub headers: Vec<(&'static str, String)>,
    /// Whether it has a body, in JSON.
    pub has_body: bool,
}

impl Head {
    /// A call with a JSON body.
    pub fn with_body(method: Method, url: String) -> Self {
        Self {
            method,
            url,
            headers: Vec::new(),
            has_body: true,
        }
    }

    /// A call without a body.
    pub fn without_body(method: Method, url: String) -> Self {
        Self {
            has_body: false,
            ..Self::with_body(method, url)
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// What became of a message that carries out many writes or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// All were done.
    Done,
    /// None was done, because of one of them at least.
    Refused,
    /// None was done: the message is more than the service takes at once.
    TooLarge,
    /// It is not known what was done.
    Unclear,
}

/// Whether the answers must show the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// They should.
    Records,
    /// They need not.
    Nothing,
}

/// Carries out writes and tells their outcomes as they arrive.
pub async fn run(
    client: &Client,
    table: &Table,
    wire: &dyn WriteWire,
    writes: &[Write],
    showing: Showing,
    progress: &mut WriteProgress<'_>,
) {
    let mut under_way = FuturesUnordered::new();
    let mut next = 0;
    let mut stopped: Option<Problem> = None;
    loop {
        // As long as nobody knows whether batches work, one small one goes ahead.
        let proven = client.batch_support().is_proven() || !client.is_foreign();
        let concurrency = client.concurrency();
        let (at_once, size) = match client.batch_form() {
            Some(_) if proven => (concurrency, client.batch_size()),
            Some(_) => (1, client.batch_size().min(FIRST_BATCH)),
            None => (1, concurrency * SINGLES),
        };
        while stopped.is_none() && under_way.len() < at_once.max(1) && next < writes.len() {
            let start = next;
            let chunk = chunk_from(writes, start, size.max(1), client.limits.batch_bytes);
            next += chunk.len();
            under_way.push(async move {
                let outcomes = outcomes_of(client, table, wire, chunk, showing).await;
                (start, outcomes)
            });
        }
        let Some((start, outcomes)) = under_way.next().await else {
            break;
        };
        let fatal = outcomes.iter().find_map(|outcome| match outcome {
            WriteOutcome::NotSent(problem) if problem.cause.stops_the_run() => {
                Some(problem.clone())
            }
            _ => None,
        });
        let go_on = progress(start, outcomes);
        if !go_on && stopped.is_none() {
            stopped = Some(Problem::new(Cause::Cancelled).on(client.side));
        }
        stopped = stopped.or(fatal);
    }
    if let Some(problem) = stopped
        && let Some(rest) = writes.get(next..).filter(|rest| !rest.is_empty())
    {
        let outcomes = rest.iter().map(|_| WriteOutcome::NotSent(problem.clone()));
        progress(next, outcomes.collect());
    }
}

/// As many writes as fit into one request, at least one.
fn chunk_from(writes: &[Write], start: usize, most: usize, bytes: usize) -> &[Write] {
    let mut size = 0;
    let rest = writes.get(start..).unwrap_or_default();
    let fitting = rest.iter().take(most).take_while(|write| {
        size += bytes_of(write);
        size <= bytes
    });
    let fitting = fitting.count();
    rest.get(..fitting.max(1)).unwrap_or(rest)
}

/// About how many bytes a write is on the wire.
pub fn bytes_of(write: &Write) -> usize {
    let fields = match write {
        Write::Create { fields, .. } | Write::Update { fields, .. } => fields,
        Write::Delete { .. } => return OVERHEAD,
    };
    let size = |(name, value): (&FieldName, &Value)| {
        name.as_str().len() + 8 + value.as_text().map_or(40, |text| text.len() * 2)
    };
    fields.iter().map(size).sum::<usize>() + OVERHEAD
}

/// What is settled of a chunk of writes, and what is not yet.
struct Chunk<'w> {
    writes: &'w [Write],
    outcomes: Vec<Option<WriteOutcome>>,
    /// Creates that met a record: a read decides whether it is theirs.
    existing: Vec<(usize, Uuid, Problem)>,
    /// Whether the service carried out or refused one of them for its own sake.
    answered: bool,
}

impl<'w> Chunk<'w> {
    fn open(&self) -> Vec<(usize, &'w Write)> {
        let is_open = |index: usize| {
            let is_settled = self.outcomes.get(index).is_some_and(Option::is_some);
            !is_settled && !self.existing.iter().any(|(known, ..)| *known == index)
        };
        let writes = self.writes.iter().enumerate();
        writes.filter(|(index, _)| is_open(*index)).collect()
    }

    fn settle(&mut self, index: usize, outcome: WriteOutcome) {
        if let Some(slot) = self.outcomes.get_mut(index) {
            *slot = Some(outcome);
        }
    }
}

async fn outcomes_of(
    client: &Client,
    table: &Table,
    wire: &dyn WriteWire,
    writes: &[Write],
    showing: Showing,
) -> Vec<WriteOutcome> {
    let all: Vec<&Write> = writes.iter().collect();
    let mut after_bulk = false;
    if showing == Showing::Nothing
        && let Some(call) = wire.bulk(table, &all)
    {
        if let Some(outcomes) = send_bulk(client, table, wire, &all, call).await {
            return outcomes;
        }
        // All or nothing, and it was nothing: one batch more finds out whose fault it was.
        after_bulk = true;
    }
    let mut chunk = Chunk {
        writes,
        outcomes: wire.guard(table, &all).await,
        existing: Vec::new(),
        answered: false,
    };
    chunk.outcomes.resize(writes.len(), None);
    let mut backoff = Backoff::new(&client.limits);
    // Each round settles at least one operation, or is one of the few that waited.
    loop {
        let open = chunk.open();
        if open.is_empty() {
            break;
        }
        let calls: Vec<&Write> = open.iter().map(|(_, write)| *write).collect();
        let sent = send(client, table, wire, calls).await;
        let mut wait: Option<(Problem, Option<Duration>)> = None;
        let mut again = false;
        let mut given_up = Vec::new();
        for ((index, write), sent) in open.into_iter().zip(sent) {
            let verdict = match sent {
                Sent::Answered(answer) => wire.judge(table, write, &answer),
                Sent::Lost(problem) => Verdict::Outcome(WriteOutcome::Unknown(problem)),
                Sent::Unsent(problem) => Verdict::Outcome(WriteOutcome::NotSent(problem)),
                Sent::Unwritable(problem) => Verdict::Outcome(WriteOutcome::Refused(problem)),
                Sent::LeftOut => {
                    again = true;
                    continue;
                }
                Sent::PutOff(problem) => {
                    given_up.push((index, problem));
                    continue;
                }
            };
            match (verdict, write) {
                (Verdict::Outcome(outcome), _) => {
                    chunk.answered |=
                        !matches!(outcome, WriteOutcome::NotSent(_) | WriteOutcome::Unknown(_));
                    chunk.settle(index, outcome);
                }
                (Verdict::Exists(problem), Write::Create { id, .. }) => {
                    chunk.answered = true;
                    chunk.existing.push((index, *id, problem));
                }
                (Verdict::Exists(problem), Write::Update { .. } | Write::Delete { .. }) => {
                    chunk.settle(index, WriteOutcome::Refused(problem));
                }
                (Verdict::Again(problem, asked), _) => {
                    again = true;
                    let longest = wait.take().and_then(|(_, longest)| longest);
                    wait = Some((problem, asked.max(longest)));
                }
            }
        }
        put_off(client, &mut chunk, given_up);
        if let Some((problem, asked)) = wait {
            let Some(pause) = backoff.pause(asked) else {
                let open = chunk.open().into_iter();
                let open = open.map(|(index, _)| (index, problem.clone())).collect();
                put_off(client, &mut chunk, open);
                break;
            };
            let throttled = problem.cause == Cause::Throttled;
            if let Err(cancelled) = client.rest(pause, throttled).await {
                for (index, _) in chunk.open() {
                    chunk.settle(index, WriteOutcome::NotSent(cancelled.clone()));
                }
                break;
            }
        } else if !again {
            break;
        }
    }
    if writes
        .iter()
        .all(|write| matches!(write, Write::Create { .. }))
    {
        let is_refused =
            |outcome: &Option<WriteOutcome>| matches!(outcome, Some(WriteOutcome::Refused(_)));
        let any_refused = !chunk.existing.is_empty() || chunk.outcomes.iter().any(is_refused);
        wire.after_creates(table, after_bulk, any_refused);
    }
    settle_existing(table, wire, &mut chunk).await;
    let left = Problem::new(Cause::ServiceUnavailable).on(client.side);
    chunk
        .outcomes
        .into_iter()
        .map(|outcome| outcome.unwrap_or_else(|| WriteOutcome::NotSent(left.clone())))
        .collect()
}

/// What the service would not do however often it was asked: if it did anything else meanwhile, that is about these records;
/// else it is the service that stays away.
fn put_off(client: &Client, chunk: &mut Chunk<'_>, writes: Vec<(usize, Problem)>) {
    if writes.is_empty() {
        return;
    }
    // One record that went alone says nothing about the service, unless the one before it was put off, too.
    let alone = chunk.writes.len() == 1 && client.was_put_off() == 1;
    let about_records = chunk.answered || alone;
    for (index, problem) in writes {
        let outcome = if about_records {
            WriteOutcome::Deferred(problem)
        } else {
            WriteOutcome::NotSent(problem)
        };
        chunk.settle(index, outcome);
    }
}

/// Carries out all writes with one message, or none: then nothing is answered.
async fn send_bulk(
    client: &Client,
    table: &Table,
    wire: &dyn WriteWire,
    writes: &[&Write],
    call: Call,
) -> Option<Vec<WriteOutcome>> {
    let all = |outcome: &dyn Fn() -> WriteOutcome| writes.iter().map(|_| outcome()).collect();
    let sent = client.exchange(&call, Effect::Writes).await;
    drop(call);
    let answer = match sent {
        Ok(answer) => answer,
        Err(Broken::NotSent(problem)) => {
            return Some(all(&|| WriteOutcome::NotSent(problem.clone())));
        }
        Err(Broken::Lost(problem)) => {
            client.batch_got_lost(writes.len());
            return Some(all(&|| WriteOutcome::Unknown(problem.clone())));
        }
    };
    let unclear = || {
        let problem = errors::problem_of(client.side, &answer);
        Some(all(&|| WriteOutcome::Unknown(problem.clone())))
    };
    match wire.judge_bulk(table, writes, &answer) {
        Bulk::Done => Some(
            writes
                .iter()
                .map(|write| match write {
                    Write::Create { id, .. } => WriteOutcome::Created(*id),
                    Write::Update { .. } => WriteOutcome::Done(None),
                    Write::Delete { .. } => WriteOutcome::Deleted,
                })
                .collect(),
        ),
        Bulk::Refused => None,
        Bulk::TooLarge => {
            client.batch_was_too_large(writes.len());
            None
        }
        Bulk::Unclear => {
            client.batch_got_lost(writes.len());
            unclear()
        }
    }
}

/// Decides creates that met a record: one under the very id that was made here is ours.
async fn settle_existing(table: &Table, wire: &dyn WriteWire, chunk: &mut Chunk<'_>) {
    if chunk.existing.is_empty() {
        return;
    }
    let existing = std::mem::take(&mut chunk.existing);
    let ids: Vec<Uuid> = existing.iter().map(|(_, id, _)| *id).collect();
    let found = wire.read_back(table, &ids).await.map(|records| {
        let there = records.into_iter().map(|record| record.id);
        there.collect::<HashSet<Uuid>>()
    });
    for (index, id, refusal) in existing {
        let outcome = match &found {
            // Somebody may have changed it since: what was read here is not what was created.
            Ok(there) if there.contains(&id) => WriteOutcome::Created(id),
            Ok(_) => WriteOutcome::Refused(refusal),
            Err(problem) => WriteOutcome::Unknown(problem.clone()),
        };
        chunk.settle(index, outcome);
    }
}

/// What became of one call.
enum Sent {
    Answered(Answer),
    Lost(Problem),
    Unsent(Problem),
    /// It cannot be expressed, and was not sent.
    Unwritable(Problem),
    /// The service said to come back later until nobody wanted to any more.
    PutOff(Problem),
    /// The service stopped before it.
    LeftOut,
}

/// Sends writes, in one batch where that works; answers stand in the order of the writes.
fn send<'a>(
    client: &'a Client,
    table: &'a Table,
    wire: &'a dyn WriteWire,
    writes: Vec<&'a Write>,
) -> LocalBoxFuture<'a, Vec<Sent>> {
    Box::pin(async move {
        if writes.len() < 2 {
            return send_single(client, table, wire, &writes).await;
        }
        let (batched, unwritable) = send_batch(client, table, wire, &writes).await;
        let every = |sent: &dyn Fn() -> Sent| writes.iter().map(|_| sent()).collect::<Vec<Sent>>();
        match batched {
            Batched::Parts(parts) => {
                let mut parts = parts_sent(client, parts).into_iter();
                let mut unwritable = unwritable.into_iter().peekable();
                let place = |(index, _)| match unwritable.next_if(|(bad, _)| *bad == index) {
                    Some((_, problem)) => Sent::Unwritable(problem),
                    None => parts.next().unwrap_or(Sent::LeftOut),
                };
                writes.iter().enumerate().map(place).collect()
            }
            Batched::Unsupported => send_single(client, table, wire, &writes).await,
            // Refused before anything was looked at: too large, or one part spoils the whole.
            Batched::Refused(answer) if matches!(answer.status, 400 | 413) => {
                if answer.status == 413 {
                    client.batch_was_too_large(writes.len());
                }
                let (first, second) = writes.split_at(writes.len() / 2);
                let before = client.counts().batch;
                let mut sent = send(client, table, wire, first.to_vec()).await;
                sent.extend(send(client, table, wire, second.to_vec()).await);
                // Had one part been wrong, one of the halves would have been refused again.
                if answer.status == 400 && client.counts().batch == before + 2 {
                    client.batch_was_too_large(writes.len());
                }
                sent
            }
            Batched::Refused(answer) => {
                let problem = errors::problem_of(client.side, &answer);
                let certain = answer.status < 500 && answer.status != 408 || is_put_off(&answer);
                if certain {
                    return every(&|| Sent::Unsent(problem.clone()));
                }
                // It took too long: how much of it was done, nobody knows, but less at a time may go through.
                client.batch_got_lost(writes.len());
                every(&|| Sent::Lost(problem.clone()))
            }
            Batched::Broken(Broken::NotSent(problem)) => every(&|| Sent::Unsent(problem.clone())),
            Batched::Broken(Broken::Lost(problem)) => every(&|| Sent::Lost(problem.clone())),
        }
    })
}

/// Writes a batch straight into its body and sends it; with it, which of the writes could not be expressed.
async fn send_batch(
    client: &Client,
    table: &Table,
    wire: &dyn WriteWire,
    writes: &[&Write],
) -> (Batched, Vec<(usize, Problem)>) {
    let mut unwritable = Vec::new();
    let bytes = writes.iter().map(|write| bytes_of(write)).sum();
    let fill = &mut |batch: &mut Builder| {
        unwritable.clear();
        for (index, write) in writes.iter().enumerate() {
            let head = wire.head(table, write);
            let part = Part {
                method: head.method,
                url: &head.url,
                headers: &head.headers,
            };
            let json = head.has_body.then_some(JSON);
            let pushed = batch.push_with(&part, json, |body| wire.body(table, write, body));
            if let Err(problem) = pushed {
                unwritable.push((index, problem.on(client.side)));
            }
        }
    };
    let batched = client.batch_of(bytes, Effect::Writes, fill).await;
    (batched, unwritable)
}

/// Whether the service itself, not a gateway before it, says that it is not available now.
fn is_put_off(answer: &Answer) -> bool {
    answer.status == 503 && errors::is_refusal(answer)
}

async fn send_single(
    client: &Client,
    table: &Table,
    wire: &dyn WriteWire,
    writes: &[&Write],
) -> Vec<Sent> {
    let mut sent = Vec::with_capacity(writes.len());
    for group in writes.chunks(client.concurrency().max(1)) {
        let answers = group.iter().map(async |write| {
            let head = wire.head(table, write);
            let mut content = Vec::new();
            if head.has_body
                && let Err(problem) = wire.body(table, write, &mut content)
            {
                return Sent::Unwritable(problem.on(client.side));
            }
            let call = Call {
                method: head.method,
                url: head.url,
                headers: head.headers,
                body: head.has_body.then(|| (JSON.to_owned(), content.into())),
            };
            match client.exchange(&call, Effect::Writes).await {
                // The client has waited and asked again as often as it does.
                Ok(answer) if answer.status == 429 || is_put_off(&answer) => {
                    Sent::PutOff(errors::problem_of(client.side, &answer))
                }
                Ok(answer) => Sent::Answered(answer),
                Err(Broken::NotSent(problem)) => Sent::Unsent(problem),
                Err(Broken::Lost(problem)) => Sent::Lost(problem),
            }
        });
        sent.extend(join_all(answers).await);
    }
    sent
}

/// A service that stops at the first failure leaves out everything after it; anything else that is missing is unknown.
fn parts_sent(client: &Client, parts: Vec<Option<Answer>>) -> Vec<Sent> {
    let last = parts.iter().rposition(Option::is_some);
    let stopped_at = last.filter(|last| {
        let answered = parts.get(..*last).unwrap_or_default();
        let failure = parts.get(*last).and_then(Option::as_ref);
        answered.iter().all(Option::is_some) && failure.is_some_and(|answer| !answer.is_success())
    });
    let missing = Problem::new(Cause::AnswerLost)
        .on(client.side)
        .saying("the answer to the batch says nothing about this operation");
    parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| match (part, stopped_at) {
            (Some(answer), _) => Sent::Answered(answer),
            (None, Some(at)) if index > at => Sent::LeftOut,
            (None, _) => Sent::Lost(missing.clone()),
        })
        .collect()
}

/// The fields that some writes name, without repeats.
pub fn fields_of(writes: &[Write]) -> Vec<FieldName> {
    let mut names: Vec<FieldName> = Vec::new();
    for write in writes {
        let (Write::Create { fields, .. } | Write::Update { fields, .. }) = write else {
            continue;
        };
        for (name, _) in fields.iter() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}

/// The fields that were asked for last, by entity set: what an answer to a write must hold to stand for a read.
pub type Observed = RefCell<HashMap<String, Vec<FieldName>>>;

/// Judges an answer as OData says.
pub fn judge(
    client: &Client,
    table: &Table,
    write: &Write,
    answer: &Answer,
    observed: &[FieldName],
) -> Verdict {
    if answer.is_success() {
        return Verdict::Outcome(success(client, table, write, answer, observed));
    }
    let problem = errors::problem_of(client.side, answer);
    let creates = matches!(write, Write::Create { .. });
    let outcome = match (answer.status, problem.cause) {
        (429, _) => {
            let asked = answer
                .header("retry-after")
                .and_then(|value| retry_after(value, SystemTime::now()));
            return Verdict::Again(problem, asked);
        }
        (503, _) if is_put_off(answer) => return Verdict::Again(problem, None),
        // A service with codes of its own may say "exists" in words only; a read tells.
        (412, _) | (_, Cause::Stale | Cause::DuplicateKey) | (400..=499, Cause::Unknown)
            if creates =>
        {
            return Verdict::Exists(problem);
        }
        // Some tell it as an error of their own; a fault of the service would be told in the same words.
        (500, Cause::Unknown) if creates && errors::is_refusal(answer) => {
            return Verdict::Exists(problem);
        }
        (_, Cause::Stale) | (412, Cause::Unknown) => WriteOutcome::Stale,
        (404, _) | (_, Cause::RecordGone) if !creates => WriteOutcome::Gone,
        (408 | 502 | 504, _) => WriteOutcome::Unknown(problem),
        (500..=599, _) if !errors::is_refusal(answer) => WriteOutcome::Unknown(problem),
        _ => WriteOutcome::Refused(problem),
    };
    Verdict::Outcome(outcome)
}

fn success(
    client: &Client,
    table: &Table,
    write: &Write,
    answer: &Answer,
    observed: &[FieldName],
) -> WriteOutcome {
    let asked = match write {
        Write::Delete { .. } => return WriteOutcome::Deleted,
        Write::Create { id, .. } | Write::Update { id, .. } => *id,
    };
    if answer.body.is_empty() {
        let named = ["odata-entityid", "location"]
            .into_iter()
            .find_map(|name| answer.header(name).and_then(page::id_in));
        return match write {
            Write::Create { .. } => WriteOutcome::Created(named.unwrap_or(asked)),
            Write::Update { .. } | Write::Delete { .. } => WriteOutcome::Done(None),
        };
    }
    let record = match RowPlan::anything(table).record(client.side, answer) {
        Ok(record) => record,
        // It was done, but nobody can read what the service says about it.
        Err(_) if matches!(write, Write::Update { .. }) => return WriteOutcome::Done(None),
        Err(problem) => return WriteOutcome::Unknown(problem),
    };
    if record.id != asked && matches!(write, Write::Update { .. }) {
        let problem = page::malformed(client.side, answer, "the answer is about another record")
            .with("field", &table.key);
        return WriteOutcome::Unknown(problem);
    }
    let whole = observed
        .iter()
        .all(|name| record.fields.get(name.as_str()).is_some());
    match write {
        _ if whole => WriteOutcome::Done(Some(record)),
        Write::Create { .. } => WriteOutcome::Created(record.id),
        Write::Update { .. } | Write::Delete { .. } => WriteOutcome::Done(None),
    }
}
