//! A person's decisions on one conflict: kept after every change, with undo and redo by gesture, and valid only for the
//! values they were made from.
//!
//! A draft never says what the values are. Each decision remembers what its field held when it was made; where a side has
//! moved since, the decision no longer counts, the field is open again, and the old choice can still be shown.

use super::field::FieldMerge;
use super::record::{FieldProblem, RecordMerge};
use super::rules::MergeRules;
use super::three_way::Pick;
use super::transfer::Resolve;
use crate::model::plan::FieldChange;
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldName, Sides, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a decision was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Inputs {
    base: Option<Sides<Value>>,
    now: Sides<Value>,
}

impl Inputs {
    fn of(field: &FieldMerge) -> Self {
        let values = &field.values;
        Self {
            base: values.base.clone(),
            now: Sides::new(values.bc.clone(), values.dv.clone()),
        }
    }

    fn are_those_of(&self, field: &FieldMerge) -> bool {
        let values = &field.values;
        self.now.bc == values.bc && self.now.dv == values.dv && self.base == values.base
    }
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Decision {
    pick: Pick,
    inputs: Inputs,
    /// Later decisions have greater numbers; in a group the latest one counts.
    number: u32,
    /// The rule that took it for a person, in a word that only its writer understands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
}

/// What one gesture changed, per field: the decision before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Gesture(Vec<(FieldName, Option<Decision>, Option<Decision>)>);

/// A person's decisions on one conflict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeDraft {
    decisions: BTreeMap<FieldName, Decision>,
    done: Vec<Gesture>,
    undone: Vec<Gesture>,
    next: u32,
}

/// How far a conflict is decided, in fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftProgress {
    /// Fields that a person has decided.
    pub decided: usize,
    /// Fields that still wait.
    pub open: usize,
}

impl MergeDraft {
    /// No decisions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes decisions as one gesture: one step of undo. Picking [`Pick::Undecided`] opens a field that is not open by itself.
    pub fn decide<'f>(
        &mut self,
        merge: &RecordMerge,
        picks: impl IntoIterator<Item = (&'f FieldName, Pick)>,
    ) {
        self.decide_by(None, merge, picks);
    }

    /// The same by a rule that a person chose, which is remembered with each decision.
    pub fn decide_by<'f>(
        &mut self,
        rule: Option<&str>,
        merge: &RecordMerge,
        picks: impl IntoIterator<Item = (&'f FieldName, Pick)>,
    ) {
        let mut decisions = Vec::new();
        for (name, pick) in picks {
            let Some(field) = merge.field(name.as_str()) else {
                continue;
            };
            let number = self.next;
            self.next = self.next.saturating_add(1);
            let inputs = Inputs::of(field);
            let decision = Decision {
                pick,
                inputs,
                number,
                rule: rule.map(str::to_owned),
            };
            decisions.push((name.clone(), Some(decision)));
        }
        self.gesture(decisions);
    }

