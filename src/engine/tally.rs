//! Counts what a run does, per mapping and direction.

use crate::model::report::Counters;
use crate::model::{JobId, MappingName, Side, Sides};
use jiff::Timestamp;
use std::collections::HashMap;

/// The counters of one mapping, by the side that is written: what goes to Dataverse is counted under [`Side::Dv`].
#[derive(Clone, Debug)]
pub(super) struct MappingTally {
    /// Counters of the job that writes each side.
    pub(super) counters: Sides<Counters>,
    /// The job that writes each side; none where the mapping never writes.
    pub(super) jobs: Sides<Option<JobId>>,
    /// When the mapping was begun.
    pub(super) started: Timestamp,
}

/// All mappings' counters.
#[derive(Debug, Default)]
pub(super) struct Tally(HashMap<MappingName, MappingTally>);

impl Tally {
    /// Opens a mapping's counters.
    pub(super) fn open(
        &mut self,
        mapping: &MappingName,
        jobs: Sides<Option<JobId>>,
        started: Timestamp,
    ) {
        self.0.insert(
            mapping.clone(),
            MappingTally {
                counters: Sides::default(),
                jobs,
                started,
            },
        );
    }

    /// Counts something in the job that writes a side. What concerns a side that is never written counts for the other.
    pub(super) fn count(
        &mut self,
        mapping: &MappingName,
        written: Side,
        change: impl FnOnce(&mut Counters),
    ) {
        if let Some(tally) = self.0.get_mut(mapping) {
            let side = if tally.jobs.get(written).is_some() {
                written
            } else {
                written.other()
            };
            change(tally.counters.get_mut(side));
        }
    }

    /// Whether the mapping has created records in this run.
    pub(super) fn has_created(&self, mapping: &MappingName) -> bool {
        let tally = self.0.get(mapping);
        tally.is_some_and(|tally| tally.counters.bc.inserted + tally.counters.dv.inserted > 0)
    }

    /// The job that writes a side.
    pub(super) fn job(&self, mapping: &MappingName, written: Side) -> Option<JobId> {
        let tally = self.0.get(mapping)?;
        tally.jobs.get(written).or(*tally.jobs.get(written.other()))
    }

    /// Takes a mapping's counters.
    pub(super) fn close(&mut self, mapping: &MappingName) -> Option<MappingTally> {
        self.0.remove(mapping)
    }
}
