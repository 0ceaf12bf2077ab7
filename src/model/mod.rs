//! The vocabulary of the whole program: what every other room talks about.
//!
//! Not here: input and output, async, text for people. Everything is a plain value.
//!
//! - `side`: the two sides, and pairs with one value for each
//! - `ids`: typed ids and names
//! - `value`, `fields`, `record`: what fields and records hold
//! - `schema`: what a side offers
//! - `mapping`: what is kept in step with what
//! - `cadence`: how often something is done that nobody asks for each time
//! - `mapping_file`: mappings as files that people write and exchange
//! - `defaults`: the mappings that come with the program
//! - `transform`: transformation rules of field mappings
//! - `filter`: a mapping's filter, applied here when a service refuses to
//! - `coupling`: links between records and what is remembered of them
//! - `choice`: what a person can do with a skipped record
//! - `plan`, `reason`: what a synchronisation would do, and why
//! - `fixer`: who can do something about a failure
//! - `quiet`: a part of each day in which nothing happens by itself
//! - `running`: when a run stops and asks, what makes a record skipped, how often it happens
//! - `report`: counters, errors, skipped records, history: what a run leaves behind; `timeline`: how it spent its time

pub mod cadence;
pub mod choice;
pub mod coupling;
pub mod defaults;
pub mod fields;
pub mod filter;
pub mod fixer;
pub mod ids;
pub mod mapping;
pub mod mapping_file;
pub mod plan;
pub mod quiet;
pub mod reason;
pub mod record;
pub mod report;
pub mod running;
pub mod schema;
pub mod side;
pub mod timeline;
pub mod transform;
pub mod value;

pub use cadence::Cadence;
pub use coupling::{Coupling, Observation, PairState};
pub use fields::{FieldNames, Fields, KnownNames};
pub use ids::{
    CouplingId, ErrorId, Etag, FieldName, HistoryId, JobId, JournalId, MappingName, SetName,
    SkippedId,
};
pub use mapping::{Direction, FieldMapping, TableMapping, Template};
pub use record::Record;
pub use schema::{EntitySchema, FieldKind, FieldSchema};
pub use side::{Side, Sides};
pub use value::Value;
