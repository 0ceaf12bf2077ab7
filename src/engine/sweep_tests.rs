//! Deletions on a side that does not report them: none is missed, and nothing is read for nothing.

use super::testing::fields;
use super::testing::world::{World, total};
use crate::engine::coverage::Coverage;
use crate::model::mapping::DeletionPolicy;
use crate::model::running::Interval;
use crate::model::{Cadence, Observation, Side};
use crate::remote::ReadFrom;
use uuid::Uuid;

/// Customers without a change log, accounts with one.
fn world() -> World {
    let world = World::new(|mapping| mapping.on_deletion = DeletionPolicy::Uncouple);
    world.bc.tracks.set(false);
    world
}

fn customer(world: &World, id: u128) -> Uuid {
    world
        .bc
        .add(id, fields(&[("number", "X"), ("displayName", "New")]))
}

/// How often the ids of customers were read since this was asked last.
fn sweeps(world: &World) -> usize {
    let asked = world.bc.asked.take();
    asked
        .iter()
        .filter(|(from, fields)| *from == ReadFrom::Start && *fields == 0)
        .count()
}

fn swept(world: &World) -> Coverage {
    let name = &world.mapping.name;
    Coverage::of(&world.store.read(), name, Side::Bc).unwrap()
}

#[test]
fn while_counts_agree_no_ids_are_read() {
    let mut world = world();
    world.in_step("C-1");
    sweeps(&world);
    for _ in 0..3 {
        let report = world.sync();
        assert_eq!((report.requests.bc.total(), sweeps(&world)), (1, 0));
    }
    customer(&world, 77);
    world.sync();
    assert_eq!(sweeps(&world), 0, "a new record is counted on both sides");
}

#[test]
fn a_deletion_is_found_in_the_next_run_by_its_count() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.in_step("C-2");
    sweeps(&world);
    world.bc.remove(ids.bc);
    let report = world.sync();
    assert_eq!((total(&report).uncoupled, sweeps(&world)), (1, 1));
    assert_eq!(world.coupling(Side::Bc, ids.bc), None);
    world.sync();
    assert_eq!(sweeps(&world), 0, "what is gone is not looked for again");
}

#[test]
fn a_creation_and_a_deletion_in_one_interval_do_not_cancel_out() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.remove(ids.bc);
    customer(&world, 77);
    assert_eq!(total(&world.sync()).uncoupled, 1);
    // Neither does one that came and went between two runs, beside one that only went.
    let other = world.in_step("C-3");
    let brief = customer(&world, 78);
    world.bc.remove(brief);
    world.bc.remove(other.bc);
    assert_eq!(total(&world.sync()).uncoupled, 1);
}

#[test]
fn a_storm_of_deletions_is_found_whole() {
    let mut world = world();
    let pairs: Vec<_> = (0..25).map(|n| world.both(&format!("C-{n}"))).collect();
    world.match_all(false);
    world.sync();
    world.bc.page.set(4);
    for ids in &pairs[..20] {
        world.bc.remove(ids.bc);
    }
    assert_eq!(total(&world.sync()).uncoupled, 20);
    for ids in &pairs[20..] {
        assert!(world.coupling(Side::Bc, ids.bc).is_some());
    }
}

#[test]
fn a_change_that_moved_no_time_is_found_at_the_cadence() {
    let mut world = World::new(|mapping| mapping.sweep_every = Cadence::Every(Interval::default()));
    world.bc.tracks.set(false);
    let ids = world.in_step("C-1");
    sweeps(&world);
    // Stamped before the watermark, as a transaction that ends late leaves it.
    world.bc.edit_late(ids.bc, "phoneNumber", "99");
    world.sync();
    assert_eq!(sweeps(&world), 1);
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "99");
}

#[test]
fn what_is_changed_after_the_services_clock_was_set_back_is_found() {
    let mut world = world();
    world.bc.ahead.set(Some(600));
    let ids = world.in_step("C-1");
    world.sync();
    sweeps(&world);
    world.bc.ahead.set(Some(-600));
    world.bc.edit_late(ids.bc, "phoneNumber", "99");
    let planned = crate::engine::testing::world::total(&world.plan());
    assert_eq!((planned.modified, sweeps(&world)), (1, 1));
    world.sync();
    assert_eq!(sweeps(&world), 0, "what the plan read is known");
    assert_eq!(world.dv.text(ids.dv, "telephone1"), "99");
    world.sync();
    assert_eq!(sweeps(&world), 0, "once is enough");
}

#[test]
fn a_service_that_counts_nothing_is_asked_for_its_ids_while_they_are_one_page() {
    let mut world = world();
    world.bc.counts_at_all.set(false);
    let ids = world.in_step("C-1");
    world.in_step("C-2");
    sweeps(&world);
    world.bc.remove(ids.bc);
    let report = world.sync();
    assert_eq!((total(&report).uncoupled, sweeps(&world)), (1, 1));
    let mut mapping = world.mapping.clone();
    mapping.sweep_every = Cadence::Never;
    world.store.write(|w| w.put_mapping(&mapping, 0)).unwrap();
    world.sync();
    assert_eq!(sweeps(&world), 0, "it leaves them to the counts");
}

#[test]
fn counts_alone_can_be_trusted_if_somebody_wants_that() {
    let mut world = World::new(|mapping| mapping.sweep_every = Cadence::Never);
    world.bc.tracks.set(false);
    world.in_step("C-1");
    sweeps(&world);
    world.sync();
    assert_eq!(sweeps(&world), 0);
    assert_eq!(swept(&world).next_sweep(Cadence::Never), None);
}

#[test]
fn a_service_that_counts_oddly_is_not_swept_for_ever() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.in_step("C-2");
    world.bc.counts_oddly.set(3);
    let runs: Vec<usize> = (0..4)
        .map(|_| {
            sweeps(&world);
            world.sync();
            sweeps(&world)
        })
        .collect();
    assert_eq!(runs, [1, 1, 0, 0]);
    world.bc.remove(ids.bc);
    assert_eq!(total(&world.sync()).uncoupled, 1);
}

#[test]
fn another_filter_or_field_leads_to_a_whole_read() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world
        .mapping
        .fields
        .retain(|field| field.name().as_str() != "city");
    let mapping = world.mapping.clone();
    world.store.write(|w| w.put_mapping(&mapping, 0)).unwrap();
    world.bc.asked.take();
    world.sync();
    let from_start = |(from, fields): &(ReadFrom, usize)| *from == ReadFrom::Start && *fields > 0;
    assert!(world.bc.asked.take().iter().any(from_start));
    let coupling = world.coupling(Side::Bc, ids.bc).unwrap();
    assert!(matches!(coupling.seen.bc, Observation::Seen { .. }));
    world.sync();
    assert!(!world.bc.asked.take().iter().any(from_start));
}

#[test]
fn a_token_that_tells_nothing_new_writes_nothing() {
    let mut world = world();
    world.in_step("C-1");
    world.sync();
    let before = world.store.read().watermark(&world.mapping.name, Side::Dv);
    world.dv.tick_by(5);
    world.sync();
    assert_eq!(
        world.store.read().watermark(&world.mapping.name, Side::Dv),
        before
    );
}
