use super::*;
use crate::store::testing::{at, customer, fields, id, mapping, store};
use pretty_assertions::assert_eq;

fn create(number: u128, source: u128) -> NewJournal {
    NewJournal {
        mapping: customer(),
        side: Side::Dv,
        id: id(number),
        source: id(source),
        fields: fields(&[("name", "Adatum")]),
        made_from: fields(&[("displayName", "Adatum")]),
        job: Some(JobId(3)),
        now: at(4),
    }
}

#[test]
fn a_create_is_open_until_it_is_answered() {
    let store = store();
    let journal = store
        .write_durably(|w| w.journal_creates(&[create(1001, 1), create(1002, 2)]))
        .unwrap();
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
    let left = store.read().journal_open(Some(&customer())).unwrap();
    assert_eq!(
        left.iter()
            .map(|entry| (entry.id, entry.state))
            .collect::<Vec<_>>(),
        [(journal[1], JournalState::Unknown)]
    );
}

#[test]
fn creates_are_found_by_mapping_and_source() {
    let store = store();
    store
        .write(|w| {
            w.put_mapping(&mapping("ITEM"), 1)?;
            w.journal_creates(&[create(1001, 1), create(1002, 2)])
        })
        .unwrap();
    let read = store.read();
    assert_eq!(
        read.journal_open(Some(&MappingName::new("ITEM"))),
        Ok(Vec::new())
    );
    let of = read.journal_of(&customer(), Side::Dv, id(2)).unwrap();
    assert_eq!(
        of.iter().map(|entry| entry.record).collect::<Vec<_>>(),
        [id(1002)]
    );
    assert_eq!(
        read.journal_of(&customer(), Side::Bc, id(2)),
        Ok(Vec::new())
    );
}

#[test]
fn the_same_create_is_journaled_once() {
    let store = store();
    let first = store.write(|w| w.journal_create(&create(1001, 1))).unwrap();
    store.write(|w| w.journal_unknown(first)).unwrap();
    let again = store.write(|w| w.journal_create(&create(1001, 1))).unwrap();
    assert_eq!(again, first);
    let open = store.read().journal_open(None).unwrap();
    assert_eq!(
        open.iter().map(|entry| entry.state).collect::<Vec<_>>(),
        [JournalState::Sent]
    );
}
