//! The merge editor in a window of its own: the pages stay free, and the way from conflict to conflict goes on there.

use crate::merge::{CONFLICTS, Shown, colleague, demo, open, picture, send, until};
use eframe::egui::Role;
use egui_kittest::kittest::Queryable as _;
use raccord::app::command::{Command, MergeCommand};
use raccord::app::lists::ListCommand;
use raccord::app::route::Route;
use raccord::app::settings::Theme;
use raccord::i18n::{Lang, Texts};
use raccord::model::{Side, SkippedId};

fn merge(shown: &mut Shown, command: MergeCommand) {
    send(shown, Command::Merge(command));
}

/// Where the editor is, and where the main window.
fn places(shown: &Shown) -> (Option<SkippedId>, Route) {
    let app = shown.state().app();
    (app.apart, app.way.here())
}

#[test]
fn the_editor_has_a_window_of_its_own_and_the_pages_stay_free() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let texts = Texts::new(Lang::En);
    let first = open(&mut shown, 0);
    let apart = texts.t("merge-apart");
    shown.get_by_role_and_label(Role::Button, &apart).click();
    shown.run_steps(4);
    assert_eq!(places(&shown), (Some(first), Route::Skipped));
    picture(&mut shown, "apart");
    let field = shown.state().app().merging.as_ref().unwrap().focus;
    merge(&mut shown, MergeCommand::Take(field, Side::Bc));
    // Something is looked up meanwhile, in another language and look: the decision stays.
    send(&mut shown, Command::Go(Route::Couplings));
    send(
        &mut shown,
        Command::List(ListCommand::Search("a".to_owned())),
    );
    send(&mut shown, Command::SetTheme(Theme::Light));
    send(&mut shown, Command::SetLang(Lang::Fr));
    send(&mut shown, Command::SetLang(Lang::En));
    let merging = shown.state().app().merging.as_ref().unwrap();
    assert_eq!((merging.id, merging.open().count()), (first, 0));
    merge(&mut shown, MergeCommand::Apply);
    until(&mut shown, "the next conflict in the same window", |app| {
        app.is_quiet()
            && app.home.conflicts == u64::from(CONFLICTS) - 1
            && app.apart.is_some_and(|now| now != first)
            && app.merging.is_some()
    });
    let (second, here) = places(&shown);
    assert_eq!(here, Route::Couplings, "the main window stays where it is");
    // A conflict that is opened elsewhere comes there too.
    let other = shown.state().app().conflicts().into_iter();
    let other = other.rev().find(|id| Some(*id) != second).unwrap();
    send(&mut shown, Command::OpenSkipped(other));
    until(&mut shown, "the other conflict", |app| {
        app.merging.as_ref().is_some_and(|now| now.id == other)
    });
    assert_eq!(places(&shown), (Some(other), Route::Couplings));
    let together = texts.t("merge-together");
    shown.get_by_role_and_label(Role::Button, &together).click();
    shown.run_steps(4);
    assert_eq!(places(&shown), (None, Route::Merge(other)));
    merge(&mut shown, MergeCommand::Apart);
    merge(&mut shown, MergeCommand::Leave);
    assert_eq!(places(&shown), (None, Route::Skipped));
    assert!(shown.state().app().merging.is_none());
}

#[test]
fn what_a_colleague_changes_is_said_there_too_and_after_the_last_conflict_it_shuts() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    merge(&mut shown, MergeCommand::Apart);
    let merging = shown.state().app().merging.as_ref().unwrap();
    let (ids, field) = (merging.view.coupling.ids, merging.focus);
    merge(&mut shown, MergeCommand::Take(field, Side::Bc));
    send(&mut shown, Command::Go(Route::History));
    colleague(&shown, Side::Dv, ids.dv, "telephone1", "+48 555 000");
    send(&mut shown, Command::SyncNow);
    until(&mut shown, "the editor to notice", |app| {
        let merging = app.merging.as_ref();
        app.is_quiet() && merging.is_some_and(|merging| merging.moved.is_some())
    });
    assert_eq!(shown.state().app().way.here(), Route::History);
    for left in (0..u64::from(CONFLICTS)).rev() {
        let id = places(&shown).0.unwrap();
        merge(&mut shown, MergeCommand::TakeAllOpen(Side::Dv));
        merge(&mut shown, MergeCommand::Apply);
        until(&mut shown, "the next conflict", |app| {
            app.is_quiet()
                && app.home.conflicts == left
                && app.apart != Some(id)
                && (left == 0 || app.merging.is_some())
        });
    }
    assert_eq!(places(&shown), (None, Route::History));
}
