//! The setup wizard: from a fresh data folder to a connection that is trusted, the first plan and the schedule.
//!
//! Seven steps, each of which can be tried by itself. What is typed is a draft that is kept on disk when the person leaves, so
//! that the next start can offer to go on; secrets are never part of it. The connection is stored when the checks are passed,
//! and nothing is written to either service before the person runs the first synchronisation.
//!
//! - here: the page; `draft`: what is typed, and the connection that it describes; `fields`: what is missing or wrong, field by
//!   field; `secret`: typed secrets
//! - `command`: what a person can ask for; `carry_out`: does it; `answers`: what the worker says; `plan`: the first plan;
//!   `plan_file`: the same as a file

mod answers;
mod carry_out;
pub mod command;
pub mod draft;
pub mod fields;
pub mod plan;
pub mod plan_file;
pub mod secret;

use crate::engine::full::FullLine;
use crate::model::reason::{Cause, Problem};
use crate::model::running::Interval;
use crate::model::{MappingName, Side, Sides, TableMapping};
use crate::worker::checks::{Check, CheckKind, CheckStatus};
use crate::worker::protocol::Offers;
use draft::{Draft, Keep};
use fields::FieldName;
use plan::FirstPlan;
use secret::Typed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::mpsc::Receiver;

/// A step of the wizard.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "kebab-case")]
pub enum Step {
    /// Language, name, where secrets are kept.
    #[default]
    Start,
    /// Where Business Central is, and who signs in.
    BusinessCentral,
    /// Where Dataverse is.
    Dataverse,
    /// The doctor's table.
    Checks,
    /// What is kept in step with what.
    Tables,
    /// What the first synchronisation would do.
    Plan,
    /// When it happens by itself.
    Schedule,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 7] = [
        Self::Start,
        Self::BusinessCentral,
        Self::Dataverse,
        Self::Checks,
        Self::Tables,
        Self::Plan,
        Self::Schedule,
    ];

    /// Its number, from 1.
    pub fn number(self) -> usize {
        let place = Self::ALL.iter().position(|step| *step == self);
        place.map_or(1, |place| place + 1)
    }

    /// The one after it; the last one stays.
    #[must_use]
    pub fn next(self) -> Self {
        let next = Self::ALL.get(self.number()).copied();
        next.unwrap_or(Self::Schedule)
    }

    /// The one before it; the first one stays.
    #[must_use]
    pub fn before(self) -> Self {
        let place = self.number().checked_sub(2);
        let before = place.and_then(|place| Self::ALL.get(place).copied());
        before.unwrap_or(Self::Start)
    }

    /// The key of its name.
    pub fn label_key(self) -> String {
        let name: &'static str = self.into();
        format!("wizard-step-{name}")
    }

    /// The step that is about a side.
    pub fn of(side: Side) -> Self {
        match side {
            Side::Bc => Self::BusinessCentral,
            Side::Dv => Self::Dataverse,
        }
    }
}

/// What the wizard has asked of the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// One side's way in is tried.
    Try(Side),
    /// All checks are made.
    Check,
    /// The connection is stored.
    Store,
    /// Records of both sides are counted.
    Count,
    /// Tables are switched or turned.
    Tables,
    /// The first plan is worked out.
    Plan,
    /// The first synchronisation runs.
    Run,
    /// The schedule is set.
    Schedule,
}

/// What the trial of one side came to.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// Who is signed in, if that is known.
    pub user: Option<String>,
    /// The steps of the way in.
    pub checks: Vec<Check>,
}

impl Trial {
    /// Whether nothing stands in the way.
    pub fn passed(&self) -> bool {
        let mut checks = self.checks.iter();
        !self.checks.is_empty() && checks.all(|check| check.status != CheckStatus::Failed)
    }

