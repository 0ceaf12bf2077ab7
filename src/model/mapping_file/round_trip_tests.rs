//! Any mapping that is written reads equal.

use super::*;
use crate::model::mapping::{
    ConflictDetection, DeletionPolicy, Direction, FieldMapping, FieldSource, Lookup, LookupKey,
    MatchRule, OnUnresolved, Template, UpdatePolicy,
};
use crate::model::reason::Cause;
use crate::model::running::{Brake, Interval, Pace, RunSettings, SkipPolicy};
use crate::model::transform::{DateFormat, DatePart, Marks, Pattern, Rounding, Rule};
use crate::model::{Cadence, FieldName, MappingName, SetName, Side, Sides, Value};
use proptest::prelude::*;

/// A name: printable, whatever else it holds.
fn word() -> impl Strategy<Value = String> {
    "[A-Za-z0-9_.é'\" \\\\-]{0,8}x"
}

fn text() -> impl Strategy<Value = String> {
    "[A-Za-z0-9_.é'\" \\\\\n-]{0,8}x"
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        text().prop_map(Value::text),
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
        (text(), text()).prop_map(|(find, with)| Rule::Replace(find, with)),
        text().prop_map(Rule::Prefix),
        (1..9_u32, 0..9_u32).prop_map(|(start, length)| Rule::Substring(start, length)),
        (0..9_u32).prop_map(Rule::Round),
        text().prop_map(Rule::DefaultIfEmpty),
        text().prop_map(Rule::Suffix),
        (text(), text()).prop_map(|(after, before)| Rule::Between(after, before)),
        proptest::sample::select(other_rules()),
    ];
    proptest::collection::vec(rule, 0..3)
}

fn other_rules() -> Vec<Rule> {
    let pattern = |text: &str| Pattern::new(text).unwrap();
    let form = |text: &str| DateFormat::new(text).unwrap();
    let number = |plain: &str| plain.parse().unwrap();
    let marks = Marks::new(',', Some('.')).unwrap();
    vec![
        Rule::RegexReplace(pattern(r#"^\+(\d)""#), "$1".into()),
        Rule::RegexMatch(pattern("[a-z]+")),
        Rule::Map(
            vec![(String::new(), "x".into()), ("1".into(), "All".into())],
            None,
        ),
        Rule::Map(vec![("a.b".into(), "c".into())], Some(String::new())),
        Rule::RoundTo(number("0.05"), Rounding::Down),
        Rule::Multiply(number("0.0010")),
        Rule::AtLeast(number("-1.5")),
        Rule::AtMost(number("100")),
        Rule::ParseDate(form("dd.MM.yyyy")),
        Rule::ParseDateTime(form("yyyy-MM-dd'T'HH:mm:ss")),
        Rule::FormatDate(form("M/d/yy")),
        Rule::DatePart(DatePart::Quarter),
        Rule::FromUnixTime,
        Rule::ToUnixTime,
        Rule::ParseDecimal(marks),
        Rule::FormatDecimal(Marks::new('.', None).unwrap(), 2),
    ]
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
        Just(OnUnresolved::Keep),
        Just(OnUnresolved::Wait)
    ];
    let lookup = proptest::option::of((word(), key, unresolved));
    let matching = proptest::option::of((any::<u32>(), any::<bool>()));
    let owner = proptest::option::of(any::<bool>());
    let rest = (
        any_rules(),
        any_rules(),
        proptest::option::of(text()),
        any::<bool>(),
        any::<bool>(),
        proptest::collection::vec(any_value(), 0..2),
    );
    (source, direction, lookup, matching, owner, rest).prop_map(
        |(source, direction, lookup, matching, owner, rest)| {
            let (to_bc, to_dv, group, not_null, enabled, replaces) = rest;
            let constant = match &source {
                FieldSource::Constant { side, .. } => Some(*side),
                FieldSource::Pair(_) | FieldSource::Name { .. } => None,
            };
            let lookup = lookup
                .filter(|_| !matches!(source, FieldSource::Name { .. }))
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
                replaces: if constant.is_some() {
                    replaces
                } else {
                    Vec::new()
                },
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

fn any_running() -> impl Strategy<Value = RunSettings> {
    let interval =
        || proptest::option::of((1..100_000_u32).prop_map(|seconds| Interval { seconds }));
    let never = proptest::sample::subsequence(vec![Cause::TooLong, Cause::BusinessRule], 0..=2);
    let brake = (0..=100_u8, 0..=100_u8, 0..1000_u32);
    let skip = (proptest::option::of(0..9_u32), never);
    (brake, skip, (interval(), interval())).prop_map(|(brake, skip, pace)| RunSettings {
        brake: Brake {
            changes: brake.0,
            deletions: brake.1,
            from: brake.2,
        },
        skip: SkipPolicy {
            after: skip.0,
            never: skip.1,
        },
        pace: Pace {
            every: pace.0,
            when_quiet: pace.1,
        },
    })
}

fn any_mapping() -> impl Strategy<Value = TableMapping> {
    let names = (word(), word(), "[a-z]{1,8}");
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let filter = || text().prop_filter("open", |text| crate::model::filter::is_closed(text));
    let filters = (
        proptest::option::of(filter()),
        proptest::option::of(filter()),
    );
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
    let when = proptest::option::of("[a-z]{1,5} eq '[a-z]{0,5}'");
    let values = proptest::collection::vec(any_value(), 1..3);
    let template =
        (any::<bool>(), when, 0..3_u32, values).prop_map(|(bc, when, priority, values)| {
            let values = values.into_iter().enumerate();
            Template {
                side: if bc { Side::Bc } else { Side::Dv },
                when,
                priority,
                values: values
                    .map(|(number, value)| (FieldName::new(format!("f{number}")), value))
                    .collect(),
            }
        });
    let templates = proptest::collection::vec(template, 0..3);
    let depends = proptest::collection::vec("[A-Z]{3}", 0..3);
    let fields = proptest::collection::vec(any_field(), 1..4);
    (
        names,
        flags,
        filters,
        policies,
        (new(), new(), templates),
        (depends, any_running()),
        fields,
    )
        .prop_map(
            |(
                (name, bc, dv),
                flags,
                filters,
                (update, deletion),
                (new_bc, new_dv, templates),
                (depends, running),
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
                    templates,
                    create_unmatched,
                    sweep_every: if by_record {
                        Cadence::Never
                    } else {
                        Cadence::Every(Interval { seconds: 5400 })
                    },
                    running,
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
