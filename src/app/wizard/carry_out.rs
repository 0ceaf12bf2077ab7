//! Does what a person asked for in the wizard.

use super::command::WizardCommand;
use super::draft::{Draft, Keep};
use super::fields::FieldName;
use super::{KeyStore, Lock, Purpose, Step, Wizard, Work};
use crate::app::App;
use crate::app::command::Command;
use crate::app::desk::Errand;
use crate::app::route::Route;
use crate::engine::request::SyncRequest;
use crate::model::reason::Problem;
use crate::model::running::Interval;
use crate::model::{MappingName, Side, Sides, TableMapping};
use crate::remote::auth::interactive::Prompt;
use crate::remote::connection::Connection;
use crate::remote::secrets::SystemSecrets;
use crate::worker::checks::CheckKind;
use crate::worker::protocol::{
    ConnectRequest, ConnectionSource, Couplings, Keep as Kept, Request, SecretsFrom, TryRequest,
};
use crate::worker::trying;
use secrecy::SecretString;
use std::path::{Path, PathBuf};

/// The pause that the schedule begins with.
const USUAL_PAUSE: Interval = Interval { seconds: 1_800 };

impl App {
    /// Does what a person asked for in the wizard.
    pub(crate) fn carry_out_wizard(&mut self, command: WizardCommand) {
        match command {
            WizardCommand::Open => self.open_wizard(),
            WizardCommand::Resume => self.resume_wizard(),
            WizardCommand::Anew => {
                self.forget_draft();
                self.wizard = Wizard::default();
                self.open_wizard();
            }
            WizardCommand::Forget => self.forget_draft(),
            WizardCommand::Edit => self.edit_connection(),
            WizardCommand::Change(draft) => self.wizard_changed(*draft),
            WizardCommand::Secret(side, typed) => {
                *self.wizard.secrets.get_mut(side) = typed;
                self.wizard.forget_trials();
            }
            WizardCommand::ProxyPassword(typed) => {
                self.wizard.proxy_password = typed;
                self.wizard.forget_trials();
            }
            WizardCommand::Passphrase(typed) => self.wizard.passphrase = typed,
            WizardCommand::Left(field) => self.field_left(field),
            WizardCommand::ChooseFile => {
                let title = self.texts.t("welcome-choose-file").into_owned();
                self.ask_file(title, &[("TOML", "toml")], None, |file| {
                    Command::Wizard(WizardCommand::Fill(file))
                });
            }
            WizardCommand::Fill(file) => self.fill_from(&file),
            WizardCommand::ChooseCertificate(side) => {
                let title = self.texts.t("wizard-certificate-choose").into_owned();
                let then = match side {
                    Side::Bc => |file| Command::Wizard(WizardCommand::Certificate(Side::Bc, file)),
                    Side::Dv => |file| Command::Wizard(WizardCommand::Certificate(Side::Dv, file)),
                };
                self.ask_file(title, &[("PEM", "pem")], None, then);
            }
            WizardCommand::Certificate(side, file) => {
                let mut draft = self.wizard.draft.clone();
                draft.sign_in.get_mut(side).certificate = file.display().to_string();
                self.wizard_changed(draft);
            }
            WizardCommand::Try(side) => self.try_way_in(side, false),
            WizardCommand::Check(kind) => self.make_checks(kind),
            WizardCommand::Raw(place) => {
                if !self.wizard.raw.remove(&place) {
                    self.wizard.raw.insert(place);
                }
            }
            WizardCommand::ReadOnly => {
                self.wizard.draft.read_only = true;
                self.store_connection(Couplings::Protect);
            }
            WizardCommand::Store(couplings) => self.store_connection(couplings),
            WizardCommand::Count => self.wizard_asks(Request::FullReview, Work::Count),
            WizardCommand::Enable(name, enabled) => {
                self.change_table(&name, |mapping| mapping.enabled = enabled);
            }
            WizardCommand::Turn(name, direction) => {
                self.change_table(&name, |mapping| mapping.direction = direction);
            }
            WizardCommand::Mode(name, mode) => {
                self.change_table(&name, |mapping| mode.apply(mapping));
            }
            WizardCommand::Plan => {
                self.wizard_asks(Request::Plan(first_synchronisation()), Work::Plan);
            }
            WizardCommand::Run { anyway } => {
                if !self.wizard.draft.read_only {
                    let request = SyncRequest {
                        ignore_brake: anyway,
                        ..first_synchronisation()
                    };
                    self.wizard_asks(Request::Sync(request), Work::Run);
                }
            }
            WizardCommand::Troubles(name) => {
                if !self.wizard.told.remove(&name) {
                    self.wizard.told.insert(name);
                }
            }
            WizardCommand::ExportPlan => self.export_plan(),
            WizardCommand::Every(every) => self.wizard.every = every,
            WizardCommand::Finish => self.finish_wizard(),
            WizardCommand::To(step) => {
                if step <= self.wizard.reached && self.wizard.work.is_none() {
                    self.wizard_to(step);
                }
            }
            WizardCommand::Back => {
                let before = self.wizard.step().before();
                self.wizard_to(before);
            }
            WizardCommand::Next => self.next_step(),
            WizardCommand::Exit => self.exit_wizard(),
            command => self.look_after_connection(command),
        }
    }

