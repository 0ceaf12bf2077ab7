//! Whole runs of one mapping, beside the least that the same work can cost on the same machine in the same minutes.
//!
//! Both services are emulated in this process unless `RACCORD_BENCH_CONNECTION` names a connection file, whose secrets are
//! taken from the variables that it names; whoever answers there decides how much there is to do.

use super::figures::measured;
use super::sizes;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use raccord::engine::context::{Cancel, Silent, SystemEnvironment};
use raccord::engine::outcome::SyncReport;
use raccord::engine::request::SyncRequest;
use raccord::engine::{Engine, EngineOptions};
use raccord::model::{Side, Sides, TableMapping, mapping_file};
use raccord::remote::connection::Connection;
use raccord::remote::secrets::{MemorySecrets, SecretStore};
use raccord::remote::{ConnectOptions, Remote, connect};
use raccord::sandbox::http::token::App;
use raccord::sandbox::http::{SandboxServer, ServerOptions};
use raccord::sandbox::system::bc::Caller;
use raccord::sandbox::system::given::IfMatch;
use raccord::sandbox::system::world::{Setup, SharedWorld, World};
use raccord::store::Store;
use rusqlite::params;
use secrecy::SecretString;
use std::rc::Rc;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

const CLIENT: Uuid = Uuid::from_u128(0x00C1_1E27);
const SECRET: &str = "open sesame";

/// Plain fields of customers and accounts: what a reference costs is another question.
const MAPPING: &str = r#"
[[mapping]]
name = "CUSTOMER"
bc = "customers"
dv = "accounts"
direction = "both"
[[mapping.field]]
bc = "number"
dv = "accountnumber"
direction = "to_dataverse"
[[mapping.field]]
bc = "displayName"
dv = "name"
[[mapping.field]]
bc = "addressLine1"
dv = "address1_line1"
[[mapping.field]]
bc = "city"
dv = "address1_city"
[[mapping.field]]
bc = "postalCode"
dv = "address1_postalcode"
[[mapping.field]]
bc = "country"
dv = "address1_country"
[[mapping.field]]
bc = "phoneNumber"
dv = "telephone1"
[[mapping.field]]
bc = "email"
dv = "emailaddress1"
"#;

/// Both services, and a cache that has seen nothing.
struct Pair {
    runtime: Runtime,
    inside: Option<(SandboxServer, SharedWorld)>,
    remotes: Sides<Rc<dyn Remote>>,
    store: Store,
    folder: TempDir,
}

impl Pair {
    fn with(size: u64) -> Self {
        // Installed already by an earlier bench.
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let (inside, connection) = match std::env::var("RACCORD_BENCH_CONNECTION") {
            Ok(file) => (None, std::fs::read_to_string(file).unwrap()),
            Err(_unset) => {
                let (server, world, file) = emulated(size);
                (Some((server, world)), file)
            }
        };
        let connection = Connection::from_toml(&connection).unwrap();
        let secrets = MemorySecrets::new();
        for side in Side::BOTH {
            let given = connection.sign_in(side).secret_env();
            let secret = given.and_then(|variable| std::env::var(variable).ok());
            let secret = SecretString::from(secret.unwrap_or_else(|| SECRET.to_owned()));
            let name = connection.secret_names();
            secrets.set(name.get(side), &secret).unwrap();
        }
        let remotes = connect(&connection, &secrets, &ConnectOptions::default()).unwrap();
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("cache.db")).unwrap();
        let mappings: Vec<TableMapping> = mapping_file::read(MAPPING).unwrap();
        store
            .write(|w| {
                for mapping in &mappings {
                    w.put_mapping(mapping, 0)?;
                }
                Ok(())
            })
            .unwrap();
        Self {
            runtime,
            inside,
            remotes,
            store,
            folder,
        }
    }

    fn sync(&mut self) -> SyncReport {
        let mut silent = Silent;
        let mut engine = Engine::new(
            &mut self.store,
            self.remotes.clone(),
            &SystemEnvironment,
            &mut silent,
            Cancel::new(),
            EngineOptions::default(),
        );
        let request = SyncRequest {
            ignore_brake: true,
            ..SyncRequest::default()
        };
        self.runtime.block_on(engine.sync(&request)).unwrap()
    }

    /// Every so-manieth customer gets another telephone number.
    fn edit(&self, every: usize, number: u64) {
        let Some((_, world)) = &self.inside else {
            return;
        };
        let mut world = world.lock().unwrap();
        let caller = somebody(&world);
        let table = world.bc.table(caller.company, "customers").unwrap();
        let ids: Vec<Uuid> = table
            .scan(None)
            .step_by(every)
            .map(|row| row.id())
            .collect();
        for id in ids {
            let values = vec![(
                "phoneNumber".to_owned(),
                format!("+{number}").as_str().into(),
            )];
            world
                .bc
                .update(caller, "customers", id, &IfMatch::Any, values)
                .unwrap();
        }
    }
}

