//! Who issued a server's certificate, for a person who has to decide whether to trust it, and when one of our own ends.
//!
//! Nothing is judged here: that is the platform's business ([`super::trust`]). What cannot be read is left out.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::path::Path;

/// The issuer of a certificate in DER form: its common name, with the organisation behind it if it has one.
pub fn issuer(der: &[u8]) -> Option<String> {
    let (name, _) = Element::read(from_issuer(der)?)?;
    readable(name.of(SEQUENCE)?)
}

/// When a certificate in DER form ends.
pub fn end(der: &[u8]) -> Option<Timestamp> {
    let (_issuer, rest) = Element::read(from_issuer(der)?)?;
    let (validity, _) = Element::read(rest)?;
    let (_begin, rest) = Element::read(validity.of(SEQUENCE)?)?;
    let (end, _) = Element::read(rest)?;
    let text = std::str::from_utf8(end.content).ok()?;
    let text = match end.tag {
        // Two digits of the year: from 1950 to 2049.
        SHORT_TIME if text.get(..2)? < "50" => format!("20{text}"),
        SHORT_TIME => format!("19{text}"),
        LONG_TIME => text.to_owned(),
        _ => return None,
    };
    let moment = DateTime::strptime("%Y%m%d%H%M%SZ", text).ok()?;
    Some(moment.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// When the first certificate of a PEM file ends.
pub fn end_of_file(path: &Path) -> Option<Timestamp> {
    end(&CertificateDer::from_pem_file(path).ok()?)
}

/// The part of a certificate from its issuer on.
fn from_issuer(der: &[u8]) -> Option<&[u8]> {
    let (tbs, _) = Element::read(Element::read(der)?.0.of(SEQUENCE)?)?;
    let mut rest = tbs.of(SEQUENCE)?;
    // An optional version, serial number and algorithm come before the issuer.
    let (first, after) = Element::read(rest)?;
    if first.tag == VERSION {
        rest = after;
    }
    for tag in [INTEGER, SEQUENCE] {
        let (element, after) = Element::read(rest)?;
        element.of(tag)?;
        rest = after;
    }
    Some(rest)
}

const INTEGER: u8 = 0x02;
const OBJECT: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const VERSION: u8 = 0xa0;
const TWO_BYTES_EACH: u8 = 0x1e;
const SHORT_TIME: u8 = 0x17;
const LONG_TIME: u8 = 0x18;

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0a];
const UNIT: &[u8] = &[0x55, 0x04, 0x0b];

struct Element<'a> {
    tag: u8,
    content: &'a [u8],
}

impl<'a> Element<'a> {
    /// One element and what comes after it.
    fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (&tag, rest) = bytes.split_first()?;
        let (&length, rest) = rest.split_first()?;
        let (length, rest) = if length < 0x80 {
            (usize::from(length), rest)
        } else {
            let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
            if digits.len() > 4 {
                return None;
            }
            let length = digits
                .iter()
                .fold(0_usize, |sum, digit| (sum << 8) | usize::from(*digit));
            (length, rest)
        };
        let (content, rest) = rest.split_at_checked(length)?;
        Some((Self { tag, content }, rest))
    }

    /// The content, if the element is of this kind.
    fn of(&self, tag: u8) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.content)
    }
}

/// A distinguished name as people write it.
fn readable(mut name: &[u8]) -> Option<String> {
    let (mut common, mut organisation, mut unit) = (None, None, None);
    while let Some((set, rest)) = Element::read(name) {
        name = rest;
        let Some((pair, _)) = set.of(SET).and_then(Element::read) else {
            continue;
        };
        let Some((kind, value)) = pair.of(SEQUENCE).and_then(Element::read) else {
            continue;
        };
        let Some((value, _)) = Element::read(value) else {
            continue;
        };
        let place = match kind.of(OBJECT) {
            Some(COMMON_NAME) => &mut common,
            Some(ORGANISATION) => &mut organisation,
            Some(UNIT) => &mut unit,
            _ => continue,
        };
        *place = text(&value);
    }
    match (common.or(unit), organisation) {
        (Some(name), Some(organisation)) if name != organisation => {
            Some(format!("{name} ({organisation})"))
        }
        (Some(name), _) | (None, Some(name)) => Some(name),
        (None, None) => None,
    }
}

fn text(value: &Element<'_>) -> Option<String> {
    let text = if value.tag == TWO_BYTES_EACH {
        let units = value.content.chunks_exact(2).filter_map(|pair| match pair {
            [high, low] => Some(u16::from_be_bytes([*high, *low])),
            _ => None,
        });
        String::from_utf16_lossy(&units.collect::<Vec<u16>>())
    } else {
        String::from_utf8_lossy(value.content).into_owned()
    };
    // It is shown to people: whoever made the certificate must not be able to write more than a name.
    let text: String = text.chars().filter(|c| !c.is_control()).take(100).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rcgen::{CertificateParams, DnType, IsCa, Issuer, KeyPair};

    fn signed(names: &[(DnType, &str)]) -> Vec<u8> {
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        authority.distinguished_name = rcgen::DistinguishedName::new();
        for (kind, text) in names {
            authority.distinguished_name.push(kind.clone(), *text);
        }
        let issuer = Issuer::new(authority, KeyPair::generate().unwrap());
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new(vec!["x.example".to_owned()]).unwrap();
        leaf.signed_by(&key, &issuer).unwrap().der().to_vec()
    }

    #[test]
    fn the_issuer_is_named_as_people_know_it() {
        for (names, expected) in [
            (
                vec![
                    (DnType::CountryName, "FR"),
                    (DnType::OrganizationName, "Société d’Essai"),
                    (DnType::CommonName, "Inspection CA"),
                ],
                Some("Inspection CA (Société d’Essai)"),
            ),
            (vec![(DnType::CommonName, "Root")], Some("Root")),
            (vec![(DnType::OrganizationName, "Only")], Some("Only")),
            (vec![(DnType::CountryName, "FR")], None),
            (vec![(DnType::CommonName, "a\nb\u{1b}[31m")], Some("ab[31m")),
        ] {
            assert_eq!(issuer(&signed(&names)).as_deref(), expected);
        }
    }

    #[test]
    fn the_end_is_the_one_in_the_certificate() {
        for (year, month, day) in [(2027, 3, 1), (2049, 12, 31), (2050, 1, 1), (2099, 6, 30)] {
            let mut params = CertificateParams::new(vec!["x.example".to_owned()]).unwrap();
            params.not_after = rcgen::date_time_ymd(year, month, day);
            let key = KeyPair::generate().unwrap();
            let der = params.self_signed(&key).unwrap();
            let end = end(der.der()).unwrap().to_string();
            assert_eq!(end, format!("{year}-{month:02}-{day:02}T00:00:00Z"));
        }
        assert_eq!(end(b"no certificate"), None);
    }

    proptest! {
        #[test]
        fn anything_else_names_nobody(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _nothing_or_something = issuer(&bytes);
            let _nothing_or_a_moment = end(&bytes);
        }

        #[test]
        fn nor_does_a_broken_one_harm(cut in 0_usize..400, flip in 0_usize..400, with in any::<u8>()) {
            let mut der = signed(&[(DnType::CommonName, "Root")]);
            if let Some(byte) = der.get_mut(flip) {
                *byte ^= with;
            }
            der.truncate(cut);
            let _nothing_or_something = issuer(&der);
            let _nothing_or_a_moment = end(&der);
        }
    }
}
