//! Sales and purchase documents: what they take over from partners and items, and what they work out from lines.

use rust_decimal::{Decimal, RoundingStrategy};
use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, draft::Draft, refusal::Refusal};

use super::{Bc, Caller, refusals};

/// Sales or purchase: what the fields are called that say whom a document is for.
#[derive(Debug)]
pub(super) struct Side {
    partners: &'static str,
    id: &'static str,
    name: &'static str,
    payer_id: &'static str,
    payer_number: &'static str,
    payer_name: &'static str,
    /// How the address fields of the partner and of the payer begin.
    addresses: (&'static str, &'static str),
    agent: (&'static str, &'static str),
    missing: &'static str,
    unknown: &'static str,
    /// The field of an item that lines take their price from.
    pub(super) unit_price: &'static str,
}

const SALES: Side = Side {
    partners: "customers",
    id: "customerId",
    name: "customerName",
    payer_id: "billToCustomerId",
    payer_number: "billToCustomerNumber",
    payer_name: "billToName",
    addresses: ("sellTo", "billTo"),
    agent: ("salesperson", "salespersonCode"),
    missing: "A \"customerNumber\" or a \"customerId\" must be provided.",
    unknown: "The sell-to customer cannot be found.",
    unit_price: "unitPrice",
};

const PURCHASE: Side = Side {
    partners: "vendors",
    id: "vendorId",
    name: "vendorName",
    payer_id: "payToVendorId",
    payer_number: "payToVendorNumber",
    payer_name: "payToName",
    addresses: ("buyFrom", "payTo"),
    agent: ("purchaser", "purchaserCode"),
    missing: "A \"vendorNumber\" or a \"vendorId\" must be provided.",
    unknown: "The vendor cannot be found.",
    unit_price: "unitCost",
};

/// The sets of documents, the sets of their lines, and the side that they are of.
const KINDS: [(&str, &str, &Side); 6] = [
    ("salesOrders", "salesOrderLines", &SALES),
    ("salesQuotes", "salesQuoteLines", &SALES),
    ("salesInvoices", "salesInvoiceLines", &SALES),
    ("salesCreditMemos", "salesCreditMemoLines", &SALES),
    ("purchaseOrders", "purchaseOrderLines", &PURCHASE),
    ("purchaseInvoices", "purchaseInvoiceLines", &PURCHASE),
];

/// The lines of a set of documents.
pub(super) fn lines_of(set: &str) -> Option<&'static str> {
    let kind = KINDS.iter().find(|(documents, ..)| *documents == set);
    kind.map(|(_, lines, _)| *lines)
}

/// The documents of a set of lines.
pub(super) fn documents_of(set: &str) -> Option<&'static str> {
    let kind = KINDS.iter().find(|(_, lines, _)| *lines == set);
    kind.map(|(documents, ..)| *documents)
}

/// The side that documents or lines are of.
pub(super) fn side_of(set: &str) -> Option<&'static Side> {
    let kind = KINDS
        .iter()
        .find(|(documents, lines, _)| *documents == set || *lines == set);
    kind.map(|(.., side)| *side)
}

/// The sets of lines.
pub(super) fn line_sets() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(_, lines, _)| *lines)
}

pub(super) fn before_insert(bc: &mut Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    let set = draft.def.set.clone();
    if let (Some(_), Some(side)) = (lines_of(&set), side_of(&set)) {
        if draft.is_blank(side.id) {
            return Err(refusals::dialog(side.missing));
        }
        take_over_partner(bc, company, draft, side);
        let today = Cell::Date(bc.today());
        for field in [
            "orderDate",
            "documentDate",
            "invoiceDate",
            "creditMemoDate",
            "postingDate",
        ] {
            draft.set_default(field, today.clone());
        }
        draft.set_default("status", "Draft");
    } else if let Some(documents) = documents_of(&set) {
        start_line(bc, company, draft, documents)?;
    }
    Ok(())
}

