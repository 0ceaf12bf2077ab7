//! Tables for people: aligned columns, numbers to the right, nothing cut off.

use crate::i18n::visible;
use std::fmt::Write as _;

/// A table that is filled row by row.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

#[derive(Clone, Debug)]
struct Column {
    heading: String,
    right: bool,
}

impl Table {
    /// A table without columns yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a column of text.
    #[must_use]
    pub fn text(self, heading: impl Into<String>) -> Self {
        self.column(heading.into(), false)
    }

    /// Adds a column of numbers.
    #[must_use]
    pub fn number(self, heading: impl Into<String>) -> Self {
        self.column(heading.into(), true)
    }

    fn column(mut self, heading: String, right: bool) -> Self {
        self.columns.push(Column { heading, right });
        self
    }

    /// Adds a row; line breaks inside a cell become blanks, other signs that act are shown and not obeyed.
    pub fn row<C: Into<String>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let clean = |cell: C| {
            let line = cell.into().replace(['\n', '\r', '\t'], " ");
            visible(&line).into_owned()
        };
        self.rows.push(cells.into_iter().map(clean).collect());
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the table, one line per row.
    pub fn render(&self) -> String {
        let widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let cells = self.rows.iter().filter_map(|row| row.get(index));
                cells
                    .map(|cell| width(cell))
                    .chain([width(&column.heading)])
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let mut text = String::new();
        let headings: Vec<&str> = self
            .columns
            .iter()
            .map(|column| column.heading.as_str())
            .collect();
        self.line(&mut text, &widths, &headings);
        let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
        self.line(&mut text, &widths, &rules);
        for row in &self.rows {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            self.line(&mut text, &widths, &cells);
        }
        text
    }

    fn line(&self, text: &mut String, widths: &[usize], cells: &[&str]) {
        let mut line = String::new();
        for ((cell, width_wanted), column) in cells.iter().zip(widths).zip(&self.columns) {
            if !line.is_empty() {
                line.push_str("  ");
            }
            let blanks = " ".repeat(width_wanted.saturating_sub(width(cell)));
            // Writing to a string never fails.
            if column.right {
                write!(line, "{blanks}{cell}").ok();
            } else {
                write!(line, "{cell}{blanks}").ok();
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// The width of a text in a terminal, taking every character as one cell wide.
fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_characters_not_bytes() {
        let mut table = Table::new().text("Name").number("Read");
        table.row(["Élan & Fils", "7"]);
        table.row(["A\nB", "12,345"]);
        let expected = "\
Name           Read
───────────  ──────
Élan & Fils       7
A B          12,345
";
        assert_eq!(table.render(), expected);
    }
}
