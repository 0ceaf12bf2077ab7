//! Everything a person can ask of the window. Buttons, keys and menus send commands; `carry_out` is the only place that
//! carries them out, between frames.

use super::copying::CopyWish;
use super::export::ExportWish;
use super::gathering::{ForAll, Rows};
use super::home::Span;
use super::lists::ListCommand;
use super::matching::MatchTab;
use super::merging_rules::Rule;
use super::merging_sections::Section;
use super::route::Route;
use super::settings::{Density, Theme};
use super::system_notices::NoticeKind;
use super::wizard::command::WizardCommand;
use crate::engine::request::{AfterCoupling, RecordRef};
use crate::i18n::{Arg, Formats, Lang, Texts};
use crate::merge::text::TakePiece;
use crate::model::mapping::MatchRule;
use crate::model::quiet::QuietHours;
use crate::model::reason::Cause;
use crate::model::running::{Brake, Interval};
use crate::model::{
    ErrorId, FieldName, HistoryId, MappingName, SetName, Side, Sides, SkippedId, TableMapping,
};
use crate::store::Cleared;
use crate::worker::explain::{side_name, title};
use std::path::PathBuf;
use uuid::Uuid;

/// One thing a person asked for. Each has a name in `commands.ftl`, in both languages; [`CommandKind::reach`] says where a
/// person finds it.
#[derive(Clone, Debug, PartialEq, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(CommandKind),
    vis(pub(crate)),
    derive(Hash, strum::EnumIter, strum::IntoStaticStr),
    strum(serialize_all = "kebab-case")
)]
pub enum Command {
    /// Shows a page.
    Go(Route),
    /// Goes back to the page before.
    Back,
    /// Goes forward again.
    Forward,
    /// Starts the emulated services and plays the beginning of the demo.
    TryDemo,
    /// Ends the demo and forgets it; the person's own data folder is opened again.
    LeaveDemo,
    /// Connects with a connection file that a person chooses.
    ChooseConnectionFile,
    /// Connects with this connection file.
    Connect(PathBuf),
    /// Synchronises all enabled mappings.
    SyncNow,
    /// Shows what the run that the safety brake stopped would do, and asks whether it may.
    ShowStoppedPlan,
    /// Synchronises one mapping.
    SyncMapping(MappingName),
    /// Stops what runs, after the request in flight.
    Stop,
    /// Reads what is shown again.
    Refresh,
    /// Speaks another language.
    SetLang(Lang),
    /// Looks otherwise.
    SetTheme(Theme),
    /// Opens an address in the browser.
    OpenUrl(String),
    /// Opens a conflict in the merge editor, or the record behind another skipped record.
    OpenSkipped(SkippedId),
    /// Lets skipped records take part again.
    Retry(Vec<SkippedId>),
    /// Lets all of them take part again.
    RetryAll,
    /// Creates the missing side of these records again.
    Restore(Vec<SkippedId>),
    /// Asks before the remaining side of these records is deleted.
    AskDelete(Vec<SkippedId>),
    /// Asks before these records are synchronised with one side's values.
    AskTake(Vec<SkippedId>, Side),
    /// Removes couplings; the records stay, and the couplings can be had back.
    Uncouple(Vec<Pair>),
    /// Couples records again whose couplings were removed.
    CoupleAgain(Vec<Pair>),
    /// Looks for pairs of which a record is gone or outside its filter.
    FindDeleted(Option<MappingName>),
    /// Tries these errors again.
    RetryErrors(Vec<ErrorId>),
    /// Tries everything again that failed for this cause.
    RetryCause(Cause),
    /// Asks for a note before these errors are marked as handled.
    AskHandle(Vec<ErrorId>),
    /// Marks errors as handled, with a note that may be empty.
    HandleErrors(Vec<ErrorId>, String),
    /// Takes the mark away from errors: they stand again.
    ReopenErrors(Vec<ErrorId>),
    /// Brings back what was cleared away since the program was started.
    RestoreCleared(Cleared),
    /// Does something with very many rows of the page's filter.
    ForAll(ForAll, Rows),
    /// Copies very many rows of the page's filter.
    CopyRows(CopyWish),
    /// Opens the choice of another row for a record of Business Central.
    SetUpCoupling {
        /// The mapping.
        mapping: MappingName,
        /// The record.
        bc: Option<Uuid>,
        /// How people call it.
        label: String,
    },
    /// Couples the record that a coupling is set up for with this one of the other side, instead of the one it has.
    CoupleWith(Uuid, Option<Side>),
    /// Asks before jobs older than so many days are forgotten.
    AskClearJobs(u16),
    /// Shows the jobs of a mapping.
    ShowJobs(MappingName),
    /// Shows a record's pair among the couplings, by the record's id or a part of its name.
    ShowCoupling(String),
    /// Synchronises these records of a mapping alone.
    SyncRecords(MappingName, Vec<(Side, Uuid)>),
    /// Shows another stretch of time in the plots.
    ShowSpan(Span),
    /// Changes what is seen of the page's list.
    List(ListCommand),
    /// Writes the rows of the page's list to a file.
    Export(ExportWish),
    /// Turns over whether errors that still stand are deleted along, in the question about it.
    IncludeOpen(bool),
    /// Shows only integration errors of a cause; all without one.
    FilterErrors(Option<Cause>),
    /// Asks before error entries are deleted.
    AskClearErrors(ClearErrorsWish),
    /// Writes back what a change replaced.
    Revert(HistoryId),
    /// Writes back what a merge replaced on both sides; the write is one of it.
    RevertMerge(HistoryId),
    /// Says yes to what was asked.
    Confirm,
    /// Says no to what was asked.
    Decline,
    /// Takes the notice away.
    DismissNotice,
    /// Opens what lies over the page: the palette, help and the like.
    Show(Layer),
    /// Closes what lies over the page.
    CloseLayer,
    /// Makes everything larger or smaller, or as it was.
    Zoom(Zoom),
    /// Fills the screen, or gives it back.
    ToggleFullScreen,
    /// Closes the window; a run that is under way is asked about first.
    Quit,
    /// Minimises the window; what runs goes on.
    Minimize,
    /// Does something in the merge editor.
    Merge(MergeCommand),
    /// Decides many conflicts by a rule.
    Rules(RulesCommand),
    /// Does something on the page of table mappings.
    Mapping(MappingCommand),
    /// Changes a setting.
    Setting(SettingCommand),
    /// Does something on the page about the program.
    About(AboutCommand),
    /// Mends the link to the services, or puts away what is wrong with it.
    Health(HealthCommand),
    /// Does something on the page of match-based coupling.
    Match(MatchCommand),
    /// Does something on the page of the full synchronisation.
    Full(FullCommand),
    /// Does something with the plan of a full comparison.
    Plan(PlanCommand),
    /// Does something in the setup wizard, or with the connection.
    Wizard(WizardCommand),
}

