//! A pair of services for one test, and a client that says what it sends.

use std::sync::Once;

use raccord::sandbox::http::server::{DEFAULT_CLIENT_ID, DEFAULT_SECRET};
use raccord::sandbox::http::{SandboxServer, ServerOptions};
use raccord::sandbox::system::world::{Setup, SharedWorld, World};
use reqwest::{Method, StatusCode};
use serde_json::Value;

/// Both services with a client that is signed in.
pub(crate) struct Pair {
    /// The services.
    pub(crate) server: SandboxServer,
    /// Their state.
    pub(crate) world: SharedWorld,
    http: reqwest::Client,
    token: String,
    /// Root of the first company: `…/companies(id)`.
    pub(crate) company: String,
    /// Root of Dataverse: `…/api/data/v9.2`.
    pub(crate) dv: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// A header's text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The code of an error body.
    pub(crate) fn code(&self) -> String {
        self.json()["error"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The message of an error body.
    pub(crate) fn message(&self) -> String {
        self.json()["error"]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The `value` of a collection.
    pub(crate) fn rows(&self) -> Vec<Value> {
        self.json()["value"]
            .as_array()
            .cloned()
            .unwrap_or_else(|| panic!("no list: {self:?}"))
    }
}

/// Makes a client that asks nobody but the services.
pub(crate) fn client() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// A client that trusts one more authority and nobody else.
fn client_trusting(pem: &str) -> reqwest::Client {
    drop(client());
    let authority = reqwest::Certificate::from_pem(pem.as_bytes()).unwrap();
    let builder = reqwest::Client::builder().no_proxy();
    builder.tls_certs_only([authority]).build().unwrap()
}

impl Pair {
    /// Both services with nothing in them but what they cannot be without.
    pub(crate) async fn start() -> Self {
        Self::start_with(ServerOptions::default()).await
    }

    /// The same with other options.
    pub(crate) async fn start_with(options: ServerOptions) -> Self {
        let world = World::new(&Setup::default()).shared();
        let server = SandboxServer::start(world.clone(), options).unwrap();
        let http = server.authority().map_or_else(client, client_trusting);
        let token = token(
            &http,
            &server.addresses().token,
            DEFAULT_CLIENT_ID,
            DEFAULT_SECRET,
        )
        .await;
        let id = world.lock().unwrap().bc.companies()[0].id;
        let company = format!("{}/companies({id})", server.addresses().bc);
        let dv = format!("{}/api/data/v9.2", server.addresses().dv);
        Self {
            server,
            world,
            http,
            token,
            company,
            dv,
        }
    }

    /// Sends a request with headers and a body.
    pub(crate) async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        let mut request = self.http.request(method, url).bearer_auth(&self.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            if !headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
            {
                request = request.header("Content-Type", "application/json");
            }
            request = request.body(body);
        }
        read(request.send().await.unwrap()).await
    }

    /// GET.
    pub(crate) async fn get(&self, url: &str) -> Answer {
        self.send(Method::GET, url, &[], None).await
    }

    /// GET that prefers something.
    pub(crate) async fn get_preferring(&self, url: &str, prefer: &str) -> Answer {
        self.send(Method::GET, url, &[("Prefer", prefer)], None)
            .await
    }

    /// POST.
    pub(crate) async fn post(&self, url: &str, body: &Value) -> Answer {
        self.send(Method::POST, url, &[], Some(body.to_string()))
            .await
    }

    /// PATCH with an `If-Match`, unless it is empty.
    pub(crate) async fn patch(&self, url: &str, if_match: &str, body: &Value) -> Answer {
        let condition = [("If-Match", if_match)];
        let headers: &[(&str, &str)] = if if_match.is_empty() { &[] } else { &condition };
        self.send(Method::PATCH, url, headers, Some(body.to_string()))
            .await
    }

    /// DELETE.
    pub(crate) async fn delete(&self, url: &str) -> Answer {
        self.send(Method::DELETE, url, &[], None).await
    }

    /// Creates a Business Central record and gives it back.
    pub(crate) async fn bc_new(&self, set: &str, body: &Value) -> Value {
        let answer = self.post(&format!("{}/{set}", self.company), body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json()
    }

    /// Creates a Dataverse row and gives its id.
    pub(crate) async fn dv_new(&self, set: &str, body: &Value) -> String {
        let answer = self.post(&format!("{}/{set}", self.dv), body).await;
        assert_eq!(answer.status, 204, "{answer:?}");
        let place = answer.header("OData-EntityId").to_owned();
        place
            .rsplit_once('(')
            .unwrap()
            .1
            .trim_end_matches(')')
            .to_owned()
    }

    /// The token that the client signed in with.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// The client, for requests without a token.
    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.http
    }
}

/// Reads an answer to its end.
pub(crate) async fn read(response: reqwest::Response) -> Answer {
    let (status, headers) = (response.status(), response.headers().clone());
    Answer {
        status,
        headers,
        text: response.text().await.unwrap(),
    }
}

/// Asks for a token by client credentials.
pub(crate) async fn token(
    http: &reqwest::Client,
    url: &str,
    client_id: &str,
    secret: &str,
) -> String {
    let answer = ask_token(http, url, client_id, secret).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

/// Asks for a token and gives the whole answer.
pub(crate) async fn ask_token(
    http: &reqwest::Client,
    url: &str,
    client_id: &str,
    secret: &str,
) -> Answer {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", client_id),
        ("client_secret", secret),
        ("scope", "https://api.businesscentral.dynamics.com/.default"),
    ];
    read(http.post(url).form(&form).send().await.unwrap()).await
}
