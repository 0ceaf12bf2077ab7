//! Transformation rules as a mapping file writes them.
//!
//! The codes that Business Central ships (`DK_DECIMAL_FORMAT`, `ADDSPCEND`, …) are read too and written by what they do.

use super::fault::Fault;
use super::values::{quote, quote_all};
use crate::model::transform::{DateFormat, DatePart, Marks, Pattern, Rounding, Rule};
use rust_decimal::Decimal;
use std::ops::Range;
use toml::{Table, Value as Toml};

/// Makes a rule of what stands at `span` of the file.
pub(super) fn read_rule(text: &str, span: Range<usize>, value: &Toml) -> Result<Rule, Fault> {
    let written = text.get(span).unwrap_or_default().trim();
    let rule = match value {
        Toml::String(name) => named(name),
        Toml::Table(table) => with_values(table, written)?,
        _ => None,
    };
    rule.ok_or_else(|| Fault::Rule(written.to_owned()))
}

fn named(name: &str) -> Option<Rule> {
    Some(match name {
        "trim" | "TRIM" => Rule::Trim,
        "uppercase" | "upper" | "UPPERCASE" => Rule::Uppercase,
        "lowercase" | "lower" | "LOWERCASE" => Rule::Lowercase,
        "title_case" | "title" | "TITLECASE" => Rule::TitleCase,
        "alphanumeric_only" | "alphanumeric" | "ALPHANUMERIC_ONLY" => Rule::AlphanumericOnly,
        "from_unix_time" | "UNIXTIMESTAMP" => Rule::FromUnixTime,
        "to_unix_time" => Rule::ToUnixTime,
        "FOURTH_TO_SIXTH_CHAR" => Rule::Substring(4, 3),
        "YYYYMMDD_DATE" => Rule::ParseDate(DateFormat::new("yyyyMMdd")?),
        "YYYYMMDDHHMMSS_FMT" => Rule::ParseDateTime(DateFormat::new("yyyyMMddHHmmss")?),
        "US_DATE_FORMAT" => Rule::ParseDate(DateFormat::new("M/d/yyyy")?),
        "US_DATETIME_FORMAT" => Rule::ParseDateTime(DateFormat::new("M/d/yyyy h:mm:ss tt")?),
        "DK_DECIMAL_FORMAT" => Rule::ParseDecimal(Marks::new(',', Some('.'))?),
        "DELETE_NOTPROVIDED" => Rule::Replace("NOTPROVIDED".to_owned(), String::new()),
        "ADDSPCEND" => Rule::Suffix(" ".to_owned()),
        _ => return None,
    })
}

fn with_values(table: &Table, written: &str) -> Result<Option<Rule>, Fault> {
    let mut entries = table.iter();
    Ok(match (entries.next(), entries.next(), entries.next()) {
        (Some((name, value)), None, _) => match name.as_str() {
            "regex_replace" => match texts(value) {
                Some([find, with]) => Some(Rule::RegexReplace(pattern(find)?, with.to_owned())),
                None => None,
            },
            "regex_match" => match value.as_str() {
                Some(find) => Some(Rule::RegexMatch(pattern(find)?)),
                None => None,
            },
            name => one_value(name, value, written),
        },
        (Some((first, pairs)), Some((second, otherwise)), None)
            if first == "map" && second == "otherwise" =>
        {
            let pairs = pairs.as_table().and_then(map_pairs);
            let otherwise = scalar(otherwise);
            pairs
                .zip(otherwise)
                .map(|(pairs, other)| Rule::Map(pairs, Some(other)))
        }
        _ => None,
    })
}

