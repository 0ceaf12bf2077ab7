//! Fields that are worked out when read.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::sandbox::system::{
    cell::Cell,
    def::{FieldDef, TableDef},
    row::Row,
};

use super::{Bc, documents, tables::FINANCIAL_DETAILS};

/// The value of a worked-out field.
pub(super) fn compute(
    bc: &Bc,
    company: Uuid,
    def: &TableDef,
    id: Uuid,
    row: &Row,
    field: &FieldDef,
) -> Cell {
    let held = |name: &str| def.position(name).map_or(Cell::Null, |at| row.get(at));
    let related = |set: &str, id: Cell, name: &str| {
        id.as_guid()
            .and_then(|id| bc.stored(company, set, id, name))
            .unwrap_or(Cell::Null)
    };
    match (def.set.as_ref(), field.name.as_ref()) {
        (_, "lastModifiedDateTime") => Cell::Instant(row.stamp.modified),
        (_, "systemCreatedAt") => Cell::Instant(row.stamp.created),
        ("customers", "balanceDue") | (FINANCIAL_DETAILS, "balance") => {
            owed(bc, company, ("salesInvoices", "customerId", id), |_| true)
        }
        ("vendors", "balance") => owed(bc, company, ("purchaseInvoices", "vendorId", id), |_| true),
        (FINANCIAL_DETAILS, "overdueAmount") => {
            let today = Cell::Date(bc.today());
            owed(
                bc,
                company,
                ("salesInvoices", "customerId", id),
                |due| matches!((&due, &today), (Cell::Date(due), Cell::Date(today)) if due < today),
            )
        }
        (FINANCIAL_DETAILS, "totalSalesExcludingTax") => sold(bc, company, id),
        ("accounts", "netChange") => net_change(bc, company, id),
        ("generalLedgerEntries", "accountNumber") => {
            related("accounts", held("accountId"), "number")
        }
        (_, "byteSize") => {
            let length = bc.media(id).map_or(0, |media| media.bytes.len());
            Cell::Int(i64::try_from(length).unwrap_or(i64::MAX))
        }
        ("customers", "taxAreaDisplayName") => {
            related("taxAreas", held("taxAreaId"), "displayName")
        }
        ("contacts", "companyName") => bc
            .find(company, "contacts", "number", &held("companyNumber"))
            .map_or(Cell::Null, |id| {
                related("contacts", Cell::Guid(id), "displayName")
            }),
        ("contacts", "contactBusinessRelation") => {
            relation(bc, company, id, &held("companyNumber"))
        }
        ("contactsInformation", "contactNumber") => {
            related("contacts", held("contactId"), "number")
        }
        ("contactsInformation", "contactName") => {
            related("contacts", held("contactId"), "displayName")
        }
        ("contactsInformation", "contactType") => related("contacts", held("contactId"), "type"),
        ("employees", "displayName") => {
            name(&[held("givenName"), held("middleName"), held("surname")])
        }
        ("opportunities", "closed") => {
            Cell::Bool(matches!(held("status").as_text(), Some("Won" | "Lost")))
        }
        ("opportunities", "contactName") => bc
            .find(company, "contacts", "number", &held("contactNumber"))
            .map_or(Cell::Null, |id| {
                related("contacts", Cell::Guid(id), "displayName")
            }),
        ("opportunities", "contactCompanyName") => {
            let contact = bc.find(company, "contacts", "number", &held("contactNumber"));
            let employer = contact.map_or(Cell::Null, |id| {
                related("contacts", Cell::Guid(id), "companyNumber")
            });
            bc.find(company, "contacts", "number", &employer)
                .map_or(Cell::Null, |id| {
                    related("contacts", Cell::Guid(id), "displayName")
                })
        }
        (set, total) => documents::amount(bc, company, set, id, total, &held),
    }
}

fn name(parts: &[Cell]) -> Cell {
    let parts: Vec<&str> = parts.iter().filter_map(Cell::as_text).collect();
    Cell::text(parts.join(" "))
}

/// What is open on a partner's posted invoices, among those whose due date is `counted`.
fn owed(
    bc: &Bc,
    company: Uuid,
    (set, field, partner): (&str, &str, Uuid),
    counted: impl Fn(Cell) -> bool,
) -> Cell {
    let held = |invoice, name| bc.stored(company, set, invoice, name).unwrap_or(Cell::Null);
    let open = bc
        .all_holding(company, set, field, &Cell::Guid(partner))
        .into_iter()
        .filter(|invoice| {
            held(*invoice, "status") == Cell::from("Open") && counted(held(*invoice, "dueDate"))
        })
        .map(|invoice| documents::total(bc, company, set, invoice).with_tax)
        .sum::<Decimal>();
    Cell::Decimal(open)
}

/// What a customer has bought on posted invoices, without tax.
fn sold(bc: &Bc, company: Uuid, customer: Uuid) -> Cell {
    const SET: &str = "salesInvoices";
    let posted = ["Open", "Paid"].map(Cell::from);
    let total = bc
        .all_holding(company, SET, "customerId", &Cell::Guid(customer))
        .into_iter()
        .filter(|invoice| {
            bc.stored(company, SET, *invoice, "status")
                .is_some_and(|status| posted.contains(&status))
        })
        .map(|invoice| documents::total(bc, company, SET, invoice).without_tax)
        .sum::<Decimal>();
    Cell::Decimal(total)
}

/// What is posted to an account: debits less credits.
fn net_change(bc: &Bc, company: Uuid, account: Uuid) -> Cell {
    const SET: &str = "generalLedgerEntries";
    let amount = |entry, field| {
        bc.stored(company, SET, entry, field)
            .and_then(|cell| cell.as_decimal())
            .unwrap_or_default()
    };
    let total = bc
        .all_holding(company, SET, "accountId", &Cell::Guid(account))
        .into_iter()
        .map(|entry| amount(entry, "debitAmount") - amount(entry, "creditAmount"))
        .sum::<Decimal>();
    Cell::Decimal(total)
}

/// What a contact's company is to us.
fn relation(bc: &Bc, company: Uuid, contact: Uuid, employer: &Cell) -> Cell {
    let of_company = bc
        .find(company, "contacts", "number", employer)
        .unwrap_or(contact);
    let mut kinds: Vec<String> = bc
        .relations_of(company, of_company)
        .into_iter()
        .map(|relation| relation.kind)
        .collect();
    kinds.dedup();
    match kinds.as_slice() {
        [] => Cell::from("None"),
        [one] => Cell::from(one.as_str()),
        _ => Cell::from("Multiple"),
    }
}
