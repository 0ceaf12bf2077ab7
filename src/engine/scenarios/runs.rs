//! Areas F and G: what a run reads and remembers, and runs of chosen records.

use super::{creating, world};
use crate::engine::request::{RecordRef, SyncRequest};
use crate::engine::testing::fake::Fault;
use crate::engine::testing::fields;
use crate::engine::testing::world::{World, total};
use crate::model::reason::Cause;
use crate::model::{Direction, Side, TableMapping};

fn watermark(world: &World, side: Side) -> Option<String> {
    world
        .store
        .read()
        .watermark(&world.mapping.name, side)
        .unwrap()
}

fn sync_records(world: &mut World, records: &[RecordRef], take: Option<Side>) -> u64 {
    let request = SyncRequest {
        records: records.to_vec(),
        take,
        ..SyncRequest::default()
    };
    let report = world
        .engine(async |engine| engine.sync(&request).await)
        .unwrap();
    total(&report).modified
}

#[test]
fn a_run_has_a_job_for_each_direction_of_each_mapping_s152_s205() {
    for (direction, jobs) in [
        (
            Direction::Both,
            vec![Direction::ToDataverse, Direction::ToBusinessCentral],
        ),
        (Direction::ToDataverse, vec![Direction::ToDataverse]),
        (
            Direction::ToBusinessCentral,
            vec![Direction::ToBusinessCentral],
        ),
    ] {
        let mut world = World::new(|mapping| mapping.direction = direction);
        let mut run: Vec<_> = world.sync().jobs.iter().map(|job| job.direction).collect();
        run.sort_by_key(|direction| *direction == Direction::ToBusinessCentral);
        assert_eq!(run, jobs);
    }
}

#[test]
fn a_first_synchronisation_couples_what_matches_and_creates_nothing_where_new_records_are_left_alone()
 {
    let mut world = World::new(|mapping| mapping.only_coupled = true);
    for (at, number, name) in [(50, "C-1", "Miel"), (51, "C-2", "Sel")] {
        let own = fields(&[("number", number), ("displayName", name)]);
        world.bc.add(at, own);
    }
    let same = fields(&[("accountnumber", "C-1"), ("name", "Miel")]);
    world.dv.add(60, same);
    let request = SyncRequest {
        couple: true,
        ..SyncRequest::default()
    };
    let planned = world
        .engine(async |engine| engine.plan(&request).await)
        .unwrap();
    let done = world
        .engine(async |engine| engine.sync(&request).await)
        .unwrap();
    for report in [planned, done] {
        let total = total(&report);
        assert_eq!((total.coupled, total.inserted), (1, 0));
    }
    assert_eq!(world.dv.len(), 1);
}

#[test]
fn a_watermark_moves_by_the_changes_of_its_own_side_only_s158_s160_s166_s167() {
    let mut world = world();
    let ids = world.in_step("C-1");
    let before = Side::BOTH.map(|side| watermark(&world, side));
    world.sync();
    assert_eq!(Side::BOTH.map(|side| watermark(&world, side)), before);
    // An edit that no row maps moves its own side's, and nothing is written on the other.
    let same = world.dv.text(ids.dv, "name");
    world.dv.edit(ids.dv, "name", &same);
    world.sync();
    let [bc, dv] = Side::BOTH.map(|side| watermark(&world, side));
    assert_eq!(bc, before[0]);
    assert_ne!(dv, before[1]);
}

#[test]
fn a_conflict_moves_the_watermarks_and_keeps_what_was_agreed_on_s169() {
    let mut world = world();
    let ids = world.in_step("C-1");
    let agreed = world.coupling(Side::Bc, ids.bc).unwrap().base;
    let before = Side::BOTH.map(|side| watermark(&world, side));
    world.bc.edit(ids.bc, "city", "Paris");
    world.dv.edit(ids.dv, "address1_city", "Lille");
    assert_eq!(world.sync().needs_attention.conflicts, 1);
    assert_eq!(world.coupling(Side::Bc, ids.bc).unwrap().base, agreed);
    let after = Side::BOTH.map(|side| watermark(&world, side));
    assert!(
        after
            .iter()
            .zip(&before)
            .all(|(after, before)| after != before)
    );
}

#[test]
fn changes_arrive_however_far_the_clocks_are_apart_s170_s173_s175_s176() {
    for (bc_ahead, dv_ahead) in [(0, 0), (1000, 0), (0, 1000)] {
        let mut world = world();
        world.bc.tick_by(bc_ahead);
        world.dv.tick_by(dv_ahead);
        let ids = world.in_step("C-1");
        for (side, city) in [
            (Side::Bc, "Paris"),
            (Side::Bc, "Lille"),
            (Side::Dv, "Brest"),
            (Side::Bc, "Nice"),
            (Side::Dv, "Metz"),
            (Side::Dv, "Sète"),
        ] {
            match side {
                Side::Bc => world.bc.edit(ids.bc, "city", city),
                Side::Dv => world.dv.edit(ids.dv, "address1_city", city),
            }
            let sum = total(&world.sync());
            assert_eq!((sum.modified, sum.conflicts), (1, 0), "{city}");
            assert_eq!(world.bc.text(ids.bc, "city"), city);
            assert_eq!(world.dv.text(ids.dv, "address1_city"), city);
        }
        let pair = world.coupling(Side::Bc, ids.bc).unwrap();
        assert_eq!(
            pair.seen.bc.fields(),
            pair.base.as_ref().map(|base| &base.bc)
        );
        assert_eq!(
            pair.seen.dv.fields(),
            pair.base.as_ref().map(|base| &base.dv)
        );
    }
}

