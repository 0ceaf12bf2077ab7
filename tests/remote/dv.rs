//! Dataverse as documented.

use crate::bc::{A, B, C, id};
use crate::stub::{Reply, Seen, Stub, fields, names, remotes, request, write};
use pretty_assertions::assert_eq;
use raccord::model::ids::option_record_id;
use raccord::model::reason::Cause;
use raccord::model::{Etag, FieldKind, SetName, Value};
use raccord::remote::odata::notes::Note;
use raccord::remote::{ReadFrom, Watermark, Write, WriteOutcome};
use serde_json::json;

/// The metadata of `contacts`, and one option set of `accounts`.
fn metadata(seen: &Seen) -> Option<Reply> {
    let path = &seen.path;
    if !path.contains("EntityDefinitions") {
        return None;
    }
    Some(Reply::page(&if path.contains("EntityDefinitions?") {
        json!([
            {"LogicalName": "contact", "EntitySetName": "contacts", "PrimaryIdAttribute": "contactid", "ChangeTrackingEnabled": true},
            {"LogicalName": "account", "EntitySetName": "accounts", "PrimaryIdAttribute": "accountid", "ChangeTrackingEnabled": false},
            {"LogicalName": "transactioncurrency", "EntitySetName": "transactioncurrencies", "PrimaryIdAttribute": "transactioncurrencyid"},
            {"LogicalName": "systemuser", "EntitySetName": "systemusers", "PrimaryIdAttribute": "systemuserid"},
            {"LogicalName": "hidden", "EntitySetName": null}])
    } else if path.contains("PicklistAttributeMetadata") {
        json!([{"LogicalName": "paymenttermscode", "OptionSet": {"Name": "x", "IsGlobal": false, "Options": [
            {"Value": 1, "Label": {"UserLocalizedLabel": {"Label": "Net 30", "LanguageCode": 1036}, "LocalizedLabels": []}}]},
            "GlobalOptionSet": null}])
    } else if path.contains("ManyToOneRelationships") {
        json!([
            {"ReferencingAttribute": "parentcustomerid", "ReferencingEntityNavigationPropertyName": "parentcustomerid_account", "ReferencedEntity": "account"},
            {"ReferencingAttribute": "parentcustomerid", "ReferencingEntityNavigationPropertyName": "parentcustomerid_contact", "ReferencedEntity": "contact"},
            {"ReferencingAttribute": "new_currency", "ReferencingEntityNavigationPropertyName": "new_Currency", "ReferencedEntity": "transactioncurrency"}])
    } else if path.contains("LookupAttributeMetadata") {
        json!([{"LogicalName": "parentcustomerid", "Targets": ["account", "contact"]}, {"LogicalName": "ownerid", "Targets": ["systemuser", "team"]}])
    } else if path.contains("StringAttributeMetadata") {
        json!([{"LogicalName": "lastname", "MaxLength": 50}])
    } else if path.contains("DateTimeAttributeMetadata") {
        json!([{"LogicalName": "birthdate", "Format": "DateOnly", "DateTimeBehavior": {"Value": "DateOnly"}}])
    } else if path.contains("Attributes?") {
        let attribute = |name: &str, kind: &str| {
            json!({"LogicalName": name, "AttributeType": kind, "AttributeOf": null,
            "IsValidForRead": true, "IsValidForCreate": true, "IsValidForUpdate": true, "RequiredLevel": {"Value": "None"}})
        };
        json!([attribute("contactid", "Uniqueidentifier"), attribute("accountid", "Uniqueidentifier"), attribute("lastname", "String"), attribute("name", "String"),
            attribute("birthdate", "DateTime"), attribute("creditlimit", "Money"), attribute("parentcustomerid", "Customer"),
            attribute("new_currency", "Lookup"), attribute("ownerid", "Owner"), attribute("modifiedon", "DateTime"), attribute("modifiedby", "Lookup"),
            {"LogicalName": "parentcustomeridname", "AttributeType": "String", "AttributeOf": "parentcustomerid"}])
    } else {
        return Some(Reply::refusal(
            404,
            "0x8006088a",
            "Resource not found for the segment 'X'.",
        ));
    }))
}

fn delta(rows: &serde_json::Value) -> Reply {
    Reply::json(
        200,
        &json!({"value": rows, "@odata.deltaLink": "http://h/api/data/v9.2/contacts?$select=contactid,modifiedon,_modifiedby_value,lastname&$deltatoken=7%2108"}),
    )
}

