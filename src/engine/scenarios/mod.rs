//! One test per behaviour of `docs/behaviours.md` that concerns the engine, against two sides in memory.
//!
//! Tests end with the number of the behaviour. Areas A, B, D, O, Q and R; those of other areas stand beside the code they are about.

mod conflict;
mod copies;
mod dying;
mod linking;
mod runs;
mod skipping;
mod transfer;

use super::testing::world::World;

/// Customers that are kept in step but never created.
fn world() -> World {
    World::new(|_| {})
}

/// Customers that are also created where they are missing.
fn creating() -> World {
    World::new(|mapping| mapping.only_coupled = false)
}
