//! Multipart bodies of `$batch`, read and written.
//!
//! Reading takes CRLF and bare LF, quoted and bare boundaries, absolute and relative addresses. Only slices of the body
//! are kept, so reading needs no more memory than the body itself and a list of its parts.

use std::fmt::Write as _;

/// More operations than this are not even listed; both services refuse far fewer.
const MAX_PARTS: usize = 20_000;

/// One part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'a> {
    /// Its headers, names as sent.
    pub headers: Vec<(String, String)>,
    /// What follows the blank line.
    pub body: &'a [u8],
}

/// One request inside a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation<'a> {
    /// `Content-ID`, from the part or from the request inside.
    pub content_id: Option<String>,
    /// The method in upper case.
    pub method: String,
    /// The address as sent.
    pub url: String,
    /// The headers of the request inside.
    pub headers: Vec<(String, String)>,
    /// The body of the request inside.
    pub body: &'a [u8],
}

/// One item of a batch.
#[derive(Clone, Debug, PartialEq)]
pub enum Item<'a> {
    /// A request by itself.
    Single(Operation<'a>),
    /// Requests that are done together or not at all.
    ChangeSet(Vec<Operation<'a>>),
}

/// A batch that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MultipartError {
    /// No boundary in the content type.
    #[error(
        "The content type of the batch request must be multipart/mixed with a boundary parameter."
    )]
    NoBoundary,
    /// The boundary does not occur, or the last one is missing.
    #[error("The batch request ended before its closing boundary was found.")]
    Unfinished,
    /// A part that holds no HTTP request.
    #[error("The batch request contains a part that is not a valid HTTP request.")]
    NotARequest,
    /// A change set in a change set, or a read in one.
    #[error("{0}")]
    NotAllowed(&'static str),
    /// More parts than can be taken.
    #[error("The batch request contains too many parts.")]
    TooMany,
}

/// The boundary named by a content type.
pub fn boundary(content_type: &str) -> Option<String> {
    let mut pieces = content_type.split(';');
    if !pieces
        .next()?
        .trim()
        .to_ascii_lowercase()
        .starts_with("multipart/")
    {
        return None;
    }
    pieces.find_map(|piece| {
        let (name, value) = piece.split_once('=')?;
        let value = value.trim();
        let value = value
            .strip_prefix('"')
            .map_or(value, |rest| rest.strip_suffix('"').unwrap_or(rest));
        (name.trim().eq_ignore_ascii_case("boundary") && !value.is_empty())
            .then(|| value.to_owned())
    })
}

/// Cuts a body at its boundary.
pub fn parts<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<Part<'a>>, MultipartError> {
    let marker = format!("--{boundary}");
    let mut found = Vec::new();
    let mut rest = body;
    let mut open: Option<&'a [u8]> = None;
    let mut length = 0_usize;
    while let Some((line, whole, after)) = next_line(rest) {
        let end = match line.strip_prefix(marker.as_bytes()) {
            Some(tail) if tail.trim_ascii().is_empty() => Some(false),
            Some(tail) if tail.trim_ascii() == b"--" => Some(true),
            _ => None,
        };
        rest = after;
        let Some(last) = end else {
            length += whole;
            continue;
        };
        if let Some(start) = open {
            if found.len() == MAX_PARTS {
                return Err(MultipartError::TooMany);
            }
            found.push(part(strip_line_end(
                start.get(..length).unwrap_or_default(),
            )));
        }
        if last {
            return Ok(found);
        }
        open = Some(rest);
        length = 0;
    }
    // A missing closing boundary is forgiven when the last part holds something, as real parsers do.
    match open {
        Some(start) if !start.trim_ascii().is_empty() => {
            found.push(part(start));
            Ok(found)
        }
        _ => Err(MultipartError::Unfinished),
    }
}

/// Reads a whole batch.
pub fn read<'a>(body: &'a [u8], content_type: &str) -> Result<Vec<Item<'a>>, MultipartError> {
    let boundary = boundary(content_type).ok_or(MultipartError::NoBoundary)?;
    parts(body, &boundary)?.iter().map(item).collect()
}

