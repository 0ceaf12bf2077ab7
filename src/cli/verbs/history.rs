//! `history`: every write with what was there before and after, and taking one back.

use super::{NamedRecord, skipped};
use crate::cli::exit::{Exit, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::engine::outcome::{ResolveOutcome, RevertReport};
use crate::engine::request::{RevertAll, RevertAllRequest, RevertRequest};
use crate::i18n::Texts;
use crate::model::plan::ActionLine;
use crate::model::report::{HistoryAction, HistoryEntry};
use crate::model::{FieldName, HistoryId, JobId, MappingName, Side, Value};
use crate::store::{HistoryFilter, Slice};
use crate::worker::explain::{explain, side_name};
use crate::worker::protocol::{Answer, Request};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// What is done with the history.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum HistoryVerb {
    /// Lists writes, the newest first.
    List {
        /// Only of the pair of this record.
        #[arg(long, value_name = "bc:ID|dv:ID")]
        record: Option<NamedRecord>,
    },
    /// Takes writes back.
    Revert(RevertArgs),
}

/// Which writes are taken back.
#[derive(Clone, Copy, Debug, Args)]
pub struct RevertArgs {
    /// One write, by its id.
    #[arg(required_unless_present = "job", conflicts_with = "job")]
    pub id: Option<HistoryId>,
    /// All writes of a job.
    #[arg(long, value_name = "JOB")]
    pub job: Option<JobId>,
    /// Also what the same run wrote to the other side of the pair.
    #[arg(long, conflicts_with = "job")]
    pub merge: bool,
    /// Only says what would be written.
    #[arg(long)]
    pub preview: bool,
}

