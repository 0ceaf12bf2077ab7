//! Selected rows as tab-separated text, the form that spreadsheets paste.

use crate::app::copying::{self, tsv_line};

use super::column::Column;
use super::model::Row;
use super::model::TableModel;
use super::selection::Selection;

/// How many rows are copied at most; beyond that a file is the better way.
pub(super) const MOST: u64 = copying::MOST as u64;
/// How many rows are asked for at a time.
const PAGE: u64 = 500;
/// Longer lists are not gone through row by row.
const SHORT: u64 = 5_000;

/// Writes the headings and the selected rows that can be had at once; returns the text and how many rows it has.
pub(super) fn tsv<M: TableModel>(
    model: &mut M,
    columns: &[&Column],
    selection: &Selection<M::Id>,
) -> (String, u64) {
    if model.row_count() > SHORT {
        return (String::new(), 0);
    }
    let mut out = tsv_line(columns.iter().map(|column| column.title.as_str()));
    let wanted = selection.count(model.row_count()).min(MOST);
    let mut copied = 0;
    let mut from = 0;
    let count = model.row_count();
    while from < count && copied < wanted {
        let until = (from + PAGE).min(count);
        model.prepare(from..until);
        for index in from..until {
            if let Row::Ready(id) = model.row(index)
                && selection.contains(&id)
                && copied < wanted
            {
                let cells: Vec<_> = columns
                    .iter()
                    .map(|column| model.text(index, column.key))
                    .collect();
                out.push_str(&tsv_line(cells.iter().map(AsRef::as_ref)));
                copied += 1;
            }
        }
        from = until;
    }
    (out, copied)
}
