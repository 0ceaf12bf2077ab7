//! The history: every write with before and after, and the way back.

use super::below::{self, Below};
use super::list::{self, Deed, Ends, Filter, Look, Sheet};
use crate::app::App;
use crate::app::command::Command;
use crate::app::lists::{HistoryLog, Listing as _, action_key};
use crate::app::route::Route;
use crate::app::speaking::Speaking;
use crate::i18n::Texts;
use crate::model::Value;
use crate::model::report::{HistoryAction, HistoryEntry};
use crate::ui::design::{Icon, space, text};
use crate::ui::state::UiState;
use crate::ui::table::Column;
use crate::ui::widgets::{PageState, SideBadge};
use crate::worker::captions::caption_in;
use eframe::egui::{Grid, Label, ScrollArea, Ui};

const ENDS: Ends<HistoryLog> = Ends {
    list: |app| &mut app.history,
    table: |state| &mut state.history,
};

/// The values of a write.
const DETAILS: Below = Below {
    id: "history-details",
    share: 0.36,
    heights: (140.0, 260.0),
};

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState, deeds: &[Deed]) {
    let texts = app.texts;
    let sentence = texts.t("history-sentence");
    list::header(ui, app, &texts.t("nav-history"), &sentence, deeds);
    if app.history.rows() == 0 && super::unconnected(ui, app) {
        return;
    }
    if app.history.rows() == 0 && !app.history.wish.is_narrowed() && !app.history.is_unread() {
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
        Column::new("time", texts.t("errors-column-time"), 120.0),
        Column::new("action", texts.t("history-column-action"), 90.0),
        Column::new("side", texts.t("word-direction"), 172.0).unsortable(),
        Column::new("record", texts.t("conflicts-column-record"), 200.0).unsortable(),
        Column::new("changes", texts.t("history-column-changes"), 300.0).unsortable(),
        Column::new("mapping", texts.t("list-column-mapping"), 116.0),
    ];
    let filters = vec![Filter::mapping(app, app.history.wish.mapping.as_ref())];
    let sheet = Sheet::<HistoryLog> {
        id: "history",
        name: &texts.t("nav-history"),
        columns: &columns,
        checkboxes: false,
        draw: |_, _, _, _| false,
        deeds,
        filters,
        searchable: true,
    };
    if !DETAILS.is_in_place(state) {
        list::bar(ui, app, state, &ENDS, &sheet);
    }
    let in_place = if let Some(entry) = at_cursor(app, state) {
        pane(ui, app, state, &entry)
    } else {
        state.in_place = None;
        false
    };
    if in_place {
        return;
    }
    if let Some(id) = list::table(ui, app, state, &ENDS, &sheet)
        && let Some(entry) = app.history.held(id)
        && let Some(record) = entry.ids.bc.or(entry.ids.dv)
    {
        app.send(Command::ShowCoupling(record.hyphenated().to_string()));
    }
}

fn at_cursor(app: &App, state: &UiState) -> Option<HistoryEntry> {
    let id = list::at_cursor(&state.history)?;
    app.history.held(id).cloned()
}

/// What can be done with the write under the keyboard.
pub(super) fn deeds(app: &App, state: &UiState) -> Vec<Deed> {
    let texts = app.texts;
    let entry = at_cursor(app, state);
    let why = match &entry {
        None => Some(texts.t("why-nothing-chosen")),
        Some(entry) if entry.action != HistoryAction::Modify => Some(texts.t("why-no-change")),
        Some(_) => None,
    };
    let revert = entry.as_ref().map_or(Command::Go(Route::History), |entry| {
        Command::Revert(entry.id)
    });
    let revert = Deed::new(app, Icon::Undo, Look::Primary, revert)
        .called(texts.t("action-revert"))
        .unless(why.clone());
    let merge = entry.as_ref().map_or(Command::Go(Route::History), |entry| {
        Command::RevertMerge(entry.id)
    });
    let merge = Deed::new(app, Icon::Undo, Look::Quiet, merge)
        .called(texts.t("action-revert-merge"))
        .unless(why);
    let mut all = vec![revert, merge];
    if let Some(id) = entry.and_then(|entry| entry.ids.bc.or(entry.ids.dv)) {
        let show = Command::ShowCoupling(id.hyphenated().to_string());
        all.push(Deed::new(app, Icon::Link, Look::Quiet, show));
    }
    all
}

/// Every value of a write, before and after, and what lost; true where it stands in the table's place.
fn pane(ui: &mut Ui, app: &mut App, state: &mut UiState, entry: &HistoryEntry) -> bool {
    let line = HistoryLog::text(entry, "changes", &Speaking::of(app));
    below::show(ui, app, state, &DETAILS, &line, |ui, app, _| {
        ScrollArea::vertical()
            .auto_shrink([false, false])
            .show(ui, |ui| values(ui, app, app.texts, entry));
    })
}

fn values(ui: &mut Ui, app: &App, texts: Texts, entry: &HistoryEntry) {
    ui.horizontal_wrapped(|ui| {
        ui.add(SideBadge::new(entry.side));
        ui.label(text::strong(entry.label.clone()));
        ui.label(texts.t(action_key(entry.action)));
        ui.label(text::weak(texts.exact_moment(entry.time, &app.zone)));
    });
    ui.add_space(space::XS);
    let width = (ui.available_width() / 3.0 - space::L).max(60.0);
    ui.spacing_mut().interact_size.y = 20.0;
    Grid::new("history-values")
        .num_columns(3)
        .spacing([space::XL, space::XS])
        .max_col_width(width)
        .show(ui, |ui| {
            for key in ["history-field", "history-before", "history-after"] {
                ui.label(text::small(texts.t(key)));
            }
            ui.end_row();
            for (name, before, after) in entry.changes() {
                let caption = caption_in(texts, &entry.mapping, name.as_str());
                ui.add(Label::new(text::body(&*caption)).truncate())
                    .on_hover_text(name.as_str());
                ui.add(Label::new(text::body(plain(texts, before))).wrap());
                ui.add(Label::new(text::body(plain(texts, after))).wrap());
                ui.end_row();
            }
        });
    for (name, lost) in &entry.lost {
        let words = texts.t_args(
            "history-lost",
            &[
                (
                    "field",
                    caption_in(texts, &entry.mapping, name.as_str()).into(),
                ),
                ("value", plain(texts, lost).as_str().into()),
            ],
        );
        ui.add(Label::new(text::weak(words)).wrap());
    }
}

fn plain(texts: Texts, value: &Value) -> String {
    if value.is_empty() {
        texts.t("value-empty").into_owned()
    } else {
        value.to_plain()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn an_empty_value_is_said() {
        let texts = Texts::new(Lang::En);
        assert_eq!(plain(texts, &Value::Empty), "(empty)");
        assert_eq!(plain(texts, &Value::text("x")), "x");
    }
}
