//! Updates whose answer nobody stored, since the program ended or the service went away before it came.
//!
//! Where they were done, both sides agree on what was written. That has to be known before anything newer is read: somebody
//! may edit the same field again, and what this program wrote itself would then look like a second person's change. So it is
//! noted which pairs are being written, and before the next run reads what changed, it looks these up.

use super::Engine;
use super::apply::PairWork;
use super::overwrites::takes_something;
use super::pairs::{records_of, work_of};
use super::plan::{Step, plan_pair};
use super::trace;
use crate::merge::{Class, MergeInput, MergeRules};
use crate::model::plan::SideWrite;
use crate::model::reason::Problem;
use crate::model::report::HistoryAction;
use crate::model::{
    Coupling, CouplingId, EntitySchema, MappingName, Observation, Side, Sides, TableMapping,
};
use crate::remote::WriteOutcome;
use crate::store::{NewHistory, Reader};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::rc::Rc;

/// The pairs of a mapping that are being written lie between these, and are pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Span {
    first: CouplingId,
    last: CouplingId,
}

fn fact(name: &MappingName) -> String {
    format!("writing:{name}")
}

fn span_of(reader: &Reader<'_>, name: &MappingName) -> Result<Option<Span>, Problem> {
    let stored = reader.fact(&fact(name))?;
    Ok(stored.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Whether what came of a write is not known, and not about to be read either.
pub(super) fn is_lost(outcome: &WriteOutcome) -> bool {
    matches!(outcome, WriteOutcome::Unknown(_))
}

impl Engine<'_> {
    /// Notes that these pairs are about to be written. Answers whether others of before are noted still.
    pub(super) fn begin_writing(
        &self,
        name: &MappingName,
        pairs: impl Iterator<Item = CouplingId> + Clone,
    ) -> Result<bool, Problem> {
        let (Some(first), Some(last)) = (pairs.clone().min(), pairs.max()) else {
            return Ok(false);
        };
        let known = span_of(&self.store.read(), name)?;
        let span = known.map_or(Span { first, last }, |known| Span {
            first: first.min(known.first),
            last: last.max(known.last),
        });
        if known != Some(span) {
            // What is written takes effect at once: the note must be on the disk first, or a power cut takes it away.
            let text = super::store_pages::to_json(&span)?;
            self.store
                .write_durably(|w| w.set_fact(&fact(name), Some(&text)))?;
        }
        Ok(known.is_some())
    }

    /// All that was sent is answered.
    pub(super) fn end_writing(&self, name: &MappingName) -> Result<(), Problem> {
        self.store.write(|w| w.set_fact(&fact(name), None))
    }

    /// Looks up the updates that were under way when the last run ended.
    pub(super) async fn recover_writes(
        &mut self,
        mappings: &[TableMapping],
    ) -> Result<(), Problem> {
        for mapping in mappings {
            let Some(span) = span_of(&self.store.read(), &mapping.name)? else {
                continue;
            };
            let schemas = self.schemas(mapping).await?;
            let mut after = Some(CouplingId(span.first.0.saturating_sub(1)));
            loop {
                self.check_cancel()?;
                let mut pairs =
                    self.store
                        .read()
                        .pending(&mapping.name, after, self.options.chunk)?;
                let Some(last) = pairs.last().map(|pair| pair.id) else {
                    break;
                };
                after = Some(last);
                pairs.retain(|pair| pair.id <= span.last && pair.base.is_some());
                if !pairs.is_empty() {
                    self.look_at_writes(mapping, &schemas, pairs).await?;
                }
                if last >= span.last {
                    break;
                }
            }
            self.end_writing(&mapping.name)?;
        }
        Ok(())
    }

    /// Looks up every write of a mapping whose answer is not stored, before a person's own write takes the place of its note.
    pub(super) async fn recover_answers(&mut self, mapping: &TableMapping) -> Result<(), Problem> {
        self.recover_overwrites(mapping).await?;
        self.recover_writes(std::slice::from_ref(mapping)).await
    }

    async fn look_at_writes(
        &mut self,
        mapping: &TableMapping,
        schemas: &Sides<Rc<EntitySchema>>,
        pairs: Vec<Coupling>,
    ) -> Result<(), Problem> {
        let rules = MergeRules::new(mapping, Sides::new(Some(&*schemas.bc), Some(&*schemas.dv)));
        let lookups = self.prepare_lookups(mapping, records_of(&pairs)).await?;
        let mut planned: HashMap<CouplingId, PairWork> = HashMap::new();
        let mut unread = Sides::<Vec<_>>::default();
        let mut looked_at = Vec::new();
        for pair in pairs {
            let plan = plan_pair(mapping, &rules, &pair, None, &lookups);
            let writes = match plan.step {
                Step::Write(writes) => writes,
                _ => Sides::default(),
            };
            let mut is_read = false;
            for side in Side::BOTH {
                let written = matches!(writes.get(side), Some(SideWrite::Update { .. }));
                if written || *pair.seen.get(side) == Observation::Unread {
                    unread.get_mut(side).push(*pair.ids.get(side));
                    is_read = true;
                }
            }
            if is_read {
                looked_at.push(pair.id);
                let merge = plan.merge.as_ref();
                planned.insert(pair.id, work_of(pair, writes, plan.reason, merge));
            }
        }
        for side in Side::BOTH {
            self.observe_ids(mapping, side, unread.get(side)).await?;
        }
        let mut fresh = Vec::new();
        for id in looked_at {
            fresh.extend(self.store.read().coupling(id)?);
        }
        let lookups = self.prepare_lookups(mapping, records_of(&fresh)).await?;
        let now = self.env.now();
        let context = trace::Context::new(mapping, None, now, &self.remotes, &self.options);
        self.store.write(|w| {
            for pair in fresh {
                let (Some(base), Some(bc), Some(dv)) = (
                    pair.base.as_ref(),
                    pair.seen.bc.fields(),
                    pair.seen.dv.fields(),
                ) else {
                    continue;
                };
                let merge = rules.merge(&MergeInput::new(Some(base), Sides::new(bc, dv)), &lookups);
                let mut agreed = base.clone();
                let settled = merge.fields.iter().filter(|f| f.class == Class::SameChange);
                for field in settled.filter_map(|field| mapping.fields.get(field.index)) {
                    for (side, seen) in [(Side::Bc, bc), (Side::Dv, dv)] {
                        for name in field.fields_of(side) {
                            let value = seen.value(name.as_str()).clone();
                            agreed.get_mut(side).set(name.clone(), value);
                        }
                    }
                }
                if agreed == *base {
                    continue;
                }
                w.set_base(pair.id, Some(&agreed))?;
                for entry in planned
                    .get(&pair.id)
                    .into_iter()
                    .flat_map(|work| done(&context, work, &pair))
                {
                    w.add_history(&entry)?;
                }
            }
            Ok(())
        })
    }
}

/// The history of the planned writes that are found done. Those that take something are noted, and looked up, elsewhere.
fn done(context: &trace::Context<'_>, work: &PairWork, now: &Coupling) -> Vec<NewHistory> {
    let mut entries = Vec::new();
    for side in Side::BOTH {
        let Some(SideWrite::Update { changes, .. }) = work.writes.get(side) else {
            continue;
        };
        let Some(fields) = now.seen.get(side).fields() else {
            continue;
        };
        let found: Vec<_> = changes
            .iter()
            .filter(|change| *fields.value(change.field.as_str()) == change.after)
            .cloned()
            .collect();
        if !found.is_empty() && !takes_something(work, side) {
            let action = HistoryAction::Modify;
            entries.push(trace::entry_of(context, side, work, action, &found));
        }
    }
    entries
}
