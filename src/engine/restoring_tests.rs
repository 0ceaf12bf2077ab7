use crate::engine::outcome::SkippedReport;
use crate::engine::request::SkippedAction;
use crate::engine::testing::fake::Fault;
use crate::engine::testing::world::World;
use crate::model::mapping::DeletionPolicy;
use crate::model::reason::{Cause, Problem};
use crate::model::report::SkipReason;
use crate::model::{Direction, PairState, Side, Sides};
use crate::store::{RESTORING, Store};
use uuid::Uuid;

/// A pair whose row is gone, in a mapping that leaves records without a partner alone.
fn gone(policy: DeletionPolicy) -> (World, Sides<Uuid>) {
    let mut world = World::new(|mapping| {
        mapping.on_deletion = policy;
        // What only Dataverse says, the other side cannot give back.
        mapping.fields[3].direction = Direction::ToBusinessCentral;
    });
    let ids = world.in_step("10000");
    world.dv.remove(ids.dv);
    (world, ids)
}

fn asked() -> (World, Sides<Uuid>) {
    let (mut world, ids) = gone(DeletionPolicy::Ask);
    world.sync();
    assert_eq!(world.skipped(ids).unwrap().reason, SkipReason::DeletedInDv);
    (world, ids)
}

fn restore(world: &World, ids: Sides<Uuid>) -> SkippedAction {
    SkippedAction::Restore(vec![world.skipped(ids).unwrap().id])
}

fn notes(store: &Store) -> usize {
    store.read().facts(RESTORING).unwrap().len()
}

/// The record has a partner again, which has what only the former one said.
fn is_whole(world: &World, ids: Sides<Uuid>) {
    assert_eq!(world.dv.len(), 1, "one, and no second one");
    let made = world.dv.only();
    let pair = world.coupling(Side::Bc, ids.bc).unwrap();
    assert_eq!((pair.ids.dv, pair.state), (made, PairState::InStep));
    assert_eq!(world.dv.text(made, "address1_city"), "Lyon");
    assert_eq!(world.dv.text(made, "telephone1"), "1");
    assert_eq!(notes(&world.store), 0);
}

fn failed(report: &Result<SkippedReport, Problem>) -> bool {
    report.as_ref().unwrap().done == 0
}

#[test]
fn a_restoration_that_the_service_cannot_carry_out_now_leaves_the_skipped_record() {
    for fault in [Fault::Busy, Fault::LostBefore] {
        let (mut world, ids) = asked();
        world.dv.fail_next([Some(fault.clone())]);
        let action = restore(&world, ids);
        let report = world.engine(async |engine| engine.skipped(&action).await);
        assert!(failed(&report), "{fault:?}");
        let listed = world.skipped(ids).expect("a skipped record as before");
        assert_eq!(listed.reason, SkipReason::DeletedInDv);
        assert_eq!(world.dv.len(), 0);
        // It waits for the person, run by run.
        world.sync();
        assert!(world.skipped(ids).is_some());
        let action = restore(&world, ids);
        world
            .engine(async |engine| engine.skipped(&action).await)
            .unwrap();
        world.sync();
        is_whole(&world, ids);
    }
}

#[test]
fn a_program_that_dies_while_it_restores_a_record_lists_it_in_the_next_run() {
    // Before anything was sent.
    let (mut world, ids) = asked();
    world.dv.is_silent.set(true);
    let action = restore(&world, ids);
    let died = world.engine_until(async |engine| engine.skipped(&action).await);
    assert!(died.is_none());
    world.dv.is_silent.set(false);
    world.sync();
    let listed = world.skipped(ids).expect("a skipped record as before");
    assert_eq!(listed.reason, SkipReason::DeletedInDv);
    assert_eq!((world.dv.len(), notes(&world.store)), (0, 0));
    let action = restore(&world, ids);
    world
        .engine(async |engine| engine.skipped(&action).await)
        .unwrap();
    world.sync();
    is_whole(&world, ids);

    // After the service made the record, and before its answer was stored.
    let (mut world, ids) = asked();
    world.dv.fail_next([Some(Fault::Silence)]);
    let action = restore(&world, ids);
    let died = world.engine_until(async |engine| engine.skipped(&action).await);
    assert!(died.is_none());
    world.sync();
    is_whole(&world, ids);
}

#[test]
fn a_policy_that_restores_does_so_in_the_next_run_if_it_could_not_in_this_one() {
    let (mut world, ids) = gone(DeletionPolicy::Restore);
    world.dv.fail_next([Some(Fault::Busy)]);
    world.try_sync().unwrap_err();
    assert!(
        world.coupling(Side::Bc, ids.bc).is_some(),
        "it is no stranger"
    );
    world.sync();
    is_whole(&world, ids);

    let (mut world, ids) = gone(DeletionPolicy::Restore);
    world.dv.fail_next([Some(Fault::LostBefore)]);
    world.sync();
    assert_eq!(world.dv.len(), 0);
    world.sync();
    is_whole(&world, ids);
}

#[test]
fn a_restored_record_that_arrives_late_gets_its_partner() {
    let (mut world, ids) = asked();
    world.dv.fail_next([Some(Fault::LostBefore)]);
    let action = restore(&world, ids);
    world
        .engine(async |engine| engine.skipped(&action).await)
        .unwrap();
    let open = world.store.read().journal_open(None).unwrap();
    let sent = open.first().expect("it may still arrive");
    world.dv.add(sent.record.as_u128(), sent.fields.clone());
    world.sync();
    is_whole(&world, ids);
}

#[test]
fn a_restoration_that_is_refused_is_an_error_of_the_record() {
    let (mut world, ids) = asked();
    world
        .dv
        .fail_next([Some(Fault::Refuse(Cause::BusinessRule))]);
    let action = restore(&world, ids);
    let report = world.engine(async |engine| engine.skipped(&action).await);
    assert!(failed(&report));
    let name = world.mapping.name.clone();
    let error = world
        .store
        .read()
        .error_of(&name, Side::Bc, ids.bc)
        .unwrap();
    assert_eq!(error.unwrap().problem.cause, Cause::BusinessRule);
}
