//! Dataverse's etags: the row version, weak.

use crate::sandbox::system::{given::IfMatch, refusal::Refusal};

use super::refusals;

/// The etag of a version.
pub fn of(version: u64) -> String {
    format!("W/\"{version}\"")
}

/// Checks the `If-Match` of a write on a row of this version.
///
/// # Errors
/// Any other version: 412 `0x80060882`.
pub fn check(sent: &IfMatch, version: u64) -> Result<(), Refusal> {
    match sent {
        IfMatch::Absent | IfMatch::Any => Ok(()),
        IfMatch::Etag(etag)
            if etag.trim_start_matches("W/").trim_matches('"') == version.to_string() =>
        {
            Ok(())
        }
        IfMatch::Etag(_) => Err(refusals::version_mismatch()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_412() {
        assert!(check(&IfMatch::Etag("W/\"437194\"".into()), 437_194).is_ok());
        let refusal = check(&IfMatch::Etag("W/\"437193\"".into()), 437_194).unwrap_err();
        assert_eq!((refusal.status, refusal.code.as_str()), (412, "0x80060882"));
    }
}
