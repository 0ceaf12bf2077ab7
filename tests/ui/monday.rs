//! Monday morning as the welcome page offers it: 37 conflicts and 12 errors from real synchronisation, and a clerk who has
//! a keyboard only.

use crate::raster::CpuRenderer;
use eframe::egui;
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use raccord::app::route::Route;
use raccord::app::{App, AppOptions};
use raccord::i18n::Lang;
use raccord::model::report::HistoryAction;
use raccord::store::{HistoryFilter, Slice};
use raccord::ui::design::{self, Appearance, ThemeChoice};
use raccord::ui::window::Window;
use std::time::{Duration, Instant};

/// How long the worker may take for anything here; far more than it needs.
const PATIENCE: Duration = Duration::from_mins(4);
/// The most keys that a conflict may cost a clerk on average, the way to the list included.
const KEYS_PER_CONFLICT: usize = 3;

struct Stage {
    window: Option<Window>,
    folder: tempfile::TempDir,
    keys: usize,
}

impl Stage {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let window = self.window.get_or_insert_with(|| {
            let options = AppOptions {
                folder: Some(self.folder.path().to_owned()),
                lang: Some(Lang::En),
                demo: None,
                ..AppOptions::default()
            };
            Window::new(options, ui.ctx())
        });
        window.logic(ui.ctx());
        window.draw(ui);
    }

    fn app(&self) -> &App {
        self.window.as_ref().unwrap().app()
    }
}

type Shown = Harness<'static, Stage>;

fn until(shown: &mut Shown, what: &str, so: impl Fn(&App) -> bool) {
    let begun = Instant::now();
    loop {
        shown.step();
        let app = shown.state().app();
        assert!(app.notice.is_none(), "waiting for {what}: {:?}", app.notice);
        if so(app) {
            shown.run_steps(3);
            return;
        }
        let here = app.way.here();
        assert!(
            begun.elapsed() < PATIENCE,
            "waited in vain for {what} on {here:?}"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Presses a key as a clerk does, and counts it.
fn press(shown: &mut Shown, modifiers: Modifiers, key: Key) {
    shown.state_mut().keys += 1;
    shown.key_press_modifiers(modifiers, key);
    shown.run_steps(3);
}

fn open_fields(shown: &Shown) -> usize {
    let merging = shown.state().app().merging.as_ref().unwrap();
    merging.open().count()
}

#[test]
fn the_demo_leaves_what_the_welcome_page_says_and_a_clerk_decides_all_of_it_with_few_keys() {
    let appearance = Appearance {
        theme: ThemeChoice::Dark,
        reduce_motion: true,
    };
    let stage = Stage {
        window: None,
        folder: tempfile::tempdir().unwrap(),
        keys: 0,
    };
    let mut shown: Shown = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_render_cursor(false)
        .renderer(CpuRenderer::default())
        .with_context_setup(move |ctx| design::install(ctx, appearance))
        .build_ui_state(|ui, stage: &mut Stage| stage.frame(ui), stage);
    until(&mut shown, "the welcome page", |app| {
        app.way.here() == Route::Welcome && app.data_folder().is_some()
    });
    // Tab to "Try the demo", wherever it stands, and press it.
    for _ in 0..20 {
        press(&mut shown, Modifiers::NONE, Key::Tab);
        let button = shown.get_by_role_and_label(Role::Button, "Try the demo");
        if button.is_focused() {
            break;
        }
    }
    press(&mut shown, Modifiers::NONE, Key::Enter);
    until(&mut shown, "the demo to be ready", |app| {
        app.demo_is_ready() && app.is_quiet()
    });
    let home = &shown.state().app().home;
    assert_eq!((home.conflicts, home.errors), (37, 24), "{:?}", home.causes);
    let customers = home.rows.iter().find(|row| row.name.as_str() == "CUSTOMER");
    let pairs = customers.unwrap().counts.as_ref().unwrap().couplings();
    assert!(
        (1_900..=2_400).contains(&pairs),
        "{pairs} customers are coupled"
    );

    shown.state_mut().keys = 0;
    press(&mut shown, Modifiers::COMMAND, Key::Num2);
    press(&mut shown, Modifiers::NONE, Key::Enter);
    until(&mut shown, "the first conflict", |app| {
        app.merging.is_some()
    });
    let mut kinds = std::collections::BTreeSet::new();
    for left in (0..37u64).rev() {
        let merging = shown.state().app().merging.as_ref().unwrap();
        let id = merging.id;
        kinds.extend(merging.open().map(|field| field.name.as_str().to_owned()));
        while open_fields(&shown) > 0 {
            // Which side is right is known to the clerk; the keys are the same.
            let key = if left % 2 == 0 {
                Key::ArrowRight
            } else {
                Key::ArrowLeft
            };
            press(&mut shown, Modifiers::NONE, key);
            if open_fields(&shown) > 0 {
                press(&mut shown, Modifiers::NONE, Key::N);
            }
        }
        press(&mut shown, Modifiers::COMMAND, Key::Enter);
        until(&mut shown, "the next conflict", |app| {
            app.is_quiet()
                && app.home.conflicts == left
                && (left == 0 || app.merging.as_ref().is_some_and(|now| now.id != id))
        });
    }
    let app = shown.state().app();
    assert_eq!((app.way.here(), app.home.conflicts), (Route::Skipped, 0));
    assert!(kinds.len() >= 5, "all conflicts are about {kinds:?}");
    let keys = shown.state().keys;
    assert!(
        keys <= 37 * KEYS_PER_CONFLICT,
        "{keys} keys for 37 conflicts"
    );
    let reader = app.reader().unwrap().read();
    let history = reader
        .list_history(&HistoryFilter::default(), Slice::first(2_000))
        .unwrap();
    let decided = history
        .iter()
        .filter(|entry| entry.action == HistoryAction::Modify);
    assert!(decided.count() >= 37);
}
