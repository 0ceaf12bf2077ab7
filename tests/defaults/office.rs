//! Both services with a cache between them.

use raccord::engine::context::{Cancel, Silent, SystemEnvironment};
use raccord::engine::outcome::SyncReport;
use raccord::engine::request::SyncRequest;
use raccord::engine::{Engine, EngineOptions, LOCAL_CURRENCY};
use raccord::model::defaults::default_mappings;
use raccord::model::reason::Problem;
use raccord::model::{FieldName, Fields, Record, SetName, Side, Sides, TableMapping, Value};
use raccord::remote::connection::Connection;
use raccord::remote::secrets::{MemorySecrets, SecretStore};
use raccord::remote::{
    ConnectOptions, ReadFrom, ReadRequest, Remote, Write, WriteOutcome, connect,
};
use raccord::sandbox::http::token::App;
use raccord::sandbox::http::{SandboxServer, ServerOptions};
use raccord::sandbox::system::bc::Caller;
use raccord::sandbox::system::given::IfMatch;
use raccord::sandbox::system::world::{Setup, SharedWorld, World};
use raccord::store::{ErrorFilter, Slice, Store};
use secrecy::SecretString;
use std::rc::Rc;
use uuid::Uuid;

const CLIENT: Uuid = Uuid::from_u128(0x00C1_1E27);

pub fn services() -> (SandboxServer, Sides<Rc<dyn Remote>>) {
    services_of(World::new(&Setup::default()))
}

fn services_of(world: World) -> (SandboxServer, Sides<Rc<dyn Remote>>) {
    serve(world.shared())
}

fn serve(world: SharedWorld) -> (SandboxServer, Sides<Rc<dyn Remote>>) {
    let apps = vec![App::new(CLIENT, "open sesame")];
    let options = ServerOptions {
        apps,
        ..ServerOptions::default()
    };
    let server = SandboxServer::start(world, options).unwrap();
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
    pub world: SharedWorld,
    pub remotes: Sides<Rc<dyn Remote>>,
    pub store: Store,
}

pub fn office() -> Office {
    office_in(World::new(&Setup::default()))
}

/// The same in a world that has something in it.
pub fn office_in(world: World) -> Office {
    let world = world.shared();
    let (server, remotes) = serve(world.clone());
    Office {
        _server: server,
        world,
        remotes,
        store: cache(),
    }
}

/// A cache with the default mappings that has seen nothing.
fn cache() -> Store {
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
    store
}

pub fn fields(values: &[(&str, Value)]) -> Fields {
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

    /// The same services with a cache that has seen nothing.
    pub fn with_another_cache(self) -> Self {
        Self {
            store: cache(),
            ..self
        }
    }

    /// Somebody posts, cancels or sends a document of Business Central.
    pub fn act(&self, set: &str, id: Uuid, action: &str) {
        let mut world = self.world.lock().unwrap();
        let company = world.bc.companies()[0].id;
        let user = world.bc.service_user();
        let caller = Caller { company, user };
        world
            .bc
            .act(caller, set, id, &IfMatch::Any, action)
            .unwrap();
    }

    /// Somebody pays an invoice of Business Central in full.
    pub fn pay(&self, invoice: Uuid) {
        let mut world = self.world.lock().unwrap();
        let company = world.bc.companies()[0].id;
        world.bc.pay(company, invoice).unwrap();
    }

    /// Switches mappings on.
    pub fn enable(&mut self, names: &[&str]) {
        for name in names {
            self.change(name, |mapping| mapping.enabled = true);
        }
    }

    /// Changes a mapping.
    pub fn change(&mut self, name: &str, change: impl FnOnce(&mut TableMapping)) {
        let all = self.store.read().mappings().unwrap();
        let place = all
            .iter()
            .position(|mapping| mapping.name.as_str() == name)
            .unwrap();
        let mut mapping = all[place].clone();
        change(&mut mapping);
        self.store
            .write(|w| w.put_mapping(&mapping, place))
            .unwrap();
    }

    /// Somebody deletes a record.
    pub async fn remove(&self, side: Side, set: &str, id: Uuid) {
        let etag = self.read(side, set, id, &[]).await.etag;
        self.write(side, set, Write::Delete { id, etag }).await;
    }

    /// Somebody writes what the service refuses.
    pub async fn is_refused(&self, side: Side, set: &str, write: Write) -> bool {
        let mut outcomes = Vec::new();
        let mut progress = |_, done: Vec<WriteOutcome>| {
            outcomes.extend(done);
            true
        };
        let set = SetName::new(set);
        self.remotes
            .get(side)
            .write(&set, vec![write], &mut progress)
            .await;
        matches!(outcomes.as_slice(), [WriteOutcome::Refused(_)])
    }

    /// Somebody adds an option to an option set.
    pub async fn add_option(&self, set: &str, values: &[(&str, Value)]) {
        let (id, fields) = (Uuid::now_v7(), fields(values));
        self.write(Side::Dv, set, Write::Create { id, fields })
            .await;
    }

    /// Runs twice: the first time without errors, the second time without writing anything.
    pub async fn settle(&mut self) {
        let report = self.sync().await;
        assert_eq!(errors(self, &report), [""; 0]);
        self.is_quiet().await;
    }

    /// Runs once more: nothing is written.
    pub async fn is_quiet(&mut self) {
        let again = self.sync().await;
        assert_eq!(errors(self, &again), [""; 0]);
        let busy = again.jobs.iter().filter(|job| !job.counters.is_quiet());
        assert_eq!(busy.count(), 0, "{:?}", again.jobs);
    }

    /// The Dataverse id of the partner, or the other way round.
    pub fn partner(&self, mapping: &str, side: Side, id: Uuid) -> Option<Uuid> {
        let found = self
            .store
            .read()
            .coupling_of(&mapping.into(), side, id)
            .unwrap();
        found.map(|coupling| *coupling.ids.get(side.other()))
    }

    /// The only record of a set.
    pub async fn only(&self, side: Side, set: &str, names: &[&str]) -> Record {
        let mut all = self.all(side, set, names).await;
        assert_eq!(all.len(), 1, "{set}: {all:?}");
        all.remove(0)
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
                [WriteOutcome::Done(_) | WriteOutcome::Created(_) | WriteOutcome::Deleted]
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
        .list_errors(
            &ErrorFilter {
                open_only: true,
                ..ErrorFilter::default()
            },
            Slice::ALL,
        )
        .unwrap();
    let mut told: Vec<_> = all
        .into_iter()
        .map(|error| format!("{}: {:?}", error.mapping, error.problem))
        .collect();
    told.extend(failed.map(|job| format!("{} failed {}", job.mapping, job.counters.failed)));
    told
}