    /// What is asked for where the wizard is not open: signing in and out, the passphrase, another connection.
    fn look_after_connection(&mut self, command: WizardCommand) {
        match command {
            WizardCommand::SignIn if self.why_no_work().is_none() => {
                let asking = self.asking();
                if self.ask(Request::SignIn(asking), Errand::SignIn) {
                    self.notice = None;
                }
            }
            WizardCommand::SignOut if self.why_no_work().is_none() => {
                self.ask(Request::SignOut, Errand::SignOut);
            }
            WizardCommand::OpenPrompt => {
                let prompt = self.running.as_ref().and_then(|run| run.prompt.as_ref());
                let page = prompt.map(|prompt| match prompt {
                    Prompt::Browser { address, .. } => address,
                    Prompt::Device { page, .. } => page,
                });
                if let Some(page) = page.filter(|page| is_page(page))
                    && let Err(error) = open::that_detached(page)
                {
                    tracing::warn!(%error, "the browser could not be opened");
                }
            }
            WizardCommand::Unlock(typed) => {
                if let Some(passphrase) = typed.secret() {
                    // What was wrong with an earlier one is not said of this one.
                    self.lock = Lock::Asked(None);
                    self.ask(Request::Unlock(passphrase), Errand::Unlock);
                }
            }
            WizardCommand::StayLocked => self.lock = Lock::Later,
            WizardCommand::AskUnlock => self.lock = Lock::Asked(None),
            WizardCommand::ChooseMove => {
                let title = self.texts.t("wizard-move-title").into_owned();
                self.ask_folder(title, |folder| Command::Wizard(WizardCommand::Move(folder)));
            }
            WizardCommand::Move(to) => self.move_data(to),
            WizardCommand::ChooseBeside => {
                let title = self.texts.t("wizard-beside-title").into_owned();
                self.ask_folder(title, |folder| {
                    Command::Wizard(WizardCommand::Beside(folder))
                });
            }
            WizardCommand::Beside(folder) => self.open_beside(&folder),
            _ => {}
        }
    }

    fn open_wizard(&mut self) {
        let opened = self.wizard.purpose != Purpose::None;
        if self.connection.is_some() && !opened && self.wizard.kept.is_none() {
            self.edit_connection();
            return;
        }
        if let Some(kept) = self.wizard.kept.take() {
            self.take_up(kept);
        } else if !opened {
            self.wizard.purpose = Purpose::SetUp;
            self.wizard.fresh = true;
            self.wizard.draft.name = self.texts.t("wizard-name-usual").into_owned();
        }
        self.show_wizard();
    }

