//! Batches in multipart form.

use super::Part;
use crate::model::reason::{Cause, Problem};
use crate::remote::http::{Answer, Call, Method};
use bytes::Bytes;
use std::io::Write as _;

/// How deep answers may be nested (a change set within a batch).
const DEPTH: usize = 3;

/// Room for the length of a part, which is known only once the part is written.
const LENGTH: usize = 10;

/// Writes one part, numbered from 1; none stops those after it.
///
/// Dataverse names parts by their path below the host; others read paths relative to the service root only.
///
/// # Errors
/// Those of `content`, when the body holds half a part.
pub fn part(
    body: &mut Vec<u8>,
    boundary: &str,
    number: usize,
    part: &Part<'_>,
    path: &str,
    content_type: Option<&str>,
    content: impl FnOnce(&mut Vec<u8>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    // Writing to memory cannot fail.
    write!(
        body,
        "--{boundary}\r\ncontent-type: application/http\r\ncontent-transfer-encoding: binary\r\ncontent-id: {number}\r\n\r\n{} {path} HTTP/1.1\r\naccept: application/json\r\n",
        part.method.as_str(),
    )
    .ok();
    for (name, value) in part.headers {
        write!(body, "{name}: {value}\r\n").ok();
    }
    let Some(content_type) = content_type else {
        body.extend_from_slice(b"\r\n\r\n");
        return Ok(());
    };
    write!(body, "content-type: {content_type}\r\ncontent-length: ").ok();
    // Blanks before a header's value mean nothing.
    let length_at = body.len();
    body.extend_from_slice(&[b' '; LENGTH]);
    body.extend_from_slice(b"\r\n\r\n");
    let from = body.len();
    content(body)?;
    let length = format!("{:>LENGTH$}", body.len() - from);
    if let Some(room) = body.get_mut(length_at..length_at + LENGTH)
        && length.len() == LENGTH
    {
        room.copy_from_slice(length.as_bytes());
    }
    body.extend_from_slice(b"\r\n");
    Ok(())
}

/// Closes a batch.
pub fn finish(url: String, boundary: &str, mut body: Vec<u8>) -> Call {
    write!(body, "--{boundary}--\r\n").ok();
    Call {
        method: Method::Post,
        url,
        headers: vec![
            ("accept", "multipart/mixed, application/json".to_owned()),
            ("prefer", "odata.continue-on-error".to_owned()),
        ],
        body: Some((
            // Without quotes, which it needs none of: some services read only that.
            format!("multipart/mixed;boundary={boundary}"),
            body.into(),
        )),
    }
}

/// Whether an answer is multipart.
pub fn is_multipart(answer: &Answer) -> bool {
    answer
        .header("content-type")
        .is_some_and(|value| value.to_ascii_lowercase().starts_with("multipart/"))
}

/// The problem of an answer that cannot be read.
pub fn malformed(answer: &Answer, why: &str) -> Problem {
    let mut problem = Problem::new(Cause::MalformedAnswer)
        .with("field", "$batch")
        .saying(why);
    problem.status = Some(answer.status);
    problem.request_id = answer.request_id().map(str::to_owned);
    problem
}

struct Answered {
    id: Option<usize>,
    answer: Answer,
}

/// Reads the answer to a batch: parts are matched by `Content-ID` where they have one, else by place.
///
/// # Errors
/// [`Cause::MalformedAnswer`].
pub fn decode(answer: &Answer, calls: usize) -> Result<Vec<Option<Answer>>, Problem> {
    let wrong = |why: &str| malformed(answer, why);
    let boundary = answer
        .header("content-type")
        .and_then(boundary_of)
        .ok_or_else(|| wrong("the boundary is missing"))?;
    let mut found = Vec::new();
    read_parts(&answer.body, &boundary, DEPTH, &mut found).map_err(wrong)?;
    if found.len() > calls {
        return Err(wrong("there are more answers than requests"));
    }
    let mut parts: Vec<Option<Answer>> = vec![None; calls];
    let by_id = found.iter().all(|part| part.id.is_some());
    for (place, part) in found.into_iter().enumerate() {
        let index = if by_id {
            part.id.and_then(|id| id.checked_sub(1))
        } else {
            Some(place)
        };
        let slot = index
            .and_then(|index| parts.get_mut(index))
            .ok_or_else(|| wrong("a Content-ID is that of none of the requests"))?;
        if slot.is_some() {
            return Err(wrong("two answers have the same Content-ID"));
        }
        *slot = Some(part.answer);
    }
    Ok(parts)
}

fn boundary_of(content_type: &str) -> Option<String> {
    let parameter = content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("boundary")
            .then(|| value.trim().trim_matches('"').to_owned())
    })?;
    (!parameter.is_empty()).then_some(parameter)
}

