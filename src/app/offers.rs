//! What a person can ask for now: the palette lists it, and buttons ask it whether they may be pressed.

use super::App;
use super::command::{
    AboutCommand, ClearErrorsWish, Command, FullCommand, HealthCommand, Layer, MappingCommand,
    MergeCommand, PlanCommand, RulesCommand, SettingCommand, Zoom,
};
use super::gathering::ForAll;
use super::route::Route;
use super::settings::Theme;
use super::wizard::command::WizardCommand;
use crate::i18n::Lang;
use crate::model::Side;
use crate::store::Cleared;
use std::borrow::Cow;

/// One command, as it is offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What is sent.
    pub command: Command,
    /// What it is called, as a verb.
    pub label: String,
    /// Why it cannot be asked for now, in a sentence.
    pub why_not: Option<String>,
}

impl App {
    /// Everything that can be asked for without pointing at a row, in the order in which the palette shows it.
    pub fn offers(&self) -> Vec<Offer> {
        let mut commands = Vec::new();
        if self.editing().is_some() {
            commands.extend(merge_commands().map(Command::Merge));
            commands.push(Command::Show(Layer::WholeText));
        }
        if self.way.here() == Route::Mappings {
            let own = [
                MappingCommand::Save,
                MappingCommand::Try,
                MappingCommand::Undo,
                MappingCommand::Redo,
                MappingCommand::Discard,
                MappingCommand::Reset,
                MappingCommand::Versions,
            ];
            commands.extend(own.map(Command::Mapping));
        }
        commands.push(Command::SyncNow);
        commands.push(Command::Stop);
        commands.extend(Route::NAMED.map(Command::Go));
        commands.extend([Command::Back, Command::Forward, Command::Refresh]);
        commands.extend([HealthCommand::Check, HealthCommand::SignIn].map(Command::Health));
        commands.push(Command::ShowStoppedPlan);
        let files = [
            MappingCommand::ChooseImport,
            MappingCommand::ChooseExport,
            MappingCommand::AddDefaults,
        ];
        commands.extend(files.map(Command::Mapping));
        let schedule = match self.preferences.every {
            Some(_) => None,
            None => Some(crate::model::running::Interval { seconds: 1800 }),
        };
        let settings = [
            SettingCommand::Schedule(schedule),
            SettingCommand::Undo,
            SettingCommand::OpenFolder,
            SettingCommand::ChooseBackup,
            SettingCommand::ChooseRestore,
        ];
        commands.extend(settings.map(Command::Setting));
        let connection = [
            WizardCommand::Open,
            WizardCommand::SignIn,
            WizardCommand::SignOut,
            WizardCommand::ChooseBeside,
        ];
        commands.extend(connection.map(Command::Wizard));
        let about = [
            AboutCommand::Check,
            AboutCommand::ChooseFile,
            AboutCommand::Restart { safe: !self.safe },
        ];
        commands.extend(about.map(Command::About));
        commands.push(Command::Full(FullCommand::Review));
        commands.push(Command::Plan(PlanCommand::Preview));
        commands.push(Command::Plan(PlanCommand::Compare));
        commands.push(Command::Full(FullCommand::AskStart { again: false }));
        let enabled = self.home.rows.iter().filter(|row| row.enabled);
        commands.extend(enabled.map(|row| Command::SyncMapping(row.name.clone())));
        commands.push(Command::RetryAll);
        commands.push(Command::FindDeleted(None));
        commands.push(Command::Rules(RulesCommand::Open(Vec::new())));
        commands.push(Command::FilterErrors(None));
        let mut causes: Vec<_> = self.home.causes.iter().map(|count| count.cause).collect();
        causes.dedup();
        for cause in causes {
            commands.push(Command::FilterErrors(Some(cause)));
            commands.push(Command::RetryCause(cause));
        }
        commands.extend(
            [ClearErrorsWish::OlderThanSevenDays, ClearErrorsWish::All]
                .map(Command::AskClearErrors),
        );
        commands.extend([Cleared::Errors, Cleared::Jobs].map(Command::RestoreCleared));
        commands.extend(
            [
                Layer::Help,
                Layer::Shortcuts,
                Layer::Notifications,
                Layer::Palette,
            ]
            .map(Command::Show),
        );
        commands.extend(Lang::ALL.map(Command::SetLang));
        commands.extend(Theme::ALL.map(Command::SetTheme));
        commands.extend([Zoom::In, Zoom::Out, Zoom::Reset].map(Command::Zoom));
        commands.push(Command::ToggleFullScreen);
        commands.push(Command::DismissNotice);
        commands.extend([
            Command::ChooseConnectionFile,
            Command::TryDemo,
            Command::LeaveDemo,
            Command::Minimize,
            Command::Quit,
        ]);
        commands
            .into_iter()
            .map(|command| self.offer(command))
            .collect()
    }

