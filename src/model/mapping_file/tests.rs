use super::*;
use crate::model::mapping::{
    ConflictDetection, DeletionPolicy, Direction, FieldMapping, FieldSource, Lookup, LookupKey,
    MatchRule, OnUnresolved, Template, UpdatePolicy,
};
use crate::model::reason::{Cause, Problem};
use crate::model::running::{Brake, Interval, Pace, RunSettings, SkipPolicy};
use crate::model::transform::{DateFormat, DatePart, Marks, Pattern, Rounding, Rule};
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

/// The rules of a field that has these on its way to Dataverse.
fn rules_of(list: &str) -> Result<Vec<Rule>, Vec<FileFault>> {
    let file = format!(
        "[[mapping]]\nname = \"M\"\nbc = \"a\"\ndv = \"b\"\ndirection = \"both\"\n[[mapping.field]]\nbc = \"x\"\ndv = \"y\"\nto_dv = [{list}]\n"
    );
    read(&file).map(|mut mappings| mappings.remove(0).fields.remove(0).rules.dv)
}

#[test]
fn a_field_that_is_switched_off_may_flow_against_its_table() {
    let file = |enabled: &str| {
        let text = format!(
            "[[mapping]]\nname = \"A\"\nbc = \"customers\"\ndv = \"accounts\"\ndirection = \"to_dataverse\"\n\
             [[mapping.field]]\nbc = \"number\"\ndv = \"accountnumber\"\n\
             [[mapping.field]]\nbc = \"city\"\ndv = \"address1_city\"\ndirection = \"to_business_central\"\nenabled = {enabled}\n"
        );
        read(&text).is_ok()
    };
    assert!(file("false"));
    assert!(!file("true"));
}

#[test]
fn short_names_numbers_and_the_codes_of_business_central_are_rules_too() {
    let number = |plain: &str| plain.parse().unwrap();
    let form = |text: &str| DateFormat::new(text).unwrap();
    let rules = rules_of(
        r#""upper", "title", { cut = 30 }, { multiply = 0.001 }, { round_to = [0.05, "up"] }, { at_least = 0 }, { map = { Draft = 0, Open = 1 }, otherwise = "" }"#,
    );
    assert_eq!(
        rules.unwrap(),
        [
            Rule::Uppercase,
            Rule::TitleCase,
            Rule::Substring(1, 30),
            Rule::Multiply(number("0.001")),
            Rule::RoundTo(number("0.05"), Rounding::Up),
            Rule::AtLeast(number("0")),
            Rule::Map(
                vec![("Draft".into(), "0".into()), ("Open".into(), "1".into())],
                Some(String::new())
            ),
        ]
    );
    let codes = rules_of(
        r#""FOURTH_TO_SIXTH_CHAR", "YYYYMMDD_DATE", "YYYYMMDDHHMMSS_FMT", "DK_DECIMAL_FORMAT", "US_DATE_FORMAT", "US_DATETIME_FORMAT", "UNIXTIMESTAMP", "DELETE_NOTPROVIDED", "ADDSPCEND""#,
    );
    assert_eq!(
        codes.unwrap(),
        [
            Rule::Substring(4, 3),
            Rule::ParseDate(form("yyyyMMdd")),
            Rule::ParseDateTime(form("yyyyMMddHHmmss")),
            Rule::ParseDecimal(Marks::new(',', Some('.')).unwrap()),
            Rule::ParseDate(form("M/d/yyyy")),
            Rule::ParseDateTime(form("M/d/yyyy h:mm:ss tt")),
            Rule::FromUnixTime,
            Rule::Replace("NOTPROVIDED".into(), String::new()),
            Rule::Suffix(" ".into()),
        ]
    );
}

#[test]
fn rules_that_cannot_work_are_refused() {
    for wrong in [
        r#"{ regex_replace = ["(", "x"] }"#,
        "{ regex_match = 3 }",
        r#"{ parse_date = "someday" }"#,
        r#"{ parse_decimal = ["1"] }"#,
        "{ round_to = 0 }",
        r#"{ round_to = [1, "sideways"] }"#,
        r#"{ date_part = "century" }"#,
        "{ map = {} }",
        r#"{ between = ["", ""] }"#,
        r#"{ multiply = "much" }"#,
        "{ trim = true, upper = true }",
    ] {
        let faults = rules_of(wrong).unwrap_err();
        let codes: Vec<_> = faults.iter().map(|fault| fault.fault.code()).collect();
        assert!(
            codes == ["rule"] || codes == ["pattern"],
            "{wrong}: {codes:?}"
        );
    }
}

#[test]
fn templates_are_read_with_their_condition_and_priority() {
    let mapping = only(
        r#"
[[mapping]]
name = "CUSTOMER"
bc = "customers"
dv = "accounts"
direction = "to_dataverse"
[[mapping.template]]
side = "dv"
when = "country eq 'FR'"
priority = 2
values = { customertypecode = 3, territorycode = 1 }
[[mapping.template]]
side = "dv"
[mapping.template.values]
customertypecode = 8
[[mapping.field]]
bc = "displayName"
dv = "name"
"#,
    );
    let [french, rest] = mapping.templates.as_slice() else {
        panic!()
    };
    assert_eq!((french.side, french.priority), (Side::Dv, 2));
    assert_eq!(french.when.as_deref(), Some("country eq 'FR'"));
    assert_eq!(french.values.len(), 2);
    assert_eq!((rest.priority, rest.when.as_deref()), (0, None));
    assert_eq!(read(&write([&mapping])), Ok(vec![mapping]));
}

