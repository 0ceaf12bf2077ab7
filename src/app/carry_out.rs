//! Carries commands out: the only place that changes the window's state because a person asked for it.

use super::command::{Command, Layer, MergeCommand, Zoom};
use super::desk::Errand;
use super::route::Route;
use super::{App, Question};
use crate::engine::request::{SkippedAction, SyncRequest};
use crate::i18n::{Lang, Texts};
use crate::model::report::{SkipReason, SkippedRecord};
use crate::model::{MappingName, SkippedId};
use crate::remote::address::may_be_opened;
use crate::sandbox::demo::DemoOptions;
use crate::sandbox::demo::story::Script;
use crate::worker::protocol::{
    ConnectRequest, ConnectionInfo, ConnectionSource, Couplings, Request, SecretsFrom,
};
use std::path::PathBuf;

impl App {
    pub(super) fn carry_out(&mut self, command: Command) {
        if ends_typing(&command) {
            self.take_typed();
        }
        self.carry_out_now(command);
    }

    fn carry_out_now(&mut self, command: Command) {
        match command {
            Command::Go(route) => self.go(route),
            Command::Back => {
                self.way.back();
                self.arrived();
            }
            Command::Forward => {
                self.way.forward();
                self.arrived();
            }
            Command::TryDemo => {
                let options = DemoOptions::default();
                self.play_demo(options, Script::monday(options));
            }
            Command::LeaveDemo => self.leave_demo(),
            Command::ChooseConnectionFile => self.choose_connection_file(),
            Command::Connect(file) => self.connect(file),
            Command::SyncNow => self.synchronise(Vec::new()),
            Command::ShowStoppedPlan => self.show_stopped_plan(),
            Command::SyncMapping(name) => self.synchronise(vec![name]),
            Command::Stop => {
                if let Some(running) = &mut self.running {
                    running.stopping = true;
                }
                if let Some(desk) = &self.desk {
                    desk.cancel_all();
                }
            }
            Command::Refresh => self.refresh(),
            Command::SetLang(lang) => self.speak(lang),
            Command::SetTheme(theme) => {
                self.remember_window("settings-theme");
                self.settings.theme = theme;
                self.keep_settings();
            }
            Command::OpenUrl(url) => open_in_browser(&url, self.connection.as_ref()),
            Command::OpenSkipped(id) => self.open_skipped(id),
            Command::Retry(ids) => self.act_on_skipped(SkippedAction::Retry(ids)),
            Command::RetryAll => self.act_on_skipped(SkippedAction::RetryAll),
            Command::Restore(ids) => self.act_on_skipped(SkippedAction::Restore(ids)),
            Command::AskDelete(ids) => self.question = Some(Question::Delete(ids)),
            Command::FilterErrors(cause) => {
                self.errors.wish.widen();
                self.errors.wish.cause = cause;
                self.go(Route::Errors);
            }
            command @ (Command::AskTake(..)
            | Command::Uncouple(_)
            | Command::CoupleAgain(_)
            | Command::FindDeleted(_)
            | Command::RetryErrors(_)
            | Command::RetryCause(_)
            | Command::AskHandle(_)
            | Command::HandleErrors(..)
            | Command::ReopenErrors(_)
            | Command::RestoreCleared(_)
            | Command::ForAll(..)
            | Command::CopyRows(_)
            | Command::SetUpCoupling { .. }
            | Command::CoupleWith(..)
            | Command::AskClearJobs(_)
            | Command::ShowJobs(_)
            | Command::ShowCoupling(_)
            | Command::SyncRecords(..)
            | Command::ShowSpan(_)
            | Command::List(_)
            | Command::Export(_)
            | Command::IncludeOpen(_)
            | Command::AskClearErrors(_)
            | Command::Revert(_)
            | Command::RevertMerge(_)) => self.do_deed(command),
            Command::Confirm => self.confirm(),
            Command::Decline => self.question = None,
            Command::DismissNotice => self.notice = None,
            Command::Show(Layer::WholeText)
                if self.layer.is_none() && self.hindered(Layer::WholeText) => {}
            Command::Show(layer) => {
                self.layer = (self.layer != Some(layer)).then_some(layer);
            }
            Command::CloseLayer => self.layer = None,
            Command::Zoom(zoom) => self.zoom(zoom),
            Command::ToggleFullScreen => self.full_screen = !self.full_screen,
            Command::Quit if self.running.is_some() => self.question = Some(Question::Quit),
            Command::Quit => self.quitting = true,
            Command::Minimize => {
                self.question.take_if(|asked| *asked == Question::Quit);
                self.minimize = true;
            }
            Command::Merge(command) => self.merge(command),
            Command::Setting(command) => self.carry_out_setting(command),
            Command::About(command) => self.carry_out_about(command),
            Command::Health(command) => self.carry_out_health(command),
            Command::Rules(command) => self.decide_by_rule(command),
            Command::Mapping(command) => self.carry_out_mapping(command),
            Command::Match(command) => self.carry_out_match(command),
            Command::Plan(command) => self.carry_out_plan(command),
            Command::Full(command) => self.carry_out_full(command),
            Command::Wizard(command) => self.carry_out_wizard(command),
        }
    }

