//! What was measured, and how it is printed.

use std::fmt::Write as _;
use std::time::Duration;

/// A frame longer than this is seen as a hitch.
const HITCH: Duration = Duration::from_millis(16);
/// How many of the slowest frames are named.
const SLOWEST: usize = 15;

/// One frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    /// The page that was shown.
    pub(super) page: &'static str,
    /// What was done there.
    pub(super) doing: &'static str,
    /// Taking in events and carrying out commands.
    pub(super) logic: Duration,
    /// Drawing.
    pub(super) draw: Duration,
    /// Whether the system took the processor away meanwhile: then the times say little of this program.
    pub(super) interrupted: bool,
    /// All that the processor did for the frame before, painting included, if that is known.
    pub(super) whole: Option<Duration>,
}

impl Sample {
    /// What this program's own code took.
    fn own(&self) -> Duration {
        self.logic + self.draw
    }
}

/// All frames.
#[derive(Clone, Debug, Default)]
pub(super) struct Frames(Vec<Sample>);

impl Frames {
    pub(super) fn push(&mut self, sample: Sample) {
        self.0.push(sample);
    }

    /// One line per page, one for all, and the slowest frames by name.
    pub(super) fn told(&self) -> String {
        let mut pages: Vec<&'static str> = Vec::new();
        for sample in &self.0 {
            if !pages.contains(&sample.page) {
                pages.push(sample.page);
            }
        }
        let mut text = String::new();
        for page in pages {
            let own = || self.0.iter().filter(|sample| sample.page == page);
            text.push_str(&line(page, own().map(Sample::own).collect()));
            let quiet = own().filter(|sample| !sample.interrupted);
            text.push_str(&line(
                &format!("{page} quiet"),
                quiet.map(Sample::own).collect(),
            ));
        }
        let quiet = || self.0.iter().filter(|sample| !sample.interrupted);
        text.push_str(&line("all quiet", quiet().map(Sample::own).collect()));
        text.push_str(&line("all", self.0.iter().map(Sample::own).collect()));
        let whole: Vec<Duration> = self.0.iter().filter_map(|sample| sample.whole).collect();
        text.push_str(&line("all with painting", whole));
        let mut slowest: Vec<&Sample> = quiet().collect();
        slowest.sort_by_key(|sample| std::cmp::Reverse(sample.own()));
        for sample in slowest.into_iter().take(SLOWEST) {
            let (logic, draw) = (millis(sample.logic), millis(sample.draw));
            let Sample { page, doing, .. } = sample;
            writeln!(
                text,
                "slow {page}/{doing} logic_ms={logic:.2} draw_ms={draw:.2}"
            )
            .ok();
        }
        text
    }
}

fn line(name: &str, mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let hitches = times.iter().filter(|time| **time > HITCH).count();
    let at = |part: f64| millis(percentile(&times, part));
    format!(
        "frames {name:<18} n={:<5} p50_ms={:<6.2} p95_ms={:<6.2} p99_ms={:<6.2} max_ms={:<7.2} over_16_ms={hitches}\n",
        times.len(),
        at(0.50),
        at(0.95),
        at(0.99),
        at(1.0),
    )
}

/// The least value that so many of all, from 0 to 1, do not exceed; of times in order.
fn percentile(times: &[Duration], part: f64) -> Duration {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list"
    )]
    let place = (times.len() as f64 * part).ceil() as usize;
    times
        .get(place.saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

/// Milliseconds with their fraction.
pub(super) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let times: Vec<Duration> = (1..=20).map(Duration::from_millis).collect();
        let at = |part| percentile(&times, part).as_millis();
        assert_eq!((at(0.50), at(0.95), at(0.99), at(1.0)), (10, 19, 20, 20));
        assert_eq!(percentile(&[], 0.5), Duration::ZERO);
    }

    #[test]
    fn hitches_are_counted() {
        let times = [1, 16, 17, 40].map(Duration::from_millis).to_vec();
        assert!(line("home", times).trim_end().ends_with("over_16_ms=2"));
    }
}
