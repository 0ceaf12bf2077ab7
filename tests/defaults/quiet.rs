//! What it costs to find out that nothing changed, over the wire, and that nothing is missed for it.

use crate::office::{Office, errors, office};
use crate::runs::furnish;
use raccord::engine::coverage::Coverage;
use raccord::engine::outcome::SyncReport;
use raccord::engine::request::SkippedAction;
use raccord::model::report::RequestCounts;
use raccord::model::{MappingName, Side, Sides, Value};
use raccord::remote::{Changes, Deletions, Write};
use uuid::Uuid;

fn totals(report: &SyncReport) -> Sides<u64> {
    report.requests.map(|counts| counts.total())
}

/// Both sides furnished, synchronised and in step.
async fn settled() -> Office {
    let mut office = office();
    furnish(&office).await;
    let first = office.sync().await;
    assert_eq!(errors(&office, &first), [""; 0]);
    office.sync().await;
    office
}

pub async fn delete(office: &Office, side: Side, set: &str, id: Uuid) {
    let etag = office.read(side, set, id, &[]).await.etag;
    let mut outcomes = Vec::new();
    let writes = vec![Write::Delete { id, etag }];
    let remote = office.remotes.get(side);
    remote
        .write(&set.into(), writes, &mut |_, done| {
            outcomes.extend(done);
            true
        })
        .await;
    assert_eq!(outcomes, [raccord::remote::WriteOutcome::Deleted]);
}

