//! Everything a person can ask of the window. Buttons, keys and menus send commands; `carry_out` is the only place that
//! carries them out, between frames.

use super::matching::MatchTab;
use super::route::Route;
use super::settings::Theme;
use crate::engine::request::{AfterCoupling, RecordRef};
use crate::i18n::Lang;
use crate::model::reason::Cause;
use crate::model::{HistoryId, MappingName, Side, SkippedId};
use std::path::PathBuf;
use uuid::Uuid;

/// One thing a person asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Shows a page.
    Go(Route),
    /// Goes back to the page before.
    Back,
    /// Goes forward again.
    Forward,
    /// Starts the emulated services and plays the beginning of the demo.
    TryDemo,
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
    /// Shows only integration errors of a cause; all without one.
    FilterErrors(Option<Cause>),
    /// Asks before error entries are deleted.
    AskClearErrors(ClearErrorsWish),
    /// Writes back what a change replaced.
    Revert(HistoryId),
    /// Says yes to what was asked.
    Confirm,
    /// Says no to what was asked.
    Decline,
    /// Takes the notice away.
    DismissNotice,
    /// Does something in the merge editor.
    Merge(MergeCommand),
    /// Does something on the page of match-based coupling.
    Match(MatchCommand),
    /// Does something on the page of the full synchronisation.
    Full(FullCommand),
}

/// One thing a person does on the page of match-based coupling.
#[derive(Clone, Debug, PartialEq)]
pub enum MatchCommand {
    /// Chooses the mapping.
    Choose(MappingName),
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
    /// Creates what matches nothing, or not.
    Create(bool),
    /// Says what the first synchronisation does with the new pairs.
    Then(AfterCoupling),
    /// Couples what is chosen.
    Couple,
    /// Takes a batch of couplings back.
    Undo(MappingName, Vec<RecordRef>),
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

/// Which error entries a person wants to be rid of. Entries that still stand stay either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClearErrorsWish {
    /// Older than seven days.
    OlderThanSevenDays,
    /// All.
    All,
}

/// One thing a person does in the merge editor. Fields are named by the position of their field mapping.
#[derive(Clone, Debug, PartialEq)]
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
    /// Begins to type a value.
    BeginEdit(usize),
    /// What is typed so far.
    Typed(String),
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
    /// Writes the decision to both sides.
    Apply,
    /// Goes to the conflict after, or before, keeping the draft.
    Step {
        /// Forward or backward.
        forward: bool,
    },
    /// Forgets all decisions.
    Discard,
}
