//! What a person sends to whoever helps: versions, sizes, counts, settings, codes and the log, in one zip.
//!
//! Invariants:
//! - No secret and no value of a record is in it: it is made of what holds none, and the log is cleaned of what might quote one.
//! - What is saved is what the preview shows, part by part.

use super::checks::Check;
use super::checks::words::words;
use super::crash;
use super::explain::{side_name, title};
use super::folder::{cache_in, file_problem};
use super::health::Ailment;
use super::log;
use super::schedule::Schedule;
use crate::i18n::Texts;
use crate::model::mapping_file;
use crate::model::reason::Problem;
use crate::store::{JobFilter, MappingCounts, Reader, Slice};
use regex::Regex;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use zip::write::SimpleFileOptions;

/// How many jobs are named.
const JOBS: usize = 50;
/// How many lines of the log go along, the newest.
const LINES: usize = 2_000;

/// One file in the zip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

/// What it is made from.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The cache.
    pub reader: &'a Reader<'a>,
    /// The data folder.
    pub folder: &'a Path,
    /// Which program, and how it draws, if it does.
    pub program: &'a str,
    /// What is wrong with the link to the services.
    pub health: &'a [Ailment],
    /// The checks of the connection, if they were made.
    pub checks: &'a [Check],
    /// The language of the sentences in it.
    pub texts: Texts,
}

/// Collects everything.
///
/// # Errors
/// Why the cache cannot be read.
pub fn gather(sources: &Sources<'_>) -> Result<Vec<Part>, Problem> {
    let Sources {
        reader,
        folder,
        texts,
        ..
    } = *sources;
    let mappings = reader.mappings()?;
    let mut parts = vec![
        part("about.txt", about(sources)?),
        part("counts.json", pretty(&counts(&reader.mapping_counts()?))),
        part("causes.json", pretty(&causes(reader)?)),
        part("health.json", pretty(&health(texts, sources.health))),
        part("schedule.json", pretty(&schedule(reader)?)),
        part("jobs.json", pretty(&jobs(reader)?)),
        part("mappings.toml", mapping_file::write(&mappings)),
    ];
    // It never holds a secret: those are kept elsewhere, under the connection's name.
    for (_, definition) in reader.connections()? {
        parts.push(part("connection.toml", definition));
    }
    if !sources.checks.is_empty() {
        let lines = sources.checks.iter().map(|check| check_line(texts, check));
        parts.push(part("checks.txt", lines.collect()));
    }
    if let Ok(window) = std::fs::read_to_string(folder.join("window.toml")) {
        parts.push(part("window.toml", window));
    }
    if let Some(crash) = crash::left_in(folder) {
        parts.push(part("crash.txt", crash));
    }
    parts.push(part("log.txt", cleaned(&newest_lines(folder))));
    Ok(parts)
}

/// All parts one below the other, as a person looks at them before they are saved.
pub fn preview(parts: &[Part]) -> String {
    parts.iter().fold(String::new(), |mut said, part| {
        // Writing to a String cannot fail.
        let _ = write!(said, "## {}\n{}\n\n", part.name, part.text.trim_end());
        said
    })
}

/// Writes the zip, readable by its owner only.
///
/// # Errors
/// [`crate::model::reason::Cause::FileProblem`] or a full disk, with the path.
pub fn save(path: &Path, parts: &[Part]) -> Result<(), Problem> {
    let failed = |error: std::io::Error| file_problem(path, &error);
    let mut options = File::options();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut zip = zip::ZipWriter::new(options.open(path).map_err(failed)?);
    for part in parts {
        zip.start_file(part.name, SimpleFileOptions::default())
            .map_err(|error| failed(error.into()))?;
        zip.write_all(part.text.as_bytes()).map_err(failed)?;
    }
    zip.finish().map_err(|error| failed(error.into()))?;
    Ok(())
}

