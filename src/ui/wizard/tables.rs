//! Step 5: what is kept in step with what, and which way.

use super::send;
use crate::app::App;
use crate::app::wizard::Work;
use crate::app::wizard::command::WizardCommand;
use crate::i18n::Arg;
use crate::model::{Direction, TableMapping};
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, PageState, card, select, toggle};
use eframe::egui::{Label, Ui};

/// Draws the step.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let mappings = app.wizard.mappings.clone();
    if mappings.is_empty() {
        PageState::Loading.show(ui);
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let counting = app.wizard.work == Some(Work::Count);
        let button = Button::quiet(texts.t("wizard-count")).icon(Icon::Retry);
        if ui.add(button.enabled(app.wizard.work.is_none())).clicked() {
            send(app, WizardCommand::Count);
        }
        if counting {
            ui.label(text::weak(texts.t("wizard-counting")));
        }
    });
    ui.add_space(space::S);
    for mapping in &mappings {
        card(ui, |ui| table(ui, app, mapping));
        ui.add_space(space::S);
    }
}

fn table(ui: &mut Ui, app: &mut App, mapping: &TableMapping) {
    let texts = app.texts;
    ui.horizontal_wrapped(|ui| {
        let mut on = mapping.enabled;
        if toggle(ui, mapping.name.as_str(), &mut on).changed() {
            send(app, WizardCommand::Enable(mapping.name.clone(), on));
        }
        let options = [
            (Direction::Both, "wizard-direction-both"),
            (Direction::ToDataverse, "wizard-direction-dv"),
            (Direction::ToBusinessCentral, "wizard-direction-bc"),
        ]
        .map(|(direction, key)| (direction, texts.t(key).into_owned()));
        let mut direction = mapping.direction;
        let name = [("mapping", Arg::from(mapping.name.as_str()))];
        let name = texts.t_args("wizard-direction-of", &name);
        if select(ui, &name, &mut direction, &options) {
            send(app, WizardCommand::Turn(mapping.name.clone(), direction));
        }
    });
    let words = match app.wizard.records(&mapping.name) {
        Some(records) if mapping.enabled => {
            let counts = [
                ("bc", Arg::from(texts.count(records.bc))),
                ("dv", Arg::from(texts.count(records.dv))),
            ];
            texts.t_args("full-records", &counts)
        }
        _ => String::new(),
    };
    let sets = format!("{} ⇄ {}", mapping.sets.bc, mapping.sets.dv);
    let line = if words.is_empty() {
        sets
    } else {
        format!("{sets} · {words}")
    };
    ui.add(Label::new(text::small(line)).wrap());
    if !mapping.depends_on.is_empty() {
        let off: Vec<&str> = app
            .wizard
            .mappings
            .iter()
            .filter(|one| !one.enabled && mapping.depends_on.contains(&one.name))
            .map(|one| one.name.as_str())
            .collect();
        let names = mapping.depends_on.iter().map(ToString::to_string);
        let names: Vec<String> = names.collect();
        let args = [("names", Arg::from(names.join(", ")))];
        ui.add(Label::new(text::small(texts.t_args("wizard-depends", &args))).wrap());
        if mapping.enabled && !off.is_empty() {
            let args = [("names", Arg::from(off.join(", ")))];
            ui.add(Label::new(texts.t_args("wizard-depends-off", &args)).wrap());
        }
    }
}
