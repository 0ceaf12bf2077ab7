//! What a person does in the merge editor, carried out: decisions, drafts, the way from conflict to conflict, and writing.

use super::command::{MergeCommand, RulesCommand};
use super::desk::Errand;
use super::lists::{Listing as _, Skipped, Wish, by_index};
use super::merging::{Alike, Merging, Moved, Said};
use super::merging_aside::Around;
use super::merging_edit::Editor;
use super::merging_money::Money;
use super::merging_names::{Names, keys_of, lookup_of, teach};
use super::merging_rules::Rule;
use super::route::Route;
use super::{App, Happening};
use crate::engine::decide::ConflictView;
use crate::engine::request::{RecordRef, ResolveRequest, UncoupleRequest};
use crate::merge::text::put_together;
use crate::merge::{MergeDraft, Pick};
use crate::model::report::SkipReason;
use crate::model::{CouplingId, Etag, FieldName, Side, Sides, SkippedId};
use crate::store::{ListTable, Reader, Slice, StoreReader};
use crate::worker::protocol::Request;

/// How many conflicts are counted and gone through at most.
const MOST: usize = 10_000;
/// The same where each row of the list is asked whether it is a conflict.
const MOST_FOUND: usize = 2_000;

impl App {
    pub(super) fn open_conflict(&mut self, id: SkippedId) {
        self.merging = None;
        self.ask(Request::ShowConflict(id), Errand::OpenConflict(id));
    }

    /// A conflict was read: it is shown, or takes the place of what was shown of it, keeping the draft.
    pub(super) fn show_conflict(
        &mut self,
        id: SkippedId,
        mut view: ConflictView,
        draft: Option<&str>,
    ) {
        let tags = self.tags_of(view.coupling.id);
        let (mut names, mut money) = (Names::default(), Money::default());
        let mut keys = Sides::default();
        let kept = self.merging.take().filter(|merging| merging.id == id);
        let kept_draft = kept.as_ref().map(|merging| merging.draft.clone());
        if let Some(reader) = self.reader().map(StoreReader::read) {
            names = Names::read(&reader, &view);
            let stored = draft.and_then(|text| serde_json::from_str::<MergeDraft>(text).ok());
            let draft = kept_draft.or(stored).unwrap_or_default();
            teach(&reader, &mut view, &draft, &mut names);
            keys = keys_of(&reader, &view);
            money = Money::read(&reader, &view, self.local_currencies());
        }
        let mut merging = if let Some(mut merging) = kept {
            let before = merging.moved.take();
            let is_newer = versions(&view) != versions(&merging.view);
            merging.renew(view);
            if is_newer && merging.moved.is_none() && before.is_none() {
                self.happenings.push_back(Happening::MovedOn);
            }
            merging.moved = merging.moved.take().or(before);
            merging
        } else {
            let mut merging = Merging::new(id, view, draft);
            // Which side it was is not remembered with a draft that was put aside.
            let stale = merging.draft.reopened(&merging.view.merge).into_iter();
            let names: Vec<FieldName> = stale.map(|(name, _)| name.clone()).collect();
            let fields = Sides::new(names.clone(), names);
            if !fields.bc.is_empty() {
                merging.moved = Some(Moved { fields });
            }
            merging
        };
        merging.names = names;
        merging.money = money;
        merging.keys = keys;
        merging.tags = tags;
        merging.zone = self.zone.clone();
        self.merging = Some(merging);
        self.look_around();
    }

    /// Reads which conflicts the list shows beside the open one: there may be very many.
    fn look_around(&mut self) {
        if std::mem::replace(&mut self.aside.around, Around::Asked) != Around::Known {
            self.aside.around = Around::AskedAgain;
            return;
        }
        let small = self.is_short(ListTable::Skipped);
        let look = self.shown_conflicts();
        let asked = self.look_up(small, look, |app, around| {
            if let Some(merging) = &mut app.merging {
                merging.around = around;
            }
            let before = std::mem::take(&mut app.aside.around);
            if before == Around::AskedAgain && app.merging.is_some() {
                app.look_around();
            }
        });
        if !asked {
            self.aside.around = Around::Known;
        }
    }

