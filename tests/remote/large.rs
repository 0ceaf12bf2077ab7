//! A page of 350 MB, made while it is sent: what it takes to read it.
//!
//! `cargo test --release --test remote -- --ignored --nocapture large` prints the peak.

use crate::stub::{remotes, request};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::stream;
use raccord::remote::ReadFrom;
use std::fmt::Write as _;

const ROWS: usize = 20_000;
const ROW_BYTES: usize = 17_500;

const METADATA: &str = r#"<?xml version="1.0"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityType Name="customer"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid" Nullable="false"/><Property Name="name" Type="Edm.String"/></EntityType><EntityContainer Name="C"><EntitySet Name="customers" EntityType="N.customer"/></EntityContainer></Schema></edmx:DataServices></edmx:Edmx>"#;

/// Two hundred rows, the first of them number `from`.
fn rows(from: usize) -> Bytes {
    let filler = "x".repeat(ROW_BYTES);
    let mut text = String::with_capacity(200 * (ROW_BYTES + 100));
    for row in from..from + 200 {
        let comma = if row == 0 { "" } else { "," };
        write!(
            text,
            "{comma}{{\"id\":\"00000000-0000-0000-0000-{row:012}\",\"name\":\"N{row}\",\"picture\":\"{filler}\"}}"
        )
        .unwrap();
    }
    text.into()
}

async fn answer(request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if path.ends_with("$metadata") {
        return Response::new(METADATA.into());
    }
    if !path.ends_with("/customers") {
        let mut missing = Response::new(Body::empty());
        *missing.status_mut() = StatusCode::NOT_FOUND;
        return missing;
    }
    let head = std::iter::once(Bytes::from_static(b"{\"value\":["));
    let tail = std::iter::once(Bytes::from_static(b"]}"));
    let parts = head.chain((0..ROWS).step_by(200).map(rows)).chain(tail);
    Response::new(Body::from_stream(stream::iter(
        parts.map(Ok::<Bytes, std::io::Error>),
    )))
}

/// The most memory that this process had so far, in megabytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or(0) / 1024
}

#[tokio::test]
#[ignore = "half a minute of work; by hand"]
async fn large_pages_are_read_while_they_arrive() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    let both = remotes(&url, None, &url);
    let mut request = request("customers", &["name"], ReadFrom::Start);
    request.page_size = 20_000;
    let before = peak();
    let page = both.bc.read_pages(&[request]).await.pop().unwrap().unwrap();
    let after = peak();
    println!(
        "a page of {} MB: peak of {after} MB, {before} MB before",
        ROWS * ROW_BYTES / 1_000_000
    );
    assert_eq!(page.records.len(), ROWS);
    assert!(after - before < 100, "{after} MB");
}
