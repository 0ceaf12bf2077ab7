//! What concerns the window: language, look, size, how things are written, and what the system tells.

use super::send;
use crate::app::App;
use crate::app::command::{Command, SettingCommand, Zoom};
use crate::app::settings::{Density, Theme};
use crate::app::system_notices::NoticeKind;
use crate::i18n::{Arg, DateFormat, Formats, Lang, NumberFormat};
use crate::ui::design::{Icon, text};
use crate::ui::widgets::{Button, Choice, select, toggle};
use eframe::egui::{Label, Ui};
use jiff::civil::Date;
use rust_decimal::Decimal;
use strum::IntoEnumIterator as _;

pub(super) fn language(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    ui.label(text::strong(texts.t("settings-language")));
    let mut lang = texts.lang();
    let languages = Choice::new(texts.t("settings-language"), &mut lang)
        .option(Lang::En, Lang::En.own_name())
        .option(Lang::Fr, Lang::Fr.own_name());
    if languages.show(ui) {
        app.send(Command::SetLang(lang));
    }
}

pub(super) fn theme(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    ui.label(text::strong(texts.t("settings-theme")));
    let mut theme = app.settings.theme;
    let mut themes = Choice::new(texts.t("settings-theme"), &mut theme);
    for one in Theme::ALL {
        themes = themes.option(one, texts.t(one.label_key()));
    }
    if themes.show(ui) {
        app.send(Command::SetTheme(theme));
    }
}

pub(super) fn zoom(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    ui.label(text::strong(texts.t("settings-zoom")));
    ui.horizontal_wrapped(|ui| {
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
}

pub(super) fn motion(ui: &mut Ui, app: &mut App) {
    let mut reduce = app.settings.reduce_motion;
    if toggle(ui, &app.texts.t("settings-motion"), &mut reduce).changed() {
        send(app, SettingCommand::ReduceMotion(reduce));
    }
}

/// Whether the program starts with the system; nothing where the system has no list of what it starts.
pub(super) fn autostart(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let Some(mut on) = app.preferences.autostart else {
        return;
    };
    if toggle(ui, &texts.t("settings-autostart"), &mut on).changed() {
        send(app, SettingCommand::Autostart(on));
    }
    ui.add(Label::new(text::small(texts.t("settings-autostart-help"))).wrap());
}

pub(super) fn density(ui: &mut Ui, app: &mut App) {
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
}

/// What the system tells while nobody looks at the window.
pub(super) fn notices(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    ui.add(Label::new(text::weak(texts.t("settings-notify-help"))).wrap());
    for kind in NoticeKind::iter() {
        let mut wanted = app.settings.notices.wants(kind);
        if toggle(ui, &texts.t(kind.label_key()), &mut wanted).changed() {
            send(app, SettingCommand::Notify(kind, wanted));
        }
    }
}

/// When the system tells nothing.
pub(super) fn quiet_notices(ui: &mut Ui, app: &mut App) {
    let now = app.settings.notices.quiet;
    let wish = super::quiet::show(ui, app.texts, "settings-notify-quiet", now);
    if let Some(super::quiet::Wish(quiet)) = wish {
        send(app, SettingCommand::QuietNotices(quiet));
    }
}

/// How numbers and dates are written: each form is its own example.
pub(super) fn formats(ui: &mut Ui, app: &mut App) {
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
