//! Couplings: which record belongs to which, and where each pair stands.

use super::list::{self, Chosen, Deed, Ends, Filter, Look, Sheet};
use crate::app::App;
use crate::app::command::{Command, Pair};
use crate::app::gathering::ForAll;
use crate::app::lists::{Couplings, ListCommand, pair_key};
use crate::app::pair_values::{PairValues, pair_values};
use crate::app::route::Route;
use crate::app::speaking::Speaking;
use crate::i18n::Arg;
use crate::model::report::HistoryEntry;
use crate::model::{CouplingId, MappingName, PairState, Side, SkippedId};
use crate::store::{CouplingRow, HistoryFilter, Presence, Slice};
use crate::ui::design::{Icon, Mark, Tone, space, text};
use crate::ui::state::{CouplingTold, UiState};
use crate::ui::table::Column;
use crate::ui::widgets::{Detail, PageState, SideBadge, StateChip, card, details};
use crate::worker::explain::title;
use eframe::egui::{Frame, Label, Margin, Panel, ScrollArea, Ui};

const ENDS: Ends<Couplings> = Ends {
    list: |app| &mut app.couplings,
    table: |state| &mut state.couplings,
};

/// Below this width, in points, there is no room for the panel at the side.
const WIDE: f32 = 860.0;
/// How many writes of a pair the panel shows.
const WRITES: usize = 12;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, app: &mut App, state: &mut UiState, deeds: &[Deed]) {
    let texts = app.texts;
    let counts = app.home.rows.iter().filter_map(|row| row.counts.as_ref());
    let total: u64 = counts.map(crate::store::MappingCounts::couplings).sum();
    let sentence = texts.t_args("couplings-sentence", &[("count", Arg::from(total))]);
    list::header(ui, app, &texts.t("nav-couplings"), &sentence, deeds);
    if app.couplings.rows() == 0 && super::unconnected(ui, app) {
        return;
    }
    if total == 0 && app.couplings.rows() == 0 {
        let empty = PageState::Empty {
            icon: Icon::Link,
            title: texts.t("couplings-empty-title").into_owned(),
            why: texts.t("couplings-empty-why").into_owned(),
            action: Some(texts.t("word-match-based-coupling").into_owned()),
        };
        if empty.show(ui) {
            app.send(Command::Go(Route::Match));
        }
        return;
    }
    let columns = [
        Column::new("bc", texts.t("word-bc"), 190.0),
        Column::new("dv", texts.t("word-dv"), 190.0),
        Column::new("state", texts.t("couplings-column-state"), 116.0),
        Column::new("mapping", texts.t("list-column-mapping"), 148.0).unsortable(),
        Column::new("synced", texts.t("merge-last-synced"), 140.0),
        Column::new("bc-changed", texts.t("conflicts-column-bc"), 140.0)
            .unsortable()
            .hidden(),
        Column::new("dv-changed", texts.t("conflicts-column-dv"), 140.0)
            .unsortable()
            .hidden(),
        Column::new("bc-id", texts.t("couplings-column-bc-id"), 260.0)
            .unsortable()
            .hidden(),
        Column::new("dv-id", texts.t("couplings-column-dv-id"), 260.0)
            .unsortable()
            .hidden(),
    ];
    let sheet = Sheet::<Couplings> {
        id: "couplings",
        name: &texts.t("nav-couplings"),
        columns: &columns,
        checkboxes: true,
        draw,
        deeds,
        filters: filters(app),
        searchable: true,
    };
    list::bar(ui, app, state, &ENDS, &sheet);
    let chosen = list::at_cursor(&state.couplings);
    let chosen = chosen.and_then(|id| app.couplings.held(id).cloned());
    if ui.available_width() >= WIDE
        && let Some(row) = &chosen
    {
        side_panel(ui, app, state, row);
    }
    if let Some(id) = list::table(ui, app, state, &ENDS, &sheet) {
        open(app, id);
    }
}

/// Opens the pair's conflict, if it has one.
fn open(app: &mut App, id: CouplingId) {
    if let Some(skipped) = skipped_of(app, id) {
        app.send(Command::OpenSkipped(skipped));
    }
}

fn skipped_of(app: &App, id: CouplingId) -> Option<SkippedId> {
    let reader = app.reader()?.read();
    reader.skipped_of(id).ok().flatten().map(|record| record.id)
}

fn filters(app: &App) -> Vec<Filter> {
    let texts = app.texts;
    let wish = &app.couplings.wish;
    let states = [
        PairState::InStep,
        PairState::Pending,
        PairState::Conflict,
        PairState::Skipped,
        PairState::Error,
        PairState::Broken,
    ];
    let states = states.map(|state| {
        let label = texts.t(pair_key(state)).into_owned();
        let chosen = wish.states.contains(&state);
        (label, ListCommand::State(Some(state)), chosen)
    });
    let all = texts.t("list-all-states").into_owned();
    vec![
        Filter::mapping(app, wish.mapping.as_ref()),
        Filter::new(
            texts.t("couplings-column-state"),
            (all, ListCommand::State(None)),
            states,
        ),
    ]
}

