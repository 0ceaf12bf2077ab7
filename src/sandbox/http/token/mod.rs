//! The sign-in service: Entra as far as a client sees it, and the tokens that it gave out.
//!
//! Tokens live in memory only. Applications ask with a secret or a proof signed with a certificate; people sign in with a
//! browser (authorisation code with PKCE) or on another device (device code), and their sign-in is renewed with refresh
//! tokens that serve every service of the tenant. Whatever Entra refuses can be switched on by name.
//!
//! - `app`: who may sign in; `assertion`: proofs signed with a certificate
//! - `broken`: what is refused by name; `refusal`: the shape of refusals
//! - `people`: the page, codes, devices, renewal

pub mod app;
mod assertion;
pub mod broken;
mod people;
mod refusal;

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use super::exchange::{Call, Reply, Service};
use crate::sandbox::odata::query::Query;
pub use app::{App, Certificate, Person};
use broken::{Broken, SignInPlan, Stage};
use people::People;
use refusal::EntraError;

/// What a token allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who asked for it.
    pub client_id: Uuid,
    /// For whom, if a person signed in.
    pub person: Option<String>,
    /// For which service, as the client wrote it: a scope without its `.default`.
    pub resource: String,
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
    /// The people of the tenant.
    pub persons: Vec<Person>,
    /// How long a token lives.
    pub lifetime: SignedDuration,
    /// Whether tokens of others are taken too, for clients that cannot ask for one; our own are checked all the same.
    pub any_bearer: bool,
    plan: SignInPlan,
    people: People,
    proofs: HashSet<String>,
    grants: HashMap<String, Grant>,
}

/// How the tokens of this service begin.
const OURS: &str = "sandbox.";

/// Tokens kept before those that have ended are thrown out.
const SWEEP_AT: usize = 1_000;

/// Business Central's own name as a resource.
const BC_RESOURCE: &str = "https://api.businesscentral.dynamics.com";

/// An address of the sign-in service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// Tokens.
    Token,
    /// The page that a person sees.
    Authorize,
    /// Device codes.
    DeviceCode,
    /// The page where a device code is typed.
    DevicePage,
    /// What the tenant says of itself (discovery, as `OpenID` Connect has it).
    Discovery,
}

