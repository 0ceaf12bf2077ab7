//! The trial: records created, read and changed through the connectors while 5 % of all answers are dropped after the work
//! was done. All of them exist in the end, each once, with what was written last.
//!
//! 1,000 records in a usual test run. In full size, optimised, it takes some minutes:
//! `RACCORD_TRIAL=100000 cargo test --release --test remote trial:: -- --nocapture`

use crate::cost::{Field, change, counted, customer, records};
use raccord::engine::request::SyncRequest;
use raccord::model::{FieldName, Record, SetName, Side, Value};
use raccord::remote::budget::Limits;
use raccord::remote::{Remote, Write, WriteOutcome};
use raccord::sandbox::http::faults::{Kind, Plan};
use std::collections::HashMap;
use std::time::Instant;
use uuid::Uuid;

/// Writes until every write is certainly done, the way the engine does: what has no answer is looked up, never repeated
/// blindly.
async fn write_until_done(remote: &dyn Remote, set: &str, writes: Vec<Write>, field: &str) -> u64 {
    let set = SetName::new(set);
    let name = [FieldName::new(field)];
    let mut open = writes;
    let mut lost = 0;
    while !open.is_empty() {
        let mut outcomes: Vec<Option<WriteOutcome>> = vec![None; open.len()];
        remote
            .write(&set, open.clone(), &mut |start, some| {
                for (index, outcome) in some.into_iter().enumerate() {
                    outcomes[start + index] = Some(outcome);
                }
                true
            })
            .await;
        let mut unclear = Vec::new();
        for (write, outcome) in open.into_iter().zip(outcomes) {
            match outcome.unwrap() {
                WriteOutcome::Done(_) | WriteOutcome::Created(_) => {}
                WriteOutcome::Unknown(_) | WriteOutcome::Stale => unclear.push(write),
                other => panic!("{other:?}"),
            }
        }
        lost += unclear.len() as u64;
        let ids: Vec<Uuid> = unclear.iter().map(crate::sandbox::id_of).collect();
        let there: HashMap<Uuid, Record> = loop {
            // A read whose every answer is dropped is asked for again.
            match remote.read_by_ids(&set, &name, &ids).await {
                Ok(there) => {
                    break there
                        .into_iter()
                        .map(|record| (record.id, record))
                        .collect();
                }
                Err(problem) => assert!(problem.cause.heals_by_itself(), "{problem:?}"),
            }
        };
        open = unclear
            .into_iter()
            .filter_map(
                |write| match (&write, there.get(&crate::sandbox::id_of(&write))) {
                    (Write::Create { .. }, Some(_)) => None,
                    (Write::Update { id, fields, .. }, Some(record)) => {
                        let wanted = fields.value(field);
                        (record.fields.value(field) != wanted).then(|| Write::Update {
                            id: *id,
                            etag: record.etag.clone(),
                            fields: fields.clone(),
                        })
                    }
                    _ => Some(write),
                },
            )
            .collect();
    }
    lost
}

/// Synchronises until nothing is left to do; a run that the dropped answers end early goes on in the next.
async fn sync_until_quiet(field: &mut Field) -> u32 {
    // Every record changes, which is what is wanted here.
    let request = SyncRequest {
        ignore_brake: true,
        ..SyncRequest::default()
    };
    for run in 1..200 {
        let report = field.run(async |engine| engine.sync(&request).await).await;
        if let Ok(report) = report {
            let counters = counted(&report);
            let open = field.store.read().journal_open(None).unwrap();
            let written = counters.inserted + counters.modified + counters.failed;
            if written == 0 && open.is_empty() {
                return run;
            }
        }
    }
    panic!("it never comes to rest");
}

#[tokio::test]
async fn with_5_percent_of_all_answers_dropped_every_record_exists_once() {
    let many = records(1_000);
    let mut field = Field::of(many.max(1_000));
    let mut quick = crate::stub::limits();
    quick.bc.batch_operations = if many > 1_000 { 100 } else { 5 };
    quick.dv.batch_operations = if many > 1_000 { 1_000 } else { 20 };
    let quick = quick.map(|limits| Limits {
        attempts: 8,
        ..limits
    });
    field.remotes = crate::sandbox::connected(&field.server, quick);
    field.knows_schemas().await;
    let mut dropped = crate::sandbox::rule(Kind::DropAfter);
    dropped.probability = Some(0.05);
    field.server.common().set_faults(Plan {
        seed: 7,
        fault: vec![dropped],
        ..Plan::default()
    });
    let began = Instant::now();
    let bc = std::rc::Rc::clone(&field.remotes.bc);
    let creates: Vec<Write> = (0..many).map(|number| customer(Side::Bc, number)).collect();
    let ids: Vec<Uuid> = creates.iter().map(crate::sandbox::id_of).collect();
    let lost = write_until_done(bc.as_ref(), "customers", creates, "displayName").await;
    println!(
        "{many} customers created, {lost} answers lost, {:?}",
        began.elapsed()
    );
    let runs = sync_until_quiet(&mut field).await;
    println!(
        "{many} accounts created in {runs} runs, {:?}",
        began.elapsed()
    );

    // Every customer gets another name, and every account what follows from it.
    let name = [FieldName::new("displayName")];
    let set = SetName::new("customers");
    let mut changes = Vec::with_capacity(many);
    for some in ids.chunks(5_000) {
        let read = loop {
            if let Ok(read) = bc.read_by_ids(&set, &name, some).await {
                break read;
            }
        };
        assert_eq!(read.len(), some.len());
        changes.extend(read.iter().map(|record| {
            let to = format!("Renamed {}", record.id.simple());
            change(Side::Bc, record, "name", &to)
        }));
    }
    write_until_done(bc.as_ref(), "customers", changes, "displayName").await;
    println!("{many} customers changed, {:?}", began.elapsed());
    let runs = sync_until_quiet(&mut field).await;
    println!(
        "{many} accounts changed in {runs} runs, {:?}",
        began.elapsed()
    );

    let fired = field.server.common().faults().fired();
    println!("{} answers were dropped", fired.iter().sum::<u64>());
    assert!(fired.iter().sum::<u64>() > 10, "{fired:?}");
    field.server.common().set_faults(Plan::default());
    let (customers, accounts) = (field.all(Side::Bc).await, field.all(Side::Dv).await);
    assert_eq!((customers.len(), accounts.len()), (many, many));
    let by_number: HashMap<&Value, &Record> = accounts
        .iter()
        .map(|record| (record.fields.value("accountnumber"), record))
        .collect();
    assert_eq!(by_number.len(), many, "each once");
    for customer in &customers {
        let account = by_number[customer.fields.value("number")];
        let wanted = Value::text(format!("Renamed {}", customer.id.simple()));
        assert_eq!(customer.fields.value("displayName"), &wanted);
        assert_eq!(account.fields.value("name"), &wanted);
        let coupled = field
            .store
            .read()
            .coupling_of(&field.mapping.name, Side::Bc, customer.id)
            .unwrap()
            .unwrap();
        assert_eq!(*coupled.ids.get(Side::Dv), account.id);
    }
    println!(
        "exactly {many} exist on each side, each once, {:?}",
        began.elapsed()
    );
}
