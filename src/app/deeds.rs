//! What is done with skipped records, errors, couplings and lists.

use super::command::{ClearErrorsWish, Command, Pair};
use super::desk::Errand;
use super::gathering::Gathered;
use super::lists::{AnyList, ListCommand};
use super::route::Route;
use super::{App, Happening, Question};
use crate::engine::request::{
    AfterCoupling, CoupleRequest, RecordRef, RevertAll, RevertAllRequest, RevertRequest,
    SkippedAction, SyncRequest, UncoupleRequest,
};
use crate::model::choice::Choice;
use crate::model::reason::Cause;
use crate::model::{ErrorId, MappingName, Side, Sides, SkippedId};
use crate::store::{Cleared, ErrorFilter, ListTable, Reader, SkippedFilter, Slice, StoreReader};
use crate::worker::protocol::{ClearErrors, Request};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A record for which a partner is chosen, and the records of the other side that have none yet.
#[derive(Clone, Debug)]
pub struct Unmatched {
    /// The mapping.
    pub mapping: MappingName,
    /// The side of the record.
    pub side: Side,
    /// The record.
    pub id: Uuid,
    /// How people call it.
    pub label: String,
    /// Records of the other side without a partner: their ids, and how people call them.
    pub rows: Vec<(Uuid, String)>,
}

/// How many rows without a partner are offered.
const OFFERED: usize = 5_000;

/// So many errors are read by the window itself.
const FEW: usize = 200;

/// How many errors or skipped records are looked at to find those that a retry concerns.
const LOOKED_AT: usize = 50_000;

impl App {
    /// Carries out what is done with lists and their rows.
    pub(super) fn do_deed(&mut self, command: Command) {
        match command {
            Command::AskTake(ids, side) => self.question = Some(Question::Take(ids, side)),
            Command::Uncouple(pairs) => self.uncouple(pairs),
            Command::CoupleAgain(pairs) => self.couple_again(pairs),
            Command::FindDeleted(mapping) => {
                self.act_on_skipped(SkippedAction::FindDeleted(mapping));
            }
            Command::RetryErrors(ids) => self.retry_errors(&ids),
            Command::RetryCause(cause) => self.retry_cause(cause),
            Command::AskHandle(ids) => self.question = Some(Question::Handle(ids)),
            Command::HandleErrors(ids, note) => {
                self.question = None;
                self.handle_errors(ids, note);
            }
            Command::ReopenErrors(ids) => {
                self.ask(Request::ReopenErrors(ids), Errand::ReopenErrors);
            }
            Command::RestoreCleared(what) => {
                self.ask(Request::RestoreCleared(what), Errand::Unclear(what));
            }
            Command::ForAll(what, rows) => self.for_all(what, rows),
            Command::CopyRows(wish) => self.copy_rows(wish),
            Command::SetUpCoupling {
                mapping,
                bc: Some(bc),
                label,
            } => self.set_up_coupling(mapping, Side::Bc, bc, label),
            Command::CoupleWith(partner, take) => self.couple_with(partner, take),
            Command::AskClearJobs(days) => self.ask_clear_jobs(days),
            Command::ShowJobs(mapping) => {
                self.jobs.wish.widen();
                self.jobs.wish.mapping = Some(mapping);
                self.go(Route::Jobs);
            }
            Command::ShowCoupling(search) => {
                self.couplings.wish.widen();
                self.couplings.wish.search = search;
                self.go(Route::Couplings);
            }
            Command::SyncRecords(mapping, records) => self.sync_records(mapping, records, None),
            Command::ShowSpan(span) => {
                self.home.span = span;
                self.read_again();
            }
            Command::List(command) => self.change_list(command),
            Command::Export(wish) => self.export(wish),
            Command::IncludeOpen(too) => {
                if let Some(Question::ClearErrors { include_open, .. }) = &mut self.question {
                    *include_open = too;
                }
            }
            Command::AskClearErrors(wish) => self.ask_clear_errors(wish),
            Command::Revert(id) => {
                let request = RevertRequest { id, preview: false };
                self.ask(Request::Revert(request), Errand::Revert);
            }
            Command::RevertMerge(id) => {
                let request = RevertAllRequest {
                    of: RevertAll::Merge(id),
                    preview: false,
                };
                self.ask(Request::RevertAll(request), Errand::Revert);
            }
            // Everything else is carried out where it comes from.
            _ => {}
        }
    }

