//! Both services, emulated on this machine, filled with the demo company, with everything needed to connect to them.

use crate::cli::exit::Failure;
use crate::model::Sides;
use crate::model::reason::{Cause, Problem};
use crate::remote::connection::Connection;
use crate::sandbox::demo::services::{self, Opened, SignIn};
use crate::sandbox::demo::{Census, DemoOptions};
use crate::sandbox::http::faults::Plan;
use crate::sandbox::http::tls::TlsOptions;
use crate::sandbox::http::token::App;
use crate::sandbox::http::{SandboxServer, ServerOptions};
use crate::sandbox::system::world::{SharedWorld, World};
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::sync::MutexGuard;
use uuid::Uuid;

pub use crate::sandbox::demo::services::VARIABLES;

/// The application that may sign in to the emulated services. Neither it nor its secret guards anything.
pub const CLIENT_ID: Uuid = Uuid::from_u128(0x5a17_d0e5_0000_4000_8000_0000_0000_0a99);
/// The application's secret.
pub const SECRET: &str = "sandbox-secret-that-guards-nothing";

/// How the services are to be.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Size and seed of the demo company.
    pub demo: DemoOptions,
    /// Ports; 0 for any free one.
    pub ports: Sides<u16>,
    /// What goes wrong from the start.
    pub faults: Plan,
    /// How the services are under TLS; plain when absent.
    pub tls: Option<TlsOptions>,
    /// Whether answers are compressed for clients that accept it.
    pub gzip: bool,
}

/// Running services; they stop when this is dropped.
#[derive(Debug)]
pub struct Services {
    /// The services over HTTP.
    pub server: SandboxServer,
    /// What they share with whoever edits both sides.
    pub world: SharedWorld,
    /// How they were filled.
    pub demo: DemoOptions,
    /// How much was put where.
    pub census: Census,
    /// Where the certificate of their authority was written, for the connection file.
    pub authority_file: Option<PathBuf>,
}

impl Services {
    /// Fills a world and starts both services over it.
    pub fn start(wish: Wish) -> Result<Self, Failure> {
        let Wish {
            demo,
            ports,
            faults,
            tls,
            gzip,
        } = wish;
        let app = App::new(CLIENT_ID, SECRET);
        let options = ServerOptions {
            bc_port: ports.bc,
            dv_port: ports.dv,
            apps: vec![app],
            faults,
            tls,
            gzip,
            ..ServerOptions::default()
        };
        let Opened {
            server,
            world,
            census,
        } = services::open(demo, None, options)
            .map_err(|error| Failure::from(Problem::new(Cause::Unknown).saying(error)))?;
        Ok(Self {
            server,
            world,
            demo,
            census,
            authority_file: None,
        })
    }

    /// The world, to edit as its people would. A lock whose holder died is still good, since every write is atomic.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The connection file for these services.
    pub fn connection_file(&self) -> String {
        self.connection_file_of("client_credentials", None)
    }

    /// The same with another way to sign in; `certificate` is where the certificate lies, for the kind that wants one.
    pub fn connection_file_of(&self, kind: &str, certificate: Option<&Path>) -> String {
        let sign_in = SignIn {
            kind,
            client_id: CLIENT_ID,
            more: VARIABLES.map(|variable| match (kind, certificate) {
                ("client_credentials", _) => format!("secret_env = {variable:?}\n"),
                (_, Some(path)) => format!("certificate = {:?}\n", path.display().to_string()),
                (_, None) => String::new(),
            }),
        };
        let file = services::connection_file("Sandbox", self.server.addresses(), &sign_in);
        let network = self
            .authority_file
            .as_ref()
            .map_or_else(String::new, |path| {
                format!("\n[network]\nca_file = {:?}\n", path.display().to_string())
            });
        file + &network
    }

    /// The connection to these services.
    pub fn connection(&self) -> Result<Connection, Failure> {
        Ok(Connection::from_toml(&self.connection_file())?)
    }

    /// The secrets that belong to the connection.
    pub fn secrets() -> Sides<Option<SecretString>> {
        Sides::from_fn(|_| Some(SecretString::from(SECRET)))
    }
}
