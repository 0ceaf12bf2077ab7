//! What single tables demand of a record besides the types of its fields.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, draft::Draft, refusal::Refusal};

use super::{Bc, documents, refusals};

/// The sets whose records others hang on by `parentId`, and what they are called in `parentType`.
const PARENTS: [(&str, &str); 14] = [
    ("customers", "Customer"),
    ("vendors", "Vendor"),
    ("items", "Item"),
    ("employees", "Employee"),
    ("salesOrders", "Sales_x0020_Order"),
    ("salesQuotes", "Sales_x0020_Quote"),
    ("salesInvoices", "Sales_x0020_Invoice"),
    ("salesCreditMemos", "Sales_x0020_Credit_x0020_Memo"),
    ("salesShipments", "Sales_x0020_Shipment"),
    ("purchaseOrders", "Purchase_x0020_Order"),
    ("purchaseInvoices", "Purchase_x0020_Invoice"),
    ("projects", "Job"),
    ("journalLines", "Journal"),
    ("generalLedgerEntries", "Journal"),
];

/// A record that hangs on another says on what kind, and the other is there.
fn hangs_on(bc: &Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    let parent = draft.guid("parentId");
    let found = PARENTS
        .iter()
        .find(|(set, _)| bc.get(company, set, parent).is_ok());
    let Some((_, kind)) = found else {
        return Err(refusals::dialog(if parent.is_nil() {
            "You must get to the parent first to get to its records.".to_owned()
        } else {
            format!("Parent with ID {parent} does not exist.")
        }));
    };
    draft.set("parentType", *kind);
    Ok(())
}

pub(super) fn before_insert(bc: &mut Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    match draft.def.set.as_ref() {
        "customers" | "contacts" => name_given(draft)?,
        "attachments" | "documentAttachments" => hangs_on(bc, company, draft)?,
        "defaultDimensions" => {
            hangs_on(bc, company, draft)?;
            same_dimension(bc, company, draft)?;
        }
        "itemVariants" if draft.is_blank("itemId") => {
            return Err(refusals::dialog(
                "The \"itemId\" does not match to an Item.",
            ));
        }
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

/// A dimension value belongs to the dimension beside it.
fn same_dimension(bc: &Bc, company: Uuid, draft: &Draft) -> Result<(), Refusal> {
    if draft.is_blank("dimensionId") {
        return Err(refusals::dialog(
            "The \"dimensionId\" does not match to a Dimension.",
        ));
    }
    let of_value = bc.stored(
        company,
        "dimensionValues",
        draft.guid("dimensionValueId"),
        "dimensionId",
    );
    if draft.is_blank("dimensionValueId") || of_value == Some(draft.value("dimensionId")) {
        return Ok(());
    }
    Err(refusals::dialog(
        "The values of the \"dimensionCode\" field and the \"dimensionId\" field do not refer to the same Dimension Value.",
    ))
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

pub(super) fn before_modify(bc: &Bc, company: Uuid, draft: &Draft) -> Result<(), Refusal> {
    for field in ["parentId", "itemId"] {
        let key = matches!(
            draft.def.set.as_ref(),
            "attachments" | "documentAttachments" | "defaultDimensions" | "itemVariants"
        );
        if key && draft.sent(field).is_some() && draft.value(field) != draft.old(field) {
            return Err(refusals::dialog(format!(
                "You cannot change the value of the key field {field}."
            )));
        }
    }
    match draft.def.set.as_ref() {
        "customers" | "contacts" if draft.sent("displayName").is_some_and(Cell::is_null) => {
            name_given(draft)
        }
        "opportunities" => decided(draft),
        "defaultDimensions" => same_dimension(bc, company, draft),
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
                ("salesCreditMemos", "Credit Memo"),
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
            for set in documents::line_sets() {
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
