//! What stands around every page: navigation, notices, status bar, questions.

use super::design::{DesignExt as _, Icon, Tone, space, text};
use super::layers;
use super::pages;
use super::shortcuts::shortcut_of;
use super::state::UiState;
use super::widgets::{
    Answer, Button, Confirm, NavItem, Notice, ProgressLine, SideBadge, StateChip,
};
use crate::app::command::{Command, Layer};
use crate::app::home::Running;
use crate::app::route::Route;
use crate::app::{App, Question};
use crate::i18n::{Arg, Texts};
use crate::model::Side;
use crate::model::plan::ActionLine;
use crate::worker::explain::{explain, waiting_words};
use eframe::egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, ScrollArea, Ui};
use jiff::Timestamp;

/// Draws the whole window.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    let welcome = app.way.here() == Route::Welcome;
    if !welcome {
        navigation(ui, app, state.toasts.unseen());
        status_bar(ui, app);
    }
    let narrow = ui.available_width() < space::READING_WIDTH;
    let canvas = Frame::new()
        .fill(ui.tokens().surface.canvas)
        .inner_margin(Margin::same(if narrow { 12 } else { 24 }));
    CentralPanel::default().frame(canvas).show(ui, |ui| {
        notice(ui, app);
        pages::show(ui, app, state);
    });
    super::merge::show_rules(ui, app);
    layers::show(ui, app, state, &[]);
    question(ui, app);
}

fn navigation(ui: &mut Ui, app: &mut App, unseen: u64) {
    let folded = ui.available_width() < space::FOLD_NAV_BELOW;
    let width = if folded {
        space::NAV_FOLDED
    } else {
        space::NAV
    };
    let frame = Frame::new()
        .fill(ui.tokens().surface.nav)
        .inner_margin(Margin::symmetric(8, 16));
    Panel::left("navigation")
        .exact_size(width)
        .resizable(false)
        .frame(frame)
        .show(ui, |ui| {
            if !folded {
                ui.horizontal(|ui| {
                    ui.add_space(space::S);
                    ui.label(text::heading(app.texts.t("app-name")));
                    if app.is_demo() {
                        ui.add(StateChip::tone(
                            Tone::Warning,
                            app.texts.t("app-demo-badge"),
                        ));
                    }
                });
                ui.add_space(space::M);
            }
            Panel::bottom("navigation-tools")
                .resizable(false)
                .show_separator_line(false)
                .frame(Frame::new())
                .show(ui, |ui| tools(ui, app, folded, unseen));
            // In a low window, or a very large script, the pages scroll.
            ScrollArea::vertical()
                .auto_shrink([false, false])
                .show(ui, |ui| page_list(ui, app, folded));
        });
}

/// The pages, with the numbers of what waits on them.
fn page_list(ui: &mut Ui, app: &mut App, folded: bool) {
    for route in Route::NAMED {
        if route == Route::Settings {
            ui.add_space(space::M);
        }
        let shown = app.way.here().belongs_to(route);
        let mut item =
            NavItem::new(icon_of(route), app.texts.t(route.label_key()), shown).folded(folded);
        match route {
            Route::Skipped => {
                item = item.count(app.home.conflicts + app.home.skipped, Tone::Warning);
            }
            Route::Errors => item = item.count(app.home.errors, Tone::Error),
            _ => {}
        }
        if ui.add(item).clicked() {
            app.send(Command::Go(route));
        }
    }
}

/// What opens over any page.
fn tools(ui: &mut Ui, app: &mut App, folded: bool, unseen: u64) {
    let layers = [
        (Layer::Palette, Icon::Search),
        (Layer::Notifications, Icon::Bell),
        (Layer::Help, Icon::Help),
    ];
    let draw = |ui: &mut Ui| {
        for (layer, sign) in layers {
            let command = Command::Show(layer);
            let mut name = command.label(app.texts);
            if layer == Layer::Notifications && unseen > 0 {
                let args = [
                    ("page", Arg::from(name.as_str())),
                    ("count", Arg::from(unseen)),
                ];
                name = app.texts.t_args("nav-count", &args);
            }
            let mut button = Button::icon_only(sign, name);
            if let Some(keys) = shortcut_of(&command) {
                button = button.shortcut(keys);
            }
            if ui.add(button).clicked() {
                app.send(command);
            }
        }
    };
    if folded {
        ui.vertical_centered(draw);
    } else {
        ui.horizontal(draw);
    }
}

fn icon_of(route: Route) -> Icon {
    match route {
        Route::Welcome | Route::Home => Icon::Home,
        Route::Skipped | Route::Merge(_) => Icon::Conflict,
        Route::Errors => Icon::Error,
        Route::Couplings => Icon::Link,
        Route::Mappings => Icon::Mapping,
        Route::Match => Icon::Match,
        Route::Full => Icon::CheckCircle,
        Route::Jobs => Icon::Jobs,
        Route::History => Icon::History,
        Route::Settings => Icon::Settings,
    }
}

fn status_bar(ui: &mut Ui, app: &mut App) {
    let frame = Frame::new()
        .fill(ui.tokens().surface.nav)
        .inner_margin(Margin::symmetric(16, 0));
    Panel::bottom("status")
        .exact_size(space::STATUS_BAR)
        .resizable(false)
        .frame(frame)
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                for side in Side::BOTH {
                    ui.add(SideBadge::new(side).word(connection_words(app, side)));
                    ui.add_space(space::S);
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if let Some(running) = app.running.clone() {
                        running_words(ui, app, &running);
                        return;
                    }
                    ui.label(text::small(last_run_words(app)));
                    if let Some(next) = app.home.next_run {
                        ui.add_space(space::S);
                        ui.label(text::small(next_run_words(app, next)));
                    }
                });
            });
        });
}

