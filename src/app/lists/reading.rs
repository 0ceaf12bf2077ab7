//! One look at the cache: how long a list is, and the lines of a part of it.

use super::wish::{Head, Wish};
use crate::app::speaking::Speaking;
use crate::model::reason::Problem;
use crate::store::{Found, GoOn, ListTable, Reader, Slice};
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

/// What differs from list to list.
pub trait Listing: 'static {
    /// The table behind it.
    const TABLE: ListTable;
    /// One row.
    type Row: Clone + Debug + Send + 'static;
    /// What names a row for good.
    type Id: Copy + Eq + Hash + Debug + Send + 'static;

    /// The name of a row.
    fn id(row: &Self::Row) -> Self::Id;

    /// The number behind a name.
    fn number(id: Self::Id) -> i64;

    /// How many rows there are.
    fn count(reader: &Reader<'_>, wish: &Wish) -> Result<u64, Problem>;

    /// Some rows.
    fn page(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<Self::Row>, Problem>;

    /// The names of some rows.
    fn ids(reader: &Reader<'_>, wish: &Wish, slice: Slice) -> Result<Vec<Self::Id>, Problem>;

    /// The name of a row with that number.
    fn named(number: i64) -> Self::Id;

    /// All rows in order and in groups, where no index gives them page by page: found by one look at every row.
    fn found(
        _reader: &Reader<'_>,
        _wish: &Wish,
        _go_on: GoOn<'_>,
    ) -> Result<Option<Found>, Problem> {
        Ok(None)
    }

    /// Rows by their numbers, in this order; nothing for one that is gone.
    fn rows(reader: &Reader<'_>, numbers: &[i64]) -> Result<Vec<Option<Self::Row>>, Problem>;

    /// The groups and how many rows each has, if rows are grouped.
    fn groups(_reader: &Reader<'_>, _wish: &Wish) -> Result<Option<Vec<(Head, u64)>>, Problem> {
        Ok(None)
    }

    /// A cell in words.
    fn text(row: &Self::Row, column: &str, speaking: &Speaking) -> String;

    /// A cell as a number, for spreadsheets.
    fn figure(_row: &Self::Row, _column: &str) -> Option<u64> {
        None
    }
}

/// One line as a table shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line<R> {
    /// The head of a group.
    Head {
        /// What its rows have in common.
        head: Head,
        /// How many they are.
        count: u64,
        /// Whether they are shown.
        open: bool,
    },
    /// A row.
    Row(R),
    /// A row that is gone since the list was measured; it is being measured again.
    Gone,
}

/// The numbers of all rows in order, group by group.
type Order = Arc<Vec<Vec<i64>>>;

/// How long a list is, and how it falls into groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// All rows, where they were found by a look at every one.
    pub(super) found: Option<Order>,
    /// The groups, with the number of rows and whether they are shown.
    pub(super) groups: Option<Vec<(Head, u64, bool)>>,
    /// How many rows there are.
    pub(super) rows: u64,
}

impl Shape {
    /// Measures a long list; what no index has is found by a look at every row, which ends when it is not to go on.
    pub(super) fn look<L: Listing>(
        reader: &Reader<'_>,
        wish: &Wish,
        folds: &HashMap<Head, bool>,
        go_on: GoOn<'_>,
    ) -> Result<Self, Problem> {
        let Some(found) = L::found(reader, wish, go_on)? else {
            return Self::read::<L>(reader, wish, folds);
        };
        let counts = found.iter().map(|(name, ids)| (name, ids.len() as u64));
        let groups: Option<Vec<(Head, u64)>> = wish.group.map(|by| {
            let heads = counts.clone();
            heads
                .filter_map(|(name, count)| Some((Head::of(by, name)?, count)))
                .collect()
        });
        let rows = counts.map(|(_, count)| count).sum();
        Ok(Self {
            groups: groups.map(|groups| opened(groups, rows, folds)),
            rows,
            found: Some(Arc::new(found.into_iter().map(|(_, ids)| ids).collect())),
        })
    }

    /// Measures a list.
    pub(super) fn read<L: Listing>(
        reader: &Reader<'_>,
        wish: &Wish,
        folds: &HashMap<Head, bool>,
    ) -> Result<Self, Problem> {
        let Some(groups) = L::groups(reader, wish)? else {
            return Ok(Self {
                groups: None,
                rows: L::count(reader, wish)?,
                found: None,
            });
        };
        let rows = groups.iter().map(|(_, count)| count).sum();
        Ok(Self {
            groups: Some(opened(groups, rows, folds)),
            rows,
            found: None,
        })
    }

    /// The numbers of all rows in the order of the lines, where they were found by a look at every one.
    pub(super) fn numbers(&self) -> Option<impl Iterator<Item = i64>> {
        let found = self.found.as_ref()?;
        Some(found.iter().flatten().copied())
    }

    /// How many lines there are, heads of groups among them.
    pub(super) fn lines(&self) -> u64 {
        match &self.groups {
            None => self.rows,
            Some(groups) => groups
                .iter()
                .map(|(_, count, open)| 1 + if *open { *count } else { 0 })
                .sum(),
        }
    }

    /// Visits what a part of the lines consists of: heads, and stretches of rows within a wish.
    fn walk(
        &self,
        wish: &Wish,
        lines: &Range<u64>,
        mut visit: impl FnMut(Part<'_>) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let Some(groups) = &self.groups else {
            return visit(Part::Rows(wish, slice_of(lines.clone()), self.own(0)));
        };
        let mut at = 0;
        for (place, (head, count, open)) in groups.iter().enumerate() {
            if lines.contains(&at) {
                visit(Part::Head(head, *count, *open))?;
            }
            at += 1;
            if *open {
                let own = lines.start.max(at)..lines.end.min(at + count);
                if own.start < own.end {
                    let within = narrowed(wish, head);
                    let slice = slice_of(own.start - at..own.end - at);
                    visit(Part::Rows(&within, slice, self.own(place)))?;
                }
                at += count;
            }
        }
        Ok(())
    }

    /// The numbers of a group's rows, if they were found.
    fn own(&self, group: usize) -> Option<&[i64]> {
        Some(self.found.as_ref()?.get(group)?.as_slice())
    }

    /// The lines of a part.
    pub(super) fn part<L: Listing>(
        &self,
        reader: &Reader<'_>,
        wish: &Wish,
        lines: &Range<u64>,
    ) -> Result<Vec<Line<L::Row>>, Problem> {
        let mut found = Vec::new();
        self.walk(wish, lines, |part| {
            match part {
                Part::Head(head, count, open) => found.push(Line::Head {
                    head: head.clone(),
                    count,
                    open,
                }),
                Part::Rows(_, slice, Some(own)) => {
                    let rows = L::rows(reader, cut(own, slice))?.into_iter();
                    found.extend(rows.map(|row| row.map_or(Line::Gone, Line::Row)));
                }
                Part::Rows(wish, slice, None) => {
                    found.extend(L::page(reader, wish, slice)?.into_iter().map(Line::Row));
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The names of the rows of a part, heads left out.
    pub(super) fn ids<L: Listing>(
        &self,
        reader: &Reader<'_>,
        wish: &Wish,
        lines: &Range<u64>,
    ) -> Result<Vec<L::Id>, Problem> {
        let mut found = Vec::new();
        self.walk(wish, lines, |part| {
            match part {
                Part::Head(..) => {}
                Part::Rows(_, slice, Some(own)) => {
                    found.extend(cut(own, slice).iter().map(|number| L::named(*number)));
                }
                Part::Rows(wish, slice, None) => found.extend(L::ids(reader, wish, slice)?),
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// On which line a head stands.
    pub(super) fn line_of_head(&self, wanted: &Head) -> Option<u64> {
        let mut at = 0;
        for (head, count, open) in self.groups.iter().flatten() {
            if head == wanted {
                return Some(at);
            }
            at += 1 + if *open { *count } else { 0 };
        }
        None
    }

    /// On which line a row stands, among those that were found.
    pub(super) fn line_of_found(&self, wanted: i64) -> Option<u64> {
        let found = self.found.as_ref()?;
        let place = |own: &[i64]| {
            let place = own.iter().position(|number| *number == wanted)?;
            u64::try_from(place).ok()
        };
        let Some(groups) = &self.groups else {
            return place(found.first()?);
        };
        let mut at = 0;
        for ((_, count, open), own) in groups.iter().zip(found.iter()) {
            at += 1;
            if *open {
                if let Some(place) = place(own) {
                    return Some(at + place);
                }
                at += count;
            }
        }
        None
    }

    /// On which line a row stands; looks at every row.
    pub(super) fn line_of_row<L: Listing>(
        &self,
        reader: &Reader<'_>,
        wish: &Wish,
        wanted: L::Id,
    ) -> Option<u64> {
        let place = |wish: &Wish| -> Option<u64> {
            let ids = L::ids(reader, wish, Slice::ALL).ok()?;
            let place = ids.iter().position(|id| *id == wanted)?;
            u64::try_from(place).ok()
        };
        let Some(groups) = &self.groups else {
            return place(wish);
        };
        let mut at = 0;
        for (head, count, open) in groups {
            at += 1;
            if *open {
                if let Some(place) = place(&narrowed(wish, head)) {
                    return Some(at + place);
                }
                at += count;
            }
        }
        None
    }
}

/// Up to so many rows all groups are open by themselves.
const OPEN_ALL: u64 = 60;

enum Part<'p> {
    Head(&'p Head, u64, bool),
    /// Rows within a wish, and the numbers of all of them if they were found.
    Rows(&'p Wish, Slice, Option<&'p [i64]>),
}

/// A part of some numbers.
fn cut(numbers: &[i64], slice: Slice) -> &[i64] {
    let end = slice.offset.saturating_add(slice.limit).min(numbers.len());
    numbers.get(slice.offset..end).unwrap_or_default()
}

/// Says of each group whether its rows are shown.
fn opened(
    groups: Vec<(Head, u64)>,
    rows: u64,
    folds: &HashMap<Head, bool>,
) -> Vec<(Head, u64, bool)> {
    // Of very many groups only the first is open by itself, so that the others are in sight.
    let groups = groups.into_iter().enumerate();
    groups
        .map(|(place, (head, count))| {
            let open = folds.get(&head).copied();
            let open = open.unwrap_or(place == 0 || rows <= OPEN_ALL);
            (head, count, open)
        })
        .collect()
}

/// The wish within a group.
fn narrowed(wish: &Wish, head: &Head) -> Wish {
    let mut wish = wish.clone();
    wish.group = None;
    match head {
        Head::Cause(cause) => wish.cause = Some(*cause),
        Head::Reason(reason) => wish.reasons = vec![*reason],
        Head::Mapping(mapping) => wish.mapping = Some(mapping.clone()),
    }
    wish
}

fn slice_of(lines: Range<u64>) -> Slice {
    Slice {
        offset: usize::try_from(lines.start).unwrap_or(usize::MAX),
        limit: usize::try_from(lines.end.saturating_sub(lines.start)).unwrap_or(usize::MAX),
    }
}
