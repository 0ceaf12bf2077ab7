//! What will be written where, in words, and the button that writes it.

use super::{preview, words};
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::Merging;
use crate::app::merging_sections::caption;
use crate::i18n::Arg;
use crate::merge::draft::WillWrite;
use crate::model::{FieldName, Side};
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, MenuItem, SideBadge, card, menu_button};
use crate::worker::explain::explain;
use eframe::egui::{Align, Key, KeyboardShortcut, Label, Layout, Modifiers, ScrollArea, Ui};

/// The shortcut of "Apply to both".
pub(super) const APPLY: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Enter);

/// Height of a line of text, in points.
const LINE: f32 = 20.0;
/// From this width on, in points, words and buttons stand side by side.
const BESIDE: f32 = 760.0;
/// From this width on, the rarer buttons beside them show more than their sign.
const WIDE: f32 = 1120.0;
/// From this width on, buttons in a row of their own do.
const NARROW: f32 = 700.0;
/// Below this width, in points, the rarer buttons are in the menu.
const LITTLE: f32 = 460.0;
/// Room for all buttons in the longer language, in points: with words on all of them, and on two.
const BUTTONS: [f32; 2] = [740.0, 520.0];
/// Most height that the preview takes, in points.
const PREVIEW: f32 = 170.0;

/// Draws the footer.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    ui.add_space(space::S);
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        if merging.sight.preview {
            ScrollArea::vertical()
                .id_salt("merge-preview")
                .max_height(PREVIEW)
                .auto_shrink([false, true])
                .show(ui, |ui| preview::show(ui, app, merging));
            ui.add_space(space::S);
        }
        let width = ui.available_width();
        if width >= BESIDE {
            let wide = width >= WIDE;
            let [all, few] = BUTTONS;
            ui.horizontal(|ui| {
                let room = (width - if wide { all } else { few }).max(0.0);
                ui.vertical(|ui| {
                    ui.set_max_width(room);
                    will_write(ui, app, merging);
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    buttons(ui, app, merging, wide);
                });
            });
        } else {
            will_write(ui, app, merging);
            ui.add_space(space::XS);
            actions(ui, app, merging);
        }
    });
}

/// The words alone, for windows where the buttons stand elsewhere.
pub(super) fn words(ui: &mut Ui, app: &mut App, merging: &Merging) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        if merging.sight.preview {
            preview::show(ui, app, merging);
            ui.add_space(space::S);
        }
        will_write(ui, app, merging);
    });
}

/// The buttons alone, in a row.
pub(super) fn actions(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let wide = ui.available_width() >= NARROW;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            buttons(ui, app, merging, wide);
        });
    });
}

fn will_write(ui: &mut Ui, app: &App, merging: &Merging) {
    let texts = app.texts;
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.spacing_mut().interact_size.y = LINE;
    ui.label(text::small(texts.t("merge-will-write")));
    let writes = merging.will_write();
    for side in Side::BOTH {
        ui.horizontal(|ui| {
            ui.add(SideBadge::new(side));
            let mut said = named(app, writes.get(side));
            if let Some(refusal) = merging.refused(side) {
                let args = [
                    ("fields", Arg::from(said)),
                    ("why", Arg::from(explain(texts, &refusal.problem).message)),
                ];
                said = texts.t_args("merge-writes-refused", &args);
            }
            ui.add(Label::new(said.clone()).truncate())
                .on_hover_text(said);
        });
    }
}

fn named(app: &App, write: &WillWrite) -> String {
    let texts = app.texts;
    let join = |names: &[FieldName]| {
        names
            .iter()
            .map(|name| caption(texts, name.as_str()).into_owned())
            .collect::<Vec<_>>()
            .join(", ")
    };
    match (write.fields.is_empty(), write.open.is_empty()) {
        (true, true) => texts.t("merge-writes-nothing").into_owned(),
        (false, true) => join(&write.fields),
        (true, false) => format!("({} ?)", join(&write.open)),
        (false, false) => format!("{}, ({} ?)", join(&write.fields), join(&write.open)),
    }
}

fn buttons(ui: &mut Ui, app: &mut App, merging: &Merging, wide: bool) {
    let texts = app.texts;
    let little = ui.max_rect().width() < LITTLE;
    let hindrance = merging
        .hindrance()
        .map(|hindrance| words::hindrance(texts, &hindrance));
    let apply = Button::primary(texts.t("merge-apply"))
        .icon(Icon::Check)
        .shortcut(APPLY)
        .enabled(!merging.applying)
        .disabled_because(hindrance.clone());
    let apply = ui.add(apply);
    if let Some(hindrance) = hindrance {
        ui.ctx()
            .accesskit_node_builder(apply.id, |node| node.set_description(hindrance));
    }
    if apply.clicked() {
        app.send(Command::Merge(MergeCommand::Apply));
    }
    let more = Button::icon_only(Icon::More, texts.t("action-more"));
    menu_button(ui, more, |ui| {
        let item = MenuItem::new(texts.t("merge-apply-decided")).icon(Icon::Check);
        let item = if merging.may_apply_decided() && !merging.applying {
            item
        } else {
            item.enabled(false)
                .help(texts.t("merge-apply-decided-why-not"))
        };
        if ui.add(item).clicked() {
            app.send(Command::Merge(MergeCommand::ApplyDecided));
        }
        if little {
            for (sign, words, command, can) in [
                (
                    Icon::Eye,
                    "merge-preview",
                    MergeCommand::TogglePreview,
                    true,
                ),
                (
                    Icon::Trash,
                    "merge-discard",
                    MergeCommand::Discard,
                    !merging.draft.is_empty(),
                ),
            ] {
                let item = MenuItem::new(texts.t(words)).icon(sign).enabled(can);
                if ui.add(item).clicked() {
                    app.send(Command::Merge(command));
                }
            }
        }
    });
    if ui.add(Button::quiet(texts.t("action-skip"))).clicked() {
        app.send(Command::Merge(MergeCommand::Step { forward: true }));
    }
    if little {
        return;
    }
    let rare = |sign: Icon, words: &str| {
        if wide {
            Button::quiet(texts.t(words)).icon(sign)
        } else {
            Button::icon_only(sign, texts.t(words))
        }
    };
    let discard = rare(Icon::Trash, "merge-discard").enabled(!merging.draft.is_empty());
    if ui.add(discard).clicked() {
        app.send(Command::Merge(MergeCommand::Discard));
    }
    let preview = rare(Icon::Eye, "merge-preview").selected(merging.sight.preview);
    if ui.add(preview).clicked() {
        app.send(Command::Merge(MergeCommand::TogglePreview));
    }
}
