//! The page about the program: what runs here, how large it is, whether the connection is well, and a report for support.
//!
//! The report holds names of mappings and addresses of services, counts and codes; no value of a record and no secret, since
//! it is made of nothing that holds one.

use super::App;
use super::Happening;
use super::command::{AboutCommand, Command};
use super::desk::Errand;
use crate::i18n::{Arg, Texts};
use crate::model::mapping_file;
use crate::model::reason::Problem;
use crate::store::{HistoryFilter, JobFilter, Reader, Slice};
use crate::worker::checks::words::words;
use crate::worker::checks::{Check, CheckStatus};
use crate::worker::explain::{side_name, title};
use crate::worker::folder::{cache_in, file_problem};
use crate::worker::protocol::{Answer, Request};
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write as _;
use std::path::Path;

/// How many jobs the diagnostics name.
const JOBS: usize = 50;

/// The page.
#[derive(Clone, Debug, Default)]
pub struct AboutPage {
    /// Bytes of the cache with what was not merged into it yet.
    pub cache: u64,
    /// Bytes of the log files.
    pub log: u64,
    /// The version of the cache's form.
    pub schema: Option<i64>,
    /// Pairs, writes kept in the history, open errors.
    pub counts: [u64; 3],
    /// The checks of the connection, once they were made.
    pub checks: Option<Vec<Check>>,
    /// How long they took.
    pub took: Option<SignedDuration>,
    began: Option<Timestamp>,
    /// What would be saved, while a person looks at it.
    pub preview: Option<String>,
}

impl AboutPage {
    /// Measures the data folder and counts.
    pub fn read(&mut self, reader: &Reader<'_>, folder: &Path) {
        let cache = cache_in(folder);
        let size = |path: &Path| path.metadata().map_or(0, |found| found.len());
        let mut beside = cache.clone().into_os_string();
        beside.push("-wal");
        self.cache = size(&cache) + size(Path::new(&beside));
        let files = std::fs::read_dir(folder.join("log")).into_iter().flatten();
        self.log = files.flatten().map(|file| size(&file.path())).sum();
        self.schema = reader.schema_version().ok();
        let counts = reader.mapping_counts().unwrap_or_default();
        self.counts = [
            counts
                .iter()
                .map(crate::store::MappingCounts::couplings)
                .sum(),
            reader.count_history(&HistoryFilter::default()).unwrap_or(0),
            counts.iter().map(|one| one.open_errors).sum(),
        ];
    }

    /// Whether the checks are being made.
    pub fn is_checking(&self) -> bool {
        self.began.is_some()
    }
}

impl App {
    /// What runs here, as names and values.
    pub fn facts(&self) -> Vec<(String, String)> {
        let texts = self.texts;
        let about = &self.about;
        let [pairs, writes, errors] = about.counts;
        let os = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
        let folder = self.data_folder().map(|path| path.display().to_string());
        let schema = about.schema.map(|version| version.to_string());
        let mut facts = vec![
            ("about-version", env!("CARGO_PKG_VERSION").to_owned()),
            ("about-system", os),
            ("about-renderer", "egui 0.37, glow (OpenGL)".to_owned()),
            ("about-folder", folder.unwrap_or_default()),
            ("about-cache", texts.bytes(about.cache)),
            ("about-log", texts.bytes(about.log)),
            ("about-schema", schema.unwrap_or_default()),
            ("about-pairs", texts.count(pairs)),
            ("about-history", texts.count(writes)),
            ("about-errors", texts.count(errors)),
        ];
        if let Some(connection) = &self.connection {
            facts.push(("about-connection", connection.name.clone()));
            for (key, end) in [
                ("about-bc", &connection.business_central),
                ("about-dv", &connection.dataverse),
            ] {
                let parts = [Some(end.url.clone()), end.name.clone(), end.version.clone()];
                let parts: Vec<String> = parts.into_iter().flatten().collect();
                facts.push((key, parts.join(" · ")));
            }
        }
        facts
            .into_iter()
            .map(|(key, value)| (texts.t(key).into_owned(), value))
            .collect()
    }

