//! Integration errors: what happened, from where to where, and what to do about it.

use super::list::{self, Shown, Speaking};
use crate::app::App;
use crate::app::command::{ClearErrorsWish, Command};
use crate::app::lists::ErrorList;
use crate::app::rows::Rows;
use crate::i18n::Arg;
use crate::model::ErrorId;
use crate::model::report::{ErrorEnd, IntegrationError};
use crate::ui::design::{Icon, Mark, space, text};
use crate::ui::state::UiState;
use crate::ui::table::Column;
use crate::ui::widgets::{
    Button, MenuItem, PageState, SideBadge, StateChip, card, menu_button, page_header,
};
use crate::worker::explain::{explain, title};
use eframe::egui::{Panel, Ui};

/// Below this width, in points, the page's title is short and its rarer actions are in a menu.
const WIDE: f32 = 1000.0;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState) {
    let texts = app.texts;
    let sentence = match app.errors.filter.cause {
        Some(cause) => texts.t_args(
            "errors-of-cause",
            &[("cause", Arg::from(title(texts, cause).as_str()))],
        ),
        None => texts.t_args("errors-sentence", &[("count", Arg::from(app.home.errors))]),
    };
    let wide = ui.available_width() >= WIDE;
    let heading = if wide {
        texts.t("errors-title")
    } else {
        texts.t("nav-errors")
    };
    page_header(ui, heading, sentence, |ui| actions(ui, app, wide));
    if app.errors.rows.total() == 0 {
        let empty = PageState::Empty {
            icon: Icon::CheckCircle,
            title: texts.t("errors-empty-title").into_owned(),
            why: texts.t("errors-empty-why").into_owned(),
            action: None,
        };
        empty.show(ui);
        return;
    }
    let chosen = state.errors.cursor().copied();
    let chosen = app
        .errors
        .rows
        .held()
        .map(|(_, row)| row)
        .find(|row| Some(row.id) == chosen)
        .cloned();
    if let Some(error) = chosen {
        Panel::bottom("error-details")
            .resizable(false)
            .show_separator_line(false)
            .frame(eframe::egui::Frame::new())
            .show(ui, |ui| {
                details(ui, app, &error);
            });
    }
    let columns = [
        Column::new("time", texts.t("errors-column-time"), 120.0).unsortable(),
        Column::new("cause", texts.t("errors-column-cause"), 220.0).unsortable(),
        Column::new("source", texts.t("word-source"), 240.0).unsortable(),
        Column::new("destination", texts.t("word-destination"), 190.0).unsortable(),
        Column::new("mapping", texts.t("word-table-mapping"), 130.0).unsortable(),
        Column::new("attempts", texts.t("errors-column-attempts"), 100.0)
            .number()
            .unsortable(),
    ];
    let speaking = Speaking::of(app);
    let mut errors = std::mem::take(&mut app.errors);
    let name = texts.t("errors-title");
    let spec = ("errors", name.as_ref(), columns.as_slice(), false);
    list::show(
        ui,
        &mut errors,
        app.reader(),
        &mut state.errors,
        &speaking,
        spec,
    );
    app.errors = errors;
}

fn actions(ui: &mut Ui, app: &mut App, wide: bool) {
    let texts = app.texts;
    let idle = app.running.is_none() && app.connection.is_some();
    if ui
        .add(
            Button::primary(texts.t("errors-retry-all"))
                .icon(Icon::Retry)
                .enabled(idle),
        )
        .clicked()
    {
        app.send(Command::SyncNow);
    }
    let deletions = [
        ("action-delete-older", ClearErrorsWish::OlderThanSevenDays),
        ("action-delete-all", ClearErrorsWish::All),
    ];
    let mut wished = None;
    if wide {
        for (key, wish) in deletions {
            let button = Button::quiet(texts.t(key));
            let button = match wish {
                ClearErrorsWish::OlderThanSevenDays => {
                    button.help(texts.t("action-delete-older-tip"))
                }
                ClearErrorsWish::All => button,
            };
            if ui.add(button).clicked() {
                wished = Some(wish);
            }
        }
    } else {
        let more = Button::icon_only(Icon::More, texts.t("action-more"));
        menu_button(ui, more, |ui| {
            for (key, wish) in deletions {
                if ui.add(MenuItem::new(texts.t(key)).danger()).clicked() {
                    wished = Some(wish);
                }
            }
        });
    }
    if let Some(wish) = wished {
        app.send(Command::AskClearErrors(wish));
    }
    if app.errors.filter.cause.is_some()
        && ui
            .add(Button::quiet(texts.t("errors-all-causes")).icon(Icon::Filter))
            .clicked()
    {
        app.send(Command::FilterErrors(None));
    }
}

fn details(ui: &mut Ui, app: &mut App, error: &IntegrationError) {
    let texts = app.texts;
    let words = explain(texts, &error.problem);
    ui.add_space(space::S);
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(text::strong(words.title));
            ui.add(StateChip::mark(
                if error.open { Mark::Open } else { Mark::Done },
                if error.open {
                    texts.t("errors-open")
                } else {
                    texts.t("errors-closed")
                },
            ));
        });
        ui.label(words.message);
        ui.label(text::strong(words.next_step));
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            for end in [&error.source, &error.destination] {
                end_link(ui, app, end);
                ui.add_space(space::M);
            }
        });
        let status = error.problem.status.map(|status| format!("HTTP {status}"));
        let parts = [
            status,
            error.problem.service_code.clone(),
            error.problem.request_id.clone(),
            error.problem.raw.clone(),
        ];
        let line: Vec<String> = parts.into_iter().flatten().collect();
        if !line.is_empty() {
            ui.add(eframe::egui::Label::new(text::small(line.join(" · "))).truncate());
        }
    });
}

fn end_link(ui: &mut Ui, app: &mut App, end: &ErrorEnd) {
    ui.add(SideBadge::new(end.side));
    ui.label(if end.label.is_empty() {
        app.texts.t("value-none").into_owned()
    } else {
        end.label.clone()
    });
    let Some(url) = &end.url else { return };
    let key = match end.side {
        crate::model::Side::Bc => "action-open-bc",
        crate::model::Side::Dv => "action-open-dv",
    };
    if ui
        .add(Button::icon_only(Icon::External, app.texts.t(key)).small())
        .clicked()
    {
        app.send(Command::OpenUrl(url.clone()));
    }
}

impl Shown for ErrorList {
    type Row = IntegrationError;
    type Id = ErrorId;

    fn rows(&self) -> &Rows<IntegrationError> {
        &self.rows
    }

    fn id(row: &IntegrationError) -> ErrorId {
        row.id
    }

    fn text(row: &IntegrationError, column: &str, speaking: &Speaking) -> String {
        match column {
            "time" => speaking.moment(row.time),
            "cause" => title(speaking.texts, row.problem.cause),
            "source" => row.source.label.clone(),
            "destination" => row.destination.label.clone(),
            "mapping" => row.mapping.to_string(),
            "attempts" => speaking.texts.count(row.attempts),
            _ => String::new(),
        }
    }
}
