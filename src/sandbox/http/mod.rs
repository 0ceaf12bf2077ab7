//! The wire format of both services: what a client sees of [`super::system`], over HTTP on loopback.
//!
//! It is not where rules live: a value, a reference or a privilege is judged by `system`; here bytes become calls and
//! refusals become each service's own error bodies. Invariants: nothing a client sends makes it panic; a batch item goes
//! through the same code as a request by itself; links lead back to the host that the client used.
//!
//! - `bc`: Business Central API v2.0.
//! - `common`: what both servers share.
//! - `compress`: smaller answers for those who accept them.
//! - `control`: the control address `/_sandbox/…`.
//! - `dv`: Dataverse Web API v9.2.
//! - `entry`: where a request comes in.
//! - `exchange`: one request and its answer, alone or in a batch.
//! - `faults`: what goes wrong on demand.
//! - `flaws`: broken set-ups by name.
//! - `gate`: faults, sign-in and limits before a service.
//! - `limits`: rates, concurrency, sizes.
//! - `read`: from a query to the rows of a page.
//! - `server`: starting and stopping.
//! - `stats`: counts.
//! - `tls`: the services under TLS.
//! - `token`: the sign-in service.
//! - `wire`: connections that can be cut.

pub mod bc;
pub mod common;
pub mod compress;
pub mod control;
pub mod dv;
pub mod entry;
pub mod exchange;
pub mod faults;
pub mod flaws;
pub mod gate;
pub mod limits;
pub mod read;
pub mod server;
pub mod stats;
pub mod tls;
pub mod token;
pub mod wire;

pub use server::{Addresses, SandboxServer, ServerOptions};