pub(super) fn before_modify(bc: &Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    let set = draft.def.set.clone();
    if let (Some(_), Some(side)) = (lines_of(&set), side_of(&set)) {
        editable(&draft.text("status"))?;
        if draft.sent(side.id).is_some() {
            if draft.is_blank(side.id) {
                return Err(refusals::dialog(side.unknown));
            }
            if draft.value(side.id) != draft.old(side.id) {
                take_over_partner(bc, company, draft, side);
            }
        }
    } else if let Some(documents) = documents_of(&set) {
        for field in ["documentId", "lineObjectNumber"] {
            if draft.sent(field).is_some() && draft.value(field) != draft.old(field) {
                return Err(refusals::dialog(format!(
                    "The value for \"{field}\" cannot be modified."
                )));
            }
        }
        if draft.sent("sequence").is_some() && draft.value("sequence") != draft.old("sequence") {
            return Err(refusals::dialog(
                "The value for sequence cannot be modified. Delete and insert the line again.",
            ));
        }
        open_document(bc, company, draft, documents)?;
        if draft.sent("itemId").is_some() {
            choose_item(bc, company, draft)?;
        }
        discount(draft);
    }
    Ok(())
}

pub(super) fn after_write(bc: &mut Bc, caller: Caller, draft: &Draft) {
    touch_document(bc, caller, draft);
}

pub(super) fn before_delete(bc: &Bc, company: Uuid, draft: &Draft) -> Result<(), Refusal> {
    let set = draft.def.set.as_ref();
    if lines_of(set).is_some() {
        return editable(&draft.text("status"));
    }
    match documents_of(set) {
        Some(documents) => open_document(bc, company, draft, documents),
        None => Ok(()),
    }
}

pub(super) fn after_delete(bc: &mut Bc, caller: Caller, draft: &Draft) {
    if let Some(lines) = lines_of(&draft.def.set) {
        let Ok(number) = bc.number(caller.company, lines) else {
            return;
        };
        for line in bc.all_holding(caller.company, lines, "documentId", &Cell::Guid(draft.id)) {
            bc.store.remove(number, line);
        }
    }
    touch_document(bc, caller, draft);
}

/// A changed line moves the stamp of its document, which is kept in a buffer table.
fn touch_document(bc: &mut Bc, caller: Caller, draft: &Draft) {
    if let Some(documents) = documents_of(&draft.def.set) {
        bc.patch(
            caller.company,
            caller.user,
            documents,
            draft.guid("documentId"),
            &[],
        );
    }
}

fn editable(status: &str) -> Result<(), Refusal> {
    match status {
        "" | "Draft" | "In_x0020_Review" | "Sent" => Ok(()),
        status => Err(refusals::dialog(format!(
            "The document is {} and cannot be modified.",
            status.to_lowercase()
        ))),
    }
}

fn open_document(bc: &Bc, company: Uuid, draft: &Draft, documents: &str) -> Result<(), Refusal> {
    let status = bc
        .stored(company, documents, draft.guid("documentId"), "status")
        .ok_or_else(|| {
            refusals::dialog("You must specify an Id or a Document Id to get the lines.")
        })?;
    editable(status.as_text().unwrap_or_default())
}

