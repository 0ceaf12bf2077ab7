//! Where a request comes in and its answer goes out; what happens in between is the gate's business.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_LENGTH, HOST};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Version};
use bytes::Bytes;

use super::common::Common;
use super::exchange::{Call, Reply, Service};
use super::wire::Knife;
use super::{control, gate, stats};
use crate::sandbox::odata::query::Query;

/// The state of one server.
#[derive(Clone, Debug)]
pub struct State {
    /// What both share.
    pub common: Arc<Common>,
    /// Which one this is.
    pub service: Service,
    /// `http`, or `https` under TLS.
    pub scheme: &'static str,
}

/// Answers one HTTP request.
pub async fn answer(
    axum::extract::State(state): axum::extract::State<State>,
    ConnectInfo(knife): ConnectInfo<Knife>,
    request: Request<Body>,
) -> Response<Body> {
    let State {
        common,
        service,
        scheme,
    } = state;
    let most = common.limits(service).0.body_bytes;
    let (head, body) = request.into_parts();
    let call = Call {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: Query::parse(head.uri.query().unwrap_or_default()),
        origin: origin(scheme, &head.headers, &head.uri),
        http2: head.version == Version::HTTP_2,
        headers: head.headers,
        body: Bytes::new(),
    };
    let too_large = declared_length(&call.headers).is_some_and(|length| length > most);
    let body = if too_large {
        None
    } else {
        to_bytes(body, most).await.ok()
    };
    let Some(body) = body else {
        return http(gate::refusal(service, 413));
    };
    let call = Call { body, ..call };
    if let Some(rest) = call.path.strip_prefix("/_sandbox/") {
        return http(control::answer(&common, &call, rest));
    }
    let is_packed = call
        .header("content-encoding")
        .is_some_and(|coding| !coding.eq_ignore_ascii_case("identity"));
    if is_packed {
        return http(gate::refusal(service, 415));
    }
    let kind = stats::kind(&call);
    let reply = gate::pass(&common, service, &call, &knife).await;
    let mut all = common.stats();
    let counts = all.of(service);
    counts.requests += 1;
    counts.http2 += u64::from(call.http2);
    *counts.by_kind.entry(kind).or_default() += 1;
    *counts.by_status.entry(reply.status).or_default() += 1;
    counts.bytes_in += u64::try_from(call.body.len()).unwrap_or(0);
    counts.bytes_out += u64::try_from(reply.body.len()).unwrap_or(0);
    drop(all);
    http(reply.with("Date", common.date(service)))
}

fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Links lead back to where the client came from, so the host is the one that it used.
fn origin(scheme: &str, headers: &HeaderMap, uri: &axum::http::Uri) -> String {
    let host = headers
        .get(HOST)
        .and_then(|value| value.to_str().ok())
        .or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    let scheme = headers
        .get("x-forwarded-proto")
        .and_then(|value| value.to_str().ok())
        .unwrap_or(scheme);
    format!("{scheme}://{}", host.unwrap_or("127.0.0.1"))
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
