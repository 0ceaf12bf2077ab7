//! A person's decisions on conflicts: checked against what both sides hold now, then written like any plan.

use super::Engine;
use super::afresh::Refusal;
use super::apply::WorkState;
use super::lines;
use super::lookups::Lookups;
use super::outcome::ResolveOutcome;
use super::pairs::{Scope, records_of, work_of};
use super::partly;
use super::plan::{Step, plan_merge};
use super::request::{FieldDecision, PickRequest, ResolveRequest};
use super::tally::Tally;
use super::trace;
use crate::merge::{FirstSync, MergeInput, MergeRules, Pick, RecordMerge};
use crate::model::mapping::{FieldSource, LookupKey};
use crate::model::plan::ActionLine;
use crate::model::reason::{Cause, Problem, Reason};
use crate::model::report::{JobKind, SkipReason, SkippedRecord};
use crate::model::{
    Coupling, EntitySchema, FieldName, Fields, Observation, PairState, Side, Sides, SkippedId,
    TableMapping, Value,
};
use std::collections::HashMap;
use uuid::Uuid;

/// A conflict as it stands: the skipped record, the pair, and its merge as the rules see it.
#[derive(Clone, Debug)]
pub struct ConflictView {
    /// The skipped record.
    pub record: SkippedRecord,
    /// The mapping.
    pub mapping: TableMapping,
    /// The pair.
    pub coupling: Coupling,
    /// The live schemas of both sides.
    pub schemas: Sides<EntitySchema>,
    /// What its references mean.
    pub lookups: Lookups,
    /// The merge, before any decision.
    pub merge: RecordMerge,
    /// Where the records are shown in each system's own pages.
    pub links: Sides<Option<String>>,
    /// Why a side takes no changes of the pair, where that is known.
    pub refused: Sides<Option<Refusal>>,
}

impl ConflictView {
    /// The rules of its mapping, ready for merging.
    pub fn rules(&self) -> MergeRules<'_> {
        MergeRules::new(&self.mapping, self.schemas.as_ref().map(Some))
    }

    /// The merge with decisions applied, by the position of the field mapping; nothing is read or written.
    pub fn decided(&self, picks: impl IntoIterator<Item = (usize, Option<Pick>)>) -> RecordMerge {
        self.rules().decide(&self.merge, picks, &self.lookups)
    }
}

/// What a decision came to before anything was written.
struct Decided {
    mapping: TableMapping,
    coupling: Coupling,
    merge: RecordMerge,
    /// What was last agreed of fields that stay open.
    kept: Vec<(Side, FieldName, Value)>,
}

