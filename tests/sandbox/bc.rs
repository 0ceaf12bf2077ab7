//! Business Central on the wire.

use serde_json::{Value, json};

use crate::support::Pair;

#[tokio::test]
async fn a_record_is_created_read_changed_and_deleted() {
    let pair = Pair::start().await;
    let made = pair
        .bc_new(
            "customers",
            &json!({"displayName": "Café d'Or", "creditLimit": 12.50}),
        )
        .await;
    assert!(
        made["@odata.context"]
            .as_str()
            .unwrap()
            .ends_with("/customers/$entity")
    );
    assert_eq!(made["creditLimit"].to_string(), "12.5");
    assert_eq!(
        (&made["city"], &made["blocked"]),
        (&json!(""), &json!("_x0020_"))
    );
    assert_eq!(
        made["currencyId"],
        json!("00000000-0000-0000-0000-000000000000")
    );
    let url = format!(
        "{}/customers({})",
        pair.company,
        made["id"].as_str().unwrap()
    );
    let etag = made["@odata.etag"].as_str().unwrap();

    let missing = pair.patch(&url, "", &json!({"city": "Lyon"})).await;
    assert_eq!(
        (missing.status.as_u16(), missing.code().as_str()),
        (400, "BadRequest_InvalidToken")
    );
    assert!(missing.message().contains("  CorrelationId:  "));
    let changed = pair.patch(&url, etag, &json!({"city": "Lyon"})).await;
    assert_eq!(
        (changed.status.as_u16(), &changed.json()["city"]),
        (200, &json!("Lyon"))
    );
    let stale = pair.patch(&url, etag, &json!({"city": "Nice"})).await;
    assert_eq!(
        (stale.status.as_u16(), stale.code().as_str()),
        (409, "Request_EntityChanged")
    );

    assert_eq!(pair.get(&url).await.json()["city"], json!("Lyon"));
    assert_eq!(
        pair.get(&format!("{url}/city")).await.json()["value"],
        json!("Lyon")
    );
    assert_eq!(pair.get(&format!("{url}/city/$value")).await.text, "Lyon");
    assert_eq!(pair.delete(&url).await.status, 204);
    let gone = pair.get(&url).await;
    assert_eq!(
        (gone.status.as_u16(), gone.code().as_str()),
        (404, "Internal_RecordNotFound")
    );
}

#[tokio::test]
async fn companies_are_found_by_id_name_and_query() {
    let pair = Pair::start().await;
    let root = &pair.server.addresses().bc;
    let all = pair
        .get(&format!(
            "{root}/companies?$filter=name%20eq%20%27Raccord+Demo%27&$select=id,name"
        ))
        .await;
    let company = all.rows()[0].clone();
    assert_eq!(company["name"], json!("Raccord Demo"));
    let id = company["id"].as_str().unwrap();
    assert_eq!(
        pair.get(&format!("{root}/companies({id})")).await.json()["displayName"],
        json!("Raccord Demo")
    );
    assert_eq!(
        pair.get(&format!("{root}/companies({id})/customers"))
            .await
            .status,
        200
    );
    assert_eq!(
        pair.get(&format!("{root}/customers?company={id}"))
            .await
            .status,
        200
    );
    let origin = &pair.server.addresses().bc_origin;
    let with_tenant =
        format!("{origin}/v2.0/contoso/sandbox/api/v2.0/companies({id})/customers/$count");
    assert_eq!(pair.get(&with_tenant).await.text, "0");
    let lost = pair
        .get(&format!(
            "{root}/companies(01234567-89ab-cdef-0123-456789abcdef)/customers"
        ))
        .await;
    assert_eq!(
        (lost.status.as_u16(), lost.code().as_str()),
        (404, "Internal_CompanyNotFound")
    );
    assert_eq!(
        pair.post(&format!("{root}/companies"), &json!({}))
            .await
            .status,
        405
    );
    let environments = pair.get(&format!("{origin}/environments/v1.2")).await;
    assert_eq!(environments.rows()[0]["name"], json!("sandbox"));
    let administered = format!("{origin}/admin/v2.21/applications/businesscentral/environments");
    assert_eq!(pair.get(&administered).await.rows().len(), 1);
}