fn somebody(world: &World) -> Caller {
    Caller {
        company: world.bc.companies().first().unwrap().id,
        user: world.bc.service_user(),
    }
}

/// Both services in this process with so many customers and no accounts, and how they are reached.
fn emulated(size: u64) -> (SandboxServer, SharedWorld, String) {
    let mut world = World::new(&Setup::default());
    let caller = somebody(&world);
    for number in 0..size {
        let text = |name: &str, value: String| (name.to_owned(), value.as_str().into());
        let values = vec![
            text("displayName", format!("Adatum Corporation {number}")),
            text("addressLine1", format!("{} Station Road", number % 400)),
            text("city", "Atlanta".to_owned()),
            text("postalCode", "31772".to_owned()),
            text("country", "US".to_owned()),
            text("phoneNumber", format!("+1 425 555 {:04}", number % 10_000)),
            text("email", format!("info@adatum-{number}.example")),
        ];
        world.bc.create(caller, "customers", values).unwrap();
    }
    let world = world.shared();
    let options = ServerOptions {
        apps: vec![App {
            client_id: CLIENT,
            secret: SECRET.into(),
            secret_expired: false,
            certificate: None,
            known_to_bc: true,
        }],
        ..ServerOptions::default()
    };
    let server = SandboxServer::start(world.clone(), options).unwrap();
    let at = server.addresses();
    let sign_in = format!(
        "sign_in = {{ kind = \"client_credentials\", token_url = \"{}\", client_id = \"{CLIENT}\" }}",
        at.token
    );
    let file = format!(
        "name = \"bench\"\n[business_central]\nurl = \"{}\"\ncompany = \"Raccord Demo\"\n{sign_in}\n[dataverse]\nurl = \"{}\"\n{sign_in}\n",
        at.bc, at.dv
    );
    (server, world, file)
}

/// The first synchronisation: everything is created on the other side.
#[divan::bench(args = sizes(), sample_count = 1, sample_size = 1)]
fn whole_first(bencher: Bencher<'_, '_>, size: u64) {
    bencher
        .counter(ItemsCount::new(size))
        .with_inputs(|| Pair::with(size))
        .bench_local_refs(|pair| {
            black_box(measured("whole_first", "floor_first", size, || pair.sync()))
        });
}

/// A run in which nothing has changed.
#[divan::bench(args = sizes(), sample_count = 20, sample_size = 1)]
fn whole_quiet(bencher: Bencher<'_, '_>, size: u64) {
    let mut pair = Pair::with(size);
    pair.sync();
    pair.sync();
    bencher.bench_local(|| black_box(measured("whole_quiet", "floor_quiet", size, || pair.sync())));
}

/// A run in which one customer in a hundred has changed.
#[divan::bench(args = sizes(), sample_count = 3, sample_size = 1)]
fn whole_hundredth(bencher: Bencher<'_, '_>, size: u64) {
    let pair = std::cell::RefCell::new(Pair::with(size));
    pair.borrow_mut().sync();
    pair.borrow_mut().sync();
    let number = std::cell::Cell::new(0);
    bencher
        .counter(ItemsCount::new(size / 100))
        .with_inputs(|| {
            number.set(number.get() + 1);
            pair.borrow().edit(100, number.get());
        })
        .bench_local_values(|()| {
            let run = || pair.borrow_mut().sync();
            black_box(measured("whole_hundredth", "floor_quiet", size, run))
        });
}

/// The floor of the first one: pages over HTTP, `CreateMultiple` with a thousand rows each, and one row of a plain table for each
/// pair, by a client that knows nothing of mappings, values or failures.
#[divan::bench(args = sizes(), sample_count = 1, sample_size = 1)]
fn floor_first(bencher: Bencher<'_, '_>, size: u64) {
    bencher
        .counter(ItemsCount::new(size))
        .with_inputs(|| Pair::with(size))
        .bench_local_refs(|pair| {
            let Some((server, world)) = &pair.inside else {
                return;
            };
            let at = server.addresses().clone();
            let company = somebody(&world.lock().unwrap()).company;
            let file = pair.folder.path().join("floor.db");
            measured("floor_first", "floor_first", size, || {
                pair.runtime.block_on(floor(&at.bc, &at.dv, company, &file));
            });
        });
}

