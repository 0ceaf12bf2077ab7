//! Error bodies of Dataverse.

use serde_json::json;

use super::super::exchange::{JSON, Reply};
use super::super::limits::{Exceeded, Limits};
use super::super::read::ReadError;
use super::super::token::Unauthorized;
use crate::sandbox::system::dv::refusals;
use crate::sandbox::system::refusal::Refusal;

/// An error body.
pub fn refused(refusal: &Refusal) -> Reply {
    let body = json!({"error": {"code": refusal.code, "message": refusal.message}});
    Reply::body(refusal.status, JSON, body.to_string())
}

/// An error that stands for no rule, as faults and sizes make it.
pub fn plain(status: u16, code: Option<&str>, message: Option<&str>) -> Reply {
    let (usual_code, usual_message) = match status {
        401 => ("0x8004a101", "The authentication ticket has expired."),
        408 | 504 => ("0x80044151", "The operation took longer than it may."),
        413 => (
            "0x80060888",
            "The request is larger than the service takes.",
        ),
        503 => (
            "0x80072323",
            "The service is not available at the moment. Try again later.",
        ),
        _ => ("0x80040216", "An unexpected error occurred."),
    };
    refused(&Refusal::new(
        status,
        code.unwrap_or(usual_code),
        message.unwrap_or(usual_message),
    ))
}

/// One of the three service protection limits.
pub fn throttled(exceeded: Exceeded, limits: &Limits) -> Reply {
    let window = limits.window_seconds;
    let (code, text) = match exceeded {
        Exceeded::Requests(_) => (
            "0x80072322",
            format!(
                "Number of requests exceeded the limit of {} over time window of {window} seconds.",
                limits.requests.unwrap_or_default()
            ),
        ),
        Exceeded::Execution(_) => (
            "0x80072321",
            format!(
                "Combined execution time of incoming requests exceeded limit of {} milliseconds over time window of {window} seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.",
                limits.execution_seconds.unwrap_or_default() * 1_000.0
            ),
        ),
        Exceeded::Concurrency | Exceeded::Queue => (
            "0x80072326",
            format!(
                "Number of concurrent requests exceeded the limit of {}.",
                limits.concurrency.unwrap_or(52)
            ),
        ),
    };
    refused(&Refusal::new(429, code, text))
}

/// Not let in; the header tells a client where to sign in.
pub fn unauthorized(why: Unauthorized, origin: &str, tenant: &str) -> Reply {
    let challenge = format!(
        "Bearer authorization_uri=https://login.microsoftonline.com/{tenant}/oauth2/authorize, resource_id={origin}/"
    );
    let reply = match why {
        Unauthorized::Missing => Reply::body(
            401,
            "text/html",
            "<h1>HTTP Error 401 - Unauthorized: Access is denied</h1>",
        ),
        Unauthorized::Unknown | Unauthorized::Expired => plain(401, None, None),
    };
    reply.with("WWW-Authenticate", challenge)
}

/// A delta token that is too old.
pub fn expired_delta() -> Reply {
    refused(&refusals::token_expired())
}

/// The address cannot be read.
pub fn bad_url() -> Refusal {
    Refusal::new(400, "0x80060888", "Bad Request - Error in query syntax.")
}

/// The address takes no such method.
pub fn method_not_allowed() -> Refusal {
    Refusal::new(
        405,
        "0x8006088a",
        "The requested resource does not support this http method.",
    )
}

/// The request means nothing.
pub fn bad_request(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "0x80060888", message)
}

/// Something that the real service does and this one does not.
pub fn not_implemented(what: &str) -> Refusal {
    Refusal::new(
        501,
        "0x80060888",
        format!("The sandbox does not support {what}."),
    )
}

/// No such segment.
pub fn no_segment(name: &str) -> Refusal {
    refusals::no_set(name)
}

/// What is said to a query that is refused.
pub fn query(error: ReadError) -> Refusal {
    match error {
        ReadError::Rules(refusal) => refusal,
        ReadError::NotImplemented(_) => Refusal::new(501, "0x80060888", error.to_string()),
        _ => Refusal::new(400, "0x80060888", error.to_string()),
    }
}
