use super::*;
use crate::model::Direction;
use crate::model::report::{ErrorEnd, SkipReason};
use crate::store::testing::{at, customer, fields, id, ids, mapping, naming, record, seen, store};
use crate::store::{NewError, NewSkipped, Observed, Store};
use pretty_assertions::assert_eq;

const AS_IS: NewSeen = Sides { bc: None, dv: None };

fn pair(store: &Store, coupling: CouplingId) -> Coupling {
    store.read().coupling(coupling).unwrap().unwrap()
}

fn error(side: Side, number: u128) -> NewError {
    let end = |side, id| ErrorEnd {
        side,
        id,
        label: "x".to_owned(),
        url: None,
    };
    NewError {
        job: None,
        mapping: customer(),
        direction: Direction::towards(side.other()),
        time: at(5),
        problem: Problem::new(Cause::TooLong),
        source: end(side, Some(id(number))),
        destination: end(side.other(), None),
    }
}

#[test]
fn two_seen_records_are_coupled_and_pending() {
    let store = store();
    let coupling = store
        .write(|w| {
            w.see_record(Side::Bc, 1, "Adatum", 1)?;
            w.see_record(Side::Dv, 2, "Adatum Corp.", 1)?;
            w.couple(&customer(), ids(1, 2))
        })
        .unwrap();
    let expected = Coupling {
        id: coupling,
        mapping: customer(),
        ids: ids(1, 2),
        seen: Sides::new(seen(1, "Adatum", 1), seen(2, "Adatum Corp.", 1)),
        base: None,
        state: PairState::Pending,
        last_synced: None,
        last_job: None,
    };
    assert_eq!(pair(&store, coupling), expected);
    let read = store.read();
    assert_eq!(
        read.pending(&customer(), None, 9),
        Ok(vec![expected.clone()])
    );
    assert_eq!(read.pending(&customer(), Some(coupling), 9), Ok(Vec::new()));
    assert_eq!(
        read.coupling_of(&customer(), Side::Dv, id(2)),
        Ok(Some(expected))
    );
    assert_eq!(read.coupling_of(&customer(), Side::Bc, id(2)), Ok(None));
    assert_eq!(read.count_uncoupled(&customer(), Side::Bc), Ok(0));
}

#[test]
fn records_that_nobody_has_read_are_coupled_as_unread() {
    let store = store();
    let coupling = store.write(|w| w.couple(&customer(), ids(1, 2))).unwrap();
    assert_eq!(
        pair(&store, coupling).seen,
        Sides::new(Observation::Unread, Observation::Unread)
    );
    let observed = store.write(|w| w.see_record(Side::Bc, 1, "Adatum", 1));
    assert_eq!(observed, Ok(Observed::Changed));
    assert_eq!(pair(&store, coupling).seen.bc, seen(1, "Adatum", 1));
}

#[test]
fn a_record_is_never_in_two_couplings_of_a_mapping() {
    let store = store();
    let first = store.write(|w| w.settled_pair(1, "Adatum")).unwrap();
    for (taken, side) in [(ids(1, 7), Side::Bc), (ids(7, 1001), Side::Dv)] {
        let problem = store.write(|w| w.couple(&customer(), taken)).unwrap_err();
        assert_eq!(problem.cause, Cause::DuplicateKey);
        assert_eq!(problem.side, Some(side));
        assert_eq!(problem.mapping, Some(customer()));
        let said = |name: &str| problem.params.get(name).map(String::as_str);
        assert_eq!(said("reason"), Some("already_coupled"));
        let labels = Sides::new("C1 Adatum", "C1001 Adatum");
        assert_eq!(said("record"), Some(*labels.get(side)));
        assert_eq!(said("target"), Some(*labels.get(side.other())));
    }
    assert_eq!(
        store
            .read()
            .couplings_after(&customer(), None, 9)
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        store.read().count_uncoupled(&customer(), Side::Dv),
        Ok(0),
        "nothing half-done"
    );
    // The same records may take part in another mapping.
    let vendor = MappingName::new("VENDOR");
    let other = store
        .write(|w| {
            w.put_mapping(&mapping("VENDOR"), 1)?;
            w.couple(&vendor, ids(1, 1001))
        })
        .unwrap();
    assert_ne!(other, first);
}

