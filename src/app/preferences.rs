//! The page of settings: what applies to the window, to all mappings, to the schedule and to the data folder.

use super::App;
use super::command::{Command, SettingCommand};
use super::desk::Errand;
use super::setting_steps::Before;
use super::{Happening, Question};
use crate::model::TableMapping;
use crate::model::reason::Problem;
use crate::model::running::{Brake, Interval};
use crate::store::{Cleared, Reader};
use crate::worker::autostart::Autostart;
use crate::worker::folder::{DataFolder, file_problem};
use crate::worker::log;
use crate::worker::protocol::{Answer, ClearErrors, Request};
use crate::worker::schedule::{Rest, Schedule};
use jiff::SignedDuration;

/// How old a job is that is forgotten.
const OLD: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Preferences {
    /// The pause between scheduled runs; nothing while the schedule is off.
    pub every: Option<Interval>,
    /// When the schedule rests.
    pub rest: Option<Rest>,
    /// Bytes of the cache.
    pub size: u64,
    /// Whether the program starts with the system; nothing where the system has no list of that.
    pub autostart: Option<bool>,
    /// The safety brake, if all mappings have the same.
    pub brake: Option<Brake>,
    /// After how many equal failures a record is skipped, if it is the same for all mappings.
    pub skip_after: Option<Option<u32>>,
    /// How the connection is described: addresses, sign-in, network. Never a secret.
    pub connection: Vec<(String, String)>,
    mappings: Vec<TableMapping>,
    /// Why the page could not be read, if it could not.
    pub problem: Option<Problem>,
}

impl Preferences {
    /// Reads what the cache holds.
    pub fn read(&mut self, reader: &Reader<'_>) {
        match Self::of(reader) {
            Ok(read) => *self = read,
            Err(problem) => self.problem = Some(problem),
        }
    }

    fn of(reader: &Reader<'_>) -> Result<Self, Problem> {
        let mappings = reader.mappings()?;
        let mut brakes = mappings.iter().map(|one| one.running.brake);
        let brake = brakes
            .next()
            .filter(|first| brakes.all(|one| one == *first));
        let mut skips = mappings.iter().map(|one| one.running.skip.after);
        let skip_after = skips.next().filter(|first| skips.all(|one| one == *first));
        let connection = reader.connections()?.into_iter().next();
        let Schedule { every, quiet, .. } = Schedule::read(reader)?;
        Ok(Self {
            every,
            rest: quiet,
            size: 0,
            autostart: None,
            brake,
            skip_after,
            connection: connection
                .map(|(_, text)| lines_of(&text))
                .unwrap_or_default(),
            mappings,
            problem: None,
        })
    }
}

/// A stored connection as names and values, whatever it holds.
fn lines_of(text: &str) -> Vec<(String, String)> {
    fn collect(path: &str, value: &serde_json::Value, lines: &mut Vec<(String, String)>) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    let path = if path.is_empty() {
                        name.clone()
                    } else {
                        format!("{path}.{name}")
                    };
                    collect(&path, value, lines);
                }
            }
            serde_json::Value::Null => {}
            serde_json::Value::String(text) => lines.push((path.to_owned(), text.clone())),
            other => lines.push((path.to_owned(), other.to_string())),
        }
    }
    let mut lines = Vec::new();
    if let Ok(value) = toml::from_str::<serde_json::Value>(text) {
        collect("", &value, &mut lines);
    }
    lines
}

