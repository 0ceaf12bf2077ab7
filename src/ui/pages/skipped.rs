//! Skipped records, conflicts among them: why each waits, and what a person can do about it.

use super::list::{self, Chosen, Deed, Ends, Filter, Look, Sheet};
use super::preview;
use crate::app::App;
use crate::app::command::{Command, MappingCommand, Pair, RulesCommand};
use crate::app::gathering::ForAll;
use crate::app::lists::{GroupBy, ListCommand, Listing as _, Skipped, brief_reason, reason_key};
use crate::app::route::Route;
use crate::app::speaking::Speaking;
use crate::i18n::Arg;
use crate::model::choice::Choice;
use crate::model::report::{SkipReason, SkippedRecord};
use crate::model::{Side, SkippedId};
use crate::store::SkippedRow;
use crate::ui::design::{DesignExt as _, Icon, Mark};
use crate::ui::state::UiState;
use crate::ui::table::Column;
use crate::ui::widgets::{PageState, StateChip};
use eframe::egui::{FontSelection, Sense, TextStyle, TextWrapMode, Ui, WidgetText, pos2};
use strum::IntoEnumIterator as _;

const ENDS: Ends<Skipped> = Ends {
    list: |app| &mut app.skipped,
    table: |state| &mut state.skipped,
};

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState, deeds: &[Deed]) {
    let texts = app.texts;
    let count = [
        ("conflicts", Arg::from(app.home.conflicts)),
        ("skipped", Arg::from(app.home.skipped)),
    ];
    let sentence = texts.t_args("conflicts-sentence", &count);
    list::header(ui, app, &texts.t("conflicts-title"), &sentence, deeds);
    if app.skipped.rows() == 0 && super::unconnected(ui, app) {
        return;
    }
    let none = app.home.conflicts + app.home.skipped == 0;
    if none && app.skipped.rows() == 0 && !app.skipped.wish.is_narrowed() {
        let empty = PageState::Empty {
            icon: Icon::CheckCircle,
            title: texts.t("conflicts-empty-title").into_owned(),
            why: texts.t("conflicts-empty-why").into_owned(),
            action: Some(texts.t("action-find-deleted").into_owned()),
        };
        if empty.show(ui) {
            app.send(Command::FindDeleted(None));
        }
        return;
    }
    let columns = [
        Column::new("record", texts.t("conflicts-column-record"), 276.0),
        Column::new("reason", texts.t("conflicts-column-reason"), 242.0),
        Column::new("fields", texts.t("conflicts-column-fields"), 138.0).unsortable(),
        Column::new("mapping", texts.t("list-column-mapping"), 110.0),
        Column::new("since", texts.t("conflicts-column-since"), 100.0),
        Column::new("draft", texts.t("conflicts-column-draft"), 112.0).unsortable(),
        Column::new("bc", texts.t("conflicts-column-bc"), 130.0)
            .unsortable()
            .hidden(),
        Column::new("dv", texts.t("conflicts-column-dv"), 130.0)
            .unsortable()
            .hidden(),
        Column::new("last", texts.t("conflicts-column-last"), 130.0)
            .unsortable()
            .hidden(),
    ];
    let sheet = Sheet::<Skipped> {
        id: "skipped",
        name: &texts.t("conflicts-title"),
        columns: &columns,
        checkboxes: true,
        draw,
        deeds,
        filters: filters(app),
        searchable: true,
    };
    if !preview::PREVIEW.is_in_place(state) {
        list::bar(ui, app, state, &ENDS, &sheet);
    }
    let shown = list::at_cursor(&state.skipped);
    let row = shown.and_then(|id| app.skipped.held(id).cloned());
    if let Some(row) = &row {
        let own = own_deeds(app, row);
        if preview::skipped(ui, app, state, row, &own) {
            return;
        }
    } else {
        state.in_place = None;
    }
    if let Some(id) = list::table(ui, app, state, &ENDS, &sheet) {
        app.send(Command::OpenSkipped(id));
    }
}

fn filters(app: &App) -> Vec<Filter> {
    let texts = app.texts;
    let wish = &app.skipped.wish;
    let reasons = SkipReason::iter().map(|reason| {
        let label = texts.t(reason_key(reason)).into_owned();
        let chosen = wish.reasons.contains(&reason);
        (label, ListCommand::Reason(Some(reason)), chosen)
    });
    let all = texts.t("list-all-reasons").into_owned();
    let drafts = texts.t("list-drafts-only").into_owned();
    let both = texts.t("list-drafts-any").into_owned();
    vec![
        Filter::mapping(app, wish.mapping.as_ref()),
        Filter::new(
            texts.t("conflicts-column-reason"),
            (all, ListCommand::Reason(None)),
            reasons,
        ),
        Filter::new(
            texts.t("conflicts-column-draft"),
            (both, ListCommand::DraftsOnly(false)),
            [(drafts, ListCommand::DraftsOnly(true), wish.drafts_only)],
        ),
        Filter::group(app, wish.group, &[GroupBy::Reason, GroupBy::Mapping]),
    ]
}

