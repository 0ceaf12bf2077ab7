//! How runs of a mapping behave: when they stop and ask, what makes a record skipped, how often they happen.

use super::reason::Cause;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How runs of one mapping behave. Left out of files and of the cache where everything is as usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunSettings {
    /// When a run stops and asks before it writes.
    pub brake: Brake,
    /// What makes a failing record a skipped record.
    pub skip: SkipPolicy,
    /// How often the mapping is synchronised by the schedule.
    pub pace: Pace,
}

/// The safety brake: a run that would change or delete more than this share of the pairs stops before it writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brake {
    /// The largest share of pairs that may be changed, in percent; 100 never stops.
    pub changes: u8,
    /// The largest share of pairs of which a record may be deleted, in percent; 100 never stops.
    pub deletions: u8,
    /// So many changes never stop a run, nor do a quarter as many deletions.
    pub from: u32,
}

impl Default for Brake {
    fn default() -> Self {
        Self {
            changes: 50,
            deletions: 10,
            from: 20,
        }
    }
}

impl Brake {
    /// Whether so many changes among so many pairs are too many.
    pub fn stops_changes(self, count: u64, pairs: u64) -> bool {
        count > u64::from(self.from) && exceeds(count, pairs, self.changes)
    }

    /// Whether so many deletions among so many pairs are too many.
    pub fn stops_deletions(self, count: u64, pairs: u64) -> bool {
        count > u64::from(self.from / 4) && exceeds(count, pairs, self.deletions)
    }
}

fn exceeds(count: u64, pairs: u64, percent: u8) -> bool {
    percent < 100 && count.saturating_mul(100) > pairs.saturating_mul(u64::from(percent))
}

/// What makes a failing record a skipped record. Failures that heal by themselves never do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SkipPolicy {
    /// After so many equal failures in a row; 0 never skips. Nothing: as the program does by itself.
    pub after: Option<u32>,
    /// Failures of these causes never skip.
    pub never: Vec<Cause>,
}

/// How often the schedule synchronises a mapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pace {
    /// The pause between runs; nothing: as the schedule has it for all.
    pub every: Option<Interval>,
    /// The pause after a run that found nothing to do; zero sleeps until something wakes it.
    /// Nothing: pauses grow to four times the usual one.
    pub when_quiet: Option<Interval>,
}

/// A stretch of time as people write it: `90s`, `30m`, `4h`, `1d`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Interval {
    /// Its length in seconds.
    pub seconds: u32,
}

/// A text that is no stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stretch of time is written `90s`, `30m`, `4h` or `1d`")]
pub struct NotAnInterval;

impl FromStr for Interval {
    type Err = NotAnInterval;

    fn from_str(text: &str) -> Result<Self, NotAnInterval> {
        let text = text.trim();
        if text == "0" {
            return Ok(Self::default());
        }
        let (number, unit) = ["s", "m", "h", "d"]
            .into_iter()
            .find_map(|unit| Some((text.strip_suffix(unit)?, unit)))
            .ok_or(NotAnInterval)?;
        let number: u32 = number
            .trim()
            .parse()
            .map_err(|_not_a_number| NotAnInterval)?;
        let factor = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => 86_400,
        };
        let seconds = number.checked_mul(factor).ok_or(NotAnInterval)?;
        Ok(Self { seconds })
    }
}

impl fmt::Display for Interval {
    /// Writes it in the largest unit that says it exactly.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds {
            0 => f.write_str("0"),
            n if n % 86_400 == 0 => write!(f, "{}d", n / 86_400),
            n if n % 3600 == 0 => write!(f, "{}h", n / 3600),
            n if n % 60 == 0 => write!(f, "{}m", n / 60),
            n => write!(f, "{n}s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_written_as_people_read_them() {
        for text in ["0", "90s", "30m", "4h", "1d"] {
            assert_eq!(text.parse::<Interval>().unwrap().to_string(), text);
        }
        assert_eq!("60m".parse::<Interval>().unwrap().to_string(), "1h");
        for wrong in ["", "m", "30", "-1m", "1.5h", "9999999d"] {
            assert_eq!(wrong.parse::<Interval>(), Err(NotAnInterval), "{wrong}");
        }
    }

    #[test]
    fn the_brake_needs_both_a_share_and_a_number() {
        let brake = Brake::default();
        assert!(!brake.stops_changes(20, 20), "few records never stop a run");
        assert!(!brake.stops_changes(50, 100));
        assert!(brake.stops_changes(51, 100));
        assert!(!brake.stops_deletions(5, 5));
        assert!(brake.stops_deletions(11, 100));
        let open = Brake {
            changes: 100,
            deletions: 100,
            from: 0,
        };
        assert!(!open.stops_changes(100, 100) && !open.stops_deletions(100, 100));
    }

    #[test]
    fn settings_that_are_left_out_are_the_usual_ones() {
        let read: RunSettings = serde_json::from_str(r#"{"brake":{"changes":30}}"#).unwrap();
        assert_eq!((read.brake.changes, read.brake.deletions), (30, 10));
        assert_eq!(read.skip, SkipPolicy::default());
    }
}