#[test]
fn a_chosen_record_is_written_only_if_it_changed_and_the_others_wait_s184_s187_s188() {
    let mut world = world();
    let one = world.in_step("C-1");
    let other = world.in_step("C-2");
    let record = RecordRef {
        side: Side::Bc,
        id: one.bc,
    };
    assert_eq!(sync_records(&mut world, &[record], None), 0);
    for ids in [one, other] {
        world.bc.edit(ids.bc, "city", "Paris");
    }
    assert_eq!(sync_records(&mut world, &[record], None), 1);
    assert_eq!(world.dv.text(one.dv, "address1_city"), "Paris");
    assert_eq!(world.dv.text(other.dv, "address1_city"), "Lyon");
    assert_eq!(total(&world.sync()).modified, 1);
    assert_eq!(world.dv.text(other.dv, "address1_city"), "Paris");
}

#[test]
fn of_chosen_records_each_is_counted_by_what_became_of_it_s184() {
    let mut world = world();
    let [same, changed, refused] = ["C-1", "C-2", "C-3"].map(|number| world.in_step(number));
    let alone = fields(&[("number", "C-4"), ("displayName", "Miel")]);
    let alone = world.bc.add(50, alone);
    world.sync();
    for ids in [changed, refused] {
        world.bc.edit(ids.bc, "city", "Paris");
    }
    let cause = Cause::LookupNotCoupled;
    let faults = [None, Some(Fault::Refuse(cause))];
    world.dv.fail_next(faults);
    let ids = [same.bc, changed.bc, refused.bc, alone];
    let request = SyncRequest {
        records: ids.map(|id| RecordRef { side: Side::Bc, id }).to_vec(),
        ..SyncRequest::default()
    };
    let report = world
        .engine(async |engine| engine.sync(&request).await)
        .unwrap();
    let sum = total(&report);
    assert_eq!((sum.modified, sum.failed, sum.skipped), (1, 1, 1));
    assert_eq!(sum.unchanged, 1);
    assert_eq!(world.dv.text(changed.dv, "address1_city"), "Paris");
    assert_eq!(world.dv.text(refused.dv, "address1_city"), "Lyon");
    assert_eq!(
        world.dv.len(),
        3,
        "nothing is created for one without a partner"
    );
}

#[test]
fn a_chosen_record_that_both_changed_is_overwritten_from_the_stated_side_s190() {
    for take in Side::BOTH {
        let mut world = world();
        let ids = world.in_step("C-1");
        world.bc.edit(ids.bc, "city", "Paris");
        world.dv.edit(ids.dv, "address1_city", "Lille");
        let record = RecordRef {
            side: Side::Dv,
            id: ids.dv,
        };
        assert_eq!(sync_records(&mut world, &[record], Some(take)), 1);
        let kept = if take == Side::Bc { "Paris" } else { "Lille" };
        assert_eq!(world.bc.text(ids.bc, "city"), kept);
        assert_eq!(world.dv.text(ids.dv, "address1_city"), kept);
    }
}

#[test]
fn many_chosen_records_are_all_written_s200() {
    let mut world = world();
    let all: Vec<_> = (0..25).map(|n| world.in_step(&format!("C-{n}"))).collect();
    for ids in &all {
        world.bc.edit(ids.bc, "city", "Paris");
    }
    let records: Vec<_> = all
        .iter()
        .map(|ids| RecordRef {
            side: Side::Bc,
            id: ids.bc,
        })
        .collect();
    assert_eq!(sync_records(&mut world, &records, None), 25);
    assert!(
        all.iter()
            .all(|ids| world.dv.text(ids.dv, "address1_city") == "Paris")
    );
}

#[test]
fn new_records_of_both_sides_are_created_and_never_twice_s197_s278() {
    let mut world = creating();
    // The watermarks are past these records already: creating looks at what was seen, not at when.
    world.mapping.only_coupled = true;
    world
        .store
        .write(|w| w.put_mapping(&world.mapping, 0))
        .unwrap();
    for n in 1..4 {
        let record = crate::engine::testing::fields(&[
            ("number", &format!("C-{n}")),
            ("displayName", "Adatum"),
        ]);
        world.bc.add(n, record);
    }
    assert_eq!(total(&world.sync()).inserted, 0);
    world.mapping.only_coupled = false;
    world
        .store
        .write(|w| w.put_mapping(&world.mapping, 0))
        .unwrap();
    assert_eq!(total(&world.sync()).inserted, 3);
    assert!(total(&world.sync()).is_quiet());
    assert_eq!((world.bc.len(), world.dv.len()), (3, 3));
}

