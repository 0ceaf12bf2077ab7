//! The state of the window, and the only place that carries commands out. Draws nothing.
//!
//! Each frame goes the same way ([`App::frame`]): receive what the worker says, carry out what the person asked for, then (in
//! `ui`) draw. What is drawn is therefore never half of a change.
//!
//! Not here: drawing, SQL, HTTP, rules of synchronisation. Rows are read through the cache's read-only connection; all else is
//! asked of the worker.
//!
//! - `command`: everything that a person can ask for; `offers`: what can be asked for now; `carry_out`: does it
//! - `events`: what the worker says
//! - `route`: pages and the way back; `settings` and `layouts`: what a person set for the window and its tables
//! - `home`, `lists`, `merging`, `mapping`, `matching`, `full`, `full_plan`, `cost`, `preferences`, `about`: what the pages show;
//!   `speaking`: values in words; `export`: lists as files; `copying`: lists as text to paste
//! - `setting_steps`: settings as they were before; `system_notices`: what the system is to tell
//! - `health`: how the link to the services is; `looking`: what a click must know first
//! - `deeds`: what is done with skipped records, errors and couplings; `error_values`, `pair_values`: what both sides hold
//! - `merging_*`: the merge editor: `sections` and names of fields, `names` of references, `edit` for typed values, `commands`
//!   carried out, `texts` of several lines, `aside`: what is looked for beside the window, `afresh`: read again
//!   from both services, `money`: in which currency amounts are, `apart`: in a window of its own, `beyond` the conflict (its mapping,
//!   its references), `rules` for many conflicts
//!   at once and the `work` of reading and writing those
//! - `dialog`: the system's file dialogs; `moving`: the data folder on its way to another place
//! - `wizard`: from a fresh data folder to a connection, the first plan and the schedule
//! - `desk`: the window's end of worker and cache; `clerk`: reads beside the window; `demo`: the demo beside the window; `leaving`: the way
//!   out of it

pub mod about;
mod carry_out;
mod clerk;
pub mod command;
pub mod copying;
pub mod cost;
pub mod deeds;
mod demo;
mod desk;
mod dialog;
pub mod error_values;
mod events;
pub mod export;
pub mod full;
pub mod full_plan;
pub mod gathering;
pub mod health;
pub mod home;
mod layouts;
mod leaving;
pub mod lists;
mod looking;
pub mod mapping;
pub mod matching;
pub mod merging;
pub mod merging_afresh;
mod merging_apart;
mod merging_aside;
mod merging_beyond;
mod merging_commands;
pub mod merging_edit;
pub mod merging_money;
pub mod merging_names;
pub mod merging_rules;
pub mod merging_sections;
pub mod merging_texts;
mod merging_work;
mod moving;
pub mod offers;
pub mod pair_values;
pub mod preferences;
pub mod route;
pub mod setting_steps;
pub mod settings;
pub mod speaking;
pub mod system_notices;
pub mod wizard;

use crate::engine::context::{Environment, SystemEnvironment};
use crate::engine::request::RecordRef;
use crate::i18n::{Lang, Texts};
use crate::model::plan::ActionLine;
use crate::model::reason::Problem;
use crate::model::{MappingName, TableMapping};
use crate::remote::auth::interactive::Asking;
use crate::sandbox::demo::DemoOptions;
use crate::sandbox::demo::story::Script;
use crate::sandbox::system::world::SharedWorld;
use crate::store::{Cleared, StoreReader};
use crate::worker::autostart::Autostart;
use crate::worker::doorbell::Doorbell;
use crate::worker::folder::{self as worker_folder, DataFolder};
use crate::worker::log;
use crate::worker::protocol::ConnectionInfo;
use crate::worker::signing_in::in_browser;
use crate::worker::thread::Wake;
use crate::worker::timekeeper::Record;
use about::AboutPage;
use clerk::Beside;
use command::{ClearErrorsWish, Command, Layer};
use demo::Demo;
use desk::Desk;
use dialog::Dialog;
use full::FullPage;
use health::Health;
use home::{Home, Running};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lists::{CouplingList, ErrorList, HistoryList, JobList, SkippedList};
use mapping::MappingPage;
use matching::MatchPage;
use merging::Merging;
use merging_rules::RulesRun;
use preferences::Preferences;
use route::{Route, Way};
use setting_steps::Steps;
use settings::Settings;
use std::collections::VecDeque;
use std::path::PathBuf;
use system_notices::SystemNotice;

