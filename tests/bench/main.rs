//! What the cache and the plan cost for each record, beside the least that the same work can cost (`docs/performance.md`).
//!
//! `RACCORD_BENCH_RECORDS` sets the numbers of records, for example `10000,100000,1000000`.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot go on has nothing to say"
)]

mod customers;
mod figures;
mod whole;

use customers::{customer, key_of, naming};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use figures::measured;
use raccord::engine::Lookups;
use raccord::engine::plan::plan_pair;
use raccord::merge::MergeRules;
use raccord::model::defaults::default_mappings;
use raccord::model::{Side, Sides, TableMapping};
use raccord::store::{NewPair, Store};
use rusqlite::{Connection, params};
use tempfile::TempDir;

fn main() {
    divan::main();
    figures::print();
}

/// How many records are tried.
fn sizes() -> Vec<u64> {
    let asked = std::env::var("RACCORD_BENCH_RECORDS").unwrap_or_default();
    let sizes: Vec<u64> = asked
        .split(',')
        .filter_map(|size| size.trim().parse().ok())
        .collect();
    if sizes.is_empty() {
        vec![10_000, 100_000]
    } else {
        sizes
    }
}

fn mapping() -> TableMapping {
    let all = default_mappings().ok().unwrap_or_default();
    let mut customers = all
        .into_iter()
        .filter(|mapping| mapping.name.as_str() == "CUSTOMER");
    customers.next().unwrap()
}

fn empty() -> (TempDir, Store, TableMapping) {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("cache.db")).unwrap();
    let mapping = mapping();
    store.write(|w| w.put_mapping(&mapping, 0)).unwrap();
    (folder, store, mapping)
}

/// Reads pages of 5,000 records, one transaction each.
fn observe(store: &Store, mapping: &TableMapping, side: Side, size: u64) {
    let numbers: Vec<u64> = (0..size).collect();
    for page in numbers.chunks(5000) {
        store
            .write(|w| {
                for number in page {
                    let record = customer(*number, side);
                    w.observe(&mapping.name, side, &record, &naming(&record, side), None)?;
                }
                Ok(())
            })
            .unwrap();
    }
}

/// Couples each record with one that was just created, a thousand at a time.
fn create(store: &Store, mapping: &TableMapping, size: u64) {
    let numbers: Vec<u64> = (0..size).collect();
    for chunk in numbers.chunks(1000) {
        store
            .write(|w| {
                for number in chunk {
                    let record = customer(*number, Side::Dv);
                    w.couple_created(&NewPair {
                        made_from: None,
                        mapping: &mapping.name,
                        side: Side::Dv,
                        source: key_of(*number, Side::Bc),
                        record: &record,
                        naming: &naming(&record, Side::Dv),
                        base: &record.fields,
                        written: &record.fields,
                        pending: false,
                        job: None,
                        now: jiff::Timestamp::UNIX_EPOCH,
                    })?;
                }
                Ok(())
            })
            .unwrap();
    }
}

/// The floor: as many bytes into one plain table with one prepared statement.
#[divan::bench(args = sizes(), sample_count = 3)]
fn floor_insert(bencher: Bencher<'_, '_>, size: u64) {
    bencher
        .counter(ItemsCount::new(size))
        .with_inputs(|| TempDir::new().unwrap())
        .bench_values(|folder| {
            measured("floor_insert", "floor_insert", size, || {
            let db = Connection::open(folder.path().join("floor.db")).unwrap();
            db.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
                 CREATE TABLE record (id INTEGER PRIMARY KEY, key BLOB NOT NULL, fields BLOB NOT NULL);
                 CREATE UNIQUE INDEX record_by_key ON record (key);",
            )
            .unwrap();
            let numbers: Vec<u64> = (0..size).collect();
            for page in numbers.chunks(5000) {
                db.execute_batch("BEGIN").unwrap();
                let mut insert = db
                    .prepare_cached("INSERT INTO record (key, fields) VALUES (?1, ?2)")
                    .unwrap();
                for number in page {
                    let record = customer(*number, Side::Bc);
                    let text = format!("{:?}", record.fields.value("displayName"));
                    insert.execute(params![record.id.as_bytes(), text]).unwrap();
                }
                db.execute_batch("COMMIT").unwrap();
            }
            });
            folder
        });
}

#[divan::bench(args = sizes(), sample_count = 3)]
fn observe_new(bencher: Bencher<'_, '_>, size: u64) {
    bencher
        .counter(ItemsCount::new(size))
        .with_inputs(empty)
        .bench_refs(|(_, store, mapping)| {
            measured("observe_new", "floor_insert", size, || {
                observe(store, mapping, Side::Bc, size);
            });
        });
}

#[divan::bench(args = sizes(), sample_count = 3)]
fn observe_unchanged(bencher: Bencher<'_, '_>, size: u64) {
    let (_folder, store, mapping) = empty();
    observe(&store, &mapping, Side::Bc, size);
    create(&store, &mapping, size);
    bencher.counter(ItemsCount::new(size)).bench_local(|| {
        measured("observe_unchanged", "floor_insert", size, || {
            observe(&store, &mapping, Side::Dv, size);
        });
    });
}

#[divan::bench(args = sizes(), sample_count = 3)]
fn store_created(bencher: Bencher<'_, '_>, size: u64) {
    bencher
        .counter(ItemsCount::new(size))
        .with_inputs(|| {
            let (folder, store, mapping) = empty();
            observe(&store, &mapping, Side::Bc, size);
            (folder, store, mapping)
        })
        .bench_refs(|(_, store, mapping)| {
            measured("store_created", "floor_insert", size, || {
                create(store, mapping, size);
            });
        });
}

#[divan::bench(args = sizes(), sample_count = 3)]
fn plan(bencher: Bencher<'_, '_>, size: u64) {
    let (_folder, store, mapping) = empty();
    observe(&store, &mapping, Side::Bc, size);
    create(&store, &mapping, size);
    let rules = MergeRules::new(&mapping, Sides::new(None, None));
    let lookups = Lookups::default();
    let all = || {
        let mut after = None;
        loop {
            let read = store.read();
            let pairs = read.couplings_after(&mapping.name, after, 1000).unwrap();
            let Some(last) = pairs.last() else { break };
            after = Some(last.id);
            for pair in &pairs {
                black_box(plan_pair(&mapping, &rules, pair, None, &lookups));
            }
        }
    };
    bencher
        .counter(ItemsCount::new(size))
        .bench_local(|| measured("plan", "floor_insert", size, all));
}
