use super::*;
use crate::store::testing::{at, customer, id, ids, store};
use crate::store::{ErrorFilter, Slice, Store};
use pretty_assertions::assert_eq;

fn end(side: Side, id: Option<Uuid>, label: &str) -> ErrorEnd {
    ErrorEnd {
        side,
        id,
        label: label.to_owned(),
        url: id.map(|id| format!("https://example.com/{id}")),
    }
}

fn failure(number: u128, raw: &str) -> NewError {
    NewError {
        job: Some(JobId(1)),
        mapping: customer(),
        direction: Direction::ToDataverse,
        time: at(1),
        problem: Problem::new(Cause::TooLong)
            .with("field", "name")
            .saying(raw),
        source: end(Side::Bc, Some(id(number)), "C1 Adatum"),
        destination: end(Side::Dv, None, ""),
    }
}

fn put(store: &Store, error: &NewError) -> IntegrationError {
    let id = store.write(|w| w.put_error(error)).unwrap();
    store.read().error(id).unwrap().unwrap()
}

#[test]
fn an_error_comes_back_with_both_ends() {
    let store = store();
    let error = NewError {
        direction: Direction::ToBusinessCentral,
        source: end(Side::Dv, Some(id(1001)), "A-1"),
        destination: end(Side::Bc, Some(id(1)), "C1"),
        ..failure(1, "too long")
    };
    let stored = put(&store, &error);
    let NewError {
        job,
        mapping,
        direction,
        time,
        problem,
        source,
        destination,
    } = error;
    let id = stored.id;
    let expected = IntegrationError {
        id,
        job,
        mapping,
        direction,
        time,
        problem,
        source,
        destination,
        attempts: 1,
        open: true,
        handled: None,
    };
    assert_eq!(stored, expected);
}

#[test]
fn the_same_failure_again_is_another_attempt() {
    let store = store();
    let first = put(&store, &failure(1, "too long"));
    let mut again = failure(1, "too long");
    again.time = at(60);
    again.job = Some(JobId(2));
    again.problem.request_id = Some("differs every time".to_owned());
    let second = put(&store, &again);
    assert_eq!(
        (second.id, second.attempts, second.time),
        (first.id, 2, at(60))
    );
    assert_eq!(second.job, Some(JobId(1)), "the job that first met it");
    assert_eq!(put(&store, &again).attempts, 3);
}

#[test]
fn another_cause_or_text_counts_anew_in_the_same_row() {
    let store = store();
    let first = put(&store, &failure(1, "too long"));
    put(&store, &failure(1, "too long"));
    let mut other = failure(1, "much too long");
    other.job = Some(JobId(5));
    let changed = put(&store, &other);
    assert_eq!(
        (changed.id, changed.attempts, changed.job),
        (first.id, 1, Some(JobId(5)))
    );
    other.problem.cause = Cause::BusinessRule;
    assert_eq!(put(&store, &other).attempts, 1);
}

#[test]
fn records_and_directions_have_rows_of_their_own() {
    let store = store();
    let one = put(&store, &failure(1, "x"));
    let two = put(&store, &failure(2, "x"));
    let back = put(
        &store,
        &NewError {
            direction: Direction::ToBusinessCentral,
            source: end(Side::Dv, Some(id(1001)), ""),
            destination: end(Side::Bc, Some(id(1)), ""),
            ..failure(1, "x")
        },
    );
    let general = put(
        &store,
        &NewError {
            source: end(Side::Bc, None, "customers"),
            ..failure(1, "x")
        },
    );
    let all = [one.id, two.id, back.id, general.id];
    assert_eq!(
        all.iter().collect::<std::collections::BTreeSet<_>>().len(),
        4
    );
    assert_eq!(
        store
            .read()
            .error_of(&customer(), Side::Bc, id(1))
            .unwrap()
            .map(|e| e.id),
        Some(back.id),
        "the newest"
    );
    assert_eq!(store.write(|w| w.close_general_errors(&customer())), Ok(1));
    assert!(!store.read().error(general.id).unwrap().unwrap().open);
}

