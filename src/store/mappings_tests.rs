use super::*;
use crate::model::JobId;
use crate::model::reason::Cause;
use crate::model::report::HistoryAction;
use crate::store::testing::{at, customer, id, ids, mapping, store};
use crate::store::{NewHistory, Store};
use pretty_assertions::assert_eq;

fn names(store: &Store) -> Vec<String> {
    let mappings = store.read().mappings().unwrap();
    mappings
        .iter()
        .map(|mapping| mapping.name.to_string())
        .collect()
}

#[test]
fn a_mapping_comes_back_as_it_was_stored() {
    let store = store();
    assert_eq!(
        store.read().mapping(&customer()),
        Ok(Some(mapping("CUSTOMER")))
    );
    assert_eq!(store.read().mapping(&MappingName::new("ITEM")), Ok(None));
}

#[test]
fn mappings_stand_in_their_stored_order() {
    let store = store();
    store
        .write(|w| {
            w.put_mapping(&mapping("ITEM"), 2)?;
            w.put_mapping(&mapping("CURRENCY"), 1)?;
            w.put_mapping(&mapping("CUSTOMER"), 3)
        })
        .unwrap();
    assert_eq!(names(&store), ["CURRENCY", "ITEM", "CUSTOMER"]);
}

#[test]
fn a_changed_mapping_keeps_what_is_known_of_its_records() {
    let store = store();
    let changed = TableMapping {
        only_coupled: true,
        ..mapping("CUSTOMER")
    };
    store
        .write(|w| {
            w.settled_pair(1, "Adatum")?;
            w.set_watermark(&customer(), Side::Bc, Some("w"))?;
            w.put_mapping(&changed, 0)
        })
        .unwrap();
    let read = store.read();
    assert_eq!(read.mapping(&customer()), Ok(Some(changed)));
    assert_eq!(
        read.watermark(&customer(), Side::Bc).unwrap().as_deref(),
        Some("w")
    );
    assert!(
        read.coupling_of(&customer(), Side::Bc, id(1))
            .unwrap()
            .is_some()
    );
}

#[test]
fn a_mapping_is_switched_off_and_on() {
    let store = store();
    assert_eq!(store.write(|w| w.set_enabled(&customer(), false)), Ok(true));
    assert!(!store.read().mapping(&customer()).unwrap().unwrap().enabled);
    assert_eq!(
        store.write(|w| w.set_enabled(&MappingName::new("ITEM"), false)),
        Ok(false)
    );
}

#[test]
fn a_removed_mapping_leaves_its_history_and_unanswered_creates() {
    let store = store();
    let history = store
        .write(|w| {
            w.settled_pair(1, "Adatum")?;
            w.set_watermark(&customer(), Side::Bc, Some("w"))?;
            w.journal(&crate::store::NewJournal {
                mapping: &customer(),
                side: Side::Dv,
                job: None,
                now: at(1),
                creates: &[crate::store::NewCreate {
                    id: id(7),
                    source: id(1),
                    fields: &crate::model::Fields::new(),
                    made_from: &crate::model::Fields::new(),
                }],
            })?;
            let entry = NewHistory::link(
                JobId(1),
                at(1),
                &customer(),
                ids(1, 1001),
                HistoryAction::Couple,
            );
            let history = w.add_history(&entry)?;
            assert!(w.remove_mapping(&customer())?);
            assert!(!w.remove_mapping(&customer())?);
            Ok(history)
        })
        .unwrap();
    let read = store.read();
    assert_eq!(names(&store), Vec::<String>::new());
    assert_eq!(read.mapping(&customer()), Ok(None));
    assert_eq!(read.coupling_of(&customer(), Side::Bc, id(1)), Ok(None));
    assert_eq!(read.history(history).unwrap().unwrap().mapping, customer());
    // When it comes back it begins anew, but for the creates that nobody has answered.
    store
        .write(|w| w.put_mapping(&mapping("CUSTOMER"), 0))
        .unwrap();
    assert_eq!(read.watermark(&customer(), Side::Bc), Ok(None));
    assert_eq!(read.count_uncoupled(&customer(), Side::Bc), Ok(0));
    assert_eq!(read.journal_open(Some(&customer())).unwrap().len(), 1);
    assert_eq!(read.check(), Ok(Vec::new()));
}

#[test]
fn watermarks_and_cursors_belong_to_a_side() {
    let store = store();
    let cursor = Cursor {
        token: "{\"next\":1}".to_owned(),
        generation: 4,
        complete: true,
    };
    store
        .write(|w| {
            w.set_watermark(&customer(), Side::Bc, Some("mark"))?;
            w.set_cursor(&customer(), Side::Dv, Some(&cursor))
        })
        .unwrap();
    let read = store.read();
    assert_eq!(
        read.watermark(&customer(), Side::Bc).unwrap().as_deref(),
        Some("mark")
    );
    assert_eq!(read.watermark(&customer(), Side::Dv), Ok(None));
    assert_eq!(read.cursor(&customer(), Side::Dv), Ok(Some(cursor.clone())));
    assert_eq!(read.cursor(&customer(), Side::Bc), Ok(None));
    let partial = Cursor {
        complete: false,
        ..cursor
    };
    store
        .write(|w| w.set_cursor(&customer(), Side::Dv, Some(&partial)))
        .unwrap();
    assert_eq!(read.cursor(&customer(), Side::Dv), Ok(Some(partial)));
    store
        .write(|w| {
            w.set_watermark(&customer(), Side::Bc, None)?;
            w.set_cursor(&customer(), Side::Dv, None)
        })
        .unwrap();
    assert_eq!(read.watermark(&customer(), Side::Bc), Ok(None));
    assert_eq!(read.cursor(&customer(), Side::Dv), Ok(None));
}

#[test]
fn storing_the_same_progress_again_writes_nothing() {
    let store = store();
    let mark = || {
        store.write(|w| {
            w.set_watermark(&customer(), Side::Bc, Some("mark"))?;
            w.set_cursor(&customer(), Side::Bc, None)
        })
    };
    mark().unwrap();
    let before = store.read().revision().unwrap();
    mark().unwrap();
    assert_eq!(store.read().revision(), Ok(before));
}

#[test]
fn generations_count_up_by_side() {
    let store = store();
    let next = |side| store.write(|w| w.next_generation(&customer(), side));
    assert_eq!(
        (next(Side::Bc), next(Side::Bc), next(Side::Dv)),
        (Ok(1), Ok(2), Ok(1))
    );
    assert_eq!(store.read().generation(&customer(), Side::Bc), Ok(2));
}

#[test]
fn progress_of_an_unknown_mapping_is_refused() {
    let store = store();
    let other = MappingName::new("ITEM");
    let problem = store
        .write(|w| w.set_watermark(&other, Side::Bc, Some("w")))
        .unwrap_err();
    assert_eq!(problem.cause, Cause::InvalidMapping);
    assert_eq!(store.read().watermark(&other, Side::Bc), Ok(None));
}
