//! Moves a data folder to another place: copied, checked, and only then given up where it was.
//!
//! The old place keeps one small file that says where everything went, so that whoever goes on naming it gets there. Secrets in
//! the system's key store stay where they are: they are kept under the folder's id, which moves along.
//!
//! Invariant: until the copy is checked the old place is as it was; a move that fails half-way leaves nothing at the new one.

use super::folder::{self, DataFolder, MOVED_TO, cache_in, file_problem};
use crate::model::reason::{Cause, Problem};
use crate::store::{Store, StoreReader};
use jiff::Timestamp;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder that is made inside of one in which other things lie.
const OWN_NAME: &str = "Raccord";
/// The mark of a move that is under way, at the new place: what lies there is of no use to anybody yet.
const UNDER_WAY: &str = "moving";
/// What a data folder may hold besides data: it belongs to a process, or says where the data is.
const NOT_DATA: [&str; 5] = ["lock", "holder.json", MOVED_TO, UNDER_WAY, "log"];

/// Moves a data folder that no other program holds; gives where it is now.
///
/// # Errors
/// [`Cause::CacheLocked`] naming who holds it; [`Cause::FileProblem`], [`Cause::DiskFull`] or [`Cause::CacheDamaged`] if the
/// copy could not be made or is not what was copied. The old place is as it was then.
pub fn move_folder(
    from: &Path,
    to: &Path,
    program: &str,
    now: Timestamp,
) -> Result<PathBuf, Problem> {
    move_with(from, to, program, now, &mut |_| Ok(()))
}

/// The same; `copied` is told of every file, and may say that the disk is full, for tests of what becomes of the rest then.
fn move_with(
    from: &Path,
    to: &Path,
    program: &str,
    now: Timestamp,
    copied: &mut dyn FnMut(&Path) -> io::Result<()>,
) -> Result<PathBuf, Problem> {
    let from = folder::resolve(from)?;
    let (from, to) = (absolute(&from)?, absolute(&place_in(to)?)?);
    if from == to {
        return Ok(from);
    }
    if from.starts_with(&to) || to.starts_with(&from) {
        return Err(refused(&to, "inside"));
    }
    let held = DataFolder::hold(&from, program, now)?;
    folder::create_private(&to).map_err(|error| file_problem(&to, &error))?;
    let mark = to.join(UNDER_WAY);
    fs::write(&mark, "").map_err(|error| file_problem(&mark, &error))?;
    // Where data was before, a file may lie that says that it went away.
    let came_back = to.join(MOVED_TO);
    let done = copy_all(&held, &to, copied).and_then(|()| {
        fs::remove_file(&mark).map_err(|error| file_problem(&mark, &error))?;
        if came_back.exists() {
            fs::remove_file(&came_back).map_err(|error| file_problem(&came_back, &error))?;
        }
        // From here on the new place counts.
        folder::point_to(&from, &to)
    });
    if let Err(problem) = done {
        clear(&to, &[MOVED_TO]);
        fs::remove_dir(&to).ok();
        return Err(problem);
    }
    // What cannot be removed there is in nobody's way: the file that was just written counts.
    clear(&from, &["lock", "holder.json", MOVED_TO]);
    drop(held);
    Ok(to)
}

/// Where the data goes: the folder itself if nothing lies in it, else one of its own inside.
fn place_in(to: &Path) -> Result<PathBuf, Problem> {
    if is_free(to)? {
        return Ok(to.to_owned());
    }
    let own = to.join(OWN_NAME);
    if !to.join("cache.sqlite3").exists() && is_free(&own)? {
        return Ok(own);
    }
    Err(refused(to, "not_empty"))
}

