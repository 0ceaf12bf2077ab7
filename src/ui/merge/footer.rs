//! What will be written where, in words, and the button that writes it.

use super::words;
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::merging::Merging;
use crate::merge::draft::WillWrite;
use crate::model::{FieldName, Side};
use crate::ui::design::{Icon, space, text};
use crate::ui::widgets::{Button, SideBadge, card};
use eframe::egui::{Align, Key, KeyboardShortcut, Label, Layout, Modifiers, Ui};

/// The shortcut of "Apply to both".
pub(super) const APPLY: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Enter);

/// Height of a line of text, in points.
const LINE: f32 = 20.0;

/// Below this width, in points, the rarer buttons show only their sign.
const WIDE: f32 = 900.0;
/// Room for all buttons with their words in the longer language, in points.
const BUTTONS: f32 = 630.0;
/// The same with words on two of them only.
const FEW_WORDS: f32 = 440.0;

/// Draws the footer.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    ui.add_space(space::S);
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        if merging.preview {
            preview(ui, app, merging);
            ui.add_space(space::S);
        }
        let wide = ui.available_width() >= WIDE;
        let beside = if wide { BUTTONS } else { FEW_WORDS };
        ui.horizontal(|ui| {
            let words = (ui.available_width() - beside).max(0.0);
            ui.vertical(|ui| {
                ui.set_max_width(words);
                will_write(ui, app, merging);
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                buttons(ui, app, merging, wide);
            });
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
            ui.add(SideBadge::new(side).word(match side {
                Side::Bc => texts.t("word-bc"),
                Side::Dv => texts.t("word-dv"),
            }));
            ui.add(Label::new(named(app, writes.get(side))).truncate());
        });
    }
}

fn named(app: &App, write: &WillWrite) -> String {
    let join = |names: &[FieldName]| {
        names
            .iter()
            .map(FieldName::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    match (write.fields.is_empty(), write.open.is_empty()) {
        (true, true) => app.texts.t("merge-writes-nothing").into_owned(),
        (false, true) => join(&write.fields),
        (true, false) => format!("({} ?)", join(&write.open)),
        (false, false) => format!("{}, ({} ?)", join(&write.fields), join(&write.open)),
    }
}

fn preview(ui: &mut Ui, app: &App, merging: &Merging) {
    let writes = merging.merge.writes();
    for side in Side::BOTH {
        for change in writes.get(side) {
            ui.horizontal(|ui| {
                ui.add(SideBadge::new(side));
                let show = |value: &crate::model::Value| {
                    if value.is_empty() {
                        app.texts.t("value-empty").into_owned()
                    } else {
                        value.to_plain()
                    }
                };
                ui.label(text::mono(format!(
                    "{}: {} → {}",
                    change.field,
                    show(&change.before),
                    show(&change.after)
                )));
            });
        }
    }
}

fn buttons(ui: &mut Ui, app: &mut App, merging: &Merging, wide: bool) {
    let texts = app.texts;
    let hindrance = merging
        .hindrance()
        .map(|hindrance| words::hindrance(texts, &hindrance));
    let apply = Button::primary(texts.t("merge-apply"))
        .icon(Icon::Check)
        .shortcut(APPLY)
        .enabled(!merging.applying)
        .disabled_because(hindrance);
    if ui.add(apply).clicked() {
        app.send(Command::Merge(MergeCommand::Apply));
    }
    if ui.add(Button::quiet(texts.t("action-skip"))).clicked() {
        app.send(Command::Merge(MergeCommand::Step { forward: true }));
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
    let preview = rare(Icon::Eye, "merge-preview").selected(merging.preview);
    if ui.add(preview).clicked() {
        app.send(Command::Merge(MergeCommand::TogglePreview));
    }
}
