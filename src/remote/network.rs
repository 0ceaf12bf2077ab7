//! The way to the services: proxy, further trust, patience. What the `[network]` table of a connection file says.

use super::budget::Limits;
use crate::model::reason::{Cause, Problem};
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

/// How the services are reached; nothing said means as the system says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Through which proxy.
    pub proxy: ProxyWish,
    /// A file with certificates of authorities to trust besides the system's, in PEM or DER form.
    pub ca_file: Option<PathBuf>,
    /// How long to wait, where the usual time does not fit.
    pub patience: Patience,
}

/// Which proxy to use. This machine itself is never asked for through one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProxyWish {
    /// What the environment (`HTTPS_PROXY`, `NO_PROXY`) or else the system's settings say.
    #[default]
    System,
    /// None, whatever the system says.
    None,
    /// This one.
    Named {
        /// Its address: scheme, host and port, nothing else.
        address: String,
        /// Hosts that are reached without it: names, `.domain`, addresses, networks.
        except: Vec<String>,
        /// The user to name, if it asks.
        user: Option<String>,
        /// The environment variable in which `connect` finds that user's password.
        secret_env: Option<String>,
    },
}

/// Time limits that differ from the usual ones, in whole seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Patience {
    /// For a connection: name, TCP, proxy and TLS.
    pub connect: Option<u64>,
    /// From sending a request to the first byte of its answer.
    pub first_byte: Option<u64>,
    /// From one part of an answer to the next.
    pub read: Option<u64>,
    /// For the whole exchange.
    pub total: Option<u64>,
}

impl Patience {
    /// Some limits with these times in place of theirs.
    #[must_use]
    pub fn applied_to(self, limits: &Limits) -> Limits {
        let or = |seconds: Option<u64>, usual| seconds.map_or(usual, Duration::from_secs);
        Limits {
            connect_timeout: or(self.connect, limits.connect_timeout),
            first_byte_timeout: or(self.first_byte, limits.first_byte_timeout),
            read_timeout: or(self.read, limits.read_timeout),
            total_timeout: or(self.total, limits.total_timeout),
            ..limits.clone()
        }
    }
}

/// A proxy that a request goes through.
#[derive(Clone)]
pub struct Via {
    /// Its address without credentials, for the wire and for people.
    pub address: String,
    /// How to sign in to it, if at all.
    pub authorization: Option<HeaderValue>,
}

impl std::fmt::Debug for Via {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Via")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl ProxyWish {
    /// Whether somebody is named to the proxy, so that a password may be kept.
    pub fn names_a_user(&self) -> bool {
        matches!(self, Self::Named { user: Some(_), .. })
    }

    /// The environment variable that a connection file names for the password of the proxy's user.
    pub fn secret_env(&self) -> Option<&str> {
        match self {
            Self::Named { secret_env, .. } => secret_env.as_deref(),
            Self::System | Self::None => None,
        }
    }

    /// The proxy between this machine and an address of another one, if any; `password` is that of the named user.
    pub fn route(&self, origin: &str, password: Option<&SecretString>) -> Option<Via> {
        let Ok(target) = origin.parse() else {
            return None;
        };
        let (matcher, authorization) = match self {
            Self::None => return None,
            Self::System => (Matcher::from_system(), None),
            Self::Named {
                address,
                except,
                user,
                secret_env: _,
            } => {
                let matcher = Matcher::builder()
                    .all(address.clone())
                    .no(except.join(","))
                    .build();
                let password = password.map_or("", |password| password.expose_secret());
                let authorization = user.as_ref().and_then(|user| basic(user, password));
                (matcher, authorization)
            }
        };
        matcher.intercept(&target).map(|found| {
            let uri = found.uri();
            let host = uri.authority().map_or("", |authority| {
                let text = authority.as_str();
                text.rsplit_once('@').map_or(text, |(_, host)| host)
            });
            Via {
                address: format!("{}://{host}", uri.scheme_str().unwrap_or("http")),
                authorization: authorization.or_else(|| found.basic_auth().cloned()),
            }
        })
    }
}

