//! The default mappings against what both services really offer: their fields, filters and kinds, over HTTP.

use raccord::engine::context::{Cancel, Silent, SystemEnvironment};
use raccord::engine::outcome::{ResolveOutcome, SyncReport};
use raccord::engine::request::{FieldDecision, PickRequest, ResolveRequest, SyncRequest};
use raccord::engine::{Engine, EngineOptions, LOCAL_CURRENCY};
use raccord::merge::MergeRules;
use raccord::model::defaults::default_mappings;
use raccord::model::mapping::FieldSource;
use raccord::model::reason::Problem;
use raccord::model::{FieldKind, FieldName, Fields, Record, SetName, Side, Sides, Value};

use raccord::remote::connection::Connection;
use raccord::remote::secrets::{MemorySecrets, SecretStore};
use raccord::remote::{
    ConnectOptions, ReadFrom, ReadRequest, Remote, Write, WriteOutcome, connect,
};
use raccord::sandbox::http::token::App;
use raccord::sandbox::http::{SandboxServer, ServerOptions};
use raccord::sandbox::system::world::{Setup, World};
use raccord::store::{ErrorFilter, SkippedFilter, Slice, Store};
use secrecy::SecretString;
use std::rc::Rc;
use uuid::Uuid;

/// Required fields that need no value from a mapping: a group brings its first unit with it, so that units are only
/// matched; Dataverse gives an opportunity its base currency.
const EXEMPT: [(&str, &str); 4] = [
    ("UNIT-OF-MEASURE", "baseuom"),
    ("UNIT-OF-MEASURE", "quantity"),
    ("UNIT-OF-MEASURE", "uomscheduleid"),
    ("OPPORTUNITY", "transactioncurrencyid"),
];
const SOME: Slice = Slice {
    offset: 0,
    limit: 100,
};
const CLIENT: Uuid = Uuid::from_u128(0xC11E27);

