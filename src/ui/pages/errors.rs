//! Integration errors: what happened, from where to where, and what to do about it.

use super::below::{self, Below};
use super::list::{self, Chosen, Deed, Ends, Filter, Look, Sheet};
use crate::app::App;
use crate::app::command::{ClearErrorsWish, Command, Pair};
use crate::app::error_values::both_values;
use crate::app::gathering::ForAll;
use crate::app::lists::{Errors, GroupBy, Head, ListCommand, Listing as _, Place, Standing};
use crate::app::merging_sections::caption;
use crate::app::speaking::Speaking;
use crate::i18n::Arg;
use crate::model::reason::Cause;
use crate::model::report::{ErrorEnd, IntegrationError};
use crate::model::{ErrorId, Side, Sides};
use crate::ui::design::{Icon, Mark, space, text};
use crate::ui::state::UiState;
use crate::ui::table::Column;
use crate::ui::widgets::{Button, Detail, PageState, SideBadge, StateChip, details};
use crate::worker::explain::{explain, title};
use eframe::egui::{Label, ScrollArea, Ui};

const ENDS: Ends<Errors> = Ends {
    list: |app| &mut app.errors,
    table: |state| &mut state.errors,
};

/// Below this width, in points, the page's title is short.
const WIDE: f32 = 1100.0;
/// What is known of an error.
const DETAILS: Below = Below {
    id: "error-details",
    share: 0.4,
    heights: (160.0, 300.0),
};

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState, deeds: &[Deed]) {
    let texts = app.texts;
    let sentence = match app.errors.wish.cause {
        Some(cause) => texts.t_args(
            "errors-of-cause",
            &[("cause", Arg::from(title(texts, cause).as_str()))],
        ),
        None => texts.t_args("errors-sentence", &[("count", Arg::from(app.home.errors))]),
    };
    let heading = if ui.available_width() >= WIDE {
        texts.t("errors-title")
    } else {
        texts.t("nav-errors")
    };
    list::header(ui, app, &heading, &sentence, deeds);
    if app.errors.rows() == 0 && super::unconnected(ui, app) {
        return;
    }
    let wish = &app.errors.wish;
    if app.home.errors == 0
        && app.errors.rows() == 0
        && !wish.is_narrowed()
        && wish.standing == Standing::Open
    {
        let empty = PageState::Empty {
            icon: Icon::CheckCircle,
            title: texts.t("errors-empty-title").into_owned(),
            why: texts.t("errors-empty-why").into_owned(),
            action: Some(texts.t("errors-closed-too").into_owned()),
        };
        if empty.show(ui) {
            app.send(Command::List(ListCommand::Standing(Standing::Any)));
        }
        return;
    }
    let columns = [
        Column::new("time", texts.t("errors-column-time"), 120.0),
        Column::new("cause", texts.t("errors-column-cause"), 190.0),
        Column::new("source", texts.t("word-source"), 220.0),
        Column::new("destination", texts.t("word-destination"), 190.0),
        Column::new("mapping", texts.t("list-column-mapping"), 148.0),
        Column::new("attempts", texts.t("errors-column-attempts"), 106.0).number(),
        Column::new("open", texts.t("errors-column-state"), 110.0)
            .unsortable()
            .hidden(),
        Column::new("note", texts.t("errors-column-note"), 220.0)
            .unsortable()
            .hidden(),
        Column::new("message", texts.t("errors-column-message"), 420.0)
            .unsortable()
            .hidden(),
        Column::new("status", texts.t("errors-column-status"), 80.0)
            .number()
            .unsortable()
            .hidden(),
        Column::new("request", texts.t("errors-column-request"), 260.0)
            .unsortable()
            .hidden(),
    ];
    let sheet = Sheet::<Errors> {
        id: "errors",
        name: &texts.t("errors-title"),
        columns: &columns,
        checkboxes: true,
        draw,
        deeds,
        filters: filters(app),
        searchable: true,
    };
    if !DETAILS.is_in_place(state) {
        list::bar(ui, app, state, &ENDS, &sheet);
    }
    if pane(ui, app, state) {
        return;
    }
    if let Some(id) = list::table(ui, app, state, &ENDS, &sheet)
        && let Some(error) = app.errors.held(id).cloned()
    {
        // A record without a partner is not among the couplings; its service knows it.
        if let Some(known) = coupled(&error) {
            app.send(Command::ShowCoupling(known));
        } else if let Some(url) = error.source.url.or(error.destination.url) {
            app.send(Command::OpenUrl(url));
        }
    }
}