    /// Lets records take part again and synchronises them with one side's values. Which records they are is read beside the
    /// window: they may be very many.
    pub(super) fn take(&mut self, ids: Vec<SkippedId>, side: Side) {
        let look = move |reader: &StoreReader| {
            let records = records_of(&reader.read(), &ids, side);
            Gathered::Taken { ids, records, side }
        };
        self.gather(Box::new(look));
    }

    /// Lets records take part again and synchronises those of each mapping with one side's values.
    pub(super) fn take_records(
        &mut self,
        ids: Vec<SkippedId>,
        records: BTreeMap<MappingName, Vec<(Side, Uuid)>>,
        side: Side,
    ) {
        self.act_on_skipped(SkippedAction::Retry(ids));
        for (mapping, records) in records {
            self.sync_records(mapping, records, Some(side));
        }
    }

    /// Synchronises named records of a mapping.
    pub(super) fn sync_records(
        &mut self,
        mapping: MappingName,
        records: Vec<(Side, Uuid)>,
        take: Option<Side>,
    ) {
        let records = records.into_iter();
        let request = SyncRequest {
            mappings: vec![mapping],
            records: records.map(|(side, id)| RecordRef { side, id }).collect(),
            take,
            ..SyncRequest::default()
        };
        self.ask(Request::Sync(request), Errand::Sync);
    }

    /// Tries errors again, each with the record that its values came from.
    pub(super) fn retry_errors(&mut self, ids: &[ErrorId]) {
        let ids = ids.to_vec();
        let small = ids.len() <= FEW;
        let look = move |reader: &StoreReader| sources_of(&reader.read(), &ids);
        self.look_up(small, look, |app, records| {
            for (mapping, records) in records {
                app.sync_records(mapping, records, None);
            }
        });
    }

    /// Marks errors as handled.
    pub(super) fn handle_errors(&mut self, ids: Vec<ErrorId>, note: String) {
        self.handling.clone_from(&ids);
        self.ask(Request::HandleErrors { ids, note }, Errand::Handle);
    }

    /// Tries everything again that failed for a cause: what is skipped for it takes part again first.
    pub(super) fn retry_cause(&mut self, cause: Cause) {
        let small = self.is_short(ListTable::Skipped) && self.is_short(ListTable::Errors);
        let look = move |reader: &StoreReader| concerned_by(&reader.read(), cause);
        self.look_up(small, look, |app, (ids, mappings)| {
            if !ids.is_empty() {
                app.act_on_skipped(SkippedAction::Retry(ids));
            }
            let request = SyncRequest {
                mappings,
                ..SyncRequest::default()
            };
            app.ask(Request::Sync(request), Errand::Sync);
        });
    }

    /// Removes couplings, mapping by mapping; they are told when the last is gone.
    pub(super) fn uncouple(&mut self, pairs: Vec<Pair>) {
        let mut records: BTreeMap<MappingName, Vec<RecordRef>> = BTreeMap::new();
        for pair in &pairs {
            records
                .entry(pair.mapping.clone())
                .or_default()
                .push(RecordRef {
                    side: Side::Bc,
                    id: pair.ids.bc,
                });
        }
        self.unsettled.extend(pairs);
        for (mapping, records) in records {
            let request = UncoupleRequest::only(mapping, records);
            self.ask(Request::Uncouple(request), Errand::Part);
        }
    }

    pub(super) fn uncoupled(&mut self) {
        if self
            .desk
            .as_ref()
            .is_some_and(|desk| desk.awaits(Errand::Part))
        {
            return;
        }
        let pairs = std::mem::take(&mut self.unsettled);
        self.happenings.push_back(Happening::Parted(pairs));
    }

    /// Couples records again; nothing is written by that.
    pub(super) fn couple_again(&mut self, pairs: Vec<Pair>) {
        for Pair { mapping, ids } in &pairs {
            let request = CoupleRequest {
                mapping: mapping.clone(),
                ids: *ids,
                after: AfterCoupling::Nothing,
                instead: false,
            };
            self.ask(Request::Couple(request), Errand::Couple);
        }
        self.unsettled.extend(pairs);
    }

