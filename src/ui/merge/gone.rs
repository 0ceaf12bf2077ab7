//! A record that was deleted on one side and lives on the other: what can be done, each with what follows from it.

use super::{header, words};
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::Merging;
use crate::app::merging_money::Moment;
use crate::app::merging_sections::caption_of;
use crate::i18n::Arg;
use crate::model::Side;
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, Detail, card, details, scrolled};
use eframe::egui::{Label, Ui};

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let Some(gone) = merging.gone() else {
        return;
    };
    header::bar(ui, app, merging);
    header::title(ui, merging);
    ui.add(Label::new(text::weak(header::since(app, merging))).wrap());
    ui.add_space(space::M);
    scrolled(ui, "merge-gone", |ui| {
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            choices(ui, app, merging, gone);
        });
        ui.add_space(space::M);
        survivor(ui, app, merging, gone);
    });
}

fn choices(ui: &mut Ui, app: &mut App, merging: &Merging, gone: Side) {
    let texts = app.texts;
    let id = merging.id;
    let name = |side: Side| match side {
        Side::Bc => texts.t("word-bc"),
        Side::Dv => texts.t("word-dv"),
    };
    let args = [
        ("gone", Arg::from(name(gone))),
        ("left", Arg::from(name(gone.other()))),
    ];
    let free = app.running.is_none();
    let offers = [
        (
            Button::primary(texts.t_args("merge-gone-keep", &args)).icon(Icon::Plus),
            "merge-gone-keep-then",
            Command::Restore(vec![id]),
        ),
        (
            Button::danger(texts.t_args("merge-gone-delete", &args)).icon(Icon::Trash),
            "merge-gone-delete-then",
            Command::AskDelete(vec![id]),
        ),
        (
            Button::quiet(texts.t("merge-gone-uncouple")).icon(Icon::Link),
            "merge-gone-uncouple-then",
            Command::Merge(MergeCommand::Uncouple),
        ),
        (
            Button::quiet(texts.t("action-skip")).icon(Icon::ChevronRight),
            "merge-gone-skip-then",
            Command::Merge(MergeCommand::Step { forward: true }),
        ),
    ];
    for (button, then, command) in offers {
        if ui.add(button.enabled(free)).clicked() {
            app.send(command);
        }
        ui.add(Label::new(text::weak(texts.t_args(then, &args))).wrap());
        ui.add_space(space::S);
    }
}

/// The values that are left, to read.
fn survivor(ui: &mut Ui, app: &App, merging: &Merging, gone: Side) {
    let texts = app.texts;
    let left = gone.other();
    ui.label(text::strong(texts.t(match left {
        Side::Bc => "merge-gone-left-bc",
        Side::Dv => "merge-gone-left-dv",
    })));
    let Some(fields) = merging.view.coupling.seen.get(left).fields() else {
        return;
    };
    let rules = merging.view.rules();
    let rows: Vec<(String, String)> = merging
        .view
        .merge
        .fields
        .iter()
        .filter_map(|field| {
            let value = rules.field(field.index)?.read(left, fields)?;
            let words = words::value(texts, merging, field, left, &value, Moment::Now);
            (!value.is_empty()).then(|| (caption_of(texts, field).into_owned(), words))
        })
        .collect();
    let rows: Vec<Detail<'_>> = rows
        .iter()
        .map(|(label, value)| Detail {
            name: label,
            value,
            copy: false,
        })
        .collect();
    details(ui, &rows);
}
