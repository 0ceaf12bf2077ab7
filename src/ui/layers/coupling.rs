//! Another partner for a record: records of the other side that have none, found by typing.

use crate::app::App;
use crate::app::command::Command;
use crate::i18n::Arg;
use crate::model::Side;
use crate::ui::design::{space, text};
use crate::ui::state::UiState;
use crate::ui::widgets::{MenuItem, search_box, select};
use eframe::egui::{Label, ScrollArea, Ui};
use uuid::Uuid;

/// How many rows are shown at a time; typing finds the others.
const SHOWN: usize = 200;

/// What happens to the records right after.
const AFTER: [(Option<Side>, &str); 3] = [
    (None, "coupling-after-nothing"),
    (Some(Side::Bc), "coupling-after-bc"),
    (Some(Side::Dv), "coupling-after-dv"),
];

/// Draws the choice.
pub(super) fn show(ui: &Ui, app: &mut App, state: &mut UiState) {
    let texts = app.texts;
    let Some(own) = app.coupling.clone() else {
        return;
    };
    let title = texts.t_args(
        "coupling-title",
        &[("record", Arg::from(own.label.as_str()))],
    );
    let mut chosen: Option<Uuid> = None;
    super::sheet(ui, app, &title, 520.0, |ui, _| {
        let help = match own.side {
            Side::Bc => "coupling-help",
            Side::Dv => "coupling-help-dv",
        };
        ui.add(Label::new(text::weak(texts.t(help))).wrap());
        ui.add_space(space::S);
        let options = AFTER.map(|(side, key)| (side, texts.t(key).into_owned()));
        let name = texts.t("coupling-after");
        select(ui, &name, &mut state.after_coupling, &options);
        ui.add_space(space::S);
        let hint = texts.t("coupling-search");
        search_box(ui, &hint, &mut state.coupling_search, 320.0);
        ui.add_space(space::S);
        if own.rows.is_empty() {
            ui.label(text::weak(texts.t("coupling-none")));
        }
        let typed = state.coupling_search.to_lowercase();
        let fitting = own.rows.iter();
        let fitting = fitting.filter(|(_, label)| label.to_lowercase().contains(typed.trim()));
        ScrollArea::vertical()
            .max_height(320.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (id, label) in fitting.take(SHOWN) {
                    if ui.add(MenuItem::new(label)).clicked() {
                        chosen = Some(*id);
                    }
                }
            });
    });
    if let Some(partner) = chosen {
        app.send(Command::CoupleWith(partner, state.after_coupling));
        state.coupling_search.clear();
    }
}
