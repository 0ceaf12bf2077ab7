//! Signing in: tokens are asked for, kept in memory only, and renewed before they expire.

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

/// What a refusal of the token endpoint means.
pub fn entra_problem(answer: &Answer) -> Problem {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Refusal {
        error: String,
        error_description: String,
        error_codes: Vec<u64>,
        correlation_id: Option<String>,
        trace_id: Option<String>,
    }
    let refusal: Option<Refusal> = serde_json::from_slice(&answer.body).ok();
    let Some(refusal) = refusal else {
        let cause = match answer.status {
            408 | 504 => Cause::Timeout,
            429 => Cause::Throttled,
            500..=599 => Cause::ServiceUnavailable,
            404 => Cause::WrongAddress,
            _ => Cause::SignInRefused,
        };
        let mut problem = Problem::new(cause);
        problem.status = Some(answer.status);
        return problem;
    };
    let code = refusal
        .error_codes
        .first()
        .copied()
        .or_else(|| code_in(&refusal.error_description));
    let cause = match (code, refusal.error.as_str(), answer.status) {
        (Some(7_000_215 | 7_000_218), ..) => Cause::WrongSecret,
        (Some(7_000_222), ..) => Cause::SecretExpired,
        (Some(700_016), ..) => Cause::UnknownApplication,
        (Some(90_002 | 900_023), ..) => Cause::UnknownTenant,
        (Some(65_001 | 90_094), ..) | (_, "consent_required", _) => Cause::ConsentMissing,
        (Some(500_011), ..) | (_, "invalid_resource", _) => Cause::WrongAddress,
        (Some(50_057), ..) => Cause::UserDisabled,
        (_, _, 429) => Cause::Throttled,
        (_, "temporarily_unavailable", _) | (_, _, 500..=599) => Cause::ServiceUnavailable,
        (None, "invalid_client", _) => Cause::WrongSecret,
        _ => Cause::SignInRefused,
    };
    let mut problem = Problem::new(cause);
    problem.status = Some(answer.status);
    problem.service_code = code
        .map(|code| format!("AADSTS{code}"))
        .or((!refusal.error.is_empty()).then_some(refusal.error));
    problem.request_id = refusal.trace_id.or(refusal.correlation_id);
    problem.raw = Some(refusal.error_description).filter(|text| !text.is_empty());
    problem
}

/// The number in `AADSTS7000215: …`.
fn code_in(description: &str) -> Option<u64> {
    let (_, rest) = description.split_once("AADSTS")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, body: &str) -> Problem {
        entra_problem(&Answer {
            status,
            body: body.to_owned().into(),
            ..Answer::default()
        })
    }

    #[test]
    fn refusals_of_the_sign_in_are_told_apart() {
        for (code, error, cause) in [
            (7_000_215, "invalid_client", Cause::WrongSecret),
            (7_000_222, "invalid_client", Cause::SecretExpired),
            (700_016, "unauthorized_client", Cause::UnknownApplication),
            (90_002, "invalid_request", Cause::UnknownTenant),
            (65_001, "invalid_grant", Cause::ConsentMissing),
            (53_003, "interaction_required", Cause::SignInRefused),
        ] {
            let body = format!(
                r#"{{"error":"{error}","error_description":"AADSTS{code}: words. Trace ID: t","error_codes":[{code}],"trace_id":"t-1"}}"#
            );
            let problem = refusal(400, &body);
            assert_eq!(problem.cause, cause, "{code}");
            assert_eq!(problem.request_id.as_deref(), Some("t-1"));
            let without_codes =
                format!(r#"{{"error":"{error}","error_description":"AADSTS{code}: words."}}"#);
            assert_eq!(refusal(401, &without_codes).cause, cause, "{code}");
        }
        assert_eq!(refusal(503, "<html>").cause, Cause::ServiceUnavailable);
        assert_eq!(refusal(404, "nothing here").cause, Cause::WrongAddress);
    }

    #[test]
    fn form_values_are_encoded() {
        assert_eq!(
            form_encode(&[("a", "x y"), ("client_secret", "p+q&r=é~")]),
            "a=x%20y&client_secret=p%2Bq%26r%3D%C3%A9~"
        );
    }
}