/// One setting that a person changes, apart from those that have a command of their own.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingCommand {
    /// Lets nothing move that need not, or not.
    ReduceMotion(bool),
    /// Lets the system tell something, or not.
    Notify(NoticeKind, bool),
    /// Lets the system tell nothing in a part of each day, or always.
    QuietNotices(Option<QuietHours>),
    /// Lets the schedule rest in a part of each day, or never.
    QuietHours(Option<QuietHours>),
    /// Starts the program with the system, or not.
    Autostart(bool),
    /// Keeps every step in the log, or not.
    DetailedLog(bool),
    /// Takes the last change of a setting back.
    Undo,
    /// Lets things stand closer together, or not.
    Density(Density),
    /// Writes numbers and dates otherwise.
    Formats(Formats),
    /// Switches the schedule on with a pause between runs, or off.
    Schedule(Option<Interval>),
    /// Sets the safety brake of all mappings.
    Brake(Brake),
    /// Sets after how many equal failures a record is skipped, for all mappings.
    SkipAfter(Option<u32>),
    /// Shows the data folder.
    OpenFolder,
    /// Writes a copy of the cache where a person chooses.
    ChooseBackup,
    /// Writes a copy of the cache here.
    Backup(PathBuf),
    /// Replaces the cache by a copy that a person chooses.
    ChooseRestore,
    /// Asks before the cache is replaced by this copy.
    AskRestore(PathBuf),
    /// Forgets old jobs.
    ForgetJobs,
    /// Forgets old errors that do not stand any more.
    ForgetErrors,
}

