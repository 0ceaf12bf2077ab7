//! Every key, by where it counts.

use crate::app::App;
use crate::app::route::Route;
use crate::ui::design::{space, text};
use crate::ui::shortcuts::{self, Section};
use crate::ui::widgets::key_hint;
use eframe::egui::{KeyboardShortcut, Label, Ui, vec2};

/// Width of the column of keys, in points.
const KEYS: f32 = 190.0;

/// Draws the overview.
pub(super) fn show(ui: &Ui, app: &mut App, here: Route) {
    let title = app.texts.t("keys-title");
    super::sheet(ui, app, &title, 620.0, |ui, app| {
        // What counts on the page that is shown stands first.
        let here = match here {
            Route::Merge(_) => Some(Part::Merge),
            Route::Skipped => Some(Part::Skipped),
            Route::Mappings => Some(Part::Mappings),
            _ => None,
        };
        if let Some(part) = here {
            section(ui, app, part.section());
        }
        ui.label(text::strong(app.texts.t("keys-everywhere")));
        let mut shown: Vec<(String, Vec<KeyboardShortcut>)> = Vec::new();
        for (keys, command) in shortcuts::everywhere() {
            let label = command.label(app.texts);
            match shown.iter_mut().find(|(own, _)| *own == label) {
                Some((_, all)) => all.push(keys),
                None => shown.push((label, vec![keys])),
            }
        }
        for (label, keys) in shown {
            line(ui, &keys, &label);
        }
        ui.add_space(space::L);
        section(ui, app, &shortcuts::TABLES);
        for part in Part::ALL {
            if here != Some(part) {
                section(ui, app, part.section());
            }
        }
    });
}

/// A part of the program with keys of its own.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Skipped,
    Merge,
    Mappings,
}

impl Part {
    const ALL: [Self; 3] = [Self::Skipped, Self::Merge, Self::Mappings];

    fn section(self) -> &'static Section {
        match self {
            Self::Skipped => &shortcuts::SKIPPED,
            Self::Merge => &shortcuts::MERGE,
            Self::Mappings => &shortcuts::MAPPINGS,
        }
    }
}

fn section(ui: &mut Ui, app: &App, section: &Section) {
    ui.label(text::strong(app.texts.t(section.title)));
    for (keys, sentence) in section.keys {
        line(ui, keys, &app.texts.t(sentence));
    }
    ui.add_space(space::L);
}

fn line(ui: &mut Ui, keys: &[KeyboardShortcut], sentence: &str) {
    // Many short lines: the fewer of them have to be scrolled to, the better.
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = space::TARGET;
    ui.horizontal(|ui| {
        let room = vec2(KEYS.min(ui.available_width() * 0.4), space::TARGET);
        let left = eframe::egui::Layout::left_to_right(eframe::egui::Align::Center);
        ui.allocate_ui_with_layout(room, left, |ui| {
            ui.set_min_width(room.x);
            for key in keys {
                key_hint(ui, key);
            }
        });
        ui.add(Label::new(sentence).wrap());
    });
}
