//! Lines of orders, quotes and invoices: their products and prices, and the totals of their documents.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, draft::Draft, refusal::Refusal};

use super::{Caller, Dv, refusals};

/// How a table of lines hangs together with its documents.
#[derive(Clone, Copy)]
struct Lines {
    set: &'static str,
    documents: &'static str,
    code: i32,
    parent: &'static str,
    name: &'static str,
}

const LINES: [Lines; 4] = [
    Lines {
        set: "opportunityproducts",
        documents: "opportunities",
        code: 3,
        parent: "opportunityid",
        name: "opportunityproductname",
    },
    Lines {
        set: "salesorderdetails",
        documents: "salesorders",
        code: 1088,
        parent: "salesorderid",
        name: "salesorderdetailname",
    },
    Lines {
        set: "quotedetails",
        documents: "quotes",
        code: 1084,
        parent: "quoteid",
        name: "quotedetailname",
    },
    Lines {
        set: "invoicedetails",
        documents: "invoices",
        code: 1090,
        parent: "invoiceid",
        name: "invoicedetailname",
    },
];

fn of(set: &str) -> Option<Lines> {
    LINES.into_iter().find(|lines| lines.set == set)
}

/// Checks a line's product and works its amounts out.
pub(super) fn before_write(dv: &Dv, draft: &mut Draft) -> Result<(), Refusal> {
    if LINES.iter().any(|lines| draft.def.set == lines.documents) {
        if draft.is_new() && draft.is_blank("customerid") && draft.def.set != "opportunities" {
            return Err(refusals::rule("A customer must be specified."));
        }
        if draft.sent("discountamount").is_some()
            || draft.sent("freightamount").is_some()
            || draft.is_new()
        {
            document_totals(dv, draft);
        }
        return Ok(());
    }
    let Some(lines) = of(&draft.def.set) else {
        return Ok(());
    };
    let product = draft.value("productid").as_guid();
    match product {
        Some(product) => {
            if draft.is_new() || draft.sent("productid").is_some() {
                sellable(dv, draft, product)?;
            }
        }
        None if draft.value("isproductoverridden") == Cell::Bool(true) => {
            if draft.is_blank("productdescription") {
                return Err(refusals::rule("A write-in product needs a description."));
            }
        }
        None => {
            return Err(refusals::rule(
                "A product or a write-in product must be specified.",
            ));
        }
    }
    let priced = draft.value("ispriceoverridden") == Cell::Bool(true) || product.is_none();
    if !priced
        && (draft.is_new() || draft.sent("productid").is_some() || draft.sent("uomid").is_some())
    {
        let price = product.and_then(|product| list_price(dv, draft, lines, product));
        // 11: the product is not in the price list; a price that was sent is kept then.
        draft.set(
            "pricingerrorcode",
            Cell::Int(if price.is_some() { 0 } else { 11 }),
        );
        if let Some(price) = price {
            draft.set("priceperunit", price);
        }
    }
    let name = product
        .and_then(|product| dv.stored("products", product, "name"))
        .unwrap_or_else(|| draft.value("productdescription"));
    draft.set_default(lines.name, name);
    let gross = draft.decimal("quantity") * draft.decimal("priceperunit");
    draft.set("baseamount", Cell::Decimal(gross));
    draft.set(
        "extendedamount",
        Cell::Decimal(gross - draft.decimal("manualdiscountamount") + draft.decimal("tax")),
    );
    let parent = draft.value(lines.parent).as_guid();
    let currency = parent.and_then(|id| dv.stored(lines.documents, id, "transactioncurrencyid"));
    if let Some(currency) = currency {
        draft.set("transactioncurrencyid", currency);
    }
    Ok(())
}

fn sellable(dv: &Dv, draft: &Draft, product: Uuid) -> Result<(), Refusal> {
    if dv.stored("products", product, "statecode") != Some(Cell::Int(0)) {
        return Err(refusals::rule(
            "You can only add active products. The product must be published first.",
        ));
    }
    if draft.is_blank("uomid") {
        return Err(refusals::rule("The unit of the product is missing."));
    }
    Ok(())
}

/// The amount in the document's price list for a product and unit.
fn list_price(dv: &Dv, draft: &Draft, lines: Lines, product: Uuid) -> Option<Cell> {
    let document = draft.value(lines.parent).as_guid()?;
    let list = dv
        .stored(lines.documents, document, "pricelevelid")?
        .as_guid()?;
    let unit = draft.value("uomid").as_guid()?;
    dv.all_holding("productpricelevels", "productid", product, 1024)
        .into_iter()
        .find(|item| {
            let held = |column| {
                dv.stored("productpricelevels", *item, column)
                    .and_then(|cell| cell.as_guid())
            };
            held("pricelevelid") == Some(list) && held("uomid") == Some(unit)
        })
        .and_then(|item| dv.stored("productpricelevels", item, "amount"))
}

/// Brings the totals of a line's document up to date.
pub(super) fn after_write(dv: &mut Dv, caller: Caller, draft: &Draft) {
    let Some(lines) = of(&draft.def.set) else {
        return;
    };
    if let Some(document) = draft.value(lines.parent).as_guid() {
        refresh(dv, caller, lines, document);
    }
}

fn refresh(dv: &mut Dv, caller: Caller, lines: Lines, document: Uuid) {
    let Ok((def, row)) = super::write::present(dv, lines.documents, document) else {
        return;
    };
    let mut draft = Draft::new(def, document, Some(row));
    document_totals(dv, &mut draft);
    let changes: Vec<(String, Cell)> = draft
        .changes()
        .map(|(field, cell)| (field.name.to_string(), cell.clone()))
        .collect();
    let changes: Vec<(&str, Cell)> = changes
        .iter()
        .map(|(name, cell)| (name.as_str(), cell.clone()))
        .collect();
    dv.patch(caller.user, lines.documents, document, &changes);
}

fn document_totals(dv: &Dv, draft: &mut Draft) {
    let Some(lines) = LINES
        .into_iter()
        .find(|lines| draft.def.set == lines.documents)
    else {
        return;
    };
    let mut items = Decimal::ZERO;
    let mut discounts = Decimal::ZERO;
    let mut tax = Decimal::ZERO;
    for line in dv.all_holding(lines.set, lines.parent, draft.id, lines.code) {
        let number = |column| {
            dv.stored(lines.set, line, column)
                .and_then(|cell| cell.as_decimal())
                .unwrap_or_default()
        };
        items += number("baseamount") - number("manualdiscountamount");
        discounts += number("manualdiscountamount");
        tax += number("tax");
    }
    let percent = items * draft.decimal("discountpercentage") / Decimal::ONE_HUNDRED;
    let discount = draft.decimal("discountamount") + percent;
    let without_freight = items - discount;
    let total = without_freight + draft.decimal("freightamount") + tax;
    for (column, amount) in [
        ("totallineitemamount", items),
        ("totallineitemdiscountamount", discounts),
        ("totaldiscountamount", discount + discounts),
        ("totaltax", tax),
        ("totalamountlessfreight", without_freight),
        ("totalamount", total),
    ] {
        draft.set(column, Cell::Decimal(amount));
    }
}
