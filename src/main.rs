//! The window, opened by double-click. On Windows it has no console; the terminal has a program of its own.
//!
//! Without a display the demo plays in the terminal instead, so that the README's command tells its story anywhere.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use raccord::app::AppOptions;
use raccord::cli::window::{Start, WindowArgs, WindowVerb, start, without_window};
use raccord::sandbox::demo::DemoOptions;
use raccord::ui::{measure, window};
use std::process::ExitCode;

fn main() -> ExitCode {
    raccord::worker::hardening::no_core_dumps();
    match start(std::env::args_os()) {
        Start::Ended(code) => code,
        Start::Window(args) => open(&args),
        Start::Measured(args) => measured(&args),
    }
}

/// Opens the window, drives it through every page, and prints what that took.
fn measured(args: &WindowArgs) -> ExitCode {
    let options = AppOptions {
        folder: args.data_dir.clone(),
        lang: args.lang,
        demo: None,
    };
    match measure::run(options, args.measure.since) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}

/// Opens the window. If there is no way to draw one after all, the program goes on without.
fn open(args: &WindowArgs) -> ExitCode {
    let options = AppOptions {
        folder: args.data_dir.clone(),
        lang: args.lang,
        demo: args
            .verb
            .as_ref()
            .map(|WindowVerb::Demo(demo)| DemoOptions {
                records: demo.records,
                seed: demo.seed,
            }),
    };
    match window::run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            without_window(args)
        }
    }
}
