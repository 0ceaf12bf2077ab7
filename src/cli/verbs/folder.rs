//! `folder`: where the data folder is, and moving it to another place.

use crate::cli::exit::{Exit, Outcome};
use crate::cli::terminal::Terminal;
use crate::worker::moving;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::json;
use std::path::PathBuf;

/// Arguments of `folder`.
#[derive(Debug, Args)]
pub struct FolderArgs {
    /// What is done with it; shown if nothing is said.
    #[command(subcommand)]
    pub verb: Option<FolderVerb>,
}

/// What can be done with the data folder.
#[derive(Debug, Subcommand)]
pub enum FolderVerb {
    /// Moves it.
    Move {
        /// Where to.
        to: PathBuf,
    },
}

/// Shows where the data folder is, or moves it.
pub fn run(args: FolderArgs, terminal: &Terminal) -> Outcome {
    let before = terminal.data_dir()?;
    let folder = match args.verb {
        None => before.clone(),
        Some(FolderVerb::Move { to }) => {
            moving::move_folder(&before, &to, "raccord-cli", Timestamp::now())?
        }
    };
    let path = folder.display().to_string();
    let moved = folder != before;
    let was = before.display().to_string();
    let document = json!({"folder": path, "moved_from": moved.then_some(&was)});
    terminal.output.either(&document, |_| {
        let texts = terminal.texts();
        if !moved {
            return terminal.output.say(&path);
        }
        let words = [("path", (&path).into()), ("was", (&was).into())];
        terminal
            .output
            .say(&texts.t_args("cli-folder-moved", &words))
    })?;
    Ok(Exit::Done)
}
