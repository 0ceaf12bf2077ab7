//! What a whole run costs in requests: a hundredth or a fiftieth of the real sizes, with limits made smaller alike, so that the
//! counts are those of 100,000 records. `RACCORD_TRIAL=100000` runs them in full size (`trial.rs` says how).

use crate::sandbox::{connected, id_of, start};
use crate::stub::{fields, limits, request, write};
use raccord::engine::context::{Cancel, Silent, SystemEnvironment};
use raccord::engine::outcome::SyncReport;
use raccord::engine::request::{MatchRequest, SyncRequest};
use raccord::engine::{Engine, EngineOptions};
use raccord::model::mapping::{FieldSource, MatchRule};
use raccord::model::reason::Problem;
use raccord::model::report::{Counters, RequestCounts};
use raccord::model::{
    Direction, FieldMapping, FieldName, Record, Side, Sides, TableMapping, Value,
};
use raccord::remote::budget::Limits;
use raccord::remote::{ReadFrom, Remote, Write, WriteOutcome};
use raccord::sandbox::http::SandboxServer;
use raccord::sandbox::http::exchange::Service;
use raccord::sandbox::http::faults::{Kind, Plan};
use raccord::store::Store;
use std::rc::Rc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How many records there are; a number of thousands.
pub fn records(usual: usize) -> usize {
    std::env::var("RACCORD_TRIAL")
        .ok()
        .and_then(|records| records.parse().ok())
        .unwrap_or(usual)
}

/// Both emulated services with an empty cache and one mapping between them.
pub struct Field {
    pub server: SandboxServer,
    pub remotes: Sides<Rc<dyn Remote>>,
    pub store: Store,
    pub options: EngineOptions,
    pub mapping: TableMapping,
}

impl Field {
    /// A field whose services take as much at once as the real ones would, if there were 100,000 records instead of these.
    pub fn of(records: usize) -> Self {
        let part = |whole: usize| (whole * records / 100_000).max(1);
        let server = start();
        for (service, page) in [(Service::Bc, 20_000), (Service::Dv, 5_000)] {
            server.common().limits(service).0.page_size = part(page);
        }
        let mut sized = limits().map(|limits| Limits {
            batch_operations: part(limits.batch_operations),
            first_pause: Duration::from_millis(5),
            ..limits
        });
        sized.bc.batch_operations = sized.bc.batch_operations.max(2);
        let remotes = connected(&server, sized);
        let store = Store::open_in_memory().unwrap();
        let mapping = customers();
        store.write(|w| w.put_mapping(&mapping, 0)).unwrap();
        Self {
            server,
            remotes,
            store,
            mapping,
            options: EngineOptions {
                page_size: Sides::new(20_000, 5_000),
                chunk: part(2_000),
                creates: part(8_000),
                ..EngineOptions::default()
            },
        }
    }

    /// Makes sure that what is counted is no reading of schemas, which are known for twelve hours.
    pub async fn knows_schemas(&self) {
        for side in Side::BOTH {
            let set = self.mapping.sets.get(side);
            self.remotes.get(side).schema(set).await.unwrap();
        }
    }

