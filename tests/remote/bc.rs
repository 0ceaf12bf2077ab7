//! Business Central as documented.

use crate::stub::{Reply, Seen, Stub, fields, names, remotes, request, write};
use pretty_assertions::assert_eq;
use raccord::model::reason::Cause;
use raccord::model::{Etag, SetName, Value};
use raccord::remote::{ReadFrom, Watermark, Write, WriteOutcome};
use serde_json::json;
use uuid::Uuid;

pub const COMPANY: &str = "11111111-1111-4111-8111-111111111111";
pub const A: &str = "aaaaaaaa-0000-4000-8000-000000000001";
pub const B: &str = "bbbbbbbb-0000-4000-8000-000000000002";
pub const C: &str = "cccccccc-0000-4000-8000-000000000003";

pub const METADATA: &str = r#"<?xml version="1.0"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="company"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid"/><Property Name="name" Type="Edm.String"/></EntityType>
<EntityType Name="customer"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid" Nullable="false"/>
<Property Name="number" Type="Edm.String" MaxLength="20"/><Property Name="displayName" Type="Edm.String" MaxLength="100"/>
<Property Name="creditLimit" Type="Edm.Decimal" Scale="Variable"/><Property Name="currencyId" Type="Edm.Guid"/>
<Property Name="balanceDue" Type="Edm.Decimal"/><Property Name="lastModifiedDateTime" Type="Edm.DateTimeOffset"/></EntityType>
<EntityType Name="currency"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid"/><Property Name="code" Type="Edm.String"/>
<Property Name="lastModifiedDateTime" Type="Edm.DateTimeOffset"/></EntityType>
<EntityType Name="currencyExchangeRate"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid"/><Property Name="currencyCode" Type="Edm.String"/>
<Property Name="startingDate" Type="Edm.Date"/><Property Name="exchangeRateAmount" Type="Edm.Decimal"/><Property Name="relationalExchangeRateAmount" Type="Edm.Decimal"/></EntityType>
<EntityContainer Name="NAV"><EntitySet Name="companies" EntityType="Microsoft.NAV.company"/><EntitySet Name="customers" EntityType="Microsoft.NAV.customer"/>
<EntitySet Name="currencies" EntityType="Microsoft.NAV.currency"/><EntitySet Name="currencyExchangeRates" EntityType="Microsoft.NAV.currencyExchangeRate"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

/// What every Business Central answers, before the test's own answers.
pub fn common(seen: &Seen) -> Option<Reply> {
    if seen.path.ends_with("/$metadata") {
        return Some(Reply::new(200, METADATA));
    }
    if seen.path.ends_with("/companies") {
        return Some(Reply::page(&json!([
            {"id": COMPANY, "name": "CRONUS", "displayName": "Cronus France"}
        ])));
    }
    None
}

pub fn id(text: &str) -> Uuid {
    text.parse().unwrap()
}

fn row(id: &str, number: &str, modified: &str) -> serde_json::Value {
    json!({"@odata.etag": format!("W/\"{number}\""), "id": id, "number": number, "displayName": "",
        "creditLimit": 10.50, "currencyId": "00000000-0000-0000-0000-000000000000",
        "lastModifiedDateTime": modified})
}

#[tokio::test]
async fn a_company_is_found_by_its_display_name() {
    let stub = Stub::serve(|seen| {
        common(seen).unwrap_or_else(|| {
            assert!(seen.is("GET", &format!("companies({COMPANY})/generalLedgerSetup")));
            Reply::page(&json!([{"localCurrencyCode": "EUR"}]))
        })
    })
    .await;
    let bc = remotes(&stub.url, Some("Cronus France"), &stub.url).bc;
    let identity = bc.identify().await.unwrap();
    assert_eq!(identity.local_currency.as_deref(), Some("EUR"));
    assert_eq!(identity.name, "Cronus France");
    assert!(identity.environment.ends_with(COMPANY));
    let missing = remotes(&stub.url, Some("Contoso"), &stub.url).bc;
    let problem = missing.identify().await.unwrap_err();
    assert_eq!(problem.cause, Cause::UnknownCompany);
    assert_eq!(problem.params["companies"], "CRONUS");
}

