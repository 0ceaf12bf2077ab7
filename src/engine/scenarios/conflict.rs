//! Area B: one record, and conflicts.

use super::{creating, world};
use crate::engine::request::{RecordRef, SyncRequest};
use crate::engine::testing::fields;
use crate::engine::testing::world::{World, total};
use crate::model::mapping::{ConflictDetection, DeletionPolicy, UpdatePolicy};
use crate::model::report::SkipReason;
use crate::model::{Direction, PairState, Side};

fn by_record(policy: UpdatePolicy) -> World {
    World::new(|mapping| {
        mapping.conflict_detection = ConflictDetection::Record;
        mapping.on_update_conflict = policy;
    })
}

fn one_way(direction: Direction) -> World {
    World::new(|mapping| mapping.direction = direction)
}

#[test]
fn nothing_to_read_is_a_success_with_zero_counters_s050() {
    let mut world = world();
    let report = world.sync();
    assert!(report.jobs.iter().all(|job| job.problem.is_none()));
    assert_eq!(total(&report), crate::model::report::Counters::default());
}

#[test]
fn a_changed_pair_is_counted_once_as_modified_s052() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.dv.edit(ids.dv, "telephone1", "2");
    assert_eq!(total(&world.sync()).modified, 1);
    assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "2");
}

#[test]
fn a_pair_that_was_read_again_without_a_change_is_unchanged_s053() {
    let mut world = world();
    let ids = world.in_step("C-1");
    let same = world.dv.text(ids.dv, "telephone1");
    world.dv.edit(ids.dv, "telephone1", &same);
    let sum = total(&world.sync());
    assert_eq!((sum.unchanged, sum.modified), (1, 0));
}

/// Better than there: a person is asked at the first run, not after the second failure.
#[test]
fn a_deleted_record_without_a_strategy_waits_for_a_person_at_once_s055() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.remove(ids.bc);
    let sum = total(&world.sync());
    assert_eq!((sum.failed, sum.skipped), (0, 1));
    assert_eq!(world.skipped(ids).unwrap().reason, SkipReason::DeletedInBc);
}

#[test]
fn removing_the_coupling_of_a_deleted_record_creates_nothing_s056_s058() {
    for direction in [Direction::Both, Direction::ToDataverse] {
        for only_coupled in [true, false] {
            let mut world = World::new(|mapping| {
                mapping.direction = direction;
                mapping.only_coupled = only_coupled;
                mapping.on_deletion = DeletionPolicy::Uncouple;
            });
            let ids = world.in_step("C-1");
            world.dv.remove(ids.dv);
            assert_eq!(total(&world.sync()).uncoupled, 1);
            assert_eq!(world.coupling(Side::Bc, ids.bc), None);
            assert!(total(&world.sync()).is_quiet());
            assert_eq!(
                (world.bc.len(), world.dv.len()),
                (1, 0),
                "{direction:?} {only_coupled}: nothing comes back"
            );
        }
    }
}

#[test]
fn restoring_a_deleted_record_creates_and_couples_it_again_s059() {
    for only_coupled in [true, false] {
        let mut world = World::new(|mapping| {
            mapping.only_coupled = only_coupled;
            mapping.on_deletion = DeletionPolicy::Restore;
        });
        let ids = world.in_step("C-1");
        world.dv.remove(ids.dv);
        let sum = total(&world.sync());
        assert_eq!((sum.inserted, sum.skipped), (1, 0));
        let coupling = world.coupling(Side::Bc, ids.bc).unwrap();
        assert_ne!(coupling.ids.dv, ids.dv);
        assert_eq!(world.dv.text(coupling.ids.dv, "name"), "Adèle & Fils");
    }
}

#[test]
fn without_a_strategy_every_direction_asks_s061() {
    for direction in [Direction::Both, Direction::ToDataverse] {
        for only_coupled in [true, false] {
            let mut world = World::new(|mapping| {
                mapping.direction = direction;
                mapping.only_coupled = only_coupled;
            });
            let ids = world.in_step("C-1");
            world.dv.remove(ids.dv);
            assert_eq!(world.sync().needs_attention.skipped, 1);
            assert_eq!(world.sync().needs_attention.skipped, 1);
            assert_eq!((world.bc.len(), world.dv.len()), (1, 0));
        }
    }
}

#[test]
fn a_new_record_of_either_side_is_created_on_the_other_s070_s071() {
    let mut world = creating();
    world
        .bc
        .add(50, fields(&[("number", "C-2"), ("displayName", "Miel")]));
    world
        .dv
        .add(60, fields(&[("accountnumber", "C-3"), ("name", "Zélande")]));
    assert_eq!(total(&world.sync()).inserted, 2);
    assert_eq!((world.bc.len(), world.dv.len()), (2, 2));
}

