//! The stored form of an observation, and how one takes the place of another.
//!
//! While a pair is in step its base is not stored: it *is* what is seen. The moment something else is seen, the old fields
//! move into the base in the same statement, so that no state in between exists.

use super::columns::{Id, Micros, SideNo};
use super::handle::{Reader, Writer};
use super::records::Naming;
use crate::model::reason::Problem;
use crate::model::{Etag, Observation, Record, Side};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};
use uuid::Uuid;

/// The numbers that stand for the kinds of observations.
pub(super) mod state {
    pub(in crate::store) const UNREAD: i64 = 0;
    pub(in crate::store) const SEEN: i64 = 1;
    pub(in crate::store) const DELETED: i64 = 2;
    pub(in crate::store) const OUT_OF_FILTER: i64 = 3;
}

/// Reads an observation from the columns `state, etag, modified, modified_by, fields`, of which the first is number `first`.
pub(super) fn observation(
    reader: &Reader<'_>,
    row: &Row<'_>,
    first: usize,
) -> rusqlite::Result<Observation> {
    Ok(match row.get::<_, i64>(first)? {
        state::SEEN => Observation::Seen {
            etag: row.get::<_, Option<String>>(first + 1)?.map(Etag),
            modified: row
                .get::<_, Option<Micros>>(first + 2)?
                .map(|Micros(modified)| modified),
            modified_by: row.get(first + 3)?,
            fields: reader.unpack(row.get_ref(first + 4)?.as_str()?)?,
        },
        state::DELETED => Observation::Deleted,
        state::OUT_OF_FILTER => Observation::OutOfFilter,
        _ => Observation::Unread,
    })
}

/// A stored row, as far as writes must know it.
pub(super) struct Known {
    pub(super) id: i64,
    pub(super) coupling: Option<i64>,
    pub(super) state: i64,
    based: i64,
    pub(super) generation: i64,
    etag: Option<String>,
    pub(super) modified: Option<i64>,
    modified_by: Option<String>,
    pub(super) fields: Option<String>,
    base: Option<String>,
    naming: Naming,
}

/// What a row is to hold from now on.
pub(super) struct Seeing {
    state: i64,
    etag: Option<String>,
    modified: Option<i64>,
    modified_by: Option<String>,
    pub(super) fields: Option<String>,
}

/// What becomes of the base when something else is seen.
pub(super) enum NewBase<'a> {
    /// It stays what it was.
    Keep,
    /// Both sides agree on what is seen now.
    AsSeen,
    /// These fields, in their compact form.
    Is(&'a str),
    /// There is none.
    Clear,
}

impl Writer<'_> {
    pub(super) fn known(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
    ) -> Result<Option<Known>, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT id, coupling, state, based, generation, etag, modified, modified_by, fields, base,
                 key, label FROM record WHERE mapping = ?1 AND side = ?2 AND record_id = ?3",
        )?;
        Ok(find
            .query_row(params![mapping, SideNo(side), Id(id)], to_known)
            .optional()?)
    }

    pub(super) fn known_row(&self, id: i64) -> Result<Known, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT id, coupling, state, based, generation, etag, modified, modified_by, fields, base,
                 key, label FROM record WHERE id = ?1",
        )?;
        Ok(find.query_row([id], to_known)?)
    }

    /// Adds a record of which nothing was read yet, as part of a coupling.
    pub(super) fn insert_unread(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
        coupling: i64,
    ) -> Result<i64, Problem> {
        let generation = self.generation_of(mapping, side)?;
        self.db
            .prepare_cached(
                "INSERT INTO record (mapping, side, state, based, generation, coupling, record_id, label)
                 VALUES (?1, ?2, 0, 0, ?3, ?4, ?5, '')",
            )?
            .execute(params![mapping, SideNo(side), generation, coupling, Id(id)])?;
        Ok(self.db.last_insert_rowid())
    }

    pub(super) fn insert(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
        seeing: &Seeing,
        naming: &Naming,
        generation: i64,
    ) -> Result<(), Problem> {
        self.db
            .prepare_cached(
                "INSERT INTO record (mapping, side, state, based, generation, modified, record_id, key, label,
                     etag, modified_by, fields)
                 VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                mapping,
                SideNo(side),
                seeing.state,
                generation,
                seeing.modified,
                Id(id),
                naming.key,
                naming.label,
                seeing.etag,
                seeing.modified_by,
                seeing.fields,
            ])?;
        Ok(())
    }

    /// Takes over what is new about an unchanged record, and writes nothing if nothing is.
    pub(super) fn refresh(
        &self,
        known: &Known,
        seeing: &Seeing,
        generation: i64,
    ) -> Result<(), Problem> {
        let same = known.etag == seeing.etag
            && known.modified == seeing.modified
            && known.modified_by == seeing.modified_by;
        if same && known.generation == generation {
            return Ok(());
        }
        if same {
            self.db
                .prepare_cached("UPDATE record SET generation = ?2 WHERE id = ?1")?
                .execute([known.id, generation])?;
            return Ok(());
        }
        self.db
            .prepare_cached(
                "UPDATE record SET generation = ?2, etag = ?3, modified = ?4, modified_by = ?5 WHERE id = ?1",
            )?
            .execute(params![
                known.id,
                generation,
                seeing.etag,
                seeing.modified,
                seeing.modified_by
            ])?;
        Ok(())
    }

    /// Stores what is seen now, and the base that follows from it.
    pub(super) fn see(
        &self,
        known: &Known,
        seeing: &Seeing,
        naming: Option<&Naming>,
        base: &NewBase<'_>,
        generation: i64,
    ) -> Result<(), Problem> {
        let wanted = match base {
            NewBase::AsSeen => seeing.fields.as_deref(),
            NewBase::Is(fields) => Some(*fields),
            NewBase::Clear => None,
            NewBase::Keep => known.base(),
        };
        let (based, base) = match wanted {
            None => (0, None),
            Some(base) if self.same(Some(base), seeing.fields.as_deref())? => (1, None),
            Some(base) => (2, Some(base)),
        };
        self.rename(known, naming)?;
        if known.holds(seeing)
            && (known.based, known.base.as_deref(), known.generation) == (based, base, generation)
        {
            return Ok(());
        }
        self.db
            .prepare_cached(
                "UPDATE record SET state = ?2, etag = ?3, modified = ?4, modified_by = ?5, fields = ?6, based = ?7,
                     base = ?8, generation = ?9 WHERE id = ?1",
            )?
            .execute(params![
                known.id,
                seeing.state,
                seeing.etag,
                seeing.modified,
                seeing.modified_by,
                seeing.fields,
                based,
                base,
                generation,
            ])?;
        Ok(())
    }

    fn rename(&self, known: &Known, naming: Option<&Naming>) -> Result<(), Problem> {
        if let Some(naming) = naming
            && *naming != known.naming
        {
            self.db
                .prepare_cached("UPDATE record SET key = ?2, label = ?3 WHERE id = ?1")?
                .execute(params![known.id, naming.key, naming.label])?;
        }
        Ok(())
    }

    /// Removes a row, and with it what was skipped of it.
    pub(super) fn remove_record(&self, row: i64) -> Result<(), Problem> {
        self.db
            .prepare_cached("DELETE FROM record WHERE id = ?1")?
            .execute([row])?;
        Ok(())
    }

    /// Whether two compact forms hold equal fields. Equal text settles it; otherwise the values are compared.
    pub(super) fn same(&self, one: Option<&str>, other: Option<&str>) -> Result<bool, Problem> {
        match (one, other) {
            (Some(one), Some(other)) => {
                Ok(one == other || self.unpack(one)? == self.unpack(other)?)
            }
            (None, None) => Ok(true),
            (None, Some(_)) | (Some(_), None) => Ok(false),
        }
    }
}

