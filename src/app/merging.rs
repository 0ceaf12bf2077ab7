//! The merge editor's state: one conflict, the person's draft, and what would come of it.

use super::merging_afresh::{Barred, Looked};
use super::merging_edit::{Editing, Editor, Wrong, read, typed_form, typed_in};
use super::merging_money::Money;
use super::merging_names::{Names, lookup_of};
use super::merging_sections::{Section, caption_of};
use super::merging_texts::{LongTexts, proposals};
use crate::engine::decide::ConflictView;
use crate::engine::request::{FieldDecision, PickRequest};
use crate::i18n::Texts;
use crate::merge::draft::{DraftProgress, MergeDraft, WillWrite};
use crate::merge::text::{Piece, TakePiece, put_together};
use crate::merge::{Class, FieldMerge, Pick, RecordMerge};
use crate::model::reason::Problem;
use crate::model::report::SkipReason;
use crate::model::{Etag, FieldKind, FieldName, Side, Sides, SkippedId, Value};
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// What a side changed while the conflict was open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// The fields with other values than before, by side.
    pub fields: Sides<Vec<FieldName>>,
}

impl Moved {
    fn between(before: &RecordMerge, now: &RecordMerge) -> Option<Self> {
        let fields = Sides::from_fn(|side| {
            let other = now.fields.iter().filter(|field| {
                before
                    .field(field.name.as_str())
                    .is_some_and(|old| old.values.now(side) != field.values.now(side))
            });
            other.map(|field| field.name.clone()).collect::<Vec<_>>()
        });
        let any = !fields.bc.is_empty() || !fields.dv.is_empty();
        any.then_some(Self { fields })
    }
}

/// What is shown of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Fields that did not change.
    pub unchanged: bool,
    /// Exact payloads.
    pub preview: bool,
    /// The pane with the whole values.
    pub detail: bool,
}

/// One open conflict.
#[derive(Clone, Debug)]
pub struct Merging {
    /// The skipped record.
    pub id: SkippedId,
    /// The conflict as both services had it when it was last read.
    pub view: ConflictView,
    /// The version marks of both sides in the cache when it was last read.
    pub tags: Option<Sides<Option<Etag>>>,
    /// The person's decisions.
    pub draft: MergeDraft,
    /// The merge with the decisions applied.
    pub merge: RecordMerge,
    /// The field that is looked at, by the position of its field mapping.
    pub focus: usize,
    /// What is being typed.
    pub editing: Option<Editing>,
    /// What is shown of it.
    pub sight: Sight,
    /// Whether the decision is being written.
    pub applying: bool,
    /// What references are called.
    pub names: Names,
    /// All conflicts of the list that this one was opened from.
    pub around: Vec<SkippedId>,
    /// The words that shown fields have in their names.
    pub filter: String,
    /// What the fields hold on each side, by the position of the field mapping; kept, since every cell asks in every frame.
    kinds: HashMap<usize, Sides<Option<FieldKind>>>,
    /// The fields that have them; all without words.
    matching: Option<Vec<usize>>,
    /// What a side changed since the conflict was opened.
    pub moved: Option<Moved>,
    /// Choices that no longer count since a side moved, by the position of the field mapping.
    pub reopened: Vec<(usize, Pick)>,
    /// Other conflicts that wait for exactly the field that was decided last, and what was picked.
    pub alike: Option<Alike>,
    /// Texts of several lines, line by line.
    pub long: LongTexts,
    /// What was decided last, for those who hear it.
    pub said: Option<Said>,
    /// The zone in which moments are told.
    pub zone: TimeZone,
    /// The numbers of both records.
    pub keys: Sides<Option<String>>,
    /// In which currency its amounts are.
    pub money: Money,
    /// Whether both services were asked for what is shown.
    pub looked: Looked,
    /// The sides of which a person doubts that they take no changes.
    pub doubted: Sides<bool>,
    /// Values that cannot win, by the position of the field mapping and the side whose value it is.
    pub(super) barred: HashMap<(usize, Side), Barred>,
}

