//! The connectors against the emulated services: the same story as against the real ones.

use crate::stub::{fields, limits, names, request, write};
use pretty_assertions::assert_eq;
use raccord::model::reason::Cause;
use raccord::model::{FieldKind, Record, SetName, Side, Sides, Value};
use raccord::remote::budget::Limits;
use raccord::remote::connection::Connection;
use raccord::remote::secrets::{MemorySecrets, SecretStore as _};
use raccord::remote::{
    ConnectOptions, Page, ReadFrom, Remote, Watermark, Write, WriteOutcome, connect,
};
use raccord::sandbox::http::faults::{Kind, Plan, Rule};
use raccord::sandbox::http::token::App;
use raccord::sandbox::http::{SandboxServer, ServerOptions};
use raccord::sandbox::system::world::{Setup, World};
use std::rc::Rc;
use uuid::Uuid;

const APP: &str = "33333333-3333-4333-8333-333333333333";

fn start() -> SandboxServer {
    let options = ServerOptions {
        apps: vec![App {
            client_id: APP.parse().unwrap(),
            secret: "s3cret".to_owned(),
            secret_expired: false,
            known_to_bc: true,
        }],
        ..ServerOptions::default()
    };
    SandboxServer::start(World::new(&Setup::default()).shared(), options).unwrap()
}

fn connected(server: &SandboxServer, limits: Sides<Limits>) -> Sides<Rc<dyn Remote>> {
    let addresses = server.addresses();
    let sign_in = format!(
        "kind = \"client_credentials\"\ntoken_url = \"{}\"\nclient_id = \"{APP}\"\n",
        addresses.token
    );
    let connection = Connection::from_toml(&format!(
        "name = \"t\"\n[business_central]\nurl = \"{}\"\ncompany = \"Raccord Demo\"\n[business_central.sign_in]\n{sign_in}[dataverse]\nurl = \"{}\"\n[dataverse.sign_in]\n{sign_in}",
        addresses.bc, addresses.dv
    ))
    .unwrap();
    let secrets = MemorySecrets::new();
    for side in Side::BOTH {
        let secret = "s3cret".to_owned().into();
        secrets
            .set(connection.secret_names().get(side), &secret)
            .unwrap();
    }
    let options = ConnectOptions {
        limits,
        ..ConnectOptions::default()
    };
    connect(&connection, &secrets, &options).unwrap()
}

/// Reads page after page, and all of it.
async fn read_all(
    remote: &dyn Remote,
    set: &str,
    of: &[&str],
    from: ReadFrom,
    size: u32,
) -> (Vec<Record>, Page) {
    let mut records = Vec::new();
    let mut from = from;
    loop {
        let mut request = request(set, of, from);
        request.page_size = size;
        let mut page = remote.read_pages(&[request]).await.pop().unwrap().unwrap();
        records.append(&mut page.records);
        match page.next.take() {
            Some(next) => from = ReadFrom::Next(next),
            None => return (records, page),
        }
    }
}

fn sets(side: Side) -> Vec<&'static str> {
    match side {
        Side::Bc => vec![
            "customers",
            "contacts",
            "items",
            "currencies",
            "paymentTerms",
            "shipmentMethods",
            "unitsOfMeasure",
            "salespeoplePurchasers",
        ],
        Side::Dv => vec![
            "accounts",
            "contacts",
            "products",
            "transactioncurrencies",
            "systemusers",
            "uoms",
            "uomschedules",
        ],
    }
}

#[tokio::test]
async fn whom_we_reach_and_what_they_offer() {
    let server = start();
    let both = connected(&server, limits());
    for side in Side::BOTH {
        let remote = both.get(side);
        let identity = remote.identify().await.unwrap();
        assert_eq!(identity.local_currency.as_deref(), Some("EUR"), "{side:?}");
        let offered = remote.entity_sets().await.unwrap();
        for set in sets(side) {
            assert!(offered.contains(&SetName::new(set)), "{set}");
            let schema = remote.schema(&SetName::new(set)).await.unwrap();
            assert!(schema.modified_field.is_some(), "{set}");
            assert!(schema.fields.len() > 3, "{set}: {schema:?}");
        }
    }
    let kind = async |side: Side, set: &str, field: &str| {
        let schema = both.get(side).schema(&SetName::new(set)).await.unwrap();
        schema.field(field).map(|field| field.kind.clone())
    };
    assert_eq!(
        kind(Side::Bc, "customers", "displayName").await,
        Some(FieldKind::Text { max: Some(100) })
    );
    let to = |set: &str| {
        Some(FieldKind::Lookup {
            target: Some(SetName::new(set)),
        })
    };
    assert_eq!(
        kind(Side::Bc, "customers", "currencyId").await,
        to("currencies")
    );
    assert_eq!(
        kind(Side::Dv, "accounts", "transactioncurrencyid").await,
        to("transactioncurrencies")
    );
    assert_eq!(
        kind(Side::Dv, "contacts", "parentcustomerid_account").await,
        to("accounts")
    );
    assert!(
        matches!(kind(Side::Dv, "accounts", "paymenttermscode").await, Some(FieldKind::OptionSet { options }) if !options.is_empty())
    );
    assert!(
        matches!(kind(Side::Bc, "customers", "blocked").await, Some(FieldKind::Enum { members }) if members.len() == 4)
    );
}

