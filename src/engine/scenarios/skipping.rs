//! Area A: skipped records.

use super::{creating, world};
use crate::engine::outcome::SkippedReport;
use crate::engine::request::{RecordRef, SkippedAction, SyncRequest};
use crate::engine::testing::fake::Fault;
use crate::engine::testing::fields;
use crate::engine::testing::world::{World, total};
use crate::model::mapping::DeletionPolicy;
use crate::model::reason::Cause;
use crate::model::report::SkipReason;
use crate::model::{Direction, PairState, Side, Sides};
use uuid::Uuid;

fn refuse(world: &World, cause: Cause) {
    world.dv.fail_next([Some(Fault::Refuse(cause))]);
}

/// Pairs whose change was refused twice alike.
fn skipped_pairs(world: &mut World, count: usize) -> Vec<Sides<Uuid>> {
    let ids: Vec<_> = (0..count).map(|n| world.both(&format!("C-{n}"))).collect();
    world.match_all(false);
    world.sync();
    for pair in &ids {
        world.bc.edit(pair.bc, "city", "Metz");
    }
    for _ in 0..2 {
        world
            .dv
            .fail_next(ids.iter().map(|_| Some(Fault::Refuse(Cause::BusinessRule))));
        world.sync();
    }
    for pair in &ids {
        let reason = world.skipped(*pair).map(|record| record.reason);
        assert_eq!(reason, Some(SkipReason::RepeatedFailure));
    }
    ids
}

fn act(world: &mut World, action: &SkippedAction) -> SkippedReport {
    world
        .engine(async |engine| engine.skipped(action).await)
        .unwrap()
}

fn id_of(world: &World, ids: Sides<Uuid>) -> crate::model::SkippedId {
    world.skipped(ids).unwrap().id
}

#[test]
fn a_failure_whose_cause_is_a_missing_dependency_goes_through_once_that_is_there_s001() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    refuse(&world, Cause::LookupNotCoupled);
    assert_eq!(world.sync().needs_attention.errors, 1);
    assert_eq!(world.sync().needs_attention.errors, 0);
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
}

#[test]
fn two_different_failures_skip_nothing_s002() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    for cause in [
        Cause::BusinessRule,
        Cause::ValueRefused,
        Cause::BusinessRule,
    ] {
        refuse(&world, cause);
        assert_eq!(total(&world.sync()).failed, 1);
        assert_eq!(world.skipped(ids), None);
    }
    // The same cause again, and that makes two in a row.
    refuse(&world, Cause::BusinessRule);
    world.sync();
    assert!(world.skipped(ids).is_some());
}

#[test]
fn nothing_is_written_of_a_skipped_record_even_if_it_is_edited_or_named_s004() {
    let mut world = world();
    let ids = skipped_pairs(&mut world, 1)[0];
    world.bc.edit(ids.bc, "city", "Nice");
    assert_eq!(total(&world.sync()).skipped, 1);
    let request = SyncRequest {
        records: vec![RecordRef {
            side: Side::Bc,
            id: ids.bc,
        }],
        ..SyncRequest::default()
    };
    let report = world.engine(async |engine| engine.sync(&request).await);
    assert_eq!(total(&report.unwrap()).skipped, 1);
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Lyon");
    assert!(world.skipped(ids).is_some());
}

#[test]
fn a_failed_pair_is_tried_again_without_a_new_edit_and_skipped_if_it_fails_alike_s005_s047() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    refuse(&world, Cause::BusinessRule);
    world.sync();
    assert_eq!(world.skipped(ids), None);
    refuse(&world, Cause::BusinessRule);
    assert_eq!(total(&world.sync()).failed, 1);
    let reason = world.skipped(ids).unwrap().reason;
    assert_eq!(reason, SkipReason::RepeatedFailure);
}

#[test]
fn retry_lets_only_the_chosen_records_take_part_again_s007_s008() {
    let mut world = world();
    let ids = skipped_pairs(&mut world, 3);
    let mut chosen: Vec<_> = ids[..2].iter().map(|pair| id_of(&world, *pair)).collect();
    // One that is named twice is meant once.
    chosen.extend(chosen.clone());
    let report = act(&mut world, &SkippedAction::Retry(chosen));
    assert_eq!((report.done, report.failed.len()), (2, 0));
    let left: Vec<_> = ids
        .iter()
        .filter(|pair| world.skipped(**pair).is_some())
        .collect();
    assert_eq!(left, [&ids[2]]);
}

