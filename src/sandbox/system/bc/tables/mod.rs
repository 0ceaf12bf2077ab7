//! The entity sets of Business Central and how they hang together; one file per group of fields.

pub mod attachments;
pub mod contacts;
pub mod custom;
pub mod customers;
pub mod dimensions;
pub mod groups;
pub mod items;
pub mod ledger;
pub mod lines;
pub mod money;
pub mod opportunities;
pub mod people;
pub mod places;
pub mod purchases;
pub mod sales;
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
    /// Groups of fields, one after the other.
    fields: &'static [&'static [Spec]],
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
    fields: &'static [&'static [Spec]],
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
            ("customerFinancialDetails", FINANCIAL_DETAILS, "id"),
            ("customerFinancialDetail", FINANCIAL_DETAILS, "id"),
        ],
        held: &[("contactsInformation", "contactsInformation", "relatedId"), DEFAULT_DIMENSIONS, DOCUMENT_FILES],
        ..page("customers", "customer", "Customer", "Client", &[customers::CUSTOMERS])
    },
    Page {
        allows: Allows::READ,
        holds: &[("customer", "customers", "id")],
        ..page(FINANCIAL_DETAILS, "customerFinancialDetail", "Customer Financial Detail", "Détails financiers client", customers::CUSTOMER_FINANCIAL_DETAILS)
    },
    Page {
        held: &[("contactInformation", "contactsInformation", "contactId")],
        ..page("contacts", "contact", "Contact", "Contact", &[contacts::CONTACTS])
    },
    Page {
        allows: Allows::READ,
        holds: &[
            ("contacts", "contacts", "contactId"),
            ("contact", "contacts", "contactId"),
            ("customer", "customers", "relatedId"),
            ("vendor", "vendors", "relatedId"),
        ],
        ..page("contactsInformation", "contactInformation", "Contact Information Buffer", "Informations contact", &[contacts::CONTACTS_INFORMATION])
    },
    Page {
        holds: &[
            ("baseUnitOfMeasure", "unitsOfMeasure", "baseUnitOfMeasureId"),
            ("unitOfMeasure", "unitsOfMeasure", "baseUnitOfMeasureId"),
            ("itemCategory", "itemCategories", "itemCategoryId"),
            ("inventoryPostingGroup", "inventoryPostingGroups", "inventoryPostingGroupId"),
            ("generalProductPostingGroup", "generalProductPostingGroups", "generalProductPostingGroupId"),
        ],
        held: &[("itemVariants", "itemVariants", "itemId"), DEFAULT_DIMENSIONS, DOCUMENT_FILES],
        ..page("items", "item", "Item", "Article", &[items::ITEMS])
    },
    Page {
        holds: &[LINE_ITEM],
        ..page("itemVariants", "itemVariant", "Item Variant", "Variante article", items::ITEM_VARIANTS)
    },
    page("itemCategories", "itemCategory", "Item Category", "Catégorie article", &[items::ITEM_CATEGORIES]),
    page("unitsOfMeasure", "unitOfMeasure", "Unit of Measure", "Unité", &[items::UNITS_OF_MEASURE]),
    Page {
        holds: &[
            ("currency", "currencies", "currencyId"),
            ("paymentTerm", "paymentTerms", "paymentTermsId"),
            ("paymentMethod", "paymentMethods", "paymentMethodId"),
        ],
        held: &[("contactsInformation", "contactsInformation", "relatedId"), DEFAULT_DIMENSIONS, DOCUMENT_FILES],
        ..page("vendors", "vendor", "Vendor", "Fournisseur", &[vendors::VENDORS])
    },
    page("salespeoplePurchasers", "salespersonPurchaser", "Salesperson/Purchaser", "Vendeur/Acheteur", &[people::SALESPEOPLE_PURCHASERS]),
    Page {
        held: &[DEFAULT_DIMENSIONS, DOCUMENT_FILES],
        ..page("employees", "employee", "Employee", "Salarié", &[people::EMPLOYEES])
    },
    page("currencies", "currency", "Currency", "Devise", &[money::CURRENCIES]),
    Page {
        allows: Allows::READ,
        ..page("currencyExchangeRates", "currencyExchangeRate", "Currency Exchange Rate", "Taux de change", &[money::CURRENCY_EXCHANGE_RATES])
    },
    page("paymentTerms", "paymentTerm", "Payment Terms", "Conditions de paiement", &[money::PAYMENT_TERMS]),
    page("paymentMethods", "paymentMethod", "Payment Method", "Mode de règlement", &[money::PAYMENT_METHODS]),
    Page {
        allows: Allows::READ,
        ..page("generalLedgerSetup", "generalLedgerSetup", "General Ledger Setup", "Paramètres comptabilité", &[money::GENERAL_LEDGER_SETUP])
    },
    page("taxAreas", "taxArea", "Tax Area Buffer", "Zone recouvrement", &[money::TAX_AREAS]),
    page("taxGroups", "taxGroup", "Tax Group Buffer", "Groupe taxes", &[money::TAX_AREAS]),
    page("disputeStatus", "disputeStatus", "Dispute Status", "Statut du litige", &[money::DISPUTE_STATUS]),
    page("locations", "location", "Location", "Magasin", places::LOCATIONS),
    page("shipmentMethods", "shipmentMethod", "Shipment Method", "Conditions de livraison", &[places::SHIPMENT_METHODS]),
    page("countriesRegions", "countryRegion", "Country/Region", "Pays/région", &[places::COUNTRIES_REGIONS]),
    Page {
        allows: Allows::MODIFY,
        ..page("companyInformation", "companyInformation", "Company Information", "Informations société", &[places::COMPANY_INFORMATION])
    },
    page("opportunities", "opportunity", "Opportunity", "Opportunité", &[opportunities::OPPORTUNITIES]),
    Page {
        holds: DOCUMENT,
        held: &[("salesOrderLines", "salesOrderLines", "documentId"), FILES, DOCUMENT_FILES],
        actions: &["shipAndInvoice"],
        ..page("salesOrders", "salesOrder", "Sales Order Entity Buffer", "Commande vente", sales::SALES_ORDERS)
    },
    Page {
        holds: &[("salesOrder", "salesOrders", "documentId"), LINE_ITEM, LINE_ACCOUNT, LINE_UNIT, LINE_VARIANT, LINE_LOCATION],
        ..page("salesOrderLines", "salesOrderLine", "Sales Invoice Line Aggregate", "Ligne commande vente", lines::SALES_ORDER_LINES)
    },
    Page {
        holds: DOCUMENT,
        held: &[("salesQuoteLines", "salesQuoteLines", "documentId"), FILES, DOCUMENT_FILES],
        actions: &["makeInvoice", "makeOrder", "send"],
        ..page("salesQuotes", "salesQuote", "Sales Quote Entity Buffer", "Devis", sales::SALES_QUOTES)
    },
    Page {
        holds: &[("salesQuote", "salesQuotes", "documentId"), LINE_ITEM, LINE_ACCOUNT, LINE_UNIT, LINE_VARIANT, LINE_LOCATION],
        ..page("salesQuoteLines", "salesQuoteLine", "Sales Invoice Line Aggregate", "Ligne devis", lines::SALES_QUOTE_LINES)
    },
    Page {
        holds: DOCUMENT,
        held: &[("salesInvoiceLines", "salesInvoiceLines", "documentId"), FILES, DOCUMENT_FILES],
        actions: &["post", "postAndSend", "send", "cancel", "cancelAndSend", "makeCorrectiveCreditMemo"],
        ..page("salesInvoices", "salesInvoice", "Sales Invoice Entity Aggregate", "Facture vente", sales::SALES_INVOICES)
    },
    Page {
        holds: &[("salesInvoice", "salesInvoices", "documentId"), LINE_ITEM, LINE_ACCOUNT, LINE_UNIT, LINE_VARIANT, LINE_LOCATION],
        ..page("salesInvoiceLines", "salesInvoiceLine", "Sales Invoice Line Aggregate", "Ligne facture vente", lines::SALES_INVOICE_LINES)
    },
    Page {
        holds: DOCUMENT,
        held: &[("salesCreditMemoLines", "salesCreditMemoLines", "documentId"), FILES, DOCUMENT_FILES],
        actions: &["post", "postAndSend", "send", "cancel", "cancelAndSend"],
        ..page("salesCreditMemos", "salesCreditMemo", "Sales Cr. Memo Entity Buffer", "Avoir vente", sales::SALES_CREDIT_MEMOS)
    },
    Page {
        holds: &[("salesCreditMemo", "salesCreditMemos", "documentId"), LINE_ITEM, LINE_ACCOUNT, LINE_UNIT, LINE_VARIANT, LINE_LOCATION],
        ..page("salesCreditMemoLines", "salesCreditMemoLine", "Sales Invoice Line Aggregate", "Ligne avoir vente", lines::SALES_CREDIT_MEMO_LINES)
    },
    Page {
        allows: Allows::READ,
        holds: &[("customer", "customers", "customerId")],
        held: &[("salesShipmentLines", "salesShipmentLines", "documentId"), FILES, DOCUMENT_FILES],
        ..page("salesShipments", "salesShipment", "Sales Shipment Header", "Expédition vente", sales::SALES_SHIPMENTS)
    },
    Page {
        allows: Allows::READ,
        holds: &[("salesShipment", "salesShipments", "documentId")],
        ..page("salesShipmentLines", "salesShipmentLine", "Sales Shipment Line", "Ligne expédition vente", lines::SALES_SHIPMENT_LINES)
    },
    Page {
        holds: &[
            ("vendor", "vendors", "vendorId"),
            ("currency", "currencies", "currencyId"),
            ("paymentTerm", "paymentTerms", "paymentTermsId"),
            ("shipmentMethod", "shipmentMethods", "shipmentMethodId"),
        ],
        held: &[("purchaseOrderLines", "purchaseOrderLines", "documentId"), FILES, DOCUMENT_FILES],
        actions: &["receiveAndInvoice"],
        ..page("purchaseOrders", "purchaseOrder", "Purchase Order Entity Buffer", "Commande achat", purchases::PURCHASE_ORDERS)
    },
    Page {
        holds: &[("purchaseOrder", "purchaseOrders", "documentId"), LINE_ITEM, LINE_ACCOUNT, LINE_UNIT, LINE_VARIANT, LINE_LOCATION],
        ..page("purchaseOrderLines", "purchaseOrderLine", "Purch. Inv. Line Aggregate", "Ligne commande achat", lines::PURCHASE_ORDER_LINES)
    },
    Page {
        holds: PURCHASE,
        held: &[("purchaseInvoiceLines", "purchaseInvoiceLines", "documentId"), FILES, DOCUMENT_FILES],
        actions: &["post"],
        ..page("purchaseInvoices", "purchaseInvoice", "Purch. Inv. Entity Aggregate", "Facture achat", purchases::PURCHASE_INVOICES)
    },
    Page {
        holds: &[("purchaseInvoice", "purchaseInvoices", "documentId"), LINE_ITEM, LINE_ACCOUNT, LINE_UNIT, LINE_VARIANT, LINE_LOCATION],
        ..page("purchaseInvoiceLines", "purchaseInvoiceLine", "Purch. Inv. Line Aggregate", "Ligne facture achat", lines::PURCHASE_INVOICE_LINES)
    },
    Page {
        allows: Allows::READ,
        ..page("accounts", "account", "G/L Account", "Compte général", ledger::ACCOUNTS)
    },
    Page {
        allows: Allows::READ,
        holds: &[LINE_ACCOUNT],
        held: &[FILES],
        ..page("generalLedgerEntries", "generalLedgerEntry", "G/L Entry", "Écriture comptable", ledger::GENERAL_LEDGER_ENTRIES)
    },
    Page {
        held: &[("journalLines", "journalLines", "journalId")],
        actions: &["post"],
        ..page("journals", "journal", "Gen. Journal Batch", "Feuille comptabilité", ledger::JOURNALS)
    },
    Page {
        holds: &[("journal", "journals", "journalId"), LINE_ACCOUNT],
        held: &[FILES],
        ..page("journalLines", "journalLine", "Gen. Journal Line", "Ligne feuille comptabilité", ledger::JOURNAL_LINES)
    },
    Page {
        holds: &[("currency", "currencies", "currencyId")],
        ..page("bankAccounts", "bankAccount", "Bank Account", "Compte bancaire", ledger::BANK_ACCOUNTS)
    },
    Page {
        allows: Allows::READ,
        ..page("inventoryPostingGroups", "inventoryPostingGroup", "Inventory Posting Group", "Groupe compta. stock", ledger::INVENTORY_POSTING_GROUPS)
    },
    Page {
        allows: Allows::READ,
        ..page("generalProductPostingGroups", "generalProductPostingGroup", "Gen. Product Posting Group", "Groupe compta. produit", ledger::GENERAL_PRODUCT_POSTING_GROUPS)
    },
    Page {
        allows: Allows::READ,
        ..page("accountingPeriods", "accountingPeriod", "Accounting Period", "Période comptable", ledger::ACCOUNTING_PERIODS)
    },
    Page {
        allows: Allows::READ,
        held: &[("dimensionValues", "dimensionValues", "dimensionId")],
        ..page("dimensions", "dimension", "Dimension", "Axe analytique", dimensions::DIMENSIONS)
    },
    Page {
        allows: Allows::READ,
        holds: &[("dimension", "dimensions", "dimensionId")],
        ..page("dimensionValues", "dimensionValue", "Dimension Value", "Section analytique", dimensions::DIMENSION_VALUES)
    },
    Page {
        holds: &[
            ("dimension", "dimensions", "dimensionId"),
            ("dimensionValue", "dimensionValues", "dimensionValueId"),
            ("customer", "customers", "parentId"),
            ("vendor", "vendors", "parentId"),
            ("item", "items", "parentId"),
            ("employee", "employees", "parentId"),
        ],
        ..page("defaultDimensions", "defaultDimension", "Default Dimension", "Affectation analytique", dimensions::DEFAULT_DIMENSIONS)
    },
    page("attachments", "attachment", "Attachment Entity Buffer", "Pièce jointe", attachments::ATTACHMENTS),
    page("documentAttachments", "documentAttachment", "Document Attachment", "Document joint", attachments::DOCUMENT_ATTACHMENTS),
];

