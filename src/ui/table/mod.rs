//! The one table of the program: a million rows that are fetched as they come into sight.
//!
//! A page holds a [`Table`] (what the person did: selection, order, widths) and passes a [`TableModel`] (what is
//! there) each frame. The table draws the rows in sight, moves the selection, and reports what the person asked for
//! in a [`TableResponse`]; it never sorts, filters or changes a row itself, since that is done where the rows are.
//!
//! What it can do: click, Ctrl and Shift selection, Ctrl+A for *all rows of the filter* (kept as "all but these",
//! so a million rows cost nothing), arrows, Home, End, Page up and down, Space, Enter or double click to open,
//! Ctrl+C as tab-separated text, right click or menu key, header click to sort (a third click restores the order),
//! drag to resize, double click on the edge to fit, columns shown, hidden and moved, groups that fold.
//!
//! Invariants:
//! - a selection is a set of row *ids*, so it survives sorting, filtering and refreshing;
//! - the keyboard stands on a row id too; when that row is gone it stays at the same height;
//! - only [`TableModel::prepare`] may fetch; drawing never does;
//! - widths belong to [`TableLayout`], never to egui's memory: the table would otherwise measure its cells on its
//!   first frame and collapse each column that shortens its text.
//!
//! A table of 1,000,000 rows of 32 points is 32 million points high, where a number of 24 bits has steps of two
//! points. Tops of rows stay exact (they are multiples of 32), and only very slow scrolling at the far end is
//! coarse.
//!
//! Files: `model` is what a page provides · `column` and `layout` are columns and what is remembered of them ·
//! `selection` is which rows · `keys` reads the keyboard · `view` is the table · `answer` does what it is asked ·
//! `rows` and `header` paint it · `widths` hands widths to the grid · `copy` makes text.

mod answer;
mod column;
mod copy;
mod header;
mod keys;
mod layout;
mod model;
mod rows;
mod selection;
mod view;
mod widths;

pub use column::Align;
pub use column::Column;
pub use layout::Sort;
pub use layout::TableLayout;
pub use model::Group;
pub use model::Row;
pub use model::TableModel;
pub use selection::Selection;
pub use view::Copied;
pub use view::Table;
pub use view::TableResponse;
pub use view::TableSpec;
