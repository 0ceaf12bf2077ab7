//! What holds for every merge.

use super::*;
use crate::merge::testing::{Pair, any_text, pair, table};
use crate::merge::{Class, Pick, Unresolving};
use crate::model::mapping::{ConflictDetection, UpdatePolicy};
use crate::model::transform::Rule;
use crate::model::{Direction, FieldMapping};
use proptest::prelude::*;

/// Three fields that flow both ways, one that flows one way, two of them in a group.
fn any_mapping() -> impl Strategy<Value = TableMapping> {
    let direction = prop_oneof![
        3 => Just(Direction::Both),
        1 => Just(Direction::ToDataverse),
        1 => Just(Direction::ToBusinessCentral),
    ];
    let owner = prop_oneof![3 => Just(None), 1 => Just(Some(Side::Bc)), 1 => Just(Some(Side::Dv))];
    let field = (direction.clone(), owner, any::<bool>(), any::<bool>());
    let policy = prop_oneof![
        3 => Just(UpdatePolicy::Ask),
        1 => Just(UpdatePolicy::BusinessCentral),
        1 => Just(UpdatePolicy::Dataverse),
        1 => Just(UpdatePolicy::Newest),
    ];
    let by_record = any::<bool>();
    (
        proptest::collection::vec(field, 1..5),
        direction,
        policy,
        by_record,
    )
        .prop_map(|(rows, direction, policy, by_record)| {
            let rows = rows.into_iter().zip(["a", "b", "c", "d"]);
            let mut mapping = table(
                rows.map(
                    |((direction, owner, grouped, not_null), name)| FieldMapping {
                        owner,
                        not_null,
                        group: grouped.then(|| "group".into()),
                        ..pair(name, name, direction)
                    },
                )
                .collect(),
            );
            mapping.direction = direction;
            mapping.on_update_conflict = policy;
            if by_record {
                mapping.conflict_detection = ConflictDetection::Record;
            }
            mapping
        })
}

fn any_fields() -> impl Strategy<Value = Fields> {
    proptest::collection::vec(any_text(), 4).prop_map(|values| {
        ["a", "b", "c", "d"]
            .map(FieldName::new)
            .into_iter()
            .zip(values)
            .collect()
    })
}

fn any_pair() -> impl Strategy<Value = Pair> {
    let base = proptest::option::weighted(0.8, (any_fields(), any_fields()));
    let take = prop_oneof![Just(None), Just(Some(Side::Bc)), Just(Some(Side::Dv))];
    let stamps = (
        proptest::option::of(0..3_i64),
        proptest::option::of(0..3_i64),
    );
    (
        base,
        any_fields(),
        any_fields(),
        take,
        any::<bool>(),
        stamps,
    )
        .prop_map(|(base, bc, dv, take, fill_empty, stamps)| Pair {
            base: base.map(|(bc, dv)| Sides::new(bc, dv)),
            seen: Sides::new(bc, dv),
            modified: Sides::new(stamps.0, stamps.1)
                .map(|stamp| stamp.map(|second| Timestamp::from_second(second).unwrap())),
            first: FirstSync { take, fill_empty },
        })
}

fn any_pick() -> impl Strategy<Value = Pick> {
    prop_oneof![
        Just(Pick::Leave),
        Just(Pick::Bc),
        Just(Pick::Dv),
        any_text().prop_map(Pick::Custom),
    ]
}

fn swapped_mapping(mapping: &TableMapping) -> TableMapping {
    let swap_direction = |direction| match direction {
        Direction::Both => Direction::Both,
        Direction::ToDataverse => Direction::ToBusinessCentral,
        Direction::ToBusinessCentral => Direction::ToDataverse,
    };
    let mut swapped = mapping.clone();
    swapped.direction = swap_direction(mapping.direction);
    swapped.on_update_conflict = match mapping.on_update_conflict {
        UpdatePolicy::BusinessCentral => UpdatePolicy::Dataverse,
        UpdatePolicy::Dataverse => UpdatePolicy::BusinessCentral,
        other => other,
    };
    for field in &mut swapped.fields {
        field.direction = swap_direction(field.direction);
        field.owner = field.owner.map(Side::other);
    }
    swapped
}

/// Rules that lose something on their way.
fn any_lossy_rules() -> impl Strategy<Value = Vec<Rule>> {
    let rules = vec![
        Rule::Trim,
        Rule::Uppercase,
        Rule::Lowercase,
        Rule::TitleCase,
        Rule::AlphanumericOnly,
        Rule::Replace("a".into(), String::new()),
        Rule::Prefix("b".into()),
        Rule::Suffix("c".into()),
        Rule::Substring(1, 1),
        Rule::Map(vec![("a".into(), "c".into())], Some("b".into())),
        Rule::DefaultIfEmpty("a".into()),
    ];
    proptest::collection::vec(proptest::sample::select(rules), 0..3)
}

