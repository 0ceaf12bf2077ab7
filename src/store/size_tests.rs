//! What the cache takes on the disk for a mapping of customers, with values as real companies have them.

use super::testing::{at, customer, mapping};
use super::{Naming, NewHistory, Store};
use crate::model::report::HistoryAction;
use crate::model::{Etag, FieldName, Fields, JobId, Record, Side, Sides, Value};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

const PAIRS: u64 = 10_000;
/// What the project promises for a coupled pair: both sides' fields, base, marks, links, indexes, first history entry.
const PROMISED: u64 = 400;

const FIRST: [&str; 12] = [
    "Adatum",
    "Fabrikam",
    "Northwind",
    "Litware",
    "Contoso",
    "Tailspin",
    "Woodgrove",
    "Proseware",
    "Wingtip",
    "Trey",
    "Lucerne",
    "Boulangerie Saint-Rémy",
];
const SECOND: [&str; 9] = [
    "Corporation",
    "Möbel GmbH & Co. KG",
    "Traders",
    "et Fils SARL",
    "Consulting",
    "Toys Ltd.",
    "Bank AG",
    "Publishing",
    "Distribution",
];
const STREET: [&str; 8] = [
    "Station Road",
    "avenue des Champs-Élysées",
    "Lindenstraße",
    "Main Street",
    "rue du Faubourg Saint-Honoré",
    "Kanalvej",
    "Via Garibaldi",
    "Industriepark West",
];
const CITY: [(&str, &str, &str, &str); 7] = [
    ("Atlanta", "GA", "US", "31772"),
    ("Paris", "", "FR", "75008"),
    ("Düsseldorf", "", "DE", "40212"),
    ("Birmingham", "West Midlands", "GB", "B27 4KT"),
    ("Kongens Lyngby", "", "DK", "2800"),
    ("Torino", "TO", "IT", "10121"),
    ("Luxembourg", "", "LU", "1118"),
];

/// Numbers that look random and are the same every time.
fn dice(number: u64, salt: u64) -> u64 {
    let mut mixed =
        number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^= mixed >> 29;
    mixed = mixed.wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 32)
}

fn of<T: Copy>(list: &[T], number: u64, salt: u64) -> T {
    list[usize::try_from(dice(number, salt)).unwrap() % list.len()]
}

fn guid(number: u64, salt: u64) -> Uuid {
    Uuid::from_u64_pair(dice(number, salt), dice(number, salt + 1))
}

fn fields(values: Vec<(&str, Value)>) -> Fields {
    values
        .into_iter()
        .map(|(name, value)| (FieldName::new(name), value))
        .collect()
}

struct Customer {
    ids: Sides<Uuid>,
    records: Sides<Record>,
}

