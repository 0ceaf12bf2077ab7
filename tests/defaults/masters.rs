//! Customers, vendors, contacts, items, currencies: each created and changed each way, with what their references mean.

use crate::office::{Office, errors, office};
use raccord::engine::outcome::SyncReport;
use raccord::engine::request::{SkippedAction, SyncRequest};
use raccord::model::reason::Cause;
use raccord::model::{MappingName, Record, Side, TableMapping, Value};
use raccord::store::{ErrorFilter, SkippedFilter, Slice};
use rust_decimal::Decimal;
use uuid::Uuid;

pub fn number(plain: &str) -> Value {
    Value::Decimal(plain.parse().unwrap())
}

pub fn texts(record: &Record) -> Vec<String> {
    record
        .fields
        .iter()
        .map(|(_, value)| value.to_plain())
        .collect()
}

/// A field mapping, to change.
pub fn row<'m>(
    mapping: &'m mut TableMapping,
    bc: &str,
    dv: &str,
) -> &'m mut raccord::model::FieldMapping {
    let found = mapping.fields.iter_mut().find(|field| {
        field
            .fields_of(Side::Bc)
            .iter()
            .any(|name| name.as_str() == bc)
            && field
                .fields_of(Side::Dv)
                .iter()
                .any(|name| name.as_str() == dv)
    });
    found.unwrap()
}

/// Causes of the errors that stand, by mapping.
pub fn causes(office: &Office) -> Vec<(String, Cause)> {
    let open = ErrorFilter {
        open_only: true,
        ..ErrorFilter::default()
    };
    let all = office.store.read().list_errors(&open, Slice::ALL).unwrap();
    all.into_iter()
        .map(|error| (error.mapping.to_string(), error.problem.cause))
        .collect()
}

impl Office {
    pub async fn customer(&self, name: &str) -> Uuid {
        self.add(Side::Bc, "customers", &[("displayName", name.into())])
            .await
    }

    pub async fn account(&self, name: &str) -> Uuid {
        let account = [
            ("name", name.into()),
            ("customertypecode", Value::Choice(3)),
        ];
        self.add(Side::Dv, "accounts", &account).await
    }

    pub async fn unit(&self, code: &str) -> Uuid {
        let unit = [("code", code.into()), ("displayName", code.into())];
        self.add(Side::Bc, "unitsOfMeasure", &unit).await
    }

    /// A currency, with what 100 of it are worth unless it has no rate.
    pub async fn currency(&self, code: &str, worth: Option<i64>) -> Uuid {
        let currency = [
            ("code", code.into()),
            ("displayName", code.into()),
            ("symbol", "$".into()),
        ];
        let id = self.add(Side::Bc, "currencies", &currency).await;
        if let Some(worth) = worth {
            let mut world = self.world.lock().unwrap();
            let company = world.bc.companies()[0].id;
            world
                .bc
                .set_exchange_rate(company, code, Decimal::ONE_HUNDRED, Decimal::from(worth))
                .unwrap();
        }
        id
    }

    /// The number of the company contact of the only customer.
    async fn company_number(&self) -> Value {
        let contacts = self.all(Side::Bc, "contacts", &["number", "type"]).await;
        let company = contacts
            .iter()
            .find(|contact| contact.fields.value("type") == &"Company".into());
        company.unwrap().fields.value("number").clone()
    }

    pub async fn person(&self, name: &str) -> Uuid {
        let person = [
            ("type", "Person".into()),
            ("displayName", name.into()),
            ("companyNumber", self.company_number().await),
        ];
        self.add(Side::Bc, "contacts", &person).await
    }
}

