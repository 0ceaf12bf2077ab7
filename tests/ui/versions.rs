//! Table mappings: what the services call the fields, and the versions of a mapping with the way back.

use crate::window::{Shown, demo, go, until};
use eframe::egui::{Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use raccord::app::command::{Command, MappingCommand};
use raccord::i18n::{Arg, Lang, Texts};
use raccord::model::{Side, TableMapping};

fn send(shown: &mut Shown, command: MappingCommand) {
    shown.state_mut().app_mut().send(Command::Mapping(command));
    shown.run_steps(3);
}

fn draft(shown: &Shown) -> TableMapping {
    let editor = shown.state().app().mapping.editor.as_ref();
    editor.unwrap().draft.clone()
}

fn open_customer(shown: &mut Shown) {
    go(shown, Key::Num5);
    send(shown, MappingCommand::Open("CUSTOMER".into()));
    until(shown, "the fields of both sides", |app| {
        let editor = app.mapping.editor.as_ref();
        editor.is_some_and(|editor| {
            editor.draft.name.as_str() == "CUSTOMER"
                && Side::BOTH
                    .into_iter()
                    .all(|side| editor.schemas.get(side).ready().is_some())
        })
    });
}

/// What the closed pickers show.
fn picked(shown: &Shown) -> Vec<String> {
    let pickers = shown.query_all_by_role(Role::ComboBox);
    pickers
        .filter_map(|one| one.accesskit_node().value())
        .collect()
}

#[test]
fn fields_stand_under_their_names_and_what_both_services_call_them() {
    for lang in Lang::ALL {
        let mut shown = demo(lang, [1400.0, 900.0]);
        open_customer(&mut shown);
        let editor = shown.state().app().mapping.editor.as_ref().unwrap();
        let called = |side: Side, field: &str| {
            let captions = editor.captions.get(side);
            let caption = captions.get(field, lang.number());
            format!("{field} · {}", caption.unwrap_or("no caption"))
        };
        let bc = called(Side::Bc, "phoneNumber");
        let dv = called(Side::Dv, "telephone1");
        assert!(
            !bc.contains("no caption") && !dv.contains("no caption"),
            "{bc} {dv}"
        );
        let shown_now = picked(&shown);
        assert!(
            shown_now.contains(&bc),
            "{lang:?}: {bc} is not in {shown_now:?}"
        );
        assert!(
            shown_now.contains(&dv),
            "{lang:?}: {dv} is not in {shown_now:?}"
        );
    }
}

#[test]
fn every_saved_change_is_a_version_that_can_be_put_back() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1400.0, 1000.0]);
    open_customer(&mut shown);
    let first = draft(&shown);
    let mut changed = first.clone();
    changed.create_unmatched = !first.create_unmatched;
    let gone = changed.fields.pop().unwrap();
    send(&mut shown, MappingCommand::Change(Box::new(changed)));
    send(&mut shown, MappingCommand::Save);
    until(&mut shown, "the mapping to be stored", |app| {
        let editor = app.mapping.editor.as_ref().unwrap();
        !editor.is_changed() && !editor.saving && app.is_quiet()
    });
    send(&mut shown, MappingCommand::Versions);
    until(&mut shown, "the versions", |app| {
        let editor = app.mapping.editor.as_ref().unwrap();
        editor.versions.as_ref().is_some_and(|all| all.len() == 2)
    });
    let says = |shown: &Shown, words: &str| shown.query_all_by_label(words).next().is_some();
    assert!(says(&shown, &texts.t("versions-title")));
    assert!(says(&shown, &texts.t("versions-before")));
    let one = [("count", Arg::from(1_u64))];
    let summary = format!(
        "{}, {}",
        texts.t_args("versions-removed", &one),
        texts.t("versions-table")
    );
    assert!(says(&shown, &summary), "nothing says: {summary}");
    // Only the version that is not the draft can be put back.
    shown
        .get_by_role_and_label(Role::Button, &texts.t("versions-put-back"))
        .click();
    shown.run_steps(3);
    assert_eq!(draft(&shown), first);
    assert!(draft(&shown).fields.contains(&gone));
    let stored = |shown: &Shown| {
        let reader = shown.state().app().reader().unwrap().read();
        reader.mapping(&"CUSTOMER".into()).unwrap().unwrap()
    };
    let kept = stored(&shown).create_unmatched;
    assert_ne!(kept, first.create_unmatched, "it was stored at once");
    send(&mut shown, MappingCommand::Save);
    until(&mut shown, "the third version", |app| {
        let editor = app.mapping.editor.as_ref().unwrap();
        editor.versions.as_ref().is_some_and(|all| all.len() == 3)
    });
    assert_eq!(stored(&shown), first);
}