#[tokio::test]
async fn the_schema_comes_from_attribute_metadata_in_two_requests() {
    let stub = Stub::serve_batching(|seen| metadata(seen).expect("metadata only")).await;
    let dv = remotes(&stub.url, None, &stub.url).dv;
    let schema = dv.schema(&SetName::new("contacts")).await.unwrap();
    assert!(schema.change_tracking);
    let kind = |name: &str| schema.field(name).map(|field| field.kind.clone());
    assert_eq!(kind("lastname"), Some(FieldKind::Text { max: Some(50) }));
    assert_eq!(kind("birthdate"), Some(FieldKind::Date));
    let to = |set: &str| {
        Some(FieldKind::Lookup {
            target: Some(SetName::new(set)),
        })
    };
    assert_eq!(kind("parentcustomerid_account"), to("accounts"));
    assert_eq!(kind("new_currency"), to("transactioncurrencies"));
    assert_eq!(kind("ownerid"), to("systemusers"));
    assert_eq!(kind("parentcustomeridname"), None);
    assert_eq!(dv.requests().total(), 2);
}

#[tokio::test]
async fn changes_come_from_the_change_log_and_a_lost_place_in_it_means_a_whole_read() {
    let stub = Stub::serve_batching(|seen| {
        if let Some(reply) = metadata(seen) {
            return reply;
        }
        assert_eq!(seen.header("prefer"), Some("odata.track-changes,odata.maxpagesize=1000"));
        assert!(!seen.path.contains("$filter"), "{seen:?}");
        if seen.path.contains("deltatoken=7!08") {
            return delta(&json!([
                {"@odata.etag": "W/\"5\"", "contactid": A, "lastname": null},
                {"@odata.context": "http://h/$metadata#contacts/$deletedEntity", "id": B, "reason": "deleted"}]));
        }
        if seen.path.contains("deltatoken=old") {
            return Reply::refusal(400, "0x80044352", "The version stamp has expired.");
        }
        delta(&json!([{"contactid": A, "lastname": "x"}, {"contactid": C, "lastname": "y"}]))
    })
    .await;
    let dv = remotes(&stub.url, None, &stub.url).dv;
    let read = async |from| {
        let mut request = request("contacts", &["lastname"], from);
        request.filter = Some("statecode eq 0".to_owned());
        dv.read_pages(&[request]).await.pop().unwrap().unwrap()
    };
    let whole = read(ReadFrom::Start).await;
    assert!(whole.complete && whole.unfiltered);
    let changes = read(ReadFrom::Since(whole.watermark.unwrap())).await;
    assert_eq!((changes.records.len(), changes.deleted), (1, vec![id(B)]));
    assert_eq!(changes.records[0].etag, Some(Etag("W/\"5\"".into())));
    assert!(!changes.complete);
    let expired = "http://h/api/data/v9.2/contacts?$select=contactid,modifiedon,_modifiedby_value,lastname&$deltatoken=old";
    let again = read(ReadFrom::Since(Watermark::Delta(expired.to_owned()))).await;
    assert!(again.complete);
    assert_eq!(again.records.len(), 2);
    let told = (Note::DeltaExpired, Some("contacts".to_owned()));
    assert!(dv.notes().contains(&told), "{:?}", dv.notes());
}

#[tokio::test]
async fn a_service_without_upsert_is_given_posts_and_that_is_told() {
    let stub = Stub::serve_batching(|seen| {
        metadata(seen).unwrap_or_else(|| match seen.method.as_str() {
            "PATCH" => Reply::refusal(405, "0", "no PATCH for what is not there"),
            "POST" => {
                assert_eq!(seen.json()["contactid"], json!(A));
                Reply::json(201, &json!({"contactid": A, "lastname": "x"}))
            }
            _ => panic!("{seen:?}"),
        })
    })
    .await;
    let dv = remotes(&stub.url, None, &stub.url).dv;
    let create = Write::Create {
        id: id(A),
        fields: fields(&[("lastname", Value::text("x"))]),
    };
    let outcomes = write(dv.as_ref(), "contacts", vec![create]).await;
    assert!(
        matches!(&outcomes[0], WriteOutcome::Done(Some(record)) if record.id == id(A)),
        "{outcomes:?}"
    );
    assert_eq!(dv.notes(), [(Note::CreateByPost, None)]);
}

#[tokio::test]
async fn a_delta_link_that_lacks_a_field_wanted_now_is_not_used() {
    let stub = Stub::serve_batching(|seen| {
        metadata(seen).unwrap_or_else(|| {
            assert!(!seen.path.contains("deltatoken"), "{seen:?}");
            delta(&json!([{"contactid": A, "lastname": "x", "creditlimit": 5}]))
        })
    })
    .await;
    let dv = remotes(&stub.url, None, &stub.url).dv;
    let link = "contacts?$select=contactid,modifiedon,_modifiedby_value,lastname&$deltatoken=7";
    let from = ReadFrom::Since(Watermark::Delta(link.to_owned()));
    let page = dv
        .read_pages(&[request("contacts", &["lastname", "creditlimit"], from)])
        .await
        .pop()
        .unwrap()
        .unwrap();
    assert!(page.complete);
}

