//! Judges the answer to one write as OData says.

use super::client::Client;
use super::page::{self, RowPlan};
use super::send::is_put_off;
use super::table::Table;
use super::write::Verdict;
use crate::model::FieldName;
use crate::model::reason::Cause;
use crate::remote::errors;
use crate::remote::http::Answer;
use crate::remote::retry::retry_after;
use crate::remote::{Write, WriteOutcome};
use std::time::SystemTime;

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
        (500, Cause::Unknown | Cause::ServiceError) if creates && errors::is_refusal(answer) => {
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
