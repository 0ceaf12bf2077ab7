//! What makes the window comfortable to live with: settings with their way back, plans of any length, leaving while something
//! runs, a second start, what a mistake left behind.

use crate::window::{Shown, all_named, demo, go, press, until};
use eframe::egui::{Event, Key, Modifiers, Role, ViewportCommand, ViewportId};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use raccord::app::command::{AboutCommand, Command, PlanCommand, SettingCommand};
use raccord::app::full_plan::FullPlan;
use raccord::app::home::{Running, RunningKind};
use raccord::app::route::Route;
use raccord::app::settings::Theme;
use raccord::app::system_notices::{NoticeKind, SystemNotice};
use raccord::app::{Question, Restart};
use raccord::i18n::{Lang, Texts};
use raccord::worker::autostart::Autostart;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::Ordering;

const EN: Texts = Texts::new(Lang::En);

fn send(shown: &mut Shown, command: Command) {
    shown.state_mut().app_mut().send(command);
    shown.run_steps(3);
}

/// Presses a button, switch or box of this name.
fn click(shown: &mut Shown, role: Role, name: &str) {
    shown.get_by_role_and_label(role, name).click_accesskit();
    shown.run_steps(3);
}

fn undo_words(what: &str) -> String {
    EN.t_args("settings-undo", &[("what", EN.t(what).into())])
}

#[test]
fn every_change_of_a_setting_can_be_taken_back() {
    let mut shown = demo(Lang::En, [1280.0, 1600.0]);
    go(&mut shown, Key::Comma);
    let dark = EN.t(Theme::Dark.label_key()).into_owned();
    let before = shown.state().app().settings;
    click(&mut shown, Role::RadioButton, &dark);
    let finished = EN.t(NoticeKind::Finished.label_key()).into_owned();
    click(&mut shown, Role::Switch, &finished);
    let quiet = EN.t("settings-schedule-quiet").into_owned();
    click(&mut shown, Role::Switch, &quiet);
    until(&mut shown, "the quiet hours", |app| {
        app.preferences.rest.is_some()
    });
    all_named(&shown, "settings with quiet hours");
    // Typed as people write a time of the day; what is none is not taken.
    let label = EN.t("settings-quiet-from").into_owned();
    shown.get_by_role_and_label(Role::TextInput, &label).focus();
    shown.run_steps(2);
    press(&mut shown, Modifiers::COMMAND, Key::A);
    shown.event(Event::Text("20:30".to_owned()));
    until(&mut shown, "the evening", |app| {
        let rest = app.preferences.rest.as_ref();
        rest.is_some_and(|rest| rest.hours.to_string() == "20:30-07:00")
    });
    click(
        &mut shown,
        Role::Button,
        &undo_words("settings-schedule-quiet"),
    );
    until(&mut shown, "no quiet hours", |app| {
        app.preferences.rest.is_none()
    });
    assert!(shown.state().app().settings.notices.finished);
    // By the key too.
    press(&mut shown, Modifiers::NONE, Key::Escape);
    press(&mut shown, Modifiers::COMMAND, Key::Z);
    assert!(!shown.state().app().settings.notices.finished);
    click(&mut shown, Role::Button, &undo_words("settings-theme"));
    assert_eq!(shown.state().app().settings, before);
    assert!(shown.state().app().setting_steps.last().is_none());
}

#[test]
fn a_single_setting_is_found_by_its_words() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        go(&mut shown, Key::Comma);
        press(&mut shown, Modifiers::COMMAND, Key::F);
        let words = texts.t("settings-schedule-quiet").into_owned();
        shown.event(Event::Text(words.clone()));
        shown.run_steps(3);
        assert!(
            shown
                .query_by_role_and_label(Role::Switch, &words)
                .is_some()
        );
        let on = texts.t("settings-schedule-on");
        assert!(shown.query_by_role_and_label(Role::Switch, &on).is_none());
    }
}

#[test]
fn the_program_starts_with_the_system_once_it_is_asked_to() {
    let dir = tempfile::tempdir().unwrap();
    let mut shown = demo(Lang::En, [1280.0, 1200.0]);
    shown.state_mut().app_mut().autostart = Some(Autostart::in_folder(dir.path()));
    go(&mut shown, Key::Comma);
    let words = EN.t("settings-autostart").into_owned();
    click(&mut shown, Role::Switch, &words);
    assert_eq!(shown.state().app().preferences.autostart, Some(true));
    assert_eq!(dir.path().read_dir().unwrap().count(), 1);
    click(&mut shown, Role::Button, &undo_words("settings-autostart"));
    assert_eq!(dir.path().read_dir().unwrap().count(), 0);
}

