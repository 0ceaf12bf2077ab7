//! What is broken, by the room that reads it.

mod model;
mod remote;
mod sandbox;

use crate::drive::Target;

/// All of it.
pub fn all() -> Vec<Target> {
    sandbox::targets()
        .into_iter()
        .chain(remote::targets())
        .chain(model::targets())
        .collect()
}