/// What a person has just done to the decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A field was decided, by the position of its field mapping.
    Decided(usize, Pick),
    /// A decision was taken back.
    Reopened(usize),
    /// So many fields at once were decided or reopened.
    Several(usize),
}

impl Said {
    /// What differs between the decisions before and now; nothing if nothing does.
    pub fn between(
        before: &[(usize, Option<Pick>)],
        now: &[(usize, Option<Pick>)],
    ) -> Option<Self> {
        let decided = now.iter().filter(|one| !before.contains(one));
        let decided = decided.filter_map(|(index, pick)| Some((*index, pick.clone()?)));
        let decided: Vec<_> = decided.collect();
        let gone = before
            .iter()
            .filter(|(index, _)| now.iter().all(|(own, _)| own != index));
        let gone: Vec<usize> = gone.map(|(index, _)| *index).collect();
        match (decided.as_slice(), gone.as_slice()) {
            ([], []) => None,
            ([(index, pick)], []) => Some(Self::Decided(*index, pick.clone())),
            ([], [index]) => Some(Self::Reopened(*index)),
            (decided, gone) => Some(Self::Several(decided.len() + gone.len())),
        }
    }
}

/// Other conflicts that wait for the same answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The field.
    pub field: FieldName,
    /// The side that was taken.
    pub side: Side,
    /// The conflicts in which nothing else is open.
    pub others: Vec<SkippedId>,
}

impl Merging {
    /// Opens a conflict with the draft that was kept of it; a draft that cannot be read is no draft.
    pub fn new(id: SkippedId, view: ConflictView, draft: Option<&str>) -> Self {
        let draft: MergeDraft = draft
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        Self::with_draft(id, view, draft)
    }

    /// Opens a conflict with a draft.
    pub fn with_draft(id: SkippedId, view: ConflictView, draft: MergeDraft) -> Self {
        let merge = view.decided(draft.picks(&view.merge));
        let mut merging = Self {
            id,
            view,
            tags: None,
            draft,
            merge,
            focus: 0,
            editing: None,
            sight: Sight {
                unchanged: false,
                preview: false,
                detail: true,
            },
            applying: false,
            names: Names::default(),
            around: Vec::new(),
            filter: String::new(),
            kinds: HashMap::new(),
            matching: None,
            moved: None,
            reopened: Vec::new(),
            alike: None,
            long: LongTexts::default(),
            said: None,
            zone: TimeZone::UTC,
            keys: Sides::default(),
            money: Money::default(),
            looked: Looked::Not,
            doubted: Sides::default(),
            barred: HashMap::new(),
        };
        merging.long = LongTexts::of(&merging.view.merge, &LongTexts::default());
        merging.kinds = kinds_of(&merging.view);
        merging.bar();
        merging.refresh();
        let first = merging
            .open()
            .next()
            .map(|field| field.index)
            .or_else(|| merging.shown().first().map(|field| field.index));
        merging.focus = first.unwrap_or(0);
        merging
    }

    /// Takes in what both services have now. Decisions stay where the values they were taken on stayed.
    pub fn renew(&mut self, view: ConflictView) {
        if let Some(moved) = Moved::between(&self.view.merge, &view.merge) {
            self.moved = Some(moved);
            self.alike = None;
        }
        self.kinds = kinds_of(&view);
        self.long = LongTexts::of(&view.merge, &self.long);
        self.view = view;
        self.bar();
        self.refresh();
        if self.focused().is_none() {
            self.step_open(true);
        }
    }

    /// What a field holds on a side; nothing if the schema does not say.
    pub fn kind(&self, index: usize, side: Side) -> Option<&FieldKind> {
        self.kinds.get(&index)?.get(side).as_ref()
    }

    /// The side that is gone, if the record was deleted there.
    pub fn gone(&self) -> Option<Side> {
        match self.view.record.reason {
            SkipReason::DeletedInBc => Some(Side::Bc),
            SkipReason::DeletedInDv => Some(Side::Dv),
            SkipReason::Conflict
            | SkipReason::RepeatedFailure
            | SkipReason::Blocked
            | SkipReason::Invalid => None,
        }
    }