    fn resume_wizard(&mut self) {
        if let Some(kept) = self.wizard.kept.take() {
            self.take_up(kept);
        }
        self.show_wizard();
    }

    /// Goes on with a draft of an earlier time: secrets must be typed again, and what was tried is tried again.
    fn take_up(&mut self, mut kept: Draft) {
        let stored = self.connection.is_some();
        if !stored {
            kept.step = kept.step.min(Step::Dataverse);
        }
        let secrets_open = !stored && kept.keep == Keep::File;
        let wanted = kept.step;
        if secrets_open || (!stored && kept.sign_in.bc.wants_secret()) {
            // The earliest step at which something must be typed again.
            kept.step = if secrets_open {
                Step::Start
            } else {
                kept.step.min(Step::BusinessCentral)
            };
        }
        self.wizard.reached = wanted;
        self.wizard.purpose = if stored {
            Purpose::GoOn
        } else {
            Purpose::SetUp
        };
        self.wizard.fresh = true;
        self.wizard.draft = kept;
    }

    fn edit_connection(&mut self) {
        let name = self.connection.as_ref().map(|info| info.name.clone());
        let stored = name.and_then(|name| {
            let reader = self.reader()?;
            let text = reader.read().connection(&name).ok().flatten()?;
            Connection::from_toml(&text).ok()
        });
        let Some(connection) = stored else {
            return;
        };
        self.wizard = Wizard {
            purpose: Purpose::Amend,
            reached: Step::Checks,
            ..Wizard::default()
        };
        self.wizard.draft.fill(connection);
        self.wizard.draft.step = Step::BusinessCentral;
        let kept = self.reader().map(|reader| {
            let reader = reader.read();
            reader.fact("connection_secrets").ok().flatten()
        });
        self.wizard.draft.keep = match kept.flatten().as_deref() {
            Some("key_store") => Keep::KeyStore,
            Some("file") => Keep::File,
            _ => Keep::Session,
        };
        self.show_wizard();
    }

    fn show_wizard(&mut self) {
        self.ask_key_store();
        self.go(Route::Wizard);
        self.enter_step();
    }

    /// Asks the system whether it has a key store, beside the window: it may ask a person to unlock it.
    fn ask_key_store(&mut self) {
        if self.wizard.key_store != KeyStore::Asked || self.wizard.asked_key_store.is_some() {
            return;
        }
        let (send, receive) = std::sync::mpsc::sync_channel(1);
        let wake = std::sync::Arc::clone(&self.wake);
        let spawned = std::thread::Builder::new()
            .name("raccord-key-store".to_owned())
            .spawn(move || {
                send.send(SystemSecrets::new().check().is_ok()).ok();
                wake();
            });
        match spawned {
            Ok(_) => self.wizard.asked_key_store = Some(receive),
            Err(_) => self.wizard.key_store = KeyStore::Missing,
        }
    }

    /// Hears whether there is a key store.
    pub(crate) fn receive_key_store(&mut self) {
        let asked = self.wizard.asked_key_store.as_ref();
        let Some(there) = asked.and_then(|receive| receive.try_recv().ok()) else {
            return;
        };
        self.wizard.asked_key_store = None;
        self.wizard.key_store = if there {
            KeyStore::There
        } else {
            KeyStore::Missing
        };
        self.wizard.settle_keep();
    }

    fn wizard_changed(&mut self, draft: Draft) {
        let wizard = &mut self.wizard;
        let before = std::mem::replace(&mut wizard.draft, draft);
        let draft = &wizard.draft;
        let way = |draft: &Draft| (draft.network.clone(), draft.sign_in.bc.clone());
        if way(&before) != way(draft)
            || before.addresses.bc != draft.addresses.bc
            || before.company != draft.company
            || before.environment != draft.environment
        {
            wizard.forget_trials();
        } else if before.addresses.dv != draft.addresses.dv
            || before.sign_in.dv != draft.sign_in.dv
            || before.same_sign_in != draft.same_sign_in
        {
            wizard.trials.dv = None;
            wizard.checks = None;
            wizard.problem = None;
        }
        if before.environment != wizard.draft.environment {
            wizard.draft.apply_environment();
            if !wizard.offers.companies.is_empty() {
                wizard.offers.companies.clear();
            }
        }
    }

