//! The token endpoint and the bearer tokens that it gave out.
//!
//! It answers in the shape of Entra's v2 endpoint, its error numbers included; tokens live in memory only.

use std::collections::HashMap;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use super::exchange::{Reply, Service};
use crate::sandbox::odata::query::Query;

/// A client that may ask for tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Its client id.
    pub client_id: Uuid,
    /// Its secret; this is a sandbox, so it is no secret.
    pub secret: String,
    /// Whether the secret counts as expired.
    pub secret_expired: bool,
    /// Whether Business Central's own list of Entra applications has it.
    pub known_to_bc: bool,
}

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who asked for it.
    pub client_id: Uuid,
    /// When it ends.
    pub until: Timestamp,
}

/// Why a call is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unauthorized {
    /// No bearer token was sent.
    Missing,
    /// The token is not one of ours.
    Unknown,
    /// The token has ended.
    Expired,
}

/// Clients, tenants and tokens.
#[derive(Debug)]
pub struct Tokens {
    /// Domain or id of the one tenant, both of which clients write into addresses.
    pub tenants: Vec<String>,
    /// Who may ask.
    pub apps: Vec<App>,
    /// How long a token lives.
    pub lifetime: SignedDuration,
    /// Whether tokens of others are taken too, for clients that cannot ask for one; our own are checked all the same.
    pub any_bearer: bool,
    grants: HashMap<String, Grant>,
}

/// How the tokens of this service begin.
const OURS: &str = "sandbox.";

/// Tokens kept before those that have ended are thrown out.
const SWEEP_AT: usize = 1_000;

impl Tokens {
    /// A token service without tokens.
    pub fn new(
        tenants: Vec<String>,
        apps: Vec<App>,
        lifetime: SignedDuration,
        any_bearer: bool,
    ) -> Self {
        Self {
            tenants,
            apps,
            lifetime,
            any_bearer,
            grants: HashMap::new(),
        }
    }

    /// Whether this is the secret of a known client, which also serves as everybody's web service key.
    pub fn is_secret(&self, text: &str) -> bool {
        let mut apps = self.apps.iter().filter(|app| !app.secret_expired);
        apps.any(|app| app.secret == text)
    }

    /// Answers `POST /{tenant}/oauth2/v2.0/token`; `basic` is a decoded Basic header, where clients may put their secret.
    pub fn issue(
        &mut self,
        tenant: &str,
        form: &Bytes,
        basic: Option<(String, String)>,
        now: Timestamp,
    ) -> Reply {
        match self.grant(tenant, form, basic, now) {
            Ok((token, seconds)) => {
                let body = json!({
                    "token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token,
                });
                Reply::body(200, "application/json; charset=utf-8", body.to_string())
                    .with("Cache-Control", "no-store, no-cache")
                    .with("Pragma", "no-cache")
            }
            Err(refused) => refused.reply(now),
        }
    }

    fn grant(
        &mut self,
        tenant: &str,
        form: &Bytes,
        basic: Option<(String, String)>,
        now: Timestamp,
    ) -> Result<(String, i64), EntraError> {
        let form = Query::parse(&String::from_utf8_lossy(form));
        if !self
            .tenants
            .iter()
            .any(|known| known.eq_ignore_ascii_case(tenant))
        {
            return Err(EntraError::new(
                400,
                "invalid_request",
                90_002,
                format!(
                    "Tenant '{tenant}' not found. Check that the tenant is the right one and has subscriptions."
                ),
            ));
        }
        let required = |name: &str| {
            form.filled(name).map(str::to_owned).ok_or_else(|| {
                let text =
                    format!("The request body must contain the following parameter: '{name}'.");
                EntraError::new(400, "invalid_request", 900_144, text)
            })
        };
        let kind = required("grant_type")?;
        let (client, secret) = match basic {
            Some((client, secret)) => (client, Some(secret)),
            None => (
                required("client_id")?,
                form.filled("client_secret").map(str::to_owned),
            ),
        };
        let app = client
            .parse()
            .ok()
            .and_then(|id: Uuid| self.apps.iter().find(|app| app.client_id == id));
        let Some(app) = app else {
            let text = format!(
                "Application with identifier '{client}' was not found in the directory '{tenant}'."
            );
            return Err(EntraError::new(400, "unauthorized_client", 700_016, text));
        };
        if kind != "client_credentials" {
            let text = format!("The app requested an unsupported grant type '{kind}'.");
            return Err(EntraError::new(400, "unsupported_grant_type", 70_003, text));
        }
        let Some(secret) = secret else {
            let text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
            return Err(EntraError::new(
                401,
                "invalid_client",
                7_000_218,
                text.to_owned(),
            ));
        };
        if secret != app.secret {
            let text = format!(
                "Invalid client secret provided. Send the secret's value, not its id, for app '{client}'."
            );
            return Err(EntraError::new(401, "invalid_client", 7_000_215, text));
        }
        if app.secret_expired {
            let text = format!("The provided client secret keys for app '{client}' are expired.");
            return Err(EntraError::new(401, "invalid_client", 7_000_222, text));
        }
        let scope = form
            .filled("scope")
            .or_else(|| form.filled("resource"))
            .unwrap_or_default();
        let is_resource = form.filled("resource").is_some();
        if !is_resource
            && !scope
                .split_whitespace()
                .any(|one| one.ends_with("/.default"))
        {
            let text = format!(
                "The provided value for scope {scope} is not valid. It must end in '/.default'."
            );
            return Err(EntraError::new(400, "invalid_scope", 1_002_012, text));
        }
        if self.grants.len() >= SWEEP_AT {
            self.grants.retain(|_, grant| grant.until > now);
        }
        let grant = Grant {
            client_id: app.client_id,
            until: now.checked_add(self.lifetime).unwrap_or(Timestamp::MAX),
        };
        let token = format!(
            "{OURS}{}.{}",
            Uuid::new_v4().simple(),
            Uuid::new_v4().simple()
        );
        self.grants.insert(token.clone(), grant);
        Ok((token, self.lifetime.as_secs()))
    }

