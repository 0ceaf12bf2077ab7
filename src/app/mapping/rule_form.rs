//! Transformation rules as a form: a kind and the texts that it needs. What cannot be a rule is none.

use crate::model::transform::{DateFormat, DatePart, Marks, Pattern, Rounding, Rule};
use rust_decimal::Decimal;

/// The kinds of rules, in the order in which they are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum RuleKind {
    /// Blanks at both ends go.
    Trim,
    /// Upper case.
    Uppercase,
    /// Lower case.
    Lowercase,
    /// Each word with a capital.
    TitleCase,
    /// Letters and digits stay.
    AlphanumericOnly,
    /// A text for another.
    Replace,
    /// A text in front.
    Prefix,
    /// A text at the end.
    Suffix,
    /// Part of the text.
    Substring,
    /// What stands between two texts.
    Between,
    /// Every match of a pattern for another text.
    RegexReplace,
    /// The first match of a pattern.
    RegexMatch,
    /// Values by a list.
    Map,
    /// A value where there is none.
    Default,
    /// Decimals.
    Round,
    /// A multiple of a step.
    RoundTo,
    /// Another unit.
    Multiply,
    /// The least number.
    AtLeast,
    /// The greatest number.
    AtMost,
    /// A number from a text.
    ParseDecimal,
    /// A text from a number.
    FormatDecimal,
    /// A day from a text.
    ParseDate,
    /// A moment from a text.
    ParseDateTime,
    /// A text from a day.
    FormatDate,
    /// A number of a day.
    DatePart,
    /// A moment from seconds.
    FromUnixTime,
    /// Seconds from a moment.
    ToUnixTime,
}

impl RuleKind {
    /// The key of its name for people.
    pub fn label_key(self) -> String {
        format!("rule-{}", <&str>::from(self))
    }

