//! How a person is asked to sign in: when a connection is made, and again when its sign-in has ended.
//!
//! Nobody is asked while a synchronisation runs: it fails with the cause, and the person signs in when there is time.

use super::connecting;
use super::session::Link;
use crate::engine::context::Reporter;
use crate::i18n::Texts;
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, Sides};
use crate::remote::auth::interactive::{self, Asking, PATIENCE, Pages, SignedIn};
use crate::remote::auth::scope;
use crate::remote::budget::Limits;
use crate::remote::connection::Connection;
use crate::remote::learnt::BothLearnt;
use crate::remote::retry::Cancel;
use crate::remote::secrets::SecretStore;
use crate::remote::{Identity, root_of, transport};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Asks with the system's browser, in a person's language.
pub fn in_browser(texts: Texts) -> Asking {
    Asking {
        opener: Arc::new(|address| open::that_detached(address).is_ok()),
        pages: pages(texts),
        patience: PATIENCE,
    }
}

/// Asks by showing the address only: for machines without a browser, and for people who want another one.
pub fn by_address(texts: Texts) -> Asking {
    Asking {
        opener: Arc::new(|_| false),
        pages: pages(texts),
        patience: PATIENCE,
    }
}

fn pages(texts: Texts) -> Pages {
    Pages {
        done: texts.t("sign-in-page-done").into_owned(),
        failed: texts.t("sign-in-page-failed").into_owned(),
    }
}

/// A connection whose person can be asked.
pub(super) struct Person<'a> {
    pub(super) connection: &'a Connection,
    /// Holds what a sign-in leaves.
    pub(super) secrets: &'a Rc<dyn SecretStore>,
    /// How to ask; nobody is asked without it.
    pub(super) asking: Option<&'a Asking>,
    /// Is told what the person must do.
    pub(super) reporter: &'a mut dyn Reporter,
    pub(super) stop: &'a Arc<AtomicBool>,
}

impl Person<'_> {
    /// Whether a person who signs in to a side now may get further.
    pub(super) fn may_help(&self, cause: Cause, side: Side) -> bool {
        wants_a_person(cause)
            && self.asking.is_some()
            && self.connection.sign_in(side).person().is_some()
    }
}

/// Whether a person who signs in now may get further.
fn wants_a_person(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::SignInNeeded
            | Cause::SignInExpired
            | Cause::ConsentMissing
            | Cause::MfaRequired
            | Cause::PasswordChange
            | Cause::ConditionalAccess
    )
}

/// Says whom a side's connector reaches; if that takes a person, the person is asked once.
pub(super) async fn identify(person: &mut Person<'_>, side: Side) -> Result<Identity, Problem> {
    let reached = reach(person, side).await;
    match &reached {
        Err(problem) if person.may_help(problem.cause, side) => {
            ask(person, side).await?;
            reach(person, side).await
        }
        _ => reached,
    }
}

pub(super) async fn reach(person: &Person<'_>, side: Side) -> Result<Identity, Problem> {
    let learnt = BothLearnt::default();
    let remotes = connecting::remotes(person.connection, person.secrets, person.stop, learnt)?;
    remotes.get(side).identify().await
}

/// Lets the person of one side sign in and keeps what that leaves; says who it was.
pub(super) async fn ask(person: &mut Person<'_>, side: Side) -> Result<Option<String>, Problem> {
    let connection = person.connection;
    let needed = || Problem::new(Cause::SignInNeeded).on(side);
    let (app, how) = connection.sign_in(side).person().ok_or_else(needed)?;
    let asking = person.asking.ok_or_else(needed)?;
    let root = root_of(connection, side)?;
    let limits = connection.network.patience.applied_to(&Limits::of(side));
    let transport = transport(connection, person.secrets.as_ref())?;
    let cancel = Cancel::from_flag(Arc::clone(person.stop));
    let signed_in = interactive::sign_in(
        side,
        (app, how),
        &scope(side, app, &root),
        &limits,
        &transport,
        asking,
        &mut |prompt| person.reporter.prompt(prompt),
        &cancel,
    )
    .await;
    person.reporter.prompt_over();
    let SignedIn { refresh, user } = signed_in?;
    let names = connection.secret_names();
    person.secrets.set(names.get(side), &refresh)?;
    Ok(user)
}

/// Lets the person of a stored connection sign in anew; once, where both sides are the same person's.
pub(super) async fn again(
    link: &mut Link,
    asking: &Asking,
    reporter: &mut dyn Reporter,
) -> Result<Sides<Option<String>>, Problem> {
    let names = link.connection.secret_names();
    let mut users: Sides<Option<String>> = Sides::default();
    let mut person = Person {
        connection: &link.connection,
        secrets: &link.secrets,
        asking: Some(asking),
        reporter,
        stop: &link.stop,
    };
    let mut asked = None;
    for side in Side::BOTH {
        if link.connection.sign_in(side).person().is_none() {
            continue;
        }
        if asked == Some(names.get(side)) {
            users.dv.clone_from(&users.bc);
            continue;
        }
        *users.get_mut(side) = ask(&mut person, side).await?;
        asked = Some(names.get(side));
    }
    if asked.is_none() {
        let problem = Problem::new(Cause::InvalidFile).with("field", "sign_in");
        return Err(
            problem.saying("nobody signs in to this connection: it uses an application of its own")
        );
    }
    link.remotes = None;
    Ok(users)
}

/// Forgets the sign-ins of a connection's people here; applications keep their secrets.
pub(super) fn sign_out(link: &mut Link) -> Result<(), Problem> {
    let names = link.connection.secret_names();
    for side in Side::BOTH {
        if link.connection.sign_in(side).person().is_some() {
            link.secrets.delete(names.get(side))?;
        }
    }
    // The tokens in memory go with the connectors.
    link.remotes = None;
    Ok(())
}
