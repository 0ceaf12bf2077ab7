//! The first plan: what the first synchronisation of two systems would do, table by table, before it does it.

use super::Wizard;
use crate::engine::outcome::SyncReport;
use crate::model::reason::Problem;
use crate::model::{Direction, MappingName, Side, Sides, TableMapping};
use jiff::SignedDuration;

/// What the first synchronisation does with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Mode {
    /// Equal records are coupled, and what has no partner is created, now and later.
    Create,
    /// Equal records are coupled; what has no partner is left alone.
    Match,
    /// The table takes no part.
    Leave,
}

impl Mode {
    /// Every mode, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Create, Self::Match, Self::Leave];

    /// What a mapping is set to.
    pub fn of(mapping: &TableMapping) -> Self {
        match (mapping.enabled, mapping.only_coupled) {
            (false, _) => Self::Leave,
            (true, true) => Self::Match,
            (true, false) => Self::Create,
        }
    }

    /// Sets a mapping to it.
    pub fn apply(self, mapping: &mut TableMapping) {
        mapping.enabled = self != Self::Leave;
        if self != Self::Leave {
            mapping.only_coupled = self == Self::Match;
        }
    }

    /// The key of its name.
    pub fn label_key(self) -> String {
        let name: &'static str = self.into();
        format!("wizard-mode-{name}")
    }
}

/// What would be done with one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLine {
    /// The mapping.
    pub mapping: MappingName,
    /// Pairs that would be coupled.
    pub coupled: u64,
    /// Records that would be created, by the side that gets them.
    pub created: Sides<u64>,
    /// Records that would be changed, by the side that is written.
    pub modified: Sides<u64>,
    /// Pairs whose sides differ, for a person to decide.
    pub conflicts: u64,
    /// Records that would fail.
    pub failed: u64,
}

impl PlanLine {
    /// Writes to both services.
    pub fn writes(&self) -> u64 {
        self.created.bc + self.created.dv + self.modified.bc + self.modified.dv
    }
}

/// What the first synchronisation would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstPlan {
    /// The tables that take part, in the order in which they run.
    pub lines: Vec<PlanLine>,
    /// What would stop the run before it writes.
    pub stopped: Option<Problem>,
    /// Requests that the run would take on each side, as far as can be foreseen.
    pub requests: Sides<u64>,
    /// How long it would take, as far as can be foreseen.
    pub duration: SignedDuration,
}

/// Writes that go in one request.
const AT_ONCE: u64 = 100;
/// What a request that reads takes, and one that writes a batch, in milliseconds; as measured against the real services.
const READ_MILLIS: u64 = 400;
const WRITE_MILLIS: Sides<u64> = Sides {
    bc: 12_000,
    dv: 6_000,
};

impl FirstPlan {
    /// Reads a plan's report.
    pub fn of(report: SyncReport) -> Self {
        let mut lines: Vec<PlanLine> = Vec::new();
        for job in &report.jobs {
            let place = lines.iter().position(|line| line.mapping == job.mapping);
            let place = place.unwrap_or_else(|| {
                lines.push(PlanLine {
                    mapping: job.mapping.clone(),
                    coupled: 0,
                    created: Sides::default(),
                    modified: Sides::default(),
                    conflicts: 0,
                    failed: 0,
                });
                lines.len() - 1
            });
            let Some(line) = lines.get_mut(place) else {
                continue;
            };
            let written = match job.direction {
                Direction::ToBusinessCentral => Side::Bc,
                Direction::ToDataverse | Direction::Both => Side::Dv,
            };
            line.coupled += job.counters.coupled;
            *line.created.get_mut(written) += job.counters.inserted;
            *line.modified.get_mut(written) += job.counters.modified;
            line.conflicts += job.counters.conflicts;
            line.failed += job.counters.failed;
        }
        let batches = Sides::from_fn(|side| {
            let own = lines
                .iter()
                .map(|line| (line.created.get(side) + line.modified.get(side)).div_ceil(AT_ONCE));
            own.sum::<u64>()
        });
        let requests = Sides::from_fn(|side| {
            report.requests.get(side).total().max(lines.len() as u64) + batches.get(side)
        });
        let millis = |side: Side| {
            (requests.get(side) - batches.get(side)) * READ_MILLIS
                + batches.get(side) * WRITE_MILLIS.get(side)
        };
        let millis = millis(Side::Bc) + millis(Side::Dv);
        let seconds = i64::try_from(millis / 1_000).unwrap_or(i64::MAX).max(1);
        Self {
            lines,
            stopped: report.stopped.into_iter().next(),
            requests,
            duration: SignedDuration::from_secs(seconds),
        }
    }

    /// All lines together.
    pub fn total(&self) -> PlanLine {
        let mut total = PlanLine {
            mapping: MappingName::new(""),
            coupled: 0,
            created: Sides::default(),
            modified: Sides::default(),
            conflicts: 0,
            failed: 0,
        };
        for line in &self.lines {
            total.coupled += line.coupled;
            total.conflicts += line.conflicts;
            total.failed += line.failed;
            for side in Side::BOTH {
                *total.created.get_mut(side) += line.created.get(side);
                *total.modified.get_mut(side) += line.modified.get(side);
            }
        }
        total
    }
}

impl Wizard {
    /// The mode that a table is in.
    pub fn mode(&self, mapping: &MappingName) -> Mode {
        let own = self.mappings.iter().find(|one| one.name == *mapping);
        own.map_or(Mode::Leave, Mode::of)
    }

    /// Records of both sides, as they were counted.
    pub fn records(&self, mapping: &MappingName) -> Option<Sides<u64>> {
        let line = self.lines.iter().find(|line| line.mapping == *mapping)?;
        line.recommendation.map(|_| line.records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::defaults::default_mappings;

    #[test]
    fn a_mode_survives_its_mapping() {
        let mut mapping = default_mappings().unwrap().swap_remove(0);
        for mode in Mode::ALL {
            mode.apply(&mut mapping);
            assert_eq!(Mode::of(&mapping), mode);
        }
    }

    #[test]
    fn an_empty_plan_takes_no_time_and_stops_nothing() {
        let plan = FirstPlan::of(SyncReport::default());
        assert_eq!(plan.total().writes(), 0);
        assert_eq!(plan.stopped, None);
        assert_eq!(plan.duration, SignedDuration::from_secs(1));
    }
}
