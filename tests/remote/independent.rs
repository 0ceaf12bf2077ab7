//! The connectors against an OData v4 service that nobody here wrote and that has none of the extras: SAP's CAP, with the
//! model in `tests/remote/independent`. Every fallback must be taken, and told.
//!
//! `tests/remote/independent/run` installs that service, starts it and runs these tests.

use crate::stub::{fields, limits, names, remotes_with, request, write};
use pretty_assertions::assert_eq;
use raccord::model::{FieldKind, Record, SetName, Sides, Value};
use raccord::remote::odata::notes::Note;
use raccord::remote::{Page, ReadFrom, Remote, Watermark, Write, WriteOutcome};
use std::rc::Rc;
use uuid::Uuid;

/// Where that service is, if it runs.
const VARIABLE: &str = "RACCORD_ODATA_SERVICE";

fn address() -> Option<String> {
    let Ok(address) = std::env::var(VARIABLE) else {
        println!("skipped: {VARIABLE} is not set; tests/remote/independent/run sets it");
        return None;
    };
    Some(address.trim_end_matches('/').to_owned())
}

/// Connectors to two of its services.
fn connected(bc: &str, dv: &str) -> Option<Sides<Rc<dyn Remote>>> {
    let address = address()?;
    let at = |service: &str| format!("{address}/odata/v4/{service}");
    Some(remotes_with(&at(bc), Some("CRONUS"), &at(dv), limits()))
}

/// An entity set, and how it is treated there.
struct Story<'a> {
    set: &'a str,
    key: &'a str,
    name: &'a str,
    amount: &'a str,
    /// How many records are created.
    records: usize,
    /// Whether batches are taken in any form.
    batches: bool,
    /// Whether a new record gets the id that was asked for.
    ids: bool,
}

const CUSTOMERS: Story<'static> = Story {
    set: "customers",
    key: "number",
    name: "displayName",
    amount: "creditLimit",
    records: 1_300,
    batches: true,
    ids: true,
};

const ACCOUNTS: Story<'static> = Story {
    set: "accounts",
    key: "accountnumber",
    name: "name",
    amount: "creditlimit",
    ..CUSTOMERS
};

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
        request.page_size = 50;
        let mut page = remote.read_pages(&[request]).await.pop().unwrap().unwrap();
        records.append(&mut page.records);
        match page.next.take() {
            Some(next) => from = ReadFrom::Next(next),
            None => return (records, page),
        }
    }
}

/// What the service says of its versions, or what is made of it here, guards writes.
async fn guarded(remote: &dyn Remote, story: &Story<'_>, made: &[Record], creates: &[Write]) {
    let (set, name) = (story.set, story.name);
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
    if story.ids {
        let outcomes = write(remote, set, vec![creates[7].clone()]).await;
        // It is there already, under the id that it was created with: found again, not made twice.
        let found = match &outcomes[0] {
            WriteOutcome::Done(Some(record)) => record.id,
            WriteOutcome::Created(id) => *id,
            other => panic!("{other:?}"),
        };
        assert_eq!(found, made[7].id);
    }
}

async fn created(remote: &dyn Remote, story: &Story<'_>, run: &str) -> (Vec<Write>, Vec<Record>) {
    let creates: Vec<Write> = (0..story.records)
        .map(|index| Write::Create {
            id: Uuid::new_v4(),
            fields: fields(&[
                (story.key, Value::text(format!("{run}-{index}"))),
                (story.name, Value::text(format!("O'Neill & Ça {index}"))),
                (story.amount, Value::Decimal("12500.25".parse().unwrap())),
            ]),
        })
        .collect();
    let before = remote.requests();
    let outcomes = write(remote, story.set, creates.clone()).await;
    let sent = remote.requests().since(&before).total();
    if story.batches {
        assert!(sent < 20, "{sent} requests");
    } else {
        assert!(sent >= u64::try_from(story.records).unwrap());
    }
    let mut made = Vec::new();
    for (outcome, create) in outcomes.iter().zip(&creates) {
        let (WriteOutcome::Done(Some(record)), Write::Create { id, .. }) = (outcome, create) else {
            panic!("{outcome:?}");
        };
        assert_eq!(record.id == *id, story.ids);
        assert_eq!(record.fields.value(story.amount).to_plain(), "12500.25");
        made.push(record.clone());
    }
    (creates, made)
}

