//! The merge editor's state: one conflict, the person's draft, and what would come of it.

use crate::engine::decide::ConflictView;
use crate::engine::request::{FieldDecision, PickRequest};
use crate::merge::draft::{DraftProgress, MergeDraft, WillWrite};
use crate::merge::{Class, FieldMerge, Pick, RecordMerge};
use crate::model::{Etag, FieldName, Side, Sides, SkippedId};

/// A value that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editing {
    /// The field, by the position of its field mapping.
    pub index: usize,
    /// What is typed so far.
    pub text: String,
    /// Whether the field should get the keyboard.
    pub fresh: bool,
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
    /// Whether fields that did not change are shown.
    pub show_unchanged: bool,
    /// Whether exact payloads are shown.
    pub preview: bool,
    /// Whether the decision is being written.
    pub applying: bool,
}

impl Merging {
    /// Opens a conflict with the draft that was kept of it; a draft that cannot be read is no draft.
    pub fn new(id: SkippedId, view: ConflictView, draft: Option<&str>) -> Self {
        let draft: MergeDraft = draft
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let merge = view.decided(draft.picks(&view.merge));
        let mut merging = Self {
            id,
            view,
            tags: None,
            draft,
            merge,
            focus: 0,
            editing: None,
            show_unchanged: false,
            preview: false,
            applying: false,
        };
        let first = merging
            .open()
            .next()
            .or_else(|| merging.shown().next())
            .map(|field| field.index);
        merging.focus = first.unwrap_or(0);
        merging
    }

    /// Takes in what both services have now. Decisions stay where the values they were taken on stayed.
    pub fn renew(&mut self, view: ConflictView) {
        self.view = view;
        self.refresh();
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

    /// The fields that are shown: those that changed or differ, and all if the person wants them.
    pub fn shown(&self) -> impl Iterator<Item = &FieldMerge> {
        self.merge
            .fields
            .iter()
            .filter(|field| self.show_unchanged || is_of_interest(field))
    }

    /// How many fields are hidden since nothing happened to them.
    pub fn hidden(&self) -> usize {
        self.merge
            .fields
            .iter()
            .filter(|field| !is_of_interest(field))
            .count()
    }

    /// The fields that still wait for a decision.
    pub fn open(&self) -> impl Iterator<Item = &FieldMerge> {
        self.merge
            .fields
            .iter()
            .filter(|field| field.needs_a_person())
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
        self.merge.will_write()
    }

    /// Why the decision cannot be applied yet: fields are open, or a result is impossible.
    pub fn hindrance(&self) -> Option<Hindrance> {
        let open = self.open().count();
        if open > 0 {
            return Some(Hindrance::Open(open));
        }
        let problem = self.merge.problems().into_iter().next()?;
        Some(Hindrance::Impossible(problem.field))
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

    /// Takes one decision for some fields, as one step of undo.
    pub fn decide(&mut self, fields: &[usize], pick: &Pick) {
        let names = self.names(fields);
        self.draft.decide(
            &self.view.merge,
            names.iter().map(|name| (name, pick.clone())),
        );
        self.refresh();
    }

    /// Takes decisions back.
    pub fn reopen(&mut self, fields: &[usize]) {
        let names = self.names(fields);
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
    }

    /// Looks at the shown field so many rows further down, or up.
    pub fn step(&mut self, rows: i32) {
        let shown: Vec<usize> = self.shown().map(|field| field.index).collect();
        let here = shown
            .iter()
            .position(|index| *index == self.focus)
            .unwrap_or(0);
        let there = i64::try_from(here).unwrap_or(0) + i64::from(rows);
        let last = shown.len().saturating_sub(1);
        let there = usize::try_from(there.max(0)).unwrap_or(0).min(last);
        self.focus = shown.get(there).copied().unwrap_or(self.focus);
    }

    /// Looks at the next open field, or the one before; begins again at the end.
    pub fn step_open(&mut self, forward: bool) {
        let open: Vec<usize> = self.open().map(|field| field.index).collect();
        let found = if forward {
            open.iter()
                .find(|index| **index > self.focus)
                .or(open.first())
        } else {
            open.iter()
                .rev()
                .find(|index| **index < self.focus)
                .or(open.last())
        };
        if let Some(index) = found {
            self.focus = *index;
        }
    }

    /// Begins to type a value for a field, from its result or else Business Central's value.
    pub fn begin_edit(&mut self, index: usize) {
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
        self.focus = index;
        self.editing = Some(Editing {
            index,
            text: from.to_plain(),
            fresh: true,
        });
    }

    fn names(&self, fields: &[usize]) -> Vec<FieldName> {
        let fields = fields
            .iter()
            .filter_map(|index| self.merge.fields.iter().find(|field| field.index == *index));
        fields.map(|field| field.name.clone()).collect()
    }
}

/// Why a decision cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// So many fields are open.
    Open(usize),
    /// The result of this field is impossible on a side.
    Impossible(FieldName),
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
        )
}

/// Whether a person can choose for a field: not where the mapping states the value or the field was not read.
pub fn can_be_decided(field: &FieldMerge) -> bool {
    !matches!(field.class, Class::Constant | Class::NotRead)
}

#[cfg(test)]
#[path = "merging_tests.rs"]
mod tests;