/// Whether nothing of anybody's lies there; what a move left that was cut off is nobody's.
fn is_free(to: &Path) -> Result<bool, Problem> {
    if !to.exists() {
        return Ok(true);
    }
    let failed = |error| file_problem(to, &error);
    if to.join(UNDER_WAY).exists() {
        clear(to, &[MOVED_TO]);
    }
    for entry in fs::read_dir(to).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        if !NOT_DATA.iter().any(|known| name == *known) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn refused(to: &Path, reason: &str) -> Problem {
    Problem::new(Cause::FileProblem)
        .with("path", &to.display())
        .with("reason", reason)
}

fn absolute(path: &Path) -> Result<PathBuf, Problem> {
    std::path::absolute(path).map_err(|error| file_problem(path, &error))
}

fn copy_all(
    held: &DataFolder,
    to: &Path,
    copied: &mut dyn FnMut(&Path) -> io::Result<()>,
) -> Result<(), Problem> {
    let mut tell = |path: &Path| copied(path).map_err(|error| file_problem(path, &error));
    let store = Store::open(&held.cache())?;
    let cache = cache_in(to);
    store.backup(&cache)?;
    tell(&cache)?;
    same_cache(&store, &cache)?;
    drop(store);
    let mut others = Vec::new();
    files_of(held.path(), Path::new(""), &mut others)?;
    for name in others {
        let (source, target) = (held.path().join(&name), to.join(&name));
        if let Some(parent) = target.parent() {
            folder::create_private(parent).map_err(|error| file_problem(parent, &error))?;
        }
        fs::copy(&source, &target).map_err(|error| file_problem(&target, &error))?;
        tell(&target)?;
        let same = fs::read(&source)
            .ok()
            .is_some_and(|bytes| fs::read(&target).ok() == Some(bytes));
        if !same {
            return Err(refused(&target, "copy_differs"));
        }
    }
    Ok(())
}

/// Whether a copy of the cache is whole and holds what was copied.
fn same_cache(store: &Store, copy: &Path) -> Result<(), Problem> {
    // What opens for writing is brought into the form that readers want; nothing else is changed.
    drop(Store::open(copy)?);
    let reader = StoreReader::open(copy)?;
    let (ours, theirs) = (store.read(), reader.read());
    let findings = theirs.check()?;
    let same = ours.revision()? == theirs.revision()?
        && ours.mapping_counts()? == theirs.mapping_counts()?
        && ours.mappings()? == theirs.mappings()?;
    if same && findings.is_empty() {
        return Ok(());
    }
    let problem = refused(copy, "copy_differs");
    Err(match findings.into_iter().next() {
        Some(finding) => problem.saying(finding),
        None => problem,
    })
}

/// All files but the cache itself and what belongs to a process, by their names inside of the folder.
fn files_of(root: &Path, inside: &Path, found: &mut Vec<PathBuf>) -> Result<(), Problem> {
    let folder = root.join(inside);
    let failed = |error| file_problem(&folder, &error);
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = inside.join(entry.file_name());
        let is_top = inside.as_os_str().is_empty();
        let text = entry.file_name().to_string_lossy().into_owned();
        let is_cache = ["", "-wal", "-shm"]
            .iter()
            .any(|end| text == format!("cache.sqlite3{end}"));
        let is_data = text == "log" || !NOT_DATA.contains(&text.as_str());
        if is_top && (is_cache || !is_data) {
            continue;
        }
        if entry.file_type().map_err(failed)?.is_dir() {
            files_of(root, &name, found)?;
        } else {
            found.push(name);
        }
    }
    Ok(())
}