fn create(set: &str, number: usize) -> Write {
    let text = |text: String| Value::text(text);
    let pairs = match set {
        "customers" => vec![
            ("number", text(format!("C{number:05}"))),
            (
                "displayName",
                text(format!("Société O'Neill & Ça {number}")),
            ),
            ("creditLimit", Value::Decimal("12500.25".parse().unwrap())),
        ],
        _ => vec![
            ("accountnumber", text(format!("C{number:05}"))),
            ("name", text(format!("Société O'Neill & Ça {number}"))),
            ("creditlimit", Value::Decimal("12500.25".parse().unwrap())),
        ],
    };
    Write::Create {
        id: Uuid::new_v4(),
        fields: fields(&pairs),
    }
}

fn id_of(write: &Write) -> Uuid {
    match write {
        Write::Create { id, .. } | Write::Update { id, .. } | Write::Delete { id, .. } => *id,
    }
}

#[tokio::test]
async fn records_are_created_read_changed_and_deleted_on_both_sides() {
    let server = start();
    let both = connected(&server, limits());
    for (side, set, key, name) in [
        (Side::Bc, "customers", "number", "displayName"),
        (Side::Dv, "accounts", "accountnumber", "name"),
    ] {
        let remote = both.get(side).as_ref();
        let limit = if side == Side::Bc {
            "creditLimit"
        } else {
            "creditlimit"
        };
        let of = [key, name, limit];
        let (_, before) = read_all(remote, set, &of, ReadFrom::Start, 100).await;
        let creates: Vec<Write> = (0..250).map(|number| create(set, number)).collect();
        let ids: Vec<Uuid> = creates.iter().map(id_of).collect();
        let requests = remote.requests();
        let outcomes = write(remote, set, creates.clone()).await;
        for (outcome, wanted) in outcomes.iter().zip(&creates) {
            let WriteOutcome::Done(Some(record)) = outcome else {
                panic!("{outcome:?}")
            };
            assert_eq!(record.id, id_of(wanted));
            let Write::Create { fields, .. } = wanted else {
                unreachable!()
            };
            for (field, value) in fields.iter() {
                assert_eq!(record.fields.value(field.as_str()), value);
            }
            assert!(record.etag.is_some() && record.modified.is_some());
        }
        let spent = remote.requests().since(&requests);
        assert!(spent.total() <= 4, "{spent:?}");
        let (records, whole) = read_all(remote, set, &of, ReadFrom::Start, 100).await;
        let mine: Vec<&Record> = records.iter().filter(|r| ids.contains(&r.id)).collect();
        assert_eq!(mine.len(), 250, "{side:?}");
        // What a write answers is what a read shows.
        for record in &mine {
            let written = outcomes.iter().find_map(|outcome| match outcome {
                WriteOutcome::Done(Some(written)) if written.id == record.id => Some(written),
                _ => None,
            });
            let written = written.unwrap();
            assert_eq!(
                (&written.etag, &written.modified),
                (&record.etag, &record.modified)
            );
            for field in of {
                assert_eq!(written.fields.value(field), record.fields.value(field));
            }
        }
        let (since, _) = read_all(
            remote,
            set,
            &of,
            ReadFrom::Since(before.watermark.clone().unwrap()),
            100,
        )
        .await;
        assert!(
            ids.iter().all(|id| since.iter().any(|r| r.id == *id)),
            "{side:?}"
        );

        let update = |record: &Record, text: &str| Write::Update {
            id: record.id,
            etag: record.etag.clone(),
            fields: fields(&[(name, Value::text(text))]),
        };
        let changed = write(
            remote,
            set,
            vec![
                update(mine[0], "changed"),
                update(mine[1], &"x".repeat(300)),
            ],
        )
        .await;
        assert!(
            matches!(&changed[0], WriteOutcome::Done(Some(r)) if r.fields.value(name) == &Value::text("changed")),
            "{changed:?}"
        );
        let WriteOutcome::Refused(problem) = &changed[1] else {
            panic!("{changed:?}")
        };
        assert_eq!(problem.cause, Cause::TooLong, "{problem:?}");
        // The version that was read is old now.
        let stale = write(
            remote,
            set,
            vec![
                update(mine[0], "again"),
                Write::Delete {
                    id: mine[2].id,
                    etag: mine[2].etag.clone(),
                },
            ],
        )
        .await;
        assert_eq!(
            stale,
            [WriteOutcome::Stale, WriteOutcome::Deleted],
            "{side:?}"
        );
        let gone = write(remote, set, vec![update(mine[2], "gone")]).await;
        assert_eq!(gone, [WriteOutcome::Gone], "{side:?}");
        let twice = write(remote, set, vec![creates[5].clone()]).await;
        assert!(
            matches!(&twice[0], WriteOutcome::Done(Some(r)) if r.id == ids[5]),
            "{twice:?}"
        );

        let (changes, page) = read_all(
            remote,
            set,
            &of,
            ReadFrom::Since(whole.watermark.unwrap()),
            100,
        )
        .await;
        let found = changes
            .iter()
            .find(|record| record.id == mine[0].id)
            .unwrap();
        assert_eq!(found.fields.value(name), &Value::text("changed"));
        if side == Side::Dv {
            assert_eq!(page.deleted, [mine[2].id]);
            assert_eq!(changes.len(), 1, "a change log tells of changes only");
        }
        let some = [mine[3].id, mine[2].id, mine[4].id];
        let read = remote
            .read_by_ids(&SetName::new(set), &names(&of), &some)
            .await
            .unwrap();
        assert_eq!(read.len(), 2);
        let alternatives = [
            fields(&[
                (key, Value::text("C00001")),
                (name, Value::text("Société O'Neill & Ça 1")),
            ]),
            fields(&[(key, Value::text("C00003")), (name, Value::text("nobody"))]),
        ];
        let found = remote
            .find(&SetName::new(set), &names(&of), &alternatives, 10)
            .await
            .unwrap();
        assert_eq!(
            found.len(),
            usize::from(mine.iter().any(|_| true)),
            "{side:?}: {found:?}"
        );
    }
}