impl SettingCommand {
    /// The key of what it is called.
    fn label_key(&self) -> &'static str {
        match self {
            Self::ReduceMotion(_) => "settings-motion",
            Self::Notify(kind, _) => kind.label_key(),
            Self::QuietNotices(_) => "settings-notify-quiet",
            Self::QuietHours(_) => "settings-schedule-quiet",
            Self::Autostart(_) => "settings-autostart",
            Self::DetailedLog(_) => "settings-detailed-log",
            Self::Undo => "action-undo",
            Self::Density(_) => "settings-density",
            Self::Formats(_) => "settings-formats",
            Self::Schedule(_) => "settings-schedule-on",
            Self::Brake(_) => "word-safety-brake",
            Self::SkipAfter(_) => "mappings-skip-after",
            Self::OpenFolder => "settings-open-folder",
            Self::ChooseBackup | Self::Backup(_) => "settings-backup",
            Self::ChooseRestore | Self::AskRestore(_) => "settings-restore",
            Self::ForgetJobs => "settings-forget-jobs",
            Self::ForgetErrors => "settings-forget-errors",
        }
    }
}

/// One thing a person does on the page about the program.
#[derive(Clone, Debug, PartialEq)]
pub enum AboutCommand {
    /// Makes the checks of the connection.
    Check,
    /// Shows what the diagnostics hold, or hides it.
    Preview,
    /// Writes the diagnostics where a person chooses.
    ChooseFile,
    /// Writes the diagnostics here.
    Save(PathBuf),
    /// Forgets what a mistake of the program left behind.
    ForgetCrash,
    /// Closes the window and starts the program again.
    Restart {
        /// In safe mode.
        safe: bool,
    },
}

impl AboutCommand {
    /// The key of what it is called.
    fn label_key(&self) -> &'static str {
        match self {
            Self::Check => "about-check",
            Self::Preview => "about-preview",
            Self::ChooseFile | Self::Save(_) => "about-save",
            Self::ForgetCrash => "about-crash-forget",
            Self::Restart { safe: true } => "about-restart-safe",
            Self::Restart { safe: false } => "about-restart",
        }
    }
}

/// One thing a person does about the link to the services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthCommand {
    /// Signs the connection's person in anew, in the browser.
    SignIn,
    /// Makes the checks of the connection and shows them.
    Check,
    /// Puts the message in the bar away.
    PutAway,
    /// Starts the background work again after it ended.
    StartAgain,
}

impl HealthCommand {
    /// The key of what it is called.
    fn label_key(self) -> &'static str {
        match self {
            Self::SignIn => "health-sign-in",
            Self::Check => "health-check",
            Self::PutAway => "notice-dismiss",
            Self::StartAgain => "health-start-again",
        }
    }
}

/// One thing a person does on the page of table mappings.
#[derive(Clone, Debug, PartialEq)]
pub enum MappingCommand {
    /// Opens a mapping in the editor; unsaved changes of the one before are kept.
    Open(MappingName),
    /// Begins a new mapping between two tables.
    Begin {
        /// Its name.
        name: MappingName,
        /// The table of each side.
        sets: Sides<SetName>,
    },
    /// Asks which tables there are.
    AskSets,
    /// Lets a mapping take part in synchronisation, or not.
    Enable(MappingName, bool),
    /// Replaces the draft.
    Change(Box<TableMapping>),
    /// Looks at a field mapping, or at none.
    Focus(Option<usize>),
    /// Takes the last step back.
    Undo,
    /// Takes the step again.
    Redo,
    /// Makes the draft what is stored.
    Discard,
    /// Makes the draft what came with the program.
    Reset,
    /// Says what a synchronisation with the draft would do.
    Try,
    /// Stores the draft.
    Save,
    /// Stores mappings as they were before.
    Store(Vec<TableMapping>),
    /// Shows another record as the example.
    Example {
        /// The next one, or the one before.
        forward: bool,
    },
    /// Reads the fields of both tables again.
    ReadFields,
    /// Shows the versions of the mapping, or hides them.
    Versions,
    /// Makes the draft what it was in the version of this number.
    PutBack(i64),
    /// Adds the default mappings that are missing.
    AddDefaults,
    /// Reads a mapping file that a person chooses.
    ChooseImport,
    /// Writes a mapping file where a person chooses.
    ChooseExport,
    /// Reads this mapping file.
    Import(PathBuf),
    /// Writes this mapping file.
    Export(PathBuf),
}

impl MappingCommand {
    /// The key of what it is called, where it needs no row.
    fn label_key(&self) -> &'static str {
        match self {
            Self::ChooseImport => "mappings-import",
            Self::ChooseExport => "mappings-export",
            Self::AddDefaults => "mappings-defaults",
            Self::Save => "action-save",
            Self::Undo => "action-undo",
            Self::Redo => "action-redo",
            Self::Discard => "mappings-discard",
            Self::Reset => "mappings-reset",
            Self::Try => "mappings-try",
            Self::Versions => "versions-title",
            Self::PutBack(_) => "versions-put-back",
            _ => "nav-mappings",
        }
    }
}

