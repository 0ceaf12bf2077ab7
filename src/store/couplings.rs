//! Couplings: links between two records, what both held when they last agreed, and what is still to be done.

use super::columns::{Id, Micros, StateNo, signed};
use super::handle::{Reader, Writer};
use super::records::Naming;
use super::seen::{Known, NewBase, Seeing, observation, state};
use crate::model::reason::{Cause, Problem};
use crate::model::{
    Coupling, CouplingId, Fields, JobId, MappingName, Observation, PairState, Side, Sides,
};
use jiff::Timestamp;
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension as _, Row, params};
use uuid::Uuid;

const SELECT: &str = "SELECT c.id, m.name, c.state, c.last_synced, c.last_job,
    b.record_id, b.state, b.etag, b.modified, b.modified_by, b.fields, b.based, b.base,
    d.record_id, d.state, d.etag, d.modified, d.modified_by, d.fields, d.based, d.base
    FROM coupling c
    JOIN mapping m ON m.id = c.mapping
    JOIN record b ON b.id = c.bc
    JOIN record d ON d.id = c.dv";

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
        let mut find = self.db.prepare_cached(
            "SELECT coupling FROM record WHERE mapping = ?1 AND side = ?2 AND record_id = ?3",
        )?;
        let found: Option<Option<i64>> = find
            .query_row(
                params![mapping, super::columns::SideNo(side), Id(id)],
                |row| row.get(0),
            )
            .optional()?;
        Ok(found.flatten().map(CouplingId))
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
            .prepare_cached(&format!("{SELECT} WHERE {condition}"))?;
        let rows = list.query_map(values, |row| self.read_coupling(row))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn read_coupling(&self, row: &Row<'_>) -> rusqlite::Result<Coupling> {
        let (bc, dv) = (5, 13);
        let base = match (self.base_at(row, bc)?, self.base_at(row, dv)?) {
            (Some(bc), Some(dv)) => Some(Sides::new(bc, dv)),
            _ => None,
        };
        let name: String = row.get(1)?;
        let StateNo(state) = row.get(2)?;
        Ok(Coupling {
            id: CouplingId(row.get(0)?),
            mapping: MappingName::new(name),
            ids: Sides::new(row.get::<_, Id>(bc)?.0, row.get::<_, Id>(dv)?.0),
            seen: Sides::new(
                observation(self, row, bc + 1)?,
                observation(self, row, dv + 1)?,
            ),
            base,
            state,
            last_synced: row
                .get::<_, Option<Micros>>(3)?
                .map(|Micros(moment)| moment),
            last_job: row.get::<_, Option<i64>>(4)?.map(JobId),
        })
    }

    /// The base of the side whose record id stands at `first`.
    fn base_at(&self, row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Fields>> {
        let column = match row.get::<_, i64>(first + 6)? {
            1 => first + 5,
            2 => first + 7,
            _ => return Ok(None),
        };
        self.unpack(row.get_ref(column)?.as_str()?).map(Some)
    }
}

/// The rows behind a coupling.
pub(super) struct Link {
    pub(super) mapping: i64,
    pub(super) rows: Sides<i64>,
}

