//! Carries out many writes: in batches where the service takes them, several under way at once, each outcome exactly known.
//!
//! Nothing is sent again unless it was certainly not carried out. A create that meets a record under its own id is ours from
//! an earlier attempt whose answer got lost (ids are made here), which a read decides.

use super::client::Client;
use super::send::{Sent, send, send_bulk};
use super::table::Table;
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldName, Record, Value};
use crate::remote::http::{Answer, Call, Method};
use crate::remote::retry::Backoff;
use crate::remote::{Write, WriteOutcome, WriteProgress};
use async_trait::async_trait;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use uuid::Uuid;

/// How many operations are risked in the first batch to a service of which nobody knows whether it takes batches.
const FIRST_BATCH: usize = 50;

/// How many single requests follow each other, for each of those under way at once, before results are told.
const SINGLES: usize = 4;

/// Bytes of a write besides its fields.
const OVERHEAD: usize = 400;

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

    /// Judges the answer to one write where this service differs from [`super::judge`].
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
