//! What the engine may ask of a system, and the two systems over one OData client.
//!
//! Not here: any decision about what to synchronise. A connector reads, writes, counts its requests and says truthfully
//! what happened; above all it says when it does not know whether a write was done.
//!
//! Invariants:
//! - No write is ever sent a second time automatically once its answer may have been lost ([`WriteOutcome::Unknown`]).
//! - Everything that a service said wrongly becomes a [`Problem`], never a panic and never a half page.
//! - No secret reaches an error, a log line or a `Debug` form.
//! - Every fallback for a service that lacks something is taken by itself and told by [`Remote::notes`].
//!
//! Files, from a person's file to the wire:
//! - `connection`: the connection file, checked; `address`: addresses and links; `authority`: where one signs in; `paste`: what a
//!   copied address tells;
//!   `secrets`: where secrets are kept
//! - `network`: proxy, trust and patience of a connection; `trust`: TLS; `certificate`: who issued one
//! - `connect`: makes both connectors; `discover`: what there is to choose from; `learnt`: what the next process need not ask again
//! - `bc`, `dv`: the two services
//! - `odata`: the one client that both use
//! - `auth`: signing in; `http`: one exchange; `retry`: what is tried again; `budget`: every limit
//! - `survey`: what only the checks of a connection ask
//! - `errors`: what a refusal means

pub mod address;
pub mod auth;
pub mod authority;
pub mod bc;
pub mod budget;
pub mod certificate;
mod connect;
pub mod connection;
pub mod discover;
pub mod dv;
pub mod errors;
pub mod http;
pub mod learnt;
pub mod network;
pub mod odata;
pub mod paste;
pub mod retry;
pub mod secrets;
pub mod survey;
pub mod trust;

pub use connect::{ConnectOptions, Keeper, connect, root_of, transport};
pub use odata::notes::Note;

use crate::model::reason::Problem;
use crate::model::report::RequestCounts;
use crate::model::schema::Captions;
use crate::model::{EntitySchema, Etag, FieldName, Fields, Record, SetName, Side};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use uuid::Uuid;

/// What the engine may ask of one system. Object-safe, and single-threaded like the worker that uses it.
#[async_trait(?Send)]
pub trait Remote {
    /// Which side this is.
    fn side(&self) -> Side;

    /// Requests made since the connector was made.
    fn requests(&self) -> RequestCounts;

    /// Tries the connection and says whom it reached (`WhoAmI`, the company).
    async fn identify(&self) -> Result<Identity, Problem>;

    /// The names of all entity sets.
    async fn entity_sets(&self) -> Result<Vec<SetName>, Problem>;

    /// The names of the entity sets of another API of the same service (`publisher/group/version`), as mappings write them.
    async fn entity_sets_of(&self, _api: &str) -> Result<Vec<SetName>, Problem> {
        Ok(Vec::new())
    }

