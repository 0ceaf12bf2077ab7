//! Another environment, another company, a copy: couplings of one are never applied to another, and a person can go over.

use super::support::{Shop, ended, sum};
use raccord::cli::demo::services::{SECRET, VARIABLES};
use raccord::sandbox::http::flaws::Flaw;
use raccord::sandbox::system::decree::Decree;

fn refused(shop: &Shop, arguments: &[&str], code: &str) -> String {
    let told = shop.run(arguments);
    assert_eq!(told.code, 1, "{told:?}");
    let document = told.json();
    let error = &document["error"];
    assert_eq!(error["code"], code, "{error}");
    let said = format!("{} {}", error["message"], error["next_step"]);
    assert!(
        !said.contains('{') && said.contains("--start-anew"),
        "{said}"
    );
    said
}

fn couplings(shop: &Shop) -> usize {
    let listed = shop.run(&["couplings", "list"]).ok(&[0, 3]);
    listed.as_array().unwrap().len()
}

#[test]
fn a_copied_environment_is_refused_until_a_person_says_what_it_is() {
    let shop = Shop::connected(12);
    shop.run(&["sync"]).ok(&[0, 3]);
    let before = couplings(&shop);
    assert!(before > 10);
    let writes = || {
        let history = shop.run(&["history", "list"]).ok(&[0]);
        history.as_array().unwrap().len()
    };
    let written = writes();
    let common = shop.services.server.common();
    common.set_flaw(Flaw::CopiedEnvironment, true).unwrap();

    let said = refused(&shop, &["sync"], "other_environment");
    assert!(said.contains("Raccord Demo"), "{said}");
    refused(&shop, &["plan"], "other_environment");
    let checks = shop.run(&["doctor", "environment"]).ok(&[3]);
    let failed = checks.as_array().unwrap().iter();
    let failed: Vec<_> = failed
        .filter(|check| check["status"] == "failed")
        .map(|check| (check["side"].as_str(), check["cause"].as_str()))
        .collect();
    assert_eq!(failed, [(Some("dataverse"), Some("other_environment"))]);
    let file = shop.path("connection.toml");
    let file = file.to_str().unwrap();
    refused(
        &shop,
        &["connect", "--session-secrets", file],
        "other_environment",
    );
    assert_eq!((couplings(&shop), writes()), (before, written));

    // Somebody knows better: nothing is lost, and nothing is written anew.
    shop.run(&["connect", "--session-secrets", "--same-environment", file])
        .ok(&[0]);
    let again = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(sum(&again, "inserted"), 0, "{again}");
    assert_eq!(couplings(&shop), before);

    // And somebody goes over to what is another environment now.
    common.set_flaw(Flaw::CopiedEnvironment, false).unwrap();
    refused(&shop, &["sync"], "other_environment");
    shop.run(&["connect", "--session-secrets", "--start-anew", file])
        .ok(&[0]);
    assert_eq!(couplings(&shop), 0);
    assert!(writes() >= written);
    let history = shop.run(&["history", "list"]).ok(&[0]);
    let old = history[0]["id"].to_string();
    let told = shop.run(&["history", "revert", &old]);
    assert_eq!(
        told.json()["error"]["code"],
        "other_environment",
        "{told:?}"
    );
    let mappings = shop.run(&["mappings", "list"]).ok(&[0]);
    assert!(mappings.as_array().unwrap().len() > 5);
    shop.run(&["couple", "--mapping", "CUSTOMER", "--match"])
        .ok(&[0, 3]);
    assert!(couplings(&shop) > 0);
}

#[test]
fn another_company_is_refused_and_has_its_own_folder_beside() {
    let shop = Shop::connected(12);
    shop.run(&["sync"]).ok(&[0, 3]);
    let before = couplings(&shop);
    let decree: Decree =
        serde_json::from_str(r#"{"do":"add-company","name":"Filiale Nord"}"#).unwrap();
    shop.services.world().decree(&decree).unwrap();
    let other = shop.path("other.toml");
    let text = shop.services.connection_file();
    std::fs::write(&other, text.replace("Vauclair & Filles", "Filiale Nord")).unwrap();
    let other = other.to_str().unwrap();
    let said = refused(
        &shop,
        &["connect", "--session-secrets", other],
        "other_company",
    );
    assert!(
        said.contains("Filiale Nord") && said.contains("Vauclair & Filles"),
        "{said}"
    );

    // Both side by side, each in a folder of its own.
    let beside = shop.path("beside");
    let mut command = super::support::program(&beside);
    command.args(["--json", "connect", "--session-secrets", other]);
    for variable in [VARIABLES.bc, VARIABLES.dv] {
        command.env(variable, SECRET);
    }
    ended(command.output().unwrap()).ok(&[0]);
    let quiet = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(sum(&quiet, "inserted"), 0, "{quiet}");
    assert_eq!(couplings(&shop), before);
}
