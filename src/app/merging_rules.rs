//! Many conflicts decided by one rule: what it would decide, before it decides anything.
//!
//! A rule only answers fields that are open and that no draft has decided. It fills drafts; writing is a step of its own.

use super::merging_commands::{resolve_request, stored};
use crate::engine::decide::ConflictView;
use crate::engine::request::ResolveRequest;
use crate::merge::{FieldMerge, MergeDraft, Pick};
use crate::model::plan::FieldChange;
use crate::model::{FieldName, Observation, Side, Sides, SkippedId, Value};
use std::collections::{HashSet, VecDeque};

/// How many conflicts are looked at together at most: each is held in memory with everything that is known of it.
pub const MOST: usize = 500;

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// One side's value.
    Side(Side),
    /// The value of the side whose record was changed last.
    Later,
    /// The value of the side that has one.
    Filled,
    /// The larger amount or the later day.
    Larger,
    /// The smaller amount or the earlier day.
    Smaller,
    /// Both texts, one after the other.
    Append,
}

impl Rule {
    /// Every rule, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Side(Side::Bc),
        Self::Side(Side::Dv),
        Self::Later,
        Self::Filled,
        Self::Larger,
        Self::Smaller,
        Self::Append,
    ];

    /// The key of what it is called.
    pub fn key(self) -> &'static str {
        match self {
            Self::Side(Side::Bc) => "merge-rule-bc",
            Self::Side(Side::Dv) => "merge-rule-dv",
            Self::Later => "merge-rule-later",
            Self::Filled => "merge-rule-filled",
            Self::Larger => "merge-rule-larger",
            Self::Smaller => "merge-rule-smaller",
            Self::Append => "merge-rule-append",
        }
    }

    /// What it answers for an open field; nothing if it does not apply.
    fn pick(self, view: &ConflictView, field: &FieldMerge) -> Option<Pick> {
        let (bc, dv) = (&field.values.bc, &field.values.dv);
        let side = match self {
            Self::Side(side) => side,
            Self::Later => {
                let modified = view.coupling.seen.as_ref().map(Observation::modified);
                match (modified.bc?, modified.dv?) {
                    (bc, dv) if bc > dv => Side::Bc,
                    (bc, dv) if dv > bc => Side::Dv,
                    _ => return None,
                }
            }
            Self::Filled => match (bc.is_empty(), dv.is_empty()) {
                (false, true) => Side::Bc,
                (true, false) => Side::Dv,
                _ => return None,
            },
            Self::Larger => larger(bc, dv)?,
            Self::Smaller => larger(bc, dv)?.other(),
            Self::Append => {
                let (bc, dv) = (bc.as_text()?, dv.as_text()?);
                let between = if bc.contains('\n') || dv.contains('\n') {
                    "\n"
                } else {
                    " "
                };
                return Some(Pick::Custom(Value::text(format!("{bc}{between}{dv}"))));
            }
        };
        Some(Pick::side(side))
    }
}

/// The side with the larger amount or the later day.
fn larger(bc: &Value, dv: &Value) -> Option<Side> {
    let order = match (bc, dv) {
        (Value::Date(bc), Value::Date(dv)) => bc.cmp(dv),
        (Value::Instant(bc), Value::Instant(dv)) => bc.cmp(dv),
        (Value::Choice(_), _) | (_, Value::Choice(_)) => return None,
        _ => bc.as_decimal()?.cmp(&dv.as_decimal()?),
    };
    match order {
        std::cmp::Ordering::Less => Some(Side::Dv),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(Side::Bc),
    }
}

/// Whether something would be written to a side that takes no changes.
fn is_refused(view: &ConflictView, writes: &Sides<Vec<FieldChange>>) -> bool {
    let refused = |side: Side| {
        let refusal = view.refused.get(side).as_ref();
        refusal.is_some_and(|refusal| refusal.asked) && !writes.get(side).is_empty()
    };
    Side::BOTH.into_iter().any(refused)
}

/// One conflict as a rule sees it.
#[derive(Clone, Debug)]
struct Surveyed {
    id: SkippedId,
    view: ConflictView,
    draft: MergeDraft,
}

