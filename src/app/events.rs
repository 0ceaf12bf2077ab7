//! What the worker says, and what it changes in the window.

use super::about::Numbers;
use super::command::Command;
use super::demo::Next;
use super::desk::{Desk, Errand};
use super::home::{Home, Running, RunningKind};
use super::mapping::MappingRead;
use super::merging::Merging;
use super::route::{Route, Way};
use super::system_notices::SystemNotice;
use super::wizard::{Lock, Work};
use super::{App, Happening, Question};
use crate::engine::outcome::{ResolveOutcome, SyncReport};
use crate::model::reason::{Cause, Problem};
use crate::model::{MappingName, SkippedId};
use crate::store::StoreReader;
use crate::worker::autostart::Autostart;
use crate::worker::protocol::{Answer, ConnectionInfo, Event, Request, Ticket};
use crate::worker::timekeeper::Record;

impl App {
    /// Takes everything that other threads have said since the last frame.
    pub(super) fn receive(&mut self) {
        if let Some(demo) = &mut self.demo {
            let next = demo.poll();
            self.follow_demo(next);
        }
        self.receive_home();
        self.receive_pages();
        self.receive_looked_up();
        self.receive_chosen_file();
        self.receive_exported();
        self.receive_gathered();
        self.receive_versions();
        self.receive_file();
        self.receive_key_store();
        self.receive_moved();
        while let Some(event) = self.desk.as_mut().and_then(super::desk::Desk::poll) {
            self.hear(event);
        }
        // However it ended: nothing is done any more, and the person must know.
        if !self.fallen && self.desk.as_ref().is_some_and(super::desk::Desk::has_ended) {
            self.fall();
        }
    }

    fn hear(&mut self, event: Event) {
        match event {
            Event::Opened {
                cache,
                connection,
                locked,
            } => {
                self.lock = if locked {
                    Lock::Asked(None)
                } else {
                    Lock::Open
                };
                if let Some(Err(problem)) = self.desk.as_mut().map(|desk| desk.open_cache(&cache)) {
                    self.notice = Some(problem);
                }
                self.settle_in();
                self.opened(connection);
            }
            Event::NotOpened(problem) => self.notice = Some(problem),
            Event::Started(ticket) => self.started(ticket),
            Event::Progress(_, progress) => {
                let now = self.now();
                self.live.progress(&progress, now);
                if let Some(running) = &mut self.running {
                    running.progress = Some(progress);
                }
            }
            Event::Waiting(_, waiting) => {
                let now = self.now();
                self.live.waiting(waiting.as_ref(), now);
                if let Some(running) = &mut self.running {
                    running.waiting = waiting;
                }
            }
            Event::Prompt(_, prompt) => {
                if let Some(running) = &mut self.running {
                    running.prompt = Some(prompt);
                }
            }
            Event::PromptOver(_) => {
                if let Some(running) = &mut self.running {
                    running.prompt = None;
                }
            }
            // The cache has every problem of a record; the pages read them from there. The log of the run tells it at once.
            Event::Problem(_, mapping, problem) => {
                let now = self.now();
                self.live.problem(&mapping, &problem, now);
            }
            Event::Finished(ticket, result) => self.finished(ticket, *result),
            // It counts every row of the history, which is for a person who comes and not for every write.
            Event::Revision(_) if self.way.here() == Route::About => self.read_home(),
            Event::Revision(_) => {
                self.read_again();
                self.follow_pair();
            }
            Event::Health(ailments) => {
                // What stops the link stands in a bar of its own, with the way to mend it.
                let told = |problem: &mut Problem| {
                    ailments.iter().any(|ailment| {
                        ailment.problem.cause == problem.cause
                            && ailment.problem.side == problem.side
                    })
                };
                self.notice.take_if(told);
                let new = self.health.hear(ailments);
                for ailment in new {
                    self.tell_system(SystemNotice::Link(ailment.problem));
                }
            }
            Event::Ended => self.fall(),
            Event::Restarted => {
                self.notice = Some(Problem::new(Cause::Internal).with("what", "restarted"));
            }
        }
    }

    fn opened(&mut self, connection: Option<ConnectionInfo>) {
        let connected = connection.is_some();
        self.connection = connection.or(self.connection.take());
        self.look_for_draft();
        self.keep_merge_draft();
        if connected && self.way.here() == Route::Welcome {
            self.way = Way::at(Route::Home);
        }
        self.read_again();
    }

