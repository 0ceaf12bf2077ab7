//! `demo`: the whole story without a window, against emulated services, and a check that it is true.
//!
//! Everything goes over HTTP between the program and both services, through the cache and the engine. What the story says
//! is counted by the program, and then checked by reading both services back.
//!
//! - `services`: both services with a connection to them; `story`: what happens; `check`: whether it is true;
//!   `tell`: what is printed

pub mod check;
pub mod services;
pub mod story;
pub mod tell;

use super::exit::{Exit, Failure, Outcome};
use super::output::Output;
use super::terminal::Work;
use crate::model::Sides;
use crate::sandbox::demo::DemoOptions;
use crate::sandbox::http::faults::Plan;
use crate::worker::folder::file_problem;
use clap::Args;
use services::{Services, Wish};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Arguments of `demo`.
#[derive(Clone, Debug, Args)]
pub struct DemoArgs {
    /// How many customers.
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub records: u32,
    /// Decides everything else.
    #[arg(long, value_name = "S", default_value_t = DemoOptions::default().seed)]
    pub seed: u64,
}

/// Plays the story, tells it, and says whether it is true.
pub fn run(args: &DemoArgs, output: &Output) -> Outcome {
    let folder = TemporaryFolder::new();
    let services = Services::start(Wish {
        demo: DemoOptions {
            records: args.records,
            seed: args.seed,
        },
        ports: Sides::default(),
        faults: Plan::default(),
        tls: None,
        gzip: false,
    })?;
    let mut work = Work::open(folder.path(), output.texts)?;
    let mut teller = tell::Teller::new(*output);
    let story = story::play(&mut work, &services, &mut teller)?;
    let checks = check::read_back(&mut work, &services, &story)?;
    teller.end(&story, &checks)?;
    let true_story = checks.iter().all(check::Checked::holds);
    drop(work);
    folder.remove()?;
    Ok(if true_story { Exit::Done } else { Exit::Failed })
}

/// A data folder that is gone with the demo.
#[derive(Debug)]
pub(super) struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    pub(super) fn new() -> Self {
        let name = format!("raccord-demo-{}", Uuid::new_v4().simple());
        Self(std::env::temp_dir().join(name))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn remove(&self) -> Result<(), Failure> {
        Ok(std::fs::remove_dir_all(&self.0).map_err(|error| file_problem(&self.0, &error))?)
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // Already gone unless the story broke off.
        std::fs::remove_dir_all(&self.0).ok();
    }
}
