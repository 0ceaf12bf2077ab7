//! Skipped records, conflicts among them: why each waits, and what a person can do about it.

use super::list::{self, Shown, Speaking};
use crate::app::App;
use crate::app::command::Command;
use crate::app::lists::SkippedList;
use crate::app::rows::Rows;
use crate::i18n::Arg;
use crate::merge::draft::MergeDraft;
use crate::model::SkippedId;
use crate::model::report::{SkipReason, SkippedRecord};
use crate::store::SkippedRow;
use crate::ui::design::{Icon, Mark};
use crate::ui::state::UiState;
use crate::ui::table::Column;
use crate::ui::widgets::{Button, PageState, StateChip, page_header};
use crate::worker::explain::explain;
use eframe::egui::{Ui, Widget as _};

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    let texts = app.texts;
    let selected = selection(app, state);
    let count = [
        ("conflicts", Arg::from(app.home.conflicts)),
        ("skipped", Arg::from(app.home.skipped)),
    ];
    page_header(
        ui,
        texts.t("conflicts-title"),
        texts.t_args("conflicts-sentence", &count),
        |ui| actions(ui, app, &selected),
    );
    if app.skipped.rows.total() == 0 {
        let empty = PageState::Empty {
            icon: Icon::CheckCircle,
            title: texts.t("conflicts-empty-title").into_owned(),
            why: texts.t("conflicts-empty-why").into_owned(),
            action: None,
        };
        empty.show(ui);
        return;
    }
    let columns = [
        Column::new("record", texts.t("conflicts-column-record"), 240.0).unsortable(),
        Column::new("reason", texts.t("conflicts-column-reason"), 326.0).unsortable(),
        Column::new("fields", texts.t("conflicts-column-fields"), 130.0).unsortable(),
        Column::new("mapping", texts.t("word-table-mapping"), 124.0).unsortable(),
        Column::new("since", texts.t("conflicts-column-since"), 90.0).unsortable(),
        Column::new("draft", texts.t("conflicts-column-draft"), 70.0).unsortable(),
    ];
    let speaking = Speaking::of(app);
    let mut skipped = std::mem::take(&mut app.skipped);
    let name = texts.t("conflicts-title");
    let spec = ("skipped", name.as_ref(), columns.as_slice(), true);
    let response = list::show(
        ui,
        &mut skipped,
        app.reader(),
        &mut state.skipped,
        &speaking,
        spec,
    );
    app.skipped = skipped;
    if let Some(id) = response.opened {
        app.send(Command::OpenSkipped(id));
    }
}

/// The selected records as far as they are held, else the one under the keyboard.
fn selection(app: &App, state: &UiState) -> Vec<SkippedRecord> {
    let held = app.skipped.rows.held().map(|(_, row)| &row.record);
    held.filter(|record| state.skipped.selection().contains(&record.id))
        .cloned()
        .collect()
}

fn actions(ui: &mut Ui, app: &mut App, selected: &[SkippedRecord]) {
    let texts = app.texts;
    let ids = |wanted: fn(SkipReason) -> bool| -> Vec<SkippedId> {
        selected
            .iter()
            .filter(|record| wanted(record.reason))
            .map(|record| record.id)
            .collect()
    };
    let conflicts = ids(|reason| reason == SkipReason::Conflict);
    let deleted = ids(|reason| matches!(reason, SkipReason::DeletedInBc | SkipReason::DeletedInDv));
    let others = ids(|reason| {
        matches!(
            reason,
            SkipReason::RepeatedFailure | SkipReason::Blocked | SkipReason::Invalid
        )
    });
    let first = conflicts
        .first()
        .copied()
        .or_else(|| app.conflicts().first().copied());
    let resolve = Button::primary(texts.t("conflicts-resolve"))
        .icon(Icon::Merge)
        .enabled(first.is_some());
    if resolve.ui(ui).clicked()
        && let Some(first) = first
    {
        app.send(Command::OpenSkipped(first));
    }
    if !deleted.is_empty() {
        if Button::danger(texts.t("action-delete-records"))
            .ui(ui)
            .clicked()
        {
            app.send(Command::AskDelete(deleted.clone()));
        }
        if Button::quiet(texts.t("action-restore-records"))
            .ui(ui)
            .clicked()
        {
            app.send(Command::Restore(deleted));
        }
    }
    let retry = Button::quiet(texts.t("action-retry"))
        .icon(Icon::Retry)
        .enabled(!others.is_empty() && app.running.is_none());
    if retry.help(texts.t("conflicts-retry-help")).ui(ui).clicked() {
        app.send(Command::Retry(others));
    }
}

