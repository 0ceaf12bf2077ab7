//! The connection file: where both services are and how to sign in. It never holds a secret.

use super::address::Address;
use super::network::{Network, RawNetwork};
use super::secrets::SecretName;
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, Sides};
use serde::{Deserialize, Serialize};

/// A checked connection.
///
/// Its serialised form is that of the file, so that the cache keeps exactly what a person could write, without secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawConnection", into = "RawConnection")]
pub struct Connection {
    /// Its name for people.
    pub name: String,
    /// Business Central.
    pub bc: BcEndpoint,
    /// Dataverse.
    pub dv: DvEndpoint,
    /// The way to both.
    pub network: Network,
}

/// Where Business Central is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BcEndpoint {
    /// The service root (`…/api/v2.0`).
    pub url: Address,
    /// The company by name, display name or id; nothing if the address itself is the root of the entity sets.
    pub company: Option<String>,
    /// How to sign in.
    pub sign_in: SignIn,
}

/// Where Dataverse is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DvEndpoint {
    /// The organisation's address, or the service root if it has a path.
    pub url: Address,
    /// How to sign in.
    pub sign_in: SignIn,
}

/// How to sign in to one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// Not at all; for services on this machine only.
    None,
    /// User name and web-service key or password.
    Basic {
        /// The user name.
        user: String,
        /// The environment variable that holds the secret.
        secret_env: Option<String>,
    },
    /// An application with a client secret.
    ClientCredentials {
        /// Where tokens are asked for.
        token_url: Address,
        /// The tenant, if it was given rather than a token address.
        tenant: Option<String>,
        /// The application.
        client_id: String,
        /// The scope; nothing for the service's usual one.
        scope: Option<String>,
        /// The environment variable that holds the secret.
        secret_env: Option<String>,
    },
    /// A kind that this version reads but cannot use yet (`browser`, `device_code`, `certificate`).
    NotYet(Box<RawSignIn>),
}

impl SignIn {
    /// The environment variable that holds the secret, if this kind needs one.
    pub fn secret_env(&self) -> Option<&str> {
        match self {
            Self::None | Self::NotYet(_) => None,
            Self::Basic { secret_env, .. } | Self::ClientCredentials { secret_env, .. } => {
                secret_env.as_deref()
            }
        }
    }

    /// Whether a secret is needed.
    pub fn needs_secret(&self) -> bool {
        matches!(self, Self::Basic { .. } | Self::ClientCredentials { .. })
    }

    /// The kind as the file spells it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Basic { .. } => "basic",
            Self::ClientCredentials { .. } => "client_credentials",
            Self::NotYet(raw) => raw.kind.as_str(),
        }
    }
}

impl Connection {
    /// Reads a connection file.
    ///
    /// # Errors
    /// [`Cause::InvalidFile`] with the `field` and what is wrong with it, or the problem of an address. The file's text is
    /// not repeated: somebody may have written a secret into it.
    pub fn from_toml(text: &str) -> Result<Self, Problem> {
        let invalid = |field: &str, line: Option<usize>, why: &str| {
            let problem = Problem::new(Cause::InvalidFile).with("field", field);
            match line {
                Some(line) => problem.with("line", &line),
                None => problem,
            }
            .saying(why)
        };
        let line_of = |error: &toml::de::Error| {
            error
                .span()
                .and_then(|span| text.get(..span.start))
                .map(|before| before.matches('\n').count() + 1)
        };
        let reader = toml::Deserializer::parse(text)
            .map_err(|error| invalid("", line_of(&error), error.message()))?;
        let raw: RawConnection = serde_path_to_error::deserialize(reader).map_err(|error| {
            let path = error.path().to_string();
            let inner = error.inner();
            invalid(&path, line_of(inner), inner.message())
        })?;
        raw.try_into()
    }

    /// The connection as a file.
    ///
    /// # Errors
    /// [`Cause::InvalidFile`] if it cannot be written, which no checked connection does.
    pub fn to_toml(&self) -> Result<String, Problem> {
        toml::to_string(self)
            .map_err(|error| Problem::new(Cause::InvalidFile).saying(error.to_string()))
    }

    /// How one side is signed in to.
    pub fn sign_in(&self, side: Side) -> &SignIn {
        match side {
            Side::Bc => &self.bc.sign_in,
            Side::Dv => &self.dv.sign_in,
        }
    }

    /// The names under which the secrets of both sides are stored.
    pub fn secret_names(&self) -> Sides<SecretName> {
        Sides::from_fn(|side| SecretName::new(&self.name, side))
    }
}

