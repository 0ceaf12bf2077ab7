//! Data folders: moved, held by somebody else, and two side by side.

use super::support::{Shop, ended, program};
use raccord::cli::demo::services::{SECRET, VARIABLES};
use raccord::worker::folder::DataFolder;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// A folder whose secrets are in a file, opened by a passphrase.
fn with_secrets_in_a_file(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = program(folder);
    command.arg("--json").args(arguments);
    command.env(
        "RACCORD_PASSPHRASE",
        format!("the passphrase of {}", folder.display()),
    );
    command
}

fn answer(mut command: Command) -> Value {
    ended(command.output().unwrap()).ok(&[0, 3])
}

#[test]
fn two_connections_of_the_same_name_side_by_side_never_mix() {
    let (first, second) = (Shop::open(3), Shop::open(4));
    for shop in [&first, &second] {
        let file = shop.path("connection.toml");
        let file = file.to_str().unwrap();
        let mut connect =
            with_secrets_in_a_file(&shop.data(), &["connect", file, "--secrets", "file"]);
        for variable in [VARIABLES.bc, VARIABLES.dv] {
            connect.env(variable, SECRET);
        }
        answer(connect);
    }
    // At once, each under its own lock, each with its own secrets.
    let runs: Vec<_> = [&first, &second]
        .map(|shop| {
            let mut command = with_secrets_in_a_file(&shop.data(), &["sync"]);
            command.stdout(std::process::Stdio::piped());
            command.stderr(std::process::Stdio::piped());
            command.spawn().unwrap()
        })
        .into_iter()
        .map(|child| ended(child.wait_with_output().unwrap()))
        .collect();
    for run in &runs {
        run.ok(&[0, 3]);
    }
    for shop in [&first, &second] {
        let own = answer(with_secrets_in_a_file(&shop.data(), &["status"]));
        assert_eq!(own["connection"]["name"], "Sandbox");
        let address = shop.services.server.addresses().dv.clone();
        assert_eq!(own["connection"]["dataverse"]["url"], address);
    }
    // The names under which a key store keeps them differ, though the connections are called the same.
    let id = |shop: &Shop| {
        let cache = raccord::worker::folder::cache_in(&shop.data());
        let reader = raccord::store::StoreReader::open(&cache).unwrap();
        reader.read().fact("folder_id").unwrap().unwrap()
    };
    assert_ne!(id(&first), id(&second));
    // One's file of secrets is of no use to the other.
    std::fs::copy(
        first.data().join("secrets.json"),
        second.data().join("secrets.json"),
    )
    .unwrap();
    let mut lost = with_secrets_in_a_file(&second.data(), &["sync"]);
    lost.env(
        "RACCORD_PASSPHRASE",
        format!("the passphrase of {}", first.data().display()),
    );
    let lost = ended(lost.output().unwrap());
    assert_eq!(lost.json()["error"]["code"], "secret_missing", "{lost:?}");
}

#[test]
fn a_moved_folder_is_found_by_its_old_name_and_a_place_that_is_gone_is_said() {
    let shop = Shop::connected(3);
    shop.run(&["sync"]).ok(&[0, 3]);
    let before = shop.run(&["couplings", "list"]).ok(&[0, 3]);
    let place = shop.path("disk/raccord");
    let moved = shop
        .run(&["folder", "move", place.to_str().unwrap()])
        .ok(&[0]);
    assert_eq!(moved["folder"], place.to_str().unwrap());
    assert_eq!(moved["moved_from"], shop.data().to_str().unwrap());
    // The old name leads there, and nothing was lost.
    assert_eq!(
        shop.run(&["folder"]).ok(&[0])["folder"],
        place.to_str().unwrap()
    );
    assert_eq!(shop.run(&["couplings", "list"]).ok(&[0, 3]), before);
    let again = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!(super::support::sum(&again, "inserted"), 0, "{again}");
    let inside = shop.run(&["folder", "move", place.join("deeper").to_str().unwrap()]);
    assert_eq!(inside.json()["error"]["code"], "file_problem", "{inside:?}");
    // A disk that is not plugged in is no reason to begin anew.
    std::fs::rename(shop.path("disk"), shop.path("unplugged")).unwrap();
    let gone = shop.run(&["status"]);
    assert_eq!(gone.code, 1, "{gone:?}");
    let said = gone.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(said.contains(place.to_str().unwrap()), "{said}");
    assert!(!place.exists() && !shop.data().join("cache.sqlite3").exists());
}

#[test]
fn status_reads_a_folder_that_somebody_else_holds() {
    let shop = Shop::connected(3);
    shop.run(&["sync"]).ok(&[0, 3]);
    let free = shop.run(&["status"]).ok(&[0, 3]);
    assert!(free.get("held_by").is_none());
    let held = DataFolder::hold(&shop.data(), "raccord", jiff::Timestamp::now()).unwrap();
    let mut seen = shop.run(&["status"]).ok(&[0, 3]);
    assert_eq!(seen["held_by"]["program"], "raccord");
    assert_eq!(seen["held_by"]["pid"], std::process::id());
    seen.as_object_mut().unwrap().remove("held_by");
    assert_eq!(seen, free);
    let told = shop.plain(&["status"]);
    assert!(
        told.stdout.contains("raccord has been working here since"),
        "{told:?}"
    );
    // What would write is still refused.
    let refused = shop.run(&["sync"]);
    assert_eq!(refused.json()["error"]["code"], "cache_locked");
    let moving = shop.run(&["folder", "move", shop.path("x").to_str().unwrap()]);
    assert_eq!(moving.json()["error"]["code"], "cache_locked");
    drop(held);
}
