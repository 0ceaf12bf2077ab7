//! An open data folder: the cache, the connection, the connectors. Carries out any request, one at a time.

use super::beside::{Shared, pass_on, watch, with_stop};
use super::checks::{self, CheckKind, Examination};
use super::connecting;
use super::environment;
use super::folder::{self, DataFolder};
use super::health::{Ailment, Asked, Record};
use super::log;
use super::looking::Sight;
use super::offers;
use super::protocol::{Answer, ConnectRequest, ConnectionInfo, Request, TryRequest};
use super::schedule::{Place, Schedule, replan};
use super::signing_in;
use super::thread::Runner;
use super::timekeeper::{Began, Timekeeper};
use super::trying;
use crate::engine::context::{Cancel, Environment, Reporter, SystemEnvironment};
use crate::engine::request::SyncRequest;
use crate::engine::{Engine, EngineOptions};
use crate::model::reason::{Cause, Problem};
use crate::model::{MappingName, SetName, Side, Sides, SkippedId, TableMapping};
use crate::remote::Remote;
use crate::remote::connection::Connection;
use crate::remote::learnt::{self, BothLearnt};
use crate::remote::secrets::{MemorySecrets, SecretStore};
use crate::store::{Reader, Store, Writer};
use async_trait::async_trait;
use jiff::Timestamp;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// An open data folder.
pub struct Session {
    folder: DataFolder,
    store: Store,
    environment: Rc<dyn Environment>,
    /// Whether the schedule rests, whatever it says.
    rests: bool,
    options: EngineOptions,
    link: Option<Link>,
    /// What people's sign-ins left on the way to a connection; it goes when there is one.
    people: Rc<MemorySecrets>,
    /// Whether a request failed since it was last made sure that no job stands open.
    left_open: bool,
}

/// The connection of a session.
pub(super) struct Link {
    /// The connection as it is stored.
    pub(super) connection: Connection,
    /// Where its secrets are.
    pub(super) secrets: Rc<dyn SecretStore>,
    /// Made when they are first needed.
    pub(super) remotes: Option<Sides<Rc<dyn Remote>>>,
    /// When they were made: what they know of tables is believed for some hours.
    pub(super) made: Timestamp,
    /// Whether it was asked since the last run began that the environment is the one of the couplings.
    pub(super) verified: bool,
    /// Whether the secrets are in a file whose passphrase was not given yet.
    pub(super) locked: bool,
    /// Raised to end a connector's wait for a service that asked for fewer requests.
    pub(super) stop: Arc<AtomicBool>,
}

impl Drop for Session {
    fn drop(&mut self) {
        log::leave(&self.folder.log());
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// Takes a data folder for this process and opens its cache; both are made if there is nothing yet.
    ///
    /// # Errors
    /// [`Cause::CacheLocked`] naming who holds the folder; [`Cause::FileProblem`], [`Cause::CacheDamaged`],
    /// [`Cause::DiskFull`].
    pub fn open(path: &Path, program: &str) -> Result<Self, Problem> {
        Self::open_in(path, program, Rc::new(SystemEnvironment))
    }

    /// As [`Session::open`], with a clock and a generator of its own.
    pub fn open_in(
        path: &Path,
        program: &str,
        environment: Rc<dyn Environment>,
    ) -> Result<Self, Problem> {
        let now = environment.now();
        let folder = DataFolder::hold(&folder::resolve(path)?, program, now)?;
        log::keep_in(&folder.log());
        let store = Store::open(&folder.cache())?;
        // Only a run of a process that is gone can stand open while this one holds the folder.
        store.write(|writer| writer.close_abandoned_jobs(now))?;
        connecting::settle_folder_id(&store, environment.new_id())?;
        let link = connecting::stored(&store.read(), folder.path())?;
        Ok(Self {
            folder,
            store,
            environment,
            options: EngineOptions::default(),
            rests: false,
            link,
            people: Rc::default(),
            left_open: false,
        })
    }

    /// Opens a data folder whose cache cannot be read any more with a backup in its stead. The damaged file stays beside it.
    ///
    /// # Errors
    /// As [`Self::open`]; if the backup cannot be read either, everything stays as it was.
    pub fn open_restored(path: &Path, program: &str, backup: &Path) -> Result<Self, Problem> {
        {
            let folder = DataFolder::hold(path, program, SystemEnvironment.now())?;
            super::restoring::restore_damaged(&folder.cache(), backup)?;
        }
        Self::open(path, program)
    }

    /// Lets the schedule rest as long as this session lasts.
    #[must_use]
    pub fn resting(mut self, rests: bool) -> Self {
        self.rests = rests;
        self
    }

    /// The data folder.
    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// Whether the secrets are in a file whose passphrase was not given yet.
    pub fn needs_passphrase(&self) -> bool {
        self.link.as_ref().is_some_and(|link| link.locked)
    }

    /// Reads the cache.
    pub fn read(&self) -> Reader<'_> {
        self.store.read()
    }

