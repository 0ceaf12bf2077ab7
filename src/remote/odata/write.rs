//! Carries out many writes: in batches where the service takes them, several under way at once, each outcome exactly known.
//!
//! Nothing is sent again unless it was certainly not carried out. A create that meets a record under its own id is ours from
//! an earlier attempt whose answer got lost (ids are made here), which a read decides.

use super::client::{Batched, Client, Effect};
use super::page::{self, RowPlan};
use super::table::Table;
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldName, Record};
use crate::remote::errors;
use crate::remote::http::{Answer, Broken, Call};
use crate::remote::retry::{Backoff, retry_after};
use crate::remote::{Write, WriteOutcome, WriteProgress};
use async_trait::async_trait;
use futures_util::future::{LocalBoxFuture, join_all};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// How many operations are risked in the first batch to a service of which nobody knows whether it takes batches.
const FIRST_BATCH: usize = 50;

/// How many single requests follow each other, for each of those under way at once, before results are told.
const SINGLES: usize = 4;

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
    /// Makes the call of one write.
    ///
    /// # Errors
    /// The write cannot be expressed and is refused without being sent.
    fn call(&self, table: &Table, write: &Write) -> Result<Call, Problem>;

    /// Judges the answer to one write where this service differs from [`judge`].
    fn judge(&self, table: &Table, write: &Write, answer: &Answer) -> Verdict;

    /// Reads records by id, to decide what [`Verdict::Exists`] leaves open.
    async fn read_back(&self, table: &Table, ids: &[Uuid]) -> Result<Vec<Record>, Problem>;

    /// Looks at records right before they are written, for services without versions: the outcome of those that must not
    /// be sent.
    async fn guard(&self, table: &Table, writes: &[&Write]) -> Vec<Option<WriteOutcome>>;
}

