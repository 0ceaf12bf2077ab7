//! What the engine is given: services, time, ids, somebody to report to.

use crate::model::reason::Problem;
use crate::model::{Direction, MappingName, Side};
use crate::remote::auth::interactive::Prompt;
use crate::remote::budget::Waiting;
use jiff::Timestamp;
use std::cell::Cell;
use std::rc::Rc;
use uuid::Uuid;

/// Time and ids. The program takes them from the system, the simulation from its seed.
pub trait Environment {
    /// The present moment by this machine's clock.
    fn now(&self) -> Timestamp;

    /// A new id for a record that is to be created; ids made later sort later, which keeps indexes compact.
    fn new_id(&self) -> Uuid;
}

/// The system's generator, and a clock that stands: what is shown then is the same at every run, as pictures need it.
#[derive(Clone, Copy, Debug)]
pub struct StandingEnvironment(pub Timestamp);

impl Environment for StandingEnvironment {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// The system's clock and generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEnvironment;

impl Environment for SystemEnvironment {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A wish to stop, honoured between requests: what was sent is finished and stored first.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Rc<Cell<bool>>);

impl Cancel {
    /// Nobody wishes to stop yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Wishes to stop.
    pub fn cancel(&self) {
        self.0.set(true);
    }

    /// Whether somebody wishes to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.get()
    }
}

/// Where a run stands, for progress displays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The mapping.
    pub mapping: MappingName,
    /// What is being done with it.
    pub phase: Phase,
    /// Records done in this phase.
    pub done: u64,
    /// Records to do in this phase, if known.
    pub total: Option<u64>,
}

/// What is being done with a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Records of a side are read.
    Reading(Side),
    /// Pairs are compared, coupled or planned.
    Planning,
    /// Records of a side are written.
    Writing(Side),
    /// The mapping is done in this direction.
    Done(Direction),
}

/// Is told what happens while it happens.
pub trait Reporter {
    /// Work went on.
    fn progress(&mut self, progress: &Progress);

    /// Something failed or needs a person, while the rest goes on.
    fn problem(&mut self, mapping: &MappingName, problem: &Problem);

    /// The same about one record: what it is called, and on which side it is.
    fn record_problem(&mut self, mapping: &MappingName, _: (Side, &str), problem: &Problem) {
        self.problem(mapping, problem);
    }

    /// Requests to a service wait, and why; nothing once they do not any more. Said about once a second.
    fn waiting(&mut self, _waiting: Option<&Waiting>) {}

    /// A person must sign in now, and how.
    fn prompt(&mut self, _prompt: &Prompt) {}

    /// The person has signed in, or will not any more.
    fn prompt_over(&mut self) {}
}

/// A reporter for callers who only want the result.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Reporter for Silent {
    fn progress(&mut self, _: &Progress) {}

    fn problem(&mut self, _: &MappingName, _: &Problem) {}
}
