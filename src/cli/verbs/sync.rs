//! `plan` and `sync`.

use super::NamedRecord;
use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::engine::outcome::SyncReport;
use crate::engine::request::{RecordRef, SyncRequest};
use crate::i18n::Texts;
use crate::model::plan::ActionLine;
use crate::model::reason::{Problem, Reason};
use crate::model::report::{Job, RequestCounts};
use crate::model::{Direction, MappingName, Side, Sides};
use crate::worker::explain::{explain, side_name};
use crate::worker::protocol::{Answer, Request};
use clap::Args;
use serde::Serialize;
use serde::ser::Error as _;
use serde_json::Value;

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// Only these mappings.
    #[arg(long, value_name = "NAME")]
    pub mapping: Vec<String>,
    /// Reads everything again.
    #[arg(long)]
    pub full: bool,
    /// Only this record and its partner.
    #[arg(long, value_name = "bc:ID|dv:ID", conflicts_with = "full")]
    pub record: Vec<NamedRecord>,
    /// Takes this side's values wherever the sides differ.
    #[arg(long, value_name = "bc|dv", requires = "record")]
    pub take: Option<Side>,
}

/// Arguments of `sync`.
#[derive(Debug, Args)]
pub struct SyncArgs {
    /// Only these mappings.
    #[arg(long, value_name = "NAME")]
    pub mapping: Vec<String>,
    /// Reads everything again.
    #[arg(long)]
    pub full: bool,
    /// Only this record and its partner.
    #[arg(long, value_name = "bc:ID|dv:ID", conflicts_with = "full")]
    pub record: Vec<NamedRecord>,
    /// Takes this side's values wherever the sides differ.
    #[arg(long, value_name = "bc|dv", requires = "record")]
    pub take: Option<Side>,
    /// Goes on although the safety brake would stop the run.
    #[arg(long)]
    pub allow_large: bool,
}

/// Says what a synchronisation would do.
pub fn plan(args: PlanArgs, terminal: &Terminal) -> Outcome {
    let PlanArgs {
        mapping,
        full,
        record,
        take,
    } = args;
    let request = SyncRequest {
        mappings: mapping.iter().map(MappingName::new).collect(),
        full,
        records: record.into_iter().map(reference).collect(),
        take,
        ..SyncRequest::default()
    };
    report(Request::Plan(request), terminal)
}

/// Synchronises once.
pub fn sync(args: SyncArgs, terminal: &Terminal) -> Outcome {
    let SyncArgs {
        mapping,
        full,
        record,
        take,
        allow_large,
    } = args;
    let request = SyncRequest {
        mappings: mapping.iter().map(MappingName::new).collect(),
        full,
        records: record.into_iter().map(reference).collect(),
        take,
        ignore_brake: allow_large,
        ..SyncRequest::default()
    };
    report(Request::Sync(request), terminal)
}

fn reference(record: NamedRecord) -> RecordRef {
    let NamedRecord { side, id } = record;
    RecordRef { side, id }
}

/// Tells what a run did or would do.
pub(super) fn report(request: Request, terminal: &Terminal) -> Outcome {
    let answer = terminal.open()?.ask(request)?;
    let Answer::Synced(report) = answer else {
        return Err(misplaced(&answer));
    };
    let texts = terminal.texts();
    terminal.output.either(
        &Told {
            report: &report,
            texts,
        },
        |_| show(&report, terminal),
    )?;
    let failed = report.jobs.iter().any(|job| job.problem.is_some());
    let stopped = !report.stopped.is_empty();
    Ok(Exit::attention(
        report.needs_attention.any() || failed || stopped,
    ))
}

/// A report for scripts: what ended jobs early is put into words there, too.
struct Told<'r> {
    report: &'r SyncReport,
    texts: Texts,
}

impl Serialize for Told<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let jobs = &self.report.jobs;
        if self.report.stopped.is_empty() && jobs.iter().all(|job| job.problem.is_none()) {
            return self.report.serialize(serializer);
        }
        let mut document = serde_json::to_value(self.report).map_err(S::Error::custom)?;
        let mut word = |place: &str, problem: &Problem| {
            if let Some(Value::Object(members)) = document.pointer_mut(place) {
                let words = explain(self.texts, problem);
                members.insert("code".to_owned(), problem.cause.code().into());
                members.insert("message".to_owned(), words.message.into());
                members.insert("next_step".to_owned(), words.next_step.into());
            }
        };
        for (place, job) in jobs.iter().enumerate() {
            if let Some(problem) = &job.problem {
                word(&format!("/jobs/{place}/problem"), problem);
            }
        }
        for (place, problem) in self.report.stopped.iter().enumerate() {
            word(&format!("/stopped/{place}"), problem);
        }
        document.serialize(serializer)
    }
}

/// What ended jobs early, each once: what is wrong and what to do.
fn show_problems(jobs: &[Job], terminal: &Terminal) -> Result<(), Failure> {
    let texts = terminal.texts();
    let mut told: Vec<&Problem> = Vec::new();
    for job in jobs {
        let Some(problem) = &job.problem else {
            continue;
        };
        if told.contains(&problem) {
            continue;
        }
        told.push(problem);
        let words = explain(texts, problem);
        let next = [("next", words.next_step.into())];
        let message = format!("{}  {}", job.mapping, words.message);
        terminal.output.say(&message)?;
        terminal
            .output
            .say(&texts.t_args("cli-error-next", &next))?;
    }
    if !told.is_empty() {
        terminal.output.say("")?;
    }
    Ok(())
}

