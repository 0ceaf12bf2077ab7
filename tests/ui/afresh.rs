//! What both services say while a merge is open, read again without a synchronisation: when it is opened, when the person comes
//! back to the window, and when a side takes no changes.

use crate::merge::{CONFLICTS, Shown, colleague, demo, open, picture, press, send, until};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use raccord::app::command::{Command, MergeCommand};
use raccord::app::merging::{Hindrance, Merging};
use raccord::app::merging_afresh::Looked;
use raccord::app::merging_rules::Rule;
use raccord::app::route::Route;
use raccord::app::settings::Theme;
use raccord::i18n::{Lang, Texts};
use raccord::model::report::SkipReason;
use raccord::model::{Side, Value};
use raccord::sandbox::demo::edit::Edit;
use raccord::sandbox::system::cell::Cell;
use raccord::sandbox::system::dv::Caller;
use raccord::sandbox::system::given::IfMatch;
use uuid::Uuid;

fn merging(shown: &Shown) -> &Merging {
    shown.state().app().merging.as_ref().unwrap()
}

/// Waits until both services were asked for the open conflict.
fn looked(shown: &mut Shown) {
    until(shown, "both services to be asked", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|open| matches!(open.looked, Looked::At(_)))
    });
}

/// The person looks at another program, and comes back.
fn go_and_come_back(shown: &mut Shown) {
    shown.input_mut().focused = false;
    shown.run_steps(2);
    shown.input_mut().focused = true;
    shown.run_steps(1);
    assert_eq!(merging(shown).looked, Looked::Not);
}

/// Gives or takes the right to change accounts.
fn may_write(shown: &Shown, may: bool) {
    let world = shown.state().app().demo_world().unwrap();
    let mut world = world.lock().unwrap();
    let user = world.dv.places().service_user;
    if may {
        world.dv.grant(user, "prvWriteAccount");
    } else {
        world.dv.revoke(user, "prvWriteAccount");
    }
}

/// Sets the credit limit of a side.
fn limit(shown: &Shown, side: Side, id: Uuid, amount: i64) {
    let (set, field) = match side {
        Side::Bc => ("customers", "creditLimit"),
        Side::Dv => ("accounts", "creditlimit"),
    };
    let world = shown.state().app().demo_world().unwrap();
    let mut world = world.lock().unwrap();
    let after = Cell::Decimal(amount.into());
    let edit = Edit::plan(&world, side, set, id, field, after).unwrap();
    edit.apply(&mut world).unwrap();
}

#[test]
fn whoever_comes_back_to_the_window_sees_what_a_side_changed_meanwhile() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    looked(&mut shown);
    assert_eq!(merging(&shown).moved, None, "nothing had changed");
    let ids = merging(&shown).view.coupling.ids;
    press(&mut shown, Modifiers::NONE, Key::Num1);
    colleague(&shown, Side::Dv, ids.dv, "telephone1", "+48 555 000");
    shown.run_steps(3);
    assert_eq!(merging(&shown).moved, None, "nobody looks yet");
    go_and_come_back(&mut shown);
    until(&mut shown, "what Dataverse changed", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|open| open.moved.is_some())
    });
    assert_eq!(
        merging(&shown).open().count(),
        1,
        "the choice counts no more"
    );
    let moved = merging(&shown).moved.clone().unwrap();
    assert_eq!((moved.fields.bc.len(), moved.fields.dv.len()), (0, 1));
}

#[test]
fn a_conflict_that_was_put_right_outside_closes_itself_and_the_next_one_opens() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let first = open(&mut shown, 0);
    looked(&mut shown);
    let ids = merging(&shown).view.coupling.ids;
    let field = merging(&shown).merge.field("phoneNumber").unwrap();
    let agreed = field.values.bc.to_plain();
    colleague(&shown, Side::Dv, ids.dv, "telephone1", &agreed);
    go_and_come_back(&mut shown);
    until(&mut shown, "the next conflict", |app| {
        let merging = app.merging.as_ref();
        app.is_quiet() && merging.is_some_and(|open| open.id != first)
    });
    assert_eq!(shown.state().app().home.conflicts, u64::from(CONFLICTS) - 1);
}

#[test]
fn a_record_that_was_deleted_meanwhile_is_told_on_coming_back() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    looked(&mut shown);
    let ids = merging(&shown).view.coupling.ids;
    {
        let world = shown.state().app().demo_world().unwrap();
        let mut world = world.lock().unwrap();
        let user = world.dv.places().administrator;
        let any = IfMatch::Any;
        let caller = Caller { user };
        world.dv.delete(caller, "accounts", ids.dv, &any).unwrap();
    }
    go_and_come_back(&mut shown);
    until(&mut shown, "the editor to notice", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|open| open.gone() == Some(Side::Dv))
    });
    let record = &merging(&shown).view.record;
    assert_eq!(record.reason, SkipReason::DeletedInDv);
}

