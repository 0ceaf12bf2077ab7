//! The store and its readers, and transactions.

use super::calm::Calm;
use super::mark::{self, Mark};
use super::names::Naturals;
use super::open;
use super::packed::Shapes;
use super::records::Places;
use crate::model::reason::{Cause, Problem};
use crate::model::{Fields, MappingName, Side, Sides};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

/// What a connection remembers of the file, so that it need not ask for every row.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) shapes: Shapes,
    pub(super) places: Places,
    pub(super) naturals: Naturals,
    pub(super) calm: Calm,
    /// Numbers of mappings, known to the writing connection alone: nobody else changes them.
    names: RefCell<HashMap<MappingName, i64>>,
}

impl Memory {
    /// Forgets what a transaction that was rolled back may have added.
    fn forget(&self) {
        self.shapes.forget();
        self.naturals.forget();
        self.calm.forget();
        self.forget_names();
    }

    pub(super) fn forget_names(&self) {
        self.names.borrow_mut().clear();
    }
}

/// Where a transaction stands when a [`Gate`] is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Nothing was done yet.
    Begin,
    /// All was done and is about to be kept.
    Commit {
        /// Whether it is to survive a power cut ([`Store::write_durably`]).
        durable: bool,
    },
}

/// Is asked at each step of each transaction; a refusal undoes the transaction as a full disk or a crash would.
///
/// The program has none; the simulation counts and refuses with it.
pub type Gate = Box<dyn Fn(Moment) -> Result<(), Problem> + Send>;

/// The cache with its only writing connection; the worker owns it.
pub struct Store {
    db: Connection,
    memory: Memory,
    /// Whether everything that is written will be undone ([`Store::begin_rehearsal`]).
    rehearsing: bool,
    gate: Option<Gate>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Store")
            .field("db", &self.db)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the cache in a file, and makes it if there is none.
    ///
    /// # Errors
    /// [`Cause::CacheDamaged`] for a file that cannot be read, that another program made (`reason` = `foreign`) or that a newer version made
    /// (`reason` = `newer`); nothing in it is changed then. [`Cause::DiskFull`], [`Cause::FileProblem`], [`Cause::CacheLocked`] as
    /// they are.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        Self::open_patiently(path, open::PATIENCE)
    }

    /// As [`Store::open`], with a wait of its own for other connections.
    pub(super) fn open_patiently(path: &Path, patience: Duration) -> Result<Self, Problem> {
        Ok(Self {
            db: open::writing(path, patience)?,
            memory: Memory::default(),
            rehearsing: false,
            gate: None,
        })
    }

    /// A cache in memory that is gone with the store.
    pub fn open_in_memory() -> Result<Self, Problem> {
        Ok(Self {
            db: open::in_memory()?,
            memory: Memory::default(),
            rehearsing: false,
            gate: None,
        })
    }

    /// Puts a gate before every transaction of this store.
    pub fn set_gate(&mut self, gate: Gate) {
        self.gate = Some(gate);
    }

    /// Reads outside a transaction: each answer is consistent in itself.
    pub fn read(&self) -> Reader<'_> {
        Reader {
            db: &self.db,
            memory: &self.memory,
        }
    }

    /// Writes in one transaction, which is undone as a whole if the work fails. Cannot be nested.
    ///
    /// What is committed survives a crash of the program, but not always a power cut ([`Store::write_durably`]).
    pub fn write<T>(
        &self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        if self.rehearsing {
            return self.rehearse(work);
        }
        self.write_so(false, work)
    }

    fn write_so<T>(
        &self,
        durable: bool,
        work: impl FnOnce(&Writer<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        if !self.db.is_autocommit() {
            return Err(Problem::new(Cause::CacheLocked).with("reason", "nested"));
        }
        let done = self.transact(durable, work);
        if done.is_err() {
            self.memory.forget();
        }
        done
    }

    fn ask_gate(&self, moment: Moment) -> Result<(), Problem> {
        self.gate.as_ref().map_or(Ok(()), |gate| gate(moment))
    }

    /// As [`Store::write`], and on the disk when it returns: for journaled creates, which are sent right afterwards.
    pub fn write_durably<T>(
        &self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        if self.rehearsing {
            return self.rehearse(work);
        }
        self.db.pragma_update(None, "synchronous", "FULL")?;
        let done = self.write_so(true, work);
        self.db.pragma_update(None, "synchronous", "NORMAL")?;
        done
    }

    /// From here on everything that is written is seen by this store alone, until [`Store::end_rehearsal`] undoes it.
    ///
    /// Other connections may read meanwhile and see the cache as it was.
    pub fn begin_rehearsal(&mut self) -> Result<(), Problem> {
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        self.rehearsing = true;
        Ok(())
    }

    /// Undoes everything since [`Store::begin_rehearsal`]; nothing happens without one.
    pub fn end_rehearsal(&mut self) -> Result<(), Problem> {
        if !std::mem::take(&mut self.rehearsing) {
            return Ok(());
        }
        self.forget();
        Ok(self.db.execute_batch("ROLLBACK")?)
    }

    /// Whether what is written now will be undone.
    pub fn is_rehearsing(&self) -> bool {
        self.rehearsing
    }

    /// One piece of work inside a rehearsal, undone by itself if it fails.
    fn rehearse<T>(
        &self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.db.execute_batch("SAVEPOINT rehearsal")?;
        self.memory.calm.forget();
        let writer = Writer(self.read());
        let done = work(&writer).and_then(|done| writer.store_counted().map(|()| done));
        if done.is_err() {
            self.db.execute_batch("ROLLBACK TO rehearsal")?;
            self.memory.forget();
        }
        self.db.execute_batch("RELEASE rehearsal")?;
        done
    }

    fn transact<T>(
        &self,
        durable: bool,
        work: impl FnOnce(&Writer<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.ask_gate(Moment::Begin)?;
        // Immediate: a second writing process is met here and not half-way. Dropped without a commit it rolls back.
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        let before = self.db.total_changes();
        self.memory.calm.forget();
        let writer = Writer(self.read());
        let done = work(&writer)?;
        writer.store_counted()?;
        if self.db.total_changes() != before {
            self.db
                .prepare_cached("UPDATE revision SET n = n + 1")?
                .execute([])?;
        }
        self.ask_gate(Moment::Commit { durable })?;
        transaction.commit()?;
        Ok(done)
    }

    /// The connection itself, for copies of the whole file.
    pub(super) fn db(&self) -> &Connection {
        &self.db
    }

    pub(super) fn db_mut(&mut self) -> &mut Connection {
        &mut self.db
    }

    /// Forgets what was remembered of the file's content.
    pub(super) fn forget(&mut self) {
        self.memory = Memory::default();
    }
}

/// A second connection that only reads; the window owns one.
#[derive(Debug)]
pub struct StoreReader {
    db: Connection,
    memory: Memory,
}

impl StoreReader {
    /// Opens a cache that [`Store::open`] has made.
    ///
    /// # Errors
    /// As [`Store::open`]; also [`Cause::FileProblem`] if there is no such file.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        Ok(Self {
            db: open::reading(path)?,
            memory: Memory::default(),
        })
    }

    /// Reads; each answer is consistent in itself.
    pub fn read(&self) -> Reader<'_> {
        Reader {
            db: &self.db,
            memory: &self.memory,
        }
    }

    /// Reads several answers from one and the same state of the cache.
    pub fn snapshot<T>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Deferred)?;
        let done = work(&self.read())?;
        transaction.commit()?;
        Ok(done)
    }
}

