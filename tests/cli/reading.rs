//! How each side is read is told, and any entity set can be mapped.

use crate::support::{Shop, program, requests, speaking, sum};
use serde_json::json;

const PROJECTS: &str = r#"
[[mapping]]
name = "PROJECT"
bc = "raccord/demo/v1.0/projects"
dv = "new_projects"
direction = "both"
[[mapping.field]]
bc = "number"
dv = "new_number"
match = true
[[mapping.field]]
bc = "description"
dv = "new_name"
"#;

#[test]
fn status_says_how_each_side_is_read_and_why() {
    let shop = Shop::connected(40);
    let before = shop.run(&["status"]).ok(&[0, 3]);
    assert_eq!(before["mappings"][0]["reading"]["dataverse"], json!(null));
    shop.run(&["sync"]).ok(&[0, 3]);
    // The second may still read what the first one wrote.
    shop.run(&["sync"]).ok(&[0, 3]);
    let report = shop.run(&["sync"]).ok(&[0, 3]);
    assert_eq!((sum(&report, "modified"), sum(&report, "inserted")), (0, 0));
    let asked = (
        requests(&report, "business_central"),
        requests(&report, "dataverse"),
    );
    assert_eq!(asked, (1, 1), "{report}");

    let status = shop.run(&["status"]).ok(&[0, 3]);
    let lines = status["mappings"].as_array().unwrap();
    let customer = lines.iter().find(|line| line["mapping"] == "CUSTOMER");
    let reading = &customer.unwrap()["reading"];
    let bc = &reading["business_central"];
    assert_eq!(bc["changes"], "modified_since");
    assert_eq!(bc["deletions"], "count_and_sweep");
    assert_eq!(bc["reason"], "no_change_log");
    assert!(bc["last_sweep"].is_string() && bc["next_sweep"].is_string());
    let dv = &reading["dataverse"];
    assert_eq!(
        (&dv["changes"], &dv["deletions"], &dv["next_sweep"]),
        (&json!("delta_token"), &json!("tombstones"), &json!(null))
    );

    let said = crate::support::ended(program(&shop.data()).arg("status").output().unwrap());
    assert!(said.stdout.contains("by time of last change"), "{said:?}");
    assert!(said.stdout.contains("keeps no change log"), "{said:?}");
    let said = speaking(&shop.data(), "fr").arg("status").output().unwrap();
    let said = crate::support::ended(said);
    assert!(said.stdout.contains("par date de dernière"), "{said:?}");
}

#[test]
fn a_custom_page_is_listed_described_and_synchronised() {
    let shop = Shop::connected(5);
    let file = shop.path("projects.toml");
    std::fs::write(&file, PROJECTS).unwrap();
    shop.run(&["mappings", "import", file.to_str().unwrap()])
        .ok(&[0]);
    let api = shop.run(&["schema", "bc", "raccord/demo/v1.0"]).ok(&[0]);
    assert_eq!(api, json!(["raccord/demo/v1.0/projects"]));
    let sets = shop.run(&["schema", "bc"]).ok(&[0]);
    assert!(sets.as_array().unwrap().contains(&api[0]));
    let fields = shop
        .run(&["schema", "bc", "raccord/demo/v1.0/projects"])
        .ok(&[0]);
    assert!(fields.to_string().contains("startingDate"), "{fields}");
    let report = shop.run(&["sync", "--mapping", "PROJECT"]).ok(&[0, 3]);
    assert_eq!(sum(&report, "failed"), 0, "{report}");
    let wrong = shop.run(&["schema", "bc", "nobody/demo/v1.0/projects"]);
    assert_eq!(
        (wrong.code, wrong.json()["error"]["code"].as_str()),
        (1, Some("unknown_table"))
    );
}