impl App {
    /// Does what a person asked for on the page of settings.
    pub(super) fn carry_out_setting(&mut self, command: SettingCommand) {
        match command {
            SettingCommand::Undo => self.undo_setting(),
            SettingCommand::Notify(kind, wanted) => {
                self.remember_window(kind.label_key());
                self.settings.notices.set(kind, wanted);
                self.keep_settings();
            }
            SettingCommand::QuietNotices(quiet) => {
                self.remember_window("settings-notify-quiet");
                self.settings.notices.quiet = quiet;
                self.keep_settings();
            }
            SettingCommand::DetailedLog(detailed) => {
                self.remember_window("settings-detailed-log");
                self.settings.detailed_log = detailed;
                log::keep_more(detailed);
                self.keep_settings();
            }
            SettingCommand::Autostart(on) => {
                let was = self.autostart.as_ref().is_some_and(Autostart::is_on);
                self.setting_steps
                    .remember("settings-autostart", Before::Autostart(was));
                self.start_with_system(on);
            }
            SettingCommand::QuietHours(quiet) => {
                let before = Before::Rest(self.preferences.rest.clone());
                self.setting_steps
                    .remember("settings-schedule-quiet", before);
                let rest = quiet.map(Rest::here);
                self.ask(Request::SetQuietHours(rest), Errand::Setting);
            }
            SettingCommand::Density(density) => {
                self.remember_window("settings-density");
                self.settings.density = density;
                self.keep_settings();
            }
            SettingCommand::Formats(formats) => {
                self.remember_window("settings-formats");
                self.settings.formats = formats;
                self.write_as(self.texts.with_formats(formats));
                self.keep_settings();
            }
            SettingCommand::ReduceMotion(reduce) => {
                self.remember_window("settings-motion");
                self.settings.reduce_motion = reduce;
                self.keep_settings();
            }
            SettingCommand::Schedule(every) => {
                let before = Before::Every(self.preferences.every);
                self.setting_steps.remember("settings-schedule", before);
                self.ask(Request::SetSchedule(every), Errand::Setting);
            }
            SettingCommand::Brake(brake) => {
                self.change_all("word-safety-brake", |mapping| mapping.running.brake = brake);
            }
            SettingCommand::SkipAfter(after) => {
                self.change_all("mappings-skip-after", |mapping| {
                    mapping.running.skip.after = after;
                });
            }
            SettingCommand::OpenFolder => {
                let folder = self.data_folder().map(std::path::Path::to_path_buf);
                if let Some(Err(error)) = folder.map(open::that_detached) {
                    tracing::warn!(%error, "the data folder could not be shown");
                }
            }
            SettingCommand::ChooseBackup => {
                let title = self.texts.t("settings-backup-title").into_owned();
                let name = Some("raccord-backup.db".to_owned());
                self.ask_file(title, &[("SQLite", "db")], name, |file| {
                    Command::Setting(SettingCommand::Backup(file))
                });
            }
            SettingCommand::Backup(file) => {
                self.happenings_after = Some(Happening::Written(file.clone()));
                self.ask(Request::Backup(file), Errand::Backup);
            }
            SettingCommand::ChooseRestore => {
                let title = self.texts.t("settings-restore-title").into_owned();
                self.ask_file(title, &[("SQLite", "db")], None, |file| {
                    Command::Setting(SettingCommand::AskRestore(file))
                });
            }
            SettingCommand::AskRestore(file) => self.question = Some(Question::RestoreBackup(file)),
            SettingCommand::ForgetJobs => {
                let before = self.now().checked_sub(OLD).ok();
                self.ask(Request::ClearJobs(before), Errand::Clear(Cleared::Jobs));
            }
            SettingCommand::ForgetErrors => {
                let before = self.now().checked_sub(OLD).ok();
                let clear = ClearErrors {
                    before,
                    include_open: false,
                };
                self.ask(Request::ClearErrors(clear), Errand::Clear(Cleared::Errors));
            }
        }
    }

    /// Puts the program on the system's list of what it starts, or takes it off.
    pub(super) fn start_with_system(&mut self, on: bool) {
        // The demo's folder is gone when it ends.
        let folder = self.folder.clone().filter(|_| !self.folder_is_usual());
        let program = std::env::current_exe();
        let done = match (&self.autostart, program) {
            (Some(autostart), Ok(program)) => autostart.set(on, &program, folder.as_deref()),
            (_, Err(error)) => Err(file_problem(std::path::Path::new(""), &error)),
            (None, Ok(_)) => Ok(()),
        };
        if let Err(problem) = done {
            self.notice = Some(problem);
        }
        self.look_at_autostart();
    }

    /// Looks whether the program is on the system's list of what it starts.
    pub(super) fn look_at_autostart(&mut self) {
        self.preferences.autostart = self.autostart.as_ref().map(Autostart::is_on);
    }

    /// Whether the data folder is the one that is used when none is named.
    fn folder_is_usual(&self) -> bool {
        let usual = DataFolder::default_path().ok();
        usual.is_none() || self.folder == usual
    }

    /// Changes every mapping, and offers the way back.
    fn change_all(&mut self, what: &'static str, change: impl Fn(&mut TableMapping)) {
        let before = self.preferences.mappings.clone();
        let mut after = before.clone();
        after.iter_mut().for_each(change);
        if after == before {
            return;
        }
        let way_back = Before::Mappings(before.clone());
        self.setting_steps.remember(what, way_back);
        let kept = Happening::SettingKept { before };
        if self.ask(
            Request::SaveMappings(after),
            Errand::Mappings { saving: false },
        ) {
            self.happenings.push_back(kept);
        }
    }

    /// A backup was written, or not.
    pub(super) fn backed_up(&mut self, result: Result<Answer, Problem>) {
        let after = self.happenings_after.take();
        match result {
            Ok(_) => self.happenings.extend(after),
            Err(problem) => self.notice_unless_cancelled(problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_shown_as_names_and_values() {
        let text = "name = \"a\"\n[network]\nproxy = \"http://p\"\ntimeout = 30\n";
        let expected = [
            ("name", "a"),
            ("network.proxy", "http://p"),
            ("network.timeout", "30"),
        ];
        let lines = lines_of(text);
        let lines: Vec<_> = lines
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(lines, expected);
    }
}
