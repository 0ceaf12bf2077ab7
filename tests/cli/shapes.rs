//! The promise to scripts: exit codes, one JSON document, field names; and help for every verb in both languages.

use super::support::{Shop, ended, program, speaking};
use serde_json::Value;
use std::io::Read as _;
use std::process::Stdio;

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

fn has_keys(value: &Value, expected: &[&str]) {
    let found = keys(value);
    for key in expected {
        assert!(found.contains(key), "{key} is missing in {value}");
    }
}

#[test]
fn wrong_usage_is_exit_code_2_and_one_document() {
    let data = tempfile::tempdir().unwrap();
    for wrong in [
        &["--json"][..],
        &["--json", "synk"],
        &["sync", "--json", "--mappin", "CUSTOMER"],
        &["--json", "couple"],
        &["--json", "couple", "--mapping", "CUSTOMER"],
        &["--json", "sync", "--record", "nobody"],
        &["--json", "sync", "--take", "bc"],
        &[
            "--json",
            "skipped",
            "resolve",
            "1",
            "--field",
            "phoneNumber",
        ],
        &["--json", "skipped", "retry"],
        &["--json", "errors", "clear"],
        &["--json", "errors", "clear", "--include-open"],
        &["--json", "couplings", "list", "--state", "happy"],
    ] {
        let told = ended(program(data.path()).args(wrong).output().unwrap());
        assert_eq!(told.code, 2, "{wrong:?} {told:?}");
        let document = told.json();
        assert_eq!(document["error"]["code"], "usage", "{wrong:?}");
        has_keys(
            &document["error"],
            &["code", "message", "next_step", "detail"],
        );
    }
    let told = ended(program(data.path()).arg("synk").output().unwrap());
    assert_eq!((told.code, told.stdout.as_str()), (2, ""));
    assert!(
        told.stderr.contains("synk") && told.stderr.contains("sync"),
        "{told:?}"
    );
}

#[test]
fn every_verb_has_help_in_both_languages() {
    let verbs: &[&[&str]] = &[
        &[],
        &["sandbox"],
        &["demo"],
        &["connect"],
        &["doctor"],
        &["schema"],
        &["mappings"],
        &["mappings", "list"],
        &["mappings", "show"],
        &["mappings", "import"],
        &["mappings", "export"],
        &["mappings", "defaults"],
        &["mappings", "enable"],
        &["mappings", "disable"],
        &["mappings", "set"],
        &["plan"],
        &["sync"],
        &["couple"],
        &["uncouple"],
        &["couplings"],
        &["couplings", "list"],
        &["couplings", "alone"],
        &["skipped"],
        &["skipped", "list"],
        &["skipped", "show"],
        &["skipped", "retry"],
        &["skipped", "restore"],
        &["skipped", "delete"],
        &["skipped", "find-deleted"],
        &["skipped", "resolve"],
        &["errors"],
        &["errors", "list"],
        &["errors", "clear"],
        &["jobs"],
        &["jobs", "list"],
        &["jobs", "show"],
        &["history"],
        &["history", "list"],
        &["history", "revert"],
        &["status"],
        &["backup"],
        &["restore"],
    ];
    let data = tempfile::tempdir().unwrap();
    for (lang, usage) in [("en", "Usage:"), ("fr", "Usage\u{202f}:")] {
        for verb in verbs {
            let mut command = speaking(data.path(), lang);
            command.args(*verb).arg("--help");
            let told = ended(command.output().unwrap());
            assert_eq!(told.code, 0, "{verb:?} {told:?}");
            assert!(told.stdout.contains(usage), "{verb:?} {told:?}");
            assert!(!told.stdout.contains("[cli-"), "{verb:?} {told:?}");
        }
    }
}

