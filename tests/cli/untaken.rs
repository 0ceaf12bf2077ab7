//! Fields that a service accepts and does not take: what was sent is on one side only, and nobody may believe that both agree.

use super::support::{Desk, Shop, codes, job};
use raccord::sandbox::system::decree::Decree;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const DENIS: &str = "12 rue Denis";

/// A customer that both sides know, with its account.
struct Couple {
    customer: String,
    account: String,
}

/// Connected, synchronised, and what is learnt of the services is kept; with one pair of customers.
fn settled() -> (Shop, Desk, Couple) {
    let shop = Shop::connected(6);
    shop.run(&["couple", "--mapping", "CUSTOMER", "--match"])
        .ok(&[0, 3]);
    shop.run(&["sync"]).ok(&[0, 3]);
    let desk = Desk::at(&shop);
    let pairs = shop.run(&["couplings", "list", "--mapping", "CUSTOMER"]);
    let pairs = pairs.ok(&[0, 3]);
    let pairs = pairs.as_array().unwrap();
    let pair = pairs.iter().find(|pair| pair["state"] == "in_step");
    let id = |name: &str| pair.unwrap()[name].as_str().unwrap().to_owned();
    let couple = Couple {
        customer: id("bc_id"),
        account: id("dv_id"),
    };
    (shop, desk, couple)
}

fn decree(shop: &Shop, decree: &Value) {
    let decree: Decree = serde_json::from_value(decree.clone()).unwrap();
    let mut world = shop.services.server.common().world();
    world.decree(&decree).unwrap();
}

fn state_of(shop: &Shop, couple: &Couple) -> String {
    let pairs = shop.run(&["couplings", "list", "--mapping", "CUSTOMER"]);
    let pairs = pairs.ok(&[0, 3]);
    let mut pairs = pairs.as_array().unwrap().iter();
    let pair = pairs.find(|pair| pair["bc_id"] == couple.customer.as_str());
    pair.unwrap()["state"].as_str().unwrap().to_owned()
}

/// The codes under which the customer is listed among errors or skipped records.
fn codes_of(shop: &Shop, couple: &Couple, list: &str) -> BTreeSet<String> {
    let listed = shop.run(&[list, "list"]).ok(&[0, 3]);
    let of_it = listed.as_array().unwrap().iter();
    let of_it = of_it.filter(|row| row.to_string().contains(&couple.customer));
    of_it.flat_map(codes).collect()
}

/// What a run modified in Dataverse.
fn modified(shop: &Shop) -> u64 {
    let run = shop.run(&["sync", "--mapping", "CUSTOMER"]).ok(&[0, 3]);
    job(&run, "CUSTOMER", "to_dataverse")["modified"]
        .as_u64()
        .unwrap()
}

#[test]
fn a_column_that_became_read_only_since_its_table_was_learnt_is_told_at_the_first_edit() {
    let (shop, desk, couple) = settled();
    let account = format!("accounts({})", couple.account);
    let before = desk.dv(&account)["address1_line1"].clone();
    let change = |on: bool| json!({"do": "read-only-column", "set": "accounts", "column": "address1_line1", "on": on});
    decree(&shop, &change(true));
    let customer = format!("customers({})", couple.customer);
    desk.edit_bc(&customer, &json!({"addressLine1": DENIS}));
    assert_eq!(modified(&shop), 0, "nothing was taken");
    let told = codes_of(&shop, &couple, "errors");
    assert!(told.contains("read_only_field"), "{told:?}");
    assert_ne!(state_of(&shop, &couple), "in_step");
    assert_eq!(desk.dv(&account)["address1_line1"], before);
    // It is known by now, so nothing is sent any more.
    let version = desk.dv(&account)["@odata.etag"].clone();
    assert_eq!(modified(&shop), 0);
    assert_eq!(desk.dv(&account)["@odata.etag"], version);
    let told = codes_of(&shop, &couple, "skipped");
    assert!(told.contains("repeated_failure"), "{told:?}");

    // Whoever put it right says so, and need not wait until what is known of the table is too old.
    decree(&shop, &change(false));
    shop.run(&["skipped", "retry", "--all"]).ok(&[0, 3]);
    assert_eq!(modified(&shop), 1);
    assert_eq!(desk.dv(&account)["address1_line1"], DENIS);
    assert_eq!(state_of(&shop, &couple), "in_step");
}

#[test]
fn a_value_that_a_plug_in_puts_back_is_told_and_written_no_third_time() {
    let (shop, desk, couple) = settled();
    let account = format!("accounts({})", couple.account);
    let change = |on: bool| json!({"do": "put-back-column", "set": "accounts", "column": "address1_line1", "on": on});
    decree(&shop, &change(true));
    let customer = format!("customers({})", couple.customer);
    // What stands beside it goes through.
    desk.edit_bc(
        &customer,
        &json!({"addressLine1": DENIS, "phoneNumber": "0199"}),
    );
    assert_eq!(modified(&shop), 1);
    assert_eq!(desk.dv(&account)["telephone1"], "0199");
    let told = shop.run(&["errors", "list"]).ok(&[0, 3]).to_string();
    let coded = codes_of(&shop, &couple, "errors");
    assert!(coded.contains("value_not_kept"), "{coded:?}");
    assert!(told.contains(DENIS), "{told}");
    // The history tells what was written, and not what was not.
    let record = format!("bc:{}", couple.customer);
    let history = shop.run(&["history", "list", "--record", &record]).ok(&[0]);
    let after = history[0]["fields"].to_string();
    assert!(
        after.contains("0199") && !after.contains(DENIS),
        "{history}"
    );

    modified(&shop);
    let told = codes_of(&shop, &couple, "skipped");
    assert!(told.contains("repeated_failure"), "{told:?}");
    let version = desk.dv(&account)["@odata.etag"].clone();
    modified(&shop);
    assert_eq!(desk.dv(&account)["@odata.etag"], version);

    // Once the plug-in is gone, a person retries, and both sides agree.
    decree(&shop, &change(false));
    shop.run(&["skipped", "retry", "--all"]).ok(&[0, 3]);
    modified(&shop);
    assert_eq!(desk.dv(&account)["address1_line1"], DENIS);
    assert_eq!(state_of(&shop, &couple), "in_step");
}
