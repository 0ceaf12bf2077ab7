//! Sends calls to one service: with sign-in, within the budget, tried again where that is safe, and counted.

use super::batch::{self, BatchForm, BatchSupport, Builder};
use super::notes::{Note, Notes};
use crate::model::reason::{Cause, Problem};
use crate::model::report::RequestCounts;
use crate::model::{SetName, Side};
use crate::remote::address::Address;
use crate::remote::auth::Auth;
use crate::remote::budget::{Exceeded, Governor, Limits, Waiting};
use crate::remote::errors;
use crate::remote::http::{Answer, Broken, Call, Http, Method, Sink, is_lasting};
use crate::remote::retry::{Backoff, Cancel, retry_after};
use crate::remote::{Changes, Deletions, WayReason, Ways};
use jiff::{SignedDuration, Timestamp};
use std::cell::{Cell, RefCell};
use std::time::{Duration, SystemTime};

/// How often a connection is tried that cannot be made.
const CONNECT_ATTEMPTS: u32 = 3;

/// Whether a call changes anything, which decides what may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It only reads: it may always be sent again.
    Reads,
    /// It writes: it is sent again only if it was certainly not carried out.
    Writes,
}

/// One service, ready to be talked to.
pub struct Client {
    /// Which side it is.
    pub side: Side,
    /// What was found out about the service.
    pub notes: Notes,
    /// Its limits.
    pub limits: Limits,
    /// Stops the work.
    pub cancel: Cancel,
    root: RefCell<Address>,
    /// Roots of other APIs of the same service, each with entity sets and batches of its own.
    other_roots: RefCell<Vec<Address>>,
    http: Http,
    auth: Auth,
    governor: Governor,
    counts: RefCell<RequestCounts>,
    batches: Cell<BatchSupport>,
    fitting: Cell<Fitting>,
    /// Requests that were put off since the last one that was carried out.
    strikes: Cell<u32>,
    foreign: Cell<bool>,
    /// How far the service's clock was ahead of this machine's at its newest answer.
    clock_ahead: Cell<Option<SignedDuration>>,
    /// When what is known of its tables was learnt.
    learnt_since: Cell<Option<Timestamp>>,
}

/// How many operations a batch may have, as experience tells.
#[derive(Clone, Copy, Debug)]
struct Fitting {
    /// What goes now.
    now: usize,
    /// What was never refused as too large.
    ceiling: usize,
}

/// What became of a batch.
pub enum Batched {
    /// The answers in the order of the calls; nothing for those that the service left out.
    Parts(Vec<Option<Answer>>),
    /// The service does not take batches; nothing was carried out.
    Unsupported,
    /// The service refused this batch as a whole; nothing was carried out.
    Refused(Answer),
    /// There was no answer, or one that cannot be read.
    Broken(Broken),
}

impl Client {
    /// A client for one service.
    pub fn new(
        side: Side,
        root: Address,
        http: Http,
        auth: Auth,
        limits: Limits,
        cancel: Cancel,
    ) -> Self {
        Self {
            side,
            notes: Notes::default(),
            governor: Governor::new(side, &limits),
            batches: Cell::new(BatchSupport::untried(side)),
            fitting: Cell::new(Fitting {
                now: limits.batch_operations.max(1),
                ceiling: limits.batch_operations.max(1),
            }),
            counts: RefCell::default(),
            strikes: Cell::new(0),
            foreign: Cell::new(false),
            clock_ahead: Cell::new(None),
            learnt_since: Cell::new(None),
            root: RefCell::new(root),
            other_roots: RefCell::default(),
            limits,
            cancel,
            http,
            auth,
        }
    }

    /// The service root.
    pub fn root(&self) -> Address {
        self.root.borrow().clone()
    }

