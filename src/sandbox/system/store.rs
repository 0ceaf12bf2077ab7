//! What both services keep in the same way: tables, a version counter, ids, a clock, and an undo log for transactions.

use jiff::{Timestamp, Unit};
use rand::{RngCore, SeedableRng, rngs::StdRng};
use uuid::{Builder, Uuid};

use super::{
    clock::SkewedClock,
    row::{Row, Stamp},
    table::Table,
};

/// The number of a table within its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TableNo(usize);

/// The tables of one side.
#[derive(Debug)]
pub struct Store {
    /// The side's clock.
    pub clock: SkewedClock,
    tables: Vec<Table>,
    version: u64,
    ids: StdRng,
    undo: Vec<Undo>,
    marks: Vec<usize>,
}

#[derive(Debug)]
enum Undo {
    Row {
        table: TableNo,
        id: Uuid,
        before: Option<Row>,
    },
    Deletion {
        table: TableNo,
        version: u64,
    },
}

impl Store {
    /// A store without tables; the seed decides the ids that it makes up.
    pub fn new(clock: SkewedClock, seed: u64) -> Self {
        Self {
            clock,
            tables: Vec::new(),
            version: 1_000,
            ids: StdRng::seed_from_u64(seed),
            undo: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// Adds a table.
    pub fn add(&mut self, table: Table) -> TableNo {
        self.tables.push(table);
        TableNo(self.tables.len() - 1)
    }

    /// A table by number; `None` cannot happen for a number that this store gave out.
    pub fn table(&self, number: TableNo) -> Option<&Table> {
        self.tables.get(number.0)
    }

    /// A table by number, for changes to its definition and indexes.
    pub fn table_mut(&mut self, number: TableNo) -> Option<&mut Table> {
        self.tables.get_mut(number.0)
    }

    /// One row of a table.
    pub fn row(&self, table: TableNo, id: Uuid) -> Option<&Row> {
        self.table(table)?.row(id)
    }

    /// The version of the newest change.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// A new random id.
    pub fn new_id(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.ids.fill_bytes(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid()
    }

    /// The service's time in whole milliseconds.
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        now.round(
            jiff::TimestampRound::new()
                .smallest(Unit::Millisecond)
                .mode(jiff::RoundMode::Trunc),
        )
        .unwrap_or(now)
    }

    /// The stamp of a row created now.
    pub fn created(&mut self, by: Uuid) -> Stamp {
        let now = self.now();
        Stamp {
            created: now,
            created_by: by,
            modified: now,
            modified_by: by,
            version: self.next_version(),
        }
    }

    /// The stamp of a row changed now.
    pub fn modified(&mut self, before: Stamp, by: Uuid) -> Stamp {
        Stamp {
            modified: self.now(),
            modified_by: by,
            version: self.next_version(),
            ..before
        }
    }

    /// Stores a row.
    pub fn put(&mut self, number: TableNo, id: Uuid, row: Row) {
        let Some(table) = self.tables.get_mut(number.0) else {
            return;
        };
        let before = table.put(id, row);
        if !self.marks.is_empty() {
            self.undo.push(Undo::Row {
                table: number,
                id,
                before,
            });
        }
    }

    /// Removes a row and enters it into the change log.
    pub fn remove(&mut self, number: TableNo, id: Uuid) -> bool {
        let version = self.next_version();
        let at = self.now();
        let Some(table) = self.tables.get_mut(number.0) else {
            return false;
        };
        let Some(before) = table.take(id) else {
            return false;
        };
        table.bury(version, id, at);
        if !self.marks.is_empty() {
            self.undo.push(Undo::Row {
                table: number,
                id,
                before: Some(before),
            });
            self.undo.push(Undo::Deletion {
                table: number,
                version,
            });
        }
        true
    }

    /// Begins a transaction; they nest.
    pub fn begin(&mut self) {
        self.marks.push(self.undo.len());
    }

    /// Keeps what was done since the matching [`Store::begin`].
    pub fn commit(&mut self) {
        self.marks.pop();
        if self.marks.is_empty() {
            self.undo.clear();
        }
    }

    /// Undoes what was done since the matching [`Store::begin`]. Versions are not used again.
    pub fn rollback(&mut self) {
        let mark = self.marks.pop().unwrap_or(self.undo.len());
        while self.undo.len() > mark {
            match self.undo.pop() {
                Some(Undo::Row { table, id, before }) => {
                    let Some(table) = self.tables.get_mut(table.0) else {
                        continue;
                    };
                    match before {
                        Some(row) => {
                            table.put(id, row);
                        }
                        None => {
                            table.take(id);
                        }
                    }
                }
                Some(Undo::Deletion { table, version }) => {
                    if let Some(table) = self.tables.get_mut(table.0) {
                        table.unbury(version);
                    }
                }
                None => break,
            }
        }
    }

    fn next_version(&mut self) -> u64 {
        self.version += 1;
        self.version
    }
}
