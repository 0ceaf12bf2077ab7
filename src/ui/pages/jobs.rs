//! The job log: what each run did.

use super::list::{self, Shown, Speaking};
use crate::app::App;
use crate::app::lists::JobList;
use crate::app::rows::Rows;
use crate::model::report::{Job, JobKind};
use crate::model::{Direction, JobId};
use crate::ui::design::Icon;
use crate::ui::state::UiState;
use crate::ui::table::Column;
use crate::ui::widgets::{PageState, page_header};
use crate::worker::explain::title;
use eframe::egui::Ui;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    let texts = app.texts;
    page_header(ui, texts.t("nav-jobs"), texts.t("jobs-sentence"), |_| {});
    if app.jobs.rows.total() == 0 {
        let empty = PageState::Empty {
            icon: Icon::Jobs,
            title: texts.t("jobs-empty-title").into_owned(),
            why: texts.t("jobs-empty-why").into_owned(),
            action: None,
        };
        empty.show(ui);
        return;
    }
    let number = |key: &'static str, title: &str| {
        Column::new(key, texts.t(title), 92.0).number().unsortable()
    };
    let columns = [
        Column::new("started", texts.t("jobs-column-started"), 120.0).unsortable(),
        Column::new("kind", texts.t("jobs-column-kind"), 120.0).unsortable(),
        Column::new("mapping", texts.t("word-table-mapping"), 150.0).unsortable(),
        Column::new("direction", texts.t("word-direction"), 170.0).unsortable(),
        number("inserted", "jobs-column-inserted"),
        number("modified", "jobs-column-modified"),
        number("unchanged", "jobs-column-unchanged"),
        number("conflicts", "jobs-column-conflicts"),
        number("failed", "jobs-column-failed"),
        Column::new("problem", texts.t("jobs-column-problem"), 180.0).unsortable(),
    ];
    let speaking = Speaking::of(app);
    let mut jobs = std::mem::take(&mut app.jobs);
    let name = texts.t("nav-jobs");
    let spec = ("jobs", name.as_ref(), columns.as_slice(), false);
    list::show(
        ui,
        &mut jobs,
        app.reader(),
        &mut state.jobs,
        &speaking,
        spec,
    );
    app.jobs = jobs;
}

impl Shown for JobList {
    type Row = Job;
    type Id = JobId;

    fn rows(&self) -> &Rows<Job> {
        &self.rows
    }

    fn id(row: &Job) -> JobId {
        row.id
    }

    fn text(row: &Job, column: &str, speaking: &Speaking) -> String {
        let texts = speaking.texts;
        match column {
            "started" => speaking.moment(row.started),
            "kind" => texts.t(kind_key(row.kind)).into_owned(),
            "mapping" => row.mapping.to_string(),
            "direction" => texts.t(direction_key(row.direction)).into_owned(),
            "inserted" => texts.count(row.counters.inserted),
            "modified" => texts.count(row.counters.modified),
            "unchanged" => texts.count(row.counters.unchanged),
            "conflicts" => texts.count(row.counters.conflicts),
            "failed" => texts.count(row.counters.failed),
            "problem" => row
                .problem
                .as_ref()
                .map(|problem| title(texts, problem.cause))
                .unwrap_or_default(),
            _ => String::new(),
        }
    }
}

fn kind_key(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Synchronization => "job-synchronization",
        JobKind::Coupling => "job-coupling",
        JobKind::Uncoupling => "job-uncoupling",
        JobKind::Resolution => "job-resolution",
        JobKind::Revert => "job-revert",
    }
}

/// The key of a direction's name.
pub(super) fn direction_key(direction: Direction) -> &'static str {
    match direction {
        Direction::Both => "direction-both",
        Direction::ToDataverse => "direction-to-dv",
        Direction::ToBusinessCentral => "direction-to-bc",
    }
}
