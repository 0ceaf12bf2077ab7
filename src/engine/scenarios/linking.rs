//! Areas D, O, Q and R: couplings made and removed, and what runs leave behind.

use super::world;
use crate::engine::request::{
    AfterCoupling, CoupleRequest, MatchRequest, RecordRef, RevertAll, RevertAllRequest,
    UncoupleRequest,
};
use crate::engine::testing::fake::Fault;
use crate::engine::testing::fields;
use crate::engine::testing::world::{World, total};
use crate::model::mapping::DeletionPolicy;
use crate::model::reason::{Cause, Problem};
use crate::model::report::{Job, JobKind};
use crate::model::{CouplingId, Direction, JobId, Side, Sides};
use crate::store::{ErrorFilter, HistoryFilter, JobFilter, Slice};
use uuid::Uuid;

fn couple(world: &mut World, ids: Sides<Uuid>, instead: bool) -> Result<CouplingId, Problem> {
    let request = CoupleRequest {
        mapping: world.mapping.name.clone(),
        ids,
        after: AfterCoupling::Nothing,
        instead,
    };
    world.engine(async |engine| engine.couple(&request).await)
}

fn jobs(world: &World) -> Vec<Job> {
    let all = world
        .store
        .read()
        .list_jobs(&JobFilter::default(), Slice::ALL);
    all.unwrap()
}

#[test]
fn two_records_are_coupled_by_their_ids_s115() {
    let mut world = world();
    let ids = world.both("C-1");
    couple(&mut world, ids, false).unwrap();
    assert_eq!(world.coupling(Side::Bc, ids.bc).unwrap().ids, ids);
    let job = jobs(&world).remove(0);
    assert_eq!((job.kind, job.counters.coupled), (JobKind::Coupling, 1));
}

#[test]
fn a_coupled_record_is_refused_and_its_partner_named_s116() {
    let mut world = world();
    let one = world.in_step("C-1");
    let two = world.both("C-2");
    for ids in [Sides::new(one.bc, two.dv), Sides::new(two.bc, one.dv)] {
        let problem = couple(&mut world, ids, false).unwrap_err();
        assert_eq!(problem.cause, Cause::DuplicateKey);
        assert!(problem.params.contains_key("target"));
    }
    assert_eq!(world.coupling(Side::Bc, one.bc).unwrap().ids, one);
}

#[test]
fn a_coupling_is_pointed_at_another_record_when_a_person_says_so() {
    let mut world = world();
    let one = world.in_step("C-1");
    let two = world.both("C-2");
    couple(&mut world, Sides::new(one.bc, two.dv), true).unwrap();
    assert_eq!(world.coupling(Side::Bc, one.bc).unwrap().ids.dv, two.dv);
    assert_eq!(world.coupling(Side::Dv, one.dv), None);
    assert_eq!(world.coupling(Side::Bc, one.bc).unwrap().base, None);
}

/// An account that is entered once more, and one that is nobody's.
fn enter_anew(world: &World) -> [Uuid; 2] {
    let account = |id, number| {
        let account = fields(&[("accountnumber", number), ("name", "Adèle & Fils")]);
        world.dv.add(id, account)
    };
    [account(2000, "C-1"), account(2001, "C-9")]
}

#[test]
fn a_record_that_is_entered_anew_keeps_its_partner_where_new_records_are_left_alone() {
    for policy in [
        DeletionPolicy::Ask,
        DeletionPolicy::Restore,
        DeletionPolicy::Uncouple,
        DeletionPolicy::Delete,
    ] {
        let mut world = World::new(|mapping| mapping.on_deletion = policy);
        let ids = world.in_step("C-1");
        world.dv.remove(ids.dv);
        let [anew, alone] = enter_anew(&world);
        world.sync();
        let pair = world.coupling(Side::Bc, ids.bc).unwrap();
        assert_eq!(pair.ids.dv, anew, "{policy:?}");
        assert_eq!(world.coupling(Side::Dv, alone), None);
        assert_eq!((world.bc.len(), world.dv.len()), (1, 2), "{policy:?}");
    }
}

#[test]
fn a_record_that_is_entered_anew_later_takes_its_pair_off_the_list_where_new_ones_are_left_alone() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.dv.remove(ids.dv);
    world.sync();
    assert!(world.skipped(ids).is_some());
    let [anew, alone] = enter_anew(&world);
    world.sync();
    let pair = world.coupling(Side::Bc, ids.bc).unwrap();
    assert_eq!(pair.ids.dv, anew);
    assert_eq!(world.store.read().skipped_of(pair.id), Ok(None));
    assert_eq!(world.coupling(Side::Dv, alone), None);
}

