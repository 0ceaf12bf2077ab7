//! Sends writes and says of each what came back: in one message, in a batch, or one by one.

use super::batch::{Builder, Part};
use super::client::{Batched, Client, Effect};
use super::table::Table;
use super::write::{Bulk, WriteWire, bytes_of};
use crate::model::reason::{Cause, Problem};
use crate::remote::errors;
use crate::remote::http::{Answer, Broken, Call};
use crate::remote::{Write, WriteOutcome};
use futures_util::future::{LocalBoxFuture, join_all};

/// The content type of writes.
const JSON: &str = "application/json";

/// What became of one call.
pub(super) enum Sent {
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
pub(super) fn send<'a>(
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
    let batched = client
        .batch_of(&client.url(&table.path), bytes, Effect::Writes, fill)
        .await;
    (batched, unwritable)
}

/// Whether the service itself, not a gateway before it, says that it is not available now.
pub(super) fn is_put_off(answer: &Answer) -> bool {
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

/// Carries out all writes with one message, or none: then nothing is answered.
pub(super) async fn send_bulk(
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
        Bulk::Done => {
            client.batch_went_well();
            let done = writes.iter().map(|write| match write {
                Write::Create { id, .. } => WriteOutcome::Created(*id),
                Write::Update { .. } => WriteOutcome::Done(None),
                Write::Delete { .. } => WriteOutcome::Deleted,
            });
            Some(done.collect())
        }
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
