//! What a transaction need not look for again: most mappings have nothing parted, nothing waiting and no open error, and
//! asking that for each of a thousand records costs more than it finds.
//!
//! Kept for one transaction, and forgotten as soon as something is written that could make it wrong.

use super::columns::SideNo;
use super::handle::{Reader, Writer};
use super::records::tally_of;
use crate::model::Side;
use crate::model::reason::Problem;
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};
use std::cell::RefCell;

/// What a mapping mostly has none of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rare {
    /// Records that were parted from their partner.
    Parted,
    /// Pairs of other mappings that wait for a record of this one.
    Awaited,
    /// Open errors.
    Errors,
    /// Skipped records.
    Skipped,
    /// References that wait, in whatever mapping.
    Waiting,
    /// Couplings: none before the first synchronisation.
    Couplings,
    /// Records of a side that are not coupled: none on the side to which everything is created.
    Singles(Side),
}

/// What was asked already in this transaction.
#[derive(Debug, Default)]
pub(super) struct Calm {
    rare: RefCell<Vec<(Rare, i64, bool)>>,
    generations: RefCell<Vec<(i64, Side, i64)>>,
    minutes: RefCell<Vec<Minute>>,
    tallies: RefCell<Vec<(i64, i64, i64)>>,
}

/// Writes and failures of one minute and side, not stored yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Minute {
    at: i64,
    side: Side,
    written: i64,
    failed: i64,
}

impl Calm {
    /// A transaction begins, or was undone.
    pub(super) fn forget(&self) {
        self.rare.borrow_mut().clear();
        self.generations.borrow_mut().clear();
        self.minutes.borrow_mut().clear();
        self.tallies.borrow_mut().clear();
    }

    /// Something of that kind was written.
    pub(super) fn disturb(&self, what: Rare) {
        self.rare.borrow_mut().retain(|(kind, ..)| *kind != what);
    }

    /// A whole read begins.
    pub(super) fn forget_generations(&self) {
        self.generations.borrow_mut().clear();
    }

    /// Counts rows that came or went, to be stored with the transaction: `what` as in the table `tally`.
    ///
    /// Those rows come in thousands, so that no trigger counts them: uncoupled records, and couplings as they are made.
    pub(super) fn tally(&self, mapping: i64, what: i64, by: i64) {
        let mut tallies = self.tallies.borrow_mut();
        let same = |one: &&mut (i64, i64, i64)| (one.0, one.1) == (mapping, what);
        match tallies.iter_mut().find(same) {
            Some(one) => one.2 += by,
            None => tallies.push((mapping, what, by)),
        }
    }

    /// What was counted and is not stored yet.
    pub(super) fn tallied(&self, mapping: i64, what: i64) -> i64 {
        let tallies = self.tallies.borrow();
        let same = |one: &&(i64, i64, i64)| (one.0, one.1) == (mapping, what);
        tallies.iter().find(same).map_or(0, |one| one.2)
    }

    /// All rows of a mapping are gone.
    pub(super) fn forget_tallies(&self, mapping: i64) {
        self.tallies.borrow_mut().retain(|one| one.0 != mapping);
    }

    /// Counts a write or a failure, to be stored with the transaction.
    pub(super) fn count(&self, side: Side, at: Timestamp, written: i64, failed: i64) {
        let at = minute_of(at);
        let mut minutes = self.minutes.borrow_mut();
        match minutes
            .iter_mut()
            .find(|minute| (minute.at, minute.side) == (at, side))
        {
            Some(minute) => {
                minute.written += written;
                minute.failed += failed;
            }
            None => minutes.push(Minute {
                at,
                side,
                written,
                failed,
            }),
        }
    }
}

/// The minute of a moment, counted from 1970.
pub(super) fn minute_of(moment: Timestamp) -> i64 {
    moment.as_second().div_euclid(60)
}

impl Reader<'_> {
    /// How often a side was read whole.
    pub(super) fn generation_of(&self, mapping: i64, side: Side) -> Result<i64, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT generation FROM reading WHERE mapping = ?1 AND side = ?2")?;
        let found = find
            .query_row(params![mapping, SideNo(side)], |row| row.get(0))
            .optional()?;
        Ok(found.unwrap_or(0))
    }
}

impl Writer<'_> {
    /// Whether a mapping has any of that.
    pub(super) fn has_any(&self, what: Rare, mapping: i64) -> Result<bool, Problem> {
        let calm = &self.memory.calm;
        let known = calm.rare.borrow().iter().find_map(|(kind, of, has)| {
            let same = *kind == what && *of == mapping;
            same.then_some(*has)
        });
        if let Some(known) = known {
            return Ok(known);
        }
        let has = match what {
            Rare::Parted => self.is_there("SELECT 1 FROM parted WHERE mapping = ?1", mapping)?,
            Rare::Awaited => {
                let awaited = "SELECT 1 FROM unresolved WHERE target = ?1 AND due = 0";
                self.is_there(awaited, mapping)?
            }
            Rare::Errors => self.is_there(
                "SELECT 1 FROM error WHERE mapping = ?1 AND open = 1",
                mapping,
            )?,
            Rare::Waiting => {
                self.is_there("SELECT 1 FROM unresolved WHERE ?1 IS NOT NULL", mapping)?
            }
            Rare::Skipped => self.tally(mapping, 9)? > 0,
            Rare::Singles(side) => self.tally(mapping, tally_of(side))? > 0,
            Rare::Couplings => {
                let mut some = false;
                for state in 0..=5 {
                    some = some || self.tally(mapping, state)? > 0;
                }
                some
            }
        };
        calm.rare.borrow_mut().push((what, mapping, has));
        Ok(has)
    }

    fn is_there(&self, select: &str, mapping: i64) -> Result<bool, Problem> {
        let mut find = self.db.prepare_cached(select)?;
        Ok(find.exists([mapping])?)
    }

    /// The stamp of a side's last whole read.
    pub(super) fn current_generation(&self, mapping: i64, side: Side) -> Result<i64, Problem> {
        let calm = &self.memory.calm;
        let known = calm.generations.borrow().iter().find_map(|(of, own, n)| {
            let same = *of == mapping && *own == side;
            same.then_some(*n)
        });
        if let Some(known) = known {
            return Ok(known);
        }
        let generation = self.generation_of(mapping, side)?;
        let mut generations = calm.generations.borrow_mut();
        generations.push((mapping, side, generation));
        Ok(generation)
    }

    /// Stores what was counted in this transaction.
    pub(super) fn store_counted(&self) -> Result<(), Problem> {
        for (mapping, what, by) in self.memory.calm.tallies.take() {
            self.db
                .prepare_cached("UPDATE tally SET n = n + ?3 WHERE mapping = ?1 AND what = ?2")?
                .execute([mapping, what, by])?;
        }
        for minute in self.memory.calm.minutes.take() {
            self.db
                .prepare_cached(
                    "INSERT INTO minute (at, side, written, failed) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT DO UPDATE SET written = written + excluded.written,
                         failed = failed + excluded.failed",
                )?
                .execute(params![
                    minute.at,
                    SideNo(minute.side),
                    minute.written,
                    minute.failed
                ])?;
        }
        Ok(())
    }
}
