//! A backup in the stead of a cache that cannot be read any more.

use crate::model::reason::{Cause, Problem};
use crate::store::Store;
use std::fs;
use std::path::{Path, PathBuf};

/// What SQLite keeps beside the file itself.
const COMPANIONS: [&str; 3] = ["", "-wal", "-shm"];

/// Sets the damaged cache aside and makes a new one from a backup. If that fails the damaged one is put back.
pub(super) fn restore_damaged(cache: &Path, backup: &Path) -> Result<(), Problem> {
    let aside = free_name(cache);
    move_all(cache, &aside)?;
    let restored = Store::open(cache).and_then(|mut store| store.restore(backup));
    if restored.is_err() {
        for companion in COMPANIONS {
            // What the attempt left is empty; the first problem is the one to tell.
            fs::remove_file(with(cache, companion)).ok();
        }
        move_all(&aside, cache)?;
    }
    restored
}

/// A name beside the cache that no file has yet.
fn free_name(cache: &Path) -> PathBuf {
    let mut number = 1_u32;
    loop {
        let name = with(cache, &format!(".damaged-{number}"));
        if !name.exists() {
            return name;
        }
        number = number.saturating_add(1);
    }
}

fn move_all(from: &Path, to: &Path) -> Result<(), Problem> {
    for companion in COMPANIONS {
        let from = with(from, companion);
        if from.exists() {
            fs::rename(&from, with(to, companion)).map_err(|error| {
                Problem::new(Cause::FileProblem)
                    .with("path", &from.display())
                    .saying(error.to_string())
            })?;
        }
    }
    Ok(())
}

fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
