//! Compares one field three ways, before any policy.

use super::field::FieldMerge;
use super::normalize::{Equality, across, on_one_side};
use super::policy::Decider;
use super::record::MergeInput;
use super::rules::FieldRule;
use super::text;
use super::three_way::{Class, Movement, Pick, ThreeWay};
use super::transfer::{Resolve, Transferred, is_unresolved, transfer};
use crate::model::mapping::FieldSource;
use crate::model::{Side, Sides, Value};

/// Compares one field three ways.
pub(super) fn compare(
    rule: &FieldRule<'_>,
    input: &MergeInput<'_>,
    resolver: &dyn Resolve,
) -> FieldMerge {
    let mut field = FieldMerge {
        name: rule.name().clone(),
        index: rule.index,
        class: Class::Same,
        values: ThreeWay::default(),
        equality: Equality::Same,
        offers: Sides::default(),
        default_pick: Pick::Leave,
        pick: Pick::Undecided,
        decided_by: Decider::Comparison,
        default_decided_by: Decider::Comparison,
        result: None,
        problem: None,
        changes: Sides::default(),
        agreed: true,
        parts: rule.parts(input.seen.dv).map(Box::new),
    };
    if let FieldSource::Constant { side, value, .. } = &rule.field.source {
        compare_constant(&mut field, rule, input, *side, value, resolver);
        return field;
    }
    let now = Sides::from_fn(|side| rule.read(side, input.seen.get(side)));
    let Sides {
        bc: Some(bc),
        dv: Some(dv),
    } = now
    else {
        field.class = Class::NotRead;
        return field;
    };
    let base = input.base.and_then(|base| {
        let bc = rule.read(Side::Bc, &base.bc)?;
        let dv = rule.read(Side::Dv, &base.dv)?;
        Some(Sides::new(bc, dv))
    });
    field.values = ThreeWay { base, bc, dv };
    let movement = field
        .values
        .movement(|side, one, other| on_one_side(rule.kind(side), one, other).is_same());
    if let (Movement::Only(_) | Movement::Both, Some(base)) = (movement, &field.values.base) {
        field.agreed = agreed(rule, base, resolver) && !left_out(rule, base, resolver);
    }
    match (movement, rule.one_way_from()) {
        (Movement::Nothing, _) => {}
        (movement, Some(source)) => one_way(&mut field, rule, movement, source, resolver),
        (movement, None) => both_ways(&mut field, rule, movement, resolver),
    }
    field
}

/// Whether values of both sides say the same, in a way in which the field flows.
pub(super) fn agreed(rule: &FieldRule<'_>, values: &Sides<Value>, resolver: &dyn Resolve) -> bool {
    Side::BOTH
        .into_iter()
        .filter(|to| rule.one_way_from() != Some(*to))
        .any(|to| {
            let offer = transfer(rule, to.other(), values.get(to.other()), resolver);
            let image = offer.image();
            image.is_some_and(|image| agreement(rule, to, image, values.get(to)).is_same())
        })
}

/// Whether one of these values is a reference that was left out on its way, so that only one side holds it.
fn left_out(rule: &FieldRule<'_>, values: &Sides<Value>, resolver: &dyn Resolve) -> bool {
    let Some(lookup) = &rule.field.lookup else {
        return false;
    };
    Side::BOTH.into_iter().any(|from| {
        let value = values.get(from);
        !value.is_empty()
            && values.get(from.other()).is_empty()
            && is_unresolved(rule, lookup, from, value, resolver)
    })
}

fn compare_constant(
    field: &mut FieldMerge,
    rule: &FieldRule<'_>,
    input: &MergeInput<'_>,
    side: Side,
    value: &Value,
    resolver: &dyn Resolve,
) {
    let Some(now) = rule.read(side, input.seen.get(side)) else {
        field.class = Class::NotRead;
        return;
    };
    field.class = Class::Constant;
    field.decided_by = Decider::Mapping;
    let offer = rule.stated(side, value, resolver);
    if offer != Transferred::Keep && rule.field.replaces(&now) {
        field.equality = match offer.image() {
            Some(image) => across(rule.kinds(), image, &now),
            None => Equality::Different,
        };
        if !field.equality.is_same() {
            field.default_pick = Pick::side(side.other());
            *field.offers.get_mut(side) = Some(offer);
        }
    }
    match side {
        Side::Bc => field.values.bc = now,
        Side::Dv => field.values.dv = now,
    }
}

