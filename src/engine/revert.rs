//! Taking back a write: a new write of what was there before, guarded like any other.

use super::Engine;
use super::lines;
use super::outcome::{ResolveOutcome, RevertReport, Reverted};
use super::request::{RevertAll, RevertAllRequest, RevertRequest};
use super::trace;
use crate::model::mapping::Direction;
use crate::model::plan::{FieldChange, SideWrite};
use crate::model::reason::{Cause, Problem, Reason};
use crate::model::report::{Counters, HistoryAction, HistoryEntry, JobKind};
use crate::model::{Coupling, FieldName, JobId, Observation, PairState, Side, Sides, TableMapping};
use crate::remote::{Write, WriteOutcome};
use crate::store::{HistoryFilter, Overwrite, Slice};
use std::rc::Rc;

impl Engine<'_> {
    /// Writes the values back that a change replaced. Fields that somebody changed since are left alone: then nothing is
    /// written, and they are named.
    ///
    /// Only changes can be taken back; creations, deletions and couplings are refused.
    pub async fn revert(&mut self, request: &RevertRequest) -> Result<ResolveOutcome, Problem> {
        let unknown = || super::unknown_number(&request.id);
        let entry = self.store.read().history(request.id)?.ok_or_else(unknown)?;
        let mapping = self.mapping(&entry.mapping)?;
        let coupling = match entry.ids.get(entry.side) {
            Some(id) => self
                .store
                .read()
                .coupling_of(&mapping.name, entry.side, *id)?,
            None => None,
        };
        let (HistoryAction::Modify, Some(coupling)) = (entry.action, coupling) else {
            let problem = Problem::new(Cause::BusinessRule)
                .on(entry.side)
                .of(&mapping.name);
            return Ok(ResolveOutcome::Failed {
                problem: problem.with("reason", "cannot_be_reverted"),
            });
        };
        self.recover_answers(&mapping).await?;
        self.observe_ids(&mapping, entry.side, &[*coupling.ids.get(entry.side)])
            .await?;
        let Some(coupling) = self.store.read().coupling(coupling.id)? else {
            return Err(unknown());
        };
        match changes_back(&coupling, &entry) {
            Err(open_fields) => Ok(ResolveOutcome::MovedOn {
                sides: vec![entry.side],
                open_fields,
            }),
            Ok(changes) if changes.is_empty() => {
                Ok(ResolveOutcome::Resolved { writes: Vec::new() })
            }
            Ok(changes) => {
                self.write_back(&mapping, coupling, &entry, changes, request.preview)
                    .await
            }
        }
    }

    /// Takes back all writes of a job, or of one merge, the newest first. One that cannot be taken back does not hold up the
    /// others.
    ///
    /// # Errors
    /// [`Cause::RecordGone`] if there is no such job or write.
    pub async fn revert_all(
        &mut self,
        request: &RevertAllRequest,
    ) -> Result<RevertReport, Problem> {
        let entries = self.writes_of(request.of)?;
        let mut report = RevertReport::default();
        for entry in entries {
            self.check_cancel()?;
            let (id, preview) = (entry.id, request.preview);
            let outcome = self.revert(&RevertRequest { id, preview }).await?;
            let done = matches!(
                outcome,
                ResolveOutcome::Resolved { .. } | ResolveOutcome::Preview { .. }
            );
            *(if done {
                &mut report.reverted
            } else {
                &mut report.left
            }) += 1;
            report.writes.push(Reverted {
                id,
                label: entry.label,
                outcome,
            });
        }
        Ok(report)
    }

    /// The writes that were made together, the newest first; couplings wrote nothing.
    fn writes_of(&self, of: RevertAll) -> Result<Vec<HistoryEntry>, Problem> {
        let reader = self.store.read();
        let mut entries = match of {
            RevertAll::Job(job) => {
                let filter = HistoryFilter {
                    job: Some(job),
                    ..HistoryFilter::default()
                };
                let written = reader.list_history(&filter, Slice::ALL)?;
                // The log of jobs may be cleared; what they wrote stays known.
                if written.is_empty() && reader.job(job)?.is_none() {
                    return Err(super::unknown_number(&job));
                }
                written
            }
            RevertAll::Merge(id) => {
                let entry = reader
                    .history(id)?
                    .ok_or_else(|| super::unknown_number(&id))?;
                let begun = |job: JobId| Ok::<_, Problem>(reader.job(job)?.map(|job| job.started));
                let is_of_the_run = |other: &HistoryEntry| {
                    let (Some(own), Some(job)) = (entry.job, other.job) else {
                        return Ok(false);
                    };
                    // Jobs of both directions of one run begin at the same moment, the one to Dataverse first.
                    Ok::<_, Problem>(match (begun(own)?, begun(job)?) {
                        (Some(own), Some(other)) => own == other,
                        // The log was cleared; the numbers tell as much.
                        _ => match (entry.side, other.side) {
                            (Side::Dv, Side::Bc) => job.0 == own.0 + 1,
                            (Side::Bc, Side::Dv) => own.0 == job.0 + 1,
                            (Side::Bc, Side::Bc) | (Side::Dv, Side::Dv) => job == own,
                        },
                    })
                };
                let record = Side::BOTH
                    .into_iter()
                    .find_map(|side| entry.ids.get(side).map(|id| (side, id)));
                let filter = HistoryFilter {
                    mapping: Some(entry.mapping.clone()),
                    record,
                    ..HistoryFilter::default()
                };
                let mut beside = Vec::new();
                for other in reader.list_history(&filter, Slice::ALL)? {
                    if other.id == id || is_of_the_run(&other)? {
                        beside.push(other);
                    }
                }
                beside
            }
        };
        entries.retain(|entry| {
            matches!(
                entry.action,
                HistoryAction::Insert | HistoryAction::Modify | HistoryAction::Delete
            )
        });
        Ok(entries)
    }

    async fn write_back(
        &mut self,
        mapping: &TableMapping,
        coupling: Coupling,
        entry: &HistoryEntry,
        changes: Vec<FieldChange>,
        preview: bool,
    ) -> Result<ResolveOutcome, Problem> {
        let side = entry.side;
        let id = *coupling.ids.get(side);
        let etag = coupling.seen.get(side).etag().cloned();
        let mut writes = Sides::default();
        *writes.get_mut(side) = Some(SideWrite::Update {
            id,
            etag: etag.clone(),
            changes: changes.clone(),
        });
        let lines = lines::of_writes(mapping, &coupling, &writes, &Reason::Reverted);
        if preview {
            return Ok(ResolveOutcome::Preview { writes: lines });
        }
        let fields = changes
            .iter()
            .map(|change| (change.field.clone(), change.after.clone()))
            .collect();
        self.note_revert(mapping, side, &coupling, &changes)?;
        let forget_note = || self.store.write(|w| w.forget_overwrite(coupling.id, side));
        let mut answer = None;
        let remote = Rc::clone(self.remotes.get(side));
        remote
            .write(
                mapping.sets.get(side),
                vec![Write::Update { id, etag, fields }],
                &mut |_, outcomes| {
                    answer = outcomes.into_iter().next();
                    true
                },
            )
            .await;
        match answer {
            Some(WriteOutcome::Done(_) | WriteOutcome::Created(_)) => {}
            Some(
                WriteOutcome::Refused(problem)
                | WriteOutcome::NotSent(problem)
                | WriteOutcome::Deferred(problem),
            ) => {
                forget_note()?;
                return Ok(ResolveOutcome::Failed {
                    problem: problem.on(side).of(&mapping.name),
                });
            }
            // What is noted is looked up by the next run.
            Some(WriteOutcome::Unknown(problem)) => {
                self.store
                    .write(|w| trace::forget_seen(w, mapping, &coupling, side))?;
                return Ok(ResolveOutcome::Failed {
                    problem: problem.on(side).of(&mapping.name),
                });
            }
            Some(WriteOutcome::Stale | WriteOutcome::Gone | WriteOutcome::Deleted) | None => {
                forget_note()?;
                let open_fields = changes.into_iter().map(|change| change.field).collect();
                return Ok(ResolveOutcome::MovedOn {
                    sides: vec![side],
                    open_fields,
                });
            }
        }
        // The next synchronisation sees the reverted side as changed and carries the values to the other side.
        self.observe_ids(mapping, side, &[id]).await?;
        let now = self.env.now();
        self.store.write(|w| {
            let job = w.start_job(
                &mapping.name,
                Direction::towards(side),
                JobKind::Revert,
                now,
            )?;
            let context =
                trace::Context::new(mapping, Some(job), now, &self.remotes, &self.options);
            w.add_history(&trace::changed(
                &context,
                side,
                &coupling,
                HistoryAction::Modify,
                &changes,
                Vec::new(),
                &Reason::Reverted,
            ))?;
            w.set_state(coupling.id, PairState::Pending, true)?;
            w.close_overwrite(coupling.id, side)?;
            w.finish_job(
                job,
                &Counters {
                    modified: 1,
                    ..Counters::default()
                },
                None,
                now,
            )
        })?;
        Ok(ResolveOutcome::Resolved { writes: lines })
    }

    /// Writes down what is about to be taken back, so that the history holds it even if the answer is never stored.
    fn note_revert(
        &self,
        mapping: &TableMapping,
        side: Side,
        coupling: &Coupling,
        changes: &[FieldChange],
    ) -> Result<(), Problem> {
        let context =
            trace::Context::new(mapping, None, self.env.now(), &self.remotes, &self.options);
        let (action, reason) = (HistoryAction::Modify, Reason::Reverted);
        let entry = trace::changed(
            &context,
            side,
            coupling,
            action,
            changes,
            Vec::new(),
            &reason,
        );
        let noted = Overwrite {
            coupling: coupling.id,
            side,
            entry,
            guard: coupling.seen.get(side).etag().cloned(),
            sent: true,
        };
        self.store.write_durably(|w| w.put_overwrite(&noted))
    }
}

/// What must be written so that the record is as before the entry; or the fields that somebody changed since.
fn changes_back(
    coupling: &Coupling,
    entry: &HistoryEntry,
) -> Result<Vec<FieldChange>, Vec<FieldName>> {
    let Observation::Seen { fields: now, .. } = coupling.seen.get(entry.side) else {
        return Err(entry.after.iter().map(|(name, _)| name.clone()).collect());
    };
    let moved: Vec<FieldName> = entry
        .after
        .iter()
        .filter(|(name, after)| {
            now.value(name.as_str()) != *after
                && now.value(name.as_str()) != entry.before.value(name.as_str())
        })
        .map(|(name, _)| name.clone())
        .collect();
    if !moved.is_empty() {
        return Err(moved);
    }
    let back = entry
        .before
        .iter()
        .filter(|(name, before)| now.value(name.as_str()) != *before);
    Ok(back
        .map(|(field, before)| FieldChange {
            field: field.clone(),
            before: now.value(field.as_str()).clone(),
            after: before.clone(),
        })
        .collect())
}
