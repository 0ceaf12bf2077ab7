//! Every limit in one place: what the services document, what this program allows itself, and how it keeps to it.

use super::retry::Cancel;
use crate::model::Side;
use crate::model::reason::Problem;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
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
    /// Requests that the service allows within the window (documented: 6,000); a twelfth of them is never used.
    pub requests_per_window: usize,
    /// Work that the service allows within the window, if it counts that (documented by Dataverse: 20 minutes); a twelfth is
    /// never used. It is reckoned from how long answers take, which is more than the service counts.
    pub work_per_window: Option<Duration>,
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
            requests_per_window: 6_000,
            work_per_window: None,
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
                work_per_window: Some(Duration::from_mins(20)),
                ..common
            },
        }
    }
}

/// Why a request waits before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitReason {
    /// The service allows so many requests within so much time.
    Requests {
        /// Requests.
        allowed: usize,
        /// The sliding window.
        window: Duration,
    },
    /// The service allows so much work within so much time.
    Work {
        /// The work.
        allowed: Duration,
        /// The sliding window.
        window: Duration,
    },
    /// The service asked for a pause.
    Asked,
}

/// What keeps requests to one service waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The service.
    pub side: Side,
    /// How long it will still take.
    pub left: Duration,
    /// Why.
    pub reason: WaitReason,
}

/// Which limit a service says was exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exceeded {
    /// Too many requests within the window.
    Requests,
    /// Too much work within the window.
    Work,
    /// Too many at once.
    Concurrency,
    /// It does not say.
    Unsaid,
}

/// Keeps the requests to one service within its limits, and lets all of them wait when the service asks for it.
///
/// Who came first is served first, so that no mapping takes the turn of another.
#[derive(Clone, Debug)]
pub struct Governor(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    side: Side,
    slots: std::sync::Arc<Semaphore>,
    concurrency: Cell<usize>,
    /// Places that go as soon as they are given back.
    surplus: Cell<usize>,
    requests: Cell<usize>,
    work: Cell<Option<Duration>>,
    window: Duration,
    documented: Limits,
    /// When a refusal last taught something.
    refused: Cell<Option<Instant>>,
    /// When requests were sent.
    sent: RefCell<VecDeque<Instant>>,
    /// When requests ended, and how long they took.
    ended: RefCell<VecDeque<(Instant, Duration)>>,
    /// When requests under way began, by their number.
    under_way: RefCell<BTreeMap<u64, Instant>>,
    next: Cell<u64>,
    hold_until: Cell<Option<Instant>>,
    waiters: Cell<usize>,
}

/// The right to have one request under way.
#[derive(Debug)]
pub struct Permit {
    number: u64,
    inner: Rc<Inner>,
    slot: Option<OwnedSemaphorePermit>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let now = Instant::now();
        let began = self.inner.under_way.borrow_mut().remove(&self.number);
        if let Some(began) = began.filter(|_| self.inner.work.get().is_some()) {
            let mut ended = self.inner.ended.borrow_mut();
            ended.push_back((now, now.duration_since(began)));
        }
        let surplus = self.inner.surplus.get();
        if surplus > 0
            && let Some(slot) = self.slot.take()
        {
            self.inner.surplus.set(surplus - 1);
            slot.forget();
        }
    }
}

/// Counts somebody who waits, for as long as it lives.
#[derive(Debug)]
pub struct Waiter(Rc<Inner>);

impl Drop for Waiter {
    fn drop(&mut self) {
        self.0.waiters.set(self.0.waiters.get().saturating_sub(1));
    }
}

impl Governor {
    /// A governor that has seen no request yet.
    pub fn new(side: Side, limits: &Limits) -> Self {
        let concurrency = limits.concurrency.max(1);
        Self(Rc::new(Inner {
            side,
            slots: std::sync::Arc::new(Semaphore::new(concurrency)),
            concurrency: Cell::new(concurrency),
            surplus: Cell::new(0),
            requests: Cell::new(limits.requests_per_window.max(1)),
            work: Cell::new(limits.work_per_window),
            window: limits.window,
            documented: limits.clone(),
            refused: Cell::new(None),
            sent: RefCell::default(),
            ended: RefCell::default(),
            under_way: RefCell::default(),
            next: Cell::new(0),
            hold_until: Cell::new(None),
            waiters: Cell::new(0),
        }))
    }

    /// Waits until a request may be sent.
    ///
    /// # Errors
    /// Only when the work was cancelled meanwhile.
    pub async fn enter(&self, cancel: &Cancel) -> Result<Permit, Problem> {
        let inner = &self.0;
        let slot = std::sync::Arc::clone(&inner.slots)
            .acquire_owned()
            .await
            .ok();
        let mut waiter = None;
        loop {
            cancel.check()?;
            let Some((wait, _)) = inner.wait_needed(Instant::now()) else {
                break;
            };
            waiter.get_or_insert_with(|| self.waits());
            cancel.sleep(wait).await?;
        }
        let now = Instant::now();
        let number = inner.next.get();
        inner.next.set(number + 1);
        inner.sent.borrow_mut().push_back(now);
        inner.under_way.borrow_mut().insert(number, now);
        Ok(Permit {
            number,
            inner: Rc::clone(inner),
            slot,
        })
    }

