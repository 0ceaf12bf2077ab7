//! Queries in the other two languages of Dataverse: `fetchXml` over linked tables, and `sql`.

use serde_json::{Value, json};

use crate::support::{Answer, Pair};

/// Two companies; the first has a primary contact and two people, the second nobody.
async fn furnished() -> Pair {
    let pair = Pair::start().await;
    let alpha = pair
        .dv_new(
            "accounts",
            &json!({"name": "Alpha", "accountnumber": "A", "revenue": 10.5}),
        )
        .await;
    pair.dv_new("accounts", &json!({"name": "Beta", "accountnumber": "B"}))
        .await;
    for (first, last) in [("Ann", "Archer"), ("Zoe", "Zeller")] {
        let body = json!({
            "firstname": first, "lastname": last,
            "parentcustomerid_account@odata.bind": format!("/accounts({alpha})"),
        });
        let id = pair.dv_new("contacts", &body).await;
        if first == "Ann" {
            let url = format!("{}/accounts({alpha})", pair.dv);
            let body = json!({"primarycontactid@odata.bind": format!("/contacts({id})")});
            assert_eq!(pair.patch(&url, "*", &body).await.status, 204);
        }
    }
    pair
}

async fn ask(pair: &Pair, option: &str, text: &str) -> Answer {
    let address = format!("{}/accounts", pair.dv);
    let url = reqwest::Url::parse_with_params(&address, [(option, text)]).unwrap();
    pair.get_preferring(url.as_str(), "odata.include-annotations=\"*\"")
        .await
}

fn column<'a>(rows: &'a [Value], name: &str) -> Vec<&'a str> {
    rows.iter()
        .map(|row| row[name].as_str().unwrap_or("-"))
        .collect()
}

#[tokio::test]
async fn linked_tables_stand_beside_their_row() {
    let pair = furnished().await;
    let fetch = |kind: &str| {
        format!(
            "<fetch><entity name='account'><attribute name='name'/><order attribute='name'/>\
             <link-entity name='contact' from='contactid' to='primarycontactid' alias='p' link-type='{kind}'>\
             <attribute name='fullname'/><attribute name='statecode'/><attribute name='ownerid' alias='boss'/>\
             </link-entity></entity></fetch>"
        )
    };
    let inner = ask(&pair, "fetchXml", &fetch("inner")).await.rows();
    assert_eq!(column(&inner, "name"), ["Alpha"]);
    assert_eq!(inner[0]["p.fullname"], "Ann Archer");
    assert_eq!(inner[0]["p.statecode"], 0);
    assert_eq!(
        inner[0]["p.statecode@OData.Community.Display.V1.FormattedValue"],
        "Active"
    );
    assert_eq!(
        inner[0]["boss@Microsoft.Dynamics.CRM.lookuplogicalname"],
        "systemuser"
    );
    let outer = ask(&pair, "fetchXml", &fetch("outer")).await.rows();
    assert_eq!(column(&outer, "name"), ["Alpha", "Beta"]);
    assert!(outer[1].get("p.fullname").is_none());

    // From the other end there is a row for each partner, or one if that is all that is asked.
    let people = |kind: &str, extra: &str| {
        format!(
            "<fetch {extra}><entity name='account'><attribute name='name'/>\
             <link-entity name='contact' from='parentcustomerid' to='accountid' alias='c' link-type='{kind}'>\
             <order attribute='lastname' descending='true'/><attribute name='lastname'/></link-entity></entity></fetch>"
        )
    };
    let all = ask(&pair, "fetchXml", &people("inner", "")).await.rows();
    assert_eq!(column(&all, "c.lastname"), ["Zeller", "Archer"]);
    let exists = ask(&pair, "fetchXml", &people("exists", "")).await.rows();
    assert_eq!(column(&exists, "name"), ["Alpha"]);

    // Pages go over the rows put side by side.
    let page = ask(&pair, "fetchXml", &people("outer", "count='2' page='1'")).await;
    assert_eq!(page.rows().len(), 2);
    assert_eq!(page.json()["@Microsoft.Dynamics.CRM.morerecords"], true);
    let page = ask(&pair, "fetchXml", &people("outer", "count='2' page='2'")).await;
    assert_eq!(column(&page.rows(), "name"), ["Beta"]);
    assert_eq!(page.json()["@Microsoft.Dynamics.CRM.morerecords"], false);
}

#[tokio::test]
async fn conditions_reach_into_linked_tables() {
    let pair = furnished().await;
    let without = "<fetch><entity name='account'><attribute name='name'/>\
        <link-entity name='contact' from='parentcustomerid' to='accountid' alias='c' link-type='outer'/>\
        <filter><condition entityname='c' attribute='contactid' operator='null'/></filter></entity></fetch>";
    let rows = ask(&pair, "fetchXml", without).await.rows();
    assert_eq!(column(&rows, "name"), ["Beta"]);
    let inside = "<fetch distinct='true'><entity name='account'><attribute name='name'/>\
        <filter><condition attribute='accountnumber' operator='in'><value>A</value><value>B</value></condition></filter>\
        <link-entity name='contact' from='parentcustomerid' to='accountid'>\
        <filter><condition attribute='lastname' operator='like' value='%e%'/></filter>\
        <link-entity name='systemuser' from='systemuserid' to='ownerid' alias='u'>\
        <filter><condition attribute='accessmode' operator='eq' value='4'/></filter></link-entity>\
        </link-entity></entity></fetch>";
    let rows = ask(&pair, "fetchXml", inside).await.rows();
    assert_eq!(column(&rows, "name"), ["Alpha"]);
    for (fetch, status, code) in [
        (
            "<fetch><entity name='account'><link-entity name='nothing' from='a' to='b'/></entity></fetch>",
            400,
            "0x80041102",
        ),
        (
            "<fetch><entity name='account'><link-entity name='contact' from='a' to='accountid'/></entity></fetch>",
            400,
            "0x80041103",
        ),
        (
            "<fetch><entity name='account'><link-entity name='contact' from='contactid'/></entity></fetch>",
            400,
            "0x80040201",
        ),
    ] {
        let refused = ask(&pair, "fetchXml", fetch).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (status, code),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn sql_selects_from_one_table() {
    let pair = furnished().await;
    let names = async |text: &str| {
        let rows = ask(&pair, "sql", text).await.rows();
        column(&rows, "name")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names("SELECT name FROM account ORDER BY name DESC").await,
        ["Beta", "Alpha"]
    );
    assert_eq!(
        names("SELECT TOP 1 name FROM account ORDER BY name").await,
        ["Alpha"]
    );
    assert_eq!(
        names("SELECT a.name FROM account AS a WHERE a.revenue >= 10 AND name LIKE 'Al%'").await,
        ["Alpha"]
    );
    assert_eq!(
        names("select name from account where primarycontactid is null or name = 'x'").await,
        ["Beta"]
    );
    let shown = ask(&pair, "sql", "SELECT TOP 1 accountnumber FROM account").await;
    assert!(shown.rows()[0].get("name").is_none(), "{shown:?}");
    let whole = ask(&pair, "sql", "SELECT * FROM account").await;
    assert!(whole.rows()[0].get("address2_city").is_some());
    for (text, status) in [
        ("DROP TABLE account", 400),
        ("SELECT nothing FROM account", 400),
        ("SELECT name FROM contact", 400),
        ("SELECT name FROM account WHERE nothing = 1", 400),
        ("SELECT COUNT(*) FROM account", 501),
    ] {
        assert_eq!(
            ask(&pair, "sql", text).await.status.as_u16(),
            status,
            "{text}"
        );
    }
}