impl Story<'_> {
    async fn play(&self, remote: &dyn Remote) {
        let of = [self.key, self.name, self.amount];
        let set = SetName::new(self.set);
        let schema = remote.schema(&set).await.unwrap();
        assert!(matches!(
            schema.field(self.amount).unwrap().kind,
            FieldKind::Decimal { scale: Some(2) }
        ));
        remote.identify().await.unwrap();
        let run = Uuid::new_v4().simple().to_string();
        let run = run.get(..12).unwrap();
        let start = read_all(remote, self.set, &of, ReadFrom::Start).await.1;
        let (creates, made) = created(remote, self, run).await;
        let ids: Vec<Uuid> = made.iter().map(|record| record.id).collect();
        let before = remote.requests();
        let read = remote.read_by_ids(&set, &names(&of), &ids).await.unwrap();
        if self.batches {
            assert_eq!(remote.requests().since(&before).total(), 1);
        }
        assert_eq!(read.len(), self.records);
        for record in &read {
            let written = made.iter().find(|made| made.id == record.id).unwrap();
            assert_eq!(
                record.etag, written.etag,
                "a write's version is what a read shows"
            );
        }
        let wanted = [
            fields(&[
                (self.key, Value::text(format!("{run}-3"))),
                (self.name, Value::text("O'Neill & Ça 3")),
            ]),
            fields(&[(self.key, Value::text(format!("{run}-4")))]),
        ];
        let found = remote.find(&set, &names(&of), &wanted, 9).await.unwrap();
        assert_eq!(found.len(), 2);

        guarded(remote, self, &made, &creates).await;
        let watermark = start.watermark.or_else(|| {
            // An empty set has no newest record when its service does not sort.
            (!self.ids).then(|| Watermark::Modified("2026-01-01T00:00:00Z".parse().unwrap()))
        });
        let watermark = watermark.expect("a watermark after the last page");
        assert!(matches!(watermark, Watermark::Modified(_)));
        let (seen, _) = read_all(remote, self.set, &of, ReadFrom::Since(watermark)).await;
        for (index, id) in ids.iter().enumerate() {
            assert_eq!(
                seen.iter().any(|record| record.id == *id),
                index != 5,
                "{index}"
            );
        }
    }
}

/// The notes about one entity set, or about none.
fn notes(remote: &dyn Remote) -> Vec<(Note, Option<String>)> {
    let mut notes = remote.notes();
    notes.sort();
    notes
}

fn told(of: &[(Note, Option<&str>)]) -> Vec<(Note, Option<String>)> {
    let mut told: Vec<_> = of
        .iter()
        .map(|(note, about)| (*note, about.map(str::to_owned)))
        .collect();
    told.sort();
    told
}

#[tokio::test]
async fn independent_service_as_business_central() {
    let Some(sides) = connected("bc", "dv") else {
        return;
    };
    CUSTOMERS.play(sides.bc.as_ref()).await;
    assert_eq!(
        notes(sides.bc.as_ref()),
        told(&[
            (Note::NoCompanies, None),
            (Note::NoEtags, Some("customers")),
            (Note::PageSizeIgnored, Some("customers")),
        ])
    );
}

