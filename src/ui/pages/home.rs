//! Home: what needs a person first, then one row per mapping.

use crate::app::App;
use crate::app::command::{Command, PlanCommand};
use crate::app::health::{remedy, remedy_key};
use crate::app::home::{MappingRow, MappingState};
use crate::app::route::Route;
use crate::i18n::Arg;
use crate::model::{Direction, Side};
use crate::ui::design::{DesignExt as _, Icon, Mark, Tone, icon, space, text};
use crate::ui::state::UiState;
use crate::ui::widgets::{
    Button, MenuItem, PageState, SideBadge, StateChip, card, menu_button, page_header, scrolled,
};
use crate::worker::explain::{explain, title};
use crate::worker::protocol::Ailment;
use crate::worker::reading::{note_in_words, way_in_words};
use eframe::egui::{Align, Label, Layout, Rect, Sense, Ui, UiBuilder, Vec2, pos2, vec2};

/// Widths of the columns of the mapping list, in points; the first takes what is left.
const COLUMNS: [f32; 8] = [128.0, 116.0, 116.0, 70.0, 68.0, 56.0, 60.0, 52.0];
/// Below this width, in points, neither the times of the last and next run nor what runs wrote is shown.
const WIDE: f32 = 780.0;
/// Below this width of its column, in points, a mapping is shown without its tables.
const WITH_TABLES: f32 = 300.0;
/// Below this width, in points, neither pairs nor what is to be looked at is counted.
const NARROW: f32 = 520.0;
/// Below this width, in points, only what needs somebody is told.
const LEAST: f32 = 400.0;
/// The column of the state.
const STATE: usize = 0;
/// The column of the pairs.
const PAIRS: usize = 4;
/// The column of what is to be looked at.
const PENDING: usize = 5;
/// The column of the last run.
const LAST_RUN: usize = 1;
/// The column of the next run.
const NEXT_RUN: usize = 2;
/// The column of what the last runs wrote.
const RUNS: usize = 3;
/// From this column on there are numbers.
const NUMBERS: usize = 4;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    let texts = app.texts;
    let sentence = sentence(app);
    let connected = app.connection.is_some();
    let mut sync = false;
    let mut wanted = None;
    page_header(ui, texts.t("home-title"), sentence, |ui| {
        let button = Button::primary(texts.t("action-sync-now"))
            .icon(Icon::Sync)
            .enabled(connected && app.running.is_none());
        if !ui.layout().prefer_right_to_left() {
            sync = ui.add(button).clicked();
            wanted = sync_menu(ui, app);
            return;
        }
        // The menu hangs at the right of its button, and the keyboard comes to the button first.
        let (place, _) = ui.allocate_exact_size(Vec2::splat(space::CONTROL), Sense::hover());
        sync = ui.add(button).clicked();
        wanted = sync_menu(&mut ui.new_child(UiBuilder::new().max_rect(place)), app);
    });
    if let Some(command) = wanted {
        app.send(command);
    }
    if sync {
        app.send(Command::SyncNow);
    }
    if let Some(problem) = app.home.problem.clone() {
        if super::unreadable(texts, &problem).show(ui) {
            app.send(Command::Refresh);
        }
        return;
    }
    if app.home.rows.is_empty() {
        if app.running.is_some() {
            PageState::Loading.show(ui);
        } else if !super::unconnected(ui, app) {
            let empty = PageState::Empty {
                icon: Icon::Mapping,
                title: texts.t("mappings-empty-title").into_owned(),
                why: texts.t("mappings-empty-why").into_owned(),
                action: Some(texts.t("nav-mappings").into_owned()),
            };
            if empty.show(ui) {
                app.send(Command::Go(Route::Mappings));
            }
        }
        return;
    }
    scrolled(ui, "home", |ui| {
        needs_you(ui, app);
        ui.add_space(space::M);
        mappings(ui, app);
        ui.add_space(space::M);
        reading(ui, app);
        ui.add_space(space::M);
        super::plots::show(ui, app, state);
    });
}

