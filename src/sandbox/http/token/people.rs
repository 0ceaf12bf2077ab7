//! People who sign in: the page in their browser, codes for other devices, and the renewal of what they did once.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::exchange::{Call, Reply};
use super::app::{App, Person};
use super::broken::{Broken, Stage};
use super::refusal::EntraError;
use super::{Tokens, random, required};
use crate::sandbox::odata::query::Query;

/// The grant type of device codes.
pub(super) const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// What people began and have not ended yet.
#[derive(Debug, Default)]
pub(super) struct People {
    codes: HashMap<String, Code>,
    devices: HashMap<String, Device>,
    refreshes: HashMap<String, Refresh>,
}

impl People {
    /// Ends all sign-ins.
    pub(super) fn sign_out(&mut self) {
        self.refreshes.clear();
    }
}

/// A code that a browser brings back.
#[derive(Debug)]
struct Code {
    client_id: Uuid,
    redirect: String,
    challenge: Option<String>,
    nonce: Option<String>,
    scope: String,
    person: Person,
    until: Timestamp,
}

/// A code that a person types on another device.
#[derive(Debug)]
struct Device {
    client_id: Uuid,
    user_code: String,
    scope: String,
    outcome: Outcome,
    until: Timestamp,
    asked: Option<Timestamp>,
}

#[derive(Debug)]
enum Outcome {
    Pending,
    Accepted(Person),
    Declined,
}

/// What a sign-in is renewed with.
#[derive(Clone, Debug)]
struct Refresh {
    client_id: Uuid,
    person: Person,
    until: Timestamp,
}

/// A code lives ten minutes, a device code fifteen.
const CODE_SECONDS: i64 = 600;
const DEVICE_SECONDS: i64 = 900;
/// A sign-in can be renewed for ninety days.
const REFRESH_SECONDS: i64 = 90 * 86_400;
const DEVICE_INTERVAL: i64 = 5;

fn after(now: Timestamp, seconds: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_secs(seconds))
        .unwrap_or(Timestamp::MAX)
}

impl Tokens {
    /// The page that a person sees: a choice of people for a browser, at once the way back for a program without one.
    pub(super) fn page(&mut self, tenant: &str, call: &Call, now: Timestamp) -> Reply {
        let query = call.query.clone();
        let asked = self
            .check_tenant(tenant, true)
            .and_then(|()| self.asked(tenant, &query));
        let (app, redirect) = match asked {
            Ok(asked) => asked,
            // Nobody is sent back to an address that may be anybody's.
            Err(refused) => return error_page(&refused, now),
        };
        let state = query.get("state").unwrap_or_default();
        let state = if self.is_broken(Broken::ForgedState) {
            "somebody-elses"
        } else {
            state
        };
        let back = |pairs: &[(&str, &str)]| {
            let mut address = redirect.clone();
            for (place, (name, value)) in pairs.iter().enumerate() {
                address.push(if place == 0 { '?' } else { '&' });
                address.push_str(name);
                address.push('=');
                address.push_str(&encoded(value));
            }
            Reply::empty(302).with("Location", address)
        };
        let refuse = |refused: &EntraError| {
            back(&[
                ("error", refused.error),
                ("error_description", &refused.description(now)),
                ("state", state),
            ])
        };
        if let Err(refused) = Self::wanted(&query) {
            return refuse(&refused);
        }
        if let Err(refused) = self.pass(Stage::Page) {
            return refuse(&refused);
        }
        if query.get("sandbox_cancel").is_some() {
            let declined = Broken::Declined.at(Stage::Page);
            return declined.map_or_else(|| Reply::empty(400), |declined| refuse(&declined));
        }
        let chosen = query.get("sandbox_user");
        let is_browser = call
            .header("accept")
            .is_some_and(|accept| accept.contains("text/html"));
        if chosen.is_none() && is_browser {
            return self.choice(call, "Sign in");
        }
        let Some(person) = self.person(chosen) else {
            return back(&[("error", "access_denied"), ("state", state)]);
        };
        let code = format!("code.{}", random());
        let nonce = query.filled("nonce").map(str::to_owned);
        self.people.codes.insert(
            code.clone(),
            Code {
                client_id: app.client_id,
                redirect: redirect.clone(),
                challenge: query.filled("code_challenge").map(str::to_owned),
                nonce,
                scope: query.get("scope").unwrap_or_default().to_owned(),
                person,
                until: after(now, CODE_SECONDS),
            },
        );
        back(&[("code", &code), ("state", state)])
    }

