use super::*;
use proptest::prelude::*;

fn text(rules: &[Rule], from: &str) -> String {
    apply_all(rules, Value::text(from)).to_plain()
}

fn decimal(plain: &str) -> Value {
    Value::Decimal(plain.parse().unwrap())
}

fn number(plain: &str) -> Decimal {
    plain.parse().unwrap()
}

fn pattern(text: &str) -> Pattern {
    Pattern::new(text).unwrap()
}

fn form(text: &str) -> DateFormat {
    DateFormat::new(text).unwrap()
}

fn marks(decimal: char, group: Option<char>) -> Marks {
    Marks::new(decimal, group).unwrap()
}

#[test]
fn rules_chain_in_order() {
    let rules = [
        Rule::Trim,
        Rule::Replace("http://".into(), "https://".into()),
        Rule::Lowercase,
    ];
    assert_eq!(text(&rules, " http://Example.COM "), "https://example.com");
}

#[test]
fn title_case_keeps_apostrophes_within_words() {
    assert_eq!(
        text(&[Rule::TitleCase], "ANAÏS o'neill-smith"),
        "Anaïs O'neill-Smith"
    );
}

#[test]
fn a_prefix_and_a_suffix_are_put_there_once() {
    let rules = [Rule::Prefix("BC ".into()), Rule::Prefix("BC ".into())];
    assert_eq!(text(&rules, "PCS"), "BC PCS");
    let rules = [Rule::Suffix(" Ltd".into()), Rule::Suffix(" Ltd".into())];
    assert_eq!(text(&rules, "Adatum"), "Adatum Ltd");
}

#[test]
fn parts_of_texts_are_counted_in_characters_or_found_between_texts() {
    assert_eq!(text(&[Rule::Substring(2, 3)], "éàüöx"), "àüö");
    let between =
        |after: &str, before: &str| text(&[Rule::Between(after.into(), before.into())], "a (b) c");
    assert_eq!(between("(", ")"), "b");
    assert_eq!(between("", " ("), "a");
    assert_eq!(between(") ", ""), "c");
    assert_eq!(between("[", "]"), "");
}

#[test]
fn regular_expressions_replace_and_find() {
    let phone = Rule::RegexReplace(pattern(r"^\+(\d{2})"), "00$1 ".into());
    assert_eq!(text(&[phone], "+33123"), "0033 123");
    let cents = Rule::RegexReplace(pattern(r"(\d)"), "$1st".into());
    assert_eq!(text(&[cents], "1 2"), "1st 2st");
    assert_eq!(text(&[Rule::RegexMatch(pattern(r"\d+"))], "ab 12 34"), "12");
    assert_eq!(
        text(&[Rule::RegexMatch(pattern(r"no (\d+)"))], "order no 7"),
        "7"
    );
    assert_eq!(text(&[Rule::RegexMatch(pattern("x"))], "abc"), "");
    assert!(Pattern::new("(").is_err());
}

#[test]
fn values_are_looked_up_as_a_whole_whatever_their_kind() {
    let map = Rule::Map(
        vec![("1".into(), "All".into()), (String::new(), "None".into())],
        None,
    );
    assert_eq!(map.apply(Value::Choice(1)).to_plain(), "All");
    assert_eq!(map.apply(Value::Empty).to_plain(), "None");
    assert_eq!(map.apply("11".into()), "11".into());
    let with_rest = Rule::Map(vec![("1".into(), "All".into())], Some(String::new()));
    assert_eq!(with_rest.apply(Value::Choice(0)), Value::Empty);
}

#[test]
fn numbers_are_rounded_scaled_and_bounded() {
    assert_eq!(Rule::Round(2).apply(decimal("2.345")), decimal("2.35"));
    let step = |how| {
        Rule::RoundTo(number("0.05"), how)
            .apply(decimal("-1.13"))
            .to_plain()
    };
    assert_eq!(step(Rounding::Nearest), "-1.15");
    assert_eq!(step(Rounding::Up), "-1.15");
    assert_eq!(step(Rounding::Down), "-1.1");
    assert_eq!(
        Rule::Multiply(number("0.001")).apply(decimal("250")),
        decimal("0.250")
    );
    assert_eq!(
        Rule::Multiply(number("2")).apply(Value::Int(3)),
        Value::Int(6)
    );
    assert_eq!(
        Rule::AtLeast(Decimal::ZERO).apply(decimal("-5")),
        decimal("0")
    );
    assert_eq!(
        Rule::AtMost(number("9")).apply(Value::Int(12)),
        Value::Int(9)
    );
}