    /// Its place among the conflicts that it was opened from, from one.
    pub fn place(&self) -> Option<usize> {
        let here = self.around.iter().position(|id| *id == self.id)?;
        Some(here + 1)
    }

    /// The section of a field.
    pub fn section(&self, field: &FieldMerge) -> Section {
        let mapping = self.view.mapping.fields.get(field.index);
        mapping.map_or(Section::General, Section::of)
    }

    /// The fields of a section that both sides changed, or that differ without a base: those that *take all* decides.
    pub fn contested(&self, section: Section) -> Vec<usize> {
        let contested = self.shown().into_iter().filter(|field| {
            self.section(field) == section
                && (field.needs_a_person()
                    || matches!(
                        field.class,
                        Class::BothChanged
                            | Class::TextDisjoint
                            | Class::NoBase
                            | Class::NoBaseOneEmpty
                    ))
        });
        contested.map(|field| field.index).collect()
    }

    /// Shows only fields that `has` the words; all without words.
    pub fn filter(&mut self, words: String, has: impl Fn(&FieldMerge, &str) -> bool) {
        let wanted = words.trim().to_lowercase();
        self.matching = (!wanted.is_empty()).then(|| {
            let fields = self.merge.fields.iter();
            let found = fields.filter(|field| has(field, &wanted));
            found.map(|field| field.index).collect()
        });
        self.filter = words;
        let shown: Vec<usize> = self.shown().iter().map(|field| field.index).collect();
        if !shown.contains(&self.focus) {
            self.focus = shown.first().copied().unwrap_or(self.focus);
        }
    }

    /// Shows the fields with these words in the names that people know them by.
    pub fn filter_by(&mut self, words: String, texts: Texts) {
        self.filter(words, |field, words| {
            caption_of(texts, field).to_lowercase().contains(words)
                || field.name.as_str().to_lowercase().contains(words)
        });
    }

    /// Goes on in another language: what is being typed keeps its meaning, what is offered gets its new names.
    pub fn speak(&mut self, before: Texts, now: Texts) {
        if !self.filter.is_empty() {
            let words = std::mem::take(&mut self.filter);
            let focus = self.focus;
            self.filter_by(words, now);
            self.focus = focus;
        }
        let Some(mut editing) = self.editing.take() else {
            return;
        };
        let field = self.view.merge.fields.iter();
        let mut field = field.filter(|field| field.index == editing.index);
        match (&mut editing.editor, field.next()) {
            (Editor::Number | Editor::Day, _) => {
                editing.text = typed_in(before, now, &editing.editor, &editing.text);
            }
            (Editor::Options { options, .. }, Some(field)) => {
                let rules = self.view.rules();
                let values = [&field.values.bc, &field.values.dv];
                let rule = rules.field(editing.index);
                if let Some(Editor::Options { options: named, .. }) =
                    rule.map(|rule| Editor::of(rule, values, now))
                {
                    *options = named;
                }
            }
            _ => {}
        }
        self.editing = Some(editing);
        self.check(now);
    }

    /// Looks at the first field that a side changed meanwhile.
    pub fn review_moved(&mut self) {
        let Some(moved) = self.moved.take() else {
            return;
        };
        let changed = |field: &&FieldMerge| {
            Side::BOTH
                .into_iter()
                .any(|side| moved.fields.get(side).contains(&field.name))
        };
        let found = self.shown().into_iter().find(changed);
        self.focus = found.map_or(self.focus, |field| field.index);
    }

    /// Looks at the field whose decision came, went or changed: a step back is seen where it happens.
    pub(super) fn look_at_change(&mut self, before: &[(usize, Option<Pick>)]) {
        let now = self.draft.picks(&self.view.merge);
        let came = now.iter().find(|one| !before.contains(one));
        let gone = || before.iter().find(|one| !now.contains(one));
        if let Some((index, _)) = came.or_else(gone) {
            self.focus = *index;
        }
    }

    /// How people call the record.
    pub fn title(&self) -> String {
        let labels = &self.view.record.labels;
        if labels.bc.is_empty() {
            labels.dv.clone()
        } else {
            labels.bc.clone()
        }
    }

