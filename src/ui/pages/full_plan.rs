//! The plan of a full comparison on the page of the full synchronisation: categories, lines, run what is chosen.

use crate::app::App;
use crate::app::command::{Command, PlanCommand};
use crate::app::cost::{self, Cost};
use crate::app::full_plan::{Category, FullPlan, PlanRow, category_name};
use crate::app::merging_sections::caption;
use crate::app::wizard::plan_file::reason_words;
use crate::i18n::{Arg, Texts};
use crate::model::Side;
use crate::ui::design::{Icon, Tone, space, text};
use crate::ui::widgets::{Button, Notice, PageState, card, check, select};
use crate::ui::wizard::pace;
use crate::worker::explain::{explain, side_name};
use eframe::egui::{Label, Ui};

/// How many lines are drawn; the others follow once categories are hidden or these have run.
const SHOWN: usize = 200;

fn send(app: &mut App, command: PlanCommand) {
    app.send(Command::Plan(command));
}

/// Draws the plan, or the way to it.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    ui.add_space(space::M);
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
    let runs: usize = plan.runs().iter().map(|(_, rows)| rows.len()).sum();
    let label = texts.t_args("plan-run", &[("count", Arg::from(runs))]);
    let why = app.why_no_work().map(|key| texts.t(key).into_owned());
    let run = Button::primary(label)
        .icon(Icon::Sync)
        .enabled(runs > 0)
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
    if runs > 0 {
        cost(ui, texts, cost::of_plan(plan));
    }
    ui.add_space(space::S);
    card(ui, |ui| {
        for (index, row) in plan.shown().take(SHOWN) {
            line(ui, app, plan, index, row);
        }
        let more = plan.shown().count().saturating_sub(SHOWN);
        if more > 0 {
            let more = [("count", Arg::from(more))];
            ui.label(text::small(texts.t_args("question-brake-more", &more)));
        }
    });
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

fn line(ui: &mut Ui, app: &mut App, plan: &FullPlan, index: usize, row: &PlanRow) {
    let texts = app.texts;
    let label = format!("{} · {}", row.line.mapping, row.line.label);
    let what = words(texts, &row.category, 1);
    let why = reason_words(texts, &row.line.reason);
    if row.record.is_none() {
        ui.horizontal_wrapped(|ui| {
            ui.add_space(space::XL);
            ui.label(label);
            ui.label(text::small(what));
            ui.add(Label::new(text::small(why)).wrap());
        });
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let mut chosen = plan.chosen.contains(&index);
        if check(ui, &label, &mut chosen).changed() {
            send(app, PlanCommand::Choose(index, chosen));
        }
        let mut towards = plan.towards.get(&index).copied();
        let options: [(Option<Side>, String); 3] = [
            (None, texts.t("plan-recommended").into_owned()),
            (Some(Side::Dv), texts.t("direction-to-dv").into_owned()),
            (Some(Side::Bc), texts.t("direction-to-bc").into_owned()),
        ];
        let name = texts.t_args(
            "plan-direction-of",
            &[("record", Arg::from(label.as_str()))],
        );
        if select(ui, &name, &mut towards, &options) {
            send(app, PlanCommand::Towards(index, towards));
        }
        let fields: Vec<_> = row
            .line
            .fields
            .iter()
            .map(|field| caption(texts, field.name.as_str()))
            .collect();
        let what = texts.named(&what, &fields.join(", "));
        ui.add(Label::new(text::small(what)).wrap());
        ui.add(Label::new(text::small(why)).wrap());
    });
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
