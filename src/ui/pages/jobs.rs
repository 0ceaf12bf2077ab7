//! The job log: what each run did, how the time was spent, and what was different the time before.

use super::below::{self, Below};
use super::list::{self, Deed, Ends, Filter, Look, Sheet};
use super::timeline;
use crate::app::App;
use crate::app::command::Command;
use crate::app::lists::{Jobs, ListCommand, Listing as _, direction_key, job_kind_key};
use crate::app::route::Route;
use crate::model::report::{Job, JobKind};
use crate::store::StoreReader;
use crate::ui::design::{Icon, space, text};
use crate::ui::state::UiState;
use crate::ui::table::Column;
use crate::ui::widgets::{Button, PageState, toggle};
use crate::worker::explain::explain;
use eframe::egui::{Align, Grid, Id, Label, ScrollArea, Ui};

/// So far from its end, in points, what runs now is still followed.
const END: f32 = 4.0;

const ENDS: Ends<Jobs> = Ends {
    list: |app| &mut app.jobs,
    table: |state| &mut state.jobs,
};

/// What runs now.
const LIVE: Below = Below {
    id: "job-live",
    ..DETAILS
};
/// How a job spent its time, and its numbers.
const DETAILS: Below = Below {
    id: "job-details",
    share: 0.5,
    heights: (200.0, 400.0),
};

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState, deeds: &[Deed]) {
    let texts = app.texts;
    list::header(
        ui,
        app,
        &texts.t("nav-jobs"),
        &texts.t("jobs-sentence"),
        deeds,
    );
    if app.jobs.rows() == 0 && super::unconnected(ui, app) {
        return;
    }
    if app.jobs.rows() == 0 && !app.jobs.wish.is_narrowed() && !app.jobs.is_unread() {
        let empty = PageState::Empty {
            icon: Icon::Jobs,
            title: texts.t("jobs-empty-title").into_owned(),
            why: texts.t("jobs-empty-why").into_owned(),
            action: None,
        };
        empty.show(ui);
        return;
    }
    let number =
        |key: &'static str, title: &str, width| Column::new(key, texts.t(title), width).number();
    // What a person looks for stands first: at the default size of the window nothing of it is to be scrolled to.
    let columns = [
        Column::new("started", texts.t("jobs-column-started"), 118.0),
        Column::new("mapping", texts.t("word-table-mapping"), 166.0),
        Column::new("direction", texts.t("word-direction"), 170.0).unsortable(),
        number("inserted", "jobs-column-inserted", 88.0),
        number("modified", "jobs-column-modified", 96.0),
        number("deleted", "jobs-column-deleted", 102.0).unsortable(),
        number("conflicts", "jobs-column-conflicts", 92.0),
        number("failed", "jobs-column-failed", 88.0),
        Column::new("time", texts.t("jobs-column-time"), 90.0).unsortable(),
        number("unchanged", "jobs-column-unchanged", 104.0),
        number("skipped", "counter-skipped", 104.0)
            .unsortable()
            .hidden(),
        Column::new("kind", texts.t("jobs-column-kind"), 150.0),
        Column::new("problem", texts.t("jobs-column-problem"), 180.0).unsortable(),
    ];
    let sheet = Sheet::<Jobs> {
        id: "jobs",
        name: &texts.t("nav-jobs"),
        columns: &columns,
        checkboxes: false,
        draw: |_, _, _, _| false,
        deeds,
        filters: filters(app),
        searchable: false,
    };
    if !DETAILS.is_in_place(state) && !LIVE.is_in_place(state) {
        list::bar(ui, app, state, &ENDS, &sheet);
    }
    let runs = app.running.is_some() && !app.live.timeline().is_empty();
    if runs {
        ui.horizontal_wrapped(|ui| {
            toggle(ui, &texts.t("jobs-live"), &mut state.jobs_live);
        });
    }
    let in_place = if runs && state.jobs_live {
        live(ui, app, state)
    } else if let Some(job) = at_cursor(app, state) {
        pane(ui, app, state, &job)
    } else {
        state.in_place = None;
        false
    };
    if !in_place {
        list::table(ui, app, state, &ENDS, &sheet);
    }
}

