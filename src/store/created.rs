//! A record that was just created on one side, coupled and settled in one go: the most frequent write of a first synchronisation.

use super::calm::Rare;
use super::columns::{Id, Micros, SideNo};
use super::handle::Writer;
use super::names;
use super::packed::leads_of_fields;
use super::records::Naming;
use super::seen::{Seeing, SideRow, state};
use crate::model::reason::Problem;
use crate::model::{CouplingId, Fields, JobId, MappingName, Record, Side, Sides};
use jiff::Timestamp;
use rusqlite::params;
use rusqlite::types::Value as Stored;
use uuid::Uuid;

/// A record that was created for one of the other side.
#[derive(Clone, Debug)]
pub struct NewPair<'a> {
    /// The mapping.
    pub mapping: &'a MappingName,
    /// The side on which it was created.
    pub side: Side,
    /// The record of the other side that it was made from.
    pub source: Uuid,
    /// The record as it is now.
    pub record: &'a Record,
    /// How it is called.
    pub naming: &'a Naming,
    /// What the side counts as having agreed on: what was sent, without what the service filled in by itself.
    pub base: &'a Fields,
    /// What the source held when the record was made from it, if that is not what it was last seen with.
    pub made_from: Option<&'a Fields>,
    /// What was written, for the history: fields that were sent, with the values that the service gave them.
    pub written: &'a Fields,
    /// Whether there is still something to do with the pair.
    pub pending: bool,
    /// The job that did it.
    pub job: Option<JobId>,
    /// When, by this machine's clock.
    pub now: Timestamp,
}

