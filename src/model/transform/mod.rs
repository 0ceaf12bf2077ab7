//! Transformation rules: pure functions that change a value on its way to one side.
//!
//! Not here: what a field of the other side can hold; that is worked out after the rules, by the transfer.
//! Invariants: a rule never panics; one that does not concern the kind of a value leaves it as it is; what a rule cannot
//! read (a date that is none) stays as it was, so that the transfer refuses it by name instead of losing it.
//!
//! - here: the rules and how they are applied; `dates`: date patterns; `numbers`: decimal marks, steps; `pattern`: regular
//!   expressions

mod dates;
mod numbers;
mod pattern;

pub use dates::{DateFormat, DatePart};
pub use numbers::{Marks, Rounding, round, round_to_step};
pub use pattern::Pattern;

use super::value::Value;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One rule of a field mapping; rules of a list are applied in order (`docs/semantics.md` §12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Removes blanks at both ends.
    Trim,
    /// Upper case.
    Uppercase,
    /// Lower case.
    Lowercase,
    /// First letter of each word in upper case, the rest in lower case.
    TitleCase,
    /// Keeps letters and digits only.
    AlphanumericOnly,
    /// Replaces every occurrence of the first text by the second.
    Replace(String, String),
    /// Puts a text in front, unless it stands there already.
    Prefix(String),
    /// Puts a text at the end, unless it stands there already.
    Suffix(String),
    /// Keeps part of a text: first character (from 1) and length, both in characters.
    Substring(u32, u32),
    /// Keeps what stands after the first text and before the second; an empty text means the beginning or the end.
    ///
    /// Nothing is left of a text in which one of them does not occur.
    Between(String, String),
    /// Replaces every match of a regular expression; `$1` stands for what its first group matched.
    RegexReplace(Pattern, String),
    /// Keeps the first match of a regular expression (its first group, if it has one); nothing is left without a match.
    RegexMatch(Pattern),
    /// Replaces a value as a whole by another one: from, to. What is not listed becomes the other value, if there is one.
    Map(Vec<(String, String)>, Option<String>),
    /// Rounds a number half away from zero to that many decimals.
    Round(u32),
    /// Rounds a number to a multiple of a step.
    RoundTo(Decimal, Rounding),
    /// Multiplies a number: a unit for another, a percentage for a share.
    Multiply(Decimal),
    /// The least number that goes over; what is less becomes it.
    AtLeast(Decimal),
    /// The greatest number that goes over; what is more becomes it.
    AtMost(Decimal),
    /// Reads a day from a text in this form.
    ParseDate(DateFormat),
    /// Reads a moment from a text in this form, as UTC.
    ParseDateTime(DateFormat),
    /// Writes a day or a moment (UTC) as a text in this form.
    FormatDate(DateFormat),
    /// Keeps a number of a day or a moment.
    DatePart(DatePart),
    /// Reads a moment from seconds since 1970.
    FromUnixTime,
    /// Writes a moment, or the beginning of a day, as seconds since 1970.
    ToUnixTime,
    /// Reads a number from a text with these marks.
    ParseDecimal(Marks),
    /// Writes a number as a text with these marks and that many decimals.
    FormatDecimal(Marks, u32),
    /// The value that stands in when there is none.
    DefaultIfEmpty(String),
}

impl Rule {
    /// Applies the rule; a rule that does not concern the value's kind leaves it as it is.
    pub fn apply(&self, value: Value) -> Value {
        match (self, value) {
            (Self::DefaultIfEmpty(default), Value::Empty) => Value::text(default.clone()),
            (Self::Map(pairs, otherwise), value) => mapped(pairs, otherwise.as_deref(), value),
            (
                Self::Round(_)
                | Self::RoundTo(..)
                | Self::Multiply(_)
                | Self::AtLeast(_)
                | Self::AtMost(_),
                Value::Decimal(number),
            ) => Value::Decimal(self.apply_to_number(number)),
            (
                Self::RoundTo(..) | Self::Multiply(_) | Self::AtLeast(_) | Self::AtMost(_),
                Value::Int(number),
            ) => whole(self.apply_to_number(Decimal::from(number))),
            (Self::FormatDecimal(marks, decimals), value) => match number_of(&value) {
                Some(number) => Value::text(marks.write(number, *decimals)),
                None => value,
            },
            (Self::FormatDate(format), value) => match dates::civil(&value) {
                Some(moment) => Value::text(format.write(moment)),
                None => value,
            },
            (Self::DatePart(part), value) => match dates::civil(&value) {
                Some(moment) => Value::Int(part.of(moment.date())),
                None => value,
            },
            (Self::ToUnixTime, value) => to_unix(value),
            (Self::FromUnixTime, value) => from_unix(value),
            (rule, Value::Text(text)) => rule.apply_to_text(text.into()),
            (_, value) => value,
        }
    }

