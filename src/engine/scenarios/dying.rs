//! The program ends between a write and its answer, or the answer is lost and the service away; then people go on working.

use crate::engine::outcome::ResolveOutcome;
use crate::engine::request::{
    MatchChoice, MatchRequest, RevertRequest, SkippedAction, SyncRequest,
};
use crate::engine::testing::fake::Fault;
use crate::engine::testing::world::{World, total};
use crate::model::Side;
use crate::model::mapping::UpdatePolicy;
use crate::model::reason::Cause;
use crate::model::report::HistoryAction;
use crate::store::{HistoryFilter, Slice};

fn modified(world: &World) -> Vec<(Side, String)> {
    let all = world
        .store
        .read()
        .list_history(&HistoryFilter::default(), Slice::ALL)
        .unwrap();
    all.into_iter()
        .filter(|entry| entry.action == HistoryAction::Modify)
        .map(|entry| (entry.side, entry.after.value("telephone1").to_plain()))
        .collect()
}

#[test]
fn an_edit_after_a_write_without_an_answer_is_no_conflict_with_it() {
    let mut world = World::new(|_| ());
    let ids = world.in_step("C1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.fail_next([Some(Fault::Silence)]);
    world.sync_and_die();
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "2", "it was done");
    world.bc.edit(ids.bc, "phoneNumber", "3");
    let report = world.sync();
    assert_eq!(report.needs_attention.conflicts, 0);
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "3");
    // Both writes can be taken back.
    let mut written = modified(&world);
    written.sort_by(|one, other| one.1.cmp(&other.1));
    assert_eq!(
        written,
        [(Side::Dv, "2".to_owned()), (Side::Dv, "3".to_owned())]
    );
    assert_eq!(total(&world.sync()).modified, 0);
}

#[test]
fn whoever_only_looks_between_a_write_without_an_answer_and_the_next_edit_makes_no_conflict() {
    for look in ["plan", "match", "deleted", "review"] {
        let mut world = World::new(|_| ());
        let ids = world.in_step("C1");
        world.bc.edit(ids.bc, "phoneNumber", "2");
        world.dv.fail_next([Some(Fault::Silence)]);
        world.sync_and_die();
        let matching = MatchRequest {
            mapping: world.mapping.name.clone(),
            create: false,
            preview: true,
            choice: MatchChoice::default(),
        };
        world
            .engine(async |engine| match look {
                "plan" => engine.plan(&SyncRequest::default()).await.map(|_| ()),
                "match" => engine.couple_by_match(&matching).await.map(|_| ()),
                "deleted" => {
                    let action = SkippedAction::FindDeleted(None);
                    engine.skipped(&action).await.map(|_| ())
                }
                _ => engine.full_review().await.map(|_| ()),
            })
            .unwrap();
        world.bc.edit(ids.bc, "phoneNumber", "3");
        let report = world.sync();
        assert_eq!(report.needs_attention.conflicts, 0, "{look}");
        assert_eq!(world.dv.text(ids.dv, "telephone1"), "3", "{look}");
        // Both writes can be taken back.
        assert_eq!(modified(&world).len(), 2, "{look}");
    }
}

#[test]
fn an_edit_after_a_lost_answer_is_no_conflict_whether_the_write_was_done_or_not() {
    for was_done in [true, false] {
        let mut world = World::new(|_| ());
        let ids = world.in_step("C1");
        world.bc.edit(ids.bc, "phoneNumber", "2");
        let fault = if was_done {
            Fault::LostAfter
        } else {
            Fault::LostBefore
        };
        world.dv.fail_next([Some(fault)]);
        world.dv.finds_nobody.set(true);
        assert!(world.try_sync().is_err());
        world.dv.finds_nobody.set(false);
        // Somebody edits the other field of the pair, so that the version is another one.
        world.dv.edit(ids.dv, "address1_city", "Metz");
        world.bc.edit(ids.bc, "phoneNumber", "3");
        let report = world.sync();
        assert_eq!(report.needs_attention.conflicts, 0);
        assert_eq!(world.dv.text(ids.dv, "telephone1"), "3");
        assert_eq!(world.bc.text(ids.bc, "city"), "Metz");
        assert_eq!(total(&world.sync()).modified, 0);
    }
}