/// One thing a person does on the page of match-based coupling.
#[derive(Clone, Debug, PartialEq)]
pub enum MatchCommand {
    /// Chooses the mapping.
    Choose(MappingName),
    /// Makes a field of the mapping a criterion, otherwise than before, or none any more; fields by their place.
    Criterion(usize, Option<MatchRule>),
    /// Says what would be coupled.
    Preview,
    /// Looks at a part of the preview.
    Tab(MatchTab),
    /// Leaves a record of Business Central alone although it matches, or not.
    Leave(Uuid, bool),
    /// Leaves all named ones alone, or none.
    LeaveAll(bool),
    /// Couples a record of Business Central with this row although it does not match by itself; with none, not.
    Also(Uuid, Option<Uuid>),
    /// Couples all nearly matching pairs with at least this score, and no others of them.
    AlsoFrom(u32),
    /// Creates what matches nothing, or not.
    Create(bool),
    /// Says what the first synchronisation does with the new pairs.
    Then(AfterCoupling),
    /// Couples what is chosen.
    Couple,
    /// Takes a batch of couplings back.
    Undo(MappingName, Vec<RecordRef>),
}

/// One thing a person does with the plan of a full comparison. Lines are named by their place.
#[derive(Clone, Debug, PartialEq)]
pub enum PlanCommand {
    /// Reads what changed and says what a synchronisation would do.
    Preview,
    /// Reads everything and says what would be done.
    Compare,
    /// Shows the mappings in their waves instead of the plan, or the plan again.
    Waves(bool),
    /// Hides a category, or shows it again.
    Hide(String, bool),
    /// Chooses a line, or not.
    Choose(usize, bool),
    /// Chooses every line that is shown, or none of them.
    ChooseAll(bool),
    /// Runs a line towards this side; as recommended without one.
    Towards(usize, Option<Side>),
    /// Runs every line as recommended.
    AsRecommended,
    /// Runs what is chosen.
    Run,
    /// Writes the plan to a file.
    Save,
}

/// One thing a person does on the page of the full synchronisation.
#[derive(Clone, Debug, PartialEq)]
pub enum FullCommand {
    /// Reads both sides and says what each mapping would begin with.
    Review,
    /// Lets a mapping start although what it depends on has not succeeded, or not.
    Anyway(MappingName, bool),
    /// Asks before it is started where it stopped, or from the beginning.
    AskStart {
        /// From the beginning.
        again: bool,
    },
}

/// What may lie over a page. Esc closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Layer {
    /// Every command, to be found by typing.
    Palette,
    /// Every key.
    Shortcuts,
    /// What happened in this session.
    Notifications,
    /// What the page is for and how it is used.
    Help,
    /// Another row for a record of Business Central.
    CouplingChoice,
    /// The text of the field that is looked at, line by line, both sides beside each other.
    WholeText,
}

/// A step of the size of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Zoom {
    /// Larger.
    In,
    /// Smaller.
    Out,
    /// As the system has it.
    Reset,
}

/// Where a person finds a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// In the palette, on every page on which it makes sense.
    Palette,
    /// On a page: in its rows, buttons and fields, or in a dialog.
    Page,
}

