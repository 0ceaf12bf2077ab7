//! Bound actions of documents: posting, sending, turning a quote into an order.

use std::sync::Arc;

use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, draft::Draft, given::IfMatch, refusal::Refusal};

use super::{
    Acted, Bc, Caller,
    documents::{lines_of, side_of},
    etag, journals, refusals, series, write,
};

pub(super) fn act(
    bc: &mut Bc,
    caller: Caller,
    set: &str,
    id: Uuid,
    if_match: &IfMatch,
    action: &str,
) -> Result<Acted, Refusal> {
    let (def, row) = write::present(bc, caller.company, set, id)?;
    if !def.actions.iter().any(|known| known.name == action) {
        return Err(refusals::no_action(action));
    }
    etag::check(if_match, row.stamp.version, false)?;
    let document = Draft::new(Arc::clone(&def), id, Some(row));
    let status = document.text("status");
    match (set, action) {
        ("salesOrders", "shipAndInvoice") => {
            ship(bc, caller, &document)?;
            let invoice = turn_into(bc, caller, &document, "salesInvoices", "Open")?;
            let origin = [
                ("orderId", Cell::Guid(id)),
                ("orderNumber", document.value("number")),
            ];
            bc.patch(
                caller.company,
                caller.user,
                "salesInvoices",
                invoice,
                &origin,
            );
        }
        ("purchaseOrders", "receiveAndInvoice") => {
            turn_into(bc, caller, &document, "purchaseInvoices", "Open")?;
        }
        ("journals", "post") => journals::post(bc, caller, id)?,
        ("salesQuotes", "makeOrder") => {
            turn_into(bc, caller, &document, "salesOrders", "Draft")?;
        }
        ("salesQuotes", "makeInvoice") => {
            turn_into(bc, caller, &document, "salesInvoices", "Draft")?;
        }
        ("salesQuotes", "send") => set_status(bc, caller, &document, "Sent"),
        ("salesInvoices" | "salesCreditMemos" | "purchaseInvoices", "post" | "postAndSend") => {
            demand(&status, &["", "Draft"], "post")?;
            has_lines(bc, caller.company, &document)?;
            // A posted document gets a number of the posted series and keeps its id.
            let number = series::next(bc, caller.company, set).unwrap_or(Cell::Null);
            let changes = [("number", number), ("status", Cell::from("Open"))];
            bc.patch(caller.company, caller.user, set, id, &changes);
        }
        ("salesInvoices" | "salesCreditMemos", "send") => {
            demand(&status, &["", "Draft", "Open", "Paid"], "send")?;
        }
        ("salesInvoices" | "salesCreditMemos", "cancel" | "cancelAndSend") => {
            demand(&status, &["Open"], "cancel")?;
            set_status(bc, caller, &document, "Canceled");
        }
        ("salesInvoices", "makeCorrectiveCreditMemo") => {
            demand(&status, &["Open", "Paid"], "correct")?;
            correct(bc, caller, &document)?;
            set_status(bc, caller, &document, "Corrective");
        }
        _ => return Err(refusals::no_action(action)),
    }
    Ok(Acted::Done)
}

/// Notes what an order sends out: a shipment with the order's lines.
fn ship(bc: &mut Bc, caller: Caller, order: &Draft) -> Result<(), Refusal> {
    let lines = has_lines(bc, caller.company, order)?;
    let number = series::next(bc, caller.company, "salesShipments").unwrap_or(Cell::Null);
    let extra = [
        ("number", number.clone()),
        ("orderNumber", order.value("number")),
    ];
    let shipment = copy(bc, caller, order, "salesShipments", &extra)?;
    for line in lines {
        let (def, row) = write::present(bc, caller.company, "salesOrderLines", line)?;
        let line = Draft::new(def, line, Some(row));
        let kind = match line.text("lineType").as_ref() {
            "" | "Comment" => "_x0020_",
            "Account" => "G_x002F_L_x0020_Account",
            _ => "Item",
        };
        let extra = [
            ("documentId", Cell::Guid(shipment)),
            ("documentNo", number.clone()),
            ("lineType", Cell::from(kind)),
        ];
        copy(bc, caller, &line, "salesShipmentLines", &extra)?;
    }
    Ok(())
}