/// The other ways to synchronise: one mapping, a preview, a comparison of everything.
fn sync_menu(ui: &mut Ui, app: &App) -> Option<Command> {
    let texts = app.texts;
    let mut wanted = None;
    let more = Button::icon_only(Icon::ChevronDown, texts.t("home-sync-more"));
    menu_button(ui, more, |ui| {
        let enabled = app.home.rows.iter().filter(|row| row.enabled);
        let mappings = enabled.map(|row| Command::SyncMapping(row.name.clone()));
        let others = [
            (Icon::Eye, Command::Plan(PlanCommand::Preview)),
            (Icon::Search, Command::Plan(PlanCommand::Compare)),
            (Icon::Sync, Command::SyncNow),
        ];
        let all = others
            .into_iter()
            .chain(mappings.map(|one| (Icon::Sync, one)));
        for (icon, command) in all {
            let offer = app.offer(command);
            let mut item = MenuItem::new(offer.label.clone()).icon(icon);
            if let Some(why) = offer.why_not {
                item = item.enabled(false).help(why);
            }
            if ui.add(item).clicked() {
                wanted = Some(offer.command);
            }
        }
    });
    wanted
}

fn sentence(app: &App) -> String {
    let texts = app.texts;
    if !app.home.needs_you() && app.health.needs_you() {
        return texts.t("home-health").into_owned();
    }
    if !app.home.needs_you() {
        let key = match (app.home.last_run, app.running.is_some()) {
            (Some(_), _) => "home-in-step",
            (None, true) => "home-first-run",
            (None, false) => "home-not-yet",
        };
        return texts.t(key).into_owned();
    }
    texts.t_args(
        "home-waiting",
        &[
            ("conflicts", Arg::from(app.home.conflicts)),
            ("errors", Arg::from(app.home.errors)),
            ("skipped", Arg::from(app.home.skipped)),
        ],
    )
}

fn needs_you(ui: &mut Ui, app: &mut App) {
    if !app.home.needs_you() && app.health.ailments.is_empty() {
        return;
    }
    let texts = app.texts;
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.label(text::strong(texts.t("home-needs-you")));
        ui.add_space(space::XS);
        for ailment in app.health.ailments.clone() {
            ailment_line(ui, app, &ailment);
        }
        if let Some(stopped) = app.home.braked.clone() {
            let words = explain(texts, &stopped.problem).message;
            stopped_line(ui, app, words);
        }
        if app.home.conflicts > 0 {
            let words = texts.t_args(
                "home-conflicts",
                &[("count", Arg::from(app.home.conflicts))],
            );
            line(ui, app, Icon::Conflict, words, Command::Go(Route::Skipped));
        }
        if app.home.skipped > 0 {
            let words = texts.t_args("home-skipped", &[("count", Arg::from(app.home.skipped))]);
            line(ui, app, Icon::Skip, words, Command::Go(Route::Skipped));
        }
        for cause in app.home.causes.clone().into_iter().take(6) {
            let words = format!(
                "{} × {} · {}",
                texts.count(cause.errors),
                title(texts, cause.cause),
                cause.mapping
            );
            line(
                ui,
                app,
                Icon::Error,
                words,
                Command::FilterErrors(Some(cause.cause)),
            );
        }
    });
}

/// Something wrong with the link to the services: what, what to do, and the way there.
fn ailment_line(ui: &mut Ui, app: &mut App, ailment: &Ailment) {
    let texts = app.texts;
    let words = explain(texts, &ailment.problem);
    let (sign, tone) = if ailment.is_ahead() {
        (Icon::Warning, Tone::Warning)
    } else {
        (Icon::Plug, Tone::Error)
    };
    let color = tone.color(ui.tokens());
    ui.horizontal_top(|ui| {
        ui.add(icon(sign).color(color));
        ui.vertical(|ui| {
            ui.add(Label::new(words.message).wrap());
            ui.add(Label::new(text::weak(words.next_step)).wrap());
            let remedy = remedy(ailment.problem.cause);
            let mend = Button::quiet(texts.t(remedy_key(&remedy)))
                .trailing(Icon::ChevronRight)
                .small()
                .disabled_because(app.why_not(&remedy));
            if ui.add(mend).clicked() {
                app.send(remedy);
            }
        });
    });
}