#[tokio::test]
async fn independent_service_as_dataverse() {
    let Some(sides) = connected("bc", "dv") else {
        return;
    };
    let dv = sides.dv.as_ref();
    ACCOUNTS.play(dv).await;
    let currency = Uuid::new_v4();
    let made = write(
        dv,
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
    let with_lookup = fields(&[
        ("name", Value::text("x")),
        ("transactioncurrencyid", Value::Guid(currency)),
    ]);
    let made = write(
        dv,
        "accounts",
        vec![Write::Create {
            id: Uuid::new_v4(),
            fields: with_lookup,
        }],
    )
    .await;
    assert!(
        matches!(&made[0], WriteOutcome::Done(Some(record)) if record.fields.value("transactioncurrencyid") == &Value::Guid(currency)),
        "{made:?}"
    );
    assert_eq!(
        notes(dv),
        told(&[
            (Note::NoEntityDefinitions, None),
            (Note::CreateByPost, None),
            (Note::NoChangeTracking, Some("accounts")),
            (Note::PageSizeIgnored, Some("accounts")),
            (Note::ReadWhole, Some("transactioncurrencies")),
        ])
    );
}

#[tokio::test]
async fn independent_service_without_batches_sorting_and_chosen_ids() {
    let Some(sides) = connected("bare", "bare") else {
        return;
    };
    let few = |story| Story {
        records: 60,
        batches: false,
        ids: false,
        ..story
    };
    few(CUSTOMERS).play(sides.bc.as_ref()).await;
    few(ACCOUNTS).play(sides.dv.as_ref()).await;
    let lacks = |own: Note, set| {
        vec![
            (own, None),
            (Note::OtherBatchForm, None),
            (Note::NoBatch, None),
            (Note::NoEtags, Some(set)),
            (Note::IdsIgnored, Some(set)),
            (Note::NoSorting, Some(set)),
            (Note::PageSizeIgnored, Some(set)),
        ]
    };
    assert_eq!(
        notes(sides.bc.as_ref()),
        told(&lacks(Note::NoCompanies, "customers"))
    );
    let mut of_dv = lacks(Note::NoEntityDefinitions, "accounts");
    of_dv.extend([
        (Note::CreateByPost, None),
        (Note::NoChangeTracking, Some("accounts")),
    ]);
    assert_eq!(notes(sides.dv.as_ref()), told(&of_dv));
}

#[tokio::test]
async fn independent_service_with_the_other_form_of_batches() {
    let Some(sides) = connected("multipart", "json") else {
        return;
    };
    let fewer = |story| Story {
        records: 300,
        ..story
    };
    fewer(CUSTOMERS).play(sides.bc.as_ref()).await;
    fewer(ACCOUNTS).play(sides.dv.as_ref()).await;
    for remote in [&sides.bc, &sides.dv] {
        let notes = remote.notes();
        assert!(notes.contains(&(Note::OtherBatchForm, None)), "{notes:?}");
        assert!(!notes.contains(&(Note::NoBatch, None)), "{notes:?}");
    }
}

#[tokio::test]
async fn independent_service_that_tells_no_times_of_change() {
    let Some(sides) = connected("bc", "dv") else {
        return;
    };
    for remote in [sides.bc.as_ref(), sides.dv.as_ref()] {
        let id = Uuid::new_v4();
        let code = Value::text(id.simple().to_string().get(..10).unwrap());
        let of = fields(&[("code", code.clone())]);
        let made = write(remote, "plain", vec![Write::Create { id, fields: of }]).await;
        assert!(matches!(&made[..], [WriteOutcome::Done(Some(record))] if record.id == id));
        let (all, last) = read_all(remote, "plain", &["code", "amount"], ReadFrom::Start).await;
        assert_eq!(last.watermark, None, "the next read begins at the start");
        assert!(last.complete);
        let own = all.iter().find(|record| record.id == id).unwrap();
        assert_eq!(own.fields.value("code"), &code);
        let notes = remote.notes();
        assert!(
            notes.contains(&(Note::ReadWhole, Some("plain".to_owned()))),
            "{notes:?}"
        );
    }
}

#[tokio::test]
async fn independent_service_with_its_root_at_the_host() {
    let Some(address) = address() else { return };
    // It answers so when it is asked by this name; see `server.js` there.
    let host = address.replace("127.0.0.1", "localhost");
    let bc = format!("{address}/odata/v4/bc");
    let dv = remotes_with(&bc, None, &host, limits()).dv;
    read_all(dv.as_ref(), "accounts", &["name"], ReadFrom::Start).await;
    let notes = dv.notes();
    for note in [Note::RootElsewhere, Note::NoEntityDefinitions] {
        assert!(notes.contains(&(note, None)), "{notes:?}");
    }
}
