//! What the window and the worker say to each other; the terminal uses the same requests without a thread between.

pub use super::checks::{Check, CheckKind, CheckStatus};
pub use super::environment::Couplings;
pub use super::health::Ailment;
use super::schedule::Rest;
pub use super::trying::{Tried, TryRequest};
use crate::engine::context::Progress;
use crate::engine::decide::ConflictView;
use crate::engine::full::{FullLine, FullRequest};
use crate::engine::outcome::{
    MatchReport, ResolveOutcome, RevertReport, SkippedReport, SyncReport,
};
use crate::engine::request::{
    CoupleRequest, CreateRequest, MatchRequest, ResolveRequest, RevertAllRequest, RevertRequest,
    SkippedAction, SyncRequest, UncoupleRequest,
};
use crate::model::reason::Problem;
use crate::model::running::Interval;
use crate::model::schema::Captions;
use crate::model::{
    CouplingId, EntitySchema, ErrorId, MappingName, SetName, Side, Sides, SkippedId, TableMapping,
};
use crate::remote::auth::interactive::{Asking, Prompt};
use crate::remote::budget::Waiting;
use crate::remote::connection::Connection;
use crate::store::Cleared;
use jiff::Timestamp;
use secrecy::SecretString;
use serde::Serialize;
use std::path::PathBuf;

/// One piece of work. Requests are carried out one at a time, in the order in which they were sent.
#[derive(Clone, Debug, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Request {
    /// Tries both services and stores the connection if they answer. Answered by [`Answer::Connected`].
    Connect(ConnectRequest),
    /// Lets the person of the connection sign in anew. Answered by [`Answer::SignedIn`].
    SignIn(Asking),
    /// Forgets the sign-in of the connection's person, here; it says nothing to the services. Answered by [`Answer::Done`].
    SignOut,
    /// Says which environments and companies there are. Nothing is stored. Answered by [`Answer::Offers`].
    Offers(ConnectRequest),
    /// Tries a connection that is not stored: who gets in, what there is to choose from, the checks. Answered by
    /// [`Answer::Tried`].
    Try(Box<TryRequest>),
    /// Gives the passphrase of the file with the secrets. Answered by [`Answer::Done`].
    Unlock(SecretString),
    /// Makes checks of the connection, all if none is named. Answered by [`Answer::Checks`].
    Doctor(Vec<CheckKind>),
    /// Names what a side offers. Answered by [`Answer::Sets`] without a set, by [`Answer::Schema`] with one.
    Schema {
        /// The side.
        side: Side,
        /// One entity set; nothing for the list of all.
        set: Option<SetName>,
        /// Reads it again, and forgets what was learnt of both services; else what this session read before will do.
        fresh: bool,
    },
    /// Says what a synchronisation of one mapping would do if it were this one. Answered by [`Answer::Synced`], whose report
    /// holds the actions. Nothing stays of it.
    TryMapping(Box<TableMapping>),
    /// Stores mappings; those of the same name are replaced. Answered by [`Answer::Mappings`] with all mappings.
    SaveMappings(Vec<TableMapping>),
    /// Adds the default mappings that are not there yet. Answered by [`Answer::Mappings`] with all mappings.
    DefaultMappings,
    /// Lets mappings take part in synchronisation or not. Answered by [`Answer::Mappings`] with all mappings.
    EnableMappings {
        /// Their names.
        names: Vec<MappingName>,
        /// Whether they take part.
        enabled: bool,
    },
    /// Synchronises. Answered by [`Answer::Synced`].
    Sync(SyncRequest),
    /// Says what a synchronisation would do. Answered by [`Answer::Synced`], whose report holds the actions.
    Plan(SyncRequest),
    /// Couples by match. Answered by [`Answer::Matched`].
    Match(MatchRequest),
    /// Couples two records by hand. Answered by [`Answer::Coupled`].
    Couple(CoupleRequest),
    /// Removes couplings; both records stay. Answered by [`Answer::Count`].
    Uncouple(UncoupleRequest),
    /// Creates partners for single records. Answered by [`Answer::Synced`].
    Create(CreateRequest),
    /// Shows one conflict field by field. Answered by [`Answer::Conflict`].
    ShowConflict(SkippedId),
    /// Reads both records of a conflict again and shows it. Answered by [`Answer::Conflict`], or by [`Answer::Done`] where
    /// nothing waits any more.
    LookAgain {
        /// The skipped record.
        id: SkippedId,
        /// Asks again what this connection may write, although that is known.
        anew: bool,
    },
    /// Keeps a half-done decision with its skipped record, or forgets it. Answered by [`Answer::Done`].
    SaveDraft {
        /// The skipped record.
        id: SkippedId,
        /// The draft, as text that only its writer understands.
        draft: Option<String>,
    },
    /// Applies a person's decision. Answered by [`Answer::Resolved`].
    Resolve(ResolveRequest),
    /// Does something else with skipped records. Answered by [`Answer::Skipped`].
    Skipped(SkippedAction),
    /// Takes a write back. Answered by [`Answer::Resolved`].
    Revert(RevertRequest),
    /// Takes back what was written together. Answered by [`Answer::Reverted`].
    RevertAll(RevertAllRequest),
    /// Reads both sides and says what a full synchronisation would begin with. Answered by [`Answer::Full`].
    FullReview,
    /// Runs a full synchronisation, wave after wave, from where it stopped. Answered by [`Answer::Full`].
    FullStart(FullRequest),
    /// Forgets ended jobs, all or those that started before a moment; those that skipped records refer to stay. Answered by
    /// [`Answer::Count`].
    ClearJobs(Option<Timestamp>),
    /// Synchronises the mappings that the schedule says are due; nothing if none is. Answered by [`Answer::Scheduled`].
    Scheduled,
    /// Switches the schedule on with a pause between runs, or off. Answered by [`Answer::Done`].
    SetSchedule(Option<Interval>),
    /// Lets the schedule rest in a part of each day, or never. Answered by [`Answer::Done`].
    SetQuietHours(Option<Rest>),
    /// Forgets integration errors. Answered by [`Answer::Count`].
    ClearErrors(ClearErrors),
    /// Brings back what was forgotten since this session began. Answered by [`Answer::Count`].
    RestoreCleared(Cleared),
    /// Closes integration errors that a person has handled. Answered by [`Answer::Count`].
    HandleErrors {
        /// Which.
        ids: Vec<ErrorId>,
        /// What the person did; may be empty.
        note: String,
    },
    /// Opens handled integration errors again. Answered by [`Answer::Count`].
    ReopenErrors(Vec<ErrorId>),
    /// Writes a copy of the cache to a file. Answered by [`Answer::Done`].
    Backup(PathBuf),
    /// Replaces the cache by a copy that an earlier backup wrote. Answered by [`Answer::Done`].
    Restore(PathBuf),
    /// Panics with this text. Nothing in the program asks for it: tests do, to see what becomes of everything else.
    #[doc(hidden)]
    Break(String),
}

