//! The checks of a connection: each broken set-up switched on in the services, the check made over the wire, the words read.

use super::support::{Shop, ended, speaking};
use raccord::cli::demo::services::{SECRET, VARIABLES};
use raccord::sandbox::http::flaws::Flaw;
use serde_json::Value;
use std::collections::BTreeSet;
use strum::IntoEnumIterator as _;

/// Each broken set-up with the check that finds it, its side, how it goes, and the cause that it names.
const FOUND: [(Flaw, &str, &str, &str, &str); 30] = [
    (
        Flaw::ApplicationNotRegistered,
        "registered",
        "business_central",
        "failed",
        "not_registered",
    ),
    (
        Flaw::ApiSwitchedOff,
        "api_version",
        "business_central",
        "failed",
        "api_switched_off",
    ),
    (
        Flaw::LicenceMissing,
        "registered",
        "business_central",
        "failed",
        "licence_missing",
    ),
    (
        Flaw::NoPermission,
        "readable",
        "business_central",
        "failed",
        "missing_permission",
    ),
    // Nothing is written to find out: only a synchronisation shows it.
    (
        Flaw::NoWritePermission,
        "readable",
        "business_central",
        "ok",
        "",
    ),
    (
        Flaw::NoExchangeRate,
        "exchange_rates",
        "business_central",
        "warning",
        "missing_exchange_rate",
    ),
    (
        Flaw::WrongAudience,
        "audience",
        "dataverse",
        "failed",
        "wrong_audience",
    ),
    (
        Flaw::OtherTenant,
        "tenant",
        "dataverse",
        "failed",
        "other_tenant",
    ),
    (
        Flaw::ClocksAhead,
        "clock",
        "dataverse",
        "failed",
        "clock_skew",
    ),
    (
        Flaw::AdministrationMode,
        "administration_mode",
        "dataverse",
        "failed",
        "administration_mode",
    ),
    (
        Flaw::NotAMember,
        "registered",
        "dataverse",
        "failed",
        "not_registered",
    ),
    (
        Flaw::UserDisabled,
        "registered",
        "dataverse",
        "failed",
        "user_disabled",
    ),
    (
        Flaw::UserUnlicensed,
        "user",
        "dataverse",
        "failed",
        "licence_missing",
    ),
    (
        Flaw::AdministrativeAccess,
        "user",
        "dataverse",
        "failed",
        "access_mode",
    ),
    (
        Flaw::NoRoles,
        "registered",
        "dataverse",
        "failed",
        "no_roles",
    ),
    (
        Flaw::AdministratorAccount,
        "administrator",
        "dataverse",
        "warning",
        "administrator_account",
    ),
    (
        Flaw::AdministratorByTeam,
        "administrator",
        "dataverse",
        "warning",
        "administrator_account",
    ),
    (
        Flaw::MissingPrivileges,
        "privileges",
        "dataverse",
        "failed",
        "missing_permission",
    ),
    (
        Flaw::NoTableAccess,
        "readable",
        "dataverse",
        "failed",
        "missing_permission",
    ),
    (
        Flaw::ChangeTrackingOff,
        "change_tracking",
        "dataverse",
        "warning",
        "change_tracking_off",
    ),
    (
        Flaw::RequiredColumn,
        "required_fields",
        "dataverse",
        "warning",
        "required_not_mapped",
    ),
    (
        Flaw::DuplicateRulesOff,
        "duplicate_rules",
        "dataverse",
        "ok",
        "",
    ),
    (
        Flaw::OtherLanguage,
        "language",
        "dataverse",
        "warning",
        "language_differs",
    ),
    (
        Flaw::FewerDecimals,
        "currency_precision",
        "dataverse",
        "warning",
        "currency_precision",
    ),
    (
        Flaw::OtherBaseCurrency,
        "local_currency",
        "dataverse",
        "failed",
        "currency_missing",
    ),
    (
        Flaw::FieldShortened,
        "field_lengths",
        "dataverse",
        "warning",
        "field_shortened",
    ),
    (
        Flaw::FieldMissing,
        "tables",
        "dataverse",
        "failed",
        "unknown_field",
    ),
    (
        Flaw::OptionMissing,
        "options",
        "dataverse",
        "warning",
        "option_without_partner",
    ),
    (
        Flaw::CopiedEnvironment,
        "environment",
        "dataverse",
        "ok",
        "",
    ),
    // Last, since the company that comes back is another one.
    (
        Flaw::CompanyDeleted,
        "company",
        "business_central",
        "failed",
        "unknown_company",
    ),
];

fn check<'a>(checks: &'a Value, name: &str, side: &str) -> &'a Value {
    let checks = checks.as_array().unwrap();
    checks
        .iter()
        .find(|check| check["check"] == name && check["side"] == side)
        .unwrap_or_else(|| panic!("no {name} of {side}"))
}

/// What a check says: its status and its words.
fn told(shop: &Shop, name: &str, side: &str) -> (String, Value) {
    let checks = shop.run(&["doctor", name]).ok(&[0, 3]);
    let found = check(&checks, name, side).clone();
    (found["status"].as_str().unwrap().to_owned(), found)
}

/// Words in which nothing of the machinery shows.
fn are_words(text: &str) {
    let broken = text.len() < 10 || text.contains(['{', '[']) || text.contains("cause-");
    assert!(!broken, "{text}");
}

/// Each check with its status.
fn statuses(checks: &Value) -> Vec<String> {
    let checks = checks.as_array().unwrap().iter();
    checks
        .map(|check| format!("{} {} {}", check["check"], check["side"], check["status"]))
        .collect()
}

