//! The rows of one table, in the order of their ids, with the indexes that keep reads short.
//!
//! Every change goes through [`Table::put`] and [`Table::take`], which keep the indexes in step.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Bound,
    sync::Arc,
};

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    cell::{Cell, fold},
    def::TableDef,
    row::Row,
};

/// The rows of one table.
#[derive(Debug)]
pub struct Table {
    /// What the table is.
    pub def: Arc<TableDef>,
    rows: BTreeMap<Uuid, Row>,
    by_time: BTreeMap<(Timestamp, u64), Uuid>,
    by_version: BTreeMap<u64, Uuid>,
    deleted: BTreeMap<u64, (Uuid, Timestamp)>,
    unique: Vec<Unique>,
    indexes: Vec<Index>,
}

/// One entry of the change log that is about a row that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deleted {
    /// The version of the deletion.
    pub version: u64,
    /// The id of the row that was.
    pub id: Uuid,
    /// When it was deleted.
    pub at: Timestamp,
}

/// An index over fields whose values together name at most one row.
#[derive(Debug)]
struct Unique {
    fields: Vec<u16>,
    rows: HashMap<Box<str>, Uuid>,
}

/// An index over a field whose value may be shared by many rows.
#[derive(Debug)]
struct Index {
    field: u16,
    rows: BTreeSet<(Box<str>, Uuid)>,
}

impl Table {
    /// An empty table; `unique` and `searched` name fields of `def`, and unknown names are passed over.
    pub fn new(def: Arc<TableDef>, unique: &[&[&str]], searched: &[&str]) -> Self {
        let position = |name: &&str| def.position(name);
        let unique = unique
            .iter()
            .map(|fields| Unique {
                fields: fields.iter().filter_map(position).collect(),
                rows: HashMap::new(),
            })
            .collect();
        let indexes = searched
            .iter()
            .filter_map(position)
            .map(|field| Index {
                field,
                rows: BTreeSet::new(),
            })
            .collect();
        Self {
            rows: BTreeMap::new(),
            by_time: BTreeMap::new(),
            by_version: BTreeMap::new(),
            deleted: BTreeMap::new(),
            unique,
            indexes,
            def,
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// One row.
    pub fn row(&self, id: Uuid) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// Rows in the order of their ids, beginning behind `after`.
    pub fn rows(&self, after: Option<Uuid>) -> impl DoubleEndedIterator<Item = (Uuid, &Row)> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.rows
            .range((from, Bound::Unbounded))
            .map(|(id, row)| (*id, row))
    }

    /// Rows changed at `from` or later, in the order of their change.
    pub fn since(&self, from: Timestamp) -> impl DoubleEndedIterator<Item = (Uuid, &Row)> {
        self.by_time
            .range((from, 0)..)
            .filter_map(|(_, id)| Some((*id, self.rows.get(id)?)))
    }

    /// Rows whose version is beyond `version`, in the order of their versions.
    pub fn beyond(&self, version: u64) -> impl DoubleEndedIterator<Item = (Uuid, &Row)> {
        self.by_version
            .range((Bound::Excluded(version), Bound::Unbounded))
            .filter_map(|(_, id)| Some((*id, self.rows.get(id)?)))
    }

    /// Rows deleted beyond `version`, in the order of their deletion.
    pub fn deleted_beyond(&self, version: u64) -> impl Iterator<Item = Deleted> + '_ {
        self.deleted
            .range((Bound::Excluded(version), Bound::Unbounded))
            .map(|(version, (id, at))| Deleted {
                version: *version,
                id: *id,
                at: *at,
            })
    }

    /// Stores a row and gives back the one that it replaces.
    pub fn put(&mut self, id: Uuid, row: Row) -> Option<Row> {
        let before = self.take(id);
        self.by_time
            .insert((row.stamp.modified, row.stamp.version), id);
        self.by_version.insert(row.stamp.version, id);
        for unique in &mut self.unique {
            if let Some(key) = unique_key(&unique.fields, &row) {
                unique.rows.insert(key, id);
            }
        }
        for index in &mut self.indexes {
            if let Some(key) = index_key(&row.get(index.field)) {
                index.rows.insert((key, id));
            }
        }
        self.rows.insert(id, row);
        before
    }