#[tokio::test(flavor = "current_thread")]
async fn eight_mappings_without_changes_cost_one_request_for_each_side_and_no_write() {
    let mut office = settled().await;
    let enabled = office.store.read().mappings().unwrap();
    let enabled = enabled.iter().filter(|mapping| mapping.enabled).count();
    assert!(enabled >= 8, "{enabled}");
    let revision = |office: &Office| office.store.read().revision().unwrap();
    let before = revision(&office);
    for _ in 0..3 {
        let report = office.sync().await;
        assert_eq!(revision(&office), before, "the cache is not written");
        assert!(report.jobs.iter().all(|job| job.counters.is_quiet()));
        assert_eq!(totals(&report), Sides::new(1, 1), "{:?}", report.requests);
        let counts = report.requests.map(|counts: RequestCounts| counts.batch);
        assert_eq!(counts, Sides::new(1, 1), "each is a batch");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_customer_deleted_beside_a_new_one_is_found() {
    let mut office = settled().await;
    let customers = office.all(Side::Bc, "customers", &[]).await;
    let gone = customers[0].id;
    delete(&office, Side::Bc, "customers", gone).await;
    office
        .add(Side::Bc, "customers", &[("displayName", "New".into())])
        .await;
    let report = office.sync().await;
    assert_eq!(report.needs_attention.skipped, 1, "{report:?}");
    let name = MappingName::new("CUSTOMER");
    let coupling = office
        .store
        .read()
        .coupling_of(&name, Side::Bc, gone)
        .unwrap();
    assert_eq!(
        coupling.unwrap().seen.bc,
        raccord::model::Observation::Deleted
    );
    let quiet = office.sync().await;
    assert_eq!(totals(&quiet), Sides::new(1, 1), "found once, not for ever");
}

#[tokio::test(flavor = "current_thread")]
async fn a_customer_that_leaves_its_filter_is_neither_deleted_nor_counted_again() {
    let mut office = settled().await;
    let customer = office.all(Side::Bc, "customers", &[]).await.remove(0).id;
    let blocked = [("blocked", Value::text("All"))];
    office.edit(Side::Bc, "customers", customer, &blocked).await;
    let report = office.sync().await;
    assert_eq!(report.needs_attention.skipped, 0);
    let name = MappingName::new("CUSTOMER");
    let seen = |office: &Office| {
        let coupling = office.store.read().coupling_of(&name, Side::Bc, customer);
        coupling.unwrap().unwrap().seen.bc
    };
    assert_eq!(seen(&office), raccord::model::Observation::OutOfFilter);
    assert_eq!(totals(&office.sync().await), Sides::new(1, 1));
    let back = [("blocked", Value::text("_x0020_"))];
    office.edit(Side::Bc, "customers", customer, &back).await;
    office.sync().await;
    assert!(matches!(
        seen(&office),
        raccord::model::Observation::Seen { .. }
    ));
}

#[tokio::test(flavor = "current_thread")]
async fn a_customer_that_is_deleted_after_it_left_its_filter_is_found_on_request() {
    let mut office = settled().await;
    let customer = office.all(Side::Bc, "customers", &[]).await.remove(0).id;
    let blocked = [("blocked", Value::text("All"))];
    office.edit(Side::Bc, "customers", customer, &blocked).await;
    office.sync().await;
    let find = || SkippedAction::FindDeleted(None);
    let found = office
        .run(async |engine| engine.skipped(&find()).await)
        .await;
    assert_eq!(found.done, 0, "it is outside the filter, and there");
    delete(&office, Side::Bc, "customers", customer).await;
    let found = office
        .run(async |engine| engine.skipped(&find()).await)
        .await;
    assert_eq!(found.done, 1);
    let name = MappingName::new("CUSTOMER");
    let reader = office.store.read();
    let coupling = reader.coupling_of(&name, Side::Bc, customer).unwrap();
    let listed = reader.skipped_of(coupling.unwrap().id).unwrap().unwrap();
    assert_eq!(
        listed.reason,
        raccord::model::report::SkipReason::DeletedInBc
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_customer_that_is_deleted_after_its_account_left_the_filter_is_listed_by_name() {
    let mut office = office();
    let customer = office.customer("Adatum").await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    let prospect = [("customertypecode", Value::Choice(8))];
    office.edit(Side::Dv, "accounts", account, &prospect).await;
    office.sync().await;
    delete(&office, Side::Bc, "customers", customer).await;
    office.sync().await;
    let reader = office.store.read();
    let all = raccord::store::Slice::ALL;
    let listed = reader.list_skipped(&raccord::store::SkippedFilter::default(), all);
    let labels: Vec<String> = listed
        .unwrap()
        .into_iter()
        .map(|one| one.record.labels.dv)
        .collect();
    assert_eq!(labels.len(), 1, "{labels:?}");
    assert!(labels[0].ends_with(" Adatum"), "{labels:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn what_was_chosen_is_remembered_with_its_reason() {
    let office = settled().await;
    let ways = |mapping: &str, side| {
        let name = MappingName::new(mapping);
        let coverage = Coverage::of(&office.store.read(), &name, side).unwrap();
        let ways = coverage.ways.unwrap();
        let reason: &str = ways.reason.into();
        (ways.changes, ways.deletions, reason.to_owned())
    };
    assert_eq!(
        ways("CUSTOMER", Side::Bc),
        (
            Changes::ModifiedSince,
            Deletions::CountAndSweep,
            "no_change_log".into()
        )
    );
    assert_eq!(
        ways("CUSTOMER", Side::Dv),
        (
            Changes::DeltaToken,
            Deletions::Tombstones,
            "change_log".into()
        )
    );
    assert_eq!(
        ways("CURRENCY", Side::Bc),
        (Changes::Whole, Deletions::Whole, "computed".into())
    );
    assert_eq!(
        ways("PAYMENT-TERMS", Side::Dv),
        (Changes::Whole, Deletions::Whole, "option_set".into())
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_person_whose_company_is_nobodys_customer_is_not_asked_about_in_every_run() {
    let mut office = settled().await;
    let company = [("type", "Company".into()), ("displayName", "Lone".into())];
    let company = office.add(Side::Bc, "contacts", &company).await;
    let number = office.read(Side::Bc, "contacts", company, &["number"]);
    let number = number.await.fields.value("number").clone();
    let person = [
        ("type", "Person".into()),
        ("displayName", "Ada Byron".into()),
        ("companyNumber", number),
    ];
    office.add(Side::Bc, "contacts", &person).await;
    for _ in 0..2 {
        office.sync().await;
    }
    let quiet = office.sync().await;
    assert_eq!(quiet.needs_attention.errors, 1, "it is listed");
    assert_eq!(
        totals(&quiet),
        Sides::new(1, 1),
        "and nobody is asked again"
    );
    // Any change among the customers may be the relation that was missing.
    office
        .add(Side::Bc, "customers", &[("displayName", "New".into())])
        .await;
    let asked = totals(&office.sync().await);
    office.sync().await;
    assert!(asked.bc > 1, "{asked:?}");
    assert_eq!(totals(&office.sync().await), Sides::new(1, 1));
}
