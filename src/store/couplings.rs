//! Couplings: links between two records, what both held when they last agreed, and what is still to be done.

use super::calm::Rare;
use super::columns::{Id, Micros, StateNo, signed};
use super::handle::{Reader, Writer};
use super::records::Naming;
use super::seen::{self, PairRow, Seeing, SideRow, state};
use crate::model::reason::{Cause, Problem};
use crate::model::{
    Coupling, CouplingId, Fields, JobId, MappingName, Observation, PairState, Side, Sides,
};
use jiff::Timestamp;
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension as _, Row, params};
use uuid::Uuid;

/// How a coupling is read: its row, then what the row does not say.
const COLUMNS: &str =
    ", m.name, c.last_synced, c.last_job FROM coupling c JOIN mapping m ON m.id = c.mapping";

/// What a side's row is to hold after [`Writer::settle`]; nothing for "as it is".
pub type NewSeen = Sides<Option<(Observation, Naming)>>;

impl Reader<'_> {
    /// The coupling of that id.
    pub fn coupling(&self, id: CouplingId) -> Result<Option<Coupling>, Problem> {
        let found = self.couplings_where("c.id = ?1", params![id.0])?;
        Ok(found.into_iter().next())
    }

    /// The coupling in which a record takes part.
    pub fn coupling_of(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<Option<Coupling>, Problem> {
        match self.coupling_id_of(name, side, id)? {
            Some(id) => self.coupling(id),
            None => Ok(None),
        }
    }

    /// The id of the coupling in which a record takes part.
    pub fn coupling_id_of(
        &self,
        name: &MappingName,
        side: Side,
        id: Uuid,
    ) -> Result<Option<CouplingId>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(None);
        };
        let mut find = self.db.prepare_cached(match side {
            Side::Bc => "SELECT id FROM coupling WHERE bc_id = ?1 AND mapping = ?2",
            Side::Dv => "SELECT id FROM coupling WHERE dv_id = ?1 AND mapping = ?2",
        })?;
        let found = find.query_row(params![Id(id), mapping], |row| row.get(0));
        Ok(found.optional()?.map(CouplingId))
    }

    /// Couplings with something to look at, oldest first, after a given one.
    pub fn pending(
        &self,
        name: &MappingName,
        after: Option<CouplingId>,
        limit: usize,
    ) -> Result<Vec<Coupling>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(Vec::new());
        };
        self.couplings_where(
            "c.mapping = ?1 AND c.pending = 1 AND c.id > ?2 ORDER BY c.id LIMIT ?3",
            params![mapping, after.map_or(0, |id| id.0), signed(limit)],
        )
    }

    /// The couplings of a mapping of which the record of one side alone is gone.
    pub fn left_behind(&self, name: &MappingName, gone: Side) -> Result<Vec<Coupling>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(Vec::new());
        };
        let condition = match gone {
            Side::Bc => {
                "c.mapping = ?1 AND c.bc_state <> 1 AND c.bc_state = ?2 AND c.dv_state = ?3"
            }
            Side::Dv => {
                "c.mapping = ?1 AND c.dv_state <> 1 AND c.dv_state = ?2 AND c.bc_state = ?3"
            }
        };
        self.couplings_where(
            &format!("{condition} ORDER BY c.id"),
            params![mapping, state::DELETED, state::SEEN],
        )
    }

    /// All couplings of a mapping, oldest first, after a given one.
    pub fn couplings_after(
        &self,
        name: &MappingName,
        after: Option<CouplingId>,
        limit: usize,
    ) -> Result<Vec<Coupling>, Problem> {
        let Some(mapping) = self.mapping_no(name)? else {
            return Ok(Vec::new());
        };
        self.couplings_where(
            "c.mapping = ?1 AND c.id > ?2 ORDER BY c.id LIMIT ?3",
            params![mapping, after.map_or(0, |id| id.0), signed(limit)],
        )
    }

    fn couplings_where(
        &self,
        condition: &str,
        values: &[&dyn ToSql],
    ) -> Result<Vec<Coupling>, Problem> {
        let mut list = self
            .db
            .prepare_cached(&format!("SELECT {}{COLUMNS} WHERE {condition}", seen::PAIR))?;
        let rows = list.query_map(values, |row| self.read_coupling(row))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn read_coupling(&self, row: &Row<'_>) -> rusqlite::Result<Coupling> {
        let first = seen::PAIR_COLUMNS;
        let pair = seen::to_pair(row)?;
        let base = match &pair.base {
            Some(base) => Some(self.unpack_pair(base)?),
            None => None,
        };
        let observed = |side: Side| -> rusqlite::Result<Observation> {
            let stored = pair.sides.get(side);
            let fields = match &stored.fields {
                Some(own) => Some(self.unpack(own)?),
                None if stored.state == state::SEEN => {
                    base.as_ref().map(|base| base.get(side).clone())
                }
                None => None,
            };
            self.observation(stored.state, stored.mark.as_deref(), fields)
        };
        let name: String = row.get(first)?;
        let StateNo(state) = row.get(2)?;
        Ok(Coupling {
            id: CouplingId(pair.id),
            mapping: MappingName::new(name),
            ids: pair.ids,
            seen: Sides::new(observed(Side::Bc)?, observed(Side::Dv)?),
            base: base.filter(|_| pair.agreed),
            state,
            last_synced: row
                .get::<_, Option<Micros>>(first + 1)?
                .map(|Micros(moment)| moment),
            last_job: row.get::<_, Option<i64>>(first + 2)?.map(JobId),
        })
    }
}