impl Engine<'_> {
    /// A conflict as the cache has it; nothing is read from the services but schemas.
    pub async fn conflict_view(&mut self, id: SkippedId) -> Result<ConflictView, Problem> {
        let (record, mapping, coupling) = self.skipped_pair(id)?;
        let schemas = self.schemas(&mapping).await?;
        let lookups = self
            .prepare_lookups(&mapping, records_of(std::slice::from_ref(&coupling)))
            .await?;
        let merge = MergeRules::new(&mapping, schemas.as_ref().map(|schema| Some(&**schema)))
            .merge(
                &merge_input(&coupling, seen_of(&coupling).as_ref()),
                &lookups,
            );
        let schemas = schemas.map(|schema| (*schema).clone());
        let links = Sides::from_fn(|side| {
            self.remotes.get(side).record_url(
                mapping.sets.get(side),
                *coupling.ids.get(side),
                coupling.seen.get(side).fields(),
            )
        });
        let refused = self.refusals(&mapping, &coupling)?;
        Ok(ConflictView {
            record,
            mapping,
            coupling,
            schemas,
            lookups,
            merge,
            links,
            refused,
        })
    }

    /// Applies decisions to a conflict.
    ///
    /// Both sides are read first. If a side moved on in a field that was decided, nothing is written and the field is open
    /// again. While a field is open nothing is written.
    pub async fn resolve(&mut self, request: &ResolveRequest) -> Result<ResolveOutcome, Problem> {
        let (record, mapping, _) = self.skipped_pair(request.id)?;
        if let Some(problem) = not_a_conflict(&record) {
            return Ok(ResolveOutcome::Failed { problem });
        }
        self.look_at_widened(&mapping).await?;
        let (_, mapping, known) = self.skipped_pair(request.id)?;
        let before = self
            .merge_of(&mapping, &known, &request.fields, request.all.as_ref())
            .await?
            .0;
        self.recover_answers(&mapping).await?;
        for side in Side::BOTH {
            self.observe_ids(&mapping, side, &[*known.ids.get(side)])
                .await?;
        }
        let gone = || Problem::new(Cause::RecordGone).of(&mapping.name);
        let read = self.store.read().coupling(known.id)?.ok_or_else(gone)?;
        self.bring_along(&mapping, &read).await?;
        let Some(coupling) = self.store.read().coupling(known.id)? else {
            return Err(gone());
        };
        if let Some(gone) = Side::BOTH
            .into_iter()
            .find(|side| *coupling.seen.get(*side) == Observation::Deleted)
        {
            // The list says so too, as far as nothing follows from it that is written.
            if self.follows_without_a_write(&mapping, &coupling).await? {
                let scope = Scope::Only {
                    pairs: vec![coupling.id],
                    take: None,
                };
                self.work_pairs(&mapping, &scope, &mut Tally::default())
                    .await?;
            }
            return Ok(ResolveOutcome::Failed {
                problem: gone_of(&record, gone),
            });
        }
        if let Some(side) = Side::BOTH
            .into_iter()
            .find(|side| coupling.seen.get(*side).fields().is_none())
        {
            // What left the filter holds nothing that could be decided on.
            let problem = Problem::new(Cause::RecordGone).on(side).of(&mapping.name);
            return Ok(ResolveOutcome::Failed {
                problem: problem.with("reason", "out_of_filter"),
            });
        }
        let (mut merge, problem) = self
            .merge_of(&mapping, &coupling, &request.fields, request.all.as_ref())
            .await?;
        if let Some(problem) = problem {
            return Ok(ResolveOutcome::Failed { problem });
        }
        if let Some(sides) = unseen_versions(&known, request) {
            // The cache moved on after the person looked: what the decision was made from is not known here any more.
            let open_fields = request.fields.iter().map(|one| one.field.clone()).collect();
            return Ok(ResolveOutcome::MovedOn { sides, open_fields });
        }
        let sides = moved_sides(&known, &coupling, request);
        let reopened = if sides.is_empty() {
            Vec::new()
        } else {
            reopened_fields(&before, &merge)
        };
        if !reopened.is_empty() {
            return Ok(ResolveOutcome::MovedOn {
                sides,
                open_fields: reopened,
            });
        }
        let mut kept = Vec::new();
        if partly::is_wanted(request, &merge)
            && let Some(agreed) = partly::last_agreed(&mapping, &coupling, &merge)
        {
            kept = agreed;
            merge = self
                .without_open(&mapping, &coupling, request, &merge)
                .await?;
        }
        self.write_decision(
            Decided {
                mapping,
                coupling,
                merge,
                kept,
            },
            request.preview,
        )
        .await
    }

    /// The merge of a pair with decisions applied and its open fields left as they are.
    async fn without_open(
        &mut self,
        mapping: &TableMapping,
        coupling: &Coupling,
        request: &ResolveRequest,
        open: &RecordMerge,
    ) -> Result<RecordMerge, Problem> {
        let schemas = self.schemas(mapping).await?;
        let pairs = [coupling.clone()];
        let typed = typed_references(mapping, &request.fields);
        let records = records_of(&pairs).chain(typed.iter().map(|fields| (Side::Bc, fields)));
        let lookups = self.prepare_lookups(mapping, records).await?;
        let rules = MergeRules::new(mapping, Sides::new(Some(&*schemas.bc), Some(&*schemas.dv)));
        let merge = rules.merge(&merge_input(coupling, seen_of(coupling).as_ref()), &lookups);
        let mut picks = decisions(&rules, &merge, &request.fields, request.all.as_ref())?;
        picks.extend(partly::left_open(open));
        Ok(rules.decide(&merge, picks, &lookups))
    }

    async fn write_decision(
        &mut self,
        decided: Decided,
        preview: bool,
    ) -> Result<ResolveOutcome, Problem> {
        let Decided {
            mapping,
            coupling,
            merge,
            kept,
        } = decided;
        let open_fields = merge.open_fields();
        let mut plan = plan_merge(&coupling, merge);
        if matches!(plan.reason, Reason::Merged | Reason::Changed { .. }) {
            plan.reason = Reason::Decided;
        }
        match plan.step {
            Step::Ask(_) => Ok(ResolveOutcome::Open { open_fields }),
            Step::Fail { problem, .. } => Ok(ResolveOutcome::Failed {
                problem: problem.of(&mapping.name),
            }),
            Step::Write(writes) => {
                let lines = lines::of_writes(&mapping, &coupling, &writes, &plan.reason);
                if preview {
                    return Ok(ResolveOutcome::Preview { writes: lines });
                }
                let mut work = work_of(coupling, writes, plan.reason, plan.merge.as_ref());
                work.kept = kept;
                self.apply_decision(&mapping, work, lines).await
            }
            Step::Settle | Step::Uncouple | Step::Restore(_) | Step::Rest => {
                if !preview {
                    let now = self.env.now();
                    let context =
                        trace::Context::new(&mapping, None, now, &self.remotes, &self.options);
                    let mut base = Sides::from_fn(|side| super::apply::fields_of(&coupling, side));
                    for (side, name, was) in &kept {
                        base.get_mut(*side).set(name.clone(), was.clone());
                    }
                    self.store
                        .write(|w| trace::settle(w, &context, &coupling, &base))?;
                }
                let writes = Vec::new();
                if !preview && !kept.is_empty() {
                    // What is still open is found again like any conflict.
                    self.store
                        .write(|w| w.set_state(coupling.id, PairState::Pending, true))?;
                    let mappings = [mapping];
                    let [mapping] = &mappings;
                    let mut tally = Tally::default();
                    self.open_jobs(&mappings, JobKind::Resolution, &mut tally)?;
                    let again = self.after_again(mapping, coupling.id, None, writes, &mut tally);
                    let outcome = again.await;
                    let result = outcome
                        .as_ref()
                        .map(|_| HashMap::new())
                        .map_err(Clone::clone);
                    self.close_jobs(&mappings, &mut tally, &result)?;
                    return outcome;
                }
                Ok(if preview {
                    ResolveOutcome::Preview { writes }
                } else {
                    ResolveOutcome::Resolved { writes }
                })
            }
        }
    }

    async fn apply_decision(
        &mut self,
        mapping: &TableMapping,
        work: super::apply::PairWork,
        lines: Vec<ActionLine>,
    ) -> Result<ResolveOutcome, Problem> {
        let mappings = [mapping.clone()];
        let mut tally = Tally::default();
        self.open_jobs(&mappings, JobKind::Resolution, &mut tally)?;
        let id = work.coupling.id;
        let both = work.writes.bc.is_some() && work.writes.dv.is_some();
        let partly = !work.kept.is_empty();
        let applied = self.apply_pairs(mapping, vec![work], &mut tally).await;
        let outcome = match applied {
            Ok(works) => match works.into_iter().next().map(|work| work.state) {
                Some(WorkState::Done) => Ok(ResolveOutcome::Resolved { writes: lines }),
                Some(WorkState::Again(side)) => {
                    let moved = (!partly).then_some(side);
                    self.after_again(mapping, id, moved, lines, &mut tally)
                        .await
                }
                Some(WorkState::Failed(Side::Dv, _)) if both => {
                    Ok(ResolveOutcome::HalfDone { written: Side::Bc })
                }
                Some(WorkState::Deferred(problem)) if both && problem.side == Some(Side::Dv) => {
                    Ok(ResolveOutcome::HalfDone { written: Side::Bc })
                }
                Some(
                    WorkState::Failed(_, problem)
                    | WorkState::Deferred(problem)
                    | WorkState::NotSent(problem),
                ) => Ok(ResolveOutcome::Failed { problem }),
                Some(WorkState::Waiting) | None => Err(Problem::new(Cause::Cancelled)),
            },
            Err(problem) => Err(problem),
        };
        let result = outcome
            .as_ref()
            .map(|_| HashMap::new())
            .map_err(Clone::clone);
        self.close_jobs(&mappings, &mut tally, &result)?;
        outcome
    }

    /// A side was not what the decision was made from, or added something by itself, or fields were left open: the pair is
    /// planned once more.
    async fn after_again(
        &mut self,
        mapping: &TableMapping,
        id: crate::model::CouplingId,
        moved: Option<Side>,
        lines: Vec<ActionLine>,
        tally: &mut Tally,
    ) -> Result<ResolveOutcome, Problem> {
        let scope = Scope::Only {
            pairs: vec![id],
            take: None,
        };
        self.work_pairs(mapping, &scope, tally).await?;
        match self.store.read().skipped_of(id)? {
            Some(record) => Ok(match moved {
                Some(side) => ResolveOutcome::MovedOn {
                    sides: vec![side],
                    open_fields: record.open_fields,
                },
                None => ResolveOutcome::Partly {
                    writes: lines,
                    open_fields: record.open_fields,
                    skipped: record.id,
                },
            }),
            None => Ok(ResolveOutcome::Resolved { writes: lines }),
        }
    }

    pub(super) fn skipped_pair(
        &self,
        id: SkippedId,
    ) -> Result<(SkippedRecord, TableMapping, Coupling), Problem> {
        let unknown = || super::unknown_number(&id);
        let record = self.store.read().skipped(id)?.ok_or_else(unknown)?;
        let mapping = self.mapping(&record.mapping)?;
        let coupling = record
            .coupling
            .map(|id| self.store.read().coupling(id))
            .transpose()?
            .flatten();
        let coupling = coupling.ok_or_else(|| super::skipped::not_coupled(&record))?;
        Ok((record, mapping, coupling))
    }

    /// The merge of a pair with decisions applied, and what is wrong with the decisions.
    async fn merge_of(
        &mut self,
        mapping: &TableMapping,
        coupling: &Coupling,
        fields: &[FieldDecision],
        all: Option<&PickRequest>,
    ) -> Result<(RecordMerge, Option<Problem>), Problem> {
        let schemas = self.schemas(mapping).await?;
        let pairs = [coupling.clone()];
        let typed = typed_references(mapping, fields);
        let records = records_of(&pairs).chain(typed.iter().map(|fields| (Side::Bc, fields)));
        let lookups = self.prepare_lookups(mapping, records).await?;
        let rules = MergeRules::new(mapping, Sides::new(Some(&*schemas.bc), Some(&*schemas.dv)));
        let seen = seen_of(coupling);
        let merge = rules.merge(&merge_input(coupling, seen.as_ref()), &lookups);
        Ok(match decisions(&rules, &merge, fields, all) {
            Ok(picks) => (rules.decide(&merge, picks, &lookups), None),
            Err(problem) => (merge, Some(problem.of(&mapping.name))),
        })
    }
}

