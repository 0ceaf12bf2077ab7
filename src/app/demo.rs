//! The demo in the window: emulated services in this process, a connection to them, matching, a first synchronisation, edits
//! by colleagues, a second one, and a conflict that waits for the person.

use crate::engine::request::{MatchRequest, SyncRequest};
use crate::model::reason::{Cause, Problem};
use crate::model::{MappingName, Sides};
use crate::remote::connection::Connection;
use crate::sandbox::demo::DemoOptions;
use crate::sandbox::demo::services::{self, Opened, SignIn};
use crate::sandbox::demo::story::{Script, edit_both_sides};
use crate::sandbox::http::ServerOptions;
use crate::sandbox::http::token::App as Application;
use crate::sandbox::system::clock::{Clock, ManualClock};
use crate::sandbox::system::world::SharedWorld;
use crate::worker::protocol::{
    ConnectRequest, ConnectionSource, Couplings, Keep, Request, SecretsFrom,
};
use jiff::Timestamp;
use secrecy::SecretString;
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, mpsc};
use uuid::Uuid;

/// The application that signs in to the emulated services; neither it nor its secret guards anything.
const CLIENT_ID: Uuid = Uuid::from_u128(0x5a17_d0e5_0000_4000_8000_0000_0000_0a98);
const SECRET: &str = "demo-secret-that-guards-nothing";

/// How far the demo is.
#[derive(Debug)]
enum Step {
    /// The services are filled and started on a thread of their own.
    Starting(mpsc::Receiver<Result<Opened, Problem>>),
    /// The connection is tried.
    Connecting,
    /// Mappings are matched, one after another.
    Matching(VecDeque<MappingName>),
    /// The first synchronisation runs.
    FirstSync,
    /// The second synchronisation runs, after the colleagues' edits.
    SecondSync,
    /// The person's turn.
    Done,
}

/// The demo as it runs beside the window.
#[derive(Debug)]
pub(super) struct Demo {
    options: DemoOptions,
    script: Script,
    step: Step,
    services: Option<Opened>,
}

/// What the demo wants next.
#[derive(Debug)]
pub(super) enum Next {
    /// Nothing yet.
    Wait,
    /// This request.
    Ask(Box<Request>),
    /// The person's turn.
    Ready,
    /// It cannot go on.
    Failed(Problem),
}

impl Demo {
    /// Starts the services on a thread of their own; `wake` is called when they stand. Their clock stands at a moment if one is
    /// given.
    pub(super) fn start(
        options: DemoOptions,
        script: Script,
        stands: Option<Timestamp>,
        wake: crate::worker::thread::Wake,
    ) -> Self {
        let (send, receive) = mpsc::sync_channel(1);
        let spawned = std::thread::Builder::new()
            .name("raccord-demo".to_owned())
            .spawn(move || {
                send.send(start_services(options, stands)).ok();
                wake();
            });
        if let Err(error) = spawned {
            tracing::error!(%error, "the demo's thread could not be started");
        }
        Self {
            options,
            script,
            step: Step::Starting(receive),
            services: None,
        }
    }

    /// Looks whether the services stand.
    pub(super) fn poll(&mut self) -> Next {
        let Step::Starting(receive) = &self.step else {
            return Next::Wait;
        };
        match receive.try_recv() {
            Ok(Ok(services)) => {
                let request = connect(&services, Couplings::StartAnew);
                self.services = Some(services);
                self.step = Step::Connecting;
                request.map_or_else(Next::Failed, |request| Next::Ask(Box::new(request)))
            }
            Ok(Err(problem)) => {
                self.step = Step::Done;
                Next::Failed(problem)
            }
            Err(mpsc::TryRecvError::Empty) => Next::Wait,
            Err(mpsc::TryRecvError::Disconnected) => {
                self.step = Step::Done;
                Next::Failed(
                    Problem::new(Cause::Unknown).saying("the emulated services did not start"),
                )
            }
        }
    }