/// One write as scripts read it.
#[derive(Debug, Serialize)]
pub struct Line {
    id: HistoryId,
    time: Timestamp,
    job: Option<JobId>,
    mapping: MappingName,
    side: Side,
    bc_id: Option<Uuid>,
    dv_id: Option<Uuid>,
    label: String,
    action: HistoryAction,
    fields: Vec<Field>,
    lost: Vec<Lost>,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Field {
    name: FieldName,
    before: serde_json::Value,
    after: serde_json::Value,
}

#[derive(Debug, Serialize)]
struct Lost {
    name: FieldName,
    value: serde_json::Value,
}

/// Does it.
pub fn run(verb: HistoryVerb, terminal: &Terminal) -> Outcome {
    let mut work = terminal.open()?;
    match verb {
        HistoryVerb::List { record } => {
            let filter = HistoryFilter {
                record: record.map(|NamedRecord { side, id }| (side, id)),
                ..HistoryFilter::default()
            };
            let entries = work.session.read().list_history(&filter, Slice::ALL)?;
            let lines: Vec<Line> = entries.into_iter().map(line).collect();
            terminal.output.either(&lines, |lines| {
                let table = table(terminal.texts(), lines);
                terminal.output.table(&table, "cli-no-history")
            })?;
            Ok(Exit::Done)
        }
        HistoryVerb::Revert(args) => {
            let RevertArgs {
                id,
                job,
                merge,
                preview,
            } = args;
            let request = match (id, job) {
                (Some(id), _) if !merge => Request::Revert(RevertRequest { id, preview }),
                (Some(id), _) => Request::RevertAll(RevertAllRequest {
                    of: RevertAll::Merge(id),
                    preview,
                }),
                (None, Some(job)) => Request::RevertAll(RevertAllRequest {
                    of: RevertAll::Job(job),
                    preview,
                }),
                // The command line does not let this through.
                (None, None) => return Ok(Exit::Done),
            };
            match work.ask(request)? {
                Answer::Resolved(outcome) => skipped::outcome(outcome, terminal),
                Answer::Reverted(report) => reverted(&report, preview, terminal),
                other => Err(misplaced(&other)),
            }
        }
    }
}

/// Tells what became of writes that were taken back together.
fn reverted(report: &RevertReport, preview: bool, terminal: &Terminal) -> Outcome {
    let texts = terminal.texts();
    let left = report.writes.iter().filter_map(|write| {
        let (code, message, next_step) = match &write.outcome {
            ResolveOutcome::Resolved { .. } | ResolveOutcome::Preview { .. } => return None,
            ResolveOutcome::Failed { problem } => {
                let words = explain(texts, problem);
                (problem.cause.code(), words.message, words.next_step)
            }
            ResolveOutcome::Open { open_fields }
            | ResolveOutcome::Partly { open_fields, .. }
            | ResolveOutcome::MovedOn { open_fields, .. } => {
                let fields: Vec<&str> = open_fields.iter().map(FieldName::as_str).collect();
                let fields = [("fields", fields.join(", ").into())];
                let said = texts.t_args("cli-moved-on", &fields);
                ("stale", said, String::new())
            }
            ResolveOutcome::HalfDone { written } => {
                let side = [("side", side_name(texts, *written).into())];
                let said = texts.t_args("cli-half-done", &side);
                ("stale", said, String::new())
            }
        };
        Some(json!({
            "id": write.id, "label": write.label, "code": code, "message": message, "next_step": next_step,
        }))
    });
    let left: Vec<serde_json::Value> = left.collect();
    let writes = report
        .writes
        .iter()
        .filter_map(|write| match &write.outcome {
            ResolveOutcome::Resolved { writes } | ResolveOutcome::Preview { writes } => {
                Some(writes)
            }
            _ => None,
        });
    let writes: Vec<ActionLine> = writes.flatten().cloned().collect();
    let document = json!({
        "preview": preview, "reverted": report.reverted, "writes": writes, "left": left,
    });
    terminal.output.either(&document, |_| {
        let counts = [
            ("reverted", report.reverted.into()),
            ("left", report.left.into()),
        ];
        let key = if preview {
            "cli-would-revert"
        } else {
            "cli-reverted"
        };
        terminal.output.say(&texts.t_args(key, &counts))?;
        let table = super::sync::actions_table(texts, &writes);
        terminal.output.table(&table, "cli-nothing-to-write")?;
        for one in &left {
            let told = ["label", "message"]
                .map(|name| one.get(name).map(super::plain).unwrap_or_default());
            terminal.output.say(&told.join(": "))?;
        }
        Ok(())
    })?;
    Ok(Exit::attention(report.left > 0))
}

/// An entry as scripts read it.
pub fn line(entry: HistoryEntry) -> Line {
    let fields = entry
        .changes()
        .map(|(name, before, after)| Field {
            name: name.clone(),
            before: before.to_json(),
            after: after.to_json(),
        })
        .collect();
    let lost = entry.lost.iter().map(|(name, value)| Lost {
        name: name.clone(),
        value: Value::to_json(value),
    });
    Line {
        lost: lost.collect(),
        fields,
        id: entry.id,
        time: entry.time,
        job: entry.job,
        mapping: entry.mapping,
        side: entry.side,
        bc_id: entry.ids.bc,
        dv_id: entry.ids.dv,
        label: entry.label,
        action: entry.action,
        reason: entry.reason,
    }
}

/// Writes for people, one row per field.
pub fn table(texts: Texts, lines: &[Line]) -> Table {
    let mut table = Table::new()
        .number(texts.t("cli-col-id"))
        .text(texts.t("cli-col-time"))
        .text(texts.t("word-table-mapping"))
        .text(texts.t("cli-col-side"))
        .text(texts.t("cli-col-record"))
        .text(texts.t("cli-col-action"))
        .text(texts.t("cli-col-field"))
        .text(texts.t("cli-col-before"))
        .text(texts.t("cli-col-after"));
    for line in lines {
        let action: &str = line.action.into();
        let head = [
            line.id.to_string(),
            super::moment(texts, Some(line.time)),
            line.mapping.to_string(),
            side_name(texts, line.side).into_owned(),
            line.label.clone(),
            texts.t(&format!("cli-action-{action}")).into_owned(),
        ];
        if line.fields.is_empty() {
            table.row(head.clone());
        }
        for field in &line.fields {
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
