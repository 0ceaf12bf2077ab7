//! Owners, activities, and functions that ask about rows and about the caller.

use serde_json::{Value, json};

use crate::support::Pair;

async fn me(pair: &Pair) -> String {
    let answer = pair.get(&format!("{}/WhoAmI", pair.dv)).await.json();
    answer["UserId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_owner_is_a_user_or_a_team() {
    let pair = Pair::start().await;
    let mine = pair.dv_new("accounts", &json!({"name": "Mine"})).await;
    let team = pair.dv_new("teams", &json!({"name": "Sales"})).await;
    let body = json!({"name": "Ours", "ownerid@odata.bind": format!("/teams({team})")});
    let ours = pair.dv_new("accounts", &body).await;
    let url = format!(
        "{}/accounts?$select=name&$orderby=name&$expand=ownerid",
        pair.dv
    );
    let rows = pair.get(&url).await.rows();
    let me = me(&pair).await;
    assert_eq!(rows[0]["ownerid"]["ownerid"], json!(me));
    assert_eq!(
        rows[0]["ownerid"]["@odata.type"],
        "#Microsoft.Dynamics.CRM.systemuser"
    );
    assert_eq!(rows[1]["ownerid"]["ownerid"], json!(team));
    assert_eq!(
        rows[1]["ownerid"]["@odata.type"],
        "#Microsoft.Dynamics.CRM.team"
    );
    let owner =
        |id: &str, select: &str| format!("{}/accounts({id})/ownerid?$select={select}", pair.dv);
    let user = pair.get(&owner(&mine, "fullname")).await.json();
    assert_eq!(user["fullname"], "Raccord Service");
    let team = pair.get(&owner(&ours, "name")).await.json();
    assert_eq!(team["name"], "Sales");
    let metadata = pair.get(&format!("{}/$metadata", pair.dv)).await.text;
    assert!(metadata.contains("<NavigationProperty Name=\"ownerid\" Type=\"mscrm.principal\""));
}

#[tokio::test]
async fn what_is_the_caller_s_own_is_found_by_functions_and_operators() {
    let pair = Pair::start().await;
    pair.dv_new("accounts", &json!({"name": "Mine"})).await;
    let team = pair.dv_new("teams", &json!({"name": "Sales"})).await;
    let body = json!({"name": "Ours", "ownerid@odata.bind": format!("/teams({team})")});
    pair.dv_new("accounts", &body).await;
    let names = async |query: &str| -> Vec<Value> {
        let url = format!("{}/accounts?{query}", pair.dv);
        let answer = pair.get(&url).await;
        let rows = answer.rows();
        rows.into_iter().map(|row| row["name"].clone()).collect()
    };
    let filter = |function: &str| {
        format!("$orderby=name&$filter=Microsoft.Dynamics.CRM.{function}(PropertyName='ownerid')")
    };
    assert_eq!(names(&filter("EqualUserId")).await, ["Mine"]);
    assert_eq!(names(&filter("NotEqualUserId")).await, ["Ours"]);
    let url = format!("{}/teams({team})/teammembership_association/$ref", pair.dv);
    let user = json!({"@odata.id": format!("{}/systemusers({})", pair.dv, me(&pair).await)});
    assert_eq!(pair.post(&url, &user).await.status, 204);
    assert_eq!(
        names(&filter("EqualUserOrUserTeams")).await,
        ["Mine", "Ours"]
    );
    let fetch = "<fetch><entity name='account'><attribute name='name'/><filter>\
                 <condition attribute='ownerid' operator='eq-userid'/>\
                 <condition attribute='createdon' operator='this-year'/>\
                 </filter></entity></fetch>";
    let url = reqwest::Url::parse_with_params("http://x/", [("fetchXml", fetch)]).unwrap();
    assert_eq!(names(url.query().unwrap()).await, ["Mine"]);
    let relative = "$filter=Microsoft.Dynamics.CRM.ThisMonth(PropertyName='createdon')";
    assert_eq!(names(relative).await.len(), 2);
    let past = "$filter=Microsoft.Dynamics.CRM.LastYear(PropertyName='createdon')";
    assert_eq!(names(past).await.len(), 0);
}

#[tokio::test]
async fn rows_are_counted_compared_and_guarded() {
    let pair = Pair::start().await;
    let first = pair
        .dv_new("accounts", &json!({"name": "Kafka & Co"}))
        .await;
    pair.dv_new("accounts", &json!({"name": "Other"})).await;
    let ask = async |path: &str, aliases: &[(&str, &str)]| {
        let url = reqwest::Url::parse_with_params(&format!("{}/{path}", pair.dv), aliases);
        pair.get(url.unwrap().as_str()).await.json()
    };
    let counted = ask(
        "RetrieveTotalRecordCount(EntityNames=['account','contact'])",
        &[("x", "")],
    )
    .await;
    assert_eq!(
        counted["EntityRecordCountCollection"]["Values"],
        json!([2, 0])
    );
    let counted = ask(
        "RetrieveTotalRecordCount(EntityNames=@p1)",
        &[("@p1", "[\"account\"]")],
    )
    .await;
    assert_eq!(counted["EntityRecordCountCollection"]["Values"], json!([2]));
    let found = ask(
        "RetrieveDuplicates(BusinessEntity=@p1,MatchingEntityName=@p2,PagingInfo=@p3)",
        &[
            (
                "@p1",
                "{'@odata.type':'Microsoft.Dynamics.CRM.account','name':'kafka & co'}",
            ),
            ("@p2", "'account'"),
            ("@p3", "{'PageNumber':1,'Count':50}"),
        ],
    )
    .await;
    assert_eq!(found["value"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["value"][0]["accountid"], json!(first));
    let path = format!(
        "systemusers({})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@t)",
        me(&pair).await
    );
    let target = json!({"@odata.id": format!("accounts({first})")}).to_string();
    let access = ask(&path, &[("@t", &target)]).await;
    let rights = access["AccessRights"].as_str().unwrap().to_owned();
    assert!(rights.contains("ReadAccess") && rights.contains("WriteAccess"));
    let control = format!("{}/_sandbox/decree", pair.server.addresses().dv);
    let rule = json!({"do": "privilege", "name": "prvWriteAccount", "granted": false});
    pair.post(&control, &rule).await;
    let access = ask(&path, &[("@t", &target)]).await;
    assert!(
        !access["AccessRights"]
            .as_str()
            .unwrap()
            .contains("WriteAccess")
    );
}

#[tokio::test]
async fn activities_and_notes_are_about_something() {
    let pair = Pair::start().await;
    let account = pair.dv_new("accounts", &json!({"name": "A"})).await;
    let bind = format!("/accounts({account})");
    let body = json!({"subject": "Call back", "regardingobjectid_account_task@odata.bind": bind});
    let task = pair.dv_new("tasks", &body).await;
    let body = json!({"subject": "Seen", "notetext": "…", "objectid_account@odata.bind": bind});
    pair.dv_new("annotations", &body).await;
    let url = format!(
        "{}/accounts({account})?$select=name&$expand=Account_Tasks($select=subject),Account_Annotation($select=subject)",
        pair.dv
    );
    let row = pair.get(&url).await.json();
    assert_eq!(row["Account_Tasks"][0]["subject"], "Call back");
    assert_eq!(row["Account_Annotation"][0]["subject"], "Seen");
    let url = format!("{}/tasks({task})", pair.dv);
    let row = pair
        .get_preferring(&url, "odata.include-annotations=\"*\"")
        .await
        .json();
    assert_eq!(row["activitytypecode"], "task");
    for (table, activity) in [("task", true), ("account", false)] {
        let url = format!(
            "{}/EntityDefinitions(LogicalName='{table}')?$select=IsActivity",
            pair.dv
        );
        assert_eq!(pair.get(&url).await.json()["IsActivity"], activity);
    }
    assert_eq!(
        row["_regardingobjectid_value@Microsoft.Dynamics.CRM.lookuplogicalname"],
        "account"
    );
    let done = json!({"statecode": 1, "statuscode": 5});
    assert_eq!(pair.patch(&url, "*", &done).await.status, 204);
    let lead = json!({"subject": "Fair", "firstname": "Ida", "lastname": "Lund"});
    let lead = pair.dv_new("leads", &lead).await;
    let lead = pair
        .get(&format!("{}/leads({lead})?$select=fullname", pair.dv))
        .await;
    assert_eq!(lead.json()["fullname"], "Ida Lund");
}

#[tokio::test]
async fn an_opportunity_has_products() {
    let pair = Pair::start().await;
    let body = json!({
        "name": "O",
        "product_opportunities": [{"isproductoverridden": true, "productdescription": "Advice",
                                   "quantity": 2, "priceperunit": 50}],
    });
    let id = pair.dv_new("opportunities", &body).await;
    let url = format!(
        "{}/opportunities({id})?$select=totalamount&$expand=product_opportunities($select=extendedamount,opportunitystatecode)",
        pair.dv
    );
    let row = pair.get(&url).await.json();
    assert_eq!(row["product_opportunities"][0]["extendedamount"], 100);
    assert_eq!(row["product_opportunities"][0]["opportunitystatecode"], 0);
    assert_eq!(row["totalamount"], 100);
}
