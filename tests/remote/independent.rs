//! The connectors against an OData v4 service that nobody here wrote (SAP's CAP; the model is in `tests/remote/independent`).
//!
//! In a copy of that folder: `npm install`, `npx cds-serve --in-memory --port 4004`; then
//! `cargo test --test remote -- --ignored --test-threads=1 independent` (one at a time: that service answers one request at
//! a time, and cuts connections that wait for five seconds).

use crate::stub::{fields, limits, names, remotes_with, request, write};
use pretty_assertions::assert_eq;
use raccord::model::{FieldKind, Record, SetName, Value};
use raccord::remote::{Page, ReadFrom, Remote, Watermark, Write, WriteOutcome};
use uuid::Uuid;

const BC: &str = "http://127.0.0.1:4004/odata/v4/bc";
const DV: &str = "http://127.0.0.1:4004/odata/v4/dv";

async fn read_all(
    remote: &dyn Remote,
    set: &str,
    of: &[&str],
    from: ReadFrom,
) -> (Vec<Record>, Page) {
    let mut records = Vec::new();
    let mut from = from;
    loop {
        let mut request = request(set, of, from);
        request.page_size = 500;
        let mut page = remote.read_pages(&[request]).await.pop().unwrap().unwrap();
        records.append(&mut page.records);
        match page.next.take() {
            Some(next) => from = ReadFrom::Next(next),
            None => return (records, page),
        }
    }
}

/// What the service says of its versions, or what is made of it here, guards writes.
async fn guarded(remote: &dyn Remote, set: &str, name: &str, made: &[Record], creates: &[Write]) {
    let update = |index: usize, text: &str| Write::Update {
        id: made[index].id,
        etag: made[index].etag.clone(),
        fields: fields(&[(name, Value::text(text))]),
    };
    let outcomes = write(remote, set, vec![update(0, "a"), update(1, "b")]).await;
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, WriteOutcome::Done(_))),
        "{outcomes:?}"
    );
    let outcomes = write(remote, set, vec![update(0, "c"), update(2, "d")]).await;
    assert_eq!(outcomes[0], WriteOutcome::Stale, "{outcomes:?}");
    assert!(matches!(outcomes[1], WriteOutcome::Done(_)), "{outcomes:?}");
    let outcomes = write(
        remote,
        set,
        vec![Write::Delete {
            id: made[5].id,
            etag: made[5].etag.clone(),
        }],
    )
    .await;
    assert_eq!(outcomes, [WriteOutcome::Deleted]);
    let outcomes = write(remote, set, vec![update(5, "gone")]).await;
    // A version that matches nothing is refused before anybody looks for the record; reading again shows that it is gone.
    assert!(
        matches!(outcomes[..], [WriteOutcome::Gone | WriteOutcome::Stale]),
        "{outcomes:?}"
    );
    let outcomes = write(remote, set, vec![creates[7].clone()]).await;
    assert!(
        matches!(&outcomes[0], WriteOutcome::Done(Some(record)) if record.id == made[7].id),
        "{outcomes:?}"
    );
}

async fn story(remote: &dyn Remote, set: &str, key: &str, name: &str, amount: &str) {
    let of = [key, name, amount];
    let schema = remote.schema(&SetName::new(set)).await.unwrap();
    assert!(matches!(
        schema.field(amount).unwrap().kind,
        FieldKind::Decimal { scale: Some(2) }
    ));
    remote.identify().await.unwrap();
    let run = Uuid::new_v4().simple().to_string();
    let number = |index: usize| format!("{}-{index}", run.get(..12).unwrap());
    let start = read_all(remote, set, &of, ReadFrom::Start).await.1;
    let creates: Vec<Write> = (0..1300)
        .map(|index| Write::Create {
            id: Uuid::new_v4(),
            fields: fields(&[
                (key, Value::text(number(index))),
                (name, Value::text(format!("O'Neill & Ça {index}"))),
                (amount, Value::Decimal("12500.25".parse().unwrap())),
            ]),
        })
        .collect();
    let before = remote.requests();
    let outcomes = write(remote, set, creates.clone()).await;
    assert!(
        remote.requests().since(&before).total() < 20,
        "{:?}",
        remote.requests()
    );
    let mut made = Vec::new();
    for (outcome, create) in outcomes.iter().zip(&creates) {
        let (WriteOutcome::Done(Some(record)), Write::Create { id, .. }) = (outcome, create) else {
            panic!("{outcome:?}");
        };
        assert_eq!(record.id, *id);
        assert_eq!(record.fields.value(amount).to_plain(), "12500.25");
        made.push(record.clone());
    }
    let ids: Vec<Uuid> = made.iter().map(|record| record.id).collect();
    let before = remote.requests();
    let read = remote
        .read_by_ids(&SetName::new(set), &names(&of), &ids)
        .await
        .unwrap();
    assert_eq!(remote.requests().since(&before).total(), 1);
    assert_eq!(read.len(), 1300);
    for record in &read {
        let written = made.iter().find(|made| made.id == record.id).unwrap();
        assert_eq!(
            record.etag, written.etag,
            "a write's version is what a read shows"
        );
    }
    let wanted = [
        fields(&[
            (key, Value::text(number(3))),
            (name, Value::text("O'Neill & Ça 3")),
        ]),
        fields(&[(key, Value::text(number(4)))]),
    ];
    let found = remote
        .find(&SetName::new(set), &names(&of), &wanted, 9)
        .await
        .unwrap();
    assert_eq!(found.len(), 2);

    guarded(remote, set, name, &made, &creates).await;
    let watermark = start.watermark.expect("a watermark after the last page");
    assert!(matches!(watermark, Watermark::Modified(_)));
    let (seen, _) = read_all(remote, set, &of, ReadFrom::Since(watermark)).await;
    for (index, id) in ids.iter().enumerate() {
        assert_eq!(
            seen.iter().any(|record| record.id == *id),
            index != 5,
            "{index}"
        );
    }
}

#[tokio::test]
#[ignore = "needs the service of tests/remote/independent on port 4004"]
async fn independent_service_as_business_central() {
    let bc = remotes_with(BC, Some("CRONUS"), DV, limits()).bc;
    story(
        bc.as_ref(),
        "customers",
        "number",
        "displayName",
        "creditLimit",
    )
    .await;
}

#[tokio::test]
#[ignore = "needs the service of tests/remote/independent on port 4004"]
async fn independent_service_as_dataverse() {
    let dv = remotes_with(BC, None, DV, limits()).dv;
    story(
        dv.as_ref(),
        "accounts",
        "accountnumber",
        "name",
        "creditlimit",
    )
    .await;
    let currency = Uuid::new_v4();
    let made = write(
        dv.as_ref(),
        "transactioncurrencies",
        vec![Write::Create {
            id: currency,
            fields: fields(&[("isocurrencycode", Value::text("USD"))]),
        }],
    )
    .await;
    assert!(
        matches!(&made[0], WriteOutcome::Done(Some(record)) if record.id == currency),
        "{made:?}"
    );
    let id = Uuid::new_v4();
    let with_lookup = fields(&[
        ("name", Value::text("x")),
        ("transactioncurrencyid", Value::Guid(currency)),
    ]);
    let made = write(
        dv.as_ref(),
        "accounts",
        vec![Write::Create {
            id,
            fields: with_lookup,
        }],
    )
    .await;
    assert!(
        matches!(&made[0], WriteOutcome::Done(Some(record)) if record.fields.value("transactioncurrencyid") == &Value::Guid(currency)),
        "{made:?}"
    );
}