    pub(super) fn coupled_again(&mut self) {
        if self
            .desk
            .as_ref()
            .is_some_and(|desk| desk.awaits(Errand::Couple))
        {
            return;
        }
        let count = std::mem::take(&mut self.unsettled).len();
        self.happenings
            .push_back(Happening::CoupledAgain(count as u64));
    }

    /// Asks before error entries are deleted, with how many of them still stand.
    pub(super) fn ask_clear_errors(&mut self, wish: ClearErrorsWish) {
        let before = self.older_than(wish);
        let small = self.is_short(ListTable::Errors);
        let look = move |reader: &StoreReader| reader.read().count_errors_before(before);
        self.look_up(small, look, move |app, counted| {
            let (open, closed) = counted.unwrap_or_default();
            app.question = Some(Question::ClearErrors {
                wish,
                open,
                closed,
                include_open: false,
            });
        });
    }

    pub(super) fn clear_errors(&mut self, wish: ClearErrorsWish, include_open: bool) {
        let request = ClearErrors {
            before: self.older_than(wish),
            include_open,
        };
        self.ask(
            Request::ClearErrors(request),
            Errand::Clear(Cleared::Errors),
        );
    }

    fn older_than(&self, wish: ClearErrorsWish) -> Option<Timestamp> {
        let week = SignedDuration::from_hours(7 * 24);
        match wish {
            ClearErrorsWish::OlderThanSevenDays => self.now().checked_sub(week).ok(),
            ClearErrorsWish::All => None,
        }
    }

    /// Opens the choice of another partner for a record.
    pub(super) fn set_up_coupling(
        &mut self,
        mapping: MappingName,
        side: Side,
        id: Uuid,
        label: String,
    ) {
        let of = mapping.clone();
        let look = move |reader: &StoreReader| rows_alone(&reader.read(), &of, side.other());
        self.look_up(false, look, move |app, rows| {
            app.coupling = Some(Unmatched {
                mapping,
                side,
                id,
                label,
                rows,
            });
            app.layer = Some(super::command::Layer::CouplingChoice);
        });
    }

    /// Couples the record with the partner that was chosen.
    pub(super) fn couple_with(&mut self, partner: Uuid, take: Option<Side>) {
        self.layer = None;
        let Some(own) = self.coupling.take() else {
            return;
        };
        let request = CoupleRequest {
            mapping: own.mapping,
            ids: Sides::from_fn(|side| if side == own.side { own.id } else { partner }),
            after: take.map_or(AfterCoupling::Nothing, AfterCoupling::Take),
            instead: true,
        };
        self.ask(Request::Couple(request), Errand::Couple);
    }

    /// Asks before old jobs are forgotten.
    pub(super) fn ask_clear_jobs(&mut self, days: u16) {
        let Some(before) = self.days_ago(days) else {
            return;
        };
        let small = self.is_short(ListTable::Jobs);
        let look = move |reader: &StoreReader| reader.read().count_jobs_before(before);
        self.look_up(small, look, move |app, count| {
            let count = count.unwrap_or(0);
            app.question = Some(Question::ClearJobs { days, count });
        });
    }

    pub(super) fn clear_jobs(&mut self, days: u16) {
        if let Some(before) = self.days_ago(days) {
            self.ask(
                Request::ClearJobs(Some(before)),
                Errand::Clear(Cleared::Jobs),
            );
        }
    }

    fn days_ago(&self, days: u16) -> Option<Timestamp> {
        let span = SignedDuration::from_hours(i64::from(days) * 24);
        self.now().checked_sub(span).ok()
    }

    /// Reads the conflict of a skipped record for the preview beside the list.
    pub fn preview(&mut self, id: SkippedId) {
        if self.previewed == Some(id) || self.running.is_some() || self.apart.is_some() {
            return;
        }
        self.previewed = Some(id);
        self.open_conflict(id);
    }