#[test]
fn all_writes_without_an_answer_are_looked_up_however_few_are_looked_at_together() {
    for chunk in [1, 2, 5] {
        let mut world = World::new(|_| ());
        let all: Vec<_> = (1..=5).map(|n| world.in_step(&format!("C{n}"))).collect();
        for ids in &all {
            world.bc.edit(ids.bc, "phoneNumber", "2");
        }
        world.dv.fail_next([Some(Fault::Silence)]);
        world.sync_and_die();
        for ids in &all {
            assert_eq!(world.dv.text(ids.dv, "telephone1"), "2", "it was done");
            world.bc.edit(ids.bc, "phoneNumber", "3");
        }
        world.options.chunk = chunk;
        let report = world.sync();
        assert_eq!(report.needs_attention.conflicts, 0, "{chunk}");
        for ids in &all {
            assert_eq!(world.dv.text(ids.dv, "telephone1"), "3", "{chunk}");
        }
        let written = modified(&world);
        for value in ["2", "3"] {
            let of_it = written.iter().filter(|(_, after)| after == value);
            assert_eq!(of_it.count(), all.len(), "{chunk} {value}");
        }
        assert_eq!(total(&world.sync()).modified, 0);
    }
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_still_a_conflict() {
    let mut world = World::new(|_| ());
    let ids = world.in_step("C1");
    world.bc.edit(ids.bc, "phoneNumber", "2");
    world.dv.fail_next([Some(Fault::Silence)]);
    world.sync_and_die();
    world.dv.edit(ids.dv, "telephone1", "9");
    let report = world.sync();
    assert_eq!(report.needs_attention.conflicts, 1);
    assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "2");
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "9");
}

#[test]
fn a_half_that_was_written_is_no_change_of_its_side_although_the_other_half_was_not() {
    let mut world = World::new(|_| {});
    let ids = world.in_step("C-1");
    world.dv.edit(ids.dv, "telephone1", "2");
    world.bc.edit(ids.bc, "city", "Metz");
    let refused = Fault::Refuse(Cause::LookupNotCoupled);
    world.dv.fail_next([Some(refused)]);
    world.sync();
    assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "2");
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Lyon");
    // Dataverse goes on editing what was written to Business Central a moment ago.
    world.dv.edit(ids.dv, "telephone1", "3");
    assert_eq!(world.sync().needs_attention.conflicts, 0);
    assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "3");
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Metz");
    assert!(total(&world.sync()).is_quiet());
}

#[test]
fn what_an_unanswered_write_took_is_in_the_history_although_a_person_writes_before_the_next_run() {
    let mut world = World::new(|m| m.on_update_conflict = UpdatePolicy::BusinessCentral);
    let ids = world.in_step("C1");
    world.bc.edit(ids.bc, "city", "Metz");
    world.sync();
    let all = HistoryFilter::default();
    let moved = world.store.read().list_history(&all, Slice::first(1));
    let id = moved.unwrap()[0].id;

    world.bc.edit(ids.bc, "phoneNumber", "3");
    world.dv.edit(ids.dv, "telephone1", "9");
    world.dv.fail_next([Some(Fault::Silence)]);
    world.sync_and_die();
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "3", "it was done");

    let request = RevertRequest { id, preview: false };
    let outcome = world.engine(async |engine| engine.revert(&request).await);
    assert!(matches!(outcome, Ok(ResolveOutcome::Resolved { .. })));
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Lyon");
    world.sync();
    let history = world.store.read().list_history(&all, Slice::ALL).unwrap();
    let took = |name: &str, value: &str| {
        let mut before = history.iter().map(|entry| entry.before.value(name));
        before.any(|was| was.to_plain() == value)
    };
    assert!(took("telephone1", "9"), "{history:#?}");
    assert!(took("address1_city", "Metz"));
}