    fn started(&mut self, ticket: Ticket) {
        if ticket == Ticket::SCHEDULE
            && let Some(desk) = self.desk.as_mut()
        {
            desk.expect(ticket, Errand::Sync);
        }
        let what = match self.desk.as_ref().and_then(|desk| desk.errand(ticket)) {
            Some(
                Errand::Connect
                | Errand::SignIn
                | Errand::Wizard(Work::Try(_) | Work::Check | Work::Store),
            ) => RunningKind::Connecting,
            Some(Errand::Sync | Errand::Demo | Errand::Full | Errand::Wizard(Work::Run)) => {
                RunningKind::Synchronising
            }
            Some(Errand::Resolve(_) | Errand::ResolveByRule(_)) => RunningKind::Deciding,
            Some(
                Errand::OpenConflict(_)
                | Errand::LookAgain(_)
                | Errand::Survey(_)
                | Errand::Draft
                | Errand::Fields(_)
                | Errand::Sets(_)
                | Errand::Setting
                | Errand::Mappings { .. }
                | Errand::Wizard(Work::Tables | Work::Schedule)
                | Errand::SignOut
                | Errand::Unlock,
            )
            | None => return,
            Some(Errand::Match { .. }) => RunningKind::Coupling,
            Some(
                Errand::Plan
                | Errand::Skipped
                | Errand::Clear(_)
                | Errand::Unclear(_)
                | Errand::Handle
                | Errand::ReopenErrors
                | Errand::Revert
                | Errand::Uncouple
                | Errand::Part
                | Errand::Couple
                | Errand::Try
                | Errand::Backup
                | Errand::Restore
                | Errand::Check
                | Errand::Compare
                | Errand::Wizard(Work::Count | Work::Plan),
            ) => RunningKind::Working,
        };
        if what == RunningKind::Synchronising {
            self.waited = Some(self.waiting());
        }
        self.live = Record::begin(self.now());
        self.running = Some(Running {
            what,
            progress: None,
            waiting: None,
            prompt: None,
            stopping: false,
        });
    }

    pub(super) fn finished(&mut self, ticket: Ticket, result: Result<Answer, Problem>) {
        let errand = self.desk.as_mut().and_then(|desk| desk.finish(ticket));
        if !matches!(
            errand,
            Some(
                Errand::Draft | Errand::OpenConflict(_) | Errand::LookAgain(_) | Errand::Survey(_)
            )
        ) {
            self.running = None;
        }
        if let (Some(Errand::Sync | Errand::Full), Err(problem)) = (errand, &result) {
            self.run_failed(problem);
        }
        match (errand, result) {
            (Some(Errand::OpenConflict(id)), result) => self.conflict_opened(id, result),
            (Some(Errand::LookAgain(id)), result) => self.looked_again(id, result),
            (Some(Errand::Resolve(id)), result) => self.decided(id, result),
            (Some(Errand::Survey(id)), result) => return self.surveyed(id, result),
            (Some(Errand::ResolveByRule(id)), result) => self.decided_by_rule(id, result),
            (Some(Errand::Demo), Ok(answer)) => {
                // The demo says once that it is ready, not what each of its steps did.
                let said = self.happenings.len();
                self.take_in(answer);
                self.happenings.truncate(said);
                let matchable = self.matchable();
                let waiting = self.conflicts().len() as u64;
                if let Some(demo) = &mut self.demo {
                    let next = demo.advance(matchable, waiting);
                    self.follow_demo(next);
                }
            }
            (Some(Errand::Compare), result) => self.compared(result),
            (Some(Errand::Backup), result) => self.backed_up(result),
            // Somebody comes from another computer: the folder is opened as at a start, and what it holds decides the page.
            (Some(Errand::Restore), Ok(_)) if self.way.here() == Route::Welcome => {
                self.start_again();
                return;
            }
            (Some(Errand::Wizard(work)), result) => self.wizard_answered(work, result),
            (Some(Errand::Unlock), result) => self.unlocked(result),
            (Some(Errand::SignIn), Ok(Answer::SignedIn(users))) => {
                let user = users.bc.or(users.dv).unwrap_or_default();
                self.happenings.push_back(Happening::SignedIn(user));
            }
            (Some(Errand::SignOut), Ok(_)) => self.happenings.push_back(Happening::SignedOut),
            (Some(Errand::Check), result) => self.checked(result),
            (Some(Errand::Mappings { saving }), result) => {
                self.mappings_stored(saving, result);
                self.reread_conflict();
            }
            (Some(Errand::Fields(_)), result) => self.fields_read(result),
            (Some(Errand::Sets(side)), result) => self.sets_read(side, result),
            (Some(Errand::Try), result) => self.draft_tried(result),
            (Some(Errand::Match { preview }), result) => self.matched(preview, result),
            (Some(Errand::Full), result) => self.full_answered(result),
            (Some(Errand::Uncouple), Ok(Answer::Count(count))) => {
                self.happenings.push_back(Happening::Uncoupled(count));
            }
            (Some(Errand::Clear(what)), Ok(Answer::Count(count))) => {
                if count > 0 {
                    self.cleared.insert(what);
                }
                self.happenings.push_back(Happening::Cleared(count, what));
            }
            (Some(Errand::Unclear(what)), Ok(Answer::Count(count))) => {
                self.cleared.remove(&what);
                self.happenings.push_back(Happening::Uncleared(count));
            }
            (Some(Errand::Handle), Ok(Answer::Count(_))) => {
                let ids = std::mem::take(&mut self.handling);
                self.happenings.push_back(Happening::Handled(ids));
            }
            (Some(Errand::ReopenErrors), Ok(Answer::Count(count))) => {
                self.happenings.push_back(Happening::ReopenedErrors(count));
            }
            (Some(Errand::Plan), Ok(Answer::Synced(report))) => self.plan_shown(report),
            (Some(Errand::Part), Ok(Answer::Count(_))) => self.uncoupled(),
            (Some(Errand::Couple), Ok(Answer::Coupled(_))) => {
                self.coupled_again();
                self.reread_conflict();
            }
            (_, Ok(answer)) => self.take_in(answer),
            (_, Err(problem)) if problem.cause == Cause::Cancelled => {}
            (_, Err(problem)) => self.notice = Some(problem),
        }
        self.read_again();
    }

