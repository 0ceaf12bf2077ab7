//! One request and its answer, apart from how they travel: alone or inside a batch.

use axum::http::HeaderMap;
use bytes::Bytes;

use crate::sandbox::odata::query::Query;
use crate::sandbox::odata::url::path_and_query;

/// Which of the two services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// Business Central.
    Bc,
    /// Dataverse.
    Dv,
}

/// A request.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method in upper case.
    pub method: String,
    /// The path as sent, without its query.
    pub path: String,
    /// The query options.
    pub query: Query,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// Scheme and host that the client used, without a slash at the end.
    pub origin: String,
    /// Whether it came over HTTP/2.
    pub http2: bool,
}

impl Call {
    /// A header's text; `None` also when it is not text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The preferences of all `Prefer` headers, names in lower case.
    pub fn preferences(&self) -> Preferences {
        let all = self
            .headers
            .get_all("prefer")
            .iter()
            .filter_map(|value| value.to_str().ok());
        Preferences::parse(&all.collect::<Vec<_>>().join(","))
    }

    /// The same request for another address and body, as a batch item makes it.
    #[must_use]
    pub fn inner(&self, method: &str, address: &str, headers: HeaderMap, body: Bytes) -> Self {
        let (path, query) = path_and_query(address);
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: Query::parse(query),
            headers,
            body,
            origin: self.origin.clone(),
            http2: self.http2,
        }
    }
}

/// The values of `Prefer` headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences(Vec<(String, String)>);

impl Preferences {
    /// Reads a header; quoted values may hold commas.
    pub fn parse(text: &str) -> Self {
        let mut in_quotes = false;
        let pieces = text.split(|next: char| {
            if next == '"' {
                in_quotes = !in_quotes;
            }
            (next == ',' || next == ';') && !in_quotes
        });
        let found = pieces
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
            .map(|piece| {
                let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
                (
                    name.trim().to_ascii_lowercase(),
                    value.trim().trim_matches('"').to_owned(),
                )
            })
            .collect();
        Self(found)
    }

    /// A preference's value, empty for one without; both spellings `odata.x` and `x` are the same.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name || key.strip_prefix("odata.") == Some(name))
            .map(|(_, value)| value.as_str())
    }

    /// Whether a preference was stated.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A preference that is a whole number.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.parse().ok()
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers but for the length, in order.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Bytes,
}

/// Media type of ordinary answers.
pub const JSON: &str =
    "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8";

impl Reply {
    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// An answer with a body of some media type.
    pub fn body(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type", media_type.to_owned())],
            body: body.into(),
        }
    }

    /// An answer with a JSON body.
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::body(status, JSON, body)
    }

    /// The answer with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Whether the status says that it was done.
    pub fn succeeded(&self) -> bool {
        self.status < 400
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// The words behind a status.
pub fn reason(status: u16) -> &'static str {
    axum::http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_are_read_with_commas_in_quotes() {
        let found = Preferences::parse(
            "return=representation, odata.include-annotations=\"a,b\", odata.maxpagesize=5,odata.track-changes",
        );
        assert_eq!(found.get("return"), Some("representation"));
        assert_eq!(found.get("include-annotations"), Some("a,b"));
        assert_eq!(found.number("maxpagesize"), Some(5));
        assert!(found.has("track-changes"));
        assert!(!found.has("continue-on-error"));
    }
}