/// The pairs of the selected couplings.
fn chosen<'s>(app: &App, state: &'s mut UiState) -> &'s Chosen<CouplingId, Pair> {
    let reader = app.reader();
    let read = |id| {
        if let Some(row) = app.couplings.held(id) {
            return Some(Pair {
                mapping: row.mapping.clone(),
                ids: row.ids,
            });
        }
        let found = reader?.read().coupling(id).ok()??;
        Some(Pair {
            mapping: found.mapping,
            ids: found.ids,
        })
    };
    let chosen = &mut state.couplings_chosen;
    chosen.follow(app, &app.couplings, &state.couplings, state.chosen, read);
    chosen
}

/// What can be done with the selected couplings.
pub(super) fn deeds(app: &App, state: &mut UiState) -> Vec<Deed> {
    let texts = app.texts;
    let of_all = state.couplings.selection().count(app.couplings.rows());
    let Chosen {
        first: rows,
        all: every,
        ..
    } = chosen(app, state);
    let count = match every {
        Some(_) => usize::try_from(of_all).unwrap_or(usize::MAX),
        None => rows.len(),
    };
    let mut all = Vec::new();
    let records = rows.first().map(|row| row.mapping.clone());
    let alone = rows
        .iter()
        .all(|row| Some(&row.mapping) == records.as_ref());
    let sync = match every {
        Some(every) => Command::ForAll(ForAll::SyncPairs, every.clone()),
        None => Command::SyncRecords(
            records.unwrap_or_else(|| MappingName::new("")),
            rows.iter().map(|row| (Side::Bc, row.ids.bc)).collect(),
        ),
    };
    let why = if rows.is_empty() {
        Some(texts.t("why-nothing-chosen"))
    } else {
        (!alone && every.is_none()).then(|| texts.t("why-one-mapping"))
    };
    all.push(
        Deed::new(app, Icon::Sync, Look::Primary, sync)
            .called(texts.t("couplings-sync"))
            .unless(why)
            .of(app, count),
    );
    let uncouple = match every {
        Some(every) => Command::ForAll(ForAll::UncouplePairs, every.clone()),
        None => Command::Uncouple(rows.clone()),
    };
    let uncouple = Deed::new(app, Icon::Link, Look::Quiet, uncouple)
        .called(texts.t("command-uncouple").trim_end())
        .of(app, count);
    all.push(uncouple);
    let cursor = list::at_cursor(&state.couplings).and_then(|id| app.couplings.held(id));
    if let Some(row) = cursor {
        let set_up = Command::SetUpCoupling {
            mapping: row.mapping.clone(),
            bc: Some(row.ids.bc),
            label: row.labels.bc.clone(),
        };
        let set_up = Deed::new(app, Icon::Link, Look::Quiet, set_up);
        all.push(set_up.called(texts.t("action-set-up-coupling")));
    }
    // Broken pairs are skipped records, and these have their own ways out.
    if let Some(row) = cursor.filter(|row| row.state != PairState::InStep)
        && let Some(skipped) = told_of(app, state, row).skipped
    {
        if row.state == PairState::Broken {
            let restore = Command::Restore(vec![skipped]);
            all.push(Deed::new(app, Icon::Undo, Look::Quiet, restore));
            let delete = Command::AskDelete(vec![skipped]);
            all.push(Deed::new(app, Icon::Trash, Look::Danger, delete));
        } else if row.state == PairState::Conflict {
            let resolve = Deed::new(app, Icon::Merge, Look::Quiet, Command::OpenSkipped(skipped));
            all.push(resolve.called(texts.t("conflicts-resolve")));
        }
    }
    all
}

/// Both records of a pair, and what was written to them.
fn side_panel(ui: &mut Ui, app: &App, state: &mut UiState, row: &CouplingRow) {
    let texts = app.texts;
    let width = (ui.available_width() * 0.32).clamp(260.0, 360.0);
    Panel::right("coupling")
        .exact_size(width)
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new().inner_margin(Margin {
            left: 8,
            ..Margin::ZERO
        }))
        .show(ui, |ui| {
            card(ui, |ui| {
                ui.set_height(ui.available_height());
                ScrollArea::vertical()
                    .auto_shrink([false, false])
                    .show(ui, |ui| {
                        for side in Side::BOTH {
                            one_end(ui, app, row, side);
                            ui.add_space(space::S);
                        }
                        if let Some(cause) = row.error {
                            ui.add(StateChip::tone(Tone::Error, title(texts, cause)));
                            ui.add_space(space::S);
                        }
                        let told = told_of(app, state, row);
                        ui.label(text::strong(texts.t("couplings-values")));
                        values(ui, app, row, &told.values);
                        ui.add_space(space::M);
                        ui.label(text::strong(texts.t("couplings-writes")));
                        writes(ui, app, &told.writes);
                    });
            });
        });
}

