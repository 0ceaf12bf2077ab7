//! Selected rows as tab-separated text, the form that spreadsheets paste. Very many are read beside the window.

use super::gathering::{Rows, numbers};
use super::lists::{Couplings, Errors, HistoryLog, Jobs, Listing, Skipped, Wish};
use super::route::Route;
use super::speaking::Speaking;
use super::{App, Happening};
use crate::model::reason::Problem;
use crate::store::StoreReader;
use std::collections::HashSet;

/// How many rows are copied at most; beyond that a file is the better way.
pub const MOST: usize = 100_000;
/// How many rows are read at a time.
const PAGE: usize = 2_000;

/// What is copied: the columns that are shown, left to right, with their headings, and the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyWish {
    /// The columns.
    pub columns: Vec<(String, String)>,
    /// The rows.
    pub rows: Rows,
}

impl App {
    /// Reads the selected rows of the page, and has them copied once they are read.
    pub(super) fn copy_rows(&mut self, asked: CopyWish) {
        match self.way.here() {
            Route::Skipped => self.copy::<Skipped>(self.skipped.wish.clone(), asked),
            Route::Errors => self.copy::<Errors>(self.errors.wish.clone(), asked),
            Route::Couplings => self.copy::<Couplings>(self.couplings.wish.clone(), asked),
            Route::Jobs => self.copy::<Jobs>(self.jobs.wish.clone(), asked),
            Route::History => self.copy::<HistoryLog>(self.history.wish.clone(), asked),
            _ => {}
        }
    }

    fn copy<L: Listing>(&mut self, wish: Wish, asked: CopyWish) {
        let speaking = Speaking::of(self);
        let look = move |reader: &StoreReader| tsv::<L>(reader, &wish, &asked, &speaking);
        self.look_up(false, look, |app, copied| match copied {
            Ok((text, rows)) => {
                app.to_copy = Some(text);
                app.happenings.push_back(Happening::Copied(rows));
            }
            Err(problem) => app.notice = Some(problem),
        });
    }
}

/// The headings and the rows, in the order of the list; and how many rows they are.
fn tsv<L: Listing>(
    reader: &StoreReader,
    wish: &Wish,
    asked: &CopyWish,
    speaking: &Speaking,
) -> Result<(String, u64), Problem> {
    let mut wanted = numbers::<L>(reader, wish)?;
    let (Rows::AllBut(named) | Rows::These(named)) = &asked.rows;
    let named: HashSet<i64> = named.iter().copied().collect();
    let those = matches!(asked.rows, Rows::These(_));
    wanted.retain(|number| named.contains(number) == those);
    wanted.truncate(MOST);
    let headings = asked.columns.iter().map(|(_, heading)| heading.as_str());
    let mut out = tsv_line(headings);
    let mut copied = 0;
    for some in wanted.chunks(PAGE) {
        for row in L::rows(&reader.read(), some)?.into_iter().flatten() {
            let cells: Vec<String> = asked
                .columns
                .iter()
                .map(|(column, _)| L::text(&row, column, speaking))
                .collect();
            out.push_str(&tsv_line(cells.iter().map(String::as_str)));
            copied += 1;
        }
    }
    Ok((out, copied))
}

/// A line of tab-separated text, with its end.
pub fn tsv_line<'t>(cells: impl Iterator<Item = &'t str>) -> String {
    // A tab or line break inside a cell would shift everything after it.
    let cells: Vec<String> = cells
        .map(|cell| harmless(cell.replace(['\t', '\n', '\r'], " ")))
        .collect();
    cells.join("\t") + "\n"
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
            tsv_line(cells.into_iter()),
            "'=1+1\t'@x\t'+cmd|' /C calc'!A0\t-12.50\t+33 1 42-42\ta b\n"
        );
    }
}
