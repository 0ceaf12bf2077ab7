//! One stored row, packed: a million rows a side must fit into memory, and most fields of most rows are empty.
//!
//! The packed form is private to this file: field number, tag, payload, in the order of the field numbers.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::cell::Cell;

/// Who and when, kept beside the values of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When it was created.
    pub created: Timestamp,
    /// Who created it.
    pub created_by: Uuid,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Who changed it last.
    pub modified_by: Uuid,
    /// Its version, which grows with every change on the whole side.
    pub version: u64,
}

/// One stored row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Who and when.
    pub stamp: Stamp,
    packed: Box<[u8]>,
}

const FALSE: u8 = 0;
const TRUE: u8 = 1;
const SMALL: u8 = 2;
const INT: u8 = 3;
const DECIMAL: u8 = 4;
const SHORT_TEXT: u8 = 5;
const TEXT: u8 = 6;
const GUID: u8 = 7;
const REFERENCE: u8 = 8;
const DATE: u8 = 9;
const INSTANT: u8 = 10;
const TINY: u8 = 11;

impl Row {
    /// Packs cells; nulls take no room, and the last cell given for a field counts.
    pub fn new(stamp: Stamp, cells: impl IntoIterator<Item = (u16, Cell)>) -> Self {
        let mut cells: Vec<(u16, Cell)> = cells.into_iter().collect();
        cells.sort_by_key(|(field, _)| *field);
        // Room for exactly this much: growing and shrinking each of a million rows would cost more than packing them.
        let size = cells.iter().map(|(_, cell)| width(cell)).sum();
        let mut packed = Vec::with_capacity(size);
        for (at, (field, cell)) in cells.iter().enumerate() {
            let overruled = cells.get(at + 1).is_some_and(|(next, _)| next == field);
            if !overruled {
                pack(&mut packed, *field, cell);
            }
        }
        Self {
            stamp,
            packed: packed.into_boxed_slice(),
        }
    }

    /// The row with some cells replaced; a null removes one.
    #[must_use]
    pub fn with(&self, stamp: Stamp, changes: impl IntoIterator<Item = (u16, Cell)>) -> Self {
        Self::new(stamp, self.cells().chain(changes))
    }

    /// A field's value; `Cell::Null` when there is none.
    pub fn get(&self, field: u16) -> Cell {
        let mut reader = Reader { rest: &self.packed };
        while let Some((number, raw)) = reader.entry() {
            if number == field {
                return raw.cell();
            }
            if number > field {
                break;
            }
        }
        Cell::Null
    }

    /// All values that there are, in the order of the field numbers.
    pub fn cells(&self) -> impl Iterator<Item = (u16, Cell)> + '_ {
        let mut reader = Reader { rest: &self.packed };
        std::iter::from_fn(move || reader.entry()).map(|(number, raw)| (number, raw.cell()))
    }
}

/// How many bytes a cell takes at most, with the number of its field.
fn width(cell: &Cell) -> usize {
    const HEAD: usize = 3;
    match cell {
        Cell::Null => 0,
        Cell::Bool(_) => HEAD,
        Cell::Int(number) if u8::try_from(*number).is_ok() => HEAD + 1,
        Cell::Int(number) if i32::try_from(*number).is_ok() => HEAD + 4,
        Cell::Date(_) => HEAD + 4,
        Cell::Int(_) | Cell::Instant(_) => HEAD + 8,
        Cell::Decimal(_) | Cell::Guid(_) => HEAD + 16,
        Cell::Reference { .. } => HEAD + 20,
        Cell::Text(text) if u8::try_from(text.len()).is_ok() => HEAD + 1 + text.len(),
        Cell::Text(text) => HEAD + 4 + text.len(),
    }
}