    /// The service asked for a pause: no request starts before it is over.
    pub fn hold(&self, pause: Duration) {
        let until = Instant::now() + pause;
        let later = self
            .0
            .hold_until
            .get()
            .is_none_or(|present| present < until);
        if later {
            self.0.hold_until.set(Some(until));
        }
    }

    /// Somebody waits for a pause to end who is not in [`Self::enter`].
    pub fn waits(&self) -> Waiter {
        self.0.waiters.set(self.0.waiters.get() + 1);
        Waiter(Rc::clone(&self.0))
    }

    /// Learns from a refusal: half of what was allowed is enough until a whole window went by without another.
    pub fn refused(&self, exceeded: Exceeded) {
        let inner = &self.0;
        let now = Instant::now();
        // Requests that were under way together are refused together.
        let is_echo = |at: Instant| now.duration_since(at) < ECHO;
        if inner.refused.get().is_some_and(is_echo) {
            return;
        }
        inner.forget_old(now);
        match exceeded {
            Exceeded::Requests | Exceeded::Unsaid => {
                let half = inner.requests.get() / 2;
                let sent = inner.sent.borrow().len();
                let least = inner.documented.requests_per_window / LEAST;
                let learnt = half.max(sent).max(least).max(1);
                inner.requests.set(learnt.min(inner.requests.get()));
            }
            Exceeded::Work => {
                let documented = inner.documented.work_per_window.unwrap_or(inner.window);
                let allowed = inner.work.get().unwrap_or(documented);
                let learnt = (allowed / 2).max(documented / LEAST_WORK);
                inner.work.set(Some(learnt));
            }
            Exceeded::Concurrency => {
                let now = inner.concurrency.get();
                if now > 1 {
                    inner.concurrency.set(now - 1);
                    // A place that is free goes at once.
                    if inner.slots.forget_permits(1) == 0 {
                        inner.surplus.set(inner.surplus.get() + 1);
                    }
                }
                // It stays so: whoever shares the account is likely to stay, too.
                return;
            }
        }
        inner.refused.set(Some(now));
    }

    /// How many requests may be under way at once, as far as is known now.
    pub fn concurrency(&self) -> usize {
        self.0.concurrency.get()
    }

    /// What keeps somebody waiting now, if anybody waits.
    pub fn waiting(&self) -> Option<Waiting> {
        if self.0.waiters.get() == 0 {
            return None;
        }
        let (left, reason) = self.0.wait_needed(Instant::now())?;
        Some(Waiting {
            side: self.0.side,
            left,
            reason,
        })
    }
}

/// Refusals so close together are about the same moment.
const ECHO: Duration = Duration::from_secs(1);
/// What is learnt never falls below this part of what is documented.
const LEAST: usize = 20;
/// The same for work.
const LEAST_WORK: u32 = 20;

/// A limit with a margin: clocks differ, and requests do not arrive at the pace at which they were sent.
fn within(limit: usize) -> usize {
    (limit - limit / 12).max(1)
}

impl Inner {
    fn forget_old(&self, now: Instant) {
        let mut sent = self.sent.borrow_mut();
        while sent.front().is_some_and(|at| *at + self.window <= now) {
            sent.pop_front();
        }
        let mut ended = self.ended.borrow_mut();
        while ended
            .front()
            .is_some_and(|(at, _)| *at + self.window <= now)
        {
            ended.pop_front();
        }
    }

    /// After a window without a refusal, what was halved is doubled, up to what is documented.
    fn recover(&self, now: Instant) {
        let Some(refused) = self.refused.get() else {
            return;
        };
        if refused + self.window > now {
            return;
        }
        let documented = &self.documented;
        let requests = (self.requests.get() * 2).min(documented.requests_per_window.max(1));
        self.requests.set(requests);
        let work = match (self.work.get(), documented.work_per_window) {
            (Some(work), Some(most)) => Some((work * 2).min(most)),
            // A limit that nobody documents was learnt, and is forgotten.
            (_, most) => most,
        };
        self.work.set(work);
        let whole =
            requests == documented.requests_per_window.max(1) && work == documented.work_per_window;
        self.refused.set((!whole).then_some(now));
    }

    /// The work within the window, that of requests under way among it.
    fn spent(&self, now: Instant) -> Duration {
        let ended = self.ended.borrow();
        let under_way = self.under_way.borrow();
        let running = under_way.values().map(|began| now.duration_since(*began));
        ended
            .iter()
            .map(|(_, took)| *took)
            .chain(running)
            .fold(Duration::ZERO, Duration::saturating_add)
    }