async fn with_customers(pair: &Pair, count: usize) -> Vec<Value> {
    let mut made = Vec::new();
    for number in 1..=count {
        let body = json!({"number": format!("C{number:03}"), "displayName": format!("Customer {number:03}"), "creditLimit": number});
        made.push(pair.bc_new("customers", &body).await);
    }
    made
}

#[tokio::test]
async fn pages_follow_one_another_to_the_end() {
    let pair = Pair::start().await;
    with_customers(&pair, 7).await;
    for query in [
        "$select=number",
        "%24select=number&%24orderby=creditLimit+desc",
        "$select=number&$orderby=displayName",
    ] {
        let mut url = format!("{}/customers?{query}", pair.company);
        let mut seen = Vec::new();
        let mut sizes = Vec::new();
        loop {
            let page = pair.get_preferring(&url, "odata.maxpagesize=3").await;
            let rows = page.rows();
            sizes.push(rows.len());
            seen.extend(
                rows.iter()
                    .map(|row| row["number"].as_str().unwrap().to_owned()),
            );
            match page.json()["@odata.nextLink"].as_str() {
                Some(next) => {
                    assert!(next.contains("aid=FIN&$skiptoken="), "{next}");
                    url = next.to_owned();
                }
                None => break,
            }
        }
        assert_eq!(sizes, [3, 3, 1], "{query}");
        if query.contains("orderby=creditLimit") {
            assert_eq!(
                seen,
                ["C007", "C006", "C005", "C004", "C003", "C002", "C001"]
            );
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 7, "{query}");
    }
}

#[tokio::test]
async fn a_top_within_the_page_size_has_no_next_link() {
    let pair = Pair::start().await;
    with_customers(&pair, 5).await;
    let url = format!("{}/customers?$top=2&$count=true", pair.company);
    let page = pair.get(&url).await.json();
    assert_eq!(
        (
            page["value"].as_array().unwrap().len(),
            &page["@odata.count"]
        ),
        (2, &json!(5))
    );
    assert!(page.get("@odata.nextLink").is_none());
    let url = format!("{}/customers?$top=4", pair.company);
    let page = pair
        .get_preferring(&url, "odata.maxpagesize=3")
        .await
        .json();
    let next = page["@odata.nextLink"].as_str().unwrap();
    assert!(next.contains("$top=1&"), "{next}");
    let last = pair.get_preferring(next, "odata.maxpagesize=3").await;
    assert_eq!(last.rows().len(), 1);
    assert!(last.json().get("@odata.nextLink").is_none());
}

