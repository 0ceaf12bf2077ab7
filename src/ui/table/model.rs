//! What a page provides to its table.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hash;
use std::ops::Range;

use eframe::egui::Ui;

/// The rows behind a table, already filtered and sorted, numbered from zero.
pub trait TableModel {
    /// What names a row for good, usually its key in the cache.
    type Id: Clone + Eq + Hash + 'static;

    /// Changes whenever rows may have come, gone or moved.
    fn revision(&self) -> u64 {
        0
    }

    /// Counts all rows of the filter, heads of groups included.
    fn row_count(&self) -> u64;

    /// Makes the given rows ready or starts to; called once per frame before anything is drawn.
    fn prepare(&mut self, rows: Range<u64>);

    /// Tells what is known about a row. Must be quick.
    fn row(&self, index: u64) -> Row<Self::Id>;

    /// Lists the ids of a range of rows, without heads of groups, also of rows that were never in sight.
    ///
    /// It is asked when a person selects from here to there, and again in the next frame while nothing comes.
    fn ids(&mut self, rows: Range<u64>) -> Option<HashSet<Self::Id>>;

    /// Finds where a row is now; `None` when the filter no longer holds it.
    fn index_of(&mut self, id: &Self::Id) -> Option<u64>;

    /// Tells whether a row is still there, also when it cannot be said where; asked of selected rows after a refresh.
    fn exists(&mut self, id: &Self::Id) -> bool {
        self.index_of(id).is_some()
    }

    /// Gives a cell as plain text: what is drawn unless [`Self::draw`] does better, what is read aloud and copied.
    fn text(&self, index: u64, column: &'static str) -> Cow<'_, str>;

    /// Draws a cell that is more than text (a badge, a button) and returns true; false draws its text.
    fn draw(&self, _ui: &mut Ui, _index: u64, _column: &'static str) -> bool {
        false
    }
}

/// What is known about a row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Row<Id> {
    /// Nobody has asked for it.
    NotLoaded,
    /// It is on its way.
    Loading,
    /// It can be drawn.
    Ready(Id),
    /// It is the head of a group.
    Group(Group<Id>),
    /// It could not be read; the sentence says why.
    Failed(String),
}

/// The head of a group of rows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Group<Id> {
    /// What names the group for good.
    pub id: Id,
    /// What its rows have in common.
    pub title: String,
    /// How many rows belong to it.
    pub count: u64,
    /// Whether its rows are shown.
    pub open: bool,
}
