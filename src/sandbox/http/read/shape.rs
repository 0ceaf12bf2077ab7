//! Which fields and related rows are shown of each row.

use crate::sandbox::odata::filter::{self, Expr};
use crate::sandbox::odata::query::Query;
use crate::sandbox::system::def::{FieldDef, Join, NavDef, TableDef};
use crate::sandbox::system::dv::tables::PRINCIPALS;
use crate::sandbox::system::view::{RowView, TableView, Through};

use super::ReadError;
use super::binder::{Slot, TableBinder, property, table, type_name};
use super::cursor::Cursor;
use super::rows::{Page, Wanted, page};
use crate::sandbox::odata::filter::{Comparison, Test};
use crate::sandbox::system::cell::Cell;

/// What is shown of a row.
#[derive(Clone, Debug, Default)]
pub struct Shape<'a> {
    /// The fields in `$select`, in the order of the definition; everything when `None`.
    pub fields: Option<Vec<u16>>,
    /// The names in `$select` as written, for the context.
    pub names: Vec<String>,
    /// The related rows in `$expand`.
    pub expand: Vec<Expanded<'a>>,
}

/// A related row or rows to be shown.
#[derive(Clone, Debug)]
pub struct Expanded<'a> {
    /// The navigation property.
    pub nav: &'a NavDef,
    /// What is shown of them.
    pub shape: Shape<'a>,
    /// Which of them are shown.
    pub wanted: Wanted,
}

/// How a service reads filters.
pub type FilterReader<'r> = &'r dyn Fn(&Query) -> Result<Option<Expr>, ReadError>;

impl<'a> Shape<'a> {
    /// Reads `$select` and `$expand` of a query over a table.
    pub fn read(
        through: Through<'a>,
        view: TableView<'a>,
        query: &Query,
        filters: FilterReader<'_>,
    ) -> Result<Self, ReadError> {
        let def = view.def();
        let mut shape = Self::default();
        if let Some(names) = query.select() {
            let mut fields = Vec::new();
            for name in names {
                match property(through, def, name) {
                    Some(position) => fields.push(position),
                    // A selected navigation property shows nothing by itself.
                    None if def.nav(name).is_some() => {}
                    None => return Err(unknown(through, def, name)),
                }
                shape.names.push(name.to_owned());
            }
            fields.sort_unstable();
            fields.dedup();
            shape.fields = Some(fields);
        }
        for item in query.expand()? {
            let nav = def
                .nav(&item.name)
                .ok_or_else(|| unknown(through, def, &item.name))?;
            let other =
                table(through, &nav.target).ok_or_else(|| unknown(through, def, &item.name))?;
            let inner = Self::read(through, other, &item.options, filters)?;
            let wanted = wanted(through, other, &item.options, filters, usize::MAX - 1)?;
            shape.expand.push(Expanded {
                nav,
                shape: inner,
                wanted,
            });
        }
        Ok(shape)
    }

    /// Gives each field that is shown to `write`, with its value, in the order of the definition.
    ///
    /// Of a row with a few fields selected the others are not even worked out.
    pub fn each<'r>(&self, row: &RowView<'r>, mut write: impl FnMut(&'r FieldDef, &Cell)) {
        const FEW: usize = 32;
        match &self.fields {
            Some(fields) if fields.len() <= FEW => {
                for position in fields {
                    if let Some(field) = row.def().at(*position) {
                        write(field, &row.at(*position));
                    }
                }
            }
            _ => {
                for (position, (field, value)) in (0_u16..).zip(row.cells()) {
                    if self.shows(position) {
                        write(field, &value);
                    }
                }
            }
        }
    }

    /// Whether a field is shown.
    pub fn shows(&self, position: u16) -> bool {
        self.fields
            .as_ref()
            .is_none_or(|fields| fields.binary_search(&position).is_ok())
    }
}

fn unknown(through: Through<'_>, def: &TableDef, name: &str) -> ReadError {
    ReadError::UnknownProperty {
        name: name.to_owned(),
        type_name: type_name(through, def),
    }
}

/// Reads `$filter`, `$orderby`, `$skip` and `$top` of a query over a table.
pub fn wanted(
    through: Through<'_>,
    view: TableView<'_>,
    query: &Query,
    filters: FilterReader<'_>,
    page_size: usize,
) -> Result<Wanted, ReadError> {
    let mut binder = TableBinder::new(through, view);
    let test = filters(query)?
        .map(|filter| filter::bind(&filter, &mut binder))
        .transpose()?;
    let order = query
        .order_by()?
        .into_iter()
        .map(|part| Ok((binder.slot(&part.path)?.0, part.descending)))
        .collect::<Result<Vec<_>, ReadError>>()?;
    let modified = match through {
        Through::Bc { .. } => "lastModifiedDateTime",
        Through::Dv(_) => "modifiedon",
    };
    Ok(Wanted {
        test,
        order,
        after: None::<Cursor>,
        skip: query.number("$skip")?.unwrap_or(0),
        take: query
            .number("$top")?
            .unwrap_or(usize::MAX - 1)
            .min(page_size),
        modified: view.def().position(modified).map(Slot::Own),
    })
}

/// The rows at the other end of a navigation property.
pub fn related<'a>(row: &RowView<'a>, nav: &NavDef, wanted: &Wanted) -> Page<'a> {
    let none = Page {
        rows: Vec::new(),
        next: None,
    };
    let Some(other) = other_end(row, nav) else {
        return none;
    };
    match restricted(row, nav, other) {
        None => none,
        Some(join) => {
            let test = match &wanted.test {
                None => join,
                Some(test) => Test::And(vec![join, test.clone()]),
            };
            page(
                other,
                &Wanted {
                    test: Some(test),
                    ..wanted.clone()
                },
            )
        }
    }
}

/// The table at the other end of a navigation property; an owner may be in one of two.
pub fn other_end<'a>(row: &RowView<'a>, nav: &NavDef) -> Option<TableView<'a>> {
    match (row.through(), &nav.join) {
        (Through::Dv(dv), Join::Holds { field }) if nav.target == PRINCIPALS => {
            dv.owners(&row.get(field)?)
        }
        (through, _) => table(through, &nav.target),
    }
}

/// The condition on the other table's rows that makes them this row's; `None` when there cannot be any.
pub fn restricted(row: &RowView<'_>, nav: &NavDef, other: TableView<'_>) -> Option<Test<Slot>> {
    let equal = |position: u16, cell: Cell| {
        Test::Compare(
            Comparison::Eq,
            Box::new(Test::Field(Slot::Own(position))),
            Box::new(Test::Const(cell)),
        )
    };
    let key = other.def().position(&other.def().key)?;
    match &nav.join {
        Join::Holds { field } => {
            let held = row.get(field)?;
            let id = held.as_guid()?;
            if let Cell::Reference { table, .. } = held
                && table != other.def().object_type_code
                && nav.target != PRINCIPALS
            {
                return None;
            }
            Some(equal(key, Cell::Guid(id)))
        }
        Join::HeldBy { field } => Some(equal(other.def().position(field)?, Cell::Guid(row.id()))),
        Join::Pairs { relationship } => {
            let Through::Dv(dv) = row.through() else {
                return None;
            };
            let ids = dv
                .paired(relationship, row.id())
                .into_iter()
                .map(Cell::Guid)
                .collect();
            Some(Test::In(
                Box::new(Test::Field(Slot::Own(key))),
                filter::CellSet::new(ids),
            ))
        }
    }
}
