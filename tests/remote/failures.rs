//! Everything that goes wrong on the wire.

use crate::bc::{A, B, C, COMPANY, common, id};
use crate::stub::{
    Reply, Stub, fields, find_customers, limits, remotes, remotes_with, request, write,
};
use raccord::model::reason::Cause;
use raccord::model::{Etag, SetName, Value};
use raccord::remote::budget::Limits;
use raccord::remote::{ReadFrom, Write, WriteOutcome};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

fn update(of: &str) -> Write {
    Write::Update {
        id: id(of),
        etag: Some(Etag("W/\"1\"".into())),
        fields: fields(&[("displayName", Value::text("x"))]),
    }
}

/// A service that answers the metadata and then cuts the connection on whatever else comes, or says something first.
async fn cutting(says: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let cuts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&cuts);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let counted = Arc::clone(&counted);
            tokio::spawn(async move {
                let mut buffer = vec![0; 65_536];
                let read = socket.read(&mut buffer).await.unwrap_or(0);
                let text = String::from_utf8_lossy(&buffer[..read]).into_owned();
                if text.contains("$metadata") {
                    let body = crate::bc::METADATA;
                    let head = format!(
                        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                        body.len()
                    );
                    socket.write_all(head.as_bytes()).await.ok();
                    socket.write_all(body.as_bytes()).await.ok();
                } else {
                    counted.fetch_add(1, Ordering::SeqCst);
                    socket.write_all(says.as_bytes()).await.ok();
                }
                socket.shutdown().await.ok();
            });
        }
    });
    (url, cuts)
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_unknown_and_never_sent_again() {
    for says in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{\"responses\":[{\"id\":\"1\"",
        "HTTP/1.1 504 Gateway Timeout\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n<html></html>",
    ] {
        let (url, cuts) = cutting(says).await;
        let bc = remotes(&url, Some(COMPANY), &url).bc;
        let outcomes = write(bc.as_ref(), "customers", vec![update(A), update(B)]).await;
        for outcome in &outcomes {
            assert!(
                matches!(outcome, WriteOutcome::Unknown(_)),
                "{says}: {outcome:?}"
            );
        }
        assert_eq!(cuts.load(Ordering::SeqCst), 1, "{says}");
        // The same holds for one that goes alone.
        let outcomes = write(bc.as_ref(), "customers", vec![update(A)]).await;
        assert!(
            !matches!(outcomes[0], WriteOutcome::NotSent(_)),
            "{says}: {outcomes:?}"
        );
        assert_eq!(cuts.load(Ordering::SeqCst), 2, "{says}");
    }
}