#[test]
fn a_retried_record_whose_cause_is_gone_stays_in_step_s010() {
    let mut world = world();
    let ids = skipped_pairs(&mut world, 1)[0];
    let id = id_of(&world, ids);
    act(&mut world, &SkippedAction::Retry(vec![id]));
    assert_eq!(total(&world.sync()).modified, 1);
    assert_eq!(world.skipped(ids), None);
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
    let state = world.coupling(Side::Bc, ids.bc).unwrap().state;
    assert_eq!(state, PairState::InStep);
}

#[test]
fn retry_all_says_how_many_s011() {
    let mut world = world();
    skipped_pairs(&mut world, 3);
    assert_eq!(act(&mut world, &SkippedAction::RetryAll).done, 3);
}

/// As there, where *Retry* is off once a record is gone: trying again would only ask the same question again.
#[test]
fn a_pair_of_which_a_record_is_gone_is_not_retried_unless_the_mapping_knows_what_to_do() {
    let mut world = world();
    let [gone, kept] = ["C-1", "C-2"].map(|number| world.in_step(number));
    world.bc.remove(gone.bc);
    world.bc.edit(kept.bc, "city", "Metz");
    for _ in 0..2 {
        refuse(&world, Cause::BusinessRule);
        world.sync();
    }
    let id = id_of(&world, gone);
    let report = act(&mut world, &SkippedAction::Retry(vec![id]));
    let causes: Vec<_> = report.failed.iter().map(|one| one.problem.cause).collect();
    assert_eq!((report.done, causes), (0, vec![Cause::DeletedInBc]));
    // All the others are.
    let report = act(&mut world, &SkippedAction::RetryAll);
    assert_eq!((report.done, report.failed.len()), (1, 0));
    assert!(world.skipped(gone).is_some());
    assert_eq!(world.skipped(kept), None);
    // Once the mapping says what becomes of such pairs, a retry lets it.
    world.mapping.on_deletion = DeletionPolicy::Restore;
    let mapping = world.mapping.clone();
    world.store.write(|w| w.put_mapping(&mapping, 0)).unwrap();
    assert_eq!(act(&mut world, &SkippedAction::Retry(vec![id])).done, 1);
    assert_eq!(world.sync().needs_attention.skipped, 0);
    assert_eq!((world.bc.len(), world.dv.len()), (2, 2));
}

#[test]
fn a_synchronisation_with_a_side_takes_only_the_chosen_pair_out_of_the_list_s013() {
    let mut world = world();
    let ids = skipped_pairs(&mut world, 2);
    let request = SyncRequest {
        records: vec![RecordRef {
            side: Side::Bc,
            id: ids[0].bc,
        }],
        take: Some(Side::Bc),
        ..SyncRequest::default()
    };
    world
        .engine(async |engine| engine.sync(&request).await)
        .unwrap();
    assert_eq!(world.dv.text(ids[0].dv, "address1_city"), "Metz");
    assert_eq!(world.skipped(ids[0]), None);
    assert!(world.skipped(ids[1]).is_some());
}

#[test]
fn removing_the_coupling_takes_the_pair_off_the_list_s017() {
    use crate::engine::request::UncoupleRequest;
    let mut world = world();
    let ids = skipped_pairs(&mut world, 1)[0];
    let name = world.mapping.name.clone();
    let record = RecordRef {
        side: Side::Bc,
        id: ids.bc,
    };
    let request = UncoupleRequest {
        mapping: name,
        records: Some(vec![record]),
        alone: false,
    };
    world
        .engine(async |engine| engine.uncouple(&request))
        .unwrap();
    assert_eq!(world.coupling(Side::Bc, ids.bc), None);
    assert_eq!(world.sync().needs_attention.skipped, 0);
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Lyon");
}

#[test]
fn deleting_the_remaining_record_removes_it_and_the_coupling_s028_s029() {
    for gone in Side::BOTH {
        let mut world = world();
        let ids = world.in_step("C-1");
        match gone {
            Side::Bc => world.bc.remove(ids.bc),
            Side::Dv => world.dv.remove(ids.dv),
        }
        world.sync();
        let id = id_of(&world, ids);
        assert_eq!(act(&mut world, &SkippedAction::Delete(vec![id])).done, 1);
        assert_eq!((world.bc.len(), world.dv.len()), (0, 0));
        assert_eq!(world.coupling(Side::Bc, ids.bc), None);
        assert!(total(&world.sync()).is_quiet());
    }
}