/// Removes what lies in a folder but for some files; what resists stays.
fn clear(folder: &Path, but: &[&str]) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if but.iter().any(|kept| name == *kept) {
            continue;
        }
        let path = entry.path();
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        if let Err(error) = removed {
            tracing::warn!(%error, "a file of the old data folder could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    /// A data folder in which something lies.
    fn filled(root: &Path) -> PathBuf {
        let from = root.join("old");
        drop(DataFolder::hold(&from, "raccord", NOW).unwrap());
        let store = Store::open(&cache_in(&from)).unwrap();
        store
            .write(|writer| writer.set_fact("folder_id", Some("7")))
            .unwrap();
        drop(store);
        fs::write(from.join("secrets.json"), "sealed").unwrap();
        fs::create_dir(from.join("log")).unwrap();
        fs::write(from.join("log/raccord.log"), "said").unwrap();
        from
    }

    fn fact(folder: &Path) -> Option<String> {
        let reader = StoreReader::open(&cache_in(folder)).unwrap();
        reader.read().fact("folder_id").unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn everything_moves_and_whoever_names_the_old_place_gets_to_the_new_one() {
        let root = tempfile::tempdir().unwrap();
        let from = filled(root.path());
        let to = root.path().join("new");
        assert_eq!(move_folder(&from, &to, "t", NOW).unwrap(), to);
        assert_eq!(fact(&to).as_deref(), Some("7"));
        assert_eq!(
            fs::read_to_string(to.join("secrets.json")).unwrap(),
            "sealed"
        );
        assert_eq!(
            fs::read_to_string(to.join("log/raccord.log")).unwrap(),
            "said"
        );
        assert_eq!(names(&from), ["holder.json", "lock", MOVED_TO]);
        assert_eq!(folder::resolve(&from).unwrap(), to);
        // And back again, by its old name.
        assert_eq!(move_folder(&from, &from, "t", NOW).unwrap(), from);
        assert_eq!(fact(&from).as_deref(), Some("7"));
        assert_eq!(folder::resolve(&from).unwrap(), from);
        assert_eq!(folder::resolve(&to).unwrap(), from);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(from.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        }
    }

    #[test]
    fn a_move_that_fails_at_any_file_leaves_the_old_place_as_it_was_and_nothing_at_the_new_one() {
        let root = tempfile::tempdir().unwrap();
        let from = filled(root.path());
        let to = root.path().join("new");
        let mut failures = 0;
        loop {
            let mut left = failures;
            let moved = move_with(&from, &to, "t", NOW, &mut |_| {
                if left == 0 {
                    return Err(io::Error::from(io::ErrorKind::StorageFull));
                }
                left -= 1;
                Ok(())
            });
            let Err(problem) = moved else { break };
            assert_eq!(problem.cause, Cause::DiskFull);
            assert!(!to.exists(), "{:?}", names(&to));
            assert_eq!(fact(&from).as_deref(), Some("7"));
            assert_eq!(
                fs::read_to_string(from.join("secrets.json")).unwrap(),
                "sealed"
            );
            assert_eq!(folder::resolve(&from).unwrap(), from);
            failures += 1;
        }
        assert_eq!(failures, 3, "the cache, the secrets, the log");
        assert_eq!(fact(&to).as_deref(), Some("7"));
    }

    #[test]
    fn what_a_cut_off_move_left_is_no_obstacle_and_other_peoples_things_are() {
        let root = tempfile::tempdir().unwrap();
        let from = filled(root.path());
        let to = root.path().join("new");
        fs::create_dir(&to).unwrap();
        fs::write(to.join("letter"), "dear").unwrap();
        // Beside somebody's things it gets a folder of its own.
        let own = to.join(OWN_NAME);
        fs::create_dir(&own).unwrap();
        fs::write(own.join(UNDER_WAY), "").unwrap();
        fs::write(own.join("cache.sqlite3"), "half").unwrap();
        assert_eq!(move_folder(&from, &to, "t", NOW).unwrap(), own);
        assert_eq!(names(&to), ["Raccord", "letter"]);
        let other = filled(&root.path().join("second"));
        for (place, reason) in [
            (to.clone(), "not_empty"),
            (own.clone(), "not_empty"),
            (other.join("in"), "inside"),
        ] {
            let problem = move_folder(&other, &place, "t", NOW).unwrap_err();
            assert_eq!(problem.params["reason"], reason, "{problem:?}");
            assert_eq!(fact(&other).as_deref(), Some("7"));
        }
        let held = DataFolder::hold(&other, "raccord", NOW).unwrap();
        let problem = move_folder(&other, &root.path().join("x"), "t", NOW).unwrap_err();
        assert_eq!(problem.cause, Cause::CacheLocked);
        drop(held);
    }

    #[test]
    fn a_place_that_is_not_there_is_said_and_nothing_is_begun_anew() {
        let root = tempfile::tempdir().unwrap();
        let from = filled(root.path());
        let to = root.path().join("disk");
        move_folder(&from, &to, "t", NOW).unwrap();
        fs::rename(&to, root.path().join("unplugged")).unwrap();
        let problem = folder::resolve(&from).unwrap_err();
        assert_eq!(problem.params["reason"], "moved_away");
        assert_eq!(problem.params["path"], to.display().to_string());
    }
}
