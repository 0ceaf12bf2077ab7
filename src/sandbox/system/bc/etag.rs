//! Business Central's etags: weak and opaque.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::sandbox::system::{given::IfMatch, refusal::Refusal};

use super::refusals;

/// The etag of a version: `W/"` + base64 of `'length;number;00;'` + `"`, as seen on the wire.
pub fn of(version: u64) -> String {
    // An odd factor keeps different versions different while the number looks like the real one.
    let number = 1_000_000_000_000_000_000_u64
        .wrapping_add(version.wrapping_mul(2_654_435_761) % 8_000_000_000_000_000_000)
        .to_string();
    let inner = format!("'{};{number};00;'", number.len());
    format!("W/\"{}\"", STANDARD.encode(inner))
}

/// Checks the `If-Match` of a write on a row of this version.
///
/// # Errors
/// Missing although `demanded`, or not an etag: `BadRequest_InvalidToken`; an old one: `Request_EntityChanged`.
pub fn check(sent: &IfMatch, version: u64, demanded: bool) -> Result<(), Refusal> {
    match sent {
        IfMatch::Absent if demanded => Err(refusals::etag_missing()),
        IfMatch::Any | IfMatch::Absent => Ok(()),
        IfMatch::Etag(etag) if !is_etag(etag) => Err(refusals::etag_malformed()),
        IfMatch::Etag(etag) if *etag == of(version) => Ok(()),
        IfMatch::Etag(_) => Err(refusals::changed_meanwhile()),
    }
}

fn is_etag(text: &str) -> bool {
    let inner = text
        .strip_prefix("W/\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .and_then(|inner| STANDARD.decode(inner).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    inner.is_some_and(|inner| inner.starts_with('\'') && inner.ends_with(";00;'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_etag_looks_like_one_seen_on_the_wire() {
        assert!(is_etag("W/\"JzE5Ozc2Mzg5MzU4NjE1NTE1MTYyNzAxOzAwOyc=\""));
        assert!(of(1).starts_with("W/\"JzE5Oz"));
        assert!(is_etag(&of(77)));
    }

    #[test]
    fn a_missing_etag_is_refused_only_where_one_is_demanded() {
        assert_eq!(
            check(&IfMatch::Absent, 5, true).unwrap_err().code,
            "BadRequest_InvalidToken"
        );
        assert!(check(&IfMatch::Absent, 5, false).is_ok());
    }

    #[test]
    fn a_stale_etag_is_409_and_nonsense_is_400() {
        let stale = check(&IfMatch::Etag(of(4)), 5, true).unwrap_err();
        assert_eq!(
            (stale.status, stale.code.as_str()),
            (409, "Request_EntityChanged")
        );
        let nonsense = check(&IfMatch::Etag("abc".into()), 5, false).unwrap_err();
        assert_eq!(
            (nonsense.status, nonsense.code.as_str()),
            (400, "BadRequest_InvalidToken")
        );
    }
}
