//! Addresses of services: checked once, joined without surprises.

use crate::model::reason::{Cause, Problem};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The address of a service: `https`, or `http` on this machine; without trailing slashes, query or credentials.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(Url);

impl Address {
    /// Reads an address as a person types it: a missing scheme becomes `https`, trailing slashes are dropped.
    ///
    /// # Errors
    /// [`Cause::WrongAddress`] for what is no address, [`Cause::NotHttps`] for `http` to another machine.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim().trim_end_matches('/');
        let wrong = |why: &str| {
            Problem::new(Cause::WrongAddress)
                .with("address", &without_credentials(text))
                .saying(why)
        };
        let full = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let mut url = Url::parse(&full).map_err(|error| wrong(&error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("an address must not hold a user name or password"));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(wrong("the host is missing"));
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return Err(Problem::new(Cause::NotHttps).with("address", url.as_str()));
            }
            other => return Err(wrong(&format!("`{other}` is not http or https"))),
        }
        url.set_query(None);
        url.set_fragment(None);
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// The address without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The path without a slash at its end; empty for a bare host.
    pub fn path(&self) -> &str {
        self.0.path().trim_end_matches('/')
    }

    /// The host name.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether this machine itself is meant.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// This address with a path appended.
    ///
    /// # Errors
    /// [`Cause::WrongAddress`] if the path makes it no address.
    pub fn join(&self, path: &str) -> Result<Self, Problem> {
        Self::parse(&format!(
            "{}/{}",
            self.as_str(),
            path.trim_start_matches('/')
        ))
    }
}

/// Resolves a link that a service gave (absolute, or relative to the service's root or host) against the address we use.
///
/// A token is sent along, so only path and query of an absolute link are taken: a service behind a proxy may name itself by
/// a host that nobody outside knows, and one that names somebody else's host gets nothing from us there. The text is kept
/// as the service wrote it: some cookies do not survive being decoded and written again.
///
/// # Errors
/// [`Cause::MalformedAnswer`] for what is no link.
pub fn resolve_link(root: &Address, link: &str) -> Result<String, Problem> {
    if let Some((_, rest)) = link.split_once("://")
        && (link.starts_with("http://") || link.starts_with("https://"))
    {
        let path = rest.split_once('/').map_or("", |(_, path)| path);
        return Ok(format!("{}/{path}", root.origin()));
    }
    if link.starts_with('/') {
        return Ok(format!("{}{link}", root.origin()));
    }
    if link.is_empty() {
        return Err(Problem::new(Cause::MalformedAnswer).with("field", "@odata.nextLink"));
    }
    Ok(format!("{}/{link}", root.as_str()))
}

/// Resolves a next link against the address of the page that gave it.
///
/// A relative one keeps that page's path and takes over its query: that is what it means, and at least one service leaves
/// out a letter of the path inside batches.
///
/// # Errors
/// As [`resolve_link`].
pub fn resolve_next(root: &Address, page: &str, link: &str) -> Result<String, Problem> {
    let is_relative = !link.contains("://") && !link.starts_with('/');
    match link.split_once('?') {
        Some((_, query)) if is_relative => {
            let path = page.split('?').next().unwrap_or(page);
            Ok(format!("{path}?{query}"))
        }
        _ => resolve_link(root, link),
    }
}

/// Business Central's web client, for every tenant.
const WEB_CLIENT: &str = "businesscentral.dynamics.com";

/// Whether a link may be opened in a browser: it leads to one of these services, or to Business Central's web client.
///
/// Links are made from what services say; a record's text must not be able to lead a person anywhere else.
pub fn may_be_opened(link: &str, services: &[&str]) -> bool {
    let (Ok(address), Ok(url)) = (Address::parse(link), Url::parse(link)) else {
        return false;
    };
    // Only what is written out in full is what it seems: no missing scheme that is filled in here.
    let is_whole = link.starts_with("https://") || link.starts_with("http://");
    let has_control = link.chars().any(char::is_control);
    let host = url.host_str().unwrap_or_default();
    let is_known = services.iter().any(|service| {
        Address::parse(service).is_ok_and(|service| {
            service.host() == host
                && (service.0.port_or_known_default() == url.port_or_known_default()
                    || !address.is_loopback())
        })
    });
    is_whole && !has_control && (is_known || host == WEB_CLIENT)
}

