//! `backup` and `restore`: copies of the local cache. They hold no secret.

use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::terminal::Terminal;
use crate::model::reason::Cause;
use crate::worker::protocol::Request;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Where the copy goes.
    pub file: PathBuf,
}

/// Copies the cache.
pub fn run(args: BackupArgs, terminal: &Terminal) -> Outcome {
    let BackupArgs { file } = args;
    terminal.open()?.ask(Request::Backup(file.clone()))?;
    let path = file.display().to_string();
    terminal.output.either(&json!({"backup": path}), |_| {
        let texts = terminal.texts();
        terminal
            .output
            .say(&texts.t_args("cli-backup-done", &[("path", (&path).into())]))
    })?;
    Ok(Exit::Done)
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup.
    pub file: PathBuf,
}

/// Replaces the cache by a copy.
pub fn restore(args: RestoreArgs, terminal: &Terminal) -> Outcome {
    let RestoreArgs { file } = args;
    match terminal.open() {
        Ok(mut work) => {
            work.ask(Request::Restore(file.clone()))?;
        }
        // Just then a backup is wanted most.
        Err(Failure::Problem(problem)) if problem.cause == Cause::CacheDamaged => {
            terminal.open_restored(&file)?;
        }
        Err(failure) => return Err(failure),
    }
    let path = file.display().to_string();
    terminal.output.either(&json!({"restored": path}), |_| {
        let texts = terminal.texts();
        terminal
            .output
            .say(&texts.t_args("cli-restore-done", &[("path", (&path).into())]))
    })?;
    Ok(Exit::Done)
}
