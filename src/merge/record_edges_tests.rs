//! Conditions at the edge of the rules, each of which could be left out without any other test's noticing.

use super::tests::{class, guid, merge_one, name_field, one, schema};
use super::*;
use crate::merge::testing::{Pair, Thousands, lookup, pair, table};
use crate::merge::{Transferred, Unresolving};
use crate::model::mapping::{ConflictDetection, OnUnresolved};
use crate::model::schema::FieldKind;
use crate::model::{Direction, FieldMapping};
use pretty_assertions::assert_eq;

fn grouped(name: &str) -> FieldMapping {
    FieldMapping {
        group: Some("address".into()),
        ..pair(name, name, Direction::Both)
    }
}

/// Street and city, of one group, with what both sides held and hold.
fn address(
    old: [&str; 2],
    bc: [&str; 2],
    dv: [&str; 2],
    decisions: &[(usize, Option<Pick>)],
) -> RecordMerge {
    let values = |[street, city]: [&str; 2]| [("street", street.into()), ("city", city.into())];
    let (old, bc, dv) = (values(old), values(bc), values(dv));
    let of = Pair::new(Some((&old, &old)), &bc, &dv);
    let mapping = table(vec![grouped("street"), grouped("city")]);
    let rules = MergeRules::new(&mapping, Sides::default());
    let merge = rules.merge(&of.input(), &Unresolving);
    rules.decide(&merge, decisions.iter().cloned(), &Unresolving)
}

#[test]
fn zero_is_nothing_where_the_other_side_has_a_number() {
    let of = |bc: i64, dv: i64| {
        Pair::new(
            None,
            &[("name", Value::Int(bc))],
            &[("name", Value::Int(dv))],
        )
    };
    let merge = |bc, dv| class(&merge_one(name_field(Direction::Both), &of(bc, dv)));
    assert_eq!(merge(0, 500), (Class::NoBaseOneEmpty, Pick::Dv));
    assert_eq!(merge(500, 0), (Class::NoBaseOneEmpty, Pick::Bc));
    assert_eq!(merge(400, 500), (Class::NoBase, Pick::Undecided));
}

#[test]
fn a_side_without_a_value_that_may_not_pass_is_filled() {
    let field = FieldMapping {
        not_null: true,
        ..name_field(Direction::Both)
    };
    let merge = merge_one(field, &one(None, "", "x"));
    assert_eq!(merge.fields[0].offers.dv, Some(Transferred::Keep));
    assert_eq!(class(&merge), (Class::NoBaseOneEmpty, Pick::Dv));
}

#[test]
fn record_by_record_changes_of_one_side_alone_are_not_open() {
    let mut mapping = table(vec![name_field(Direction::Both)]);
    mapping.conflict_detection = ConflictDetection::Record;
    for of in [one(Some("a"), "b", "a"), one(Some("a"), "a", "b")] {
        let merge = merge_record(&mapping, Sides::default(), &of.input(), &Unresolving);
        assert_eq!(merge.open_fields(), []);
        assert_eq!(merge.merged_fields(), 0, "one side changed");
    }
}

#[test]
fn a_decision_leaves_alone_what_is_the_same_in_its_group() {
    let merge = address(["a", "a"], ["b", "a"], ["c", "a"], &[(0, Some(Pick::Bc))]);
    let deciders: Vec<_> = merge.fields.iter().map(|field| field.decided_by).collect();
    assert_eq!(deciders, [Decider::Person, Decider::Comparison]);
}

#[test]
fn what_is_written_for_one_field_alone_decides_no_other_of_its_group() {
    for pick in [Pick::Custom("d".into()), Pick::Undecided] {
        let merge = address(["a", "a"], ["b", "b"], ["c", "c"], &[(0, Some(pick))]);
        assert_eq!(merge.fields[1].decided_by, Decider::Nobody);
    }
    let lines = ["one\ntwo\nthree", "a"];
    let (bc, dv) = (["ONE\ntwo\nthree", "b"], ["one\ntwo\nTHREE", "c"]);
    let merge = address(lines, bc, dv, &[(0, Some(Pick::Both))]);
    assert_eq!(merge.fields[0].class, Class::TextDisjoint);
    assert_eq!(merge.open_fields(), ["city".into()]);
}

