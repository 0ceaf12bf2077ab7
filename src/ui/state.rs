//! What only showing needs: where tables stand, what was chosen in them. Nothing here is a fact.

use super::layers::Palette;
use super::pages::Chosen;
use super::table::{Table, TableLayout};
use super::widgets::Toasts;
use crate::app::Happening;
use crate::app::command::{Command, Pair};
use crate::app::error_values::BothValues;
use crate::app::lists::Place;
use crate::app::pair_values::PairValues;
use crate::i18n::Lang;
use crate::model::report::{HistoryEntry, Job, SkippedRecord};
use crate::model::timeline::{Level, Timeline};
use crate::model::{CouplingId, ErrorId, HistoryId, JobId, Side, SkippedId};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// What else is told of a coupling.
#[derive(Default)]
pub(super) struct CouplingTold {
    /// Its skipped record, if it has one.
    pub(super) skipped: Option<SkippedId>,
    /// What both records hold, and what they held when they last agreed.
    pub(super) values: Vec<PairValues>,
    /// Its newest writes, newest first.
    pub(super) writes: Vec<HistoryEntry>,
}

/// A window over which something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Covered {
    /// The main one.
    Main,
    /// The merge editor's own, where the person was when it came.
    Apart,
}

/// The state of showing.
pub(super) struct UiState {
    /// What is typed in the command palette.
    pub(super) palette: Palette,
    /// What is typed in the filters of tables.
    pub(super) searches: HashMap<&'static str, String>,
    /// Tables whose remembered layout was taken over.
    pub(super) restored: HashSet<&'static str>,
    /// Tables whose layout is to be remembered.
    pub(super) unkept: HashSet<&'static str>,
    /// Grows whenever a selection changes.
    pub(super) chosen: u64,
    /// The selected skipped records.
    pub(super) skipped_chosen: Chosen<SkippedId, SkippedRecord>,
    /// The conflict that stands first, and for which rows that is true.
    pub(super) first_conflict: (u64, Option<SkippedId>),
    /// The selected errors.
    pub(super) errors_chosen: Chosen<ErrorId, ErrorId>,
    /// The pairs of the selected couplings.
    pub(super) couplings_chosen: Chosen<CouplingId, Pair>,
    /// The skipped record that the preview waits for, and since when, in egui's time.
    pub(super) resting: Option<(SkippedId, f64)>,
    /// The pane that stands in the place of its table, in a low window.
    pub(super) in_place: Option<&'static str>,
    /// The window over which something lies or asks, if anything does.
    pub(super) covered: Option<Covered>,
    /// What is typed before very many records are deleted.
    pub(super) typed_number: String,
    /// Whether the plots of the home page are shown as numbers.
    pub(super) plot_numbers: bool,
    /// What happens to records that are coupled by hand.
    pub(super) after_coupling: Option<Side>,
    /// What is typed to find a row to couple with.
    pub(super) coupling_search: String,
    /// What the notifications were made from: their numbers, what happened, and when.
    pub(super) told: Vec<(u64, Happening, Timestamp)>,
    /// The language in which the notifications are written.
    pub(super) spoken: Option<Lang>,
    /// What is typed as a note about handled errors.
    pub(super) typed_note: String,
    /// What both sides hold of the error under the keyboard, and for which rows that is true.
    pub(super) error_values: ((u64, Option<ErrorId>), Vec<BothValues>),
    /// The skipped record of the coupling under the keyboard and its newest writes, and for which rows that is true.
    pub(super) coupling_told: ((u64, Option<CouplingId>), CouplingTold),
    /// How the job under the keyboard spent its time and what the run before it did, and for which rows that is true.
    pub(super) job_told: ((u64, Option<JobId>), Option<Timeline>, Option<Job>),
    /// How much a message of a job must matter to be shown.
    pub(super) job_level: Level,
    /// Whether a run that is under way is shown while it goes on.
    pub(super) jobs_live: bool,
    /// Notifications.
    pub(super) toasts: Toasts<Command>,
    /// The table of skipped records.
    pub(super) skipped: Table<Place<SkippedId>>,
    /// The table of integration errors.
    pub(super) errors: Table<Place<ErrorId>>,
    /// The table of couplings.
    pub(super) couplings: Table<Place<CouplingId>>,
    /// The table of jobs.
    pub(super) jobs: Table<Place<JobId>>,
    /// The table of history.
    pub(super) history: Table<Place<HistoryId>>,
}

impl Default for UiState {
    fn default() -> Self {
        Self {
            palette: Palette::default(),
            searches: HashMap::new(),
            restored: HashSet::new(),
            unkept: HashSet::new(),
            chosen: 0,
            skipped_chosen: Chosen::default(),
            first_conflict: (0, None),
            errors_chosen: Chosen::default(),
            couplings_chosen: Chosen::default(),
            resting: None,
            in_place: None,
            covered: None,
            typed_number: String::new(),
            plot_numbers: false,
            after_coupling: None,
            coupling_search: String::new(),
            told: Vec::new(),
            spoken: None,
            typed_note: String::new(),
            error_values: ((0, None), Vec::new()),
            coupling_told: ((0, None), CouplingTold::default()),
            job_told: ((0, None), None, None),
            job_level: Level::Info,
            jobs_live: true,
            toasts: Toasts::default(),
            skipped: Table::new(TableLayout::default()),
            errors: Table::new(TableLayout::default()),
            couplings: Table::new(TableLayout::default()),
            jobs: Table::new(TableLayout::default()),
            history: Table::new(TableLayout::default()),
        }
    }
}