impl Request {
    /// What it is, in one word for the log.
    pub fn name(&self) -> &'static str {
        self.into()
    }

    /// Whether it is carried out by asking the services for more than a few things.
    pub fn asks_services(&self) -> bool {
        matches!(
            self,
            Self::Sync(_)
                | Self::Plan(_)
                | Self::TryMapping(_)
                | Self::Match(_)
                | Self::Couple { .. }
                | Self::Resolve(_)
                | Self::Skipped(_)
                | Self::Revert(_)
                | Self::RevertAll(_)
                | Self::Create(_)
                | Self::FullReview
                | Self::FullStart(_)
                | Self::Scheduled
        )
    }

    /// Whether this goes through whole tables rather than about records that somebody looks at.
    pub fn is_run(&self) -> bool {
        matches!(
            self,
            Self::Sync(_) | Self::Plan(_) | Self::Match(_) | Self::FullStart(_) | Self::Scheduled
        )
    }
}

/// A connection to try and store.
#[derive(Clone, Debug)]
pub struct ConnectRequest {
    /// The connection.
    pub connection: ConnectionSource,
    /// Its secrets.
    pub secrets: SecretsFrom,
    /// The password of the user whom the proxy is told, where a person has typed it; kept where the secrets are.
    pub proxy_password: Option<SecretString>,
    /// What becomes of couplings that were made with another environment.
    pub couplings: Couplings,
    /// How a person is asked to sign in, where the connection wants one; nobody is asked without it.
    pub asking: Option<Asking>,
}

/// Where a connection is described.
#[derive(Clone, Debug)]
pub enum ConnectionSource {
    /// In a connection file.
    File(PathBuf),
    /// Here.
    Given(Box<Connection>),
}

/// Where a connection's secrets come from, now and at later starts.
#[derive(Clone, Debug)]
pub enum SecretsFrom {
    /// Now from the environment variables that the connection names, later from the system's key store.
    KeyStore,
    /// From these environment variables at every start; never stored.
    Environment,
    /// Now from the environment variables, later from the data folder's file, which this passphrase encrypts.
    File(SecretString),
    /// Given here.
    Given {
        /// The secrets of the sides that need one.
        secrets: Sides<Option<SecretString>>,
        /// Where they are kept.
        keep: Keep,
    },
}

/// Where secrets are kept from now on.
#[derive(Clone, Debug)]
pub enum Keep {
    /// In memory: they are gone when the session ends.
    Memory,
    /// In the system's key store.
    KeyStore,
    /// In the data folder's file, which this passphrase encrypts.
    File(SecretString),
}

/// Which integration errors are forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClearErrors {
    /// Only those that last happened before this moment; all if nothing is given.
    pub before: Option<Timestamp>,
    /// Also those that still stand.
    pub include_open: bool,
}

