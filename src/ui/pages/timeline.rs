//! How a run spent its time: a bar for each thing that was done or waited for, and what was said, by how much it matters.

use crate::app::App;
use crate::app::speaking::Speaking;
use crate::i18n::{Arg, Texts};
use crate::model::Side;
use crate::model::timeline::{Level, Step, Stretch, Timeline, Wait, WaitCause};
use crate::ui::design::{DesignExt as _, Tone, icon, side_color, space, text};
use crate::ui::widgets::Choice;
use crate::worker::explain::{explain, side_name};
use eframe::egui::{
    Align, Color32, CornerRadius, Label, Layout, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};
use jiff::{SignedDuration, Timestamp};

/// Height of a bar's row, in points.
const ROW: f32 = 20.0;
/// Widths of the words before a bar and of the numbers after it, in points.
const NAMES: f32 = 190.0;
const NUMBERS: f32 = 190.0;
/// Least width of a bar, in points: what was quick is seen too.
const LEAST: f32 = 3.0;

/// What each row of the waterfall says.
struct Bar {
    name: String,
    numbers: String,
    began: Timestamp,
    ended: Timestamp,
    color: Color32,
    waited: bool,
}

/// Draws the waterfall.
pub(super) fn waterfall(ui: &mut Ui, texts: Texts, timeline: &Timeline, with_names: bool) {
    let Some((begin, end)) = timeline.span() else {
        return;
    };
    let mut bars: Vec<Bar> = Vec::new();
    let tokens = ui.tokens();
    for stretch in &timeline.stretches {
        let color = match stretch.step {
            Step::Read(side) | Step::Write(side) => side_color(tokens, side),
            Step::Plan => tokens.text.weak,
        };
        bars.push(Bar {
            name: stretch_name(texts, stretch, with_names),
            numbers: numbers(texts, stretch),
            began: stretch.began,
            ended: stretch.ended,
            color,
            waited: false,
        });
    }
    for wait in &timeline.waits {
        bars.push(Bar {
            name: wait_name(texts, wait),
            numbers: texts.duration(wait.ended.duration_since(wait.began)),
            began: wait.began,
            ended: wait.ended,
            color: Tone::Warning.color(tokens),
            waited: true,
        });
    }
    let whole = end.duration_since(begin);
    for bar in &bars {
        row(ui, texts, bar, begin, whole);
    }
}

fn row(ui: &mut Ui, texts: Texts, bar: &Bar, begin: Timestamp, whole: SignedDuration) {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let after = bar.began.duration_since(begin);
    let args = [
        ("what", Arg::from(bar.name.as_str())),
        ("numbers", Arg::from(bar.numbers.as_str())),
        ("after", Arg::from(texts.duration(after))),
    ];
    let spoken = texts.t_args("timeline-bar", &args);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &spoken));
    let names = NAMES.min(width * 0.4);
    let numbers = NUMBERS.min(width * 0.36);
    let mut put = |from: f32, room: f32, words: &str, weak: bool| {
        let place = Rect::from_min_size(pos2(from, rect.top()), vec2(room, ROW));
        let layout = Layout::left_to_right(Align::Center);
        let mut inner = ui.new_child(
            eframe::egui::UiBuilder::new()
                .max_rect(place)
                .layout(layout),
        );
        let words = if weak {
            text::weak(words)
        } else {
            text::small(words)
        };
        inner.add(Label::new(words).truncate().selectable(false));
    };
    put(rect.left(), names - space::S, &bar.name, false);
    put(rect.right() - numbers, numbers, &bar.numbers, true);
    let (left, right) = (rect.left() + names, rect.right() - numbers - space::S);
    let room = (right - left).max(0.0);
    let share = |length: SignedDuration| {
        let all = whole.as_millis().max(1) as f32;
        (length.as_millis() as f32 / all).clamp(0.0, 1.0)
    };
    let from = left + room * share(after);
    let long = (room * share(bar.ended.duration_since(bar.began))).max(LEAST);
    let line = Rect::from_min_size(pos2(from, rect.center().y - 4.0), vec2(long, 8.0));
    let line = line.intersect(Rect::from_x_y_ranges(left..=right + LEAST, rect.y_range()));
    if bar.waited {
        // An outline: waiting is no work, and colour alone must not say so.
        let stroke = eframe::egui::Stroke::new(1.5, bar.color);
        let inside = eframe::egui::StrokeKind::Inside;
        ui.painter()
            .rect_stroke(line, CornerRadius::same(2), stroke, inside);
    } else {
        ui.painter()
            .rect_filled(line, CornerRadius::same(2), bar.color);
    }
    response.on_hover_text(spoken);
}

