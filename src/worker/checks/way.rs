//! The way into a service: proxy, address, certificate, clock, tenant, token, interface, company.

use super::{Check, CheckKind, CheckStatus, Examination};
use crate::engine::context::{Environment as _, SystemEnvironment};
use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use crate::remote::Identity;
use crate::remote::address::Address;
use crate::remote::connection::SignIn;
use crate::remote::survey::Survey;
use crate::worker::health;

/// Clocks that differ by more than this are worth a look, in seconds.
const CLOCKS_DIFFER: i64 = 60;
/// Clocks that differ by more than this break sign-ins, in seconds.
const CLOCKS_BREAK: i64 = 300;

/// What stands in the place of a tenant where people of any may sign in.
const ANY_TENANT: [&str; 3] = ["organizations", "common", "consumers"];

/// The steps in the order in which they are gone.
fn steps(side: Side) -> Vec<CheckKind> {
    use CheckKind as K;
    let mut steps = vec![
        K::Proxy,
        K::Reachable,
        K::Tls,
        K::Clock,
        K::Tenant,
        K::SignIn,
        K::Audience,
        K::ApiVersion,
    ];
    steps.extend(match side {
        Side::Bc => [K::Registered, K::Company, K::BaseCurrency],
        Side::Dv => [K::AdministrationMode, K::Registered, K::Identity],
    });
    steps
}

/// The step at which a failure stands.
fn step_of(side: Side, problem: &Problem) -> CheckKind {
    use CheckKind as K;
    let from_directory = problem
        .service_code
        .as_deref()
        .is_some_and(|code| code.starts_with("AADSTS"));
    match problem.cause {
        Cause::ProxyUnreachable | Cause::ProxySignIn | Cause::ProxyRefused => K::Proxy,
        Cause::TlsFailed
        | Cause::CertificateUnknown
        | Cause::CertificateForOtherHost
        | Cause::CertificateExpired
        | Cause::NotHttps => K::Tls,
        Cause::ClockSkew => K::Clock,
        Cause::UnknownTenant | Cause::OtherTenant => K::Tenant,
        Cause::WrongAudience | Cause::UnknownResource | Cause::WrongScope => K::Audience,
        Cause::ApiSwitchedOff | Cause::ApiVersion => K::ApiVersion,
        Cause::AdministrationMode => K::AdministrationMode,
        Cause::UserDisabled if !from_directory => K::Registered,
        Cause::NotRegistered | Cause::NoRoles | Cause::LicenceMissing => K::Registered,
        Cause::UnknownCompany | Cause::UnknownTable | Cause::MissingPermission => match side {
            Side::Bc => K::Company,
            Side::Dv => K::Identity,
        },
        cause if is_about_signing_in(cause) => K::SignIn,
        _ => K::Reachable,
    }
}

/// Whether a failure stands at a step after the sign-in.
pub(super) fn is_behind_the_sign_in(side: Side, problem: &Problem) -> bool {
    let at = |kind| steps(side).iter().position(|step| *step == kind);
    at(step_of(side, problem)) > at(CheckKind::SignIn)
}

fn is_about_signing_in(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::WrongSecret
            | Cause::SecretExpired
            | Cause::SecretMissing
            | Cause::UnknownApplication
            | Cause::ApplicationDisabled
            | Cause::ConsentMissing
            | Cause::WrongPassword
            | Cause::UserUnknown
            | Cause::UserNotAssigned
            | Cause::UserLocked
            | Cause::UserDisabled
            | Cause::PasswordChange
            | Cause::MfaRequired
            | Cause::ConditionalAccess
            | Cause::SignInNeeded
            | Cause::SignInExpired
            | Cause::SignInDeclined
            | Cause::SignInTimedOut
            | Cause::SignInForged
            | Cause::PublicClientOff
            | Cause::RedirectRefused
            | Cause::CertificateRefused
            | Cause::KeyStoreUnusable
            | Cause::PassphraseNeeded
            | Cause::WrongPassphrase
            | Cause::SignInRefused
    )
}

