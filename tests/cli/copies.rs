//! A cache that came back from a copy.

use super::support::{Desk, Shop, codes};
use serde_json::{Value, json};

const PLAIN: &str = r#"
[[mapping]]
name = "PLAIN"
bc = "customers"
dv = "accounts"
direction = "both"
dv_filter = "customertypecode eq 3"
[mapping.on_create.dv]
customertypecode = 3
[[mapping.field]]
bc = "displayName"
dv = "name"
[[mapping.field]]
bc = "phoneNumber"
dv = "telephone1"
"#;

/// One mapping that states nothing to match on, in step.
fn plain() -> (Shop, Desk) {
    let shop = Shop::connected(3);
    let all = shop.run(&["mappings", "list"]).ok(&[0]);
    let names = all.as_array().unwrap().iter();
    let names: Vec<&str> = names.map(|one| one["name"].as_str().unwrap()).collect();
    let mut disable = vec!["mappings", "disable"];
    disable.extend(names);
    shop.run(&disable).ok(&[0]);
    let file = shop.path("plain.toml");
    std::fs::write(&file, PLAIN).unwrap();
    shop.run(&["mappings", "import", file.to_str().unwrap()])
        .ok(&[0]);
    shop.run(&["sync"]).ok(&[0, 3]);
    let desk = Desk::at(&shop);
    (shop, desk)
}

fn sizes(desk: &Desk) -> (usize, usize) {
    let accounts = desk.all_dv("accounts?$filter=customertypecode eq 3");
    (desk.all_bc("customers").len(), accounts.len())
}

#[test]
fn what_was_coupled_after_the_copy_was_made_is_not_made_twice() {
    let (shop, desk) = plain();
    let copy = shop.path("copy.sqlite3");
    let copy = copy.to_str().unwrap();
    shop.run(&["backup", copy]).ok(&[0]);
    desk.add_bc(
        "customers",
        &json!({"displayName": "Adatum", "phoneNumber": "1"}),
    );
    desk.add_dv(
        "accounts",
        &json!({"name": "Miel", "telephone1": "2", "customertypecode": 3}),
    );
    shop.run(&["sync"]).ok(&[0, 3]);
    let before = sizes(&desk);
    shop.run(&["restore", copy]).ok(&[0]);
    let report = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(sizes(&desk), before);
    assert_eq!(report["jobs"][0]["coupled"], 2, "{report:#}");
    let inserted = report["jobs"].as_array().unwrap().iter();
    assert!(inserted.map(|job| &job["inserted"]).all(|n| *n == 0));
}

#[test]
fn a_record_that_may_have_got_its_partner_since_the_copy_was_made_is_left_alone_and_told() {
    let (shop, desk) = plain();
    let copy = shop.path("copy.sqlite3");
    let copy = copy.to_str().unwrap();
    shop.run(&["backup", copy]).ok(&[0]);
    desk.add_bc(
        "customers",
        &json!({"displayName": "Adatum", "phoneNumber": "1"}),
    );
    shop.run(&["sync"]).ok(&[0, 3]);
    let before = sizes(&desk);
    shop.run(&["restore", copy]).ok(&[0]);
    // Somebody goes on working before the next run.
    let made = desk.all_dv("accounts?$filter=name eq 'Adatum'");
    let place = format!("accounts({})", made[0]["accountid"].as_str().unwrap());
    desk.edit_dv(&place, &json!({"telephone1": "33"}));
    let plan = shop.run(&["plan"]).ok(&[0, 3]);
    let fails = plan["actions"].as_array().unwrap().iter();
    let fails = fails.filter(|line| line["action"] == "fail");
    assert!(fails.count() >= 2, "{plan:#}");
    shop.run(&["sync"]).ok(&[3]);
    assert_eq!(sizes(&desk), before);
    let errors = shop
        .run(&["errors", "list", "--cause", "may_have_partner"])
        .ok(&[0, 3]);
    assert!(codes(&errors).contains("may_have_partner"));
    let told = errors.as_array().unwrap();
    assert_eq!(told.len(), 2, "{errors:#}");
    let next = told[0]["next_step"].as_str().unwrap();
    assert!(
        next.contains("sync --mapping PLAIN --allow-large"),
        "{next}"
    );
    // A person who knows better has partners made.
    shop.run(&["sync", "--mapping", "PLAIN", "--allow-large"])
        .ok(&[0, 3]);
    assert_eq!(sizes(&desk), (before.0 + 1, before.1 + 1));
    let errors: Value = shop
        .run(&["errors", "list", "--cause", "may_have_partner"])
        .ok(&[0, 3]);
    let mut told = errors.as_array().unwrap().iter();
    assert!(told.all(|error| error["open"] == false), "{errors:#}");
}
