//! The window's background thread: owns the session and a single-threaded runtime, and serves one request at a time.

use super::pace::{INTERVAL, Pace};
use super::protocol::{Ailment, Answer, ConnectionInfo, Event, Request, Ticket};
use crate::engine::context::{Cancel, Progress, Reporter};
use crate::model::MappingName;
use crate::model::reason::{Cause, Problem};
use crate::remote::auth::interactive::Prompt;
use crate::remote::budget::Waiting;
use async_trait::async_trait;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// What carries out requests; a [`super::session::Session`] outside of tests.
#[async_trait(?Send)]
pub trait Runner {
    /// The cache file.
    fn cache(&self) -> PathBuf;

    /// The stored connection, if there is one.
    fn connection(&self) -> Option<ConnectionInfo>;

    /// Whether the connection's secrets are in a file whose passphrase was not given yet.
    fn is_locked(&self) -> bool {
        false
    }

    /// A number that grows with every change of the cache.
    fn revision(&self) -> i64;

    /// Whether the schedule wants something done now. Asked every few seconds while nothing else is done.
    fn is_due(&self) -> bool {
        false
    }

    /// What is wrong with the link to the services now. Asked after each request, and once a minute.
    fn health(&self) -> Vec<Ailment> {
        Vec::new()
    }

    /// Carries out a request; a cancel is honoured between requests to the services.
    async fn run(
        &mut self,
        request: Request,
        reporter: &mut dyn Reporter,
        cancel: Cancel,
    ) -> Result<Answer, Problem>;
}

/// Is called after each event, from the worker's thread; the window asks for a frame.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// How often the schedule is looked at. Short, so that a machine that slept is soon up to date: sleeping, it does not count
/// the time.
const LOOK_AT_SCHEDULE: Duration = Duration::from_secs(5);
/// How many looks at the schedule pass between two looks at the link's health, where nothing is done meanwhile.
const LOOKS_PER_HEALTH: u32 = 12;
/// After so many panics in a row without an answer between them the worker ends: it would fall for ever.
const FALLS: u32 = 3;
/// So many requests may wait; a person cannot ask for more in a sensible way.
const REQUESTS: usize = 64;
/// So many events may wait for the window; after that the worker waits for the window.
const EVENTS: usize = 256;

/// The window's end of the worker.
#[derive(Debug)]
pub struct Worker {
    requests: mpsc::Sender<(Ticket, Request)>,
    control: mpsc::UnboundedSender<Control>,
    events: mpsc::Receiver<Event>,
    thread: Option<JoinHandle<()>>,
    next: u64,
}

/// Too many requests wait already, or the worker has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the worker takes no more requests now")]
pub struct Busy;

/// What must be heard while a request runs.
#[derive(Debug)]
enum Control {
    Cancel(Ticket),
    Stop,
}

impl Worker {
    /// Starts the thread. `open` runs on it, at once and again before a request as long as it failed.
    ///
    /// # Errors
    /// The operating system's, if it has no thread to give.
    pub fn start<R: Runner>(
        open: impl Fn() -> Result<R, Problem> + Send + 'static,
        wake: Wake,
    ) -> std::io::Result<Self> {
        let (requests, request_queue) = mpsc::channel(REQUESTS);
        // Unbounded, since a wish to stop must never be refused; only a person's clicks go this way.
        let (control, control_queue) = mpsc::unbounded_channel();
        let (event_queue, events) = mpsc::channel(EVENTS);
        let mut server = Server {
            requests: request_queue,
            control: control_queue,
            outlet: Outlet {
                events: event_queue,
                wake,
            },
            current: None,
            told: Vec::new(),
            falls: 0,
            cancelled: BTreeSet::new(),
            stopping: false,
        };
        let thread = std::thread::Builder::new()
            .name("raccord-worker".to_owned())
            .spawn(move || server.serve_until_stopped(&open))?;
        Ok(Self {
            requests,
            control,
            events,
            thread: Some(thread),
            next: 0,
        })
    }

    /// Hands a request over; its events carry the ticket. Never waits.
    pub fn send(&mut self, request: Request) -> Result<Ticket, Busy> {
        let ticket = Ticket(self.next);
        self.requests
            .try_send((ticket, request))
            .map_err(|_full_or_ended| Busy)?;
        self.next += 1;
        Ok(ticket)
    }

    /// Wishes a request to stop. What was sent is finished and stored; the request ends with [`Cause::Cancelled`] or
    /// with the report of what it did until then.
    pub fn cancel(&self, ticket: Ticket) {
        self.control.send(Control::Cancel(ticket)).ok();
    }

    /// Takes the next event, if there is one. Never waits.
    pub fn poll(&mut self) -> Option<Event> {
        self.events.try_recv().ok()
    }

    /// Waits for the next event; nothing once the worker has ended. For tests and for waiting at the end.
    pub fn wait(&mut self) -> Option<Event> {
        self.events.blocking_recv()
    }

