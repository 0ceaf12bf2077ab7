//! Long texts of the open conflict, line by line. Short ones are compared at once, long ones beside the window, which does not
//! wait for them.

use super::App;
use super::merging_edit::Editor;
use crate::merge::side_by_side::SideBySide;
use crate::merge::text::{TakePiece, put_together};
use crate::merge::{FieldMerge, RecordMerge};
use crate::model::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};

/// Texts longer than this, in bytes, are compared beside the window.
pub const LONG: usize = 4_000;

/// A text as far as it is compared.
#[derive(Clone, Debug)]
pub enum Compared {
    /// It is being compared.
    Coming,
    /// It is compared.
    Ready(Arc<SideBySide>),
}

/// The texts of several lines of one conflict, by the position of the field mapping.
#[derive(Clone, Debug, Default)]
pub struct LongTexts {
    known: HashMap<usize, (Texts, Compared)>,
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Texts {
    base: Arc<str>,
    bc: Arc<str>,
    dv: Arc<str>,
}

impl Texts {
    /// The texts of a field, if one of them has several lines or is long.
    fn of(field: &FieldMerge) -> Option<Self> {
        let base = field.values.base.as_ref().map(|base| &base.bc);
        let all = [base, Some(&field.values.bc), Some(&field.values.dv)];
        let is_long = |text: &str| text.contains('\n') || text.contains('\r') || text.len() > LONG;
        if !all
            .iter()
            .flatten()
            .any(|value| value.as_text().is_some_and(is_long))
        {
            return None;
        }
        let [base, bc, dv] =
            all.map(|value| Arc::from(value.map(Value::to_plain).unwrap_or_default()));
        Some(Self { base, bc, dv })
    }

    fn is_long(&self) -> bool {
        self.base.len().max(self.bc.len()).max(self.dv.len()) > LONG
    }

    fn compare(&self) -> SideBySide {
        SideBySide::of(&self.base, &self.bc, &self.dv)
    }
}

impl LongTexts {
    /// The texts of a merge; what was compared before and is the same still stands.
    pub fn of(merge: &RecordMerge, before: &Self) -> Self {
        let texts = merge.fields.iter().filter_map(|field| {
            let texts = Texts::of(field)?;
            let known = before.known.get(&field.index);
            let compared = match known.filter(|(own, _)| *own == texts) {
                Some((_, compared)) => compared.clone(),
                None if texts.is_long() => Compared::Coming,
                None => Compared::Ready(Arc::new(texts.compare())),
            };
            Some((field.index, (texts, compared)))
        });
        Self {
            known: texts.collect(),
        }
    }

    /// A text, if the field has one of several lines.
    pub fn get(&self, index: usize) -> Option<&Compared> {
        self.known.get(&index).map(|(_, compared)| compared)
    }

    /// A text that is compared.
    pub fn ready(&self, index: usize) -> Option<&Arc<SideBySide>> {
        match self.get(index)? {
            Compared::Ready(shown) => Some(shown),
            Compared::Coming => None,
        }
    }

    /// The first text that is still to be compared.
    fn waiting(&self) -> Option<(usize, Texts)> {
        let mut known = self.known.iter();
        let found = known.find(|(_, (_, compared))| matches!(compared, Compared::Coming));
        found.map(|(index, (texts, _))| (*index, texts.clone()))
    }

    /// Takes in a comparison, unless the text has changed since; whether it did.
    fn learn(&mut self, done: Comparison) -> bool {
        let Some((texts, compared)) = self.known.get_mut(&done.index) else {
            return false;
        };
        let current = *texts == done.texts;
        if current {
            *compared = Compared::Ready(done.shown);
        }
        current
    }
}

/// A comparison that was made beside the window.
#[derive(Debug)]
struct Comparison {
    index: usize,
    texts: Texts,
    shown: Arc<SideBySide>,
}

/// The comparison that is under way.
#[derive(Debug, Default)]
pub(super) struct Comparing(Option<Receiver<Comparison>>);

impl App {
    /// Takes in what was compared, and asks for the next text.
    pub(super) fn receive_texts(&mut self) {
        match self.comparing.0.as_ref().map(Receiver::try_recv) {
            Some(Ok(done)) => {
                self.comparing.0 = None;
                self.text_compared(done);
            }
            Some(Err(TryRecvError::Empty)) => return,
            // The thread has gone; the window compares by itself rather than never.
            Some(Err(TryRecvError::Disconnected)) => self.comparing.0 = None,
            None => {}
        }
        let Some((index, texts)) = self
            .merging
            .as_ref()
            .and_then(|merging| merging.long.waiting())
        else {
            return;
        };
        let compare = move || Comparison {
            index,
            shown: Arc::new(texts.compare()),
            texts,
        };
        match self.desk.as_ref().and_then(super::desk::Desk::comparer) {
            Some(clerk) => self.comparing.0 = clerk.ask(move |_| compare()),
            None => self.text_compared(compare()),
        }
    }

    fn text_compared(&mut self, done: Comparison) {
        let texts = self.texts;
        let index = done.index;
        let Some(merging) = &mut self.merging else {
            return;
        };
        if !merging.long.learn(done) {
            return;
        }
        // An editor that was opened before gets its pieces now; what was typed meanwhile is not touched.
        let pieces = merging.taken_apart(index);
        let undecided = merging.focused().is_none_or(|field| field.result.is_none());
        let Some(editing) = merging.editing.as_mut().filter(|one| one.index == index) else {
            return;
        };
        if let Editor::Lines { pieces: own } = &mut editing.editor
            && own.is_empty()
            && !pieces.is_empty()
            && !editing.touched
        {
            let text = put_together(&pieces);
            own.clone_from(&pieces);
            if undecided {
                merging.typed(text, texts);
            }
        }
    }
}

/// What is taken for each piece until a person says otherwise.
pub(super) fn proposals(shown: &SideBySide) -> Vec<(crate::merge::text::Piece, TakePiece)> {
    let pieces = shown.pieces().iter();
    pieces
        .map(|piece| (piece.clone(), piece.proposal()))
        .collect()
}