    /// The sign-in's own check was passed.
    pub fn is_signed_in(&self) -> bool {
        let mut checks = self.checks.iter();
        checks.any(|check| check.check == CheckKind::SignIn && check.status == CheckStatus::Ok)
    }
}

/// Whether this machine has a key store for secrets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyStore {
    /// It is being asked.
    #[default]
    Asked,
    /// There is one.
    There,
    /// There is none, or it does not answer.
    Missing,
}

/// What the wizard was opened for in this process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// It was not opened.
    #[default]
    None,
    /// A first connection is set up.
    SetUp,
    /// The connection stands, and the rest is set up.
    GoOn,
    /// A connection that stands is changed, and nothing else.
    Amend,
}

/// Whether the connection's secrets can be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lock {
    /// They can.
    #[default]
    Open,
    /// The passphrase of their file is asked for; why the last one did not open it.
    Asked(Option<Problem>),
    /// The person does not want to be asked now.
    Later,
}

/// The page.
#[derive(Default)]
pub struct Wizard {
    /// What is typed.
    pub draft: Draft,
    /// The furthest step that was reached.
    pub reached: Step,
    /// The secrets of both sides, while they are typed.
    pub secrets: Sides<Typed>,
    /// The password of the proxy's user, while it is typed.
    pub proxy_password: Typed,
    /// The passphrase of the file of secrets, while it is typed.
    pub passphrase: Typed,
    /// Fields that the person has left, or that stand before a step that was to be taken.
    pub left: BTreeSet<FieldName>,
    /// Whether there is a key store.
    pub key_store: KeyStore,
    pub(super) asked_key_store: Option<Receiver<bool>>,
    /// An address that was pasted belongs to the other side, and was put there.
    pub moved_to: Option<Side>,
    /// What is being done.
    pub work: Option<Work>,
    /// Goes on to the next step when the work succeeds.
    pub(super) then_next: bool,
    /// What the trial of each side came to; nothing since its fields were changed.
    pub trials: Sides<Option<Trial>>,
    /// What there is to choose from.
    pub offers: Offers,
    /// The checks of step 4.
    pub checks: Option<Vec<Check>>,
    pub(super) rechecked: Option<CheckKind>,
    /// Checks whose service's own words are shown.
    pub raw: BTreeSet<usize>,
    /// What stands in the way of the present step.
    pub problem: Option<Problem>,
    /// What both sides hold, mapping by mapping.
    pub lines: Vec<FullLine>,
    /// All mappings.
    pub mappings: Vec<TableMapping>,
    /// What the first synchronisation would do.
    pub plan: Option<FirstPlan>,
    /// Tables whose records that would fail or wait for a person are all shown.
    pub told: BTreeSet<MappingName>,
    /// What it did: records written, and what waits for a person.
    pub ran: Option<(u64, u64)>,
    /// The pause of the schedule that is to be set; nothing for none.
    pub every: Option<Interval>,
    /// A draft of an earlier time that could be gone on with.
    pub kept: Option<Draft>,
    /// Whether tables are as they came, so that modes may be suggested.
    pub(super) fresh: bool,
    /// What it was opened for.
    pub purpose: Purpose,
}

impl Wizard {
    /// The step that is shown.
    pub fn step(&self) -> Step {
        self.draft.step
    }

    /// The trial of a side, if its fields have not changed since.
    pub fn trial(&self, side: Side) -> Option<&Trial> {
        self.trials.get(side).as_ref()
    }

    /// Whether a connection stands whose secrets are used where none is typed.
    pub fn has_secrets(&self) -> bool {
        matches!(self.purpose, Purpose::GoOn | Purpose::Amend)
    }

    /// Whether a connection that stands is changed, and nothing else.
    pub fn amends(&self) -> bool {
        self.purpose == Purpose::Amend
    }

