//! Both services with a cache between them.

use raccord::engine::context::{Cancel, Silent, SystemEnvironment};
use raccord::engine::outcome::SyncReport;
use raccord::engine::request::SyncRequest;
use raccord::engine::{Engine, EngineOptions, LOCAL_CURRENCY};
use raccord::model::defaults::default_mappings;
use raccord::model::reason::Problem;
use raccord::model::{FieldName, Fields, Record, SetName, Side, Sides, Value};
use raccord::remote::connection::Connection;
use raccord::remote::secrets::{MemorySecrets, SecretStore};
use raccord::remote::{
    ConnectOptions, ReadFrom, ReadRequest, Remote, Write, WriteOutcome, connect,
};
use raccord::sandbox::http::token::App;
use raccord::sandbox::http::{SandboxServer, ServerOptions};
use raccord::sandbox::system::world::{Setup, World};
use raccord::store::{ErrorFilter, Slice, Store};
use secrecy::SecretString;
use std::rc::Rc;
use uuid::Uuid;

const CLIENT: Uuid = Uuid::from_u128(0x00C1_1E27);

pub fn services() -> (SandboxServer, Sides<Rc<dyn Remote>>) {
    services_of(World::new(&Setup::default()))
}

fn services_of(world: World) -> (SandboxServer, Sides<Rc<dyn Remote>>) {
    let apps = vec![App {
        client_id: CLIENT,
        secret: "open sesame".into(),
        secret_expired: false,
        known_to_bc: true,
    }];
    let options = ServerOptions {
        apps,
        ..ServerOptions::default()
    };
    let server = SandboxServer::start(world.shared(), options).unwrap();
    let at = server.addresses();
    let sign_in = format!(
        "sign_in = {{ kind = \"client_credentials\", token_url = \"{}\", client_id = \"{CLIENT}\" }}",
        at.token
    );
    let file = format!(
        "name = \"test\"\n[business_central]\nurl = \"{}\"\ncompany = \"Raccord Demo\"\n{sign_in}\n[dataverse]\nurl = \"{}\"\n{sign_in}\n",
        at.bc, at.dv
    );
    let connection = Connection::from_toml(&file).unwrap();
    let secrets = MemorySecrets::new();
    for side in Side::BOTH {
        let name = connection.secret_names();
        secrets
            .set(name.get(side), &SecretString::from("open sesame"))
            .unwrap();
    }
    let remotes = connect(&connection, &secrets, &ConnectOptions::default()).unwrap();
    (server, remotes)
}

/// A cache with the default mappings between both services.
pub struct Office {
    _server: SandboxServer,
    pub remotes: Sides<Rc<dyn Remote>>,
    pub store: Store,
}

pub fn office() -> Office {
    office_in(World::new(&Setup::default()))
}

/// The same in a world that has something in it.
pub fn office_in(world: World) -> Office {
    let (server, remotes) = services_of(world);
    let store = Store::open_in_memory().unwrap();
    let mappings = default_mappings().unwrap();
    store
        .write(|w| {
            w.set_fact(LOCAL_CURRENCY, Some("EUR"))?;
            for (place, mapping) in (0..).zip(&mappings) {
                w.put_mapping(mapping, place)?;
            }
            Ok(())
        })
        .unwrap();
    Office {
        _server: server,
        remotes,
        store,
    }
}

fn fields(values: &[(&str, Value)]) -> Fields {
    let values = values
        .iter()
        .map(|(name, value)| (FieldName::new(name), value.clone()));
    values.collect()
}

impl Office {
    pub async fn run<T>(
        &mut self,
        run: impl AsyncFnOnce(&mut Engine<'_>) -> Result<T, Problem>,
    ) -> T {
        let mut silent = Silent;
        let mut engine = Engine::new(
            &mut self.store,
            self.remotes.clone(),
            &SystemEnvironment,
            &mut silent,
            Cancel::new(),
            EngineOptions::default(),
        );
        run(&mut engine).await.unwrap()
    }

    pub async fn sync(&mut self) -> SyncReport {
        self.run(async |engine| engine.sync(&SyncRequest::default()).await)
            .await
    }

    pub async fn write(&self, side: Side, set: &str, write: Write) {
        let mut outcomes = Vec::new();
        let set = SetName::new(set);
        let remote = self.remotes.get(side);
        let mut progress = |_, done: Vec<WriteOutcome>| {
            outcomes.extend(done);
            true
        };
        remote.write(&set, vec![write], &mut progress).await;
        assert!(
            matches!(
                outcomes.as_slice(),
                [WriteOutcome::Done(_) | WriteOutcome::Created(_)]
            ),
            "{set}: {outcomes:?}"
        );
    }

    pub async fn add(&self, side: Side, set: &str, values: &[(&str, Value)]) -> Uuid {
        let (id, fields) = (Uuid::now_v7(), fields(values));
        self.write(side, set, Write::Create { id, fields }).await;
        id
    }

    pub async fn read(&self, side: Side, set: &str, id: Uuid, names: &[&str]) -> Record {
        let names: Vec<_> = names.iter().map(FieldName::new).collect();
        let read = self
            .remotes
            .get(side)
            .read_by_ids(&SetName::new(set), &names, &[id])
            .await;
        read.unwrap().remove(0)
    }

    pub async fn edit(&self, side: Side, set: &str, id: Uuid, values: &[(&str, Value)]) {
        let etag = self.read(side, set, id, &[]).await.etag;
        let fields = fields(values);
        self.write(side, set, Write::Update { id, etag, fields })
            .await;
    }

    pub async fn all(&self, side: Side, set: &str, names: &[&str]) -> Vec<Record> {
        let request = ReadRequest {
            set: SetName::new(set),
            fields: names.iter().map(FieldName::new).collect(),
            filter: None,
            from: ReadFrom::Start,
            page_size: 100,
            count: false,
        };
        let mut pages = self.remotes.get(side).read_pages(&[request]).await;
        pages.remove(0).unwrap().records
    }
}

pub fn errors(office: &Office, report: &SyncReport) -> Vec<String> {
    let failed = report.jobs.iter().filter(|job| job.counters.failed > 0);
    let all = office
        .store
        .read()
        .list_errors(&ErrorFilter::default(), Slice::ALL)
        .unwrap();
    let mut told: Vec<_> = all
        .into_iter()
        .map(|error| format!("{}: {:?}", error.mapping, error.problem))
        .collect();
    told.extend(failed.map(|job| format!("{} failed {}", job.mapping, job.counters.failed)));
    told
}
