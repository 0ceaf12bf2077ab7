//! How many requests of which kind each service answered.

use std::collections::BTreeMap;

use serde::Serialize;

use super::exchange::{Call, Service};

/// The counts of both services.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Business Central.
    pub bc: Counts,
    /// Dataverse.
    pub dv: Counts,
}

/// The counts of one service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// HTTP requests, a batch being one.
    pub requests: u64,
    /// Those among them that came over HTTP/2.
    pub http2: u64,
    /// HTTP requests by kind.
    pub by_kind: BTreeMap<&'static str, u64>,
    /// Operations inside batches, by kind.
    pub batch_items: BTreeMap<&'static str, u64>,
    /// HTTP answers by status; a cut connection counts as 0.
    pub by_status: BTreeMap<u16, u64>,
    /// Bytes of request bodies.
    pub bytes_in: u64,
    /// Bytes of answer bodies as they were sent, compressed or not.
    pub bytes_out: u64,
}

impl Stats {
    /// The counts of one service.
    pub fn of(&mut self, service: Service) -> &mut Counts {
        match service {
            Service::Bc => &mut self.bc,
            Service::Dv => &mut self.dv,
        }
    }
}

/// What a request is, as far as its method and address tell.
pub fn kind(call: &Call) -> &'static str {
    let last = call
        .path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let last = last.split('(').next().unwrap_or(last);
    let one = call.path.trim_end_matches('/').ends_with(')');
    match (call.method.as_str(), last) {
        (_, "token") => "token",
        (_, "$batch") => "batch",
        (
            "GET",
            "$metadata" | "EntityDefinitions" | "GlobalOptionSetDefinitions" | "entityDefinitions",
        ) => "metadata",
        ("GET", _) if call.path.contains("/EntityDefinitions(") => "metadata",
        ("GET", "$count") => "count",
        ("GET", _) if call.query.get("$deltatoken").is_some() => "delta",
        ("GET", _) if one => "read",
        ("GET", _) => "list",
        ("POST", name) if name.contains('.') || (name.starts_with(char::is_uppercase)) => "action",
        ("POST", _) => "create",
        ("PATCH" | "PUT", _) => "update",
        ("DELETE", _) => "delete",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use bytes::Bytes;

    use super::*;
    use crate::sandbox::odata::query::Query;

    #[test]
    fn kinds_are_told_apart() {
        for (method, address, expected) in [
            ("GET", "/api/data/v9.2/accounts", "list"),
            ("GET", "/api/data/v9.2/accounts?$deltatoken=1", "delta"),
            (
                "GET",
                "/api/data/v9.2/accounts(01234567-89ab-cdef-0123-456789abcdef)",
                "read",
            ),
            (
                "GET",
                "/api/data/v9.2/EntityDefinitions(LogicalName='a')/Attributes",
                "metadata",
            ),
            ("POST", "/api/data/v9.2/accounts", "create"),
            (
                "POST",
                "/api/data/v9.2/accounts/Microsoft.Dynamics.CRM.CreateMultiple",
                "action",
            ),
            ("POST", "/api/data/v9.2/$batch", "batch"),
            ("PATCH", "/x/customers(1)", "update"),
        ] {
            let (path, query) = crate::sandbox::odata::url::path_and_query(address);
            let call = Call {
                method: method.into(),
                path: path.into(),
                query: Query::parse(query),
                headers: HeaderMap::new(),
                body: Bytes::new(),
                origin: String::new(),
                http2: false,
            };
            assert_eq!(kind(&call), expected, "{method} {address}");
        }
    }
}
