//! `skipped`: records that take no part until a person decides, conflicts among them.

use super::sync::actions_table;
use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, Work, misplaced};
use crate::engine::outcome::{ResolveOutcome, SkippedReport};
use crate::engine::request::{FieldDecision, PickRequest, ResolveRequest, SkippedAction};
use crate::engine::unknown_number;
use crate::i18n::Texts;
use crate::merge::{FieldMerge, RecordMerge};
use crate::model::choice::Choice;
use crate::model::reason::{Cause, Problem};
use crate::model::report::{SkipReason, SkippedRecord};
use crate::model::{FieldName, MappingName, Side, SkippedId};
use crate::store::{Reader, SkippedFilter, SkippedRow, Slice};
use crate::worker::explain::explain;
use crate::worker::protocol::{Answer, Request};
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// What is done with skipped records.
#[derive(Debug, Subcommand)]
pub enum SkippedVerb {
    /// Lists them, the newest first.
    List,
    /// Shows one field by field.
    Show {
        /// Its id.
        id: SkippedId,
    },
    /// Lets them take part again.
    Retry(RetryArgs),
    /// Creates the missing side again.
    Restore {
        /// Their ids.
        #[arg(required = true)]
        ids: Vec<SkippedId>,
    },
    /// Deletes the remaining side.
    Delete {
        /// Their ids.
        #[arg(required = true)]
        ids: Vec<SkippedId>,
    },
    /// Looks for pairs of which one side is gone.
    FindDeleted {
        /// Only in this mapping.
        #[arg(long, value_name = "NAME")]
        mapping: Option<String>,
    },
    /// Decides a conflict and writes the result.
    Resolve(ResolveArgs),
}

/// Which skipped records take part again.
#[derive(Debug, Args)]
#[group(id = "which", required = true, multiple = false)]
pub struct RetryArgs {
    /// Their ids.
    #[arg(group = "which")]
    pub ids: Vec<SkippedId>,
    /// All.
    #[arg(long, group = "which")]
    pub all: bool,
}

/// A decision.
#[derive(Debug, Args)]
pub struct ResolveArgs {
    /// The skipped record.
    pub id: SkippedId,
    /// What is taken for every open field that is not named.
    #[arg(long, value_name = "bc|dv|base")]
    pub take: Option<Take>,
    /// What is taken for one field.
    #[arg(long, value_name = "NAME=bc|dv|base|both|value:TEXT")]
    pub field: Vec<Decision>,
    /// Only says what would be written.
    #[arg(long)]
    pub preview: bool,
    /// Writes what is decided although other fields are open.
    #[arg(long)]
    pub decided_only: bool,
}

/// What is taken for every open field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Take {
    /// Business Central's value.
    Bc,
    /// Dataverse's value.
    Dv,
    /// The value of the last agreement.
    Base,
}

/// What is taken for one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision(FieldDecision);

impl std::str::FromStr for Decision {
    type Err = NotADecision;

    fn from_str(text: &str) -> Result<Self, NotADecision> {
        let (field, pick) = text.split_once('=').ok_or(NotADecision)?;
        let pick = match pick {
            "bc" => PickRequest::Side(Side::Bc),
            "dv" => PickRequest::Side(Side::Dv),
            "base" => PickRequest::Base,
            "both" => PickRequest::Both,
            typed => {
                PickRequest::Value(typed.strip_prefix("value:").ok_or(NotADecision)?.to_owned())
            }
        };
        let field = FieldName::new(field.trim());
        Ok(Self(FieldDecision { field, pick }))
    }
}

/// A text that decides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a decision is written NAME=bc, NAME=dv, NAME=base, NAME=both or NAME=value:TEXT")]
pub struct NotADecision;

/// Does it.
pub fn run(verb: SkippedVerb, terminal: &Terminal) -> Outcome {
    let mut work = terminal.open()?;
    let action = match verb {
        SkippedVerb::List => return list(&work, terminal),
        SkippedVerb::Show { id } => return show(&mut work, id, terminal),
        SkippedVerb::Resolve(args) => return resolve(&mut work, args, terminal),
        SkippedVerb::Retry(RetryArgs { all: true, .. }) => SkippedAction::RetryAll,
        SkippedVerb::Retry(RetryArgs { ids, .. }) => SkippedAction::Retry(ids),
        SkippedVerb::Restore { ids } => SkippedAction::Restore(ids),
        SkippedVerb::Delete { ids } => SkippedAction::Delete(ids),
        SkippedVerb::FindDeleted { mapping } => {
            SkippedAction::FindDeleted(mapping.map(MappingName::new))
        }
    };
    match work.ask(Request::Skipped(action))? {
        Answer::Skipped(report) => done(&report, terminal),
        other => Err(misplaced(&other)),
    }
}

