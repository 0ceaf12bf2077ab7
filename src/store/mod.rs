//! The local cache: what was seen of both systems, what is coupled with what, and what runs have left behind, in SQLite.
//!
//! Not here: rules of the synchronisation, HTTP, text for people, secrets. The room never reads a clock: every time is
//! given to it. What belongs to other rooms (watermarks, page tokens, drafts, connections) is kept as text that the store
//! does not look into.
//!
//! Invariants:
//! - One connection writes ([`Store`]); any number may read ([`StoreReader`]). What one transaction writes is there as a
//!   whole or not at all.
//! - A record takes part in at most one coupling of a mapping; the schema enforces it.
//! - What both sides agree on is stored once, as the base of the pair; what is seen is stored only where it differs.
//! - Ids that people and other rooms hold (couplings, jobs, errors, skipped records, history) are never used again.
//! - A file that is damaged, foreign or newer is reported and never touched.
//!
//! Files, one per aggregate:
//! - `handle`: the store, its reader, and transactions; `open`: opening a file; `schema`: migrations
//! - `problem`: SQLite's errors as [`Problem`](crate::model::reason::Problem)s; `columns`: how values are written in columns;
//!   `packed` (over `codec` and `letters`): fields in compact form; `mark`: etags and times likewise; `names`: what records are called
//! - `cleared`: what a person cleared away since the start
//! - `anew`: starting anew with another environment
//! - `mappings`: table mappings and how far each side is read; `facts`: small named values, connections, company contacts
//! - `records`: what is seen of each record; `seen`: its stored form; `couplings`: links, bases, what is pending; `created`: pairs of which one side was just created; `partners`: lookups through couplings;
//!   `parted`: records that stay alone until a person says otherwise; `elsewhere`: records that another mapping has coupled;
//!   `newcomers`: records of which a copy that came back knows nothing
//! - `calm`: what one transaction need not look for twice
//! - `matching`: scratch tables of match-based coupling; `journal`: creates under way, in `lots`; `overwrites`: writes under way that take
//!   a value from somebody
//! - `jobs`, `errors`, `skipped`, `history`: what runs leave behind; `timelines`: how jobs spent their time
//! - `versions`: what mappings were before
//! - `alone`: records without a partner, and why; `lists` and `ordered` (over `conditions`), `counts`: tables and numbers for the window and the terminal; `found`: rows found by a look at every one; `backup`: copies of the whole file, and its check

mod alone;
mod anew;
mod backup;
mod calm;
mod cleared;
mod codec;
mod columns;
mod conditions;
mod counts;
mod couplings;
mod created;
mod elsewhere;
mod errors;
mod facts;
mod found;
mod handle;
mod history;
mod jobs;
mod journal;
mod letters;
mod lists;
mod lots;
mod mappings;
mod mark;
mod matching;
mod names;
mod newcomers;
mod open;
mod ordered;
mod overwrites;
mod packed;
mod parted;
mod partners;
mod problem;
mod records;
mod schema;
mod seen;
mod skipped;
mod timelines;
mod unresolved;
mod versions;

#[cfg(test)]
mod size_tests;
#[cfg(test)]
mod testing;

pub use alone::Alone;
pub use anew::RESTORING;
pub use cleared::Cleared;
pub use counts::{CauseCount, MappingCounts, ThroughputPoint};
pub use couplings::NewSeen;
pub use created::NewPair;
pub use elsewhere::CoupledElsewhere;
pub use errors::NewError;
pub use found::{Found, GoOn, Grouping};
pub use handle::{Gate, Moment, Reader, Store, StoreReader, Writer};
pub use history::NewHistory;
pub use journal::{JournalEntry, JournalState, NewCreate, NewJournal};
pub use lists::{
    CouplingFilter, CouplingRow, CouplingSort, ErrorFilter, HistoryFilter, JobFilter, Presence,
    SkippedFilter, SkippedRow, Slice,
};
pub use mappings::Cursor;
pub use ordered::{ErrorSort, HistorySort, JobSort, ListTable, Order, SkippedSort};
pub use overwrites::Overwrite;
pub use records::{Naming, Observed};
pub use skipped::NewSkipped;
pub use versions::MappingVersion;
