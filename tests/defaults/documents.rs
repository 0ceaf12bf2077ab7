//! Orders, quotes and invoices with their lines, and the price lists that they need.

use crate::office::{Office, office};
use raccord::model::{Record, Side, Value};
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
async fn an_order_of_business_central_appears_in_dataverse_with_its_lines() {
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
    let order = [
        ("name", "Tea for the office".into()),
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
        ["TEA FOR THE OFFICE", "Back door", "Lyon"]
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
    assert_eq!(
        texts(&seen),
        [&given.to_plain(), "Tea for the office", "Lyon"]
    );
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
}
