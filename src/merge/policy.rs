//! Who decides what the three-way comparison leaves open: the field's owner, the first synchronisation, the mapping's
//! policy, or a person.

use super::field::FieldMerge;
use super::rules::MergeRules;
use super::three_way::{Class, Pick};
use crate::model::mapping::{ConflictDetection, UpdatePolicy};
use crate::model::{Direction, Side, Sides};
use jiff::{SignedDuration, Timestamp};

/// Who decided a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decider {
    /// The comparison with the base left no choice.
    Comparison,
    /// The direction or the constant of the mapping.
    Mapping,
    /// The field's declared owner.
    Owner(Side),
    /// What was asked for the first synchronisation of a new coupling.
    FirstSync,
    /// The mapping's policy for conflicts.
    Policy(Side),
    /// A proposal that nobody has confirmed yet.
    Proposal,
    /// A person.
    Person,
    /// Nobody: the field is open.
    Nobody,
}

/// What a first synchronisation after coupling does with fields that differ and never agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FirstSync {
    /// The side whose values are taken, empty ones included; nobody decides without it.
    pub take: Option<Side>,
    /// Whether a field that one side does not have is filled from the other, whichever side is taken.
    pub fill_empty: bool,
}

/// The side that a policy lets win; nothing if a person is to be asked, or if the newer side cannot be told.
///
/// Dataverse shows whole seconds: its change may have happened anywhere in the second that it shows.
pub fn winner(policy: UpdatePolicy, modified: Sides<Option<Timestamp>>) -> Option<Side> {
    match policy {
        UpdatePolicy::Ask => None,
        UpdatePolicy::BusinessCentral => Some(Side::Bc),
        UpdatePolicy::Dataverse => Some(Side::Dv),
        UpdatePolicy::Newest => match (modified.bc?, modified.dv?) {
            (bc, dv) if bc < dv => Some(Side::Dv),
            (bc, dv) if bc.duration_since(dv) >= SECOND => Some(Side::Bc),
            _ => None,
        },
    }
}

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Decides what the mapping can decide; priority: owner, first synchronisation, policy.
pub(super) fn decide(
    rules: &MergeRules<'_>,
    fields: &mut [FieldMerge],
    modified: Sides<Option<Timestamp>>,
    first: FirstSync,
) {
    let winner = winner(rules.mapping.on_update_conflict, modified);
    if rules.mapping.conflict_detection == ConflictDetection::Record {
        open_whole_record(rules, fields);
    }
    for field in fields.iter_mut() {
        if !is_undecided(field) {
            continue;
        }
        let Some(rule) = rules.field(field.index) else {
            continue;
        };
        let unknown = matches!(field.class, Class::NoBase | Class::NoBaseOneEmpty);
        let decided = if let Some(owner) = rule.field.owner {
            Some((owner, Decider::Owner(owner)))
        } else if field.class == Class::NoBaseOneEmpty && first.fill_empty {
            let filled = field.default_pick.taken();
            filled.map(|side| (side, Decider::FirstSync))
        } else if let (true, Some(side)) = (unknown, first.take) {
            Some((side, Decider::FirstSync))
        } else {
            winner.map(|side| (side, Decider::Policy(side)))
        };
        if let Some((side, decider)) = decided {
            field.default_pick = Pick::side(side);
            field.decided_by = decider;
        }
    }
    follow_in_groups(rules, fields);
}

/// Whether a decision may still come from a rule: open fields, and proposals nobody has confirmed.
fn is_undecided(field: &FieldMerge) -> bool {
    matches!(field.decided_by, Decider::Nobody | Decider::Proposal)
}

/// Record by record: once both sides changed anything that flows both ways, every such change is open.
fn open_whole_record(rules: &MergeRules<'_>, fields: &mut [FieldMerge]) {
    let flows_both_ways = |field: &FieldMerge| {
        let rule = rules.field(field.index);
        rule.is_some_and(|rule| rule.direction == Direction::Both)
    };
    let moved = |field: &FieldMerge, own: Class| {
        let both = matches!(field.class, Class::BothChanged | Class::TextDisjoint);
        flows_both_ways(field) && (both || field.class == own)
    };
    let bc = fields.iter().any(|field| moved(field, Class::BcOnly));
    let dv = fields.iter().any(|field| moved(field, Class::DvOnly));
    if !(bc && dv) {
        return;
    }
    for field in fields.iter_mut() {
        if moved(field, Class::BcOnly) || moved(field, Class::DvOnly) {
            field.default_pick = Pick::Undecided;
            field.decided_by = Decider::Nobody;
        }
    }
}

/// Fields of one group go together: where the policy gave one of them to a side, the group's other changes follow.
fn follow_in_groups(rules: &MergeRules<'_>, fields: &mut [FieldMerge]) {
    let group_of = |field: &FieldMerge| {
        rules
            .field(field.index)
            .and_then(|rule| rule.field.group.as_deref())
    };
    let won: Vec<(&str, Side)> = fields
        .iter()
        .filter_map(|field| match field.decided_by {
            Decider::Policy(side) => group_of(field).map(|group| (group, side)),
            _ => None,
        })
        .collect();
    if won.is_empty() {
        return;
    }
    for field in fields.iter_mut() {
        if !matches!(field.class, Class::BcOnly | Class::DvOnly) {
            continue;
        }
        let group = group_of(field);
        if let Some((_, side)) = won.iter().find(|(name, _)| Some(*name) == group) {
            field.default_pick = Pick::side(*side);
            field.decided_by = Decider::Policy(*side);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(bc: Option<&str>, dv: Option<&str>) -> Sides<Option<Timestamp>> {
        Sides::new(bc, dv).map(|time| time.map(|time| time.parse().unwrap()))
    }

    #[test]
    fn the_newer_side_wins_only_when_it_can_be_told() {
        let (early, late) = (Some("2026-11-22T09:00:00Z"), Some("2026-11-22T10:00:00Z"));
        assert_eq!(
            winner(UpdatePolicy::Newest, at(early, late)),
            Some(Side::Dv)
        );
        assert_eq!(
            winner(UpdatePolicy::Newest, at(late, early)),
            Some(Side::Bc)
        );
        assert_eq!(winner(UpdatePolicy::Newest, at(late, late)), None);
        let within = Some("2026-11-22T10:00:00.900Z");
        assert_eq!(winner(UpdatePolicy::Newest, at(within, late)), None);
        let after = Some("2026-11-22T10:00:01.000Z");
        assert_eq!(
            winner(UpdatePolicy::Newest, at(after, late)),
            Some(Side::Bc)
        );
        assert_eq!(winner(UpdatePolicy::Newest, at(late, None)), None);
        assert_eq!(winner(UpdatePolicy::Ask, at(late, early)), None);
    }
}