    /// Tries whether there is a token; nothing is asked of the service itself.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn sign_in(&self) -> Result<(), Problem> {
        let signed_in = self.auth.authorization(None, &self.cancel).await;
        signed_in.map(drop).map_err(|problem| problem.on(self.side))
    }

    /// Moves the service root, when it was found elsewhere.
    pub fn set_root(&self, root: Address) {
        *self.root.borrow_mut() = root;
    }

    /// Says that the service is neither of the two, but stands in for one of them.
    pub fn set_foreign(&self) {
        self.foreign.set(true);
    }

    /// Since when what is known of its tables is known: since the moment that was said first.
    pub fn learnt_since(&self, moment: Timestamp) -> Timestamp {
        let since = self.learnt_since.get().unwrap_or(moment);
        self.learnt_since.set(Some(since));
        since
    }

    /// Whether the service only stands in for one of the two.
    pub fn is_foreign(&self) -> bool {
        self.foreign.get()
    }

    /// How far the service's clock is ahead of this machine's, by its newest answer; to the second.
    pub fn clock_ahead(&self) -> Option<SignedDuration> {
        self.clock_ahead.get()
    }

    /// How long the token in use still lives, where there is one.
    pub fn token_left(&self) -> Option<Duration> {
        self.auth.token_left()
    }

    /// The id of the tenant that the token in use is from, where the sign-in service tells.
    pub async fn token_tenant(&self) -> Option<String> {
        self.auth.tenant_id(&self.cancel).await
    }

    /// What the service tells somebody who is not signed in: its challenge, if it sends one.
    ///
    /// # Errors
    /// Why there was no answer.
    pub async fn challenge(&self, path: &str) -> Result<Option<String>, Problem> {
        let call = Call::get(self.url(path));
        self.counts.borrow_mut().get += 1;
        let answer = self.cancel.race(self.http.once(&call, None)).await?;
        let answer = answer.map_err(|broken| broken.into_problem().on(self.side))?;
        Ok(answer.header("www-authenticate").map(str::to_owned))
    }

    /// Adds the root of another API of the same service.
    pub fn add_root(&self, root: Address) {
        let mut roots = self.other_roots.borrow_mut();
        if roots.iter().all(|known| known.as_str() != root.as_str()) {
            roots.push(root);
        }
    }

    /// The root that an address is below; the service's own if it is below none.
    fn root_of(&self, url: &str) -> Address {
        let roots = self.other_roots.borrow();
        let below = |root: &&Address| {
            let rest = url.strip_prefix(root.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        roots
            .iter()
            .find(below)
            .cloned()
            .unwrap_or_else(|| self.root())
    }

    /// An address below the service root; a path that is an address already stays what it is.
    pub fn url(&self, path: &str) -> String {
        if path.starts_with("http://") || path.starts_with("https://") {
            return path.to_owned();
        }
        format!("{}/{path}", self.root.borrow().as_str())
    }

    /// Requests made so far.
    pub fn counts(&self) -> RequestCounts {
        *self.counts.borrow()
    }

    /// What keeps requests waiting now, if any waits.
    pub fn waiting(&self) -> Option<Waiting> {
        self.governor.waiting()
    }

    /// How many requests may be under way at once.
    pub fn concurrency(&self) -> usize {
        self.governor.concurrency()
    }

    /// Remembers that a request was put off by the service until the attempts ran out. Answers how many were, one after the
    /// other, without any that was carried out in between.
    pub fn was_put_off(&self) -> u32 {
        let strikes = self.strikes.get().saturating_add(1);
        self.strikes.set(strikes);
        strikes
    }

    /// The form in which batches are sent, if they are.
    pub fn batch_form(&self) -> Option<BatchForm> {
        self.batches.get().form()
    }

    /// How many operations the next batch of writes may have: less after an answer got lost (a service may cut off what is
    /// too much for it without a word), slowly more again while all goes well, never more than was refused as too large.
    pub fn batch_size(&self) -> usize {
        self.fitting.get().now
    }

    /// Learns from a batch that was carried out.
    pub fn batch_went_well(&self) {
        let Fitting { now, ceiling } = self.fitting.get();
        let now = (now + ceiling.div_ceil(50)).min(ceiling);
        self.fitting.set(Fitting { now, ceiling });
    }

    /// Learns from a batch that got no answer in time.
    pub fn batch_got_lost(&self, operations: usize) {
        let Fitting { now, ceiling } = self.fitting.get();
        // Never down to single writes: those teach nothing, and it would stay so.
        let now = now.min((operations / 2).max(2)).min(ceiling);
        self.fitting.set(Fitting { now, ceiling });
    }

    /// Learns from a batch that was refused as too large.
    pub fn batch_was_too_large(&self, operations: usize) {
        let ceiling = self.fitting.get().ceiling.min((operations / 2).max(1));
        let now = self.fitting.get().now.min(ceiling);
        self.fitting.set(Fitting { now, ceiling });
    }

    /// What is known about batches, for the cache.
    pub fn batch_support(&self) -> BatchSupport {
        self.batches.get()
    }

    /// Takes over what an earlier run found out about batches.
    pub fn set_batch_support(&self, support: BatchSupport) {
        self.batches.set(support);
    }

    /// Whether reads cannot share a request.
    pub fn reads_alone(&self) -> bool {
        self.batch_form().is_none() || self.notes.has(Note::ReadsAlone)
    }

    /// How a set without a change log is read: whole for a reason, or by time of last change.
    pub fn ways(&self, set: &SetName, whole: Option<WayReason>, lacks: WayReason) -> Ways {
        let (changes, deletions, reason) = match whole {
            Some(reason) => (Changes::Whole, Deletions::Whole, reason),
            None if self.notes.has_about(Note::NoCount, set.as_str()) => {
                (Changes::ModifiedSince, Deletions::Sweep, lacks)
            }
            None => (Changes::ModifiedSince, Deletions::CountAndSweep, lacks),
        };
        Ways {
            changes,
            deletions,
            reason,
            alone: self.reads_alone(),
        }
    }

    /// Reads, until there is an answer of success.
    ///
    /// # Errors
    /// What the service's refusal means, or why there was no answer.
    pub async fn read(&self, call: &Call) -> Result<Answer, Problem> {
        let answer = self.read_any(call).await?;
        self.succeeded(answer)
    }

    fn succeeded(&self, answer: Answer) -> Result<Answer, Problem> {
        if answer.is_success() {
            return Ok(answer);
        }
        let mut problem = errors::problem_of(self.side, &answer);
        if answer.status == 401 && self.auth.is_basic() {
            problem.cause = Cause::SignInRefused;
        }
        if let (Cause::NotRegistered, Some(id)) = (problem.cause, self.auth.client_id()) {
            problem = problem.with("client_id", id);
        }
        Err(problem)
    }

    /// Reads, until there is an answer of success; its body goes into the sink while it arrives.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_into(&self, call: &Call, sink: &mut dyn Sink) -> Result<Answer, Problem> {
        let count = |counts: &mut RequestCounts| counts.get += 1;
        let sent = self.counted(call, Effect::Reads, Some(sink), count).await;
        let answer = sent.map_err(|broken| broken.into_problem().on(self.side))?;
        self.succeeded(answer)
    }

    /// Reads, until there is an answer, a refusal among them.
    ///
    /// # Errors
    /// Why there was no answer.
    pub async fn read_any(&self, call: &Call) -> Result<Answer, Problem> {
        self.exchange(call, Effect::Reads)
            .await
            .map_err(|broken| broken.into_problem().on(self.side))
    }

    /// Sends one call.
    ///
    /// # Errors
    /// [`Broken`] on this side; a refusal is an answer.
    pub async fn exchange(&self, call: &Call, effect: Effect) -> Result<Answer, Broken> {
        self.counted(call, effect, None, |counts| {
            *match call.method {
                Method::Get => &mut counts.get,
                Method::Post => &mut counts.post,
                Method::Patch => &mut counts.patch,
                Method::Delete => &mut counts.delete,
            } += 1;
        })
        .await
    }

    async fn counted(
        &self,
        call: &Call,
        effect: Effect,
        mut sink: Option<&mut dyn Sink>,
        count: impl Fn(&mut RequestCounts),
    ) -> Result<Answer, Broken> {
        let mut backoff = Backoff::new(&self.limits);
        let mut connects = 1;
        let mut refused = None;
        let not_sent = |problem: Problem| Broken::NotSent(problem.on(self.side));
        loop {
            let permit = self.governor.enter(&self.cancel).await.map_err(not_sent)?;
            let authorization = self
                .auth
                .authorization(refused, &self.cancel)
                .await
                .map_err(not_sent)?;
            count(&mut self.counts.borrow_mut());
            let into: Option<&mut dyn Sink> = match &mut sink {
                Some(sink) => Some(&mut **sink),
                None => None,
            };
            let authorized = authorization.header.as_ref();
            let sent = self.http.once_into(call, authorized, into);
            let result = match effect {
                Effect::Reads => self.cancel.race(sent).await.map_err(not_sent)?,
                Effect::Writes => self.patiently(sent).await,
            };
            drop(permit);
            if let Ok(answer) = &result {
                self.look_at_clock(answer);
            }
            let (result, asked) = match result {
                Ok(answer)
                    if answer.status == 401 && refused.is_none() && self.auth.can_renew() =>
                {
                    refused = Some(authorization.number);
                    continue;
                }
                Ok(answer) => {
                    let asked = answer
                        .header("retry-after")
                        .and_then(|value| retry_after(value, SystemTime::now()));
                    if answer.status == 429 {
                        self.counts.borrow_mut().throttled += 1;
                        self.governor.refused(exceeded(&answer));
                    }
                    if answer.is_success() {
                        self.strikes.set(0);
                    }
                    let was_refused = || asked.is_some() || errors::is_refusal(&answer);
                    if !may_retry_status(answer.status, was_refused, effect) {
                        return Ok(answer);
                    }
                    (Ok(answer), asked)
                }
                Err(Broken::NotSent(problem)) => {
                    if is_lasting(problem.cause) || connects >= CONNECT_ATTEMPTS {
                        return Err(not_sent(problem));
                    }
                    connects += 1;
                    (Err(not_sent(problem)), None)
                }
                Err(Broken::Lost(problem)) => {
                    let lost = Broken::Lost(problem.on(self.side));
                    if effect == Effect::Writes {
                        return Err(lost);
                    }
                    (Err(lost), None)
                }
            };
            match backoff.pause(asked) {
                Some(pause) => {
                    // Who throttles one throttles all: nobody else needs to find out.
                    let everybody =
                        matches!(&result, Ok(answer) if answer.status == 429) || asked.is_some();
                    self.rest(pause, everybody).await.map_err(not_sent)?;
                }
                None => return result,
            }
        }
    }

    fn look_at_clock(&self, answer: &Answer) {
        let told = answer
            .header("date")
            .and_then(|date| httpdate::parse_http_date(date).ok())
            .and_then(|date| jiff::Timestamp::try_from(date).ok());
        if let Some(told) = told {
            let ahead = told.duration_since(jiff::Timestamp::now());
            self.clock_ahead.set(Some(ahead));
        }
    }

    /// Waits; if the service asked for it, nobody else sends anything meanwhile.
    ///
    /// # Errors
    /// Only when the work was cancelled meanwhile.
    pub async fn rest(&self, pause: Duration, everybody: bool) -> Result<(), Problem> {
        let _waiter = everybody.then(|| {
            self.governor.hold(pause);
            self.governor.waits()
        });
        self.cancel.sleep(pause).await
    }

    /// Waits for the answer to a write, after a cancel only a little longer: what it says need not be looked up then.
    async fn patiently(
        &self,
        sent: impl Future<Output = Result<Answer, Broken>>,
    ) -> Result<Answer, Broken> {
        let enough = async {
            self.cancel.raised().await;
            tokio::time::sleep(self.limits.after_cancel).await;
        };
        tokio::select! {
            biased;
            result = sent => result,
            () = enough => Err(Broken::Lost(Problem::new(Cause::Cancelled))),
        }
    }

    /// Sends several calls to one root in one request.
    ///
    /// The service's usual form is tried first, then the other; what works is remembered.
    pub async fn batch(&self, calls: &[Call], effect: Effect) -> Batched {
        let bytes: usize = calls
            .iter()
            .map(|call| 400 + call.url.len() + call.body.as_ref().map_or(0, |(_, b)| b.len()))
            .sum();
        let at = calls.first().map_or("", |call| call.url.as_str());
        self.batch_of(at, bytes, effect, &mut |batch| {
            for call in calls {
                batch.push(call);
            }
        })
        .await
    }

    /// Sends in one request what `fill` writes into it, of about so many bytes, to the root of an address. It is called anew
    /// for each form that is tried.
    pub async fn batch_of(
        &self,
        at: &str,
        bytes: usize,
        effect: Effect,
        fill: &mut dyn FnMut(&mut Builder),
    ) -> Batched {
        loop {
            let support = self.batches.get();
            let Some(form) = support.form() else {
                return Batched::Unsupported;
            };
            let mut builder = Builder::new(form, self.root_of(at), self.foreign.get(), bytes);
            fill(&mut builder);
            let parts = builder.parts();
            if parts == 0 {
                return Batched::Parts(Vec::new());
            }
            let outer = builder.finish();
            let operations = u64::try_from(parts).unwrap_or(u64::MAX);
            let sent = self
                .counted(&outer, effect, None, |counts| {
                    counts.batch += 1;
                    counts.batch_operations += operations;
                })
                .await;
            drop(outer);
            let answer = match sent {
                Ok(answer) => answer,
                Err(broken) => {
                    if matches!(broken, Broken::Lost(_)) && effect == Effect::Writes {
                        self.batch_got_lost(parts);
                    }
                    return Batched::Broken(broken);
                }
            };
            match batch::decode(form, &answer, parts) {
                Ok(Some(parts)) => {
                    self.batches.set(support.works());
                    self.batch_went_well();
                    return Batched::Parts(parts);
                }
                Ok(None) if support.is_proven() => return Batched::Refused(answer),
                // Both services take batches: it is this one that they do not take.
                Ok(None)
                    if !self.foreign.get()
                        && matches!(answer.status, 400 | 413)
                        && errors::is_refusal(&answer) =>
                {
                    return Batched::Refused(answer);
                }
                Ok(None) if batch::is_unsupported(&answer) => {
                    let next = support.refused();
                    self.batches.set(next);
                    self.notes.take(
                        if next.form().is_some() {
                            Note::OtherBatchForm
                        } else {
                            Note::NoBatch
                        },
                        None,
                    );
                }
                Ok(None) => return Batched::Refused(answer),
                Err(problem) => return Batched::Broken(Broken::Lost(problem.on(self.side))),
            }
        }
    }

    /// Carries out several reads, in batches if there is more than one and the service takes them.
    ///
    /// Answers stand in the order of the calls. A part that failed for a passing reason is asked for again by itself.
    pub async fn read_all(&self, calls: &[Call]) -> Vec<Result<Answer, Problem>> {
        // A batch belongs to one root; nearly always there is but one.
        let mut roots: Vec<(String, Vec<usize>)> = Vec::new();
        for (place, call) in calls.iter().enumerate() {
            let root = self.root_of(&call.url);
            match roots.iter_mut().find(|(known, _)| known == root.as_str()) {
                Some((_, places)) => places.push(place),
                None => roots.push((root.as_str().to_owned(), vec![place])),
            }
        }
        if let [_] = roots.as_slice() {
            return self.read_chunks(calls).await;
        }
        let groups = roots.iter().map(async |(_, places)| {
            let own: Vec<Call> = places
                .iter()
                .filter_map(|place| calls.get(*place).cloned())
                .collect();
            self.read_chunks(&own).await
        });
        let mut answered: Vec<(usize, Result<Answer, Problem>)> =
            futures_util::future::join_all(groups)
                .await
                .into_iter()
                .zip(&roots)
                .flat_map(|(answers, (_, places))| places.iter().copied().zip(answers))
                .collect();
        answered.sort_by_key(|(place, _)| *place);
        answered.into_iter().map(|(_, answer)| answer).collect()
    }

    async fn read_chunks(&self, calls: &[Call]) -> Vec<Result<Answer, Problem>> {
        let mut results = Vec::with_capacity(calls.len());
        for chunk in calls.chunks(self.limits.batch_operations.max(1)) {
            results.extend(self.read_chunk(chunk).await);
        }
        results
    }

    /// Asks by itself for a read that was refused in a batch; one that succeeds then shows that this service wants reads so.
    async fn read_after_refusal(&self, call: &Call, refused: &Answer) -> Result<Answer, Problem> {
        let alone = self.read(call).await;
        if alone.is_ok() && matches!(refused.status, 400..=428 | 501) {
            self.notes.take(Note::ReadsAlone, None);
        }
        alone
    }

    async fn read_chunk(&self, calls: &[Call]) -> Vec<Result<Answer, Problem>> {
        if let [call] = calls {
            return vec![self.read(call).await];
        }
        if self.notes.has(Note::ReadsAlone) {
            return futures_util::future::join_all(calls.iter().map(|call| self.read(call))).await;
        }
        let parts = match self.batch(calls, Effect::Reads).await {
            Batched::Parts(parts) => parts,
            Batched::Unsupported => vec![None; calls.len()],
            Batched::Refused(answer) => {
                let problem = errors::problem_of(self.side, &answer);
                if !matches!(answer.status, 400..=428 | 430..=499) {
                    return vec![Err(problem); calls.len()];
                }
                vec![None; calls.len()]
            }
            Batched::Broken(broken) => {
                return vec![Err(broken.into_problem().on(self.side)); calls.len()];
            }
        };
        let again = calls
            .iter()
            .zip(parts)
            .map(async |(call, part)| match part {
                Some(answer) if answer.is_success() => Ok(answer),
                // Refused as what it is, or because it stands in a batch: asking alone tells.
                Some(answer) if matches!(answer.status, 400 | 405 | 406 | 415 | 501) => {
                    self.read_after_refusal(call, &answer).await
                }
                Some(answer) if !may_retry_status(answer.status, || true, Effect::Reads) => {
                    Err(errors::problem_of(self.side, &answer))
                }
                Some(_) | None => self.read(call).await,
            });
        futures_util::future::join_all(again).await
    }
}

/// Whether a status says that the same request may do better later.
fn may_retry_status(status: u16, was_refused: impl FnOnce() -> bool, effect: Effect) -> bool {
    match (status, effect) {
        (429, _) | (408 | 502 | 503 | 504, Effect::Reads) => true,
        // "Come back later" means that it was not carried out; so does the service's own refusal. Without, nobody knows.
        (503, Effect::Writes) => was_refused(),
        _ => false,
    }
}

/// Which limit a refusal is about. Only Dataverse says.
fn exceeded(answer: &Answer) -> Exceeded {
    let problem = errors::problem_of(Side::Dv, answer);
    match problem.service_code.as_deref() {
        Some("0x80072322" | "-2147015902") => Exceeded::Requests,
        Some("0x80072321" | "-2147015903") => Exceeded::Work,
        Some("0x80072326" | "-2147015898") => Exceeded::Concurrency,
        _ => Exceeded::Unsaid,
    }
}