/// All skipped records, the newest first.
pub fn all(reader: &Reader<'_>) -> Result<Vec<SkippedRecord>, Failure> {
    let rows = reader.list_skipped(&SkippedFilter::default(), Slice::ALL)?;
    Ok(rows.into_iter().map(|row| row.record).collect())
}

/// One skipped record as scripts read it.
#[derive(Debug, Serialize)]
struct Line {
    id: SkippedId,
    mapping: MappingName,
    bc_id: Option<Uuid>,
    dv_id: Option<Uuid>,
    bc_label: String,
    dv_label: String,
    reason: SkipReason,
    message: String,
    next_step: String,
    since: Timestamp,
    open_fields: Vec<FieldName>,
    draft: Option<Draft>,
    /// What can be done with it.
    choices: Vec<Choice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<Field>>,
}

/// How far a half-done decision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Draft {
    decided: usize,
    open: usize,
}

/// One field of a conflict; values are in Business Central's terms, with Dataverse's beside them.
#[derive(Debug, Serialize)]
struct Field {
    name: FieldName,
    class: &'static str,
    base: serde_json::Value,
    base_dv: serde_json::Value,
    bc: serde_json::Value,
    dv: serde_json::Value,
    default_pick: &'static str,
    pick: &'static str,
    result: serde_json::Value,
    result_dv: serde_json::Value,
    problem: Option<String>,
}

fn line(texts: Texts, record: SkippedRecord, draft: Option<&str>) -> Line {
    let problem = problem_of(&record);
    let words = explain(texts, &problem);
    Line {
        draft: draft.map(|draft| progress(draft, record.open_fields.len())),
        choices: record.choices(),
        id: record.id,
        mapping: record.mapping,
        bc_id: record.ids.bc,
        dv_id: record.ids.dv,
        bc_label: record.labels.bc,
        dv_label: record.labels.dv,
        reason: record.reason,
        message: words.message,
        next_step: words.next_step,
        since: record.since,
        open_fields: record.open_fields,
        fields: None,
    }
}

/// The problem behind a skipped record; conflicts and deletions speak for themselves.
fn problem_of(record: &SkippedRecord) -> Problem {
    if let Some(problem) = &record.problem {
        return problem.clone();
    }
    let label = [&record.labels.bc, &record.labels.dv]
        .into_iter()
        .find(|label| !label.is_empty());
    let problem = match record.reason {
        SkipReason::Conflict => {
            let fields: Vec<&str> = record.open_fields.iter().map(FieldName::as_str).collect();
            Problem::new(Cause::Conflict).with("field", &fields.join(", "))
        }
        SkipReason::DeletedInBc => Problem::new(Cause::DeletedInBc),
        SkipReason::DeletedInDv => Problem::new(Cause::DeletedInDv),
        SkipReason::Blocked => Problem::new(Cause::LookupNotCoupled),
        SkipReason::RepeatedFailure | SkipReason::Invalid => Problem::new(Cause::ValueRefused),
    };
    match label {
        Some(label) => problem.with("record", label),
        None => problem,
    }
}

/// How many fields a draft decides: the window writes drafts with an object of picks.
fn progress(draft: &str, open: usize) -> Draft {
    let parsed = serde_json::from_str::<serde_json::Value>(draft).ok();
    let picks = parsed.as_ref().and_then(|draft| draft.get("picks"));
    let decided = match picks {
        Some(serde_json::Value::Object(picks)) => picks.len(),
        Some(serde_json::Value::Array(picks)) => picks.len(),
        _ => 0,
    };
    Draft {
        decided,
        open: open.saturating_sub(decided),
    }
}

fn list(work: &Work, terminal: &Terminal) -> Outcome {
    let texts = terminal.texts();
    let rows = work
        .session
        .read()
        .list_skipped(&SkippedFilter::default(), Slice::ALL)?;
    let lines: Vec<Line> = rows
        .into_iter()
        .map(|SkippedRow { record, draft, .. }| line(texts, record, draft.as_deref()))
        .collect();
    terminal.output.either(&lines, |lines| {
        let mut table = Table::new()
            .number(texts.t("cli-col-id"))
            .text(texts.t("word-table-mapping"))
            .text(texts.t("cli-col-reason"))
            .text(texts.t("word-bc"))
            .text(texts.t("word-dv"))
            .text(texts.t("cli-col-open-fields"))
            .text(texts.t("cli-col-since"));
        for line in lines {
            let reason: &str = line.reason.into();
            let open: Vec<&str> = line.open_fields.iter().map(FieldName::as_str).collect();
            table.row([
                line.id.to_string(),
                line.mapping.to_string(),
                texts.t(&format!("cli-reason-{reason}")).into_owned(),
                label_words(texts, line, Side::Bc),
                label_words(texts, line, Side::Dv),
                open.join(", "),
                super::moment(texts, Some(line.since)),
            ]);
        }
        terminal.output.table(&table, "cli-no-skipped")
    })?;
    Ok(Exit::attention(!lines.is_empty()))
}

