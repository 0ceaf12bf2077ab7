//! Works through coupled pairs, a chunk at a time: plans them, does what follows, and plans again what came of it.

use super::Engine;
use super::apply::{PairWork, WorkState, stopping_problem};
use super::lines;
use super::lookups::Lookups;
use super::plan::{PairPlan, Step, plan_pair};
use super::tally::Tally;
use super::{restoring, trace};
use crate::merge::MergeRules;
use crate::model::mapping::{ConflictDetection, UpdatePolicy};
use crate::model::reason::{Cause, Problem, Reason};
use crate::model::report::{HistoryAction, SkipReason};
use crate::model::{
    Coupling, CouplingId, EntitySchema, Fields, Observation, PairState, Side, Sides, TableMapping,
};
use crate::store::Writer;
use std::collections::HashSet;
use std::rc::Rc;
use uuid::Uuid;

/// How often a mapping's pairs are planned again in one run because writing changed what is known of them.
const ROUNDS: u32 = 4;

/// Which pairs are worked on.
#[derive(Clone, Debug)]
pub(super) enum Scope {
    /// Those that something happened to.
    Pending,
    /// Named ones.
    Only {
        /// The couplings.
        pairs: Vec<CouplingId>,
        /// The side whose values are taken wherever the sides differ.
        take: Option<Side>,
    },
}

