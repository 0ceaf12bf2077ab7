//! The program behind the window and the terminal: an open data folder that carries out requests, one at a time.
//!
//! The terminal uses a [`session::Session`] directly. The window talks to one on a thread of its own through the
//! [`protocol`], so that drawing never waits for HTTP or SQLite.
//!
//! Not here: anything that draws or prints, and any rule of synchronisation.
//!
//! Invariants:
//! - One process holds a data folder, and one session writes its cache.
//! - A request runs to its end or to the point where it was cancelled: what was sent is finished and stored first.
//! - A panic inside a request becomes an event, the session is opened anew, and the next request is served.
//!
//! - `folder`: the data folder, its lock and what lies in it; `hardening`: what the process denies itself
//! - `moving`: the folder to another place; `looking`: what is to be seen in one that somebody else holds
//! - `protocol`: requests, answers and events
//! - `session`: an open folder with its connection; `beside`: what goes on beside a request; `connecting`: how it gets one; `checks`: the checks of the connection;
//!   `environment`: which environment the couplings belong to
//! - `restoring`: a backup in the stead of a damaged cache
//! - `signing_in`: how a person is asked; `offers`: the environments and companies there are; `trying`: a connection before it
//!   is stored
//! - `schedule`: when each mapping is synchronised without a person asking
//! - `thread`: the window's background thread; `timekeeper`: how a run spends its time
//! - `diagnostics`: what is sent to whoever helps; `log`: the log file
//! - `health`: what stops the link to the services, or soon will; `desktop`: notifications of the system
//! - `autostart`: the program among what the system starts
//! - `crash`: what a mistake of the program leaves behind; `doorbell`: a second start calls the first window
//! - `pace`: progress at most ten times a second; `memory`: what this process has
//! - `captions`: what people call a field
//! - `explain`: problems in words, from the cause catalogue; `reading`: how each side is read, in words

pub mod autostart;
mod beside;
pub mod captions;
pub mod checks;
mod connecting;
pub mod crash;
pub mod desktop;
pub mod diagnostics;
pub mod doorbell;
mod environment;
pub mod explain;
pub mod folder;
pub mod hardening;
pub mod health;
pub mod log;
pub mod looking;
pub mod memory;
pub mod moving;
mod offers;
pub mod pace;
pub mod protocol;
pub mod reading;
mod restoring;
pub mod schedule;
pub mod session;
pub mod signing_in;
pub mod thread;
pub mod timekeeper;
pub mod trying;

pub use connecting::passphrase_from_environment;