/// A run that the safety brake stopped: what it would have done, and the way to its plan.
fn stopped_line(ui: &mut Ui, app: &mut App, words: String) {
    let color = ui.tokens().mark.open;
    ui.horizontal(|ui| {
        ui.add(icon(Icon::Warning).color(color));
        ui.add(Label::new(words).wrap());
    });
    let show = Button::quiet(app.texts.t("home-show-plan"))
        .trailing(Icon::ChevronRight)
        .small()
        .enabled(app.running.is_none());
    if ui.add(show).clicked() {
        app.send(Command::ShowStoppedPlan);
    }
}

fn line(ui: &mut Ui, app: &mut App, sign: Icon, words: String, command: Command) {
    let color = ui.tokens().mark.open;
    ui.horizontal(|ui| {
        ui.add(icon(sign).color(color));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = app.texts.t("action-review");
            // Where both do not fit, what waits is said in full rather than the button.
            let review = if ui.available_width() < BOTH {
                Button::icon_only(Icon::ChevronRight, name)
            } else {
                Button::quiet(name).trailing(Icon::ChevronRight)
            };
            let review = review.small().help(words.clone());
            if ui.add(review).clicked() {
                app.send(command);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(words.clone()).truncate())
                    .on_hover_text(words);
            });
        });
    });
}

fn mappings(ui: &mut Ui, app: &mut App) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        let texts = app.texts;
        let headings = [
            "home-column-state",
            "home-column-last",
            "home-column-next",
            "home-column-runs",
            "home-column-pairs",
            "home-column-pending",
            "home-column-conflicts",
            "home-column-errors",
        ];
        row(
            ui,
            |ui| ui.label(text::small(texts.t("home-column-mapping"))),
            |ui, column| {
                let heading = texts.t(headings.get(column).copied().unwrap_or_default());
                ui.add(Label::new(text::small(heading)).truncate());
            },
        );
        let (on, off): (Vec<_>, Vec<_>) = app.home.rows.iter().partition(|row| row.enabled);
        // Where every mapping is off, that is what there is to tell.
        let (rows, off) = if on.is_empty() {
            (off, 0)
        } else {
            (on, off.len())
        };
        for mapping in rows.into_iter().cloned().collect::<Vec<_>>() {
            ui.separator();
            mapping_row(ui, app, &mapping);
        }
        if off > 0 {
            ui.separator();
            ui.add_space(space::XS);
            let args = [("count", Arg::from(off as u64))];
            let words = texts.t_args("home-mappings-off", &args);
            let button = Button::plain(words).trailing(Icon::ChevronRight).small();
            if ui.add(button).clicked() {
                app.send(Command::Go(Route::Mappings));
            }
        }
    });
}

/// How each side is read, folded away until somebody wants to know; a fallback that costs requests is named at once.
fn reading(ui: &mut Ui, app: &App) {
    let texts = app.texts;
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::XS;
        for (side, note, about) in &app.home.fallbacks {
            ui.horizontal_wrapped(|ui| {
                ui.add(SideBadge::new(*side));
                ui.label(note_in_words(texts, *note, about.as_deref()));
            });
        }
        let title = texts.t("home-reading");
        eframe::egui::CollapsingHeader::new(title)
            .id_salt("home-reading")
            .show(ui, |ui| {
                for row in app.home.rows.iter().filter(|row| row.enabled) {
                    for side in Side::BOTH {
                        let Some(ways) = row.ways.get(side) else {
                            continue;
                        };
                        ui.horizontal_wrapped(|ui| {
                            ui.label(text::strong(row.name.to_string()));
                            ui.add(SideBadge::new(side));
                            let words = way_in_words(texts, ways);
                            ui.add(Label::new(text::weak(words)).wrap());
                        });
                    }
                }
            });
    });
}

