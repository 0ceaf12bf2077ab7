//! The safety brake: a run that would change or delete more than a set share of a mapping's pairs stops before it writes.
//!
//! Creations are no changes of existing records, and neither is what the first agreement of a new coupling writes. Records
//! that a person named are not counted either: that person knows which they are.

use super::Engine;
use super::pairs::records_of;
use super::plan::{Step, plan_pair};
use crate::merge::MergeRules;
use crate::model::plan::SideWrite;
use crate::model::reason::{Cause, Problem};
use crate::model::{CouplingId, MappingName, Side, Sides, TableMapping};
use crate::store::{Reader, Writer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The name of the cached fact that holds what stopped the last run.
const STANDING: &str = "safety_brake";

/// A run that was stopped and has not been let through yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What stopped it, with mapping, numbers and share.
    pub problem: Problem,
    /// When, by this machine's clock.
    pub since: Timestamp,
}

/// What stopped the last run, until a run is let through or has nothing to stop for any more.
pub fn standing(reader: &Reader<'_>) -> Result<Option<Standing>, Problem> {
    let stored = reader.fact(STANDING)?;
    Ok(stored.and_then(|text| serde_json::from_str(&text).ok()))
}

/// What a run would do with pairs that agreed before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Volume {
    changes: u64,
    deletions: u64,
}

