use super::*;
use crate::model::mapping::{
    ConflictDetection, DeletionPolicy, Direction, FieldMapping, FieldSource, Lookup, LookupKey,
    MatchRule, OnUnresolved, UpdatePolicy,
};
use crate::model::reason::{Cause, Problem};
use crate::model::transform::Rule;
use crate::model::{Cadence, FieldName, MappingName, SetName, Side, Sides, Value};
use pretty_assertions::assert_eq;
use proptest::prelude::*;

const CUSTOMER: &str = r#"
[[mapping]]
name = "CUSTOMER"
bc = "customers"
dv = "accounts"
direction = "both"
only_coupled = true
bc_filter = "blocked eq '_x0020_'"
conflict_detection = "record"
on_update_conflict = "newest"
on_deletion = "uncouple"
depends_on = ["CURRENCY"]
[mapping.on_create.dv]
name = "New"
customertypecode = 3
creditlimit = 0.10
[[mapping.field]]
bc = "displayName"
dv = ["firstname", "lastname"]
match = { priority = 2 }
[[mapping.field]]
bc = "currencyId"
dv = "transactioncurrencyid"
lookup = "CURRENCY"
key = "key"
on_unresolved = "keep"
not_null = true
[[mapping.field]]
bc = "website"
dv = "websiteurl"
direction = "to_dataverse"
to_dv = ["trim", { replace = ["http://", "https://"] }, { substring = [1, 100] }]
group = "contact-details"
owner = "bc"
match = true
[[mapping.field]]
dv = "quantitydecimal"
constant = 2
enabled = false
"#;

fn only(text: &str) -> TableMapping {
    let mut mappings = read(text).unwrap();
    assert_eq!(mappings.len(), 1);
    mappings.remove(0)
}

#[test]
fn every_option_is_read() {
    let mapping = only(CUSTOMER);
    assert!(mapping.only_coupled && mapping.enabled && !mapping.create_unmatched);
    assert_eq!(mapping.filters.bc.as_deref(), Some("blocked eq '_x0020_'"));
    assert_eq!(mapping.on_update_conflict, UpdatePolicy::Newest);
    let new: Vec<_> = mapping
        .on_create
        .dv
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_plain()))
        .collect();
    assert_eq!(
        new,
        [
            ("name", "New".into()),
            ("customertypecode", "3".into()),
            ("creditlimit", "0.1".into())
        ]
    );
    let [name, currency, website, constant] = mapping.fields.as_slice() else {
        panic!()
    };
    assert!(matches!(&name.source, FieldSource::Name { last, .. } if last.as_str() == "lastname"));
    assert_eq!(name.direction, Direction::Both);
    let lookup = currency.lookup.as_ref().unwrap();
    assert_eq!(
        (lookup.key, lookup.on_unresolved),
        (LookupKey::Key, OnUnresolved::Keep)
    );
    assert_eq!(website.rules.dv.len(), 3);
    assert_eq!(
        (website.owner, website.direction),
        (Some(Side::Bc), Direction::ToDataverse)
    );
    assert_eq!(
        website.matching,
        Some(MatchRule {
            priority: 0,
            case_sensitive: false
        })
    );
    assert_eq!(
        (constant.enabled, constant.direction),
        (false, Direction::ToDataverse)
    );
}

#[test]
fn a_fault_names_its_line_mapping_and_field() {
    let text = CUSTOMER.replace("\"trim\"", "\"shout\"");
    let faults = read(&text).unwrap_err();
    assert_eq!(faults.len(), 1);
    let fault = &faults[0];
    assert_eq!(
        (fault.mapping.as_deref(), fault.field.as_deref()),
        (Some("CUSTOMER"), Some("website"))
    );
    assert_eq!(text.lines().nth(fault.line - 1), Some("[[mapping.field]]"));
    let problem = Problem::from(fault);
    assert_eq!(problem.cause, Cause::InvalidFile);
    assert_eq!(problem.params["fault"], "rule");
    assert_eq!(
        problem.raw.as_deref(),
        Some("line 28: CUSTOMER: website: `\"shout\"` is not a transformation rule")
    );
}

