//! The synchronisation itself: observe, plan, apply, report.
//!
//! The engine persists observations, never work: after a crash it reads what it has seen and plans again. It knows time,
//! randomness, storage and services only through what it is given, so that the simulation can own all four.
//!
//! Not here: SQL, HTTP, text for people, anything of the window.
//!
//! - `context`: what the engine is given; `request`, `outcome`: what it may be asked, and what it answers
//! - `sync`: one run over all mappings, in the `order` of their dependencies; `tally` counts, `trace` keeps what people look up
//! - `observe`: reads what changed on each side; `reading`: one read, from page to page; `store_pages`: stores what it brings
//!   and finds what is gone; `coverage`: what is remembered of it; `naming`: how people call a record
//! - `plan`: a pure function from what was observed to what is to be done; `lines`: a plan in the form that people read
//! - `brake`: stops a run that would change or delete too much
//! - `full`: every mapping from the beginning, in waves
//! - `widened`: fields that flow in more ways than before
//! - `pairs`: works through coupled pairs, chunk by chunk; `lookups`: what their references mean
//! - `rehearse`: a run that leaves no trace, which is what people read as a plan
//! - `apply`: sends writes in the fewest requests and stores what comes of them; `gather`: answers that are stored together
//! - `under_way`: updates whose answer nobody stored; `untaken`: fields that a service accepted and did not take;
//!   `renewed`: schemas that are asked for again before a record is blamed
//! - `overwrites`: writes that take a value from somebody, noted before they are sent
//! - `create`: journaled creates; `made`: what was created is coupled; `as_sent`: whether answers must show it; `unanswered`: creates without one;
//!   `several`: records that match several others and get no partner; `newcomers`: records that may have one since the copy
//!   was made that the cache came back from
//! - `afresh`: a conflict that somebody looks at, read again
//! - `near`: what a preview of matching says beside exact matches
//! - `moved`: records that go from one mapping to another on the same sets
//! - `couple`, `matching`: coupling by hand and by match, uncoupling with `dependants`; `create_named`: partners for single records;
//!   `recoupled`: references to a record that gets another partner; `succeed`: records that take the place of one that is gone;
//!   `restoring`: pairs whose missing record is made again
//! - `decide`, `skipped`: a person's decisions on conflicts and other skipped records; `revert`: taking back a write;
//!   `partly`: what is decided of a conflict whose other fields stay open

pub mod afresh;
mod apply;
mod as_sent;
pub mod brake;
pub mod context;
mod couple;
pub mod coverage;
mod create;
mod create_named;
pub mod decide;
mod dependants;
pub mod full;
mod gather;
mod lines;
mod lookups;
mod made;
mod matching;
mod moved;
mod naming;
mod near;
mod newcomers;
mod observe;
mod order;
pub mod outcome;
mod overwrites;
mod pairs;
mod partly;
pub mod plan;
mod reading;
mod recoupled;
mod rehearse;
mod renewed;
pub mod request;
mod restoring;
mod revert;
#[cfg(test)]
mod scenarios;
mod several;
mod skipped;
mod store_pages;
mod succeed;
#[cfg(test)]
mod sweep_tests;
mod sync;
mod tally;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod trace;
mod unanswered;
mod under_way;
mod untaken;
mod widened;

use crate::model::reason::{Cause, Problem};
use crate::model::{SetName, Side, Sides};
use crate::remote::Remote;
use crate::store::Store;
use context::{Cancel, Environment, Reporter};
use std::collections::HashSet;
use std::rc::Rc;

pub use lookups::{LOCAL_CURRENCY, Lookups};

/// A number from one of the lists (jobs, skipped records, history) that stands for nothing, or for nothing any more.
pub fn unknown_number(number: &dyn std::fmt::Display) -> Problem {
    Problem::new(Cause::RecordGone)
        .with("reason", "no_such_number")
        .with("record", &number)
}

/// How a run behaves where nothing else says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineOptions {
    /// The largest page to ask for, in records.
    pub page_size: Sides<u32>,
    /// How many pairs are planned and written together; bounds memory, not requests per write.
    pub chunk: usize,
    /// How many records are created together once it is known that their answers need not show them; bounds memory, and lets
    /// that many thousand travel at once.
    pub creates: usize,
    /// How often a record may fail alike before it becomes a skipped record. Failures that heal by themselves never count.
    pub equal_failures: u32,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            page_size: Sides::new(20_000, 5_000),
            chunk: 2000,
            creates: 5000,
            equal_failures: 2,
        }
    }
}

/// The synchronisation engine, for as long as one request lasts.
pub struct Engine<'a> {
    store: &'a mut Store,
    remotes: Sides<Rc<dyn Remote>>,
    env: &'a dyn Environment,
    reporter: &'a mut dyn Reporter,
    cancel: Cancel,
    options: EngineOptions,
    /// Sets of which it was asked anew what they are like: once is enough.
    renewed: HashSet<(Side, SetName)>,
    /// What stands in for the services during a rehearsal.
    pretended: Option<Sides<Rc<rehearse::Pretended>>>,
}

impl<'a> Engine<'a> {
    /// Makes an engine from what it needs.
    pub fn new(
        store: &'a mut Store,
        remotes: Sides<Rc<dyn Remote>>,
        env: &'a dyn Environment,
        reporter: &'a mut dyn Reporter,
        cancel: Cancel,
        options: EngineOptions,
    ) -> Self {
        Self {
            store,
            remotes,
            env,
            reporter,
            cancel,
            options,
            renewed: HashSet::new(),
            pretended: None,
        }
    }

    fn check_cancel(&self) -> Result<(), Problem> {
        if self.cancel.is_cancelled() {
            Err(Problem::new(Cause::Cancelled))
        } else {
            Ok(())
        }
    }
}