/// The tenant and the endpoint in the path of a request to the sign-in service, for both versions.
pub fn endpoint_of(path: &str) -> Option<(&str, Endpoint)> {
    let path = path.strip_prefix('/')?;
    if let Some(tenant) = path.strip_suffix("/v2.0/.well-known/openid-configuration") {
        return (!tenant.contains('/')).then_some((tenant, Endpoint::Discovery));
    }
    let (tenant, rest) = path.split_once("/oauth2/")?;
    let endpoint = match rest.strip_prefix("v2.0/").unwrap_or(rest) {
        "token" => Endpoint::Token,
        "authorize" => Endpoint::Authorize,
        "devicecode" => Endpoint::DeviceCode,
        "deviceauth" => Endpoint::DevicePage,
        _ => return None,
    };
    (!tenant.contains('/')).then_some((tenant, endpoint))
}

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
            persons: vec![Person::usual()],
            lifetime,
            any_bearer,
            plan: SignInPlan::default(),
            people: People::default(),
            proofs: HashSet::new(),
            grants: HashMap::new(),
        }
    }

    /// Whether this is the secret of a known client, which also serves as everybody's web service key.
    pub fn is_secret(&self, text: &str) -> bool {
        let mut apps = self.apps.iter().filter(|app| !app.secret_expired);
        apps.any(|app| app.secret == text)
    }

    /// Lets the sign-in be as a plan says from now on.
    pub fn set_plan(&mut self, plan: SignInPlan) {
        self.plan = plan;
    }

    /// Answers a request to the sign-in service; `basic` is a decoded Basic header, where clients may put their secret.
    pub fn answer(
        &mut self,
        (tenant, endpoint): (&str, Endpoint),
        call: &Call,
        basic: Option<(String, String)>,
        now: Timestamp,
    ) -> Reply {
        let takes_post = matches!(endpoint, Endpoint::Token | Endpoint::DeviceCode);
        if takes_post != (call.method == "POST") || !matches!(call.method.as_str(), "GET" | "POST")
        {
            return Reply::empty(405).with("Allow", if takes_post { "POST" } else { "GET" });
        }
        let answered = match endpoint {
            Endpoint::Token => self.issue(tenant, call, basic, now),
            Endpoint::DeviceCode => self.device_code(tenant, call, now),
            Endpoint::Authorize => return self.page(tenant, call, now),
            Endpoint::DevicePage => return self.device_page(call, now),
            Endpoint::Discovery => self.discovery(tenant, &call.origin),
        };
        match answered {
            Ok(body) => Reply::body(200, "application/json; charset=utf-8", body.to_string())
                .with("Cache-Control", "no-store, no-cache")
                .with("Pragma", "no-cache"),
            Err(refused) => refused.reply(now),
        }
    }

    /// What a tenant says of itself: its id stands in the issuer, whatever it was called in the address.
    fn discovery(&self, tenant: &str, origin: &str) -> Result<Value, EntraError> {
        self.check_tenant(tenant, true)?;
        let id = match tenant {
            "organizations" | "common" => "{tenantid}",
            _ => self.tenants.last().map_or("{tenantid}", String::as_str),
        };
        let base = format!("{origin}/{tenant}/oauth2/v2.0");
        Ok(json!({
            "issuer": format!("https://login.microsoftonline.com/{id}/v2.0"),
            "token_endpoint": format!("{base}/token"), "authorization_endpoint": format!("{base}/authorize"),
            "device_authorization_endpoint": format!("{base}/devicecode"),
        }))
    }

    fn issue(
        &mut self,
        tenant: &str,
        call: &Call,
        basic: Option<(String, String)>,
        now: Timestamp,
    ) -> Result<Value, EntraError> {
        let form = Query::parse(&String::from_utf8_lossy(&call.body));
        let kind = form.filled("grant_type").map(str::to_owned);
        let is_person = kind
            .as_deref()
            .is_some_and(|kind| kind != "client_credentials");
        self.check_tenant(tenant, is_person)?;
        let kind = kind.ok_or_else(|| EntraError::missing("grant_type"))?;
        let (client, secret) = match basic {
            Some((client, secret)) => (client, Some(secret)),
            None => (
                required(&form, "client_id")?.to_owned(),
                form.filled("client_secret").map(str::to_owned),
            ),
        };
        let app = self.app(&client, tenant)?;
        match kind.as_str() {
            "client_credentials" => {
                self.for_itself(&app, secret.as_deref(), tenant, &form, call, now)
            }
            "authorization_code" => self.for_code(&app, &form, now),
            "refresh_token" => self.renewed(&app, &form, now),
            people::DEVICE_GRANT | "device_code" => self.for_device(&app, &form, now),
            other => {
                let text = format!("The app requested an unsupported grant type '{other}'.");
                Err(EntraError::new(400, "unsupported_grant_type", 70_003, text))
            }
        }
    }

    /// Refuses what the plan says is broken at this stage.
    fn pass(&self, stage: Stage) -> Result<(), EntraError> {
        let refused = self.plan.broken.iter().find_map(|broken| broken.at(stage));
        refused.map_or(Ok(()), Err)
    }

    fn is_broken(&self, broken: Broken) -> bool {
        self.plan.broken.contains(&broken)
    }

    fn check_tenant(&self, tenant: &str, is_person: bool) -> Result<(), EntraError> {
        let any = is_person && matches!(tenant, "organizations" | "common");
        let known = self
            .tenants
            .iter()
            .any(|known| known.eq_ignore_ascii_case(tenant));
        if any || known {
            return Ok(());
        }
        let text = format!(
            "Tenant '{tenant}' not found. Check that the tenant is the right one and has subscriptions."
        );
        Err(EntraError::new(400, "invalid_request", 90_002, text))
    }

    fn app(&self, client: &str, tenant: &str) -> Result<App, EntraError> {
        let id: Option<Uuid> = client.parse().ok();
        let app = self.apps.iter().find(|app| Some(app.client_id) == id);
        app.cloned().ok_or_else(|| {
            let text = format!(
                "Application with identifier '{client}' was not found in the directory '{tenant}'."
            );
            EntraError::new(400, "unauthorized_client", 700_016, text)
        })
    }

    /// An application asks for itself.
    fn for_itself(
        &mut self,
        app: &App,
        secret: Option<&str>,
        tenant: &str,
        form: &Query,
        call: &Call,
        now: Timestamp,
    ) -> Result<Value, EntraError> {
        self.pass(Stage::App)?;
        let client = app.client_id;
        match (secret, form.filled("client_assertion")) {
            (_, Some(assertion)) => {
                if form.filled("client_assertion_type") != Some(assertion::JWT_BEARER) {
                    return Err(EntraError::missing("client_assertion_type"));
                }
                let audiences = [
                    format!("{}{}", call.origin, call.path),
                    format!("{}/{tenant}/oauth2/v2.0/token", call.origin),
                    format!("{}/{tenant}/oauth2/token", call.origin),
                ];
                assertion::check(assertion, app, &audiences, &mut self.proofs, now)?;
            }
            (Some(secret), None) if secret != app.secret => {
                let text = format!(
                    "Invalid client secret provided. Send the secret's value, not its id, for app '{client}'."
                );
                return Err(EntraError::new(401, "invalid_client", 7_000_215, text));
            }
            (Some(_), None) if app.secret_expired => {
                let text =
                    format!("The provided client secret keys for app '{client}' are expired.");
                return Err(EntraError::new(401, "invalid_client", 7_000_222, text));
            }
            (Some(_), None) => {}
            (None, None) => {
                let text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
                return Err(EntraError::new(401, "invalid_client", 7_000_218, text));
            }
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
        let (token, seconds) = self.grant(client, None, scope, now);
        Ok(json!({
            "token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token,
        }))
    }

    /// Gives out a token; with it the seconds that it lives.
    fn grant(
        &mut self,
        client_id: Uuid,
        person: Option<&Person>,
        scope: &str,
        now: Timestamp,
    ) -> (String, i64) {
        if self.grants.len() >= SWEEP_AT {
            self.grants.retain(|_, grant| grant.until > now);
        }
        let life = self
            .plan
            .token_seconds
            .map_or(self.lifetime, SignedDuration::from_secs);
        let grant = Grant {
            client_id,
            person: person.map(|person| person.name.clone()),
            resource: resource_of(scope),
            until: now.checked_add(life).unwrap_or(Timestamp::MAX),
        };
        let token = format!("{OURS}{}", random());
        self.grants.insert(token.clone(), grant);
        (token, life.as_secs())
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
            Some(grant) if grant.until > now => Ok(Some(grant.clone())),
            Some(_) => Err(Unauthorized::Expired),
            None if self.any_bearer && !token.starts_with(OURS) => Ok(None),
            None => Err(Unauthorized::Unknown),
        }
    }

    /// Whether a token was asked for the service that it is sent to; anything goes unless the plan says otherwise.
    pub fn is_meant_for(&self, grant: &Grant, service: Service, origin: &str) -> bool {
        if !self.plan.check_audience {
            return true;
        }
        let resource = grant.resource.trim_end_matches('/');
        match service {
            Service::Bc => resource.eq_ignore_ascii_case(BC_RESOURCE),
            Service::Dv => resource.eq_ignore_ascii_case(origin),
        }
    }

    /// Ends all tokens, as a revocation does; people's sign-ins too.
    pub fn revoke_all(&mut self) {
        self.grants.clear();
        self.people.sign_out();
    }

    /// Whether Business Central lets the client behind a grant in: a person by a licence, an application if it is listed.
    pub fn known_to_bc(&self, grant: &Grant) -> bool {
        grant.person.is_some()
            || self
                .apps
                .iter()
                .any(|app| app.client_id == grant.client_id && app.known_to_bc)
    }
}

/// What a scope is about, without its last part and without the scopes that are about nobody's service.
fn resource_of(scope: &str) -> String {
    let about = scope
        .split_whitespace()
        .find(|one| one.contains("://") || one.contains('/'))
        .unwrap_or(scope);
    about
        .rsplit_once('/')
        .map_or(about, |(resource, _)| resource)
        .to_owned()
}

fn random() -> String {
    format!("{}.{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

fn required<'q>(form: &'q Query, name: &str) -> Result<&'q str, EntraError> {
    form.filled(name).ok_or_else(|| EntraError::missing(name))
}

/// What the service says to a call that is not let in.
pub fn unauthorized(service: Service, why: Unauthorized, origin: &str, tenant: &str) -> Reply {
    match service {
        Service::Bc => super::bc::errors::unauthorized(why),
        Service::Dv => super::dv::errors::unauthorized(why, origin, tenant),
    }
}

#[cfg(test)]
mod tests;
