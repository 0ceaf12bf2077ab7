//! The verbs of the window for terminals and schedulers. Names, options, JSON fields and exit codes are a promise
//! (`docs/terminal.md`).
//!
//! Not here: any rule of synchronisation. A verb reads its arguments, hands a request to a session, and writes the answer.
//!
//! Invariants:
//! - With `--json`, standard output holds exactly one JSON document, also when something fails.
//! - Progress and problems go to standard error; words come from `assets/i18n`.
//! - Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but something needs a person.
//!
//! - `args`: the command line; `help`: its words; `exit`: how the program ends
//! - `output`, `table`, `progress`: what people and scripts see
//! - `terminal`: an open session behind a verb, with Ctrl-C
//! - `verbs`: one file per group of verbs
//! - `demo`: the whole story against emulated services; `window`: the command line of the window program;
//!   `measure`: what a large cache costs it

pub mod args;
pub mod demo;
pub mod exit;
pub mod help;
pub mod measure;
pub mod output;
pub mod progress;
pub mod table;
pub mod terminal;
pub mod verbs;
pub mod window;

use crate::i18n::{Lang, Texts};
use crate::worker::log::{LogFile, is_kept};
use args::{CommandLine, Verb};
use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};
use exit::{Failure, Outcome};
use output::Output;
use std::ffi::OsString;
use std::process::ExitCode;
use terminal::Terminal;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Runs the terminal program with the arguments it was started with, its own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let output = Output {
        texts: Texts::new(wanted_lang(&arguments).unwrap_or_else(Lang::system)),
        json: arguments.iter().any(|argument| argument == "--json"),
    };
    let command = help::localised(CommandLine::command(), output.texts);
    let parsed = command
        .try_get_matches_from(arguments)
        .and_then(|matches| CommandLine::from_arg_matches(&matches));
    let outcome = match parsed {
        Ok(line) => {
            start_log(line.common.verbose);
            let terminal = Terminal::new(output, line.common.data_dir);
            dispatch(line.verb, &terminal)
        }
        Err(error) => not_parsed(output, &error),
    };
    ended(output, outcome)
}

/// Tells why a verb failed, if it did, and gives the exit code.
fn ended(output: Output, outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(failure.code())
        }
    }
}

fn dispatch(verb: Verb, terminal: &Terminal) -> Outcome {
    match verb {
        Verb::Sandbox(args) => verbs::sandbox::run(&args, terminal),
        Verb::Demo(args) => demo::run(&args, &terminal.output),
        Verb::Connect(args) => verbs::connect::run(*args, terminal),
        Verb::SignIn(args) => verbs::signing_in::sign_in(&args, terminal),
        Verb::SignOut => verbs::signing_in::sign_out(terminal),
        Verb::Doctor(args) => verbs::doctor::run(args, terminal),
        Verb::Schema(args) => verbs::schema::run(args, terminal),
        Verb::Mappings(verb) => verbs::mappings::run(verb, terminal),
        Verb::Couple(args) => verbs::couple::couple(args, terminal),
        Verb::Create(args) => verbs::couple::create(args, terminal),
        Verb::Uncouple(args) => verbs::couple::uncouple(args, terminal),
        Verb::Couplings(verb) => verbs::couplings::run(verb, terminal),
        Verb::Plan(args) => verbs::sync::plan(args, terminal),
        Verb::Sync(args) => verbs::sync::sync(args, terminal),
        Verb::Skipped(verb) => verbs::skipped::run(verb, terminal),
        Verb::Errors(verb) => verbs::errors::run(verb, terminal),
        Verb::Jobs(verb) => verbs::jobs::run(verb, terminal),
        Verb::History(verb) => verbs::history::run(verb, terminal),
        Verb::Full(verb) => verbs::full::run(verb, terminal),
        Verb::Schedule(args) => verbs::schedule::run(args, terminal),
        Verb::Status(args) => verbs::status::run(&args, terminal),
        Verb::Backup(args) => verbs::backup::run(args, terminal),
        Verb::Restore(args) => verbs::backup::restore(args, terminal),
        Verb::Folder(args) => verbs::folder::run(args, terminal),
        Verb::Diagnostics(args) => verbs::diagnostics::run(args, terminal),
    }
}

/// Help and version were asked for, or the command line is wrong.
fn not_parsed(output: Output, error: &clap::Error) -> Outcome {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output.raw(&error.render().to_string())?;
            Ok(exit::Exit::Done)
        }
        _ => Err(Failure::Usage(help::usage_message(output.texts, error))),
    }
}

/// The language that the arguments ask for, found before they are parsed so that complaints about them are in it.
pub fn wanted_lang(arguments: &[OsString]) -> Option<Lang> {
    let texts = || arguments.iter().filter_map(|argument| argument.to_str());
    let joined = texts().find_map(|argument| argument.strip_prefix("--lang="));
    let parted = || texts().skip_while(|argument| *argument != "--lang").nth(1);
    joined.or_else(parted).and_then(Lang::from_tag)
}

/// Sends the log to standard error: warnings, and more with each `-v`; `RACCORD_LOG` overrides both. The data folder's own
/// file gets what is of use later, whatever is shown.
pub fn start_log(verbose: u8) {
    let level = match verbose {
        0 => "raccord=warn",
        1 => "raccord=info",
        2 => "raccord=debug",
        _ => "debug",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("RACCORD_LOG")
        .unwrap_or_else(|_unset| tracing_subscriber::EnvFilter::new(level));
    let shown = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_filter(filter);
    // What a person did not ask to see is needed when something went wrong while nobody looked.
    let kept = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(LogFile)
        .with_filter(dynamic_filter_fn(|said, _| {
            is_kept(said.target(), *said.level())
        }));
    // A second call, as in tests, changes nothing.
    tracing_subscriber::registry()
        .with(shown)
        .with(kept)
        .try_init()
        .ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_wherever_it_stands() {
        let wanted = |line: &str| {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            wanted_lang(&arguments)
        };
        assert_eq!(wanted("raccord-cli --lang fr sync"), Some(Lang::Fr));
        assert_eq!(wanted("raccord-cli sync --lang=fr"), Some(Lang::Fr));
        assert_eq!(wanted("raccord-cli sync --lang"), None);
        assert_eq!(wanted("raccord-cli sync"), None);
    }
}
