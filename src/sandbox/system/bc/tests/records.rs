//! Single records: values, keys, etags, stamps, companies, permissions.

use pretty_assertions::assert_eq;

use super::*;

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
