//! `history`: every write with what was there before and after, and taking one back.

use super::{NamedRecord, skipped};
use crate::cli::exit::{Exit, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::engine::request::RevertRequest;
use crate::i18n::Texts;
use crate::model::report::{HistoryAction, HistoryEntry};
use crate::model::{FieldName, HistoryId, JobId, MappingName, Side, Value};
use crate::store::{HistoryFilter, Slice};
use crate::worker::explain::side_name;
use crate::worker::protocol::{Answer, Request};
use clap::Subcommand;
use jiff::Timestamp;
use serde::Serialize;
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
    /// Takes one write back.
    Revert {
        /// Its id.
        id: HistoryId,
        /// Only says what would be written.
        #[arg(long)]
        preview: bool,
    },
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
        HistoryVerb::Revert { id, preview } => {
            let answer = work.ask(Request::Revert(RevertRequest { id, preview }))?;
            match answer {
                Answer::Resolved(outcome) => skipped::outcome(outcome, terminal),
                other => Err(misplaced(&other)),
            }
        }
    }
}

/// An entry as scripts read it.
pub fn line(entry: HistoryEntry) -> Line {
    let fields = entry
        .after
        .iter()
        .map(|(name, after)| Field {
            name: name.clone(),
            before: entry.before.value(name.as_str()).to_json(),
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
