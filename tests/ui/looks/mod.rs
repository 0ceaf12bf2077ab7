//! Pictures of every page, dark and light, in both languages: what a change of one moves is seen in the others.
//!
//! What is kept are small parts of the window. `RACCORD_PICTURES=FOLDER` draws all of it, in more looks, to be looked at by
//! people; nothing is compared then. `CONTRIBUTING.md` says how the kept ones are made anew.

mod scenes;
mod stage;

use egui_kittest::{SnapshotResults, try_image_snapshot};
use raccord::app::settings::Theme;
use raccord::i18n::Lang;
use scenes::Scene;
use stage::{Look, Shown, dress, fresh, picture, play};
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
        look(Theme::HighContrast, Lang::En, LARGE, 100),
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
    let mut results = SnapshotResults::new();
    for scene in scenes {
        (scene.begin)(shown);
        if let Some(folder) = &folder {
            let looks = for_people().into_iter();
            for look in looks.filter(|_| scene.name.contains(&wanted)) {
                dress(shown, look);
                let [width, _] = look.size;
                let (theme, lang) = (look.theme_name(), look.lang.tag());
                let name = format!("{}-{width}-{}-{theme}-{lang}.png", scene.name, look.zoom);
                shown.render().unwrap().save(folder.join(name)).unwrap();
            }
        } else if let Some(part) = scene.part {
            for look in kept() {
                dress(shown, look);
                let (theme, lang) = (look.theme_name(), look.lang.tag());
                let name = format!("pages/{}-{theme}-{lang}", scene.name);
                results.add(try_image_snapshot(&picture(shown, part), name));
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
