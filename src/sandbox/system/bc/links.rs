//! References between records: by id, by code, or by both, which must agree.

use uuid::Uuid;

use crate::sandbox::system::{cell::Cell, draft::Draft, refusal::Refusal};

use super::{
    Bc,
    documents::{documents_of, lines_of},
    refusals,
};

/// A reference of one set to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// The field that holds the id, if there is one.
    pub id: Option<&'static str>,
    /// The field that holds the code, if there is one.
    pub code: Option<&'static str>,
    /// The set that it leads to.
    pub target: &'static str,
    /// What the target is called in messages.
    pub what: &'static str,
    /// What the two values are called together in messages.
    pub together: &'static str,
}

const fn both(
    id: &'static str,
    code: &'static str,
    target: &'static str,
    what: &'static str,
    together: &'static str,
) -> Link {
    Link {
        id: Some(id),
        code: Some(code),
        target,
        what,
        together,
    }
}

const fn by_id(id: &'static str, target: &'static str, what: &'static str) -> Link {
    Link {
        id: Some(id),
        code: None,
        target,
        what,
        together: "",
    }
}

const fn by_code(code: &'static str, target: &'static str, what: &'static str) -> Link {
    Link {
        id: None,
        code: Some(code),
        target,
        what,
        together: "",
    }
}

const CURRENCY: Link = both(
    "currencyId",
    "currencyCode",
    "currencies",
    "Currency",
    "currency",
);
const TERMS: Link = by_id("paymentTermsId", "paymentTerms", "Payment Terms");
const SHIPMENT: Link = by_id("shipmentMethodId", "shipmentMethods", "Shipment Method");
const METHOD: Link = by_id("paymentMethodId", "paymentMethods", "Payment Method");
const COUNTRY: Link = by_code("country", "countriesRegions", "Country/Region");
const TAX_AREA: Link = by_id("taxAreaId", "taxAreas", "Tax Area");
const SELLER: Link = by_code(
    "salespersonCode",
    "salespeoplePurchasers",
    "Salesperson/Purchaser",
);
const SELL_TO: Link = both(
    "customerId",
    "customerNumber",
    "customers",
    "Customer",
    "sell-to customer",
);
const BILL_TO: Link = both(
    "billToCustomerId",
    "billToCustomerNumber",
    "customers",
    "Customer",
    "bill-to customer",
);
const UNIT: Link = both(
    "unitOfMeasureId",
    "unitOfMeasureCode",
    "unitsOfMeasure",
    "Unit of Measure",
    "unit of measure",
);

const VENDOR: Link = both("vendorId", "vendorNumber", "vendors", "Vendor", "vendor");
const PAY_TO: Link = both(
    "payToVendorId",
    "payToVendorNumber",
    "vendors",
    "Vendor",
    "pay-to vendor",
);
const ITEM: Link = both("itemId", "itemNumber", "items", "Item", "item");
const BALANCING: Link = both(
    "balancingAccountId",
    "balancingAccountNumber",
    "accounts",
    "Account",
    "account",
);
const JOURNAL: Link = both(
    "journalId",
    "journalDisplayName",
    "journals",
    "Journal",
    "journal",
);
const TAX_GROUP: Link = both(
    "taxGroupId",
    "taxGroupCode",
    "taxGroups",
    "Tax Group",
    "tax group",
);
const STOCK_GROUP: Link = both(
    "inventoryPostingGroupId",
    "inventoryPostingGroupCode",
    "inventoryPostingGroups",
    "Inventory Posting Group",
    "inventory posting group",
);
const PRODUCT_GROUP: Link = both(
    "generalProductPostingGroupId",
    "generalProductPostingGroupCode",
    "generalProductPostingGroups",
    "General Product Posting Group",
    "general product posting group",
);
const DIMENSION: Link = both(
    "dimensionId",
    "dimensionCode",
    "dimensions",
    "Dimension",
    "dimension",
);
const DIMENSION_VALUE: Link = both(
    "dimensionValueId",
    "dimensionValueCode",
    "dimensionValues",
    "Dimension Value",
    "dimension value",
);
const LOCATION: Link = by_id("locationId", "locations", "Location");
const VARIANT: Link = by_id("itemVariantId", "itemVariants", "Item Variant");
const BUYER: Link = by_code(
    "purchaser",
    "salespeoplePurchasers",
    "Salesperson/Purchaser",
);
const DISPUTE: Link = both(
    "disputeStatusId",
    "disputeStatus",
    "disputeStatus",
    "Dispute Status",
    "dispute status",
);
const CORRECTED: Link = both(
    "invoiceId",
    "invoiceNumber",
    "salesInvoices",
    "Invoice",
    "invoice",
);

