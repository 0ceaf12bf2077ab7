//! Orders, quotes and invoices with their lines, and the price lists that they need.

use crate::masters::causes;
use crate::office::{Office, fields, office};
use raccord::engine::request::SyncRequest;
use raccord::model::reason::Cause;
use raccord::model::{Record, Side, Value};
use raccord::remote::Write;
use uuid::Uuid;

const TRADE: [&str; 6] = [
    "PRICE-LIST-LOCAL",
    "PRICE-LIST",
    "PRICE",
    "PAYMENT-TERMS-ORDER",
    "PAYMENT-TERMS-QUOTE",
    "PAYMENT-TERMS-INVOICE",
];

fn number(plain: &str) -> Value {
    Value::Decimal(plain.parse().unwrap())
}

fn texts(record: &Record) -> Vec<String> {
    record
        .fields
        .iter()
        .map(|(_, value)| value.to_plain())
        .collect()
}

/// A customer, an item and payment terms, in step, with price lists.
struct Shop {
    office: Office,
    customer: Uuid,
    item: Uuid,
    terms: Uuid,
}

async fn shop(more: &[&str]) -> Shop {
    let mut office = office();
    let unit = [("code", "PCS".into()), ("displayName", "Piece".into())];
    let unit = office.add(Side::Bc, "unitsOfMeasure", &unit).await;
    let item = [
        ("displayName", "Tea".into()),
        ("baseUnitOfMeasureId", Value::Guid(unit)),
        ("unitPrice", number("12.5")),
    ];
    let item = office.add(Side::Bc, "items", &item).await;
    let terms = [("code", "30D".into()), ("displayName", "30 days".into())];
    let terms = office.add(Side::Bc, "paymentTerms", &terms).await;
    let customer = [
        ("displayName", "Adatum".into()),
        ("addressLine1", "Main Street 1".into()),
        ("city", "Lyon".into()),
    ];
    let customer = office.add(Side::Bc, "customers", &customer).await;
    office.enable(&TRADE);
    office.enable(more);
    office.settle().await;
    Shop {
        office,
        customer,
        item,
        terms,
    }
}

impl Shop {
    fn product(&self) -> Uuid {
        self.office.partner("ITEM", Side::Bc, self.item).unwrap()
    }

    fn account(&self) -> Uuid {
        self.office
            .partner("CUSTOMER", Side::Bc, self.customer)
            .unwrap()
    }

    async fn order(&self, lines: &[(&str, &str)]) -> (Uuid, Vec<Uuid>) {
        let order = [
            ("customerId", Value::Guid(self.customer)),
            ("externalDocumentNumber", "PO-7".into()),
            ("paymentTermsId", Value::Guid(self.terms)),
            (
                "requestedDeliveryDate",
                Value::Date("2026-12-01".parse().unwrap()),
            ),
        ];
        let order = self.office.add(Side::Bc, "salesOrders", &order).await;
        let lines = self.lines("salesOrderLines", order, lines).await;
        (order, lines)
    }

    async fn lines(&self, set: &str, document: Uuid, lines: &[(&str, &str)]) -> Vec<Uuid> {
        let mut ids = Vec::new();
        for (quantity, price) in lines {
            let line = [
                ("documentId", Value::Guid(document)),
                ("itemId", Value::Guid(self.item)),
                ("quantity", number(quantity)),
                ("unitPrice", number(price)),
            ];
            ids.push(self.office.add(Side::Bc, set, &line).await);
        }
        ids
    }
}

#[tokio::test(flavor = "current_thread")]
async fn each_currency_has_a_price_list_and_the_local_one_the_items_prices_s308_s314() {
    let mut shop = shop(&[]).await;
    let office = &mut shop.office;
    let local = office
        .only(Side::Dv, "pricelevels", &["name", "transactioncurrencyid"])
        .await;
    assert_eq!(local.fields.value("name"), &"BC EUR".into());
    let price = office
        .only(Side::Dv, "productpricelevels", &["amount", "pricelevelid"])
        .await;
    assert_eq!(
        price.fields.value("amount").as_decimal(),
        number("12.5").as_decimal()
    );
    assert_eq!(price.fields.value("pricelevelid"), &Value::Guid(local.id));
    let item = shop.item;
    office
        .edit(Side::Bc, "items", item, &[("unitPrice", number("13"))])
        .await;
    office.settle().await;
    let price = office
        .only(Side::Dv, "productpricelevels", &["amount"])
        .await;
    assert_eq!(
        price.fields.value("amount").as_decimal(),
        number("13").as_decimal()
    );
}

