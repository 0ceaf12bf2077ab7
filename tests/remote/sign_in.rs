//! Signing in.

use crate::bc::{A, common};
use crate::stub::{Reply, Stub, fields, names, remotes_signing_in};
use raccord::model::reason::Cause;
use raccord::model::{SetName, Value};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[tokio::test]
async fn a_token_is_asked_for_once_and_renewed_when_refused() {
    let tokens = Arc::new(AtomicUsize::new(0));
    let given = Arc::clone(&tokens);
    let stub = Stub::serve(move |seen| {
        if seen.path.ends_with("/token") {
            let expected = "grant_type=client_credentials&client_id=app&client_secret=p%2Bq&scope=https%3A%2F%2Fapi.businesscentral.dynamics.com%2F.default";
            assert_eq!(seen.body, expected);
            let number = given.fetch_add(1, Ordering::SeqCst) + 1;
            return Reply::json(200, &json!({"access_token": format!("t{number}"), "expires_in": "3599"}));
        }
        if given.load(Ordering::SeqCst) == 1 && !seen.path.contains("metadata") {
            return Reply::refusal(401, "Authentication_InvalidCredentials", "expired");
        }
        assert!(seen.header("authorization").unwrap().starts_with("Bearer t"));
        common(seen).unwrap_or_else(|| Reply::page(&json!([{"id": A, "number": "1"}])))
    })
    .await;
    let bc = remotes_signing_in(&stub.url, &format!("{}/oauth2/v2.0/token", stub.url), "p+q").bc;
    for _ in 0..3 {
        let number = fields(&[("number", Value::text("1"))]);
        let found = bc
            .find(
                &SetName::new("customers"),
                &names(&["number"]),
                &[number],
                1,
            )
            .await;
        assert_eq!(found.unwrap().len(), 1);
    }
    assert_eq!(tokens.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_wrong_secret_is_told_without_repeating_it() {
    let stub = Stub::serve(|_| {
        Reply::json(
            401,
            &json!({"error": "invalid_client", "error_codes": [7_000_215],
            "error_description": "AADSTS7000215: Invalid client secret provided. Trace ID: t"}),
        )
    })
    .await;
    let remotes = remotes_signing_in(&stub.url, &format!("{}/token", stub.url), "hunter2hunter2");
    let problem = remotes.dv.identify().await.unwrap_err();
    assert_eq!(problem.cause, Cause::WrongSecret);
    assert_eq!(problem.service_code.as_deref(), Some("AADSTS7000215"));
    assert!(!format!("{problem:?}").contains("hunter2"));
    assert_eq!(stub.log().len(), 1, "a wrong secret is not tried again");
}

#[tokio::test]
async fn a_missing_secret_is_told_before_anything_is_sent() {
    use raccord::remote::connection::Connection;
    use raccord::remote::secrets::MemorySecrets;
    use raccord::remote::{ConnectOptions, connect};
    let file = "name = \"t\"\n[business_central]\nurl = \"https://x\"\n[business_central.sign_in]\nkind = \"basic\"\nuser = \"u\"\nsecret_env = \"NOWHERE\"\n[dataverse]\nurl = \"https://y\"\n[dataverse.sign_in]\nkind = \"browser\"\ntenant = \"contoso.com\"\nclient_id = \"a\"\n";
    let connection = Connection::from_toml(file).unwrap();
    let Err(problem) = connect(
        &connection,
        &MemorySecrets::new(),
        &ConnectOptions::default(),
    ) else {
        panic!("connected without a secret");
    };
    assert_eq!(
        (problem.cause, problem.params["variable"].as_str()),
        (Cause::SecretMissing, "NOWHERE")
    );
}
