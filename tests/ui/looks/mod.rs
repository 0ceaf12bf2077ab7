//! Pictures of every page, dark and light, in both languages: what a change of one moves is seen in the others.
//!
//! The kept ones are a third of the window's size. `RACCORD_PICTURES=FOLDER` draws the same in full size, in more looks, to be
//! looked at by people; nothing is compared then. `CONTRIBUTING.md` says how the kept ones are made anew.

mod scenes;
mod stage;

use raccord::app::settings::Theme;
use raccord::i18n::Lang;
use scenes::Scene;
use stage::{Look, Shown, dress, fresh, play};
use std::path::PathBuf;

const LARGE: [f32; 2] = [1280.0, 800.0];
const SMALL: [f32; 2] = [800.0, 600.0];

fn look(theme: Theme, lang: Lang, size: [f32; 2], zoom: u16) -> Look {
    Look {
        theme,
        lang,
        size,
        zoom,
    }
}

/// The looks that are kept.
fn kept() -> Vec<Look> {
    let themes = [Theme::Dark, Theme::Light];
    let each = themes
        .into_iter()
        .flat_map(|theme| Lang::ALL.into_iter().map(move |lang| (theme, lang)));
    each.map(|(theme, lang)| look(theme, lang, LARGE, 100))
        .collect()
}

/// The looks for people: what is kept, high contrast, small windows, everything twice as large.
fn for_people() -> Vec<Look> {
    vec![
        look(Theme::Dark, Lang::En, LARGE, 100),
        look(Theme::Light, Lang::Fr, LARGE, 100),
        look(Theme::Light, Lang::Fr, SMALL, 100),
        look(Theme::Dark, Lang::En, SMALL, 200),
    ]
}

fn folder() -> Option<PathBuf> {
    std::env::var_os("RACCORD_PICTURES").map(PathBuf::from)
}

fn show(shown: &mut Shown, scenes: Vec<Scene>) {
    let folder = folder();
    let wanted = std::env::var("RACCORD_SCENES").unwrap_or_default();
    for scene in scenes {
        (scene.begin)(shown);
        if let Some(folder) = folder.as_ref().filter(|_| scene.name.contains(&wanted)) {
            for look in for_people() {
                dress(shown, look);
                let [width, _] = look.size;
                let (theme, lang) = (look.theme_name(), look.lang.tag());
                let name = format!("{}-{width}-{}-{theme}-{lang}.png", scene.name, look.zoom);
                shown.render().unwrap().save(folder.join(name)).unwrap();
            }
        }
        dress(shown, kept()[0]);
        (scene.end)(shown);
    }
}

#[test]
fn pages_without_a_connection() {
    let mut shown = fresh(Lang::En);
    show(&mut shown, scenes::empty());
}

#[test]
fn pages_of_the_demo() {
    let mut shown = fresh(Lang::En);
    play(&mut shown);
    show(&mut shown, scenes::demo());
}
