//! The pane below a table: a small merge of the record under the keyboard, and what else is known of it.

use super::below::{self, Below};
use super::list::Deed;
use crate::app::App;
use crate::app::command::{Command, MergeCommand};
use crate::app::lists::{Listing as _, Skipped, reason_words};
use crate::app::merging::{Merging, can_be_decided};
use crate::app::merging_money::Moment;
use crate::app::merging_sections::caption_of;
use crate::app::route::Route;
use crate::app::speaking::Speaking;
use crate::i18n::Arg;
use crate::merge::{FieldMerge, Pick};
use crate::model::Side;
use crate::model::report::SkipReason;
use crate::store::SkippedRow;
use crate::ui::design::{DesignExt as _, Icon, icon, space, text};
use crate::ui::merge::words;
use crate::ui::state::UiState;
use crate::ui::widgets::{Button, SideBadge};
use crate::worker::explain::explain;
use eframe::egui::{Key, Label, Modifiers, ScrollArea, Ui, vec2};
use std::time::Duration;

/// How long the keyboard rests on a record before its conflict is read, in seconds.
const REST: f64 = 0.15;
/// Below this height of the pane, in points, the fields come before why the record waits: its row says that too.
const LOW: f32 = 150.0;
/// What two lines of words and what keeps them apart take, in points.
const TWO_LINES: f32 = 48.0;
/// From this width on, in points, a record's name and what can be done with it stand side by side.
const BESIDE: f32 = 600.0;
/// Below this width, in points, the place of a side shows its sign without its name.
const NARROW: f32 = 280.0;
/// The pane.
pub(super) const PREVIEW: Below = Below {
    id: "preview",
    share: 0.36,
    heights: (150.0, 280.0),
};

/// Draws the pane of a skipped record; true where it stands in the table's place.
pub(super) fn skipped(
    ui: &mut Ui,
    app: &mut App,
    state: &mut UiState,
    row: &SkippedRow,
    deeds: &[Deed],
) -> bool {
    let id = row.record.id;
    let is_conflict = row.record.reason == SkipReason::Conflict;
    // What has a window of its own is decided there.
    let open = app.merging.as_ref().filter(|_| app.apart.is_none());
    let ready = open.is_some_and(|merging| merging.id == id);
    if is_conflict && !ready && app.apart.is_none() {
        let now = ui.input(|input| input.time);
        let since = match state.resting {
            Some((own, since)) if own == id => since,
            _ => {
                state.resting = Some((id, now));
                now
            }
        };
        if now - since >= REST {
            app.preview(id);
        } else {
            ui.ctx()
                .request_repaint_after(Duration::from_secs_f64(REST));
        }
    }
    let why = reason_words(row, &Speaking::of(app));
    below::show(ui, app, state, &PREVIEW, &why, |ui, app, _| {
        if ready && is_conflict {
            if let Some(merging) = app.merging.clone() {
                mini_merge(ui, app, &merging, &why);
            }
        } else {
            explained(ui, app, row, &why, deeds);
        }
    })
}

/// Why the record waits and what to do, where there is nothing to merge.
fn explained(ui: &mut Ui, app: &mut App, row: &SkippedRow, why: &str, deeds: &[Deed]) {
    let speaking = Speaking::of(app);
    let name = Skipped::text(row, "record", &speaking);
    let mut wanted = None;
    let conflict = row.record.reason == SkipReason::Conflict;
    let deeds = if conflict { &[] } else { deeds };
    let mut buttons = |ui: &mut Ui| {
        for deed in deeds {
            if ui.add(deed.button().small()).clicked() {
                wanted = Some(deed.offer.command.clone());
            }
        }
    };
    let beside = ui.available_width() >= BESIDE;
    if beside {
        let from_right = eframe::egui::Layout::right_to_left(eframe::egui::Align::Center);
        let line = vec2(ui.available_width(), space::TARGET);
        ui.allocate_ui_with_layout(line, from_right, |ui| {
            buttons(ui);
            let rest = eframe::egui::Layout::left_to_right(eframe::egui::Align::Center);
            ui.with_layout(rest, |ui| {
                ui.add(Label::new(text::strong(&*name)).truncate())
                    .on_hover_text(&*name);
            });
        });
    }
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            if !beside {
                ui.add(Label::new(text::strong(&*name)).wrap());
            }
            ui.add(Label::new(why).wrap());
            if let Some(problem) = &row.record.problem {
                let words = explain(app.texts, problem);
                ui.add_space(space::XS);
                ui.add(Label::new(text::strong(words.next_step)).wrap());
            }
            if conflict {
                let key = match app.apart {
                    Some(_) => "preview-apart",
                    None => "state-loading",
                };
                ui.label(text::weak(app.texts.t(key)));
            }
            if !beside {
                ui.add_space(space::XS);
                ui.horizontal_wrapped(buttons);
            }
        });
    if let Some(command) = wanted {
        if matches!(command, Command::Mapping(_)) {
            app.send(Command::Go(Route::Mappings));
        }
        app.send(command);
    }
}