impl Engine<'_> {
    /// Works through the pairs of one mapping until nothing is left to do, or only what must wait.
    pub(super) async fn work_pairs(
        &mut self,
        mapping: &TableMapping,
        scope: &Scope,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        self.look_at_widened(mapping).await?;
        for _round in 0..ROUNDS {
            // What a service answered may have shown that a schema is not what it was.
            let mut schemas = None;
            let mut again = false;
            let mut after = None;
            self.recover_overwrites(mapping).await?;
            loop {
                self.check_cancel()?;
                let chunk = self.next_chunk(mapping, scope, after, tally)?;
                let Some(last) = chunk.last else { break };
                after = Some(last);
                if chunk.pairs.is_empty() {
                    continue;
                }
                let schemas = match &schemas {
                    Some(schemas) => schemas,
                    None => schemas.insert(self.schemas(mapping).await?),
                };
                again |= self
                    .work_chunk(mapping, schemas, chunk.pairs, scope, tally)
                    .await?;
            }
            if !again {
                break;
            }
        }
        Ok(())
    }

    fn next_chunk(
        &self,
        mapping: &TableMapping,
        scope: &Scope,
        after: Option<CouplingId>,
        tally: &Tally,
    ) -> Result<Chunk, Problem> {
        let reader = self.store.read();
        let mut pairs = match scope {
            Scope::Pending => reader.pending(&mapping.name, after, self.options.chunk)?,
            Scope::Only { pairs, .. } => {
                let mut found = Vec::new();
                let rest = pairs
                    .iter()
                    .filter(|id| after.is_none_or(|after| **id > after));
                for id in rest.take(self.options.chunk) {
                    found.extend(reader.coupling(*id)?);
                }
                found
            }
        };
        let last = pairs.last().map(|coupling| coupling.id);
        pairs.retain(|coupling| !tally.has_given_up(coupling.id));
        Ok(Chunk { pairs, last })
    }

    /// The live schemas of both sides of a mapping.
    pub(super) async fn schemas(
        &self,
        mapping: &TableMapping,
    ) -> Result<Sides<Rc<EntitySchema>>, Problem> {
        let bc = self.remotes.bc.schema(&mapping.sets.bc).await?;
        let dv = self.remotes.dv.schema(&mapping.sets.dv).await?;
        Ok(Sides::new(bc, dv))
    }

    /// Plans a chunk and does what follows. Answers whether a pair should be planned again.
    async fn work_chunk(
        &mut self,
        mapping: &TableMapping,
        schemas: &Sides<Rc<EntitySchema>>,
        pairs: Vec<Coupling>,
        scope: &Scope,
        tally: &mut Tally,
    ) -> Result<bool, Problem> {
        // A run has read everything that came; where single pairs are looked at, nobody has.
        let (take, read) = match scope {
            Scope::Only { take, .. } => (*take, false),
            Scope::Pending => (None, true),
        };
        let pairs = self.read_unread(mapping, pairs).await?;
        let lookups = self.prepare_lookups(mapping, records_of(&pairs)).await?;
        let rules = MergeRules::new(mapping, Sides::new(Some(&*schemas.bc), Some(&*schemas.dv)));
        let mut works = Vec::new();
        let mut steps = Vec::new();
        let mut kept = Vec::new();
        let due = self.store.read().due_references(&mapping.name)?;
        let mut waiting = Vec::new();
        let mut plans = Vec::with_capacity(pairs.len());
        for mut coupling in pairs {
            if due.contains(&coupling.id) {
                reopen_references(&rules, &mut coupling, &lookups);
            }
            for side in Side::BOTH {
                let fields = coupling.seen.get(side).fields();
                let targets = fields.map(|fields| rules.unresolved(side, fields, &lookups));
                let targets = targets.into_iter().flatten();
                waiting.extend(targets.map(|target| (coupling.id, target)));
            }
            let plan = plan_pair(mapping, &rules, &coupling, take, &lookups);
            plans.push((coupling, plan));
        }
        let failing = plans.iter().filter(|(coupling, _)| !is_held(coupling));
        if self
            .renew_for_pairs(mapping, failing.map(|(_, plan)| plan))
            .await?
        {
            let schemas = self.schemas(mapping).await?;
            let rules =
                MergeRules::new(mapping, Sides::new(Some(&*schemas.bc), Some(&*schemas.dv)));
            for (coupling, plan) in &mut plans {
                *plan = plan_pair(mapping, &rules, coupling, take, &lookups);
            }
        }
        for (coupling, plan) in plans {
            let would_write = matches!(plan.step, Step::Write(_) | Step::Fail { .. });
            if take.is_none() && would_write && is_held(&coupling) {
                kept.push((coupling, plan));
                continue;
            }
            tally.tell(|lines| lines::of_pair(mapping, &coupling, &plan, &lookups, lines));
            match plan.step {
                Step::Write(writes) => {
                    works.push(work_of(coupling, writes, plan.reason, plan.merge.as_ref()));
                }
                _ => steps.push((coupling, plan)),
            }
        }
        self.keep_skipped(mapping, &kept, tally)?;
        let restored = self.take_steps(mapping, steps, &lookups, tally)?;
        self.carry_lost(mapping, &mut works)?;
        let works = self.apply_pairs(mapping, works, tally).await?;
        for work in &works {
            if matches!(
                work.state,
                WorkState::Failed(..) | WorkState::Deferred(_) | WorkState::NotSent(_)
            ) {
                tally.give_up(work.coupling.id);
            }
        }
        if !waiting.is_empty() {
            self.store.write(|w| {
                for (id, target) in waiting {
                    if w.coupling(id)?.is_some() {
                        w.await_reference(id, target)?;
                    }
                }
                Ok(())
            })?;
        }
        if let Some(problem) = stopping_problem(&works) {
            return Err(problem);
        }
        let mut failure = Ok(());
        let any_restored = !restored.is_empty();
        for (missing, source, held) in restored {
            failure = self
                .create_again(mapping, missing, (source, &held), read, tally)
                .await;
            if failure.is_err() {
                break;
            }
        }
        if any_restored {
            let back = self.end_restoring(mapping, tally)?.len() as u64;
            tally.count(&mapping.name, Side::Dv, |c| {
                c.uncoupled = c.uncoupled.saturating_sub(back);
            });
        }
        failure?;
        Ok(works
            .iter()
            .any(|work| matches!(work.state, WorkState::Again(_))))
    }

    /// Reads the sides of which nothing is known: new couplings, stale versions, unanswered writes.
    async fn read_unread(
        &mut self,
        mapping: &TableMapping,
        pairs: Vec<Coupling>,
    ) -> Result<Vec<Coupling>, Problem> {
        let mut read = HashSet::new();
        for side in Side::BOTH {
            let unread = pairs
                .iter()
                .filter(|coupling| *coupling.seen.get(side) == Observation::Unread);
            let unread: Vec<&Coupling> = unread.collect();
            let ids: Vec<_> = unread
                .iter()
                .map(|coupling| *coupling.ids.get(side))
                .collect();
            self.observe_ids(mapping, side, &ids).await?;
            read.extend(unread.iter().map(|coupling| coupling.id));
        }
        if read.is_empty() {
            return Ok(pairs);
        }
        let mut fresh = Vec::with_capacity(pairs.len());
        for coupling in pairs {
            if read.contains(&coupling.id) {
                fresh.extend(self.store.read().coupling(coupling.id)?);
            } else {
                fresh.push(coupling);
            }
        }
        Ok(fresh)
    }

    /// Leaves skipped records alone until a person lets them take part again, and counts them.
    fn keep_skipped(
        &mut self,
        mapping: &TableMapping,
        kept: &[(Coupling, PairPlan)],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        if kept.is_empty() {
            return Ok(());
        }
        self.store.write(|w| {
            for (coupling, _) in kept {
                w.set_state(coupling.id, PairState::Skipped, false)?;
            }
            Ok(())
        })?;
        for (coupling, plan) in kept {
            let written = match &plan.step {
                Step::Write(writes) if writes.dv.is_none() => Side::Bc,
                _ => Side::Dv,
            };
            tally.count(&mapping.name, written, |c| c.skipped += 1);
            tally.give_up(coupling.id);
        }
        Ok(())
    }

    /// Does what needs no write to a service. Answers what is to be created again: the side where it is missing, and the
    /// record of the other side, with what the missing one last held.
    fn take_steps(
        &mut self,
        mapping: &TableMapping,
        steps: Vec<(Coupling, PairPlan)>,
        lookups: &Lookups,
        tally: &mut Tally,
    ) -> Result<Vec<(Side, Uuid, Fields)>, Problem> {
        let mut restored = Vec::new();
        let mut remaining = Sides::<HashSet<Uuid>>::default();
        for (coupling, plan) in &steps {
            if let Step::Restore(missing) = plan.step {
                let left = missing.other();
                remaining.get_mut(left).insert(*coupling.ids.get(left));
            }
        }
        self.open_references_to(mapping, &remaining)?;
        let now = self.env.now();
        let jobs = Sides::from_fn(|side| tally.job(&mapping.name, side));
        let context = Sides::from_fn(|side| {
            trace::Context::new(mapping, *jobs.get(side), now, &self.remotes, &self.options)
        });
        let reporter = &mut *self.reporter;
        self.store.write(|w| {
            for (coupling, plan) in steps {
                match plan.step {
                    Step::Settle => settle(w, &context.dv, &coupling, tally)?,
                    Step::Ask(reason) => {
                        let written = changed_towards(&plan.reason);
                        ask(
                            w,
                            context.get(written),
                            &coupling,
                            reason,
                            &plan,
                            tally,
                            written,
                        )?;
                    }
                    Step::Fail { written, problem } => {
                        let problem = lookups.explain(problem.of(&mapping.name));
                        trace::fail_pair(w, context.get(written), written, &coupling, &problem)?;
                        tally.count(&mapping.name, written, |c| c.failed += 1);
                        let from = written.other();
                        let label = context.get(written).label_in(from, &coupling);
                        reporter.record_problem(&mapping.name, (from, &label), &problem);
                        tally.give_up(coupling.id);
                    }
                    Step::Uncouple => {
                        w.part(coupling.id)?;
                        uncoupled(w, &context.dv, &coupling, tally)?;
                    }
                    Step::Restore(missing) => {
                        restoring::begin(w, context.get(missing), &coupling, missing)?;
                        tally.count(&mapping.name, Side::Dv, |c| c.uncoupled += 1);
                        let held = coupling.base.as_ref().map(|base| base.get(missing).clone());
                        let source = *coupling.ids.get(missing.other());
                        restored.push((missing, source, held.unwrap_or_default()));
                    }
                    Step::Rest => {
                        let broken = [&coupling.seen.bc, &coupling.seen.dv]
                            .contains(&&Observation::OutOfFilter);
                        let state = if broken {
                            PairState::Broken
                        } else {
                            PairState::Pending
                        };
                        w.set_state(coupling.id, state, !broken)?;
                        tally.give_up(coupling.id);
                    }
                    // Writes do not come here.
                    Step::Write(_) => {}
                }
            }
            Ok(())
        })?;
        Ok(restored)
    }
}