fn services() -> (SandboxServer, Sides<Rc<dyn Remote>>) {
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
    let server = SandboxServer::start(World::new(&Setup::default()).shared(), options).unwrap();
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

#[tokio::test(flavor = "current_thread")]
async fn every_field_and_filter_of_the_defaults_is_understood() {
    let (_server, remotes) = services();
    let mut faults = Vec::new();
    for mapping in default_mappings().unwrap() {
        for side in Side::BOTH {
            let remote = remotes.get(side);
            let set = mapping.sets.get(side);
            let schema = match remote.schema(set).await {
                Ok(schema) => schema,
                Err(problem) => {
                    faults.push(format!("{} {set}: {problem}", mapping.name));
                    continue;
                }
            };
            for name in mapping.observed(side) {
                if schema.field(name.as_str()).is_none() {
                    faults.push(format!("{} {set}: no field {name}", mapping.name));
                }
            }
            for (name, _) in mapping.on_create.get(side) {
                if schema
                    .field(name.as_str())
                    .is_none_or(|field| field.read_only)
                {
                    faults.push(format!("{} {set}: cannot set {name}", mapping.name));
                }
            }
            let request = ReadRequest {
                set: set.clone(),
                fields: mapping.observed(side),
                filter: mapping.filters.get(side).clone(),
                from: ReadFrom::Start,
                page_size: 10,
            };
            for page in remote.read_pages(&[request]).await {
                if let Err(problem) = page {
                    faults.push(format!(
                        "{} {set}: {problem} {:?}",
                        mapping.name, problem.params
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "current_thread")]
async fn what_the_defaults_write_can_be_written() {
    let (_server, remotes) = services();
    let mut faults = Vec::new();
    for mapping in default_mappings().unwrap() {
        let bc = remotes.bc.schema(&mapping.sets.bc).await.unwrap();
        let dv = remotes.dv.schema(&mapping.sets.dv).await.unwrap();
        let rules = MergeRules::new(&mapping, Sides::new(Some(&*bc), Some(&*dv)));
        for rule in &rules.fields {
            for side in Side::BOTH {
                if rule.direction.writes(side) && *rule.read_only.get(side) {
                    faults.push(format!(
                        "{} {}: read-only on {side:?}",
                        mapping.name,
                        rule.name()
                    ));
                }
            }
            // A reference needs a lookup, and so does whatever else cannot be compared as it is.
            let reference = |side| {
                matches!(
                    rule.kind(side),
                    Some(FieldKind::Lookup { .. } | FieldKind::Guid)
                )
            };
            let refers = reference(Side::Bc) || reference(Side::Dv);
            let is_pair = matches!(rule.field.source, FieldSource::Pair(_));
            if is_pair && refers != rule.field.lookup.is_some() {
                faults.push(format!(
                    "{} {}: {:?}",
                    mapping.name,
                    rule.name(),
                    rule.kinds()
                ));
            }
        }
        for field in dv
            .fields
            .iter()
            .filter(|field| field.required && !field.read_only)
        {
            let set = mapping
                .on_create
                .dv
                .iter()
                .any(|(name, _)| *name == field.name);
            let mapped = mapping
                .active_fields()
                .any(|row| row.fields_of(Side::Dv).contains(&&field.name));
            let exempt = EXEMPT.contains(&(mapping.name.as_str(), field.name.as_str()));
            if !set
                && !exempt
                && !mapped
                && mapping.direction.writes(Side::Dv)
                && field.name != dv.key
            {
                faults.push(format!("{}: nothing fills {}", mapping.name, field.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A cache with the default mappings between both services.
struct Office {
    _server: SandboxServer,
    remotes: Sides<Rc<dyn Remote>>,
    store: Store,
}

fn office() -> Office {
    let (server, remotes) = services();
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
    async fn run<T>(&mut self, run: impl AsyncFnOnce(&mut Engine<'_>) -> Result<T, Problem>) -> T {
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

    async fn sync(&mut self) -> SyncReport {
        self.run(async |engine| engine.sync(&SyncRequest::default()).await)
            .await
    }

    async fn write(&self, side: Side, set: &str, write: Write) {
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

    async fn add(&self, side: Side, set: &str, values: &[(&str, Value)]) -> Uuid {
        let (id, fields) = (Uuid::now_v7(), fields(values));
        self.write(side, set, Write::Create { id, fields }).await;
        id
    }

    async fn read(&self, side: Side, set: &str, id: Uuid, names: &[&str]) -> Record {
        let names: Vec<_> = names.iter().map(FieldName::new).collect();
        let read = self
            .remotes
            .get(side)
            .read_by_ids(&SetName::new(set), &names, &[id])
            .await;
        read.unwrap().remove(0)
    }

    async fn edit(&self, side: Side, set: &str, id: Uuid, values: &[(&str, Value)]) {
        let etag = self.read(side, set, id, &[]).await.etag;
        let fields = fields(values);
        self.write(side, set, Write::Update { id, etag, fields })
            .await;
    }

    async fn all(&self, side: Side, set: &str, names: &[&str]) -> Vec<Record> {
        let request = ReadRequest {
            set: SetName::new(set),
            fields: names.iter().map(FieldName::new).collect(),
            filter: None,
            from: ReadFrom::Start,
            page_size: 100,
        };
        let mut pages = self.remotes.get(side).read_pages(&[request]).await;
        pages.remove(0).unwrap().records
    }
}

fn errors(office: &Office, report: &SyncReport) -> Vec<String> {
    let failed = report.jobs.iter().filter(|job| job.counters.failed > 0);
    let all = office
        .store
        .read()
        .list_errors(&ErrorFilter::default(), SOME)
        .unwrap();
    let mut told: Vec<_> = all
        .into_iter()
        .map(|error| format!("{}: {:?}", error.mapping, error.problem))
        .collect();
    told.extend(failed.map(|job| format!("{} failed {}", job.mapping, job.counters.failed)));
    told
}

#[tokio::test(flavor = "current_thread")]
async fn a_first_synchronisation_brings_both_sides_together() {
    let mut office = office();
    let set = office
        .add(
            Side::Bc,
            "unitsOfMeasure",
            &[("code", "SET".into()), ("displayName", "Set".into())],
        )
        .await;
    office
        .add(
            Side::Bc,
            "items",
            &[
                ("displayName", "Tea set".into()),
                ("baseUnitOfMeasureId", Value::Guid(set)),
            ],
        )
        .await;
    let terms = office
        .add(
            Side::Bc,
            "paymentTerms",
            &[("code", "30D".into()), ("displayName", "30 days".into())],
        )
        .await;
    office
        .add(
            Side::Bc,
            "customers",
            &[
                ("displayName", "Adèle & Fils".into()),
                ("paymentTermsId", Value::Guid(terms)),
            ],
        )
        .await;
    let account = office
        .add(
            Side::Dv,
            "accounts",
            &[
                ("name", "Brasserie du Port".into()),
                ("customertypecode", Value::Choice(3)),
            ],
        )
        .await;
    let person = [
        ("firstname", "Yann".into()),
        ("lastname", "Le Goff".into()),
        ("parentcustomerid_account", Value::Guid(account)),
    ];
    office.add(Side::Dv, "contacts", &person).await;

    let report = office.sync().await;
    assert_eq!(errors(&office, &report), [""; 0]);

    let products = office
        .all(
            Side::Dv,
            "products",
            &["name", "defaultuomid", "quantitydecimal"],
        )
        .await;
    let [product] = products.as_slice() else {
        panic!("{products:?}")
    };
    assert_eq!(product.fields.value("name"), &"Tea set".into());
    assert_eq!(product.fields.value("quantitydecimal"), &Value::Int(2));
    let unit = product.fields.value("defaultuomid").as_guid().unwrap();
    let unit = office.read(Side::Dv, "uoms", unit, &["name"]).await;
    assert_eq!(unit.fields.value("name"), &"SET".into());

    let accounts = office
        .all(
            Side::Dv,
            "accounts",
            &["name", "accountnumber", "paymenttermscode"],
        )
        .await;
    assert_eq!(accounts.len(), 2);
    assert!(
        accounts
            .iter()
            .all(|account| !account.fields.value("accountnumber").is_empty())
    );
    let with_terms = accounts
        .iter()
        .filter(|account| !account.fields.value("paymenttermscode").is_empty());
    assert_eq!(with_terms.count(), 1);
    let customers = office.all(Side::Bc, "customers", &["displayName"]).await;
    assert_eq!(customers.len(), 2);
    let people = office
        .all(
            Side::Bc,
            "contacts",
            &["displayName", "type", "companyNumber"],
        )
        .await;
    let people: Vec<_> = people
        .iter()
        .filter(|contact| contact.fields.value("type") == &"Person".into())
        .map(|contact| contact.fields.value("displayName").to_plain())
        .collect();
    assert_eq!(people, ["Yann Le Goff"]);

    let again = office.sync().await;
    assert_eq!(errors(&office, &again), [""; 0]);
    assert!(
        again.jobs.iter().all(|job| job.counters.is_quiet()),
        "{:?}",
        again.jobs
    );
}

#[tokio::test(flavor = "current_thread")]
async fn people_of_one_company_are_matched_by_name_within_it() {
    let mut office = office();
    office
        .add(
            Side::Bc,
            "customers",
            &[("displayName", "Adèle & Fils".into())],
        )
        .await;
    let report = office.sync().await;
    assert_eq!(errors(&office, &report), [""; 0]);
    let account = office.all(Side::Dv, "accounts", &[]).await.remove(0).id;
    let company = office
        .all(Side::Bc, "contacts", &["number", "type"])
        .await
        .remove(0);
    assert_eq!(company.fields.value("type"), &"Company".into());
    let number = company.fields.value("number").clone();
    let person = [
        ("type", "Person".into()),
        ("displayName", "Ada Byron".into()),
        ("companyNumber", number),
    ];
    office.add(Side::Bc, "contacts", &person).await;
    let person = [
        ("firstname", "Ada".into()),
        ("lastname", "Byron".into()),
        ("parentcustomerid_account", Value::Guid(account)),
    ];
    office.add(Side::Dv, "contacts", &person).await;
    let report = office.sync().await;
    assert_eq!(errors(&office, &report), [""; 0]);
    assert_eq!(office.all(Side::Dv, "contacts", &[]).await.len(), 1);
    assert_eq!(office.all(Side::Bc, "contacts", &[]).await.len(), 2);
}

#[tokio::test(flavor = "current_thread")]
async fn a_credit_limit_that_both_changed_is_decided_for_both() {
    let mut office = office();
    let amount = |plain: &str| Value::Decimal(plain.parse().unwrap());
    let customer = office
        .add(
            Side::Bc,
            "customers",
            &[
                ("displayName", "Adèle & Fils".into()),
                ("creditLimit", amount("10000")),
                ("phoneNumber", "1".into()),
            ],
        )
        .await;
    let report = office.sync().await;
    assert_eq!(errors(&office, &report), [""; 0]);
    let account = office.all(Side::Dv, "accounts", &[]).await.remove(0).id;
    let bc = [
        ("creditLimit", amount("15000")),
        ("phoneNumber", "2".into()),
        ("city", "Lyon".into()),
    ];
    office.edit(Side::Bc, "customers", customer, &bc).await;
    let dv = [
        ("creditlimit", amount("11000")),
        ("telephone1", "3".into()),
        ("websiteurl", "x.example".into()),
    ];
    office.edit(Side::Dv, "accounts", account, &dv).await;

    let report = office.sync().await;
    assert_eq!(report.needs_attention.conflicts, 1);
    let skipped = office
        .store
        .read()
        .list_skipped(&SkippedFilter::default(), SOME)
        .unwrap()
        .remove(0)
        .record;
    assert_eq!(
        skipped.open_fields,
        ["phoneNumber".into(), "creditLimit".into()]
    );

    let decision = |field: &str, pick| FieldDecision {
        field: field.into(),
        pick,
    };
    let request = ResolveRequest {
        id: skipped.id,
        all: None,
        fields: vec![
            decision("phoneNumber", PickRequest::Side(Side::Bc)),
            decision("creditLimit", PickRequest::Value("12500".into())),
        ],
        preview: false,
        seen: None,
    };
    let outcome = office
        .run(async |engine| engine.resolve(&request).await)
        .await;
    assert!(
        matches!(outcome, ResolveOutcome::Resolved { .. }),
        "{outcome:?}"
    );

    let names = ["creditLimit", "phoneNumber", "city", "website"];
    let bc = office.read(Side::Bc, "customers", customer, &names).await;
    let names = ["creditlimit", "telephone1", "address1_city", "websiteurl"];
    let dv = office.read(Side::Dv, "accounts", account, &names).await;
    let values = |record: &Record| {
        record
            .fields
            .iter()
            .map(|(_, value)| value.to_plain())
            .collect::<Vec<_>>()
    };
    assert_eq!(values(&bc), ["12500", "2", "Lyon", "x.example"]);
    assert_eq!(values(&bc), values(&dv));
    assert!(
        office
            .sync()
            .await
            .jobs
            .iter()
            .all(|job| job.counters.is_quiet())
    );
}
