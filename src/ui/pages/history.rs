//! The history: every write with before and after, and the way back.

use super::jobs::direction_key;
use super::list::{self, Shown, Speaking};
use crate::app::App;
use crate::app::command::Command;
use crate::app::lists::HistoryList;
use crate::app::rows::Rows;
use crate::model::report::{HistoryAction, HistoryEntry};
use crate::model::{Direction, HistoryId, Value};
use crate::ui::design::Icon;
use crate::ui::state::UiState;
use crate::ui::table::Column;
use crate::ui::widgets::{Button, PageState, page_header};
use eframe::egui::Ui;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    let texts = app.texts;
    let chosen = state.history.cursor().copied();
    let held = app.history.rows.held().map(|(_, row)| row);
    let revertible = held
        .filter(|row| row.action == HistoryAction::Modify)
        .find(|row| Some(row.id) == chosen)
        .map(|row| row.id)
        .filter(|_| app.running.is_none());
    let mut revert = false;
    page_header(
        ui,
        texts.t("nav-history"),
        texts.t("history-sentence"),
        |ui| {
            let button = Button::quiet(texts.t("action-revert"))
                .icon(Icon::Undo)
                .enabled(revertible.is_some());
            revert = ui
                .add(button.help(texts.t("history-revert-help")))
                .clicked();
        },
    );
    if let (true, Some(id)) = (revert, revertible) {
        app.send(Command::Revert(id));
    }
    if app.history.rows.total() == 0 {
        let empty = PageState::Empty {
            icon: Icon::History,
            title: texts.t("history-empty-title").into_owned(),
            why: texts.t("history-empty-why").into_owned(),
            action: None,
        };
        empty.show(ui);
        return;
    }
    let columns = [
        Column::new("time", texts.t("errors-column-time"), 120.0).unsortable(),
        Column::new("action", texts.t("history-column-action"), 90.0).unsortable(),
        Column::new("side", texts.t("word-direction"), 170.0).unsortable(),
        Column::new("record", texts.t("conflicts-column-record"), 220.0).unsortable(),
        Column::new("changes", texts.t("history-column-changes"), 440.0).unsortable(),
        Column::new("mapping", texts.t("word-table-mapping"), 120.0).unsortable(),
    ];
    let speaking = Speaking::of(app);
    let mut history = std::mem::take(&mut app.history);
    let name = texts.t("nav-history");
    let spec = ("history", name.as_ref(), columns.as_slice(), false);
    list::show(
        ui,
        &mut history,
        app.reader(),
        &mut state.history,
        &speaking,
        spec,
    );
    app.history = history;
}

impl Shown for HistoryList {
    type Row = HistoryEntry;
    type Id = HistoryId;

    fn rows(&self) -> &Rows<HistoryEntry> {
        &self.rows
    }

    fn id(row: &HistoryEntry) -> HistoryId {
        row.id
    }

    fn text(row: &HistoryEntry, column: &str, speaking: &Speaking) -> String {
        match column {
            "time" => speaking.moment(row.time),
            "action" => speaking.texts.t(action_key(row.action)).into_owned(),
            "side" => match row.action {
                HistoryAction::Couple | HistoryAction::Uncouple => String::new(),
                _ => speaking
                    .texts
                    .t(direction_key(Direction::towards(row.side)))
                    .into_owned(),
            },
            "record" => row.label.clone(),
            "changes" => changes(row, speaking),
            "mapping" => row.mapping.to_string(),
            _ => String::new(),
        }
    }
}

fn changes(row: &HistoryEntry, speaking: &Speaking) -> String {
    let show = |value: &Value| {
        if value.is_empty() {
            speaking.texts.t("value-empty").into_owned()
        } else {
            value.to_plain()
        }
    };
    let line = row.after.iter().map(|(name, after)| match row.action {
        HistoryAction::Insert => format!("{name}: {}", show(after)),
        _ => format!(
            "{name}: {} → {}",
            show(row.before.value(name.as_str())),
            show(after)
        ),
    });
    line.collect::<Vec<_>>().join(" · ")
}

fn action_key(action: HistoryAction) -> &'static str {
    match action {
        HistoryAction::Insert => "history-insert",
        HistoryAction::Modify => "history-modify",
        HistoryAction::Delete => "history-delete",
        HistoryAction::Couple => "history-couple",
        HistoryAction::Uncouple => "history-uncouple",
        HistoryAction::Decide => "history-decide",
    }
}
