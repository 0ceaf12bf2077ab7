//! A stretch of each day in which nothing is to happen by itself.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How many minutes a day has, as clocks show it.
const DAY: u16 = 24 * 60;

/// From one time of the day to another, over midnight if need be; written as `22:00-07:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct QuietHours {
    /// Minutes after midnight at which they begin.
    from: u16,
    /// Minutes after midnight at which they end; never the same.
    to: u16,
}

impl Default for QuietHours {
    /// The night.
    fn default() -> Self {
        Self {
            from: 22 * 60,
            to: 7 * 60,
        }
    }
}

impl QuietHours {
    /// From so many minutes after midnight to so many; nothing if that is no time of the day, or both are the same.
    pub fn new(from: u16, to: u16) -> Option<Self> {
        (from < DAY && to < DAY && from != to).then_some(Self { from, to })
    }

    /// Minutes after midnight at which they begin.
    pub fn from(self) -> u16 {
        self.from
    }

    /// Minutes after midnight at which they end.
    pub fn to(self) -> u16 {
        self.to
    }

    /// Whether a time of the day lies in them.
    pub fn hold(self, time: Time) -> bool {
        let minute = minutes_of(time);
        if self.from < self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }

    /// When they end, if a moment lies in them there.
    pub fn end_after(self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let local = at.to_zoned(zone.clone());
        if !self.hold(local.time()) {
            return None;
        }
        let today = minutes_of(local.time()) < self.to;
        let day = if today {
            local.date()
        } else {
            local.date().tomorrow().ok()?
        };
        let end = day.to_datetime(time_of(self.to)?);
        Some(end.to_zoned(zone.clone()).ok()?.timestamp())
    }

    /// When they last ended before a moment.
    pub fn end_before(self, at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let local = at.to_zoned(zone.clone());
        let day = if minutes_of(local.time()) >= self.to {
            local.date()
        } else {
            local.date().yesterday().ok()?
        };
        let end = day.to_datetime(time_of(self.to)?);
        Some(end.to_zoned(zone.clone()).ok()?.timestamp())
    }
}

fn minutes_of(time: Time) -> u16 {
    let (hour, minute) = (time.hour().unsigned_abs(), time.minute().unsigned_abs());
    u16::from(hour) * 60 + u16::from(minute)
}

fn time_of(minutes: u16) -> Option<Time> {
    let (hour, minute) = (minutes / 60, minutes % 60);
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// Minutes after midnight as clocks write them: `07:00`.
pub fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Minutes after midnight of a time that a person wrote: `7`, `7:30`, `07:30`.
pub fn minutes(written: &str) -> Option<u16> {
    let (hour, minute) = written
        .trim()
        .split_once([':', 'h'])
        .unwrap_or((written.trim(), "0"));
    let minute = if minute.is_empty() { "0" } else { minute };
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", clock(self.from), clock(self.to))
    }
}

/// It is not two times of the day, or twice the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("two times of the day are needed, like 22:00-07:00")]
pub struct NoQuietHours;

impl FromStr for QuietHours {
    type Err = NoQuietHours;

    fn from_str(text: &str) -> Result<Self, NoQuietHours> {
        let (from, to) = text.split_once(['-', '–']).ok_or(NoQuietHours)?;
        let both = minutes(from).zip(minutes(to));
        both.and_then(|(from, to)| Self::new(from, to))
            .ok_or(NoQuietHours)
    }
}

impl From<QuietHours> for String {
    fn from(hours: QuietHours) -> Self {
        hours.to_string()
    }
}

impl TryFrom<String> for QuietHours {
    type Error = NoQuietHours;

    fn try_from(text: String) -> Result<Self, NoQuietHours> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_night_goes_over_midnight_and_ends_in_the_morning() {
        let night: QuietHours = "22:00-7".parse().unwrap();
        assert_eq!(night.to_string(), "22:00-07:00");
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let end = |text: &str| night.end_after(at(text), &zone).map(|end| end.to_string());
        assert_eq!(
            end("2026-11-23T21:30:00Z").as_deref(),
            Some("2026-11-24T06:00:00Z")
        );
        assert_eq!(
            end("2026-11-24T01:00:00Z").as_deref(),
            Some("2026-11-24T06:00:00Z")
        );
        assert_eq!(end("2026-11-24T06:00:00Z"), None);
        assert_eq!(end("2026-11-23T20:59:00Z"), None);
        let before = night.end_before(at("2026-11-24T03:00:00Z"), &zone);
        assert_eq!(before, Some(at("2026-11-23T06:00:00Z")));
    }

    #[test]
    fn lunch_stays_within_the_day() {
        let lunch: QuietHours = "12:30-13:30".parse().unwrap();
        let holds = |hour, minute| lunch.hold(Time::constant(hour, minute, 0, 0));
        assert!(holds(12, 30) && holds(13, 29) && !holds(13, 30) && !holds(12, 29));
        for wrong in ["", "12", "12-12", "25-3", "9:60-10", "a-b"] {
            assert!(wrong.parse::<QuietHours>().is_err(), "{wrong}");
        }
    }
}