/// The file as it is read, before it is checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawConnection {
    /// Its name.
    pub name: String,
    /// Business Central.
    pub business_central: RawEndpoint,
    /// Dataverse.
    pub dataverse: RawEndpoint,
    /// The way to both.
    #[serde(default, skip_serializing_if = "RawNetwork::is_empty")]
    pub network: RawNetwork,
}

/// One service as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawEndpoint {
    /// Its address.
    pub url: String,
    /// The company, for Business Central.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// How to sign in.
    pub sign_in: RawSignIn,
}

/// A sign-in as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSignIn {
    /// The kind.
    pub kind: RawKind,
    /// The Entra tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// Where tokens are asked for, instead of the tenant's usual address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_url: Option<String>,
    /// The application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The scope, where it is not the service's usual one (sovereign clouds).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The user name of Basic sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The certificate file of certificate sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The environment variable that holds the secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_env: Option<String>,
}

/// The kinds of sign-in that a file may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RawKind {
    /// A person in a browser.
    Browser,
    /// A person on another device.
    DeviceCode,
    /// An application with a client secret.
    ClientCredentials,
    /// An application with a certificate.
    Certificate,
    /// User name and key.
    Basic,
    /// None, on this machine only.
    None,
}

impl RawKind {
    /// The kind as the file spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::DeviceCode => "device_code",
            Self::ClientCredentials => "client_credentials",
            Self::Certificate => "certificate",
            Self::Basic => "basic",
            Self::None => "none",
        }
    }
}

impl TryFrom<RawConnection> for Connection {
    type Error = Problem;

    fn try_from(raw: RawConnection) -> Result<Self, Problem> {
        let RawConnection {
            name,
            business_central,
            dataverse,
            network,
        } = raw;
        let name = name.trim().to_owned();
        if name.is_empty() {
            return Err(invalid("name", "the connection needs a name"));
        }
        if dataverse.company.is_some() {
            return Err(invalid(
                "dataverse.company",
                "only Business Central has companies",
            ));
        }
        let bc_url = Address::parse(&business_central.url).map_err(|p| p.on(Side::Bc))?;
        let dv_url = Address::parse(&dataverse.url).map_err(|p| p.on(Side::Dv))?;
        let company = business_central
            .company
            .map(|company| company.trim().to_owned())
            .filter(|company| !company.is_empty());
        Ok(Self {
            name,
            bc: BcEndpoint {
                sign_in: check(business_central.sign_in, &bc_url, Side::Bc)?,
                url: bc_url,
                company,
            },
            dv: DvEndpoint {
                sign_in: check(dataverse.sign_in, &dv_url, Side::Dv)?,
                url: dv_url,
            },
            network: network.try_into()?,
        })
    }
}

fn invalid(field: &str, why: &str) -> Problem {
    Problem::new(Cause::InvalidFile)
        .with("field", field)
        .saying(why)
}

fn check(raw: RawSignIn, url: &Address, side: Side) -> Result<SignIn, Problem> {
    let field = |name: &str| format!("{}.sign_in.{name}", side.as_str());
    let missing = |name: &str| invalid(&field(name), "it is missing").on(side);
    match raw.kind {
        RawKind::None if url.is_loopback() => Ok(SignIn::None),
        RawKind::None => Err(invalid(
            &field("kind"),
            "`none` is for services on this machine only",
        )
        .on(side)),
        RawKind::Basic => Ok(SignIn::Basic {
            user: raw
                .user
                .filter(|user| !user.is_empty() && !user.contains(':'))
                .ok_or_else(|| missing("user"))?,
            secret_env: raw.secret_env,
        }),
        RawKind::ClientCredentials => {
            let tenant = raw.tenant.map(|tenant| tenant.trim().to_owned());
            let token_url = match (&raw.token_url, &tenant) {
                (Some(address), _) => Address::parse(address).map_err(|p| p.on(side))?,
                (None, Some(tenant)) if is_tenant(tenant) => Address::parse(&format!(
                    "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"
                ))
                .map_err(|p| p.on(side))?,
                (None, Some(_)) => {
                    return Err(
                        invalid(&field("tenant"), "a tenant is a domain name or an id").on(side),
                    );
                }
                (None, None) => return Err(missing("tenant")),
            };
            Ok(SignIn::ClientCredentials {
                tenant: raw.token_url.is_none().then_some(tenant).flatten(),
                token_url,
                client_id: raw
                    .client_id
                    .map(|id| id.trim().to_owned())
                    .filter(|id| !id.is_empty())
                    .ok_or_else(|| missing("client_id"))?,
                scope: raw.scope,
                secret_env: raw.secret_env,
            })
        }
        RawKind::Browser | RawKind::DeviceCode | RawKind::Certificate => {
            Ok(SignIn::NotYet(Box::new(raw)))
        }
    }
}