/// Makes the draft credit memo that takes an invoice back.
fn correct(bc: &mut Bc, caller: Caller, invoice: &Draft) -> Result<(), Refusal> {
    let extra = [
        ("invoiceId", Cell::Guid(invoice.id)),
        ("invoiceNumber", invoice.value("number")),
    ];
    let memo = copy(bc, caller, invoice, "salesCreditMemos", &extra)?;
    for line in has_lines(bc, caller.company, invoice)? {
        let (def, row) = write::present(bc, caller.company, "salesInvoiceLines", line)?;
        let line = Draft::new(def, line, Some(row));
        let extra = [("documentId", Cell::Guid(memo))];
        copy(bc, caller, &line, "salesCreditMemoLines", &extra)?;
    }
    Ok(())
}

fn demand(status: &str, allowed: &[&str], what: &str) -> Result<(), Refusal> {
    if allowed.contains(&status) {
        return Ok(());
    }
    Err(refusals::dialog(format!(
        "You cannot {what} the document because its status is {status}."
    )))
}

fn set_status(bc: &mut Bc, caller: Caller, document: &Draft, status: &str) {
    let set = document.def.set.clone();
    let changes = [("status", Cell::from(status))];
    bc.patch(caller.company, caller.user, &set, document.id, &changes);
}

fn has_lines(bc: &Bc, company: Uuid, document: &Draft) -> Result<Vec<Uuid>, Refusal> {
    let set = lines_of(&document.def.set).unwrap_or_default();
    let lines = bc.all_holding(company, set, "documentId", &Cell::Guid(document.id));
    if lines.is_empty() {
        return Err(refusals::dialog("There is nothing to post."));
    }
    Ok(lines)
}

/// Makes a document of another kind from a document, which then is gone.
fn turn_into(
    bc: &mut Bc,
    caller: Caller,
    document: &Draft,
    target: &'static str,
    status: &str,
) -> Result<Uuid, Refusal> {
    let lines = has_lines(bc, caller.company, document)?;
    let (Some(from_lines), Some(to_lines)) = (lines_of(&document.def.set), lines_of(target)) else {
        return Err(refusals::no_action(target));
    };
    let made = copy(bc, caller, document, target, &[])?;
    for line in lines {
        let (def, row) = write::present(bc, caller.company, from_lines, line)?;
        let line = Draft::new(def, line, Some(row));
        let mut extra = vec![("documentId", Cell::Guid(made))];
        if side_of(target).is_some_and(|side| side.unit_price != "unitPrice") {
            extra.push(("unitCost", line.value("directUnitCost")));
        }
        copy(bc, caller, &line, to_lines, &extra)?;
    }
    set_status_of(bc, caller, target, made, status);
    let set = document.def.set.clone();
    write::delete(bc, caller, &set, document.id, &IfMatch::Any)?;
    Ok(made)
}

fn set_status_of(bc: &mut Bc, caller: Caller, set: &str, id: Uuid, status: &str) {
    let changes = [("status", Cell::from(status))];
    bc.patch(caller.company, caller.user, set, id, &changes);
}

/// Copies the fields that both kinds have, and sets some more.
fn copy(
    bc: &mut Bc,
    caller: Caller,
    from: &Draft,
    target: &str,
    extra: &[(&str, Cell)],
) -> Result<Uuid, Refusal> {
    let def = bc.shared_def(caller.company, target)?;
    let mut made = Draft::new(Arc::clone(&def), Uuid::nil(), None);
    for field in &def.fields {
        let known = from
            .def
            .field(&field.name)
            .is_some_and(|other| other.kind == field.kind);
        if known
            && !field.computed
            && !matches!(
                field.name.as_ref(),
                "id" | "number" | "status" | "documentId"
            )
        {
            made.set(&field.name, from.value(&field.name));
        }
    }
    for (field, cell) in extra {
        made.set(field, cell.clone());
    }
    write::insert(bc, caller, made)
}
