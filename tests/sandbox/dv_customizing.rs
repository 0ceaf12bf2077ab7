//! What a customizer does over the wire: tables of their own, and being told of duplicates.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::Pair;

fn words(text: &str) -> Value {
    json!({"@odata.type": "Microsoft.Dynamics.CRM.Label", "LocalizedLabels": [{"Label": text, "LanguageCode": 1033}]})
}

fn bank() -> Value {
    json!({
        "@odata.type": "Microsoft.Dynamics.CRM.EntityMetadata",
        "SchemaName": "new_Bank",
        "DisplayName": words("Bank"), "DisplayCollectionName": words("Banks"),
        "OwnershipType": "UserOwned", "HasActivities": false, "HasNotes": false, "IsActivity": false,
        "Attributes": [
            {"@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata", "SchemaName": "new_Name",
             "IsPrimaryName": true, "MaxLength": 80, "DisplayName": words("Name"),
             "RequiredLevel": {"Value": "ApplicationRequired"}},
            {"@odata.type": "Microsoft.Dynamics.CRM.MoneyAttributeMetadata", "SchemaName": "new_Assets"},
        ],
    })
}

#[tokio::test]
async fn a_table_is_made_used_changed_and_taken_away() {
    let pair = Pair::start().await;
    let definitions = format!("{}/EntityDefinitions", pair.dv);
    let made = pair.post(&definitions, &bank()).await;
    assert_eq!(made.status, 204, "{made:?}");
    let place = made.header("OData-EntityId").to_owned();
    let described = pair.get(&place).await.json();
    assert_eq!(described["LogicalName"], "new_bank");
    assert_eq!(described["EntitySetName"], "new_banks");
    assert_eq!(described["PrimaryNameAttribute"], "new_name");
    assert_eq!(described["IsCustomEntity"], true);
    let again = pair.post(&definitions, &bank()).await;
    assert_eq!(
        (again.status.as_u16(), again.code().as_str()),
        (400, "0x80044363")
    );

    let id = pair
        .dv_new(
            "new_banks",
            &json!({"new_name": "First", "new_assets": 12.5}),
        )
        .await;
    let url = format!("{}/new_banks({id})", pair.dv);
    let row = pair.get(&url).await.json();
    assert_eq!(row["new_assets"], 12.5);
    assert_eq!(row["new_assets_base"], 12.5);
    assert_eq!(row["statecode"], 0);
    assert!(row["_ownerid_value"].is_string(), "{row}");
    let nameless = pair
        .post(&format!("{}/new_banks", pair.dv), &json!({"new_assets": 1}))
        .await;
    assert_eq!(nameless.code(), "0x80040200");
    let csdl = pair.get(&format!("{}/$metadata", pair.dv)).await.text;
    assert!(csdl.contains("EntitySet Name=\"new_banks\""));

    // Tracking is off until it is switched on.
    let tracked = || pair.get_preferring(url.split('(').next().unwrap(), "odata.track-changes");
    assert_eq!(tracked().await.code(), "0x80072491");
    let by_name = format!("{definitions}(LogicalName='new_bank')");
    let mut changed = bank();
    changed["ChangeTrackingEnabled"] = true.into();
    let put = pair
        .send(Method::PUT, &by_name, &[], Some(changed.to_string()))
        .await;
    assert_eq!(put.status, 204, "{put:?}");
    assert!(tracked().await.json()["@odata.deltaLink"].is_string());

    assert_eq!(pair.delete(&by_name).await.status, 204);
    assert_eq!(pair.get(&url).await.status, 404);
    let kept = pair
        .delete(&format!("{definitions}(LogicalName='account')"))
        .await;
    assert_eq!(kept.status, 400, "{kept:?}");
    let unprefixed = json!({"SchemaName": "Bank", "Attributes": bank()["Attributes"]});
    assert_eq!(pair.post(&definitions, &unprefixed).await.status, 400);
}

#[tokio::test]
async fn duplicates_are_told_of_only_when_asked_for() {
    let pair = Pair::start().await;
    let url = format!("{}/accounts", pair.dv);
    let body = json!({"name": "Twin", "emailaddress1": "twin@example.com"});
    let first = pair.dv_new("accounts", &body).await;
    let looking = [("MSCRM.SuppressDuplicateDetection", "false")];
    let create = |body: Value| pair.send(Method::POST, &url, &looking, Some(body.to_string()));
    for body in [
        json!({"name": " twin "}),
        json!({"name": "Other", "emailaddress1": "TWIN@example.com"}),
    ] {
        let refused = create(body).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (412, "0x80040333"),
            "{refused:?}"
        );
    }
    assert_eq!(create(json!({"name": "Single"})).await.status, 204);
    let second = pair.dv_new("accounts", &json!({"name": "Second"})).await;
    let patch = async |id: &str, body: Value| {
        let url = format!("{url}({id})");
        let headers = [looking[0], ("If-Match", "*")];
        let answer = pair.send(Method::PATCH, &url, &headers, Some(body.to_string()));
        answer.await.status.as_u16()
    };
    assert_eq!(patch(&second, json!({"name": "Twin"})).await, 412);
    // A row is no duplicate of itself, and a closed one is none of anybody.
    assert_eq!(patch(&first, json!({"name": "Twin"})).await, 204);
    assert_eq!(
        patch(&first, json!({"statecode": 1, "statuscode": 2})).await,
        204
    );
    assert_eq!(patch(&second, json!({"name": "Twin"})).await, 204);
    // Without the header nobody looks.
    assert_eq!(
        pair.post(&url, &json!({"name": "Single"})).await.status,
        204
    );
    let person = json!({"firstname": "Ann", "lastname": "Archer"});
    pair.dv_new("contacts", &person).await;
    let contacts = format!("{}/contacts", pair.dv);
    let same = pair.send(Method::POST, &contacts, &looking, Some(person.to_string()));
    assert_eq!(same.await.code(), "0x80040333");
}
