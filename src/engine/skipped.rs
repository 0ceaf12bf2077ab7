//! What a person does with skipped records apart from deciding fields: retry, restore, delete, find for deleted.

use super::Engine;
use super::apply::{PairWork, WorkState};
use super::observe::{Depth, observed_fields};
use super::outcome::SkippedReport;
use super::pairs::Scope;
use super::plan::{Step, gone_problem, plan_gone};
use super::request::SkippedAction;
use super::tally::Tally;
use super::{restoring, trace};
use crate::model::mapping::DeletionPolicy;
use crate::model::plan::SideWrite;
use crate::model::reason::{Cause, Problem, Reason};
use crate::model::report::{JobKind, SkipReason, SkippedRecord};
use crate::model::{
    Coupling, CouplingId, Fields, MappingName, Observation, PairState, Side, Sides, SkippedId,
    TableMapping,
};
use crate::store::{SkippedFilter, Slice};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

impl Engine<'_> {
    /// Carries out an action on skipped records. One that fails does not hold up the others.
    pub async fn skipped(&mut self, action: &SkippedAction) -> Result<SkippedReport, Problem> {
        let mut report = SkippedReport::default();
        match action {
            SkippedAction::Retry(ids) => {
                for id in each_once(ids) {
                    report.note(id, self.retry(id));
                }
            }
            SkippedAction::RetryAll => {
                for id in self.all_skipped()? {
                    if self.waits_for_an_answer(id)?.is_none() {
                        report.note(id, self.retry(id));
                    }
                }
            }
            SkippedAction::Restore(ids) => {
                for id in each_once(ids) {
                    let result = self.restore(id).await;
                    report.note(id, result);
                }
            }
            SkippedAction::Delete(ids) => {
                for id in each_once(ids) {
                    let result = self.delete_remaining(id).await;
                    report.note(id, result);
                }
            }
            SkippedAction::FindDeleted(name) => {
                let found = self.find_deleted(name.as_ref()).await?;
                report.done = found.gone;
                report.outside = found.outside;
            }
        }
        Ok(report)
    }

    /// All skipped records.
    fn all_skipped(&self) -> Result<Vec<SkippedId>, Problem> {
        let filter = SkippedFilter::default();
        let rows = self.store.read().list_skipped(&filter, Slice::ALL)?;
        Ok(rows.into_iter().map(|row| row.record.id).collect())
    }

    /// What keeps a record from being retried: a side of its pair is gone, and its mapping asks a person what becomes of the
    /// other one. Trying again would ask the same question again.
    fn waits_for_an_answer(&self, id: SkippedId) -> Result<Option<Problem>, Problem> {
        let reader = self.store.read();
        let record = reader.skipped(id)?.ok_or_else(|| unknown(id))?;
        let mapping = reader.mapping(&record.mapping)?;
        let coupling = record.coupling.map(|pair| reader.coupling(pair));
        let (Some(mapping), Some(pair)) = (mapping, coupling.transpose()?.flatten()) else {
            return Ok(None);
        };
        let gone = match plan_gone(&mapping, &pair).map(|plan| plan.step) {
            Some(Step::Ask(SkipReason::DeletedInBc)) => Side::Bc,
            Some(Step::Ask(SkipReason::DeletedInDv)) => Side::Dv,
            _ => return Ok(None),
        };
        Ok(Some(super::decide::gone_of(&record, gone)))
    }

    /// The record takes part in the next synchronisation again.
    fn retry(&mut self, id: SkippedId) -> Result<(), Problem> {
        let record = self.store.read().skipped(id)?.ok_or_else(|| unknown(id))?;
        if let Some(problem) = self.waits_for_an_answer(id)? {
            return Err(problem);
        }
        self.store.write(|w| {
            w.clear_skipped(id)?;
            if let Some(coupling) = record.coupling {
                w.set_state(coupling, PairState::Pending, true)?;
            }
            Ok(())
        })
    }

    /// Creates the missing side again from the remaining one.
    async fn restore(&mut self, id: SkippedId) -> Result<(), Problem> {
        let (mapping, coupling, missing) = self.broken_pair(id).await?;
        let mut remaining = Sides::<HashSet<Uuid>>::default();
        let left = missing.other();
        remaining.get_mut(left).insert(*coupling.ids.get(left));
        self.open_references_to(&mapping, &remaining)?;
        let now = self.env.now();
        let context = trace::Context::new(&mapping, None, now, &self.remotes, &self.options);
        self.store
            .write(|w| restoring::begin(w, &context, &coupling, missing))?;
        let mappings = [mapping];
        let [mapping] = &mappings;
        let mut tally = Tally::default();
        self.open_jobs(&mappings, JobKind::Resolution, &mut tally)?;
        let source = *coupling.ids.get(missing.other());
        let held = coupling.base.map(|base| base.get(missing).clone());
        let held = held.unwrap_or_default();
        let result = self
            .create_and_settle(mapping, missing, source, &held, &mut tally)
            .await;
        let back = self.end_restoring(mapping, &mut tally)?;
        let listed = self.list_again(mapping, back).await;
        let result = result.and(listed);
        let outcome = result
            .as_ref()
            .map(|()| HashMap::new())
            .map_err(Clone::clone);
        let jobs = self.close_jobs(&mappings, &mut tally, &outcome)?;
        result?;
        // One that somebody entered anew is not created once more.
        let coupled: u64 = jobs.iter().map(|job| job.counters.coupled).sum();
        if coupled == 0
            && self
                .partner_beside(mapping, missing, source)
                .await?
                .is_none()
        {
            let error = self
                .store
                .read()
                .error_of(&mapping.name, missing.other(), source)?;
            return Err(error.map_or_else(|| Problem::new(Cause::Unknown), |error| error.problem));
        }
        Ok(())
    }

    /// A pair that could not be restored is a skipped record as before.
    async fn list_again(
        &mut self,
        mapping: &TableMapping,
        pairs: Vec<CouplingId>,
    ) -> Result<(), Problem> {
        if pairs.is_empty() {
            return Ok(());
        }
        let ask = TableMapping {
            on_deletion: DeletionPolicy::Ask,
            ..mapping.clone()
        };
        let scope = Scope::Only { pairs, take: None };
        self.work_pairs(&ask, &scope, &mut Tally::default()).await
    }

    /// Creates a record again, or finds the one that took its place, and writes back what the service gave it (a number, say):
    /// a restored pair is in step.
    async fn create_and_settle(
        &mut self,
        mapping: &TableMapping,
        missing: Side,
        source: Uuid,
        held: &Fields,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        self.create_again(mapping, missing, (source, held), false, tally)
            .await?;
        let reader = self.store.read();
        let Some(made) = reader.coupling_id_of(&mapping.name, missing.other(), source)? else {
            return Ok(());
        };
        let scope = Scope::Only {
            pairs: vec![made],
            take: None,
        };
        self.work_pairs(mapping, &scope, tally).await
    }

    /// Deletes the remaining record and removes the coupling.
    async fn delete_remaining(&mut self, id: SkippedId) -> Result<(), Problem> {
        let (mapping, mut coupling, missing) = self.broken_pair(id).await?;
        let left = missing.other();
        if coupling.seen.get(left).fields().is_none() {
            // It left its filter: what it holds must be known all the same, to be guarded by its version and kept in the history.
            let record = *coupling.ids.get(left);
            *coupling.seen.get_mut(left) = self.look_at(&mapping, left, record).await?;
        }
        let delete = SideWrite::Delete {
            id: *coupling.ids.get(left),
            etag: coupling.seen.get(left).etag().cloned(),
        };
        let mut writes = Sides::default();
        *writes.get_mut(left) = Some(delete);
        let work = PairWork {
            coupling,
            writes,
            reason: Reason::Decided,
            lost: Vec::new(),
            kept: Vec::new(),
            untaken: Vec::new(),
            merged_fields: 0,
            unshown: None,
            by_itself: Sides::default(),
            gone: false,
            state: WorkState::Waiting,
        };
        let mappings = [mapping];
        let [mapping] = &mappings;
        let mut tally = Tally::default();
        self.open_jobs(&mappings, JobKind::Resolution, &mut tally)?;
        let result = self.apply_pairs(mapping, vec![work], &mut tally).await;
        let outcome = result
            .as_ref()
            .map(|_| HashMap::new())
            .map_err(Clone::clone);
        self.close_jobs(&mappings, &mut tally, &outcome)?;
        match result?.into_iter().next().map(|work| work.state) {
            Some(
                WorkState::Failed(_, problem)
                | WorkState::Deferred(problem)
                | WorkState::NotSent(problem),
            ) => Err(problem),
            Some(WorkState::Again(side)) => {
                Err(Problem::new(Cause::Stale).on(side).of(&mapping.name))
            }
            _ => Ok(()),
        }
    }

    /// What a record holds now, whether it matches its filter or not.
    async fn look_at(
        &self,
        mapping: &TableMapping,
        side: Side,
        id: Uuid,
    ) -> Result<Observation, Problem> {
        let fields = observed_fields(mapping, side);
        let set = mapping.sets.get(side);
        let remote = self.remotes.get(side);
        let found = remote.read_by_ids(set, &fields, &[id]).await?;
        let record = found.into_iter().next();
        let record = record.ok_or_else(|| gone_problem(side).of(&mapping.name))?;
        Ok(Observation::Seen {
            etag: record.etag,
            modified: record.modified,
            modified_by: record.modified_by,
            fields: record.fields,
        })
    }

    /// The pair of a skipped record of which exactly one side is gone, freshly read.
    async fn broken_pair(
        &mut self,
        id: SkippedId,
    ) -> Result<(TableMapping, Coupling, Side), Problem> {
        let record = self.store.read().skipped(id)?.ok_or_else(|| unknown(id))?;
        let mapping = self.mapping(&record.mapping)?;
        let coupling = record.coupling.ok_or_else(|| not_coupled(&record))?;
        let known = self
            .store
            .read()
            .coupling(coupling)?
            .ok_or_else(|| unknown(id))?;
        for side in Side::BOTH {
            self.observe_ids(&mapping, side, &[*known.ids.get(side)])
                .await?;
        }
        let fresh = self
            .store
            .read()
            .coupling(coupling)?
            .ok_or_else(|| unknown(id))?;
        let gone = fresh
            .seen
            .as_ref()
            .map(|seen| *seen == Observation::Deleted);
        match (gone.bc, gone.dv) {
            (true, false) => Ok((mapping, fresh, Side::Bc)),
            (false, true) => Ok((mapping, fresh, Side::Dv)),
            (true, true) => Err(gone_problem(Side::Bc).of(&mapping.name)),
            (false, false) => Err(Problem::new(Cause::BusinessRule)
                .of(&mapping.name)
                .with("reason", "both_sides_exist")),
        }
    }

    /// Compares the ids of whole mappings and marks the pairs of which a record is gone or left its filter. Answers how many
    /// of each were found.
    ///
    /// It writes nothing on either side: where a mapping says what becomes of such pairs, they wait for its next run, which
    /// the safety brake watches over.
    async fn find_deleted(&mut self, name: Option<&MappingName>) -> Result<Sought, Problem> {
        let names: Vec<MappingName> = name.cloned().into_iter().collect();
        let mappings = super::order::in_order(self.store.read().mappings()?, &names)?;
        let mut tally = Tally::default();
        self.recover_writes(&mappings).await?;
        self.observe_all(&mappings, Depth::Ids, &mut tally).await?;
        let mut found = Sought::default();
        for mapping in &mappings {
            let mut after = None;
            loop {
                let pairs = self
                    .store
                    .read()
                    .pending(&mapping.name, after, self.options.chunk)?;
                let Some(last) = pairs.last() else { break };
                after = Some(last.id);
                let mut marked = Vec::new();
                for pair in &pairs {
                    let is_there = |side| *pair.seen.get(side) != Observation::Deleted;
                    match plan_gone(mapping, pair).map(|plan| plan.step) {
                        Some(Step::Ask(_)) => {
                            found.gone += 1;
                            marked.push(pair.id);
                        }
                        Some(_) => {
                            found.gone += 1;
                            if !Side::BOTH.into_iter().any(is_there) {
                                marked.push(pair.id);
                            }
                        }
                        None if [&pair.seen.bc, &pair.seen.dv]
                            .contains(&&Observation::OutOfFilter) =>
                        {
                            found.outside += 1;
                            marked.push(pair.id);
                        }
                        None => {}
                    }
                }
                if marked.is_empty() {
                    continue;
                }
                let scope = Scope::Only {
                    pairs: marked,
                    take: None,
                };
                self.work_pairs(mapping, &scope, &mut tally).await?;
            }
        }
        Ok(found)
    }
}

/// What looking for deleted records found.
#[derive(Clone, Copy, Default)]
struct Sought {
    /// Pairs of which a record is gone.
    gone: u64,
    /// Pairs of which a record left its mapping's filter.
    outside: u64,
}

/// A record that is named twice is meant once.
fn each_once(ids: &[SkippedId]) -> Vec<SkippedId> {
    let mut met = HashSet::new();
    ids.iter().copied().filter(|id| met.insert(*id)).collect()
}

/// A skipped record that never had a partner: there is no pair to decide, to restore or to delete.
pub(super) fn not_coupled(record: &SkippedRecord) -> Problem {
    let problem = Problem::new(Cause::RecordGone)
        .of(&record.mapping)
        .with("reason", "not_coupled");
    let known = Side::BOTH
        .into_iter()
        .find_map(|side| Some((side, (*record.ids.get(side))?)));
    match known {
        Some((side, id)) => problem.on(side).with("record", &id.hyphenated()),
        None => problem,
    }
}

fn unknown(id: SkippedId) -> Problem {
    super::unknown_number(&id)
}