    fn take_in(&mut self, answer: Answer) {
        match answer {
            Answer::Connected(info) => {
                self.happenings
                    .push_back(Happening::Connected(info.name.clone()));
                self.connection = Some(info);
                if self.way.here() == Route::Welcome {
                    self.way = Way::at(Route::Home);
                }
            }
            Answer::Synced(report) => self.tell_synced(&report),
            // Runs of the schedule that wrote nothing are not worth a word.
            Answer::Scheduled {
                report: Some(report),
                ..
            } if report.jobs.iter().any(|job| !job.counters.is_quiet()) => {
                self.tell_synced(&report);
            }
            Answer::Skipped(report) => {
                self.happenings.push_back(Happening::Skipped(report.done));
                if let Some(failed) = report.failed.into_iter().next() {
                    self.notice = Some(failed.problem);
                }
            }
            Answer::Resolved(ResolveOutcome::Resolved { .. }) => {
                self.happenings.push_back(Happening::Reverted);
            }
            Answer::Reverted(report) => {
                let (reverted, left) = (report.reverted, report.left);
                if reverted > 0 {
                    self.happenings
                        .push_back(Happening::RevertedTogether { reverted, left });
                }
                // Why the first of those that stay does so.
                let mut problems =
                    report
                        .writes
                        .into_iter()
                        .filter_map(|write| match write.outcome {
                            ResolveOutcome::Failed { problem } => Some(problem),
                            ResolveOutcome::MovedOn { sides, .. } => {
                                let mut problem = Problem::new(Cause::Stale);
                                problem.side = sides.first().copied();
                                Some(problem)
                            }
                            _ => None,
                        });
                self.notice = problems.next();
            }
            Answer::Resolved(ResolveOutcome::Failed { problem }) => self.notice = Some(problem),
            Answer::Resolved(ResolveOutcome::MovedOn { sides, .. }) => {
                let mut problem = Problem::new(Cause::Stale);
                problem.side = sides.first().copied();
                self.notice = Some(problem);
            }
            _ => {}
        }
    }

    /// Tells what a synchronisation did, here and by the system.
    fn tell_synced(&mut self, report: &SyncReport) {
        let said = synced(report);
        if let Happening::Synced { written, waiting } = said {
            self.tell_system(SystemNotice::Finished { written, waiting });
        }
        self.happenings.push_back(said);
    }

    /// Asks whether what the safety brake stopped may go on, beside its plan.
    fn plan_shown(&mut self, report: SyncReport) {
        let Some(problem) = report.stopped.into_iter().next() else {
            // Nothing stops it any more.
            self.send(Command::SyncNow);
            return;
        };
        let plan = report.actions.unwrap_or_default();
        self.question = Some(Question::LetThrough { problem, plan });
    }