impl Writer<'_> {
    /// Couples a created record with its source, both sides agreeing on the source as it was last seen and on `base`, and writes
    /// the history of it.
    ///
    /// Nothing if the case is not the usual one (the source is not known as an uncoupled record, or the created one is known
    /// already); then nothing was written.
    pub fn couple_created(&self, new: &NewPair<'_>) -> Result<Option<CouplingId>, Problem> {
        let NewPair {
            side,
            record,
            naming,
            now,
            ..
        } = *new;
        let mapping = self.known_mapping(new.mapping)?;
        let from = side.other();
        let Some((row, stored)) = self.single_row(mapping, from, new.source)? else {
            return Ok(None);
        };
        if self.stands_alone(mapping, side, record.id)? {
            return Ok(None);
        }
        let (base, from_fields) = self.base_of_created(mapping, new, &stored)?;
        let mut from_row = self.as_entered(mapping, from, stored)?;
        from_row.fields = from_fields;
        let leads = self.leads(mapping)?;
        let own_row = SideRow {
            state: state::SEEN,
            generation: self.current_generation(mapping, side)?,
            mark: Seeing::read(self, record)?.mark,
            name: names::beyond(naming, &leads_of_fields(&record.fields, leads.get(side))),
            key: self.kept_key(mapping, naming)?,
            fields: (*new.base != record.fields)
                .then(|| self.pack_for(mapping, side, &record.fields))
                .transpose()?,
        };
        let (ids, rows) = match side {
            Side::Bc => (
                Sides::new(record.id, new.source),
                Sides::new(own_row, from_row),
            ),
            Side::Dv => (
                Sides::new(new.source, record.id),
                Sides::new(from_row, own_row),
            ),
        };
        // Both rows name each other, so that the number of the one that comes second is taken beforehand.
        let history = self.next_history()?;
        let Sides { bc, dv } = rows;
        // Whether the record is coupled already, the index tells while it is written.
        let mut insert = self.db
            .prepare_cached(
                "INSERT INTO coupling (mapping, state, pending, last_synced, last_job, bc_id, dv_id,
                     bc_state, bc_generation, bc_mark, bc_name, bc_key, bc_fields,
                     dv_state, dv_generation, dv_mark, dv_name, dv_key, dv_fields, agreed, base, history)
                 VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, 1, ?19, ?20)
                 ON CONFLICT DO NOTHING",
            )?;
        let added = insert.execute(params![
            mapping,
            new.pending,
            Micros(now),
            new.job.map(|job| job.0),
            Id(ids.bc),
            Id(ids.dv),
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
            base,
            history,
        ])?;
        if added == 0 {
            return Ok(None);
        }
        let id = CouplingId(self.db.last_insert_rowid());
        self.remove_single(mapping, from, row)?;
        self.count_coupling(mapping, new.pending);
        self.add_creation(history, mapping, id, new)?;
        for side in Side::BOTH {
            self.join(mapping, side, *ids.get(side))?;
        }
        self.wake_references(mapping)?;
        Ok(Some(id))
    }

    /// The base of a created pair, and the fields of the source where they are not those in it.
    fn base_of_created(
        &self,
        mapping: i64,
        new: &NewPair<'_>,
        stored: &SideRow,
    ) -> Result<(Vec<u8>, Option<Vec<u8>>), Problem> {
        let packed = stored.fields.as_deref().unwrap_or_default();
        if let (Side::Dv, None) = (new.side, new.made_from) {
            let leads = self.leads(mapping)?;
            let shapes = &self.memory.shapes;
            let base = shapes.pack_after(self.db, packed, new.base, &leads.dv)?;
            return Ok((base, None));
        }
        let from = new.side.other();
        let source = self.unpack(packed)?;
        let made_from = new.made_from.unwrap_or(&source);
        let base = match new.side {
            Side::Bc => Sides::new(new.base, made_from),
            Side::Dv => Sides::new(made_from, new.base),
        };
        let base = self.pack_pair(mapping, base)?;
        let other = (*made_from != source)
            .then(|| self.pack_for(mapping, from, &source))
            .transpose()?;
        Ok((base, other))
    }

    /// The history entry of a created pair, which leaves label and fields to it as far as they stand there.
    fn add_creation(
        &self,
        history: i64,
        mapping: i64,
        pair: CouplingId,
        new: &NewPair<'_>,
    ) -> Result<(), Problem> {
        let NewPair {
            side,
            written,
            base,
            now,
            ..
        } = *new;
        let mut values = written.iter();
        let stands = values.all(|(name, value)| base.get(name.as_str()) == Some(value));
        let after = if written.is_empty() {
            Stored::Null
        } else if stands {
            Stored::Integer(self.memory.shapes.number(self.db, written)?)
        } else {
            Stored::Blob(self.pack(written)?)
        };
        self.db
            .prepare_cached(
                "INSERT INTO history (id, job, time, mapping, side, coupling, after)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                history,
                new.job.map(|job| job.0),
                Micros(now),
                mapping,
                SideNo(side),
                pair.0,
                after
            ])?;
        self.memory.calm.count(side, now, 1, 0);
        Ok(())
    }

    /// Whether a record is known and not coupled.
    fn stands_alone(&self, mapping: i64, side: Side, id: Uuid) -> Result<bool, Problem> {
        Ok(self.has_any(Rare::Singles(side), mapping)?
            && self.record_no(mapping, side, id)?.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FieldName, Observation, PairState, Value};
    use crate::store::Store;
    use crate::store::testing::{at, customer, id, ids, naming, record, seen, store};
    use pretty_assertions::assert_eq;

    fn created(store: &Store, base: &Fields, pending: bool) -> Option<CouplingId> {
        let record = record(1001, "Adatum", 1);
        store
            .write(|w| {
                w.couple_created(&NewPair {
                    made_from: None,
                    mapping: &customer(),
                    side: Side::Dv,
                    source: id(1),
                    record: &record,
                    naming: &naming(&record),
                    base,
                    written: &record.fields,
                    pending,
                    job: Some(JobId(7)),
                    now: at(9),
                })
            })
            .unwrap()
    }

    #[test]
    fn a_created_record_is_in_step_at_once() {
        let store = store();
        store
            .write(|w| w.see_record(Side::Bc, 1, "Adatum", 1))
            .unwrap();
        let base = record(1001, "Adatum", 1).fields;
        let coupling = created(&store, &base, false).unwrap();
        let pair = store.read().coupling(coupling).unwrap().unwrap();
        assert_eq!(pair.ids, ids(1, 1001));
        assert_eq!(
            pair.seen,
            Sides::new(seen(1, "Adatum", 1), seen(1001, "Adatum", 1))
        );
        let agreed = Sides::new(record(1, "Adatum", 1).fields, base);
        assert_eq!(pair.base, Some(agreed));
        assert_eq!(
            (pair.state, pair.last_synced),
            (PairState::InStep, Some(at(9)))
        );
        assert_eq!(store.read().count_uncoupled(&customer(), Side::Bc), Ok(0));
        assert_eq!(store.read().check(), Ok(Vec::new()));
    }

    #[test]
    fn what_the_service_filled_in_is_still_to_be_looked_at() {
        let store = store();
        store
            .write(|w| w.see_record(Side::Bc, 1, "Adatum", 1))
            .unwrap();
        let mut base = record(1001, "Adatum", 1).fields;
        base.set(FieldName::new("number"), Value::Empty);
        let coupling = created(&store, &base, true).unwrap();
        let pair = store.read().coupling(coupling).unwrap().unwrap();
        assert_eq!(pair.state, PairState::Pending);
        assert_eq!(pair.base.unwrap().dv, base);
        assert_eq!(pair.seen.dv, seen(1001, "Adatum", 1));
        assert_eq!(store.read().check(), Ok(Vec::new()));
    }

    #[test]
    fn an_unusual_case_is_left_to_the_long_way() {
        let store = store();
        let base = Fields::new();
        assert_eq!(created(&store, &base, false), None, "no source");
        store
            .write(|w| {
                w.see_record(Side::Bc, 1, "Adatum", 1)?;
                w.see_record(Side::Dv, 1001, "Adatum", 1)
            })
            .unwrap();
        assert_eq!(created(&store, &base, false), None, "read already");
        let source = store.read().uncoupled_one(&customer(), Side::Bc, id(1));
        assert!(matches!(source, Ok(Some(Observation::Seen { .. }))));
    }
}
