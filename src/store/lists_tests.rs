use super::*;
use crate::model::Direction;
use crate::model::report::ErrorEnd;
use crate::store::testing::{at, customer, id, ids, mapping, store};
use crate::store::{NewError, NewSeen, Store};
use pretty_assertions::assert_eq;

const NAMES: [&str; 5] = ["Litware", "Adatum", "Éts Zola", "Fabrikam", "adatum deux"];

/// Five pairs, made in the order of their numbers 1 to 5; the third is in conflict, the fourth failed.
fn filled() -> Store {
    let store = store();
    store
        .write(|w| {
            w.put_mapping(&mapping("ITEM"), 1)?;
            for (number, name) in (1..).zip(NAMES) {
                let coupling = w.settled_pair(number, name)?;
                let state = match number {
                    3 => PairState::Conflict,
                    4 => PairState::Error,
                    _ => continue,
                };
                w.set_state(coupling, state, state == PairState::Error)?;
            }
            let end = |side, id| ErrorEnd {
                side,
                id,
                label: String::new(),
                url: None,
            };
            w.put_error(&NewError {
                job: None,
                mapping: customer(),
                direction: Direction::ToBusinessCentral,
                time: at(1),
                problem: Problem::new(Cause::TooLong),
                source: end(Side::Dv, Some(id(1004))),
                destination: end(Side::Bc, None),
            })?;
            w.couple(&MappingName::new("ITEM"), ids(1, 2))?;
            w.observe_deleted(&customer(), Side::Dv, id(1002))
        })
        .unwrap();
    store
}

fn of_customer() -> CouplingFilter {
    CouplingFilter {
        mapping: Some(customer()),
        ..CouplingFilter::default()
    }
}

fn numbers(
    store: &Store,
    filter: &CouplingFilter,
    sort: CouplingSort,
    descending: bool,
) -> Vec<u128> {
    let rows = store
        .read()
        .list_couplings(filter, sort, descending, Slice::ALL)
        .unwrap();
    assert_eq!(store.read().count_couplings(filter), Ok(rows.len() as u64));
    rows.iter().map(|row| row.ids.bc.as_u128()).collect()
}

#[test]
fn a_line_tells_everything_about_a_pair() {
    let store = filled();
    let rows = store
        .read()
        .list_couplings(&of_customer(), CouplingSort::Made, false, Slice::ALL)
        .unwrap();
    let failed = CouplingRow {
        id: CouplingId(4),
        mapping: customer(),
        ids: ids(4, 1004),
        keys: Sides::new(Some("C4".to_owned()), Some("C1004".to_owned())),
        labels: Sides::new("C4 Fabrikam".to_owned(), "C1004 Fabrikam".to_owned()),
        presence: Sides::new(Presence::Exists, Presence::Exists),
        modified: Sides::new(Some(at(1)), Some(at(1))),
        state: PairState::Error,
        pending: true,
        last_synced: Some(at(1)),
        last_job: Some(JobId(1)),
        error: Some(Cause::TooLong),
    };
    assert_eq!(rows[3], failed);
    assert_eq!(
        rows[1].presence,
        Sides::new(Presence::Exists, Presence::Deleted)
    );
    assert_eq!((rows[1].modified.dv, rows[1].error), (None, None));
}

#[test]
fn the_newest_error_of_a_pair_is_found_by_index_on_either_side() {
    let store = filled();
    let end = |side, id| ErrorEnd {
        side,
        id,
        label: String::new(),
        url: None,
    };
    let newer = NewError {
        job: None,
        mapping: customer(),
        direction: Direction::ToDataverse,
        time: at(2),
        problem: Problem::new(Cause::OptionMissing),
        source: end(Side::Bc, Some(id(4))),
        destination: end(Side::Dv, None),
    };
    store.write(|w| w.put_error(&newer)).unwrap();
    let rows = store
        .read()
        .list_couplings(&of_customer(), CouplingSort::Made, false, Slice::ALL)
        .unwrap();
    let errors: Vec<_> = rows.iter().map(|row| row.error).collect();
    assert_eq!(errors, [None, None, None, Some(Cause::OptionMissing), None]);
    let plan = format!("EXPLAIN QUERY PLAN {COUPLING_COLUMNS}");
    let reader = store.read();
    let mut explained = reader.db.prepare(&plan).unwrap();
    let steps: Vec<String> = explained
        .query_map([], |row| row.get(3))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for side in [
        "error_open_bc (mapping=? AND bc_id=?)",
        "error_open_dv (mapping=? AND dv_id=?)",
    ] {
        assert!(steps.iter().any(|step| step.contains(side)), "{steps:?}");
    }
}

