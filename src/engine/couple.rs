//! Coupling by hand, and uncoupling.

use super::Engine;
use super::create_named::coupled_elsewhere;
use super::request::{AfterCoupling, CoupleRequest, RecordRef, SyncRequest, UncoupleRequest};
use super::sync::writes_towards;
use crate::model::filter::Filter;
use crate::model::reason::{Cause, Problem};
use crate::model::report::{Counters, HistoryAction, JobKind};
use crate::model::{
    Coupling, CouplingId, Direction, MappingName, Observation, Side, Sides, TableMapping,
};
use crate::store::NewHistory;
use std::collections::HashSet;
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
            let reader = self.store.read();
            let record = *ids.get(side);
            // The record of a broken pair is known as well, but there is nothing left of it to couple.
            let is_there = match reader.coupling_of(name, side, record)? {
                Some(pair) => *pair.seen.get(side) != Observation::Deleted,
                None => reader.uncoupled_one(name, side, record)?.is_some(),
            };
            if !is_there {
                let id = ids.get(side).hyphenated();
                return Err(Problem::new(Cause::RecordGone)
                    .on(side)
                    .of(name)
                    .with("record", &id));
            }
            self.passes_filter(&mapping, side, *ids.get(side))?;
        }
        let given_up = self.in_the_way(&mapping, ids, *instead).await?;
        if self.is_free_for(&mapping, ids, &given_up)? {
            let records = ids.map(|id| HashSet::from([id]));
            self.open_references_to(&mapping, &records)?;
        }
        let now = self.env.now();
        let id = self.store.write(|w| {
            let job = w.start_job(name, Direction::Both, JobKind::Coupling, now)?;
            for coupling in &given_up {
                w.part(coupling.id)?;
                w.add_history(&NewHistory::link(
                    job,
                    now,
                    &coupling.mapping,
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

    /// The couplings of these records that give way to a new one, in whichever mapping on the same two sets: broken ones, and
    /// with `instead` all.
    ///
    /// # Errors
    /// [`Cause::DuplicateKey`] if one in another mapping shall stay: a record has one partner, however many mappings see it.
    async fn in_the_way(
        &mut self,
        mapping: &TableMapping,
        ids: Sides<Uuid>,
        instead: bool,
    ) -> Result<Vec<Coupling>, Problem> {
        let mut given_up: Vec<Coupling> = Vec::new();
        let mut mappings = vec![mapping.clone()];
        mappings.extend(self.on_the_same_sets(mapping)?);
        for one in &mappings {
            for side in Side::BOTH {
                let id = *ids.get(side);
                let known = self.store.read().coupling_of(&one.name, side, id)?;
                let Some(known) = known.filter(|known| known.ids != ids) else {
                    continue;
                };
                let other = side.other();
                self.observe_ids(one, other, &[*known.ids.get(other)])
                    .await?;
                let Some(fresh) = self.store.read().coupling(known.id)? else {
                    continue;
                };
                let broken = *fresh.seen.get(other) == Observation::Deleted;
                if broken || instead {
                    if given_up.iter().all(|one| one.id != fresh.id) {
                        given_up.push(fresh);
                    }
                } else if one.name != mapping.name {
                    return Err(coupled_elsewhere(one, RecordRef { side, id }, &fresh));
                }
            }
        }
        Ok(given_up)
    }

    /// Whether nothing stands in the way of a new coupling but what is given up for it.
    fn is_free_for(
        &self,
        mapping: &TableMapping,
        ids: Sides<Uuid>,
        given_up: &[Coupling],
    ) -> Result<bool, Problem> {
        for side in Side::BOTH {
            let reader = self.store.read();
            let known = reader.coupling_id_of(&mapping.name, side, *ids.get(side))?;
            if known.is_some_and(|known| given_up.iter().all(|one| one.id != known)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Removes couplings, and those of the pairs that belong to them; the records stay as they are. Answers how many were
    /// removed.
    ///
    /// # Errors
    /// [`Cause::RecordGone`] if a named record is not coupled.
    pub fn uncouple(&mut self, request: &UncoupleRequest) -> Result<u64, Problem> {
        let mapping = self.mapping(&request.mapping)?;
        let name = &mapping.name;
        let Some(records) = &request.records else {
            return self.uncouple_all(&mapping, request.alone);
        };
        let mut couplings: Vec<Coupling> = Vec::new();
        for record in records {
            let reader = self.store.read();
            let found = reader.coupling_of(name, record.side, record.id)?;
            let Some(coupling) = found else {
                let problem = Problem::new(Cause::RecordGone).on(record.side).of(name);
                let problem = problem.with("reason", "not_coupled");
                return Err(problem.with("record", &record.id.hyphenated()));
            };
            if couplings.iter().all(|known| known.id != coupling.id) {
                couplings.push(coupling);
            }
        }
        self.remove_with_dependants(&mapping, &couplings, request.alone)
    }

    fn uncouple_all(&mut self, mapping: &TableMapping, alone: bool) -> Result<u64, Problem> {
        let mut removed = 0;
        loop {
            let reader = self.store.read();
            let couplings = reader.couplings_after(&mapping.name, None, AT_ONCE)?;
            if couplings.is_empty() {
                return Ok(removed);
            }
            removed += self.remove_with_dependants(mapping, &couplings, alone)?;
        }
    }

    /// What belongs to a pair goes first, as long as its references can still be followed.
    fn remove_with_dependants(
        &mut self,
        mapping: &TableMapping,
        couplings: &[Coupling],
        alone: bool,
    ) -> Result<u64, Problem> {
        let dependants = if alone {
            Vec::new()
        } else {
            self.dependants(mapping, couplings)?
        };
        let mut removed = 0;
        for (child, couplings) in dependants.iter().rev() {
            removed += self.remove_couplings(&child.name, couplings)?;
        }
        Ok(removed + self.remove_couplings(&mapping.name, couplings)?)
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

    /// Refuses a record without a partner that was read and does not pass the mapping's filter, and forgets it.
    pub(super) fn passes_filter(
        &self,
        mapping: &TableMapping,
        side: Side,
        id: Uuid,
    ) -> Result<(), Problem> {
        let seen = self.store.read().uncoupled_one(&mapping.name, side, id)?;
        let filter = mapping.filters.get(side).as_deref().and_then(Filter::parse);
        let (Some(filter), Some(fields)) = (filter, seen.as_ref().and_then(Observation::fields))
        else {
            return Ok(());
        };
        if filter.matches(fields) {
            return Ok(());
        }
        let label = self.label_of_uncoupled(mapping, side, id)?;
        self.store
            .write(|w| w.observe_out_of_filter(&mapping.name, side, id))?;
        let problem = Problem::new(Cause::RecordGone).on(side).of(&mapping.name);
        let problem = problem.with("reason", "out_of_filter");
        Err(problem.with("record", &label))
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
