//! What a record says about its version, in few bytes: etag, time of the last change, who made it.
//!
//! Both services' etags have a form that is mostly scaffolding; only what differs is kept. Other forms are kept as they are.

use super::codec::{Bytes, meaningless, put_number, put_signed};
use crate::model::Etag;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use uuid::Uuid;

/// Where counting of time begins, in seconds since 1970: recent times take the fewest bytes.
const FROM: i64 = 1_600_000_000;

mod etag {
    pub(super) const PLAIN: u8 = 1;
    pub(super) const WEAK_NUMBER: u8 = 2;
    pub(super) const WEAK_VERSION: u8 = 3;
    pub(super) const MASK: u8 = 3;
}

mod time {
    pub(super) const SECONDS: u8 = 1 << 2;
    pub(super) const MILLIS: u8 = 2 << 2;
    pub(super) const MICROS: u8 = 3 << 2;
    pub(super) const MASK: u8 = 3 << 2;
}

mod by {
    pub(super) const TEXT: u8 = 1 << 4;
    pub(super) const GUID: u8 = 2 << 4;
    pub(super) const KNOWN: u8 = 3 << 4;
    pub(super) const MASK: u8 = 3 << 4;
}

/// A version mark, apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) etag: Option<Etag>,
    pub(super) modified: Option<Timestamp>,
    pub(super) modified_by: Option<String>,
}

/// The compact form; nothing if there is nothing to keep. Times are kept to the microsecond.
pub(super) fn pack(
    etag: Option<&Etag>,
    modified: Option<Timestamp>,
    modified_by: Option<&str>,
    known: impl FnOnce(Uuid) -> rusqlite::Result<Option<u32>>,
) -> rusqlite::Result<Option<Vec<u8>>> {
    if etag.is_none() && modified.is_none() && modified_by.is_none() {
        return Ok(None);
    }
    let mut out = Vec::with_capacity(24);
    out.push(0);
    let mut form = 0;
    if let Some(Etag(etag)) = etag {
        form |= put_etag(&mut out, etag);
    }
    if let Some(moment) = modified {
        form |= put_time(&mut out, moment.as_microsecond());
    }
    if let Some(who) = modified_by {
        form |= put_person(&mut out, who, known)?;
    }
    if let Some(first) = out.first_mut() {
        *first = form;
    }
    Ok(Some(out))
}

fn put_etag(out: &mut Vec<u8>, etag: &str) -> u8 {
    let inner = etag
        .strip_prefix("W/\"")
        .and_then(|rest| rest.strip_suffix('"'));
    if let Some(number) = inner.and_then(exact_number) {
        put_number(out, number);
        return etag::WEAK_NUMBER;
    }
    if let Some((length, number)) = inner.and_then(version_in) {
        put_number(out, length);
        put_number(out, number);
        return etag::WEAK_VERSION;
    }
    put_number(out, etag.len() as u128);
    out.extend_from_slice(etag.as_bytes());
    etag::PLAIN
}