/// What a pair's references mean may be known since it agreed last.
fn reopen_references(rules: &MergeRules<'_>, coupling: &mut Coupling, lookups: &Lookups) {
    if let (Some(base), Some(bc), Some(dv)) = (
        coupling.base.as_mut(),
        coupling.seen.bc.fields(),
        coupling.seen.dv.fields(),
    ) {
        rules.reopen_references(base, Sides::new(bc, dv), lookups);
    }
}

/// Whether a pair is a skipped record that nothing is written of until a person lets it take part again.
///
/// Conflicts and deletions are planned anew whenever something is seen of them: they may have been settled elsewhere.
pub(super) fn is_held(coupling: &Coupling) -> bool {
    coupling.state == PairState::Skipped
}

struct Chunk {
    pairs: Vec<Coupling>,
    last: Option<CouplingId>,
}

/// The fields that were seen on both sides of pairs.
pub(super) fn records_of(
    pairs: &[Coupling],
) -> impl Iterator<Item = (Side, &crate::model::Fields)> + Clone {
    pairs.iter().flat_map(|coupling| {
        Side::BOTH
            .into_iter()
            .filter_map(|side| Some((side, coupling.seen.get(side).fields()?)))
    })
}

/// A pair with its writes, ready to be applied.
pub(super) fn work_of(
    coupling: Coupling,
    writes: Sides<Option<crate::model::plan::SideWrite>>,
    reason: Reason,
    merge: Option<&crate::merge::RecordMerge>,
) -> PairWork {
    let lost = merge.map(|merge| {
        let of = |side: Side| {
            merge
                .lost(side)
                .into_iter()
                .map(move |(field, value)| (side, field, value))
        };
        of(Side::Bc).chain(of(Side::Dv)).collect()
    });
    let merged_fields = merge.map_or(0, crate::merge::RecordMerge::merged_fields);
    PairWork {
        coupling,
        writes,
        reason,
        lost: lost.unwrap_or_default(),
        kept: Vec::new(),
        untaken: Vec::new(),
        merged_fields,
        unshown: None,
        by_itself: Sides::default(),
        gone: false,
        state: WorkState::Waiting,
    }
}