/// How the window is started.
#[derive(Clone, Debug, Default)]
pub struct AppOptions {
    /// The data folder; the platform's own if nothing is given.
    pub folder: Option<PathBuf>,
    /// The language; what was set before, else the system's.
    pub lang: Option<Lang>,
    /// Plays the demo at once.
    pub demo: Option<DemoOptions>,
    /// Lets the schedule rest, and says so.
    pub safe: bool,
    /// Begins minimised.
    pub minimized: bool,
}

/// How the program is started again once the window is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restart {
    /// In safe mode.
    pub safe: bool,
}

/// What is asked before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether the remaining side of these skipped records is to be deleted.
    Delete(Vec<crate::model::SkippedId>),
    /// Whether these records are to be synchronised with one side's values.
    Take(Vec<crate::model::SkippedId>, crate::model::Side),
    /// Whether error entries are to be deleted.
    ClearErrors {
        /// Which.
        wish: ClearErrorsWish,
        /// How many of them still stand.
        open: u64,
        /// How many do not stand any more.
        closed: u64,
        /// Whether those that still stand are deleted along.
        include_open: bool,
    },
    /// With which note errors are to be marked as handled.
    Handle(Vec<crate::model::ErrorId>),
    /// Whether old jobs are to be forgotten.
    ClearJobs {
        /// Older than so many days.
        days: u16,
        /// How many they are.
        count: u64,
    },
    /// Whether the cache is to be replaced by this copy.
    RestoreBackup(PathBuf),
    /// Whether a full synchronisation is to be started.
    StartFull {
        /// From the beginning instead of where it stopped.
        again: bool,
    },
    /// Whether the window is to be closed although something runs.
    Quit,
    /// Whether a run that the safety brake stopped is to be let through.
    LetThrough {
        /// What stopped it.
        problem: Problem,
        /// Its plan.
        plan: Vec<ActionLine>,
    },
}

/// Something that happened, for the notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A synchronisation ended.
    Synced {
        /// Records written.
        written: u64,
        /// What waits for a person.
        waiting: u64,
    },
    /// A side of the open conflict was changed meanwhile; the draft was kept.
    MovedOn,
    /// A conflict was resolved; how people call the record.
    Resolved(String),
    /// A conflict was resolved elsewhere while it was open here.
    ResolvedOutside(String),
    /// What was decided of a conflict is written, and other fields are still open.
    ResolvedPartly(String),
    /// So many conflicts were resolved.
    ResolvedMany(u64),
    /// So many skipped records take part again, were restored or deleted.
    Skipped(u64),
    /// So many entries were deleted; the way back is theirs until the program ends.
    Cleared(u64, Cleared),
    /// So many deleted entries are back.
    Uncleared(u64),
    /// Errors were marked as handled.
    Handled(Vec<crate::model::ErrorId>),
    /// So many handled errors are open again.
    ReopenedErrors(u64),
    /// A write was taken back.
    Reverted,
    /// So many writes that were made together were taken back; the others stay as they are.
    RevertedTogether {
        /// Taken back.
        reverted: u64,
        /// Left as they are.
        left: u64,
    },
    /// These couplings were removed.
    Parted(Vec<command::Pair>),
    /// So many couplings are back.
    CoupledAgain(u64),
    /// So many rows were written to a file.
    Exported(u64, PathBuf),
    /// Records were coupled by match; the way back is theirs.
    Coupled {
        /// How many pairs.
        count: u64,
        /// How many records were created.
        created: u64,
        /// The mapping.
        mapping: MappingName,
        /// The records of Business Central among them.
        records: Vec<RecordRef>,
    },
    /// A mapping was stored; how it was before.
    MappingSaved {
        /// Its name.
        name: MappingName,
        /// The mapping before, if there was one.
        before: Vec<TableMapping>,
    },
    /// Mappings were read from a file; those that were replaced.
    Imported {
        /// How many.
        count: u64,
        /// Those of the same names before.
        before: Vec<TableMapping>,
    },
    /// A file was written.
    Written(PathBuf),
    /// A setting was changed in all mappings; how they were before.
    SettingKept {
        /// The mappings before.
        before: Vec<TableMapping>,
    },
    /// So many couplings were removed.
    Uncoupled(u64),
    /// The connection stands.
    Connected(String),
    /// The connection's person signed in anew; who it was, if that was told.
    SignedIn(String),
    /// The sign-in on this machine is forgotten.
    SignedOut,
    /// The data folder was moved here.
    Moved(String),
    /// The demo is ready, and so many conflicts wait.
    DemoReady(u64),
    /// So many rows were copied.
    Copied(u64),
}

