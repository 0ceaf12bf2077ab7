//! Reads many conflicts for a rule, keeps their drafts, and writes those that are decided, one after another.

use super::command::RulesCommand;
use super::desk::Errand;
use super::merging_rules::{RulesRun, Writing};
use super::{App, Happening};
use crate::engine::outcome::ResolveOutcome;
use crate::model::SkippedId;
use crate::model::reason::Problem;
use crate::worker::protocol::{Answer, Request};

/// How many conflicts are asked for at once.
const AT_ONCE: usize = 8;

impl App {
    pub(super) fn decide_by_rule(&mut self, command: RulesCommand) {
        match command {
            RulesCommand::Open(ids) => {
                let ids = if ids.is_empty() {
                    self.conflicts()
                } else {
                    ids
                };
                self.rules = Some(RulesRun::new(ids));
                for _ in 0..AT_ONCE {
                    self.survey_next();
                }
                return;
            }
            RulesCommand::Close => {
                self.rules = None;
                self.reread_open_conflict();
                self.read_again();
                return;
            }
            _ => {}
        }
        let Some(rules) = &mut self.rules else {
            return;
        };
        let keep = match command {
            RulesCommand::Choose(rule) => {
                rules.choose(rule);
                Vec::new()
            }
            RulesCommand::OnlyField(field) => {
                rules.only(field);
                Vec::new()
            }
            RulesCommand::Tick(id) => {
                rules.tick(id);
                Vec::new()
            }
            RulesCommand::Fill => rules.fill(),
            RulesCommand::Unfill => rules.unfill(),
            RulesCommand::WriteAll => {
                let queue: std::collections::VecDeque<SkippedId> = rules.ready().into();
                rules.writing = Some(Writing {
                    total: queue.len(),
                    queue,
                    ..Writing::default()
                });
                self.write_next();
                return;
            }
            RulesCommand::StopWriting => {
                if let Some(writing) = &mut rules.writing {
                    writing.queue.clear();
                }
                return;
            }
            RulesCommand::Open(_) | RulesCommand::Close => Vec::new(),
        };
        for (id, draft) in keep {
            self.ask(Request::SaveDraft { id, draft }, Errand::Draft);
        }
    }

    /// The conflict in the editor may have been decided by the rule: it is opened anew with its draft.
    fn reread_open_conflict(&mut self) {
        if let Some(id) = self.editing() {
            if self.is_still_conflict(id) {
                self.open_conflict(id);
            } else {
                self.after_decision(id);
            }
        }
    }

    fn survey_next(&mut self) {
        let next = self
            .rules
            .as_mut()
            .and_then(|rules| rules.waiting.pop_front());
        if let Some(id) = next {
            self.ask(Request::ShowConflict(id), Errand::Survey(id));
        }
    }

    /// A conflict was read for the rule.
    pub(super) fn surveyed(&mut self, id: SkippedId, result: Result<Answer, Problem>) {
        let Some(rules) = &mut self.rules else {
            return;
        };
        match result {
            Ok(Answer::Conflict { view, draft }) => rules.add(id, *view, draft.as_deref()),
            // It was resolved meanwhile, or cannot be shown: it takes no part.
            Ok(_) | Err(_) => rules.total = rules.total.saturating_sub(1),
        }
        self.survey_next();
    }

    fn write_next(&mut self) {
        let Some(rules) = &mut self.rules else {
            return;
        };
        let Some(writing) = &mut rules.writing else {
            return;
        };
        writing.current = writing.queue.pop_front();
        let Some(id) = writing.current else {
            let done = writing.done;
            if done > 0 {
                self.happenings
                    .push_back(Happening::ResolvedMany(done as u64));
            }
            return;
        };
        let request = rules.request(id);
        let asked = request
            .is_some_and(|request| self.ask(Request::Resolve(request), Errand::ResolveByRule(id)));
        if !asked
            && let Some(writing) = self.rules.as_mut().and_then(|rules| rules.writing.as_mut())
        {
            writing.failed += 1;
            writing.current = None;
            writing.queue.clear();
        }
    }

    /// One of many decisions came to its end.
    pub(super) fn decided_by_rule(&mut self, id: SkippedId, result: Result<Answer, Problem>) {
        let Some(rules) = &mut self.rules else {
            return;
        };
        let resolved = matches!(
            result,
            Ok(Answer::Resolved(ResolveOutcome::Resolved { .. }))
        );
        if resolved {
            rules.resolved(id);
        }
        if let Some(writing) = &mut rules.writing {
            if resolved {
                writing.done += 1;
            } else {
                writing.failed += 1;
            }
        }
        if let Err(problem) = result {
            // What stops one write for want of a connection or a sign-in stops all of them.
            if problem.cause.stops_the_run()
                && let Some(writing) = &mut rules.writing
            {
                writing.queue.clear();
            }
            self.notice = Some(problem);
        }
        self.write_next();
    }
}
