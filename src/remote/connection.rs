//! The connection file: where both services are and how to sign in. It never holds a secret.

use super::address::Address;
use super::authority::{Authority, RawAuthority, WrongField};
use super::network::{Network, RawNetwork};
use super::secrets::SecretName;
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, Sides};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};
use std::path::PathBuf;
use uuid::Uuid;

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
    /// The id of the data folder that it is kept in, under which its secrets are kept; never in a file. Two folders may have
    /// connections of the same name, whose secrets must not meet in the system's key store.
    pub id: Option<Uuid>,
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
        /// The application.
        app: AppSignIn,
        /// The environment variable that holds the secret.
        secret_env: Option<String>,
        /// The day on which the secret expires, if somebody told it: no service does.
        secret_expires: Option<Date>,
    },
    /// An application with a certificate.
    Certificate {
        /// The application.
        app: AppSignIn,
        /// The file with the certificate and its key, in PEM form; read at every start, never copied.
        file: PathBuf,
    },
    /// A person. What is kept of a sign-in is its refresh token.
    Person {
        /// The application that the person signs in to.
        app: AppSignIn,
        /// How.
        how: PersonHow,
    },
}

/// How a person signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonHow {
    /// In a browser on this machine.
    Browser,
    /// On another device, by typing a code there.
    DeviceCode,
}

/// An application as the sign-in service knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppSignIn {
    /// Where it is registered.
    pub authority: Authority,
    /// Its client id.
    pub client_id: String,
    /// The scope; nothing for the service's usual one.
    pub scope: Option<String>,
}

impl SignIn {
    /// The environment variable that holds the secret, if this kind needs one.
    pub fn secret_env(&self) -> Option<&str> {
        match self {
            Self::None | Self::Certificate { .. } | Self::Person { .. } => None,
            Self::Basic { secret_env, .. } | Self::ClientCredentials { secret_env, .. } => {
                secret_env.as_deref()
            }
        }
    }

    /// The application that is signed in to, if the sign-in service has part in it.
    pub fn app(&self) -> Option<&AppSignIn> {
        match self {
            Self::None | Self::Basic { .. } => None,
            Self::ClientCredentials { app, .. }
            | Self::Certificate { app, .. }
            | Self::Person { app, .. } => Some(app),
        }
    }

    /// The application and how its person signs in, if it is one that people sign in to.
    pub fn person(&self) -> Option<(&AppSignIn, PersonHow)> {
        match self {
            Self::Person { app, how } => Some((app, *how)),
            _ => None,
        }
    }

    /// Whether a secret must be given before anything is sent; a person's sign-in makes its own.
    pub fn needs_secret(&self) -> bool {
        matches!(self, Self::Basic { .. } | Self::ClientCredentials { .. })
    }

    /// The kind as the file spells it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Basic { .. } => "basic",
            Self::ClientCredentials { .. } => "client_credentials",
            Self::Certificate { .. } => "certificate",
            Self::Person {
                how: PersonHow::Browser,
                ..
            } => "browser",
            Self::Person {
                how: PersonHow::DeviceCode,
                ..
            } => "device_code",
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

    /// The name under which the password of its proxy's user is stored.
    pub fn proxy_secret_name(&self) -> SecretName {
        SecretName::of_proxy(&self.keeper())
    }

    /// What its secrets are kept under: the data folder's id, else the connection's name.
    fn keeper(&self) -> String {
        self.id
            .map_or_else(|| self.name.clone(), |id| id.hyphenated().to_string())
    }

    /// The names under which the secrets of both sides are stored.
    ///
    /// A person who signs in to the same application at the same tenant for both sides does so once: both names are one.
    pub fn secret_names(&self) -> Sides<SecretName> {
        let own = Sides::from_fn(|side| SecretName::new(&self.keeper(), side));
        match (self.bc.sign_in.person(), self.dv.sign_in.person()) {
            (Some((bc, _)), Some((dv, _)))
                if bc.authority.token_url() == dv.authority.token_url()
                    && bc.client_id.eq_ignore_ascii_case(&dv.client_id) =>
            {
                Sides::new(own.bc.clone(), own.bc)
            }
            _ => own,
        }
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
    /// The sign-in service of another cloud (`https://login.microsoftonline.us`), to which the tenant is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
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
    /// The day on which the client secret expires (`2027-05-31`).
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "text_or_date"
    )]
    pub secret_expires: Option<String>,
}

