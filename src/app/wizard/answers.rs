//! What the worker says to the wizard, and what it changes.

use super::plan::FirstPlan;
use super::{Step, Trial, Wizard, Work};
use crate::app::route::Route;
use crate::app::{App, Happening};
use crate::engine::full::Recommendation;
use crate::model::reason::{Cause, Problem};
use crate::worker::checks::Check;
use crate::worker::protocol::{Answer, Tried};

impl App {
    /// Something that the wizard asked for came to its end.
    pub(crate) fn wizard_answered(&mut self, work: Work, result: Result<Answer, Problem>) {
        let wizard = &mut self.wizard;
        wizard.work = None;
        let next = std::mem::take(&mut wizard.then_next);
        let answer = match result {
            Ok(answer) => answer,
            Err(problem) if problem.cause == Cause::Cancelled => return,
            Err(problem) => {
                wizard.problem = Some(problem);
                return;
            }
        };
        wizard.problem = None;
        match (work, answer) {
            (Work::Try(_), Answer::Tried(tried)) => self.way_in_tried(*tried, next),
            (Work::Check, Answer::Tried(tried)) => wizard.take_checks(tried.checks),
            (Work::Store, Answer::Connected(info)) => {
                let news = Happening::Connected(info.name.clone());
                self.happenings.push_back(news);
                self.connection = Some(info);
                self.lock = super::Lock::Open;
                self.notice = None;
                if self.wizard.amends() {
                    self.wizard = Wizard::default();
                    self.go(Route::Settings);
                    return;
                }
                self.wizard.purpose = super::Purpose::GoOn;
                self.wizard_to(Step::Tables);
            }
            (Work::Count, Answer::Full(lines)) => {
                self.wizard.lines = lines;
                self.suggest_modes();
            }
            (Work::Tables, Answer::Mappings(mappings)) => {
                self.wizard.mappings = mappings;
            }
            (Work::Plan, Answer::Synced(report)) => {
                wizard.plan = Some(FirstPlan::of(report));
            }
            (Work::Run, Answer::Synced(report)) => {
                let counters = report.jobs.iter().map(|job| &job.counters);
                let written = counters
                    .map(|counters| counters.inserted + counters.modified + counters.deleted)
                    .sum();
                let attention = report.needs_attention;
                let waiting = attention.conflicts + attention.errors + attention.skipped;
                wizard.ran = Some((written, waiting));
                self.happenings
                    .push_back(Happening::Synced { written, waiting });
            }
            (Work::Schedule, _) => self.wizard_finished(),
            _ => {}
        }
    }

    fn way_in_tried(&mut self, tried: Tried, next: bool) {
        let wizard = &mut self.wizard;
        let Some(side) = tried.side else { return };
        if let Some(company) = tried.company {
            wizard.draft.company = company;
        }
        let Tried {
            users,
            offers,
            checks,
            ..
        } = tried;
        if !offers.environments.is_empty() {
            wizard.offers.environments = offers.environments;
        }
        if !offers.companies.is_empty() {
            wizard.offers.companies = offers.companies;
        }
        if !offers.organisations.is_empty() {
            wizard.offers.organisations = offers.organisations;
        }
        let trial = Trial {
            user: users.into_side(side),
            checks,
        };
        let passed = trial.passed();
        *wizard.trials.get_mut(side) = Some(trial);
        let step = Step::of(side);
        let open = wizard.faults(step);
        wizard.left.extend(open.iter().map(|fault| fault.field));
        if next && passed && open.is_empty() && wizard.step() == step {
            self.wizard_to(step.next());
        }
    }

    /// Both sides were counted: where one side is empty, the first synchronisation creates what the other has.
    fn suggest_modes(&mut self) {
        let wizard = &self.wizard;
        if !wizard.fresh {
            return;
        }
        let mut changed = Vec::new();
        for mapping in &wizard.mappings {
            let line = wizard
                .lines
                .iter()
                .find(|line| line.mapping == mapping.name);
            let recommended = line.and_then(|line| line.recommendation);
            if mapping.enabled
                && mapping.only_coupled
                && recommended == Some(Recommendation::FullSynchronisation)
            {
                let mut mapping = mapping.clone();
                mapping.only_coupled = false;
                changed.push(mapping);
            }
        }
        self.wizard.fresh = false;
        if !changed.is_empty() {
            self.save_tables(changed);
        }
    }

    fn wizard_finished(&mut self) {
        if let Some(folder) = self.data_folder() {
            super::draft::Draft::forget(folder);
        }
        self.wizard = Wizard::default();
        self.way = crate::app::route::Way::at(Route::Home);
        self.read_again();
    }
}

impl Wizard {
    /// Takes over checks that were made: all of them, or those that were made again.
    fn take_checks(&mut self, made: Vec<Check>) {
        let asked = std::mem::take(&mut self.rechecked);
        let (Some(known), Some(kind)) = (&mut self.checks, asked) else {
            self.checks = Some(made);
            self.raw.clear();
            return;
        };
        for new in made.into_iter().filter(|new| new.check == kind) {
            let same = |old: &&mut Check| old.check == new.check && old.side == new.side;
            match known.iter_mut().find(same) {
                Some(old) => *old = new,
                None => known.push(new),
            }
        }
    }
}
