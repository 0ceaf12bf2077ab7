//! Business Central's rules, one by one.

use jiff::{SignedDuration, Timestamp};
use pretty_assertions::assert_eq;
use rust_decimal::Decimal;

use super::*;
use crate::{
    sandbox::system::{
        cell::Cell,
        clock::ManualClock,
        given::Given,
        world::{Setup, World},
    },
    sandbox_values as values,
};

struct Desk {
    bc: Bc,
    clock: Arc<ManualClock>,
    me: Caller,
}

fn desk() -> Desk {
    let clock = ManualClock::new("2026-11-22T10:00:00.123Z".parse::<Timestamp>().unwrap());
    let world = World::new(&Setup {
        clock: clock.clone(),
        ..Setup::default()
    });
    let bc = world.bc;
    let company = bc.companies()[0].id;
    let user = bc.service_user();
    Desk {
        bc,
        clock,
        me: Caller { company, user },
    }
}

impl Desk {
    fn make(&mut self, set: &str, values: Values) -> Uuid {
        self.bc.create(self.me, set, values).unwrap()
    }

    fn refused(&mut self, set: &str, values: Values) -> (u16, String, String) {
        let refusal = self.bc.create(self.me, set, values).unwrap_err();
        (refusal.status, refusal.code, refusal.message)
    }

    fn patch(&mut self, set: &str, id: Uuid, values: Values) -> Result<(), Refusal> {
        self.clock.advance(SignedDuration::from_secs(1));
        self.bc.update(self.me, set, id, &IfMatch::Any, values)
    }

    fn see(&self, set: &str, id: Uuid, field: &str) -> Cell {
        let row = self.bc.get(self.me.company, set, id).unwrap();
        row.get(field).unwrap()
    }

    fn count(&self, set: &str) -> usize {
        self.bc.len(self.me.company, set)
    }
}

#[test]
fn a_record_is_never_without_a_value() {
    let mut desk = desk();
    let id = desk.make("customers", values!["displayName" => "Ålesund Fisk"]);
    for (field, shown) in [
        ("city", Cell::from("")),
        ("currencyId", Cell::Guid(Uuid::nil())),
        ("currencyCode", Cell::from("EUR")),
        ("creditLimit", Cell::Decimal(Decimal::ZERO)),
        ("blocked", Cell::from("_x0020_")),
        ("type", Cell::from("Company")),
        ("number", Cell::from("C00010")),
    ] {
        assert_eq!(desk.see("customers", id, field), shown, "{field}");
    }
}

#[test]
fn a_display_name_is_demanded() {
    let mut desk = desk();
    assert_eq!(
        desk.refused("customers", values![]),
        (
            400,
            "Application_DialogException".to_owned(),
            "A \"displayName\" must be provided.".to_owned()
        )
    );
    let blank = desk.refused("customers", values!["displayName" => ""]);
    assert_eq!(blank.2, "The blank \"displayName\" is not allowed.");
}

#[test]
fn a_client_may_choose_the_id_and_an_id_is_there_once() {
    let mut desk = desk();
    let id = Uuid::from_u128(7);
    assert_eq!(
        desk.make("customers", values!["id" => id, "displayName" => "A"]),
        id
    );
    let again = desk.refused("customers", values!["id" => id, "displayName" => "B"]);
    assert_eq!(
        (again.0, again.1.as_str()),
        (409, "Internal_EntityWithSameKeyExists")
    );
    desk.bc.settings.client_ids = false;
    let other = desk.make(
        "customers",
        values!["id" => Uuid::from_u128(8), "displayName" => "C"],
    );
    assert_ne!(other, Uuid::from_u128(8));
}

#[test]
fn a_number_is_there_once_and_codes_are_upper_case() {
    let mut desk = desk();
    let id = desk.make(
        "customers",
        values!["number" => " ab1 ", "displayName" => "A"],
    );
    assert_eq!(desk.see("customers", id, "number"), Cell::from("AB1"));
    let again = desk.refused(
        "customers",
        values!["number" => "Ab1", "displayName" => "B"],
    );
    assert_eq!(again.1, "Internal_EntityWithSameKeyExists");
    assert!(again.2.contains("No.='AB1'"), "{}", again.2);
}

