//! One exchange with the sign-in service: a form goes there, tokens or a refusal come back.

use super::entra::entra_problem;
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use crate::remote::budget::Limits;
use crate::remote::connection::AppSignIn;
use crate::remote::http::{Answer, Broken, Call, Http, Method, Transport, is_lasting};
use crate::remote::retry::{Backoff, Cancel, retry_after};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

/// The way to the sign-in service of one application.
pub(super) struct Desk {
    http: Http,
    token_url: String,
    client_id: String,
    limits: Limits,
    side: Side,
}

/// What the sign-in service gives.
pub(super) struct Given {
    /// The token.
    pub(super) access: SecretString,
    /// How long it lives.
    pub(super) life: Duration,
    /// With what it can be renewed, if a person signed in.
    pub(super) refresh: Option<SecretString>,
    /// Who signed in, as a signed text of claims; it came from the service itself, so the signature is not checked again.
    pub(super) id_token: Option<SecretString>,
}

impl Given {
    /// The claims about the person who signed in, if the service gave any.
    pub(super) fn claims(&self) -> Option<serde_json::Value> {
        let token = self.id_token.as_ref()?;
        let body = token.expose_secret().split('.').nth(1)?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).ok()?).ok()
    }
}

impl Desk {
    /// The way there; nothing is sent yet.
    pub(super) fn new(
        side: Side,
        app: &AppSignIn,
        limits: &Limits,
        transport: &Transport,
    ) -> Result<Self, Problem> {
        let token_url = app.authority.token_url();
        Ok(Self {
            http: Http::new(token_url, limits, transport).map_err(|problem| problem.on(side))?,
            token_url: token_url.as_str().to_owned(),
            client_id: app.client_id.clone(),
            limits: limits.clone(),
            side,
        })
    }

    pub(super) fn side(&self) -> Side {
        self.side
    }

    pub(super) fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(super) fn token_url(&self) -> &str {
        &self.token_url
    }

    /// Asks for tokens, again after a pause if the service is not available: asking changes nothing.
    pub(super) async fn ask(
        &self,
        form: &[(&str, &str)],
        cancel: &Cancel,
    ) -> Result<Given, Problem> {
        let answer = self.post(&self.token_url, form, cancel).await?;
        self.read(&answer).map_err(|problem| problem.on(self.side))
    }

    /// Sends a form to an address of the sign-in service and gives back the answer of success.
    pub(super) async fn post(
        &self,
        url: &str,
        form: &[(&str, &str)],
        cancel: &Cancel,
    ) -> Result<Answer, Problem> {
        let call = Call {
            method: Method::Post,
            url: url.to_owned(),
            headers: vec![("accept", "application/json".to_owned())],
            body: Some((
                "application/x-www-form-urlencoded".to_owned(),
                form_encode(form).into(),
            )),
        };
        let mut backoff = Backoff::new(&self.limits);
        loop {
            cancel.check()?;
            let (problem, asked) = match cancel.race(self.http.once(&call, None)).await? {
                Ok(answer) if answer.is_success() => return Ok(answer),
                Ok(answer) => {
                    let problem = entra_problem(&answer);
                    if !matches!(
                        problem.cause,
                        Cause::Throttled | Cause::ServiceUnavailable | Cause::Timeout
                    ) {
                        return Err(self.about(problem));
                    }
                    let asked = answer
                        .header("retry-after")
                        .and_then(|value| retry_after(value, SystemTime::now()));
                    (problem, asked)
                }
                Err(Broken::NotSent(problem)) if is_lasting(problem.cause) => {
                    return Err(self.about(problem));
                }
                Err(broken) => (broken.into_problem(), None),
            };
            match backoff.pause(asked) {
                Some(pause) => cancel.sleep(pause).await?,
                None => return Err(self.about(problem)),
            }
        }
    }

    /// The id of the tenant that the address of the sign-in names, as the service itself tells it; nothing if it does not.
    pub(super) async fn tenant_id(&self, cancel: &Cancel) -> Option<String> {
        #[derive(Deserialize)]
        struct Discovery {
            issuer: String,
        }
        let tenant = self.token_url.strip_suffix("/oauth2/v2.0/token")?;
        let call = Call::get(format!("{tenant}/v2.0/.well-known/openid-configuration"));
        let answer = cancel.race(self.http.once(&call, None)).await.ok()?.ok()?;
        let found: Discovery = serde_json::from_slice(&answer.body).ok()?;
        let parts = found.issuer.split('/');
        parts
            .filter_map(|part| uuid::Uuid::try_parse(part).ok())
            .map(|id| id.hyphenated().to_string())
            .next()
    }

    /// A problem with what it concerns.
    pub(super) fn about(&self, problem: Problem) -> Problem {
        let tenant = self
            .token_url
            .split("/oauth2/")
            .next()
            .and_then(|before| before.rsplit('/').next())
            .unwrap_or_default();
        problem
            .on(self.side)
            .with("client_id", &self.client_id)
            .with("authority", &self.token_url)
            .with("tenant", tenant)
    }

    fn read(&self, answer: &Answer) -> Result<Given, Problem> {
        #[derive(Deserialize)]
        struct Reply {
            access_token: String,
            #[serde(default)]
            expires_in: Option<Seconds>,
            #[serde(default)]
            refresh_token: Option<String>,
            #[serde(default)]
            id_token: Option<String>,
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
        Ok(Given {
            access: SecretString::from(reply.access_token),
            life: Duration::from_secs(seconds.clamp(1, 86_400)),
            refresh: reply.refresh_token.map(SecretString::from),
            id_token: reply.id_token.map(SecretString::from),
        })
    }
}

/// Names and values as a form or a query has them.
pub fn form_encode(pairs: &[(&str, &str)]) -> String {
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