#[test]
fn a_template_against_the_direction_or_with_a_riddle_for_a_condition_is_refused() {
    let faults = read(
        r#"
[[mapping]]
name = "CUSTOMER"
bc = "customers"
dv = "accounts"
direction = "to_dataverse"
[[mapping.template]]
side = "bc"
when = "length(name) gt 3"
values = { }
[[mapping.field]]
bc = "displayName"
dv = "name"
"#,
    )
    .unwrap_err();
    let codes: Vec<_> = faults.iter().map(|fault| fault.fault.code()).collect();
    assert_eq!(codes, ["against_table", "condition", "setting"]);
    assert!(faults.iter().all(|fault| fault.line == 7), "{faults:?}");
}

#[test]
fn a_stated_reference_names_its_record_by_key() {
    let mapping = only(
        r#"
[[mapping]]
name = "ITEM"
bc = "items"
dv = "products"
direction = "both"
[[mapping.field]]
dv = "transactioncurrencyid"
constant = "EUR"
lookup = "CURRENCY"
"#,
    );
    let lookup = mapping.fields[0].lookup.as_ref().unwrap();
    assert_eq!(lookup.key, LookupKey::Key);
    assert_eq!(read(&write([&mapping])), Ok(vec![mapping]));
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
fn all_words_that_are_not_known_are_said_at_once_with_every_other_fault() {
    let text = CUSTOMER
        .replacen("only_coupled", "only_couplet", 1)
        .replacen("\"newest\"", "\"latest\"", 1)
        .replacen("direction = \"both\"", "direction = \"sideways\"", 1);
    let text = format!(
        "{text}\n[[mapping.field]]\nbc = \"x\"\n[[mapping.field]]\nbc = \"y\"\ndv = \"z\"\nlookup = 7\nnot_nul = true\n\
         [[mapping.template]]\nside = \"dv\"\n[[mapping]]\nname = \"B\"\n"
    );
    let faults = read(&text).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    for wanted in [
        "only_couplet",
        "latest",
        "sideways",
        "needs `bc` and `dv`",
        "not_nul",
        "missing field `values`",
        "missing field `direction`",
    ] {
        let own = told.iter().filter(|fault| fault.contains(wanted)).count();
        assert_eq!(own, 1, "{wanted}: {told:#?}");
    }
    let named = faults
        .iter()
        .find(|fault| fault.to_string().contains("not_nul"));
    let named = named.unwrap();
    assert_eq!(
        (named.mapping.as_deref(), named.field.as_deref()),
        (Some("CUSTOMER"), Some("y"))
    );
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert!(lines.is_sorted(), "{lines:?}");
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

#[test]
fn a_mapping_needs_a_name_and_both_tables_s232_s239() {
    for missing in ["name", "bc", "dv"] {
        let file = "[[mapping]]\nname = \"M\"\nbc = \"a\"\ndv = \"b\"\ndirection = \"both\"\n[[mapping.field]]\nbc = \"x\"\ndv = \"y\"\n";
        let blank: String = file
            .lines()
            .enumerate()
            .map(|(line, text)| match text.split_once(" = ") {
                Some((key, _)) if key == missing && line < 4 => format!("{key} = \" \"\n"),
                _ => format!("{text}\n"),
            })
            .collect();
        let faults = read(&blank).unwrap_err();
        assert_eq!(
            faults[0].fault,
            Fault::Blank(missing_name(missing)),
            "{faults:?}"
        );
    }
}

#[test]
fn a_name_that_nobody_could_type_is_refused() {
    let named = |name: &str| {
        format!(
            "[[mapping]]\nname = \"{name}\"\nbc = \"a\"\ndv = \"b\"\ndirection = \"both\"\n[[mapping.field]]\nbc = \"x\"\ndv = \"y\"\n"
        )
    };
    for name in ["A\\u0000", "\\u0007B", "A\\nB"] {
        let faults = read(&named(name)).unwrap_err();
        assert_eq!(faults[0].fault, Fault::Unprintable("name"), "{faults:?}");
    }
    assert!(read(&named("Ventes à l’étranger – 顧客")).is_ok());
}

fn missing_name(key: &str) -> &'static str {
    ["name", "bc", "dv"]
        .into_iter()
        .find(|name| *name == key)
        .unwrap()
}

#[test]
fn never_empty_and_cleared_when_unresolved_exclude_each_other_s227() {
    let faults = read(
        r#"
[[mapping]]
name = "M"
bc = "a"
dv = "b"
direction = "both"
[[mapping.field]]
bc = "x"
dv = "y"
lookup = "N"
on_unresolved = "clear"
not_null = true
"#,
    )
    .unwrap_err();
    assert_eq!(faults[0].fault.code(), "setting");
}
