//! The page of settings: what applies to the window, to all mappings, to the schedule and to the data folder.

use super::App;
use super::command::{Command, SettingCommand};
use super::desk::Errand;
use super::{Happening, Question};
use crate::model::TableMapping;
use crate::model::reason::Problem;
use crate::model::running::{Brake, Interval};
use crate::store::{Cleared, Reader};
use crate::worker::protocol::{Answer, ClearErrors, Request};
use crate::worker::schedule::Schedule;
use jiff::SignedDuration;

/// How old a job is that is forgotten.
const OLD: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Preferences {
    /// The pause between scheduled runs; nothing while the schedule is off.
    pub every: Option<Interval>,
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
        Ok(Self {
            every: Schedule::read(reader)?.every,
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
            SettingCommand::Notify(notify) => {
                self.settings.notify = notify;
                self.keep_settings();
            }
            SettingCommand::Density(density) => {
                self.settings.density = density;
                self.keep_settings();
            }
            SettingCommand::Formats(formats) => {
                self.settings.formats = formats;
                self.write_as(self.texts.with_formats(formats));
                self.keep_settings();
            }
            SettingCommand::ReduceMotion(reduce) => {
                self.settings.reduce_motion = reduce;
                self.keep_settings();
            }
            SettingCommand::Schedule(every) => {
                self.ask(Request::SetSchedule(every), Errand::Setting);
            }
            SettingCommand::Brake(brake) => {
                self.change_all(|mapping| mapping.running.brake = brake);
            }
            SettingCommand::SkipAfter(after) => {
                self.change_all(|mapping| mapping.running.skip.after = after);
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

    /// Changes every mapping, and offers the way back.
    fn change_all(&mut self, change: impl Fn(&mut TableMapping)) {
        let before = self.preferences.mappings.clone();
        let mut after = before.clone();
        after.iter_mut().for_each(change);
        if after == before {
            return;
        }
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
