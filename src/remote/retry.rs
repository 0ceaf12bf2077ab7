//! When something is tried again, after which pause, and how a person stops it.

use super::budget::Limits;
use crate::model::reason::{Cause, Problem};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

/// A flag with which the work can be stopped between requests and during pauses.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// A flag that is not raised.
    pub fn new() -> Self {
        Self::default()
    }

    /// Uses a flag that exists already.
    pub fn from_flag(flag: Arc<AtomicBool>) -> Self {
        Self(flag)
    }

    /// Raises the flag.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the flag is raised.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Goes on only while the flag is not raised.
    ///
    /// # Errors
    /// [`Cause::Cancelled`].
    pub fn check(&self) -> Result<(), Problem> {
        if self.is_cancelled() {
            Err(Problem::new(Cause::Cancelled))
        } else {
            Ok(())
        }
    }

    /// Waits until the flag is raised.
    pub async fn raised(&self) {
        const LOOK_AGAIN: Duration = Duration::from_millis(50);
        while !self.is_cancelled() {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Does something that may be given up at any moment, unless the flag is raised first.
    ///
    /// # Errors
    /// [`Cause::Cancelled`].
    pub async fn race<T>(&self, work: impl Future<Output = T>) -> Result<T, Problem> {
        tokio::select! {
            biased;
            done = work => Ok(done),
            () = self.raised() => Err(Problem::new(Cause::Cancelled)),
        }
    }

    /// Sleeps, but wakes soon after the flag is raised.
    ///
    /// # Errors
    /// [`Cause::Cancelled`].
    pub async fn sleep(&self, pause: Duration) -> Result<(), Problem> {
        const SLICE: Duration = Duration::from_millis(100);
        let mut left = pause;
        while !left.is_zero() {
            self.check()?;
            let slice = left.min(SLICE);
            tokio::time::sleep(slice).await;
            left -= slice;
        }
        self.check()
    }
}

/// The pauses between attempts: exponential with jitter, or what the service asked for.
#[derive(Debug)]
pub struct Backoff {
    attempts_left: u32,
    next: Duration,
    longest: Duration,
}

impl Backoff {
    /// The pauses within some limits.
    pub fn new(limits: &Limits) -> Self {
        Self {
            attempts_left: limits.attempts.saturating_sub(1),
            next: limits.first_pause,
            longest: limits.longest_pause,
        }
    }

    /// The pause before the next attempt; nothing if there shall be none.
    ///
    /// A service that asks for a longer pause than anybody would wait for gets no further attempt: the caller says so.
    pub fn pause(&mut self, retry_after: Option<Duration>) -> Option<Duration> {
        self.attempts_left = self.attempts_left.checked_sub(1)?;
        let base = self.next;
        self.next = (self.next * 2).min(self.longest);
        match retry_after {
            Some(asked) if asked > self.longest => None,
            // A little more than asked, so that several clients do not come back in the same instant.
            Some(asked) => Some(asked + jittered(base.min(Duration::from_secs(1))) / 4),
            None => Some(jittered(base)),
        }
    }
}

/// Between half of a pause and the whole of it.
fn jittered(pause: Duration) -> Duration {
    let random = getrandom::u32().unwrap_or(u32::MAX / 2);
    pause / 2 + (pause / 2).mul_f64(f64::from(random) / f64::from(u32::MAX))
}

/// Reads `Retry-After`: seconds, or a date.
pub fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Side;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        assert_eq!(retry_after("7", now), Some(Duration::from_secs(7)));
        let date = httpdate::fmt_http_date(now + Duration::from_secs(90));
        assert_eq!(retry_after(&date, now), Some(Duration::from_secs(90)));
        let past = httpdate::fmt_http_date(now - Duration::from_secs(90));
        assert_eq!(retry_after(&past, now), Some(Duration::ZERO));
        for garbage in ["", "soon", "-3", "NaN", "1e400"] {
            assert_eq!(retry_after(garbage, now), None, "{garbage}");
        }
    }

    #[test]
    fn pauses_grow_and_attempts_end() {
        let limits = Limits {
            attempts: 4,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(3),
            ..Limits::of(Side::Bc)
        };
        let mut backoff = Backoff::new(&limits);
        let pauses: Vec<Duration> = std::iter::from_fn(|| backoff.pause(None)).collect();
        assert_eq!(pauses.len(), 3, "{pauses:?}");
        for (pause, whole) in pauses.iter().zip([1, 2, 3]) {
            let whole = Duration::from_secs(whole);
            assert!(*pause >= whole / 2 && *pause <= whole, "{pauses:?}");
        }
        assert_eq!(
            Backoff::new(&limits).pause(Some(Duration::from_secs(4))),
            None
        );
        let asked = Backoff::new(&limits).pause(Some(Duration::from_secs(2)));
        assert!(asked.unwrap() >= Duration::from_secs(2));
    }
}