/// The side that would be written, for counting what is done with a pair as a whole.
fn changed_towards(reason: &Reason) -> Side {
    match reason {
        Reason::Deleted { side } => *side,
        _ => Side::Dv,
    }
}

fn settle(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    coupling: &Coupling,
    tally: &mut Tally,
) -> Result<(), Problem> {
    let mut sides = Side::BOTH.into_iter();
    if sides.all(|side| coupling.seen.get(side).fields().is_some()) {
        // Both sides stay as they were read: that is what they agree on.
        let as_it_is = Sides::default();
        w.settle(coupling.id, &as_it_is, None, context.job, context.now)?;
    } else {
        let base = Sides::from_fn(|side| super::apply::fields_of(coupling, side));
        trace::settle(w, context, coupling, &base)?;
    }
    // What this run has written before was counted as that.
    let counted = tally.started(&context.mapping.name) < coupling.last_synced;
    if !counted {
        tally.count(&context.mapping.name, Side::Dv, |c| c.unchanged += 1);
    }
    Ok(())
}

fn ask(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    coupling: &Coupling,
    reason: SkipReason,
    plan: &PairPlan,
    tally: &mut Tally,
    written: Side,
) -> Result<(), Problem> {
    let open = plan
        .merge
        .as_ref()
        .map(crate::merge::RecordMerge::open_fields)
        .unwrap_or_default();
    let is_conflict = reason == SkipReason::Conflict;
    let problem = is_conflict
        .then(|| whole_record(context.mapping, coupling))
        .flatten();
    trace::skip_pair(w, context, coupling, reason, problem.as_ref(), &open)?;
    tally.count(&context.mapping.name, written, |c| {
        if is_conflict {
            c.conflicts += 1;
        } else {
            c.skipped += 1;
        }
    });
    Ok(())
}

/// Why a mapping that compares record by record does not write: the side that would be written was changed later.
/// Nothing where it compares field by field, or where the later side cannot be told.
fn whole_record(mapping: &TableMapping, coupling: &Coupling) -> Option<Problem> {
    if mapping.conflict_detection != ConflictDetection::Record {
        return None;
    }
    let modified = coupling.seen.as_ref().map(Observation::modified);
    let later = crate::merge::winner(UpdatePolicy::Newest, modified)?;
    let problem = Problem::new(Cause::Conflict).of(&mapping.name);
    Some(
        problem
            .with("destination", mapping.sets.get(later))
            .with("source", mapping.sets.get(later.other())),
    )
}

fn uncoupled(
    w: &Writer<'_>,
    context: &trace::Context<'_>,
    coupling: &Coupling,
    tally: &mut Tally,
) -> Result<(), Problem> {
    trace::linked(w, context, coupling.ids, HistoryAction::Uncouple)?;
    tally.count(&context.mapping.name, Side::Dv, |c| c.uncoupled += 1);
    Ok(())
}
