//! What Dataverse says about itself.

use serde_json::{Value, json};

use crate::support::Pair;

#[tokio::test]
async fn tables_are_listed_filtered_and_named() {
    let pair = Pair::start().await;
    let root = format!("{}/EntityDefinitions", pair.dv);
    let one = pair
        .get(&format!("{root}?%24select=LogicalName,EntitySetName,PrimaryIdAttribute&%24filter=LogicalName+eq+'account'"))
        .await
        .rows();
    assert_eq!(one.len(), 1);
    assert_eq!(
        (&one[0]["EntitySetName"], &one[0]["PrimaryIdAttribute"]),
        (&json!("accounts"), &json!("accountid"))
    );
    let id = one[0]["MetadataId"].as_str().unwrap();
    for key in [id.to_owned(), "LogicalName='account'".to_owned()] {
        let named = pair
            .get(&format!(
                "{root}({key})?$select=SchemaName,ChangeTrackingEnabled"
            ))
            .await
            .json();
        assert_eq!(
            (&named["SchemaName"], &named["ChangeTrackingEnabled"]),
            (&json!("Account"), &json!(true))
        );
    }
    assert!(
        pair.get(&format!("{root}?$filter=IsPrivate eq false"))
            .await
            .rows()
            .len()
            > 10
    );
    let lost = pair.get(&format!("{root}(LogicalName='nothing')")).await;
    assert_eq!(
        (lost.status.as_u16(), lost.code().as_str()),
        (404, "0x80040217")
    );
    let expanded = pair
        .get(&format!("{root}?$select=LogicalName,CanChangeTrackingBeEnabled&$expand=Attributes($select=LogicalName,AttributeType)"))
        .await
        .rows();
    let account = expanded
        .iter()
        .find(|table| table["LogicalName"] == json!("account"))
        .unwrap();
    assert_eq!(account["CanChangeTrackingBeEnabled"]["Value"], json!(true));
    assert!(
        account["Attributes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["LogicalName"] == json!("name"))
    );
}

#[tokio::test]
async fn columns_are_described_by_type() {
    let pair = Pair::start().await;
    let root = format!(
        "{}/EntityDefinitions(LogicalName='account')/Attributes",
        pair.dv
    );
    let cast = |kind: &str, rest: &str| {
        format!("{root}/Microsoft.Dynamics.CRM.{kind}AttributeMetadata{rest}")
    };
    let find = |rows: &[Value], name: &str| {
        rows.iter()
            .find(|one| one["LogicalName"] == json!(name))
            .cloned()
            .unwrap()
    };

    let all = pair.get(&root).await.rows();
    let name = find(&all, "name");
    assert_eq!(
        name["@odata.type"],
        json!("#Microsoft.Dynamics.CRM.StringAttributeMetadata")
    );
    assert_eq!(
        (&name["MaxLength"], &name["RequiredLevel"]["Value"]),
        (&json!(160), &json!("ApplicationRequired"))
    );
    assert_eq!(
        name["DisplayName"]["UserLocalizedLabel"]["Label"],
        json!("Account Name")
    );

    let choices = pair
        .get(&cast(
            "Picklist",
            "?$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet",
        ))
        .await
        .rows();
    let terms = find(&choices, "paymenttermscode");
    let first = &terms["OptionSet"]["Options"][0];
    assert_eq!(
        (
            &first["Value"],
            &first["Label"]["UserLocalizedLabel"]["Label"]
        ),
        (&json!(1), &json!("Net 30"))
    );
    let status = pair.get(&cast("Status", "?$expand=OptionSet")).await.rows();
    assert_eq!(status[0]["OptionSet"]["Options"][0]["State"], json!(0));
    assert_eq!(
        pair.get(&cast("State", "?$expand=OptionSet"))
            .await
            .rows()
            .len(),
        1
    );
    let lookups = pair
        .get(&cast("Lookup", "?$select=LogicalName,Targets"))
        .await
        .rows();
    assert_eq!(
        find(&lookups, "primarycontactid")["Targets"],
        json!(["contact"])
    );
    let times = pair
        .get(&cast("DateTime", "?$select=LogicalName,DateTimeBehavior"))
        .await
        .rows();
    assert_eq!(
        find(&times, "createdon")["DateTimeBehavior"]["Value"],
        json!("UserLocal")
    );
    assert!(!pair.get(&cast("Money", "")).await.rows().is_empty());
    let one = format!(
        "{root}(LogicalName='paymenttermscode')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata/OptionSet"
    );
    assert!(pair.get(&one).await.json()["Options"].is_array());
}

#[tokio::test]
async fn relationships_name_their_navigation_properties() {
    let pair = Pair::start().await;
    let url = format!(
        "{}/EntityDefinitions(LogicalName='contact')/ManyToOneRelationships?$select=ReferencingAttribute,ReferencingEntityNavigationPropertyName,ReferencedEntity",
        pair.dv
    );
    let rows = pair.get(&url).await.rows();
    let found: Vec<&Value> = rows
        .iter()
        .filter(|one| one["ReferencingAttribute"] == json!("parentcustomerid"))
        .collect();
    let mut names: Vec<_> = found
        .iter()
        .map(|one| {
            one["ReferencingEntityNavigationPropertyName"]
                .as_str()
                .unwrap()
        })
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["parentcustomerid_account", "parentcustomerid_contact"]
    );
    let keys = pair
        .get(&format!(
            "{}/EntityDefinitions(LogicalName='account')/Keys",
            pair.dv
        ))
        .await;
    assert_eq!(keys.status, 200);
}