/// A line with its end, and what follows it.
fn next_line(bytes: &Bytes, from: usize) -> Option<(&[u8], usize)> {
    let rest = bytes.get(from..)?;
    if rest.is_empty() {
        return None;
    }
    let end = rest
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(rest.len(), |at| at + 1);
    Some((rest.get(..end)?, from + end))
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r\n")
        .or_else(|| line.strip_suffix(b"\n"))
        .unwrap_or(line)
}

/// Splits at the boundary and reads each part, nested ones in their place.
fn read_parts(
    body: &Bytes,
    boundary: &str,
    depth: usize,
    found: &mut Vec<Answered>,
) -> Result<(), &'static str> {
    let open = format!("--{boundary}");
    let close = format!("--{boundary}--");
    let mut at = 0;
    let mut start: Option<usize> = None;
    while let Some((line, next)) = next_line(body, at) {
        let text = trimmed(line).trim_ascii_end();
        let closes = text == close.as_bytes();
        if closes || text == open.as_bytes() {
            if let Some(start) = start {
                // The line end before a boundary belongs to the boundary.
                let part = body.slice(start..at.max(start));
                let part = part.slice_ref(trimmed(&part));
                read_part(&part, depth, found)?;
            }
            if closes {
                return Ok(());
            }
            start = Some(next);
        }
        at = next;
    }
    Err("the answer ends before its last boundary")
}

fn read_part(part: &Bytes, depth: usize, found: &mut Vec<Answered>) -> Result<(), &'static str> {
    let (headers, body) = read_headers(part, 0)?;
    let content_type = header(&headers, "content-type").unwrap_or_default();
    if content_type.to_ascii_lowercase().starts_with("multipart/") {
        let depth = depth
            .checked_sub(1)
            .ok_or("the parts are nested too deep")?;
        let boundary = boundary_of(content_type).ok_or("a part's boundary is missing")?;
        return read_parts(&part.slice(body..), &boundary, depth, found);
    }
    let outer_id = header(&headers, "content-id").and_then(|id| id.trim().parse().ok());
    let mut at = body;
    // Some services leave blank lines before the status line.
    let (status, after_status) = loop {
        let (line, next) = next_line(part, at).ok_or("a part has no status line")?;
        if !trimmed(line).is_empty() {
            break (
                status_of(trimmed(line)).ok_or("a part's status line cannot be read")?,
                next,
            );
        }
        at = next;
    };
    let (inner, content) = read_headers(part, after_status)?;
    let id =
        outer_id.or_else(|| header(&inner, "content-id").and_then(|id| id.trim().parse().ok()));
    let length = header(&inner, "content-length").and_then(|n| n.trim().parse::<usize>().ok());
    let body = part.slice(content.min(part.len())..);
    if length.is_some_and(|length| body.len() < length) {
        return Err("a part is shorter than it says");
    }
    found.push(Answered {
        id,
        answer: Answer {
            status,
            headers: inner,
            body,
        },
    });
    Ok(())
}

/// `HTTP/1.1 204 No Content`
fn status_of(line: &[u8]) -> Option<u16> {
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split_ascii_whitespace();
    words.next()?.starts_with("HTTP/").then_some(())?;
    words.next()?.parse().ok()
}

/// Names in lower case, with values.
type Headers = Vec<(String, String)>;

