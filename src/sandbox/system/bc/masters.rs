//! What single tables demand of a record besides the types of its fields.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, draft::Draft, refusal::Refusal};

use super::{Bc, refusals};

pub(super) fn before_insert(bc: &mut Bc, _company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    match draft.def.set.as_ref() {
        "customers" | "contacts" => name_given(draft)?,
        "items" if !draft.is_blank("inventory") => {
            return Err(refusals::dialog(
                "Inventory cannot be changed during on insert.",
            ));
        }
        "currencies" => {
            draft.set_default("amountRoundingPrecision", Decimal::new(1, 2));
            draft.set_default("amountDecimalPlaces", "2:2");
        }
        "opportunities" => {
            let today = bc.today();
            draft.set_default("creationDate", Cell::Date(today));
        }
        _ => {}
    }
    Ok(())
}

fn name_given(draft: &Draft) -> Result<(), Refusal> {
    if !draft.is_blank("displayName") {
        return Ok(());
    }
    Err(refusals::dialog(if draft.sent("displayName").is_some() {
        "The blank \"displayName\" is not allowed."
    } else {
        "A \"displayName\" must be provided."
    }))
}

pub(super) fn before_modify(draft: &Draft) -> Result<(), Refusal> {
    match draft.def.set.as_ref() {
        "customers" | "contacts" if draft.sent("displayName").is_some_and(Cell::is_null) => {
            name_given(draft)
        }
        "opportunities" => decided(draft),
        _ => Ok(()),
    }
}

fn decided(draft: &Draft) -> Result<(), Refusal> {
    let status = draft.text("status");
    if !matches!(status.as_ref(), "Won" | "Lost") {
        return Ok(());
    }
    for field in ["contactNumber", "salespersonCode"] {
        if draft.sent(field).is_some() && draft.value(field) != draft.old(field) {
            return Err(refusals::dialog(format!(
                "The \"{field}\" of a Won or Lost Opportunity cannot be changed"
            )));
        }
    }
    Ok(())
}

pub(super) fn before_delete(bc: &Bc, company: Uuid, draft: &Draft) -> Result<(), Refusal> {
    match draft.def.set.as_ref() {
        "customers" => {
            for (set, what) in [
                ("salesOrders", "Order"),
                ("salesQuotes", "Quote"),
                ("salesInvoices", "Invoice"),
            ] {
                let open = bc.all_holding(company, set, "customerId", &Cell::Guid(draft.id));
                if !open.is_empty() {
                    return Err(refusals::dialog(format!(
                        "You cannot delete Customer {} because there is at least one outstanding Sales {what} for this customer.",
                        draft.text("number")
                    )));
                }
            }
        }
        "items" => {
            for set in ["salesOrderLines", "salesQuoteLines", "salesInvoiceLines"] {
                if !bc
                    .all_holding(company, set, "itemId", &Cell::Guid(draft.id))
                    .is_empty()
                {
                    return Err(refusals::dialog(format!(
                        "You cannot delete Item {} because there is at least one outstanding sales line that includes this item.",
                        draft.text("number")
                    )));
                }
            }
        }
        "contacts" => {
            let open = bc.all_holding(
                company,
                "opportunities",
                "contactNumber",
                &draft.value("number"),
            );
            if !open.is_empty() {
                return Err(refusals::dialog(format!(
                    "You cannot delete the Contact record of the {} because there are one or more opportunities open.",
                    draft.text("number")
                )));
            }
        }
        _ => {}
    }
    Ok(())
}
