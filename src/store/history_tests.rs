use super::*;
use crate::store::testing::{at, customer, fields, id, ids, store};
use crate::store::{HistoryFilter, Slice};
use pretty_assertions::assert_eq;

fn change() -> NewHistory {
    NewHistory {
        job: Some(JobId(3)),
        time: at(1),
        mapping: customer(),
        side: Side::Dv,
        ids: ids(1, 1001).map(Some),
        label: "A-1 Adatum".to_owned(),
        action: HistoryAction::Modify,
        before: fields(&[("name", "Adatum"), ("city", "")]),
        after: fields(&[("name", "Adatum Ltd"), ("city", "Nîmes")]),
        lost: vec![(FieldName::new("city"), Value::text("Alès"))],
        reason: "changed".to_owned(),
    }
}

#[test]
fn a_write_is_remembered_with_before_after_and_what_was_lost() {
    let store = store();
    let id = store.write(|w| w.add_history(&change())).unwrap();
    let NewHistory {
        job,
        time,
        mapping,
        side,
        ids,
        label,
        action,
        before,
        after,
        lost,
        reason,
    } = change();
    let expected = HistoryEntry {
        id,
        job,
        time,
        mapping,
        side,
        ids,
        label,
        action,
        before,
        after,
        lost,
        reason,
    };
    assert_eq!(store.read().history(id), Ok(Some(expected)));
    assert_eq!(store.read().history(HistoryId(99)), Ok(None));
}

#[test]
fn a_link_is_called_by_what_the_cache_knows() {
    let store = store();
    let entry = store
        .write(|w| {
            w.settled_pair(1, "Adatum")?;
            let link = NewHistory::link(
                JobId(2),
                at(3),
                &customer(),
                ids(1, 1001),
                HistoryAction::Couple,
            );
            w.add_history(&link)
        })
        .unwrap();
    let entry = store.read().history(entry).unwrap().unwrap();
    assert_eq!(
        (entry.label.as_str(), entry.reason.as_str()),
        ("C1 Adatum", "couple")
    );
    assert!(entry.before.is_empty() && entry.after.is_empty());
}

#[test]
fn history_is_found_by_record_from_either_side_and_by_job() {
    let store = store();
    let other = NewHistory {
        ids: Sides::new(Some(id(2)), None),
        job: Some(JobId(4)),
        ..change()
    };
    let (first, second, third) = store
        .write(|w| {
            Ok((
                w.add_history(&change())?,
                w.add_history(&other)?,
                w.add_history(&change())?,
            ))
        })
        .unwrap();
    let found = |filter: HistoryFilter| -> Vec<HistoryId> {
        let listed = store.read().list_history(&filter, Slice::ALL).unwrap();
        assert_eq!(store.read().count_history(&filter), Ok(listed.len() as u64));
        listed.into_iter().map(|entry| entry.id).collect()
    };
    let of = |side, number| HistoryFilter {
        record: Some((side, id(number))),
        ..HistoryFilter::default()
    };
    assert_eq!(
        found(HistoryFilter::default()),
        [third, second, first],
        "newest first"
    );
    assert_eq!(found(of(Side::Bc, 1)), [third, first]);
    assert_eq!(found(of(Side::Dv, 1001)), [third, first]);
    assert_eq!(found(of(Side::Bc, 2)), [second]);
    assert_eq!(
        found(HistoryFilter {
            job: Some(JobId(4)),
            ..HistoryFilter::default()
        }),
        [second]
    );
}

#[test]
fn old_history_can_be_removed() {
    let store = store();
    let removed = store.write(|w| {
        w.add_history(&change())?;
        w.add_history(&NewHistory {
            time: at(9),
            ..change()
        })?;
        w.clear_history(at(5))
    });
    assert_eq!(removed, Ok(1));
    assert_eq!(store.read().count_history(&HistoryFilter::default()), Ok(1));
}