fn at_cursor(app: &App, state: &UiState) -> Option<Job> {
    let id = list::at_cursor(&state.jobs)?;
    app.jobs.held(id).cloned()
}

fn filters(app: &App) -> Vec<Filter> {
    let texts = app.texts;
    let wish = &app.jobs.wish;
    let kinds = [
        JobKind::Synchronization,
        JobKind::Coupling,
        JobKind::Uncoupling,
        JobKind::Resolution,
        JobKind::Revert,
    ];
    let kinds = kinds.map(|kind| {
        let label = texts.t(job_kind_key(kind)).into_owned();
        (
            label,
            ListCommand::Kind(Some(kind)),
            wish.kind == Some(kind),
        )
    });
    let all = texts.t("list-all-kinds").into_owned();
    let any = texts.t("jobs-any-result").into_owned();
    let troubled = texts.t("jobs-troubled-only").into_owned();
    vec![
        Filter::new(
            texts.t("jobs-column-kind"),
            (all, ListCommand::Kind(None)),
            kinds,
        ),
        Filter::mapping(app, wish.mapping.as_ref()),
        Filter::new(
            texts.t("jobs-result"),
            (any, ListCommand::TroubledOnly(false)),
            [(
                troubled,
                ListCommand::TroubledOnly(true),
                wish.troubled_only,
            )],
        ),
    ]
}

/// What can be done with the job under the keyboard, and with the log.
pub(super) fn deeds(app: &App, state: &UiState) -> Vec<Deed> {
    let texts = app.texts;
    let job = at_cursor(app, state);
    let mut all = Vec::new();
    if let Some(job) = &job {
        let again = Command::SyncMapping(job.mapping.clone());
        all.push(Deed::new(app, Icon::Sync, Look::Quiet, again));
    }
    if job.is_some_and(|job| job.counters.failed > 0) {
        let errors = Deed::new(app, Icon::Error, Look::Quiet, Command::Go(Route::Errors));
        all.push(errors);
    }
    for (key, days) in [("jobs-clear-month", 30), ("jobs-clear-quarter", 90)] {
        let clear = Deed::new(app, Icon::Trash, Look::Quiet, Command::AskClearJobs(days));
        all.push(clear.called(texts.t(key)).tucked());
    }
    all
}

/// What runs now, as it goes on; the newest stands last, and stays in sight until somebody scrolls away from it.
fn live(ui: &mut Ui, app: &mut App, state: &mut UiState) -> bool {
    let texts = app.texts;
    let line = texts.t("jobs-now");
    below::show(ui, app, state, &LIVE, &line, |ui, app, state| {
        let id = Id::unique("job-live-follows");
        let (paused, follow): (bool, bool) = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let mut again = false;
        ui.horizontal_wrapped(|ui| {
            ui.label(text::strong(texts.t("jobs-now")));
            timeline::levels(ui, texts, &mut state.job_level);
            if paused {
                ui.label(text::small(texts.t("jobs-paused")));
                let button = Button::quiet(texts.t("jobs-follow")).icon(Icon::ChevronDown);
                again = ui.add(button.small()).clicked();
            }
        });
        let shown = ScrollArea::vertical()
            .id_salt("job-live-scroll")
            .auto_shrink([false, false])
            .stick_to_bottom(true)
            .show(ui, |ui| {
                let now = app.live.timeline();
                timeline::waterfall(ui, texts, now, true);
                ui.add_space(space::S);
                timeline::messages(ui, app, now, state.job_level);
                if follow {
                    ui.scroll_to_cursor(Some(Align::BOTTOM));
                }
            });
        // Whoever scrolls away from the end reads; the end is followed again once they are back there.
        let below =
            shown.content_size.y - shown.inner_rect.height() - shown.state.clamped_offset().y;
        let now = (below > END && !again, again);
        if now != (paused, follow) {
            ui.data_mut(|data| data.insert_temp(id, now));
            ui.ctx().request_repaint();
        }
    })
}

