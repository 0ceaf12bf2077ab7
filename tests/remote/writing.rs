//! Many writes at once: one message where that is safe, batches filled and split, and no record that stops another.

use crate::bc::{A, B, C, COMPANY, common, id};
use crate::sandbox::{connected, create, id_of, read_all, rule, start};
use crate::stub::{
    Reply, Seen, Stub, fields, limits, names, remotes, remotes_with, request, write,
};
use pretty_assertions::assert_eq;
use raccord::model::reason::Cause;
use raccord::model::{Etag, SetName, Value};
use raccord::remote::budget::{Limits, WaitReason};
use raccord::remote::{ReadFrom, Remote, Write, WriteOutcome, unread_version};
use raccord::sandbox::http::exchange::Service;
use raccord::sandbox::http::faults::{Kind, Plan, Rule};
use serde_json::json;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// Creates whose answers need not show the records.
async fn write_unseen(remote: &dyn Remote, set: &str, creates: Vec<Write>) -> Vec<WriteOutcome> {
    let mut outcomes = vec![None; creates.len()];
    remote
        .write_unseen(&SetName::new(set), creates, &mut |start, some| {
            for (index, outcome) in some.into_iter().enumerate() {
                assert!(outcomes[start + index].replace(outcome).is_none());
            }
            true
        })
        .await;
    outcomes.into_iter().map(Option::unwrap).collect()
}

fn update(of: &str, name: &str) -> Write {
    Write::Update {
        id: id(of),
        etag: Some(Etag("W/\"1\"".into())),
        fields: fields(&[("displayName", Value::text(name))]),
    }
}

/// A customer whom Dataverse does not take.
fn bad(set: &str, number: usize) -> Write {
    let Write::Create { id, mut fields } = create(set, number) else {
        unreachable!()
    };
    fields.set("creditlimit".into(), Value::Decimal((-1).into()));
    Write::Create { id, fields }
}

#[tokio::test]
async fn many_rows_are_created_with_one_message() {
    let server = start();
    let hundred = limits().map(|limits| Limits {
        batch_operations: 100,
        ..limits
    });
    let both = connected(&server, hundred);
    let dv = both.dv.as_ref();
    read_all(dv, "accounts", &["accountnumber"], ReadFrom::Start, 100).await;
    let before = dv.requests();
    let creates: Vec<Write> = (0..250).map(|number| create("accounts", number)).collect();
    let outcomes = write_unseen(dv, "accounts", creates.clone()).await;
    for (outcome, wanted) in outcomes.iter().zip(&creates) {
        assert_eq!(*outcome, WriteOutcome::Created(id_of(wanted)));
    }
    let spent = dv.requests().since(&before);
    assert_eq!((spent.post, spent.total()), (3, 3), "{spent:?}");
    let fields = ["accountnumber", "name", "creditlimit"];
    let (read, _) = read_all(dv, "accounts", &fields, ReadFrom::Start, 5_000).await;
    assert_eq!(read.len(), 250);
    for wanted in &creates {
        let Write::Create { id, fields } = wanted else {
            unreachable!()
        };
        let shown = read.iter().find(|record| record.id == *id).unwrap();
        for (name, value) in fields.iter() {
            assert_eq!(shown.fields.value(name.as_str()), value);
        }
    }
}

#[tokio::test]
async fn one_bad_row_fails_alone_and_costs_one_batch_more() {
    let server = start();
    let one_at_a_time = limits().map(|limits| Limits {
        batch_operations: 50,
        concurrency: 1,
        ..limits
    });
    let both = connected(&server, one_at_a_time);
    let dv = both.dv.as_ref();
    read_all(dv, "accounts", &["accountnumber"], ReadFrom::Start, 100).await;
    let before = dv.requests();
    // The second of eight messages holds a row that is refused, and no other does.
    let creates: Vec<Write> = (0..400)
        .map(|number| match number {
            77 => bad("accounts", number),
            _ => create("accounts", number),
        })
        .collect();
    let outcomes = write_unseen(dv, "accounts", creates.clone()).await;
    for (number, (outcome, wanted)) in outcomes.iter().zip(&creates).enumerate() {
        match outcome {
            WriteOutcome::Refused(problem) => {
                assert_eq!(number, 77);
                assert_eq!(problem.service_code.as_deref(), Some("0x80044330"));
            }
            WriteOutcome::Created(id) => assert_eq!(*id, id_of(wanted)),
            WriteOutcome::Done(Some(record)) => assert_eq!(record.id, id_of(wanted)),
            other => panic!("{number}: {other:?}"),
        }
    }
    let spent = dv.requests().since(&before);
    // One message before it, the refused one with its batch, one batch to see that the rest is sound, five messages.
    assert_eq!((spent.post, spent.batch), (7, 2), "{spent:?}");
    let (read, _) = read_all(dv, "accounts", &["name"], ReadFrom::Start, 5_000).await;
    assert_eq!(read.len(), 399);
}

