//! JSON `$batch`: independent operations, or one transaction when `Isolation: snapshot` asks for it.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;
use uuid::Uuid;

use super::super::exchange::{Call, Reply, Service};
use super::route::{self, Place, Target};
use super::{Session, errors, kind, one};
use crate::sandbox::odata::batch_json::{self, Answer, Operation};
use crate::sandbox::system::refusal::Refusal;

/// Answers a batch, and says of which kinds its operations were.
pub fn answer(
    session: &mut Session<'_>,
    place: &Place,
    call: &Call,
    reorder: bool,
) -> (Reply, Vec<&'static str>) {
    if call
        .header("content-type")
        .is_some_and(|kind| !kind.to_ascii_lowercase().contains("json"))
    {
        let refused = Refusal::new(
            415,
            "BadRequest",
            "A batch request must be application/json.",
        );
        return (errors::refused(&refused), Vec::new());
    }
    let operations = match batch_json::read(&call.body) {
        Ok(operations) => operations,
        Err(error) => {
            return (
                errors::refused(&errors::bad_body(error.to_string())),
                Vec::new(),
            );
        }
    };
    let most = session.limits.batch_operations;
    if operations.len() > most {
        let text = format!(
            "The batch request contains {} operations; the maximum is {most}.",
            operations.len()
        );
        return (errors::refused(&errors::bad_body(text)), Vec::new());
    }
    let snapshot = call
        .header("isolation")
        .is_some_and(|isolation| isolation.eq_ignore_ascii_case("snapshot"));
    if snapshot {
        session.bc.begin();
    }
    let mut kinds = Vec::with_capacity(operations.len());
    let mut answers: Vec<Answer> = Vec::with_capacity(operations.len());
    let mut succeeded: HashMap<String, bool> = HashMap::new();
    let mut broken = false;
    for operation in &operations {
        let unmet = operation
            .depends_on
            .iter()
            .any(|id| succeeded.get(id) != Some(&true));
        let reply = if unmet || (snapshot && broken) {
            not_done()
        } else {
            let inner = inner(place, call, operation);
            kinds.push(kind(&inner));
            let fault =
                session
                    .common
                    .faults()
                    .hit_item(Service::Bc, &inner.method, &operation.url);
            match fault {
                Some(status) => status.reply(Service::Bc),
                None => single(session, place, &inner),
            }
        };
        broken |= !reply.succeeded();
        succeeded.insert(operation.id.clone(), reply.succeeded());
        answers.push(answered(operation, reply));
    }
    if snapshot && broken {
        session.bc.rollback();
        // What was undone must not look done.
        for answer in answers.iter_mut().filter(|answer| answer.status < 400) {
            let undone = not_done();
            answer.status = undone.status;
            answer.body = undone.body.to_vec();
        }
    } else if snapshot {
        session.bc.commit();
    }
    if reorder {
        answers.reverse();
    }
    (Reply::json(200, batch_json::write(&answers)), kinds)
}

fn single(session: &mut Session<'_>, place: &Place, inner: &Call) -> Reply {
    match route::target(inner, &place.root) {
        Ok(Target::Batch) => errors::refused(&errors::method_not_allowed()),
        Ok(target) => one(
            session,
            &Place {
                target,
                ..place.clone()
            },
            inner,
        ),
        Err(refused) => errors::refused(&refused),
    }
}

fn not_done() -> Reply {
    errors::refused(&Refusal::new(
        424,
        "BadRequest_FailedDependency",
        "A request that this one depends on failed.",
    ))
}

fn inner(place: &Place, call: &Call, operation: &Operation) -> Call {
    let root_path = place.root.strip_prefix(&call.origin).unwrap_or(&place.root);
    let address = if operation.url.contains("://") || operation.url.starts_with(root_path) {
        operation.url.clone()
    } else {
        format!("{root_path}/{}", operation.url.trim_start_matches('/'))
    };
    let mut headers = HeaderMap::new();
    // Preferences of display are taken over from the batch; conditions and the company are each operation's own.
    for name in ["accept-language", "accept"] {
        if let Some(value) = call.headers.get(name) {
            headers.insert(HeaderName::from_static(name), value.clone());
        }
    }
    for (name, value) in &operation.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            headers.insert(name, value);
        }
    }
    call.inner(
        &operation.method,
        &address,
        headers,
        Bytes::from(operation.body.clone()),
    )
}

fn answered(operation: &Operation, reply: Reply) -> Answer {
    let mut headers: Vec<(String, String)> = reply
        .headers
        .into_iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect();
    headers.push(("odata-version".to_owned(), "4.0".to_owned()));
    if !headers.iter().any(|(name, _)| name == "request-id") {
        headers.push(("request-id".to_owned(), Uuid::new_v4().to_string()));
    }
    Answer {
        id: operation.id.clone(),
        status: reply.status,
        headers,
        body: reply.body.to_vec(),
    }
}