#[tokio::test]
async fn a_whole_read_takes_its_watermark_before_it_begins_and_follows_links_verbatim() {
    let stub = Stub::serve_batching(|seen| {
        if let Some(reply) = common(seen) {
            return reply;
        }
        assert!(
            seen.path
                .contains(&format!("companies({COMPANY})/customers")),
            "{seen:?}"
        );
        if seen.path.contains("desc") {
            return Reply::page(&json!([row(C, "3", "2026-03-03T00:00:00.123Z")]));
        }
        assert_eq!(seen.header("prefer"), Some("odata.maxpagesize=1000"));
        if seen.path.contains("$skiptoken=<x>&a=b") {
            return Reply::page(&json!([row(B, "2", "2026-09-09T00:00:00Z")]));
        }
        let link = format!(
            "http://inside/companies({COMPANY})/customers?$select=id&aid=FIN&$skiptoken=%3Cx%3E&a=b"
        );
        Reply::json(
            200,
            &json!({"value": [row(A, "1", "2026-01-01T00:00:00Z")], "@odata.nextLink": link}),
        )
    })
    .await;
    let bc = remotes(&stub.url, Some("CRONUS"), &stub.url).bc;
    let first = bc
        .read_pages(&[request(
            "customers",
            &["number", "displayName", "creditLimit", "currencyId"],
            ReadFrom::Start,
        )])
        .await;
    let first = first.into_iter().next().unwrap().unwrap();
    assert!(first.complete && first.watermark.is_none());
    let record = &first.records[0];
    assert_eq!(record.etag, Some(Etag("W/\"1\"".into())));
    assert_eq!(
        record.fields,
        fields(&[
            ("number", Value::text("1")),
            ("displayName", Value::Empty),
            ("creditLimit", Value::Decimal("10.5".parse().unwrap())),
            ("currencyId", Value::Empty),
        ])
    );
    let next = request(
        "customers",
        &["number", "displayName", "creditLimit", "currencyId"],
        ReadFrom::Next(first.next.unwrap()),
    );
    let last = bc
        .read_pages(&[next])
        .await
        .into_iter()
        .next()
        .unwrap()
        .unwrap();
    assert!(last.complete && last.next.is_none());
    // The record on page two changed while page one was read; the next read must begin before that.
    assert_eq!(
        last.watermark,
        Some(Watermark::Modified(
            "2026-03-03T00:00:00.123Z".parse().unwrap()
        ))
    );
    let counts = bc.requests();
    assert_eq!(
        (counts.batch, counts.batch_operations),
        (1, 2),
        "{counts:?}"
    );
}

