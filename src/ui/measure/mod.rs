//! Drives the real window through its pages and prints what each frame took (`raccord --measure`, `docs/performance.md`).
//!
//! What is measured is this program's own code: taking in events, carrying out commands, drawing into egui's shapes. Painting
//! those, on whatever graphics there are, is only in the figures called so.
//!
//! - `script`: what is done; `figures`: what was measured

mod figures;
mod script;

use super::window::{Window, native};
use crate::app::command::Command;
use crate::app::route::Route;
use crate::app::{App, AppOptions};
use crate::worker::memory;
use eframe::egui::{Context, RawInput, Ui};
use figures::{Frames, Sample, millis};
use jiff::Timestamp;
use script::{Step, is_reading, script};
use std::collections::VecDeque;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long the window must stay as it is before it counts as idle, and then how long its frames are counted.
const SETTLE: Duration = Duration::from_secs(2);
const IDLE: Duration = Duration::from_secs(6);
/// How long the last synchronisation may take to stop.
const STOP: Duration = Duration::from_mins(1);
/// No step lasts longer, whatever it waits for.
const LONGEST: Duration = Duration::from_secs(30);

/// Opens the window on a data folder with a connection, drives it, prints the figures, and closes it.
///
/// `since` is when the process was started, in microseconds since 1970.
///
/// # Errors
/// What the graphics system says if there is no display or no renderer.
pub fn run(options: AppOptions, since: Option<i64>) -> Result<(), eframe::Error> {
    let started = since.and_then(|since| Timestamp::from_microsecond(since).ok());
    eframe::run_native(
        "Raccord",
        native(),
        Box::new(move |creation| {
            let window = Window::new(options, &creation.egui_ctx);
            Ok(Box::new(Measured::new(window, started)))
        }),
    )
}

/// How far the measuring is.
#[derive(Debug)]
enum Stage {
    /// The window is not filled yet.
    Starting,
    /// Steps are done.
    Driving(Drive),
    /// What runs is stopped.
    Stopping(Instant),
    /// The window is left alone.
    Idle(Idle),
    /// Everything was said.
    Done,
}

/// The steps that are left, and how far the first of them is.
#[derive(Debug)]
struct Drive {
    steps: VecDeque<Step>,
    frame: u32,
    begun: Instant,
    /// When the list was read after the step began.
    read: Option<Duration>,
}

/// A window that is left alone.
#[derive(Debug)]
struct Idle {
    /// The pages that are left, the shown one first.
    pages: VecDeque<Route>,
    since: Instant,
    frames: u32,
    over: Arc<AtomicBool>,
}

impl Idle {
    /// Leaves the window alone for a while, and wakes it then.
    fn begin(pages: VecDeque<Route>, ctx: &Context) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let (ctx, flag) = (ctx.clone(), Arc::clone(&over));
        std::thread::spawn(move || {
            std::thread::sleep(SETTLE + IDLE);
            flag.store(true, Ordering::Relaxed);
            ctx.request_repaint();
        });
        Self {
            pages,
            since: Instant::now(),
            frames: 0,
            over,
        }
    }
}

struct Measured {
    window: Window,
    /// When the process was started, by the machine's clock.
    started: Option<Timestamp>,
    stage: Stage,
    frames: Frames,
    drawn: u64,
    logic: Duration,
    /// How often the processor was taken away before this frame.
    interruptions: Option<u64>,
}

impl Measured {
    fn new(window: Window, started: Option<Timestamp>) -> Self {
        Self {
            window,
            started,
            stage: Stage::Starting,
            frames: Frames::default(),
            drawn: 0,
            logic: Duration::ZERO,
            interruptions: None,
        }
    }

    /// Says how long ago the process was started.
    fn say_age(&self, what: &str) {
        if let Some(started) = self.started {
            let age = self.window.app().now().duration_since(started);
            say(&format!("start {what}_ms={}", age.as_millis()));
        }
    }

    fn say_memory(when: &str) {
        if let Some(memory) = memory::of_this_process() {
            say(&format!("window {when} {memory}"));
        }
    }