    fn conflict_opened(&mut self, id: SkippedId, result: Result<Answer, Problem>) {
        match result {
            Ok(Answer::Conflict { view, draft }) => {
                let preview = self.way.here() == Route::Skipped && self.previewed == Some(id);
                if self.editing() == Some(id) || preview && self.apart.is_none() {
                    self.show_conflict(id, *view, draft.as_deref());
                }
            }
            Ok(_) => {}
            // A preview that cannot be had is no news; the list says why the record waits.
            Err(_) if self.editing() != Some(id) => {}
            Err(problem) => {
                self.previewed = None;
                self.notice = Some(problem);
                self.apart = None;
                if self.way.here() == Route::Merge(id) {
                    self.way.replace(Route::Skipped);
                }
            }
        }
    }

    /// A decision came to its end: the next conflict is opened, or the editor says why not.
    fn decided(&mut self, id: SkippedId, result: Result<Answer, Problem>) {
        if let Some(merging) = self.merging.as_mut().filter(|merging| merging.id == id) {
            merging.applying = false;
        }
        match result {
            Ok(Answer::Resolved(ResolveOutcome::Resolved { .. })) => {
                let label = self
                    .merging
                    .as_ref()
                    .map(Merging::title)
                    .unwrap_or_default();
                self.happenings.push_back(Happening::Resolved(label));
                self.after_decision(id);
            }
            Ok(Answer::Resolved(ResolveOutcome::Partly { .. })) => {
                let label = self
                    .merging
                    .as_ref()
                    .map(Merging::title)
                    .unwrap_or_default();
                self.happenings.push_back(Happening::ResolvedPartly(label));
                self.after_decision(id);
            }
            Ok(Answer::Resolved(ResolveOutcome::MovedOn { .. })) => {
                // What moved is read again under the open draft, and the editor says which fields it was.
                self.ask(Request::ShowConflict(id), Errand::OpenConflict(id));
            }
            Ok(Answer::Resolved(ResolveOutcome::HalfDone { .. })) => {
                self.notice = Some(Problem::new(Cause::BusinessRule).with("reason", "half_done"));
                self.after_decision(id);
            }
            Ok(Answer::Resolved(ResolveOutcome::Failed { problem })) | Err(problem) => {
                // What a side will not take cannot win from now on.
                if problem.cause == Cause::MissingPermission {
                    self.ask(Request::ShowConflict(id), Errand::OpenConflict(id));
                }
                self.notice = Some(problem);
            }
            Ok(_) => {}
        }
    }

    fn follow_demo(&mut self, next: Next) {
        match next {
            Next::Wait => {}
            Next::Ask(request) => {
                self.ask(*request, Errand::Demo);
            }
            Next::Ready => {
                self.read_again();
                // The numbers of the home page are still being read.
                let waiting = self.conflicts().len() as u64;
                self.happenings.push_back(Happening::DemoReady(waiting));
                self.running = None;
            }
            Next::Failed(problem) => {
                self.running = None;
                self.notice = Some(problem);
            }
        }
    }

    /// Enabled mappings that say by which fields records are matched.
    fn matchable(&self) -> Vec<MappingName> {
        let Some(reader) = self.reader() else {
            return Vec::new();
        };
        let mappings = reader.read().mappings().unwrap_or_default();
        mappings
            .into_iter()
            .filter(|mapping| {
                mapping.enabled
                    && mapping
                        .active_fields()
                        .any(|field| field.matching.is_some())
            })
            .map(|mapping| mapping.name)
            .collect()
    }

    /// Tells of a problem, except that a person stopped something.
    pub(super) fn notice_unless_cancelled(&mut self, problem: Problem) {
        if problem.cause != Cause::Cancelled {
            self.notice = Some(problem);
        }
    }

    /// Sends a request; says so if the worker takes none.
    pub(super) fn ask(&mut self, request: Request, errand: Errand) -> bool {
        let taken = self
            .desk
            .as_mut()
            .is_some_and(|desk| desk.send(request, errand));
        if !taken {
            self.notice = Some(Problem::new(Cause::Unknown).with("what", "busy"));
        }
        taken
    }