/// The record to look for among the couplings, where both ends of an error are known.
fn coupled(error: &IntegrationError) -> Option<String> {
    let id = error.source.id.filter(|_| error.destination.id.is_some())?;
    Some(id.hyphenated().to_string())
}

fn filters(app: &App) -> Vec<Filter> {
    let texts = app.texts;
    let wish = &app.errors.wish;
    let mut causes: Vec<Cause> = app.home.causes.iter().map(|count| count.cause).collect();
    causes.extend(wish.cause);
    causes.sort_by_key(|cause| title(texts, *cause));
    causes.dedup();
    let causes = causes.into_iter().map(|cause| {
        let chosen = wish.cause == Some(cause);
        (title(texts, cause), ListCommand::Cause(Some(cause)), chosen)
    });
    let all = texts.t("errors-all-causes").into_owned();
    let open = texts.t("errors-open-only").into_owned();
    let closed = texts.t("errors-closed-too").into_owned();
    let handled = texts.t("errors-handled-only").into_owned();
    vec![
        Filter::new(
            texts.t("errors-column-cause"),
            (all, ListCommand::Cause(None)),
            causes,
        ),
        Filter::mapping(app, wish.mapping.as_ref()),
        Filter::new(
            texts.t("errors-column-state"),
            (open, ListCommand::Standing(Standing::Open)),
            [
                (
                    handled,
                    ListCommand::Standing(Standing::Handled),
                    wish.standing == Standing::Handled,
                ),
                (
                    closed,
                    ListCommand::Standing(Standing::Any),
                    wish.standing == Standing::Any,
                ),
            ],
        ),
        Filter::group(app, wish.group, &[GroupBy::Cause, GroupBy::Mapping]),
    ]
}

/// The error under the keyboard.
fn at_cursor(app: &App, state: &UiState) -> Option<IntegrationError> {
    let id = list::at_cursor(&state.errors)?;
    app.errors.held(id).cloned()
}

/// The cause under the keyboard: of an error, or of a group.
fn cause_here(app: &App, state: &UiState) -> Option<Cause> {
    match state.errors.cursor() {
        Some(Place::Head(Head::Cause(cause))) => Some(*cause),
        _ => at_cursor(app, state).map(|error| error.problem.cause),
    }
}

/// The selected errors.
fn chosen<'s>(app: &App, state: &'s mut UiState) -> &'s Chosen<ErrorId, ErrorId> {
    let chosen = &mut state.errors_chosen;
    chosen.follow(app, &app.errors, &state.errors, state.chosen, Some);
    chosen
}

/// What can be done with the selected errors.
pub(super) fn deeds(app: &App, state: &mut UiState) -> Vec<Deed> {
    let texts = app.texts;
    let mut all = Vec::new();
    if let Some(cause) = cause_here(app, state) {
        let retry = Command::RetryCause(cause);
        all.push(Deed::new(app, Icon::Retry, Look::Primary, retry));
    } else {
        let retry = Deed::new(app, Icon::Retry, Look::Primary, Command::SyncNow);
        all.push(retry.called(texts.t("errors-retry-all")));
    }
    let of_all = state.errors.selection().count(app.errors.rows());
    let Chosen {
        first: ids,
        all: every,
        ..
    } = chosen(app, state);
    let count = match every {
        Some(_) => usize::try_from(of_all),
        None => Ok(ids.len()),
    };
    let count = count.unwrap_or(usize::MAX);
    let (retry, handle) = (
        Command::RetryErrors(ids.clone()),
        Command::AskHandle(ids.clone()),
    );
    let labels = (retry.label(texts), handle.label(texts));
    let (retry, handle) = match every {
        Some(every) if !ids.is_empty() => (
            Command::ForAll(ForAll::RetryErrors, every.clone()),
            Command::ForAll(ForAll::Handle, every.clone()),
        ),
        _ => (retry, handle),
    };
    let some = Deed::new(app, Icon::Retry, Look::Quiet, retry).called(labels.0);
    all.push(some.of(app, count));
    let handle = Deed::new(app, Icon::Check, Look::Quiet, handle).called(labels.1);
    let none_open = ids.iter().all(|id| {
        let held = app.errors.held(*id);
        held.is_some_and(|error| !error.open)
    });
    let why = (!ids.is_empty() && none_open).then(|| texts.t("why-not-open"));
    all.push(handle.unless(why).of(app, count));
    let handled: Vec<ErrorId> = ids
        .iter()
        .copied()
        .filter(|id| {
            let held = app.errors.held(*id);
            held.is_some_and(|error| error.handled.is_some() && !error.open)
        })
        .collect();
    if !handled.is_empty() {
        let count = handled.len();
        let again = Deed::new(app, Icon::Undo, Look::Quiet, Command::ReopenErrors(handled));
        all.push(again.of(app, count));
    }
    for wish in [ClearErrorsWish::OlderThanSevenDays, ClearErrorsWish::All] {
        let clear = Deed::new(app, Icon::Trash, Look::Quiet, Command::AskClearErrors(wish));
        all.push(clear.called(texts.t(wish.label_key())));
    }
    if cause_here(app, state).is_some() {
        let everything = Deed::new(app, Icon::Sync, Look::Quiet, Command::SyncNow);
        all.push(everything.called(texts.t("errors-retry-all")));
    }
    let Some(error) = at_cursor(app, state) else {
        return all;
    };
    for end in [&error.source, &error.destination] {
        if let Some(url) = &end.url {
            let open = Deed::new(
                app,
                Icon::External,
                Look::Quiet,
                Command::OpenUrl(url.clone()),
            );
            all.push(open.called(texts.t(browser_key(end.side))));
        }
    }
    if let Some(known) = coupled(&error) {
        let show = Command::ShowCoupling(known);
        all.push(Deed::new(app, Icon::Link, Look::Quiet, show));
    }
    all.extend(coupling_deeds(app, &error));
    let jobs = Command::ShowJobs(error.mapping.clone());
    all.push(Deed::new(app, Icon::Jobs, Look::Quiet, jobs));
    all
}

