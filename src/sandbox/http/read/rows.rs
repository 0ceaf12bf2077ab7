//! Which rows a page has, in which order.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::binder::Slot;
use super::cursor::Cursor;
use crate::sandbox::odata::filter::Test;
use crate::sandbox::system::cell::{Cell, TextOrder};
use crate::sandbox::system::view::{RowView, TableView};

/// What is asked of a table.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The condition.
    pub test: Option<Test<Slot>>,
    /// Sort values with whether they descend; ids break ties.
    pub order: Vec<(Slot, bool)>,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// Rows to pass over.
    pub skip: usize,
    /// Rows to give at most.
    pub take: usize,
    /// The field that `since` is sorted by, where the table has one.
    pub modified: Option<Slot>,
}

/// The rows of a page.
#[derive(Debug)]
pub struct Page<'a> {
    /// The rows.
    pub rows: Vec<RowView<'a>>,
    /// Where the next page goes on, if there is one.
    pub next: Option<Cursor>,
}

/// An index is not worth using when it still leaves so many rows.
const MOST_BY_INDEX: usize = 50_000;

/// Whether a row passes.
pub fn passes(test: &Test<Slot>, row: &RowView<'_>) -> bool {
    test.passes(&|slot: &Slot| slot.get(row), row.through().text_order())
}

/// Counts the rows that pass, up to `most`.
pub fn count(table: TableView<'_>, wanted: &Wanted, most: usize) -> usize {
    match &wanted.test {
        None => table.len().min(most),
        Some(test) => candidates(table, wanted, None)
            .filter(|row| passes(test, row))
            .take(most)
            .count(),
    }
}

/// The rows of a page.
pub fn page<'a>(table: TableView<'a>, wanted: &Wanted) -> Page<'a> {
    if !wanted.order.is_empty() {
        return ordered(table, wanted);
    }
    let after = wanted.after.as_ref().map(|cursor| cursor.id);
    let mut rows: Vec<RowView<'a>> = candidates(table, wanted, after)
        .filter(|row| wanted.test.as_ref().is_none_or(|test| passes(test, row)))
        .skip(wanted.skip)
        .take(wanted.take.saturating_add(1))
        .collect();
    let next = if rows.len() > wanted.take {
        rows.truncate(wanted.take);
        rows.last().map(|row| Cursor {
            keys: Vec::new(),
            id: row.id(),
        })
    } else {
        None
    };
    Page { rows, next }
}

/// A page of sorted rows; no more than a few pages' worth of sort values are held at once.
fn ordered<'a>(table: TableView<'a>, wanted: &Wanted) -> Page<'a> {
    let enough = wanted.skip.saturating_add(wanted.take).saturating_add(1);
    let mut text_order = TextOrder::Exact;
    let mut found: Vec<(Cursor, RowView<'a>)> = Vec::new();
    for row in candidates(table, wanted, None) {
        text_order = row.through().text_order();
        if !wanted.test.as_ref().is_none_or(|test| passes(test, &row)) {
            continue;
        }
        let cursor = Cursor {
            keys: wanted
                .order
                .iter()
                .map(|(slot, _)| slot.get(&row))
                .collect(),
            id: row.id(),
        };
        if let Some(after) = &wanted.after
            && compare(&cursor, after, &wanted.order, text_order) != Ordering::Greater
        {
            continue;
        }
        found.push((cursor, row));
        if found.len() > enough.saturating_mul(4).max(1_024) {
            found.select_nth_unstable_by(enough, |left, right| {
                compare(&left.0, &right.0, &wanted.order, text_order)
            });
            found.truncate(enough);
        }
    }
    found.sort_by(|left, right| compare(&left.0, &right.0, &wanted.order, text_order));
    let more = found.len() >= enough;
    let kept: Vec<(Cursor, RowView<'a>)> = found
        .into_iter()
        .skip(wanted.skip)
        .take(wanted.take)
        .collect();
    let next = if more {
        kept.last().map(|(cursor, _)| cursor.clone())
    } else {
        None
    };
    Page {
        rows: kept.into_iter().map(|(_, row)| row).collect(),
        next,
    }
}

fn compare(
    left: &Cursor,
    right: &Cursor,
    order: &[(Slot, bool)],
    text_order: TextOrder,
) -> Ordering {
    for ((one, other), (_, descending)) in left.keys.iter().zip(&right.keys).zip(order) {
        let found = one.compare(other, text_order);
        if found != Ordering::Equal {
            return if *descending { found.reverse() } else { found };
        }
    }
    left.id.cmp(&right.id)
}

/// Rows that may pass, in the order of their ids, behind `after`.
fn candidates<'a>(
    table: TableView<'a>,
    wanted: &Wanted,
    after: Option<Uuid>,
) -> Box<dyn Iterator<Item = RowView<'a>> + 'a> {
    match wanted
        .test
        .as_ref()
        .and_then(|test| indexed(table, test, wanted.modified.as_ref()))
    {
        Some(ids) => Box::new(
            ids.into_iter()
                .filter(move |id| after.is_none_or(|after| *id > after))
                .filter_map(move |id| table.get(id)),
        ),
        None => Box::new(table.scan(after)),
    }
}

/// The ids that an index leaves, if one helps.
fn indexed(
    table: TableView<'_>,
    test: &Test<Slot>,
    modified: Option<&Slot>,
) -> Option<BTreeSet<Uuid>> {
    for (slot, cells) in test.narrowing() {
        if let Slot::Own(position) = slot
            && let Some(ids) = holding(table, *position, &cells)
        {
            return Some(ids);
        }
    }
    let from: Timestamp = test.not_before(modified?)?;
    // Dataverse shows whole seconds, so what was changed later in the second before still counts.
    let from = from
        .checked_sub(SignedDuration::from_secs(1))
        .unwrap_or(Timestamp::MIN);
    let mut ids = BTreeSet::new();
    for row in table.since(from) {
        if ids.len() == MOST_BY_INDEX {
            return None;
        }
        ids.insert(row.id());
    }
    Some(ids)
}

fn holding(table: TableView<'_>, position: u16, cells: &[&Cell]) -> Option<BTreeSet<Uuid>> {
    let field = table.def().at(position)?;
    // Rows of `contactsInformation` are known by their contact's id, which several of them may share.
    let is_id = field.name == table.def().key && table.def().set.as_ref() != "contactsInformation";
    let mut ids = BTreeSet::new();
    for cell in cells {
        if cell.is_null() {
            return None;
        }
        if is_id {
            ids.extend(cell.as_guid());
        } else {
            ids.extend(table.holding(&field.name, cell)?);
        }
    }
    Some(ids)
}
