//! `raccord --measure`: what a large cache costs the window, in figures (`docs/performance.md`).
//!
//! This process fills a data folder and emulates both services. It then starts the program twice: once without a window, which
//! synchronises, for the memory that the worker needs; and once with the window, which is driven through every page while the
//! same synchronisation runs, and prints what it measured ([`crate::worker::memory`], `ui::measure`).
//!
//! What is printed are names and numbers for whoever changes the program, the same in every language.
//!
//! - `fill`: writes the large cache

mod fill;

use super::demo::TemporaryFolder;
use super::demo::services::{SECRET, Services, VARIABLES, Wish};
use super::exit::{Exit, Failure, Outcome};
use super::output::Output;
use super::terminal::Work;
use super::window::WindowArgs;
use crate::engine::context::{Environment as _, SystemEnvironment};
use crate::engine::request::SyncRequest;
use crate::model::Sides;
use crate::model::reason::{Cause, Problem};
use crate::sandbox::demo::DemoOptions;
use crate::worker::folder::{cache_in, file_problem};
use crate::worker::memory;
use crate::worker::protocol::{ConnectRequest, ConnectionSource, Couplings, Request, SecretsFrom};
use clap::{Args, ValueEnum};
use fill::Amounts;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What is measured, and in which of its processes this is.
#[derive(Clone, Debug, Args)]
pub struct MeasureArgs {
    /// Fills a large cache and measures the window over it.
    #[arg(long, hide = true)]
    pub measure: bool,
    /// How many records wait for a person.
    #[arg(long, hide = true, requires = "measure", default_value_t = 1_000_000)]
    pub records: u64,
    /// How many pairs are in step besides.
    #[arg(long, hide = true, requires = "measure", default_value_t = 0)]
    pub in_step: u64,
    /// The part of the measuring that this process does; the whole if it is not given.
    #[arg(long, hide = true, requires = "measure")]
    pub part: Option<Part>,
    /// When the process was started, in microseconds since 1970.
    #[arg(long, hide = true, requires = "part")]
    pub since: Option<i64>,
    /// The connection file of the part that connects.
    #[arg(long, hide = true, requires = "part")]
    pub connection: Option<PathBuf>,
}

/// A part of the measuring that has a process of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Part {
    /// The connection is made, so that its secret is found in the environment from then on.
    Connect,
    /// A synchronisation without a window.
    Worker,
    /// The window.
    Window,
}

/// For so many records that wait, the emulated services have one customer.
const FOR_ONE_CUSTOMER: u64 = 100;

/// Measures. With a data folder the filled cache stays there, and is used again if it is there already.
pub fn run(args: &WindowArgs, output: Output) -> Outcome {
    match args.measure.part {
        None => measure(args, output),
        Some(Part::Connect) => make_connection(args, output),
        Some(Part::Worker) => synchronise(args, output),
        // Without a display there is nothing to measure.
        Some(Part::Window) => Err(Failure::Usage(
            output.texts.t("cli-no-display").into_owned(),
        )),
    }
}

fn measure(args: &WindowArgs, output: Output) -> Outcome {
    let amounts = Amounts {
        skipped: args.measure.records,
        in_step: args.measure.in_step,
        errors: args.measure.records / 10,
        history: args.measure.records / 5,
    };
    let customers = u32::try_from(amounts.skipped / FOR_ONE_CUSTOMER);
    let demo = DemoOptions {
        records: customers.unwrap_or(u32::MAX).max(200),
        ..DemoOptions::default()
    };
    let temporary = TemporaryFolder::new();
    let file_problem = |error| file_problem(temporary.path(), &error);
    std::fs::create_dir_all(temporary.path()).map_err(file_problem)?;
    let folder = args.data_dir.clone();
    let folder = folder.unwrap_or_else(|| temporary.path().join("large"));
    let cache = cache_in(&folder);
    if !cache.exists() {
        let begun = Instant::now();
        connect(&folder, demo, temporary.path())?;
        fill::fill(&cache, amounts, SystemEnvironment.now())?;
        let bytes = std::fs::metadata(&cache).map_or(0, |file| file.len());
        output.say(&format!(
            "cache skipped={} in_step={} errors={} history={} MB={} filled_s={}",
            amounts.skipped,
            amounts.in_step,
            amounts.errors,
            amounts.history,
            bytes / 1_000_000,
            begun.elapsed().as_secs(),
        ))?;
    }
    let small = temporary.path().join("small");
    for (part, folder) in [(Part::Worker, small), (Part::Window, folder)] {
        // Each part meets both services as the other did.
        let services = connect(&folder, demo, temporary.path())?;
        start(part, &folder, None)?;
        drop(services);
    }
    temporary.remove()?;
    Ok(Exit::Done)
}

/// Starts both services and connects a data folder with them.
fn connect(folder: &Path, demo: DemoOptions, scratch: &Path) -> Result<Services, Failure> {
    let services = Services::start(Wish {
        demo,
        ..Wish::default()
    })?;
    let file = scratch.join("connection.toml");
    std::fs::write(&file, services.connection_file())
        .map_err(|error| file_problem(&file, &error))?;
    start(Part::Connect, folder, Some(&file))?;
    Ok(services)
}

/// Runs a part in a process of its own, which prints what it measured.
fn start(part: Part, folder: &Path, connection: Option<&Path>) -> Result<(), Failure> {
    let program = std::env::current_exe().map_err(Failure::Output)?;
    let part: &'static str = part.into();
    let Sides { bc, dv } = VARIABLES;
    let mut command = Command::new(&program);
    command
        .arg("--measure")
        .args(["--part", part])
        .arg("--data-dir")
        .arg(folder)
        .env(bc, SECRET)
        .env(dv, SECRET);
    if let Some(connection) = connection {
        command.arg("--connection").arg(connection);
    }
    let now = SystemEnvironment.now().as_microsecond().to_string();
    let status = command
        .args(["--since", &now])
        .status()
        .map_err(|error| file_problem(&program, &error))?;
    if status.success() {
        return Ok(());
    }
    let said = format!("{part}: {status}");
    Err(Problem::new(Cause::Internal).saying(said).into())
}

/// The part that makes the connection.
fn make_connection(args: &WindowArgs, output: Output) -> Outcome {
    let mut work = Work::open(&data_folder(args)?, output.texts)?;
    let file = args.measure.connection.clone();
    let file = file.ok_or_else(|| Failure::Usage("--connection".to_owned()))?;
    work.ask(Request::Connect(ConnectRequest {
        connection: ConnectionSource::File(file),
        secrets: SecretsFrom::Environment,
        proxy_password: None,
        couplings: Couplings::Keep,
        asking: None,
    }))?;
    Ok(Exit::Done)
}

/// The part without a window: one synchronisation, and the memory that it took.
fn synchronise(args: &WindowArgs, output: Output) -> Outcome {
    let folder = data_folder(args)?;
    let begun = Instant::now();
    let mut work = Work::open(&folder, output.texts)?;
    work.ask(Request::Sync(SyncRequest::default()))?;
    let seconds = begun.elapsed().as_secs();
    output.say(&format!("worker synchronised_s={seconds}"))?;
    if let Some(memory) = memory::of_this_process() {
        output.say(&format!("worker {memory}"))?;
    }
    Ok(Exit::Done)
}

fn data_folder(args: &WindowArgs) -> Result<PathBuf, Failure> {
    let missing = || Failure::Usage("--data-dir".to_owned());
    args.data_dir.clone().ok_or_else(missing)
}
