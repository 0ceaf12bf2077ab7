//! Tests of the window without a window: everything is driven and read through the accessibility tree, and a few
//! small pictures keep the look. They need no display, no GPU and no system package.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod access;
mod afresh;
mod apart;
mod comfort;
mod connection;
mod doors;
mod gallery;
mod harness;
mod jobs;
mod lists;
mod looked;
mod looks;
mod mappings;
mod merge;
mod monday;
mod newcomer;
mod office;
mod pages;
mod raster;
mod restart;
mod shell;
mod table;
mod texts;
mod under;
mod versions;
mod widgets;
mod window;
mod wizard;