fn pack(out: &mut Vec<u8>, field: u16, cell: &Cell) {
    if cell.is_null() {
        return;
    }
    out.extend(field.to_le_bytes());
    match cell {
        Cell::Null => {}
        Cell::Bool(flag) => out.push(if *flag { TRUE } else { FALSE }),
        Cell::Int(number) => {
            if let Ok(tiny) = u8::try_from(*number) {
                out.extend([TINY, tiny]);
            } else if let Ok(small) = i32::try_from(*number) {
                out.push(SMALL);
                out.extend(small.to_le_bytes());
            } else {
                out.push(INT);
                out.extend(number.to_le_bytes());
            }
        }
        Cell::Decimal(number) => {
            out.push(DECIMAL);
            out.extend(number.serialize());
        }
        Cell::Text(text) => {
            if let Ok(length) = u8::try_from(text.len()) {
                out.extend([SHORT_TEXT, length]);
            } else {
                out.push(TEXT);
                // A length beyond u32 cannot come from a body that the services accept.
                out.extend(u32::try_from(text.len()).unwrap_or(0).to_le_bytes());
            }
            out.extend(text.as_bytes());
        }
        Cell::Guid(id) => {
            out.push(GUID);
            out.extend(id.as_bytes());
        }
        Cell::Reference { id, table } => {
            out.push(REFERENCE);
            out.extend(id.as_bytes());
            out.extend(table.to_le_bytes());
        }
        Cell::Date(date) => {
            out.push(DATE);
            out.extend(date.year().to_le_bytes());
            out.extend(date.month().to_le_bytes());
            out.extend(date.day().to_le_bytes());
        }
        Cell::Instant(at) => {
            out.push(INSTANT);
            out.extend(at.as_millisecond().to_le_bytes());
        }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

struct Raw<'a> {
    tag: u8,
    payload: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*head)
    }

    fn entry(&mut self) -> Option<(u16, Raw<'a>)> {
        let field = u16::from_le_bytes(self.array()?);
        let [tag] = self.array()?;
        let length = match tag {
            FALSE | TRUE => 0,
            TINY => 1,
            SMALL | DATE => 4,
            INT | INSTANT => 8,
            DECIMAL | GUID => 16,
            REFERENCE => 20,
            SHORT_TEXT => {
                let [length] = self.array()?;
                usize::from(length)
            }
            _ => usize::try_from(u32::from_le_bytes(self.array()?)).ok()?,
        };
        let payload = self.take(length)?;
        Some((field, Raw { tag, payload }))
    }
}

impl Raw<'_> {
    fn array<const N: usize>(&self) -> Option<[u8; N]> {
        self.payload.first_chunk::<N>().copied()
    }

    fn cell(&self) -> Cell {
        self.read().unwrap_or(Cell::Null)
    }

    fn read(&self) -> Option<Cell> {
        Some(match self.tag {
            FALSE => Cell::Bool(false),
            TRUE => Cell::Bool(true),
            TINY => {
                let [tiny] = self.array()?;
                Cell::Int(i64::from(tiny))
            }
            SMALL => Cell::Int(i64::from(i32::from_le_bytes(self.array()?))),
            INT => Cell::Int(i64::from_le_bytes(self.array()?)),
            DECIMAL => Cell::Decimal(Decimal::deserialize(self.array()?)),
            GUID => Cell::Guid(Uuid::from_bytes(self.array()?)),
            REFERENCE => Cell::Reference {
                id: Uuid::from_bytes(self.array()?),
                table: i32::from_le_bytes(*self.payload.last_chunk::<4>()?),
            },
            DATE => {
                let [low, high, month, day] = self.array::<4>()?;
                let year = i16::from_le_bytes([low, high]);
                Cell::Date(
                    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?,
                )
            }
            INSTANT => {
                Cell::Instant(Timestamp::from_millisecond(i64::from_le_bytes(self.array()?)).ok()?)
            }
            _ => Cell::Text(Arc::from(std::str::from_utf8(self.payload).ok()?)),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stamp() -> Stamp {
        Stamp {
            created: Timestamp::UNIX_EPOCH,
            created_by: Uuid::nil(),
            modified: Timestamp::UNIX_EPOCH,
            modified_by: Uuid::nil(),
            version: 1,
        }
    }

    fn any_cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            any::<bool>().prop_map(Cell::Bool),
            any::<i64>().prop_map(Cell::Int),
            (-300_i64..300).prop_map(Cell::Int),
            (any::<i64>(), 0_u32..10).prop_map(|(n, s)| Cell::Decimal(Decimal::new(n, s))),
            ".{0,300}".prop_map(Cell::text),
            any::<[u8; 16]>().prop_map(|b| Cell::Guid(Uuid::from_bytes(b))),
            (any::<[u8; 16]>(), any::<i32>()).prop_map(|(b, table)| Cell::Reference {
                id: Uuid::from_bytes(b),
                table
            }),
            (1_i16..9999, 1_i8..13, 1_i8..29)
                .prop_map(|(y, m, d)| Cell::Date(Date::new(y, m, d).unwrap())),
            (0_i64..4_000_000_000_000)
                .prop_map(|ms| Cell::Instant(Timestamp::from_millisecond(ms).unwrap())),
        ]
    }

    proptest! {
        #[test]
        fn every_cell_comes_back_as_it_was(cells in proptest::collection::btree_map(0_u16..400, any_cell(), 0..40)) {
            let row = Row::new(stamp(), cells.clone());
            prop_assert_eq!(row.cells().collect::<Vec<_>>(), cells.clone().into_iter().collect::<Vec<_>>());
            for (field, cell) in cells {
                prop_assert_eq!(row.get(field), cell);
            }
        }
    }

    #[test]
    fn a_null_removes_a_value_and_the_last_one_counts() {
        let row = Row::new(stamp(), [(3, Cell::from("a")), (1, Cell::Int(1))]);
        let row = row.with(
            stamp(),
            [(3, Cell::Null), (1, Cell::Int(2)), (1, Cell::Int(3))],
        );
        assert_eq!(row.cells().collect::<Vec<_>>(), [(1, Cell::Int(3))]);
    }
}