#[test]
fn couplings_are_filtered() {
    let store = filled();
    let made = |filter: CouplingFilter| numbers(&store, &filter, CouplingSort::Made, false);
    assert_eq!(made(CouplingFilter::default()), [1, 2, 3, 4, 5, 1]);
    assert_eq!(made(of_customer()), [1, 2, 3, 4, 5]);
    let states = vec![PairState::Conflict, PairState::Error];
    assert_eq!(
        made(CouplingFilter {
            states,
            ..of_customer()
        }),
        [3, 4]
    );
    let by = |text: &str| CouplingFilter {
        search: Some(text.to_owned()),
        ..of_customer()
    };
    assert_eq!(made(by("ADATUM")), [2, 5]);
    assert_eq!(made(by("éts")), [3]);
    assert_eq!(made(by("100%")), []);
    assert_eq!(made(by("  ")), [1, 2, 3, 4, 5], "blanks ask for nothing");
    assert_eq!(made(by(&id(1004).to_string())), [4]);
    let conflict = CouplingFilter {
        states: vec![PairState::Conflict],
        ..by("adatum")
    };
    assert_eq!(made(conflict), []);
    let nowhere = CouplingFilter {
        mapping: Some("VENDOR".into()),
        ..CouplingFilter::default()
    };
    assert_eq!(made(nowhere), []);
}

#[test]
fn couplings_are_sorted_both_ways() {
    let store = filled();
    store
        .write(|w| w.settle(CouplingId(5), &NewSeen::default(), None, None, at(9)))
        .unwrap();
    let sorted = |sort, descending| numbers(&store, &of_customer(), sort, descending);
    assert_eq!(sorted(CouplingSort::Made, true), [5, 4, 3, 2, 1]);
    assert_eq!(
        sorted(CouplingSort::BcLabel, false),
        [1, 2, 3, 4, 5],
        "labels begin with the key"
    );
    assert_eq!(sorted(CouplingSort::DvLabel, true), [5, 4, 3, 2, 1]);
    assert_eq!(sorted(CouplingSort::LastSynced, true), [5, 4, 3, 2, 1]);
    assert_eq!(
        sorted(CouplingSort::State, false),
        [1, 5, 2, 3, 4],
        "in step, pending, conflict, error"
    );
}

#[test]
fn a_page_is_cut_out_of_the_whole() {
    let store = filled();
    let page = |sort, offset, limit| -> Vec<u128> {
        let rows = store
            .read()
            .list_couplings(&of_customer(), sort, false, Slice { offset, limit })
            .unwrap();
        rows.iter().map(|row| row.ids.bc.as_u128()).collect()
    };
    for sort in [CouplingSort::Made, CouplingSort::BcLabel] {
        assert_eq!(page(sort, 0, 2), [1, 2]);
        assert_eq!(page(sort, 3, 2), [4, 5]);
        assert_eq!(page(sort, 9, 2), []);
    }
}

#[test]
fn jobs_are_filtered() {
    let store = filled();
    let (good, bad) = store
        .write(|w| {
            let start = |kind| w.start_job(&customer(), Direction::ToDataverse, kind, at(1));
            let (good, bad) = (start(JobKind::Synchronization)?, start(JobKind::Revert)?);
            let failed = crate::model::report::Counters {
                failed: 1,
                ..Default::default()
            };
            w.finish_job(bad, &failed, None, at(2))?;
            Ok((good, bad))
        })
        .unwrap();
    let found = |filter: JobFilter| -> Vec<JobId> {
        let listed = store.read().list_jobs(&filter, Slice::ALL).unwrap();
        assert_eq!(store.read().count_jobs(&filter), Ok(listed.len() as u64));
        listed.into_iter().map(|job| job.id).collect()
    };
    assert_eq!(found(JobFilter::default()), [bad, good]);
    assert_eq!(
        found(JobFilter {
            troubled_only: true,
            ..JobFilter::default()
        }),
        [bad]
    );
    assert_eq!(
        found(JobFilter {
            kind: Some(JobKind::Synchronization),
            ..JobFilter::default()
        }),
        [good]
    );
    assert_eq!(
        found(JobFilter {
            mapping: Some("ITEM".into()),
            ..JobFilter::default()
        }),
        []
    );
}
