//! The plan of a full comparison on the page of the full synchronisation: categories, lines, run what is chosen.

use crate::app::App;
use crate::app::command::{Command, PlanCommand};
use crate::app::cost::Cost;
use crate::app::full_plan::{Category, FullPlan, PlanRow, category_name};
use crate::app::merging_sections::caption;
use crate::app::wizard::plan_file::reason_words;
use crate::i18n::{Arg, Texts};
use crate::model::Side;
use crate::ui::design::{Icon, Tone, space, text};
use crate::ui::widgets::{Button, Notice, PageState, card, check, check_in_line, select};
use crate::ui::wizard::pace;
use crate::worker::explain::{explain, side_name};
use eframe::egui::{Align, Label, Layout, Rangef, Ui, vec2};

/// Height of a line, in points: the record, and why below it.
const ROW: f32 = space::CONTROL + WHY;
/// Height of why a line is there, in points.
const WHY: f32 = 26.0;
/// Width of the direction with what resets it, in points.
const WAY: f32 = 240.0;
/// Below this width, in points, the direction stands below the record.
const NARROW: f32 = 460.0;
/// So many lines beyond those in sight are drawn, for the keyboard to come to.
const AROUND: usize = 4;

fn send(app: &mut App, command: PlanCommand) {
    app.send(Command::Plan(command));
}

/// Draws the plan, or the way to it.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    ui.horizontal_wrapped(|ui| {
        ui.label(text::heading(texts.t("plan-title")));
        let why = app.why_no_work().map(|key| texts.t(key).into_owned());
        let compare = Button::quiet(texts.t("plan-compare"))
            .icon(Icon::Search)
            .disabled_because(why);
        if ui.add(compare).clicked() {
            send(app, PlanCommand::Compare);
        }
    });
    ui.add(Label::new(text::weak(texts.t("plan-help"))).wrap());
    ui.add_space(space::S);
    if app.full.comparing {
        PageState::Loading.show(ui);
        return;
    }
    let Some(plan) = app.full.plan.take() else {
        return;
    };
    if plan.rows.is_empty() {
        ui.label(texts.t("impact-nothing"));
    } else {
        lines(ui, app, &plan);
    }
    app.full.plan = Some(plan);
}

fn lines(ui: &mut Ui, app: &mut App, plan: &FullPlan) {
    let texts = app.texts;
    if let Some(problem) = &plan.stopped {
        Notice::new(Tone::Warning, explain(texts, problem).message).show(ui);
        ui.add_space(space::S);
    }
    ui.horizontal_wrapped(|ui| {
        for (category, count) in &plan.counts {
            let name = category_name(category);
            let shown = !plan.hidden.contains(&name);
            let chip = Button::plain(words(texts, category, *count))
                .selected(shown)
                .small();
            if ui.add(chip).clicked() {
                send(app, PlanCommand::Hide(name, shown));
            }
        }
    });
    ui.add_space(space::S);
    let label = texts.t_args("plan-run", &[("count", Arg::from(plan.selected))]);
    let why = app.why_no_work().map(|key| texts.t(key).into_owned());
    let run = Button::primary(label)
        .icon(Icon::Sync)
        .enabled(plan.selected > 0)
        .disabled_because(why);
    ui.horizontal_wrapped(|ui| {
        if ui.add(run).clicked() {
            send(app, PlanCommand::Run);
        }
        let save = Button::plain(texts.t("wizard-plan-export")).icon(Icon::Copy);
        if ui.add(save).clicked() {
            send(app, PlanCommand::Save);
        }
    });
    if let Some(expected) = plan.cost {
        cost(ui, texts, expected);
    }
    ui.add_space(space::S);
    card(ui, |ui| {
        if plan.choosable() > 0 {
            ui.horizontal_wrapped(|ui| all_at_once(ui, app, plan));
        }
        rows(ui, app, plan);
    });
}

/// What is done with all lines that are shown.
fn all_at_once(ui: &mut Ui, app: &mut App, plan: &FullPlan) {
    let texts = app.texts;
    let mut all = plan.selected == plan.choosable();
    if check(ui, &texts.t("action-select-all"), &mut all).changed() {
        send(app, PlanCommand::ChooseAll(all));
    }
    if !plan.towards.is_empty() {
        let count = [("count", Arg::from(plan.towards.len()))];
        let reset = Button::plain(texts.t_args("plan-reset-all", &count)).icon(Icon::Undo);
        if ui.add(reset.small()).clicked() {
            send(app, PlanCommand::AsRecommended);
        }
    }
}

/// The lines, of which only those in sight are drawn, and some around them for the keyboard.
fn rows(ui: &mut Ui, app: &mut App, plan: &FullPlan) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = WHY;
    let narrow = ui.available_width() < NARROW;
    let height = if narrow { ROW + space::CONTROL } else { ROW };
    let top = ui.cursor().top();
    let (first, last) = in_sight(ui.clip_rect().y_range(), top, height, plan.visible.len());
    ui.add_space(height * first as f32);
    for index in plan.visible.get(first..last).unwrap_or_default() {
        let Some(row) = plan.rows.get(*index) else {
            continue;
        };
        let size = vec2(ui.available_width(), height);
        let layout = Layout::top_down(Align::Min);
        ui.push_id(index, |ui| {
            ui.allocate_ui_with_layout(size, layout, |ui| {
                ui.set_min_size(size);
                line(ui, app, plan, *index, row, narrow);
            });
        });
    }
    ui.add_space(height * plan.visible.len().saturating_sub(last) as f32);
}

