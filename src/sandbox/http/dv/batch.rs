//! Multipart `$batch`: requests one after the other, change sets all or nothing.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;
use uuid::Uuid;

use super::super::exchange::{Call, Reply, Service, reason};
use super::super::stats;
use super::{Session, errors, one};
use crate::sandbox::odata::multipart::{self, Answer, AnswerItem, Item, Operation};
use crate::sandbox::odata::url::{path_and_query, segments};
use crate::sandbox::system::refusal::Refusal;

/// Answers a batch, and says of which kinds its operations were.
pub fn answer(session: &mut Session<'_>, call: &Call) -> (Reply, Vec<&'static str>) {
    let content_type = call.header("content-type").unwrap_or_default();
    let items = match multipart::read(&call.body, content_type) {
        Ok(items) => items,
        Err(error) => {
            return (
                errors::refused(&errors::bad_request(error.to_string())),
                Vec::new(),
            );
        }
    };
    let count: usize = items
        .iter()
        .map(|item| match item {
            Item::Single(_) => 1,
            Item::ChangeSet(operations) => operations.len(),
        })
        .sum();
    let most = session.limits.batch_operations;
    if count > most {
        let text = format!(
            "The batch request contains {count} operations, which exceeds the maximum of {most}."
        );
        return (
            errors::refused(&Refusal::new(400, "0x80060888", text)),
            Vec::new(),
        );
    }
    let go_on = call.preferences().has("continue-on-error");
    let mut kinds = Vec::with_capacity(count);
    let mut answers = Vec::with_capacity(items.len());
    let mut status = 200;
    for item in &items {
        let failed = match item {
            Item::Single(operation) => {
                let reply = single(session, call, operation, &mut kinds);
                let failed = (!reply.succeeded()).then_some(reply.status);
                answers.push(AnswerItem::Single(part(None, reply)));
                failed
            }
            Item::ChangeSet(operations) => {
                match change_set(session, call, operations, &mut kinds) {
                    Ok(parts) => {
                        let boundary = format!("changesetresponse_{}", Uuid::new_v4());
                        answers.push(AnswerItem::ChangeSet {
                            boundary,
                            answers: parts,
                        });
                        None
                    }
                    Err(reply) => {
                        let failed = reply.status;
                        answers.push(AnswerItem::Single(part(None, reply)));
                        Some(failed)
                    }
                }
            }
        };
        if let Some(failed) = failed
            && !go_on
        {
            status = failed;
            break;
        }
    }
    let boundary = format!("batchresponse_{}", Uuid::new_v4());
    let body = multipart::write(&boundary, &answers);
    let mut reply = Reply::body(
        status,
        &format!("multipart/mixed; boundary={boundary}"),
        body,
    );
    if go_on {
        reply = reply.with("Preference-Applied", "odata.continue-on-error");
    }
    (reply, kinds)
}

/// Carries out a change set; its first failure undoes it and is the whole answer.
fn change_set(
    session: &mut Session<'_>,
    call: &Call,
    operations: &[Operation<'_>],
    kinds: &mut Vec<&'static str>,
) -> Result<Vec<Answer>, Reply> {
    session.dv.begin();
    session.made = HashMap::new();
    let mut parts = Vec::with_capacity(operations.len());
    for operation in operations {
        let reply = single(session, call, operation, kinds);
        if !reply.succeeded() {
            session.dv.rollback();
            session.made = HashMap::new();
            return Err(reply);
        }
        parts.push(part(operation.content_id.clone(), reply));
    }
    session.dv.commit();
    session.made = HashMap::new();
    Ok(parts)
}

fn single(
    session: &mut Session<'_>,
    call: &Call,
    operation: &Operation<'_>,
    kinds: &mut Vec<&'static str>,
) -> Reply {
    let done = inner(session, call, operation).and_then(|(inner, local)| {
        kinds.push(stats::kind(&inner));
        let fault = session
            .common
            .faults()
            .hit_item(Service::Dv, &inner.method, &operation.url);
        if let Some(status) = fault {
            return Ok(status.reply(Service::Dv));
        }
        let path = segments(&local).map_err(|_unreadable| errors::bad_url())?;
        one(session, &path, &inner)
    });
    done.unwrap_or_else(|refused| errors::refused(&refused))
        .with("OData-Version", "4.0")
}

/// The request of a part, and its path behind the service's root.
fn inner(
    session: &Session<'_>,
    call: &Call,
    operation: &Operation<'_>,
) -> Result<(Call, String), Refusal> {
    let (path, query) = path_and_query(&operation.url);
    let local = match path.split_once("/api/data/v") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, local)| local),
        None => path.trim_start_matches('/'),
    };
    let local = referred(session, local)?;
    let root_path = session
        .root
        .strip_prefix(&call.origin)
        .unwrap_or(&session.root);
    let address = if query.is_empty() {
        format!("{root_path}/{local}")
    } else {
        format!("{root_path}/{local}?{query}")
    };
    let mut headers = HeaderMap::new();
    for (name, value) in &operation.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            headers.append(name, value);
        }
    }
    if let Some(id) = &operation.content_id
        && let Ok(value) = HeaderValue::from_str(id)
    {
        headers.insert(HeaderName::from_static("content-id"), value);
    }
    let body = Bytes::copy_from_slice(operation.body.trim_ascii());
    Ok((
        call.inner(&operation.method, &address, headers, body),
        local,
    ))
}

/// A path whose first segment is `$1` stands for what that request made.
fn referred(session: &Session<'_>, local: &str) -> Result<String, Refusal> {
    let Some(rest) = local.strip_prefix('$') else {
        return Ok(local.to_owned());
    };
    let (content_id, behind) = match rest.split_once('/') {
        Some((id, behind)) => (id, format!("/{behind}")),
        None => (rest, String::new()),
    };
    if content_id.starts_with(char::is_alphabetic) {
        return Ok(local.to_owned());
    }
    let (set, id) = session.made.get(content_id).ok_or_else(|| {
        errors::bad_request(format!(
            "The reference '${content_id}' does not name an earlier request of the change set."
        ))
    })?;
    Ok(format!("{set}({id}){behind}"))
}

fn part(content_id: Option<String>, reply: Reply) -> Answer {
    Answer {
        content_id,
        status: reply.status,
        reason: reason(reply.status).to_owned(),
        headers: reply
            .headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        body: reply.body.to_vec(),
    }
}
