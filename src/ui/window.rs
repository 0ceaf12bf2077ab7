//! The window itself: frame order, keyboard, notifications, leaving.

use super::design::{self, Appearance, ThemeChoice};
use super::merge;
use super::outward::{self, Notify};
use super::set_texts;
use super::shell;
use super::shortcuts;
use super::state::{Covered, UiState};
use super::told;
use crate::app::command::Command;
use crate::app::route::Route;
use crate::app::settings::{Density, Theme};
use crate::app::{App, AppOptions, Restart};
use crate::i18n::Texts;
use eframe::egui::{Context, Ui, ViewportBuilder, ViewportCommand};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long the window waits for the write in flight when it closes.
const LAST_WRITE: Duration = Duration::from_secs(20);

/// Opens the window and stays until it is closed.
///
/// # Errors
/// What the graphics system says if there is no display or no renderer.
pub fn run(options: AppOptions) -> Result<Option<Restart>, eframe::Error> {
    let restart: Ending = Ending::default();
    let told = Arc::clone(&restart);
    eframe::run_native(
        "Raccord",
        native(),
        Box::new(|creation| {
            let mut window = Window::new(options, &creation.egui_ctx);
            window.app.graphics = creation.gl.as_ref().map(|gl| drawn_by(gl));
            window.ending = restart;
            Ok(Box::new(window))
        }),
    )?;
    Ok(told.lock().map_or(None, |restart| *restart))
}

/// How the program goes on once the window is closed.
type Ending = Arc<Mutex<Option<Restart>>>;

/// The version of OpenGL, and whose it is.
fn drawn_by(gl: &eframe::glow::Context) -> String {
    use eframe::glow::HasContext as _;
    let version = gl.version();
    let maker = version.vendor_info.trim();
    let number = format!("OpenGL {}.{}", version.major, version.minor);
    if maker.is_empty() {
        number
    } else {
        format!("{number} ({maker})")
    }
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
    shown: Option<(Appearance, Texts, Density)>,
    full: Option<bool>,
    /// Whether the person is in one of the windows.
    seen: bool,
    notify: Notify,
    ending: Ending,
    /// Whether the demo was shown before this frame.
    demo: bool,
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
            seen: true,
            notify: Box::new(crate::worker::desktop::notify),
            ending: Ending::default(),
            demo: false,
        }
    }

    /// Gives notifications of the system to somebody else, for tests.
    pub fn notify_by(&mut self, notify: Notify) {
        self.notify = notify;
    }

    /// The state, for tests.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The state, for tests that play their own demo.
    pub fn app_mut(&mut self) -> &mut App {
        &mut self.app
    }

    /// Takes away what goes by itself, for a picture.
    pub(super) fn still(&mut self) {
        self.state.toasts.dismiss_all();
    }

    /// Everything but drawing.
    pub fn logic(&mut self, ctx: &Context) {
        self.app.frame();
        // Nothing that was looked at in the demo is there any more.
        if std::mem::replace(&mut self.demo, self.app.is_demo()) && !self.demo {
            self.state = UiState::default();
            self.shown = None;
        }
        self.speak_and_dress(ctx);
        self.tell();
        outward::copy(&mut self.app, ctx);
        outward::tell(&mut self.app, ctx, &self.notify);
        shortcuts::listen(ctx, &mut self.app);
        self.see_return(ctx);
        self.come(ctx);
        self.stand(ctx);
    }

    /// Draws.
    pub fn draw(&mut self, ui: &mut Ui) {
        self.lay_over(ui.ctx());
        shell::show(ui, &mut self.app, &mut self.state);
        merge::show_apart(&ui.ctx().clone(), &mut self.app, &mut self.state);
        // The buttons of the merge editor and of the wizard stand where notifications otherwise do.
        let lift = match self.app.way.here() {
            Route::Merge(_) => 116.0,
            Route::Wizard => 56.0,
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

    /// Notices that the person has come back to one of the windows from elsewhere.
    fn see_return(&mut self, ctx: &Context) {
        let apart = self.app.apart.is_some() && merge::apart_is_focused(ctx);
        let seen = apart || ctx.input(|input| input.focused);
        if seen && !self.seen {
            self.app.returned();
        }
        self.seen = seen;
    }

    /// Decides over which window something lies that has just come: the one in which the person is.
    fn lay_over(&mut self, ctx: &Context) {
        let app = &self.app;
        let covered = app.layer.is_some() || app.question.is_some() || app.rules.is_some();
        let apart = app.apart.is_some();
        self.state.covered = match self.state.covered {
            _ if !covered => None,
            None if apart && merge::apart_is_focused(ctx) => Some(Covered::Apart),
            Some(Covered::Apart) if apart => Some(Covered::Apart),
            _ => Some(Covered::Main),
        };
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
        let (texts, density) = (self.app.texts, self.app.settings.density);
        if self.shown != Some((appearance, texts, density)) {
            design::install(ctx, appearance);
            design::set_compact(ctx, density == Density::Compact);
            set_texts(ctx, self.app.texts);
            let demo = if self.app.is_demo() {
                format!(" – {}", self.app.texts.t("app-demo-badge"))
            } else {
                String::new()
            };
            let safe = if self.app.safe {
                format!(" – {}", self.app.texts.t("about-safe"))
            } else {
                String::new()
            };
            let title = format!("Raccord{demo}{safe}");
            ctx.send_viewport_cmd(ViewportCommand::Title(title));
            self.shown = Some((appearance, texts, density));
            // The frame that has begun still has the look from before.
            ctx.request_repaint();
        }
    }

    /// Comes to the front when a second start calls, and goes out of the way when asked to.
    fn come(&mut self, ctx: &Context) {
        if std::mem::take(&mut self.app.minimize) {
            ctx.send_viewport_cmd(ViewportCommand::Minimized(true));
        }
        if self.app.rung.swap(false, Ordering::Relaxed) {
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
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
            if let Ok(mut ending) = self.ending.lock() {
                *ending = self.app.restart;
            }
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// Turns what happened into notifications, and says all of it anew in another language.
    fn tell(&mut self) {
        let texts = self.app.texts;
        if self.state.spoken != Some(texts.lang()) {
            self.state.spoken = Some(texts.lang());
            let zone = self.app.zone.clone();
            for (id, happening, at) in &self.state.told {
                let note = told::note(texts, happening, texts.time_of_day(*at, &zone));
                self.state.toasts.say_anew(*id, note);
            }
        }
        while let Some(happening) = self.app.happenings.pop_front() {
            let now = self.app.now();
            let when = texts.time_of_day(now, &self.app.zone);
            let id = self.state.toasts.push(told::note(texts, &happening, when));
            self.state.told.push((id, happening, now));
        }
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
        self.app.leave();
        let begun = std::time::Instant::now();
        while !self.app.has_stopped() && begun.elapsed() < LAST_WRITE {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