    /// A command as it is offered now.
    pub fn offer(&self, command: Command) -> Offer {
        Offer {
            label: command.label(self.texts),
            why_not: self.why_not(&command).map(Cow::into_owned),
            command,
        }
    }

    /// Why a command cannot be asked for now, in a sentence; nothing if it can.
    pub fn why_not(&self, command: &Command) -> Option<Cow<'static, str>> {
        self.hindrance(command).map(|key| self.texts.t(key))
    }

    /// The key of the reason.
    fn hindrance(&self, command: &Command) -> Option<&'static str> {
        let nothing = |there: bool| (!there).then_some("why-nothing-there");
        match command {
            Command::ShowStoppedPlan if self.home.braked.is_none() => Some("why-nothing-stopped"),
            Command::Retry(ids)
            | Command::Restore(ids)
            | Command::AskDelete(ids)
            | Command::AskTake(ids, _)
                if ids.is_empty() =>
            {
                Some("why-nothing-chosen")
            }
            Command::Uncouple(pairs) if pairs.is_empty() => Some("why-nothing-chosen"),
            Command::RetryErrors(ids) | Command::AskHandle(ids) if ids.is_empty() => {
                Some("why-nothing-chosen")
            }
            Command::RestoreCleared(what) => nothing(self.cleared.contains(what)),
            Command::ForAll(..) if self.gathering.is_some() => Some("why-running"),
            Command::ForAll(
                ForAll::Retry | ForAll::Handle | ForAll::Uncouple | ForAll::UncouplePairs,
                _,
            ) => None,
            Command::SyncNow
            | Command::SyncMapping(_)
            | Command::SyncRecords(..)
            | Command::FindDeleted(_)
            | Command::RetryErrors(_)
            | Command::RetryCause(_)
            | Command::AskTake(..)
            | Command::ShowStoppedPlan
            | Command::Restore(_)
            | Command::AskDelete(_)
            | Command::Full(_)
            | Command::ForAll(..)
            | Command::Plan(PlanCommand::Preview | PlanCommand::Compare | PlanCommand::Run)
            | Command::Wizard(WizardCommand::SignIn | WizardCommand::SignOut)
            | Command::Health(HealthCommand::Check | HealthCommand::SignIn)
            | Command::Revert(_)
            | Command::RevertMerge(_) => self.why_no_work(),
            Command::Uncouple(_) => self.running.is_some().then_some("why-running"),
            Command::Rules(_) => nothing(self.home.conflicts > 0),
            Command::RetryAll => nothing(self.home.skipped + self.home.conflicts > 0),
            Command::Show(Layer::WholeText) => {
                let merging = self.merging.as_ref();
                nothing(merging.is_some_and(|merging| merging.long.get(merging.focus).is_some()))
            }
            Command::Stop if self.running.is_none() => Some("why-nothing-runs"),
            Command::Stop => {
                let stopping = self.running.as_ref().is_some_and(|run| run.stopping);
                stopping.then_some("why-stopping")
            }
            Command::Back => nothing(self.way.has_behind()),
            Command::Forward => nothing(self.way.has_ahead()),
            Command::Go(route) => (self.way.here() == *route).then_some("why-here-already"),
            Command::SetLang(lang) => (self.texts.lang() == *lang).then_some("why-so-already"),
            Command::SetTheme(theme) => (self.settings.theme == *theme).then_some("why-so-already"),
            Command::Zoom(zoom) => {
                let now = self.settings.zoom;
                let then = match zoom {
                    Zoom::In => now.step(true),
                    Zoom::Out => now.step(false),
                    Zoom::Reset => super::settings::ZoomPercent::default(),
                };
                (now == then).then_some("why-so-already")
            }
            Command::Setting(SettingCommand::Undo) => nothing(self.setting_steps.last().is_some()),
            Command::DismissNotice => nothing(self.notice.is_some()),
            Command::Wizard(WizardCommand::Open | WizardCommand::Edit) if self.is_demo() => {
                Some("why-demo")
            }
            Command::Wizard(WizardCommand::Open | WizardCommand::Edit)
            | Command::About(AboutCommand::Restart { .. }) => {
                self.running.is_some().then_some("why-running")
            }
            Command::LeaveDemo if !self.is_demo() => Some("why-nothing-there"),
            Command::TryDemo if self.is_demo() => Some("why-so-already"),
            Command::TryDemo | Command::LeaveDemo | Command::ChooseConnectionFile
                if self.running.is_some() =>
            {
                Some("why-running")
            }
            _ => None,
        }
    }

    /// Why no work can be asked of the services now.
    pub fn why_no_work(&self) -> Option<&'static str> {
        if self.connection.is_none() {
            Some("why-not-connected")
        } else {
            self.running.is_some().then_some("why-running")
        }
    }
}