#[tokio::test(flavor = "current_thread")]
async fn an_order_of_business_central_appears_in_dataverse_with_its_lines_s418() {
    let mut shop = shop(&["SALES-ORDER", "SALES-ORDER-LINE"]).await;
    let (order, lines) = shop.order(&[("2", "12.5"), ("1", "100")]).await;
    shop.office.settle().await;
    let names = [
        "name",
        "statecode",
        "shipto_line1",
        "billto_city",
        "totalamountlessfreight",
        "requestdeliveryby",
    ];
    let seen = shop.office.only(Side::Dv, "salesorders", &names).await;
    assert_eq!(
        texts(&seen),
        ["PO-7", "1", "Main Street 1", "Lyon", "125", "2026-12-01"]
    );
    let details = shop
        .office
        .all(
            Side::Dv,
            "salesorderdetails",
            &["quantity", "priceperunit", "salesorderid"],
        )
        .await;
    assert_eq!(details.len(), 2);
    let parent = Value::Guid(seen.id);
    assert!(
        details
            .iter()
            .all(|line| line.fields.value("salesorderid") == &parent)
    );
    // Changes flow each way, line by line.
    let detail = shop
        .office
        .partner("SALES-ORDER-LINE", Side::Bc, lines[0])
        .unwrap();
    let office = &mut shop.office;
    office
        .edit(
            Side::Dv,
            "salesorderdetails",
            detail,
            &[("quantity", number("5"))],
        )
        .await;
    office
        .edit(
            Side::Bc,
            "salesOrderLines",
            lines[1],
            &[("unitPrice", number("90"))],
        )
        .await;
    office
        .edit(
            Side::Dv,
            "salesorders",
            seen.id,
            &[("shipto_city", "Paris".into())],
        )
        .await;
    office.settle().await;
    let line = office
        .read(Side::Bc, "salesOrderLines", lines[0], &["quantity"])
        .await;
    assert_eq!(
        line.fields.value("quantity").as_decimal(),
        number("5").as_decimal()
    );
    let bc = office
        .read(Side::Bc, "salesOrders", order, &["shipToCity"])
        .await;
    assert_eq!(texts(&bc), ["Paris"]);
    let total = office
        .read(
            Side::Dv,
            "salesorders",
            seen.id,
            &["totalamountlessfreight"],
        )
        .await;
    assert_eq!(texts(&total), ["152.5"]);
}

#[tokio::test(flavor = "current_thread")]
async fn an_order_that_a_seller_submits_is_created_in_business_central_s335() {
    let mut shop = shop(&["SALES-ORDER", "SALES-ORDER-LINE"]).await;
    let list = shop.office.only(Side::Dv, "pricelevels", &[]).await.id;
    // Longer than Business Central's 35 characters.
    let name = "Tea for the whole office and its cakes";
    let order = [
        ("name", name.into()),
        ("customerid_account", Value::Guid(shop.account())),
        ("pricelevelid", Value::Guid(list)),
        ("shipto_line1", "Back door".into()),
    ];
    let order = shop.office.add(Side::Dv, "salesorders", &order).await;
    let product = shop.product();
    let unit = shop
        .office
        .read(Side::Dv, "products", product, &["defaultuomid"])
        .await;
    let line = [
        ("salesorderid", Value::Guid(order)),
        ("productid", Value::Guid(product)),
        ("uomid", unit.fields.value("defaultuomid").clone()),
        ("quantity", number("3")),
        ("ispriceoverridden", Value::Bool(true)),
        ("priceperunit", number("11")),
    ];
    shop.office.add(Side::Dv, "salesorderdetails", &line).await;
    // Not submitted yet: nothing is created, and the line waits for its order.
    shop.office.sync().await;
    assert_eq!(shop.office.all(Side::Bc, "salesOrders", &[]).await.len(), 0);
    let submitted = [("statecode", Value::Int(1)), ("statuscode", Value::Int(3))];
    shop.office
        .edit(Side::Dv, "salesorders", order, &submitted)
        .await;
    shop.office.settle().await;
    let names = [
        "number",
        "externalDocumentNumber",
        "shipToAddressLine1",
        "shipToCity",
    ];
    let made = shop.office.only(Side::Bc, "salesOrders", &names).await;
    let given = made.fields.value("number").clone();
    assert_eq!(
        texts(&made)[1..],
        ["TEA FOR THE WHOLE OFFICE AND ITS CA", "Back door", "Lyon"]
    );
    let names = ["quantity", "unitPrice", "lineType", "documentId"];
    let line = shop.office.only(Side::Bc, "salesOrderLines", &names).await;
    assert_eq!(texts(&line)[..3], ["3", "11", "Item"]);
    assert_eq!(line.fields.value("documentId"), &Value::Guid(made.id));
    let names = ["ordernumber", "name", "shipto_city"];
    let seen = shop
        .office
        .read(Side::Dv, "salesorders", order, &names)
        .await;
    // The number comes back, and so does what Business Central filled in; the name stays as it was written.
    assert_eq!(texts(&seen), [&given.to_plain(), name, "Lyon"]);
}

