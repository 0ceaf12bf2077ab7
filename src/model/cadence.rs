//! How often something is done that nobody asks for each time.

use super::running::Interval;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// After each such stretch of time, or never by itself. Written `30m`, `6h`, `1d`, `never`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Cadence {
    /// After such a stretch of time; a stretch of zero is each time there is an occasion.
    Every(Interval),
    /// Only when there is a reason of its own.
    Never,
}

/// A text that is no cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a length of time such as `30m`, `6h` or `1d`, or `never`")]
pub struct NoCadence;

impl Default for Cadence {
    /// Once a day.
    fn default() -> Self {
        Self::Every(Interval { seconds: 86_400 })
    }
}

impl FromStr for Cadence {
    type Err = NoCadence;

    fn from_str(text: &str) -> Result<Self, NoCadence> {
        match text.trim() {
            "never" => Ok(Self::Never),
            text => text
                .parse()
                .map(Self::Every)
                .map_err(|_not_an_interval| NoCadence),
        }
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("never"),
            Self::Every(interval) => interval.fmt(f),
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
        for text in ["never", "0", "90s", "30m", "90m", "6h", "1d", "7d"] {
            assert_eq!(text.parse::<Cadence>().unwrap().to_string(), text);
        }
        assert_eq!("24h".parse(), Ok(Cadence::default()));
        for text in ["", "d", "1", "-1h", "1.5h", "1w", "9999999999m", "4000000d"] {
            assert_eq!(text.parse::<Cadence>(), Err(NoCadence), "{text}");
        }
    }
}
