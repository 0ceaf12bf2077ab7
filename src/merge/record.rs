//! The merge of one pair of records.

use super::compare::compare;
use super::field::FieldMerge;
use super::policy::{self, Decider, FirstSync};
use super::rules::MergeRules;
use super::three_way::{Class, Pick};
use super::transfer::Resolve;
use crate::model::plan::FieldChange;
use crate::model::reason::{Problem, Reason};
use crate::model::{EntitySchema, FieldName, Fields, Side, Sides, TableMapping, Value};
use jiff::Timestamp;

/// What is merged: both records as last seen, and what is remembered of their last agreement.
#[derive(Clone, Copy, Debug)]
pub struct MergeInput<'i> {
    /// What both held when they last agreed; nothing before the first agreement.
    pub base: Option<&'i Sides<Fields>>,
    /// What both hold now.
    pub seen: Sides<&'i Fields>,
    /// When each side's own clock says the record was last changed.
    pub modified: Sides<Option<Timestamp>>,
    /// What to do with fields that never agreed before.
    pub first: FirstSync,
}

impl<'i> MergeInput<'i> {
    /// A pair without stamps and without wishes for the first synchronisation.
    pub fn new(base: Option<&'i Sides<Fields>>, seen: Sides<&'i Fields>) -> Self {
        Self {
            base,
            seen,
            modified: Sides::default(),
            first: FirstSync::default(),
        }
    }
}

/// What stands against a field's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field, by the name people know.
    pub field: FieldName,
    /// What is wrong.
    pub problem: Problem,
}

/// The merge of one pair of records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordMerge {
    /// Every enabled field, in mapping order.
    pub fields: Vec<FieldMerge>,
}

/// Merges one pair; to merge many of one mapping, keep its [`MergeRules`] and call [`MergeRules::merge`].
pub fn merge_record(
    mapping: &TableMapping,
    schemas: Sides<Option<&EntitySchema>>,
    input: &MergeInput<'_>,
    resolver: &dyn Resolve,
) -> RecordMerge {
    MergeRules::new(mapping, schemas).merge(input, resolver)
}

impl MergeRules<'_> {
    /// Merges one pair.
    pub fn merge(&self, input: &MergeInput<'_>, resolver: &dyn Resolve) -> RecordMerge {
        let mut fields: Vec<FieldMerge> = self
            .fields
            .iter()
            .map(|rule| compare(rule, input, resolver))
            .collect();
        policy::decide(self, &mut fields, input.modified, input.first);
        for (field, rule) in fields.iter_mut().zip(&self.fields) {
            field.pick = field.default_pick.clone();
            field.default_decided_by = field.decided_by;
            field.conclude(rule, resolver);
        }
        RecordMerge { fields }
    }

    /// The same merge with decisions applied, in the order given; `None` takes the rules' pick back.
    ///
    /// A decision to take a side, the base or nothing also decides the other changed fields of its group.
    pub fn decide(
        &self,
        merge: &RecordMerge,
        decisions: impl IntoIterator<Item = (usize, Option<Pick>)>,
        resolver: &dyn Resolve,
    ) -> RecordMerge {
        let mut fields = merge.fields.clone();
        for (index, pick) in decisions {
            let group = self
                .field(index)
                .and_then(|rule| rule.field.group.as_deref());
            let alone = matches!(pick, Some(Pick::Custom(_) | Pick::Both | Pick::Undecided));
            for (field, rule) in fields.iter_mut().zip(&self.fields) {
                let companion = !alone
                    && group.is_some()
                    && rule.field.group.as_deref() == group
                    && field.differs();
                if field.index == index || companion {
                    field.pick = pick.clone().unwrap_or_else(|| field.default_pick.clone());
                    field.decided_by = match &pick {
                        Some(Pick::Undecided) => Decider::Nobody,
                        Some(_) => Decider::Person,
                        None => field.default_decided_by,
                    };
                    field.conclude(rule, resolver);
                }
            }
        }
        RecordMerge { fields }
    }

    /// The same merge with everything that differs taken from one side.
    ///
    /// A one-way field is only taken from its source, unless it is open.
    pub fn take(&self, merge: &RecordMerge, side: Side, resolver: &dyn Resolve) -> RecordMerge {
        let differing = merge
            .fields
            .iter()
            .zip(&self.fields)
            .filter(|(field, rule)| {
                field.differs() || field.class == Class::OneWay && rule.one_way_from() == Some(side)
            });
        let taken: Vec<_> = differing
            .map(|(field, _)| (field.index, Some(Pick::side(side))))
            .collect();
        self.decide(merge, taken, resolver)
    }

    /// The same merge with every open field taken from one side.
    pub fn take_open(
        &self,
        merge: &RecordMerge,
        side: Side,
        resolver: &dyn Resolve,
    ) -> RecordMerge {
        let open = merge.fields.iter().filter(|field| field.needs_a_person());
        let taken: Vec<_> = open
            .map(|field| (field.index, Some(Pick::side(side))))
            .collect();
        self.decide(merge, taken, resolver)
    }
}