#[test]
fn a_broken_coupling_gives_way_to_a_new_one_s038_s118() {
    let mut world = world();
    let one = world.in_step("C-1");
    world.bc.remove(one.bc);
    world.sync();
    assert!(world.skipped(one).is_some());
    let new = world
        .bc
        .add(50, fields(&[("number", "C-7"), ("displayName", "Miel")]));
    couple(&mut world, Sides::new(new, one.dv), false).unwrap();
    assert_eq!(world.coupling(Side::Dv, one.dv).unwrap().ids.bc, new);
    assert_eq!(world.coupling(Side::Bc, one.bc), None);
    assert_eq!(world.sync().needs_attention.skipped, 0);
}

#[test]
fn a_record_that_is_gone_is_coupled_with_nobody() {
    for gone in Side::BOTH {
        let mut world = world();
        let (one, two) = (world.in_step("C-1"), world.both("C-2"));
        match gone {
            Side::Bc => world.bc.remove(one.bc),
            Side::Dv => world.dv.remove(one.dv),
        }
        world.sync();
        let ids = match gone {
            Side::Bc => Sides::new(one.bc, two.dv),
            Side::Dv => Sides::new(two.bc, one.dv),
        };
        for instead in [false, true] {
            let problem = couple(&mut world, ids, instead).unwrap_err();
            assert_eq!(problem.cause, Cause::RecordGone, "{gone:?}");
        }
        assert_eq!(world.coupling(Side::Bc, one.bc).unwrap().ids, one);
        assert!(world.skipped(one).is_some());
    }
}

#[test]
fn two_couplings_of_which_one_is_broken_become_one_s119() {
    let mut world = world();
    let (one, two) = (world.in_step("C-1"), world.in_step("C-2"));
    world.bc.remove(one.bc);
    world.sync();
    couple(&mut world, Sides::new(two.bc, one.dv), true).unwrap();
    assert_eq!(world.coupling(Side::Bc, two.bc).unwrap().ids.dv, one.dv);
    assert_eq!(world.coupling(Side::Dv, two.dv), None);
    assert_eq!(world.coupling(Side::Bc, one.bc), None);
}

#[test]
fn a_record_that_leaves_its_filter_is_neither_deleted_nor_forgotten() {
    let mut world = World::new(|mapping| {
        mapping.filters.bc = Some("city ne 'Away'".to_owned());
    });
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Away");
    world.sync();
    let state = world.coupling(Side::Bc, ids.bc).unwrap().state;
    assert_eq!(state, crate::model::PairState::Broken);
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Lyon");
    world.bc.edit(ids.bc, "city", "Nice");
    world.sync();
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Nice");
}

/// Records of both sides that cannot be told apart by what they match on.
fn alike(world: &mut World, bc: u128, dv: u128) -> (Vec<Uuid>, Vec<Uuid>) {
    let customer = fields(&[("number", "C-9"), ("displayName", "Miel")]);
    let account = fields(&[("accountnumber", "C-9"), ("name", "Miel")]);
    let bc = (100..100 + bc).map(|id| world.bc.add(id, customer.clone()));
    let bc = bc.collect();
    let dv = (200..200 + dv).map(|id| world.dv.add(id, account.clone()));
    (bc, dv.collect())
}

#[test]
fn a_record_that_matches_several_others_is_listed_until_one_is_left() {
    let mut world = super::creating();
    let (bc, dv) = alike(&mut world, 1, 2);
    let plan = world.plan();
    assert_eq!(plan.needs_attention.errors, 3);
    let planned = plan.actions.unwrap();
    assert!(planned.iter().all(|line| line.action == "fail"));
    let report = world.sync();
    assert_eq!(
        (total(&report).failed, report.needs_attention.errors),
        (3, 3)
    );
    let error = world
        .store
        .read()
        .error_of(&world.mapping.name, Side::Bc, bc[0])
        .unwrap()
        .unwrap();
    assert_eq!(error.problem.cause, Cause::SeveralMatches);
    // It is told once and never becomes a skipped record.
    for _ in 0..3 {
        let report = world.sync();
        assert_eq!((total(&report).failed, total(&report).skipped), (0, 3));
        assert_eq!(report.needs_attention.skipped, 0);
    }
    assert_eq!((world.bc.len(), world.dv.len()), (1, 2));
    world.dv.remove(dv[0]);
    let report = world.sync();
    assert_eq!(
        (total(&report).coupled, report.needs_attention.errors),
        (1, 0)
    );
    assert_eq!(world.coupling(Side::Bc, bc[0]).unwrap().ids.dv, dv[1]);
}