/// The state of the window.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct App {
    desk: Option<Desk>,
    demo: Option<Demo>,
    demo_folder: Option<PathBuf>,
    queue: VecDeque<Command>,
    wake: Wake,
    folder: Option<PathBuf>,
    dialog: Option<Dialog>,
    /// The data folder is on its way to another place.
    moving: Option<moving::Moving>,
    /// What is taken for the present, if not the machine's clock.
    stands: Option<Timestamp>,
    /// The home page's numbers.
    home_reading: Beside<Home>,
    /// The table mappings and the records that the open one is tried on.
    mapping_reading: Beside<mapping::MappingRead>,
    /// The numbers of the page about the program.
    about_reading: Beside<about::Numbers>,
    /// What clicks wait for.
    looking: looking::Looking,
    happenings_after: Option<Happening>,
    chosen_file: Option<std::sync::mpsc::Receiver<Option<PathBuf>>>,
    exporting: Option<export::Exporting>,
    gathering: Option<gathering::Gathering>,
    /// The long text that is being compared.
    comparing: merging_texts::Comparing,
    /// What the merge editor looks for beside the window.
    aside: merging_aside::Aside,
    layouts: layouts::Layouts,
    unsettled: Vec<command::Pair>,
    /// What was cleared away since the program was started and can be had back.
    cleared: std::collections::HashSet<Cleared>,
    /// The errors that are being marked as handled.
    handling: Vec<crate::model::ErrorId>,
    /// The conflict that the preview asked for.
    previewed: Option<crate::model::SkippedId>,
    /// The words in the person's language.
    pub texts: Texts,
    /// What the person set.
    pub settings: Settings,
    /// The time zone in which times are shown.
    pub zone: TimeZone,
    /// The way through the pages.
    pub way: Way,
    /// The connection, once it stands.
    pub connection: Option<ConnectionInfo>,
    /// What runs now.
    pub running: Option<Running>,
    /// How what runs now spends its time.
    pub live: Record,
    /// The home page.
    pub home: Home,
    /// The skipped records.
    pub skipped: SkippedList,
    /// The integration errors.
    pub errors: ErrorList,
    /// The couplings.
    pub couplings: CouplingList,
    /// The jobs.
    pub jobs: JobList,
    /// The history.
    pub history: HistoryList,
    /// The settings.
    pub preferences: Preferences,
    /// The page about the program.
    pub about: AboutPage,
    /// The table mappings.
    pub mapping: MappingPage,
    /// Match-based coupling.
    pub matching: MatchPage,
    /// The full synchronisation.
    pub full: FullPage,
    /// The conflict for which the merge editor has a window of its own.
    pub apart: Option<crate::model::SkippedId>,
    /// The merge editor, while a conflict is open.
    pub merging: Option<Merging>,
    /// Many conflicts that a rule is to decide, while that is looked at.
    pub rules: Option<RulesRun>,
    /// How the link to the services is.
    pub health: Health,
    /// Whether the background work has ended although nobody asked for it.
    pub fallen: bool,
    /// A problem that the person has not put away.
    pub notice: Option<Problem>,
    /// What is to go to the clipboard.
    pub to_copy: Option<String>,
    /// What the system is to tell, if nobody looks at the window.
    pub for_the_system: VecDeque<SystemNotice>,
    /// How much waited for a person before the run under way.
    waited: Option<u64>,
    /// The way back of settings.
    pub setting_steps: Steps,
    /// Whether this is safe mode: the schedule rests.
    pub safe: bool,
    /// Whether the window is to be minimised now.
    pub minimize: bool,
    /// How the program is started again once the window is closed, if it is.
    pub restart: Option<Restart>,
    /// Where a second start calls this window.
    bell: Option<Doorbell>,
    /// Whether a second start has called this window to the front.
    pub rung: std::sync::Arc<std::sync::atomic::AtomicBool>,
    /// What a mistake of the program left behind the last time.
    pub crash: Option<String>,
    /// What draws, as far as it tells.
    pub graphics: Option<String>,
    /// The system's list of what it starts; nothing where there is none.
    pub autostart: Option<Autostart>,
    /// What is asked before it is done.
    pub question: Option<Question>,
    /// What happened since the window last looked.
    pub happenings: VecDeque<Happening>,
    /// The record that a coupling is set up for.
    pub coupling: Option<deeds::Unmatched>,
    /// What lies over the page.
    pub layer: Option<Layer>,
    /// Whether the window fills the screen.
    pub full_screen: bool,
    /// Whether the window is to close.
    pub quitting: bool,
    asking: Option<Asking>,
    /// The setup wizard.
    pub wizard: wizard::Wizard,
    /// Whether the connection's secrets can be used.
    pub lock: wizard::Lock,
}

