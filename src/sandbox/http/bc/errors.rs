//! Error bodies of Business Central.

use serde_json::json;
use uuid::Uuid;

use super::super::exchange::{JSON, Reply};
use super::super::read::ReadError;
use super::super::token::Unauthorized;
use crate::sandbox::system::refusal::Refusal;

/// An error body; its message ends with the id by which support would find it.
pub fn refused(refusal: &Refusal) -> Reply {
    let correlation = Uuid::new_v4();
    let message = format!(
        "{}  CorrelationId:  {correlation}.",
        refusal.message.trim_end()
    );
    let body = json!({"error": {"code": refusal.code, "message": message}});
    Reply::body(refusal.status, JSON, body.to_string()).with("request-id", correlation.to_string())
}

/// An error that stands for no rule, as faults and sizes make it.
pub fn plain(status: u16, code: Option<&str>, message: Option<&str>) -> Reply {
    let (usual_code, usual_message) = match status {
        408 => (
            "Application_OperationTimeout",
            "The operation took longer than it may.",
        ),
        413 => (
            "RequestTooLarge",
            "The request is larger than the service takes.",
        ),
        502 => ("BadGateway", "The service is not reachable."),
        503 => (
            "Internal_TenantUnavailable",
            "The service is not available at the moment. Try again later.",
        ),
        504 => ("GatewayTimeout", "The request took longer than it may."),
        _ => ("Internal_ServerError", "An unexpected error occurred."),
    };
    refused(&Refusal::new(
        status,
        code.unwrap_or(usual_code),
        message.unwrap_or(usual_message),
    ))
}

/// Too many requests.
pub fn throttled() -> Reply {
    refused(&Refusal::new(
        429,
        "Application_TooManyRequests",
        "Too many requests reached. Reduce the rate of requests and try again later.",
    ))
}

/// Not let in.
pub fn unauthorized(_: Unauthorized) -> Reply {
    let refusal = Refusal::new(
        401,
        "Authentication_InvalidCredentials",
        "The server has rejected the client credentials.",
    );
    refused(&refusal)
        .with(
            "WWW-Authenticate",
            "Bearer authorization_uri=\"https://login.microsoftonline.com/common\"",
        )
        .with("OData-Version", "4.0")
}

/// The address takes no such method.
pub fn method_not_allowed() -> Refusal {
    Refusal::new(
        405,
        "BadRequest_MethodNotAllowed",
        "The requested method is not allowed for this address.",
    )
}

/// No such segment.
pub fn no_segment(name: &str) -> Refusal {
    Refusal::new(
        404,
        "BadRequest_ResourceNotFound",
        format!("Resource not found for the segment '{name}'."),
    )
}

/// The address cannot be read.
pub fn bad_url() -> Refusal {
    Refusal::new(
        400,
        "BadRequest_InvalidRequestUrl",
        "The request URL is not valid.",
    )
}

/// The body cannot be read.
pub fn bad_body(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "BadRequest", message)
}

/// What is said to a query that is refused.
pub fn query(error: ReadError) -> Refusal {
    match error {
        ReadError::Rules(refusal) => refusal,
        ReadError::NotImplemented(_) => {
            Refusal::new(501, "BadRequest_MethodNotImplemented", error.to_string())
        }
        ReadError::Refused(_) => {
            Refusal::new(400, "BadRequest_InvalidRequestUrl", error.to_string())
        }
        ReadError::UnknownProperty { .. }
        | ReadError::Query(_)
        | ReadError::Filter(_)
        | ReadError::Type(_) => Refusal::new(400, "BadRequest", error.to_string()),
    }
}