    /// Who asks, and where the browser is to come back to; what is wrong here is shown on the page itself.
    fn asked(&self, tenant: &str, query: &Query) -> Result<(App, String), EntraError> {
        let mut stays = self
            .plan
            .broken
            .iter()
            .filter(|broken| broken.stays_on_the_page());
        if let Some(refused) = stays.find_map(|broken| broken.at(Stage::Page)) {
            return Err(refused);
        }
        let app = self.app(required(query, "client_id")?, tenant)?;
        let redirect = required(query, "redirect_uri").map_err(|_missing| {
            EntraError::new(
                400,
                "invalid_request",
                500_113,
                "No reply address is registered for the application.",
            )
        })?;
        if is_loopback(redirect) {
            Ok((app, redirect.to_owned()))
        } else {
            let text = format!(
                "The redirect URI '{redirect}' in the request does not match those registered for the application."
            );
            Err(EntraError::new(400, "invalid_request", 50_011, text))
        }
    }

    /// What the client must have asked for.
    fn wanted(query: &Query) -> Result<(), EntraError> {
        if query.get("response_type") != Some("code") {
            let text = "The response type is not supported: it must be 'code'.";
            return Err(EntraError::new(
                400,
                "unsupported_response_type",
                700_054,
                text,
            ));
        }
        required(query, "scope")?;
        if query
            .get("code_challenge_method")
            .is_some_and(|method| method != "S256")
        {
            let text = "Only 'S256' is taken as a code challenge method.";
            return Err(EntraError::new(400, "invalid_request", 501_491, text));
        }
        Ok(())
    }

    fn person(&self, name: Option<&str>) -> Option<Person> {
        match name {
            None => self.persons.first().cloned(),
            Some(name) => self
                .persons
                .iter()
                .find(|person| person.name == name)
                .cloned(),
        }
    }

    /// A page with one link for each person, and one to cancel.
    fn choice(&self, call: &Call, title: &str) -> Reply {
        let here = format!("{}?{}", call.path, call.query.raw);
        let links: Vec<String> = self
            .persons
            .iter()
            .map(|person| {
                let address = format!("{here}&sandbox_user={}", encoded(&person.name));
                format!(
                    "<p><a href=\"{}\">{}</a></p>",
                    escaped(&address),
                    escaped(&person.name)
                )
            })
            .collect();
        let links = links.concat();
        let cancel = escaped(&format!("{here}&sandbox_cancel=1"));
        html(
            200,
            &format!("<h1>{title}</h1>{links}<p><a href=\"{cancel}\">Cancel</a></p>"),
        )
    }

