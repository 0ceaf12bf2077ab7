//! `doctor`: the checks of the connection, all or some of them.

use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::table::Table;
use crate::cli::terminal::{Terminal, misplaced};
use crate::i18n::Texts;
use crate::model::Side;
use crate::worker::checks::words::{name, words};
use crate::worker::explain::{side_name, title};
use crate::worker::protocol::{
    Answer, Check, CheckKind, CheckStatus, ConnectRequest, ConnectionSource, Couplings, Request,
    SecretsFrom, TryRequest,
};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use serde::Serialize;
use std::path::PathBuf;
use std::str::FromStr as _;
use strum::IntoEnumIterator as _;

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// The checks to make; all if none is named.
    #[arg(value_name = "CHECK", value_parser = kinds())]
    pub checks: Vec<CheckKind>,
    /// Only those of one side.
    #[arg(long, value_name = "SIDE")]
    pub side: Option<Side>,
    /// A connection file that is looked at without being stored.
    #[arg(long, value_name = "FILE")]
    pub connection: Option<PathBuf>,
}

/// The names of the checks.
fn kinds() -> impl clap::builder::TypedValueParser<Value = CheckKind> {
    let names = CheckKind::iter().map(<&'static str>::from);
    PossibleValuesParser::new(names).try_map(|name| CheckKind::from_str(&name))
}

/// Checks the way to both services. Done if nothing is wrong; else somebody must look at it.
pub fn run(args: DoctorArgs, terminal: &Terminal) -> Outcome {
    let DoctorArgs {
        checks,
        side,
        connection,
    } = args;
    let mut checks = match connection {
        None => stored(checks, terminal)?,
        Some(file) => described(file, checks, terminal)?,
    };
    if let Some(side) = side {
        checks.retain(|check| check.side.is_none_or(|own| own == side));
    }
    let texts = terminal.texts();
    let lines: Vec<Line> = checks.iter().map(|check| line(texts, check)).collect();
    terminal
        .output
        .either(&lines, |lines| show(terminal, lines))?;
    let wrong = checks
        .iter()
        .any(|check| check.status >= CheckStatus::Warning);
    Ok(Exit::attention(wrong))
}

/// The checks of the connection in use.
fn stored(wanted: Vec<CheckKind>, terminal: &Terminal) -> Result<Vec<Check>, Failure> {
    let answer = terminal.open()?.ask(Request::Doctor(wanted))?;
    match answer {
        Answer::Checks(checks) => Ok(checks),
        answer => Err(misplaced(&answer)),
    }
}

/// The checks of a connection that is not stored: what stands in its way is found before it is.
fn described(
    file: PathBuf,
    wanted: Vec<CheckKind>,
    terminal: &Terminal,
) -> Result<Vec<Check>, Failure> {
    let request = TryRequest {
        connect: ConnectRequest {
            connection: ConnectionSource::File(file),
            secrets: SecretsFrom::Environment,
            proxy_password: None,
            couplings: Couplings::Protect,
            asking: None,
        },
        side: None,
        wanted,
    };
    let answer = terminal
        .open_locked()?
        .ask(Request::Try(Box::new(request)))?;
    match answer {
        Answer::Tried(tried) => Ok(tried.checks),
        answer => Err(misplaced(&answer)),
    }
}

/// One check as scripts read it.
#[derive(Debug, Serialize)]
struct Line {
    check: CheckKind,
    side: Option<Side>,
    status: CheckStatus,
    message: String,
    next_step: Option<String>,
    /// The stable code of what is wrong.
    cause: Option<&'static str>,
    /// Who can do something about it, in words.
    who: Option<String>,
    /// What the service itself said and how, for its support.
    detail: Option<serde_json::Value>,
    #[serde(skip)]
    said: Option<String>,
    /// What stands in the table: the message, or what is wrong in a few words.
    #[serde(skip)]
    short: String,
}

fn line(texts: Texts, check: &Check) -> Line {
    let said = words(texts, check);
    let problem = check.problem.as_ref();
    let short = problem.map_or_else(
        || said.message.clone(),
        |problem| title(texts, problem.cause),
    );
    Line {
        short,
        check: check.check,
        side: check.side,
        status: check.status,
        message: said.message,
        next_step: said.next_step,
        cause: problem.map(|problem| problem.cause.code()),
        who: said.who,
        detail: problem.map(crate::cli::output::detail),
        said: said.said,
    }
}

fn show(terminal: &Terminal, lines: &[Line]) -> Result<(), Failure> {
    let texts = terminal.texts();
    let mut table = Table::new()
        .text(texts.t("cli-col-status"))
        .text(texts.t("cli-col-side"))
        .text(texts.t("cli-col-check"))
        .text(texts.t("cli-col-found"));
    for line in lines {
        let status: &str = line.status.into();
        let side = line.side.map(|side| side_name(texts, side).into_owned());
        table.row([
            texts.t(&format!("cli-status-{status}")).into_owned(),
            side.unwrap_or_default(),
            name(texts, line.check),
            line.short.clone(),
        ]);
    }
    terminal.output.table(&table, "cli-nothing")?;
    // What is to be done stands below, where long sentences have room; what fails first comes first.
    let mut wrong: Vec<&Line> = lines
        .iter()
        .filter(|line| line.next_step.is_some())
        .collect();
    wrong.sort_by_key(|line| std::cmp::Reverse(line.status));
    for line in wrong {
        terminal.output.say("")?;
        let title = texts.t_args(
            "cli-check-wrong",
            &[
                ("check", name(texts, line.check).into()),
                ("message", (&line.message).into()),
            ],
        );
        terminal.output.say(&title)?;
        if let Some(next) = &line.next_step {
            let text = texts.t_args("cli-error-next", &[("next", next.into())]);
            terminal.output.say(&text)?;
        }
        if let Some(who) = &line.who {
            let text = texts.t_args("cli-error-who", &[("who", who.into())]);
            terminal.output.say(&text)?;
        }
        if let Some(said) = &line.said {
            let text = texts.t_args("cli-error-said", &[("said", said.into())]);
            terminal.output.say(&text)?;
        }
    }
    Ok(())
}
