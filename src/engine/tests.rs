//! The engine against two sides in memory: what a run must do, and what it must never do.

use super::outcome::ResolveOutcome;
use super::request::PickRequest;
use super::testing::fake::Fault;
use super::testing::world::{World, total};
use crate::model::mapping::{DeletionPolicy, UpdatePolicy};
use crate::model::reason::Cause;
use crate::model::report::{HistoryAction, SkipReason};
use crate::model::{PairState, Side};
use crate::store::JobFilter;

fn world() -> World {
    World::new(|_| {})
}

fn creating() -> World {
    World::new(|mapping| mapping.only_coupled = false)
}

#[test]
fn equal_pairs_are_coupled_by_number_and_settle_without_a_write() {
    let mut world = world();
    let ids = world.both("C-1");
    assert_eq!(world.match_all(false).coupled, 1);
    let report = world.sync();
    assert_eq!((total(&report).modified, total(&report).inserted), (0, 0));
    assert_eq!(
        world.coupling(Side::Bc, ids.bc).unwrap().state,
        PairState::InStep
    );
}

#[test]
fn a_second_run_writes_nothing_and_reads_once_per_side() {
    let mut world = world();
    world.in_step("C-1");
    let report = world.sync();
    assert!(total(&report).is_quiet());
    assert_eq!(
        (report.requests.bc.total(), report.requests.dv.total()),
        (1, 1)
    );
}

#[test]
fn a_change_flows_to_the_other_side_and_its_echo_is_harmless() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.edit(ids.dv, "address1_city", "Nîmes");
    let report = world.sync();
    assert_eq!(
        (
            total(&report).modified,
            total(&report).merged_fields,
            total(&report).conflicts
        ),
        (2, 2, 0)
    );
    assert_eq!(
        (
            world.dv.text(ids.dv, "telephone1"),
            world.bc.text(ids.bc, "city")
        ),
        ("2".into(), "Nîmes".into())
    );
    assert!(total(&world.sync()).is_quiet());
}

#[test]
fn both_sides_changing_one_field_is_a_conflict_that_writes_nothing() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.edit(ids.dv, "telephone1", "3");
    let report = world.sync();
    assert_eq!(
        (
            total(&report).conflicts,
            total(&report).modified,
            report.needs_attention.conflicts
        ),
        (1, 0, 1)
    );
    let skipped = world.skipped(ids).unwrap();
    assert_eq!(
        (skipped.reason, skipped.open_fields),
        (SkipReason::Conflict, vec!["phoneNumber".into()])
    );
}

#[test]
fn a_conflict_that_becomes_equal_by_itself_closes() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.edit(ids.dv, "telephone1", "3");
    world.sync();
    world.dv.edit(ids.dv, "telephone1", "2");
    assert_eq!(world.sync().needs_attention.conflicts, 0);
    assert_eq!(world.skipped(ids), None);
}

#[test]
fn a_decision_is_written_to_both_sides_and_closes_the_conflict() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.edit(ids.dv, "telephone1", "3");
    world.sync();
    let id = world.skipped(ids).unwrap().id;
    let outcome = world.resolve(id, &[("phoneNumber", PickRequest::Value("4".into()))]);
    assert!(
        matches!(&outcome, ResolveOutcome::Resolved { writes } if writes.len() == 2),
        "{outcome:?}"
    );
    assert_eq!(
        (
            world.bc.text(ids.bc, "phoneNumber"),
            world.dv.text(ids.dv, "telephone1")
        ),
        ("4".into(), "4".into())
    );
    assert_eq!(world.skipped(ids), None);
    assert!(total(&world.sync()).is_quiet());
}

#[test]
fn an_undecided_field_keeps_everything_from_being_written() {
    let mut world = world();
    let ids = world.in_step("C-1");
    for (bc, dv) in [("phoneNumber", "telephone1"), ("city", "address1_city")] {
        world.bc.edit(ids.bc, bc, "2");
        world.dv.edit(ids.dv, dv, "3");
    }
    world.sync();
    let id = world.skipped(ids).unwrap().id;
    let outcome = world.resolve(id, &[("phoneNumber", PickRequest::Side(Side::Bc))]);
    assert_eq!(
        outcome,
        ResolveOutcome::Open {
            open_fields: vec!["city".into()]
        }
    );
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "3");
}

