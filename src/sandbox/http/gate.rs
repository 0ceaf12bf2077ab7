//! The gate before a service: faults, sign-in, limits.
//!
//! The order is that of the real services: who is not signed in uses up nothing, who runs into a limit gets nothing done.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::json;

use super::common::Common;
use super::compress::compressed;
use super::exchange::{Call, Reply, Service};
use super::faults::Fault;
use super::limits::{Exceeded, Limits, retry_after};
use super::token::{Grant, Unauthorized, endpoint_of, unauthorized};
use super::wire::Knife;
use super::{bc, dv};
use crate::sandbox::odata::text::decode_query;

/// Status of a request whose connection was cut; it never reaches the client.
const CUT: u16 = 0;

/// How often a queued request looks whether a place is free.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// Passes a request on to its service unless something is in the way, and does to the answer what the faults say.
pub async fn pass(common: &Arc<Common>, service: Service, call: &Call, knife: &Knife) -> Reply {
    let target = format!(
        "{}?{}",
        decode_query(&call.path),
        decode_query(&call.query.raw)
    );
    let faults = common.faults().hit(service, &call.method, &target);
    let mut delay = Duration::ZERO;
    for fault in &faults {
        match fault {
            Fault::Delay(time) => delay += *time,
            Fault::DropBefore => {
                tokio::time::sleep(delay).await;
                knife.cut_after(0);
                return Reply::empty(CUT);
            }
            Fault::Reset => {
                tokio::time::sleep(delay).await;
                knife.reset();
                return Reply::empty(CUT);
            }
            Fault::Status(status) => {
                tokio::time::sleep(delay).await;
                return status.reply(service);
            }
            Fault::ExpiredDelta if call.query.get("$deltatoken").is_some() => {
                return dv::errors::expired_delta();
            }
            _ => {}
        }
    }
    let reorder = faults.contains(&Fault::Reorder);
    let mut reply = admit(common, service, call, delay, reorder).await;
    for fault in &faults {
        reply = spoil(reply, fault);
    }
    if common.compresses() {
        reply = compressed(reply, &call.headers);
    }
    if faults.contains(&Fault::DropAfter) {
        knife.cut_after(0);
        return Reply::empty(CUT);
    }
    if faults.contains(&Fault::Half) {
        let half = u64::try_from(reply.body.len() / 2).unwrap_or(0);
        // HTTP/2 packs its headers; what is left of the body is less than half then, never all of it.
        let head = if call.http2 { 0 } else { head_length(&reply) };
        knife.cut_after(head + half);
    }
    reply
}

