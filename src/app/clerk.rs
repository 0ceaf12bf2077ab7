//! Reads beside the window: a thread with a read-only connection of its own. One reads long lists, another the numbers of pages.
//!
//! Short lists are read by the window itself, since that is quicker than asking.

use crate::store::StoreReader;
use crate::worker::thread::Wake;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};

/// How many questions may wait; the next is asked again in a later frame.
const WAITING: usize = 32;

type Work = Box<dyn FnOnce(&StoreReader) + Send>;

/// The window's end of the thread; it ends with this value.
pub(super) struct Clerk {
    work: SyncSender<Work>,
    wake: Wake,
}

impl std::fmt::Debug for Clerk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clerk").finish_non_exhaustive()
    }
}

impl Clerk {
    /// Starts the thread; `wake` is called whenever it has an answer.
    pub(super) fn start(cache: &Path, wake: Wake) -> std::io::Result<Self> {
        let (work, jobs) = sync_channel(WAITING);
        let cache = cache.to_owned();
        std::thread::Builder::new()
            .name("raccord-reader".to_owned())
            .spawn(move || serve(&cache, &jobs))?;
        Ok(Self { work, wake })
    }

    /// Asks for something; nothing comes back while too much is asked already.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&StoreReader) -> T + Send + 'static,
    ) -> Option<Receiver<T>> {
        let (send, receive) = sync_channel(1);
        let wake = std::sync::Arc::clone(&self.wake);
        let work: Work = Box::new(move |reader| {
            // Whoever asked may have gone elsewhere since.
            send.send(question(reader)).ok();
            wake();
        });
        self.work.try_send(work).ok()?;
        Some(receive)
    }
}

fn serve(cache: &Path, jobs: &Receiver<Work>) {
    let reader = match StoreReader::open(cache) {
        Ok(reader) => reader,
        Err(problem) => {
            tracing::error!(problem = %problem.coded(), "the cache could not be opened for long lists");
            return;
        }
    };
    while let Ok(work) = jobs.recv() {
        work(&reader);
    }
}

/// What a page shows, on its way; read once more if something changed meanwhile.
#[derive(Debug)]
pub(super) struct Beside<T> {
    coming: Option<Receiver<T>>,
    /// Something changed after what is on its way was asked for.
    again: bool,
}

impl<T> Default for Beside<T> {
    fn default() -> Self {
        Self {
            coming: None,
            again: false,
        }
    }
}

impl<T: Send + 'static> Beside<T> {
    /// Asks for it. It comes later, or at once if nobody reads beside the window.
    pub(super) fn ask(
        &mut self,
        counter: Option<&Clerk>,
        reader: &StoreReader,
        look: impl FnOnce(&StoreReader) -> T + Send + 'static,
    ) -> Option<T> {
        if self.coming.is_some() {
            self.again = true;
            return None;
        }
        self.again = false;
        let Some(counter) = counter else {
            return Some(look(reader));
        };
        self.coming = counter.ask(look);
        // With too many questions under way it is asked once more in a later frame.
        self.again = self.coming.is_none();
        None
    }

    /// What has come.
    pub(super) fn receive(&mut self) -> Option<T> {
        let answer = match self.coming.as_ref()?.try_recv() {
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => None,
            Ok(answer) => Some(answer),
        };
        self.coming = None;
        answer
    }

    /// Whether it is to be asked for once more.
    pub(super) fn is_due(&self) -> bool {
        self.again && self.coming.is_none()
    }

    /// Whether what is shown is not what the cache has.
    pub(super) fn is_behind(&self) -> bool {
        self.again || self.coming.is_some()
    }

    /// What is on its way is of another cache.
    pub(super) fn forget(&mut self) {
        self.coming = None;
    }
}
