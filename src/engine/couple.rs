//! Coupling by hand, and uncoupling.

use super::Engine;
use super::request::{AfterCoupling, RecordRef, SyncRequest, UncoupleRequest};
use crate::model::reason::{Cause, Problem};
use crate::model::report::{Counters, HistoryAction, JobKind};
use crate::model::{Coupling, CouplingId, Direction, MappingName, Side, Sides, TableMapping};
use crate::store::NewHistory;
use uuid::Uuid;

/// How many couplings are removed in one transaction.
const AT_ONCE: usize = 1000;

impl Engine<'_> {
    /// Couples two records of a mapping and, if asked, writes one side's values to the other.
    ///
    /// # Errors
    /// [`Cause::RecordGone`] if a record does not exist; [`Cause::DuplicateKey`] if one is coupled elsewhere.
    pub async fn couple(
        &mut self,
        name: &MappingName,
        ids: Sides<Uuid>,
        after: AfterCoupling,
    ) -> Result<CouplingId, Problem> {
        let mapping = self.mapping(name)?;
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
        let now = self.env.now();
        let id = self.store.write(|w| {
            let job = w.start_job(name, Direction::Both, JobKind::Coupling, now)?;
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
