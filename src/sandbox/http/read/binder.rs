//! Names in a query, found in a table.

use std::collections::HashSet;
use std::sync::Arc;

use uuid::Uuid;

use super::ReadError;
use super::rows::passes;
use crate::sandbox::odata::filter::query_functions::LOGICAL;
use crate::sandbox::odata::filter::{Binder, Expr, Kind, LambdaKind, Test, bind};
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::def::{FieldDef, FieldKind, Join, NavDef, TableDef};
use crate::sandbox::system::view::{RowView, TableView, Through};

/// Where a value of a row is found.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    /// In the row itself.
    Own(u16),
    /// In the row that a field of it refers to.
    Via {
        /// The field that refers.
        field: u16,
        /// The entity set of the other row.
        set: String,
        /// The field of the other row.
        position: u16,
    },
}

impl Slot {
    /// The value in a row.
    pub fn get(&self, row: &RowView<'_>) -> Cell {
        match self {
            Self::Own(position) => row.at(*position),
            Self::Via {
                field,
                set,
                position,
            } => row
                .at(*field)
                .as_guid()
                .and_then(|id| table(row.through(), set)?.get(id))
                .map_or(Cell::Null, |other| other.at(*position)),
        }
    }
}

/// Another table of the same service and company.
pub fn table<'a>(through: Through<'a>, set: &str) -> Option<TableView<'a>> {
    match through {
        Through::Bc { bc, company } => bc.table(company, set).ok(),
        Through::Dv(dv) => dv.table(set).ok(),
    }
}

/// The qualified name of a table's type.
pub fn type_name(through: Through<'_>, def: &TableDef) -> String {
    match through {
        Through::Bc { .. } => format!("Microsoft.NAV.{}", def.entity),
        Through::Dv(_) => format!("Microsoft.Dynamics.CRM.{}", def.entity),
    }
}

/// The field that a property name means; Dataverse shows references as `_name_value`.
pub fn property(through: Through<'_>, def: &TableDef, name: &str) -> Option<u16> {
    match through {
        Through::Bc { .. } => def.position(name),
        Through::Dv(_) => {
            if let Some(inner) = name
                .strip_prefix('_')
                .and_then(|rest| rest.strip_suffix("_value"))
            {
                let position = def.position(inner)?;
                return def
                    .at(position)
                    .filter(|field| field.is_reference())
                    .map(|_| position);
            }
            let position = def.position(name)?;
            def.at(position)
                .filter(|field| !field.is_reference())
                .map(|_| position)
        }
    }
}

/// The type of a field as far as filters tell types apart.
pub fn kind(field: &FieldDef) -> Kind {
    match &field.kind {
        FieldKind::Text { .. }
        | FieldKind::Code { .. }
        | FieldKind::Memo { .. }
        | FieldKind::EntityName => Kind::Text,
        FieldKind::Bool => Kind::Bool,
        FieldKind::Int
        | FieldKind::BigInt
        | FieldKind::Decimal
        | FieldKind::Double
        | FieldKind::Money
        | FieldKind::Picklist { .. }
        | FieldKind::State { .. }
        | FieldKind::Status { .. }
        | FieldKind::RowVersion => Kind::Number,
        FieldKind::Date => Kind::Date,
        FieldKind::DateTime => Kind::DateTime,
        FieldKind::Guid | FieldKind::Lookup { .. } | FieldKind::Customer | FieldKind::Owner => {
            Kind::Guid
        }
        FieldKind::Enum { .. } => Kind::Enum,
    }
}

/// Binds filters over one table.
#[derive(Debug)]
pub struct TableBinder<'a> {
    table: TableView<'a>,
    through: Through<'a>,
    variable: Option<&'a str>,
}

impl<'a> TableBinder<'a> {
    /// A binder for a table seen through its service.
    pub fn new(through: Through<'a>, table: TableView<'a>) -> Self {
        Self {
            table,
            through,
            variable: None,
        }
    }

    fn unknown(&self, name: &str) -> ReadError {
        ReadError::UnknownProperty {
            name: name.to_owned(),
            type_name: type_name(self.through, self.table.def()),
        }
    }

