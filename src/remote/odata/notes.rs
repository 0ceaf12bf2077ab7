//! What was found out about a service while talking to it: fallbacks that were taken, each once.

use serde::{Deserialize, Serialize};
use std::cell::RefCell;

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
}

impl Note {
    /// The stable code.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// The notes of one connector, each with what it concerns (an entity set, or nothing).
#[derive(Debug, Default)]
pub struct Notes(RefCell<Vec<(Note, Option<String>)>>);

impl Notes {
    /// Takes a note once.
    pub fn take(&self, note: Note, about: Option<&str>) {
        let entry = (note, about.map(str::to_owned));
        let mut notes = self.0.borrow_mut();
        if !notes.contains(&entry) {
            tracing::info!(note = note.code(), about, "a fallback is taken");
            notes.push(entry);
        }
    }

    /// All notes in the order in which they were taken.
    pub fn all(&self) -> Vec<(Note, Option<String>)> {
        self.0.borrow().clone()
    }

    /// Whether a note was taken, about anything.
    pub fn has(&self, note: Note) -> bool {
        self.0.borrow().iter().any(|(taken, _)| *taken == note)
    }
}
