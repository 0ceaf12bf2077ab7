//! The full synchronisation: what is recommended for each mapping, wave by wave, before anything is written.

use crate::app::App;
use crate::app::command::{Command, FullCommand, PlanCommand};
use crate::app::cost::of_full;
use crate::app::full::FullRow;
use crate::app::route::Route;
use crate::engine::full::{LineStatus, Recommendation};
use crate::i18n::{Arg, Texts};
use crate::model::MappingName;
use crate::ui::design::{DesignExt as _, Icon, Mark, Tone, icon, space, text};
use crate::ui::widgets::{
    Button, Choice, MenuItem, PageState, StateChip, card, check, menu_button, page_header, scrolled,
};
use crate::ui::words::counted;
use crate::worker::explain::explain;
use eframe::egui::{Label, Ui, vec2};

/// Widths of the columns behind the mapping's name, in points.
const COLUMNS: [f32; 3] = [260.0, 180.0, 130.0];
/// Below this width, in points, the numbers of records stand under the mapping's name.
const WIDE: f32 = 760.0;
/// Below this width, in points, what is recommended and what became of it stand there too.
const NARROW: f32 = 480.0;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App) {
    let texts = app.texts;
    let can = app.connection.is_some() && app.running.is_none();
    let begun = app.full.is_begun();
    let reviewed = app.full.is_reviewed();
    page_header(ui, texts.t("word-full-sync-review"), sentence(app), |ui| {
        let start = if begun && app.full.open() > 0 {
            "full-go-on"
        } else {
            "full-start"
        };
        let again = begun && app.full.open() == 0;
        let start = Button::primary(texts.t(start)).icon(Icon::Sync);
        if ui.add(start.enabled(can && reviewed)).clicked() {
            app.send(Command::Full(FullCommand::AskStart { again }));
        }
        let review = Button::quiet(texts.t("full-review"))
            .icon(Icon::Search)
            .help(texts.t("full-review-help"));
        if ui.add(review.enabled(can)).clicked() {
            app.send(Command::Full(FullCommand::Review));
        }
        let more = Button::icon_only(Icon::More, texts.t("action-more"));
        menu_button(ui, more, |ui| {
            let again = MenuItem::new(texts.t("full-again")).icon(Icon::Retry);
            if ui.add(again.enabled(can && begun)).clicked() {
                app.send(Command::Full(FullCommand::AskStart { again: true }));
            }
        });
    });
    if let Some(problem) = app.full.problem.clone() {
        if super::unreadable(texts, &problem).show(ui) {
            app.send(Command::Refresh);
        }
        return;
    }
    let Some(rows) = app.full.rows.clone() else {
        PageState::Loading.show(ui);
        return;
    };
    if rows.is_empty() {
        if super::unconnected(ui, app) {
            return;
        }
        let empty = PageState::Empty {
            icon: Icon::Sync,
            title: texts.t("full-empty-title").into_owned(),
            why: texts.t("full-empty-why").into_owned(),
            action: Some(texts.t("nav-mappings").into_owned()),
        };
        if empty.show(ui) {
            app.send(Command::Go(Route::Mappings));
        }
        return;
    }
    if app.full.has_plan() {
        let mut waves = app.full.waves;
        let choice = Choice::new(texts.t("full-shows"), &mut waves)
            .option(false, texts.t("plan-title"))
            .option(true, texts.t("full-in-waves"));
        if choice.show(ui) {
            app.send(Command::Plan(PlanCommand::Waves(waves)));
        }
        ui.add_space(space::M);
        if !app.full.waves {
            scrolled(ui, "full-plan", |ui| super::full_plan::show(ui, app));
            return;
        }
    }
    scrolled(ui, "full", |ui| {
        if !reviewed {
            card(ui, |ui| {
                ui.add(Label::new(texts.t("full-not-reviewed")).wrap());
            });
            ui.add_space(space::M);
        }
        if reviewed && app.full.open() > 0 {
            super::full_plan::cost(ui, texts, of_full(&rows));
        }
        let mut wave = 0;
        for row in &rows {
            if row.wave != wave {
                wave = row.wave;
                ui.add_space(space::S);
                let number = [("wave", Arg::from(wave))];
                ui.label(text::strong(texts.t_args("full-wave", &number)));
                ui.add_space(space::XS);
            }
            show_row(ui, app, row);
        }
        if !app.full.has_plan() {
            ui.add_space(space::M);
            super::full_plan::show(ui, app);
        }
    });
}