#[tokio::test]
async fn writes_name_their_versions_and_bind_their_lookups() {
    let stub = Stub::serve_batching(|seen| {
        if let Some(reply) = metadata(seen) {
            return reply;
        }
        match seen.method.as_str() {
            "PATCH" if seen.path.contains(A) => {
                assert_eq!(seen.header("if-none-match"), Some("*"));
                assert_eq!(seen.body, format!(
                    "{{\"lastname\":\"O'Neill\",\"parentcustomerid_account@odata.bind\":\"/accounts({B})\",\"new_Currency@odata.bind\":null,\"creditlimit\":12500.10}}"
                ));
                Reply::json(201, &json!({"@odata.etag": "W/\"9\"", "contactid": A, "lastname": "O'Neill",
                    "_parentcustomerid_value": B, "_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname": "account"}))
            }
            "PATCH" if seen.path.contains(B) => {
                assert_eq!(seen.header("if-match"), Some("W/\"3\""));
                Reply::refusal(412, "0x80060882", "The version of the existing record doesn't match the RowVersion property provided.")
            }
            "DELETE" => Reply::new(204, ""),
            _ => Reply::refusal(404, "0x80040217", "contact With Id = … Does Not Exist"),
        }
    })
    .await;
    let dv = remotes(&stub.url, None, &stub.url).dv;
    let name = |name: &str| fields(&[("lastname", Value::text(name))]);
    let outcomes = write(
        dv.as_ref(),
        "contacts",
        vec![
            Write::Create {
                id: id(A),
                fields: fields(&[
                    ("lastname", Value::text("O'Neill")),
                    ("parentcustomerid_account", Value::Guid(id(B))),
                    ("new_currency", Value::Empty),
                    ("creditlimit", Value::Decimal("12500.10".parse().unwrap())),
                ]),
            },
            Write::Update {
                id: id(B),
                etag: Some(Etag("W/\"3\"".into())),
                fields: name("x"),
            },
            Write::Update {
                id: id(C),
                etag: None,
                fields: name("y"),
            },
            Write::Delete {
                id: id(C),
                etag: Some(Etag("W/\"1\"".into())),
            },
        ],
    )
    .await;
    let WriteOutcome::Done(Some(record)) = &outcomes[0] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(
        record.fields.value("parentcustomerid_account"),
        &Value::Guid(id(B))
    );
    assert_eq!(
        record.fields.value("parentcustomerid_contact"),
        &Value::Empty
    );
    assert_eq!(
        outcomes[1..],
        [
            WriteOutcome::Stale,
            WriteOutcome::Gone,
            WriteOutcome::Deleted
        ]
    );
    let batch = stub.log().pop().unwrap();
    assert_eq!(batch.header("prefer"), Some("odata.continue-on-error"));
}

