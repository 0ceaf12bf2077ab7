//! A window that looks the same at every run: the clock stands, the zone is fixed, and so are the seeds.

use crate::raster::{CpuRenderer, Only};
use crate::window::PATIENCE;
use eframe::egui::{self, Key, Modifiers, Rect, pos2, vec2};
use egui_kittest::Harness;
use image::RgbaImage;
use jiff::tz::TimeZone;
use raccord::app::command::Command;
use raccord::app::settings::{Settings, Theme};
use raccord::app::{App, AppOptions};
use raccord::i18n::Lang;
use raccord::sandbox::demo::DemoOptions;
use raccord::sandbox::demo::story::Script;
use raccord::ui::design::{self, Appearance, ThemeChoice};
use raccord::ui::window::Window;
use std::time::{Duration, Instant};

/// The present in all pictures: a Monday morning.
const NOW: &str = "2026-11-23T08:05:00Z";

/// The window, and the folder that it must not share with the person's own.
pub(super) struct Stage {
    window: Option<Window>,
    lang: Lang,
    folder: tempfile::TempDir,
    /// What of the window is drawn when a picture is taken.
    only: Only,
}

impl Stage {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let window = self.window.get_or_insert_with(|| {
            let options = AppOptions {
                folder: Some(self.folder.path().to_owned()),
                lang: Some(self.lang),
                demo: None,
                ..AppOptions::default()
            };
            let mut window = Window::new(options, ui.ctx());
            let app = window.app_mut();
            app.stand_still(NOW.parse().unwrap());
            app.zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
            app.settings.reduce_motion = true;
            window
        });
        window.logic(ui.ctx());
        window.draw(ui);
    }

    pub(super) fn app(&self) -> &App {
        self.window.as_ref().unwrap().app()
    }

    pub(super) fn app_mut(&mut self) -> &mut App {
        self.window.as_mut().unwrap().app_mut()
    }
}

impl eframe::App for Stage {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frame(ui);
    }
}

/// Something with the window in it.
pub(crate) trait Staged {
    fn only(&self) -> &Only;
    fn staged(&self) -> &App;
    fn staged_mut(&mut self) -> &mut App;
}

impl Staged for Stage {
    fn only(&self) -> &Only {
        &self.only
    }

    fn staged(&self) -> &App {
        self.app()
    }

    fn staged_mut(&mut self) -> &mut App {
        self.app_mut()
    }
}

pub(super) type Shown = Harness<'static, Stage>;

/// Opens the window on an empty folder.
pub(super) fn fresh(lang: Lang) -> Shown {
    let appearance = Appearance {
        theme: ThemeChoice::Dark,
        reduce_motion: true,
    };
    let stage = Stage {
        window: None,
        lang,
        folder: tempfile::tempdir().unwrap(),
        only: Only::default(),
    };
    let only = Only::clone(&stage.only);
    let mut shown = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_render_cursor(false)
        .renderer(CpuRenderer::only(only))
        .with_context_setup(move |ctx| design::install(ctx, appearance))
        .build_eframe(|_| stage);
    until(&mut shown, "the folder to be open", |app| {
        app.reader().is_some()
    });
    shown
}

/// Plays the demo's beginning, with some conflicts of each kind.
pub(super) fn play(shown: &mut Shown) {
    let options = DemoOptions {
        records: 120,
        ..DemoOptions::default()
    };
    let script = Script {
        conflicts: 6,
        ..Script::default()
    };
    shown.state_mut().app_mut().play_demo(options, script);
    until(shown, "the demo to be ready", |app| {
        app.demo_is_ready() && app.is_quiet()
    });
}

/// Draws frames until something is so.
pub(super) fn until<S: Staged>(
    shown: &mut Harness<'static, S>,
    what: &str,
    so: impl Fn(&App) -> bool,
) {
    let begun = Instant::now();
    loop {
        shown.step();
        let app = shown.state().staged();
        assert!(app.notice.is_none(), "waiting for {what}: {:?}", app.notice);
        if so(app) && !app.has_commands() {
            shown.run_steps(3);
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

pub(super) fn press(shown: &mut Shown, modifiers: Modifiers, key: Key) {
    shown.key_press_modifiers(modifiers, key);
    shown.run_steps(3);
}

/// Turns the wheel over the page as far as it goes.
pub(super) fn scroll_down(shown: &mut Shown) {
    // How far a wheel has turned depends on how long things take: nothing for pictures that are compared.
    if std::env::var_os("RACCORD_PICTURES").is_none() {
        return;
    }
    let [x, y] = [700.0, 500.0];
    shown.hover_at(egui::pos2(x, y));
    shown.step();
    shown.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -5_000.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    shown.run_steps(120);
    shown.remove_cursor();
    rest(shown);
}

pub(super) fn send(shown: &mut Shown, command: Command) {
    shown.state_mut().app_mut().send(command);
    shown.run_steps(3);
}

/// How the window is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub(super) theme: Theme,
    pub(super) lang: Lang,
    /// Pixels.
    pub(super) size: [f32; 2],
    /// The program's own size, in percent.
    pub(super) zoom: u16,
}

impl Look {
    pub(super) fn theme_name(self) -> &'static str {
        match self.theme {
            Theme::Light => "light",
            Theme::HighContrast => "contrast",
            Theme::Dark | Theme::System => "dark",
        }
    }
}

/// Takes a picture of a part of the window; the rest is not even drawn.
pub(super) fn picture<S: Staged>(shown: &mut Harness<'static, S>, part: [u16; 4]) -> RgbaImage {
    let [left, top, width, height] = part.map(f32::from);
    let place = Rect::from_min_size(pos2(left, top), vec2(width, height));
    shown.state().only().set(Some(place));
    // A frame is painted once; this one is new.
    shown.step();
    let whole = shown.render().unwrap();
    shown.state().only().set(None);
    let [left, top, width, height] = part.map(u32::from);
    image::imageops::crop_imm(&whole, left, top, width, height).to_image()
}

/// Brings the window to a look, whatever it shows, and lets it come to rest.
pub(super) fn dress<S: Staged>(shown: &mut Harness<'static, S>, look: Look) {
    let app = shown.state_mut().staged_mut();
    app.settings.theme = look.theme;
    if app.texts.lang() != look.lang {
        app.send(Command::SetLang(look.lang));
    }
    let mut zoom = Settings::default().zoom;
    for _ in 0..10 {
        if zoom.percent() != look.zoom {
            zoom = zoom.step(look.zoom > zoom.percent());
        }
    }
    app.settings.zoom = zoom;
    let [width, height] = look.size;
    shown.set_size(vec2(width, height));
    rest(shown);
}

/// Draws until nothing is read any more.
pub(super) fn rest<S: Staged>(shown: &mut Harness<'static, S>) {
    for _ in 0..8 {
        shown.step();
        std::thread::sleep(Duration::from_millis(4));
    }
    until(shown, "everything to be read", |app| {
        !app.skipped.is_loading()
            && !app.errors.is_loading()
            && !app.couplings.is_loading()
            && !app.jobs.is_loading()
            && !app.history.is_loading()
    });
}
