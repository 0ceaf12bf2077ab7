//! Progress at most ten times a second, however fast the work goes.

use std::time::{Duration, Instant};

/// The shortest time between two progress reports.
pub const INTERVAL: Duration = Duration::from_millis(100);

/// Says when something that happens often may be shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    last: Option<Instant>,
}

impl Pace {
    /// Whether enough time has passed since the last report; if so, this counts as one.
    pub fn allows(&mut self, now: Instant) -> bool {
        let due = self
            .last
            .is_none_or(|last| now.saturating_duration_since(last) >= INTERVAL);
        if due {
            self.last = Some(now);
        }
        due
    }

    /// Lets the next report through at once, for a change that must not be missed.
    pub fn reset(&mut self) {
        self.last = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_reports_a_second_pass_and_no_more() {
        let start = Instant::now();
        let mut pace = Pace::default();
        let passed = (0..1_000)
            .filter(|millis| pace.allows(start + Duration::from_millis(*millis)))
            .count();
        assert_eq!(passed, 10);
        pace.reset();
        assert!(pace.allows(start + Duration::from_secs(1)));
    }
}