impl Engine<'_> {
    /// Stops if one of these mappings would change or delete too much. Remembers it until a run gets past.
    pub(super) async fn stop_if_too_much(
        &mut self,
        mappings: &[TableMapping],
        let_through: bool,
    ) -> Result<(), Problem> {
        if !let_through && let Some(problem) = self.too_much(mappings).await?.into_iter().next() {
            let standing = Standing {
                problem: problem.clone(),
                since: self.env.now(),
            };
            let text = super::store_pages::to_json(&standing)?;
            self.store.write(|w| w.set_fact(STANDING, Some(&text)))?;
            return Err(problem);
        }
        let stood = standing(&self.store.read())?;
        let passed = |name: &MappingName| mappings.iter().any(|mapping| mapping.name == *name);
        if stood.is_some_and(|stood| stood.problem.mapping.as_ref().is_none_or(passed)) {
            self.store
                .write(|w: &Writer<'_>| w.set_fact(STANDING, None))?;
        }
        Ok(())
    }

    /// What would stop a run over these mappings.
    pub(super) async fn too_much(
        &mut self,
        mappings: &[TableMapping],
    ) -> Result<Vec<Problem>, Problem> {
        let counts = self.store.read().mapping_counts()?;
        let mut found = Vec::new();
        for mapping in mappings {
            let Some(counts) = counts.iter().find(|one| one.mapping == mapping.name) else {
                continue;
            };
            let brake = mapping.running.brake;
            let (pairs, most) = (counts.couplings(), counts.to_look_at);
            // Planning twice is only worth it where the pairs with news could be too many.
            if !brake.stops_changes(most, pairs) && !brake.stops_deletions(most, pairs) {
                continue;
            }
            let mut volume = self.volume(mapping, &HashSet::new()).await?;
            if brake.stops_deletions(volume.deletions, pairs) {
                // What was deleted and entered anew keeps its partner.
                let succeeded = self.will_be_succeeded(mapping).await?;
                volume = self.volume(mapping, &succeeded).await?;
            }
            let stopped = if brake.stops_deletions(volume.deletions, pairs) {
                Some(("deletions", volume.deletions, brake.deletions))
            } else if brake.stops_changes(volume.changes, pairs) {
                Some(("changes", volume.changes, brake.changes))
            } else {
                None
            };
            if let Some((what, count, limit)) = stopped {
                let share = count.saturating_mul(100) / pairs.max(1);
                let problem = Problem::new(Cause::SafetyBrake)
                    .of(&mapping.name)
                    .with("what", what)
                    .with("count", &count)
                    .with("total", &pairs)
                    .with("share", &share)
                    .with("limit", &limit);
                found.push(problem);
            }
        }
        Ok(found)
    }

    /// Counts what a run would do with the pairs that have news, apart from `except`.
    async fn volume(
        &mut self,
        mapping: &TableMapping,
        except: &HashSet<CouplingId>,
    ) -> Result<Volume, Problem> {
        let schemas = self.schemas(mapping).await?;
        let rules = MergeRules::new(mapping, Sides::new(Some(&*schemas.bc), Some(&*schemas.dv)));
        let mut volume = Volume::default();
        let mut after = None;
        loop {
            self.check_cancel()?;
            let pairs = self
                .store
                .read()
                .pending(&mapping.name, after, self.options.chunk)?;
            let Some(last) = pairs.last() else {
                return Ok(volume);
            };
            after = Some(last.id);
            let lookups = self.prepare_lookups(mapping, records_of(&pairs)).await?;
            for coupling in pairs.iter().filter(|pair| !except.contains(&pair.id)) {
                let Step::Write(writes) = plan_pair(mapping, &rules, coupling, None, &lookups).step
                else {
                    continue;
                };
                let deletes = Side::BOTH
                    .into_iter()
                    .any(|side| matches!(writes.get(side), Some(SideWrite::Delete { .. })));
                if deletes {
                    volume.deletions += 1;
                } else if coupling.base.is_some() && !super::pairs::is_held(coupling) {
                    volume.changes += 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::request::SyncRequest;
    use crate::engine::testing::fields;
    use crate::engine::testing::world::{World, total};
    use crate::model::mapping::DeletionPolicy;

    fn large(pairs: usize, policy: DeletionPolicy) -> (World, Vec<Sides<uuid::Uuid>>) {
        let mut world = World::new(|mapping| mapping.on_deletion = policy);
        let ids = (0..pairs).map(|n| world.both(&format!("C-{n}"))).collect();
        world.match_all(false);
        world.sync();
        (world, ids)
    }

    fn let_through(world: &mut World) -> crate::engine::outcome::SyncReport {
        let request = SyncRequest {
            ignore_brake: true,
            ..SyncRequest::default()
        };
        world
            .engine(async |engine| engine.sync(&request).await)
            .unwrap()
    }

    #[test]
    fn a_run_that_would_change_most_of_a_table_stops_before_it_writes() {
        let (mut world, ids) = large(30, DeletionPolicy::Ask);
        for pair in ids.iter().take(25) {
            world.bc.edit(pair.bc, "city", "Metz");
        }
        let problem = world.try_sync().unwrap_err();
        assert_eq!(problem.cause, Cause::SafetyBrake);
        let told =
            ["what", "count", "total", "share", "limit"].map(|key| problem.params[key].as_str());
        assert_eq!(told, ["changes", "25", "30", "83", "50"]);
        assert_eq!(world.dv.text(ids[0].dv, "address1_city"), "Lyon");
        let stood = standing(&world.store.read()).unwrap().unwrap();
        assert_eq!(stood.problem, problem);
        assert_eq!(total(&let_through(&mut world)).modified, 25);
        assert_eq!(standing(&world.store.read()), Ok(None));
    }

    #[test]
    fn deletions_stop_a_run_sooner_than_changes() {
        let (mut world, ids) = large(30, DeletionPolicy::Delete);
        for pair in ids.iter().take(6) {
            world.dv.remove(pair.dv);
        }
        let problem = world.try_sync().unwrap_err();
        assert_eq!(problem.params["what"], "deletions");
        assert_eq!(world.bc.len(), 30, "nothing was deleted");
        assert_eq!(total(&let_through(&mut world)).deleted, 6);
        assert_eq!(world.bc.len(), 24);
    }

    #[test]
    fn records_entered_anew_before_a_person_answered_are_no_deletions_any_more() {
        let (mut world, ids) = large(30, DeletionPolicy::Delete);
        for pair in &ids {
            world.bc.remove(pair.bc);
        }
        let stopped = world.try_sync().unwrap_err();
        assert_eq!(stopped.params["what"], "deletions");
        for n in 0..30 {
            let number = format!("C-{n}");
            let anew = fields(&[("number", number.as_str()), ("displayName", "Adèle & Fils")]);
            world.bc.add(5000 + n, anew);
        }
        assert_eq!(world.plan().stopped, Vec::new());
        world.sync();
        assert_eq!(world.dv.len(), 30, "each keeps its partner");
        assert_eq!(standing(&world.store.read()), Ok(None));
    }

    #[test]
    fn deletions_that_a_person_is_asked_about_anyway_stop_nothing() {
        let (mut world, ids) = large(30, DeletionPolicy::Ask);
        for pair in ids.iter().take(20) {
            world.dv.remove(pair.dv);
        }
        assert_eq!(world.sync().needs_attention.skipped, 20);
    }

    #[test]
    fn a_first_synchronisation_is_no_change_of_existing_records() {
        let mut world = World::new(|mapping| mapping.only_coupled = false);
        for n in 0..40 {
            let ids = world.both(&format!("C-{n}"));
            world.dv.edit(ids.dv, "address1_city", "");
        }
        assert_eq!(total(&world.sync()).modified, 40);
    }

    #[test]
    fn a_plan_says_that_the_run_would_be_stopped() {
        let (mut world, ids) = large(30, DeletionPolicy::Ask);
        for pair in &ids {
            world.bc.edit(pair.bc, "city", "Metz");
        }
        let plan = world.plan();
        assert_eq!(plan.actions.map(|lines| lines.len()), Some(30));
        assert_eq!(plan.stopped.len(), 1);
    }

    #[test]
    fn a_mapping_sets_its_own_brake() {
        let mut world = World::new(|mapping| {
            mapping.running.brake.changes = 100;
        });
        let ids: Vec<_> = (0..30).map(|n| world.both(&format!("C-{n}"))).collect();
        world.match_all(false);
        world.sync();
        for pair in &ids {
            world.bc.edit(pair.bc, "city", "Metz");
        }
        assert_eq!(total(&world.sync()).modified, 30);
    }
}
