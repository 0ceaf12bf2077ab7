//! What a look at every page found: names that only programs use, ways that lead nowhere, columns that nobody sees.

use crate::merge::{Shown, demo, held, open, press, send, until};
use crate::wizard;
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use raccord::app::command::{Command, MatchCommand, MergeCommand};
use raccord::app::matching::MatchTab;
use raccord::app::route::Route;
use raccord::app::settings::ZoomPercent;
use raccord::app::wizard::command::WizardCommand;
use raccord::i18n::{Lang, Texts};
use raccord::model::Side;
use raccord::sandbox::system::bc::Permission;
use raccord::sandbox::system::decree::Decree;

/// Everything that the window says, name by name.
fn said(shown: &Shown) -> Vec<String> {
    let nodes = shown.query_all(egui_kittest::kittest::By::new().predicate(|_| true));
    let said = nodes.filter_map(|node| {
        let node = node.accesskit_node();
        node.label().or_else(|| node.value())
    });
    said.collect()
}

fn says(shown: &Shown, words: &str) -> bool {
    said(shown).iter().any(|said| said.contains(words))
}

fn go(shown: &mut Shown, route: Route) {
    send(shown, Command::Go(route));
    until(shown, "the page to be read", |app| {
        !app.history.is_loading() && !app.jobs.is_loading() && !app.skipped.is_loading()
    });
    for _ in 0..6 {
        shown.step();
        std::thread::sleep(std::time::Duration::from_millis(4));
    }
}

#[test]
fn the_history_and_the_criteria_call_fields_as_people_do() {
    let mut shown = demo(Lang::Fr, [1280.0, 800.0]);
    go(&mut shown, Route::History);
    press(&mut shown, Modifiers::NONE, Key::ArrowDown);
    shown.run_steps(3);
    let names = said(&shown);
    let raw = |words: &str| names.iter().any(|said| said.contains(words));
    assert!(!raw("telephone1") && !raw("phoneNumber"), "{names:#?}");
    assert!(raw("Téléphone"), "{names:#?}");

    go(&mut shown, Route::Match);
    until(&mut shown, "the mappings", |app| {
        app.matching.mapping().is_some()
    });
    let customer = MatchCommand::Choose("CUSTOMER".into());
    send(&mut shown, Command::Match(customer));
    // The names of the services stand behind, for whoever looks them up there.
    assert!(
        says(&shown, "Nom (displayName = name)"),
        "{:#?}",
        said(&shown)
    );
}

#[test]
fn a_preview_draws_only_the_pairs_in_sight() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go(&mut shown, Route::Match);
    until(&mut shown, "the mappings", |app| {
        app.matching.mapping().is_some()
    });
    send(&mut shown, Command::Match(MatchCommand::Preview));
    until(&mut shown, "the preview", |app| {
        app.matching.report.is_some() && !app.matching.busy
    });
    let window = shown.state_mut().app_mut();
    let report = window.matching.report.as_mut().unwrap();
    let pair = raccord::engine::outcome::MatchedPair {
        bc_id: uuid::Uuid::nil(),
        bc_label: "10000 Adatum".to_owned(),
        dv_id: uuid::Uuid::nil(),
        dv_label: "Adatum".to_owned(),
        fields: vec!["displayName".into()],
    };
    report.pairs = (0..500_u128)
        .map(|number| raccord::engine::outcome::MatchedPair {
            bc_id: uuid::Uuid::from_u128(number),
            ..pair.clone()
        })
        .collect();
    report.coupled = 500;
    send(
        &mut shown,
        Command::Match(MatchCommand::Tab(MatchTab::Sure)),
    );
    let drawn = shown.query_all_by_role(Role::CheckBox).count();
    assert!((5..60).contains(&drawn), "{drawn} boxes are drawn");
    // Why a pair matches is told in the words for the field.
    assert!(!says(&shown, "displayName,"));
}

#[test]
fn what_a_person_looks_for_in_the_job_log_is_in_sight_and_deleting_is_not_in_the_way() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        go(&mut shown, Route::Jobs);
        press(&mut shown, Modifiers::NONE, Key::ArrowDown);
        let failed = texts.t("jobs-column-failed");
        let heading = shown
            .query_all_by_role(Role::ColumnHeader)
            .find(|heading| heading.accesskit_node().label().as_deref() == Some(&*failed));
        let place = heading.expect("the failed").rect();
        assert!(place.right() <= 1256.0, "{lang:?}: {place:?}");
        let clear = texts.t("jobs-clear-month");
        assert!(
            shown
                .query_by_role_and_label(Role::Button, &clear)
                .is_none(),
            "{lang:?}: {clear} stands beside the title"
        );
    }
}