    /// Reads the open conflict again when its pair is no longer what the editor shows, keeping the draft; puts it away when
    /// somebody else has resolved it.
    pub(super) fn follow_pair(&mut self) {
        let Some(merging) = self.merging.as_ref().filter(|merging| !merging.applying) else {
            return;
        };
        let Some(reader) = self.reader().map(StoreReader::read) else {
            return;
        };
        let (id, title) = (merging.id, merging.title());
        let shown = merging.view.record.reason;
        let Ok(record) = reader.skipped(id) else {
            return;
        };
        let Some(record) = record.filter(|record| {
            matches!(
                record.reason,
                SkipReason::Conflict | SkipReason::DeletedInBc | SkipReason::DeletedInDv
            )
        }) else {
            self.happenings.push_back(Happening::ResolvedOutside(title));
            self.after_decision(id);
            return;
        };
        let tags = self.tags_of(merging.view.coupling.id);
        if tags.is_some() && tags != merging.tags || record.reason != shown {
            if let Some(merging) = &mut self.merging {
                merging.tags = tags;
            }
            self.ask(Request::ShowConflict(id), Errand::OpenConflict(id));
        }
        self.look_around();
    }

    /// Shows the open conflict by rules and references that have changed, keeping the draft.
    pub(super) fn reread_conflict(&mut self) {
        let open = self.merging.as_ref().map(|merging| merging.id);
        if let Some(id) = open.filter(|id| self.editing() == Some(*id)) {
            self.ask(Request::ShowConflict(id), Errand::OpenConflict(id));
        }
    }

    /// The local currencies of both systems, as far as they tell.
    fn local_currencies(&self) -> Sides<Option<String>> {
        let Some(connection) = &self.connection else {
            return Sides::default();
        };
        Sides::new(&connection.business_central, &connection.dataverse)
            .map(|system| system.local_currency.clone())
    }

    /// The version marks of both sides of a pair, as the cache has them now.
    pub(super) fn tags_of(&self, coupling: CouplingId) -> Option<Sides<Option<Etag>>> {
        let found = self.reader()?.read().coupling(coupling).ok()??;
        Some(found.seen.as_ref().map(|seen| seen.etag().cloned()))
    }

    /// After a decision: the next conflict, or the list.
    pub(super) fn after_decision(&mut self, done: SkippedId) {
        if self.editing() != Some(done) {
            if self.apart.is_none() {
                self.merging = None;
                self.previewed = None;
            }
            return;
        }
        let next = self
            .neighbour(done, true)
            .or_else(|| self.conflicts().into_iter().find(|next| *next != done));
        if self.lead_apart(next) {
            return;
        }
        self.way.replace(next.map_or(Route::Skipped, Route::Merge));
        self.arrived();
    }

    /// The ids of the conflicts that the list of skipped records shows, with its filter and in its order.
    pub fn conflicts(&self) -> Vec<SkippedId> {
        let look = self.shown_conflicts();
        self.reader().map(look).unwrap_or_default()
    }

    /// Finds them.
    fn shown_conflicts(&self) -> impl FnOnce(&StoreReader) -> Vec<SkippedId> + Send + use<> {
        let found = self.skipped.found(MOST_FOUND);
        let wish = self.skipped.wish.clone();
        move |reader: &StoreReader| {
            let reader = reader.read();
            // Where the list was found by a look at every row, they are not looked at once more.
            if let Some(found) = found {
                let conflicts = found.into_iter().filter(|id| is_conflict(&reader, *id));
                return conflicts.collect();
            }
            let shown = Wish {
                reasons: vec![SkipReason::Conflict],
                drafts_only: false,
                group: None,
                ..wish
            };
            let many = reader.at_most(ListTable::Skipped).unwrap_or(0) > MOST as u64;
            let wish = if many && !by_index(&shown) {
                // The list is being looked for still.
                Wish {
                    reasons: shown.reasons,
                    ..Wish::default()
                }
            } else {
                shown
            };
            Skipped::ids(&reader, &wish, Slice::first(MOST)).unwrap_or_default()
        }
    }

