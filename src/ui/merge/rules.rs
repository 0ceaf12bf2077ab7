//! Many conflicts by one rule: first what it would decide, then the drafts, then the writes, each a step of its own.

use super::footer::APPLY;
use crate::app::App;
use crate::app::command::{Command, RulesCommand};
use crate::app::merging_rules::{Rule, RuleLine, RulesRun};
use crate::app::merging_sections::caption;
use crate::i18n::{Arg, Texts};
use crate::model::FieldName;
use crate::ui::design::{DesignExt as _, Mark, Tone, space, text};
use crate::ui::widgets::{Button, Notice, ProgressLine, StateChip, check_in_line, select};
use eframe::egui::{
    Align, CornerRadius, Frame, Id, Label, Layout, Margin, Modal, ScrollArea, Stroke, Ui, vec2,
};

/// Widest that the dialog gets, in points.
const WIDTH: f32 = 760.0;
/// Height of a line, in points.
const LINE: f32 = 40.0;

/// Draws the dialog, if many conflicts are looked at.
pub(in crate::ui) fn show(ui: &mut Ui, app: &mut App) {
    let Some(run) = app.rules.take() else {
        return;
    };
    let tokens = ui.tokens();
    let texts = app.texts;
    let frame = Frame::new()
        .fill(tokens.surface.raised)
        .stroke(Stroke::new(1.0, tokens.line.edge))
        .corner_radius(CornerRadius::same(space::RADIUS_LARGE))
        .shadow(ui.visuals().window_shadow)
        .inner_margin(Margin::same(20));
    let room = ui.ctx().content_rect().size();
    let modal = Modal::new(Id::unique("merge-rules"))
        .frame(frame)
        .backdrop_color(tokens.backdrop)
        .show(ui.ctx(), |ui| {
            ui.set_width(WIDTH.min(room.x - 2.0 * space::XL - 40.0));
            ui.label(text::heading(texts.t("merge-rules-title")));
            if run.read() < run.total && run.writing.is_none() {
                reading(ui, texts, &run);
            }
            ScrollArea::vertical()
                .id_salt("merge-rules-body")
                .max_height((room.y - 200.0).max(120.0))
                .show(ui, |ui| {
                    choose(ui, app, &run);
                    if run.writing.is_none() {
                        ui.add(Label::new(text::strong(summary(texts, &run))).wrap());
                    }
                    if run.left_out > 0 {
                        let args = [("count", Arg::from(run.left_out as u64))];
                        ui.label(text::weak(texts.t_args("merge-rules-left-out", &args)));
                    }
                    ui.add_space(space::XS);
                    table(ui, app, &run);
                });
            ui.add_space(space::S);
            writing(ui, texts, &run);
            buttons(ui, app, &run);
        });
    let busy = run
        .writing
        .as_ref()
        .is_some_and(|writing| writing.current.is_some());
    if modal.should_close() && !busy {
        app.send(Command::Rules(RulesCommand::Close));
    }
    let next = ui.input_mut(|input| input.consume_shortcut(&APPLY));
    if next && let Some(next) = next_step(&run) {
        app.send(Command::Rules(next));
    }
    app.rules = Some(run);
}

/// What the key for going on does: fills the drafts, then writes them, then goes back; nothing while something is under way.
fn next_step(run: &RulesRun) -> Option<RulesCommand> {
    let writing = run.writing.as_ref();
    if writing.is_some_and(|writing| writing.current.is_some()) {
        return None;
    }
    if !run.filled {
        let reading = run.read() < run.total && run.writing.is_none();
        return (!reading && run.sum().records > 0).then_some(RulesCommand::Fill);
    }
    if run.ready().is_empty() {
        Some(RulesCommand::Close)
    } else {
        Some(RulesCommand::WriteAll)
    }
}

fn reading(ui: &mut Ui, texts: Texts, run: &RulesRun) {
    let words = texts.t("merge-rules-reading").into_owned();
    let line = ProgressLine::new(words.clone(), run.read() as u64, Some(run.total as u64));
    ui.horizontal(|ui| {
        ui.add(line.width(160.0));
        ui.label(text::small(words));
    });
}

fn choose(ui: &mut Ui, app: &mut App, run: &RulesRun) {
    let texts = app.texts;
    if run.filled {
        return;
    }
    ui.add(Label::new(text::weak(texts.t("merge-rules-text"))).wrap());
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        let mut rule = run.rule;
        let rules: Vec<(Rule, String)> = Rule::ALL
            .into_iter()
            .map(|rule| (rule, texts.t(rule.key()).into_owned()))
            .collect();
        if select(ui, &texts.t("merge-rule"), &mut rule, &rules) {
            app.send(Command::Rules(RulesCommand::Choose(rule)));
        }
        let mut only = run.only.clone();
        let mut fields: Vec<(Option<FieldName>, String)> =
            vec![(None, texts.t("merge-rules-every-field").into_owned())];
        fields.extend(run.fields().into_iter().map(|name| {
            (
                Some(name.clone()),
                caption(texts, name.as_str()).into_owned(),
            )
        }));
        if select(ui, &texts.t("merge-rules-field"), &mut only, &fields) {
            app.send(Command::Rules(RulesCommand::OnlyField(only)));
        }
    });
    ui.add_space(space::XS);
}