impl Writer<'_> {
    /// Couples two records; those not known yet are added as unread. The pair is pending, nothing is agreed yet.
    ///
    /// # Errors
    /// [`Cause::DuplicateKey`] with `reason` = `already_coupled` if either takes part in a coupling of this mapping; `record` and
    /// `target` name it and its partner. Nothing is written then.
    pub fn couple(&self, name: &MappingName, ids: Sides<Uuid>) -> Result<CouplingId, Problem> {
        self.couple_so(name, ids, None)
    }

    /// The same for records that were found to match, with the history entry that says so.
    ///
    /// # Errors
    /// As [`Writer::couple`].
    pub fn couple_matched(
        &self,
        name: &MappingName,
        ids: Sides<Uuid>,
        job: Option<JobId>,
        now: Timestamp,
    ) -> Result<CouplingId, Problem> {
        // Both rows name each other, so that the number of the one that comes second is taken beforehand.
        let history = self.next_history()?;
        let id = self.couple_so(name, ids, Some(history))?;
        self.add_link(history, id, name, job, now)?;
        Ok(id)
    }

    fn couple_so(
        &self,
        name: &MappingName,
        ids: Sides<Uuid>,
        history: Option<i64>,
    ) -> Result<CouplingId, Problem> {
        let mapping = self.known_mapping(name)?;
        let bc = self.single(name, mapping, Side::Bc, ids.bc)?;
        let dv = self.single(name, mapping, Side::Dv, ids.dv)?;
        let mut bc = self.enter(mapping, Side::Bc, bc)?;
        let mut dv = self.enter(mapping, Side::Dv, dv)?;
        // What both hold alike is stored once from the start, so that nothing moves when they agree.
        let mut base = None;
        if let (Some(own), Some(other)) = (&bc.fields, &dv.fields) {
            let both = Sides::new(self.unpack(own)?, self.unpack(other)?);
            base = Some(self.pack_pair(mapping, both.as_ref())?);
            (bc.fields, dv.fields) = (None, None);
        }
        self.db
            .prepare_cached(
                "INSERT INTO coupling (mapping, state, pending, bc_id, dv_id,
                     bc_state, bc_generation, bc_mark, bc_name, bc_key, bc_fields,
                     dv_state, dv_generation, dv_mark, dv_name, dv_key, dv_fields, base, history)
                 VALUES (?1, 1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            )?
            .execute(params![
                mapping,
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
        let id = CouplingId(self.db.last_insert_rowid());
        self.count_coupling(mapping, true);
        for side in Side::BOTH {
            self.join(mapping, side, *ids.get(side))?;
        }
        self.wake_references(mapping)?;
        Ok(id)
    }

    /// Removes a coupling; whether there was one. Records that were seen stay as uncoupled ones, others are forgotten.
    ///
    /// What was skipped of the pair goes with it, and its errors are closed.
    pub fn uncouple(&self, id: CouplingId) -> Result<bool, Problem> {
        let Some(pair) = self.pair(id)? else {
            return Ok(false);
        };
        self.close_errors_of_pair(&pair)?;
        self.keep_history_of(&pair)?;
        self.db
            .prepare_cached("DELETE FROM coupling WHERE id = ?1")?
            .execute([id.0])?;
        for side in Side::BOTH {
            self.release(&pair, side)?;
        }
        Ok(true)
    }

    /// Gives a coupling another record on one side, for example one that was created again.
    ///
    /// Both sides must agree anew: the base is gone, the pair pending and not skipped. The former record is treated as
    /// [`Writer::uncouple`] does.
    ///
    /// # Errors
    /// As [`Writer::couple`]; [`Cause::RecordGone`] if there is no such coupling.
    pub fn repoint(&self, id: CouplingId, side: Side, to: Uuid) -> Result<(), Problem> {
        let pair = self.known_pair(id)?;
        if *pair.ids.get(side) == to {
            return Ok(());
        }
        let name = self.name_of(pair.mapping)?;
        let single = self.single(&name, pair.mapping, side, to)?;
        self.close_errors_of_pair(&pair)?;
        self.clear_skipped_of(id)?;
        self.keep_history_of(&pair)?;
        let mut new = PairRow {
            state: 1,
            pending: true,
            history: None,
            base: None,
            agreed: false,
            ..pair.clone()
        };
        *new.ids.get_mut(side) = to;
        *new.sides.get_mut(side) = self.enter(pair.mapping, side, single)?;
        let other = side.other();
        if let Some(fields) = self.seen_fields(&pair, other)? {
            new.sides.get_mut(other).fields = Some(self.pack_for(pair.mapping, other, &fields)?);
        }
        // Its place is free before the former record takes one of its own.
        let kept = PairRow {
            history: None,
            ..pair.clone()
        };
        self.put_pair(&kept, &new, None, None)?;
        self.join(pair.mapping, side, to)?;
        self.release(&pair, side)
    }

    /// Stores that a pair has come to agree: in step, not pending, its errors closed, its skipped record gone.
    ///
    /// `seen` is what is seen now (nothing: as it is). Without a `base` both sides agree on what is seen.
    ///
    /// # Errors
    /// [`Cause::RecordGone`] if there is no such coupling.
    pub fn settle(
        &self,
        id: CouplingId,
        seen: &NewSeen,
        base: Option<&Sides<Fields>>,
        job: Option<JobId>,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let pair = self.known_pair(id)?;
        let is_in_base = |side: Side| {
            let row = pair.sides.get(side);
            row.state == state::SEEN && row.fields.is_none() && seen.get(side).is_none()
        };
        let mut new =
            if base.is_none() && pair.base.is_some() && Side::BOTH.into_iter().all(is_in_base) {
                // The base holds what is seen already, and nothing has to be read from it.
                PairRow {
                    agreed: true,
                    ..pair.clone()
                }
            } else {
                let agreed = match base {
                    Some(base) => Some(base.clone()),
                    None => self.agreed(&pair, seen)?,
                };
                // What is seen anew need not be made of what was seen before.
                let stays = |side| {
                    let seen = seen.get(side).as_ref();
                    seen.is_none_or(|(observation, _)| observation.fields().is_none())
                };
                self.with_base(&pair, agreed.as_ref(), stays)?
            };
        for side in Side::BOTH {
            if let Some((observation, naming)) = seen.get(side) {
                let seeing = Seeing::of(self, observation)?;
                *new.sides.get_mut(side) = self.side_seeing(&new, side, seeing, Some(naming))?;
            }
        }
        new.state = 0;
        new.pending = false;
        self.put_pair(&pair, &new, Some(now), job)?;
        self.close_errors_of_pair(&pair)?;
        if self.has_any(Rare::Skipped, pair.mapping)? {
            self.clear_skipped_of(id)?;
        }
        if self.has_any(Rare::Waiting, pair.mapping)? {
            self.settle_references(id)?;
        }
        Ok(())
    }

    /// What both sides hold, if both exist.
    fn agreed(&self, pair: &PairRow, seen: &NewSeen) -> Result<Option<Sides<Fields>>, Problem> {
        let of = |side: Side| match seen.get(side) {
            Some((observation, _)) => Ok(observation.fields().cloned()),
            None => self.seen_fields(pair, side),
        };
        Ok(match (of(Side::Bc)?, of(Side::Dv)?) {
            (Some(bc), Some(dv)) => Some(Sides::new(bc, dv)),
            _ => None,
        })
    }

    /// A pair with another base, or none: a side that stays stores its fields where the base does not hold them.
    fn with_base(
        &self,
        pair: &PairRow,
        base: Option<&Sides<Fields>>,
        stays: impl Fn(Side) -> bool,
    ) -> Result<PairRow, Problem> {
        let mut new = PairRow {
            agreed: base.is_some(),
            ..pair.clone()
        };
        let Some(base) = base else {
            return Ok(new);
        };
        new.base = Some(self.pack_pair(pair.mapping, base.as_ref())?);
        if new.base == pair.base {
            return Ok(new);
        }
        for side in Side::BOTH.into_iter().filter(|side| stays(*side)) {
            let name = pair.naming(side)?;
            if let Some(fields) = self.seen_fields(pair, side)? {
                let seeing = Seeing {
                    state: state::SEEN,
                    mark: pair.sides.get(side).mark.clone(),
                    fields: Some(&fields),
                };
                *new.sides.get_mut(side) = self.side_seeing(&new, side, seeing, Some(&name))?;
            } else {
                new.sides.get_mut(side).name = Some(super::names::pack(&name));
            }
        }
        Ok(new)
    }

    /// Stores what is seen of one side of a pair; base and state stay.
    pub fn set_seen(
        &self,
        id: CouplingId,
        side: Side,
        observation: &Observation,
        naming: &Naming,
    ) -> Result<(), Problem> {
        let pair = self.known_pair(id)?;
        let seeing = Seeing::of(self, observation)?;
        let row = self.side_seeing(&pair, side, seeing, Some(naming))?;
        self.put_side(&pair, side, &row, false)
    }

    /// Stores what both sides agreed on; nothing for "never". State stays.
    pub fn set_base(&self, id: CouplingId, base: Option<&Sides<Fields>>) -> Result<(), Problem> {
        let pair = self.known_pair(id)?;
        let new = self.with_base(&pair, base, |_| true)?;
        self.put_pair(&pair, &new, None, None)
    }

    /// Stores where a pair stands, and whether a run has to look at it.
    pub fn set_state(
        &self,
        id: CouplingId,
        state: PairState,
        pending: bool,
    ) -> Result<(), Problem> {
        self.db
            .prepare_cached(
                "UPDATE coupling SET state = ?2, pending = ?3 WHERE id = ?1 AND (state <> ?2 OR pending <> ?3)",
            )?
            .execute(params![id.0, StateNo(state), pending])?;
        Ok(())
    }

    /// Remembers which job last touched a pair.
    pub fn set_last_job(&self, id: CouplingId, job: JobId) -> Result<(), Problem> {
        self.db
            .prepare_cached("UPDATE coupling SET last_job = ?2 WHERE id = ?1")?
            .execute([id.0, job.0])?;
        Ok(())
    }

    /// Makes every coupling of a mapping pending, so that a run plans it anew (after the mapping was changed, or for a full run).
    pub fn make_all_pending(&self, name: &MappingName) -> Result<u64, Problem> {
        let mapping = self.known_mapping(name)?;
        let made = self
            .db
            .prepare_cached("UPDATE coupling SET pending = 1 WHERE mapping = ?1 AND pending = 0")?
            .execute([mapping])?;
        Ok(made as u64)
    }

    pub(super) fn pair(&self, id: CouplingId) -> Result<Option<PairRow>, Problem> {
        self.pair_where("c.id = ?1", params![id.0])
    }

    pub(super) fn known_pair(&self, id: CouplingId) -> Result<PairRow, Problem> {
        self.pair(id)?.ok_or_else(|| {
            Problem::new(Cause::RecordGone)
                .with("reason", "uncoupled")
                .with("coupling", &id)
        })
    }

    /// The row of a record that is about to be coupled; nothing if it is not known yet.
    fn single(
        &self,
        name: &MappingName,
        mapping: i64,
        side: Side,
        id: Uuid,
    ) -> Result<Option<(i64, SideRow)>, Problem> {
        // A record stands in one place only, and here mostly by itself.
        if let Some(single) = self.single_row(mapping, side, id)? {
            return Ok(Some(single));
        }
        match self.pair_of(mapping, side, id)? {
            Some(pair) => Err(already_coupled(name, side, &pair)?),
            None => Ok(None),
        }
    }

    /// Counts a coupling that was made, pending or in step.
    pub(super) fn count_coupling(&self, mapping: i64, pending: bool) {
        let calm = &self.memory.calm;
        calm.disturb(Rare::Couplings);
        calm.tally(mapping, pending.into(), 1);
        if pending {
            calm.tally(mapping, 6, 1);
        }
    }

    /// A record enters a coupling: it is no longer skipped for itself.
    pub(super) fn enter(
        &self,
        mapping: i64,
        side: Side,
        single: Option<(i64, SideRow)>,
    ) -> Result<SideRow, Problem> {
        let Some((row, stored)) = single else {
            return Ok(SideRow::unread(self.current_generation(mapping, side)?));
        };
        self.remove_single(mapping, side, row)?;
        self.as_entered(mapping, side, stored)
    }

    /// What is stored of a record in a coupling, by what was stored of it alone.
    pub(super) fn as_entered(
        &self,
        mapping: i64,
        side: Side,
        mut stored: SideRow,
    ) -> Result<SideRow, Problem> {
        if self.is_keyed(mapping)? {
            stored.key =
                super::names::naming(stored.name.as_deref(), stored.fields.as_deref(), None, side)?
                    .key;
        }
        Ok(stored)
    }

    /// A record leaves its coupling. What does not exist, as far as is known, is forgotten.
    fn release(&self, pair: &PairRow, side: Side) -> Result<(), Problem> {
        let Some(fields) = self.seen_fields(pair, side)? else {
            return Ok(());
        };
        let mut row = pair.sides.get(side).clone();
        if row.fields.is_none() {
            row.fields = Some(self.pack_for(pair.mapping, side, &fields)?);
        }
        self.insert_single(pair.mapping, side, *pair.ids.get(side), &row)
    }

    pub(super) fn name_of(&self, mapping: i64) -> Result<MappingName, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT name FROM mapping WHERE id = ?1")?;
        let name: String = find.query_row([mapping], |row| row.get(0))?;
        Ok(MappingName::new(name))
    }
}

fn already_coupled(name: &MappingName, side: Side, pair: &PairRow) -> Result<Problem, Problem> {
    let called = |side: Side| -> Result<String, Problem> {
        let label = pair.naming(side)?.label;
        Ok(if label.is_empty() {
            pair.ids.get(side).hyphenated().to_string()
        } else {
            label
        })
    };
    Ok(Problem::new(Cause::DuplicateKey)
        .on(side)
        .of(name)
        .with("reason", "already_coupled")
        .with("record", &called(side)?)
        .with("target", &called(side.other())?)
        .with("coupling", &CouplingId(pair.id)))
}

#[cfg(test)]
#[path = "couplings_tests.rs"]
mod tests;