#[test]
fn documents_have_the_promised_fields() {
    let shop = Shop::connected(40);
    let checks = shop.run(&["doctor"]).ok(&[0, 3]);
    has_keys(
        &checks[0],
        &[
            "check",
            "side",
            "status",
            "message",
            "next_step",
            "cause",
            "who",
            "detail",
        ],
    );
    assert!(
        checks
            .as_array()
            .unwrap()
            .iter()
            .all(|check| check["status"] != "failed"),
        "{checks}"
    );

    let report = shop.run(&["sync"]).ok(&[0, 3]);
    has_keys(&report, &["jobs", "requests", "needs_attention"]);
    has_keys(
        &report["jobs"][0],
        &[
            "mapping",
            "direction",
            "inserted",
            "modified",
            "deleted",
            "unchanged",
            "skipped",
            "failed",
            "conflicts",
            "coupled",
            "uncoupled",
            "merged_fields",
            "started",
            "finished",
        ],
    );
    for side in ["business_central", "dataverse"] {
        let counts = [
            "get",
            "post",
            "patch",
            "delete",
            "batch",
            "batch_operations",
            "throttled",
        ];
        has_keys(&report["requests"][side], &counts);
    }
    has_keys(
        &report["needs_attention"],
        &["conflicts", "errors", "skipped"],
    );

    let errors = shop.run(&["errors", "list"]).ok(&[3]);
    has_keys(
        &errors[0],
        &[
            "id",
            "time",
            "mapping",
            "direction",
            "code",
            "cause",
            "message",
            "next_step",
            "source",
            "destination",
            "attempts",
            "open",
            "http",
        ],
    );
    has_keys(&errors[0]["source"], &["side", "id", "label", "url"]);
    has_keys(&errors[0]["http"], &["status", "request_id"]);

    let couplings = shop.run(&["couplings", "list"]).ok(&[0]);
    has_keys(
        &couplings[0],
        &[
            "mapping",
            "bc_id",
            "dv_id",
            "state",
            "last_synced",
            "bc_modified",
            "dv_modified",
            "last_result",
        ],
    );
    let id = couplings[0]["bc_id"].as_str().unwrap();
    assert_eq!(id, id.to_lowercase());
    assert_eq!(id.len(), 36);
}

#[test]
fn what_is_not_coupled_is_listed_alone_with_the_reason() {
    let shop = Shop::connected(30);
    shop.run(&["sync"]).ok(&[0, 3]);
    let couplings = shop.run(&["couplings", "list"]).ok(&[0]);
    // Together with the couplings, what is alone is all that there is.
    let one = [
        "uncouple",
        "--mapping",
        "CUSTOMER",
        "--bc",
        customer_of(&couplings),
    ];
    shop.run(&one).ok(&[0]);
    let alone = shop
        .run(&["couplings", "alone", "--mapping", "CUSTOMER"])
        .ok(&[0]);
    has_keys(
        &alone[0],
        &["mapping", "side", "id", "label", "why", "code"],
    );
    let alone = alone.as_array().unwrap();
    let why = |word: &str| alone.iter().filter(|line| line["why"] == word).count();
    assert_eq!(why("uncoupled"), 2);
    assert_eq!(
        why("uncoupled") + why("error") + why("skipped"),
        alone.len()
    );
    let unknown = shop.run(&["couplings", "alone", "--mapping", "NOBODY"]);
    assert_eq!(unknown.code, 1);
}

#[test]
fn names_and_numbers_that_stand_for_nothing_are_told() {
    let shop = Shop::connected(4);
    shop.run(&["sync"]).ok(&[0, 3]);
    for wrong in [
        &["couplings", "list", "--mapping", "NOBODY"][..],
        &["full", "start", "--anyway", "NOBODY"],
        &["skipped", "find-deleted", "--mapping", "NOBODY"],
    ] {
        let told = shop.run(wrong);
        let code = told.json()["error"]["code"].clone();
        assert_eq!(
            (told.code, code),
            (1, "invalid_mapping".into()),
            "{wrong:?}"
        );
    }
    let told = shop.run(&["jobs", "show", "99999"]).json();
    let message = told["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("99999") && !message.contains("service"),
        "{message}"
    );
    let told = shop.run(&["skipped", "retry", "99999"]);
    assert_eq!(
        (told.code, told.json()["failed"][0]["id"].clone()),
        (3, 99999.into())
    );
}

