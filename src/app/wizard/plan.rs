//! The first plan: what the first synchronisation of two systems would do, table by table, before it does it.

use super::Wizard;
use crate::app::cost::{Cost, batches};
use crate::engine::outcome::SyncReport;
use crate::model::plan::ActionLine;
use crate::model::reason::{Problem, Reason};
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
    /// How long it would take, as [`Cost`] says.
    pub duration: SignedDuration,
    /// What would be done, record by record: what fails first, then what is left to a person, then the rest.
    pub actions: Vec<ActionLine>,
}

/// Records that would fail or wait for a person, of one table, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble<'a> {
    /// Why; nothing for a conflict, whose fields say it.
    pub problem: Option<&'a Problem>,
    /// The records, in the order of the plan.
    pub lines: Vec<&'a ActionLine>,
}

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
        let written = Sides::from_fn(|side| {
            let own = lines
                .iter()
                .map(|line| batches(line.created.get(side) + line.modified.get(side)));
            own.sum::<u64>()
        });
        let read = Sides::from_fn(|side| report.requests.get(side).total().max(lines.len() as u64));
        let Cost { requests, duration } = Cost::of(read, written);
        let mut actions = report.actions.unwrap_or_default();
        actions.sort_by_key(|line| gravity(&line.action));
        Self {
            lines,
            actions,
            stopped: report.stopped.into_iter().next(),
            requests,
            duration,
        }
    }

    /// What would fail or wait for a person in one table, those of one cause together.
    pub fn troubles(&self, mapping: &MappingName) -> Vec<Trouble<'_>> {
        let mut troubles: Vec<Trouble<'_>> = Vec::new();
        let own = self.actions.iter().filter(|line| line.mapping == *mapping);
        for line in own.take_while(|line| gravity(&line.action) < DONE) {
            let problem = problem_of(line);
            let cause = |trouble: &Trouble<'_>| trouble.problem.map(|problem| problem.cause);
            let same = troubles.iter_mut().find(|one| {
                cause(one) == problem.map(|problem| problem.cause)
                    && one
                        .lines
                        .first()
                        .is_some_and(|first| first.action == line.action)
            });
            match same {
                Some(trouble) => trouble.lines.push(line),
                None => troubles.push(Trouble {
                    problem,
                    lines: vec![line],
                }),
            }
        }
        troubles
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

/// What is done without anybody.
const DONE: u8 = 3;

/// What comes first when a person reads a plan.
fn gravity(action: &str) -> u8 {
    match action {
        "fail" => 0,
        "skip" => 1,
        "conflict" => 2,
        _ => DONE,
    }
}

/// Why a line cannot be done.
pub fn problem_of(line: &ActionLine) -> Option<&Problem> {
    match &line.reason {
        Reason::Problem(problem) => Some(problem),
        _ => None,
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
    use crate::model::reason::Cause;

    #[test]
    fn a_mode_survives_its_mapping() {
        let mut mapping = default_mappings().unwrap().swap_remove(0);
        for mode in Mode::ALL {
            mode.apply(&mut mapping);
            assert_eq!(Mode::of(&mapping), mode);
        }
    }

    #[test]
    fn what_fails_is_told_first_those_of_one_cause_together() {
        let line = |action: &str, cause: Option<Cause>, label: &str| ActionLine {
            mapping: "CUSTOMER".into(),
            bc_id: None,
            dv_id: None,
            label: label.to_owned(),
            action: action.to_owned(),
            direction: Direction::ToDataverse,
            fields: Vec::new(),
            reason: cause.map_or(Reason::Merged, |cause| Reason::Problem(Problem::new(cause))),
        };
        let plan = FirstPlan::of(SyncReport {
            actions: Some(vec![
                line("insert", None, "A"),
                line("conflict", None, "B"),
                line("fail", Some(Cause::TooLong), "C"),
                line("fail", Some(Cause::LookupNotCoupled), "D"),
                line("fail", Some(Cause::TooLong), "E"),
            ]),
            ..SyncReport::default()
        });
        let troubles = plan.troubles(&"CUSTOMER".into());
        let told: Vec<Vec<&str>> = troubles
            .iter()
            .map(|trouble| trouble.lines.iter().map(|line| &*line.label).collect())
            .collect();
        assert_eq!(told, [vec!["C", "E"], vec!["D"], vec!["B"]]);
        assert!(plan.troubles(&"ITEM".into()).is_empty());
    }

    #[test]
    fn an_empty_plan_takes_no_time_and_stops_nothing() {
        let plan = FirstPlan::of(SyncReport::default());
        assert_eq!(plan.total().writes(), 0);
        assert_eq!(plan.stopped, None);
        assert_eq!(plan.duration, SignedDuration::from_secs(1));
    }
}