impl CommandKind {
    /// Where a person finds commands of this kind.
    #[cfg_attr(not(test), expect(dead_code, reason = "a promise that a test keeps"))]
    pub(crate) fn reach(self) -> Reach {
        match self {
            Self::FindDeleted
            | Self::RestoreCleared
            | Self::RetryCause
            | Self::Go
            | Self::Back
            | Self::Forward
            | Self::TryDemo
            | Self::LeaveDemo
            | Self::ChooseConnectionFile
            | Self::SyncNow
            | Self::ShowStoppedPlan
            | Self::SyncMapping
            | Self::Stop
            | Self::Refresh
            | Self::SetLang
            | Self::SetTheme
            | Self::RetryAll
            | Self::FilterErrors
            | Self::AskClearErrors
            | Self::DismissNotice
            | Self::Full
            | Self::Rules
            | Self::Mapping
            | Self::Setting
            | Self::About
            | Self::Health
            | Self::Plan
            | Self::Wizard
            | Self::Show
            | Self::Zoom
            | Self::ToggleFullScreen
            | Self::Minimize
            | Self::Quit => Reach::Palette,
            Self::SetUpCoupling
            | Self::CoupleWith
            | Self::AskClearJobs
            | Self::AskTake
            | Self::Uncouple
            | Self::CoupleAgain
            | Self::RetryErrors
            | Self::AskHandle
            | Self::HandleErrors
            | Self::ReopenErrors
            | Self::ForAll
            | Self::CopyRows
            | Self::ShowJobs
            | Self::ShowCoupling
            | Self::SyncRecords
            | Self::ShowSpan
            | Self::List
            | Self::Export
            | Self::IncludeOpen
            | Self::Connect
            | Self::OpenUrl
            | Self::OpenSkipped
            | Self::Retry
            | Self::Restore
            | Self::AskDelete
            | Self::Revert
            | Self::RevertMerge
            | Self::Confirm
            | Self::Decline
            | Self::CloseLayer
            | Self::Merge
            | Self::Match => Reach::Page,
        }
    }
}

impl Command {
    /// What the command is called, as a verb.
    pub fn label(&self, texts: Texts) -> String {
        let kind: &'static str = CommandKind::from(self).into();
        let what = match self {
            Self::Go(route) => texts.t(route.label_key()).into_owned(),
            Self::SyncMapping(name)
            | Self::ShowJobs(name)
            | Self::FindDeleted(Some(name))
            | Self::SyncRecords(name, _) => name.to_string(),
            Self::AskTake(_, side) => side_name(texts, *side).into_owned(),
            Self::SetLang(lang) => lang.own_name().to_owned(),
            Self::SetTheme(theme) => texts.t(theme.label_key()).into_owned(),
            Self::FilterErrors(None) => texts.t("errors-all-causes").into_owned(),
            Self::FilterErrors(Some(cause)) | Self::RetryCause(cause) => title(texts, *cause),
            Self::AskClearErrors(wish) => texts.t(wish.label_key()).into_owned(),
            Self::RestoreCleared(Cleared::Errors) => texts.t("nav-errors").into_owned(),
            Self::RestoreCleared(Cleared::Jobs) => texts.t("nav-jobs").into_owned(),
            Self::Show(layer) => {
                let layer: &'static str = layer.into();
                return texts.t(&format!("command-show-{layer}")).into_owned();
            }
            Self::Zoom(zoom) => {
                let zoom: &'static str = zoom.into();
                return texts.t(&format!("command-zoom-{zoom}")).into_owned();
            }
            Self::Merge(command) => return command.label(texts),
            Self::Plan(PlanCommand::Compare) => texts.t("plan-compare").into_owned(),
            Self::Plan(PlanCommand::Preview) => return texts.t("plan-preview").into_owned(),
            Self::Setting(command) => texts.t(command.label_key()).into_owned(),
            Self::About(command) => texts.t(command.label_key()).into_owned(),
            Self::Wizard(command) => return texts.t(command.label_key()).into_owned(),
            Self::Health(command) => texts.t(command.label_key()).into_owned(),
            Self::Rules(_) => return texts.t("merge-rules-title").into_owned(),
            Self::Mapping(command) => texts.t(command.label_key()).into_owned(),
            Self::Full(FullCommand::Review) => texts.t("full-review").into_owned(),
            Self::Full(FullCommand::AskStart { again: true }) => texts.t("full-again").into_owned(),
            Self::Full(_) => texts.t("full-start").into_owned(),
            _ => String::new(),
        };
        let args = [("what", Arg::from(what.as_str()))];
        let label = texts.t_args(&format!("command-{kind}"), &args);
        label.trim_end().to_owned()
    }
}

/// Two records that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The mapping.
    pub mapping: MappingName,
    /// Both records.
    pub ids: Sides<Uuid>,
}

/// Which error entries a person wants to be rid of. Entries that still stand stay either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClearErrorsWish {
    /// Older than seven days.
    OlderThanSevenDays,
    /// All.
    All,
}

impl ClearErrorsWish {
    /// The key of the button that wishes it.
    pub fn label_key(self) -> &'static str {
        match self {
            Self::OlderThanSevenDays => "action-delete-older",
            Self::All => "action-delete-all",
        }
    }
}