fn one_end(ui: &mut Ui, app: &App, row: &CouplingRow, side: Side) {
    let texts = app.texts;
    let name = match side {
        Side::Bc => texts.t("word-bc"),
        Side::Dv => texts.t("word-dv"),
    };
    ui.add(SideBadge::new(side).word(name));
    ui.add(Label::new(text::strong(row.labels.get(side).clone())).wrap());
    let presence = match row.presence.get(side) {
        Presence::Unread => "presence-unread",
        Presence::Exists => "presence-exists",
        Presence::Deleted => "presence-deleted",
        Presence::OutOfFilter => "presence-out-of-filter",
    };
    let changed = row.modified.get(side);
    let changed = changed.map(|at| texts.exact_moment(at, &app.zone));
    let id = row.ids.get(side).hyphenated().to_string();
    let state = texts.t(presence);
    let (state_name, changed_name) = (
        texts.t("couplings-column-state"),
        texts.t("couplings-changed"),
    );
    let id_name = texts.t("couplings-id");
    let rows = [
        Detail {
            name: &state_name,
            value: &state,
            copy: false,
        },
        Detail {
            name: &changed_name,
            value: changed.as_deref().unwrap_or_default(),
            copy: false,
        },
        Detail {
            name: &id_name,
            value: &id,
            copy: true,
        },
    ];
    details(ui, &rows);
}

/// The skipped record of a pair and its newest writes; read again only when the rows changed or another pair is looked at.
fn told_of<'s>(app: &App, state: &'s mut UiState, row: &CouplingRow) -> &'s CouplingTold {
    let key = (app.couplings.revision, Some(row.id));
    if state.coupling_told.0 != key {
        let filter = HistoryFilter {
            record: Some((Side::Bc, row.ids.bc)),
            ..HistoryFilter::default()
        };
        let writes = app.reader().and_then(|reader| {
            let reader = reader.read();
            reader.list_history(&filter, Slice::first(WRITES)).ok()
        });
        let values = app
            .reader()
            .map(|reader| pair_values(&reader.read(), row.id));
        let told = CouplingTold {
            skipped: skipped_of(app, row.id),
            values: values.unwrap_or_default(),
            writes: writes.unwrap_or_default(),
        };
        state.coupling_told = (key, told);
    }
    &state.coupling_told.1
}

/// What both records hold, and as it was when they last agreed where that is something else.
fn values(ui: &mut Ui, app: &App, row: &CouplingRow, fields: &[PairValues]) {
    let texts = app.texts;
    match row.last_synced {
        Some(at) => {
            let when = Speaking::of(app).moment(at);
            let when = [("when", Arg::from(when.as_str()))];
            ui.label(text::small(texts.t_args("couplings-agreed", &when)));
        }
        None => {
            ui.label(text::small(texts.t("couplings-never-agreed")));
        }
    }
    let or_empty = |value: &str| {
        if value.is_empty() {
            texts.t("value-empty").into_owned()
        } else {
            value.to_owned()
        }
    };
    for field in fields {
        ui.add_space(space::XS);
        ui.add(Label::new(text::small(field.caption(texts))).truncate());
        if let Some(value) = field.alike() {
            ui.add(Label::new(or_empty(value)).wrap());
            continue;
        }
        for side in Side::BOTH {
            let Some(now) = field.now.get(side) else {
                continue;
            };
            let words = or_empty(now);
            let words = if field.moved.contains(&side) {
                text::strong(words)
            } else {
                words.into()
            };
            ui.horizontal_wrapped(|ui| {
                ui.add(SideBadge::new(side));
                ui.add(Label::new(words).wrap());
            });
            let before = field.base.as_ref().map(|base| base.get(side));
            if let Some(before) = before.filter(|_| field.moved.contains(&side)) {
                let before = [("value", Arg::from(or_empty(before)))];
                let words = texts.t_args("couplings-as-it-was", &before);
                ui.add(Label::new(text::weak(words)).wrap());
            }
        }
    }
}

/// The newest writes of a pair, newest first.
fn writes(ui: &mut Ui, app: &App, found: &[HistoryEntry]) {
    let texts = app.texts;
    if found.is_empty() {
        ui.label(text::weak(texts.t("history-empty-title")));
    }
    let speaking = Speaking::of(app);
    for entry in found {
        ui.horizontal_wrapped(|ui| {
            ui.add(SideBadge::new(entry.side));
            ui.label(texts.t(crate::app::lists::action_key(entry.action)));
            ui.label(text::small(speaking.moment(entry.time)));
            let names: Vec<&str> = entry.after.iter().map(|(name, _)| name.as_str()).collect();
            ui.add(Label::new(text::small(names.join(", "))).wrap());
        });
    }
}

fn draw(ui: &mut Ui, row: &CouplingRow, column: &str, speaking: &Speaking) -> bool {
    if column != "state" {
        return false;
    }
    let words = speaking.texts.t(pair_key(row.state));
    ui.add(match row.state {
        PairState::InStep => StateChip::mark(Mark::Done, words),
        PairState::Pending => StateChip::tone(Tone::Info, words),
        PairState::Conflict => StateChip::mark(Mark::Open, words),
        PairState::Skipped => StateChip::mark(Mark::Blocked, words),
        PairState::Error | PairState::Broken => StateChip::mark(Mark::Invalid, words),
    });
    true
}