const DOCUMENT: &[(&str, &str, &str)] = &[
    ("customer", "customers", "customerId"),
    ("currency", "currencies", "currencyId"),
    ("paymentTerm", "paymentTerms", "paymentTermsId"),
    ("shipmentMethod", "shipmentMethods", "shipmentMethodId"),
];
const LINE_ITEM: (&str, &str, &str) = ("item", "items", "itemId");
const PURCHASE: &[(&str, &str, &str)] = &[
    ("vendor", "vendors", "vendorId"),
    ("currency", "currencies", "currencyId"),
];
const LINE_ACCOUNT: (&str, &str, &str) = ("account", "accounts", "accountId");
const LINE_VARIANT: (&str, &str, &str) = ("itemVariant", "itemVariants", "itemVariantId");
const LINE_LOCATION: (&str, &str, &str) = ("location", "locations", "locationId");
const DEFAULT_DIMENSIONS: (&str, &str, &str) =
    ("defaultDimensions", "defaultDimensions", "parentId");
const FILES: (&str, &str, &str) = ("attachments", "attachments", "parentId");
const DOCUMENT_FILES: (&str, &str, &str) =
    ("documentAttachments", "documentAttachments", "parentId");
const LINE_UNIT: (&str, &str, &str) = ("unitOfMeasure", "unitsOfMeasure", "unitOfMeasureId");

