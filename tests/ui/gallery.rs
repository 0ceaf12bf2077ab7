//! Pictures of the design system and of every widget, in both themes. Look at them after each change.

use eframe::egui;
use eframe::egui::Ui;
use egui_kittest::SnapshotResults;
use egui_kittest::kittest::Queryable as _;
use raccord::i18n::Lang;
use raccord::i18n::Texts;
use raccord::model::Side;
use raccord::ui::WordsExt as _;
use raccord::ui::design::Icon;
use raccord::ui::design::Mark;
use raccord::ui::design::ThemeChoice;
use raccord::ui::design::Tone;
use raccord::ui::design::icon;
use raccord::ui::design::space;
use raccord::ui::design::text;
use raccord::ui::set_texts;
use raccord::ui::widgets::Answer;
use raccord::ui::widgets::Button;
use raccord::ui::widgets::CellContent;
use raccord::ui::widgets::Choice;
use raccord::ui::widgets::Confirm;
use raccord::ui::widgets::Detail;
use raccord::ui::widgets::Field;
use raccord::ui::widgets::MenuItem;
use raccord::ui::widgets::NavItem;
use raccord::ui::widgets::Note;
use raccord::ui::widgets::Notice;
use raccord::ui::widgets::PageProblem;
use raccord::ui::widgets::PageState;
use raccord::ui::widgets::ProgressLine;
use raccord::ui::widgets::RadioCell;
use raccord::ui::widgets::SideBadge;
use raccord::ui::widgets::StateChip;
use raccord::ui::widgets::Toasts;
use raccord::ui::widgets::card;
use raccord::ui::widgets::check;
use raccord::ui::widgets::count_badge;
use raccord::ui::widgets::details;
use raccord::ui::widgets::key_hint;
use raccord::ui::widgets::marked_value;
use raccord::ui::widgets::menu_button;
use raccord::ui::widgets::page_header;
use raccord::ui::widgets::search_box;
use raccord::ui::widgets::select;
use raccord::ui::widgets::toggle;
use strum::IntoEnumIterator as _;

use crate::harness::harness;

const THEMES: [(ThemeChoice, &str); 3] = [
    (ThemeChoice::Dark, "dark"),
    (ThemeChoice::Light, "light"),
    (ThemeChoice::HighContrast, "contrast"),
];

#[test]
fn icons() {
    let mut window = harness([420.0, 320.0], ThemeChoice::Dark, (), |ui, ()| {
        ui.label(text::title("Customers & accounts 10 000,00"));
        ui.label(text::heading("Needs you"));
        ui.label("Station Road, 21 — Łódź, Ærø, Ελλάδα");
        ui.label(text::weak("not changed since 14:05"));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::splat(space::M);
            for sign in Icon::iter() {
                ui.add(icon(sign));
            }
        });
    });
    window.snapshot("icons");
}

#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each switch in the picture"
)]
struct Typed {
    url: String,
    secret: String,
    revealed: bool,
    on: bool,
    chosen: u8,
    clicked: bool,
    dismissed: bool,
}