/// Everything that can be read.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub(super) db: &'a Connection,
    pub(super) memory: &'a Memory,
}

impl Reader<'_> {
    /// How many transactions have changed something: what was read before is still true while this stays the same.
    pub fn revision(&self) -> Result<i64, Problem> {
        let mut revision = self.db.prepare_cached("SELECT n FROM revision")?;
        Ok(revision.query_row([], |row| row.get(0))?)
    }

    /// The version of the cache's form.
    pub fn schema_version(&self) -> Result<i64, Problem> {
        super::schema::version_of(self.db)
    }

    /// The number of a mapping; nothing if there is no such mapping.
    pub(super) fn mapping_no(&self, name: &MappingName) -> Result<Option<i64>, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT id FROM mapping WHERE name = ?1 AND removed = 0")?;
        Ok(find
            .query_row([name.as_str()], |row| row.get(0))
            .optional()?)
    }

    /// The compact form as fields.
    pub(super) fn unpack(&self, packed: &[u8]) -> rusqlite::Result<Fields> {
        self.memory.shapes.unpack(self.db, packed)
    }

    /// The compact form of a base as fields.
    pub(super) fn unpack_pair(&self, packed: &[u8]) -> rusqlite::Result<Sides<Fields>> {
        self.memory.shapes.unpack_pair(self.db, packed)
    }

    pub(super) fn unpack_mark(&self, packed: Option<&[u8]>) -> rusqlite::Result<Mark> {
        mark::unpack(packed, |number| self.memory.shapes.guid(self.db, number))
    }
}

/// Everything that can be read and written inside one transaction.
#[derive(Debug)]
pub struct Writer<'a>(Reader<'a>);

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Reader<'a> {
        &self.0
    }
}

impl Writer<'_> {
    /// The number of a mapping that must exist.
    pub(super) fn known_mapping(&self, name: &MappingName) -> Result<i64, Problem> {
        if let Some(number) = self.memory.names.borrow().get(name) {
            return Ok(*number);
        }
        let Some(number) = self.mapping_no(name)? else {
            let problem = Problem::new(Cause::InvalidMapping).of(name);
            return Err(problem.with("mapping", name));
        };
        let mut names = self.memory.names.borrow_mut();
        names.insert(name.clone(), number);
        Ok(number)
    }

    /// Fields in their compact form.
    pub(super) fn pack(&self, fields: &Fields) -> Result<Vec<u8>, Problem> {
        Ok(self.memory.shapes.pack(self.db, fields, &[])?)
    }

    /// Fields in a form that is quicker made and longer, for what does not stay.
    pub(super) fn pack_quickly(&self, fields: &Fields) -> Result<Vec<u8>, Problem> {
        Ok(self.memory.shapes.pack_quickly(self.db, fields)?)
    }

    /// A record's fields in their compact form, those that name it first.
    pub(super) fn pack_for(
        &self,
        mapping: i64,
        side: Side,
        fields: &Fields,
    ) -> Result<Vec<u8>, Problem> {
        let leads = self.leads(mapping)?;
        Ok(self.memory.shapes.pack(self.db, fields, leads.get(side))?)
    }

    /// A base in its compact form.
    pub(super) fn pack_pair(
        &self,
        mapping: i64,
        fields: Sides<&Fields>,
    ) -> Result<Vec<u8>, Problem> {
        let leads = self.leads(mapping)?;
        let leads = leads.as_ref().as_ref().map(Vec::as_slice);
        Ok(self.memory.shapes.pack_pair(self.db, fields, leads)?)
    }

    /// The number under which an id is kept; nothing once enough are.
    pub(super) fn number_of(&self, guid: uuid::Uuid) -> rusqlite::Result<Option<u32>> {
        self.memory.shapes.number_of(self.db, guid)
    }
}