/// What a request came to.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It is done and there is nothing to tell.
    Done,
    /// So many were affected.
    Count(u64),
    /// The connection stands.
    Connected(ConnectionInfo),
    /// Who signed in, by side; nothing for a side that no person signs in to, or whose service does not tell.
    SignedIn(Sides<Option<String>>),
    /// What there is to choose from.
    Offers(Offers),
    /// What the trial of a connection came to.
    Tried(Box<Tried>),
    /// The checks of the connection, in the order in which they were made.
    Checks(Vec<Check>),
    /// The entity sets of a side.
    Sets(Vec<SetName>),
    /// One entity set, and what people call its fields.
    Schema(Box<EntitySchema>, Captions),
    /// All mappings.
    Mappings(Vec<TableMapping>),
    /// A synchronisation, or what one would do.
    Synced(SyncReport),
    /// A run of the schedule: which mappings were due, and what became of them; nothing was done where none was.
    Scheduled {
        /// The mappings.
        due: Vec<MappingName>,
        /// What the run did, if there was one.
        report: Option<SyncReport>,
    },
    /// Where each mapping of a full synchronisation stands.
    Full(Vec<FullLine>),
    /// Match-based coupling.
    Matched(MatchReport),
    /// The new coupling.
    Coupled(CouplingId),
    /// A conflict, field by field, with the half-done decision as its writer stored it.
    Conflict {
        /// The conflict as it stands.
        view: Box<ConflictView>,
        /// The draft, if there is one.
        draft: Option<String>,
    },
    /// What became of each skipped record.
    Skipped(SkippedReport),
    /// A decision.
    Resolved(ResolveOutcome),
    /// Writes that were taken back together.
    Reverted(RevertReport),
}

impl Answer {
    /// A conflict with its draft.
    pub(super) fn conflict((view, draft): (ConflictView, Option<String>)) -> Self {
        let view = Box::new(view);
        Self::Conflict { view, draft }
    }
}

/// Numbers a request, so that its answer can be told from others'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

impl Ticket {
    /// The ticket of runs that the schedule asks for; no request of a person ever gets it.
    pub const SCHEDULE: Self = Self(u64::MAX);
}

/// What the worker tells the window.
#[derive(Clone, Debug)]
pub enum Event {
    /// The data folder is open; the window may read the cache now.
    Opened {
        /// The cache, for a read-only connection.
        cache: PathBuf,
        /// The stored connection, if there is one.
        connection: Option<ConnectionInfo>,
        /// Whether its secrets are in a file whose passphrase was not given yet.
        locked: bool,
    },
    /// The data folder could not be opened; requests are refused with the same problem until a retry succeeds.
    NotOpened(Problem),
    /// A request is being carried out now.
    Started(Ticket),
    /// It went on. At most ten a second; some are left out.
    Progress(Ticket, Progress),
    /// Requests to a service wait, and why; nothing once they do not any more. Some are left out.
    Waiting(Ticket, Option<Waiting>),
    /// A person must sign in now, and how; the request goes on by itself when that is done.
    Prompt(Ticket, Prompt),
    /// The person has signed in, or will not any more.
    PromptOver(Ticket),
    /// One record failed or needs a person while the rest goes on. Some are left out: the cache has them all.
    Problem(Ticket, MappingName, Problem),
    /// A request came to its end.
    Finished(Ticket, Box<Result<Answer, Problem>>),
    /// The cache changed: what was read from it is to be read again.
    Revision(i64),
    /// What is wrong with the link to the services now, the gravest first; sent when that changes.
    Health(Vec<Ailment>),
    /// A request panicked and the session was opened anew. The request was answered with a problem.
    Restarted,
    /// It panicked again and again, and the worker has ended: it must be started anew.
    Ended,
}

/// A connection, for people and for the status bar. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConnectionInfo {
    /// The connection's name.
    pub name: String,
    /// Business Central.
    pub business_central: EndpointInfo,
    /// Dataverse.
    pub dataverse: EndpointInfo,
}

/// One service of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EndpointInfo {
    /// Its address.
    pub url: String,
    /// The environment's or company's name, if it was reached.
    pub name: Option<String>,
    /// Who is signed in, if the service tells.
    pub user: Option<String>,
    /// Its version, if it tells.
    pub version: Option<String>,
    /// The ISO code of its local currency, if it tells.
    pub local_currency: Option<String>,
}

/// What there is to choose from, as far as the services tell whoever is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Offers {
    /// The environments of Business Central; none on premises, and none for applications without that permission.
    pub environments: Vec<OfferedEnvironment>,
    /// The companies of the environment that the connection names.
    pub companies: Vec<OfferedCompany>,
    /// The organisations of Dataverse; none for applications, which its directory is closed to.
    pub organisations: Vec<OfferedOrganisation>,
}

/// An environment of Business Central.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfferedEnvironment {
    /// Its name, as it stands in addresses.
    pub name: String,
    /// `Production` or `Sandbox`.
    pub kind: String,
}

/// A company of Business Central.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfferedCompany {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name that people see.
    pub display_name: String,
}

/// An organisation of Dataverse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfferedOrganisation {
    /// The name that people see.
    pub name: String,
    /// Its address.
    pub url: String,
}