    /// The conflict that stands first in the list.
    pub fn first_conflict(&self) -> Option<SkippedId> {
        if self.home.conflicts == 0 {
            return None;
        }
        let filter = SkippedFilter {
            reasons: vec![crate::model::report::SkipReason::Conflict],
            ..SkippedFilter::default()
        };
        let reader = self.reader()?.read();
        let first = reader.skipped_ids(&filter, None, Slice::first(1)).ok()?;
        first.first().copied()
    }

    /// Changes what is seen of the page's list.
    pub(super) fn change_list(&mut self, command: ListCommand) {
        let Some(cache) = self.desk.as_ref().and_then(super::desk::Desk::cache) else {
            return;
        };
        let list: &mut dyn AnyList = match self.way.here() {
            Route::Skipped => &mut self.skipped,
            Route::Errors => &mut self.errors,
            Route::Couplings => &mut self.couplings,
            Route::Jobs => &mut self.jobs,
            Route::History => &mut self.history,
            _ => return,
        };
        list.carry_out(command, cache);
    }

    /// Reads the list of the page again.
    pub(super) fn read_list_again(&mut self) {
        let Some(cache) = self.desk.as_ref().and_then(super::desk::Desk::cache) else {
            return;
        };
        let list: &mut dyn AnyList = match self.way.here() {
            Route::Skipped | Route::Merge(_) => &mut self.skipped,
            Route::Errors => &mut self.errors,
            Route::Couplings => &mut self.couplings,
            Route::Jobs => &mut self.jobs,
            Route::History => &mut self.history,
            _ => return,
        };
        list.read_again(cache);
    }
}

/// The records that the values of errors came from, by mapping.
fn sources_of(reader: &Reader<'_>, ids: &[ErrorId]) -> BTreeMap<MappingName, Vec<(Side, Uuid)>> {
    let mut records: BTreeMap<MappingName, Vec<(Side, Uuid)>> = BTreeMap::new();
    for id in ids {
        let Ok(Some(error)) = reader.error(*id) else {
            continue;
        };
        // An error that concerns no record in particular is tried again with its whole mapping.
        let of_mapping = records.entry(error.mapping).or_default();
        if let Some(own) = error.source.id {
            of_mapping.push((error.source.side, own));
        }
    }
    records
}

/// What is skipped for a cause, and the mappings with open errors of it.
fn concerned_by(reader: &Reader<'_>, cause: Cause) -> (Vec<SkippedId>, Vec<MappingName>) {
    let skipped = reader
        .list_skipped(&SkippedFilter::default(), Slice::first(LOOKED_AT))
        .unwrap_or_default();
    let ids = skipped
        .into_iter()
        .filter(|row| {
            let problem = row.record.problem.as_ref();
            problem.is_some_and(|problem| problem.cause == cause)
                && row.record.choices().contains(&Choice::Retry)
        })
        .map(|row| row.record.id)
        .collect();
    let filter = ErrorFilter {
        cause: Some(cause),
        open_only: true,
        ..ErrorFilter::default()
    };
    let mappings = reader.errors_by_mapping(&filter).unwrap_or_default();
    (ids, mappings.into_iter().map(|(name, _)| name).collect())
}

/// Records of a side without a partner, and how people call them.
fn rows_alone(reader: &Reader<'_>, mapping: &MappingName, side: Side) -> Vec<(Uuid, String)> {
    let free = reader.uncoupled(mapping, side, None, OFFERED);
    let rows = free.unwrap_or_default().into_iter().map(|(id, _)| {
        let label = reader.label_of(mapping, side, id).ok().flatten();
        (id, label.unwrap_or_else(|| id.hyphenated().to_string()))
    });
    rows.collect()
}

/// One side's records of what is skipped, by mapping.
fn records_of(
    reader: &Reader<'_>,
    ids: &[SkippedId],
    side: Side,
) -> BTreeMap<MappingName, Vec<(Side, Uuid)>> {
    let mut records: BTreeMap<MappingName, Vec<(Side, Uuid)>> = BTreeMap::new();
    for id in ids {
        let Ok(Some(record)) = reader.skipped(*id) else {
            continue;
        };
        if let Some(own) = record.ids.get(side) {
            let of_mapping = records.entry(record.mapping).or_default();
            of_mapping.push((side, *own));
        }
    }
    records
}
