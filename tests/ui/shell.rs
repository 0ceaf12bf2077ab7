//! What stands around every page and over it: palette, keys, help, notifications, size.

use crate::window::{Shown, all_named, demo, press};
use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use raccord::app::command::Layer;
use raccord::app::route::Route;
use raccord::i18n::{Lang, Texts};

fn type_words(shown: &mut Shown, words: &str) {
    shown.event(Event::Text(words.to_owned()));
    shown.run_steps(3);
}

fn layer(shown: &Shown) -> Option<Layer> {
    shown.state().app().layer
}

fn here(shown: &Shown) -> Route {
    shown.state().app().way.here()
}

#[test]
fn the_palette_goes_anywhere_and_esc_closes_what_lies_on_top() {
    for (lang, typed) in [(Lang::En, "histo"), (Lang::Fr, "historiq")] {
        let mut shown = demo(lang, [1280.0, 800.0]);
        press(&mut shown, Modifiers::COMMAND, Key::K);
        assert_eq!(layer(&shown), Some(Layer::Palette));
        all_named(&shown, "palette");
        type_words(&mut shown, typed);
        press(&mut shown, Modifiers::NONE, Key::Enter);
        assert_eq!((layer(&shown), here(&shown)), (None, Route::History));
        press(&mut shown, Modifiers::ALT, Key::ArrowLeft);
        assert_eq!(here(&shown), Route::Home);
        press(&mut shown, Modifiers::ALT, Key::ArrowRight);
        assert_eq!(here(&shown), Route::History);

        let texts = Texts::new(lang);
        let layers = [
            (
                Modifiers::SHIFT,
                Key::Questionmark,
                Layer::Shortcuts,
                "keys-everywhere",
            ),
            (
                Modifiers::NONE,
                Key::F8,
                Layer::Notifications,
                "notifications-clear",
            ),
            (Modifiers::NONE, Key::F1, Layer::Help, "keys-title"),
        ];
        for (modifiers, key, wanted, says) in layers {
            press(&mut shown, modifiers, key);
            assert_eq!(layer(&shown), Some(wanted));
            let says = texts.t(says);
            assert!(
                shown.query_all_by_label(&says).next().is_some(),
                "{lang:?}: {wanted:?} does not say {says}"
            );
            // Keys are the sheet's, not the page's below.
            press(&mut shown, Modifiers::NONE, Key::ArrowDown);
            press(&mut shown, Modifiers::NONE, Key::Escape);
            assert_eq!(layer(&shown), None, "Esc does not close {wanted:?}");
        }
    }
}

#[test]
fn a_question_mark_can_be_typed_into_a_field() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    press(&mut shown, Modifiers::COMMAND, Key::K);
    shown.event(Event::Text("?".to_owned()));
    press(&mut shown, Modifiers::SHIFT, Key::Questionmark);
    assert_eq!(layer(&shown), Some(Layer::Palette));
}

#[test]
fn everything_grows_to_twice_and_shrinks_to_four_fifths() {
    let mut shown = demo(Lang::Fr, [1280.0, 800.0]);
    for _ in 0..9 {
        press(&mut shown, Modifiers::COMMAND, Key::Plus);
    }
    assert_eq!(shown.state().app().settings.zoom.percent(), 200);
    for key in [
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
    ] {
        press(&mut shown, Modifiers::COMMAND, key);
        all_named(&shown, "a page at 200 %");
    }
    press(&mut shown, Modifiers::COMMAND, Key::Num0);
    assert_eq!(shown.state().app().settings.zoom.percent(), 100);
    for _ in 0..9 {
        press(&mut shown, Modifiers::COMMAND, Key::Minus);
    }
    assert_eq!(shown.state().app().settings.zoom.percent(), 80);
}

#[test]
fn every_page_says_its_own_keys_and_the_menu_key_opens_the_menu_of_a_row() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 900.0]);
        let says = |shown: &Shown, key: &str| {
            let words = texts.t(key);
            shown.query_all_by_label(&words).next().is_some()
        };
        for (page, key) in [
            (Key::Num2, "keys-skipped-open"),
            (Key::Num5, "keys-mappings-save"),
        ] {
            press(&mut shown, Modifiers::COMMAND, page);
            press(&mut shown, Modifiers::SHIFT, Key::Questionmark);
            assert!(says(&shown, key), "{lang:?}: the overview lacks {key}");
            press(&mut shown, Modifiers::NONE, Key::Escape);
        }
        for menu in [(Modifiers::NONE, Key::Menu), (Modifiers::SHIFT, Key::F10)] {
            press(&mut shown, Modifiers::COMMAND, Key::Num4);
            press(&mut shown, Modifiers::NONE, Key::ArrowDown);
            let before = shown.query_all_by_role(Role::MenuItem).count();
            press(&mut shown, menu.0, menu.1);
            let now = shown.query_all_by_role(Role::MenuItem).count();
            assert!(now > before, "{lang:?}: {menu:?} opens no menu");
            press(&mut shown, Modifiers::NONE, Key::Escape);
        }
    }
}