#[tokio::test]
async fn a_bad_row_in_each_message_never_costs_more_than_two_requests_each() {
    let server = start();
    let small = limits().map(|limits| Limits {
        batch_operations: 20,
        ..limits
    });
    let both = connected(&server, small);
    let dv = both.dv.as_ref();
    read_all(dv, "accounts", &["accountnumber"], ReadFrom::Start, 100).await;
    let before = dv.requests();
    let creates: Vec<Write> = (0..600)
        .map(|number| match number % 20 {
            7 => bad("accounts", number),
            _ => create("accounts", number),
        })
        .collect();
    let outcomes = write_unseen(dv, "accounts", creates).await;
    for (number, outcome) in outcomes.iter().enumerate() {
        let refused = matches!(outcome, WriteOutcome::Refused(_));
        assert_eq!(refused, number % 20 == 7, "{number}: {outcome:?}");
    }
    let spent = dv.requests().since(&before);
    assert!(spent.total() <= 60, "{spent:?}");
    let (read, _) = read_all(dv, "accounts", &["name"], ReadFrom::Start, 5_000).await;
    assert_eq!(read.len(), 570);
}

#[tokio::test]
async fn changes_never_go_without_their_version() {
    let server = start();
    let both = connected(&server, limits());
    let dv = both.dv.as_ref();
    let creates: Vec<Write> = (0..40).map(|number| create("accounts", number)).collect();
    read_all(dv, "accounts", &["name"], ReadFrom::Start, 100).await;
    write_unseen(dv, "accounts", creates.clone()).await;
    let (read, _) = read_all(dv, "accounts", &["name"], ReadFrom::Start, 100).await;
    let rename = |index: usize, etag: Option<Etag>, name: &str| Write::Update {
        id: id_of(&creates[index]),
        etag,
        fields: fields(&[("name", Value::text(name))]),
    };
    let etag = |index: usize| {
        let record = read.iter().find(|r| r.id == id_of(&creates[index]));
        record.unwrap().etag.clone()
    };
    // Somebody else changes one of them.
    let theirs = write(dv, "accounts", vec![rename(3, etag(3), "theirs")]).await;
    assert!(matches!(theirs[0], WriteOutcome::Done(_)), "{theirs:?}");
    let ours: Vec<Write> = (0..40).map(|i| rename(i, etag(i), "ours")).collect();
    let before = dv.requests();
    let outcomes = write(dv, "accounts", ours).await;
    for (index, outcome) in outcomes.iter().enumerate() {
        match index {
            3 => assert_eq!(*outcome, WriteOutcome::Stale),
            _ => assert!(
                matches!(outcome, WriteOutcome::Done(Some(_))),
                "{outcome:?}"
            ),
        }
    }
    assert_eq!(dv.requests().since(&before).total(), 1);
    // One that nobody has read yet is not written at all.
    let unread = vec![rename(5, Some(unread_version()), "blind")];
    let before = dv.requests();
    assert_eq!(write(dv, "accounts", unread).await, [WriteOutcome::Stale]);
    assert_eq!(dv.requests().since(&before).total(), 0);
}

/// A service that puts off some operations.
async fn busy_service(puts_off: impl Fn(&Seen) -> bool + Send + Sync + 'static) -> Stub {
    Stub::serve_batching(move |seen| {
        common(seen).unwrap_or_else(|| {
            if puts_off(seen) {
                return Reply::refusal(503, "Internal_TenantUnavailable", "Try again later.");
            }
            let of = [A, B, C].into_iter().find(|of| seen.path.contains(of));
            Reply::json(200, &json!({"id": of.unwrap(), "displayName": "x"}))
        })
    })
    .await
}

