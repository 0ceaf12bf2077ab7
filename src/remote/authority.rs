//! Where applications are registered and people sign in: a tenant of one of Microsoft's clouds, or any other address.

use super::address::Address;
use crate::model::reason::Problem;

/// The sign-in service of one tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    token_url: Address,
    written: RawAuthority,
}

/// The same as a connection file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawAuthority {
    /// The tenant: a domain name or an id.
    pub tenant: Option<String>,
    /// The cloud's sign-in service, if not the usual one.
    pub authority: Option<String>,
    /// The whole address at which tokens are asked for, instead of both.
    pub token_url: Option<String>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongField {
    /// The tenant, and what is wrong with it.
    Tenant(&'static str),
    /// An address.
    Address(Box<Problem>),
}

/// One of Microsoft's clouds: how its services' hosts end, and where people of that cloud sign in.
struct Cloud {
    hosts: &'static [&'static str],
    authority: &'static str,
}

/// The usual cloud comes last: whatever no other claims is its own, on-premises installations among them.
const CLOUDS: [Cloud; 3] = [
    Cloud {
        hosts: &[
            ".microsoftdynamics.us",
            ".appsplatform.us",
            ".businesscentral.dynamics.us",
        ],
        authority: "https://login.microsoftonline.us",
    },
    Cloud {
        hosts: &[".dynamics.cn", ".partner.microsoftonline.cn"],
        authority: "https://login.partner.microsoftonline.cn",
    },
    Cloud {
        hosts: &[""],
        authority: "https://login.microsoftonline.com",
    },
];

/// The sign-in service of the cloud that a service's host belongs to.
pub fn authority_of(host: &str) -> &'static str {
    let host = format!(".{}", host.to_ascii_lowercase());
    CLOUDS
        .iter()
        .find(|cloud| cloud.hosts.iter().any(|end| host.ends_with(end)))
        .map_or("https://login.microsoftonline.com", |cloud| cloud.authority)
}

impl Authority {
    /// Reads what a file says; `service` is the address of the service that is to be signed in to.
    ///
    /// # Errors
    /// The field that is missing or wrong.
    pub fn read(raw: RawAuthority, service: &Address) -> Result<Self, WrongField> {
        let parse = |text: &str| {
            Address::parse(text).map_err(|problem| WrongField::Address(Box::new(problem)))
        };
        let RawAuthority {
            tenant,
            authority,
            token_url,
        } = raw;
        let tenant = tenant.map(|tenant| tenant.trim().to_owned());
        if let Some(text) = token_url {
            let token_url = parse(&text)?;
            let written = RawAuthority {
                token_url: Some(token_url.as_str().to_owned()),
                ..RawAuthority::default()
            };
            return Ok(Self { token_url, written });
        }
        let tenant = tenant.ok_or(WrongField::Tenant("it is missing"))?;
        if !is_tenant(&tenant) {
            return Err(WrongField::Tenant("a tenant is a domain name or an id"));
        }
        let base = match &authority {
            Some(text) => parse(text)?,
            None => parse(authority_of(service.host()))?,
        };
        let token_url = parse(&format!("{base}/{tenant}/oauth2/v2.0/token"))?;
        let written = RawAuthority {
            tenant: Some(tenant),
            authority: authority.map(|_| base.as_str().to_owned()),
            token_url: None,
        };
        Ok(Self { token_url, written })
    }

    /// Where tokens are asked for.
    pub fn token_url(&self) -> &Address {
        &self.token_url
    }

    /// Where a person signs in with a browser.
    pub fn authorize_url(&self) -> String {
        self.beside("authorize")
    }

    /// Where codes for other devices are asked for.
    pub fn device_code_url(&self) -> String {
        self.beside("devicecode")
    }

    /// The tenant, if it was given by name or id.
    pub fn tenant(&self) -> Option<&str> {
        self.written.tenant.as_deref()
    }

    fn beside(&self, name: &str) -> String {
        let token = self.token_url.as_str();
        let base = token.strip_suffix("/token").unwrap_or(token);
        format!("{base}/{name}")
    }
}

impl From<Authority> for RawAuthority {
    fn from(authority: Authority) -> Self {
        authority.written
    }
}

/// Whether a text can stand in the authority's path: a domain name or a GUID.
fn is_tenant(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tenant: &str, authority: Option<&str>, service: &str) -> Result<Authority, WrongField> {
        let raw = RawAuthority {
            tenant: Some(tenant.to_owned()),
            authority: authority.map(str::to_owned),
            token_url: None,
        };
        Authority::read(raw, &Address::parse(service).unwrap())
    }

    #[test]
    fn each_cloud_has_its_own_sign_in() {
        for (service, host) in [
            (
                "https://contoso.crm4.dynamics.com",
                "login.microsoftonline.com",
            ),
            (
                "https://contoso.crm9.dynamics.com",
                "login.microsoftonline.com",
            ),
            (
                "https://contoso.crm.microsoftdynamics.us",
                "login.microsoftonline.us",
            ),
            (
                "https://contoso.crm.appsplatform.us",
                "login.microsoftonline.us",
            ),
            (
                "https://contoso.crm.dynamics.cn",
                "login.partner.microsoftonline.cn",
            ),
            (
                "https://bc.inside.example:7048/BC/api/v2.0",
                "login.microsoftonline.com",
            ),
        ] {
            let found = of("contoso.com", None, service).unwrap();
            assert_eq!(found.token_url().host(), host, "{service}");
        }
        let own = of(
            "adfs",
            Some("https://sts.inside.example"),
            "https://bc.inside.example",
        )
        .unwrap();
        assert_eq!(
            own.token_url().as_str(),
            "https://sts.inside.example/adfs/oauth2/v2.0/token"
        );
        assert_eq!(
            own.authorize_url(),
            "https://sts.inside.example/adfs/oauth2/v2.0/authorize"
        );
        assert_eq!(
            own.device_code_url(),
            "https://sts.inside.example/adfs/oauth2/v2.0/devicecode"
        );
    }

    #[test]
    fn what_is_wrong_names_its_field() {
        let tenant = of("a/b", None, "https://x").unwrap_err();
        assert!(matches!(tenant, WrongField::Tenant(_)), "{tenant:?}");
        let plain = of("a", Some("http://sts.example"), "https://x").unwrap_err();
        assert!(matches!(plain, WrongField::Address(_)), "{plain:?}");
        let none = Authority::read(
            RawAuthority::default(),
            &Address::parse("https://x").unwrap(),
        );
        assert!(matches!(none, Err(WrongField::Tenant(_))), "{none:?}");
    }
}
