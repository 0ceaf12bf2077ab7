//! Where a request comes in: control, tokens, faults, sign-in and limits, then the service itself.

use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, HOST};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use base64::Engine as _;
use bytes::Bytes;

use super::common::Common;
use super::exchange::{Call, Reply, Service};
use super::faults::Fault;
use super::limits::{Exceeded, Limits, retry_after};
use super::token::{Unauthorized, tenant_of, unauthorized};
use super::wire::Knife;
use super::{bc, control, dv, stats};
use crate::sandbox::odata::query::Query;
use crate::sandbox::odata::text::decode_query;

/// The state of one server.
#[derive(Clone, Debug)]
pub struct State {
    /// What both share.
    pub common: Arc<Common>,
    /// Which one this is.
    pub service: Service,
}

/// Answers one HTTP request.
pub async fn answer(
    axum::extract::State(state): axum::extract::State<State>,
    ConnectInfo(knife): ConnectInfo<Knife>,
    request: Request<Body>,
) -> Response<Body> {
    let State { common, service } = state;
    let limits = common.limits(service).0.clone();
    let (head, body) = request.into_parts();
    let call = Call {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: Query::parse(head.uri.query().unwrap_or_default()),
        origin: origin(&head.headers, &head.uri),
        headers: head.headers,
        body: Bytes::new(),
    };
    let too_large = declared_length(&call.headers).is_some_and(|length| length > limits.body_bytes);
    let body = if too_large {
        None
    } else {
        to_bytes(body, limits.body_bytes).await.ok()
    };
    let Some(body) = body else {
        return http(reply_for(service, 413, None, None, None));
    };
    let call = Call { body, ..call };
    if let Some(rest) = call.path.strip_prefix("/_sandbox/") {
        return http(control::answer(&common, &call, rest));
    }
    let kind = stats::kind(&call);
    let reply = faulty(&common, service, &limits, &call, &knife).await;
    let mut all = common.stats();
    let counts = all.of(service);
    counts.requests += 1;
    *counts.by_kind.entry(kind).or_default() += 1;
    *counts.by_status.entry(reply.status).or_default() += 1;
    counts.bytes_in += u64::try_from(call.body.len()).unwrap_or(0);
    counts.bytes_out += u64::try_from(reply.body.len()).unwrap_or(0);
    drop(all);
    http(reply)
}

/// Status of a request whose connection was cut; it never reaches the client.
const CUT: u16 = 0;

async fn faulty(
    common: &Arc<Common>,
    service: Service,
    limits: &Limits,
    call: &Call,
    knife: &Knife,
) -> Reply {
    let target = format!(
        "{}?{}",
        decode_query(&call.path),
        decode_query(&call.query.raw)
    );
    let faults = common.faults().hit(service, &call.method, &target);
    for fault in &faults {
        match fault {
            Fault::Delay(time) => tokio::time::sleep(*time).await,
            Fault::DropBefore => {
                knife.cut_after(0);
                return Reply::empty(CUT);
            }
            Fault::Reset => {
                knife.reset();
                return Reply::empty(CUT);
            }
            Fault::Status {
                status,
                code,
                message,
                retry_after,
            } => {
                let reply = reply_for(
                    service,
                    *status,
                    code.as_deref(),
                    message.as_deref(),
                    retry_after.clone(),
                );
                return reply;
            }
            Fault::ExpiredDelta if call.query.get("$deltatoken").is_some() => {
                return dv::errors::expired_delta();
            }
            _ => {}
        }
    }
    let mut reply = admitted(
        common,
        service,
        limits,
        call,
        faults.contains(&Fault::Reorder),
    );
    for fault in faults {
        match fault {
            Fault::DropAfter => {
                knife.cut_after(0);
                return Reply::empty(CUT);
            }
            Fault::Half => {
                knife.cut_after(
                    head_length(&reply) + u64::try_from(reply.body.len() / 2).unwrap_or(0),
                );
            }
            Fault::Garbage => {
                reply.body = Bytes::from_static(b"{\"value\":[{\"id\":\"\xff\xfe <<<");
            }
            Fault::Html => {
                let page = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>";
                reply = Reply::body(200, "text/html", page);
            }
            Fault::ContentType(kind) => {
                reply
                    .headers
                    .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
                reply = reply.with("Content-Type", kind);
            }
            _ => {}
        }
    }
    reply
}