#[expect(clippy::too_many_lines, reason = "one of each widget")]
fn everything(ui: &mut Ui, typed: &mut Typed) {
    ui.spacing_mut().item_spacing.y = space::M;
    page_header(
        ui,
        "Conflicts",
        "37 records wait for a decision, the oldest for 2 days",
        |ui| {
            ui.add(Button::primary("Synchronise now").icon(Icon::Sync));
            ui.add(Button::icon_only(Icon::More, "More"));
        },
    );
    Notice::new(
        Tone::Warning,
        "Dataverse changed 2 fields since you opened this",
    )
    .action("Review", &mut typed.clicked)
    .dismiss(&mut typed.dismissed)
    .show(ui);
    Notice::new(Tone::Error, "Business Central cannot be reached").show(ui);
    ui.horizontal(|ui| {
        ui.add(Button::primary("Apply to both"));
        ui.add(Button::quiet("Preview…"));
        ui.add(Button::quiet("Export…").icon(Icon::Export));
        ui.add(Button::plain("Skip for now"));
        ui.add(Button::danger("Delete 12 entries").icon(Icon::Trash));
        ui.add(Button::primary("Apply to both").disabled_because(Some("3 fields are open")));
    });
    ui.horizontal(|ui| {
        for mark in Mark::ALL {
            let word = ui.texts().t(mark.text_key()).into_owned();
            ui.add(StateChip::mark(mark, word));
        }
    });
    ui.horizontal(|ui| {
        ui.add(SideBadge::new(Side::Bc));
        ui.add(icon(Icon::ArrowBoth));
        ui.add(SideBadge::new(Side::Dv));
        count_badge(ui, 37, Some(Tone::Warning));
        count_badge(ui, 12, Some(Tone::Error));
        count_badge(ui, 0, None);
        key_hint(
            ui,
            &egui::KeyboardShortcut::new(egui::Modifiers::COMMAND, egui::Key::Enter),
        );
        ui.add(ProgressLine::new("CUSTOMER", 1240, Some(3900)));
        ui.add(ProgressLine::new("CONTACT", 12, None));
    });
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(320.0);
            Field::new("Environment URL")
                .hint("https://…")
                .help("Paste anything from the address bar")
                .text(ui, &mut typed.url);
            Field::new("Client secret")
                .error(Some("The service refused this secret; it may have run out"))
                .secret(ui, &mut typed.secret, &mut typed.revealed);
        });
        ui.add_space(space::L);
        ui.vertical(|ui| {
            Choice::new("Direction", &mut typed.chosen)
                .option(0, "Bidirectional")
                .option(1, "To Dataverse")
                .show(ui);
            select(
                ui,
                "Mapping",
                &mut typed.chosen,
                &[(0, "CUSTOMER".to_owned()), (1, "CONTACT".to_owned())],
            );
            toggle(ui, "Show unchanged fields", &mut typed.on);
            toggle(ui, "Only with drafts", &mut true);
            check(ui, "Create new if no match", &mut typed.on);
            check(ui, "Synchronise only coupled records", &mut true);
        });
    });
    card(ui, |ui| {
        ui.label(text::heading("Phone"));
        ui.horizontal(|ui| {
            ui.set_height(space::ROW);
            for (side, value, taken) in [
                (Side::Bc, "+44 1223 555 0199", true),
                (Side::Dv, "+44 1223 555 0142", false),
            ] {
                let marked = marked_value(ui, "+44 1223 555 0100", value, side, false);
                ui.allocate_ui(egui::vec2(220.0, space::ROW), |ui| {
                    ui.add(
                        RadioCell::new(side, "Phone", value, CellContent::Value(marked.into()))
                            .taken(taken),
                    );
                });
            }
            ui.allocate_ui(egui::vec2(220.0, space::ROW), |ui| {
                ui.add(RadioCell::new(Side::Dv, "Name", "", CellContent::Unchanged));
            });
        });
    });
    let nav = |ui: &mut Ui, folded: bool| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(NavItem::new(Icon::Home, "Home", false).folded(folded));
        ui.add(
            NavItem::new(Icon::Conflict, "Conflicts", true)
                .count(37, Tone::Warning)
                .folded(folded),
        );
        ui.add(
            NavItem::new(Icon::Error, "Errors", false)
                .count(12, Tone::Error)
                .folded(folded),
        );
    };
    ui.horizontal_top(|ui| {
        ui.allocate_ui(egui::vec2(space::NAV, 120.0), |ui| {
            ui.vertical(|ui| nav(ui, false))
        });
        ui.allocate_ui(egui::vec2(space::NAV_FOLDED, 120.0), |ui| {
            ui.vertical(|ui| nav(ui, true))
        });
    });
}

#[test]
fn widgets() {
    let mut results = SnapshotResults::new();
    for (theme, name) in THEMES {
        let mut window = harness([860.0, 792.0], theme, Typed::default(), |ui, typed| {
            egui::CentralPanel::default().show(ui, |ui| everything(ui, typed));
        });
        window.run();
        window.snapshot(format!("widgets-{name}"));
        results.extend_harness(&mut window);
    }
}

#[test]
fn widgets_speak_french() {
    let mut window = harness([860.0, 120.0], ThemeChoice::Light, (), |ui, ()| {
        set_texts(ui.ctx(), Texts::new(Lang::Fr));
        ui.horizontal_wrapped(|ui| {
            for mark in Mark::ALL {
                let word = ui.texts().t(mark.text_key()).into_owned();
                ui.add(StateChip::mark(mark, word));
            }
        });
    });
    window.run();
    window.snapshot("widgets-french");
}

/// Shows what stands over a page: a dialog, toasts.
fn layers(ui: &mut Ui, toasts: &mut Toasts<()>) {
    everything_behind(ui);
    toasts.show(ui.ctx());
    let mut typed = String::new();
    let answer = Confirm::new(
        "Delete entries from the log",
        "12 entries are older than 7 days. 3 of them are still open and stay.",
        "Delete 9 entries",
    )
    .danger()
    .type_number(9, &mut typed)
    .show(ui);
    assert_eq!(answer, Answer::Waiting);
}