impl RecordMerge {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&FieldMerge> {
        self.fields.iter().find(|field| field.name.as_str() == name)
    }

    /// The fields that a person must still decide or confirm.
    pub fn open_fields(&self) -> Vec<FieldName> {
        let open = self.fields.iter().filter(|field| field.needs_a_person());
        open.map(|field| field.name.clone()).collect()
    }

    /// Whether any field is open.
    pub fn is_open(&self) -> bool {
        self.fields.iter().any(FieldMerge::needs_a_person)
    }

    /// What stands against the results.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let problems = self.fields.iter().filter_map(|field| {
            let problem = field.problem.clone()?;
            let field = field.name.clone();
            Some(FieldProblem { field, problem })
        });
        problems.collect()
    }

    /// What would be written to each side, in mapping order; open fields and impossible results write nothing.
    pub fn writes(&self) -> Sides<Vec<FieldChange>> {
        Sides::from_fn(|side| {
            let changes = self.fields.iter().flat_map(|field| field.changes.get(side));
            changes.cloned().collect()
        })
    }

    /// Whether nothing is open, wrong or to be written: only what is remembered may move on.
    pub fn is_settled(&self) -> bool {
        self.fields
            .iter()
            .all(|field| !field.needs_a_person() && field.problem.is_none() && !field.writes())
    }

    /// How many fields were merged without a person when both sides had changed; zero if only one side had.
    pub fn merged_fields(&self) -> u64 {
        let count = |class| {
            self.fields
                .iter()
                .filter(|field| field.class == class)
                .count() as u64
        };
        match (count(Class::BcOnly), count(Class::DvOnly)) {
            (0, _) | (_, 0) => 0,
            (bc, dv) => bc + dv,
        }
    }

    /// The values of a side that the results give up, by field; for the history.
    pub fn lost(&self, side: Side) -> Vec<(FieldName, Value)> {
        let lost = self.fields.iter().filter_map(|field| {
            let value = field.lost(side)?;
            Some((field.name.clone(), value.clone()))
        });
        lost.collect()
    }

    /// Why the pair would be written, in the plan's words; nothing if it is settled.
    pub fn reason(&self) -> Option<Reason> {
        if self.is_open() {
            let fields = self.open_fields();
            return Some(Reason::Conflict { fields });
        }
        if let Some(problem) = self.fields.iter().find_map(|field| field.problem.clone()) {
            return Some(Reason::Problem(problem));
        }
        let person = self
            .fields
            .iter()
            .any(|field| field.decided_by == Decider::Person);
        let policy = self.fields.iter().find_map(|field| match field.decided_by {
            Decider::Policy(winner) | Decider::Owner(winner) => Some(winner),
            _ => None,
        });
        let written = Sides::from_fn(|side| {
            self.fields
                .iter()
                .any(|field| !field.changes.get(side).is_empty())
        });
        match (person, policy, written.bc, written.dv) {
            (true, ..) => Some(Reason::Decided),
            (_, Some(winner), ..) => Some(Reason::Policy { winner }),
            (_, _, true, true) => Some(Reason::Merged),
            (_, _, true, false) => Some(Reason::Changed { side: Side::Dv }),
            (_, _, false, true) => Some(Reason::Changed { side: Side::Bc }),
            (_, _, false, false) => None,
        }
    }

    /// What to remember once the results are on both sides, unless the services answer with something else.
    ///
    /// Open and impossible fields keep what was remembered of them.
    pub fn new_base(&self, rules: &MergeRules<'_>, input: &MergeInput<'_>) -> Sides<Fields> {
        Sides::from_fn(|side| {
            let mut base = (*input.seen.get(side)).clone();
            for field in &self.fields {
                for change in field.changes.get(side) {
                    base.set(change.field.clone(), change.after.clone());
                }
                let Some(rule) = rules.field(field.index) else {
                    continue;
                };
                if field.result.is_some() {
                    continue;
                }
                for name in rule.field.fields_of(side) {
                    let before = input
                        .base
                        .and_then(|base| base.get(side).get(name.as_str()));
                    match before {
                        Some(value) => base.set(name.clone(), value.clone()),
                        None => {
                            base.remove(name.as_str());
                        }
                    }
                }
            }
            base
        })
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "record_edges_tests.rs"]
mod edges;

#[cfg(test)]
#[path = "record_properties.rs"]
mod properties;
