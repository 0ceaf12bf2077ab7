//! Starts both services on loopback and stops them again.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use axum::Router;
use jiff::SignedDuration;
use tokio::sync::oneshot;

use super::common::Common;
use super::entry;
use super::exchange::Service;
use super::faults::Plan;
use super::limits::Limits;
use super::tls::{Tls, TlsOptions};
use super::token::App;
use super::wire::{CuttableListener, Knife};
use crate::sandbox::system::clock::{Clock, WallClock};
use crate::sandbox::system::world::SharedWorld;

/// How the services are to be started.
#[derive(Clone)]
pub struct ServerOptions {
    /// Port of Business Central; 0 for any free one.
    pub bc_port: u16,
    /// Port of Dataverse; 0 for any free one.
    pub dv_port: u16,
    /// Names of the tenant, the first of which stands in printed addresses.
    pub tenants: Vec<String>,
    /// Name of the Business Central environment.
    pub environment: String,
    /// Who may ask for tokens.
    pub apps: Vec<App>,
    /// How long a token lives.
    pub token_lifetime: SignedDuration,
    /// Whether tokens of others are taken too, for clients that cannot ask for one; our own are checked all the same.
    pub any_bearer: bool,
    /// Business Central's limits.
    pub bc_limits: Limits,
    /// Dataverse's limits.
    pub dv_limits: Limits,
    /// What goes wrong from the start.
    pub faults: Plan,
    /// How the services are under TLS; plain when absent.
    pub tls: Option<TlsOptions>,
    /// Whether answers are compressed for clients that accept it.
    pub gzip: bool,
    /// The clock of tokens and limits; the services' own clocks are in the world.
    pub clock: Arc<dyn Clock>,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            bc_port: 0,
            dv_port: 0,
            tenants: vec![
                "contoso".to_owned(),
                "contoso.onmicrosoft.com".to_owned(),
                TENANT_ID.to_owned(),
            ],
            environment: "sandbox".to_owned(),
            apps: vec![App::new(
                DEFAULT_CLIENT_ID.parse().unwrap_or_default(),
                DEFAULT_SECRET,
            )],
            token_lifetime: SignedDuration::from_secs(3_599),
            any_bearer: true,
            bc_limits: Limits::business_central(),
            dv_limits: Limits::dataverse(),
            faults: Plan::default(),
            tls: None,
            gzip: false,
            clock: Arc::new(WallClock),
        }
    }
}

impl std::fmt::Debug for ServerOptions {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ServerOptions")
            .field("bc_port", &self.bc_port)
            .field("dv_port", &self.dv_port)
            .finish_non_exhaustive()
    }
}

/// The client id that is known unless other apps are named.
pub const DEFAULT_CLIENT_ID: &str = "5a17d0e5-0000-4000-8000-0000000c11e7";

/// Its secret, which is none: it is printed and documented.
pub const DEFAULT_SECRET: &str = "sandbox-secret";

/// The id of the sandbox's tenant.
pub const TENANT_ID: &str = "5a17d0e5-0000-4000-8000-00000000c0de";

/// Where the services are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// Scheme, host and port of Business Central.
    pub bc_origin: String,
    /// Root of Business Central's API, as a connection names it.
    pub bc: String,
    /// Root of Dataverse, as a connection names it: without `/api/data`.
    pub dv: String,
    /// Where tokens are asked for.
    pub token: String,
}

/// Both services, running until this is dropped.
#[derive(Debug)]
pub struct SandboxServer {
    addresses: Addresses,
    authority: Option<String>,
    common: Arc<Common>,
    running: Vec<Running>,
}

#[derive(Debug)]
struct Running {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl SandboxServer {
    /// Starts both services over a world that others may go on changing.
    pub fn start(world: SharedWorld, options: ServerOptions) -> io::Result<Self> {
        let (bc, bc_address) = bind(options.bc_port)?;
        let (dv, dv_address) = bind(options.dv_port)?;
        let tenant = options.tenants.first().map_or("contoso", String::as_str);
        let tls = options.tls.map(Tls::new).transpose()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let bc_origin = format!("{scheme}://{bc_address}");
        let addresses = Addresses {
            bc: format!("{bc_origin}/v2.0/{}/api/v2.0", options.environment),
            dv: format!("{scheme}://{dv_address}"),
            token: format!("{bc_origin}/{tenant}/oauth2/v2.0/token"),
            bc_origin,
        };
        let common = Arc::new(Common::new(world, options));
        let running = vec![
            serve(bc, tls.clone(), Arc::clone(&common), Service::Bc)?,
            serve(dv, tls.clone(), Arc::clone(&common), Service::Dv)?,
        ];
        Ok(Self {
            addresses,
            authority: tls.map(|tls| tls.authority_pem),
            common,
            running,
        })
    }

    /// Where the services are found.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The certificate of the authority that vouches for the services under TLS, in PEM form.
    pub fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// What both services share; for tests that would rather not go through the control address.
    pub fn common(&self) -> &Arc<Common> {
        &self.common
    }

    /// Waits until both services have stopped, which without a drop is for ever.
    pub fn wait(mut self) {
        for running in &mut self.running {
            if let Some(thread) = running.thread.take() {
                let _ = thread.join();
            }
        }
    }
}

impl Drop for SandboxServer {
    fn drop(&mut self) {
        for running in &mut self.running {
            if let Some(stop) = running.stop.take() {
                // An error means that the thread has ended already.
                let _ = stop.send(());
            }
        }
        for running in &mut self.running {
            if let Some(thread) = running.thread.take() {
                let _ = thread.join();
            }
        }
    }
}

fn bind(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Runs one service in a runtime of its own thread, so that a long page of one does not hold up the other.
fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    common: Arc<Common>,
    service: Service,
) -> io::Result<Running> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let listener = {
        let _inside = runtime.enter();
        CuttableListener {
            listener: tokio::net::TcpListener::from_std(listener)?,
            acceptor: tls.map(|tls| tls.acceptor),
        }
    };
    let name = match service {
        Service::Bc => "sandbox-bc",
        Service::Dv => "sandbox-dv",
    };
    let scheme = if listener.acceptor.is_some() {
        "https"
    } else {
        "http"
    };
    let (stop, stopped) = oneshot::channel();
    let thread = std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            runtime.block_on(async move {
                let app = Router::new()
                    .fallback(entry::answer)
                    .with_state(entry::State {
                        common,
                        service,
                        scheme,
                    });
                let serving =
                    axum::serve(listener, app.into_make_service_with_connect_info::<Knife>());
                tokio::select! {
                    result = serving => if let Err(error) = result {
                        tracing::error!(%error, "the emulated service stopped");
                    },
                    _ = stopped => {}
                }
            });
        })?;
    Ok(Running {
        stop: Some(stop),
        thread: Some(thread),
    })
}
