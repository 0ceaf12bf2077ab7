use super::*;
use crate::model::PairState;
use crate::store::testing::{at, customer, id, ids, store};
use crate::store::{SkippedFilter, SkippedRow, Slice, Store};
use pretty_assertions::assert_eq;

fn conflict(coupling: CouplingId, number: u128) -> NewSkipped {
    NewSkipped {
        mapping: customer(),
        coupling: Some(coupling),
        ids: ids(number, number + 1000).map(Some),
        labels: Sides::new(format!("C{number} Adatum"), format!("A{number} Älpha")),
        reason: SkipReason::Conflict,
        problem: Some(Problem::new(Cause::Conflict)),
        since: at(5),
        open_fields: vec![FieldName::new("phoneNumber")],
    }
}

/// A store with one pair in conflict.
fn conflicted() -> (Store, CouplingId, SkippedId) {
    let store = store();
    let (coupling, skipped) = store
        .write(|w| {
            let coupling = w.settled_pair(1, "Adatum")?;
            w.set_state(coupling, PairState::Conflict, false)?;
            Ok((coupling, w.put_skipped(&conflict(coupling, 1))?))
        })
        .unwrap();
    (store, coupling, skipped)
}

#[test]
fn a_conflict_comes_back_as_it_was() {
    let (store, coupling, skipped) = conflicted();
    let NewSkipped {
        mapping,
        coupling: own,
        ids,
        labels,
        reason,
        problem,
        since,
        open_fields,
    } = conflict(coupling, 1);
    let expected = SkippedRecord {
        id: skipped,
        mapping,
        coupling: own,
        ids,
        labels,
        reason,
        problem,
        since,
        open_fields,
    };
    assert_eq!(store.read().skipped(skipped), Ok(Some(expected.clone())));
    assert_eq!(store.read().skipped_of(coupling), Ok(Some(expected)));
    assert_eq!(
        store.read().skipped_record(&customer(), Side::Bc, id(1)),
        Ok(None),
        "it is the pair that is skipped"
    );
}

#[test]
fn skipped_again_it_keeps_id_draft_and_time() {
    let (store, coupling, skipped) = conflicted();
    let again = NewSkipped {
        since: at(60),
        open_fields: vec![FieldName::new("email"), FieldName::new("phoneNumber")],
        ..conflict(coupling, 1)
    };
    assert_eq!(store.write(|w| w.save_draft(skipped, Some("{}"))), Ok(true));
    assert_eq!(store.write(|w| w.put_skipped(&again)), Ok(skipped));
    let record = store.read().skipped(skipped).unwrap().unwrap();
    assert_eq!((record.since, record.open_fields.len()), (at(5), 2));
    assert_eq!(store.read().draft(skipped).unwrap().as_deref(), Some("{}"));
    let gone = NewSkipped {
        reason: SkipReason::DeletedInDv,
        ..again
    };
    assert_eq!(store.write(|w| w.put_skipped(&gone)), Ok(skipped));
    let record = store.read().skipped(skipped).unwrap().unwrap();
    assert_eq!(
        (record.since, record.reason),
        (at(60), SkipReason::DeletedInDv),
        "another reason, another time"
    );
}

#[test]
fn a_draft_is_saved_and_discarded() {
    let (store, _, skipped) = conflicted();
    assert_eq!(store.read().draft(skipped), Ok(None));
    store
        .write(|w| w.save_draft(skipped, Some("half-done")))
        .unwrap();
    assert_eq!(
        store.read().draft(skipped).unwrap().as_deref(),
        Some("half-done")
    );
    store.write(|w| w.save_draft(skipped, None)).unwrap();
    assert_eq!(store.read().draft(skipped), Ok(None));
    assert_eq!(
        store.write(|w| w.save_draft(SkippedId(99), None)),
        Ok(false)
    );
}

#[test]
fn a_cleared_pair_takes_part_again() {
    let (store, coupling, skipped) = conflicted();
    assert_eq!(store.write(|w| w.clear_skipped(skipped)), Ok(true));
    assert_eq!(store.write(|w| w.clear_skipped(skipped)), Ok(false));
    let pending = store.read().pending(&customer(), None, 9).unwrap();
    assert_eq!(
        pending
            .iter()
            .map(|pair| (pair.id, pair.state))
            .collect::<Vec<_>>(),
        [(coupling, PairState::Pending)]
    );
    let next = store
        .write(|w| w.put_skipped(&conflict(coupling, 1)))
        .unwrap();
    assert_ne!(next, skipped, "ids are never used again");
}

