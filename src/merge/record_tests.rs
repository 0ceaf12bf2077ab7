use super::*;
use crate::merge::testing::{Pair, Thousands, fields, lookup, pair, table};
use crate::merge::{NewRecord, State, Unresolving};
use crate::model::mapping::{ConflictDetection, FieldSource, OnUnresolved, UpdatePolicy};
use crate::model::reason::Cause;
use crate::model::schema::{FieldKind, FieldSchema};
use crate::model::{Direction, FieldMapping, SetName};
use pretty_assertions::assert_eq;
use uuid::Uuid;

/// One text field `name` ↔ `name` that held `base` on both sides.
pub(super) fn one(base: Option<&str>, bc: &str, dv: &str) -> Pair {
    let base = base.map(|base| [("name", Value::text(base))]);
    Pair::new(
        base.as_ref().map(|base| (&base[..], &base[..])),
        &[("name", bc.into())],
        &[("name", dv.into())],
    )
}

pub(super) fn name_field(direction: Direction) -> FieldMapping {
    pair("name", "name", direction)
}

pub(super) fn merge_one(field: FieldMapping, of: &Pair) -> RecordMerge {
    merge_record(
        &table(vec![field]),
        Sides::default(),
        &of.input(),
        &Unresolving,
    )
}

pub(super) fn class(merge: &RecordMerge) -> (Class, Pick) {
    let field = &merge.fields[0];
    (field.class, field.default_pick.clone())
}

fn results(merge: &RecordMerge) -> Option<(String, String)> {
    let result = merge.fields[0].result.as_ref()?;
    Some((result.bc.to_plain(), result.dv.to_plain()))
}

