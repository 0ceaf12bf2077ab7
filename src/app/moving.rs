//! The data folder on its way to another place: the background work lets it go, it moves beside the window, work goes on there.

use super::{App, Happening};
use crate::model::reason::{Cause, Problem};
use crate::worker::moving::move_folder;
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// A move that is under way.
pub(super) struct Moving {
    /// Where the data is until then, and if it fails.
    from: PathBuf,
    done: Receiver<Result<PathBuf, Problem>>,
}

impl App {
    /// The key of the reason why the data folder cannot be moved now; nothing if it can.
    pub fn why_no_move(&self) -> Option<&'static str> {
        if self.is_demo() {
            Some("why-demo")
        } else if self.running.is_some() || self.moving.is_some() || self.data_folder().is_none() {
            Some("why-running")
        } else {
            None
        }
    }

    /// Moves the data folder; the window goes on when it is there, or stays where it was.
    pub(super) fn move_data(&mut self, to: PathBuf) {
        let Some(from) = self.data_folder().map(std::path::Path::to_owned) else {
            return;
        };
        if self.why_no_move().is_some() {
            return;
        }
        self.keep_draft();
        // The folder must be free before it is moved: the background work and all readers let go of it.
        self.forget_reading();
        self.desk = None;
        let (send, done) = sync_channel(1);
        let wake = std::sync::Arc::clone(&self.wake);
        let source = from.clone();
        let spawned = std::thread::Builder::new()
            .name("raccord-moving".to_owned())
            .spawn(move || {
                let moved = move_folder(&source, &to, "raccord", Timestamp::now());
                send.send(moved).ok();
                wake();
            });
        match spawned {
            Ok(_) => self.moving = Some(Moving { from, done }),
            Err(error) => {
                self.notice = Some(Problem::new(Cause::Internal).saying(error.to_string()));
                self.work_in(from);
            }
        }
    }

    /// Hears whether the data folder has arrived.
    pub(super) fn receive_moved(&mut self) {
        let Some(Moving { from, done }) = &self.moving else {
            return;
        };
        let moved = match done.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Err(Problem::new(Cause::Internal)),
            Ok(moved) => moved,
        };
        let from = from.clone();
        self.moving = None;
        match moved {
            Ok(to) => {
                self.happenings
                    .push_back(Happening::Moved(to.display().to_string()));
                self.work_in(to);
            }
            Err(problem) => {
                self.work_in(from);
                self.notice = Some(problem);
            }
        }
    }

    fn work_in(&mut self, folder: PathBuf) {
        self.folder = Some(folder);
        self.open_folder();
    }
}