#[test]
fn a_side_is_taken_only_where_the_table_flows_towards_the_other_one() {
    let mut world = World::new(|mapping| mapping.direction = Direction::ToDataverse);
    let ids = world.in_step("C-1");
    world.dv.edit(ids.dv, "address1_city", "Metz");
    let take = |side| SyncRequest {
        records: vec![RecordRef {
            side: Side::Bc,
            id: ids.bc,
        }],
        take: Some(side),
        ..SyncRequest::default()
    };
    let refused = world.engine(async |engine| engine.sync(&take(Side::Dv)).await);
    assert_eq!(refused.unwrap_err().cause, Cause::OneWayTable);
    assert_eq!(world.bc.text(ids.bc, "city"), "Lyon");
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
    world
        .engine(async |engine| engine.sync(&take(Side::Bc)).await)
        .unwrap();
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Lyon");
    assert!(total(&world.sync()).is_quiet());
}

#[test]
fn a_mapping_that_is_tried_says_what_it_would_do_and_leaves_no_trace() {
    let mut world = World::new(|mapping| {
        mapping.direction = Direction::ToDataverse;
        mapping.enabled = false;
    });
    let ids = world.both("C-1");
    world.dv.edit(ids.dv, "address1_city", "Metz");
    let alone = [("number", "C-2"), ("displayName", "Miel")];
    world.bc.add(50, crate::engine::testing::fields(&alone));
    let tried = TableMapping {
        direction: Direction::Both,
        only_coupled: false,
        ..world.mapping.clone()
    };
    let report = world
        .engine(async |engine| engine.plan_as(&tried).await)
        .unwrap();
    let total = total(&report);
    assert_eq!((total.coupled, total.inserted), (2, 1));
    assert_eq!(report.needs_attention.conflicts, 1, "the cities differ");
    assert!(report.actions.unwrap().len() >= 2);
    assert_eq!((world.bc.len(), world.dv.len()), (2, 1));
    assert_eq!(world.coupling(Side::Bc, ids.bc), None);
    let reader = world.store.read();
    let kept = reader.mapping(&world.mapping.name).unwrap().unwrap();
    assert_eq!(kept, world.mapping);
    let name = &world.mapping.name;
    assert_eq!(reader.watermark(name, Side::Bc), Ok(None));
    assert_eq!(reader.count_uncoupled(name, Side::Bc), Ok(0));
}

#[test]
fn a_run_of_chosen_records_leaves_one_ended_job_for_each_direction_of_its_mapping() {
    use crate::store::{HistoryFilter, JobFilter, Slice};
    for direction in [
        Direction::Both,
        Direction::ToDataverse,
        Direction::ToBusinessCentral,
    ] {
        let mut world = World::new(|mapping| {
            mapping.direction = direction;
            for field in &mut mapping.fields {
                field.direction = Direction::Both;
            }
        });
        let ids = world.both("C-1");
        world.match_all(false);
        let jobs = |world: &World| {
            let reader = world.store.read();
            reader.list_jobs(&JobFilter::default(), Slice::ALL).unwrap()
        };
        // What coupled the pair can be looked up, whichever way the table flows.
        let coupled_by = jobs(&world).iter().map(|job| job.id).min();
        let reader = world.store.read();
        let history = reader.list_history(&HistoryFilter::default(), Slice::ALL);
        assert!(coupled_by.is_some());
        assert!(
            history.unwrap().iter().all(|entry| entry.job == coupled_by),
            "{direction:?}"
        );
        world.sync();
        if direction.writes(Side::Dv) {
            world.bc.edit(ids.bc, "city", "Paris");
        } else {
            world.dv.edit(ids.dv, "address1_city", "Paris");
        }
        let before = jobs(&world).len();
        let record = RecordRef {
            side: Side::Dv,
            id: ids.dv,
        };
        assert_eq!(sync_records(&mut world, &[record], None), 1);
        let after = jobs(&world);
        let writes = Side::BOTH.iter().filter(|side| direction.writes(**side));
        assert_eq!(after.len() - before, writes.count(), "{direction:?}");
        assert!(after.iter().all(|job| job.finished.is_some()));
    }
}

#[test]
fn a_run_that_is_cut_off_leaves_no_job_that_runs() {
    use crate::store::{JobFilter, Slice};
    let mut world = creating();
    world.in_step("C-1");
    for n in 10..13 {
        let number = format!("C-{n}");
        let record = fields(&[("number", &number), ("displayName", "Adatum")]);
        world.bc.add(n, record);
    }
    // The service is away from the first write on.
    world
        .dv
        .fail_next((0..3).map(|_| Some(crate::engine::testing::fake::Fault::Busy)));
    let ended = world.try_sync();
    assert!(ended.is_err(), "{ended:?}");
    let reader = world.store.read();
    let jobs = reader.list_jobs(&JobFilter::default(), Slice::ALL).unwrap();
    assert!(jobs.iter().all(|job| job.finished.is_some()), "{jobs:?}");
    assert!(jobs.iter().any(|job| job.problem.is_some()));
}
