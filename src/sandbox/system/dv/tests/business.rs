//! Tests of money, states, products and unit groups.

use pretty_assertions::assert_eq;

use super::*;

#[test]
fn money_has_a_currency_a_rate_and_a_base_amount() {
    let mut desk = desk();
    let usd = desk.make(
        "transactioncurrencies",
        values![
            "isocurrencycode" => "usd", "currencyname" => "Dollar", "currencysymbol" => "$",
            "currencyprecision" => 2_i64, "exchangerate" => Decimal::new(EUR_TO_USD, 1),
        ],
    );
    assert_eq!(
        desk.see("transactioncurrencies", usd, "isocurrencycode"),
        Cell::from("USD")
    );
    let base = desk.make(
        "accounts",
        values!["name" => "A", "creditlimit" => Decimal::new(10_005, 3)],
    );
    assert_eq!(
        desk.see("accounts", base, "creditlimit"),
        Cell::Decimal(Decimal::new(1001, 2))
    );
    assert_eq!(
        desk.see("accounts", base, "transactioncurrencyid")
            .as_guid(),
        Some(desk.dv.places().base_currency)
    );
    let plain = desk.make("accounts", values!["name" => "B"]);
    assert_eq!(
        desk.see("accounts", plain, "transactioncurrencyid"),
        Cell::Null
    );
    let body = with(
        values!["name" => "C", "creditlimit" => 120_i64],
        "transactioncurrencyid",
        bound("transactioncurrencies", usd),
    );
    let foreign = desk.make("accounts", body);
    let base_amount = |desk: &Desk| desk.see("accounts", foreign, "creditlimit_base");
    assert_eq!(base_amount(&desk), Cell::Decimal(Decimal::from(100)));
    desk.patch(
        "transactioncurrencies",
        usd,
        values!["exchangerate" => 2_i64],
    )
    .unwrap();
    assert_eq!(base_amount(&desk), Cell::Decimal(Decimal::from(100)));
    desk.patch("accounts", foreign, values!["creditlimit" => 120_i64])
        .unwrap();
    assert_eq!(base_amount(&desk), Cell::Decimal(Decimal::from(60)));
}

#[test]
fn currency_rules_guard_the_base_and_the_rate() {
    let mut desk = desk();
    let base = desk.dv.places().base_currency;
    let currency = |rate: i64| {
        values![
            "isocurrencycode" => "SEK", "currencyname" => "Krona", "currencysymbol" => "kr",
            "currencyprecision" => 2_i64, "exchangerate" => rate,
        ]
    };
    assert_eq!(
        desk.refused("transactioncurrencies", currency(0)).1,
        "0x80040265"
    );
    desk.make("transactioncurrencies", currency(11));
    assert_eq!(desk.refused("transactioncurrencies", currency(11)).0, 412);
    assert!(
        desk.patch(
            "transactioncurrencies",
            base,
            values!["exchangerate" => 2_i64]
        )
        .is_err()
    );
    let me = desk.me;
    assert!(
        desk.dv
            .delete(me, "transactioncurrencies", base, &IfMatch::Absent)
            .is_err()
    );
}

#[test]
fn state_and_reason_go_together() {
    let mut desk = desk();
    let id = desk.make("accounts", values!["name" => "A"]);
    assert_eq!(desk.see("accounts", id, "statuscode"), Cell::Int(1));
    desk.patch("accounts", id, values!["statecode" => 1_i64])
        .unwrap();
    assert_eq!(desk.see("accounts", id, "statuscode"), Cell::Int(2));
    let body = values!["statecode" => 0_i64, "statuscode" => 2_i64];
    assert_eq!(
        desk.patch("accounts", id, body).unwrap_err().code,
        "0x80048408"
    );
    assert_eq!(
        desk.patch("accounts", id, values!["statecode" => 7_i64])
            .unwrap_err()
            .code,
        "0x8004431a"
    );
}

#[test]
fn an_opportunity_is_won_by_its_action() {
    let mut desk = desk();
    let id = desk.make("opportunities", values!["name" => "O"]);
    assert_eq!(
        desk.patch("opportunities", id, values!["statecode" => 1_i64])
            .unwrap_err()
            .code,
        "0x80048408"
    );
    let me = desk.me;
    desk.dv.close(me, Closing::WinOpportunity, id, -1).unwrap();
    assert_eq!(desk.see("opportunities", id, "statuscode"), Cell::Int(3));
    assert!(
        desk.patch("opportunities", id, values!["name" => "P"])
            .is_err()
    );
    desk.patch(
        "opportunities",
        id,
        values!["statecode" => 0_i64, "name" => "P"],
    )
    .unwrap();
}

#[test]
fn a_product_starts_as_a_draft() {
    let mut desk = desk();
    let (product, ..) = desk.product("1000");
    assert_eq!(desk.see("products", product, "statecode"), Cell::Int(2));
    assert_eq!(desk.see("products", product, "statuscode"), Cell::Int(0));
    desk.patch("products", product, values!["statecode" => 0_i64])
        .unwrap();
    assert_eq!(desk.see("products", product, "statuscode"), Cell::Int(1));
    let organization = desk.dv.places().organization;
    desk.patch(
        "organizations",
        organization,
        values!["createproductswithoutparentinactivestate" => true],
    )
    .unwrap();
    let (active, ..) = desk.product("1001");
    assert_eq!(desk.see("products", active, "statecode"), Cell::Int(0));
}

#[test]
fn a_unit_group_brings_its_base_unit() {
    let mut desk = desk();
    let (_, unit, group) = desk.product("1");
    assert_eq!(desk.see("uoms", unit, "name"), Cell::from("PCS"));
    assert_eq!(
        desk.see("uoms", unit, "isschedulebaseuom"),
        Cell::Bool(true)
    );
    let body = |quantity: i64| {
        let body = with(
            values!["name" => "BOX", "quantity" => quantity],
            "uomscheduleid",
            bound("uomschedules", group),
        );
        with(body, "baseuom", bound("uoms", unit))
    };
    assert_eq!(desk.refused("uoms", body(0)).1, "0x80040265");
    desk.make("uoms", body(12));
    let me = desk.me;
    let used = desk
        .dv
        .delete(me, "uomschedules", group, &IfMatch::Absent)
        .unwrap_err();
    assert_eq!((used.status, used.code.as_str()), (405, "0x80040227"));
}

#[test]
fn a_product_number_is_there_once_and_its_unit_belongs_to_its_group() {
    let mut desk = desk();
    let (_, unit, _) = desk.product("1");
    let other = desk.make(
        "uomschedules",
        values!["name" => "Other", "baseuomname" => "KG"],
    );
    let body = |number: &str| {
        let body = with(
            values!["productnumber" => number, "name" => "P"],
            "defaultuomid",
            bound("uoms", unit),
        );
        with(body, "defaultuomscheduleid", bound("uomschedules", other))
    };
    assert_eq!(desk.refused("products", body("2")).1, "0x80040265");
}
