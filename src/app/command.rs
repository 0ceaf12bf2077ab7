//! Everything a person can ask of the window. Buttons, keys and menus send commands; `carry_out` is the only place that
//! carries them out, between frames.

use super::merging_rules::Rule;
use super::merging_sections::Section;
use super::route::Route;
use super::settings::Theme;
use crate::i18n::Lang;
use crate::merge::text::TakePiece;
use crate::model::reason::Cause;
use crate::model::{FieldName, HistoryId, MappingName, Side, SkippedId};
use std::path::PathBuf;

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
    /// Decides many conflicts by a rule.
    Rules(RulesCommand),
}

/// Which error entries a person wants to be rid of. Entries that still stand stay either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClearErrorsWish {
    /// Older than seven days.
    OlderThanSevenDays,
    /// All.
    All,
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
    /// Explains the keys, or stops.
    ToggleHelp,
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
    /// Leaves a pair with one record uncoupled; the record that is left stays as it is.
    Uncouple,
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
