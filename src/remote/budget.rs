//! Every limit in one place: what the services document, what this program allows itself, and how it keeps to it.

use super::retry::Cancel;
use crate::model::Side;
use crate::model::reason::Problem;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// The limits of one service. The defaults stay below what the services document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest page asked for, in records (documented: 20,000 and 5,000).
    pub page_size: u32,
    /// The largest batch, in operations (documented: 100 and 1,000).
    pub batch_operations: usize,
    /// The largest request body of a batch, in bytes.
    pub batch_bytes: usize,
    /// The longest address sent, in bytes.
    pub url_bytes: usize,
    /// Ids or alternatives in one filter.
    pub filter_terms: usize,
    /// Requests under way at once (documented: 5 and 52 for each user).
    pub concurrency: usize,
    /// Requests within the window (documented: 6,000).
    pub requests_per_window: usize,
    /// The sliding window.
    pub window: Duration,
    /// The largest answer that is accepted, in bytes (documented by Business Central: 350 MB).
    pub answer_bytes: usize,
    /// How long to wait for a connection.
    pub connect_timeout: Duration,
    /// How long to wait for the first byte of an answer (documented: 8 minutes and 2 minutes for one operation).
    pub first_byte_timeout: Duration,
    /// How long to wait for the next part of an answer.
    pub read_timeout: Duration,
    /// How long a request may take in all (documented: 10 minutes and 2 minutes).
    pub total_timeout: Duration,
    /// How long a write under way may still take when the work was cancelled, before its answer counts as lost.
    pub after_cancel: Duration,
    /// How often a request is tried that may be tried again.
    pub attempts: u32,
    /// The first pause between attempts; it doubles each time.
    pub first_pause: Duration,
    /// The longest pause between attempts, and the longest `Retry-After` that is waited for.
    pub longest_pause: Duration,
    /// Next links followed for one list that this program needs whole (metadata, exchange rates).
    pub pages_of_a_list: usize,
}

impl Limits {
    /// The limits of one side's service.
    pub fn of(side: Side) -> Self {
        let common = Self {
            page_size: 20_000,
            batch_operations: 100,
            batch_bytes: 32 * 1024 * 1024,
            url_bytes: 8 * 1024,
            filter_terms: 50,
            concurrency: 4,
            requests_per_window: 5_500,
            window: Duration::from_mins(5),
            answer_bytes: 400 * 1024 * 1024,
            connect_timeout: Duration::from_secs(15),
            first_byte_timeout: Duration::from_secs(500),
            read_timeout: Duration::from_mins(1),
            total_timeout: Duration::from_mins(10),
            after_cancel: Duration::from_secs(10),
            attempts: 5,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_mins(5),
            pages_of_a_list: 1_000,
        };
        match side {
            Side::Bc => common,
            Side::Dv => Self {
                first_byte_timeout: Duration::from_secs(150),
                page_size: 5_000,
                batch_operations: 1_000,
                concurrency: 8,
                ..common
            },
        }
    }
}

/// Keeps the requests to one service within its limits, and lets all of them wait when the service asks for it.
#[derive(Debug)]
pub struct Governor {
    slots: Rc<SlotsAndWindow>,
}

#[derive(Debug)]
struct SlotsAndWindow {
    slots: std::sync::Arc<Semaphore>,
    per_window: usize,
    window: Duration,
    recent: RefCell<VecDeque<Instant>>,
    hold_until: Cell<Option<Instant>>,
}

/// The right to have one request under way.
#[derive(Debug)]
pub struct Permit {
    _slot: Option<OwnedSemaphorePermit>,
}

impl Governor {
    /// A governor that has seen no request yet.
    pub fn new(limits: &Limits) -> Self {
        Self {
            slots: Rc::new(SlotsAndWindow {
                slots: std::sync::Arc::new(Semaphore::new(limits.concurrency.max(1))),
                per_window: limits.requests_per_window.max(1),
                window: limits.window,
                recent: RefCell::new(VecDeque::new()),
                hold_until: Cell::new(None),
            }),
        }
    }

    /// Waits until a request may be sent.
    ///
    /// # Errors
    /// Only when the work was cancelled meanwhile.
    pub async fn enter(&self, cancel: &Cancel) -> Result<Permit, Problem> {
        let inner = Rc::clone(&self.slots);
        let slot = std::sync::Arc::clone(&inner.slots)
            .acquire_owned()
            .await
            .ok();
        loop {
            cancel.check()?;
            let Some(wait) = inner.wait_needed(Instant::now()) else {
                break;
            };
            cancel.sleep(wait).await?;
        }
        inner.recent.borrow_mut().push_back(Instant::now());
        Ok(Permit { _slot: slot })
    }

    /// The service asked for a pause: no request starts before it is over.
    pub fn hold(&self, pause: Duration) {
        let until = Instant::now() + pause;
        let later = self
            .slots
            .hold_until
            .get()
            .is_none_or(|present| present < until);
        if later {
            self.slots.hold_until.set(Some(until));
        }
    }

    /// How long the next request would have to wait now, if at all.
    pub fn waiting(&self) -> Option<Duration> {
        self.slots.wait_needed(Instant::now())
    }
}

impl SlotsAndWindow {
    fn wait_needed(&self, now: Instant) -> Option<Duration> {
        if let Some(until) = self.hold_until.get() {
            if until > now {
                return Some(until - now);
            }
            self.hold_until.set(None);
        }
        let mut recent = self.recent.borrow_mut();
        while recent
            .front()
            .is_some_and(|oldest| *oldest + self.window <= now)
        {
            recent.pop_front();
        }
        if recent.len() < self.per_window {
            return None;
        }
        recent.front().map(|oldest| *oldest + self.window - now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn governor(per_window: usize) -> Governor {
        Governor::new(&Limits {
            requests_per_window: per_window,
            window: Duration::from_mins(5),
            ..Limits::of(Side::Bc)
        })
    }

    #[test]
    fn requests_beyond_the_window_wait_for_it() {
        let governor = governor(2);
        let now = Instant::now();
        let recent = [Duration::ZERO, Duration::from_mins(1)].map(|later| now + later);
        governor.slots.recent.borrow_mut().extend(recent);
        let wait = |seconds| {
            governor
                .slots
                .wait_needed(now + Duration::from_secs(seconds))
        };
        assert_eq!(wait(100), Some(Duration::from_secs(200)));
        assert_eq!(wait(300), None, "the first request has left the window");
    }

    #[test]
    fn a_pause_holds_everybody_and_only_grows() {
        let governor = governor(100);
        governor.hold(Duration::from_secs(20));
        governor.hold(Duration::from_secs(1));
        let wait = governor.waiting().unwrap();
        assert!(wait > Duration::from_secs(10), "{wait:?}");
        let later = Instant::now() + Duration::from_secs(30);
        assert_eq!(governor.slots.wait_needed(later), None);
    }

    #[tokio::test]
    async fn a_cancel_ends_the_wait() {
        let governor = governor(100);
        governor.hold(Duration::from_hours(1));
        let cancel = Cancel::new();
        cancel.cancel();
        assert!(governor.enter(&cancel).await.is_err());
    }
}