/// What can be done with the coupling of an error's records: set up anew, or removed.
fn coupling_deeds(app: &App, error: &IntegrationError) -> Vec<Deed> {
    let texts = app.texts;
    let end = |side: Side| {
        let ends = [&error.source, &error.destination];
        ends.into_iter().find(|end| end.side == side)
    };
    let id = |side: Side| end(side).and_then(|end| end.id);
    let set_up = Command::SetUpCoupling {
        mapping: error.mapping.clone(),
        bc: id(Side::Bc),
        label: end(Side::Bc)
            .map(|end| end.label.clone())
            .unwrap_or_default(),
    };
    let missing = id(Side::Bc).is_none();
    let set_up = Deed::new(app, Icon::Link, Look::Quiet, set_up)
        .called(texts.t("action-set-up-coupling"))
        .unless(missing.then(|| texts.t("why-not-coupled")));
    let pair = id(Side::Bc).zip(id(Side::Dv)).map(|(bc, dv)| Pair {
        mapping: error.mapping.clone(),
        ids: Sides::new(bc, dv),
    });
    let alone = pair.is_none();
    let part = Command::Uncouple(pair.into_iter().collect());
    let part = Deed::new(app, Icon::Link, Look::Quiet, part)
        .called(texts.t("action-uncouple"))
        .unless(alone.then(|| texts.t("why-no-pair")));
    vec![set_up, part]
}

fn browser_key(side: Side) -> &'static str {
    match side {
        Side::Bc => "action-open-bc",
        Side::Dv => "action-open-dv",
    }
}

/// What is known of the error or the group under the keyboard; true where it stands in the table's place.
fn pane(ui: &mut Ui, app: &mut App, state: &mut UiState) -> bool {
    let error = at_cursor(app, state);
    let Some(cause) = cause_here(app, state) else {
        state.in_place = None;
        return false;
    };
    let line = match &error {
        Some(error) => explain(app.texts, &error.problem).message,
        None => title(app.texts, cause),
    };
    below::show(ui, app, state, &DETAILS, &line, |ui, app, state| {
        ScrollArea::vertical()
            .auto_shrink([false, false])
            .show(ui, |ui| match error {
                Some(error) => of_error(ui, app, state, &error),
                None => of_cause(ui, app, cause),
            });
    })
}

/// What a cause means, and what to do about it.
fn of_cause(ui: &mut Ui, app: &App, cause: Cause) {
    let words = explain(app.texts, &crate::model::reason::Problem::new(cause));
    ui.label(text::strong(words.title));
    ui.add(Label::new(words.message).wrap());
    ui.add_space(space::S);
    ui.label(text::strong(app.texts.t("state-error-next")));
    ui.add(Label::new(words.next_step).wrap());
}

