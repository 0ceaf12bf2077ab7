//! Cookies in next links.
//!
//! The outer cookie stands percent-encoded in the link, the inner one twice more inside it, so that a client may take
//! the link as it is, or take its query apart and put it together again.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::sandbox::odata::text::{decode_query, encode};
use crate::sandbox::system::dv::DeltaToken;

/// Where a next link goes on.
#[derive(Clone, Debug, PartialEq)]
pub struct Cookie {
    /// The number of the page that it leads to, from 2.
    pub page: usize,
    /// The last row of the page before, as `Cursor` writes it; for changes the version.
    pub last: String,
    /// For change tracking: what the final delta token will be.
    pub tracking: Option<DeltaToken>,
}

impl Cookie {
    /// The value of `$skiptoken`, encoded for a link.
    pub fn to_link(&self, key: &str) -> String {
        let inner = format!(
            "<cookie page=\"{}\"><{key} last=\"{}\" /></cookie>",
            self.page - 1,
            encode(&self.last)
        );
        let tracking = match &self.tracking {
            Some(token) => format!(
                "istracking=\"True\" trackingcookie=\"{}\"",
                encode(&token_text(*token))
            ),
            None => "istracking=\"False\"".to_owned(),
        };
        let outer = format!(
            "<cookie pagenumber=\"{}\" pagingcookie=\"{}\" {tracking} />",
            self.page,
            encode(&encode(&inner))
        );
        encode(&outer)
    }

    /// Reads a decoded `$skiptoken`.
    pub fn read(text: &str) -> Option<Self> {
        let page = attribute(text, "pagenumber")?.parse().ok()?;
        let inner = decode_query(&decode_query(attribute(text, "pagingcookie")?));
        let last = decode_query(attribute(&inner, "last")?);
        let tracking = match attribute(text, "trackingcookie") {
            Some(token) => Some(read_token(&decode_query(token))?),
            None => None,
        };
        Some(Self {
            page,
            last,
            tracking,
        })
    }
}

fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// A delta token as it stands in a delta link, decoded: version, exclamation mark, time.
pub fn token_text(token: DeltaToken) -> String {
    format!(
        "{}!{}",
        token.version,
        token
            .at
            .to_zoned(TimeZone::UTC)
            .strftime("%m/%d/%Y %H:%M:%S")
    )
}

/// Reads a decoded delta token; a bare version without its time counts as given at the beginning of time.
pub fn read_token(text: &str) -> Option<DeltaToken> {
    let (version, at) = text.split_once('!')?;
    let civil = DateTime::strptime("%m/%d/%Y %H:%M:%S", at.trim()).ok()?;
    let at: Timestamp = civil.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some(DeltaToken {
        version: version.trim().parse().ok()?,
        at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_survives_its_link_and_a_second_encoding() {
        let token = DeltaToken {
            version: 919_042,
            at: "2026-11-22T08:10:44Z".parse().unwrap(),
        };
        for tracking in [None, Some(token)] {
            let cookie = Cookie {
                page: 3,
                last: "[\"é \\\"&%\",1]".to_owned(),
                tracking,
            };
            let link = cookie.to_link("accountid");
            assert!(
                link.starts_with("%3Ccookie%20pagenumber%3D%223%22%20pagingcookie%3D%22%2525"),
                "{link}"
            );
            let decoded = decode_query(&link);
            assert_eq!(Cookie::read(&decoded), Some(cookie.clone()));
            assert_eq!(Cookie::read(&decode_query(&encode(&decoded))), Some(cookie));
        }
        assert_eq!(Cookie::read("nonsense"), None);
    }

    #[test]
    fn a_delta_token_looks_like_the_real_one() {
        let token = DeltaToken {
            version: 919_042,
            at: "2017-08-22T08:10:44Z".parse().unwrap(),
        };
        assert_eq!(token_text(token), "919042!08/22/2017 08:10:44");
        assert_eq!(read_token(&token_text(token)), Some(token));
        assert_eq!(read_token("x!y"), None);
    }
}
