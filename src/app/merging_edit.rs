//! A value that a person gives: what kind of editor the field wants, and what was typed as a value.

use super::merging_names::Candidate;
use crate::i18n::{DateFormat, Lang, Texts};
use crate::merge::text::{Piece, TakePiece};
use crate::merge::{FieldRule, RecordMerge};
use crate::model::reason::Problem;
use crate::model::schema::caption_of;
use crate::model::{FieldKind, Side, Value};
use jiff::civil::Date;

/// A value that is being given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editing {
    /// The field, by the position of its field mapping.
    pub index: usize,
    /// What is typed so far: the value, or what is searched for.
    pub text: String,
    /// Whether the editor should get the keyboard.
    pub fresh: bool,
    /// What kind of editor it is.
    pub editor: Editor,
    /// What is wrong with what is typed.
    pub wrong: Option<Wrong>,
    /// Whether anything was typed.
    pub touched: bool,
    /// What would come of the conflict if what is typed were taken, where it can be.
    pub foreseen: Option<Box<RecordMerge>>,
    /// The words for which records were found last, in an editor that offers records.
    pub searched: Option<String>,
}

impl Editing {
    /// Whether the records that are offered are not yet those for the words that are typed.
    pub fn is_searching(&self) -> bool {
        matches!(self.editor, Editor::Record { .. }) && self.searched.as_ref() != Some(&self.text)
    }
}

/// Why what is typed cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is no number.
    NotANumber,
    /// It is no day.
    NotADate,
    /// A side does not take it.
    Refused(Problem),
}

/// The editors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Editor {
    /// One line of text.
    #[default]
    Line,
    /// Several lines of text; where both sides changed a text that both knew, also piece by piece.
    Lines {
        /// The pieces, with what is taken for each; empty where there is nothing to take piece by piece.
        pieces: Vec<(Piece, TakePiece)>,
    },
    /// An amount or a count.
    Number,
    /// A day.
    Day,
    /// One of a few values.
    Options {
        /// The values in Business Central's terms, with what people call them.
        options: Vec<(Value, String)>,
        /// The one that Enter takes.
        at: usize,
    },
    /// A coupled record of another table.
    Record {
        /// The records that are offered.
        found: Vec<Candidate>,
        /// The one that Enter takes.
        at: usize,
    },
}

impl Editor {
    /// Whether Enter ends a line instead of taking the value.
    pub fn has_lines(&self) -> bool {
        matches!(self, Self::Lines { .. })
    }

    /// The editor of a field that holds no reference.
    pub fn of(rule: &FieldRule<'_>, now: [&Value; 2], texts: Texts) -> Self {
        let kinds = rule.kinds();
        let choice = |(value, label): (i32, String)| (Value::text(value.to_string()), label);
        let options: Vec<(Value, String)> = match (kinds.bc, kinds.dv) {
            (Some(FieldKind::Enum { members }), _) => members
                .iter()
                .map(|member| {
                    (
                        Value::text(member.as_str()),
                        shown(texts, &caption_of(member)),
                    )
                })
                .collect(),
            (Some(FieldKind::OptionSet { options }), _) => options
                .iter()
                .map(|option| choice((option.value, option.label.clone())))
                .collect(),
            (Some(FieldKind::Text { .. }), Some(FieldKind::OptionSet { options })) => options
                .iter()
                .map(|option| (Value::text(option.label.as_str()), option.label.clone()))
                .collect(),
            (Some(FieldKind::Boolean), _) => vec![
                (Value::Bool(true), texts.t("value-yes").into_owned()),
                (Value::Bool(false), texts.t("value-no").into_owned()),
            ],
            _ => Vec::new(),
        };
        if !options.is_empty() {
            return Self::Options { options, at: 0 };
        }
        let amount = |value: &Value| matches!(value, Value::Int(_) | Value::Decimal(_));
        let day = |value: &Value| matches!(value, Value::Date(_));
        match kinds.bc {
            Some(FieldKind::Integer | FieldKind::Decimal { .. }) => Self::Number,
            Some(FieldKind::Date) => Self::Day,
            None if now.into_iter().any(amount) => Self::Number,
            None if now.into_iter().any(day) => Self::Day,
            _ if is_long(rule, now) => Self::Lines { pieces: Vec::new() },
            _ => Self::Line,
        }
    }
}

/// Whether a text wants several lines: it has them, or both fields are long.
fn is_long(rule: &FieldRule<'_>, now: [&Value; 2]) -> bool {
    let has_lines = |value: &&Value| value.as_text().is_some_and(|text| text.contains('\n'));
    let roomy = |side: Side| match rule.kind(side) {
        Some(FieldKind::Text { max }) => max.is_none_or(|max| max > 400),
        _ => false,
    };
    now.iter().any(has_lines) || Side::BOTH.into_iter().all(roomy)
}

/// A blank member is nothing.
fn shown(texts: Texts, caption: &str) -> String {
    if caption.trim().is_empty() {
        texts.t("value-empty").into_owned()
    } else {
        caption.to_owned()
    }
}

