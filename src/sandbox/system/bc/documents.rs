//! Sales orders, quotes and invoices: what they take over from customers and items, and what they work out from lines.

use rust_decimal::{Decimal, RoundingStrategy};
use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, draft::Draft, refusal::Refusal};

use super::{Bc, Caller, refusals};

/// The lines of a set of documents.
pub(super) fn lines_of(set: &str) -> Option<&'static str> {
    match set {
        "salesOrders" => Some("salesOrderLines"),
        "salesQuotes" => Some("salesQuoteLines"),
        "salesInvoices" => Some("salesInvoiceLines"),
        _ => None,
    }
}

/// The documents of a set of lines.
pub(super) fn documents_of(set: &str) -> Option<&'static str> {
    match set {
        "salesOrderLines" => Some("salesOrders"),
        "salesQuoteLines" => Some("salesQuotes"),
        "salesInvoiceLines" => Some("salesInvoices"),
        _ => None,
    }
}

pub(super) fn before_insert(bc: &mut Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    let set = draft.def.set.clone();
    if lines_of(&set).is_some() {
        if draft.is_blank("customerId") {
            return Err(refusals::dialog(
                "A \"customerNumber\" or a \"customerId\" must be provided.",
            ));
        }
        take_over_customer(bc, company, draft);
        let today = Cell::Date(bc.today());
        for field in ["orderDate", "documentDate", "invoiceDate", "postingDate"] {
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
    if lines_of(&set).is_some() {
        editable(&draft.text("status"))?;
        if draft.sent("customerId").is_some() {
            if draft.is_blank("customerId") {
                return Err(refusals::dialog("The sell-to customer cannot be found."));
            }
            if draft.value("customerId") != draft.old("customerId") {
                take_over_customer(bc, company, draft);
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

/// Copies what a document takes over from its customer into fields that the client left alone.
fn take_over_customer(bc: &Bc, company: Uuid, draft: &mut Draft) {
    const ADDRESS: [(&str, &str); 6] = [
        ("addressLine1", "AddressLine1"),
        ("addressLine2", "AddressLine2"),
        ("city", "City"),
        ("state", "State"),
        ("country", "Country"),
        ("postalCode", "PostCode"),
    ];
    let of = |id: Uuid, field: &str| {
        bc.stored(company, "customers", id, field)
            .unwrap_or(Cell::Null)
    };
    let customer = draft.guid("customerId");
    draft.set("customerName", of(customer, "displayName"));
    if draft.sent("billToCustomerId").is_none() {
        draft.set("billToCustomerId", Cell::Guid(customer));
        draft.set("billToCustomerNumber", of(customer, "number"));
    }
    let payer = draft.guid("billToCustomerId");
    draft.set("billToName", of(payer, "displayName"));
    let mut copies = vec![
        ("shipToName".to_owned(), of(customer, "displayName")),
        ("phoneNumber".to_owned(), of(customer, "phoneNumber")),
        ("email".to_owned(), of(customer, "email")),
        ("salesperson".to_owned(), of(customer, "salespersonCode")),
        ("paymentTermsId".to_owned(), of(payer, "paymentTermsId")),
        (
            "shipmentMethodId".to_owned(),
            of(customer, "shipmentMethodId"),
        ),
    ];
    for (from, part) in ADDRESS {
        copies.push((format!("sellTo{part}"), of(customer, from)));
        copies.push((format!("shipTo{part}"), of(customer, from)));
        copies.push((format!("billTo{part}"), of(payer, from)));
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
    if !draft.is_blank("accountId") {
        return Err(refusals::dialog("Account does not exist."));
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
        ("unitOfMeasureId", "baseUnitOfMeasureId"),
        ("unitOfMeasureCode", "baseUnitOfMeasureCode"),
    ] {
        if draft.sent(field).is_none() {
            draft.set(field, of(from).unwrap_or(Cell::Null));
        }
    }
    Ok(())
}

/// Keeps the two ways of saying a discount in agreement; the one that was sent counts.
fn discount(draft: &mut Draft) {
    let gross = draft.decimal("quantity") * draft.decimal("unitPrice");
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
    without_tax: Decimal,
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
    let without_tax = round(
        number("quantity") * number("unitPrice") - number("discountAmount"),
        2,
    );
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