#[tokio::test]
async fn an_operation_that_is_put_off_is_asked_for_again() {
    let times = AtomicUsize::new(0);
    let stub =
        busy_service(move |seen| seen.path.contains(B) && times.fetch_add(1, Ordering::SeqCst) < 2)
            .await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let all = vec![update(A, "x"), update(B, "x"), update(C, "x")];
    let outcomes = write(bc.as_ref(), "customers", all).await;
    assert!(
        outcomes.iter().all(|o| matches!(o, WriteOutcome::Done(_))),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn one_that_stays_put_off_is_about_itself_and_not_about_the_service() {
    let stub = busy_service(|seen| seen.path.contains(B)).await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let all = vec![update(A, "x"), update(B, "x"), update(C, "x")];
    let outcomes = write(bc.as_ref(), "customers", all).await;
    assert!(matches!(outcomes[0], WriteOutcome::Done(_)), "{outcomes:?}");
    assert!(matches!(outcomes[2], WriteOutcome::Done(_)), "{outcomes:?}");
    let WriteOutcome::Deferred(problem) = &outcomes[1] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(problem.cause, Cause::ServiceUnavailable);
    // Alone, it says nothing about the service either, the first time.
    let outcomes = write(bc.as_ref(), "customers", vec![update(B, "x")]).await;
    assert!(
        matches!(outcomes[0], WriteOutcome::Deferred(_)),
        "{outcomes:?}"
    );
    let outcomes = write(bc.as_ref(), "customers", vec![update(A, "x")]).await;
    assert!(matches!(outcomes[0], WriteOutcome::Done(_)), "{outcomes:?}");
}

#[tokio::test]
async fn a_service_that_puts_off_everything_is_away() {
    let stub = busy_service(|_| true).await;
    let bc = remotes(&stub.url, Some(COMPANY), &stub.url).bc;
    let all = vec![update(A, "x"), update(B, "x"), update(C, "x")];
    let outcomes = write(bc.as_ref(), "customers", all).await;
    for outcome in &outcomes {
        let is_away =
            matches!(outcome, WriteOutcome::NotSent(p) if p.cause == Cause::ServiceUnavailable);
        assert!(is_away, "{outcomes:?}");
    }
}

#[tokio::test]
async fn too_many_operations_become_fewer_for_good() {
    let sizes = std::sync::Arc::new(Mutex::new(Vec::new()));
    let seen_sizes = std::sync::Arc::clone(&sizes);
    let server = Stub::serve(move |seen| {
        common(seen).unwrap_or_else(|| {
            let body = seen.json();
            let Some(requests) = body["requests"].as_array() else {
                return Reply::refusal(404, "", "");
            };
            seen_sizes.lock().unwrap().push(requests.len());
            if requests.len() > 10 {
                return Reply::refusal(400, "BadRequest", "The batch has too many operations.");
            }
            let responses: Vec<_> = requests
                .iter()
                .map(|one| {
                    let body = json!({"id": A, "displayName": "x"});
                    json!({"id": one["id"], "status": 200, "body": body})
                })
                .collect();
            Reply::json(200, &json!({"responses": responses}))
        })
    })
    .await;
    let one = limits().map(|limits| Limits {
        batch_operations: 40,
        concurrency: 1,
        ..limits
    });
    let bc = remotes_with(&server.url, Some(COMPANY), &server.url, one).bc;
    let all = (0..80).map(|_| update(A, "x")).collect();
    let outcomes = write(bc.as_ref(), "customers", all).await;
    assert!(outcomes.iter().all(|o| matches!(o, WriteOutcome::Done(_))));
    let sizes = sizes.lock().unwrap().clone();
    assert_eq!(sizes[..4], [40, 20, 10, 10]);
    assert!(
        sizes[7..].iter().all(|size| *size <= 10),
        "what was refused once is not tried again: {sizes:?}"
    );
}

#[tokio::test]
async fn a_batch_that_takes_too_long_is_looked_up_and_smaller_the_next_time() {
    let stub = Stub::serve(move |seen| {
        common(seen).unwrap_or_else(|| Reply::new(504, "<html>gateway</html>"))
    })
    .await;
    let one = limits().map(|limits| Limits {
        batch_operations: 40,
        concurrency: 1,
        ..limits
    });
    let bc = remotes_with(&stub.url, Some(COMPANY), &stub.url, one).bc;
    let all = (0..100).map(|_| update(A, "x")).collect();
    let outcomes = write(bc.as_ref(), "customers", all).await;
    assert!(
        outcomes
            .iter()
            .all(|o| matches!(o, WriteOutcome::Unknown(_)))
    );
    let log = stub.log();
    let batches = log.iter().filter(|seen| seen.path.ends_with("$batch"));
    let sizes: Vec<usize> = batches
        .map(|seen| seen.json()["requests"].as_array().map_or(1, Vec::len))
        .collect();
    assert_eq!(sizes[..3], [40, 20, 10], "{sizes:?}");
}

fn of_items(status: u16, every: u64) -> Rule {
    Rule {
        item: true,
        status: Some(status),
        every: Some(every),
        ..rule(Kind::Status)
    }
}

#[tokio::test]
async fn operations_that_fail_for_a_moment_in_the_emulated_services_are_done_in_the_end() {
    let server = start();
    let both = connected(&server, limits());
    for (remote, set, key) in [
        (&both.bc, "customers", "number"),
        (&both.dv, "accounts", "accountnumber"),
    ] {
        let remote = remote.as_ref();
        read_all(remote, set, &[key], ReadFrom::Start, 100).await;
        server.common().set_faults(Plan {
            fault: vec![of_items(503, 9), of_items(429, 14)],
            ..Plan::default()
        });
        let creates: Vec<Write> = (0..300).map(|number| create(set, number)).collect();
        let outcomes = write(remote, set, creates).await;
        for outcome in &outcomes {
            assert!(
                matches!(outcome, WriteOutcome::Done(Some(_))),
                "{set}: {outcome:?}"
            );
        }
        server.common().set_faults(Plan::default());
        let (read, _) = read_all(remote, set, &[key], ReadFrom::Start, 5_000).await;
        assert_eq!(read.len(), 300, "{set}");
    }
}

#[tokio::test]
async fn our_own_pace_is_never_refused() {
    let server = start();
    for service in [Service::Bc, Service::Dv] {
        let mut limits = server.common().limits(service);
        limits.0.requests = Some(60);
        limits.0.window_seconds = 1;
        limits.0.concurrency = Some(5);
    }
    let same = limits().map(|limits| Limits {
        requests_per_window: 60,
        window: Duration::from_secs(1),
        concurrency: 4,
        batch_operations: 2,
        ..limits
    });
    let both = connected(&server, same);
    for (remote, set) in [(&both.bc, "customers"), (&both.dv, "accounts")] {
        let creates: Vec<Write> = (0..240).map(|number| create(set, number)).collect();
        let outcomes = write(remote.as_ref(), set, creates).await;
        assert!(outcomes.iter().all(|o| matches!(o, WriteOutcome::Done(_))));
        let spent = remote.requests();
        assert!(
            spent.batch >= 120 && spent.throttled == 0,
            "{set}: {spent:?}"
        );
    }
}

#[tokio::test]
async fn somebody_else_on_the_same_account_only_makes_it_slower() {
    let server = start();
    {
        let mut limits = server.common().limits(Service::Dv);
        limits.0.requests = Some(25);
        limits.0.window_seconds = 1;
    }
    let both = connected(&server, limits());
    let dv = both.dv.as_ref();
    let set = SetName::new("accounts");
    let mut waited = None;
    for number in 0..40 {
        let wanted = [fields(&[(
            "accountnumber",
            Value::text(number.to_string()),
        )])];
        let of = names(&["name"]);
        let mut asked = std::pin::pin!(dv.find(&set, &of, &wanted, 1));
        loop {
            tokio::select! {
                found = &mut asked => {
                    found.unwrap();
                    break;
                }
                () = tokio::time::sleep(Duration::from_millis(20)) => {
                    waited = waited.or(dv.waiting());
                }
            }
        }
    }
    assert!(dv.requests().throttled > 0);
    assert_eq!(
        waited.map(|waiting| waiting.reason),
        Some(WaitReason::Asked)
    );
}

#[tokio::test]
async fn a_message_about_other_records_is_not_believed() {
    let stub = Stub::serve_batching(move |seen| {
        if let Some(reply) = crate::dv::metadata(seen) {
            return reply;
        }
        if seen.path.contains("CreateMultiple") {
            let ids = [Uuid::new_v4().to_string(), Uuid::new_v4().to_string()];
            return Reply::json(200, &json!({ "Ids": ids }));
        }
        Reply::page(&json!([]))
    })
    .await;
    let dv = remotes(&stub.url, None, &stub.url).dv;
    let creates = |from: usize| -> Vec<Write> {
        let one = |number: usize| Write::Create {
            id: Uuid::new_v4(),
            fields: fields(&[("lastname", Value::text(number.to_string()))]),
        };
        (from..from + 2).map(one).collect()
    };
    dv.read_pages(&[request("contacts", &["lastname"], ReadFrom::Start)])
        .await;
    let outcomes = write_unseen(dv.as_ref(), "contacts", creates(0)).await;
    assert!(
        outcomes
            .iter()
            .all(|o| matches!(o, WriteOutcome::Unknown(_))),
        "{outcomes:?}"
    );
}
