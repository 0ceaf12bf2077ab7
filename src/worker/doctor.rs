//! The checks of a connection: from the address to the currencies, each with what was found or what is wrong.

use super::protocol::{Check, CheckKind, CheckStatus};
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldName, Record, SetName, Side, Sides, TableMapping};
use crate::remote::{Identity, ReadFrom, ReadRequest, Remote};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Makes all checks, Business Central's first.
pub(super) async fn examine(
    remotes: &Sides<Rc<dyn Remote>>,
    mappings: &[TableMapping],
) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut identities: Sides<Option<Identity>> = Sides::default();
    for side in Side::BOTH {
        let remote = remotes.get(side);
        let reached = remote.identify().await;
        let depth = reached.as_ref().map_or_else(depth_of, |_| Depth::In);
        for (check, at) in steps(side) {
            checks.push(step(side, check, at, depth, &reached));
        }
        *identities.get_mut(side) = reached.ok();
        if depth == Depth::In {
            checks.extend(tables(remote.as_ref(), mappings).await);
        } else {
            checks.push(unknown(CheckKind::Tables, Some(side)));
        }
    }
    checks.push(if identities.bc.is_some() {
        exchange_rates(remotes.bc.as_ref()).await
    } else {
        unknown(CheckKind::ExchangeRates, Some(Side::Bc))
    });
    checks.push(same_currency(&identities));
    checks
}

/// How far the way into a service was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    /// The service was not reached.
    Outside,
    /// It answers, and refuses the sign-in.
    Reached,
    /// The sign-in works; something behind it fails.
    SignedIn,
    /// Everything works.
    In,
}

fn depth_of(problem: &Problem) -> Depth {
    match problem.cause {
        Cause::WrongSecret
        | Cause::SecretExpired
        | Cause::SecretMissing
        | Cause::UnknownApplication
        | Cause::UnknownTenant
        | Cause::ConsentMissing
        | Cause::WrongPassword
        | Cause::UserUnknown
        | Cause::UserNotAssigned
        | Cause::UserLocked
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
        | Cause::NotRegistered
        | Cause::UserDisabled => Depth::Reached,
        Cause::UnknownCompany
        | Cause::MissingPermission
        | Cause::AdministrationMode
        | Cause::UnknownTable => Depth::SignedIn,
        _ => Depth::Outside,
    }
}

/// The steps of the way into a service, each with the depth that its success proves.
fn steps(side: Side) -> Vec<(CheckKind, Depth)> {
    let mut steps = vec![
        (CheckKind::Reachable, Depth::Reached),
        (CheckKind::SignIn, Depth::SignedIn),
    ];
    steps.push(match side {
        Side::Bc => (CheckKind::Company, Depth::In),
        Side::Dv => (CheckKind::Identity, Depth::In),
    });
    steps
}

fn step(
    side: Side,
    check: CheckKind,
    proves: Depth,
    depth: Depth,
    reached: &Result<Identity, Problem>,
) -> Check {
    let done = depth >= proves;
    let broke_here = !done
        && match proves {
            Depth::Reached => depth == Depth::Outside,
            Depth::SignedIn => depth == Depth::Reached,
            Depth::In => depth == Depth::SignedIn,
            Depth::Outside => false,
        };
    let found = reached.as_ref().ok().and_then(|identity| match check {
        CheckKind::SignIn => identity.user.clone(),
        CheckKind::Reachable => identity.version.clone(),
        _ => Some(identity.name.clone()),
    });
    Check {
        check,
        side: Some(side),
        status: match (done, broke_here) {
            (true, _) => CheckStatus::Ok,
            (false, true) => CheckStatus::Failed,
            (false, false) => CheckStatus::Unknown,
        },
        found,
        problem: reached
            .as_ref()
            .err()
            .filter(|_| broke_here)
            .map(|problem| problem.clone().on(side)),
    }
}

