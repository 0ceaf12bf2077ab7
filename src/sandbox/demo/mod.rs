//! The demo: a company of our own invention, in both systems, with colleagues who edit both sides.
//!
//! *Vauclair & Filles*, Strasbourg, sells paper, ink and tools to people who make books, in fourteen
//! countries. It is not copied from anybody's sample data, and nobody in it exists.
//!
//! It is not a second way into the services: every record and every edit passes the rules of its
//! side. Invariants: the same options make the same world, whatever was generated before; a record's
//! id is a function of seed, table and index; making a world costs time in proportion to its size.
//!
//! - `article`: what the company sells.
//! - `bc`: what Business Central holds.
//! - `business`: who buys from it.
//! - `colleagues`: people who keep editing both sides.
//! - `cultures`: word lists, country by country.
//! - `dice`: seeded choices.
//! - `dv`: what Dataverse holds.
//! - `edit`: one edit as data.
//! - `fill`: puts the company into both services.
//! - `ids`: ids of records.
//! - `ledger`: the small fixed tables.
//! - `person`: people who work at customers.
//! - `presence`: sizes, and what Dataverse knows about a customer.
//! - `services`: both services over it, and the connection file that leads to them.
//! - `story`: the scripted edits of the demo.
//! - `text`: digits and letters.

pub mod article;
pub mod bc;
pub mod business;
pub mod colleagues;
pub mod cultures;
pub mod dice;
pub mod dv;
pub mod edit;
pub mod fill;
pub mod ids;
pub mod ledger;
pub mod person;
pub mod presence;
pub mod services;
pub mod story;
mod text;

pub use colleagues::{AtWork, Colleagues};
pub use edit::Edit;
pub use fill::{Census, DemoError, fill};
pub use presence::DemoOptions;

/// The name of the demo's Business Central company.
pub const COMPANY: &str = "Vauclair & Filles";

/// The demo company's own currency.
pub const CURRENCY: &str = business::LOCAL_CURRENCY;

#[cfg(test)]
mod tests;
