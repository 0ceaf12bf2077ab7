//! The connectors against scripted services: the wire as documented, answer by answer, and everything that goes wrong on it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    unreachable_pub,
    reason = "these are tests"
)]

mod bc;
mod causes;
mod cost;
mod dv;
mod failures;
mod foreign;
mod independent;
mod large;
mod people;
mod sandbox;
mod sign_in;
mod stub;
mod transport;
mod trial;
mod tunnel;
mod writing;