    /// What connectors of earlier runs learnt of both services.
    pub fn learnt(&self) -> Result<BothLearnt, Problem> {
        connecting::learnt(&self.read())
    }

    /// The connectors of both sides.
    ///
    /// # Errors
    /// [`Cause::SecretMissing`], or [`Cause::InvalidFile`] if nothing is connected yet.
    pub fn remotes(&mut self) -> Result<Sides<Rc<dyn Remote>>, Problem> {
        let link = self.link.as_mut().ok_or_else(not_connected)?;
        let now = self.environment.now();
        if let Some(remotes) = &link.remotes
            && now.duration_since(link.made) < learnt::BELIEVED
        {
            return Ok(remotes.clone());
        }
        let learnt = connecting::learnt(&self.store.read())?;
        let remotes = connecting::remotes(&link.connection, &link.secrets, &link.stop, learnt)?;
        link.remotes = Some(remotes.clone());
        link.made = now;
        Ok(remotes)
    }

    /// Carries out a request.
    pub async fn run(
        &mut self,
        request: Request,
        reporter: &mut dyn Reporter,
        cancel: Cancel,
    ) -> Result<Answer, Problem> {
        self.end_what_was_left_open();
        let stop = self.link.as_ref().map(|link| Arc::clone(&link.stop));
        if let Some(stop) = &stop {
            stop.store(false, Ordering::Relaxed);
        }
        let passed_on = pass_on(cancel.clone(), stop);
        let remotes = if request.asks_services() {
            // What is wrong with them is told when they are used.
            self.remotes().ok()
        } else {
            None
        };
        let began = Began::at(&self.store.read(), remotes.as_ref())?;
        let mut timekeeper = Timekeeper::begin(reporter, Rc::clone(&self.environment));
        let shared = RefCell::new(&mut timekeeper as &mut dyn Reporter);
        let mut reporter = Shared(&shared);
        let watched = watch(remotes, &shared);
        let asked = Asked::of(&request);
        let name = request.name();
        tracing::info!(request = name, "begins");
        let answer = {
            let mut work = std::pin::pin!(self.carry_out(request, &mut reporter, cancel));
            tokio::select! {
                biased;
                answer = &mut work => answer,
                () = passed_on => work.await,
                () = watched => work.await,
            }
        };
        let connection = self.link.as_ref().map(|link| &link.connection);
        let answer = answer.map_err(|problem| connecting::named(connection, problem));
        match &answer {
            Ok(_) => tracing::info!(request = name, "is done"),
            Err(problem) => tracing::info!(request = name, problem = %problem.coded(), "failed"),
        }
        self.note_health(asked, &answer);
        self.left_open |= answer.is_err();
        began.keep(&self.store, timekeeper.into_timeline());
        answer
    }

    /// Closes jobs that a request before could not close, as on a full disk: they would count as running for ever.
    fn end_what_was_left_open(&mut self) {
        if self.left_open {
            let now = self.environment.now();
            let closed = self.store.write(|writer| writer.close_abandoned_jobs(now));
            // Where it is still impossible, the next request tries again; this one tells what stands in its own way.
            self.left_open = closed.is_err();
        }
    }

    /// What is wrong with the link to the services now, the gravest first.
    ///
    /// # Errors
    /// Why the cache cannot be read.
    pub fn health(&self) -> Result<Vec<Ailment>, Problem> {
        self.health_at(self.environment.now())
    }

    /// The same at a moment.
    pub fn health_at(&self, now: Timestamp) -> Result<Vec<Ailment>, Problem> {
        Sight::of(self.read(), now)?.health()
    }

