//! Settings, each of which applies at once, with the way back: the window, notifications, the schedule, limits, the connection,
//! the data.
//!
//! - here: the page and what is looked for in it; `window`, `runs`, `data`: the settings; `quiet`: a part of each day

mod data;
mod quiet;
mod runs;
mod window;

use crate::app::App;
use crate::app::command::{Command, SettingCommand};
use crate::i18n::{Arg, Texts};
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, card, page_header, scrolled, search_box};
use eframe::egui::{Id, Key, Modifiers, Ui};

/// A setting: the keys of the words by which it is found, and how it is drawn.
type Row = (&'static [&'static str], fn(&mut Ui, &mut App));

/// The parts of the page, by the keys of their names.
const PARTS: [(&str, &[Row]); 8] = [
    (
        "settings-general",
        &[
            (&["settings-language"], window::language),
            (
                &[
                    "settings-theme",
                    "settings-theme-system",
                    "settings-theme-light",
                    "settings-theme-dark",
                    "settings-theme-contrast",
                ],
                window::theme,
            ),
            (&["settings-zoom"], window::zoom),
            (&["settings-motion"], window::motion),
            (
                &["settings-autostart", "settings-autostart-help"],
                window::autostart,
            ),
        ],
    ),
    (
        "settings-connection",
        &[(
            &[
                "settings-connection",
                "settings-network",
                "wizard-edit",
                "wizard-test",
                "wizard-sign-in-again",
                "wizard-sign-out",
                "wizard-beside",
                "wizard-proxy",
            ],
            connection,
        )],
    ),
    (
        "settings-schedule",
        &[
            (
                &[
                    "settings-schedule-on",
                    "settings-schedule-every",
                    "settings-schedule-help",
                ],
                runs::schedule,
            ),
            (&["settings-schedule-quiet"], runs::quiet),
        ],
    ),
    (
        "settings-limits",
        &[(
            &[
                "word-safety-brake",
                "mappings-brake-changes",
                "mappings-brake-deletions",
                "mappings-brake-from",
                "mappings-skip-after",
                "settings-limits-services",
            ],
            runs::limits,
        )],
    ),
    (
        "settings-notifications",
        &[
            (
                &[
                    "settings-notify",
                    "settings-notify-needs-you",
                    "settings-notify-failed",
                    "settings-notify-finished",
                    "settings-notify-help",
                ],
                window::notices,
            ),
            (&["settings-notify-quiet"], window::quiet_notices),
        ],
    ),
    (
        "settings-data",
        &[
            (
                &[
                    "settings-folder",
                    "settings-size",
                    "settings-open-folder",
                    "settings-backup",
                    "settings-restore",
                ],
                data::folder,
            ),
            (
                &[
                    "settings-retention",
                    "settings-forget-jobs",
                    "settings-forget-errors",
                ],
                data::retention,
            ),
        ],
    ),
    (
        "settings-region",
        &[
            (
                &[
                    "settings-density",
                    "settings-density-comfortable",
                    "settings-density-compact",
                ],
                window::density,
            ),
            (
                &["settings-formats", "settings-numbers", "settings-dates"],
                window::formats,
            ),
        ],
    ),
    (
        "settings-advanced",
        &[(
            &["settings-detailed-log", "settings-detailed-log-help"],
            data::log,
        )],
    ),
];

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let id = Id::unique("settings-search");
    let mut wanted: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    page_header(
        ui,
        texts.t("nav-settings"),
        texts.t("settings-sentence"),
        |ui| undo(ui, app),
    );
    search_box(ui, &texts.t("settings-search"), &mut wanted, 280.0);
    ui.add_space(space::M);
    if let Some(problem) = app.preferences.problem.clone() {
        if super::unreadable(texts, &problem).show(ui) {
            app.send(Command::Refresh);
        }
        return;
    }
    scrolled(ui, "settings", |ui| {
        let mut found = false;
        for (title, rows) in PARTS {
            let whole = holds(texts, &[title], &wanted);
            let fitting = rows
                .iter()
                .filter(|(words, _)| whole || holds(texts, words, &wanted));
            let fitting: Vec<&Row> = fitting.collect();
            if fitting.is_empty() {
                continue;
            }
            found = true;
            card(ui, |ui| {
                ui.label(text::heading(texts.t(title)));
                for (_, draw) in fitting {
                    ui.add_space(space::S);
                    draw(ui, app);
                }
            });
            ui.add_space(space::M);
        }
        if !found {
            ui.label(text::weak(texts.t("settings-nothing")));
        }
    });
    ui.data_mut(|data| data.insert_temp(id, wanted));
}

/// The way back from the last change, by the button or by its key.
fn undo(ui: &mut Ui, app: &mut App) {
    let Some(what) = app.setting_steps.last().map(|step| step.what) else {
        return;
    };
    let texts = app.texts;
    let args = [("what", Arg::from(texts.t(what)))];
    let button = Button::quiet(texts.t_args("settings-undo", &args)).icon(Icon::Undo);
    let typing = ui.ctx().text_edit_focused();
    let key = !typing && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Z));
    if ui.add(button).clicked() || key {
        send(app, SettingCommand::Undo);
    }
}

/// Whether any of these words holds what is looked for.
fn holds(texts: Texts, words: &[&str], wanted: &str) -> bool {
    let wanted = wanted.trim().to_lowercase();
    words
        .iter()
        .any(|key| texts.t(key).to_lowercase().contains(&wanted))
}

fn send(app: &mut App, command: SettingCommand) {
    app.send(Command::Setting(command));
}

fn connection(ui: &mut Ui, app: &mut App) {
    crate::ui::wizard::show_connection(ui, app);
}