#[test]
fn where_dataverse_may_not_be_changed_only_its_own_value_can_win_until_it_may() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    may_write(&shown, false);
    open(&mut shown, 0);
    until(&mut shown, "the missing right to be told", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|open| open.refused(Side::Dv).is_some())
    });
    picture(&mut shown, "refused");
    let index = merging(&shown).focus;
    let ids = merging(&shown).view.coupling.ids;
    assert!(merging(&shown).barred(index, Side::Bc).is_some());
    assert!(merging(&shown).barred(index, Side::Dv).is_none());
    let cell = |shown: &Shown, side: &str| {
        let cells = shown.query_all_by_role(Role::RadioButton);
        let mut cells = cells.map(|cell| cell.accesskit_node());
        let cell = cells.find(|cell| {
            let name = cell.label().unwrap_or_default();
            name.starts_with(side)
        });
        cell.map(|cell| cell.is_disabled())
    };
    assert_eq!(cell(&shown, "Business Central"), Some(true));
    assert_eq!(cell(&shown, "Dataverse"), Some(false));
    press(&mut shown, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(merging(&shown).open().count(), 1, "it cannot be taken");
    press(&mut shown, Modifiers::NONE, Key::Num0);
    let hindered = Some(Hindrance::Refused(Side::Dv));
    assert_eq!(merging(&shown).hindrance(), hindered);
    press(&mut shown, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(merging(&shown).hindrance(), None);
    // The administrator gives the right; the person asks again.
    may_write(&shown, true);
    let again = Texts::new(Lang::En).t("action-try-again").into_owned();
    shown.get_by_role_and_label(Role::Button, &again).click();
    shown.run_steps(2);
    until(&mut shown, "the right to be there", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|open| open.refused(Side::Dv).is_none())
    });
    press(&mut shown, Modifiers::NONE, Key::ArrowLeft);
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the decision to be written", |app| {
        app.is_quiet() && app.home.conflicts == u64::from(CONFLICTS) - 1
    });
    let reader = shown.state().app().reader().unwrap().read();
    let pair = reader.coupling_of(&"CUSTOMER".into(), Side::Bc, ids.bc);
    let seen = pair.unwrap().unwrap().seen;
    let phones = [
        seen.bc.fields().unwrap().value("phoneNumber").clone(),
        seen.dv.fields().unwrap().value("telephone1").clone(),
    ];
    assert_eq!(phones[0], phones[1]);
}

#[test]
fn amounts_say_their_currency_and_by_how_much_they_changed() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let id = shown.state().app().conflicts()[0];
    let pair = {
        let reader = shown.state().app().reader().unwrap().read();
        let record = reader.skipped(id).unwrap().unwrap();
        reader.coupling(record.coupling.unwrap()).unwrap().unwrap()
    };
    limit(&shown, Side::Bc, pair.ids.bc, 77_000);
    limit(&shown, Side::Dv, pair.ids.dv, 66_000);
    open(&mut shown, 0);
    until(&mut shown, "the second open field", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|open| open.open().count() == 2)
    });
    let index = merging(&shown).merge.field("creditLimit").unwrap().index;
    send(&mut shown, Command::Merge(MergeCommand::Focus(index)));
    picture(&mut shown, "currency");
    let code = {
        let money = &merging(&shown).money;
        let field = merging(&shown).merge.field("creditLimit").unwrap();
        let at = raccord::app::merging_money::Moment::Now;
        let code = |side| money.code(&merging(&shown).merge, field, side, at);
        assert_eq!(code(Side::Bc), code(Side::Dv));
        code(Side::Bc).unwrap().to_owned()
    };
    assert_eq!(code.len(), 3, "{code}");
    let amount = format!("77,000\u{a0}{code}");
    let named = format!("Business Central, {amount}");
    let is_shown = shown
        .query_all_by_role(Role::RadioButton)
        .any(|cell| cell.accesskit_node().label().unwrap_or_default() == named);
    assert!(is_shown, "{named}");
    // Once decided, the result says it too.
    send(
        &mut shown,
        Command::Merge(MergeCommand::Take(index, Side::Bc)),
    );
    assert!(shown.query_all_by_label(&amount).next().is_some());
    // A telephone number is no amount.
    let phone = merging(&shown).merge.field("phoneNumber").unwrap();
    let at = raccord::app::merging_money::Moment::Now;
    let money = &merging(&shown).money;
    assert_eq!(
        money.code(&merging(&shown).merge, phone, Side::Bc, at),
        None
    );
}

