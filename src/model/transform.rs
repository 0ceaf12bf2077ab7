//! Transformation rules: pure functions that change a value on its way to one side.

use super::value::Value;
use rust_decimal::{Decimal, RoundingStrategy};
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
    /// Keeps part of a text: first character (from 1) and length, both in characters.
    Substring(u32, u32),
    /// Rounds a number half away from zero to that many decimals.
    Round(u32),
    /// The value that stands in when there is none.
    DefaultIfEmpty(String),
}

impl Rule {
    /// Applies the rule; a rule that does not concern the value's kind leaves it as it is.
    pub fn apply(&self, value: Value) -> Value {
        match (self, value) {
            (Self::DefaultIfEmpty(default), Value::Empty) => Value::text(default.clone()),
            (Self::Round(decimals), Value::Decimal(number)) => {
                Value::Decimal(round(number, *decimals))
            }
            (rule, Value::Text(text)) => Value::text(rule.apply_to_text(text)),
            (_, value) => value,
        }
    }

    fn apply_to_text(&self, text: String) -> String {
        match self {
            Self::Trim => text.trim().to_owned(),
            Self::Uppercase => text.to_uppercase(),
            Self::Lowercase => text.to_lowercase(),
            Self::TitleCase => title_case(&text),
            Self::AlphanumericOnly => text.chars().filter(|c| c.is_alphanumeric()).collect(),
            Self::Prefix(prefix) if !text.starts_with(prefix.as_str()) => format!("{prefix}{text}"),
            Self::Replace(find, with) if !find.is_empty() => text.replace(find.as_str(), with),
            Self::Substring(start, length) => text
                .chars()
                .skip(start.saturating_sub(1) as usize)
                .take(*length as usize)
                .collect(),
            Self::Prefix(_) | Self::Replace(..) | Self::Round(_) | Self::DefaultIfEmpty(_) => text,
        }
    }
}

/// Applies rules in order.
pub fn apply_all(rules: &[Rule], value: Value) -> Value {
    rules.iter().fold(value, |value, rule| rule.apply(value))
}

/// Rounds half away from zero, as both services do with amounts.
pub fn round(number: Decimal, decimals: u32) -> Decimal {
    number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
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
mod tests {
    use super::*;

    fn text(rules: &[Rule], from: &str) -> String {
        apply_all(rules, Value::text(from)).to_plain()
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
    fn a_prefix_is_put_in_front_once() {
        let rules = [Rule::Prefix("BC ".into()), Rule::Prefix("BC ".into())];
        assert_eq!(text(&rules, "PCS"), "BC PCS");
    }

    #[test]
    fn substring_counts_characters_not_bytes() {
        assert_eq!(text(&[Rule::Substring(2, 3)], "éàüöx"), "àüö");
    }

    #[test]
    fn a_rule_leaves_other_kinds_alone() {
        assert_eq!(Rule::Uppercase.apply(Value::Int(3)), Value::Int(3));
        assert_eq!(
            Rule::Round(2)
                .apply(Value::Decimal("2.345".parse().unwrap()))
                .to_plain(),
            "2.35"
        );
    }
}
