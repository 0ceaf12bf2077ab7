//! The versions of the mapping: when each was stored, what it changed, and the way back to it.

use super::Drawn;
use crate::app::command::MappingCommand;
use crate::app::mapping::versions::{Changes, VersionLine};
use crate::i18n::{Arg, Texts};
use crate::ui::design::{DesignExt as _, Icon, space, text};
use crate::ui::widgets::{Button, card};
use eframe::egui::{CollapsingHeader, Label, RichText, ScrollArea, Ui};

/// Most height that the list takes, in points.
const HEIGHT: f32 = 320.0;

/// Draws them, if they are wanted.
pub(super) fn show(ui: &mut Ui, drawn: &mut Drawn<'_>) {
    let Some(versions) = &drawn.editor.versions else {
        return;
    };
    let texts = drawn.texts;
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(text::strong(texts.t("versions-title")));
            let close = Button::icon_only(Icon::Cross, texts.t("versions-hide")).small();
            if ui.add(close).clicked() {
                drawn.send(MappingCommand::Versions);
            }
        });
        if versions.is_empty() {
            ui.add(Label::new(text::weak(texts.t("versions-none"))).wrap());
        }
        ScrollArea::vertical()
            .id_salt("mapping-versions")
            .max_height(HEIGHT)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for (place, version) in versions.iter().enumerate() {
                    ui.push_id(version.id, |ui| line(ui, drawn, version, place == 0));
                }
            });
    });
    ui.add_space(space::M);
}

fn line(ui: &mut Ui, drawn: &mut Drawn<'_>, version: &VersionLine, is_newest: bool) {
    let texts = drawn.texts;
    let since = match version.since {
        Some(since) => texts.exact_moment(since, drawn.zone),
        None => texts.t("versions-before").into_owned(),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(since.as_str());
        if is_newest {
            ui.label(text::weak(texts.t("versions-now")));
        }
        let summary = match &version.changes {
            Some(changes) => summary(texts, changes),
            None => texts.t("versions-first").into_owned(),
        };
        ui.add(Label::new(text::weak(summary)).wrap());
        let enabled = drawn.editor.draft.enabled;
        let same = {
            let mut own = version.mapping.clone();
            own.enabled = enabled;
            own == drawn.editor.draft
        };
        if !same {
            let args = [("since", Arg::from(since.as_str()))];
            let back = Button::quiet(texts.t("versions-put-back"))
                .icon(Icon::History)
                .help(texts.t_args("versions-put-back-help", &args))
                .small();
            if ui.add(back).clicked() {
                drawn.send(MappingCommand::PutBack(version.id));
            }
        }
    });
    let Some(changes) = version.changes.as_ref().filter(|one| !one.lines.is_empty()) else {
        return;
    };
    CollapsingHeader::new(texts.t("versions-lines").as_ref())
        .id_salt(version.id)
        .show(ui, |ui| {
            for changed in &changes.lines {
                let (sign, key) = if changed.came {
                    ("+", "merge-line-new")
                } else {
                    ("−", "merge-line-gone")
                };
                let words = RichText::new(format!("{sign} {}", changed.text)).monospace();
                let words = if changed.came {
                    words.color(ui.tokens().text.body)
                } else {
                    words.strikethrough().color(ui.tokens().text.weak)
                };
                let label = ui.add(Label::new(words).wrap());
                let spoken = texts.t_args(key, &[("line", Arg::from(changed.text.as_str()))]);
                ui.ctx()
                    .accesskit_node_builder(label.id, |node| node.set_value(spoken));
            }
        });
}

/// What a version changed, in one line.
fn summary(texts: Texts, changes: &Changes) -> String {
    let mut words = Vec::new();
    for (key, count) in [
        ("versions-added", changes.added),
        ("versions-removed", changes.removed),
        ("versions-changed", changes.changed),
    ] {
        if count > 0 {
            words.push(texts.t_args(key, &[("count", Arg::from(count))]));
        }
    }
    if changes.table {
        words.push(texts.t("versions-table").into_owned());
    }
    words.join(", ")
}