#[tokio::test]
async fn a_read_whose_answer_is_lost_is_asked_for_again() {
    let (url, cuts) = cutting("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{\"value\":[").await;
    let bc = remotes(&url, Some(COMPANY), &url).bc;
    let problem = find_customers(bc.as_ref(), 1).await.unwrap_err();
    assert_eq!(problem.cause, Cause::AnswerLost);
    assert_eq!(cuts.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn nobody_there_is_said_at_once_and_stops_the_rest() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let bc = remotes(&url, Some(COMPANY), &url).bc;
    assert_eq!(bc.identify().await.unwrap_err().cause, Cause::Unreachable);
    let outcomes = write(bc.as_ref(), "customers", vec![update(A)]).await;
    assert!(matches!(&outcomes[0], WriteOutcome::NotSent(p) if p.cause == Cause::Unreachable));
}

#[tokio::test]
async fn throttled_writes_are_sent_again_since_they_were_not_done() {
    let calls = AtomicUsize::new(0);
    let stub = Stub::serve(move |seen| {
        common(seen).unwrap_or_else(|| match calls.fetch_add(1, Ordering::SeqCst) {
            0 => Reply::refusal(429, "", "Too many requests").with("retry-after", "0"),
            1 => Reply::json(
                200,
                &json!({"responses": [
                    {"id": "2", "status": 200, "body": {"id": B, "displayName": "x"}},
                    {"id": "1", "status": 429, "body": {"error": {"code": "", "message": "busy"}}}]}),
            ),
            _ => {
                assert!(seen.is("PATCH", A), "only what was not done: {seen:?}");
                Reply::json(200, &json!({"id": A, "displayName": "x"}))
            }
        })
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let outcomes = write(bc.as_ref(), "customers", vec![update(A), update(B)]).await;
    for (outcome, of) in outcomes.iter().zip([A, B]) {
        assert!(
            matches!(outcome, WriteOutcome::Done(Some(r)) if r.id == id(of)),
            "{outcomes:?}"
        );
    }
    let counts = bc.requests();
    assert_eq!((counts.batch, counts.patch, counts.throttled), (2, 1, 1));
}

#[tokio::test]
async fn a_service_that_asks_for_more_patience_than_there_is_gets_none() {
    let stub = Stub::serve(|seen| {
        common(seen).unwrap_or_else(|| Reply::refusal(429, "", "").with("retry-after", "3600"))
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let found = find_customers(bc.as_ref(), 1);
    let problem = tokio::time::timeout(Duration::from_secs(1), found)
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(
        (problem.cause, problem.params["retry_after"].as_str()),
        (Cause::Throttled, "3600")
    );
}

#[tokio::test]
async fn a_service_without_batches_gets_single_requests() {
    let stub = Stub::serve(|seen| {
        common(seen).unwrap_or_else(|| {
            if seen.path.ends_with("$batch") {
                return Reply::new(404, "");
            }
            assert_eq!(seen.header("if-match"), Some("W/\"1\""));
            Reply::json(
                200,
                &json!({"id": if seen.path.contains(A) { A } else { B }, "displayName": "x"}),
            )
        })
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    for expected_batches in [2, 2] {
        let outcomes = write(bc.as_ref(), "customers", vec![update(A), update(B)]).await;
        assert!(
            outcomes
                .iter()
                .all(|o| matches!(o, WriteOutcome::Done(Some(_)))),
            "{outcomes:?}"
        );
        // Both forms were tried once, and never again.
        assert_eq!(bc.requests().batch, expected_batches);
    }
    assert_eq!(bc.requests().patch, 4);
}

#[tokio::test]
async fn a_batch_that_is_too_large_is_split() {
    let stub = Stub::serve(move |seen| {
        common(seen).unwrap_or_else(|| {
            if seen.path.ends_with("$batch")
                && seen.json()["requests"]
                    .as_array()
                    .is_some_and(|r| r.len() > 1)
            {
                return Reply::refusal(413, "", "too large");
            }
            let of = [A, B, C]
                .into_iter()
                .find(|of| seen.path.contains(of))
                .unwrap();
            Reply::json(200, &json!({"id": of, "displayName": "x"}))
        })
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let outcomes = write(
        bc.as_ref(),
        "customers",
        vec![update(A), update(B), update(C)],
    )
    .await;
    assert!(
        outcomes
            .iter()
            .all(|o| matches!(o, WriteOutcome::Done(Some(_)))),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn a_page_of_garbage_is_an_error_with_its_place() {
    for body in [
        "<html>sorry</html>",
        "{\"value\":[{\"id\":",
        "{\"value\":[{\"id\":\"x\"}]}",
        "{}",
    ] {
        let stub = Stub::serve(move |seen| {
            common(seen).unwrap_or_else(|| {
                if seen.path.ends_with("$batch") {
                    return Reply::new(404, "");
                }
                Reply::new(200, body).with("x-ms-correlation-request-id", "c-7")
            })
        })
        .await;
        let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
        let page = bc
            .read_pages(&[request("customers", &["number"], ReadFrom::Start)])
            .await
            .pop()
            .unwrap();
        let problem = page.unwrap_err();
        assert_eq!(problem.cause, Cause::MalformedAnswer, "{body}");
        assert_eq!(problem.request_id.as_deref(), Some("c-7"));
    }
}

#[tokio::test]
async fn an_answer_without_end_is_given_up() {
    let stub = Stub::serve(|seen| {
        common(seen)
            .unwrap_or_else(|| Reply::new(200, format!("{{\"value\":[{}", " ".repeat(100_000))))
    })
    .await;
    let small = limits().map(|limits| Limits {
        answer_bytes: 50_000,
        ..limits
    });
    let bc = remotes_with(&stub.url, Some(COMPANY), &stub.url, small).bc;
    let problem = find_customers(bc.as_ref(), 1).await.unwrap_err();
    assert_eq!(problem.cause, Cause::MalformedAnswer);
}

#[tokio::test]
async fn links_that_lead_in_a_circle_end() {
    let stub = Stub::serve(|seen| {
        common(seen).unwrap_or_else(|| {
            let next = if seen.path.contains("skip=1") {
                "customers?skip=2"
            } else {
                "customers?skip=1"
            };
            Reply::json(200, &json!({"value": [], "@odata.nextLink": next}))
        })
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let found = find_customers(bc.as_ref(), 9);
    assert_eq!(found.await.unwrap_err().cause, Cause::MalformedAnswer);
}

#[tokio::test]
async fn a_stop_between_requests_leaves_the_rest_unsent() {
    let stub = Stub::serve_batching(|seen| {
        common(seen).unwrap_or_else(|| Reply::json(200, &json!({"id": A, "displayName": "x"})))
    })
    .await;
    let one = limits().map(|limits| Limits {
        batch_operations: 1,
        concurrency: 1,
        ..limits
    });
    let bc = remotes_with(&stub.url, Some(COMPANY), &stub.url, one).bc;
    let mut told = Vec::new();
    bc.write(
        &SetName::new("customers"),
        vec![update(A), update(A), update(A)],
        &mut |start, outcomes| {
            told.push((start, outcomes));
            false
        },
    )
    .await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(matches!(told[0].1[..], [WriteOutcome::Done(_)]));
    assert_eq!((told[1].0, told[1].1.len()), (1, 2));
    assert!(
        told[1]
            .1
            .iter()
            .all(|o| matches!(o, WriteOutcome::NotSent(p) if p.cause == Cause::Cancelled))
    );
}

#[tokio::test]
async fn tls_that_fails_and_a_web_page_in_its_place_are_told_apart() {
    let stub = Stub::serve(|_| Reply::new(200, "<!DOCTYPE html><title>Welcome</title>")).await;
    let sides = remotes(&stub.url, Some("CRONUS"), &stub.url);
    assert_eq!(
        sides.bc.identify().await.unwrap_err().cause,
        Cause::WrongAddress
    );
    assert_eq!(
        sides.dv.identify().await.unwrap_err().cause,
        Cause::WrongAddress
    );
    // Nothing speaks TLS there.
    let secure = stub.url.replace("http://", "https://");
    let sides = remotes(&secure, Some("CRONUS"), &secure);
    let problem = sides.bc.identify().await.unwrap_err();
    assert_eq!(problem.cause, Cause::TlsFailed, "{problem:?}");
    let sides = remotes(&stub.url, Some("CRONUS"), "http://nowhere.localhost:1");
    let problem = sides.dv.identify().await.unwrap_err();
    assert_eq!(problem.cause, Cause::Unreachable, "{problem:?}");
}

#[tokio::test]
async fn a_place_that_the_service_forgot_is_read_from_the_start_once() {
    let stub = Stub::serve(|seen| {
        common(seen).unwrap_or_else(|| {
            if seen.path.ends_with("$batch") {
                return Reply::new(404, "");
            }
            if seen.path.contains("skiptoken") {
                return Reply::refusal(400, "SkipTokenIsNoLongerValid", "The token is too old.");
            }
            let rows =
                json!([{"id": A, "number": "1", "lastModifiedDateTime": "2026-01-01T00:00:00Z"}]);
            Reply::json(
                200,
                &json!({"value": rows, "@odata.nextLink": "customers?$skiptoken=7"}),
            )
        })
    })
    .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let read = async |from| {
        bc.read_pages(&[request("customers", &["number"], from)])
            .await
            .pop()
            .unwrap()
    };
    let first = read(ReadFrom::Start).await.unwrap();
    let again = read(ReadFrom::Next(first.next.unwrap())).await.unwrap();
    assert!(again.complete && again.records.len() == 1);
    let problem = read(ReadFrom::Next(again.next.unwrap())).await.unwrap_err();
    assert_eq!(problem.status, Some(400), "a second time it is told");
}