    /// How a step stands, for the list of steps.
    pub fn standing(&self, step: Step) -> Standing {
        let failed = match step {
            Step::BusinessCentral => self.trial(Side::Bc).is_some_and(|trial| !trial.passed()),
            Step::Dataverse => self.trial(Side::Dv).is_some_and(|trial| !trial.passed()),
            Step::Checks => self.failed_checks() > 0,
            _ => false,
        };
        let here = step == self.step();
        if failed || (here && self.problem.is_some()) {
            Standing::Failed
        } else if step < self.reached && !here {
            Standing::Done
        } else if here {
            Standing::Here
        } else {
            Standing::Open
        }
    }

    /// Checks that failed.
    pub fn failed_checks(&self) -> usize {
        self.counted(CheckStatus::Failed)
    }

    /// Failed checks that must be mended first: all but those about which a person decides what becomes of the couplings.
    pub fn blocking_checks(&self) -> usize {
        self.failed_checks() - self.checks_of_elsewhere().count()
    }

    fn checks_of_elsewhere(&self) -> impl Iterator<Item = &Check> {
        let checks = self.checks.iter().flatten();
        checks.filter(|check| {
            check.status == CheckStatus::Failed && check.problem.as_ref().is_some_and(is_elsewhere)
        })
    }

    /// Checks that are worth a look.
    pub fn warnings(&self) -> usize {
        self.counted(CheckStatus::Warning)
    }

    fn counted(&self, status: CheckStatus) -> usize {
        let checks = self.checks.iter().flatten();
        checks.filter(|check| check.status == status).count()
    }

    /// Whether the folder's couplings belong to other systems than those that were reached.
    pub fn leads_elsewhere(&self) -> bool {
        self.problem.as_ref().is_some_and(is_elsewhere)
            || self.step() == Step::Checks && self.checks_of_elsewhere().next().is_some()
    }

    /// The key of the reason why the couplings' fate cannot be said yet; nothing if it can.
    pub fn why_not_elsewhere(&self) -> Option<&'static str> {
        if self.work.is_some() {
            Some("why-running")
        } else if self.step() == Step::Checks && self.blocking_checks() > 0 {
            Some("wizard-why-failed")
        } else {
            None
        }
    }

    /// Whether anything was typed that is worth keeping.
    pub(super) fn is_begun(&self) -> bool {
        matches!(self.purpose, Purpose::SetUp | Purpose::GoOn) && !self.draft.is_blank()
    }

    /// The key of the reason why the wizard cannot go on now; nothing if it can.
    pub fn why_not_on(&self) -> Option<&'static str> {
        if self.work.is_some() {
            return Some("why-running");
        }
        match self.step() {
            Step::Checks if self.blocking_checks() > 0 => Some("wizard-why-failed"),
            Step::Checks if self.failed_checks() > 0 => Some("wizard-why-elsewhere"),
            Step::Checks if self.checks.is_none() => Some("wizard-why-unchecked"),
            _ => None,
        }
    }

    /// Where secrets are kept, as long as somebody has chosen or nothing else is possible.
    pub(super) fn settle_keep(&mut self) {
        if self.key_store == KeyStore::Missing && self.draft.keep == Keep::KeyStore {
            self.draft.keep = Keep::File;
        }
    }
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Standing {
    /// It is done.
    Done,
    /// It is shown.
    Here,
    /// It is still to come.
    Open,
    /// Something stands in its way.
    Failed,
}

/// Whether the couplings were made with other systems.
fn is_elsewhere(problem: &Problem) -> bool {
    matches!(problem.cause, Cause::OtherEnvironment | Cause::OtherCompany)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_each_other_and_both_ends_hold() {
        for (place, step) in Step::ALL.into_iter().enumerate() {
            assert_eq!(step.number(), place + 1);
            assert_eq!(
                step.next().before(),
                if step == Step::Schedule {
                    Step::Plan
                } else {
                    step
                }
            );
        }
        assert_eq!(Step::Start.before(), Step::Start);
        assert_eq!(Step::Schedule.next(), Step::Schedule);
    }
}
