//! `errors`: records that could not be synchronised, and what to do about each.

use super::sync::direction;
use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::i18n::Texts;
use crate::model::reason::Cause;
use crate::model::report::{ErrorEnd, Handled, IntegrationError};
use crate::model::{Direction, ErrorId, MappingName};
use crate::store::{ErrorFilter, Slice};
use crate::worker::explain::explain;
use crate::worker::protocol::{Answer, ClearErrors, Request};
use clap::{ArgGroup, Args, Subcommand};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::json;

/// What is done with errors.
#[derive(Debug, Subcommand)]
pub enum ErrorsVerb {
    /// Lists them, those that still stand first of all.
    List {
        /// Only of this cause.
        #[arg(long, value_name = "CODE")]
        cause: Option<Cause>,
    },
    /// Forgets them.
    Clear(ClearArgs),
}

/// Which errors are forgotten.
#[derive(Debug, Args)]
// Not `#[group]`: that one takes in every argument of the struct, also those that go with either.
#[command(group = ArgGroup::new("which").required(true))]
pub struct ClearArgs {
    /// Those that are older than this.
    #[arg(long, value_name = "7d", group = "which", value_parser = age)]
    pub older_than: Option<SignedDuration>,
    /// All.
    #[arg(long, group = "which")]
    pub all: bool,
    /// Also those that still stand.
    #[arg(long)]
    pub include_open: bool,
}

/// Does it.
pub fn run(verb: ErrorsVerb, terminal: &Terminal) -> Outcome {
    match verb {
        ErrorsVerb::List { cause } => list(cause, terminal),
        ErrorsVerb::Clear(args) => clear(&args, terminal),
    }
}

fn list(cause: Option<Cause>, terminal: &Terminal) -> Outcome {
    let texts = terminal.texts();
    let work = terminal.open()?;
    let filter = ErrorFilter {
        cause,
        ..ErrorFilter::default()
    };
    let errors = work.session.read().list_errors(&filter, Slice::ALL)?;
    let lines: Vec<Line> = errors.into_iter().map(|error| line(texts, error)).collect();
    terminal
        .output
        .either(&lines, |lines| show(lines, terminal))?;
    Ok(Exit::attention(lines.iter().any(|line| line.open)))
}

/// One error as scripts read it.
#[derive(Debug, Serialize)]
struct Line {
    id: ErrorId,
    time: Timestamp,
    mapping: MappingName,
    direction: Direction,
    /// The stable code of the cause.
    code: &'static str,
    /// The cause in a few words.
    cause: String,
    message: String,
    next_step: String,
    source: ErrorEnd,
    destination: ErrorEnd,
    attempts: u32,
    open: bool,
    handled: Option<Handled>,
    http: Http,
    detail: serde_json::Value,
}

#[derive(Debug, Serialize)]
struct Http {
    status: Option<u16>,
    request_id: Option<String>,
}

fn line(texts: Texts, error: IntegrationError) -> Line {
    let words = explain(texts, &error.problem);
    Line {
        id: error.id,
        time: error.time,
        mapping: error.mapping,
        direction: error.direction,
        code: error.problem.cause.code(),
        cause: words.title,
        message: words.message,
        next_step: words.next_step,
        source: error.source,
        destination: error.destination,
        attempts: error.attempts,
        open: error.open,
        handled: error.handled,
        http: Http {
            status: error.problem.status,
            request_id: error.problem.request_id.clone(),
        },
        detail: crate::cli::output::detail(&error.problem),
    }
}

fn show(lines: &[Line], terminal: &Terminal) -> Result<(), Failure> {
    let texts = terminal.texts();
    let mut table = Table::new()
        .number(texts.t("cli-col-id"))
        .text(texts.t("cli-col-time"))
        .text(texts.t("word-table-mapping"))
        .text(texts.t("word-direction"))
        .text(texts.t("cli-col-record"))
        .text(texts.t("cli-col-status"))
        .text(texts.t("cli-col-message"));
    for line in lines {
        let status = if line.open {
            "cli-error-open"
        } else {
            "cli-error-closed"
        };
        table.row([
            line.id.to_string(),
            super::moment(texts, Some(line.time)),
            line.mapping.to_string(),
            direction(texts, line.direction),
            line.source.label.clone(),
            texts.t(status).into_owned(),
            line.message.clone(),
        ]);
    }
    terminal.output.table(&table, "cli-no-errors")
}

fn clear(args: &ClearArgs, terminal: &Terminal) -> Outcome {
    let before = args
        .older_than
        .and_then(|age| Timestamp::now().checked_sub(age).ok());
    let answer = terminal.open()?.ask(Request::ClearErrors(ClearErrors {
        before,
        include_open: args.include_open,
    }))?;
    let Answer::Count(cleared) = answer else {
        return Err(misplaced(&answer));
    };
    terminal.output.either(&json!({"cleared": cleared}), |_| {
        let texts = terminal.texts();
        let said = texts.t_args("cli-errors-cleared", &[("count", cleared.into())]);
        terminal.output.say(&said)
    })?;
    Ok(Exit::Done)
}

/// Reads a length of time such as `7d`, `12h` or `30m`.
fn age(text: &str) -> Result<SignedDuration, NotAnAge> {
    let split = text.len().checked_sub(1).ok_or(NotAnAge)?;
    let (count, unit) = text.split_at_checked(split).ok_or(NotAnAge)?;
    let count: i64 = count.parse().map_err(|_no_number| NotAnAge)?;
    let seconds = match unit {
        "d" => 86_400,
        "h" => 3_600,
        "m" => 60,
        _ => return Err(NotAnAge),
    };
    let length = count.checked_mul(seconds).filter(|length| *length >= 0);
    length.map(SignedDuration::from_secs).ok_or(NotAnAge)
}

/// A text that is no length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a length of time is written 7d, 12h or 30m")]
struct NotAnAge;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_a_number_and_a_unit() {
        assert_eq!(age("7d"), Ok(SignedDuration::from_secs(604_800)));
        assert_eq!(age("30m"), Ok(SignedDuration::from_secs(1_800)));
        for wrong in ["", "7", "d", "-1d", "7é", "1y"] {
            assert_eq!(age(wrong), Err(NotAnAge), "{wrong}");
        }
    }
}
