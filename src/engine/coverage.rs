//! How one side of a mapping is read, and when its ids were last compared: what the cache keeps besides the watermark.

use super::observe::observed_fields;
use super::widened::Flows;
use crate::model::reason::Problem;
use crate::model::{Cadence, MappingName, Side, TableMapping};
use crate::remote::{Changes, Ways};
use crate::store::Reader;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a token of a change log may stay the watermark while it reports nothing; services keep theirs for days.
const TOKEN_STAYS: SignedDuration = SignedDuration::from_hours(12);

/// How many seconds two looks at a clock may differ by, since answers take their time and tell whole seconds.
const CLOCK_NOISE: i64 = 3;

/// What is known of the reading of one side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Coverage {
    /// What the watermark is about: set, filter and fields. When they change, the side is read whole.
    pub scope: Option<String>,
    /// How changes and deletions are found.
    pub ways: Option<Ways>,
    /// When all ids were last compared, by this machine's clock.
    pub swept: Option<Timestamp>,
    /// When the watermark was last moved, by this machine's clock.
    pub moved: Option<Timestamp>,
    /// By how much the service's count and the ids that it lists differ even after they were compared.
    pub bias: i64,
    /// The same difference the last time, before it is believed.
    pub odd: i64,
    /// How many seconds the service's clock was ahead of this machine's when it was last seen to differ from before.
    ahead: Option<i64>,
    /// How the fields flowed when the mapping was last read; kept with Business Central's side for both.
    pub(super) flows: Option<Flows>,
}

impl Coverage {
    /// What the cache knows of a side; nothing if it cannot be understood.
    pub fn of(reader: &Reader<'_>, mapping: &MappingName, side: Side) -> Result<Self, Problem> {
        let text = reader.coverage(mapping, side)?;
        Ok(text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    /// When the ids are to be compared next, if nothing else asks for it before; nothing where they never need to be.
    pub fn next_sweep(&self, cadence: Cadence) -> Option<Timestamp> {
        let Cadence::Every(interval) = cadence else {
            return None;
        };
        if !self.is_swept() {
            return None;
        }
        let swept = self.swept?;
        Some(
            swept
                .checked_add(SignedDuration::from_secs(i64::from(interval.seconds)))
                .unwrap_or(Timestamp::MAX),
        )
    }

    /// Whether deletions are found by comparing ids.
    pub fn is_swept(&self) -> bool {
        self.ways
            .is_some_and(|ways| ways.changes == Changes::ModifiedSince)
    }

    /// Whether the ids are to be compared now.
    pub(super) fn is_due(&self, cadence: Cadence, now: Timestamp) -> bool {
        match (cadence, self.swept) {
            (Cadence::Never, _) => false,
            (Cadence::Every(_), None) => true,
            (Cadence::Every(interval), Some(swept)) => {
                let age = now.duration_since(swept);
                // A clock that was set back must not put it off.
                age < SignedDuration::ZERO
                    || age >= SignedDuration::from_secs(i64::from(interval.seconds))
            }
        }
    }

    /// The service's clock is so far ahead of this machine's now; whether it was set back since it was last looked at. What was
    /// changed after that bears times of before the watermark.
    ///
    /// This machine's clock, set forward, looks the same. A comparison of ids for nothing is all that comes of it.
    pub(super) fn clock_went_back(&mut self, ahead: SignedDuration) -> bool {
        let ahead = ahead.as_secs();
        let moved = self.ahead.map(|before| ahead.saturating_sub(before));
        if moved.is_none_or(|moved| moved.abs() > CLOCK_NOISE) {
            self.ahead = Some(ahead);
        }
        moved.is_some_and(|moved| moved < -CLOCK_NOISE)
    }

    /// Whether a token that reports nothing new may stay, so that nothing is written.
    pub(super) fn token_stays(&self, now: Timestamp) -> bool {
        self.moved.is_some_and(|moved| {
            let age = now.duration_since(moved);
            age >= SignedDuration::ZERO && age < TOKEN_STAYS
        })
    }

    /// Whether a count tells that ids are missing here or there.
    pub(super) fn is_off(&self, counted: u64, known: u64) -> bool {
        difference(counted, known) != self.bias
    }

    /// After all ids were compared: so many were listed, and the service counted so many.
    pub(super) fn swept(&mut self, counted: Option<u64>, listed: u64, now: Timestamp) {
        self.swept = Some(now);
        let Some(counted) = counted else { return };
        // A difference may come from what happened between the count and the list; seen twice, the service counts oddly.
        let odd = difference(counted, listed);
        if odd == self.odd {
            self.bias = odd;
        } else if odd == 0 {
            self.bias = 0;
        }
        self.odd = odd;
    }
}

fn difference(counted: u64, known: u64) -> i64 {
    let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    signed(counted).saturating_sub(signed(known))
}

/// What a watermark of this mapping and side is about, in few letters that stay the same from version to version.
pub(super) fn scope_of(mapping: &TableMapping, side: Side) -> String {
    let mut fields: Vec<String> = observed_fields(mapping, side)
        .iter()
        .map(ToString::to_string)
        .collect();
    fields.sort();
    let filter = mapping.filters.get(side).as_deref().unwrap_or_default();
    let text = format!(
        "{}\n{filter}\n{}",
        mapping.sets.get(side).as_str(),
        fields.join(",")
    );
    // FNV-1a: short, and the same for ever, which the standard library does not promise of its own.
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_difference_is_believed_when_it_shows_twice() {
        let mut coverage = Coverage::default();
        assert!(coverage.is_off(9, 10) && !coverage.is_off(10, 10));
        coverage.swept(Some(9), 10, at(1));
        assert!(coverage.is_off(9, 10));
        coverage.swept(Some(9), 10, at(2));
        assert!(!coverage.is_off(9, 10) && coverage.is_off(8, 10) && coverage.is_off(10, 10));
        coverage.swept(Some(10), 10, at(3));
        assert!(!coverage.is_off(10, 10) && coverage.is_off(9, 10));
    }

    #[test]
    fn a_clock_that_is_set_back_is_noticed_once_and_noise_is_not() {
        let mut coverage = Coverage::default();
        let ahead = SignedDuration::from_secs;
        let told = [600, 598, 603, -600, -599, 20, 18, 15, 16];
        let back = told.map(|seconds| coverage.clock_went_back(ahead(seconds)));
        let expected = [600, -600, 15].map(|seconds| told.iter().position(|one| *one == seconds));
        assert_eq!(back.iter().position(|back| *back), expected[1]);
        assert_eq!(back.iter().rposition(|back| *back), expected[2]);
        assert_eq!(back.iter().filter(|back| **back).count(), 2);
    }

    #[test]
    fn a_sweep_is_due_at_its_cadence_and_after_the_clock_was_set_back() {
        let coverage = Coverage {
            swept: Some(at(100_000)),
            ..Coverage::default()
        };
        let hourly = "1h".parse().unwrap();
        assert!(!coverage.is_due(hourly, at(103_599)));
        assert!(coverage.is_due(hourly, at(103_600)));
        assert!(coverage.is_due(hourly, at(99_999)));
        assert!(!coverage.is_due(Cadence::Never, at(999_999_999)));
        assert!(Coverage::default().is_due(hourly, at(0)));
    }
}