#[test]
fn decided_fields_can_be_written_while_others_stay_open() {
    let mut world = world();
    let ids = world.in_step("C-1");
    for (bc, dv) in [("phoneNumber", "telephone1"), ("city", "address1_city")] {
        world.bc.edit(ids.bc, bc, "2");
        world.dv.edit(ids.dv, dv, "3");
    }
    world.sync();
    let id = world.skipped(ids).unwrap().id;
    let phone = [("phoneNumber", PickRequest::Side(Side::Bc))];
    let outcome = world.resolve_decided(id, &phone);
    let ResolveOutcome::Partly {
        writes,
        open_fields,
        skipped,
    } = outcome
    else {
        panic!("{outcome:?}");
    };
    assert_eq!((writes.len(), open_fields), (1, vec!["city".into()]));
    let held = |world: &World| {
        (
            world.dv.text(ids.dv, "telephone1"),
            world.bc.text(ids.bc, "city"),
            world.dv.text(ids.dv, "address1_city"),
        )
    };
    assert_eq!(held(&world), ("2".into(), "2".into(), "3".into()));
    // The rest is a conflict like any other: runs leave it alone, and a decision closes it.
    assert_eq!(world.skipped(ids).unwrap().id, skipped);
    assert!(total(&world.sync()).is_quiet());
    assert_eq!(held(&world), ("2".into(), "2".into(), "3".into()));
    let outcome = world.resolve(skipped, &[("city", PickRequest::Side(Side::Dv))]);
    assert!(
        matches!(outcome, ResolveOutcome::Resolved { .. }),
        "{outcome:?}"
    );
    assert_eq!(held(&world), ("2".into(), "3".into(), "3".into()));
    assert!(total(&world.sync()).is_quiet());
}

#[test]
fn a_decision_that_writes_nothing_leaves_the_open_fields_a_conflict() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.edit(ids.dv, "telephone1", "3");
    world.sync();
    let id = world.skipped(ids).unwrap().id;
    let outcome = world.resolve_decided(id, &[]);
    assert!(
        matches!(&outcome, ResolveOutcome::Partly { open_fields, .. } if open_fields.len() == 1),
        "{outcome:?}"
    );
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "3");
    assert!(world.skipped(ids).is_some());
}

#[test]
fn a_side_that_moved_on_reopens_the_decision() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.edit(ids.dv, "telephone1", "3");
    world.sync();
    let id = world.skipped(ids).unwrap().id;
    world.dv.edit(ids.dv, "telephone1", "33");
    let outcome = world.resolve(id, &[("phoneNumber", PickRequest::Side(Side::Bc))]);
    assert!(
        matches!(outcome, ResolveOutcome::MovedOn { .. }),
        "{outcome:?}"
    );
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "33");
}

#[test]
fn a_half_done_decision_is_finished_by_the_next_run() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.edit(ids.dv, "telephone1", "3");
    world.sync();
    let id = world.skipped(ids).unwrap().id;
    world
        .dv
        .fail_next([Some(Fault::Refuse(Cause::BusinessRule))]);
    let outcome = world.resolve(id, &[("phoneNumber", PickRequest::Value("4".into()))]);
    assert_eq!(outcome, ResolveOutcome::HalfDone { written: Side::Bc });
    let report = world.sync();
    assert_eq!(
        (
            report.needs_attention.conflicts,
            report.needs_attention.errors
        ),
        (0, 0)
    );
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "4");
}

#[test]
fn a_policy_decides_and_the_loser_is_in_the_history() {
    let mut world = World::new(|mapping| mapping.on_update_conflict = UpdatePolicy::Dataverse);
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.edit(ids.dv, "telephone1", "3");
    assert_eq!(total(&world.sync()).conflicts, 0);
    assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "3");
}

#[test]
fn what_is_new_on_either_side_is_created_on_the_other_once() {
    let mut world = creating();
    world.both("C-1");
    let only_bc = super::testing::fields(&[("number", "C-2"), ("displayName", "Bête à Miel")]);
    world.bc.add(50, only_bc);
    world
        .dv
        .add(60, super::testing::fields(&[("name", "Zélande")]));
    let report = world.sync();
    assert_eq!(
        (total(&report).inserted, world.bc.len(), world.dv.len()),
        (2, 3, 3)
    );
    assert!(total(&world.sync()).is_quiet());
}

