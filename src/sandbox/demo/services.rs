//! Both services over the demo company, and the connection file that leads to them.

use super::{COMPANY, CURRENCY, Census, DemoOptions, fill};
use crate::model::{Side, Sides};
use crate::sandbox::http::{Addresses, SandboxServer, ServerOptions};
use crate::sandbox::system::clock::Clock;
use crate::sandbox::system::world::{Setup, SharedWorld, World};
use std::sync::Arc;
use uuid::Uuid;

/// Where a connection file says that `connect` finds the application's secret.
pub const VARIABLES: Sides<&str> = Sides {
    bc: "RACCORD_BC_SECRET",
    dv: "RACCORD_DV_SECRET",
};

/// Running services over a filled world; they stop when the server is dropped.
#[derive(Debug)]
pub struct Opened {
    /// The services over HTTP.
    pub server: SandboxServer,
    /// What they share with whoever edits both sides.
    pub world: SharedWorld,
    /// How much was put where.
    pub census: Census,
}

/// Fills a world and starts both services over it. Its clock is the machine's unless one is given.
///
/// # Errors
/// What the world or the operating system says, in words for the log.
pub fn open(
    demo: DemoOptions,
    clock: Option<Arc<dyn Clock>>,
    options: ServerOptions,
) -> Result<Opened, String> {
    let mut setup = Setup {
        seed: demo.seed,
        company: COMPANY.to_owned(),
        currency: CURRENCY.to_owned(),
        ..Setup::default()
    };
    if let Some(clock) = clock {
        setup.clock = clock;
    }
    let mut world = World::new(&setup);
    let census = fill(&mut world, demo).map_err(|error| error.to_string())?;
    let world = world.shared();
    let server = SandboxServer::start(SharedWorld::clone(&world), options)
        .map_err(|error| error.to_string())?;
    Ok(Opened {
        server,
        world,
        census,
    })
}

/// How an application signs in to the emulated services.
#[derive(Clone, Debug)]
pub struct SignIn<'a> {
    /// The kind of the connection file.
    pub kind: &'a str,
    /// The application.
    pub client_id: Uuid,
    /// Further lines of the file for each side: where the secret or the certificate is.
    pub more: Sides<String>,
}

impl SignIn<'_> {
    /// With a secret from the usual variables.
    pub fn with_secret(client_id: Uuid) -> Self {
        Self {
            kind: "client_credentials",
            client_id,
            more: VARIABLES.map(|variable| format!("secret_env = {variable:?}\n")),
        }
    }
}

/// The connection file for services at these addresses.
pub fn connection_file(name: &str, at: &Addresses, sign_in: &SignIn<'_>) -> String {
    let part = |side: Side| {
        format!(
            "kind = {:?}\ntoken_url = {:?}\nclient_id = \"{}\"\n{}",
            sign_in.kind,
            at.token,
            sign_in.client_id,
            sign_in.more.get(side)
        )
    };
    format!(
        "name = {name:?}\n\n[business_central]\nurl = {:?}\ncompany = {COMPANY:?}\n\n[business_central.sign_in]\n{}\n\
         [dataverse]\nurl = {:?}\n\n[dataverse.sign_in]\n{}",
        at.bc,
        part(Side::Bc),
        at.dv,
        part(Side::Dv),
    )
}