/// What a rule would do to one conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLine {
    /// The conflict.
    pub id: SkippedId,
    /// How people call the record.
    pub label: String,
    /// The fields that the rule would decide.
    pub decides: Vec<FieldName>,
    /// The fields that would stay open.
    pub open: Vec<FieldName>,
    /// How many fields would then be written to Business Central and to Dataverse.
    pub writes: [usize; 2],
    /// Whether a result would be impossible on a side.
    pub impossible: bool,
    /// Whether it is to be decided.
    pub ticked: bool,
}

/// What a rule would do altogether, over the ticked conflicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleSum {
    /// Fields that would be decided.
    pub fields: usize,
    /// Conflicts with such a field.
    pub records: usize,
    /// Conflicts that would stay open all the same.
    pub open: usize,
    /// Records of Business Central that would be written.
    pub bc: usize,
    /// Rows of Dataverse that would be written.
    pub dv: usize,
}

/// How far the decided conflicts are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// What is still to be written.
    pub queue: VecDeque<SkippedId>,
    /// The one in hand.
    pub current: Option<SkippedId>,
    /// How many there are altogether.
    pub total: usize,
    /// How many are resolved.
    pub done: usize,
    /// How many were not: a side had moved on, or refused.
    pub failed: usize,
}

/// Many conflicts, and the rule that a person looks at.
#[derive(Clone, Debug)]
pub struct RulesRun {
    /// Conflicts that are not read yet.
    pub waiting: VecDeque<SkippedId>,
    /// How many conflicts there are altogether.
    pub total: usize,
    /// How many more there would have been than are looked at together.
    pub left_out: usize,
    /// The rule.
    pub rule: Rule,
    /// The only field that is decided, if only one is.
    pub only: Option<FieldName>,
    /// What the rule would do, or what the drafts hold.
    pub lines: Vec<RuleLine>,
    /// Whether the drafts are filled.
    pub filled: bool,
    /// How far the decided conflicts are written.
    pub writing: Option<Writing>,
    surveyed: Vec<Surveyed>,
    unticked: HashSet<SkippedId>,
    before: Vec<(SkippedId, Option<String>)>,
}

impl RulesRun {
    /// Begins with conflicts that are to be read.
    pub fn new(mut ids: Vec<SkippedId>) -> Self {
        let left_out = ids.len().saturating_sub(MOST);
        ids.truncate(MOST);
        Self {
            total: ids.len(),
            left_out,
            waiting: ids.into(),
            rule: Rule::Side(Side::Bc),
            only: None,
            lines: Vec::new(),
            filled: false,
            writing: None,
            surveyed: Vec::new(),
            unticked: HashSet::new(),
            before: Vec::new(),
        }
    }

    /// How many conflicts are read.
    pub fn read(&self) -> usize {
        self.surveyed.len()
    }

    /// Takes in a conflict that was read.
    pub fn add(&mut self, id: SkippedId, view: ConflictView, draft: Option<&str>) {
        let draft = draft
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        self.surveyed.push(Surveyed { id, view, draft });
        self.work_out();
    }

