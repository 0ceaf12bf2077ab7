//! `schedule`: synchronises again and again, as often as each mapping asks for.

use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, Work, misplaced};
use crate::engine::outcome::SyncReport;
use crate::model::MappingName;
use crate::model::quiet::QuietHours;
use crate::model::reason::Cause;
use crate::model::running::Interval;
use crate::worker::explain::explain;
use crate::worker::protocol::{Answer, Request};
use crate::worker::schedule::{Place, Rest, Schedule};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use std::time::Duration;

/// How long `run` waits at most before it looks at the schedule again; short, since a machine that sleeps counts no time.
const LOOK: Duration = Duration::from_secs(5);

/// Arguments of `schedule`; without any it shows the schedule.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct ScheduleArgs {
    /// The pause between runs.
    #[arg(long, value_name = "30m")]
    pub every: Option<Interval>,
    /// Switches it off.
    #[arg(long, conflicts_with = "every")]
    pub off: bool,
    /// The part of each day in which it rests, by this machine's clock.
    #[arg(long, value_name = "22:00-07:00")]
    pub quiet: Option<QuietHours>,
    /// Lets it rest at no time.
    #[arg(long, conflicts_with = "quiet")]
    pub no_quiet: bool,
    /// What else is done with it.
    #[command(subcommand)]
    pub verb: Option<ScheduleVerb>,
}

/// What else is done with the schedule.
#[derive(Debug, Subcommand)]
pub enum ScheduleVerb {
    /// Keeps synchronising until it is stopped.
    Run {
        /// Ends after so many runs.
        #[arg(long, value_name = "N")]
        runs: Option<u64>,
    },
}

/// Does it.
pub fn run(args: ScheduleArgs, terminal: &Terminal) -> Outcome {
    let ScheduleArgs {
        every,
        off,
        quiet,
        no_quiet,
        verb,
    } = args;
    let mut work = terminal.open()?;
    if quiet.is_some() || no_quiet {
        work.ask(Request::SetQuietHours(quiet.map(Rest::here)))?;
    }
    match (verb, every, off) {
        (Some(ScheduleVerb::Run { runs }), ..) => return keep_running(&mut work, runs, terminal),
        (None, Some(every), _) if every == Interval::default() => {
            let wrong = terminal.texts().t("cli-usage-every");
            return Err(Failure::Usage(wrong.into_owned()));
        }
        (None, Some(_), _) | (None, None, true) => {
            work.ask(Request::SetSchedule(every))?;
        }
        (None, None, false) => {}
    }
    show(&work, terminal)?;
    Ok(Exit::Done)
}

/// The schedule as scripts read it.
#[derive(Debug, Serialize)]
struct Shown {
    every: Option<String>,
    quiet: Option<String>,
    mappings: Vec<Line>,
}

/// One mapping's place in it.
#[derive(Debug, Serialize)]
struct Line {
    mapping: MappingName,
    every: String,
    next_run: Option<Timestamp>,
    quiet_runs: u64,
}

fn show(work: &Work, terminal: &Terminal) -> Result<(), Failure> {
    let Schedule { every, quiet, .. } = Schedule::read(&work.session.read())?;
    let line = |place: Place| Line {
        mapping: place.mapping,
        every: place.every.to_string(),
        next_run: place.next_run,
        quiet_runs: u64::from(place.quiet_runs),
    };
    let shown = Shown {
        every: every.map(|every| every.to_string()),
        quiet: quiet.map(|rest| rest.hours.to_string()),
        mappings: work.session.places()?.into_iter().map(line).collect(),
    };
    terminal.output.either(&shown, |shown| {
        let texts = terminal.texts();
        let Some(every) = &shown.every else {
            return terminal.output.say(&texts.t("cli-schedule-off"));
        };
        let said = texts.t_args("cli-schedule-every", &[("every", every.into())]);
        terminal.output.say(&said)?;
        if let Some(quiet) = &shown.quiet {
            let said = texts.t_args("cli-schedule-quiet", &[("quiet", quiet.into())]);
            terminal.output.say(&said)?;
        }
        let mut table = Table::new()
            .text(texts.t("word-table-mapping"))
            .text(texts.t("cli-col-every"))
            .text(texts.t("cli-col-next-run"))
            .number(texts.t("cli-col-quiet-runs"));
        for line in &shown.mappings {
            let next = match line.next_run {
                Some(_) => super::moment(texts, line.next_run),
                None => texts.t("cli-schedule-asleep").into_owned(),
            };
            table.row([
                line.mapping.to_string(),
                line.every.clone(),
                next,
                texts.count(line.quiet_runs),
            ]);
        }
        terminal.output.table(&table, "cli-no-mappings")
    })
}

/// What `schedule run` did until it was stopped.
#[derive(Debug, Default)]
struct Done {
    runs: u64,
    failed: u64,
    last: Option<SyncReport>,
}

fn keep_running(work: &mut Work, runs: Option<u64>, terminal: &Terminal) -> Outcome {
    if Schedule::read(&work.session.read())?.every.is_none() {
        let off = terminal.texts().t("cli-usage-schedule-off");
        return Err(Failure::Usage(off.into_owned()));
    }
    let mut done = Done::default();
    while runs.is_none_or(|runs| done.runs < runs) {
        match work.ask(Request::Scheduled) {
            Ok(Answer::Scheduled { due, report }) => {
                if let Some(report) = report {
                    done.runs += 1;
                    tell(&due, &report, terminal)?;
                    done.last = Some(report);
                }
            }
            Ok(other) => return Err(misplaced(&other)),
            Err(Failure::Problem(problem)) if problem.cause == Cause::Cancelled => break,
            Err(Failure::Problem(problem))
                if matches!(problem.cause, Cause::NotConnected | Cause::SecretMissing) =>
            {
                return Err(Failure::Problem(problem));
            }
            // A service that is away comes back: the schedule tries again, and says what it met.
            Err(Failure::Problem(problem)) => {
                done.runs += 1;
                done.failed += 1;
                let words = explain(terminal.texts(), &problem);
                tracing::warn!(problem = %problem.coded(), "a scheduled run failed");
                if !terminal.output.json {
                    terminal.output.say(&words.message)?;
                }
            }
            Err(failure) => return Err(failure),
        }
        let finished = runs.is_some_and(|runs| done.runs >= runs);
        if !finished && work.pause(LOOK) {
            break;
        }
    }
    let attention = done.last.as_ref().map(|report| report.needs_attention);
    let document = json!({
        "runs": done.runs,
        "failed_runs": done.failed,
        "needs_attention": attention,
    });
    terminal.output.either(&document, |_| Ok(()))?;
    Ok(Exit::attention(
        done.failed > 0 || attention.is_some_and(|attention| attention.any()),
    ))
}

/// One line per run, for a log.
fn tell(due: &[MappingName], report: &SyncReport, terminal: &Terminal) -> Result<(), Failure> {
    if terminal.output.json {
        return Ok(());
    }
    let texts = terminal.texts();
    let sum = |count: fn(&crate::model::report::Counters) -> u64| -> u64 {
        report.jobs.iter().map(|job| count(&job.counters)).sum()
    };
    let said = texts.t_args(
        "cli-schedule-ran",
        &[
            ("time", Timestamp::now().to_string().into()),
            ("mappings", (due.len() as u64).into()),
            ("inserted", sum(|c| c.inserted).into()),
            ("modified", sum(|c| c.modified).into()),
            ("deleted", sum(|c| c.deleted).into()),
            ("failed", sum(|c| c.failed).into()),
            ("conflicts", sum(|c| c.conflicts).into()),
        ],
    );
    terminal.output.say(&said)
}