#[test]
fn errors_that_still_stand_are_cleared_when_that_is_said() {
    let shop = Shop::connected(30);
    shop.run(&["sync"]).ok(&[3]);
    let standing = |shop: &Shop| {
        shop.run(&["errors", "list"])
            .json()
            .as_array()
            .unwrap()
            .len()
    };
    let before = standing(&shop);
    assert!(before > 0);
    shop.run(&["errors", "clear", "--all"]).ok(&[0]);
    shop.run(&["errors", "clear", "--older-than", "7d", "--include-open"])
        .ok(&[0]);
    assert_eq!(standing(&shop), before);
    let cleared = shop
        .run(&["errors", "clear", "--all", "--include-open"])
        .ok(&[0]);
    assert_eq!(
        (cleared["cleared"].clone(), standing(&shop)),
        (before.into(), 0)
    );
}

#[test]
fn settings_that_are_lists_take_names_with_commas() {
    let shop = Shop::connected(4);
    for (value, expected) in [
        (
            "depends_on=CURRENCY,PAYMENT-TERMS",
            "[\"CURRENCY\",\"PAYMENT-TERMS\"]",
        ),
        ("depends_on=[\"CURRENCY\"]", "[\"CURRENCY\"]"),
        ("never_skip=too_long", "[\"too_long\"]"),
    ] {
        shop.run(&["mappings", "set", "CUSTOMER", value]).ok(&[0]);
        let shown = shop.run(&["mappings", "show", "CUSTOMER"]).ok(&[0]);
        let key = value.split_once('=').unwrap().0;
        assert_eq!(shown["mapping"][0][key].to_string(), expected);
    }
    let told = shop.run(&["mappings", "set", "CUSTOMER", "never_skip=nonsense"]);
    assert_eq!(told.code, 1, "{told:?}");
}

/// The customer of the first coupling of customers.
fn customer_of(couplings: &serde_json::Value) -> &str {
    let of_customers = |line: &&serde_json::Value| line["mapping"] == "CUSTOMER";
    let mut lines = couplings.as_array().unwrap().iter();
    lines.find(of_customers).unwrap()["bc_id"].as_str().unwrap()
}

#[test]
fn lists_and_schemas_have_the_promised_fields() {
    let shop = Shop::connected(40);
    shop.run(&["sync"]).ok(&[0, 3]);
    // A second failure alike makes skipped records of what cannot be written.
    shop.run(&["sync"]).ok(&[0, 3]);
    let skipped = shop.run(&["skipped", "list"]).ok(&[3]);
    let skipped_keys = [
        "id",
        "mapping",
        "bc_id",
        "dv_id",
        "bc_label",
        "dv_label",
        "reason",
        "message",
        "since",
        "open_fields",
        "draft",
    ];
    has_keys(&skipped[0], &skipped_keys);

    let status = shop.run(&["status"]).ok(&[3]);
    has_keys(&status, &["connection", "mappings", "needs_attention"]);
    has_keys(
        &status["mappings"][0],
        &["mapping", "counts", "watermarks", "last_run", "next_run"],
    );
    let jobs = shop.run(&["jobs", "list"]).ok(&[0]);
    let shown = shop
        .run(&["jobs", "show", &jobs[0]["id"].to_string()])
        .ok(&[0]);
    has_keys(&shown, &["id", "mapping", "history"]);
    let sets = shop.run(&["schema", "dv"]).ok(&[0]);
    assert!(
        sets.as_array().unwrap().iter().any(|set| set == "accounts"),
        "{sets}"
    );
    let schema = shop.run(&["schema", "bc", "customers"]).ok(&[0]);
    assert!(schema["fields"].as_array().unwrap().len() > 10);
}