    /// The fields that are open in some conflict.
    pub fn fields(&self) -> Vec<FieldName> {
        let mut names: Vec<FieldName> = Vec::new();
        for one in &self.surveyed {
            for name in one.view.merge.open_fields() {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    /// Takes another rule.
    pub fn choose(&mut self, rule: Rule) {
        self.rule = rule;
        self.work_out();
    }

    /// Decides only one field, or every one.
    pub fn only(&mut self, field: Option<FieldName>) {
        self.only = field;
        self.work_out();
    }

    /// Leaves a conflict out, or takes it in again.
    pub fn tick(&mut self, id: SkippedId) {
        if !self.unticked.remove(&id) {
            self.unticked.insert(id);
        }
        self.work_out();
    }

    /// Works out what the rule would do.
    fn work_out(&mut self) {
        let lines = self.surveyed.iter().map(|one| {
            let draft = if self.filled {
                one.draft.clone()
            } else {
                self.decided(one).0
            };
            let decides = if self.filled {
                Vec::new()
            } else {
                self.decided(one).1
            };
            let merge = one.view.decided(draft.picks(&one.view.merge));
            let writes = merge.writes();
            let labels = &one.view.record.labels;
            let label = if labels.bc.is_empty() {
                labels.dv.clone()
            } else {
                labels.bc.clone()
            };
            RuleLine {
                id: one.id,
                label,
                decides,
                open: merge.open_fields(),
                writes: [writes.bc.len(), writes.dv.len()],
                impossible: !merge.problems().is_empty() || is_refused(&one.view, &writes),
                ticked: !self.unticked.contains(&one.id),
            }
        });
        self.lines = lines.collect();
    }

    /// A conflict's draft with the rule's answers added, and the fields that it answers.
    fn decided(&self, one: &Surveyed) -> (MergeDraft, Vec<FieldName>) {
        let now = one.view.decided(one.draft.picks(&one.view.merge));
        let picks: Vec<(FieldName, Pick)> = now
            .fields
            .iter()
            .filter(|field| field.needs_a_person())
            .filter(|field| self.only.as_ref().is_none_or(|only| *only == field.name))
            .filter_map(|field| Some((field.name.clone(), self.rule.pick(&one.view, field)?)))
            .collect();
        let mut draft = one.draft.clone();
        draft.decide_by(
            Some(self.rule.key()),
            &one.view.merge,
            picks.iter().map(|(name, pick)| (name, pick.clone())),
        );
        (draft, picks.into_iter().map(|(name, _)| name).collect())
    }

    /// What the rule would do altogether.
    pub fn sum(&self) -> RuleSum {
        let mut sum = RuleSum::default();
        for line in self.lines.iter().filter(|line| line.ticked) {
            sum.fields += line.decides.len();
            sum.records += usize::from(!line.decides.is_empty());
            let ready = line.open.is_empty() && !line.impossible;
            sum.open += usize::from(!ready);
            if ready {
                let [bc, dv] = line.writes;
                sum.bc += usize::from(bc > 0);
                sum.dv += usize::from(dv > 0);
            }
        }
        sum
    }

    /// Fills the drafts of the ticked conflicts; what is to be kept for each. All of it is one step of undo.
    pub fn fill(&mut self) -> Vec<(SkippedId, Option<String>)> {
        let mut kept = Vec::new();
        let decided: Vec<_> = self
            .surveyed
            .iter()
            .map(|one| (one.id, self.decided(one)))
            .collect();
        self.before.clear();
        for (one, (id, (draft, decides))) in self.surveyed.iter_mut().zip(decided) {
            if decides.is_empty() || self.unticked.contains(&id) {
                continue;
            }
            self.before.push((id, stored(&one.draft)));
            kept.push((id, stored(&draft)));
            one.draft = draft;
        }
        self.filled = true;
        self.work_out();
        kept
    }

    /// Takes the filled drafts back; what is to be kept for each.
    pub fn unfill(&mut self) -> Vec<(SkippedId, Option<String>)> {
        let before = std::mem::take(&mut self.before);
        for (id, text) in &before {
            if let Some(one) = self.surveyed.iter_mut().find(|one| one.id == *id) {
                let draft = text.as_deref();
                one.draft = draft
                    .and_then(|text| serde_json::from_str(text).ok())
                    .unwrap_or_default();
            }
        }
        self.filled = false;
        self.work_out();
        before
    }

    /// The ticked conflicts in which nothing is open any more and every result is possible, once the drafts are filled.
    pub fn ready(&self) -> Vec<SkippedId> {
        if !self.filled {
            return Vec::new();
        }
        let ready = self
            .lines
            .iter()
            .filter(|line| line.ticked && line.open.is_empty() && !line.impossible);
        ready.map(|line| line.id).collect()
    }

    /// The request that writes a conflict as its draft decides it.
    pub fn request(&self, id: SkippedId) -> Option<ResolveRequest> {
        let one = self.surveyed.iter().find(|one| one.id == id)?;
        let merging = super::merging::Merging::with_draft(id, one.view.clone(), one.draft.clone());
        Some(resolve_request(id, &one.view, merging.decisions()))
    }

    /// Forgets a conflict that is resolved.
    pub fn resolved(&mut self, id: SkippedId) {
        self.surveyed.retain(|one| one.id != id);
        self.work_out();
    }
}

#[cfg(test)]
#[path = "merging_rules_tests.rs"]
mod tests;