fn sentence(app: &App) -> String {
    let texts = app.texts;
    if app.full.busy {
        return texts.t("full-busy").into_owned();
    }
    if app.full.is_begun() && app.full.open() == 0 {
        return texts.t("full-done").into_owned();
    }
    let open = [("count", Arg::from(app.full.open()))];
    texts.t_args("full-sentence", &open)
}

fn show_row(ui: &mut Ui, app: &mut App, row: &FullRow) {
    let texts = app.texts;
    let line = &row.line;
    card(ui, |ui| {
        let wide = ui.available_width() >= WIDE;
        let sides = [
            ("bc", Arg::from(texts.count(line.records.bc))),
            ("dv", Arg::from(texts.count(line.records.dv))),
        ];
        let [records, what, state] = COLUMNS;
        let name = |ui: &mut Ui| {
            ui.add(Label::new(text::strong(line.mapping.as_str())).truncate());
        };
        let behind = |ui: &mut Ui| {
            cell(ui, what, |ui| {
                let words = recommendation(texts, line.recommendation);
                ui.add(Label::new(text::body(words)).truncate());
            });
            cell(ui, state, |ui| {
                ui.add(status(texts, line.status));
            });
        };
        if ui.available_width() < NARROW {
            name(ui);
            ui.horizontal_wrapped(behind);
        } else {
            ui.horizontal(|ui| {
                let taken: f32 = if wide {
                    COLUMNS.iter().sum()
                } else {
                    what + state
                };
                let room = ui.available_width() - taken - 5.0 * space::S;
                cell(ui, room.max(120.0), name);
                if wide {
                    cell(ui, records, |ui| {
                        let words = texts.t_args("full-records", &sides);
                        ui.add(Label::new(text::weak(words)).truncate());
                    });
                }
                behind(ui);
            });
        }
        if !wide {
            ui.label(text::small(texts.t_args("full-records", &sides)));
        }
        if line.status == LineStatus::Success || line.status == LineStatus::Error {
            ui.label(text::small(counters(texts, row)));
        }
        if !line.waits_for.is_empty() && line.status != LineStatus::Success {
            waits(ui, app, &line.mapping, &line.waits_for);
        }
        if let Some(problem) = &line.problem {
            let words = explain(texts, problem);
            ui.horizontal_top(|ui| {
                let color = ui.tokens().danger.ink;
                ui.add(icon(Icon::Error).color(color));
                ui.add(Label::new(format!("{} {}", words.message, words.next_step)).wrap());
            });
        }
    });
    ui.add_space(space::S);
}

fn waits(ui: &mut Ui, app: &mut App, mapping: &MappingName, names: &[MappingName]) {
    let texts = app.texts;
    let names: Vec<&str> = names.iter().map(MappingName::as_str).collect();
    let names = [("names", Arg::from(names.join(", ")))];
    ui.add(Label::new(text::weak(texts.t_args("full-waits", &names))).wrap());
    let mut anyway = app.full.anyway.contains(mapping);
    let label = texts.t_args("full-anyway", &[("mapping", Arg::from(mapping.as_str()))]);
    if check(ui, &label, &mut anyway).changed() {
        app.send(Command::Full(FullCommand::Anyway(mapping.clone(), anyway)));
    }
}

fn counters(texts: Texts, row: &FullRow) -> String {
    let counters = &row.line.counters;
    let parts = [
        ("full-coupled", counters.coupled),
        ("full-inserted", counters.inserted),
        ("full-modified", counters.modified),
        ("full-unchanged", counters.unchanged),
        ("full-failed", counters.failed),
    ];
    counted(texts, parts)
}

fn recommendation(texts: Texts, recommended: Option<Recommendation>) -> String {
    let key = match recommended {
        None => "full-unread",
        Some(Recommendation::FullSynchronisation) => "full-create",
        Some(Recommendation::CoupleRecords) => "full-couple",
        Some(Recommendation::NoRecords) => "full-no-records",
    };
    texts.t(key).into_owned()
}

fn status(texts: Texts, status: LineStatus) -> StateChip {
    match status {
        LineStatus::Waiting => {
            StateChip::tone(Tone::Info, texts.t("full-status-waiting")).icon(Icon::Ring)
        }
        LineStatus::InProcess => StateChip::tone(Tone::Info, texts.t("full-status-in-process")),
        LineStatus::Success => StateChip::mark(Mark::Done, texts.t("full-status-success")),
        LineStatus::Error => StateChip::mark(Mark::Invalid, texts.t("full-status-error")),
    }
}

fn cell(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    let layout = eframe::egui::Layout::left_to_right(eframe::egui::Align::Center);
    ui.allocate_ui_with_layout(vec2(width, space::TARGET), layout, |ui| {
        ui.set_min_width(width);
        content(ui);
    });
}