    /// What is to be seen in the folder now.
    ///
    /// # Errors
    /// Why the cache cannot be read.
    pub fn look(&self) -> Result<Sight<'_>, Problem> {
        Sight::of(self.read(), self.environment.now())
    }

    /// Notes what a request says of the link to the services.
    fn note_health(&self, asked: Asked, answer: &Result<Answer, Problem>) {
        let noted = self.try_note_health(asked, answer, self.environment.now());
        if let Err(problem) = noted {
            // What the request came to must still be told.
            tracing::warn!(problem = %problem.coded(), "what it says of the connection could not be stored");
        }
    }

    fn try_note_health(
        &self,
        asked: Asked,
        answer: &Result<Answer, Problem>,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let before = Record::read(&self.read())?;
        let mut record = before.clone();
        let planned = Schedule::read(&self.read())?.every.is_some();
        asked.note(answer, planned, &mut record, now);
        if record.is_news_after(&before) {
            self.store.write(|writer| record.keep(writer))?;
        }
        Ok(())
    }

    async fn offers(
        &self,
        request: ConnectRequest,
        reporter: &mut dyn Reporter,
        cancel: Cancel,
    ) -> Result<Answer, Problem> {
        let stop = Arc::default();
        let passed_on = pass_on(cancel, Some(Arc::clone(&stop)));
        let people = Rc::clone(&self.people);
        let known = known(&people, self.link.as_ref());
        let folder = self.folder.path();
        let offers = offers::look(&self.store, folder, known, request, reporter, stop);
        let offers = Box::pin(with_stop(offers, passed_on)).await?;
        Ok(Answer::Offers(offers))
    }

    async fn try_out(
        &self,
        request: TryRequest,
        reporter: &mut dyn Reporter,
        cancel: Cancel,
    ) -> Result<Answer, Problem> {
        let stop = Arc::default();
        let passed_on = pass_on(cancel, Some(Arc::clone(&stop)));
        let people = Rc::clone(&self.people);
        let known = known(&people, self.link.as_ref());
        let look = trying::look(
            &self.store,
            self.folder.path(),
            known,
            request,
            reporter,
            stop,
        );
        let tried = Box::pin(with_stop(look, passed_on)).await?;
        Ok(Answer::Tried(Box::new(tried)))
    }

    async fn carry_out(
        &mut self,
        request: Request,
        reporter: &mut dyn Reporter,
        cancel: Cancel,
    ) -> Result<Answer, Problem> {
        match request {
            Request::Break(text) => std::panic::resume_unwind(Box::new(text)),
            Request::Connect(request) => {
                let stop = Arc::default();
                let passed_on = pass_on(cancel, Some(Arc::clone(&stop)));
                let people = Rc::clone(&self.people);
                let folder = self.folder.path();
                let known = known(&people, self.link.as_ref());
                let connect =
                    connecting::connect(&self.store, folder, known, request, reporter, stop);
                let (link, info) = Box::pin(with_stop(connect, passed_on)).await?;
                self.link = Some(link);
                // From now on sign-ins are renewed where they are kept; what is here would grow old.
                self.people = Rc::default();
                Ok(Answer::Connected(info))
            }
            Request::SignIn(asking) => {
                let link = self.link.as_mut().ok_or_else(not_connected)?;
                let passed_on = pass_on(cancel, Some(Arc::clone(&link.stop)));
                let sign_in = signing_in::again(link, &asking, reporter);
                let users = Box::pin(with_stop(sign_in, passed_on)).await?;
                Ok(Answer::SignedIn(users))
            }
            Request::SignOut => {
                let link = self.link.as_mut().ok_or_else(not_connected)?;
                signing_in::sign_out(link)?;
                self.people = Rc::default();
                Ok(Answer::Done)
            }
            Request::Offers(request) => self.offers(request, reporter, cancel).await,
            Request::Try(request) => self.try_out(*request, reporter, cancel).await,
            Request::Unlock(passphrase) => {
                if let Some(link) = &mut self.link {
                    connecting::unlock(link, self.folder.path(), passphrase)?;
                }
                Ok(Answer::Done)
            }
            Request::Doctor(wanted) => self.examine(&wanted).await,
            Request::Schema { side, set, fresh } => self.schema(side, set, fresh).await,
            Request::SaveMappings(mappings) => self.save_mappings(&mappings),
            Request::DefaultMappings => self.save_mappings(&self.missing_defaults()?),
            Request::EnableMappings { names, enabled } => self.enable(&names, enabled),
            Request::ClearErrors(clear) => {
                self.counted(|writer| writer.clear_errors(clear.before, clear.include_open))
            }
            Request::ClearJobs(before) => self.counted(|writer| writer.clear_jobs(before)),
            Request::RestoreCleared(what) => self.counted(|writer| writer.restore_cleared(what)),
            Request::HandleErrors { ids, note } => {
                let now = self.environment.now();
                self.counted(|writer| writer.handle_errors(&ids, note.trim(), now))
            }
            Request::ReopenErrors(ids) => self.counted(|writer| writer.reopen_errors(&ids)),
            Request::SetSchedule(every) => replan(&self.store, |schedule| schedule.set(every)),
            Request::SetQuietHours(quiet) => replan(&self.store, |schedule| schedule.quiet = quiet),
            Request::SaveDraft { id, draft } => self.save_draft(id, draft.as_deref()),
            Request::Backup(file) => {
                self.folder.spares(&file)?;
                self.store.backup(&file)?;
                Ok(Answer::Done)
            }
            Request::Restore(file) => {
                self.store.restore(&file)?;
                self.link = connecting::stored(&self.store.read(), self.folder.path())?;
                Ok(Answer::Done)
            }
            request => {
                let answer = match request {
                    Request::Scheduled => self.scheduled(reporter, cancel).await,
                    request => self.synchronise(request, reporter, cancel).await,
                };
                if let Some(remotes) = self.link.as_ref().and_then(|link| link.remotes.as_ref())
                    && let Err(problem) = connecting::keep_learnt(&self.store, remotes)
                {
                    // It costs requests next time; what the request came to must still be told.
                    tracing::warn!(problem = %problem.coded(), "what was learnt could not be stored");
                }
                answer
            }
        }
    }

    /// Changes rows of the cache, and says how many it were.
    fn counted(
        &self,
        change: impl FnOnce(&Writer<'_>) -> Result<u64, Problem>,
    ) -> Result<Answer, Problem> {
        self.store.write(change).map(Answer::Count)
    }

    /// Makes the checks of the connection.
    async fn examine(&mut self, wanted: &[CheckKind]) -> Result<Answer, Problem> {
        self.forget_learnt()?;
        let remotes = self.remotes()?;
        let link = self.link.as_ref().ok_or_else(not_connected)?;
        let reader = self.read();
        let coupled = environment::coupled(&reader)?;
        let examination = Examination {
            remotes: &remotes,
            connection: &link.connection,
            mappings: &reader.mappings()?,
            coupled: &coupled,
            made_with: if coupled.is_empty() {
                Sides::default()
            } else {
                environment::made_with(&reader)?
            },
            wanted,
        };
        Ok(Answer::Checks(checks::examine(&examination).await))
    }

    /// The mappings that the schedule says are due.
    pub fn due(&self) -> Result<Vec<MappingName>, Problem> {
        let (schedule, mappings, pending) = self.timetable()?;
        let with_pending = mappings
            .iter()
            .map(|mapping| (mapping, pending.contains(&mapping.name)));
        Ok(schedule.due(with_pending, self.environment.now()))
    }

    /// Every mapping's place in the schedule; none while it is off.
    pub fn places(&self) -> Result<Vec<Place>, Problem> {
        self.look()?.places()
    }

    /// The schedule, all mappings, and those of whose pairs something is to be done.
    fn timetable(&self) -> Result<(Schedule, Vec<TableMapping>, BTreeSet<MappingName>), Problem> {
        let reader = self.store.read();
        let pending = reader.mapping_counts()?;
        let pending = pending.into_iter().filter(|counts| counts.pending > 0);
        let pending = pending.map(|counts| counts.mapping).collect();
        Ok((Schedule::read(&reader)?, reader.mappings()?, pending))
    }

    /// Synchronises what is due, and works out when it is due again.
    async fn scheduled(
        &mut self,
        reporter: &mut dyn Reporter,
        cancel: Cancel,
    ) -> Result<Answer, Problem> {
        self.remotes()?;
        let due = self.due()?;
        if due.is_empty() {
            return Ok(Answer::Scheduled { due, report: None });
        }
        let request = SyncRequest {
            mappings: due.clone(),
            ..SyncRequest::default()
        };
        let ran = self
            .synchronise(Request::Sync(request), reporter, cancel)
            .await;
        let report = match &ran {
            Ok(Answer::Synced(report)) => Ok(report),
            Ok(_) => return ran,
            Err(problem) => Err(problem),
        };
        let (mut schedule, mappings, _) = self.timetable()?;
        schedule.note(&mappings, &due, report, self.environment.now());
        self.store.write(|writer| schedule.keep(writer))?;
        match ran? {
            Answer::Synced(report) => Ok(Answer::Scheduled {
                due,
                report: Some(report),
            }),
            other => Ok(other),
        }
    }

    /// Carries out what the engine does.
    async fn synchronise(
        &mut self,
        request: Request,
        reporter: &mut dyn Reporter,
        cancel: Cancel,
    ) -> Result<Answer, Problem> {
        // A window may be open for weeks: each run asks anew where it leads to.
        if request.is_run()
            && let Some(link) = &mut self.link
        {
            link.verified = false;
        }
        let remotes = self.verified_remotes().await?;
        if let Request::Revert(revert) = &request
            && self.read().is_of_former_environment(revert.id)?
        {
            return Err(Problem::new(Cause::OtherEnvironment));
        }
        let environment = Rc::clone(&self.environment);
        let options = self.options.clone();
        let mut engine = Engine::new(
            &mut self.store,
            remotes,
            &*environment,
            reporter,
            cancel,
            options,
        );
        match request {
            Request::Sync(request) => Ok(Answer::Synced(engine.sync(&request).await?)),
            Request::Plan(request) => Ok(Answer::Synced(engine.plan(&request).await?)),
            Request::TryMapping(mapping) => Ok(Answer::Synced(engine.plan_as(&mapping).await?)),
            Request::Match(request) => Ok(Answer::Matched(engine.couple_by_match(&request).await?)),
            Request::Couple(request) => Ok(Answer::Coupled(engine.couple(&request).await?)),
            Request::FullReview => Ok(Answer::Full(engine.full_review().await?)),
            Request::FullStart(request) => Ok(Answer::Full(engine.full_start(&request).await?)),
            Request::Uncouple(request) => Ok(Answer::Count(engine.uncouple(&request)?)),
            Request::Resolve(request) => Ok(Answer::Resolved(engine.resolve(&request).await?)),
            Request::Skipped(action) => Ok(Answer::Skipped(engine.skipped(&action).await?)),
            Request::Revert(request) => Ok(Answer::Resolved(engine.revert(&request).await?)),
            Request::RevertAll(request) => Ok(Answer::Reverted(engine.revert_all(&request).await?)),
            Request::Create(request) => Ok(Answer::Synced(engine.create(&request).await?)),
            Request::LookAgain { id, anew } => {
                let shown = engine.look_again(id, anew).await?;
                Ok(shown.map_or(Answer::Done, Answer::conflict))
            }
            Request::ShowConflict(id) => Ok(Answer::conflict(engine.shown_conflict(id).await?)),
            // Everything else was carried out without the engine.
            other => {
                Err(Problem::new(Cause::Unknown).saying(format!("misplaced request {other:?}")))
            }
        }
    }

    /// The connectors, once it is certain that they lead to the environment of the couplings.
    async fn verified_remotes(&mut self) -> Result<Sides<Rc<dyn Remote>>, Problem> {
        let remotes = self.remotes()?;
        if self.link.as_ref().is_some_and(|link| !link.verified) {
            environment::verify(&self.store, &remotes).await?;
            if let Some(link) = &mut self.link {
                link.verified = true;
            }
        }
        Ok(remotes)
    }

    /// Makes new connectors that know nothing from before.
    fn forget_learnt(&mut self) -> Result<(), Problem> {
        self.store.write(connecting::forget_learnt)?;
        if let Some(link) = &mut self.link {
            link.remotes = None;
        }
        Ok(())
    }

    async fn schema(
        &mut self,
        side: Side,
        set: Option<SetName>,
        fresh: bool,
    ) -> Result<Answer, Problem> {
        if fresh {
            self.forget_learnt()?;
        }
        let remotes = self.remotes()?;
        let remote = remotes.get(side);
        match set {
            None => {
                let mut sets = remote.entity_sets().await?;
                for api in self.custom_apis(side)? {
                    sets.extend(remote.entity_sets_of(&api).await?);
                }
                Ok(Answer::Sets(sets))
            }
            // An API instead of a set in it.
            Some(api) if side == Side::Bc && api.as_str().matches('/').count() == 2 => {
                Ok(Answer::Sets(remote.entity_sets_of(api.as_str()).await?))
            }
            Some(set) => {
                let schema = remote.schema(&set).await?;
                // Without them fields are known by their names alone, which is no reason to show none.
                let captions = remote.captions(&set).await.unwrap_or_default();
                Ok(Answer::Schema(Box::new(schema.as_ref().clone()), captions))
            }
        }
    }

    /// The custom APIs that mappings of a side name.
    fn custom_apis(&self, side: Side) -> Result<Vec<String>, Problem> {
        let mut apis: Vec<String> = Vec::new();
        for mapping in self.read().mappings()? {
            if let Some((api, _)) = mapping.sets.get(side).as_str().rsplit_once('/')
                && !apis.iter().any(|known| known == api)
            {
                apis.push(api.to_owned());
            }
        }
        Ok(apis)
    }

    fn missing_defaults(&self) -> Result<Vec<TableMapping>, Problem> {
        let known = self.read().mappings()?;
        let mut defaults = connecting::default_mappings()?;
        defaults.retain(|default| known.iter().all(|mapping| mapping.name != default.name));
        Ok(defaults)
    }

    fn save_mappings(&self, mappings: &[TableMapping]) -> Result<Answer, Problem> {
        let known = self.read().mappings()?;
        let now = self.environment.now();
        self.store.write(|writer| {
            let mut end = known.len();
            for mapping in mappings {
                let place = known.iter().position(|other| other.name == mapping.name);
                if place.is_some() {
                    writer.keep_version(mapping, now)?;
                }
                writer.put_mapping(mapping, place.unwrap_or(end))?;
                if place.is_none() {
                    writer.keep_version(mapping, now)?;
                    end += 1;
                }
            }
            Ok(())
        })?;
        Ok(Answer::Mappings(self.read().mappings()?))
    }

    fn enable(&self, names: &[MappingName], enabled: bool) -> Result<Answer, Problem> {
        self.store.write(|writer| {
            for name in names {
                if !writer.set_enabled(name, enabled)? {
                    return Err(Problem::new(Cause::InvalidMapping).of(name));
                }
            }
            Ok(())
        })?;
        Ok(Answer::Mappings(self.read().mappings()?))
    }

    fn save_draft(&self, id: SkippedId, draft: Option<&str>) -> Result<Answer, Problem> {
        if self.store.write(|writer| writer.save_draft(id, draft))? {
            Ok(Answer::Done)
        } else {
            Err(no_skipped(id))
        }
    }
}

