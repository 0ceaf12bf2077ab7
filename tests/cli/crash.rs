//! The program is killed in the middle of its first synchronisation, again and again: nothing is created twice.

use super::support::{Desk, Shop};
use serde_json::Value;
use std::collections::HashMap;
use std::time::{Duration, Instant};

#[test]
fn a_first_run_that_is_killed_again_and_again_creates_nothing_twice() {
    let shop = Shop::connected(300);
    shop.run(&["couple", "--mapping", "CUSTOMER", "--match"])
        .ok(&[0, 3]);
    let desk = Desk::at(&shop);
    let accounts = || desk.all_dv("accounts?$select=accountnumber,name").len();
    let known = accounts();
    // Each run is killed once it has written something more, wherever it is then.
    for round in 0..4 {
        let seen = accounts();
        let mut running = shop.start(&["sync"]);
        let patience = Instant::now() + Duration::from_mins(1);
        while accounts() <= seen && Instant::now() < patience {
            if running.try_wait().unwrap().is_some() {
                break;
            }
        }
        running.kill().ok();
        running.wait().unwrap();
        assert!(
            round > 0 || accounts() > known,
            "nothing was written in time"
        );
    }
    shop.run(&["sync"]).ok(&[0, 3]);
    let report = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(super::support::sum(&report, "inserted"), 0, "{report}");

    assert_eq!(
        twice(
            &desk.all_dv("accounts?$select=accountnumber"),
            "accountnumber"
        ),
        none()
    );
    assert_eq!(
        twice(
            &desk.all_bc("customers?$select=number,displayName"),
            "displayName"
        ),
        none()
    );
    assert_eq!(
        twice(
            &desk.all_dv("products?$select=productnumber"),
            "productnumber"
        ),
        none()
    );
    // One unit of measure takes part in two mappings, so a record is coupled once in each of them.
    for mapping in [
        "CUSTOMER",
        "CONTACT",
        "ITEM",
        "UNIT-GROUP",
        "UNIT-OF-MEASURE",
    ] {
        let coupled = shop.run(&["couplings", "list", "--mapping", mapping]);
        let coupled = coupled.ok(&[0]);
        let coupled = coupled.as_array().unwrap();
        assert!(!coupled.is_empty(), "{mapping}");
        assert_eq!(twice(coupled, "bc_id"), none(), "{mapping}");
        assert_eq!(twice(coupled, "dv_id"), none(), "{mapping}");
    }
}

fn none() -> Vec<String> {
    Vec::new()
}

/// The texts that stand in more than one row.
fn twice(rows: &[Value], field: &str) -> Vec<String> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for text in rows.iter().filter_map(|row| row[field].as_str()) {
        *counts.entry(text).or_default() += 1;
    }
    let mut twice: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(text, _)| text.to_owned())
        .collect();
    twice.sort();
    twice
}
