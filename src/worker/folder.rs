//! The data folder: where it is, who holds it, and what lies in it.

use crate::model::reason::{Cause, Problem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A data folder held by this process; it is let go when this is dropped.
///
/// The lock is the operating system's, so that it ends with its process however that ends.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    /// Closing this file releases the lock.
    _lock: File,
}

/// Who holds a data folder, for the message that others get.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The program's name.
    pub program: String,
    /// Its process id.
    pub pid: u32,
    /// Since when, by this machine's clock.
    pub since: Timestamp,
}

impl DataFolder {
    /// Gives the folder that is used when none is named, as each platform has it.
    pub fn default_path() -> Result<PathBuf, Problem> {
        directories::ProjectDirs::from("", "", "Raccord")
            .map(|dirs| dirs.data_local_dir().to_owned())
            .ok_or_else(|| {
                Problem::new(Cause::FileProblem)
                    .with("path", "~")
                    .saying("no home directory")
            })
    }

    /// Creates the folder if need be, readable by its owner only, and takes it for this process.
    ///
    /// Another process that has it is named in the problem.
    pub fn hold(path: &Path, program: &str, now: Timestamp) -> Result<Self, Problem> {
        create_private(path).map_err(|error| file_problem(path, &error))?;
        let lock_path = path.join("lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(|error| file_problem(&lock_path, &error))?;
        let mut attempts = 0;
        while let Err(refused) = lock.try_lock() {
            match refused {
                // A process that was just killed still holds it until the system has cleaned up after it.
                TryLockError::WouldBlock if attempts < LOCK_ATTEMPTS => {
                    attempts += 1;
                    std::thread::sleep(LOCK_PAUSE);
                }
                TryLockError::WouldBlock => return Err(held_by_other(path)),
                TryLockError::Error(error) => return Err(file_problem(&lock_path, &error)),
            }
        }
        let cache_path = cache_in(path);
        create_private_file(&cache_path).map_err(|error| file_problem(&cache_path, &error))?;
        let holder = Holder {
            program: program.to_owned(),
            pid: std::process::id(),
            since: now,
        };
        let holder_path = path.join(HOLDER);
        write_holder(&holder_path, &holder).map_err(|error| file_problem(&holder_path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
        })
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The local cache.
    pub fn cache(&self) -> PathBuf {
        cache_in(&self.path)
    }

    /// Refuses to write something else over the cache, its companions or the lock: a slip of the hand must not cost them.
    ///
    /// # Errors
    /// [`Cause::FileProblem`] if the file is one of them.
    pub fn spares(&self, file: &Path) -> Result<(), Problem> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let is_own = name == "lock" || name.starts_with("cache.sqlite3");
        let parent = match file.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            None => return Ok(()),
        };
        let there = fs::canonicalize(parent).ok();
        if is_own && there.is_some() && there == fs::canonicalize(&self.path).ok() {
            return Err(Problem::new(Cause::FileProblem)
                .with("reason", "own_file")
                .with("path", &file.display()));
        }
        Ok(())
    }

    /// The log files.
    pub fn log(&self) -> PathBuf {
        self.path.join("log")
    }
}

/// The local cache of a data folder, also for those who only read it.
pub fn cache_in(folder: &Path) -> PathBuf {
    folder.join("cache.sqlite3")
}

/// Makes a problem of what the operating system said about a file, with the path last so that it can be cut off.
pub fn file_problem(path: &Path, error: &io::Error) -> Problem {
    let cause = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Cause::DiskFull,
        _ => Cause::FileProblem,
    };
    Problem::new(cause)
        .with("path", &path.display())
        .saying(error.to_string())
}

/// The file that says where a data folder was moved to.
pub(super) const MOVED_TO: &str = "moved-to";
/// How many moves are followed; more are a circle.
const MOST_MOVES: usize = 16;

/// Where a data folder is now, if it was moved; the folder itself otherwise, also one that does not exist yet.
///
/// # Errors
/// [`Cause::FileProblem`] if it was moved to a place that is not there, such as a disk that is not plugged in: beginning anew
/// at the old place would make two caches of one connection.
pub fn resolve(path: &Path) -> Result<PathBuf, Problem> {
    let mut place = path.to_owned();
    for _ in 0..MOST_MOVES {
        let Ok(text) = fs::read_to_string(place.join(MOVED_TO)) else {
            return Ok(place);
        };
        place = PathBuf::from(text.trim_end_matches('\n'));
        if !cache_in(&place).exists() && !place.join(MOVED_TO).exists() {
            return Err(moved_away(&place));
        }
    }
    Err(moved_away(&place))
}

