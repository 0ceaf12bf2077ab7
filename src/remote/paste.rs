//! Any address that a person copies — from the web client, an app, an API, an admin centre — as the fields of a connection.

use super::address::Address;
use crate::model::Side;
use reqwest::Url;

/// What an address tells. What it does not tell stays empty for the person to fill in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The service that it belongs to; nothing if it may be either.
    pub side: Option<Side>,
    /// The address that a connection needs.
    pub url: Option<Address>,
    /// The tenant: a domain name or an id.
    pub tenant: Option<String>,
    /// The environment of Business Central.
    pub environment: Option<String>,
    /// The company: a name or an id.
    pub company: Option<String>,
    /// Whether a part of the address was guessed (the API's port, from a web client on premises).
    pub guessed: bool,
}

/// The usual environment.
const PRODUCTION: &str = "production";
/// Where APIs are on premises unless somebody chose otherwise.
const API_PORT: u16 = 7_048;

/// Reads an address; `field` is the service in whose field it was pasted, if that is known.
///
/// Nothing for what is no address, for plain `http` to another machine, and for pages that belong to neither service.
pub fn read(text: &str, field: Option<Side>) -> Option<Pasted> {
    let text = text.trim().trim_matches(['<', '>', '"']);
    let full = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let url = Url::parse(&full).ok()?;
    // Checks scheme, host and credentials.
    let base = Address::parse(url.as_str()).ok()?;
    let host = base.host().to_ascii_lowercase();
    let link = Link {
        segments: url
            .path_segments()
            .map(|parts| parts.filter(|part| !part.is_empty()).map(decoded).collect())
            .unwrap_or_default(),
        query: url
            .query_pairs()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.into_owned()))
            .collect(),
        origin: base.origin(),
        host,
    };
    link.online_client()
        .or_else(|| link.online_api())
        .or_else(|| link.power_platform())
        .or_else(|| link.organisation())
        .or_else(|| link.elsewhere(field))
}

/// The address of an environment's API in Business Central online.
pub fn api_address(tenant: Option<&str>, environment: &str) -> Option<Address> {
    api_of(
        "https://api.businesscentral.dynamics.com",
        tenant,
        environment,
    )
}

fn api_of(origin: &str, tenant: Option<&str>, environment: &str) -> Option<Address> {
    let tenant = tenant.map_or_else(String::new, |tenant| format!("{tenant}/"));
    Address::parse(&format!("{origin}/v2.0/{tenant}{environment}/api/v2.0")).ok()
}

struct Link {
    host: String,
    origin: String,
    segments: Vec<String>,
    /// Names in lower case.
    query: Vec<(String, String)>,
}