/// Which lines are drawn: those between the edges of what is seen, and [`AROUND`] before and after them.
pub(super) fn in_sight(seen: Rangef, top: f32, height: f32, count: usize) -> (usize, usize) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place on the page is within what a number of rows can be"
    )]
    let place = |y: f32| ((y - top) / height).max(0.0) as usize;
    let first = place(seen.min).saturating_sub(AROUND).min(count);
    let last = (place(seen.max) + 1 + AROUND).min(count);
    (first, last.max(first))
}

/// What work is expected to cost, and the pace that this is worked out with.
pub(super) fn cost(ui: &mut Ui, texts: Texts, cost: Cost) {
    let args = [
        ("duration", Arg::from(texts.duration(cost.duration))),
        ("bc", Arg::from(cost.requests.bc)),
        ("dv", Arg::from(cost.requests.dv)),
    ];
    ui.add(Label::new(text::weak(texts.t_args("wizard-plan-cost", &args))).wrap())
        .on_hover_text(pace(texts));
}

/// One line: the record with its box, which way it runs, and below why.
fn line(ui: &mut Ui, app: &mut App, plan: &FullPlan, index: usize, row: &PlanRow, narrow: bool) {
    let texts = app.texts;
    let label = format!("{} · {}", row.line.mapping, row.line.label);
    let fields: Vec<_> = row
        .line
        .fields
        .iter()
        .map(|field| caption(texts, field.name.as_str()))
        .collect();
    let mut words = one_in_words(texts, &row.category);
    if !fields.is_empty() {
        words = texts.named(&words, &fields.join(", "));
    }
    let words = format!("{words} · {}", reason_words(texts, &row.line.reason));
    let head = |ui: &mut Ui, app: &mut App| {
        if row.record.is_none() {
            ui.add_space(space::ICON + space::S);
            ui.add(Label::new(label.as_str()).truncate());
            return;
        }
        let mut chosen = plan.chosen.contains(&index);
        if check_in_line(ui, &label, &mut chosen).changed() {
            send(app, PlanCommand::Choose(index, chosen));
        }
    };
    if narrow {
        row_of(ui, |ui| head(ui, app));
        row_of(ui, |ui| way(ui, app, plan, index, row, &label));
    } else {
        row_of(ui, |ui| {
            let room = ui.available_width() - WAY;
            let layout = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(vec2(room, space::CONTROL), layout, |ui| {
                ui.set_min_width(room);
                head(ui, app);
            });
            way(ui, app, plan, index, row, &label);
        });
    }
    ui.horizontal(|ui| {
        ui.add_space(space::ICON + space::S);
        ui.add(Label::new(text::small(&words)).truncate())
            .on_hover_text(words);
    });
}

fn row_of(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), space::CONTROL);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), content);
}

/// Which way a line runs, and the way back to what is recommended; where it cannot be turned, the way to the pair.
fn way(ui: &mut Ui, app: &mut App, plan: &FullPlan, index: usize, row: &PlanRow, label: &str) {
    let texts = app.texts;
    let of = [("record", Arg::from(label))];
    if row.record.is_none() {
        if let Some(id) = row.line.bc_id.filter(|_| row.line.dv_id.is_some()) {
            let show = Button::plain(texts.t("action-show-here")).icon(Icon::Link);
            let show = show.help(texts.t_args("plan-show-pair", &of)).small();
            if ui.add(show).clicked() {
                app.send(Command::ShowCoupling(id.hyphenated().to_string()));
            }
        }
        return;
    }
    let mut towards = plan.towards.get(&index).copied();
    let options: [(Option<Side>, String); 3] = [
        (None, texts.t("plan-recommended").into_owned()),
        (Some(Side::Dv), texts.t("direction-to-dv").into_owned()),
        (Some(Side::Bc), texts.t("direction-to-bc").into_owned()),
    ];
    let turned = towards.is_some();
    let room = WAY - space::CONTROL - 2.0 * space::S;
    ui.scope(|ui| {
        ui.set_max_width(room.min(ui.available_width()));
        if select(
            ui,
            &texts.t_args("plan-direction-of", &of),
            &mut towards,
            &options,
        ) {
            send(app, PlanCommand::Towards(index, towards));
        }
    });
    if turned {
        let reset = Button::icon_only(Icon::Undo, texts.t_args("plan-reset", &of)).small();
        if ui.add(reset).clicked() {
            send(app, PlanCommand::Towards(index, None));
        }
    }
}

/// A category in words, with how many lines it has.
fn words(texts: Texts, category: &Category, count: u64) -> String {
    let (action, side) = category;
    let side = side.map(|side| side_name(texts, side)).unwrap_or_default();
    let key = format!("impact-{action}");
    if !texts.has(&key) {
        return format!("{action} {}", texts.count(count));
    }
    let args = [
        ("count", Arg::from(count)),
        ("side", Arg::from(side.as_ref())),
    ];
    texts.t_args(&key, &args)
}

/// What would become of one record; its line says which.
fn one_in_words(texts: Texts, category: &Category) -> String {
    let (action, side) = category;
    let key = format!("impact-one-{action}");
    if !texts.has(&key) {
        return words(texts, category, 1);
    }
    let side = side.map(|side| side_name(texts, side)).unwrap_or_default();
    texts.t_args(&key, &[("side", Arg::from(side.as_ref()))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_sight_is_drawn_wherever_the_page_stands() {
        let drawn = |min, max, top| in_sight(Rangef::new(min, max), top, 50.0, 10_000);
        assert_eq!(drawn(100.0, 600.0, 300.0), (0, 6 + 1 + AROUND));
        assert_eq!(
            drawn(100.0, 600.0, -99_900.0),
            (2_000 - AROUND, 2_010 + 1 + AROUND)
        );
        assert_eq!(drawn(100.0, 600.0, -900_000.0), (10_000, 10_000));
        assert_eq!(in_sight(Rangef::new(0.0, 9.0), 0.0, 50.0, 0), (0, 0));
    }
}