fn to_known(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: row.get(0)?,
        coupling: row.get(1)?,
        state: row.get(2)?,
        based: row.get(3)?,
        generation: row.get(4)?,
        etag: row.get(5)?,
        modified: row.get(6)?,
        modified_by: row.get(7)?,
        fields: row.get(8)?,
        base: row.get(9)?,
        naming: Naming {
            key: row.get(10)?,
            label: row.get(11)?,
        },
    })
}

impl Known {
    /// What both sides held when they last agreed, in compact form.
    pub(super) fn base(&self) -> Option<&str> {
        match self.based {
            1 => self.fields.as_deref(),
            2 => self.base.as_deref(),
            _ => None,
        }
    }

    /// Whether this is what is seen already.
    fn holds(&self, seeing: &Seeing) -> bool {
        self.state == seeing.state
            && self.etag == seeing.etag
            && self.modified == seeing.modified
            && self.modified_by == seeing.modified_by
            && self.fields == seeing.fields
    }

    /// What is seen, unchanged.
    pub(super) fn seeing(&self) -> Seeing {
        Seeing {
            state: self.state,
            etag: self.etag.clone(),
            modified: self.modified,
            modified_by: self.modified_by.clone(),
            fields: self.fields.clone(),
        }
    }
}

impl Seeing {
    pub(super) fn nothing(state: i64) -> Self {
        Self {
            state,
            etag: None,
            modified: None,
            modified_by: None,
            fields: None,
        }
    }

    /// Whether the record exists and was read.
    pub(super) fn is_seen(&self) -> bool {
        self.state == state::SEEN
    }

    /// A record as it was just read.
    pub(super) fn read(writer: &Writer<'_>, record: &Record) -> Result<Self, Problem> {
        Ok(Self {
            state: state::SEEN,
            etag: record.etag.as_ref().map(|Etag(etag)| etag.clone()),
            modified: record.modified.map(Timestamp::as_microsecond),
            modified_by: record.modified_by.clone(),
            fields: Some(writer.pack(&record.fields)?),
        })
    }

    pub(super) fn of(writer: &Writer<'_>, observation: &Observation) -> Result<Self, Problem> {
        Ok(match observation {
            Observation::Unread => Self::nothing(state::UNREAD),
            Observation::Deleted => Self::nothing(state::DELETED),
            Observation::OutOfFilter => Self::nothing(state::OUT_OF_FILTER),
            Observation::Seen {
                etag,
                modified,
                modified_by,
                fields,
            } => Self {
                state: state::SEEN,
                etag: etag.as_ref().map(|Etag(etag)| etag.clone()),
                modified: modified.map(Timestamp::as_microsecond),
                modified_by: modified_by.clone(),
                fields: Some(writer.pack(fields)?),
            },
        })
    }
}