fn one_value(name: &str, value: &Toml, written: &str) -> Option<Rule> {
    let text = || value.as_str().map(str::to_owned);
    match name {
        "replace" => {
            let [find, with] = texts(value)?;
            (!find.is_empty()).then(|| Rule::Replace(find.to_owned(), with.to_owned()))
        }
        "between" => {
            let [after, before] = texts(value)?;
            let some = !after.is_empty() || !before.is_empty();
            some.then(|| Rule::Between(after.to_owned(), before.to_owned()))
        }
        "substring" => {
            let [start, length] = two(value)?;
            let start = number(start).filter(|start| *start > 0)?;
            Some(Rule::Substring(start, number(length)?))
        }
        "cut" => number(value).map(|length| Rule::Substring(1, length)),
        "prefix" => text().map(Rule::Prefix),
        "suffix" => text().map(Rule::Suffix),
        "map" => map_pairs(value.as_table()?).map(|pairs| Rule::Map(pairs, None)),
        "round" => number(value).map(Rule::Round),
        "round_to" => match value {
            Toml::Array(list) => match list.as_slice() {
                [step, how] => {
                    let how = match how.as_str()? {
                        "nearest" => Rounding::Nearest,
                        "up" => Rounding::Up,
                        "down" => Rounding::Down,
                        _ => return None,
                    };
                    Some(Rule::RoundTo(step_of(decimal(step, written)?)?, how))
                }
                _ => None,
            },
            step => Some(Rule::RoundTo(
                step_of(decimal(step, written)?)?,
                Rounding::Nearest,
            )),
        },
        "multiply" => decimal(value, written).map(Rule::Multiply),
        "at_least" => decimal(value, written).map(Rule::AtLeast),
        "at_most" => decimal(value, written).map(Rule::AtMost),
        "parse_date" => DateFormat::new(value.as_str()?).map(Rule::ParseDate),
        "parse_date_time" => DateFormat::new(value.as_str()?).map(Rule::ParseDateTime),
        "format_date" => DateFormat::new(value.as_str()?).map(Rule::FormatDate),
        "date_part" => value.as_str()?.parse::<DatePart>().ok().map(Rule::DatePart),
        "parse_decimal" => marks(value.as_array()?).map(Rule::ParseDecimal),
        "format_decimal" => match value.as_array()?.as_slice() {
            [written_marks @ .., decimals] => Some(Rule::FormatDecimal(
                marks(written_marks)?,
                number(decimals)?,
            )),
            [] => None,
        },
        "default" => text().map(Rule::DefaultIfEmpty),
        _ => None,
    }
}

fn pattern(text: &str) -> Result<Pattern, Fault> {
    Pattern::new(text).map_err(Fault::Pattern)
}

fn step_of(step: Decimal) -> Option<Decimal> {
    (step > Decimal::ZERO).then_some(step)
}

/// A number in quotes or as it is; one with a point is taken from the file's own text, never through a float.
fn decimal(value: &Toml, written: &str) -> Option<Decimal> {
    match value {
        Toml::String(text) => text.parse().ok(),
        Toml::Integer(number) => Some(Decimal::from(*number)),
        Toml::Float(_) => {
            let digits =
                |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E' | '_');
            let mut parts = written.split(|c: char| !digits(c));
            let found = parts.find(|part| {
                part.contains('.') || part.contains(['e', 'E']) && part.parse::<f64>().is_ok()
            })?;
            let plain = found.replace('_', "");
            plain
                .parse()
                .or_else(|_| Decimal::from_scientific(&plain))
                .ok()
        }
        _ => None,
    }
}

fn number(value: &Toml) -> Option<u32> {
    value
        .as_integer()
        .and_then(|number| u32::try_from(number).ok())
}

fn two(value: &Toml) -> Option<&[Toml; 2]> {
    value
        .as_array()
        .and_then(|list| <&[Toml; 2]>::try_from(list.as_slice()).ok())
}

fn texts(value: &Toml) -> Option<[&str; 2]> {
    let [first, second] = two(value)?;
    Some([first.as_str()?, second.as_str()?])
}

fn scalar(value: &Toml) -> Option<String> {
    match value {
        Toml::String(text) => Some(text.clone()),
        Toml::Integer(number) => Some(number.to_string()),
        Toml::Boolean(yes) => Some(yes.to_string()),
        _ => None,
    }
}