    /// Takes decisions back as one gesture: the fields are as the rules leave them.
    pub fn reopen<'f>(&mut self, fields: impl IntoIterator<Item = &'f FieldName>) {
        self.gesture(
            fields
                .into_iter()
                .map(|name| (name.clone(), None))
                .collect(),
        );
    }

    /// Takes all decisions back as one gesture.
    pub fn clear(&mut self) {
        let decided: Vec<_> = self.decisions.keys().cloned().collect();
        self.reopen(&decided);
    }

    fn gesture(&mut self, decisions: Vec<(FieldName, Option<Decision>)>) {
        let mut changes = Vec::new();
        for (name, after) in decisions {
            let before = self.put(&name, after.clone());
            if before != after {
                changes.push((name, before, after));
            }
        }
        if !changes.is_empty() {
            self.done.push(Gesture(changes));
            self.undone.clear();
        }
    }

    fn put(&mut self, name: &FieldName, decision: Option<Decision>) -> Option<Decision> {
        match decision {
            Some(decision) => self.decisions.insert(name.clone(), decision),
            None => self.decisions.remove(name),
        }
    }

    /// Undoes the last gesture; says whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(gesture) = self.done.pop() else {
            return false;
        };
        for (name, before, _) in gesture.0.iter().rev() {
            self.put(name, before.clone());
        }
        self.undone.push(gesture);
        true
    }

    /// Does the last undone gesture again; says whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(gesture) = self.undone.pop() else {
            return false;
        };
        for (name, _, after) in &gesture.0 {
            self.put(name, after.clone());
        }
        self.done.push(gesture);
        true
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is something to do again.
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Whether nothing is decided; such a draft need not be kept.
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty()
    }

    /// The decisions that still count, by the position of their field mapping, in the order in which they were taken.
    pub fn picks(&self, merge: &RecordMerge) -> Vec<(usize, Option<Pick>)> {
        let mut counted: Vec<_> = self.in_force(merge).collect();
        counted.sort_by_key(|(_, decision)| decision.number);
        let picks = counted.into_iter();
        picks
            .map(|(field, decision)| (field.index, Some(decision.pick.clone())))
            .collect()
    }

    fn in_force<'d>(
        &'d self,
        merge: &'d RecordMerge,
    ) -> impl Iterator<Item = (&'d FieldMerge, &'d Decision)> {
        merge.fields.iter().filter_map(|field| {
            let decision = self.decisions.get(&field.name)?;
            decision
                .inputs
                .are_those_of(field)
                .then_some((field, decision))
        })
    }

    /// The choices that no longer count since a side moved, where the field still waits for a person.
    ///
    /// A field that became equal on both sides by itself is not among them.
    pub fn reopened<'d>(&'d self, merge: &'d RecordMerge) -> Vec<(&'d FieldName, &'d Pick)> {
        let reopened = merge.fields.iter().filter_map(|field| {
            let decision = self.decisions.get(&field.name)?;
            let stale = !decision.inputs.are_those_of(field) && field.needs_a_person();
            stale.then_some((&field.name, &decision.pick))
        });
        reopened.collect()
    }

    /// Whether a person has decided a field, as far as the draft alone can tell: a side may have moved on since.
    pub fn decides(&self, field: &FieldName) -> bool {
        let decision = self.decisions.get(field);
        decision.is_some_and(|decision| decision.pick.is_decided())
    }

    /// The rule that decided a field, if one did.
    pub fn rule_of(&self, field: &FieldName) -> Option<&str> {
        self.decisions.get(field)?.rule.as_deref()
    }

    /// How far the conflict is decided; `merge` is the merge before decisions.
    pub fn progress(&self, merge: &RecordMerge) -> DraftProgress {
        let is_decision = |(_, decision): &(&FieldMerge, &Decision)| decision.pick.is_decided();
        let decided: Vec<_> = self
            .in_force(merge)
            .filter(is_decision)
            .map(|(field, _)| field.index)
            .collect();
        let waits = |field: &&FieldMerge| field.needs_a_person() && !decided.contains(&field.index);
        DraftProgress {
            decided: decided.len(),
            open: merge.fields.iter().filter(waits).count(),
        }
    }

    /// The merge with the decisions applied: what the merge editor shows.
    pub fn apply(
        &self,
        rules: &MergeRules<'_>,
        merge: &RecordMerge,
        resolver: &dyn Resolve,
    ) -> RecordMerge {
        rules.decide(merge, self.picks(merge), resolver)
    }
}

/// What one side would get: the answer to "which value will I lose?".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WillWrite {
    /// The fields that would be written.
    pub fields: Vec<FieldName>,
    /// The fields that are still open and may be written too.
    pub open: Vec<FieldName>,
}

impl RecordMerge {
    /// Says per side which fields would be written, by the names people know, and which may still be.
    pub fn will_write(&self) -> Sides<WillWrite> {
        Sides::from_fn(|side| {
            let names = |wanted: &dyn Fn(&FieldMerge) -> bool| {
                let fields = self.fields.iter().filter(|field| wanted(field));
                fields.map(|field| field.name.clone()).collect()
            };
            WillWrite {
                fields: names(&|field| {
                    !field.needs_a_person() && !field.changes.get(side).is_empty()
                }),
                open: names(&FieldMerge::needs_a_person),
            }
        })
    }

    /// The writes, if nothing is open and every result is possible; otherwise everything that stands against them.
    pub fn finish(&self) -> Result<Sides<Vec<FieldChange>>, Vec<FieldProblem>> {
        let mut problems = self.problems();
        problems.extend(self.open_fields().into_iter().map(|field| FieldProblem {
            problem: Problem::new(Cause::Conflict).with("field", &field),
            field,
        }));
        if problems.is_empty() {
            Ok(self.writes())
        } else {
            Err(problems)
        }
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