    /// What both emulated services hold, once they stand.
    pub(super) fn world(&self) -> Option<SharedWorld> {
        let services = self.services.as_ref()?;
        Some(SharedWorld::clone(&services.world))
    }

    /// Connects once more after the background work was started anew: what unlocked the services was in its memory alone.
    pub(super) fn connect_again(&self) -> Option<Request> {
        let request = connect(self.services.as_ref()?, Couplings::Protect);
        request.ok().filter(|_| self.is_done())
    }

    /// Whether it is the person's turn.
    pub(super) fn is_done(&self) -> bool {
        matches!(self.step, Step::Done)
    }

    /// The last request succeeded: what comes next. `matchable` are the mappings that say by what they are matched, `waiting` is
    /// how many conflicts there are already: the colleagues leave as many more as the script wants altogether.
    pub(super) fn advance(&mut self, matchable: Vec<MappingName>, waiting: u64) -> Next {
        let next = match &mut self.step {
            Step::Starting(_) | Step::Done => return Next::Wait,
            Step::Connecting => Step::Matching(matchable.into()),
            Step::Matching(_) => return self.match_next(),
            Step::FirstSync => {
                if let Err(problem) = self.colleagues_edit(waiting) {
                    self.step = Step::Done;
                    return Next::Failed(problem);
                }
                Step::SecondSync
            }
            Step::SecondSync => Step::Done,
        };
        self.step = next;
        match &self.step {
            Step::Matching(_) => self.match_next(),
            Step::SecondSync => Next::Ask(Box::new(Request::Sync(SyncRequest::default()))),
            Step::Done => Next::Ready,
            Step::Starting(_) | Step::Connecting | Step::FirstSync => Next::Wait,
        }
    }

    fn match_next(&mut self) -> Next {
        let Step::Matching(waiting) = &mut self.step else {
            return Next::Wait;
        };
        if let Some(mapping) = waiting.pop_front() {
            Next::Ask(Box::new(Request::Match(MatchRequest {
                mapping,
                create: false,
                preview: false,
                choice: crate::engine::request::MatchChoice::default(),
            })))
        } else {
            self.step = Step::FirstSync;
            Next::Ask(Box::new(Request::Sync(SyncRequest::default())))
        }
    }

    fn colleagues_edit(&self, waiting: u64) -> Result<(), Problem> {
        let Some(services) = &self.services else {
            return Ok(());
        };
        let mut world = services
            .world
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let waiting = u32::try_from(waiting).unwrap_or(u32::MAX);
        let script = Script {
            conflicts: self.script.conflicts.saturating_sub(waiting),
            ..self.script
        };
        edit_both_sides(&mut world, self.options, script)
            .map(|_| ())
            .map_err(|error| Problem::new(Cause::Unknown).saying(error.to_string()))
    }
}

fn start_services(demo: DemoOptions, stands: Option<Timestamp>) -> Result<Opened, Problem> {
    let clock = stands.map(|at| -> Arc<dyn Clock> { ManualClock::new(at) });
    let options = ServerOptions {
        apps: vec![Application::new(CLIENT_ID, SECRET)],
        ..ServerOptions::default()
    };
    services::open(demo, clock, options).map_err(|error| Problem::new(Cause::Unknown).saying(error))
}

fn connect(services: &Opened, couplings: Couplings) -> Result<Request, Problem> {
    let sign_in = SignIn::with_secret(CLIENT_ID);
    let file = services::connection_file("Demo", services.server.addresses(), &sign_in);
    Ok(Request::Connect(ConnectRequest {
        connection: ConnectionSource::Given(Box::new(Connection::from_toml(&file)?)),
        secrets: SecretsFrom::Given {
            secrets: Sides::from_fn(|_| Some(SecretString::from(SECRET))),
            keep: Keep::Memory,
        },
        proxy_password: None,
        couplings,
        asking: None,
    }))
}
