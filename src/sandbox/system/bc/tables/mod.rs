//! The entity sets of Business Central and how they hang together; one file per group of fields.

pub mod contacts;
pub mod custom;
pub mod customers;
pub mod invoices;
pub mod items;
pub mod money;
pub mod opportunities;
pub mod orders;
pub mod people;
pub mod places;
pub mod quotes;
pub mod vendors;

use std::borrow::Cow;

use crate::sandbox::system::{
    def::{ActionDef, Allows, ApiRoute, Join, Label, NavDef, TableDef},
    kit::Spec,
};

/// One entity set: its names, fields, references and what it takes.
struct Page {
    set: &'static str,
    entity: &'static str,
    table: &'static str,
    fr: &'static str,
    fields: &'static [Spec],
    allows: Allows,
    /// Navigation property, target set, own field that holds the id.
    holds: &'static [(&'static str, &'static str, &'static str)],
    /// Navigation property, target set, field of the target that holds this row's id.
    held: &'static [(&'static str, &'static str, &'static str)],
    actions: &'static [&'static str],
}

const fn page(
    set: &'static str,
    entity: &'static str,
    table: &'static str,
    fr: &'static str,
    fields: &'static [Spec],
) -> Page {
    Page {
        set,
        entity,
        table,
        fr,
        fields,
        allows: Allows::ALL,
        holds: &[],
        held: &[],
        actions: &[],
    }
}

#[rustfmt::skip]
const PAGES: &[Page] = &[
    Page {
        holds: &[
            ("currency", "currencies", "currencyId"),
            ("paymentTerm", "paymentTerms", "paymentTermsId"),
            ("shipmentMethod", "shipmentMethods", "shipmentMethodId"),
            ("paymentMethod", "paymentMethods", "paymentMethodId"),
        ],
        held: &[("contactsInformation", "contactsInformation", "relatedId")],
        ..page("customers", "customer", "Customer", "Client", customers::CUSTOMERS)
    },
    Page {
        held: &[("contactInformation", "contactsInformation", "contactId")],
        ..page("contacts", "contact", "Contact", "Contact", contacts::CONTACTS)
    },
    Page {
        allows: Allows::READ,
        holds: &[
            ("contacts", "contacts", "contactId"),
            ("contact", "contacts", "contactId"),
            ("customer", "customers", "relatedId"),
            ("vendor", "vendors", "relatedId"),
        ],
        ..page("contactsInformation", "contactInformation", "Contact Information Buffer", "Informations contact", contacts::CONTACTS_INFORMATION)
    },
    Page {
        holds: &[
            ("baseUnitOfMeasure", "unitsOfMeasure", "baseUnitOfMeasureId"),
            ("unitOfMeasure", "unitsOfMeasure", "baseUnitOfMeasureId"),
            ("itemCategory", "itemCategories", "itemCategoryId"),
        ],
        ..page("items", "item", "Item", "Article", items::ITEMS)
    },
    page("itemCategories", "itemCategory", "Item Category", "Catégorie article", items::ITEM_CATEGORIES),
    page("unitsOfMeasure", "unitOfMeasure", "Unit of Measure", "Unité", items::UNITS_OF_MEASURE),
    Page {
        holds: &[
            ("currency", "currencies", "currencyId"),
            ("paymentTerm", "paymentTerms", "paymentTermsId"),
            ("paymentMethod", "paymentMethods", "paymentMethodId"),
        ],
        held: &[("contactsInformation", "contactsInformation", "relatedId")],
        ..page("vendors", "vendor", "Vendor", "Fournisseur", vendors::VENDORS)
    },
    page("salespeoplePurchasers", "salespersonPurchaser", "Salesperson/Purchaser", "Vendeur/Acheteur", people::SALESPEOPLE_PURCHASERS),
    page("employees", "employee", "Employee", "Salarié", people::EMPLOYEES),
    page("currencies", "currency", "Currency", "Devise", money::CURRENCIES),
    Page {
        allows: Allows::READ,
        ..page("currencyExchangeRates", "currencyExchangeRate", "Currency Exchange Rate", "Taux de change", money::CURRENCY_EXCHANGE_RATES)
    },
    page("paymentTerms", "paymentTerm", "Payment Terms", "Conditions de paiement", money::PAYMENT_TERMS),
    page("paymentMethods", "paymentMethod", "Payment Method", "Mode de règlement", money::PAYMENT_METHODS),
    Page {
        allows: Allows::READ,
        ..page("generalLedgerSetup", "generalLedgerSetup", "General Ledger Setup", "Paramètres comptabilité", money::GENERAL_LEDGER_SETUP)
    },
    page("taxAreas", "taxArea", "Tax Area Buffer", "Zone recouvrement", money::TAX_AREAS),
    page("shipmentMethods", "shipmentMethod", "Shipment Method", "Conditions de livraison", places::SHIPMENT_METHODS),
    page("countriesRegions", "countryRegion", "Country/Region", "Pays/région", places::COUNTRIES_REGIONS),
    Page {
        allows: Allows::MODIFY,
        ..page("companyInformation", "companyInformation", "Company Information", "Informations société", places::COMPANY_INFORMATION)
    },
    page("opportunities", "opportunity", "Opportunity", "Opportunité", opportunities::OPPORTUNITIES),
    Page {
        holds: DOCUMENT,
        held: &[("salesOrderLines", "salesOrderLines", "documentId")],
        actions: &["shipAndInvoice"],
        ..page("salesOrders", "salesOrder", "Sales Order Entity Buffer", "Commande vente", orders::SALES_ORDERS)
    },
    Page {
        holds: &[("salesOrder", "salesOrders", "documentId"), LINE_ITEM, LINE_UNIT],
        ..page("salesOrderLines", "salesOrderLine", "Sales Invoice Line Aggregate", "Ligne commande vente", orders::SALES_ORDER_LINES)
    },
    Page {
        holds: DOCUMENT,
        held: &[("salesQuoteLines", "salesQuoteLines", "documentId")],
        actions: &["makeInvoice", "makeOrder", "send"],
        ..page("salesQuotes", "salesQuote", "Sales Quote Entity Buffer", "Devis", quotes::SALES_QUOTES)
    },
    Page {
        holds: &[("salesQuote", "salesQuotes", "documentId"), LINE_ITEM, LINE_UNIT],
        ..page("salesQuoteLines", "salesQuoteLine", "Sales Invoice Line Aggregate", "Ligne devis", quotes::SALES_QUOTE_LINES)
    },
    Page {
        holds: DOCUMENT,
        held: &[("salesInvoiceLines", "salesInvoiceLines", "documentId")],
        actions: &["post", "postAndSend", "send", "cancel", "cancelAndSend", "makeCorrectiveCreditMemo"],
        ..page("salesInvoices", "salesInvoice", "Sales Invoice Entity Aggregate", "Facture vente", invoices::SALES_INVOICES)
    },
    Page {
        holds: &[("salesInvoice", "salesInvoices", "documentId"), LINE_ITEM, LINE_UNIT],
        ..page("salesInvoiceLines", "salesInvoiceLine", "Sales Invoice Line Aggregate", "Ligne facture vente", invoices::SALES_INVOICE_LINES)
    },
];