fn map_pairs(table: &Table) -> Option<Vec<(String, String)>> {
    let pairs: Option<Vec<_>> = table
        .iter()
        .map(|(from, to)| Some((from.clone(), scalar(to)?)))
        .collect();
    pairs.filter(|pairs| !pairs.is_empty())
}

fn marks(list: &[Toml]) -> Option<Marks> {
    let mark = |value: &Toml| {
        let mut chars = value.as_str()?.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    match list {
        [decimal] => Marks::new(mark(decimal)?, None),
        [decimal, group] => Marks::new(mark(decimal)?, Some(mark(group)?)),
        _ => None,
    }
}

/// Rules as a list.
pub(super) fn write_rules(rules: &[Rule]) -> String {
    let rules: Vec<String> = rules.iter().map(write_rule).collect();
    format!("[{}]", rules.join(", "))
}

fn write_rule(rule: &Rule) -> String {
    let with = |name: &str, value: &str| format!("{{ {name} = {value} }}");
    let text = |name: &str, value: &str| with(name, &quote(value));
    let number = |name: &str, value: &Decimal| text(name, &value.to_string());
    let date = |name: &str, format: &DateFormat| text(name, format.as_str());
    match rule {
        Rule::Trim => quote("trim"),
        Rule::Uppercase => quote("uppercase"),
        Rule::Lowercase => quote("lowercase"),
        Rule::TitleCase => quote("title_case"),
        Rule::AlphanumericOnly => quote("alphanumeric_only"),
        Rule::FromUnixTime => quote("from_unix_time"),
        Rule::ToUnixTime => quote("to_unix_time"),
        Rule::Replace(find, by) => with("replace", &quote_all([find.as_str(), by])),
        Rule::Between(after, before) => with("between", &quote_all([after.as_str(), before])),
        Rule::RegexReplace(find, by) => with("regex_replace", &quote_all([find.as_str(), by])),
        Rule::RegexMatch(find) => text("regex_match", find.as_str()),
        Rule::Prefix(prefix) => text("prefix", prefix),
        Rule::Suffix(suffix) => text("suffix", suffix),
        Rule::Substring(start, length) => with("substring", &format!("[{start}, {length}]")),
        Rule::Map(pairs, otherwise) => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(from, to)| format!("{} = {}", quote(from), quote(to)))
                .collect();
            let rest = otherwise.as_ref().map_or_else(String::new, |other| {
                format!(", otherwise = {}", quote(other))
            });
            format!("{{ map = {{ {} }}{rest} }}", pairs.join(", "))
        }
        Rule::Round(decimals) => with("round", &decimals.to_string()),
        Rule::RoundTo(step, rounding) => {
            let how = match rounding {
                Rounding::Nearest => "nearest",
                Rounding::Up => "up",
                Rounding::Down => "down",
            };
            with("round_to", &quote_all([step.to_string().as_str(), how]))
        }
        Rule::Multiply(factor) => number("multiply", factor),
        Rule::AtLeast(least) => number("at_least", least),
        Rule::AtMost(most) => number("at_most", most),
        Rule::ParseDate(format) => date("parse_date", format),
        Rule::ParseDateTime(format) => date("parse_date_time", format),
        Rule::FormatDate(format) => date("format_date", format),
        Rule::DatePart(part) => text("date_part", part.into()),
        Rule::ParseDecimal(marks) => with("parse_decimal", &format!("[{}]", written_marks(*marks))),
        Rule::FormatDecimal(marks, decimals) => with(
            "format_decimal",
            &format!("[{}, {decimals}]", written_marks(*marks)),
        ),
        Rule::DefaultIfEmpty(default) => text("default", default),
    }
}

fn written_marks(marks: Marks) -> String {
    let marks = [Some(marks.decimal), marks.group];
    let quoted: Vec<String> = marks
        .iter()
        .flatten()
        .map(|mark| quote(&mark.to_string()))
        .collect();
    quoted.join(", ")
}