/// Carries out writes and tells their outcomes as they arrive.
pub async fn run(
    client: &Client,
    table: &Table,
    wire: &dyn WriteWire,
    writes: &[Write],
    progress: &mut WriteProgress<'_>,
) {
    let mut under_way = FuturesUnordered::new();
    let mut next = 0;
    let mut stopped: Option<Problem> = None;
    loop {
        // As long as nobody knows whether batches work, one small one goes ahead.
        let proven = client.batch_support().is_proven();
        let (at_once, size) = match client.batch_form() {
            Some(_) if proven => (client.limits.concurrency, client.batch_size()),
            Some(_) => (1, client.batch_size().min(FIRST_BATCH)),
            None => (1, client.limits.concurrency * SINGLES),
        };
        while stopped.is_none() && under_way.len() < at_once.max(1) && next < writes.len() {
            let start = next;
            let chunk = chunk_from(writes, start, size.max(1), client.limits.batch_bytes);
            next += chunk.len();
            under_way.push(async move { (start, outcomes_of(client, table, wire, chunk).await) });
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
    let fitting = rest
        .iter()
        .take(most)
        .take_while(|write| {
            size += match write {
                Write::Create { fields, .. } | Write::Update { fields, .. } => fields
                    .iter()
                    .map(|(name, value)| {
                        name.as_str().len() + 8 + value.as_text().map_or(40, |text| text.len() * 2)
                    })
                    .sum::<usize>(),
                Write::Delete { .. } => 0,
            } + 400;
            size <= bytes
        })
        .count();
    rest.get(..fitting.max(1)).unwrap_or(rest)
}

async fn outcomes_of(
    client: &Client,
    table: &Table,
    wire: &dyn WriteWire,
    writes: &[Write],
) -> Vec<WriteOutcome> {
    let all: Vec<&Write> = writes.iter().collect();
    let mut outcomes: Vec<Option<WriteOutcome>> = wire.guard(table, &all).await;
    outcomes.resize(writes.len(), None);
    let mut existing: Vec<(usize, Uuid, Problem)> = Vec::new();
    let mut backoff = Backoff::new(&client.limits);
    // Each round settles at least one operation, or is one of the few that waited.
    loop {
        let mut open: Vec<(usize, &Write, Call)> = Vec::new();
        for (index, (write, outcome)) in writes.iter().zip(outcomes.iter_mut()).enumerate() {
            if outcome.is_some() || existing.iter().any(|(known, ..)| *known == index) {
                continue;
            }
            match wire.call(table, write) {
                Ok(call) => open.push((index, write, call)),
                Err(problem) => *outcome = Some(WriteOutcome::Refused(problem.on(client.side))),
            }
        }
        if open.is_empty() {
            break;
        }
        let calls: Vec<Call> = open.iter().map(|(.., call)| call.clone()).collect();
        let sent = send(client, calls).await;
        let mut wait: Option<(Problem, Option<Duration>)> = None;
        let mut again = false;
        for ((index, write, _), sent) in open.into_iter().zip(sent) {
            let verdict = match sent {
                Sent::Answered(answer) => wire.judge(table, write, &answer),
                Sent::Lost(problem) => Verdict::Outcome(WriteOutcome::Unknown(problem)),
                Sent::Unsent(problem) => Verdict::Outcome(WriteOutcome::NotSent(problem)),
                Sent::LeftOut => {
                    again = true;
                    continue;
                }
            };
            let settled = match verdict {
                Verdict::Outcome(outcome) => outcome,
                Verdict::Exists(problem) => match write {
                    Write::Create { id, .. } => {
                        existing.push((index, *id, problem));
                        continue;
                    }
                    Write::Update { .. } | Write::Delete { .. } => WriteOutcome::Refused(problem),
                },
                Verdict::Again(problem, asked) => {
                    again = true;
                    wait = Some((problem, asked));
                    continue;
                }
            };
            if let Some(slot) = outcomes.get_mut(index) {
                *slot = Some(settled);
            }
        }
        if let Some((problem, asked)) = wait {
            let rested = match backoff.pause(asked) {
                Some(pause) => client.cancel.sleep(pause).await,
                None => Err(problem),
            };
            if let Err(problem) = rested {
                fill(&mut outcomes, &existing, &problem);
                break;
            }
        } else if !again {
            break;
        }
    }
    settle_existing(table, wire, existing, &mut outcomes).await;
    let left = Problem::new(Cause::ServiceUnavailable).on(client.side);
    outcomes
        .into_iter()
        .map(|outcome| outcome.unwrap_or_else(|| WriteOutcome::NotSent(left.clone())))
        .collect()
}

/// What is still open was certainly not carried out.
fn fill(
    outcomes: &mut [Option<WriteOutcome>],
    existing: &[(usize, Uuid, Problem)],
    problem: &Problem,
) {
    for (index, outcome) in outcomes.iter_mut().enumerate() {
        if outcome.is_none() && !existing.iter().any(|(known, ..)| *known == index) {
            *outcome = Some(WriteOutcome::NotSent(problem.clone()));
        }
    }
}

/// Decides creates that met a record: one under the very id that was made here is ours.
async fn settle_existing(
    table: &Table,
    wire: &dyn WriteWire,
    existing: Vec<(usize, Uuid, Problem)>,
    outcomes: &mut [Option<WriteOutcome>],
) {
    if existing.is_empty() {
        return;
    }
    let ids: Vec<Uuid> = existing.iter().map(|(_, id, _)| *id).collect();
    let found = wire.read_back(table, &ids).await;
    for (index, id, refusal) in existing {
        let outcome = match &found {
            Ok(records) => match records.iter().find(|record| record.id == id) {
                Some(record) => WriteOutcome::Done(Some(record.clone())),
                None => WriteOutcome::Refused(refusal),
            },
            Err(problem) => WriteOutcome::Unknown(problem.clone()),
        };
        if let Some(slot) = outcomes.get_mut(index) {
            *slot = Some(outcome);
        }
    }
}

/// What became of one call.
enum Sent {
    Answered(Answer),
    Lost(Problem),
    Unsent(Problem),
    /// The service stopped before it.
    LeftOut,
}

/// Sends calls, in one batch where that works; answers stand in the order of the calls.
fn send(client: &Client, calls: Vec<Call>) -> LocalBoxFuture<'_, Vec<Sent>> {
    Box::pin(async move {
        if calls.len() < 2 {
            return send_single(client, &calls).await;
        }
        let halves = |calls: Vec<Call>| async move {
            let (first, second) = calls.split_at(calls.len() / 2);
            let mut sent = send(client, first.to_vec()).await;
            sent.extend(send(client, second.to_vec()).await);
            sent
        };
        match client.batch(&calls, Effect::Writes).await {
            Batched::Parts(parts) => parts_sent(client, parts),
            Batched::Unsupported => send_single(client, &calls).await,
            // Refused before anything was looked at: too large, or one part spoils the whole.
            Batched::Refused(answer) if matches!(answer.status, 400 | 413) => {
                if answer.status == 413 {
                    client.batch_was_too_large(calls.len());
                }
                halves(calls).await
            }
            Batched::Refused(answer) => {
                let problem = errors::problem_of(client.side, &answer);
                let certain = answer.status < 500 && answer.status != 408
                    || answer.status == 503 && errors::is_refusal(&answer);
                calls
                    .iter()
                    .map(|_| {
                        if certain {
                            Sent::Unsent(problem.clone())
                        } else {
                            Sent::Lost(problem.clone())
                        }
                    })
                    .collect()
            }
            Batched::Broken(Broken::NotSent(problem)) => calls
                .iter()
                .map(|_| Sent::Unsent(problem.clone()))
                .collect(),
            Batched::Broken(Broken::Lost(problem)) => {
                calls.iter().map(|_| Sent::Lost(problem.clone())).collect()
            }
        }
    })
}

async fn send_single(client: &Client, calls: &[Call]) -> Vec<Sent> {
    let mut sent = Vec::with_capacity(calls.len());
    for group in calls.chunks(client.limits.concurrency.max(1)) {
        let answers =
            group.iter().map(
                async |call| match client.exchange(call, Effect::Writes).await {
                    Ok(answer) => Sent::Answered(answer),
                    Err(Broken::NotSent(problem)) => Sent::Unsent(problem),
                    Err(Broken::Lost(problem)) => Sent::Lost(problem),
                },
            );
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
        (503, _) if errors::is_refusal(answer) => WriteOutcome::NotSent(problem),
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
