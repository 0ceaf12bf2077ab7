//! Match-based coupling and the full synchronisation, driven through the accessibility tree.

use crate::window::{Shown, all_named, demo, go, until};
use eframe::egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use raccord::i18n::{Lang, Texts};

fn click(shown: &mut Shown, role: Role, name: &str) {
    shown.get_by_role_and_label(role, name).click();
    shown.run_steps(3);
}

#[test]
fn a_match_is_previewed_and_says_what_it_found_in_both_languages() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        go(&mut shown, Key::Num6);
        until(&mut shown, "the mappings to be read", |app| {
            app.matching.mapping().is_some()
        });
        click(&mut shown, Role::Button, &texts.t("match-preview"));
        until(&mut shown, "the preview", |app| {
            app.matching.report.is_some() && !app.matching.busy
        });
        let report = shown.state().app().matching.report.clone().unwrap();
        let sure = texts.t_args("match-tab-sure", &[("count", report.coupled.into())]);
        assert!(shown.query_by_label(&sure).is_some(), "{sure}");
        all_named(&shown, "match");
    }
}

#[test]
fn a_full_synchronisation_is_reviewed_asked_and_run_in_waves() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go(&mut shown, Key::Num7);
    until(&mut shown, "the lines to be read", |app| {
        app.full.rows.is_some()
    });
    click(&mut shown, Role::Button, &texts.t("full-review"));
    until(&mut shown, "the review", |app| {
        !app.full.busy && app.running.is_none() && app.full.is_reviewed()
    });
    assert!(
        !shown.state().app().full.is_begun(),
        "a review writes nothing"
    );
    click(&mut shown, Role::Button, &texts.t("full-start"));
    let open = shown.state().app().full.open();
    let verb = texts.t_args("question-full-verb", &[("count", open.into())]);
    click(&mut shown, Role::Button, &verb);
    until(&mut shown, "the run to end", |app| {
        app.full.is_begun() && !app.full.busy && app.running.is_none()
    });
    let rows = shown.state().app().full.rows.clone().unwrap();
    let wave = |name: &str| {
        let found = rows.iter().find(|row| row.line.mapping.as_str() == name);
        found.map(|row| row.wave)
    };
    assert!(wave("CURRENCY") < wave("CUSTOMER") && wave("CUSTOMER") < wave("CONTACT"));
    assert!(shown.query_by_label("Wave 1").is_some());
}