/// Whether the tables and fields of all enabled mappings exist, and whether their changes can be followed.
async fn tables(remote: &dyn Remote, mappings: &[TableMapping]) -> Vec<Check> {
    let side = remote.side();
    let mut wanted: BTreeMap<SetName, BTreeSet<FieldName>> = BTreeMap::new();
    for mapping in mappings.iter().filter(|mapping| mapping.enabled) {
        let fields = wanted.entry(mapping.sets.get(side).clone()).or_default();
        fields.extend(mapping.observed(side));
    }
    let mut found = BTreeSet::new();
    let mut untracked = BTreeSet::new();
    let mut problem = None;
    for (set, fields) in wanted {
        match remote.schema(&set).await {
            Ok(schema) => {
                let missing = fields
                    .iter()
                    .find(|field| schema.field(field.as_str()).is_none());
                // A service without metadata lists no fields; what it lacks shows when it is read.
                if let Some(field) = missing.filter(|_| !schema.fields.is_empty()) {
                    problem.get_or_insert_with(|| {
                        Problem::new(Cause::UnknownField)
                            .on(side)
                            .with("field", &format!("{set}.{field}"))
                    });
                }
                if !schema.change_tracking && schema.modified_field.is_none() {
                    untracked.insert(set.clone());
                }
                found.insert(set);
            }
            Err(failed) => {
                problem.get_or_insert_with(|| failed.on(side).with("table", &set));
            }
        }
    }
    let tables = Check {
        check: CheckKind::Tables,
        side: Some(side),
        status: if problem.is_some() {
            CheckStatus::Failed
        } else {
            CheckStatus::Ok
        },
        found: Some(listed(&found)),
        problem,
    };
    let tracking = Check {
        check: CheckKind::ChangeTracking,
        side: Some(side),
        status: if untracked.is_empty() {
            CheckStatus::Ok
        } else {
            CheckStatus::Warning
        },
        found: Some(listed(&untracked)),
        problem: None,
    };
    vec![tables, tracking]
}

/// Whether each currency of Business Central has an exchange rate; one without cannot be written to Dataverse.
async fn exchange_rates(bc: &dyn Remote) -> Check {
    let codes = all_texts(bc, "currencies", "code").await;
    let rates = all_texts(bc, "currencyExchangeRates", "currencyCode").await;
    match (codes, rates) {
        (Ok(codes), Ok(rates)) => {
            let without: BTreeSet<&String> = codes.difference(&rates).collect();
            Check {
                check: CheckKind::ExchangeRates,
                side: Some(Side::Bc),
                status: if without.is_empty() {
                    CheckStatus::Ok
                } else {
                    CheckStatus::Warning
                },
                found: Some(listed(&without)),
                problem: None,
            }
        }
        // A service without these tables has no currencies to check.
        _ => unknown(CheckKind::ExchangeRates, Some(Side::Bc)),
    }
}

async fn all_texts(
    remote: &dyn Remote,
    set: &str,
    field: &str,
) -> Result<BTreeSet<String>, Problem> {
    let mut texts = BTreeSet::new();
    let mut from = ReadFrom::Start;
    loop {
        let request = ReadRequest {
            set: SetName::new(set),
            fields: vec![FieldName::new(field)],
            filter: None,
            from,
            page_size: 1_000,
            count: false,
        };
        let mut pages = remote.read_pages(std::slice::from_ref(&request)).await;
        let page = pages
            .pop()
            .unwrap_or_else(|| Err(Problem::new(Cause::MalformedAnswer)))?;
        let text = |record: &Record| record.fields.value(field).as_text().map(str::to_owned);
        texts.extend(page.records.iter().filter_map(text));
        match page.next {
            Some(next) => from = ReadFrom::Next(next),
            None => return Ok(texts),
        }
    }
}

/// Amounts are carried over unchanged, which is right only if both sides keep their books in one currency.
fn same_currency(identities: &Sides<Option<Identity>>) -> Check {
    let currency = |side: Side| {
        let identity = identities.get(side).as_ref()?;
        identity.local_currency.clone()
    };
    let (status, found) = match (currency(Side::Bc), currency(Side::Dv)) {
        (Some(bc), Some(dv)) if bc == dv => (CheckStatus::Ok, Some(bc)),
        (Some(bc), Some(dv)) => (CheckStatus::Warning, Some(format!("{bc}, {dv}"))),
        _ => (CheckStatus::Unknown, None),
    };
    Check {
        check: CheckKind::SameCurrency,
        side: None,
        status,
        found,
        problem: None,
    }
}

fn unknown(check: CheckKind, side: Option<Side>) -> Check {
    Check {
        check,
        side,
        status: CheckStatus::Unknown,
        found: None,
        problem: None,
    }
}

fn listed<T: ToString>(names: &BTreeSet<T>) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    names.join(", ")
}
