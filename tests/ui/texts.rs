//! Long texts in the merge editor, and what is said aloud of a decision.

use crate::window::{Shown, demo, open_first_conflict, press, until};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use raccord::app::command::{Command, Layer, MergeCommand};
use raccord::app::merging::Merging;
use raccord::app::merging_afresh::Looked;
use raccord::app::merging_texts::{Compared, LONG};
use raccord::i18n::{Arg, Lang, Texts};
use raccord::merge::text::TakePiece;
use raccord::merge::{Class, Pick};
use raccord::model::{FieldKind, Side, Sides, Value};

fn send(shown: &mut Shown, command: Command) {
    shown.state_mut().app_mut().send(command);
    shown.run_steps(3);
}

fn says(shown: &Shown, words: &str) -> bool {
    shown.query_all_by_label(words).next().is_some()
}

/// What stands in the region that screen readers read out when it changes.
fn aloud(shown: &Shown) -> Vec<String> {
    let said = shown.query_all_by_role(Role::Status);
    said.filter_map(|node| node.accesskit_node().label())
        .collect()
}

#[test]
fn a_decision_is_said_aloud_with_what_is_left() {
    for (lang, field) in [(Lang::En, "Phone"), (Lang::Fr, "Téléphone")] {
        let texts = Texts::new(lang);
        let mut shown = demo(lang, [1280.0, 800.0]);
        open_first_conflict(&mut shown);
        let said = |what: &str, open: u64| {
            let args = [
                ("field", Arg::from(field)),
                ("what", Arg::from(texts.t(what))),
                ("open", Arg::from(open)),
            ];
            texts.t_args("merge-said", &args)
        };
        press(&mut shown, Modifiers::NONE, Key::ArrowRight);
        let now = aloud(&shown);
        assert!(now.contains(&said("merge-said-dv", 0)), "{lang:?}: {now:?}");
        press(&mut shown, Modifiers::NONE, Key::Num1);
        assert!(aloud(&shown).contains(&said("merge-said-bc", 0)));
        press(&mut shown, Modifiers::NONE, Key::Backspace);
        let now = aloud(&shown);
        assert!(
            now.contains(&said("merge-said-reopened", 1)),
            "{lang:?}: {now:?}"
        );
        // Taking a step back is told like the step itself.
        press(&mut shown, Modifiers::COMMAND, Key::Z);
        assert!(aloud(&shown).contains(&said("merge-said-bc", 0)));
    }
}

/// Opens the first conflict, with these texts in the open field.
fn with_texts(shown: &mut Shown, base: &str, bc: &str, dv: &str) -> usize {
    open_first_conflict(shown);
    // What is put in its place must not be read from the services any more.
    until(shown, "both services to be asked", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|open| matches!(open.looked, Looked::At(_)))
    });
    let app = shown.state_mut().app_mut();
    let open = app.merging.take().unwrap();
    let index = open.open().next().unwrap().index;
    let mut view = open.view.clone();
    for side in Side::BOTH {
        let names = view.mapping.fields[index].fields_of(side);
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        for field in &mut view.schemas.get_mut(side).fields {
            if names.iter().any(|name| name == field.name.as_str()) {
                field.kind = FieldKind::Text { max: None };
            }
        }
    }
    let field = view.merge.fields.iter_mut().find(|one| one.index == index);
    let field = field.unwrap();
    field.class = Class::BothChanged;
    field.values.base = Some(Sides::new(Value::text(base), Value::text(base)));
    field.values.bc = Value::text(bc);
    field.values.dv = Value::text(dv);
    let mut merging = Merging::new(open.id, view, None);
    merging.around.clone_from(&open.around);
    merging.tags.clone_from(&open.tags);
    merging.looked = open.looked;
    app.merging = Some(merging);
    index
}

fn long_texts() -> (String, String, String) {
    let lines: Vec<String> = (1..=800)
        .map(|n| format!("line {n} of a long comment"))
        .collect();
    let with = |at: usize, text: &str| {
        let mut lines = lines.clone();
        text.clone_into(&mut lines[at]);
        lines.join("\n")
    };
    let base = lines.join("\n");
    assert!(base.len() > 20_000 && base.len() > LONG);
    (
        base,
        with(9, "bc changed this"),
        with(499, "dv changed that"),
    )
}

