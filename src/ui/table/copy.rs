//! Selected rows as tab-separated text, the form that spreadsheets paste.

use super::column::Column;
use super::model::Row;
use super::model::TableModel;
use super::selection::Selection;

/// How many rows are copied at most; beyond that a file is the better way.
const MOST: u64 = 100_000;
/// How many rows are asked for at a time.
const PAGE: u64 = 500;

/// Writes the headings and the selected rows that can be had at once; returns the text and how many rows it has.
pub(super) fn tsv<M: TableModel>(
    model: &mut M,
    columns: &[&Column],
    selection: &Selection<M::Id>,
) -> (String, u64) {
    let mut out = line(columns.iter().map(|column| column.title.as_str()));
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
                out.push_str(&line(cells.iter().map(AsRef::as_ref)));
                copied += 1;
            }
        }
        from = until;
    }
    (out, copied)
}

/// A cell that a spreadsheet takes for text: what begins like a formula gets an apostrophe. Amounts and telephone numbers
/// begin with a sign too, and stay as they are.
fn harmless(cell: String) -> String {
    let figures = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".,()/-".contains(c);
    let rest = cell.strip_prefix(['+', '-']);
    let formula =
        cell.starts_with(['=', '@']) || rest.is_some_and(|rest| !rest.chars().all(figures));
    if formula { format!("'{cell}") } else { cell }
}

fn line<'t>(cells: impl Iterator<Item = &'t str>) -> String {
    // A tab or line break inside a cell would shift everything after it.
    let cells: Vec<String> = cells
        .map(|cell| harmless(cell.replace(['\t', '\n', '\r'], " ")))
        .collect();
    cells.join("\t") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_in_a_cell_stays_text_and_figures_stay_figures() {
        let cells = [
            "=1+1",
            "@x",
            "+cmd|' /C calc'!A0",
            "-12.50",
            "+33 1 42-42",
            "a\tb",
        ];
        assert_eq!(
            line(cells.into_iter()),
            "'=1+1\t'@x\t'+cmd|' /C calc'!A0\t-12.50\t+33 1 42-42\ta b\n"
        );
    }
}
