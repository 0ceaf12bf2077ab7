//! What runs came to, kept in the cache so that the next program can tell of it.

use crate::model::Sides;
use crate::model::reason::{Cause, Problem};
use crate::store::{Reader, Writer};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The name of the cached fact.
const RECORD: &str = "health";
/// A run that found nothing writes nothing, so times are only kept anew when they are this old.
const KEPT_EVERY: SignedDuration = SignedDuration::from_mins(15);
/// The same for the use of a sign-in, which is counted in days.
const USED_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// What runs came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// When at least one mapping was last synchronised to its end.
    pub synchronised: Option<Timestamp>,
    /// When the schedule was switched on; nothing while it is off, or of a folder from before this was noted.
    pub planned: Option<Timestamp>,
    /// What stopped the last run.
    pub stopped: Option<Stopped>,
    /// When each side last let this program in.
    pub used: Sides<Option<Timestamp>>,
}

/// What stops runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// The newest one's problem.
    pub problem: Problem,
    /// When the first of them was stopped.
    pub since: Timestamp,
    /// How many runs in a row.
    pub runs: u32,
}

impl Record {
    /// What is kept; nothing is known of an old folder.
    pub fn read(reader: &Reader<'_>) -> Result<Self, Problem> {
        let stored = reader.fact(RECORD)?;
        Ok(stored
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    /// Keeps it.
    pub fn keep(&self, writer: &Writer<'_>) -> Result<(), Problem> {
        let text = serde_json::to_string(self).unwrap_or_default();
        writer.set_fact(RECORD, Some(&text))
    }

    /// Both services let this program in; `synchronised` says that records were synchronised, too.
    pub fn went_well(&mut self, synchronised: bool, now: Timestamp) {
        self.stopped = None;
        self.used = Sides::new(Some(now), Some(now));
        if synchronised {
            self.synchronised = Some(now);
        }
    }

    /// A run was stopped. What concerns a single record or a person's wish is no matter of the link.
    pub fn was_stopped(&mut self, problem: &Problem, now: Timestamp) {
        if !is_about_the_link(problem.cause) {
            return;
        }
        let before = self.stopped.take();
        let before = before.filter(|before| {
            before.problem.cause == problem.cause && before.problem.side == problem.side
        });
        self.stopped = Some(Stopped {
            problem: problem.clone(),
            since: before.as_ref().map_or(now, |before| before.since),
            runs: before.map_or(0, |before| before.runs).saturating_add(1),
        });
    }

    /// The schedule was switched on or off.
    pub fn was_planned(&mut self, on: bool, now: Timestamp) {
        self.planned = on.then_some(now);
    }

    /// Whether there is anything in it that is worth a write.
    pub fn is_news_after(&self, before: &Self) -> bool {
        let aged = |new: Option<Timestamp>, old: Option<Timestamp>, least: SignedDuration| {
            new != old
                && match (new, old) {
                    (Some(new), Some(old)) => new.duration_since(old).abs() >= least,
                    _ => true,
                }
        };
        self.stopped != before.stopped
            || self.planned != before.planned
            || aged(self.synchronised, before.synchronised, KEPT_EVERY)
            || aged(self.used.bc, before.used.bc, USED_EVERY)
            || aged(self.used.dv, before.used.dv, USED_EVERY)
    }
}

/// Whether a cause says something of the link to the services, and not of this machine or a wish.
fn is_about_the_link(cause: Cause) -> bool {
    let is_local = matches!(
        cause,
        Cause::Cancelled
            | Cause::NotConnected
            | Cause::DiskFull
            | Cause::CacheDamaged
            | Cause::CacheLocked
            | Cause::PassphraseNeeded
            | Cause::WrongPassphrase
    );
    cause == Cause::BudgetExhausted || cause.stops_the_run() && !is_local
}