/// Does to the content of a finished answer what a fault says.
fn spoil(mut reply: Reply, fault: &Fault) -> Reply {
    match fault {
        Fault::Garbage => {
            reply.body = Bytes::from_static(b"{\"value\":[{\"id\":\"\xff\xfe <<<");
            reply
        }
        Fault::Html => {
            let page =
                "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>";
            Reply::body(200, "text/html", page)
        }
        Fault::ContentType(kind) => {
            reply
                .headers
                .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
            reply.with("Content-Type", kind.clone())
        }
        _ => reply,
    }
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
async fn admit(
    common: &Arc<Common>,
    service: Service,
    call: &Call,
    delay: Duration,
    reorder: bool,
) -> Reply {
    let now = common.now();
    if let Some(place) = endpoint_of(&call.path) {
        tokio::time::sleep(delay).await;
        let basic = form_encoded(basic(&call.headers));
        return common.tokens().answer(place, call, basic, now);
    }
    if let Some(reply) = common.intercept(service, call) {
        return reply;
    }
    let grant = match signed_in(common, service, call, now) {
        Ok(grant) => grant,
        Err(reply) => return reply,
    };
    if service == Service::Dv && call.path.starts_with(INSTANCES) {
        return instances(grant.as_ref(), call);
    }
    let caller = grant
        .as_ref()
        .map_or_else(|| "any".to_owned(), |grant| grant.client_id.to_string());
    let limits = common.limits(service).0.clone();
    let place = match Place::wait(common, service, caller).await {
        Ok(place) => place,
        Err(exceeded) => return throttled(service, &limits, exceeded, now),
    };
    if let Some(most) = limits.operation_seconds
        && delay.as_secs_f64() > most
    {
        tokio::time::sleep(Duration::from_secs_f64(most.clamp(0.0, 3_600.0))).await;
        return refusal(service, 408);
    }
    tokio::time::sleep(delay).await;
    // A person acts as the service user: neither service of the sandbox has people of its own.
    let client = grant
        .filter(|grant| grant.person.is_none())
        .map(|grant| grant.client_id);
    let reply = match service {
        Service::Bc => bc::answer(common, &limits, client, call, reorder),
        Service::Dv => dv::answer(common, &limits, client, call),
    };
    let (requests, seconds) = place.remaining();
    let mut reply = reply;
    if service == Service::Dv {
        if let Some(left) = requests {
            reply = reply.with(
                "x-ms-ratelimit-burst-remaining-xrm-requests",
                left.to_string(),
            );
        }
        if let Some(left) = seconds {
            reply = reply.with(
                "x-ms-ratelimit-time-remaining-xrm-requests",
                format!("{left:.2}"),
            );
        }
    }
    reply
}

/// Dataverse's directory, which in reality has a host of its own.
const INSTANCES: &str = "/api/discovery/v2.0/Instances";

/// The organisations that a person may use; applications are not let in.
fn instances(grant: Option<&Grant>, call: &Call) -> Reply {
    if call.method != "GET" {
        return Reply::empty(405).with("Allow", "GET");
    }
    if grant.is_some_and(|grant| grant.person.is_none()) {
        return refusal(Service::Dv, 403);
    }
    let body = json!({
        "@odata.context": format!("{}/api/discovery/v2.0/$metadata#Instances", call.origin),
        "value": [{
            "FriendlyName": "Raccord sandbox", "UniqueName": "sandbox", "UrlName": "sandbox", "State": 0,
            "Url": call.origin, "ApiUrl": call.origin, "TenantId": super::server::TENANT_ID, "Version": "9.2.0.0",
        }],
    });
    Reply::json(200, body.to_string())
}

/// Who a request is from; nobody in particular where any bearer is taken.
fn signed_in(
    common: &Common,
    service: Service,
    call: &Call,
    now: Timestamp,
) -> Result<Option<Grant>, Reply> {
    let tokens = common.tokens();
    let refuse = |why| unauthorized(service, why, &call.origin, common.told_tenant());
    // Installations of Business Central that are not in the cloud take a user with a web service key; any user will do.
    if service == Service::Bc
        && let Some((user, key)) = basic(&call.headers)
    {
        return if !user.is_empty() && tokens.is_secret(&key) {
            Ok(None)
        } else {
            Err(refuse(Unauthorized::Unknown))
        };
    }
    let grant = tokens
        .check(call.header("authorization"), now)
        .map_err(refuse)?;
    match &grant {
        Some(grant) if service == Service::Bc && !tokens.known_to_bc(grant) => {
            Err(refuse(Unauthorized::Unknown))
        }
        Some(grant) if !tokens.is_meant_for(grant, service, &call.origin) => {
            Err(refuse(Unauthorized::Unknown))
        }
        _ => Ok(grant),
    }
}

/// A place among the requests that a caller has under way; given back when dropped, also when the client goes away.
struct Place {
    common: Arc<Common>,
    service: Service,
    caller: String,
    begun: Instant,
}

impl Place {
    /// Takes a place, after waiting in the queue where there is one.
    async fn wait(
        common: &Arc<Common>,
        service: Service,
        caller: String,
    ) -> Result<Self, Exceeded> {
        let mut queued = Queued {
            common: Arc::clone(common),
            service,
            caller: caller.clone(),
            waiting: false,
        };
        let began = Instant::now();
        loop {
            let entered = {
                let mut guard = common.limits(service);
                let (limits, meter) = &mut *guard;
                match meter.enter(limits, &caller, common.now()) {
                    Err(Exceeded::Concurrency) if queued.waiting => None,
                    Err(Exceeded::Concurrency) if meter.queue(limits, &caller) => {
                        queued.waiting = true;
                        None
                    }
                    decided => Some(decided),
                }
            };
            if let Some(decided) = entered {
                decided?;
                return Ok(Self {
                    common: Arc::clone(common),
                    service,
                    caller,
                    begun: Instant::now(),
                });
            }
            let most = common.limits(service).0.queue_seconds;
            if most.is_some_and(|most| began.elapsed().as_secs_f64() >= most) {
                return Err(Exceeded::Queue);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Requests, and seconds of work, that the caller still has in this window.
    fn remaining(&self) -> (Option<usize>, Option<f64>) {
        let guard = self.common.limits(self.service);
        let (limits, meter) = &*guard;
        (
            meter.remaining(limits, &self.caller),
            meter.remaining_seconds(limits, &self.caller),
        )
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let now = self.common.now();
        let mut guard = self.common.limits(self.service);
        let (limits, meter) = &mut *guard;
        meter.leave(
            limits,
            &self.caller,
            now,
            self.begun.elapsed().as_secs_f64(),
        );
    }
}

/// A place in the queue; given back when dropped.
struct Queued {
    common: Arc<Common>,
    service: Service,
    caller: String,
    waiting: bool,
}

impl Drop for Queued {
    fn drop(&mut self) {
        if self.waiting {
            self.common.limits(self.service).1.unqueue(&self.caller);
        }
    }
}

fn throttled(service: Service, limits: &Limits, exceeded: Exceeded, now: Timestamp) -> Reply {
    let reply = match service {
        _ if exceeded == Exceeded::Queue => refusal(service, 503),
        Service::Bc => bc::errors::throttled(),
        Service::Dv => dv::errors::throttled(exceeded, limits),
    };
    match retry_after(limits.retry_after, exceeded.seconds(), now) {
        Some(text) => reply.with("Retry-After", text),
        None => reply,
    }
}

/// An error of the service's own shape that stands for no rule.
pub fn refusal(service: Service, status: u16) -> Reply {
    match service {
        Service::Bc => bc::errors::plain(status, None, None),
        Service::Dv => dv::errors::plain(status, None, None),
    }
}

/// The token endpoint takes both form-encoded, as the standard has it.
fn form_encoded(pair: Option<(String, String)>) -> Option<(String, String)> {
    pair.map(|(user, secret)| (decode_query(&user), decode_query(&secret)))
}

/// Client id and secret, or user and key, from a Basic header.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then_some(())?;
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(encoded.trim())
        .ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (user, secret) = text.split_once(':')?;
    Some((user.to_owned(), secret.to_owned()))
}