#[tokio::test]
async fn a_create_that_exists_is_ours_if_the_id_is() {
    let stub = Stub::serve_batching(|seen| {
        metadata(seen).unwrap_or_else(|| {
            if seen.method == "PATCH" {
                return Reply::refusal(
                    412,
                    "0x80060892",
                    "A record with matching key values already exists.",
                );
            }
            assert!(
                seen.path
                    .contains(&format!("contactid eq {A} or contactid eq {B}")),
                "{seen:?}"
            );
            Reply::page(&json!([{"contactid": B, "lastname": "x"}]))
        })
    })
    .await;
    let dv = remotes(&stub.url, None, &stub.url).dv;
    let create = |of: &str| Write::Create {
        id: id(of),
        fields: fields(&[("lastname", Value::text("x"))]),
    };
    let outcomes = write(dv.as_ref(), "contacts", vec![create(A), create(B)]).await;
    assert!(
        matches!(&outcomes[0], WriteOutcome::Refused(p) if p.cause == Cause::DuplicateKey),
        "{outcomes:?}"
    );
    assert!(
        matches!(&outcomes[1], WriteOutcome::Done(Some(r)) if r.id == id(B)),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn a_service_that_stops_at_the_first_failure_gets_the_rest_again() {
    let stub = Stub::serve(move |seen| {
        if let Some(reply) = metadata(seen) {
            return reply;
        }
        if !seen.path.ends_with("$batch") {
            return Reply::new(204, "");
        }
        if !seen.body.contains(" HTTP/1.1\r\n") || seen.body.contains("EntityDefinitions") {
            return Reply::new(501, "");
        }
        if !seen.body.contains(A) {
            let done = "--r\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n".repeat(2);
            return Reply::new(200, format!("{done}--r--\r\n")).with("content-type", "multipart/mixed; boundary=r");
        }
        let body = format!("--r\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 412 Precondition Failed\r\n\r\n{}\r\n--r--\r\n",
            json!({"error": {"code": "0x80060882", "message": "stale"}}));
        Reply::new(412, body).with("content-type", "multipart/mixed; boundary=r")
    })
    .await;
    let dv = remotes(&stub.url, None, &stub.url).dv;
    // Metadata batches are refused in this test, which must not decide about batches of writes: only what was learnt counts.
    dv.schema(&SetName::new("contacts")).await.unwrap();
    let update = |of: &str| Write::Update {
        id: id(of),
        etag: Some(Etag("W/\"3\"".into())),
        fields: fields(&[("lastname", Value::text("x"))]),
    };
    let outcomes = write(
        dv.as_ref(),
        "contacts",
        vec![update(A), update(B), update(C)],
    )
    .await;
    assert_eq!(outcomes.len(), 3, "{outcomes:?}");
    assert!(
        outcomes
            .iter()
            .all(|o| !matches!(o, WriteOutcome::Unknown(_))),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn an_option_set_is_a_set_of_records() {
    let stub = Stub::serve_batching(|seen| {
        metadata(seen).unwrap_or_else(|| {
            if seen.path.ends_with("/InsertOptionValue") {
                let body = seen.json();
                assert_eq!(
                    (
                        body["EntityLogicalName"].as_str(),
                        body["AttributeLogicalName"].as_str()
                    ),
                    (Some("account"), Some("paymenttermscode"))
                );
                assert_eq!(body["Label"]["LocalizedLabels"][0]["Label"], "Net 60");
                assert_eq!(body["Label"]["LocalizedLabels"][0]["LanguageCode"], 1036);
                return Reply::json(200, &json!({"NewOptionValue": 100_001}));
            }
            assert!(
                seen.path.ends_with("/UpdateOptionValue") || seen.path.ends_with("/PublishXml"),
                "{seen:?}"
            );
            Reply::new(204, "")
        })
    })
    .await;
    let dv = remotes(&stub.url, None, &stub.url).dv;
    let set = "accounts.paymenttermscode";
    let page = dv
        .read_pages(&[request(set, &["label"], ReadFrom::Start)])
        .await
        .pop()
        .unwrap()
        .unwrap();
    assert!(page.complete);
    assert_eq!(page.records[0].id, option_record_id(1));
    assert_eq!(
        page.records[0].fields,
        fields(&[("value", Value::Int(1)), ("label", Value::text("Net 30"))])
    );
    let label = |text: &str| fields(&[("label", Value::text(text))]);
    let found = dv
        .find(
            &SetName::new(set),
            &names(&["label"]),
            &[label("Net 30")],
            1,
        )
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    let outcomes = write(
        dv.as_ref(),
        set,
        vec![
            Write::Create {
                id: id(A),
                fields: label("Net 60"),
            },
            Write::Update {
                id: option_record_id(1),
                etag: None,
                fields: label("30 days"),
            },
        ],
    )
    .await;
    assert!(
        matches!(&outcomes[0], WriteOutcome::Done(Some(r)) if r.id == option_record_id(100_001)),
        "{outcomes:?}"
    );
    assert!(
        matches!(&outcomes[1], WriteOutcome::Done(Some(r)) if r.id == option_record_id(1)),
        "{outcomes:?}"
    );
    let published = stub
        .log()
        .iter()
        .filter(|seen| seen.path.ends_with("/PublishXml"))
        .count();
    assert_eq!(published, 1);
}

#[tokio::test]
async fn whoami_and_the_base_currency_tell_whom_we_reached() {
    let stub = Stub::serve(|seen| match &seen.path {
        path if path.ends_with("/WhoAmI") => Reply::json(
            200,
            &json!({"UserId": A, "OrganizationId": B, "BusinessUnitId": C}),
        ),
        path if path.contains("/organizations?") => {
            Reply::page(&json!([{"name": "contoso", "_basecurrencyid_value": C}]))
        }
        path if path.contains("/transactioncurrencies(") => {
            Reply::json(200, &json!({"isocurrencycode": "EUR"}))
        }
        path if path.contains("RetrieveVersion") => Reply::json(200, &json!({"Version": "9.2.1"})),
        _ => Reply::new(404, ""),
    })
    .await;
    let identity = remotes(&stub.url, None, &stub.url)
        .dv
        .identify()
        .await
        .unwrap();
    assert_eq!(identity.environment, B);
    assert_eq!(
        (identity.name.as_str(), identity.local_currency.as_deref()),
        ("contoso", Some("EUR"))
    );
}
