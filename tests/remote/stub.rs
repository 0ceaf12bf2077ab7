//! A scripted service: a function from request to answer, and a record of what was asked.

use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::response::Response;
use raccord::model::reason::Problem;
use raccord::model::{FieldName, Fields, Record, SetName, Side, Sides, Value};
use raccord::remote::budget::Limits;
use raccord::remote::connection::Connection;
use raccord::remote::secrets::{MemorySecrets, SecretStore as _};
use raccord::remote::{
    ConnectOptions, ReadFrom, ReadRequest, Remote, Write, WriteOutcome, connect,
};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came in; a part of a batch looks like one that came alone.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    /// Path and query, percent-decoded.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|(own, value)| (own == name).then_some(value.as_str()))
    }

    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or(Json::Null)
    }

    pub fn is(&self, method: &str, path: &str) -> bool {
        self.method == method && self.path.contains(path)
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Reply {
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    pub fn json(status: u16, body: &Json) -> Self {
        Self::new(status, body.to_string()).with("content-type", "application/json")
    }

    pub fn page(rows: &Json) -> Self {
        Self::json(200, &json!({ "value": rows }))
    }

    pub fn refusal(status: u16, code: &str, message: &str) -> Self {
        Self::json(
            status,
            &json!({"error": {"code": code, "message": message}}),
        )
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// The running service.
pub struct Stub {
    pub url: String,
    log: Arc<Mutex<Vec<Seen>>>,
}

impl Stub {
    /// Every request on the wire, batches as batches.
    pub fn log(&self) -> Vec<Seen> {
        self.log.lock().unwrap().clone()
    }

    /// Serves a function.
    pub async fn serve(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let log: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let (answer, kept) = (Arc::new(answer), Arc::clone(&log));
        let handler = move |request: Request| {
            let (answer, kept) = (Arc::clone(&answer), Arc::clone(&kept));
            async move {
                let seen = seen(request).await;
                kept.lock().unwrap().push(seen.clone());
                response(answer(&seen))
            }
        };
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(handler)).await });
        Self { url, log }
    }

    /// Serves a function that knows nothing of batches; batches of both forms are taken apart and put together here.
    pub async fn serve_batching(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::serve(move |seen| {
            if !seen.path.ends_with("/$batch") {
                return answer(seen);
            }
            let content_type = seen.header("content-type").unwrap_or_default();
            if content_type.starts_with("application/json") {
                json_batch(seen, &answer)
            } else {
                multipart_batch(seen, &answer)
            }
        })
        .await
    }
}

