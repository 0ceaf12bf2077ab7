//! Area D: what becomes of couplings that were made after the copy from which the cache came back, and of records that nothing
//! but their values ties together.

use super::creating;
use crate::engine::outcome::SyncReport;
use crate::engine::request::SyncRequest;
use crate::engine::testing::fields;
use crate::engine::testing::world::{World, total};
use crate::model::Side;
use crate::model::reason::Cause;
use uuid::Uuid;

/// Customers that are created where they are missing, in a mapping that states nothing to match on.
fn unmatched() -> World {
    World::new(|mapping| {
        mapping.only_coupled = false;
        for field in &mut mapping.fields {
            field.matching = None;
        }
    })
}

fn customer(world: &World, id: u128, name: &str) -> Uuid {
    world
        .bc
        .add(id, fields(&[("number", name), ("displayName", name)]))
}

fn account(world: &World, id: u128, name: &str) -> Uuid {
    world
        .dv
        .add(id, fields(&[("name", name), ("telephone1", "7")]))
}

/// Puts the cache back to what it is before `then` is done.
fn with_the_copy_of_before(world: &mut World, then: impl FnOnce(&mut World)) {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.sqlite3");
    world.store.backup(&copy).unwrap();
    then(world);
    world.store.restore(&copy).unwrap();
}

fn cause_of(world: &World, side: Side, id: Uuid) -> Option<Cause> {
    let error = world
        .store
        .read()
        .error_of(&world.mapping.name, side, id)
        .unwrap();
    error.map(|error| error.problem.cause)
}

fn whatever_the_brake_says(world: &mut World) -> SyncReport {
    let request = SyncRequest {
        ignore_brake: true,
        ..SyncRequest::default()
    };
    world
        .engine(async |engine| engine.sync(&request).await)
        .unwrap()
}

#[test]
fn where_nothing_is_stated_to_match_on_equal_records_are_coupled_and_not_made_twice() {
    let mut world = unmatched();
    let ids = world.both("C-1");
    let other = customer(&world, 50, "Miel");
    assert_eq!(total(&world.plan()).coupled, 2);
    let report = world.sync();
    assert_eq!((total(&report).inserted, total(&report).coupled), (1, 2));
    assert_eq!(world.coupling(Side::Bc, ids.bc).unwrap().ids, ids);
    assert!(world.coupling(Side::Bc, other).is_some());
    assert_eq!((world.bc.len(), world.dv.len()), (2, 2));
}

#[test]
fn records_that_share_only_what_is_blank_are_not_the_same() {
    let mut world = unmatched();
    world.bc.add(1, fields(&[("number", ""), ("city", " ")]));
    world.dv.add(1001, fields(&[("name", "")]));
    world.sync();
    assert_eq!((world.bc.len(), world.dv.len()), (2, 2));
}

#[test]
fn two_computers_that_look_after_the_same_table_make_nothing_twice() {
    let mut world = unmatched();
    customer(&world, 1, "Adatum");
    account(&world, 1002, "Miel");
    world.sync();
    assert_eq!((world.bc.len(), world.dv.len()), (2, 2));
    // The other computer knows nothing of it.
    let mut other = unmatched();
    (other.bc, other.dv) = (world.bc.clone(), world.dv.clone());
    for _ in 0..2 {
        other.sync();
        world.sync();
    }
    assert_eq!((world.bc.len(), world.dv.len()), (2, 2));
}

#[test]
fn what_was_coupled_after_the_copy_was_made_finds_itself_again() {
    for mut world in [creating(), unmatched()] {
        let known = customer(&world, 1, "Adatum");
        world.sync();
        let mut later = Vec::new();
        with_the_copy_of_before(&mut world, |world| {
            later.push(customer(world, 2, "Miel"));
            later.push(customer(world, 3, "Encre"));
            account(world, 1004, "Papier");
            world.sync();
        });
        let report = world.sync();
        assert_eq!((world.bc.len(), world.dv.len()), (4, 4));
        assert_eq!(report.needs_attention.errors, 0);
        for id in [known, later[0], later[1]] {
            assert!(world.coupling(Side::Bc, id).is_some());
        }
        // From then on new records get their partners as always.
        customer(&world, 5, "Reliure");
        account(&world, 1006, "Fil");
        let report = world.sync();
        assert_eq!(total(&report).inserted, 2);
        assert_eq!((world.bc.len(), world.dv.len()), (6, 6));
    }
}

