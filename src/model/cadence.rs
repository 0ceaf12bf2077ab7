//! How often something is done that nobody asks for each time.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Every so many minutes, or never by itself. Written `30m`, `6h`, `1d`, `never`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Cadence {
    /// Every so many minutes; 0 is each time there is an occasion.
    Every(u32),
    /// Only when there is a reason of its own.
    Never,
}

/// A text that is no cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a length of time such as `30m`, `6h` or `1d`, or `never`")]
pub struct NoCadence;

const UNITS: [(&str, u32); 3] = [("d", 24 * 60), ("h", 60), ("m", 1)];

impl Default for Cadence {
    /// Once a day.
    fn default() -> Self {
        Self::Every(24 * 60)
    }
}

impl FromStr for Cadence {
    type Err = NoCadence;

    fn from_str(text: &str) -> Result<Self, NoCadence> {
        let text = text.trim();
        if text == "never" {
            return Ok(Self::Never);
        }
        let (number, minutes) = UNITS
            .iter()
            .find_map(|(unit, minutes)| Some((text.strip_suffix(unit)?, *minutes)))
            .ok_or(NoCadence)?;
        let number: u32 = number.trim().parse().map_err(|_not_a_number| NoCadence)?;
        number
            .checked_mul(minutes)
            .map(Self::Every)
            .ok_or(NoCadence)
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("never"),
            Self::Every(minutes) => {
                let whole = |unit: &&(&str, u32)| *minutes > 0 && minutes.is_multiple_of(unit.1);
                let (unit, size) = UNITS.iter().find(whole).copied().unwrap_or(("m", 1));
                write!(f, "{}{unit}", minutes / size)
            }
        }
    }
}

impl TryFrom<String> for Cadence {
    type Error = NoCadence;

    fn try_from(text: String) -> Result<Self, NoCadence> {
        text.parse()
    }
}

impl From<Cadence> for String {
    fn from(cadence: Cadence) -> Self {
        cadence.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cadence_is_read_as_it_is_written() {
        for text in ["never", "0m", "30m", "90m", "6h", "1d", "7d"] {
            assert_eq!(text.parse::<Cadence>().unwrap().to_string(), text);
        }
        assert_eq!("24h".parse(), Ok(Cadence::default()));
        for text in ["", "d", "1", "-1h", "1.5h", "1w", "9999999999m", "4000000d"] {
            assert_eq!(text.parse::<Cadence>(), Err(NoCadence), "{text}");
        }
    }
}
