//! Sign-in, control, faults and limits.

use raccord::sandbox::http::ServerOptions;
use raccord::sandbox::http::limits::{Limits, RetryAfter};
use raccord::sandbox::http::server::{DEFAULT_CLIENT_ID, DEFAULT_SECRET};
use serde_json::json;

use crate::support::{Pair, ask_token, read};

#[tokio::test]
async fn both_services_ask_for_a_token() {
    let strict = ServerOptions {
        any_bearer: false,
        ..ServerOptions::default()
    };
    let pair = Pair::start_with(strict).await;
    let companies = format!("{}/companies", pair.server.addresses().bc);
    let bc = read(pair.http().get(companies).send().await.unwrap()).await;
    assert_eq!(
        (bc.status.as_u16(), bc.code().as_str()),
        (401, "Authentication_InvalidCredentials")
    );
    let me = format!("{}/WhoAmI", pair.dv);
    let dv = read(
        pair.http()
            .get(&me)
            .bearer_auth("nonsense")
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(dv.status, 401);
    assert!(
        dv.header("WWW-Authenticate").contains("authorization_uri="),
        "{dv:?}"
    );
    assert_eq!(pair.get(&me).await.status, 200);
    let revoke = format!("{}/_sandbox/revoke-tokens", pair.server.addresses().dv);
    pair.http().post(&revoke).send().await.unwrap();
    assert_eq!(pair.get(&me).await.status, 401);
}

#[tokio::test]
async fn tokens_are_given_on_both_ports_and_refused_like_entra_does() {
    let pair = Pair::start().await;
    let http = pair.http();
    for origin in [
        &pair.server.addresses().bc_origin,
        &pair.server.addresses().dv,
    ] {
        let url = format!("{origin}/contoso/oauth2/v2.0/token");
        assert_eq!(
            ask_token(http, &url, DEFAULT_CLIENT_ID, DEFAULT_SECRET)
                .await
                .status,
            200
        );
        let wrong = ask_token(http, &url, DEFAULT_CLIENT_ID, "x").await;
        assert_eq!(
            (wrong.status.as_u16(), &wrong.json()["error_codes"]),
            (401, &json!([7_000_215]))
        );
        assert!(
            wrong.json()["error_description"]
                .as_str()
                .unwrap()
                .starts_with("AADSTS7000215: ")
        );
    }
    let url = format!("{}/fabrikam/oauth2/v2.0/token", pair.server.addresses().dv);
    let lost = ask_token(http, &url, DEFAULT_CLIENT_ID, DEFAULT_SECRET).await;
    assert_eq!(
        (lost.status.as_u16(), &lost.json()["error_codes"]),
        (400, &json!([90_002]))
    );
}

#[tokio::test]
async fn tokens_of_others_are_taken_unless_the_option_forbids() {
    let pair = Pair::start().await;
    let me = format!("{}/WhoAmI", pair.dv);
    let ask = async |token: &str| {
        pair.http()
            .get(&me)
            .bearer_auth(token)
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(ask("x").await, 200);
    assert_eq!(ask("sandbox.made.up").await, 401, "our own are checked");
    assert_eq!(pair.http().get(&me).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_cut_answer_reaches_nobody_although_the_write_was_done() {
    let pair = Pair::start().await;
    let control = format!("{}/_sandbox", pair.server.addresses().bc_origin);
    let plan = json!({"fault": [{"kind": "drop_after", "side": "bc", "method": "POST", "path": "customers", "times": 1}]});
    let set = pair
        .http()
        .post(format!("{control}/faults"))
        .body(plan.to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(set.status(), 204);
    let url = format!("{}/customers", pair.company);
    let lost = pair
        .http()
        .post(&url)
        .bearer_auth(pair.token())
        .header("Content-Type", "application/json")
        .body(json!({"displayName": "Nobody"}).to_string())
        .send()
        .await;
    assert!(lost.is_err(), "{lost:?}");
    let fired = read(
        pair.http()
            .get(format!("{control}/faults"))
            .send()
            .await
            .unwrap(),
    )
    .await;
    assert_eq!(fired.json()["fired"], json!([1]));
    let answer = pair.post(&url, &json!({"displayName": "Second"})).await;
    assert_eq!(answer.status, 201);
}

#[tokio::test]
async fn a_lost_answer_still_created_the_record() {
    let pair = Pair::start().await;
    let control = format!("{}/_sandbox/faults", pair.server.addresses().dv);
    let plan =
        "[[fault]]\nkind = \"drop_after\"\nside = \"dv\"\nmethod = \"POST\"\npath = \"accounts\"\n";
    pair.http().post(&control).body(plan).send().await.unwrap();
    let token = pair.token();
    let lost = pair
        .http()
        .post(format!("{}/accounts", pair.dv))
        .bearer_auth(token)
        .header("Content-Type", "application/json")
        .body(json!({"name": "Ghost"}).to_string())
        .send()
        .await;
    assert!(lost.is_err());
    pair.http().delete(&control).send().await.unwrap();
    let found = pair
        .get(&format!("{}/accounts?$filter=name eq 'Ghost'", pair.dv))
        .await;
    assert_eq!(found.rows().len(), 1);
}

#[tokio::test]
async fn answers_break_in_every_way_that_is_asked_for() {
    let pair = Pair::start().await;
    let control = format!("{}/_sandbox/faults", pair.server.addresses().bc_origin);
    let url = format!("{}/customers", pair.company);
    let one = |kind: &str| {
        json!({"fault": [{"kind": kind, "path": "customers", "times": 1}]}).to_string()
    };
    for kind in ["drop_before", "reset", "half"] {
        pair.http()
            .post(&control)
            .body(one(kind))
            .send()
            .await
            .unwrap();
        let sent = pair.http().get(&url).bearer_auth(pair.token()).send().await;
        let broken = match sent {
            Err(_) => true,
            Ok(response) => response.text().await.is_err(),
        };
        assert!(broken, "{kind}");
    }
    pair.http()
        .post(&control)
        .body(one("garbage"))
        .send()
        .await
        .unwrap();
    let garbage = pair
        .http()
        .get(&url)
        .bearer_auth(pair.token())
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert!(serde_json::from_slice::<serde_json::Value>(&garbage).is_err());
    pair.http()
        .post(&control)
        .body(one("html"))
        .send()
        .await
        .unwrap();
    assert_eq!(pair.get(&url).await.header("Content-Type"), "text/html");
    let busy =
        json!({"fault": [{"kind": "status", "status": 503, "retry_after": "2", "times": 1}]});
    pair.http()
        .post(&control)
        .body(busy.to_string())
        .send()
        .await
        .unwrap();
    let answer = pair.get(&url).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("Retry-After")),
        (503, "2")
    );
    assert_eq!(pair.get(&url).await.status, 200);
}

#[tokio::test]
async fn limits_refuse_in_each_services_words() {
    let few = |base: Limits| Limits {
        requests: Some(1),
        retry_after: RetryAfter::Seconds,
        ..base
    };
    let options = ServerOptions {
        bc_limits: few(Limits::business_central()),
        dv_limits: few(Limits::dataverse()),
        ..ServerOptions::default()
    };
    let pair = Pair::start_with(options).await;
    let bc = format!("{}/customers", pair.company);
    assert_eq!(pair.get(&bc).await.status, 200);
    let refused = pair.get(&bc).await;
    assert_eq!(refused.status, 429);
    assert!(
        refused.header("Retry-After").parse::<u32>().unwrap() > 200,
        "{refused:?}"
    );
    let dv = format!("{}/WhoAmI", pair.dv);
    assert_eq!(
        pair.get(&dv)
            .await
            .header("x-ms-ratelimit-burst-remaining-xrm-requests"),
        "0"
    );
    let refused = pair.get(&dv).await;
    assert_eq!(
        (refused.status.as_u16(), refused.code().as_str()),
        (429, "0x80072322")
    );
}

#[tokio::test]
async fn bodies_may_be_too_large() {
    let options = ServerOptions {
        dv_limits: Limits {
            body_bytes: 100,
            ..Limits::dataverse()
        },
        ..ServerOptions::default()
    };
    let pair = Pair::start_with(options).await;
    let answer = pair
        .post(
            &format!("{}/accounts", pair.dv),
            &json!({"name": "x".repeat(200)}),
        )
        .await;
    assert_eq!(answer.status, 413);
}

#[tokio::test]
async fn requests_are_counted_by_kind() {
    let pair = Pair::start().await;
    let control = format!("{}/_sandbox", pair.server.addresses().dv);
    pair.http()
        .post(format!("{control}/reset-stats"))
        .send()
        .await
        .unwrap();
    pair.get(&format!("{}/accounts", pair.dv)).await;
    pair.get(&format!("{}/accounts/$count", pair.dv)).await;
    let stats = read(
        pair.http()
            .get(format!("{control}/stats"))
            .send()
            .await
            .unwrap(),
    )
    .await
    .json();
    assert_eq!(stats["dv"]["requests"], json!(2));
    assert_eq!(stats["dv"]["by_kind"], json!({"count": 1, "list": 1}));
    assert_eq!(stats["bc"]["requests"], json!(0));
}

#[tokio::test]
async fn only_so_many_requests_are_worked_on_at_once() {
    let options = |queue: usize| ServerOptions {
        dv_limits: Limits {
            concurrency: Some(1),
            queue,
            ..Limits::dataverse()
        },
        faults: toml::from_str(
            "[[fault]]\nkind = \"delay\"\nmilliseconds = 300\npath = \"accounts\"\ntimes = 1\n",
        )
        .unwrap(),
        ..ServerOptions::default()
    };
    for (queue, expected) in [(0, 429), (5, 200)] {
        let pair = Pair::start_with(options(queue)).await;
        let slow = format!("{}/accounts", pair.dv);
        let quick = format!("{}/WhoAmI", pair.dv);
        let second = async {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            pair.get(&quick).await
        };
        let (first, second) = tokio::join!(pair.get(&slow), second);
        assert_eq!(
            (first.status.as_u16(), second.status.as_u16()),
            (200, expected)
        );
        if expected == 429 {
            assert_eq!(second.code(), "0x80072326");
        }
        assert_eq!(
            pair.get(&quick).await.status,
            200,
            "the place is free again"
        );
    }
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_given_up() {
    let options = ServerOptions {
        bc_limits: Limits {
            operation_seconds: Some(0.05),
            ..Limits::business_central()
        },
        faults: toml::from_str(
            "[[fault]]\nkind = \"delay\"\nmethod = \"POST\"\npath = \"customers\"\n",
        )
        .unwrap(),
        ..ServerOptions::default()
    };
    let pair = Pair::start_with(options).await;
    let url = format!("{}/customers", pair.company);
    let late = pair.post(&url, &json!({"displayName": "Late"})).await;
    assert_eq!(
        (late.status.as_u16(), late.code().as_str()),
        (408, "Application_OperationTimeout")
    );
    assert_eq!(pair.get(&format!("{url}/$count")).await.text, "0");
}

#[tokio::test]
async fn one_operation_of_a_batch_may_fail_on_demand() {
    let pair = Pair::start().await;
    let control = format!("{}/_sandbox/faults", pair.server.addresses().bc_origin);
    let plan = json!({"fault": [{"kind": "status", "item": true, "status": 503, "path": "customers", "nth": 2}]});
    pair.http()
        .post(&control)
        .body(plan.to_string())
        .send()
        .await
        .unwrap();
    let company = pair.company.rsplit('/').next().unwrap();
    let item = |id: &str| {
        json!({"id": id, "method": "POST", "url": format!("{company}/customers"),
               "headers": {"Content-Type": "application/json"}, "body": {"displayName": id}})
    };
    let body = json!({"requests": [item("a"), item("b"), item("c")]});
    let answer = pair
        .post(&format!("{}/$batch", pair.server.addresses().bc), &body)
        .await;
    let statuses: Vec<_> = answer.json()["responses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [201, 503, 201]);
}

#[tokio::test]
async fn each_services_clock_may_be_off() {
    let pair = Pair::start().await;
    let control = format!("{}/_sandbox/clock", pair.server.addresses().bc_origin);
    pair.http()
        .post(&control)
        .body("bc = -7200\ndv = 7200\n")
        .send()
        .await
        .unwrap();
    let bc = pair.get(&format!("{}/customers", pair.company)).await;
    let dv = pair.get(&format!("{}/WhoAmI", pair.dv)).await;
    let seconds = |answer: &crate::support::Answer| {
        let at = httpdate::parse_http_date(answer.header("Date")).unwrap();
        at.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
    };
    let apart = seconds(&dv) - seconds(&bc);
    assert!((14_390..14_410).contains(&apart), "{apart}");
    let made = pair
        .bc_new("customers", &json!({"displayName": "Yesterday's"}))
        .await;
    let modified: jiff::Timestamp = made["lastModifiedDateTime"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!(modified.as_second().unsigned_abs() < seconds(&dv) - 14_000);
}

#[tokio::test]
async fn business_central_takes_a_user_with_a_key_and_dataverse_does_not() {
    let pair = Pair::start().await;
    let companies = format!("{}/companies", pair.server.addresses().bc);
    let me = format!("{}/WhoAmI", pair.dv);
    for (url, user, key, status) in [
        (&companies, "INTEGRATION", DEFAULT_SECRET, 200),
        (&companies, "INTEGRATION", "wrong", 401),
        (&companies, "", DEFAULT_SECRET, 401),
        (&me, "INTEGRATION", DEFAULT_SECRET, 401),
    ] {
        let request = pair.http().get(url).basic_auth(user, Some(key));
        let answer = read(request.send().await.unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{url} {user} {key}");
    }
}