#[test]
fn written_numbers_are_read_by_their_marks() {
    let danish = marks(',', Some('.'));
    let read = |text: &str| Rule::ParseDecimal(danish).apply(text.into());
    assert_eq!(read("1.234,56"), decimal("1234.56"));
    assert_eq!(read("-7"), decimal("-7"));
    assert_eq!(read("12 kr"), "12 kr".into(), "unreadable stays");
    let point = Rule::ParseDecimal(marks(',', None));
    assert_eq!(point.apply("1.5".into()), "1.5".into());
    let write = Rule::FormatDecimal(danish, 2);
    assert_eq!(
        write.apply(decimal("-1234567.891")).to_plain(),
        "-1.234.567,89"
    );
    assert_eq!(write.apply(Value::Int(12)).to_plain(), "12,00");
    assert_eq!(write.apply(decimal("-0.001")).to_plain(), "0,00");
    assert_eq!(Marks::new('.', Some('.')), None);
}

#[test]
fn days_and_moments_are_read_and_written_in_a_form() {
    let day = Value::Date("2026-03-04".parse().unwrap());
    let moment = Value::Instant("2026-03-04T15:06:07Z".parse().unwrap());
    let read = |form: DateFormat, from: &str| Rule::ParseDate(form).apply(from.into());
    assert_eq!(read(form("yyyyMMdd"), "20260304"), day);
    assert_eq!(read(form("M/d/yyyy"), "3/4/2026"), day);
    assert_eq!(read(form("dd.MM.yy"), "04.03.26"), day);
    assert_eq!(read(form("yyyyMMdd"), "2026-03-04"), "2026-03-04".into());
    assert_eq!(read(form("yyyyMMdd"), "20261304"), "20261304".into());
    let us = form("M/d/yyyy h:mm:ss tt");
    assert_eq!(
        Rule::ParseDateTime(us.clone()).apply("3/4/2026 3:06:07 PM".into()),
        moment
    );
    assert_eq!(
        Rule::FormatDate(us).apply(moment.clone()).to_plain(),
        "3/4/2026 3:06:07 PM"
    );
    assert_eq!(
        Rule::FormatDate(form("dd.MM.yyyy 'at' HH"))
            .apply(moment.clone())
            .to_plain(),
        "04.03.2026 at 15"
    );
    assert_eq!(
        Rule::ToUnixTime.apply(moment.clone()),
        Value::Int(1_772_636_767)
    );
    assert_eq!(Rule::FromUnixTime.apply("1772636767".into()), moment);
    assert_eq!(DateFormat::new("qq"), None);
}

#[test]
fn a_day_has_numbers() {
    let day = Value::Date("2026-11-23".parse().unwrap());
    let part = |part| Rule::DatePart(part).apply(day.clone());
    assert_eq!(part(DatePart::Year), Value::Int(2026));
    assert_eq!(part(DatePart::Quarter), Value::Int(4));
    assert_eq!(part(DatePart::Month), Value::Int(11));
    assert_eq!(part(DatePart::Week), Value::Int(48));
    assert_eq!(part(DatePart::Day), Value::Int(23));
    assert_eq!(part(DatePart::Weekday), Value::Int(1));
}

#[test]
fn a_rule_leaves_other_kinds_alone() {
    assert_eq!(Rule::Uppercase.apply(Value::Int(3)), Value::Int(3));
    assert_eq!(Rule::Round(2).apply("x".into()), "x".into());
    assert_eq!(Rule::ToUnixTime.apply(Value::Int(3)), Value::Int(3));
}

#[test]
fn rules_survive_the_cache() {
    let rules = every_rule();
    let stored = serde_json::to_string(&rules).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Rule>>(&stored).unwrap(), rules);
}

