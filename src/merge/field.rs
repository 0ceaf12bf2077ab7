//! The merge of one field: what is known of it and what was picked.

use super::normalize::Equality;
use super::policy::Decider;
use super::three_way::{Class, Pick, State, ThreeWay};
use super::transfer::Transferred;
use crate::model::plan::FieldChange;
use crate::model::reason::{Cause, Problem};
use crate::model::{FieldName, Side, Sides, Value};

/// The merge of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMerge {
    /// The name under which people and scripts know the field.
    pub name: FieldName,
    /// The position of its field mapping in the table mapping.
    pub index: usize,
    /// What became of it.
    pub class: Class,
    /// Its values now and at the last agreement, each in its side's terms; a name counts as one text.
    pub values: ThreeWay<Value>,
    /// How both values compare, where they were compared; [`Equality::SameAfterNormalising`] is shown as `≈`.
    pub equality: Equality,
    /// What the other side's value would be on each side; worked out only for fields that moved.
    pub offers: Sides<Option<Transferred>>,
    /// What the rules pick.
    pub default_pick: Pick,
    /// What is picked now: the rules' pick until a person decides.
    pub pick: Pick,
    /// Who picked it.
    pub decided_by: Decider,
    /// Who made the rules' pick.
    pub default_decided_by: Decider,
    /// What each side shall hold, in its own terms; nothing while the field is open or its result impossible.
    pub result: Option<Sides<Value>>,
    /// What stands against the picked result.
    pub problem: Option<Problem>,
    /// What would be written to each side.
    pub changes: Sides<Vec<FieldChange>>,
    /// Whether the values of the last agreement really said the same: a one-way field may have been left apart.
    pub(super) agreed: bool,
    /// The parts of a name as Dataverse has them now.
    pub(super) parts: Option<Box<[Value; 2]>>,
}

impl FieldMerge {
    /// How far the field is from being done.
    pub fn state(&self) -> State {
        match (&self.problem, self.decided_by) {
            (Some(problem), _) if problem.cause == Cause::LookupNotCoupled => State::Blocked,
            (Some(_), _) => State::Invalid,
            (None, Decider::Person) => State::Decided,
            (None, Decider::Nobody) => State::Open,
            (None, Decider::Proposal) => State::Suggested,
            (None, Decider::Mapping) => State::Locked,
            (None, _) if self.class == Class::Same || self.class == Class::NotRead => {
                State::Settled
            }
            (None, _) => State::Auto,
        }
    }

    /// Whether a person must still say something.
    pub fn needs_a_person(&self) -> bool {
        matches!(self.decided_by, Decider::Nobody | Decider::Proposal)
    }

    /// Whether anything would be written for it.
    pub fn writes(&self) -> bool {
        !self.changes.bc.is_empty() || !self.changes.dv.is_empty()
    }

    /// A value that only this side holds and that the result gives up; for the history.
    ///
    /// It is one that this side changed, one that the last agreement left apart from the other side's, or any without a base.
    pub fn lost(&self, side: Side) -> Option<&Value> {
        let now = self.values.now(side);
        let result = self.result.as_ref()?.get(side);
        let moved = self
            .values
            .base
            .as_ref()
            .is_none_or(|base| base.get(side) != now);
        let only_here = moved || !self.agreed;
        (only_here && result != now && !now.is_empty()).then_some(now)
    }

    pub(super) fn open(&mut self) {
        self.default_pick = Pick::Undecided;
        self.decided_by = Decider::Nobody;
    }

    /// Whether the sides say different things that flow both ways, decided or not.
    pub(super) fn differs(&self) -> bool {
        matches!(
            self.class,
            Class::BcOnly
                | Class::DvOnly
                | Class::BothChanged
                | Class::TextDisjoint
                | Class::NoBase
                | Class::NoBaseOneEmpty
                | Class::Unresolvable
                | Class::Invalid
        )
    }
}
