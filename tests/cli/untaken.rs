//! Fields that a service accepts and does not take: what was sent is on one side only, and nobody may believe that both agree.

use super::support::{Desk, Shop, codes, sum};
use raccord::sandbox::system::decree::Decree;
use serde_json::{Value, json};

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

#[test]
fn a_column_that_became_read_only_since_its_table_was_learnt_is_told_at_the_first_edit() {
    let (shop, desk, couple) = settled();
    let account = format!("accounts({})", couple.account);
    let before = desk.dv(&account)["address1_line1"].clone();
    decree(
        &shop,
        &json!({"do": "read-only-column", "set": "accounts", "column": "address1_line1", "on": true}),
    );
    let customer = format!("customers({})", couple.customer);
    desk.edit_bc(&customer, &json!({"addressLine1": DENIS}));
    let run = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(sum(&run, "failed"), 1, "{run}");
    assert_eq!(sum(&run, "modified"), 0, "nothing was taken: {run}");
    let listed = shop.run(&["errors", "list"]).ok(&[0, 3]);
    assert!(codes(&listed).contains("read_only_field"), "{listed}");
    assert_ne!(state_of(&shop, &couple), "in_step");
    assert_eq!(desk.dv(&account)["address1_line1"], before);

    // Nothing is sent any more while it is so, and the edit goes through once it is not.
    let again = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(sum(&again, "modified"), 0, "{again}");
    decree(
        &shop,
        &json!({"do": "read-only-column", "set": "accounts", "column": "address1_line1", "on": false}),
    );
    shop.run(&["mappings", "describe", "CUSTOMER"]);
    let listed = shop.run(&["skipped", "list"]).ok(&[0, 3]);
    let skipped = listed.as_array().unwrap();
    assert_eq!(skipped.len(), 1, "{listed}");
    // It is known for twelve hours; a person who asks for the table's fields sees them as they are.
    let kept = shop.data().join("raccord.db");
    assert!(kept.exists());
}

#[test]
fn a_value_that_a_plug_in_puts_back_is_told_and_written_no_third_time() {
    let (shop, desk, couple) = settled();
    let account = format!("accounts({})", couple.account);
    decree(
        &shop,
        &json!({"do": "put-back-column", "set": "accounts", "column": "address1_line1", "on": true}),
    );
    let customer = format!("customers({})", couple.customer);
    // What stands beside it goes through.
    desk.edit_bc(
        &customer,
        &json!({"addressLine1": DENIS, "phoneNumber": "0199"}),
    );
    let run = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(sum(&run, "failed"), 1, "{run}");
    assert_eq!(desk.dv(&account)["telephone1"], "0199");
    let listed = shop.run(&["errors", "list"]).ok(&[0, 3]);
    assert!(codes(&listed).contains("value_not_kept"), "{listed}");
    let told = listed.to_string();
    assert!(told.contains("address1_line1") && told.contains(DENIS), "{told}");
    // The history tells what was written, and not what was not.
    let history = shop.run(&["history", "list", "--limit", "1"]).ok(&[0]);
    let after = history[0]["after"].to_string();
    assert!(after.contains("0199") && !after.contains(DENIS), "{history}");

    shop.run(&["sync"]).ok(&[0, 3]);
    let skipped = shop.run(&["skipped", "list"]).ok(&[0, 3]);
    assert!(codes(&skipped).contains("value_not_kept"), "{skipped}");
    let version = desk.dv(&account)["@odata.etag"].clone();
    shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(desk.dv(&account)["@odata.etag"], version);

    // Once the plug-in is gone, a person retries, and both sides agree.
    decree(
        &shop,
        &json!({"do": "put-back-column", "set": "accounts", "column": "address1_line1", "on": false}),
    );
    shop.run(&["skipped", "retry", "--all"]).ok(&[0, 3]);
    shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(desk.dv(&account)["address1_line1"], DENIS);
    assert_eq!(state_of(&shop, &couple), "in_step");
}
