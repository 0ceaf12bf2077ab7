//! What happens under a person's hands: the background work ends while a merge is open, a merge is taken back as a whole, the
//! way numbers are written changes, criteria are changed where records are matched.

use crate::window::{Shown, demo, go, open_first_conflict, press, until};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use raccord::app::command::{Command, MappingCommand, MatchCommand, SettingCommand};
use raccord::app::route::Route;
use raccord::app::settings::Density;
use raccord::i18n::{DateFormat, Formats, Lang, NumberFormat, Texts};
use raccord::model::mapping::MatchRule;
use raccord::model::{Side, Value};
use raccord::store::{HistoryFilter, Slice};

fn send(shown: &mut Shown, command: Command) {
    shown.state_mut().app_mut().send(command);
    shown.run_steps(4);
}

/// Lets the background work panic, and draws until that was told.
fn fall(shown: &mut Shown) {
    shown.state_mut().app_mut().notice = None;
    shown.state_mut().app_mut().break_worker("on purpose");
    let begun = std::time::Instant::now();
    while shown.state().app().notice.is_none() && !shown.state().app().fallen {
        shown.step();
        assert!(begun.elapsed().as_secs() < 60, "nothing was told");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    shown.run_steps(3);
}

#[test]
fn a_merge_outlives_the_background_work_and_is_applied_once_it_runs_again() {
    let texts = Texts::new(Lang::En);
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open_first_conflict(&mut shown);
    let open = |shown: &Shown| shown.state().app().merging.as_ref().unwrap().open().count();
    while open(&shown) > 0 {
        let before = open(&shown);
        press(&mut shown, Modifiers::NONE, Key::ArrowLeft);
        press(&mut shown, Modifiers::NONE, Key::N);
        assert!(open(&shown) < before);
    }
    let conflicts = shown.state().app().home.conflicts;
    for _ in 0..4 {
        fall(&mut shown);
        if shown.state().app().fallen {
            break;
        }
    }
    let app = shown.state().app();
    assert!(app.fallen, "it has ended for good");
    assert!(matches!(app.way.here(), Route::Merge(_)), "the page stays");
    assert_eq!(open(&shown), 0, "what was decided stays decided");
    let again = texts.t("health-start-again").into_owned();
    shown.get_by_role_and_label(Role::Button, &again).click();
    shown.run_steps(2);
    until(&mut shown, "the connection to be there again", |app| {
        !app.fallen && app.connection.is_some() && app.is_quiet()
    });
    if shown.state().app().merging.is_none() {
        open_first_conflict(&mut shown);
    }
    assert_eq!(open(&shown), 0, "the draft is in the cache");
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the decision to be written", |app| {
        app.is_quiet() && app.home.conflicts + 1 == conflicts
    });
}

#[test]
fn a_merge_is_taken_back_on_both_sides_in_one_step() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    open_first_conflict(&mut shown);
    let merging = shown.state().app().merging.as_ref().unwrap();
    let ids = merging.view.coupling.ids;
    let phone = |shown: &Shown, side: Side| -> Value {
        let reader = shown.state().app().reader().unwrap().read();
        let pair = reader.coupling_of(&"CUSTOMER".into(), side, *ids.get(side));
        let pair = pair.unwrap().unwrap();
        let seen = pair.seen.get(side).fields().unwrap().clone();
        let field = match side {
            Side::Bc => "phoneNumber",
            Side::Dv => "telephone1",
        };
        seen.value(field).clone()
    };
    let before = [phone(&shown, Side::Bc), phone(&shown, Side::Dv)];
    press(&mut shown, Modifiers::NONE, Key::E);
    for _ in 0..40 {
        press(&mut shown, Modifiers::NONE, Key::Backspace);
    }
    shown.event(eframe::egui::Event::Text("+44 20 1234".to_owned()));
    shown.run_steps(2);
    press(&mut shown, Modifiers::NONE, Key::Enter);
    while shown
        .state()
        .app()
        .merging
        .as_ref()
        .is_some_and(|merging| merging.open().count() > 0)
    {
        press(&mut shown, Modifiers::NONE, Key::N);
        press(&mut shown, Modifiers::NONE, Key::ArrowLeft);
    }
    press(&mut shown, Modifiers::COMMAND, Key::Enter);
    until(&mut shown, "the decision to be written", |app| {
        app.is_quiet()
            && app
                .merging
                .as_ref()
                .is_none_or(|open| open.view.coupling.ids != ids)
    });
    assert_eq!(phone(&shown, Side::Bc), Value::text("+44 20 1234"));
    let newest = {
        let reader = shown.state().app().reader().unwrap().read();
        let newest = reader.list_history(&HistoryFilter::default(), Slice::first(1));
        newest.unwrap().remove(0).id
    };
    go(&mut shown, Key::Num9);
    send(&mut shown, Command::RevertMerge(newest));
    until(&mut shown, "both sides to be as they were", |app| {
        app.is_quiet()
    });
    assert_eq!([phone(&shown, Side::Bc), phone(&shown, Side::Dv)], before);
}