#[test]
fn what_cannot_be_told_apart_after_a_copy_came_back_is_listed_and_not_made_twice() {
    let mut world = unmatched();
    let mut pair = None;
    with_the_copy_of_before(&mut world, |world| {
        let id = customer(world, 2, "Miel");
        world.sync();
        pair = world.coupling(Side::Bc, id).map(|pair| pair.ids);
    });
    let ids = pair.unwrap();
    world.dv.edit(ids.dv, "telephone1", "99");
    let planned = world.plan();
    assert_eq!(planned.needs_attention.errors, 2);
    for run in 0..3 {
        let report = world.sync();
        assert_eq!((world.bc.len(), world.dv.len()), (1, 1));
        assert_eq!(total(&report).failed, if run == 0 { 2 } else { 0 });
        assert_eq!(report.needs_attention.errors, 2);
        assert_eq!(report.needs_attention.skipped, 0);
    }
    assert_eq!(
        cause_of(&world, Side::Bc, ids.bc),
        Some(Cause::MayHavePartner)
    );
    assert_eq!(
        cause_of(&world, Side::Dv, ids.dv),
        Some(Cause::MayHavePartner)
    );
    // What comes later was certainly not coupled before.
    let later = customer(&world, 9, "Encre");
    assert_eq!(total(&world.sync()).inserted, 1);
    assert!(world.coupling(Side::Bc, later).is_some());
    // Somebody couples the two, and all is well.
    let request = crate::engine::request::CoupleRequest {
        mapping: world.mapping.name.clone(),
        ids,
        after: crate::engine::request::AfterCoupling::Nothing,
        instead: false,
    };
    world
        .engine(async |engine| engine.couple(&request).await)
        .unwrap();
    assert_eq!(world.sync().needs_attention.errors, 0);
    assert_eq!((world.bc.len(), world.dv.len()), (2, 2));
}

#[test]
fn partners_are_created_after_a_copy_came_back_if_a_person_says_so() {
    let mut world = unmatched();
    with_the_copy_of_before(&mut world, |_| {});
    customer(&world, 2, "Miel");
    account(&world, 1003, "Encre");
    assert_eq!(world.sync().needs_attention.errors, 2);
    let report = whatever_the_brake_says(&mut world);
    assert_eq!(total(&report).inserted, 2);
    assert_eq!(report.needs_attention.errors, 0);
    assert_eq!((world.bc.len(), world.dv.len()), (2, 2));
}

#[test]
fn newcomers_of_one_side_alone_get_their_partners_after_a_copy_came_back() {
    let mut world = unmatched();
    with_the_copy_of_before(&mut world, |_| {});
    customer(&world, 2, "Miel");
    assert_eq!(total(&world.sync()).inserted, 1);
    customer(&world, 3, "Encre");
    account(&world, 1004, "Papier");
    assert_eq!(total(&world.sync()).inserted, 2);
}

#[test]
fn a_record_that_may_replace_one_that_is_gone_gets_no_partner_after_a_copy_came_back() {
    let mut world = unmatched();
    let old = customer(&world, 2, "Miel");
    world.sync();
    let dv = world.coupling(Side::Bc, old).unwrap().ids.dv;
    with_the_copy_of_before(&mut world, |_| {});
    world.bc.remove(old);
    let anew = customer(&world, 3, "Miel et fils");
    world.sync();
    assert_eq!((world.bc.len(), world.dv.len()), (1, 1));
    assert_eq!(
        cause_of(&world, Side::Bc, anew),
        Some(Cause::MayHavePartner)
    );
    assert!(world.coupling(Side::Dv, dv).is_some());
}
