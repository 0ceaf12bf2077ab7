//! Currencies and price lists: the columns.

use super::options::{
    ACCOUNT_STATE, ACCOUNT_STATUS, ACCOUNTCLASSIFICATION, PRICELEVEL_STATUS, PRICINGMETHOD,
    QUANTITYSELLING, ROUNDINGOPTION, ROUNDINGPOLICY,
};
use crate::sandbox::system::kit::{
    Spec, choice, date, decimal, guid, int, lookup, memo, money, state, status, text,
};

/// The columns of `pricelevel`.
#[rustfmt::skip]
pub const PRICELEVEL: &[Spec] = &[
    guid("PriceLevelId", "Price List", "Tarif").create_only(),
    text("Name", 100, "Name", "Nom").required(),
    date("BeginDate", "Start Date", "Date de début"),
    memo("Description", 2000, "Description", "Description"),
    date("EndDate", "End Date", "Date de fin"),
    decimal("ExchangeRate", "Exchange Rate", "Taux de change").read_only(),
    choice("FreightTermsCode", ACCOUNTCLASSIFICATION, "Freight Terms", "Conditions de transport"),
    lookup("OrganizationId", &["organization"], "Organization Id", "ID de l’organisation").computed(),
    choice("PaymentMethodCode", ACCOUNTCLASSIFICATION, "Payment Method", "Mode de paiement"),
    choice("ShippingMethodCode", ACCOUNTCLASSIFICATION, "Shipping Method", "Mode de livraison"),
    state("StateCode", ACCOUNT_STATE, "Status", "Statut"),
    status("StatusCode", PRICELEVEL_STATUS, "Status Reason", "Raison du statut"),
    lookup("TransactionCurrencyId", &["transactioncurrency"], "Currency", "Devise").required(),
];

/// The columns of `productpricelevel`.
#[rustfmt::skip]
pub const PRODUCTPRICELEVEL: &[Spec] = &[
    guid("ProductPriceLevelId", "Product Price List", "Tarif du produit").create_only(),
    money("Amount", "Amount", "Montant").range(0, 100_000_000_000_000).required(),
    lookup("DiscountTypeId", &["discounttype"], "Discount List", "Liste de remises"),
    decimal("ExchangeRate", "Exchange Rate", "Taux de change").read_only(),
    guid("OrganizationId", "Organization", "Organisation").computed(),
    decimal("Percentage", "Percentage", "Pourcentage").range(0, 1_000_000_000).required(),
    lookup("PriceLevelId", &["pricelevel"], "Price List", "Tarif").required(),
    choice("PricingMethodCode", PRICINGMETHOD, "Pricing Method", "Méthode de tarification").required(),
    lookup("ProductId", &["product"], "Product", "Produit").required(),
    text("ProductNumber", 100, "Product ID", "Référence du produit").read_only(),
    choice("QuantitySellingCode", QUANTITYSELLING, "Quantity Selling Option", "Option de vente par quantité").required(),
    money("RoundingOptionAmount", "Rounding Amount", "Montant d’arrondi").range(-100_000_000_000_000, 100_000_000_000_000).required(),
    choice("RoundingOptionCode", ROUNDINGOPTION, "Rounding Option", "Option d’arrondi").required(),
    choice("RoundingPolicyCode", ROUNDINGPOLICY, "Rounding Policy", "Règle d’arrondi").required(),
    lookup("TransactionCurrencyId", &["transactioncurrency"], "Currency", "Devise"),
    lookup("UoMId", &["uom"], "Unit", "Unité").required(),
    lookup("UoMScheduleId", &["uomschedule"], "Unit Schedule ID", "ID de la nomenclature d’unités"),
];

/// The columns of `transactioncurrency`.
#[rustfmt::skip]
pub const TRANSACTIONCURRENCY: &[Spec] = &[
    guid("TransactionCurrencyId", "Transaction Currency", "Devise de la transaction").create_only(),
    text("CurrencyName", 100, "Currency Name", "Nom de la devise").required(),
    int("CurrencyPrecision", "Currency Precision", "Précision de la devise").range(0, 4).required(),
    text("CurrencySymbol", 10, "Currency Symbol", "Symbole de la devise").required(),
    decimal("ExchangeRate", "Exchange Rate", "Taux de change").range(0, 100_000_000_000).required(),
    text("ISOCurrencyCode", 5, "Currency Code", "Code devise").required(),
    lookup("OrganizationId", &["organization"], "Organization", "Organisation").computed(),
    state("StateCode", ACCOUNT_STATE, "Status", "Statut"),
    status("StatusCode", ACCOUNT_STATUS, "Status Reason", "Raison du statut"),
];