/// One thing a person does where many conflicts are decided by a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RulesCommand {
    /// Reads these conflicts and says what rules would do; all conflicts if none is named.
    Open(Vec<SkippedId>),
    /// Takes another rule.
    Choose(Rule),
    /// Decides only this field; every open one if none is named.
    OnlyField(Option<FieldName>),
    /// Leaves a conflict out, or takes it in again.
    Tick(SkippedId),
    /// Keeps the decisions as drafts.
    Fill,
    /// Takes the drafts back to what they were.
    Unfill,
    /// Writes the conflicts that are decided to both sides.
    WriteAll,
    /// Stops writing after the one in hand.
    StopWriting,
    /// Leaves.
    Close,
}

/// One thing a person does in the merge editor. Fields are named by the position of their field mapping.
#[derive(Clone, Debug, PartialEq, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(MergeCommandKind),
    vis(pub(crate)),
    derive(Hash, strum::EnumIter, strum::IntoStaticStr),
    strum(serialize_all = "kebab-case")
)]
pub enum MergeCommand {
    /// Looks at a field.
    Focus(usize),
    /// Looks at the field so many rows further down, or up.
    Move(i32),
    /// Looks at the next open field, or the one before.
    NextOpen {
        /// Forward or backward.
        forward: bool,
    },
    /// Takes a side's value for a field.
    Take(usize, Side),
    /// Keeps what both held when they last agreed.
    TakeBase(usize),
    /// Takes both edits of a long text.
    TakeBoth(usize),
    /// Takes a side's value for every open field.
    TakeAllOpen(Side),
    /// Takes a side's value for every contested field of a section.
    TakeSection(Section, Side),
    /// The same for the section of the field that is looked at.
    TakeSectionHere(Side),
    /// Begins to type a value.
    BeginEdit(usize),
    /// What is typed so far.
    Typed(String),
    /// Goes so many options further down, or up, in the list that is open.
    Highlight(i32),
    /// Takes the option at this place of the list that is open.
    Choose(usize),
    /// Takes a piece of a long text from somewhere.
    TakePiece(usize, TakePiece),
    /// Takes what was typed.
    CommitEdit,
    /// Forgets what was typed.
    CancelEdit,
    /// Takes a decision back.
    Reopen(usize),
    /// Takes the last step back.
    Undo,
    /// Takes the step again.
    Redo,
    /// Shows or hides fields that did not change.
    ToggleUnchanged,
    /// Shows or hides what exactly would be written.
    TogglePreview,
    /// Shows or hides the pane with the whole values.
    ToggleDetail,
    /// Shows only fields with these words in their names.
    Filter(String),
    /// Looks at the first field that a side changed meanwhile.
    ReviewMoved,
    /// Takes away what says that a side changed something meanwhile.
    DismissMoved,
    /// Offers the same answer to the other conflicts that wait for it.
    OfferAlike,
    /// Takes that offer away.
    DismissAlike,
    /// Lets a side decide this field from now on, in the mapping.
    OwnFromNow(usize, Side),
    /// Opens the field's line in the table mapping.
    OpenFieldMapping(usize),
    /// Couples the record that the field refers to.
    CoupleTarget(usize),
    /// Reads both records again.
    LookAgain,
    /// Doubts that a side takes no changes, and asks again.
    Doubt(Side),
    /// Leaves a pair with one record uncoupled; the record that is left stays as it is.
    Uncouple,
    /// Writes the decision to both sides.
    Apply,
    /// Writes what is decided, and leaves the open fields a conflict.
    ApplyDecided,
    /// Goes to the conflict after, or before, keeping the draft.
    Step {
        /// Forward or backward.
        forward: bool,
    },
    /// Forgets all decisions.
    Discard,
    /// Puts the editor into a window of its own, or back into the main one.
    Apart,
    /// Leaves the editor; the draft is kept.
    Leave,
}

impl MergeCommand {
    /// What the command is called, as a verb.
    pub fn label(&self, texts: Texts) -> String {
        let kind: &'static str = MergeCommandKind::from(self).into();
        let back = match self {
            Self::NextOpen { forward: false } | Self::Step { forward: false } => "-back",
            _ => "",
        };
        let side = match self {
            Self::Take(_, side)
            | Self::TakeAllOpen(side)
            | Self::TakeSection(_, side)
            | Self::OwnFromNow(_, side)
            | Self::Doubt(side)
            | Self::TakeSectionHere(side) => side_name(texts, *side),
            _ => "".into(),
        };
        let args = [("side", Arg::from(side.as_ref()))];
        texts.t_args(&format!("merge-command-{kind}{back}"), &args)
    }
}
