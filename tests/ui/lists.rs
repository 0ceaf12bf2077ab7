//! The pages that are one long table, by keyboard, against both emulated services.

use crate::window::{Shown, demo, press, until};
use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use raccord::app::Question;
use raccord::app::lists::GroupBy;
use raccord::app::route::Route;
use raccord::i18n::Lang;

/// Goes to a page by the palette, as somebody does who does not know its number.
fn go_to(shown: &mut Shown, words: &str, route: Route) {
    ask(shown, words);
    assert_eq!(shown.state().app().way.here(), route);
}

/// Asks for a command by its name.
fn ask(shown: &mut Shown, words: &str) {
    press(shown, Modifiers::COMMAND, Key::K);
    shown.event(Event::Text(words.to_owned()));
    shown.run_steps(3);
    press(shown, Modifiers::NONE, Key::Enter);
    shown.run_steps(2);
}

fn says(shown: &Shown, words: &str) -> bool {
    shown.query_all_by_label(words).next().is_some()
}

fn selected_rows(shown: &Shown) -> usize {
    shown
        .query_all_by_role(Role::Row)
        .filter(|row| row.accesskit_node().is_selected() == Some(true))
        .count()
}

#[test]
fn a_conflict_is_decided_in_the_list_with_the_arrows() {
    let mut shown = demo(Lang::En, [1280.0, 900.0]);
    go_to(&mut shown, "go to conflicts", Route::Skipped);
    press(&mut shown, Modifiers::COMMAND, Key::F);
    shown.event(Event::Text("no record has this name".to_owned()));
    shown.run_steps(4);
    assert_eq!(shown.state().app().skipped.rows(), 0);
    assert!(says(&shown, "No row fits the filter"));
    press(&mut shown, Modifiers::NONE, Key::Escape);
    shown.run_steps(4);
    assert!(shown.state().app().skipped.rows() > 1);

    // Out of the field and down to the conflict, which is read when the keyboard rests on it.
    press(&mut shown, Modifiers::NONE, Key::Escape);
    let mut steps = 0;
    while shown.state().app().merging.is_none() {
        press(&mut shown, Modifiers::NONE, Key::ArrowDown);
        for _ in 0..12 {
            shown.step();
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        steps += 1;
        assert!(steps < 200, "no conflict came into the preview");
    }
    let open = |shown: &Shown| shown.state().app().merging.as_ref().unwrap().open().count();
    while open(&shown) > 0 {
        let before = open(&shown);
        press(&mut shown, Modifiers::NONE, Key::ArrowLeft);
        assert!(open(&shown) < before, "← decides nothing");
    }
    assert_eq!(shown.state().app().way.here(), Route::Skipped);
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the decision to be written", |app| {
        app.home.conflicts == 0 && app.is_quiet()
    });
}

#[test]
fn errors_stand_in_groups_and_are_not_deleted_while_they_stand() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go_to(&mut shown, "go to errors", Route::Errors);
    let app = shown.state().app();
    assert_eq!(app.errors.wish.group, Some(GroupBy::Cause));
    assert!(app.errors.rows() > 0);
    assert!(app.errors.lines() > app.errors.rows(), "no heads of groups");
    let open = app.home.errors;
    ask(&mut shown, "delete all entries");
    match &shown.state().app().question {
        Some(Question::ClearErrors {
            open: standing,
            include_open,
            ..
        }) => assert_eq!((*standing, *include_open), (open, false)),
        other => panic!("asked {other:?}"),
    }
    press(&mut shown, Modifiers::NONE, Key::Escape);
    assert!(shown.state().app().question.is_none());
    assert_eq!(shown.state().app().home.errors, open);
}

#[test]
fn a_selection_survives_a_refresh_and_a_removed_coupling_comes_back() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go_to(&mut shown, "go to couplings", Route::Couplings);
    press(&mut shown, Modifiers::NONE, Key::ArrowDown);
    press(&mut shown, Modifiers::NONE, Key::ArrowDown);
    press(&mut shown, Modifiers::SHIFT, Key::ArrowDown);
    let selected = selected_rows(&shown);
    assert!(selected >= 2, "{selected} rows are selected");
    press(&mut shown, Modifiers::COMMAND, Key::R);
    shown.run_steps(2);
    assert_eq!(selected_rows(&shown), selected);

    let count = shown.state().app().couplings.rows();
    ask(&mut shown, "delete coupling");
    until(&mut shown, "the couplings to be gone", |app| {
        app.is_quiet() && app.couplings.rows() == count - selected as u64
    });
    shown.get_by_role_and_label(Role::Button, "Undo").click();
    shown.run_steps(2);
    until(&mut shown, "the couplings to be back", |app| {
        app.is_quiet() && app.couplings.rows() == count
    });
}

#[test]
fn a_row_opens_where_it_belongs() {
    let mut shown = demo(Lang::Fr, [1280.0, 800.0]);
    go_to(&mut shown, "aller historique", Route::History);
    press(&mut shown, Modifiers::NONE, Key::ArrowDown);
    press(&mut shown, Modifiers::NONE, Key::Enter);
    shown.run_steps(2);
    let app = shown.state().app();
    assert_eq!(app.way.here(), Route::Couplings);
    assert_eq!(app.couplings.rows(), 1, "{:?}", app.couplings.wish);
}