    /// The conflict after or before another one, among those that the list showed when it was looked at last.
    fn neighbour(&self, of: SkippedId, forward: bool) -> Option<SkippedId> {
        let around = self.merging.as_ref().map(|merging| merging.around.clone());
        let mut around = around.filter(|around| around.contains(&of));
        let around = around.get_or_insert_with(|| self.conflicts());
        let here = around.iter().position(|id| *id == of)?;
        let (before, after) = around.split_at(here);
        let reader = self.reader()?.read();
        // Some may be resolved since.
        let open = |id: &&SkippedId| is_conflict(&reader, **id);
        let next = if forward {
            after.iter().skip(1).find(open)
        } else {
            before.iter().rev().find(open)
        };
        next.copied()
    }

    /// Whether a record waits for somebody to decide it.
    pub(super) fn is_still_conflict(&self, id: SkippedId) -> bool {
        let reader = self.reader().map(StoreReader::read);
        reader.is_some_and(|reader| is_conflict(&reader, id))
    }

    pub(super) fn merge(&mut self, command: MergeCommand) {
        match command {
            MergeCommand::Step { forward } => self.step_conflict(forward),
            MergeCommand::Apart => self.turn_apart(),
            MergeCommand::Leave => self.leave_conflict(),
            MergeCommand::Apply => self.apply(false),
            MergeCommand::ApplyDecided => self.apply(true),
            MergeCommand::OfferAlike => {
                let alike = self
                    .merging
                    .as_mut()
                    .and_then(|merging| merging.alike.take());
                if let Some(Alike {
                    field,
                    side,
                    others,
                }) = alike
                {
                    self.decide_by_rule(RulesCommand::Open(others));
                    self.decide_by_rule(RulesCommand::Choose(Rule::Side(side)));
                    self.decide_by_rule(RulesCommand::OnlyField(Some(field)));
                }
            }
            MergeCommand::Uncouple => {
                if let Some(merging) = &self.merging {
                    let ids = merging.view.coupling.ids;
                    let records = vec![RecordRef {
                        side: Side::Bc,
                        id: ids.bc,
                    }];
                    let request = UncoupleRequest::only(merging.view.mapping.name.clone(), records);
                    self.ask(Request::Uncouple(request), Errand::Uncouple);
                }
            }
            MergeCommand::OwnFromNow(index, side) => self.own_from_now(index, side),
            MergeCommand::OpenFieldMapping(index) => self.open_field_mapping(index),
            MergeCommand::CoupleTarget(index) => self.couple_target(index),
            MergeCommand::LookAgain => self.returned(),
            MergeCommand::Doubt(side) => self.doubt(side),
            other => {
                self.change(other);
                self.search_records();
            }
        }
    }

    fn step_conflict(&mut self, forward: bool) {
        let here = self.merging.as_ref().map(|merging| merging.id);
        let next = here.and_then(|id| self.neighbour(id, forward));
        if (next.is_some() || forward) && self.lead_apart(next) {
            return;
        }
        if let Some(next) = next {
            self.way.replace(Route::Merge(next));
            self.arrived();
        } else if forward {
            // After the last conflict comes the list; the draft is kept.
            self.way.go(Route::Skipped);
            self.arrived();
        }
    }