#[test]
fn a_number_given_by_the_service_is_written_back() {
    let mut world = creating();
    world.bc.number_field.set(Some("number"));
    let id = world
        .dv
        .add(60, super::testing::fields(&[("name", "Zélande")]));
    world.sync();
    assert_eq!(world.dv.text(id, "accountnumber"), "N1");
    assert!(total(&world.sync()).is_quiet());
}

#[test]
fn a_create_whose_answer_is_lost_is_found_again() {
    for honours_ids in [true, false] {
        for fault in [Fault::LostAfter, Fault::LostBefore] {
            let mut world = creating();
            world.dv.honours_ids.set(honours_ids);
            world.bc.add(
                50,
                super::testing::fields(&[("number", "C-2"), ("displayName", "Miel")]),
            );
            world.dv.fail_next([Some(fault.clone())]);
            world.sync();
            world.sync();
            assert_eq!(world.dv.len(), 1, "{honours_ids} {fault:?}");
            assert!(
                world.coupling(Side::Dv, world.dv.only()).is_some(),
                "{honours_ids} {fault:?}"
            );
            assert!(total(&world.sync()).is_quiet());
        }
    }
}

#[test]
fn an_update_whose_answer_is_lost_is_read_again_and_never_written_twice() {
    for fault in [Fault::LostAfter, Fault::LostBefore] {
        let mut world = world();
        let ids = world.in_step("C-1");
        world.bc.edit(ids.bc, "phoneNumber", "2");
        world.dv.fail_next([Some(fault)]);
        world.sync();
        assert_eq!(world.dv.text(ids.dv, "telephone1"), "2");
        assert!(total(&world.sync()).is_quiet());
    }
}

#[test]
fn a_record_that_matches_two_is_neither_coupled_nor_created() {
    let mut world = creating();
    world.both("C-1");
    world.dv.add(
        70,
        super::testing::fields(&[("accountnumber", "c-1"), ("name", "Other")]),
    );
    let report = world.sync();
    assert_eq!(
        (
            total(&report).coupled,
            total(&report).inserted,
            world.bc.len(),
            world.dv.len()
        ),
        (0, 0, 1, 2)
    );
}

#[test]
fn a_deleted_record_waits_for_a_person_and_never_comes_back_by_itself() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.dv.remove(ids.dv);
    assert_eq!(world.sync().needs_attention.skipped, 1);
    assert_eq!(world.skipped(ids).unwrap().reason, SkipReason::DeletedInDv);
    world.bc.edit(ids.bc, "city", "Nice");
    world.sync();
    assert_eq!(world.dv.len(), 0);
}

#[test]
fn deletion_policies_restore_uncouple_and_delete() {
    for (policy, expected) in [
        (DeletionPolicy::Restore, (1, 1)),
        (DeletionPolicy::Uncouple, (1, 0)),
        (DeletionPolicy::Delete, (0, 0)),
    ] {
        let mut world = World::new(|mapping| mapping.on_deletion = policy);
        let ids = world.in_step("C-1");
        world.dv.remove(ids.dv);
        world.sync();
        assert_eq!((world.bc.len(), world.dv.len()), expected, "{policy:?}");
        assert!(total(&world.sync()).is_quiet(), "{policy:?}");
    }
}

#[test]
fn the_history_of_a_deletion_says_what_the_record_held_with_what_was_changed_last() {
    let mut world = World::new(|mapping| mapping.on_deletion = DeletionPolicy::Delete);
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Nice");
    world.dv.remove(ids.dv);
    world.sync();
    assert_eq!(world.bc.len(), 0);
    let filter = crate::store::HistoryFilter::default();
    let history = world
        .store
        .read()
        .list_history(&filter, crate::store::Slice::ALL);
    let history = history.unwrap();
    let deleted = history
        .iter()
        .find(|entry| entry.action == HistoryAction::Delete);
    let held: Vec<String> = deleted
        .unwrap()
        .changes()
        .map(|(name, before, after)| format!("{name} {} {}", before.to_plain(), after.to_plain()))
        .collect();
    assert!(held.contains(&"city Nice ".to_owned()), "{held:?}");
}

