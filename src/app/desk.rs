//! The window's end of the worker and of the cache: sends requests, remembers what each was for, reads rows.

use super::clerk::Clerk;
use super::lists::Cache;
use crate::engine::context::{Environment, StandingEnvironment, SystemEnvironment};
use crate::model::reason::Problem;
use crate::model::{Side, SkippedId};
use crate::store::{Cleared, StoreReader};
use crate::worker::protocol::{Event, Request, Ticket};
use crate::worker::session::Session;
use crate::worker::thread::{Wake, Worker};
use jiff::Timestamp;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What a request was sent for; decides what its answer changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errand {
    /// A connection is tried.
    Connect,
    /// Records are synchronised.
    Sync,
    /// The plan of a run that was stopped is looked at.
    Plan,
    /// One step of the demo.
    Demo,
    /// A conflict is opened in the merge editor.
    OpenConflict(SkippedId),
    /// Both records of the open conflict are read again.
    LookAgain(SkippedId),
    /// A decision is written.
    Resolve(SkippedId),
    /// A conflict is read for a rule that may decide it.
    Survey(SkippedId),
    /// A decision among many is written.
    ResolveByRule(SkippedId),
    /// A draft is kept; nobody waits for it.
    Draft,
    /// Skipped records are retried, restored or deleted.
    Skipped,
    /// Entries are deleted.
    Clear(Cleared),
    /// Deleted entries are brought back.
    Unclear(Cleared),
    /// Errors are marked as handled.
    Handle,
    /// The mark is taken away from errors.
    ReopenErrors,
    /// A write is taken back.
    Revert,
    /// What a full comparison would do is worked out.
    Compare,
    /// A setting is stored.
    Setting,
    /// A copy of the cache is written.
    Backup,
    /// The cache is replaced by a copy.
    Restore,
    /// The checks of the connection are made.
    Check,
    /// Couplings are removed by hand.
    Part,
    /// Records are coupled by hand.
    Couple,
    /// Mappings are stored.
    Mappings {
        /// Because the draft in the editor is saved.
        saving: bool,
    },
    /// The fields of a table of a side are read.
    Fields(Side),
    /// The tables of a side are named.
    Sets(Side),
    /// What a draft of a mapping would do is worked out.
    Try,
    /// Records are matched.
    Match {
        /// Only to say what would be coupled.
        preview: bool,
    },
    /// Couplings are removed.
    Uncouple,
    /// A full synchronisation is looked at or run.
    Full,
    /// Something on the way to a connection.
    Wizard(super::wizard::Work),
    /// The connection's person signs in anew.
    SignIn,
    /// The sign-in is forgotten.
    SignOut,
    /// The secrets are unlocked.
    Unlock,
}

/// The window's end of worker and cache.
pub(super) struct Desk {
    folder: PathBuf,
    worker: Option<Worker>,
    reader: Option<StoreReader>,
    clerk: Option<Clerk>,
    /// Reads the numbers of pages, so that they do not wait for a long list.
    counter: Option<Clerk>,
    wake: Wake,
    errands: HashMap<Ticket, Errand>,
}

impl Desk {
    /// Starts the worker on a data folder; its clock stands at a moment if one is given.
    pub(super) fn open(folder: &Path, stands: Option<Timestamp>, rests: bool, wake: Wake) -> Self {
        let path = folder.to_owned();
        let worker = Worker::start(
            move || {
                let environment: Rc<dyn Environment> = match stands {
                    None => Rc::new(SystemEnvironment),
                    Some(at) => Rc::new(StandingEnvironment(at)),
                };
                Session::open_in(&path, "raccord", environment).map(|one| one.resting(rests))
            },
            std::sync::Arc::clone(&wake),
        );
        if let Err(error) = &worker {
            tracing::error!(%error, "the worker could not be started");
        }
        Self {
            folder: folder.to_owned(),
            worker: worker.ok(),
            reader: None,
            clerk: None,
            counter: None,
            wake,
            errands: HashMap::new(),
        }
    }

    /// The data folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Sends a request; whether it was taken.
    pub(super) fn send(&mut self, request: Request, errand: Errand) -> bool {
        let ticket = self
            .worker
            .as_mut()
            .and_then(|worker| worker.send(request).ok());
        match ticket {
            Some(ticket) => {
                self.errands.insert(ticket, errand);
                true
            }
            None => false,
        }
    }

    /// Remembers what a request was for that the worker made by itself.
    pub(super) fn expect(&mut self, ticket: Ticket, errand: Errand) {
        self.errands.insert(ticket, errand);
    }

    /// What a request was for.
    pub(super) fn errand(&self, ticket: Ticket) -> Option<Errand> {
        self.errands.get(&ticket).copied()
    }

    /// Forgets a request that has ended.
    pub(super) fn finish(&mut self, ticket: Ticket) -> Option<Errand> {
        self.errands.remove(&ticket)
    }

    /// Everything that has no answer yet.
    pub(super) fn unanswered(&self) -> Vec<Ticket> {
        self.errands.keys().copied().collect()
    }

    /// Whether something that was asked for this has no answer yet.
    pub(super) fn awaits(&self, errand: Errand) -> bool {
        self.errands.values().any(|own| *own == errand)
    }

    /// Wishes everything that was asked for to stop, except that decisions are kept.
    pub(super) fn cancel_all(&self) {
        if let Some(worker) = &self.worker {
            let errands = self.errands.iter();
            for (ticket, _) in errands.filter(|(_, errand)| **errand != Errand::Draft) {
                worker.cancel(*ticket);
            }
        }
    }

    /// The next event.
    pub(super) fn poll(&mut self) -> Option<Event> {
        self.worker.as_mut()?.poll()
    }

    /// Opens the cache for reading.
    pub(super) fn open_cache(&mut self, path: &Path) -> Result<(), Problem> {
        self.reader = Some(StoreReader::open(path)?);
        for clerk in [&mut self.clerk, &mut self.counter] {
            match Clerk::start(path, std::sync::Arc::clone(&self.wake)) {
                Ok(started) => *clerk = Some(started),
                // The window then reads by itself.
                Err(error) => tracing::error!(%error, "a reading thread could not be started"),
            }
        }
        Ok(())
    }

    /// Who reads the numbers of pages, if somebody does beside the window.
    pub(super) fn counter(&self) -> Option<&Clerk> {
        self.counter.as_ref()
    }

    /// Who compares long texts.
    pub(super) fn comparer(&self) -> Option<&Clerk> {
        self.clerk.as_ref()
    }

    /// The cache and who reads long lists from it, once it is open.
    pub(super) fn cache(&self) -> Option<Cache<'_>> {
        Some(Cache {
            reader: self.reader.as_ref()?,
            clerk: self.clerk.as_ref(),
            pager: self.counter.as_ref(),
        })
    }

    /// The cache, once it is open.
    pub(super) fn reader(&self) -> Option<&StoreReader> {
        self.reader.as_ref()
    }

    /// Asks the worker to end once what is in flight is stored.
    pub(super) fn stop(&self) {
        if let Some(worker) = &self.worker {
            worker.stop();
        }
    }

    /// Whether the worker has ended.
    pub(super) fn has_ended(&self) -> bool {
        self.worker.as_ref().is_none_or(Worker::has_ended)
    }
}
