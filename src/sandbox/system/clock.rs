//! The time that a service believes it is.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp};

/// Something that knows the time.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct WallClock;

impl Clock for WallClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is moved; for tests and the simulation.
#[derive(Debug)]
pub struct ManualClock {
    millis: AtomicI64,
}

impl ManualClock {
    /// A clock that shows `at`.
    pub fn new(at: Timestamp) -> Arc<Self> {
        Arc::new(Self {
            millis: AtomicI64::new(at.as_millisecond()),
        })
    }

    /// Moves the clock; a negative duration turns it back.
    pub fn advance(&self, by: SignedDuration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.millis.fetch_add(millis, Ordering::SeqCst);
    }

    /// Sets the clock.
    pub fn set(&self, at: Timestamp) {
        self.millis.store(at.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.millis.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

/// One service's clock: a shared clock and how far this service is off.
#[derive(Clone)]
pub struct SkewedClock {
    clock: Arc<dyn Clock>,
    offset: SignedDuration,
}

impl SkewedClock {
    /// A service clock that is right.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            offset: SignedDuration::ZERO,
        }
    }

    /// Sets how far ahead the service is; negative when it is behind.
    pub fn set_offset(&mut self, offset: SignedDuration) {
        self.offset = offset;
    }

    /// The time that the service believes it is.
    pub fn now(&self) -> Timestamp {
        self.clock
            .now()
            .checked_add(self.offset)
            .unwrap_or(Timestamp::MAX)
    }
}

impl std::fmt::Debug for SkewedClock {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("SkewedClock")
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_clock_may_be_off() {
        let manual = ManualClock::new(Timestamp::UNIX_EPOCH);
        let mut clock = SkewedClock::new(manual.clone());
        clock.set_offset(SignedDuration::from_secs(-5));
        manual.advance(SignedDuration::from_secs(12));
        assert_eq!(clock.now().as_second(), 7);
    }
}