#[test]
fn a_number_series_may_be_the_only_source_of_numbers() {
    let mut desk = desk();
    desk.bc.settings.manual_numbers = false;
    let refused = desk.refused("customers", values!["number" => "X", "displayName" => "A"]);
    assert_eq!(refused.1, "Application_DialogException");
    desk.make("customers", values!["displayName" => "A"]);
}

#[test]
fn a_code_is_demanded_where_there_is_no_series() {
    let mut desk = desk();
    let refused = desk.refused("currencies", values!["displayName" => "Yen"]);
    assert_eq!(refused.1, "BadRequest_RequiredParamNotProvided");
}

#[test]
fn renaming_follows_the_references() {
    let mut desk = desk();
    let usd = desk.make("currencies", values!["code" => "usd"]);
    let seller = desk.make(
        "salespeoplePurchasers",
        values!["code" => "AH", "displayName" => "Annette"],
    );
    let customer = desk.make(
        "customers",
        values!["displayName" => "A", "currencyId" => usd, "salespersonCode" => "ah"],
    );
    assert_eq!(
        desk.see("customers", customer, "currencyCode"),
        Cell::from("USD")
    );
    let before = desk.see("customers", customer, "lastModifiedDateTime");
    desk.patch("currencies", usd, values!["code" => "USX"])
        .unwrap();
    desk.patch("salespeoplePurchasers", seller, values!["code" => "AHX"])
        .unwrap();
    assert_eq!(
        desk.see("customers", customer, "currencyCode"),
        Cell::from("USX")
    );
    assert_eq!(
        desk.see("customers", customer, "salespersonCode"),
        Cell::from("AHX")
    );
    assert_ne!(
        desk.see("customers", customer, "lastModifiedDateTime"),
        before
    );
    desk.patch("customers", customer, values!["number" => "NEW"])
        .unwrap();
    assert_eq!(desk.see("customers", customer, "number"), Cell::from("NEW"));
}

#[test]
fn an_id_and_its_code_must_agree() {
    let mut desk = desk();
    let usd = desk.make("currencies", values!["code" => "USD"]);
    desk.make("currencies", values!["code" => "SEK"]);
    let refused = desk.refused(
        "customers",
        values!["displayName" => "A", "currencyId" => usd, "currencyCode" => "SEK"],
    );
    assert_eq!(
        refused.2,
        "The currency values do not match to a specific Currency."
    );
    let agreed = desk.make(
        "customers",
        values!["displayName" => "A", "currencyId" => usd, "currencyCode" => "USD"],
    );
    desk.patch("customers", agreed, values!["currencyCode" => "EUR"])
        .unwrap();
    assert_eq!(
        desk.see("customers", agreed, "currencyId"),
        Cell::Guid(Uuid::nil())
    );
    assert_eq!(
        desk.see("customers", agreed, "currencyCode"),
        Cell::from("EUR")
    );
}

#[test]
fn a_reference_to_nothing_is_refused_by_name() {
    let mut desk = desk();
    for (field, value, code) in [
        (
            "currencyId",
            Given::from(Uuid::from_u128(9)),
            "Application_DialogException",
        ),
        (
            "currencyCode",
            Given::from("XXX"),
            "Application_DialogException",
        ),
        (
            "paymentTermsId",
            Given::from(Uuid::from_u128(9)),
            "Application_DialogException",
        ),
        (
            "salespersonCode",
            Given::from("ZZ"),
            "Internal_InvalidTableRelation",
        ),
    ] {
        let refused = desk.refused(
            "customers",
            vec![
                ("displayName".to_owned(), Given::from("A")),
                (field.to_owned(), value),
            ],
        );
        assert_eq!(refused.1, code, "{field}");
        assert!(refused.2.contains(field), "{}", refused.2);
    }
    assert_eq!(desk.count("customers"), 0);
}