    /// The facts as lines of text.
    pub fn report(&self) -> String {
        let facts = self.facts();
        let lines = facts.iter().map(|(name, value)| format!("{name}: {value}"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The report with everything that helps to find an error: checks, jobs, causes of errors, mappings.
    pub fn diagnostics(&self) -> String {
        let texts = self.texts;
        let mut said = self.report();
        let mut part = |key: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                // Writing to a String cannot fail.
                let _ = write!(said, "\n\n## {}\n{}", texts.t(key), lines.join("\n"));
            }
        };
        let checks = self.about.checks.iter().flatten();
        part(
            "about-checks",
            checks.map(|check| check_line(texts, check)).collect(),
        );
        let causes = self.home.causes.iter().map(|one| {
            let title = title(texts, one.cause);
            format!(
                "{} {}: {title} ({})",
                one.mapping,
                one.errors,
                one.cause.code()
            )
        });
        part("about-causes", causes.collect());
        let Some(reader) = self.reader() else {
            return said;
        };
        let reader = reader.read();
        let jobs = reader
            .list_jobs(&JobFilter::default(), Slice::first(JOBS))
            .unwrap_or_default();
        let jobs = jobs.iter().map(|job| {
            let counters = serde_json::to_string(&job.counters).unwrap_or_default();
            let cause = job.problem.as_ref().map(|problem| problem.cause.code());
            let cause = cause.unwrap_or_default();
            format!("{} {} {counters} {cause}", job.started, job.mapping)
        });
        part("about-jobs", jobs.collect());
        let mappings = reader.mappings().unwrap_or_default();
        part("about-mappings", vec![mapping_file::write(&mappings)]);
        said
    }

    /// Does what a person asked for on the page about the program.
    pub(super) fn carry_out_about(&mut self, command: AboutCommand) {
        match command {
            AboutCommand::Check => {
                if self.why_no_work().is_none()
                    && self.ask(Request::Doctor(Vec::new()), Errand::Check)
                {
                    self.about.began = Some(self.now());
                }
            }
            AboutCommand::Preview => {
                self.about.preview = match self.about.preview.take() {
                    Some(_) => None,
                    None => Some(self.diagnostics()),
                };
            }
            AboutCommand::ChooseFile => {
                let title = self.texts.t("about-save-title").into_owned();
                let name = Some("raccord-diagnostics.txt".to_owned());
                self.ask_file(title, ("TXT", "txt"), name, |file| {
                    Command::About(AboutCommand::Save(file))
                });
            }
            AboutCommand::Save(file) => match std::fs::write(&file, self.diagnostics()) {
                Ok(()) => self.happenings.push_back(Happening::Written(file)),
                Err(error) => self.notice = Some(file_problem(&file, &error)),
            },
        }
    }

    /// The checks were made, or not.
    pub(super) fn checked(&mut self, result: Result<Answer, Problem>) {
        let began = self.about.began.take();
        match result {
            Ok(Answer::Checks(checks)) => {
                self.about.took = began.map(|began| self.now().duration_since(began));
                self.about.checks = Some(checks);
            }
            Ok(_) => {}
            Err(problem) => self.notice_unless_cancelled(problem),
        }
    }
}

/// A check in one line.
pub fn check_line(texts: Texts, check: &Check) -> String {
    let words = words(texts, check);
    let side = check
        .side
        .map_or("none".into(), |side| side_name(texts, side));
    let status = match check.status {
        CheckStatus::Ok => "about-check-ok",
        CheckStatus::Unknown => "about-check-unknown",
        CheckStatus::Warning => "about-check-warning",
        CheckStatus::Failed => "about-check-failed",
    };
    let args = [
        ("name", Arg::from(words.name)),
        ("side", Arg::from(side)),
        ("status", Arg::from(texts.t(status))),
        ("found", Arg::from(words.message)),
    ];
    texts.t_args("about-check-line", &args)
}