#[tokio::test]
async fn filters_choose_and_are_refused_as_the_service_does() {
    let pair = Pair::start().await;
    with_customers(&pair, 5).await;
    let count = async |filter: &str| {
        let answer = pair
            .get(&format!("{}/customers?$filter={filter}", pair.company))
            .await;
        (
            answer.status.as_u16(),
            answer.json()["value"].as_array().map_or(0, Vec::len),
            answer.message(),
        )
    };
    for (filter, expected) in [
        ("number eq 'C001'", 1),
        ("(number+eq+'C001')", 1),
        ("number eq 'C001' or number eq 'C002'", 2),
        ("creditLimit gt 3", 2),
        ("startswith(displayName,'Customer') and creditLimit le 2", 2),
        ("startswith(displayName,'customer')", 0),
        ("not (number eq 'C001')", 4),
        ("lastModifiedDateTime gt 2020-01-01T00:00:00.123Z", 5),
        ("lastModifiedDateTime gt 2120-01-01T00:00:00Z", 0),
        ("blocked eq '_x0020_'", 5),
        ("blocked eq ' '", 5),
        ("lines/any(l:l/x eq 1)", 5),
        ("id eq 01234567-89ab-cdef-0123-456789abcdef", 0),
    ] {
        assert_eq!(
            count(filter).await,
            (200, expected, String::new()),
            "{filter}"
        );
    }
    let (status, _, message) = count("number eq 'C001' or displayName eq 'x'").await;
    assert_eq!(status, 400);
    assert!(
        message.starts_with(
            "The 'OR' operator is not supported on distinct fields on an OData filter."
        ),
        "{message}"
    );
    assert_eq!(count("number in ('C001','C002')").await.0, 400);
    let newer = pair
        .get(&format!(
            "{}/customers?$schemaversion=2.1&$filter=number in ('C001','C002')",
            pair.company
        ))
        .await;
    assert_eq!(newer.rows().len(), 2);
    let (status, _, message) = count("colour eq 'red'").await;
    assert!(
        message.starts_with(
            "Could not find a property named 'colour' on type 'Microsoft.NAV.customer'."
        ),
        "{message}"
    );
    assert_eq!(status, 400);
    assert_eq!(count("number eq 5").await.0, 400);
    assert_eq!(count("number eq").await.0, 400);
}

#[tokio::test]
async fn related_records_are_expanded() {
    let pair = Pair::start().await;
    let term = pair
        .bc_new(
            "paymentTerms",
            &json!({"code": "30D", "displayName": "30 days"}),
        )
        .await;
    let made = pair
        .bc_new(
            "customers",
            &json!({"displayName": "A", "paymentTermsId": term["id"]}),
        )
        .await;
    let url = format!(
        "{}/customers({})",
        pair.company,
        made["id"].as_str().unwrap()
    );
    let shown = pair
        .get(&format!(
            "{url}?$select=number&$expand=paymentTerm($select=code),currency"
        ))
        .await
        .json();
    assert_eq!(shown["paymentTerm"]["code"], json!("30D"));
    assert_eq!(shown["currency"], Value::Null);
    assert_eq!(
        pair.get(&format!("{url}/paymentTerm")).await.json()["code"],
        json!("30D")
    );
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_the_services_codes() {
    let pair = Pair::start().await;
    let url = format!("{}/customers", pair.company);
    for (body, status, code) in [
        (json!({}), 400, "Application_DialogException"),
        (
            json!({"displayName": "x", "colour": "red"}),
            400,
            "BadRequest",
        ),
        (
            json!({"displayName": "x", "balanceDue": 5}),
            400,
            "BadRequest_InvalidOperation",
        ),
        (
            json!({"displayName": "x".repeat(101)}),
            400,
            "Application_StringExceededLength",
        ),
    ] {
        let answer = pair.post(&url, &body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (status, code),
            "{body}"
        );
    }
    pair.post(&url, &json!({"number": "SAME", "displayName": "x"}))
        .await;
    let twice = pair
        .post(&url, &json!({"number": "SAME", "displayName": "x"}))
        .await;
    assert_eq!(
        (twice.status.as_u16(), twice.code().as_str()),
        (409, "Internal_EntityWithSameKeyExists")
    );
    let lost = pair.get(&format!("{}/costumers", pair.company)).await;
    assert_eq!(
        (lost.status.as_u16(), lost.code().as_str()),
        (404, "BadRequest_ResourceNotFound")
    );
    assert!(
        lost.message()
            .starts_with("Resource not found for the segment 'costumers'.")
    );
}

#[tokio::test]
async fn a_batch_does_its_operations_one_by_one() {
    let pair = Pair::start().await;
    let made = with_customers(&pair, 2).await;
    let id = made[0]["id"].as_str().unwrap();
    let company = pair.company.rsplit('/').next().unwrap();
    let body = json!({"requests": [
        {"id": "a", "method": "POST", "url": format!("{company}/customers"), "headers": {"Content-Type": "application/json"},
         "body": {"number": "B1", "displayName": "From a batch"}},
        {"id": "b", "method": "PATCH", "url": format!("{company}/customers({id})"), "headers": {"Content-Type": "application/json"},
         "body": {"city": "Nowhere"}},
        {"id": "c", "method": "PATCH", "url": format!("customers({id})"),
         "headers": {"Content-Type": "application/json", "If-Match": "*", "Company": "Raccord Demo"}, "body": {"city": "Paris"}},
        {"id": "d", "method": "GET", "url": format!("{company}/customers?$filter=number eq 'B1'&$select=number")},
        {"id": "e", "method": "GET", "url": "companies", "dependsOn": ["b"]},
    ]});
    let answer = pair
        .post(&format!("{}/$batch", pair.server.addresses().bc), &body)
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let found: Vec<(String, u64)> = answer.json()["responses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["id"].as_str().unwrap().to_owned(),
                one["status"].as_u64().unwrap(),
            )
        })
        .collect();
    let expected = [("a", 201), ("b", 400), ("c", 200), ("d", 200), ("e", 424)];
    assert_eq!(found, expected.map(|(id, status)| (id.to_owned(), status)));
    assert_eq!(
        answer.json()["responses"][3]["body"]["value"][0]["number"],
        json!("B1")
    );
}