fn of_error(ui: &mut Ui, app: &mut App, state: &mut UiState, error: &IntegrationError) {
    let texts = app.texts;
    let words = explain(texts, &error.problem);
    ui.horizontal(|ui| {
        ui.label(text::strong(words.title));
        let mark = if error.open { Mark::Open } else { Mark::Done };
        ui.add(StateChip::mark(mark, texts.t(state_key(error))));
    });
    if let Some(handled) = &error.handled {
        let when = texts.exact_moment(handled.at, &app.zone);
        let note = if handled.note.is_empty() {
            texts.t("value-none")
        } else {
            handled.note.as_str().into()
        };
        let args = [
            ("when", Arg::from(when.as_str())),
            ("note", Arg::from(note.as_ref())),
        ];
        ui.add(Label::new(texts.t_args("errors-handled-note", &args)).wrap());
    }
    ui.add(Label::new(words.message).wrap());
    ui.add(Label::new(text::strong(words.next_step)).wrap());
    ui.add_space(space::S);
    for (key, end) in [
        ("word-source", &error.source),
        ("word-destination", &error.destination),
    ] {
        ui.horizontal_wrapped(|ui| {
            ui.label(text::weak(texts.t(key)));
            end_line(ui, app, end, coupled(error));
        });
    }
    ui.add_space(space::S);
    let problem = &error.problem;
    let status = problem.status.map(|status| status.to_string());
    let since = texts.exact_moment(error.time, &app.zone);
    let tries = texts.count(error.attempts);
    let rows = [
        ("errors-column-time", Some(since)),
        ("errors-column-attempts", Some(tries)),
        ("errors-column-status", status),
        ("errors-field", problem.params.get("field").cloned()),
        ("errors-service-code", problem.service_code.clone()),
        ("errors-column-request", problem.request_id.clone()),
        ("errors-code", Some(problem.cause.code().to_owned())),
        ("action-show-call-stack", problem.raw.clone()),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .filter_map(|(key, value)| Some((texts.t(key), value?)))
        .collect();
    let rows: Vec<Detail<'_>> = rows
        .iter()
        .map(|(name, value)| Detail {
            name,
            value,
            copy: true,
        })
        .collect();
    details(ui, &rows);
    values(ui, app, state, error);
}

/// What both sides hold where they differ, the field that the error names first.
fn values(ui: &mut Ui, app: &App, state: &mut UiState, error: &IntegrationError) {
    let key = (app.errors.revision, Some(error.id));
    if state.error_values.0 != key {
        let rows = app
            .reader()
            .map(|reader| both_values(&reader.read(), error))
            .unwrap_or_default();
        state.error_values = (key, rows);
    }
    if state.error_values.1.is_empty() {
        return;
    }
    let texts = app.texts;
    ui.add_space(space::S);
    ui.label(text::strong(texts.t("errors-both-values")));
    for row in &state.error_values.1 {
        let name = caption(texts, row.field.as_str());
        ui.horizontal_wrapped(|ui| {
            ui.label(if row.named {
                text::strong(name)
            } else {
                text::weak(name)
            });
            for side in Side::BOTH {
                ui.add(SideBadge::new(side));
                let value = row.values.get(side).as_ref();
                let words = value.map(crate::model::Value::to_plain).unwrap_or_default();
                ui.label(if words.is_empty() {
                    text::weak(texts.t("value-empty"))
                } else {
                    words.into()
                });
            }
        });
    }
}

/// The key of the word for an error's state.
fn state_key(error: &IntegrationError) -> &'static str {
    match (error.open, &error.handled) {
        (true, _) => "errors-open",
        (false, Some(_)) => "errors-handled",
        (false, None) => "errors-closed",
    }
}

fn end_line(ui: &mut Ui, app: &mut App, end: &ErrorEnd, coupled: Option<String>) {
    ui.add(SideBadge::new(end.side));
    ui.label(if end.label.is_empty() {
        app.texts.t("value-none").into_owned()
    } else {
        end.label.clone()
    });
    if let Some(url) = &end.url {
        let open = Button::plain(app.texts.t(browser_key(end.side)))
            .icon(Icon::External)
            .small();
        if ui.add(open).clicked() {
            app.send(Command::OpenUrl(url.clone()));
        }
    }
    if let Some(known) = coupled.filter(|_| end.id.is_some()) {
        let show = Button::plain(app.texts.t("action-show-here"))
            .icon(Icon::Link)
            .small();
        if ui.add(show).clicked() {
            app.send(Command::ShowCoupling(known));
        }
    }
}

fn draw(ui: &mut Ui, row: &IntegrationError, column: &str, speaking: &Speaking) -> bool {
    if column != "open" {
        return false;
    }
    let mark = if row.open { Mark::Open } else { Mark::Done };
    ui.add(StateChip::mark(mark, Errors::text(row, column, speaking)));
    true
}