impl App {
    /// Makes the state and starts the worker; `wake` is called from other threads whenever there is something new.
    pub fn new(options: AppOptions, wake: Wake) -> Self {
        let AppOptions {
            folder,
            lang,
            demo,
            safe,
            minimized,
        } = options;
        let named = folder.or_else(|| DataFolder::default_path().ok());
        // If it was moved to a place that is not there, opening it says so.
        let folder = named.map(|named| worker_folder::resolve(&named).unwrap_or(named));
        let settings = folder.as_deref().map(Settings::read).unwrap_or_default();
        log::keep_more(settings.detailed_log);
        let lang = lang.or(settings.lang).unwrap_or_else(Lang::system);
        let mut app = Self {
            desk: None,
            demo: None,
            demo_folder: None,
            queue: VecDeque::new(),
            wake,
            folder,
            dialog: None,
            moving: None,
            stands: None,
            home_reading: Beside::default(),
            mapping_reading: Beside::default(),
            about_reading: Beside::default(),
            looking: looking::Looking::default(),
            happenings_after: None,
            chosen_file: None,
            exporting: None,
            gathering: None,
            comparing: merging_texts::Comparing::default(),
            aside: merging_aside::Aside::default(),
            layouts: layouts::Layouts::default(),
            unsettled: Vec::new(),
            cleared: std::collections::HashSet::new(),
            handling: Vec::new(),
            previewed: None,
            texts: Texts::new(lang).with_formats(settings.formats),
            settings,
            zone: TimeZone::system(),
            way: Way::at(Route::Welcome),
            connection: None,
            running: None,
            live: Record::default(),
            home: Home::default(),
            skipped: SkippedList::default(),
            errors: grouped_by_cause(),
            couplings: CouplingList::default(),
            jobs: JobList::default(),
            history: HistoryList::default(),
            preferences: Preferences::default(),
            about: AboutPage::default(),
            mapping: MappingPage::default(),
            matching: MatchPage::default(),
            full: FullPage::default(),
            apart: None,
            merging: None,
            rules: None,
            health: Health::default(),
            fallen: false,
            to_copy: None,
            for_the_system: VecDeque::new(),
            waited: None,
            setting_steps: Steps::default(),
            autostart: Autostart::of_this_person(),
            safe,
            minimize: minimized,
            restart: None,
            bell: None,
            rung: std::sync::Arc::default(),
            crash: None,
            graphics: None,
            notice: None,
            question: None,
            happenings: VecDeque::new(),
            coupling: None,
            layer: None,
            full_screen: false,
            quitting: false,
            asking: None,
            wizard: wizard::Wizard::default(),
            lock: wizard::Lock::default(),
        };
        match demo {
            Some(options) => app.play_demo(options, Script::monday(options)),
            None => app.open_folder(),
        }
        app
    }

    /// Takes a command; it is carried out before the next frame is drawn.
    pub fn send(&mut self, command: Command) {
        self.queue.push_back(command);
    }

    /// Whether a person asked for something that is not carried out yet.
    pub fn has_commands(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Everything but drawing: events, then commands.
    pub fn frame(&mut self) {
        self.receive();
        while let Some(command) = self.queue.pop_front() {
            self.carry_out(command);
        }
        // After the commands: what was typed in the frame before must not take the place of what comes now.
        self.receive_texts();
        self.receive_aside();
        self.keep_fresh();
    }

    /// The present moment, for relative times.
    pub fn now(&self) -> Timestamp {
        self.stands.unwrap_or_else(|| SystemEnvironment.now())
    }

    /// Whether the emulated services are used.
    pub fn is_demo(&self) -> bool {
        self.demo.is_some()
    }

    /// Whether the demo has come to the person's turn.
    pub fn demo_is_ready(&self) -> bool {
        self.demo.as_ref().is_some_and(Demo::is_done)
    }

    /// Whether nothing runs and the numbers shown are those of the cache: they are read beside the window, and come some
    /// frames after what changed them.
    pub fn is_quiet(&self) -> bool {
        self.running.is_none()
            && !self.home_reading.is_behind()
            && !self.mapping_reading.is_behind()
            && !self.about_reading.is_behind()
            && !self.looking.is_busy()
    }

    /// What the emulated services of the demo hold, for whoever acts as a colleague.
    pub fn demo_world(&self) -> Option<SharedWorld> {
        self.demo.as_ref().and_then(Demo::world)
    }

    /// The cache, once it is open.
    pub fn reader(&self) -> Option<&StoreReader> {
        self.desk.as_ref().and_then(Desk::reader)
    }

    /// The cache and who reads long lists from it, once it is open.
    pub fn cache(&self) -> Option<lists::Cache<'_>> {
        self.desk.as_ref().and_then(Desk::cache)
    }