#[test]
fn a_change_in_business_central_reaches_dataverse_s073() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    world.sync();
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
}

#[test]
fn both_changed_a_usual_run_writes_nothing_and_a_stated_side_wins_s074() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    world.dv.edit(ids.dv, "address1_city", "Nice");
    assert_eq!(total(&world.sync()).modified, 0);
    assert_eq!(world.bc.text(ids.bc, "city"), "Metz");
    let request = SyncRequest {
        records: vec![RecordRef {
            side: Side::Dv,
            id: ids.dv,
        }],
        take: Some(Side::Dv),
        ..SyncRequest::default()
    };
    let report = world.engine(async |engine| engine.sync(&request).await);
    assert_eq!(total(&report.unwrap()).modified, 1);
    assert_eq!(world.bc.text(ids.bc, "city"), "Nice");
    assert_eq!(world.skipped(ids), None);
}

#[test]
fn a_full_run_reads_everything_and_leaves_fresh_watermarks_s076() {
    let mut world = world();
    let ids = world.in_step("C-1");
    let marks = |world: &World| {
        let name = world.mapping.name.clone();
        Side::BOTH.map(|side| world.store.read().watermark(&name, side).unwrap().unwrap())
    };
    let before = marks(&world);
    // An edit that the change log does not tell: a usual run cannot know of it.
    world.bc.edit_late(ids.bc, "city", "Metz");
    world.bc.tick_by(5);
    world.dv.tick_by(5);
    assert_eq!(total(&world.sync()).modified, 0);
    let request = SyncRequest {
        full: true,
        ..SyncRequest::default()
    };
    let report = world.engine(async |engine| engine.sync(&request).await);
    assert_eq!(total(&report.unwrap()).modified, 1);
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
    for (now, before) in marks(&world).iter().zip(&before) {
        assert_ne!(now, before);
    }
    assert!(total(&world.sync()).is_quiet());
}

#[test]
fn a_new_row_is_created_once_and_later_runs_do_nothing_s077() {
    let mut world = creating();
    world
        .dv
        .add(60, fields(&[("accountnumber", "C-3"), ("name", "Zélande")]));
    assert_eq!(total(&world.sync()).inserted, 1);
    for _ in 0..2 {
        assert!(total(&world.sync()).is_quiet());
    }
    assert_eq!((world.bc.len(), world.dv.len()), (1, 1));
}

#[test]
fn an_edit_of_an_unmapped_field_is_no_conflict_s085() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "notes", "unmapped");
    world.dv.edit(ids.dv, "address1_city", "Nice");
    let sum = total(&world.sync());
    assert_eq!((sum.conflicts, sum.modified), (0, 1));
    assert_eq!(world.bc.text(ids.bc, "city"), "Nice");
    assert_eq!(world.bc.text(ids.bc, "notes"), "unmapped");
}

#[test]
fn a_difference_in_a_one_way_field_alone_is_written_without_a_conflict_s086() {
    for detection in [ConflictDetection::Field, ConflictDetection::Record] {
        let mut world = World::new(|mapping| mapping.conflict_detection = detection);
        let ids = world.in_step("C-1");
        world.bc.edit(ids.bc, "number", "C-9");
        world.dv.edit(ids.dv, "description", "unmapped");
        let sum = total(&world.sync());
        assert_eq!((sum.conflicts, sum.modified), (0, 1));
        assert_eq!(world.dv.text(ids.dv, "accountnumber"), "C-9");
    }
}

/// Better than there: edits of different fields are merged.
#[test]
fn different_fields_changed_on_both_sides_are_merged_s088_s089() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    world.dv.edit(ids.dv, "telephone1", "2");
    let sum = total(&world.sync());
    assert_eq!((sum.conflicts, sum.modified, sum.merged_fields), (0, 2, 2));
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
    assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "2");
}

/// As there, for those who ask for it.
#[test]
fn detection_by_record_opens_every_changed_field_s088_s089() {
    let mut world = by_record(UpdatePolicy::Ask);
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    world.dv.edit(ids.dv, "telephone1", "2");
    let sum = total(&world.sync());
    assert_eq!((sum.conflicts, sum.modified), (1, 0));
    let open = world.skipped(ids).unwrap().open_fields;
    assert_eq!(open, ["phoneNumber".into(), "city".into()]);
}

#[test]
fn the_same_field_changed_on_both_sides_is_a_conflict_and_both_values_stay_s091() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    world.dv.edit(ids.dv, "address1_city", "Nice");
    assert_eq!(total(&world.sync()).conflicts, 1);
    assert_eq!(world.bc.text(ids.bc, "city"), "Metz");
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Nice");
}