    /// The fields that are shown, in the order in which they are shown: those that changed or differ, and all if the person
    /// wants them.
    pub fn shown(&self) -> Vec<&FieldMerge> {
        let wanted = |field: &&FieldMerge| match &self.matching {
            Some(matching) => matching.contains(&field.index),
            None => self.sight.unchanged || is_of_interest(field),
        };
        let mut shown: Vec<&FieldMerge> = self.merge.fields.iter().filter(wanted).collect();
        shown.sort_by_key(|field| (self.section(field), field.index));
        shown
    }

    /// How many fields are hidden since nothing happened to them.
    pub fn hidden(&self) -> usize {
        self.merge
            .fields
            .iter()
            .filter(|field| !is_of_interest(field))
            .count()
    }

    /// The fields that still wait for a decision, in the order in which they are shown.
    pub fn open(&self) -> impl Iterator<Item = &FieldMerge> {
        let waits = |field: &&FieldMerge| field.needs_a_person();
        let mut open: Vec<&FieldMerge> = self.merge.fields.iter().filter(waits).collect();
        open.sort_by_key(|field| (self.section(field), field.index));
        open.into_iter()
    }

    /// The field that is looked at.
    pub fn focused(&self) -> Option<&FieldMerge> {
        self.merge
            .fields
            .iter()
            .find(|field| field.index == self.focus)
    }

    /// How far the conflict is decided.
    pub fn progress(&self) -> DraftProgress {
        self.draft.progress(&self.view.merge)
    }

    /// What each side would get.
    pub fn will_write(&self) -> Sides<WillWrite> {
        self.ahead().will_write()
    }

    /// Why the decision cannot be applied yet: fields are open, or a result is impossible.
    pub fn hindrance(&self) -> Option<Hindrance> {
        let open = self.ahead().open_fields().len();
        if open > 0 {
            return Some(Hindrance::Open(open));
        }
        if let Some(problem) = self.ahead().problems().into_iter().next() {
            return Some(Hindrance::Impossible(problem.field));
        }
        self.refuses_writes().map(Hindrance::Refused)
    }

    /// Whether what is decided may be written while other fields stay open: only where both sides once agreed, since nothing
    /// else tells afterwards which fields are still open.
    pub fn may_apply_decided(&self) -> bool {
        let open = self.open().count();
        open > 0
            && !self.draft.is_empty()
            && self.view.coupling.base.is_some()
            && self.merge.problems().is_empty()
            && self.refuses_writes().is_none()
    }

    /// The decisions as the engine takes them: every field that a person decided.
    pub fn decisions(&self) -> Vec<FieldDecision> {
        let picks = self.draft.picks(&self.view.merge);
        let decided = picks.into_iter().filter_map(|(index, pick)| {
            let field = self
                .merge
                .fields
                .iter()
                .find(|field| field.index == index)?;
            let pick = match pick? {
                Pick::Bc => PickRequest::Side(Side::Bc),
                Pick::Dv => PickRequest::Side(Side::Dv),
                Pick::Base => PickRequest::Base,
                Pick::Both => PickRequest::Both,
                Pick::Custom(value) => PickRequest::Value(value.to_plain()),
                Pick::Undecided | Pick::Leave => return None,
            };
            Some(FieldDecision {
                field: field.name.clone(),
                pick,
            })
        });
        decided.collect()
    }

    /// Takes one decision for some fields, as one step of undo; a side's value is not taken where it cannot win.
    pub fn decide(&mut self, fields: &[usize], pick: &Pick) {
        let can_win = |index: &&usize| {
            let side = pick.taken();
            side.is_none_or(|side| self.barred(**index, side).is_none())
        };
        let fields: Vec<usize> = fields.iter().filter(can_win).copied().collect();
        let names = self.named(&fields);
        self.draft.decide(
            &self.view.merge,
            names.iter().map(|name| (name, pick.clone())),
        );
        self.refresh();
    }

    /// Takes decisions back.
    pub fn reopen(&mut self, fields: &[usize]) {
        let names = self.named(fields);
        self.draft.reopen(&names);
        self.refresh();
    }