/// What customers owe and have bought: the records of `customers`, shown with other fields.
pub const FINANCIAL_DETAILS: &str = "customerFinancialDetails";

/// All tables of the service.
pub fn all() -> Vec<TableDef> {
    let mut tables: Vec<TableDef> = PAGES.iter().map(build).collect();
    let mut projects = build(&page(
        "projects",
        "project",
        "Customer Project",
        "Projet client",
        &[custom::PROJECTS],
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
    let fields = page
        .fields
        .iter()
        .copied()
        .flatten()
        .map(Spec::as_named)
        .collect();
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
        "employees" | "opportunities" | "projects" | "accounts" | "bankAccounts" => {
            (&[&["number"]], &[])
        }
        "salesOrders" | "salesQuotes" | "salesInvoices" | "salesCreditMemos" | "salesShipments" => {
            (&[&["number"]], &["customerId"])
        }
        "purchaseOrders" | "purchaseInvoices" => (&[&["number"]], &["vendorId"]),
        "salesOrderLines"
        | "salesQuoteLines"
        | "salesInvoiceLines"
        | "salesCreditMemoLines"
        | "salesShipmentLines"
        | "purchaseOrderLines"
        | "purchaseInvoiceLines" => (&[], &["documentId"]),
        "generalLedgerEntries" => (&[], &["accountId"]),
        "journalLines" => (&[], &["journalId"]),
        "dimensionValues" => (&[&["dimensionId", "code"]], &["dimensionId"]),
        "defaultDimensions" => (&[&["parentId", "dimensionId"]], &["parentId"]),
        "itemVariants" => (&[&["itemId", "code"]], &["itemId"]),
        "attachments" | "documentAttachments" => (&[], &["parentId"]),
        "accountingPeriods" => (&[&["startingDate"]], &[]),
        "currencyExchangeRates" => (&[&["currencyCode", "startingDate"]], &["currencyCode"]),
        "generalLedgerSetup" | "companyInformation" => (&[], &[]),
        _ => (&[&["code"]], &[]),
    }
}
