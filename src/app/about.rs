//! The page about the program: what runs here, how large it is, whether the connection is well, and a report for support.
//!
//! The report holds names of mappings and addresses of services, counts and codes; no value of a record and no secret, since
//! it is made of nothing that holds one.

use super::App;
use super::Happening;
use super::command::{AboutCommand, Command};
use super::desk::Errand;
use crate::i18n::{Arg, Texts};
use crate::model::reason::{Cause, Problem};
use crate::store::{HistoryFilter, Reader, StoreReader};
use crate::worker::checks::words::words;
use crate::worker::checks::{Check, CheckStatus};
use crate::worker::diagnostics::{Part, Sources, gather, preview, save};
use crate::worker::explain::side_name;
use crate::worker::folder::cache_in;
use crate::worker::protocol::{Answer, Request};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;

/// Which program this is and how it draws, for whoever helps.
const PROGRAM: &str = "raccord, egui 0.37, glow (OpenGL)";

/// The same with what draws, once the window knows.
fn program(graphics: Option<&str>) -> String {
    match graphics {
        Some(graphics) => format!("{PROGRAM}, {graphics}"),
        None => PROGRAM.to_owned(),
    }
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct AboutPage {
    /// Sizes and counts.
    pub numbers: Numbers,
    /// The checks of the connection, once they were made.
    pub checks: Option<Vec<Check>>,
    /// How long they took.
    pub took: Option<SignedDuration>,
    began: Option<Timestamp>,
    /// What would be saved, while a person looks at it.
    pub preview: Option<String>,
}

/// Sizes and counts of the data folder.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// Bytes of the cache with what was not merged into it yet.
    pub cache: u64,
    /// Bytes of the log files.
    pub log: u64,
    /// The version of the cache's form.
    pub schema: Option<i64>,
    /// Pairs, writes kept in the history, open errors.
    pub counts: [u64; 3],
}

impl Numbers {
    /// Measures the data folder and counts.
    pub(super) fn read(reader: &Reader<'_>, folder: &Path) -> Self {
        let files = std::fs::read_dir(folder.join("log")).into_iter().flatten();
        let counts = reader.mapping_counts().unwrap_or_default();
        let pairs = counts.iter().map(crate::store::MappingCounts::couplings);
        Self {
            cache: cache_size(folder),
            log: files.flatten().map(|file| bytes_of(&file.path())).sum(),
            schema: reader.schema_version().ok(),
            counts: [
                pairs.sum(),
                reader.count_history(&HistoryFilter::default()).unwrap_or(0),
                counts.iter().map(|one| one.open_errors).sum(),
            ],
        }
    }
}

/// Bytes of the cache with what was not merged into it yet.
pub(super) fn cache_size(folder: &Path) -> u64 {
    let cache = cache_in(folder);
    let mut beside = cache.clone().into_os_string();
    beside.push("-wal");
    bytes_of(&cache) + bytes_of(Path::new(&beside))
}

fn bytes_of(path: &Path) -> u64 {
    path.metadata().map_or(0, |found| found.len())
}

impl AboutPage {
    /// Whether the checks are being made.
    pub fn is_checking(&self) -> bool {
        self.began.is_some()
    }
}

impl App {
    /// What runs here, as names and values.
    pub fn facts(&self) -> Vec<(String, String)> {
        let texts = self.texts;
        let about = &self.about.numbers;
        let [pairs, writes, errors] = about.counts;
        let os = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
        let folder = self.data_folder().map(|path| path.display().to_string());
        let schema = about.schema.map(|version| version.to_string());
        let mut facts = vec![
            ("about-version", env!("CARGO_PKG_VERSION").to_owned()),
            ("about-system", os),
            ("about-renderer", self.drawing()),
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

    /// What draws, as people who help ask for it.
    fn drawing(&self) -> String {
        let drawn = match &self.graphics {
            Some(graphics) => format!("egui 0.37, glow, {graphics}"),
            None => "egui 0.37, glow (OpenGL)".to_owned(),
        };
        if self.safe {
            format!("{drawn} · {}", self.texts.t("about-safe"))
        } else {
            drawn
        }
    }

    /// The facts as lines of text.
    pub fn report(&self) -> String {
        let facts = self.facts();
        let lines = facts.iter().map(|(name, value)| format!("{name}: {value}"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Collects what is saved for whoever helps, part by part, and goes on with it.
    fn with_diagnostics(
        &mut self,
        then: impl FnOnce(&mut Self, Result<Vec<Part>, Problem>) + Send + 'static,
    ) {
        let Some(folder) = self.data_folder().map(Path::to_owned) else {
            return then(self, Err(Problem::new(Cause::NotConnected)));
        };
        let health = self.health.ailments.clone();
        let checks = self.about.checks.clone().unwrap_or_default();
        let texts = self.texts;
        let program = program(self.graphics.as_deref());
        // The log is read too, and every job and error is counted.
        let look = move |reader: &StoreReader| {
            gather(&Sources {
                reader: &reader.read(),
                folder: &folder,
                program: &program,
                health: &health,
                checks: &checks,
                texts,
            })
        };
        self.look_up(false, look, then);
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
                if self.about.preview.take().is_none() {
                    self.with_diagnostics(|app, parts| match parts {
                        Ok(parts) => app.about.preview = Some(preview(&parts)),
                        Err(problem) => app.notice = Some(problem),
                    });
                }
            }
            AboutCommand::ForgetCrash => {
                if let Some(folder) = self.data_folder() {
                    crate::worker::crash::forget(folder);
                }
                self.crash = None;
            }
            AboutCommand::Restart { safe } => {
                if self.running.is_none() {
                    self.restart = Some(super::Restart { safe });
                    self.quitting = true;
                }
            }
            AboutCommand::ChooseFile => {
                let title = self.texts.t("about-save-title").into_owned();
                let name = Some("raccord-diagnostics.zip".to_owned());
                self.ask_file(title, &[("ZIP", "zip")], name, |file| {
                    Command::About(AboutCommand::Save(file))
                });
            }
            AboutCommand::Save(file) => {
                self.with_diagnostics(|app, parts| {
                    match parts.and_then(|parts| save(&file, &parts)) {
                        Ok(()) => app.happenings.push_back(Happening::Written(file)),
                        Err(problem) => app.notice = Some(problem),
                    }
                });
            }
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