#[test]
fn the_system_tells_that_a_synchronisation_ended_where_that_is_wanted() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let told: Rc<RefCell<Vec<String>>> = Rc::default();
    let kept = Rc::clone(&told);
    let note = move |_: String, text: String| kept.borrow_mut().push(text);
    shown.state_mut().window_mut().notify_by(Box::new(note));
    shown.input_mut().focused = false;
    let sync = |shown: &mut Shown| {
        send(shown, Command::SyncNow);
        until(shown, "the run", |app| {
            app.is_quiet() && !app.has_commands()
        });
        shown.run_steps(3);
    };
    sync(&mut shown);
    assert!(told.borrow().is_empty(), "{told:?}");
    let wanted = SettingCommand::Notify(NoticeKind::Finished, true);
    send(&mut shown, Command::Setting(wanted));
    sync(&mut shown);
    assert_eq!(told.borrow().len(), 1, "{told:?}");
    // More that waits is told with its numbers.
    let more = SystemNotice::NeedsYou {
        conflicts: 2,
        skipped: 0,
        errors: 1,
    };
    shown.state_mut().app_mut().for_the_system.push_back(more);
    shown.run_steps(2);
    let last = told.borrow().last().cloned().unwrap();
    assert!(
        last.contains("2 conflicts") && last.contains("1 error"),
        "{last}"
    );
}

/// The plan of a full comparison, made longer than any window.
fn long_plan(shown: &mut Shown) -> FullPlan {
    send(shown, Command::Plan(PlanCommand::Compare));
    until(shown, "the plan", |app| {
        app.full.plan.is_some() && app.is_quiet()
    });
    shown.state().app().full.plan.clone().unwrap()
}

#[test]
fn every_line_of_a_plan_can_be_reached_turned_and_turned_back() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    // Something to be written: a customer changed on one side alone.
    shown.state_mut().app_mut().full.plan = None;
    let plan = long_plan(&mut shown);
    let mut lines = plan
        .rows
        .iter()
        .map(|row| row.line.clone())
        .collect::<Vec<_>>();
    let mut one = lines.first().cloned().unwrap();
    one.action = "modify".to_owned();
    lines.clear();
    for number in 0..1_000_u128 {
        let mut line = one.clone();
        line.bc_id = Some(uuid::Uuid::from_u128(number + 1));
        line.dv_id = Some(uuid::Uuid::from_u128(number + 10_001));
        line.label = format!("record {number}");
        lines.push(line);
    }
    shown.state_mut().app_mut().full.plan = Some(FullPlan::of(lines, None));
    shown.run_steps(3);
    let drawn = |shown: &Shown| {
        shown
            .query_all_by_role(Role::CheckBox)
            .filter(|node| {
                let name = node.accesskit_node().label().unwrap_or_default();
                name.contains("record ")
            })
            .count()
    };
    assert!((5..60).contains(&drawn(&shown)), "{}", drawn(&shown));
    // Down to the end by the key that leads there everywhere.
    press(&mut shown, Modifiers::NONE, Key::End);
    shown.run_steps(5);
    let last = format!("{} · record 999", one.mapping);
    assert!(shown.query_by_label(&last).is_some());
    assert!(drawn(&shown) < 60);
    all_named(&shown, "the end of a plan");
    let selected = |shown: &Shown| {
        let plan = shown.state().app().full.plan.as_ref();
        plan.map(|plan| (plan.selected, plan.towards.len()))
    };
    assert_eq!(selected(&shown), Some((1_000, 0)));
    click(&mut shown, Role::CheckBox, &last);
    assert_eq!(selected(&shown), Some((999, 0)));
    let of = [("record", last.as_str().into())];
    let name = EN.t_args("plan-direction-of", &of);
    click(&mut shown, Role::ComboBox, &name);
    click(&mut shown, Role::MenuItemCheckBox, &EN.t("direction-to-bc"));
    assert_eq!(selected(&shown), Some((999, 1)));
    click(&mut shown, Role::Button, &EN.t_args("plan-reset", &of));
    assert_eq!(selected(&shown), Some((999, 0)));
    press(&mut shown, Modifiers::NONE, Key::Home);
    shown.run_steps(3);
    let all = EN.t("action-select-all").into_owned();
    let all_of_them = |shown: &mut Shown| {
        send(shown, Command::Plan(PlanCommand::ChooseAll(true)));
    };
    all_of_them(&mut shown);
    assert_eq!(selected(&shown), Some((1_000, 0)));
    click(&mut shown, Role::CheckBox, &all);
    assert_eq!(selected(&shown), Some((0, 0)));
}