#[tokio::test(flavor = "current_thread")]
async fn an_active_quote_becomes_a_quote_of_business_central_s341() {
    let mut shop = shop(&["SALES-QUOTE", "SALES-QUOTE-LINE"]).await;
    let list = shop.office.only(Side::Dv, "pricelevels", &[]).await.id;
    let quote = [
        ("name", "Tea, perhaps".into()),
        ("customerid_account", Value::Guid(shop.account())),
        ("pricelevelid", Value::Guid(list)),
        (
            "effectiveto",
            Value::Instant("2026-12-24T00:00:00Z".parse().unwrap()),
        ),
    ];
    let quote = shop.office.add(Side::Dv, "quotes", &quote).await;
    let product = shop.product();
    let unit = shop
        .office
        .read(Side::Dv, "products", product, &["defaultuomid"])
        .await;
    let line = [
        ("quoteid", Value::Guid(quote)),
        ("productid", Value::Guid(product)),
        ("uomid", unit.fields.value("defaultuomid").clone()),
        ("quantity", number("4")),
        ("ispriceoverridden", Value::Bool(true)),
        ("priceperunit", number("10")),
    ];
    shop.office.add(Side::Dv, "quotedetails", &line).await;
    let active = [("statecode", Value::Int(1)), ("statuscode", Value::Int(2))];
    shop.office.edit(Side::Dv, "quotes", quote, &active).await;
    shop.office.settle().await;
    let names = [
        "externalDocumentNumber",
        "validUntilDate",
        "totalAmountExcludingTax",
    ];
    let made = shop.office.only(Side::Bc, "salesQuotes", &names).await;
    let number = shop
        .office
        .read(Side::Dv, "quotes", quote, &["quotenumber"])
        .await;
    assert_eq!(
        texts(&made),
        [
            texts(&number)[0].to_uppercase().as_str(),
            "2026-12-24",
            "40"
        ]
    );
}

