//! Items, their categories and units: the fields.

use super::groups::{ID, MODIFIED};
use crate::sandbox::system::kit::{Spec, code, decimal, flag, guid, member, text, time};

/// The fields of `items`.
#[rustfmt::skip]
pub const ITEMS: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("number", 20, "Number", "N°"),
    text("displayName", 100, "Display Name", "Nom"),
    text("displayName2", 50, "Display Name 2", "Nom 2"),
    member("type", "itemType", &["Inventory", "Service", "Non_x002D_Inventory"], "Type", "Type"),
    guid("itemCategoryId", "Item Category Id", "Id catégorie article"),
    code("itemCategoryCode", 20, "Item Category Code", "Code catégorie article"),
    flag("blocked", "Blocked", "Bloqué"),
    code("gtin", 14, "GTIN", "GTIN"),
    decimal("inventory", "Inventory", "Stock"),
    decimal("unitPrice", "Unit Price", "Prix unitaire"),
    flag("priceIncludesTax", "Price Includes Tax", "Prix TTC"),
    decimal("unitCost", "Unit Cost", "Coût unitaire"),
    guid("taxGroupId", "Tax Group Id", "Id groupe taxes"),
    code("taxGroupCode", 20, "Tax Group Code", "Code groupe taxes"),
    guid("baseUnitOfMeasureId", "Base Unit Of Measure Id", "Id unité de base"),
    code("baseUnitOfMeasureCode", 10, "Base Unit Of Measure Code", "Unité de base"),
    guid("generalProductPostingGroupId", "General Product Posting Group Id", "Id groupe compta. produit"),
    code("generalProductPostingGroupCode", 20, "General Product Posting Group Code", "Code groupe compta. produit"),
    guid("inventoryPostingGroupId", "Inventory Posting Group Id", "Id groupe compta. stock"),
    code("inventoryPostingGroupCode", 20, "Inventory Posting Group Code", "Code groupe compta. stock"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `itemCategories`.
#[rustfmt::skip]
pub const ITEM_CATEGORIES: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 20, "Code", "Code"),
    text("displayName", 100, "Display Name", "Nom"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `unitsOfMeasure`.
#[rustfmt::skip]
pub const UNITS_OF_MEASURE: &[Spec] = &[
    guid("id", "Id", "Id").create_only(),
    code("code", 10, "Code", "Code"),
    text("displayName", 50, "Display Name", "Nom"),
    code("internationalStandardCode", 10, "International Standard Code", "Code norme internationale"),
    text("symbol", 10, "Symbol", "Symbole"),
    time("lastModifiedDateTime", "Last Modified Date Time", "Date dernière modification").computed(),
];

/// The fields of `itemVariants`.
#[rustfmt::skip]
pub const ITEM_VARIANTS: &[&[Spec]] = &[
    ID,
    &[
        guid("itemId", "Item Id", "Id article"),
        code("itemNumber", 20, "Item Number", "N° article"),
        code("code", 10, "Code", "Code"),
        text("description", 100, "Description", "Description"),
    ],
    MODIFIED,
];