/// Header lines up to a blank line or the end; where the content begins.
fn read_headers(part: &Bytes, from: usize) -> Result<(Headers, usize), &'static str> {
    let mut headers = Vec::new();
    let mut at = from;
    while let Some((line, next)) = next_line(part, at) {
        let line = trimmed(line);
        at = next;
        if line.is_empty() {
            break;
        }
        let line = std::str::from_utf8(line).map_err(|_not_text| "a header is not text")?;
        let (name, value) = line.split_once(':').ok_or("a header line cannot be read")?;
        headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
    Ok((headers, at))
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(header, _)| header == name)
        .map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remote::address::Address;
    use crate::remote::odata::batch::{BatchForm, Builder};
    use proptest::prelude::*;

    fn answer(content_type: &str, body: impl Into<Bytes>) -> Answer {
        Answer {
            status: 200,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
        }
    }

    #[test]
    fn a_dataverse_answer_is_read() {
        let body = "--batchresponse_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 204 No Content\r\nOData-Version: 4.0\r\nOData-EntityId: https://h/accounts(7)\r\n\r\n\r\n--batchresponse_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"name\":\"a\r\\nb\"}\r\n--batchresponse_1--\r\n";
        let parts = decode(
            &answer("multipart/mixed; boundary=batchresponse_1", body),
            3,
        )
        .unwrap();
        let first = parts[0].as_ref().unwrap();
        assert_eq!((first.status, first.body.len()), (204, 0));
        assert_eq!(
            first.header("odata-entityid"),
            Some("https://h/accounts(7)")
        );
        assert_eq!(
            &parts[1].as_ref().unwrap().body[..],
            b"{\"name\":\"a\r\\nb\"}"
        );
        assert!(parts[2].is_none());
    }

    #[test]
    fn content_ids_decide_and_change_sets_are_opened() {
        let body = "--b\nContent-Type: multipart/mixed; boundary=\"c\"\n\n--c\nContent-Type: application/http\nContent-ID: 2\n\nHTTP/1.1 201 Created\n\n{}\n--c\nContent-Type: application/http\nContent-ID: 1\n\nHTTP/1.1 412 Precondition Failed\n\n\n--c--\n--b--\n";
        let parts = decode(&answer("multipart/mixed;boundary=b", body), 2).unwrap();
        assert_eq!(parts[0].as_ref().unwrap().status, 412);
        assert_eq!(parts[1].as_ref().unwrap().status, 201);
    }

    #[test]
    fn half_an_answer_is_an_error() {
        let body = "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
        assert!(decode(&answer("multipart/mixed; boundary=b", body), 2).is_err());
    }

    #[test]
    fn what_is_written_is_readable() {
        let root = Address::parse("https://h.example/api/data/v9.2").unwrap();
        let call = Call::json(
            Method::Patch,
            "https://h.example/api/data/v9.2/accounts(1)",
            "{}",
        )
        .with("if-match", "W/\"1\"");
        let mut batch = Builder::new(BatchForm::Multipart, root, false, 0);
        batch.push(&call);
        let part = Part {
            method: Method::Get,
            url: "x",
            headers: &[],
        };
        let refused = batch.push_with(&part, Some("text/plain"), |body| {
            body.extend_from_slice(b"half");
            Err(Problem::new(Cause::ValueRefused))
        });
        assert!(refused.is_err() && batch.parts() == 1);
        let (content_type, body) = batch.finish().body.unwrap();
        let boundary = boundary_of(&content_type).unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.starts_with(&format!("--{boundary}\r\n")));
        assert!(text.contains("\r\n\r\nPATCH /api/data/v9.2/accounts(1) HTTP/1.1\r\n"));
        assert!(text.contains("\r\ncontent-length:          2\r\n\r\n{}\r\n"));
        assert!(text.ends_with(&format!("--{boundary}--\r\n")));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(body in prop::collection::vec(any::<u8>(), 0..600), calls in 0usize..4) {
            decode(&answer("multipart/mixed; boundary=b", body), calls).ok();
        }

        #[test]
        fn near_garbage_never_panics(
            lines in prop::collection::vec(
                prop::sample::select(vec![
                    "--b", "--b--", "--c", "--c--", "", "HTTP/1.1 200 OK", "HTTP/1.1 x",
                    "Content-Type: multipart/mixed; boundary=c", "Content-Type: application/http",
                    "Content-ID: 1", "Content-ID: 99", "Content-Length: 3", "{}", ":",
                ]), 0..30),
        ) {
            decode(&answer("multipart/mixed; boundary=b", lines.join("\r\n")), 2).ok();
        }
    }
}
