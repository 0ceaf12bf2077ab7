//! The field that is looked at: its values in full with every change marked, what they may be, and every choice there is.

use super::{editor, grid, long, words};
use crate::app::App;
use crate::app::command::{Command, Layer, MergeCommand};
use crate::app::merging::{Merging, can_be_decided};
use crate::app::merging_money::Moment;
use crate::app::merging_sections::caption_of;
use crate::i18n::{Arg, Texts};
use crate::merge::{Class, Decider, FieldMerge, Pick};
use crate::model::reason::Cause;
use crate::model::{Direction, FieldKind, Side, Value};
use crate::ui::design::{Icon, Mark, space, text};
use crate::ui::widgets::{Button, StateChip, card, marked_value};
use crate::worker::explain::{explain, side_name};
use eframe::egui::{Align, Key, KeyboardShortcut, Label, Layout, Modifiers, Ui, vec2};

/// Width of the names before the values, in points.
const NAMES: f32 = 140.0;
/// Height of a line of text, in points.
const LINE: f32 = 20.0;

/// Draws the pane.
pub(super) fn show(ui: &mut Ui, app: &mut App, merging: &Merging) {
    let Some(field) = merging.focused() else {
        return;
    };
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.spacing_mut().interact_size.y = LINE;
        title(ui, app, merging, field);
        let edited = merging
            .editing
            .as_ref()
            .is_some_and(|editing| editing.index == field.index);
        if edited {
            if !editor::is_large(merging) {
                values(ui, app, merging, field, false);
            }
            editor::show(ui, app, merging, field);
            return;
        }
        values(ui, app, merging, field, true);
        if let Some(problem) = &field.problem {
            let said = explain(app.texts, problem);
            ui.add(StateChip::mark(Mark::Invalid, said.message));
            ui.add(Label::new(text::weak(said.next_step)).wrap());
            remedy(ui, app, field, problem.cause);
        }
        ui.add_space(space::XS);
        choices(ui, app, merging, field);
    });
}

fn title(ui: &mut Ui, app: &App, merging: &Merging, field: &FieldMerge) {
    let texts = app.texts;
    ui.horizontal_wrapped(|ui| {
        ui.label(text::strong(caption_of(texts, field)));
        ui.label(text::weak(texts.t(words::class_key(field.class))));
        let mut about: Vec<String> = Side::BOTH
            .into_iter()
            .filter_map(|side| limit(app, merging, field, side))
            .collect();
        about.push(grid::technical(merging, field));
        ui.label(text::small(about.join(" · ")));
    });
}

fn limit(app: &App, merging: &Merging, field: &FieldMerge, side: Side) -> Option<String> {
    let FieldKind::Text { max: Some(max) } = merging.kind(field.index, side)? else {
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

/// What both held, what each side holds, and the result where that is wanted.
fn values(ui: &mut Ui, app: &App, merging: &Merging, field: &FieldMerge, result: bool) {
    let texts = app.texts;
    let base = field.values.base.as_ref();
    let synced = match base {
        Some(base) => words::value(texts, merging, field, Side::Bc, &base.bc, Moment::Base),
        None => texts.t("merge-never").into_owned(),
    };
    line(ui, &texts.t("merge-last-synced"), |ui| {
        ui.add(Label::new(text::weak(synced.clone())).wrap());
    });
    // A text of several lines is told by its places; the whole of each side would only hide them.
    let long = merging.long.get(field.index);
    if let Some(compared) = long {
        long::places(ui, texts, compared);
    }
    for side in Side::BOTH.into_iter().filter(|_| long.is_none()) {
        let name = texts.t(match side {
            Side::Bc => "word-bc",
            Side::Dv => "word-dv",
        });
        let now = field.values.now(side);
        let said = words::value(texts, merging, field, side, now, Moment::Now);
        let before = base.map(|base| base.get(side));
        let marked = match before
            .filter(|before| !before.is_empty() && !now.is_empty() && !words::is_figure(now))
        {
            Some(before) => {
                let before = words::value(texts, merging, field, side, before, Moment::Base);
                marked_value(ui, &before, &said, side, true).into()
            }
            // Without an agreement the sides are compared with each other.
            None if base.is_none() && !words::is_figure(now) => {
                let other = field.values.now(side.other());
                let at = Moment::Now;
                let other = words::value(texts, merging, field, side.other(), other, at);
                marked_value(ui, &other, &said, side, false).into()
            }
            None => eframe::egui::WidgetText::from(said),
        };
        line(ui, &name, |ui| {
            ui.add(Label::new(marked).wrap());
            if let Some(delta) = before.and_then(|before| delta(texts, before, now)) {
                let delta = words::in_currency(delta, merging, field, side, Moment::Now);
                ui.label(text::weak(delta));
            }
        });
    }
    if !result {
        return;
    }
    line(ui, &texts.t("merge-result"), |ui| {
        match words::result(texts, merging, field) {
            Some(result) => ui.add(Label::new(text::strong(result)).wrap()),
            None => ui.label(text::strong(texts.t("merge-choose"))),
        };
        ui.label(text::small(words::decider(texts, merging, field)));
        if let Some(was) = merging.was(field.index) {
            let old = words::pick(texts, merging, field, was);
            ui.label(text::small(
                texts.t_args("merge-was", &[("choice", Arg::from(old.as_str()))]),
            ));
        }
    });
}

fn line(ui: &mut Ui, name: &str, value: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        let names = NAMES.min(ui.available_width() * 0.34);
        ui.allocate_ui_with_layout(vec2(names, LINE), Layout::left_to_right(Align::Min), |ui| {
            ui.set_width(names);
            ui.add(Label::new(text::weak(name)).truncate());
        });
        value(ui);
    });
}