    /// Asks the worker to end once the write in flight is stored. Never waits.
    pub fn stop(&self) {
        self.control.send(Control::Stop).ok();
    }

    /// Whether the worker has ended.
    pub fn has_ended(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }
}

impl Drop for Worker {
    /// Waits for the write in flight.
    fn drop(&mut self) {
        self.stop();
        // The worker must not wait for somebody to take its events any more.
        self.events.close();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// Where events go.
#[derive(Clone)]
struct Outlet {
    events: mpsc::Sender<Event>,
    wake: Wake,
}

impl Outlet {
    /// Sends what must arrive; waits for the window if it is far behind.
    async fn send(&self, event: Event) {
        // A window that is gone needs no events.
        self.events.send(event).await.ok();
        (self.wake)();
    }

    /// Sends what may be left out.
    fn offer(&self, event: Event) {
        if self.events.try_send(event).is_ok() {
            (self.wake)();
        }
    }
}

/// The worker's end.
struct Server {
    requests: mpsc::Receiver<(Ticket, Request)>,
    control: mpsc::UnboundedReceiver<Control>,
    outlet: Outlet,
    /// The request that is being carried out, kept here so that it can be answered after a panic.
    current: Option<Ticket>,
    /// How often it panicked since the last answer that was one.
    falls: u32,
    /// What the window knows of the link's health.
    told: Vec<Ailment>,
    /// Requests that were cancelled before their turn.
    cancelled: BTreeSet<Ticket>,
    stopping: bool,
}

impl Server {
    fn serve_until_stopped<R: Runner>(&mut self, open: &dyn Fn() -> Result<R, Problem>) {
        loop {
            let runtime = match tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
            {
                Ok(runtime) => runtime,
                Err(error) => {
                    let problem = Problem::new(Cause::Unknown).saying(error.to_string());
                    self.outlet.offer(Event::NotOpened(problem));
                    return;
                }
            };
            // The session is dropped with the panic, and everything else here holds plain values.
            let served = catch_unwind(AssertUnwindSafe(|| runtime.block_on(self.serve(open))));
            let Err(panic) = served else {
                return;
            };
            let problem = Problem::new(Cause::Internal).saying(panic_text(panic.as_ref()));
            // What was told belongs to a session that is gone.
            self.told.clear();
            self.falls += 1;
            let ends = self.falls >= FALLS;
            tracing::error!(%problem, self.falls, "a request panicked");
            let (outlet, current) = (self.outlet.clone(), self.current.take());
            runtime.block_on(async {
                if let Some(ticket) = current {
                    outlet
                        .send(Event::Finished(ticket, Box::new(Err(problem))))
                        .await;
                }
                let event = if ends { Event::Ended } else { Event::Restarted };
                outlet.send(event).await;
            });
            if self.stopping || ends {
                return;
            }
        }
    }

    async fn serve<R: Runner>(&mut self, open: &dyn Fn() -> Result<R, Problem>) {
        let mut runner = None;
        if let Err(problem) = self.open(&mut runner, open).await {
            self.outlet.send(Event::NotOpened(problem)).await;
        }
        let mut beat = tokio::time::interval(LOOK_AT_SCHEDULE);
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut looks: u32 = 0;
        while !self.stopping {
            tokio::select! {
                biased;
                control = self.control.recv() => match control {
                    Some(Control::Cancel(ticket)) => self.remember_cancelled(ticket),
                    Some(Control::Stop) | None => self.stopping = true,
                },
                request = self.requests.recv() => match request {
                    Some((ticket, request)) => self.answer(ticket, request, &mut runner, open).await,
                    None => self.stopping = true,
                },
                _ = beat.tick() => {
                    // A run that is due comes first: what it mends is not told.
                    if runner.as_ref().is_some_and(Runner::is_due) {
                        let (ticket, request) = (Ticket::SCHEDULE, Request::Scheduled);
                        self.answer(ticket, request, &mut runner, open).await;
                    } else if looks.is_multiple_of(LOOKS_PER_HEALTH) {
                        self.tell_health(runner.as_ref()).await;
                    }
                    looks = looks.wrapping_add(1);
                },
            }
        }
        self.keep_what_waits(&mut runner, open).await;
    }

    /// Keeps what a person has decided and what waited behind a run: it asks no service, so that ending need not wait for it.
    async fn keep_what_waits<R: Runner>(
        &mut self,
        runner: &mut Option<R>,
        open: &dyn Fn() -> Result<R, Problem>,
    ) {
        while let Ok((ticket, request)) = self.requests.try_recv() {
            if matches!(request, Request::SaveDraft { .. }) {
                self.cancelled.remove(&ticket);
                self.answer(ticket, request, runner, open).await;
            }
        }
    }

    async fn open<R: Runner>(
        &self,
        runner: &mut Option<R>,
        open: &dyn Fn() -> Result<R, Problem>,
    ) -> Result<(), Problem> {
        if runner.is_none() {
            let opened = open()?;
            self.outlet
                .send(Event::Opened {
                    cache: opened.cache(),
                    connection: opened.connection(),
                    locked: opened.is_locked(),
                })
                .await;
            *runner = Some(opened);
        }
        Ok(())
    }

    async fn answer<R: Runner>(
        &mut self,
        ticket: Ticket,
        request: Request,
        runner: &mut Option<R>,
        open: &dyn Fn() -> Result<R, Problem>,
    ) {
        self.current = Some(ticket);
        let before = runner.as_ref().map(Runner::revision);
        let answer = if self.cancelled.remove(&ticket) {
            Err(Problem::new(Cause::Cancelled))
        } else {
            match self.open(runner, open).await {
                Err(problem) => Err(problem),
                Ok(()) => match runner.as_mut() {
                    Some(runner) => self.carry_out(ticket, request, runner).await,
                    None => Err(Problem::new(Cause::Unknown)),
                },
            }
        };
        self.current = None;
        self.falls = 0;
        self.outlet
            .send(Event::Finished(ticket, Box::new(answer)))
            .await;
        let after = runner.as_ref().map(Runner::revision);
        if let Some(revision) = after.filter(|_| after != before) {
            self.outlet.send(Event::Revision(revision)).await;
        }
        self.tell_health(runner.as_ref()).await;
    }

    /// Tells what is wrong with the link to the services, if that is news.
    async fn tell_health<R: Runner>(&mut self, runner: Option<&R>) {
        let now = runner.map(Runner::health).unwrap_or_default();
        if now != self.told {
            self.told.clone_from(&now);
            self.outlet.send(Event::Health(now)).await;
        }
    }

    async fn carry_out<R: Runner>(
        &mut self,
        ticket: Ticket,
        request: Request,
        runner: &mut R,
    ) -> Result<Answer, Problem> {
        self.outlet.send(Event::Started(ticket)).await;
        let cancel = Cancel::new();
        let progress = RefCell::new(Pending {
            ticket,
            outlet: self.outlet.clone(),
            pace: Pace::default(),
            waiting: None,
        });
        let mut reporter = Coalesced(&progress);
        let mut beat = tokio::time::interval(INTERVAL);
        let mut work = std::pin::pin!(runner.run(request, &mut reporter, cancel.clone()));
        loop {
            tokio::select! {
                biased;
                control = self.control.recv(), if !self.stopping => match control {
                    Some(Control::Cancel(wanted)) if wanted == ticket => cancel.cancel(),
                    Some(Control::Cancel(other)) => self.remember_cancelled(other),
                    Some(Control::Stop) | None => {
                        self.stopping = true;
                        cancel.cancel();
                    }
                },
                answer = &mut work => return answer,
                _ = beat.tick() => progress.borrow_mut().flush(),
            }
        }
    }

    /// Remembers a wish about a request whose turn has not come; those that are over are forgotten with it.
    fn remember_cancelled(&mut self, ticket: Ticket) {
        self.cancelled.insert(ticket);
        if let Some(current) = self.current {
            self.cancelled.retain(|waiting| *waiting > current);
        }
    }
}

/// The newest progress that was not shown yet.
struct Pending {
    ticket: Ticket,
    outlet: Outlet,
    pace: Pace,
    waiting: Option<Progress>,
}

impl Pending {
    fn flush(&mut self) {
        if self.waiting.is_some()
            && self.pace.allows(Instant::now())
            && let Some(progress) = self.waiting.take()
        {
            self.outlet.offer(Event::Progress(self.ticket, progress));
        }
    }
}

/// Passes on progress ten times a second, problems as long as there is room.
struct Coalesced<'a>(&'a RefCell<Pending>);

impl Reporter for Coalesced<'_> {
    fn progress(&mut self, progress: &Progress) {
        let mut pending = self.0.borrow_mut();
        pending.waiting = Some(progress.clone());
        pending.flush();
    }

    fn problem(&mut self, mapping: &MappingName, problem: &Problem) {
        let pending = self.0.borrow();
        pending.outlet.offer(Event::Problem(
            pending.ticket,
            mapping.clone(),
            problem.clone(),
        ));
    }

    fn waiting(&mut self, waiting: Option<&Waiting>) {
        let pending = self.0.borrow();
        let event = Event::Waiting(pending.ticket, waiting.copied());
        pending.outlet.offer(event);
    }

    fn prompt(&mut self, prompt: &Prompt) {
        let pending = self.0.borrow();
        let event = Event::Prompt(pending.ticket, prompt.clone());
        pending.outlet.offer(event);
    }

    fn prompt_over(&mut self) {
        let pending = self.0.borrow();
        pending.outlet.offer(Event::PromptOver(pending.ticket));
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "no message".to_owned())
}

#[cfg(test)]
mod tests;
