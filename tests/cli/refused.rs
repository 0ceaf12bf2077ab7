//! What a run comes to in each broken set-up: the service refuses over the wire, and the run says why, whose matter it is and
//! what to do. Nothing is written past a refusal.

use super::support::{Desk, Ended, Shop, codes, sum};
use raccord::sandbox::http::flaws::Flaw;
use serde_json::{Value, json};

/// Set-ups in which a run gets nowhere, with what it says.
const STOPPED: [(Flaw, &str, &str); 11] = [
    (
        Flaw::ApplicationNotRegistered,
        "not_registered",
        "business_central",
    ),
    (Flaw::ApiSwitchedOff, "api_switched_off", "business_central"),
    (Flaw::LicenceMissing, "licence_missing", "business_central"),
    (Flaw::NotAMember, "not_registered", "dataverse"),
    (Flaw::WrongAudience, "wrong_audience", ""),
    (Flaw::AdministrationMode, "administration_mode", "dataverse"),
    (Flaw::UserDisabled, "user_disabled", "dataverse"),
    (Flaw::NoRoles, "no_roles", "dataverse"),
    (Flaw::UserUnlicensed, "licence_missing", "dataverse"),
    (Flaw::AdministrativeAccess, "access_mode", "dataverse"),
    // Last, since the company that comes back is another one.
    (Flaw::CompanyDeleted, "unknown_company", "business_central"),
];

fn set(shop: &Shop, flaw: Flaw, on: bool) {
    shop.services.server.common().set_flaw(flaw, on).unwrap();
}

/// The one problem of a run that could not be made, in whole words.
fn stopped(ended: &Ended) -> (String, Value) {
    assert_eq!(ended.code, 1, "{ended:?}");
    let document = ended.json();
    let error = document["error"].clone();
    for part in ["message", "next_step"] {
        let text = error[part].as_str().unwrap();
        assert!(text.len() > 25 && !text.contains(['{', '$']), "{error}");
        // A problem that nobody can place is told with words that stand for anything.
        assert!(!text.contains("in question"), "{error}");
    }
    (error["code"].as_str().unwrap().to_owned(), error)
}

#[test]
fn each_set_up_that_lets_nobody_work_stops_the_run_with_its_own_cause() {
    let shop = Shop::connected(8);
    shop.run(&["sync"]).ok(&[0, 3]);
    let (bc, dv) = edited_pair(&shop);
    for (flaw, cause, side) in STOPPED {
        set(&shop, flaw, true);
        let told = shop.run(&["sync"]);
        let (code, error) = stopped(&told);
        assert_eq!(code, cause, "{flaw:?}: {error}");
        // Of a flaw of both services, whichever refuses first is told.
        let told = error["detail"]["side"].as_str().unwrap();
        assert!(side.is_empty() || told == side, "{flaw:?}: {error}");
        assert!(error["detail"]["who"].is_string(), "{flaw:?}: {error}");
        let words = shop.plain(&["sync"]);
        assert_eq!(words.code, 1, "{words:?}");
        assert!(!words.stderr.contains(['{', '$']), "{words:?}");
        set(&shop, flaw, false);
    }
    // Nothing went past the refusals; what waited is not lost. (The last company is gone with its records.)
    let desk = Desk::at(&shop);
    assert_ne!(desk.dv(&dv)["telephone1"], json!("0123"));
    assert!(!bc.is_empty());
}

/// Lets a person change a coupled customer; gives the places of both records.
fn edited_pair(shop: &Shop) -> (String, String) {
    let filter = ["--mapping", "CUSTOMER", "--state", "in_step"];
    let listed = shop.run(&[&["couplings", "list"], &filter[..]].concat());
    let listed = listed.ok(&[0, 3]);
    let id = |name: &str| listed[0][name].as_str().unwrap().to_owned();
    let bc = format!("customers({})", id("bc_id"));
    let dv = format!("accounts({})", id("dv_id"));
    Desk::at(shop).edit_bc(&bc, &json!({"phoneNumber": "0123"}));
    (bc, dv)
}

