//! The whole engine by deterministic simulation (`docs/simulation.md`).
//!
//! - `story`: what happens, as data made from a seed; `shape`: the setting; `dice`: seeded choices
//! - `office`: both services and the people in them; `ledger`: every change of every record, and whose it was
//! - `reshape`: what customizers change in a service
//! - `connector`, `reading`, `wire`: the engine's way to the services, with `stage`: what goes wrong on it
//! - `play`: plays a story; `cache`: the file of the cache, and what crashes leave of it; `oracle`: what must never happen; `silence`: one of them; `anew`: what it lets pass in wide stories; `shrink`: the shortest story that shows it
//! - `sabotage`: safeguards made useless on purpose; `campaign`: many seeds; `figures`: what was exercised

mod anew;
pub(crate) mod cache;
pub(crate) mod campaign;
pub(crate) mod connector;
pub(crate) mod dice;
pub(crate) mod figures;
pub(crate) mod ledger;
pub(crate) mod office;
pub(crate) mod oracle;
pub(crate) mod play;
pub(crate) mod reading;
pub(crate) mod reshape;
pub(crate) mod sabotage;
pub(crate) mod shape;
pub(crate) mod shrink;
mod silence;
pub(crate) mod stage;
pub(crate) mod story;
pub(crate) mod wire;
