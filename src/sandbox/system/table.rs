//! The rows of one table, in the order of their ids, with the indexes that keep reads short.
//!
//! Every change goes through [`Table::put`] and [`Table::take`], which keep the indexes in step.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
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
    by_version: BTreeMap<u64, Change>,
    /// Whether a newer version was never changed earlier than an older one; a clock that is put back ends it.
    in_time: bool,
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

/// The newest change of a row.
#[derive(Clone, Copy, Debug)]
struct Change {
    id: Uuid,
    /// When, in milliseconds.
    at: i64,
}

/// An index over fields whose values together name at most one row.
#[derive(Debug)]
struct Unique {
    fields: Vec<u16>,
    rows: BTreeSet<(u64, Uuid)>,
}

/// An index over a field whose value may be shared by many rows.
///
/// Both kinds of index hold hashes of values instead of values: a million rows must fit into memory. Whoever finds a
/// row by one compares the values.
#[derive(Debug)]
struct Index {
    field: u16,
    rows: BTreeSet<(u64, Uuid)>,
}

impl Table {
    /// An empty table; `unique` and `searched` name fields of `def`, and unknown names are passed over.
    pub fn new(def: Arc<TableDef>, unique: &[&[&str]], searched: &[&str]) -> Self {
        let position = |name: &&str| def.position(name);
        let unique = unique
            .iter()
            .map(|fields| Unique {
                fields: fields.iter().filter_map(position).collect(),
                rows: BTreeSet::new(),
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
            by_version: BTreeMap::new(),
            in_time: true,
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
        let from = from.as_millisecond();
        let first = if self.in_time {
            self.first_since(from)
        } else {
            0
        };
        self.by_version
            .range(first..)
            .filter(move |(_, change)| change.at >= from)
            .filter_map(|(_, change)| Some((change.id, self.rows.get(&change.id)?)))
    }

    /// The oldest version that was changed at `from` or later, where versions are in the order of time.
    fn first_since(&self, from: i64) -> u64 {
        let (Some((least, _)), Some((most, _))) = (
            self.by_version.first_key_value(),
            self.by_version.last_key_value(),
        ) else {
            return 0;
        };
        let (mut low, mut high) = (*least, most.saturating_add(1));
        while low < high {
            let middle = low + (high - low) / 2;
            match self.by_version.range(middle..).next() {
                Some((version, change)) if change.at < from => low = version.saturating_add(1),
                _ => high = middle,
            }
        }
        low
    }

    /// Rows whose version is beyond `version`, in the order of their versions.
    pub fn beyond(&self, version: u64) -> impl DoubleEndedIterator<Item = (Uuid, &Row)> {
        self.by_version
            .range((Bound::Excluded(version), Bound::Unbounded))
            .filter_map(|(_, change)| Some((change.id, self.rows.get(&change.id)?)))
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
        let (version, at) = (row.stamp.version, row.stamp.modified.as_millisecond());
        let earlier = self.by_version.range(..version).next_back();
        let later = self.by_version.range(version..).next();
        self.in_time &= earlier.is_none_or(|(_, change)| change.at <= at)
            && later.is_none_or(|(_, change)| change.at >= at);
        self.by_version.insert(version, Change { id, at });
        for unique in &mut self.unique {
            if let Some(key) = key_of(&unique.fields, &row) {
                unique.rows.insert((key.hash(), id));
            }
        }
        for index in &mut self.indexes {
            if let Some(key) = Key::of(&[row.get(index.field)]) {
                index.rows.insert((key.hash(), id));
            }
        }
        self.rows.insert(id, row);
        before
    }

    /// Removes a row without a trace in the change log.
    pub fn take(&mut self, id: Uuid) -> Option<Row> {
        let row = self.rows.remove(&id)?;
        self.by_version.remove(&row.stamp.version);
        for unique in &mut self.unique {
            if let Some(key) = key_of(&unique.fields, &row) {
                unique.rows.remove(&(key.hash(), id));
            }
        }
        for index in &mut self.indexes {
            if let Some(key) = Key::of(&[row.get(index.field)]) {
                index.rows.remove(&(key.hash(), id));
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
        self.named(unique, &Key::of(values)?)
    }

    /// The rows that hold `value` in `field`, case folded, in the order of their ids; `None` when nothing indexes the
    /// field or the value is nothing.
    pub fn holding(&self, field: u16, value: &Cell) -> Option<Vec<Uuid>> {
        let key = Key::of(std::slice::from_ref(value))?;
        let single = self.unique.iter().find(|unique| unique.fields == [field]);
        let rows = match single {
            Some(unique) => &unique.rows,
            None => &self.indexes.iter().find(|index| index.field == field)?.rows,
        };
        let holds = |row: &Row| Key::of(&[row.get(field)]).as_ref() == Some(&key);
        Some(
            candidates(rows, key.hash())
                .filter(|id| self.rows.get(id).is_some_and(holds))
                .collect(),
        )
    }

    /// Another row that already has one of this row's unique values, and the fields in which it does.
    pub fn clash(&self, id: Uuid, row: &Row) -> Option<(Uuid, &[u16])> {
        self.unique.iter().find_map(|unique| {
            let key = key_of(&unique.fields, row)?;
            let other = candidates(&unique.rows, key.hash())
                .filter(|other| *other != id)
                .find(|other| self.has(*other, &unique.fields, &key))?;
            Some((other, unique.fields.as_slice()))
        })
    }

    /// Adds a unique index; false when two rows already share a value.
    pub fn add_unique(&mut self, fields: Vec<u16>) -> bool {
        let mut seen = HashSet::new();
        let mut rows = BTreeSet::new();
        for (id, row) in &self.rows {
            if let Some(key) = key_of(&fields, row) {
                rows.insert((key.hash(), *id));
                if !seen.insert(key) {
                    return false;
                }
            }
        }
        self.unique.push(Unique { fields, rows });
        true
    }

    fn named(&self, unique: &Unique, key: &Key) -> Option<Uuid> {
        candidates(&unique.rows, key.hash()).find(|id| self.has(*id, &unique.fields, key))
    }

    fn has(&self, id: Uuid, fields: &[u16], key: &Key) -> bool {
        let row = self.rows.get(&id);
        row.and_then(|row| key_of(fields, row)).as_ref() == Some(key)
    }
}

/// The ids of the rows whose key has this hash, in their order.
fn candidates(rows: &BTreeSet<(u64, Uuid)>, hash: u64) -> impl Iterator<Item = Uuid> + '_ {
    rows.range((hash, Uuid::nil())..=(hash, Uuid::max()))
        .map(|(_, id)| *id)
}

/// The key of a row; a row with one of the values missing has none.
fn key_of(fields: &[u16], row: &Row) -> Option<Key> {
    let values: Vec<Cell> = fields.iter().map(|field| row.get(*field)).collect();
    Key::of(&values)
}

/// Values as indexes compare them: case folded, numbers without trailing zeros.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key(Box<str>);

impl Key {
    fn of(values: &[Cell]) -> Option<Self> {
        let mut key = String::new();
        for value in values {
            match value {
                Cell::Null => return None,
                Cell::Text(text) => key.push_str(&fold(text)),
                Cell::Decimal(number) => key.push_str(&number.normalize().to_string()),
                other => key.push_str(&other.words()),
            }
            key.push('\u{1f}');
        }
        Some(Self(key.into_boxed_str()))
    }

    fn hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::system::{def::Label, kit, row::Stamp};

    fn table() -> Table {
        let fields = [
            kit::guid("id", "", ""),
            kit::text("number", 20, "", ""),
            kit::text("city", 30, "", ""),
        ];
        let fields = fields.iter().map(kit::Spec::as_named).collect();
        let def = TableDef::new("rows", "row", "Row", Label::new("Row", "Ligne"), fields);
        Table::new(Arc::new(def), &[&["number"]], &["city"])
    }

    fn row(version: u64, number: &str, city: &str) -> Row {
        let at = Timestamp::from_second(i64::try_from(version).unwrap()).unwrap();
        let stamp = Stamp {
            created: at,
            created_by: Uuid::nil(),
            modified: at,
            modified_by: Uuid::nil(),
            version,
        };
        Row::new(stamp, [(1, Cell::from(number)), (2, Cell::from(city))])
    }

    #[test]
    fn the_indexes_follow_every_change() {
        let mut table = table();
        let [a, b] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        table.put(a, row(1, "A", "Oslo"));
        table.put(b, row(2, "B", "OSLO"));
        assert_eq!(table.holding(2, &Cell::from("oslo")), Some(vec![a, b]));
        assert_eq!(table.clash(b, &row(3, "a", "")), Some((a, &[1][..])));
        assert_eq!(table.clash(a, &row(3, "a", "")), None);
        table.put(a, row(4, "C", "Bergen"));
        assert_eq!(table.holding(2, &Cell::from("Oslo")), Some(vec![b]));
        assert_eq!(table.by_key(&[1], &[Cell::from("c")]), Some(a));
        assert_eq!(table.by_key(&[1], &[Cell::from("A")]), None);
        let order: Vec<Uuid> = table.beyond(1).map(|(id, _)| id).collect();
        assert_eq!(order, [b, a]);
        assert_eq!(table.since(Timestamp::from_second(3).unwrap()).count(), 1);
        table.take(b);
        assert_eq!(table.holding(2, &Cell::from("Oslo")), Some(vec![]));
        assert_eq!(table.since(Timestamp::UNIX_EPOCH).count(), 1);
    }

    #[test]
    fn a_unique_index_is_refused_when_rows_already_share_a_value() {
        let mut table = table();
        table.put(Uuid::from_u128(1), row(1, "A", "Oslo"));
        table.put(Uuid::from_u128(2), row(2, "B", "Oslo"));
        assert!(!table.add_unique(vec![2]));
        assert!(table.add_unique(vec![1, 2]));
    }

    #[test]
    fn a_clock_that_is_put_back_hides_no_change() {
        let mut table = table();
        for (version, second) in [(1, 10), (2, 20), (3, 20), (4, 30)] {
            let mut row = row(version, &version.to_string(), "");
            row.stamp.modified = Timestamp::from_second(second).unwrap();
            table.put(Uuid::from_u128(u128::from(version)), row);
        }
        let since = |table: &Table, second| {
            let from = Timestamp::from_second(second).unwrap();
            table
                .since(from)
                .map(|(id, _)| id.as_u128())
                .collect::<Vec<_>>()
        };
        assert_eq!(since(&table, 20), [2, 3, 4]);
        assert_eq!(since(&table, 31), [0_u128; 0]);
        let mut late = row(5, "5", "");
        late.stamp.modified = Timestamp::from_second(15).unwrap();
        table.put(Uuid::from_u128(5), late);
        assert_eq!(since(&table, 20), [2, 3, 4]);
        assert_eq!(since(&table, 15), [2, 3, 4, 5]);
    }

    #[test]
    fn what_no_index_covers_is_said_so() {
        assert_eq!(table().holding(0, &Cell::from("x")), None);
    }
}
