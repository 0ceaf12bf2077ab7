//! What stands around every page: navigation, notices, status bar, questions.

use super::design::{DesignExt as _, Icon, Tone, space, text};
use super::layers;
use super::pages;
use super::question::question;
use super::shortcuts::shortcut_of;
use super::state::{Covered, UiState};
use super::widgets::{Button, NavItem, Notice, ProgressLine, SideBadge, StateChip};
use crate::app::App;
use crate::app::command::{AboutCommand, Command, HealthCommand, Layer};
use crate::app::health::{remedy, remedy_key};
use crate::app::home::Running;
use crate::app::offers::Offer;
use crate::app::route::Route;
use crate::engine::context::Progress;
use crate::i18n::Arg;
use crate::model::Side;
use crate::model::reason::Cause;
use crate::worker::explain::{explain, waiting_words};
use crate::worker::protocol::Ailment;
use eframe::egui::{
    Align, CentralPanel, FocusDirection, FontSelection, Frame, Id, InputState, Key, Label, Layout,
    Margin, Modifiers, Panel, ScrollArea, TextStyle, TextWrapMode, Ui, WidgetText,
};
use jiff::Timestamp;

/// Below this height, in points, the pages of the navigation stand closer together.
const LOW_NAV: f32 = 660.0;
/// Below this height, in points, what opens over pages scrolls with them.
const VERY_LOW_NAV: f32 = 440.0;
/// Below this width of the status bar, in points, what runs takes the place of the two sides.
const NARROW_BAR: f32 = 640.0;

/// Draws the whole window.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    leave_focus(ui, app.way.here());
    // Both are pages of their own: there is nothing yet that one could go to.
    let bare = matches!(app.way.here(), Route::Welcome | Route::Wizard);
    if !bare {
        // From nowhere, Tab leads into the page; what stands around it follows after its last control.
        let tab =
            |input: &InputState| input.key_pressed(Key::Tab) && input.modifiers == Modifiers::NONE;
        let enters = ui.input(tab) && ui.memory(|memory| memory.focused().is_none());
        let go = |ui: &Ui, way| ui.memory_mut(|memory| memory.move_focus(way));
        if enters {
            go(ui, FocusDirection::None);
        }
        navigation(ui, app, state.toasts.unseen());
        status_bar(ui, app);
        if enters {
            go(ui, FocusDirection::Next);
        }
    }
    let narrow = ui.available_width() < space::READING_WIDTH;
    let canvas = Frame::new()
        .fill(ui.tokens().surface.canvas)
        .inner_margin(Margin::same(if narrow { 12 } else { 24 }));
    let here = CentralPanel::default().frame(canvas).show(ui, |ui| {
        fallen(ui, app);
        aftermath(ui, app);
        if app.way.here() != Route::Wizard {
            health(ui, app);
        }
        notice(ui, app);
        super::wizard::bars(ui, app);
        pages::show(ui, app, state)
    });
    if state.covered != Some(Covered::Apart) {
        over(ui, app, state, &here.inner);
    }
    super::wizard::show_questions(ui, app);
}

/// Draws what lies over a window and waits for the person.
pub(super) fn over(ui: &mut Ui, app: &mut App, state: &mut UiState, here: &[Offer]) {
    super::merge::show_rules(ui, app);
    layers::show(ui, app, state, here);
    question(ui, app, state);
}

/// Draws what the person has to know wherever they look.
pub(super) fn bars(ui: &mut Ui, app: &mut App) {
    fallen(ui, app);
    health(ui, app);
    notice(ui, app);
}