/// One of each.
fn every_rule() -> Vec<Rule> {
    vec![
        Rule::Trim,
        Rule::Uppercase,
        Rule::Lowercase,
        Rule::TitleCase,
        Rule::AlphanumericOnly,
        Rule::Replace("a".into(), "b".into()),
        Rule::Prefix("BC ".into()),
        Rule::Suffix(" X".into()),
        Rule::Substring(2, 4),
        Rule::Between("(".into(), ")".into()),
        Rule::RegexReplace(pattern("b+"), "c".into()),
        Rule::RegexMatch(pattern("[a-c]+")),
        Rule::Map(vec![("1".into(), "All".into())], Some("None".into())),
        Rule::Round(2),
        Rule::RoundTo(number("0.05"), Rounding::Up),
        Rule::Multiply(number("1000")),
        Rule::AtLeast(Decimal::ZERO),
        Rule::AtMost(number("100")),
        Rule::ParseDate(form("yyyyMMdd")),
        Rule::ParseDateTime(form("yyyyMMddHHmmss")),
        Rule::FormatDate(form("dd.MM.yyyy")),
        Rule::DatePart(DatePart::Week),
        Rule::FromUnixTime,
        Rule::ToUnixTime,
        Rule::ParseDecimal(marks(',', Some('.'))),
        Rule::FormatDecimal(marks(',', None), 2),
        Rule::DefaultIfEmpty("none".into()),
    ]
}

fn any_rule() -> impl Strategy<Value = Rule> {
    proptest::sample::select(every_rule())
}

fn some_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        ".{0,12}".prop_map(Value::text),
        any::<i64>().prop_map(Value::Int),
        (any::<i64>(), 0..20_u32)
            .prop_map(|(units, scale)| Value::Decimal(Decimal::new(units, scale))),
        any::<i32>().prop_map(Value::Choice),
        (0..100_000_i64).prop_map(|day| Value::Date(
            jiff::civil::date(1900, 1, 1).saturating_add(jiff::Span::new().days(day))
        )),
        (-60_000_000_000..200_000_000_000_i64)
            .prop_map(|second| Value::Instant(Timestamp::from_second(second).unwrap())),
        any::<bool>().prop_map(Value::Bool),
    ]
}

