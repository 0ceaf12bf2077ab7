//! Answers made smaller for clients that can read them so.

use std::io::Write as _;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::exchange::Reply;

/// Bodies below this many bytes are sent as they are: they fit into one packet anyway.
const SMALLEST: usize = 1_024;

/// Compresses an answer if the client accepts that and it is worth it.
#[must_use]
pub fn compressed(mut reply: Reply, headers: &HeaderMap) -> Reply {
    if reply.body.len() < SMALLEST || !accepts_gzip(headers) {
        return reply;
    }
    let mut out = GzEncoder::new(
        Vec::with_capacity(reply.body.len() / 8),
        Compression::fast(),
    );
    // Writing into memory does not fail; if it did, the answer would go out as it is.
    let Ok(body) = out.write_all(&reply.body).and_then(|()| out.finish()) else {
        return reply;
    };
    reply.body = body.into();
    reply
        .with("Content-Encoding", "gzip")
        .with("Vary", "Accept-Encoding")
}

/// Whether `Accept-Encoding` names gzip, or everything, without the weight zero.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let mut any = None;
    let mut gzip = None;
    let lines = headers.get_all(ACCEPT_ENCODING);
    let codings = lines
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','));
    for coding in codings {
        let (name, parameters) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = parameters
            .trim()
            .strip_prefix("q=")
            .and_then(|weight| weight.trim().parse::<f32>().ok());
        let wanted = weight.is_none_or(|weight| weight > 0.0);
        match name.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => gzip = Some(wanted),
            "*" => any = Some(wanted),
            _ => {}
        }
    }
    gzip.or(any).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_for_those_who_ask_for_it() {
        for (line, wanted) in [
            ("gzip", true),
            ("deflate, gzip;q=0.5, br", true),
            ("GZIP", true),
            ("*", true),
            ("*, gzip;q=0", false),
            ("gzip; q=0.0", false),
            ("deflate, br", false),
            ("identity", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, line.parse().unwrap());
            assert_eq!(accepts_gzip(&headers), wanted, "{line}");
            let long = Reply::json(200, "x".repeat(SMALLEST));
            let out = compressed(long, &headers);
            assert_eq!(
                out.header("content-encoding"),
                wanted.then_some("gzip"),
                "{line}"
            );
            assert_eq!(out.body.len() < SMALLEST, wanted);
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
