//! A part of each day, from one time to another.

use crate::i18n::Texts;
use crate::model::quiet::{QuietHours, clock, minutes};
use crate::ui::design::space;
use crate::ui::widgets::{toggle, typed};
use eframe::egui::{Id, Ui};

/// Width of a time of the day in points.
const TIME: f32 = 96.0;

/// What a person wants: hours, or none.
pub(super) struct Wish(pub(super) Option<QuietHours>);

/// Shows a switch and, where it is on, both times; answers what was changed.
pub(super) fn show(
    ui: &mut Ui,
    texts: Texts,
    key: &'static str,
    now: Option<QuietHours>,
) -> Option<Wish> {
    let mut on = now.is_some();
    if toggle(ui, &texts.t(key), &mut on).changed() {
        return Some(Wish(on.then(QuietHours::default)));
    }
    let now = now?;
    let mut changed = None;
    ui.horizontal(|ui| {
        ui.add_space(36.0 + space::S);
        for (part, label, minute) in [
            ("from", "settings-quiet-from", now.from()),
            ("to", "settings-quiet-to", now.to()),
        ] {
            let with = |minute| match part {
                "from" => QuietHours::new(minute, now.to()),
                _ => QuietHours::new(now.from(), minute),
            };
            let fits = |text: &str| minutes(text).and_then(with).is_some();
            ui.vertical(|ui| {
                let id = Id::unique(("quiet", key, part));
                let typed = typed(ui, id, &texts.t(label), &clock(minute), TIME, fits);
                if let Some(hours) = typed.and_then(|text| with(minutes(&text)?)) {
                    changed = Some(Wish(Some(hours)));
                }
            });
        }
    });
    changed.filter(|new| new.0 != Some(now))
}