#[test]
fn a_refused_coupling_does_not_undo_its_neighbours() {
    let store = store();
    store
        .write(|w| {
            w.couple(&customer(), ids(1, 2))?;
            assert!(w.couple(&customer(), ids(1, 3)).is_err());
            w.couple(&customer(), ids(3, 4))
        })
        .unwrap();
    assert_eq!(
        store
            .read()
            .couplings_after(&customer(), None, 9)
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn the_schema_itself_refuses_a_second_coupling() {
    let store = store();
    store.write(|w| w.settled_pair(1, "Adatum")).unwrap();
    let forced = store.db().execute(
        "INSERT INTO coupling (mapping, state, pending, bc_id, dv_id, bc_state, dv_state, bc_generation, dv_generation)
         SELECT mapping, 0, 0, bc_id, bc_id, 0, 0, 0, 0 FROM coupling",
        [],
    );
    assert!(forced.is_err());
}

#[test]
fn settling_makes_what_is_seen_the_base() {
    let store = store();
    let coupling = store.write(|w| w.settled_pair(1, "Adatum")).unwrap();
    let settled = pair(&store, coupling);
    assert_eq!(settled.state, PairState::InStep);
    assert_eq!(settled.last_synced, Some(at(1)));
    assert_eq!(settled.last_job, Some(JobId(1)));
    assert_eq!(
        settled.base,
        Some(Sides::new(
            record(1, "Adatum", 1).fields,
            record(1001, "Adatum", 1).fields
        ))
    );
    assert_eq!(store.read().pending(&customer(), None, 9), Ok(Vec::new()));
}

#[test]
fn settling_takes_new_observations_with_it() {
    let store = store();
    let coupling = store.write(|w| w.settled_pair(1, "Adatum")).unwrap();
    let written = record(1001, "Adatum Ltd", 8);
    store
        .write(|w| {
            w.see_record(Side::Bc, 1, "Adatum Ltd", 2)?;
            let new = Sides::new(None, Some((written.clone().into(), naming(&written))));
            w.settle(coupling, &new, None, None, at(9))
        })
        .unwrap();
    let settled = pair(&store, coupling);
    assert_eq!(settled.seen.dv, seen(1001, "Adatum Ltd", 8));
    assert_eq!(settled.base.unwrap().bc, record(1, "Adatum Ltd", 2).fields);
    assert_eq!(
        settled.last_job,
        Some(JobId(1)),
        "kept when no job is given"
    );
    let label = store
        .read()
        .label_of(&customer(), Side::Dv, id(1001))
        .unwrap();
    assert_eq!(label.as_deref(), Some("C1001 Adatum Ltd"));
}

#[test]
fn a_base_of_its_own_is_kept_beside_what_is_seen() {
    let store = store();
    let coupling = store.write(|w| w.settled_pair(1, "Adatum")).unwrap();
    let base = Sides::new(fields(&[("name", "B")]), record(1001, "Adatum", 1).fields);
    store
        .write(|w| w.settle(coupling, &AS_IS, Some(&base), None, at(9)))
        .unwrap();
    assert_eq!(pair(&store, coupling).base, Some(base));
    store.write(|w| w.set_base(coupling, None)).unwrap();
    assert_eq!(pair(&store, coupling).base, None);
    assert_eq!(pair(&store, coupling).seen.bc, seen(1, "Adatum", 1));
}

#[test]
fn settling_closes_errors_and_what_was_skipped() {
    let store = store();
    let (coupling, failed, skipped) = store
        .write(|w| {
            let coupling = w.settled_pair(1, "Adatum")?;
            w.settled_pair(2, "Fabrikam")?;
            let failed = [
                w.put_error(&error(Side::Bc, 1))?,
                w.put_error(&error(Side::Dv, 1001))?,
            ];
            w.put_error(&error(Side::Bc, 2))?;
            let skipped = w.put_skipped(&NewSkipped {
                mapping: customer(),
                coupling: Some(coupling),
                ids: ids(1, 1001).map(Some),
                labels: Sides::default(),
                reason: SkipReason::Conflict,
                problem: None,
                since: at(3),
                open_fields: Vec::new(),
            })?;
            Ok((coupling, failed, skipped))
        })
        .unwrap();
    assert_eq!(
        store
            .read()
            .error_of_coupling(coupling)
            .unwrap()
            .map(|e| e.id),
        Some(failed[1])
    );
    store
        .write(|w| w.settle(coupling, &AS_IS, None, None, at(4)))
        .unwrap();
    let read = store.read();
    assert_eq!(read.error_of_coupling(coupling), Ok(None));
    assert!(
        failed
            .iter()
            .all(|id| !read.error(*id).unwrap().unwrap().open),
        "closed, not gone"
    );
    assert_eq!(read.skipped(skipped), Ok(None));
    assert!(
        read.error_of(&customer(), Side::Bc, id(2))
            .unwrap()
            .is_some(),
        "others stay"
    );
}

#[test]
fn a_pair_without_an_existing_side_has_no_base_after_settling() {
    let store = store();
    let coupling = store.write(|w| w.settled_pair(1, "Adatum")).unwrap();
    let gone = Sides::new(None, Some((Observation::Deleted, Naming::default())));
    store
        .write(|w| w.settle(coupling, &gone, None, None, at(4)))
        .unwrap();
    assert_eq!(pair(&store, coupling).base, None);
    let label = store
        .read()
        .label_of(&customer(), Side::Dv, id(1001))
        .unwrap();
    assert_eq!(
        label.as_deref(),
        Some("C1001 Adatum"),
        "it is still called what it was"
    );
}

#[test]
fn set_seen_keeps_base_and_state() {
    let store = store();
    let coupling = store.write(|w| w.settled_pair(1, "Adatum")).unwrap();
    let new = record(1, "Adatum Ltd", 4);
    store
        .write(|w| w.set_seen(coupling, Side::Bc, &new.clone().into(), &naming(&new)))
        .unwrap();
    let now = pair(&store, coupling);
    assert_eq!(now.seen.bc, new.into());
    assert_eq!(now.base.unwrap().bc, record(1, "Adatum", 1).fields);
    assert_eq!(now.state, PairState::InStep);
}

#[test]
fn uncoupling_keeps_what_exists_and_forgets_the_rest() {
    let store = store();
    let coupling = store
        .write(|w| {
            let coupling = w.settled_pair(1, "Adatum")?;
            w.observe_deleted(&customer(), Side::Dv, id(1001))?;
            w.put_error(&error(Side::Bc, 1))?;
            assert!(w.uncouple(coupling)?);
            assert!(!w.uncouple(coupling)?);
            Ok(coupling)
        })
        .unwrap();
    let read = store.read();
    assert_eq!(read.coupling(coupling), Ok(None));
    assert_eq!(
        read.uncoupled_one(&customer(), Side::Bc, id(1)),
        Ok(Some(seen(1, "Adatum", 1)))
    );
    assert_eq!(read.count_uncoupled(&customer(), Side::Dv), Ok(0));
    assert_eq!(read.error_of(&customer(), Side::Bc, id(1)), Ok(None));
    // Coupled anew, nothing is agreed.
    let again = store.write(|w| w.couple(&customer(), ids(1, 7))).unwrap();
    assert_ne!(again, coupling, "ids are never used again");
    assert_eq!(pair(&store, again).base, None);
}

#[test]
fn repointing_begins_anew_with_another_record() {
    let store = store();
    let coupling = store.write(|w| w.settled_pair(1, "Adatum")).unwrap();
    store
        .write(|w| {
            w.observe_deleted(&customer(), Side::Dv, id(1001))?;
            w.repoint(coupling, Side::Dv, id(3000))
        })
        .unwrap();
    let now = pair(&store, coupling);
    assert_eq!(now.ids, ids(1, 3000));
    assert_eq!(
        now.seen,
        Sides::new(seen(1, "Adatum", 1), Observation::Unread)
    );
    assert_eq!((now.base, now.state), (None, PairState::Pending));
    assert_eq!(
        store.read().count_uncoupled(&customer(), Side::Dv),
        Ok(0),
        "the deleted one is forgotten"
    );
    store.write(|w| w.settled_pair(2, "Fabrikam")).unwrap();
    let taken = store.write(|w| w.repoint(coupling, Side::Dv, id(1002)));
    assert_eq!(taken.unwrap_err().cause, Cause::DuplicateKey);
    assert_eq!(
        store.write(|w| w.repoint(coupling, Side::Dv, id(3000))),
        Ok(()),
        "where it points already"
    );
}

#[test]
fn all_couplings_can_be_made_pending() {
    let store = store();
    store
        .write(|w| {
            w.settled_pair(1, "Adatum")?;
            w.settled_pair(2, "Fabrikam")
        })
        .unwrap();
    assert_eq!(store.write(|w| w.make_all_pending(&customer())), Ok(2));
    assert_eq!(
        store.read().pending(&customer(), None, 1).unwrap().len(),
        1,
        "a page at a time"
    );
}

#[test]
fn a_coupling_that_is_gone_cannot_be_settled() {
    let store = store();
    let missing = store.write(|w| w.settle(CouplingId(9), &AS_IS, None, None, at(0)));
    assert_eq!(missing.unwrap_err().cause, Cause::RecordGone);
}
