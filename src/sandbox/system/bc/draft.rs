//! A record on its way into a table: what it held before and what is about to be written.

use std::{collections::BTreeMap, sync::Arc};

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{Access, TableDef},
    given::{Given, Values},
    refusal::Refusal,
    row::{Row, Stamp},
};

use super::{intake, refusals};

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

/// Nested records to be created with this one: navigation property and bodies.
pub type Nested = Vec<(String, Vec<Values>)>;

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

    /// Reads the members of a body into the draft, in their order, and gives the nested records.
    ///
    /// # Errors
    /// Unknown or read-only properties, values of the wrong type.
    pub fn fill(&mut self, values: Values) -> Result<Nested, Refusal> {
        let def = Arc::clone(&self.def);
        let mut nested = Nested::new();
        for (name, given) in values {
            let cell = match given {
                Given::Value(cell) => cell,
                Given::Bind { id, .. } => Cell::Guid(id),
                Given::Row(row) => {
                    nested.push((name, vec![row]));
                    continue;
                }
                Given::Rows(rows) => {
                    nested.push((name, rows));
                    continue;
                }
            };
            self.take(&def, &name, &cell)?;
        }
        for (name, _) in &nested {
            if !def
                .nav(name)
                .is_some_and(crate::sandbox::system::def::NavDef::is_collection)
            {
                return Err(refusals::unknown_property(&def, name));
            }
        }
        Ok(nested)
    }

    fn take(&mut self, def: &TableDef, name: &str, cell: &Cell) -> Result<(), Refusal> {
        let unknown = || refusals::unknown_property(def, name);
        let position = def.position(name).ok_or_else(unknown)?;
        let field = def.at(position).ok_or_else(unknown)?;
        if name == "id" {
            let id = intake::guid(field, cell)?;
            if self.before.is_some() && id != self.id {
                return Err(refusals::dialog("The \"id\" cannot be changed."));
            }
            self.id = id;
            return Ok(());
        }
        match field.access {
            Access::ReadOnly => return Err(refusals::read_only(name)),
            Access::CreateOnly if self.before.is_some() => return Err(refusals::read_only(name)),
            Access::ReadWrite | Access::CreateOnly => {}
        }
        let read = intake::read(field, cell)?;
        if !field.computed {
            self.cells.insert(position, read);
        }
        Ok(())
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

    /// The names of the fields that are about to be written.
    pub fn touched(&self) -> impl Iterator<Item = &str> {
        self.cells
            .keys()
            .filter_map(|position| self.def.at(*position))
            .map(|field| field.name.as_ref())
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