/// What can be asked of the merge editor without naming a field.
fn merge_commands() -> impl Iterator<Item = MergeCommand> {
    [
        MergeCommand::Apply,
        MergeCommand::ApplyDecided,
        MergeCommand::NextOpen { forward: true },
        MergeCommand::NextOpen { forward: false },
        MergeCommand::TakeAllOpen(Side::Bc),
        MergeCommand::TakeAllOpen(Side::Dv),
        MergeCommand::TakeSectionHere(Side::Bc),
        MergeCommand::TakeSectionHere(Side::Dv),
        MergeCommand::Undo,
        MergeCommand::Redo,
        MergeCommand::Step { forward: true },
        MergeCommand::Step { forward: false },
        MergeCommand::ToggleUnchanged,
        MergeCommand::ToggleDetail,
        MergeCommand::TogglePreview,
        MergeCommand::LookAgain,
        MergeCommand::Discard,
        MergeCommand::Apart,
        MergeCommand::Leave,
    ]
    .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::AppOptions;
    use crate::app::command::{CommandKind, MergeCommandKind, Reach};
    use crate::i18n::Texts;
    use std::collections::HashSet;
    use std::sync::Arc;
    use strum::IntoEnumIterator as _;

    fn app(folder: &tempfile::TempDir) -> App {
        let options = AppOptions {
            folder: Some(folder.path().to_owned()),
            lang: Some(Lang::En),
            demo: None,
            ..AppOptions::default()
        };
        App::new(options, Arc::new(|| {}))
    }

    #[test]
    fn every_kind_of_command_is_named_in_both_languages() {
        for texts in Lang::ALL.map(Texts::new) {
            for kind in CommandKind::iter() {
                let name: &'static str = kind.into();
                let key = format!("command-{name}");
                let told_apart = matches!(
                    kind,
                    CommandKind::Show | CommandKind::Zoom | CommandKind::Merge
                );
                assert!(told_apart || texts.has(&key), "{:?}: {key}", texts.lang());
            }
            for kind in MergeCommandKind::iter() {
                let name: &'static str = kind.into();
                let key = format!("merge-command-{name}");
                assert!(texts.has(&key), "{:?}: {key}", texts.lang());
            }
            for layer in Layer::iter().map(Command::Show) {
                assert!(!layer.label(texts).starts_with('['), "{layer:?}");
            }
            for zoom in Zoom::iter().map(Command::Zoom) {
                assert!(!zoom.label(texts).starts_with('['), "{zoom:?}");
            }
            for command in merge_commands() {
                assert!(!command.label(texts).starts_with('['), "{command:?}");
            }
        }
    }

    #[test]
    fn every_command_that_needs_no_row_is_in_the_palette() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(&folder);
        let offered: HashSet<CommandKind> = app
            .offers()
            .iter()
            .map(|offer| CommandKind::from(&offer.command))
            .collect();
        for kind in CommandKind::iter() {
            // Without mappings and errors there is none to synchronise or retry alone.
            let named = matches!(kind, CommandKind::SyncMapping | CommandKind::RetryCause);
            let wanted = kind.reach() == Reach::Palette && !named;
            assert!(!wanted || offered.contains(&kind), "{kind:?}");
        }
    }

    #[test]
    fn what_cannot_be_done_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(&folder);
        assert_eq!(
            app.why_not(&Command::SyncNow).as_deref(),
            Some("Nothing is connected")
        );
        assert!(app.why_not(&Command::Stop).is_some());
        assert!(app.why_not(&Command::SetLang(Lang::En)).is_some());
        assert!(app.why_not(&Command::SetLang(Lang::Fr)).is_none());
        assert!(app.why_not(&Command::Retry(Vec::new())).is_some());
    }
}