#[test]
fn a_closed_error_that_happens_again_is_a_new_one() {
    let store = store();
    let first = put(&store, &failure(1, "x"));
    assert_eq!(
        store.write(|w| w.close_errors(&customer(), ids(1, 1001).map(Some))),
        Ok(1)
    );
    let second = put(&store, &failure(1, "x"));
    assert_ne!(second.id, first.id);
    assert_eq!(second.attempts, 1);
    assert_eq!(store.write(|w| w.close_error(second.id)), Ok(true));
    assert_eq!(store.write(|w| w.close_error(second.id)), Ok(false));
}

#[test]
fn a_forgotten_record_leaves_no_open_error() {
    let store = store();
    store
        .write(|w| w.see_record(Side::Bc, 1, "Adatum", 1))
        .unwrap();
    let error = put(&store, &failure(1, "x"));
    store
        .write(|w| w.observe_deleted(&customer(), Side::Bc, id(1)))
        .unwrap();
    assert!(!store.read().error(error.id).unwrap().unwrap().open);
}

#[test]
fn errors_are_cleared_by_age_and_open_ones_only_on_demand() {
    let store = store();
    let old_open = put(&store, &failure(1, "x"));
    let old_closed = put(&store, &failure(2, "x"));
    store.write(|w| w.close_error(old_closed.id)).unwrap();
    let young = put(
        &store,
        &NewError {
            time: at(100),
            ..failure(3, "x")
        },
    );
    store.write(|w| w.close_error(young.id)).unwrap();
    assert_eq!(store.write(|w| w.clear_errors(Some(at(50)), false)), Ok(1));
    assert!(store.read().error(old_open.id).unwrap().is_some());
    assert_eq!(store.write(|w| w.clear_errors(None, false)), Ok(1));
    assert_eq!(store.write(|w| w.clear_errors(None, true)), Ok(1));
    assert_eq!(store.read().count_errors(&ErrorFilter::default()), Ok(0));
}

#[test]
fn errors_are_listed_by_cause_mapping_and_text() {
    let store = store();
    let plain = put(&store, &failure(1, "x"));
    let mut refused = failure(2, "x");
    refused.problem.cause = Cause::BusinessRule;
    refused.source.label = "C2 Éts Fabrikam".to_owned();
    refused.time = at(9);
    let refused = put(&store, &refused);
    let found = |filter: ErrorFilter| -> Vec<ErrorId> {
        let listed = store.read().list_errors(&filter, Slice::first(10)).unwrap();
        assert_eq!(store.read().count_errors(&filter), Ok(listed.len() as u64));
        listed.into_iter().map(|error| error.id).collect()
    };
    let any = ErrorFilter::default();
    assert_eq!(found(any.clone()), [refused.id, plain.id]);
    assert_eq!(
        found(ErrorFilter {
            cause: Some(Cause::TooLong),
            ..any.clone()
        }),
        [plain.id]
    );
    assert_eq!(
        found(ErrorFilter {
            search: Some(" éts ".to_owned()),
            ..any.clone()
        }),
        [refused.id]
    );
    assert_eq!(
        found(ErrorFilter {
            search: Some(id(1).to_string()),
            ..any.clone()
        }),
        [plain.id]
    );
    assert!(
        found(ErrorFilter {
            mapping: Some("ITEM".into()),
            ..any.clone()
        })
        .is_empty()
    );
    store.write(|w| w.close_error(plain.id)).unwrap();
    assert_eq!(
        found(ErrorFilter {
            open_only: true,
            ..any
        }),
        [refused.id]
    );
    let causes = store.read().error_causes().unwrap();
    assert_eq!(
        causes
            .iter()
            .map(|count| (count.cause, count.errors, count.newest))
            .collect::<Vec<_>>(),
        [(Cause::BusinessRule, 1, at(9))]
    );
}
