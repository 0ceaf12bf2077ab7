//! Products and their units: the columns.

use super::options::{
    ACCOUNT_STATE, ACCOUNT_STATUS, PRODUCT_STATE, PRODUCT_STATUS, PRODUCTSTRUCTURE, PRODUCTTYPE,
};
use crate::sandbox::system::kit::{
    Spec, choice, decimal, flag, guid, int, lookup, memo, money, state, status, text, time,
};

/// The columns of `product`.
#[rustfmt::skip]
pub const PRODUCT: &[Spec] = &[
    guid("ProductId", "Product", "Produit").create_only(),
    text("Name", 100, "Name", "Nom").required(),
    money("CurrentCost", "Current Cost", "Coût actuel").range(0, 1_000_000_000_000),
    lookup("DefaultUoMId", &["uom"], "Default Unit", "Unité par défaut").required(),
    lookup("DefaultUoMScheduleId", &["uomschedule"], "Unit Group", "Nomenclature d’unités").required(),
    memo("Description", 2000, "Description", "Description"),
    decimal("ExchangeRate", "Exchange Rate", "Taux de change").read_only(),
    text("HierarchyPath", 450, "Hierarchy Path", "Chemin hiérarchique").read_only(),
    flag("IsKit", "Is Kit", "Est un kit"),
    flag("IsStockItem", "Stock Item", "Article en stock"),
    lookup("OrganizationId", &["organization"], "Organization Id", "ID de l’organisation").computed(),
    lookup("ParentProductId", &["product"], "Parent", "Parent"),
    money("Price", "List Price", "Prix courant").range(0, 1_000_000_000_000),
    lookup("PriceLevelId", &["pricelevel"], "Default Price List", "Tarif par défaut"),
    text("ProductNumber", 100, "Product ID", "Référence du produit").required(),
    choice("ProductStructure", PRODUCTSTRUCTURE, "Product Structure", "Structure du produit").required(),
    choice("ProductTypeCode", PRODUCTTYPE, "Product Type", "Type de produit"),
    text("ProductUrl", 255, "URL", "URL"),
    int("QuantityDecimal", "Decimals Supported", "Décimales prises en charge").range(0, 5).required(),
    decimal("QuantityOnHand", "Quantity On Hand", "Quantité disponible").range(0, 1_000_000_000),
    text("Size", 200, "Size", "Taille"),
    money("StandardCost", "Standard Cost", "Coût standard").range(0, 1_000_000_000_000),
    state("StateCode", PRODUCT_STATE, "Status", "Statut"),
    status("StatusCode", PRODUCT_STATUS, "Status Reason", "Raison du statut"),
    decimal("StockVolume", "Stock Volume", "Volume en stock").range(0, 1_000_000_000),
    decimal("StockWeight", "Stock Weight", "Poids en stock").range(0, 1_000_000_000),
    guid("SubjectId", "Subject", "Sujet"),
    text("SupplierName", 100, "Supplier Name", "Nom du fournisseur"),
    lookup("TransactionCurrencyId", &["transactioncurrency"], "Currency", "Devise"),
    time("ValidFromDate", "Valid From", "Valide à partir du"),
    time("ValidToDate", "Valid To", "Valide jusqu’au"),
    text("VendorID", 100, "Vendor ID", "Référence fournisseur"),
    text("VendorName", 100, "Vendor", "Fournisseur"),
    text("VendorPartNumber", 100, "Vendor Name", "Nom du fournisseur"),
];

/// The columns of `uom`.
#[rustfmt::skip]
pub const UOM: &[Spec] = &[
    guid("UoMId", "Unit", "Unité").create_only(),
    text("Name", 100, "Name", "Nom").required(),
    lookup("BaseUoM", &["uom"], "Base Unit", "Unité de base").required(),
    flag("IsScheduleBaseUoM", "Is Schedule Base Unit", "Unité de base de la nomenclature").read_only(),
    guid("OrganizationId", "Organization", "Organisation").computed(),
    decimal("Quantity", "Quantity", "Quantité").range(0, 10_000_000_000).required(),
    lookup("UoMScheduleId", &["uomschedule"], "Unit Schedule", "Nomenclature d’unités").required(),
];

/// The columns of `uomschedule`.
#[rustfmt::skip]
pub const UOMSCHEDULE: &[Spec] = &[
    guid("UoMScheduleId", "Unit Group", "Nomenclature d’unités").create_only(),
    text("Name", 200, "Name", "Nom").required(),
    text("BaseUoMName", 100, "Base Unit name", "Nom de l’unité de base"),
    memo("Description", 2000, "Description", "Description"),
    lookup("OrganizationId", &["organization"], "Organization Id", "ID de l’organisation").computed(),
    state("StateCode", ACCOUNT_STATE, "Status", "Statut"),
    status("StatusCode", ACCOUNT_STATUS, "Status Reason", "Raison du statut"),
];