/// Copies what a document takes over from its customer or vendor into fields that the client left alone.
fn take_over_partner(bc: &Bc, company: Uuid, draft: &mut Draft, side: &Side) {
    const ADDRESS: [(&str, &str); 6] = [
        ("addressLine1", "AddressLine1"),
        ("addressLine2", "AddressLine2"),
        ("city", "City"),
        ("state", "State"),
        ("country", "Country"),
        ("postalCode", "PostCode"),
    ];
    let of = |id: Uuid, field: &str| {
        bc.stored(company, side.partners, id, field)
            .unwrap_or(Cell::Null)
    };
    let partner = draft.guid(side.id);
    draft.set(side.name, of(partner, "displayName"));
    if draft.sent(side.payer_id).is_none() {
        draft.set(side.payer_id, Cell::Guid(partner));
        draft.set(side.payer_number, of(partner, "number"));
    }
    let payer = draft.guid(side.payer_id);
    draft.set(side.payer_name, of(payer, "displayName"));
    let (agent, of_partner) = side.agent;
    let mut copies = vec![
        ("phoneNumber".to_owned(), of(partner, "phoneNumber")),
        ("email".to_owned(), of(partner, "email")),
        (agent.to_owned(), of(partner, of_partner)),
        ("paymentTermsId".to_owned(), of(payer, "paymentTermsId")),
        (
            "shipmentMethodId".to_owned(),
            of(partner, "shipmentMethodId"),
        ),
    ];
    let (own, paying) = side.addresses;
    for (from, part) in ADDRESS {
        copies.push((format!("{own}{part}"), of(partner, from)));
        copies.push((format!("{paying}{part}"), of(payer, from)));
    }
    // What is bought comes to us; what is sold goes to the customer.
    if side.partners == "customers" {
        copies.push(("shipToName".to_owned(), of(partner, "displayName")));
        for (from, part) in ADDRESS {
            copies.push((format!("shipTo{part}"), of(partner, from)));
        }
    }
    if draft.sent("currencyCode").is_none() {
        copies.push(("currencyId".to_owned(), of(payer, "currencyId")));
        copies.push(("currencyCode".to_owned(), of(payer, "currencyCode")));
    }
    for (field, cell) in copies {
        if draft.sent(&field).is_none() {
            draft.set(&field, cell);
        }
    }
}

fn start_line(bc: &Bc, company: Uuid, draft: &mut Draft, documents: &str) -> Result<(), Refusal> {
    open_document(bc, company, draft, documents)?;
    if !draft.is_blank("itemId") && !draft.is_blank("accountId") {
        return Err(refusals::dialog(
            "Both \"itemId\" and \"accountId\" are specified. Specify only one of them.",
        ));
    }
    let by_account = draft.text("lineType").as_ref() == "Account";
    if by_account && !draft.is_blank("lineObjectNumber") && draft.is_blank("accountId") {
        let number = draft.value("lineObjectNumber");
        let account = bc.find(company, "accounts", "number", &number);
        let account = account.ok_or_else(|| refusals::dialog("Account does not exist."))?;
        draft.set("accountId", Cell::Guid(account));
    }
    if !draft.is_blank("accountId") {
        choose_account(bc, company, draft)?;
    }
    let by_item = draft.is_blank("lineType") || draft.text("lineType").as_ref() == "Item";
    if by_item && !draft.is_blank("lineObjectNumber") && draft.is_blank("itemId") {
        let item = bc
            .find(company, "items", "number", &draft.value("lineObjectNumber"))
            .ok_or_else(|| refusals::dialog("Item does not exist."))?;
        draft.set("itemId", Cell::Guid(item));
    }
    if !draft.is_blank("itemId") {
        choose_item(bc, company, draft)?;
        draft.set("lineType", "Item");
    }
    if draft.is_blank("sequence") {
        let set = draft.def.set.clone();
        let last = bc
            .all_holding(company, &set, "documentId", &draft.value("documentId"))
            .into_iter()
            .filter_map(|line| bc.stored(company, &set, line, "sequence")?.as_int())
            .max()
            .unwrap_or(0);
        draft.set("sequence", Cell::Int(last.saturating_add(10_000)));
    }
    discount(draft);
    Ok(())
}

/// Takes number and description over from a general ledger account.
fn choose_account(bc: &Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    let account = draft.guid("accountId");
    let of = |field: &str| bc.stored(company, "accounts", account, field);
    let number = of("number").ok_or_else(|| refusals::dialog("Account does not exist."))?;
    draft.set("lineType", "Account");
    draft.set("lineObjectNumber", number);
    if draft.sent("description").is_none() {
        draft.set("description", of("displayName").unwrap_or(Cell::Null));
    }
    Ok(())
}