/// Percent-encodes a query option's value: everything but unreserved characters and the few that services want plain.
pub fn encode_query(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len() + value.len() / 2);
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'.'
            | b'~'
            | b'('
            | b')'
            | b','
            | b'$'
            | b'\''
            | b'='
            | b'/'
            | b':'
            | b'*'
            | b'@' => encoded.push(char::from(byte)),
            _ => {
                encoded.push('%');
                encoded.push(hex_digit(byte >> 4));
                encoded.push(hex_digit(byte & 15));
            }
        }
    }
    encoded
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16)
        .unwrap_or('0')
        .to_ascii_uppercase()
}

/// An address as it may be shown: without user name and password.
fn without_credentials(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((_, host)) => host.to_owned(),
        None => text.to_owned(),
    }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Address {
    type Error = Problem;

    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_address_is_completed_and_trimmed() {
        let address = Address::parse(" contoso.crm4.dynamics.com/ ").unwrap();
        assert_eq!(address.as_str(), "https://contoso.crm4.dynamics.com");
        assert_eq!(address.path(), "");
        let local = Address::parse("http://127.0.0.1:8080/v2.0/t/e/api/v2.0//").unwrap();
        assert_eq!(local.as_str(), "http://127.0.0.1:8080/v2.0/t/e/api/v2.0");
        assert!(Address::parse("http://[::1]:80").unwrap().is_loopback());
    }

    #[test]
    fn plain_http_goes_nowhere_but_here() {
        let problem = Address::parse("http://example.com/api").unwrap_err();
        assert_eq!(problem.cause, Cause::NotHttps);
        assert_eq!(
            Address::parse("ftp://x").unwrap_err().cause,
            Cause::WrongAddress
        );
    }

    #[test]
    fn credentials_in_an_address_are_refused_and_not_repeated() {
        let problem = Address::parse("https://anna:hunter2@example.com").unwrap_err();
        assert!(!format!("{problem:?}").contains("hunter2"), "{problem:?}");
    }

    #[test]
    fn links_stay_on_their_host() {
        let root = Address::parse("https://h.example/api/data/v9.2").unwrap();
        let link = "https://h.example/api/data/v9.2/accounts?$skiptoken=%3Ccookie%20p=%222%22/%3E";
        assert_eq!(resolve_link(&root, link).unwrap(), link);
        assert_eq!(
            resolve_link(&root, "accounts?$skiptoken=7").unwrap(),
            "https://h.example/api/data/v9.2/accounts?$skiptoken=7"
        );
        assert_eq!(
            resolve_link(&root, "http://inside:7048/accounts?x=1").unwrap(),
            "https://h.example/accounts?x=1"
        );
        assert!(resolve_link(&root, "").is_err());
        let page = "https://h.example/api/data/v9.2/accounts?$select=name";
        for (link, next) in [
            (
                "accounts?$skiptoken=7",
                "https://h.example/api/data/v9.2/accounts?$skiptoken=7",
            ),
            (
                "ccounts?$skiptoken=7",
                "https://h.example/api/data/v9.2/accounts?$skiptoken=7",
            ),
            ("/x?y", "https://h.example/x?y"),
            ("http://inside/x?a=://", "https://h.example/x?a=://"),
        ] {
            assert_eq!(resolve_next(&root, page, link).unwrap(), next);
        }
    }

    #[test]
    fn links_are_opened_to_the_services_only() {
        let services = [
            "https://contoso.crm4.dynamics.com",
            "http://127.0.0.1:4711/v2.0/sandbox/api/v2.0",
            "https://bc.inside.example:7048/BC/api/v2.0",
        ];
        for link in [
            "https://contoso.crm4.dynamics.com/main.aspx?etn=account",
            "https://businesscentral.dynamics.com/t/e/?page=21",
            "https://bc.inside.example/BC/?page=21",
            "http://127.0.0.1:4711/v2.0/x",
        ] {
            assert!(may_be_opened(link, &services), "{link}");
        }
        for link in [
            "https://evil.example/",
            "https://contoso.crm4.dynamics.com.evil.example/",
            "https://contoso.crm4.dynamics.com@evil.example/",
            "https://evil.example/?https://contoso.crm4.dynamics.com",
            "http://contoso.crm4.dynamics.com/",
            "http://127.0.0.1:4712/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "contoso.crm4.dynamics.com",
            "",
        ] {
            assert!(!may_be_opened(link, &services), "{link}");
        }
    }

    #[test]
    fn query_values_are_encoded() {
        assert_eq!(
            encode_query("name eq 'A&B + ç#'"),
            "name%20eq%20'A%26B%20%2B%20%C3%A7%23'"
        );
    }
}