    /// Takes all decisions back.
    pub fn discard(&mut self) {
        self.draft.clear();
        self.refresh();
    }

    /// Works out what comes of the draft as it is now.
    pub fn refresh(&mut self) {
        self.merge = self.view.decided(self.draft.picks(&self.view.merge));
        let reopened = self.draft.reopened(&self.view.merge).into_iter();
        self.reopened = reopened
            .filter_map(|(name, pick)| {
                let field = self.merge.field(name.as_str())?;
                let waits = field.needs_a_person();
                waits.then(|| (field.index, pick.clone()))
            })
            .collect();
    }

    /// The choice on a field that no longer counts since a side moved.
    pub fn was(&self, index: usize) -> Option<&Pick> {
        let mut reopened = self.reopened.iter();
        reopened
            .find(|(own, _)| *own == index)
            .map(|(_, pick)| pick)
    }

    /// Looks at the shown field so many rows further down, or up.
    pub fn step(&mut self, rows: i32) {
        let shown: Vec<usize> = self.shown().iter().map(|field| field.index).collect();
        let here = shown
            .iter()
            .position(|index| *index == self.focus)
            .unwrap_or(0);
        let there = i64::try_from(here).unwrap_or(0) + i64::from(rows);
        let last = shown.len().saturating_sub(1);
        let there = usize::try_from(there.max(0)).unwrap_or(0).min(last);
        self.focus = shown.get(there).copied().unwrap_or(self.focus);
    }

    /// Looks at the next open field, or the one before, in the order in which they are shown; begins again at the end.
    pub fn step_open(&mut self, forward: bool) {
        let order = |field: &FieldMerge| (self.section(field), field.index);
        let here = self.focused().map(order);
        let mut open: Vec<&FieldMerge> = self.open().collect();
        if !forward {
            open.reverse();
        }
        let beyond = open.iter().find(|field| {
            here.is_none_or(|here| {
                if forward {
                    order(field) > here
                } else {
                    order(field) < here
                }
            })
        });
        if let Some(found) = beyond.or(open.first()).map(|field| field.index) {
            self.focus = found;
        }
    }

    /// Begins to give a value for a field, from its result or else Business Central's value.
    pub fn begin_edit(&mut self, index: usize, texts: Texts) {
        let Some(field) = self.merge.fields.iter().find(|field| field.index == index) else {
            return;
        };
        if !can_be_decided(field) {
            return;
        }
        let from = field
            .result
            .as_ref()
            .map_or(&field.values.bc, |result| &result.bc);
        let now = [&field.values.bc, &field.values.dv];
        let rules = self.view.rules();
        let mut editor = match rules.field(index) {
            _ if lookup_of(&self.view, index).is_some() => Editor::Record {
                found: Vec::new(),
                at: 0,
            },
            Some(rule) => Editor::of(rule, now, texts),
            None => Editor::Line,
        };
        let apart = self.taken_apart(index);
        let mut text = typed_form(texts, &editor, from);
        match &mut editor {
            Editor::Lines { pieces } => {
                *pieces = apart;
                if !pieces.is_empty() && field.result.is_none() {
                    text = put_together(pieces);
                }
            }
            Editor::Options { options, at } => {
                *at = options
                    .iter()
                    .position(|(value, _)| value == from)
                    .unwrap_or(0);
                text.clear();
            }
            Editor::Record { .. } => text.clear(),
            Editor::Line | Editor::Number | Editor::Day => {}
        }
        self.focus = index;
        self.sight.detail = true;
        self.editing = Some(Editing {
            index,
            text,
            fresh: true,
            editor,
            wrong: None,
            touched: false,
            foreseen: None,
            searched: None,
        });
    }

    /// The pieces of a text that both sides know, with what is proposed for each; nothing for a line, and while a long text is
    /// still being compared.
    pub(super) fn taken_apart(&self, index: usize) -> Vec<(Piece, TakePiece)> {
        let shown = self.long.ready(index);
        shown.map(|shown| proposals(shown)).unwrap_or_default()
    }