/// Takes the keyboard from the page that was left: its controls are gone, and others may stand where they stood.
fn leave_focus(ui: &Ui, here: Route) {
    let id = Id::unique("page-with-focus");
    let page = std::mem::discriminant(&here);
    let before = ui.data(|data| data.get_temp(id));
    if before == Some(page) {
        return;
    }
    ui.data_mut(|data| data.insert_temp(id, page));
    if before.is_some() {
        ui.memory_mut(|memory| {
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
        });
    }
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
                        let leave = Command::LeaveDemo;
                        let button = Button::icon_only(Icon::Cross, leave.label(app.texts));
                        let button = button.small().disabled_because(app.why_not(&leave));
                        if ui.add(button).clicked() {
                            app.send(leave);
                        }
                    }
                });
                ui.add_space(space::M);
            }
            let height = ui.available_height();
            let very_low = height < VERY_LOW_NAV;
            // The pages come first for the keyboard too, so that the room of what stands below them is kept free for it.
            let below = match (very_low, folded) {
                (true, _) => 0.0,
                (false, true) => 3.0 * (space::CONTROL + space::S),
                (false, false) => space::CONTROL + space::S,
            };
            // In a low window, or a very large script, the pages scroll.
            ScrollArea::vertical()
                .max_height(height - below)
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    if height < LOW_NAV {
                        ui.spacing_mut().item_spacing.y = 2.0;
                    }
                    page_list(ui, app, folded);
                    if very_low {
                        ui.add_space(space::M);
                        tools(ui, app, folded, unseen);
                    }
                });
            if !very_low {
                tools(ui, app, folded, unseen);
            }
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
        Route::Wizard => Icon::Plug,
        Route::Skipped | Route::Merge(_) => Icon::Conflict,
        Route::Errors => Icon::Error,
        Route::Couplings => Icon::Link,
        Route::Mappings => Icon::Mapping,
        Route::Match => Icon::Match,
        Route::Full => Icon::CheckCircle,
        Route::Jobs => Icon::Jobs,
        Route::History => Icon::History,
        Route::Settings => Icon::Settings,
        Route::About => Icon::Info,
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
                let running = app.running.clone();
                if running.is_none() || ui.available_width() >= NARROW_BAR {
                    for side in Side::BOTH {
                        ui.add(SideBadge::new(side).word(connection_words(app, side)));
                        ui.add_space(space::S);
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if let Some(running) = running {
                        running_words(ui, app, &running);
                        return;
                    }
                    let next = app.home.next_run.map(|next| next_run_words(app, next));
                    for words in [Some(last_run_words(app)), next].into_iter().flatten() {
                        // What does not fit is on the home page too.
                        let words = text::small(words);
                        let style = FontSelection::Style(TextStyle::Small);
                        let wrap = Some(TextWrapMode::Extend);
                        let galley =
                            WidgetText::from(words.clone()).into_galley(ui, wrap, 0.0, style);
                        if galley.size().x > ui.available_width() {
                            return;
                        }
                        ui.label(words);
                        ui.add_space(space::S);
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
        (Some(_), _) if app.health.stops(side) => "status-stopped",
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
    let width = (ui.available_width() * 0.4).clamp(60.0, 160.0);
    ui.add(ProgressLine::new(words.clone(), done, total).width(width));
    let words = match running
        .progress
        .as_ref()
        .filter(|_| running.waiting.is_none())
    {
        Some(progress) if !running.stopping => {
            format!("{words} {}", progress_words(app, progress))
        }
        _ => words,
    };
    ui.add(Label::new(text::small(words)).truncate());
}

/// How far it is, how quick, and how long it will still take: the latter once that can be told.
fn progress_words(app: &App, progress: &Progress) -> String {
    let texts = app.texts;
    let done = ("done", Arg::from(texts.count(progress.done)));
    let mut words = vec![match progress.total {
        Some(total) => {
            let total = ("total", Arg::from(texts.count(total)));
            texts.t_args("status-progress", &[done, total])
        }
        None => texts.t_args("status-progress-open", &[done]),
    }];
    if let Some(pace) = app.pace(progress) {
        let rate = [("rate", Arg::from(texts.count(pace.per_minute)))];
        words.push(texts.t_args("status-rate", &rate));
        if let Some(left) = pace.left {
            let left = [("left", Arg::from(texts.duration(left)))];
            words.push(texts.t_args("status-left", &left));
        }
    }
    words.join(" · ")
}

/// The background work has ended: the window says so and offers to start it again.
fn fallen(ui: &mut Ui, app: &mut App) {
    if !app.fallen {
        return;
    }
    let mut again = false;
    let label = app.texts.t("health-start-again");
    Notice::new(Tone::Error, app.texts.t("worker-ended"))
        .action(label, &mut again)
        .show(ui);
    ui.add_space(space::M);
    if again {
        app.send(Command::Health(HealthCommand::StartAgain));
    }
}

/// What the last start left behind, and that this is safe mode.
fn aftermath(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    if app.safe {
        let mut again = false;
        let mut bar = Notice::new(Tone::Info, texts.t("about-safe-bar"));
        let restart = Command::About(AboutCommand::Restart { safe: false });
        if app.why_not(&restart).is_none() {
            bar = bar.action(texts.t("about-restart"), &mut again);
        }
        bar.show(ui);
        ui.add_space(space::M);
        if again {
            app.send(restart);
        }
    }
    if app.crash.is_none() || app.way.here() == Route::About {
        return;
    }
    let (mut look, mut away) = (false, false);
    Notice::new(Tone::Warning, texts.t("about-crash-bar"))
        .action(texts.t("about-crash-look"), &mut look)
        .dismiss(&mut away)
        .show(ui);
    ui.add_space(space::M);
    if look {
        app.send(Command::Go(Route::About));
    } else if away {
        app.send(Command::About(AboutCommand::ForgetCrash));
    }
}

/// What is wrong with the link to the services, with the next step and the way there.
fn health(ui: &mut Ui, app: &mut App) {
    let Some(ailment) = app.health.in_the_bar().cloned() else {
        return;
    };
    let words = explain(app.texts, &ailment.problem);
    let tone = if ailment.is_ahead() || words.heals {
        Tone::Warning
    } else {
        Tone::Error
    };
    let message = format!("{} {}", words.message, words.next_step);
    let remedy = remedy(ailment.problem.cause);
    let (mut mend, mut away) = (false, false);
    let mut bar = Notice::new(tone, message).dismiss(&mut away);
    if app.why_not(&remedy).is_none() {
        bar = bar.action(app.texts.t(remedy_key(&remedy)), &mut mend);
    }
    bar.show(ui);
    ui.add_space(space::M);
    if mend {
        app.send(remedy);
    } else if away {
        app.send(Command::Health(HealthCommand::PutAway));
    }
}

fn notice(ui: &mut Ui, app: &mut App) {
    let Some(problem) = app.notice.clone() else {
        return;
    };
    // What stops the link stands in its own bar already.
    let same = |ailment: &Ailment| {
        ailment.problem.cause == problem.cause && ailment.problem.side == problem.side
    };
    if app.health.in_the_bar().is_some_and(same) {
        return;
    }
    let words = explain(app.texts, &problem);
    let message = format!("{} {}", words.message, words.next_step);
    let (mut dismissed, mut clicked) = (false, false);
    // After a mistake of this program, a synchronisation goes on where it stopped.
    let (to_do, key) = if problem.cause == Cause::Internal {
        (Command::SyncNow, "health-do-again")
    } else {
        let to_do = remedy(problem.cause);
        let key = remedy_key(&to_do);
        (to_do, key)
    };
    // Only what leads somewhere for certain; the bar of the link's own health says the rest.
    let is_sure = problem.cause == Cause::Internal
        || matches!(
            to_do,
            Command::Wizard(_) | Command::Health(HealthCommand::SignIn)
        );
    let remedy = Some(to_do)
        .filter(|command| is_sure && app.connection.is_some() && app.why_not(command).is_none());
    let mut bar = Notice::new(Tone::Error, message).dismiss(&mut dismissed);
    if remedy.is_some() {
        bar = bar.action(app.texts.t(key), &mut clicked);
    }
    bar.show(ui);
    ui.add_space(space::M);
    if dismissed {
        app.send(Command::DismissNotice);
    }
    if let Some(command) = remedy.filter(|_| clicked) {
        app.send(Command::DismissNotice);
        app.send(command);
    }
}