#[tokio::test]
async fn options_are_added_and_renamed() {
    let pair = Pair::start().await;
    let label = |text: &str| json!({"LocalizedLabels": [{"Label": text, "LanguageCode": 1033}]});
    let column =
        json!({"EntityLogicalName": "account", "AttributeLogicalName": "paymenttermscode"});
    let with = |extra: Value| {
        let mut body = column.clone();
        body.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        body
    };
    let made = pair
        .post(
            &format!("{}/InsertOptionValue", pair.dv),
            &with(json!({"Value": 700, "Label": label("14 days")})),
        )
        .await;
    assert_eq!(made.json()["NewOptionValue"], json!(700), "{made:?}");
    let renamed = pair
        .post(
            &format!("{}/UpdateOptionValue", pair.dv),
            &with(json!({"Value": 700, "Label": label("Two weeks"), "MergeLabels": true})),
        )
        .await;
    assert_eq!(renamed.status, 204, "{renamed:?}");
    assert_eq!(
        pair.post(
            &format!("{}/PublishXml", pair.dv),
            &json!({"ParameterXml": "<x/>"})
        )
        .await
        .status,
        204
    );
    let url = format!(
        "{}/EntityDefinitions(LogicalName='account')/Attributes(LogicalName='paymenttermscode')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet",
        pair.dv
    );
    let options = pair.get(&url).await.json()["OptionSet"]["Options"].clone();
    let last = options
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["Value"] == json!(700))
        .unwrap();
    assert_eq!(
        last["Label"]["UserLocalizedLabel"]["Label"],
        json!("Two weeks")
    );
}

#[tokio::test]
async fn the_schema_is_well_formed() {
    let pair = Pair::start().await;
    let schema = pair.get(&format!("{}/$metadata", pair.dv)).await;
    assert!(
        schema
            .text
            .contains("<Schema Namespace=\"Microsoft.Dynamics.CRM\" Alias=\"mscrm\"")
    );
    assert!(
        schema
            .text
            .contains("<NavigationProperty Name=\"primarycontactid\" Type=\"mscrm.contact\"")
    );
    let mut reader = quick_xml::Reader::from_str(&schema.text);
    let mut keys = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(start) if start.name().as_ref() == "Key" => keys += 1,
            _ => {}
        }
    }
    assert!(keys > 10);
    assert!(
        pair.get(&pair.dv)
            .await
            .rows()
            .iter()
            .any(|set| set["name"] == json!("accounts"))
    );
}

