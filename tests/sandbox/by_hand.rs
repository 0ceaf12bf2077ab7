//! What is started by hand: services to play with, and sizes that a test run cannot wait for.
//!
//! `RACCORD_RECORDS=2000 cargo test --test sandbox -- --ignored --nocapture by_hand::serve`

use std::time::Instant;

use raccord::sandbox::demo::{COMPANY, CURRENCY, DemoOptions, fill};
use raccord::sandbox::http::server::{DEFAULT_CLIENT_ID, DEFAULT_SECRET};
use raccord::sandbox::http::{SandboxServer, ServerOptions};
use raccord::sandbox::system::world::{Setup, World};
use serde_json::json;

use crate::support::client;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn start(records: u64) -> SandboxServer {
    let setup = Setup {
        company: COMPANY.to_owned(),
        currency: CURRENCY.to_owned(),
        ..Setup::default()
    };
    let mut world = World::new(&setup);
    let begun = Instant::now();
    let options = DemoOptions {
        records: u32::try_from(records).unwrap(),
        ..DemoOptions::default()
    };
    let census = fill(&mut world, options).unwrap();
    eprintln!("{census:?} in {:?}", begun.elapsed());
    let port = |name: &str| u16::try_from(number(name, 0)).unwrap();
    let options = ServerOptions {
        bc_port: port("RACCORD_BC_PORT"),
        dv_port: port("RACCORD_DV_PORT"),
        ..ServerOptions::default()
    };
    SandboxServer::start(world.shared(), options).unwrap()
}

#[test]
#[ignore = "runs until it is stopped"]
fn serve() {
    let server = start(number("RACCORD_RECORDS", 200));
    let addresses = server.addresses();
    println!(
        "{}",
        json!({"business_central": addresses.bc, "dataverse": addresses.dv, "token": addresses.token,
               "client_id": DEFAULT_CLIENT_ID, "client_secret": DEFAULT_SECRET})
    );
    server.wait();
}

#[tokio::test]
#[ignore = "takes as long as its number of records says"]
async fn pages_of_a_large_world() {
    let server = start(number("RACCORD_RECORDS", 100_000));
    let http = client();
    let companies = format!("{}/companies", server.addresses().bc);
    let answer = http
        .get(&companies)
        .bearer_auth("x")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let id = serde_json::from_str::<serde_json::Value>(&answer).unwrap()["value"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let bc = format!("{companies}({id})");
    let dv = format!("{}/api/data/v9.2", server.addresses().dv);
    for url in [
        format!("{bc}/customers"),
        format!("{bc}/customers?$select=number,displayName"),
        format!("{bc}/customers?$orderby=displayName"),
        format!("{bc}/customers?$filter=lastModifiedDateTime gt 2020-01-01T00:00:00Z"),
        format!("{bc}/customers?$filter=contains(displayName,'an')&$count=true"),
        format!("{bc}/customers/$count"),
        format!("{dv}/accounts"),
        format!("{dv}/accounts?$select=name,accountnumber,telephone1"),
        format!(
            "{dv}/accounts?$filter=statecode eq 0 and modifiedon gt 2020-01-01T00:00:00Z&$orderby=modifiedon"
        ),
        format!("{dv}/accounts?$filter=accountnumber eq 'C00010'"),
    ] {
        let begun = Instant::now();
        let body = http
            .get(&url)
            .bearer_auth("x")
            .send()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        println!("{:>8.1?} {:>9} bytes  {url}", begun.elapsed(), body.len());
        if url.ends_with("/customers") {
            assert!(begun.elapsed().as_secs() < 10, "even without optimisation");
        }
    }
}
