//! The field that is looked at: its values in full, what they may be, and every choice there is for it.

use super::words;
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::{Merging, can_be_decided};
use crate::i18n::Arg;
use crate::merge::{Class, FieldMerge};
use crate::model::{FieldKind, Side};
use crate::ui::design::{Icon, Mark, space, text};
use crate::ui::widgets::{Button, SideBadge, StateChip, card};
use crate::worker::explain::explain;
use eframe::egui::{Label, Ui};

/// Height of a line of text, in points.
const LINE: f32 = 20.0;

/// Draws the pane.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let Some(field) = merging.focused() else {
        return;
    };
    ui.add_space(space::S);
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.spacing_mut().interact_size.y = LINE;
        title(ui, app, merging, field);
        let texts = app.texts;
        for side in Side::BOTH {
            ui.horizontal(|ui| {
                ui.add(SideBadge::new(side));
                let words = words::value(texts, merging, field, side, field.values.now(side));
                ui.add(Label::new(words).truncate());
            });
        }
        if let Some(problem) = &field.problem {
            let said = explain(texts, problem);
            let more = format!("{} {}", said.message, said.next_step);
            ui.add(StateChip::mark(Mark::Invalid, said.message))
                .on_hover_text(more);
        }
        ui.add_space(space::XS);
        choices(ui, app, merging, field);
    });
}

fn title(ui: &mut Ui, app: &App, merging: &Merging, field: &FieldMerge) {
    let texts = app.texts;
    ui.horizontal(|ui| {
        ui.label(text::strong(field.name.to_string()));
        ui.label(text::weak(texts.t(words::class_key(field.class))));
        let limits: Vec<String> = Side::BOTH
            .into_iter()
            .filter_map(|side| limit(app, merging, field, side))
            .collect();
        ui.add(Label::new(text::small(limits.join(" · "))).truncate());
    });
}

fn limit(app: &App, merging: &Merging, field: &FieldMerge, side: Side) -> Option<String> {
    let rules = merging.view.rules();
    let FieldKind::Text { max: Some(max) } = rules.field(field.index)?.kind(side)? else {
        return None;
    };
    let key = match side {
        Side::Bc => "merge-limit-bc",
        Side::Dv => "merge-limit-dv",
    };
    Some(
        app.texts
            .t_args(key, &[("max", Arg::from(u64::from(*max)))]),
    )
}

fn choices(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge) {
    let texts = app.texts;
    let free = can_be_decided(field) && !merging.applying;
    let index = field.index;
    let mut sent = None;
    ui.horizontal_wrapped(|ui| {
        let mut button = |label: &str, sign: Icon, enabled: bool, command: MergeCommand| {
            if ui
                .add(
                    Button::quiet(texts.t(label))
                        .icon(sign)
                        .small()
                        .enabled(enabled),
                )
                .clicked()
            {
                sent = Some(command);
            }
        };
        button(
            "merge-take-bc",
            Icon::SideBc,
            free,
            MergeCommand::Take(index, Side::Bc),
        );
        button(
            "merge-take-dv",
            Icon::SideDv,
            free,
            MergeCommand::Take(index, Side::Dv),
        );
        button(
            "merge-keep-last-synced",
            Icon::History,
            free && field.values.base.is_some(),
            MergeCommand::TakeBase(index),
        );
        if field.class == Class::TextDisjoint {
            button(
                "merge-take-both",
                Icon::Merge,
                free,
                MergeCommand::TakeBoth(index),
            );
        }
        button(
            "merge-custom-value",
            Icon::Edit,
            free,
            MergeCommand::BeginEdit(index),
        );
        let decided = merging
            .draft
            .picks(&merging.view.merge)
            .iter()
            .any(|(own, _)| *own == index);
        button(
            "merge-reopen",
            Icon::Undo,
            free && decided,
            MergeCommand::Reopen(index),
        );
    });
    if let Some(command) = sent {
        app.send(Command::Merge(command));
    }
}