    fn field_left(&mut self, field: FieldName) {
        let wizard = &mut self.wizard;
        wizard.left.insert(field);
        match field {
            FieldName::Address(side) => {
                let mut draft = wizard.draft.clone();
                wizard.moved_to = draft.read_address(side);
                if let Some(other) = wizard.moved_to {
                    wizard.left.remove(&field);
                    wizard.left.insert(FieldName::Address(other));
                }
                if draft != wizard.draft {
                    self.wizard_changed(draft);
                }
            }
            FieldName::Environment | FieldName::Tenant(Side::Bc) => {
                let mut draft = wizard.draft.clone();
                draft.apply_environment();
                if draft != wizard.draft {
                    self.wizard_changed(draft);
                }
            }
            _ => {}
        }
        self.keep_draft();
    }

    fn fill_from(&mut self, file: &Path) {
        match trying::read_file(file) {
            Ok(connection) => {
                let mut draft = self.wizard.draft.clone();
                draft.fill(connection);
                self.wizard_changed(draft);
                self.wizard.problem = None;
                self.wizard.forget_trials();
            }
            Err(problem) => self.wizard.problem = Some(problem),
        }
    }

    /// Tries the way into a side; goes on to the next step if that is wished and nothing stands in the way.
    fn try_way_in(&mut self, side: Side, then_next: bool) {
        self.wizard.left.insert(FieldName::Address(side));
        let mut draft = self.wizard.draft.clone();
        if self.wizard.trials.get(side).is_none() && draft.read_address(side).is_none() {
            self.wizard_changed(draft);
        }
        let step = Step::of(side);
        let faults = self.wizard.faults(step);
        let hinders = |field| !matches!(field, FieldName::Company);
        self.wizard.left.extend(
            faults
                .iter()
                .map(|fault| fault.field)
                .filter(|f| hinders(*f)),
        );
        if faults.iter().any(|fault| hinders(fault.field)) {
            return;
        }
        match self.wizard.draft.connection_to(side) {
            Ok(connection) => {
                let request = TryRequest {
                    connect: self.wizard_request(connection, Couplings::Protect),
                    side: Some(side),
                    wanted: Vec::new(),
                };
                self.wizard_asks(Request::Try(Box::new(request)), Work::Try(side));
                self.wizard.then_next = then_next;
            }
            Err(problem) => self.wizard.problem = Some(problem),
        }
    }

    fn make_checks(&mut self, kind: Option<CheckKind>) {
        match self.wizard.draft.connection() {
            Ok(connection) => {
                let request = TryRequest {
                    connect: self.wizard_request(connection, Couplings::Protect),
                    side: None,
                    wanted: kind.into_iter().collect(),
                };
                self.wizard_asks(Request::Try(Box::new(request)), Work::Check);
                self.wizard.rechecked = kind;
            }
            Err(problem) => self.wizard.problem = Some(problem),
        }
    }

    fn store_connection(&mut self, couplings: Couplings) {
        match self.wizard.draft.connection() {
            Ok(connection) => {
                let request = self.wizard_request(connection, couplings);
                self.wizard_asks(Request::Connect(request), Work::Store);
            }
            Err(problem) => self.wizard.problem = Some(problem),
        }
    }

