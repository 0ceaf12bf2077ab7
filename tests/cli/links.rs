//! Couplings by hand, partners for single records, and writes that are taken back, through the real program.

use super::support::{Desk, Shop, sum};
use serde_json::{Value, json};

/// Both sides in step, and the couplings of a mapping.
fn settled() -> (Shop, Desk) {
    let shop = Shop::connected(12);
    shop.run(&["sync"]).ok(&[0, 3]);
    shop.run(&["sync"]).ok(&[0, 3]);
    let desk = Desk::at(&shop);
    (shop, desk)
}

fn couplings(shop: &Shop, mapping: &str) -> Vec<(String, String)> {
    let list = shop
        .run(&["couplings", "list", "--mapping", mapping])
        .ok(&[0]);
    let id = |pair: &Value, name: &str| pair[name].as_str().unwrap().to_owned();
    let pairs = list.as_array().unwrap().iter();
    pairs
        .map(|pair| (id(pair, "bc_id"), id(pair, "dv_id")))
        .collect()
}

fn message(ended: &Value) -> &str {
    ended["error"]["message"].as_str().unwrap()
}

#[test]
fn a_partner_is_created_for_a_named_record_and_refused_for_a_coupled_one_s196() {
    let (shop, desk) = settled();
    shop.run(&["mappings", "set", "CUSTOMER", "only_coupled=true"])
        .ok(&[0]);
    desk.add_bc("customers", &json!({"displayName": "Zélande"}));
    assert_eq!(sum(&shop.run(&["sync"]).ok(&[0, 3]), "inserted"), 0);
    let new = desk.all_bc("customers?$filter=displayName eq 'Zélande'");
    let id = new[0]["id"].as_str().unwrap();
    let create = ["create", "--mapping", "CUSTOMER", "--bc", id];
    let preview = shop
        .run(&[&create[..], &["--preview"]].concat())
        .ok(&[0, 3]);
    assert_eq!(sum(&preview, "inserted"), 1);
    assert_eq!(preview["actions"][0]["action"], "insert");
    assert!(desk.all_dv("accounts?$filter=name eq 'Zélande'").is_empty());

    let done = shop.run(&create).ok(&[0, 3]);
    assert_eq!((sum(&done, "inserted"), sum(&done, "coupled")), (1, 1));
    assert_eq!(desk.all_dv("accounts?$filter=name eq 'Zélande'").len(), 1);
    let again = shop.run(&create);
    assert_eq!(again.code, 1, "{again:?}");
    assert_eq!(again.json()["error"]["code"], "duplicate_key");
    assert!(message(&again.json()).contains("Zélande"), "{again:?}");
    assert_eq!(desk.all_dv("accounts?$filter=name eq 'Zélande'").len(), 1);

    // A mapping that never writes there, a record that takes no part, and one that does not exist.
    let unit = &couplings(&shop, "UNIT-GROUP")[0].1;
    let refused = |arguments: &[&str]| {
        let ended = shop.run(arguments);
        assert_eq!(ended.code, 1, "{ended:?}");
        ended.json()["error"]["code"].as_str().unwrap().to_owned()
    };
    let one_way = ["create", "--mapping", "UNIT-GROUP", "--dv", unit];
    assert_eq!(refused(&one_way), "one_way_table");
    desk.add_bc(
        "customers",
        &json!({"displayName": "Bloqué", "blocked": "All"}),
    );
    let blocked = desk.all_bc("customers?$filter=displayName eq 'Bloqué'");
    let blocked = blocked[0]["id"].as_str().unwrap();
    let outside = ["create", "--mapping", "CUSTOMER", "--bc", blocked];
    assert_eq!(refused(&outside), "record_gone");
    let nobody = "00000000-0000-4000-8000-00000000dead";
    let nobody = format!("bc:{nobody}");
    assert_eq!(refused(&["sync", "--record", &nobody]), "record_gone");
}

