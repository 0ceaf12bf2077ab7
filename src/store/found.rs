//! Rows found by a look at every one: in an order that no index has, in groups, or with a text in what they are called.
//!
//! What is found are the ids, in order. Whoever shows the list keeps them and reads the rows in sight by their ids, so that a
//! page costs the same wherever it stands, and one look serves all pages. A look can be given up between rows.

use super::conditions::{Conditions, holds};
use super::errors::{self, to_error};
use super::handle::Reader;
use super::history;
use super::lists::{
    COUPLING_COLUMNS, CouplingFilter, CouplingRow, CouplingSort, ErrorFilter, HistoryFilter,
    SkippedFilter, SkippedRow, error_conditions, history_conditions, history_label,
    skipped_conditions, to_coupling_row, to_skipped_row,
};
use super::ordered::{ErrorSort, HistorySort, Order, SkippedSort, select_skipped};
use crate::model::reason::{Cause, Problem};
use crate::model::report::{HistoryEntry, IntegrationError};
use rusqlite::types::ValueRef;
use rusqlite::{Row, params_from_iter};
use std::cmp::Ordering;
use std::collections::HashMap;
use uuid::Uuid;

/// After so many rows it is asked whether the look is still wanted.
const STRETCH: usize = 4_096;

/// What rows are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// By cause, errors only.
    Cause,
    /// By reason, skipped records only.
    Reason,
    /// By the name of the mapping.
    Mapping,
}

/// The ids that a look found, in order, by group: the largest group first; one without a name if there are no groups.
pub type Found = Vec<(String, Vec<i64>)>;

/// Whether a look is to go on.
pub type GoOn<'g> = &'g dyn Fn() -> bool;

/// What rows are sorted or grouped by, as SQL.
#[derive(Clone, Copy)]
enum Key<'l> {
    /// The value itself.
    Value(&'l str),
    /// The name of the mapping whose number this is: looked up once for the list, not once for each of a million rows.
    MappingName(&'l str),
}

impl<'l> Key<'l> {
    fn sql(self) -> &'l str {
        match self {
            Self::Value(column) | Self::MappingName(column) => column,
        }
    }
}

