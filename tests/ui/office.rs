//! What a clerk does all day beside merging: errors that are dealt with elsewhere, clean-ups that were too quick, many rows at
//! once, and another language in the middle of it.

use crate::window::{Shown, demo, go, press, until};
use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use raccord::app::command::{ClearErrorsWish, Command};
use raccord::app::gathering::{ForAll, Rows};
use raccord::app::lists::{ListCommand, Standing};
use raccord::app::route::Route;
use raccord::i18n::{Lang, Texts};
use raccord::store::{CouplingFilter, ErrorFilter, Slice};

fn send(shown: &mut Shown, command: Command) {
    shown.state_mut().app_mut().send(command);
    shown.run_steps(3);
}

fn says(shown: &Shown, words: &str) -> bool {
    shown.query_all_by_label(words).next().is_some()
}

fn click(shown: &mut Shown, name: &str) {
    shown.get_by_role_and_label(Role::Button, name).click();
    shown.run_steps(3);
}

#[test]
fn an_error_is_marked_as_handled_with_a_note_found_again_and_opened_again() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        go(&mut shown, Key::Num3);
        let before = shown.state().app().home.errors;
        assert!(before > 0);
        // The first line is the head of a group; the next one is an error.
        press(&mut shown, Modifiers::NONE, Key::ArrowDown);
        press(&mut shown, Modifiers::NONE, Key::ArrowDown);
        press(&mut shown, Modifiers::SHIFT, Key::F10);
        let item = texts.t("command-ask-handle");
        let item = shown.query_all_by_label(&item).last();
        item.expect("the menu of the row offers it").click();
        shown.run_steps(3);
        assert!(
            says(&shown, &texts.t("question-handle-consequence")),
            "{lang:?}: {:?} at {:?}",
            shown.state().app().question,
            shown.state().app().layer
        );
        let note = texts.t("question-handle-note");
        shown.get_by_role_and_label(Role::TextInput, &note).focus();
        shown.run_steps(2);
        shown.event(Event::Text("asked Sales".to_owned()));
        shown.run_steps(2);
        click(
            &mut shown,
            &texts.t_args("question-handle-verb", &[("count", 1_u64.into())]),
        );
        until(&mut shown, "the entry to be closed", |app| {
            app.is_quiet() && app.home.errors == before - 1
        });
        send(
            &mut shown,
            Command::List(ListCommand::Standing(Standing::Handled)),
        );
        assert_eq!(shown.state().app().errors.rows(), 1);
        let reader = shown.state().app().reader().unwrap().read();
        let filter = ErrorFilter {
            handled_only: true,
            ..ErrorFilter::default()
        };
        let handled = reader.list_errors(&filter, Slice::first(2)).unwrap();
        assert_eq!(handled[0].handled.as_ref().unwrap().note, "asked Sales");
        // The notification offers the way back, in whatever language is spoken by then.
        let other = Texts::new(if lang == Lang::En { Lang::Fr } else { Lang::En });
        let said = |texts: Texts| texts.t_args("toast-handled", &[("count", 1_u64.into())]);
        assert!(says(&shown, &said(texts)));
        send(&mut shown, Command::SetLang(other.lang()));
        shown.run_steps(2);
        assert!(
            says(&shown, &said(other)),
            "the notification keeps the old language"
        );
        assert!(!says(&shown, &said(texts)));
        click(&mut shown, &other.t("action-undo"));
        until(&mut shown, "the entry to be open again", |app| {
            app.is_quiet() && app.home.errors == before
        });
    }
}

#[test]
fn a_clean_up_is_taken_back_until_the_program_ends() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go(&mut shown, Key::Num3);
    let before = shown.state().app().home.errors;
    send(&mut shown, Command::AskClearErrors(ClearErrorsWish::All));
    assert!(says(&shown, &texts.t("question-clear-back")));
    assert!(says(&shown, &texts.t("question-clear-export")));
    send(&mut shown, Command::IncludeOpen(true));
    click(
        &mut shown,
        &texts.t_args(
            "question-clear-verb",
            &[("count", before.into()), ("open", before.into())],
        ),
    );
    until(&mut shown, "the entries to be gone", |app| {
        app.is_quiet() && app.home.errors == 0
    });
    click(&mut shown, "Undo");
    until(&mut shown, "the entries to be back", |app| {
        app.is_quiet() && app.home.errors == before
    });
    let offered = shown
        .state()
        .app()
        .why_not(&Command::RestoreCleared(raccord::store::Cleared::Errors));
    assert!(offered.is_some(), "nothing is left to bring back");
}