#[test]
fn uncoupling_a_customer_uncouples_its_people_too_unless_told_otherwise() {
    let (shop, desk) = settled();
    let all = couplings(&shop, "CONTACT").len();
    let account_of = |(_, contact): &(String, String)| {
        let row = desk.dv(&format!(
            "contacts({contact})?$select=_parentcustomerid_value"
        ));
        row["_parentcustomerid_value"].as_str().map(str::to_owned)
    };
    let people = couplings(&shop, "CONTACT");
    let account = people.iter().find_map(account_of).unwrap();
    let there = people
        .iter()
        .filter(|person| account_of(person).as_ref() == Some(&account))
        .count();
    let uncouple = ["uncouple", "--mapping", "CUSTOMER", "--dv", &account];
    let alone = shop.run(&[&uncouple[..], &["--alone"]].concat()).ok(&[0]);
    assert_eq!(alone["uncoupled"], 1);
    assert_eq!(couplings(&shop, "CONTACT").len(), all);
    // Coupled again with what it was coupled with, then parted with all that belongs to it.
    shop.run(&["couple", "--mapping", "CUSTOMER", "--match"])
        .ok(&[0, 3]);
    let done = shop.run(&uncouple).ok(&[0]);
    assert_eq!(done["uncoupled"], 1 + there as u64);
    assert_eq!(couplings(&shop, "CONTACT").len(), all - there);
    // Nobody comes back by itself.
    let quiet = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!((sum(&quiet, "coupled"), sum(&quiet, "inserted")), (0, 0));
}

#[test]
fn a_standing_coupling_gives_way_only_when_that_is_said() {
    let (shop, _desk) = settled();
    let pairs = couplings(&shop, "CUSTOMER");
    let (ours, other) = (&pairs[0], &pairs[1]);
    let couple = [
        "couple",
        "--mapping",
        "CUSTOMER",
        "--bc",
        &ours.0,
        "--dv",
        &other.1,
    ];
    let refused = shop.run(&couple);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert_eq!(refused.json()["error"]["code"], "duplicate_key");
    assert!(message(&refused.json()).contains("coupled with"));
    assert_eq!(couplings(&shop, "CUSTOMER"), pairs);
    shop.run(&[&couple[..], &["--instead"]].concat()).ok(&[0]);
    let now = couplings(&shop, "CUSTOMER");
    assert!(now.contains(&(ours.0.clone(), other.1.clone())));
    assert_eq!(
        now.len(),
        pairs.len() - 1,
        "both former partners stay alone"
    );
}

#[test]
fn a_merge_and_a_job_are_taken_back_as_a_whole() {
    let (shop, desk) = settled();
    let (customer, account) = couplings(&shop, "CUSTOMER").remove(0);
    let bc = format!("customers({customer})");
    let dv = format!("accounts({account})");
    let before = (desk.bc(&bc), desk.dv(&dv));
    desk.edit_bc(&bc, &json!({"phoneNumber": "111"}));
    desk.edit_dv(&dv, &json!({"websiteurl": "https://new.example"}));
    shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(desk.bc(&bc)["website"], "https://new.example");
    let record = format!("bc:{customer}");
    let history = shop.run(&["history", "list", "--record", &record]).ok(&[0]);
    let last = history[0]["id"].to_string();
    let revert = ["history", "revert", &last, "--merge"];
    let preview = shop.run(&[&revert[..], &["--preview"]].concat()).ok(&[0]);
    assert_eq!(
        (&preview["reverted"], &preview["left"]),
        (&json!(2), &json!([]))
    );
    assert_eq!(desk.bc(&bc)["website"], "https://new.example");
    assert_eq!(shop.run(&revert).ok(&[0])["reverted"], 2);
    // What the run wrote is gone on both sides; the edits of the two people stand on their own sides, and are seen as changes
    // of the others': they follow back.
    shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(desk.bc(&bc)["website"], before.0["website"]);
    assert_eq!(desk.dv(&dv)["telephone1"], before.1["telephone1"]);
    assert_eq!(desk.bc(&bc)["phoneNumber"], before.0["phoneNumber"]);

    let pairs = couplings(&shop, "CUSTOMER");
    for (customer, _) in pairs.iter().take(3) {
        desk.edit_bc(&format!("customers({customer})"), &json!({"city": "Metz"}));
    }
    let run = shop.run(&["sync"]).ok(&[0, 3]);
    let jobs = run["jobs"].as_array().unwrap();
    let job = jobs.iter().find(|job| job["modified"] == 3).unwrap();
    let job = job["id"].to_string();
    let back = shop.run(&["history", "revert", "--job", &job]).ok(&[0]);
    assert_eq!(back["reverted"], 3, "{back}");
    let metz = desk.all_dv("accounts?$filter=address1_city eq 'Metz'");
    assert_eq!(metz.len(), 0);
    // A first run's creations are no changes: they are left, and told.
    let jobs = shop.run(&["jobs", "list"]).ok(&[0]);
    let mut jobs = jobs.as_array().unwrap().iter();
    let created = jobs.find(|job| job["mapping"] == "PAYMENT-TERMS" && job["inserted"] != 0);
    let created = created.unwrap()["id"].to_string();
    let left = shop.run(&["history", "revert", "--job", &created]).ok(&[3]);
    assert_eq!(left["reverted"], 0, "{left}");
    assert_eq!(left["left"][0]["code"], "business_rule");
    assert!(!left["left"][0]["message"].as_str().unwrap().contains('{'));
}