impl Writer<'_> {
    /// Couples two records; those not known yet are added as unread. The pair is pending, nothing is agreed yet.
    ///
    /// # Errors
    /// [`Cause::DuplicateKey`] with `reason` = `already_coupled` if either takes part in a coupling of this mapping; `record` and
    /// `target` name it and its partner. Nothing is written then.
    pub fn couple(&self, name: &MappingName, ids: Sides<Uuid>) -> Result<CouplingId, Problem> {
        let mapping = self.known_mapping(name)?;
        let bc = self.known(mapping, Side::Bc, ids.bc)?;
        let dv = self.known(mapping, Side::Dv, ids.dv)?;
        for (side, known) in [(Side::Bc, &bc), (Side::Dv, &dv)] {
            if let Some(coupling) = known.as_ref().and_then(|known| known.coupling) {
                return Err(self.already_coupled(name, side, CouplingId(coupling))?);
            }
        }
        // Rows that are new here name the coupling from the start, so that they never count as uncoupled.
        let coupling = self.next_coupling()?;
        let rows = Sides::new(
            self.row_for(bc.as_ref(), mapping, Side::Bc, ids.bc, coupling)?,
            self.row_for(dv.as_ref(), mapping, Side::Dv, ids.dv, coupling)?,
        );
        self.db
            .prepare_cached(
                "INSERT INTO coupling (id, mapping, bc, dv, state, pending) VALUES (?1, ?2, ?3, ?4, 1, 1)",
            )?
            .execute([coupling, mapping, rows.bc, rows.dv])?;
        for side in Side::BOTH {
            self.join(mapping, side, *ids.get(side))?;
        }
        Ok(CouplingId(coupling))
    }

    /// Removes a coupling; whether there was one. Records that were seen stay as uncoupled ones, others are forgotten.
    ///
    /// What was skipped of the pair goes with it, and its errors are closed.
    pub fn uncouple(&self, id: CouplingId) -> Result<bool, Problem> {
        let Some(link) = self.link(id)? else {
            return Ok(false);
        };
        self.close_errors_of_link(&link)?;
        self.db
            .prepare_cached("DELETE FROM coupling WHERE id = ?1")?
            .execute([id.0])?;
        for row in [link.rows.bc, link.rows.dv] {
            self.release(row)?;
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
        let link = self.known_link(id)?;
        let known = self.known(link.mapping, side, to)?;
        if let Some(coupling) = known.as_ref().and_then(|known| known.coupling) {
            if coupling == id.0 {
                return Ok(());
            }
            let name = self.name_of(link.mapping)?;
            return Err(self.already_coupled(&name, side, CouplingId(coupling))?);
        }
        self.close_errors_of_link(&link)?;
        self.clear_skipped_of(id)?;
        let row = self.row_for(known.as_ref(), link.mapping, side, to, id.0)?;
        self.join(link.mapping, side, to)?;
        let statement = match side {
            Side::Bc => "UPDATE coupling SET bc = ?2, state = 1, pending = 1 WHERE id = ?1",
            Side::Dv => "UPDATE coupling SET dv = ?2, state = 1, pending = 1 WHERE id = ?1",
        };
        self.db
            .prepare_cached(statement)?
            .execute(params![id.0, row])?;
        self.release(*link.rows.get(side))?;
        let partner = self.known_row(*link.rows.get(side.other()))?;
        let seeing = partner.seeing();
        self.see(&partner, &seeing, None, &NewBase::Clear, partner.generation)
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
        let link = self.known_link(id)?;
        for side in Side::BOTH {
            let known = self.known_row(*link.rows.get(side))?;
            let (seeing, naming) = match seen.get(side) {
                Some((observation, naming)) => (Seeing::of(self, observation)?, Some(naming)),
                None => (known.seeing(), None),
            };
            let naming = naming.filter(|_| seeing.is_seen());
            let packed = base.map(|base| self.pack(base.get(side))).transpose()?;
            let base = packed.as_deref().map_or(NewBase::AsSeen, NewBase::Is);
            self.see(&known, &seeing, naming, &base, known.generation)?;
        }
        self.db
            .prepare_cached(
                "UPDATE coupling SET state = 0, pending = 0, last_synced = ?2, last_job = coalesce(?3, last_job)
                 WHERE id = ?1",
            )?
            .execute(params![id.0, Micros(now), job.map(|job| job.0)])?;
        self.close_errors_of_link(&link)?;
        self.clear_skipped_of(id)?;
        Ok(())
    }

    /// Stores what is seen of one side of a pair; base and state stay.
    pub fn set_seen(
        &self,
        id: CouplingId,
        side: Side,
        observation: &Observation,
        naming: &Naming,
    ) -> Result<(), Problem> {
        let link = self.known_link(id)?;
        let known = self.known_row(*link.rows.get(side))?;
        let seeing = Seeing::of(self, observation)?;
        let naming = (seeing.is_seen()).then_some(naming);
        self.see(&known, &seeing, naming, &NewBase::Keep, known.generation)
    }

    /// Stores what both sides agreed on; nothing for "never". State stays.
    pub fn set_base(&self, id: CouplingId, base: Option<&Sides<Fields>>) -> Result<(), Problem> {
        let link = self.known_link(id)?;
        for side in Side::BOTH {
            let known = self.known_row(*link.rows.get(side))?;
            let seeing = known.seeing();
            let packed = base.map(|base| self.pack(base.get(side))).transpose()?;
            let base = packed.as_deref().map_or(NewBase::Clear, NewBase::Is);
            self.see(&known, &seeing, None, &base, known.generation)?;
        }
        Ok(())
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

    /// Something was seen: a pair in step is pending from now on, others keep what is known of them until they are planned.
    pub(super) fn make_pending(&self, coupling: i64) -> Result<(), Problem> {
        self.db
            .prepare_cached(
                "UPDATE coupling SET pending = 1, state = max(state, 1)
                 WHERE id = ?1 AND (pending = 0 OR state = 0)",
            )?
            .execute([coupling])?;
        Ok(())
    }

    pub(super) fn link(&self, id: CouplingId) -> Result<Option<Link>, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT mapping, bc, dv FROM coupling WHERE id = ?1")?;
        Ok(find
            .query_row([id.0], |row| {
                Ok(Link {
                    mapping: row.get(0)?,
                    rows: Sides::new(row.get(1)?, row.get(2)?),
                })
            })
            .optional()?)
    }

    fn known_link(&self, id: CouplingId) -> Result<Link, Problem> {
        self.link(id)?.ok_or_else(|| {
            Problem::new(Cause::RecordGone)
                .with("reason", "uncoupled")
                .with("coupling", &id)
        })
    }

    /// The row of a record that enters a coupling: it is no longer skipped for itself.
    fn row_for(
        &self,
        known: Option<&Known>,
        mapping: i64,
        side: Side,
        id: Uuid,
        coupling: i64,
    ) -> Result<i64, Problem> {
        let Some(known) = known else {
            return self.insert_unread(mapping, side, id, coupling);
        };
        self.forgive(known.id)?;
        self.db
            .prepare_cached("UPDATE record SET coupling = ?2 WHERE id = ?1")?
            .execute([known.id, coupling])?;
        Ok(known.id)
    }

    /// The id that the next coupling gets; no id is ever used again.
    fn next_coupling(&self) -> Result<i64, Problem> {
        let mut last = self
            .db
            .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'coupling'")?;
        let last: Option<i64> = last.query_row([], |row| row.get(0)).optional()?;
        Ok(last.unwrap_or(0) + 1)
    }

    /// A record leaves its coupling.
    fn release(&self, row: i64) -> Result<(), Problem> {
        self.db
            .prepare_cached(
                "UPDATE record SET coupling = NULL, based = 0, base = NULL WHERE id = ?1",
            )?
            .execute([row])?;
        self.db
            .prepare_cached("DELETE FROM record WHERE id = ?1 AND state <> ?2")?
            .execute([row, state::SEEN])?;
        Ok(())
    }

    fn name_of(&self, mapping: i64) -> Result<MappingName, Problem> {
        let mut find = self
            .db
            .prepare_cached("SELECT name FROM mapping WHERE id = ?1")?;
        let name: String = find.query_row([mapping], |row| row.get(0))?;
        Ok(MappingName::new(name))
    }

    fn already_coupled(
        &self,
        name: &MappingName,
        side: Side,
        by: CouplingId,
    ) -> Result<Problem, Problem> {
        let mut find = self.db.prepare_cached(
            "SELECT b.record_id, b.label, d.record_id, d.label
             FROM coupling c JOIN record b ON b.id = c.bc JOIN record d ON d.id = c.dv WHERE c.id = ?1",
        )?;
        let names = find.query_row([by.0], |row| {
            Ok(Sides::new(called(row, 0)?, called(row, 2)?))
        })?;
        Ok(Problem::new(Cause::DuplicateKey)
            .on(side)
            .of(name)
            .with("reason", "already_coupled")
            .with("record", names.get(side))
            .with("target", names.get(side.other()))
            .with("coupling", &by))
    }
}

/// A record's label, or its id where it has none.
fn called(row: &Row<'_>, first: usize) -> rusqlite::Result<String> {
    let label: String = row.get(first + 1)?;
    if label.is_empty() {
        let Id(id) = row.get(first)?;
        return Ok(id.hyphenated().to_string());
    }
    Ok(label)
}

#[cfg(test)]
#[path = "couplings_tests.rs"]
mod tests;