#[test]
fn a_word_that_is_not_known_is_a_fault_at_its_line() {
    for (right, wrong) in [
        ("only_coupled", "only_couplet"),
        ("\"newest\"", "\"latest\""),
        ("= true\nbc_f", "= maybe\nbc_f"),
    ] {
        let text = CUSTOMER.replacen(right, wrong, 1);
        let faults = read(&text).unwrap_err();
        let line = text
            .lines()
            .position(|line| line.contains(wrong.lines().next().unwrap()))
            .unwrap()
            + 1;
        assert_eq!(
            (faults[0].line, faults[0].fault.code()),
            (line, "syntax"),
            "{wrong}: {}",
            faults[0]
        );
    }
}

#[test]
fn contradictions_are_all_named() {
    let faults = |text: &str| -> Vec<&'static str> {
        read(text)
            .unwrap_err()
            .iter()
            .map(|fault| fault.fault.code())
            .collect()
    };
    let table = |rest: &str| {
        format!(
            "[[mapping]]\nname = \"A\"\nbc = \"a\"\ndv = \"b\"\ndirection = \"to_dataverse\"\n{rest}"
        )
    };
    let field = |rest: &str| table(&format!("[[mapping.field]]\n{rest}"));
    assert_eq!(faults(&table("")), ["no_fields"]);
    assert_eq!(faults(&field("bc = \"a\"")), ["sides"]);
    assert_eq!(
        faults(&field("bc = \"a\"\ndv = \"b\"\nconstant = 1")),
        ["sides"]
    );
    assert_eq!(
        faults(&field("bc = [\"a\", \"b\"]\ndv = \"c\"")),
        ["name_parts"]
    );
    assert_eq!(
        faults(&field("bc = \"a\"\nconstant = 1")),
        ["against_table"]
    );
    assert_eq!(
        faults(&field(
            "bc = \"a\"\ndv = \"b\"\ndirection = \"to_business_central\""
        )),
        ["against_table"]
    );
    assert_eq!(faults(&field("bc = \"a\"\ndv = \" \"\n")), ["blank"]);
    assert_eq!(
        faults(&field(
            "bc = \"a\"\ndv = \"b\"\nkey = \"id\"\nowner = \"me\""
        )),
        ["setting", "setting"]
    );
    assert_eq!(
        faults(&field(
            "bc = \"a\"\ndv = \"b\"\nlookup = \"C\"\nnot_null = true\non_unresolved = \"clear\""
        )),
        ["setting"]
    );
    assert_eq!(faults(&field("dv = \"b\"\nconstant = [1]")), ["value"]);
    let twice = "bc = \"a\"\ndv = \"b\"\n[[mapping.field]]\nbc = \"c\"\ndv = \"b\"";
    assert_eq!(faults(&field(twice)), ["written_twice"]);
    let one = field("bc = \"a\"\ndv = \"b\"");
    assert_eq!(faults(&format!("{one}\n{one}")), ["same_name"]);
    let both = one
        .replace("to_dataverse", "both")
        .replace("dv = \"b\"\nd", "dv = \"b.c\"\nd");
    assert_eq!(faults(&both), ["option_set_both_ways"]);
}

#[test]
fn mappings_must_not_wait_for_each_other() {
    let table = |name: &str, on: &str| {
        format!(
            "[[mapping]]\nname = \"{name}\"\nbc = \"a\"\ndv = \"b\"\ndirection = \"both\"\ndepends_on = [\"{on}\"]\n[[mapping.field]]\nbc = \"a\"\ndv = \"b\"\n"
        )
    };
    let faults = read(&[table("A", "B"), table("B", "A"), table("C", "A")].concat()).unwrap_err();
    let named: Vec<_> = faults
        .iter()
        .map(|fault| (fault.line, fault.fault.clone()))
        .collect();
    assert_eq!(
        named,
        [
            (1, Fault::Circle("A → B → A".into())),
            (10, Fault::Circle("B → A → B".into()))
        ]
    );
}