/// The changed fields of a conflict, to be decided right here.
fn mini_merge(ui: &mut Ui, app: &mut App, merging: &Merging, why: &str) {
    let texts = app.texts;
    let open = merging.open().count();
    keys(ui, app, merging);
    ui.horizontal(|ui| {
        ui.with_layout(
            eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
            |ui| {
                let hindrance = merging
                    .hindrance()
                    .map(|hindrance| words::hindrance(texts, &hindrance));
                let busy = app.why_no_work().map(|key| texts.t(key).into_owned());
                let apply = Button::primary(texts.t("action-apply"))
                    .small()
                    .disabled_because(hindrance.or(busy));
                if ui.add(apply).clicked() {
                    app.send(Command::Merge(MergeCommand::Apply));
                }
                let full = Button::quiet(texts.t("preview-full"))
                    .icon(Icon::Merge)
                    .small();
                if ui.add(full).clicked() {
                    app.send(Command::OpenSkipped(merging.id));
                }
                let rest = eframe::egui::Layout::left_to_right(eframe::egui::Align::Center);
                ui.with_layout(rest, |ui| {
                    let title = merging.title();
                    ui.add(Label::new(text::strong(title.clone())).truncate())
                        .on_hover_text(title);
                });
            },
        );
    });
    let words = if open == 0 {
        texts.t("preview-ready").into_owned()
    } else {
        texts.t_args("preview-open", &[("count", Arg::from(open as u64))])
    };
    ui.label(words);
    // Why it waits stands here where the fields have their room all the same.
    let fields = merging.shown().len() as f32 * (space::TARGET + 2.0);
    let room = ui.available_height();
    if room >= LOW || room >= fields + TWO_LINES {
        ui.add(Label::new(text::weak(why)).wrap());
    }
    ui.add_space(space::XS);
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for field in merging.shown() {
                line(ui, app, merging, field);
            }
        });
}

fn line(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge) {
    let texts = app.texts;
    let width = ui.available_width();
    let here = field.index == merging.focus && field.needs_a_person();
    ui.horizontal(|ui| {
        let name = vec2(width * 0.2, space::TARGET);
        ui.allocate_ui(name, |ui| {
            ui.set_min_size(name);
            ui.horizontal_centered(|ui| {
                let mark = words::mark(field);
                ui.add(icon(mark.icon()).size(14.0).color(mark.color(ui.tokens())));
                let name = caption_of(texts, field).into_owned();
                let name = if here {
                    text::strong(name)
                } else {
                    name.into()
                };
                ui.add(Label::new(name).truncate());
            });
        });
        for side in Side::BOTH {
            let now = words::value(
                texts,
                merging,
                field,
                side,
                field.values.now(side),
                Moment::Now,
            );
            let taken = field.pick == Pick::side(side);
            let size = vec2((width - name.x) / 2.0 - space::S, space::TARGET);
            ui.allocate_ui(size, |ui| {
                ui.set_min_size(size);
                ui.set_max_width(size.x);
                ui.horizontal_centered(|ui| {
                    let badge = SideBadge::new(side);
                    // Which side is which the line above says too.
                    ui.add(badge.folded(size.x < NARROW));
                    let changed = words::moved(field, side);
                    let words = if changed {
                        now
                    } else {
                        texts.t("value-unchanged").into_owned()
                    };
                    if field.needs_a_person() || taken {
                        let button = Button::plain(words.clone())
                            .small()
                            .selected(taken)
                            .at_most(ui.available_width())
                            .help(words)
                            .enabled(can_be_decided(field));
                        if ui.add(button).clicked() {
                            let take = MergeCommand::Take(field.index, side);
                            app.send(Command::Merge(take));
                        }
                    } else {
                        ui.add(Label::new(text::weak(words)).truncate());
                    }
                });
            });
        }
    });
}

/// ← and → decide the open field that is looked at and go on to the next.
fn keys(ui: &Ui, app: &mut App, merging: &Merging) {
    let covered = app.layer.is_some() || app.question.is_some() || app.rules.is_some();
    if covered || ui.ctx().text_edit_focused() {
        return;
    }
    let open: Vec<usize> = merging.open().map(|field| field.index).collect();
    let focus = if open.contains(&merging.focus) {
        Some(merging.focus)
    } else {
        open.first().copied()
    };
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    for (key, side) in [(Key::ArrowLeft, Side::Bc), (Key::ArrowRight, Side::Dv)] {
        if let Some(focus) = focus
            && pressed(Modifiers::NONE, key)
        {
            app.send(Command::Merge(MergeCommand::Take(focus, side)));
            app.send(Command::Merge(MergeCommand::NextOpen { forward: true }));
        }
    }
    for (modifiers, key, command) in [
        (Modifiers::COMMAND, Key::Z, MergeCommand::Undo),
        (Modifiers::COMMAND, Key::Y, MergeCommand::Redo),
        (Modifiers::COMMAND, Key::Enter, MergeCommand::Apply),
    ] {
        if pressed(modifiers, key) {
            app.send(Command::Merge(command));
        }
    }
}