#[test]
fn the_pane_below_the_conflicts_says_in_full_why_one_waits() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go(&mut shown, Route::Skipped);
    press(&mut shown, Modifiers::NONE, Key::ArrowDown);
    until(&mut shown, "the conflict in the pane", |app| {
        app.merging.is_some()
    });
    let whole = shown.query_all_by_role(Role::Label).any(|label| {
        let words = label.accesskit_node().value().unwrap_or_default();
        words.starts_with("Changed in Business Central") && words.contains("after the last")
    });
    assert!(whole, "{:#?}", said(&shown));
}

#[test]
fn a_card_says_which_side_is_which() {
    let mut shown = demo(Lang::En, [800.0, 600.0]);
    let zoom = (0..20).fold(ZoomPercent::default(), |zoom, _| zoom.step(true));
    shown.state_mut().app_mut().settings.zoom = zoom;
    shown.run_steps(4);
    open(&mut shown, 0);
    let take = MergeCommand::Take(first_open(&shown), Side::Bc);
    send(&mut shown, Command::Merge(take));
    for side in ["Business Central", "Dataverse"] {
        let named = shown.query_all_by_label(side).count();
        // Once in the status bar, once at the value.
        assert!(named >= 2, "{side} is named {named} times");
    }
}

fn first_open(shown: &Shown) -> usize {
    let merging = shown.state().app().merging.as_ref().unwrap();
    merging.open().next().unwrap().index
}

#[test]
fn a_decision_that_business_central_forbids_is_told_and_nothing_is_lost() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let id = open(&mut shown, 0);
    let ids = shown
        .state()
        .app()
        .merging
        .as_ref()
        .unwrap()
        .view
        .coupling
        .ids;
    let before = held(&shown, Side::Bc, "customers", ids.bc, "phoneNumber");
    let permission = |granted| Decree::Permission {
        user: None,
        table: "Customer".to_owned(),
        what: Permission::Modify,
        granted,
    };
    let decree = |shown: &Shown, decree: &Decree| {
        let world = shown.state().app().demo_world().unwrap();
        world.lock().unwrap().decree(decree).unwrap();
    };
    decree(&shown, &permission(false));
    press(&mut shown, Modifiers::NONE, Key::ArrowRight);
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    let begun = std::time::Instant::now();
    loop {
        shown.step();
        let app = shown.state().app();
        let answered = app.merging.as_ref().is_some_and(|own| !own.applying);
        if app.is_quiet() && answered && !app.has_commands() {
            break;
        }
        assert!(begun.elapsed() < crate::window::PATIENCE, "no answer");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    shown.run_steps(3);
    let app = shown.state().app();
    let merging = app.merging.as_ref().unwrap();
    assert_eq!(
        (merging.id, merging.open().count()),
        (id, 0),
        "the draft is kept"
    );
    assert_eq!(
        held(&shown, Side::Bc, "customers", ids.bc, "phoneNumber"),
        before
    );
    let words = said(&shown);
    assert!(
        words.iter().any(|said| said.contains("permission")),
        "nothing says why: {words:#?}"
    );

    // Once an administrator has given it back, the same decision is tried again without another choice.
    decree(&shown, &permission(true));
    send(&mut shown, Command::DismissNotice);
    send(&mut shown, Command::Merge(MergeCommand::Doubt(Side::Bc)));
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the next conflict", |app| {
        let merging = app.merging.as_ref();
        app.is_quiet() && merging.is_some_and(|merging| merging.id != id)
    });
    assert_ne!(
        held(&shown, Side::Bc, "customers", ids.bc, "phoneNumber"),
        before
    );
}

#[test]
fn before_anything_is_connected_every_page_shows_both_ways_to_begin() {
    let texts = Texts::new(Lang::Fr);
    let folder = wizard::folder();
    let mut shown = wizard::open(&folder, Lang::Fr, [800.0, 600.0]);
    for route in [
        Route::Home,
        Route::Skipped,
        Route::Errors,
        Route::Couplings,
        Route::Match,
        Route::Full,
        Route::Jobs,
        Route::History,
    ] {
        shown.state_mut().app_mut().send(Command::Go(route));
        for _ in 0..8 {
            shown.step();
            std::thread::sleep(std::time::Duration::from_millis(4));
        }
        for key in ["welcome-connect", "welcome-try-demo"] {
            let label = texts.t(key);
            assert!(
                shown
                    .query_by_role_and_label(Role::Button, &label)
                    .is_some(),
                "{route:?}: no {label}"
            );
        }
    }
    // A name that nobody chose speaks the language of the window.
    let app = shown.state_mut().app_mut();
    app.send(Command::Wizard(WizardCommand::Open));
    app.send(Command::SetLang(Lang::En));
    shown.run_steps(4);
    assert_eq!(shown.state().app().wizard.draft.name, "My connection");
}
