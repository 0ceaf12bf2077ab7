//! What was found out about a service while talking to it: fallbacks that were taken, each once.

use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};

/// A fallback that was taken since the service lacks something.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Note {
    /// There are no companies: the address itself is the root of the entity sets.
    NoCompanies,
    /// There are no `EntityDefinitions`: the schema comes from `$metadata`.
    NoEntityDefinitions,
    /// The service root is not at `/api/data/v9.2`.
    RootElsewhere,
    /// No change tracking for a set: changes are found by time of last change.
    NoChangeTracking,
    /// No time of last change either: a set is read whole each time.
    ReadWhole,
    /// Batches in the service's usual form are refused; the other form is used.
    OtherBatchForm,
    /// Batches are refused: single requests are used.
    NoBatch,
    /// Records have no etag: before a write they are read again and compared.
    NoEtags,
    /// The id asked for in a create was ignored.
    IdsIgnored,
    /// A create under a stated id by `PATCH` is refused: `POST` is used.
    CreateByPost,
    /// Sorting by time of last change is refused.
    NoSorting,
    /// A delta token was too old: the set was read whole.
    DeltaExpired,
    /// The page size asked for is ignored.
    PageSizeIgnored,
    /// Reads inside a batch are refused: each is a request of its own.
    ReadsAlone,
    /// Records of a set are not counted, or only up to a limit that is reached.
    NoCount,
}

impl Note {
    /// The stable code.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// The notes of one connector, each with what it concerns (an entity set, or nothing).
#[derive(Debug, Default)]
pub struct Notes {
    notes: RefCell<Vec<(Note, Option<String>)>>,
    /// Whether one was taken since this was asked last.
    news: Cell<bool>,
}

impl Notes {
    /// Takes a note once.
    pub fn take(&self, note: Note, about: Option<&str>) {
        let entry = (note, about.map(str::to_owned));
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&entry) {
            tracing::info!(note = note.code(), about, "a fallback is taken");
            notes.push(entry);
            self.news.set(true);
        }
    }

    /// Takes over what an earlier process noted.
    pub fn restore(&self, earlier: &[(Note, Option<String>)]) {
        let mut notes = self.notes.borrow_mut();
        for entry in earlier {
            if !notes.contains(entry) {
                notes.push(entry.clone());
            }
        }
    }

    /// Whether a note was taken since this was asked last.
    pub fn has_news(&self) -> bool {
        self.news.replace(false)
    }

    /// All notes in the order in which they were taken.
    pub fn all(&self) -> Vec<(Note, Option<String>)> {
        self.notes.borrow().clone()
    }

    /// Whether a note was taken about something.
    pub fn has_about(&self, note: Note, about: &str) -> bool {
        let notes = self.notes.borrow();
        let mut notes = notes.iter();
        notes.any(|(taken, of)| *taken == note && of.as_deref() == Some(about))
    }

    /// Whether a note was taken, about anything.
    pub fn has(&self, note: Note) -> bool {
        self.notes.borrow().iter().any(|(taken, _)| *taken == note)
    }
}
