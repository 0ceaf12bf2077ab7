use super::*;
use crate::store::Store;
use crate::store::testing::{customer, id, ids, mapping, store};
use pretty_assertions::assert_eq;

/// Puts keys of both sides into group 1; the records are seen first.
fn matching(bc: &[(u128, &str)], dv: &[(u128, &str)]) -> Store {
    let store = store();
    store
        .write(|w| {
            w.clear_match_keys(&customer())?;
            for (side, keys) in [(Side::Bc, bc), (Side::Dv, dv)] {
                for (number, _) in keys {
                    w.see_record(side, *number, "x", 1)?;
                }
                let keys: Vec<_> = keys
                    .iter()
                    .map(|(number, key)| (1, (*key).to_owned(), id(*number)))
                    .collect();
                w.put_match_keys(side, &keys)?;
            }
            Ok(())
        })
        .unwrap();
    store
}

fn unique(store: &Store) -> Vec<Sides<Uuid>> {
    store.read().unique_matches(1, None, 99).unwrap()
}

#[test]
fn only_keys_that_occur_once_on_each_side_match() {
    let store = matching(
        &[(1, "a"), (2, "b"), (3, "b"), (4, "c"), (5, "d")],
        &[(11, "a"), (12, "b"), (14, "c"), (15, "c"), (16, "e")],
    );
    assert_eq!(unique(&store), [ids(1, 11)]);
    // Records 2, 3 and 12 by "b", and 4, 14 and 15 by "c"; "d" and "e" have nobody to be mistaken for.
    assert_eq!(store.read().count_ambiguous(&customer()), Ok(6));
    let ambiguous = |side, number| {
        store
            .read()
            .is_ambiguous(&customer(), side, id(number))
            .unwrap()
    };
    assert!(ambiguous(Side::Bc, 2) && ambiguous(Side::Dv, 12) && ambiguous(Side::Bc, 4));
    assert!(!ambiguous(Side::Bc, 1) && !ambiguous(Side::Bc, 5) && !ambiguous(Side::Dv, 16));
}

#[test]
fn twins_without_anybody_to_match_are_not_ambiguous() {
    let store = matching(&[(1, "a"), (2, "a")], &[(11, "b")]);
    assert_eq!(store.read().count_ambiguous(&customer()), Ok(0));
}

#[test]
fn coupled_records_are_out_of_play() {
    let store = matching(&[(1, "a"), (2, "a"), (3, "b")], &[(11, "a"), (13, "b")]);
    assert_eq!(unique(&store), [ids(3, 13)]);
    store.write(|w| w.couple(&customer(), ids(1, 99))).unwrap();
    assert_eq!(unique(&store), [ids(2, 11), ids(3, 13)]);
    store.write(|w| w.couple(&customer(), ids(3, 13))).unwrap();
    assert_eq!(unique(&store), [ids(2, 11)]);
}

#[test]
fn pages_go_on_after_a_pair_coupled_or_not() {
    let store = matching(
        &[(3, "c"), (1, "a"), (2, "b")],
        &[(11, "a"), (12, "b"), (13, "c")],
    );
    let page =
        |after: Option<Sides<Uuid>>| store.read().unique_matches(1, after.as_ref(), 1).unwrap();
    assert_eq!(page(None), [ids(3, 13)]);
    store.write(|w| w.couple(&customer(), ids(3, 13))).unwrap();
    assert_eq!(page(Some(ids(3, 13))), [ids(1, 11)]);
    assert_eq!(page(Some(ids(1, 11))), [ids(2, 12)]);
    assert_eq!(page(Some(ids(2, 12))), Vec::new());
}

#[test]
fn groups_are_apart() {
    let store = matching(&[(1, "a")], &[(11, "a")]);
    store
        .write(|w| {
            w.put_match_keys(Side::Bc, &[(2, "x".to_owned(), id(1))])?;
            w.put_match_keys(Side::Dv, &[(2, "y".to_owned(), id(11))])
        })
        .unwrap();
    assert_eq!(store.read().unique_matches(2, None, 9), Ok(Vec::new()));
    assert_eq!(unique(&store), [ids(1, 11)]);
}

#[test]
fn unknown_records_have_no_key_and_a_new_run_begins_empty() {
    let store = matching(&[(1, "a")], &[(11, "a")]);
    store
        .write(|w| w.put_match_keys(Side::Bc, &[(1, "z".to_owned(), id(77))]))
        .unwrap();
    assert_eq!(unique(&store), [ids(1, 11)]);
    let vendor = MappingName::new("VENDOR");
    store
        .write(|w| {
            w.put_mapping(&mapping("VENDOR"), 1)?;
            w.clear_match_keys(&vendor)
        })
        .unwrap();
    assert!(unique(&store).is_empty());
    assert_eq!(
        store.read().count_ambiguous(&customer()),
        Ok(0),
        "another mapping's turn"
    );
}

#[test]
fn before_any_matching_there_is_nothing() {
    let store = store();
    assert!(unique(&store).is_empty());
    assert_eq!(store.read().count_ambiguous(&customer()), Ok(0));
    assert_eq!(
        store.read().is_ambiguous(&customer(), Side::Bc, id(1)),
        Ok(false)
    );
    assert_eq!(
        store.write(|w| w.put_match_keys(Side::Bc, &[(1, "a".to_owned(), id(1))])),
        Ok(())
    );
}