    fn wizard_request(&self, connection: Connection, couplings: Couplings) -> ConnectRequest {
        let wizard = &self.wizard;
        let secret = |side: Side| -> Option<SecretString> {
            let own = side == Side::Bc || !wizard.draft.shares_sign_in();
            wizard
                .secrets
                .get(if own { side } else { Side::Bc })
                .secret()
        };
        let mut secrets = Sides::from_fn(secret);
        if secrets.dv.is_none() {
            // While only Business Central is tried, its secret stands for both.
            secrets.dv.clone_from(&secrets.bc);
        }
        let keep = match wizard.draft.keep {
            Keep::KeyStore => Kept::KeyStore,
            Keep::Session => Kept::Memory,
            Keep::File => wizard.passphrase.secret().map_or(Kept::Memory, Kept::File),
        };
        ConnectRequest {
            connection: ConnectionSource::Given(Box::new(connection)),
            secrets: SecretsFrom::Given { secrets, keep },
            proxy_password: wizard.proxy_password.secret(),
            couplings,
            asking: Some(self.asking()),
        }
    }

    /// Asks the worker for something, one thing at a time.
    fn wizard_asks(&mut self, request: Request, work: Work) {
        if self.running.is_some() || self.wizard.work.is_some() {
            return;
        }
        self.wizard.problem = None;
        if self.ask(request, Errand::Wizard(work)) {
            self.wizard.work = Some(work);
        }
    }

    fn change_table(&mut self, name: &MappingName, change: impl FnOnce(&mut TableMapping)) {
        let own = self.wizard.mappings.iter().find(|one| one.name == *name);
        let Some(mut mapping) = own.cloned() else {
            return;
        };
        change(&mut mapping);
        self.save_tables(vec![mapping]);
    }

    /// Stores tables as they are to be; the plan before is of no use any more.
    pub(super) fn save_tables(&mut self, changed: Vec<TableMapping>) {
        for mapping in &changed {
            let own = self.wizard.mappings.iter_mut();
            if let Some(own) = own.into_iter().find(|one| one.name == mapping.name) {
                own.clone_from(mapping);
            }
        }
        self.wizard.plan = None;
        self.wizard_asks(Request::SaveMappings(changed), Work::Tables);
    }

    fn next_step(&mut self) {
        let step = self.wizard.step();
        match step {
            Step::Start => {
                let faults = self.wizard.faults(step);
                let fields = faults.iter().map(|fault| fault.field);
                self.wizard.left.extend(fields);
                if faults.is_empty() {
                    self.wizard_to(step.next());
                }
            }
            Step::BusinessCentral | Step::Dataverse => {
                let side = if step == Step::BusinessCentral {
                    Side::Bc
                } else {
                    Side::Dv
                };
                let passed = self.wizard.trial(side).is_some_and(super::Trial::passed);
                if passed && self.wizard.faults(step).is_empty() {
                    self.wizard_to(step.next());
                } else {
                    self.try_way_in(side, true);
                }
            }
            Step::Checks => {
                if self.wizard.checks.is_some() && self.wizard.failed_checks() == 0 {
                    self.wizard.draft.read_only = false;
                    self.store_connection(Couplings::Protect);
                }
            }
            Step::Tables | Step::Plan => self.wizard_to(step.next()),
            Step::Schedule => self.finish_wizard(),
        }
    }

    /// Shows a step, and does what it needs at once.
    pub(super) fn wizard_to(&mut self, step: Step) {
        let wizard = &mut self.wizard;
        wizard.draft.step = step;
        wizard.reached = wizard.reached.max(step);
        wizard.problem = None;
        wizard.moved_to = None;
        self.keep_draft();
        self.enter_step();
    }

    fn enter_step(&mut self) {
        match self.wizard.step() {
            Step::Dataverse => {
                let draft = &mut self.wizard.draft;
                if draft.sign_in.dv.tenant.is_empty() {
                    draft.sign_in.dv.tenant.clone_from(&draft.sign_in.bc.tenant);
                }
                if draft.addresses.dv.trim().is_empty()
                    && let [only] = &*self.wizard.offers.organisations
                {
                    draft.addresses.dv.clone_from(&only.url);
                }
            }
            Step::Checks if self.wizard.checks.is_none() => self.make_checks(None),
            Step::Tables => {
                self.read_wizard_tables();
                if self.wizard.lines.is_empty() {
                    self.wizard_asks(Request::FullReview, Work::Count);
                }
            }
            Step::Plan => {
                self.read_wizard_tables();
                if self.wizard.plan.is_none() && self.wizard.ran.is_none() {
                    self.wizard_asks(Request::Plan(first_synchronisation()), Work::Plan);
                }
            }
            Step::Schedule if self.wizard.every.is_none() && !self.wizard.draft.read_only => {
                self.wizard.every = self.preferences.every.or(Some(USUAL_PAUSE));
            }
            _ => {}
        }
    }