/// The checks of the way into one service.
pub(super) async fn checks(
    examination: &Examination<'_>,
    side: Side,
    reached: &Result<Identity, Problem>,
) -> Vec<Check> {
    let steps = steps(side);
    let broken = reached.as_ref().err().map(|problem| step_of(side, problem));
    let broken_at = broken.and_then(|kind| steps.iter().position(|step| *step == kind));
    let mut checks = Vec::new();
    for (place, kind) in steps.into_iter().enumerate() {
        let mut check = match (broken_at, reached) {
            (Some(at), Err(problem)) if at == place => {
                Check::failed(kind, Some(side), problem.clone())
            }
            (Some(at), _) if at < place => Check::unknown(kind, Some(side)),
            _ => Check::ok(kind, Some(side), found(examination, side, kind, reached)),
        };
        if let Some(instead) = looked_at(examination, side, kind, &check, reached).await {
            check = instead;
        }
        checks.push(check);
    }
    checks
}

/// What was found at a step that was passed.
fn found(
    examination: &Examination<'_>,
    side: Side,
    kind: CheckKind,
    reached: &Result<Identity, Problem>,
) -> Option<String> {
    let url = address(examination, side);
    let identity = reached.as_ref().ok();
    match kind {
        CheckKind::Proxy => proxy(examination, url),
        CheckKind::Tls if !url.as_str().starts_with("https:") => None,
        CheckKind::Reachable | CheckKind::Tls => Some(url.host().to_owned()),
        CheckKind::Tenant => own_tenant(examination.connection.sign_in(side)).map(str::to_owned),
        CheckKind::SignIn => Some(signed_in(examination, side)),
        CheckKind::ApiVersion => identity.and_then(|identity| identity.version.clone()),
        CheckKind::Registered => identity.and_then(|identity| identity.user.clone()),
        CheckKind::BaseCurrency => identity.and_then(|identity| identity.local_currency.clone()),
        CheckKind::Identity | CheckKind::Company => identity.map(|identity| identity.name.clone()),
        _ => None,
    }
}

/// What a closer look at a step says instead, where one is possible.
async fn looked_at(
    examination: &Examination<'_>,
    side: Side,
    kind: CheckKind,
    check: &Check,
    reached: &Result<Identity, Problem>,
) -> Option<Check> {
    if !examination.wants(kind) {
        return None;
    }
    let passed = check.status == CheckStatus::Ok;
    match kind {
        CheckKind::Clock if check.status != CheckStatus::Failed => clock(examination, side),
        CheckKind::SignIn if passed => ends_soon(examination, side),
        CheckKind::Tenant if passed => tenant(examination, side).await,
        // The address alone says it, also where nothing answers there any more.
        CheckKind::ApiVersion if side == Side::Bc && check.status != CheckStatus::Failed => {
            version(examination).filter(|seen| passed || seen.status == CheckStatus::Failed)
        }
        CheckKind::BaseCurrency if passed && check.found.is_none() && reached.is_ok() => {
            Some(Check::unknown(kind, Some(side)))
        }
        _ => None,
    }
}

/// How the sign-in is made, and how long its token still lives.
fn signed_in(examination: &Examination<'_>, side: Side) -> String {
    let kind = examination.connection.sign_in(side).kind();
    let survey = examination.remote(side).survey();
    match survey.and_then(Survey::token_left) {
        // The unit is the same in every language of this program.
        Some(left) => format!("{kind}, {} min", left.as_secs() / 60),
        None => kind.to_owned(),
    }
}

/// A secret or a certificate that works, but not for long.
fn ends_soon(examination: &Examination<'_>, side: Side) -> Option<Check> {
    let now = SystemEnvironment.now();
    let ailment = health::ends_soon(examination.connection, side, now)?;
    Some(Check::warning(
        CheckKind::SignIn,
        Some(side),
        ailment.problem,
    ))
}

fn address<'a>(examination: &Examination<'a>, side: Side) -> &'a Address {
    match side {
        Side::Bc => &examination.connection.bc.url,
        Side::Dv => &examination.connection.dv.url,
    }
}

/// The proxy on the way to an address; nothing if it is gone directly.
fn proxy(examination: &Examination<'_>, url: &Address) -> Option<String> {
    if url.is_loopback() {
        return None;
    }
    let network = &examination.connection.network;
    let via = network.proxy.route(&url.origin(), None)?;
    Some(via.address)
}

fn clock(examination: &Examination<'_>, side: Side) -> Option<Check> {
    let kind = CheckKind::Clock;
    let ahead = examination.remote(side).survey()?.clock_ahead()?;
    let apart = ahead.as_secs().abs();
    let differs = || Problem::new(Cause::ClockSkew).with("seconds", &apart);
    Some(if apart >= CLOCKS_BREAK {
        Check::failed(kind, Some(side), differs())
    } else if apart >= CLOCKS_DIFFER {
        Check::warning(kind, Some(side), differs())
    } else {
        Check::ok(kind, Some(side), Some(apart.to_string()))
    })
}

