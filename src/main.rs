//! The window, opened by double-click. On Windows it has no console; the terminal has a program of its own.
//!
//! Without a display the demo plays in the terminal instead, so that the README's command tells its story anywhere. A second
//! start on the same data folder calls the first window to the front.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use raccord::app::route::Route;
use raccord::app::{AppOptions, Restart};
use raccord::cli::window::{
    Start, WindowArgs, WindowVerb, no_such_page, raised, start, without_window,
};
use raccord::sandbox::demo::DemoOptions;
use raccord::ui::{measure, picture, window};
use raccord::worker::folder::{DataFolder, resolve};
use raccord::worker::{crash, doorbell};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// By this the libraries that draw on Linux are told to leave the graphics card alone; they read it when they are loaded.
const SOFTWARE: (&str, &str) = ("LIBGL_ALWAYS_SOFTWARE", "1");

fn main() -> ExitCode {
    raccord::worker::hardening::no_core_dumps();
    match start(std::env::args_os()) {
        Start::Ended(code) => code,
        Start::Window(args) => open(&args),
        Start::Measured(args) => measured(&args),
    }
}

/// What the command line says of the window.
fn options(args: &WindowArgs) -> AppOptions {
    let demo = args.verb.as_ref();
    AppOptions {
        folder: args.data_dir.clone(),
        lang: args.lang,
        demo: demo.map(|WindowVerb::Demo(demo)| DemoOptions {
            records: demo.records,
            seed: demo.seed,
        }),
        safe: args.safe_mode,
        minimized: args.minimized,
    }
}

/// Opens the window, drives it through every page, and prints what that took.
fn measured(args: &WindowArgs) -> ExitCode {
    let options = AppOptions {
        demo: None,
        ..options(args)
    };
    match measure::run(options, args.measure.since) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}

/// Opens the window, unless one is open on the same folder. If there is no way to draw one after all, the program goes on without.
fn open(args: &WindowArgs) -> ExitCode {
    if args.draws_in_software()
        && cfg!(target_os = "linux")
        && std::env::var_os(SOFTWARE.0).is_none()
    {
        return started_anew(args);
    }
    if let Some([page, file]) = args.screenshot.as_deref() {
        return pictured(args, page, Path::new(file));
    }
    let options = options(args);
    if options.demo.is_none()
        && let Some(folder) = folder(args)
    {
        if doorbell::ring(&folder) {
            return raised(args);
        }
        crash::report_in(folder);
    }
    match window::run(options) {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(restart)) => restarted(args, restart),
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            without_window(args)
        }
    }
}

/// The data folder that the window works in.
fn folder(args: &WindowArgs) -> Option<PathBuf> {
    let named = args.data_dir.clone();
    let named = named.or_else(|| DataFolder::default_path().ok())?;
    Some(resolve(&named).unwrap_or(named))
}

/// Writes a picture of a page.
fn pictured(args: &WindowArgs, page: &str, file: &Path) -> ExitCode {
    let Some(route) = Route::named(page) else {
        let names: Vec<&str> = Route::NAMES.iter().map(|(name, _)| *name).collect();
        return no_such_page(args, &names);
    };
    match picture::run(options(args), route, file.to_owned()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}

/// Starts the program with the same arguments, drawing without the graphics card, and ends as that ends.
fn started_anew(args: &WindowArgs) -> ExitCode {
    let started = std::env::current_exe().and_then(|program| {
        Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(SOFTWARE.0, SOFTWARE.1)
            .status()
    });
    match started {
        Ok(status) => {
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            code.map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => {
            tracing::error!(%error, "the program could not be started anew");
            without_window(args)
        }
    }
}

/// Starts the program again, with safe mode or without, and ends.
fn restarted(args: &WindowArgs, restart: Restart) -> ExitCode {
    let started = std::env::current_exe().and_then(|program| {
        let mut command = Command::new(program);
        if let Some(folder) = &args.data_dir {
            command.arg("--data-dir").arg(folder);
        }
        if let Some(lang) = args.lang {
            command.args(["--lang", lang.tag()]);
        }
        if restart.safe {
            command.arg("--safe-mode");
        }
        if let Some(WindowVerb::Demo(demo)) = &args.verb {
            let (records, seed) = (demo.records.to_string(), demo.seed.to_string());
            command.args(["demo", "--records", &records, "--seed", &seed]);
        }
        command.env_remove(SOFTWARE.0).spawn()
    });
    match started {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the program could not be started again");
            ExitCode::FAILURE
        }
    }
}
