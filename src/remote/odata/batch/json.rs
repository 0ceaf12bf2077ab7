//! Batches in JSON form.

use super::Part;
use crate::model::reason::{Cause, Problem};
use crate::remote::http::Answer;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::io::Write as _;

/// Opens the list of requests.
pub fn begin(body: &mut Vec<u8>) {
    body.extend_from_slice(b"{\"requests\":[");
}

/// Closes it.
pub fn end(body: &mut Vec<u8>) {
    body.extend_from_slice(b"]}");
}

/// Writes one request; the parts are numbered from 1.
///
/// # Errors
/// Those of `content`, when the body holds half a part.
pub fn part(
    body: &mut Vec<u8>,
    number: usize,
    part: &Part<'_>,
    path: &str,
    content_type: Option<&str>,
    content: impl FnOnce(&mut Vec<u8>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    if number > 1 {
        body.push(b',');
    }
    // Writing to memory cannot fail.
    write!(body, "{{\"id\":\"{number}\",\"method\":").ok();
    push_text(body, part.method.as_str());
    body.extend_from_slice(b",\"url\":");
    push_text(body, path);
    body.extend_from_slice(b",\"headers\":{\"accept\":\"application/json\"");
    let own = part
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()));
    for (name, value) in own.chain(content_type.map(|kind| ("content-type", kind))) {
        body.push(b',');
        push_text(body, name);
        body.push(b':');
        push_text(body, value);
    }
    body.push(b'}');
    if content_type.is_some() {
        body.extend_from_slice(b",\"body\":");
        content(body)?;
    }
    body.push(b'}');
    Ok(())
}

fn push_text(body: &mut Vec<u8>, text: &str) {
    // Writing a string to memory cannot fail.
    serde_json::to_writer(body, text).ok();
}

#[derive(Deserialize)]
struct Replies<'a> {
    #[serde(borrow)]
    responses: Vec<Reply<'a>>,
}

#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    status: u16,
    #[serde(default)]
    headers: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
}

/// Reads the answer to a batch: parts are matched by id, whatever their order.
///
/// # Errors
/// [`Cause::MalformedAnswer`].
pub fn decode(answer: &Answer, calls: usize) -> Result<Vec<Option<Answer>>, Problem> {
    let malformed = |why: String| {
        let mut problem = Problem::new(Cause::MalformedAnswer)
            .with("field", "responses")
            .saying(why);
        problem.status = Some(answer.status);
        problem.request_id = answer.request_id().map(str::to_owned);
        problem
    };
    let replies: Replies<'_> =
        serde_json::from_slice(&answer.body).map_err(|error| malformed(error.to_string()))?;
    let mut parts: Vec<Option<Answer>> = vec![None; calls];
    for reply in replies.responses {
        let id = reply.id.get().trim_matches('"');
        let slot = id
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1))
            .and_then(|index| parts.get_mut(index))
            .ok_or_else(|| malformed(format!("`{id}` is the id of none of the requests")))?;
        if slot.is_some() {
            return Err(malformed(format!("two answers have the id `{id}`")));
        }
        let headers = reply.headers.unwrap_or_default().into_iter();
        *slot = Some(Answer {
            status: reply.status,
            headers: headers
                .map(|(name, value)| {
                    let value = match value {
                        serde_json::Value::String(text) => text,
                        other => other.to_string(),
                    };
                    (name.to_lowercase(), value)
                })
                .collect(),
            body: reply.body.map_or_else(Bytes::new, |body| {
                answer.body.slice_ref(body.get().as_bytes())
            }),
        });
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remote::address::Address;
    use crate::remote::http::{Call, Method};
    use crate::remote::odata::batch::{BatchForm, Builder};

    #[test]
    fn calls_are_numbered_and_relative() {
        let root = Address::parse("https://h.example/api/v2.0").unwrap();
        let calls = [
            Call::get("https://h.example/api/v2.0/companies(1)/customers?$filter=a eq 'b\"'"),
            Call::json(
                Method::Patch,
                "https://h.example/api/v2.0/x(1)",
                "{\"a\":1.50}",
            )
            .with("if-match", "W/\"7\""),
        ];
        let mut batch = Builder::new(BatchForm::Json, root, false, 0);
        for call in &calls {
            batch.push(call);
        }
        let outer = batch.finish();
        assert_eq!(outer.url, "https://h.example/api/v2.0/$batch");
        let (_, body) = outer.body.unwrap();
        insta::assert_snapshot!(String::from_utf8(body.to_vec()).unwrap(), @r#"{"requests":[{"id":"1","method":"GET","url":"companies(1)/customers?$filter=a eq 'b\"'","headers":{"accept":"application/json"}},{"id":"2","method":"PATCH","url":"x(1)","headers":{"accept":"application/json","if-match":"W/\"7\"","content-type":"application/json"},"body":{"a":1.50}}]}"#);
    }

    #[test]
    fn answers_are_matched_by_id_not_by_place() {
        let body = r#"{"responses":[{"id":"2","status":204},{"id":1,"status":200,"headers":{"ETag":"x"},"body":{"a":1.50}}]}"#;
        let answer = Answer {
            status: 200,
            headers: Vec::new(),
            body: body.into(),
        };
        let parts = decode(&answer, 3).unwrap();
        let first = parts[0].as_ref().unwrap();
        assert_eq!(&first.body[..], br#"{"a":1.50}"#);
        assert_eq!(first.header("etag"), Some("x"));
        assert_eq!(parts[1].as_ref().unwrap().status, 204);
        assert!(parts[2].is_none());
    }

    #[test]
    fn nonsense_is_an_error() {
        for body in [
            "",
            "<html>",
            "{}",
            r#"{"responses":[{"id":"9","status":200}]}"#,
            r#"{"responses":[{"id":"1","status":200},{"id":"1","status":200}]}"#,
            r#"{"responses":[{"id":"1","status":20"#,
        ] {
            let answer = Answer {
                status: 200,
                headers: Vec::new(),
                body: body.into(),
            };
            assert!(decode(&answer, 1).is_err(), "{body}");
        }
    }
}
