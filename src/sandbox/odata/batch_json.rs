//! JSON bodies of `$batch`, read and written.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One request inside a batch.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its id, which the answer repeats.
    pub id: String,
    /// The method in upper case.
    pub method: String,
    /// The address as sent, mostly relative to the service's root.
    pub url: String,
    /// Its headers, names as sent.
    pub headers: Vec<(String, String)>,
    /// Its JSON body as sent; empty when there is none.
    pub body: Vec<u8>,
    /// Ids of requests that must have succeeded before.
    pub depends_on: Vec<String>,
}

/// One answer inside a batch answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The request's id.
    pub id: String,
    /// HTTP status.
    pub status: u16,
    /// Headers, in order.
    pub headers: Vec<(String, String)>,
    /// JSON, or anything else, which is then sent as a text; empty for no body.
    pub body: Vec<u8>,
}

/// A batch that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// Not JSON, or not of the right shape.
    #[error("The batch request is not valid JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Two requests with one id.
    #[error("The request id '{0}' occurs more than once in the batch.")]
    DoubleId(String),
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    requests: Vec<Request<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    #[serde(default)]
    id: Option<serde_json::Value>,
    method: String,
    url: String,
    #[serde(default)]
    headers: Option<serde_json::Map<String, serde_json::Value>>,
    #[serde(default, borrow)]
    body: Option<&'a RawValue>,
    #[serde(default)]
    depends_on: Option<Vec<serde_json::Value>>,
}

/// Reads a whole batch; requests without an id are numbered from 0.
pub fn read(body: &[u8]) -> Result<Vec<Operation>, BatchError> {
    let envelope: Envelope<'_> = serde_json::from_slice(body)?;
    let mut seen = std::collections::HashSet::new();
    envelope
        .requests
        .into_iter()
        .enumerate()
        .map(|(position, request)| {
            let id = request
                .id
                .as_ref()
                .map_or_else(|| position.to_string(), plain);
            if !seen.insert(id.clone()) {
                return Err(BatchError::DoubleId(id));
            }
            let headers = request.headers.unwrap_or_default();
            Ok(Operation {
                id,
                method: request.method.to_ascii_uppercase(),
                url: request.url,
                headers: headers
                    .iter()
                    .map(|(name, value)| (name.clone(), plain(value)))
                    .collect(),
                body: request
                    .body
                    .map(|raw| raw.get().as_bytes().to_vec())
                    .unwrap_or_default(),
                depends_on: request
                    .depends_on
                    .unwrap_or_default()
                    .iter()
                    .map(plain)
                    .collect(),
            })
        })
        .collect()
}

fn plain(value: &serde_json::Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[derive(Serialize)]
struct Response<'a> {
    id: &'a str,
    status: u16,
    headers: serde_json::Map<String, serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Box<RawValue>>,
}

/// Writes a batch answer.
pub fn write(answers: &[Answer]) -> Vec<u8> {
    let responses: Vec<Response<'_>> = answers
        .iter()
        .map(|answer| Response {
            id: &answer.id,
            status: answer.status,
            headers: answer
                .headers
                .iter()
                .map(|(name, value)| (name.clone(), value.as_str().into()))
                .collect(),
            body: raw(&answer.body),
        })
        .collect();
    let mut out = b"{\"responses\":".to_vec();
    // Texts, numbers and checked JSON always serialize.
    if serde_json::to_writer(&mut out, &responses).is_err() {
        return b"{\"responses\":[]}".to_vec();
    }
    out.push(b'}');
    out
}

fn raw(body: &[u8]) -> Option<Box<RawValue>> {
    if body.is_empty() {
        return None;
    }
    serde_json::from_slice(body).ok().or_else(|| {
        let text = String::from_utf8_lossy(body);
        serde_json::value::to_raw_value(text.as_ref()).ok()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bodies_keep_their_digits() {
        let text = br#"{"requests":[{"id":1,"method":"post","url":"customers","headers":{"If-Match":"*"},
            "body":{"creditLimit":12.500000000000000001}},{"id":"two","method":"GET","url":"items","dependsOn":["1"]}]}"#;
        let found = read(text).unwrap();
        assert_eq!(
            (found[0].id.as_str(), found[0].method.as_str()),
            ("1", "POST")
        );
        assert_eq!(found[0].body, br#"{"creditLimit":12.500000000000000001}"#);
        assert_eq!(found[0].headers, [("If-Match".to_owned(), "*".to_owned())]);
        assert_eq!(
            (found[1].id.as_str(), found[1].depends_on.as_slice()),
            ("two", &["1".to_owned()][..])
        );
    }

    #[test]
    fn answers_hold_json_or_text() {
        let answer = |id: &str, body: &[u8]| Answer {
            id: id.into(),
            status: 200,
            headers: vec![("a".into(), "b".into())],
            body: body.to_vec(),
        };
        let text = write(&[
            answer("1", b"{\"x\":1.10}"),
            answer("2", b"12 rows"),
            answer("3", b""),
        ]);
        assert_eq!(
            String::from_utf8(text).unwrap(),
            r#"{"responses":[{"id":"1","status":200,"headers":{"a":"b"},"body":{"x":1.10}},{"id":"2","status":200,"headers":{"a":"b"},"body":"12 rows"},{"id":"3","status":200,"headers":{"a":"b"}}]}"#
        );
    }

    #[test]
    fn one_id_names_one_request() {
        let text = br#"{"requests":[{"id":"1","method":"GET","url":"a"},{"id":"1","method":"GET","url":"b"}]}"#;
        assert!(matches!(read(text), Err(BatchError::DoubleId(_))));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&body);
            let _ = raw(&body);
        }
    }
}
