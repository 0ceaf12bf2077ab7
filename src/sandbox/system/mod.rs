//! The rules of both emulated services, in memory, without a wire.
//!
//! It is not a server: `http` puts the wire format on top. Invariants: every write, a simulated colleague's
//! too, goes through the rules of its service; a refused write changes nothing; versions never repeat; the
//! indexes of a table always agree with its rows.
//!
//! - `bc`: Business Central: companies, number series, linked fields, etags.
//! - `cell`: one value of one field.
//! - `clock`: the time, and how far a service is off.
//! - `decree`: what an administrator can do that a client cannot.
//! - `def`: what a table is.
//! - `draft`: a record on its way into a table.
//! - `dv`: Dataverse: users and privileges, references, option sets, change log.
//! - `given`: what a client sends.
//! - `kit`: the short notation in which tables are written down.
//! - `refusal`: what a service says when it refuses.
//! - `row`: one stored row, packed.
//! - `store`: tables, versions, ids and the undo log of one side.
//! - `table`: the rows of one table with their indexes.
//! - `view`: reading tables and rows as the service shows them.
//! - `world`: both services behind one lock.

pub mod bc;
pub mod cell;
pub mod clock;
pub mod decree;
pub mod def;
pub mod draft;
pub mod dv;
pub mod given;
pub mod kit;
pub mod refusal;
pub mod row;
pub mod store;
pub mod table;
pub mod view;
pub mod world;