#[test]
fn of_several_that_match_a_person_couples_two_and_the_rest_follows() {
    let mut world = super::creating();
    let (bc, dv) = alike(&mut world, 1, 2);
    world.sync();
    couple(&mut world, Sides::new(bc[0], dv[1]), false).unwrap();
    let report = world.sync();
    assert_eq!(report.needs_attention.errors, 0);
    assert_eq!(
        total(&report).inserted,
        1,
        "the other one is a customer of its own"
    );
    assert_eq!((world.bc.len(), world.dv.len()), (2, 2));
}

#[test]
fn a_refused_write_is_remembered_with_direction_and_job_s349() {
    for towards in Side::BOTH {
        let mut world = world();
        let ids = world.in_step("C-1");
        let refused = [Some(Fault::Refuse(Cause::BusinessRule))];
        let (direction, source, destination) = match towards {
            Side::Dv => {
                world.bc.edit(ids.bc, "city", "Metz");
                world.dv.fail_next(refused);
                (Direction::ToDataverse, ids.bc, ids.dv)
            }
            Side::Bc => {
                world.dv.edit(ids.dv, "address1_city", "Metz");
                world.bc.fail_next(refused);
                (Direction::ToBusinessCentral, ids.dv, ids.bc)
            }
        };
        let report = world.sync();
        let failed = report.jobs.iter().filter(|job| job.counters.failed == 1);
        let [job] = failed.collect::<Vec<_>>()[..] else {
            panic!("{report:?}")
        };
        assert_eq!(job.direction, direction);
        let errors = world
            .store
            .read()
            .list_errors(&ErrorFilter::default(), Slice::ALL);
        let error = errors.unwrap().remove(0);
        assert_eq!((error.job, error.direction), (Some(job.id), direction));
        assert_eq!(
            (error.source.id, error.destination.id),
            (Some(source), Some(destination))
        );
    }
}

#[test]
fn a_success_is_remembered_with_its_job_s350() {
    let mut world = world();
    let ids = world.in_step("C-1");
    for (direction, city) in [
        (Direction::ToDataverse, "Metz"),
        (Direction::ToBusinessCentral, "Nice"),
    ] {
        match direction {
            Direction::ToDataverse => world.bc.edit(ids.bc, "city", city),
            _ => world.dv.edit(ids.dv, "address1_city", city),
        }
        let before = world.coupling(Side::Bc, ids.bc).unwrap().last_synced;
        let report = world.sync();
        let wrote = report.jobs.iter().find(|job| job.counters.modified == 1);
        let job = wrote.unwrap();
        assert_eq!(job.direction, direction);
        let coupling = world.coupling(Side::Bc, ids.bc).unwrap();
        assert_eq!(coupling.last_job, Some(job.id));
        assert!(coupling.last_synced > before);
    }
}

#[test]
fn a_job_that_a_skipped_pair_refers_to_is_kept_s025() {
    let mut world = world();
    let ids = world.in_step("C-1");
    world.bc.edit(ids.bc, "city", "Metz");
    for _ in 0..2 {
        world
            .dv
            .fail_next([Some(Fault::Refuse(Cause::BusinessRule))]);
        world.sync();
    }
    assert!(world.skipped(ids).is_some());
    let failed: Vec<_> = jobs(&world)
        .into_iter()
        .filter(|job| job.counters.failed > 0)
        .map(|job| job.id)
        .collect();
    world.store.write(|w| w.clear_jobs(None)).unwrap();
    let left: Vec<_> = jobs(&world).into_iter().map(|job| job.id).collect();
    assert_eq!(left, failed[..1], "the last one that touched the pair");
}

fn match_all(world: &mut World) -> crate::engine::outcome::MatchReport {
    let request = MatchRequest {
        mapping: world.mapping.name.clone(),
        create: false,
        preview: false,
        choice: crate::engine::request::MatchChoice::default(),
    };
    world
        .engine(async |engine| engine.couple_by_match(&request).await)
        .unwrap()
}

#[test]
fn nothing_matches_and_nothing_follows_s371() {
    let mut world = world();
    world
        .bc
        .add(50, fields(&[("number", "C-2"), ("displayName", "Miel")]));
    world
        .dv
        .add(60, fields(&[("accountnumber", "C-3"), ("name", "Zélande")]));
    let report = match_all(&mut world);
    assert_eq!((report.coupled, report.created), (0, 0));
    assert_eq!((report.unmatched.bc, report.unmatched.dv), (1, 1));
    assert_eq!((world.bc.len(), world.dv.len()), (1, 1));
}

#[test]
fn matching_couples_and_writes_nothing_s374() {
    let mut world = world();
    let ids = world.both("C-1");
    world.dv.edit(ids.dv, "address1_city", "Nice");
    assert_eq!(match_all(&mut world).coupled, 1);
    assert_eq!(world.bc.text(ids.bc, "city"), "Lyon");
    assert_eq!(world.dv.text(ids.dv, "address1_city"), "Nice");
}

