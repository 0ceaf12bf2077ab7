//! Couplings of records that another mapping on the same two sets sees as alone.

use super::columns::Id;
use super::handle::{Reader, Writer};
use super::seen::state;
use crate::model::reason::Problem;
use crate::model::{CouplingId, MappingName, Side};
use rusqlite::params;
use uuid::Uuid;

/// A record that is alone in one mapping and coupled in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoupledElsewhere {
    /// The record.
    pub id: Uuid,
    /// Its coupling in the other mapping.
    pub coupling: CouplingId,
    /// Whether it left the other mapping's filter.
    pub left: bool,
}

impl Reader<'_> {
    /// The records of one side that are alone in a mapping and coupled in another one.
    pub fn coupled_elsewhere(
        &self,
        name: &MappingName,
        side: Side,
        other: &MappingName,
    ) -> Result<Vec<CoupledElsewhere>, Problem> {
        let (Some(mapping), Some(other)) = (self.mapping_no(name)?, self.mapping_no(other)?) else {
            return Ok(Vec::new());
        };
        let mut list = self.db.prepare_cached(match side {
            Side::Bc => {
                "SELECT r.record_id, c.id, c.bc_state = ?3 FROM record r
                 JOIN coupling c ON c.bc_id = r.record_id AND c.mapping = ?2
                 WHERE r.mapping = ?1 AND r.side = 0 ORDER BY r.id"
            }
            Side::Dv => {
                "SELECT r.record_id, c.id, c.dv_state = ?3 FROM record r
                 JOIN coupling c ON c.dv_id = r.record_id AND c.mapping = ?2
                 WHERE r.mapping = ?1 AND r.side = 1 ORDER BY r.id"
            }
        })?;
        let rows = list.query_map(params![mapping, other, state::OUT_OF_FILTER], |row| {
            Ok(CoupledElsewhere {
                id: row.get::<_, Id>(0)?.0,
                coupling: CouplingId(row.get(1)?),
                left: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Moves a coupling to another mapping, with what both sides last agreed on; its new id.
    ///
    /// The former mapping forgets both records. What the new one has seen of them counts; a side that it has not seen is unread.
    ///
    /// # Errors
    /// As [`Writer::couple`], if either record is coupled in the new mapping already. Nothing is written then.
    pub fn move_coupling(&self, id: CouplingId, to: &MappingName) -> Result<CouplingId, Problem> {
        let pair = self.known_pair(id)?;
        let moved = self.couple(to, pair.ids)?;
        let base = match &pair.base {
            Some(base) if pair.agreed => Some(self.unpack_pair(base)?),
            _ => None,
        };
        self.set_base(moved, base.as_ref())?;
        self.close_errors_of_pair(&pair)?;
        self.clear_skipped_of(id)?;
        self.keep_history_of(&pair)?;
        self.db
            .prepare_cached("DELETE FROM coupling WHERE id = ?1")?
            .execute([id.0])?;
        Ok(moved)
    }
}