/// What helps where a result is impossible: the record that is referred to, or the line of the mapping.
fn remedy(ui: &mut Ui, app: &mut App, field: &FieldMerge, cause: Cause) {
    let texts = app.texts;
    ui.horizontal_wrapped(|ui| {
        if cause == Cause::LookupNotCoupled {
            let couple = Button::quiet(texts.t("merge-couple-first"))
                .icon(Icon::Link)
                .small();
            if ui.add(couple).clicked() {
                let command = MergeCommand::CoupleTarget(field.index);
                app.send(Command::Merge(command));
            }
        }
        let key = match cause {
            Cause::OptionMissing => "merge-add-option",
            _ => "merge-open-field-mapping",
        };
        let open = Button::quiet(texts.t(key)).icon(Icon::Mapping).small();
        if ui.add(open).clicked() {
            app.send(Command::Merge(MergeCommand::OpenFieldMapping(field.index)));
        }
    });
}

/// Offers to let the side that was taken decide this field from now on.
fn from_now_on(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge) {
    let side = match (&field.pick, field.decided_by) {
        (Pick::Bc, Decider::Person) => Side::Bc,
        (Pick::Dv, Decider::Person) => Side::Dv,
        _ => return,
    };
    let mapping = merging.view.mapping.fields.get(field.index);
    let free = mapping.is_some_and(|own| own.owner.is_none() && own.direction == Direction::Both);
    if !free || merging.view.mapping.direction != Direction::Both {
        return;
    }
    let texts = app.texts;
    let args = [("side", Arg::from(side_name(texts, side)))];
    let button = Button::plain(texts.t_args("merge-own-from-now", &args))
        .help(texts.t_args("merge-own-from-now-help", &args))
        .small();
    if ui.add(button).clicked() {
        app.send(Command::Merge(MergeCommand::OwnFromNow(field.index, side)));
    }
}

/// How much an amount grew or shrank.
fn delta(texts: Texts, before: &Value, now: &Value) -> Option<String> {
    if matches!(now, Value::Choice(_)) {
        return None;
    }
    let by = now.as_decimal()?.checked_sub(before.as_decimal()?)?;
    if by.is_zero() {
        return None;
    }
    let sign = if by.is_sign_negative() { "" } else { "+" };
    Some(format!("{sign}{}", texts.decimal(by)))
}

fn choices(ui: &mut Ui, app: &mut App, merging: &Merging, field: &FieldMerge) {
    let texts = app.texts;
    let free = can_be_decided(field) && !merging.applying;
    let index = field.index;
    let mut sent = None;
    ui.horizontal_wrapped(|ui| {
        let mut button =
            |label: &str, sign: Icon, enabled: bool, on: bool, command: MergeCommand| {
                let button = Button::quiet(texts.t(label))
                    .icon(sign)
                    .small()
                    .selected(on)
                    .enabled(enabled);
                if ui.add(button).clicked() {
                    sent = Some(command);
                }
            };
        let picked = |pick: Pick| field.pick == pick;
        button(
            "merge-take-bc",
            Icon::SideBc,
            free && merging.barred(index, Side::Bc).is_none(),
            picked(Pick::Bc),
            MergeCommand::Take(index, Side::Bc),
        );
        button(
            "merge-take-dv",
            Icon::SideDv,
            free && merging.barred(index, Side::Dv).is_none(),
            picked(Pick::Dv),
            MergeCommand::Take(index, Side::Dv),
        );
        button(
            "merge-keep-last-synced",
            Icon::History,
            free && field.values.base.is_some(),
            picked(Pick::Base),
            MergeCommand::TakeBase(index),
        );
        if field.class == Class::TextDisjoint {
            button(
                "merge-take-both",
                Icon::Merge,
                free,
                picked(Pick::Both),
                MergeCommand::TakeBoth(index),
            );
        }
        button(
            "merge-custom-value",
            Icon::Edit,
            free,
            matches!(field.pick, Pick::Custom(_)),
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
            false,
            MergeCommand::Reopen(index),
        );
    });
    if let Some(command) = sent {
        app.send(Command::Merge(command));
    }
    ui.horizontal_wrapped(|ui| {
        if merging.long.get(index).is_some() {
            let whole = Button::plain(texts.t("merge-whole"))
                .icon(Icon::External)
                .shortcut(KeyboardShortcut::new(Modifiers::NONE, Key::W))
                .small();
            if ui.add(whole).clicked() {
                app.send(Command::Show(Layer::WholeText));
            }
        }
        from_now_on(ui, app, merging, field);
    });
}
