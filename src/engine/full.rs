//! Full synchronisation in waves: every mapping once from the beginning, each after what it depends on has *succeeded*.
//!
//! Where each mapping stands is kept in the cache, so that a start after an interruption, or after a person has repaired
//! what failed, goes on from there. A person may let a mapping start although what it depends on has not succeeded.

use super::Engine;
use super::matching::Asked;
use super::observe::Depth;
use super::order::in_order;
use super::pairs::Scope;
use super::request::MatchChoice;
use super::tally::Tally;
use crate::model::reason::{Cause, Problem};
use crate::model::report::{Counters, JobKind};
use crate::model::{MappingName, Side, Sides, TableMapping};
use crate::store::Reader;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The name of the cached fact that holds where each mapping stands.
const STANDING: &str = "full_synchronisation";

/// What is recommended for a mapping, from what both sides hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recommendation {
    /// Records are created on the side that has none.
    FullSynchronisation,
    /// Both sides have records: equal ones are coupled first, then the rest is created.
    CoupleRecords,
    /// Neither side has any.
    NoRecords,
}

/// Where a mapping stands in a full synchronisation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStatus {
    /// It was not begun, or what it depends on has not succeeded.
    #[default]
    Waiting,
    /// It was begun and not brought to an end: it is run again.
    InProcess,
    /// Every record went through.
    Success,
    /// A record failed, or the run was ended early: it is run again.
    Error,
}

/// One mapping of a full synchronisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FullLine {
    /// The mapping.
    pub mapping: MappingName,
    /// What it depends on, as far as that takes part.
    pub depends_on: Vec<MappingName>,
    /// What is recommended; nothing before both sides were read.
    pub recommendation: Option<Recommendation>,
    /// Where it stands.
    pub status: LineStatus,
    /// What of that has not succeeded yet.
    pub waits_for: Vec<MappingName>,
    /// Records known of each side.
    pub records: Sides<u64>,
    /// What its last run did.
    pub counters: Counters,
    /// When its last run ended.
    pub finished: Option<Timestamp>,
    /// What ended its last run early, if something did.
    pub problem: Option<Problem>,
}

/// What is kept of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    status: LineStatus,
    #[serde(default)]
    counters: Counters,
    finished: Option<Timestamp>,
    problem: Option<Problem>,
}

type Book = BTreeMap<MappingName, Kept>;

/// Which lines are started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FullRequest {
    /// Mappings that start although what they depend on has not succeeded.
    pub anyway: Vec<MappingName>,
    /// Begins from the beginning instead of where it stopped.
    pub again: bool,
}

/// The lines as the cache has them; nothing is read from the services.
pub fn full_lines(reader: &Reader<'_>) -> Result<Vec<FullLine>, Problem> {
    let book = read(reader)?;
    let mappings = in_order(reader.mappings()?, &[])?;
    let counts = reader.mapping_counts()?;
    let done = |name: &MappingName, records: &Sides<u64>| {
        let status = book.get(name).map(|kept| kept.status);
        status == Some(LineStatus::Success) || (records.bc == 0 && records.dv == 0)
    };
    let records: HashMap<&MappingName, Sides<u64>> = counts
        .iter()
        .map(|counts| {
            let records = counts
                .uncoupled
                .as_ref()
                .map(|alone| alone + counts.couplings());
            (&counts.mapping, records)
        })
        .collect();
    let known = |name: &MappingName| records.get(name).copied().unwrap_or_default();
    let mut lines = Vec::new();
    for mapping in &mappings {
        let taking_part = |name: &&MappingName| mappings.iter().any(|one| one.name == **name);
        let depends_on: Vec<_> = mapping
            .depends_on
            .iter()
            .filter(taking_part)
            .cloned()
            .collect();
        let own = known(&mapping.name);
        let was_read = reader.watermark(&mapping.name, Side::Bc)?.is_some()
            || reader.watermark(&mapping.name, Side::Dv)?.is_some();
        let kept = book.get(&mapping.name).cloned().unwrap_or_default();
        lines.push(FullLine {
            mapping: mapping.name.clone(),
            waits_for: depends_on
                .iter()
                .filter(|name| !done(name, &known(name)))
                .cloned()
                .collect(),
            depends_on,
            recommendation: was_read.then(|| recommend(mapping, &own)),
            status: kept.status,
            records: own,
            counters: kept.counters,
            finished: kept.finished,
            problem: kept.problem,
        });
    }
    Ok(lines)
}