#[tokio::test]
async fn nothing_new_costs_one_request_a_side() {
    let server = start();
    let both = connected(&server, limits());
    for side in Side::BOTH {
        let remote = both.get(side);
        let mut since = Vec::new();
        for set in sets(side) {
            let schema = remote.schema(&SetName::new(set)).await.unwrap();
            let field = schema
                .fields
                .iter()
                .find(|field| matches!(field.kind, FieldKind::Text { .. }))
                .unwrap();
            let field = field.name.as_str().to_owned();
            let (_, page) = read_all(remote.as_ref(), set, &[&field], ReadFrom::Start, 100).await;
            if let Some(watermark) = page.watermark {
                since.push(request(set, &[&field], ReadFrom::Since(watermark)));
            }
        }
        assert!(since.len() > 1, "{side:?}");
        let before = remote.requests();
        for page in remote.read_pages(&since).await {
            let page = page.unwrap();
            assert!(page.next.is_none());
        }
        assert_eq!(remote.requests().since(&before).total(), 1, "{side:?}");
    }
}

#[tokio::test]
async fn an_expired_delta_token_leads_to_a_whole_read() {
    let server = start();
    let both = connected(&server, limits());
    let dv = both.dv.as_ref();
    write(dv, "accounts", vec![create("accounts", 1)]).await;
    let (_, page) = read_all(dv, "accounts", &["name"], ReadFrom::Start, 100).await;
    assert!(
        matches!(page.watermark, Some(Watermark::Delta(_))),
        "{page:?}"
    );
    server.common().set_faults(Plan {
        fault: vec![rule(Kind::ExpiredDelta)],
        ..Plan::default()
    });
    let (records, again) = read_all(
        dv,
        "accounts",
        &["name"],
        ReadFrom::Since(page.watermark.unwrap()),
        100,
    )
    .await;
    assert!(again.complete && records.len() == 1, "{again:?}");
}