/// What a look reads of each row, as SQL.
struct Look<'l> {
    table: &'l str,
    id: &'l str,
    /// Rows that are equal stand by this number, then by id.
    tie: &'l str,
    /// Whether the larger of equal ones comes first.
    newest_first: bool,
    /// Whether the last comes first.
    sort: Option<(Key<'l>, bool)>,
    group: Option<Key<'l>>,
    labels: [&'l str; 2],
    needle: Option<String>,
    conditions: Conditions,
}

/// A row of a look: what it is sorted by, its group and its id.
struct Entry {
    /// The first letters of a text, or a number, so that they compare as it does.
    first: u64,
    start: u32,
    length: u32,
    group: u32,
    tie: i64,
    id: i64,
}

/// The text that is looked for in labels, if it is one; an id is looked for by the conditions.
fn needle_of(search: &mut Option<String>) -> Option<String> {
    let text = search.as_deref()?.trim().to_lowercase();
    if text.is_empty() || Uuid::parse_str(&text).is_ok() {
        return None;
    }
    *search = None;
    Some(text)
}

impl Reader<'_> {
    /// Couplings of a filter, sorted.
    ///
    /// # Errors
    /// [`Cause::Cancelled`] if it was given up.
    pub fn find_couplings(
        &self,
        filter: &CouplingFilter,
        sort: CouplingSort,
        descending: bool,
        go_on: GoOn<'_>,
    ) -> Result<Found, Problem> {
        let mut filter = filter.clone();
        let needle = needle_of(&mut filter.search);
        self.find(
            Look {
                table: "coupling c",
                id: "c.id",
                tie: "0",
                newest_first: descending,
                sort: Some((Key::Value(sort.column()), descending)),
                group: None,
                labels: [
                    CouplingSort::BcLabel.column(),
                    CouplingSort::DvLabel.column(),
                ],
                needle,
                conditions: self.coupling_conditions(&filter)?,
            },
            go_on,
        )
    }

    /// Skipped records of a filter, sorted and in groups.
    ///
    /// # Errors
    /// [`Cause::Cancelled`] if it was given up.
    pub fn find_skipped(
        &self,
        filter: &SkippedFilter,
        order: Order<SkippedSort>,
        by: Option<Grouping>,
        go_on: GoOn<'_>,
    ) -> Result<Found, Problem> {
        let mut filter = filter.clone();
        let needle = needle_of(&mut filter.search);
        self.find(
            Look {
                table: "skipped s",
                id: "s.id",
                tie: "s.since",
                newest_first: true,
                sort: order.map(|(sort, down)| match sort {
                    SkippedSort::Mapping => (Key::MappingName("s.mapping"), down),
                    sort => (Key::Value(sort.column()), down),
                }),
                group: by.map(|by| match by {
                    Grouping::Mapping => Key::MappingName("s.mapping"),
                    Grouping::Reason | Grouping::Cause => Key::Value("s.reason"),
                }),
                labels: ["s.bc_label", "s.dv_label"],
                needle,
                conditions: skipped_conditions(&filter),
            },
            go_on,
        )
    }

    /// Errors of a filter, sorted and in groups.
    ///
    /// # Errors
    /// [`Cause::Cancelled`] if it was given up.
    pub fn find_errors(
        &self,
        filter: &ErrorFilter,
        order: Order<ErrorSort>,
        by: Option<Grouping>,
        go_on: GoOn<'_>,
    ) -> Result<Found, Problem> {
        let mut filter = filter.clone();
        let needle = needle_of(&mut filter.search);
        self.find(
            Look {
                table: "error e",
                id: "e.id",
                tie: "e.time",
                newest_first: true,
                sort: order.map(|(sort, down)| match sort {
                    ErrorSort::Mapping => (Key::MappingName("e.mapping"), down),
                    sort => (Key::Value(sort.column()), down),
                }),
                group: by.map(|by| match by {
                    Grouping::Mapping => Key::MappingName("e.mapping"),
                    Grouping::Reason | Grouping::Cause => Key::Value("e.cause"),
                }),
                labels: ["e.source_label", "e.destination_label"],
                needle,
                conditions: error_conditions(&filter),
            },
            go_on,
        )
    }

    /// History of a filter, sorted.
    ///
    /// # Errors
    /// [`Cause::Cancelled`] if it was given up.
    pub fn find_history(
        &self,
        filter: &HistoryFilter,
        order: Order<HistorySort>,
        go_on: GoOn<'_>,
    ) -> Result<Found, Problem> {
        let mut filter = filter.clone();
        let needle = needle_of(&mut filter.search);
        self.find(
            Look {
                table: "history h",
                id: "h.id",
                tie: "0",
                newest_first: true,
                sort: order.map(|(sort, down)| match sort {
                    HistorySort::Mapping => (Key::MappingName("h.mapping"), down),
                    sort => (Key::Value(sort.column()), down),
                }),
                group: None,
                labels: [history_label(), "NULL"],
                needle,
                conditions: history_conditions(&filter),
            },
            go_on,
        )
    }

    fn find(&self, look: Look<'_>, go_on: GoOn<'_>) -> Result<Found, Problem> {
        let [bc, dv] = match look.needle {
            Some(_) => look.labels,
            None => ["NULL", "NULL"],
        };
        let sql = format!(
            "SELECT {}, {}, {}, {}, {bc}, {dv} FROM {} WHERE {}",
            look.id,
            look.tie,
            look.sort.map_or("NULL", |(key, _)| key.sql()),
            look.group.map_or("NULL", Key::sql),
            look.table,
            look.conditions.sql(),
        );
        let mut keys: Vec<u8> = Vec::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut groups = Groups::default();
        let names = self.mapping_names()?;
        let ranks = ranks(&names);
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(look.conditions.values))?;
        let mut seen = 0;
        while let Some(row) = rows.next()? {
            seen += 1;
            if seen % STRETCH == 0 && !go_on() {
                return Err(Problem::new(Cause::Cancelled));
            }
            if let Some(needle) = &look.needle
                && !(has(row, 4, needle)? || has(row, 5, needle)?)
            {
                continue;
            }
            let mut key = key_of(row.get_ref(2)?, &mut keys);
            if let Some((Key::MappingName(_), _)) = look.sort {
                key.first = ranks.get(&row.get(2)?).copied().unwrap_or_default();
            }
            let group = match look.group {
                Some(Key::MappingName(_)) => {
                    let name = names.get(&row.get(3)?).map(String::as_bytes);
                    groups.number(ValueRef::Text(name.unwrap_or_default()))
                }
                Some(Key::Value(_)) | None => groups.number(row.get_ref(3)?),
            };
            entries.push(Entry {
                group,
                tie: row.get(1)?,
                id: row.get(0)?,
                ..key
            });
        }
        let down = look.sort.is_some_and(|(_, down)| down);
        let newest_first = look.newest_first;
        entries.sort_unstable_by(|one, other| {
            let by_key = compare(one, other, &keys);
            let by_age = (one.tie, one.id).cmp(&(other.tie, other.id));
            let by_key = if down { by_key.reverse() } else { by_key };
            by_key.then(if newest_first {
                by_age.reverse()
            } else {
                by_age
            })
        });
        Ok(groups.fill(&entries))
    }

    /// What mappings are called, by their numbers.
    fn mapping_names(&self) -> Result<HashMap<i64, String>, Problem> {
        let mut list = self.db.prepare_cached("SELECT id, name FROM mapping")?;
        let names = list.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    /// Couplings by their ids, in this order; nothing for one that is gone.
    pub fn couplings_at(&self, ids: &[i64]) -> Result<Vec<Option<CouplingRow>>, Problem> {
        let sql = format!("{COUPLING_COLUMNS} WHERE c.id = ?1");
        self.rows_at(&sql, ids, to_coupling_row)
    }

    /// Skipped records by their ids, in this order; nothing for one that is gone.
    pub fn skipped_at(&self, ids: &[i64]) -> Result<Vec<Option<SkippedRow>>, Problem> {
        let sql = format!("{} WHERE s.id = ?1", select_skipped());
        self.rows_at(&sql, ids, to_skipped_row)
    }

    /// Errors by their ids, in this order; nothing for one that is gone.
    pub fn errors_at(&self, ids: &[i64]) -> Result<Vec<Option<IntegrationError>>, Problem> {
        let sql = format!("{} WHERE e.id = ?1", errors::SELECT);
        self.rows_at(&sql, ids, to_error)
    }

    /// History entries by their ids, in this order; nothing for one that is gone.
    pub fn history_at(&self, ids: &[i64]) -> Result<Vec<Option<HistoryEntry>>, Problem> {
        let sql = format!("{} WHERE h.id = ?1", history::SELECT);
        self.rows_at(&sql, ids, |row| self.read_history(row))
    }

    pub(super) fn rows_at<T>(
        &self,
        sql: &str,
        ids: &[i64],
        mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<Option<T>>, Problem> {
        let mut find = self.db.prepare_cached(sql)?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let mut rows = find.query([id])?;
            found.push(rows.next()?.map(&mut read).transpose()?);
        }
        Ok(found)
    }
}

