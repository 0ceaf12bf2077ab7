//! The whole window with its demo, whose clocks stand: the same at every run, on every machine.

use crate::raster::CpuRenderer;
use eframe::egui::{Key, Modifiers, Ui};
use egui_kittest::Harness;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use raccord::app::command::{Command, Zoom};
use raccord::app::route::Route;
use raccord::app::settings::Theme;
use raccord::app::{App, AppOptions};
use raccord::i18n::Lang;
use raccord::sandbox::demo::DemoOptions;
use raccord::sandbox::demo::story::Script;
use raccord::ui::design::{self, Appearance, ThemeChoice};
use raccord::ui::window::Window;
use std::time::{Duration, Instant};

/// How long the worker may take for anything here; far more than it needs.
const PATIENCE: Duration = Duration::from_mins(4);
/// So many frames of a quarter of a second see every notification go.
const NOTIFICATIONS: usize = 60;

/// The window, and the folder that it must not share with the person's own.
pub(crate) struct Stage {
    window: Option<Window>,
    script: Option<Script>,
    folder: tempfile::TempDir,
}

pub(crate) type Shown = Harness<'static, Stage>;

impl Stage {
    fn frame(&mut self, ui: &mut Ui) {
        let window = self.window.get_or_insert_with(|| {
            let options = AppOptions {
                folder: Some(self.folder.path().to_owned()),
                lang: Some(Lang::En),
                ..AppOptions::default()
            };
            let mut window = Window::new(options, ui.ctx());
            let app = window.app_mut();
            app.zone = TimeZone::UTC;
            app.stand_still(Timestamp::from_second(1_795_420_800).unwrap());
            app.settings.theme = Theme::Dark;
            app.settings.reduce_motion = true;
            if let Some(script) = self.script {
                let demo = DemoOptions {
                    records: 60,
                    ..DemoOptions::default()
                };
                app.play_demo(demo, script);
            }
            window
        });
        window.logic(ui.ctx());
        window.draw(ui);
    }

    pub(crate) fn app(&self) -> &App {
        self.window.as_ref().unwrap().app()
    }
}

fn stage(size: [f32; 2], script: Option<Script>) -> Shown {
    let appearance = Appearance {
        theme: ThemeChoice::Dark,
        reduce_motion: true,
    };
    let stage = Stage {
        window: None,
        script,
        folder: tempfile::tempdir().unwrap(),
    };
    Harness::builder()
        .with_size(size)
        .with_render_cursor(false)
        .renderer(CpuRenderer::default())
        .with_context_setup(move |ctx| design::install(ctx, appearance))
        .build_ui_state(|ui, stage: &mut Stage| stage.frame(ui), stage)
}

/// The window as a new user sees it first.
pub(crate) fn new_user(size: [f32; 2]) -> Shown {
    let mut shown = stage(size, None);
    shown.run_steps(4);
    shown
}

/// The demo, ready for a person, with a few conflicts and nothing said any more.
pub(crate) fn demo(size: [f32; 2]) -> Shown {
    let script = Script {
        conflicts: 4,
        ..Script::default()
    };
    let mut shown = stage(size, Some(script));
    until(&mut shown, "the demo to be ready", |app| {
        app.demo_is_ready() && app.running.is_none() && app.home.conflicts > 0
    });
    shown.run_steps(NOTIFICATIONS);
    shown
}

/// Draws frames until something is so.
pub(crate) fn until(shown: &mut Shown, what: &str, so: impl Fn(&App) -> bool) {
    let begun = Instant::now();
    while !so(shown.state().app()) {
        shown.step();
        let app = shown.state().app();
        assert!(app.notice.is_none(), "waiting for {what}: {:?}", app.notice);
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
    // What was drawn last was drawn before; the page is asked after what it shows now.
    shown.run_steps(3);
}

pub(crate) fn send(shown: &mut Shown, command: Command) {
    let window = shown.state_mut().window.as_mut().unwrap();
    window.app_mut().send(command);
    shown.run_steps(3);
}

pub(crate) fn press(shown: &mut Shown, modifiers: Modifiers, key: Key) {
    shown.key_press_modifiers(modifiers, key);
    shown.run_steps(3);
}

/// Shows a page, filled.
pub(crate) fn go(shown: &mut Shown, route: Route) {
    send(shown, Command::Go(route));
    until(shown, "the page", |app| {
        let loading = match app.way.here() {
            Route::Home => app.home.plotted.is_none(),
            Route::Skipped => app.skipped.is_unread() || app.skipped.is_loading(),
            Route::Errors => app.errors.is_unread() || app.errors.is_loading(),
            Route::Couplings => app.couplings.is_unread() || app.couplings.is_loading(),
            Route::Jobs => app.jobs.is_unread() || app.jobs.is_loading(),
            Route::History => app.history.is_unread() || app.history.is_loading(),
            Route::Match => app.matching.mapping().is_none(),
            Route::Full => app.full.rows.is_none(),
            _ => false,
        };
        !loading && app.running.is_none()
    });
}

/// Opens the conflict of that place in the merge editor.
pub(crate) fn open_conflict(shown: &mut Shown, place: usize) {
    let id = shown.state().app().conflicts()[place];
    send(shown, Command::OpenSkipped(id));
    until(shown, "the conflict to open", |app| {
        app.merging.as_ref().is_some_and(|merging| merging.id == id)
    });
}

pub(crate) fn look(shown: &mut Shown, lang: Lang, theme: Theme) {
    send(shown, Command::SetLang(lang));
    send(shown, Command::SetTheme(theme));
}

/// Makes everything larger by so many steps.
pub(crate) fn larger(shown: &mut Shown, steps: usize) {
    for _ in 0..steps {
        send(shown, Command::Zoom(Zoom::In));
    }
}