fn rule(kind: Kind) -> Rule {
    toml::from_str(&format!(
        "kind = {:?}",
        serde_json::to_value(kind).unwrap().as_str().unwrap()
    ))
    .unwrap()
}

#[tokio::test]
async fn an_option_set_grows_by_one_value() {
    let server = start();
    let both = connected(&server, limits());
    let dv = both.dv.as_ref();
    let set = "accounts.paymenttermscode";
    let (before, _) = read_all(dv, set, &["label"], ReadFrom::Start, 100).await;
    let label = fields(&[("label", Value::text("60 jours fin de mois"))]);
    let outcomes = write(
        dv,
        set,
        vec![Write::Create {
            id: Uuid::new_v4(),
            fields: label.clone(),
        }],
    )
    .await;
    let WriteOutcome::Done(Some(made)) = &outcomes[0] else {
        panic!("{outcomes:?}")
    };
    let (after, _) = read_all(dv, set, &["label"], ReadFrom::Start, 100).await;
    assert_eq!(after.len(), before.len() + 1);
    let found = dv
        .find(&SetName::new(set), &names(&["label"]), &[label], 2)
        .await
        .unwrap();
    assert_eq!(
        found.iter().map(|record| record.id).collect::<Vec<_>>(),
        [made.id]
    );
    // The new value can be used at once.
    let value = raccord::model::ids::option_value_of(made.id).unwrap();
    let Write::Create { id, fields: mut of } = create("accounts", 7) else {
        unreachable!()
    };
    of.set("paymenttermscode".into(), Value::Choice(value));
    let outcomes = write(dv, "accounts", vec![Write::Create { id, fields: of }]).await;
    assert!(
        matches!(&outcomes[0], WriteOutcome::Done(Some(r)) if r.fields.value("paymenttermscode") == &Value::Choice(value)),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn lost_answers_never_make_two_of_one() {
    let server = start();
    let small = limits().map(|limits| Limits {
        batch_operations: 20,
        concurrency: 3,
        ..limits
    });
    let both = connected(&server, small);
    for (side, set, key) in [
        (Side::Bc, "customers", "number"),
        (Side::Dv, "accounts", "accountnumber"),
    ] {
        let remote = both.get(side).as_ref();
        remote.schema(&SetName::new(set)).await.unwrap();
        write(remote, set, vec![create(set, 9_999), create(set, 9_998)]).await;
        let mut lost = rule(Kind::DropAfter);
        (lost.path, lost.every) = (Some("$batch".to_owned()), Some(4));
        let mut half = rule(Kind::Half);
        (half.path, half.every) = (Some("$batch".to_owned()), Some(7));
        server.common().set_faults(Plan {
            fault: vec![lost, half],
            ..Plan::default()
        });
        let mut open: Vec<Write> = (0..600).map(|number| create(set, number)).collect();
        let mut unknown = 0;
        for _ in 0..60 {
            let outcomes = write(remote, set, open.clone()).await;
            // What the engine does: an unanswered create is looked for under its id before it is sent again.
            let mut unclear = Vec::new();
            open = open
                .into_iter()
                .zip(outcomes)
                .filter_map(|(write, outcome)| match outcome {
                    WriteOutcome::Done(_) | WriteOutcome::Created(_) => None,
                    WriteOutcome::Unknown(_) => {
                        unclear.push(id_of(&write));
                        Some(write)
                    }
                    other => panic!("{other:?}"),
                })
                .collect();
            unknown += unclear.len();
            let there = remote
                .read_by_ids(&SetName::new(set), &names(&[key]), &unclear)
                .await;
            let there = there.unwrap_or_default();
            open.retain(|write| !there.iter().any(|record| record.id == id_of(write)));
            if open.is_empty() {
                break;
            }
        }
        server.common().set_faults(Plan::default());
        assert!(unknown > 0, "{side:?}: the faults did not fire");
        let (records, _) = read_all(remote, set, &[key], ReadFrom::Start, 5_000).await;
        let mut numbers: Vec<String> = records
            .iter()
            .map(|record| record.fields.value(key).to_plain())
            .collect();
        numbers.sort();
        let all = numbers.len();
        numbers.dedup();
        assert_eq!((numbers.len(), all), (602, 602), "{side:?}");
    }
}