    fn read_wizard_tables(&mut self) {
        let read = self.reader().map(|reader| reader.read().mappings());
        match read {
            Some(Ok(mappings)) => self.wizard.mappings = mappings,
            Some(Err(problem)) => self.wizard.problem = Some(problem),
            None => {}
        }
    }

    fn finish_wizard(&mut self) {
        if self.wizard.draft.read_only {
            // Nothing may be written before the checks are passed.
            let mut off = self.wizard.mappings.clone();
            off.retain(|mapping| mapping.enabled);
            for mapping in &mut off {
                mapping.enabled = false;
            }
            let names = off.into_iter().map(|mapping| mapping.name).collect();
            self.ask(
                Request::EnableMappings {
                    names,
                    enabled: false,
                },
                Errand::Mappings { saving: false },
            );
            self.wizard.every = None;
        }
        let every = self.wizard.every;
        self.wizard.work = None;
        self.wizard_asks(Request::SetSchedule(every), Work::Schedule);
    }

    /// Keeps what is typed and leaves the wizard.
    fn exit_wizard(&mut self) {
        self.keep_draft();
        if let Some(desk) = self.desk.as_ref().filter(|_| self.wizard.work.is_some()) {
            desk.cancel_all();
        }
        let home = if self.connection.is_some() {
            Route::Home
        } else {
            Route::Welcome
        };
        self.way = crate::app::route::Way::at(home);
        self.read_again();
    }

    /// Keeps what is typed, without secrets, so that a later start can go on.
    pub(crate) fn keep_draft(&self) {
        if let Some(folder) = self.data_folder()
            && self.wizard.is_begun()
        {
            self.wizard.draft.keep(folder);
        }
    }

    fn forget_draft(&mut self) {
        if let Some(folder) = self.data_folder() {
            Draft::forget(folder);
        }
        self.wizard.kept = None;
    }

    /// Looks for what was typed at an earlier time.
    pub(crate) fn look_for_draft(&mut self) {
        if self.wizard.purpose == Purpose::None && !self.is_demo() {
            self.wizard.kept = self.data_folder().and_then(Draft::kept);
        }
    }

    fn open_beside(&mut self, folder: &PathBuf) {
        let started = std::env::current_exe().and_then(|program| {
            std::process::Command::new(program)
                .arg("--data-dir")
                .arg(folder)
                .spawn()
        });
        if let Err(error) = started {
            self.notice = Some(crate::worker::folder::file_problem(folder, &error));
        }
    }

    /// The secrets were unlocked, or not.
    pub(crate) fn unlocked(&mut self, result: Result<crate::worker::protocol::Answer, Problem>) {
        match result {
            Ok(_) => {
                self.lock = Lock::Open;
                self.notice = None;
            }
            Err(problem) => self.lock = Lock::Asked(Some(problem)),
        }
    }
}

impl Wizard {
    /// What was found out before counts no more.
    fn forget_trials(&mut self) {
        self.trials = Sides::default();
        self.checks = None;
        self.problem = None;
    }
}

/// Both systems for the first time: what matches is coupled in every table that takes part.
fn first_synchronisation() -> SyncRequest {
    SyncRequest {
        couple: true,
        ..SyncRequest::default()
    }
}

/// Whether a page may be opened to sign in: encrypted, or on this machine.
fn is_page(page: &str) -> bool {
    crate::remote::address::Address::parse(page).is_ok()
}
