//! What only showing needs: where tables stand, what was chosen in them. Nothing here is a fact.

use super::table::{Table, TableLayout};
use super::widgets::Toasts;
use crate::app::command::Command;
use crate::model::{CouplingId, ErrorId, HistoryId, JobId, SkippedId};

/// The state of showing.
pub struct UiState {
    /// Notifications.
    pub toasts: Toasts<Command>,
    /// Whether the list of notifications is open.
    pub notes_open: bool,
    /// The table of skipped records.
    pub skipped: Table<SkippedId>,
    /// The table of integration errors.
    pub errors: Table<ErrorId>,
    /// The table of couplings.
    pub couplings: Table<CouplingId>,
    /// The table of jobs.
    pub jobs: Table<JobId>,
    /// The table of history.
    pub history: Table<HistoryId>,
    /// What is searched for in a table.
    pub search: String,
}

impl Default for UiState {
    fn default() -> Self {
        Self {
            toasts: Toasts::default(),
            notes_open: false,
            skipped: Table::new(TableLayout::default()),
            errors: Table::new(TableLayout::default()),
            couplings: Table::new(TableLayout::default()),
            jobs: Table::new(TableLayout::default()),
            history: Table::new(TableLayout::default()),
            search: String::new(),
        }
    }
}
