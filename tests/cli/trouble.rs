//! What goes wrong outside: a sentence that says what happened and what to do, an exit code, and nothing lost.

use super::support::{Ended, Shop, ended, program, speaking, sum};
use raccord::cli::demo::services::{SECRET, VARIABLES, Wish};
use raccord::sandbox::demo::DemoOptions;
use raccord::sandbox::http::faults::Plan;
use serde_json::json;

/// The code of the error document of a verb that failed.
fn failed(ended: &Ended) -> String {
    assert_eq!(ended.code, 1, "{ended:?}");
    let document = ended.json();
    let error = &document["error"];
    for part in ["message", "next_step"] {
        let text = error[part].as_str().unwrap();
        assert!(text.len() > 20 && !text.contains('{'), "{error}");
    }
    error["code"].as_str().unwrap().to_owned()
}

fn connected_to(shop: &Shop, change: impl Fn(String) -> String) -> Ended {
    let file = shop.path("changed.toml");
    std::fs::write(&file, change(shop.services.connection_file())).unwrap();
    shop.run(&["connect", "--session-secrets", file.to_str().unwrap()])
}

#[test]
fn a_wrong_address_secret_company_or_file_is_told_apart() {
    let shop = Shop::open(3);
    let dv = shop.services.server.addresses().dv.clone();
    let nobody = connected_to(&shop, |file| file.replace(&dv, "http://127.0.0.1:9"));
    assert_eq!(failed(&nobody), "unreachable");
    let company = connected_to(&shop, |file| {
        file.replace("Vauclair & Filles", "Nobody & Sons")
    });
    assert_eq!(failed(&company), "unknown_company");
    let unencrypted = connected_to(&shop, |file| file.replace(&dv, "http://example.com"));
    assert_eq!(failed(&unencrypted), "not_https");
    let broken = connected_to(&shop, |file| file.replace("name = ", "nome = "));
    assert_eq!(failed(&broken), "invalid_file");

    let file = shop.path("connection.toml");
    let connect = [
        "--json",
        "connect",
        "--session-secrets",
        file.to_str().unwrap(),
    ];
    let mut wrong = shop.command(&connect);
    wrong.env(VARIABLES.dv, "not the secret");
    assert_eq!(failed(&ended(wrong.output().unwrap())), "wrong_secret");
    let mut missing = program(&shop.data());
    let missing = ended(missing.args(connect).output().unwrap());
    assert_eq!(failed(&missing), "secret_missing");
    assert!(missing.stdout.contains(VARIABLES.bc), "{missing:?}");

    // None of them left anything behind that a later connect would stumble over.
    assert_eq!(failed(&shop.run(&["sync"])), "not_connected");
    shop.connect().ok(&[0]);
}

#[test]
fn a_secret_is_nowhere_in_the_data_folder_nor_in_what_is_printed() {
    let shop = Shop::connected(3);
    let sync = shop.plain(&["-vvv", "sync"]);
    let secret = raccord::cli::demo::services::SECRET;
    assert!(!sync.stderr.contains(secret) && !sync.stdout.contains(secret));
    for entry in std::fs::read_dir(shop.data()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{}", path.display());
        }
    }
}

fn with_faults(faults: serde_json::Value) -> Shop {
    let faults: Plan = serde_json::from_value(faults).unwrap();
    let shop = Shop::with(Wish {
        demo: DemoOptions {
            records: 60,
            seed: 7,
        },
        faults: Plan::default(),
        ..Wish::default()
    });
    shop.connect().ok(&[0]);
    shop.services.server.common().set_faults(faults);
    shop
}

/// After whatever went wrong, a run without faults brings everything in step and creates nothing twice.
fn heals(shop: &Shop) {
    shop.services.server.common().set_faults(Plan::default());
    shop.run(&["sync"]).ok(&[0, 3]);
    shop.run(&["sync"]).ok(&[0, 3]);
    let quiet = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(
        sum(&quiet, "inserted") + sum(&quiet, "modified"),
        0,
        "{quiet}"
    );
    let desk = super::support::Desk::at(shop);
    let mut numbers: Vec<String> = desk
        .all_dv("accounts?$select=accountnumber")
        .iter()
        .filter_map(|account| account["accountnumber"].as_str().map(str::to_owned))
        .collect();
    let all = numbers.len();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), all, "an account was created twice");
}

#[test]
fn a_page_of_garbage_is_a_sentence_and_not_a_panic() {
    for kind in ["garbage", "html", "half"] {
        let shop = with_faults(json!({"fault": [{"kind": kind, "side": "bc", "path": "$batch"}]}));
        let told = shop.run(&["sync"]);
        assert!([1, 3].contains(&told.code), "{told:?}");
        let document = told.json();
        if told.code == 3 {
            let jobs = document["jobs"].as_array().unwrap();
            assert!(
                jobs.iter().any(|job| !job["problem"].is_null()),
                "{kind}: {document}"
            );
        }
        heals(&shop);
    }
}

#[test]
fn a_service_that_dies_half_way_loses_nothing() {
    let shop = with_faults(json!({"fault": [
        {"kind": "drop_after", "side": "dv", "method": "POST", "nth": 4},
        {"kind": "drop_before", "side": "dv", "method": "POST", "every": 1},
    ]}));
    let told = shop.run(&["sync"]);
    assert!([1, 3].contains(&told.code), "{told:?}");
    heals(&shop);
}

