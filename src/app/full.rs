//! The page of the full synchronisation: every mapping once from the beginning, in waves.

use super::App;
use super::Question;
use super::command::FullCommand;
use super::desk::Errand;
use super::full_plan::FullPlan;
use crate::engine::full::{FullLine, FullRequest, LineStatus, full_lines};
use crate::model::MappingName;
use crate::model::reason::Problem;
use crate::store::Reader;
use crate::worker::protocol::{Answer, Request};
use std::collections::{BTreeMap, BTreeSet};

/// One mapping of a full synchronisation, and the wave in which it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullRow {
    /// The wave, from 1: one more than that of everything it depends on.
    pub wave: u32,
    /// Where it stands.
    pub line: FullLine,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct FullPage {
    /// The mappings, in the order in which they run; nothing before the cache was read.
    pub rows: Option<Vec<FullRow>>,
    /// Mappings that start although what they depend on has not succeeded.
    pub anyway: BTreeSet<MappingName>,
    /// What a full comparison would do; nothing before one.
    pub plan: Option<FullPlan>,
    /// Whether a comparison is under way.
    pub comparing: bool,
    /// Whether the mappings in their waves are looked at although there is a plan.
    pub waves: bool,
    /// Whether a review or a run is under way.
    pub busy: bool,
    /// Why the page could not be read, if it could not.
    pub problem: Option<Problem>,
}

impl FullPage {
    /// Reads where every mapping stands.
    pub fn read(&mut self, reader: &Reader<'_>) {
        match full_lines(reader) {
            Ok(lines) => {
                self.rows = Some(in_waves(lines));
                self.problem = None;
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Whether there is a plan to look at, or will be.
    pub fn has_plan(&self) -> bool {
        self.comparing || self.plan.is_some()
    }

    /// How many mappings have not succeeded yet.
    pub fn open(&self) -> u64 {
        let rows = self.rows.iter().flatten();
        let open = rows.filter(|row| row.line.status != LineStatus::Success);
        open.count() as u64
    }

    /// Whether both sides were read, so that something can be recommended.
    pub fn is_reviewed(&self) -> bool {
        let mut rows = self.rows.iter().flatten();
        rows.any(|row| row.line.recommendation.is_some())
    }

    /// Whether a run was begun before.
    pub fn is_begun(&self) -> bool {
        let mut rows = self.rows.iter().flatten();
        rows.any(|row| row.line.status != LineStatus::Waiting)
    }
}

/// Numbers the waves. The lines come in an order in which dependencies stand first.
fn in_waves(lines: Vec<FullLine>) -> Vec<FullRow> {
    let mut waves: BTreeMap<MappingName, u32> = BTreeMap::new();
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let before = line.depends_on.iter().filter_map(|name| waves.get(name));
        let wave = before.max().copied().unwrap_or(0) + 1;
        waves.insert(line.mapping.clone(), wave);
        rows.push(FullRow { wave, line });
    }
    rows.sort_by_key(|row| row.wave);
    rows
}

impl App {
    /// Does what a person asked for on the page of the full synchronisation.
    pub(super) fn carry_out_full(&mut self, command: FullCommand) {
        match command {
            FullCommand::Review => self.ask_full(Request::FullReview),
            FullCommand::Anyway(name, anyway) => {
                if anyway {
                    self.full.anyway.insert(name);
                } else {
                    self.full.anyway.remove(&name);
                }
            }
            FullCommand::AskStart { again } => self.question = Some(Question::StartFull { again }),
        }
    }

    /// Starts the run; a person has said yes.
    pub(super) fn start_full(&mut self, again: bool) {
        let anyway = self.full.anyway.iter().cloned().collect();
        self.ask_full(Request::FullStart(FullRequest { anyway, again }));
    }

    fn ask_full(&mut self, request: Request) {
        if self.running.is_none() && self.connection.is_some() {
            self.full.busy = self.ask(request, Errand::Full);
        }
    }

    /// A review or a run came to its end.
    pub(super) fn full_answered(&mut self, result: Result<Answer, Problem>) {
        self.full.busy = false;
        match result {
            Ok(Answer::Full(lines)) => self.full.rows = Some(in_waves(lines)),
            Ok(_) => {}
            Err(problem) => self.notice_unless_cancelled(problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sides;
    use crate::model::report::Counters;

    fn line(name: &str, depends_on: &[&str]) -> FullLine {
        FullLine {
            mapping: name.into(),
            depends_on: depends_on.iter().map(|name| (*name).into()).collect(),
            recommendation: None,
            status: LineStatus::Waiting,
            waits_for: Vec::new(),
            records: Sides::default(),
            counters: Counters::default(),
            finished: None,
            problem: None,
        }
    }

    #[test]
    fn a_mapping_runs_one_wave_after_the_last_that_it_depends_on() {
        let rows = in_waves(vec![
            line("CURRENCY", &[]),
            line("CUSTOMER", &["CURRENCY"]),
            line("UNIT", &[]),
            line("CONTACT", &["CUSTOMER", "CURRENCY"]),
        ]);
        let waves: Vec<_> = rows
            .iter()
            .map(|row| (row.line.mapping.as_str(), row.wave))
            .collect();
        let expected = [
            ("CURRENCY", 1),
            ("UNIT", 1),
            ("CUSTOMER", 2),
            ("CONTACT", 3),
        ];
        assert_eq!(waves, expected);
    }
}
