//! The whole window with its worker, its cache and both emulated services, without a display.

use crate::raster::CpuRenderer;
use eframe::egui;
use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use raccord::app::route::Route;
use raccord::app::{App, AppOptions};
use raccord::i18n::{Lang, Texts};
use raccord::model::report::{HistoryAction, HistoryEntry};
use raccord::model::{Side, Value};
use raccord::sandbox::demo::DemoOptions;
use raccord::store::{HistoryFilter, Slice};
use raccord::ui::design::{self, Appearance, ThemeChoice};
use raccord::ui::window::Window;
use std::time::{Duration, Instant};

/// How long the worker may take for anything here; far more than it needs.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// The window, and the folder that it must not share with the person's own.
pub(crate) struct Stage {
    window: Option<Window>,
    lang: Lang,
    folder: tempfile::TempDir,
}

impl Stage {
    fn frame(&mut self, ui: &mut egui::Ui) {
        let window = self.window.get_or_insert_with(|| {
            let options = AppOptions {
                folder: Some(self.folder.path().to_owned()),
                lang: Some(self.lang),
                demo: Some(DemoOptions {
                    records: 60,
                    ..DemoOptions::default()
                }),
                ..AppOptions::default()
            };
            Window::new(options, ui.ctx())
        });
        window.logic(ui.ctx());
        window.draw(ui);
    }

    pub(crate) fn app(&self) -> &App {
        self.window.as_ref().unwrap().app()
    }

    pub(crate) fn window_mut(&mut self) -> &mut Window {
        self.window.as_mut().unwrap()
    }

    pub(crate) fn app_mut(&mut self) -> &mut App {
        self.window.as_mut().unwrap().app_mut()
    }
}

pub(crate) type Shown = Harness<'static, Stage>;

pub(crate) fn demo(lang: Lang, size: [f32; 2]) -> Shown {
    let appearance = Appearance {
        theme: ThemeChoice::Dark,
        reduce_motion: true,
    };
    let stage = Stage {
        window: None,
        lang,
        folder: tempfile::tempdir().unwrap(),
    };
    let mut shown = Harness::builder()
        .with_size(size)
        .with_render_cursor(false)
        .renderer(CpuRenderer::default())
        .with_context_setup(move |ctx| design::install(ctx, appearance))
        .build_ui_state(|ui, stage: &mut Stage| stage.frame(ui), stage);
    until(&mut shown, "the demo to be ready", |app| {
        app.demo_is_ready() && app.is_quiet()
    });
    shown
}

/// Draws frames until something is so.
pub(crate) fn until(shown: &mut Shown, what: &str, so: impl Fn(&App) -> bool) {
    let begun = Instant::now();
    loop {
        shown.step();
        let app = shown.state().app();
        assert!(app.notice.is_none(), "waiting for {what}: {:?}", app.notice);
        if so(app) {
            // What was drawn last was drawn before; the page is asked after what it shows now.
            shown.run_steps(2);
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

pub(crate) fn press(shown: &mut Shown, modifiers: Modifiers, key: Key) {
    shown.key_press_modifiers(modifiers, key);
    shown.run_steps(3);
}

/// Goes to the page with this number in the navigation.
pub(crate) fn go(shown: &mut Shown, number: Key) {
    press(shown, Modifiers::COMMAND, number);
}

pub(crate) fn open_first_conflict(shown: &mut Shown) {
    go(shown, Key::Num2);
    assert_eq!(shown.state().app().way.here(), Route::Skipped);
    // The list has the keyboard at once. Not every skipped record is a conflict: go down until one opens.
    for _ in 0..20 {
        press(shown, Modifiers::NONE, Key::Enter);
        if matches!(shown.state().app().way.here(), Route::Merge(_)) {
            break;
        }
        press(shown, Modifiers::NONE, Key::ArrowDown);
    }
    until(shown, "the conflict to open", |app| app.merging.is_some());
}

fn newest(app: &App) -> Vec<HistoryEntry> {
    let reader = app.reader().unwrap().read();
    reader
        .list_history(&HistoryFilter::default(), Slice::first(500))
        .unwrap()
}

fn open_fields(shown: &Shown) -> usize {
    let merging = shown.state().app().merging.as_ref().unwrap();
    merging.open().count()
}

#[test]
fn a_conflict_is_resolved_with_the_keyboard_and_both_services_are_written() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    assert_eq!(shown.state().app().conflicts().len(), 1);
    open_first_conflict(&mut shown);
    let history = newest(shown.state().app()).len();
    let open = open_fields(&shown);
    assert!(open > 0);
    assert!(is_disabled(&shown, "Apply to both"));

    press(&mut shown, Modifiers::NONE, Key::Num1);
    assert_eq!(open_fields(&shown), open - 1);
    press(&mut shown, Modifiers::COMMAND, Key::Z);
    assert_eq!(open_fields(&shown), open);
    press(&mut shown, Modifiers::COMMAND, Key::Y);
    press(
        &mut shown,
        Modifiers::COMMAND | Modifiers::SHIFT,
        Key::ArrowLeft,
    );
    assert_eq!(open_fields(&shown), 0);
    assert!(!is_disabled(&shown, "Apply to both"));

    // A value that neither side has must be written to both.
    press(&mut shown, Modifiers::NONE, Key::E);
    shown.event(Event::Text("+33 1 99 00 12 34".to_owned()));
    shown.run_steps(2);
    press(&mut shown, Modifiers::NONE, Key::Enter);
    let written = shown.state().app().merging.as_ref().unwrap().will_write();
    assert!(!written.bc.fields.is_empty() && !written.dv.fields.is_empty());
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the decision to be written", |app| {
        app.home.conflicts == 0 && app.is_quiet()
    });

    let app = shown.state().app();
    assert!(app.conflicts().is_empty());
    assert_eq!(app.way.here(), Route::Skipped);
    let all = newest(app);
    let fresh = &all[..all.len() - history];
    let typed = Value::text("+33 1 99 00 12 34");
    for side in Side::BOTH {
        let wrote = fresh.iter().any(|entry| {
            entry.side == side
                && entry.action == HistoryAction::Modify
                && entry.after.iter().any(|(_, value)| *value == typed)
        });
        assert!(wrote, "{side:?} was not written: {fresh:#?}");
    }
}