/// What a record of a side is called; that it is gone where there is none, so that no cell is left blank.
fn label_words(texts: Texts, line: &Line, side: Side) -> String {
    let (label, gone) = match side {
        Side::Bc => (&line.bc_label, SkipReason::DeletedInBc),
        Side::Dv => (&line.dv_label, SkipReason::DeletedInDv),
    };
    if !label.is_empty() {
        label.clone()
    } else if line.reason == gone {
        texts.t("cli-record-gone").into_owned()
    } else {
        texts.t("value-none").into_owned()
    }
}

fn show(work: &mut Work, id: SkippedId, terminal: &Terminal) -> Outcome {
    let texts = terminal.texts();
    let record = work
        .session
        .read()
        .skipped(id)?
        .ok_or_else(|| unknown_number(&id))?;
    let draft = work.session.read().draft(id)?;
    let mut shown = line(texts, record.clone(), draft.as_deref());
    let merge = if record.reason == SkipReason::Conflict {
        match work.ask(Request::ShowConflict(id))? {
            Answer::Conflict { view, .. } => Some(view.merge),
            other => return Err(misplaced(&other)),
        }
    } else {
        None
    };
    shown.fields = Some(merge.as_ref().map(fields).unwrap_or_default());
    terminal.output.either(&shown, |shown| {
        terminal.output.say(&shown.message)?;
        terminal
            .output
            .say(&texts.t_args("cli-error-next", &[("next", (&shown.next_step).into())]))?;
        match &merge {
            Some(merge) => terminal
                .output
                .table(&fields_table(texts, merge), "cli-nothing"),
            None => Ok(()),
        }
    })?;
    Ok(Exit::NeedsAttention)
}

fn fields(merge: &RecordMerge) -> Vec<Field> {
    let json = crate::model::Value::to_json;
    let field = |field: &FieldMerge| {
        let null = serde_json::Value::Null;
        let base = field.values.base.as_ref();
        let result = field.result.as_ref();
        Field {
            name: field.name.clone(),
            class: field.class.code(),
            base: base.map_or(null.clone(), |base| json(&base.bc)),
            base_dv: base.map_or(null.clone(), |base| json(&base.dv)),
            bc: json(&field.values.bc),
            dv: json(&field.values.dv),
            default_pick: field.default_pick.code(),
            pick: field.pick.code(),
            result: result.map_or(null.clone(), |result| json(&result.bc)),
            result_dv: result.map_or(null, |result| json(&result.dv)),
            problem: field
                .problem
                .as_ref()
                .map(|problem| problem.cause.code().to_owned()),
        }
    };
    merge.fields.iter().map(field).collect()
}

fn fields_table(texts: Texts, merge: &RecordMerge) -> Table {
    let mut table = Table::new()
        .text(texts.t("cli-col-field"))
        .text(texts.t("cli-col-base"))
        .text(texts.t("word-bc"))
        .text(texts.t("word-dv"))
        .text(texts.t("cli-col-pick"))
        .text(texts.t("cli-col-result"));
    for field in &merge.fields {
        let base = field.values.base.as_ref().map(|base| &base.bc);
        let result = field.result.as_ref().map(|result| &result.bc);
        let pick = texts.t(&format!("cli-pick-{}", field.pick.code()));
        table.row([
            field.name.to_string(),
            base.map_or_else(String::new, |base| super::value(texts, base)),
            super::value(texts, &field.values.bc),
            super::value(texts, &field.values.dv),
            pick.into_owned(),
            result.map_or_else(String::new, |result| super::value(texts, result)),
        ]);
    }
    table
}

fn resolve(work: &mut Work, args: ResolveArgs, terminal: &Terminal) -> Outcome {
    let ResolveArgs {
        id,
        take,
        field,
        preview,
        decided_only,
    } = args;
    let all = take.map(|take| match take {
        Take::Bc => PickRequest::Side(Side::Bc),
        Take::Dv => PickRequest::Side(Side::Dv),
        Take::Base => PickRequest::Base,
    });
    let answer = work.ask(Request::Resolve(ResolveRequest {
        id,
        all,
        fields: field
            .into_iter()
            .map(|Decision(decision)| decision)
            .collect(),
        preview,
        seen: None,
        decided_only,
    }))?;
    match answer {
        Answer::Resolved(resolved) => outcome(resolved, terminal),
        other => Err(misplaced(&other)),
    }
}

