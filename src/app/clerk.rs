//! Reads beside the window: a thread with a read-only connection of its own. One reads long lists, another the numbers of pages.
//!
//! Short lists are read by the window itself, since that is quicker than asking.

use crate::store::StoreReader;
use crate::worker::thread::Wake;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

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
