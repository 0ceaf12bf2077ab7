//! `jobs`: what runs did.

use super::history;
use super::sync::{direction, jobs_table};
use crate::cli::exit::{Exit, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::Terminal;
use crate::model::JobId;
use crate::model::reason::{Cause, Problem};
use crate::model::report::Job;
use crate::store::{HistoryFilter, JobFilter, Slice};
use crate::worker::explain::explain;
use clap::Subcommand;
use serde::Serialize;

/// What is done with jobs.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum JobsVerb {
    /// Lists them, the newest first.
    List,
    /// Shows one with what it wrote.
    Show {
        /// Its id.
        id: JobId,
    },
}

/// One job with its writes, as scripts read it.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    job: Job,
    history: Vec<history::Line>,
}

/// Does it.
pub fn run(verb: JobsVerb, terminal: &Terminal) -> Outcome {
    let work = terminal.open()?;
    let reader = work.session.read();
    match verb {
        JobsVerb::List => {
            let jobs = reader.list_jobs(&JobFilter::default(), Slice::ALL)?;
            terminal.output.either(&jobs, |jobs| {
                terminal.output.table(&list(jobs, terminal), "cli-no-jobs")
            })?;
        }
        JobsVerb::Show { id } => {
            let job = reader
                .job(id)?
                .ok_or_else(|| Problem::new(Cause::RecordGone).with("record", &id))?;
            let filter = HistoryFilter {
                job: Some(id),
                ..HistoryFilter::default()
            };
            let entries = reader.list_history(&filter, Slice::ALL)?;
            let shown = Shown {
                job,
                history: entries.into_iter().map(history::line).collect(),
            };
            terminal.output.either(&shown, |shown| {
                let jobs = std::slice::from_ref(&shown.job);
                let texts = terminal.texts();
                terminal
                    .output
                    .table(&jobs_table(texts, jobs), "cli-no-jobs")?;
                if let Some(problem) = &shown.job.problem {
                    terminal.output.say(&explain(texts, problem).message)?;
                }
                terminal.output.say("")?;
                terminal
                    .output
                    .table(&history::table(texts, &shown.history), "cli-no-history")
            })?;
        }
    }
    Ok(Exit::Done)
}

fn list(jobs: &[Job], terminal: &Terminal) -> Table {
    let texts = terminal.texts();
    let mut table = Table::new()
        .number(texts.t("cli-col-id"))
        .text(texts.t("cli-col-time"))
        .text(texts.t("word-table-mapping"))
        .text(texts.t("word-direction"))
        .number(texts.t("counter-inserted"))
        .number(texts.t("counter-modified"))
        .number(texts.t("counter-unchanged"))
        .number(texts.t("counter-failed"))
        .text(texts.t("cli-col-ended"));
    for job in jobs {
        let ended = match (&job.problem, job.finished) {
            (Some(problem), _) => explain(texts, problem).title,
            (None, Some(_)) => texts.t("cli-job-done").into_owned(),
            (None, None) => texts.t("cli-job-running").into_owned(),
        };
        let counters = &job.counters;
        table.row([
            job.id.to_string(),
            super::moment(texts, Some(job.started)),
            job.mapping.to_string(),
            direction(texts, job.direction),
            texts.count(counters.inserted),
            texts.count(counters.modified),
            texts.count(counters.unchanged),
            texts.count(counters.failed),
            ended,
        ]);
    }
    table
}