impl Link {
    fn asked(&self, name: &str) -> Option<String> {
        let mut values = self.query.iter().filter(|(key, _)| key == name);
        values
            .next()
            .map(|(_, value)| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }

    fn segment(&self, at: usize) -> Option<&str> {
        self.segments.get(at).map(String::as_str)
    }

    /// `businesscentral.dynamics.com/TENANT/ENVIRONMENT/?company=…`, its admin centre, and those of partners' products.
    fn online_client(&self) -> Option<Pasted> {
        let origin = if let Some(cloud) = self.host.strip_prefix("businesscentral.dynamics.") {
            format!("https://api.businesscentral.dynamics.{cloud}")
        } else {
            let product = self.host.strip_suffix(".bc.dynamics.com")?;
            if product.rsplit('.').next() == Some("api") {
                return None;
            }
            format!("https://{product}.api.bc.dynamics.com")
        };
        let (first, second) = (self.segment(0), self.segment(1));
        let (tenant, environment) = match (first, second) {
            (Some(tenant), Some("admin")) => (Some(tenant), None),
            (Some("admin") | None, _) => (None, None),
            (Some(tenant), Some(environment)) => (Some(tenant), Some(environment)),
            (Some(only), None) if is_tenant(only) => (Some(only), None),
            (Some(only), None) => (None, Some(only)),
        };
        let tenant = tenant
            .map(str::to_owned)
            .or_else(|| self.asked("tenant").or_else(|| self.asked("tid")));
        Some(Pasted {
            side: Some(Side::Bc),
            url: api_of(
                &origin,
                tenant.as_deref(),
                environment.unwrap_or(PRODUCTION),
            ),
            guessed: environment.is_none(),
            tenant,
            environment: environment.map(str::to_owned),
            company: self.asked("company"),
        })
    }

    /// `api.businesscentral.dynamics.com/v2.0/TENANT/ENVIRONMENT/api/v2.0/companies(ID)/…` and its neighbours.
    fn online_api(&self) -> Option<Pasted> {
        let is_api = self.host.starts_with("api.businesscentral.dynamics.")
            || self.host.ends_with(".api.bc.dynamics.com");
        if !is_api {
            return None;
        }
        let names: Vec<&str> = self
            .segments
            .iter()
            .skip(1)
            .map(String::as_str)
            .take_while(|part| !is_service(part))
            .collect();
        let (tenant, environment) = match names.as_slice() {
            [tenant, environment, ..] => (Some(*tenant), Some(*environment)),
            [only] if is_tenant(only) => (Some(*only), None),
            [only] => (None, Some(*only)),
            [] => (None, None),
        };
        Some(Pasted {
            side: Some(Side::Bc),
            url: api_of(&self.origin, tenant, environment.unwrap_or(PRODUCTION)),
            guessed: environment.is_none(),
            tenant: tenant.map(str::to_owned),
            environment: environment.map(str::to_owned),
            company: self.company(),
        })
    }

    /// Pages about an environment that do not name its organisation's address.
    fn power_platform(&self) -> Option<Pasted> {
        let is_it = self.host.ends_with(".powerapps.com")
            || self.host.ends_with(".powerplatform.microsoft.com")
            || self.host == "admin.microsoft.com";
        is_it.then(|| Pasted {
            side: Some(Side::Dv),
            tenant: self.asked("tid").or_else(|| self.asked("tenantid")),
            ..Pasted::default()
        })
    }

    /// `ORGANISATION.crm4.dynamics.com/…`, also as `ORGANISATION.api.crm4.…`, in every cloud.
    fn organisation(&self) -> Option<Pasted> {
        let (name, region) = self.host.split_once('.')?;
        let region = region.strip_prefix("api.").unwrap_or(region);
        let ends = [
            ".dynamics.com",
            ".microsoftdynamics.us",
            ".appsplatform.us",
            ".dynamics.cn",
        ];
        if !region.starts_with("crm") || !ends.iter().any(|end| region.ends_with(end)) {
            return None;
        }
        Some(Pasted {
            side: Some(Side::Dv),
            url: Some(Address::parse(&format!("https://{name}.{region}")).ok()?),
            tenant: self.asked("tid"),
            ..Pasted::default()
        })
    }

    /// Installations on premises and emulated services: the path tells, or else the field.
    fn elsewhere(&self, field: Option<Side>) -> Option<Pasted> {
        let at = self.segments.iter().position(|part| is_service(part));
        let dataverse = matches!(
            (self.segment(0), self.segment(1)),
            (Some("api"), Some("data"))
        ) || self
            .segments
            .iter()
            .any(|part| part.eq_ignore_ascii_case("main.aspx"));
        if dataverse || (at.is_none() && field == Some(Side::Dv)) {
            return Some(Pasted {
                side: Some(Side::Dv),
                url: Address::parse(&self.origin).ok(),
                ..Pasted::default()
            });
        }
        let tenant = self.asked("tenant");
        if let Some(at) = at {
            let before = self.segments.iter().take(at).cloned().collect::<Vec<_>>();
            let environment = match before.as_slice() {
                [version, .., environment] if version == "v2.0" => Some(environment.clone()),
                _ => None,
            };
            return Some(Pasted {
                side: Some(Side::Bc),
                url: Address::parse(&format!("{}/{}/api/v2.0", self.origin, before.join("/"))).ok(),
                tenant,
                environment,
                company: self.company(),
                guessed: false,
            });
        }
        // A web client on premises: its API is on another port of the same host, usually this one.
        let instance = self.segment(0).filter(|_| field != Some(Side::Dv))?;
        let host = Address::parse(&self.origin).ok()?;
        Some(Pasted {
            side: Some(Side::Bc),
            url: Address::parse(&format!(
                "https://{}:{API_PORT}/{instance}/api/v2.0",
                host.host()
            ))
            .ok(),
            tenant,
            company: self.asked("company"),
            guessed: true,
            ..Pasted::default()
        })
    }

    /// The company as the path of an API or its query names it.
    fn company(&self) -> Option<String> {
        let in_path = self.segments.iter().find_map(|part| {
            let (name, rest) = part.split_once('(')?;
            let inner = rest.strip_suffix(')')?;
            let is_it =
                name.eq_ignore_ascii_case("companies") || name.eq_ignore_ascii_case("company");
            is_it.then(|| inner.trim_matches('\'').replace("''", "'"))
        });
        in_path.or_else(|| self.asked("company"))
    }
}

/// The segment with which the services of an installation begin.
fn is_service(part: &str) -> bool {
    matches!(
        part.to_ascii_lowercase().as_str(),
        "api" | "odatav4" | "odata" | "ws"
    )
}

/// A tenant looks like a domain name or an id; environments have neither dots nor that many dashes.
fn is_tenant(text: &str) -> bool {
    text.contains('.') || uuid::Uuid::parse_str(text).is_ok()
}

fn decoded(part: &str) -> String {
    // The query's own decoder takes `+` for a space, which a path does not.
    let as_query = format!("x={}", part.replace('+', "%2B").replace('&', "%26"));
    Url::parse(&format!("https://h/?{as_query}"))
        .ok()
        .and_then(|url| {
            url.query_pairs()
                .next()
                .map(|(_, value)| value.into_owned())
        })
        .unwrap_or_else(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use pretty_assertions::assert_eq;

    const TENANT: &str = "5a17d0e5-0000-4000-8000-00000000c0de";

    fn bc(text: &str) -> (String, Option<String>, Option<String>, Option<String>, bool) {
        let found = read(text, None).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(found.side, Some(Side::Bc), "{text}");
        let url = found
            .url
            .map_or_else(String::new, |url| url.as_str().to_owned());
        (
            url,
            found.tenant,
            found.environment,
            found.company,
            found.guessed,
        )
    }

    #[test]
    fn addresses_of_business_central_online() {
        let api = "https://api.businesscentral.dynamics.com/v2.0";
        let some = |text: &str| Some(text.to_owned());
        for (text, expected) in [
            (
                format!(
                    "https://businesscentral.dynamics.com/{TENANT}/Production/?company=CRONUS%20FR&page=22"
                ),
                (
                    format!("{api}/{TENANT}/Production/api/v2.0"),
                    some(TENANT),
                    some("Production"),
                    some("CRONUS FR"),
                    false,
                ),
            ),
            (
                "businesscentral.dynamics.com/contoso.com/uat".to_owned(),
                (
                    format!("{api}/contoso.com/uat/api/v2.0"),
                    some("contoso.com"),
                    some("uat"),
                    None,
                    false,
                ),
            ),
            (
                format!("https://businesscentral.dynamics.com/{TENANT}/admin"),
                (
                    format!("{api}/{TENANT}/production/api/v2.0"),
                    some(TENANT),
                    None,
                    None,
                    true,
                ),
            ),
            (
                "https://businesscentral.dynamics.com/?company=My%20Company".to_owned(),
                (
                    format!("{api}/production/api/v2.0"),
                    None,
                    None,
                    some("My Company"),
                    true,
                ),
            ),
            (
                format!(
                    "{api}/{TENANT}/sandbox1/api/v2.0/companies(6f9619ff-8b86-d011-b42d-00c04fc964ff)/customers?$top=1"
                ),
                (
                    format!("{api}/{TENANT}/sandbox1/api/v2.0"),
                    some(TENANT),
                    some("sandbox1"),
                    some("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
                    false,
                ),
            ),
            (
                format!("{api}/production/ODataV4/Company('O''Brien%20Ltd')/Items"),
                (
                    format!("{api}/production/api/v2.0"),
                    None,
                    some("production"),
                    some("O'Brien Ltd"),
                    false,
                ),
            ),
        ] {
            assert_eq!(bc(&text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_on_premises() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            bc("https://bc.inside.example:7048/BC260/api/v2.0/companies?tenant=main"),
            (
                "https://bc.inside.example:7048/BC260/api/v2.0".into(),
                some("main"),
                None,
                None,
                false
            )
        );
        assert_eq!(
            bc("https://bc.inside.example/BC260/?company=CRONUS%20AG&page=9305"),
            (
                "https://bc.inside.example:7048/BC260/api/v2.0".into(),
                None,
                None,
                some("CRONUS AG"),
                true
            )
        );
        assert_eq!(
            bc("http://127.0.0.1:4711/v2.0/sandbox/api/v2.0"),
            (
                "http://127.0.0.1:4711/v2.0/sandbox/api/v2.0".into(),
                None,
                some("sandbox"),
                None,
                false
            )
        );
    }

    #[test]
    fn addresses_of_dataverse() {
        for (text, url) in [
            (
                "https://contoso.crm4.dynamics.com/main.aspx?appid=1&pagetype=entitylist&etn=account",
                "https://contoso.crm4.dynamics.com",
            ),
            (
                "contoso.api.crm12.dynamics.com/api/data/v9.2/accounts?$top=1",
                "https://contoso.crm12.dynamics.com",
            ),
            (
                "https://contoso.crm.microsoftdynamics.us/",
                "https://contoso.crm.microsoftdynamics.us",
            ),
            (
                "https://contoso.crm.dynamics.cn",
                "https://contoso.crm.dynamics.cn",
            ),
            (
                "http://127.0.0.1:4712/api/data/v9.2/",
                "http://127.0.0.1:4712",
            ),
        ] {
            let found = read(text, None).unwrap();
            assert_eq!(found.side, Some(Side::Dv), "{text}");
            assert_eq!(found.url.unwrap().as_str(), url);
        }
        let bare = read("http://127.0.0.1:4712", Some(Side::Dv)).unwrap();
        assert_eq!(bare.url.unwrap().as_str(), "http://127.0.0.1:4712");
        let admin = read(
            "https://admin.powerplatform.microsoft.com/environments/1/hub",
            None,
        )
        .unwrap();
        assert_eq!((admin.side, admin.url), (Some(Side::Dv), None));
    }

    #[test]
    fn what_is_no_address_tells_nothing() {
        for text in [
            "",
            "hello world",
            "http://example.com/BC/api/v2.0",
            "ftp://x",
            "https://anna:pw@x.crm.dynamics.com",
        ] {
            assert_eq!(read(text, None), None, "{text}");
        }
    }
}
