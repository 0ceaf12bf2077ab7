//! Both services, emulated: their rules in memory under their wire formats.
//!
//! It shares no code with `remote`, so that an error cannot cancel itself out. Invariants: all state is in one
//! [`system::world::World`] behind one lock; nobody writes to it past the rules of its service.
//!
//! - `demo`: a company of our own invention in both services, and colleagues who edit it.
//! - `http`: the wire format of both services.
//! - `odata`: addresses, queries, filters and bodies as text.
//! - `system`: the rules of both services.

pub mod demo;
pub mod http;
pub mod odata;
pub mod system;