#[test]
fn countries_are_checked_where_there_are_countries() {
    let mut desk = desk();
    desk.make(
        "customers",
        values!["displayName" => "A", "country" => "QQ"],
    );
    desk.make(
        "countriesRegions",
        values!["code" => "DE", "displayName" => "Germany"],
    );
    let refused = desk.refused(
        "customers",
        values!["displayName" => "A", "country" => "QQ"],
    );
    assert_eq!(refused.1, "Internal_InvalidTableRelation");
    desk.make(
        "customers",
        values!["displayName" => "A", "country" => "de"],
    );
}

#[test]
fn a_new_customer_brings_a_contact_and_both_stay_in_step() {
    let mut desk = desk();
    let customer = desk.make(
        "customers",
        values!["displayName" => "Kawa Sp. z o.o.", "city" => "Łódź"],
    );
    assert_eq!(
        (desk.count("contacts"), desk.count("contactsInformation")),
        (1, 1)
    );
    let table = desk
        .bc
        .table(desk.me.company, "contactsInformation")
        .unwrap();
    let line = table.scan(None).next().unwrap();
    let contact = line.get("contactId").unwrap().as_guid().unwrap();
    assert_eq!(line.get("relatedId"), Some(Cell::Guid(customer)));
    assert_eq!(line.get("contactName"), Some(Cell::from("Kawa Sp. z o.o.")));
    assert_eq!(
        desk.see("contacts", contact, "contactBusinessRelation"),
        Cell::from("Customer")
    );
    let number = desk
        .bc
        .contact_of_customer(desk.me.company, customer)
        .unwrap();
    assert_eq!(
        desk.see("contacts", contact, "number"),
        Cell::from(number.as_str())
    );

    desk.patch(
        "customers",
        customer,
        values!["email" => "kawa@example.com"],
    )
    .unwrap();
    assert_eq!(
        desk.see("contacts", contact, "email"),
        Cell::from("kawa@example.com")
    );
    desk.patch("contacts", contact, values!["city" => "Gdańsk"])
        .unwrap();
    assert_eq!(
        desk.see("customers", customer, "city"),
        Cell::from("Gdańsk")
    );

    let person = desk.make(
        "contacts",
        values!["displayName" => "Zofia", "type" => "Person", "companyNumber" => number.as_str()],
    );
    assert_eq!(
        desk.see("contacts", person, "companyName"),
        Cell::from("Kawa Sp. z o.o.")
    );
    assert_eq!(
        desk.see("contacts", person, "contactBusinessRelation"),
        Cell::from("Customer")
    );

    desk.bc
        .delete(desk.me, "customers", customer, &IfMatch::Absent)
        .unwrap();
    assert_eq!(
        (desk.count("contacts"), desk.count("contactsInformation")),
        (2, 0)
    );
    assert_eq!(
        desk.see("contacts", contact, "contactBusinessRelation"),
        Cell::from("None")
    );
}

#[test]
fn no_contact_is_made_when_the_setup_says_so() {
    let mut desk = desk();
    desk.bc.settings.contact_for_customer = false;
    desk.make("customers", values!["displayName" => "A"]);
    assert_eq!(desk.count("contacts"), 0);
}

#[test]
fn a_person_works_for_a_company() {
    let mut desk = desk();
    let person = desk.make(
        "contacts",
        values!["displayName" => "P", "type" => "Person"],
    );
    let number = desk.see("contacts", person, "number");
    let refused = desk.refused(
        "contacts",
        vec![
            ("displayName".to_owned(), Given::from("Q")),
            ("type".to_owned(), Given::from("Person")),
            ("companyNumber".to_owned(), Given::Value(number)),
        ],
    );
    assert_eq!(refused.1, "Internal_InvalidTableRelation");
}

#[test]
fn unknown_and_read_only_fields_are_refused() {
    let mut desk = desk();
    let unknown = desk.refused("customers", values!["displayName" => "A", "faxNo" => "1"]);
    assert_eq!(unknown.1, "BadRequest");
    assert!(
        unknown
            .2
            .contains("'faxNo' does not exist on type 'Microsoft.NAV.customer'")
    );
    let read_only = desk.refused(
        "customers",
        values!["displayName" => "A", "balanceDue" => 1_i64],
    );
    assert_eq!(read_only.2, "Control 'balanceDue' is read-only.");
}