#[async_trait(?Send)]
impl Runner for Session {
    fn cache(&self) -> PathBuf {
        self.folder.cache()
    }

    fn connection(&self) -> Option<ConnectionInfo> {
        let link = self.link.as_ref()?;
        connecting::info(&self.read(), &link.connection).ok()
    }

    fn is_locked(&self) -> bool {
        self.needs_passphrase()
    }

    fn revision(&self) -> i64 {
        // A cache that cannot be read says so when it is asked for rows.
        self.read().revision().unwrap_or(-1)
    }

    fn health(&self) -> Vec<Ailment> {
        // A cache that cannot be read says so when it is asked for rows.
        Session::health(self).unwrap_or_default()
    }

    fn is_due(&self) -> bool {
        // A cache that cannot be read says so when it is asked for rows, and nobody is signed in before a connection.
        !self.rests
            && self.link.as_ref().is_some_and(|link| !link.locked)
            && self.due().is_ok_and(|due| !due.is_empty())
    }

    async fn run(
        &mut self,
        request: Request,
        reporter: &mut dyn Reporter,
        cancel: Cancel,
    ) -> Result<Answer, Problem> {
        Session::run(self, request, reporter, cancel).await
    }
}

/// The secrets that this process has at hand.
fn known<'a>(people: &'a Rc<MemorySecrets>, link: Option<&'a Link>) -> connecting::Known<'a> {
    connecting::Known {
        people,
        in_use: link.map(|link| link.secrets.as_ref()),
    }
}

fn not_connected() -> Problem {
    Problem::new(Cause::NotConnected)
}

/// A skipped record that does not stand any more.
pub fn no_skipped(id: SkippedId) -> Problem {
    crate::engine::unknown_number(&id)
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
