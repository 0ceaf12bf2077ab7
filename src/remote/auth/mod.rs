//! Signing in: tokens are asked for, kept in memory only, and renewed before they expire.

mod entra;

pub use entra::{entra_problem, redirected_problem};

use super::address::Address;
use super::budget::Limits;
use super::connection::SignIn;
use super::http::{Answer, Broken, Call, Http, Method, Transport, is_lasting};
use super::retry::{Backoff, Cancel};
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use base64::Engine as _;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// The scope of Business Central online.
const BC_SCOPE: &str = "https://api.businesscentral.dynamics.com/.default";

/// Gives requests their `Authorization` header.
pub struct Auth(Kind);

enum Kind {
    None,
    Fixed(HeaderValue),
    Tokens(Box<Tokens>),
}

struct Tokens {
    http: Http,
    token_url: String,
    client_id: String,
    secret: SecretString,
    scope: String,
    limits: Limits,
    side: Side,
    current: Mutex<Option<Token>>,
}

struct Token {
    header: HeaderValue,
    renew_at: Instant,
    /// Counts the tokens got, so that a refused one is renewed once and not once for each request that it served.
    number: u64,
}

/// A header with the number of the token it holds.
pub struct Authorization {
    /// The header's value; nothing if the service wants none.
    pub header: Option<HeaderValue>,
    /// The number of the token, to say which one was refused.
    pub number: u64,
}

impl Auth {
    /// Prepares a sign-in.
    ///
    /// # Errors
    /// [`Cause::SecretMissing`], or that the kind cannot be used yet.
    pub fn new(
        side: Side,
        sign_in: &SignIn,
        service: &Address,
        secret: Option<SecretString>,
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
            SignIn::ClientCredentials {
                token_url,
                client_id,
                scope,
                ..
            } => Kind::Tokens(Box::new(Tokens {
                http: Http::new(token_url, limits, transport).map_err(|p| p.on(side))?,
                token_url: token_url.as_str().to_owned(),
                client_id: client_id.clone(),
                secret: secret.ok_or_else(missing)?,
                scope: scope.clone().unwrap_or_else(|| match side {
                    Side::Bc => BC_SCOPE.to_owned(),
                    Side::Dv => format!("{}/.default", service.origin()),
                }),
                limits: limits.clone(),
                side,
                current: Mutex::new(None),
            })),
            SignIn::NotYet(raw) => {
                return Err(Problem::new(Cause::SignInRefused)
                    .on(side)
                    .with("kind", raw.kind.as_str())
                    .saying("this kind of sign-in is not available in this version; use client_credentials"));
            }
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

    /// Whether user name and password go with every request, so that the service itself refuses a wrong one.
    pub fn is_basic(&self) -> bool {
        matches!(self.0, Kind::Fixed(_))
    }

    /// Whether a refused request may succeed with a new token.
    pub fn can_renew(&self) -> bool {
        matches!(self.0, Kind::Tokens(_))
    }
}

impl Tokens {
    async fn authorization(
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
        let (header, life) = self.fetch(cancel).await?;
        // Five minutes early, or half of a short life.
        let early = Duration::from_mins(5).min(life / 2);
        *current = Some(Token {
            header: header.clone(),
            renew_at: Instant::now() + life.saturating_sub(early),
            number,
        });
        Ok(Authorization {
            header: Some(header),
            number,
        })
    }

    async fn fetch(&self, cancel: &Cancel) -> Result<(HeaderValue, Duration), Problem> {
        let form = form_encode(&[
            ("grant_type", "client_credentials"),
            ("client_id", &self.client_id),
            ("client_secret", self.secret.expose_secret()),
            ("scope", &self.scope),
        ]);
        let call = Call {
            method: Method::Post,
            url: self.token_url.clone(),
            headers: vec![("accept", "application/json".to_owned())],
            body: Some(("application/x-www-form-urlencoded".to_owned(), form.into())),
        };
        let mut backoff = Backoff::new(&self.limits);
        loop {
            cancel.check()?;
            // Asking for a token changes nothing, so it may be asked for again.
            let (problem, retry_after) = match cancel.race(self.http.once(&call, None)).await? {
                Ok(answer) if answer.is_success() => {
                    return self.read(&answer).map_err(|p| p.on(self.side));
                }
                Ok(answer) => {
                    let problem = entra_problem(&answer);
                    if !matches!(
                        problem.cause,
                        Cause::Throttled | Cause::ServiceUnavailable | Cause::Timeout
                    ) {
                        return Err(self.about(problem));
                    }
                    let asked = answer.header("retry-after").and_then(|value| {
                        super::retry::retry_after(value, std::time::SystemTime::now())
                    });
                    (problem, asked)
                }
                Err(Broken::NotSent(problem)) if is_lasting(problem.cause) => {
                    return Err(self.about(problem));
                }
                Err(broken) => (broken.into_problem(), None),
            };
            match backoff.pause(retry_after) {
                Some(pause) => cancel.sleep(pause).await?,
                None => return Err(self.about(problem)),
            }
        }
    }

    fn about(&self, problem: Problem) -> Problem {
        problem
            .on(self.side)
            .with("client_id", &self.client_id)
            .with("authority", &self.token_url)
    }

    fn read(&self, answer: &Answer) -> Result<(HeaderValue, Duration), Problem> {
        #[derive(Deserialize)]
        struct Reply {
            access_token: String,
            #[serde(default)]
            expires_in: Option<Seconds>,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Seconds {
            Number(u64),
            Text(String),
        }
        let malformed = |field: &str| {
            Problem::new(Cause::MalformedAnswer)
                .with("field", field)
                .with("authority", &self.token_url)
                .saying("the sign-in answered without a token")
        };
        // The error of the parser is not kept: it could quote a part of the token.
        let reply: Reply =
            serde_json::from_slice(&answer.body).map_err(|_hidden| malformed("access_token"))?;
        let seconds = match reply.expires_in {
            Some(Seconds::Number(seconds)) => seconds,
            Some(Seconds::Text(text)) => text.parse().map_err(|_hidden| malformed("expires_in"))?,
            None => 3_600,
        };
        let token = SecretString::from(reply.access_token);
        let bearer = SecretString::from(format!("Bearer {}", token.expose_secret()));
        let header = secret_header(&bearer).ok_or_else(|| malformed("access_token"))?;
        Ok((header, Duration::from_secs(seconds.clamp(1, 86_400))))
    }
}

/// A header value that is never shown.
fn secret_header(text: &SecretString) -> Option<HeaderValue> {
    let mut header = HeaderValue::from_str(text.expose_secret()).ok()?;
    header.set_sensitive(true);
    Some(header)
}

fn form_encode(pairs: &[(&str, &str)]) -> String {
    let mut form = String::new();
    for (name, value) in pairs {
        if !form.is_empty() {
            form.push('&');
        }
        form.push_str(name);
        form.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                form.push(char::from(byte));
            } else {
                // Writing to memory cannot fail.
                write!(form, "%{byte:02X}").ok();
            }
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_values_are_encoded() {
        assert_eq!(
            form_encode(&[("a", "x y"), ("client_secret", "p+q&r=é~")]),
            "a=x%20y&client_secret=p%2Bq%26r%3D%C3%A9~"
        );
    }
}
