//! Widgets driven by their names, with mouse and keyboard.

use eframe::egui;
use eframe::egui::Key;
use eframe::egui::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use raccord::ui::design::ThemeChoice;
use raccord::ui::design::Tone;
use raccord::ui::widgets::Answer;
use raccord::ui::widgets::Button;
use raccord::ui::widgets::Choice;
use raccord::ui::widgets::Confirm;
use raccord::ui::widgets::Field;
use raccord::ui::widgets::Note;
use raccord::ui::widgets::Notice;
use raccord::ui::widgets::PageProblem;
use raccord::ui::widgets::PageState;
use raccord::ui::widgets::Toasts;
use raccord::ui::widgets::menu_button;
use raccord::ui::widgets::search_box;
use raccord::ui::widgets::select;
use raccord::ui::widgets::toggle;

use crate::harness::harness;

fn window<'a, S: 'a>(state: S, app: impl FnMut(&mut egui::Ui, &mut S) + 'a) -> Harness<'a, S> {
    let mut window = harness([600.0, 400.0], ThemeChoice::Dark, state, app);
    window.run();
    window
}

#[test]
fn a_greyed_out_button_cannot_be_pressed_and_says_why() {
    let mut window = window(0, |ui, pressed| {
        let button = Button::primary("Apply to both").disabled_because(Some("3 fields are open"));
        *pressed += i32::from(ui.add(button).clicked());
        *pressed += i32::from(ui.add(Button::quiet("Preview…")).clicked()) * 10;
    });
    let apply = window.get_by_role_and_label(Role::Button, "Apply to both");
    assert!(apply.accesskit_node().is_disabled());
    apply.click();
    window.get_by_label("Preview…").click();
    window.run();
    assert_eq!(*window.state(), 10);
    window.get_by_label("Apply to both").hover();
    window.run_steps(8);
    assert!(
        window
            .query_by_label_contains("3 fields are open")
            .is_some()
    );
}

#[test]
fn a_button_is_pressed_from_the_keyboard() {
    let mut window = window(0, |ui, pressed| {
        *pressed += i32::from(ui.add(Button::quiet("Retry")).clicked());
    });
    window.key_press(Key::Tab);
    window.run();
    assert!(window.get_by_label("Retry").is_focused());
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(*window.state(), 1);
}

#[derive(Default)]
struct Asked {
    open: bool,
    typed: String,
    answers: Vec<Answer>,
}

fn ask(number: Option<u64>) -> impl FnMut(&mut egui::Ui, &mut Asked) {
    move |ui, asked| {
        if !asked.open {
            return;
        }
        let mut confirm = Confirm::new(
            "Delete entries",
            "They are gone for good",
            "Delete 120 log entries",
        )
        .danger();
        if let Some(number) = number {
            confirm = confirm.type_number(number, &mut asked.typed);
        }
        let answer = confirm.show(ui);
        if answer != Answer::Waiting {
            asked.open = false;
            asked.answers.push(answer);
        }
    }
}

fn opened() -> Asked {
    Asked {
        open: true,
        ..Asked::default()
    }
}

#[test]
fn a_question_opens_on_cancel_and_escape_leaves_it() {
    let mut window = window(opened(), ask(None));
    assert!(window.get_by_label("Cancel").is_focused());
    assert_eq!(
        window
            .get_by_role(Role::AlertDialog)
            .accesskit_node()
            .label()
            .as_deref(),
        Some("Delete entries")
    );
    window.key_press(Key::Escape);
    window.run();
    assert_eq!(window.state().answers, [Answer::Cancelled]);

    window.state_mut().open = true;
    window.run();
    assert!(
        window.get_by_label("Cancel").is_focused(),
        "also the second time"
    );
    window.get_by_label("Delete 120 log entries").click();
    window.run();
    assert_eq!(
        window.state().answers,
        [Answer::Cancelled, Answer::Confirmed]
    );
}

#[test]
fn very_many_records_need_their_number_typed() {
    let mut window = window(opened(), ask(Some(1200)));
    let verb = |window: &Harness<'_, Asked>| {
        window
            .get_by_label("Delete 120 log entries")
            .accesskit_node()
            .is_disabled()
    };
    assert!(verb(&window));
    window.get_by_role(Role::TextInput).focus();
    window.run();
    window.get_by_role(Role::TextInput).type_text("120");
    window.run();
    assert!(verb(&window), "120 is not 1,200");
    window.get_by_role(Role::TextInput).type_text("0");
    window.run();
    assert!(!verb(&window));
}

#[test]
fn one_of_a_few_is_a_radio_group() {
    let mut window = window(1_u8, |ui, chosen| {
        Choice::new("Direction", chosen)
            .option(0, "Both")
            .option(1, "To Dataverse")
            .show(ui);
    });
    assert!(
        window
            .query_by_role_and_label(Role::RadioGroup, "Direction")
            .is_some()
    );
    window
        .get_by_role_and_label(Role::RadioButton, "Both")
        .click();
    window.run();
    assert_eq!(*window.state(), 0);
}

#[test]
fn a_list_folds_out_and_takes_the_choice() {
    let options = [(0_u8, "CUSTOMER".to_owned()), (1, "CONTACT".to_owned())];
    let mut window = window(0_u8, |ui, chosen| {
        select(ui, "Mapping", chosen, &options);
    });
    window
        .get_by_role_and_label(Role::ComboBox, "Mapping")
        .click();
    window.run();
    window
        .get_by_role_and_label(Role::MenuItemCheckBox, "CONTACT")
        .click();
    window.run();
    assert_eq!(*window.state(), 1);
    assert!(
        window.query_by_label("CONTACT").is_none(),
        "the list closed"
    );
}

