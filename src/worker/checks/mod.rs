//! The checks of a connection: from the address to the currencies, each with what was found or what is wrong.
//!
//! One engine for the window and the terminal. Everything is read only, nothing is stored, and a check can be made by itself
//! again. A check that cannot be made since something before it failed is `unknown`, never `ok`.
//!
//! - `kinds`: what is checked, and what a check comes to
//! - `way`: the way into a service, from the proxy to the company
//! - `account`: who this program is there, and what it may do
//! - `schema`: mappings against what both sides offer
//! - `setup`: settings of the organisation that synchronisation depends on
//! - `money`: currencies, rates and decimals
//! - `words`: checks as people read them
//! - `guard`: whether this still is the environment that the couplings were made with

mod account;
pub mod guard;
mod kinds;
mod money;
mod schema;
mod setup;
mod way;
pub mod words;

pub use kinds::{Check, CheckKind, CheckStatus};

use crate::model::{FieldName, reason::Cause, reason::Problem};
use crate::model::{MappingName, Record, SetName, Side, Sides, TableMapping};
use crate::remote::connection::Connection;
use crate::remote::{Identity, ReadFrom, ReadRequest, Remote};
use std::collections::BTreeSet;
use std::rc::Rc;

/// What is examined, and what is known of it.
pub struct Examination<'a> {
    /// The connectors.
    pub remotes: &'a Sides<Rc<dyn Remote>>,
    /// The connection that they were made from.
    pub connection: &'a Connection,
    /// All mappings; only enabled ones are looked at.
    pub mappings: &'a [TableMapping],
    /// Mappings that have couplings already.
    pub coupled: &'a BTreeSet<MappingName>,
    /// With whom the couplings were made.
    pub made_with: Sides<Option<Identity>>,
    /// What is to be checked; everything if nothing is named.
    pub wanted: &'a [CheckKind],
}

impl Examination<'_> {
    fn wants(&self, kind: CheckKind) -> bool {
        self.wanted.is_empty() || self.wanted.contains(&kind)
    }

    fn enabled(&self) -> impl Iterator<Item = &TableMapping> {
        self.mappings.iter().filter(|mapping| mapping.enabled)
    }

    fn remote(&self, side: Side) -> &dyn Remote {
        self.remotes.get(side).as_ref()
    }
}

/// Makes the checks that are wanted, Business Central's first, in the order of their kinds.
pub async fn examine(examination: &Examination<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut identities: Sides<Option<Identity>> = Sides::default();
    for side in Side::BOTH {
        let reached = examination.remote(side).identify().await;
        checks.extend(way::checks(examination, side, &reached).await);
        let Ok(identity) = reached else {
            checks.extend(deeper(side).map(|kind| Check::unknown(kind, Some(side))));
            continue;
        };
        checks.push(guard::check(examination, side, &identity));
        if side == Side::Dv {
            checks.extend(account::checks(examination).await);
            checks.extend(setup::checks(examination).await);
        }
        checks.extend(account::readable(examination, side).await);
        checks.extend(schema::of_side(examination, side).await);
        *identities.get_mut(side) = Some(identity);
    }
    checks.extend(schema::across(examination, &identities).await);
    checks.extend(money::checks(examination, &identities).await);
    checks.retain(|check| examination.wants(check.check));
    checks
}

/// Makes the checks of the way into one side alone; what was reached is asked again if nothing is known of it.
pub async fn way_in(
    examination: &Examination<'_>,
    side: Side,
    reached: Option<Result<Identity, Problem>>,
) -> Vec<Check> {
    let reached = match reached {
        // A person's refusal to sign in is told as it was; asked again, it would only be missing.
        Some(Err(problem)) => Err(problem),
        Some(Ok(_)) | None => examination.remote(side).identify().await,
    };
    let mut checks = way::checks(examination, side, &reached).await;
    checks.retain(|check| examination.wants(check.check));
    checks
}

/// Whether a failure lies behind the sign-in: the token was given, and the service itself said no.
pub fn is_behind_the_sign_in(side: Side, problem: &Problem) -> bool {
    way::is_behind_the_sign_in(side, problem)
}

/// What is checked of a side only once it lets this program in.
fn deeper(side: Side) -> impl Iterator<Item = CheckKind> {
    use CheckKind as K;
    let both = [K::Environment, K::Readable, K::Tables, K::RequiredFields];
    let dataverse = [
        K::User,
        K::Administrator,
        K::Privileges,
        K::ChangeTracking,
        K::DuplicateRules,
        K::Language,
    ];
    let dataverse = dataverse.into_iter().filter(move |_| side == Side::Dv);
    both.into_iter().chain(dataverse)
}

/// Reads all records of a small set.
async fn all(remote: &dyn Remote, set: &str, fields: &[&str]) -> Result<Vec<Record>, Problem> {
    let mut records = Vec::new();
    let mut from = ReadFrom::Start;
    loop {
        let request = ReadRequest {
            set: SetName::new(set),
            fields: fields.iter().map(FieldName::new).collect(),
            filter: None,
            from,
            page_size: 5_000,
            count: false,
        };
        let mut pages = remote.read_pages(std::slice::from_ref(&request)).await;
        let page = pages
            .pop()
            .unwrap_or_else(|| Err(Problem::new(Cause::MalformedAnswer)))?;
        records.extend(page.records);
        match page.next {
            Some(next) => from = ReadFrom::Next(next),
            None => return Ok(records),
        }
    }
}

/// Names in one text, as sentences list them.
fn listed<T: ToString>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| name.to_string()).collect();
    names.join(", ")
}
