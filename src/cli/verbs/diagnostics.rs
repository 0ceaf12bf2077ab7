//! `diagnostics`: what a person sends to whoever helps. It holds no secret and no value of a record.

use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::terminal::Terminal;
use crate::worker::diagnostics::{Sources, gather, preview, save};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Arguments of `diagnostics`.
#[derive(Debug, Args)]
pub struct DiagnosticsArgs {
    /// Where the zip goes.
    #[arg(required_unless_present = "preview")]
    pub file: Option<PathBuf>,
    /// Shows what would be in it.
    #[arg(long)]
    pub preview: bool,
}

/// Writes it, or shows what would be written.
pub fn run(args: DiagnosticsArgs, terminal: &Terminal) -> Outcome {
    let DiagnosticsArgs {
        file,
        preview: look,
    } = args;
    let work = terminal.open_locked()?;
    let parts = gather(&Sources {
        reader: &work.session.read(),
        folder: work.session.folder().path(),
        program: "raccord-cli",
        health: &work.session.health()?,
        checks: &[],
        texts: terminal.texts(),
    })?;
    let entries: Vec<_> = parts
        .iter()
        .map(|part| {
            let text = look.then_some(&part.text);
            json!({"name": part.name, "bytes": part.text.len(), "text": text})
        })
        .collect();
    let path = match file.filter(|_| !look) {
        Some(path) => {
            work.session.folder().spares(&path)?;
            save(&path, &parts)?;
            Some(path.display().to_string())
        }
        None => None,
    };
    let document = json!({"diagnostics": path, "entries": entries});
    terminal
        .output
        .either(&document, |_| -> Result<(), Failure> {
            let Some(path) = &path else {
                return terminal.output.raw(&preview(&parts));
            };
            let names: Vec<&str> = parts.iter().map(|part| part.name).collect();
            let args = [
                ("path", path.as_str().into()),
                ("list", names.join(", ").into()),
            ];
            let texts = terminal.texts();
            terminal
                .output
                .say(&texts.t_args("cli-diagnostics-done", &args))
        })?;
    Ok(Exit::Done)
}