    /// Reads what is shown again; an open conflict from both services.
    fn refresh(&mut self) {
        self.returned();
        self.read_again();
    }

    fn hindered(&self, layer: Layer) -> bool {
        self.why_not(&Command::Show(layer)).is_some()
    }

    fn zoom(&mut self, zoom: Zoom) {
        self.remember_window("settings-zoom");
        self.settings.zoom = match zoom {
            Zoom::In => self.settings.zoom.step(true),
            Zoom::Out => self.settings.zoom.step(false),
            Zoom::Reset => super::settings::ZoomPercent::default(),
        };
        self.keep_settings();
    }

    pub(super) fn go(&mut self, route: Route) {
        self.layer = None;
        self.way.go(route);
        self.arrived();
    }

    /// What a page needs when somebody comes to it.
    pub(super) fn arrived(&mut self) {
        match self.way.here() {
            Route::Merge(id) if self.apart.is_some() => {
                self.way.replace(Route::Skipped);
                self.open_apart(id);
            }
            // What the preview asked for is on its way.
            Route::Merge(id) if self.previewed == Some(id) => {}
            Route::Merge(id) if self.merging.as_ref().is_none_or(|merging| merging.id != id) => {
                self.open_conflict(id);
            }
            Route::Merge(_) => {}
            _ if self.apart.is_some() => {}
            _ => {
                self.merging = None;
                self.previewed = None;
            }
        }
        self.read_again();
    }

    /// Synchronises some mappings, or all; not beside other work, and not without a connection.
    fn synchronise(&mut self, mappings: Vec<MappingName>) {
        if self.running.is_some() || self.connection.is_none() {
            return;
        }
        let request = SyncRequest {
            mappings,
            ..SyncRequest::default()
        };
        self.ask(Request::Sync(request), Errand::Sync);
    }

    fn speak(&mut self, lang: Lang) {
        self.remember_window("settings-language");
        self.settings.lang = Some(lang);
        self.write_as(Texts::new(lang).with_formats(self.settings.formats));
        self.keep_settings();
    }

    /// Writes words, numbers and days in another way from now on.
    pub(super) fn write_as(&mut self, texts: Texts) {
        let before = std::mem::replace(&mut self.texts, texts);
        // A name that nobody chose is in the language of the window.
        if self.wizard.draft.name == before.t("wizard-name-usual") {
            self.wizard.draft.name = texts.t("wizard-name-usual").into_owned();
        }
        if let Some(merging) = &mut self.merging {
            merging.speak(before, texts);
        }
    }

    pub(super) fn keep_settings(&self) {
        if let Some(folder) = self.data_folder() {
            self.settings.keep(folder);
        }
    }

    fn choose_connection_file(&mut self) {
        let (send, receive) = std::sync::mpsc::sync_channel(1);
        let wake = std::sync::Arc::clone(&self.wake);
        let title = self.texts.t("welcome-choose-file").into_owned();
        // The system's dialog must not hold up the window.
        let spawned = std::thread::Builder::new()
            .name("raccord-dialog".to_owned())
            .spawn(move || {
                let chosen = rfd::FileDialog::new()
                    .set_title(title)
                    .add_filter("TOML", &["toml"])
                    .pick_file();
                send.send(chosen).ok();
                wake();
            });
        match spawned {
            Ok(_) => self.chosen_file = Some(receive),
            Err(error) => tracing::error!(%error, "the file dialog could not be opened"),
        }
    }