#[expect(
    clippy::too_many_lines,
    reason = "one record of each side, field by field"
)]
fn a_customer(number: u64) -> Customer {
    let name = format!(
        "{} {} {number}",
        of(&FIRST, number, 1),
        of(&SECOND, number, 2)
    );
    let (city, state, country, post) = of(&CITY, number, 4);
    let domain = format!(
        "{}-{number}.example",
        of(&FIRST, number, 1).replace(' ', "").to_lowercase()
    );
    let text = |words: String| Value::text(words);
    let shared = [
        text(format!("C{:05}", 10_000 + number)),
        text(name),
        text(format!(
            "{} {}",
            dice(number, 5) % 400,
            of(&STREET, number, 6)
        )),
        text(if number.is_multiple_of(5) {
            "Building 12, 3rd floor".into()
        } else {
            String::new()
        }),
        text(post.into()),
        text(city.into()),
        text(state.into()),
        text(country.into()),
        text(format!(
            "+{} {} {:06}",
            30 + number % 60,
            dice(number, 7) % 1000,
            dice(number, 8) % 1_000_000
        )),
        text(format!(
            "{}@{domain}",
            ["info", "accounting", "m.dupont"][usize::try_from(number % 3).unwrap()]
        )),
        text(if number.is_multiple_of(2) {
            format!("https://www.{domain}")
        } else {
            String::new()
        }),
    ];
    let limit = Value::Decimal(rust_decimal::Decimal::new(
        i64::try_from(dice(number, 9) % 90).unwrap() * 100_000,
        2,
    ));
    let bc_names = [
        "number",
        "displayName",
        "addressLine1",
        "addressLine2",
        "postalCode",
        "city",
        "state",
        "country",
        "phoneNumber",
        "email",
        "website",
    ];
    let dv_names = [
        "accountnumber",
        "name",
        "address1_line1",
        "address1_line2",
        "address1_postalcode",
        "address1_city",
        "address1_stateorprovince",
        "address1_country",
        "telephone1",
        "emailaddress1",
        "websiteurl",
    ];
    let mut bc: Vec<(&str, Value)> = bc_names.into_iter().zip(shared.clone()).collect();
    bc.extend([
        (
            "currencyId",
            if number.is_multiple_of(4) {
                Value::Guid(guid(number % 5, 20))
            } else {
                Value::Empty
            },
        ),
        ("paymentTermsId", Value::Guid(guid(number % 9, 30))),
        ("creditLimit", limit.clone()),
        (
            "salespersonCode",
            text(["JO", "LM", "OTTER"][usize::try_from(number % 3).unwrap()].into()),
        ),
        ("blocked", text("_x0020_".into())),
    ]);
    let mut dv: Vec<(&str, Value)> = dv_names.into_iter().zip(shared).collect();
    dv.extend([
        ("transactioncurrencyid", Value::Guid(guid(number % 5, 40))),
        (
            "paymenttermscode",
            Value::Choice(i32::try_from(number % 9).unwrap() + 1),
        ),
        ("creditlimit", limit),
        ("ownerid", Value::Guid(guid(number % 3, 50))),
        ("statecode", Value::Choice(0)),
        ("customertypecode", Value::Choice(3)),
    ]);
    let version = format!(
        "'20;{};00;'",
        10_000_000_000_000_000_000 + dice(number, 60) % 8_000_000_000_000_000_000
    );
    // Ids of Business Central are random, those that are made here for Dataverse go with the time.
    let ids = Sides::new(
        guid(number, 70),
        Uuid::from_u64_pair(0x0199_0000_0000_7000 + (number << 16), dice(number, 80)),
    );
    let record = |id, etag: String, fields| Record {
        id,
        etag: Some(Etag(etag)),
        modified: Some(at(i64::try_from(number).unwrap())),
        modified_by: None,
        fields,
    };
    let mut records = Sides::new(
        record(
            ids.bc,
            format!("W/\"{}\"", STANDARD.encode(version)),
            self::fields(bc),
        ),
        record(
            ids.dv,
            format!("W/\"{}\"", 2_000_000 + number),
            self::fields(dv),
        ),
    );
    let millis = jiff::SignedDuration::from_millis(i64::try_from(dice(number, 90) % 1000).unwrap());
    records.bc.modified = records.bc.modified.map(|moment| moment + millis);
    records.dv.modified_by = Some(guid(1, 95).to_string());
    Customer { ids, records }
}

fn naming(record: &Record, names: [&str; 2]) -> Naming {
    let [key, name] = names.map(|name| record.fields.value(name).to_plain());
    Naming {
        label: format!("{key} {name}"),
        key: Some(key),
    }
}

