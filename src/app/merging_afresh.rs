//! The open conflict is read again from both services: when it is opened, when the person comes back to the window, and when a
//! refusal is doubted.

use super::App;
use super::desk::Errand;
use super::merging::Merging;
use crate::engine::afresh::Refusal;
use crate::merge::{FieldMerge, Pick};
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, SkippedId};
use crate::worker::protocol::{Answer, Request};
use jiff::Timestamp;
use std::collections::HashMap;

/// Whether both services were asked for what is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Looked {
    /// Not yet, or not since the person came back.
    #[default]
    Not,
    /// At this moment.
    At(Timestamp),
    /// They were asked and did not answer: what is shown may be old.
    Failed(Problem),
}

/// Why a side's value cannot win: it would have to be written to the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barred {
    /// The side that would have to be written.
    pub side: Side,
    /// Why it will not be.
    pub problem: Problem,
}

impl Merging {
    /// Why a side takes no changes, unless a person doubts it.
    pub fn refused(&self, side: Side) -> Option<&Refusal> {
        let refusal = self.view.refused.get(side).as_ref();
        refusal.filter(|refusal| refusal.asked || !*self.doubted.get(side))
    }

    /// Why a side's value cannot win for a field.
    pub fn barred(&self, index: usize, side: Side) -> Option<&Barred> {
        self.barred.get(&(index, side))
    }

    /// Works out which values cannot win. Only where something is refused or read only, since every value is tried for it.
    pub(super) fn bar(&mut self) {
        let rules = self.view.rules();
        let mut barred = HashMap::new();
        for field in &self.view.merge.fields {
            let Some(rule) = rules.field(field.index) else {
                continue;
            };
            for side in Side::BOTH {
                let to = side.other();
                let refused = self.refused(to);
                if refused.is_none() && !rule.read_only.get(to) {
                    continue;
                }
                let pick = (field.index, Some(Pick::side(side)));
                let merge = self.view.decided([pick]);
                let of = |own: &&FieldMerge| own.index == field.index;
                let Some(tried) = merge.fields.iter().find(of) else {
                    continue;
                };
                let read_only = tried
                    .problem
                    .as_ref()
                    .filter(|problem| problem.cause == Cause::ReadOnlyField);
                let problem = match (refused, read_only) {
                    (Some(refusal), _) if !tried.changes.get(to).is_empty() => {
                        Some(&refusal.problem)
                    }
                    (_, read_only) => read_only,
                };
                if let Some(problem) = problem {
                    let problem = problem.clone();
                    barred.insert((field.index, side), Barred { side: to, problem });
                }
            }
        }
        self.barred = barred;
    }

    /// A side that would be written and takes no changes.
    pub fn refuses_writes(&self) -> Option<Side> {
        let writes = self.ahead().writes();
        Side::BOTH
            .into_iter()
            .find(|side| self.refused(*side).is_some() && !writes.get(*side).is_empty())
    }
}

impl App {
    /// Asks both services for the conflict in the editor, unless that is done.
    pub(super) fn keep_fresh(&mut self) {
        let Some(merging) = &self.merging else {
            return;
        };
        let id = merging.id;
        if merging.looked == Looked::Not && !merging.applying && self.editing() == Some(id) {
            self.look_again(id, false);
        }
    }

    fn look_again(&mut self, id: SkippedId, anew: bool) {
        if self.fallen {
            return;
        }
        let errand = Errand::LookAgain(id);
        // A queue that is full takes it in a later frame.
        if let Some(desk) = self.desk.as_mut().filter(|desk| !desk.awaits(errand)) {
            desk.send(Request::LookAgain { id, anew }, errand);
        }
    }

    /// The person has come back to the window: both sides may have changed meanwhile.
    pub fn returned(&mut self) {
        if let Some(merging) = &mut self.merging {
            merging.looked = Looked::Not;
        }
    }

    /// A person doubts that a side takes no changes: the services are asked anew.
    pub(super) fn doubt(&mut self, side: Side) {
        let Some(merging) = &mut self.merging else {
            return;
        };
        *merging.doubted.get_mut(side) = true;
        merging.bar();
        let id = merging.id;
        self.look_again(id, true);
    }

    /// Both records of the open conflict were read again, or not.
    pub(super) fn looked_again(&mut self, id: SkippedId, result: Result<Answer, Problem>) {
        if self.editing() != Some(id) || self.merging.as_ref().is_none_or(|open| open.id != id) {
            return;
        }
        let looked = match result {
            Ok(Answer::Conflict { view, draft }) => {
                self.show_conflict(id, *view, draft.as_deref());
                Looked::At(self.now())
            }
            // It does not wait any more.
            Ok(_) => {
                self.follow_pair();
                Looked::At(self.now())
            }
            // A person stopped what ran: the next look asks again.
            Err(problem) if problem.cause == Cause::Cancelled => return,
            Err(problem) => Looked::Failed(problem),
        };
        if let Some(merging) = self.merging.as_mut().filter(|open| open.id == id) {
            merging.looked = looked;
        }
    }
}
