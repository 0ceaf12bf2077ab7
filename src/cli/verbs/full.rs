//! `full`: every mapping once from the beginning, each after what it depends on has succeeded.

use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::engine::full::{FullLine, FullRequest, LineStatus};
use crate::model::MappingName;
use crate::worker::explain::explain;
use crate::worker::protocol::{Answer, Request};
use clap::Subcommand;

/// What is done with a full synchronisation.
#[derive(Debug, Subcommand)]
pub enum FullVerb {
    /// Says what it would begin with.
    Review,
    /// Starts it, or goes on where it stopped.
    Start {
        /// Starts this mapping although what it depends on has not succeeded.
        #[arg(long, value_name = "NAME")]
        anyway: Vec<String>,
        /// Begins from the beginning.
        #[arg(long)]
        again: bool,
    },
}

/// Does it.
pub fn run(verb: FullVerb, terminal: &Terminal) -> Outcome {
    let (request, started) = match verb {
        FullVerb::Review => (Request::FullReview, false),
        FullVerb::Start { anyway, again } => {
            let anyway = anyway.into_iter().map(MappingName::new).collect();
            (Request::FullStart(FullRequest { anyway, again }), true)
        }
    };
    let answer = terminal.open()?.ask(request)?;
    let Answer::Full(lines) = answer else {
        return Err(misplaced(&answer));
    };
    terminal
        .output
        .either(&lines, |lines| show(lines, terminal))?;
    let open = lines.iter().any(|line| line.status != LineStatus::Success);
    Ok(Exit::attention(started && open))
}

fn show(lines: &[FullLine], terminal: &Terminal) -> Result<(), Failure> {
    let texts = terminal.texts();
    let mut table = Table::new()
        .text(texts.t("word-table-mapping"))
        .text(texts.t("cli-col-recommendation"))
        .text(texts.t("cli-col-status"))
        .text(texts.t("cli-col-waits-for"))
        .number(texts.t("counter-inserted"))
        .number(texts.t("cli-col-coupled"))
        .number(texts.t("counter-failed"));
    for line in lines {
        let word = |prefix: &str, value: serde_json::Value| {
            let code = value.as_str().unwrap_or_default().to_owned();
            texts.t(&format!("{prefix}-{code}")).into_owned()
        };
        let recommendation = line.recommendation.map_or_else(String::new, |one| {
            word("cli-full", serde_json::to_value(one).unwrap_or_default())
        });
        let waits: Vec<&str> = line.waits_for.iter().map(MappingName::as_str).collect();
        table.row([
            line.mapping.to_string(),
            recommendation,
            word(
                "cli-full",
                serde_json::to_value(line.status).unwrap_or_default(),
            ),
            waits.join(", "),
            texts.count(line.counters.inserted),
            texts.count(line.counters.coupled),
            texts.count(line.counters.failed),
        ]);
    }
    terminal.output.table(&table, "cli-no-mappings")?;
    for problem in lines.iter().filter_map(|line| line.problem.as_ref()) {
        terminal.output.say(&explain(texts, problem).message)?;
    }
    Ok(())
}