fn summary(texts: Texts, run: &RulesRun) -> String {
    let sum = run.sum();
    let args = [
        ("fields", Arg::from(sum.fields as u64)),
        ("records", Arg::from(sum.records as u64)),
        ("open", Arg::from(sum.open as u64)),
        ("bc", Arg::from(sum.bc as u64)),
        ("dv", Arg::from(sum.dv as u64)),
        ("ready", Arg::from(run.ready().len() as u64)),
    ];
    if run.filled {
        texts.t_args("merge-rules-filled", &args)
    } else {
        texts.t_args("merge-rules-would", &args)
    }
}

fn table(ui: &mut Ui, app: &mut App, run: &RulesRun) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for line in &run.lines {
        let place =
            eframe::egui::Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), LINE));
        if ui.is_rect_visible(place) {
            ui.push_id(line.id.0, |ui| row(ui, app, run, line));
        } else {
            ui.allocate_exact_size(place.size(), eframe::egui::Sense::hover());
        }
    }
}

fn row(ui: &mut Ui, app: &mut App, run: &RulesRun, line: &RuleLine) {
    let texts = app.texts;
    let width = ui.available_width();
    let cell = |ui: &mut Ui, share: f32, content: &mut dyn FnMut(&mut Ui)| {
        // What is cut off ends before the next column begins.
        let size = vec2(width * share - space::M, LINE);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_size(size);
            ui.set_max_width(size.x);
            content(ui);
        });
        ui.add_space(space::M);
    };
    let captions = |names: &[FieldName]| {
        let names: Vec<String> = names
            .iter()
            .map(|name| caption(texts, name.as_str()).into_owned())
            .collect();
        names.join(", ")
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let mut flipped = false;
        cell(ui, 0.40, &mut |ui| {
            let mut on = line.ticked;
            flipped = check_in_line(ui, &super::words::visible(&line.label), &mut on).changed();
        });
        cell(ui, 0.20, &mut |ui| {
            let words = captions(&line.decides);
            ui.add(Label::new(words.clone()).truncate())
                .on_hover_text(words);
        });
        cell(ui, 0.40, &mut |ui| {
            if line.impossible {
                ui.add(StateChip::mark(
                    Mark::Invalid,
                    texts.t("merge-state-invalid"),
                ));
            } else if line.open.is_empty() {
                let [bc, dv] = line.writes;
                let args = [("bc", Arg::from(bc as u64)), ("dv", Arg::from(dv as u64))];
                let words = texts.t_args("merge-rules-writes", &args);
                ui.add(Label::new(words.clone()).truncate())
                    .on_hover_text(words);
            } else {
                let args = [("fields", Arg::from(captions(&line.open)))];
                let words = texts.t_args("merge-rules-stays-open", &args);
                ui.add(StateChip::mark(Mark::Open, words));
            }
        });
        let busy = run.writing.is_some();
        if flipped && !busy {
            app.send(Command::Rules(RulesCommand::Tick(line.id)));
        }
    });
}

fn writing(ui: &mut Ui, texts: Texts, run: &RulesRun) {
    let Some(writing) = &run.writing else {
        return;
    };
    let through = writing.done + writing.failed;
    let args = [
        ("done", Arg::from(writing.done as u64)),
        ("total", Arg::from(writing.total as u64)),
        ("failed", Arg::from(writing.failed as u64)),
    ];
    let words = texts.t_args("merge-rules-written", &args);
    if writing.current.is_some() {
        ui.horizontal(|ui| {
            let line = ProgressLine::new(words.clone(), through as u64, Some(writing.total as u64));
            ui.add(line.width(160.0));
            ui.label(text::small(words));
        });
    } else {
        let tone = if writing.failed > 0 {
            Tone::Warning
        } else {
            Tone::Success
        };
        Notice::new(tone, words).show(ui);
    }
    ui.add_space(space::S);
}

fn buttons(ui: &mut Ui, app: &mut App, run: &RulesRun) {
    let texts = app.texts;
    let busy = run
        .writing
        .as_ref()
        .is_some_and(|writing| writing.current.is_some());
    ui.horizontal_wrapped(|ui| {
        let reading = run.read() < run.total && run.writing.is_none();
        if busy {
            let stop = Button::quiet(texts.t("action-stop"));
            if ui.add(stop).clicked() {
                app.send(Command::Rules(RulesCommand::StopWriting));
            }
            return;
        }
        if run.filled {
            let ready = run.ready().len();
            let args = [("count", Arg::from(ready as u64))];
            let write = Button::primary(texts.t_args("merge-rules-write", &args)).shortcut(APPLY);
            if ready > 0 && ui.add(write).clicked() {
                app.send(Command::Rules(RulesCommand::WriteAll));
            }
            if run.writing.is_none()
                && ui
                    .add(Button::quiet(texts.t("merge-rules-unfill")))
                    .clicked()
            {
                app.send(Command::Rules(RulesCommand::Unfill));
            }
        } else {
            let records = run.sum().records;
            let args = [("count", Arg::from(records as u64))];
            let fill = Button::primary(texts.t_args("merge-rules-fill", &args))
                .shortcut(APPLY)
                .enabled(records > 0 && !reading);
            if ui.add(fill).clicked() {
                app.send(Command::Rules(RulesCommand::Fill));
            }
        }
        if ui.add(Button::quiet(texts.t("action-close"))).clicked() {
            app.send(Command::Rules(RulesCommand::Close));
        }
    });
}
