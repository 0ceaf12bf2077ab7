//! Match-based coupling and the full synchronisation, driven through the accessibility tree.

use crate::window::{Shown, all_named, demo, go, press, until};
use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use raccord::app::command::{Command, SettingCommand};
use raccord::app::system_notices::NoticeKind;
use raccord::i18n::{Lang, Texts};
use raccord::worker::explain::explain;
use std::cell::RefCell;
use std::rc::Rc;

fn click(shown: &mut Shown, role: Role, name: &str) {
    shown.get_by_role_and_label(role, name).click();
    shown.run_steps(3);
}

#[test]
fn a_match_is_previewed_and_says_what_it_found_in_both_languages() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        go(&mut shown, Key::Num6);
        until(&mut shown, "the mappings to be read", |app| {
            app.matching.mapping().is_some()
        });
        click(&mut shown, Role::Button, &texts.t("match-preview"));
        until(&mut shown, "the preview", |app| {
            app.matching.report.is_some() && !app.matching.busy
        });
        let report = shown.state().app().matching.report.clone().unwrap();
        let sure = texts.t_args("match-tab-sure", &[("count", report.coupled.into())]);
        assert!(shown.query_by_label(&sure).is_some(), "{sure}");
        all_named(&shown, "match");
    }
}

#[test]
fn a_full_synchronisation_is_reviewed_asked_and_run_in_waves() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go(&mut shown, Key::Num7);
    until(&mut shown, "the lines to be read", |app| {
        app.full.rows.is_some()
    });
    click(&mut shown, Role::Button, &texts.t("full-review"));
    until(&mut shown, "the review", |app| {
        !app.full.busy && app.is_quiet() && app.full.is_reviewed()
    });
    assert!(
        !shown.state().app().full.is_begun(),
        "a review writes nothing"
    );
    click(&mut shown, Role::Button, &texts.t("full-start"));
    let open = shown.state().app().full.open();
    let verb = texts.t_args("question-full-verb", &[("count", open.into())]);
    click(&mut shown, Role::Button, &verb);
    until(&mut shown, "the run to end", |app| {
        app.full.is_begun() && !app.full.busy && app.is_quiet()
    });
    let rows = shown.state().app().full.rows.clone().unwrap();
    let wave = |name: &str| {
        let found = rows.iter().find(|row| row.line.mapping.as_str() == name);
        found.map(|row| row.wave)
    };
    assert!(wave("CURRENCY") < wave("CUSTOMER") && wave("CUSTOMER") < wave("CONTACT"));
    assert!(shown.query_by_label("Wave 1").is_some());
}

#[test]
fn settings_are_found_apply_at_once_and_stay() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go(&mut shown, Key::Comma);
    let on = texts.t("settings-schedule-on").into_owned();
    shown
        .get_by_role_and_label(Role::Switch, &on)
        .click_accesskit();
    until(&mut shown, "the schedule to be on", |app| {
        app.preferences.every.is_some()
    });
    all_named(&shown, "settings");
    // What is looked for stays; the rest goes.
    press(&mut shown, Modifiers::COMMAND, Key::F);
    shown.event(Event::Text("backup".to_owned()));
    shown.run_steps(3);
    assert!(shown.query_by_label(&texts.t("settings-data")).is_some());
    assert!(shown.query_by_label(&on).is_none());
    press(&mut shown, Modifiers::NONE, Key::Escape);
    assert!(shown.query_by_label(&on).is_some());
}

#[test]
fn the_safety_brake_of_all_mappings_is_set_with_the_way_back() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 1400.0]);
    go(&mut shown, Key::Comma);
    let label = texts.t("mappings-brake-deletions").into_owned();
    let field = shown.get_by_role_and_label(Role::TextInput, &label);
    field.focus();
    shown.run_steps(2);
    press(&mut shown, Modifiers::COMMAND, Key::A);
    shown.event(Event::Text("33".to_owned()));
    until(&mut shown, "the brake to be set", |app| {
        app.preferences.brake.map(|brake| brake.deletions) == Some(33)
    });
    let undo = texts.t("action-undo").into_owned();
    // Not by the pointer: the notification may still be on its way to its place.
    shown
        .get_by_role_and_label(Role::Button, &undo)
        .click_accesskit();
    until(&mut shown, "the brake to be as it was", |app| {
        app.preferences.brake.map(|brake| brake.deletions) == Some(10)
    });
}

#[test]
fn diagnostics_are_shown_before_they_are_saved_and_hold_no_secret_and_no_value() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        click(&mut shown, Role::Tab, &texts.t("nav-about"));
        all_named(&shown, "about");
        click(&mut shown, Role::Button, &texts.t("about-check"));
        until(&mut shown, "the checks", |app| {
            app.about.checks.is_some() && app.is_quiet()
        });
        let preview = texts.t("about-preview").into_owned();
        shown
            .get_by_role_and_label(Role::Button, &preview)
            .click_accesskit();
        until(&mut shown, "the preview", |app| app.about.preview.is_some());
        let app = shown.state().app();
        let said = app.about.preview.clone().unwrap();
        assert!(said.contains("CUSTOMER") && said.contains("http://127.0.0.1"));
        assert!(
            !said.contains("demo-secret"),
            "a secret is in the diagnostics"
        );
        let reader = app.reader().unwrap().read();
        let any = raccord::store::CouplingFilter {
            mapping: Some("CUSTOMER".into()),
            ..raccord::store::CouplingFilter::default()
        };
        let sort = raccord::store::CouplingSort::Made;
        let slice = raccord::store::Slice::first(5);
        for row in reader.list_couplings(&any, sort, false, slice).unwrap() {
            assert!(!said.contains(&row.labels.bc), "{} is in it", row.labels.bc);
        }
    }
}