proptest! {
    #[test]
    fn rules_that_lose_something_never_send_a_value_to_and_fro(
        to_bc in any_lossy_rules(), to_dv in any_lossy_rules(), start in any_text(),
        edits in proptest::collection::vec((any::<bool>(), any_text()), 1..5),
    ) {
        let mut field = pair("a", "a", Direction::Both);
        field.rules = Sides::new(to_bc, to_dv);
        let mapping = table(vec![field]);
        let rules = MergeRules::new(&mapping, Sides::default());
        let start = Fields::from_iter([("a".into(), start)]);
        let mut base = Sides::new(start.clone(), start);
        for (in_bc, value) in edits {
            let side = if in_bc { Side::Bc } else { Side::Dv };
            let mut seen = base.clone();
            seen.get_mut(side).set("a".into(), value.clone());
            let merge = rules.merge(&MergeInput::new(Some(&base), seen.as_ref()), &Unresolving);
            prop_assert!(merge.writes().get(side).is_empty(), "an edit is not answered with an edit of the same side");
            base = merge.new_base(&rules, &MergeInput::new(Some(&base), seen.as_ref()));
            prop_assert_eq!(base.get(side).value("a"), &value);
            let again = rules.merge(&MergeInput::new(Some(&base), base.as_ref()), &Unresolving);
            prop_assert!(again.is_settled());
        }
    }

    #[test]
    fn exchanging_the_sides_exchanges_the_result(mapping in any_mapping(), of in any_pair()) {
        let mirror = swapped_mapping(&mapping);
        let mirrored = Pair {
            base: of.base.clone().map(Sides::swapped),
            seen: of.seen.clone().swapped(),
            modified: of.modified.swapped(),
            first: FirstSync { take: of.first.take.map(Side::other), ..of.first },
        };
        let merge = merge_record(&mapping, Sides::default(), &of.input(), &Unresolving);
        let mirror = merge_record(&mirror, Sides::default(), &mirrored.input(), &Unresolving);
        for (one, other) in merge.fields.iter().zip(&mirror.fields) {
            prop_assert_eq!(one.class, other.class.swapped());
            prop_assert_eq!(one.default_pick.clone(), other.default_pick.clone().swapped());
            prop_assert_eq!(one.result.clone(), other.result.clone().map(Sides::swapped));
        }
    }

    #[test]
    fn no_value_is_invented(mapping in any_mapping(), of in any_pair()) {
        let merge = merge_record(&mapping, Sides::default(), &of.input(), &Unresolving);
        for field in &merge.fields {
            let name = field.name.as_str();
            let known = [of.seen.bc.value(name), of.seen.dv.value(name)];
            for result in field.result.iter().flat_map(|result| [&result.bc, &result.dv]) {
                prop_assert!(known.contains(&result), "{:?} of {:?}", result, known);
            }
        }
    }

    #[test]
    fn what_only_one_side_changed_is_never_undone(mapping in any_mapping(), of in any_pair()) {
        // Alone in its record, so that neither a group nor record-by-record detection has a say.
        let mut mapping = mapping;
        mapping.conflict_detection = ConflictDetection::Field;
        for field in &mut mapping.fields {
            field.group = None;
            field.not_null = false;
        }
        let merge = merge_record(&mapping, Sides::default(), &of.input(), &Unresolving);
        for field in &merge.fields {
            let (Class::BcOnly | Class::DvOnly, Some(result)) = (field.class, &field.result) else { continue };
            let winner = if field.class == Class::BcOnly { Side::Bc } else { Side::Dv };
            prop_assert_eq!(result.get(winner), field.values.now(winner));
            prop_assert_eq!(&result.bc, &result.dv);
        }
    }

    #[test]
    fn a_merge_that_was_carried_out_leaves_nothing_to_do(
        mapping in any_mapping(), of in any_pair(), picks in proptest::collection::vec(any_pick(), 4),
    ) {
        let rules = MergeRules::new(&mapping, Sides::default());
        let merge = rules.merge(&of.input(), &Unresolving);
        let open: Vec<_> = merge.fields.iter().filter(|field| field.needs_a_person())
            .map(|field| (field.index, Some(picks[field.index].clone()))).collect();
        let done = rules.decide(&merge, open, &Unresolving);
        prop_assert!(!done.is_open());
        let base = done.new_base(&rules, &of.input());
        let again = rules.merge(&MergeInput::new(Some(&base), base.as_ref()), &Unresolving);
        prop_assert!(again.is_settled());
        prop_assert!(again.fields.iter().all(|field| field.class == Class::Same));
        prop_assert_eq!(again.new_base(&rules, &MergeInput::new(Some(&base), base.as_ref())), base);
    }

    #[test]
    fn taking_decisions_back_gives_the_rules_merge(mapping in any_mapping(), of in any_pair(), pick in any_pick()) {
        let rules = MergeRules::new(&mapping, Sides::default());
        let merge = rules.merge(&of.input(), &Unresolving);
        let done = rules.decide(&merge, [(0, Some(pick))], &Unresolving);
        let all = (0..mapping.fields.len()).map(|index| (index, None));
        prop_assert_eq!(rules.decide(&done, all, &Unresolving), merge);
    }
}