#[test]
fn the_same_permanent_failure_twice_makes_a_skipped_record_and_a_passing_one_never() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    world
        .dv
        .fail_next([Some(Fault::Refuse(Cause::BusinessRule))]);
    assert_eq!(world.sync().needs_attention.errors, 1);
    world
        .dv
        .fail_next([Some(Fault::Refuse(Cause::BusinessRule))]);
    assert_eq!(world.sync().needs_attention.skipped, 1);
    assert_eq!(
        world.skipped(ids).unwrap().reason,
        SkipReason::RepeatedFailure
    );

    let mut world = self::world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    for _ in 0..3 {
        world
            .dv
            .fail_next([Some(Fault::Refuse(Cause::LookupNotCoupled))]);
        world.sync();
    }
    assert_eq!(world.skipped(ids), None);
    assert_eq!(
        (
            world.sync().needs_attention.errors,
            world.dv.text(ids.dv, "address1_city")
        ),
        (0, "Metz".into())
    );
}

#[test]
fn a_busy_service_ends_the_run_and_the_next_one_goes_on() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    world.dv.fail_next([Some(Fault::Busy)]);
    assert_eq!(world.try_sync().unwrap_err().cause, Cause::Throttled);
    assert_eq!(total(&world.sync()).modified, 1);
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
}

#[test]
fn a_plan_writes_nothing_and_says_what_a_run_then_does() {
    let mut world = creating();
    world.bc.number_field.set(Some("number"));
    let ids = world.both("C-1");
    world.match_all(false);
    world.sync();
    world.bc.edit(ids.bc, "city", "Metz");
    world
        .dv
        .add(60, super::testing::fields(&[("name", "Zélande")]));
    let planned = world.plan().actions.unwrap();
    let actions: Vec<_> = planned.iter().map(|line| line.action.as_str()).collect();
    // The number that Business Central gives the new customer flows back.
    assert_eq!(actions, ["modify", "insert", "modify"]);
    assert_eq!(
        (world.dv.text(ids.dv, "address1_city"), world.bc.len()),
        ("Lyon".into(), 1)
    );
    let done = total(&world.sync());
    assert_eq!((done.modified, done.inserted), (2, 1));
}

#[test]
fn a_plan_counts_what_the_run_then_counts_and_leaves_the_cache_alone() {
    let mut world = creating();
    world.bc.number_field.set(Some("number"));
    world.both("C-1");
    let edited = world.both("C-2");
    world.bc.edit(edited.bc, "city", "Metz");
    world
        .dv
        .add(60, super::testing::fields(&[("name", "Zélande")]));
    let planned = world.plan();
    let pairs = |world: &World| {
        world
            .store
            .read()
            .couplings_after(&world.mapping.name, None, 9)
    };
    assert_eq!(pairs(&world).unwrap(), []);
    assert_eq!(
        (
            world
                .store
                .read()
                .count_jobs(&JobFilter::default())
                .unwrap(),
            world.bc.len()
        ),
        (0, 2)
    );
    let done = world.sync();
    assert_eq!(total(&planned), total(&done));
    assert_eq!(planned.needs_attention, done.needs_attention);
    assert_eq!(total(&done).coupled, 3);
}

#[test]
fn the_log_shows_that_a_table_without_work_was_looked_at() {
    let mut world = world();
    let jobs = |world: &World| {
        world
            .store
            .read()
            .count_jobs(&JobFilter::default())
            .unwrap()
    };
    world.sync();
    let first = jobs(&world);
    assert!(first > 0);
    world.sync();
    assert_eq!(jobs(&world), first);
}

#[test]
fn a_pair_that_can_only_wait_is_counted_once_in_a_run() {
    let mut world = creating();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    let refuse = || [Some(Fault::Refuse(Cause::BusinessRule))];
    for skipped in [0, 1] {
        world.dv.fail_next(refuse());
        let report = world.sync();
        assert_eq!(
            (total(&report).failed, report.needs_attention.skipped),
            (1, skipped)
        );
    }
}

#[test]
fn a_long_first_read_goes_on_page_by_page() {
    let mut world = world();
    world.bc.page.set(3);
    world.dv.page.set(2);
    for n in 0..10 {
        world.both(&format!("C-{n}"));
    }
    assert_eq!(world.match_all(false).coupled, 10);
    assert!(total(&world.sync()).is_quiet());
}