/// Both sides empty: nothing; one side empty: create; both filled: couple first, where the mapping says how.
fn recommend(mapping: &TableMapping, records: &Sides<u64>) -> Recommendation {
    let can_match = mapping
        .active_fields()
        .any(|field| field.matching.is_some());
    match (records.bc, records.dv) {
        (0, 0) => Recommendation::NoRecords,
        (0, _) | (_, 0) => Recommendation::FullSynchronisation,
        _ if can_match => Recommendation::CoupleRecords,
        _ => Recommendation::FullSynchronisation,
    }
}

fn read(reader: &Reader<'_>) -> Result<Book, Problem> {
    let stored = reader.fact(STANDING)?;
    Ok(stored
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

impl Engine<'_> {
    /// Reads both sides and says, mapping by mapping, what a full synchronisation would begin with. Writes nothing.
    pub async fn full_review(&mut self) -> Result<Vec<FullLine>, Problem> {
        let mappings = in_order(self.store.read().mappings()?, &[])?;
        self.recover_writes(&mappings).await?;
        self.observe_all(&mappings, Depth::Changes, &mut Tally::default())
            .await?;
        full_lines(&self.store.read())
    }

    /// Starts every line whose dependencies have succeeded, wave after wave, until none is left that may start.
    ///
    /// Lines that succeeded are not run again unless that is asked for; a line that failed is.
    ///
    /// # Errors
    /// Those that concern the connection as a whole; what was done until then stands.
    pub async fn full_start(&mut self, request: &FullRequest) -> Result<Vec<FullLine>, Problem> {
        // A name that stands for nothing is no line that may start anyway.
        in_order(self.store.read().mappings()?, &request.anyway)?;
        if request.again {
            self.store.write(|w| w.set_fact(STANDING, None))?;
        }
        let mut begun: Vec<MappingName> = Vec::new();
        self.full_review().await?;
        loop {
            self.check_cancel()?;
            let lines = full_lines(&self.store.read())?;
            let next = lines.iter().find(|line| {
                line.status != LineStatus::Success
                    && !begun.contains(&line.mapping)
                    && (line.waits_for.is_empty() || request.anyway.contains(&line.mapping))
            });
            let Some(line) = next else {
                return Ok(lines);
            };
            begun.push(line.mapping.clone());
            self.full_line(&line.mapping.clone()).await?;
        }
    }

    /// Runs one line and keeps what came of it.
    async fn full_line(&mut self, name: &MappingName) -> Result<(), Problem> {
        let mapping = self.mapping(name)?;
        self.keep_line(
            name,
            Kept {
                status: LineStatus::InProcess,
                ..Kept::default()
            },
        )?;
        let mappings = [mapping];
        let mut tally = Tally::default();
        self.open_jobs(&mappings, JobKind::Synchronization, &mut tally)?;
        let result = self.run_line(&mappings, &mut tally).await;
        let jobs = self.close_jobs(&mappings, &mut tally, &result)?;
        let mut counters = Counters::default();
        for job in &jobs {
            counters.add(&job.counters);
        }
        let problem = match &result {
            Ok(failed) => failed.get(name).cloned(),
            Err(problem) => Some(problem.clone()),
        };
        let failed = counters.failed > 0 || problem.is_some();
        let kept = Kept {
            status: if failed {
                LineStatus::Error
            } else {
                LineStatus::Success
            },
            counters,
            finished: Some(self.env.now()),
            problem: problem.clone(),
        };
        self.keep_line(name, kept)?;
        match problem {
            // The safety brake holds one line; the others may go on.
            Some(problem) if problem.cause.stops_the_run() => Err(problem),
            Some(problem) if problem.cause != Cause::SafetyBrake => {
                self.reporter.problem(name, &problem);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn run_line(
        &mut self,
        mappings: &[TableMapping],
        tally: &mut Tally,
    ) -> Result<HashMap<MappingName, Problem>, Problem> {
        self.recover_creates(mappings, tally).await?;
        self.recover_restoring(mappings)?;
        self.recover_writes(mappings).await?;
        let failed = self.observe_all(mappings, Depth::Whole, tally).await?;
        let could = super::sync::readable(mappings, &failed);
        self.stop_if_too_much(&could, false).await?;
        for mapping in &could {
            // An earlier line may have created what this one would: what is recommended is worked out now.
            let lines = full_lines(&self.store.read())?;
            let line = lines.iter().find(|line| line.mapping == mapping.name);
            let recommended = line.and_then(|line| line.recommendation);
            let creates =
                !mapping.only_coupled || recommended == Some(Recommendation::FullSynchronisation);
            self.take_over_moved(mapping, tally).await?;
            if !mapping.only_coupled {
                self.share_pairs(mapping, tally).await?;
            }
            let all = MatchChoice::default();
            self.match_uncoupled(mapping, Asked::ByPerson, &all, tally)
                .await?;
            self.work_pairs(mapping, &Scope::Pending, tally).await?;
            if creates {
                self.create_missing(mapping, tally).await?;
                self.work_pairs(mapping, &Scope::Pending, tally).await?;
            }
        }
        Ok(failed)
    }

    fn keep_line(&mut self, name: &MappingName, kept: Kept) -> Result<(), Problem> {
        let mut book = read(&self.store.read())?;
        book.insert(name.clone(), kept);
        let text = super::store_pages::to_json(&book)?;
        self.store.write(|w| w.set_fact(STANDING, Some(&text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::fake::Fault;
    use crate::engine::testing::fields;
    use crate::engine::testing::world::World;
    use crate::model::SetName;

    /// Customers, and contacts that depend on them; both see the same records.
    fn world() -> World {
        let world = World::new(|mapping| mapping.only_coupled = false);
        let contact = TableMapping {
            name: "CONTACT".into(),
            depends_on: vec!["CUSTOMER".into()],
            ..world.mapping.clone()
        };
        world.store.write(|w| w.put_mapping(&contact, 1)).unwrap();
        world
            .bc
            .add(50, fields(&[("number", "C-1"), ("displayName", "Miel")]));
        world
    }

    fn start(world: &mut World, request: &FullRequest) -> Vec<FullLine> {
        world
            .engine(async |engine| engine.full_start(request).await)
            .unwrap()
    }

    fn standing(lines: &[FullLine]) -> Vec<(&str, LineStatus)> {
        lines
            .iter()
            .map(|line| (line.mapping.as_str(), line.status))
            .collect()
    }

    #[test]
    fn a_review_recommends_by_what_both_sides_hold_and_writes_nothing_s128() {
        let mut world = world();
        let lines = world
            .engine(async |engine| engine.full_review().await)
            .unwrap();
        assert_eq!(
            lines[0].recommendation,
            Some(Recommendation::FullSynchronisation)
        );
        assert_eq!(lines[0].depends_on, Vec::<MappingName>::new());
        assert_eq!(lines[1].depends_on, ["CUSTOMER".into()]);
        assert_eq!(lines[1].waits_for, ["CUSTOMER".into()]);
        assert_eq!(world.dv.len(), 0);
        world
            .dv
            .add(60, fields(&[("accountnumber", "C-9"), ("name", "Zélande")]));
        let lines = world
            .engine(async |engine| engine.full_review().await)
            .unwrap();
        assert_eq!(lines[0].recommendation, Some(Recommendation::CoupleRecords));
        let mut empty = World::new(|_| {});
        let lines = empty
            .engine(async |engine| engine.full_review().await)
            .unwrap();
        assert_eq!(lines[0].recommendation, Some(Recommendation::NoRecords));
    }

    #[test]
    fn a_wave_follows_once_what_it_depends_on_has_succeeded_s133_s143() {
        let mut world = world();
        let lines = start(&mut world, &FullRequest::default());
        let both = [
            ("CUSTOMER", LineStatus::Success),
            ("CONTACT", LineStatus::Success),
        ];
        assert_eq!(standing(&lines), both);
        assert_eq!(lines[0].counters.inserted, 1);
        assert_eq!(lines[1].counters.coupled, 1);
    }

    /// Better than there, where a failed line counts as finished and the next wave starts on sand.
    #[test]
    fn a_failure_holds_the_next_wave_and_a_new_start_goes_on_from_there_s136_s145() {
        let mut world = world();
        world
            .bc
            .add(51, fields(&[("number", "C-2"), ("displayName", "Sel")]));
        world
            .dv
            .fail_next([Some(Fault::Refuse(Cause::BusinessRule))]);
        let lines = start(&mut world, &FullRequest::default());
        let counters = &lines[0].counters;
        assert_eq!((counters.inserted, counters.failed), (1, 1));
        assert_eq!(world.dv.len(), 1, "the good one is through");
        let held = [
            ("CUSTOMER", LineStatus::Error),
            ("CONTACT", LineStatus::Waiting),
        ];
        assert_eq!(standing(&lines), held);
        assert_eq!(lines[1].waits_for, ["CUSTOMER".into()]);
        let lines = start(&mut world, &FullRequest::default());
        assert!(lines.iter().all(|line| line.status == LineStatus::Success));
        let runs = |world: &World| {
            let jobs = crate::store::JobFilter::default();
            let jobs = world
                .store
                .read()
                .list_jobs(&jobs, crate::store::Slice::ALL);
            jobs.unwrap().len()
        };
        let before = runs(&world);
        start(&mut world, &FullRequest::default());
        assert_eq!(runs(&world), before, "what succeeded is not run again");
    }

    #[test]
    fn a_line_with_two_parents_waits_for_both_s145() {
        for first in ["CUSTOMER", "ITEM"] {
            let world = &mut World::new(|mapping| mapping.only_coupled = false);
            let named = |name: &str, sets: [&str; 2]| TableMapping {
                name: name.into(),
                sets: Sides::new(SetName::new(sets[0]), SetName::new(sets[1])),
                ..world.mapping.clone()
            };
            let parents = [
                named("CUSTOMER", ["customers", "accounts"]),
                named("ITEM", ["items", "products"]),
            ];
            let child = TableMapping {
                depends_on: vec!["CUSTOMER".into(), "ITEM".into()],
                ..named("ORDER", ["salesOrders", "salesorders"])
            };
            for (place, parent) in parents.iter().enumerate() {
                let place = if parent.name.as_str() == first {
                    0
                } else {
                    place + 1
                };
                world.store.write(|w| w.put_mapping(parent, place)).unwrap();
            }
            world.store.write(|w| w.put_mapping(&child, 9)).unwrap();
            world
                .bc
                .add(50, fields(&[("number", "C-1"), ("displayName", "Miel")]));
            // The first write that is tried is refused, the others go through.
            world
                .dv
                .fail_next([Some(Fault::Refuse(Cause::BusinessRule))]);
            let lines = start(world, &FullRequest::default());
            let of = |name: &str| lines.iter().find(|line| line.mapping.as_str() == name);
            for parent in ["CUSTOMER", "ITEM"] {
                let expected = if parent == first {
                    LineStatus::Error
                } else {
                    LineStatus::Success
                };
                assert_eq!(of(parent).unwrap().status, expected, "{first}: {parent}");
            }
            assert_eq!(of("ORDER").unwrap().status, LineStatus::Waiting);
            assert_eq!(of("ORDER").unwrap().waits_for, [first.into()]);
            let lines = start(world, &FullRequest::default());
            assert!(lines.iter().all(|line| line.status == LineStatus::Success));
        }
    }

    #[test]
    fn a_person_may_let_a_line_start_anyway() {
        let mut world = world();
        world
            .dv
            .fail_next([Some(Fault::Refuse(Cause::BusinessRule))]);
        let request = FullRequest {
            anyway: vec!["CONTACT".into()],
            again: false,
        };
        let lines = start(&mut world, &request);
        let both = [
            ("CUSTOMER", LineStatus::Error),
            ("CONTACT", LineStatus::Success),
        ];
        assert_eq!(standing(&lines), both);
    }

    #[test]
    fn watermarks_stand_after_a_full_run_s151() {
        let mut world = world();
        start(&mut world, &FullRequest::default());
        for side in Side::BOTH {
            let mark = world.store.read().watermark(&"CUSTOMER".into(), side);
            assert!(mark.unwrap().is_some());
        }
        assert!(crate::engine::testing::world::total(&world.sync()).is_quiet());
    }
}
