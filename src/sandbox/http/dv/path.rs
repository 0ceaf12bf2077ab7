//! From a path below an entity set to the rows, columns and references that it leads to.

use uuid::Uuid;

use super::super::read::binder::{Slot, property};
use super::super::read::rows::{Wanted, page, passes};
use super::super::read::shape::restricted;
use super::errors;
use super::read::MOST_COUNTED;
use crate::sandbox::odata::filter::Test;
use crate::sandbox::odata::literal::Literal;
use crate::sandbox::odata::url::{Arguments, Segment};
use crate::sandbox::system::cell::Cell;
use crate::sandbox::system::def::Join;
use crate::sandbox::system::dv::tables::PRINCIPALS;
use crate::sandbox::system::dv::{Dv, refusals};
use crate::sandbox::system::refusal::Refusal;
use crate::sandbox::system::view::{RowView, TableView};
/// What a path leads to.
#[derive(Debug)]
pub enum Found<'a> {
    /// A set, or those of its rows that another row is connected with.
    Set {
        /// The set.
        view: TableView<'a>,
        /// The condition that the other row makes.
        join: Option<Test<Slot>>,
    },
    /// The number of rows.
    Count {
        /// The set.
        view: TableView<'a>,
        /// The condition that another row makes.
        join: Option<Test<Slot>>,
    },
    /// One row.
    Row {
        /// The row.
        row: RowView<'a>,
    },
    /// One column of a row.
    Column {
        /// The row.
        row: RowView<'a>,
        /// The column.
        position: u16,
        /// Whether only its text is asked for (`$value`).
        raw: bool,
    },
    /// Addresses of rows (`$ref`).
    Reference {
        /// The rows.
        rows: Vec<RowView<'a>>,
        /// Whether there may be many.
        collection: bool,
    },
    /// A navigation property that leads nowhere.
    Nothing,
}

impl Found<'_> {
    /// The entity set that it is of, where it is of one.
    pub fn set(&self) -> Option<&str> {
        match self {
            Self::Set { view, .. } | Self::Count { view, .. } => Some(&view.def().set),
            Self::Row { row } | Self::Column { row, .. } => Some(&row.def().set),
            Self::Reference { .. } | Self::Nothing => None,
        }
    }
}

/// Follows a path from its entity set.
pub fn find<'a>(dv: &'a Dv, path: &[Segment]) -> Result<Found<'a>, Refusal> {
    let (first, mut rest) = path.split_first().ok_or_else(errors::bad_url)?;
    let mut here = keyed(dv, dv.table(&first.name)?, None, first)?;
    while let Some((segment, more)) = rest.split_first() {
        rest = more;
        here = match (here, segment.name.as_str()) {
            (Found::Set { view, join }, "$count") => Found::Count { view, join },
            (Found::Set { view, join }, "$ref") => {
                let asked = Wanted {
                    test: join,
                    take: MOST_COUNTED,
                    ..Wanted::default()
                };
                Found::Reference {
                    rows: page(view, &asked).rows,
                    collection: true,
                }
            }
            (Found::Row { row }, "$ref") => Found::Reference {
                rows: vec![row],
                collection: false,
            },
            (Found::Row { row }, _) => step(dv, &row, segment)?,
            (Found::Column { row, position, .. }, "$value") => Found::Column {
                row,
                position,
                raw: true,
            },
            (Found::Nothing, "$ref") => Found::Nothing,
            _ => return Err(errors::no_segment(&segment.name)),
        };
    }
    Ok(here)
}

fn keyed<'a>(
    dv: &'a Dv,
    view: TableView<'a>,
    join: Option<Test<Slot>>,
    segment: &Segment,
) -> Result<Found<'a>, Refusal> {
    let Some(row) = key(dv, view, segment)? else {
        return Ok(Found::Set { view, join });
    };
    match join {
        Some(join) if !passes(&join, &row) => Err(refusals::no_row(view.def(), row.id())),
        _ => Ok(Found::Row { row }),
    }
}

