//! Ways that are rarely gone: every step of the setup wizard with Tab, a row that is dragged, a backup that is opened at the
//! first start.

use crate::access::{all_clickable_named, go_round};
use crate::wizard;
use eframe::egui::{Key, Modifiers, Pos2, Role, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use raccord::app::command::{Command, SettingCommand};
use raccord::app::route::Route;
use raccord::app::wizard::Step;
use raccord::cli::demo::services::SECRET;
use raccord::i18n::{Lang, Texts};

/// Every control of the step is named and reached with Tab.
fn look_round(shown: &mut wizard::Shown, lang: Lang, faults: &mut Vec<String>) {
    let page = format!("{lang:?} {:?}", wizard::step(shown));
    all_clickable_named(shown, &page, faults);
    go_round(shown, &page, faults);
}

#[test]
fn every_control_of_every_step_of_the_wizard_has_a_name_and_is_reached_with_tab() {
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let services = wizard::services();
        let folder = wizard::folder();
        let mut shown = wizard::open(&folder, lang, [1024.0, 640.0]);
        let mut faults = Vec::new();
        all_clickable_named(&shown, "welcome", &mut faults);
        go_round(&mut shown, "welcome", &mut faults);
        wizard::tab_to(&mut shown, Role::Button, &texts.t("welcome-connect"));
        wizard::press(&mut shown, Modifiers::NONE, Key::Enter);
        look_round(&mut shown, lang, &mut faults);
        wizard::choose(&mut shown, &texts.t("wizard-keep-session"));
        wizard::go_on(&mut shown);
        look_round(&mut shown, lang, &mut faults);
        wizard::business_central(&mut shown, texts, &services, "wizard-kind-secret", SECRET);
        wizard::go_on(&mut shown);
        wizard::until(&mut shown, "step 3", |app| {
            app.wizard.step() == Step::Dataverse
        });
        wizard::idle(&mut shown);
        look_round(&mut shown, lang, &mut faults);
        let address = services.server.addresses().dv.clone();
        wizard::fill(&mut shown, &texts.t("wizard-address-dv"), &address);
        wizard::go_on(&mut shown);
        wizard::until(&mut shown, "the checks", |app| app.wizard.checks.is_some());
        wizard::idle(&mut shown);
        look_round(&mut shown, lang, &mut faults);
        wizard::go_on(&mut shown);
        wizard::until(&mut shown, "the tables", |app| {
            app.wizard.step() == Step::Tables && !app.wizard.lines.is_empty()
        });
        wizard::idle(&mut shown);
        look_round(&mut shown, lang, &mut faults);
        wizard::go_on(&mut shown);
        wizard::until(&mut shown, "the plan", |app| app.wizard.plan.is_some());
        wizard::idle(&mut shown);
        look_round(&mut shown, lang, &mut faults);
        wizard::go_on(&mut shown);
        wizard::until(&mut shown, "the schedule", |app| {
            app.wizard.step() == Step::Schedule
        });
        look_round(&mut shown, lang, &mut faults);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

#[test]
fn a_row_of_a_mapping_is_dragged_to_another_place() {
    let mut shown = crate::window::demo(Lang::En, [1280.0, 800.0]);
    crate::mappings::open(&mut shown, "CUSTOMER");
    let names = |shown: &crate::window::Shown| -> Vec<String> {
        let editor = shown.state().app().mapping.editor.as_ref().unwrap();
        let fields = editor.draft.fields.iter();
        fields.map(|field| field.name().to_string()).collect()
    };
    let before = names(&shown);
    let rows: Vec<_> = shown
        .query_all_by_role(Role::Row)
        .filter(|row| {
            let label = row.accesskit_node().label().unwrap_or_default();
            label.contains('⇄') || label.contains('→') || label.contains('←')
        })
        .map(|row| row.rect())
        .collect();
    // The grip stands at the left of its row.
    let grip = |place: usize| -> Pos2 { rows[place].left_center() + Vec2::new(12.0, 0.0) };
    shown.hover_at(grip(0));
    shown.run_steps(2);
    shown.drag_at(grip(0));
    shown.run_steps(2);
    for place in [1, 2] {
        shown.hover_at(grip(place));
        shown.run_steps(2);
    }
    shown.drop_at(grip(2));
    shown.run_steps(3);
    let after = names(&shown);
    let expected = [&before[1], &before[2], &before[0]];
    assert_eq!(after.iter().take(3).collect::<Vec<_>>(), expected);
    assert_eq!(after.len(), before.len());
    crate::window::press(&mut shown, Modifiers::COMMAND, Key::Z);
    assert_eq!(names(&shown), before, "one step takes it back");
}

#[test]
fn a_backup_of_another_computer_is_opened_at_the_first_start() {
    let files = tempfile::tempdir().unwrap();
    let backup = files.path().join("raccord-backup.db");
    let (pairs, conflicts) = {
        let mut shown = crate::window::demo(Lang::En, [1280.0, 800.0]);
        let command = Command::Setting(SettingCommand::Backup(backup.clone()));
        shown.state_mut().app_mut().send(command);
        crate::window::until(&mut shown, "the backup", |app| {
            app.is_quiet() && !app.has_commands() && backup.exists()
        });
        let home = &shown.state().app().home;
        (home.rows.len(), home.conflicts)
    };
    assert!(pairs > 0 && conflicts > 0);
    for lang in Lang::ALL {
        let texts = Texts::new(lang);
        let folder = wizard::folder();
        let mut shown = wizard::open(&folder, lang, [1280.0, 800.0]);
        assert_eq!(shown.state().app().way.here(), Route::Welcome);
        let ask = SettingCommand::AskRestore(backup.clone());
        shown.state_mut().app_mut().send(Command::Setting(ask));
        shown.run_steps(4);
        let verb = texts.t("question-restore-verb");
        shown.get_by_role_and_label(Role::Button, &verb).click();
        shown.run_steps(3);
        wizard::until(&mut shown, "what the backup holds", |app| {
            app.way.here() == Route::Home && app.home.rows.len() == pairs
        });
        assert_eq!(shown.state().app().home.conflicts, conflicts);
        // The cache is the backup's; its secrets are not in it, and that is said instead of failing.
        assert!(shown.state().app().connection.is_some());
    }
}