const DOCUMENT: &[(&str, &str, &str)] = &[
    ("customer", "customers", "customerId"),
    ("currency", "currencies", "currencyId"),
    ("paymentTerm", "paymentTerms", "paymentTermsId"),
    ("shipmentMethod", "shipmentMethods", "shipmentMethodId"),
];
const LINE_ITEM: (&str, &str, &str) = ("item", "items", "itemId");
const LINE_UNIT: (&str, &str, &str) = ("unitOfMeasure", "unitsOfMeasure", "unitOfMeasureId");

/// All tables of the service.
pub fn all() -> Vec<TableDef> {
    let mut tables: Vec<TableDef> = PAGES.iter().map(build).collect();
    let mut projects = build(&page(
        "projects",
        "project",
        "Customer Project",
        "Projet client",
        custom::PROJECTS,
    ));
    projects.custom = true;
    projects.route = Some(ApiRoute {
        publisher: Cow::Borrowed("raccord"),
        group: Cow::Borrowed("demo"),
        version: Cow::Borrowed("v1.0"),
    });
    tables.push(projects);
    tables
}

fn build(page: &Page) -> TableDef {
    let fields = page.fields.iter().map(Spec::as_named).collect();
    let label = Label::new(page.table, page.fr);
    let mut def = TableDef::new(page.set, page.entity, page.table, label, fields);
    def.allows = page.allows;
    def.primary_name = ["displayName", "description", "name"]
        .into_iter()
        .find(|name| def.field(name).is_some())
        .map_or(def.key.clone(), Cow::Borrowed);
    let holds = page.holds.iter().map(|(name, target, field)| NavDef {
        name: Cow::Borrowed(*name),
        target: Cow::Borrowed(*target),
        join: Join::Holds {
            field: Cow::Borrowed(*field),
        },
    });
    let held = page.held.iter().map(|(name, target, field)| NavDef {
        name: Cow::Borrowed(*name),
        target: Cow::Borrowed(*target),
        join: Join::HeldBy {
            field: Cow::Borrowed(*field),
        },
    });
    def.navigation = holds.chain(held).collect();
    def.actions = page
        .actions
        .iter()
        .map(|name| ActionDef {
            name: Cow::Borrowed(*name),
        })
        .collect();
    def
}

/// The fields that must be unique in a set, and those that are looked up often.
pub fn indexes(set: &str) -> (&'static [&'static [&'static str]], &'static [&'static str]) {
    match set {
        "customers" | "vendors" => (
            &[&["number"]],
            &["displayName", "email", "currencyId", "salespersonCode"],
        ),
        "contacts" => (&[&["number"]], &["companyNumber", "displayName", "email"]),
        "contactsInformation" => (&[], &["contactId", "relatedId"]),
        "items" => (&[&["number"]], &["displayName", "baseUnitOfMeasureId"]),
        "employees" | "opportunities" | "projects" => (&[&["number"]], &[]),
        "salesOrders" | "salesQuotes" | "salesInvoices" => (&[&["number"]], &["customerId"]),
        "salesOrderLines" | "salesQuoteLines" | "salesInvoiceLines" => (&[], &["documentId"]),
        "currencyExchangeRates" => (&[&["currencyCode", "startingDate"]], &["currencyCode"]),
        "generalLedgerSetup" | "companyInformation" => (&[], &[]),
        _ => (&[&["code"]], &[]),
    }
}
