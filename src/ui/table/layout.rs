//! What is remembered of a table between starts: which columns, how wide, in which order, sorted how.

use serde::Deserialize;
use serde::Serialize;

use super::column::Column;

/// The order of rows that the person asked for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Sort {
    /// Key of the column.
    pub column: String,
    /// From large to small.
    pub descending: bool,
}

/// The remembered layout of a table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub struct TableLayout {
    /// The order of rows; `None` is the page's own.
    pub sort: Option<Sort>,
    /// The columns, left to right.
    columns: Vec<Placed>,
}

/// How the person placed a column.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Placed {
    key: String,
    width: f32,
    shown: bool,
}

impl TableLayout {
    /// Adds columns that are new in the program and forgets those that are gone.
    pub(super) fn reconcile(&mut self, columns: &[Column]) {
        self.columns
            .retain(|placed| columns.iter().any(|column| column.key == placed.key));
        for (position, column) in columns.iter().enumerate() {
            if !self.columns.iter().any(|placed| placed.key == column.key) {
                let placed = Placed {
                    key: column.key.to_owned(),
                    width: column.width,
                    shown: column.shown,
                };
                self.columns
                    .insert(position.min(self.columns.len()), placed);
            }
        }
        if let Some(sort) = &self.sort
            && !columns
                .iter()
                .any(|column| column.key == sort.column && column.sortable)
        {
            self.sort = None;
        }
    }

    /// Lists the shown columns with their widths, left to right; the first of the page's columns if all are hidden.
    pub(super) fn shown<'c>(&self, columns: &'c [Column]) -> Vec<(&'c Column, f32)> {
        let shown: Vec<_> = self
            .columns
            .iter()
            .filter(|placed| placed.shown)
            .filter_map(|placed| {
                let column = columns.iter().find(|column| column.key == placed.key)?;
                Some((column, placed.width.max(column.min_width)))
            })
            .collect();
        if shown.is_empty() {
            return columns
                .first()
                .map(|column| (column, column.width))
                .into_iter()
                .collect();
        }
        shown
    }

    /// Tells whether a column is shown.
    pub(super) fn is_shown(&self, key: &str) -> bool {
        self.columns
            .iter()
            .any(|placed| placed.key == key && placed.shown)
    }

    /// Shows or hides a column; the last one stays.
    pub(super) fn set_shown(&mut self, key: &str, shown: bool) {
        let others = self
            .columns
            .iter()
            .any(|placed| placed.shown && placed.key != key);
        if let Some(placed) = self.columns.iter_mut().find(|placed| placed.key == key) {
            placed.shown = shown || !others;
        }
    }

    /// Remembers a width.
    pub(super) fn set_width(&mut self, key: &str, width: f32) {
        if let Some(placed) = self.columns.iter_mut().find(|placed| placed.key == key) {
            placed.width = width;
        }
    }

    /// Moves a column past its neighbour that is shown.
    pub(super) fn shift(&mut self, key: &str, to_the_right: bool) {
        let Some(from) = self.columns.iter().position(|placed| placed.key == key) else {
            return;
        };
        let shown = |(index, placed): (usize, &Placed)| placed.shown.then_some(index);
        let to = if to_the_right {
            self.columns
                .iter()
                .enumerate()
                .skip(from + 1)
                .find_map(shown)
        } else {
            self.columns
                .iter()
                .enumerate()
                .take(from)
                .rev()
                .find_map(shown)
        };
        if let Some(to) = to {
            let placed = self.columns.remove(from);
            self.columns.insert(to, placed);
        }
    }

    /// Goes back to the columns as the page defines them; the order of rows stays.
    pub(super) fn reset(&mut self, columns: &[Column]) {
        self.columns.clear();
        self.reconcile(columns);
    }

    /// Goes to the next order after a click on a heading: up, down, the page's own.
    pub(super) fn click_sort(&mut self, key: &str) {
        self.sort = match self.sort.take() {
            Some(sort) if sort.column == key && sort.descending => None,
            Some(sort) if sort.column == key => Some(Sort {
                descending: true,
                ..sort
            }),
            _ => Some(Sort {
                column: key.to_owned(),
                descending: false,
            }),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::new("no", "No.", 80.0),
            Column::new("name", "Name", 200.0),
            Column::new("city", "City", 120.0).hidden(),
        ]
    }

    fn keys(layout: &TableLayout, columns: &[Column]) -> Vec<&'static str> {
        layout
            .shown(columns)
            .into_iter()
            .map(|(column, _)| column.key)
            .collect()
    }

    #[test]
    fn a_heading_goes_up_down_and_back() {
        let mut layout = TableLayout::default();
        let mut seen = Vec::new();
        for _ in 0..3 {
            layout.click_sort("no");
            seen.push(layout.sort.as_ref().map(|sort| sort.descending));
        }
        assert_eq!(seen, [Some(false), Some(true), None]);
        layout.click_sort("no");
        layout.click_sort("name");
        assert_eq!(
            layout.sort,
            Some(Sort {
                column: "name".to_owned(),
                descending: false
            })
        );
    }

    #[test]
    fn columns_are_hidden_moved_and_reset() {
        let columns = columns();
        let mut layout = TableLayout::default();
        layout.reconcile(&columns);
        assert_eq!(keys(&layout, &columns), ["no", "name"]);
        layout.set_shown("city", true);
        layout.shift("city", false);
        assert_eq!(keys(&layout, &columns), ["no", "city", "name"]);
        layout.shift("no", true);
        assert_eq!(keys(&layout, &columns), ["city", "no", "name"]);
        for key in ["no", "name", "city"] {
            layout.set_shown(key, false);
        }
        assert_eq!(keys(&layout, &columns), ["city"], "the last one stays");
        layout.reset(&columns);
        assert_eq!(keys(&layout, &columns), ["no", "name"]);
    }

    #[test]
    fn a_remembered_layout_meets_a_newer_program() {
        let old = [
            Column::new("no", "No.", 80.0),
            Column::new("fax", "Fax", 90.0),
        ];
        let mut layout = TableLayout::default();
        layout.reconcile(&old);
        layout.set_width("no", 111.0);
        layout.click_sort("fax");
        let text = serde_json::to_string(&layout).unwrap();
        let mut layout: TableLayout = serde_json::from_str(&text).unwrap();
        layout.reconcile(&columns());
        assert_eq!(keys(&layout, &columns()), ["no", "name"]);
        assert!((layout.shown(&columns())[0].1 - 111.0).abs() < 0.1);
        assert_eq!(
            layout.sort, None,
            "nobody can sort by a column that is gone"
        );
    }
}
