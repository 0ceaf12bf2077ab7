//! How the link to both services is between runs: what stops it, what will soon, and whether anything is synchronised at all.
//!
//! Everything is worked out from facts and a moment that is given ([`assess`]); nothing here asks a service. What a run came to
//! is noted in one cached fact ([`Record`]); the rest is the connection, the schedule and the certificates that they name.
//!
//! - `record`: what runs came to, as it is kept
//! - `noting`: what the answer to a request says
//! - `expiry`: when secrets, certificates and sign-ins end

mod expiry;
mod noting;
mod record;

pub use expiry::{Credential, Expiry, expiries};
pub use noting::Asked;
pub use record::{Record, Stopped};

use super::schedule::Schedule;
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, TableMapping};
use crate::remote::connection::Connection;
use jiff::{SignedDuration, Timestamp};

/// Secrets and certificates that end within this time are told.
const SECRET_SOON: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Sign-ins of people that end within this time are told.
const SIGN_IN_SOON: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Beyond the planned pause, so much may pass before somebody is told, at least and at most.
const GRACE: (SignedDuration, SignedDuration) =
    (SignedDuration::from_mins(30), SignedDuration::from_hours(2));

/// Something about the link that a person should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ailment {
    /// What it is, for the cause catalogue.
    pub problem: Problem,
    /// Since when, if it has begun.
    pub since: Option<Timestamp>,
    /// When it begins or began, if a date is known.
    pub until: Option<Timestamp>,
}

impl Ailment {
    /// Whether it is only going to happen.
    pub fn is_ahead(&self) -> bool {
        matches!(
            self.problem.cause,
            Cause::SecretExpiresSoon | Cause::SignInExpiresSoon
        )
    }

    /// Whether a person has to do something; the rest passes by itself.
    pub fn needs_a_person(&self) -> bool {
        !self.problem.cause.heals_by_itself()
    }

    /// Whether it is the same as another one, whatever its numbers.
    pub fn is_like(&self, other: &Self) -> bool {
        self.problem.cause == other.problem.cause && self.problem.side == other.problem.side
    }
}

/// What the assessment is made from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What runs came to.
    pub record: &'a Record,
    /// What ends when.
    pub expiries: &'a [Expiry],
    /// The schedule.
    pub schedule: &'a Schedule,
    /// All mappings.
    pub mappings: &'a [TableMapping],
}

/// What is wrong at a moment, the gravest first; nothing if all is well.
pub fn assess(facts: &Facts<'_>, now: Timestamp) -> Vec<Ailment> {
    let mut found = Vec::new();
    if let Some(stopped) = &facts.record.stopped {
        found.push(Ailment {
            problem: told(&stopped.problem),
            since: Some(stopped.since),
            until: None,
        });
    }
    let mut ahead = Vec::new();
    for expiry in facts.expiries {
        let Some(ailment) = ending(expiry, now) else {
            continue;
        };
        // What stopped a run was told already, in the service's own words.
        if found.iter().any(|known: &Ailment| known.is_like(&ailment)) {
            continue;
        }
        if ailment.is_ahead() {
            ahead.push(ailment);
        } else {
            found.push(ailment);
        }
    }
    found.extend(overdue(facts, now));
    found.extend(ahead);
    found
}

/// A secret or certificate of a side that ends soon, as far as the connection alone tells.
pub fn ends_soon(connection: &Connection, side: Side, now: Timestamp) -> Option<Ailment> {
    let found = expiries(connection, &Record::default());
    let mut own = found.iter().filter(|expiry| expiry.side == side);
    own.find_map(|expiry| ending(expiry, now))
}

/// A service that refuses requests after all waits has given what it gives for now.
fn told(problem: &Problem) -> Problem {
    let mut problem = problem.clone();
    if problem.cause == Cause::Throttled {
        problem.cause = Cause::BudgetExhausted;
    }
    problem
}

fn ending(expiry: &Expiry, now: Timestamp) -> Option<Ailment> {
    let left = expiry.at.duration_since(now);
    let over = left <= SignedDuration::ZERO;
    let (cause, soon) = match expiry.what {
        Credential::Secret | Credential::Certificate if over => (Cause::SecretExpired, SECRET_SOON),
        Credential::Secret | Credential::Certificate => (Cause::SecretExpiresSoon, SECRET_SOON),
        Credential::SignIn if over => (Cause::SignInExpired, SIGN_IN_SOON),
        Credential::SignIn => (Cause::SignInExpiresSoon, SIGN_IN_SOON),
    };
    if left > soon {
        return None;
    }
    let mut problem = Problem::new(cause)
        .on(expiry.side)
        .with("until", &expiry.at)
        .with("days", &(left.as_hours() / 24).max(0));
    if expiry.what == Credential::Certificate {
        problem = problem.with("reason", "certificate");
    }
    if let Some(path) = &expiry.path {
        problem = problem.with("path", &path.display());
    }
    Some(Ailment {
        problem,
        since: over.then_some(expiry.at),
        until: Some(expiry.at),
    })
}

/// Nothing was synchronised for longer than the schedule plans.
fn overdue(facts: &Facts<'_>, now: Timestamp) -> Option<Ailment> {
    let pause = facts.schedule.shortest_pause(facts.mappings)?;
    // A schedule that was just switched on has had no time yet.
    let last = facts.record.synchronised.max(facts.record.planned)?;
    // Nobody is late while everything rests, nor just afterwards.
    if facts.schedule.rests(now) {
        return None;
    }
    let last = facts
        .schedule
        .began_again(now)
        .map_or(last, |began| last.max(began));
    let (least, most) = GRACE;
    let allowed = pause + pause.clamp(least, most);
    let passed = now.duration_since(last);
    (passed > allowed).then(|| Ailment {
        problem: Problem::new(Cause::Overdue)
            .with("span", &passed.as_mins())
            .with("every", &pause.as_mins().max(1)),
        since: last.checked_add(pause).ok(),
        until: None,
    })
}

#[cfg(test)]
mod tests;
