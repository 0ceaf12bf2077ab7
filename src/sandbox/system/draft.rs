//! A record on its way into a table: what it held before and what is about to be written.

use std::{collections::BTreeMap, sync::Arc};

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    cell::Cell,
    def::{FieldDef, TableDef},
    row::{Row, Stamp},
};

/// A record on its way into a table.
#[derive(Debug)]
pub struct Draft {
    /// What its table is.
    pub def: Arc<TableDef>,
    /// The record as it is stored; `None` for a new one.
    pub before: Option<Row>,
    /// The id; zero for a new record that did not bring one.
    pub id: Uuid,
    cells: BTreeMap<u16, Cell>,
}

impl Draft {
    /// A draft without any change.
    pub fn new(def: Arc<TableDef>, id: Uuid, before: Option<Row>) -> Self {
        Self {
            def,
            before,
            id,
            cells: BTreeMap::new(),
        }
    }

    /// Whether the record is new.
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// What is about to be written into a field; `None` when it is left alone.
    pub fn sent(&self, name: &str) -> Option<&Cell> {
        self.cells.get(&self.def.position(name)?)
    }

    /// What the field will hold.
    pub fn value(&self, name: &str) -> Cell {
        let Some(position) = self.def.position(name) else {
            return Cell::Null;
        };
        match (self.cells.get(&position), &self.before) {
            (Some(cell), _) => cell.clone(),
            (None, Some(row)) => row.get(position),
            (None, None) => Cell::Null,
        }
    }

    /// What the field held before.
    pub fn old(&self, name: &str) -> Cell {
        match (&self.before, self.def.position(name)) {
            (Some(row), Some(position)) => row.get(position),
            _ => Cell::Null,
        }
    }

    /// What the field will hold, as text; empty when it holds none.
    pub fn text(&self, name: &str) -> Arc<str> {
        match self.value(name) {
            Cell::Text(text) => text,
            _ => Arc::from(""),
        }
    }

    /// What the field will hold, as an id; zero when it holds none.
    pub fn guid(&self, name: &str) -> Uuid {
        self.value(name).as_guid().unwrap_or_default()
    }

    /// What the field will hold, as a number; zero when it holds none.
    pub fn decimal(&self, name: &str) -> Decimal {
        self.value(name).as_decimal().unwrap_or_default()
    }

    /// Whether the field will be empty.
    pub fn is_blank(&self, name: &str) -> bool {
        self.value(name).is_null()
    }

    /// Sets a field; unknown names are passed over.
    pub fn set(&mut self, name: &str, cell: impl Into<Cell>) {
        if let Some(position) = self.def.position(name) {
            self.cells.insert(position, cell.into());
        }
    }

    /// Sets a field that will otherwise be empty.
    pub fn set_default(&mut self, name: &str, cell: impl Into<Cell>) {
        if self.sent(name).is_none() && self.is_blank(name) {
            self.set(name, cell);
        }
    }

    /// The fields that are about to be written, with what they will hold.
    pub fn changes(&self) -> impl Iterator<Item = (&FieldDef, &Cell)> {
        self.cells
            .iter()
            .filter_map(|(position, cell)| Some((self.def.at(*position)?, cell)))
    }

    /// Whether nothing is about to be written.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The record as it will be stored.
    pub fn finish(&self, stamp: Stamp) -> Row {
        let cells = self.cells.clone();
        match &self.before {
            Some(row) => row.with(stamp, cells),
            None => Row::new(stamp, cells),
        }
    }
}
