//! What a full comparison would do, before it does it: every line with its direction, to be run as it is or the other way.

use super::App;
use super::command::PlanCommand;
use super::cost::{self, Cost};
use super::desk::Errand;
use crate::engine::request::{RecordRef, SyncRequest};
use crate::model::plan::ActionLine;
use crate::model::reason::Problem;
use crate::model::{Direction, MappingName, Side, Sides};
use crate::worker::protocol::{Answer, Request};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What would be done, and on which side it would be written: `insert`, `modify`, `delete`, `couple`, …
pub type Category = (String, Option<Side>);

/// One line of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    /// What would be done, and why.
    pub line: ActionLine,
    /// What would be done, and where.
    pub category: Category,
    /// The pair, if the line can be run alone: changes of coupled records can, what is created or coupled is run as a whole.
    pub record: Option<RecordRef>,
}

/// The plan.
#[derive(Clone, Debug, Default)]
pub struct FullPlan {
    /// The lines, in the order in which they would run.
    pub rows: Vec<PlanRow>,
    /// How many lines there are of each category.
    pub counts: Vec<(Category, u64)>,
    /// Categories that are not shown.
    pub hidden: BTreeSet<String>,
    /// The lines that are to be run; deletions are never chosen by themselves.
    pub chosen: BTreeSet<usize>,
    /// Lines that run towards another side than recommended.
    pub towards: BTreeMap<usize, Side>,
    /// What would stop the whole run.
    pub stopped: Option<Problem>,
    /// The places of the lines that are shown, worked out anew after each change: a plan may have very many.
    pub visible: Vec<usize>,
    /// How many lines are to be run.
    pub selected: usize,
    /// What that is expected to cost.
    pub cost: Option<Cost>,
}

/// The name of a category among those that are hidden.
pub fn category_name(category: &Category) -> String {
    let (action, side) = category;
    format!("{action} {}", side.map_or("", Side::short))
}

impl FullPlan {
    /// A plan of these lines; changes are chosen, deletions never are.
    pub fn of(lines: Vec<ActionLine>, stopped: Option<Problem>) -> Self {
        let rows: Vec<PlanRow> = lines.into_iter().map(row_of).collect();
        let mut counts: Vec<(Category, u64)> = Vec::new();
        for row in &rows {
            match counts.iter_mut().find(|(one, _)| *one == row.category) {
                Some((_, count)) => *count += 1,
                None => counts.push((row.category.clone(), 1)),
            }
        }
        let chosen = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.record.is_some());
        let mut plan = Self {
            chosen: chosen.map(|(index, _)| index).collect(),
            rows,
            counts,
            stopped,
            ..Self::default()
        };
        plan.work_out();
        plan
    }

    /// Works out what follows from what is hidden, chosen and turned.
    fn work_out(&mut self) {
        self.visible = self.shown().map(|(index, _)| index).collect();
        self.selected = self.runs().iter().map(|(_, rows)| rows.len()).sum();
        self.cost = (self.selected > 0).then(|| cost::of_plan(self));
    }

    /// Does what concerns only what is shown and chosen.
    fn change(&mut self, command: PlanCommand) {
        match command {
            PlanCommand::Hide(category, true) => {
                self.hidden.insert(category);
            }
            PlanCommand::Hide(category, false) => {
                self.hidden.remove(&category);
            }
            PlanCommand::Choose(index, true) => {
                self.chosen.insert(index);
            }
            PlanCommand::Choose(index, false) => {
                self.chosen.remove(&index);
            }
            PlanCommand::ChooseAll(chosen) => self.choose_all(chosen),
            PlanCommand::Towards(index, Some(side)) => {
                self.towards.insert(index, side);
            }
            PlanCommand::Towards(index, None) => {
                self.towards.remove(&index);
            }
            PlanCommand::AsRecommended => self.towards.clear(),
            PlanCommand::Compare
            | PlanCommand::Preview
            | PlanCommand::Waves(_)
            | PlanCommand::Run
            | PlanCommand::Save => {}
        }
    }

    /// How many of the lines that are shown can be run by themselves.
    pub fn choosable(&self) -> usize {
        let rows = self
            .visible
            .iter()
            .filter_map(|index| self.rows.get(*index));
        rows.filter(|row| row.record.is_some()).count()
    }

    /// Chooses every line that is shown and can be run by itself, or none of them.
    fn choose_all(&mut self, chosen: bool) {
        for index in &self.visible {
            let can = self
                .rows
                .get(*index)
                .is_some_and(|row| row.record.is_some());
            if chosen && can {
                self.chosen.insert(*index);
            } else {
                self.chosen.remove(index);
            }
        }
    }

    /// The lines of categories that are shown, with their places.
    pub fn shown(&self) -> impl Iterator<Item = (usize, &PlanRow)> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, row)| !self.hidden.contains(&category_name(&row.category)))
    }

    /// The chosen lines that are shown, by the side that they are to be taken from; none for what is recommended.
    pub fn runs(&self) -> Vec<(Option<Side>, Vec<&PlanRow>)> {
        let mut runs: Vec<(Option<Side>, Vec<&PlanRow>)> = Vec::new();
        for (index, row) in self
            .shown()
            .filter(|(index, _)| self.chosen.contains(index))
        {
            let towards = self.towards.get(&index).copied();
            let other_way = towards.filter(|side| row.category.1 != Some(*side));
            let take = other_way.map(Side::other);
            match runs.iter_mut().find(|(one, _)| *one == take) {
                Some((_, rows)) => rows.push(row),
                None => runs.push((take, vec![row])),
            }
        }
        runs
    }
}