/// The selected records.
fn chosen<'s>(app: &App, state: &'s mut UiState) -> &'s Chosen<SkippedId, SkippedRecord> {
    let reader = app.reader();
    let read = |id| match app.skipped.held(id) {
        Some(row) => Some(row.record.clone()),
        None => reader?.read().skipped(id).ok().flatten(),
    };
    let chosen = &mut state.skipped_chosen;
    chosen.follow(app, &app.skipped, &state.skipped, state.chosen, read);
    chosen
}

/// What can be done with the selected records, and why not.
pub(super) fn deeds(app: &App, state: &mut UiState) -> Vec<Deed> {
    let texts = app.texts;
    if state.first_conflict.0 != app.skipped.revision {
        state.first_conflict = (app.skipped.revision, app.first_conflict());
    }
    let first_of_all = state.first_conflict.1;
    let of_all = usize::try_from(state.skipped.selection().count(app.skipped.rows()));
    let of_all = of_all.unwrap_or(usize::MAX);
    let Chosen {
        first: chosen, all, ..
    } = chosen(app, state);
    let ids = |wanted: Choice| -> Vec<SkippedId> {
        let fitting = chosen
            .iter()
            .filter(|record| record.choices().contains(&wanted));
        fitting.map(|record| record.id).collect()
    };
    let unfit = |wanted: Choice, found: usize| {
        (found == 0).then(|| texts.t(unfit_key(chosen.is_empty(), wanted)))
    };
    let deed = |choice: Choice,
                icon,
                look,
                for_all: ForAll,
                command: &dyn Fn(Vec<SkippedId>) -> Command| {
        let ids = ids(choice);
        let count = ids.len();
        let command = command(ids);
        let label = command.label(texts);
        // With very many rows it is done row by row: how many fit is found out on the way.
        let (command, of) = match all {
            Some(rows) if count > 0 => (Command::ForAll(for_all, rows.clone()), of_all),
            _ => (command, count),
        };
        Deed::new(app, icon, look, command)
            .called(label)
            .unless(unfit(choice, count))
            .of(app, of)
    };
    let first = ids(Choice::Resolve).first().copied();
    let any = first.or(first_of_all);
    let mut deeds = Vec::new();
    let resolve = any.map_or(Command::Go(Route::Skipped), Command::OpenSkipped);
    let resolve = Deed::new(app, Icon::Merge, Look::Primary, resolve)
        .called(texts.t("conflicts-resolve"))
        .unless(any.is_none().then(|| texts.t("why-no-conflict")));
    deeds.push(resolve);
    deeds.push(deed(
        Choice::Retry,
        Icon::Retry,
        Look::Quiet,
        ForAll::Retry,
        &Command::Retry,
    ));
    let gone = chosen.iter().any(|record| record.gone().is_some());
    let restore = deed(
        Choice::Restore,
        Icon::Undo,
        Look::Quiet,
        ForAll::Restore,
        &Command::Restore,
    );
    let delete = deed(
        Choice::Delete,
        Icon::Trash,
        Look::Danger,
        ForAll::Delete,
        &Command::AskDelete,
    );
    let takes = Side::BOTH.map(|side| {
        let icon = match side {
            Side::Bc => Icon::ArrowRight,
            Side::Dv => Icon::ArrowLeft,
        };
        let for_all = ForAll::Take(side);
        deed(
            Choice::Synchronise,
            icon,
            Look::Quiet,
            for_all,
            &move |ids| Command::AskTake(ids, side),
        )
    });
    // What fits the record under the keyboard stands first, where there is room for buttons.
    if gone {
        deeds.extend([restore, delete]);
        deeds.extend(takes);
    } else {
        deeds.extend(takes);
        deeds.extend([restore, delete]);
    }
    deeds.push(deed(
        Choice::Uncouple,
        Icon::Link,
        Look::Quiet,
        ForAll::Uncouple,
        &|_| Command::Uncouple(chosen.iter().filter_map(pair_of).collect()),
    ));
    deeds.push(by_rule(app, all.is_some(), ids(Choice::Resolve)));
    let coupling = couple(app, chosen).unless(unfit(Choice::Couple, ids(Choice::Couple).len()));
    deeds.push(coupling);
    deeds.extend(beyond(app, chosen));
    deeds
}

/// Decides the selected conflicts by a rule, or all that the list shows where fewer than two are selected.
fn by_rule(app: &App, all: bool, ids: Vec<SkippedId>) -> Deed {
    let few = ids.len() < 2;
    let count = ids.len();
    let open = RulesCommand::Open(if all || few { Vec::new() } else { ids });
    let none = app.home.conflicts == 0;
    let deed = Deed::new(app, Icon::Merge, Look::Quiet, Command::Rules(open))
        .called(app.texts.t("conflicts-by-rule"))
        .unless(none.then(|| app.texts.t("why-no-conflict")));
    if all || few {
        deed
    } else {
        deed.of(app, count)
    }
}

