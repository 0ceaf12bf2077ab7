//! `jobs`: what runs did.

use super::history;
use super::sync::{direction, jobs_table};
use crate::cli::exit::{Exit, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::engine::unknown_number;
use crate::model::JobId;
use crate::model::report::Job;
use crate::model::running::Interval;
use crate::store::{HistoryFilter, JobFilter, Slice};
use crate::worker::explain::explain;
use crate::worker::protocol::{Answer, Request};
use clap::{Args, Subcommand};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::json;

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
    /// Forgets ended ones; those that skipped records refer to stay.
    Clear(ClearArgs),
}

/// Which jobs are forgotten.
#[derive(Clone, Copy, Debug, Args)]
#[group(id = "which", required = true, multiple = false)]
pub struct ClearArgs {
    /// Only those that started longer ago.
    #[arg(long, value_name = "7d", group = "which")]
    pub older_than: Option<Interval>,
    /// All.
    #[arg(long, group = "which")]
    pub all: bool,
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
    let mut work = terminal.open()?;
    if let JobsVerb::Clear(ClearArgs { older_than, .. }) = verb {
        let age = older_than.map(|age| SignedDuration::from_secs(i64::from(age.seconds)));
        let before = age.and_then(|age| Timestamp::now().checked_sub(age).ok());
        let answer = work.ask(Request::ClearJobs(before))?;
        let Answer::Count(cleared) = answer else {
            return Err(misplaced(&answer));
        };
        terminal.output.either(&json!({"cleared": cleared}), |_| {
            let texts = terminal.texts();
            let said = texts.t_args("cli-errors-cleared", &[("count", cleared.into())]);
            terminal.output.say(&said)
        })?;
        return Ok(Exit::Done);
    }
    let reader = work.session.read();
    match verb {
        // Done above, since it changes the cache.
        JobsVerb::Clear(_) => {}
        JobsVerb::List => {
            let jobs = reader.list_jobs(&JobFilter::default(), Slice::ALL)?;
            terminal.output.either(&jobs, |jobs| {
                terminal.output.table(&list(jobs, terminal), "cli-no-jobs")
            })?;
        }
        JobsVerb::Show { id } => {
            let job = reader.job(id)?.ok_or_else(|| unknown_number(&id))?;
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
        .number(texts.t("counter-deleted"))
        .number(texts.t("counter-unchanged"))
        .number(texts.t("counter-skipped"))
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
            texts.count(counters.deleted),
            texts.count(counters.unchanged),
            texts.count(counters.skipped),
            texts.count(counters.failed),
            ended,
        ]);
    }
    table
}
