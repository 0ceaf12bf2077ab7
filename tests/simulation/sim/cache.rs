//! The file of the cache: what a crash and a power cut leave of it.

use super::story::Crash;
use raccord::store::{Moment, Store};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Kills the program at a step of a transaction.
#[derive(Default)]
pub(crate) struct GateState {
    steps: AtomicU32,
    /// The step at which it dies; 0 for never.
    dies_at: AtomicU32,
    /// Whether states of the files are kept that a power cut would leave.
    keeps: AtomicBool,
    durable: AtomicBool,
}

impl GateState {
    pub(crate) fn arm(&self, crash: Option<Crash>) {
        let (at, power) = match crash {
            Some(Crash::Storing(at)) => (at, false),
            Some(Crash::Power(at)) => (at, true),
            Some(Crash::Waiting(_)) | None => (0, false),
        };
        self.steps.store(0, Ordering::SeqCst);
        self.dies_at.store(at, Ordering::SeqCst);
        self.keeps.store(power, Ordering::SeqCst);
        self.durable.store(power, Ordering::SeqCst);
    }

    /// One step: what a power cut would leave is kept, and perhaps the program dies.
    pub(crate) fn step(&self, moment: Moment, dead: &AtomicBool, file: &Path) -> bool {
        if dead.load(Ordering::SeqCst) {
            return false;
        }
        let step = self.steps.fetch_add(1, Ordering::SeqCst) + 1;
        if self.keeps.load(Ordering::SeqCst) && moment == Moment::Begin {
            // What was to survive has survived; sometimes the system has written the rest to the disk by itself.
            if self.durable.swap(false, Ordering::SeqCst) || step.is_multiple_of(7) {
                keep(file);
            }
        }
        if step == self.dies_at.load(Ordering::SeqCst) {
            dead.store(true, Ordering::SeqCst);
            return false;
        }
        if moment == (Moment::Commit { durable: true }) {
            self.durable.store(true, Ordering::SeqCst);
        }
        true
    }
}

pub(crate) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Keeps the files as they are on the disk now.
fn keep(file: &Path) {
    std::fs::copy(file, beside(file, ".kept")).unwrap();
    let kept = beside(file, ".kept-wal");
    if std::fs::copy(beside(file, "-wal"), &kept).is_err() {
        std::fs::write(kept, []).unwrap();
    }
}

/// Puts the files back to what was kept.
pub(crate) fn put_back(file: &Path) {
    std::fs::remove_file(beside(file, "-shm")).ok();
    std::fs::copy(beside(file, ".kept"), file).unwrap();
    std::fs::copy(beside(file, ".kept-wal"), beside(file, "-wal")).unwrap();
}

/// An empty cache, made once.
pub(crate) fn empty() -> &'static [u8] {
    static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
    EMPTY.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("empty.db");
        drop(Store::open(&file).unwrap());
        std::fs::read(file).unwrap()
    })
}

pub(crate) fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(dir) = tempfile::tempdir_in(memory)
    {
        return dir;
    }
    tempfile::tempdir().unwrap()
}