#[test]
fn a_menu_opens_and_closes() {
    let mut window = window(0, |ui, pressed| {
        menu_button(ui, Button::quiet("Sync now"), |ui| {
            *pressed += i32::from(
                ui.add(raccord::ui::widgets::MenuItem::new("Preview only"))
                    .clicked(),
            );
        });
    });
    window.get_by_label("Sync now").click();
    window.run();
    window.get_by_label("Preview only").click();
    window.run();
    assert_eq!(*window.state(), 1);
    assert!(window.query_by_label("Preview only").is_none());
}

#[test]
fn a_switch_flips_with_the_space_bar() {
    let mut window = window(false, |ui, on| {
        toggle(ui, "Show unchanged", on);
    });
    window
        .get_by_role_and_label(Role::Switch, "Show unchanged")
        .focus();
    window.run();
    window.key_press(Key::Space);
    window.run();
    assert!(*window.state());
}

#[test]
fn a_field_is_named_by_its_label_and_described_by_its_error() {
    let mut window = window(String::new(), |ui, url| {
        let error = url.is_empty().then_some("An address is needed");
        Field::new("Environment URL").error(error).text(ui, url);
    });
    let input = window.get_by_role_and_label(Role::TextInput, "Environment URL");
    assert_eq!(
        input.accesskit_node().description().as_deref(),
        Some("An address is needed")
    );
    input.focus();
    window.run();
    window.get_by_role(Role::TextInput).type_text("https://bc");
    window.run();
    assert_eq!(window.state(), "https://bc");
}

#[test]
fn a_secret_is_masked_until_it_is_revealed() {
    let mut window = window(("hunter2".to_owned(), false), |ui, (secret, revealed)| {
        Field::new("Client secret").secret(ui, secret, revealed);
    });
    let shown = |window: &Harness<'_, (String, bool)>| {
        let role = if window.state().1 {
            Role::TextInput
        } else {
            Role::PasswordInput
        };
        window.get_by_role(role).value().unwrap_or_default()
    };
    assert!(!shown(&window).contains("hunter2"));
    window.get_by_label("Show Client secret").click();
    window.run();
    assert_eq!(shown(&window), "hunter2");
}

#[test]
fn a_notice_is_spoken_and_can_be_put_away() {
    let mut window = window((false, false), |ui, (review, gone)| {
        Notice::new(Tone::Warning, "Dataverse changed 2 fields")
            .action("Review", review)
            .dismiss(gone)
            .show(ui);
    });
    assert!(
        window
            .query_by_label("Warning: Dataverse changed 2 fields")
            .is_some()
    );
    window.get_by_label("Review").click();
    window.run();
    window.get_by_label("Dismiss").click();
    window.run();
    assert_eq!(*window.state(), (true, true));
}

#[test]
fn a_toast_offers_undo_goes_by_itself_and_stays_in_the_list() {
    let mut toasts: Toasts<&'static str> = Toasts::default();
    toasts.push(Note {
        tone: Tone::Success,
        message: "Coupling deleted".to_owned(),
        action: Some(("Undo".to_owned(), "undo")),
        when: "14:05".to_owned(),
    });
    let mut window = window((toasts, None, false), |ui, (toasts, chosen, list)| {
        *chosen = chosen.or(toasts.show(ui.ctx()));
        if *list {
            toasts.show_list(ui);
        }
    });
    assert_eq!(window.state().0.unseen(), 1);
    window.get_by_label("Undo").click();
    window.run();
    assert_eq!(window.state().1, Some("undo"));
    assert!(window.query_by_label_contains("Coupling deleted").is_none());

    window.state_mut().0.push(Note {
        tone: Tone::Info,
        message: "12 records synchronised".to_owned(),
        action: None,
        when: "14:06".to_owned(),
    });
    window.run_ok();
    assert!(
        window
            .query_by_label("Note: 12 records synchronised")
            .is_some()
    );
    window.run_steps(60);
    assert!(
        window
            .query_by_label("Note: 12 records synchronised")
            .is_none(),
        "ten seconds are over"
    );
    window.state_mut().2 = true;
    window.run();
    assert!(
        window.query_by_label_contains("12 records").is_some(),
        "but it stays in the list"
    );
    assert_eq!(window.state().0.unseen(), 0);
}

#[test]
fn a_page_that_failed_says_what_to_do() {
    let problem = PageProblem {
        what: "The cache could not be read".to_owned(),
        why: None,
        next: Some("Close other programs that use the folder".to_owned()),
        code: "E2001".to_owned(),
        details: "disk I/O error".to_owned(),
    };
    let mut window = window((0, PageState::Problem(problem)), |ui, (again, page)| {
        *again += i32::from(page.show(ui));
    });
    assert!(window.query_by_label("Code E2001").is_some());
    window.get_by_label("Try again").click();
    window.run();
    assert_eq!(window.state().0, 1);
}

#[test]
fn the_filter_is_reached_by_key_and_emptied_by_escape() {
    let mut window = window((String::new(), 0), |ui, (typed, changes)| {
        *changes += i32::from(search_box(ui, "Filter conflicts", typed, 240.0).changed());
    });
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::F);
    window.run();
    let field = window.get_by_role_and_label(Role::TextInput, "Filter conflicts");
    assert!(field.is_focused());
    field.type_text("ada");
    window.run();
    assert_eq!(window.state().0, "ada");
    window.get_by_label("Clear").click();
    window.run();
    assert_eq!(window.state().0, "");
    assert!(window.state().1 >= 2);
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::F);
    window.run();
    window
        .get_by_role_and_label(Role::TextInput, "Filter conflicts")
        .type_text("ada");
    window.run();
    assert_eq!(window.state().0, "ada");
    window.key_press(Key::Escape);
    window.run();
    assert_eq!(window.state().0, "", "Esc empties the field");
}