#[test]
fn a_full_comparison_lists_what_would_be_done_and_runs_what_is_chosen() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go(&mut shown, Key::Num7);
    let compare = texts.t("plan-compare").into_owned();
    shown
        .get_by_role_and_label(Role::Button, &compare)
        .click_accesskit();
    until(&mut shown, "the plan", |app| {
        app.full.plan.is_some() && app.is_quiet()
    });
    let plan = shown.state().app().full.plan.clone().unwrap();
    let lines: u64 = plan.counts.iter().map(|(_, count)| count).sum();
    assert_eq!(lines, plan.rows.len() as u64);
    assert!(
        !plan.rows.is_empty(),
        "the demo leaves a conflict and errors"
    );
    all_named(&shown, "full comparison");
    // Hiding every category leaves nothing to run.
    for (category, _) in &plan.counts {
        let name = raccord::app::full_plan::category_name(category);
        assert!(!plan.hidden.contains(&name));
    }
}

#[test]
fn what_stops_the_connection_stands_in_the_bar_and_on_the_home_page_until_it_is_mended() {
    let texts = Texts::new(Lang::Fr);
    let mut shown = demo(Lang::Fr, [1280.0, 800.0]);
    go(&mut shown, Key::Num1);
    let world = shown.state().app().demo_world().unwrap();
    let disable = |disabled| {
        let dv = &mut world.lock().unwrap().dv;
        let user = dv.service_user().user;
        dv.disable_user(user, disabled);
    };
    disable(true);
    let told = Rc::new(RefCell::new(Vec::new()));
    let tell = Rc::clone(&told);
    let note = move |title: String, text: String| tell.borrow_mut().push((title, text));
    shown.state_mut().window_mut().notify_by(Box::new(note));
    let wanted = Command::Setting(SettingCommand::Notify(NoticeKind::Link, true));
    shown.state_mut().app_mut().send(wanted);
    shown.input_mut().focused = false;
    let sync = texts.t("action-sync-now").into_owned();
    shown
        .get_by_role_and_label(Role::Button, &sync)
        .click_accesskit();
    let begun = std::time::Instant::now();
    while shown.state().app().health.ailments.is_empty() {
        shown.step();
        assert!(begun.elapsed().as_secs() < 60, "nothing was told");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    shown.run_steps(3);
    // The system tells it once, since nobody looks at the window.
    let ailment = shown.state().app().health.ailments.first().cloned();
    let words = explain(texts, &ailment.unwrap().problem);
    let told = told.borrow().clone();
    let said: Vec<&str> = told.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(said, [format!("{} {}", words.message, words.next_step)]);
    shown.input_mut().focused = true;
    // One bar tells it, not two, and the home page again.
    assert!(shown.state().app().notice.is_none());
    assert!(shown.state().app().needs_you());
    shown.run_steps(3);
    all_named(&shown, "home with a connection that is stopped");
    let check = texts.t("health-check").into_owned();
    let buttons = shown.query_all_by_role_and_label(Role::Button, &check);
    assert_eq!(buttons.count(), 2, "{check}");
    disable(false);
    let first = shown
        .query_all_by_role_and_label(Role::Button, &check)
        .next();
    first.unwrap().click_accesskit();
    until(&mut shown, "the checks to find it mended", |app| {
        app.health.ailments.is_empty() && app.is_quiet()
    });
    assert_eq!(
        shown.state().app().way.here(),
        raccord::app::route::Route::About
    );
}

#[test]
fn a_worker_that_falls_leaves_the_window_standing_and_is_started_again_by_a_button() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let fall = |shown: &mut Shown| {
        let begun = std::time::Instant::now();
        shown.state_mut().app_mut().break_worker("on purpose");
        while shown.state().app().notice.is_none() && !shown.state().app().fallen {
            shown.step();
            assert!(begun.elapsed().as_secs() < 60, "nothing was told");
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        shown.run_steps(3);
    };
    // Once: the window says so, and a synchronisation goes on where it stopped.
    fall(&mut shown);
    let again = texts.t("health-do-again").into_owned();
    click(&mut shown, Role::Button, &again);
    until(&mut shown, "the run after it", raccord::app::App::is_quiet);
    // Again and again: it has ended, and the button starts it anew on the same folder.
    for _ in 0..3 {
        shown.state_mut().app_mut().notice = None;
        fall(&mut shown);
    }
    assert!(shown.state().app().fallen);
    let start = texts.t("health-start-again").into_owned();
    all_named(&shown, "a worker that has ended");
    click(&mut shown, Role::Button, &start);
    until(&mut shown, "the connection to be there again", |app| {
        !app.fallen && app.connection.is_some() && !app.home.rows.is_empty()
    });
}