/// References that a person picked, which neither record holds yet, as records of Business Central.
fn typed_references(mapping: &TableMapping, decisions: &[FieldDecision]) -> Vec<Fields> {
    let typed = decisions.iter().filter_map(|decision| {
        let PickRequest::Value(text) = &decision.pick else {
            return None;
        };
        let field = mapping
            .active_fields()
            .find(|field| *field.name() == decision.field)?;
        let (FieldSource::Pair(pair), Some(lookup)) = (&field.source, &field.lookup) else {
            return None;
        };
        let value = match lookup.key {
            LookupKey::Id => Value::Guid(Uuid::parse_str(text).ok()?),
            LookupKey::Key | LookupKey::CompanyContact => Value::text(text.clone()),
        };
        Some(Fields::from_iter([(pair.bc.clone(), value)]))
    });
    typed.collect()
}

fn seen_of(coupling: &Coupling) -> Sides<Fields> {
    Sides::from_fn(|side| super::apply::fields_of(coupling, side))
}

fn merge_input<'i>(coupling: &'i Coupling, seen: Sides<&'i Fields>) -> MergeInput<'i> {
    MergeInput {
        base: coupling.base.as_ref(),
        seen,
        modified: coupling.seen.as_ref().map(Observation::modified),
        first: FirstSync {
            take: None,
            fill_empty: true,
        },
    }
}