    /// Reads what the present page shows again.
    pub(super) fn read_again(&mut self) {
        self.read_home();
        match self.way.here() {
            Route::About => self.read_about(),
            Route::Mappings => self.read_mappings(),
            _ => {}
        }
        let Some(reader) = self.desk.as_ref().and_then(super::desk::Desk::reader) else {
            return;
        };
        let cache = reader.read();
        match self.way.here() {
            Route::Settings => {
                self.preferences.read(&cache);
                self.preferences.size = size_of(self.data_folder());
                self.preferences.autostart = self.autostart.as_ref().map(Autostart::is_on);
            }
            Route::Match => self.matching.read(&cache),
            Route::Full => self.full.read(&cache),
            // The pages that are one long table read it below; home was asked for above.
            _ => {}
        }
        self.read_list_again();
    }

    /// Reads the numbers that navigation, status bar and home show, or begins to.
    fn read_home(&mut self) {
        let span = self.home.span;
        let plots = self.way.here() == Route::Home;
        let (plots, now) = (plots.then_some(span), self.now());
        let Some((desk, reader)) = reading_desk(self.desk.as_ref()) else {
            return;
        };
        let look = move |reader: &StoreReader| Home::read(&reader.read(), plots, now);
        if let Some(home) = self.home_reading.ask(desk.counter(), reader, look) {
            self.take_home(home);
        }
    }

    fn receive_home(&mut self) {
        if let Some(home) = self.home_reading.receive() {
            self.take_home(home);
        }
        if self.home_reading.is_due() {
            self.read_home();
        }
    }

    /// Reads the mappings, and the records that the open one is tried on, or begins to.
    pub(super) fn read_mappings(&mut self) {
        let open = self.mapping.editor.as_ref();
        let open = open.map(|editor| editor.draft.name.clone());
        let wanted = self.mapping.wanted.as_ref();
        let open = open.or_else(|| wanted.map(|(name, _)| name.clone()));
        let Some((desk, reader)) = reading_desk(self.desk.as_ref()) else {
            return;
        };
        let look = move |reader: &StoreReader| MappingRead::of(&reader.read(), open);
        if let Some(read) = self.mapping_reading.ask(desk.counter(), reader, look) {
            self.take_mappings(read);
        }
    }

    fn take_mappings(&mut self, read: MappingRead) {
        self.mapping.take(read);
        self.ask_fields(false);
    }

    /// Reads the numbers of the page about the program, or begins to.
    fn read_about(&mut self) {
        let Some((desk, reader)) = reading_desk(self.desk.as_ref()) else {
            return;
        };
        let folder = desk.folder().to_owned();
        let look = move |reader: &StoreReader| Numbers::read(&reader.read(), &folder);
        if let Some(numbers) = self.about_reading.ask(desk.counter(), reader, look) {
            self.about.numbers = numbers;
        }
    }

    /// Takes in what pages show and was read beside the window.
    fn receive_pages(&mut self) {
        if let Some(read) = self.mapping_reading.receive() {
            self.take_mappings(read);
        }
        if self.mapping_reading.is_due() {
            self.read_mappings();
        }
        if let Some(numbers) = self.about_reading.receive() {
            self.about.numbers = numbers;
        }
        if self.about_reading.is_due() {
            self.read_about();
        }
    }

    /// What is on its way comes from another data folder.
    pub(super) fn forget_reading(&mut self) {
        self.home_reading.forget();
        self.mapping_reading.forget();
        self.about_reading.forget();
        self.looking.forget();
        self.apart = None;
        self.aside = super::merging_aside::Aside::default();
    }

    /// Shows other numbers; what the person looks at stays as it is, until there is something newer.
    fn take_home(&mut self, mut home: Home) {
        let before = &mut self.home;
        home.span = before.span;
        if home.plotted != Some(home.span) {
            // Read for another page or stretch of time.
            home.points = std::mem::take(&mut before.points);
            home.runs = std::mem::take(&mut before.runs);
            home.plotted = before.plotted;
        }
        self.home = home;
        self.tell_what_waits();
    }
}

/// Bytes of the cache in a folder.
fn size_of(folder: Option<&std::path::Path>) -> u64 {
    folder.map_or(0, super::about::cache_size)
}

/// The desk with an open cache.
fn reading_desk(desk: Option<&Desk>) -> Option<(&Desk, &StoreReader)> {
    let desk = desk?;
    Some((desk, desk.reader()?))
}

fn synced(report: &SyncReport) -> Happening {
    let written = report
        .jobs
        .iter()
        .map(|job| job.counters.inserted + job.counters.modified + job.counters.deleted)
        .sum();
    let attention = report.needs_attention;
    Happening::Synced {
        written,
        waiting: attention.conflicts + attention.errors + attention.skipped,
    }
}
