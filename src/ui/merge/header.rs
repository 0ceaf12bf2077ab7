//! Which record is merged, who changed it when, and how many conflicts there are.

use super::words;
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::{Hindrance, Merging};
use crate::app::route::Route;
use crate::i18n::Arg;
use crate::model::{Observation, Side};
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, SideBadge, check};
use eframe::egui::{Align, Layout, Ui};

/// Draws the header.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let texts = app.texts;
    ui.horizontal(|ui| {
        if ui
            .add(
                Button::plain(texts.t("conflicts-title"))
                    .icon(Icon::ChevronLeft)
                    .small(),
            )
            .clicked()
        {
            app.send(Command::Go(Route::Skipped));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            steps(ui, app, merging);
        });
    });
    ui.label(text::title(merging.title()));
    ui.label(text::weak(since(app, merging)));
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        for side in Side::BOTH {
            changed(ui, app, merging, side);
            ui.add_space(space::XL);
        }
    });
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        let progress = merging.progress();
        let total = progress.open + progress.decided;
        let args = [
            ("open", Arg::from(progress.open as u64)),
            ("total", Arg::from(total as u64)),
        ];
        let words = match merging.hindrance() {
            Some(impossible @ Hindrance::Impossible(_)) => words::hindrance(texts, &impossible),
            Some(Hindrance::Open(_)) | None => texts.t_args("merge-open-count", &args),
        };
        ui.label(text::strong(words));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let mut on = merging.show_unchanged;
            let label = texts.t_args(
                "merge-show-unchanged",
                &[("count", Arg::from(merging.hidden() as u64))],
            );
            if check(ui, &label, &mut on).changed() {
                app.send(Command::Merge(MergeCommand::ToggleUnchanged));
            }
            let redo = Button::icon_only(Icon::Redo, texts.t("action-redo"))
                .small()
                .enabled(merging.draft.can_redo());
            if ui.add(redo).clicked() {
                app.send(Command::Merge(MergeCommand::Redo));
            }
            let undo = Button::icon_only(Icon::Undo, texts.t("action-undo"))
                .small()
                .enabled(merging.draft.can_undo());
            if ui.add(undo).clicked() {
                app.send(Command::Merge(MergeCommand::Undo));
            }
        });
    });
    ui.add_space(space::XS);
}

fn steps(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let texts = app.texts;
    let all = app.conflicts();
    let here = all.iter().position(|id| *id == merging.id);
    let next = Button::icon_only(Icon::ChevronRight, texts.t("merge-next")).small();
    let is_last = here.is_none_or(|here| here + 1 >= all.len());
    if ui.add(next.enabled(!is_last)).clicked() {
        app.send(Command::Merge(MergeCommand::Step { forward: true }));
    }
    if let Some(here) = here {
        let args = [
            ("n", Arg::from(here as u64 + 1)),
            ("of", Arg::from(all.len() as u64)),
        ];
        ui.label(texts.t_args("merge-position", &args));
    }
    let previous = Button::icon_only(Icon::ChevronLeft, texts.t("merge-previous")).small();
    if ui
        .add(previous.enabled(here.is_some_and(|here| here > 0)))
        .clicked()
    {
        app.send(Command::Merge(MergeCommand::Step { forward: false }));
    }
}

fn since(app: &App, merging: &Merging) -> String {
    match merging.view.coupling.last_synced {
        Some(at) => {
            let when = app.texts.moment(at, app.now(), &app.zone);
            app.texts
                .t_args("merge-since", &[("when", Arg::from(when.as_str()))])
        }
        None => app.texts.t("merge-never-synced").into_owned(),
    }
}

fn changed(ui: &mut Ui, app: &mut App, merging: &Merging, side: Side) {
    let texts = app.texts;
    ui.add(SideBadge::new(side).word(match side {
        Side::Bc => texts.t("word-bc"),
        Side::Dv => texts.t("word-dv"),
    }));
    if let Observation::Seen {
        modified,
        modified_by,
        ..
    } = merging.view.coupling.seen.get(side)
    {
        let when = modified.map(|at| texts.moment(at, app.now(), &app.zone));
        // Dataverse names who changed a record by an id, which tells a person nothing.
        let who = modified_by
            .as_ref()
            .filter(|who| uuid::Uuid::parse_str(who).is_err());
        let words = match (when, who) {
            (Some(when), Some(who)) => {
                let args = [
                    ("when", Arg::from(when.as_str())),
                    ("who", Arg::from(who.as_str())),
                ];
                texts.t_args("merge-changed-by", &args)
            }
            (Some(when), None) => {
                texts.t_args("merge-changed", &[("when", Arg::from(when.as_str()))])
            }
            (None, _) => String::new(),
        };
        ui.label(text::weak(words));
    }
}
