//! Dataverse on the wire: rows, queries, keys, references.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::Pair;

#[tokio::test]
async fn a_row_is_created_read_changed_and_deleted() {
    let pair = Pair::start().await;
    let id = pair
        .dv_new(
            "accounts",
            &json!({"name": "Café d'Or", "creditlimit": 12.50, "telephone1": ""}),
        )
        .await;
    let url = format!("{}/accounts({id})", pair.dv);
    let row = pair
        .get(&format!(
            "{url}?$select=name,creditlimit,telephone1,revenue"
        ))
        .await
        .json();
    assert_eq!(row["name"], json!("Café d'Or"));
    assert_eq!(
        (&row["telephone1"], &row["revenue"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(row["accountid"], json!(id));
    assert!(
        row["_transactioncurrencyid_value"].is_string(),
        "money brings its currency: {row}"
    );
    let etag = row["@odata.etag"].as_str().unwrap();
    assert!(etag.starts_with("W/\""));

    let changed = pair.patch(&url, "*", &json!({"name": "Neu"})).await;
    assert_eq!(
        (changed.status.as_u16(), changed.header("OData-EntityId")),
        (204, url.as_str())
    );
    let stale = pair.patch(&url, etag, &json!({"name": "Alt"})).await;
    assert_eq!(
        (stale.status.as_u16(), stale.code().as_str()),
        (412, "0x80060882")
    );
    assert_eq!(pair.delete(&url).await.status, 204);
    let gone = pair.get(&url).await;
    assert_eq!(
        (gone.status.as_u16(), gone.code().as_str()),
        (404, "0x80040217")
    );
}

#[tokio::test]
async fn a_representation_is_given_when_it_is_preferred() {
    let pair = Pair::start().await;
    let prefer = [(
        "Prefer",
        "return=representation,odata.include-annotations=\"*\"",
    )];
    let body = json!({"name": "A", "paymenttermscode": 1}).to_string();
    let url = format!("{}/accounts?$select=name,paymenttermscode", pair.dv);
    let made = pair.send(Method::POST, &url, &prefer, Some(body)).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert!(
        made.header("Preference-Applied")
            .contains("return=representation")
    );
    let row = made.json();
    assert_eq!(
        row["paymenttermscode@OData.Community.Display.V1.FormattedValue"],
        json!("Net 30")
    );
    assert!(row.get("telephone1").is_none());
}

#[tokio::test]
async fn patch_makes_a_missing_row_unless_a_header_forbids() {
    let pair = Pair::start().await;
    let url = format!("{}/accounts(0a0a0a0a-0000-4000-8000-000000000001)", pair.dv);
    assert_eq!(
        pair.patch(&url, "*", &json!({"name": "x"})).await.status,
        404
    );
    let create_only = [("If-None-Match", "*")];
    let made = pair
        .send(
            Method::PATCH,
            &url,
            &create_only,
            Some(json!({"name": "x"}).to_string()),
        )
        .await;
    assert_eq!(
        (made.status.as_u16(), made.header("OData-EntityId")),
        (204, url.as_str())
    );
    let twice = pair
        .send(
            Method::PATCH,
            &url,
            &create_only,
            Some(json!({"name": "x"}).to_string()),
        )
        .await;
    assert_eq!(twice.status, 412);
    assert_eq!(
        pair.patch(&url, "", &json!({"name": "y"})).await.status,
        204
    );
    assert_eq!(pair.get(&url).await.json()["name"], json!("y"));
}

#[tokio::test]
async fn references_are_bound_shown_expanded_and_cleared() {
    let pair = Pair::start().await;
    let person = pair
        .dv_new(
            "contacts",
            &json!({"firstname": "Zoë", "lastname": "O'Neil"}),
        )
        .await;
    let body = json!({"name": "A", "primarycontactid@odata.bind": format!("/contacts({person})")});
    let id = pair.dv_new("accounts", &body).await;
    let url = format!("{}/accounts({id})", pair.dv);
    let prefer = "odata.include-annotations=\"*\"";
    let shown = pair
        .get_preferring(
            &format!(
                "{url}?$select=_primarycontactid_value&$expand=primarycontactid($select=fullname)"
            ),
            prefer,
        )
        .await
        .json();
    assert_eq!(shown["_primarycontactid_value"], json!(person));
    assert_eq!(
        shown["_primarycontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname"],
        json!("contact")
    );
    assert_eq!(
        shown["_primarycontactid_value@Microsoft.Dynamics.CRM.associatednavigationproperty"],
        json!("primarycontactid")
    );
    assert_eq!(shown["primarycontactid"]["fullname"], json!("Zoë O'Neil"));
    let by_reference = pair
        .get(&format!(
            "{}/accounts?$filter=primarycontactid/lastname eq 'O''Neil'",
            pair.dv
        ))
        .await;
    assert_eq!(by_reference.rows().len(), 1);
    let cleared = pair
        .patch(&url, "*", &json!({"primarycontactid": null}))
        .await;
    assert_eq!(cleared.status, 204, "{cleared:?}");
    assert_eq!(
        pair.get(&url).await.json()["_primarycontactid_value"],
        Value::Null
    );
    let put = pair
        .send(
            Method::PUT,
            &format!("{url}/primarycontactid/$ref"),
            &[],
            Some(json!({"@odata.id": format!("{}/contacts({person})", pair.dv)}).to_string()),
        )
        .await;
    assert_eq!(put.status, 204, "{put:?}");
    assert_eq!(
        pair.get(&format!("{url}/primarycontactid")).await.json()["lastname"],
        json!("O'Neil")
    );
    assert_eq!(
        pair.delete(&format!("{url}/primarycontactid/$ref"))
            .await
            .status,
        204
    );
    assert_eq!(
        pair.get(&format!("{url}/primarycontactid")).await.status,
        204
    );
}

#[tokio::test]
async fn collections_lead_from_a_row_to_others() {
    let pair = Pair::start().await;
    let id = pair.dv_new("accounts", &json!({"name": "Parent"})).await;
    let other = pair.dv_new("accounts", &json!({"name": "Lonely"})).await;
    for name in ["Ann", "Bob"] {
        pair.dv_new(
            "contacts",
            &json!({"lastname": name, "parentcustomerid_account@odata.bind": format!("accounts({id})")}),
        )
        .await;
    }
    let people = format!("{}/accounts({id})/contact_customer_accounts", pair.dv);
    assert_eq!(
        pair.get(&format!("{people}?$select=lastname&$orderby=lastname desc"))
            .await
            .rows()[0]["lastname"],
        json!("Bob")
    );
    assert_eq!(pair.get(&format!("{people}/$count")).await.text, "2");
    let any = pair
        .get(&format!(
            "{}/accounts?$select=name&$filter=contact_customer_accounts/any(c:c/lastname eq 'ann')",
            pair.dv
        ))
        .await;
    assert_eq!(
        any.rows()
            .iter()
            .map(|row| row["name"].clone())
            .collect::<Vec<_>>(),
        [json!("Parent")]
    );
    let none = pair
        .get(&format!(
            "{}/accounts?$filter=not contact_customer_accounts/any()",
            pair.dv
        ))
        .await;
    assert_eq!(none.rows()[0]["accountid"], json!(other));
    let with = pair
        .get(&format!(
            "{}/accounts({id})?$expand=contact_customer_accounts($select=lastname;$top=1)",
            pair.dv
        ))
        .await;
    assert_eq!(
        with.json()["contact_customer_accounts"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn one_column_is_read_and_written() {
    let pair = Pair::start().await;
    let id = pair
        .dv_new("accounts", &json!({"name": "A", "telephone1": "1"}))
        .await;
    let url = format!("{}/accounts({id})/telephone1", pair.dv);
    let put = pair
        .send(
            Method::PUT,
            &url,
            &[],
            Some(json!({"value": "2"}).to_string()),
        )
        .await;
    assert_eq!(put.status, 204);
    assert_eq!(pair.get(&url).await.json()["value"], json!("2"));
    assert_eq!(pair.get(&format!("{url}/$value")).await.text, "2");
    assert_eq!(pair.delete(&url).await.status, 204);
    assert_eq!(pair.get(&url).await.status, 204);
}

#[tokio::test]
async fn pages_follow_one_another_even_when_a_client_takes_the_link_apart() {
    let pair = Pair::start().await;
    for number in 0..7 {
        pair.dv_new(
            "accounts",
            &json!({"name": format!("N{number}"), "accountnumber": "x"}),
        )
        .await;
    }
    for (query, apart) in [
        ("$select=name", false),
        ("$select=name&$orderby=name desc", true),
        ("%24filter=name+ne+null", true),
    ] {
        let mut url = format!("{}/accounts?{query}", pair.dv);
        let mut seen = Vec::new();
        loop {
            let page = pair.get_preferring(&url, "odata.maxpagesize=3").await;
            assert_eq!(page.header("Preference-Applied"), "odata.maxpagesize=3");
            seen.extend(
                page.rows()
                    .iter()
                    .map(|row| row["name"].as_str().unwrap().to_owned()),
            );
            let Some(next) = page.json()["@odata.nextLink"].as_str().map(str::to_owned) else {
                break;
            };
            assert!(next.contains("$skiptoken=%3Ccookie%20pagenumber"), "{next}");
            url = if apart { taken_apart(&next) } else { next };
        }
        assert_eq!(seen.len(), 7, "{query}");
        if query.contains("orderby") {
            assert_eq!(seen, ["N6", "N5", "N4", "N3", "N2", "N1", "N0"]);
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 7, "{query}");
    }
    let top = pair
        .get_preferring(
            &format!("{}/accounts?$top=2", pair.dv),
            "odata.maxpagesize=1",
        )
        .await;
    assert_eq!(top.rows().len(), 2);
    assert!(top.json().get("@odata.nextLink").is_none());
}

/// What Python's `parse_qs` and `urlencode` make of a link.
fn taken_apart(link: &str) -> String {
    let mut url = reqwest::Url::parse(link).unwrap();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    url.into()
}

#[tokio::test]
async fn queries_are_answered_and_refused_as_the_service_does() {
    let pair = Pair::start().await;
    for (name, number) in [("Alpha", 1), ("beta", 2), ("Gamma", 3)] {
        pair.dv_new(
            "accounts",
            &json!({"name": name, "numberofemployees": number}),
        )
        .await;
    }
    let count = async |query: &str| {
        let answer = pair.get(&format!("{}/accounts?{query}", pair.dv)).await;
        (
            answer.status.as_u16(),
            answer.json()["value"].as_array().map_or(0, Vec::len),
            answer.message(),
        )
    };
    for (query, expected) in [
        ("$filter=name eq 'ALPHA'", 1),
        ("$filter=contains(name,'A')", 3),
        ("$filter=statecode eq 0 and numberofemployees ge 2", 2),
        ("$filter=name eq 'x' or numberofemployees eq 1", 1),
        ("$filter=createdon gt 2020-01-01T00:00:00Z", 3),
        ("$filter=telephone1 eq null", 3),
        (
            "$filter=Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=[\"alpha\",\"beta\"])",
            2,
        ),
        (
            "$filter=Microsoft.Dynamics.CRM.Between(PropertyName='numberofemployees',PropertyValues=[\"2\",\"3\"])",
            2,
        ),
        (
            "$filter=Microsoft.Dynamics.CRM.Today(PropertyName='createdon')",
            3,
        ),
        ("$filter=name eq @p1&@p1='beta'", 1),
    ] {
        assert_eq!(
            count(query).await,
            (200, expected, String::new()),
            "{query}"
        );
    }
    let (status, _, message) = count("$filter=colour eq 1").await;
    assert_eq!(
        (status, message.as_str()),
        (
            400,
            "Could not find a property named 'colour' on type 'Microsoft.Dynamics.CRM.account'."
        )
    );
    assert_eq!(count("$skip=1").await.0, 400);
    assert_eq!(count("$filter=tolower(name) eq 'a'").await.0, 400);
    assert_eq!(count("$select=nope").await.0, 400);
    assert_eq!(count("sql=SELECT TOP 3 name FROM account").await.0, 200);
    let counted = pair
        .get(&format!("{}/accounts?$count=true&$top=1", pair.dv))
        .await
        .json();
    assert_eq!(
        (
            &counted["@odata.count"],
            counted["value"].as_array().unwrap().len()
        ),
        (&json!(3), 1)
    );
    assert_eq!(
        pair.get(&format!(
            "{}/accounts/$count?$filter=numberofemployees gt 1",
            pair.dv
        ))
        .await
        .text,
        "2"
    );
    let sums = pair
        .get(&format!(
            "{}/accounts?$apply=aggregate($count as total,numberofemployees with sum as people)",
            pair.dv
        ))
        .await
        .rows();
    assert_eq!(
        (&sums[0]["total"], &sums[0]["people"]),
        (&json!(3), &json!(6))
    );
    let groups = pair
        .get(&format!("{}/accounts?$apply=filter(numberofemployees gt 1)/groupby((statecode),aggregate($count as n))", pair.dv))
        .await
        .rows();
    assert_eq!(groups, [json!({"n": 2, "statecode": 0})]);
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_the_services_codes() {
    let pair = Pair::start().await;
    for (set, body, status, code) in [
        (
            "accounts",
            json!({"name": "x", "colour": "red"}),
            400,
            "0x80048d19",
        ),
        (
            "accounts",
            json!({"name": "x".repeat(161)}),
            400,
            "0x80044331",
        ),
        (
            "accounts",
            json!({"name": "x", "paymenttermscode": 99}),
            400,
            "0x8004431a",
        ),
        ("acounts", json!({"name": "x"}), 404, "0x8006088a"),
    ] {
        let answer = pair.post(&format!("{}/{set}", pair.dv), &body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (status, code),
            "{body}"
        );
    }
    let lost = pair
        .get(&format!("{}/accounts(accountnumber='1')", pair.dv))
        .await;
    assert_eq!(
        lost.code(),
        "0x80060890",
        "accountnumber is no key unless it is defined as one: {lost:?}"
    );
}

#[tokio::test]
async fn many_rows_are_written_in_one_action() {
    let pair = Pair::start().await;
    let of_type = "Microsoft.Dynamics.CRM.account";
    let url = |action: &str| format!("{}/accounts/Microsoft.Dynamics.CRM.{action}", pair.dv);
    let body = json!({"Targets": [{"@odata.type": of_type, "name": "a"}, {"@odata.type": of_type, "name": "b"}]});
    let made = pair.post(&url("CreateMultiple"), &body).await;
    let ids = made.json()["Ids"]
        .as_array()
        .cloned()
        .unwrap_or_else(|| panic!("{made:?}"));
    assert_eq!(ids.len(), 2);
    let body = json!({"Targets": [{"@odata.type": of_type, "accountid": ids[0], "name": "c"}]});
    assert_eq!(pair.post(&url("UpdateMultiple"), &body).await.status, 204);
    assert_eq!(
        pair.get(&format!(
            "{}/accounts({})",
            pair.dv,
            ids[0].as_str().unwrap()
        ))
        .await
        .json()["name"],
        json!("c")
    );
    let untyped = pair
        .post(&url("CreateMultiple"), &json!({"Targets": [{"name": "x"}]}))
        .await;
    assert_eq!(untyped.status, 400);
    let broken = json!({"Targets": [{"@odata.type": of_type, "name": "d"}, {"@odata.type": of_type, "colour": 1}]});
    assert_eq!(pair.post(&url("CreateMultiple"), &broken).await.status, 400);
    assert_eq!(
        pair.get(&format!("{}/accounts/$count", pair.dv)).await.text,
        "2",
        "all or nothing"
    );
    let query = json!({"QuerySet": [{"EntityName": "account", "Criteria": {"FilterOperator": "And", "Conditions": [
        {"AttributeName": "accountid", "Operator": "In", "Values": [{"Value": ids[0], "Type": "System.Guid"}]}]}}],
        "JobName": "x", "SendEmailNotification": false, "ToRecipients": [], "CCRecipients": [],
        "RecurrencePattern": "", "StartDateTime": "2026-01-01T00:00:00Z"});
    let job = pair.post(&format!("{}/BulkDelete", pair.dv), &query).await;
    assert!(job.json()["JobId"].is_string(), "{job:?}");
    assert_eq!(
        pair.get(&format!("{}/accounts/$count", pair.dv)).await.text,
        "1"
    );
}

#[tokio::test]
async fn it_says_who_one_is_and_what_one_may() {
    let pair = Pair::start().await;
    let me = pair.get(&format!("{}/WhoAmI()", pair.dv)).await.json();
    let user = me["UserId"].as_str().unwrap();
    assert!(me["OrganizationId"].is_string() && me["BusinessUnitId"].is_string());
    assert!(
        pair.get(&format!("{}/RetrieveVersion()", pair.dv))
            .await
            .json()["Version"]
            .as_str()
            .unwrap()
            .starts_with("9.2.")
    );
    let organization = format!(
        "{}/RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')",
        pair.dv
    );
    assert_eq!(
        pair.get(&organization).await.json()["Detail"]["OrganizationId"],
        me["OrganizationId"]
    );
    let privileges = pair
        .get(&format!(
            "{}/systemusers({user})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()",
            pair.dv
        ))
        .await
        .json();
    let names: Vec<&str> = privileges["RolePrivileges"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["PrivilegeName"].as_str())
        .collect();
    assert!(names.contains(&"prvWriteAccount"));
    let roles = pair
        .get(&format!(
            "{}/systemusers({user})/systemuserroles_association?$select=name,_roletemplateid_value",
            pair.dv
        ))
        .await;
    assert!(!roles.rows().is_empty(), "{roles:?}");
}

#[tokio::test]
async fn a_missing_privilege_and_administration_mode_keep_one_out() {
    let pair = Pair::start().await;
    {
        let mut world = pair.world.lock().unwrap();
        let user = world.dv.service_user().user;
        world.dv.revoke(user, "prvReadAccount");
    }
    let refused = pair.get(&format!("{}/accounts", pair.dv)).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (403, "0x80040220")
    );
    assert!(refused.message().starts_with("Principal user (Id="));
    pair.world.lock().unwrap().dv.settings.administration_mode = true;
    assert_eq!(pair.get(&format!("{}/WhoAmI", pair.dv)).await.status, 503);
}

#[tokio::test]
async fn fetch_xml_is_understood_for_one_table() {
    let pair = Pair::start().await;
    for number in 1..=5 {
        let name = format!("N{number}");
        pair.dv_new(
            "accounts",
            &json!({"name": name, "numberofemployees": number}),
        )
        .await;
    }
    let ask = async |xml: &str| {
        let url =
            reqwest::Url::parse_with_params(&format!("{}/accounts", pair.dv), [("fetchXml", xml)])
                .unwrap();
        pair.get_preferring(url.as_str(), "odata.include-annotations=\"*\"")
            .await
    };
    let page = ask(
        "<fetch count='2' page='2'><entity name='account'><attribute name='name'/>\
         <order attribute='name'/><filter><condition attribute='numberofemployees' operator='gt' value='1'/></filter>\
         </entity></fetch>",
    )
    .await;
    let names: Vec<_> = page.rows().iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names, [json!("N4"), json!("N5")]);
    assert_eq!(
        page.json()["@Microsoft.Dynamics.CRM.morerecords"],
        json!(false)
    );
    let sum = ask("<fetch aggregate='true'><entity name='account'>\
         <attribute name='numberofemployees' alias='people' aggregate='sum'/>\
         <attribute name='accountid' alias='n' aggregate='count'/></entity></fetch>")
    .await;
    assert_eq!(sum.rows(), [json!({"people": 15, "n": 5})]);
    let mine = "<fetch><entity name='account'><filter><condition attribute='ownerid' operator='eq-userid'/></filter></entity></fetch>";
    assert_eq!(ask(mine).await.rows().len(), 5);
    let speech = mine.replace("eq-userid", "eq-userlanguage");
    assert_eq!(ask(&speech).await.status, 501);
    assert_eq!(ask("<fetch>").await.status, 400);
}
