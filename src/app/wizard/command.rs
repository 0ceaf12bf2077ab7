//! What a person can ask for in the wizard, and where a connection is looked after.

use super::Step;
use super::draft::Draft;
use super::fields::FieldName;
use super::plan::Mode;
use super::secret::Typed;
use crate::model::running::Interval;
use crate::model::{Direction, MappingName, Side};
use crate::worker::checks::CheckKind;
use crate::worker::protocol::Couplings;
use std::path::PathBuf;

/// One thing a person does in the wizard.
#[derive(Clone, Debug, PartialEq)]
pub enum WizardCommand {
    /// Opens the wizard where it was left, or at its beginning.
    Open,
    /// Goes on with what was typed at an earlier time.
    Resume,
    /// Forgets what was typed at an earlier time, and begins anew.
    Anew,
    /// Forgets what was typed at an earlier time.
    Forget,
    /// Opens the wizard with the connection that stands.
    Edit,
    /// Replaces what is typed.
    Change(Box<Draft>),
    /// A secret is typed.
    Secret(Side, Typed),
    /// The password of the proxy's user is typed.
    ProxyPassword(Typed),
    /// The passphrase is typed.
    Passphrase(Typed),
    /// The person has left a field.
    Left(FieldName),
    /// Fills the fields from a connection file that a person chooses.
    ChooseFile,
    /// Fills the fields from this connection file.
    Fill(PathBuf),
    /// Chooses a certificate's file.
    ChooseCertificate(Side),
    /// This is the certificate's file.
    Certificate(Side, PathBuf),
    /// Tries the way into a side; whoever must sign in is asked.
    Try(Side),
    /// Makes the checks again: one, or all.
    Check(Option<CheckKind>),
    /// Shows what the service itself said of a check, or hides it.
    Raw(usize),
    /// Stores the connection although the checks are not passed; nothing will be written.
    ReadOnly,
    /// Stores the connection and says what becomes of couplings that were made with others.
    Store(Couplings),
    /// Reads how many records both sides have.
    Count,
    /// Lets a table take part or not.
    Enable(MappingName, bool),
    /// Turns a table.
    Turn(MappingName, Direction),
    /// Says what the first synchronisation does with a table.
    Mode(MappingName, Mode),
    /// Works out the first plan.
    Plan,
    /// Runs the first synchronisation; `anyway` says that the safety brake's words were read.
    Run {
        /// Also what the safety brake would stop.
        anyway: bool,
    },
    /// Shows the records of one table that would fail or wait for a person, or hides them.
    Troubles(MappingName),
    /// Writes the whole plan, record by record, to a file that a person chooses.
    ExportPlan,
    /// Chooses a pause for the schedule.
    Every(Option<Interval>),
    /// Sets the schedule and leaves.
    Finish,
    /// Goes to a step that was reached before.
    To(Step),
    /// Goes back a step.
    Back,
    /// Tries what the step has to try and goes on.
    Next,
    /// Keeps what is typed and leaves.
    Exit,
    /// Lets the connection's person sign in anew.
    SignIn,
    /// Forgets the sign-in on this machine.
    SignOut,
    /// Opens the page on which to sign in.
    OpenPrompt,
    /// Gives the passphrase of the file of secrets.
    Unlock(Typed),
    /// Leaves the secrets locked for now.
    StayLocked,
    /// Shows the question for the passphrase again.
    AskUnlock,
    /// Chooses a place that the data folder is moved to.
    ChooseMove,
    /// Moves the data folder here.
    Move(PathBuf),
    /// Chooses a folder for another connection beside this one.
    ChooseBeside,
    /// Opens another window on this folder.
    Beside(PathBuf),
}

impl WizardCommand {
    /// The key of what it is called.
    pub(crate) fn label_key(&self) -> &'static str {
        match self {
            Self::Edit => "wizard-edit",
            Self::SignIn => "wizard-sign-in-again",
            Self::SignOut => "wizard-sign-out",
            Self::AskUnlock => "wizard-unlock",
            Self::ChooseMove => "wizard-move",
            Self::ChooseBeside => "wizard-beside",
            _ => "wizard-title",
        }
    }
}
