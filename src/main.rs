//! The window, opened by double-click. On Windows it has no console; the terminal has a program of its own.
//!
//! Without a display the demo plays in the terminal instead, so that the README's command tells its story anywhere.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use clap::{Parser, Subcommand};
use raccord::app::AppOptions;
use raccord::i18n::Lang;
use raccord::sandbox::demo::DemoOptions;
use raccord::ui::window;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Keeps Business Central and Dataverse in step.
#[derive(Debug, Parser)]
#[command(name = "raccord", version)]
struct Arguments {
    /// Data folder; the platform's own if not given
    #[arg(long, value_name = "DIR", global = true)]
    data_dir: Option<PathBuf>,
    /// Language: en or fr; the system's if not given
    #[arg(long, value_name = "LANG", value_parser = language, global = true)]
    lang: Option<Lang>,
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// What the window can begin with.
#[derive(Clone, Copy, Debug, Subcommand)]
enum Verb {
    /// Play the demo with two emulated services
    Demo {
        /// Customers in Business Central
        #[arg(long, default_value_t = DemoOptions::default().records)]
        records: u32,
        /// The same seed makes the same company
        #[arg(long, default_value_t = DemoOptions::default().seed)]
        seed: u64,
    },
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| "en | fr".to_owned())
}

fn main() -> ExitCode {
    let Arguments {
        data_dir,
        lang,
        verb,
    } = Arguments::parse();
    let demo = verb.map(|Verb::Demo { records, seed }| DemoOptions { records, seed });
    if demo.is_some() && !has_display() {
        return in_the_terminal();
    }
    let opened = window::run(AppOptions {
        folder: data_dir,
        lang,
        demo,
    });
    match opened {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if demo.is_some() => in_the_terminal(),
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

/// Plays the demo as the terminal program does, with the same arguments.
fn in_the_terminal() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    raccord::cli::run(arguments)
}

/// Whether there is a display to open a window on.
fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(all(unix, not(target_os = "macos")))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

#[expect(
    clippy::print_stderr,
    reason = "without a window there is nowhere else to say it"
)]
fn report(error: &dyn std::error::Error) {
    eprintln!("raccord: {error}");
}