fn stretch_name(texts: Texts, stretch: &Stretch, with_mapping: bool) -> String {
    let step = step_name(texts, stretch.step);
    if with_mapping {
        texts.named(stretch.mapping.as_str(), &step)
    } else {
        step
    }
}

fn step_name(texts: Texts, step: Step) -> String {
    let (key, side) = match step {
        Step::Read(side) => ("timeline-read", side),
        Step::Write(side) => ("timeline-write", side),
        Step::Plan => return texts.t("timeline-plan").into_owned(),
    };
    texts.t_args(key, &[("side", Arg::from(side_name(texts, side)))])
}

fn wait_name(texts: Texts, wait: &Wait) -> String {
    let key = match wait.cause {
        WaitCause::Requests => "timeline-wait-requests",
        WaitCause::Work => "timeline-wait-work",
        WaitCause::Asked => "timeline-wait-asked",
    };
    texts.t_args(key, &[("side", Arg::from(side_name(texts, wait.side)))])
}

fn numbers(texts: Texts, stretch: &Stretch) -> String {
    let args = [
        ("count", Arg::from(stretch.records)),
        (
            "time",
            Arg::from(texts.duration(stretch.ended.duration_since(stretch.began))),
        ),
    ];
    texts.t_args("timeline-numbers", &args)
}

/// What was asked of the services, and how long was waited; nothing where nothing is known.
pub(super) fn requests(ui: &mut Ui, texts: Texts, timeline: &Timeline) {
    let asked = Side::BOTH.map(|side| timeline.requests.get(side).total());
    if asked.iter().sum::<u64>() == 0 {
        return;
    }
    let [bc, dv] = asked;
    let throttled = Side::BOTH.map(|side| timeline.requests.get(side).throttled);
    let args = [
        ("bc", Arg::from(bc)),
        ("dv", Arg::from(dv)),
        ("throttled", Arg::from(throttled.iter().sum::<u64>())),
        ("waited", Arg::from(texts.duration(timeline.waited()))),
    ];
    ui.add(Label::new(text::weak(texts.t_args("timeline-requests", &args))).wrap());
}

/// The choice of how much a message must matter.
pub(super) fn levels(ui: &mut Ui, texts: Texts, level: &mut Level) {
    Choice::new(texts.t("timeline-level"), level)
        .option(Level::Info, texts.t("timeline-level-all"))
        .option(Level::Warning, texts.t("timeline-level-warnings"))
        .option(Level::Error, texts.t("timeline-level-errors"))
        .show(ui);
}

/// Draws what was said, from a level on, in the order of time.
pub(super) fn messages(ui: &mut Ui, app: &App, timeline: &Timeline, from: Level) {
    let texts = app.texts;
    let speaking = Speaking::of(app);
    let mut lines: Vec<(Timestamp, Level, String)> = Vec::new();
    for stretch in &timeline.stretches {
        let words = format!(
            "{} · {}",
            stretch_name(texts, stretch, true),
            numbers(texts, stretch)
        );
        lines.push((stretch.ended, Level::Info, words));
    }
    for wait in &timeline.waits {
        let words = format!(
            "{} · {}",
            wait_name(texts, wait),
            texts.duration(wait.ended.duration_since(wait.began))
        );
        lines.push((wait.began, Level::Warning, words));
    }
    for message in &timeline.messages {
        let said = explain(texts, &message.problem).message;
        let level = Level::of(message.problem.cause);
        lines.push((
            message.at,
            level,
            texts.named(message.mapping.as_str(), &said),
        ));
    }
    lines.retain(|(_, level, _)| *level >= from);
    lines.sort_by_key(|(at, ..)| *at);
    if lines.is_empty() {
        ui.label(text::weak(texts.t("timeline-no-messages")));
    }
    for (at, level, words) in lines {
        let tone = match level {
            Level::Info => Tone::Info,
            Level::Warning => Tone::Warning,
            Level::Error => Tone::Error,
        };
        let color = tone.color(ui.tokens());
        ui.horizontal(|ui| {
            ui.add(icon(tone.icon()).color(color).size(14.0));
            ui.label(text::small(texts.time_of_day(at, &speaking.zone)));
            let label = ui.add(Label::new(words.as_str()).wrap());
            // The sign before it is heard too.
            let spoken = format!("{}: {words}", texts.t(tone.text_key()));
            ui.ctx()
                .accesskit_node_builder(label.id, |node| node.set_value(spoken));
        });
    }
    if timeline.left_out > 0 {
        let args = [("count", Arg::from(timeline.left_out))];
        ui.label(text::weak(texts.t_args("timeline-left-out", &args)));
    }
}
