//! The stored form of what is seen of records, and how one observation takes the place of another.
//!
//! A side of a pair that holds what its base holds stores no fields of its own. The moment something else is seen, its fields
//! are stored beside the base, and they go again when the two sides agree.

use super::calm::Rare;
use super::columns::{Id, Micros, SideNo};
use super::handle::{Reader, Writer};
use super::mark;
use super::names;
use super::packed::leads_of_fields;
use super::records::{Naming, tally_of};
use crate::model::reason::Problem;
use crate::model::{Etag, Fields, JobId, Observation, Record, Side, Sides};
use jiff::Timestamp;
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension as _, Row, params};
use uuid::Uuid;

/// The numbers that stand for the kinds of observations.
pub(super) mod state {
    pub(in crate::store) const UNREAD: i64 = 0;
    pub(in crate::store) const SEEN: i64 = 1;
    pub(in crate::store) const DELETED: i64 = 2;
    pub(in crate::store) const OUT_OF_FILTER: i64 = 3;
}

/// What is stored of one record, coupled or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SideRow {
    pub(super) state: i64,
    pub(super) generation: i64,
    pub(super) mark: Option<Vec<u8>>,
    /// How it is called, where its fields do not say.
    pub(super) name: Option<Vec<u8>>,
    /// Its business key, where another mapping finds it by that.
    pub(super) key: Option<String>,
    /// What is seen; of a coupled record only where the base does not hold the same.
    pub(super) fields: Option<Vec<u8>>,
}

/// A stored pair.
#[derive(Clone, Debug)]
pub(super) struct PairRow {
    pub(super) id: i64,
    pub(super) mapping: i64,
    pub(super) state: i64,
    pub(super) pending: bool,
    pub(super) history: Option<i64>,
    pub(super) ids: Sides<Uuid>,
    /// Both sides' fields: what they agreed on, or what was seen when they were coupled.
    pub(super) base: Option<Vec<u8>>,
    /// Whether the base was agreed on.
    pub(super) agreed: bool,
    pub(super) sides: Sides<SideRow>,
}

/// Where a record stands in the cache.
pub(super) enum Known {
    /// By itself, under this number.
    Single(i64, SideRow),
    /// In a pair.
    Paired(Box<PairRow>),
}

/// The columns of a [`PairRow`].
pub(super) const PAIR: &str =
    "c.id, c.mapping, c.state, c.pending, c.history, c.bc_id, c.dv_id, c.base,
    c.bc_state, c.bc_generation, c.bc_mark, c.bc_name, c.bc_key, c.bc_fields,
    c.dv_state, c.dv_generation, c.dv_mark, c.dv_name, c.dv_key, c.dv_fields, c.agreed";

/// How many columns [`PAIR`] has.
pub(super) const PAIR_COLUMNS: usize = 21;

pub(super) fn to_pair(row: &Row<'_>) -> rusqlite::Result<PairRow> {
    let side = |first: usize| -> rusqlite::Result<SideRow> {
        Ok(SideRow {
            state: row.get(first)?,
            generation: row.get(first + 1)?,
            mark: row.get(first + 2)?,
            name: row.get(first + 3)?,
            key: row.get(first + 4)?,
            fields: row.get(first + 5)?,
        })
    };
    Ok(PairRow {
        id: row.get(0)?,
        mapping: row.get(1)?,
        state: row.get(2)?,
        pending: row.get(3)?,
        history: row.get(4)?,
        ids: Sides::new(row.get::<_, Id>(5)?.0, row.get::<_, Id>(6)?.0),
        base: row.get(7)?,
        agreed: row.get(20)?,
        sides: Sides::new(side(8)?, side(14)?),
    })
}

/// A record that is not coupled and its number, from `id, generation, mark, name, fields`.
fn to_single(row: &Row<'_>) -> rusqlite::Result<(i64, SideRow)> {
    let stored = SideRow {
        state: state::SEEN,
        generation: row.get(1)?,
        mark: row.get(2)?,
        name: row.get(3)?,
        key: None,
        fields: row.get(4)?,
    };
    Ok((row.get(0)?, stored))
}