    /// The slot of a path with its field.
    pub fn slot(&self, path: &str) -> Result<(Slot, &'a FieldDef), ReadError> {
        let def = self.table.def();
        // References are named as they are on the wire, or by a query function as they are in the table.
        let path = match path.strip_prefix(LOGICAL) {
            Some(name) => match def.position(name).and_then(|at| Some((at, def.at(at)?))) {
                Some((position, field)) => return Ok((Slot::Own(position), field)),
                None => name,
            },
            None => path,
        };
        let Some((first, rest)) = path.split_once('/') else {
            let position = property(self.through, def, path).ok_or_else(|| self.unknown(path))?;
            let field = def.at(position).ok_or_else(|| self.unknown(path))?;
            return Ok((Slot::Own(position), field));
        };
        let nav = def.nav(first).ok_or_else(|| self.unknown(first))?;
        let Join::Holds { field } = &nav.join else {
            return Err(ReadError::NotImplemented(format!(
                "the path '{path}' through a collection"
            )));
        };
        let field = def.position(field).ok_or_else(|| self.unknown(first))?;
        let other = table(self.through, &nav.target).ok_or_else(|| self.unknown(first))?;
        if rest.contains('/') {
            return Err(ReadError::NotImplemented(format!(
                "the path '{path}' through two references"
            )));
        }
        let (slot, found) = TableBinder::new(self.through, other).slot(rest)?;
        match slot {
            Slot::Own(position) => Ok((
                Slot::Via {
                    field,
                    set: nav.target.to_string(),
                    position,
                },
                found,
            )),
            Slot::Via { .. } => Err(self.unknown(path)),
        }
    }

    /// The ids of this table's rows that a collection connects with a row that passes.
    fn connected(
        &self,
        nav: &NavDef,
        test: Option<&Test<Slot>>,
        negated: bool,
    ) -> Result<HashSet<Uuid>, ReadError> {
        let other = table(self.through, &nav.target).ok_or_else(|| self.unknown(&nav.name))?;
        let chosen = other
            .scan(None)
            .filter(|row| test.is_none_or(|test| passes(test, row) != negated));
        let mut found = HashSet::new();
        match &nav.join {
            Join::HeldBy { field } => {
                let position = other
                    .def()
                    .position(field)
                    .ok_or_else(|| self.unknown(&nav.name))?;
                found.extend(chosen.filter_map(|row| row.at(position).as_guid()));
            }
            Join::Pairs { relationship } => {
                if let Through::Dv(dv) = self.through {
                    chosen.for_each(|row| found.extend(dv.paired(relationship, row.id())));
                }
            }
            Join::Holds { .. } => return Err(self.unknown(&nav.name)),
        }
        Ok(found)
    }
}

impl Binder for TableBinder<'_> {
    type Path = Slot;
    type Error = ReadError;

    fn path(&mut self, path: &str) -> Result<(Slot, Kind), ReadError> {
        let path = match self.variable {
            Some(variable) => path
                .strip_prefix(variable)
                .and_then(|rest| rest.strip_prefix('/'))
                .unwrap_or(path),
            None => path,
        };
        let (slot, field) = self.slot(path)?;
        Ok((slot, kind(field)))
    }

    fn lambda(
        &mut self,
        collection: &str,
        lambda: LambdaKind,
        variable: &str,
        body: Option<&Expr>,
    ) -> Result<Test<Slot>, ReadError> {
        let def = self.table.def();
        let nav = def
            .nav(collection)
            .ok_or_else(|| self.unknown(collection))?;
        let other = table(self.through, &nav.target).ok_or_else(|| self.unknown(collection))?;
        let test = body
            .map(|body| {
                bind(
                    body,
                    &mut TableBinder {
                        table: other,
                        through: self.through,
                        variable: Some(variable),
                    },
                )
            })
            .transpose()?;
        let key = def
            .position(&def.key)
            .ok_or_else(|| self.unknown(&def.key))?;
        let all = lambda == LambdaKind::All;
        let ids = self.connected(nav, test.as_ref(), all)?;
        let member = Test::Member(Slot::Own(key), Arc::new(ids));
        Ok(if all {
            Test::Not(Box::new(member))
        } else {
            member
        })
    }
}