/// Tells what a decision came to. While fields are undecided nothing was written, and a person is needed.
pub fn outcome(outcome: ResolveOutcome, terminal: &Terminal) -> Outcome {
    let texts = terminal.texts();
    if let ResolveOutcome::Failed { problem } = outcome {
        return Err(problem.into());
    }
    let listed = |fields: &[FieldName]| {
        let fields: Vec<&str> = fields.iter().map(FieldName::as_str).collect();
        fields.join(", ")
    };
    terminal.output.either(&outcome, |outcome| match outcome {
        ResolveOutcome::Resolved { writes } | ResolveOutcome::Preview { writes } => {
            let key = match outcome {
                ResolveOutcome::Preview { .. } => "cli-would-write",
                _ => "cli-resolved",
            };
            terminal.output.say(&texts.t(key))?;
            terminal
                .output
                .table(&actions_table(texts, writes), "cli-nothing-to-write")
        }
        ResolveOutcome::Partly {
            writes,
            open_fields,
            ..
        } => {
            let fields = listed(open_fields);
            let said = texts.t_args("cli-partly-resolved", &[("fields", fields.into())]);
            terminal.output.say(&said)?;
            terminal
                .output
                .table(&actions_table(texts, writes), "cli-nothing-to-write")
        }
        ResolveOutcome::Open { open_fields } => {
            let fields = listed(open_fields);
            let said = texts.t_args("cli-still-open", &[("fields", fields.into())]);
            terminal.output.say(&said)
        }
        ResolveOutcome::MovedOn { open_fields, .. } => {
            let fields = listed(open_fields);
            let said = texts.t_args("cli-moved-on", &[("fields", fields.into())]);
            terminal.output.say(&said)
        }
        ResolveOutcome::HalfDone { written } => {
            let side = crate::worker::explain::side_name(texts, *written);
            let said = texts.t_args("cli-half-done", &[("side", side.into())]);
            terminal.output.say(&said)
        }
        // Handled above, as a failure of the verb.
        ResolveOutcome::Failed { .. } => Ok(()),
    })?;
    Ok(Exit::attention(!matches!(
        outcome,
        ResolveOutcome::Resolved { .. } | ResolveOutcome::Preview { .. }
    )))
}

fn done(report: &SkippedReport, terminal: &Terminal) -> Outcome {
    let texts = terminal.texts();
    let failed: Vec<serde_json::Value> = report
        .failed
        .iter()
        .map(|failure| {
            let words = explain(texts, &failure.problem);
            json!({
                "id": failure.id, "code": failure.problem.cause.code(), "message": words.message,
                "next_step": words.next_step, "detail": crate::cli::output::detail(&failure.problem),
            })
        })
        .collect();
    let document = json!({"done": report.done, "failed": failed, "outside": report.outside});
    terminal.output.either(&document, |_| {
        let said = texts.t_args("cli-skipped-done", &[("count", report.done.into())]);
        terminal.output.say(&said)?;
        if report.outside > 0 {
            let count = [("count", report.outside.into())];
            terminal
                .output
                .say(&texts.t_args("cli-skipped-outside", &count))?;
        }
        for failure in &report.failed {
            let message = explain(texts, &failure.problem).message;
            terminal.output.say(&format!("{}  {message}", failure.id))?;
        }
        Ok(())
    })?;
    Ok(Exit::attention(!report.failed.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_names_a_field_and_what_is_taken() {
        let pick = |text: &str| {
            text.parse::<Decision>()
                .map(|Decision(decision)| decision.pick)
        };
        assert_eq!(pick("phoneNumber=bc"), Ok(PickRequest::Side(Side::Bc)));
        assert_eq!(pick("phoneNumber=both"), Ok(PickRequest::Both));
        assert_eq!(
            pick("creditLimit=value:12500"),
            Ok(PickRequest::Value("12500".to_owned()))
        );
        assert_eq!(
            pick("a=value:b=c"),
            Ok(PickRequest::Value("b=c".to_owned()))
        );
        for wrong in ["", "a", "a=x", "bc"] {
            assert_eq!(pick(wrong), Err(NotADecision), "{wrong}");
        }
    }

    #[test]
    fn a_draft_says_how_far_it_is() {
        let all = |decided, open| Draft { decided, open };
        assert_eq!(progress(r#"{"picks":{"a":"bc"}}"#, 3), all(1, 2));
        assert_eq!(progress("no draft of ours", 3), all(0, 3));
    }
}
