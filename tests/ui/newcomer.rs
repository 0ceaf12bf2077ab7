//! What somebody meets who has never seen the window and has no mouse: where Tab leads first, what scrolls a page, what a low
//! window tells, what Enter presses.

use crate::window::{Shown, demo, go, open_first_conflict, press, until};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use raccord::app::command::Layer;
use raccord::app::route::Route;
use raccord::i18n::Lang;

const NONE: Modifiers = Modifiers::NONE;

fn here(shown: &Shown) -> Route {
    shown.state().app().way.here()
}

fn says(shown: &Shown, words: &str) -> bool {
    shown.query_all_by_label(words).next().is_some()
}

/// What has the keyboard, by role and name.
fn focused(shown: &Shown) -> Option<(Role, String)> {
    let node = shown
        .query_all(By::new())
        .find(egui_kittest::Node::is_focused)?;
    let access = node.accesskit_node();
    Some((access.role(), access.label().unwrap_or_default()))
}

/// Where the first thing of this name stands, from the top of the window.
fn top_of(shown: &Shown, words: &str) -> f32 {
    let node = shown.query_all_by_label(words).next();
    node.unwrap_or_else(|| panic!("{words} is not shown"))
        .rect()
        .top()
}

fn quiet(shown: &mut Shown) {
    until(shown, "quiet", raccord::app::App::is_quiet);
    shown.run_steps(4);
}

#[test]
fn the_keyboard_begins_in_the_page_and_stays_with_it() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    // On Home nothing has the keyboard yet; Tab leads to what the page is for and not to what stands around it.
    press(&mut shown, NONE, Key::Tab);
    let (role, name) = focused(&shown).unwrap();
    assert_eq!(role, Role::Button, "{name}");
    assert!(name.contains("ynchronise"), "{name}");

    // Another page: its table has the keyboard, not the button that stands where one had it before.
    go(&mut shown, Key::Num3);
    quiet(&mut shown);
    let (role, name) = focused(&shown).unwrap();
    // The row under the keyboard stands for the table.
    assert!(matches!(role, Role::Grid | Role::Row), "{role:?} {name}");

    // Settings scroll by the keys that scroll pages everywhere, and back.
    press(&mut shown, Modifiers::COMMAND, Key::Comma);
    shown.run_steps(2);
    let top = top_of(&shown, "General");
    for (key, moved) in [(Key::End, true), (Key::Home, false), (Key::PageDown, true)] {
        press(&mut shown, NONE, key);
        shown.run_steps(4);
        let now = shown.query_all_by_label("General").next();
        let is_there = now.is_some_and(|node| (node.rect().top() - top).abs() < 1.0);
        assert_ne!(is_there, moved, "{key:?}");
    }

    // So does what lies over a page.
    press(&mut shown, Modifiers::SHIFT, Key::Questionmark);
    assert_eq!(shown.state().app().layer, Some(Layer::Shortcuts));
    let top = top_of(&shown, "Full screen");
    press(&mut shown, NONE, Key::PageDown);
    shown.run_steps(4);
    let now = shown.query_all_by_label("Full screen").next();
    assert!(now.is_none_or(|node| node.rect().top() < top - 100.0));
    press(&mut shown, NONE, Key::Escape);
}

#[test]
fn enter_with_control_applies_and_presses_nothing_else() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open_first_conflict(&mut shown);
    quiet(&mut shown);
    press(
        &mut shown,
        Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT,
        Key::ArrowLeft,
    );
    let conflicts = shown.state().app().home.conflicts;
    // The question mark at the upper right has the keyboard; Enter alone would open the help.
    let help = shown.query_all_by_role_and_label(Role::Button, "Help for this page");
    help.last().unwrap().focus();
    shown.run_steps(2);
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    assert_eq!(shown.state().app().layer, None);
    until(&mut shown, "the decision to be written", |app| {
        app.home.conflicts + 1 == conflicts && app.is_quiet()
    });
}

#[test]
fn a_low_window_tells_what_an_error_means_in_place_of_the_list() {
    let mut shown = demo(Lang::En, [800.0, 400.0]);
    go(&mut shown, Key::Num3);
    quiet(&mut shown);
    press(&mut shown, NONE, Key::ArrowDown);
    press(&mut shown, NONE, Key::ArrowDown);
    quiet(&mut shown);
    let row = shown.state().app().errors.rows();
    assert!(row > 0);
    assert!(says(&shown, "Details"), "no way to the details");
    assert!(!says(&shown, "Back to the list"));
    press(&mut shown, NONE, Key::D);
    shown.run_steps(2);
    assert!(says(&shown, "Back to the list"));
    let told = says(&shown, "Source") && says(&shown, "Destination");
    assert!(told, "the details do not say where the error happened");
    assert_eq!(shown.query_all_by_role(Role::Grid).count(), 0);
    press(&mut shown, NONE, Key::Escape);
    shown.run_steps(4);
    assert_eq!(here(&shown), Route::Errors);
    let (role, name) = focused(&shown).unwrap();
    // The row under the keyboard stands for the table.
    assert!(matches!(role, Role::Grid | Role::Row), "{role:?} {name}");
}

#[test]
fn a_record_that_fails_again_and_again_says_what_to_do_and_leads_there() {
    let mut shown = demo(Lang::En, [800.0, 600.0]);
    go(&mut shown, Key::Num2);
    quiet(&mut shown);
    press(&mut shown, NONE, Key::End);
    quiet(&mut shown);
    assert!(shown.state().app().home.skipped > 0);
    let show = shown.get_by_role_and_label(Role::Button, "Show its error");
    show.click();
    shown.run_steps(4);
    assert_eq!(here(&shown), Route::Errors);
    quiet(&mut shown);
    let errors = &shown.state().app().errors;
    assert_eq!(errors.rows(), 1, "exactly the record's own error");
    assert!(matches!(
        errors.line(0),
        Some(raccord::app::lists::Line::Row(_))
    ));
}
