use super::*;
use bytes::Bytes;

const APP: &str = "00000000-0000-0000-0000-00000000000a";

fn tokens() -> Tokens {
    let app = App::new(APP.parse().unwrap(), "s3cret");
    Tokens::new(
        vec!["contoso".into()],
        vec![app],
        SignedDuration::from_secs(3600),
        false,
    )
}

fn post(path: &str, form: &str) -> Call {
    Call {
        method: "POST".into(),
        path: path.into(),
        query: Query::parse(""),
        origin: "http://127.0.0.1:1".into(),
        http2: false,
        headers: axum::http::HeaderMap::new(),
        body: Bytes::from(form.to_owned()),
    }
}

fn ask(tokens: &mut Tokens, tenant: &str, form: &str) -> (u16, Value) {
    let call = post(&format!("/{tenant}/oauth2/v2.0/token"), form);
    let place = endpoint_of(&call.path).unwrap();
    let reply = tokens.answer(place, &call, None, Timestamp::UNIX_EPOCH);
    (reply.status, serde_json::from_slice(&reply.body).unwrap())
}

fn form(client: &str, secret: &str) -> String {
    format!(
        "grant_type=client_credentials&client_id={client}&client_secret={secret}&scope=https%3A%2F%2Fx%2F.default"
    )
}

#[test]
fn a_token_lets_in_until_it_ends() {
    let mut tokens = tokens();
    let (status, body) = ask(&mut tokens, "contoso", &form(APP, "s3cret"));
    assert_eq!(status, 200);
    let header = format!("Bearer {}", body["access_token"].as_str().unwrap());
    assert!(tokens.check(Some(&header), Timestamp::UNIX_EPOCH).is_ok());
    let later = Timestamp::from_second(3600).unwrap();
    assert_eq!(
        tokens.check(Some(&header), later),
        Err(Unauthorized::Expired)
    );
    assert_eq!(
        tokens.check(Some("Bearer x"), later),
        Err(Unauthorized::Unknown)
    );
    assert_eq!(tokens.check(None, later), Err(Unauthorized::Missing));
}

#[test]
fn refusals_have_entras_numbers() {
    let mut tokens = tokens();
    let other = Uuid::nil().to_string();
    for (tenant, form, status, code) in [
        ("contoso", form(APP, "wrong"), 401, 7_000_215),
        ("contoso", form(&other, "s3cret"), 400, 700_016),
        ("fabrikam", form(APP, "s3cret"), 400, 90_002),
        (
            "contoso",
            form(APP, "s3cret").replace(".default", "read"),
            400,
            1_002_012,
        ),
        ("contoso", "client_id=x".into(), 400, 900_144),
    ] {
        let (found, body) = ask(&mut tokens, tenant, &form);
        assert_eq!(
            (found, &body["error_codes"][0]),
            (status, &json!(code)),
            "{form}"
        );
    }
    tokens.apps[0].secret_expired = true;
    assert_eq!(
        ask(&mut tokens, "contoso", &form(APP, "s3cret")).1["error_codes"][0],
        json!(7_000_222)
    );
}

#[test]
fn both_endpoint_versions_have_a_tenant() {
    let token = Endpoint::Token;
    assert_eq!(
        endpoint_of("/contoso/oauth2/v2.0/token"),
        Some(("contoso", token))
    );
    assert_eq!(
        endpoint_of("/contoso/oauth2/token"),
        Some(("contoso", token))
    );
    assert_eq!(endpoint_of("/a/b/oauth2/token"), None);
    assert_eq!(endpoint_of("/a/oauth2/v2.0/else"), None);
}

#[test]
fn everything_broken_is_told_somewhere() {
    use strum::IntoEnumIterator as _;
    let stages = [
        Stage::App,
        Stage::Page,
        Stage::Code,
        Stage::Refresh,
        Stage::DeviceStart,
        Stage::DevicePoll,
    ];
    for broken in Broken::iter() {
        let told = stages.iter().any(|stage| broken.at(*stage).is_some());
        let believed = matches!(broken, Broken::ForgedState | Broken::ForgedNonce);
        assert_ne!(told, believed, "{broken:?}");
    }
}

#[test]
fn a_scope_names_its_service() {
    assert_eq!(
        resource_of("openid offline_access https://x.example/.default"),
        "https://x.example"
    );
    assert_eq!(
        resource_of("https://x.example//user_impersonation"),
        "https://x.example/"
    );
}
