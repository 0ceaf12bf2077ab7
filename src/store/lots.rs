//! Creates that were written down together: one row for up to a thousand of them, since nearly all are answered together and
//! hardly ever read again.
//!
//! A create of a lot is known by the number of its lot and its place there ([`journal_id`]). Where only some of a lot are
//! answered, the others become rows of their own under the same ids, and the lot goes.

use super::codec::{meaningless, put_number};
use super::columns::{Micros, SideNo, signed};
use super::handle::{Reader, Writer};
use super::journal::{JournalEntry, JournalState, NewCreate, NewJournal};
use crate::model::reason::Problem;
use crate::model::{JobId, JournalId, MappingName};
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension as _, Row, params};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many creates a lot has at most.
const LOT: usize = 1_000;
/// Places have 16 bits.
const PLACE_BITS: u32 = 16;

/// A create as it stands in a lot: its ids, and two packed texts of fields.
struct Packed<'p> {
    record: Uuid,
    source: Uuid,
    fields: &'p [u8],
    made_from: &'p [u8],
}

/// The id of a create in a lot.
fn journal_id(lot: i64, place: usize) -> JournalId {
    JournalId((lot << PLACE_BITS) | i64::try_from(place).unwrap_or(i64::MAX))
}

/// The lot that an id belongs to, if it belongs to one.
fn lot_of(id: JournalId) -> i64 {
    id.0 >> PLACE_BITS
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u128);
    out.extend_from_slice(bytes);
}

/// Takes the creates of a lot apart.
struct Creates<'p>(&'p [u8]);

impl<'p> Creates<'p> {
    fn take(&mut self, bytes: usize) -> Option<&'p [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    fn id(&mut self) -> Option<Uuid> {
        Uuid::from_slice(self.take(16)?).ok()
    }

    fn bytes(&mut self) -> Option<&'p [u8]> {
        let mut length = 0_usize;
        for shift in (0..usize::BITS).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            length |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                break;
            }
        }
        self.take(length)
    }

    fn create(&mut self) -> Option<Packed<'p>> {
        Some(Packed {
            record: self.id()?,
            source: self.id()?,
            fields: self.bytes()?,
            made_from: self.bytes()?,
        })
    }
}

impl<'p> Iterator for Creates<'p> {
    type Item = rusqlite::Result<Packed<'p>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let create = self.create();
        if create.is_none() {
            self.0 = &[];
        }
        Some(create.ok_or_else(|| meaningless("a lot of creates that ends too early")))
    }
}

impl Reader<'_> {
    /// Creates without a stored answer that stand in lots, oldest first.
    pub(super) fn lots_where(
        &self,
        condition: &str,
        values: &[&dyn ToSql],
    ) -> Result<Vec<JournalEntry>, Problem> {
        let mut list = self.db.prepare_cached(&format!(
            "SELECT j.id, m.name, j.side, j.job, j.time, j.creates FROM lot j JOIN mapping m ON m.id = j.mapping
             WHERE {condition} ORDER BY j.id"
        ))?;
        let mut rows = list.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            self.read_lot(row, &mut found)?;
        }
        Ok(found)
    }

    fn read_lot(&self, row: &Row<'_>, found: &mut Vec<JournalEntry>) -> rusqlite::Result<()> {
        let lot: i64 = row.get(0)?;
        let mapping = MappingName::new(row.get::<_, String>(1)?);
        let SideNo(side) = row.get(2)?;
        let job = row.get::<_, Option<i64>>(3)?.map(JobId);
        let Micros(time) = row.get(4)?;
        for (place, create) in Creates(row.get_ref(5)?.as_blob()?).enumerate() {
            let create = create?;
            found.push(JournalEntry {
                id: journal_id(lot, place),
                mapping: mapping.clone(),
                side,
                record: create.record,
                source: create.source,
                fields: self.unpack(create.fields)?,
                made_from: Some(self.unpack(create.made_from)?),
                job,
                time,
                state: JournalState::Sent,
            });
        }
        Ok(())
    }
}

impl Writer<'_> {
    pub(super) fn add_lots(&self, new: &NewJournal<'_>) -> Result<Vec<JournalId>, Problem> {
        let mapping = self.known_mapping(new.mapping)?;
        let mut ids = Vec::with_capacity(new.creates.len());
        let mut packed = Vec::new();
        for some in new.creates.chunks(LOT) {
            packed.clear();
            for NewCreate {
                id,
                source,
                fields,
                made_from,
            } in some
            {
                packed.extend_from_slice(id.as_bytes());
                packed.extend_from_slice(source.as_bytes());
                put_bytes(&mut packed, &self.pack_quickly(fields)?);
                put_bytes(&mut packed, &self.pack_quickly(made_from)?);
            }
            self.db
                .prepare_cached(
                    "INSERT INTO lot (mapping, side, job, time, n, creates) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![
                    mapping,
                    SideNo(new.side),
                    new.job.map(|job| job.0),
                    Micros(new.now),
                    signed(some.len()),
                    packed
                ])?;
            let lot = self.db.last_insert_rowid();
            ids.extend((0..some.len()).map(|place| journal_id(lot, place)));
        }
        Ok(ids)
    }

    /// Closes what stands in lots; answers with the ids that do not.
    pub(super) fn close_in_lots(&self, ids: &[JournalId]) -> Result<Vec<JournalId>, Problem> {
        let mut by_lot: BTreeMap<i64, Vec<JournalId>> = BTreeMap::new();
        for id in ids {
            by_lot.entry(lot_of(*id)).or_default().push(*id);
        }
        let mut others = Vec::new();
        for (lot, closed) in by_lot {
            let size: Option<i64> = self
                .db
                .prepare_cached("SELECT n FROM lot WHERE id = ?1")?
                .query_row([lot], |row| row.get(0))
                .optional()?;
            match size {
                None => others.extend(closed),
                Some(size) if size == signed(closed.len()) => self.remove_lot(lot)?,
                Some(_) => self.take_apart(lot, &closed)?,
            }
        }
        Ok(others)
    }

    /// Gives a create a row of its own, and with it the others of its lot.
    pub(super) fn take_out(&self, id: JournalId) -> Result<(), Problem> {
        self.take_apart(lot_of(id), &[])
    }

    /// Gives every create of a lot but these a row of its own; nothing happens if there is no such lot.
    fn take_apart(&self, lot: i64, closed: &[JournalId]) -> Result<(), Problem> {
        let creates: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT creates FROM lot WHERE id = ?1")?
            .query_row([lot], |row| row.get(0))
            .optional()?;
        let Some(creates) = creates else {
            return Ok(());
        };
        let mut insert = self.db.prepare_cached(
            "INSERT INTO journal (id, mapping, side, record_id, source, fields, job, time, made_from, state)
             SELECT ?2, mapping, side, ?3, ?4, ?5, job, time, ?6, 0 FROM lot WHERE id = ?1",
        )?;
        for (place, create) in Creates(&creates).enumerate() {
            let create = create?;
            let id = journal_id(lot, place);
            if !closed.contains(&id) {
                insert.execute(params![
                    lot,
                    id.0,
                    create.record.as_bytes(),
                    create.source.as_bytes(),
                    create.fields,
                    create.made_from
                ])?;
            }
        }
        self.remove_lot(lot)
    }

    fn remove_lot(&self, lot: i64) -> Result<(), Problem> {
        self.db
            .prepare_cached("DELETE FROM lot WHERE id = ?1")?
            .execute([lot])?;
        Ok(())
    }
}
