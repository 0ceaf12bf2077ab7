//! The command line of the window program: few options, and `demo`, which needs no display.

use super::demo::DemoArgs;
use super::exit::{Exit, Failure};
use super::measure::{MeasureArgs, Part};
use super::output::Output;
use super::{demo, ended, help, measure, not_parsed, start_log, wanted_lang};
use crate::i18n::{Lang, Texts};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// The command line of `raccord`.
#[derive(Debug, Parser)]
#[command(name = "raccord", version)]
pub struct WindowArgs {
    /// The data folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// The language.
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// One JSON document on standard output, and no window.
    #[arg(long, global = true)]
    pub json: bool,
    /// Draws with this.
    #[arg(long, value_name = "RENDERER")]
    pub renderer: Option<Renderer>,
    /// Lets the schedule rest and draws without the graphics card.
    #[arg(long)]
    pub safe_mode: bool,
    /// Begins minimised.
    #[arg(long)]
    pub minimized: bool,
    /// Writes a page as a picture and ends.
    #[arg(long, num_args = 2, value_names = ["PAGE", "FILE"])]
    pub screenshot: Option<Vec<String>>,
    /// Measuring, for whoever changes the program.
    #[command(flatten)]
    pub measure: MeasureArgs,
    /// What the window does at once.
    #[command(subcommand)]
    pub verb: Option<WindowVerb>,
}

/// What the window may do at once.
#[derive(Clone, Debug, Subcommand)]
pub enum WindowVerb {
    /// Plays the demo.
    Demo(DemoArgs),
}

/// What the window is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Renderer {
    /// OpenGL.
    Glow,
    /// OpenGL without the graphics card.
    Software,
}

impl WindowArgs {
    /// Whether everything is drawn without the graphics card.
    pub fn draws_in_software(&self) -> bool {
        self.renderer == Some(Renderer::Software) || self.safe_mode && self.renderer.is_none()
    }
}

/// Tells that the window is open already and comes to the front.
pub fn raised(args: &WindowArgs) -> ExitCode {
    let output = output_of(args);
    let said = output.texts.t("cli-window-raised");
    ended(output, output.say(&said).map(|()| Exit::Done))
}

/// Tells which pages there are a picture of.
pub fn no_such_page(args: &WindowArgs, pages: &[&str]) -> ExitCode {
    let output = output_of(args);
    let pages = [("pages", pages.join(", ").into())];
    let wrong = output.texts.t_args("cli-usage-page", &pages);
    ended(output, Err(Failure::Usage(wrong)))
}

fn output_of(args: &WindowArgs) -> Output {
    Output {
        texts: Texts::new(args.lang.unwrap_or_else(Lang::system)),
        json: args.json,
    }
}

/// How the program goes on after its command line was read.
#[derive(Debug)]
pub enum Start {
    /// A window opens.
    Window(WindowArgs),
    /// A window opens that is driven and measured.
    Measured(WindowArgs),
    /// Everything was done in the terminal, or nothing could be done.
    Ended(ExitCode),
}

/// Reads the command line. Without a display the demo is told in the terminal at once.
pub fn start(arguments: impl IntoIterator<Item = OsString>) -> Start {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let output = Output {
        texts: Texts::new(wanted_lang(&arguments).unwrap_or_else(Lang::system)),
        json: arguments.iter().any(|argument| argument == "--json"),
    };
    let command = help::localised(WindowArgs::command(), output.texts);
    let parsed = command
        .try_get_matches_from(arguments)
        .and_then(|matches| WindowArgs::from_arg_matches(&matches));
    match parsed {
        Ok(args) => {
            start_log(0);
            let measured = args.measure.measure;
            if measured && args.measure.part == Some(Part::Window) && has_display() {
                Start::Measured(args)
            } else if measured {
                Start::Ended(ended(output, measure::run(&args, output)))
            } else if has_display() && !args.json {
                Start::Window(args)
            } else {
                Start::Ended(without_window(&args))
            }
        }
        Err(error) => Start::Ended(ended(output, not_parsed(output, &error))),
    }
}

/// What the program does when no window can be had: the demo is told in the terminal, anything else needs a window.
pub fn without_window(args: &WindowArgs) -> ExitCode {
    let output = output_of(args);
    let outcome = match &args.verb {
        Some(WindowVerb::Demo(args)) => demo::run(args, &output),
        None => Err(Failure::Usage(
            output.texts.t("cli-no-display").into_owned(),
        )),
    };
    ended(output, outcome)
}

/// Whether there is a display to draw on. Only Unix desktops may lack one.
fn has_display() -> bool {
    if cfg!(any(windows, target_os = "macos")) {
        return true;
    }
    ["WAYLAND_DISPLAY", "DISPLAY"]
        .into_iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
