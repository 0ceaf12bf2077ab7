//! What a run keeps while it goes: counters per mapping and direction, pairs that it has given up, the lines of a plan.

use crate::model::plan::ActionLine;
use crate::model::report::{Counters, JobKind};
use crate::model::{CouplingId, JobId, MappingName, Side, Sides};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// The counters of one mapping, by the side that is written: what goes to Dataverse is counted under [`Side::Dv`].
#[derive(Clone, Debug)]
pub(super) struct MappingTally {
    /// Counters of the job that writes each side.
    pub(super) counters: Sides<Counters>,
    /// The job that writes each side; none where the mapping never writes, and none in a rehearsal.
    pub(super) jobs: Sides<Option<JobId>>,
    /// The sides that the mapping writes.
    pub(super) writes: Sides<bool>,
    /// What those jobs do.
    pub(super) kind: JobKind,
    /// When the mapping was begun.
    pub(super) started: Timestamp,
}

/// All mappings' counters.
#[derive(Debug, Default)]
pub(super) struct Tally {
    mappings: HashMap<MappingName, MappingTally>,
    /// Pairs that can only wait: a run counts, reports and tries each of them once.
    given_up: HashSet<CouplingId>,
    /// The sides of mappings on which records were read that were not known before.
    came: HashSet<(MappingName, Side)>,
    /// What is done, line by line, if somebody wants to read it.
    lines: Option<Vec<ActionLine>>,
}

impl Tally {
    /// A tally that also keeps what is done, line by line.
    pub(super) fn telling() -> Self {
        Self {
            lines: Some(Vec::new()),
            ..Self::default()
        }
    }

    /// Whether jobs are to be left behind for people: not by what is only told.
    pub(super) fn leaves_jobs(&self) -> bool {
        self.lines.is_none()
    }

    /// Whether somebody wants to read what is done, line by line.
    pub(super) fn is_telling(&self) -> bool {
        self.lines.is_some()
    }

    /// Adds lines, if somebody wants to read them.
    pub(super) fn tell(&mut self, add: impl FnOnce(&mut Vec<ActionLine>)) {
        if let Some(lines) = &mut self.lines {
            add(lines);
        }
    }

    /// Takes the lines.
    pub(super) fn take_lines(&mut self) -> Option<Vec<ActionLine>> {
        self.lines.take()
    }

    /// Leaves a pair alone for the rest of the run.
    pub(super) fn give_up(&mut self, coupling: CouplingId) {
        self.given_up.insert(coupling);
    }

    /// Whether a pair is left alone for the rest of the run.
    pub(super) fn has_given_up(&self, coupling: CouplingId) -> bool {
        self.given_up.contains(&coupling)
    }

    /// A record was read that was not known before.
    pub(super) fn came(&mut self, mapping: &MappingName, side: Side) {
        self.came.insert((mapping.clone(), side));
    }

    /// Whether a side has records that were not known before this run.
    pub(super) fn has_new(&self, mapping: &MappingName, side: Side) -> bool {
        self.came.contains(&(mapping.clone(), side))
    }

    /// Opens a mapping's counters.
    pub(super) fn open(
        &mut self,
        mapping: &MappingName,
        jobs: Sides<Option<JobId>>,
        writes: Sides<bool>,
        started: Timestamp,
    ) {
        self.mappings.insert(
            mapping.clone(),
            MappingTally {
                counters: Sides::default(),
                jobs,
                kind: JobKind::Synchronization,
                writes,
                started,
            },
        );
    }

    /// Names the jobs of a mapping whose counters are open.
    pub(super) fn start(
        &mut self,
        mapping: &MappingName,
        kind: JobKind,
        jobs: Sides<Option<JobId>>,
    ) {
        if let Some(tally) = self.mappings.get_mut(mapping) {
            tally.jobs = jobs;
            tally.kind = kind;
        }
    }

    /// Counts something in the job that writes a side. What concerns a side that is never written counts for the other.
    pub(super) fn count(
        &mut self,
        mapping: &MappingName,
        written: Side,
        change: impl FnOnce(&mut Counters),
    ) {
        if let Some(tally) = self.mappings.get_mut(mapping) {
            let side = if *tally.writes.get(written) {
                written
            } else {
                written.other()
            };
            change(tally.counters.get_mut(side));
        }
    }

    /// How many records of a mapping were found unchanged, by the side that they would be written to.
    pub(super) fn unchanged(&self, mapping: &MappingName) -> Sides<u64> {
        let tally = self.mappings.get(mapping);
        tally.map_or_else(Sides::default, |tally| {
            tally.counters.as_ref().map(|counters| counters.unchanged)
        })
    }

    /// Puts that number back to what it was.
    pub(super) fn set_unchanged(&mut self, mapping: &MappingName, unchanged: Sides<u64>) {
        if let Some(tally) = self.mappings.get_mut(mapping) {
            for side in Side::BOTH {
                tally.counters.get_mut(side).unchanged = *unchanged.get(side);
            }
        }
    }

    /// When a mapping was begun; nothing if it takes no part.
    pub(super) fn started(&self, mapping: &MappingName) -> Option<Timestamp> {
        self.mappings.get(mapping).map(|tally| tally.started)
    }

    /// Whether the mapping has written anything in this run.
    pub(super) fn has_written(&self, mapping: &MappingName) -> bool {
        self.mappings.get(mapping).is_some_and(|tally| {
            [&tally.counters.bc, &tally.counters.dv]
                .into_iter()
                .any(|done| done.inserted + done.modified + done.deleted > 0)
        })
    }

    /// Whether the mapping has created records in this run.
    pub(super) fn has_created(&self, mapping: &MappingName) -> bool {
        let tally = self.mappings.get(mapping);
        tally.is_some_and(|tally| tally.counters.bc.inserted + tally.counters.dv.inserted > 0)
    }

    /// Whether the mapping has deleted records in this run.
    pub(super) fn has_deleted(&self, mapping: &MappingName) -> bool {
        let tally = self.mappings.get(mapping);
        tally.is_some_and(|tally| tally.counters.bc.deleted + tally.counters.dv.deleted > 0)
    }

    /// The job that writes a side.
    pub(super) fn job(&self, mapping: &MappingName, written: Side) -> Option<JobId> {
        let tally = self.mappings.get(mapping)?;
        tally.jobs.get(written).or(*tally.jobs.get(written.other()))
    }

    /// Takes a mapping's counters.
    pub(super) fn close(&mut self, mapping: &MappingName) -> Option<MappingTally> {
        self.mappings.remove(mapping)
    }
}