    /// Changes the open conflict, and keeps the draft if that changed.
    fn change(&mut self, command: MergeCommand) {
        let texts = self.texts;
        let Some(merging) = self.merging.as_mut().filter(|merging| !merging.applying) else {
            return;
        };
        let before = merging.draft.clone();
        let picked = merging.draft.picks(&merging.view.merge);
        let mut decided = None;
        match command {
            MergeCommand::Focus(index) => merging.focus = index,
            MergeCommand::Move(rows) => merging.step(rows),
            MergeCommand::NextOpen { forward } => merging.step_open(forward),
            MergeCommand::Take(index, side) => {
                merging.focus = index;
                merging.decide(&[index], &Pick::side(side));
                decided = Some((index, side));
            }
            MergeCommand::TakeBase(index) => merging.decide(&[index], &Pick::Base),
            MergeCommand::TakeBoth(index) => merging.decide(&[index], &Pick::Both),
            MergeCommand::TakeAllOpen(side) => {
                let open: Vec<usize> = merging.open().map(|field| field.index).collect();
                merging.decide(&open, &Pick::side(side));
            }
            MergeCommand::TakeSection(section, side) => {
                let fields = merging.contested(section);
                merging.decide(&fields, &Pick::side(side));
            }
            MergeCommand::TakeSectionHere(side) => {
                let section = merging.focused().map(|field| merging.section(field));
                let fields = section.map(|section| merging.contested(section));
                merging.decide(&fields.unwrap_or_default(), &Pick::side(side));
            }
            MergeCommand::BeginEdit(index) => merging.begin_edit(index, texts),
            MergeCommand::Typed(text) => merging.typed(text, texts),
            MergeCommand::Highlight(rows) => highlight(merging, rows),
            MergeCommand::Choose(place) => {
                put_at(merging, place);
                commit(merging, texts);
            }
            MergeCommand::TakePiece(place, take) => {
                if let Some(editing) = &mut merging.editing
                    && let Editor::Lines { pieces } = &mut editing.editor
                    && let Some((_, taken)) = pieces.get_mut(place)
                {
                    *taken = take;
                    let text = put_together(pieces);
                    merging.typed(text, texts);
                }
            }
            MergeCommand::CommitEdit => commit(merging, texts),
            MergeCommand::CancelEdit => merging.editing = None,
            MergeCommand::Reopen(index) => merging.reopen(&[index]),
            MergeCommand::Undo => {
                merging.draft.undo();
                merging.refresh();
                merging.look_at_change(&picked);
            }
            MergeCommand::Redo => {
                merging.draft.redo();
                merging.refresh();
                merging.look_at_change(&picked);
            }
            MergeCommand::ToggleUnchanged => merging.sight.unchanged = !merging.sight.unchanged,
            MergeCommand::TogglePreview => merging.sight.preview = !merging.sight.preview,
            MergeCommand::ToggleDetail => merging.sight.detail = !merging.sight.detail,
            MergeCommand::Filter(words) => merging.filter_by(words, texts),
            MergeCommand::ReviewMoved => merging.review_moved(),
            MergeCommand::DismissMoved => merging.moved = None,
            MergeCommand::DismissAlike => merging.alike = None,
            MergeCommand::Discard => merging.discard(),
            MergeCommand::Apply
            | MergeCommand::ApplyDecided
            | MergeCommand::Step { .. }
            | MergeCommand::Apart
            | MergeCommand::Leave
            | MergeCommand::OfferAlike
            | MergeCommand::OwnFromNow(..)
            | MergeCommand::OpenFieldMapping(_)
            | MergeCommand::CoupleTarget(_)
            | MergeCommand::LookAgain
            | MergeCommand::Doubt(_)
            | MergeCommand::Uncouple => {}
        }
        if merging.draft == before {
            return;
        }
        merging.alike = None;
        merging.said = Said::between(&picked, &merging.draft.picks(&merging.view.merge));
        let (id, text) = (merging.id, stored(&merging.draft));
        self.forget_alike();
        if let Some((index, side)) = decided {
            self.look_for_alike(index, side);
        }
        self.ask(Request::SaveDraft { id, draft: text }, Errand::Draft);
    }

    /// Takes the value that is being typed, if it can be: whoever clicks a button has said what they want. What cannot be a
    /// value stays in its editor, with the reason.
    pub(super) fn take_typed(&mut self) {
        if self.is_typing() {
            self.change(MergeCommand::CommitEdit);
        }
    }

    /// Keeps the decisions of the open conflict once more: what kept them the first time may have ended before it did.
    pub(super) fn keep_merge_draft(&mut self) {
        let open = self.merging.as_ref();
        let draft = open.map(|merging| (merging.id, stored(&merging.draft)));
        if let Some((id, Some(draft))) = draft {
            let draft = Some(draft);
            self.ask(Request::SaveDraft { id, draft }, Errand::Draft);
        }
    }