#[tokio::test(flavor = "current_thread")]
async fn customers_are_created_and_changed_each_way_with_all_that_they_refer_to_s161_s163_s164_s185_s218_s233_s247_s248_s268()
 {
    let mut office = office();
    office.enable(&["SHIPMENT-METHOD"]);
    office.change("CUSTOMER", |mapping| {
        row(mapping, "shipmentMethodId", "address1_freighttermscode").enabled = true;
    });
    let dollar = office.currency("USD", Some(90)).await;
    let terms = [("code", "30D".into()), ("displayName", "30 days".into())];
    let terms = office.add(Side::Bc, "paymentTerms", &terms).await;
    let method = [("code", "CIF".into()), ("displayName", "CIF".into())];
    let method = office.add(Side::Bc, "shipmentMethods", &method).await;
    let customer = full_customer(&office, [dollar, terms, method]).await;
    let account = office.account("Brasserie").await;
    office.settle().await;
    assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 2);
    assert_eq!(office.all(Side::Dv, "accounts", &[]).await.len(), 2);
    let seen = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    let names = [
        "name",
        "address1_line1",
        "address1_city",
        "address1_stateorprovince",
        "telephone1",
        "emailaddress1",
        "creditlimit",
    ];
    assert_eq!(
        texts(&office.read(Side::Dv, "accounts", seen, &names).await),
        [
            "Adatum",
            "Main Street 1",
            "Lyon",
            "ARA",
            "1",
            "a@example.com",
            "1500.5"
        ]
    );
    let names = [
        "transactioncurrencyid",
        "paymenttermscode",
        "address1_freighttermscode",
    ];
    let refers = office.read(Side::Dv, "accounts", seen, &names).await;
    let partner = office.partner("CURRENCY", Side::Bc, dollar).unwrap();
    assert_eq!(
        refers.fields.value("transactioncurrencyid"),
        &Value::Guid(partner)
    );
    assert_eq!(
        refers.fields.value("paymenttermscode"),
        &option_of(&office, "PAYMENT-TERMS", terms)
    );
    assert_eq!(
        refers.fields.value("address1_freighttermscode"),
        &option_of(&office, "SHIPMENT-METHOD", method)
    );
    // What was created on either side is changed on the other.
    let made = office.partner("CUSTOMER", Side::Dv, account).unwrap();
    let edits = [
        ("address1_stateorprovince", "IDF".into()),
        ("paymenttermscode", Value::Empty),
    ];
    office.edit(Side::Dv, "accounts", seen, &edits).await;
    let edits = [
        ("phoneNumber", "7".into()),
        ("paymentTermsId", Value::Guid(terms)),
        ("state", "ARA".into()),
    ];
    office.edit(Side::Bc, "customers", made, &edits).await;
    office.settle().await;
    let bc = office
        .read(
            Side::Bc,
            "customers",
            customer,
            &["state", "paymentTermsId"],
        )
        .await;
    assert_eq!(texts(&bc), ["IDF", ""]);
    let names = ["telephone1", "paymenttermscode", "address1_stateorprovince"];
    let dv = office.read(Side::Dv, "accounts", account, &names).await;
    assert_eq!(texts(&dv)[0], "7");
    assert_eq!(
        dv.fields.value("paymenttermscode"),
        &option_of(&office, "PAYMENT-TERMS", terms)
    );
    assert_eq!(texts(&dv)[2], "ARA");
}

/// The option that a code is coupled with.
fn option_of(office: &Office, mapping: &str, id: Uuid) -> Value {
    let option = office.partner(mapping, Side::Bc, id).unwrap();
    Value::Choice(raccord::model::ids::option_value_of(option).unwrap())
}

async fn full_customer(office: &Office, [dollar, terms, method]: [Uuid; 3]) -> Uuid {
    let customer = [
        ("displayName", "Adatum".into()),
        ("addressLine1", "Main Street 1".into()),
        ("city", "Lyon".into()),
        ("state", "ARA".into()),
        ("phoneNumber", "1".into()),
        ("email", "a@example.com".into()),
        ("currencyId", Value::Guid(dollar)),
        ("paymentTermsId", Value::Guid(terms)),
        ("shipmentMethodId", Value::Guid(method)),
        ("creditLimit", number("1500.5")),
    ];
    office.add(Side::Bc, "customers", &customer).await
}

