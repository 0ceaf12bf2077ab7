//! One run over all mappings, dependencies first.

use super::Engine;
use super::matching::Asked;
use super::observe::Depth;
use super::order::in_order;
use super::outcome::{MatchReport, NeedsAttention, SyncReport};
use super::pairs::Scope;
use super::plan::{Step, plan_gone};
use super::request::{MatchChoice, MatchRequest, RecordRef, SyncRequest};
use super::tally::Tally;
use crate::model::reason::{Cause, Problem};
use crate::model::report::{Job, JobKind, RequestCounts};
use crate::model::{Coupling, CouplingId, Direction, MappingName, Side, Sides, TableMapping};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// How old the last job of a mapping must be before a run that found nothing to do leaves another.
const QUIET_LOG: SignedDuration = SignedDuration::from_mins(15);

impl Engine<'_> {
    /// One synchronisation: reads what changed, then writes what follows from it.
    ///
    /// Problems of single records are stored and counted; the run goes on. A problem of the connection ends the run; what
    /// was done until then stands, and the next run goes on from there.
    pub async fn sync(&mut self, request: &SyncRequest) -> Result<SyncReport, Problem> {
        let before = self.request_counts();
        let mappings = in_order(self.store.read().mappings()?, &request.mappings)?;
        self.know_all(&request.records, &mappings)?;
        let mut tally = Tally::default();
        self.open_counters(&mappings, &mut tally);
        let result = self.read_and_write(request, &mappings, &mut tally).await;
        let jobs = self.close_jobs(&mappings, &mut tally, &result)?;
        result?;
        Ok(SyncReport {
            jobs,
            requests: self.requests_since(&before),
            needs_attention: self.needs_attention()?,
            actions: None,
            stopped: Vec::new(),
        })
    }

    async fn read_and_write(
        &mut self,
        request: &SyncRequest,
        mappings: &[TableMapping],
        tally: &mut Tally,
    ) -> Result<HashMap<MappingName, Problem>, Problem> {
        // A run that finds nothing to do writes nothing, not even that it took place.
        if !request.records.is_empty() || !self.store.read().journal_open(None)?.is_empty() {
            for mapping in mappings {
                self.start_jobs(mapping, JobKind::Synchronization, tally)?;
            }
        }
        self.recover_creates(mappings, tally).await?;
        self.recover_restoring(mappings)?;
        self.recover_writes(mappings).await?;
        let mut failed = HashMap::new();
        if request.records.is_empty() {
            failed = self
                .observe_all(mappings, Depth::of(request.full), tally)
                .await?;
            let readable = readable(mappings, &failed);
            self.stop_if_too_much(&readable, request.ignore_brake)
                .await?;
        }
        self.run_mappings(request, mappings, failed, tally).await
    }

    /// Works through what was observed, mapping by mapping. `failed` are those that could not be read.
    pub(super) async fn run_mappings(
        &mut self,
        request: &SyncRequest,
        mappings: &[TableMapping],
        mut failed: HashMap<MappingName, Problem>,
        tally: &mut Tally,
    ) -> Result<HashMap<MappingName, Problem>, Problem> {
        for (at, mapping) in mappings.iter().enumerate() {
            self.check_cancel()?;
            // A new record may bring others with it: a unit group its first unit, a customer its company contact. A deleted
            // one may take others along: an account its persons.
            let mut depends_on = mapping.depends_on.iter();
            let waits_for_new = depends_on.clone().any(|name| tally.has_created(name));
            let may_have_lost = depends_on.any(|name| tally.has_deleted(name));
            // What another mapping has just written to the same records must not be taken for what a person left there.
            let is_overtaken = self.is_overtaken(mapping, tally)?;
            if self.store.is_rehearsing() {
                self.observe_made(mapping).await?;
            } else if request.records.is_empty() && (waits_for_new || may_have_lost || is_overtaken)
            {
                let again = std::slice::from_ref(mapping);
                let known_gone = self.gone(mapping)?;
                // What comes once more in the same run, unchanged, was counted before.
                let unchanged = tally.unchanged(&mapping.name);
                let read = self.observe_all(again, Depth::Changes, tally).await;
                tally.set_unchanged(&mapping.name, unchanged);
                failed.extend(read?);
                if waits_for_new {
                    let again = readable(again, &failed);
                    self.stop_if_too_much(&again, request.ignore_brake).await?;
                }
                if may_have_lost {
                    self.leave_newly_gone(mapping, &known_gone, tally)?;
                }
            }
            if failed.contains_key(&mapping.name) {
                continue;
            }
            if let Some(problem) = held_by(mapping, &failed) {
                self.reporter.problem(&mapping.name, &problem);
                failed.insert(mapping.name.clone(), problem);
                continue;
            }
            let scope = if request.records.is_empty() {
                Scope::Pending
            } else {
                let pairs = self.named_pairs(mapping, request, tally).await?;
                if let Some(side) = request.take.filter(|_| !pairs.is_empty()) {
                    writes_towards(mapping, side.other())?;
                }
                Scope::Only {
                    pairs,
                    take: request.take,
                }
            };
            if request.records.is_empty() {
                self.take_over_moved(mapping, tally).await?;
                if !mapping.only_coupled {
                    let following = readable(mappings.get(at + 1..).unwrap_or_default(), &failed);
                    self.match_beside(mapping, &following, request.couple, tally)
                        .await?;
                    self.share_pairs(mapping, tally).await?;
                }
            }
            if request.records.is_empty() {
                self.succeed_gone(mapping, Asked::ByRun, tally).await?;
            }
            if request.couple || self.has_work(mapping)? {
                self.start_jobs(mapping, JobKind::Synchronization, tally)?;
            }
            self.work_pairs(mapping, &scope, tally).await?;
            if request.records.is_empty() && (request.couple || !mapping.only_coupled) {
                let all = MatchChoice::default();
                self.match_uncoupled(mapping, Asked::ByRun, &all, tally)
                    .await?;
                self.work_pairs(mapping, &scope, tally).await?;
            }
            if request.records.is_empty() && !mapping.only_coupled {
                if request.ignore_brake {
                    self.forget_newcomers(mapping)?;
                }
                self.create_missing(mapping, tally).await?;
                self.work_pairs(mapping, &scope, tally).await?;
            }
        }
        Ok(failed)
    }

    /// The pairs of a mapping of which one record alone is gone.
    fn gone(&self, mapping: &TableMapping) -> Result<Vec<Coupling>, Problem> {
        let reader = self.store.read();
        let mut pairs = reader.left_behind(&mapping.name, Side::Bc)?;
        pairs.extend(reader.left_behind(&mapping.name, Side::Dv)?);
        Ok(pairs)
    }

    /// Lets pairs of which a record went while this run was writing wait for the next one, unless a person is asked anyway:
    /// no plan has shown what would become of them, and no brake has counted them.
    fn leave_newly_gone(
        &self,
        mapping: &TableMapping,
        known: &[Coupling],
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        for pair in self.gone(mapping)? {
            let is_asked =
                plan_gone(mapping, &pair).is_some_and(|plan| matches!(plan.step, Step::Ask(_)));
            if !is_asked && known.iter().all(|one| one.id != pair.id) {
                tally.give_up(pair.id);
            }
        }
        Ok(())
    }

    /// Match-based coupling of one mapping: reads both sides, couples what matches exactly, creates the rest if asked.
    pub async fn couple_by_match(
        &mut self,
        request: &MatchRequest,
    ) -> Result<MatchReport, Problem> {
        let mapping = self.mapping(&request.mapping)?;
        super::matching::require_criteria(&mapping)?;
        let before = self.request_counts();
        let mappings = [mapping];
        let mut tally = if request.preview {
            Tally::telling()
        } else {
            Tally::default()
        };
        self.open_jobs(&mappings, JobKind::Coupling, &mut tally)?;
        let result = self.match_and_create(request, &mappings, &mut tally).await;
        let outcome = result
            .as_ref()
            .map(|(_, failed)| failed.clone())
            .map_err(Clone::clone);
        let jobs = self.close_jobs(&mappings, &mut tally, &outcome)?;
        let (mut report, _) = result?;
        for job in &jobs {
            report.created += job.counters.inserted;
            report.failed += job.counters.failed;
        }
        report.requests = self.requests_since(&before);
        Ok(report)
    }

    async fn match_and_create(
        &mut self,
        request: &MatchRequest,
        mappings: &[TableMapping],
        tally: &mut Tally,
    ) -> Result<(MatchReport, HashMap<MappingName, Problem>), Problem> {
        if !request.preview {
            self.recover_creates(mappings, tally).await?;
            self.recover_restoring(mappings)?;
        }
        self.recover_writes(mappings).await?;
        let failed = self.observe_all(mappings, Depth::Changes, tally).await?;
        for mapping in mappings {
            if let Some(problem) = failed.get(&mapping.name) {
                return Err(problem.clone());
            }
        }
        let report = if request.preview {
            self.rehearse(async |engine| engine.match_observed(request, mappings, tally).await)
                .await?
        } else {
            self.match_observed(request, mappings, tally).await?
        };
        Ok((report, failed))
    }

    async fn match_observed(
        &mut self,
        request: &MatchRequest,
        mappings: &[TableMapping],
        tally: &mut Tally,
    ) -> Result<MatchReport, Problem> {
        let mut report = MatchReport::default();
        for mapping in mappings {
            self.succeed_gone(mapping, Asked::ByPerson, tally).await?;
            let matched = self
                .match_uncoupled(mapping, Asked::ByPerson, &request.choice, tally)
                .await?;
            report.coupled += matched.coupled;
            report.ambiguous += matched.ambiguous;
            report.pairs = matched.pairs;
            if request.preview {
                report.doubtful = self.doubtful(mapping)?;
                report.near = self.near(mapping)?;
            }
            if request.create && request.choice.except.is_empty() {
                // Whoever asks for partners has seen who has none.
                self.forget_newcomers(mapping)?;
                self.create_missing(mapping, tally).await?;
                self.work_pairs(mapping, &Scope::Pending, tally).await?;
            }
            for side in Side::BOTH {
                *report.unmatched.get_mut(side) =
                    self.store.read().count_uncoupled(&mapping.name, side)?;
            }
        }
        Ok(report)
    }

    /// Refuses a request that names a record which none of these mappings knows.
    pub(super) fn know_all(
        &self,
        records: &[RecordRef],
        mappings: &[TableMapping],
    ) -> Result<(), Problem> {
        let reader = self.store.read();
        for RecordRef { side, id } in records {
            let mut known = false;
            for mapping in mappings {
                known |= reader.coupling_id_of(&mapping.name, *side, *id)?.is_some()
                    || reader.uncoupled_one(&mapping.name, *side, *id)?.is_some();
            }
            if !known {
                let problem = Problem::new(Cause::RecordGone).on(*side);
                let problem = problem.with("reason", "unknown");
                return Err(problem.with("record", &id.hyphenated()));
            }
        }
        Ok(())
    }

    /// The couplings of the records that a request names, freshly read on both sides.
    async fn named_pairs(
        &mut self,
        mapping: &TableMapping,
        request: &SyncRequest,
        tally: &mut Tally,
    ) -> Result<Vec<CouplingId>, Problem> {
        let mut pairs = Vec::new();
        for record in &request.records {
            let reader = self.store.read();
            let Some(coupling) = reader.coupling_of(&mapping.name, record.side, record.id)? else {
                // One without a partner is not written, and counted so that this is seen.
                let alone = reader.uncoupled_one(&mapping.name, record.side, record.id)?;
                if alone.is_some() {
                    tally.count(&mapping.name, record.side.other(), |c| c.skipped += 1);
                }
                continue;
            };
            for side in Side::BOTH {
                self.observe_ids(mapping, side, &[*coupling.ids.get(side)])
                    .await?;
            }
            pairs.push(coupling.id);
        }
        Ok(pairs)
    }

    /// Opens one job per direction in which a mapping writes; a plan leaves no job behind.
    pub(super) fn open_jobs(
        &mut self,
        mappings: &[TableMapping],
        kind: JobKind,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        self.open_counters(mappings, tally);
        for mapping in mappings {
            self.start_jobs(mapping, kind, tally)?;
        }
        Ok(())
    }

    /// Opens counters without jobs.
    fn open_counters(&self, mappings: &[TableMapping], tally: &mut Tally) {
        let now = self.env.now();
        for mapping in mappings {
            let writes = Sides::from_fn(|side| mapping.direction.writes(side));
            tally.open(&mapping.name, Sides::default(), writes, now);
        }
    }

    /// Starts the jobs of a mapping, unless they are started already or nothing is to be left behind.
    fn start_jobs(
        &mut self,
        mapping: &TableMapping,
        kind: JobKind,
        tally: &mut Tally,
    ) -> Result<(), Problem> {
        if !tally.leaves_jobs() || tally.job(&mapping.name, Side::Dv).is_some() {
            return Ok(());
        }
        let now = self.env.now();
        let mut jobs = Sides::default();
        for side in [Side::Dv, Side::Bc] {
            if mapping.direction.writes(side) {
                let direction = Direction::towards(side);
                *jobs.get_mut(side) = Some(
                    self.store
                        .write(|w| w.start_job(&mapping.name, direction, kind, now))?,
                );
            }
        }
        tally.start(&mapping.name, kind, jobs);
        Ok(())
    }

    /// Whether a run has anything to look at in a mapping: a pending pair, or a record that may get a partner.
    fn has_work(&self, mapping: &TableMapping) -> Result<bool, Problem> {
        let read = self.store.read();
        if !read.pending(&mapping.name, None, 1)?.is_empty() {
            return Ok(true);
        }
        for side in Side::BOTH {
            let may_create = mapping.direction.writes(side.other()) && !mapping.only_coupled;
            if may_create && !read.uncoupled(&mapping.name, side, None, 1)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the log says nothing recent of a mapping: people must see that it runs, even if it finds nothing to do.
    fn log_is_old(&self, mapping: &TableMapping, now: Timestamp) -> Result<bool, Problem> {
        let last = self.store.read().last_finished_job(&mapping.name)?;
        let finished = last.and_then(|job| job.finished);
        Ok(finished.is_none_or(|finished| now.duration_since(finished) >= QUIET_LOG))
    }

    /// Closes the jobs with their counters and what ended them; answers them in the order in which they ran.
    pub(super) fn close_jobs(
        &mut self,
        mappings: &[TableMapping],
        tally: &mut Tally,
        result: &Result<HashMap<MappingName, Problem>, Problem>,
    ) -> Result<Vec<Job>, Problem> {
        let now = self.env.now();
        let leaves_jobs = tally.leaves_jobs();
        let mut closed = Vec::new();
        for mapping in mappings {
            let Some(counted) = tally.close(&mapping.name) else {
                continue;
            };
            let problem = match result {
                Ok(failed) => failed.get(&mapping.name),
                // The brake holds up the run for one mapping's sake; the others have no problem.
                Err(problem) if problem.cause == Cause::SafetyBrake => {
                    Some(problem).filter(|_| problem.mapping.as_ref() == Some(&mapping.name))
                }
                Err(problem) => Some(problem),
            };
            let logged = leaves_jobs && (problem.is_some() || self.log_is_old(mapping, now)?);
            for side in [Side::Dv, Side::Bc] {
                if !mapping.direction.writes(side) {
                    continue;
                }
                let counters = *counted.counters.get(side);
                let id = match counted.jobs.get(side) {
                    Some(id) => {
                        self.store
                            .write(|w| w.finish_job(*id, &counters, problem, now))?;
                        *id
                    }
                    None if logged => self.store.write(|w| {
                        let direction = Direction::towards(side);
                        let (kind, began) = (counted.kind, counted.started);
                        let id = w.start_job(&mapping.name, direction, kind, began)?;
                        w.finish_job(id, &counters, problem, now)?;
                        Ok(id)
                    })?,
                    None => crate::model::JobId(0),
                };
                closed.push(Job {
                    id,
                    mapping: mapping.name.clone(),
                    direction: Direction::towards(side),
                    kind: counted.kind,
                    counters,
                    started: counted.started,
                    finished: Some(now),
                    problem: problem.cloned(),
                });
            }
        }
        Ok(closed)
    }

    /// What waits for a person, over all mappings.
    pub fn needs_attention(&self) -> Result<NeedsAttention, Problem> {
        let mut attention = NeedsAttention::default();
        for counts in self.store.read().mapping_counts()? {
            attention.conflicts += counts.conflict;
            attention.errors += counts.open_errors;
            attention.skipped += counts.skipped_records.saturating_sub(counts.conflict);
        }
        Ok(attention)
    }

    pub(super) fn request_counts(&self) -> Sides<RequestCounts> {
        self.remotes.as_ref().map(|remote| remote.requests())
    }

    pub(super) fn requests_since(&self, before: &Sides<RequestCounts>) -> Sides<RequestCounts> {
        Sides::from_fn(|side| self.remotes.get(side).requests().since(before.get(side)))
    }
}

/// Why a mapping waits for the next run: what it refers to may have changed unseen.
fn held_by(mapping: &TableMapping, failed: &HashMap<MappingName, Problem>) -> Option<Problem> {
    let on = mapping
        .depends_on
        .iter()
        .find(|on| failed.contains_key(*on));
    on.map(|on| {
        Problem::new(Cause::DependencyUnread)
            .of(&mapping.name)
            .with("target", on)
    })
}

/// The mappings that could be read.
pub(super) fn readable(
    mappings: &[TableMapping],
    failed: &HashMap<MappingName, Problem>,
) -> Vec<TableMapping> {
    let could = |mapping: &&TableMapping| !failed.contains_key(&mapping.name);
    mappings.iter().filter(could).cloned().collect()
}

/// Refuses what would have to write a side that the table does not flow towards: done by halves, the sides would stay apart
/// and count as agreed.
pub(super) fn writes_towards(mapping: &TableMapping, side: Side) -> Result<(), Problem> {
    if mapping.direction.writes(side) {
        Ok(())
    } else {
        Err(Problem::new(Cause::OneWayTable).on(side).of(&mapping.name))
    }
}
