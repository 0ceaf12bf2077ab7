//! The default mappings against what both services really offer, over HTTP: fields, filters, kinds, and whole runs.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    unreachable_pub,
    reason = "these are tests"
)]

mod anew;
mod apart;
mod custom;
mod documents;
mod goods;
mod masters;
mod offer;
mod office;
mod owners;
mod quiet;
mod recoupled;
mod runs;