fn word() -> impl Strategy<Value = String> {
    "[A-Za-z0-9_.é'\" \\\\\n-]{0,8}x"
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        word().prop_map(Value::text),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (any::<i64>(), 0..12_u32)
            .prop_map(|(units, scale)| Value::Decimal(rust_decimal::Decimal::new(units, scale))),
        Just(Value::Date("2026-11-22".parse().unwrap())),
        (0..4_000_000_000_000_i64)
            .prop_map(|ms| Value::Instant(jiff::Timestamp::from_millisecond(ms).unwrap())),
        any::<u128>().prop_map(|id| Value::Guid(uuid::Uuid::from_u128(id))),
        any::<i32>().prop_map(Value::Choice),
    ]
}

fn any_rules() -> impl Strategy<Value = Vec<Rule>> {
    let rule = prop_oneof![
        Just(Rule::Trim),
        Just(Rule::Uppercase),
        Just(Rule::Lowercase),
        Just(Rule::TitleCase),
        Just(Rule::AlphanumericOnly),
        (word(), word()).prop_map(|(find, with)| Rule::Replace(find, with)),
        word().prop_map(Rule::Prefix),
        (1..9_u32, 0..9_u32).prop_map(|(start, length)| Rule::Substring(start, length)),
        (0..9_u32).prop_map(Rule::Round),
        word().prop_map(Rule::DefaultIfEmpty),
    ];
    proptest::collection::vec(rule, 0..3)
}

/// A field of a table that flows both ways; its fields carry its number, so that none is written twice.
fn any_field() -> impl Strategy<Value = FieldMapping> {
    let direction = prop_oneof![
        Just(Direction::Both),
        Just(Direction::ToDataverse),
        Just(Direction::ToBusinessCentral)
    ];
    let source = prop_oneof![
        word().prop_map(|name| FieldSource::Pair(Sides::new(
            FieldName::new(&name),
            FieldName::new(&name)
        ))),
        (any::<bool>(), word(), any_value()).prop_map(|(bc, name, value)| FieldSource::Constant {
            side: if bc { Side::Bc } else { Side::Dv },
            field: FieldName::new(name),
            value,
        }),
        word().prop_map(|name| FieldSource::Name {
            bc: FieldName::new(&name),
            first: FieldName::new(format!("{name}1")),
            last: FieldName::new(format!("{name}2")),
        }),
    ];
    let key = prop_oneof![
        Just(LookupKey::Id),
        Just(LookupKey::Key),
        Just(LookupKey::CompanyContact)
    ];
    let unresolved = prop_oneof![
        Just(OnUnresolved::Fail),
        Just(OnUnresolved::Clear),
        Just(OnUnresolved::Keep)
    ];
    let lookup = proptest::option::of((word(), key, unresolved));
    let matching = proptest::option::of((any::<u32>(), any::<bool>()));
    let owner = proptest::option::of(any::<bool>());
    let rest = (
        any_rules(),
        any_rules(),
        proptest::option::of(word()),
        any::<bool>(),
        any::<bool>(),
    );
    (source, direction, lookup, matching, owner, rest).prop_map(
        |(source, direction, lookup, matching, owner, rest)| {
            let (to_bc, to_dv, group, not_null, enabled) = rest;
            let constant = match &source {
                FieldSource::Constant { side, .. } => Some(*side),
                FieldSource::Pair(_) | FieldSource::Name { .. } => None,
            };
            let lookup = lookup
                .filter(|_| matches!(source, FieldSource::Pair(_)))
                .map(|(mapping, key, on_unresolved)| Lookup {
                    mapping: MappingName::new(mapping),
                    key,
                    on_unresolved,
                });
            let clears = lookup
                .as_ref()
                .is_some_and(|lookup| lookup.on_unresolved == OnUnresolved::Clear);
            FieldMapping {
                source,
                direction: constant.map_or(direction, Direction::towards),
                rules: Sides::new(to_bc, to_dv),
                lookup,
                matching: matching.filter(|_| constant.is_none()).map(
                    |(priority, case_sensitive)| MatchRule {
                        priority,
                        case_sensitive,
                    },
                ),
                group,
                owner: owner.map(|bc| if bc { Side::Bc } else { Side::Dv }),
                not_null: not_null && !clears,
                enabled,
            }
        },
    )
}

