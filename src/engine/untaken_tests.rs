use crate::engine::testing::fields;
use crate::engine::testing::world::{World, total};
use crate::model::mapping::UpdatePolicy;
use crate::model::reason::Cause;
use crate::model::{PairState, Side, Sides};
use crate::store::{ErrorFilter, HistoryFilter, Slice};
use uuid::Uuid;

fn causes(world: &World) -> Vec<Cause> {
    let errors = world
        .store
        .read()
        .list_errors(&ErrorFilter::default(), Slice::ALL)
        .unwrap();
    errors.iter().map(|error| error.problem.cause).collect()
}

fn state(world: &World, ids: Sides<Uuid>) -> PairState {
    world.coupling(Side::Bc, ids.bc).unwrap().state
}

fn edited(represents: bool) -> (World, Sides<Uuid>) {
    let mut world = World::new(|_| {});
    let ids = world.in_step("10000");
    world.dv.represents.set(represents);
    world.dv.forgets.borrow_mut().push("telephone1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    (world, ids)
}

#[test]
fn a_field_that_became_read_only_is_told_and_is_not_in_step() {
    for represents in [true, false] {
        let (mut world, ids) = edited(represents);
        let report = world.sync();
        assert_eq!(causes(&world), [Cause::ReadOnlyField], "{represents}");
        assert_eq!(total(&report).modified, 0, "nothing was written");
        assert_eq!(world.dv.schemas_anew.get(), 1);
        assert_eq!(state(&world, ids), PairState::Error);
        assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "2", "it stays");
        let version = world.coupling(Side::Bc, ids.bc).unwrap().seen.dv.clone();
        world.sync();
        let now = world.coupling(Side::Bc, ids.bc).unwrap();
        assert_eq!(now.seen.dv.etag(), version.etag(), "nothing is sent again");
        assert_eq!(now.state, PairState::Skipped);

        world.dv.forgets.borrow_mut().clear();
        let skipped = world.skipped(ids).unwrap();
        let retry = crate::engine::request::SkippedAction::Retry(vec![skipped.id]);
        world
            .engine(async |engine| engine.skipped(&retry).await)
            .unwrap();
        world.sync();
        assert_eq!(world.dv.text(ids.dv, "telephone1"), "2");
        assert_eq!(state(&world, ids), PairState::InStep);
    }
}

#[test]
fn a_value_that_is_put_back_fails_and_what_stands_beside_it_is_written() {
    let (mut world, ids) = edited(true);
    world.dv.tells_read_only.set(false);
    world.bc.edit(ids.bc, "city", "Metz");
    let report = world.sync();
    assert_eq!(causes(&world), [Cause::ValueNotKept]);
    let counted = total(&report);
    assert_eq!((counted.modified, counted.failed), (1, 1));
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
    let history = world
        .store
        .read()
        .list_history(&HistoryFilter::default(), Slice::ALL)
        .unwrap();
    let written = history.iter().find(|entry| entry.reason == "changed");
    assert_eq!(
        written.unwrap().after,
        fields(&[("address1_city", "Metz")]),
        "the history tells what was written"
    );
    world.sync();
    assert_eq!(
        state(&world, ids),
        PairState::Skipped,
        "not again and again"
    );
    // A later edit of the other side is seen against what was agreed on: both want something else.
    world.dv.forgets.borrow_mut().clear();
    world.dv.edit(ids.dv, "telephone1", "3");
    let skipped = world.skipped(ids).unwrap();
    let retry = crate::engine::request::SkippedAction::Retry(vec![skipped.id]);
    world
        .engine(async |engine| engine.skipped(&retry).await)
        .unwrap();
    assert_eq!(world.sync().needs_attention.conflicts, 1);
}

#[test]
fn a_policy_that_decides_for_a_value_that_is_not_kept_takes_nothing_from_anybody() {
    let mut world =
        World::new(|mapping| mapping.on_update_conflict = UpdatePolicy::BusinessCentral);
    let ids = world.in_step("10000");
    world.dv.forgets.borrow_mut().push("telephone1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.edit(ids.dv, "telephone1", "3");
    world.sync();
    assert_eq!(causes(&world), [Cause::ReadOnlyField]);
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "3");
    assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "2");
}

#[test]
fn a_new_record_that_was_not_given_a_value_is_not_in_step() {
    let mut world = World::new(|mapping| mapping.only_coupled = false);
    world.dv.forgets.borrow_mut().push("telephone1");
    let bc = fields(&[
        ("number", "10000"),
        ("displayName", "Adatum"),
        ("phoneNumber", "1"),
    ]);
    let bc = world.bc.add(1, bc);
    world.sync();
    assert_eq!(causes(&world), [Cause::ReadOnlyField]);
    assert_eq!(world.bc.text(bc, "phoneNumber"), "1", "it stays");
    assert_eq!(
        world.coupling(Side::Bc, bc).unwrap().state,
        PairState::Error
    );
}

#[test]
fn a_record_is_not_blamed_for_what_its_table_was_like() {
    let mut world = World::new(|_| {});
    let ids = world.in_step("10000");
    // It became read-only, that was learnt, and now it is as it was.
    world.dv.forgets.borrow_mut().push("telephone1");
    world.dv.schemas_anew.set(1);
    world.dv.forgets_no_more.set(true);
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.sync();
    assert_eq!(causes(&world), []);
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "2");
}