    /// Takes in what was typed, and says what is wrong with it.
    pub fn typed(&mut self, text: String, texts: Texts) {
        let Some(editing) = &mut self.editing else {
            return;
        };
        editing.fresh = false;
        editing.touched |= editing.text != text;
        editing.text = text;
        self.check(texts);
    }

    /// What is being given, as a value in Business Central's terms.
    pub fn given(&self, texts: Texts) -> Result<Value, Wrong> {
        let Some(editing) = &self.editing else {
            return Ok(Value::Empty);
        };
        let value = match &editing.editor {
            Editor::Options { options, at } => options.get(*at).map(|(value, _)| value.clone()),
            Editor::Record { found, at } => found.get(*at).map(|one| one.values.bc.clone()),
            editor => Some(read(texts, editor, &editing.text)?),
        };
        Ok(value.unwrap_or_default())
    }

    /// Works out whether what is being given can be taken.
    pub fn check(&mut self, texts: Texts) {
        let (wrong, value) = match self.given(texts) {
            Ok(value) => (self.refusal(value.clone()).map(Wrong::Refused), Some(value)),
            Err(wrong) => (Some(wrong), None),
        };
        let typed = self.editing.as_ref().filter(|editing| editing.touched);
        let typed = typed.map(|editing| editing.index).zip(value);
        let foreseen = typed.filter(|_| wrong.is_none()).map(|(index, value)| {
            let mut picks = self.draft.picks(&self.view.merge);
            picks.push((index, Some(Pick::Custom(value))));
            Box::new(self.view.decided(picks))
        });
        if let Some(editing) = &mut self.editing {
            editing.wrong = wrong;
            editing.foreseen = foreseen;
        }
    }

    /// What would come of the conflict if it were left or written now: what is being typed would be taken.
    pub fn ahead(&self) -> &RecordMerge {
        let editing = self.editing.as_ref();
        let foreseen = editing.and_then(|editing| editing.foreseen.as_deref());
        foreseen.unwrap_or(&self.merge)
    }

    /// Why a side would refuse a value for the field that is edited.
    fn refusal(&self, value: Value) -> Option<Problem> {
        let editing = self.editing.as_ref()?;
        let unknown = matches!(&editing.editor, Editor::Record { .. });
        if unknown {
            // Only coupled records are offered.
            return None;
        }
        let pick = (editing.index, Some(Pick::Custom(value)));
        let merge = self.view.decided([pick]);
        let field = merge
            .fields
            .iter()
            .find(|field| field.index == editing.index)?;
        field.problem.clone()
    }

    fn named(&self, fields: &[usize]) -> Vec<FieldName> {
        let fields = fields
            .iter()
            .filter_map(|index| self.merge.fields.iter().find(|field| field.index == *index));
        fields.map(|field| field.name.clone()).collect()
    }
}

fn kinds_of(view: &ConflictView) -> HashMap<usize, Sides<Option<FieldKind>>> {
    let rules = view.rules();
    let kinds = rules.fields.iter().map(|rule| {
        let kinds = Sides::from_fn(|side| rule.kind(side).cloned());
        (rule.index, kinds)
    });
    kinds.collect()
}

/// Why a decision cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// So many fields are open.
    Open(usize),
    /// The result of this field is impossible on a side.
    Impossible(FieldName),
    /// This side would be written and takes no changes.
    Refused(Side),
}

/// Whether something happened to a field, so that it is shown.
pub fn is_of_interest(field: &FieldMerge) -> bool {
    field.needs_a_person()
        || field.problem.is_some()
        || field.writes()
        || matches!(
            field.class,
            Class::BcOnly
                | Class::DvOnly
                | Class::BothChanged
                | Class::SameChange
                | Class::TextDisjoint
                | Class::NoBase
                | Class::NoBaseOneEmpty
        )
}

/// Whether a person can choose for a field: not where the mapping states the value or the field was not read.
pub fn can_be_decided(field: &FieldMerge) -> bool {
    !matches!(field.class, Class::Constant | Class::NotRead)
}

#[cfg(test)]
#[path = "merging_tests.rs"]
pub(super) mod tests;