    pub(super) fn receive_chosen_file(&mut self) {
        let Some(chosen) = self
            .chosen_file
            .as_ref()
            .and_then(|receive| receive.try_recv().ok())
        else {
            return;
        };
        self.chosen_file = None;
        if let Some(file) = chosen {
            self.send(Command::Connect(file));
        }
    }

    fn connect(&mut self, file: PathBuf) {
        let request = ConnectRequest {
            connection: ConnectionSource::File(file),
            secrets: SecretsFrom::KeyStore,
            proxy_password: None,
            couplings: Couplings::Protect,
            asking: Some(self.asking()),
        };
        self.ask(Request::Connect(request), Errand::Connect);
    }

    pub(super) fn act_on_skipped(&mut self, action: SkippedAction) {
        self.ask(Request::Skipped(action), Errand::Skipped);
    }

    fn confirm(&mut self) {
        match self.question.take() {
            Some(Question::Delete(ids)) => self.act_on_skipped(SkippedAction::Delete(ids)),
            Some(Question::Take(ids, side)) => self.take(ids, side),
            Some(Question::Handle(ids)) => self.handle_errors(ids, String::new()),
            Some(Question::ClearErrors {
                wish, include_open, ..
            }) => self.clear_errors(wish, include_open),
            Some(Question::LetThrough { problem, .. }) => {
                let request = SyncRequest {
                    mappings: problem.mapping.into_iter().collect(),
                    ignore_brake: true,
                    ..SyncRequest::default()
                };
                self.ask(Request::Sync(request), Errand::Sync);
            }
            Some(Question::RestoreBackup(file)) => {
                self.ask(Request::Restore(file), Errand::Restore);
            }
            Some(Question::ClearJobs { days, .. }) => self.clear_jobs(days),
            Some(Question::StartFull { again }) => self.start_full(again),
            Some(Question::Quit) => self.quitting = true,
            None => {}
        }
    }

    fn show_stopped_plan(&mut self) {
        let stopped = self.home.braked.as_ref();
        let mapping = stopped.and_then(|stopped| stopped.problem.mapping.clone());
        let request = SyncRequest {
            mappings: mapping.into_iter().collect(),
            ..SyncRequest::default()
        };
        self.ask(Request::Plan(request), Errand::Plan);
    }

    fn open_skipped(&mut self, id: SkippedId) {
        let record = self
            .reader()
            .and_then(|reader| reader.read().skipped(id).ok().flatten());
        let decidable = |record: &SkippedRecord| {
            let gone = matches!(
                record.reason,
                SkipReason::DeletedInBc | SkipReason::DeletedInDv
            );
            record.reason == SkipReason::Conflict || gone && record.coupling.is_some()
        };
        let Some(record) = record else { return };
        if decidable(&record) && self.apart.is_some() {
            self.open_apart(id);
        } else if decidable(&record) {
            self.go(Route::Merge(id));
        } else if let Some(own) = record.ids.bc.or(record.ids.dv) {
            // Why it waits stands with its error, and what to do about it.
            self.errors.wish.widen();
            self.errors.wish.group = None;
            self.errors.wish.search = own.hyphenated().to_string();
            self.go(Route::Errors);
        }
    }
}

/// Whether a command leaves or writes what is open, so that a value that is being typed must be taken before.
fn ends_typing(command: &Command) -> bool {
    matches!(
        command,
        Command::Go(_)
            | Command::Back
            | Command::Forward
            | Command::OpenSkipped(_)
            | Command::Quit
            | Command::Confirm
            | Command::Rules(_)
            | Command::Merge(
                MergeCommand::Apply
                    | MergeCommand::ApplyDecided
                    | MergeCommand::Step { .. }
                    | MergeCommand::Leave
                    | MergeCommand::Focus(_)
                    | MergeCommand::BeginEdit(_)
            )
    )
}

/// Opens an address in the browser; only one of the connected services.
fn open_in_browser(url: &str, connection: Option<&ConnectionInfo>) {
    let services = connection.map(|info| [&*info.business_central.url, &*info.dataverse.url]);
    if !may_be_opened(url, services.as_ref().map_or(&[], |both| both.as_slice())) {
        tracing::warn!("a link that leads to neither service was not opened");
        return;
    }
    if let Err(error) = open::that_detached(url) {
        tracing::warn!(%error, "the browser could not be opened");
    }
}
