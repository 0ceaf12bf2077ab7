//! Copies of the whole cache, and its check.

use super::handle::{Reader, Store};
use super::newcomers;
use super::open::{self, about};
use super::schema;
use crate::model::reason::{Cause, Problem};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How many pages are copied at once, so that readers of the source are not kept waiting.
const PAGES_AT_ONCE: i32 = 4096;
/// How many findings a check names at most.
const FINDINGS: i64 = 100;

impl Store {
    /// Writes a copy of the cache to a file, in the stead of one that is there. The copy appears as a whole and sound or not at
    /// all.
    ///
    /// It holds no secret, since the cache holds none.
    pub fn backup(&self, to: &Path) -> Result<(), Problem> {
        let partial = beside(to);
        let copied = self.copy_to(&partial).and_then(|()| {
            std::fs::rename(&partial, to)
                .map_err(|error| Problem::new(Cause::FileProblem).saying(error.to_string()))
        });
        if copied.is_err() {
            // What is left over is of no use to anybody; the first problem is the one to tell.
            std::fs::remove_file(&partial).ok();
        }
        copied.map_err(|problem| about(problem, to))
    }

    fn copy_to(&self, partial: &Path) -> Result<(), Problem> {
        if partial.exists() {
            std::fs::remove_file(partial)
                .map_err(|error| Problem::new(Cause::FileProblem).saying(error.to_string()))?;
        }
        create_private(partial)
            .map_err(|error| Problem::new(Cause::FileProblem).saying(error.to_string()))?;
        let mut copy = Connection::open(partial)?;
        copy_all(self.db(), &mut copy)?;
        // A copy of what is damaged would take the place of one that can still be restored.
        if let Some(finding) = sqlite_findings(&copy)?.into_iter().next() {
            return Err(Problem::new(Cause::CacheDamaged).saying(finding));
        }
        // One file that can be carried away, without its write-ahead log beside it.
        copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        copy.close().map_err(|(_, error)| error.into())
    }

    /// Takes over everything from a backup; what the cache held is gone. A backup of an older version is brought up to date.
    ///
    /// # Errors
    /// As [`Store::open`] for a file that is damaged, foreign or newer; the cache stays as it is then.
    pub fn restore(&mut self, from: &Path) -> Result<(), Problem> {
        let backup = open_backup(from).map_err(|problem| about(problem, from))?;
        let before = self.read().revision()?;
        copy_all(&backup, self.db_mut())?;
        schema::migrate(self.db_mut())?;
        newcomers::note_copy(self.db())?;
        self.forget();
        // What the window has cached must not pass for what is there now.
        self.db()
            .execute("UPDATE revision SET n = max(n, ?1) + 1", [before])?;
        Ok(())
    }
}

fn open_backup(from: &Path) -> Result<Connection, Problem> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let backup = Connection::open_with_flags(from, flags)?;
    schema::check_ours(&backup)?;
    if schema::version_of(&backup)? == 0 {
        return Err(Problem::new(Cause::CacheDamaged).with("reason", "empty"));
    }
    let findings = sqlite_findings(&backup)?;
    match findings.into_iter().next() {
        None => Ok(backup),
        Some(finding) => Err(Problem::new(Cause::CacheDamaged).saying(finding)),
    }
}

fn copy_all(from: &Connection, to: &mut Connection) -> Result<(), Problem> {
    let copy = Backup::new(from, to)?;
    let patience = open::PATIENCE.as_millis() / BREATH.as_millis();
    let mut waits = 0;
    loop {
        match copy.step(PAGES_AT_ONCE)? {
            StepResult::Done => return Ok(()),
            StepResult::More => waits = 0,
            _ if waits < patience => {
                waits += 1;
                std::thread::sleep(BREATH);
            }
            _ => return Err(Problem::new(Cause::CacheLocked)),
        }
    }
}

/// How long a copy waits for another connection before it tries again.
const BREATH: Duration = Duration::from_millis(20);