fn show(report: &SyncReport, terminal: &Terminal) -> Result<(), Failure> {
    let texts = terminal.texts();
    if let Some(actions) = &report.actions {
        terminal
            .output
            .table(&actions_table(texts, actions), "cli-plan-nothing")?;
        terminal.output.say("")?;
    }
    terminal
        .output
        .table(&jobs_table(texts, &report.jobs), "cli-nothing")?;
    terminal.output.say("")?;
    show_problems(&report.jobs, terminal)?;
    for stopped in &report.stopped {
        let words = explain(texts, stopped);
        let next = [("next", words.next_step.into())];
        terminal.output.say(&words.message)?;
        terminal
            .output
            .say(&texts.t_args("cli-error-next", &next))?;
    }
    terminal
        .output
        .say(&requests_line(texts, &report.requests))?;
    let needs = &report.needs_attention;
    let key = if needs.any() {
        "cli-needs-attention"
    } else {
        "cli-all-quiet"
    };
    terminal.output.say(&texts.t_args(
        key,
        &[
            ("conflicts", needs.conflicts.into()),
            ("errors", needs.errors.into()),
            ("skipped", needs.skipped.into()),
        ],
    ))?;
    if needs.any() && report.actions.is_none() {
        terminal.output.say(&texts.t("cli-needs-where"))?;
    }
    Ok(())
}

/// The counters of jobs, one row each.
pub fn jobs_table(texts: Texts, jobs: &[Job]) -> Table {
    let mut table = Table::new()
        .text(texts.t("word-table-mapping"))
        .text(texts.t("word-direction"));
    for key in [
        "counter-inserted",
        "counter-modified",
        "counter-deleted",
        "counter-unchanged",
        "counter-skipped",
        "counter-failed",
        "cli-col-conflicts",
        "cli-col-coupled",
        "cli-col-merged",
    ] {
        table = table.number(texts.t(key));
    }
    for job in jobs {
        let counters = &job.counters;
        let counts = [
            counters.inserted,
            counters.modified,
            counters.deleted,
            counters.unchanged,
            counters.skipped,
            counters.failed,
            counters.conflicts,
            counters.coupled,
            counters.merged_fields,
        ];
        let words = [job.mapping.to_string(), direction(texts, job.direction)];
        table.row(
            words
                .into_iter()
                .chain(counts.iter().map(|count| texts.count(*count))),
        );
    }
    table
}

/// A direction in words.
pub fn direction(texts: Texts, direction: Direction) -> String {
    let key = match direction {
        Direction::Both => "direction-both",
        Direction::ToDataverse => "direction-to-dv",
        Direction::ToBusinessCentral => "direction-to-bc",
    };
    texts.t(key).into_owned()
}

/// How many requests were made on each side.
pub fn requests_line(texts: Texts, requests: &Sides<RequestCounts>) -> String {
    let part = |side: Side| {
        let counts = requests.get(side);
        texts.t_args(
            "cli-requests-side",
            &[
                ("side", side_name(texts, side).into()),
                ("total", counts.total().into()),
                ("operations", counts.batch_operations.into()),
                ("throttled", counts.throttled.into()),
            ],
        )
    };
    texts.t_args(
        "cli-requests",
        &[("bc", part(Side::Bc).into()), ("dv", part(Side::Dv).into())],
    )
}

/// How people call the record of a line; its id where nothing names it.
fn named(action: &ActionLine) -> String {
    if !action.label.is_empty() {
        return action.label.clone();
    }
    super::id(match action.direction {
        Direction::ToBusinessCentral => action.bc_id.or(action.dv_id),
        Direction::ToDataverse | Direction::Both => action.dv_id.or(action.bc_id),
    })
}

/// What a plan or a decision writes, one row per field; what cannot be written says why.
pub fn actions_table(texts: Texts, actions: &[ActionLine]) -> Table {
    let mut table = Table::new()
        .text(texts.t("word-table-mapping"))
        .text(texts.t("cli-col-action"))
        .text(texts.t("word-direction"))
        .text(texts.t("cli-col-record"))
        .text(texts.t("cli-col-field"))
        .text(texts.t("cli-col-before"))
        .text(texts.t("cli-col-after"));
    for action in actions {
        let head = [
            action.mapping.to_string(),
            texts
                .t(&format!("cli-action-{}", action.action))
                .into_owned(),
            direction(texts, action.direction),
            named(action),
        ];
        if let Reason::Problem(problem) = &action.reason {
            let cells = [
                String::new(),
                String::new(),
                explain(texts, problem).message,
            ];
            table.row(head.iter().cloned().chain(cells));
        } else if action.fields.is_empty() {
            table.row(head.clone());
        }
        for field in &action.fields {
            let cells = [
                field.name.to_string(),
                super::plain(&field.before),
                super::plain(&field.after),
            ];
            table.row(head.iter().cloned().chain(cells));
        }
    }
    table
}
