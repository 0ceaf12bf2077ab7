//! The synchronisation itself: observe, plan, apply, report.
//!
//! The engine persists observations, never work: after a crash it reads what it has seen and plans again. It knows time,
//! randomness, storage and services only through what it is given, so that the simulation can own all four.
//!
//! Not here: SQL, HTTP, text for people, anything of the window.
//!
//! - `context`: what the engine is given; `request`, `outcome`: what it may be asked, and what it answers
//! - `observe`: reads what changed on each side and stores it, page by page
//! - `plan`: a pure function from what was observed to what is to be done
//! - `resolve_lookups`: references through couplings
//! - `apply`: sends writes in the fewest requests and stores each result as it arrives
//! - `create`: journaled creates, looked up when their answer was lost
//! - `couple`: coupling by hand and by match, uncoupling
//! - `decide`: a person's decisions on conflicts and other skipped records
//! - `sync`: one run over all mappings in dependency order

pub mod context;
pub mod outcome;
pub mod request;