    /// The data folder in use.
    pub fn data_folder(&self) -> Option<&std::path::Path> {
        self.desk.as_ref().map(Desk::folder)
    }

    /// Takes what is being typed and ends.
    pub fn leave(&mut self) {
        self.take_typed();
        self.stop();
    }

    /// Asks the worker to end; what is in flight is finished and stored.
    pub fn stop(&self) {
        self.keep_draft();
        if let Some(desk) = &self.desk {
            desk.cancel_all();
            desk.stop();
        }
    }

    /// Whether the worker has ended, so that the window may close.
    pub fn has_stopped(&self) -> bool {
        self.desk.as_ref().is_none_or(Desk::has_ended)
    }

    /// Hangs the bell by which a second start calls this window, and looks for what a mistake left behind.
    pub(super) fn settle_in(&mut self) {
        let Some(folder) = self.data_folder().filter(|_| self.demo.is_none()) else {
            return;
        };
        let (crash, folder) = (crate::worker::crash::left_in(folder), folder.to_owned());
        // The one before takes its file away when it goes.
        self.bell = None;
        let (rung, wake) = (
            std::sync::Arc::clone(&self.rung),
            std::sync::Arc::clone(&self.wake),
        );
        let bell = Doorbell::hang(&folder, move || {
            rung.store(true, std::sync::atomic::Ordering::Relaxed);
            wake();
        });
        match bell {
            Ok(bell) => self.bell = Some(bell),
            Err(error) => tracing::warn!(%error, "a second start cannot call this window"),
        }
        self.crash = crash;
    }

    /// The demo leaves nothing behind; a folder that somebody still holds is left to the system's own cleaning.
    fn remove_demo_folder(&mut self) {
        if let Some(folder) = self.demo_folder.take() {
            std::fs::remove_dir_all(folder).ok();
        }
    }

    fn open_folder(&mut self) {
        if let Some(folder) = self.folder.clone() {
            self.desk = Some(Desk::open(
                &folder,
                self.stands,
                self.safe,
                std::sync::Arc::clone(&self.wake),
            ));
        }
    }

    /// Asks people to sign in otherwise than in the system's browser.
    pub fn ask_people_by(&mut self, asking: Asking) {
        self.asking = Some(asking);
    }

    /// How people are asked to sign in.
    fn asking(&self) -> Asking {
        let own = self.asking.clone();
        own.unwrap_or_else(|| in_browser(self.texts))
    }

    /// Takes a moment for the present from now on, in the next demo too: what is shown is then the same at every run.
    pub fn stand_still(&mut self, at: Timestamp) {
        self.stands = Some(at);
    }

    /// Starts the demo; `script` says how many pairs its colleagues edit, and how.
    pub fn play_demo(&mut self, options: DemoOptions, script: Script) {
        let folder =
            std::env::temp_dir().join(format!("raccord-demo-{}", uuid::Uuid::new_v4().simple()));
        if let Some(desk) = self.desk.take() {
            desk.stop();
        }
        self.bell = None;
        self.desk = Some(Desk::open(
            &folder,
            self.stands,
            false,
            std::sync::Arc::clone(&self.wake),
        ));
        self.demo_folder = Some(folder);
        // What is on its way comes from the folder before.
        self.forget_reading();
        self.demo = Some(Demo::start(
            options,
            script,
            self.stands,
            std::sync::Arc::clone(&self.wake),
        ));
        self.running = Some(Running {
            what: home::RunningKind::Connecting,
            progress: None,
            waiting: None,
            prompt: None,
            stopping: false,
        });
        self.way = Way::at(Route::Home);
    }
}

/// The errors page begins with groups: one cause has one remedy.
fn grouped_by_cause() -> ErrorList {
    let mut errors = ErrorList::default();
    errors.wish.group = Some(lists::GroupBy::Cause);
    errors
}

impl Drop for App {
    fn drop(&mut self) {
        if self.demo_folder.is_some() {
            self.desk = None;
            self.remove_demo_folder();
        }
    }
}