#[test]
fn a_half_typed_amount_stays_what_it_is_in_another_language() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    press(&mut shown, Modifiers::NONE, Key::U);
    let index = merging(&shown).merge.field("creditLimit").unwrap().index;
    send(&mut shown, Command::Merge(MergeCommand::BeginEdit(index)));
    let typed = |shown: &Shown| merging(shown).editing.as_ref().unwrap().text.clone();
    let text = "12,500.50".to_owned();
    shown.event(eframe::egui::Event::Text(text));
    shown.run_steps(3);
    assert_eq!(typed(&shown), "12,500.50");
    send(&mut shown, Command::SetTheme(Theme::Light));
    send(&mut shown, Command::SetLang(Lang::Fr));
    assert_eq!(typed(&shown), "12\u{202f}500,50");
    press(&mut shown, Modifiers::NONE, Key::Enter);
    let field = merging(&shown).merge.field("creditLimit").unwrap();
    let result = field.result.clone().unwrap().bc;
    assert_eq!(result, Value::Decimal("12500.50".parse().unwrap()));
}

#[test]
fn the_height_of_the_detail_pane_is_remembered() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    looked(&mut shown);
    let kept = |shown: &Shown| {
        let folder = shown.state().app().data_folder().unwrap();
        std::fs::read_to_string(folder.join("tables.json")).unwrap_or_default()
    };
    assert!(
        !kept(&shown).contains("merge-detail"),
        "nobody has dragged it"
    );
    let edge = shown
        .query_all_by_role(Role::Splitter)
        .map(|edge| edge.rect().center())
        .next()
        .unwrap();
    shown.drag_at(edge);
    shown.run_steps(2);
    shown.hover_at(edge - eframe::egui::vec2(0.0, 60.0));
    shown.run_steps(2);
    shown.drop_at(edge - eframe::egui::vec2(0.0, 60.0));
    shown.run_steps(3);
    assert!(kept(&shown).contains("merge-detail"), "{}", kept(&shown));
}

#[test]
fn a_rule_that_decided_is_named_where_its_result_is_told() {
    use raccord::app::command::RulesCommand;
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open(&mut shown, 0);
    for command in [
        RulesCommand::Open(Vec::new()),
        RulesCommand::Choose(Rule::Append),
    ] {
        send(&mut shown, Command::Rules(command));
    }
    until(&mut shown, "the conflicts to be read", |app| {
        let rules = app.rules.as_ref();
        rules.is_some_and(|rules| rules.read() == rules.total)
    });
    send(&mut shown, Command::Rules(RulesCommand::Fill));
    send(&mut shown, Command::Rules(RulesCommand::Close));
    until(&mut shown, "the draft in the editor", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|open| open.open().count() == 0)
    });
    let texts = Texts::new(Lang::En);
    let rule = texts.t(Rule::Append.key());
    let said = texts.t_args("merge-by-rule", &[("rule", rule.into())]);
    assert!(shown.query_all_by_label(&said).next().is_some());
    // What the person decides is the person's.
    press(&mut shown, Modifiers::NONE, Key::Num1);
    assert!(shown.query_all_by_label(&said).next().is_none());
    assert!(matches!(shown.state().app().way.here(), Route::Merge(_)));
}

#[test]
fn what_is_typed_is_taken_when_the_person_clicks_on_instead_of_pressing_enter() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    let first = open(&mut shown, 0);
    press(&mut shown, Modifiers::NONE, Key::Num1);
    let type_phone = |shown: &mut Shown, text: &str| {
        press(shown, Modifiers::NONE, Key::E);
        shown.event(eframe::egui::Event::Text(text.to_owned()));
        shown.run_steps(2);
    };
    type_phone(&mut shown, "+33 1 22");
    let texts = Texts::new(Lang::En);
    let skip = texts.t("action-skip").into_owned();
    shown.get_by_role_and_label(Role::Button, &skip).click();
    shown.run_steps(3);
    until(&mut shown, "the next conflict", |app| {
        let merging = app.merging.as_ref();
        merging.is_some_and(|open| open.id != first)
    });
    open(&mut shown, 0);
    let result = |shown: &Shown| merging(shown).focused().unwrap().result.clone();
    assert_eq!(result(&shown).unwrap().bc, Value::text("+33 1 22"));
    // What cannot be a value is not passed over for what was decided before.
    let too_long = "9".repeat(31);
    type_phone(&mut shown, &too_long);
    send(&mut shown, Command::Merge(MergeCommand::Apply));
    assert!(!merging(&shown).applying);
    let hindered = merging(&shown).hindrance();
    assert_eq!(hindered, Some(Hindrance::Impossible("phoneNumber".into())));
    type_phone(&mut shown, "+33 1 33");
    let ids = merging(&shown).view.coupling.ids;
    let apply = texts.t("merge-apply").into_owned();
    shown.get_by_role_and_label(Role::Button, &apply).click();
    shown.run_steps(3);
    until(&mut shown, "the decision to be written", |app| {
        app.is_quiet() && app.home.conflicts == u64::from(CONFLICTS) - 1
    });
    let reader = shown.state().app().reader().unwrap().read();
    let pair = reader.coupling_of(&"CUSTOMER".into(), Side::Bc, ids.bc);
    let seen = pair.unwrap().unwrap().seen;
    let phone = seen.dv.fields().unwrap().value("telephone1").clone();
    assert_eq!(phone, Value::text("+33 1 33"));
}
