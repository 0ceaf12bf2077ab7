use super::*;
use crate::model::CouplingId;
use crate::model::{PairState, Side};
use crate::store::Writer;
use crate::store::testing::{CUSTOMER, at, customer, id, ids, mapping, naming, record};
use pretty_assertions::assert_eq;
use proptest::prelude::*;

fn filled(path: &Path) -> Store {
    let store = Store::open(path).unwrap();
    store
        .write(|w| {
            w.put_mapping(&mapping(CUSTOMER), 0)?;
            w.settled_pair(1, "Adatum")
        })
        .unwrap();
    store
}

#[test]
fn a_backup_is_one_file_with_everything_and_replaces_an_older_one() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("copy.db");
    let store = filled(&folder.path().join("cache.db"));
    store.backup(&to).unwrap();
    store.write(|w| w.settled_pair(2, "Fabrikam")).unwrap();
    store.backup(&to).unwrap();
    let names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("cache.db"))
        .collect();
    assert_eq!(names, ["copy.db"]);
    let copy = Store::open(&to).unwrap();
    assert!(
        copy.read()
            .coupling_of(&customer(), Side::Bc, id(2))
            .unwrap()
            .is_some()
    );
    assert_eq!(copy.read().check(), Ok(Vec::new()));
}

#[test]
fn a_damaged_cache_does_not_take_the_place_of_a_sound_backup() {
    let folder = tempfile::tempdir().unwrap();
    let (cache, to) = (
        folder.path().join("cache.db"),
        folder.path().join("copy.db"),
    );
    let store = filled(&cache);
    for n in 2..400 {
        store.write(|w| w.settled_pair(n, "Fabrikam")).unwrap();
    }
    store.backup(&to).unwrap();
    drop(store);
    let sound = std::fs::read(&to).unwrap();
    // One page in the middle of the file, of which opening it sees nothing.
    let mut bytes = std::fs::read(&cache).unwrap();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xA5);
    std::fs::write(&cache, bytes).unwrap();
    let problem = Store::open(&cache).unwrap().backup(&to).unwrap_err();
    assert_eq!(problem.cause, Cause::CacheDamaged);
    assert_eq!(std::fs::read(&to).unwrap(), sound);
}

#[test]
fn a_backup_that_cannot_be_written_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(&folder.path().join("cache.db"));
    let problem = store
        .backup(&folder.path().join("missing").join("copy.db"))
        .unwrap_err();
    assert_eq!(problem.cause, Cause::FileProblem);
    assert!(!folder.path().join("missing").exists());
}

#[test]
fn restoring_takes_over_everything_and_tells_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("copy.db");
    let mut store = filled(&folder.path().join("cache.db"));
    store.backup(&to).unwrap();
    store
        .write(|w| {
            w.observe_deleted(&customer(), Side::Bc, id(1))?;
            // A shape that the backup does not have under this number.
            let other = crate::store::testing::fields(&[("another", "field")]);
            w.observe(
                &customer(),
                Side::Bc,
                &crate::model::Record {
                    fields: other,
                    ..record(5, "", 1)
                },
                &crate::store::Naming::default(),
                None,
            )
        })
        .unwrap();
    let before = store.read().revision().unwrap();
    store.restore(&to).unwrap();
    let pair = store
        .read()
        .coupling_of(&customer(), Side::Bc, id(1))
        .unwrap()
        .unwrap();
    assert_eq!(pair.state, PairState::InStep);
    assert!(store.read().revision().unwrap() > before);
    store
        .write(|w| w.see_record(Side::Bc, 6, "Litware", 1))
        .unwrap();
    assert_eq!(store.read().check(), Ok(Vec::new()));
}

#[test]
fn only_a_whole_cache_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(&folder.path().join("cache.db"));
    let bad = folder.path().join("bad.db");
    let refused = |store: &mut Store, content: &[u8]| {
        std::fs::write(&bad, content).unwrap();
        let problem = store.restore(&bad).unwrap_err();
        assert!(
            store
                .read()
                .coupling_of(&customer(), Side::Bc, id(1))
                .unwrap()
                .is_some()
        );
        problem
    };
    assert_eq!(
        refused(&mut store, b"no database at all, whatever its name says").cause,
        Cause::CacheDamaged
    );
    assert_eq!(refused(&mut store, b"").params["reason"], "empty");
    let good = folder.path().join("good.db");
    store.backup(&good).unwrap();
    let mut half = std::fs::read(&good).unwrap();
    half[4096 * 3..4096 * 5].fill(0);
    assert_eq!(refused(&mut store, &half).cause, Cause::CacheDamaged);
    assert_eq!(
        store
            .restore(&folder.path().join("none.db"))
            .unwrap_err()
            .cause,
        Cause::FileProblem
    );
}