    pub async fn run<T>(
        &mut self,
        run: impl AsyncFnOnce(&mut Engine<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut silent = Silent;
        let mut engine = Engine::new(
            &mut self.store,
            self.remotes.clone(),
            &SystemEnvironment,
            &mut silent,
            Cancel::new(),
            self.options.clone(),
        );
        run(&mut engine).await
    }

    pub async fn sync(&mut self) -> SyncReport {
        self.run(async |engine| engine.sync(&SyncRequest::default()).await)
            .await
            .unwrap()
    }

    /// Adds customers on a side in the widest batches, whatever the limits under test are.
    pub async fn fill(&self, side: Side, writes: Vec<Write>) -> Vec<Record> {
        let wide = connected(&self.server, Sides::from_fn(Limits::of));
        let remote = wide.get(side).as_ref();
        let set = self.mapping.sets.get(side).as_str();
        let fields = self.mapping.observed(side);
        let names: Vec<&str> = fields.iter().map(FieldName::as_str).collect();
        let mut ask = request(set, &names, ReadFrom::Start);
        ask.page_size = 1;
        remote.read_pages(&[ask]).await;
        let outcomes = write(remote, set, writes).await;
        let made = outcomes.into_iter().map(|outcome| match outcome {
            WriteOutcome::Done(Some(record)) => record,
            other => panic!("{other:?}"),
        });
        made.collect()
    }

    /// All records of a side.
    pub async fn all(&self, side: Side) -> Vec<Record> {
        self.server.common().limits(service_of(side)).0.page_size = 20_000;
        let wide = connected(&self.server, Sides::from_fn(Limits::of));
        let fields = self.mapping.observed(side);
        let names: Vec<&str> = fields.iter().map(FieldName::as_str).collect();
        let set = self.mapping.sets.get(side).as_str();
        let remote = wide.get(side).as_ref();
        let (records, _) =
            crate::sandbox::read_all(remote, set, &names, ReadFrom::Start, 20_000).await;
        records
    }
}

pub fn service_of(side: Side) -> Service {
    match side {
        Side::Bc => Service::Bc,
        Side::Dv => Service::Dv,
    }
}

/// Customers and accounts, matched by number.
pub fn customers() -> TableMapping {
    let default = raccord::model::defaults::default_mappings().unwrap();
    let default = default.into_iter().find(|m| m.name.as_str() == "CUSTOMER");
    let default = default.unwrap();
    let plain = default.fields[0].clone();
    let pair = |bc: &str, dv: &str| FieldMapping {
        source: FieldSource::Pair(Sides::new(FieldName::new(bc), FieldName::new(dv))),
        direction: Direction::Both,
        rules: Sides::default(),
        lookup: None,
        matching: None,
        group: None,
        owner: None,
        not_null: false,
        enabled: true,
        ..plain.clone()
    };
    TableMapping {
        filters: Sides::default(),
        depends_on: Vec::new(),
        on_create: Sides::default(),
        only_coupled: false,
        direction: Direction::Both,
        fields: vec![
            FieldMapping {
                matching: Some(MatchRule {
                    priority: 1,
                    case_sensitive: false,
                }),
                ..pair("number", "accountnumber")
            },
            pair("displayName", "name"),
            pair("addressLine1", "address1_line1"),
            pair("city", "address1_city"),
            pair("phoneNumber", "telephone1"),
            pair("creditLimit", "creditlimit"),
        ],
        ..default
    }
}

pub fn customer(side: Side, number: usize) -> Write {
    let names = match side {
        Side::Bc => [
            "number",
            "displayName",
            "addressLine1",
            "city",
            "phoneNumber",
        ],
        Side::Dv => [
            "accountnumber",
            "name",
            "address1_line1",
            "address1_city",
            "telephone1",
        ],
    };
    let values = [
        format!("C{number:06}"),
        format!("Société O'Neill & Ça {number}"),
        format!("{} rue de l'Église", number % 400),
        ["Lyon", "Genève", "København"][number % 3].to_owned(),
        format!("+33 {number:08}"),
    ];
    let values: Vec<(&str, Value)> = names.into_iter().zip(values.map(Value::text)).collect();
    Write::Create {
        id: Uuid::now_v7(),
        fields: fields(&values),
    }
}

pub fn change(side: Side, record: &Record, field: &str, to: &str) -> Write {
    let name = match (side, field) {
        (Side::Bc, "name") => "displayName",
        (Side::Bc, "phone") => "phoneNumber",
        (Side::Dv, "phone") => "telephone1",
        (_, other) => other,
    };
    Write::Update {
        id: record.id,
        etag: record.etag.clone(),
        fields: fields(&[(name, Value::text(to))]),
    }
}

fn total(requests: &Sides<RequestCounts>) -> u64 {
    requests.bc.total() + requests.dv.total()
}

pub fn counted(report: &SyncReport) -> Counters {
    let mut sum = Counters::default();
    for job in &report.jobs {
        sum.add(&job.counters);
    }
    sum
}

#[tokio::test]
async fn a_first_synchronisation_costs_106_requests() {
    let many = records(1_000);
    let mut field = Field::of(many);
    let creates = (0..many).map(|number| customer(Side::Bc, number)).collect();
    field.fill(Side::Bc, creates).await;
    field.knows_schemas().await;
    let began = Instant::now();
    let report = field.sync().await;
    println!(
        "first synchronisation of {many}: {:?}, {:?}",
        began.elapsed(),
        report.requests
    );
    let counters = counted(&report);
    assert_eq!((counters.inserted, counters.failed), (many as u64, 0));
    assert!(total(&report.requests) <= 106, "{:?}", report.requests);
    assert!(report.requests.dv.post >= 90, "{:?}", report.requests);

    // What was created comes back once, as it was sent: nothing is written because of it.
    let echo = field.sync().await;
    let counters = counted(&echo);
    assert_eq!(counters.inserted + counters.modified + counters.failed, 0);
    assert!(total(&echo.requests) <= 22, "{:?}", echo.requests);
    let quiet = field.sync().await;
    assert_eq!(total(&quiet.requests), 2, "{:?}", quiet.requests);

    // 1 % changed on each side, 0.1 % of them on both in different fields.
    let (bc, dv) = (field.all(Side::Bc).await, field.all(Side::Dv).await);
    let by_number = |records: &[Record], field: &str, number: usize| {
        let wanted = Value::text(format!("C{number:06}"));
        let found = records.iter().find(|r| r.fields.value(field) == &wanted);
        found.unwrap().clone()
    };
    let (hundredth, thousandth) = (many / 100, many / 1_000);
    let theirs: Vec<Write> = (0..hundredth)
        .map(|number| {
            change(
                Side::Bc,
                &by_number(&bc, "number", number),
                "name",
                "changed",
            )
        })
        .collect();
    let from = hundredth - thousandth;
    let others: Vec<Write> = (from..from + hundredth)
        .map(|number| {
            let record = by_number(&dv, "accountnumber", number);
            change(Side::Dv, &record, "phone", "112")
        })
        .collect();
    field.fill(Side::Bc, theirs).await;
    field.fill(Side::Dv, others).await;
    for side in Side::BOTH {
        let page = if side == Side::Bc { 20_000 } else { 5_000 };
        field.server.common().limits(service_of(side)).0.page_size = page;
    }
    let began = Instant::now();
    let report = field.sync().await;
    println!(
        "1 % of {many} a side: {:?}, {:?}",
        began.elapsed(),
        report.requests
    );
    let counters = counted(&report);
    assert_eq!(counters.modified, 2 * hundredth as u64);
    assert_eq!((counters.failed, counters.conflicts), (0, 0));
    assert!(total(&report.requests) <= 15, "{:?}", report.requests);
}

#[tokio::test]
async fn one_bad_row_in_a_thousand_costs_206_requests_and_fails_alone() {
    let many = records(1_000);
    let mut field = Field::of(many);
    // Dataverse takes no credit limit below zero; Business Central does.
    let thousand = many / 100;
    let creates = (0..many).map(|number| {
        let Write::Create { id, mut fields } = customer(Side::Bc, number) else {
            unreachable!()
        };
        if number % thousand == 7 {
            fields.set("creditLimit".into(), Value::Decimal((-1).into()));
        }
        Write::Create { id, fields }
    });
    field.fill(Side::Bc, creates.collect()).await;
    field.knows_schemas().await;
    let report = field.sync().await;
    println!("one bad row in a thousand of {many}: {:?}", report.requests);
    let counters = counted(&report);
    assert_eq!(
        (counters.inserted, counters.failed),
        (many as u64 - 100, 100)
    );
    assert!(total(&report.requests) <= 206, "{:?}", report.requests);
}

#[tokio::test]
async fn coupling_what_is_equal_costs_25_reads() {
    let many = records(1_000);
    let mut field = Field::of(many);
    for side in Side::BOTH {
        let creates = (0..many).map(|number| customer(side, number)).collect();
        field.fill(side, creates).await;
    }
    field.knows_schemas().await;
    let request = MatchRequest {
        mapping: field.mapping.name.clone(),
        create: false,
        preview: false,
        choice: raccord::engine::request::MatchChoice::default(),
    };
    let began = Instant::now();
    let report = field
        .run(async |engine| engine.couple_by_match(&request).await)
        .await
        .unwrap();
    println!(
        "coupling {many}: {:?}, {:?}",
        began.elapsed(),
        report.requests
    );
    assert_eq!(report.coupled, many as u64);
    assert!(total(&report.requests) <= 25, "{:?}", report.requests);
    let report = field.sync().await;
    let counters = counted(&report);
    assert_eq!(
        counters.modified + counters.inserted + counters.conflicts,
        0
    );
    assert_eq!(total(&report.requests), 2, "{:?}", report.requests);
}

#[tokio::test]
async fn a_slow_line_does_not_make_it_three_times_slower() {
    let many = 1_000;
    let mut took = Vec::new();
    for delay in [0, 100] {
        let mut field = Field::of(many);
        let creates = (0..many).map(|number| customer(Side::Bc, number)).collect();
        field.fill(Side::Bc, creates).await;
        field.knows_schemas().await;
        if delay > 0 {
            let mut slow = crate::sandbox::rule(Kind::Delay);
            slow.milliseconds = Some(delay);
            field.server.common().set_faults(Plan {
                fault: vec![slow],
                ..Plan::default()
            });
        }
        let began = Instant::now();
        let report = field.sync().await;
        assert_eq!(counted(&report).inserted, many as u64);
        took.push((began.elapsed(), report.requests));
    }
    // 106 requests one after the other would wait 10.6 seconds.
    let waited = took[1].0.saturating_sub(took[0].0);
    println!("without and with 100 ms: {:?} {:?}", took[0].0, took[1].0);
    assert!(waited < Duration::from_millis(5_300), "{took:?}");
}

#[tokio::test]
async fn a_row_that_was_created_unseen_is_read_before_it_is_written() {
    let mut field = Field::of(2_000);
    let creates: Vec<Write> = (0..400).map(|number| customer(Side::Bc, number)).collect();
    let last = id_of(&creates[399]);
    let customers = field.fill(Side::Bc, creates).await;
    field.sync().await;
    let pair = field
        .store
        .read()
        .coupling_of(&field.mapping.name, Side::Bc, last)
        .unwrap()
        .unwrap();
    assert_eq!(
        pair.seen.dv.etag(),
        Some(&raccord::remote::unread_version()),
        "this one was created by a message that does not show it"
    );
    // A colleague edits the new account; the customer is changed, too; only this pair is synchronised.
    let account = *pair.ids.get(Side::Dv);
    let accounts = field.all(Side::Dv).await;
    let account = accounts.iter().find(|record| record.id == account).unwrap();
    let edit = change(Side::Dv, account, "phone", "112");
    field.fill(Side::Dv, vec![edit]).await;
    let customer = customers.iter().find(|record| record.id == last).unwrap();
    let edit = change(Side::Bc, customer, "name", "renamed");
    field.fill(Side::Bc, vec![edit]).await;
    let report = field.sync().await;
    assert_eq!(counted(&report).modified, 2, "{report:?}");
    let accounts = field.all(Side::Dv).await;
    let account = accounts.iter().find(|r| r.id == account.id).unwrap();
    assert_eq!(account.fields.value("telephone1"), &Value::text("112"));
    assert_eq!(account.fields.value("name"), &Value::text("renamed"));
    let customers = field.all(Side::Bc).await;
    let customer = customers.iter().find(|r| r.id == last).unwrap();
    assert_eq!(customer.fields.value("phoneNumber"), &Value::text("112"));
}
