//! Settings: the window, the schedule, how runs behave, the connection, the data. Each applies at once.

use crate::app::App;
use crate::app::command::{Command, SettingCommand, Zoom};
use crate::app::settings::{Density, Theme};
use crate::i18n::{Arg, DateFormat, Formats, Lang, NumberFormat, Texts};
use crate::model::running::{Brake, Interval};
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{
    Button, Choice, card, page_header, scrolled, search_box, select, toggle, typed,
};
use eframe::egui::{Id, Label, Ui};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// The pauses that the schedule offers, in seconds.
const PAUSES: [u32; 7] = [300, 900, 1800, 3600, 14_400, 43_200, 86_400];

/// A part of the page: what is looked for in it, and how it is drawn.
type Part = (&'static str, &'static [&'static str], fn(&mut Ui, &mut App));

const PARTS: [Part; 6] = [
    (
        "settings-general",
        &[
            "settings-language",
            "settings-theme",
            "settings-zoom",
            "settings-motion",
            "settings-notify",
        ],
        general,
    ),
    (
        "settings-schedule",
        &["settings-schedule-on", "settings-schedule-every"],
        schedule,
    ),
    (
        "settings-limits",
        &["word-safety-brake", "mappings-skip-after"],
        limits,
    ),
    (
        "settings-connection",
        &["settings-connection", "settings-network"],
        connection,
    ),
    (
        "settings-data",
        &[
            "settings-folder",
            "settings-backup",
            "settings-restore",
            "settings-retention",
        ],
        data,
    ),
    (
        "settings-region",
        &["settings-density", "settings-numbers", "settings-dates"],
        region,
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
        |_| {},
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
        for (title, words, draw) in PARTS {
            if !is_wanted(texts, title, words, &wanted) {
                continue;
            }
            found = true;
            card(ui, |ui| {
                ui.label(text::heading(texts.t(title)));
                ui.add_space(space::S);
                draw(ui, app);
            });
            ui.add_space(space::M);
        }
        if !found {
            ui.label(text::weak(texts.t("settings-nothing")));
        }
    });
    ui.data_mut(|data| data.insert_temp(id, wanted));
}

fn is_wanted(texts: Texts, title: &str, words: &[&str], wanted: &str) -> bool {
    let wanted = wanted.trim().to_lowercase();
    std::iter::once(&title)
        .chain(words)
        .any(|key| texts.t(key).to_lowercase().contains(&wanted))
}

fn send(app: &mut App, command: SettingCommand) {
    app.send(Command::Setting(command));
}

fn general(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    ui.label(text::strong(texts.t("settings-language")));
    let mut lang = texts.lang();
    let languages = Choice::new(texts.t("settings-language"), &mut lang)
        .option(Lang::En, Lang::En.own_name())
        .option(Lang::Fr, Lang::Fr.own_name());
    if languages.show(ui) {
        app.send(Command::SetLang(lang));
    }
    ui.add_space(space::S);
    ui.label(text::strong(texts.t("settings-theme")));
    let mut theme = app.settings.theme;
    let mut themes = Choice::new(texts.t("settings-theme"), &mut theme);
    for one in Theme::ALL {
        themes = themes.option(one, texts.t(one.label_key()));
    }
    if themes.show(ui) {
        app.send(Command::SetTheme(theme));
    }
    ui.add_space(space::S);
    ui.label(text::strong(texts.t("settings-zoom")));
    ui.horizontal(|ui| {
        for (icon, zoom) in [(Icon::Minus, Zoom::Out), (Icon::Plus, Zoom::In)] {
            let command = Command::Zoom(zoom);
            let button = Button::icon_only(icon, command.label(texts))
                .disabled_because(app.why_not(&command));
            if ui.add(button).clicked() {
                app.send(command);
            }
        }
        let percent = [("percent", Arg::from(app.settings.zoom.percent()))];
        ui.label(texts.t_args("settings-zoom-percent", &percent));
        let reset = Command::Zoom(Zoom::Reset);
        let button = Button::quiet(reset.label(texts)).disabled_because(app.why_not(&reset));
        if ui.add(button).clicked() {
            app.send(reset);
        }
    });
    ui.add_space(space::S);
    let mut reduce = app.settings.reduce_motion;
    if toggle(ui, &texts.t("settings-motion"), &mut reduce).changed() {
        send(app, SettingCommand::ReduceMotion(reduce));
    }
    let mut notify = app.settings.notify;
    if toggle(ui, &texts.t("settings-notify"), &mut notify).changed() {
        send(app, SettingCommand::Notify(notify));
    }
}

/// How close together rows stand, and how numbers and dates are written.
fn region(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    ui.label(text::strong(texts.t("settings-density")));
    let mut density = app.settings.density;
    let mut densities = Choice::new(texts.t("settings-density"), &mut density);
    for one in Density::ALL {
        densities = densities.option(one, texts.t(one.label_key()));
    }
    if densities.show(ui) {
        send(app, SettingCommand::Density(density));
    }
    ui.add_space(space::S);
    formats(ui, app);
}

/// How numbers and dates are written: each form is its own example.
fn formats(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let formats = app.settings.formats;
    let plain = texts.t("settings-format-language");
    let numbers: Vec<(NumberFormat, String)> = NumberFormat::ALL
        .into_iter()
        .map(|numbers| {
            let example = texts.with_formats(Formats { numbers, ..formats });
            let example = example.decimal(Decimal::new(123_456_789, 2));
            (
                numbers,
                said(&plain, numbers == NumberFormat::Language, &example),
            )
        })
        .collect();
    let day = Date::constant(2026, 11, 21);
    let dates: Vec<(DateFormat, String)> = DateFormat::ALL
        .into_iter()
        .map(|dates| {
            let example = texts.with_formats(Formats { dates, ..formats }).date(day);
            (dates, said(&plain, dates == DateFormat::Language, &example))
        })
        .collect();
    ui.label(text::strong(texts.t("settings-formats")));
    let mut wanted = formats;
    ui.horizontal_wrapped(|ui| {
        ui.label(text::weak(texts.t("settings-numbers")));
        select(
            ui,
            &texts.t("settings-numbers"),
            &mut wanted.numbers,
            &numbers,
        );
        ui.label(text::weak(texts.t("settings-dates")));
        select(ui, &texts.t("settings-dates"), &mut wanted.dates, &dates);
    });
    if wanted != formats {
        send(app, SettingCommand::Formats(wanted));
    }
}

fn said(plain: &str, by_language: bool, example: &str) -> String {
    if by_language {
        format!("{plain} ({example})")
    } else {
        example.to_owned()
    }
}

fn schedule(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let every = app.preferences.every;
    let mut on = every.is_some();
    if toggle(ui, &texts.t("settings-schedule-on"), &mut on).changed() {
        let every = on.then_some(Interval { seconds: 1800 });
        send(app, SettingCommand::Schedule(every));
    }
    let Some(every) = every else {
        ui.add(Label::new(text::small(texts.t("settings-schedule-help"))).wrap());
        return;
    };
    let mut seconds = every.seconds;
    let mut pauses: Vec<u32> = PAUSES.to_vec();
    if !pauses.contains(&seconds) {
        pauses.insert(0, seconds);
    }
    let options: Vec<(u32, String)> = pauses
        .into_iter()
        .map(|seconds| {
            let length = jiff::SignedDuration::from_secs(i64::from(seconds));
            (seconds, texts.duration(length))
        })
        .collect();
    let label = texts.t("settings-schedule-every");
    ui.horizontal_wrapped(|ui| {
        ui.label(text::weak(label.as_ref()));
        if select(ui, &label, &mut seconds, &options) {
            send(app, SettingCommand::Schedule(Some(Interval { seconds })));
        }
        if let Some(next) = app.home.next_run {
            let now = app.now();
            let when = texts.relative(next.max(now), now, &app.zone);
            let when = [("when", Arg::from(when.as_str()))];
            ui.label(text::small(texts.t_args("status-next-sync", &when)));
        }
    });
    ui.add(Label::new(text::small(texts.t("settings-schedule-help"))).wrap());
}

fn limits(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let usual = app.preferences.brake;
    let brake = usual.unwrap_or_default();
    let shown = |number: u32| usual.map(|_| number.to_string()).unwrap_or_default();
    let fits = |text: &str| text.trim().is_empty() || text.trim().parse::<u32>().is_ok();
    let percent = |number: u32| u8::try_from(number.min(100)).unwrap_or(100);
    let numbers = [
        ("mappings-brake-changes", u32::from(brake.changes)),
        ("mappings-brake-deletions", u32::from(brake.deletions)),
        ("mappings-brake-from", brake.from),
    ];
    let mut new: Option<Brake> = None;
    ui.label(text::strong(texts.t("word-safety-brake")));
    ui.horizontal_wrapped(|ui| {
        for (place, (key, number)) in numbers.into_iter().enumerate() {
            ui.vertical(|ui| {
                let id = Id::unique(("settings", key));
                let text = typed(ui, id, &texts.t(key), &shown(number), 170.0, fits);
                let Some(number) = text.and_then(|text| text.trim().parse::<u32>().ok()) else {
                    return;
                };
                new = Some(match place {
                    0 => Brake {
                        changes: percent(number),
                        ..brake
                    },
                    1 => Brake {
                        deletions: percent(number),
                        ..brake
                    },
                    _ => Brake {
                        from: number,
                        ..brake
                    },
                });
            });
        }
    });
    if let Some(brake) = new {
        send(app, SettingCommand::Brake(brake));
    }
    ui.add_space(space::S);
    let now = app
        .preferences
        .skip_after
        .map(|after| after.unwrap_or(2).to_string());
    let id = Id::unique(("settings", "skip-after"));
    let label = texts.t("mappings-skip-after");
    let now = now.unwrap_or_default();
    if let Some(text) = typed(ui, id, &label, &now, 170.0, fits)
        && let Ok(number) = text.trim().parse::<u32>()
    {
        let after = (number != 2).then_some(number);
        send(app, SettingCommand::SkipAfter(after));
    }
    let differ = usual.is_none() || app.preferences.skip_after.is_none();
    let key = if differ {
        "settings-limits-differ"
    } else {
        "settings-limits-help"
    };
    ui.add(Label::new(text::small(texts.t(key))).wrap());
}

fn connection(ui: &mut Ui, app: &mut App) {
    crate::ui::wizard::show_connection(ui, app);
}

fn data(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let folder = app
        .data_folder()
        .map(|folder| folder.display().to_string())
        .unwrap_or_default();
    ui.label(text::strong(texts.t("settings-folder")));
    ui.add(Label::new(text::mono(folder)).wrap());
    crate::ui::wizard::move_button(ui, app);
    let idle = app.running.is_none();
    ui.horizontal_wrapped(|ui| {
        for (key, icon, command, can) in [
            (
                "settings-open-folder",
                Icon::Folder,
                SettingCommand::OpenFolder,
                true,
            ),
            (
                "settings-backup",
                Icon::Export,
                SettingCommand::ChooseBackup,
                idle,
            ),
            (
                "settings-restore",
                Icon::Undo,
                SettingCommand::ChooseRestore,
                idle,
            ),
        ] {
            let button = Button::quiet(texts.t(key)).icon(icon).enabled(can);
            if ui.add(button).clicked() {
                send(app, command);
            }
        }
    });
    ui.add_space(space::S);
    ui.label(text::strong(texts.t("settings-retention")));
    ui.horizontal_wrapped(|ui| {
        for (key, command) in [
            ("settings-forget-jobs", SettingCommand::ForgetJobs),
            ("settings-forget-errors", SettingCommand::ForgetErrors),
        ] {
            if ui.add(Button::quiet(texts.t(key)).enabled(idle)).clicked() {
                send(app, command);
            }
        }
    });
    ui.add(Label::new(text::small(texts.t("settings-retention-help"))).wrap());
}
