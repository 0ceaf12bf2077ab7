//! Limits of both services: off unless switched on, each with the service's own way of saying no.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The limits of one service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests allowed within the window, for each caller.
    pub requests: Option<usize>,
    /// Length of the sliding window in seconds.
    pub window_seconds: u32,
    /// Requests worked on at the same time, for each caller.
    pub concurrency: Option<usize>,
    /// Requests that wait for a place instead of being refused, for each caller.
    pub queue: usize,
    /// Seconds after which a request that waits in the queue is sent away (503).
    pub queue_seconds: Option<f64>,
    /// Seconds after which a single request is given up (408).
    pub operation_seconds: Option<f64>,
    /// Seconds of work allowed within the window, for each caller (Dataverse's third limit).
    pub execution_seconds: Option<f64>,
    /// Operations allowed in one batch.
    pub batch_operations: usize,
    /// Rows in a page, both the default and the most that may be asked for.
    pub page_size: usize,
    /// Bytes allowed in one request body.
    pub body_bytes: usize,
    /// What a refusal says about when to come back.
    pub retry_after: RetryAfter,
}

/// How `Retry-After` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RetryAfter {
    /// A number of seconds.
    Seconds,
    /// A date.
    Date,
    /// Not at all.
    Absent,
}

impl Limits {
    /// What Business Central online documents, with the rate limits switched off.
    pub fn business_central() -> Self {
        Self {
            requests: None,
            window_seconds: 300,
            concurrency: None,
            queue: 0,
            queue_seconds: None,
            operation_seconds: None,
            execution_seconds: None,
            batch_operations: 100,
            page_size: 20_000,
            body_bytes: 350 << 20,
            retry_after: RetryAfter::Seconds,
        }
    }

    /// What Dataverse documents, with the rate limits switched off.
    pub fn dataverse() -> Self {
        Self {
            batch_operations: 1_000,
            page_size: 5_000,
            body_bytes: 128 << 20,
            ..Self::business_central()
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::business_central()
    }
}

/// A limit that a request ran into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exceeded {
    /// Too many requests in the window; a place is free after this many seconds.
    Requests(u32),
    /// Too many at the same time.
    Concurrency,
    /// Too long in the queue.
    Queue,
    /// Too much work in the window; some is forgotten after this many seconds.
    Execution(u32),
}

impl Exceeded {
    /// How many seconds to wait before it makes sense to try again.
    pub fn seconds(self) -> u32 {
        match self {
            Self::Requests(seconds) | Self::Execution(seconds) => seconds,
            Self::Concurrency | Self::Queue => 1,
        }
    }
}

/// What was counted for each caller.
#[derive(Debug, Default)]
pub struct Meter {
    callers: HashMap<String, Caller>,
}

#[derive(Debug, Default)]
struct Caller {
    hits: VecDeque<Timestamp>,
    work: VecDeque<(Timestamp, f64)>,
    running: usize,
    waiting: usize,
}

impl Meter {
    /// Counts a request in, or says which limit refuses it.
    pub fn enter(&mut self, limits: &Limits, caller: &str, now: Timestamp) -> Result<(), Exceeded> {
        let window = SignedDuration::from_secs(i64::from(limits.window_seconds));
        let from = now.checked_sub(window).unwrap_or(Timestamp::MIN);
        let caller = self.callers.entry(caller.to_owned()).or_default();
        while caller.hits.front().is_some_and(|hit| *hit <= from) {
            caller.hits.pop_front();
        }
        while caller.work.front().is_some_and(|(at, _)| *at <= from) {
            caller.work.pop_front();
        }
        if limits
            .concurrency
            .is_some_and(|most| caller.running >= most)
        {
            return Err(Exceeded::Concurrency);
        }
        if let Some(most) = limits.requests
            && caller.hits.len() >= most
        {
            return Err(Exceeded::Requests(until(
                caller.hits.front().copied(),
                window,
                now,
            )));
        }
        if let Some(most) = limits.execution_seconds
            && caller.work.iter().map(|(_, seconds)| seconds).sum::<f64>() >= most
        {
            return Err(Exceeded::Execution(until(
                caller.work.front().map(|(at, _)| *at),
                window,
                now,
            )));
        }
        if limits.requests.is_some() {
            caller.hits.push_back(now);
        }
        caller.running += 1;
        Ok(())
    }

    /// Takes a place in the queue, if there is one left.
    pub fn queue(&mut self, limits: &Limits, caller: &str) -> bool {
        let caller = self.callers.entry(caller.to_owned()).or_default();
        let free = caller.waiting < limits.queue;
        caller.waiting += usize::from(free);
        free
    }