async fn seen(request: Request) -> Seen {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Seen {
        method: parts.method.to_string(),
        path: decode(&parts.uri.to_string()),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

fn response(reply: Reply) -> Response {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(name, value);
    }
    response.body(reply.body.into()).unwrap()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn json_batch(outer: &Seen, answer: impl Fn(&Seen) -> Reply) -> Reply {
    let requests = outer.json()["requests"].as_array().unwrap().clone();
    let responses: Vec<Json> = requests
        .iter()
        .map(|request| {
            let headers = request["headers"].as_object().cloned().unwrap_or_default();
            let reply = answer(&Seen {
                method: request["method"].as_str().unwrap().to_owned(),
                path: decode(&format!("/{}", request["url"].as_str().unwrap())),
                headers: headers
                    .iter()
                    .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
                    .collect(),
                body: request["body"].to_string(),
            });
            let body: Json = serde_json::from_str(&reply.body).unwrap_or(Json::Null);
            json!({"id": request["id"], "status": reply.status, "body": body})
        })
        .collect();
    Reply::json(200, &json!({ "responses": responses }))
}

fn multipart_batch(outer: &Seen, answer: impl Fn(&Seen) -> Reply) -> Reply {
    let boundary = outer
        .header("content-type")
        .unwrap()
        .split_once("boundary=")
        .unwrap()
        .1;
    let boundary = format!("--{}", boundary.trim_matches('"'));
    let mut body = String::new();
    for part in outer.body.split(&boundary).skip(1) {
        let Some((_, request)) = part.split_once("\r\n\r\n") else {
            continue;
        };
        let (head, content) = request.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let mut first = lines.next().unwrap().split(' ');
        let reply = answer(&Seen {
            method: first.next().unwrap().to_owned(),
            path: decode(first.next().unwrap()),
            headers: lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: content.trim().to_owned(),
        });
        body.push_str("--r\r\nContent-Type: application/http\r\n");
        body.push_str("Content-Transfer-Encoding: binary\r\n\r\n");
        write!(body, "HTTP/1.1 {} X\r\n", reply.status).unwrap();
        for (name, value) in &reply.headers {
            write!(body, "{name}: {value}\r\n").unwrap();
        }
        write!(body, "\r\n{}\r\n", reply.body).unwrap();
    }
    body.push_str("--r--\r\n");
    Reply::new(200, body).with("content-type", "multipart/mixed; boundary=r")
}

/// Quick limits: no pause that a test would feel.
pub fn limits() -> Sides<Limits> {
    Sides::from_fn(|side| Limits {
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_secs(2),
        attempts: 4,
        ..Limits::of(side)
    })
}

/// Connectors to two addresses without sign-in.
pub fn remotes(bc: &str, company: Option<&str>, dv: &str) -> Sides<Rc<dyn Remote>> {
    remotes_with(bc, company, dv, limits())
}

/// The same, with limits.
pub fn remotes_with(
    bc: &str,
    company: Option<&str>,
    dv: &str,
    limits: Sides<Limits>,
) -> Sides<Rc<dyn Remote>> {
    let company = company.map_or(String::new(), |name| format!("company = {name:?}\n"));
    let connection = Connection::from_toml(&format!(
        "name = \"t\"\n[business_central]\nurl = \"{bc}\"\n{company}[business_central.sign_in]\nkind = \"none\"\n[dataverse]\nurl = \"{dv}\"\n[dataverse.sign_in]\nkind = \"none\"\n"
    ))
    .unwrap();
    let options = ConnectOptions {
        limits,
        today: Some("2026-11-22".parse().unwrap()),
        ..ConnectOptions::default()
    };
    connect(&connection, &MemorySecrets::new(), &options).unwrap()
}

/// Connectors with client credentials.
pub fn remotes_signing_in(url: &str, token_url: &str, secret: &str) -> Sides<Rc<dyn Remote>> {
    let sign_in = format!(
        "kind = \"client_credentials\"\ntoken_url = \"{token_url}\"\nclient_id = \"app\"\n"
    );
    let connection = Connection::from_toml(&format!(
        "name = \"t\"\n[business_central]\nurl = \"{url}\"\n[business_central.sign_in]\n{sign_in}[dataverse]\nurl = \"{url}\"\n[dataverse.sign_in]\n{sign_in}"
    ))
    .unwrap();
    let secrets = MemorySecrets::new();
    for side in Side::BOTH {
        secrets
            .set(
                connection.secret_names().get(side),
                &secret.to_owned().into(),
            )
            .unwrap();
    }
    let options = ConnectOptions {
        limits: limits(),
        ..ConnectOptions::default()
    };
    connect(&connection, &secrets, &options).unwrap()
}

pub fn names(fields: &[&str]) -> Vec<FieldName> {
    fields.iter().map(FieldName::new).collect()
}

pub fn fields(pairs: &[(&str, Value)]) -> Fields {
    pairs
        .iter()
        .map(|(name, value)| (FieldName::new(name), value.clone()))
        .collect()
}

pub fn request(set: &str, fields: &[&str], from: ReadFrom) -> ReadRequest {
    ReadRequest {
        set: SetName::new(set),
        fields: names(fields),
        filter: None,
        from,
        page_size: 1_000,
        count: false,
    }
}

/// Writes and collects the outcomes in the order of the writes.
pub async fn write(remote: &dyn Remote, set: &str, writes: Vec<Write>) -> Vec<WriteOutcome> {
    let mut outcomes = vec![None; writes.len()];
    remote
        .write(&SetName::new(set), writes, &mut |start, some| {
            for (index, outcome) in some.into_iter().enumerate() {
                assert!(
                    outcomes[start + index].replace(outcome).is_none(),
                    "told twice"
                );
            }
            true
        })
        .await;
    outcomes
        .into_iter()
        .map(|outcome| outcome.expect("an outcome for every write"))
        .collect()
}

/// Looks for customers with a number.
pub async fn find_customers(remote: &dyn Remote, limit: usize) -> Result<Vec<Record>, Problem> {
    let wanted = [fields(&[("number", Value::text("1"))])];
    let set = SetName::new("customers");
    remote.find(&set, &names(&["number"]), &wanted, limit).await
}
