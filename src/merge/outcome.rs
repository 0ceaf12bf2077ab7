//! The result of what was picked for a field, what stands against it, and what is written.

use super::compare::{agreement, merged_text};
use super::field::FieldMerge;
use super::normalize::on_one_side;
use super::policy::Decider;
use super::rules::FieldRule;
use super::three_way::{Class, Pick};
use super::transfer::{Resolve, Transferred, transfer};
use crate::model::mapping::FieldSource;
use crate::model::reason::{Cause, Problem};
use crate::model::{Side, Sides, Value};

impl FieldMerge {
    /// Works out the result of the pick, what stands against it, and what is written.
    pub(super) fn conclude(&mut self, rule: &FieldRule<'_>, resolver: &dyn Resolve) {
        self.changes = Sides::default();
        self.problem = None;
        self.result = match self.outcome(rule, resolver) {
            Ok(result) => result,
            Err(problem) => {
                self.problem = Some(*problem);
                None
            }
        };
        if let Some(result) = &self.result {
            let parts = self.parts.as_deref();
            self.changes = Sides::from_fn(|side| {
                rule.changes(side, self.values.now(side), result.get(side), parts)
            });
        }
        if let (Some(problem), Decider::Comparison | Decider::Mapping) =
            (&self.problem, self.decided_by)
        {
            self.class = match problem.cause {
                Cause::LookupNotCoupled => Class::Unresolvable,
                _ => Class::Invalid,
            };
        }
    }

    fn outcome(
        &self,
        rule: &FieldRule<'_>,
        resolver: &dyn Resolve,
    ) -> Result<Option<Sides<Value>>, Box<Problem>> {
        let now = &self.values;
        let wanted = match &self.pick {
            Pick::Undecided => return Ok(None),
            Pick::Leave => Sides::new(now.bc.clone(), now.dv.clone()),
            Pick::Base => match &now.base {
                Some(base) => base.clone(),
                None => return Err(Box::new(impossible(rule, "base"))),
            },
            Pick::Bc => Sides::new(now.bc.clone(), self.taken(rule, Side::Dv, resolver)?),
            Pick::Dv => Sides::new(self.taken(rule, Side::Bc, resolver)?, now.dv.clone()),
            Pick::Both => {
                let Some(text) = merged_text(self) else {
                    return Err(Box::new(impossible(rule, "both")));
                };
                let bc = rule.parse(&Value::text(text), &now.bc)?;
                let dv = self.moved_over(rule, Side::Dv, &bc, resolver)?;
                Sides::new(bc, dv)
            }
            Pick::Custom(typed) => {
                if matches!(rule.field.source, FieldSource::Constant { .. }) {
                    return Err(Box::new(impossible(rule, "value")));
                }
                let bc = rule.parse(typed, &now.bc)?;
                let dv = self.moved_over(rule, Side::Dv, &bc, resolver)?;
                Sides::new(bc, dv)
            }
        };
        let mut result = wanted;
        for side in Side::BOTH {
            let (own, wanted) = (now.now(side), result.get_mut(side));
            if wanted != own {
                let same = on_one_side(rule.kind(side), own, wanted).is_same();
                if same || !self.may_write(rule, side) {
                    wanted.clone_from(own);
                } else if *rule.read_only.get(side) {
                    let problem = Problem::new(Cause::ReadOnlyField).on(side);
                    return Err(Box::new(problem.with("field", rule.name())));
                }
            }
        }
        Ok(Some(result))
    }

    /// Whether the result may be written there: rules keep to the field's direction, people to the table's.
    fn may_write(&self, rule: &FieldRule<'_>, side: Side) -> bool {
        match self.decided_by {
            Decider::Person => *rule.reachable.get(side),
            _ => rule.direction.writes(side),
        }
    }

    /// What a side gets when the other side's value is taken.
    fn taken(
        &self,
        rule: &FieldRule<'_>,
        to: Side,
        resolver: &dyn Resolve,
    ) -> Result<Value, Box<Problem>> {
        let own = self.values.now(to);
        if !self.may_write(rule, to) {
            return Ok(own.clone());
        }
        match self.offers.get(to) {
            Some(offer) => settle(rule, to, offer, own),
            None if matches!(rule.field.source, FieldSource::Constant { .. }) => Ok(own.clone()),
            None => self.moved_over(rule, to, self.values.now(to.other()), resolver),
        }
    }

    fn moved_over(
        &self,
        rule: &FieldRule<'_>,
        to: Side,
        value: &Value,
        resolver: &dyn Resolve,
    ) -> Result<Value, Box<Problem>> {
        let own = self.values.now(to);
        if !self.may_write(rule, to) {
            return Ok(own.clone());
        }
        settle(rule, to, &transfer(rule, to.other(), value, resolver), own)
    }
}

/// What a side holds after a transfer: what it has, where that says the same already.
fn settle(
    rule: &FieldRule<'_>,
    to: Side,
    offer: &Transferred,
    own: &Value,
) -> Result<Value, Box<Problem>> {
    if let Some(image) = offer.image()
        && agreement(rule, to, image, own).is_same()
    {
        return Ok(own.clone());
    }
    match offer {
        Transferred::Value(value) => Ok(value.clone()),
        Transferred::Keep => Ok(own.clone()),
        Transferred::Unresolved { .. } | Transferred::Invalid { .. } => {
            let problem = offer.problem(rule, to);
            Err(Box::new(
                problem.unwrap_or_else(|| impossible(rule, "value")),
            ))
        }
    }
}

/// A pick that this field cannot have.
fn impossible(rule: &FieldRule<'_>, pick: &str) -> Problem {
    Problem::new(Cause::ValueRefused)
        .with("field", rule.name())
        .with("reason", "no_such_pick")
        .with("expected", "pick")
        .with("value", pick)
}
