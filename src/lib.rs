//! Raccord keeps Business Central and Dataverse in step, shows the plan before it writes, and merges field by field.
//!
//! Rooms, left to right; a room uses only rooms to its right (`tests/layout.rs` checks it):
//! `ui → app → worker → engine → {store, remote, merge} → model`, `cli → worker`, `sandbox → model`.

pub mod app;
pub mod cli;
pub mod engine;
pub mod i18n;
pub mod merge;
pub mod model;
pub mod remote;
pub mod sandbox;
pub mod store;
pub mod ui;
pub mod worker;
