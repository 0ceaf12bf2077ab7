use super::*;
use crate::model::Side;
use crate::model::mapping::{
    Direction, FieldSource, LookupKey, MatchRule, OnUnresolved, UpdatePolicy,
};
use crate::model::reason::{Cause, Problem};
use crate::model::transform::{DateFormat, Marks, Rounding, Rule};
use pretty_assertions::assert_eq;

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