fn item<'a>(part: &Part<'a>) -> Result<Item<'a>, MultipartError> {
    let content_type = header(&part.headers, "content-type").unwrap_or_default();
    let Some(inner) = boundary(content_type) else {
        return Ok(Item::Single(operation(part)?));
    };
    let operations = parts(part.body, &inner)?
        .iter()
        .map(|part| {
            if header(&part.headers, "content-type").is_some_and(|kind| boundary(kind).is_some()) {
                return Err(MultipartError::NotAllowed(
                    "A change set cannot contain another change set.",
                ));
            }
            let operation = operation(part)?;
            if operation.method == "GET" {
                return Err(MultipartError::NotAllowed(
                    "A GET request is not allowed in a change set.",
                ));
            }
            Ok(operation)
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Item::ChangeSet(operations))
}

fn operation<'a>(part: &Part<'a>) -> Result<Operation<'a>, MultipartError> {
    let (line, _, rest) = next_line(part.body).ok_or(MultipartError::NotARequest)?;
    let line = std::str::from_utf8(line)
        .map_err(|_unreadable| MultipartError::NotARequest)?
        .trim();
    let (method, address) = line.split_once(' ').ok_or(MultipartError::NotARequest)?;
    if method.is_empty() || !method.chars().all(|next| next.is_ascii_alphabetic()) {
        return Err(MultipartError::NotARequest);
    }
    let address = match address.rsplit_once(' ') {
        Some((url, version)) if version.starts_with("HTTP/") => url,
        _ => address,
    };
    let inside = headed(rest);
    let content_id =
        header(&part.headers, "content-id").or_else(|| header(&inside.headers, "content-id"));
    Ok(Operation {
        content_id: content_id.map(str::to_owned),
        method: method.to_ascii_uppercase(),
        url: address.trim().to_owned(),
        headers: inside.headers.clone(),
        body: strip_line_end(inside.body),
    })
}

/// The first header of a name, whatever its case.
pub fn header<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// A part of a batch: blank lines before its headers are passed over.
fn part(mut text: &[u8]) -> Part<'_> {
    while let Some((line, _, rest)) = next_line(text) {
        if !line.trim_ascii().is_empty() {
            break;
        }
        text = rest;
    }
    headed(text)
}

fn headed(mut text: &[u8]) -> Part<'_> {
    let mut headers = Vec::new();
    while let Some((line, _, rest)) = next_line(text) {
        text = rest;
        let line = String::from_utf8_lossy(line);
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    Part {
        headers,
        body: text,
    }
}

/// The first line without its end, its length with it, and what follows.
fn next_line(text: &[u8]) -> Option<(&[u8], usize, &[u8])> {
    if text.is_empty() {
        return None;
    }
    let length = text
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(text.len(), |at| at + 1);
    let (line, rest) = text.split_at_checked(length)?;
    Some((strip_line_end(line), length, rest))
}

fn strip_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// One answer inside a batch answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// `Content-ID` of the request, for those of a change set.
    pub content_id: Option<String>,
    /// HTTP status.
    pub status: u16,
    /// What stands behind the status in its line.
    pub reason: String,
    /// Headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// One item of a batch answer.
#[derive(Clone, Debug)]
pub enum AnswerItem {
    /// The answer to a request by itself.
    Single(Answer),
    /// The answers to a change set that was done.
    ChangeSet {
        /// The inner boundary.
        boundary: String,
        /// One answer for each of its requests.
        answers: Vec<Answer>,
    },
}

/// Writes a batch answer.
pub fn write(boundary: &str, items: &[AnswerItem]) -> Vec<u8> {
    let mut out = Vec::new();
    for item in items {
        out.extend(format!("--{boundary}\r\n").into_bytes());
        match item {
            AnswerItem::Single(answer) => write_answer(&mut out, answer),
            AnswerItem::ChangeSet {
                boundary: inner,
                answers,
            } => {
                out.extend(
                    format!("Content-Type: multipart/mixed; boundary={inner}\r\n\r\n").into_bytes(),
                );
                for answer in answers {
                    out.extend(format!("--{inner}\r\n").into_bytes());
                    write_answer(&mut out, answer);
                }
                out.extend(format!("--{inner}--\r\n").into_bytes());
            }
        }
    }
    out.extend(format!("--{boundary}--\r\n").into_bytes());
    out
}

