//! Records that get another partner: what refers to them follows, on the side that does not know yet.

use crate::masters::number;
use crate::office::{Office, office};
use raccord::engine::request::{AfterCoupling, CoupleRequest, RecordRef, SkippedAction};
use raccord::model::mapping::DeletionPolicy;
use raccord::model::{Side, Sides, Value};
use uuid::Uuid;

/// A customer with a person, in step: the customer and its account, the person and its contact in Dataverse.
async fn company(office: &mut Office) -> (Sides<Uuid>, Sides<Uuid>) {
    let customer = office.customer("Adatum").await;
    let ada = office.person("Ada Byron").await;
    office.settle().await;
    let partner = |mapping, id| office.partner(mapping, Side::Bc, id).unwrap();
    let account = partner("CUSTOMER", customer);
    let contact = partner("CONTACT", ada);
    (Sides::new(customer, account), Sides::new(ada, contact))
}

/// The number of the company contact that stands for a customer.
async fn company_of(office: &Office, customer: Uuid) -> Value {
    let names = ["contactNumber", "relatedId"];
    let all = office.all(Side::Bc, "contactsInformation", &names).await;
    let own = all
        .iter()
        .find(|row| row.fields.value("relatedId") == &Value::Guid(customer));
    own.unwrap().fields.value("contactNumber").clone()
}

async fn company_number(office: &Office, person: Uuid) -> Value {
    let names = ["companyNumber"];
    let person = office.read(Side::Bc, "contacts", person, &names).await;
    person.fields.value("companyNumber").clone()
}

async fn account_of(office: &Office, contact: Uuid) -> Value {
    let name = "parentcustomerid_account";
    let contact = office.read(Side::Dv, "contacts", contact, &[name]).await;
    contact.fields.value(name).clone()
}

#[tokio::test(flavor = "current_thread")]
async fn a_person_follows_the_customer_that_is_made_again_from_its_account() {
    for by_policy in [false, true] {
        let mut office = office();
        let (company, person) = company(&mut office).await;
        let before = company_number(&office, person.bc).await;
        if by_policy {
            office.change("CUSTOMER", |mapping| {
                mapping.on_deletion = DeletionPolicy::Restore;
            });
        }
        office.remove(Side::Bc, "customers", company.bc).await;
        office.sync().await;
        if !by_policy {
            let reader = office.store.read();
            let coupling = reader.coupling_of(&"CUSTOMER".into(), Side::Dv, company.dv);
            let skipped = reader.skipped_of(coupling.unwrap().unwrap().id);
            let id = skipped.unwrap().unwrap().id;
            let restore = SkippedAction::Restore(vec![id]);
            let done = office
                .run(async |engine| engine.skipped(&restore).await)
                .await;
            assert_eq!(done.failed, []);
        }
        office.settle().await;
        let restored = office.partner("CUSTOMER", Side::Dv, company.dv).unwrap();
        assert_ne!(restored, company.bc);
        let after = company_number(&office, person.bc).await;
        assert_eq!(after, company_of(&office, restored).await);
        assert_ne!(after, before);
        assert_eq!(
            account_of(&office, person.dv).await,
            Value::Guid(company.dv)
        );
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_made_again_gets_back_what_only_it_can_say() {
    let mut office = office();
    let unit = office.unit("BOX").await;
    let item = [
        ("displayName", "Paper".into()),
        ("type", "Service".into()),
        ("baseUnitOfMeasureId", Value::Guid(unit)),
        ("unitPrice", number("12.5")),
    ];
    let item = office.add(Side::Bc, "items", &item).await;
    let customer = [
        ("displayName", "Adatum".into()),
        ("creditLimit", number("5000")),
    ];
    let customer = office.add(Side::Bc, "customers", &customer).await;
    office.settle().await;
    let only_there: [(&str, &str, Uuid, &[&str]); 2] = [
        ("CUSTOMER", "customers", customer, &["creditLimit"]),
        (
            "ITEM",
            "items",
            item,
            &["type", "baseUnitOfMeasureId", "unitPrice"],
        ),
    ];
    for (mapping, set, id, names) in only_there {
        office.change(mapping, |mapping| {
            mapping.on_deletion = DeletionPolicy::Restore;
        });
        let partner = office.partner(mapping, Side::Bc, id).unwrap();
        let before = office.read(Side::Bc, set, id, names).await;
        let key = office.read(Side::Bc, set, id, &["number"]).await;
        office.remove(Side::Bc, set, id).await;
        office.settle().await;
        let again = office.partner(mapping, Side::Dv, partner).unwrap();
        assert_ne!(again, id);
        let after = office.read(Side::Bc, set, again, names).await;
        assert_eq!(after.fields, before.fields);
        let new_key = office.read(Side::Bc, set, again, &["number"]).await;
        assert_ne!(new_key.fields, key.fields);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_person_follows_the_customer_to_the_account_that_it_is_coupled_with_instead() {
    let mut office = office();
    let (company, person) = company(&mut office).await;
    office.change("CUSTOMER", |mapping| mapping.only_coupled = true);
    let account = office.account("Adatum Ltd").await;
    office.sync().await;
    let request = |instead| CoupleRequest {
        mapping: "CUSTOMER".into(),
        ids: Sides::new(company.bc, account),
        after: AfterCoupling::Take(Side::Bc),
        instead,
    };
    // What is refused opens nothing.
    let refused = office
        .run(async |engine| Ok(engine.couple(&request(false)).await))
        .await;
    assert!(refused.is_err());
    office.is_quiet().await;
    office
        .run(async |engine| engine.couple(&request(true)).await)
        .await;
    office.settle().await;
    assert_eq!(account_of(&office, person.dv).await, Value::Guid(account));
    let number = company_number(&office, person.bc).await;
    assert_eq!(number, company_of(&office, company.bc).await);
}

#[tokio::test(flavor = "current_thread")]
async fn a_person_follows_a_customer_that_was_uncoupled_alone_and_got_a_new_account() {
    let mut office = office();
    let (company, person) = company(&mut office).await;
    let record = RecordRef {
        side: Side::Bc,
        id: company.bc,
    };
    let uncouple = raccord::engine::request::UncoupleRequest {
        mapping: "CUSTOMER".into(),
        records: Some(vec![record]),
        alone: true,
    };
    office.run(async |engine| engine.uncouple(&uncouple)).await;
    office.is_quiet().await;
    let create = raccord::engine::request::CreateRequest {
        mapping: "CUSTOMER".into(),
        records: vec![record],
        preview: false,
    };
    office
        .run(async |engine| engine.create(&create).await)
        .await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, company.bc).unwrap();
    assert_ne!(account, company.dv);
    assert_eq!(account_of(&office, person.dv).await, Value::Guid(account));
}
