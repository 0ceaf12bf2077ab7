//! References between records, and contacts that come with customers.

use pretty_assertions::assert_eq;

use super::*;

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