impl Shown for SkippedList {
    type Row = SkippedRow;
    type Id = SkippedId;

    fn rows(&self) -> &Rows<SkippedRow> {
        &self.rows
    }

    fn id(row: &SkippedRow) -> SkippedId {
        row.record.id
    }

    fn text(row: &SkippedRow, column: &str, speaking: &Speaking) -> String {
        let record = &row.record;
        match column {
            "record" => both_labels(record),
            "reason" => reason(row, speaking),
            "fields" => {
                let names: Vec<&str> = record
                    .open_fields
                    .iter()
                    .map(crate::model::FieldName::as_str)
                    .collect();
                names.join(", ")
            }
            "mapping" => record.mapping.to_string(),
            "since" => speaking
                .texts
                .relative(record.since, speaking.now, &speaking.zone),
            "draft" => {
                let draft: Option<MergeDraft> = row
                    .draft
                    .as_deref()
                    .and_then(|text| serde_json::from_str(text).ok());
                let begun = draft.is_some_and(|draft| !draft.is_empty());
                if begun {
                    speaking.texts.t("conflicts-draft-begun").into_owned()
                } else {
                    String::new()
                }
            }
            _ => String::new(),
        }
    }

    fn draw(ui: &mut Ui, row: &SkippedRow, column: &str, speaking: &Speaking) -> bool {
        if column != "draft" || Self::text(row, column, speaking).is_empty() {
            return false;
        }
        ui.add(StateChip::mark(
            Mark::Suggested,
            speaking.texts.t("conflicts-draft-begun"),
        ));
        true
    }
}

fn both_labels(record: &SkippedRecord) -> String {
    let (bc, dv) = (record.labels.bc.as_str(), record.labels.dv.as_str());
    match (bc, dv) {
        ("", dv) => dv.to_owned(),
        (bc, "") => bc.to_owned(),
        (bc, dv) if bc == dv => bc.to_owned(),
        (bc, dv) => format!("{bc} ↔ {dv}"),
    }
}

/// Why the record waits, in a sentence with both times against the last synchronisation.
fn reason(row: &SkippedRow, speaking: &Speaking) -> String {
    let texts = speaking.texts;
    let moment = |at: Option<jiff::Timestamp>| {
        at.map_or_else(
            || texts.t("value-none").into_owned(),
            |at| speaking.moment(at),
        )
    };
    let (bc, dv, last) = (
        moment(row.modified.bc),
        moment(row.modified.dv),
        moment(row.last_synced),
    );
    let args = [
        ("bc", Arg::from(bc.as_str())),
        ("dv", Arg::from(dv.as_str())),
        ("last", Arg::from(last.as_str())),
    ];
    match (row.record.reason, &row.record.problem) {
        (SkipReason::Conflict, _) => texts.t_args("reason-conflict", &args),
        (SkipReason::DeletedInBc, _) => texts.t("reason-deleted-bc").into_owned(),
        (SkipReason::DeletedInDv, _) => texts.t("reason-deleted-dv").into_owned(),
        (_, Some(problem)) => explain(texts, problem).message,
        (SkipReason::RepeatedFailure, None) => texts.t("reason-repeated").into_owned(),
        (SkipReason::Blocked, None) => texts.t("reason-blocked").into_owned(),
        (SkipReason::Invalid, None) => texts.t("reason-invalid").into_owned(),
    }
}