/// Decisions as picks by field mapping: first the one for all open fields, then the named ones.
fn decisions(
    rules: &MergeRules<'_>,
    merge: &RecordMerge,
    fields: &[FieldDecision],
    all: Option<&PickRequest>,
) -> Result<Vec<(usize, Option<Pick>)>, Problem> {
    let mut picks = Vec::new();
    if let Some(all) = all {
        let open = merge.fields.iter().filter(|field| field.needs_a_person());
        picks.extend(open.map(|field| (field.index, Some(pick_of(all)))));
    }
    for FieldDecision { field, pick } in fields {
        let index = field_index(rules, merge, field)
            .ok_or_else(|| Problem::new(Cause::UnknownField).with("field", field))?;
        picks.push((index, Some(pick_of(pick))));
    }
    Ok(picks)
}

/// A field by the name people know, or by its name on the Dataverse side.
fn field_index(rules: &MergeRules<'_>, merge: &RecordMerge, name: &FieldName) -> Option<usize> {
    if let Some(field) = merge.field(name.as_str()) {
        return Some(field.index);
    }
    let rule = rules
        .fields
        .iter()
        .find(|rule| rule.field.fields_of(Side::Dv).contains(&name));
    rule.map(|rule| rule.index)
}

fn pick_of(pick: &PickRequest) -> Pick {
    match pick {
        PickRequest::Side(side) => Pick::side(*side),
        PickRequest::Base => Pick::Base,
        PickRequest::Both => Pick::Both,
        PickRequest::Value(text) => Pick::Custom(Value::text(text.clone())),
    }
}

