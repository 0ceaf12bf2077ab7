//! `sandbox`: both services emulated in the foreground, for trials, tests and other programs.

use crate::cli::demo::services::{CLIENT_ID, SECRET, Services, VARIABLES, Wish};
use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::terminal::{Terminal, runtime, stop_wish};
use crate::model::Sides;
use crate::model::reason::{Cause, Problem};
use crate::sandbox::demo::{AtWork, Colleagues, DemoOptions};
use crate::sandbox::http::faults::Plan;
use crate::sandbox::http::flaws::Flaw;
use crate::sandbox::http::tls::{Leaf, Protocols, TlsOptions};
use crate::sandbox::http::token::app::SANDBOX_CERTIFICATE;
use crate::worker::explain::side_name;
use crate::worker::folder::file_problem;
use clap::{Args, ValueEnum};
use serde_json::json;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Arguments of `sandbox`.
#[derive(Debug, Args)]
pub struct SandboxArgs {
    /// How many customers.
    #[arg(long, value_name = "N", default_value_t = DemoOptions::default().records)]
    pub records: u32,
    /// Decides everything else.
    #[arg(long, value_name = "S", default_value_t = DemoOptions::default().seed)]
    pub seed: u64,
    /// Business Central's port.
    #[arg(long, value_name = "P", default_value_t = 0)]
    pub bc_port: u16,
    /// Dataverse's port.
    #[arg(long, value_name = "P", default_value_t = 0)]
    pub dv_port: u16,
    /// Lets simulated colleagues edit both sides.
    #[arg(long)]
    pub colleagues: bool,
    /// What goes wrong.
    #[arg(long, value_name = "FILE")]
    pub faults: Option<PathBuf>,
    /// Puts both services under TLS and writes the certificate of their authority into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub tls: Option<PathBuf>,
    /// What their certificate is like.
    #[arg(long, value_name = "KIND", requires = "tls", default_value = "good")]
    pub certificate: Certificate,
    /// Broken set-ups to begin with, by name.
    #[arg(long, value_name = "NAME")]
    pub broken: Vec<Flaw>,
    /// Never compresses answers.
    #[arg(long)]
    pub no_gzip: bool,
}

/// What the certificate of the services may be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Certificate {
    /// As it should be.
    Good,
    /// For another host.
    WrongHost,
    /// No longer valid.
    Expired,
    /// Not valid yet.
    NotYetValid,
}

impl From<Certificate> for Leaf {
    fn from(certificate: Certificate) -> Self {
        match certificate {
            Certificate::Good => Self::Good,
            Certificate::WrongHost => Self::WrongHost,
            Certificate::Expired => Self::Expired,
            Certificate::NotYetValid => Self::NotYetValid,
        }
    }
}

/// The colleagues make one edit in this time.
const PACE: Duration = Duration::from_secs(3);

/// Runs both services until somebody wishes them to stop.
pub fn run(args: &SandboxArgs, terminal: &Terminal) -> Outcome {
    let texts = terminal.texts();
    let demo = DemoOptions {
        records: args.records,
        seed: args.seed,
    };
    let mut services = Services::start(Wish {
        demo,
        ports: Sides::new(args.bc_port, args.dv_port),
        faults: faults(args.faults.as_deref())?,
        tls: args.tls.is_some().then(|| TlsOptions {
            leaf: args.certificate.into(),
            protocols: Protocols::Both,
        }),
        gzip: !args.no_gzip,
    })?;
    if let Some(folder) = &args.tls {
        services.authority_file = Some(authority(folder, &services)?);
    }
    for flaw in &args.broken {
        let switched = services.server.common().set_flaw(*flaw, true);
        switched.map_err(|refusal| Problem::new(Cause::Unknown).saying(refusal.to_string()))?;
    }
    let addresses = services.server.addresses();
    let folder = std::env::temp_dir().join(format!("raccord-sandbox-{}", std::process::id()));
    let connection = folder.join("connection.toml");
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&connection, services.connection_file()))
        .map_err(|error| Failure::from(file_problem(&connection, &error)))?;
    let certificate = folder.join("certificate.pem");
    std::fs::write(&certificate, SANDBOX_CERTIFICATE)
        .map_err(|error| Failure::from(file_problem(&certificate, &error)))?;
    let mut connections = serde_json::Map::new();
    for kind in ["browser", "device_code", "certificate"] {
        let path = folder.join(format!("connection-{kind}.toml"));
        let certificate = (kind == "certificate").then_some(certificate.as_path());
        std::fs::write(&path, services.connection_file_of(kind, certificate))
            .map_err(|error| Failure::from(file_problem(&path, &error)))?;
        connections.insert(kind.to_owned(), json!(path));
    }
    // In one line, however standard output looks: whoever reads the first line has all of it.
    let census = &services.census;
    let line = json!({
        "business_central": addresses.bc,
        "dataverse": addresses.dv,
        "token": addresses.token,
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
        "connection": connection,
        "connections": connections,
        "certificate": certificate,
        "ca_file": services.authority_file,
        "env": {VARIABLES.bc: SECRET, VARIABLES.dv: SECRET},
        "records": {
            "customers": census.customers, "accounts": census.accounts, "contacts": census.people,
            "dataverse_contacts": census.dv_contacts, "items": census.items, "products": census.products,
        },
    });
    terminal.output.say(&line.to_string())?;
    let at_work = args.colleagues.then(|| {
        AtWork::start(
            services.world.clone(),
            Colleagues::new(demo),
            PACE,
            move |edit| {
                let said = texts.t_args(
                    "cli-sandbox-edit",
                    &[
                        ("side", side_name(texts, edit.side).into()),
                        ("record", (&edit.label).into()),
                        ("field", edit.field.into()),
                    ],
                );
                writeln!(io::stderr().lock(), "{said}").ok();
            },
        )
    });
    writeln!(io::stderr().lock(), "{}", texts.t("cli-sandbox-runs")).ok();
    runtime()?.block_on(stop_wish());
    if let Some(at_work) = at_work {
        at_work.stop();
    }
    drop(services);
    // What is left in the temporary folder does no harm.
    std::fs::remove_dir_all(&folder).ok();
    Ok(Exit::Done)
}

/// Writes the certificate of the services' authority into a folder and says where it is.
fn authority(folder: &Path, services: &Services) -> Result<PathBuf, Failure> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let path = folder.join("ca.pem");
    let pem = services.server.authority().unwrap_or_default();
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, pem))
        .map_err(|error| Failure::from(file_problem(&path, &error)))?;
    Ok(path)
}

fn faults(path: Option<&Path>) -> Result<Plan, Failure> {
    let Some(path) = path else {
        return Ok(Plan::default());
    };
    let text = std::fs::read_to_string(path).map_err(|error| file_problem(path, &error))?;
    toml::from_str(&text).map_err(|error| {
        let problem = Problem::new(Cause::InvalidFile).with("path", &path.display());
        problem.saying(error.message()).into()
    })
}