#[test]
fn a_value_that_was_left_apart_is_lost_when_the_source_moves_on() {
    let of = Pair::new(
        Some((&[("name", "a".into())], &[("name", "b".into())])),
        &[("name", "c".into())],
        &[("name", "b".into())],
    );
    let merge = merge_one(name_field(Direction::ToDataverse), &of);
    assert_eq!(merge.lost(Side::Dv), [("name".into(), "b".into())]);
    // Agreed on, it is only out of date.
    let merge = merge_one(
        name_field(Direction::ToDataverse),
        &one(Some("b"), "c", "b"),
    );
    assert_eq!(merge.lost(Side::Dv), []);
}

#[test]
fn a_reference_that_was_left_out_is_lost_when_the_other_side_gives_one() {
    let of = Pair::new(
        Some((&[("ref", guid(500))], &[("ref", Value::Empty)])),
        &[("ref", guid(500))],
        &[("ref", guid(1001))],
    );
    let field = lookup("ref", "ref", OnUnresolved::Clear);
    let mapping = table(vec![field]);
    let merge = merge_record(&mapping, Sides::default(), &of.input(), &Thousands);
    assert_eq!(merge.writes().bc[0].after, guid(1));
    assert_eq!(merge.lost(Side::Bc), [("ref".into(), guid(500))]);
}

#[test]
fn nothing_is_no_loss() {
    let mapping = table(vec![name_field(Direction::Both)]);
    let rules = MergeRules::new(&mapping, Sides::default());
    let of = one(Some("a"), "", "b");
    let merge = rules.merge(&of.input(), &Unresolving);
    let decided = rules.decide(&merge, [(0, Some(Pick::Dv))], &Unresolving);
    assert_eq!(decided.lost(Side::Bc), []);
    let decided = rules.decide(&merge, [(0, Some(Pick::Bc))], &Unresolving);
    assert_eq!(decided.lost(Side::Dv), [("name".into(), "b".into())]);
}

#[test]
fn an_open_field_keeps_what_was_remembered_of_each_side() {
    let of = Pair::new(
        Some((&[("name", "a".into())], &[("name", "b".into())])),
        &[("name", "c".into())],
        &[("name", "d".into())],
    );
    let mapping = table(vec![name_field(Direction::Both)]);
    let rules = MergeRules::new(&mapping, Sides::default());
    let merge = rules.merge(&of.input(), &Unresolving);
    assert!(merge.is_open());
    let base = merge.new_base(&rules, &of.input());
    assert_eq!(
        (base.bc.value("name"), base.dv.value("name")),
        (&"a".into(), &"b".into())
    );
}

#[test]
fn what_cannot_be_written_is_not_settled() {
    let short = schema("accounts", &[("name", FieldKind::Text { max: Some(2) })]);
    let mapping = table(vec![name_field(Direction::ToDataverse)]);
    let schemas = Sides::new(None, Some(&short));
    let of = one(Some("a"), "too long", "a");
    let merge = merge_record(&mapping, schemas, &of.input(), &Unresolving);
    assert_eq!(merge.problems().len(), 1);
    assert_eq!(merge.writes(), Sides::default());
    assert!(!merge.is_settled());
}

#[test]
fn each_side_is_compared_by_its_own_kind() {
    let member = FieldKind::Enum {
        members: Vec::new(),
    };
    let (bc, dv) = (
        schema("customers", &[("name", member)]),
        schema("accounts", &[("name", FieldKind::Text { max: None })]),
    );
    let mapping = table(vec![name_field(Direction::ToBusinessCentral)]);
    let of = one(None, "_x0020_", "");
    let merge = merge_record(
        &mapping,
        Sides::new(Some(&bc), Some(&dv)),
        &of.input(),
        &Unresolving,
    );
    assert_eq!(class(&merge).0, Class::Same, "a blank member is nothing");
}