/// The row that a segment's key names; `None` without a key.
fn key<'a>(
    dv: &'a Dv,
    view: TableView<'a>,
    segment: &Segment,
) -> Result<Option<RowView<'a>>, Refusal> {
    match Key::of(view, segment)? {
        None => Ok(None),
        Some(Key::Id(id)) => view
            .get(id)
            .map(Some)
            .ok_or_else(|| refusals::no_row(view.def(), id)),
        Some(Key::Alternate(columns)) => dv.by_key(&view.def().set, &columns).map(Some),
    }
}

/// How a segment names a row.
#[derive(Clone, Debug)]
pub enum Key {
    /// By its id.
    Id(Uuid),
    /// By columns and their values.
    Alternate(Vec<(String, Cell)>),
}

impl Key {
    /// Reads a segment's key.
    pub fn of(view: TableView<'_>, segment: &Segment) -> Result<Option<Self>, Refusal> {
        let def = view.def();
        match &segment.arguments {
            None => Ok(None),
            Some(Arguments::Single(Literal::Guid(id))) => Ok(Some(Self::Id(*id))),
            Some(Arguments::Single(Literal::Text(text))) => text
                .parse()
                .map(|id| Some(Self::Id(id)))
                .map_err(|_unreadable| errors::bad_url()),
            Some(Arguments::Named(named)) => {
                if let [(name, Literal::Guid(id))] = named.as_slice()
                    && *name == def.key
                {
                    return Ok(Some(Self::Id(*id)));
                }
                let columns = named
                    .iter()
                    .map(|(name, literal)| {
                        let column = name
                            .strip_prefix('_')
                            .and_then(|rest| rest.strip_suffix("_value"))
                            .unwrap_or(name)
                            .to_owned();
                        let cell = match literal {
                            Literal::Null | Literal::Alias(_) | Literal::Untyped(_) => {
                                return Err(errors::bad_url());
                            }
                            Literal::Bool(flag) => Cell::Bool(*flag),
                            Literal::Number(number) => {
                                let cell = Cell::Decimal(*number);
                                cell.as_int().map_or(cell, Cell::Int)
                            }
                            Literal::Text(text) => Cell::text(text),
                            Literal::Guid(id) => Cell::Guid(*id),
                            Literal::Date(date) => Cell::Date(*date),
                            Literal::DateTime(at) => Cell::Instant(*at),
                            Literal::Enum { member, .. } => Cell::text(member),
                        };
                        Ok((column, cell))
                    })
                    .collect::<Result<_, _>>()?;
                Ok(Some(Self::Alternate(columns)))
            }
            Some(_) => Err(errors::bad_url()),
        }
    }
}

fn step<'a>(dv: &'a Dv, row: &RowView<'a>, segment: &Segment) -> Result<Found<'a>, Refusal> {
    let def = row.def();
    if let Some(nav) = def.nav(&segment.name) {
        if let (PRINCIPALS, Join::Holds { field }) = (nav.target.as_ref(), &nav.join) {
            let owner = row.get(field).unwrap_or(Cell::Null);
            let found = match (&owner, dv.owners(&owner)) {
                (Cell::Reference { id, table }, Some(_)) => dv
                    .def_coded(*table)
                    .and_then(|def| dv.table(&def.set).ok()?.get(*id)),
                _ => None,
            };
            return Ok(found.map_or(Found::Nothing, |row| Found::Row { row }));
        }
        let other = dv.table(&nav.target)?;
        let Some(join) = restricted(row, nav, other) else {
            return Ok(Found::Nothing);
        };
        if let Join::Holds { .. } = nav.join {
            let asked = Wanted {
                test: Some(join),
                take: 1,
                ..Wanted::default()
            };
            let found = page(other, &asked).rows.into_iter().next();
            return Ok(found.map_or(Found::Nothing, |row| Found::Row { row }));
        }
        return keyed(dv, other, Some(join), segment);
    }
    let position = property(row.through(), def, &segment.name)
        .ok_or_else(|| errors::no_segment(&segment.name))?;
    Ok(Found::Column {
        row: *row,
        position,
        raw: false,
    })
}