#[test]
fn every_broken_set_up_is_found_by_its_check_and_said_in_words() {
    let shop = Shop::connected(12);
    let common = shop.services.server.common();
    let tried: BTreeSet<Flaw> = FOUND.iter().map(|(flaw, ..)| *flaw).collect();
    assert_eq!(tried, Flaw::iter().collect(), "a set-up is not tried");
    let before = shop.run(&["doctor"]).ok(&[0, 3]);
    for (place, (flaw, name, side, status, cause)) in FOUND.into_iter().enumerate() {
        if flaw == Flaw::CompanyDeleted {
            // What was put right again is as it was; the company that would come back is another one.
            let after = shop.run(&["doctor"]).ok(&[0, 3]);
            assert_eq!(statuses(&after), statuses(&before), "{after}");
        }
        common.set_flaw(flaw, true).unwrap();
        let (now, found) = told(&shop, name, side);
        assert_eq!(now, status, "{flaw:?}: {found}");
        if !cause.is_empty() {
            assert_eq!(found["cause"], cause, "{flaw:?}: {found}");
            for part in ["message", "next_step", "who"] {
                let text = found[part].as_str().unwrap();
                assert!(part == "who" || text.len() > 20, "{found}");
                are_words(&format!("{text}          "));
            }
            // The words of every cause are tested in both languages; here, that the program speaks them.
            if place > 2 {
                common.set_flaw(flaw, false).unwrap();
                continue;
            }
            let mut command = speaking(&shop.data(), "fr");
            command.args(["doctor", name]);
            for variable in [VARIABLES.bc, VARIABLES.dv] {
                command.env(variable, SECRET);
            }
            let french = ended(command.output().unwrap());
            assert_eq!(french.code, 3, "{french:?}");
            assert!(french.stdout.contains("Que faire"), "{french:?}");
            are_words(&french.stdout);
        }
        if flaw != Flaw::CompanyDeleted {
            common.set_flaw(flaw, false).unwrap();
        }
    }
}

#[test]
fn a_connection_that_is_refused_is_looked_at_whole_before_it_is_stored() {
    let shop = Shop::open(3);
    let common = shop.services.server.common();
    common
        .set_flaw(Flaw::ApplicationNotRegistered, true)
        .unwrap();
    common.set_flaw(Flaw::AdministratorAccount, true).unwrap();
    let file = shop.path("connection.toml").display().to_string();
    let refused = shop.plain(&["connect", "--session-secrets", &file]);
    assert_eq!(refused.code, 1);
    let pointed = format!("raccord-cli doctor --connection {file}");
    assert!(refused.stderr.contains(&pointed), "{refused:?}");
    let checks = shop.run(&["doctor", "--connection", &file]).ok(&[3]);
    let registered = check(&checks, "registered", "business_central");
    assert_eq!(registered["cause"], "not_registered");
    let next = registered["next_step"].as_str().unwrap();
    assert!(next.contains("Microsoft Entra Applications"), "{next}");
    // What is wrong on the other side is told too, at once.
    let administrator = check(&checks, "administrator", "dataverse");
    assert_eq!(administrator["cause"], "administrator_account");
    assert_eq!(shop.run(&["status"]).ok(&[0])["connection"], Value::Null);
    // An older interface is told by its address, though nothing answers there.
    common
        .set_flaw(Flaw::ApplicationNotRegistered, false)
        .unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("/api/v2.0", "/api/v1.0")).unwrap();
    let checks = shop.run(&["doctor", "--connection", &file]).ok(&[3]);
    let version = check(&checks, "api_version", "business_central");
    assert_eq!(version["cause"], "api_version", "{version}");
}

#[test]
fn the_list_of_missing_privileges_names_each_of_them() {
    let shop = Shop::connected(3);
    let common = shop.services.server.common();
    common.set_flaw(Flaw::MissingPrivileges, true).unwrap();
    let found = told(&shop, "privileges", "dataverse").1;
    let message = found["message"].as_str().unwrap();
    for privilege in ["prvCreateContact", "prvWriteAccount"] {
        assert!(message.contains(privilege), "{message}");
    }
    // Who takes no part needs none.
    shop.run(&["mappings", "disable", "CUSTOMER"]).ok(&[0]);
    let found = told(&shop, "privileges", "dataverse").1;
    let message = found["message"].as_str().unwrap();
    assert!(
        message.contains("prvCreateContact") && !message.contains("prvWriteAccount"),
        "{message}"
    );
}

#[test]
fn a_check_can_be_made_alone_and_unknown_ones_are_wrong_usage() {
    let shop = Shop::connected(3);
    let some = shop.run(&["doctor", "clock", "company"]).ok(&[0, 3]);
    let names: BTreeSet<&str> = some
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["check"].as_str().unwrap())
        .collect();
    assert_eq!(names, BTreeSet::from(["clock", "company"]));
    let one = shop.run(&["doctor", "clock", "--side", "bc"]).ok(&[0, 3]);
    assert_eq!(one.as_array().unwrap().len(), 1);
    assert_eq!(shop.run(&["doctor", "horoscope"]).code, 2);
}

#[test]
fn set_ups_are_switched_at_the_control_address_by_name() {
    let shop = Shop::connected(3);
    let control = format!(
        "{}/_sandbox/flaws",
        shop.services.server.addresses().bc_origin
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let client = reqwest::Client::new();
    let post = |body: &'static str| {
        let request = client.post(&control).body(body);
        runtime.block_on(async { request.send().await.unwrap().status().as_u16() })
    };
    assert_eq!(post(r#"{"name":"no-roles"}"#), 204);
    assert_eq!(told(&shop, "registered", "dataverse").0, "failed");
    assert_eq!(post(r#"{"name":"no-roles","on":false}"#), 204);
    assert_eq!(told(&shop, "registered", "dataverse").0, "ok");
    assert_eq!(post(r#"{"name":"no-rolls"}"#), 400);
}
