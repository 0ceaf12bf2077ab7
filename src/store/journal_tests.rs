use super::*;
use crate::model::reason::Cause;
use crate::store::Store;
use crate::store::testing::{at, customer, fields, id, mapping, store};
use pretty_assertions::assert_eq;

/// Writes creates of Dataverse down, each under its number for the record of the other.
fn journal(store: &Store, creates: &[(u128, u128)]) -> Vec<JournalId> {
    let (sent, held) = (
        fields(&[("name", "Adatum")]),
        fields(&[("displayName", "Adatum")]),
    );
    let creates: Vec<_> = creates
        .iter()
        .map(|(number, source)| NewCreate {
            id: id(*number),
            source: id(*source),
            fields: &sent,
            made_from: &held,
        })
        .collect();
    let new = NewJournal {
        mapping: &customer(),
        side: Side::Dv,
        job: Some(JobId(3)),
        now: at(4),
        creates: &creates,
    };
    store.write_durably(|w| w.journal(&new)).unwrap()
}

fn left(store: &Store) -> Vec<(JournalId, Uuid, JournalState)> {
    let open = store.read().journal_open(Some(&customer())).unwrap();
    open.iter()
        .map(|entry| (entry.id, entry.record, entry.state))
        .collect()
}

#[test]
fn a_create_is_open_until_it_is_answered() {
    let store = store();
    let journal = journal(&store, &[(1001, 1), (1002, 2)]);
    let open = store.read().journal_open(None).unwrap();
    assert_eq!(
        open.first(),
        Some(&JournalEntry {
            id: journal[0],
            mapping: customer(),
            side: Side::Dv,
            record: id(1001),
            source: id(1),
            fields: fields(&[("name", "Adatum")]),
            made_from: Some(fields(&[("displayName", "Adatum")])),
            job: Some(JobId(3)),
            time: at(4),
            state: JournalState::Sent,
        })
    );
    store
        .write(|w| {
            w.journal_close(journal[0])?;
            w.journal_unknown(journal[1])
        })
        .unwrap();
    assert_eq!(
        left(&store),
        [(journal[1], id(1002), JournalState::Unknown)]
    );
    assert_eq!(
        store.read().journal_open(None).unwrap()[0].made_from,
        Some(fields(&[("displayName", "Adatum")]))
    );
}

#[test]
fn creates_belong_to_a_mapping() {
    let store = store();
    store.write(|w| w.put_mapping(&mapping("ITEM"), 1)).unwrap();
    journal(&store, &[(1001, 1)]);
    let item = MappingName::new("ITEM");
    assert_eq!(store.read().journal_open(Some(&item)), Ok(Vec::new()));
    assert_eq!(left(&store).len(), 1);
}

#[test]
fn those_that_are_not_answered_with_the_others_keep_their_ids() {
    let store = store();
    let many: Vec<_> = (0..2_500).map(|n| (10_000 + n, 20_000 + n)).collect();
    let ids = journal(&store, &many);
    let later = journal(&store, &[(1, 2)]);
    let (answered, open_ones): (Vec<JournalId>, Vec<JournalId>) = ids
        .iter()
        .partition(|id| id.0 % 7 == 0 || **id < ids[1_000]);
    store.write(|w| w.journal_close_all(&answered)).unwrap();
    let still: Vec<_> = left(&store).into_iter().map(|(id, ..)| id).collect();
    assert_eq!(still, [open_ones.clone(), later.clone()].concat());
    let first = left(&store)[0];
    assert_eq!(
        first.1,
        id(many[ids.iter().position(|id| *id == first.0).unwrap()].0)
    );
    store
        .write(|w| {
            w.journal_close_all(&open_ones)?;
            w.journal_close(later[0])?;
            // What is closed already stays so.
            w.journal_close_all(&ids)
        })
        .unwrap();
    assert_eq!(left(&store), []);
    let again = journal(&store, &[(1, 2)]);
    assert!(again[0] > later[0], "numbers are not used twice");
    assert_eq!(store.read().check(), Ok(Vec::new()));
}

#[test]
fn a_damaged_lot_is_told() {
    let store = store();
    journal(&store, &[(1001, 1), (1002, 2)]);
    store
        .db()
        .execute(
            "UPDATE lot SET creates = substr(creates, 1, length(creates) - 1)",
            [],
        )
        .unwrap();
    let read = store.read().journal_open(None);
    assert_eq!(read.unwrap_err().cause, Cause::CacheDamaged);
}
