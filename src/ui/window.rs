//! The window itself: frame order, keyboard, notifications, leaving.

use super::design::{self, Appearance, ThemeChoice};
use super::shell;
use super::shortcuts;
use super::state::UiState;
use super::widgets::Note;
use super::{design::Tone, set_texts};
use crate::app::command::{Command, MappingCommand, MatchCommand};
use crate::app::route::Route;
use crate::app::settings::Theme;
use crate::app::{App, AppOptions, Happening};
use crate::i18n::{Arg, Texts};
use crate::model::TableMapping;
use eframe::egui::{Context, Key, Modifiers, Ui, ViewportBuilder, ViewportCommand};
use std::sync::Arc;
use std::time::Duration;

/// How long the window waits for the write in flight when it closes.
const LAST_WRITE: Duration = Duration::from_secs(20);

/// Opens the window and stays until it is closed.
///
/// # Errors
/// What the graphics system says if there is no display or no renderer.
pub fn run(options: AppOptions) -> Result<(), eframe::Error> {
    eframe::run_native(
        "Raccord",
        native(),
        Box::new(|creation| Ok(Box::new(Window::new(options, &creation.egui_ctx)))),
    )
}

/// How the window is asked of the system.
pub(super) fn native() -> eframe::NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_app_id("raccord")
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([720.0, 480.0])
        .with_title("Raccord");
    eframe::NativeOptions {
        viewport,
        ..eframe::NativeOptions::default()
    }
}

/// The window: the state, and what only showing needs.
pub struct Window {
    app: App,
    state: UiState,
    shown: Option<(Appearance, crate::i18n::Lang)>,
    full: Option<bool>,
}

impl Window {
    /// Makes the window in a context, and starts the worker behind it.
    pub fn new(options: AppOptions, ctx: &Context) -> Self {
        let waker = ctx.clone();
        let app = App::new(options, Arc::new(move || waker.request_repaint()));
        // Before the first frame, which would otherwise look for letters that are not there yet.
        design::install(ctx, Appearance::default());
        set_texts(ctx, app.texts);
        // The window keeps its own steps of size, so that they are remembered.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        Self {
            app,
            state: UiState::default(),
            shown: None,
            full: None,
        }
    }

    /// The state, for tests.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The state, for tests that play their own demo.
    pub fn app_mut(&mut self) -> &mut App {
        &mut self.app
    }

    /// Everything but drawing.
    pub fn logic(&mut self, ctx: &Context) {
        self.app.frame();
        self.speak_and_dress(ctx);
        self.tell();
        self.keys(ctx);
        self.stand(ctx);
    }

    /// Draws.
    pub fn draw(&mut self, ui: &mut Ui) {
        shell::show(ui, &mut self.app, &mut self.state);
        // The buttons of the merge editor stand where notifications otherwise do.
        let lift = match self.app.way.here() {
            Route::Merge(_) => 116.0,
            _ => 0.0,
        };
        let again = self.state.toasts.show_lifted(ui.ctx(), lift);
        if let Some(command) = again {
            self.app.send(command);
        }
        if self.app.has_commands() {
            ui.ctx().request_repaint();
        }
    }

    fn speak_and_dress(&mut self, ctx: &Context) {
        let theme = match self.app.settings.theme {
            Theme::System => ThemeChoice::System,
            Theme::Light => ThemeChoice::Light,
            Theme::Dark => ThemeChoice::Dark,
            Theme::HighContrast => ThemeChoice::HighContrast,
        };
        let appearance = Appearance {
            theme,
            reduce_motion: self.app.settings.reduce_motion,
        };
        let lang = self.app.texts.lang();
        if self.shown != Some((appearance, lang)) {
            design::install(ctx, appearance);
            set_texts(ctx, self.app.texts);
            let demo = if self.app.is_demo() {
                format!(" – {}", self.app.texts.t("app-demo-badge"))
            } else {
                String::new()
            };
            ctx.send_viewport_cmd(ViewportCommand::Title(format!("Raccord{demo}")));
            self.shown = Some((appearance, lang));
            // The frame that has begun still has the look from before.
            ctx.request_repaint();
        }
    }

    /// Brings the window to the size that the person chose, and closes it once that is settled.
    fn stand(&mut self, ctx: &Context) {
        let factor = self.app.settings.zoom.factor();
        if (ctx.zoom_factor() - factor).abs() > f32::EPSILON {
            ctx.set_zoom_factor(factor);
        }
        let viewport = |ctx: &Context| {
            ctx.input(|input| {
                (
                    input.viewport().fullscreen,
                    input.viewport().close_requested(),
                )
            })
        };
        let (full, closing) = viewport(ctx);
        if full.is_some_and(|full| full != self.app.full_screen)
            && self.full != Some(self.app.full_screen)
        {
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.app.full_screen));
        }
        self.full = Some(self.app.full_screen);
        if closing && self.app.running.is_some() && !self.app.quitting {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.app.send(Command::Quit);
            ctx.request_repaint();
        } else if self.app.quitting && !closing {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// Turns what happened into notifications.
    fn tell(&mut self) {
        let texts = self.app.texts;
        let counted = |key: &str, count: u64| {
            let words = texts.t_args(key, &[("count", Arg::from(count))]);
            (Tone::Success, words, None)
        };
        while let Some(happening) = self.app.happenings.pop_front() {
            let (tone, message, action) = match happening {
                Happening::Synced { written, waiting } => {
                    let tone = if waiting > 0 {
                        Tone::Info
                    } else {
                        Tone::Success
                    };
                    let args = [
                        ("written", Arg::from(written)),
                        ("waiting", Arg::from(waiting)),
                    ];
                    (tone, texts.t_args("toast-synced", &args), None)
                }
                Happening::Resolved(record) => (
                    Tone::Success,
                    texts.t_args("toast-resolved", &[("record", Arg::from(record.as_str()))]),
                    None,
                ),
                Happening::ResolvedMany(count) => counted("toast-resolved-many", count),
                Happening::MovedOn => (Tone::Info, texts.t("toast-moved-on").into_owned(), None),
                Happening::Skipped(count) => counted("toast-skipped", count),
                Happening::Coupled {
                    count,
                    created,
                    mapping,
                    records,
                } => {
                    let args = [("count", Arg::from(count)), ("created", Arg::from(created))];
                    let undo = (!records.is_empty()).then(|| {
                        let undo = MatchCommand::Undo(mapping, records);
                        (texts.t("action-undo").into_owned(), Command::Match(undo))
                    });
                    (Tone::Success, texts.t_args("toast-coupled", &args), undo)
                }
                Happening::MappingSaved { name, before } => {
                    let args = [("mapping", Arg::from(name.as_str()))];
                    (
                        Tone::Success,
                        texts.t_args("toast-mapping-saved", &args),
                        put_back(texts, before),
                    )
                }
                Happening::Imported { count, before } => {
                    let args = [("count", Arg::from(count))];
                    (
                        Tone::Success,
                        texts.t_args("toast-imported", &args),
                        put_back(texts, before),
                    )
                }
                Happening::SettingKept { before } => {
                    let words = texts.t("toast-setting-kept").into_owned();
                    (Tone::Success, words, put_back(texts, before))
                }
                Happening::Written(file) => {
                    let path = file.display().to_string();
                    let args = [("path", Arg::from(path))];
                    (Tone::Success, texts.t_args("toast-written", &args), None)
                }
                Happening::Uncoupled(count) => counted("toast-uncoupled", count),
                Happening::Reverted => {
                    (Tone::Success, texts.t("toast-reverted").into_owned(), None)
                }
                happening @ (Happening::Cleared(_)
                | Happening::Parted(_)
                | Happening::CoupledAgain(_)
                | Happening::Exported(..)) => of_lists(texts, happening),
                Happening::Connected(name) => (
                    Tone::Success,
                    texts.t_args("toast-connected", &[("name", Arg::from(name.as_str()))]),
                    None,
                ),
                Happening::DemoReady => {
                    let review = (
                        texts.t("action-review").into_owned(),
                        Command::Go(Route::Skipped),
                    );
                    (
                        Tone::Info,
                        texts.t("toast-demo-ready").into_owned(),
                        Some(review),
                    )
                }
            };
            let when = texts.time_of_day(self.app.now(), &self.app.zone);
            self.state.toasts.push(Note {
                tone,
                message,
                action,
                when,
            });
        }
    }

    /// Keys that mean the same on every page.
    fn keys(&mut self, ctx: &Context) {
        // A question is answered first.
        if self.app.question.is_some() {
            return;
        }
        let typing = ctx.text_edit_focused();
        let mut sent = Vec::new();
        ctx.input_mut(|input| {
            for (keys, command) in shortcuts::everywhere() {
                let is_letter =
                    keys.modifiers == Modifiers::NONE && keys.logical_key == Key::Questionmark;
                if is_letter && typing {
                    continue;
                }
                let pressed = if is_letter {
                    // Where the mark stands on the keyboard, with or without Shift, is the keyboard's matter.
                    input.consume_key(Modifiers::NONE, keys.logical_key)
                        || input.consume_key(Modifiers::SHIFT, keys.logical_key)
                } else {
                    input.consume_shortcut(&keys)
                };
                if pressed {
                    sent.push(command);
                }
            }
        });
        for command in sent {
            if self.app.why_not(&command).is_none() {
                self.app.send(command);
            }
        }
    }
}