#[test]
fn numbers_dates_and_density_change_at_once() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go(&mut shown, Key::Num2);
    let height = |shown: &Shown| {
        let rows = shown.query_all_by_role(Role::Row);
        rows.map(|row| row.rect().height()).fold(0.0, f32::max)
    };
    let roomy = height(&shown);
    send(
        &mut shown,
        Command::Setting(SettingCommand::Density(Density::Compact)),
    );
    assert!(height(&shown) < roomy, "rows stand closer together");
    let formats = Formats {
        numbers: NumberFormat::Point,
        dates: DateFormat::YearFirst,
    };
    send(
        &mut shown,
        Command::Setting(SettingCommand::Formats(formats)),
    );
    let app = shown.state().app();
    assert_eq!(app.texts.count(12_345_u64), "12.345");
    send(&mut shown, Command::SetLang(Lang::Fr));
    let app = shown.state().app();
    assert_eq!(app.texts.count(12_345_u64), "12.345", "in every language");
    send(&mut shown, Command::Go(Route::Settings));
    let chosen = shown
        .query_all_by_role(Role::ComboBox)
        .any(|list| list.accesskit_node().value().as_deref() == Some("1.234.567,89"));
    assert!(chosen, "the settings show what is chosen");
}

#[test]
fn criteria_are_added_and_removed_where_records_are_matched() {
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    send(&mut shown, Command::Go(Route::Match));
    send(
        &mut shown,
        Command::Match(MatchCommand::Choose("CUSTOMER".into())),
    );
    let field = |shown: &Shown, name: &str| {
        let mapping = shown.state().app().matching.mapping().unwrap().clone();
        let mut fields = mapping.fields.into_iter();
        fields.find(|field| field.names.bc == name).unwrap()
    };
    let mail = field(&shown, "email");
    assert_eq!(mail.rule, None);
    let rule = MatchRule {
        priority: 3,
        case_sensitive: false,
    };
    send(
        &mut shown,
        Command::Match(MatchCommand::Criterion(mail.index, Some(rule))),
    );
    until(&mut shown, "the mapping to be stored", |app| {
        let mapping = app.matching.mapping();
        app.is_quiet()
            && mapping.is_some_and(|one| one.groups.iter().any(|group| group.priority == 3))
    });
    assert_eq!(field(&shown, "email").rule, Some(rule));
    let texts = Texts::new(Lang::En);
    let open = texts.t("match-change-criteria").into_owned();
    shown.get_by_role_and_label(Role::Button, &open).click();
    shown.run_steps(3);
    let remove = texts.t_args(
        "match-remove-criterion",
        &[("field", "E-mail (email = emailaddress1)".into())],
    );
    shown.get_by_role_and_label(Role::Button, &remove).click();
    shown.run_steps(2);
    until(&mut shown, "the mapping to be as it was", |app| {
        let mapping = app.matching.mapping();
        app.is_quiet()
            && mapping.is_some_and(|one| one.groups.iter().all(|group| group.priority != 3))
    });
}

#[test]
fn mappings_are_written_and_read_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mappings.json");
    let mut shown = demo(Lang::En, [1280.0, 800.0]);
    go(&mut shown, Key::Num5);
    until(&mut shown, "the mappings to be read", |app| {
        app.mapping.is_read
    });
    let before = shown.state().app().mapping.stored();
    send(
        &mut shown,
        Command::Mapping(MappingCommand::Export(file.clone())),
    );
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with('{'));
    send(&mut shown, Command::Mapping(MappingCommand::Import(file)));
    until(&mut shown, "the mappings to be stored", |app| {
        app.is_quiet()
    });
    assert_eq!(shown.state().app().mapping.stored(), before);
}