/// The listed errors with that code.
fn listed(shop: &Shop, code: &str) -> Vec<Value> {
    let all = shop.run(&["errors", "list", "--cause", code]).ok(&[0, 3]);
    all.as_array().unwrap().clone()
}

#[test]
fn a_privilege_that_is_missing_is_named_record_by_record_and_what_waited_follows() {
    let shop = Shop::connected(8);
    shop.run(&["sync"]).ok(&[0, 3]);
    for (flaw, privilege) in [
        (Flaw::MissingPrivileges, "prvWriteAccount"),
        (Flaw::NoWritePermission, "Customer: Modify"),
    ] {
        let (bc, dv) = edited_pair(&shop);
        let desk = Desk::at(&shop);
        let to_bc = flaw == Flaw::NoWritePermission;
        if to_bc {
            shop.run(&["sync"]).ok(&[0, 3]);
            desk.edit_dv(&dv, &json!({"telephone1": "0456"}));
        }
        set(&shop, flaw, true);
        let told = shop.plain(&["sync"]);
        assert_eq!(told.code, 3, "{told:?}");
        let errors = listed(&shop, "missing_permission");
        let own: Vec<&Value> = errors
            .iter()
            .filter(|error| {
                let message = error["message"].as_str().unwrap();
                message.contains(privilege)
            })
            .collect();
        let [error, ..] = own.as_slice() else {
            panic!("{flaw:?}: {errors:?} {told:?}");
        };
        // Which record, on which side, and who can do something about it.
        let label = error["source"]["label"].as_str().unwrap();
        assert!(label.len() > 3, "{error}");
        assert!(told.stderr.contains(label), "{label} is not in {told:?}");
        assert!(told.stderr.contains(privilege), "{told:?}");
        let next = error["next_step"].as_str().unwrap();
        assert!(next.contains(privilege), "{error}");
        set(&shop, flaw, false);
        shop.run(&["skipped", "retry", "--all"]).ok(&[0, 3]);
        shop.run(&["sync"]).ok(&[0, 3]);
        if to_bc {
            assert_eq!(desk.bc(&bc)["phoneNumber"], "0456");
        } else {
            assert_eq!(desk.dv(&dv)["telephone1"], "0123");
        }
        // The edit is undone, so that the next round has something to change.
        desk.edit_bc(&bc, &json!({"phoneNumber": "0999"}));
        shop.run(&["sync"]).ok(&[0, 3]);
    }
}

#[test]
fn a_table_that_may_not_be_read_is_told_with_its_permission_and_holds_back_what_depends_on_it() {
    for (flaw, mapping, permission) in [
        (Flaw::NoPermission, "CUSTOMER", "Customer: Read"),
        (Flaw::NoTableAccess, "CONTACT", "prvReadContact"),
    ] {
        let shop = Shop::connected(6);
        set(&shop, flaw, true);
        let told = shop.run(&["sync"]).ok(&[3]);
        let jobs = told["jobs"].as_array().unwrap();
        let refused: Vec<&Value> = jobs
            .iter()
            .filter(|job| job["problem"]["code"] == "missing_permission")
            .collect();
        assert!(!refused.is_empty(), "{told}");
        for job in refused {
            assert_eq!(job["mapping"], mapping, "{told}");
            let message = job["problem"]["message"].as_str().unwrap();
            assert!(message.contains(permission), "{message}");
        }
        let others = jobs.iter().filter(|job| job["mapping"] != mapping);
        assert!(others.count() > 0, "{told}");
        if flaw == Flaw::NoPermission {
            let held = codes(&told).contains("dependency_unread");
            assert!(held || jobs.iter().any(|job| job["mapping"] == "CONTACT"));
        }
        assert_eq!(
            jobs.iter()
                .filter(|job| job["mapping"] == mapping)
                .map(|job| job["inserted"].as_u64().unwrap())
                .sum::<u64>(),
            0
        );
        // Mended, everything follows by itself.
        set(&shop, flaw, false);
        let healed = shop.run(&["sync"]).ok(&[0, 3]);
        assert!(sum(&healed, "inserted") + sum(&healed, "coupled") > 0);
    }
}