/// Takes number, description, unit and price over from an item.
fn choose_item(bc: &Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    let item = draft.guid("itemId");
    let of = |field: &str| bc.stored(company, "items", item, field);
    let number = of("number").ok_or_else(|| refusals::dialog("Item does not exist."))?;
    if of("blocked") == Some(Cell::Bool(true)) {
        return Err(refusals::dialog(format!(
            "Blocked must be equal to 'No' in Item: No.={}.",
            number.as_text().unwrap_or_default()
        )));
    }
    draft.set("lineObjectNumber", number);
    for (field, from) in [
        ("description", "displayName"),
        ("description2", "displayName2"),
        ("unitPrice", "unitPrice"),
        ("unitCost", "unitCost"),
        ("directUnitCost", "unitCost"),
        ("unitOfMeasureId", "baseUnitOfMeasureId"),
        ("unitOfMeasureCode", "baseUnitOfMeasureCode"),
    ] {
        if draft.sent(field).is_none() {
            draft.set(field, of(from).unwrap_or(Cell::Null));
        }
    }
    Ok(())
}

/// What a line's price is called, by kind of document.
const PRICES: [&str; 3] = ["unitPrice", "directUnitCost", "unitCost"];

/// Keeps the two ways of saying a discount in agreement; the one that was sent counts.
fn discount(draft: &mut Draft) {
    let price = PRICES
        .into_iter()
        .find(|name| draft.def.field(name).is_some());
    let gross = draft.decimal("quantity") * draft.decimal(price.unwrap_or_default());
    if draft.sent("discountAmount").is_some() && draft.sent("discountPercent").is_none() {
        let percent = (draft.decimal("discountAmount") * Decimal::ONE_HUNDRED)
            .checked_div(gross)
            .unwrap_or_default();
        draft.set("discountPercent", stored(round(percent, 5)));
    } else {
        let amount = gross * draft.decimal("discountPercent") / Decimal::ONE_HUNDRED;
        draft.set("discountAmount", stored(round(amount, 2)));
    }
}

fn stored(number: Decimal) -> Cell {
    if number.is_zero() {
        Cell::Null
    } else {
        Cell::Decimal(number)
    }
}

fn round(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// What a document comes to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Total {
    pub(super) without_tax: Decimal,
    tax: Decimal,
    pub(super) with_tax: Decimal,
}

/// What a document comes to, from its lines and its discount.
pub(super) fn total(bc: &Bc, company: Uuid, set: &str, id: Uuid) -> Total {
    let Some(lines) = lines_of(set) else {
        return Total::default();
    };
    let mut total = Total::default();
    for line in bc.all_holding(company, lines, "documentId", &Cell::Guid(id)) {
        let of = |field: &str| bc.stored(company, lines, line, field).unwrap_or(Cell::Null);
        let amount = line_total(&of);
        total.without_tax += amount.without_tax;
        total.tax += amount.tax;
    }
    let discount = bc
        .stored(company, set, id, "discountAmount")
        .and_then(|cell| cell.as_decimal());
    total.without_tax -= discount.unwrap_or_default();
    total.with_tax = total.without_tax + total.tax;
    total
}

fn line_total(of: &impl Fn(&str) -> Cell) -> Total {
    let number = |field: &str| of(field).as_decimal().unwrap_or_default();
    // Exactly one of them is a field of the line.
    let price: Decimal = PRICES.into_iter().map(number).sum();
    let without_tax = round(number("quantity") * price - number("discountAmount"), 2);
    let tax = round(without_tax * number("taxPercent") / Decimal::ONE_HUNDRED, 2);
    Total {
        without_tax,
        tax,
        with_tax: without_tax + tax,
    }
}

/// A worked-out amount of a document or a line.
pub(super) fn amount(
    bc: &Bc,
    company: Uuid,
    set: &str,
    id: Uuid,
    field: &str,
    held: &impl Fn(&str) -> Cell,
) -> Cell {
    let whole = if lines_of(set).is_some() {
        total(bc, company, set, id)
    } else if documents_of(set).is_some() {
        line_total(held)
    } else {
        return Cell::Null;
    };
    Cell::Decimal(match field {
        "totalAmountExcludingTax" | "amountExcludingTax" | "netAmount" => whole.without_tax,
        "totalTaxAmount" | "netTaxAmount" => whole.tax,
        "totalAmountIncludingTax" | "amountIncludingTax" | "netAmountIncludingTax" => {
            whole.with_tax
        }
        "remainingAmount" if held("status") == Cell::from("Open") => whole.with_tax,
        _ => return Cell::Null,
    })
}
