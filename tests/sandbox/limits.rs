//! Each limit refuses in its own way, and is off until it is set.

use raccord::sandbox::http::ServerOptions;
use raccord::sandbox::system::clock::ManualClock;
use serde_json::{Value, json};

use crate::support::{Answer, Pair, read};

async fn limit(pair: &Pair, limits: &Value) {
    let control = format!("{}/_sandbox/limits", pair.server.addresses().dv);
    let answer = pair.http().post(&control).body(limits.to_string());
    assert_eq!(answer.send().await.unwrap().status(), 204);
}

async fn fault(pair: &Pair, plan: &Value) {
    let control = format!("{}/_sandbox/faults", pair.server.addresses().dv);
    let answer = pair.http().post(&control).body(plan.to_string());
    assert_eq!(answer.send().await.unwrap().status(), 204);
}

fn said(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

#[tokio::test]
async fn nothing_is_limited_unless_it_is_asked_for() {
    let pair = Pair::start().await;
    let control = format!("{}/_sandbox/limits", pair.server.addresses().dv);
    let limits = read(pair.http().get(&control).send().await.unwrap()).await;
    for side in ["bc", "dv"] {
        for name in [
            "requests",
            "concurrency",
            "execution_seconds",
            "operation_seconds",
            "queue_seconds",
        ] {
            assert_eq!(limits.json()[side][name], Value::Null, "{side} {name}");
        }
    }
}

#[tokio::test]
async fn a_limit_that_is_set_leaves_the_others_alone() {
    let pair = Pair::start().await;
    limit(&pair, &json!({"dv": {"requests": 100}})).await;
    let control = format!("{}/_sandbox/limits", pair.server.addresses().dv);
    let limits = read(pair.http().get(&control).send().await.unwrap())
        .await
        .json();
    assert_eq!(limits["dv"]["requests"], 100);
    assert_eq!(limits["dv"]["page_size"], 5_000);
    assert_eq!(limits["dv"]["batch_operations"], 1_000);
    assert_eq!(limits["bc"]["requests"], Value::Null);
    let wrong = pair
        .http()
        .post(&control)
        .body(json!({"bc": {"speed": 1}}).to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(wrong.status(), 400);
}

#[tokio::test]
async fn the_window_slides_and_says_when_to_come_back() {
    let clock = ManualClock::new("2026-11-23T12:00:00Z".parse().unwrap());
    let options = ServerOptions {
        clock: clock.clone(),
        ..ServerOptions::default()
    };
    let pair = Pair::start_with(options).await;
    limit(
        &pair,
        &json!({"dv": {"requests": 2}, "bc": {"requests": 1}}),
    )
    .await;
    let me = format!("{}/WhoAmI", pair.dv);
    assert_eq!(pair.get(&me).await.status, 200);
    clock.advance(jiff::SignedDuration::from_secs(100));
    assert_eq!(pair.get(&me).await.status, 200);
    let refused = pair.get(&me).await;
    assert_eq!(said(&refused), (429, "0x80072322".to_owned()));
    let wait: i64 = refused.header("Retry-After").parse().unwrap();
    assert!((199..=202).contains(&wait), "{wait}");
    clock.advance(jiff::SignedDuration::from_secs(wait));
    assert_eq!(
        pair.get(&me).await.status,
        200,
        "the first request has left the window"
    );
    assert_eq!(pair.get(&me).await.status, 429, "the second has not");
    let bc = format!("{}/customers", pair.company);
    assert_eq!(pair.get(&bc).await.status, 200);
    assert_eq!(
        said(&pair.get(&bc).await),
        (429, "Application_TooManyRequests".to_owned())
    );
}

#[tokio::test]
async fn work_is_counted_together() {
    let pair = Pair::start().await;
    limit(&pair, &json!({"dv": {"execution_seconds": 0.000_000_001}})).await;
    let me = format!("{}/WhoAmI", pair.dv);
    let first = pair.get(&me).await;
    assert_eq!(first.status, 200);
    assert_eq!(
        first.header("x-ms-ratelimit-time-remaining-xrm-requests"),
        "0.00"
    );
    assert_eq!(said(&pair.get(&me).await), (429, "0x80072321".to_owned()));
}

#[tokio::test]
async fn when_to_come_back_is_said_in_seconds_as_a_date_or_not_at_all() {
    let pair = Pair::start().await;
    let me = format!("{}/WhoAmI", pair.dv);
    for (how, pattern) in [("seconds", "^[0-9]+$"), ("date", "GMT$"), ("absent", "^$")] {
        limit(&pair, &json!({"dv": {"requests": 0, "retry_after": how}})).await;
        let refused = pair.get(&me).await;
        assert_eq!(refused.status, 429);
        let header = refused.header("Retry-After");
        let fits = match pattern {
            "^$" => header.is_empty(),
            "GMT$" => header.ends_with("GMT"),
            _ => header.parse::<u32>().is_ok(),
        };
        assert!(fits, "{how}: {header:?}");
    }
}

#[tokio::test]
async fn who_waits_too_long_is_sent_away() {
    let pair = Pair::start().await;
    limit(
        &pair,
        &json!({"bc": {"concurrency": 0, "queue": 5, "queue_seconds": 0.0}}),
    )
    .await;
    let answer = pair.get(&format!("{}/customers", pair.company)).await;
    assert_eq!(
        said(&answer),
        (503, "Internal_TenantUnavailable".to_owned())
    );
    assert_eq!(answer.header("Retry-After"), "1");
}

#[tokio::test]
async fn a_batch_holds_only_so_much() {
    let pair = Pair::start().await;
    limit(
        &pair,
        &json!({"bc": {"batch_operations": 2}, "dv": {"batch_operations": 1}}),
    )
    .await;
    let item = |id: u8| json!({"id": id.to_string(), "method": "GET", "url": "companies"});
    let whole = |count: u8| json!({"requests": (0..count).map(item).collect::<Vec<_>>()});
    let url = format!("{}/$batch", pair.server.addresses().bc);
    assert_eq!(pair.post(&url, &whole(2)).await.status, 200);
    assert_eq!(pair.post(&url, &whole(3)).await.status, 400);
    let part = "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n\
                GET /api/data/v9.2/WhoAmI HTTP/1.1\r\n\r\n\r\n";
    let kind = [("Content-Type", "multipart/mixed;boundary=b")];
    let send = async |count: usize| {
        let body = format!("{}--b--\r\n", part.repeat(count));
        let url = format!("{}/$batch", pair.dv);
        let post = reqwest::Method::POST;
        pair.send(post, &url, &kind, Some(body)).await.status
    };
    assert_eq!(send(1).await, 200);
    assert_eq!(send(2).await, 400);
}

#[tokio::test]
async fn pages_are_only_so_long_whatever_is_preferred() {
    let pair = Pair::start().await;
    for name in ["A", "B", "C"] {
        pair.dv_new("accounts", &json!({"name": name})).await;
        pair.bc_new("customers", &json!({"displayName": name}))
            .await;
    }
    limit(
        &pair,
        &json!({"bc": {"page_size": 2}, "dv": {"page_size": 2}}),
    )
    .await;
    for url in [
        format!("{}/accounts?$select=name", pair.dv),
        format!("{}/customers?$select=number", pair.company),
    ] {
        let page = pair.get_preferring(&url, "odata.maxpagesize=50").await;
        assert_eq!(page.rows().len(), 2, "{url}");
        let next = page.json()["@odata.nextLink"].as_str().unwrap().to_owned();
        let rest = pair.get_preferring(&next, "odata.maxpagesize=50").await;
        assert_eq!(rest.rows().len(), 1, "{url}");
        assert_eq!(rest.json()["@odata.nextLink"], Value::Null);
    }
}

#[tokio::test]
async fn bodies_of_business_central_are_limited_too() {
    let pair = Pair::start().await;
    limit(&pair, &json!({"bc": {"body_bytes": 60}})).await;
    let url = format!("{}/customers", pair.company);
    let answer = pair
        .post(&url, &json!({"displayName": "x".repeat(90)}))
        .await;
    assert_eq!(said(&answer), (413, "RequestTooLarge".to_owned()));
    assert_eq!(
        pair.post(&url, &json!({"displayName": "short"}))
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn gateways_fail_with_and_without_a_time_to_come_back() {
    let pair = Pair::start().await;
    let urls = [
        format!("{}/customers", pair.company),
        format!("{}/accounts", pair.dv),
    ];
    for status in [429, 503, 504] {
        for retry in [Some("3"), None] {
            let mut rule = json!({"kind": "status", "status": status});
            if let Some(retry) = retry {
                rule["retry_after"] = json!(retry);
            }
            fault(&pair, &json!({"fault": [rule]})).await;
            for url in &urls {
                let answer = pair.get(url).await;
                assert_eq!(answer.status.as_u16(), status, "{url}");
                assert_eq!(answer.header("Retry-After"), retry.unwrap_or(""));
                assert!(!answer.message().is_empty(), "{answer:?}");
            }
        }
    }
}

#[tokio::test]
async fn answers_in_a_batch_may_come_in_another_order() {
    let pair = Pair::start().await;
    let item = |id: usize| json!({"id": id.to_string(), "method": "GET", "url": "companies"});
    let body = json!({"requests": (1..=5).map(item).collect::<Vec<_>>()});
    let url = format!("{}/$batch", pair.server.addresses().bc);
    let ids = async || -> Vec<String> {
        let answer = pair.post(&url, &body).await.json();
        let responses = answer["responses"].as_array().unwrap().iter();
        responses
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids().await, ["1", "2", "3", "4", "5"]);
    fault(&pair, &json!({"fault": [{"kind": "reorder"}]})).await;
    let mut reordered = ids().await;
    assert_ne!(reordered, ["1", "2", "3", "4", "5"]);
    reordered.sort();
    assert_eq!(reordered, ["1", "2", "3", "4", "5"]);
}

#[tokio::test]
async fn a_delta_token_may_count_as_expired() {
    let pair = Pair::start().await;
    let url = format!("{}/accounts?$select=name", pair.dv);
    let first = pair.get_preferring(&url, "odata.track-changes").await;
    let link = first.json()["@odata.deltaLink"]
        .as_str()
        .unwrap()
        .to_owned();
    fault(
        &pair,
        &json!({"fault": [{"kind": "expired_delta", "times": 1}]}),
    )
    .await;
    assert_eq!(said(&pair.get(&link).await), (400, "0x80044352".to_owned()));
    assert_eq!(pair.get(&link).await.status, 200);
}

#[tokio::test]
async fn an_answer_may_call_itself_something_else() {
    let pair = Pair::start().await;
    fault(
        &pair,
        &json!({"fault": [{"kind": "content_type", "content_type": "text/plain"}]}),
    )
    .await;
    let answer = pair.get(&format!("{}/accounts", pair.dv)).await;
    assert_eq!(answer.header("Content-Type"), "text/plain");
    assert_eq!(answer.rows().len(), 0);
}
