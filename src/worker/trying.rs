//! Trying a connection that is not stored: who gets in, what there is to choose from, and the checks.
//!
//! Nothing is kept but what a person's sign-in left, and that only in memory, so that nobody signs in once for each step on
//! the way to a connection.

use super::checks::{self, Check, CheckKind, Examination};
use super::connecting::{self, Known};
use super::environment;
use super::offers;
use super::protocol::{ConnectRequest, Offers};
use super::signing_in::{self, Person};
use crate::engine::context::Reporter;
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, Sides};
use crate::remote::Identity;
use crate::remote::connection::Connection;
use crate::remote::learnt::BothLearnt;
use crate::store::Store;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A connection to try.
#[derive(Clone, Debug)]
pub struct TryRequest {
    /// The connection; what it says about couplings is not looked at.
    pub connect: ConnectRequest,
    /// Only the way into this side; every check of both if none is named.
    pub side: Option<Side>,
    /// Only these checks; all if none is named.
    pub wanted: Vec<CheckKind>,
}

/// What a trial came to.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    /// The side that was tried alone.
    pub side: Option<Side>,
    /// Who signed in just now, or who the service says is signed in.
    pub users: Sides<Option<String>>,
    /// What there is to choose from.
    pub offers: Offers,
    /// The company, where the connection names none and there is only one.
    pub company: Option<String>,
    /// The checks, in the order in which they were made.
    pub checks: Vec<Check>,
}

/// Tries a connection; whoever must sign in is asked once for each sign-in.
///
/// # Errors
/// A secret is missing or cannot be had, or the trial was cancelled. Whatever the services say is a check that failed.
pub(super) async fn look(
    store: &Store,
    folder: &Path,
    known: Known<'_>,
    request: TryRequest,
    reporter: &mut dyn Reporter,
    stop: Arc<AtomicBool>,
) -> Result<Tried, Problem> {
    let TryRequest {
        connect,
        side,
        wanted,
    } = request;
    let id = connecting::folder_id(&store.read())?;
    let mut connection = connecting::described(connect.connection, id)?;
    let password = connect.proxy_password.as_ref();
    let secrets =
        connecting::offered_secrets(&connection, &connect.secrets, password, folder, known)?;
    let sides: Vec<Side> = side.map_or_else(|| Side::BOTH.to_vec(), |side| vec![side]);
    let mut tried = Tried {
        side,
        ..Tried::default()
    };
    let mut reached: Sides<Option<Result<Identity, Problem>>> = Sides::default();
    for own in sides {
        let mut person = Person {
            connection: &connection,
            secrets: &secrets,
            asking: connect.asking.as_ref(),
            reporter: &mut *reporter,
            stop: &stop,
        };
        let (mut way_in, user) = reach(&mut person, own).await?;
        // What was signed in to stays, whatever becomes of the rest.
        connecting::remember_people(&connection, &secrets, known.people)?;
        *tried.users.get_mut(own) = user;
        if side.is_some() && signed_in(own, &way_in) {
            // A directory that is closed is no failure; the checks tell what is.
            let offers = offers::gather(&connection, &secrets, &stop, own).await;
            tried.offers = offers.unwrap_or_default();
        }
        if let (Side::Bc, None, [only]) = (own, &connection.bc.company, &*tried.offers.companies) {
            connection.bc.company = Some(only.name.clone());
            tried.company = Some(only.name.clone());
            let mut person = Person {
                connection: &connection,
                secrets: &secrets,
                asking: None,
                reporter: &mut *reporter,
                stop: &stop,
            };
            (way_in, _) = reach(&mut person, own).await?;
        }
        if let Ok(identity) = &way_in
            && let Some(user) = &identity.user
        {
            tried.users.get_mut(own).get_or_insert_with(|| user.clone());
        }
        *reached.get_mut(own) = Some(way_in);
    }
    let remotes = connecting::remotes(&connection, &secrets, &stop, BothLearnt::default())?;
    let reader = store.read();
    let mut mappings = reader.mappings()?;
    if mappings.is_empty() {
        mappings = connecting::default_mappings()?;
    }
    let coupled = environment::coupled(&reader)?;
    let examination = Examination {
        remotes: &remotes,
        connection: &connection,
        mappings: &mappings,
        made_with: if coupled.is_empty() {
            Sides::default()
        } else {
            environment::made_with(&reader)?
        },
        coupled: &coupled,
        wanted: &wanted,
    };
    tried.checks = match side {
        Some(side) => checks::way_in(&examination, side, reached.into_side(side)).await,
        None => checks::examine(&examination).await,
    };
    if connection.bc.company.is_none() && tried.offers.companies.len() > 1 {
        // Which of them is yet to be said.
        let open = [CheckKind::Company, CheckKind::BaseCurrency];
        tried.checks.retain(|check| !open.contains(&check.check));
    }
    connecting::remember_people(&connection, &secrets, known.people)?;
    Ok(tried)
}

/// Whether a failure lies behind the sign-in, so that directories may answer.
fn signed_in(side: Side, way_in: &Result<Identity, Problem>) -> bool {
    match way_in {
        Ok(_) => true,
        Err(problem) => checks::is_behind_the_sign_in(side, problem),
    }
}

/// Says whom a side's connector reaches, and who signed in if that took a person.
async fn reach(
    person: &mut Person<'_>,
    side: Side,
) -> Result<(Result<Identity, Problem>, Option<String>), Problem> {
    let first = signing_in::reach(person, side).await;
    let (reached, user) = match first {
        Err(problem) if person.may_help(problem.cause, side) => {
            match signing_in::ask(person, side).await {
                Ok(user) => (signing_in::reach(person, side).await, user),
                Err(problem) => (Err(problem), None),
            }
        }
        reached => (reached, None),
    };
    match reached {
        Err(problem) if problem.cause == Cause::Cancelled => Err(problem),
        reached => Ok((reached.map_err(|problem| problem.on(side)), user)),
    }
}

/// The connection that a request describes, for whoever wants to show it.
///
/// # Errors
/// The file cannot be read, or holds no connection.
pub fn read_file(path: &Path) -> Result<Connection, Problem> {
    connecting::described(
        super::protocol::ConnectionSource::File(path.to_owned()),
        None,
    )
}