    /// Turns the code that the browser brought into tokens.
    pub(super) fn for_code(
        &mut self,
        app: &App,
        form: &Query,
        now: Timestamp,
    ) -> Result<Value, EntraError> {
        self.pass(Stage::Code)?;
        let grant = |code, text: &str| EntraError::new(400, "invalid_grant", code, text);
        let given = required(form, "code")?;
        // A code works once, whatever becomes of it.
        let Some(code) = self.people.codes.remove(given) else {
            return Err(grant(
                54_005,
                "The authorization code was already redeemed or never given out.",
            ));
        };
        if code.until <= now {
            return Err(grant(70_008, "The authorization code has expired."));
        }
        if code.client_id != app.client_id {
            return Err(grant(
                700_005,
                "The authorization code is for another application.",
            ));
        }
        if form.get("redirect_uri") != Some(code.redirect.as_str()) {
            return Err(EntraError::new(
                400,
                "invalid_request",
                50_011,
                "The redirect URI is not the one that the code was asked with.",
            ));
        }
        let proven = match &code.challenge {
            None => true,
            Some(challenge) => form.filled("code_verifier").is_some_and(|verifier| {
                URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())) == *challenge
            }),
        };
        if !proven {
            return Err(grant(
                501_481,
                "The code verifier does not match the code challenge supplied in the authorization request.",
            ));
        }
        let nonce = if self.is_broken(Broken::ForgedNonce) {
            Some("somebody-elses".to_owned())
        } else {
            code.nonce.clone()
        };
        let scope = form.filled("scope").unwrap_or(&code.scope).to_owned();
        Ok(self.tokens_for(app, &code.person, &scope, nonce.as_deref(), now))
    }

    /// Renews a sign-in.
    pub(super) fn renewed(
        &mut self,
        app: &App,
        form: &Query,
        now: Timestamp,
    ) -> Result<Value, EntraError> {
        self.pass(Stage::Refresh)?;
        let given = required(form, "refresh_token")?.to_owned();
        let grant = |code, text: &str| {
            let mut refused = EntraError::new(400, "invalid_grant", code, text);
            refused.suberror = Some("bad_token");
            refused
        };
        let Some(refresh) = self.people.refreshes.get(&given).cloned() else {
            return Err(grant(70_000, "The provided grant is invalid or malformed."));
        };
        if refresh.until <= now {
            return Err(grant(
                700_082,
                "The refresh token has expired due to inactivity.",
            ));
        }
        if refresh.client_id != app.client_id {
            return Err(grant(
                70_000,
                "The provided grant was given to another application.",
            ));
        }
        if self.plan.refresh_once {
            self.people.refreshes.remove(&given);
        }
        let scope = form.get("scope").unwrap_or_default().to_owned();
        Ok(self.tokens_for(app, &refresh.person, &scope, None, now))
    }

    fn tokens_for(
        &mut self,
        app: &App,
        person: &Person,
        scope: &str,
        nonce: Option<&str>,
        now: Timestamp,
    ) -> Value {
        let (token, seconds) = self.grant(app.client_id, Some(person), scope, now);
        let mut body = json!({
            "token_type": "Bearer", "scope": scope, "expires_in": seconds, "ext_expires_in": seconds,
            "access_token": token,
        });
        let asks_for = |name: &str| scope.split_whitespace().any(|one| one == name);
        let Some(members) = body.as_object_mut() else {
            return body;
        };
        if asks_for("offline_access") {
            let life = self.plan.refresh_seconds.unwrap_or(REFRESH_SECONDS);
            let refresh = format!("refresh.{}", random());
            members.insert("refresh_token".to_owned(), json!(refresh));
            self.people.refreshes.insert(
                refresh,
                Refresh {
                    client_id: app.client_id,
                    person: person.clone(),
                    until: after(now, life),
                },
            );
        }
        if asks_for("openid") {
            let mut claims = json!({
                "aud": app.client_id, "iss": "https://login.microsoftonline.com/sandbox/v2.0", "iat": now.as_second(),
                "exp": now.as_second() + seconds, "oid": person.id, "sub": person.id,
                "preferred_username": person.name, "name": person.name,
                "tid": self.tenants.last(), "ver": "2.0",
            });
            if let (Some(nonce), Some(claims)) = (nonce, claims.as_object_mut()) {
                claims.insert("nonce".to_owned(), json!(nonce));
            }
            let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
            let token = format!(
                "{}.{}.c2FuZGJveA",
                part(&json!({"typ": "JWT", "alg": "RS256"})),
                part(&claims)
            );
            members.insert("id_token".to_owned(), json!(token));
        }
        body
    }

    /// Gives out a device code.
    pub(super) fn device_code(
        &mut self,
        tenant: &str,
        call: &Call,
        now: Timestamp,
    ) -> Result<Value, EntraError> {
        let form = Query::parse(&String::from_utf8_lossy(&call.body));
        self.check_tenant(tenant, true)?;
        let app = self.app(required(&form, "client_id")?, tenant)?;
        self.pass(Stage::DeviceStart)?;
        let scope = required(&form, "scope")?.to_owned();
        let id = format!("device.{}", random());
        let user_code: String = Uuid::new_v4()
            .simple()
            .to_string()
            .to_uppercase()
            .chars()
            .take(9)
            .collect();
        let page = format!("{}/{tenant}/oauth2/v2.0/deviceauth", call.origin);
        self.people.devices.insert(
            id.clone(),
            Device {
                client_id: app.client_id,
                user_code: user_code.clone(),
                scope,
                outcome: Outcome::Pending,
                until: after(now, DEVICE_SECONDS),
                asked: None,
            },
        );
        Ok(json!({
            "user_code": user_code, "device_code": id, "verification_uri": page, "expires_in": DEVICE_SECONDS,
            "interval": self.plan.device_interval.unwrap_or(DEVICE_INTERVAL),
            "message": format!("To sign in, use a web browser to open the page {page} and enter the code {user_code} to authenticate."),
        }))
    }

    /// The page where a device code is typed, here as `user_code` of its address.
    pub(super) fn device_page(&mut self, call: &Call, now: Timestamp) -> Reply {
        let query = call.query.clone();
        let Some(typed) = query.filled("user_code") else {
            return html(
                200,
                "<h1>Enter code</h1><form><input name=\"user_code\" autofocus> <button>Next</button></form>",
            );
        };
        let chosen = query.get("sandbox_user");
        let is_browser = call
            .header("accept")
            .is_some_and(|accept| accept.contains("text/html"));
        let cancels = query.get("sandbox_cancel").is_some();
        let person = self.person(chosen);
        let found = self
            .people
            .devices
            .values_mut()
            .find(|device| device.user_code.eq_ignore_ascii_case(typed) && device.until > now);
        let Some(device) = found else {
            return html(
                400,
                "<h1>That code did not work</h1><p>Check it and try again.</p>",
            );
        };
        match person {
            _ if cancels => {
                device.outcome = Outcome::Declined;
                html(200, "<h1>Declined</h1><p>You can close this page.</p>")
            }
            _ if chosen.is_none() && is_browser => {
                self.choice(call, "Sign in on your other device")
            }
            None => html(400, "<h1>There is no such person</h1>"),
            Some(person) => {
                device.outcome = Outcome::Accepted(person);
                html(200, "<h1>Signed in</h1><p>You can close this page.</p>")
            }
        }
    }

    /// Tells a client whether a device code was used.
    pub(super) fn for_device(
        &mut self,
        app: &App,
        form: &Query,
        now: Timestamp,
    ) -> Result<Value, EntraError> {
        let id = form
            .filled("device_code")
            .or_else(|| form.filled("code"))
            .ok_or_else(|| EntraError::missing("device_code"))?
            .to_owned();
        let refuse = |error, code, text: &str| EntraError::new(400, error, code, text);
        let interval = self.plan.device_interval.unwrap_or(DEVICE_INTERVAL);
        let Some(device) = self.people.devices.get_mut(&id) else {
            return Err(refuse(
                "bad_verification_code",
                70_018,
                "The device code is not known.",
            ));
        };
        if device.client_id != app.client_id {
            return Err(refuse(
                "bad_verification_code",
                70_018,
                "The device code was given to another application.",
            ));
        }
        if device.until <= now {
            return Err(refuse(
                "expired_token",
                70_019,
                "The verification code has expired.",
            ));
        }
        let too_soon = device.asked.is_some_and(|asked| {
            now.duration_since(asked) < SignedDuration::from_millis(interval * 1_000 - 500)
        });
        device.asked = Some(now);
        if too_soon {
            return Err(refuse("slow_down", 70_020, "Ask less often."));
        }
        let (person, scope) = match &device.outcome {
            Outcome::Pending => {
                self.pass(Stage::DevicePoll).or_else(|refused| {
                    // Only what happens before anybody signs in is told before.
                    if matches!(refused.error, "expired_token" | "slow_down") {
                        Err(refused)
                    } else {
                        Ok(())
                    }
                })?;
                return Err(refuse(
                    "authorization_pending",
                    70_016,
                    "The user has not signed in yet. Go on asking.",
                ));
            }
            Outcome::Declined => {
                return Err(refuse(
                    "authorization_declined",
                    65_004,
                    "The user declined.",
                ));
            }
            Outcome::Accepted(person) => (person.clone(), device.scope.clone()),
        };
        self.pass(Stage::DevicePoll)?;
        self.people.devices.remove(&id);
        Ok(self.tokens_for(app, &person, &scope, None, now))
    }
}

/// Entra takes any port of this machine for clients that people install.
fn is_loopback(redirect: &str) -> bool {
    let Some(rest) = redirect.strip_prefix("http://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    matches!(host, "localhost" | "127.0.0.1") && !authority.contains('@')
}

fn error_page(refused: &EntraError, now: Timestamp) -> Reply {
    let text = escaped(&refused.description(now));
    let status = refused.status;
    html(
        status,
        &format!(
            "<h1>Sign in</h1><p>Sorry, but we are having trouble signing you in.</p><p>{text}</p>"
        ),
    )
}

fn html(status: u16, body: &str) -> Reply {
    let page = format!(
        "<!doctype html><html><head><title>Sandbox sign-in</title></head><body>{body}</body></html>"
    );
    Reply::body(status, "text/html; charset=utf-8", page)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