async fn floor(bc: &str, dv: &str, company: Uuid, file: &std::path::Path) {
    let db = rusqlite::Connection::open(file).unwrap();
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         CREATE TABLE pair (id INTEGER PRIMARY KEY, bc BLOB NOT NULL, dv BLOB NOT NULL, fields TEXT NOT NULL);
         CREATE UNIQUE INDEX pair_by_bc ON pair (bc); CREATE UNIQUE INDEX pair_by_dv ON pair (dv);",
    )
    .unwrap();
    let client = reqwest::Client::new();
    let names = [
        ("number", "accountnumber"),
        ("displayName", "name"),
        ("addressLine1", "address1_line1"),
        ("city", "address1_city"),
        ("postalCode", "address1_postalcode"),
        ("country", "address1_country"),
        ("phoneNumber", "telephone1"),
        ("email", "emailaddress1"),
    ];
    let select: Vec<&str> = names.iter().map(|(bc, _)| *bc).collect();
    let mut next = Some(format!(
        "{bc}/companies({company})/customers?$select=id,{}",
        select.join(",")
    ));
    let create = format!("{dv}/api/data/v9.2/accounts/Microsoft.Dynamics.CRM.CreateMultiple");
    while let Some(url) = next {
        let request = client.get(url).bearer_auth("any");
        let request = request.header("Prefer", "odata.maxpagesize=20000");
        let page: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
        let rows = page.get("value").and_then(|rows| rows.as_array()).unwrap();
        for chunk in rows.chunks(1000) {
            let mut targets = Vec::with_capacity(chunk.len());
            db.execute_batch("BEGIN").unwrap();
            for row in chunk {
                let id = Uuid::now_v7();
                let mut target = serde_json::Map::new();
                target.insert(
                    "@odata.type".into(),
                    "Microsoft.Dynamics.CRM.account".into(),
                );
                target.insert("accountid".into(), id.to_string().into());
                for (from, to) in names {
                    target.insert(to.into(), row.get(from).cloned().unwrap_or_default());
                }
                let source = row.get("id").and_then(|id| id.as_str()).unwrap();
                let source: Uuid = source.parse().unwrap();
                db.prepare_cached("INSERT INTO pair (bc, dv, fields) VALUES (?1, ?2, ?3)")
                    .unwrap()
                    .execute(params![
                        source.as_bytes(),
                        id.as_bytes(),
                        serde_json::to_string(row).unwrap()
                    ])
                    .unwrap();
                targets.push(serde_json::Value::Object(target));
            }
            let body = serde_json::json!({ "Targets": targets });
            let answer = client.post(&create).bearer_auth("any").json(&body);
            let answer = answer.send().await.unwrap();
            assert!(answer.status().is_success(), "{}", answer.status());
            answer.bytes().await.unwrap();
            db.execute_batch("COMMIT").unwrap();
        }
        let link = page.get("@odata.nextLink").and_then(|link| link.as_str());
        next = link.map(str::to_owned);
    }
}

/// The floor of a quiet run: one request to each service that brings nothing.
#[divan::bench(args = sizes(), sample_count = 20, sample_size = 1)]
fn floor_quiet(bencher: Bencher<'_, '_>, size: u64) {
    let pair = Pair::with(size);
    let Some((server, world)) = &pair.inside else {
        return;
    };
    let at = server.addresses().clone();
    let company = somebody(&world.lock().unwrap()).company;
    let client = reqwest::Client::new();
    let urls = [
        format!(
            "{}/companies({company})/customers?$filter=lastModifiedDateTime gt 2999-01-01T00:00:00Z&$count=true",
            at.bc
        ),
        format!(
            "{}/api/data/v9.2/accounts?$filter=modifiedon gt 2999-01-01&$count=true",
            at.dv
        ),
    ];
    bencher.bench_local(|| {
        measured("floor_quiet", "floor_quiet", size, || {
            pair.runtime.block_on(async {
                for url in &urls {
                    let answer = client.get(url).bearer_auth("any").send().await.unwrap();
                    black_box(answer.bytes().await.unwrap());
                }
            });
        });
    });
}