    /// Gives a place in the queue back.
    pub fn unqueue(&mut self, caller: &str) {
        if let Some(caller) = self.callers.get_mut(caller) {
            caller.waiting = caller.waiting.saturating_sub(1);
        }
    }

    /// Counts a request out again.
    pub fn leave(&mut self, limits: &Limits, caller: &str, now: Timestamp, seconds: f64) {
        if let Some(caller) = self.callers.get_mut(caller) {
            caller.running = caller.running.saturating_sub(1);
            if limits.execution_seconds.is_some() {
                caller.work.push_back((now, seconds));
            }
        }
    }

    /// Requests that a caller may still make in this window.
    pub fn remaining(&self, limits: &Limits, caller: &str) -> Option<usize> {
        let used = self
            .callers
            .get(caller)
            .map_or(0, |caller| caller.hits.len());
        Some(limits.requests?.saturating_sub(used))
    }
}

impl Meter {
    /// Seconds of work that a caller may still cause in this window.
    pub fn remaining_seconds(&self, limits: &Limits, caller: &str) -> Option<f64> {
        let used: f64 = self.callers.get(caller).map_or(0.0, |caller| {
            caller.work.iter().map(|(_, seconds)| seconds).sum()
        });
        Some((limits.execution_seconds? - used).max(0.0))
    }
}

/// Whole seconds from now until `at` leaves the window, at least one.
fn until(at: Option<Timestamp>, window: SignedDuration, now: Timestamp) -> u32 {
    let free = at.unwrap_or(now).checked_add(window).unwrap_or(now);
    let seconds = now.duration_until(free).as_millis().div_euclid(1_000) + 1;
    u32::try_from(seconds.max(1)).unwrap_or(1)
}

/// The text of a `Retry-After` header, if there is to be one.
pub fn retry_after(how: RetryAfter, seconds: u32, now: Timestamp) -> Option<String> {
    match how {
        RetryAfter::Seconds => Some(seconds.to_string()),
        RetryAfter::Date => {
            let at = now
                .checked_add(SignedDuration::from_secs(i64::from(seconds)))
                .ok()?;
            Some(httpdate::fmt_http_date(std::time::SystemTime::from(at)))
        }
        RetryAfter::Absent => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_window_slides() {
        let limits = Limits {
            requests: Some(2),
            window_seconds: 10,
            ..Limits::default()
        };
        let mut meter = Meter::default();
        assert_eq!(meter.enter(&limits, "a", at(0)), Ok(()));
        assert_eq!(meter.enter(&limits, "a", at(5)), Ok(()));
        assert_eq!(meter.enter(&limits, "a", at(6)), Err(Exceeded::Requests(5)));
        assert_eq!(meter.enter(&limits, "b", at(6)), Ok(()));
        assert_eq!(meter.enter(&limits, "a", at(10)), Ok(()));
        assert_eq!(meter.remaining(&limits, "a"), Some(0));
    }

    #[test]
    fn only_so_many_at_once() {
        let limits = Limits {
            concurrency: Some(1),
            ..Limits::default()
        };
        let mut meter = Meter::default();
        assert_eq!(meter.enter(&limits, "a", at(0)), Ok(()));
        assert_eq!(meter.enter(&limits, "a", at(0)), Err(Exceeded::Concurrency));
        meter.leave(&limits, "a", at(1), 1.0);
        assert_eq!(meter.enter(&limits, "a", at(1)), Ok(()));
    }

    #[test]
    fn work_is_limited_too() {
        let limits = Limits {
            execution_seconds: Some(1.5),
            window_seconds: 10,
            ..Limits::default()
        };
        let mut meter = Meter::default();
        for second in 0..2 {
            assert_eq!(meter.enter(&limits, "a", at(second)), Ok(()));
            meter.leave(&limits, "a", at(second), 1.0);
        }
        assert_eq!(
            meter.enter(&limits, "a", at(2)),
            Err(Exceeded::Execution(9))
        );
        assert_eq!(meter.enter(&limits, "a", at(10)), Ok(()));
    }

    #[test]
    fn three_ways_to_say_when() {
        assert_eq!(retry_after(RetryAfter::Seconds, 7, at(0)), Some("7".into()));
        assert_eq!(
            retry_after(RetryAfter::Date, 7, at(0)),
            Some("Thu, 01 Jan 1970 00:00:07 GMT".into())
        );
        assert_eq!(retry_after(RetryAfter::Absent, 7, at(0)), None);
    }
}