#[test]
fn an_uncoupled_pair_is_no_longer_skipped() {
    let (store, coupling, skipped) = conflicted();
    store.write(|w| w.uncouple(coupling)).unwrap();
    assert_eq!(store.read().skipped(skipped), Ok(None));
}

#[test]
fn a_single_record_is_skipped_until_it_is_coupled() {
    let store = store();
    let single = NewSkipped {
        coupling: None,
        ids: Sides::new(None, Some(id(7))),
        ..conflict(CouplingId(0), 7)
    };
    let unseen = store.write(|w| w.put_skipped(&single)).unwrap_err();
    assert_eq!(unseen.cause, Cause::RecordGone);
    let skipped = store
        .write(|w| {
            w.see_record(Side::Dv, 7, "Adatum", 1)?;
            w.put_skipped(&single)
        })
        .unwrap();
    assert_eq!(store.write(|w| w.put_skipped(&single)), Ok(skipped));
    let found = store
        .read()
        .skipped_record(&customer(), Side::Dv, id(7))
        .unwrap();
    assert_eq!(found.map(|record| record.id), Some(skipped));
    assert_eq!(
        store.read().uncoupled(&customer(), Side::Dv, None, 9),
        Ok(Vec::new())
    );
    store.write(|w| w.couple(&customer(), ids(1, 7))).unwrap();
    assert_eq!(store.read().skipped(skipped), Ok(None));
}

#[test]
fn a_coupling_that_is_gone_cannot_be_skipped() {
    let store = store();
    let problem = store
        .write(|w| w.put_skipped(&conflict(CouplingId(9), 1)))
        .unwrap_err();
    assert_eq!(
        (problem.cause, problem.params["reason"].as_str()),
        (Cause::RecordGone, "uncoupled")
    );
}

#[test]
fn skipped_records_are_listed_with_times_and_drafts() {
    let (store, _, first) = conflicted();
    let single = store
        .write(|w| {
            w.save_draft(first, Some("{}"))?;
            w.see_record(Side::Dv, 7, "Fabrikam", 3)?;
            let ids = Sides::new(None, Some(id(7)));
            let labels = Sides::new(String::new(), "A7 Fabrikam".to_owned());
            w.put_skipped(&NewSkipped {
                coupling: None,
                ids,
                labels,
                reason: SkipReason::Invalid,
                since: at(9),
                ..conflict(CouplingId(0), 7)
            })
        })
        .unwrap();
    let list = |filter: &SkippedFilter| -> Vec<SkippedRow> {
        let rows = store.read().list_skipped(filter, Slice::ALL).unwrap();
        assert_eq!(store.read().count_skipped(filter), Ok(rows.len() as u64));
        rows
    };
    let all = list(&SkippedFilter::default());
    assert_eq!(
        all.iter().map(|row| row.record.id).collect::<Vec<_>>(),
        [single, first]
    );
    assert_eq!(all[0].modified, Sides::new(None, Some(at(3))));
    assert_eq!((all[0].draft.as_deref(), all[0].last_synced), (None, None));
    assert_eq!(all[1].modified, Sides::new(Some(at(1)), Some(at(1))));
    assert_eq!(
        (all[1].draft.as_deref(), all[1].last_synced),
        (Some("{}"), Some(at(1)))
    );
    let found = |filter: SkippedFilter| -> Vec<SkippedId> {
        list(&filter).into_iter().map(|row| row.record.id).collect()
    };
    let by = |search: &str| SkippedFilter {
        search: Some(search.to_owned()),
        ..SkippedFilter::default()
    };
    assert_eq!(found(by("älPHA")), [first]);
    assert_eq!(found(by(&id(7).to_string())), [single]);
    let reasons = vec![SkipReason::Conflict, SkipReason::Blocked];
    assert_eq!(
        found(SkippedFilter {
            reasons,
            ..SkippedFilter::default()
        }),
        [first]
    );
    let page = store
        .read()
        .list_skipped(
            &SkippedFilter::default(),
            Slice {
                offset: 1,
                limit: 1,
            },
        )
        .unwrap();
    assert_eq!(page[0].record.id, first);
}