/// What is told of a pair of which a record is gone, by the name that people call it.
pub(super) fn gone_of(record: &SkippedRecord, gone: Side) -> Problem {
    let problem = super::plan::gone_problem(gone).of(&record.mapping);
    let called = [gone.other(), gone].map(|side| record.labels.get(side));
    match called.into_iter().find(|label| !label.is_empty()) {
        Some(label) => problem.with("record", label),
        None => problem,
    }
}

fn not_a_conflict(record: &SkippedRecord) -> Option<Problem> {
    match record.reason {
        SkipReason::DeletedInBc => Some(gone_of(record, Side::Bc)),
        SkipReason::DeletedInDv => Some(gone_of(record, Side::Dv)),
        SkipReason::Conflict
        | SkipReason::RepeatedFailure
        | SkipReason::Blocked
        | SkipReason::Invalid => None,
    }
}

/// The sides whose version in the cache is not the one that the person saw.
fn unseen_versions(known: &Coupling, request: &ResolveRequest) -> Option<Vec<Side>> {
    let seen = request.seen.as_ref()?;
    let newer = |side: &Side| {
        seen.get(*side).is_some() && seen.get(*side).as_ref() != known.seen.get(*side).etag()
    };
    let sides: Vec<Side> = Side::BOTH.into_iter().filter(newer).collect();
    (!sides.is_empty()).then_some(sides)
}

/// The sides that are not as they were when the conflict was shown.
fn moved_sides(known: &Coupling, now: &Coupling, request: &ResolveRequest) -> Vec<Side> {
    let moved = |side: &Side| match &request.seen {
        Some(seen) if seen.get(*side).is_some() => {
            seen.get(*side).as_ref() != now.seen.get(*side).etag()
        }
        _ => known.seen.get(*side).fields() != now.seen.get(*side).fields(),
    };
    Side::BOTH.into_iter().filter(moved).collect()
}

/// Decided fields whose values are not those that were decided on.
fn reopened_fields(before: &RecordMerge, now: &RecordMerge) -> Vec<FieldName> {
    let reopened = now.fields.iter().filter(|field| {
        let decided = field.decided_by == crate::merge::Decider::Person;
        let same = before.field(field.name.as_str()).is_some_and(|old| {
            old.values.bc == field.values.bc && old.values.dv == field.values.dv
        });
        field.needs_a_person() || (decided && !same)
    });
    reopened.map(|field| field.name.clone()).collect()
}