/// What can be done with one record that is no conflict: the buttons below why it waits.
fn own_deeds(app: &App, row: &SkippedRow) -> Vec<Deed> {
    let texts = app.texts;
    let record = &row.record;
    let quiet = |icon, command| Deed::new(app, icon, Look::Quiet, command);
    let mut all = Vec::new();
    if record.gone().is_some() {
        let choose = quiet(Icon::Merge, Command::OpenSkipped(record.id));
        all.push(choose.called(texts.t("conflicts-resolve")));
        return all;
    }
    if record.problem.is_some() {
        let error = quiet(Icon::Error, Command::OpenSkipped(record.id));
        all.push(error.called(texts.t("conflicts-show-error")));
    }
    let mapping = MappingCommand::Open(record.mapping.clone());
    let mapping = quiet(Icon::Mapping, Command::Mapping(mapping));
    all.push(mapping.called(texts.t("conflicts-open-mapping")));
    let retry = quiet(Icon::Retry, Command::Retry(vec![record.id]));
    all.insert(0, retry.called(texts.t("action-retry")));
    all
}

/// What can be done with the list as a whole, and where else the first selected record is shown.
fn beyond(app: &App, chosen: &[SkippedRecord]) -> Vec<Deed> {
    let mut all = Vec::new();
    all.push(Deed::new(app, Icon::Retry, Look::Quiet, Command::RetryAll));
    all.push(Deed::new(
        app,
        Icon::Search,
        Look::Quiet,
        Command::FindDeleted(app.skipped.wish.mapping.clone()),
    ));
    if let [record, ..] = chosen {
        let jobs = Command::ShowJobs(record.mapping.clone());
        all.push(Deed::new(app, Icon::Jobs, Look::Quiet, jobs));
        if let Some(id) = record.ids.bc.or(record.ids.dv) {
            let show = Command::ShowCoupling(id.hyphenated().to_string());
            all.push(Deed::new(app, Icon::Link, Look::Quiet, show));
        }
    }
    all
}

/// The key of why none of the selected records fits, in the words of the rule.
fn unfit_key(none_chosen: bool, wanted: Choice) -> &'static str {
    match (none_chosen, wanted) {
        (true, _) => "why-nothing-chosen",
        (false, Choice::Restore | Choice::Delete) => "why-not-one-gone",
        (false, Choice::Retry | Choice::Synchronise) => "why-one-gone",
        (false, Choice::Resolve) => "why-no-conflict",
        (false, Choice::Uncouple | Choice::Couple) => "why-not-coupled",
    }
}

/// Sets up the coupling of the one selected record anew: the couplings page knows both ends.
fn couple(app: &App, chosen: &[SkippedRecord]) -> Deed {
    let record = chosen.first().filter(|_| chosen.len() == 1);
    let command = record.map(|record| Command::SetUpCoupling {
        mapping: record.mapping.clone(),
        bc: record.ids.bc,
        label: record.labels.bc.clone(),
    });
    let why = command.is_none().then(|| app.texts.t("why-not-single"));
    let command = command.unwrap_or(Command::Go(Route::Skipped));
    Deed::new(app, Icon::Link, Look::Quiet, command)
        .called(app.texts.t("action-set-up-coupling"))
        .unless(why)
}

/// Both records of a skipped pair.
fn pair_of(record: &SkippedRecord) -> Option<Pair> {
    Some(Pair {
        mapping: record.mapping.clone(),
        ids: record.pair()?,
    })
}

fn draw(ui: &mut Ui, row: &SkippedRow, column: &str, speaking: &Speaking) -> bool {
    if column == "reason" {
        return brief(ui, row, speaking);
    }
    if column != "draft" {
        return false;
    }
    let words = Skipped::text(row, column, speaking);
    if words.is_empty() {
        return false;
    }
    ui.add(StateChip::mark(Mark::Suggested, words));
    true
}

/// Why a record waits in a few words, where the sentence has no room: cut off, the sentences of all conflicts would be the same.
/// The row says the whole sentence aloud, the pane below and the tooltip show it.
fn brief(ui: &Ui, row: &SkippedRow, speaking: &Speaking) -> bool {
    let place = ui.max_rect();
    let style = TextStyle::Body;
    let whole = Skipped::text(row, "reason", speaking);
    let laid = |words: &str, mode, room| {
        let font = FontSelection::Style(style.clone());
        WidgetText::from(words).into_galley(ui, Some(mode), room, font)
    };
    if laid(&whole, TextWrapMode::Extend, f32::INFINITY).size().x <= place.width() {
        return false;
    }
    let words = brief_reason(row, speaking);
    let laid = laid(&words, TextWrapMode::Truncate, place.width());
    let at = pos2(place.left(), place.center().y - laid.size().y / 2.0);
    ui.painter().galley(at, laid, ui.tokens().text.body);
    if ui.rect_contains_pointer(place) {
        ui.interact(place, ui.unique_id().with("brief"), Sense::hover())
            .on_hover_text(whole);
    }
    true
}