#[test]
fn a_change_needs_an_etag_and_a_deletion_does_not() {
    let mut desk = desk();
    let id = desk.make("customers", values!["displayName" => "A"]);
    let etag = desk
        .bc
        .get(desk.me.company, "customers", id)
        .unwrap()
        .etag();
    let change = |desk: &mut Desk, sent: &IfMatch| {
        desk.bc
            .update(desk.me, "customers", id, sent, values!["city" => "B"])
    };
    assert_eq!(
        change(&mut desk, &IfMatch::Absent).unwrap_err().code,
        "BadRequest_InvalidToken"
    );
    change(&mut desk, &IfMatch::Etag(etag.clone())).unwrap();
    let stale = change(&mut desk, &IfMatch::Etag(etag.clone())).unwrap_err();
    assert_eq!(
        (stale.status, stale.code.as_str()),
        (409, "Request_EntityChanged")
    );
    let stale = desk
        .bc
        .delete(desk.me, "customers", id, &IfMatch::Etag(etag));
    assert_eq!(stale.unwrap_err().code, "Request_EntityChanged");
    desk.bc
        .delete(desk.me, "customers", id, &IfMatch::Absent)
        .unwrap();
    let gone = desk
        .bc
        .delete(desk.me, "customers", id, &IfMatch::Absent)
        .unwrap_err();
    assert_eq!(
        (gone.status, gone.code.as_str()),
        (404, "Internal_RecordNotFound")
    );
}

#[test]
fn any_change_moves_the_time_stamp_in_milliseconds() {
    let mut desk = desk();
    let id = desk.make("items", values!["displayName" => "Desk"]);
    let at = |desk: &Desk| desk.see("items", id, "lastModifiedDateTime");
    assert_eq!(
        at(&desk),
        Cell::Instant("2026-11-22T10:00:00.123Z".parse().unwrap())
    );
    desk.clock.advance(SignedDuration::from_millis(5));
    desk.bc
        .update(
            desk.me,
            "items",
            id,
            &IfMatch::Any,
            values!["displayName" => "Desk"],
        )
        .unwrap();
    assert_eq!(
        at(&desk),
        Cell::Instant("2026-11-22T10:00:00.128Z".parse().unwrap())
    );
    let table = desk.bc.table(desk.me.company, "items").unwrap();
    let from = "2026-11-22T10:00:00.128Z".parse().unwrap();
    assert_eq!(table.since(from).count(), 1);
    assert_eq!(
        table.since(from + SignedDuration::from_millis(1)).count(),
        0
    );
}

#[test]
fn tables_say_which_writes_they_take() {
    let mut desk = desk();
    let refused = desk.refused("currencyExchangeRates", values!["currencyCode" => "USD"]);
    assert_eq!(
        (refused.0, refused.1.as_str()),
        (405, "BadRequest_MethodNotAllowed")
    );
    assert_eq!(
        desk.refused("customer", values![]).1,
        "BadRequest_ResourceNotFound"
    );
}

#[test]
fn a_company_that_is_gone_is_not_found() {
    let mut desk = desk();
    let company = desk.me.company;
    desk.bc.remove_company(company);
    assert_eq!(
        desk.bc.table(company, "customers").unwrap_err().code,
        "Internal_CompanyNotFound"
    );
    let refused = desk.refused("customers", values!["displayName" => "A"]);
    assert_eq!(
        (refused.0, refused.1.as_str()),
        (404, "Internal_CompanyNotFound")
    );
}

#[test]
fn companies_do_not_see_each_other_s_records() {
    let mut desk = desk();
    let other = desk.bc.add_company("Other");
    desk.make("customers", values!["displayName" => "A"]);
    assert_eq!(desk.bc.len(other, "customers"), 0);
    assert_eq!(desk.bc.len(other, "generalLedgerSetup"), 1);
}

