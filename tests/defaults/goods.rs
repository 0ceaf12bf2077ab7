//! Items and currencies, and references to what is not coupled.

use crate::masters::{causes, number, row, texts};
use crate::office::office;
use raccord::model::mapping::OnUnresolved;
use raccord::model::reason::Cause;
use raccord::model::{Side, Value};

#[tokio::test(flavor = "current_thread")]
async fn the_local_currency_is_empty_in_business_central_s244_s245_s316() {
    let mut office = office();
    let dollar = office.currency("USD", Some(90)).await;
    let customer = office.customer("Adatum").await;
    office.settle().await;
    let account = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    let local = office
        .read(Side::Dv, "accounts", account, &["transactioncurrencyid"])
        .await;
    let local = local.fields.value("transactioncurrencyid").clone();
    let code = office
        .read(
            Side::Dv,
            "transactioncurrencies",
            local.as_guid().unwrap(),
            &["isocurrencycode"],
        )
        .await;
    assert_eq!(texts(&code), ["EUR"]);
    let partner = office.partner("CURRENCY", Side::Bc, dollar).unwrap();
    let rate = office
        .read(
            Side::Dv,
            "transactioncurrencies",
            partner,
            &["exchangerate"],
        )
        .await;
    assert_eq!(texts(&rate), ["1.1111111111"]);
    for (now, there) in [
        (Value::Guid(partner), Value::Guid(dollar)),
        (local.clone(), Value::Empty),
        (Value::Guid(partner), Value::Guid(dollar)),
        (Value::Empty, Value::Empty),
    ] {
        office
            .edit(
                Side::Dv,
                "accounts",
                account,
                &[("transactioncurrencyid", now)],
            )
            .await;
        office.settle().await;
        let bc = office
            .read(Side::Bc, "customers", customer, &["currencyId"])
            .await;
        assert_eq!(bc.fields.value("currencyId"), &there);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_reference_that_is_not_coupled_fails_is_cleared_or_kept_each_way_s250_s251() {
    let mut office = office();
    let crown = office.currency("ISK", None).await;
    let customer = office.customer("Adatum").await;
    let account = office.account("Brasserie").await;
    office.sync().await;
    let seen = office.partner("CUSTOMER", Side::Bc, customer).unwrap();
    let made = office.partner("CUSTOMER", Side::Dv, account).unwrap();
    let before = office
        .read(Side::Dv, "accounts", seen, &["transactioncurrencyid"])
        .await;
    let foreign = [
        ("currencyname", "yen".into()),
        ("isocurrencycode", "JPY".into()),
        ("currencysymbol", "¥".into()),
        ("exchangerate", number("160")),
        ("currencyprecision", Value::Int(0)),
    ];
    let yen = office
        .add(Side::Dv, "transactioncurrencies", &foreign)
        .await;
    office
        .edit(
            Side::Bc,
            "customers",
            customer,
            &[("currencyId", Value::Guid(crown))],
        )
        .await;
    office
        .edit(
            Side::Dv,
            "accounts",
            account,
            &[("transactioncurrencyid", Value::Guid(yen))],
        )
        .await;
    office.sync().await;
    let failed = causes(&office);
    let of_customers = failed.iter().filter(|(mapping, _)| mapping == "CUSTOMER");
    assert_eq!(of_customers.clone().count(), 2, "{failed:?}");
    assert!(
        of_customers
            .clone()
            .all(|(_, cause)| *cause == Cause::LookupNotCoupled)
    );
    let kept = office
        .read(Side::Dv, "accounts", seen, &["transactioncurrencyid"])
        .await;
    assert_eq!(kept.fields, before.fields);
    let bc = office
        .read(Side::Bc, "customers", made, &["currencyId"])
        .await;
    assert_eq!(texts(&bc), [""]);
    // Kept: no error, and the field stays as it is.
    office.change("CUSTOMER", |mapping| {
        let field = row(mapping, "currencyId", "transactioncurrencyid");
        field.lookup.as_mut().unwrap().on_unresolved = OnUnresolved::Keep;
    });
    office.sync().await;
    assert!(
        causes(&office)
            .iter()
            .all(|(mapping, _)| mapping != "CUSTOMER"),
        "{:?}",
        causes(&office)
    );
    let kept = office
        .read(Side::Dv, "accounts", seen, &["transactioncurrencyid"])
        .await;
    assert_eq!(kept.fields, before.fields);
}

#[tokio::test(flavor = "current_thread")]
async fn a_reference_that_is_not_coupled_is_cleared_or_kept_without_an_error_s250_s251() {
    for (on_unresolved, kept) in [(OnUnresolved::Clear, false), (OnUnresolved::Keep, true)] {
        let mut office = office();
        let terms = [("code", "30D".into()), ("displayName", "30 days".into())];
        let terms = office.add(Side::Bc, "paymentTerms", &terms).await;
        let there = office.customer("Adatum").await;
        let here = office.customer("Fabrikam").await;
        for customer in [there, here] {
            let given = [("paymentTermsId", Value::Guid(terms))];
            office.edit(Side::Bc, "customers", customer, &given).await;
        }
        office.change("CUSTOMER", |mapping| {
            let field = row(mapping, "paymentTermsId", "paymenttermscode");
            field.lookup.as_mut().unwrap().on_unresolved = on_unresolved;
        });
        office.change("PAYMENT-TERMS", |mapping| {
            mapping.create_unmatched = false;
        });
        office.settle().await;
        office.change("PAYMENT-TERMS", |mapping| mapping.only_coupled = true);
        let account = office.partner("CUSTOMER", Side::Bc, there).unwrap();
        let other = office.partner("CUSTOMER", Side::Bc, here).unwrap();
        let names = ["paymenttermscode"];
        let before = office.read(Side::Dv, "accounts", account, &names).await;
        // Terms that have no option, and an option that has no terms.
        let new = [("code", "60D".into()), ("displayName", "60 days".into())];
        let new = office.add(Side::Bc, "paymentTerms", &new).await;
        let given = [("paymentTermsId", Value::Guid(new))];
        office.edit(Side::Bc, "customers", there, &given).await;
        let label = [("label", Value::text("NET 99"))];
        office.add_option("accounts.paymenttermscode", &label).await;
        let options = office
            .all(Side::Dv, "accounts.paymenttermscode", &["label"])
            .await;
        let mut options = options.iter();
        let option = options.find(|option| option.fields.value("label") == &"NET 99".into());
        let option = raccord::model::ids::option_value_of(option.unwrap().id).unwrap();
        let given = [("paymenttermscode", Value::Choice(option))];
        office.edit(Side::Dv, "accounts", other, &given).await;
        office.settle().await;
        let now = office.read(Side::Dv, "accounts", account, &names).await;
        let bc = office
            .read(Side::Bc, "customers", here, &["paymentTermsId"])
            .await;
        if kept {
            assert_eq!(now.fields, before.fields);
            assert_eq!(bc.fields.value("paymentTermsId"), &Value::Guid(terms));
        } else {
            assert_eq!(texts(&now), [""]);
            assert_eq!(bc.fields.value("paymentTermsId"), &Value::Empty);
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn currencies_go_to_dataverse_with_their_rate_and_only_there_s097_s206_s269() {
    let mut office = office();
    let dollar = office.currency("USD", Some(90)).await;
    office.settle().await;
    let partner = office.partner("CURRENCY", Side::Bc, dollar).unwrap();
    let names = [
        "isocurrencycode",
        "currencyname",
        "currencysymbol",
        "exchangerate",
    ];
    let seen = office
        .read(Side::Dv, "transactioncurrencies", partner, &names)
        .await;
    assert_eq!(texts(&seen), ["USD", "USD", "$", "1.1111111111"]);
    office
        .edit(
            Side::Bc,
            "currencies",
            dollar,
            &[("displayName", "US dollar".into())],
        )
        .await;
    office
        .edit(
            Side::Dv,
            "transactioncurrencies",
            partner,
            &[("currencysymbol", "US$".into())],
        )
        .await;
    office.settle().await;
    let seen = office
        .read(Side::Dv, "transactioncurrencies", partner, &names)
        .await;
    assert_eq!(texts(&seen)[..3], ["USD", "US dollar", "US$"]);
    let kept = office
        .read(Side::Bc, "currencies", dollar, &["symbol"])
        .await;
    assert_eq!(texts(&kept), ["$"]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_new_currency_has_the_decimals_that_business_central_rounds_to_s317() {
    let mut office = office();
    let kinds = [
        ("JPY", "1", "0"),
        ("USD", "0.01", "2"),
        ("KWD", "0.001", "3"),
        ("CHF", "0.05", "2"),
    ];
    for (code, rounded_to, _) in kinds {
        let id = office.currency(code, Some(90)).await;
        let precision = [("amountRoundingPrecision", number(rounded_to))];
        office.edit(Side::Bc, "currencies", id, &precision).await;
    }
    office.settle().await;
    let names = ["isocurrencycode", "currencyprecision"];
    let all = office.all(Side::Dv, "transactioncurrencies", &names).await;
    for (code, _, decimals) in kinds {
        let made = all.iter().map(texts).find(|row| row[0] == code);
        assert_eq!(made.unwrap()[1], decimals, "{code}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn items_are_created_and_changed_each_way_and_published_s271_s320() {
    let mut office = office();
    let piece = office.unit("PCS").await;
    let item = [
        ("displayName", "Tea".into()),
        ("displayName2", "Second text".into()),
        ("type", "Service".into()),
        ("baseUnitOfMeasureId", Value::Guid(piece)),
        ("unitPrice", number("-3")),
        ("unitCost", number("2.5")),
    ];
    let item = office.add(Side::Bc, "items", &item).await;
    office.settle().await;
    let product = office.partner("ITEM", Side::Bc, item).unwrap();
    let names = [
        "name",
        "producttypecode",
        "statecode",
        "statuscode",
        "price",
        "standardcost",
        "currentcost",
    ];
    let seen = office.read(Side::Dv, "products", product, &names).await;
    assert_eq!(texts(&seen), ["Tea", "3", "0", "1", "0", "2.5", "2.5"]);
    let names = [
        "defaultuomid",
        "defaultuomscheduleid",
        "transactioncurrencyid",
    ];
    let refers = office.read(Side::Dv, "products", product, &names).await;
    let unit = office.partner("UNIT-OF-MEASURE", Side::Bc, piece).unwrap();
    let group = office.partner("UNIT-GROUP", Side::Bc, piece).unwrap();
    let local = office
        .all(Side::Dv, "transactioncurrencies", &["isocurrencycode"])
        .await;
    let local = local.iter().find(|row| texts(row) == ["EUR"]).unwrap().id;
    assert_eq!(
        texts(&refers),
        [unit, group, local].map(|id| id.to_string())
    );
    // A product of Dataverse becomes an item with a number of its own, which goes back.
    let born = [
        ("name", "Coffee".into()),
        ("productnumber", "NEW-1".into()),
        ("productstructure", Value::Choice(1)),
        ("defaultuomid", Value::Guid(unit)),
        ("defaultuomscheduleid", Value::Guid(group)),
        ("quantitydecimal", Value::Int(2)),
    ];
    let born = office.add(Side::Dv, "products", &born).await;
    office
        .edit(
            Side::Dv,
            "products",
            product,
            &[("name", "Green tea".into())],
        )
        .await;
    office.settle().await;
    let made = office.partner("ITEM", Side::Dv, born).unwrap();
    let named = office
        .read(Side::Bc, "items", made, &["displayName", "number"])
        .await;
    assert_eq!(texts(&named)[0], "Coffee");
    let back = office
        .read(Side::Dv, "products", born, &["productnumber", "statecode"])
        .await;
    assert_eq!(texts(&back), [texts(&named)[1].as_str(), "0"]);
    assert_eq!(
        texts(&office.read(Side::Bc, "items", item, &["displayName"]).await),
        ["Green tea"]
    );
    office
        .edit(Side::Bc, "items", item, &[("unitPrice", number("4"))])
        .await;
    office.settle().await;
    assert_eq!(
        texts(&office.read(Side::Dv, "products", product, &["price"]).await),
        ["4"]
    );
}

#[tokio::test(flavor = "current_thread")]
async fn an_item_without_a_base_unit_is_an_error_that_says_so_s272() {
    let mut office = office();
    office
        .add(Side::Bc, "items", &[("displayName", "Tea".into())])
        .await;
    office.sync().await;
    assert_eq!(
        causes(&office),
        [("ITEM".to_owned(), Cause::RequiredMissing)]
    );
    assert_eq!(office.all(Side::Dv, "products", &[]).await.len(), 0);
}

#[tokio::test(flavor = "current_thread")]
async fn blocking_an_item_retires_its_product_and_the_other_way_round_once_the_filters_let_them_s296_s298_s299()
 {
    let mut office = office();
    office.change("ITEM", |mapping| {
        mapping.filters.bc = None;
        mapping.filters.dv = Some("productstructure eq 1".to_owned());
        row(mapping, "blocked", "statecode").enabled = true;
    });
    let piece = office.unit("PCS").await;
    let item = [
        ("displayName", "Tea".into()),
        ("baseUnitOfMeasureId", Value::Guid(piece)),
    ];
    let item = office.add(Side::Bc, "items", &item).await;
    office.settle().await;
    let product = office.partner("ITEM", Side::Bc, item).unwrap();
    office
        .edit(Side::Bc, "items", item, &[("blocked", Value::Bool(true))])
        .await;
    office.settle().await;
    let state = office
        .read(Side::Dv, "products", product, &["statecode"])
        .await;
    assert_eq!(texts(&state), ["1"]);
    for (state, blocked) in [(0, "false"), (1, "true")] {
        office
            .edit(
                Side::Dv,
                "products",
                product,
                &[("statecode", Value::Int(state))],
            )
            .await;
        office.settle().await;
        assert_eq!(
            texts(&office.read(Side::Bc, "items", item, &["blocked"]).await),
            [blocked]
        );
    }
}
