//! What `status` says of the link to the services: what stops it, what will, and that it is over.

use super::support::Shop;
use raccord::sandbox::http::flaws::Flaw;
use serde_json::Value;

fn health(status: &Value) -> Vec<&str> {
    let lines = status["health"].as_array().unwrap();
    lines
        .iter()
        .map(|line| {
            for part in ["message", "next_step"] {
                let text = line[part].as_str().unwrap();
                assert!(text.len() > 20 && !text.contains('{'), "{line}");
            }
            line["code"].as_str().unwrap()
        })
        .collect()
}

#[test]
fn what_stops_runs_is_told_until_one_goes_well() {
    let shop = Shop::connected(3);
    let whole = shop.run(&["sync"]);
    let clean = shop.run(&["status"]);
    assert_eq!(health(&clean.json()), [""; 0]);
    assert_eq!(clean.code, whole.code);

    let common = shop.services.server.common();
    common.set_flaw(Flaw::UserDisabled, true).unwrap();
    assert_eq!(shop.run(&["sync"]).code, 1);
    let first = shop.run(&["status"]).ok(&[3]);
    assert_eq!(health(&first), ["user_disabled"]);
    assert_eq!(first["health"][0]["side"], "dataverse");
    assert_eq!(first["health"][0]["who"], "service_administrator");
    shop.run(&["sync"]);
    let second = shop.run(&["status"]).ok(&[3]);
    // It began with the first run that it stopped.
    assert_eq!(second["health"][0]["since"], first["health"][0]["since"]);
    let words = shop.plain(&["status"]);
    assert!(words.stdout.contains("(since "), "{words:?}");
    assert!(!words.stdout.contains("Nothing needs"), "{words:?}");

    common.set_flaw(Flaw::UserDisabled, false).unwrap();
    shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(health(&shop.run(&["status"]).json()), [""; 0]);
}

#[test]
fn what_passes_by_itself_is_told_but_asks_for_nobody() {
    let shop = Shop::connected(3);
    shop.run(&["sync"]).ok(&[0, 3]);
    let before = shop.run(&["status"]).code;
    let common = shop.services.server.common();
    common.set_flaw(Flaw::AdministrationMode, true).unwrap();
    shop.run(&["sync"]);
    let status = shop.run(&["status"]);
    assert_eq!(health(&status.json()), ["administration_mode"]);
    assert_eq!(status.json()["health"][0]["heals_by_itself"], true);
    assert_eq!(status.code, before);
}

#[test]
fn checks_find_what_stops_the_link_and_that_it_is_mended() {
    let shop = Shop::connected(3);
    let common = shop.services.server.common();
    common.set_flaw(Flaw::NoRoles, true).unwrap();
    shop.run(&["doctor"]).ok(&[3]);
    assert_eq!(health(&shop.run(&["status"]).ok(&[3])), ["no_roles"]);
    common.set_flaw(Flaw::NoRoles, false).unwrap();
    shop.run(&["doctor"]).ok(&[0, 3]);
    assert_eq!(health(&shop.run(&["status"]).json()), [""; 0]);
}

#[test]
fn a_secret_that_ends_soon_is_told_before() {
    let shop = Shop::open(3);
    let file = shop.path("connection.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let day = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .saturating_add(jiff::Span::new().days(20));
    let dated = text.replace(
        "kind = \"client_credentials\"",
        &format!("kind = \"client_credentials\"\nsecret_expires = {day}"),
    );
    std::fs::write(&file, dated).unwrap();
    shop.connect().ok(&[0]);
    let status = shop.run(&["status"]).ok(&[3]);
    assert_eq!(health(&status), ["secret_expires_soon"]);
    let until = status["health"][0]["until"].as_str().unwrap();
    assert!(until.starts_with(&day.to_string()), "{until}");
    let wrong = shop.path("wrong.toml");
    std::fs::write(
        &wrong,
        text.replace("kind =", "secret_expires = \"soon\"\nkind ="),
    )
    .unwrap();
    let told = shop.run(&["connect", "--session-secrets", wrong.to_str().unwrap()]);
    assert_eq!(told.json()["error"]["code"], "invalid_file");
}