/// A value as it is typed in the person's language.
pub fn typed_form(texts: Texts, editor: &Editor, value: &Value) -> String {
    match (editor, value) {
        (Editor::Number, Value::Decimal(number)) => texts.decimal(*number),
        (Editor::Number, Value::Int(number)) => texts.decimal((*number).into()),
        (Editor::Day, Value::Date(date)) => texts.date(*date),
        (_, value) => value.to_plain(),
    }
}

/// What was typed, as a value; nothing typed is the empty value.
pub fn read(texts: Texts, editor: &Editor, typed: &str) -> Result<Value, Wrong> {
    match editor {
        Editor::Line | Editor::Lines { .. } => Ok(Value::text(typed)),
        _ if typed.trim().is_empty() => Ok(Value::Empty),
        Editor::Number => texts
            .parse_decimal(typed)
            .map(Value::Decimal)
            .ok_or(Wrong::NotANumber),
        Editor::Day => read_date(texts, typed)
            .map(Value::Date)
            .ok_or(Wrong::NotADate),
        Editor::Options { .. } | Editor::Record { .. } => Ok(Value::text(typed)),
    }
}

/// What is typed so far, in another language: as it stands where both read it alike, else as the new one writes it. An amount
/// must not become another one since a comma means something else.
pub fn typed_in(before: Texts, now: Texts, editor: &Editor, typed: &str) -> String {
    match (read(before, editor, typed), read(now, editor, typed)) {
        (Ok(value), again) if again.as_ref() != Ok(&value) => typed_form(now, editor, &value),
        _ => typed.to_owned(),
    }
}

/// Reads a day: `2026-11-23`, `23 Nov 2026`, `23.11.2026`, and in French `23/11/2026`. In English a day with slashes is not
/// read, since half of its readers would mean the other one.
pub fn read_date(texts: Texts, typed: &str) -> Option<Date> {
    let typed = typed.trim();
    if let Ok(date) = typed.parse() {
        return Some(date);
    }
    let form = texts.formats().dates;
    let unclear = texts.lang() == Lang::En && form == DateFormat::Language;
    if typed.contains('/') && unclear {
        return None;
    }
    let parts: Vec<&str> = typed
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '/'))
        .filter(|part| !part.is_empty())
        .collect();
    let [day, month, year] = match (parts.as_slice(), form) {
        ([month, day, year], DateFormat::MonthFirst) if typed.contains('/') => [day, month, year],
        ([day, month, year], _) => [day, month, year],
        _ => return None,
    };
    let month = match month.parse::<i8>() {
        Ok(month) => month,
        Err(_) => month_named(texts, month)?,
    };
    let year: i16 = year.parse().ok().filter(|year| *year >= 1000)?;
    Date::new(year, month, day.parse().ok()?).ok()
}

fn month_named(texts: Texts, name: &str) -> Option<i8> {
    let wanted = name.to_lowercase();
    (1..=12).find(|month| {
        let own = texts.t(&format!("month-{month}")).to_lowercase();
        let own = own.trim_end_matches('.');
        let short: String = own.chars().take(3).collect();
        wanted.starts_with(own) || wanted == short
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    fn fr() -> Texts {
        Texts::new(Lang::Fr)
    }

    fn en() -> Texts {
        Texts::new(Lang::En)
    }

    #[test]
    fn amounts_are_read_as_they_are_written() {
        let amount = Value::Decimal(Decimal::new(1_250_050, 2));
        for texts in [en(), fr()] {
            let typed = typed_form(texts, &Editor::Number, &amount);
            assert_eq!(read(texts, &Editor::Number, &typed), Ok(amount.clone()));
        }
        assert_eq!(read(fr(), &Editor::Number, "12 500,50"), Ok(amount));
        assert_eq!(read(en(), &Editor::Number, "lots"), Err(Wrong::NotANumber));
        assert_eq!(read(en(), &Editor::Number, " "), Ok(Value::Empty));
    }

    #[test]
    fn an_amount_that_is_typed_stays_the_same_in_another_language() {
        let typed = |before, now, text| typed_in(before, now, &Editor::Number, text);
        assert_eq!(typed(en(), fr(), "12,500.5"), "12\u{202f}500,5");
        assert_eq!(typed(fr(), en(), "12,5"), "12.5");
        assert_eq!(typed(en(), fr(), "12.5"), "12.5");
        assert_eq!(typed(en(), fr(), "12"), "12");
        assert_eq!(typed(en(), fr(), "lots"), "lots");
        let day = |before, now, text| typed_in(before, now, &Editor::Day, text);
        assert_eq!(day(fr(), en(), "23/11/2026"), "23 Nov 2026");
        assert_eq!(day(fr(), en(), "23/1"), "23/1");
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        let day: Date = "2026-11-23".parse().unwrap();
        for texts in [en(), fr()] {
            for month in 1..=12 {
                let day = Date::new(2026, month, 9).unwrap();
                assert_eq!(read_date(texts, &texts.date(day)), Some(day), "{month}");
            }
            assert_eq!(read_date(texts, "2026-11-23"), Some(day));
            assert_eq!(read_date(texts, "23.11.2026"), Some(day));
            assert_eq!(read_date(texts, "31 Feb 2026"), None);
            assert_eq!(read_date(texts, "23.11.26"), None);
        }
        assert_eq!(read_date(fr(), "23/11/2026"), Some(day));
        assert_eq!(read_date(en(), "03/04/2026"), None);
    }
}