    /// The keys of the names of its texts. A list of values begins with what all others become, then goes by pairs.
    pub fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Trim
            | Self::Uppercase
            | Self::Lowercase
            | Self::TitleCase
            | Self::AlphanumericOnly
            | Self::FromUnixTime
            | Self::ToUnixTime => &[],
            Self::Replace => &["rule-text-find", "rule-text-with"],
            Self::RegexReplace => &["rule-text-pattern", "rule-text-with"],
            Self::RegexMatch => &["rule-text-pattern"],
            Self::Prefix | Self::Suffix | Self::Default => &["rule-text-text"],
            Self::Substring => &["rule-text-first", "rule-text-length"],
            Self::Between => &["rule-text-after", "rule-text-before"],
            Self::Map => &["rule-text-otherwise"],
            Self::Round => &["rule-text-decimals"],
            Self::RoundTo => &["rule-text-step", "rule-text-rounding"],
            Self::Multiply => &["rule-text-factor"],
            Self::AtLeast | Self::AtMost => &["rule-text-number"],
            Self::ParseDecimal => &["rule-text-point", "rule-text-group"],
            Self::FormatDecimal => &["rule-text-point", "rule-text-group", "rule-text-decimals"],
            Self::ParseDate | Self::ParseDateTime | Self::FormatDate => &["rule-text-form"],
            Self::DatePart => &["rule-text-part"],
        }
    }

    /// A rule of this kind to begin with.
    pub fn example(self) -> Option<Rule> {
        let texts: &[&str] = match self {
            Self::Replace => &[" ", ""],
            Self::RegexReplace => &["^00", "+"],
            Self::RegexMatch => &["\\d+"],
            Self::Prefix | Self::Suffix | Self::Default => &["-"],
            Self::Substring => &["1", "30"],
            Self::Between => &["(", ")"],
            Self::Map => &["", "", ""],
            Self::Round => &["2"],
            Self::RoundTo => &["0.05", "nearest"],
            Self::Multiply => &["1"],
            Self::AtLeast => &["0"],
            Self::AtMost => &["100"],
            Self::ParseDecimal => &[",", "."],
            Self::FormatDecimal => &[",", ".", "2"],
            Self::ParseDate | Self::FormatDate => &["dd.MM.yyyy"],
            Self::ParseDateTime => &["dd.MM.yyyy HH:mm"],
            Self::DatePart => &["year"],
            _ => &[],
        };
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        self.build(&texts)
    }

    /// The rule that these texts make; nothing if they make none.
    pub fn build(self, texts: &[String]) -> Option<Rule> {
        let text = |at: usize| texts.get(at).cloned().unwrap_or_default();
        let whole = |at: usize| text(at).trim().parse::<u32>().ok();
        let number = |at: usize| text(at).trim().replace(',', ".").parse::<Decimal>().ok();
        Some(match self {
            Self::Trim => Rule::Trim,
            Self::Uppercase => Rule::Uppercase,
            Self::Lowercase => Rule::Lowercase,
            Self::TitleCase => Rule::TitleCase,
            Self::AlphanumericOnly => Rule::AlphanumericOnly,
            Self::FromUnixTime => Rule::FromUnixTime,
            Self::ToUnixTime => Rule::ToUnixTime,
            Self::Replace => {
                let find = Some(text(0)).filter(|find| !find.is_empty())?;
                Rule::Replace(find, text(1))
            }
            Self::RegexReplace => Rule::RegexReplace(pattern(&text(0))?, text(1)),
            Self::RegexMatch => Rule::RegexMatch(pattern(&text(0))?),
            Self::Prefix => Rule::Prefix(text(0)),
            Self::Suffix => Rule::Suffix(text(0)),
            Self::Default => Rule::DefaultIfEmpty(text(0)),
            Self::Substring => Rule::Substring(whole(0).filter(|first| *first > 0)?, whole(1)?),
            Self::Between => {
                let (after, before) = (text(0), text(1));
                if after.is_empty() && before.is_empty() {
                    return None;
                }
                Rule::Between(after, before)
            }
            Self::Map => {
                let otherwise = Some(text(0)).filter(|other| !other.is_empty());
                let pairs = texts.get(1..).unwrap_or_default().chunks(2);
                let pairs = pairs.filter_map(|pair| match pair {
                    [from, to] => Some((from.clone(), to.clone())),
                    _ => None,
                });
                let pairs: Vec<(String, String)> = pairs.collect();
                let mut seen = std::collections::BTreeSet::new();
                if pairs.is_empty() || !pairs.iter().all(|(from, _)| seen.insert(from.clone())) {
                    return None;
                }
                Rule::Map(pairs, otherwise)
            }
            Self::Round => Rule::Round(whole(0).filter(|decimals| *decimals <= 20)?),
            Self::RoundTo => Rule::RoundTo(
                number(0).filter(|step| *step > Decimal::ZERO)?,
                rounding(&text(1))?,
            ),
            Self::Multiply => Rule::Multiply(number(0)?),
            Self::AtLeast => Rule::AtLeast(number(0)?),
            Self::AtMost => Rule::AtMost(number(0)?),
            Self::ParseDecimal => Rule::ParseDecimal(marks(&text(0), &text(1))?),
            Self::FormatDecimal => Rule::FormatDecimal(
                marks(&text(0), &text(1))?,
                whole(2).filter(|decimals| *decimals <= 20)?,
            ),
            Self::ParseDate => Rule::ParseDate(date(&text(0))?),
            Self::ParseDateTime => Rule::ParseDateTime(date(&text(0))?),
            Self::FormatDate => Rule::FormatDate(date(&text(0))?),
            Self::DatePart => Rule::DatePart(text(0).parse::<DatePart>().ok()?),
        })
    }
}

fn pattern(text: &str) -> Option<Pattern> {
    Pattern::new(text).ok().filter(|_| !text.is_empty())
}

fn date(text: &str) -> Option<DateFormat> {
    DateFormat::new(text).filter(|_| !text.trim().is_empty())
}

