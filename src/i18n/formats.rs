//! How numbers and dates are written where a person wants them otherwise than the language has them.

use serde::{Deserialize, Serialize};

/// The marks in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberFormat {
    /// As the language has them.
    #[default]
    Language,
    /// `1,234.5`.
    Comma,
    /// `1 234,5`.
    Space,
    /// `1.234,5`.
    Point,
    /// `1’234.5`.
    Apostrophe,
}

impl NumberFormat {
    /// Every form, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Language,
        Self::Comma,
        Self::Space,
        Self::Point,
        Self::Apostrophe,
    ];
}

/// The order and the marks in dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateFormat {
    /// As the language has them, the month as a word.
    #[default]
    Language,
    /// `2026-11-21`.
    YearFirst,
    /// `21/11/2026`.
    DayFirst,
    /// `21.11.2026`.
    DayFirstPoints,
    /// `11/21/2026`.
    MonthFirst,
}

impl DateFormat {
    /// Every form, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Language,
        Self::YearFirst,
        Self::DayFirst,
        Self::DayFirstPoints,
        Self::MonthFirst,
    ];
}

/// How a person wants numbers and dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Formats {
    /// Numbers.
    pub numbers: NumberFormat,
    /// Dates.
    pub dates: DateFormat,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Texts};
    use jiff::civil::date;

    #[test]
    fn numbers_and_dates_follow_the_person_and_not_the_language() {
        let amount = "-1234567.5".parse().unwrap();
        let day = date(2026, 11, 2);
        let expected = [
            ("−1,234,567.5", "2 Nov 2026"),
            ("−1,234,567.5", "2026-11-02"),
            ("−1\u{202f}234\u{202f}567,5", "02/11/2026"),
            ("−1.234.567,5", "02.11.2026"),
            ("−1’234’567.5", "11/02/2026"),
        ];
        for ((numbers, dates), (number, written)) in NumberFormat::ALL
            .into_iter()
            .zip(DateFormat::ALL)
            .zip(expected)
        {
            let texts = Texts::new(Lang::En).with_formats(Formats { numbers, dates });
            assert_eq!(texts.decimal(amount), number);
            assert_eq!(texts.parse_decimal(number), Some(amount), "{numbers:?}");
            assert_eq!(texts.date(day).replace('\u{a0}', " "), written);
            let counted = texts.t_args("table-rows", &[("rows", 12_345_u64.into())]);
            assert!(counted.contains(&texts.count(12_345_u64)), "{counted}");
        }
        let other = Texts::new(Lang::En).t_args("table-rows", &[("rows", 12_345_u64.into())]);
        assert!(
            other.contains("12,345"),
            "the next sentence is as it was: {other}"
        );
    }
}