const EMPLOYER: Link = by_code("companyNumber", "contacts", "Contact");
const PERSON: Link = by_code("contactNumber", "contacts", "Contact");
const CUSTOMER: Link = by_code("customerNumber", "customers", "Customer");
const DOCUMENT_SELLER: Link = by_code(
    "salesperson",
    "salespeoplePurchasers",
    "Salesperson/Purchaser",
);
const CATEGORY: Link = both(
    "itemCategoryId",
    "itemCategoryCode",
    "itemCategories",
    "Item Category",
    "item categories",
);
const BASE_UNIT: Link = both(
    "baseUnitOfMeasureId",
    "baseUnitOfMeasureCode",
    "unitsOfMeasure",
    "Unit of Measure",
    "unit of measure",
);

/// The references of a set.
pub(super) fn of(set: &str) -> &'static [Link] {
    const CUSTOMERS: &[Link] = &[CURRENCY, TERMS, SHIPMENT, METHOD, SELLER, COUNTRY, TAX_AREA];
    const VENDORS: &[Link] = &[CURRENCY, TERMS, METHOD, COUNTRY];
    const DOCUMENTS: &[Link] = &[SELL_TO, BILL_TO, CURRENCY, TERMS, SHIPMENT, DOCUMENT_SELLER];
    match set {
        "customers" => CUSTOMERS,
        "vendors" => VENDORS,
        "contacts" => const { &[EMPLOYER, COUNTRY] },
        "employees" | "companyInformation" | "locations" => const { &[COUNTRY] },
        "items" => const { &[CATEGORY, BASE_UNIT, TAX_GROUP, STOCK_GROUP, PRODUCT_GROUP] },
        "itemVariants" => const { &[ITEM] },
        "bankAccounts" => const { &[CURRENCY] },
        "journals" => const { &[BALANCING] },
        "journalLines" => const { &[JOURNAL, BALANCING] },
        "defaultDimensions" => const { &[DIMENSION, DIMENSION_VALUE] },
        "opportunities" => const { &[PERSON, SELLER] },
        "projects" => const { &[CUSTOMER] },
        "salesOrders" | "salesQuotes" => DOCUMENTS,
        "salesInvoices" => {
            const {
                &[
                    SELL_TO,
                    BILL_TO,
                    CURRENCY,
                    TERMS,
                    SHIPMENT,
                    DOCUMENT_SELLER,
                    DISPUTE,
                ]
            }
        }
        "salesCreditMemos" => {
            const {
                &[
                    SELL_TO,
                    BILL_TO,
                    CURRENCY,
                    TERMS,
                    SHIPMENT,
                    DOCUMENT_SELLER,
                    CORRECTED,
                ]
            }
        }
        "purchaseOrders" | "purchaseInvoices" => {
            const { &[VENDOR, PAY_TO, CURRENCY, TERMS, SHIPMENT, BUYER] }
        }
        lines if documents_of(lines).is_some() => const { &[UNIT, LOCATION, VARIANT] },
        _ => &[],
    }
}