    /// Decides what comes next; called before each frame.
    fn next(&mut self, ctx: &Context) {
        match &mut self.stage {
            Stage::Starting => {
                ctx.request_repaint();
                if !self.window.app().home.rows.is_empty() {
                    self.say_age("numbers");
                    Self::say_memory("at the start");
                    self.stage = Stage::Driving(Drive {
                        steps: script().into(),
                        frame: 0,
                        begun: Instant::now(),
                        read: None,
                    });
                }
            }
            Stage::Driving(drive) => {
                ctx.request_repaint();
                let app = self.window.app_mut();
                // There is always something that is synchronised.
                if app.running.is_none() && app.connection.is_some() {
                    app.send(Command::SyncNow);
                }
                if drive.steps.is_empty() {
                    app.send(Command::Stop);
                    self.stage = Stage::Stopping(Instant::now());
                    Self::say_memory("after all pages");
                } else if let Some(line) = drive.go_on(app) {
                    say(&line);
                }
            }
            Stage::Stopping(since) => {
                let app = self.window.app_mut();
                if app.running.is_some() && since.elapsed() < STOP {
                    ctx.request_repaint_after(Duration::from_millis(100));
                    return;
                }
                app.send(Command::Go(Route::Skipped));
                let pages = [Route::Skipped, Route::Home].into();
                self.stage = Stage::Idle(Idle::begin(pages, ctx));
            }
            Stage::Idle(idle) => {
                if !idle.over.load(Ordering::Relaxed) {
                    idle.frames += u32::from(idle.since.elapsed() > SETTLE);
                    return;
                }
                let (frames, seconds) = (idle.frames, IDLE.as_secs());
                let mut pages = std::mem::take(&mut idle.pages);
                let page = pages.pop_front();
                say(&format!(
                    "idle {page:?} repaints={frames} seconds={seconds}"
                ));
                if let Some(next) = pages.front() {
                    self.window.app_mut().send(Command::Go(*next));
                    self.stage = Stage::Idle(Idle::begin(pages, ctx));
                } else {
                    self.end(ctx);
                }
            }
            Stage::Done => {}
        }
    }

    /// Prints everything and closes the window.
    fn end(&mut self, ctx: &Context) {
        Self::say_memory("at the end");
        let told = self.frames.told();
        std::io::stdout().lock().write_all(told.as_bytes()).ok();
        self.stage = Stage::Done;
        self.window.app_mut().send(Command::Quit);
        ctx.request_repaint();
    }
}

/// Prints at once: whoever loses patience has what was measured until then.
fn say(line: &str) {
    writeln!(std::io::stdout().lock(), "{line}").ok();
}

impl Drive {
    /// Goes on by a frame; what is to be said of the step that ended, if one did.
    fn go_on(&mut self, app: &mut App) -> Option<String> {
        let step = self.steps.front()?;
        if self.frame == 0 {
            self.begun = Instant::now();
            self.read = None;
            for command in step.commands.clone() {
                app.send(command);
            }
        } else if !is_reading(app) && self.read.is_none() {
            self.read = Some(self.begun.elapsed());
        }
        self.frame += 1;
        let waits = self.read.is_none() && self.begun.elapsed() < LONGEST;
        if self.frame <= step.frames || waits {
            return None;
        }
        let told = match step.commands.first() {
            Some(Command::List(wish)) => {
                let read = millis(self.read.unwrap_or(LONGEST));
                let (page, doing) = (step.page, step.doing);
                Some(format!("answer {page}/{doing} ms={read:.0} {wish:?}"))
            }
            _ => None,
        };
        self.steps.pop_front();
        self.frame = 0;
        told
    }
}

impl eframe::App for Measured {
    fn raw_input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let middle = ctx.content_rect().center();
        if let Stage::Driving(drive) = &self.stage
            && let Some(step) = drive.steps.front()
        {
            input.events.extend(step.hands.events(drive.frame, middle));
        }
    }

    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        if self.drawn == 1 {
            // What was drawn first is on the screen now.
            self.say_age("first_frame");
        }
        self.next(ctx);
        self.interruptions = memory::interruptions();
        let begun = Instant::now();
        self.window.logic(ctx);
        self.logic = begun.elapsed();
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let begun = Instant::now();
        self.window.draw(ui);
        let draw = begun.elapsed();
        self.drawn += 1;
        if let Stage::Driving(drive) = &self.stage
            && let Some(step) = drive.steps.front()
        {
            self.frames.push(Sample {
                page: step.page,
                doing: step.doing,
                logic: self.logic,
                draw,
                interrupted: memory::interruptions() != self.interruptions,
                whole: frame.info().cpu_usage.map(Duration::from_secs_f32),
            });
        }
    }

    fn on_exit(&mut self, gl: Option<&eframe::glow::Context>) {
        self.window.on_exit(gl);
    }
}