proptest! {
    #[test]
    fn no_rule_panics_and_each_gives_the_same_answer_again(rule in any_rule(), value in some_value()) {
        prop_assert_eq!(rule.apply(value.clone()), rule.apply(value));
    }

    #[test]
    fn a_chain_is_its_rules_one_after_the_other(rules in proptest::collection::vec(any_rule(), 0..4), value in some_value()) {
        let mut one_by_one = value.clone();
        for rule in &rules {
            one_by_one = rule.apply(one_by_one);
        }
        prop_assert_eq!(apply_all(&rules, value), one_by_one);
    }

    #[test]
    fn tidying_rules_have_nothing_left_to_do_the_second_time(value in some_value()) {
        for rule in [
            Rule::Trim, Rule::Uppercase, Rule::Lowercase, Rule::AlphanumericOnly, Rule::Round(2),
            Rule::Prefix("BC ".into()), Rule::Suffix(" X".into()), Rule::AtLeast(Decimal::ZERO), Rule::AtMost(number("9")),
            Rule::RoundTo(number("0.25"), Rounding::Nearest), Rule::DefaultIfEmpty("none".into()), Rule::Substring(1, 4),
        ] {
            let once = rule.apply(value.clone());
            prop_assert_eq!(rule.apply(once.clone()), once, "{:?}", rule);
        }
    }

    #[test]
    fn a_part_of_a_text_is_no_longer_than_asked(from in ".{0,20}", start in 1..10_u32, length in 0..10_u32) {
        let part = text(&[Rule::Substring(start, length)], &from);
        prop_assert!(part.chars().count() <= length as usize && from.contains(&part));
    }

    #[test]
    fn what_stands_between_two_texts_is_part_of_the_text(from in "[ab()]{0,12}") {
        let part = text(&[Rule::Between("(".into(), ")".into())], &from);
        prop_assert!(from.contains(&part) && !part.contains(')'));
    }

    #[test]
    fn title_case_changes_nothing_but_case(from in "[a-zA-Z é'-]{0,16}") {
        prop_assert_eq!(text(&[Rule::TitleCase], &from).to_lowercase(), from.to_lowercase());
    }

    #[test]
    fn replacing_leaves_nothing_to_replace(from in "[ab ]{0,12}") {
        prop_assert!(!text(&[Rule::Replace("a".into(), "b".into())], &from).contains('a'));
        prop_assert!(!text(&[Rule::RegexReplace(pattern("a+"), "b".into())], &from).contains('a'));
        prop_assert!(text(&[Rule::RegexMatch(pattern("a+"))], &from).chars().all(|c| c == 'a'));
    }

    #[test]
    fn a_looked_up_value_is_one_of_those_listed(value in some_value()) {
        let map = Rule::Map(vec![("1".into(), "All".into())], Some("None".into()));
        prop_assert!(["All", "None"].contains(&map.apply(value).to_plain().as_str()));
    }

    #[test]
    fn a_rounded_number_is_within_a_step(units in -1_000_000..1_000_000_i64, scale in 0..6_u32) {
        let exact = Decimal::new(units, scale);
        let step = number("0.05");
        for how in [Rounding::Nearest, Rounding::Up, Rounding::Down] {
            let rounded = round_to_step(exact, step, how);
            prop_assert!((rounded - exact).abs() < step);
            prop_assert!((rounded / step).fract().is_zero());
        }
    }

    #[test]
    fn scaling_forth_and_back_gives_the_number(units in any::<i32>(), scale in 0..6_u32) {
        let exact = Value::Decimal(Decimal::new(i64::from(units), scale));
        let there = Rule::Multiply(number("1000")).apply(exact.clone());
        prop_assert_eq!(Rule::Multiply(number("0.001")).apply(there), exact);
    }

    #[test]
    fn a_written_number_reads_as_it_was(units in any::<i64>(), decimals in 0..6_u32) {
        let exact = Decimal::new(units, decimals);
        let marks = marks(',', Some('.'));
        let written = Rule::FormatDecimal(marks, decimals).apply(Value::Decimal(exact));
        prop_assert_eq!(Rule::ParseDecimal(marks).apply(written), Value::Decimal(exact));
    }

    #[test]
    fn a_written_moment_reads_as_it_was(second in -60_000_000_000..200_000_000_000_i64) {
        let moment = Value::Instant(Timestamp::from_second(second).unwrap());
        for written in ["yyyyMMddHHmmss", "M/d/yyyy h:mm:ss tt", "dd.MM.yyyy HH:mm:ss.fff"] {
            let there = Rule::FormatDate(form(written)).apply(moment.clone());
            prop_assert_eq!(Rule::ParseDateTime(form(written)).apply(there), moment.clone());
        }
        let there = Rule::ToUnixTime.apply(moment.clone());
        prop_assert_eq!(Rule::FromUnixTime.apply(there), moment);
    }

    #[test]
    fn a_written_day_reads_as_it_was(days in 0..60_000_i64) {
        let day = jiff::civil::date(1900, 1, 1).saturating_add(jiff::Span::new().days(days));
        let there = Rule::FormatDate(form("d.M.yyyy")).apply(Value::Date(day));
        prop_assert_eq!(Rule::ParseDate(form("d.M.yyyy")).apply(there), Value::Date(day));
        let Value::Int(quarter) = Rule::DatePart(DatePart::Quarter).apply(Value::Date(day)) else { panic!() };
        prop_assert!((1..=4).contains(&quarter));
    }

    #[test]
    fn no_text_makes_a_form_or_an_expression_panic(written in ".{0,12}", from in ".{0,12}") {
        if let Some(form) = DateFormat::new(&written) {
            let _read = Rule::ParseDateTime(form).apply(Value::text(from.clone()));
        }
        if let Ok(pattern) = Pattern::new(&written) {
            let _replaced = Rule::RegexReplace(pattern, written).apply(Value::text(from));
        }
    }
}