/// How a job spent its time, what it said, and its numbers beside those of the run before it; true where it stands in the
/// table's place.
fn pane(ui: &mut Ui, app: &mut App, state: &mut UiState, job: &Job) -> bool {
    let texts = app.texts;
    let key = (app.jobs.revision, Some(job.id));
    if state.job_told.0 != key {
        let reader = app.reader().map(StoreReader::read);
        let told = reader
            .as_ref()
            .and_then(|reader| reader.job_timeline(job.id).ok());
        let before = reader
            .as_ref()
            .and_then(|reader| reader.job_before(job).ok());
        state.job_told = (key, told.flatten(), before.flatten());
    }
    let line = job.problem.as_ref().map_or_else(
        || {
            format!(
                "{} · {}",
                job.mapping,
                texts.exact_moment(job.started, &app.zone)
            )
        },
        |problem| explain(texts, problem).message,
    );
    below::show(ui, app, state, &DETAILS, &line, |ui, app, state| {
        let (_, told, before) = &state.job_told;
        let level = &mut state.job_level;
        ScrollArea::vertical()
            .auto_shrink([false, false])
            .show(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.label(text::strong(job.mapping.to_string()));
                    ui.label(texts.t(direction_key(job.direction)));
                    ui.label(texts.t(job_kind_key(job.kind)));
                    ui.label(text::weak(texts.exact_moment(job.started, &app.zone)));
                });
                if let Some(problem) = &job.problem {
                    let words = explain(texts, problem);
                    ui.add(Label::new(words.message).wrap());
                    ui.add(Label::new(text::strong(words.next_step)).wrap());
                }
                ui.add_space(space::S);
                match told {
                    Some(told) if !told.is_empty() => {
                        timeline::waterfall(ui, texts, told, false);
                        timeline::requests(ui, texts, told);
                    }
                    _ => {
                        ui.label(text::weak(texts.t("timeline-unknown")));
                    }
                }
                ui.add_space(space::S);
                compared(ui, app, job, before.as_ref());
                if let Some(told) = told.as_ref().filter(|told| !told.is_empty()) {
                    ui.add_space(space::S);
                    timeline::levels(ui, texts, level);
                    timeline::messages(ui, app, told, *level);
                }
            });
    })
}

fn compared(ui: &mut Ui, app: &App, job: &Job, before: Option<&Job>) {
    let texts = app.texts;
    let speaking = crate::app::speaking::Speaking::of(app);
    let rows = [
        ("counter-inserted", "inserted"),
        ("counter-modified", "modified"),
        ("counter-deleted", "deleted"),
        ("counter-unchanged", "unchanged"),
        ("counter-skipped", "skipped"),
        ("jobs-column-conflicts", "conflicts"),
        ("counter-failed", "failed"),
        ("jobs-column-time", "time"),
    ];
    ui.spacing_mut().interact_size.y = 20.0;
    Grid::new("job-numbers")
        .num_columns(3)
        .spacing([space::XL, space::XS])
        .show(ui, |ui| {
            ui.label("");
            ui.label(text::small(texts.t("jobs-this-run")));
            ui.label(text::small(texts.t("jobs-run-before")));
            ui.end_row();
            for (key, column) in rows {
                ui.label(text::weak(texts.t(key)));
                ui.label(text::body(Jobs::text(job, column, &speaking)));
                let was = before.map(|before| Jobs::text(before, column, &speaking));
                ui.label(text::weak(
                    was.unwrap_or_else(|| texts.t("value-none").into_owned()),
                ));
                ui.end_row();
            }
        });
}