fn mapping_row(ui: &mut Ui, app: &App, mapping: &MappingRow) {
    let texts = app.texts;
    let arrow = match mapping.direction {
        Direction::Both => Icon::ArrowBoth,
        Direction::ToDataverse => Icon::ArrowRight,
        Direction::ToBusinessCentral => Icon::ArrowLeft,
    };
    row(
        ui,
        |ui| {
            ui.horizontal(|ui| {
                ui.label(text::strong(mapping.name.to_string()));
                if ui.max_rect().width() < WITH_TABLES {
                    return;
                }
                ui.label(text::small(mapping.tables.0.clone()));
                ui.add(icon(arrow).size(14.0));
                ui.add(Label::new(text::small(mapping.tables.1.clone())).truncate());
            })
            .response
        },
        |ui, column| {
            let number = |ui: &mut Ui, count: u64| {
                let words = if count == 0 {
                    texts.t("value-none").into_owned()
                } else {
                    texts.count(count)
                };
                ui.label(if count == 0 {
                    text::weak(words)
                } else {
                    text::body(words)
                });
            };
            match (column, &mapping.counts) {
                (0, _) => {
                    ui.add(chip(app, mapping.state()));
                }
                (1, _) => {
                    let when = mapping
                        .last_run
                        .map(|at| texts.relative(at, app.now(), &app.zone));
                    ui.label(text::weak(
                        when.unwrap_or_else(|| texts.t("value-none").into_owned()),
                    ));
                }
                (NEXT_RUN, _) => {
                    let when = mapping.next_run.map(|at| {
                        if at <= app.now() {
                            texts.t("home-due-now").into_owned()
                        } else {
                            texts.time_of_day(at, &app.zone)
                        }
                    });
                    ui.label(text::weak(
                        when.unwrap_or_else(|| texts.t("value-none").into_owned()),
                    ));
                }
                (RUNS, _) => {
                    if let Some(runs) = app.home.runs.get(&mapping.name) {
                        super::plots::small(ui, texts, runs);
                    }
                }
                (4, Some(counts)) => number(ui, counts.couplings()),
                (5, Some(counts)) => number(ui, counts.to_look_at),
                (6, Some(counts)) => number(ui, counts.conflict),
                (7, Some(counts)) => number(ui, counts.open_errors),
                _ => {}
            }
        },
    );
}

fn chip(app: &App, state: MappingState) -> StateChip {
    let texts = app.texts;
    match state {
        MappingState::InStep => StateChip::mark(Mark::Done, texts.t("mapping-in-step")),
        MappingState::Pending => StateChip::tone(Tone::Info, texts.t("mapping-pending")),
        MappingState::NeedsYou => StateChip::mark(Mark::Open, texts.t("mapping-needs-you")),
        MappingState::Stopped => StateChip::tone(Tone::Error, texts.t("mapping-stopped")),
        MappingState::Off => StateChip::mark(Mark::Auto, texts.t("mapping-off")).icon(Icon::Minus),
        MappingState::New => StateChip::mark(Mark::Auto, texts.t("mapping-new")).icon(Icon::Ring),
    }
}

/// From this width on, in points, a line has room for its words and a button with words.
const BOTH: f32 = 400.0;

/// One row: the name takes what the other columns leave, and nothing leaves its column.
fn row<R>(ui: &mut Ui, first: impl FnOnce(&mut Ui) -> R, mut cell: impl FnMut(&mut Ui, usize)) {
    let room = vec2(ui.available_width(), space::TARGET);
    let (rect, _) = ui.allocate_exact_size(room, Sense::hover());
    let columns = COLUMNS.into_iter().enumerate().filter(|(column, _)| {
        let room = rect.width();
        match *column {
            LAST_RUN | NEXT_RUN | RUNS => room >= WIDE,
            STATE => room >= LEAST,
            PAIRS | PENDING => room >= NARROW,
            _ => true,
        }
    });
    let taken: f32 = columns.clone().map(|(_, width)| width + space::S).sum();
    let name = Rect::from_min_size(rect.min, vec2(rect.width() - taken, rect.height()));
    inside(ui, name, Layout::left_to_right(Align::Center), |ui| {
        first(ui);
    });
    let mut left = name.right() + space::S;
    for (column, width) in columns {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        let layout = if column >= NUMBERS {
            Layout::right_to_left(Align::Center)
        } else {
            Layout::left_to_right(Align::Center)
        };
        inside(ui, place, layout, |ui| cell(ui, column));
        left += width + space::S;
    }
}

/// Draws in a place of its own, and only there.
fn inside(ui: &mut Ui, place: Rect, layout: Layout, content: impl FnOnce(&mut Ui)) {
    let mut within = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    within.shrink_clip_rect(place);
    // A line within is no higher than the row, or it would not stand in its middle.
    within.spacing_mut().interact_size.y = place.height();
    content(&mut within);
}