    /// Whether a value is being typed.
    fn is_typing(&self) -> bool {
        let merging = self.merging.as_ref();
        let editing = merging.and_then(|merging| merging.editing.as_ref());
        editing.is_some_and(|editing| {
            let typed = matches!(
                editing.editor,
                Editor::Line | Editor::Lines { .. } | Editor::Number | Editor::Day
            );
            typed && editing.touched
        })
    }

    fn apply(&mut self, decided_only: bool) {
        if self.is_typing() {
            // What is typed cannot be taken, and what was decided before is not what the person wants.
            return;
        }
        let Some(merging) = self.merging.as_mut() else {
            return;
        };
        let hindered = if decided_only {
            !merging.may_apply_decided()
        } else {
            merging.hindrance().is_some()
        };
        if merging.applying || merging.gone().is_some() || hindered {
            return;
        }
        merging.applying = true;
        let mut request = resolve_request(merging.id, &merging.view, merging.decisions());
        request.decided_only = decided_only;
        let id = merging.id;
        if !self.ask(Request::Resolve(request), Errand::Resolve(id))
            && let Some(merging) = self.merging.as_mut()
        {
            merging.applying = false;
        }
    }
}

/// The version marks of both records as a conflict shows them.
fn versions(view: &ConflictView) -> Sides<Option<&Etag>> {
    view.coupling.seen.as_ref().map(|seen| seen.etag())
}

fn is_conflict(reader: &Reader<'_>, id: SkippedId) -> bool {
    reader.skip_reason(id).ok().flatten() == Some(SkipReason::Conflict)
}

/// A decision as it was taken on what the cache showed.
pub(super) fn resolve_request(
    id: SkippedId,
    view: &ConflictView,
    fields: Vec<crate::engine::request::FieldDecision>,
) -> ResolveRequest {
    let seen = view.coupling.seen.as_ref();
    ResolveRequest {
        id,
        all: None,
        fields,
        preview: false,
        decided_only: false,
        seen: Some(seen.map(|seen| seen.etag().cloned())),
    }
}

/// A draft as it is kept; an empty one is not.
pub(super) fn stored(draft: &MergeDraft) -> Option<String> {
    if draft.is_empty() {
        return None;
    }
    serde_json::to_string(draft).ok()
}

fn highlight(merging: &mut Merging, rows: i32) {
    let Some(editing) = &mut merging.editing else {
        return;
    };
    let (count, at) = match &mut editing.editor {
        Editor::Options { options, at } => (options.len(), at),
        Editor::Record { found, at } => (found.len(), at),
        Editor::Line | Editor::Lines { .. } | Editor::Number | Editor::Day => return,
    };
    let there = i64::try_from(*at).unwrap_or(0) + i64::from(rows);
    *at = usize::try_from(there.max(0))
        .unwrap_or(0)
        .min(count.saturating_sub(1));
    editing.fresh = false;
}

fn put_at(merging: &mut Merging, place: usize) {
    if let Some(editing) = &mut merging.editing
        && let Editor::Options { at, .. } | Editor::Record { at, .. } = &mut editing.editor
    {
        *at = place;
    }
}

/// Takes what was given; what cannot be a value of its kind stays in the editor with the reason.
fn commit(merging: &mut Merging, texts: crate::i18n::Texts) {
    let given = merging.given(texts);
    let Some(editing) = &mut merging.editing else {
        return;
    };
    let value = match given {
        Ok(value) => value,
        Err(wrong) => {
            editing.wrong = Some(wrong);
            return;
        }
    };
    let index = editing.index;
    if let Editor::Record { found, at } = &editing.editor {
        // What is offered still answers other words.
        if editing.is_searching() {
            return;
        }
        let Some(candidate) = found.get(*at).cloned() else {
            return;
        };
        if let Some(lookup) = lookup_of(&merging.view, index).cloned() {
            merging.names.learn_pair(&lookup, &candidate);
            let Sides { bc, dv } = candidate.values;
            merging.view.lookups.learn(&lookup, Side::Bc, bc, dv);
        }
    }
    merging.editing = None;
    merging.decide(&[index], &Pick::Custom(value));
}