#[tokio::test]
async fn a_customizer_adds_a_column_and_a_key() {
    let pair = Pair::start().await;
    let table = format!("{}/EntityDefinitions(LogicalName='account')", pair.dv);
    let column = json!({
        "@odata.type": "Microsoft.Dynamics.CRM.StringAttributeMetadata", "SchemaName": "new_BcNumber", "MaxLength": 20,
        "RequiredLevel": {"Value": "None"}, "DisplayName": {"LocalizedLabels": [{"Label": "BC number", "LanguageCode": 1033}]},
    });
    let added = pair.post(&format!("{table}/Attributes"), &column).await;
    assert_eq!(added.status, 204, "{added:?}");
    assert!(added.header("OData-EntityId").contains("/Attributes("));
    assert_eq!(
        pair.post(&format!("{table}/Attributes"), &column)
            .await
            .status,
        400
    );
    let key = json!({"SchemaName": "new_ByNumber", "KeyAttributes": ["new_bcnumber"]});
    assert_eq!(pair.post(&format!("{table}/Keys"), &key).await.status, 204);
    let keys = pair
        .get(&format!(
            "{table}/Keys?$select=SchemaName,KeyAttributes,EntityKeyIndexStatus"
        ))
        .await
        .rows();
    assert_eq!(
        (&keys[0]["KeyAttributes"], &keys[0]["EntityKeyIndexStatus"]),
        (&json!(["new_bcnumber"]), &json!("Active"))
    );

    let by_key = format!("{}/accounts(new_bcnumber='10000')", pair.dv);
    assert_eq!(pair.get(&by_key).await.code(), "0x80060891");
    assert_eq!(
        pair.patch(&by_key, "", &json!({"name": "By key"}))
            .await
            .status,
        204
    );
    let row = pair.get(&by_key).await.json();
    assert_eq!(
        (&row["name"], &row["new_bcnumber"]),
        (&json!("By key"), &json!("10000"))
    );
    let twice = pair
        .post(
            &format!("{}/accounts", pair.dv),
            &json!({"name": "x", "new_bcnumber": "10000"}),
        )
        .await;
    assert_eq!(
        (twice.status.as_u16(), twice.code().as_str()),
        (412, "0x80060892")
    );
    let body = json!({"Targets": [{"@odata.type": "Microsoft.Dynamics.CRM.account", "name": "Again",
        "@odata.id": "accounts(new_bcnumber='10000')"}]});
    let upserted = pair
        .post(
            &format!("{}/accounts/Microsoft.Dynamics.CRM.UpsertMultiple", pair.dv),
            &body,
        )
        .await;
    assert!(upserted.status.is_success(), "{upserted:?}");
    assert_eq!(pair.get(&by_key).await.json()["name"], json!("Again"));
    let bound = json!({"lastname": "Ann", "parentcustomerid_account@odata.bind": "/accounts(new_bcnumber='10000')"});
    pair.dv_new("contacts", &bound).await;
}

#[tokio::test]
async fn relationships_are_found_without_their_tables() {
    let pair = Pair::start().await;
    let root = format!("{}/RelationshipDefinitions", pair.dv);
    let named = pair
        .get(&format!(
            "{root}?%24filter=SchemaName+eq+'contact_customer_accounts'"
        ))
        .await
        .rows();
    assert_eq!(named.len(), 1);
    assert_eq!(
        (
            &named[0]["ReferencedEntity"],
            &named[0]["ReferencingEntity"]
        ),
        (&json!("account"), &json!("contact"))
    );
    let id = named[0]["MetadataId"].as_str().unwrap();
    for key in [id, "SchemaName='contact_customer_accounts'"] {
        let one = pair.get(&format!("{root}({key})")).await.json();
        assert_eq!(one["SchemaName"], json!("contact_customer_accounts"));
    }
    let cast = format!("{root}/Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata");
    let pairs = pair.get(&cast).await.rows();
    assert!(!pairs.is_empty());
    let mut names: Vec<&str> = pairs
        .iter()
        .filter_map(|one| one["SchemaName"].as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), pairs.len(), "each is listed once");
    let lost = pair.get(&format!("{root}(SchemaName='nothing')")).await;
    assert_eq!(lost.status.as_u16(), 404);

    let filters = format!(
        "{}/sdkmessagefilters?$select=sdkmessagefilterid&$expand=sdkmessageid($select=name)&$filter=\
         (sdkmessageid/name eq 'CreateMultiple' or sdkmessageid/name eq 'Nothing') and primaryobjecttypecode eq 'contact'",
        pair.dv
    );
    let rows = pair.get(&filters).await.rows();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["sdkmessageid"]["name"], json!("CreateMultiple"));
}
