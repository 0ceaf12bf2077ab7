//! Numbers: rounding, and the marks with which people write them.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// Which multiple of a step a number between two of them becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// The nearer one; halves go away from zero.
    #[default]
    Nearest,
    /// The one further from zero.
    Up,
    /// The one nearer to zero.
    Down,
}

/// Rounds half away from zero, as both services do with amounts.
pub fn round(number: Decimal, decimals: u32) -> Decimal {
    number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// Rounds to a multiple of a step; a step that is not greater than zero leaves the number as it is.
pub fn round_to_step(number: Decimal, step: Decimal, rounding: Rounding) -> Decimal {
    if step <= Decimal::ZERO {
        return number;
    }
    let strategy = match rounding {
        Rounding::Nearest => RoundingStrategy::MidpointAwayFromZero,
        Rounding::Up => RoundingStrategy::AwayFromZero,
        Rounding::Down => RoundingStrategy::ToZero,
    };
    let steps = number.checked_div(step).map(|steps| {
        let exact = steps.round_dp_with_strategy(20, RoundingStrategy::MidpointAwayFromZero);
        exact.round_dp_with_strategy(0, strategy)
    });
    steps
        .and_then(|steps| steps.checked_mul(step))
        .map_or(number, |rounded| rounded.normalize())
}

/// The marks in a written number: before the decimals, and between groups of three digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The decimal mark.
    pub decimal: char,
    /// The group mark; nothing if groups are not parted.
    pub group: Option<char>,
}

impl Marks {
    /// Makes a pair of marks: neither a digit nor a sign, and not the same.
    pub fn new(decimal: char, group: Option<char>) -> Option<Self> {
        let usable = |mark: char| !mark.is_ascii_digit() && !matches!(mark, '-' | '+');
        let fits = usable(decimal) && group.is_none_or(|group| usable(group) && group != decimal);
        fits.then_some(Self { decimal, group })
    }

    /// The number that a text says.
    pub(super) fn read(self, text: &str) -> Option<Decimal> {
        let plain: String = text
            .trim()
            .chars()
            .filter(|c| Some(*c) != self.group)
            .map(|c| match c {
                c if c == self.decimal => '.',
                // A point that is not the decimal mark makes the number unreadable rather than wrong.
                '.' => ' ',
                c => c,
            })
            .collect();
        plain.parse().ok()
    }

    /// A number as a text.
    pub(super) fn write(self, number: Decimal, decimals: u32) -> String {
        let rounded = round(number, decimals);
        let plain = format!("{:.*}", decimals as usize, rounded.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
        let mut text = String::with_capacity(plain.len() + 4);
        if rounded.is_sign_negative() && !rounded.is_zero() {
            text.push('-');
        }
        let digits = whole.chars().count();
        for (index, digit) in whole.chars().enumerate() {
            let left = digits - index;
            if let Some(group) = self.group.filter(|_| index > 0 && left % 3 == 0) {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(self.decimal);
            text.push_str(fraction);
        }
        text
    }
}
