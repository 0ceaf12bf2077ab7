//! Services that nobody here wrote: entity sets and `$metadata`, nothing else.

use crate::bc::{A, B, id};
use crate::stub::{Reply, Seen, Stub, fields, names, remotes, request, write};
use pretty_assertions::assert_eq;
use raccord::model::{SetName, Value};
use raccord::remote::{ReadFrom, Watermark, Write, WriteOutcome};
use serde_json::json;

const METADATA: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="customers"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false" MaxLength="36"/>
<Property Name="number" Type="Edm.String"/><Property Name="modifiedAt" Type="Edm.DateTimeOffset"/></EntityType>
<EntityContainer Name="c"><EntitySet Name="customers" EntityType="shop.customers"/><EntitySet Name="accounts" EntityType="shop.customers"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

fn foreign(seen: &Seen) -> Option<Reply> {
    if seen.path.ends_with("/$metadata") && !seen.path.contains("/api/data") {
        return Some(Reply::new(200, METADATA));
    }
    if seen.path.contains("/companies")
        || seen.path.contains("/api/data")
        || seen.path.contains("EntityDefinitions")
        || seen.path.ends_with("/WhoAmI")
        || seen.path.ends_with("$batch")
    {
        return Some(Reply::new(404, "<h1>Not found</h1>"));
    }
    None
}

#[tokio::test]
async fn a_service_without_companies_or_definitions_is_read_and_written() {
    let stub = Stub::serve(|seen| {
        foreign(seen).unwrap_or_else(|| match seen.method.as_str() {
            "GET" if seen.path.contains("desc") => Reply::page(&json!([])),
            "GET" => Reply::page(
                &json!([{"id": A, "number": "1", "modifiedAt": "2026-01-01T00:00:00.0000000Z"}]),
            ),
            "POST" => {
                assert_eq!(seen.json(), json!({"id": B, "number": null}));
                Reply::new(204, "").with("odata-entityid", &format!("customers('{A}')"))
            }
            "DELETE" => Reply::new(204, ""),
            _ => panic!("{seen:?}"),
        })
    })
    .await;
    let sides = remotes(&stub.url, Some("CRONUS"), &stub.url);
    for (remote, set) in [(&sides.bc, "customers"), (&sides.dv, "accounts")] {
        remote.identify().await.unwrap();
        let page = remote
            .read_pages(&[request(set, &["number"], ReadFrom::Start)])
            .await
            .pop()
            .unwrap()
            .unwrap();
        assert_eq!(page.records[0].id, id(A));
        let told = remote.clock_ahead();
        assert!(told.is_some(), "any service tells the time");
        assert_eq!(
            page.watermark,
            Some(Watermark::Modified("2026-01-01T00:00:00Z".parse().unwrap()))
        );
        let found = remote
            .read_by_ids(&SetName::new(set), &names(&["number"]), &[id(A)])
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        assert!(
            stub.log()
                .iter()
                .any(|seen| seen.path.contains(&format!("id eq '{A}'")))
        );
        let outcomes = write(
            remote.as_ref(),
            set,
            vec![
                Write::Create {
                    id: id(B),
                    fields: fields(&[("number", Value::Empty)]),
                },
                Write::Delete {
                    id: id(A),
                    etag: None,
                },
            ],
        )
        .await;
        assert_eq!(
            outcomes,
            [WriteOutcome::Created(id(A)), WriteOutcome::Deleted],
            "the answer's id is what counts"
        );
        assert!(
            stub.log()
                .iter()
                .any(|seen| seen.is("DELETE", &format!("{set}('{A}')")))
        );
    }
}

/// A record of the first page that is edited while it is read moves to the end, and every row after it one place up.
#[tokio::test]
async fn where_links_count_rows_a_read_by_time_goes_on_from_the_newest_time_met() {
    let second = "2026-01-01T00:00:02.5Z";
    let row = |id: &str, at: &str| json!({"id": id, "number": "1", "modifiedAt": at});
    let stub = Stub::serve(move |seen| {
        foreign(seen).unwrap_or_else(|| {
            assert!(
                !seen.path.contains("$skip=2"),
                "a row would be lost: {seen:?}"
            );
            let link = |place: &str| format!("{}&$skip={place}", seen.path);
            if seen.path.contains("$skip=3") {
                return Reply::page(&json!([row(B, "2026-01-01T00:00:03Z")]));
            }
            if seen
                .path
                .contains(&format!("number eq '1') and (modifiedAt ge {second}"))
            {
                // Nothing newer on this page: there is no other way on than the link.
                let rows = json!([row(A, second), row(B, second)]);
                let page = json!({"value": rows, "@odata.nextLink": link("3")});
                return Reply::json(200, &page);
            }
            let rows = json!([row(B, "2026-01-01T00:00:01Z"), row(A, second)]);
            Reply::json(200, &json!({"value": rows, "@odata.nextLink": link("2")}))
        })
    })
    .await;
    let sides = remotes(&stub.url, Some("CRONUS"), &stub.url);
    for (remote, set) in [(&sides.bc, "customers"), (&sides.dv, "accounts")] {
        remote.identify().await.unwrap();
        let since = Watermark::Modified("2026-01-01T00:00:00Z".parse().unwrap());
        let mut from = ReadFrom::Since(since);
        let mut met = Vec::new();
        let watermark = loop {
            let mut request = request(set, &["number"], from);
            request.filter = Some("number eq '1'".to_owned());
            let page = remote.read_pages(&[request]).await.pop().unwrap().unwrap();
            met.push(page.records.len());
            match page.next {
                Some(next) => from = ReadFrom::Next(next),
                None => break page.watermark,
            }
        };
        assert_eq!(met, [2, 2, 1]);
        let newest = Watermark::Modified("2026-01-01T00:00:03Z".parse().unwrap());
        assert_eq!(watermark, Some(newest));
    }
}
