//! Signing in: tokens are asked for, kept in memory only, and renewed before they expire.
//!
//! An application proves itself by a secret or a certificate. A person signs in once, with a browser or on another device
//! ([`interactive`]); what is kept of that is a refresh token, in the secret store and nowhere else, from which the tokens
//! of both services are got. Nothing here ever asks a person while a synchronisation runs.
//!
//! - `tokens`: the current token of one service and its renewal
//! - `desk`: one exchange with the token endpoint; `entra`: what its refusals mean
//! - `assertion`: the proof that a certificate signs; `person`: the sign-in of a person, shared by both services
//! - `interactive`: a person signs in

mod assertion;
mod desk;
mod entra;
pub mod interactive;
mod person;
mod tokens;

pub use desk::form_encode;
pub use entra::{entra_problem, redirected_problem};
pub use person::PersonGrant;

use super::address::Address;
use super::budget::Limits;
use super::connection::{AppSignIn, SignIn};
use super::http::Transport;
use super::retry::Cancel;
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use assertion::Signer;
use base64::Engine as _;
use desk::Desk;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use std::rc::Rc;
use std::time::Duration;
use tokens::{Proof, Tokens};

/// The scope of Business Central online, which installations elsewhere take for theirs too.
const BC_SCOPE: &str = "https://api.businesscentral.dynamics.com/.default";

/// How the hosts of Business Central online begin, in every cloud.
const BC_HOST: &str = "api.businesscentral.dynamics.";

/// Gives requests their `Authorization` header.
pub struct Auth(Kind);

enum Kind {
    None,
    Fixed(HeaderValue),
    Tokens(Box<Tokens>),
}

/// A header with the number of the token it holds.
pub struct Authorization {
    /// The header's value; nothing if the service wants none.
    pub header: Option<HeaderValue>,
    /// The number of the token, to say which one was refused.
    pub number: u64,
}

/// What a sign-in is made with.
pub enum Credentials {
    /// Nothing is needed, or it is in a file that the sign-in names.
    None,
    /// A secret; nothing if it was not found.
    Secret(Option<SecretString>),
    /// What a person's sign-in left.
    Person(Rc<PersonGrant>),
}

impl Auth {
    /// Prepares a sign-in. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Cause::SecretMissing`], or what is wrong with the certificate's file.
    pub fn new(
        side: Side,
        sign_in: &SignIn,
        service: &Address,
        credentials: Credentials,
        limits: &Limits,
        transport: &Transport,
    ) -> Result<Self, Problem> {
        let missing = || {
            let problem = Problem::new(Cause::SecretMissing).on(side);
            match sign_in.secret_env() {
                Some(variable) => problem.with("variable", variable),
                None => problem,
            }
        };
        let tokens = |app: &AppSignIn, proof: Proof| -> Result<Kind, Problem> {
            let desk = Desk::new(side, app, limits, transport)?;
            let scope = scope(side, app, service);
            Ok(Kind::Tokens(Box::new(Tokens::new(desk, proof, scope))))
        };
        let secret = match &credentials {
            Credentials::Secret(secret) => secret.clone(),
            Credentials::None | Credentials::Person(_) => None,
        };
        Ok(Self(match sign_in {
            SignIn::None => Kind::None,
            SignIn::Basic { user, .. } => {
                let secret = secret.ok_or_else(missing)?;
                let pair = SecretString::from(format!("{user}:{}", secret.expose_secret()));
                let coded = base64::engine::general_purpose::STANDARD.encode(pair.expose_secret());
                Kind::Fixed(
                    secret_header(&SecretString::from(format!("Basic {coded}")))
                        .ok_or_else(missing)?,
                )
            }
            SignIn::ClientCredentials { app, .. } => {
                tokens(app, Proof::Secret(secret.ok_or_else(missing)?))?
            }
            SignIn::Certificate { app, file } => {
                let signer = Signer::from_file(file).map_err(|problem| problem.on(side))?;
                tokens(app, Proof::Certificate(Box::new(signer)))?
            }
            SignIn::Person { app, .. } => match credentials {
                Credentials::Person(grant) => tokens(app, Proof::Person(grant))?,
                Credentials::None | Credentials::Secret(_) => {
                    return Err(Problem::new(Cause::SignInNeeded).on(side));
                }
            },
        }))
    }

    /// The header for the next request; `refused` is the number of a token that the service just refused.
    ///
    /// # Errors
    /// Why there is no token.
    pub async fn authorization(
        &self,
        refused: Option<u64>,
        cancel: &Cancel,
    ) -> Result<Authorization, Problem> {
        match &self.0 {
            Kind::None => Ok(Authorization {
                header: None,
                number: 0,
            }),
            Kind::Fixed(header) => Ok(Authorization {
                header: Some(header.clone()),
                number: 0,
            }),
            Kind::Tokens(tokens) => tokens.authorization(refused, cancel).await,
        }
    }

    /// How long the current token still lives, where there is one.
    pub fn token_left(&self) -> Option<Duration> {
        match &self.0 {
            Kind::Tokens(tokens) => tokens.left(),
            Kind::None | Kind::Fixed(_) => None,
        }
    }

    /// The id of the tenant that the current token is from, where there is one and the service tells.
    pub async fn tenant_id(&self, cancel: &Cancel) -> Option<String> {
        match &self.0 {
            Kind::Tokens(tokens) => tokens.tenant_id(cancel).await,
            Kind::None | Kind::Fixed(_) => None,
        }
    }

    /// The id of the application that signs in, where one does.
    pub fn client_id(&self) -> Option<&str> {
        match &self.0 {
            Kind::Tokens(tokens) => Some(tokens.client_id()),
            Kind::None | Kind::Fixed(_) => None,
        }
    }

    /// Whether user name and password go with every request, so that the service itself refuses a wrong one.
    pub fn is_basic(&self) -> bool {
        matches!(self.0, Kind::Fixed(_))
    }

    /// Whether a refused request may succeed with a new token.
    pub fn can_renew(&self) -> bool {
        matches!(self.0, Kind::Tokens(_))
    }
}

/// The scope that a token of a service is asked with.
pub fn scope(side: Side, app: &AppSignIn, service: &Address) -> String {
    if let Some(scope) = &app.scope {
        return scope.clone();
    }
    match side {
        Side::Bc if service.host().starts_with(BC_HOST) => format!("{}/.default", service.origin()),
        Side::Bc => BC_SCOPE.to_owned(),
        Side::Dv => format!("{}/.default", service.origin()),
    }
}

/// A header value that is never shown.
fn secret_header(text: &SecretString) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_str(text.expose_secret()).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// So many random bytes from the system, in the alphabet that addresses take.
///
/// # Errors
/// [`Cause::Unknown`] if the system has none to give.
pub fn random_text(bytes: usize) -> Result<String, Problem> {
    let mut buffer = vec![0; bytes];
    getrandom::fill(&mut buffer)
        .map_err(|error| Problem::new(Cause::Unknown).saying(error.to_string()))?;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(buffer))
}