#[test]
fn a_strategy_puts_its_side_on_both_s092() {
    for (policy, wins) in [
        (UpdatePolicy::BusinessCentral, "Metz"),
        (UpdatePolicy::Dataverse, "Nice"),
    ] {
        for detection in [ConflictDetection::Field, ConflictDetection::Record] {
            let mut world = World::new(|mapping| {
                mapping.conflict_detection = detection;
                mapping.on_update_conflict = policy;
            });
            let ids = world.in_step("C-1");
            world.bc.edit(ids.bc, "city", "Metz");
            world.dv.edit(ids.dv, "address1_city", "Nice");
            assert_eq!(total(&world.sync()).conflicts, 0);
            assert_eq!(world.bc.text(ids.bc, "city"), wins);
            assert_eq!(world.dv.text(ids.dv, "address1_city"), wins);
        }
    }
}

#[test]
fn the_newest_change_wins_by_what_each_side_says_of_its_own() {
    for later in Side::BOTH {
        let mut world = World::new(|mapping| mapping.on_update_conflict = UpdatePolicy::Newest);
        let ids = world.in_step("C-1");
        // The sides in memory stamp a change with its number in their own log.
        for _ in 0..if later == Side::Bc { 9 } else { 1 } {
            world.bc.edit(ids.bc, "city", "Metz");
        }
        for _ in 0..if later == Side::Dv { 9 } else { 1 } {
            world.dv.edit(ids.dv, "address1_city", "Nice");
        }
        assert_eq!(total(&world.sync()).conflicts, 0);
        let wins = if later == Side::Bc { "Metz" } else { "Nice" };
        assert_eq!(world.bc.text(ids.bc, "city"), wins);
        assert_eq!(world.dv.text(ids.dv, "address1_city"), wins);
    }
}

#[test]
fn a_one_way_mapping_never_looks_at_its_destination() {
    for detection in [ConflictDetection::Field, ConflictDetection::Record] {
        let mut world = one_way(Direction::ToDataverse);
        world.mapping.conflict_detection = detection;
        let changed = world.mapping.clone();
        world.store.write(|w| w.put_mapping(&changed, 0)).unwrap();
        let ids = world.in_step("C-1");
        world.bc.edit(ids.bc, "city", "Metz");
        world.dv.edit(ids.dv, "address1_city", "Nice");
        let sum = total(&world.sync());
        assert_eq!((sum.conflicts, sum.modified), (0, 1));
        assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
        assert_eq!(world.bc.text(ids.bc, "city"), "Metz");
    }
}

#[test]
fn detection_by_record_says_which_record_was_changed_later() {
    let mut world = by_record(UpdatePolicy::Ask);
    let ids = world.in_step("C-1");
    world.dv.edit(ids.dv, "address1_city", "Nice");
    for _ in 0..9 {
        world.bc.edit(ids.bc, "city", "Metz");
    }
    world.sync();
    let later = |world: &World| {
        let problem = world.skipped(ids).unwrap().problem.unwrap();
        problem.params["destination"].clone()
    };
    assert_eq!(later(&world), "customers");
    for city in ["Brest", "Lille"].repeat(9) {
        world.dv.edit(ids.dv, "address1_city", city);
    }
    world.sync();
    assert_eq!(later(&world), "accounts");
}

#[test]
fn fields_of_one_group_follow_the_side_that_wins_one_of_them() {
    let mut world = World::new(|mapping| {
        mapping.on_update_conflict = UpdatePolicy::Dataverse;
        for field in &mut mapping.fields {
            if ["city", "phoneNumber"].contains(&field.name().as_str()) {
                field.group = Some("place".to_owned());
            }
        }
    });
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.edit(ids.dv, "address1_city", "Nice");
    world.sync();
    assert_eq!(world.bc.text(ids.bc, "city"), "Nice");
    assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "1");
    let state = world.coupling(Side::Bc, ids.bc).unwrap().state;
    assert_eq!(state, PairState::InStep);
}

#[test]
fn the_owner_of_a_field_wins_without_a_question_and_the_loser_is_remembered() {
    let mut world = World::new(|mapping| {
        for field in &mut mapping.fields {
            field.owner = Some(Side::Bc);
        }
    });
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    world.dv.edit(ids.dv, "address1_city", "Nice");
    assert_eq!(total(&world.sync()).conflicts, 0);
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
    let history = world
        .store
        .read()
        .list_history(
            &crate::store::HistoryFilter::default(),
            crate::store::Slice::ALL,
        )
        .unwrap();
    let lost: Vec<String> = history
        .iter()
        .flat_map(|entry| &entry.lost)
        .map(|(_, value)| value.to_plain())
        .collect();
    assert_eq!(lost, ["Nice"]);
}
