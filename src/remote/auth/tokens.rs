//! The current token of one service, and its renewal before it ends.

use super::assertion::Signer;
use super::desk::{Desk, Given};
use super::person::PersonGrant;
use super::{Authorization, secret_header};
use crate::model::reason::{Cause, Problem};
use crate::remote::retry::Cancel;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// What a client shows for a token.
pub(super) enum Proof {
    /// The application's secret.
    Secret(SecretString),
    /// The application's certificate.
    Certificate(Box<Signer>),
    /// What a person's sign-in left.
    Person(Rc<PersonGrant>),
}

/// The token of one service.
pub(super) struct Tokens {
    desk: Desk,
    proof: Proof,
    scope: String,
    current: Mutex<Option<Token>>,
}

struct Token {
    header: HeaderValue,
    renew_at: Instant,
    ends_at: Instant,
    /// The tenant that the person is of, if the service told.
    tenant: Option<String>,
    /// Counts the tokens got, so that a refused one is renewed once and not once for each request that it served.
    number: u64,
}

impl Tokens {
    pub(super) fn client_id(&self) -> &str {
        self.desk.client_id()
    }

    pub(super) fn new(desk: Desk, proof: Proof, scope: String) -> Self {
        Self {
            desk,
            proof,
            scope,
            current: Mutex::new(None),
        }
    }

    pub(super) async fn authorization(
        &self,
        refused: Option<u64>,
        cancel: &Cancel,
    ) -> Result<Authorization, Problem> {
        // The lock is held while a token is fetched: requests that start meanwhile share it.
        let mut current = self.current.lock().await;
        if let Some(token) = current.as_ref()
            && token.renew_at > Instant::now()
            && refused != Some(token.number)
        {
            return Ok(Authorization {
                header: Some(token.header.clone()),
                number: token.number,
            });
        }
        let number = current.as_ref().map_or(1, |token| token.number + 1);
        let given = self.fetch(cancel).await?;
        let bearer = SecretString::from(format!("Bearer {}", given.access.expose_secret()));
        let header = secret_header(&bearer).ok_or_else(|| {
            Problem::new(Cause::MalformedAnswer)
                .on(self.desk.side())
                .with("field", "access_token")
        })?;
        // Five minutes early, or half of a short life.
        let early = Duration::from_mins(5).min(given.life / 2);
        *current = Some(Token {
            header: header.clone(),
            renew_at: Instant::now() + given.life.saturating_sub(early),
            ends_at: Instant::now() + given.life,
            tenant: tenant_of(&given),
            number,
        });
        Ok(Authorization {
            header: Some(header),
            number,
        })
    }

    /// How long the current token still lives; nothing before the first one, or while one is fetched.
    pub(super) fn left(&self) -> Option<Duration> {
        let current = self.current.try_lock().ok()?;
        let token = current.as_ref()?;
        Some(token.ends_at.saturating_duration_since(Instant::now()))
    }

    /// The id of the tenant that the token is from: as the service told of the person, else as it tells of the tenant that
    /// was asked. Nothing before the first token.
    pub(super) async fn tenant_id(&self, cancel: &Cancel) -> Option<String> {
        let told = self.current.lock().await.as_ref()?.tenant.clone();
        match told {
            Some(told) => Some(told),
            None => self.desk.tenant_id(cancel).await,
        }
    }

    async fn fetch(&self, cancel: &Cancel) -> Result<Given, Problem> {
        match &self.proof {
            Proof::Secret(secret) => {
                let form = [
                    ("grant_type", "client_credentials"),
                    ("client_id", self.desk.client_id()),
                    ("client_secret", secret.expose_secret()),
                    ("scope", &self.scope),
                ];
                self.desk.ask(&form, cancel).await
            }
            Proof::Certificate(signer) => {
                let assertion = signer.sign(self.desk.client_id(), self.desk.token_url())?;
                let form = [
                    ("grant_type", "client_credentials"),
                    ("client_id", self.desk.client_id()),
                    ("client_assertion_type", super::assertion::JWT_BEARER),
                    ("client_assertion", assertion.expose_secret()),
                    ("scope", &self.scope),
                ];
                self.desk.ask(&form, cancel).await
            }
            Proof::Person(grant) => grant.renew(&self.desk, &self.scope, cancel).await,
        }
    }
}

/// The tenant of the person who signed in (`tid`).
fn tenant_of(given: &Given) -> Option<String> {
    let claims = given.claims()?;
    claims.get("tid")?.as_str().map(str::to_owned)
}