#[test]
fn the_check_finds_links_and_counts_that_do_not_fit() {
    for harm in [
        "INSERT INTO record (mapping, side, generation, record_id, fields) SELECT mapping, 0, 0, bc_id, x'00' FROM coupling",
        "UPDATE coupling SET agreed = 0",
        "INSERT INTO history (time, mapping, side, coupling, after) SELECT 0, mapping, 0, id, 1 FROM coupling",
        "UPDATE tally SET n = n + 1 WHERE what = 0",
        "UPDATE tally SET n = n + 1 WHERE what = 6",
        "UPDATE tally SET n = n + 1 WHERE what = 8",
        "PRAGMA foreign_keys = OFF; DELETE FROM mapping",
    ] {
        let store = Store::open_in_memory().unwrap();
        store
            .write(|w| {
                w.put_mapping(&mapping(CUSTOMER), 0)?;
                w.settled_pair(1, "Adatum")
            })
            .unwrap();
        assert_eq!(store.read().check(), Ok(Vec::new()));
        store.db().execute_batch(harm).unwrap();
        assert_ne!(store.read().check(), Ok(Vec::new()), "{harm}");
    }
}

/// One thing that the engine may do to the store.
#[derive(Clone, Debug)]
enum Deed {
    See(Side, u128, u8),
    Gone(Side, u128),
    Left(Side, u128),
    Couple(u128, u128),
    Uncouple(i64),
    Repoint(i64, Side, u128),
    Settle(i64, bool),
    State(i64, PairState, bool),
    Forget,
}

fn deed() -> impl Strategy<Value = Deed> {
    let side = || prop_oneof![Just(Side::Bc), Just(Side::Dv)];
    let state = prop_oneof![
        Just(PairState::InStep),
        Just(PairState::Conflict),
        Just(PairState::Broken)
    ];
    prop_oneof![
        6 => (side(), 0..6u128, 0..3u8).prop_map(|(side, id, name)| Deed::See(side, id, name)),
        1 => (side(), 0..6u128).prop_map(|(side, id)| Deed::Gone(side, id)),
        1 => (side(), 0..6u128).prop_map(|(side, id)| Deed::Left(side, id)),
        4 => (0..6u128, 0..6u128).prop_map(|(bc, dv)| Deed::Couple(bc, dv)),
        1 => (1..9i64).prop_map(Deed::Uncouple),
        1 => (1..9i64, side(), 0..6u128).prop_map(|(coupling, side, id)| Deed::Repoint(coupling, side, id)),
        4 => (1..9i64, any::<bool>()).prop_map(|(coupling, own)| Deed::Settle(coupling, own)),
        1 => (1..9i64, state, any::<bool>()).prop_map(|(coupling, state, pending)| Deed::State(coupling, state, pending)),
        1 => Just(Deed::Forget),
    ]
}

fn carry_out(w: &Writer<'_>, deed: &Deed) -> Result<(), Problem> {
    let named = |id: u128, name: u8| record(id, &format!("name {name}"), i64::from(name));
    match deed.clone() {
        Deed::See(side, id, name) => {
            let record = named(id, name);
            w.observe(&customer(), side, &record, &naming(&record), None)
                .map(drop)
        }
        Deed::Gone(side, number) => w.observe_deleted(&customer(), side, id(number)).map(drop),
        Deed::Left(side, number) => w
            .observe_out_of_filter(&customer(), side, id(number))
            .map(drop),
        Deed::Couple(bc, dv) => w.couple(&customer(), ids(bc, dv)).map(drop),
        Deed::Uncouple(coupling) => w.uncouple(CouplingId(coupling)).map(drop),
        Deed::Repoint(coupling, side, number) => w.repoint(CouplingId(coupling), side, id(number)),
        Deed::Settle(coupling, own) => {
            let Some(pair) = w.coupling(CouplingId(coupling))? else {
                return Ok(());
            };
            let exist = pair.seen.bc.fields().is_some() && pair.seen.dv.fields().is_some();
            if !exist {
                return Ok(());
            }
            let base = own.then(|| crate::model::Sides::from_fn(|_| named(1, 0).fields));
            w.settle(
                pair.id,
                &crate::model::Sides::new(None, None),
                base.as_ref(),
                None,
                at(0),
            )
        }
        // Nobody calls a pair in step that has not agreed.
        Deed::State(_, PairState::InStep, false) => Ok(()),
        Deed::State(coupling, state, pending) => w.set_state(CouplingId(coupling), state, pending),
        Deed::Forget => {
            w.remove_mapping(&customer())?;
            w.put_mapping(&mapping(CUSTOMER), 0)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn no_order_of_deeds_breaks_the_rules(deeds in proptest::collection::vec(deed(), 0..60)) {
        let store = Store::open_in_memory().unwrap();
        store.write(|w| w.put_mapping(&mapping(CUSTOMER), 0)).unwrap();
        for deed in &deeds {
            // A refused deed changes nothing; the others go on.
            let _outcome = store.write(|w| carry_out(w, deed));
        }
        prop_assert_eq!(store.read().check().unwrap(), Vec::<String>::new());
        for pair in store.read().couplings_after(&customer(), None, 99).unwrap() {
            prop_assert!(pair.base.is_some() || pair.state != PairState::InStep || pair.last_synced.is_none());
        }
    }
}