#[test]
fn exchange_rates_are_entered_by_an_accountant() {
    let mut desk = desk();
    desk.make("currencies", values!["code" => "USD"]);
    let company = desk.me.company;
    let first = desk
        .bc
        .set_exchange_rate(company, "USD", Decimal::ONE_HUNDRED, Decimal::new(9212, 2))
        .unwrap();
    let again = desk
        .bc
        .set_exchange_rate(company, "USD", Decimal::ONE_HUNDRED, Decimal::new(93, 0))
        .unwrap();
    assert_eq!(first, again);
    assert_eq!(
        desk.see(
            "currencyExchangeRates",
            first,
            "relationalExchangeRateAmount"
        ),
        Cell::Decimal(Decimal::new(93, 0))
    );
    assert_eq!(
        desk.see("currencyExchangeRates", first, "startingDate"),
        Cell::Date(jiff::civil::date(2026, 11, 22))
    );
}

#[test]
fn a_transaction_is_undone_wholly() {
    let mut desk = desk();
    let kept = desk.make("items", values!["number" => "1", "displayName" => "Kept"]);
    desk.bc.begin();
    desk.make("items", values!["number" => "2", "displayName" => "Gone"]);
    desk.patch("items", kept, values!["number" => "3"]).unwrap();
    desk.bc
        .delete(desk.me, "items", kept, &IfMatch::Absent)
        .unwrap();
    desk.bc.rollback();
    assert_eq!(desk.count("items"), 1);
    assert_eq!(desk.see("items", kept, "number"), Cell::from("1"));
    desk.make(
        "items",
        values!["number" => "2", "displayName" => "Free again"],
    );
}

#[test]
fn an_order_takes_over_its_customer_and_adds_its_lines_up() {
    let mut desk = desk();
    let item = desk.make("items", values!["number" => "1000", "displayName" => "Bicycle", "unitPrice" => Decimal::new(4000, 2)]);
    let customer = desk.make(
        "customers",
        values!["displayName" => "Relecloud", "city" => "Lyon"],
    );
    let refused = desk.refused("salesOrders", values![]);
    assert_eq!(
        refused.2,
        "A \"customerNumber\" or a \"customerId\" must be provided."
    );
    let line = |quantity: i64| values!["lineType" => "Item", "lineObjectNumber" => "1000", "quantity" => quantity];
    let mut body = values!["customerId" => customer];
    body.push((
        "salesOrderLines".to_owned(),
        Given::Rows(vec![line(2), line(3)]),
    ));
    let order = desk.make("salesOrders", body);
    for (field, shown) in [
        ("sellToCity", Cell::from("Lyon")),
        ("customerName", Cell::from("Relecloud")),
        ("status", Cell::from("Draft")),
        ("number", Cell::from("S-ORD101001")),
        (
            "totalAmountExcludingTax",
            Cell::Decimal(Decimal::new(20000, 2)),
        ),
    ] {
        assert_eq!(desk.see("salesOrders", order, field), shown, "{field}");
    }
    let table = desk.bc.table(desk.me.company, "salesOrderLines").unwrap();
    let mut sequences: Vec<_> = table
        .scan(None)
        .map(|row| row.get("sequence").unwrap().as_int())
        .collect();
    sequences.sort_unstable();
    assert_eq!(sequences, [Some(10_000), Some(20_000)]);
    assert!(
        table
            .scan(None)
            .all(|row| row.get("itemId") == Some(Cell::Guid(item)))
    );
    let busy = desk
        .bc
        .delete(desk.me, "customers", customer, &IfMatch::Any)
        .unwrap_err();
    assert!(busy.message.contains("outstanding Sales Order"));

    let done = desk.bc.act(
        desk.me,
        "salesOrders",
        order,
        &IfMatch::Absent,
        "shipAndInvoice",
    );
    assert_eq!(done, Ok(Acted::Done));
    assert_eq!(
        (desk.count("salesOrders"), desk.count("salesOrderLines")),
        (0, 0)
    );
    assert_eq!(
        (desk.count("salesInvoices"), desk.count("salesInvoiceLines")),
        (1, 2)
    );
    let table = desk.bc.table(desk.me.company, "salesInvoices").unwrap();
    let invoice = table.scan(None).next().unwrap().id();
    assert_eq!(
        desk.see("salesInvoices", invoice, "status"),
        Cell::from("Open")
    );
    assert_eq!(
        desk.see("customers", customer, "balanceDue"),
        Cell::Decimal(Decimal::new(20000, 2))
    );
    let posted = desk
        .patch("salesInvoices", invoice, values!["phoneNumber" => "1"])
        .unwrap_err();
    assert_eq!(posted.code, "Application_DialogException");
}