impl SideRow {
    /// Nothing is known of the record.
    pub(super) fn unread(generation: i64) -> Self {
        Self {
            state: state::UNREAD,
            generation,
            mark: None,
            name: None,
            key: None,
            fields: None,
        }
    }
}

impl PairRow {
    /// What a record of the pair is called.
    pub(super) fn naming(&self, side: Side) -> rusqlite::Result<Naming> {
        let row = self.sides.get(side);
        names::naming(
            row.name.as_deref(),
            row.fields.as_deref(),
            self.base.as_deref(),
            side,
        )
    }
}

impl Reader<'_> {
    pub(super) fn pair_where(
        &self,
        condition: &str,
        values: &[&dyn ToSql],
    ) -> Result<Option<PairRow>, Problem> {
        let mut find = self
            .db
            .prepare_cached(&format!("SELECT {PAIR} FROM coupling c WHERE {condition}"))?;
        Ok(find.query_row(values, to_pair).optional()?)
    }

    pub(super) fn pair_of(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
    ) -> Result<Option<PairRow>, Problem> {
        let condition = match side {
            Side::Bc => "c.bc_id = ?1 AND c.mapping = ?2",
            Side::Dv => "c.dv_id = ?1 AND c.mapping = ?2",
        };
        self.pair_where(condition, params![Id(id), mapping])
    }

    /// Where a record stands; nothing if it is not known.
    pub(super) fn known(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
    ) -> Result<Option<Known>, Problem> {
        if let Some(pair) = self.pair_of(mapping, side, id)? {
            return Ok(Some(Known::Paired(Box::new(pair))));
        }
        let single = self.single_row(mapping, side, id)?;
        Ok(single.map(|(number, row)| Known::Single(number, row)))
    }

    /// The row of a record that is not coupled, with its number.
    pub(super) fn single_row(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
    ) -> Result<Option<(i64, SideRow)>, Problem> {
        if let Some(place) = self.memory.places.recall(mapping, side, id) {
            let mut find = self.db.prepare_cached(
                "SELECT id, generation, mark, name, fields FROM record
                 WHERE id = ?4 AND record_id = ?1 AND mapping = ?2 AND side = ?3",
            )?;
            let values = params![Id(id), mapping, SideNo(side), place];
            let single = find.query_row(values, to_single).optional()?;
            if single.is_some() {
                return Ok(single);
            }
        }
        let mut find = self.db.prepare_cached(
            "SELECT id, generation, mark, name, fields FROM record
             WHERE record_id = ?1 AND mapping = ?2 AND side = ?3",
        )?;
        let single = find.query_row(params![Id(id), mapping, SideNo(side)], to_single);
        Ok(single.optional()?)
    }

    /// What is seen, from its stored parts.
    pub(super) fn observation(
        &self,
        state: i64,
        mark: Option<&[u8]>,
        fields: Option<Fields>,
    ) -> rusqlite::Result<Observation> {
        Ok(match (state, fields) {
            (state::SEEN, Some(fields)) => {
                let mark = self.unpack_mark(mark)?;
                Observation::Seen {
                    etag: mark.etag,
                    modified: mark.modified,
                    modified_by: mark.modified_by,
                    fields,
                }
            }
            (state::SEEN, None) => {
                return Err(super::codec::meaningless("a seen record without fields"));
            }
            (state::DELETED, _) => Observation::Deleted,
            (state::OUT_OF_FILTER, _) => Observation::OutOfFilter,
            _ => Observation::Unread,
        })
    }

    /// The fields that are seen of one side of a pair.
    pub(super) fn seen_fields(
        &self,
        pair: &PairRow,
        side: Side,
    ) -> Result<Option<Fields>, Problem> {
        let row = pair.sides.get(side);
        if row.state != state::SEEN {
            return Ok(None);
        }
        match (&row.fields, &pair.base) {
            (Some(own), _) => Ok(Some(self.unpack(own)?)),
            (None, Some(base)) => Ok(Some(self.unpack_pair(base)?.into_side(side))),
            (None, None) => Ok(None),
        }
    }
}

