//! What the merge editor looks for in the cache beside the window: records that a reference could mean, and conflicts that wait
//! for the same answer. Both may go through a million rows.

use super::App;
use super::merging::Alike;
use super::merging_edit::Editor;
use super::merging_names::{Candidate, candidates, lookup_of};
use crate::model::report::SkipReason;
use crate::model::{Side, SkippedId};
use crate::store::{SkippedFilter, Slice, StoreReader};
use std::sync::mpsc::{Receiver, TryRecvError};

/// How many conflicts are looked through at most.
const MOST: usize = 10_000;

/// What is on its way.
#[derive(Debug, Default)]
pub(super) struct Aside {
    offers: Option<Coming<Vec<Candidate>>>,
    alike: Option<Coming<Option<Alike>>>,
    /// The other conflicts of the list.
    pub(super) around: Around,
}

/// How far it is known which conflicts the list shows beside the open one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Around {
    /// As it was looked at last.
    #[default]
    Known,
    /// They are being looked for.
    Asked,
    /// They are being looked for, and something changed since.
    AskedAgain,
}

/// An answer that is on its way, with what it was asked for: the conflict, the field, the words.
#[derive(Debug)]
struct Coming<T> {
    conflict: SkippedId,
    index: usize,
    words: String,
    answer: Receiver<T>,
}

/// Takes an answer out, once it is there.
fn take<T>(coming: &mut Option<Coming<T>>) -> Option<(Coming<T>, T)> {
    let answer = match coming.as_ref()?.answer.try_recv() {
        Err(TryRecvError::Empty) => return None,
        Err(TryRecvError::Disconnected) => None,
        Ok(answer) => Some(answer),
    };
    coming.take().zip(answer)
}

impl App {
    /// Searches the records that the open lookup picker offers, when the words are not those that were searched last.
    pub(super) fn search_records(&mut self) {
        let Some(merging) = &self.merging else {
            return;
        };
        let Some(editing) = &merging.editing else {
            return;
        };
        let (Editor::Record { .. }, Some(lookup)) =
            (&editing.editor, lookup_of(&merging.view, editing.index))
        else {
            return;
        };
        if editing.searched.as_ref() == Some(&editing.text) || self.aside.offers.is_some() {
            return;
        }
        let (conflict, index, words) = (merging.id, editing.index, editing.text.clone());
        let lookup = lookup.clone();
        let look = {
            let words = words.clone();
            move |reader: &StoreReader| candidates(&reader.read(), &lookup, &words)
        };
        match self.desk.as_ref().and_then(super::desk::Desk::comparer) {
            Some(clerk) => {
                self.aside.offers = clerk.ask(look).map(|answer| Coming {
                    conflict,
                    index,
                    words,
                    answer,
                });
            }
            None => {
                if let Some(found) = self.reader().map(look) {
                    self.offer_records(conflict, index, words, found);
                }
            }
        }
    }

    fn offer_records(
        &mut self,
        conflict: SkippedId,
        index: usize,
        words: String,
        offered: Vec<Candidate>,
    ) {
        let merging = self.merging.as_mut().filter(|one| one.id == conflict);
        let editing = merging.and_then(|merging| merging.editing.as_mut());
        let Some(editing) = editing.filter(|editing| editing.index == index) else {
            return;
        };
        if let Editor::Record { found, at } = &mut editing.editor {
            editing.searched = Some(words);
            if *found != offered {
                *found = offered;
                *at = 0;
            }
        }
    }

    /// Looks for other conflicts of the mapping that wait for exactly this field.
    pub(super) fn look_for_alike(&mut self, index: usize, side: Side) {
        let Some(merging) = &self.merging else {
            return;
        };
        let conflict = merging.id;
        let mut fields = merging.merge.fields.iter();
        let Some(field) = fields.find(|one| one.index == index) else {
            return;
        };
        let name = field.name.clone();
        let filter = SkippedFilter {
            mapping: Some(merging.view.mapping.name.clone()),
            reasons: vec![SkipReason::Conflict],
            ..SkippedFilter::default()
        };
        let look = move |reader: &StoreReader| {
            let rows = reader.read().list_skipped(&filter, Slice::first(MOST));
            let same = rows.unwrap_or_default().into_iter().filter(|row| {
                row.record.id != conflict
                    && row.draft.is_none()
                    && row.record.open_fields.as_slice() == std::slice::from_ref(&name)
            });
            let others: Vec<SkippedId> = same.map(|row| row.record.id).collect();
            (!others.is_empty()).then_some(Alike {
                field: name,
                side,
                others,
            })
        };
        // The newest decision counts: what was looked for before is not waited for.
        if let Some(counter) = self.desk.as_ref().and_then(super::desk::Desk::counter) {
            self.aside.alike = counter.ask(look).map(|answer| Coming {
                conflict,
                index,
                words: String::new(),
                answer,
            });
        } else {
            let alike = self.reader().and_then(look);
            self.offer_alike(conflict, alike);
        }
    }

    /// A decision was taken back, or another one taken: the offer for the one before is none any more.
    pub(super) fn forget_alike(&mut self) {
        self.aside.alike = None;
    }

    fn offer_alike(&mut self, conflict: SkippedId, alike: Option<Alike>) {
        if let Some(merging) = self.merging.as_mut().filter(|one| one.id == conflict) {
            merging.alike = alike;
        }
    }

    /// Takes in what was found.
    pub(super) fn receive_aside(&mut self) {
        if let Some((asked, found)) = take(&mut self.aside.offers) {
            self.offer_records(asked.conflict, asked.index, asked.words, found);
        }
        // What was typed meanwhile is searched next.
        self.search_records();
        if let Some((asked, alike)) = take(&mut self.aside.alike) {
            self.offer_alike(asked.conflict, alike);
        }
    }
}