fn moved_away(place: &Path) -> Problem {
    Problem::new(Cause::FileProblem)
        .with("path", &place.display())
        .with("reason", "moved_away")
}

/// Says at the old place of a data folder where it is now; the file appears as a whole or not at all.
pub(super) fn point_to(from: &Path, to: &Path) -> Result<(), Problem> {
    let (partial, file) = (from.join("moved-to.partial"), from.join(MOVED_TO));
    let written = fs::write(&partial, format!("{}\n", to.display()))
        .and_then(|()| fs::rename(&partial, &file));
    written.map_err(|error| file_problem(&file, &error))
}

/// How often a held folder is tried again before it counts as held.
const LOCK_ATTEMPTS: u32 = 10;
/// How long to wait between two attempts.
const LOCK_PAUSE: std::time::Duration = std::time::Duration::from_millis(50);
/// The file that says who holds the folder. It is not the lock itself: Windows lets nobody read a locked file.
const HOLDER: &str = "holder.json";

fn held_by_other(path: &Path) -> Problem {
    let problem = Problem::new(Cause::CacheLocked).with("path", &path.display());
    let holder = fs::read(path.join(HOLDER))
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Holder>(&bytes).ok());
    match holder {
        Some(Holder {
            program,
            pid,
            since,
        }) => problem
            .with("program", &program)
            .with("pid", &pid)
            .with("since", &since),
        None => problem,
    }
}

fn write_holder(path: &Path, holder: &Holder) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(&serde_json::to_vec(holder)?)
}

#[cfg(unix)]
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    if path.is_dir() {
        // Closed to others if it is ours or still empty; somebody's own folder with other things in it stays as it is, and
        // each file in it is private by itself.
        let is_ours = cache_in(path).exists() || path.read_dir()?.next().is_none();
        if is_ours {
            // A folder that belongs to somebody else, or a disk without permissions, is used all the same.
            fs::set_permissions(path, fs::Permissions::from_mode(0o700)).ok();
        }
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

/// Makes the cache before SQLite does, since it holds customers' data and the folder may be one that others can read.
#[cfg(unix)]
fn create_private_file(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map(drop)
}

#[cfg(not(unix))]
fn create_private_file(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    // A user's local application data is private to that user by the folder above it.
    fs::create_dir_all(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_second_holder_is_told_who_and_since_when() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data");
        let held = DataFolder::hold(&path, "raccord", at(1_000)).unwrap();
        let problem = DataFolder::hold(&path, "raccord-cli", at(2_000)).unwrap_err();
        assert_eq!(problem.cause, Cause::CacheLocked);
        assert_eq!(problem.params["program"], "raccord");
        assert_eq!(problem.params["since"], at(1_000).to_string());
        drop(held);
        DataFolder::hold(&path, "raccord-cli", at(3_000)).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_new_folder_is_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b");
        DataFolder::hold(&path, "raccord", at(0)).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        let cache = cache_in(&path).metadata().unwrap();
        assert_eq!(cache.permissions().mode() & 0o777, 0o600);
        // One that was opened to others is closed again, unless other things lie in it.
        let open = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&path, open.clone()).unwrap();
        drop(DataFolder::hold(&path, "raccord", at(0)));
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        let shared = dir.path().join("shared");
        fs::create_dir(&shared).unwrap();
        fs::write(shared.join("somebody's"), "x").unwrap();
        fs::set_permissions(&shared, open).unwrap();
        drop(DataFolder::hold(&shared, "raccord", at(0)));
        assert_eq!(
            shared.metadata().unwrap().permissions().mode() & 0o777,
            0o755
        );
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_a_file_problem() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "x").unwrap();
        let problem = DataFolder::hold(&file.join("data"), "raccord", at(0)).unwrap_err();
        assert_eq!(problem.cause, Cause::FileProblem);
    }
}
