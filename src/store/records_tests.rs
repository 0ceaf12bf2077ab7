use super::*;
use crate::model::report::SkipReason;
use crate::model::{CouplingId, FieldName, PairState, Sides, Value};
use crate::store::testing::{at, customer, fields, id, ids, naming, record, seen, store};
use crate::store::{NewSkipped, Store};
use pretty_assertions::assert_eq;

fn observed(store: &Store, number: u128, name: &str, version: i64) -> Observed {
    store
        .write(|w| w.see_record(Side::Bc, number, name, version))
        .unwrap()
}

fn settled(store: &Store) -> CouplingId {
    store.write(|w| w.settled_pair(1, "Adatum")).unwrap()
}

#[test]
fn a_record_is_new_then_unchanged_then_changed() {
    let store = store();
    assert_eq!(observed(&store, 1, "Adatum", 1), Observed::New);
    assert_eq!(observed(&store, 1, "Adatum", 1), Observed::Unchanged);
    assert_eq!(observed(&store, 1, "Adatum Ltd", 2), Observed::Changed);
    let kept = store
        .read()
        .uncoupled_one(&customer(), Side::Bc, id(1))
        .unwrap();
    assert_eq!(kept, Some(seen(1, "Adatum Ltd", 2)));
    assert_eq!(
        store.read().uncoupled_one(&customer(), Side::Dv, id(1)),
        Ok(None),
        "sides are apart"
    );
}

#[test]
fn seeing_the_same_again_writes_nothing() {
    let store = store();
    observed(&store, 1, "Adatum", 1);
    let before = store.read().revision().unwrap();
    observed(&store, 1, "Adatum", 1);
    assert_eq!(store.read().revision().unwrap(), before);
}

#[test]
fn another_version_of_the_same_fields_is_refreshed_and_unchanged() {
    let store = store();
    let coupling = settled(&store);
    assert_eq!(observed(&store, 1, "Adatum", 9), Observed::Unchanged);
    let pair = store.read().coupling(coupling).unwrap().unwrap();
    assert_eq!(pair.seen.bc, seen(1, "Adatum", 9));
    assert_eq!(pair.state, PairState::InStep);
    assert_eq!(store.read().pending(&customer(), None, 10), Ok(Vec::new()));
}

#[test]
fn equal_values_in_another_form_are_unchanged() {
    let store = store();
    let amount = |digits: &str| Record {
        fields: [
            (
                FieldName::new("amount"),
                Value::Decimal(digits.parse().unwrap()),
            ),
            (FieldName::new("name"), Value::text("Adatum")),
        ]
        .into_iter()
        .collect(),
        ..record(1, "", 1)
    };
    let mut other_order = amount("1.50");
    let reversed: Vec<_> = other_order.fields.into_iter().collect();
    other_order.fields = reversed.into_iter().rev().collect();
    let observe = |record: &Record| {
        store.write(|w| w.observe(&customer(), Side::Bc, record, &Naming::default(), None))
    };
    assert_eq!(observe(&amount("1.5")), Ok(Observed::New));
    assert_eq!(observe(&amount("1.50")), Ok(Observed::Unchanged));
    assert_eq!(observe(&other_order), Ok(Observed::Unchanged));
    assert_eq!(observe(&amount("1.51")), Ok(Observed::Changed));
}

#[test]
fn one_more_observed_field_is_a_change() {
    let store = store();
    observed(&store, 1, "Adatum", 1);
    let mut wider = record(1, "Adatum", 1);
    wider.fields.set(FieldName::new("city"), Value::Empty);
    let observed = store.write(|w| w.observe(&customer(), Side::Bc, &wider, &naming(&wider), None));
    assert_eq!(observed, Ok(Observed::Changed));
}

#[test]
fn a_change_moves_what_was_agreed_into_the_base() {
    let store = store();
    let coupling = settled(&store);
    observed(&store, 1, "Adatum Ltd", 2);
    observed(&store, 1, "Adatum SA", 3);
    let pair = store.read().coupling(coupling).unwrap().unwrap();
    let base = pair.base.unwrap();
    assert_eq!(base.bc, record(1, "Adatum", 1).fields);
    assert_eq!(base.dv, record(1001, "Adatum", 1).fields);
    assert_eq!(pair.seen.bc, seen(1, "Adatum SA", 3));
    assert_eq!(pair.state, PairState::Pending);
    assert_eq!(pair.last_synced, Some(at(1)));
}