fn basic(user: &str, password: &str) -> Option<HeaderValue> {
    use base64::Engine as _;
    let coded = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    let mut header = HeaderValue::from_str(&format!("Basic {coded}")).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// The table as it is read, before it is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawNetwork {
    /// `system`, `none`, or an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// Hosts that are reached without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_proxy: Vec<String>,
    /// The proxy's user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_user: Option<String>,
    /// The environment variable that holds that user's password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_secret_env: Option<String>,
    /// The file with authorities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// Seconds for a connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connect_timeout: Option<u64>,
    /// Seconds until the first byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_byte_timeout: Option<u64>,
    /// Seconds between two parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_timeout: Option<u64>,
    /// Seconds in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_timeout: Option<u64>,
}

impl RawNetwork {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl TryFrom<RawNetwork> for Network {
    type Error = Problem;

    fn try_from(raw: RawNetwork) -> Result<Self, Problem> {
        let invalid = |field: &str, why: &str| {
            Problem::new(Cause::InvalidFile)
                .with("field", &format!("network.{field}"))
                .saying(why)
        };
        let proxy = match raw.proxy.as_deref().map(str::trim) {
            None | Some("" | "system") => ProxyWish::System,
            Some("none") => ProxyWish::None,
            Some(address) => ProxyWish::Named {
                address: proxy_address(address).map_err(|why| invalid("proxy", why))?,
                except: raw.no_proxy.clone(),
                user: raw.proxy_user.clone(),
                secret_env: raw.proxy_secret_env.clone(),
            },
        };
        if !matches!(proxy, ProxyWish::Named { .. }) {
            for (field, is_set) in [
                ("no_proxy", !raw.no_proxy.is_empty()),
                ("proxy_user", raw.proxy_user.is_some()),
                ("proxy_secret_env", raw.proxy_secret_env.is_some()),
            ] {
                if is_set {
                    return Err(invalid(field, "it needs `proxy` to be an address"));
                }
            }
        }
        if raw.proxy_secret_env.is_some() && raw.proxy_user.is_none() {
            return Err(invalid("proxy_user", "it is missing"));
        }
        // The connection is kept in the cache, where "beside this file" means nothing any more.
        if raw.ca_file.as_ref().is_some_and(|path| !path.is_absolute()) {
            return Err(invalid("ca_file", "the path must be absolute"));
        }
        let patience = Patience {
            connect: raw.connect_timeout,
            first_byte: raw.first_byte_timeout,
            read: raw.read_timeout,
            total: raw.total_timeout,
        };
        for (field, seconds) in [
            ("connect_timeout", patience.connect),
            ("first_byte_timeout", patience.first_byte),
            ("read_timeout", patience.read),
            ("total_timeout", patience.total),
        ] {
            if seconds.is_some_and(|seconds| !(1..=86_400).contains(&seconds)) {
                return Err(invalid(field, "seconds, from 1 to 86400"));
            }
        }
        Ok(Self {
            proxy,
            ca_file: raw.ca_file,
            patience,
        })
    }
}

/// A proxy's address as it is used; the text is never repeated, since somebody may have written a password into it.
fn proxy_address(text: &str) -> Result<String, &'static str> {
    let full = if text.contains("://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    let Ok(url) = Url::parse(&full) else {
        return Err("it is neither `system`, `none` nor an address such as http://proxy:8080");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "no user or password in here: use proxy_user; its password is kept with the other secrets",
        );
    }
    if !matches!(url.scheme(), "http" | "https") {
        return Err("only http and https proxies can be used");
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() {
        return Err("a proxy's address has neither a path nor a query");
    }
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return Err("the host is missing");
    };
    let port = url
        .port_or_known_default()
        .map_or_else(String::new, |port| format!(":{port}"));
    Ok(format!("{}://{host}{port}", url.scheme()))
}

