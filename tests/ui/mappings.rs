//! The editor of table mappings, driven through the accessibility tree against the emulated services.

use crate::window::{Shown, all_named, demo, go, press, until};
use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use raccord::app::mapping::editor::Editor;
use raccord::app::mapping::findings::FindingKind;
use raccord::i18n::{Lang, Texts};
use raccord::model::{Direction, Side};

pub(crate) fn open(shown: &mut Shown, name: &str) {
    go(shown, Key::Num5);
    until(shown, "the mappings to be read", |app| app.mapping.is_read);
    shown
        .query_all_by_role(Role::ListItem)
        .find(|item| {
            let label = item.accesskit_node().label();
            label.is_some_and(|label| label.starts_with(&format!("{name}:")))
        })
        .unwrap()
        .click();
    until(shown, "the fields of both sides", |app| {
        let editor = app.mapping.editor.as_ref();
        editor.is_some_and(|editor| {
            editor.draft.name.as_str() == name
                && Side::BOTH
                    .iter()
                    .all(|side| editor.schemas.get(*side).ready().is_some())
        })
    });
}

fn editor(shown: &Shown) -> &Editor {
    shown.state().app().mapping.editor.as_ref().unwrap()
}

fn type_text(shown: &mut Shown, text: &str) {
    shown.event(Event::Text(text.to_owned()));
    shown.run_steps(3);
}

#[test]
fn a_field_is_added_by_typing_its_name_tried_and_saved() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, "CUSTOMER");
    assert!(
        editor(&shown).samples.len() > 5,
        "real records are examples"
    );
    assert!(!editor(&shown).is_changed() && !editor(&shown).is_faulty());
    all_named(&shown, "mappings");

    let rows = editor(&shown).draft.fields.len();
    let add = texts.t("mappings-add-field").into_owned();
    shown
        .get_by_role_and_label(Role::Button, &add)
        .click_accesskit();
    shown.run_steps(3);
    assert_eq!(editor(&shown).draft.fields.len(), rows + 1);
    assert!(
        editor(&shown).is_faulty(),
        "a row without fields cannot be saved"
    );
    let row = (rows + 1).to_string();
    for (key, typed, side) in [
        ("mappings-pick-bc", "tax registration", Side::Bc),
        ("mappings-pick-dv", "fax", Side::Dv),
    ] {
        let name = texts.t_args(key, &[("row", (&row).into())]);
        shown
            .get_by_role_and_label(Role::ComboBox, &name)
            .click_accesskit();
        shown.run_steps(3);
        type_text(&mut shown, typed);
        press(&mut shown, Modifiers::NONE, Key::Enter);
        let field = editor(&shown).draft.fields.last().unwrap().clone();
        let chosen = field.fields_of(side).first().unwrap().to_string();
        assert!(!chosen.is_empty(), "{typed} finds a field");
    }
    let added = editor(&shown).draft.fields.last().unwrap().clone();
    assert_eq!(added.fields_of(Side::Dv)[0].as_str(), "fax");
    assert!(!editor(&shown).is_faulty(), "{:?}", editor(&shown).findings);

    press(&mut shown, Modifiers::COMMAND, Key::S);
    until(&mut shown, "the mapping to be stored", |app| {
        let editor = app.mapping.editor.as_ref().unwrap();
        !editor.saving && !editor.is_changed()
    });
    let app = shown.state().app();
    let stored = app.reader().unwrap().read().mapping(&"CUSTOMER".into());
    assert_eq!(stored.unwrap().unwrap().fields.last(), Some(&added));
}

#[test]
fn steps_are_taken_back_and_a_change_of_keys_shows_what_it_would_do_first() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, "CUSTOMER");
    let before = editor(&shown).draft.clone();
    let name = format!("{}. Change the direction", "name");
    let direction = shown
        .query_all_by_role(Role::Button)
        .find(|button| {
            let label = button.accesskit_node().label().unwrap_or_default();
            label.starts_with("displayName ⇄ name:")
        })
        .unwrap_or_else(|| panic!("no button {name}"));
    direction.click_accesskit();
    shown.run_steps(3);
    let changed = &editor(&shown).draft.fields[1];
    assert_eq!(changed.direction, Direction::ToDataverse);
    assert!(editor(&shown).is_changed());
    // The name is a criterion of matching: its consequences are shown before anything is stored.
    press(&mut shown, Modifiers::COMMAND, Key::S);
    until(&mut shown, "the consequences", |app| {
        app.mapping.editor.as_ref().unwrap().impact.is_some()
    });
    assert!(editor(&shown).is_changed(), "nothing is stored yet");
    press(&mut shown, Modifiers::COMMAND, Key::Z);
    assert_eq!(editor(&shown).draft, before);
    press(&mut shown, Modifiers::COMMAND, Key::Y);
    assert!(editor(&shown).is_changed());
}

#[test]
fn what_does_not_fit_is_said_with_the_number_of_real_records() {
    let mut shown = demo(Lang::Fr, [1280.0, 800.0]);
    go(&mut shown, Key::Num5);
    until(&mut shown, "the mappings to be read", |app| {
        app.mapping.is_read
    });
    open(&mut shown, "CUSTOMER");
    // The name of an account goes into a field of ten characters.
    let texts = Texts::new(Lang::Fr);
    let name = texts.t_args("mappings-pick-dv", &[("row", "2".into())]);
    shown
        .get_by_role_and_label(Role::ComboBox, &name)
        .click_accesskit();
    shown.run_steps(3);
    type_text(&mut shown, "tickersymbol");
    press(&mut shown, Modifiers::NONE, Key::Enter);
    let refused = editor(&shown)
        .findings
        .iter()
        .find(|finding| matches!(finding.kind, FindingKind::Refused { .. }));
    assert_eq!(refused.and_then(|one| one.field), Some(1));
    all_named(&shown, "mappages");
}
