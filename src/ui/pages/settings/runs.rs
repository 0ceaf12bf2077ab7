//! What concerns runs: the schedule and the limits that stop them.

use super::send;
use crate::app::App;
use crate::app::command::SettingCommand;
use crate::i18n::Arg;
use crate::model::running::{Brake, Interval};
use crate::ui::design::{space, text};
use crate::ui::widgets::{select, toggle, typed};
use eframe::egui::{Id, Label, Ui};

/// The pauses that the schedule offers, in seconds.
const PAUSES: [u32; 7] = [300, 900, 1800, 3600, 14_400, 43_200, 86_400];

pub(super) fn schedule(ui: &mut Ui, app: &mut App) {
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

/// When the schedule rests.
pub(super) fn quiet(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let now = app.preferences.rest.as_ref().map(|rest| rest.hours);
    let wish = super::quiet::show(ui, texts, "settings-schedule-quiet", now);
    if let Some(super::quiet::Wish(quiet)) = wish {
        send(app, SettingCommand::QuietHours(quiet));
    }
    if let Some(rest) = &app.preferences.rest {
        let zone = [("zone", Arg::from(rest.zone.as_str()))];
        let words = texts.t_args("settings-quiet-zone", &zone);
        ui.add(Label::new(text::small(words)).wrap());
    }
}

pub(super) fn limits(ui: &mut Ui, app: &mut App) {
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
    ui.add(Label::new(text::small(texts.t("settings-limits-services"))).wrap());
}