fn row_of(line: ActionLine) -> PlanRow {
    let side = match line.direction {
        Direction::ToBusinessCentral => Side::Bc,
        Direction::ToDataverse | Direction::Both => Side::Dv,
    };
    let writes = matches!(line.action.as_str(), "insert" | "modify" | "delete");
    let ids: Sides<Option<Uuid>> = Sides::new(line.bc_id, line.dv_id);
    let alone = line.action == "modify" && ids.dv.is_some();
    let record = ids
        .bc
        .filter(|_| alone)
        .map(|id| RecordRef { side: Side::Bc, id });
    PlanRow {
        category: (line.action.clone(), writes.then_some(side)),
        record,
        line,
    }
}

impl App {
    /// Does what a person asked for with the plan of a full comparison.
    pub(super) fn carry_out_plan(&mut self, command: PlanCommand) {
        match command {
            PlanCommand::Compare | PlanCommand::Preview => {
                let request = SyncRequest {
                    full: command == PlanCommand::Compare,
                    ..SyncRequest::default()
                };
                self.full.waves = false;
                // The plan stands on the page of the full synchronisation, with everything that can be done about it.
                self.go(super::route::Route::Full);
                if self.why_no_work().is_none() {
                    self.full.comparing = self.ask(Request::Plan(request), Errand::Compare);
                }
            }
            PlanCommand::Run => self.run_chosen(),
            PlanCommand::Waves(waves) => self.full.waves = waves,
            PlanCommand::Save => self.export_comparison(),
            command => {
                if let Some(plan) = &mut self.full.plan {
                    plan.change(command);
                    plan.work_out();
                }
            }
        }
    }

    /// Runs the chosen lines: as recommended, or with the values of a side.
    fn run_chosen(&mut self) {
        if self.why_no_work().is_some() {
            return;
        }
        let Some(plan) = self.full.plan.take() else {
            return;
        };
        let requests = plan.runs().into_iter().map(|(take, rows)| {
            let mut mappings: Vec<MappingName> = Vec::new();
            for row in &rows {
                if !mappings.contains(&row.line.mapping) {
                    mappings.push(row.line.mapping.clone());
                }
            }
            SyncRequest {
                mappings,
                records: rows.iter().filter_map(|row| row.record).collect(),
                take,
                ..SyncRequest::default()
            }
        });
        let requests: Vec<SyncRequest> = requests.filter(|one| !one.records.is_empty()).collect();
        for request in requests {
            self.ask(Request::Sync(request), Errand::Sync);
        }
    }

    /// The plan is there, or not.
    pub(super) fn compared(&mut self, result: Result<Answer, Problem>) {
        self.full.comparing = false;
        match result {
            Ok(Answer::Synced(report)) => {
                let stopped = report.stopped.into_iter().next();
                let lines = report.actions.unwrap_or_default();
                self.full.plan = Some(FullPlan::of(lines, stopped));
            }
            Ok(_) => {}
            Err(problem) => self.notice_unless_cancelled(problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reason::Reason;

    fn line(action: &str, direction: Direction, number: u128) -> ActionLine {
        ActionLine {
            mapping: "CUSTOMER".into(),
            bc_id: Some(Uuid::from_u128(number)),
            dv_id: (action != "insert").then(|| Uuid::from_u128(number + 100)),
            label: format!("record {number}"),
            action: action.to_owned(),
            direction,
            fields: Vec::new(),
            reason: Reason::Merged,
        }
    }

    #[test]
    fn changes_are_chosen_deletions_never_and_a_turned_line_takes_the_other_side() {
        let lines = vec![
            line("modify", Direction::ToDataverse, 1),
            line("modify", Direction::ToDataverse, 2),
            line("delete", Direction::ToDataverse, 3),
            line("insert", Direction::ToDataverse, 4),
        ];
        let mut plan = FullPlan::of(lines, None);
        assert_eq!(plan.chosen, [0, 1].into());
        plan.towards.insert(1, Side::Bc);
        let runs = plan.runs();
        let takes: Vec<_> = runs
            .iter()
            .map(|(take, rows)| (*take, rows.len()))
            .collect();
        assert_eq!(takes, [(None, 1), (Some(Side::Dv), 1)]);
        plan.hidden
            .insert(category_name(&("modify".to_owned(), Some(Side::Dv))));
        assert!(plan.runs().is_empty(), "what is not shown is not run");
    }

    #[test]
    fn lines_are_chosen_all_at_once_and_turned_back_to_what_is_recommended() {
        let lines = (1..=5_000).map(|number| line("modify", Direction::ToBusinessCentral, number));
        let mut plan = FullPlan::of(lines.collect(), None);
        assert_eq!((plan.visible.len(), plan.selected), (5_000, 5_000));
        let mut does = |command| {
            plan.change(command);
            plan.work_out();
            (plan.selected, plan.towards.len())
        };
        assert_eq!(does(PlanCommand::ChooseAll(false)), (0, 0));
        assert_eq!(does(PlanCommand::Choose(4_999, true)), (1, 0));
        assert_eq!(does(PlanCommand::Towards(4_999, Some(Side::Dv))), (1, 1));
        assert_eq!(does(PlanCommand::AsRecommended), (1, 0));
        assert_eq!(does(PlanCommand::ChooseAll(true)), (5_000, 0));
        assert!(plan.cost.is_some());
    }
}