#[tokio::test]
async fn changes_of_several_sets_cost_one_request() {
    let stub = Stub::serve_batching(|seen| {
        if let Some(reply) = common(seen) {
            return reply;
        }
        assert!(
            seen.path
                .contains("lastModifiedDateTime ge 2026-02-01T00:00:00.5Z"),
            "{seen:?}"
        );
        assert!(
            seen.path.contains("$orderby=lastModifiedDateTime asc"),
            "{seen:?}"
        );
        if seen.path.contains("currencies") {
            return Reply::page(&json!([]));
        }
        assert!(
            seen.path.contains("(number ne '') and (lastModified"),
            "{seen:?}"
        );
        Reply::page(&json!([row(A, "1", "2026-02-03T00:00:00.007Z")]))
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    bc.schema(&SetName::new("customers")).await.unwrap();
    let before = bc.requests();
    let since = ReadFrom::Since(Watermark::Modified(
        "2026-02-01T00:00:00.5Z".parse().unwrap(),
    ));
    let mut customers = request("customers", &["number"], since.clone());
    customers.filter = Some("number ne ''".to_owned());
    let pages = bc
        .read_pages(&[customers, request("currencies", &["code"], since.clone())])
        .await;
    let [customers, currencies] = pages.try_into().unwrap();
    assert_eq!(
        customers.unwrap().watermark,
        Some(Watermark::Modified(
            "2026-02-03T00:00:00.007Z".parse().unwrap()
        ))
    );
    let currencies = currencies.unwrap();
    assert!(!currencies.complete);
    let ReadFrom::Since(kept) = since else {
        unreachable!()
    };
    assert_eq!(currencies.watermark, Some(kept));
    assert_eq!(bc.requests().since(&before).total(), 1);
}

#[tokio::test]
async fn one_bad_write_never_fails_its_neighbours() {
    let stub = Stub::serve_batching(|seen| {
        if let Some(reply) = common(seen) {
            return reply;
        }
        match (seen.method.as_str(), &seen.path) {
            ("POST", _) => {
                assert!(seen.body.starts_with(&format!("{{\"id\":\"{C}\",\"number\":\"9\"")), "{seen:?}");
                Reply::json(201, &row(C, "9", "2026-01-01T00:00:00Z"))
            }
            ("PATCH", path) if path.contains(A) => {
                assert_eq!(seen.header("if-match"), Some("W/\"1\""));
                assert_eq!(seen.json(), json!({"displayName": "", "currencyId": "00000000-0000-0000-0000-000000000000"}));
                Reply::refusal(409, "Request_EntityChanged", "Another user has already changed the record.")
            }
            ("PATCH", path) if path.contains(B) => Reply::refusal(400, "Application_StringExceededLength",
                "The length of the string is 21, but it must be less than or equal to 20 characters. Value: x.  CorrelationId:  7."),
            _ => Reply::refusal(404, "Internal_RecordNotFound", "The Customer does not exist."),
        }
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let update = |of: &str, pairs: &[(&str, Value)]| Write::Update {
        id: id(of),
        etag: Some(Etag("W/\"1\"".into())),
        fields: fields(pairs),
    };
    let outcomes = write(
        bc.as_ref(),
        "customers",
        vec![
            update(
                A,
                &[("displayName", Value::Empty), ("currencyId", Value::Empty)],
            ),
            Write::Create {
                id: id(C),
                fields: fields(&[
                    ("number", Value::text("9")),
                    ("displayName", Value::text("é")),
                ]),
            },
            update(B, &[("number", Value::text("x"))]),
            Write::Delete {
                id: id(COMPANY),
                etag: None,
            },
            update(A, &[("nonsense", Value::text("x"))]),
        ],
    )
    .await;
    assert_eq!(outcomes[0], WriteOutcome::Stale);
    let WriteOutcome::Done(Some(record)) = &outcomes[1] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(
        (record.id, record.fields.value("number")),
        (id(C), &Value::text("9"))
    );
    let WriteOutcome::Refused(problem) = &outcomes[2] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(
        (problem.cause, problem.params["limit"].as_str()),
        (Cause::TooLong, "20")
    );
    assert_eq!(problem.request_id.as_deref(), Some("7"));
    assert_eq!(outcomes[3], WriteOutcome::Gone);
    let WriteOutcome::Refused(problem) = &outcomes[4] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(problem.cause, Cause::UnknownField);
    assert_eq!(bc.requests().batch_operations, 4);
}

#[tokio::test]
async fn a_create_that_meets_its_own_id_was_done_before() {
    let stub = Stub::serve_batching(|seen| {
        if let Some(reply) = common(seen) {
            return reply;
        }
        if seen.method == "POST" {
            return Reply::refusal(409, "Internal_EntityWithSameKeyExists",
                "The record in table Customer already exists. Identification fields and values: No.='9'");
        }
        assert!(seen.path.contains(&format!("$filter=id eq {A} or id eq {B}")), "{seen:?}");
        Reply::page(&json!([row(A, "9", "2026-01-01T00:00:00Z")]))
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let create = |of: &str| Write::Create {
        id: id(of),
        fields: fields(&[("number", Value::text("9"))]),
    };
    let outcomes = write(bc.as_ref(), "customers", vec![create(A), create(B)]).await;
    assert_eq!(outcomes[0], WriteOutcome::Created(id(A)));
    assert!(
        matches!(&outcomes[1], WriteOutcome::Refused(p) if p.cause == Cause::DuplicateKey),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn exchange_rates_come_with_the_currencies_in_one_request() {
    let stub = Stub::serve_batching(|seen| {
        if let Some(reply) = common(seen) {
            return reply;
        }
        if seen.path.contains("currencyExchangeRates") {
            assert!(seen.path.contains("startingDate le 2026-11-22"), "{seen:?}");
            return Reply::page(
                &json!([{"id": A, "currencyCode": "USD", "startingDate": "2026-01-01",
                "exchangeRateAmount": 100, "relationalExchangeRateAmount": 80.0}]),
            );
        }
        assert!(!seen.path.contains("exchangeRate"), "{seen:?}");
        Reply::page(&json!([{"id": A, "code": "USD"}, {"id": B, "code": "GBP"}]))
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    bc.schema(&SetName::new("currencies")).await.unwrap();
    let before = bc.requests();
    let from = ReadFrom::Since(Watermark::Modified("2026-02-01T00:00:00Z".parse().unwrap()));
    let pages = bc
        .read_pages(&[request("currencies", &["exchangeRate"], from)])
        .await;
    let page = pages.into_iter().next().unwrap().unwrap();
    assert_eq!(
        page.records[0].fields,
        fields(&[("exchangeRate", Value::Decimal("1.25".parse().unwrap()))])
    );
    assert_eq!(
        page.records[1].fields,
        fields(&[("exchangeRate", Value::Empty)])
    );
    assert!(
        page.complete,
        "currencies are read whole: a new rate moves no currency"
    );
    assert_eq!(bc.requests().since(&before).total(), 1);
}

#[tokio::test]
async fn alternatives_on_one_field_share_a_request_and_on_several_do_not_share_a_filter() {
    let stub = Stub::serve_batching(|seen| {
        common(seen).unwrap_or_else(|| {
            assert!(
                !(seen.path.contains(" or ") && seen.path.contains(" and ")),
                "{seen:?}"
            );
            Reply::page(&json!([row(A, "O'Neill", "2026-01-01T00:00:00Z")]))
        })
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let numbers: Vec<_> = ["1", "O'Neill"]
        .map(|n| fields(&[("number", Value::text(n))]))
        .to_vec();
    let found = bc
        .find(&SetName::new("customers"), &names(&["number"]), &numbers, 5)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    let last = stub.log().pop().unwrap();
    assert!(
        last.path.contains("number eq '1' or number eq 'O''Neill'"),
        "{last:?}"
    );
    let pairs: Vec<_> = ["1", "2"]
        .map(|n| fields(&[("number", Value::text(n)), ("displayName", Value::Empty)]))
        .to_vec();
    bc.find(&SetName::new("customers"), &names(&["number"]), &pairs, 5)
        .await
        .unwrap();
    assert_eq!(bc.requests().batch_operations, 2);
}
