//! Days and moments in the forms in which people write them.

use crate::model::Value;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

/// A form in which a day or a moment is written: `dd.MM.yyyy`, `M/d/yyyy h:mm:ss tt`, `yyyyMMddHHmmss`.
///
/// `yyyy yy MM M dd d HH H hh h mm m ss s fff tt` stand for numbers (one letter: without a leading zero), what is in
/// quotes and what is no letter for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DateFormat {
    text: String,
    tokens: Vec<Token>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Year4,
    Year2,
    Number(Part, bool),
    Milliseconds,
    AmPm,
    Literal(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Month,
    Day,
    Hour24,
    Hour12,
    Minute,
    Second,
}

impl DateFormat {
    /// Reads a form; nothing if it uses letters that mean nothing.
    pub fn new(text: &str) -> Option<Self> {
        let mut tokens = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\'' => {
                    for quoted in chars.by_ref().take_while(|c| *c != '\'') {
                        tokens.push(Token::Literal(quoted));
                    }
                }
                c if c.is_ascii_alphabetic() => {
                    let mut run = 1;
                    while chars.next_if_eq(&c).is_some() {
                        run += 1;
                    }
                    tokens.push(token(c, run)?);
                }
                c => tokens.push(Token::Literal(c)),
            }
        }
        let some = !tokens.is_empty();
        some.then(|| Self {
            text: text.to_owned(),
            tokens,
        })
    }

    /// The form as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A moment in this form.
    pub(super) fn write(&self, at: DateTime) -> String {
        let mut text = String::with_capacity(self.text.len());
        for token in &self.tokens {
            // Writing to a String cannot fail.
            let _ = match token {
                Token::Year4 => write!(text, "{:04}", at.year()),
                Token::Year2 => write!(text, "{:02}", at.year().rem_euclid(100)),
                Token::Number(part, true) => write!(text, "{:02}", part.of(at)),
                Token::Number(part, false) => write!(text, "{}", part.of(at)),
                Token::Milliseconds => write!(text, "{:03}", at.millisecond()),
                Token::AmPm => write!(text, "{}", if at.hour() < 12 { "AM" } else { "PM" }),
                Token::Literal(c) => write!(text, "{c}"),
            };
        }
        text
    }

    /// The moment that a text in this form says; what the form leaves out is the first of January, midnight.
    pub(super) fn read(&self, text: &str) -> Option<DateTime> {
        let mut chars = text.trim().chars().peekable();
        let mut read = Read::default();
        for token in &self.tokens {
            read.token(token, &mut chars)?;
        }
        if chars.next().is_some() {
            return None;
        }
        read.finish()
    }
}

fn token(letter: char, run: usize) -> Option<Token> {
    let padded = run == 2;
    let number = |part| (run <= 2).then_some(Token::Number(part, padded));
    match (letter, run) {
        ('y', 4) => Some(Token::Year4),
        ('y', 2) => Some(Token::Year2),
        ('f', 3) => Some(Token::Milliseconds),
        ('t', 2) => Some(Token::AmPm),
        ('M', _) => number(Part::Month),
        ('d', _) => number(Part::Day),
        ('H', _) => number(Part::Hour24),
        ('h', _) => number(Part::Hour12),
        ('m', _) => number(Part::Minute),
        ('s', _) => number(Part::Second),
        _ => None,
    }
}

impl Part {
    fn of(self, at: DateTime) -> i8 {
        match self {
            Self::Month => at.month(),
            Self::Day => at.day(),
            Self::Hour24 => at.hour(),
            Self::Hour12 => match at.hour() % 12 {
                0 => 12,
                hour => hour,
            },
            Self::Minute => at.minute(),
            Self::Second => at.second(),
        }
    }
}

/// What was read of a moment so far.
#[derive(Default)]
struct Read {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    hour: Option<i8>,
    minute: Option<i8>,
    second: Option<i8>,
    millisecond: Option<i16>,
    afternoon: Option<bool>,
}

impl Read {
    fn token(&mut self, token: &Token, chars: &mut Peekable<Chars<'_>>) -> Option<()> {
        match token {
            Token::Year4 => self.year = Some(digits(chars, 4, 4)?),
            // Two digits mean the years 1930 to 2029, as they do in Business Central.
            Token::Year2 => {
                let year: i16 = digits(chars, 2, 2)?;
                self.year = Some(if year < 30 { 2000 + year } else { 1900 + year });
            }
            Token::Milliseconds => self.millisecond = Some(digits(chars, 3, 3)?),
            Token::AmPm => {
                let first = chars.next()?.to_ascii_lowercase();
                let second = chars.next()?.to_ascii_lowercase();
                self.afternoon = Some(match (first, second) {
                    ('a', 'm') => false,
                    ('p', 'm') => true,
                    _ => return None,
                });
            }
            Token::Number(part, padded) => {
                let number = i8::try_from(digits(chars, if *padded { 2 } else { 1 }, 2)?).ok()?;
                *match part {
                    Part::Month => &mut self.month,
                    Part::Day => &mut self.day,
                    Part::Hour24 | Part::Hour12 => &mut self.hour,
                    Part::Minute => &mut self.minute,
                    Part::Second => &mut self.second,
                } = Some(number);
            }
            Token::Literal(c) => {
                chars.next_if_eq(c)?;
            }
        }
        Some(())
    }

    fn finish(self) -> Option<DateTime> {
        let hour = match (self.hour.unwrap_or(0), self.afternoon) {
            (hour, None) => hour,
            (hour @ 1..=12, Some(afternoon)) => hour % 12 + if afternoon { 12 } else { 0 },
            _ => return None,
        };
        let date = Date::new(self.year?, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()?;
        let time = Time::new(
            hour,
            self.minute.unwrap_or(0),
            self.second.unwrap_or(0),
            i32::from(self.millisecond.unwrap_or(0)) * 1_000_000,
        );
        Some(date.to_datetime(time.ok()?))
    }
}

fn digits(chars: &mut Peekable<Chars<'_>>, least: usize, most: usize) -> Option<i16> {
    let mut text = String::with_capacity(most);
    while text.len() < most
        && let Some(digit) = chars.next_if(char::is_ascii_digit)
    {
        text.push(digit);
    }
    (text.len() >= least).then(|| text.parse().ok())?
}

impl TryFrom<String> for DateFormat {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text).ok_or(text)
    }
}

impl From<DateFormat> for String {
    fn from(format: DateFormat) -> Self {
        format.text
    }
}

/// A number of a day.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DatePart {
    /// The year.
    Year,
    /// The quarter, 1 to 4.
    Quarter,
    /// The month, 1 to 12.
    Month,
    /// The ISO week, 1 to 53.
    Week,
    /// The day of the month.
    Day,
    /// The day of the week, 1 (Monday) to 7.
    Weekday,
}

impl DatePart {
    /// The number of a day.
    pub(super) fn of(self, day: Date) -> i64 {
        match self {
            Self::Year => i64::from(day.year()),
            Self::Quarter => i64::from((day.month() + 2) / 3),
            Self::Month => i64::from(day.month()),
            Self::Week => i64::from(day.iso_week_date().week()),
            Self::Day => i64::from(day.day()),
            Self::Weekday => i64::from(day.weekday().to_monday_one_offset()),
        }
    }
}

/// A day (its midnight) or a moment (UTC) by the calendar.
pub(super) fn civil(value: &Value) -> Option<DateTime> {
    match value {
        Value::Date(day) => Some(day.to_datetime(Time::midnight())),
        Value::Instant(moment) => Some(moment.to_zoned(TimeZone::UTC).datetime()),
        _ => None,
    }
}