    fn wait_needed(&self, now: Instant) -> Option<(Duration, WaitReason)> {
        if let Some(until) = self.hold_until.get() {
            if until > now {
                return Some((until - now, WaitReason::Asked));
            }
            self.hold_until.set(None);
        }
        self.forget_old(now);
        self.recover(now);
        let window = self.window;
        let allowed = self.requests.get();
        let sent = self.sent.borrow();
        if sent.len() >= within(allowed)
            && let Some(oldest) = sent.front()
        {
            return Some((
                *oldest + window - now,
                WaitReason::Requests { allowed, window },
            ));
        }
        let allowed = self.work.get()?;
        if self.spent(now) < allowed / 12 * 11 {
            return None;
        }
        // Nothing ended within the window: the requests under way are all there is, and the next look is soon enough.
        let left = self
            .ended
            .borrow()
            .front()
            .map_or(Duration::from_secs(1), |(at, _)| *at + window - now);
        Some((left, WaitReason::Work { allowed, window }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn governor(per_window: usize) -> Governor {
        let limits = Limits {
            requests_per_window: per_window,
            window: Duration::from_mins(5),
            ..Limits::of(Side::Bc)
        };
        Governor::new(Side::Bc, &limits)
    }

    /// The largest number of these moments within any window.
    fn densest(moments: &[Instant], window: Duration) -> usize {
        let within = |first: &Instant| {
            let later = moments.iter().filter(|at| *at >= first);
            later.take_while(|at| **at < *first + window).count()
        };
        moments.iter().map(within).max().unwrap_or_default()
    }

    #[tokio::test(start_paused = true)]
    async fn no_window_ever_holds_more_than_the_service_allows() {
        let governor = governor(600);
        let cancel = Cancel::new();
        let mut sent = Vec::new();
        for _ in 0..2_000 {
            let permit = governor.enter(&cancel).await.unwrap();
            sent.push(Instant::now());
            tokio::time::advance(Duration::from_millis(40)).await;
            drop(permit);
        }
        assert_eq!(densest(&sent, Duration::from_mins(5)), 550);
        let took = sent.last().unwrap().duration_since(sent[0]);
        assert!(
            took >= Duration::from_mins(15) && took < Duration::from_mins(16),
            "{took:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn work_is_reckoned_from_how_long_answers_take() {
        let limits = Limits {
            concurrency: 8,
            ..Limits::of(Side::Dv)
        };
        let governor = Governor::new(Side::Dv, &limits);
        let cancel = Cancel::new();
        let begin = Instant::now();
        // Eight at a time, ten seconds each: 20 minutes of work are done in two and a half.
        for _ in 0..20 {
            let mut permits = Vec::new();
            for _ in 0..8 {
                permits.push(governor.enter(&cancel).await.unwrap());
            }
            tokio::time::advance(Duration::from_secs(10)).await;
        }
        let took = begin.elapsed();
        assert!(took > Duration::from_mins(5), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody_only_grows_and_says_why() {
        let governor = governor(100);
        governor.hold(Duration::from_secs(20));
        governor.hold(Duration::from_secs(1));
        assert_eq!(governor.waiting(), None, "nobody waits yet");
        let begin = Instant::now();
        let cancel = Cancel::new();
        let both = futures_util::future::join(governor.enter(&cancel), async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            governor.waiting()
        });
        let (permit, waiting) = both.await;
        let waiting = waiting.unwrap();
        assert_eq!(waiting.reason, WaitReason::Asked);
        assert_eq!(waiting.left, Duration::from_secs(15));
        assert!(permit.is_ok() && begin.elapsed() >= Duration::from_secs(20));
        assert_eq!(governor.waiting(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_halves_what_is_allowed_until_it_is_long_ago() {
        let governor = governor(6_000);
        let cancel = Cancel::new();
        let allowed = || governor.0.requests.get();
        governor.refused(Exceeded::Unsaid);
        governor.refused(Exceeded::Requests);
        assert_eq!(allowed(), 3_000, "two at once are one");
        for _ in 0..9 {
            tokio::time::advance(Duration::from_secs(2)).await;
            governor.refused(Exceeded::Unsaid);
        }
        assert_eq!(allowed(), 300, "and never less than that");
        for expected in [600, 1_200, 2_400, 4_800, 6_000, 6_000] {
            tokio::time::advance(Duration::from_mins(5)).await;
            drop(governor.enter(&cancel).await.unwrap());
            assert_eq!(allowed(), expected);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn too_many_at_once_become_fewer() {
        let governor = governor(100);
        let cancel = Cancel::new();
        assert_eq!(governor.concurrency(), 4);
        let held: Vec<Permit> =
            futures_util::future::join_all((0..4).map(|_| governor.enter(&cancel)))
                .await
                .into_iter()
                .collect::<Result<_, _>>()
                .unwrap();
        governor.refused(Exceeded::Concurrency);
        assert_eq!(governor.concurrency(), 3);
        drop(held);
        assert_eq!(governor.0.slots.available_permits(), 3);
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
