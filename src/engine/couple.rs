//! Coupling by hand, and uncoupling.

use super::Engine;
use super::request::{AfterCoupling, CoupleRequest, RecordRef, SyncRequest, UncoupleRequest};
use super::sync::writes_towards;
use crate::model::reason::{Cause, Problem};
use crate::model::report::{Counters, HistoryAction, JobKind};
use crate::model::{
    Coupling, CouplingId, Direction, MappingName, Observation, Side, Sides, TableMapping,
};
use crate::store::NewHistory;
use uuid::Uuid;

/// How many couplings are removed in one transaction.
const AT_ONCE: usize = 1000;

impl Engine<'_> {
    /// Couples two records of a mapping and, if asked, writes one side's values to the other.
    ///
    /// # Errors
    /// [`Cause::RecordGone`] if a record does not exist; [`Cause::DuplicateKey`] if one is coupled elsewhere and shall stay so.
    pub async fn couple(&mut self, request: &CoupleRequest) -> Result<CouplingId, Problem> {
        let CoupleRequest {
            mapping: name,
            ids,
            after,
            instead,
        } = request;
        let (ids, after) = (*ids, *after);
        let mapping = self.mapping(name)?;
        if let AfterCoupling::Take(side) = after {
            writes_towards(&mapping, side.other())?;
        }
        for side in Side::BOTH {
            self.observe_ids(&mapping, side, &[*ids.get(side)]).await?;
            let known = self
                .store
                .read()
                .uncoupled_one(name, side, *ids.get(side))?
                .is_some()
                || self
                    .store
                    .read()
                    .coupling_of(name, side, *ids.get(side))?
                    .is_some();
            if !known {
                let id = ids.get(side).hyphenated();
                return Err(Problem::new(Cause::RecordGone)
                    .on(side)
                    .of(name)
                    .with("record", &id));
            }
        }
        let given_up = self.in_the_way(&mapping, ids, *instead).await?;
        let now = self.env.now();
        let id = self.store.write(|w| {
            let job = w.start_job(name, Direction::Both, JobKind::Coupling, now)?;
            for coupling in &given_up {
                w.part(coupling.id)?;
                w.add_history(&NewHistory::link(
                    job,
                    now,
                    name,
                    coupling.ids,
                    HistoryAction::Uncouple,
                ))?;
            }
            let id = w.couple(name, ids)?;
            w.add_history(&NewHistory::link(
                job,
                now,
                name,
                ids,
                HistoryAction::Couple,
            ))?;
            w.finish_job(
                job,
                &Counters {
                    coupled: 1,
                    uncoupled: given_up.len() as u64,
                    ..Counters::default()
                },
                None,
                now,
            )?;
            Ok(id)
        })?;
        if let AfterCoupling::Take(side) = after {
            let record = RecordRef {
                side,
                id: *ids.get(side),
            };
            let request = SyncRequest {
                mappings: vec![name.clone()],
                records: vec![record],
                take: Some(side),
                ..Default::default()
            };
            self.sync(&request).await?;
        }
        Ok(id)
    }

    /// The couplings of these records that give way to a new one: broken ones, and with `instead` all.
    async fn in_the_way(
        &mut self,
        mapping: &TableMapping,
        ids: Sides<Uuid>,
        instead: bool,
    ) -> Result<Vec<Coupling>, Problem> {
        let mut given_up: Vec<Coupling> = Vec::new();
        for side in Side::BOTH {
            let known = self
                .store
                .read()
                .coupling_of(&mapping.name, side, *ids.get(side))?;
            let Some(known) = known.filter(|known| known.ids != ids) else {
                continue;
            };
            let other = side.other();
            self.observe_ids(mapping, other, &[*known.ids.get(other)])
                .await?;
            let Some(fresh) = self.store.read().coupling(known.id)? else {
                continue;
            };
            let broken = *fresh.seen.get(other) == Observation::Deleted;
            if (broken || instead) && given_up.iter().all(|one| one.id != fresh.id) {
                given_up.push(fresh);
            }
        }
        Ok(given_up)
    }

    /// Removes couplings; both records stay as they are. Answers how many were removed.
    pub fn uncouple(&mut self, request: &UncoupleRequest) -> Result<u64, Problem> {
        match request {
            UncoupleRequest::Records(name, records) => {
                let mut couplings = Vec::new();
                for record in records {
                    let Some(coupling) =
                        self.store
                            .read()
                            .coupling_of(name, record.side, record.id)?
                    else {
                        let problem = Problem::new(Cause::RecordGone).on(record.side).of(name);
                        return Err(problem.with("record", &record.id.hyphenated()));
                    };
                    couplings.push(coupling);
                }
                self.remove_couplings(name, &couplings)
            }
            UncoupleRequest::All(name) => {
                self.mapping(name)?;
                let mut removed = 0;
                loop {
                    let couplings = self.store.read().couplings_after(name, None, AT_ONCE)?;
                    if couplings.is_empty() {
                        return Ok(removed);
                    }
                    removed += self.remove_couplings(name, &couplings)?;
                }
            }
        }
    }

    fn remove_couplings(
        &mut self,
        name: &MappingName,
        couplings: &[Coupling],
    ) -> Result<u64, Problem> {
        let now = self.env.now();
        self.store.write(|w| {
            let job = w.start_job(name, Direction::Both, JobKind::Uncoupling, now)?;
            for coupling in couplings {
                w.part(coupling.id)?;
                w.add_history(&NewHistory::link(
                    job,
                    now,
                    name,
                    coupling.ids,
                    HistoryAction::Uncouple,
                ))?;
            }
            let removed = couplings.len() as u64;
            w.finish_job(
                job,
                &Counters {
                    uncoupled: removed,
                    ..Counters::default()
                },
                None,
                now,
            )?;
            Ok(removed)
        })
    }

    /// The mapping of that name.
    pub(super) fn mapping(&self, name: &MappingName) -> Result<TableMapping, Problem> {
        let found = self.store.read().mapping(name)?;
        found.ok_or_else(|| {
            Problem::new(Cause::InvalidMapping)
                .of(name)
                .with("mapping", name)
        })
    }
}