    /// The live schema of one entity set, cached after the first time.
    async fn schema(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem>;

    /// The same asked for again, where an answer has shown that it may not be any more what it was.
    async fn schema_anew(&self, set: &SetName) -> Result<Rc<EntitySchema>, Problem> {
        self.schema(set).await
    }

    /// What people call the fields of a set, as the service says it; asked for people who look at its fields, never by a run.
    async fn captions(&self, _set: &SetName) -> Result<Captions, Problem> {
        Ok(Captions::default())
    }

    /// Reads one page for each request. Connectors put several first pages into one batch where the service allows it.
    ///
    /// Answers stand in the order of the requests; one that fails does not disturb the others.
    async fn read_pages(&self, requests: &[ReadRequest]) -> Vec<Result<Page, Problem>>;

    /// Reads records by id, in as few requests as possible; an id that does not exist is not in the answer.
    async fn read_by_ids(
        &self,
        set: &SetName,
        fields: &[FieldName],
        ids: &[Uuid],
    ) -> Result<Vec<Record>, Problem>;

    /// Reads records in which each given field equals the given value (all of them), at most `limit`.
    ///
    /// `among` holds one or more alternatives; connectors put many into few requests. Used to look up an unanswered create
    /// and the target of a lookup by business key, so the answer names the records, not the alternative.
    async fn find(
        &self,
        set: &SetName,
        fields: &[FieldName],
        among: &[Fields],
        limit: usize,
    ) -> Result<Vec<Record>, Problem>;

    /// Carries out writes in the fewest requests the service allows; answers stand in the order of the writes.
    ///
    /// One bad write never fails its neighbours. `progress` is told after each request with the index of the first write
    /// and its outcomes, so that results can be stored as they arrive; it returns `false` to stop before the next request,
    /// whose writes are then [`WriteOutcome::NotSent`].
    async fn write(&self, set: &SetName, writes: Vec<Write>, progress: &mut WriteProgress<'_>);

    /// Carries out creates whose answers need not show the records ([`WriteOutcome::Created`] will do), for services that
    /// have a cheaper message then. Everything else is as with [`Self::write`].
    async fn write_unseen(
        &self,
        set: &SetName,
        creates: Vec<Write>,
        progress: &mut WriteProgress<'_>,
    ) {
        self.write(set, creates, progress).await;
    }

    /// What keeps requests waiting now, if any waits.
    fn waiting(&self) -> Option<budget::Waiting> {
        None
    }

    /// How changes and deletions of a set are found for such a request, as far as is known by now.
    fn ways(&self, _request: &ReadRequest) -> Ways {
        Ways::default()
    }

    /// What was found out about the service: fallbacks that were taken, each with the entity set it concerns.
    fn notes(&self) -> Vec<(Note, Option<String>)> {
        Vec::new()
    }

    /// What the next process may begin with instead of asking again ([`ConnectOptions::learnt`]); nothing if there is nothing
    /// new since this was asked last. Opaque, without secrets, some hundred kilobytes.
    fn learnt(&self) -> Option<String> {
        None
    }

    /// How far the service's clock is ahead of this machine's, by its last answer; nothing if it does not tell.
    fn clock_ahead(&self) -> Option<SignedDuration> {
        self.survey()?.clock_ahead()
    }

    /// What only the checks of a connection ask; nothing for a system that has no answers to them.
    fn survey(&self) -> Option<&dyn survey::Survey> {
        None
    }

    /// The address at which a person can open the record in the browser.
    fn record_url(&self, set: &SetName, id: Uuid, fields: Option<&Fields>) -> Option<String>;
}

/// Is told the outcomes of each request of a [`Remote::write`].
pub type WriteProgress<'a> = dyn FnMut(usize, Vec<WriteOutcome>) -> bool + 'a;

/// Whom a connector reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// What tells this environment from any other: organisation id, or tenant, environment and company id.
    ///
    /// Couplings made against one environment are never used against another.
    pub environment: String,
    /// The environment's or company's name for people.
    pub name: String,
    /// The user or application that is signed in, if the service tells.
    pub user: Option<String>,
    /// The service's version, if it tells.
    pub version: Option<String>,
    /// The ISO code of the local (base) currency, if the service tells.
    pub local_currency: Option<String>,
}

/// One page to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadRequest {
    /// The entity set, or an option set such as `accounts.paymenttermscode`.
    pub set: SetName,
    /// The fields to read; none reads keys only.
    pub fields: Vec<FieldName>,
    /// The mapping's filter, in the service's own OData.
    pub filter: Option<String>,
    /// Where to begin.
    pub from: ReadFrom,
    /// The largest page wanted, in records; services may answer with less, and some ignore it.
    pub page_size: u32,
    /// Whether the records that pass the filter are to be counted beside a read of what changed. Taken as a wish: a
    /// read that reports deletions itself, or that is whole, needs no count.
    pub count: bool,
}

/// Where a read begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFrom {
    /// Everything from the first record.
    Start,
    /// What changed since a watermark.
    Since(Watermark),
    /// The page after one that was read before.
    Next(PageToken),
}

/// Up to where changes of one entity set have been seen, in the terms of the service's own clock or change log.
///
/// Only ever compared by the service that gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Watermark {
    /// A delta link: the service reports changes and deletions since then.
    Delta(String),
    /// The newest time of last change seen; read again inclusively, with the service's granularity in mind.
    Modified(Timestamp),
}

