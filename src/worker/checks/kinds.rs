//! What is checked, and what a check comes to.

use crate::model::Side;
use crate::model::reason::{Cause, Problem};
use serde::Serialize;

/// One check of the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is checked.
    pub check: CheckKind,
    /// The side; nothing for what concerns both.
    pub side: Option<Side>,
    /// How it went.
    pub status: CheckStatus,
    /// What was found, in the service's own words or names (a user, a company, a list of codes).
    pub found: Option<String>,
    /// What is wrong, or worth a look.
    pub problem: Option<Problem>,
}

impl Check {
    /// All is as it should be.
    pub fn ok(check: CheckKind, side: Option<Side>, found: Option<String>) -> Self {
        Self {
            check,
            side,
            status: CheckStatus::Ok,
            found: found.filter(|found| !found.is_empty()),
            problem: None,
        }
    }

    /// It could not be found out.
    pub fn unknown(check: CheckKind, side: Option<Side>) -> Self {
        Self {
            status: CheckStatus::Unknown,
            ..Self::ok(check, side, None)
        }
    }

    /// It works, but somebody should look at it.
    pub fn warning(check: CheckKind, side: Option<Side>, problem: Problem) -> Self {
        Self {
            status: CheckStatus::Warning,
            problem: Some(sided(problem, side)),
            ..Self::ok(check, side, None)
        }
    }

    /// It does not work.
    pub fn failed(check: CheckKind, side: Option<Side>, problem: Problem) -> Self {
        Self {
            status: CheckStatus::Failed,
            problem: Some(sided(problem, side)),
            ..Self::ok(check, side, None)
        }
    }

    /// A warning that names what it is about, or all well if there is nothing to name.
    pub fn none_of(check: CheckKind, side: Option<Side>, cause: Cause, list: &str) -> Self {
        if list.is_empty() {
            Self::ok(check, side, None)
        } else {
            Self::warning(check, side, Problem::new(cause).with("list", list))
        }
    }

    /// What a question that failed says of its check: a missing permission is told, anything else leaves it open.
    pub fn unanswered(check: CheckKind, side: Side, problem: Problem) -> Self {
        if problem.cause == Cause::MissingPermission {
            Self::warning(check, Some(side), problem)
        } else {
            Self {
                problem: Some(problem.on(side)),
                ..Self::unknown(check, Some(side))
            }
        }
    }
}

fn sided(problem: Problem, side: Option<Side>) -> Problem {
    match (problem.side, side) {
        (None, Some(side)) => problem.on(side),
        _ => problem,
    }
}

/// What is checked. The names are a promise to scripts.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CheckKind {
    /// The way leads through a proxy, or directly.
    Proxy,
    /// The service answers at its address.
    Reachable,
    /// Its certificate is trusted.
    Tls,
    /// This machine's clock and the service's agree.
    Clock,
    /// The sign-in is to the tenant of the service.
    Tenant,
    /// The sign-in gives a token.
    SignIn,
    /// The token is for this service.
    Audience,
    /// The interface is switched on, and its version is the right one.
    ApiVersion,
    /// The environment lets others in than administrators.
    AdministrationMode,
    /// The application or user is registered and enabled in the service.
    Registered,
    /// The service says who is signed in.
    Identity,
    /// The company exists.
    Company,
    /// The local currency is known.
    BaseCurrency,
    /// It is the environment that the couplings were made with.
    Environment,
    /// The user is enabled, has a licence or is an application, and may work with data.
    User,
    /// The user is no system administrator.
    Administrator,
    /// The user has each privilege that the enabled mappings need.
    Privileges,
    /// Each mapped table can be read; tried.
    Readable,
    /// The tables of all enabled mappings exist with their fields.
    Tables,
    /// Required fields of new records get a value.
    RequiredFields,
    /// Changes can be read without reading everything.
    ChangeTracking,
    /// Rules about duplicates.
    DuplicateRules,
    /// Labels come in the language of the organisation.
    Language,
    /// Texts fit into their fields on the other side.
    FieldLengths,
    /// Options and members have a partner on the other side.
    Options,
    /// Currencies have exchange rates.
    ExchangeRates,
    /// Currencies of one side exist on the other, the local one first of all.
    LocalCurrency,
    /// Amounts keep their decimals.
    CurrencyPrecision,
    /// Both sides keep their books in the same currency.
    SameCurrency,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CheckStatus {
    /// As it should be.
    Ok,
    /// It could not be found out.
    Unknown,
    /// It works, but somebody should look at it.
    Warning,
    /// It does not work.
    Failed,
}