/// The tenant that tokens are asked from.
fn own_tenant(sign_in: &SignIn) -> Option<&str> {
    let token_url = sign_in.app()?.authority.token_url();
    token_url.path().trim_start_matches('/').split('/').next()
}

/// Whether the sign-in goes to the tenant that the service belongs to.
///
/// Services name it by its id. A sign-in may name it otherwise, or say that any will do (`organizations`): then the sign-in
/// service tells which one the token is from.
async fn tenant(examination: &Examination<'_>, side: Side) -> Option<Check> {
    let named = own_tenant(examination.connection.sign_in(side))?;
    let told = match side {
        Side::Bc => in_address(address(examination, side)).map(str::to_owned),
        Side::Dv => {
            let survey = examination.remote(side).survey()?;
            survey.tenant().await.ok()?
        }
    }?;
    let own = if is_id(&told) && !is_id(named) {
        examination
            .remote(side)
            .survey()?
            .token_tenant()
            .await
            .unwrap_or_else(|| named.to_owned())
    } else {
        named.to_owned()
    };
    let comparable = is_id(&own) == is_id(&told) && !ANY_TENANT.contains(&own.as_str());
    (comparable && !own.eq_ignore_ascii_case(&told)).then(|| {
        let problem = Problem::new(Cause::OtherTenant)
            .with("is", &told)
            .with("was", &own);
        if is_id(&own) {
            Check::failed(CheckKind::Tenant, Some(side), problem)
        } else {
            // A tenant may have several names.
            Check::warning(CheckKind::Tenant, Some(side), problem)
        }
    })
}

fn is_id(tenant: &str) -> bool {
    uuid::Uuid::try_parse(tenant).is_ok()
}

/// The tenant in the address of Business Central online: `…/v2.0/TENANT/ENVIRONMENT/api/v2.0`.
fn in_address(url: &Address) -> Option<&str> {
    let (_, rest) = url.path().split_once("v2.0/")?;
    let (tenant, rest) = rest.split_once('/')?;
    let (_environment, rest) = rest.split_once('/')?;
    (rest.starts_with("api/") && is_id(tenant)).then_some(tenant)
}

/// Whether the address names the interface that this program speaks.
fn version(examination: &Examination<'_>) -> Option<Check> {
    let (_, api) = examination.connection.bc.url.path().rsplit_once("/api/")?;
    let other = matches!(api, "v1.0" | "beta" | "v0.9");
    Some(if other {
        let problem = Problem::new(Cause::ApiVersion)
            .with("what", api)
            .with("value", "/api/v2.0");
        Check::failed(CheckKind::ApiVersion, Some(Side::Bc), problem)
    } else {
        Check::ok(CheckKind::ApiVersion, Some(Side::Bc), Some(api.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenant_of_the_address_is_found_where_one_is_named() {
        let id = "5a17d0e5-0000-4000-8000-00000000c0de";
        let named =
            format!("https://api.businesscentral.dynamics.com/v2.0/{id}/production/api/v2.0");
        let read = |text: &str| {
            let address = Address::parse(text).unwrap();
            in_address(&address).map(str::to_owned)
        };
        assert_eq!(read(&named).as_deref(), Some(id));
        assert_eq!(
            read("https://api.businesscentral.dynamics.com/v2.0/production/api/v2.0"),
            None
        );
        assert_eq!(read("https://bc.example/BC260/api/v2.0"), None);
    }

    #[test]
    fn failures_stand_at_their_step() {
        for (cause, kind) in [
            (Cause::Unreachable, CheckKind::Reachable),
            (Cause::CertificateUnknown, CheckKind::Tls),
            (Cause::ProxyRefused, CheckKind::Proxy),
            (Cause::SecretExpired, CheckKind::SignIn),
            (Cause::WrongAudience, CheckKind::Audience),
            (Cause::NotRegistered, CheckKind::Registered),
            (Cause::UserDisabled, CheckKind::Registered),
            (Cause::UnknownTenant, CheckKind::Tenant),
        ] {
            assert_eq!(step_of(Side::Dv, &Problem::new(cause)), kind);
        }
        let mut disabled = Problem::new(Cause::UserDisabled);
        disabled.service_code = Some("AADSTS50057".to_owned());
        assert_eq!(step_of(Side::Dv, &disabled), CheckKind::SignIn);
    }
}