/// The field by which people know a record of a set.
pub(super) fn key_of(set: &str) -> &'static str {
    match set {
        "customers" | "vendors" | "contacts" | "items" | "employees" | "opportunities"
        | "projects" | "accounts" | "bankAccounts" | "salesShipments" => "number",
        documents if lines_of(documents).is_some() => "number",
        _ => "code",
    }
}

/// Brings ids and codes of a draft into agreement.
///
/// # Errors
/// A reference leads nowhere, or id and code lead to different records.
pub(super) fn resolve(bc: &Bc, company: Uuid, draft: &mut Draft) -> Result<(), Refusal> {
    for link in of(&draft.def.set.clone()) {
        let sent = |name: Option<&str>| name.and_then(|name| draft.sent(name).cloned());
        let code = sent(link.code).map(|code| local_is_blank(bc, link, code));
        match (sent(link.id), code) {
            (None, None) => {}
            (Some(id), None) => {
                let code = match id.as_guid() {
                    None => Cell::Null,
                    Some(id) => bc
                        .stored(company, link.target, id, key_of(link.target))
                        .ok_or_else(|| unmatched(link, link.id))?,
                };
                if let Some(name) = link.code {
                    draft.set(name, code);
                }
            }
            (None, Some(code)) => by_its_code(bc, company, draft, link, code)?,
            (Some(id), Some(code)) => {
                let found = find(bc, company, link, &code);
                if found != id.as_guid() || (found.is_none() && !code.is_null()) {
                    return Err(refusals::dialog(format!(
                        "The {} values do not match to a specific {}.",
                        link.together, link.what
                    )));
                }
                if let Some(name) = link.code {
                    draft.set(name, code);
                }
            }
        }
    }
    Ok(())
}

fn by_its_code(
    bc: &Bc,
    company: Uuid,
    draft: &mut Draft,
    link: &Link,
    code: Cell,
) -> Result<(), Refusal> {
    let found = find(bc, company, link, &code);
    if found.is_none() && !code.is_null() && !unchecked(bc, company, link) {
        let sent = code.as_text().unwrap_or_default();
        return Err(match (link.id, link.code) {
            (None, Some(name)) => refusals::no_relation(name, &draft.def, sent, link.what),
            _ => unmatched(link, link.code),
        });
    }
    if let Some(name) = link.id {
        draft.set(name, found.map_or(Cell::Null, Cell::Guid));
    }
    if let Some(name) = link.code {
        draft.set(name, code);
    }
    Ok(())
}

/// A company that has no country table does not check countries.
fn unchecked(bc: &Bc, company: Uuid, link: &Link) -> bool {
    link.target == "countriesRegions" && bc.len(company, link.target) == 0
}

/// The local currency's code means "no currency".
fn local_is_blank(bc: &Bc, link: &Link, code: Cell) -> Cell {
    let local = link.target == "currencies" && code.as_text() == Some(bc.local_currency.as_str());
    if local { Cell::Null } else { code }
}

fn find(bc: &Bc, company: Uuid, link: &Link, code: &Cell) -> Option<Uuid> {
    bc.find(company, link.target, key_of(link.target), code)
}

fn unmatched(link: &Link, name: Option<&str>) -> Refusal {
    refusals::dialog(format!(
        "The \"{}\" does not match to a {}.",
        name.unwrap_or_default(),
        link.what
    ))
}

/// Carries a renamed code into the records that refer to it.
pub(super) fn rename(
    bc: &mut Bc,
    company: Uuid,
    user: Uuid,
    target: &str,
    id: Uuid,
    old: &Cell,
    new: &Cell,
) {
    let sets: Vec<String> = bc.defs().map(|def| def.set.to_string()).collect();
    for set in sets {
        for link in of(&set).iter().filter(|link| link.target == target) {
            let Some(code) = link.code else {
                continue;
            };
            let found = match link.id {
                Some(field) => bc.all_holding(company, &set, field, &Cell::Guid(id)),
                None => bc.all_holding(company, &set, code, old),
            };
            for row in found {
                bc.patch(company, user, &set, row, &[(code, new.clone())]);
            }
        }
    }
}
