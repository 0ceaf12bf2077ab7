//! Records that were deleted and are entered anew, and what belongs to records that find another partner later.

use crate::masters::{causes, row};
use crate::office::{Office, office};
use raccord::engine::outcome::ResolveOutcome;
use raccord::engine::request::{
    AfterCoupling, CoupleRequest, MatchChoice, MatchRequest, PickRequest, RecordRef,
    ResolveRequest, SkippedAction, SyncRequest, UncoupleRequest,
};
use raccord::model::mapping::{DeletionPolicy, OnUnresolved};
use raccord::model::reason::Cause;
use raccord::model::report::SkipReason;
use raccord::model::{PairState, Side, Sides, Value};
use raccord::store::{SkippedFilter, Slice};
use uuid::Uuid;

async fn numbered(office: &Office, key: &str, name: &str) -> Uuid {
    let customer = [("number", key.into()), ("displayName", name.into())];
    office.add(Side::Bc, "customers", &customer).await
}

async fn accounts(office: &Office) -> usize {
    office.all(Side::Dv, "accounts", &[]).await.len()
}

#[tokio::test(flavor = "current_thread")]
async fn customers_deleted_and_entered_anew_keep_their_accounts() {
    for policy in [
        DeletionPolicy::Ask,
        DeletionPolicy::Restore,
        DeletionPolicy::Uncouple,
        DeletionPolicy::Delete,
    ] {
        for at_once in [true, false] {
            if policy == DeletionPolicy::Restore && !at_once {
                // By then it was restored, as the mapping says.
                continue;
            }
            if policy == DeletionPolicy::Delete && !at_once {
                // By then its account was deleted, as the mapping says.
                continue;
            }
            let mut office = office();
            office.change("CUSTOMER", |mapping| mapping.on_deletion = policy);
            let customer = numbered(&office, "K1", "Adatum").await;
            office.settle().await;
            let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
            office.remove(Side::Bc, "customers", customer).await;
            if !at_once {
                office.sync().await;
            }
            let anew = numbered(&office, "K1", "Adatum").await;
            office.settle().await;
            assert_eq!(
                office.partner("CUSTOMER", Side::Bc, anew),
                Some(account),
                "{policy:?} {at_once}"
            );
            assert_eq!(accounts(&office).await, 1);
            assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 1);
            let filter = SkippedFilter::default();
            let skipped = office.store.read().list_skipped(&filter, Slice::ALL);
            assert_eq!(skipped.unwrap().len(), 0);
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_customer_entered_anew_is_not_restored_beside_itself_before_a_run_has_read_it() {
    for by_person in [false, true] {
        let mut office = office();
        let customer = numbered(&office, "K1", "Adatum").await;
        office.settle().await;
        let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
        office.remove(Side::Bc, "customers", customer).await;
        if by_person {
            office.sync().await;
        }
        let anew = numbered(&office, "K1", "Adatum").await;
        if by_person {
            let filter = SkippedFilter::default();
            let skipped = office.store.read().list_skipped(&filter, Slice::ALL);
            let restore = SkippedAction::Restore(vec![skipped.unwrap()[0].record.id]);
            let done = office
                .run(async |engine| engine.skipped(&restore).await)
                .await;
            assert_eq!((done.done, done.failed.len()), (1, 0));
        } else {
            office.change("CUSTOMER", |mapping| {
                mapping.on_deletion = DeletionPolicy::Restore;
            });
            let one = SyncRequest {
                records: vec![RecordRef {
                    side: Side::Dv,
                    id: account,
                }],
                ..SyncRequest::default()
            };
            office.run(async |engine| engine.sync(&one).await).await;
        }
        assert_eq!(office.partner("CUSTOMER", Side::Dv, account), Some(anew));
        office.settle().await;
        assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 1);
        assert_eq!(accounts(&office).await, 1);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_customer_that_was_uncoupled_and_is_entered_anew_is_listed_instead_of_doubled() {
    let mut office = office();
    let customer = numbered(&office, "K1", "Adatum").await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    let uncouple = UncoupleRequest {
        mapping: "CUSTOMER".into(),
        records: Some(vec![RecordRef {
            side: Side::Bc,
            id: customer,
        }]),
        alone: false,
    };
    office.run(async |engine| engine.uncouple(&uncouple)).await;
    office.remove(Side::Bc, "customers", customer).await;
    let anew = numbered(&office, "K1", "Adatum").await;
    office.sync().await;
    office.sync().await;
    assert_eq!(accounts(&office).await, 1);
    assert_eq!(office.partner("CUSTOMER", Side::Bc, anew), None);
    let listed = ("CUSTOMER".to_owned(), Cause::SeveralMatches);
    assert_eq!(causes(&office), [listed]);
    // A person says that it is the same one, or the account goes.
    office.remove(Side::Dv, "accounts", account).await;
    office.settle().await;
    assert!(office.partner("CUSTOMER", Side::Bc, anew).is_some());
    assert_eq!(accounts(&office).await, 1);
}

#[tokio::test(flavor = "current_thread")]
async fn a_conflict_of_which_a_record_is_gone_says_so_by_its_name_and_in_the_list() {
    let mut office = office();
    let customer = numbered(&office, "K1", "Adatum").await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    let (here, there) = ([("city", "Ulm".into())], [("address1_city", "Linz".into())]);
    office.edit(Side::Bc, "customers", customer, &here).await;
    office.edit(Side::Dv, "accounts", account, &there).await;
    office.sync().await;
    let all = |office: &Office| {
        let filter = SkippedFilter::default();
        office.store.read().list_skipped(&filter, Slice::ALL)
    };
    let conflict = all(&office).unwrap()[0].record.id;
    office.remove(Side::Dv, "accounts", account).await;
    let request = ResolveRequest {
        id: conflict,
        all: Some(PickRequest::Side(Side::Bc)),
        fields: Vec::new(),
        preview: false,
        seen: None,
        decided_only: false,
    };
    let outcome = office
        .run(async |engine| engine.resolve(&request).await)
        .await;
    let ResolveOutcome::Failed { problem } = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(problem.cause, Cause::DeletedInDv);
    let called = problem.params.get("record").map(String::as_str);
    assert_eq!(called, Some("K1 Adatum"));
    let listed = all(&office).unwrap();
    assert_eq!(listed[0].record.reason, SkipReason::DeletedInDv);
}

#[tokio::test(flavor = "current_thread")]
async fn two_that_come_for_one_that_is_gone_take_nobodys_place() {
    let mut office = office();
    let customer = numbered(&office, "K1", "Adatum").await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    office.remove(Side::Bc, "customers", customer).await;
    for key in ["K8", "K9"] {
        numbered(&office, key, "Adatum").await;
    }
    office.sync().await;
    assert_eq!(
        office.partner("CUSTOMER", Side::Dv, account),
        Some(customer),
        "it still waits for a person"
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_record_whose_partner_is_gone_is_matched_with_one_that_comes_later_and_its_people_follow()
{
    let mut office = office();
    office.change("CUSTOMER", |mapping| {
        mapping.on_deletion = DeletionPolicy::Uncouple;
    });
    let customer = office.customer("Adatum").await;
    let ada = office.person("Ada Byron").await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    let before = office.read(Side::Bc, "contacts", ada, &["companyNumber"]);
    let before = before.await.fields.value("companyNumber").clone();
    office.remove(Side::Bc, "customers", customer).await;
    office.sync().await;
    office.sync().await;
    let customers = office.all(Side::Bc, "customers", &[]).await;
    assert_eq!(customers.len(), 0, "nothing is made again");
    let anew = office.customer("Adatum").await;
    office.sync().await;
    office.sync().await;
    assert_eq!(office.partner("CUSTOMER", Side::Bc, anew), Some(account));
    assert_eq!(accounts(&office).await, 1);
    let after = office.read(Side::Bc, "contacts", ada, &["companyNumber"]);
    let after = after.await.fields.value("companyNumber").clone();
    assert_ne!(after, before, "the person belongs to the new customer");
    assert!(!after.is_empty());
}

#[tokio::test(flavor = "current_thread")]
async fn a_later_match_reopens_the_references_to_both_records() {
    let mut office = office();
    let customer = office.customer("Adatum").await;
    let ada = office.person("Ada Byron").await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    let contact = office.partner("CONTACT", Side::Bc, ada).unwrap();
    let uncouple = UncoupleRequest {
        mapping: "CUSTOMER".into(),
        records: Some(vec![RecordRef {
            side: Side::Bc,
            id: customer,
        }]),
        alone: true,
    };
    office.run(async |engine| engine.uncouple(&uncouple)).await;
    let renamed = [
        ("name", "Somebody else".into()),
        ("accountnumber", "X".into()),
    ];
    office.edit(Side::Dv, "accounts", account, &renamed).await;
    office.change("CUSTOMER", |mapping| mapping.only_coupled = true);
    let other = [
        ("name", "Adatum".into()),
        ("customertypecode", Value::Choice(3)),
    ];
    let other = office.add(Side::Dv, "accounts", &other).await;
    office.sync().await;
    let request = MatchRequest {
        mapping: "CUSTOMER".into(),
        create: false,
        preview: false,
        choice: MatchChoice::default(),
    };
    let report = office
        .run(async |engine| engine.couple_by_match(&request).await)
        .await;
    assert_eq!(report.coupled, 1);
    office.sync().await;
    office.sync().await;
    assert_eq!(office.partner("CUSTOMER", Side::Bc, customer), Some(other));
    let parent = "parentcustomerid_account";
    let row = office.read(Side::Dv, "contacts", contact, &[parent]).await;
    assert_eq!(row.fields.value(parent), &Value::Guid(other));
}

#[tokio::test(flavor = "current_thread")]
async fn restored_pairs_are_in_step_and_no_brake_stops_the_next_run() {
    let mut office = office();
    let mut customers = Vec::new();
    for n in 0..30 {
        customers.push(office.customer(&format!("Customer {n}")).await);
    }
    office.settle().await;
    for customer in &customers {
        office.remove(Side::Bc, "customers", *customer).await;
    }
    office.sync().await;
    let filter = SkippedFilter::default();
    let skipped = office.store.read().list_skipped(&filter, Slice::ALL);
    let ids = skipped.unwrap().iter().map(|row| row.record.id).collect();
    let restore = SkippedAction::Restore(ids);
    let done = office
        .run(async |engine| engine.skipped(&restore).await)
        .await;
    assert_eq!((done.done, done.failed.len()), (30, 0));
    office.is_quiet().await;
    let rows = office.all(Side::Dv, "accounts", &["accountnumber"]).await;
    let customers = office.all(Side::Bc, "customers", &["number"]).await;
    let texts = |rows: &[raccord::model::Record], name: &str| {
        let mut texts: Vec<_> = rows
            .iter()
            .map(|row| row.fields.value(name).to_plain())
            .collect();
        texts.sort();
        texts
    };
    assert_eq!(texts(&rows, "accountnumber"), texts(&customers, "number"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_constant_reaches_the_record_that_a_partner_was_created_for() {
    let mut office = office();
    let unit = office.unit("BOX").await;
    office.settle().await;
    let units = office.partner("UNIT-OF-MEASURE", Side::Bc, unit).unwrap();
    let group = office.partner("UNIT-GROUP", Side::Bc, unit).unwrap();
    let product = [
        ("name", "Paper".into()),
        ("productnumber", "P1".into()),
        ("defaultuomid", Value::Guid(units)),
        ("defaultuomscheduleid", Value::Guid(group)),
        ("quantitydecimal", Value::Int(0)),
    ];
    let product = office.add(Side::Dv, "products", &product).await;
    let report = office.sync().await;
    assert_eq!(causes(&office), [], "{report:?}");
    assert!(office.partner("ITEM", Side::Dv, product).is_some());
    let row = office.read(Side::Dv, "products", product, &["quantitydecimal"]);
    assert_eq!(row.await.fields.value("quantitydecimal"), &Value::Int(2));
}

#[tokio::test(flavor = "current_thread")]
async fn a_reference_that_cannot_be_carried_does_not_give_way_to_a_default_and_follows_later() {
    for on_unresolved in [OnUnresolved::Clear, OnUnresolved::Keep] {
        let mut office = office();
        office.change("CUSTOMER", |mapping| {
            let field = row(mapping, "currencyId", "transactioncurrencyid");
            field.lookup.as_mut().unwrap().on_unresolved = on_unresolved;
        });
        let crown = office.currency("ISK", None).await;
        let customer = [
            ("displayName", "Adatum".into()),
            ("currencyId", Value::Guid(crown)),
        ];
        let customer = office.add(Side::Bc, "customers", &customer).await;
        office.sync().await;
        office.sync().await;
        let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
        let kept = office.read(Side::Bc, "customers", customer, &["currencyId"]);
        let kept = kept.await.fields.value("currencyId").clone();
        assert_eq!(kept, Value::Guid(crown), "{on_unresolved:?}");
        let there = [
            ("currencyname", "Króna".into()),
            ("isocurrencycode", "ISK".into()),
            ("currencysymbol", "kr".into()),
            ("exchangerate", Value::Decimal("150".parse().unwrap())),
            ("currencyprecision", Value::Int(0)),
        ];
        let there = office.add(Side::Dv, "transactioncurrencies", &there).await;
        let couple = CoupleRequest {
            mapping: "CURRENCY".into(),
            ids: Sides::new(crown, there),
            after: AfterCoupling::Nothing,
            instead: false,
        };
        office
            .run(async |engine| engine.couple(&couple).await)
            .await;
        office.sync().await;
        let name = "transactioncurrencyid";
        let now = office.read(Side::Dv, "accounts", account, &[name]).await;
        assert_eq!(now.fields.value(name), &Value::Guid(there));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_deleted_account_takes_along_is_known_at_once_and_follows_in_the_next_run() {
    for policy in [DeletionPolicy::Ask, DeletionPolicy::Delete] {
        let mut office = office();
        office.change("CUSTOMER", |mapping| {
            mapping.on_deletion = DeletionPolicy::Delete;
        });
        office.change("CONTACT", |mapping| mapping.on_deletion = policy);
        let customer = office.customer("Adatum").await;
        office.settle().await;
        let ada = office.person("Ada King").await;
        office.settle().await;
        let row = office.partner("CONTACT", Side::Bc, ada).unwrap();
        office.remove(Side::Bc, "customers", customer).await;
        // Dataverse deletes the persons of an account with it.
        let report = office.sync().await;
        assert_eq!(accounts(&office).await, 0);
        assert_eq!(office.all(Side::Dv, "contacts", &[]).await.len(), 0);
        let reader = office.store.read();
        let pair = reader.coupling_of(&"CONTACT".into(), Side::Dv, row);
        let (state, asked) = (pair.unwrap().unwrap().state, report.needs_attention.skipped);
        let persons = async |office: &Office| {
            let contacts = office.all(Side::Bc, "contacts", &["displayName"]).await;
            let is_ada = |row: &&raccord::model::Record| {
                row.fields.value("displayName") == &"Ada King".into()
            };
            contacts.iter().filter(is_ada).count()
        };
        assert_eq!(
            persons(&office).await,
            1,
            "no plan has shown that it would go"
        );
        if policy == DeletionPolicy::Ask {
            assert_eq!((state, asked), (PairState::Broken, 1));
        } else {
            assert_eq!(state, PairState::Pending);
            office.sync().await;
            assert_eq!(persons(&office).await, 0);
        }
    }
}