fn marks(point: &str, group: &str) -> Option<Marks> {
    let one = |text: &str| {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let group = if group.is_empty() {
        None
    } else {
        Some(one(group)?)
    };
    Marks::new(one(point)?, group)
}

fn rounding(text: &str) -> Option<Rounding> {
    match text {
        "nearest" => Some(Rounding::Nearest),
        "up" => Some(Rounding::Up),
        "down" => Some(Rounding::Down),
        _ => None,
    }
}

/// The kind of a rule and its texts.
pub fn form_of(rule: &Rule) -> (RuleKind, Vec<String>) {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let marks = |marks: &Marks| -> Vec<String> {
        let group = marks.group.map(String::from).unwrap_or_default();
        vec![marks.decimal.to_string(), group]
    };
    match rule {
        Rule::Trim => (RuleKind::Trim, Vec::new()),
        Rule::Uppercase => (RuleKind::Uppercase, Vec::new()),
        Rule::Lowercase => (RuleKind::Lowercase, Vec::new()),
        Rule::TitleCase => (RuleKind::TitleCase, Vec::new()),
        Rule::AlphanumericOnly => (RuleKind::AlphanumericOnly, Vec::new()),
        Rule::FromUnixTime => (RuleKind::FromUnixTime, Vec::new()),
        Rule::ToUnixTime => (RuleKind::ToUnixTime, Vec::new()),
        Rule::Replace(find, with) => (RuleKind::Replace, texts(&[find, with])),
        Rule::RegexReplace(find, with) => (RuleKind::RegexReplace, texts(&[find.as_str(), with])),
        Rule::RegexMatch(find) => (RuleKind::RegexMatch, texts(&[find.as_str()])),
        Rule::Prefix(text) => (RuleKind::Prefix, texts(&[text])),
        Rule::Suffix(text) => (RuleKind::Suffix, texts(&[text])),
        Rule::DefaultIfEmpty(text) => (RuleKind::Default, texts(&[text])),
        Rule::Substring(first, length) => (
            RuleKind::Substring,
            vec![first.to_string(), length.to_string()],
        ),
        Rule::Between(after, before) => (RuleKind::Between, texts(&[after, before])),
        Rule::Map(pairs, otherwise) => {
            let pairs = pairs
                .iter()
                .flat_map(|(from, to)| [from.clone(), to.clone()]);
            let otherwise = otherwise.clone().unwrap_or_default();
            (
                RuleKind::Map,
                std::iter::once(otherwise).chain(pairs).collect(),
            )
        }
        Rule::Round(decimals) => (RuleKind::Round, vec![decimals.to_string()]),
        Rule::RoundTo(step, how) => {
            let how = match how {
                Rounding::Nearest => "nearest",
                Rounding::Up => "up",
                Rounding::Down => "down",
            };
            (RuleKind::RoundTo, vec![step.to_string(), how.to_owned()])
        }
        Rule::Multiply(factor) => (RuleKind::Multiply, vec![factor.to_string()]),
        Rule::AtLeast(least) => (RuleKind::AtLeast, vec![least.to_string()]),
        Rule::AtMost(most) => (RuleKind::AtMost, vec![most.to_string()]),
        Rule::ParseDecimal(own) => (RuleKind::ParseDecimal, marks(own)),
        Rule::FormatDecimal(own, decimals) => {
            let mut texts = marks(own);
            texts.push(decimals.to_string());
            (RuleKind::FormatDecimal, texts)
        }
        Rule::ParseDate(form) => (RuleKind::ParseDate, texts(&[form.as_str()])),
        Rule::ParseDateTime(form) => (RuleKind::ParseDateTime, texts(&[form.as_str()])),
        Rule::FormatDate(form) => (RuleKind::FormatDate, texts(&[form.as_str()])),
        Rule::DatePart(part) => (RuleKind::DatePart, texts(&[part.into()])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Texts};
    use strum::IntoEnumIterator as _;

    #[test]
    fn every_kind_has_an_example_that_comes_back_from_its_form_and_names_in_both_languages() {
        for kind in RuleKind::iter() {
            let rule = kind
                .example()
                .unwrap_or_else(|| panic!("{kind:?} has no example"));
            let (again, texts) = form_of(&rule);
            assert_eq!(again, kind);
            assert_eq!(kind.build(&texts), Some(rule));
            for lang in Lang::ALL {
                let words = Texts::new(lang);
                assert!(words.has(&kind.label_key()), "{}", kind.label_key());
                for key in kind.texts() {
                    assert!(words.has(key), "{key}");
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_a_rule_is_none() {
        let build = |kind: RuleKind, texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            kind.build(&texts)
        };
        assert_eq!(build(RuleKind::Replace, &["", "x"]), None);
        assert_eq!(build(RuleKind::RegexMatch, &["("]), None);
        assert_eq!(build(RuleKind::Round, &["two"]), None);
        assert_eq!(build(RuleKind::RoundTo, &["0", "up"]), None);
        assert_eq!(build(RuleKind::FormatDate, &["dd.QQ"]), None);
        assert_eq!(build(RuleKind::Map, &["", "a", "1", "a", "2"]), None);
    }
}