#[test]
fn a_missing_right_to_delete_is_told_and_nothing_is_lost_s031() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.remove(ids.bc);
    world.sync();
    let id = id_of(&world, ids);
    refuse(&world, Cause::MissingPermission);
    let report = act(&mut world, &SkippedAction::Delete(vec![id]));
    let causes: Vec<_> = report.failed.iter().map(|one| one.problem.cause).collect();
    assert_eq!(causes, [Cause::MissingPermission]);
    assert_eq!(world.dv.len(), 1);
    assert!(world.coupling(Side::Dv, ids.dv).is_some());
    world.sync();
    assert!(world.skipped(ids).is_some());
}

#[test]
fn restoring_creates_the_missing_side_with_a_number_of_its_own_s032() {
    let mut world = world();
    world.bc.number_field.set(Some("number"));
    world.mapping.fields[0].direction = Direction::ToDataverse;
    let ids = world.in_step("C-1");
    world.bc.remove(ids.bc);
    world.sync();
    let id = id_of(&world, ids);
    assert_eq!(act(&mut world, &SkippedAction::Restore(vec![id])).done, 1);
    let coupling = world.coupling(Side::Dv, ids.dv).unwrap();
    assert_ne!(coupling.ids.bc, ids.bc);
    assert_eq!(
        world.bc.text(coupling.ids.bc, "displayName"),
        "Adèle & Fils"
    );
    assert_eq!(world.bc.text(coupling.ids.bc, "number"), "N1");
    assert_eq!(world.sync().needs_attention.skipped, 0);
}

#[test]
fn of_a_mix_each_broken_pair_is_restored_on_its_missing_side_s034() {
    let mut world = world();
    let ids: Vec<_> = (0..3).map(|n| world.both(&format!("C-{n}"))).collect();
    world.match_all(false);
    world.sync();
    world.bc.remove(ids[0].bc);
    world.dv.remove(ids[1].dv);
    world.sync();
    let broken = ids[..2].iter().map(|pair| id_of(&world, *pair)).collect();
    assert_eq!(act(&mut world, &SkippedAction::Restore(broken)).done, 2);
    assert_eq!((world.bc.len(), world.dv.len()), (3, 3));
    let intact = world.coupling(Side::Bc, ids[2].bc).unwrap();
    assert_eq!(intact.ids, ids[2]);
    assert_eq!(world.sync().needs_attention.skipped, 0);
}

#[test]
fn a_pair_that_is_gone_on_both_sides_is_uncoupled_without_a_question_s040() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.remove(ids.bc);
    world.sync();
    assert!(world.skipped(ids).is_some());
    world.dv.remove(ids.dv);
    assert_eq!(world.sync().needs_attention.skipped, 0);
    assert_eq!(world.coupling(Side::Bc, ids.bc), None);
}

#[test]
fn a_pair_that_became_equal_leaves_the_list_by_itself_s041() {
    let mut world = world();
    let ids = skipped_pairs(&mut world, 1)[0];
    world.dv.edit(ids.dv, "address1_city", "Metz");
    assert_eq!(world.sync().needs_attention.skipped, 0);
    assert_eq!(world.skipped(ids), None);
}

#[test]
fn find_for_deleted_lists_broken_pairs_of_every_direction_s043() {
    for direction in [
        Direction::Both,
        Direction::ToDataverse,
        Direction::ToBusinessCentral,
    ] {
        let mut world = world();
        world.mapping.direction = direction;
        for field in &mut world.mapping.fields {
            field.direction = direction;
        }
        let mapping = world.mapping.clone();
        world.store.write(|w| w.put_mapping(&mapping, 0)).unwrap();
        let ids = world.in_step("C-1");
        world.bc.remove(ids.bc);
        let found = act(&mut world, &SkippedAction::FindDeleted(None));
        assert_eq!(found.done, 1, "{direction:?}");
        let reason = world.skipped(ids).unwrap().reason;
        assert_eq!(reason, SkipReason::DeletedInBc);
    }
}

#[test]
fn looking_for_deleted_records_writes_nothing_whatever_the_mapping_says_of_them() {
    for policy in [DeletionPolicy::Delete, DeletionPolicy::Restore] {
        let mut world = World::new(|mapping| mapping.on_deletion = policy);
        let ids: Vec<_> = (0..30).map(|n| world.both(&format!("C-{n}"))).collect();
        world.match_all(false);
        world.sync();
        for pair in &ids {
            world.bc.remove(pair.bc);
        }
        let found = act(&mut world, &SkippedAction::FindDeleted(None));
        assert_eq!(found.done, 30, "{policy:?}");
        assert_eq!((world.bc.len(), world.dv.len()), (0, 30), "{policy:?}");
        let state = world.coupling(Side::Dv, ids[0].dv).unwrap().state;
        assert_eq!(state, PairState::Pending, "they wait for the next run");
        if policy == DeletionPolicy::Delete {
            let stopped = world.try_sync().unwrap_err();
            assert_eq!(stopped.cause, Cause::SafetyBrake);
        }
    }
}