/// The way back to mappings as they were before.
fn put_back(texts: Texts, before: Vec<TableMapping>) -> Option<(String, Command)> {
    let undo = texts.t("action-undo").into_owned();
    (!before.is_empty()).then(|| {
        let command = Command::Mapping(MappingCommand::Store(before));
        (undo, command)
    })
}

/// What happened to rows of lists, in words, and the way back.
fn of_lists(
    texts: crate::i18n::Texts,
    happening: Happening,
) -> (Tone, String, Option<(String, Command)>) {
    match happening {
        Happening::Parted(pairs) => {
            let count = [("count", Arg::from(pairs.len() as u64))];
            let undo = texts.t("action-undo").into_owned();
            (
                Tone::Success,
                texts.t_args("toast-parted", &count),
                Some((undo, Command::CoupleAgain(pairs))),
            )
        }
        Happening::Cleared(count) => (
            Tone::Success,
            texts.t_args("toast-cleared", &[("count", Arg::from(count))]),
            None,
        ),
        Happening::CoupledAgain(count) => (
            Tone::Success,
            texts.t_args("toast-coupled-again", &[("count", Arg::from(count))]),
            None,
        ),
        Happening::Exported(rows, file) => {
            let file = file.display().to_string();
            let args = [
                ("rows", Arg::from(rows)),
                ("file", Arg::from(file.as_str())),
            ];
            (Tone::Success, texts.t_args("toast-exported", &args), None)
        }
        // Everything else is told where it is met.
        _ => (Tone::Info, String::new(), None),
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        Self::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.app.stop();
        let begun = std::time::Instant::now();
        while !self.app.has_stopped() && begun.elapsed() < LAST_WRITE {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