    /// Who a call is from; without a grant only where any bearer is taken.
    pub fn check(
        &self,
        authorization: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<Grant>, Unauthorized> {
        let token = authorization
            .and_then(|text| text.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .filter(|token| !token.is_empty())
            .ok_or(Unauthorized::Missing)?;
        match self.grants.get(token) {
            Some(grant) if grant.until > now => Ok(Some(*grant)),
            Some(_) => Err(Unauthorized::Expired),
            None if self.any_bearer && !token.starts_with(OURS) => Ok(None),
            None => Err(Unauthorized::Unknown),
        }
    }

    /// Ends all tokens, as a revocation does.
    pub fn revoke_all(&mut self) {
        self.grants.clear();
    }

    /// Whether Business Central knows the client behind a grant.
    pub fn known_to_bc(&self, grant: &Grant) -> bool {
        self.apps
            .iter()
            .any(|app| app.client_id == grant.client_id && app.known_to_bc)
    }
}

/// A refusal in the shape of Entra's.
struct EntraError {
    status: u16,
    error: &'static str,
    code: u32,
    text: String,
}

impl EntraError {
    fn new(status: u16, error: &'static str, code: u32, text: String) -> Self {
        Self {
            status,
            error,
            code,
            text,
        }
    }

    fn reply(self, now: Timestamp) -> Reply {
        let (trace, correlation) = (Uuid::new_v4(), Uuid::new_v4());
        let stamp = now.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
        let body = json!({
            "error": self.error,
            "error_description": format!(
                "AADSTS{}: {} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}",
                self.code, self.text
            ),
            "error_codes": [self.code],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={}", self.code),
        });
        Reply::body(
            self.status,
            "application/json; charset=utf-8",
            body.to_string(),
        )
        .with("Cache-Control", "no-store")
    }
}

/// The tenant in the path of a token request, for both endpoint versions.
pub fn tenant_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    rest.strip_suffix("/oauth2/v2.0/token")
        .or_else(|| rest.strip_suffix("/oauth2/token"))
        .filter(|t| !t.contains('/'))
}

/// What the service says to a call that is not let in.
pub fn unauthorized(service: Service, why: Unauthorized, origin: &str, tenant: &str) -> Reply {
    match service {
        Service::Bc => super::bc::errors::unauthorized(why),
        Service::Dv => super::dv::errors::unauthorized(why, origin, tenant),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: &str = "00000000-0000-0000-0000-00000000000a";

    fn tokens() -> Tokens {
        let app = App {
            client_id: APP.parse().unwrap(),
            secret: "s3cret".into(),
            secret_expired: false,
            known_to_bc: true,
        };
        Tokens::new(
            vec!["contoso".into()],
            vec![app],
            SignedDuration::from_secs(3600),
            false,
        )
    }

    fn ask(tokens: &mut Tokens, tenant: &str, form: &str) -> (u16, serde_json::Value) {
        let reply = tokens.issue(
            tenant,
            &Bytes::from(form.to_owned()),
            None,
            Timestamp::UNIX_EPOCH,
        );
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    fn form(client: &str, secret: &str) -> String {
        format!(
            "grant_type=client_credentials&client_id={client}&client_secret={secret}&scope=https%3A%2F%2Fx%2F.default"
        )
    }

    #[test]
    fn a_token_lets_in_until_it_ends() {
        let mut tokens = tokens();
        let (status, body) = ask(&mut tokens, "contoso", &form(APP, "s3cret"));
        assert_eq!(status, 200);
        let header = format!("Bearer {}", body["access_token"].as_str().unwrap());
        assert!(tokens.check(Some(&header), Timestamp::UNIX_EPOCH).is_ok());
        let later = Timestamp::from_second(3600).unwrap();
        assert_eq!(
            tokens.check(Some(&header), later),
            Err(Unauthorized::Expired)
        );
        assert_eq!(
            tokens.check(Some("Bearer x"), later),
            Err(Unauthorized::Unknown)
        );
        assert_eq!(tokens.check(None, later), Err(Unauthorized::Missing));
    }

    #[test]
    fn refusals_have_entras_numbers() {
        let mut tokens = tokens();
        let other = Uuid::nil().to_string();
        for (tenant, form, status, code) in [
            ("contoso", form(APP, "wrong"), 401, 7_000_215),
            ("contoso", form(&other, "s3cret"), 400, 700_016),
            ("fabrikam", form(APP, "s3cret"), 400, 90_002),
            (
                "contoso",
                form(APP, "s3cret").replace(".default", "read"),
                400,
                1_002_012,
            ),
            ("contoso", "client_id=x".into(), 400, 900_144),
        ] {
            let (found, body) = ask(&mut tokens, tenant, &form);
            assert_eq!(
                (found, &body["error_codes"][0]),
                (status, &json!(code)),
                "{form}"
            );
        }
        tokens.apps[0].secret_expired = true;
        assert_eq!(
            ask(&mut tokens, "contoso", &form(APP, "s3cret")).1["error_codes"][0],
            json!(7_000_222)
        );
    }

    #[test]
    fn both_endpoint_versions_have_a_tenant() {
        assert_eq!(tenant_of("/contoso/oauth2/v2.0/token"), Some("contoso"));
        assert_eq!(tenant_of("/contoso/oauth2/token"), Some("contoso"));
        assert_eq!(tenant_of("/a/b/oauth2/token"), None);
    }
}