/// About how many bytes stand before the body: status line, headers, date and length.
fn head_length(reply: &Reply) -> u64 {
    let headers: usize = reply
        .headers
        .iter()
        .map(|(name, value)| name.len() + value.len() + 4)
        .sum();
    u64::try_from(headers + 80).unwrap_or(0)
}

/// Lets a request in, or says why not.
fn admitted(
    common: &Arc<Common>,
    service: Service,
    limits: &Limits,
    call: &Call,
    reorder: bool,
) -> Reply {
    let now = common.now();
    if let Some(tenant) = tenant_of(&call.path) {
        if call.method != "POST" {
            return Reply::empty(405).with("Allow", "POST");
        }
        return common
            .tokens()
            .issue(tenant, &call.body, basic(&call.headers), now);
    }
    let checked = common.tokens().check(call.header("authorization"), now);
    let tenant = common.tenants.first().map_or("common", String::as_str);
    let grant = match checked {
        Ok(grant) => grant,
        Err(why) => return unauthorized(service, why, &call.origin, tenant),
    };
    if service == Service::Bc
        && let Some(grant) = &grant
        && !common.tokens().known_to_bc(grant)
    {
        return unauthorized(service, Unauthorized::Unknown, &call.origin, tenant);
    }
    let caller = grant.map_or_else(|| "any".to_owned(), |grant| grant.client_id.to_string());
    let entered = {
        let mut guard = common.limits(service);
        let (limits, meter) = &mut *guard;
        meter.enter(limits, &caller, now)
    };
    if let Err(exceeded) = entered {
        let text = retry_after(limits.retry_after, exceeded.seconds(), now);
        let reply = match service {
            Service::Bc => bc::errors::throttled(),
            Service::Dv => dv::errors::throttled(exceeded, limits),
        };
        return match text {
            Some(text) => reply.with("Retry-After", text),
            None => reply,
        };
    }
    let begun = Instant::now();
    let client = grant.map(|grant| grant.client_id);
    let mut reply = match service {
        Service::Bc => bc::answer(common, limits, client, call, reorder),
        Service::Dv => dv::answer(common, limits, client, call),
    };
    let mut guard = common.limits(service);
    let (limits, meter) = &mut *guard;
    meter.leave(limits, &caller, now, begun.elapsed().as_secs_f64());
    if service == Service::Dv
        && let Some(left) = meter.remaining(limits, &caller)
    {
        reply = reply.with(
            "x-ms-ratelimit-burst-remaining-xrm-requests",
            left.to_string(),
        );
    }
    reply
}

/// An error of the service's own shape that stands for no rule.
fn reply_for(
    service: Service,
    status: u16,
    code: Option<&str>,
    message: Option<&str>,
    retry: Option<String>,
) -> Reply {
    let reply = match (service, status) {
        (Service::Bc, 429) if code.is_none() => bc::errors::throttled(),
        (Service::Dv, 429) if code.is_none() => {
            dv::errors::throttled(Exceeded::Concurrency, &Limits::dataverse())
        }
        (Service::Bc, _) => bc::errors::plain(status, code, message),
        (Service::Dv, _) => dv::errors::plain(status, code, message),
    };
    match retry {
        Some(text) => reply.with("Retry-After", text),
        None => reply,
    }
}

fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Links lead back to where the client came from, so the host is the one that it used.
fn origin(headers: &HeaderMap, uri: &axum::http::Uri) -> String {
    let host = headers
        .get(HOST)
        .and_then(|value| value.to_str().ok())
        .or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    let scheme = headers
        .get("x-forwarded-proto")
        .and_then(|value| value.to_str().ok())
        .unwrap_or("http");
    format!("{scheme}://{}", host.unwrap_or("127.0.0.1"))
}

/// Client id and secret from a Basic header.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then_some(())?;
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(encoded.trim())
        .ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (user, secret) = text.split_once(':')?;
    Some((decode_query(user), decode_query(secret)))
}

fn http(reply: Reply) -> Response<Body> {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    for (name, value) in reply.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(&value),
        ) {
            response.headers_mut().append(name, value);
        }
    }
    response
}