fn part(name: &'static str, text: String) -> Part {
    Part { name, text }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn about(sources: &Sources<'_>) -> Result<String, Problem> {
    let size = |path: &Path| path.metadata().map_or(0, |found| found.len());
    let cache = cache_in(sources.folder);
    let mut beside = cache.clone().into_os_string();
    beside.push("-wal");
    Ok(format!(
        "program: {}\nversion: {}\nsystem: {} {}\nform of the cache: {}\nbytes of the cache: {}\n",
        sources.program,
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        sources.reader.schema_version()?,
        size(&cache) + size(Path::new(&beside)),
    ))
}

fn counts(all: &[MappingCounts]) -> Value {
    let lines = all.iter().map(|one| {
        json!({
            "mapping": one.mapping,
            "couplings": one.couplings(),
            "in_step": one.in_step,
            "pending": one.pending,
            "conflict": one.conflict,
            "skipped": one.skipped,
            "error": one.error,
            "broken": one.broken,
            "uncoupled_bc": one.uncoupled.bc,
            "uncoupled_dv": one.uncoupled.dv,
            "open_errors": one.open_errors,
            "skipped_records": one.skipped_records,
        })
    });
    lines.collect()
}

fn causes(reader: &Reader<'_>) -> Result<Value, Problem> {
    let lines = reader
        .error_causes()?
        .into_iter()
        .map(|one| json!({"mapping": one.mapping, "code": one.cause.code(), "errors": one.errors}));
    Ok(lines.collect())
}

fn health(texts: Texts, ailments: &[Ailment]) -> Value {
    let lines = ailments.iter().map(|one| {
        json!({
            "problem": coded(&one.problem),
            "title": title(texts, one.problem.cause),
            "since": one.since,
            "until": one.until,
        })
    });
    lines.collect()
}

/// A problem without what the service said, which may quote a record.
fn coded(problem: &Problem) -> Value {
    json!({
        "code": problem.cause.code(),
        "side": problem.side,
        "mapping": problem.mapping,
        "service_code": problem.service_code,
        "http_status": problem.status,
        "request_id": problem.request_id,
    })
}

fn schedule(reader: &Reader<'_>) -> Result<Value, Problem> {
    let every = Schedule::read(reader)?.every;
    Ok(json!({"every": every.map(|every| every.to_string())}))
}

fn jobs(reader: &Reader<'_>) -> Result<Value, Problem> {
    let jobs = reader.list_jobs(&JobFilter::default(), Slice::first(JOBS))?;
    let lines = jobs.iter().map(|job| {
        json!({
            "mapping": job.mapping,
            "direction": job.direction,
            "started": job.started,
            "finished": job.finished,
            "counters": job.counters,
            "problem": job.problem.as_ref().map(coded),
        })
    });
    Ok(lines.collect())
}

/// A check in one line: what, on which side, how it went, and what was found as a code.
fn check_line(texts: Texts, check: &Check) -> String {
    let status: &str = check.status.into();
    let side = check.side.map(|side| side_name(texts, side));
    let code = check
        .problem
        .as_ref()
        .map(|problem| problem.cause.code())
        .unwrap_or_default();
    format!(
        "{} · {} · {status} {code}\n",
        words(texts, check).name,
        side.as_deref().unwrap_or("-")
    )
}

fn newest_lines(folder: &Path) -> String {
    let folder = folder.join("log");
    let mut text = String::new();
    for name in [log::BEFORE, log::NEWEST] {
        text.push_str(&std::fs::read_to_string(folder.join(name)).unwrap_or_default());
    }
    let skipped = text.lines().count().saturating_sub(LINES);
    text.lines()
        .skip(skipped)
        .fold(String::new(), |mut all, line| {
            all.push_str(line);
            all.push('\n');
            all
        })
}

/// A log without anything that may be a value of a record, a person or a secret: what stands between quotation marks or
/// brackets, mail addresses, what follows `?` in an address, and long runs of letters and digits.
pub fn cleaned(text: &str) -> String {
    const RULES: [(&str, &str); 5] = [
        (r#""[^"\n]*"|'[^'\n]*'|“[^”\n]*”|«[^»\n]*»"#, "…"),
        (r"\([^()\n]*\)", "(…)"),
        (r"[\w.+-]+@[\w.-]+", "…@…"),
        (r"\?[^\s]+", "?…"),
        (r"[A-Za-z0-9_~+/.-]{41,}", "…"),
    ];
    let mut text = text.to_owned();
    for (rule, instead) in RULES {
        // A rule that cannot be read leaves nothing rather than everything.
        text = match Regex::new(rule) {
            Ok(rule) => rule.replace_all(&text, instead).into_owned(),
            Err(_) => return String::new(),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_value_or_a_secret_is_cleaned_away() {
        let line = "2026-11-23T08:00:00Z WARN raccord: value 'Boulangerie Dupont' of jo@contoso.fr \
                    (Rue Haute 3) at https://x.example/api?$filter=name eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsIng1dCI6";
        let said = cleaned(line);
        for gone in ["Dupont", "contoso.fr", "Haute", "filter", "eyJ0"] {
            assert!(!said.contains(gone), "{said}");
        }
        for kept in [
            "2026-11-23T08:00:00Z WARN raccord: value",
            "https://x.example/api",
        ] {
            assert!(said.contains(kept), "{said}");
        }
        let code =
            "cause=user_disabled side=dataverse request=3f2504e0-4f89-11d3-9a0c-0305e82c3301\n";
        assert_eq!(cleaned(code), code);
    }

    #[test]
    fn the_zip_holds_the_parts_that_the_preview_shows() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("d.zip");
        let parts = [
            part("a.txt", "eins".to_owned()),
            part("b.txt", "zwei".to_owned()),
        ];
        save(&path, &parts).unwrap();
        let mut zip = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
        for part in &parts {
            let text = std::io::read_to_string(zip.by_name(part.name).unwrap()).unwrap();
            assert_eq!(text, part.text);
            assert!(preview(&parts).contains(&text));
        }
        assert_eq!(zip.len(), 2);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o77, 0);
        }
    }
}
