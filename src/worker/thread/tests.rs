use super::*;
use crate::engine::context::Phase;
use crate::engine::request::SyncRequest;
use crate::model::Side;
use std::sync::atomic::{AtomicU32, Ordering};

/// Does what the request's name tells it.
struct Puppet {
    revision: i64,
    due: bool,
}

#[async_trait(?Send)]
impl Runner for Puppet {
    fn cache(&self) -> PathBuf {
        PathBuf::from("cache")
    }

    fn connection(&self) -> Option<ConnectionInfo> {
        None
    }

    fn revision(&self) -> i64 {
        self.revision
    }

    fn is_due(&self) -> bool {
        self.due
    }

    async fn run(
        &mut self,
        request: Request,
        reporter: &mut dyn Reporter,
        cancel: Cancel,
    ) -> Result<Answer, Problem> {
        match request {
            Request::Doctor(_) => panic!("a puppet's string broke"),
            Request::DefaultMappings => {
                self.revision += 1;
                Ok(Answer::Done)
            }
            Request::Scheduled => {
                self.due = false;
                Ok(Answer::Done)
            }
            Request::Sync(_) => {
                for done in 0..100_000 {
                    reporter.progress(&Progress {
                        mapping: "CUSTOMER".into(),
                        phase: Phase::Reading(Side::Bc),
                        done,
                        total: None,
                    });
                }
                while !cancel.is_cancelled() {
                    tokio::task::yield_now().await;
                }
                Err(Problem::new(Cause::Cancelled))
            }
            _ => Ok(Answer::Done),
        }
    }
}

fn start() -> Worker {
    started(false)
}

fn started(due: bool) -> Worker {
    let puppet = move || Ok(Puppet { revision: 1, due });
    let worker = Worker::start(puppet, Arc::new(|| {})).unwrap();
    wait_for(worker, |event| matches!(event, Event::Opened { .. })).0
}

/// Takes events until one fits; gives the worker back with all events up to it.
fn wait_for(mut worker: Worker, fits: impl Fn(&Event) -> bool) -> (Worker, Vec<Event>) {
    let mut seen = Vec::new();
    while let Some(event) = worker.wait() {
        let found = fits(&event);
        seen.push(event);
        if found {
            return (worker, seen);
        }
    }
    panic!("the worker ended after {seen:?}");
}

fn finished(ticket: Ticket) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::Finished(done, _) if *done == ticket)
}

#[test]
fn a_change_of_the_cache_is_told_after_the_answer() {
    let mut worker = start();
    let ticket = worker.send(Request::DefaultMappings).unwrap();
    let (_, events) = wait_for(worker, |event| matches!(event, Event::Revision(2)));
    assert!(events.iter().any(finished(ticket)), "{events:?}");
}

#[test]
fn what_the_schedule_wants_is_done_without_anybody_asking() {
    let (_, events) = wait_for(started(true), finished(Ticket::SCHEDULE));
    let begun = |event: &Event| matches!(event, Event::Started(Ticket::SCHEDULE));
    assert!(events.iter().any(begun), "{events:?}");
}

#[test]
fn a_panic_is_answered_and_the_next_request_served() {
    let mut worker = start();
    let broken = worker.send(Request::Doctor(Vec::new())).unwrap();
    let next = worker.send(Request::DefaultMappings).unwrap();
    let (_, events) = wait_for(worker, finished(next));
    let answer = events.iter().find_map(|event| match event {
        Event::Finished(ticket, answer) if *ticket == broken => Some(answer.clone()),
        _ => None,
    });
    let problem = answer.unwrap().unwrap_err();
    assert_eq!(problem.raw.as_deref(), Some("a puppet's string broke"));
    assert!(events.iter().any(|event| matches!(event, Event::Restarted)));
}

#[test]
fn a_running_request_stops_when_it_is_cancelled_and_a_waiting_one_never_starts() {
    let mut worker = start();
    let running = worker.send(Request::Sync(SyncRequest::default())).unwrap();
    let waiting = worker.send(Request::DefaultMappings).unwrap();
    let (worker, _) = wait_for(worker, |event| matches!(event, Event::Progress(..)));
    worker.cancel(waiting);
    worker.cancel(running);
    let (_, events) = wait_for(worker, finished(waiting));
    let cancelled = |ticket| {
        events.iter().any(|event| match event {
            Event::Finished(done, answer) => {
                *done == ticket
                    && answer
                        .as_ref()
                        .as_ref()
                        .is_err_and(|p| p.cause == Cause::Cancelled)
            }
            _ => false,
        })
    };
    assert!(cancelled(running) && cancelled(waiting), "{events:?}");
    assert!(
        !events
            .iter()
            .any(|event| matches!(event, Event::Started(ticket) if *ticket == waiting))
    );
    let shown = events
        .iter()
        .filter(|event| matches!(event, Event::Progress(..)))
        .count();
    assert!(shown < 1_000, "{shown} of 100,000 reports were passed on");
}

#[test]
fn closing_the_window_stops_the_request_in_flight() {
    let mut worker = start();
    worker.send(Request::Sync(SyncRequest::default())).unwrap();
    let (worker, _) = wait_for(worker, |event| matches!(event, Event::Started(_)));
    // Would hang for ever if the running request were not cancelled.
    drop(worker);
}

#[test]
fn a_folder_that_could_not_be_opened_is_tried_again_with_the_next_request() {
    let tries = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&tries);
    let open = move || match counted.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => Err(Problem::new(Cause::CacheLocked)),
        _ => Ok(Puppet {
            revision: 1,
            due: false,
        }),
    };
    let worker = Worker::start(open, Arc::new(|| {})).unwrap();
    let (mut worker, _) = wait_for(worker, |event| matches!(event, Event::NotOpened(_)));
    let refused = worker.send(Request::DefaultMappings).unwrap();
    let served = worker.send(Request::DefaultMappings).unwrap();
    let (_, events) = wait_for(worker, finished(served));
    let ends: Vec<bool> = events
        .iter()
        .filter_map(|event| match event {
            Event::Finished(ticket, answer) => Some((*ticket == refused, answer.is_ok())),
            _ => None,
        })
        .map(|(first, ok)| first != ok)
        .collect();
    assert_eq!(ends, [true, true]);
}

#[test]
fn every_event_wakes_the_window() {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let wake = Arc::new(move || {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    let worker = Worker::start(
        || {
            Ok(Puppet {
                revision: 1,
                due: false,
            })
        },
        wake,
    )
    .unwrap();
    let (worker, _) = wait_for(worker, |event| matches!(event, Event::Opened { .. }));
    drop(worker);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[test]
fn what_was_decided_is_kept_although_the_worker_ends_during_a_run() {
    let mut worker = start();
    let run = worker.send(Request::Sync(SyncRequest::default())).unwrap();
    let id = crate::model::SkippedId(1);
    let draft = worker.send(Request::SaveDraft { id, draft: None }).unwrap();
    let other = worker.send(Request::DefaultMappings).unwrap();
    worker.cancel(draft);
    worker.stop();
    let kept = |event: &Event, wanted: Ticket| match event {
        Event::Finished(ticket, result) => *ticket == wanted && result.is_ok(),
        _ => false,
    };
    let (_, seen) = wait_for(worker, |event| kept(event, draft));
    assert!(seen.iter().any(|event| kept(event, draft)));
    assert!(!seen.iter().any(|event| kept(event, run)), "it was stopped");
    assert!(!seen.iter().any(|event| kept(event, other)), "it can wait");
}