/// Better than there, where the filters of an earlier priority stay in force for the next.
#[test]
fn each_priority_is_tried_for_itself() {
    let mut world = World::new(|mapping| {
        mapping.fields[1].matching = Some(crate::model::mapping::MatchRule {
            priority: 1,
            case_sensitive: false,
        });
    });
    let bc = world
        .bc
        .add(50, fields(&[("number", "C-2"), ("displayName", "Miel")]));
    let dv = world
        .dv
        .add(60, fields(&[("accountnumber", "OTHER"), ("name", "MIEL")]));
    assert_eq!(match_all(&mut world).coupled, 1);
    assert_eq!(world.coupling(Side::Bc, bc).unwrap().ids.dv, dv);
}

#[test]
fn uncoupling_is_done_at_once_and_writes_nothing_s376_s377() {
    let mut world = World::new(|mapping| mapping.only_coupled = false);
    let ids = world.in_step("C-1");
    let record = RecordRef {
        side: Side::Dv,
        id: ids.dv,
    };
    let request = UncoupleRequest {
        mapping: world.mapping.name.clone(),
        records: Some(vec![record]),
        alone: false,
    };
    let removed = world.engine(async |engine| engine.uncouple(&request));
    assert_eq!(removed, Ok(1));
    let job = jobs(&world).remove(0);
    assert_eq!((job.kind, job.counters.uncoupled), (JobKind::Uncoupling, 1));
    let sum = total(&world.sync());
    assert!(sum.is_quiet(), "no run brings them together again: {sum:?}");
    assert_eq!((world.bc.len(), world.dv.len()), (1, 1));
    assert_eq!(match_all(&mut world).coupled, 1, "a person may");
}

#[test]
fn a_person_leaves_a_match_out_and_couples_what_does_not_match() {
    let mut world = world();
    let (one, two) = (world.both("C-1"), world.both("C-2"));
    let bc = world
        .bc
        .add(50, fields(&[("number", "C-8"), ("displayName", "Miel")]));
    let dv = world
        .dv
        .add(60, fields(&[("accountnumber", "C-9"), ("name", "Miel")]));
    let request = MatchRequest {
        mapping: world.mapping.name.clone(),
        create: true,
        preview: false,
        choice: crate::engine::request::MatchChoice {
            except: [two.bc].into(),
            also: vec![Sides::new(bc, dv), Sides::new(one.bc, two.dv)],
        },
    };
    let report = world
        .engine(async |engine| engine.couple_by_match(&request).await)
        .unwrap();
    assert_eq!((report.coupled, report.created), (2, 0));
    assert_eq!(world.coupling(Side::Bc, one.bc).unwrap().ids, one);
    assert_eq!(world.coupling(Side::Bc, bc).unwrap().ids.dv, dv);
    assert_eq!(world.coupling(Side::Bc, two.bc), None);
}

#[test]
fn what_a_job_wrote_can_be_taken_back_after_the_log_was_cleared() {
    for of_job in [true, false] {
        let mut world = world();
        let ids = world.in_step("C-1");
        world.bc.edit(ids.bc, "city", "Metz");
        world.dv.edit(ids.dv, "telephone1", "3");
        world.sync();
        let written = |world: &World, side: Side| {
            let all = HistoryFilter::default();
            let all = world.store.read().list_history(&all, Slice::ALL).unwrap();
            all.into_iter()
                .find(|entry| entry.side == side && entry.reason == "merged")
                .unwrap()
        };
        let (bc, dv) = (written(&world, Side::Bc), written(&world, Side::Dv));
        assert_ne!(bc.job, dv.job, "each direction has its job");
        let cleared = world.store.write(|w| w.clear_jobs(None)).unwrap();
        assert!(cleared >= 2 && world.store.read().job(bc.job.unwrap()).unwrap().is_none());
        let request = RevertAllRequest {
            of: if of_job {
                RevertAll::Job(bc.job.unwrap())
            } else {
                RevertAll::Merge(dv.id)
            },
            preview: false,
        };
        let report = world
            .engine(async |engine| engine.revert_all(&request).await)
            .unwrap();
        assert_eq!(report.reverted, if of_job { 1 } else { 2 });
        assert_eq!(world.bc.text(ids.bc, "phoneNumber"), "1");
        let city = world.dv.text(ids.dv, "address1_city");
        assert_eq!(city, if of_job { "Metz" } else { "Lyon" });
        // A number that never stood for a job is still none.
        let request = RevertAllRequest {
            of: RevertAll::Job(JobId(999)),
            preview: false,
        };
        let unknown = world.engine(async |engine| engine.revert_all(&request).await);
        assert_eq!(unknown.unwrap_err().cause, Cause::RecordGone);
    }
}