fn connection_words(app: &App, side: Side) -> String {
    let texts = app.texts;
    let name = match side {
        Side::Bc => texts.t("status-bc"),
        Side::Dv => texts.t("status-dv"),
    };
    let key = match (&app.connection, app.is_demo()) {
        (Some(_), true) => "status-demo",
        (Some(_), false) => "status-connected",
        (None, _) => "status-not-connected",
    };
    texts.t_args(key, &[("side", Arg::from(name.as_ref()))])
}

fn last_run_words(app: &App) -> String {
    match app.home.last_run {
        Some(at) => {
            let when = app.texts.relative(at, app.now(), &app.zone);
            app.texts
                .t_args("status-last-run", &[("when", Arg::from(when.as_str()))])
        }
        None => app.texts.t("status-idle").into_owned(),
    }
}

fn next_run_words(app: &App, next: Timestamp) -> String {
    let when = app
        .texts
        .relative(next.max(app.now()), app.now(), &app.zone);
    app.texts
        .t_args("status-next-sync", &[("when", Arg::from(when.as_str()))])
}

fn running_words(ui: &mut Ui, app: &mut App, running: &Running) {
    let texts = app.texts;
    let stop = Button::quiet(texts.t("action-stop"))
        .icon(Icon::Stop)
        .small()
        .enabled(!running.stopping);
    if ui.add(stop).clicked() {
        app.send(Command::Stop);
    }
    let words = if running.stopping {
        texts.t("status-stopping").into_owned()
    } else if let Some(waiting) = &running.waiting {
        waiting_words(texts, waiting)
    } else {
        let mapping = running
            .progress
            .as_ref()
            .map(|progress| progress.mapping.to_string())
            .unwrap_or_default();
        texts.t_args(
            running.phase_key(),
            &[("mapping", Arg::from(mapping.as_str()))],
        )
    };
    let (done, total) = running
        .progress
        .as_ref()
        .map_or((0, None), |progress| (progress.done, progress.total));
    ui.add(ProgressLine::new(words.clone(), done, total).width(160.0));
    ui.label(text::small(words));
}

fn notice(ui: &mut Ui, app: &mut App) {
    let Some(problem) = app.notice.clone() else {
        return;
    };
    let words = explain(app.texts, &problem);
    let message = format!("{} {}", words.message, words.next_step);
    let mut dismissed = false;
    Notice::new(Tone::Error, message)
        .dismiss(&mut dismissed)
        .show(ui);
    ui.add_space(space::M);
    if dismissed {
        app.send(Command::DismissNotice);
    }
}

/// The beginning of a plan, one line per record.
fn first_lines(texts: Texts, plan: &[ActionLine]) -> String {
    let mut lines: Vec<String> = plan.iter().take(PLAN_LINES).map(plan_line).collect();
    if let Some(more) = plan.len().checked_sub(PLAN_LINES).filter(|more| *more > 0) {
        let count = [("count", Arg::from(more as u64))];
        lines.push(texts.t_args("question-brake-more", &count));
    }
    lines.join("\n")
}

fn plan_line(line: &ActionLine) -> String {
    let plain = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    let fields = line.fields.iter().map(|field| {
        let (before, after) = (plain(&field.before), plain(&field.after));
        format!("{}: {before} → {after}", field.name)
    });
    let fields: Vec<String> = fields.collect();
    if fields.is_empty() {
        let id = line.dv_id.or(line.bc_id);
        let id = id.map(|id| id.hyphenated().to_string()).unwrap_or_default();
        return format!("{} {id}", line.action);
    }
    fields.join(", ")
}

/// How many records of a plan the question about it names.
const PLAN_LINES: usize = 10;

fn question(ui: &mut Ui, app: &mut App) {
    let Some(question) = app.question.clone() else {
        return;
    };
    let texts = app.texts;
    let (title, consequence, verb) = match question {
        Question::Delete(ids) => {
            let count = [("count", Arg::from(ids.len() as u64))];
            (
                texts.t("question-delete-title").into_owned(),
                texts.t("question-delete-consequence").into_owned(),
                texts.t_args("question-delete-verb", &count),
            )
        }
        Question::LetThrough { problem, plan } => {
            let message = explain(texts, &problem).message;
            let count = problem.params.get("count");
            let count: u64 = count.and_then(|count| count.parse().ok()).unwrap_or(0);
            (
                texts.t("question-brake-title").into_owned(),
                format!("{message}\n\n{}", first_lines(texts, &plan)),
                texts.t_args("question-brake-verb", &[("count", Arg::from(count))]),
            )
        }
        Question::StartFull { again } => {
            let all = app.full.rows.as_ref().map_or(0, |rows| rows.len() as u64);
            let count = if again { all } else { app.full.open() };
            (
                texts.t("question-full-title").into_owned(),
                texts.t("question-full-consequence").into_owned(),
                texts.t_args("question-full-verb", &[("count", Arg::from(count))]),
            )
        }
        Question::ClearErrors(wish) => {
            let open = [("open", Arg::from(app.home.errors))];
            (
                texts.t("question-clear-title").into_owned(),
                texts.t_args("question-clear-consequence", &open),
                texts.t(wish.label_key()).into_owned(),
            )
        }
        Question::Quit => (
            texts.t("question-quit-title").into_owned(),
            texts.t("question-quit-consequence").into_owned(),
            texts.t("question-quit-verb").into_owned(),
        ),
    };
    let mut confirm = Confirm::new(title, consequence, verb);
    if !matches!(app.question, Some(Question::StartFull { .. })) {
        confirm = confirm.danger();
    }
    match confirm.show(ui) {
        Answer::Waiting => {}
        Answer::Confirmed => app.send(Command::Confirm),
        Answer::Cancelled => app.send(Command::Decline),
    }
}
