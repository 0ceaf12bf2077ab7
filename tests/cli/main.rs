//! The terminal program as people and scripts use it: the real executable, both emulated services, HTTP between them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "these are tests"
)]

mod catalogue;
mod causes;
mod checks;
mod connecting;
mod copies;
mod crash;
mod doctor;
mod environment;
mod fallen;
mod folders;
mod health;
mod hostile;
mod links;
mod network;
mod reading;
mod refused;
mod shapes;
mod story;
mod support;
mod trouble;
mod untaken;