impl From<Network> for RawNetwork {
    fn from(network: Network) -> Self {
        let Network {
            proxy,
            ca_file,
            patience,
        } = network;
        let raw = Self {
            ca_file,
            connect_timeout: patience.connect,
            first_byte_timeout: patience.first_byte,
            read_timeout: patience.read,
            total_timeout: patience.total,
            ..Self::default()
        };
        match proxy {
            ProxyWish::System => raw,
            ProxyWish::None => Self {
                proxy: Some("none".to_owned()),
                ..raw
            },
            ProxyWish::Named {
                address,
                except,
                user,
                secret_env,
            } => Self {
                proxy: Some(address),
                no_proxy: except,
                proxy_user: user,
                proxy_secret_env: secret_env,
                ..raw
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pretty_assertions::assert_eq;

    fn read(text: &str) -> Result<Network, Problem> {
        toml::from_str::<RawNetwork>(text)
            .map_err(|error| Problem::new(Cause::InvalidFile).saying(error.to_string()))?
            .try_into()
    }

    #[test]
    fn a_table_is_read_and_written_back() {
        for text in [
            "",
            "proxy = \"none\"\n",
            "proxy = \"http://proxy.example:3128\"\nno_proxy = [\".example\", \"10.0.0.0/8\"]\nproxy_user = \"me\"\nproxy_secret_env = \"P\"\nca_file = \"/etc/ca.pem\"\nconnect_timeout = 5\nfirst_byte_timeout = 6\nread_timeout = 7\ntotal_timeout = 8\n",
        ] {
            let network = read(text).unwrap();
            let raw = RawNetwork::from(network.clone());
            assert_eq!(toml::to_string(&raw).unwrap(), text);
            assert_eq!(Network::try_from(raw).unwrap(), network);
        }
        let limits = read("first_byte_timeout = 6")
            .unwrap()
            .patience
            .applied_to(&Limits::of(crate::model::Side::Dv));
        assert_eq!(limits.first_byte_timeout, Duration::from_secs(6));
        assert_eq!(limits.connect_timeout, Duration::from_secs(15));
    }

    #[test]
    fn what_makes_no_sense_is_refused_and_passwords_are_not_repeated() {
        for (text, field) in [
            ("proxy = \"http://me:hunter2@proxy:1\"", "network.proxy"),
            ("proxy = \"socks5://proxy:1\"", "network.proxy"),
            ("proxy = \"http://proxy:1/path\"", "network.proxy"),
            ("proxy = \"://\"", "network.proxy"),
            ("proxy_user = \"me\"", "network.proxy_user"),
            (
                "proxy = \"p:1\"\nproxy_secret_env = \"X\"",
                "network.proxy_user",
            ),
            ("ca_file = \"ca.pem\"", "network.ca_file"),
            ("read_timeout = 0", "network.read_timeout"),
            ("proxy = \"none\"\nno_proxy = [\"a\"]", "network.no_proxy"),
        ] {
            let problem = read(text).unwrap_err();
            assert_eq!(problem.params.get("field").map(String::as_str), Some(field));
            assert!(!format!("{problem:?}").contains("hunter2"));
        }
        assert!(read("proxi = \"none\"").is_err());
    }

    #[test]
    fn the_named_proxy_is_used_but_for_its_exceptions() {
        let network = read(
            "proxy = \"proxy.example:3128\"\nno_proxy = [\".inside.example\"]\nproxy_user = \"me\"\nproxy_secret_env = \"P\"",
        )
        .unwrap();
        let secret = SecretString::from("open:sesame");
        let route = |origin: &str| network.proxy.route(origin, Some(&secret));
        let via = route("https://org.crm4.dynamics.com").unwrap();
        assert_eq!(via.address, "http://proxy.example:3128");
        assert_eq!(
            via.authorization.clone().unwrap(),
            "Basic bWU6b3BlbjpzZXNhbWU="
        );
        assert!(!format!("{via:?}").contains("bWU6"), "{via:?}");
        assert!(route("https://bc.inside.example").is_none());
        assert!(network.proxy.names_a_user());
        assert_eq!(network.proxy.secret_env(), Some("P"));
        assert!(ProxyWish::None.route("https://x.example", None).is_none());
    }
}
