//! What goes on beside a request: waits for a service are told, and who cancels need not wait for them.

use crate::engine::context::{Cancel, Progress, Reporter};
use crate::model::reason::Problem;
use crate::model::{MappingName, Side, Sides};
use crate::remote::Remote;
use crate::remote::auth::interactive::Prompt;
use crate::remote::budget::Waiting;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A reporter that two can speak to.
pub(super) struct Shared<'s, 'r>(pub(super) &'s RefCell<&'r mut dyn Reporter>);

impl Reporter for Shared<'_, '_> {
    fn progress(&mut self, progress: &Progress) {
        self.0.borrow_mut().progress(progress);
    }

    fn problem(&mut self, mapping: &MappingName, problem: &Problem) {
        self.0.borrow_mut().problem(mapping, problem);
    }

    fn record_problem(&mut self, mapping: &MappingName, record: (Side, &str), problem: &Problem) {
        self.0.borrow_mut().record_problem(mapping, record, problem);
    }

    fn waiting(&mut self, waiting: Option<&Waiting>) {
        self.0.borrow_mut().waiting(waiting);
    }

    fn prompt(&mut self, prompt: &Prompt) {
        self.0.borrow_mut().prompt(prompt);
    }

    fn prompt_over(&mut self) {
        self.0.borrow_mut().prompt_over();
    }
}

/// Tells why requests wait, for as long as they do. A wait that is over before anybody could read of it is not told.
pub(super) async fn watch(
    remotes: Option<Sides<Rc<dyn Remote>>>,
    reporter: &RefCell<&mut dyn Reporter>,
) {
    let Some(remotes) = remotes else {
        return std::future::pending().await;
    };
    let mut told = false;
    loop {
        tokio::time::sleep(WATCHED_EVERY).await;
        let longest = Side::BOTH
            .into_iter()
            .filter_map(|side| remotes.get(side).waiting())
            .max_by_key(|waiting| waiting.left);
        let worth_telling = longest.filter(|waiting| told || waiting.left >= WORTH_TELLING);
        if worth_telling.is_some() || told {
            reporter.borrow_mut().waiting(worth_telling.as_ref());
        }
        told = worth_telling.is_some();
    }
}

/// How often waits are looked at.
const WATCHED_EVERY: Duration = Duration::from_millis(500);
/// The shortest wait that a person is told of.
const WORTH_TELLING: Duration = Duration::from_secs(1);

/// Raises the connectors' flag once the request is cancelled, since a wait there may take minutes.
pub(super) async fn pass_on(cancel: Cancel, stop: Option<Arc<AtomicBool>>) {
    let Some(stop) = stop else {
        return std::future::pending().await;
    };
    while !cancel.is_cancelled() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stop.store(true, Ordering::Relaxed);
}

/// Does something that a raised flag ends by itself.
pub(super) async fn with_stop<T>(
    work: impl Future<Output = Result<T, Problem>>,
    passed_on: impl Future<Output = ()>,
) -> Result<T, Problem> {
    let mut work = std::pin::pin!(work);
    tokio::select! {
        biased;
        done = &mut work => done,
        () = passed_on => work.await,
    }
}