#[test]
fn the_keyboard_comes_to_the_button_before_its_menu_on_the_home_page() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    press(&mut shown, Modifiers::NONE, Key::Tab);
    let sync = EN.t("action-sync-now").into_owned();
    let button = shown.get_by_role_and_label(Role::Button, &sync);
    assert!(button.accesskit_node().is_focused(), "{sync}");
    press(&mut shown, Modifiers::NONE, Key::Tab);
    let more = EN.t("home-sync-more").into_owned();
    let menu = shown.get_by_role_and_label(Role::Button, &more);
    assert!(menu.accesskit_node().is_focused(), "{more}");
}

/// What the window asked of the system in the frame that was drawn last.
fn asked(shown: &Shown) -> Vec<ViewportCommand> {
    let output = shown.output();
    let own = output.viewport_output.get(&ViewportId::ROOT);
    own.map(|own| own.commands.clone()).unwrap_or_default()
}

#[test]
fn whoever_leaves_while_something_runs_may_let_it_go_on_behind() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        shown.state_mut().app_mut().running = Some(Running {
            what: RunningKind::Synchronising,
            progress: None,
            waiting: None,
            prompt: None,
            stopping: false,
        });
        send(&mut shown, Command::Quit);
        assert_eq!(shown.state().app().question, Some(Question::Quit));
        all_named(&shown, "the question before leaving");
        let go_on = texts.t("question-quit-go-on").into_owned();
        shown
            .get_by_role_and_label(Role::Button, &go_on)
            .click_accesskit();
        let mut minimised = false;
        for _ in 0..4 {
            shown.step();
            minimised |= asked(&shown).contains(&ViewportCommand::Minimized(true));
        }
        assert!(minimised);
        let app = shown.state().app();
        assert!(app.question.is_none() && !app.quitting && app.running.is_some());
    }
}

#[test]
fn a_second_start_brings_the_first_window_to_the_front() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    shown.state().app().rung.store(true, Ordering::Relaxed);
    shown.step();
    let asked = asked(&shown);
    assert!(
        asked.contains(&ViewportCommand::Minimized(false)),
        "{asked:?}"
    );
    assert!(asked.contains(&ViewportCommand::Focus), "{asked:?}");
}

#[test]
fn a_mistake_is_offered_at_the_next_start_and_safe_mode_says_so() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 1200.0]);
        let app = shown.state_mut().app_mut();
        app.crash = Some("place: src/x.rs:7:1".to_owned());
        app.safe = true;
        shown.run_steps(3);
        assert!(shown.query_by_label(&texts.t("about-safe-bar")).is_some());
        click(&mut shown, Role::Button, &texts.t("about-crash-look"));
        assert_eq!(shown.state().app().way.here(), Route::About);
        all_named(&shown, "about with a report");
        assert!(shown.query_by_label("place: src/x.rs:7:1").is_some());
        click(&mut shown, Role::Button, &texts.t("about-crash-forget"));
        assert!(shown.state().app().crash.is_none());
        let again = Command::About(AboutCommand::Restart { safe: false });
        send(&mut shown, again);
        let app = shown.state().app();
        assert_eq!(app.restart, Some(Restart { safe: false }));
        assert!(app.quitting);
    }
}

#[test]
fn the_demo_is_left_and_leaves_nothing_behind() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let folder = shown.state().app().data_folder().unwrap().to_owned();
    go(&mut shown, Key::Num2);
    let leave = EN.t("command-leave-demo").into_owned();
    click(&mut shown, Role::Button, &leave);
    until(&mut shown, "the own folder", |app| {
        app.reader().is_some() && app.is_quiet()
    });
    let app = shown.state().app();
    assert_eq!(app.way.here(), Route::Welcome);
    assert!(!app.is_demo() && app.connection.is_none() && app.home.rows.is_empty());
    assert_ne!(app.data_folder(), Some(folder.as_path()));
    assert!(!folder.exists(), "{}", folder.display());
    // And it can be tried again.
    click(&mut shown, Role::Button, &EN.t("welcome-try-demo"));
    assert!(shown.state().app().is_demo());
}