#[test]
fn operations_that_are_put_off_stop_no_others() {
    let shop = with_faults(json!({"fault": [
        {"kind": "status", "status": 503, "item": true, "method": "PATCH", "every": 5},
        {"kind": "status", "status": 503, "item": true, "method": "POST", "every": 7},
    ]}));
    let told = shop.run(&["sync"]).ok(&[0, 3]);
    assert!(sum(&told, "inserted") > 20, "{told}");
    let jobs = told["jobs"].as_array().unwrap();
    assert!(jobs.iter().all(|job| job["problem"].is_null()), "{told}");
    heals(&shop);
}

#[test]
fn why_a_run_waits_is_said_in_both_languages() {
    for (language, words) in [
        ("en", "Dataverse asked for a pause"),
        ("fr", "Dataverse a demandé une pause"),
    ] {
        let shop = with_faults(json!({"fault": [
            {"kind": "status", "status": 429, "retry_after": "3", "side": "dv", "path": "$batch", "nth": 1},
        ]}));
        let mut command = speaking(&shop.data(), language);
        for variable in [VARIABLES.bc, VARIABLES.dv] {
            command.env(variable, SECRET);
        }
        let told = ended(command.arg("sync").output().unwrap());
        assert!([0, 3].contains(&told.code), "{told:?}");
        assert!(told.stderr.contains(words), "{told:?}");
    }
}

#[test]
fn a_folder_in_use_says_by_whom() {
    use raccord::worker::folder::DataFolder;
    let shop = Shop::open(3);
    let now = jiff::Timestamp::now();
    let _held = DataFolder::hold(&shop.data(), "raccord", now).unwrap();
    let refused = shop.run(&["status"]);
    assert_eq!(failed(&refused), "cache_locked");
    assert!(refused.stdout.contains("raccord"), "{refused:?}");
    assert!(refused.stdout.contains(&std::process::id().to_string()));
}

#[test]
fn a_damaged_cache_is_reported_and_left_alone() {
    let data = tempfile::tempdir().unwrap();
    let cache = data.path().join("cache.sqlite3");
    std::fs::write(
        &cache,
        "this is no database, but somebody's file".repeat(100),
    )
    .unwrap();
    let before = std::fs::read(&cache).unwrap();
    let mut command = program(data.path());
    let told = ended(command.args(["--json", "status"]).output().unwrap());
    assert_eq!(failed(&told), "cache_damaged");
    assert_eq!(std::fs::read(&cache).unwrap(), before);
}

#[test]
fn a_cache_of_a_newer_version_is_not_called_damaged_and_waits_for_that_version() {
    let shop = Shop::connected(5);
    shop.run(&["sync"]).ok(&[0, 3]);
    let version = |change: i64| {
        let db = rusqlite::Connection::open(shop.data().join("cache.sqlite3")).unwrap();
        let known: i64 = db
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        db.pragma_update(None, "user_version", known + change)
            .unwrap();
        known
    };
    let known = version(1);
    for verb in [&["sync"][..], &["status"], &["skipped", "list"]] {
        let told = shop.run(verb);
        assert_eq!(failed(&told), "cache_damaged");
        let error = told.json()["error"].clone();
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("newer version"), "{message}");
        assert!(message.contains(&(known + 1).to_string()), "{message}");
        let next = error["next_step"].as_str().unwrap();
        assert!(next.starts_with("Nothing is damaged"), "{next}");
    }
    version(-1);
    let again = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!((sum(&again, "inserted"), sum(&again, "coupled")), (0, 0));
}

#[test]
fn a_backup_takes_the_place_of_a_damaged_cache() {
    let shop = Shop::connected(5);
    shop.run(&["sync"]).ok(&[0, 3]);
    let backup = shop.path("backup.sqlite3");
    shop.run(&["backup", backup.to_str().unwrap()]).ok(&[0]);
    let cache = shop.data().join("cache.sqlite3");
    let damaged = b"no database any more".repeat(1000);
    std::fs::write(&cache, &damaged).unwrap();
    let bad = shop.path("connection.toml");
    let refused = shop.run(&["restore", bad.to_str().unwrap()]);
    assert_eq!(failed(&refused), "cache_damaged");
    assert_eq!(std::fs::read(&cache).unwrap(), damaged, "it is put back");
    shop.run(&["restore", backup.to_str().unwrap()]).ok(&[0]);
    let aside = shop.data().join("cache.sqlite3.damaged-1");
    assert_eq!(std::fs::read(aside).unwrap(), damaged);
    let again = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(sum(&again, "inserted"), 0, "{again}");
}

/// Needs to mount a small disk; says so where that is not allowed.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_sentence_and_what_was_stored_stays() {
    use std::process::Command;
    let shop = Shop::open(120);
    let data = shop.data();
    std::fs::create_dir(&data).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=600k", "none"])
        .arg(&data)
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        println!("not tried: no right to mount a small disk");
        return;
    }
    let connected = shop.connect();
    let told = if connected.code == 0 {
        shop.run(&["sync"])
    } else {
        connected
    };
    let code = told.json()["error"]["code"].clone();
    let grown = Command::new("mount")
        .args(["-o", "remount,size=64m"])
        .arg(&data)
        .status()
        .unwrap();
    let healed = shop.connect();
    let synced = shop.run(&["sync"]);
    Command::new("umount").arg(&data).status().unwrap();
    assert_eq!(code, "disk_full", "{told:?}");
    assert!(grown.success());
    healed.ok(&[0]);
    synced.ok(&[0, 3]);
}
