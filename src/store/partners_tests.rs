use super::*;
use crate::store::Store;
use crate::store::testing::{customer, id, ids, store};
use pretty_assertions::assert_eq;

fn filled() -> Store {
    let store = store();
    store
        .write(|w| {
            w.settled_pair(1, "Adatum")?;
            w.settled_pair(2, "Fabrikam")?;
            w.see_record(Side::Bc, 3, "Litware", 1)
        })
        .unwrap();
    store
}

#[test]
fn partners_are_found_from_either_side() {
    let store = filled();
    let from = |side, wanted: &[Uuid]| store.read().partners(&customer(), side, wanted).unwrap();
    let bc = from(Side::Bc, &[id(1), id(2), id(3), id(9)]);
    assert_eq!(bc, HashMap::from([(id(1), id(1001)), (id(2), id(1002))]));
    assert_eq!(
        from(Side::Dv, &[id(1001), id(1)]),
        HashMap::from([(id(1001), id(1))])
    );
}

#[test]
fn a_deleted_partner_is_none() {
    let store = filled();
    store
        .write(|w| w.observe_deleted(&customer(), Side::Dv, id(1001)))
        .unwrap();
    let read = store.read();
    assert_eq!(
        read.partners(&customer(), Side::Bc, &[id(1)]),
        Ok(HashMap::new())
    );
    assert_eq!(read.partner_by_key(&customer(), Side::Bc, "C1"), Ok(None));
}

#[test]
fn a_pair_is_found_by_the_key_of_one_side() {
    let store = filled();
    let found = |side, key| store.read().partner_by_key(&customer(), side, key).unwrap();
    assert_eq!(found(Side::Bc, "C1"), Some(ids(1, 1001)));
    assert_eq!(found(Side::Dv, "C1002"), Some(ids(2, 1002)));
    assert_eq!(found(Side::Bc, "C1002"), None);
    assert_eq!(found(Side::Bc, "C3"), None, "not coupled");
}

#[test]
fn a_key_that_two_pairs_have_names_neither() {
    let store = filled();
    store
        .write(|w| {
            let twin = crate::store::testing::record(1001, "Adatum", 5);
            let naming = crate::store::Naming {
                key: Some("C1002".to_owned()),
                label: "twin".to_owned(),
            };
            let pair = w.coupling_of(&customer(), Side::Dv, id(1001))?.unwrap();
            w.set_seen(pair.id, Side::Dv, &twin.into(), &naming)
        })
        .unwrap();
    assert_eq!(
        store.read().partner_by_key(&customer(), Side::Dv, "C1002"),
        Ok(None)
    );
}

#[test]
fn records_have_keys_and_labels_coupled_or_not() {
    let store = filled();
    let read = store.read();
    assert_eq!(
        read.key_of(&customer(), Side::Bc, id(3))
            .unwrap()
            .as_deref(),
        Some("C3")
    );
    assert_eq!(
        read.label_of(&customer(), Side::Bc, id(3))
            .unwrap()
            .as_deref(),
        Some("C3 Litware")
    );
    assert_eq!(read.key_of(&customer(), Side::Dv, id(3)), Ok(None));
    store.write(|w| w.couple(&customer(), ids(8, 9))).unwrap();
    assert_eq!(
        read.label_of(&customer(), Side::Bc, id(8)),
        Ok(None),
        "nothing was read of it"
    );
}