    /// Removes a row without a trace in the change log.
    pub fn take(&mut self, id: Uuid) -> Option<Row> {
        let row = self.rows.remove(&id)?;
        self.by_time
            .remove(&(row.stamp.modified, row.stamp.version));
        self.by_version.remove(&row.stamp.version);
        for unique in &mut self.unique {
            if let Some(key) = unique_key(&unique.fields, &row)
                && unique.rows.get(&key) == Some(&id)
            {
                unique.rows.remove(&key);
            }
        }
        for index in &mut self.indexes {
            if let Some(key) = index_key(&row.get(index.field)) {
                index.rows.remove(&(key, id));
            }
        }
        Some(row)
    }

    /// Enters a deletion into the change log.
    pub fn bury(&mut self, version: u64, id: Uuid, at: Timestamp) {
        self.deleted.insert(version, (id, at));
    }

    /// Takes a deletion out of the change log again.
    pub fn unbury(&mut self, version: u64) {
        self.deleted.remove(&version);
    }

    /// The row that these values of these fields name, if such a unique index exists and has it.
    pub fn by_key(&self, fields: &[u16], values: &[Cell]) -> Option<Uuid> {
        let unique = self.unique.iter().find(|unique| unique.fields == fields)?;
        unique.rows.get(&join(values)?).copied()
    }

    /// The rows that hold `value` in `field`, in the order of their ids; `None` when nothing indexes the field.
    pub fn holding(&self, field: u16, value: &Cell) -> Option<Vec<Uuid>> {
        if let Some(unique) = self.unique.iter().find(|unique| unique.fields == [field]) {
            let key = join(std::slice::from_ref(value))?;
            return Some(unique.rows.get(&key).copied().into_iter().collect());
        }
        let index = self.indexes.iter().find(|index| index.field == field)?;
        let key = index_key(value)?;
        let from = (key.clone(), Uuid::nil());
        Some(
            index
                .rows
                .range(from..)
                .take_while(|(held, _)| *held == key)
                .map(|(_, id)| *id)
                .collect(),
        )
    }

    /// Another row that already has one of this row's unique values, and the fields in which it does.
    pub fn clash(&self, id: Uuid, row: &Row) -> Option<(Uuid, &[u16])> {
        self.unique.iter().find_map(|unique| {
            let key = unique_key(&unique.fields, row)?;
            let other = unique.rows.get(&key)?;
            (*other != id).then_some((*other, unique.fields.as_slice()))
        })
    }

    /// Adds a unique index; false when two rows already share a value.
    pub fn add_unique(&mut self, fields: Vec<u16>) -> bool {
        let mut rows = HashMap::new();
        for (id, row) in &self.rows {
            if let Some(key) = unique_key(&fields, row)
                && rows.insert(key, *id).is_some()
            {
                return false;
            }
        }
        self.unique.push(Unique { fields, rows });
        true
    }
}

/// The key of a row in a unique index; a row with one of the values missing has none.
fn unique_key(fields: &[u16], row: &Row) -> Option<Box<str>> {
    let values: Vec<Cell> = fields.iter().map(|field| row.get(*field)).collect();
    join(&values)
}

fn join(values: &[Cell]) -> Option<Box<str>> {
    let mut key = String::new();
    for value in values {
        key.push_str(&index_key(value)?);
        key.push('\u{1f}');
    }
    Some(key.into_boxed_str())
}

/// A value as indexes hold it: case folded, numbers without trailing zeros. Candidates are compared again by whoever asked.
fn index_key(value: &Cell) -> Option<Box<str>> {
    Some(match value {
        Cell::Null => return None,
        Cell::Text(text) => fold(text).into_owned().into_boxed_str(),
        Cell::Bool(flag) => flag.to_string().into_boxed_str(),
        Cell::Int(number) => number.to_string().into_boxed_str(),
        Cell::Decimal(number) => number.normalize().to_string().into_boxed_str(),
        Cell::Guid(id) | Cell::Reference { id, .. } => id.to_string().into_boxed_str(),
        Cell::Date(date) => date.to_string().into_boxed_str(),
        Cell::Instant(at) => at.to_string().into_boxed_str(),
    })
}
