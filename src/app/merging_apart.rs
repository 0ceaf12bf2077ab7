//! The merge editor in a window of its own: the pages stay free for whatever has to be looked up meanwhile.

use super::App;
use super::route::Route;
use crate::model::SkippedId;

impl App {
    /// The conflict that the merge editor has open, in the main window or in one of its own.
    pub fn editing(&self) -> Option<SkippedId> {
        self.apart.or(match self.way.here() {
            Route::Merge(id) => Some(id),
            _ => None,
        })
    }

    /// Puts the merge editor into a window of its own, or back.
    pub(super) fn turn_apart(&mut self) {
        if let Some(id) = self.apart.take() {
            self.go(Route::Merge(id));
        } else if let Route::Merge(id) = self.way.here() {
            self.apart = Some(id);
            self.way.replace(Route::Skipped);
            self.arrived();
        }
    }

    /// Opens a conflict in the window that the merge editor has of its own.
    pub(super) fn open_apart(&mut self, id: SkippedId) {
        let is_open = self.merging.as_ref().is_some_and(|open| open.id == id);
        self.apart = Some(id);
        if !is_open {
            self.open_conflict(id);
        }
    }

    /// Leaves the merge editor; the draft is kept.
    pub(super) fn leave_conflict(&mut self) {
        if self.apart.take().is_some() {
            self.arrived();
        } else {
            self.go(Route::Skipped);
        }
    }

    /// Goes on to another conflict in the merge editor's own window, or shuts that; whether it has one.
    pub(super) fn lead_apart(&mut self, next: Option<SkippedId>) -> bool {
        if self.apart.is_none() {
            return false;
        }
        match next {
            Some(next) => {
                self.open_apart(next);
                self.read_again();
            }
            None => self.leave_conflict(),
        }
        true
    }
}