/// A number that reads exactly as it is written.
fn exact_number(text: &str) -> Option<u128> {
    let number: u128 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// What differs in Business Central's etags: `'19;7638935861551516270;00;'` in base64.
fn version_in(inner: &str) -> Option<(u128, u128)> {
    let decoded = String::from_utf8(STANDARD.decode(inner).ok()?).ok()?;
    let mut parts = decoded
        .strip_prefix('\'')?
        .strip_suffix(";00;'")?
        .split(';');
    let (Some(length), Some(number), None) = (parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let version = (exact_number(length)?, exact_number(number)?);
    (version_text(version) == inner).then_some(version)
}

fn version_text((length, number): (u128, u128)) -> String {
    STANDARD.encode(format!("'{length};{number};00;'"))
}

fn put_time(out: &mut Vec<u8>, micros: i64) -> u8 {
    let from = micros - FROM * 1_000_000;
    let (unit, form) = match from {
        whole if whole % 1_000_000 == 0 => (1_000_000, time::SECONDS),
        whole if whole % 1000 == 0 => (1000, time::MILLIS),
        _ => (1, time::MICROS),
    };
    put_signed(out, from / unit);
    form
}

fn put_person(
    out: &mut Vec<u8>,
    who: &str,
    known: impl FnOnce(Uuid) -> rusqlite::Result<Option<u32>>,
) -> rusqlite::Result<u8> {
    let id = Uuid::try_parse(who)
        .ok()
        .filter(|id| id.hyphenated().to_string() == who);
    let Some(id) = id else {
        put_number(out, who.len() as u128);
        out.extend_from_slice(who.as_bytes());
        return Ok(by::TEXT);
    };
    if let Some(number) = known(id)? {
        put_number(out, number.into());
        return Ok(by::KNOWN);
    }
    out.extend_from_slice(id.as_bytes());
    Ok(by::GUID)
}

/// The mark of a compact form.
pub(super) fn unpack(
    packed: Option<&[u8]>,
    guid: impl FnOnce(u32) -> rusqlite::Result<Uuid>,
) -> rusqlite::Result<Mark> {
    let Some(packed) = packed else {
        return Ok(Mark::default());
    };
    let mut bytes = Bytes(packed);
    let form = bytes.byte()?;
    let etag = match form & etag::MASK {
        etag::PLAIN => {
            let length = bytes.small()?;
            Some(bytes.text(length)?.to_owned())
        }
        etag::WEAK_NUMBER => Some(format!("W/\"{}\"", bytes.number()?)),
        etag::WEAK_VERSION => {
            let version = (bytes.number()?, bytes.number()?);
            Some(format!("W/\"{}\"", version_text(version)))
        }
        _ => None,
    };
    let unit = match form & time::MASK {
        time::SECONDS => Some(1_000_000),
        time::MILLIS => Some(1000),
        time::MICROS => Some(1),
        _ => None,
    };
    let modified = unit
        .map(|unit| time_of(bytes.signed()?, unit))
        .transpose()?;
    let modified_by = match form & by::MASK {
        by::TEXT => {
            let length = bytes.small()?;
            Some(bytes.text(length)?.to_owned())
        }
        by::GUID => Some(bytes.guid()?.hyphenated().to_string()),
        by::KNOWN => Some(guid(bytes.small()?)?.hyphenated().to_string()),
        _ => None,
    };
    Ok(Mark {
        etag: etag.map(Etag),
        modified,
        modified_by,
    })
}

fn time_of(units: i64, unit: i64) -> rusqlite::Result<Timestamp> {
    let micros = units
        .checked_mul(unit)
        .and_then(|from| from.checked_add(FROM * 1_000_000))
        .ok_or_else(|| meaningless("a time"))?;
    Timestamp::from_microsecond(micros).map_err(super::problem::damaged)
}

/// The time of a compact form, without the rest.
pub(super) fn modified_of(packed: Option<&[u8]>) -> rusqlite::Result<Option<Timestamp>> {
    Ok(unpack(packed, |_| Ok(Uuid::nil()))?.modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(etag: &str, modified: &str, who: Option<&str>) -> usize {
        let etag = Etag(etag.to_owned());
        let modified: Timestamp = modified.parse().unwrap();
        let known = Uuid::from_u128(7);
        let number = |id| Ok((id == known).then_some(3));
        let packed = pack(Some(&etag), Some(modified), who, number).unwrap();
        let mark = unpack(packed.as_deref(), |number| {
            assert_eq!(number, 3);
            Ok(known)
        })
        .unwrap();
        assert_eq!(mark.etag, Some(etag));
        assert_eq!(mark.modified, Some(modified));
        assert_eq!(mark.modified_by.as_deref(), who);
        assert_eq!(modified_of(packed.as_deref()), Ok(Some(modified)));
        packed.unwrap().len()
    }

    #[test]
    fn marks_of_both_services_take_few_bytes() {
        let bc = "W/\"JzE5Ozc2Mzg5MzU4NjE1NTE1MTYyNzAxOzAwOyc=\"";
        assert!(kept(bc, "2026-11-22T10:02:03.045Z", None) <= 18);
        let who = Uuid::from_u128(7).hyphenated().to_string();
        assert!(kept("W/\"104857600\"", "2026-11-22T10:02:03Z", Some(&who)) <= 12);
    }

    #[test]
    fn any_mark_comes_back_as_it_was() {
        let somebody = Uuid::from_u128(8).hyphenated().to_string();
        let shouted = somebody.to_uppercase();
        for etag in [
            "",
            "W/\"007\"",
            "\"7\"",
            "W/\"abc\"",
            "W/\"JzE5Oyc=\"",
            "é",
            "W/\"-1\"",
            "W/\"+1\"",
        ] {
            for who in [
                None,
                Some("anna"),
                Some(somebody.as_str()),
                Some(shouted.as_str()),
            ] {
                kept(etag, "1999-01-01T00:00:00.000001Z", who);
            }
        }
        assert_eq!(pack(None, None, None, |_| Ok(None)), Ok(None));
        assert_eq!(unpack(None, |_| Ok(Uuid::nil())), Ok(Mark::default()));
    }

    #[test]
    fn a_mark_that_is_cut_short_is_damage() {
        for bytes in [
            &[][..],
            &[etag::PLAIN],
            &[etag::PLAIN, 9, 65],
            &[time::MICROS],
            &[by::GUID, 1],
        ] {
            assert!(unpack(Some(bytes), |_| Ok(Uuid::nil())).is_err());
        }
    }
}