fn both(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

pub(super) fn schema(set: &str, kinds: &[(&str, FieldKind)]) -> EntitySchema {
    EntitySchema {
        set: SetName::new(set),
        key: "id".into(),
        change_tracking: false,
        modified_field: None,
        fields: kinds
            .iter()
            .map(|(name, kind)| FieldSchema {
                name: FieldName::new(name),
                kind: kind.clone(),
                read_only: false,
                required: false,
            })
            .collect(),
    }
}

pub(super) fn guid(id: u128) -> Value {
    Value::Guid(Uuid::from_u128(id))
}

#[test]
fn a_field_that_flows_both_ways_has_the_class_of_its_movement() {
    let merge = |base, bc, dv| merge_one(name_field(Direction::Both), &one(base, bc, dv));
    let table = [
        (
            (Some("a"), "a", "a"),
            Class::Same,
            Pick::Leave,
            Some(both("a")),
        ),
        (
            (Some("a"), "b", "a"),
            Class::BcOnly,
            Pick::Bc,
            Some(both("b")),
        ),
        (
            (Some("a"), "a", "b"),
            Class::DvOnly,
            Pick::Dv,
            Some(both("b")),
        ),
        (
            (Some("a"), "b", "b"),
            Class::SameChange,
            Pick::Leave,
            Some(both("b")),
        ),
        (
            (Some("a"), "b", "c"),
            Class::BothChanged,
            Pick::Undecided,
            None,
        ),
        ((None, "a", "a"), Class::Same, Pick::Leave, Some(both("a"))),
        ((None, "a", "b"), Class::NoBase, Pick::Undecided, None),
        (
            (None, "a", ""),
            Class::NoBaseOneEmpty,
            Pick::Bc,
            Some(both("a")),
        ),
        (
            (None, "", "b"),
            Class::NoBaseOneEmpty,
            Pick::Dv,
            Some(both("b")),
        ),
        (
            (Some("a"), "", "a"),
            Class::BcOnly,
            Pick::Bc,
            Some(both("")),
        ),
    ];
    for ((base, bc, dv), expected, pick, result) in table {
        let merged = merge(base, bc, dv);
        assert_eq!(
            (class(&merged), results(&merged)),
            ((expected, pick), result),
            "{base:?} {bc} {dv}"
        );
    }
}

#[test]
fn suggestions_wait_for_a_person_and_write_only_what_they_suggest() {
    let merge = merge_one(name_field(Direction::Both), &one(None, "a", ""));
    assert_eq!(merge.open_fields(), ["name".into()]);
    assert_eq!(merge.fields[0].state(), State::Suggested);
    assert_eq!(merge.writes().dv.len(), 1);
}

#[test]
fn a_one_way_field_follows_its_source_and_leaves_edits_of_the_destination_alone() {
    let merge = |base, bc, dv| merge_one(name_field(Direction::ToDataverse), &one(base, bc, dv));
    let split = |bc: &str, dv: &str| Some((bc.to_owned(), dv.to_owned()));
    assert_eq!(results(&merge(Some("a"), "b", "a")), Some(both("b")));
    assert_eq!(results(&merge(Some("a"), "a", "c")), split("a", "c"));
    assert!(merge(Some("a"), "a", "c").is_settled());
    assert_eq!(results(&merge(None, "a", "c")), Some(both("a")));
    assert_eq!(results(&merge(Some("a"), "b", "b")), Some(both("b")));
    assert_eq!(class(&merge(Some("a"), "b", "a")).0, Class::OneWay);
}

#[test]
fn a_one_way_field_that_both_changed_is_open_unless_its_table_or_owner_decides() {
    let changed = one(Some("a"), "b", "c");
    let field = name_field(Direction::ToDataverse);
    assert_eq!(
        class(&merge_one(field.clone(), &changed)),
        (Class::BothChanged, Pick::Undecided)
    );

    let owned = FieldMapping {
        owner: Some(Side::Bc),
        ..field.clone()
    };
    assert_eq!(results(&merge_one(owned, &changed)), Some(both("b")));

    let mut one_way = table(vec![field]);
    one_way.direction = Direction::ToDataverse;
    let merge = merge_record(&one_way, Sides::default(), &changed.input(), &Unresolving);
    assert_eq!(results(&merge), Some(both("b")));
    assert_eq!(merge.lost(Side::Dv), [("name".into(), "c".into())]);
}

#[test]
fn a_person_may_write_the_source_of_a_one_way_field_but_not_against_its_table() {
    let changed = one(Some("a"), "b", "c");
    let decide = |mapping: &TableMapping, pick: Pick| {
        let rules = MergeRules::new(mapping, Sides::default());
        let merge = rules.merge(&changed.input(), &Unresolving);
        rules.decide(&merge, [(0, Some(pick))], &Unresolving)
    };
    let mut mapping = table(vec![name_field(Direction::ToDataverse)]);
    assert_eq!(
        results(&decide(&mapping, Pick::Custom("d".into()))),
        Some(both("d")),
    );
    assert_eq!(results(&decide(&mapping, Pick::Dv)), Some(both("c")));
    assert_eq!(results(&decide(&mapping, Pick::Base)), Some(both("a")));
    mapping.direction = Direction::ToDataverse;
    let decided = decide(&mapping, Pick::Custom("d".into()));
    assert_eq!(results(&decided), Some(("b".into(), "d".into())));
}

#[test]
fn typed_values_become_what_the_field_holds() {
    let money = FieldKind::Decimal { scale: Some(2) };
    let schemas = Sides::new(
        schema("customers", &[("creditLimit", money.clone())]),
        schema("accounts", &[("creditlimit", money)]),
    );
    let number = |plain: &str| Value::Decimal(plain.parse().unwrap());
    let of = |value: &str| [("creditLimit", number(value))];
    let dv = |value: &str| [("creditlimit", number(value))];
    let pair_of = Pair::new(Some((&of("1"), &dv("1"))), &of("15000"), &dv("10000"));
    let mapping = table(vec![pair(
        "creditLimit",
        "creditlimit",
        Direction::ToDataverse,
    )]);
    let rules = MergeRules::new(&mapping, schemas.as_ref().map(Some));
    let merge = rules.merge(&pair_of.input(), &Unresolving);
    assert_eq!(merge.open_fields(), ["creditLimit".into()]);

    let decided = rules.decide(
        &merge,
        [(0, Some(Pick::Custom("12500".into())))],
        &Unresolving,
    );
    let writes = decided.writes();
    assert_eq!(
        (&writes.bc[0].after, &writes.dv[0].after),
        (&number("12500"), &number("12500"))
    );
    assert!(!decided.is_open());

    let wrong = rules.decide(
        &merge,
        [(0, Some(Pick::Custom("a lot".into())))],
        &Unresolving,
    );
    assert_eq!(wrong.problems()[0].problem.cause, Cause::ValueRefused);
    assert_eq!(wrong.fields[0].state(), State::Invalid);
    assert_eq!(wrong.writes(), Sides::default());

    let back = rules.decide(&decided, [(0, None)], &Unresolving);
    assert_eq!(back, merge);
}

#[test]
fn a_value_that_does_not_fit_is_a_problem_unless_it_is_settled_already() {
    let schemas = Sides::new(
        schema("customers", &[("name", FieldKind::Text { max: Some(4) })]),
        schema("accounts", &[("name", FieldKind::Text { max: Some(160) })]),
    );
    let mapping = table(vec![name_field(Direction::Both)]);
    let merge = |of: &Pair| {
        merge_record(
            &mapping,
            schemas.as_ref().map(Some),
            &of.input(),
            &Unresolving,
        )
    };

    let too_long = merge(&one(Some("Adat"), "Adat", "Contoso"));
    assert_eq!(class(&too_long).0, Class::Invalid);
    let problem = &too_long.problems()[0].problem;
    assert_eq!(
        (problem.cause, problem.side),
        (Cause::TooLong, Some(Side::Bc))
    );
    assert_eq!(problem.params["field"], "name");
    assert_eq!(too_long.writes(), Sides::default());

    assert!(merge(&one(None, "Adat", "Adatum")).is_settled());
    assert!(merge(&one(Some("Adat"), "Adat", "Adatum")).is_settled());
}

#[test]
fn lookups_go_through_their_coupling() {
    let of = |bc: Value, dv: Value| {
        Pair::new(
            None,
            &[("currencyId", bc)],
            &[("transactioncurrencyid", dv)],
        )
    };
    let merge = |on, of: &Pair| {
        let mapping = table(vec![lookup("currencyId", "transactioncurrencyid", on)]);
        merge_record(&mapping, Sides::default(), &of.input(), &Thousands)
    };
    assert!(merge(OnUnresolved::Fail, &of(guid(1), guid(1001))).is_settled());
    assert_eq!(
        class(&merge(OnUnresolved::Fail, &of(guid(1), guid(1002)))).0,
        Class::NoBase
    );

    let filled = merge(OnUnresolved::Fail, &of(guid(1), Value::Empty));
    assert_eq!(filled.writes().dv[0].after, guid(1001));

    let mut changed = of(guid(500), guid(1001));
    changed.base = Some(Sides::new(
        fields(&[("currencyId", guid(1))]),
        fields(&[("transactioncurrencyid", guid(1001))]),
    ));
    let blocked = merge(OnUnresolved::Fail, &changed);
    assert_eq!(
        (class(&blocked).0, blocked.fields[0].state()),
        (Class::Unresolvable, State::Blocked)
    );
    assert_eq!(blocked.problems()[0].problem.params["target"], "CURRENCY");
    assert!(merge(OnUnresolved::Keep, &changed).is_settled());
    assert_eq!(
        merge(OnUnresolved::Clear, &changed).writes().dv[0].after,
        Value::Empty
    );
}

#[test]
fn an_empty_value_is_not_transferred_where_the_mapping_forbids_it() {
    let field = FieldMapping {
        not_null: true,
        ..name_field(Direction::ToDataverse)
    };
    let merge = merge_one(field, &one(Some("a"), "", "a"));
    assert!(merge.is_settled());
    assert_eq!(results(&merge), Some((String::new(), "a".into())));
}

#[test]
fn a_constant_is_restored_wherever_it_is_missing() {
    let constant = FieldMapping {
        source: FieldSource::Constant {
            side: Side::Dv,
            field: "quantitydecimal".into(),
            value: Value::Int(2),
        },
        ..name_field(Direction::ToDataverse)
    };
    let of = |value: Value| Pair::new(None, &[], &[("quantitydecimal", value)]);
    assert!(merge_one(constant.clone(), &of(Value::Int(2))).is_settled());
    let merge = merge_one(constant.clone(), &of(Value::Int(0)));
    assert_eq!(merge.writes().dv[0].after, Value::Int(2));
    assert_eq!(class(&merge).0, Class::Constant);
    let unread = merge_one(constant, &Pair::new(None, &[], &[]));
    assert_eq!(class(&unread).0, Class::NotRead);
}

#[test]
fn a_field_that_was_not_read_is_left_alone() {
    let unread = Pair::new(None, &[("name", "a".into())], &[]);
    let merge = merge_one(name_field(Direction::Both), &unread);
    assert_eq!(class(&merge).0, Class::NotRead);
    assert!(merge.is_settled());
}

#[test]
fn names_are_joined_and_split() {
    let field = FieldMapping {
        source: FieldSource::Name {
            bc: "displayName".into(),
            first: "firstname".into(),
            last: "lastname".into(),
        },
        ..name_field(Direction::Both)
    };
    let dv = |first: &str, last: &str| {
        [
            ("firstname", Value::text(first)),
            ("lastname", Value::text(last)),
        ]
    };
    let bc = |name: &str| [("displayName", Value::text(name))];
    let base = (bc("Jean Le Goff"), dv("Jean", "Le Goff"));
    let merge = |new_bc: &str, new_dv: (&str, &str)| {
        let of = Pair::new(
            Some((&base.0, &base.1)),
            &bc(new_bc),
            &dv(new_dv.0, new_dv.1),
        );
        merge_one(field.clone(), &of)
    };
    let written = merge("Yann Le Goff", ("Jean", "Le Goff")).writes().dv;
    assert_eq!(
        written,
        [FieldChange {
            field: "firstname".into(),
            before: "Jean".into(),
            after: "Yann".into()
        }]
    );
    assert_eq!(
        merge("Jean Le Goff", ("Jean", "Le Floch")).writes().bc[0].after,
        "Jean Le Floch".into()
    );
    assert!(merge("Jean Le Goff", ("Jean Le", "Goff")).is_settled());

    let mapping = table(vec![field.clone()]);
    let rules = MergeRules::new(&mapping, Sides::default());
    let NewRecord {
        fields: created, ..
    } = rules.new_record(Side::Dv, &fields(&bc("Ada Byron")), &Unresolving);
    assert_eq!(created, fields(&dv("Ada", "Byron")));
}

#[test]
fn new_records_get_what_flows_to_them_and_the_values_for_new_records() {
    let mut mapping = table(vec![
        name_field(Direction::Both),
        pair("creditLimit", "creditlimit", Direction::ToDataverse),
        lookup("currencyId", "transactioncurrencyid", OnUnresolved::Fail),
    ]);
    mapping.on_create.dv = vec![("customertypecode".into(), Value::Int(3))];
    let rules = MergeRules::new(&mapping, Sides::default());
    let bc = fields(&[
        ("name", "A".into()),
        ("creditLimit", Value::Int(5)),
        ("currencyId", Value::Empty),
    ]);
    let new = rules.new_record(Side::Dv, &bc, &Thousands);
    assert_eq!(new.problems, []);
    assert_eq!(
        new.fields,
        fields(&[
            ("name", "A".into()),
            ("creditlimit", Value::Int(5)),
            ("customertypecode", Value::Int(3))
        ])
    );
    let dv = fields(&[
        ("name", "A".into()),
        ("creditlimit", Value::Int(5)),
        ("transactioncurrencyid", guid(7)),
    ]);
    let new = rules.new_record(Side::Bc, &dv, &Thousands);
    assert_eq!(new.fields, fields(&[("name", "A".into())]));
    assert_eq!(new.problems[0].problem.cause, Cause::LookupNotCoupled);
}

#[test]
fn a_new_record_needs_what_both_the_service_and_the_mapping_insist_on() {
    let mut schemas = Sides::new(
        schema("currencies", &[]),
        schema(
            "transactioncurrencies",
            &[("rate", FieldKind::Decimal { scale: None })],
        ),
    );
    schemas.dv.fields[0].required = true;
    let mut mapping = table(vec![FieldMapping {
        not_null: true,
        ..pair("rate", "rate", Direction::ToDataverse)
    }]);
    let problems = |mapping: &TableMapping| {
        let rules = MergeRules::new(mapping, schemas.as_ref().map(Some));
        rules
            .new_record(Side::Dv, &fields(&[("rate", Value::Empty)]), &Unresolving)
            .problems
    };
    assert_eq!(problems(&mapping)[0].problem.cause, Cause::RequiredMissing);
    mapping.on_create.dv = vec![("rate".into(), Value::Int(1))];
    assert_eq!(problems(&mapping), []);
}

#[test]
fn a_field_that_is_mapped_twice_goes_by_its_dataverse_name_the_second_time() {
    let mapping = table(vec![
        pair("unitCost", "standardcost", Direction::ToDataverse),
        pair("unitCost", "currentcost", Direction::ToDataverse),
    ]);
    let rules = MergeRules::new(&mapping, Sides::default());
    let names: Vec<_> = rules
        .fields
        .iter()
        .map(|rule| rule.name().as_str())
        .collect();
    assert_eq!(names, ["unitCost", "currentcost"]);
}

#[test]
fn the_policy_decides_and_the_group_follows() {
    let grouped = |name: &str| FieldMapping {
        group: Some("address".into()),
        ..pair(name, name, Direction::Both)
    };
    let mut mapping = table(vec![
        grouped("street"),
        grouped("city"),
        name_field(Direction::Both),
    ]);
    let old: [(&str, Value); 3] = [
        ("street", "a".into()),
        ("city", "a".into()),
        ("name", "a".into()),
    ];
    let bc: [(&str, Value); 3] = [
        ("street", "b".into()),
        ("city", "b".into()),
        ("name", "a".into()),
    ];
    let dv: [(&str, Value); 3] = [
        ("street", "c".into()),
        ("city", "a".into()),
        ("name", "c".into()),
    ];
    let of = Pair::new(Some((&old, &old)), &bc, &dv);

    let merge = merge_record(&mapping, Sides::default(), &of.input(), &Unresolving);
    assert_eq!(merge.open_fields(), ["street".into()]);
    let rules = MergeRules::new(&mapping, Sides::default());
    let decided = rules.decide(&merge, [(0, Some(Pick::Dv))], &Unresolving);
    let expected: [(&str, Value); 3] = [
        ("street", "c".into()),
        ("city", "a".into()),
        ("name", "c".into()),
    ];
    assert_eq!(decided.new_base(&rules, &of.input()).bc, fields(&expected));

    mapping.on_update_conflict = UpdatePolicy::Dataverse;
    let merge = merge_record(&mapping, Sides::default(), &of.input(), &Unresolving);
    let rules = MergeRules::new(&mapping, Sides::default());
    assert_eq!(merge.new_base(&rules, &of.input()).bc, fields(&expected));
    assert_eq!(merge.reason(), Some(Reason::Policy { winner: Side::Dv }));
    let lost: Vec<_> = merge
        .lost(Side::Bc)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(lost, ["street".into(), "city".into()]);
}

#[test]
fn record_by_record_every_change_is_open() {
    let mut mapping = table(vec![
        name_field(Direction::Both),
        pair("city", "city", Direction::Both),
    ]);
    let old: [(&str, Value); 2] = [("name", "a".into()), ("city", "a".into())];
    let bc: [(&str, Value); 2] = [("name", "b".into()), ("city", "a".into())];
    let dv: [(&str, Value); 2] = [("name", "a".into()), ("city", "c".into())];
    let of = Pair::new(Some((&old, &old)), &bc, &dv);
    let merge = merge_record(&mapping, Sides::default(), &of.input(), &Unresolving);
    assert_eq!(
        (merge.is_open(), merge.merged_fields(), merge.reason()),
        (false, 2, Some(Reason::Merged))
    );
    mapping.conflict_detection = ConflictDetection::Record;
    let merge = merge_record(&mapping, Sides::default(), &of.input(), &Unresolving);
    assert_eq!(merge.open_fields(), ["name".into(), "city".into()]);
}

#[test]
fn a_first_synchronisation_takes_the_side_it_was_told() {
    let mut of = one(None, "a", "");
    let merge = |of: &Pair| merge_one(name_field(Direction::Both), of);
    of.first.take = Some(Side::Dv);
    assert_eq!(results(&merge(&of)), Some(both("")));
    of.first.fill_empty = true;
    assert_eq!(results(&merge(&of)), Some(both("a")));
    assert!(!merge(&of).is_open());
    let mut of = one(None, "a", "b");
    of.first.take = Some(Side::Dv);
    assert_eq!(results(&merge(&of)), Some(both("b")));
}

#[test]
fn edits_of_different_lines_are_proposed_together() {
    let of = one(
        Some("one\ntwo\nthree"),
        "ONE\ntwo\nthree",
        "one\ntwo\nTHREE",
    );
    let merge = merge_one(name_field(Direction::Both), &of);
    assert_eq!(class(&merge), (Class::TextDisjoint, Pick::Both));
    assert_eq!(results(&merge), Some(both("ONE\ntwo\nTHREE")));
    assert!(merge.is_open());
}

#[test]
fn taking_a_side_takes_everything_that_differs() {
    let mapping = table(vec![
        name_field(Direction::Both),
        pair("city", "city", Direction::Both),
        pair("limit", "limit", Direction::ToDataverse),
    ]);
    let old: [(&str, Value); 3] = [
        ("name", "a".into()),
        ("city", "a".into()),
        ("limit", "a".into()),
    ];
    let bc: [(&str, Value); 3] = [
        ("name", "b".into()),
        ("city", "a".into()),
        ("limit", "a".into()),
    ];
    let dv: [(&str, Value); 3] = [
        ("name", "a".into()),
        ("city", "c".into()),
        ("limit", "c".into()),
    ];
    let of = Pair::new(Some((&old, &old)), &bc, &dv);
    let rules = MergeRules::new(&mapping, Sides::default());
    let merge = rules.merge(&of.input(), &Unresolving);
    let taken = rules.take(&merge, Side::Bc, &Unresolving);
    assert_eq!(
        taken.new_base(&rules, &of.input()),
        Sides::new(fields(&bc), fields(&bc))
    );
    let taken = rules.take(&merge, Side::Dv, &Unresolving);
    let bc_after: [(&str, Value); 3] = [
        ("name", "a".into()),
        ("city", "c".into()),
        ("limit", "a".into()),
    ];
    assert_eq!(
        taken.new_base(&rules, &of.input()),
        Sides::new(fields(&bc_after), fields(&dv))
    );
}

#[test]
fn a_new_record_gets_the_template_whose_condition_holds_and_whose_priority_comes_first_s064_s065() {
    use crate::model::Template;
    let template = |priority: u32, when: Option<&str>, kind: i64| Template {
        side: Side::Dv,
        when: when.map(str::to_owned),
        priority,
        values: vec![("kind".into(), Value::Int(kind))],
    };
    let mut mapping = table(vec![pair("name", "name", Direction::Both)]);
    mapping.templates = vec![
        template(9, None, 9),
        template(5, Some("name eq 'a'"), 5),
        template(1, Some("name eq 'b'"), 1),
        template(7, Some("name eq 'a'"), 7),
        Template {
            side: Side::Bc,
            ..template(0, None, 0)
        },
    ];
    let rules = MergeRules::new(&mapping, Sides::default());
    let kind = |name: &str| {
        let from = fields(&[("name", name.into())]);
        rules
            .new_record(Side::Dv, &from, &Thousands)
            .fields
            .value("kind")
            .clone()
    };
    assert_eq!(kind("a"), Value::Int(5));
    assert_eq!(kind("b"), Value::Int(1));
    assert_eq!(
        kind("c"),
        Value::Int(9),
        "the one without a condition is for all others"
    );
    let from = fields(&[("name", "a".into())]);
    let new = rules.new_record(Side::Bc, &from, &Thousands);
    assert_eq!(new.fields.value("kind"), &Value::Int(0));
}

#[test]
fn a_template_wins_over_the_values_for_all_new_records_and_these_over_mapped_ones_s062() {
    use crate::model::Template;
    let mut mapping = table(vec![
        pair("name", "name", Direction::Both),
        pair("city", "city", Direction::Both),
    ]);
    mapping.on_create.dv = vec![("name".into(), "all".into()), ("city".into(), "all".into())];
    mapping.templates = vec![Template {
        side: Side::Dv,
        when: None,
        priority: 0,
        values: vec![("city".into(), "template".into())],
    }];
    let rules = MergeRules::new(&mapping, Sides::default());
    let from = fields(&[("name", "own".into()), ("city", "own".into())]);
    let new = rules.new_record(Side::Dv, &from, &Thousands);
    assert_eq!(
        new.fields,
        fields(&[("name", "all".into()), ("city", "template".into())])
    );
}

#[test]
fn codes_are_the_same_in_upper_and_lower_case_and_other_texts_are_not() {
    let merged = |bc: &str, dv: &str| {
        let mapping = table(vec![
            pair("postalCode", "postalcode", Direction::Both),
            pair("city", "city", Direction::Both),
        ]);
        let of = |prefix: &str, text: &str| {
            fields(&[(prefix, Value::text(text)), ("city", "Bath".into())])
        };
        let (bc, dv) = (of("postalCode", bc), of("postalcode", dv));
        let rules = MergeRules::new(&mapping, Sides::default());
        rules.merge(&MergeInput::new(None, Sides::new(&bc, &dv)), &Unresolving)
    };
    assert!(merged("BA1 1AA", "ba1 1aa ").is_settled());
    assert!(merged("BA1 1AA", "ba1 1ab").is_open());
    let texts = merge_one(name_field(Direction::Both), &one(None, "ADATUM", "Adatum"));
    assert!(texts.is_open());
}

#[test]
fn a_value_that_is_stated_for_certain_others_leaves_the_rest_alone() {
    let published = FieldMapping {
        source: FieldSource::Constant {
            side: Side::Dv,
            field: "state".into(),
            value: Value::Int(0),
        },
        replaces: vec![Value::Int(2)],
        ..pair("", "", Direction::ToDataverse)
    };
    let mapping = table(vec![published]);
    let rules = MergeRules::new(&mapping, Sides::default());
    let written = |state: i32| {
        let (bc, dv) = (Fields::new(), fields(&[("state", Value::Choice(state))]));
        let merge = rules.merge(&MergeInput::new(None, Sides::new(&bc, &dv)), &Thousands);
        merge.writes().dv.len()
    };
    assert_eq!([written(2), written(3), written(0)], [1, 0, 0]);
    let new = rules.new_record(Side::Dv, &Fields::new(), &Thousands);
    assert_eq!(new.fields, Fields::new());
}

#[test]
fn a_stated_reference_becomes_the_partner_of_the_record_that_it_names() {
    let id = |id: u128| Value::Guid(uuid::Uuid::from_u128(id));
    let stated = |value: Value| FieldMapping {
        source: FieldSource::Constant {
            side: Side::Dv,
            field: "currency".into(),
            value,
        },
        direction: Direction::ToDataverse,
        ..lookup("", "", OnUnresolved::Fail)
    };
    let mapping = table(vec![stated(id(7))]);
    let rules = MergeRules::new(&mapping, Sides::default());
    let new = rules.new_record(Side::Dv, &Fields::new(), &Thousands);
    assert_eq!(new.fields.value("currency"), &id(1007));
    let merged = |now: Value| {
        let (bc, dv) = (Fields::new(), fields(&[("currency", now)]));
        let input = MergeInput::new(None, Sides::new(&bc, &dv));
        rules.merge(&input, &Thousands)
    };
    assert!(merged(id(1007)).is_settled());
    assert_eq!(merged(id(1008)).writes().dv[0].after, id(1007));
    let mapping = table(vec![stated(id(700))]);
    let rules = MergeRules::new(&mapping, Sides::default());
    let new = rules.new_record(Side::Dv, &Fields::new(), &Thousands);
    assert_eq!(
        new.problems[0].problem.cause,
        crate::model::reason::Cause::LookupNotCoupled
    );
}
