//! The worker panics in the middle of a run: nothing is lost, the next request is served, and it does not fall for ever.

use super::support::{Desk, Shop};
use async_trait::async_trait;
use raccord::cli::demo::services::Services;
use raccord::engine::context::{Cancel, Phase, Progress, Reporter};
use raccord::engine::request::SyncRequest;
use raccord::model::MappingName;
use raccord::model::reason::{Cause, Problem};
use raccord::worker::protocol::{
    Answer, ConnectRequest, ConnectionInfo, ConnectionSource, Couplings, Event, Keep, Request,
    SecretsFrom, Ticket,
};
use raccord::worker::session::Session;
use raccord::worker::thread::{Runner, Worker};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A real session whose window breaks while records are written.
struct Fragile {
    session: Session,
    /// How many times progress of writing is still told before it breaks; never below zero.
    left: Arc<AtomicI64>,
}

struct Breaking<'a> {
    told: &'a mut dyn Reporter,
    left: &'a AtomicI64,
}

impl Reporter for Breaking<'_> {
    fn progress(&mut self, progress: &Progress) {
        self.told.progress(progress);
        if matches!(progress.phase, Phase::Writing(_)) {
            assert!(self.left.fetch_sub(1, Ordering::SeqCst) != 0, "it broke");
        }
    }

    fn problem(&mut self, mapping: &MappingName, problem: &Problem) {
        self.told.problem(mapping, problem);
    }
}

#[async_trait(?Send)]
impl Runner for Fragile {
    fn cache(&self) -> PathBuf {
        self.session.cache()
    }

    fn connection(&self) -> Option<ConnectionInfo> {
        self.session.connection()
    }

    fn revision(&self) -> i64 {
        self.session.revision()
    }

    async fn run(
        &mut self,
        request: Request,
        reporter: &mut dyn Reporter,
        cancel: Cancel,
    ) -> Result<Answer, Problem> {
        let mut breaking = Breaking {
            told: reporter,
            left: &self.left,
        };
        self.session.run(request, &mut breaking, cancel).await
    }
}

/// Waits for the answer to a request.
fn answered(worker: &mut Worker, ticket: Ticket) -> Result<Answer, Problem> {
    loop {
        match worker.wait() {
            Some(Event::Finished(done, answer)) if done == ticket => return *answer,
            Some(_) => {}
            None => panic!("the worker has ended"),
        }
    }
}

#[test]
fn a_panic_in_the_middle_of_a_run_loses_nothing_and_doubles_nothing() {
    let shop = Shop::open(40);
    let data = shop.data();
    let left = Arc::new(AtomicI64::new(-1));
    let opened = Arc::clone(&left);
    let open = move || {
        Ok(Fragile {
            session: Session::open(&data, "raccord")?,
            left: Arc::clone(&opened),
        })
    };
    let mut worker = Worker::start(open, Arc::new(|| {})).unwrap();
    let connect = || {
        Request::Connect(ConnectRequest {
            connection: ConnectionSource::Given(Box::new(shop.services.connection().unwrap())),
            // Read from the environment at each start would be nothing here: the session is opened anew by the panic.
            secrets: SecretsFrom::Given {
                secrets: Services::secrets(),
                keep: Keep::File("a passphrase for the trial".into()),
            },
            proxy_password: None,
            couplings: Couplings::Protect,
            asking: None,
        })
    };
    let ask = |worker: &mut Worker, request| {
        let ticket = worker.send(request).unwrap();
        answered(worker, ticket)
    };
    ask(&mut worker, connect()).unwrap();
    let mut broken = 0;
    // It breaks at another place each time, at last nowhere.
    for place in [0, 1, 3, 7, -1] {
        left.store(place, Ordering::SeqCst);
        let unlock = Request::Unlock("a passphrase for the trial".into());
        ask(&mut worker, unlock).unwrap();
        match ask(&mut worker, Request::Sync(SyncRequest::default())) {
            Err(problem) => {
                assert_eq!(problem.cause, Cause::Internal);
                broken += 1;
            }
            Ok(_) => assert_eq!(left.load(Ordering::SeqCst).signum(), -1, "{place}"),
        }
    }
    assert!(broken >= 1, "it never broke");
    let Ok(Answer::Synced(last)) = ask(&mut worker, Request::Sync(SyncRequest::default())) else {
        panic!("the last run failed");
    };
    drop(worker);
    let written: u64 = last
        .jobs
        .iter()
        .map(|job| job.counters.inserted + job.counters.modified)
        .sum();
    assert_eq!(written, 0, "{last:?}");
    // Read back by a client of its own: the same accounts as where nothing ever broke, none twice.
    let twin = Shop::connected(40);
    for _ in 0..2 {
        twin.run(&["sync"]).ok(&[0, 3]);
    }
    let (here, there) = (numbers(&shop), numbers(&twin));
    assert!(here.len() > 20, "{here:?}");
    assert_eq!(here, there);
}

/// The numbers of all accounts, in order.
fn numbers(shop: &Shop) -> Vec<String> {
    let mut numbers: Vec<String> = Desk::at(shop)
        .all_dv("accounts?$select=accountnumber&$filter=accountnumber ne null")
        .iter()
        .map(|row| row["accountnumber"].as_str().unwrap().to_owned())
        .collect();
    numbers.sort();
    numbers
}

#[test]
fn a_worker_that_falls_again_and_again_ends_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data");
    let open = move || Session::open(&path, "raccord");
    let mut worker = Worker::start(open, Arc::new(|| {})).unwrap();
    for _ in 0..3 {
        worker
            .send(Request::Break("on purpose".to_owned()))
            .unwrap();
    }
    let mut seen = Vec::new();
    while let Some(event) = worker.wait() {
        seen.push(event);
    }
    let restarts = seen
        .iter()
        .filter(|event| matches!(event, Event::Restarted))
        .count();
    assert_eq!(restarts, 2, "{seen:?}");
    assert!(matches!(seen.last(), Some(Event::Ended)), "{seen:?}");
}
