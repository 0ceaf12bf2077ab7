//! The log file of a data folder: what ran and what failed, by the codes of the cause catalogue, without values of records.
//!
//! It is kept by the program that holds the folder, opened for each line so that nothing holds the file, and turned over when it
//! is large. A program that installed no log writes none.

use super::folder::create_private;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use tracing_subscriber::fmt::MakeWriter;

/// The newest lines.
pub const NEWEST: &str = "raccord.log";
/// The lines before.
pub const BEFORE: &str = "raccord.1.log";
/// When a file is as large as this, in bytes, the next one is begun.
const TURNED_OVER_AT: u64 = 1_048_576;

/// Whether every step is kept.
static DETAILED: AtomicBool = AtomicBool::new(false);

/// Where lines go now.
static FOLDER: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Keeps the log in a folder from now on.
pub fn keep_in(folder: &Path) {
    *FOLDER.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder.to_owned());
}

/// Keeps every step of the program from now on, or only what matters later.
pub fn keep_more(detailed: bool) {
    DETAILED.store(detailed, Ordering::Relaxed);
}

/// Whether the log file gets what somebody of this program says with this weight.
pub fn is_kept(target: &str, level: tracing::Level) -> bool {
    let least = if DETAILED.load(Ordering::Relaxed) {
        tracing::Level::DEBUG
    } else {
        tracing::Level::INFO
    };
    target.starts_with("raccord") && level <= least
}

/// Keeps no log any more, if it was kept there.
pub fn leave(folder: &Path) {
    FOLDER
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take_if(|kept| kept == folder);
}

/// Gives the log its outlet.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogFile;

/// One line.
#[derive(Debug)]
pub struct Line(Option<PathBuf>);

impl<'a> MakeWriter<'a> for LogFile {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(
            FOLDER
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
        )
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(folder) = &self.0 {
            append(folder, bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn append(folder: &Path, bytes: &[u8]) -> io::Result<()> {
    create_private(folder)?;
    let path = folder.join(NEWEST);
    if path
        .metadata()
        .is_ok_and(|file| file.len() >= TURNED_OVER_AT)
    {
        fs::rename(&path, folder.join(BEFORE))?;
    }
    let mut options = File::options();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)?.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_is_turned_over_once() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("log");
        let line = vec![b'x'; 600_000];
        for _ in 0..3 {
            append(&folder, &line).unwrap();
        }
        let size = |name: &str| folder.join(name).metadata().unwrap().len();
        assert_eq!((size(NEWEST), size(BEFORE)), (600_000, 1_200_000));
    }
}