#[test]
fn what_is_done_with_all_rows_is_done_with_all_of_them() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go(&mut shown, Key::Num4);
    let all = shown.state().app().couplings.rows();
    assert!(all > 150, "{all} couplings are too few for this test");
    press(&mut shown, Modifiers::COMMAND, Key::A);
    shown.run_steps(2);
    let button = format!("Delete coupling ({all})");
    let offered = shown.query_all_by_role(Role::Button);
    let offered: Vec<_> = offered
        .filter_map(|one| {
            use egui_kittest::kittest::NodeT as _;
            one.accesskit_node().label()
        })
        .collect();
    assert!(offered.contains(&button), "{offered:?}");
    // All but the first one.
    press(&mut shown, Modifiers::NONE, Key::Space);
    let reader = shown.state().app().reader().unwrap().read();
    let spared = reader
        .list_couplings(
            &CouplingFilter::default(),
            raccord::store::CouplingSort::default(),
            false,
            Slice::first(1),
        )
        .unwrap();
    send(
        &mut shown,
        Command::ForAll(ForAll::UncouplePairs, Rows::AllBut([spared[0].id.0].into())),
    );
    until(&mut shown, "the couplings to be gone", |app| {
        app.is_quiet() && !app.is_gathering() && app.couplings.rows() == 1
    });
}

#[test]
fn other_ways_to_synchronise_hang_beside_the_button() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        go(&mut shown, Key::Num1);
        click(&mut shown, &texts.t("home-sync-more"));
        assert!(says(&shown, &texts.t("plan-preview")));
        let customer = Command::SyncMapping("CUSTOMER".into()).label(texts);
        assert!(says(&shown, &customer), "{customer}");
        send(
            &mut shown,
            Command::Plan(raccord::app::command::PlanCommand::Preview),
        );
        until(&mut shown, "the preview", |app| {
            app.is_quiet() && app.full.plan.is_some()
        });
        assert_eq!(shown.state().app().way.here(), Route::Full);
    }
}

#[test]
fn a_skipped_record_that_is_no_conflict_opens_at_its_error() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let app = shown.state().app();
    let reader = app.reader().unwrap().read();
    let filter = raccord::store::SkippedFilter::default();
    let rows = reader.list_skipped(&filter, Slice::first(50)).unwrap();
    let conflict = raccord::model::report::SkipReason::Conflict;
    let other = rows
        .into_iter()
        .find(|row| row.record.reason != conflict && row.record.coupling.is_none());
    let Some(other) = other else {
        panic!("the demo has no skipped record without a partner");
    };
    send(&mut shown, Command::OpenSkipped(other.record.id));
    let app = shown.state().app();
    assert_eq!(app.way.here(), Route::Errors);
    assert!(!app.errors.wish.search.is_empty());
}

#[test]
fn couplings_are_set_up_and_removed_from_errors_and_from_their_own_page() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        go(&mut shown, Key::Num3);
        press(&mut shown, Modifiers::NONE, Key::ArrowDown);
        press(&mut shown, Modifiers::NONE, Key::ArrowDown);
        press(&mut shown, Modifiers::NONE, Key::Menu);
        for key in ["action-set-up-coupling", "action-uncouple"] {
            assert!(
                says(&shown, &texts.t(key)),
                "{lang:?}: no {key} for an error"
            );
        }
        press(&mut shown, Modifiers::NONE, Key::Escape);
        go(&mut shown, Key::Num4);
        press(&mut shown, Modifiers::NONE, Key::ArrowDown);
        press(&mut shown, Modifiers::NONE, Key::Menu);
        let item = texts.t("action-set-up-coupling");
        let item = shown.query_all_by_label(&item).last();
        item.expect("the menu of a coupling offers it").click();
        shown.run_steps(3);
        let layer = shown.state().app().layer;
        assert_eq!(layer, Some(raccord::app::command::Layer::CouplingChoice));
    }
}