/// A date may be written as TOML has dates, or between quotation marks.
fn text_or_date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    match toml::Value::deserialize(from)? {
        toml::Value::String(text) => Ok(Some(text)),
        toml::Value::Datetime(date) => Ok(Some(date.to_string())),
        other => Err(serde::de::Error::custom(format!(
            "a date is wanted, not {}",
            other.type_str()
        ))),
    }
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
            id: None,
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
                .filter(|user| !user.is_empty() && !user.contains(':') && user.is_ascii())
                .ok_or_else(|| missing("user"))?,
            secret_env: raw.secret_env,
        }),
        RawKind::ClientCredentials => Ok(SignIn::ClientCredentials {
            secret_env: raw.secret_env.clone(),
            secret_expires: match raw.secret_expires.as_deref().map(str::trim) {
                None | Some("") => None,
                Some(day) => Some(day.parse().map_err(|_not_a_date| {
                    let why = "it is no date like 2027-05-31";
                    invalid(&field("secret_expires"), why).on(side)
                })?),
            },
            app: app(raw, url, side)?,
        }),
        RawKind::Certificate => {
            let file = raw.certificate.clone().filter(|file| !file.is_empty());
            let file = PathBuf::from(file.ok_or_else(|| missing("certificate"))?);
            if !file.is_absolute() {
                // The cache keeps it, and later starts may be in another folder.
                let why = "the path must be absolute";
                return Err(invalid(&field("certificate"), why).on(side));
            }
            Ok(SignIn::Certificate {
                file,
                app: app(raw, url, side)?,
            })
        }
        RawKind::Browser => Ok(SignIn::Person {
            app: app(raw, url, side)?,
            how: PersonHow::Browser,
        }),
        RawKind::DeviceCode => Ok(SignIn::Person {
            app: app(raw, url, side)?,
            how: PersonHow::DeviceCode,
        }),
    }
}

fn app(raw: RawSignIn, url: &Address, side: Side) -> Result<AppSignIn, Problem> {
    let field = |name: &str| format!("{}.sign_in.{name}", side.as_str());
    let authority = Authority::read(
        RawAuthority {
            tenant: raw.tenant,
            authority: raw.authority,
            token_url: raw.token_url,
        },
        url,
    )
    .map_err(|wrong| match wrong {
        WrongField::Tenant(why) => invalid(&field("tenant"), why).on(side),
        WrongField::Address(problem) => problem.on(side),
    })?;
    Ok(AppSignIn {
        authority,
        client_id: raw
            .client_id
            .map(|id| id.trim().to_owned())
            .filter(|id| !id.is_empty())
            .ok_or_else(|| invalid(&field("client_id"), "it is missing").on(side))?,
        scope: raw.scope,
    })
}

impl From<Connection> for RawConnection {
    fn from(connection: Connection) -> Self {
        let Connection {
            name,
            bc,
            dv,
            network,
            id: _,
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
            authority: None,
            token_url: None,
            client_id: None,
            scope: None,
            user: None,
            certificate: None,
            secret_env: None,
            secret_expires: None,
        };
        let of_app = |kind, app: AppSignIn| {
            let RawAuthority {
                tenant,
                authority,
                token_url,
            } = app.authority.into();
            Self {
                tenant,
                authority,
                token_url,
                client_id: Some(app.client_id),
                scope: app.scope,
                ..blank(kind)
            }
        };
        match sign_in {
            SignIn::None => blank(RawKind::None),
            SignIn::Basic { user, secret_env } => Self {
                user: Some(user),
                secret_env,
                ..blank(RawKind::Basic)
            },
            SignIn::ClientCredentials {
                app,
                secret_env,
                secret_expires,
            } => Self {
                secret_env,
                secret_expires: secret_expires.map(|day| day.to_string()),
                ..of_app(RawKind::ClientCredentials, app)
            },
            SignIn::Certificate { app, file } => Self {
                certificate: Some(file.to_string_lossy().into_owned()),
                ..of_app(RawKind::Certificate, app)
            },
            SignIn::Person {
                app,
                how: PersonHow::Browser,
            } => of_app(RawKind::Browser, app),
            SignIn::Person {
                app,
                how: PersonHow::DeviceCode,
            } => of_app(RawKind::DeviceCode, app),
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
        let SignIn::ClientCredentials { app, .. } = &connection.bc.sign_in else {
            panic!("{connection:?}");
        };
        assert_eq!(
            app.authority.token_url().as_str(),
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
    fn every_kind_survives_the_cache_and_people_sign_in_once_for_both() {
        let same = "kind = \"KIND\"\ntenant = \"contoso.com\"\nclient_id = \"a\"\ncertificate = \"/k.pem\"\n";
        for kind in [
            "browser",
            "device_code",
            "certificate",
            "client_credentials",
        ] {
            let sign_in = same.replace("KIND", kind);
            let text = format!(
                "name = \"t\"\n[business_central]\nurl = \"https://b\"\n[business_central.sign_in]\n{sign_in}[dataverse]\nurl = \"https://d\"\n[dataverse.sign_in]\n{sign_in}"
            );
            let connection = Connection::from_toml(&text).unwrap();
            assert_eq!(connection.bc.sign_in.kind(), kind);
            let again = Connection::from_toml(&connection.to_toml().unwrap()).unwrap();
            assert_eq!(again, connection);
            let names = connection.secret_names();
            let is_person = connection.bc.sign_in.person().is_some();
            assert_eq!(names.bc == names.dv, is_person, "{kind}");
            let elsewhere = text.replacen("contoso.com", "fabrikam.com", 1);
            let names = Connection::from_toml(&elsewhere).unwrap().secret_names();
            assert_ne!(names.bc, names.dv);
        }
    }
}
