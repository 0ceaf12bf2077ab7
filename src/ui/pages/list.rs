//! What the pages with one long table have in common: rows of the cache as rows of the table.

use crate::app::App;
use crate::app::lists::CacheList;
use crate::app::rows::Rows;
use crate::i18n::Texts;
use crate::store::StoreReader;
use crate::ui::table::{Column, Row, Table, TableModel, TableResponse, TableSpec};
use crate::worker::explain::explain;
use eframe::egui::Ui;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::hash::Hash;
use std::ops::Range;

/// What turning values into words needs.
#[derive(Clone)]
pub(super) struct Speaking {
    pub(super) texts: Texts,
    pub(super) now: Timestamp,
    pub(super) zone: TimeZone,
    /// Something lies over the page and has the keyboard.
    pub(super) covered: bool,
}

impl Speaking {
    pub(super) fn of(app: &App) -> Self {
        Self {
            covered: app.layer.is_some() || app.question.is_some(),
            texts: app.texts,
            now: app.now(),
            zone: app.zone.clone(),
        }
    }

    /// A moment as people say it: relative when it is near.
    pub(super) fn moment(&self, at: Timestamp) -> String {
        self.texts.moment(at, self.now, &self.zone)
    }
}

/// A list as a table shows it.
pub(super) trait Shown: CacheList {
    /// One row of the cache.
    type Row;
    /// What names a row for good.
    type Id: Clone + Eq + Hash + 'static;

    /// The rows that are held.
    fn rows(&self) -> &Rows<Self::Row>;

    /// The name of a row.
    fn id(row: &Self::Row) -> Self::Id;

    /// A cell as words.
    fn text(row: &Self::Row, column: &str, speaking: &Speaking) -> String;

    /// Draws a cell that is more than words; false draws its words.
    fn draw(_ui: &mut Ui, _row: &Self::Row, _column: &str, _speaking: &Speaking) -> bool {
        false
    }
}

/// A list, the cache behind it, and the words in front of it.
struct Model<'m, L> {
    list: &'m mut L,
    reader: Option<&'m StoreReader>,
    speaking: &'m Speaking,
}

impl<L: Shown> TableModel for Model<'_, L> {
    type Id = L::Id;

    fn revision(&self) -> u64 {
        self.list.rows().revision
    }

    fn row_count(&self) -> u64 {
        self.list.rows().total()
    }

    fn prepare(&mut self, rows: Range<u64>) {
        if let Some(reader) = self.reader {
            self.list.prepare(&reader.read(), rows);
        }
    }

    fn row(&self, index: u64) -> Row<L::Id> {
        let rows = self.list.rows();
        match (rows.get(index), &rows.problem) {
            (Some(row), _) => Row::Ready(L::id(row)),
            (None, Some(problem)) => Row::Failed(explain(self.speaking.texts, problem).message),
            (None, None) => Row::NotLoaded,
        }
    }

    fn ids(&mut self, rows: Range<u64>) -> Vec<L::Id> {
        self.prepare(rows.clone());
        rows.filter_map(|index| self.list.rows().get(index).map(L::id))
            .collect()
    }

    fn index_of(&mut self, id: &L::Id) -> Option<u64> {
        self.list
            .rows()
            .held()
            .find(|(_, row)| L::id(row) == *id)
            .map(|(index, _)| index)
    }

    fn text(&self, index: u64, column: &'static str) -> Cow<'_, str> {
        let row = self.list.rows().get(index);
        Cow::Owned(
            row.map(|row| L::text(row, column, self.speaking))
                .unwrap_or_default(),
        )
    }

    fn draw(&self, ui: &mut Ui, index: u64, column: &'static str) -> bool {
        self.list
            .rows()
            .get(index)
            .is_some_and(|row| L::draw(ui, row, column, self.speaking))
    }
}

/// Draws a list as a table.
pub(super) fn show<L: Shown>(
    ui: &mut Ui,
    list: &mut L,
    reader: Option<&StoreReader>,
    table: &mut Table<L::Id>,
    speaking: &Speaking,
    spec: (&'static str, &str, &[Column], bool),
) -> TableResponse<L::Id> {
    let (id, name, columns, checkboxes) = spec;
    let own = ui.make_persistent_id(id);
    // Where nothing else has the keyboard the list has it: arrows, Enter and Space work without a click.
    if !speaking.covered && ui.memory(|memory| memory.focused().is_none()) {
        ui.memory_mut(|memory| memory.request_focus(own));
        // Only from the next frame on do the arrows belong to the list.
        ui.ctx().request_repaint();
    }
    let spec = TableSpec {
        id,
        name,
        columns,
        checkboxes,
    };
    table.show(
        ui,
        &spec,
        &mut Model {
            list,
            reader,
            speaking,
        },
    )
}
