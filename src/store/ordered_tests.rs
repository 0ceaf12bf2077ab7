use super::*;
use crate::model::report::SkipReason;
use crate::store::testing::{at, customer, ids, store};
use crate::store::{NewSkipped, Store};
use pretty_assertions::assert_eq;

/// Three skipped pairs: B (a conflict) and A, then C (deleted).
fn three() -> Store {
    let store = store();
    store
        .write(|w| {
            let pairs = [
                (1, "B", SkipReason::Conflict),
                (2, "A", SkipReason::DeletedInDv),
                (3, "C", SkipReason::DeletedInDv),
            ];
            for (number, label, reason) in pairs {
                let pair = w.couple(&customer(), ids(number, 1000 + number))?;
                w.put_skipped(&NewSkipped {
                    mapping: customer(),
                    coupling: Some(pair),
                    ids: ids(number, 1000 + number).map(Some),
                    labels: crate::model::Sides::new(label.to_owned(), String::new()),
                    reason,
                    problem: None,
                    since: at(i64::try_from(number).unwrap()),
                    open_fields: Vec::new(),
                })?;
            }
            Ok(())
        })
        .unwrap();
    store
}

fn labels(store: &Store, order: Order<SkippedSort>, slice: Slice) -> Vec<String> {
    let rows = store
        .read()
        .order_skipped(&SkippedFilter::default(), order, slice)
        .unwrap();
    let ids: Vec<SkippedId> = rows.iter().map(|row| row.record.id).collect();
    let alone = store
        .read()
        .skipped_ids(&SkippedFilter::default(), order, slice);
    assert_eq!(alone, Ok(ids), "ids stand in the order of the rows");
    rows.into_iter().map(|row| row.record.labels.bc).collect()
}

#[test]
fn skipped_records_stand_in_the_order_that_was_chosen() {
    let store = three();
    assert_eq!(labels(&store, None, Slice::ALL), ["C", "A", "B"]);
    let up = Some((SkippedSort::Record, false));
    assert_eq!(labels(&store, up, Slice::ALL), ["A", "B", "C"]);
    let down = Some((SkippedSort::Record, true));
    assert_eq!(labels(&store, down, Slice::first(2)), ["C", "B"]);
    let reason = Some((SkippedSort::Reason, false));
    assert_eq!(labels(&store, reason, Slice::ALL), ["B", "C", "A"]);
    let second = Slice {
        offset: 1,
        limit: 1,
    };
    assert_eq!(labels(&store, None, second), ["A"]);
}

#[test]
fn groups_say_how_many_the_largest_first() {
    let store = three();
    let filter = SkippedFilter::default();
    assert_eq!(
        store.read().skipped_by_reason(&filter),
        Ok(vec![
            (SkipReason::DeletedInDv, 2),
            (SkipReason::Conflict, 1)
        ])
    );
    assert_eq!(
        store.read().skipped_by_mapping(&filter),
        Ok(vec![(customer(), 3)])
    );
}

#[test]
fn what_waits_is_counted_by_the_cache_itself() {
    let store = three();
    let waiting = |store: &Store| store.read().mapping_counts().unwrap()[0].skipped_records;
    assert_eq!(waiting(&store), 3);
    store
        .write(|w| w.clear_skipped(SkippedId(1)).map(|_| ()))
        .unwrap();
    assert_eq!(waiting(&store), 2);
    assert_eq!(store.read().check(), Ok(Vec::new()));
    assert_eq!(store.read().at_most(ListTable::Skipped), Ok(3));
    assert_eq!(store.read().has_row(ListTable::Skipped, 1), Ok(false));
    assert_eq!(store.read().has_row(ListTable::Skipped, 2), Ok(true));
}