/// Reads Business Central's customers, creates them in Dataverse, as a first synchronisation does.
fn first_synchronisation(store: &Store) {
    let (bc, dv) = (["number", "displayName"], ["accountnumber", "name"]);
    let numbers: Vec<u64> = (0..PAIRS).collect();
    for chunk in numbers.chunks(1000) {
        store
            .write(|w| {
                for number in chunk {
                    let Customer { records, .. } = a_customer(*number);
                    w.observe(
                        &customer(),
                        Side::Bc,
                        &records.bc,
                        &naming(&records.bc, bc),
                        None,
                    )?;
                }
                Ok(())
            })
            .unwrap();
    }
    for chunk in numbers.chunks(1000) {
        store
            .write(|w| {
                for number in chunk {
                    let Customer { ids, records } = a_customer(*number);
                    w.observe(
                        &customer(),
                        Side::Dv,
                        &records.dv,
                        &naming(&records.dv, dv),
                        None,
                    )?;
                    let coupling = w.couple(&customer(), ids)?;
                    let base = records.as_ref().map(|record| record.fields.clone());
                    let seen = Sides::new(
                        Some((records.bc.clone().into(), naming(&records.bc, bc))),
                        Some((records.dv.clone().into(), naming(&records.dv, dv))),
                    );
                    w.settle(coupling, &seen, Some(&base), Some(JobId(1)), at(1))?;
                    w.add_history(&NewHistory {
                        job: Some(JobId(1)),
                        time: at(1),
                        mapping: customer(),
                        side: Side::Dv,
                        ids: ids.map(Some),
                        label: naming(&records.dv, dv).label,
                        action: HistoryAction::Insert,
                        before: Fields::new(),
                        after: records.dv.fields.clone(),
                        lost: Vec::new(),
                        reason: "new".to_owned(),
                    })?;
                }
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_coupled_pair_takes_no_more_than_promised() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache.db");
    let store = Store::open(&path).unwrap();
    store
        .write(|w| w.put_mapping(&mapping("CUSTOMER"), 0))
        .unwrap();
    let empty = pages_in_use(&store);
    first_synchronisation(&store);
    let each = (pages_in_use(&store) - empty) / PAIRS;
    assert!(
        each <= PROMISED,
        "{each} bytes for each pair\n{}",
        shares(&store)
    );

    // Everything is still there, and the first history entry knows what was written.
    let Customer { ids, records } = a_customer(7);
    let read = store.read();
    let pair = read
        .coupling_of(&customer(), Side::Dv, ids.dv)
        .unwrap()
        .unwrap();
    assert_eq!(pair.seen, records.clone().map(Into::into));
    let label = read.label_of(&customer(), Side::Dv, ids.dv).unwrap();
    assert_eq!(
        label,
        Some(naming(&records.dv, ["accountnumber", "name"]).label)
    );
    let filter = super::HistoryFilter {
        record: Some((Side::Bc, ids.bc)),
        ..Default::default()
    };
    let history = read.list_history(&filter, super::Slice::ALL).unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].after, records.dv.fields);
    assert_eq!(Some(history[0].label.clone()), label);
    assert_eq!(read.check(), Ok(Vec::new()));
    drop(store);
    let file = std::fs::metadata(&path).unwrap().len();
    assert!(
        file / PAIRS <= 2 * PROMISED,
        "room that was used on the way is used again"
    );
}

#[test]
fn history_stays_true_when_the_pair_moves_on() {
    let store = super::testing::store();
    let Customer { ids, records } = a_customer(3);
    let (written, label) = store
        .write(|w| {
            w.observe(&customer(), Side::Bc, &records.bc, &Naming::default(), None)?;
            w.observe(
                &customer(),
                Side::Dv,
                &records.dv,
                &naming(&records.dv, ["accountnumber", "name"]),
                None,
            )?;
            let coupling = w.couple(&customer(), ids)?;
            w.settle(coupling, &Sides::new(None, None), None, None, at(1))?;
            let label = w.label_of(&customer(), Side::Dv, ids.dv)?.unwrap();
            let written = w.add_history(&NewHistory {
                label: label.clone(),
                after: records.dv.fields.clone(),
                side: Side::Dv,
                reason: "new".to_owned(),
                ..NewHistory::link(None, at(1), &customer(), ids, HistoryAction::Insert)
            })?;
            Ok((written, label))
        })
        .unwrap();
    let told = || {
        assert_eq!(store.read().check(), Ok(Vec::new()));
        let entry = store.read().history(written).unwrap().unwrap();
        assert_eq!(entry.after, records.dv.fields);
        assert_eq!(entry.label, label);
        assert_eq!(entry.ids, ids.map(Some));
    };
    told();
    let mut renamed = records.dv.clone();
    renamed
        .fields
        .set(FieldName::new("name"), Value::text("Another name"));
    let name = naming(&renamed, ["accountnumber", "name"]);
    store
        .write(|w| w.observe(&customer(), Side::Dv, &renamed, &name, None))
        .unwrap();
    let entry = store.read().history(written).unwrap().unwrap();
    assert_eq!(
        (entry.after, entry.label),
        (records.dv.fields.clone(), label.clone()),
        "a change that is only seen"
    );
    let coupling = store
        .read()
        .coupling_id_of(&customer(), Side::Dv, ids.dv)
        .unwrap()
        .unwrap();
    store
        .write(|w| w.settle(coupling, &Sides::new(None, None), None, None, at(2)))
        .unwrap();
    let entry = store.read().history(written).unwrap().unwrap();
    assert_eq!(entry.after, records.dv.fields);
    store.write(|w| w.uncouple(coupling)).unwrap();
    let entry = store.read().history(written).unwrap().unwrap();
    assert_eq!(
        (entry.after, entry.ids),
        (records.dv.fields.clone(), ids.map(Some))
    );
    store.write(|w| w.remove_mapping(&customer())).unwrap();
    assert_eq!(
        store.read().history(written).unwrap().unwrap().ids,
        ids.map(Some)
    );
}

fn pages_in_use(store: &Store) -> u64 {
    let pragma = |name: &str| -> u64 {
        let number: i64 = store
            .db()
            .query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
            .unwrap();
        u64::try_from(number).unwrap()
    };
    (pragma("page_count") - pragma("freelist_count")) * pragma("page_size")
}

/// What each stored thing weighs, for the one who has to make it lighter.
fn shares(store: &Store) -> String {
    let mut sums = String::new();
    for column in [
        "base",
        "bc_mark",
        "dv_mark",
        "bc_fields",
        "dv_fields",
        "bc_name",
        "dv_name",
    ] {
        let sql = format!("SELECT coalesce(sum(length({column})), 0) FROM coupling");
        let sum: i64 = store.db().query_row(&sql, [], |row| row.get(0)).unwrap();
        let each = sum / i64::try_from(PAIRS).unwrap();
        sums = format!("{sums}{column} {each}\n");
    }
    sums
}