#[test]
fn mappings_go_out_to_a_file_and_come_back() {
    let shop = Shop::connected(3);
    let file = shop.path("mappings.toml");
    let file = file.to_str().unwrap();
    let listed = shop.run(&["mappings", "list"]).ok(&[0]);
    shop.run(&["mappings", "export", file]).ok(&[0]);
    assert_eq!(shop.run(&["mappings", "import", file]).ok(&[0]), listed);
    shop.run(&["mappings", "disable", "ITEM"]).ok(&[0]);
    let set = [
        "mappings",
        "set",
        "CUSTOMER",
        "direction=to_dataverse",
        "only_coupled=true",
    ];
    let changed = shop.run(&set).ok(&[0]);
    let named = |list: &Value, name: &str| {
        let list = list.as_array().unwrap();
        list.iter()
            .find(|mapping| mapping["name"] == name)
            .unwrap()
            .clone()
    };
    assert_eq!(named(&changed, "CUSTOMER")["direction"], "to_dataverse");
    assert_eq!(named(&changed, "CUSTOMER")["only_coupled"], true);
    assert_eq!(named(&changed, "ITEM")["enabled"], false);
    let wrong = shop.run(&["mappings", "set", "CUSTOMER", "direction=sideways"]);
    assert_eq!(
        (wrong.code, &wrong.json()["error"]["code"]),
        (1, &Value::from("invalid_file"))
    );
    let shown = shop.run(&["mappings", "show", "CUSTOMER"]).ok(&[0]);
    assert_eq!(shown["mapping"][0]["name"], "CUSTOMER");
}

#[test]
fn nothing_is_written_over_the_cache_by_a_slip_of_the_hand() {
    let shop = Shop::connected(3);
    let cache = shop.data().join("cache.sqlite3");
    let cache = cache.to_str().unwrap();
    for verb in [
        &["mappings", "export", cache][..],
        &["backup", cache],
        &["diagnostics", cache],
    ] {
        let refused = shop.run(verb);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert_eq!(refused.json()["error"]["code"], "file_problem");
        shop.run(&["status"]).ok(&[0, 3]);
    }
    let printed = shop.run(&["mappings", "export", "-"]).ok(&[0]);
    assert!(printed["mapping"].as_array().unwrap().len() > 5);
}

#[test]
fn a_backup_can_be_restored() {
    let shop = Shop::connected(3);
    let file = shop.path("copy.sqlite3");
    let file = file.to_str().unwrap();
    shop.run(&["backup", file]).ok(&[0]);
    shop.run(&["mappings", "disable", "ITEM"]).ok(&[0]);
    shop.run(&["restore", file]).ok(&[0]);
    let listed = shop.run(&["mappings", "list"]).ok(&[0]);
    let item = listed
        .as_array()
        .unwrap()
        .iter()
        .find(|mapping| mapping["name"] == "ITEM");
    assert_eq!(item.unwrap()["enabled"], true);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let shop = Shop::connected(3);
    let mut command = shop.command(&["mappings", "export"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[test]
fn the_sandbox_says_where_it_is_and_stops_when_asked() {
    use std::io::{BufRead as _, BufReader};
    let data = tempfile::tempdir().unwrap();
    let mut command = program(data.path());
    command
        .args(["sandbox", "--records", "3"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let said: Value = serde_json::from_str(&line).unwrap();
    has_keys(
        &said,
        &[
            "business_central",
            "dataverse",
            "token",
            "client_id",
            "connection",
            "env",
        ],
    );
    let file = said["connection"].as_str().unwrap();
    let mut connect = program(data.path());
    connect.args(["--json", "connect", "--session-secrets", file]);
    for (name, value) in said["env"].as_object().unwrap() {
        connect.env(name, value.as_str().unwrap());
    }
    ended(connect.output().unwrap()).ok(&[0]);
    #[cfg(unix)]
    {
        let pid = child.id().to_string();
        std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    #[cfg(not(unix))]
    child.kill().unwrap();
}