#[test]
fn a_long_text_is_compared_beside_the_window_and_merged_place_by_place() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 900.0]);
    let (base, bc, dv) = long_texts();
    let index = with_texts(&mut shown, &base, &bc, &dv);
    let coming = shown
        .state()
        .app()
        .merging
        .as_ref()
        .unwrap()
        .long
        .get(index)
        .cloned();
    assert!(
        matches!(coming, Some(Compared::Coming)),
        "the window waited for it"
    );
    // A side can be taken whole meanwhile.
    send(
        &mut shown,
        Command::Merge(MergeCommand::Take(index, Side::Bc)),
    );
    send(&mut shown, Command::Merge(MergeCommand::Reopen(index)));
    until(&mut shown, "the comparison", |app| {
        let merging = app.merging.as_ref().unwrap();
        merging.long.ready(index).is_some()
    });
    assert!(says(&shown, "Place 1, from line 10"));
    assert!(says(&shown, "Place 2, from line 500"));
    assert!(says(
        &shown,
        "“line 10 of a long comment” became “bc changed this”"
    ));

    press(&mut shown, Modifiers::NONE, Key::W);
    assert_eq!(shown.state().app().layer, Some(Layer::WholeText));
    assert!(says(&shown, "Phone: the whole text"));
    assert!(says(&shown, "Removed: line 10 of a long comment"));
    assert!(says(&shown, "New: bc changed this"));
    // Only what is in sight is drawn.
    assert!(!says(&shown, "New: dv changed that"));
    press(&mut shown, Modifiers::NONE, Key::Escape);
    assert_eq!(shown.state().app().layer, None);

    press(&mut shown, Modifiers::NONE, Key::E);
    let second = texts.t_args("merge-piece", &[("n", Arg::from(2_u64))]);
    assert!(says(&shown, &second), "no choice for the second place");
    let merging = shown.state().app().merging.as_ref().unwrap();
    let place = merging.long.ready(index).unwrap().places()[1].at;
    send(
        &mut shown,
        Command::Merge(MergeCommand::TakePiece(place, TakePiece::Base)),
    );
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    let merging = shown.state().app().merging.as_ref().unwrap();
    let field = merging.focused().unwrap();
    assert_eq!(
        field.pick,
        Pick::Custom(Value::text(&bc)),
        "the second place stays as it was"
    );
}

#[test]
fn an_editor_that_was_opened_first_gets_the_places_when_they_are_there() {
    let mut shown = demo(Lang::Fr, [1280.0, 900.0]);
    let texts = Texts::new(Lang::Fr);
    let (base, bc, dv) = long_texts();
    let index = with_texts(&mut shown, &base, &bc, &dv);
    // Both in one frame: the comparison cannot be there yet.
    let app = shown.state_mut().app_mut();
    let lang = app.texts;
    app.merging.as_mut().unwrap().begin_edit(index, lang);
    until(&mut shown, "the comparison", |app| {
        app.merging.as_ref().unwrap().long.ready(index).is_some()
    });
    let name = texts.t_args("merge-piece", &[("n", Arg::from(1_u64))]);
    assert!(says(&shown, &name));
    let typed = &shown.state().app().merging.as_ref().unwrap().editing;
    let typed = &typed.as_ref().unwrap().text;
    assert!(typed.contains("bc changed this") && typed.contains("dv changed that"));
}

#[test]
fn a_side_that_was_taken_may_decide_the_field_from_now_on() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 900.0]);
    open_first_conflict(&mut shown);
    press(&mut shown, Modifiers::NONE, Key::Num1);
    let merging = shown.state().app().merging.as_ref().unwrap();
    let (name, index) = (merging.view.mapping.name.clone(), merging.focus);
    let args = [("side", Arg::from(texts.t("word-bc")))];
    let button = texts.t_args("merge-own-from-now", &args);
    shown.get_by_role_and_label(Role::Button, &button).click();
    let owner = |app: &raccord::app::App| {
        let mapping = app.reader().unwrap().read().mapping(&name).unwrap();
        mapping.unwrap().fields[index].owner
    };
    until(&mut shown, "the mapping to be stored", |app| {
        owner(app) == Some(Side::Bc)
    });
    // The editor has an undo of its own; the notification lies above it.
    let undo = texts.t("action-undo");
    let last = shown.query_all_by_label(&undo).last();
    last.expect("the notification offers the way back").click();
    shown.run_steps(3);
    until(&mut shown, "the mapping to be as it was", |app| {
        owner(app).is_none()
    });
}