#[tokio::test]
async fn a_snapshot_batch_is_done_wholly_or_not_at_all() {
    let pair = Pair::start().await;
    let company = pair.company.rsplit('/').next().unwrap();
    let create = |number: &str, name: &str| {
        json!({"id": number, "method": "POST", "url": format!("{company}/customers"),
               "headers": {"Content-Type": "application/json"}, "body": {"number": number, "displayName": name}})
    };
    let batch = async |items: Vec<Value>| {
        let body = json!({"requests": items}).to_string();
        let url = format!("{}/$batch", pair.server.addresses().bc);
        pair.send(
            reqwest::Method::POST,
            &url,
            &[("Isolation", "snapshot")],
            Some(body),
        )
        .await
    };
    let broken = batch(vec![create("S1", "x"), create("S2", "")]).await;
    assert_eq!(broken.status, 200);
    let count = format!("{}/customers/$count", pair.company);
    assert_eq!(pair.get(&count).await.text, "0");
    let statuses: Vec<u64> = broken.json()["responses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [424, 400]);
    batch(vec![create("S1", "x"), create("S2", "y")]).await;
    assert_eq!(pair.get(&count).await.text, "2");
}

#[tokio::test]
async fn a_batch_may_have_a_hundred_operations() {
    let pair = Pair::start().await;
    let items: Vec<Value> = (0..101)
        .map(|id| json!({"id": id.to_string(), "method": "GET", "url": "companies"}))
        .collect();
    let url = format!("{}/$batch", pair.server.addresses().bc);
    assert_eq!(
        pair.post(&url, &json!({"requests": items})).await.status,
        400
    );
    assert_eq!(
        pair.post(&url, &json!({"requests": items[..100]}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn it_describes_itself() {
    let pair = Pair::start().await;
    let root = &pair.server.addresses().bc;
    let sets = pair.get(root).await.rows();
    assert!(sets.iter().any(|set| set["name"] == json!("customers")));
    let schema = pair.get(&format!("{root}/$metadata")).await;
    assert_eq!(
        schema.header("Content-Type"),
        "application/xml; charset=utf-8"
    );
    assert!(
        schema
            .text
            .contains("<EntityType Name=\"customer\"><Key><PropertyRef Name=\"id\"/></Key>")
    );
    let mut reader = quick_xml::Reader::from_str(&schema.text);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    let captions = pair.get(&format!("{root}/entityDefinitions")).await.rows();
    assert!(
        captions
            .iter()
            .any(|one| one["entitySetName"] == json!("items"))
    );
}
