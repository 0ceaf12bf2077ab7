//! Mappings on entity sets that no default mapping knows: a custom API page, and standard sets, with a custom table.

use crate::office::{Office, errors, office};
use raccord::model::{Record, Side, Sides, Value, mapping_file};
use uuid::Uuid;

const PROJECTS: &str = "raccord/demo/v1.0/projects";

const FILE: &str = r#"
[[mapping]]
name = "PROJECT"
bc = "raccord/demo/v1.0/projects"
dv = "new_projects"
direction = "both"
dv_filter = "new_completed eq false"
on_deletion = "delete"
[[mapping.field]]
bc = "number"
dv = "new_number"
match = true
[[mapping.field]]
bc = "description"
dv = "new_name"
[[mapping.field]]
bc = "budget"
dv = "new_budget"
[[mapping.field]]
bc = "startingDate"
dv = "new_startdate"
[[mapping.field]]
bc = "completed"
dv = "new_completed"

[[mapping]]
name = "COUNTRY"
bc = "countriesRegions"
dv = "new_projects"
direction = "to_dataverse"
dv_filter = "new_completed eq true"
on_deletion = "delete"
[mapping.on_create.dv]
new_completed = true
[[mapping.field]]
bc = "code"
dv = "new_number"
match = true
[[mapping.field]]
bc = "displayName"
dv = "new_name"

[[mapping]]
name = "STAFF"
bc = "employees"
dv = "new_projects"
direction = "to_dataverse"
only_coupled = true
dv_filter = "new_completed eq true"
[[mapping.field]]
bc = "number"
dv = "new_number"
match = true
[[mapping.field]]
bc = "displayName"
dv = "new_name"
"#;

/// The same services with these mappings and no others.
fn custom() -> Office {
    let office = office();
    let mappings = mapping_file::read(FILE).unwrap();
    office
        .store
        .write(|w| {
            for known in raccord::model::defaults::default_mappings().unwrap() {
                w.remove_mapping(&known.name)?;
            }
            for (place, mapping) in (0..).zip(&mappings) {
                w.put_mapping(mapping, place)?;
            }
            Ok(())
        })
        .unwrap();
    office
}

fn texts(records: &[Record], field: &str) -> Vec<String> {
    let mut texts: Vec<String> = records
        .iter()
        .map(|record| record.fields.value(field).to_plain())
        .collect();
    texts.sort();
    texts
}

#[tokio::test(flavor = "current_thread")]
async fn a_custom_page_and_a_custom_table_are_kept_in_step_both_ways() {
    let mut office = custom();
    let sets = office.remotes.bc.entity_sets_of("raccord/demo/v1.0").await;
    assert_eq!(sets.unwrap(), [PROJECTS.into()]);
    let schema = office.remotes.bc.schema(&PROJECTS.into()).await.unwrap();
    assert!(schema.field("budget").is_some() && schema.modified_field.is_some());

    let budget = Value::Decimal("1234.50".parse().unwrap());
    let bridge = [
        ("number", "P-1".into()),
        ("description", "Bridge".into()),
        ("budget", budget),
    ];
    let bridge = office.add(Side::Bc, PROJECTS, &bridge).await;
    let tunnel = [("new_number", "P-2".into()), ("new_name", "Tunnel".into())];
    let tunnel = office.add(Side::Dv, "new_projects", &tunnel).await;
    let report = office.sync().await;
    assert_eq!(errors(&office, &report), [""; 0]);
    let pages = office.all(Side::Bc, PROJECTS, &["description"]).await;
    assert_eq!(texts(&pages, "description"), ["Bridge", "Tunnel"]);
    let names = ["new_name", "new_budget"];
    let rows = office.all(Side::Dv, "new_projects", &names).await;
    assert_eq!(texts(&rows, "new_name"), ["Bridge", "Tunnel"]);

    office
        .edit(
            Side::Bc,
            PROJECTS,
            bridge,
            &[("description", "Long bridge".into())],
        )
        .await;
    office
        .edit(
            Side::Dv,
            "new_projects",
            tunnel,
            &[("new_name", "Deep tunnel".into())],
        )
        .await;
    let report = office.sync().await;
    assert_eq!(errors(&office, &report), [""; 0]);
    let pages = office.all(Side::Bc, PROJECTS, &["description"]).await;
    assert_eq!(texts(&pages, "description"), ["Deep tunnel", "Long bridge"]);
    let rows = office.all(Side::Dv, "new_projects", &["new_name"]).await;
    assert_eq!(texts(&rows, "new_name"), ["Deep tunnel", "Long bridge"]);

    crate::quiet::delete(&office, Side::Bc, PROJECTS, bridge).await;
    let report = office.sync().await;
    assert_eq!(errors(&office, &report), [""; 0]);
    let rows = office.all(Side::Dv, "new_projects", &["new_name"]).await;
    assert_eq!(texts(&rows, "new_name"), ["Deep tunnel"]);
    crate::quiet::delete(&office, Side::Dv, "new_projects", tunnel).await;
    office.sync().await;
    assert_eq!(office.all(Side::Bc, PROJECTS, &[]).await, []);
}

#[tokio::test(flavor = "current_thread")]
async fn a_standard_set_without_a_default_mapping_flows_to_a_custom_table() {
    let mut office = custom();
    let country = |code: &str, name: &str| [("code", code.into()), ("displayName", name.into())];
    let before = office.all(Side::Bc, "countriesRegions", &[]).await.len();
    let atlantis: Uuid = office
        .add(Side::Bc, "countriesRegions", &country("AX9", "Atlantis"))
        .await;
    let report = office.sync().await;
    assert_eq!(errors(&office, &report), [""; 0]);
    let rows = office.all(Side::Dv, "new_projects", &["new_name"]).await;
    assert_eq!(rows.len(), before + 1);
    assert!(texts(&rows, "new_name").contains(&"Atlantis".to_owned()));
    office
        .edit(
            Side::Bc,
            "countriesRegions",
            atlantis,
            &[("displayName", "New Atlantis".into())],
        )
        .await;
    office.sync().await;
    let rows = office.all(Side::Dv, "new_projects", &["new_name"]).await;
    assert!(texts(&rows, "new_name").contains(&"New Atlantis".to_owned()));
    crate::quiet::delete(&office, Side::Bc, "countriesRegions", atlantis).await;
    office.sync().await;
    let rows = office.all(Side::Dv, "new_projects", &["new_name"]).await;
    assert_eq!(rows.len(), before);
    let quiet = office.sync().await;
    let requests: Sides<u64> = quiet.requests.map(|counts| counts.total());
    // The standard API and the custom one have a batch of their own each.
    assert_eq!(requests, Sides::new(2, 1), "{:?}", quiet.requests);
}