#[tokio::test(flavor = "current_thread")]
async fn a_posted_invoice_is_shown_with_its_lines_tax_and_state_s302_s305_s319() {
    let mut shop = shop(&["SALES-INVOICE", "SALES-INVOICE-LINE"]).await;
    let draft = [("customerId", Value::Guid(shop.customer))];
    let draft = shop.office.add(Side::Bc, "salesInvoices", &draft).await;
    shop.lines("salesInvoiceLines", draft, &[("2", "50")]).await;
    shop.office.sync().await;
    assert_eq!(
        shop.office.all(Side::Dv, "invoices", &[]).await.len(),
        0,
        "drafts stay"
    );
    shop.office.act("salesInvoices", draft, "post");
    shop.office.settle().await;
    let names = ["invoicenumber", "statecode", "statuscode", "totalamount"];
    let seen = shop.office.only(Side::Dv, "invoices", &names).await;
    let posted = shop
        .office
        .read(Side::Bc, "salesInvoices", draft, &["number"])
        .await;
    assert_eq!(texts(&seen), [texts(&posted)[0].as_str(), "0", "4", "100"]);
    shop.office.act("salesInvoices", draft, "cancel");
    shop.office.settle().await;
    let seen = shop
        .office
        .only(Side::Dv, "invoices", &["statecode", "statuscode"])
        .await;
    assert_eq!(texts(&seen), ["3", "100003"]);
    // Another one is paid, which is no change of the invoice: it shows once everything is read.
    let paid = [("customerId", Value::Guid(shop.customer))];
    let paid = shop.office.add(Side::Bc, "salesInvoices", &paid).await;
    shop.lines("salesInvoiceLines", paid, &[("1", "10")]).await;
    shop.office.act("salesInvoices", paid, "post");
    shop.office.settle().await;
    shop.office.pay(paid);
    let all = SyncRequest {
        full: true,
        ..SyncRequest::default()
    };
    shop.office
        .run(async |engine| engine.sync(&all).await)
        .await;
    let seen = shop.office.partner("SALES-INVOICE", Side::Bc, paid);
    let names = ["statecode", "statuscode"];
    let seen = shop
        .office
        .read(Side::Dv, "invoices", seen.unwrap(), &names)
        .await;
    assert_eq!(texts(&seen), ["2", "100001"]);
    shop.office.is_quiet().await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_price_list_of_a_currency_that_is_not_coupled_is_an_error_s307() {
    let mut shop = shop(&[]).await;
    shop.office.currency("ISK", None).await;
    shop.office.currency("USD", Some(90)).await;
    shop.office.sync().await;
    let failed = causes(&shop.office);
    assert_eq!(
        failed,
        [
            ("PRICE-LIST".to_owned(), Cause::LookupNotCoupled),
            ("CURRENCY".to_owned(), Cause::MissingExchangeRate)
        ]
    );
    let mut lists: Vec<_> = shop
        .office
        .all(Side::Dv, "pricelevels", &["name"])
        .await
        .iter()
        .flat_map(texts)
        .collect();
    lists.sort();
    assert_eq!(lists, ["BC EUR", "BC USD"]);
}

#[tokio::test(flavor = "current_thread")]
async fn lists_and_prices_that_are_there_are_coupled_and_not_made_twice_s310_s313() {
    let mut office = office();
    let base = office.all(Side::Dv, "transactioncurrencies", &[]).await[0].id;
    let list = [
        ("name", "BC EUR".into()),
        ("transactioncurrencyid", Value::Guid(base)),
    ];
    let list = office.add(Side::Dv, "pricelevels", &list).await;
    let unit = office.unit("PCS").await;
    let item = [
        ("displayName", "Tea".into()),
        ("baseUnitOfMeasureId", Value::Guid(unit)),
        ("unitPrice", number("12.5")),
    ];
    let item = office.add(Side::Bc, "items", &item).await;
    office.enable(&["PRICE-LIST-LOCAL", "PRICE-LIST"]);
    office.settle().await;
    assert_eq!(office.only(Side::Dv, "pricelevels", &[]).await.id, list);
    let product = office.partner("ITEM", Side::Bc, item).unwrap();
    let unit = office.partner("UNIT-OF-MEASURE", Side::Bc, unit).unwrap();
    let price = [
        ("pricelevelid", Value::Guid(list)),
        ("productid", Value::Guid(product)),
        ("uomid", Value::Guid(unit)),
        ("amount", number("12.5")),
        ("pricingmethodcode", Value::Choice(1)),
        ("quantitysellingcode", Value::Choice(1)),
    ];
    let price = office.add(Side::Dv, "productpricelevels", &price).await;
    office.enable(&["PRICE"]);
    office.settle().await;
    assert_eq!(
        office.only(Side::Dv, "productpricelevels", &[]).await.id,
        price
    );
    assert_eq!(office.partner("PRICE", Side::Bc, item), Some(price));
}

#[tokio::test(flavor = "current_thread")]
async fn a_price_of_an_item_that_is_not_coupled_is_an_error_that_names_it_s311() {
    let mut shop = shop(&[]).await;
    let item = [
        ("displayName", "No unit".into()),
        ("unitPrice", number("1")),
    ];
    shop.office.add(Side::Bc, "items", &item).await;
    shop.office.sync().await;
    let failed = causes(&shop.office);
    assert!(
        failed.contains(&("ITEM".to_owned(), Cause::RequiredMissing)),
        "{failed:?}"
    );
    assert!(
        failed.contains(&("PRICE".to_owned(), Cause::LookupNotCoupled)),
        "{failed:?}"
    );
    assert_eq!(
        shop.office
            .all(Side::Dv, "productpricelevels", &[])
            .await
            .len(),
        1
    );
}

#[tokio::test(flavor = "current_thread")]
async fn an_invoice_in_a_foreign_currency_has_that_currency_and_its_price_list_s304() {
    let mut shop = shop(&["SALES-INVOICE", "SALES-INVOICE-LINE"]).await;
    let dollar = shop.office.currency("USD", Some(90)).await;
    let customer = shop.customer;
    let foreign = [("currencyId", Value::Guid(dollar))];
    shop.office
        .edit(Side::Bc, "customers", customer, &foreign)
        .await;
    let invoice = [("customerId", Value::Guid(customer))];
    let invoice = shop.office.add(Side::Bc, "salesInvoices", &invoice).await;
    shop.lines("salesInvoiceLines", invoice, &[("1", "10")])
        .await;
    shop.office.act("salesInvoices", invoice, "post");
    shop.office.settle().await;
    let names = ["transactioncurrencyid", "pricelevelid"];
    let seen = shop.office.only(Side::Dv, "invoices", &names).await;
    let currency = shop.office.partner("CURRENCY", Side::Bc, dollar).unwrap();
    let list = shop.office.partner("PRICE-LIST", Side::Bc, dollar).unwrap();
    assert_eq!(texts(&seen), [currency.to_string(), list.to_string()]);
}

#[tokio::test(flavor = "current_thread")]
async fn an_invoice_whose_customer_takes_no_part_is_an_error_and_couples_nobody_s295() {
    let mut shop = shop(&["SALES-INVOICE", "SALES-INVOICE-LINE"]).await;
    let blocked = [("displayName", "Blocked".into()), ("blocked", "All".into())];
    let blocked = shop.office.add(Side::Bc, "customers", &blocked).await;
    let invoice = [("customerId", Value::Guid(blocked))];
    let invoice = shop.office.add(Side::Bc, "salesInvoices", &invoice).await;
    shop.lines("salesInvoiceLines", invoice, &[("1", "10")])
        .await;
    shop.office.act("salesInvoices", invoice, "post");
    shop.office.sync().await;
    assert_eq!(
        causes(&shop.office),
        [("SALES-INVOICE".to_owned(), Cause::LookupNotCoupled)]
    );
    assert_eq!(shop.office.all(Side::Dv, "invoices", &[]).await.len(), 0);
    assert_eq!(shop.office.partner("CUSTOMER", Side::Bc, blocked), None);
}

/// Better than there: an item that was blocked after it was coupled is still known, so that its invoices go over.
#[tokio::test(flavor = "current_thread")]
async fn an_invoice_of_an_item_that_was_blocked_since_goes_over_s301() {
    let mut shop = shop(&["SALES-INVOICE", "SALES-INVOICE-LINE"]).await;
    let invoice = [("customerId", Value::Guid(shop.customer))];
    let invoice = shop.office.add(Side::Bc, "salesInvoices", &invoice).await;
    shop.lines("salesInvoiceLines", invoice, &[("1", "10")])
        .await;
    let item = shop.item;
    shop.office
        .edit(Side::Bc, "items", item, &[("blocked", Value::Bool(true))])
        .await;
    shop.office.act("salesInvoices", invoice, "post");
    shop.office.settle().await;
    let line = shop
        .office
        .only(Side::Dv, "invoicedetails", &["productid"])
        .await;
    assert_eq!(texts(&line), [shop.product().to_string()]);
}

#[tokio::test(flavor = "current_thread")]
async fn discounts_of_lines_and_documents_go_over_s322_s323() {
    let mut shop = shop(&["SALES-ORDER", "SALES-ORDER-LINE"]).await;
    let (order, lines) = shop.order(&[("10", "50")]).await;
    let office = &mut shop.office;
    office
        .edit(
            Side::Bc,
            "salesOrderLines",
            lines[0],
            &[("discountAmount", number("100"))],
        )
        .await;
    office
        .edit(
            Side::Bc,
            "salesOrders",
            order,
            &[("discountAmount", number("50"))],
        )
        .await;
    office.settle().await;
    let names = ["discountamount", "totalamountlessfreight"];
    let seen = office.only(Side::Dv, "salesorders", &names).await;
    assert_eq!(texts(&seen), ["50", "350"]);
    let detail = office
        .only(Side::Dv, "salesorderdetails", &["manualdiscountamount"])
        .await;
    assert_eq!(texts(&detail), ["100"]);
    let less = [("manualdiscountamount", number("25"))];
    office
        .edit(Side::Dv, "salesorderdetails", detail.id, &less)
        .await;
    office.settle().await;
    let line = office
        .read(Side::Bc, "salesOrderLines", lines[0], &["discountAmount"])
        .await;
    assert_eq!(texts(&line), ["25"]);
}

#[tokio::test(flavor = "current_thread")]
async fn an_order_that_business_central_deletes_is_asked_about_and_not_made_again_s328() {
    let mut shop = shop(&["SALES-ORDER", "SALES-ORDER-LINE"]).await;
    let (order, _) = shop.order(&[("1", "50")]).await;
    shop.office.settle().await;
    shop.office.remove(Side::Bc, "salesOrders", order).await;
    for _ in 0..2 {
        let report = shop.office.sync().await;
        assert!(
            report.needs_attention.skipped >= 1,
            "{:?}",
            report.needs_attention
        );
    }
    assert_eq!(shop.office.all(Side::Dv, "salesorders", &[]).await.len(), 1);
    assert_eq!(shop.office.all(Side::Bc, "salesOrders", &[]).await.len(), 0);
}

#[tokio::test(flavor = "current_thread")]
async fn one_order_that_fails_keeps_no_other_from_being_created_s334() {
    let mut shop = shop(&["SALES-ORDER", "SALES-ORDER-LINE"]).await;
    let list = shop.office.only(Side::Dv, "pricelevels", &[]).await.id;
    let prospect = [
        ("name", "Prospect".into()),
        ("customertypecode", Value::Choice(8)),
    ];
    let prospect = shop.office.add(Side::Dv, "accounts", &prospect).await;
    for account in [prospect, shop.account()] {
        let order = [
            ("name", "Tea".into()),
            ("customerid_account", Value::Guid(account)),
            ("pricelevelid", Value::Guid(list)),
            ("statecode", Value::Int(1)),
        ];
        shop.office.add(Side::Dv, "salesorders", &order).await;
    }
    shop.office.sync().await;
    assert_eq!(
        causes(&shop.office),
        [("SALES-ORDER".to_owned(), Cause::LookupNotCoupled)]
    );
    assert_eq!(shop.office.all(Side::Bc, "salesOrders", &[]).await.len(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn dataverse_refuses_a_currency_without_a_rate_and_changes_of_a_paid_invoice_s415_s416() {
    let mut shop = shop(&["SALES-INVOICE", "SALES-INVOICE-LINE"]).await;
    let yen = fields(&[
        ("currencyname", "yen".into()),
        ("isocurrencycode", "JPY".into()),
        ("currencysymbol", "¥".into()),
        ("exchangerate", number("0")),
        ("currencyprecision", Value::Int(0)),
    ]);
    let write = Write::Create {
        id: Uuid::now_v7(),
        fields: yen,
    };
    assert!(
        shop.office
            .is_refused(Side::Dv, "transactioncurrencies", write)
            .await
    );
    let invoice = [("customerId", Value::Guid(shop.customer))];
    let invoice = shop.office.add(Side::Bc, "salesInvoices", &invoice).await;
    shop.lines("salesInvoiceLines", invoice, &[("1", "10")])
        .await;
    shop.office.act("salesInvoices", invoice, "post");
    shop.office.settle().await;
    shop.office.act("salesInvoices", invoice, "cancel");
    shop.office.settle().await;
    let seen = shop.office.only(Side::Dv, "invoices", &["statecode"]).await;
    assert_eq!(texts(&seen), ["3"]);
    let write = Write::Update {
        id: seen.id,
        etag: seen.etag,
        fields: fields(&[("name", "other".into())]),
    };
    assert!(shop.office.is_refused(Side::Dv, "invoices", write).await);
}
