//! Reading: a table and a row as the service shows them, with worked-out fields, stamps and etags.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    bc::Bc,
    cell::{Cell, TextOrder},
    def::{FieldDef, TableDef},
    dv::Dv,
    row::{Row, Stamp},
    table::Table,
};

/// The service that a row is seen through.
#[derive(Clone, Copy, Debug)]
pub enum Through<'a> {
    /// Business Central, in one company.
    Bc {
        /// The service.
        bc: &'a Bc,
        /// The company's id.
        company: Uuid,
    },
    /// Dataverse.
    Dv(&'a Dv),
}

impl Through<'_> {
    /// How the service compares text.
    pub fn text_order(self) -> TextOrder {
        match self {
            Self::Bc { .. } => TextOrder::Exact,
            Self::Dv(_) => TextOrder::CaseInsensitive,
        }
    }
}

/// A table as its service shows it.
#[derive(Clone, Copy, Debug)]
pub struct TableView<'a> {
    through: Through<'a>,
    table: &'a Table,
    def: &'a Arc<TableDef>,
}

impl<'a> TableView<'a> {
    pub(super) fn new(through: Through<'a>, table: &'a Table) -> Self {
        Self {
            through,
            table,
            def: &table.def,
        }
    }

    /// The same rows, shown with other fields: those that are stored stand at the same positions in both definitions.
    #[must_use]
    pub(super) fn shown_as(self, def: &'a Arc<TableDef>) -> Self {
        Self { def, ..self }
    }

    /// The service that it is seen through.
    pub fn through(&self) -> Through<'a> {
        self.through
    }

    /// What the table is.
    pub fn def(&self) -> &'a TableDef {
        self.def
    }

    /// What the table is, to be kept.
    pub fn shared_def(&self) -> Arc<TableDef> {
        Arc::clone(self.def)
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// One row.
    pub fn get(&self, id: Uuid) -> Option<RowView<'a>> {
        self.table.row(id).map(|row| self.view(id, row))
    }

    /// Rows in the order of their ids, beginning behind `after`; nothing is read before it is asked for.
    pub fn scan(
        &self,
        after: Option<Uuid>,
    ) -> impl DoubleEndedIterator<Item = RowView<'a>> + use<'a> {
        let view = *self;
        self.table
            .rows(after)
            .map(move |(id, row)| view.view(id, row))
    }

    /// Rows changed at `from` or later, in the order of their change (`lastModifiedDateTime ge`, `modifiedon ge`).
    ///
    /// Dataverse shows whole seconds: ask from the beginning of the second, and compare again what it shows.
    pub fn since(&self, from: Timestamp) -> impl DoubleEndedIterator<Item = RowView<'a>> + use<'a> {
        let view = *self;
        self.table
            .since(from)
            .map(move |(id, row)| view.view(id, row))
    }

    /// Rows changed beyond `version`, in the order of their versions (change tracking).
    pub fn beyond(&self, version: u64) -> impl DoubleEndedIterator<Item = RowView<'a>> + use<'a> {
        let view = *self;
        self.table
            .beyond(version)
            .map(move |(id, row)| view.view(id, row))
    }

    /// Ids of the rows that may hold `value` in a field, in their order; `None` when only a full scan can tell.
    pub fn holding(&self, field: &str, value: &Cell) -> Option<Vec<Uuid>> {
        self.table.holding(self.def.position(field)?, value)
    }

    fn view(&self, id: Uuid, row: &'a Row) -> RowView<'a> {
        RowView {
            through: self.through,
            def: self.def,
            id,
            row,
        }
    }
}

/// A row as its service shows it.
#[derive(Clone, Copy, Debug)]
pub struct RowView<'a> {
    through: Through<'a>,
    def: &'a Arc<TableDef>,
    id: Uuid,
    row: &'a Row,
}

impl<'a> RowView<'a> {
    /// The row's id.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What its table is.
    pub fn def(&self) -> &'a TableDef {
        self.def
    }

    /// Who and when.
    pub fn stamp(&self) -> Stamp {
        self.row.stamp
    }

    /// The service that it is seen through.
    pub fn through(&self) -> Through<'a> {
        self.through
    }

    /// A field's value by its name (Dataverse: by the column's logical name, also for references).
    ///
    /// `None` when there is no such field.
    pub fn get(&self, name: &str) -> Option<Cell> {
        self.def.position(name).map(|at| self.at(at))
    }

    /// A field's value by its position in the definition.
    pub fn at(&self, position: u16) -> Cell {
        let Some(field) = self.def.at(position) else {
            return Cell::Null;
        };
        let stored = self.row.get(position);
        self.show(field, stored)
    }

    /// All fields with their values, in the order of the definition.
    pub fn cells(&self) -> impl Iterator<Item = (&'a FieldDef, Cell)> + use<'a> {
        let view = *self;
        let mut stored = self.row.cells().peekable();
        self.def.fields.iter().enumerate().map(move |(at, field)| {
            let cell = stored
                .next_if(|(number, _)| usize::from(*number) == at)
                .map_or(Cell::Null, |(_, cell)| cell);
            (field, view.show(field, cell))
        })
    }

    /// The row's etag, as it goes into `@odata.etag`.
    pub fn etag(&self) -> String {
        match self.through {
            Through::Bc { .. } => super::bc::etag::of(self.row.stamp.version),
            Through::Dv(_) => super::dv::etag::of(self.row.stamp.version),
        }
    }

    fn show(&self, field: &FieldDef, stored: Cell) -> Cell {
        match self.through {
            Through::Bc { bc, company } => {
                super::bc::show::cell(bc, company, self.def, self.id, self.row, field, stored)
            }
            Through::Dv(dv) => {
                super::dv::show::cell(dv, self.def, self.id, self.row, field, stored)
            }
        }
    }
}