fn one_way(
    field: &mut FieldMerge,
    rule: &FieldRule<'_>,
    movement: Movement,
    source: Side,
    resolver: &dyn Resolve,
) {
    field.class = Class::OneWay;
    field.decided_by = Decider::Mapping;
    let destination = source.other();
    if movement == Movement::Only(destination) {
        // An edit of the destination alone is neither taken over nor taken back: it stands until the source changes.
        return;
    }
    let agreed = field.offer(rule, destination, resolver);
    if matches!(field.offers.get(destination), Some(Transferred::Keep)) {
        return;
    }
    if agreed {
        field.class = match movement {
            Movement::Both => Class::SameChange,
            Movement::Only(_) => Class::OneWay,
            Movement::Nothing | Movement::Unknown => Class::Same,
        };
        return;
    }
    // Both people meant something else. In a table that flows both ways the loser would not expect to be overruled, so
    // they are asked unless an owner is declared; where the whole table flows one way, its source is the master.
    if movement == Movement::Both && *rule.reachable.get(source) {
        field.offer(rule, source, resolver);
        field.class = Class::BothChanged;
        field.open();
        return;
    }
    field.default_pick = Pick::side(source);
}

fn both_ways(
    field: &mut FieldMerge,
    rule: &FieldRule<'_>,
    movement: Movement,
    resolver: &dyn Resolve,
) {
    // One transfer is enough to agree; without agreement the window wants to show both.
    let agreed = field.offer(rule, Side::Dv, resolver) || field.offer(rule, Side::Bc, resolver);
    match movement {
        Movement::Nothing => {}
        Movement::Only(side) => {
            field.class = match side {
                Side::Bc => Class::BcOnly,
                Side::Dv => Class::DvOnly,
            };
            field.default_pick = if agreed {
                Pick::Leave
            } else {
                Pick::side(side)
            };
        }
        Movement::Both if agreed => field.class = Class::SameChange,
        Movement::Both if merged_text(field).is_some() => {
            field.class = Class::TextDisjoint;
            field.default_pick = Pick::Both;
            field.decided_by = Decider::Proposal;
        }
        Movement::Both => {
            field.class = Class::BothChanged;
            field.open();
        }
        Movement::Unknown if agreed => field.class = Class::Same,
        Movement::Unknown => match field.only_filled() {
            Some(filled) => {
                field.class = Class::NoBaseOneEmpty;
                field.default_pick = Pick::side(filled);
                field.decided_by = Decider::Proposal;
            }
            None if field.offers
                == Sides::new(Some(Transferred::Keep), Some(Transferred::Keep)) =>
            {
                field.class = Class::Same;
            }
            None => {
                field.class = Class::NoBase;
                field.open();
            }
        },
    }
}

/// Both edits of a long text in Business Central's terms, if they do not touch.
pub(super) fn merged_text(field: &FieldMerge) -> Option<String> {
    let base = field.values.base.as_ref()?.bc.as_text()?;
    let bc = field.values.bc.as_text()?;
    let Some(Transferred::Value(Value::Text(dv))) = &field.offers.bc else {
        return None;
    };
    text::merge(base, bc, dv)
}

impl FieldMerge {
    /// Works out what a side would get from the other, and whether that agrees with what it has.
    fn offer(&mut self, rule: &FieldRule<'_>, to: Side, resolver: &dyn Resolve) -> bool {
        let offer = transfer(rule, to.other(), self.values.now(to.other()), resolver);
        let equality = match offer.image() {
            Some(image) => agreement(rule, to, image, self.values.now(to)),
            None => Equality::Different,
        };
        self.equality = equality;
        *self.offers.get_mut(to) = Some(offer);
        equality.is_same()
    }

    /// The only side that has something, if the other side's nothing really means nothing there.
    fn only_filled(&self) -> Option<Side> {
        let nothing = |value: &Value| {
            value.is_empty() || value.as_decimal().is_some_and(|number| number.is_zero())
        };
        let side = match Sides::from_fn(|side| nothing(self.values.now(side))) {
            Sides {
                bc: false,
                dv: true,
            } => Side::Bc,
            Sides {
                bc: true,
                dv: false,
            } => Side::Dv,
            _ => return None,
        };
        let other_is_nothing = match self.offers.get(side) {
            Some(Transferred::Value(value)) => nothing(value) || value == &Value::Bool(false),
            Some(Transferred::Keep) => true,
            Some(Transferred::Unresolved { .. } | Transferred::Invalid { .. }) | None => false,
        };
        other_is_nothing.then_some(side)
    }
}

/// Compares what arrived on a side with what it has.
pub(super) fn agreement(rule: &FieldRule<'_>, to: Side, image: &Value, own: &Value) -> Equality {
    let compare = |image: &Value, own: &Value| match to {
        Side::Bc => across(rule.kinds(), own, image),
        Side::Dv => across(rule.kinds(), image, own),
    };
    match (image, own) {
        (Value::Text(image), Value::Text(own)) if rule.is_code() && image != own => {
            match compare(&code_of(image), &code_of(own)) {
                Equality::Same => Equality::SameAfterNormalising,
                other => other,
            }
        }
        (image, own) => compare(image, own),
    }
}

/// A text as Business Central keeps a code.
fn code_of(text: &str) -> Value {
    Value::text(text.trim().to_uppercase())
}
