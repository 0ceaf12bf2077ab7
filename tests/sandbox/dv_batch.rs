//! Dataverse's multipart batches.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Pair};

async fn send(pair: &Pair, boundary_header: &str, prefer: &str, body: String) -> Answer {
    let headers = [("Content-Type", boundary_header), ("Prefer", prefer)];
    pair.send(
        Method::POST,
        &format!("{}/$batch", pair.dv),
        &headers,
        Some(body),
    )
    .await
}

fn part(content_id: Option<&str>, request: &str, body: &str) -> String {
    let id = content_id.map_or_else(String::new, |id| format!("Content-ID: {id}\r\n"));
    format!(
        "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n{id}\r\n{request} HTTP/1.1\r\n\
         Content-Type: application/json; type=entry\r\n\r\n{body}\r\n"
    )
}

fn joined(boundary: &str, parts: &[String]) -> String {
    parts.iter().flat_map(|part| [boundary, part]).collect()
}

fn change_set(parts: &[String]) -> String {
    let inner = joined("--cs\r\n", parts);
    format!("Content-Type: multipart/mixed; boundary=\"cs\"\r\n\r\n{inner}--cs--\r\n")
}

fn whole(parts: &[String]) -> String {
    let inner = joined("--batch_1\r\n", parts);
    format!("{inner}--batch_1--\r\n")
}

#[tokio::test]
async fn a_change_set_refers_to_what_it_made() {
    let pair = Pair::start().await;
    let set = change_set(&[
        part(
            Some("1"),
            &format!("POST {}/contacts", pair.dv),
            "{\"lastname\":\"Ann\"}",
        ),
        part(
            Some("2"),
            "POST /api/data/v9.2/accounts",
            "{\"name\":\"A\",\"primarycontactid@odata.bind\":\"$1\"}",
        ),
        part(Some("3"), "PATCH $2", "{\"telephone1\":\"5\"}"),
    ]);
    let read = part(
        None,
        "GET /api/data/v9.2/accounts?$select=name,_primarycontactid_value,telephone1",
        "",
    );
    for (header, text) in [
        (
            "multipart/mixed; boundary=\"batch_1\"",
            whole(&[set.clone(), read.clone()]),
        ),
        (
            "multipart/mixed;boundary=batch_1",
            whole(&[set, read]).replace("\r\n", "\n"),
        ),
    ] {
        let answer = send(&pair, header, "odata.continue-on-error", text).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(
            answer
                .header("Content-Type")
                .starts_with("multipart/mixed; boundary=batchresponse_")
        );
        assert_eq!(
            answer.text.matches("HTTP/1.1 204 No Content\r\n").count(),
            3,
            "{}",
            answer.text
        );
        assert!(answer.text.contains("Content-ID: 2\r\n"));
        assert!(
            answer
                .text
                .contains(&format!("OData-EntityId: {}/accounts(", pair.dv))
        );
        assert!(answer.text.contains("HTTP/1.1 200 OK\r\n"));
        assert!(answer.text.contains("\"telephone1\":\"5\""));
    }
}

#[tokio::test]
async fn a_change_set_that_fails_is_undone_and_answers_once() {
    let pair = Pair::start().await;
    let set = change_set(&[
        part(Some("1"), "POST accounts", "{\"name\":\"kept?\"}"),
        part(Some("2"), "POST accounts", "{\"colour\":\"red\"}"),
    ]);
    let after = part(None, "POST accounts", "{\"name\":\"after\"}");
    let answer = send(
        &pair,
        "multipart/mixed; boundary=batch_1",
        "",
        whole(&[set.clone(), after.clone()]),
    )
    .await;
    assert_eq!(answer.status, 400, "the first failure stops the batch");
    assert_eq!(
        answer.text.matches("HTTP/1.1 ").count(),
        1,
        "{}",
        answer.text
    );
    let count = format!("{}/accounts/$count", pair.dv);
    assert_eq!(pair.get(&count).await.text, "0");
    let answer = send(
        &pair,
        "multipart/mixed; boundary=batch_1",
        "odata.continue-on-error",
        whole(&[set, after]),
    )
    .await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.text.matches("HTTP/1.1 ").count(),
        2,
        "{}",
        answer.text
    );
    assert_eq!(pair.get(&count).await.text, "1");
}

#[tokio::test]
async fn batches_are_refused_when_they_are_none_or_too_long() {
    let pair = Pair::start().await;
    let answer = send(&pair, "application/json", "", "{}".to_owned()).await;
    assert_eq!(answer.status, 400);
    let unknown = change_set(&[part(Some("1"), "PATCH $9", "{\"name\":\"x\"}")]);
    let answer = send(
        &pair,
        "multipart/mixed; boundary=batch_1",
        "",
        whole(&[unknown]),
    )
    .await;
    assert_eq!(answer.status, 400);
    let many: Vec<String> = (0..1001).map(|_| part(None, "GET WhoAmI", "")).collect();
    assert_eq!(
        send(&pair, "multipart/mixed; boundary=batch_1", "", whole(&many))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn batch_items_are_counted() {
    let pair = Pair::start().await;
    let text = whole(&[
        part(None, "GET accounts", ""),
        part(None, "POST accounts", "{\"name\":\"x\"}"),
    ]);
    send(&pair, "multipart/mixed; boundary=batch_1", "", text).await;
    let stats = pair
        .get(&format!("{}/_sandbox/stats", pair.server.addresses().dv))
        .await
        .json();
    assert_eq!(stats["dv"]["batch_items"], json!({"create": 1, "list": 1}));
    assert_eq!(stats["dv"]["requests"], json!(1));
}