/// What is seen now, to be stored.
pub(super) struct Seeing<'s> {
    pub(super) state: i64,
    pub(super) mark: Option<Vec<u8>>,
    pub(super) fields: Option<&'s Fields>,
}

impl<'s> Seeing<'s> {
    pub(super) fn nothing(state: i64) -> Self {
        Self {
            state,
            mark: None,
            fields: None,
        }
    }

    /// A record as it was just read.
    pub(super) fn read(writer: &Writer<'_>, record: &'s Record) -> Result<Self, Problem> {
        let Record {
            id: _,
            etag,
            modified,
            modified_by,
            fields,
        } = record;
        Self::seen(
            writer,
            etag.as_ref(),
            *modified,
            modified_by.as_deref(),
            fields,
        )
    }

    pub(super) fn of(writer: &Writer<'_>, observation: &'s Observation) -> Result<Self, Problem> {
        match observation {
            Observation::Unread => Ok(Self::nothing(state::UNREAD)),
            Observation::Deleted => Ok(Self::nothing(state::DELETED)),
            Observation::OutOfFilter => Ok(Self::nothing(state::OUT_OF_FILTER)),
            Observation::Seen {
                etag,
                modified,
                modified_by,
                fields,
            } => Self::seen(
                writer,
                etag.as_ref(),
                *modified,
                modified_by.as_deref(),
                fields,
            ),
        }
    }

    fn seen(
        writer: &Writer<'_>,
        etag: Option<&Etag>,
        modified: Option<Timestamp>,
        modified_by: Option<&str>,
        fields: &'s Fields,
    ) -> Result<Self, Problem> {
        Ok(Self {
            state: state::SEEN,
            mark: mark::pack(etag, modified, modified_by, |guid| writer.number_of(guid))?,
            fields: Some(fields),
        })
    }
}