/// The place of each mapping among all by name, without regard to case, from one.
fn ranks(names: &HashMap<i64, String>) -> HashMap<i64, u64> {
    let mut by_name: Vec<(String, i64)> = names
        .iter()
        .map(|(number, name)| (name.to_lowercase(), *number))
        .collect();
    by_name.sort_unstable();
    (1..)
        .zip(by_name)
        .map(|(rank, (_, number))| (number, rank))
        .collect()
}

/// Whether a column is a text that holds the needle.
fn has(row: &Row<'_>, column: usize, needle: &str) -> rusqlite::Result<bool> {
    let text = row.get_ref(column)?.as_str_or_null()?;
    Ok(text.is_some_and(|text| holds(text, needle)))
}

/// What a row is sorted by; texts without regard to case.
fn key_of(value: ValueRef<'_>, keys: &mut Vec<u8>) -> Entry {
    let mut entry = Entry {
        first: 0,
        start: 0,
        length: 0,
        group: 0,
        tie: 0,
        id: 0,
    };
    match value {
        ValueRef::Integer(number) => entry.first = number.cast_unsigned() ^ (1 << 63),
        ValueRef::Text(text) => {
            let start = keys.len();
            match std::str::from_utf8(text) {
                Ok(text) if !text.is_ascii() => {
                    keys.extend_from_slice(text.to_lowercase().as_bytes());
                }
                _ => keys.extend(text.iter().map(u8::to_ascii_lowercase)),
            }
            let own = keys.get(start..).unwrap_or_default();
            let mut first = [0; 8];
            for (place, letter) in first.iter_mut().zip(own) {
                *place = *letter;
            }
            entry.first = u64::from_be_bytes(first);
            entry.start = u32::try_from(start).unwrap_or(u32::MAX);
            entry.length = u32::try_from(own.len()).unwrap_or(0);
        }
        // Nothing comes before everything.
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => {}
    }
    entry
}

fn compare(one: &Entry, other: &Entry, keys: &[u8]) -> Ordering {
    let text = |entry: &Entry| {
        let start = usize::try_from(entry.start).unwrap_or(usize::MAX);
        let length = usize::try_from(entry.length).unwrap_or(0);
        keys.get(start..start.saturating_add(length))
            .unwrap_or_default()
    };
    one.first.cmp(&other.first).then_with(|| {
        if one.length == 0 || other.length == 0 {
            // Numbers have no text; some processors take a quarter of a microsecond to compare no bytes at no address.
            return one.length.cmp(&other.length);
        }
        text(one).cmp(text(other))
    })
}

/// The groups that were met.
#[derive(Default)]
struct Groups {
    numbers: HashMap<Vec<u8>, u32>,
}

impl Groups {
    fn number(&mut self, name: ValueRef<'_>) -> u32 {
        let name = match name {
            ValueRef::Text(name) => name,
            _ => &[],
        };
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(name.to_vec(), next);
        next
    }

    /// The ids of each group; the largest comes first, of two alike the one whose name does.
    fn fill(self, entries: &[Entry]) -> Found {
        let mut names: Vec<(Vec<u8>, u32)> = self.numbers.into_iter().collect();
        names.sort_unstable_by_key(|(_, number)| *number);
        let text = |name: Vec<u8>| String::from_utf8_lossy(&name).into_owned();
        let mut found: Found = names
            .into_iter()
            .map(|(name, _)| (text(name), Vec::new()))
            .collect();
        for entry in entries {
            let place = usize::try_from(entry.group).unwrap_or(usize::MAX);
            if let Some((_, ids)) = found.get_mut(place) {
                ids.push(entry.id);
            }
        }
        found.sort_by(|(one, own), (other, theirs)| {
            theirs.len().cmp(&own.len()).then_with(|| one.cmp(other))
        });
        found
    }
}

#[cfg(test)]
#[path = "found_tests.rs"]
mod tests;
