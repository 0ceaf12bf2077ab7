//! Writes dates and times as each language does, exactly and relative to now.

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{DateFormat, Texts};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Texts {
    /// Writes a date without a time: `21 Nov 2026`, `21 nov. 2026`. A plain date is never moved by a time zone.
    pub fn date(self, date: Date) -> String {
        if let Some(form) = pattern(self.formats().dates, true) {
            return date.strftime(form).to_string();
        }
        let day = date.day().to_string();
        let year = date.year().to_string();
        let month = self.month(date.month());
        self.t_args(
            "date-full",
            &[
                ("day", day.into()),
                ("month", month.into()),
                ("year", year.into()),
            ],
        )
    }

    /// Writes a moment to the minute in the given zone, with the year only when it is not the year of `now`.
    pub fn moment(self, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
        let at = at.to_zoned(zone.clone());
        let same_year = at.year() == now.to_zoned(zone.clone()).year();
        let date = if same_year {
            self.day_and_month(&at)
        } else {
            self.date(at.date())
        };
        self.t_args(
            "date-and-time",
            &[("date", date.into()), ("time", clock(&at).into())],
        )
    }

    /// Writes a moment to the second with date, year and zone, for tooltips and copied text.
    pub fn exact_moment(self, at: Timestamp, zone: &TimeZone) -> String {
        let at = at.to_zoned(zone.clone());
        let time = at.strftime("%H:%M:%S %Z").to_string();
        self.t_args(
            "date-and-time",
            &[("date", self.date(at.date()).into()), ("time", time.into())],
        )
    }

    /// Writes the time of day: `14:05`.
    pub fn time_of_day(self, at: Timestamp, zone: &TimeZone) -> String {
        clock(&at.to_zoned(zone.clone()))
    }

    /// Writes how long ago a moment was, or how far ahead it is: `2 d ago`, `in 5 min`; after a month, the date.
    pub fn relative(self, at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
        let seconds = now.duration_since(at).as_secs();
        let length = seconds.abs();
        if length < MINUTE {
            return self.t("time-now").into_owned();
        }
        if length >= 30 * DAY {
            return self.date(at.to_zoned(zone.clone()).date());
        }
        let span = self.span(length);
        let key = if seconds > 0 {
            "time-ago"
        } else {
            "time-ahead"
        };
        self.t_args(key, &[("span", span.into())])
    }

    /// Writes how long something took or will take: `0.4 s`, `48 s`, `2 min 5 s`, `3 h 20 min`.
    pub fn duration(self, length: SignedDuration) -> String {
        let seconds = length.as_secs();
        let unit = |key: &str, count: i64| self.t_args(key, &[("n", count.into())]);
        match seconds {
            ..10 => {
                let tenths = rust_decimal::Decimal::new(
                    i64::try_from(length.as_millis()).unwrap_or(0) / 100,
                    1,
                );
                self.t_args("span-seconds-exact", &[("n", self.decimal(tenths).into())])
            }
            10..MINUTE => unit("span-seconds", seconds),
            MINUTE..HOUR => self.two(
                unit("span-minutes", seconds / MINUTE),
                "span-seconds",
                seconds % MINUTE,
            ),
            HOUR..DAY => self.two(
                unit("span-hours", seconds / HOUR),
                "span-minutes",
                seconds % HOUR / MINUTE,
            ),
            _ => self.two(
                unit("span-days", seconds / DAY),
                "span-hours",
                seconds % DAY / HOUR,
            ),
        }
    }

    fn two(self, first: String, key: &str, rest: i64) -> String {
        if rest == 0 {
            return first;
        }
        format!("{first} {}", self.t_args(key, &[("n", rest.into())]))
    }

    /// Writes the largest whole unit of a length given in seconds.
    fn span(self, seconds: i64) -> String {
        let (key, count) = match seconds {
            ..HOUR => ("span-minutes", seconds / MINUTE),
            HOUR..DAY => ("span-hours", seconds / HOUR),
            _ => ("span-days", seconds / DAY),
        };
        self.t_args(key, &[("n", count.into())])
    }

    fn day_and_month(self, at: &Zoned) -> String {
        if let Some(form) = pattern(self.formats().dates, false) {
            return at.strftime(form).to_string();
        }
        let day = at.day().to_string();
        self.t_args(
            "date-short",
            &[
                ("day", day.into()),
                ("month", self.month(at.month()).into()),
            ],
        )
    }

    fn month(self, month: i8) -> String {
        self.t(&format!("month-{month}")).into_owned()
    }
}

/// The form of a date with or without its year, where it is not the language's own.
fn pattern(form: DateFormat, year: bool) -> Option<&'static str> {
    Some(match (form, year) {
        (DateFormat::Language, _) => return None,
        (DateFormat::YearFirst, true) => "%Y-%m-%d",
        (DateFormat::YearFirst, false) => "%m-%d",
        (DateFormat::DayFirst, true) => "%d/%m/%Y",
        (DateFormat::DayFirst, false) => "%d/%m",
        (DateFormat::DayFirstPoints, true) => "%d.%m.%Y",
        (DateFormat::DayFirstPoints, false) => "%d.%m.",
        (DateFormat::MonthFirst, true) => "%m/%d/%Y",
        (DateFormat::MonthFirst, false) => "%m/%d",
    })
}

fn clock(at: &Zoned) -> String {
    at.strftime("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    const EN: Texts = Texts::new(Lang::En);
    const FR: Texts = Texts::new(Lang::Fr);

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn moments_drop_the_year_of_now() {
        let now = at("2026-11-22T10:00:00Z");
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        assert_eq!(
            EN.moment(at("2026-11-21T13:05:09Z"), now, &zone),
            "21 Nov 14:05"
        );
        assert_eq!(
            FR.moment(at("2025-08-01T22:30:00Z"), now, &zone),
            "1\u{a0}août 2025 23:30"
        );
        assert_eq!(
            EN.exact_moment(at("2026-11-21T13:05:09Z"), &TimeZone::UTC),
            "21 Nov 2026 13:05:09 UTC"
        );
    }

    #[test]
    fn near_moments_are_relative() {
        let now = at("2026-11-22T10:00:00Z");
        for (moment, en, fr) in [
            ("2026-11-22T09:59:30Z", "just now", "à l’instant"),
            ("2026-11-22T09:55:00Z", "5 min ago", "il y a 5\u{a0}min"),
            ("2026-11-20T09:00:00Z", "2 d ago", "il y a 2\u{a0}j"),
            ("2026-11-22T13:10:00Z", "in 3 h", "dans 3\u{a0}h"),
            ("2026-09-01T10:00:00Z", "1 Sept 2026", "1\u{a0}sept. 2026"),
        ] {
            assert_eq!(
                EN.relative(at(moment), now, &TimeZone::UTC)
                    .replace('\u{a0}', " "),
                en
            );
            assert_eq!(FR.relative(at(moment), now, &TimeZone::UTC), fr);
        }
    }

    #[test]
    fn lengths_have_two_units_at_most() {
        for (millis, en) in [
            (420, "0.4 s"),
            (48_000, "48 s"),
            (125_000, "2 min 5 s"),
            (12_000_000, "3 h 20 min"),
            (172_800_000, "2 d"),
        ] {
            assert_eq!(
                EN.duration(SignedDuration::from_millis(millis))
                    .replace('\u{a0}', " "),
                en
            );
        }
    }
}