fn everything_behind(ui: &mut Ui) {
    page_header(ui, "Jobs", "The last synchronisation took 48 s", |ui| {
        ui.add(Button::quiet("Export…").icon(Icon::Export));
    });
    PageState::Loading.show(ui);
}

fn two_toasts() -> Toasts<()> {
    let mut toasts = Toasts::default();
    for (tone, message, action) in [
        (Tone::Success, "1,204 records synchronised in 48 s", None),
        (
            Tone::Info,
            "Coupling of Adatum Corporation deleted",
            Some("Undo"),
        ),
    ] {
        toasts.push(Note {
            tone,
            message: message.to_owned(),
            action: action.map(|label| (label.to_owned(), ())),
            when: "14:05".to_owned(),
        });
    }
    toasts
}

#[test]
fn what_stands_over_a_page() {
    let mut results = SnapshotResults::new();
    for (theme, name) in THEMES {
        let mut window = harness([720.0, 420.0], theme, two_toasts(), |ui, toasts| {
            egui::CentralPanel::default().show(ui, |ui| layers(ui, toasts));
        });
        window.run_ok();
        window.snapshot(format!("layers-{name}"));
        results.extend_harness(&mut window);
    }
}

#[test]
fn page_states() {
    let problem = PageProblem {
        what: "Business Central refused the sign-in".to_owned(),
        why: Some("The client secret of the application ran out on 1 November.".to_owned()),
        next: Some(
            "Make a new secret in the Entra admin centre and put it into the connection."
                .to_owned(),
        ),
        code: "E1203".to_owned(),
        details: "AADSTS7000222".to_owned(),
    };
    let empty = PageState::Empty {
        icon: Icon::Inbox,
        title: "No conflicts".to_owned(),
        why: "Both systems agree on every coupled record. A conflict appears here when both sides change the same field between two synchronisations.".to_owned(),
        action: Some("Synchronise now".to_owned()),
    };
    let mut results = SnapshotResults::new();
    for (theme, name) in THEMES.into_iter().take(2) {
        let states = (PageState::Problem(problem.clone()), empty.clone());
        let mut window = harness([720.0, 520.0], theme, states, |ui, (problem, empty)| {
            egui::CentralPanel::default().show(ui, |ui| {
                problem.show(ui);
                empty.show(ui);
            });
        });
        window.run();
        window.snapshot(format!("page-states-{name}"));
        results.extend_harness(&mut window);
    }
}

#[test]
fn a_panel_with_details() {
    let mut window = harness(
        [420.0, 260.0],
        ThemeChoice::Light,
        "ada".to_owned(),
        |ui, typed| {
            egui::CentralPanel::default().show(ui, |ui| {
                search_box(ui, "Filter conflicts", typed, 240.0);
                let detail = |name, value, copy| Detail { name, value, copy };
                details(
                    ui,
                    &[
                        detail("Status", "412 Precondition Failed", false),
                        detail("Request id", "0f8fad5b-d9cb-469f-a165-70867728950e", true),
                        detail("Correlation id", "", false),
                        detail(
                            "Message",
                            "The record was changed by another user since it was read.",
                            true,
                        ),
                    ],
                );
                let job = marked_value(ui, "Adatum Corporation", "Adatum Corp.", Side::Dv, true);
                ui.label(job);
            });
        },
    );
    window.run();
    window.snapshot("details");
}

#[test]
fn a_menu_hangs_under_its_button() {
    let mut window = harness([420.0, 260.0], ThemeChoice::Dark, (), |ui, ()| {
        egui::CentralPanel::default().show(ui, |ui| {
            menu_button(
                ui,
                Button::quiet("Sync now").trailing(Icon::ChevronDown),
                |ui| {
                    let key = egui::KeyboardShortcut::new(egui::Modifiers::NONE, egui::Key::F5);
                    ui.add(
                        MenuItem::new("Synchronise modified records")
                            .icon(Icon::Sync)
                            .shortcut(key),
                    );
                    ui.add(MenuItem::new("Preview only").icon(Icon::Eye));
                    ui.add(MenuItem::new("Run full synchronisation").enabled(false));
                    ui.separator();
                    ui.add(MenuItem::new("Show unchanged").checked(true));
                    ui.add(
                        MenuItem::new("Delete all entries")
                            .icon(Icon::Trash)
                            .danger(),
                    );
                },
            );
        });
    });
    window.run();
    window.get_by_label("Sync now").click();
    window.run();
    window.snapshot("menu");
}