/// One error per record, whatever the direction: the last one.
#[test]
fn the_shown_error_is_the_last_one_that_stands_s044_s046() {
    use crate::store::{ErrorFilter, Slice};
    let mut world = world();
    let ids = world.in_step("C-1");
    let open = ErrorFilter {
        open_only: true,
        ..ErrorFilter::default()
    };
    let shown = |world: &World| {
        let errors = world.store.read().list_errors(&open, Slice::ALL).unwrap();
        let [error] = errors.as_slice() else {
            panic!("{errors:?}")
        };
        (error.direction, error.problem.cause)
    };
    world.dv.edit(ids.dv, "telephone1", "2");
    world
        .bc
        .fail_next([Some(Fault::Refuse(Cause::ValueRefused))]);
    world.sync();
    let towards_bc = (Direction::ToBusinessCentral, Cause::ValueRefused);
    assert_eq!(shown(&world), towards_bc);
    // What failed goes through, and what is new fails on its way to the other side.
    world.bc.edit(ids.bc, "city", "Metz");
    let towards_dv = (Direction::ToDataverse, Cause::BusinessRule);
    for skipped in [false, true] {
        refuse(&world, Cause::BusinessRule);
        world.sync();
        assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "2");
        assert_eq!(shown(&world), towards_dv);
        assert_eq!(world.skipped(ids).is_some(), skipped);
    }
    let shown = world.skipped(ids).unwrap().problem.unwrap();
    assert_eq!(shown.cause, Cause::BusinessRule);
}

#[test]
fn a_mapping_says_how_many_equal_failures_skip() {
    for (after, runs, skipped) in [(Some(3), 2, false), (Some(3), 3, true), (Some(0), 5, false)] {
        let mut world = World::new(|mapping| mapping.running.skip.after = after);
        let ids = world.in_step("C-1");
        world.bc.edit(ids.bc, "city", "Metz");
        for _ in 0..runs {
            refuse(&world, Cause::BusinessRule);
            world.sync();
        }
        assert_eq!(world.skipped(ids).is_some(), skipped, "{after:?} {runs}");
    }
}

#[test]
fn a_mapping_names_causes_that_never_skip() {
    let mut world = World::new(|mapping| mapping.running.skip.never = vec![Cause::BusinessRule]);
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    for _ in 0..4 {
        refuse(&world, Cause::BusinessRule);
        world.sync();
    }
    assert_eq!(world.skipped(ids), None);
    assert_eq!(total(&world.sync()).modified, 1);
}

/// Better than there, where the failure of a record without a partner is forgotten until its next edit.
#[test]
fn a_record_that_could_not_be_created_is_remembered_and_tried_again() {
    let mut world = creating();
    let id = world
        .bc
        .add(50, fields(&[("number", "C-2"), ("displayName", "Miel")]));
    refuse(&world, Cause::RequiredMissing);
    assert_eq!(world.sync().needs_attention.errors, 1);
    refuse(&world, Cause::RequiredMissing);
    let report = world.sync();
    assert_eq!(report.needs_attention.skipped, 1);
    let name = world.mapping.name.clone();
    let skipped = world.store.read().skipped_record(&name, Side::Bc, id);
    let skipped = skipped.unwrap().unwrap();
    assert_eq!(skipped.reason, SkipReason::RepeatedFailure);
    assert_eq!(world.sync().needs_attention.skipped, 1, "it is left alone");
    // There is no pair of it to restore, to delete or to decide.
    for action in [SkippedAction::Restore, SkippedAction::Delete] {
        let problem = act(&mut world, &action(vec![skipped.id])).failed.remove(0);
        assert_eq!(problem.problem.params["reason"], "not_coupled");
    }
    let request = crate::engine::request::ResolveRequest {
        id: skipped.id,
        all: None,
        fields: Vec::new(),
        preview: false,
        seen: None,
        decided_only: false,
    };
    let problem = world.engine(async |engine| engine.resolve(&request).await);
    assert_eq!(problem.unwrap_err().params["reason"], "not_coupled");
    act(&mut world, &SkippedAction::Retry(vec![skipped.id]));
    assert_eq!(total(&world.sync()).inserted, 1);
    assert_eq!(world.sync().needs_attention.skipped, 0);
}