#[tokio::test(flavor = "current_thread")]
async fn vendors_are_told_from_customers_by_the_filter_on_one_table_s208_s241() {
    let mut office = office();
    office.enable(&["VENDOR"]);
    office.change("VENDOR", |mapping| mapping.only_coupled = false);
    let vendor = [("displayName", "Fabrikam".into()), ("city", "Lille".into())];
    let vendor = office.add(Side::Bc, "vendors", &vendor).await;
    let account = [
        ("name", "Supplier".into()),
        ("customertypecode", Value::Choice(11)),
    ];
    let account = office.add(Side::Dv, "accounts", &account).await;
    office.customer("Adatum").await;
    office.settle().await;
    let seen = office.partner("VENDOR", Side::Bc, vendor).unwrap();
    let kind = office
        .read(
            Side::Dv,
            "accounts",
            seen,
            &["customertypecode", "address1_city"],
        )
        .await;
    assert_eq!(texts(&kind), ["11", "Lille"]);
    assert_eq!(office.all(Side::Bc, "vendors", &[]).await.len(), 2);
    assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 1);
    let made = office.partner("VENDOR", Side::Dv, account).unwrap();
    office
        .edit(Side::Bc, "vendors", made, &[("phoneNumber", "9".into())])
        .await;
    office
        .edit(
            Side::Dv,
            "accounts",
            seen,
            &[("address1_city", "Brest".into())],
        )
        .await;
    office.settle().await;
    assert_eq!(
        texts(
            &office
                .read(Side::Dv, "accounts", account, &["telephone1"])
                .await
        ),
        ["9"]
    );
    assert_eq!(
        texts(&office.read(Side::Bc, "vendors", vendor, &["city"]).await),
        ["Brest"]
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_record_that_moves_from_one_filter_to_the_other_rests_in_one_mapping_and_takes_part_in_the_other()
 {
    let mut office = office();
    office.enable(&["VENDOR"]);
    office.change("VENDOR", |mapping| mapping.only_coupled = false);
    let customer = office.customer("Adatum").await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    let vendor = [
        ("customertypecode", Value::Choice(11)),
        ("telephone1", "5".into()),
    ];
    office.edit(Side::Dv, "accounts", account, &vendor).await;
    let report = office.sync().await;
    assert_eq!(errors(&office, &report), [""; 0]);
    // The customer keeps its coupling and is left alone; the vendor is new.
    assert_eq!(
        office.partner("CUSTOMER", Side::Bc, customer),
        Some(account)
    );
    assert_eq!(
        texts(
            &office
                .read(Side::Bc, "customers", customer, &["phoneNumber"])
                .await
        ),
        [""]
    );
    let made = office.partner("VENDOR", Side::Dv, account).unwrap();
    assert_eq!(
        texts(
            &office
                .read(Side::Bc, "vendors", made, &["phoneNumber"])
                .await
        ),
        ["5"]
    );
    office.is_quiet().await;
    office
        .edit(
            Side::Dv,
            "accounts",
            account,
            &[("customertypecode", Value::Choice(3))],
        )
        .await;
    office.settle().await;
    assert_eq!(
        texts(
            &office
                .read(Side::Bc, "customers", customer, &["phoneNumber"])
                .await
        ),
        ["5"]
    );
    assert_eq!(office.all(Side::Bc, "vendors", &[]).await.len(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn an_inactive_account_blocks_its_customer_and_an_active_one_unblocks_nobody_s103() {
    let mut office = office();
    office.change("CUSTOMER", |mapping| {
        mapping.filters.bc = None;
        mapping.filters.dv = Some("customertypecode eq 3".to_owned());
        row(mapping, "blocked", "statecode").enabled = true;
    });
    let customer = office.customer("Adatum").await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    for (state, status, blocked) in [(1, 2, "All"), (0, 1, "All")] {
        let inactive = [
            ("statecode", Value::Int(state)),
            ("statuscode", Value::Int(status)),
        ];
        office.edit(Side::Dv, "accounts", account, &inactive).await;
        office.settle().await;
        let now = office
            .read(Side::Bc, "customers", customer, &["blocked"])
            .await;
        assert_eq!(texts(&now), [blocked]);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn contacts_are_created_and_changed_each_way_in_their_company_s209_s268_s286() {
    let mut office = office();
    let customer = office.customer("Adatum").await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    let ada = office.person("Ada Byron").await;
    let jean = [
        ("firstname", "Jean".into()),
        ("lastname", "Le Goff".into()),
        ("parentcustomerid_account", Value::Guid(account)),
        ("address1_stateorprovince", "BRE".into()),
    ];
    let jean = office.add(Side::Dv, "contacts", &jean).await;
    office.settle().await;
    let seen = office.partner("CONTACT", Side::Bc, ada).unwrap();
    let names = ["firstname", "lastname", "parentcustomerid_account"];
    let person = office.read(Side::Dv, "contacts", seen, &names).await;
    assert_eq!(texts(&person), ["Ada", "Byron", &account.to_string()]);
    let made = office.partner("CONTACT", Side::Dv, jean).unwrap();
    let names = ["displayName", "type", "companyName", "state"];
    assert_eq!(
        texts(&office.read(Side::Bc, "contacts", made, &names).await),
        ["Jean Le Goff", "Person", "Adatum", "BRE"]
    );
    office
        .edit(
            Side::Bc,
            "contacts",
            made,
            &[
                ("displayName", "Yann Le Goff".into()),
                ("state", "NOR".into()),
            ],
        )
        .await;
    office
        .edit(
            Side::Dv,
            "contacts",
            seen,
            &[
                ("jobtitle", "Analyst".into()),
                ("address1_stateorprovince", "ENG".into()),
            ],
        )
        .await;
    office.settle().await;
    let names = ["firstname", "lastname", "address1_stateorprovince"];
    assert_eq!(
        texts(&office.read(Side::Dv, "contacts", jean, &names).await),
        ["Yann", "Le Goff", "NOR"]
    );
    assert_eq!(
        texts(
            &office
                .read(Side::Bc, "contacts", ada, &["jobTitle", "state"])
                .await
        ),
        ["Analyst", "ENG"]
    );
}

#[tokio::test(flavor = "current_thread")]
async fn company_contacts_take_no_part_and_a_person_who_becomes_one_rests_s289_s290() {
    let mut office = office();
    office.customer("Adatum").await;
    let ada = office.person("Ada Byron").await;
    office.settle().await;
    assert_eq!(
        office.all(Side::Dv, "contacts", &[]).await.len(),
        1,
        "the company contact is none"
    );
    let seen = office.partner("CONTACT", Side::Bc, ada).unwrap();
    let company = [("type", "Company".into()), ("jobTitle", "none".into())];
    office.edit(Side::Bc, "contacts", ada, &company).await;
    office.settle().await;
    let kept = office.read(Side::Dv, "contacts", seen, &["jobtitle"]).await;
    assert_eq!(texts(&kept), [""]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_contact_whose_company_is_not_coupled_is_told_as_such_and_healed_by_it_s287_s292() {
    let mut office = office();
    let account = [
        ("name", "Prospect".into()),
        ("customertypecode", Value::Choice(8)),
    ];
    let account = office.add(Side::Dv, "accounts", &account).await;
    let person = [
        ("lastname", "Curie".into()),
        ("parentcustomerid_account", Value::Guid(account)),
    ];
    office.add(Side::Dv, "contacts", &person).await;
    let blocked = [("displayName", "Blocked".into()), ("blocked", "All".into())];
    let customer = office.add(Side::Bc, "customers", &blocked).await;
    office.person("Ada Byron").await;
    office.sync().await;
    assert_eq!(
        causes(&office),
        [
            ("CONTACT".to_owned(), Cause::LookupNotCoupled),
            ("CONTACT".to_owned(), Cause::LookupNotCoupled)
        ]
    );
    assert_eq!(office.all(Side::Bc, "contacts", &[]).await.len(), 2);
    assert_eq!(office.all(Side::Dv, "contacts", &[]).await.len(), 1);
    office
        .edit(
            Side::Bc,
            "customers",
            customer,
            &[("blocked", "_x0020_".into())],
        )
        .await;
    office
        .edit(
            Side::Dv,
            "accounts",
            account,
            &[("customertypecode", Value::Choice(3))],
        )
        .await;
    office.settle().await;
    assert_eq!(office.all(Side::Dv, "contacts", &[]).await.len(), 2);
    let people = office
        .all(Side::Bc, "contacts", &["displayName", "companyName"])
        .await;
    let curie = people.iter().map(texts).find(|row| row[0] == "Curie");
    assert_eq!(curie.unwrap()[1], "Prospect");
}

#[tokio::test(flavor = "current_thread")]
async fn a_coupled_contact_changes_although_its_company_is_not_coupled_any_more_s293() {
    let mut office = office();
    let customer = office.customer("Adatum").await;
    let ada = office.person("Ada Byron").await;
    office.settle().await;
    let pair = office
        .store
        .read()
        .coupling_of(&"CUSTOMER".into(), Side::Bc, customer)
        .unwrap()
        .unwrap();
    office.change("CUSTOMER", |mapping| mapping.enabled = false);
    office.store.write(|w| w.uncouple(pair.id)).unwrap();
    office
        .edit(Side::Bc, "contacts", ada, &[("jobTitle", "Analyst".into())])
        .await;
    office.settle().await;
    let seen = office.partner("CONTACT", Side::Bc, ada).unwrap();
    assert_eq!(
        texts(&office.read(Side::Dv, "contacts", seen, &["jobtitle"]).await),
        ["Analyst"]
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_template_gives_new_rows_what_their_origin_asks_for_s062_s064() {
    let mut office = office();
    let file = r#"
[[mapping]]
name = "CUSTOMER"
bc = "customers"
dv = "accounts"
direction = "both"
[mapping.on_create.dv]
customertypecode = 3
[[mapping.template]]
side = "dv"
when = "country eq 'FR'"
priority = 1
values = { description = "français" }
[[mapping.template]]
side = "dv"
priority = 2
values = { description = "foreign" }
[[mapping.template]]
side = "bc"
when = "telephone1 ne null"
values = { website = "call.example" }
[[mapping.field]]
bc = "displayName"
dv = "name"
"#;
    let read = raccord::model::mapping_file::read(file).unwrap().remove(0);
    office.change("CUSTOMER", |mapping| *mapping = read);
    for (name, country) in [("Adatum", "FR"), ("Fabrikam", "DE")] {
        let customer = [("displayName", name.into()), ("country", country.into())];
        office.add(Side::Bc, "customers", &customer).await;
    }
    let account = [("name", "Caller".into()), ("telephone1", "1".into())];
    office.add(Side::Dv, "accounts", &account).await;
    office.settle().await;
    let mut described: Vec<_> = office
        .all(Side::Dv, "accounts", &["name", "description"])
        .await
        .iter()
        .map(texts)
        .collect();
    described.sort();
    assert_eq!(
        described,
        [
            ["Adatum", "français"],
            ["Caller", ""],
            ["Fabrikam", "foreign"]
        ]
    );
    let callers = office
        .all(Side::Bc, "customers", &["displayName", "website"])
        .await;
    let caller = callers
        .iter()
        .map(texts)
        .find(|fields| fields[0] == "Caller");
    assert_eq!(caller.unwrap()[1], "call.example");
}

#[tokio::test(flavor = "current_thread")]
async fn a_new_option_of_business_central_is_added_and_one_of_dataverse_is_listed_as_missing() {
    let mut office = office();
    let account = office.account("Brasserie").await;
    office.settle().await;
    // An option that a customizer added in Dataverse, and no payment terms in Business Central have.
    let label = [("label", Value::text("NET 99"))];
    office.add_option("accounts.paymenttermscode", &label).await;
    let options = office
        .all(Side::Dv, "accounts.paymenttermscode", &["label"])
        .await;
    let option = options
        .iter()
        .find(|option| option.fields.value("label") == &"NET 99".into())
        .unwrap()
        .id;
    let option = raccord::model::ids::option_value_of(option).unwrap();
    office
        .edit(
            Side::Dv,
            "accounts",
            account,
            &[("paymenttermscode", Value::Choice(option))],
        )
        .await;
    office.sync().await;
    assert_eq!(
        causes(&office),
        [("CUSTOMER".to_owned(), Cause::LookupNotCoupled)]
    );
    // Business Central gets terms of that code: they are coupled with the option, and the customer follows.
    let terms = [("code", "NET 99".into()), ("displayName", "net".into())];
    let terms = office.add(Side::Bc, "paymentTerms", &terms).await;
    office.settle().await;
    let customer = office.partner("CUSTOMER", Side::Dv, account).unwrap();
    let bc = office
        .read(Side::Bc, "customers", customer, &["paymentTermsId"])
        .await;
    assert_eq!(bc.fields.value("paymentTermsId"), &Value::Guid(terms));
}

#[tokio::test(flavor = "current_thread")]
async fn rows_inside_the_filter_take_part_whoever_changed_them_last_s154_s155_s283() {
    let mut office = office();
    let inside = office.account("Inside").await;
    let outside = [
        ("name", "Outside".into()),
        ("customertypecode", Value::Choice(8)),
    ];
    let outside = office.add(Side::Dv, "accounts", &outside).await;
    office.settle().await;
    let made = office.partner("CUSTOMER", Side::Dv, inside).unwrap();
    assert_eq!(office.partner("CUSTOMER", Side::Dv, outside), None);
    assert_eq!(office.all(Side::Bc, "customers", &[]).await.len(), 1);
    // The connector wrote the number into the account, as its last change. The customer goes, and is made anew of it.
    office.remove(Side::Bc, "customers", made).await;
    office.sync().await;
    let skipped = office
        .store
        .read()
        .list_skipped(&SkippedFilter::default(), Slice::ALL)
        .unwrap()
        .remove(0);
    let restore = SkippedAction::Restore(vec![skipped.record.id]);
    let report = office
        .run(async |engine| engine.skipped(&restore).await)
        .await;
    assert_eq!(report.done, 1, "{report:?}");
    office.settle().await;
    let anew = office.partner("CUSTOMER", Side::Dv, inside).unwrap();
    assert_ne!(anew, made);
    let name = office.only(Side::Bc, "customers", &["displayName"]).await;
    assert_eq!((name.id, texts(&name)), (anew, vec!["Inside".to_owned()]));
}

#[tokio::test(flavor = "current_thread")]
async fn a_filter_that_a_service_refuses_is_an_error_of_its_mapping_alone_s157() {
    for side in Side::BOTH {
        let mut office = office();
        office.currency("USD", Some(90)).await;
        office.change("CUSTOMER", |mapping| {
            *mapping.filters.get_mut(side) = Some("nonsense eq 1".to_owned());
        });
        let report = office.sync().await;
        let failed: Vec<_> = report
            .jobs
            .iter()
            .filter(|job| job.problem.is_some())
            .map(|job| job.mapping.to_string())
            .collect();
        assert!(failed.contains(&"CUSTOMER".to_owned()), "{failed:?}");
        assert!(!failed.contains(&"CURRENCY".to_owned()), "{failed:?}");
        // What refers to customers waits, unless a person names it alone.
        let contact = MappingName::new("CONTACT");
        let waits = |report: &SyncReport| {
            let mut jobs = report.jobs.iter().filter(|job| job.mapping == contact);
            jobs.find_map(|job| job.problem.clone()).map(|p| p.cause)
        };
        assert_eq!(waits(&report), Some(Cause::DependencyUnread));
        let alone = SyncRequest {
            mappings: vec![contact.clone()],
            ..SyncRequest::default()
        };
        let alone = office.run(async |engine| engine.sync(&alone).await).await;
        assert_eq!(waits(&alone), None);
        assert_eq!(
            office
                .all(Side::Dv, "transactioncurrencies", &[])
                .await
                .len(),
            2
        );
    }
}
