//! Whole runs with the default mappings.

use crate::office::{Office, errors, office};
use raccord::engine::outcome::{ResolveOutcome, SyncReport};
use raccord::engine::request::{FieldDecision, PickRequest, ResolveRequest, SyncRequest};
use raccord::model::reason::Cause;
use raccord::model::{Record, Side, Value};
use raccord::store::{ErrorFilter, JobFilter, SkippedFilter, Slice};

/// An item with its unit and a customer with payment terms in Business Central, an account with its contact in Dataverse.
pub(crate) async fn furnish(office: &Office) {
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
}

#[tokio::test(flavor = "current_thread")]
async fn a_first_synchronisation_brings_both_sides_together() {
    let mut office = office();
    furnish(&office).await;
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
async fn a_plan_of_a_first_synchronisation_counts_what_the_run_counts() {
    let mut office = office();
    furnish(&office).await;
    // Two customers that Business Central does not have yet, each with a person who works there.
    for name in ["Zélande", "Öresund"] {
        let account = [
            ("name", name.into()),
            ("customertypecode", Value::Choice(3)),
        ];
        let account = office.add(Side::Dv, "accounts", &account).await;
        let person = [
            ("firstname", "Ada".into()),
            ("lastname", name.into()),
            ("parentcustomerid_account", Value::Guid(account)),
        ];
        office.add(Side::Dv, "contacts", &person).await;
    }
    let request = SyncRequest::default();
    let plan = office.run(async |engine| engine.plan(&request).await).await;
    let counted = |report: &SyncReport| {
        let jobs = report.jobs.iter();
        let counted = jobs.map(|job| (job.mapping.clone(), job.direction, job.counters));
        counted.collect::<Vec<_>>()
    };
    let planned = counted(&plan);
    // What the plan has read is unchanged when the run reads it again: a cache that saw nothing yet is compared.
    let mut fresh = office.with_another_cache();
    let run = fresh.sync().await;
    assert_eq!(errors(&fresh, &run), [""; 0]);
    assert_eq!(planned, counted(&run));
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
        .list_skipped(&SkippedFilter::default(), Slice::ALL)
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
        decided_only: false,
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

#[tokio::test(flavor = "current_thread")]
async fn a_currency_without_a_rate_is_told_as_such() {
    let mut office = office();
    let currency = [
        ("code", "ISK".into()),
        ("displayName", "króna".into()),
        ("symbol", "kr".into()),
    ];
    office.add(Side::Bc, "currencies", &currency).await;
    office.sync().await;
    let error = office
        .store
        .read()
        .list_errors(&ErrorFilter::default(), Slice::ALL)
        .unwrap()
        .remove(0);
    assert_eq!(error.problem.cause, Cause::MissingExchangeRate);
    assert_eq!(error.problem.params["currency"], "ISK");
}

#[tokio::test(flavor = "current_thread")]
async fn a_run_that_finds_nothing_leaves_no_job() {
    let mut office = office();
    furnish(&office).await;
    office.settle().await;
    let jobs = office.store.read().count_jobs(&JobFilter::default());
    let report = office.sync().await;
    assert!(report.jobs.iter().all(|job| job.counters.is_quiet()));
    assert_eq!(office.store.read().count_jobs(&JobFilter::default()), jobs);
}