/// Whether a text can stand in the authority's path: a domain name or a GUID.
fn is_tenant(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
}

impl From<Connection> for RawConnection {
    fn from(connection: Connection) -> Self {
        let Connection {
            name,
            bc,
            dv,
            network,
        } = connection;
        Self {
            name,
            business_central: RawEndpoint {
                url: bc.url.into(),
                company: bc.company,
                sign_in: bc.sign_in.into(),
            },
            dataverse: RawEndpoint {
                url: dv.url.into(),
                company: None,
                sign_in: dv.sign_in.into(),
            },
            network: network.into(),
        }
    }
}

impl From<SignIn> for RawSignIn {
    fn from(sign_in: SignIn) -> Self {
        let blank = |kind| Self {
            kind,
            tenant: None,
            token_url: None,
            client_id: None,
            scope: None,
            user: None,
            certificate: None,
            secret_env: None,
        };
        match sign_in {
            SignIn::None => blank(RawKind::None),
            SignIn::Basic { user, secret_env } => Self {
                user: Some(user),
                secret_env,
                ..blank(RawKind::Basic)
            },
            SignIn::ClientCredentials {
                token_url,
                tenant,
                client_id,
                scope,
                secret_env,
            } => Self {
                token_url: tenant.is_none().then(|| token_url.into()),
                tenant,
                client_id: Some(client_id),
                scope,
                secret_env,
                ..blank(RawKind::ClientCredentials)
            },
            SignIn::NotYet(raw) => *raw,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pretty_assertions::assert_eq;

    const FILE: &str = r#"
name = "Contoso"
[business_central]
url = "api.businesscentral.dynamics.com/v2.0/contoso.com/production/api/v2.0/"
company = "CRONUS FR"
[business_central.sign_in]
kind = "client_credentials"
tenant = "contoso.onmicrosoft.com"
client_id = "11111111-2222-3333-4444-555555555555"
secret_env = "RACCORD_BC_SECRET"
[dataverse]
url = "http://127.0.0.1:18181"
[dataverse.sign_in]
kind = "none"
"#;

    #[test]
    fn a_file_is_read_checked_and_survives_the_cache() {
        let connection = Connection::from_toml(FILE).unwrap();
        assert_eq!(connection.bc.company.as_deref(), Some("CRONUS FR"));
        let SignIn::ClientCredentials { token_url, .. } = &connection.bc.sign_in else {
            panic!("{connection:?}");
        };
        assert_eq!(
            token_url.as_str(),
            "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token"
        );
        let again = Connection::from_toml(&connection.to_toml().unwrap()).unwrap();
        assert_eq!(again, connection);
        let json = serde_json::to_string(&connection).unwrap();
        assert_eq!(
            serde_json::from_str::<Connection>(&json).unwrap(),
            connection
        );
    }

    #[test]
    fn a_secret_in_the_file_is_refused_and_never_repeated() {
        let text = FILE.replace(
            "secret_env = \"RACCORD_BC_SECRET\"",
            "secret = \"hunter2hunter2\"",
        );
        let problem = Connection::from_toml(&text).unwrap_err();
        assert_eq!(problem.cause, Cause::InvalidFile);
        assert_eq!(
            problem.params.get("field").map(String::as_str),
            Some("business_central.sign_in.secret")
        );
        assert!(!format!("{problem:?}").contains("hunter2"), "{problem:?}");
    }

    #[test]
    fn no_sign_in_is_for_this_machine_only() {
        let text = FILE.replace("http://127.0.0.1:18181", "https://x.crm4.dynamics.com");
        let problem = Connection::from_toml(&text).unwrap_err();
        assert_eq!(problem.side, Some(Side::Dv));
        assert_eq!(problem.cause, Cause::InvalidFile);
    }

    #[test]
    fn other_kinds_are_kept_though_they_cannot_be_used_yet() {
        let text = FILE.replace("client_credentials", "device_code");
        let connection = Connection::from_toml(&text).unwrap();
        assert_eq!(connection.bc.sign_in.kind(), "device_code");
        let again = Connection::from_toml(&connection.to_toml().unwrap()).unwrap();
        assert_eq!(again, connection);
    }
}