#[test]
fn a_full_synchronisation_is_reviewed_started_and_goes_on_where_it_stopped() {
    let shop = Shop::connected(12);
    let line = |lines: &Value, name: &str| {
        let mut all = lines.as_array().unwrap().iter();
        all.find(|line| line["mapping"] == name).unwrap().clone()
    };
    let review = shop.run(&["full", "review"]).ok(&[0]);
    let customer = line(&review, "CUSTOMER");
    assert_eq!(customer["recommendation"], "couple_records");
    assert_eq!(customer["status"], "waiting");
    let waits = customer["waits_for"].as_array().unwrap();
    assert!(waits.contains(&json!("CURRENCY")), "{customer}");
    let desk = Desk::at(&shop);
    assert!(sum(&shop.run(&["plan"]).ok(&[0, 3]), "coupled") > 0);

    // A currency without a rate holds what refers to currencies, and everything behind that.
    let started = shop.run(&["full", "start"]).ok(&[0, 3]);
    let stands =
        |lines: &Value, name: &str| line(lines, name)["status"].as_str().unwrap().to_owned();
    assert_eq!(stands(&started, "PAYMENT-TERMS"), "success");
    if stands(&started, "CURRENCY") == "error" {
        assert_eq!(stands(&started, "CUSTOMER"), "waiting");
        let anyway = shop
            .run(&["full", "start", "--anyway", "CUSTOMER"])
            .ok(&[3]);
        assert_ne!(stands(&anyway, "CUSTOMER"), "waiting");
    }
    assert!(!desk.all_dv("uoms").is_empty());
    // What succeeded rests.
    let jobs = |shop: &Shop| {
        shop.run(&["jobs", "list"])
            .ok(&[0])
            .as_array()
            .unwrap()
            .len()
    };
    let terms = |shop: &Shop| {
        let jobs = shop.run(&["jobs", "list"]).ok(&[0]);
        let jobs = jobs.as_array().unwrap().iter();
        jobs.filter(|job| job["mapping"] == "PAYMENT-TERMS").count()
    };
    let before = terms(&shop);
    shop.run(&["full", "start"]).ok(&[0, 3]);
    assert_eq!(terms(&shop), before);

    // The log is cleaned, but for what skipped records refer to.
    assert!(jobs(&shop) > 0);
    let none = shop.run(&["jobs", "clear", "--older-than", "7d"]).ok(&[0]);
    assert_eq!(none["cleared"], 0, "{none}");
    let all = jobs(&shop);
    let cleared = shop.run(&["jobs", "clear", "--all"]).ok(&[0]);
    let removed = cleared["cleared"].as_u64().unwrap();
    assert_eq!(all as u64 - removed, jobs(&shop) as u64);
    assert!(removed > 0);
}