fn rename(field: &mut FieldMapping, number: usize) {
    let numbered = |name: &mut FieldName| *name = FieldName::new(format!("{name}{number}"));
    match &mut field.source {
        FieldSource::Pair(pair) => {
            numbered(&mut pair.bc);
            numbered(&mut pair.dv);
        }
        FieldSource::Constant { field, .. } => numbered(field),
        FieldSource::Name { bc, first, last } => {
            numbered(bc);
            numbered(first);
            numbered(last);
        }
    }
}

fn any_mapping() -> impl Strategy<Value = TableMapping> {
    let names = (word(), word(), "[a-z]{1,8}");
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let filters = (proptest::option::of(word()), proptest::option::of(word()));
    let policies = (
        prop_oneof![
            Just(UpdatePolicy::Ask),
            Just(UpdatePolicy::BusinessCentral),
            Just(UpdatePolicy::Dataverse),
            Just(UpdatePolicy::Newest)
        ],
        prop_oneof![
            Just(DeletionPolicy::Ask),
            Just(DeletionPolicy::Restore),
            Just(DeletionPolicy::Uncouple),
            Just(DeletionPolicy::Delete)
        ],
    );
    let new = || proptest::collection::vec((word(), any_value()), 0..3);
    let depends = proptest::collection::vec("[A-Z]{3}", 0..3);
    let fields = proptest::collection::vec(any_field(), 1..4);
    (
        names,
        flags,
        filters,
        policies,
        (new(), new()),
        depends,
        fields,
    )
        .prop_map(
            |(
                (name, bc, dv),
                flags,
                filters,
                (update, deletion),
                (new_bc, new_dv),
                depends,
                mut fields,
            )| {
                let (enabled, only_coupled, by_record, create_unmatched) = flags;
                for (number, field) in fields.iter_mut().enumerate() {
                    rename(field, number);
                }
                let new = |values: Vec<(String, Value)>| {
                    let values = values.into_iter().enumerate();
                    values
                        .map(|(number, (name, value))| {
                            (FieldName::new(format!("{name}{number}")), value)
                        })
                        .collect()
                };
                TableMapping {
                    name: MappingName::new(name),
                    sets: Sides::new(SetName::new(bc), SetName::new(dv)),
                    direction: Direction::Both,
                    enabled,
                    only_coupled,
                    filters: Sides::new(filters.0, filters.1),
                    conflict_detection: if by_record {
                        ConflictDetection::Record
                    } else {
                        ConflictDetection::Field
                    },
                    on_update_conflict: update,
                    on_deletion: deletion,
                    depends_on: depends.iter().map(MappingName::new).collect(),
                    on_create: Sides::new(new(new_bc), new(new_dv)),
                    create_unmatched,
                    sweep_every: if by_record {
                        Cadence::Never
                    } else {
                        Cadence::Every(90)
                    },
                    fields,
                }
            },
        )
}

proptest! {
    #[test]
    fn what_was_written_reads_equal(mapping in any_mapping()) {
        let text = write([&mapping]);
        prop_assert_eq!(read(&text), Ok(vec![mapping]), "{}", text);
    }
}