#[test]
fn a_change_taken_back_leaves_one_copy_and_is_still_looked_at() {
    let store = store();
    let coupling = settled(&store);
    observed(&store, 1, "Adatum Ltd", 2);
    assert_eq!(observed(&store, 1, "Adatum", 3), Observed::Changed);
    let pair = store.read().coupling(coupling).unwrap().unwrap();
    assert_eq!(pair.base.unwrap().bc, record(1, "Adatum", 1).fields);
    assert_eq!(pair.state, PairState::Pending);
    let copies: i64 = store
        .db()
        .query_row("SELECT count(bc_fields) FROM coupling", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(copies, 0);
}

#[test]
fn a_change_does_not_hide_that_a_pair_is_in_conflict() {
    let store = store();
    let coupling = settled(&store);
    store
        .write(|w| w.set_state(coupling, PairState::Conflict, false))
        .unwrap();
    observed(&store, 1, "Adatum Ltd", 2);
    let pending = store.read().pending(&customer(), None, 10).unwrap();
    assert_eq!(pending.len(), 1);
    assert_eq!(pending[0].state, PairState::Conflict);
}

#[test]
fn a_deleted_record_of_a_pair_keeps_base_and_name() {
    let store = store();
    let coupling = settled(&store);
    let gone = |store: &Store| store.write(|w| w.observe_deleted(&customer(), Side::Bc, id(1)));
    assert_eq!(gone(&store), Ok(true));
    assert_eq!(gone(&store), Ok(false), "no news the second time");
    let pair = store.read().coupling(coupling).unwrap().unwrap();
    assert_eq!(pair.seen.bc, Observation::Deleted);
    assert_eq!(pair.base.unwrap().bc, record(1, "Adatum", 1).fields);
    assert_eq!(pair.state, PairState::Pending);
    let label = store.read().label_of(&customer(), Side::Bc, id(1)).unwrap();
    assert_eq!(label.as_deref(), Some("C1 Adatum"));
    assert_eq!(
        observed(&store, 1, "Adatum", 5),
        Observed::Changed,
        "it came back"
    );
}

#[test]
fn out_of_filter_is_told_from_deleted() {
    let store = store();
    let coupling = settled(&store);
    let left = store.write(|w| w.observe_out_of_filter(&customer(), Side::Dv, id(1001)));
    assert_eq!(left, Ok(true));
    let pair = store.read().coupling(coupling).unwrap().unwrap();
    assert_eq!(pair.seen.dv, Observation::OutOfFilter);
    let gone = store.write(|w| w.observe_deleted(&customer(), Side::Dv, id(1001)));
    assert_eq!(gone, Ok(true));
}

#[test]
fn an_uncoupled_record_that_is_gone_is_forgotten() {
    let store = store();
    observed(&store, 1, "Adatum", 1);
    observed(&store, 2, "Fabrikam", 1);
    let (gone, left, unknown) = store
        .write(|w| {
            Ok((
                w.observe_deleted(&customer(), Side::Bc, id(1))?,
                w.observe_out_of_filter(&customer(), Side::Bc, id(2))?,
                w.observe_deleted(&customer(), Side::Bc, id(3))?,
            ))
        })
        .unwrap();
    assert_eq!((gone, left, unknown), (true, true, false));
    assert_eq!(store.read().count_uncoupled(&customer(), Side::Bc), Ok(0));
}

#[test]
fn what_a_whole_read_did_not_stamp_was_not_there() {
    let store = store();
    settled(&store);
    observed(&store, 2, "Fabrikam", 1);
    observed(&store, 3, "Litware", 1);
    let generation = store
        .write(|w| {
            let generation = w.next_generation(&customer(), Side::Bc)?;
            let same = record(2, "Fabrikam", 1);
            let unchanged = w.observe(
                &customer(),
                Side::Bc,
                &same,
                &naming(&same),
                Some(generation),
            )?;
            assert_eq!(unchanged, Observed::Unchanged);
            assert!(w.stamp(&customer(), Side::Bc, id(3), None, generation)?);
            assert!(!w.stamp(&customer(), Side::Bc, id(4), None, generation)?);
            Ok(generation)
        })
        .unwrap();
    let missing = |side| store.read().unseen_since(&customer(), side, generation, 10);
    assert_eq!(missing(Side::Bc), Ok(vec![id(1)]));
    assert_eq!(store.read().generation(&customer(), Side::Dv), Ok(0));
    // A record that turns up while the read goes on bears its stamp.
    observed(&store, 5, "Relecloud", 1);
    assert_eq!(missing(Side::Bc), Ok(vec![id(1)]));
    store
        .write(|w| w.observe_deleted(&customer(), Side::Bc, id(1)))
        .unwrap();
    assert_eq!(missing(Side::Bc), Ok(Vec::new()));
}

fn skip(reason: SkipReason) -> NewSkipped {
    NewSkipped {
        mapping: customer(),
        coupling: None,
        ids: Sides::new(Some(id(2)), None),
        labels: Sides::new("C2".to_owned(), String::new()),
        reason,
        problem: None,
        since: at(2),
        open_fields: Vec::new(),
    }
}

#[test]
fn uncoupled_records_come_in_pages_without_skipped_ones() {
    let store = store();
    for number in [7, 2, 9, 4, 1] {
        observed(&store, number, "x", 1);
    }
    store
        .write(|w| w.put_skipped(&skip(SkipReason::Invalid)))
        .unwrap();
    let page = |after| -> Vec<Uuid> {
        let found = store.read().uncoupled(&customer(), Side::Bc, after, 2);
        found.unwrap().into_iter().map(|(id, _)| id).collect()
    };
    assert_eq!(page(None), [id(7), id(9)]);
    // What the page held may be coupled or removed before the next one is asked for.
    store
        .write(|w| {
            w.couple(&customer(), ids(7, 1007))?;
            w.observe_deleted(&customer(), Side::Bc, id(9))
        })
        .unwrap();
    assert_eq!(page(Some(id(9))), [id(4), id(1)]);
    assert!(page(Some(id(1))).is_empty());
    assert_eq!(store.read().count_uncoupled(&customer(), Side::Bc), Ok(3));
}

#[test]
fn a_skipped_single_record_that_changes_takes_part_again() {
    let store = store();
    observed(&store, 2, "Fabrikam", 1);
    store
        .write(|w| w.put_skipped(&skip(SkipReason::RepeatedFailure)))
        .unwrap();
    observed(&store, 2, "Fabrikam", 2);
    let standing = |store: &Store| store.read().skipped_record(&customer(), Side::Bc, id(2));
    assert!(
        standing(&store).unwrap().is_some(),
        "another version is no change"
    );
    observed(&store, 2, "Fabrikam Inc.", 3);
    assert_eq!(standing(&store), Ok(None));
}

#[test]
fn times_finer_than_the_cache_do_not_look_like_news() {
    let store = store();
    let mut fine = record(1, "Adatum", 1);
    fine.modified = Some("2026-11-22T10:02:03.0451239Z".parse().unwrap());
    let observe = || store.write(|w| w.observe(&customer(), Side::Bc, &fine, &naming(&fine), None));
    observe().unwrap();
    let before = store.read().revision().unwrap();
    assert_eq!(observe(), Ok(Observed::Unchanged));
    assert_eq!(store.read().revision().unwrap(), before);
}

#[test]
fn an_unknown_mapping_is_refused_for_writing_and_empty_for_reading() {
    let store = store();
    let other = MappingName::new("OTHER");
    let record = record(1, "x", 1);
    let refused = store.write(|w| w.observe(&other, Side::Bc, &record, &naming(&record), None));
    let problem = refused.unwrap_err();
    assert_eq!(problem.cause, crate::model::reason::Cause::InvalidMapping);
    assert_eq!(problem.mapping, Some(other.clone()));
    assert_eq!(
        store.read().uncoupled(&other, Side::Bc, None, 9),
        Ok(Vec::new())
    );
    let _ = fields(&[]);
}
