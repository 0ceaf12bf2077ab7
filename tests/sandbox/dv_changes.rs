//! Dataverse's change tracking.

use serde_json::{Value, json};

use crate::support::Pair;

async fn read_all(pair: &Pair, url: &str, prefer: &str) -> (Vec<Value>, String) {
    let mut url = url.to_owned();
    let mut rows = Vec::new();
    loop {
        let page = pair.get_preferring(&url, prefer).await;
        assert_eq!(page.status, 200, "{page:?}");
        rows.extend(page.rows());
        let body = page.json();
        match (
            body["@odata.nextLink"].as_str(),
            body["@odata.deltaLink"].as_str(),
        ) {
            (Some(next), None) => url = next.to_owned(),
            (None, Some(delta)) => return (rows, delta.to_owned()),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_token_leads_to_what_changed_and_what_was_deleted() {
    let pair = Pair::start().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(
            pair.dv_new("accounts", &json!({"name": format!("N{number}")}))
                .await,
        );
    }
    let prefer = "odata.track-changes,odata.maxpagesize=2";
    let (rows, delta) =
        read_all(&pair, &format!("{}/accounts?$select=name", pair.dv), prefer).await;
    assert_eq!(rows.len(), 5);
    assert!(delta.contains("$select=name&$deltatoken="), "{delta}");
    assert!(
        delta.contains("%21"),
        "version and time are parted by an exclamation mark: {delta}"
    );
    let (rows, delta) = read_all(&pair, &delta, prefer).await;
    assert!(rows.is_empty());

    pair.patch(
        &format!("{}/accounts({})", pair.dv, ids[1]),
        "*",
        &json!({"name": "Changed"}),
    )
    .await;
    pair.delete(&format!("{}/accounts({})", pair.dv, ids[2]))
        .await;
    let made = pair.dv_new("accounts", &json!({"name": "New"})).await;
    let counted = pair
        .get(&delta.replace("/accounts?", "/accounts/$count?"))
        .await;
    assert_eq!(counted.text, "3");
    let (rows, next) = read_all(&pair, &delta, prefer).await;
    let names: Vec<_> = rows.iter().filter_map(|row| row["name"].as_str()).collect();
    assert_eq!(names, ["Changed", "New"]);
    let tombstone = rows.last().unwrap();
    assert_eq!(
        (&tombstone["id"], &tombstone["reason"]),
        (&json!(ids[2]), &json!("deleted"))
    );
    assert!(
        tombstone["@odata.context"]
            .as_str()
            .unwrap()
            .ends_with("$metadata#accounts/$deletedEntity")
    );
    assert!(rows[0].get("@odata.context").is_none());
    assert_eq!(rows[1]["accountid"], json!(made));
    assert!(read_all(&pair, &next, prefer).await.0.is_empty());
}

#[tokio::test]
async fn a_change_while_pages_are_read_is_not_lost() {
    let pair = Pair::start().await;
    let mut ids = Vec::new();
    for number in 0..4 {
        ids.push(
            pair.dv_new("accounts", &json!({"name": format!("N{number}")}))
                .await,
        );
    }
    let prefer = "odata.track-changes,odata.maxpagesize=3";
    let first = pair
        .get_preferring(&format!("{}/accounts?$select=name", pair.dv), prefer)
        .await;
    let seen = first.rows()[0]["accountid"].as_str().unwrap().to_owned();
    pair.patch(
        &format!("{}/accounts({seen})", pair.dv),
        "*",
        &json!({"name": "Meanwhile"}),
    )
    .await;
    let (_, delta) = read_all(
        &pair,
        first.json()["@odata.nextLink"].as_str().unwrap(),
        prefer,
    )
    .await;
    let (rows, _) = read_all(&pair, &delta, prefer).await;
    assert_eq!(
        rows.iter()
            .map(|row| row["name"].clone())
            .collect::<Vec<_>>(),
        [json!("Meanwhile")]
    );
}

#[tokio::test]
async fn what_does_not_go_with_tracking_is_refused() {
    let pair = Pair::start().await;
    for query in [
        "$filter=name eq 'x'",
        "$orderby=name",
        "$top=5",
        "$expand=primarycontactid",
    ] {
        let answer = pair
            .get_preferring(
                &format!("{}/accounts?{query}", pair.dv),
                "odata.track-changes",
            )
            .await;
        assert_eq!(answer.status, 400, "{query}");
    }
    let untracked = pair
        .get_preferring(&format!("{}/uoms", pair.dv), "odata.track-changes")
        .await;
    assert_eq!(
        (untracked.status.as_u16(), untracked.code().as_str()),
        (400, "0x80072491")
    );
}

#[tokio::test]
async fn an_old_token_is_refused() {
    let pair = Pair::start().await;
    let (_, delta) = read_all(
        &pair,
        &format!("{}/accounts", pair.dv),
        "odata.track-changes",
    )
    .await;
    pair.world.lock().unwrap().dv.expire_tokens();
    let refused = pair.get(&delta).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (400, "0x80044352")
    );
    let nonsense = pair
        .get(&format!("{}/accounts?$deltatoken=x", pair.dv))
        .await;
    assert_eq!(nonsense.code(), "0x80044352");
}