/// How to get the next page of a read that was begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageToken {
    /// The service's next link, followed verbatim.
    pub next_link: String,
    /// The newest time of last change among the pages already read.
    pub newest: Option<Timestamp>,
}

/// One page of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Records as read.
    pub records: Vec<Record>,
    /// Ids that the service reports as deleted.
    pub deleted: Vec<Uuid>,
    /// How to go on; nothing on the last page.
    pub next: Option<PageToken>,
    /// The watermark that holds once this page and all before it are stored; only on the last page.
    ///
    /// A service without delta links and without a time of last change gives none: it is read whole every time.
    pub watermark: Option<Watermark>,
    /// Whether the whole set was asked for, so that what is missing after the last page is gone or outside the filter.
    pub complete: bool,
    /// Whether the mapping's filter was left out because the service refuses it here (Dataverse delta reads): records
    /// outside the filter may be among these.
    pub unfiltered: bool,
    /// How many records passed the filter when this page was asked for, if that was wanted and the service can tell.
    pub count: Option<u64>,
}

/// How changes of one set are found, how deletions, and why so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// How changes are found.
    pub changes: Changes,
    /// How deletions are found.
    pub deletions: Deletions,
    /// Why nothing better is used.
    pub reason: WayReason,
    /// Whether the service refuses such reads inside a batch, so that each costs a request.
    pub alone: bool,
}

/// How changes are found.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Changes {
    /// From the service's change log, by a token.
    DeltaToken,
    /// By time of last change.
    ModifiedSince,
    /// Everything is read each time.
    Whole,
}

/// How deletions are found.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Deletions {
    /// The change log reports them.
    Tombstones,
    /// Records are counted each time; the ids are compared when a count is off, and from time to time.
    CountAndSweep,
    /// The ids are compared from time to time.
    Sweep,
    /// What a whole read does not bring is gone.
    Whole,
}

/// Why a way was chosen.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum WayReason {
    /// The service offers a change log for the table.
    ChangeLog,
    /// The service has no change log.
    NoChangeLog,
    /// The service has one, but not for this table.
    TrackingOff,
    /// The records have no time of last change.
    NoModifiedTime,
    /// An option set: a few values without times.
    OptionSet,
    /// A field is worked out from another set, whose changes move no time here.
    Computed,
}

impl Default for Ways {
    fn default() -> Self {
        Self {
            changes: Changes::ModifiedSince,
            deletions: Deletions::Sweep,
            reason: WayReason::NoChangeLog,
            alone: false,
        }
    }
}

/// One write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Creates a record under an id chosen by the engine; refused by the service if it exists.
    Create {
        /// The id.
        id: Uuid,
        /// Its fields.
        fields: Fields,
    },
    /// Changes fields of a record if it still is at that version.
    Update {
        /// The record.
        id: Uuid,
        /// The version; nothing only for services that have none.
        etag: Option<Etag>,
        /// The fields to change.
        fields: Fields,
    },
    /// Deletes a record if it still is at that version.
    Delete {
        /// The record.
        id: Uuid,
        /// The version.
        etag: Option<Etag>,
    },
}

/// The version of a record that was written and not read since: a write that is guarded by it is not sent, but answered as
/// [`WriteOutcome::Stale`], so that the record is read first.
pub fn unread_version() -> Etag {
    odata::versions::unread()
}

/// What became of one write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteOutcome {
    /// It was done. The record is as the service has it now, with its new version and normalised values, if the service
    /// answers with it; its `id` is authoritative (a service may ignore the id that was asked for).
    Done(Option<Record>),
    /// A create was done under this id, nothing else is known of it.
    Created(Uuid),
    /// A deletion was done.
    Deleted,
    /// The record is at another version: read it again.
    Stale,
    /// The record does not exist.
    Gone,
    /// The service refused it; nothing was written.
    Refused(Problem),
    /// The request was sent and no answer came: it may or may not have been done.
    Unknown(Problem),
    /// It was certainly not carried out (not sent, or refused as a whole before it was looked at).
    NotSent(Problem),
    /// The service would not do this one now, however often it was asked, though it did others; nothing was written.
    Deferred(Problem),
}