fn write_answer(out: &mut Vec<u8>, answer: &Answer) {
    let mut head =
        String::from("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
    // Writing into a String cannot fail.
    if let Some(id) = &answer.content_id {
        let _ = write!(head, "Content-ID: {id}\r\n");
    }
    let _ = write!(head, "\r\nHTTP/1.1 {} {}\r\n", answer.status, answer.reason);
    for (name, value) in &answer.headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head.push_str("\r\n");
    out.extend(head.into_bytes());
    out.extend(&answer.body);
    out.extend(b"\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BATCH: &str = "--b1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n\
        GET http://h:1/api/data/v9.2/accounts?$top=1 HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n\
        --b1\r\nContent-Type: multipart/mixed; boundary=\"c1\"\r\n\r\n\
        --c1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: 1\r\n\r\n\
        POST accounts HTTP/1.1\r\nContent-Type: application/json; type=entry\r\n\r\n{\"name\":\"x\"}\r\n\
        --c1\r\nContent-Type: application/http\r\n\r\n\
        PATCH /api/data/v9.2/$1 HTTP/1.1\r\nContent-ID: 2\r\n\r\n{\"name\":\n\"y\"}\r\n\
        --c1--\r\n--b1--\r\n";

    fn check(text: &str, content_type: &str) {
        let items = read(text.as_bytes(), content_type).unwrap();
        let [Item::Single(get), Item::ChangeSet(set)] = items.as_slice() else {
            panic!("{items:?}")
        };
        assert_eq!(get.method, "GET");
        assert_eq!(get.url, "http://h:1/api/data/v9.2/accounts?$top=1");
        assert!(get.body.trim_ascii().is_empty());
        assert_eq!(set[0].content_id.as_deref(), Some("1"));
        assert_eq!(set[0].body, b"{\"name\":\"x\"}");
        assert_eq!(set[1].content_id.as_deref(), Some("2"));
        assert_eq!(set[1].url, "/api/data/v9.2/$1");
        assert_eq!(set[1].body, b"{\"name\":\n\"y\"}");
    }

    #[test]
    fn reads_change_sets_with_either_line_end_and_boundary() {
        check(BATCH, "multipart/mixed; boundary=b1");
        check(BATCH, "Multipart/Mixed;boundary=\"b1\"");
        check(&BATCH.replace("\r\n", "\n"), "multipart/mixed;boundary=b1");
    }

    #[test]
    fn refuses_reads_and_change_sets_in_change_sets() {
        let text = BATCH.replace("POST accounts", "GET accounts");
        assert!(matches!(
            read(text.as_bytes(), "multipart/mixed; boundary=b1"),
            Err(MultipartError::NotAllowed(_))
        ));
    }

    #[test]
    fn refuses_what_is_no_batch() {
        assert_eq!(
            read(b"", "multipart/mixed; boundary=b"),
            Err(MultipartError::Unfinished)
        );
        assert_eq!(
            read(b"", "application/json"),
            Err(MultipartError::NoBoundary)
        );
        assert_eq!(
            read(b"--b\r\n\r\nhello\r\n--b--", "multipart/mixed; boundary=b"),
            Err(MultipartError::NotARequest)
        );
    }

    #[test]
    fn a_written_answer_can_be_cut_again() {
        let answer = |id: Option<&str>| Answer {
            content_id: id.map(str::to_owned),
            status: 204,
            reason: "No Content".into(),
            headers: vec![("OData-Version".into(), "4.0".into())],
            body: Vec::new(),
        };
        let items = [
            AnswerItem::Single(answer(None)),
            AnswerItem::ChangeSet {
                boundary: "c".into(),
                answers: vec![answer(Some("1")), answer(Some("2"))],
            },
        ];
        let text = write("b", &items);
        let outer = parts(&text, "b").unwrap();
        assert!(
            outer[0]
                .body
                .starts_with(b"HTTP/1.1 204 No Content\r\nOData-Version: 4.0\r\n")
        );
        let inner = parts(outer[1].body, "c").unwrap();
        assert_eq!(header(&inner[1].headers, "content-id"), Some("2"));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(body in prop::collection::vec(any::<u8>(), 0..200), kind in any::<String>()) {
            let _ = read(&body, &kind);
            let _ = read(&body, "multipart/mixed; boundary=b");
        }

        #[test]
        fn shuffled_pieces_never_panic(pieces in prop::collection::vec(
            prop::sample::select(vec![
                "--b", "--b--", "\r\n", "\n", "--c", "--c--", "Content-Type: multipart/mixed; boundary=c",
                "Content-ID: 1", "GET x HTTP/1.1", "POST", " ", "{}", ":", "Content-Type: application/http",
            ]), 0..40)) {
            let _ = read(pieces.concat().as_bytes(), "multipart/mixed; boundary=b");
        }
    }
}
