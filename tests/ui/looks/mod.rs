//! Pictures of every page, at a third of their size: dark and light, in both languages; some with high contrast; the merge editor in
//! its states. They keep the look; `CONTRIBUTING.md` says how they are made anew.

mod keep;

use crate::stage::{Shown, demo, go, look, new_user, open_conflict, press, send};
use eframe::egui::{Key, Modifiers};
use egui_kittest::SnapshotResults;
use keep::{keep, keep_with};
use raccord::app::command::{Command, Layer, MergeCommand};
use raccord::app::route::Route;
use raccord::app::settings::Theme;
use raccord::i18n::Lang;

const SIZE: [f32; 2] = [1120.0, 720.0];

/// The pages beside the merge editor, which needs a conflict.
pub(crate) const PAGES: [(&str, Route); 11] = [
    ("home", Route::Home),
    ("skipped", Route::Skipped),
    ("errors", Route::Errors),
    ("couplings", Route::Couplings),
    ("mappings", Route::Mappings),
    ("match", Route::Match),
    ("full", Route::Full),
    ("jobs", Route::Jobs),
    ("history", Route::History),
    ("settings", Route::Settings),
    ("about", Route::About),
];

const LOOKS: [(&str, Lang, Theme); 4] = [
    ("dark-en", Lang::En, Theme::Dark),
    ("dark-fr", Lang::Fr, Theme::Dark),
    ("light-en", Lang::En, Theme::Light),
    ("light-fr", Lang::Fr, Theme::Light),
];

/// Saves what the window shows, where somebody wants to look at it.
pub(crate) fn picture(shown: &mut Shown, name: &str) {
    let Ok(folder) = std::env::var("RACCORD_PICTURES") else {
        return;
    };
    let image = shown.render().unwrap();
    let file = std::path::Path::new(&folder).join(format!("{name}.png"));
    image.save(file).unwrap();
}

#[test]
fn every_page_looks_as_it_did() {
    let mut results = SnapshotResults::new();
    let mut shown = demo(SIZE);
    for (name, lang, theme) in LOOKS {
        look(&mut shown, lang, theme);
        for (page, route) in PAGES {
            go(&mut shown, route);
            keep(&mut shown, &mut results, &format!("page-{page}-{name}"));
        }
    }
    look(&mut shown, Lang::En, Theme::HighContrast);
    for (page, route) in PAGES.into_iter().take(3) {
        go(&mut shown, route);
        keep(
            &mut shown,
            &mut results,
            &format!("page-{page}-contrast-en"),
        );
    }
}

#[test]
fn the_first_page_looks_as_it_did() {
    let mut results = SnapshotResults::new();
    let mut shown = new_user(SIZE);
    for (name, lang, theme) in LOOKS {
        look(&mut shown, lang, theme);
        keep(&mut shown, &mut results, &format!("page-welcome-{name}"));
    }
}

#[test]
fn the_merge_editor_looks_as_it_did() {
    let mut results = SnapshotResults::new();
    let mut shown = demo(SIZE);
    open_conflict(&mut shown, 0);
    for (name, lang, theme) in LOOKS {
        look(&mut shown, lang, theme);
        keep(&mut shown, &mut results, &format!("merge-open-{name}"));
    }
    look(&mut shown, Lang::En, Theme::HighContrast);
    keep(&mut shown, &mut results, "merge-open-contrast-en");

    look(&mut shown, Lang::En, Theme::Dark);
    press(&mut shown, Modifiers::NONE, Key::E);
    keep(&mut shown, &mut results, "merge-typing-dark-en");
    press(&mut shown, Modifiers::NONE, Key::Escape);
    send(&mut shown, Command::Merge(MergeCommand::ToggleUnchanged));
    keep(&mut shown, &mut results, "merge-all-fields-dark-en");
    send(&mut shown, Command::Merge(MergeCommand::ToggleUnchanged));
    decide(&mut shown);
    keep(&mut shown, &mut results, "merge-decided-dark-en");
    look(&mut shown, Lang::Fr, Theme::Light);
    keep(&mut shown, &mut results, "merge-decided-light-fr");
    send(&mut shown, Command::Merge(MergeCommand::TogglePreview));
    keep(&mut shown, &mut results, "merge-preview-light-fr");
}

/// Takes Business Central for every open field.
fn decide(shown: &mut Shown) {
    let keys = Modifiers::COMMAND | Modifiers::SHIFT;
    press(shown, keys, Key::ArrowLeft);
}

/// For people who do not see colours, or not all of them: what colours tell must be told without them.
#[test]
fn the_merge_editor_is_understood_without_colours() {
    let mut results = SnapshotResults::new();
    let mut shown = demo(SIZE);
    open_conflict(&mut shown, 0);
    press(&mut shown, Modifiers::NONE, Key::Num1);
    let views = [
        ("grey", keep::grey as fn(_) -> _),
        ("deuteranopia", keep::deuteranopia),
    ];
    for (name, seen) in views {
        keep_with(&mut shown, &mut results, &format!("merge-{name}"), seen);
    }
}

#[test]
fn what_lies_over_a_page_looks_as_it_did() {
    let mut results = SnapshotResults::new();
    let mut shown = demo(SIZE);
    let layers = [
        ("palette", Layer::Palette),
        ("keys", Layer::Shortcuts),
        ("help", Layer::Help),
    ];
    for (name, lang, theme) in [LOOKS[0], LOOKS[3]] {
        look(&mut shown, lang, theme);
        for (layer, command) in layers {
            send(&mut shown, Command::Show(command));
            keep(&mut shown, &mut results, &format!("over-{layer}-{name}"));
            send(&mut shown, Command::CloseLayer);
        }
    }
}
