//! What only showing needs: where tables stand, what was chosen in them. Nothing here is a fact.

use super::layers::Palette;
use super::table::{Table, TableLayout};
use super::widgets::Toasts;
use crate::app::command::Command;
use crate::model::{CouplingId, ErrorId, HistoryId, JobId, SkippedId};

/// The state of showing.
pub(super) struct UiState {
    /// What is typed in the command palette.
    pub(super) palette: Palette,
    /// Notifications.
    pub(super) toasts: Toasts<Command>,
    /// The table of skipped records.
    pub(super) skipped: Table<SkippedId>,
    /// The table of integration errors.
    pub(super) errors: Table<ErrorId>,
    /// The table of couplings.
    pub(super) couplings: Table<CouplingId>,
    /// The table of jobs.
    pub(super) jobs: Table<JobId>,
    /// The table of history.
    pub(super) history: Table<HistoryId>,
}

impl Default for UiState {
    fn default() -> Self {
        Self {
            palette: Palette::default(),
            toasts: Toasts::default(),
            skipped: Table::new(TableLayout::default()),
            errors: Table::new(TableLayout::default()),
            couplings: Table::new(TableLayout::default()),
            jobs: Table::new(TableLayout::default()),
            history: Table::new(TableLayout::default()),
        }
    }
}
