//! Refusals in the shape of Entra's.

use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::super::exchange::Reply;

/// A refusal.
#[derive(Clone, Debug)]
pub(super) struct EntraError {
    pub(super) status: u16,
    pub(super) error: &'static str,
    pub(super) suberror: Option<&'static str>,
    pub(super) code: u32,
    pub(super) text: String,
}

impl EntraError {
    pub(super) fn new(
        status: u16,
        error: &'static str,
        code: u32,
        text: impl Into<String>,
    ) -> Self {
        Self {
            status,
            error,
            suberror: None,
            code,
            text: text.into(),
        }
    }

    /// A parameter that must be there.
    pub(super) fn missing(name: &str) -> Self {
        let text = format!("The request body must contain the following parameter: '{name}'.");
        Self::new(400, "invalid_request", 900_144, text)
    }

    /// Its sentence, as it stands in bodies and in the address that a browser comes back to.
    pub(super) fn description(&self, now: Timestamp) -> String {
        let (trace, correlation) = (Uuid::new_v4(), Uuid::new_v4());
        let stamp = now.strftime("%Y-%m-%d %H:%M:%SZ");
        format!(
            "AADSTS{}: {} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}",
            self.code, self.text
        )
    }

    /// The answer of the token endpoint.
    pub(super) fn reply(&self, now: Timestamp) -> Reply {
        let (trace, correlation) = (Uuid::new_v4(), Uuid::new_v4());
        let stamp = now.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
        let mut body = json!({
            "error": self.error,
            "error_description": format!(
                "AADSTS{}: {} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}",
                self.code, self.text
            ),
            "error_codes": [self.code],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={}", self.code),
        });
        if let (Some(suberror), Some(members)) = (self.suberror, body.as_object_mut()) {
            members.insert("suberror".to_owned(), json!(suberror));
        }
        Reply::body(
            self.status,
            "application/json; charset=utf-8",
            body.to_string(),
        )
        .with("Cache-Control", "no-store")
    }
}