impl Writer<'_> {
    /// Whether a pair's base holds these fields of a side.
    pub(super) fn base_has(
        &self,
        pair: &PairRow,
        side: Side,
        fields: &Fields,
    ) -> Result<bool, Problem> {
        let Some(base) = &pair.base else {
            return Ok(false);
        };
        let leads = self.leads(pair.mapping)?;
        let shapes = &self.memory.shapes;
        Ok(
            shapes.pair_has(self.db, base, side, fields, leads.get(side))?
                || self.unpack_pair(base)?.get(side) == fields,
        )
    }

    /// Whether this is what is seen of a side of a pair already.
    pub(super) fn side_has(
        &self,
        pair: &PairRow,
        side: Side,
        fields: &Fields,
    ) -> Result<bool, Problem> {
        let row = pair.sides.get(side);
        match &row.fields {
            _ if row.state != state::SEEN => Ok(false),
            Some(own) => self.packed_has(own, pair.mapping, side, fields),
            None => self.base_has(pair, side, fields),
        }
    }

    /// Whether a compact form holds these fields. Equal bytes settle it; otherwise the values are compared.
    pub(super) fn packed_has(
        &self,
        packed: &[u8],
        mapping: i64,
        side: Side,
        fields: &Fields,
    ) -> Result<bool, Problem> {
        Ok(self.pack_for(mapping, side, fields)? == packed || self.unpack(packed)? == *fields)
    }

    /// One side of a pair as it is to be stored when this is seen of it; base and generation stay.
    pub(super) fn side_seeing(
        &self,
        pair: &PairRow,
        side: Side,
        seeing: Seeing<'_>,
        naming: Option<&Naming>,
    ) -> Result<SideRow, Problem> {
        let in_base = match seeing.fields {
            Some(fields) => self.base_has(pair, side, fields)?,
            None => false,
        };
        self.side_seeing_so(pair, side, seeing, naming, in_base)
    }

    /// The same, where it is known whether the base holds what is seen.
    pub(super) fn side_seeing_so(
        &self,
        pair: &PairRow,
        side: Side,
        seeing: Seeing<'_>,
        naming: Option<&Naming>,
        in_base: bool,
    ) -> Result<SideRow, Problem> {
        let old = pair.sides.get(side);
        let Some(fields) = seeing.fields else {
            // What is gone keeps the name by which it was known.
            let was = pair.naming(side)?;
            let by_base = names::naming(None, None, pair.base.as_deref(), side)?;
            return Ok(SideRow {
                state: seeing.state,
                generation: old.generation,
                mark: seeing.mark,
                name: (was != by_base).then(|| names::pack(&was)),
                key: old.key.clone(),
                fields: None,
            });
        };
        let leads = self.leads(pair.mapping)?;
        let naming = match naming {
            Some(naming) => naming.clone(),
            None => pair.naming(side)?,
        };
        Ok(SideRow {
            state: seeing.state,
            generation: old.generation,
            mark: seeing.mark,
            name: names::beyond(&naming, &leads_of_fields(fields, leads.get(side))),
            key: self.kept_key(pair.mapping, &naming)?,
            fields: (!in_base)
                .then(|| self.pack_for(pair.mapping, side, fields))
                .transpose()?,
        })
    }

    /// Stores one side of a pair, and that there is something to look at if `pending`.
    pub(super) fn put_side(
        &self,
        pair: &PairRow,
        side: Side,
        row: &SideRow,
        pending: bool,
    ) -> Result<(), Problem> {
        let state = if pending {
            pair.state.max(1)
        } else {
            pair.state
        };
        let pending = pending || pair.pending;
        if row == pair.sides.get(side) && (state, pending) == (pair.state, pair.pending) {
            return Ok(());
        }
        let old = pair.sides.get(side);
        let same_name = (&row.name, &row.fields) == (&old.name, &old.fields);
        if same_name
            && (state, pending) == (pair.state, pair.pending)
            && (row.state, &row.key) == (old.state, &old.key)
        {
            // What a read of unchanged records comes to: no index and no trigger is concerned.
            let statement = match side {
                Side::Bc => "UPDATE coupling SET bc_generation = ?2, bc_mark = ?3 WHERE id = ?1",
                Side::Dv => "UPDATE coupling SET dv_generation = ?2, dv_mark = ?3 WHERE id = ?1",
            };
            self.db.prepare_cached(statement)?.execute(params![
                pair.id,
                row.generation,
                row.mark
            ])?;
            return Ok(());
        }
        if pair.history.is_some() && !same_name {
            let after = names::naming(
                row.name.as_deref(),
                row.fields.as_deref(),
                pair.base.as_deref(),
                side,
            )?;
            // The first entry of the history was told under the name of that time.
            if after != pair.naming(side)? {
                self.keep_history(pair)?;
            }
        }
        let statement = match side {
            Side::Bc => {
                "UPDATE coupling SET state = ?2, pending = ?3, bc_state = ?4, bc_generation = ?5, bc_mark = ?6,
                     bc_name = ?7, bc_key = ?8, bc_fields = ?9 WHERE id = ?1"
            }
            Side::Dv => {
                "UPDATE coupling SET state = ?2, pending = ?3, dv_state = ?4, dv_generation = ?5, dv_mark = ?6,
                     dv_name = ?7, dv_key = ?8, dv_fields = ?9 WHERE id = ?1"
            }
        };
        self.db.prepare_cached(statement)?.execute(params![
            pair.id,
            state,
            pending,
            row.state,
            row.generation,
            row.mark,
            row.name,
            row.key,
            row.fields,
        ])?;
        self.wake_by_key(pair.mapping, row.key.as_deref(), old.key.as_deref())
    }

    /// References that wait for a key that no record had may mean one now.
    fn wake_by_key(
        &self,
        mapping: i64,
        now: Option<&str>,
        was: Option<&str>,
    ) -> Result<(), Problem> {
        if now == was {
            return Ok(());
        }
        self.wake_references(mapping)
    }

    /// Stores a pair whose base or records are others than before. What its first history entry left to it is kept there.
    pub(super) fn put_pair(
        &self,
        old: &PairRow,
        new: &PairRow,
        synced: Option<Timestamp>,
        job: Option<JobId>,
    ) -> Result<(), Problem> {
        let mut history = new.history;
        if old.history.is_some() && old.agreed && old.base != new.base {
            self.keep_history(old)?;
            history = None;
        }
        if (&new.base, new.ids) == (&old.base, old.ids) && new.sides == old.sides {
            // What agreeing on what was seen comes to: no index of the records is concerned.
            self.db
                .prepare_cached(
                    "UPDATE coupling SET state = ?2, pending = ?3, last_synced = coalesce(?4, last_synced),
                         last_job = coalesce(?5, last_job), history = ?6, agreed = ?7 WHERE id = ?1",
                )?
                .execute(params![
                    new.id,
                    new.state,
                    new.pending,
                    synced.map(Micros),
                    job.map(|job| job.0),
                    history,
                    new.agreed,
                ])?;
            return Ok(());
        }
        let Sides { bc, dv } = &new.sides;
        self.db
            .prepare_cached(
                "UPDATE coupling SET state = ?2, pending = ?3, bc_id = ?4, dv_id = ?5, base = ?6,
                     bc_state = ?7, bc_generation = ?8, bc_mark = ?9, bc_name = ?10, bc_key = ?11, bc_fields = ?12,
                     dv_state = ?13, dv_generation = ?14, dv_mark = ?15, dv_name = ?16, dv_key = ?17, dv_fields = ?18,
                     last_synced = coalesce(?19, last_synced), last_job = coalesce(?20, last_job), history = ?21, agreed = ?22
                 WHERE id = ?1",
            )?
            .execute(params![
                new.id,
                new.state,
                new.pending,
                Id(new.ids.bc),
                Id(new.ids.dv),
                new.base,
                bc.state,
                bc.generation,
                bc.mark,
                bc.name,
                bc.key,
                bc.fields,
                dv.state,
                dv.generation,
                dv.mark,
                dv.name,
                dv.key,
                dv.fields,
                synced.map(Micros),
                job.map(|job| job.0),
                history,
                new.agreed,
            ])?;
        for side in Side::BOTH {
            let [now, was] = [new, old].map(|pair| pair.sides.get(side).key.as_deref());
            self.wake_by_key(new.mapping, now, was)?;
        }
        Ok(())
    }

    /// Adds a record that is not coupled, unless one of that id is there; whether it was added.
    pub(super) fn insert_unknown(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
        row: &SideRow,
    ) -> Result<bool, Problem> {
        let added = self.insert_record(
            "INSERT INTO record (mapping, side, generation, record_id, mark, name, fields)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            (mapping, side, id),
            row,
        )?;
        Ok(added > 0)
    }

    /// Adds a record that is not coupled.
    pub(super) fn insert_single(
        &self,
        mapping: i64,
        side: Side,
        id: Uuid,
        row: &SideRow,
    ) -> Result<(), Problem> {
        self.insert_record(
            "INSERT INTO record (mapping, side, generation, record_id, mark, name, fields)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (mapping, side, id),
            row,
        )?;
        Ok(())
    }

    fn insert_record(
        &self,
        statement: &str,
        (mapping, side, id): (i64, Side, Uuid),
        row: &SideRow,
    ) -> Result<usize, Problem> {
        self.memory.calm.disturb(Rare::Singles(side));
        let mut insert = self.db.prepare_cached(statement)?;
        let added = insert.execute(params![
            mapping,
            SideNo(side),
            row.generation,
            Id(id),
            row.mark,
            row.name,
            row.fields
        ])?;
        if added > 0 {
            self.memory.calm.tally(mapping, tally_of(side), 1);
        }
        Ok(added)
    }

    /// Removes a record that is not coupled, and with it what was skipped of it.
    pub(super) fn remove_single(&self, mapping: i64, side: Side, row: i64) -> Result<(), Problem> {
        let removed = self
            .db
            .prepare_cached("DELETE FROM record WHERE id = ?1")?
            .execute([row])?;
        if removed > 0 {
            self.memory.calm.tally(mapping, tally_of(side), -1);
        }
        Ok(())
    }
}