#[test]
fn posting_keeps_the_id_and_changes_the_number() {
    let mut desk = desk();
    desk.make(
        "items",
        values!["number" => "1", "displayName" => "I", "unitPrice" => 5_i64],
    );
    let customer = desk.make("customers", values!["displayName" => "A"]);
    let invoice = desk.make("salesInvoices", values!["customerId" => customer]);
    let act = |desk: &mut Desk, action: &str| {
        desk.bc
            .act(desk.me, "salesInvoices", invoice, &IfMatch::Absent, action)
    };
    assert_eq!(
        act(&mut desk, "post").unwrap_err().message,
        "There is nothing to post."
    );
    desk.make(
        "salesInvoiceLines",
        values!["documentId" => invoice, "lineObjectNumber" => "1", "quantity" => 1_i64],
    );
    let draft = desk.see("salesInvoices", invoice, "number");
    act(&mut desk, "post").unwrap();
    assert_ne!(desk.see("salesInvoices", invoice, "number"), draft);
    act(&mut desk, "cancel").unwrap();
    assert_eq!(
        desk.see("salesInvoices", invoice, "status"),
        Cell::from("Canceled")
    );
    assert_eq!(
        act(&mut desk, "cancel").unwrap_err().code,
        "Application_DialogException"
    );
    assert_eq!(act(&mut desk, "dance").unwrap_err().status, 404);
}

#[test]
fn a_line_moves_the_stamp_of_its_document() {
    let mut desk = desk();
    let customer = desk.make("customers", values!["displayName" => "A"]);
    let quote = desk.make("salesQuotes", values!["customerId" => customer]);
    let before = desk.see("salesQuotes", quote, "lastModifiedDateTime");
    desk.clock.advance(SignedDuration::from_secs(3));
    let line = desk.make(
        "salesQuoteLines",
        values!["documentId" => quote, "description" => "Hello"],
    );
    assert_ne!(
        desk.see("salesQuotes", quote, "lastModifiedDateTime"),
        before
    );
    assert_eq!(
        desk.see("salesQuoteLines", line, "lineType"),
        Cell::from("Comment")
    );
    let moved = desk
        .patch("salesQuoteLines", line, values!["sequence" => 1_i64])
        .unwrap_err();
    assert!(moved.message.starts_with("The value for sequence"));
}

#[test]
fn a_custom_page_follows_the_same_rules() {
    let mut desk = desk();
    desk.make(
        "customers",
        values!["number" => "10000", "displayName" => "A"],
    );
    let project = desk.make(
        "projects",
        values!["customerNumber" => "10000", "description" => "Roof"],
    );
    assert_eq!(
        desk.see("projects", project, "number"),
        Cell::from("PR00001")
    );
    let route = desk.bc.def("projects").unwrap().route.clone().unwrap();
    assert_eq!(route.publisher, "raccord");
}

#[test]
fn colleagues_are_known_by_name() {
    let mut desk = desk();
    let apolline = desk.bc.user_named("APOLLINE");
    assert_eq!(desk.bc.user_named("APOLLINE"), apolline);
    let id = desk.make("items", values!["displayName" => "I"]);
    let by = Caller {
        user: apolline,
        ..desk.me
    };
    desk.bc
        .update(
            by,
            "items",
            id,
            &IfMatch::Any,
            values!["unitPrice" => 3_i64],
        )
        .unwrap();
    let stamp = desk.bc.get(desk.me.company, "items", id).unwrap().stamp();
    assert_eq!(
        (stamp.created_by, stamp.modified_by),
        (desk.me.user, apolline)
    );
}

#[test]
fn a_missing_permission_is_named() {
    let mut desk = desk();
    let user = desk.me.user;
    let denied = (user, "Customer".to_owned(), Permission::Insert);
    desk.bc.settings.denied.insert(denied);
    let refused = desk.refused("customers", values!["displayName" => "A"]);
    assert_eq!(refused.0, 403);
    assert!(refused.2.contains("TableData Customer: Insert"));
    assert!(desk.bc.may(desk.me, Permission::Read, "customers").is_ok());
}