    fn apply_to_number(&self, number: Decimal) -> Decimal {
        match self {
            Self::Round(decimals) => round(number, *decimals),
            Self::RoundTo(step, rounding) => round_to_step(number, *step, *rounding),
            // A product beyond what a decimal can hold is no amount; the number stays, and its field refuses it.
            Self::Multiply(factor) => number.checked_mul(*factor).unwrap_or(number),
            Self::AtLeast(least) => number.max(*least),
            Self::AtMost(most) => number.min(*most),
            _ => number,
        }
    }

    fn apply_to_text(&self, text: String) -> Value {
        let text = match self {
            Self::Trim => text.trim().to_owned(),
            Self::Uppercase => text.to_uppercase(),
            Self::Lowercase => text.to_lowercase(),
            Self::TitleCase => title_case(&text),
            Self::AlphanumericOnly => text.chars().filter(|c| c.is_alphanumeric()).collect(),
            Self::Prefix(prefix) if !text.starts_with(prefix.as_str()) => format!("{prefix}{text}"),
            Self::Suffix(suffix) if !text.ends_with(suffix.as_str()) => format!("{text}{suffix}"),
            Self::Replace(find, with) if !find.is_empty() => text.replace(find.as_str(), with),
            Self::Substring(start, length) => text
                .chars()
                .skip(start.saturating_sub(1) as usize)
                .take(*length as usize)
                .collect(),
            Self::Between(after, before) => between(&text, after, before).unwrap_or_default(),
            Self::RegexReplace(pattern, with) => pattern.replace(&text, with),
            Self::RegexMatch(pattern) => pattern.first(&text).unwrap_or_default(),
            Self::ParseDate(format) => match format.read(&text) {
                Some(moment) => return Value::Date(moment.date()),
                None => text,
            },
            Self::ParseDateTime(format) => match format
                .read(&text)
                .and_then(|moment| moment.to_zoned(TimeZone::UTC).ok())
            {
                Some(moment) => return Value::Instant(moment.timestamp()),
                None => text,
            },
            Self::ParseDecimal(marks) => match marks.read(&text) {
                Some(number) => return Value::Decimal(number),
                None => text,
            },
            _ => text,
        };
        Value::text(text)
    }
}

/// Applies rules in order.
pub fn apply_all(rules: &[Rule], value: Value) -> Value {
    rules.iter().fold(value, |value, rule| rule.apply(value))
}

fn mapped(pairs: &[(String, String)], otherwise: Option<&str>, value: Value) -> Value {
    let plain = value.to_plain();
    let found = pairs.iter().find(|(from, _)| *from == plain);
    match (found, otherwise) {
        (Some((_, to)), _) => Value::text(to.clone()),
        (None, Some(other)) => Value::text(other),
        (None, None) => value,
    }
}

fn between(text: &str, after: &str, before: &str) -> Option<String> {
    let rest = match after {
        "" => text,
        after => text.split_once(after)?.1,
    };
    let inner = match before {
        "" => rest,
        before => rest.split_once(before)?.0,
    };
    Some(inner.to_owned())
}

fn number_of(value: &Value) -> Option<Decimal> {
    match value {
        Value::Int(number) => Some(Decimal::from(*number)),
        Value::Decimal(number) => Some(*number),
        _ => None,
    }
}

/// A whole number as one, so that a whole field stays whole.
fn whole(number: Decimal) -> Value {
    let int = number
        .fract()
        .is_zero()
        .then(|| i64::try_from(number).ok())
        .flatten();
    int.map_or(Value::Decimal(number), Value::Int)
}

fn to_unix(value: Value) -> Value {
    let moment = dates::civil(&value).and_then(|moment| moment.to_zoned(TimeZone::UTC).ok());
    moment.map_or(value, |moment| Value::Int(moment.timestamp().as_second()))
}

fn from_unix(value: Value) -> Value {
    let seconds = match &value {
        Value::Int(seconds) => Some(*seconds),
        Value::Decimal(seconds) => i64::try_from(seconds.trunc()).ok(),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    let moment = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.map_or(value, Value::Instant)
}

fn title_case(text: &str) -> String {
    let mut start = true;
    text.chars()
        .flat_map(|c| {
            let upper = std::mem::replace(&mut start, !c.is_alphanumeric() && c != '\'');
            if upper {
                c.to_uppercase().collect::<Vec<_>>()
            } else {
                c.to_lowercase().collect()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