/// Where a copy is made before it takes its place.
fn beside(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_os_string();
    name.push(".partial");
    to.with_file_name(name)
}

/// What SQLite itself finds wrong with a file.
fn sqlite_findings(db: &Connection) -> Result<Vec<String>, Problem> {
    let mut check = db.prepare(&format!("PRAGMA integrity_check({FINDINGS})"))?;
    let rows = check.query_map([], |row| row.get::<_, String>(0))?;
    let mut findings = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    findings.retain(|finding| finding != "ok");
    Ok(findings)
}

/// What must hold beyond what the schema can state: each statement finds rows that break a rule.
const RULES: [(&str, &str); 8] = [
    (
        "a record that is coupled stands by itself too",
        "SELECT r.id FROM record r JOIN coupling c
         ON c.mapping = r.mapping AND r.record_id = CASE r.side WHEN 0 THEN c.bc_id ELSE c.dv_id END",
    ),
    (
        "a pair is in step although it has never agreed",
        "SELECT c.id FROM coupling c
         WHERE c.state = 0 AND c.pending = 0 AND c.bc_state = 1 AND c.dv_state = 1 AND c.agreed = 0",
    ),
    (
        "a history entry leaves its fields to a pair that does not have them",
        "SELECT h.id FROM history h LEFT JOIN coupling c ON c.id = h.coupling
         WHERE typeof(h.after) = 'integer' AND (c.history IS NOT h.id OR c.base IS NULL)",
    ),
    (
        "a count of couplings is wrong",
        "SELECT t.mapping FROM tally t WHERE t.what <= 5 AND t.n <>
         (SELECT count(*) FROM coupling c WHERE c.mapping = t.mapping AND c.state = t.what)",
    ),
    (
        "a count of pending couplings is wrong",
        "SELECT t.mapping FROM tally t WHERE t.what = 6 AND t.n <>
         (SELECT count(*) FROM coupling c WHERE c.mapping = t.mapping AND c.pending = 1)",
    ),
    (
        "a count of uncoupled records is wrong",
        "SELECT t.mapping FROM tally t WHERE t.what IN (7, 8) AND t.n <>
         (SELECT count(*) FROM record r WHERE r.mapping = t.mapping AND r.side = t.what - 7)",
    ),
    (
        "a count of skipped records is wrong",
        "SELECT t.mapping FROM tally t WHERE t.what = 9 AND t.n <>
         (SELECT count(*) FROM skipped s WHERE s.mapping = t.mapping)",
    ),
    (
        "a count of open errors is wrong",
        "SELECT t.mapping FROM tally t WHERE t.what = 10 AND t.n <>
         (SELECT count(*) FROM error e WHERE e.mapping = t.mapping AND e.open = 1)",
    ),
];

impl Reader<'_> {
    /// Checks the whole file and the rules between its tables; technical findings, none if all is well. Reads everything once.
    pub fn check(&self) -> Result<Vec<String>, Problem> {
        let mut findings = sqlite_findings(self.db)?;
        let mut foreign = self.db.prepare("PRAGMA foreign_key_check")?;
        let mut rows = foreign.query([])?;
        while let Some(row) = rows.next()? {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            findings.push(format!(
                "a row of {table} refers to a missing row of {parent}"
            ));
        }
        for (rule, sql) in RULES {
            let mut check = self.db.prepare(&format!("{sql} LIMIT {FINDINGS}"))?;
            let rows = check.query_map([], |row| row.get::<_, i64>(0))?;
            for row in rows {
                findings.push(format!("{rule} (row {})", row?));
            }
        }
        Ok(findings)
    }
}

/// Makes a copy's file before SQLite does, readable by its owner only: it holds customers' data wherever it lies.
#[cfg(unix)]
fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    std::fs::File::options()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .map(drop)
}

#[cfg(not(unix))]
fn create_private(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[path = "backup_tests.rs"]
mod tests;