#[test]
fn arrows_decide_even_while_a_cell_has_the_focus_and_esc_keeps_the_draft() {
    let mut shown = demo(Lang::Fr, [1000.0, 700.0]);
    open_first_conflict(&mut shown);
    // Tab until one of the choices has the keyboard.
    for _ in 0..60 {
        press(&mut shown, Modifiers::NONE, Key::Tab);
        if shown
            .query_all_by_role(Role::RadioButton)
            .any(|cell| cell.is_focused())
        {
            break;
        }
    }
    let focused = |shown: &Shown| {
        shown
            .query_all_by_role(Role::RadioButton)
            .find(egui_kittest::Node::is_focused)
            .map(|cell| cell.accesskit_node().id())
    };
    let before = focused(&shown);
    assert!(before.is_some(), "no choice can be reached with Tab");
    let open = open_fields(&shown);
    press(&mut shown, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(open_fields(&shown), open - 1);
    assert_eq!(focused(&shown), before);
    press(&mut shown, Modifiers::NONE, Key::Escape);
    assert_eq!(shown.state().app().way.here(), Route::Skipped);
    open_first_conflict(&mut shown);
    assert_eq!(open_fields(&shown), open - 1);
}

#[test]
fn every_page_draws_in_both_languages_and_names_every_control() {
    let pages = [
        (Key::Num1, "home-title"),
        (Key::Num2, "conflicts-title"),
        (Key::Num3, "errors-title"),
        (Key::Num4, "nav-couplings"),
        (Key::Num5, "nav-mappings"),
        (Key::Num6, "word-match-based-coupling"),
        (Key::Num7, "word-full-sync-review"),
        (Key::Num8, "nav-jobs"),
        (Key::Num9, "nav-history"),
        (Key::Comma, "nav-settings"),
    ];
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        for (key, title) in pages {
            go(&mut shown, key);
            let title = texts.t(title);
            assert!(
                shown.query_all_by_label(&title).next().is_some(),
                "{lang:?}: no page says {title}"
            );
            all_named(&shown, &title);
        }
        open_first_conflict(&mut shown);
        all_named(&shown, "merge editor");
    }
}

pub(crate) fn is_disabled(shown: &Shown, button: &str) -> bool {
    let button = shown.get_by_role_and_label(Role::Button, button);
    button.accesskit_node().is_disabled()
}

/// Everything that can be pressed, ticked or typed in has a name.
pub(crate) fn all_named(shown: &Shown, page: &str) {
    all_named_in(shown, page);
}

/// The same of any window.
pub(crate) fn all_named_in<S>(shown: &Harness<'_, S>, page: &str) {
    let roles = [
        Role::Button,
        Role::CheckBox,
        Role::RadioButton,
        Role::TextInput,
        Role::Link,
        Role::Tab,
        Role::Grid,
    ];
    let mut controls = 0;
    for role in roles {
        for control in shown.query_all_by_role(role) {
            let name = control.accesskit_node().label();
            assert!(
                name.is_some_and(|name| !name.trim().is_empty()),
                "{page}: a {role:?} has no name"
            );
            controls += 1;
        }
    }
    assert!(controls > 5, "{page} has hardly any control");
}
