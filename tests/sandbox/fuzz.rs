//! Broken input by the million: everything that the services read from a client, mutated from what clients really send.
//!
//! `RACCORD_FUZZ_CASES=1000000 cargo test --release --test sandbox -- --nocapture fuzz` prints the counts.

use std::time::Instant;

use raccord::sandbox::odata::filter::{self, rules};
use raccord::sandbox::odata::query::Query;
use raccord::sandbox::odata::{batch_json, body, fetch_xml, multipart, text, url};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// How long one case may take, however broken: far more than any needs.
const PATIENCE_SECONDS: u64 = 5;

const URLS: &[&str] = &[
    "/v2.0/contoso/sandbox/api/v2.0/companies(01234567-89ab-cdef-0123-456789abcdef)/customers('10''0')/$count",
    "/api/data/v9.2/accounts(accountnumber='10000',name='a%2Fb')/primarycontactid/$ref?$id=x",
    "/api/data/v9.2/RetrieveCurrentOrganization(AccessType=@p1)?@p1='Default'",
    "http://127.0.0.1:80/api/data/v9.2/accounts?$select=a,b&$expand=c($select=d;$expand=e($top=1)),f&$orderby=g desc,h",
    "accounts?%24filter=%28number+eq+%2710000%27%29&%24top=5&%24count=true&%24skiptoken=%3Ccookie%20pagenumber=%222%22",
];

const FILTERS: &[&str] = &[
    "startswith(tolower(name),'a') and (creditlimit gt 12.50 or not (statecode eq 0)) and modifiedon ge 2026-11-22T10:00:00.123Z",
    "Microsoft.Dynamics.CRM.In(PropertyName='accountid',PropertyValues=[\"a\",\"b\"]) or contacts/any(c:c/lastname eq 'x')",
    "number in ('1','2','O''Neil') and blocked eq Microsoft.NAV.customerBlocked'_x0020_' or id eq 01234567-89ab-cdef-0123-456789abcdef",
    "Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=7) and substring(a,1,2) eq @p1",
];

const MULTIPART: &str = "--b\r\nContent-Type: multipart/mixed; boundary=\"c\"\r\n\r\n--c\r\nContent-Type: application/http\r\n\
    Content-ID: 1\r\n\r\nPOST /api/data/v9.2/accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\"name\":\"x\"}\r\n--c--\r\n\
    --b\r\nContent-Type: application/http\r\n\r\nGET accounts HTTP/1.1\r\n\r\n\r\n--b--\r\n";

const JSON: &str = "{\"requests\":[{\"id\":\"1\",\"method\":\"PATCH\",\"url\":\"customers(1)\",\"headers\":{\"If-Match\":\"*\"},\
    \"body\":{\"creditLimit\":12.5e-3,\"a\":[{\"b\":null}]},\"dependsOn\":[\"0\"]}]}";

const FETCH: &str = "<fetch count='5' page='2'><entity name='account'><attribute name='name'/><order attribute='name'/>\
    <filter type='or'><condition attribute='a' operator='in'><value>1</value></condition></filter></entity></fetch>";

/// Changes, doubles, drops and swaps pieces, a few times over.
fn broken(seed: &str, chance: &mut StdRng) -> Vec<u8> {
    const SPICE: &[&str] = &[
        "(",
        ")",
        "'",
        "\"",
        "%",
        "%2",
        "%00",
        "/",
        "?",
        "&",
        "=",
        ",",
        ";",
        "@",
        "$",
        "[",
        "]",
        "{",
        "}",
        "\r\n",
        "--b",
        "--",
        "\u{0}",
        "é",
        "\u{1f600}",
        "null",
        "not ",
        " or ",
        " and ",
        "9999999999999999999999999999999999999",
        "1e999",
        "0x80",
        "any(x:",
        "$1",
        "<",
        ">",
        "&amp;",
        "\\u",
        "-",
    ];
    let mut bytes = seed.as_bytes().to_vec();
    for _ in 0..chance.random_range(1..6) {
        let at = chance.random_range(0..=bytes.len());
        match chance.random_range(0..5) {
            0 => {
                let spice = SPICE[chance.random_range(0..SPICE.len())];
                let times = if chance.random_ratio(1, 50) { 3_000 } else { 1 };
                bytes.splice(at..at, spice.repeat(times).into_bytes());
            }
            1 if at < bytes.len() => {
                let until = chance.random_range(at..=bytes.len());
                bytes.drain(at..until);
            }
            2 if at < bytes.len() => bytes[at] = chance.random(),
            3 => {
                let until = chance.random_range(at..=bytes.len());
                let piece = bytes[at..until].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => bytes.truncate(at),
        }
        bytes.truncate(60_000);
    }
    bytes
}

fn run(what: &str, seeds: &[&str], read: impl Fn(&[u8])) {
    let cases: u64 = std::env::var("RACCORD_FUZZ_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(3_000);
    let mut chance = StdRng::seed_from_u64(7);
    let begun = Instant::now();
    let mut slowest = 0;
    for case in 0..cases {
        let seed = seeds[usize::try_from(case).unwrap() % seeds.len()];
        let input = broken(seed, &mut chance);
        let started = Instant::now();
        read(&input);
        let took = started.elapsed();
        slowest = slowest.max(took.as_micros());
        assert!(
            took.as_secs() < PATIENCE_SECONDS,
            "{what}: {took:?} for {:?}",
            String::from_utf8_lossy(&input)
        );
    }
    println!(
        "{what}: {cases} cases in {:?}, the slowest took {slowest} µs",
        begun.elapsed()
    );
}

#[test]
fn fuzz_addresses_and_queries() {
    run("addresses and queries", URLS, |input| {
        let address = String::from_utf8_lossy(input);
        let (path, query) = url::path_and_query(&address);
        let _ = url::segments(path);
        let query = Query::parse(query);
        let _ = (
            query.select(),
            query.expand(),
            query.order_by(),
            query.number("$top"),
            query.number("$skip"),
        );
        let _ = text::decode_query(&address);
    });
}

#[test]
fn fuzz_filters() {
    run("filters", FILTERS, |input| {
        let alias = |_: &str| Some("['a',\"b\"".to_owned());
        if let Ok(parsed) = filter::parse(
            &String::from_utf8_lossy(input),
            jiff::Timestamp::UNIX_EPOCH,
            &alias,
        ) {
            let _ = rules::dataverse(&parsed);
            let _ = rules::business_central(parsed, false);
        }
    });
}

#[test]
fn fuzz_multipart_batches() {
    run("multipart batches", &[MULTIPART], |input| {
        let _ = multipart::read(input, "multipart/mixed; boundary=b");
        let _ = multipart::boundary(&String::from_utf8_lossy(input));
    });
}

#[test]
fn fuzz_json_batches_and_bodies() {
    run("JSON batches and bodies", &[JSON], |input| {
        let _ = batch_json::read(input);
        if let Ok(members) = body::read(input) {
            for value in members.values() {
                let _ = body::cell(value);
            }
        }
    });
}

#[test]
fn fuzz_fetch_xml() {
    run("FetchXML", &[FETCH], |input| {
        let _ = fetch_xml::read(&String::from_utf8_lossy(input));
    });
}
