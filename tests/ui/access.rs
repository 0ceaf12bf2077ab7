//! The whole window without a mouse, and for those who hear it: Tab reaches every group, everything that it reaches has a name
//! and a role, and is in sight.

use crate::window::{Shown, demo, open_first_conflict, press, until};
use eframe::egui::accesskit::{Action, Role};
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use raccord::app::command::{Command, Layer, MappingCommand};
use raccord::app::route::Route;
use raccord::i18n::Lang;

/// More stops than any page has.
const MOST: usize = 160;

/// What has the keyboard: its role, its name, and whether it is in sight.
fn focused<S>(shown: &Harness<'_, S>) -> Option<(Role, String, bool)> {
    let window = shown.ctx.content_rect();
    let node = shown
        .query_all(By::new())
        .find(egui_kittest::Node::is_focused)?;
    let access = node.accesskit_node();
    let name = access
        .label()
        .or_else(|| access.value())
        .unwrap_or_default();
    let place = node.rect();
    let seen = window.expand(2.0).intersect(place);
    let is_seen = seen.width() > 0.0 && seen.height() >= place.height().min(20.0);
    Some((access.role(), name, is_seen))
}

/// Goes round a page with Tab, and notes each stop that has no name, no role, or is out of sight.
pub(crate) fn go_round<S>(shown: &mut Harness<'_, S>, page: &str, faults: &mut Vec<String>) {
    let mut stops: Vec<String> = Vec::new();
    for _ in 0..MOST {
        shown.key_press(Key::Tab);
        shown.run_steps(3);
        let Some((role, name, seen)) = focused(shown) else {
            continue;
        };
        let before = stops.last().cloned().unwrap_or_default();
        if matches!(role, Role::Unknown | Role::GenericContainer) {
            faults.push(format!("{page}: {name:?} after {before} has no role"));
        }
        if name.trim().is_empty() {
            faults.push(format!("{page}: a {role:?} after {before} has no name"));
        }
        if !seen {
            faults.push(format!("{page}: {role:?} {name} is out of sight"));
        }
        let stop = format!("{role:?} {name}");
        if stops.len() > 3 && stops.first() == Some(&stop) {
            return;
        }
        stops.push(stop);
    }
    faults.push(format!("{page}: Tab does not come round: {stops:?}"));
}

/// Everything that can be clicked has a name, whether Tab stops there or not.
pub(crate) fn all_clickable_named<S>(shown: &Harness<'_, S>, page: &str, faults: &mut Vec<String>) {
    let clickable = By::new().predicate(|node| node.data().supports_action(Action::Click));
    for node in shown.query_all(clickable) {
        let access = node.accesskit_node();
        let name = access.label().or_else(|| access.value());
        // The bar is for the mouse; the keyboard scrolls by what it reaches.
        if access.role() != Role::ScrollBar && name.unwrap_or_default().trim().is_empty() {
            let (role, place) = (access.role(), node.rect());
            faults.push(format!("{page}: a {role:?} at {place:?} has no name"));
        }
    }
}

fn send(shown: &mut Shown, command: Command) {
    shown.state_mut().app_mut().send(command);
    shown.run_steps(4);
}

fn settle(shown: &mut Shown, page: &str) {
    until(shown, page, raccord::app::App::is_quiet);
    shown.run_steps(6);
}

fn round_of_all_pages(lang: Lang) {
    let mut shown = demo(lang, [1024.0, 640.0]);
    let mut faults = Vec::new();
    for route in Route::NAMED {
        let page = format!("{lang:?} {route:?}");
        send(&mut shown, Command::Go(route));
        settle(&mut shown, &page);
        if route == Route::Mappings {
            send(&mut shown, Command::Mapping(MappingCommand::Focus(Some(1))));
            settle(&mut shown, &page);
        }
        all_clickable_named(&shown, &page, &mut faults);
        go_round(&mut shown, &page, &mut faults);
        press(&mut shown, Modifiers::NONE, Key::Escape);
    }
    send(&mut shown, Command::Go(Route::Home));
    for layer in [
        Layer::Palette,
        Layer::Shortcuts,
        Layer::Notifications,
        Layer::Help,
    ] {
        send(&mut shown, Command::Show(layer));
        all_clickable_named(&shown, &format!("{lang:?} {layer:?}"), &mut faults);
        press(&mut shown, Modifiers::NONE, Key::Escape);
        assert_eq!(shown.state().app().layer, None);
    }
    open_first_conflict(&mut shown);
    let page = format!("{lang:?} merge editor");
    all_clickable_named(&shown, &page, &mut faults);
    go_round(&mut shown, &page, &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn tab_goes_round_every_page_in_english() {
    round_of_all_pages(Lang::En);
}

#[test]
fn tab_goes_round_every_page_in_french() {
    round_of_all_pages(Lang::Fr);
}
