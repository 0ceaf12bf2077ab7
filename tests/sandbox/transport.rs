//! How answers travel: TLS, HTTP/2 and compression.

use raccord::sandbox::http::ServerOptions;
use raccord::sandbox::http::tls::{Leaf, Protocols, TlsOptions};
use reqwest::Version;
use serde_json::json;

use crate::support::{Pair, client};

fn under_tls(options: TlsOptions) -> ServerOptions {
    ServerOptions {
        tls: Some(options),
        ..ServerOptions::default()
    }
}

async fn version(pair: &Pair, url: &str) -> Version {
    let request = pair.http().get(url).bearer_auth(pair.token());
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.version()
}

#[tokio::test]
async fn under_tls_both_services_work_and_links_stay_there() {
    let pair = Pair::start_with(under_tls(TlsOptions::default())).await;
    let addresses = pair.server.addresses();
    for address in [&addresses.bc, &addresses.dv, &addresses.token] {
        assert!(address.starts_with("https://127.0.0.1:"), "{address}");
    }
    for name in ["A", "B", "C"] {
        pair.bc_new("customers", &json!({"displayName": name}))
            .await;
        pair.dv_new("accounts", &json!({"name": name})).await;
    }
    for url in [
        format!("{}/customers", pair.company),
        format!("{}/accounts?$select=name", pair.dv),
    ] {
        let page = pair.get_preferring(&url, "odata.maxpagesize=2").await;
        assert_eq!(page.rows().len(), 2);
        let next = page.json()["@odata.nextLink"].as_str().unwrap().to_owned();
        assert!(next.starts_with("https://127.0.0.1:"), "{next}");
        assert_eq!(pair.get(&next).await.rows().len(), 1);
    }
    let batch = json!({"requests": [{"id": "1", "method": "GET", "url": format!("{}/customers?$top=1", pair.company)}]});
    let answer = pair.post(&format!("{}/$batch", addresses.bc), &batch).await;
    assert_eq!(answer.json()["responses"][0]["status"], 200, "{answer:?}");
}

#[tokio::test]
async fn the_protocol_is_what_both_can() {
    let pair = Pair::start_with(under_tls(TlsOptions::default())).await;
    let url = format!("{}/WhoAmI", pair.dv);
    assert_eq!(version(&pair, &url).await, Version::HTTP_2);
    let old = Pair::start_with(under_tls(TlsOptions {
        protocols: Protocols::Http1,
        ..TlsOptions::default()
    }))
    .await;
    let url = format!("{}/companies", old.server.addresses().bc);
    assert_eq!(version(&old, &url).await, Version::HTTP_11);

    // Without TLS, a client that knows may speak HTTP/2 from the start.
    let plain = Pair::start().await;
    let url = format!("{}/WhoAmI", plain.dv);
    assert_eq!(version(&plain, &url).await, Version::HTTP_11);
    let knowing = reqwest::Client::builder()
        .no_proxy()
        .http2_prior_knowledge()
        .build()
        .unwrap();
    let request = knowing.get(&url).bearer_auth(plain.token());
    let response = request.send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), response.version()),
        (200, Version::HTTP_2)
    );
}

#[tokio::test]
async fn who_does_not_know_the_authority_refuses_it() {
    let pair = Pair::start_with(under_tls(TlsOptions::default())).await;
    let url = format!("{}/WhoAmI", pair.dv);
    assert!(client().get(&url).send().await.unwrap_err().is_connect());
    // A plain request on the same port is nothing that the service understands, and harms nobody.
    let plain = url.replace("https:", "http:");
    assert!(client().get(plain).send().await.is_err());
    assert_eq!(pair.get(&url).await.status, 200);
    for leaf in [Leaf::WrongHost, Leaf::Expired, Leaf::NotYetValid] {
        let world = pair.world.clone();
        let options = under_tls(TlsOptions {
            leaf,
            ..TlsOptions::default()
        });
        let server = raccord::sandbox::http::SandboxServer::start(world, options).unwrap();
        let authority =
            reqwest::Certificate::from_pem(server.authority().unwrap().as_bytes()).unwrap();
        let builder = reqwest::Client::builder().no_proxy();
        let client = builder.tls_certs_only([authority]).build().unwrap();
        let url = format!("{}/api/data/v9.2/WhoAmI", server.addresses().dv);
        assert!(client.get(url).send().await.unwrap_err().is_connect());
    }
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_accept_it() {
    let pair = Pair::start_with(ServerOptions {
        gzip: true,
        ..ServerOptions::default()
    })
    .await;
    let url = format!(
        "{}/EntityDefinitions(LogicalName='account')/Attributes",
        pair.dv
    );
    let plain = reqwest::Client::builder()
        .no_proxy()
        .no_gzip()
        .build()
        .unwrap();
    let get = |accept: &'static str| {
        let request = plain.get(&url).bearer_auth(pair.token());
        async move {
            let response = request
                .header("Accept-Encoding", accept)
                .send()
                .await
                .unwrap();
            let coding = response.headers().get("content-encoding").cloned();
            (coding, response.bytes().await.unwrap())
        }
    };
    let (coding, whole) = get("identity").await;
    assert_eq!(coding, None);
    let (coding, packed) = get("gzip, deflate, br").await;
    assert_eq!(coding.unwrap(), "gzip");
    assert!(
        packed.len() * 5 < whole.len(),
        "{} {}",
        packed.len(),
        whole.len()
    );
    let mut read = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&packed[..]), &mut read)
        .unwrap();
    assert_eq!(read.as_bytes(), whole);
    let headers = [("Content-Encoding", "gzip")];
    let body = Some(String::from("\u{1f}\u{8b}"));
    let accounts = format!("{}/accounts", pair.dv);
    let packed = pair.send(reqwest::Method::POST, &accounts, &headers, body);
    assert_eq!(packed.await.status, 415);
    // The client that unpacks by itself sees no difference.
    assert_eq!(pair.get(&url).await.text, read);
}

#[tokio::test]
async fn a_lost_answer_is_lost_over_http2_too() {
    let pair = Pair::start_with(ServerOptions {
        gzip: true,
        ..under_tls(TlsOptions::default())
    })
    .await;
    let control = format!("{}/_sandbox/faults", pair.server.addresses().dv);
    for (index, kind) in ["drop_after", "half", "drop_before", "reset"]
        .iter()
        .enumerate()
    {
        let plan = json!({"fault": [{"kind": kind, "method": "POST", "path": "accounts"}]});
        pair.http()
            .post(&control)
            .body(plan.to_string())
            .send()
            .await
            .unwrap();
        let request = pair
            .http()
            .post(format!("{}/accounts", pair.dv))
            .bearer_auth(pair.token())
            .header("Prefer", "return=representation")
            .json(&json!({"name": format!("Ghost {index}")}));
        let lost = match request.send().await {
            Err(error) => Err(error),
            Ok(response) => response.bytes().await,
        };
        assert!(lost.is_err(), "{kind}: {lost:?}");
        pair.http().delete(&control).send().await.unwrap();
        let url = format!("{}/accounts?$filter=name eq 'Ghost {index}'", pair.dv);
        assert_eq!(
            pair.get(&url).await.rows().len(),
            usize::from(index < 2),
            "{kind}"
        );
    }
}
